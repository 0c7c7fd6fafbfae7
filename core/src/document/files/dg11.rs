//! DG11 (ICAO Doc 9303-10 clause 4.7.11): additional personal details. Vietnamese cards have none; passports of
//! other states do.

use super::com::{encode_tag_list, read_tag_list};
use super::details::{self, Detail, Details, Kind};
use super::tlv::{encode, single};
use crate::error::Result;
use crate::personal::Personal;

const PLACE: &str = "DG11";
const TAG: u32 = 0x6B;
const TAG_LIST: u32 = 0x5C;
const OTHER_NAME: u32 = 0x5F0F;

/// DG11.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dg11 {
    /// The tags that the file announces; some issuers announce objects that are absent.
    pub announced: Vec<u32>,
    /// The data objects.
    pub details: Details,
}

const fn kind(tag: u32) -> Kind {
    match tag {
        0x5F2B => Kind::Date,
        0xA0 => Kind::Names(OTHER_NAME),
        0x5F0E..=0x5F15 | 0x5F17 | 0x5F18 | 0x5F42 => Kind::Text,
        _ => Kind::Bytes,
    }
}

impl Dg11 {
    /// Reads the file.
    ///
    /// # Errors
    /// TLV errors; `file-malformed` for a broken list of tags or names.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let file = single(bytes, TAG, PLACE)?;
        let announced = read_tag_list(&mut file.children())?;
        Ok(Self { announced, details: details::read(&file, &[TAG_LIST], kind)? })
    }

    /// The file with these objects, each announced.
    #[must_use]
    pub fn of(details: Details) -> Self {
        Self { announced: details.iter().map(|(tag, _)| *tag).collect(), details }
    }

    /// The file as bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut value = encode_tag_list(self.announced.iter().copied());
        value.extend(details::encode_all(&self.details, kind));
        encode(TAG, &value)
    }

    /// The full name in national letters (5F0E), `<<` after the surname.
    #[must_use]
    pub fn full_name(&self) -> Option<&Personal<String>> {
        details::text(&self.details, 0x5F0E)
    }

    /// Other names (5F0F).
    pub fn other_names(&self) -> impl Iterator<Item = &Personal<String>> {
        details::names(&self.details, OTHER_NAME)
    }

    /// The personal number (5F10).
    #[must_use]
    pub fn personal_number(&self) -> Option<&Personal<String>> {
        details::text(&self.details, 0x5F10)
    }

    /// The date of birth (5F2B) as YYYYMMDD.
    #[must_use]
    pub fn date_of_birth(&self) -> Option<&Personal<String>> {
        details::text(&self.details, 0x5F2B)
    }

    /// The place of birth (5F11).
    #[must_use]
    pub fn place_of_birth(&self) -> Option<&Personal<String>> {
        details::text(&self.details, 0x5F11)
    }

    /// The permanent address (5F42).
    #[must_use]
    pub fn address(&self) -> Option<&Personal<String>> {
        details::text(&self.details, 0x5F42)
    }

    /// The object with this tag, for those that have no name here.
    #[must_use]
    pub fn detail(&self, tag: u32) -> Option<&Detail> {
        self.details.iter().find(|(each, _)| *each == tag).map(|(_, detail)| detail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::files::testing::{assert_no_truncation_parses, flip_every_bit};
    use crate::error::Code;

    fn text(text: &str) -> Detail {
        Detail::Text(Personal::new(text.to_owned()))
    }

    fn sample() -> Dg11 {
        let names = ["NGUYEN<<MAU", "MAU<<LAN"].map(|name| Personal::new(name.to_owned()));
        Dg11::of(vec![
            (0x5F0E, text("NGUYỄN<<THỊ<MẪU")),
            (0xA0, Detail::Names(names.to_vec())),
            (0x5F10, text("001199000018")),
            (0x5F2B, text("19990217")),
            (0x5F11, text("HÀ<NỘI")),
            (0x5F42, text("SỐ 1<CỬA NAM<HÀ NỘI")),
            (0x5F16, Detail::Bytes(Personal::new(vec![0xFF, 0xD8, 0xFF]))),
            (0x5F7F, Detail::Bytes(Personal::new(vec![1, 2]))),
        ])
    }

    #[test]
    fn every_detail_round_trips() {
        let dg11 = Dg11::parse(&sample().encode()).unwrap();
        assert_eq!(dg11, sample());
        assert_eq!(dg11.full_name().unwrap().expose(), "NGUYỄN<<THỊ<MẪU");
        assert_eq!(dg11.other_names().count(), 2);
        assert_eq!(dg11.personal_number().unwrap().expose(), "001199000018");
        assert_eq!(dg11.date_of_birth().unwrap().expose(), "19990217");
        assert_eq!(dg11.place_of_birth().unwrap().expose(), "HÀ<NỘI");
        assert!(dg11.address().is_some() && dg11.detail(0x5F7F).is_some() && dg11.detail(0x5F12).is_none());
        assert!(!format!("{dg11:?}").contains("NGUY"));
    }

    #[test]
    fn damage_never_panics_and_truncation_never_parses() {
        let file = sample().encode();
        assert_no_truncation_parses(&file, Dg11::parse);
        flip_every_bit(&file, |changed| {
            if let Ok(dg11) = Dg11::parse(changed) {
                assert_ne!(dg11, sample());
                assert_eq!(Dg11::parse(&dg11.encode()).unwrap(), dg11);
            }
        });
    }

    #[test]
    fn what_other_states_do_is_read() {
        let file = |objects: &[u8]| encode(TAG, &[&[0x5C, 2, 0x5F, 0x2B], objects].concat());
        let packed = Dg11::parse(&file(&[0x5F, 0x2B, 4, 0x19, 0x92, 0x01, 0x15])).unwrap();
        assert_eq!(packed.date_of_birth().unwrap().expose(), "19920115");
        let no_digits = Dg11::parse(&file(&[0x5F, 0x2B, 4, 0x19, 0x92, 0x0A, 0x15])).unwrap();
        assert_eq!((no_digits.date_of_birth(), no_digits.details.len()), (None, 1));
        let direct = Dg11::parse(&file(&[0x5F, 0x0F, 1, b'A', 0x5F, 0x0F, 1, b'B'])).unwrap();
        assert_eq!(direct.other_names().map(|name| name.expose().as_str()).collect::<String>(), "AB");
        let latin_1 = Dg11::parse(&file(&[0x5F, 0x0E, 2, b'M', 0xFC])).unwrap();
        assert_eq!(latin_1.full_name(), None);
        assert!(matches!(latin_1.detail(0x5F0E), Some(Detail::Bytes(_))));
        assert!(Dg11::parse(&file(&[])).unwrap().details.is_empty());
    }

    #[test]
    fn refuses_by_name() {
        let code = |value: &[u8]| Dg11::parse(&encode(TAG, value)).unwrap_err().code();
        assert_eq!(code(&[]), Code::TlvTag);
        assert_eq!(code(&[0x5F, 0x0E, 0]), Code::TlvTag);
        assert_eq!(code(&[0x5C, 0, 0xA0, 3, 2, 1, 1]), Code::TlvTag);
        assert_eq!(code(&[0x5C, 0, 0xA0, 6, 2, 1, 0, 0x5F, 0x0F, 0]), Code::TlvTrailing);
        let many = [&[0x5C, 0][..], &[0x5F, 0x0F, 0].repeat(crate::limits::DETAILS + 1)].concat();
        assert_eq!(code(&many), Code::TooLarge);
    }
}
