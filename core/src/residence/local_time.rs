//! Civil time in Việt Nam, whatever the machine's zone is set to.

use crate::given::Timestamp;
use crate::identity::Date;
use std::fmt;

/// Seconds by which Việt Nam is ahead of UTC: `Asia/Ho_Chi_Minh` in the IANA time zone database is UTC+7 without
/// daylight saving time since 1975-06-13. No stay that is declared here is older.
const OFFSET: i64 = 7 * 60 * 60;

const DAY: i64 = 24 * 60 * 60;

/// A second of a day in Việt Nam.
///
/// ```
/// use dinhdanh::given::Timestamp;
/// use dinhdanh::residence::LocalTime;
/// let given = Timestamp::parse("2026-11-21T15:59:59Z").expect("RFC 3339");
/// let local = LocalTime::at(given).expect("years 1 to 9999");
/// assert_eq!(local.to_string(), "2026-11-21T22:59:59");
/// assert_eq!(local.timestamp(), given);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalTime {
    date: Date,
    hour: u8,
    minute: u8,
    second: u8,
}

impl LocalTime {
    /// The time of day, if there is one.
    #[must_use]
    pub fn new(date: Date, hour: u8, minute: u8, second: u8) -> Option<Self> {
        (hour < 24 && minute < 60 && second < 60).then_some(Self { date, hour, minute, second })
    }

    /// The first second of a day.
    #[must_use]
    pub const fn midnight(date: Date) -> Self {
        Self { date, hour: 0, minute: 0, second: 0 }
    }

    /// The last second of a day.
    #[must_use]
    pub const fn end_of(date: Date) -> Self {
        Self { date, hour: 23, minute: 59, second: 59 }
    }

    /// What clocks in Việt Nam show at a moment; `None` outside the years 1 to 9999.
    #[must_use]
    pub fn at(moment: Timestamp) -> Option<Self> {
        let date = Date::in_vietnam(moment)?;
        let second_of_day = moment.unix().checked_add(OFFSET)?.rem_euclid(DAY);
        let part = |value: i64| u8::try_from(value).ok();
        let (hour, rest) = (second_of_day.div_euclid(3600), second_of_day.rem_euclid(3600));
        Self::new(date, part(hour)?, part(rest.div_euclid(60))?, part(rest.rem_euclid(60))?)
    }

    /// The moment at which clocks in Việt Nam show this.
    #[must_use]
    pub fn timestamp(self) -> Timestamp {
        let epoch = Date::new(1970, 1, 1);
        let days = epoch.and_then(|epoch| self.date.days_since(epoch)).unwrap_or_default();
        let seconds = i64::from(self.hour).saturating_mul(3600);
        let seconds = seconds.saturating_add(i64::from(self.minute).saturating_mul(60));
        let seconds = seconds.saturating_add(i64::from(self.second));
        Timestamp::from_unix(i64::from(days).saturating_mul(DAY).saturating_add(seconds).saturating_sub(OFFSET))
    }

    /// `2026-11-21T22:59:59`, also with a blank for `T` and without the seconds.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (date, clock) = text.split_once(['T', ' '])?;
        let date = iso_date(date)?;
        let mut parts = clock.split(':');
        let mut part = || two_digits(parts.next()?);
        let (hour, minute) = (part()?, part()?);
        let second = if clock.len() == 5 { 0 } else { part()? };
        if parts.next().is_some() { None } else { Self::new(date, hour, minute, second) }
    }

    /// The day.
    #[must_use]
    pub const fn date(self) -> Date {
        self.date
    }

    /// The hour, 0 to 23.
    #[must_use]
    pub const fn hour(self) -> u8 {
        self.hour
    }

    /// The minute, 0 to 59.
    #[must_use]
    pub const fn minute(self) -> u8 {
        self.minute
    }

    /// The second, 0 to 59.
    #[must_use]
    pub const fn second(self) -> u8 {
        self.second
    }

    /// The time this many hours later.
    #[must_use]
    pub fn add_hours(self, hours: u16) -> Option<Self> {
        let seconds = i64::from(hours).saturating_mul(3600);
        Self::at(Timestamp::from_unix(self.timestamp().unix().checked_add(seconds)?))
    }
}

/// `2026-11-21` and nothing else.
pub(super) fn iso_date(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
    if !digits || parts.next().is_some() {
        return None;
    }
    Date::new(year.parse().ok()?, two_digits(month)?, two_digits(day)?)
}

fn two_digits(text: &str) -> Option<u8> {
    let digits = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

impl fmt::Display for LocalTime {
    /// ISO 8601 without zone: `2026-11-21T22:59:59`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{:02}:{:02}:{:02}", self.date, self.hour, self.minute, self.second)
    }
}

impl fmt::Debug for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// When something happened, as far as it is known: many lists name the day only.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Moment {
    /// Some time on this day.
    Day(Date),
    /// At this time.
    Time(LocalTime),
}

impl Moment {
    /// The day.
    #[must_use]
    pub const fn date(self) -> Date {
        match self {
            Self::Day(date) => date,
            Self::Time(time) => time.date(),
        }
    }

    /// The time, where it is known.
    #[must_use]
    pub const fn time(self) -> Option<LocalTime> {
        match self {
            Self::Day(_) => None,
            Self::Time(time) => Some(time),
        }
    }

    /// The first second it may be.
    #[must_use]
    pub const fn earliest(self) -> LocalTime {
        match self {
            Self::Day(date) => LocalTime::midnight(date),
            Self::Time(time) => time,
        }
    }

    /// The last second it may be.
    #[must_use]
    pub const fn latest(self) -> LocalTime {
        match self {
            Self::Day(date) => LocalTime::end_of(date),
            Self::Time(time) => time,
        }
    }

    /// `2026-11-21`, or with a time as [`LocalTime::parse`] reads it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        iso_date(text).map(Self::Day).or_else(|| LocalTime::parse(text).map(Self::Time))
    }

    /// `21/11/2026`, as Vietnamese forms write days.
    #[must_use]
    pub fn to_vietnamese_day(self) -> String {
        let date = self.date();
        format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
    }
}

impl fmt::Display for Moment {
    /// ISO 8601 without zone: `2026-11-21` or `2026-11-21T22:59:59`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(date) => date.fmt(f),
            Self::Time(time) => time.fmt(f),
        }
    }
}

impl fmt::Debug for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<LocalTime> for Moment {
    fn from(time: LocalTime) -> Self {
        Self::Time(time)
    }
}

impl From<Date> for Moment {
    fn from(date: Date) -> Self {
        Self::Day(date)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> LocalTime {
        LocalTime::parse(text).unwrap()
    }

    #[test]
    fn seven_hours_ahead_of_utc_and_back() {
        for (utc, local) in [
            ("2026-11-21T15:59:59Z", "2026-11-21T22:59:59"),
            ("2026-11-21T16:00:00Z", "2026-11-21T23:00:00"),
            ("2026-11-21T16:59:59Z", "2026-11-21T23:59:59"),
            ("2026-11-21T17:00:00Z", "2026-11-22T00:00:00"),
            ("2026-12-31T17:00:00Z", "2027-01-01T00:00:00"),
            ("2024-02-28T17:00:00Z", "2024-02-29T00:00:00"),
            // Summer time elsewhere changes nothing here.
            ("2026-03-29T01:00:00Z", "2026-03-29T08:00:00"),
            ("2026-10-25T01:00:00Z", "2026-10-25T08:00:00"),
            ("1969-12-31T17:00:00Z", "1970-01-01T00:00:00"),
            ("1969-12-31T16:59:59Z", "1969-12-31T23:59:59"),
        ] {
            let moment = Timestamp::parse(utc).unwrap();
            assert_eq!(LocalTime::at(moment).unwrap().to_string(), local);
            assert_eq!(time(local).timestamp(), moment);
        }
        assert_eq!(LocalTime::at(Timestamp::from_unix(i64::MAX)), None);
        assert_eq!(LocalTime::at(Timestamp::from_unix(i64::MIN)), None);
    }

    #[test]
    fn texts_and_their_defects() {
        assert_eq!(time("2026-11-21 08:00"), time("2026-11-21T08:00:00"));
        assert_eq!(time("2026-11-21T23:30:00").add_hours(12), Some(time("2026-11-22T11:30:00")));
        for text in [
            "",
            "2026-11-21",
            "2026-11-21T24:00:00",
            "2026-11-21T08:60:00",
            "2026-11-21T08:00:60",
            "2026-11-21T8:00:00",
            "2026-11-21T08:00:00Z",
            "2026-11-21T08:00:00:00",
            "2026-11-21T08",
            "2026-02-29T08:00:00",
            "+026-11-21T08:00:00",
        ] {
            assert_eq!(LocalTime::parse(text), None, "{text}");
        }
        for text in ["2026-11-21", "2026-11-21T08:00:00"] {
            assert_eq!(Moment::parse(text).unwrap().to_string(), text);
        }
        let day = Moment::parse("2026-11-21").unwrap();
        assert_eq!((day.earliest(), day.latest()), (time("2026-11-21T00:00:00"), time("2026-11-21T23:59:59")));
        assert_eq!(day.to_vietnamese_day(), "21/11/2026");
    }
}
