//! The QR code printed on citizen cards: unsigned text, so never evidence of a genuine card.
//!
//! Cards of Circular 06/2021/TT-BCA carry seven fields between `|`: personal number, old number (may be empty), name,
//! birth `ddMMyyyy`, sex, residence, issue `ddMMyyyy`. Circular 16/2024/TT-BCA adds cancelled numbers and, on some cards,
//! the parents' names; the order of what it adds is not published, so it is kept as it stands and only guessed at.

mod extra;

pub use extra::{QrExtra, QrExtraKind};

use crate::error::{Code, Error, Result};
use crate::identity::{Address, Citizen, Claimed, Date, IdNumber, OldIdNumber, PartialDate, PersonName, Sex, Source};
use crate::limits::{QR_FIELDS, QR_TEXT_BYTES};
use crate::personal::Personal;
use serde::Serialize;
use unicode_normalization::UnicodeNormalization;

/// The text of a card's QR code.
///
/// ```
/// use dinhdanh::document::qr::{CardQr, QrLayout};
/// let text = "001199000018|012345678|Nguyễn Thị Mẫu|17021999|Nữ|Số 1, Cửa Nam, Hoàn Kiếm, Hà Nội|27062021";
/// let card = CardQr::parse(text)?.value;
/// assert_eq!(card.layout, QrLayout::Cccd2021);
/// assert_eq!(card.citizen.date_of_birth.map(|d| d.expose().to_string()).as_deref(), Some("1999-02-17"));
/// # Ok::<(), dinhdanh::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CardQr {
    /// Which fields there are.
    pub layout: QrLayout,
    /// What the known fields say. A field that could not be understood is missing here and named in `issues`.
    pub citizen: Citizen,
    /// Every field as written, in Unicode form NFC.
    pub fields: Vec<Personal<String>>,
    /// The fields after the seventh, with a guess at each.
    pub extra: Vec<QrExtra>,
    /// Fields that do not have their usual form.
    pub issues: Vec<QrIssue>,
}

/// Which fields a card's QR code has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum QrLayout {
    /// The seven fields of Circular 06/2021/TT-BCA.
    Cccd2021,
    /// Six fields: the seven without the old number. Seen from other programs that re-encode the code.
    WithoutOldIdNumber,
    /// The seven fields and this many more (Circular 16/2024/TT-BCA).
    CanCuocExtended(usize),
}

/// A known field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum QrField {
    /// Personal number.
    IdNumber,
    /// Number of the old identity card.
    OldIdNumber,
    /// Full name.
    FullName,
    /// Date of birth.
    DateOfBirth,
    /// Sex.
    Sex,
    /// Place of residence.
    Address,
    /// Date of issue.
    Issued,
}

/// A field that does not have its usual form. Its text is in [`CardQr::fields`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct QrIssue {
    /// Which.
    pub field: QrField,
    /// What is wrong with it.
    pub code: Code,
}

/// Which kind of card this seems to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CardKindHint {
    /// Thẻ căn cước công dân with chip, issued until 30 June 2024.
    CccdChip,
    /// Thẻ căn cước, issued since 1 July 2024 (Law 26/2023/QH15).
    CanCuoc,
}

impl CardQr {
    /// The text of the code, as bytes from a scanner.
    ///
    /// # Errors
    /// `text-not-utf8` (nothing is guessed from another code page), or as [`CardQr::parse`].
    pub fn parse_bytes(bytes: &[u8]) -> Result<Claimed<Self>> {
        match str::from_utf8(bytes) {
            Ok(text) => Self::parse(text),
            Err(e) => Err(Error::new(Code::TextNotUtf8, "qr").at(e.valid_up_to())),
        }
    }

    /// The text of the code.
    ///
    /// # Errors
    /// `too-large`; `qr-not-a-card` for anything else than a card's code, such as the codes of the VNeID app, which are
    /// opaque and never looked into, or of health insurance cards. It takes the personal number and either birth or
    /// sex in their places, or without the number all of birth, sex and issue. Defects of other fields are no error:
    /// see [`CardQr::issues`].
    pub fn parse(text: &str) -> Result<Claimed<Self>> {
        if text.len() > QR_TEXT_BYTES {
            return Err(Error::new(Code::TooLarge, "qr"));
        }
        let text = text.trim_start_matches('\u{feff}').trim();
        let fields: Vec<String> =
            text.split('|').take(QR_FIELDS.saturating_add(1)).map(|f| f.nfc().collect()).collect();
        let card = Self::from_fields(&fields).ok_or(Error::new(Code::QrNotACard, "qr"))?;
        Ok(Claimed::new(card, Source::QrCode))
    }

    fn from_fields(fields: &[String]) -> Option<Self> {
        let all: Vec<&str> = fields.iter().map(|f| f.trim()).collect();
        let (layout, known, after) = match *all.as_slice() {
            [id, name, birth, sex, address, issued] => {
                (QrLayout::WithoutOldIdNumber, [id, "", name, birth, sex, address, issued], [].as_slice())
            }
            [id, old, name, birth, sex, address, issued, ref after @ ..] if fields.len() <= QR_FIELDS => {
                let layout = if after.is_empty() { QrLayout::Cccd2021 } else { QrLayout::CanCuocExtended(after.len()) };
                (layout, [id, old, name, birth, sex, address, issued], after)
            }
            _ => return None,
        };
        let [id, old, name, birth, sex, address, issued] = known;

        let mut issues = Vec::new();
        let mut citizen = Citizen {
            id_number: read(IdNumber::parse(id), QrField::IdNumber, &mut issues),
            old_id_number: None,
            full_name: read(PersonName::parse(name), QrField::FullName, &mut issues),
            date_of_birth: read(PartialDate::parse_day_first(birth), QrField::DateOfBirth, &mut issues),
            sex: read(Sex::parse_vietnamese(sex), QrField::Sex, &mut issues),
            address: read(printed_address(address), QrField::Address, &mut issues),
            issued: read(PartialDate::parse_day_first(issued), QrField::Issued, &mut issues),
            ..Citizen::default()
        };
        // Cards of 12 digits from 2012 on kept their number: some codes repeat it here, which says nothing new.
        if !old.is_empty() && old != id {
            citizen.old_id_number = read(OldIdNumber::parse(old), QrField::OldIdNumber, &mut issues);
        }

        let (birth, sex) = (citizen.date_of_birth.is_some(), citizen.sex.is_some());
        let is_card = match (layout, citizen.id_number.is_some()) {
            // One field fewer must not let another paper's code pass, so everything has to be in its place.
            (QrLayout::WithoutOldIdNumber, number) => number && birth && sex,
            (_, true) => birth || sex,
            (_, false) => birth && sex && citizen.issued.is_some(),
        };
        is_card.then(|| Self {
            layout,
            citizen,
            fields: fields.iter().cloned().map(Personal::new).collect(),
            extra: after.iter().map(|raw| QrExtra::guess(raw)).collect(),
            issues,
        })
    }

    /// The text again, in Unicode form NFC.
    #[must_use]
    pub fn to_text(&self) -> String {
        self.fields.iter().map(|f| f.expose().as_str()).collect::<Vec<_>>().join("|")
    }

    /// The code of a card of this citizen, with further fields after the seventh; what the citizen lacks stays empty.
    ///
    /// # Errors
    /// `qr-field` where a value contains `|`.
    pub fn write(citizen: &Citizen, extra: &[&str]) -> Result<String> {
        let date =
            |d: &Option<Personal<PartialDate>>| d.as_ref().map(|d| d.expose().to_day_first()).unwrap_or_default();
        let (birth, issued) = (date(&citizen.date_of_birth), date(&citizen.issued));
        let mut fields = vec![
            citizen.id_number.as_ref().map_or("", |v| v.expose().as_str()),
            citizen.old_id_number.as_ref().map_or("", |v| v.expose().as_str()),
            citizen.full_name.as_ref().map_or("", |v| v.expose().as_str()),
            &birth,
            citizen.sex.as_ref().map_or("", |v| v.expose().vietnamese()),
            citizen.address.as_ref().map_or("", |v| v.expose().text.as_str()),
            &issued,
        ];
        fields.extend_from_slice(extra);
        if fields.iter().any(|f| f.contains('|')) {
            return Err(Error::new(Code::QrField, "qr"));
        }
        Ok(fields.join("|"))
    }

    /// Which kind of card this seems to be, from nothing but the date of issue. A **guess**: blank cards of the old kind
    /// may have been used up, and the date is as unsigned as the rest.
    #[must_use]
    pub fn card_kind_hint(&self) -> Option<CardKindHint> {
        let issued = self.citizen.issued.as_ref()?.expose().full()?;
        let law_2023 = Date::new(2024, 7, 1)?;
        Some(if issued >= law_2023 { CardKindHint::CanCuoc } else { CardKindHint::CccdChip })
    }
}

fn read<T>(value: Result<T>, field: QrField, issues: &mut Vec<QrIssue>) -> Option<Personal<T>> {
    match value {
        Ok(value) => Some(Personal::new(value)),
        Err(error) => {
            issues.push(QrIssue { field, code: error.code() });
            None
        }
    }
}

fn printed_address(text: &str) -> Result<Address> {
    if text.is_empty() { Err(Error::new(Code::QrField, "address")) } else { Address::parse(text) }
}

#[cfg(test)]
mod tests;
