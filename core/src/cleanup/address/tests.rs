#![allow(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]
use super::mistyped::one_error;
use super::*;
use crate::units::{Era, Level};
use std::sync::OnceLock;

fn parser() -> &'static AddressParser<'static> {
    static PARSER: OnceLock<AddressParser<'static>> = OnceLock::new();
    PARSER.get_or_init(|| AddressParser::new(UnitTable::embedded()))
}

/// The commune of an exact answer; its candidates in brackets otherwise.
fn commune(text: &str) -> String {
    let answer = parser().resolve(text);
    assert_eq!(answer.status == Status::Exact, answer.commune.is_some(), "{text}");
    assert_eq!(answer.status == Status::Candidates, !answer.candidates.is_empty(), "{text}");
    match answer.commune {
        Some(unit) => unit.full_name(),
        None => {
            let names: Vec<String> = answer.candidates.iter().map(|candidate| candidate.commune.full_name()).collect();
            format!("[{}]", names.join(", "))
        }
    }
}

#[test]
fn one_address_in_many_forms() {
    for text in [
        "12 Hàng Than, Phường Phúc Xá, Quận Ba Đình, Thành phố Hà Nội",
        "12 Hàng Than, P.Phúc Xá, Q.Ba Đình, HN",
        "12 hang than, p phuc xa, q ba dinh, ha noi",
        "12 HÀNG THAN PHƯỜNG PHÚC XÁ QUẬN BA ĐÌNH HÀ NỘI",
        "12 Hàng Than - Phúc Xá - Ba Đình - Hà Nội",
        "Hà Nội, Ba Đình, Phúc Xá, 12 Hàng Than",
        "12 Hàng Than; Phường Phúc Xá/Quận Ba Đình/Hà Nội",
        "12 Hàng Than, Phường Phúc Xạ, Quận Ba Đình, Hà Nội",
        "12 Hàng Than, Phường Phúcc Xá, Quận Ba Đình, Hà Nội",
        "12 Hàng Than, Phường Phúc Xá, Quận Ba Địng, Hà Nội",
        "12 Hàng Than, Phường Phúc Xá, Quận Ba Đình, Hà Nộo",
        "12 Hàng Than, Phường Phúc Xá, Quận Ba Đình",
        "12 Hàng Than, Phường Phúc Xá, Hà Nội",
        "12 Hµng Than, Ph\u{ad}êng Phóc X¸, QuËn Ba §×nh, Hµ Néi",
        "12 Ha\u{300}ng Than, Phu\u{31b}o\u{300}\u{31b}ng Phu\u{301}c Xa\u{301}, Qua\u{323}\u{302}n Ba D\u{30c}inh, Ha\u{300} No\u{323}\u{302}i",
    ] {
        assert_eq!(commune(text), "Phường Hồng Hà", "{text}");
    }
}

#[test]
fn abbreviations_numbers_and_hamlets() {
    for (text, wanted) in [
        ("P1 Q10 TPHCM", "Phường Vườn Lài"),
        ("123/4 CMT8, F.12, Q.10, HCM", "Phường Hòa Hưng"),
        ("12 đường 3/2 P.12 Q.10 Sài Gòn", "Phường Hòa Hưng"),
        ("P.01, Q.10, Tp. Hồ Chí Minh", "Phường Vườn Lài"),
        ("TT. Tân Thạnh, H. Tân Thạnh, T. Long An", "Xã Tân Thạnh"),
        ("TDP 5, P. Vỹ Dạ, TP. Huế, T.T. Huế", "Phường Vỹ Dạ"),
        ("KP 4, Tân Phong, Biên Hòa, Đồng Nai", "Phường Tân Triều"),
        ("Bản Nà Lốc, Xã Bản Lầu, H. Mường Khương, Lào Cai", "Xã Bản Lầu"),
        ("Tổ 3, ấp Bình Hòa, xã Bình Hòa, Châu Thành, An Giang", "Xã Bình Hòa"),
        ("P. Tân Lợi, TP. BMT, Đắc Lắc", "Phường Buôn Ma Thuột"),
        ("Phường Bình Thọ, Thủ Đức, HCM", "Phường Thủ Đức"),
        ("Xã Cư M'gar, huyện Cư M’gar, Daklak", "Xã Cư M'gar"),
        ("Huyện Côn Đảo, BR-VT", "Đặc khu Côn Đảo"),
        ("Đặc khu Phú Quốc, An Giang", "Đặc khu Phú Quốc"),
        ("Phường Dương Đông, TP Phú Quốc, tỉnh Kiên Giang", "Đặc khu Phú Quốc"),
        ("Phường Thủ Thiêm, Quận 2, TP.HCM", "Phường An Khánh"),
        ("Xa lộ Hà Nội, P. Thảo Điền, TP. Thủ Đức, TP.HCM", "Phường An Khánh"),
        ("Phường Ba Đình, Hà Nội", "Phường Ba Đình"),
        ("Phường 1 Bảo Lộc, Lâm Đồng", "Phường 1 Bảo Lộc"),
        ("Phường Phú Lợi, Bình Dương", "Phường Phú Lợi"),
    ] {
        assert_eq!(commune(text), wanted, "{text}");
    }
}

#[test]
fn what_is_not_certain_stays_open() {
    let why = |text: &str| parser().resolve(text).candidates.first().map(|candidate| candidate.why);
    for (text, reason, count) in [
        // Divided in 2025, whatever street is given.
        ("5 Kim Mã, Phường Cống Vị, Quận Ba Đình, Hà Nội", Why::Divided, 2),
        // A divided ward and a commune of today of the same name.
        ("Phường Ngọc Hà, Hà Nội", Why::OldOrNew, 2),
        // One name in several districts.
        ("Phường 3, TP. Hồ Chí Minh", Why::SameName, 5),
        // The district does not have it.
        ("Phường Bến Nghé, Quận Ba Đình, Hà Nội", Why::Contradiction, 1),
        ("Thị xã Sơn Tây, Hà Nội", Why::DistrictOnly, 4),
        ("xã Hòa Bình", Why::NameOnly, 2),
        // A province to one reading, a district to the other.
        ("Xã Hải Ninh, Quảng Ninh", Why::OldOrNew, 2),
        // The part of a double name, merged before 2025.
        ("Phường Trung Tự, Quận Đống Đa, Hà Nội", Why::Divided, 2),
    ] {
        let answer = parser().resolve(text);
        assert_eq!(answer.status, Status::Candidates, "{text}");
        assert!(answer.candidates.len() >= count, "{text} {}", answer.candidates.len());
        let found = why(text).unwrap();
        assert!(found == reason, "{text} {found:?}");
    }
    // The street bears the name of a ward of the district, and no ward is given.
    let answer = parser().resolve("25 Hàng Bài, Hoàn Kiếm, Hà Nội");
    assert!(answer.status == Status::Candidates && answer.candidates.len() > 3 && answer.old.is_none());
    assert_eq!(answer.detail.expose(), "25 Hàng Bài");
}

#[test]
fn nothing_is_made_of_nothing() {
    for text in
        ["", " ", ",,,", "123", "không có", "Việt Nam", "n/a", "...", "王小明", "\u{0}\u{1}", "P.", "Q. , P.", "12/5"]
    {
        let answer = parser().resolve(text);
        assert_eq!((answer.status, answer.province), (Status::Unknown, None), "{text:?}");
    }
    for (text, province) in [("Hà Nội", "Hà Nội"), ("tỉnh Bình Dương", "Hồ Chí Minh"), ("hoa binh", "Phú Thọ")]
    {
        let answer = parser().resolve(text);
        assert_eq!((answer.status, answer.province.map(Unit::name)), (Status::Unknown, Some(province)), "{text}");
    }
}

#[test]
fn both_codes_the_rest_of_the_text_and_no_personal_data_in_debug() {
    let answer = parser().resolve("Số 7 ngõ 9 Nguyễn Thị Mẫu, P.Phúc Xá, Q.Ba Đình, HN");
    assert_eq!(answer.commune.map(|unit| unit.code_text()).as_deref(), Some("00097"));
    assert_eq!(answer.old.map(|unit| unit.code_text()).as_deref(), Some("00001"));
    assert_eq!(answer.province.map(|unit| unit.code_text()).as_deref(), Some("01"));
    assert_eq!(answer.detail.expose(), "Số 7 ngõ 9 Nguyễn Thị Mẫu");
    assert_eq!(answer.table_version, UnitTable::embedded().version());
    let debug = format!("{answer:?}");
    assert!(!debug.contains("Mẫu") && !debug.contains("Phúc"), "{debug}");
    let answer = parser().resolve("Ph\u{ad}êng Phóc X¸, QuËn Ba §×nh, Hµ Néi");
    assert!(answer.issues.has(super::super::IssueCode::EncodingTcvn3));
}

/// Every commune of both lists in full: its heirs and nothing else.
#[test]
fn every_unit_is_found_by_its_full_name() {
    let mut scratch = Scratch::default();
    let mut open = 0;
    for unit in UnitTable::embedded().units().filter(|unit| unit.level() == Level::Commune) {
        let mut text = unit.full_name();
        let mut above = unit.parent();
        while let Some(unit) = above {
            text.push_str(", ");
            text.push_str(&unit.full_name());
            above = unit.parent();
        }
        let answer = parser().resolve_with(&text, &mut scratch);
        let heirs: Vec<_> = unit.heirs().iter().map(|heir| heir.unit).collect();
        match (unit.era(), heirs.as_slice()) {
            (Era::Until2025, [heir]) => {
                assert_eq!(answer.commune, Some(*heir), "{text}");
                assert_eq!(answer.old, Some(unit), "{text}");
            }
            (Era::Until2025, _) => {
                assert_eq!(answer.status, Status::Candidates, "{text}");
                let found: Vec<_> = answer.candidates.iter().map(|candidate| candidate.commune).collect();
                assert_eq!(found, heirs, "{text}");
            }
            // Names of today that were also names of something else stay open.
            (Era::Since2025, _) if answer.status == Status::Candidates => {
                assert!(answer.candidates.iter().any(|candidate| candidate.commune == unit), "{text}");
                open += 1;
            }
            (Era::Since2025, _) => assert_eq!(answer.commune, Some(unit), "{text}"),
        }
        assert_eq!(answer.detail.expose(), "", "{text}");
    }
    assert!(open < 200, "{open} of 3 321 names of today are ambiguous without a district");
}

#[test]
fn no_input_panics_and_order_of_work_does_not_matter() {
    let text = "Số 12/5 ngõ 7, T.T Tân Thạnh, H. Cư M’gar - BR-VT; P.01 Q.10 TP.HCM (gần chợ) Ph\u{ad}êng L¸ng H¹";
    let mut scratch = Scratch::default();
    for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
        for piece in [&text[..end], &text[end..]] {
            assert_eq!(parser().resolve_with(piece, &mut scratch), parser().resolve(piece));
        }
        let swapped = format!("{}\u{301}{}", &text[end..], &text[..end]);
        let _ = parser().resolve_with(&swapped, &mut scratch);
    }
    let long = "Phường Phúc Xá, ".repeat(5_000);
    let _ = parser().resolve(&long);
}

#[test]
fn errors_of_one_letter() {
    let apart = |a: &str, b: &str| one_error(a.as_bytes(), b.as_bytes());
    for (a, b) in [("phucxa", "phucsa"), ("phucxa", "phuxa"), ("phucxa", "phuccxa"), ("phucxa", "puhcxa"), ("ab", "ba")]
    {
        assert!(apart(a, b) && apart(b, a), "{a} {b}");
    }
    for (a, b) in
        [("phucxa", "phucxa"), ("phucxa", "phuc"), ("phucxa", "fucsa"), ("abcd", "badc"), ("phuong1", "phuong2")]
    {
        assert!(!apart(a, b) && !apart(b, a), "{a} {b}");
    }
}

#[test]
fn a_table_of_the_caller() {
    let table = UnitTable::parse(
        "v\t1\ttest\t2025-07-01\np\t01\tC\tHà Nội\nd\t001\tQ\tBa Đình\nw\t00001\tP\tPhúc Xá\t00097\nP\t01\tC\tHà Nội\t101\n\
         W\t00097\tP\tHồng Hà\n"
            .as_bytes(),
    )
    .unwrap();
    let parser = AddressParser::new(&table);
    let answer = parser.resolve("Phúc Xá, Ba Đình, Hà Nội");
    assert_eq!(answer.commune.map(Unit::name), Some("Hồng Hà"));
    assert_eq!(answer.table_version, "test");
    let empty = UnitTable::parse(b"v\t1\tempty\t2025-07-01").unwrap();
    assert_eq!(AddressParser::new(&empty).resolve("Hà Nội").status, Status::Unknown);
}
