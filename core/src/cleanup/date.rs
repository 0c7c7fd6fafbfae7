//! Dates as lists have them: one form for all, candidates where day and month could be either.

use super::date_read::{Reading, Writing, read};
use super::issue::{Cleaned, IssueCode, Issues};
use super::placeholder::is_placeholder;
use crate::identity::{Date, PartialDate};
use std::borrow::Cow;

/// How dates of a column are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateRules {
    /// The day of cleaning: births are not after it, and years of two digits are completed by it.
    pub today: Date,
    /// Dates of birth; otherwise dates of documents, which may lie ahead.
    pub birth: bool,
    /// Day numbers count from 1904, as in files of old Macintosh spreadsheets.
    pub from_1904: bool,
}

impl DateRules {
    /// Dates of birth in a list that is cleaned on this day.
    #[must_use]
    pub const fn birth(today: Date) -> Self {
        Self { today, birth: true, from_1904: false }
    }

    /// Dates of documents, journeys and the like.
    #[must_use]
    pub const fn other(today: Date) -> Self {
        Self { today, birth: false, from_1904: false }
    }

    /// The full year of one with two digits: births are not ahead, other dates not far ahead.
    fn century(&self, year: u16) -> u16 {
        let century = self.today.year().saturating_sub(self.today.year() % 100);
        let ahead = if self.birth { 0 } else { 20 };
        let this = century.saturating_add(year);
        if this > self.today.year().saturating_add(ahead) { this.saturating_sub(100) } else { this }
    }

    /// The oldest people lived 122 years; documents are not older than their holders.
    fn is_plausible(&self, date: PartialDate) -> bool {
        let old = date.year().saturating_add(120) < self.today.year();
        let ahead =
            if self.birth { date.is_after(self.today) } else { date.year() > self.today.year().saturating_add(50) };
        !old && !ahead
    }
}

/// The order of day and month that a column proves. Collected cell by cell; a fixed size.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DateProfile {
    /// Proofs of day first and of month first, by separator and by zeros.
    proofs: [[[u32; 2]; 3]; 4],
}

impl DateProfile {
    /// Adds the evidence of another part of the column.
    pub fn merge(&mut self, other: &Self) {
        let more = other.proofs.iter().flatten().flatten();
        for (count, more) in self.proofs.iter_mut().flatten().flatten().zip(more) {
            *count = count.saturating_add(*more);
        }
    }

    /// Adds a cell to the evidence.
    pub fn observe(&mut self, cell: &str, rules: &DateRules) {
        if let Reading::Certain(_, Some((writing, day_first))) = read(cell, |year| rules.century(year)).reading {
            let row = self.proofs.get_mut(writing.separator).and_then(|row| row.get_mut(writing.zeros));
            if let Some(count) = row.and_then(|counts| counts.get_mut(usize::from(!day_first))) {
                *count = count.saturating_add(1);
            }
        }
    }

    /// Whether dates written so have the day first, where the column proves it: at least three proofs of the same
    /// writing, at most one in two hundred against it.
    fn day_first(&self, writing: Writing) -> Option<bool> {
        let decide = |[day, month]: [u32; 2], enough: u32| {
            let clear = |most: u32, least: u32| most >= enough && least.saturating_mul(200) <= most;
            if clear(day, month) {
                Some(true)
            } else if clear(month, day) {
                Some(false)
            } else {
                None
            }
        };
        let add = |a: [u32; 2], b: &[u32; 2]| {
            let ([a0, a1], [b0, b1]) = (a, *b);
            [a0.saturating_add(b0), a1.saturating_add(b1)]
        };
        let row = self.proofs.get(writing.separator)?;
        // With or without leading zeros: that writing's own proofs. Where zeros cannot be seen: both writings.
        let own = if writing.zeros < 2 { *row.get(writing.zeros)? } else { row.iter().fold([0, 0], add) };
        if own != [0, 0] {
            return decide(own, 3);
        }
        decide(self.proofs.iter().flatten().fold([0, 0], add), 10)
    }
}

/// A date as ISO 8601 `yyyy-MM-dd`, or `yyyy-MM` or `yyyy` where the cell says no more.
///
/// ```
/// use dinhdanh::cleanup::{DateProfile, DateRules, Status, clean_date};
/// use dinhdanh::identity::Date;
/// let rules = DateRules::birth(Date::new(2026, 11, 21).expect("a day"));
/// let clean = |cell| clean_date(cell, &rules, &DateProfile::default());
/// assert_eq!(clean("ngày 17 tháng 02 năm 1999").value, "1999-02-17");
/// assert_eq!(clean("00/00/1960").value, "1960");
/// assert_eq!(clean("05/04/1999").candidates, ["1999-04-05", "1999-05-04"]);
/// assert_eq!(clean("31/02/1999").status, Status::Unknown);
/// ```
#[must_use]
pub fn clean_date<'a>(cell: &'a str, rules: &DateRules, profile: &DateProfile) -> Cleaned<'a> {
    if let Some(date) = iso(cell)
        && rules.is_plausible(date)
        && !is_blank(date)
    {
        let partial = if date.day().is_none() { IssueCode::DatePartial.into() } else { Issues::NONE };
        return Cleaned::ok(Cow::Borrowed(cell), partial, 100);
    }
    if cell.trim().is_empty() {
        return Cleaned::unknown("", Issues::NONE);
    }
    if is_zero(cell) {
        return Cleaned::nothing();
    }
    let read = read(cell, |year| rules.century(year));
    let mut issues = read.issues;
    let date = match read.reading {
        Reading::Certain(date, _) => date,
        Reading::Either { day_first, month_first, writing } => match profile.day_first(writing) {
            Some(true) => day_first,
            Some(false) => {
                issues.add(IssueCode::DateMonthFirst);
                month_first
            }
            None => {
                let likely = [day_first, month_first].into_iter().filter(|&date| rules.is_plausible(date));
                return several(cell, issues.with(IssueCode::DateAmbiguous), likely, rules);
            }
        },
        Reading::Serial(number) => match serial(number, rules).map(PartialDate::from) {
            Some(date) if is_blank(date) => return Cleaned::nothing(),
            Some(date) if rules.is_plausible(date) => {
                issues.add(IssueCode::DateSerial);
                date
            }
            _ => return Cleaned::unknown(cell, issues.with(IssueCode::Unreadable)),
        },
        Reading::Several(dates) => {
            let dates = dates.into_iter().filter(|&date| rules.is_plausible(date));
            return several(cell, issues.with(IssueCode::DateAmbiguous), dates, rules);
        }
        Reading::Impossible => return Cleaned::unknown(cell, issues.with(IssueCode::DateImpossible)),
        Reading::No if is_placeholder(cell) => return Cleaned::nothing(),
        Reading::No => {
            let words = cell.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count();
            let digits = cell.bytes().filter(u8::is_ascii_digit).count();
            let code = match (words, digits) {
                (_, 9..) => IssueCode::WrongColumn,
                (3.., _) if digits > 0 => IssueCode::FreeText,
                (1.., 0) => IssueCode::WrongColumn,
                _ => IssueCode::Unreadable,
            };
            return Cleaned::unknown(cell, issues.with(code));
        }
    };
    if is_blank(date) {
        return Cleaned::nothing();
    }
    if !rules.is_plausible(date) {
        return Cleaned::unknown(cell, issues.with(IssueCode::DateImplausible));
    }
    if issues.has(IssueCode::LookAlikeDigits) {
        return Cleaned::candidates(cell, issues, vec![date.to_string()]);
    }
    issues.add(if date.day().is_none() { IssueCode::DatePartial } else { IssueCode::Form });
    let confidence =
        if issues.has(IssueCode::DateTwoDigitYear) || issues.has(IssueCode::DateSerial) { 95 } else { 100 };
    Cleaned::ok(Cow::Owned(date.to_string()), issues, confidence)
}

/// One plausible date of several, or all of them as candidates.
fn several<'a>(
    cell: &'a str,
    issues: Issues,
    dates: impl Iterator<Item = PartialDate>,
    rules: &DateRules,
) -> Cleaned<'a> {
    let mut dates: Vec<PartialDate> = dates.collect();
    dates.dedup();
    if dates.is_empty() {
        return Cleaned::unknown(cell, issues.without(IssueCode::DateAmbiguous).with(IssueCode::DateImplausible));
    }
    debug_assert!(dates.iter().all(|&date| rules.is_plausible(date)));
    Cleaned::candidates(cell, issues, dates.iter().map(ToString::to_string).collect())
}

/// ISO 8601, exactly.
fn iso(cell: &str) -> Option<PartialDate> {
    let shape = match cell.len() {
        4 => "0000",
        7 => "0000-00",
        10 => "0000-00-00",
        _ => return None,
    };
    let fits = cell.bytes().zip(shape.bytes()).all(|(b, s)| if s == b'-' { b == b'-' } else { b.is_ascii_digit() });
    let date = if fits { PartialDate::parse_year_first(cell).ok()? } else { return None };
    // A zero month parses as unknown: the form is then another one.
    let length = match (date.month(), date.day()) {
        (Some(_), Some(_)) => 10,
        (Some(_), None) => 7,
        _ => 4,
    };
    (length == cell.len()).then_some(date)
}

/// The days that programs write for an empty cell.
fn is_blank(date: PartialDate) -> bool {
    matches!(
        (date.year(), date.month(), date.day()),
        (1900, Some(1), Some(1)) | (1899, Some(12), Some(30 | 31)) | (0..=1, _, _)
    )
}

fn is_zero(cell: &str) -> bool {
    let digits = cell.bytes().filter(u8::is_ascii_digit);
    let zeros = cell.chars().all(|c| matches!(c, '0' | '/' | '-' | '.' | ':' | ' ' | 'T'));
    // `0/1/1900` is how spreadsheets show the day number zero.
    zeros && digits.count() > 0
        || matches!(cell.trim(), "00/01/1900" | "0/1/1900" | "1/0/1900" | "01/00/1900" | "1900-01-00")
}

/// The day of a spreadsheet's day number: 1 is 1 January 1900, but 1900 counts as a leap year there; with the other
/// epoch 0 is 1 January 1904.
fn serial(number: u32, rules: &DateRules) -> Option<Date> {
    /// Julian day of 30 December 1899.
    const EPOCH: u32 = 2_415_019;
    let number = if rules.from_1904 { number.checked_add(1_462)? } else { number };
    if number < 60 {
        return if number == 0 { Date::new(1900, 1, 1) } else { None };
    }
    let day = time::Date::from_julian_day(i32::try_from(EPOCH.checked_add(number)?).ok()?).ok()?;
    Date::new(u16::try_from(day.year()).ok()?, u8::from(day.month()), day.day())
}

#[cfg(test)]
mod tests;
