//! Telephone numbers of Viet Nam in their national form: ten digits for mobiles, eleven for landlines.

use super::digits::{is_filler, read};
use super::issue::{Cleaned, IssueCode, Issues};
use super::placeholder::is_placeholder;
use std::borrow::Cow;

/// Prefixes of mobile numbers since 2018 (Ministry of Information and Communications, Decision 798/QĐ-BTTTT).
const MOBILE: [&str; 36] = [
    "032", "033", "034", "035", "036", "037", "038", "039", "052", "055", "056", "058", "059", "070", "076", "077",
    "078", "079", "081", "082", "083", "084", "085", "086", "087", "088", "089", "090", "091", "092", "093", "094",
    "096", "097", "098", "099",
];

/// Prefixes of eleven-digit mobile numbers until 2018, and what they became.
const OLD: [(&str, &str); 21] = [
    ("0120", "070"),
    ("0121", "079"),
    ("0122", "077"),
    ("0126", "076"),
    ("0128", "078"),
    ("0123", "083"),
    ("0124", "084"),
    ("0125", "085"),
    ("0127", "081"),
    ("0129", "082"),
    ("0162", "032"),
    ("0163", "033"),
    ("0164", "034"),
    ("0165", "035"),
    ("0166", "036"),
    ("0167", "037"),
    ("0168", "038"),
    ("0169", "039"),
    ("0186", "056"),
    ("0188", "058"),
    ("0199", "059"),
];

/// Whether digits are a telephone number as it is dialled today.
pub(super) fn is_number(digits: &str) -> bool {
    let mobile = digits.len() == 10 && MOBILE.iter().any(|prefix| digits.starts_with(prefix));
    mobile || is_landline(digits) || is_service(digits)
}

/// Area codes since 2017 behind `02`, those of three digits (Circular 22/2014/TT-BTTTT); 024 and 028 have eight digits.
const AREAS: &str = " 03 04 05 06 07 08 09 10 11 12 13 14 15 16 18 19 20 21 22 25 26 27 28 29 32 33 34 35 36 37 38 39 51 52 54 55 56 57 58 59 \
60 61 62 63 69 70 71 72 73 74 75 76 77 90 91 92 93 94 96 97 99 ";

/// Landlines: eleven digits.
fn is_landline(digits: &str) -> bool {
    let area = digits.strip_prefix("02").and_then(|rest| rest.get(..2));
    let known = |area: &str| area.starts_with(['4', '8']) || AREAS.split(' ').any(|known| known == area);
    digits.len() == 11 && area.is_some_and(known)
}

/// `1900` and `1800` numbers.
fn is_service(digits: &str) -> bool {
    matches!(digits.len(), 8..=10) && (digits.starts_with("1900") || digits.starts_with("1800"))
}

/// The national form of digits, and whether a prefix was converted.
fn national(digits: &str) -> Option<(Cow<'_, str>, Issues)> {
    if is_number(digits) {
        return Some((Cow::Borrowed(digits), Issues::NONE));
    }
    for (old, new) in OLD {
        if let Some(rest) = digits.strip_prefix(old).filter(|rest| rest.len() == 7) {
            return Some((Cow::Owned(format!("{new}{rest}")), IssueCode::PhoneOldPrefix.into()));
        }
    }
    // Hà Nội until 2017; 08 of Hồ Chí Minh City is a mobile prefix today.
    let hanoi = digits.strip_prefix("04").filter(|rest| rest.len() == 8);
    hanoi.map(|rest| (Cow::Owned(format!("024{rest}")), IssueCode::PhoneOldPrefix.into()))
}

/// A telephone number in its national form. Foreign numbers with their `+` stay as they are.
///
/// ```
/// use dinhdanh::cleanup::{Status, clean_phone};
/// assert_eq!(clean_phone("+84 912 345 678").value, "0912345678");
/// assert_eq!(clean_phone("01201234567").value, "0701234567");
/// assert_eq!(clean_phone("912345678.0").value, "0912345678");
/// assert_eq!(clean_phone("0212").status, Status::Unknown);
/// ```
#[must_use]
pub fn clean_phone(cell: &str) -> Cleaned<'_> {
    if cell.bytes().all(|b| b.is_ascii_digit()) && is_number(cell) && !is_blank(cell) {
        return Cleaned::right(cell);
    }
    let text = cell.trim();
    if text.is_empty() {
        return Cleaned::unknown("", Issues::NONE);
    }
    if is_placeholder(text) {
        return Cleaned::nothing();
    }
    if text.contains('@') {
        return Cleaned::unknown(cell, IssueCode::WrongColumn.into());
    }
    let Some(found) = read(text) else {
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        let code = if digits >= 8 { IssueCode::FreeText } else { IssueCode::WrongColumn };
        return Cleaned::unknown(cell, code.into());
    };
    let (digits, issues) = (found.digits.as_str(), found.issues);
    if issues.has(IssueCode::DigitsLost) {
        return Cleaned::unknown(cell, issues);
    }
    if is_blank(digits) {
        return Cleaned::nothing();
    }
    let foreign = text.starts_with('+') && !text.starts_with("+84")
        || digits.starts_with("00") && !digits.starts_with("0084") && digits.len() > 10;
    if foreign && (8..=17).contains(&digits.len()) && !issues.has(IssueCode::LookAlikeDigits) && text.starts_with('+') {
        return Cleaned::right(cell);
    }
    match one(digits) {
        Some((number, more)) if issues.has(IssueCode::LookAlikeDigits) => {
            Cleaned::candidates(cell, issues.union(more), vec![number])
        }
        Some((number, more)) => {
            let issues = issues.union(more).with(IssueCode::Form);
            let confidence = if more.has(IssueCode::LeadingZeroLost) { 95 } else { 99 };
            Cleaned::ok(Cow::Owned(number), issues, confidence)
        }
        None => several(cell, digits, issues),
    }
}

/// One number, with its country code or zero put right.
fn one(digits: &str) -> Option<(String, Issues)> {
    if let Some((number, issues)) = national(digits) {
        return Some((number.into_owned(), issues));
    }
    for country in ["0084", "84", "084"] {
        let Some(rest) = digits.strip_prefix(country) else { continue };
        let local = if rest.starts_with('0') { rest.to_owned() } else { format!("0{rest}") };
        if let Some((number, issues)) = national(&local) {
            return Some((number.into_owned(), issues.with(IssueCode::Form)));
        }
    }
    // A spreadsheet ate the zero.
    if !digits.starts_with('0') {
        let padded = format!("0{digits}");
        let (number, issues) = national(&padded)?;
        return Some((number.into_owned(), issues.with(IssueCode::LeadingZeroLost)));
    }
    None
}

/// Two numbers in a cell, or what is wrong with one.
fn several<'a>(cell: &'a str, digits: &str, issues: Issues) -> Cleaned<'a> {
    let separators: [&[char]; 3] = [&['/', ';', ',', '&', '\n'], &['-', '–'], &[' ']];
    for set in separators {
        let parts: Vec<&str> = cell.split(set).map(str::trim).filter(|part| !part.is_empty()).collect();
        let numbers: Vec<String> = parts
            .iter()
            .filter_map(|part| read(part))
            .filter_map(|read| one(&read.digits))
            .map(|(number, _)| number)
            .collect();
        if numbers.len() > 1 && numbers.len() == parts.len() {
            return Cleaned::candidates(cell, issues.with(IssueCode::SeveralValues), numbers);
        }
    }
    let code = match digits.len() {
        12 if digits.starts_with('0') => IssueCode::WrongColumn,
        9..=11 => IssueCode::PhonePrefixUnknown,
        _ => IssueCode::NumberLength,
    };
    Cleaned::unknown(cell, issues.with(code))
}

/// Numbers that fill a field: one digit, counting, or a prefix and zeros.
fn is_blank(digits: &str) -> bool {
    digits.bytes().all(|b| b == b'0')
        || is_filler(digits) && !MOBILE.iter().any(|prefix| digits.starts_with(prefix))
        || digits.get(3..).is_some_and(|rest| rest.len() == 7 && rest.bytes().all(|b| b == b'0'))
}

#[cfg(test)]
mod tests {
    use super::super::issue::Status;
    use super::*;

    #[test]
    fn numbers_get_their_national_form() {
        for (cell, number) in [
            ("0912345678", "0912345678"),
            ("0912 345 678", "0912345678"),
            ("0912.345.678", "0912345678"),
            ("(091) 234-5678", "0912345678"),
            ("+84912345678", "0912345678"),
            ("+84 (0) 912 345 678", "0912345678"),
            ("84912345678", "0912345678"),
            ("0084912345678", "0912345678"),
            ("912345678", "0912345678"),
            ("912345678.0", "0912345678"),
            ("9.12345678E+08", "0912345678"),
            ("'0912345678", "0912345678"),
            ("SĐT: 0912345678", "0912345678"),
            ("0912345678 (mẹ)", "0912345678"),
            ("01201234567", "0701234567"),
            ("01681234567", "0381234567"),
            ("1681234567", "0381234567"),
            ("+841681234567", "0381234567"),
            ("02438251234", "02438251234"),
            ("0438251234", "02438251234"),
            ("024 3825 1234", "02438251234"),
            ("2438251234", "02438251234"),
            ("19001234", "19001234"),
            ("+1 202 555 0100", "+1 202 555 0100"),
        ] {
            let cleaned = clean_phone(cell);
            assert_eq!((cleaned.value.as_ref(), cleaned.status), (number, Status::Ok), "{cell} {:?}", cleaned.issues);
            assert_eq!(clean_phone(number), Cleaned::right(number));
        }
    }

    #[test]
    fn what_is_no_number_stays() {
        use IssueCode::*;
        for (cell, code, candidates) in [
            ("O912345678", LookAlikeDigits, &["0912345678"][..]),
            ("0912345678/0987123456", SeveralValues, &["0912345678", "0987123456"]),
            ("0912345678 - 0987123456", SeveralValues, &["0912345678", "0987123456"]),
            ("0912345678 0987123456", SeveralValues, &["0912345678", "0987123456"]),
            ("091234567", PhonePrefixUnknown, &[]),
            ("09123456789", PhonePrefixUnknown, &[]),
            ("0612345678", PhonePrefixUnknown, &[]),
            ("001199000018", WrongColumn, &[]),
            ("9.12E+08", DigitsLost, &[]),
            ("Nguyễn Văn An", WrongColumn, &[]),
            ("an@example.vn", WrongColumn, &[]),
            ("12345", NumberLength, &[]),
        ] {
            let cleaned = clean_phone(cell);
            assert_eq!(cleaned.candidates, candidates, "{cell} {:?}", cleaned.issues);
            assert!(cleaned.issues.has(code) && cleaned.value == cell, "{cell} {:?}", cleaned.issues);
        }
        for cell in ["không có", "0", "0000000000", "0900000000", "0123456789", "-", "1111111111"] {
            let cleaned = clean_phone(cell);
            assert!(cleaned.status == Status::Unknown, "{cell} {:?}", cleaned.issues);
        }
        assert_eq!(clean_phone("0000000000"), Cleaned::nothing());
    }

    #[test]
    fn no_cut_or_changed_text_breaks_anything() {
        for cell in ["+84 (0) 912 345 678", "0912345678/0987123456", "1.681234567E+09"] {
            let chars: Vec<char> = cell.chars().collect();
            for at in 0..chars.len() {
                let _ = clean_phone(&chars[..at].iter().collect::<String>());
                for other in ['0', 'O', '/', '.', 'E', 'ễ', ' ', '+', '8'] {
                    let mut changed = chars.clone();
                    changed[at] = other;
                    let changed: String = changed.into_iter().collect();
                    let cleaned = clean_phone(&changed);
                    if cleaned.status == Status::Ok {
                        assert_eq!(clean_phone(&cleaned.value).value, cleaned.value, "{changed}");
                    }
                }
            }
        }
    }
}
