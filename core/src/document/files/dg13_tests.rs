//! Tests of DG13, with invented people.

use super::*;
use crate::document::files::testing::{assert_no_truncation_parses, flip_every_bit};
use crate::document::files::tlv::{encode, encode_all};

/// Built by hand to the published description: fields 1, 2, 13, 14 and 15 under a SEQUENCE and a SET.
const VECTOR: &str = "6d818a30818731818430110201010c0c30303131393930303030313830190201020c144e677579e1bb856e20546\
    8e1bb8b204de1baab75302b02010d30260c114e677579e1bb856e2056c4836e204368610c115472e1baa76e205468e1bb8b204de1bab9\
    301702010e30120c104cc3aa2056c4836e204368e1bb936e67300e02010f0c09303132333435363738";

fn unhex(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.chars().filter_map(|c| c.to_digit(16)).map(|d| u8::try_from(d).unwrap()).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

fn shown(text: &Option<Text>) -> &str {
    text.as_ref().map_or("<none>", |text| text.expose())
}

fn full() -> Dg13Builder {
    Dg13Builder::new()
        .printable(1, "001199000018")
        .text(2, "Nguyễn Thị Mẫu")
        .printable(3, "17/02/1999")
        .text(4, "Nữ")
        .text(5, "Việt Nam")
        .text(6, "Kinh")
        .text(7, "Không")
        .text(8, "Cửa Nam, Hoàn Kiếm, Hà Nội")
        .text(9, &format!("{}Hà Nội", "Số 1, ngõ 2, phường Cửa Nam, quận Hoàn Kiếm, ".repeat(9)))
        .text(10, "")
        .printable(11, "27/06/2021")
        .text(12, "Không thời hạn")
        .parents("Nguyễn Văn Cha", "Trần Thị Mẹ")
        .text(14, "")
        .printable(15, "012345678")
        .printable(16, "A1B2C3D4E5F60718")
}

#[test]
fn the_published_vector_parses() {
    let file = unhex(VECTOR);
    let dg13 = Dg13::parse(&file).unwrap();
    assert_eq!(shown(&dg13.id_number), "001199000018");
    assert_eq!(shown(&dg13.full_name), "Nguyễn Thị Mẫu");
    assert_eq!(dg13.father().unwrap().expose(), "Nguyễn Văn Cha");
    assert_eq!(dg13.mother().unwrap().expose(), "Trần Thị Mẹ");
    assert_eq!(shown(&dg13.spouse), "Lê Văn Chồng");
    assert_eq!(shown(&dg13.old_id_number), "012345678");
    assert!(dg13.extras.is_empty() && dg13.duplicates.is_empty() && !dg13.old_id_ambiguous);
    let built = Dg13Builder::new()
        .text(1, "001199000018")
        .text(2, "Nguyễn Thị Mẫu")
        .parents("Nguyễn Văn Cha", "Trần Thị Mẹ")
        .value(14, &encode(SEQUENCE, &encode(UTF8_STRING, "Lê Văn Chồng".as_bytes())))
        .text(15, "012345678");
    assert_eq!(built.encode(), file);
}

#[test]
fn every_field_is_read_with_long_lengths_and_empty_texts() {
    for wrapper in [Dg13Wrapper::Bare, Dg13Wrapper::SequenceSet] {
        let dg13 = Dg13::parse(&full().wrapper(wrapper).encode()).unwrap();
        assert_eq!(shown(&dg13.date_of_birth), "17/02/1999");
        assert_eq!((shown(&dg13.sex), shown(&dg13.nationality)), ("Nữ", "Việt Nam"));
        assert_eq!((shown(&dg13.ethnicity), shown(&dg13.religion)), ("Kinh", "Không"));
        assert_eq!(shown(&dg13.place_of_origin), "Cửa Nam, Hoàn Kiếm, Hà Nội");
        assert!(shown(&dg13.residence).len() > 500 && shown(&dg13.residence).ends_with("Hà Nội"));
        assert_eq!(shown(&dg13.identifying_features), "");
        assert_eq!((shown(&dg13.date_of_issue), shown(&dg13.date_of_expiry)), ("27/06/2021", "Không thời hạn"));
        assert_eq!((dg13.parents.len(), shown(&dg13.spouse)), (2, ""));
        assert_eq!(shown(&dg13.old_id_number), "012345678");
        let unknown = Dg13Value::Text(Personal::new("A1B2C3D4E5F60718".to_owned()));
        assert_eq!(dg13.extras, [Extra { number: 16, value: unknown }]);
    }
}

#[test]
fn fields_are_found_at_any_depth_and_never_inside_a_text() {
    let field = |text: &[u8]| encode_all(SEQUENCE, &[&[2, 1, 2], &encode(UTF8_STRING, text)]);
    for tags in [&[0x30][..], &[0x31], &[0x30, 0x30, 0xA0], &[0x7F61, 0x30, 0x31, 0x30]] {
        let file = encode(TAG, &tags.iter().rev().fold(field("Mẫu".as_bytes()), |inner, tag| encode(*tag, &inner)));
        assert_eq!(shown(&Dg13::parse(&file).unwrap().full_name), "Mẫu", "{tags:X?}");
    }
    // A text that is itself the bytes of a field 1.
    let trap = b"\x30\x07\x02\x01\x01\x0C\x02OK";
    let dg13 = Dg13::parse(&encode(TAG, &field(trap))).unwrap();
    assert_eq!(dg13.id_number, None);
    assert_eq!(shown(&dg13.full_name).as_bytes(), trap);
    // Versions and names beside the fields are passed over.
    let beside = [&[2, 1, 0, 6, 1, 0x2A, 0x30, 3, 2, 1, 9][..], &field(b"M")].concat();
    assert_eq!(shown(&Dg13::parse(&encode(TAG, &beside)).unwrap().full_name), "M");
}

#[test]
fn parents_come_in_all_forms() {
    let name = |text: &str| encode(UTF8_STRING, text.as_bytes());
    let sequence = |parts: &[Vec<u8>]| encode(SEQUENCE, &parts.concat());
    let read = |der: Vec<u8>| Dg13::parse(&Dg13Builder::new().value(13, &der).encode()).unwrap();
    let texts = |dg13: &Dg13| dg13.parents.iter().map(|text| text.expose().clone()).collect::<Vec<_>>().join("|");
    assert_eq!(texts(&read(sequence(&[name("Cha"), name("Mẹ")]))), "Cha|Mẹ");
    assert_eq!(texts(&read([sequence(&[name("Cha")]), sequence(&[name("Mẹ")])].concat())), "Cha|Mẹ");
    assert_eq!(texts(&read(sequence(&[sequence(&[name("Cha")]), sequence(&[name("Mẹ")])]))), "Cha|Mẹ");
    // An absent father leaves his place empty; a lone name is not known to be his.
    let fatherless = read([sequence(&[]), sequence(&[name("Mẹ")])].concat());
    assert_eq!((texts(&fatherless).as_str(), fatherless.mother().unwrap().expose().as_str()), ("|Mẹ", "Mẹ"));
    let lone = read(sequence(&[name("Mẹ")]));
    assert_eq!((texts(&lone).as_str(), lone.father(), lone.mother()), ("Mẹ", None, None));
    let three = read(sequence(&[name("a"), name("b"), name("c")]));
    assert_eq!((texts(&three).as_str(), three.father()), ("a|b|c", None));
}

#[test]
fn the_former_number_is_whichever_has_nine_digits() {
    let read = |at_15: &str, at_16: &str| {
        Dg13::parse(&Dg13Builder::new().printable(15, at_15).printable(16, at_16).encode()).unwrap()
    };
    let numbers = |dg13: &Dg13| dg13.extras.iter().map(|extra| extra.number).collect::<Vec<_>>();
    for (at_15, at_16, old_id, extras) in [
        ("012345678", "A1B2C3D4E5F60718", "012345678", &[16][..]),
        ("A1B2C3D4E5F60718", "012345678", "012345678", &[15]),
        ("012345678", "012345678", "012345678", &[]),
        ("", "012345678", "012345678", &[15]),
        ("01234567", "0123456789", "<none>", &[15, 16]),
        ("", "", "<none>", &[15, 16]),
        ("01234567a", "０１２", "<none>", &[15, 16]),
    ] {
        let dg13 = read(at_15, at_16);
        assert_eq!((shown(&dg13.old_id_number), numbers(&dg13).as_slice()), (old_id, extras), "{at_15} {at_16}");
        assert!(!dg13.old_id_ambiguous);
    }
    let both = read("012345678", "876543210");
    assert_eq!((shown(&both.old_id_number), numbers(&both)), ("<none>", vec![15, 16]));
    assert!(both.old_id_ambiguous);
}

#[test]
fn nothing_is_lost_or_overwritten() {
    let file = Dg13Builder::new()
        .text(2, "Nguyễn Thị Mẫu")
        .text(17, "mới")
        .text(2, "Trần Văn Mẫu")
        .text(17, "nữa")
        .value(3, &[2, 1, 7])
        .text(3, "17/02/1999")
        .value(4, &[0x0C, 1, 0xFF])
        .parents("a", "b")
        .parents("c", "d")
        .value(200, &encode(0x31, &[0x0C, 1, b'x']))
        .value(99, &[0x30, 4, 0x0C, 0, 0x0C, 0])
        .encode();
    let dg13 = Dg13::parse(&file).unwrap();
    assert_eq!(shown(&dg13.full_name), "Nguyễn Thị Mẫu");
    assert_eq!((dg13.date_of_birth.as_ref(), dg13.sex.as_ref()), (None, None));
    assert_eq!(dg13.father().unwrap().expose(), "a");
    assert_eq!(dg13.duplicates, [2, 17, 3, 13]);
    let text = |number, text: &str| Extra { number, value: Dg13Value::Text(Personal::new(text.to_owned())) };
    let raw = |number, bytes: &[u8]| Extra { number, value: Dg13Value::Raw(Personal::new(bytes.to_vec())) };
    let texts = |number, texts: [&str; 2]| Extra {
        number,
        value: Dg13Value::Texts(texts.map(|text| Personal::new(text.to_owned())).to_vec()),
    };
    let expected = [
        text(17, "mới"),
        text(2, "Trần Văn Mẫu"),
        text(17, "nữa"),
        raw(3, &[2, 1, 7]),
        text(3, "17/02/1999"),
        raw(4, &[0x0C, 1, 0xFF]),
        texts(13, ["c", "d"]),
        raw(200, &[0x31, 3, 0x0C, 1, b'x']),
        texts(99, ["", ""]),
    ];
    assert_eq!(dg13.extras, expected);
}

#[test]
fn texts_stay_as_on_the_chip() {
    let decomposed = " Nguye\u{302}\u{303}n  ";
    assert_eq!(shown(&Dg13::parse(&Dg13Builder::new().text(2, decomposed).encode()).unwrap().full_name), decomposed);
    for tag in [UTF8_STRING, PRINTABLE_STRING, IA5_STRING, T61_STRING] {
        let file = Dg13Builder::new().value(5, &encode(tag, "Việt Nam".as_bytes())).encode();
        assert_eq!(shown(&Dg13::parse(&file).unwrap().nationality), "Việt Nam");
    }
}

#[test]
fn nothing_personal_is_shown() {
    let shown = format!("{:?}", Dg13::parse(&full().encode()).unwrap());
    for secret in ["001199000018", "Mẫu", "Kinh", "Cha", "012345678", "A1B2"] {
        assert!(!shown.contains(secret), "{secret}");
    }
}

#[test]
fn damage_never_panics_and_truncation_never_parses() {
    for (file, wrappers) in [(unhex(VECTOR), 2), (full().wrapper(Dg13Wrapper::Bare).encode(), 0)] {
        let genuine = Dg13::parse(&file).unwrap();
        assert_no_truncation_parses(&file, Dg13::parse);
        let mut unnoticed = 0;
        flip_every_bit(&file, |changed| unnoticed += i32::from(Dg13::parse(changed).ok().as_ref() == Some(&genuine)));
        // Only the types of the wrappers (30 and 31) mean nothing here, as long as they stay constructed; the
        // hash in the security object is what detects such a change.
        assert_eq!(unnoticed, wrappers * 7);
    }
}

#[test]
fn refuses_by_name() {
    let code = |value: &[u8]| Dg13::parse(&encode(TAG, value)).unwrap_err().code();
    assert_eq!(code(&[]), Code::FileUnsupported);
    assert_eq!(code(&[0x30, 0]), Code::FileUnsupported);
    // The contradicting description with tags C0 to CA.
    assert_eq!(code(&[0xC0, 2, b'0', b'0', 0xC1, 1, b'M']), Code::FileUnsupported);
    assert_eq!(code(&encode(SEQUENCE, &[2, 1, 1])), Code::FileUnsupported);
    assert_eq!(code(&[0x30, 5, 2, 1, 0x81, 0x0C, 0]), Code::FileMalformed);
    assert_eq!(code(&[0x30, 5, 2, 1, 1, 0x0C, 9]), Code::TlvTruncated);
    assert_eq!(code(&[0x30, 7, 2, 1, 1, 0xA1, 2, 0x0C, 9]), Code::TlvTruncated);
    assert_eq!(code(&[0x30, 5, 2, 1, 1, 0x0C, 0x80]), Code::TlvLength);
    assert_eq!(code(&[0x30, 5, 2, 1, 1, 0x0C, 0].repeat(DG13_FIELDS + 1)), Code::TooLarge);
    assert_eq!(code(&vec![0; FILE_BYTES]), Code::TooLarge);
    let nested = |levels| (0..levels).fold(vec![0x0C, 0], |inner, _| encode(SEQUENCE, &inner));
    assert_eq!(code(&nested(3000)), Code::TlvTooDeep);
    assert_eq!(code(&encode(SEQUENCE, &[&[2, 1, 1][..], &nested(3000)].concat())), Code::TlvTooDeep);
    assert_eq!(Dg13::parse(&encode(0x6E, &[])).unwrap_err().code(), Code::TlvTag);
    let trailing = [full().encode(), vec![0]].concat();
    assert_eq!(Dg13::parse(&trailing).unwrap_err().code(), Code::TlvTrailing);
}
