//! Rules about the guest's document.

use super::finding::Found;
use super::table::Rule;
use crate::identity::{Date, IdNumber, Sex};
use crate::residence::guest::{Guest, GuestDocument};
use crate::residence::words::{DocumentKind, GuestKind};

/// From this age on everyone has an identity card (Law on Identification 26/2023/QH15, Article 19).
const AGE_OF_CARD: u16 = 14;

const NUMBER: &str = "document_number";

pub(super) fn check(found: &mut Found, guest: &Guest, arrival: Date) {
    let old_enough = guest.age_on(arrival).is_some_and(|(least, _)| least >= AGE_OF_CARD);
    let child = guest.kind == GuestKind::ChildWithoutCard;
    found.add_if(child && old_enough, Rule::ChildKindForAdult, "guest_kind");
    for number in &guest.insurance {
        found.add_if(!is_insurance_number(number.expose()), Rule::InsuranceForm, "insurance");
    }
    let Some(document) = &guest.person().document else {
        // A child may stay without a document of its own: its guardian's counts.
        let needs_one = match guest.kind {
            GuestKind::Citizen | GuestKind::Foreigner => true,
            GuestKind::ChildWithoutCard => guest.guardian.is_none(),
            GuestKind::NoPapers => false,
        };
        found.add_if(needs_one, Rule::DocumentMissing, "document_kind");
        return;
    };
    found.add_if(guest.kind == GuestKind::NoPapers, Rule::NoPapersWithDocument, "guest_kind");
    found.add_if(document.kind_is_assumed, Rule::DocumentKindAssumed, "document_kind");
    let unnamed =
        document.kind == DocumentKind::Other && document.name.as_ref().is_none_or(|name| name.trim().is_empty());
    found.add_if(unnamed, Rule::DocumentNameMissing, "document_name");
    if guest.is_foreign() {
        found.add_if(document.kind != DocumentKind::Passport, Rule::ForeignerWithoutPassport, "document_kind");
    }
    if !child && old_enough {
        found.add_if(document.kind == DocumentKind::BirthCertificate, Rule::AdultByChildDocument, "document_kind");
    }
    let expired = document.expires.as_ref().is_some_and(|expires| expires.expose().is_past(arrival));
    found.add_if(expired, Rule::DocumentExpired, "document_expires");
    let later = document.issued.as_ref().is_some_and(|issued| issued.expose().is_after(arrival));
    found.add_if(later, Rule::DocumentIssuedLater, "document_issued");
    number(found, guest, document);
}

fn number(found: &mut Found, guest: &Guest, document: &GuestDocument) {
    let Some(number) = document.number.as_ref().map(|number| number.expose().trim()).filter(|text| !text.is_empty())
    else {
        found.add(Rule::DocumentNumberMissing, NUMBER);
        return;
    };
    if document.kind.has_id_number() {
        id_number(found, guest, number);
        return;
    }
    // Birth certificates are numbered with signs and their year (`15/2020`): any visible text will do.
    let free = matches!(document.kind, DocumentKind::BirthCertificate | DocumentKind::Other);
    if !free && !number.bytes().all(|b| b.is_ascii_alphanumeric()) {
        found.add(Rule::DocumentNumberCharacters, NUMBER);
        return;
    }
    if is_invented(number) {
        found.add(Rule::NumberInvented, NUMBER);
        return;
    }
    let digits = number.bytes().all(|b| b.is_ascii_digit());
    match document.kind {
        DocumentKind::CmndCard => {
            found.add_if(!digits || !matches!(number.len(), 9 | 12), Rule::CmndNumber, NUMBER);
            found.add(Rule::CmndNoLongerValid, "document_kind");
        }
        DocumentKind::DrivingLicence => found.add_if(!digits || number.len() != 12, Rule::LicenceForm, NUMBER),
        DocumentKind::InsuranceCard => found.add_if(!is_insurance_number(number), Rule::InsuranceForm, NUMBER),
        DocumentKind::Passport => {
            let small = number.bytes().any(|b| b.is_ascii_lowercase());
            found.add_if(small, Rule::PassportLowerCase, NUMBER);
            let odd = !guest.is_foreign() && !is_vietnamese_passport(number);
            found.add_if(odd && !small, Rule::PassportForm, NUMBER);
        }
        _ => {}
    }
}

fn id_number(found: &mut Found, guest: &Guest, number: &str) {
    if !number.bytes().all(|b| b.is_ascii_digit()) {
        found.add(Rule::IdNumberDigits, NUMBER);
        return;
    }
    let Ok(parsed) = IdNumber::parse(number) else {
        // Provinces 001 to 096 begin with one or two zeros: what is left of such a number has 10 or 11 digits.
        let restored = matches!(number.len(), 10 | 11).then(|| IdNumber::parse(&format!("{number:0>12}")).ok());
        let plausible = restored.flatten().is_some_and(|restored| agrees(guest, &restored));
        found.add(if plausible { Rule::IdNumberLostZero } else { Rule::IdNumberLength }, NUMBER);
        return;
    };
    if is_invented(number) {
        found.add(Rule::NumberInvented, NUMBER);
        return;
    }
    let person = guest.person();
    let year = person.date_of_birth.as_ref().map(|birth| birth.expose().year());
    found.add_if(year.is_some_and(|year| year != parsed.birth_year()), Rule::IdNumberBirthYear, NUMBER);
    let sex = person.sex.as_ref().map(|sex| *sex.expose()).filter(|sex| *sex != Sex::Unspecified);
    found.add_if(sex.is_some_and(|sex| sex != parsed.sex()), Rule::IdNumberSex, NUMBER);
    found.add_if(parsed.province().is_none(), Rule::IdNumberProvince, NUMBER);
}

/// Whether a number with its zeros put back would be this guest's.
fn agrees(guest: &Guest, number: &IdNumber) -> bool {
    let birth = guest.person().date_of_birth.as_ref();
    number.province().is_some() && birth.is_none_or(|birth| birth.expose().year() == number.birth_year())
}

/// `000000000000`, `123456789012`: what is typed to get past a form.
pub(super) fn is_invented(number: &str) -> bool {
    let digits = number.bytes().all(|b| b.is_ascii_digit()) && number.len() >= 6;
    let steps = |step: u8| {
        let next = |a: u8| a.saturating_sub(b'0').saturating_add(step) % 10;
        number.bytes().zip(number.bytes().skip(1)).all(|(a, b)| next(a) == b.saturating_sub(b'0'))
    };
    digits && (steps(0) || steps(1))
}

/// `B1234567`. Booklets with eight digits are reported, but no source confirms them.
fn is_vietnamese_passport(number: &str) -> bool {
    let mut bytes = number.bytes();
    let letter = bytes.next().is_some_and(|b| b.is_ascii_uppercase());
    letter && matches!(bytes.len(), 7 | 8) && bytes.all(|b| b.is_ascii_digit())
}

/// 15 characters (two letters, a digit, two of the province, ten of the insurance), ten digits, or the personal number.
fn is_insurance_number(number: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    match number.len() {
        10 | 12 => digits(number),
        15 => {
            let (letters, rest) = number.split_at_checked(2).unwrap_or_default();
            letters.bytes().all(|b| b.is_ascii_uppercase()) && digits(rest)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_by_their_form() {
        assert!(is_invented("000000000000") && is_invented("123456789012") && is_invented("999999999"));
        assert!(!is_invented("001199000018") && !is_invented("11111") && !is_invented("B1111111"));
        assert!(is_vietnamese_passport("B1234567") && is_vietnamese_passport("P12345678"));
        for text in ["", "B123456", "b1234567", "12345678", "B123456789", "BB234567", "é1234567"] {
            assert!(!is_vietnamese_passport(text), "{text}");
        }
        for text in ["DN4010000000001", "0100000001", "001199000018"] {
            assert!(is_insurance_number(text), "{text}");
        }
        for text in ["", "dn4010000000001", "D14010000000001", "01000000", "é010000000000x"] {
            assert!(!is_insurance_number(text), "{text}");
        }
    }
}
