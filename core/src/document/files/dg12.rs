//! DG12 (ICAO Doc 9303-10 clause 4.7.12): additional document details.

use super::com::{encode_tag_list, read_tag_list};
use super::details::{self, Detail, Details, Kind};
use super::tlv::{encode, single};
use crate::error::Result;
use crate::personal::Personal;

const PLACE: &str = "DG12";
const TAG: u32 = 0x6C;
const TAG_LIST: u32 = 0x5C;
const OTHER_PERSON: u32 = 0x5F1A;

/// DG12.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dg12 {
    /// The tags that the file announces; some issuers announce objects that are absent.
    pub announced: Vec<u32>,
    /// The data objects.
    pub details: Details,
}

const fn kind(tag: u32) -> Kind {
    match tag {
        0x5F26 | 0x5F55 => Kind::Date,
        0xA0 => Kind::Names(OTHER_PERSON),
        0x5F19..=0x5F1C | 0x5F56 => Kind::Text,
        _ => Kind::Bytes,
    }
}

impl Dg12 {
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

    /// The issuing authority (5F19).
    #[must_use]
    pub fn issuing_authority(&self) -> Option<&Personal<String>> {
        details::text(&self.details, 0x5F19)
    }

    /// The date of issue (5F26) as YYYYMMDD.
    #[must_use]
    pub fn date_of_issue(&self) -> Option<&Personal<String>> {
        details::text(&self.details, 0x5F26)
    }

    /// Other persons in the document (5F1A).
    pub fn other_persons(&self) -> impl Iterator<Item = &Personal<String>> {
        details::names(&self.details, OTHER_PERSON)
    }

    /// Endorsements and observations (5F1B).
    #[must_use]
    pub fn endorsements(&self) -> Option<&Personal<String>> {
        details::text(&self.details, 0x5F1B)
    }

    /// The time of personalisation (5F55) as YYYYMMDDhhmmss.
    #[must_use]
    pub fn personalised_at(&self) -> Option<&Personal<String>> {
        details::text(&self.details, 0x5F55)
    }

    /// A picture of the front of the document (5F1D), undecoded.
    #[must_use]
    pub fn front(&self) -> Option<&Personal<Vec<u8>>> {
        details::bytes(&self.details, 0x5F1D)
    }

    /// A picture of the back of the document (5F1E), undecoded.
    #[must_use]
    pub fn back(&self) -> Option<&Personal<Vec<u8>>> {
        details::bytes(&self.details, 0x5F1E)
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

    fn sample() -> Dg12 {
        let text = |text: &str| Detail::Text(Personal::new(text.to_owned()));
        let image = |byte| Detail::Bytes(Personal::new(vec![byte, 0xD8, 0xFF]));
        Dg12::of(vec![
            (0x5F19, text("CỤC CẢNH SÁT MẪU")),
            (0x5F26, text("20210627")),
            (0xA0, Detail::Names(vec![Personal::new("TRAN<<VAN<MAU".to_owned())])),
            (0x5F1B, text("")),
            (0x5F1D, image(1)),
            (0x5F1E, image(2)),
            (0x5F55, text("20210627101530")),
            (0x5F56, text("MÁY<1")),
        ])
    }

    #[test]
    fn every_detail_round_trips() {
        let dg12 = Dg12::parse(&sample().encode()).unwrap();
        assert_eq!(dg12, sample());
        assert_eq!(dg12.issuing_authority().unwrap().expose(), "CỤC CẢNH SÁT MẪU");
        assert_eq!(dg12.date_of_issue().unwrap().expose(), "20210627");
        assert_eq!(dg12.other_persons().next().unwrap().expose(), "TRAN<<VAN<MAU");
        assert_eq!(dg12.endorsements().unwrap().expose(), "");
        assert_eq!(dg12.personalised_at().unwrap().expose(), "20210627101530");
        assert_eq!((dg12.front().unwrap().expose()[0], dg12.back().unwrap().expose()[0]), (1, 2));
        assert!(dg12.detail(0x5F56).is_some() && dg12.detail(0x5F57).is_none());
    }

    #[test]
    fn packed_dates_are_read() {
        let objects =
            [0x5C, 0, 0x5F, 0x26, 4, 0x20, 0x21, 0x06, 0x27, 0x5F, 0x55, 7, 0x20, 0x21, 6, 0x27, 0x10, 0x15, 0x30];
        let dg12 = Dg12::parse(&encode(TAG, &objects)).unwrap();
        assert_eq!(dg12.date_of_issue().unwrap().expose(), "20210627");
        assert_eq!(dg12.personalised_at().unwrap().expose(), "20210627101530");
    }

    #[test]
    fn damage_never_panics_and_truncation_never_parses() {
        let file = sample().encode();
        assert_no_truncation_parses(&file, Dg12::parse);
        flip_every_bit(&file, |changed| {
            if let Ok(dg12) = Dg12::parse(changed) {
                assert_ne!(dg12, sample());
                assert_eq!(Dg12::parse(&dg12.encode()).unwrap(), dg12);
            }
        });
        assert_eq!(Dg12::parse(&encode(0x6B, &[0x5C, 0])).unwrap_err().code(), Code::TlvTag);
    }
}
