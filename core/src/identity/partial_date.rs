//! Dates of which the day, or the day and the month, may be unknown.

use super::date::{Date, days_in};
use crate::error::{Code, Error, Result};
use crate::personal::Mask;
use serde::{Serialize, Serializer};
use std::fmt;

/// A date as far as it is known: a year, a month of it, or a day. Never a day without its month.
///
/// There is no order between partial dates; compare [`PartialDate::full`] or use [`PartialDate::agrees_with`].
///
/// ```
/// use dinhdanh::identity::PartialDate;
/// assert_eq!(PartialDate::parse_day_first("17021999")?.to_string(), "1999-02-17");
/// assert_eq!(PartialDate::parse_day_first("00001960")?.to_string(), "1960");
/// # Ok::<(), dinhdanh::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PartialDate {
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
}

impl PartialDate {
    /// The date, if the calendar has it.
    #[must_use]
    pub fn new(year: u16, month: Option<u8>, day: Option<u8>) -> Option<Self> {
        let valid = match (month, day) {
            (Some(month), Some(day)) => Date::new(year, month, day).is_some(),
            (Some(month), None) => (1..=9999).contains(&year) && days_in(year, month).is_some(),
            (None, None) => (1..=9999).contains(&year),
            (None, Some(_)) => false,
        };
        valid.then_some(Self { year, month, day })
    }

    /// Day first: `ddMMyyyy`, `dd/MM/yyyy`, `MM/yyyy`, `yyyy`; `.` or `-` for `/`; `00` is unknown.
    ///
    /// # Errors
    /// `date-format`, `date-calendar`.
    pub fn parse_day_first(text: &str) -> Result<Self> {
        match parts(text)?.as_slice() {
            [digits] if digits.len() == 8 => {
                let (day, rest) = cut(digits, 2)?;
                let (month, year) = cut(rest, 2)?;
                assemble(year, month, day)
            }
            [year] => assemble(year, "", ""),
            [month, year] => assemble(year, month, ""),
            [day, month, year] => assemble(year, month, day),
            _ => Err(format_error()),
        }
    }

    /// Year first: `yyyyMMdd`, `yyyy-MM-dd`, `yyyyMM`, `yyyy-MM`, `yyyy`; `/` or `.` for `-`; `00` is unknown.
    ///
    /// # Errors
    /// `date-format`, `date-calendar`.
    pub fn parse_year_first(text: &str) -> Result<Self> {
        match parts(text)?.as_slice() {
            [digits] if matches!(digits.len(), 4 | 6 | 8) => {
                let (year, rest) = cut(digits, 4)?;
                let (month, day) = cut(rest, rest.len().min(2))?;
                assemble(year, month, day)
            }
            [year, month] => assemble(year, month, ""),
            [year, month, day] => assemble(year, month, day),
            _ => Err(format_error()),
        }
    }

    /// A date of birth from a machine readable zone, `YYMMDD` with `<<` for what is unknown: the latest such date
    /// that is not after `reference`. People older than 99 need [`PartialDate::from_mrz_in_year`].
    ///
    /// # Errors
    /// `date-format` (also where the year is unknown), `date-calendar`.
    pub fn from_mrz_birth(text: &str, reference: Date) -> Result<Self> {
        let (in_century, _, _) = mrz_parts(text)?;
        let century = reference.year().saturating_sub(reference.year() % 100);
        let this_century = Self::from_mrz_in_year(text, century.saturating_add(in_century));
        match this_century {
            Ok(date) if !date.is_after(reference) => Ok(date),
            // 29 February may exist in one century only (000229: 2000, not 1900), so a failure tries the other.
            other => {
                let earlier = century.checked_sub(100).and_then(|c| c.checked_add(in_century));
                earlier.map_or(other, |year| Self::from_mrz_in_year(text, year))
            }
        }
    }

    /// A date from a machine readable zone whose year is known from elsewhere, such as the personal number.
    ///
    /// # Errors
    /// `date-format` where the last two digits are not those of `year`, `date-calendar`.
    pub fn from_mrz_in_year(text: &str, year: u16) -> Result<Self> {
        let (in_century, month, day) = mrz_parts(text)?;
        if year % 100 != in_century {
            return Err(format_error());
        }
        Self::new(year, month, day).ok_or(calendar_error())
    }

    /// The year.
    #[must_use]
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12, if known.
    #[must_use]
    pub const fn month(self) -> Option<u8> {
        self.month
    }

    /// The day of the month, 1 to 31, if known.
    #[must_use]
    pub const fn day(self) -> Option<u8> {
        self.day
    }

    /// The full date, if nothing is unknown.
    #[must_use]
    pub fn full(self) -> Option<Date> {
        Date::new(self.year, self.month?, self.day?)
    }

    /// Whether what both know is the same.
    #[must_use]
    pub fn agrees_with(self, other: Self) -> bool {
        fn same(a: Option<u8>, b: Option<u8>) -> bool {
            a.is_none() || b.is_none() || a == b
        }
        self.year == other.year && same(self.month, other.month) && same(self.day, other.day)
    }

    /// Whether every day this may be lies after `reference`.
    #[must_use]
    pub fn is_after(self, reference: Date) -> bool {
        let latest = (self.year, self.month.unwrap_or(12), self.day.unwrap_or(31));
        match (self.month, self.day) {
            (Some(_), Some(_)) => latest > (reference.year(), reference.month(), reference.day()),
            (Some(month), None) => (self.year, month) > (reference.year(), reference.month()),
            _ => self.year > reference.year(),
        }
    }

    /// `YYMMDD`, `<<` for what is unknown (ICAO 9303-3 section 4.8).
    #[must_use]
    pub fn to_mrz(self) -> String {
        let part = |value: Option<u8>| value.map_or_else(|| "<<".to_owned(), |v| format!("{v:02}"));
        format!("{:02}{}{}", self.year % 100, part(self.month), part(self.day))
    }

    /// `ddMMyyyy` with `00` for what is unknown, as card QR codes write dates.
    #[must_use]
    pub fn to_day_first(self) -> String {
        format!("{:02}{:02}{:04}", self.day.unwrap_or(0), self.month.unwrap_or(0), self.year)
    }

    /// `dd/MM/yyyy`, `MM/yyyy` or `yyyy`, as printed for people.
    #[must_use]
    pub fn to_vietnamese(self) -> String {
        match (self.month, self.day) {
            (Some(month), Some(day)) => format!("{day:02}/{month:02}/{:04}", self.year),
            (Some(month), None) => format!("{month:02}/{:04}", self.year),
            _ => format!("{:04}", self.year),
        }
    }
}

impl From<Date> for PartialDate {
    fn from(date: Date) -> Self {
        Self { year: date.year(), month: Some(date.month()), day: Some(date.day()) }
    }
}

const fn format_error() -> Error {
    Error::new(Code::DateFormat, "date")
}

const fn calendar_error() -> Error {
    Error::new(Code::DateCalendar, "date")
}

/// The runs of digits between separators; anything else, or more than ten characters, is no date.
fn parts(text: &str) -> Result<Vec<&str>> {
    let text = text.trim();
    let known = |b: u8| b.is_ascii_digit() || matches!(b, b'/' | b'-' | b'.');
    if text.len() > 10 || !text.bytes().all(known) {
        return Err(format_error());
    }
    Ok(text.split(['/', '-', '.']).collect())
}

fn cut(text: &str, at: usize) -> Result<(&str, &str)> {
    text.split_at_checked(at).ok_or(format_error())
}

/// A year of four digits; month and day of one or two digits, empty or zero for unknown.
fn assemble(year: &str, month: &str, day: &str) -> Result<PartialDate> {
    fn small(text: &str) -> Result<Option<u8>> {
        match text {
            "" => Ok(None),
            _ if text.len() > 2 => Err(format_error()),
            _ => text.parse().map(|n| (n != 0).then_some(n)).map_err(|_| format_error()),
        }
    }
    if year.len() != 4 {
        return Err(format_error());
    }
    let year = year.parse().map_err(|_| format_error())?;
    PartialDate::new(year, small(month)?, small(day)?).ok_or(calendar_error())
}

/// Year within the century, month, day of `YYMMDD`.
fn mrz_parts(text: &str) -> Result<(u16, Option<u8>, Option<u8>)> {
    fn two(text: &str) -> Result<Option<u8>> {
        match text {
            "<<" => Ok(None),
            _ if text.bytes().all(|b| b.is_ascii_digit()) => text.parse().map(Some).map_err(|_| format_error()),
            _ => Err(format_error()),
        }
    }
    if text.len() != 6 {
        return Err(format_error());
    }
    let (year, rest) = cut(text, 2)?;
    let (month, day) = cut(rest, 2)?;
    Ok((two(year)?.map(u16::from).ok_or(format_error())?, two(month)?, two(day)?))
}

impl fmt::Display for PartialDate {
    /// ISO 8601 as far as known: `1999-02-17`, `1999-02`, `1999`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        for part in [self.month, self.day].into_iter().flatten() {
            write!(f, "-{part:02}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Mask for PartialDate {
    fn mask(&self) -> String {
        "***".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day_first(text: &str) -> String {
        PartialDate::parse_day_first(text).map_or_else(|e| e.code().as_str().to_owned(), |d| d.to_string())
    }

    fn year_first(text: &str) -> String {
        PartialDate::parse_year_first(text).map_or_else(|e| e.code().as_str().to_owned(), |d| d.to_string())
    }

    #[test]
    fn both_orders_and_what_is_unknown() {
        for (text, iso) in [
            ("17021999", "1999-02-17"),
            ("17/02/1999", "1999-02-17"),
            ("7/2/1999", "1999-02-07"),
            ("17-02-1999", "1999-02-17"),
            ("00001960", "1960"),
            ("00/00/1960", "1960"),
            ("02/1999", "1999-02"),
            ("00021999", "1999-02"),
            ("1960", "1960"),
            ("29022000", "2000-02-29"),
            ("29021900", "date-calendar"),
            ("31041999", "date-calendar"),
            ("17000999", "date-calendar"),
            ("17/13/1999", "date-calendar"),
            ("00000000", "date-calendar"),
            ("", "date-format"),
            ("170299", "date-format"),
            ("17/02/99", "date-format"),
            ("1702199", "date-format"),
            ("17/02/1999/1", "date-format"),
            ("017/02/1999", "date-format"),
            ("+7021999", "date-format"),
            ("１７０２1999", "date-format"),
        ] {
            assert_eq!(day_first(text), iso, "{text}");
        }
        for (text, iso) in [
            ("19990217", "1999-02-17"),
            ("1999-02-17", "1999-02-17"),
            ("199902", "1999-02"),
            ("19990000", "1999"),
            ("1999", "1999"),
            ("17021999", "date-calendar"),
            ("99", "date-format"),
            ("1999021", "date-format"),
        ] {
            assert_eq!(year_first(text), iso, "{text}");
        }
    }

    #[test]
    fn a_birth_is_never_in_the_future() {
        let reference = Date::new(2026, 11, 21).unwrap();
        let birth = |text| PartialDate::from_mrz_birth(text, reference).map(|d| d.to_string());
        assert_eq!(birth("990217").unwrap(), "1999-02-17");
        assert_eq!(birth("261121").unwrap(), "2026-11-21");
        assert_eq!(birth("261122").unwrap(), "1926-11-22");
        assert_eq!(birth("26<<<<").unwrap(), "2026");
        assert_eq!(birth("27<<<<").unwrap(), "1927");
        assert_eq!(birth("2611<<").unwrap(), "2026-11");
        assert_eq!(birth("2612<<").unwrap(), "1926-12");
        assert_eq!(birth("000229").unwrap(), "2000-02-29");
        assert_eq!(birth("280229").unwrap(), "1928-02-29");
        assert_eq!(birth("991301").unwrap_err().code(), Code::DateCalendar);
        assert_eq!(birth("99<<01").unwrap_err().code(), Code::DateCalendar);
        for text in ["<<<<<<", "99021", "9902171", "9A0217", "99021é"] {
            assert_eq!(birth(text).unwrap_err().code(), Code::DateFormat, "{text}");
        }
        assert_eq!(PartialDate::from_mrz_in_year("220101", 1922).unwrap().to_string(), "1922-01-01");
        assert!(PartialDate::from_mrz_in_year("220101", 1923).is_err());
    }

    #[test]
    fn writing_and_reading_agree_for_every_day() {
        let reference = Date::new(2026, 12, 31).unwrap();
        for year in [1927, 1999, 2000, 2024, 2026] {
            for month in 0..=12 {
                for day in 0..=31 {
                    let some = |n| (n != 0).then_some(n);
                    let Some(date) = PartialDate::new(year, some(month), some(day)) else { continue };
                    assert_eq!(PartialDate::parse_day_first(&date.to_day_first()), Ok(date));
                    assert_eq!(PartialDate::parse_day_first(&date.to_vietnamese()), Ok(date));
                    assert_eq!(PartialDate::parse_year_first(&date.to_string()), Ok(date));
                    assert_eq!(PartialDate::from_mrz_birth(&date.to_mrz(), reference), Ok(date));
                }
            }
        }
    }

    #[test]
    fn partial_dates_agree_on_what_both_have() {
        let date = |text| PartialDate::parse_year_first(text).unwrap();
        assert!(date("1999").agrees_with(date("1999-02-17")));
        assert!(date("1999-02").agrees_with(date("1999-02-17")));
        assert!(!date("1999-03").agrees_with(date("1999-02-17")));
        assert!(!date("1998").agrees_with(date("1999-02-17")));
        assert_eq!(date("1999-02").full(), None);
    }
}
