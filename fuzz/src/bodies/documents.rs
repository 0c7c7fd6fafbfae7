//! What is printed, and the files that are not certificates.

use dinhdanh::document::access_keys::{AccessKeys, CanRule};
use dinhdanh::document::chip::reading::ChipReading;
use dinhdanh::document::contents::ChipContents;
use dinhdanh::document::cross_check::{Sides, conflicts, cross_check};
use dinhdanh::document::files::ber::to_definite;
use dinhdanh::document::files::com::Com;
use dinhdanh::document::files::data_group::{DataGroup, FileId};
use dinhdanh::document::files::dg1::Dg1;
use dinhdanh::document::files::dg2::Dg2;
use dinhdanh::document::files::dg11::Dg11;
use dinhdanh::document::files::dg12::Dg12;
use dinhdanh::document::files::dg13::{Dg13, Dg13Value};
use dinhdanh::document::files::dg14::Dg14;
use dinhdanh::document::files::dg15::Dg15;
use dinhdanh::document::files::dg16::Dg16;
use dinhdanh::document::files::raw::RawDataGroup;
use dinhdanh::document::files::security_infos::CardAccess;
use dinhdanh::document::files::tlv::{Reader, announced_size, encode, single};
use dinhdanh::document::mrz::{Mrz, MrzKey};
use dinhdanh::document::qr::CardQr;
use dinhdanh::identity::{Citizen, Date};
use dinhdanh::limits::{DUMP_BYTES, FACES, QR_FIELDS, QR_TEXT_BYTES, TLV_DEPTH};
use dinhdanh_readers::dump::{read_dump, read_text, to_dump_json};
use std::fmt::Debug;

/// The text of a QR code as bytes.
pub fn qr_text(data: &[u8]) {
    let Ok(card) = CardQr::parse_bytes(data) else { return };
    let card = card.value;
    assert!(card.fields.len() <= QR_FIELDS && data.len() <= QR_TEXT_BYTES);
    let text = card.to_text();
    // The composed form of a few characters is longer than what was there.
    if text.len() <= QR_TEXT_BYTES {
        assert_eq!(CardQr::parse(&text).map(|again| again.value).as_ref(), Ok(&card), "printed and read again");
    }
    masked(&card);
    let _ = AccessKeys::derive(&card.citizen, CanRule::LastSixOfIdNumber);
    let _ = card.card_kind_hint();
    agree(Sides { qr: Some(&card.citizen), ..Sides::default() });
}

/// A machine readable zone as text.
pub fn mrz(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let _ = MrzKey::parse(text);
    let Ok(mrz) = Mrz::parse(text) else { return };
    assert_eq!(Mrz::parse(&mrz.to_lines()).as_ref(), Ok(&mrz), "printed and read again");
    if let Ok(key) = MrzKey::of(&mrz) {
        assert!(MrzKey::parse(key.information()).is_ok());
    }
    let citizen = mrz.to_citizen(Date::FIRST_CHIP_CARD);
    masked(&citizen);
    agree(Sides { qr: Some(&citizen), mrz: Some(&mrz), dg1: Some(&mrz), dg13: Some(&citizen) });
}

/// Data objects, whatever they mean.
pub fn tlv(data: &[u8]) {
    let announced = announced_size(data, "fuzz");
    if let Ok(Some(first)) = Reader::new(data, "fuzz").read() {
        assert_eq!(announced, Ok(Some(first.raw.len())), "what the head announces is what is read");
    }
    walk(Reader::new(data, "fuzz"), data, TLV_DEPTH);
}

fn walk(mut reader: Reader<'_>, whole: &[u8], depth: usize) {
    while let Ok(Some(object)) = reader.read() {
        assert_eq!(whole.get(object.offset..object.offset + object.raw.len()), Some(object.raw), "offsets are true");
        let again = encode(object.tag, object.value);
        assert!(again.len() <= object.raw.len(), "no shorter form than DER");
        assert_eq!(single(&again, object.tag, "fuzz").map(|again| again.value), Ok(object.value));
        if object.is_constructed() && depth > 0 {
            walk(object.children(), whole, depth - 1);
        }
    }
}

/// BER with indefinite lengths.
pub fn ber(data: &[u8]) {
    let Ok(definite) = to_definite(data, "fuzz") else { return };
    let again = to_definite(&definite, "fuzz");
    assert_eq!(again.as_deref(), Ok(&*definite), "what has definite lengths stays as it is");
}

/// EF.COM.
pub fn com(data: &[u8]) {
    round_trip(data, Com::parse, Com::encode);
}

/// EF.CardAccess.
pub fn card_access(data: &[u8]) {
    let Ok(access) = CardAccess::parse(data) else { return };
    let written = access.encode();
    // Written in order, so that the first reading may have another one.
    assert_eq!(CardAccess::parse(&written).map(|again| again.encode()), Ok(written), "written and read again");
}

/// DG1.
pub fn dg1(data: &[u8]) {
    round_trip(data, Dg1::parse, Dg1::encode);
    contents(DataGroup::DG1, data);
}

/// DG2.
pub fn dg2(data: &[u8]) {
    round_trip(data, Dg2::parse, Dg2::encode);
    let Ok(dg2) = Dg2::parse(data) else { return };
    assert!(dg2.faces.len() <= FACES);
    let images: usize = dg2.faces.iter().map(|face| face.image.expose().len()).sum();
    assert!(images <= data.len(), "no image appears from nowhere");
}

/// DG11, DG12 and DG16, and every data group without a reader of its own.
pub fn dg11_dg12_dg16(data: &[u8]) {
    round_trip(data, Dg11::parse, Dg11::encode);
    round_trip(data, Dg12::parse, Dg12::encode);
    round_trip(data, Dg16::parse, Dg16::encode);
    for group in DataGroup::all() {
        let _ = RawDataGroup::parse(group, data);
    }
}

/// DG13.
pub fn dg13(data: &[u8]) {
    contents(DataGroup::DG13, data);
    let Ok(dg13) = Dg13::parse(data) else { return };
    masked(&dg13);
    masked(&Citizen::from(&dg13));
    let length = |value: &Dg13Value| match value {
        Dg13Value::Text(text) => text.expose().len(),
        Dg13Value::Texts(texts) => texts.iter().map(|text| text.expose().len()).sum(),
        Dg13Value::Raw(bytes) => bytes.expose().len(),
    };
    let extras: usize = dg13.extras.iter().map(|extra| length(&extra.value)).sum();
    assert!(extras <= 2 * data.len(), "T61 text at most doubles");
}

/// DG14 and DG15.
pub fn dg14_dg15(data: &[u8]) {
    if let Ok(dg14) = Dg14::parse(data) {
        let written = dg14.encode();
        assert_eq!(Dg14::parse(&written).map(|again| again.encode()), Ok(written), "written and read again");
        for key in dg14.infos.chip_authentication_keys() {
            let _ = key.public_key_info().and_then(|info| info.public_key());
        }
    }
    round_trip(data, Dg15::parse, Dg15::encode);
    if let Ok(dg15) = Dg15::parse(data) {
        let _ = dg15.public_key_info().and_then(|info| info.public_key());
    }
}

/// Files and texts that another program read, as JSON.
pub fn dump_json(data: &[u8]) {
    if let Ok(text) = read_text(data) {
        masked(&text);
    }
    let Ok(reading) = read_dump(data) else { return };
    masked(&reading);
    let written = to_dump_json(&reading);
    // Base64 with padding may be longer than what was there.
    if written.expose().len() <= DUMP_BYTES {
        let again = read_dump(written.expose().as_bytes());
        assert!(again.is_ok_and(|again| again == reading), "written and read again");
    }
}

/// What was read must be read again after it was written.
fn round_trip<T: PartialEq + Debug>(
    data: &[u8],
    parse: impl Fn(&[u8]) -> dinhdanh::Result<T>,
    encode: impl Fn(&T) -> Vec<u8>,
) {
    if let Ok(read) = parse(data) {
        masked(&read);
        assert_eq!(parse(&encode(&read)).as_ref(), Ok(&read), "written and read again");
    }
}

/// The parsed form of one file, and what it contradicts.
fn contents(group: DataGroup, data: &[u8]) {
    let files = [(FileId::DataGroup(group), data.to_vec())].into();
    let contents = ChipContents::of(&ChipReading { files, ..ChipReading::default() });
    let citizen = contents.citizen(Date::FIRST_CHIP_CARD);
    agree(Sides { qr: Some(&citizen), mrz: None, dg1: contents.dg1.as_ref(), dg13: contents.dg13.as_ref() });
}

fn agree(sides: Sides<'_>) {
    let compared = cross_check(&sides);
    assert!(conflicts(&compared).len() <= compared.len());
}

/// Formatting must not panic either.
fn masked(value: &impl Debug) {
    assert!(!format!("{value:?}").is_empty());
}
