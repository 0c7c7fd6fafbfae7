//! Rules about who the guest is.

use super::finding::Found;
use super::table::Rule;
use crate::identity::text::without_diacritics;
use crate::identity::{Assurance, Date, Nationality, PersonName, Sex, Source};
use crate::residence::guest::{Guest, Provenance};
use crate::residence::words::GuestKind;

/// No one has reached a higher age with papers to show it, but for one.
const HIGHEST_AGE: u16 = 120;

/// Words that stand in lists where a name is missing, without diacritics.
const NOBODY: &[&str] =
    &["khach", "khach le", "khach hang", "khach vip", "ten khach", "walk in", "guest", "test", "no name", "n/a"];

pub(super) fn check(found: &mut Found, guest: &Guest, arrival: Date) {
    name(found, guest);
    birth(found, guest, arrival);
    let person = guest.person();
    match person.sex.as_ref().map(|sex| *sex.expose()) {
        None => found.add(Rule::SexMissing, "sex"),
        Some(Sex::Unspecified) => found.add(Rule::SexNotOnForm, "sex"),
        Some(Sex::Male | Sex::Female) => {}
    }
    match person.nationality.as_ref().map(|nationality| *nationality.expose()) {
        None => found.add(Rule::NationalityMissing, "nationality"),
        Some(nationality) => {
            let vietnamese = nationality == Nationality::VIETNAM;
            let against = match guest.kind {
                GuestKind::Citizen => !vietnamese,
                GuestKind::Foreigner => vietnamese,
                GuestKind::ChildWithoutCard | GuestKind::NoPapers => false,
            };
            found.add_if(against, Rule::NationalityAgainstKind, "nationality");
        }
    }
    match guest.provenance() {
        Provenance::Claimed(Source::Typed | Source::Import) => found.add(Rule::IdentityNotProven, "source"),
        Provenance::Verified(Assurance::SignedUnanchored) => found.add(Rule::NotGenuine, "assurance"),
        Provenance::Claimed(_) | Provenance::Verified(_) => {}
    }
    minors(found, guest, arrival);
    contact(found, guest);
}

fn name(found: &mut Found, guest: &Guest) {
    let Some(name) = guest.person().full_name.as_ref().map(|name| name.expose()) else {
        found.add(Rule::NameMissing, "full_name");
        return;
    };
    if is_placeholder(name) {
        found.add(Rule::NamePlaceholder, "full_name");
        return;
    }
    let text = name.as_str();
    if guest.is_foreign() {
        let letters = text.chars().all(|c| c.is_ascii_uppercase() || matches!(c, ' ' | '-' | '\''));
        found.add_if(!letters, Rule::ForeignNameLetters, "full_name");
    } else {
        // Letters of every script, and what joins them in names (`H'Mẫu Niê-Kđăm`).
        let signs = text.chars().any(|c| !c.is_alphabetic() && !matches!(c, ' ' | '-' | '\'' | '’' | 'ʼ' | '.' | ','));
        found.add_if(signs, Rule::NameCharacters, "full_name");
        found.add_if(text == text.to_lowercase(), Rule::NameLowerCase, "full_name");
    }
    let from_zone = guest.provenance() == Provenance::Claimed(Source::Mrz);
    found.add_if(from_zone && !guest.name_confirmed, Rule::NameUnconfirmed, "name_confirmed");
    found.add_if(name.given().is_none() && !guest.name_confirmed, Rule::NameSingleWord, "full_name");
}

fn is_placeholder(name: &PersonName) -> bool {
    let plain = without_diacritics(name.as_str());
    plain.starts_with('[') || NOBODY.contains(&plain.as_str())
}

fn birth(found: &mut Found, guest: &Guest, arrival: Date) {
    let Some(birth) = guest.person().date_of_birth.as_ref().map(|birth| *birth.expose()) else {
        found.add(Rule::BirthMissing, "date_of_birth");
        return;
    };
    found.add_if(birth.is_after(arrival), Rule::BirthAfterArrival, "date_of_birth");
    found.add_if(birth.full().is_none(), Rule::BirthIncomplete, "date_of_birth");
    let least = guest.age_on(arrival).map(|(least, _)| least);
    found.add_if(least.is_some_and(|age| age > HIGHEST_AGE), Rule::BirthTooEarly, "date_of_birth");
}

/// Civil Code, Article 21: below 6 represented by law, 6 to below 15 with consent, 15 to below 18 mostly alone. Where
/// only part of the birth is known, the younger age counts.
fn minors(found: &mut Found, guest: &Guest, arrival: Date) {
    let age = guest.age_on(arrival).map(|(least, _)| least);
    let Some(guardian) = &guest.guardian else {
        match age {
            Some(0..6) => found.add(Rule::ChildWithoutGuardian, "guardian_name"),
            Some(6..15) => found.add(Rule::MinorWithoutConsent, "guardian_name"),
            Some(15..18) => found.add(Rule::MinorAlone, "guardian_name"),
            _ => {}
        }
        return;
    };
    if age.is_some_and(|age| age < 18) {
        let own = guest.person().document.as_ref().and_then(|document| document.number.as_ref());
        let same = own.is_some() && own == guardian.document_number.as_ref();
        found.add_if(same, Rule::GuardianIsGuest, "guardian_document");
        found.add_if(guardian.relationship.is_none(), Rule::GuardianRelationship, "guardian_relationship");
    }
}

fn contact(found: &mut Found, guest: &Guest) {
    let residence = &guest.residence;
    if !guest.is_foreign() {
        let nowhere = residence.detail.is_none() && residence.province.is_none() && residence.commune.is_none();
        found.add_if(nowhere, Rule::ResidenceMissing, "residence_detail");
        found.add_if(guest.phone.is_none(), Rule::PhoneMissing, "phone");
    }
    let homeless = residence.commune.is_some() && residence.province.is_none();
    found.add_if(homeless, Rule::CommuneWithoutProvince, "residence_province");
    let odd = guest.phone.as_ref().is_some_and(|phone| !is_phone(phone.expose()));
    found.add_if(odd, Rule::PhoneForm, "phone");
}

/// A Vietnamese mobile (03, 05, 07, 08, 09) or fixed number (02, one digit more), or `+` and 8 to 15 digits (ITU-T
/// E.164); blanks, dots and hyphens between the digits do not count.
fn is_phone(text: &str) -> bool {
    let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '.' | '-' | '(' | ')')).collect();
    if let Some(number) = digits.strip_prefix('+') {
        return (8..=15).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    }
    let known = |second: char| match second {
        '3' | '5' | '7' | '8' | '9' => digits.len() == 10,
        '2' => digits.len() == 11,
        _ => false,
    };
    digits.bytes().all(|b| b.is_ascii_digit()) && digits.starts_with('0') && digits.chars().nth(1).is_some_and(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephone_numbers() {
        for text in ["0912000000", "091 200 0000", "0912.000.000", "02412345678", "+84912000000", "+1-202-555-0100"] {
            assert!(is_phone(text), "{text}");
        }
        for text in ["", "912000000", "09120000000", "0112000000", "0912oooooo", "+84", "x"] {
            assert!(!is_phone(text), "{text}");
        }
    }
}
