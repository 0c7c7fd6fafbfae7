use super::*;
use crate::document::dice::Dice;

const CARD: &str = "001199000018|012345678|Nguyễn Thị Mẫu|17021999|Nữ|Số 1, Cửa Nam, Hoàn Kiếm, Hà Nội|27062021";

fn card(text: &str) -> CardQr {
    CardQr::parse(text).unwrap().value
}

fn code(text: &str) -> Code {
    CardQr::parse(text).unwrap_err().code()
}

#[test]
fn seven_fields_of_2021() {
    let claim = CardQr::parse(CARD).unwrap();
    assert_eq!(claim.source, Source::QrCode);
    let card = claim.value;
    assert_eq!((card.layout, card.issues.len(), card.extra.len()), (QrLayout::Cccd2021, 0, 0));
    let c = &card.citizen;
    assert_eq!(c.id_number.as_ref().unwrap().expose().as_str(), "001199000018");
    assert_eq!(c.old_id_number.as_ref().unwrap().expose().as_str(), "012345678");
    assert_eq!(c.full_name.as_ref().unwrap().expose().as_str(), "Nguyễn Thị Mẫu");
    assert_eq!(c.date_of_birth.as_ref().unwrap().expose().to_string(), "1999-02-17");
    assert_eq!(c.sex.as_ref().unwrap().expose(), &Sex::Female);
    assert_eq!(c.address.as_ref().unwrap().expose().text, "Số 1, Cửa Nam, Hoàn Kiếm, Hà Nội");
    assert_eq!(c.issued.as_ref().unwrap().expose().to_string(), "2021-06-27");
    assert_eq!(card.card_kind_hint(), Some(CardKindHint::CccdChip));
    assert_eq!(card.to_text(), CARD);
    assert_eq!(CardQr::write(c, &[]).unwrap(), CARD);
    let shown = format!("{card:?}");
    for hidden in ["001199000018", "012345678", "Mẫu", "1999", "Cửa Nam"] {
        assert!(!shown.contains(hidden), "{hidden} in {shown}");
    }
}

#[test]
fn what_scanners_do_to_the_text() {
    let decomposed: String = CARD.nfd().collect();
    for text in [&format!("\u{feff}{CARD}\r\n"), &decomposed, &format!("  {CARD}\n")] {
        assert_eq!(card(text), card(CARD));
    }
    assert_eq!(CardQr::parse_bytes(CARD.as_bytes()).unwrap().value, card(CARD));
    // The same name in a Vietnamese code page (windows-1258): refused, not guessed.
    let error = CardQr::parse_bytes(b"001199000018||Nguy\xean|17021999|N\xfd|x|27062021").unwrap_err();
    assert_eq!((error.code(), error.offset()), (Code::TextNotUtf8, Some(18)));
    // Diacritics lost on the way: still read, as far as possible.
    assert!(card("001199000018||Nguyen Thi Mau|17021999|Nu|So 1, Ha Noi|27062021").issues.is_empty());
}

#[test]
fn eight_to_sixteen_fields_never_fail() {
    let cases = [
        ("", QrExtraKind::Empty),
        ("001199000019", QrExtraKind::PossibleCancelledIdNumber),
        ("987654321", QrExtraKind::PossibleOldIdNumber),
        ("17022039", QrExtraKind::UnnamedDate),
        ("99999999", QrExtraKind::Unclassified),
        ("Nguyễn Văn Cha", QrExtraKind::PossibleParent),
        ("H'Mẫu Niê-Kđăm", QrExtraKind::PossibleParent),
        ("không rõ", QrExtraKind::Unclassified),
        ("Cha", QrExtraKind::Unclassified),
    ];
    let mut text = CARD.to_owned();
    for (count, (field, _)) in (1..).zip(&cases) {
        text = format!("{text}|{field}");
        let card = card(&text);
        assert_eq!(card.layout, QrLayout::CanCuocExtended(count));
        assert_eq!(card.citizen, super::tests::card(CARD).citizen, "extra fields are never mixed into the known ones");
        let kinds: Vec<_> = card.extra.iter().map(|e| (e.raw.expose().as_str(), e.kind)).collect();
        assert_eq!(kinds, cases[..count]);
        assert_eq!(card.to_text(), text);
    }
    assert!(card(&format!("{CARD}|||||||||")).issues.is_empty());
    assert_eq!(code(&format!("{CARD}||||||||||")), Code::QrNotACard);
}

#[test]
fn six_fields_when_nothing_is_ambiguous() {
    let six = CARD.replace("|012345678", "");
    let read = card(&six);
    assert_eq!(read.layout, QrLayout::WithoutOldIdNumber);
    assert_eq!(read.citizen, Citizen { old_id_number: None, ..card(CARD).citizen });
    assert_eq!(read.to_text(), six);
    for broken in [six.replace("17021999", "x"), six.replace("Nữ", "x"), six.replace("001199000018", "1")] {
        assert_eq!(code(&broken), Code::QrNotACard, "{broken}");
    }
}

#[test]
fn one_bad_field_does_not_lose_the_others() {
    let fields = [
        ("001199000018", "00119900001", QrField::IdNumber, Code::IdNumberLength),
        ("012345678", "0123", QrField::OldIdNumber, Code::IdNumberLength),
        ("Nguyễn Thị Mẫu", "", QrField::FullName, Code::NameEmpty),
        ("17021999", "31021999", QrField::DateOfBirth, Code::DateCalendar),
        ("Nữ", "F", QrField::Sex, Code::SexUnknown),
        ("Số 1, Cửa Nam, Hoàn Kiếm, Hà Nội", "", QrField::Address, Code::QrField),
        ("27062021", "hôm qua", QrField::Issued, Code::DateFormat),
    ];
    for (good, bad, field, code) in fields {
        let text = CARD.replacen(good, bad, 1);
        let read = card(&text);
        assert_eq!(read.issues, [QrIssue { field, code }], "{text}");
        assert_eq!(read.to_text(), text);
        let c = &read.citizen;
        let present = [
            c.id_number.is_some(),
            c.old_id_number.is_some(),
            c.full_name.is_some(),
            c.date_of_birth.is_some(),
            c.sex.is_some(),
            c.address.is_some(),
            c.issued.is_some(),
        ];
        assert_eq!(present.iter().filter(|&&p| p).count(), 6, "{text}");
    }
}

#[test]
fn years_alone_and_repeated_numbers() {
    let year = card(&CARD.replace("17021999", "00001960"));
    assert_eq!(year.citizen.date_of_birth.unwrap().expose().to_string(), "1960");
    let repeated = card(&CARD.replace("012345678", "001199000018"));
    assert!(repeated.citizen.old_id_number.is_none() && repeated.issues.is_empty());
    let empty = card(&CARD.replace("012345678", ""));
    assert!(empty.citizen.old_id_number.is_none() && empty.issues.is_empty());
}

#[test]
fn the_kind_of_card_is_a_guess_from_the_day() {
    let hint = |day: &str| card(&CARD.replace("27062021", day)).card_kind_hint();
    assert_eq!(hint("30062024"), Some(CardKindHint::CccdChip));
    assert_eq!(hint("01072024"), Some(CardKindHint::CanCuoc));
    assert_eq!((hint("x"), hint("2024")), (None, None));
}

#[test]
fn other_codes_are_not_cards() {
    for text in [
        "",
        "|",
        "||||||",
        "|||||||",
        "eyJhbGciOiJSUzI1NiJ9.e30.c2ln",
        "https://example.vn/qr?id=001199000018",
        "001199000018",
        // A health insurance card: hexadecimal name and address, sex as a number.
        "001199000018|4e677579e1bb856e|17/02/1999|2|48c3a0|01 - 001|01/01/2026|-|$",
        "TE1010000000000|4e677579e1bb856e|17/02/1999|2|48c3a0|01 - 001|01/01/2026|-|$",
    ] {
        assert_eq!(code(text), Code::QrNotACard, "{text}");
    }
    assert_eq!(code(&"0".repeat(QR_TEXT_BYTES + 1)), Code::TooLarge);
}

#[test]
fn writing_refuses_the_separator() {
    let mut citizen = card(CARD).citizen;
    citizen.address = Address::parse("Số 1 | Hà Nội").ok().map(Personal::new);
    assert_eq!(CardQr::write(&citizen, &[]).unwrap_err().code(), Code::QrField);
    let extended = CardQr::write(&card(CARD).citizen, &["", "Nguyễn Văn Cha"]).unwrap();
    assert_eq!(extended, format!("{CARD}||Nguyễn Văn Cha"));
}

#[test]
fn mutations_never_panic_and_print_as_read() {
    let mut dice = Dice(16);
    let mut cards = 0;
    for _ in 0..5000 {
        let mut letters: Vec<char> = CARD.chars().collect();
        for _ in 0..=dice.roll(3) {
            let at = dice.roll(letters.len());
            let other = "|0129Nữ \u{0}\u{301}\u{feff}é\u{1F600}".chars().nth(dice.roll(13)).unwrap();
            match dice.roll(3) {
                0 => letters[at] = other,
                1 => letters.insert(at, other),
                _ => drop(letters.remove(at)),
            }
        }
        let text: String = letters.into_iter().collect();
        if let Ok(claim) = CardQr::parse(&text) {
            cards += 1;
            assert_eq!(CardQr::parse(&claim.value.to_text()).unwrap(), claim);
        }
    }
    assert!(cards > 1000, "{cards}");
    for _ in 0..5000 {
        let mut bytes = CARD.as_bytes().to_vec();
        let at = dice.roll(bytes.len());
        bytes[at] = dice.byte();
        bytes.truncate(dice.roll(bytes.len() + 1));
        let _ = CardQr::parse_bytes(&bytes);
    }
}

#[test]
fn every_truncation_is_refused_or_names_what_is_missing() {
    for length in 0..CARD.len() {
        let Ok(claim) = CardQr::parse_bytes(&CARD.as_bytes()[..length]) else { continue };
        // What is left has six or seven fields, the last one cut.
        let c = &claim.value.citizen;
        let full = c.issued.as_ref().and_then(|d| d.expose().full()).is_some();
        assert!(!full, "{length}");
    }
}
