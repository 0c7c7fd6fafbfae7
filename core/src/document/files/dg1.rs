//! DG1 (ICAO Doc 9303-10 clause 4.7.1): the machine readable zone as stored on the chip.

use super::tlv::{encode, single};
use crate::error::{Code, Error, Result};
use crate::personal::Personal;

const PLACE: &str = "DG1";
const TAG: u32 = 0x61;
const MRZ: u32 = 0x5F1F;

/// DG1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dg1 {
    mrz: Personal<String>,
}

impl Dg1 {
    /// Reads the file: 90 characters (TD1, as on citizen cards), 72 (TD2) or 88 (TD3, passports) of the MRZ
    /// alphabet. Check digits are the business of the MRZ parser.
    ///
    /// # Errors
    /// TLV errors, or `file-malformed` for another length or character.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let mut fields = single(bytes, TAG, PLACE)?.children();
        let mrz = fields.expect(MRZ)?;
        fields.finish()?;
        let text = std::str::from_utf8(mrz.value).map_err(|_| mrz.children().error(Code::FileMalformed))?;
        Self::new(text).map_err(|error| error.at(mrz.offset))
    }

    /// A file with this MRZ, its lines joined.
    ///
    /// # Errors
    /// `file-malformed` as for [`Dg1::parse`].
    pub fn new(mrz: &str) -> Result<Self> {
        let alphabet = |byte: u8| matches!(byte, b'A'..=b'Z' | b'0'..=b'9' | b'<');
        if !matches!(mrz.len(), 72 | 88 | 90) || !mrz.bytes().all(alphabet) {
            return Err(Error::new(Code::FileMalformed, PLACE));
        }
        Ok(Self { mrz: Personal::new(mrz.to_owned()) })
    }

    /// The MRZ without line breaks.
    #[must_use]
    pub const fn mrz(&self) -> &Personal<String> {
        &self.mrz
    }

    /// The file as bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        encode(TAG, &encode(MRZ, self.mrz.expose().as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::files::testing::{assert_no_truncation_parses, bsi_2008, flip_every_bit};

    const CARD: &str = "IDVNM1990000184001199000018<<59902174F3902172VNM<<<<<<<<<<<8NGUYEN<<THI<MAU<<<<<<<<<<<<<<<";

    #[test]
    fn reads_a_passport_and_a_card() {
        let file = bsi_2008("Datagroup1");
        let passport = Dg1::parse(&file).unwrap();
        assert_eq!(passport.mrz().expose().len(), 88);
        assert!(passport.mrz().expose().starts_with("P<D<<MUSTERMANN<<ERIKA<"));
        assert_eq!(passport.encode(), file);
        let card = Dg1::new(CARD).unwrap();
        assert_eq!(Dg1::parse(&card.encode()).unwrap().mrz().expose(), CARD);
        assert!(!format!("{card:?}").contains("NGUYEN"));
    }

    #[test]
    fn damage_is_an_error_or_another_text() {
        let card = Dg1::new(CARD).unwrap();
        assert_no_truncation_parses(&card.encode(), Dg1::parse);
        flip_every_bit(&card.encode(), |changed| assert_ne!(Dg1::parse(changed).ok().as_ref(), Some(&card)));
    }

    #[test]
    fn refuses_other_lengths_and_letters() {
        assert_eq!(Dg1::new("").unwrap_err().code(), Code::FileMalformed);
        assert_eq!(Dg1::new(CARD.trim_end_matches('<')).unwrap_err().code(), Code::FileMalformed);
        assert_eq!(Dg1::new(&CARD.to_lowercase()).unwrap_err().code(), Code::FileMalformed);
        let twice = encode(TAG, &[&encode(MRZ, CARD.as_bytes())[..], &[0x5F, 0x1F, 0]].concat());
        assert_eq!(Dg1::parse(&twice).unwrap_err().code(), Code::TlvTrailing);
        let broken = encode(TAG, &encode(MRZ, &[0xFF; 90]));
        assert_eq!(Dg1::parse(&broken).unwrap_err().code(), Code::FileMalformed);
    }
}
