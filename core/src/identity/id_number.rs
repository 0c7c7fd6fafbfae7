//! Personal numbers: 12 digits (Decree 137/2015/NĐ-CP, Circular 07/2016/TT-BCA) and the older 9.

use super::province::{self, Province};
use super::sex::Sex;
use crate::error::{Code, Error, Result};
use crate::personal::Mask;
use serde::{Serialize, Serializer};
use std::fmt;

/// A personal number of 12 digits: three for the province or country of birth registration, one for century
/// and sex, two for the year of birth, six at random. It has no check digit: any 12 digits parse.
///
/// ```
/// use dinhdanh::identity::{IdNumber, Sex};
/// let number = IdNumber::parse("001199000018")?;
/// assert_eq!((number.birth_year(), number.sex()), (1999, Sex::Female));
/// assert_eq!(number.province().map(|p| p.old_name), Some("Hà Nội"));
/// assert_eq!(format!("{number:?}"), "0011******18");
/// # Ok::<(), dinhdanh::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdNumber([u8; 12]);

/// Something unusual about a number that does not make it wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum IdNumberWarning {
    /// The first three digits are not one of the 63 provinces: a birth registered abroad, or an invented number.
    UnknownProvince,
}

impl IdNumber {
    /// Exactly 12 ASCII digits, nothing around them.
    ///
    /// # Errors
    /// `id-number-digits`, `id-number-length`.
    pub fn parse(text: &str) -> Result<Self> {
        digits(text, "id_number").map(Self)
    }

    /// The 12 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The first three digits: province, or country of birth.
    #[must_use]
    pub fn province_code(&self) -> &str {
        self.as_str().get(..3).unwrap_or_default()
    }

    /// The province in which the birth was registered, if the number names one.
    #[must_use]
    pub fn province(&self) -> Option<&'static Province> {
        province::by_prefix(self.province_code())
    }

    /// The sex in the fourth digit: even male, odd female (Circular 07/2016/TT-BCA, Article 7).
    #[must_use]
    pub fn sex(&self) -> Sex {
        if self.digit(3) & 1 == 0 { Sex::Male } else { Sex::Female }
    }

    /// The century of birth in the fourth digit: 20 for 1900 to 1999, up to 24 for 2300 to 2399.
    #[must_use]
    pub fn century(&self) -> u8 {
        (self.digit(3) >> 1).saturating_add(20)
    }

    /// The year of birth.
    #[must_use]
    pub fn birth_year(&self) -> u16 {
        let in_century = u16::from(self.digit(4)).saturating_mul(10).saturating_add(u16::from(self.digit(5)));
        u16::from(self.century()).saturating_sub(1).saturating_mul(100).saturating_add(in_century)
    }

    /// The last nine digits: the document number of the card's machine readable zone.
    #[must_use]
    pub fn last9(&self) -> &str {
        self.as_str().get(3..).unwrap_or_default()
    }

    /// The last six digits.
    #[must_use]
    pub fn last6(&self) -> &str {
        self.as_str().get(6..).unwrap_or_default()
    }

    /// What is unusual about the number.
    #[must_use]
    pub fn warnings(&self) -> Vec<IdNumberWarning> {
        if self.province().is_some() { Vec::new() } else { vec![IdNumberWarning::UnknownProvince] }
    }

    fn digit(&self, index: usize) -> u8 {
        self.0.get(index).map_or(0, |b| b.saturating_sub(b'0'))
    }
}

/// The number of an old identity card (CMND): 9 digits, no structure that can be relied on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OldIdNumber([u8; 9]);

impl OldIdNumber {
    /// Exactly 9 ASCII digits, nothing around them.
    ///
    /// # Errors
    /// `id-number-digits`, `id-number-length`.
    pub fn parse(text: &str) -> Result<Self> {
        digits(text, "old_id_number").map(Self)
    }

    /// The 9 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

fn digits<const N: usize>(text: &str, place: &'static str) -> Result<[u8; N]> {
    if let Some(offset) = text.bytes().position(|b| !b.is_ascii_digit()) {
        return Err(Error::new(Code::IdNumberDigits, place).at(offset));
    }
    text.as_bytes().try_into().map_err(|_| Error::new(Code::IdNumberLength, place))
}

macro_rules! shown_masked {
    ($($name:ty)*) => { $(
        impl Mask for $name {
            fn mask(&self) -> String {
                self.as_str().mask()
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.mask())
            }
        }

        impl Serialize for $name {
            /// Masked.
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.mask())
            }
        }
    )* };
}
shown_masked!(IdNumber OldIdNumber);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_century_digit_has_its_sex_and_year() {
        for (digit, century, sex, year) in [
            (0, 20, Sex::Male, 1907),
            (1, 20, Sex::Female, 1907),
            (2, 21, Sex::Male, 2007),
            (3, 21, Sex::Female, 2007),
            (4, 22, Sex::Male, 2107),
            (7, 23, Sex::Female, 2207),
            (9, 24, Sex::Female, 2307),
        ] {
            let number = IdNumber::parse(&format!("079{digit}07123456")).unwrap();
            assert_eq!((number.century(), number.sex(), number.birth_year()), (century, sex, year));
            assert_eq!((number.last9(), number.last6()), (&*format!("{digit}07123456"), "123456"));
            assert_eq!(number.province_code(), "079");
            assert!(number.warnings().is_empty());
        }
    }

    #[test]
    fn an_unknown_province_is_a_warning() {
        let number = IdNumber::parse("003199000018").unwrap();
        assert!(number.province().is_none());
        assert_eq!(number.warnings(), [IdNumberWarning::UnknownProvince]);
    }

    #[test]
    fn only_the_exact_digits_parse() {
        let code = |text: &str| IdNumber::parse(text).unwrap_err().code();
        for text in ["", "00119900001", "0011990000180"] {
            assert_eq!(code(text), Code::IdNumberLength, "{text}");
        }
        for text in [" 001199000018", "001199000018 ", "00119900001A", "٠٠١١٩٩٠٠٠٠١٨", "001-99000018", "001199000018\n"]
        {
            assert_eq!(code(text), Code::IdNumberDigits, "{text}");
        }
        assert_eq!(OldIdNumber::parse("01234567").unwrap_err().code(), Code::IdNumberLength);
        assert_eq!(OldIdNumber::parse("012345678").unwrap().as_str(), "012345678");
    }

    #[test]
    fn never_shown_in_full() {
        let number = IdNumber::parse("001199000018").unwrap();
        let old = OldIdNumber::parse("012345678").unwrap();
        assert_eq!(format!("{number:?} {old:?}"), "0011******18 0123***78");
    }
}
