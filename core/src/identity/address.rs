//! Addresses: the text as printed, and the units it may be resolved to.

use super::text::tidy;
use crate::error::Result;
use crate::limits::TEXT_CHARS;
use crate::personal::Mask;
use serde::{Serialize, Serializer};
use std::fmt;

/// Units until 30 June 2025: codes of the statistics office, written with leading zeros to 2, 3 and 5 digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OldUnits {
    /// Province, 2 digits.
    pub province: u8,
    /// District, 3 digits.
    pub district: Option<u16>,
    /// Commune, 5 digits.
    pub commune: Option<u32>,
}

/// Units since 1 July 2025: codes of the statistics office, written with leading zeros to 2 and 5 digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NewUnits {
    /// Province, 2 digits.
    pub province: u8,
    /// Commune, 5 digits.
    pub commune: Option<u32>,
}

/// An address. Parsers of documents fill the text only; the units are for whoever resolves it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Address {
    /// The text as printed, as one line in Unicode form NFC.
    pub text: String,
    /// The units before the merger of 2025, once resolved.
    pub old_units: Option<OldUnits>,
    /// The units since the merger of 2025, once resolved.
    pub new_units: Option<NewUnits>,
}

impl Address {
    /// The text as printed; blanks and Unicode form are put in order. May be empty.
    ///
    /// # Errors
    /// `too-large`, `text-control-characters`.
    pub fn parse(text: &str) -> Result<Self> {
        Ok(Self { text: tidy(text, TEXT_CHARS, "address")?, old_units: None, new_units: None })
    }
}

impl Mask for Address {
    fn mask(&self) -> String {
        self.text.mask()
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.mask())
    }
}

impl Serialize for Address {
    /// Masked.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.mask())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_only_and_masked() {
        let address = Address::parse("Số 1,  Cửa Nam,\nHoàn Kiếm, Hà Nội").unwrap();
        assert_eq!(address.text, "Số 1, Cửa Nam, Hoàn Kiếm, Hà Nội");
        assert_eq!(format!("{address:?}"), "***");
        assert!(address.old_units.is_none() && address.new_units.is_none());
    }
}
