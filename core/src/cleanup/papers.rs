//! Numbers of other papers: health insurance, tax, passport, driving licence, number plate; sex and e-mail.

use super::digits::{is_filler, look_alike, read};
use super::fold::fold;
use super::issue::{Cleaned, IssueCode, Issues};
use super::placeholder::is_placeholder;
use super::repair::{TextKind, TextProfile, repair_text};
use crate::identity::IdNumber;
use std::borrow::Cow;

/// A cell without blanks, separators and label, letters in capitals.
fn compact(cell: &str) -> String {
    let separator =
        |c: &char| !c.is_whitespace() && !matches!(c, '-' | '.' | '\'' | '"' | '_' | '`' | '\u{200b}' | '\u{feff}');
    cell.chars().filter(separator).flat_map(char::to_uppercase).collect()
}

/// The answers that every number has: right as it stands, put in order, nothing, or not readable.
fn answer<'a>(cell: &'a str, value: String, issues: Issues) -> Cleaned<'a> {
    if value == cell {
        Cleaned::ok(Cow::Borrowed(cell), issues, 100)
    } else {
        Cleaned::ok(Cow::Owned(value), issues.with(IssueCode::Form), 99)
    }
}

fn nothing(cell: &str) -> Option<Cleaned<'_>> {
    if cell.trim().is_empty() {
        return Some(Cleaned::unknown("", Issues::NONE));
    }
    is_placeholder(cell).then(Cleaned::nothing)
}

/// A health insurance card: two letters for the group, one digit for the benefit (1 to 5), two for the province, ten
/// for the person (Decision 1351/QĐ-BHXH of 2015); or those ten alone; or the personal number, which replaces them
/// since 2025.
///
/// ```
/// use dinhdanh::cleanup::clean_health_insurance;
/// assert_eq!(clean_health_insurance("dn 4 01 0123456789").value, "DN4010123456789");
/// ```
#[must_use]
pub fn clean_health_insurance(cell: &str) -> Cleaned<'_> {
    if let Some(nothing) = nothing(cell) {
        return nothing;
    }
    let text = compact(cell);
    let text = text.strip_prefix("BHYT:").or_else(|| text.strip_prefix("BHYT")).unwrap_or(&text);
    if let Some(card) = card(text) {
        return answer(cell, card, Issues::NONE);
    }
    // Letters in the place of digits: the two letters at the beginning are always letters.
    if text.len() == 15
        && let Some((group, rest)) = text.split_at_checked(2)
    {
        let digits: Option<String> =
            rest.chars().map(|c| if c.is_ascii_digit() { Some(c) } else { look_alike(c) }).collect();
        if let Some(card) = digits.and_then(|digits| card(&format!("{group}{digits}"))) {
            return Cleaned::candidates(cell, IssueCode::LookAlikeDigits.into(), vec![card]);
        }
    }
    let Some(found) = read(cell).filter(|found| !found.issues.has(IssueCode::LookAlikeDigits)) else {
        return Cleaned::unknown(cell, IssueCode::Unreadable.into());
    };
    let issues = found.issues.without(IssueCode::Form);
    match found.digits.len() {
        _ if issues.has(IssueCode::DigitsLost) => Cleaned::unknown(cell, issues),
        _ if is_filler(&found.digits) => Cleaned::nothing(),
        10 => answer(cell, found.digits, issues),
        12 if IdNumber::parse(&found.digits).is_ok_and(|n| n.province().is_some()) => {
            answer(cell, found.digits, issues)
        }
        9 => Cleaned::candidates(cell, issues.with(IssueCode::LeadingZeroLost), vec![format!("0{}", found.digits)]),
        _ => Cleaned::unknown(cell, issues.with(IssueCode::NumberLength)),
    }
}

fn card(text: &str) -> Option<String> {
    let (group, digits) = text.split_at_checked(2)?;
    let benefit = digits.bytes().next()?;
    let province: u8 = digits.get(1..3)?.parse().ok()?;
    let valid = group.bytes().all(|b| b.is_ascii_uppercase())
        && digits.len() == 13
        && digits.bytes().all(|b| b.is_ascii_digit())
        && (b'1'..=b'5').contains(&benefit)
        && (1..=99).contains(&province);
    valid.then(|| text.to_owned())
}

/// A tax number: ten digits of which the last checks the others, `-` and three more for a branch; for persons the
/// personal number since July 2025 (Circular 86/2024/TT-BTC).
///
/// ```
/// use dinhdanh::cleanup::{IssueCode, clean_tax_number};
/// assert_eq!(clean_tax_number("0100109106001").value, "0100109106-001");
/// assert_eq!(clean_tax_number("100109106").value, "0100109106");
/// assert!(clean_tax_number("0100109107").issues.has(IssueCode::CheckDigit));
/// ```
#[must_use]
pub fn clean_tax_number(cell: &str) -> Cleaned<'_> {
    if let Some(nothing) = nothing(cell) {
        return nothing;
    }
    let Some(found) = read(cell) else { return Cleaned::unknown(cell, IssueCode::Unreadable.into()) };
    let issues = found.issues.without(IssueCode::Form);
    let digits = found.digits;
    if issues.has(IssueCode::DigitsLost) {
        return Cleaned::unknown(cell, issues);
    }
    if is_filler(&digits) {
        return Cleaned::nothing();
    }
    let (number, branch) = match digits.len() {
        10 | 13 => digits.split_at_checked(10).unwrap_or((&digits, "")),
        12 if digits.starts_with('0') && IdNumber::parse(&digits).is_ok_and(|n| n.province().is_some()) => {
            return answer(cell, digits, issues);
        }
        // The check digit proves the zero; twelve digits with a branch lost one as well.
        9 | 12 if tax_check(&format!("0{}", digits.get(..9).unwrap_or_default())) => {
            let (number, branch) = digits.split_at_checked(9).unwrap_or((&digits, ""));
            let value = if branch.is_empty() { format!("0{number}") } else { format!("0{number}-{branch}") };
            return answer(cell, value, issues.with(IssueCode::LeadingZeroLost));
        }
        _ => return Cleaned::unknown(cell, issues.with(IssueCode::NumberLength)),
    };
    let right = tax_check(number);
    let value = if branch.is_empty() { number.to_owned() } else { format!("{number}-{branch}") };
    if issues.has(IssueCode::LookAlikeDigits) {
        return Cleaned::candidates(cell, issues, if right { vec![value] } else { Vec::new() });
    }
    if !right || branch == "000" {
        return Cleaned::unknown(cell, issues.with(IssueCode::CheckDigit));
    }
    answer(cell, value, issues)
}

/// The last digit is 10 minus the weighted sum of the others modulo 11.
fn tax_check(number: &str) -> bool {
    const WEIGHTS: [u32; 9] = [31, 29, 23, 19, 17, 13, 7, 5, 3];
    let digits: Vec<u32> = number.chars().filter_map(|c| c.to_digit(10)).collect();
    let Some((last, others)) = digits.split_last() else { return false };
    let sum =
        others.iter().zip(WEIGHTS).fold(0_u32, |sum, (digit, weight)| sum.saturating_add(digit.saturating_mul(weight)));
    others.len() == 9 && 10_u32.checked_sub(sum % 11) == Some(*last)
}

/// A passport: a letter and seven or eight digits; foreign ones have six to nine letters and digits.
#[must_use]
pub fn clean_passport(cell: &str) -> Cleaned<'_> {
    if let Some(nothing) = nothing(cell) {
        return nothing;
    }
    let text = compact(cell);
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let rest = text.get(letters..).unwrap_or_default();
    let digits = rest.bytes().filter(u8::is_ascii_digit).count();
    if letters == 1 && matches!(digits, 7 | 8) && digits == rest.len() {
        return if is_filler(rest) { Cleaned::nothing() } else { answer(cell, text, Issues::NONE) };
    }
    // A letter among the digits of a Vietnamese number.
    if letters > 0 && matches!(text.len(), 8 | 9) {
        let mut chars = text.chars();
        let first = chars.next().filter(char::is_ascii_uppercase);
        // Foreign numbers have letters of all kinds in second place: only O and I are taken for digits.
        let digit =
            |c: char| if c.is_ascii_digit() { Some(c) } else { look_alike(c).filter(|_| matches!(c, 'O' | 'I')) };
        let digits: Option<String> = chars.map(digit).collect();
        let wrong = text.chars().skip(1).filter(|c| !c.is_ascii_digit()).count();
        if let (Some(first), Some(digits), 1 | 2) = (first, digits, wrong) {
            let issues = IssueCode::LookAlikeDigits.into();
            return Cleaned::candidates(cell, issues, vec![format!("{first}{digits}"), text]);
        }
    }
    let foreign = (6..=9).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric())
        && text.bytes().any(|b| b.is_ascii_digit());
    if foreign { answer(cell, text, Issues::NONE) } else { Cleaned::unknown(cell, IssueCode::Unreadable.into()) }
}

/// A driving licence: twelve digits.
#[must_use]
pub fn clean_driving_licence(cell: &str) -> Cleaned<'_> {
    if let Some(nothing) = nothing(cell) {
        return nothing;
    }
    let Some(found) = read(cell) else { return Cleaned::unknown(cell, IssueCode::Unreadable.into()) };
    let issues = found.issues.without(IssueCode::Form);
    match found.digits.len() {
        _ if issues.has(IssueCode::DigitsLost) => Cleaned::unknown(cell, issues),
        _ if is_filler(&found.digits) => Cleaned::nothing(),
        12 if issues.has(IssueCode::LookAlikeDigits) => Cleaned::candidates(cell, issues, vec![found.digits]),
        12 => answer(cell, found.digits, issues),
        10 | 11 if !found.digits.starts_with('0') => {
            Cleaned::candidates(cell, issues.with(IssueCode::LeadingZeroLost), vec![format!("{:0>12}", found.digits)])
        }
        _ => Cleaned::unknown(cell, issues.with(IssueCode::NumberLength)),
    }
}

/// A number plate: `30A-12345`, `29B1-123.45`, `51LD-1234`; with or without the dot as the list has it.
///
/// ```
/// use dinhdanh::cleanup::clean_plate;
/// assert_eq!(clean_plate("30a 123.45").value, "30A-123.45");
/// assert_eq!(clean_plate("29B112345").value, "29B1-123.45");
/// ```
#[must_use]
pub fn clean_plate(cell: &str) -> Cleaned<'_> {
    if let Some(nothing) = nothing(cell) {
        return nothing;
    }
    let text = compact(cell);
    let unreadable = Cleaned::unknown(cell, IssueCode::Unreadable.into());
    let Some((province, rest)) = text.split_at_checked(2) else { return unreadable };
    let letters: String = rest.chars().take_while(|c| c.is_alphabetic()).collect();
    let numbers = rest.strip_prefix(letters.as_str()).unwrap_or_default();
    let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let series_known = letters.chars().all(|c| c.is_ascii_uppercase() || c == 'Đ');
    if !all_digits(province) || !all_digits(numbers) || !series_known || !matches!(letters.chars().count(), 1 | 2) {
        return unreadable;
    }
    // Motorcycles have a digit in their series; the writer's separator tells it from four and five digits.
    let separated = cell.trim().split(['-', ' ']).filter(|part| !part.is_empty()).count() > 1;
    let series = cell.trim().split(['-', ' ', '.']).map(compact).fold(String::new(), |series, part| {
        let next = format!("{series}{part}");
        if series.chars().any(char::is_alphabetic) || next.len() > 5 { series } else { next }
    });
    let with_digit = series.ends_with(|c: char| c.is_ascii_digit()) && series.chars().any(char::is_alphabetic);
    let long = series.chars().filter(char::is_ascii_digit).count() <= 3;
    let split = match numbers.len() {
        4 if !(separated && with_digit && long) => 0,
        5 if separated && with_digit && long => 1,
        5 => 0,
        6 => 1,
        _ => return unreadable,
    };
    let Some((series_digit, serial)) = numbers.split_at_checked(split) else { return unreadable };
    let head = format!("{province}{letters}{series_digit}");
    let plain = format!("{head}-{serial}");
    if plain == cell
        || serial.len() == 5
            && format!("{head}-{}.{}", serial.get(..3).unwrap_or_default(), serial.get(3..).unwrap_or_default()) == cell
    {
        return Cleaned::right(cell);
    }
    let value = if serial.len() == 5 {
        format!("{head}-{}.{}", serial.get(..3).unwrap_or_default(), serial.get(3..).unwrap_or_default())
    } else {
        plain
    };
    answer(cell, value, Issues::NONE)
}

/// `Nam` or `Nữ`. Codings in digits contradict one another (1 and 0, 1 and 2): they are given as candidates.
///
/// ```
/// use dinhdanh::cleanup::{Status, clean_sex};
/// assert_eq!(clean_sex("NỮ").value, "Nữ");
/// assert_eq!(clean_sex("1").status, Status::Candidates);
/// ```
#[must_use]
pub fn clean_sex(cell: &str) -> Cleaned<'_> {
    if matches!(cell, "Nam" | "Nữ") {
        return Cleaned::right(cell);
    }
    let repair = repair_text(cell.trim(), TextKind::Text, &TextProfile::default());
    let text = repair.text.trim_matches(|c: char| c.is_ascii_punctuation() || c.is_whitespace());
    if text.is_empty() {
        return nothing(cell).unwrap_or(Cleaned::unknown("", Issues::NONE));
    }
    let sex = match fold(text).as_str() {
        "nam" | "m" | "male" | "trai" | "con trai" | "nam gioi" | "boy" | "ong" | "mr" => "Nam",
        "nu" | "f" | "female" | "gai" | "con gai" | "nu gioi" | "girl" | "ba" | "mrs" | "ms" | "n÷" => "Nữ",
        "0" | "1" | "2" | "1.0" | "0.0" | "2.0" => {
            return Cleaned::candidates(cell, IssueCode::Unreadable.into(), vec!["Nam".to_owned(), "Nữ".to_owned()]);
        }
        _ => return nothing(cell).unwrap_or_else(|| Cleaned::unknown(cell, IssueCode::Unreadable.into())),
    };
    Cleaned::ok(Cow::Borrowed(sex), repair.issues.with(IssueCode::Form), 100)
}

/// An e-mail address: left as it is but for blanks around it.
#[must_use]
pub fn clean_email(cell: &str) -> Cleaned<'_> {
    let text = cell.trim().trim_matches(['<', '>', ',', ';', '\'', '"']);
    let valid = text.split_once('@').is_some_and(|(user, host)| {
        let part =
            |text: &str| !text.is_empty() && !text.starts_with('.') && !text.ends_with('.') && !text.contains("..");
        part(user) && part(host) && host.contains('.') && !host.contains('@')
    }) && !text.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, ',' | ';'));
    match nothing(cell) {
        Some(nothing) => nothing,
        None if valid => answer(cell, text.to_owned(), Issues::NONE),
        None => Cleaned::unknown(cell, IssueCode::Unreadable.into()),
    }
}

#[cfg(test)]
mod tests;
