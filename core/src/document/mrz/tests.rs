#![allow(clippy::string_slice)] // of ASCII text
use super::*;
use crate::document::dice::Dice;
use crate::personal::Personal;

const CARD: &str = "IDVNM1990000184001199000018<<5\n9902174F3902172VNM<<<<<<<<<<<8\nNGUYEN<<THI<MAU<<<<<<<<<<<<<<<";
const CARD_2005: &str =
    "IDVNM2051234575079205123457<<5\n0508300M3008306VNM<<<<<<<<<<<8\nTRAN<<VAN<MAU<<<<<<<<<<<<<<<<<";
/// ICAO 9303-5 appendix A, 9303-11 appendix D.2, D.1 and 9303-6 appendix: examples of the standard.
const ICAO_TD1: &str = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<";
const ICAO_TD1_LONG: &str =
    "I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<";
const ICAO_TD2_LONG: &str = "I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<\nD23145890<UTO3407127M95071227349<<<8";
const ICAO_TD3: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C<3UTO6908061F9406236ZE184226B<<<<<14";

fn today() -> Date {
    Date::new(2026, 11, 21).unwrap()
}

fn failed(text: &str) -> Vec<MrzCheckName> {
    Mrz::parse(text).unwrap().checks.iter().filter(|c| !c.ok).map(|c| c.name).collect()
}

#[test]
fn a_vietnamese_card() {
    let claim = Mrz::parse_printed(CARD).unwrap();
    assert_eq!(claim.source, Source::Mrz);
    let mrz = claim.value;
    assert!(mrz.is_consistent() && mrz.holds(MrzCheckName::VietnamDocumentNumber));
    assert_eq!((mrz.document_code.as_str(), mrz.issuing_state.as_str()), ("ID", "VNM"));
    assert_eq!(mrz.document_number.expose(), "199000018");
    assert_eq!((mrz.primary.expose().as_str(), mrz.secondary.expose().as_str()), ("NGUYEN", "THI MAU"));
    assert!(!mrz.name_may_be_cut);
    let citizen = mrz.to_citizen(today());
    let exposed = |c: &Citizen| {
        (
            c.id_number.as_ref().unwrap().expose().as_str().to_owned(),
            c.full_name.as_ref().unwrap().expose().as_str().to_owned(),
            c.date_of_birth.as_ref().unwrap().expose().to_string(),
            *c.sex.as_ref().unwrap().expose(),
            *c.nationality.as_ref().unwrap().expose(),
            c.expires.as_ref().unwrap().expose().to_string(),
        )
    };
    let (id, name, birth, sex, nationality, expires) = exposed(&citizen);
    assert_eq!((id.as_str(), name.as_str(), birth.as_str()), ("001199000018", "NGUYEN THI MAU", "1999-02-17"));
    assert_eq!((sex, nationality, expires.as_str()), (Sex::Female, Nationality::VIETNAM, "2039-02-17"));
    assert!(Mrz::parse(CARD_2005).unwrap().is_consistent());
    assert_eq!(Mrz::parse(&CARD.replace('\n', "")).unwrap(), mrz);
    assert_eq!(mrz.to_lines(), CARD);
}

#[test]
fn examples_of_the_standard() {
    for text in [ICAO_TD1, ICAO_TD1_LONG, ICAO_TD2_LONG, ICAO_TD3] {
        assert_eq!(failed(text), [], "{text}");
        assert_eq!(Mrz::parse(text).unwrap().to_lines(), text);
    }
    for text in [ICAO_TD1_LONG, ICAO_TD2_LONG] {
        let mrz = Mrz::parse(text).unwrap();
        assert_eq!(mrz.document_number.expose(), "D23145890734");
        assert_eq!(mrz.optional_data.expose(), "");
        assert_eq!(MrzKey::of(&mrz).unwrap().information(), "D23145890734934071279507122");
    }
    let passport = Mrz::parse(ICAO_TD3).unwrap();
    assert_eq!(passport.format, MrzFormat::Td3);
    assert_eq!(passport.document_number.expose(), "L898902C");
    assert_eq!(passport.optional_data.expose(), "ZE184226B");
    assert_eq!(passport.full_name().unwrap().as_str(), "ERIKSSON ANNA MARIA");
    assert_eq!(MrzKey::of(&passport).unwrap().information(), "L898902C<369080619406236");
    assert!(passport.id_number().is_none());
}

#[test]
fn the_personal_number_resolves_the_century() {
    // Born 1922: the pivot alone would say 2022.
    let mut citizen = Mrz::parse(CARD).unwrap().to_citizen(today());
    citizen.id_number = IdNumber::parse("001122000018").ok().map(Personal::new);
    citizen.date_of_birth = PartialDate::parse_day_first("01031922").ok().map(Personal::new);
    citizen.expires = Some(Personal::new(Expiry::Never));
    let mrz = Mrz::of_vietnamese_card(&citizen).unwrap();
    assert_eq!(mrz.birth(today()).unwrap().to_string(), "1922-03-01");
    assert_eq!(mrz.date_of_expiry.expose(), "991231");
    assert_eq!(mrz.to_citizen(today()).expires.unwrap().expose(), &Expiry::Never);
}

#[test]
fn every_defect_is_reported_by_name() {
    use MrzCheckName as C;
    let changed = |from: &str, to: &str| {
        assert!(CARD.contains(from));
        failed(&CARD.replacen(from, to, 1))
    };
    assert_eq!(changed("VNM1990000184", "VNM1990000185"), [C::DocumentNumber, C::Composite]);
    assert_eq!(changed("VNM1990000184", "VNM1990000194"), [C::DocumentNumber, C::Composite, C::VietnamDocumentNumber]);
    assert_eq!(changed("9902174F", "9902175F"), [C::DateOfBirth, C::Composite]);
    assert_eq!(changed("9902174F", "9932174F"), [C::DateOfBirth, C::DateOfBirthCalendar, C::Composite]);
    assert_eq!(changed("4F3902172", "4Z3902172"), [C::Sex]);
    assert_eq!(changed("F3902172", "F3902173"), [C::DateOfExpiry, C::Composite]);
    // A filler counts as zero: no check digit notices it, the calendar does.
    assert_eq!(changed("F3902172", "F39<2172"), [C::DateOfExpiryCalendar]);
    assert_eq!(changed("<<<8", "<<<7"), [C::Composite]);
    assert_eq!(changed("<<5", "<<6"), [C::Composite, C::VietnamOptionalData, C::VietnamDocumentNumber]);
    // A document number that is not the end of the personal number, with check digits that are all right.
    let other = MrzFields {
        format: MrzFormat::Td1,
        document_code: "ID",
        issuing_state: "VNM",
        document_number: "299000018",
        date_of_birth: "990217",
        sex: Sex::Female,
        date_of_expiry: "390217",
        nationality: "VNM",
        optional_data: "001199000018<<5",
        optional_data_2: "",
        primary: "NGUYEN",
        secondary: "THI MAU",
    };
    assert_eq!(failed(other.build().unwrap().text()), [C::VietnamDocumentNumber]);
    assert_eq!(failed(&ICAO_TD3.replace("B<<<<<1", "B<<<<<2")), [C::OptionalData, C::Composite]);
    let empty = MrzFields { format: MrzFormat::Td3, optional_data: "", ..other.clone() }.build().unwrap();
    assert!(empty.is_consistent());
    assert!(!Mrz::parse(ICAO_TD1).unwrap().checks.iter().any(|c| c.name == C::VietnamOptionalData));
}

#[test]
fn what_is_no_zone() {
    let code = |text: &str| Mrz::parse(text).unwrap_err().code();
    for text in ["", "IDVNM", &CARD[1..], &format!("{CARD}<"), &CARD.replacen('\n', "", 1), &CARD.replace("\nN", "N\n")]
    {
        assert_eq!(code(text), Code::MrzLayout, "{text}");
    }
    for text in
        [CARD.to_lowercase(), CARD.replace('<', " <"), CARD.replacen('N', "Ñ", 1), CARD.replacen('<', "\u{0}", 1)]
    {
        assert!(matches!(code(&text), Code::MrzCharacters | Code::MrzLayout), "{text}");
    }
    assert_eq!(code(&CARD.to_lowercase()), Code::MrzCharacters);
    assert_eq!(code(&"<".repeat(1000)), Code::TooLarge);
    let blank = Mrz::parse(&"<".repeat(90)).unwrap();
    assert!(!blank.is_consistent() && blank.full_name().is_none() && blank.birth(today()).is_none());
}

#[test]
fn long_names_are_cut_and_say_so() {
    let mut citizen = Mrz::parse(CARD).unwrap().to_citizen(today());
    for (length, cut) in [(20, false), (26, false), (27, true), (28, true), (29, true), (40, true)] {
        let name = format!("Nguyễn {}", "ă".repeat(length - "nguyen ".len()));
        citizen.full_name = PersonName::parse(&name).ok().map(Personal::new);
        let mrz = Mrz::of_vietnamese_card(&citizen).unwrap();
        assert_eq!(mrz.name_may_be_cut, cut, "{length}");
        assert!(mrz.is_consistent());
        let form = citizen.full_name.as_ref().unwrap().expose().mrz_form().unwrap();
        assert!(form.starts_with(mrz.full_name().unwrap().as_str()));
        assert_eq!(form == mrz.full_name().unwrap().as_str(), length <= 29);
    }
    citizen.full_name = PersonName::parse("王").ok().map(Personal::new);
    assert_eq!(Mrz::of_vietnamese_card(&citizen).unwrap_err().place(), "name");
}

#[test]
fn writing_refuses_what_does_not_fit() {
    let good = MrzFields {
        format: MrzFormat::Td2,
        document_code: "I",
        issuing_state: "D",
        document_number: "C01X00T4",
        date_of_birth: "640812",
        sex: Sex::Unspecified,
        date_of_expiry: "301031",
        nationality: "D",
        optional_data: "",
        optional_data_2: "",
        primary: "MUSTERMANN",
        secondary: "ERIKA",
    };
    let mrz = good.build().unwrap();
    assert!(mrz.is_consistent());
    assert_eq!((mrz.issuing_state.as_str(), mrz.nationality.expose().as_str()), ("D", "D"));
    let place = |fields: &MrzFields<'_>| fields.build().unwrap_err().place();
    assert_eq!(place(&MrzFields { document_code: "IDX", ..good.clone() }), "document_code");
    assert_eq!(place(&MrzFields { optional_data_2: "1", ..good.clone() }), "optional_data_2");
    assert_eq!(place(&MrzFields { date_of_birth: "1964081", ..good.clone() }), "date_of_birth");
    assert_eq!(place(&MrzFields { document_number: "c01", ..good.clone() }), "document_number");
    assert_eq!(place(&MrzFields { document_number: "C01X00T4567<9", ..good.clone() }), "document_number");
    assert_eq!(
        place(&MrzFields { format: MrzFormat::Td3, document_number: "C01X00T4567", ..good.clone() }),
        "document_number"
    );
    assert_eq!(place(&MrzFields { document_number: "C01X00T4567890123", ..good.clone() }), "optional_data");
    assert_eq!(place(&MrzFields { primary: "MÜSTER", ..good.clone() }), "name");
    assert_eq!(place(&MrzFields { primary: &"Ü".repeat(40), ..good }), "name");
    assert_eq!(Mrz::of_vietnamese_card(&Citizen::default()).unwrap_err().place(), "id_number");
}

#[test]
fn what_is_written_is_read_back() {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const BOTH: &str = "ABCXYZ0123456789";
    let mut dice = Dice(2026);
    for round in 0..2000 {
        let format = [MrzFormat::Td1, MrzFormat::Td2, MrzFormat::Td3][round % 3];
        let longest = match format {
            MrzFormat::Td1 => 20,
            MrzFormat::Td2 => 14,
            MrzFormat::Td3 => 9,
        };
        let length = 1 + dice.roll(longest);
        let number = dice.text(BOTH, length);
        let birth = format!("{:02}{:02}{:02}", round % 100, 1 + round % 12, 1 + round % 28);
        let (primary, secondary) = (dice.text(LETTERS, 5), dice.text(LETTERS, 6));
        let fields = MrzFields {
            format,
            document_code: "I",
            issuing_state: "UTO",
            document_number: &number,
            date_of_birth: &birth,
            sex: [Sex::Male, Sex::Female, Sex::Unspecified][round % 3],
            date_of_expiry: "301031",
            nationality: "UTO",
            optional_data: "",
            optional_data_2: "",
            primary: &primary,
            secondary: &secondary,
        };
        let mrz = fields.build().unwrap();
        assert!(mrz.is_consistent(), "{mrz:?} {number}");
        assert_eq!(mrz.document_number.expose(), &number);
        assert_eq!((mrz.primary.expose(), mrz.secondary.expose()), (&primary, &secondary));
        assert_eq!(mrz.date_of_birth.expose(), &birth);
        assert_eq!(Mrz::parse(&mrz.to_lines()).unwrap(), mrz);
        let key = MrzKey::of(&mrz).unwrap();
        assert_eq!(MrzKey::parse(key.information()).unwrap().information(), key.information());
    }
}

#[test]
fn one_changed_character_is_noticed_and_nothing_panics() {
    // Weights 7, 3, 1 notice every change of one character, except by multiples of ten in its value.
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<";
    for text in [CARD, ICAO_TD1, ICAO_TD1_LONG, ICAO_TD2_LONG, ICAO_TD3] {
        let text = text.replace('\n', "");
        let original = Mrz::parse(&text).unwrap();
        for at in 0..text.len() {
            for c in ALPHABET.chars() {
                let changed = format!("{}{c}{}", &text[..at], &text[at + 1..]);
                let mrz = Mrz::parse(&changed).unwrap();
                let same_residue = c.to_digit(36).unwrap_or(0) % 10
                    == text[at..].chars().next().unwrap().to_digit(36).unwrap_or(0) % 10;
                if !same_residue && mrz.document_number != original.document_number {
                    assert!(!mrz.is_consistent(), "{changed}");
                }
                let _ = (mrz.to_citizen(today()), MrzKey::of(&mrz).map(|k| k.information().len()));
            }
        }
    }
    let mut dice = Dice(7);
    for _ in 0..5000 {
        let mut bytes = CARD.as_bytes().to_vec();
        for _ in 0..1 + dice.roll(4) {
            let at = dice.roll(bytes.len());
            bytes[at] = dice.byte();
        }
        bytes.truncate(bytes.len() - dice.roll(3));
        let text = String::from_utf8_lossy(&bytes);
        if let Ok(mrz) = Mrz::parse(&text) {
            assert_eq!(Mrz::parse(&mrz.to_lines()).unwrap(), mrz);
        }
        let _ = MrzKey::parse(&text);
    }
    for length in 0..CARD.len() {
        assert!(Mrz::parse(&CARD[..length]).is_err() && MrzKey::parse(&CARD[..length]).is_err(), "{length}");
    }
}
