//! Personal numbers of twelve digits and old identity card numbers of nine, held against the rest of the row.

use super::digits::{is_filler, read};
use super::issue::{Cleaned, IssueCode, Issues};
use super::phone;
use super::placeholder::is_placeholder;
use crate::identity::{Date, IdNumber, PartialDate, Sex};
use std::borrow::Cow;

/// What else is known about the person, to hold a personal number against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IdContext<'a> {
    /// The sex in the row.
    pub sex: Option<Sex>,
    /// The date of birth in the row.
    pub birth: Option<PartialDate>,
    /// The province of birth registration in the row, as the first three digits of a personal number.
    pub province: Option<&'a str>,
    /// The day of cleaning: nobody is born after it.
    pub today: Option<Date>,
}

/// What a column of personal numbers went through. Collected cell by cell; a fixed size.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct IdProfile {
    cells: u32,
    /// Numbers of 11 digits that have a province once a zero is put before them.
    shortened: u32,
    /// Numbers of 9 digits that begin with zero.
    zeros_kept: u32,
}

impl IdProfile {
    /// Adds the evidence of another part of the column.
    pub fn merge(&mut self, other: &Self) {
        self.cells = self.cells.saturating_add(other.cells);
        self.shortened = self.shortened.saturating_add(other.shortened);
        self.zeros_kept = self.zeros_kept.saturating_add(other.zeros_kept);
    }

    /// Adds a cell to the evidence.
    pub fn observe(&mut self, cell: &str) {
        self.cells = self.cells.saturating_add(1);
        let Some(read) = read(cell) else { return };
        let digits = read.digits.as_str();
        let shortened =
            digits.len() == 11 && IdNumber::parse(&format!("0{digits}")).is_ok_and(|n| n.province().is_some());
        self.shortened = self.shortened.saturating_add(u32::from(shortened));
        self.zeros_kept = self.zeros_kept.saturating_add(u32::from(digits.len() == 9 && digits.starts_with('0')));
    }

    /// Whether a spreadsheet has eaten the zeros of the whole column.
    fn lost_zeros(&self) -> bool {
        self.shortened >= 3 && self.shortened.saturating_mul(10) >= self.cells && self.zeros_kept == 0
    }
}

/// Whether a number may belong to this row: agreements and contradictions.
#[derive(Default)]
struct Check {
    issues: Issues,
    agrees: bool,
}

impl IdContext<'_> {
    fn check(&self, number: &IdNumber) -> Check {
        let mut check = Check::default();
        if let Some(sex) = self.sex.filter(|&sex| sex != Sex::Unspecified) {
            if sex == number.sex() { check.agrees = true } else { check.issues.add(IssueCode::NumberSexMismatch) }
        }
        if let Some(birth) = self.birth {
            if birth.year() == number.birth_year() {
                check.agrees = true
            } else {
                check.issues.add(IssueCode::NumberYearMismatch)
            }
        }
        if self.province.is_some_and(|province| province != number.province_code()) {
            check.issues.add(IssueCode::NumberProvinceMismatch);
        }
        if number.province().is_none() {
            check.issues.add(IssueCode::NumberProvinceUnknown);
        }
        let future = self.today.is_some_and(|today| number.birth_year() > today.year());
        if future || number.birth_year() > 2099 {
            check.issues.add(IssueCode::DateImplausible);
        }
        check
    }
}

impl Check {
    /// Nothing speaks against it; living elsewhere than born does not.
    fn passes(&self) -> bool {
        self.issues.without(IssueCode::NumberProvinceMismatch).is_empty()
    }

    fn passes_and_agrees(&self) -> bool {
        self.passes() && self.agrees
    }
}

/// A personal number of twelve digits, or an old number of nine.
///
/// ```
/// use dinhdanh::cleanup::{IdContext, IdProfile, IssueCode, Status, clean_id_number};
/// use dinhdanh::identity::Sex;
/// let female = IdContext { sex: Some(Sex::Female), ..IdContext::default() };
/// let clean = |cell| clean_id_number(cell, &female, &IdProfile::default());
/// assert_eq!(clean("001.199.000.018").value, "001199000018");
/// assert_eq!(clean("1199000018.0").value, "001199000018");
/// assert!(clean("001099000018").issues.has(IssueCode::NumberSexMismatch));
/// assert_eq!(clean("OO1199000018").candidates, ["001199000018"]);
/// assert_eq!(clean("1.199E+09").status, Status::Unknown);
/// ```
#[must_use]
pub fn clean_id_number<'a>(cell: &'a str, context: &IdContext<'_>, profile: &IdProfile) -> Cleaned<'a> {
    if let Ok(number) = IdNumber::parse(cell) {
        return if is_filler(cell) {
            Cleaned::nothing()
        } else {
            twelve(Cow::Borrowed(cell), &number, Issues::NONE, context)
        };
    }
    if cell.trim().is_empty() {
        return Cleaned::unknown("", Issues::NONE);
    }
    if is_placeholder(cell) {
        return Cleaned::nothing();
    }
    let Some(read) = read(cell) else { return other(cell) };
    let (digits, issues) = (read.digits, read.issues);
    if issues.has(IssueCode::DigitsLost) {
        return Cleaned::unknown(cell, issues);
    }
    if read.several {
        return several(cell, issues);
    }
    if is_filler(&digits) {
        return Cleaned::nothing();
    }
    if issues.has(IssueCode::LookAlikeDigits) {
        return match papers_number(cell) {
            true => Cleaned::unknown(cell, IssueCode::WrongColumn.into()),
            false if matches!(digits.len(), 9 | 12) => Cleaned::candidates(cell, issues, vec![digits]),
            false => Cleaned::unknown(cell, issues),
        };
    }
    let spreadsheet = issues.has(IssueCode::SpreadsheetNumber) || profile.lost_zeros();
    match digits.len() {
        12 => match IdNumber::parse(&digits) {
            Ok(number) => twelve(Cow::Owned(digits), &number, issues, context),
            Err(_) => other(cell),
        },
        10 | 11 if !digits.starts_with('0') => {
            let spreadsheet = spreadsheet || profile.shortened > 1;
            let padded = format!("{digits:0>12}");
            let Ok(number) = IdNumber::parse(&padded) else { return other(cell) };
            let check = context.check(&number);
            let issues = issues.with(IssueCode::LeadingZeroLost);
            // Eleven digits that begin with no zero lost it: every province begins with one. Ten may be another number.
            if check.passes() && (digits.len() == 11 || spreadsheet || check.passes_and_agrees()) {
                let confidence = if check.agrees { 99 } else { 95 };
                return Cleaned::ok(Cow::Owned(padded), issues.union(check.issues), confidence);
            }
            let possible = number.province().is_some() && number.birth_year() <= 2099;
            let issues = issues.union(check.issues).with(IssueCode::NumberLength);
            Cleaned::candidates(cell, issues, if possible { vec![padded] } else { Vec::new() })
        }
        10 | 11 if phone::is_number(&digits) => Cleaned::unknown(cell, issues.with(IssueCode::WrongColumn)),
        9 => {
            let value = if digits == cell { Cow::Borrowed(cell) } else { Cow::Owned(digits) };
            Cleaned::ok(value, issues.with(IssueCode::OldNumber), 100)
        }
        8 => {
            let padded = format!("0{digits}");
            let issues = issues.with(IssueCode::LeadingZeroLost).with(IssueCode::OldNumber);
            if spreadsheet {
                return Cleaned::ok(Cow::Owned(padded), issues, 90);
            }
            Cleaned::candidates(cell, issues.with(IssueCode::NumberLength), vec![padded])
        }
        _ => Cleaned::unknown(cell, issues.with(IssueCode::NumberLength)),
    }
}

fn twelve<'a>(value: Cow<'a, str>, number: &IdNumber, issues: Issues, context: &IdContext<'_>) -> Cleaned<'a> {
    let check = context.check(number);
    let confidence = if check.passes() { 100 } else { 50 };
    Cleaned::ok(value, issues.union(check.issues), confidence)
}

/// Numbers of other papers that begin with letters.
fn papers_number(cell: &str) -> bool {
    let text = cell.trim();
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let digits = text.bytes().skip(letters).filter(u8::is_ascii_digit).count();
    let whole = letters.saturating_add(digits) == text.len();
    whole && (letters == 1 && matches!(digits, 7 | 8) || letters == 2 && matches!(digits, 7 | 13))
}

fn several<'a>(cell: &'a str, issues: Issues) -> Cleaned<'a> {
    let parts = cell.split(['/', ';', ',', '&']).filter_map(read);
    let numbers = parts.map(|part| part.digits).filter(|digits| matches!(digits.len(), 9 | 12));
    Cleaned::candidates(cell, issues.with(IssueCode::SeveralValues), numbers.collect())
}

/// No number at all.
fn other(cell: &str) -> Cleaned<'_> {
    let letters = cell.chars().filter(|c| c.is_alphabetic()).count();
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let code = if letters > 3 && digits < 6 || papers_number(cell) {
        IssueCode::WrongColumn
    } else if letters > 6 {
        IssueCode::FreeText
    } else {
        IssueCode::Unreadable
    };
    Cleaned::unknown(cell, code.into())
}

#[cfg(test)]
mod tests {
    use super::super::issue::Status;
    use super::*;

    fn clean(cell: &str) -> Cleaned<'_> {
        clean_id_number(cell, &IdContext::default(), &IdProfile::default())
    }

    fn row(sex: Sex, year: u16) -> IdContext<'static> {
        IdContext {
            sex: Some(sex),
            birth: PartialDate::new(year, None, None),
            province: None,
            today: Date::new(2026, 11, 21),
        }
    }

    #[test]
    fn numbers_are_read_from_every_writing() {
        for (cell, number) in [
            ("001199000018", "001199000018"),
            (" 001199000018 ", "001199000018"),
            ("001 199 000 018", "001199000018"),
            ("001-199-000-018", "001199000018"),
            ("'001199000018", "001199000018"),
            ("CCCD 001199000018", "001199000018"),
            ("79199000018", "079199000018"),
            ("79199000018.0", "079199000018"),
            ("1199000018.0", "001199000018"),
            ("1.199000018E+09", "001199000018"),
            ("012345679", "012345679"),
            ("012 345 679", "012345679"),
            ("12345679.0", "012345679"),
        ] {
            let cleaned = clean(cell);
            assert_eq!((cleaned.value.as_ref(), cleaned.status), (number, Status::Ok), "{cell} {:?}", cleaned.issues);
            assert!(matches!(clean(number).value, Cow::Borrowed(_)));
        }
    }

    #[test]
    fn what_is_not_certain_stays() {
        use IssueCode::*;
        for (cell, code, candidates) in [
            ("1199000018", LeadingZeroLost, &["001199000018"][..]),
            ("12345679", LeadingZeroLost, &["012345679"]),
            ("OO1199000018", LookAlikeDigits, &["001199000018"]),
            ("00l199000018", LookAlikeDigits, &["001199000018"]),
            ("001199000018/012345679", SeveralValues, &["001199000018", "012345679"]),
            ("1.199E+09", DigitsLost, &[]),
            ("00119900001", NumberLength, &[]),
            ("0011990000188", NumberLength, &[]),
            ("99199000018", NumberLength, &[]),
            ("0912345678", WrongColumn, &[]),
            ("Nguyễn Văn An", WrongColumn, &[]),
            ("B1234567", WrongColumn, &[]),
            ("DN4010123456789", WrongColumn, &[]),
        ] {
            let cleaned = clean(cell);
            assert_eq!(
                (cleaned.value.as_ref(), cleaned.candidates.as_slice()),
                (cell, &candidates.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>()[..]),
                "{cell} {:?}",
                cleaned.issues
            );
            assert!(cleaned.issues.has(code), "{cell} {:?}", cleaned.issues);
        }
        for cell in ["000000000", "123456789", "000000000000", "không có", "-", "123456789012", "111111111"] {
            assert_eq!(clean(cell), Cleaned::nothing(), "{cell}");
        }
    }

    #[test]
    fn the_row_speaks_for_or_against_a_number() {
        use IssueCode::*;
        let with = |cell: &'static str, sex, year| clean_id_number(cell, &row(sex, year), &IdProfile::default());
        assert_eq!(with("1199000018", Sex::Female, 1999).value, "001199000018");
        assert_eq!(with("1199000018", Sex::Male, 1999).status, Status::Candidates);
        assert_eq!(with("79199000018", Sex::Female, 1998).status, Status::Candidates);
        assert!(with("001199000018", Sex::Male, 1999).issues.has(NumberSexMismatch));
        assert!(with("001199000018", Sex::Female, 1998).issues.has(NumberYearMismatch));
        assert!(with("001199000018", Sex::Female, 1999).issues.is_empty());
        assert!(with("003199000018", Sex::Female, 1999).issues.has(NumberProvinceUnknown));
        assert!(with("001399000018", Sex::Female, 2099).issues.has(DateImplausible));
        let here = IdContext { province: Some("079"), ..IdContext::default() };
        assert!(clean_id_number("001199000018", &here, &IdProfile::default()).issues.has(NumberProvinceMismatch));
        let mut profile = IdProfile::default();
        ["79199000018", "1199000018", "75199000018", "68199000018"].iter().for_each(|cell| profile.observe(cell));
        assert_eq!(clean_id_number("1199000018", &IdContext::default(), &profile).value, "001199000018");
    }

    #[test]
    fn no_cut_or_changed_text_breaks_anything() {
        for cell in ["CCCD: 001 199 000 018", "1.199000018E+09", "1199000018.0"] {
            let chars: Vec<char> = cell.chars().collect();
            for at in 0..chars.len() {
                let _ = clean(&chars[..at].iter().collect::<String>());
                for other in ['0', 'O', '/', '.', 'E', 'ễ', ' ', '+'] {
                    let mut changed = chars.clone();
                    changed[at] = other;
                    let changed: String = changed.into_iter().collect();
                    let cleaned = clean(&changed).into_owned();
                    if cleaned.status == Status::Ok {
                        assert_eq!(clean(&cleaned.value).value, cleaned.value, "{changed}");
                    }
                }
            }
        }
    }
}
