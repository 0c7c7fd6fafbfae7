//! Nationality as machine readable zones write it.

use crate::error::{Code, Error, Result};
use crate::identity::text::without_diacritics;
use crate::personal::Mask;
use serde::{Serialize, Serializer};
use std::fmt;

/// A nationality: ISO 3166-1 alpha-3, or a code that ICAO 9303-3 section 5 adds (`D` for Germany, `XXA`
/// stateless, `UNO`, ...). Any one to three letters parse; whether a code is assigned is not checked.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Nationality([u8; 3]);

impl Nationality {
    /// Việt Nam.
    pub const VIETNAM: Self = Self(*b"VNM");

    /// A code of one to three capital letters, with or without the filler `<` of a machine readable zone.
    ///
    /// # Errors
    /// `nationality-unknown`.
    pub fn parse_code(text: &str) -> Result<Self> {
        let letters = text.trim_end_matches('<').as_bytes();
        if letters.is_empty() || letters.len() > 3 || !letters.iter().all(u8::is_ascii_uppercase) {
            return Err(Error::new(Code::NationalityUnknown, "nationality"));
        }
        let mut code = [b'<'; 3];
        for (to, from) in code.iter_mut().zip(letters) {
            *to = *from;
        }
        Ok(Self(code))
    }

    /// The way DG13 and Vietnamese forms write it: `Việt Nam` in its variants, or a code.
    ///
    /// # Errors
    /// `nationality-unknown` for the names of other countries.
    pub fn parse(text: &str) -> Result<Self> {
        let plain: String = without_diacritics(text).split_whitespace().collect();
        match plain.as_str() {
            "vietnam" | "vn" | "cnxhcnvietnam" => Ok(Self::VIETNAM),
            _ => Self::parse_code(text.trim()),
        }
    }

    /// The code without filler: `VNM`, `D`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.mrz().trim_end_matches('<')
    }

    /// The three characters of a machine readable zone: `VNM`, `D<<`.
    #[must_use]
    pub fn mrz(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Debug for Nationality {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Nationality {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl Mask for Nationality {
    fn mask(&self) -> String {
        "***".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_vietnamese_names() {
        for text in ["Việt Nam", "VIỆT NAM", "Viet Nam", "Vietnam", "VN", "VNM", " Vie\u{323}\u{302}t Nam "] {
            assert_eq!(Nationality::parse(text), Ok(Nationality::VIETNAM), "{text}");
        }
        let germany = Nationality::parse_code("D<<").unwrap();
        assert_eq!((germany.as_str(), germany.mrz()), ("D", "D<<"));
        for text in ["", "<<<", "Lào", "V1M", "V<M", "VNMX", "vnm"] {
            assert!(Nationality::parse_code(text).is_err(), "{text}");
        }
    }
}
