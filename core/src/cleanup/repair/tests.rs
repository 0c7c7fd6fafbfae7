use super::super::encoding::tests::{to_mojibake, to_tcvn3, to_vni, to_windows_1258};
use super::*;
use unicode_normalization::UnicodeNormalization;

fn repaired(cell: &str) -> String {
    repair_text(cell, TextKind::Name, &TextProfile::default()).text.into_owned()
}

const NAMES: &str = "Nguyễn Văn An|Trần Thị Bích Ngọc|Lê Hoàng Phúc|Phạm Thị Thu Thủy|Vũ Đức Dũng|Võ Tấn Lộc|\
    Đặng Quốc Việt|Bùi Thế Mỹ|Đỗ Hữu Nghĩa|Hồ Cẩm Tú|Ngô Ý Nhi|Dương Lễ|Lý Hùng|Đinh Quý Khoẻ|Tôn Nữ Mỹ Hạnh|\
    Quách Tĩnh|Khổng Tử Kỳ|Ưng Hoàng Phượng|Âu Dương Phong Ấn|Nghiêm Xuân Yêm|Giáp Thị Huyền";

#[test]
fn every_encoding_comes_back() {
    for name in NAMES.split('|').map(str::trim) {
        for text in [name.to_owned(), name.to_uppercase()] {
            assert_eq!(repaired(&text), text);
            assert_eq!(repaired(&to_vni(&text)), text, "VNI");
            assert_eq!(repaired(&to_windows_1258(&text)), text, "1258 {}", to_windows_1258(&text));
            assert_eq!(repaired(&to_mojibake(&text)), text, "mojibake");
            assert_eq!(repaired(&to_mojibake(&to_mojibake(&text))), text, "twice");
            assert_eq!(repaired(&text.nfd().collect::<String>()), text, "NFD");
            // TCVN3 has no capitals with tones.
            let small = text.to_lowercase();
            assert_eq!(repaired(&to_tcvn3(&text)).to_lowercase(), small, "TCVN3 {}", to_tcvn3(&text));
            assert_eq!(repaired(&to_mojibake(&to_tcvn3(&text))).to_lowercase(), small, "TCVN3 twice");
        }
    }
    assert_eq!(repaired("Nguyeenx Vawn An"), "Nguyễn Văn An");
    assert_eq!(repaired("Nguye^~n Thi. Hoa"), "Nguyễn Thị Hoa");
    assert_eq!(repaired("Nguye6n4 Thi5 Hoa"), "Nguyễn Thị Hoa");
    assert_eq!(repaired("Ðặng Văn Ðức"), "Đặng Văn Đức");
    assert_eq!(repaired("Nguyễn\u{a0}Văn\u{200b} An"), "Nguyễn Văn An");
}

#[test]
fn right_text_stays() {
    for text in [
        "NGÔ LÊ Ý",
        "LÝ ÂU",
        "TÔ HÀ",
        "CÙ ÁI",
        "Y Ngông Niê Kđăm",
        "H'Hen Niê",
        "K'Brơi",
        "François Müller",
        "José Núñez",
        "Zoë Bell",
        "Noël",
        "Bruce Lee",
        "Lee Min Ho",
        "James Bond",
        "Nguyen Van An",
        "Søren Straße",
        "Иван",
        "王小明",
        "Vò Dòng",
        "Jürgen Groß",
        "Êñuôl",
        "O'Brien",
        "Thạch Sa Rây",
        "Nguyễn Văn An (con)",
        "André",
        "Chloé Renée",
        "Pham Thi Mai",
        "Anna Maria",
        "",
        " ",
        "A",
        "Sean Connery",
        "Rosa Parks",
        "Tess Asher",
        "Maria Jones",
    ] {
        let repair = repair_text(text, TextKind::Name, &TextProfile::default());
        assert_eq!(repair.text, text);
        assert!(matches!(repair.text, Cow::Borrowed(_)) && repair.issues.is_empty(), "{text} {repair:?}");
    }
    for text in [
        "Số 12/3 Đ. Lê Lợi, P. Bến Nghé, Q.1, TP.HCM",
        "TDP 5, TT. Đắk Mil",
        "Lô B2-15 KĐT Ecopark",
        "123 CMT8",
        "QL1A, km 12+300",
    ] {
        assert_eq!(repair_text(text, TextKind::Text, &TextProfile::default()).text, text);
    }
}

#[test]
fn addresses_are_decoded_with_what_stands_between_words() {
    for text in ["Số 12/3 Đường Lê Lợi, P. Bến Nghé, Q.1, TP.HCM", "Thôn 3, xã Đắk Lắk, huyện Krông Búk", "ấp Bình Hòa"]
    {
        let repaired = |cell: &str| repair_text(cell, TextKind::Text, &TextProfile::default()).text.into_owned();
        assert_eq!(repaired(&to_tcvn3(text)), text);
        assert_eq!(repaired(&to_vni(text)), text);
        assert_eq!(repaired(&to_mojibake(text)), text);
        assert_eq!(repaired(&to_windows_1258(text)), text);
    }
}

#[test]
fn a_column_decides_what_a_cell_cannot() {
    let mut profile = TextProfile::default();
    for name in NAMES.split('|') {
        profile.observe(&to_tcvn3(name.trim()), TextKind::Name);
    }
    let read = |cell: &str| repair_text(cell, TextKind::Name, &profile).text.into_owned();
    assert_eq!(read("Vò Dòng"), "Vũ Dũng");
    assert_eq!(read("Cao Dòng"), "Cao Dũng");
    assert_eq!(read("Ngô Lê"), "Ngô Lê", "a family name is not read away");
    for _ in 0..200 {
        profile.observe("Lê Văn Ngô", TextKind::Name);
    }
    let read = |cell: &str| repair_text(cell, TextKind::Name, &profile).text.into_owned();
    assert_eq!(read("Vò Dòng"), "Vũ Dũng");
    assert_eq!(read("Cao Dòng"), "Cao Dũng");
    assert_eq!(read("Lò Tó Ngô"), "Lò Tó Ngô");
}

#[test]
fn lost_letters_are_reported() {
    for text in ["Nguy?n V?n An", "Nguy\u{fffd}n", "Tr??n An"] {
        let repair = repair_text(text, TextKind::Name, &TextProfile::default());
        assert_eq!((repair.text.as_ref(), repair.issues), (text, IssueCode::LostCharacters.into()));
    }
}

#[test]
fn no_break_spaces_between_syllables_are_blanks() {
    let kinds = [TextKind::Name, TextKind::Text];
    for name in ["La Hoàng Ly", "Phan Hoàng Nhi", "Lê Hoàng Oanh", "Vò Dòng", "LÃ LAN", "Lò Tó Ngô", "H'Hen Niê"]
    {
        let single = name.replacen(' ', "\u{a0}", 1);
        for (cell, kind) in [name.replace(' ', "\u{a0}"), single].iter().flat_map(|cell| kinds.map(|kind| (cell, kind)))
        {
            let repair = repair_text(cell, kind, &TextProfile::default());
            assert_eq!((repair.text.as_ref(), repair.confidence), (name, 100), "{cell:?}");
            assert_eq!(repair.issues, IssueCode::Spacing.into(), "{cell:?}");
            let shown = to_mojibake(cell);
            assert_eq!(repair_text(&shown, kind, &TextProfile::default()).text, name, "{shown:?}");
        }
    }
    assert_eq!(repaired("Lan\tHoàng\u{2009}Nhi"), "Lan Hoàng Nhi");
    // The last byte of `à` in UTF-8.
    for (shown, name) in [("HÃ\u{a0} Lan", "Hà Lan"), ("HoÃ\u{a0}ng Lan", "Hoàng Lan"), ("LÃ\u{a0}", "Là")] {
        assert_eq!(repaired(shown), name, "{shown:?}");
    }
    // Other words of the cell, or of the column, tell of an encoding.
    assert_eq!(repaired("Nguyeãn\u{a0}Hoàng\u{a0}Lan"), "Nguyễn Hồng Lan");
    let encoders: [fn(&str) -> String; 2] = [to_vni, to_tcvn3];
    let cells = [("Phan\u{a0}Hoàng\u{a0}Nhi", "Phan Hồng Nhi"), ("Vò\u{a0}Dòng", "Vũ Dũng")];
    for (encode, (cell, name)) in encoders.into_iter().zip(cells) {
        let mut profile = TextProfile::default();
        for name in NAMES.split('|') {
            profile.observe(&encode(name.trim()), TextKind::Name);
        }
        let repair = repair_text(cell, TextKind::Name, &profile);
        let readings = [repair.text.as_ref()].into_iter().chain(repair.alternatives.iter().map(String::as_str));
        assert!(readings.into_iter().any(|reading| reading == name), "{cell:?} {:?}", repair.text);
    }
}
