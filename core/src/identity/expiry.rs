//! Until when a document is valid.

use super::date::Date;
use super::partial_date::PartialDate;
use super::text::without_diacritics;
use crate::error::{Code, Error, Result};
use crate::personal::Mask;
use serde::{Serialize, Serializer};
use std::fmt;

/// Until when a document is valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Expiry {
    /// The last day.
    On(Date),
    /// Without end: cards of people past the last age of exchange.
    Never,
}

impl Expiry {
    /// How machine readable zones are taken to write "without end". **Unconfirmed**: no official source says so.
    pub const MRZ_NEVER: &'static str = "991231";

    /// From a machine readable zone, `YYMMDD`: years 2000 to 2099, and [`Expiry::MRZ_NEVER`].
    ///
    /// # Errors
    /// `date-format`, `date-calendar`.
    pub fn from_mrz(text: &str) -> Result<Self> {
        if text == Self::MRZ_NEVER {
            return Ok(Self::Never);
        }
        let format_error = Error::new(Code::DateFormat, "date_of_expiry");
        let in_century: u16 = text.get(..2).and_then(|t| t.parse().ok()).ok_or(format_error)?;
        PartialDate::from_mrz_in_year(text, in_century.saturating_add(2000))?.full().map(Self::On).ok_or(format_error)
    }

    /// As printed or stored in DG13: a date (`17/02/2039`) or `Không thời hạn`.
    ///
    /// # Errors
    /// `date-format`, `date-calendar`.
    pub fn parse_vietnamese(text: &str) -> Result<Self> {
        let plain: String = without_diacritics(text).split_whitespace().collect();
        if matches!(plain.as_str(), "khongthoihan" | "vothoihan" | "khongxacdinhthoihan") {
            return Ok(Self::Never);
        }
        let format_error = Error::new(Code::DateFormat, "date_of_expiry");
        PartialDate::parse_day_first(text)?.full().map(Self::On).ok_or(format_error)
    }

    /// `YYMMDD` of a machine readable zone.
    #[must_use]
    pub fn to_mrz(self) -> String {
        match self {
            Self::On(date) => PartialDate::from(date).to_mrz(),
            Self::Never => Self::MRZ_NEVER.to_owned(),
        }
    }

    /// Whether the document is past its end on this day. The last day itself is still valid.
    #[must_use]
    pub fn is_past(self, today: Date) -> bool {
        matches!(self, Self::On(last) if last < today)
    }
}

impl fmt::Display for Expiry {
    /// ISO 8601, or `never`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::On(date) => date.fmt(f),
            Self::Never => f.write_str("never"),
        }
    }
}

impl Serialize for Expiry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Mask for Expiry {
    fn mask(&self) -> String {
        "***".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_no_end() {
        let day = Expiry::On(Date::new(2039, 2, 17).unwrap());
        assert_eq!(Expiry::from_mrz("390217"), Ok(day));
        assert_eq!(Expiry::parse_vietnamese("17/02/2039"), Ok(day));
        assert_eq!(Expiry::from_mrz("991231"), Ok(Expiry::Never));
        for text in ["Không thời hạn", "KHÔNG THỜI HẠN", " Không  thời hạn "] {
            assert_eq!(Expiry::parse_vietnamese(text), Ok(Expiry::Never));
        }
        assert_eq!((day.to_mrz(), Expiry::Never.to_mrz()), ("390217".to_owned(), "991231".to_owned()));
        for text in ["", "39", "39<<<<", "390230", "é9021", "<<<<<<"] {
            assert!(Expiry::from_mrz(text).is_err(), "{text}");
        }
        assert!(Expiry::parse_vietnamese("2039").is_err());
        assert!(!day.is_past(Date::new(2039, 2, 17).unwrap()));
        assert!(day.is_past(Date::new(2039, 2, 18).unwrap()));
        assert!(!Expiry::Never.is_past(Date::new(9999, 12, 31).unwrap()));
    }
}
