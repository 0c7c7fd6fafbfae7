//! Rules over several declarations.

use super::document::is_invented;
use super::finding::{Finding, Found};
use super::table::Rule;
use crate::residence::stay::{Declaration, StayId};
use std::collections::{HashMap, HashSet};

/// A declaration with its position in the batch.
type Placed<'a> = (usize, &'a Declaration);

/// What the declarations of one batch say against one another: the position of the later one, and the finding.
///
/// Persons are told apart by the number of their document and their nationality: passports of two states may have one
/// number. A number that was made up is nobody's. Stays overlap where both the first and the last moment
/// that they may have had lie within the other; a day on which one stay ends and another begins is no overlap.
///
/// ```
/// use dinhdanh::residence::rules::check_batch;
/// assert!(check_batch(&[]).is_empty());
/// ```
#[must_use]
pub fn check_batch(declarations: &[Declaration]) -> Vec<(usize, Finding)> {
    let mut findings = Vec::new();
    let mut seen: HashSet<(&str, &StayId, super::DeclarationKind)> = HashSet::new();
    let mut of_person: HashMap<(Option<&str>, &str), Vec<Placed<'_>>> = HashMap::new();
    for (at, declaration) in declarations.iter().enumerate() {
        let mut found = Found::of(declaration);
        let first = seen.insert((&declaration.facility, &declaration.stay.id, declaration.kind));
        found.add_if(!first, Rule::StayTwice, "stay_id");
        findings.extend(found.into_vec().into_iter().map(|finding| (at, finding)));
        let person = declaration.guest.person();
        let number = person.document.as_ref().and_then(|document| document.number.as_ref());
        if let Some(number) = number.map(|number| number.expose().as_str()).filter(|number| !is_invented(number)) {
            let nationality = person.nationality.as_ref().map(|code| code.expose().as_str());
            of_person.entry((nationality, number)).or_default().push((at, declaration));
        }
    }
    for stays in of_person.into_values() {
        persons_stays(stays, &mut findings);
    }
    findings.sort_by_key(|(at, finding)| (*at, finding.rule));
    findings
}

/// Compares the stays of one document in the order of their arrival, each with the one that has lasted longest.
fn persons_stays(mut stays: Vec<Placed<'_>>, findings: &mut Vec<(usize, Finding)>) {
    stays.sort_by_key(|(at, declaration)| (declaration.stay.arrival.latest(), *at));
    let mut arrived = HashMap::new();
    let mut longest: Option<&Declaration> = None;
    for (at, declaration) in stays {
        let stay = &declaration.stay;
        let day = stay.arrival.date();
        // One stay may be declared, changed and ended: that is one stay.
        let same = |other: &Declaration| other.stay.id == stay.id && other.facility == declaration.facility;
        let before = arrived.insert((declaration.facility.as_str(), day), (at, declaration));
        let twice = before.filter(|(_, other)| !same(other));
        let mut add = |at, rule, field| {
            let mut found = Found::of(declaration);
            found.add(rule, field);
            findings.extend(found.into_vec().into_iter().map(|finding| (at, finding)));
        };
        if let Some((other, _)) = twice {
            add(at.max(other), Rule::GuestTwice, "document_number");
        } else if let Some(earlier) = longest.filter(|other| !same(other)) {
            let goes_on = earlier.stay.departure().is_some_and(|end| end.earliest() > stay.arrival.latest());
            if goes_on {
                add(at, Rule::StaysOverlap, "arrival");
            }
        }
        let end = |declaration: &Declaration| declaration.stay.departure().map(|end| end.earliest());
        if longest.is_none_or(|other| end(other) <= end(declaration)) {
            longest = Some(declaration);
        }
    }
}
