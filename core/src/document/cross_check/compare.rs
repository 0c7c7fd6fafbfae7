//! Comparing one field of two sides.

use super::names::{Field, Severity, Side};
use super::{NotCompared, Outcome};
use crate::document::mrz::Mrz;
use crate::identity::text::without_diacritics;
use crate::identity::{
    Address, Citizen, Date, Expiry, IdNumber, NameComparison, Nationality, OldIdNumber, PartialDate, PersonName, Sex,
};
use crate::personal::Personal;

/// What one side says, in the forms that comparisons need.
pub(super) struct View<'a> {
    pub(super) side: Side,
    pub(super) id_number: Option<IdNumber>,
    pub(super) sex: Option<Sex>,
    /// The document number of a zone whose optional data hold no personal number.
    last9: Option<&'a str>,
    old_id_number: Option<OldIdNumber>,
    name: Option<PersonName>,
    name_may_be_cut: bool,
    birth: Birth<'a>,
    nationality: Option<Nationality>,
    address: Option<&'a Address>,
    issued: Option<PartialDate>,
    expires: Option<Expiry>,
}

/// A date of birth with its century or without.
#[derive(Clone, Copy)]
enum Birth<'a> {
    Date(PartialDate),
    Zone(&'a str),
    Missing,
}

impl<'a> View<'a> {
    pub(super) fn of_citizen(side: Side, citizen: &'a Citizen) -> Self {
        Self {
            side,
            id_number: copied(&citizen.id_number),
            sex: copied(&citizen.sex),
            last9: None,
            old_id_number: copied(&citizen.old_id_number),
            name: citizen.full_name.as_ref().map(|name| name.expose().clone()),
            name_may_be_cut: false,
            birth: copied(&citizen.date_of_birth).map_or(Birth::Missing, Birth::Date),
            nationality: copied(&citizen.nationality),
            address: citizen.address.as_ref().map(Personal::expose),
            issued: copied(&citizen.issued),
            expires: copied(&citizen.expires),
        }
    }

    pub(super) fn of_mrz(side: Side, mrz: &'a Mrz) -> Self {
        let birth = mrz.date_of_birth.expose();
        let number = mrz.document_number.expose();
        Self {
            side,
            id_number: mrz.id_number(),
            sex: copied(&mrz.sex),
            last9: Some(number.as_str()).filter(|n| n.len() == 9 && n.bytes().all(|b| b.is_ascii_digit())),
            old_id_number: None,
            name: mrz.full_name(),
            name_may_be_cut: mrz.name_may_be_cut,
            birth: if birth_in_some_century(birth).is_some() { Birth::Zone(birth) } else { Birth::Missing },
            nationality: Nationality::parse_code(mrz.nationality.expose()).ok(),
            address: None,
            issued: None,
            expires: Expiry::from_mrz(mrz.date_of_expiry.expose()).ok(),
        }
    }

    /// Whether a year may be the year of birth; `None` where the birth is missing.
    pub(super) fn birth_year_ends_like(&self) -> Option<impl Fn(u16) -> bool + '_> {
        let birth = self.birth;
        (!matches!(birth, Birth::Missing)).then_some(move |year| match birth {
            Birth::Date(date) => date.year() == year,
            Birth::Zone(text) => text.get(..2).is_some_and(|end| format!("{:02}", year % 100) == end),
            Birth::Missing => false,
        })
    }
}

fn copied<T: Copy>(value: &Option<Personal<T>>) -> Option<T> {
    value.as_ref().map(|v| *v.expose())
}

fn birth_in_some_century(text: &str) -> Option<PartialDate> {
    PartialDate::from_mrz_birth(text, Date::new(2099, 12, 31)?).ok()
}

/// Whether a date contradicts `YYMMDD` of a zone, century aside; `None` where the zone has no date.
pub(super) fn birth_conflicts(date: PartialDate, zone: &str) -> Option<bool> {
    birth_in_some_century(zone)?;
    Some(!PartialDate::from_mrz_in_year(zone, date.year()).is_ok_and(|other| other.agrees_with(date)))
}

pub(super) fn compare(left: &View<'_>, right: &View<'_>, field: Field) -> Outcome {
    match field {
        Field::IdNumber => id_number(left, right),
        Field::FullName => full_name(left, right),
        Field::DateOfBirth => date_of_birth(left, right),
        Field::Sex => same(left, right, |v| v.sex.filter(|sex| *sex != Sex::Unspecified), Severity::Serious),
        Field::Nationality => same(left, right, |v| v.nationality, Severity::Serious),
        // Minor: sources disagree on which field of DG13 holds it.
        Field::OldIdNumber => same(left, right, |v| v.old_id_number, Severity::Minor),
        Field::Address => same(left, right, |v| v.address.map(letters_and_digits), Severity::Minor),
        Field::DateOfIssue => both(left, right, |v| v.issued, |a, b| verdict(a.agrees_with(*b), Severity::Serious)),
        Field::DateOfExpiry => both(left, right, |v| v.expires, expiry),
    }
}

/// The outcome for two values; `NotDone` where a side lacks its value.
fn both<'v, T>(
    left: &'v View<'_>,
    right: &'v View<'_>,
    get: impl Fn(&'v View<'_>) -> Option<T>,
    outcome: impl Fn(&T, &T) -> Outcome,
) -> Outcome {
    match (get(left), get(right)) {
        (Some(a), Some(b)) => outcome(&a, &b),
        (None, _) => Outcome::NotDone(NotCompared::Missing(left.side)),
        (_, None) => Outcome::NotDone(NotCompared::Missing(right.side)),
    }
}

fn same<'v, T: PartialEq>(
    left: &'v View<'_>,
    right: &'v View<'_>,
    get: impl Fn(&'v View<'_>) -> Option<T>,
    severity: Severity,
) -> Outcome {
    both(left, right, get, |a, b| verdict(a == b, severity))
}

const fn verdict(agreed: bool, severity: Severity) -> Outcome {
    if agreed { Outcome::Agreed } else { Outcome::Conflict(severity) }
}

/// All 12 digits, or the last nine where a zone has no more.
fn id_number(left: &View<'_>, right: &View<'_>) -> Outcome {
    if left.id_number.is_some() && right.id_number.is_some() {
        return same(left, right, |v| v.id_number, Severity::Serious);
    }
    let last9 = |v: &View<'_>| v.id_number.map(|id| id.last9().to_owned()).or_else(|| v.last9.map(str::to_owned));
    match (last9(left), last9(right)) {
        (Some(a), Some(b)) => verdict(a == b, Severity::Serious),
        (None, _) => Outcome::NotDone(NotCompared::Missing(left.side)),
        (_, None) => Outcome::NotDone(NotCompared::Missing(right.side)),
    }
}

/// Two Vietnamese spellings must be the same letter for letter; a difference in diacritics alone is minor. A zone has
/// its own letters and may be cut.
fn full_name(left: &View<'_>, right: &View<'_>) -> Outcome {
    let (a, b) = match (&left.name, &right.name) {
        (Some(a), Some(b)) => (a, b),
        (None, _) => return Outcome::NotDone(NotCompared::Missing(left.side)),
        (_, None) => return Outcome::NotDone(NotCompared::Missing(right.side)),
    };
    if a.same_person_name(b, NameComparison::Exact) {
        return Outcome::Agreed;
    }
    if !left.side.is_zone() && !right.side.is_zone() {
        let letters = a.same_person_name(b, NameComparison::WithoutDiacritics);
        return Outcome::Conflict(if letters { Severity::Minor } else { Severity::Serious });
    }
    if a.mrz_form().is_none() || b.mrz_form().is_none() {
        return Outcome::NotDone(NotCompared::Incomparable);
    }
    let cut = left.name_may_be_cut || right.name_may_be_cut;
    let mode = if cut { NameComparison::MrzTruncated } else { NameComparison::Mrz };
    verdict(a.same_person_name(b, mode), Severity::Serious)
}

fn date_of_birth(left: &View<'_>, right: &View<'_>) -> Outcome {
    let agreed = match (left.birth, right.birth) {
        (Birth::Missing, _) => return Outcome::NotDone(NotCompared::Missing(left.side)),
        (_, Birth::Missing) => return Outcome::NotDone(NotCompared::Missing(right.side)),
        (Birth::Date(a), Birth::Date(b)) => a.agrees_with(b),
        (Birth::Date(date), Birth::Zone(text)) | (Birth::Zone(text), Birth::Date(date)) => {
            birth_conflicts(date, text) == Some(false)
        }
        (Birth::Zone(a), Birth::Zone(b)) => {
            birth_in_some_century(a).zip(birth_in_some_century(b)).is_some_and(|(a, b)| a.agrees_with(b))
        }
    };
    verdict(agreed, Severity::Serious)
}

/// That `991231` stands for "without end" is unconfirmed, so a date against "without end" is minor.
fn expiry(a: &Expiry, b: &Expiry) -> Outcome {
    let one_without_end = (*a == Expiry::Never) != (*b == Expiry::Never);
    verdict(a == b, if one_without_end { Severity::Minor } else { Severity::Serious })
}

/// Addresses of one card differ in commas and blanks from one place to the other; letters and digits do not.
fn letters_and_digits(address: &Address) -> String {
    without_diacritics(&address.text).chars().filter(|c| c.is_alphanumeric()).collect()
}
