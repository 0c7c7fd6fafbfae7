//! EF.COM (ICAO Doc 9303-10 clause 4.6.1): which data groups there are. It is not signed, so it only helps to
//! plan the reading; the security object says what must be there.

use super::data_group::DataGroup;
use super::tlv::{Reader, encode, single, tag_bytes};
use crate::error::{Code, Result};

const PLACE: &str = "EF.COM";
const TAG: u32 = 0x60;
const LDS_VERSION: u32 = 0x5F01;
const UNICODE_VERSION: u32 = 0x5F36;
const TAG_LIST: u32 = 0x5C;

/// EF.COM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Com {
    /// Version of the logical data structure: four digits, such as `0107`.
    pub lds_version: String,
    /// Version of Unicode: six digits, such as `040000`.
    pub unicode_version: String,
    /// The data groups in the order of the file.
    pub data_groups: Vec<DataGroup>,
    /// Tags in the list that are no data group.
    pub unknown_tags: Vec<u32>,
}

impl Com {
    /// Reads the file.
    ///
    /// # Errors
    /// TLV errors, or `file-malformed` where a version does not consist of digits.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let mut fields = single(bytes, TAG, PLACE)?.children();
        let lds_version = digits(&mut fields, LDS_VERSION, 4)?;
        let unicode_version = digits(&mut fields, UNICODE_VERSION, 6)?;
        let (mut data_groups, mut unknown_tags) = (Vec::new(), Vec::new());
        for tag in read_tag_list(&mut fields)? {
            match DataGroup::from_tag(tag) {
                Some(group) => data_groups.push(group),
                None => unknown_tags.push(tag),
            }
        }
        fields.finish()?;
        Ok(Self { lds_version, unicode_version, data_groups, unknown_tags })
    }

    /// The file as bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let groups = self.data_groups.iter().map(|group| group.tag());
        let mut fields = encode(LDS_VERSION, self.lds_version.as_bytes());
        fields.extend(encode(UNICODE_VERSION, self.unicode_version.as_bytes()));
        fields.extend(encode_tag_list(groups.chain(self.unknown_tags.iter().copied())));
        encode(TAG, &fields)
    }
}

fn digits(fields: &mut Reader<'_>, tag: u32, count: usize) -> Result<String> {
    let malformed = fields.error(Code::FileMalformed);
    let value = fields.expect(tag)?.value;
    if value.len() != count || !value.iter().all(u8::is_ascii_digit) {
        return Err(malformed);
    }
    Ok(value.iter().copied().map(char::from).collect())
}

/// Object 5C, a list of tags, as it also opens DG11 and DG12.
pub(super) fn read_tag_list(fields: &mut Reader<'_>) -> Result<Vec<u32>> {
    let list = fields.expect(TAG_LIST)?;
    let malformed = list.children().error(Code::FileMalformed);
    let mut bytes = list.value.iter();
    let mut tags = Vec::new();
    while let Some(&first) = bytes.next() {
        let mut tag = u32::from(first);
        if first & 0x1F == 0x1F {
            tag = tag << 8 | u32::from(*bytes.next().ok_or(malformed)?);
            if tag & 0x80 != 0 {
                tag = tag << 8 | u32::from(*bytes.next().filter(|byte| **byte < 0x80).ok_or(malformed)?);
            }
        }
        tags.push(tag);
    }
    Ok(tags)
}

pub(super) fn encode_tag_list(tags: impl Iterator<Item = u32>) -> Vec<u8> {
    let bytes: Vec<u8> = tags.flat_map(tag_bytes).collect();
    encode(TAG_LIST, &bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::files::testing::{assert_no_truncation_parses, bsi_2008, flip_every_bit};

    #[test]
    fn reads_the_reference_file() {
        let file = bsi_2008("EF_COM");
        let com = Com::parse(&file).unwrap();
        assert_eq!((com.lds_version.as_str(), com.unicode_version.as_str()), ("0107", "040000"));
        let numbers: Vec<u8> = com.data_groups.iter().map(|group| group.number()).collect();
        assert_eq!(numbers, [1, 2, 3, 14]);
        assert_eq!(com.encode(), file);
        assert_no_truncation_parses(&file, Com::parse);
        flip_every_bit(&file, |changed| assert_ne!(Com::parse(changed).ok().as_ref(), Some(&com)));
    }

    #[test]
    fn tags_of_no_group_are_kept() {
        let file = Com {
            lds_version: "0108".to_owned(),
            unicode_version: "040000".to_owned(),
            data_groups: vec![DataGroup::DG1, DataGroup::DG13],
            unknown_tags: vec![0x7F61, 0x62, 0x00, 0x5F1F],
        };
        assert_eq!(Com::parse(&file.encode()).unwrap(), file);
    }

    #[test]
    fn refuses_by_name() {
        let code = |tail: &[u8]| {
            let head = [&[0x5F, 0x01, 4][..], b"0107", &[0x5F, 0x36, 6], b"040000"].concat();
            Com::parse(&encode(TAG, &[&head, tail].concat())).unwrap_err().code()
        };
        assert_eq!(code(&[]), Code::TlvTag);
        assert_eq!(code(&[0x5C, 1, 0x5F]), Code::FileMalformed);
        assert_eq!(code(&[0x5C, 1, 0x61, 0x5C, 0]), Code::TlvTrailing);
        let letters = encode(TAG, &[&[0x5F, 0x01, 4][..], b"010A", &[0x5F, 0x36, 6], b"040000", &[0x5C, 0]].concat());
        assert_eq!(Com::parse(&letters).unwrap_err().code(), Code::FileMalformed);
        assert_eq!(Com::parse(&bsi_2008("Datagroup1")).unwrap_err().code(), Code::TlvTag);
    }
}
