//! A full calendar date and the arithmetic that ages need.

use crate::given::Timestamp;
use crate::personal::Mask;
use serde::{Serialize, Serializer};
use std::fmt;

/// A day of the Gregorian calendar, years 1 to 9999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The first day on which chip cards could be issued (Circular 06/2021/TT-BCA came into force in January 2021).
    pub const FIRST_CHIP_CARD: Self = Self { year: 2021, month: 1, day: 1 };

    /// The day, if the calendar has it.
    #[must_use]
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let valid = (1..=9999).contains(&year) && (1..=days_in(year, month)?).contains(&day);
        valid.then_some(Self { year, month, day })
    }

    /// The day in Việt Nam (UTC+7, no daylight saving time) at a moment.
    #[must_use]
    pub fn in_vietnam(at: Timestamp) -> Option<Self> {
        const OFFSET: i64 = 7 * 60 * 60;
        let local = time::OffsetDateTime::from_unix_timestamp(at.unix().checked_add(OFFSET)?).ok()?;
        Self::new(u16::try_from(local.year()).ok()?, u8::from(local.month()), local.day())
    }

    /// The year.
    #[must_use]
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12.
    #[must_use]
    pub const fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub const fn day(self) -> u8 {
        self.day
    }

    /// The same day some years later; 29 February becomes 28 February where the year has none.
    ///
    /// The Civil Code (91/2015/QH13, Articles 146 and 148) ends periods on the corresponding day; where a month has
    /// none, its last day is taken, as Article 148 says of periods in months.
    #[must_use]
    pub fn add_years(self, years: u16) -> Option<Self> {
        self.shifted(self.year.checked_add(years)?)
    }

    /// The same day some years earlier; 29 February as in [`Date::add_years`].
    #[must_use]
    pub fn sub_years(self, years: u16) -> Option<Self> {
        self.shifted(self.year.checked_sub(years)?)
    }

    /// The day this many days later, or earlier where negative.
    #[must_use]
    pub fn add_days(self, days: i32) -> Option<Self> {
        let day = time::Date::from_julian_day(self.julian_day()?.checked_add(days)?).ok()?;
        Self::new(u16::try_from(day.year()).ok()?, u8::from(day.month()), day.day())
    }

    /// The days from `earlier` to this day; negative where this day comes first.
    #[must_use]
    pub fn days_since(self, earlier: Self) -> Option<i32> {
        self.julian_day()?.checked_sub(earlier.julian_day()?)
    }

    fn julian_day(self) -> Option<i32> {
        let month = time::Month::try_from(self.month).ok()?;
        Some(time::Date::from_calendar_date(i32::from(self.year), month, self.day).ok()?.to_julian_day())
    }

    /// The full years someone born on this day has lived on `day`; `None` before the birth.
    #[must_use]
    pub fn age_on(self, day: Self) -> Option<u16> {
        let years = day.year.checked_sub(self.year)?;
        if self.add_years(years)? <= day { Some(years) } else { years.checked_sub(1) }
    }

    fn shifted(self, year: u16) -> Option<Self> {
        Self::new(year, self.month, self.day.min(days_in(year, self.month)?))
    }
}

/// The number of days of a month, if there is such a month.
pub(super) fn days_in(year: u16, month: u8) -> Option<u8> {
    Some(time::Month::try_from(month).ok()?.length(i32::from(year)))
}

impl fmt::Display for Date {
    /// ISO 8601: `1999-02-17`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Mask for Date {
    fn mask(&self) -> String {
        "***".to_owned()
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: u16, month: u8, day: u8) -> Date {
        Date::new(year, month, day).unwrap()
    }

    #[test]
    fn only_days_of_the_calendar() {
        for (year, month, day) in [
            (0, 1, 1),
            (10_000, 1, 1),
            (2023, 0, 1),
            (2023, 13, 1),
            (2023, 4, 31),
            (2023, 2, 29),
            (1900, 2, 29),
            (2023, 1, 0),
        ] {
            assert!(Date::new(year, month, day).is_none(), "{year}-{month}-{day}");
        }
        assert_eq!(date(2000, 2, 29).to_string(), "2000-02-29");
        assert!(date(1999, 12, 31) < date(2000, 1, 1));
    }

    #[test]
    fn ages_and_leap_days() {
        let leap = date(2004, 2, 29);
        assert_eq!(leap.add_years(25), Some(date(2029, 2, 28)));
        assert_eq!(leap.add_years(40), Some(date(2044, 2, 29)));
        assert_eq!(leap.sub_years(2), Some(date(2002, 2, 28)));
        assert_eq!(leap.age_on(date(2029, 2, 27)), Some(24));
        assert_eq!(leap.age_on(date(2029, 2, 28)), Some(25));
        assert_eq!(leap.age_on(date(2004, 2, 28)), None);
        assert_eq!(leap.age_on(leap), Some(0));
        assert_eq!(date(9999, 1, 1).add_years(1), None);
        assert_eq!(date(1, 1, 1).sub_years(1), None);
    }

    #[test]
    fn days_are_counted_over_months_and_leap_years() {
        let start = date(2023, 12, 31);
        assert_eq!(start.add_days(1), Some(date(2024, 1, 1)));
        assert_eq!(start.add_days(60), Some(date(2024, 2, 29)));
        assert_eq!(date(2024, 2, 29).days_since(start), Some(60));
        assert_eq!(start.days_since(date(2024, 2, 29)), Some(-60));
        assert_eq!(date(9999, 12, 31).add_days(1), None);
        assert_eq!(date(1, 1, 1).add_days(-1), None);
        assert_eq!(start.add_days(i32::MAX), None);
    }

    #[test]
    fn the_day_in_vietnam_starts_at_17_utc() {
        let midnight_utc = 1_751_328_000; // 2025-07-01T00:00:00Z
        assert_eq!(Date::in_vietnam(Timestamp::from_unix(midnight_utc)), Some(date(2025, 7, 1)));
        assert_eq!(Date::in_vietnam(Timestamp::from_unix(midnight_utc - 7 * 3600)), Some(date(2025, 7, 1)));
        assert_eq!(Date::in_vietnam(Timestamp::from_unix(midnight_utc - 7 * 3600 - 1)), Some(date(2025, 6, 30)));
        assert_eq!(Date::in_vietnam(Timestamp::from_unix(i64::MAX)), None);
    }
}
