//! What a rule found.

use super::law::Basis;
use super::table::Rule;
use crate::identity::Date;
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

/// Collects what is found on the day of a stay; a rule that rests on nothing in force that day finds nothing.
#[derive(Debug)]
pub(in crate::residence) struct Found {
    day: Date,
    all: Vec<Finding>,
}

impl Found {
    pub(in crate::residence) const fn on(day: Date) -> Self {
        Self { day, all: Vec::new() }
    }

    pub(in crate::residence) fn add(&mut self, rule: Rule, field: &'static str) {
        if let Some(basis) = rule.basis_on(self.day) {
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
}
