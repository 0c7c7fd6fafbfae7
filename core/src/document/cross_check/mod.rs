//! Do the QR code, the printed zone, DG1 and DG13 of one card speak of one person?
//!
//! Agreement proves nothing (a copy agrees with itself); a conflict is a reason to look. Every comparison has a name,
//! and results hold no value that was read.

mod compare;
mod names;

pub use names::{Conflict, CrossCheck, Field, Severity, Side};

use super::mrz::{Mrz, MrzCheckName, MrzFormat};
use crate::identity::{Citizen, Date, PartialDate, Sex};
use compare::{View, birth_conflicts, compare};
use serde::Serialize;

/// What was read of one card; what was not read is `None`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sides<'a> {
    /// The QR code.
    pub qr: Option<&'a Citizen>,
    /// The printed machine readable zone.
    pub mrz: Option<&'a Mrz>,
    /// DG1 of the chip: the machine readable zone again.
    pub dg1: Option<&'a Mrz>,
    /// DG13 of the chip: the Vietnamese data.
    pub dg13: Option<&'a Citizen>,
}

/// One comparison and how it came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Comparison {
    /// What was compared.
    pub check: CrossCheck,
    /// How it came out.
    pub outcome: Outcome,
}

/// How a comparison came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The same, as far as both sides say.
    Agreed,
    /// Not the same.
    Conflict(Severity),
    /// Not compared.
    NotDone(NotCompared),
}

/// Why a comparison was not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum NotCompared {
    /// This side lacks the field, or it could not be understood.
    Missing(Side),
    /// Both have it, in forms that cannot be brought together (letters outside the alphabet of zones).
    Incomparable,
}

/// Every comparison between the sides that were read, and within each of them.
#[must_use]
pub fn cross_check(sides: &Sides<'_>) -> Vec<Comparison> {
    let views: Vec<View<'_>> = [
        sides.qr.map(|citizen| View::of_citizen(Side::Qr, citizen)),
        sides.mrz.map(|mrz| View::of_mrz(Side::Mrz, mrz)),
        sides.dg1.map(|mrz| View::of_mrz(Side::Dg1, mrz)),
        sides.dg13.map(|citizen| View::of_citizen(Side::Dg13, citizen)),
    ]
    .into_iter()
    .flatten()
    .collect();
    let mut found = Vec::new();
    for (index, left) in views.iter().enumerate() {
        for right in views.iter().skip(index.saturating_add(1)) {
            for field in Field::ALL {
                if field.on(left.side) && field.on(right.side) {
                    let check = CrossCheck::Between(left.side, right.side, field);
                    found.push(Comparison { check, outcome: compare(left, right, field) });
                }
            }
        }
    }
    for view in &views {
        found.extend(within(view));
    }
    for (side, mrz) in [(Side::Mrz, sides.mrz), (Side::Dg1, sides.dg1)] {
        found.extend(mrz.into_iter().flat_map(|mrz| within_zone(side, mrz)));
    }
    found
}

/// The conflicts among the comparisons, explained.
#[must_use]
pub fn conflicts(comparisons: &[Comparison]) -> Vec<Conflict> {
    comparisons
        .iter()
        .filter_map(|c| match c.outcome {
            Outcome::Conflict(severity) => Some(Conflict::new(c.check, severity)),
            Outcome::Agreed | Outcome::NotDone(_) => None,
        })
        .collect()
}

/// The date of birth of a chip. DG13 has the century that DG1 lacks; where both disagree on the rest, DG1 counts,
/// because every country signs it in the same form, and the conflict is reported by [`cross_check`]. `reference` as in
/// [`Mrz::birth`].
#[must_use]
pub fn chip_birth(dg1: &Mrz, dg13: Option<&Citizen>, reference: Date) -> Option<PartialDate> {
    let from_dg13 = dg13.and_then(|c| c.date_of_birth.as_ref()).map(|date| *date.expose());
    match from_dg13 {
        Some(date) if birth_conflicts(date, dg1.date_of_birth.expose()) == Some(false) => Some(date),
        _ => dg1.birth(reference),
    }
}

/// The personal number against sex and year of birth of the same side. Both follow from the number, and a person whose
/// sex or year of birth is corrected gets a new one (Decree 137/2015/NĐ-CP), so a conflict is serious.
fn within(view: &View<'_>) -> [Comparison; 2] {
    let missing = Outcome::NotDone(NotCompared::Missing(view.side));
    let serious = |conflict: bool| if conflict { Outcome::Conflict(Severity::Serious) } else { Outcome::Agreed };
    let sex = match (view.id_number, view.sex) {
        (Some(_), Some(Sex::Unspecified)) | (None, _) | (_, None) => missing,
        (Some(id), Some(sex)) => serious(id.sex() != sex),
    };
    let year = match (view.id_number, view.birth_year_ends_like()) {
        (Some(id), Some(matches)) => serious(!matches(id.birth_year())),
        _ => missing,
    };
    [
        Comparison { check: CrossCheck::IdNumberVsSex(view.side), outcome: sex },
        Comparison { check: CrossCheck::IdNumberVsBirthYear(view.side), outcome: year },
    ]
}

/// The checks of a zone alone: all its check digits, and for Vietnamese cards the document number.
fn within_zone(side: Side, mrz: &Mrz) -> Vec<Comparison> {
    let serious = |ok: bool| if ok { Outcome::Agreed } else { Outcome::Conflict(Severity::Serious) };
    let digits = mrz.checks.iter().filter(|c| c.name != MrzCheckName::VietnamDocumentNumber).all(|c| c.ok);
    let mut found = vec![Comparison { check: CrossCheck::CheckDigits(side), outcome: serious(digits) }];
    if mrz.format == MrzFormat::Td1 && mrz.issuing_state == "VNM" {
        let outcome = match mrz.id_number() {
            Some(_) => serious(mrz.holds(MrzCheckName::VietnamDocumentNumber)),
            None => Outcome::NotDone(NotCompared::Missing(side)),
        };
        found.push(Comparison { check: CrossCheck::DocumentNumberVsId(side), outcome });
    }
    found
}

#[cfg(test)]
mod tests;
