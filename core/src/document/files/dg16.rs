//! DG16 (ICAO Doc 9303-10 clause 4.7.16): persons to notify in an emergency.

use super::der::{INTEGER, encode_small};
use super::details::{self, Details, Kind};
use super::tlv::{encode, single};
use crate::error::Result;
use crate::personal::Personal;

const PLACE: &str = "DG16";
const TAG: u32 = 0x70;
/// Persons are tagged A1, A2 and so on.
const BEFORE_FIRST: u32 = 0xA0;

/// DG16.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dg16 {
    /// The persons, at most 15.
    pub persons: Vec<PersonToNotify>,
}

/// One person to notify.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonToNotify {
    /// The data objects.
    pub details: Details,
}

const fn kind(tag: u32) -> Kind {
    match tag {
        0x5F50 => Kind::Date,
        0x5F51..=0x5F53 => Kind::Text,
        _ => Kind::Bytes,
    }
}

impl Dg16 {
    /// Reads the file.
    ///
    /// # Errors
    /// TLV errors; `file-malformed` for a count above 15.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let mut fields = single(bytes, TAG, PLACE)?.children();
        let count = details::read_count(&fields.expect(INTEGER)?)?;
        let mut persons = Vec::new();
        for number in 1..=count {
            let person = fields.expect(BEFORE_FIRST.saturating_add(number))?;
            persons.push(PersonToNotify { details: details::read(&person, &[], kind)? });
        }
        fields.finish()?;
        Ok(Self { persons })
    }

    /// The file as bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut value = encode_small(u32::try_from(self.persons.len()).unwrap_or(u32::MAX));
        for (person, number) in self.persons.iter().zip(1u32..) {
            let objects = details::encode_all(&person.details, kind);
            value.extend(encode(BEFORE_FIRST.saturating_add(number), &objects));
        }
        encode(TAG, &value)
    }
}

impl PersonToNotify {
    /// When this was recorded (5F50), as YYYYMMDD.
    #[must_use]
    pub fn recorded(&self) -> Option<&Personal<String>> {
        details::text(&self.details, 0x5F50)
    }

    /// The name (5F51).
    #[must_use]
    pub fn name(&self) -> Option<&Personal<String>> {
        details::text(&self.details, 0x5F51)
    }

    /// The telephone number (5F52).
    #[must_use]
    pub fn telephone(&self) -> Option<&Personal<String>> {
        details::text(&self.details, 0x5F52)
    }

    /// The address (5F53).
    #[must_use]
    pub fn address(&self) -> Option<&Personal<String>> {
        details::text(&self.details, 0x5F53)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::files::details::Detail;
    use crate::document::files::testing::{assert_no_truncation_parses, flip_every_bit};
    use crate::error::Code;

    fn sample(count: usize) -> Dg16 {
        let text = |tag, text: &str| (tag, Detail::Text(Personal::new(text.to_owned())));
        let details = vec![
            text(0x5F50, "20210627"),
            text(0x5F51, "TRAN<<VAN<MAU"),
            text(0x5F52, "0900000000"),
            text(0x5F53, "HÀ NỘI"),
        ];
        Dg16 { persons: vec![PersonToNotify { details }; count] }
    }

    #[test]
    fn persons_round_trip() {
        for count in [0, 1, 2, 15] {
            assert_eq!(Dg16::parse(&sample(count).encode()).unwrap(), sample(count));
        }
        let dg16 = sample(1);
        let person = &dg16.persons[0];
        assert_eq!(person.recorded().unwrap().expose(), "20210627");
        assert_eq!(person.name().unwrap().expose(), "TRAN<<VAN<MAU");
        assert_eq!(person.telephone().unwrap().expose(), "0900000000");
        assert_eq!(person.address().unwrap().expose(), "HÀ NỘI");
    }

    #[test]
    fn damage_never_panics_and_truncation_never_parses() {
        let file = sample(2).encode();
        assert_no_truncation_parses(&file, Dg16::parse);
        flip_every_bit(&file, |changed| assert_ne!(Dg16::parse(changed).ok(), Some(sample(2))));
    }

    #[test]
    fn refuses_by_name() {
        let code = |bytes: &[u8]| Dg16::parse(bytes).unwrap_err().code();
        assert_eq!(code(&sample(16).encode()), Code::FileMalformed);
        assert_eq!(code(&encode(TAG, &[2, 1, 1, 0xA2, 0])), Code::TlvTag);
        assert_eq!(code(&encode(TAG, &[2, 1, 0, 0xA1, 0])), Code::TlvTrailing);
        assert_eq!(code(&encode(TAG, &[])), Code::TlvTag);
    }
}
