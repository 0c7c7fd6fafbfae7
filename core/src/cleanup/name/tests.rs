use super::*;

fn clean(cell: &str) -> Cleaned<'_> {
    clean_name(cell, ToneStyle::Traditional, &TextProfile::default())
}

#[test]
fn names_are_put_in_order() {
    for (cell, name) in [
        ("Nguyễn Thị Mẫu", "Nguyễn Thị Mẫu"),
        ("NGUYỄN THỊ MẪU", "Nguyễn Thị Mẫu"),
        ("nguyễn thị mẫu", "Nguyễn Thị Mẫu"),
        ("  Nguyễn   Thị Mẫu  ", "Nguyễn Thị Mẫu"),
        ("Nguyễn\tThị\u{a0}Mẫu", "Nguyễn Thị Mẫu"),
        ("NguyỄn thị mẪU", "Nguyễn Thị Mẫu"),
        ("Trần Hoà", "Trần Hòa"),
        ("Trần Thị Thuý Khoẻ", "Trần Thị Thúy Khỏe"),
        ("Lê Qúy Tòan", "Lê Quý Toàn"),
        ("Nguye\u{302}\u{303}n Thi\u{323} Mẫu", "Nguyễn Thị Mẫu"),
        ("NguyÔn ThÞ MÉu", "Nguyễn Thị Mẫu"),
        ("NGUYÔN THÞ MÉU", "Nguyễn Thị Mẫu"),
        ("nguyÔn thÞ mÉu", "Nguyễn Thị Mẫu"),
        ("Nguyeãn Thò Maãu", "Nguyễn Thị Mẫu"),
        ("NGUYEÃN THÒ MAÃU", "Nguyễn Thị Mẫu"),
        ("Nguye^~n Thi. Ma^~u", "Nguyễn Thị Mẫu"),
        ("Nguyá»…n Thá»‹ Máº«u", "Nguyễn Thị Mẫu"),
        ("Nguyeenx Thij Maaux", "Nguyễn Thị Mẫu"),
        ("NGÔ LÊ Ý", "Ngô Lê Ý"),
        ("LÝ A TÓ", "Lý A Tó"),
        ("Ông Nguyễn Văn An", "Nguyễn Văn An"),
        ("BÀ NGUYỄN THỊ HOA", "Nguyễn Thị Hoa"),
        ("Bé Trần Gia Bảo", "Trần Gia Bảo"),
        ("Ông: Nguyễn Văn An", "Nguyễn Văn An"),
        ("BS. Nguyễn Văn An", "Nguyễn Văn An"),
        ("1. Nguyễn Văn An", "Nguyễn Văn An"),
        ("12) Nguyễn Văn An", "Nguyễn Văn An"),
        ("Họ tên: Nguyễn Văn An", "Nguyễn Văn An"),
        ("Nguyễn Văn An (chủ hộ)", "Nguyễn Văn An"),
        ("Nguyễn Văn An(Bi)", "Nguyễn Văn An"),
        ("Nguyễn Văn An - chủ hộ", "Nguyễn Văn An"),
        ("Nguyễn Văn An, con ông Bình", "Nguyễn Văn An"),
        ("Nguyễn Văn An 1990", "Nguyễn Văn An"),
        ("Nguyễn Văn An đã mất", "Nguyễn Văn An"),
        ("Nguyễn Văn An.", "Nguyễn Văn An"),
        ("Nguyễn Văn An *", "Nguyễn Văn An"),
        ("Nguyễn.Văn.An", "Nguyễn Văn An"),
        ("Nguyễn_Văn_An", "Nguyễn Văn An"),
        ("NguyễnVănAn", "Nguyễn Văn An"),
        ("Nguyễn VănAn", "Nguyễn Văn An"),
        ("Ông Ích Khiêm", "Ông Ích Khiêm"),
        ("Bế Văn Đàn", "Bế Văn Đàn"),
        ("Nguyễn Văn Bé", "Nguyễn Văn Bé"),
        ("H'HEN NIÊ", "H'Hen Niê"),
        ("h'hen niê", "H'Hen Niê"),
        ("Y NGÔNG NIÊ KĐĂM", "Y Ngông Niê Kđăm"),
        ("K'BRƠI", "K'Brơi"),
        ("Thị Hoa", "Thị Hoa"),
        ("Mai Lan Anh", "Mai Lan Anh"),
        ("MAI LAN ANH", "Mai Lan Anh"),
        ("Cao Minh Trang", "Cao Minh Trang"),
        ("Công Tằng Tôn Nữ Thị Minh Châu", "Công Tằng Tôn Nữ Thị Minh Châu"),
        ("Nguyễn Văn a", "Nguyễn Văn A"),
    ] {
        let cleaned = clean(cell);
        assert_eq!((cleaned.value.as_ref(), cleaned.status), (name, Status::Ok), "{cell} {:?}", cleaned.issues);
        assert_eq!(cleaned.issues.is_empty(), cell == name, "{cell} {:?}", cleaned.issues);
        let again = clean(name);
        assert!(again == Cleaned::right(name) && matches!(again.value, Cow::Borrowed(_)), "{name}");
    }
    let modern = |cell| clean_name(cell, ToneStyle::Modern, &TextProfile::default()).value;
    assert_eq!(modern("Trần Hòa"), "Trần Hoà");
    assert_eq!(modern("Lê Thúy Toàn"), "Lê Thuý Toàn");
}

#[test]
fn names_of_others_stay() {
    for name in [
        "Y Ngông Niê Kđăm",
        "H'Hen Niê",
        "K'Brơi",
        "Rơ Châm Phiang",
        "Ksor H'Bia",
        "Y Blim Kbuôr",
        "John Smith",
        "Kim Jong Un",
        "Maria de la Cruz",
        "Ludwig van Beethoven",
        "McDonald Ronald",
        "Lee Min Ho",
        "JOHN SMITH",
        "François Müller",
        "Иван Петров",
        "王小明",
        "Giàng A Páo",
        "Thạch Sa Rây",
        "Êñuôl Y Bih",
        "Trần Michael",
        "Nguyễn Anna",
        "Ronaldo",
        "Siu Black",
        "Điểu K'Rứ",
        "K'Sor Y Nan",
        "Danh Som Bát",
        "Lê Anna Maria",
    ] {
        let cleaned = clean(name);
        assert_eq!((cleaned.value.as_ref(), cleaned.status), (name, Status::Ok), "{name} {:?}", cleaned.issues);
        assert!(cleaned.issues.is_empty() && matches!(cleaned.value, Cow::Borrowed(_)), "{name} {:?}", cleaned.issues);
    }
}

#[test]
fn what_cannot_be_known_stays_with_an_issue() {
    use IssueCode::*;
    for (cell, code) in [
        ("Nguyen Van An", NameNoDiacritics),
        ("NGUYEN VAN AN", NameNoDiacritics),
        ("le thi hoa", NameNoDiacritics),
        ("Phan Van Nhat", NameNoDiacritics),
        ("Nguyễnn Văn An", NameMisspelt),
        ("Nguyễn Vănn An", NameMisspelt),
        ("Nguyễn Văn Hùnng", NameMisspelt),
        ("Nguễyn Văn An", NameMisspelt),
        ("Nguyễn V An", NameAbbreviated),
        ("Ng. Văn An", NameAbbreviated),
        ("Nguyễn V.A", NameAbbreviated),
        ("Nguy?n Văn An", LostCharacters),
        ("Phường Bến Nghé", WrongColumn),
        ("12 Lê Lợi, Hà Nội", WrongColumn),
        ("0912345678", WrongColumn),
        ("an@example.vn", WrongColumn),
        ("Con bà Nguyễn Thị Hoa", FreeText),
        ("Công ty Hoa Sen", WrongColumn),
    ] {
        let cleaned = clean(cell);
        assert_ne!(cleaned.status, Status::Ok, "{cell}");
        assert_eq!(cleaned.value, cell);
        assert!(cleaned.issues.has(code), "{cell} {:?}", cleaned.issues);
    }
    assert_eq!(clean("Nguyễnn Văn An").candidates, ["Nguyễn Văn An"]);
    assert_eq!(clean("Nguễyn Văn An").candidates, ["Nguyễn Văn An"]);
    assert_eq!(clean("ÔNG CAO THẮNG").candidates, ["Cao Thắng", "Ông Cao Thắng"]);
    assert_eq!(clean("ông Cao Thắng").value, "Cao Thắng");
    for cell in ["không có", "-", "N/A", "Ko", "Không Có"] {
        assert_eq!(clean(cell), Cleaned::nothing(), "{cell}");
    }
    assert_eq!(clean(" "), Cleaned::unknown("", Issues::NONE));
}

#[test]
fn no_cut_or_changed_text_breaks_anything() {
    let cells = [
        "Ông Nguyễn Văn An (chủ hộ) - 1990, đã mất",
        "NguyÔn ThÞ MÉu",
        "Nguyá»…n Thá»‹",
        "H'Hen Niê?",
        "1. Nguye^~n Thi.",
    ];
    for cell in cells {
        let chars: Vec<char> = cell.chars().collect();
        for at in 0..chars.len() {
            let cut: String = chars[..at].iter().collect();
            let _ = clean(&cut);
            for other in ['(', '\'', ' ', '?', '.', 'Ã', '1', '\u{301}', '\u{0}', 'w', '王'] {
                let mut changed = chars.clone();
                changed[at] = other;
                let changed: String = changed.into_iter().collect();
                let once = clean(&changed).into_owned();
                if once.status == Status::Ok {
                    let again = clean(&once.value);
                    assert_eq!(again.value, once.value, "{changed}");
                }
            }
        }
    }
}
