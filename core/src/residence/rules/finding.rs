//! What a rule found.

use super::law::{Basis, FOREIGNERS, Law, PASSENGERS, PORTAL_FORM, PORTAL_XML, RESIDENCE};
use super::table::Rule;
use crate::identity::Date;
use crate::residence::stay::Declaration;
use crate::residence::words::FacilityKind;
use serde::{Serialize, Serializer};

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Good to know.
    Notice,
    /// Look at it; it may be right.
    Warning,
    /// Not to be handed in as it is.
    Error,
}

/// A rule that does not hold. It holds no value, so it can be logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// The field of a [`DeclarationRecord`](crate::residence::DeclarationRecord) that it is about.
    pub field: &'static str,
    /// What the rule rests on, on the day of the stay.
    pub basis: Basis,
}

impl Finding {
    /// How much it weighs.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.rule.severity()
    }
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut out = serializer.serialize_struct("Finding", 5)?;
        out.serialize_field("code", self.rule.as_str())?;
        out.serialize_field("severity", &self.severity())?;
        out.serialize_field("field", self.field)?;
        out.serialize_field("law", self.basis.law.number)?;
        out.serialize_field("article", self.basis.article)?;
        out.end()
    }
}

/// Whom a declaration is about: different laws and forms speak of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::residence) enum Subject {
    Citizen,
    Foreigner,
    Passenger,
}

impl Subject {
    pub(in crate::residence) fn of(declaration: &Declaration) -> Self {
        if declaration.facility_kind == FacilityKind::Coach {
            Self::Passenger
        } else if declaration.guest.is_foreign() {
            Self::Foreigner
        } else {
            Self::Citizen
        }
    }

    /// Whether a law or form speaks of somebody else.
    fn is_passed_over(self, law: &'static Law) -> bool {
        let citizens = [&RESIDENCE, &PORTAL_FORM].contains(&law);
        let foreigners = [&FOREIGNERS, &PORTAL_XML].contains(&law);
        match self {
            Self::Citizen => foreigners,
            Self::Foreigner => citizens,
            Self::Passenger => citizens || foreigners,
        }
    }

    /// What a rule rests on that names only laws about somebody else.
    const fn own(self) -> Basis {
        match self {
            Self::Citizen => Basis::read(&RESIDENCE, "30"),
            Self::Foreigner => Basis::unconfirmed(&FOREIGNERS, "33"),
            Self::Passenger => Basis::unconfirmed(&PASSENGERS, ""),
        }
    }
}

/// Collects what is found on the day of a stay; a rule that rests on nothing in force that day finds nothing.
#[derive(Debug)]
pub(in crate::residence) struct Found {
    day: Date,
    subject: Subject,
    all: Vec<Finding>,
}

impl Found {
    pub(in crate::residence) const fn on(day: Date, subject: Subject) -> Self {
        Self { day, subject, all: Vec::new() }
    }

    pub(in crate::residence) fn of(declaration: &Declaration) -> Self {
        Self::on(declaration.stay.arrival.date(), Subject::of(declaration))
    }

    pub(in crate::residence) fn add(&mut self, rule: Rule, field: &'static str) {
        if let Some(basis) = self.basis(rule) {
            self.all.push(Finding { rule, field, basis });
        }
    }

    pub(in crate::residence) fn add_if(&mut self, wrong: bool, rule: Rule, field: &'static str) {
        if wrong {
            self.add(rule, field);
        }
    }

    pub(in crate::residence) fn into_vec(self) -> Vec<Finding> {
        self.all
    }

    fn basis(&self, rule: Rule) -> Option<Basis> {
        let in_force = || rule.bases().iter().copied().filter(|basis| basis.is_in_force(self.day));
        let fitting = in_force().find(|basis| !self.subject.is_passed_over(basis.law));
        fitting.or_else(|| in_force().next().map(|_| self.subject.own()))
    }
}
