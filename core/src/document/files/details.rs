//! What DG11, DG12 and DG16 share: data objects with a text, a date, an image or names in them.
//!
//! Issuers disagree on encodings, so what does not fit its object is kept as bytes and not refused: a
//! signed file with one odd field still says the rest.

use super::der::{read_small, small};
use super::tlv::{Tlv, encode};
use crate::error::{Code, Result};
use crate::limits::DETAILS;
use crate::personal::Personal;

/// The value of one data object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Detail {
    /// UTF-8 text as on the chip; `<` separates parts. Dates are digits, whether they were stored as ASCII
    /// (8 or 14 bytes) or packed two to a byte (4 or 7 bytes, as Malaysia and Taiwan do).
    Text(Personal<String>),
    /// Names in an A0 object.
    Names(Vec<Personal<String>>),
    /// An image, an object that the standard does not define, or text that is not UTF-8.
    Bytes(Personal<Vec<u8>>),
}

/// Data objects in the order of the file, each with its tag.
pub type Details = Vec<(u32, Detail)>;

/// How the value of a tag is to be read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Date,
    /// Texts under this tag, counted.
    Names(u32),
    Bytes,
}

/// The first text under this tag.
pub(super) fn text(details: &Details, tag: u32) -> Option<&Personal<String>> {
    details.iter().find_map(|(each, detail)| match detail {
        Detail::Text(text) if *each == tag => Some(text),
        _ => None,
    })
}

/// The first bytes under this tag.
pub(super) fn bytes(details: &Details, tag: u32) -> Option<&Personal<Vec<u8>>> {
    details.iter().find_map(|(each, detail)| match detail {
        Detail::Bytes(bytes) if *each == tag => Some(bytes),
        _ => None,
    })
}

/// Every text under this tag, whether in an A0 object or, as China does, on its own.
pub(super) fn names(details: &Details, tag: u32) -> impl Iterator<Item = &Personal<String>> {
    details.iter().flat_map(move |(each, detail)| match detail {
        Detail::Names(names) => names.as_slice(),
        Detail::Text(text) if *each == tag => std::slice::from_ref(text),
        _ => &[],
    })
}

/// Reads every remaining object of a constructed value.
pub(super) fn read(parent: &Tlv<'_>, skip: &[u32], kind: impl Fn(u32) -> Kind) -> Result<Details> {
    let mut reader = parent.children();
    let mut details = Vec::new();
    while let Some(tlv) = reader.read()? {
        if skip.contains(&tlv.tag) {
            continue;
        }
        if details.len() >= DETAILS {
            return Err(reader.error(Code::TooLarge));
        }
        let raw = || Detail::Bytes(Personal::new(tlv.value.to_vec()));
        let detail = match kind(tlv.tag) {
            Kind::Text => read_text(tlv.value).map_or_else(raw, Detail::Text),
            Kind::Date => read_date(tlv.value).map_or_else(raw, Detail::Text),
            Kind::Names(name) => read_names(&tlv, name)?.map_or_else(raw, Detail::Names),
            Kind::Bytes => raw(),
        };
        details.push((tlv.tag, detail));
    }
    Ok(details)
}

fn read_text(value: &[u8]) -> Option<Personal<String>> {
    String::from_utf8(value.to_vec()).ok().map(Personal::new)
}

fn read_date(value: &[u8]) -> Option<Personal<String>> {
    let packed = matches!(value.len(), 4 | 7) && !value.iter().all(u8::is_ascii_digit);
    if !packed {
        return read_text(value);
    }
    let digits = value.iter().flat_map(|byte| [byte >> 4, byte & 0x0F]);
    let text: Option<String> = digits.map(|digit| char::from_digit(digit.into(), 10)).collect();
    text.map(Personal::new)
}

/// `02` count, then as many names; `None` where a name is not UTF-8.
fn read_names(group: &Tlv<'_>, name: u32) -> Result<Option<Vec<Personal<String>>>> {
    let mut reader = group.children();
    let count = read_small(&mut reader)?;
    let mut names = Some(Vec::new());
    for _ in 0..count {
        let text = read_text(reader.expect(name)?.value);
        names = names.zip(text).map(|(mut names, text)| {
            names.push(text);
            names
        });
    }
    reader.finish()?;
    Ok(names)
}

/// The objects as bytes.
pub(super) fn encode_all(details: &Details, kind: impl Fn(u32) -> Kind) -> Vec<u8> {
    let object = |(tag, detail): &(u32, Detail)| match (detail, kind(*tag)) {
        (Detail::Text(text), _) => encode(*tag, text.expose().as_bytes()),
        (Detail::Bytes(bytes), _) => encode(*tag, bytes.expose()),
        (Detail::Names(names), Kind::Names(name)) => {
            let mut value = super::der::encode_small(u32::try_from(names.len()).unwrap_or(u32::MAX));
            value.extend(names.iter().flat_map(|text| encode(name, text.expose().as_bytes())));
            encode(*tag, &value)
        }
        (Detail::Names(_), _) => Vec::new(),
    };
    details.iter().flat_map(object).collect()
}

/// The number of things that follow, at most 15: they are tagged A1 to AF.
pub(super) fn read_count(tlv: &Tlv<'_>) -> Result<u32> {
    small(tlv).and_then(|count| if count > 15 { Err(super::der::malformed(tlv)) } else { Ok(count) })
}
