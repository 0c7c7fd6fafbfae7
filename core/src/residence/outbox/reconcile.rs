//! What was declared against what a list of the portal holds, row by row. Pure comparison: nothing is kept here.

use super::DeclarationId;
use crate::error::{Code, Error, Result};
use crate::limits;
use crate::personal::Personal;
use serde::Serialize;
use std::collections::BTreeMap;

/// A field of a row, by its name: both sides write it in one form (letter case, date order), because what is not equal
/// here is reported as different.
pub type Fields = BTreeMap<&'static str, Personal<String>>;

/// What a list should say about a declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// What a row is found by, such as the number of the document.
    pub key: Personal<String>,
    /// What else is compared, as far as the list has it.
    pub fields: Fields,
}

/// A row of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its number in the list, for the person who has to look at it.
    pub row: u32,
    /// What it is found by.
    pub key: Personal<String>,
    /// What else it says.
    pub fields: Fields,
    /// What the portal says about it.
    pub verdict: Verdict,
}

/// What the portal says about a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is in the list of what was received.
    Received,
    /// It was refused, with the portal's words for why.
    Refused(Personal<String>),
}

/// What the comparison says about a declaration, a row or both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The declaration, if there is one for the row.
    pub declaration: Option<DeclarationId>,
    /// The row, if there is one for the declaration.
    pub row: Option<u32>,
    /// How they compare.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// How a declaration and a row compare.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", content = "fields", rename_all = "kebab-case")]
pub enum Outcome {
    /// The row says what was declared.
    Matched,
    /// The row is about this declaration and these fields differ.
    Different(Vec<&'static str>),
    /// The portal refused it.
    Refused,
    /// The list should hold it and does not.
    Missing,
    /// No declaration is about this row.
    Unknown,
    /// One more row than there are declarations of this key: it was uploaded twice, or somebody typed it in as well.
    ListedTwice,
}

/// The result of a comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Reconciliation {
    /// One for each row, in the list's order, then one for each missing declaration.
    pub findings: Vec<Finding>,
}

impl Reconciliation {
    /// How many findings have an outcome for which `is` holds.
    #[must_use]
    pub fn count(&self, is: impl Fn(&Outcome) -> bool) -> usize {
        self.findings.iter().filter(|finding| is(&finding.outcome)).count()
    }

    /// Whether every row matches and none is missing.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.findings.iter().all(|finding| finding.outcome == Outcome::Matched)
    }
}

/// A declaration to look for, and whether the list has to hold it.
pub(super) struct Wanted {
    pub(super) id: DeclarationId,
    pub(super) expected: Expected,
    pub(super) in_scope: bool,
}

/// Declarations and rows of one key.
#[derive(Default)]
struct Group<'a> {
    wanted: Vec<&'a Wanted>,
    listed: Vec<&'a Listed>,
}

/// Pairs declarations and rows of equal keys: equal ones first, then those with the fewest differences.
pub(super) fn compare(wanted: &[Wanted], listed: &[Listed]) -> Result<Reconciliation> {
    if listed.len() > limits::OUTBOX_LISTED_ROWS {
        return Err(Error::new(Code::TooLarge, "list"));
    }
    let mut groups: BTreeMap<&str, Group<'_>> = BTreeMap::new();
    for one in wanted {
        groups.entry(one.expected.key.expose()).or_default().wanted.push(one);
    }
    for row in listed {
        groups.entry(row.key.expose()).or_default().listed.push(row);
    }
    let mut rows = BTreeMap::new();
    let mut missing = Vec::new();
    for mut group in groups.into_values() {
        // Each pair of a group is compared; a guest stays a few times, not a thousand.
        if group.wanted.len().saturating_mul(group.listed.len()) > limits::OUTBOX_PAIRS {
            return Err(Error::new(Code::TooLarge, "list"));
        }
        let known = !group.wanted.is_empty();
        for only_equal in [true, false] {
            let mut rest = Vec::new();
            for row in group.listed {
                match closest(&group.wanted, row, only_equal) {
                    Some((at, differences)) => {
                        let declaration = Some(group.wanted.remove(at).id);
                        let outcome = match row.verdict {
                            Verdict::Refused(_) => Outcome::Refused,
                            Verdict::Received if differences.is_empty() => Outcome::Matched,
                            Verdict::Received => Outcome::Different(differences),
                        };
                        rows.insert(row.row, Finding { declaration, row: Some(row.row), outcome });
                    }
                    None => rest.push(row),
                }
            }
            group.listed = rest;
        }
        for row in group.listed {
            let outcome = if known { Outcome::ListedTwice } else { Outcome::Unknown };
            rows.insert(row.row, Finding { declaration: None, row: Some(row.row), outcome });
        }
        missing.extend(group.wanted.iter().filter(|one| one.in_scope).map(|one| one.id));
    }
    if rows.len() != listed.len() {
        // Two rows with one number: whoever read the list could not tell them apart.
        return Err(Error::new(Code::OutboxName, "row number"));
    }
    missing.sort_unstable();
    let missing = missing.into_iter().map(|id| Finding { declaration: Some(id), row: None, outcome: Outcome::Missing });
    Ok(Reconciliation { findings: rows.into_values().chain(missing).collect() })
}

/// The declaration with the fewest differences from the row, and these.
fn closest(wanted: &[&Wanted], row: &Listed, only_equal: bool) -> Option<(usize, Vec<&'static str>)> {
    let compared = wanted.iter().map(|one| differences(&one.expected.fields, &row.fields)).enumerate();
    let (at, differences) = compared.min_by_key(|(_, differences)| differences.len())?;
    (differences.is_empty() || !only_equal).then_some((at, differences))
}

/// The fields that both have and in which they are not equal.
fn differences(expected: &Fields, listed: &Fields) -> Vec<&'static str> {
    let differs = |(name, value): (&&'static str, &Personal<String>)| {
        listed.get(name).is_some_and(|other| other != value).then_some(*name)
    };
    expected.iter().filter_map(differs).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(fields: &[(&'static str, &str)]) -> Fields {
        fields.iter().map(|(name, value)| (*name, Personal::new((*value).to_owned()))).collect()
    }

    fn wanted(id: i64, key: &str, arrival: &str, in_scope: bool) -> Wanted {
        let expected =
            Expected { key: Personal::new(key.to_owned()), fields: fields(&[("arrival", arrival), ("room", "1")]) };
        Wanted { id: DeclarationId(id), expected, in_scope }
    }

    fn listed(row: u32, key: &str, arrival: &str) -> Listed {
        // The list has no room and a field of its own: neither is compared.
        let fields = fields(&[("arrival", arrival), ("clerk", "x")]);
        Listed { row, key: Personal::new(key.to_owned()), fields, verdict: Verdict::Received }
    }

    fn outcomes(wanted: &[Wanted], listed: &[Listed]) -> Vec<(Option<i64>, Option<u32>, Outcome)> {
        let found = compare(wanted, listed).unwrap();
        found.findings.into_iter().map(|f| (f.declaration.map(|id| id.0), f.row, f.outcome)).collect()
    }

    #[test]
    fn each_outcome() {
        let wanted = [
            wanted(1, "A", "20", true),
            wanted(2, "B", "20", true),
            wanted(3, "C", "20", true),
            wanted(4, "D", "20", false),
            wanted(5, "E", "20", true),
        ];
        let mut refused = listed(9, "E", "20");
        refused.verdict = Verdict::Refused(Personal::new("sai".to_owned()));
        let listed = [listed(5, "A", "20"), listed(6, "B", "21"), listed(7, "Z", "20"), listed(8, "A", "20"), refused];
        assert_eq!(
            outcomes(&wanted, &listed),
            [
                (Some(1), Some(5), Outcome::Matched),
                (Some(2), Some(6), Outcome::Different(vec!["arrival"])),
                (None, Some(7), Outcome::Unknown),
                (None, Some(8), Outcome::ListedTwice),
                (Some(5), Some(9), Outcome::Refused),
                (Some(3), None, Outcome::Missing),
            ]
        );
    }

    #[test]
    fn two_stays_of_one_guest_are_not_mixed_up() {
        let both = [wanted(1, "A", "20", true), wanted(2, "A", "25", true)];
        // The row that differs comes first and must not take the declaration of the one that is equal.
        assert_eq!(
            outcomes(&both, &[listed(5, "A", "26"), listed(6, "A", "20")]),
            [(Some(2), Some(5), Outcome::Different(vec!["arrival"])), (Some(1), Some(6), Outcome::Matched)]
        );
        assert_eq!(
            outcomes(&both, &[listed(5, "A", "25")]),
            [(Some(2), Some(5), Outcome::Matched), (Some(1), None, Outcome::Missing)]
        );
    }

    #[test]
    fn lists_that_cannot_be_genuine() {
        let one = [wanted(1, "A", "20", true)];
        assert_eq!(compare(&one, &[listed(5, "A", "20"), listed(5, "B", "20")]).unwrap_err().code(), Code::OutboxName);
        let many: Vec<Wanted> = (0..2000).map(|id| wanted(id, "A", "20", true)).collect();
        let rows: Vec<Listed> = (0..2000).map(|row| listed(row, "A", "21")).collect();
        assert_eq!(compare(&many, &rows).unwrap_err().code(), Code::TooLarge);
    }
}
