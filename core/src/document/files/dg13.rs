//! DG13 of Vietnamese citizen cards: the citizen's data in full, with diacritics.
//!
//! **Observed, not official.** ICAO leaves DG13 to the issuer and no Vietnamese specification is public. What
//! is read here is what independent public readers of the 2021 card agree on:
//!
//! ```text
//! 6D { … SEQUENCE { INTEGER number, value } … }
//! ```
//! The fields may lie at any depth under further SEQUENCEs or SETs. A value is a string (UTF8String,
//! PrintableString, IA5String or T61String), or a SEQUENCE of them (13: father, then mother).
//!
//! | number | field | number | field |
//! |---|---|---|---|
//! | 1 | personal number | 9 | residence |
//! | 2 | full name | 10 | identifying features |
//! | 3 | date of birth, dd/MM/yyyy | 11 | date of issue |
//! | 4 | sex | 12 | date of expiry, or text such as "Không thời hạn" |
//! | 5 | nationality | 13 | father and mother |
//! | 6 | ethnicity | 14 | spouse (least certain) |
//! | 7 | religion | 15, 16 | former 9-digit number, and a text of unknown meaning |
//! | 8 | place of origin | | |
//!
//! Sources disagree on 15 and 16, so the former number is whichever holds nine digits. The 2024 card may code
//! a part of its data with a method of the issuer's own (Circular 16/2024/TT-BCA, Article 6); a file without a
//! single field of this form is `file-unsupported`.
//!
//! One public code base describes another form, tags C0 to CA directly under 6D. It contradicts all others and
//! no card was ever reported with it; reading it would mean to accept an invention as a citizen's data, so it
//! is `file-unsupported` too.
//!
//! Texts are kept as they are on the chip: no normalisation, no trimming, empty fields as empty texts.

use super::der::{INTEGER, SEQUENCE, small};
use super::tlv::{Reader, Tlv, single};
use crate::error::{Code, Error, Result};
use crate::limits::{DG13_FIELDS, FILE_BYTES, TLV_DEPTH};
use crate::personal::Personal;

pub use super::dg13_builder::{Dg13Builder, Dg13Wrapper};

pub(super) const PLACE: &str = "DG13";
pub(super) const TAG: u32 = 0x6D;
pub(super) const UTF8_STRING: u32 = 0x0C;
pub(super) const PRINTABLE_STRING: u32 = 0x13;
const T61_STRING: u32 = 0x14;
const IA5_STRING: u32 = 0x16;

/// A text as it is on the chip.
pub type Text = Personal<String>;

/// DG13. A field is `None` where the file does not have it and an empty text where it has it empty.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Dg13 {
    /// 1: personal number, 12 digits.
    pub id_number: Option<Text>,
    /// 2: full name.
    pub full_name: Option<Text>,
    /// 3: date of birth.
    pub date_of_birth: Option<Text>,
    /// 4: sex.
    pub sex: Option<Text>,
    /// 5: nationality.
    pub nationality: Option<Text>,
    /// 6: ethnicity.
    pub ethnicity: Option<Text>,
    /// 7: religion.
    pub religion: Option<Text>,
    /// 8: place of origin.
    pub place_of_origin: Option<Text>,
    /// 9: residence.
    pub residence: Option<Text>,
    /// 10: identifying features.
    pub identifying_features: Option<Text>,
    /// 11: date of issue.
    pub date_of_issue: Option<Text>,
    /// 12: date of expiry.
    pub date_of_expiry: Option<Text>,
    /// 13: parents in the order of the file. Only where there are two is it known who is who.
    pub parents: Vec<Text>,
    /// 14: spouse.
    pub spouse: Option<Text>,
    /// 15 or 16, whichever consists of nine digits; `None` where both do and differ.
    pub old_id_number: Option<Text>,
    /// Whether 15 and 16 hold different numbers of nine digits; both are in `extras`.
    pub old_id_ambiguous: bool,
    /// Numbers that came more than once. The first counts, the others are in `extras`.
    pub duplicates: Vec<u32>,
    /// Everything else in the order of the file: unknown numbers, values of an unexpected type, the one of
    /// 15 and 16 that is no former number.
    pub extras: Vec<Extra>,
}

/// A field without a place of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extra {
    /// Its number.
    pub number: u32,
    /// Its value.
    pub value: Dg13Value,
}

/// The value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dg13Value {
    /// One text.
    Text(Text),
    /// Several texts.
    Texts(Vec<Text>),
    /// Anything else, such as another ASN.1 type or text that is not UTF-8: the objects after the number.
    Raw(Personal<Vec<u8>>),
}

impl Dg13 {
    /// Reads the file.
    ///
    /// # Errors
    /// TLV errors at any depth; `file-malformed` for a field number that is negative or too long;
    /// `file-unsupported` where no field is found; `too-large` past [`FILE_BYTES`] or [`DG13_FIELDS`].
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        if bytes.len() > FILE_BYTES {
            return Err(Error::new(Code::TooLarge, PLACE));
        }
        let file = single(bytes, TAG, PLACE)?;
        let mut fields = Vec::new();
        walk(file.children(), TLV_DEPTH, &mut fields)?;
        if fields.is_empty() {
            return Err(file.children().error(Code::FileUnsupported));
        }
        let mut dg13 = Self::default();
        let mut seen = Vec::new();
        for (number, value) in fields {
            if !seen.contains(&number) {
                seen.push(number);
                dg13.place(number, value);
                continue;
            }
            if !dg13.duplicates.contains(&number) {
                dg13.duplicates.push(number);
            }
            dg13.extras.push(Extra { number, value });
        }
        dg13.choose_old_id();
        Ok(dg13)
    }

    /// The father's name (13), where both parents are given.
    #[must_use]
    pub fn father(&self) -> Option<&Text> {
        if let [father, _] = self.parents.as_slice() { Some(father) } else { None }
    }

    /// The mother's name (13), where both parents are given.
    #[must_use]
    pub fn mother(&self) -> Option<&Text> {
        if let [_, mother] = self.parents.as_slice() { Some(mother) } else { None }
    }

    fn slot(&mut self, number: u32) -> Option<&mut Option<Text>> {
        match number {
            1 => Some(&mut self.id_number),
            2 => Some(&mut self.full_name),
            3 => Some(&mut self.date_of_birth),
            4 => Some(&mut self.sex),
            5 => Some(&mut self.nationality),
            6 => Some(&mut self.ethnicity),
            7 => Some(&mut self.religion),
            8 => Some(&mut self.place_of_origin),
            9 => Some(&mut self.residence),
            10 => Some(&mut self.identifying_features),
            11 => Some(&mut self.date_of_issue),
            12 => Some(&mut self.date_of_expiry),
            14 => Some(&mut self.spouse),
            _ => None,
        }
    }

    /// Puts a value into its field, or into `extras` where it has none or is of another type.
    fn place(&mut self, number: u32, value: Dg13Value) {
        match value {
            Dg13Value::Text(text) if number == PARENTS => self.parents = vec![text],
            Dg13Value::Texts(texts) if number == PARENTS => self.parents = texts,
            Dg13Value::Text(text) => match self.slot(number) {
                Some(slot) => *slot = Some(text),
                None => self.extras.push(Extra { number, value: Dg13Value::Text(text) }),
            },
            value => self.extras.push(Extra { number, value }),
        }
    }

    /// Takes the former number out of `extras` where 15 and 16 do not contradict each other.
    fn choose_old_id(&mut self) {
        let candidates = self.extras.iter().filter_map(|extra| match (&extra.value, extra.number) {
            (Dg13Value::Text(text), 15 | 16) if is_old_id(text.expose()) => Some(text.clone()),
            _ => None,
        });
        let mut candidates: Vec<Text> = candidates.collect();
        candidates.dedup();
        if candidates.len() > 1 {
            self.old_id_ambiguous = true;
        } else if let Some(old_id) = candidates.pop() {
            self.extras.retain(|extra| !matches!(extra.number, 15 | 16) || !extra.is_text(&old_id));
            self.old_id_number = Some(old_id);
        }
    }
}

impl Extra {
    fn is_text(&self, text: &Text) -> bool {
        matches!(&self.value, Dg13Value::Text(own) if own == text)
    }
}

pub(super) const PARENTS: u32 = 13;

fn is_old_id(text: &str) -> bool {
    text.len() == 9 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Collects every SEQUENCE that starts with an INTEGER and goes on. What a field holds is not searched for
/// further fields: a text may well contain their byte pattern.
fn walk(mut reader: Reader<'_>, depth: usize, fields: &mut Vec<(u32, Dg13Value)>) -> Result<()> {
    let deeper = depth.checked_sub(1).ok_or(reader.error(Code::TlvTooDeep))?;
    while let Some(tlv) = reader.read()? {
        let mut content = tlv.children();
        if tlv.tag == SEQUENCE
            && let Some(number) = content.take_if(INTEGER)?
            && !content.is_empty()
        {
            if fields.len() >= DG13_FIELDS {
                return Err(content.error(Code::TooLarge));
            }
            let header = number.raw.len();
            let raw = tlv.value.get(header..).unwrap_or_default();
            fields.push((small(&number)?, read_value(content, raw, deeper)?));
        } else if tlv.is_constructed() {
            walk(tlv.children(), deeper, fields)?;
        }
    }
    Ok(())
}

fn read_value(content: Reader<'_>, raw: &[u8], depth: usize) -> Result<Dg13Value> {
    let mut texts = Some(Vec::new());
    read_texts(content, depth, &mut texts)?;
    Ok(match texts.as_deref() {
        None => Dg13Value::Raw(Personal::new(raw.to_vec())),
        Some([text]) => Dg13Value::Text(text.clone()),
        Some(texts) => Dg13Value::Texts(texts.to_vec()),
    })
}

/// Every text in order; an empty SEQUENCE is an empty place and keeps the others in theirs. `None` once
/// anything else is met, but the structure is checked to the end.
fn read_texts(mut reader: Reader<'_>, depth: usize, texts: &mut Option<Vec<Text>>) -> Result<()> {
    let deeper = depth.checked_sub(1).ok_or(reader.error(Code::TlvTooDeep))?;
    while let Some(tlv) = reader.read()? {
        match (read_text(&tlv), texts.as_mut()) {
            (Some(text), Some(texts)) => texts.push(text),
            (None, _) if tlv.tag == SEQUENCE => read_texts(tlv.children(), deeper, texts)?,
            (None, _) if tlv.is_constructed() => {
                *texts = None;
                read_texts(tlv.children(), deeper, texts)?;
            }
            (None, _) => *texts = None,
            (Some(_), None) => {}
        }
    }
    Ok(())
}

fn read_text(tlv: &Tlv<'_>) -> Option<Text> {
    let value = match tlv.tag {
        UTF8_STRING | PRINTABLE_STRING | IA5_STRING | T61_STRING => tlv.value,
        SEQUENCE if tlv.value.is_empty() => &[],
        _ => return None,
    };
    String::from_utf8(value.to_vec()).ok().map(Personal::new)
}

#[cfg(test)]
#[path = "dg13_tests.rs"]
mod tests;
