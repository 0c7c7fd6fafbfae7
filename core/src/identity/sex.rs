//! Sex as the documents write it.

use crate::error::{Code, Error, Result};
use crate::identity::text::without_diacritics;
use crate::personal::Mask;
use serde::Serialize;

/// Sex as the documents write it. No other coding (0/1, 1/2/3) is read here: they contradict one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sex {
    /// `Nam`, `M`.
    Male,
    /// `Nữ`, `F`.
    Female,
    /// `<` in a machine readable zone: not stated (ICAO 9303-4).
    Unspecified,
}

impl Sex {
    /// `Nam` or `Nữ` in any case and Unicode form. `Nu` is accepted: scanners lose diacritics.
    ///
    /// # Errors
    /// `sex-unknown`.
    pub fn parse_vietnamese(text: &str) -> Result<Self> {
        match without_diacritics(text.trim()).as_str() {
            "nam" => Ok(Self::Male),
            "nu" => Ok(Self::Female),
            _ => Err(Error::new(Code::SexUnknown, "sex")),
        }
    }

    /// The character of a machine readable zone: `M`, `F`, `<` (and `X`, which ICAO 9303 uses elsewhere for `<`).
    ///
    /// # Errors
    /// `sex-unknown`.
    pub fn from_mrz(character: char) -> Result<Self> {
        match character {
            'M' => Ok(Self::Male),
            'F' => Ok(Self::Female),
            '<' | 'X' => Ok(Self::Unspecified),
            _ => Err(Error::new(Code::SexUnknown, "sex")),
        }
    }

    /// The character of a machine readable zone.
    #[must_use]
    pub const fn mrz(self) -> char {
        match self {
            Self::Male => 'M',
            Self::Female => 'F',
            Self::Unspecified => '<',
        }
    }

    /// The word on Vietnamese documents; empty where not stated.
    #[must_use]
    pub const fn vietnamese(self) -> &'static str {
        match self {
            Self::Male => "Nam",
            Self::Female => "Nữ",
            Self::Unspecified => "",
        }
    }

    /// `male`, `female` or `unspecified`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
            Self::Unspecified => "unspecified",
        }
    }
}

impl Mask for Sex {
    fn mask(&self) -> String {
        "***".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_codings_that_are_never_mixed() {
        for text in ["Nữ", "nữ", "NỮ", "Nu\u{31b}\u{303}", " Nữ "] {
            assert_eq!(Sex::parse_vietnamese(text), Ok(Sex::Female), "{text}");
        }
        assert_eq!(Sex::parse_vietnamese("NAM"), Ok(Sex::Male));
        for text in ["", "M", "F", "1", "Nam Nữ"] {
            assert_eq!(Sex::parse_vietnamese(text).unwrap_err().code(), Code::SexUnknown, "{text}");
        }
        for sex in [Sex::Male, Sex::Female, Sex::Unspecified] {
            assert_eq!(Sex::from_mrz(sex.mrz()), Ok(sex));
        }
        assert!(Sex::from_mrz('N').is_err());
    }
}
