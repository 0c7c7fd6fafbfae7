use super::*;
use crate::document::qr::CardQr;
use crate::identity::{Address, Expiry, IdNumber, Nationality, OldIdNumber, PersonName};
use crate::personal::Personal;
use std::collections::BTreeSet;

const QR: &str = "001199000018|012345678|Nguyễn Thị Mẫu|17021999|Nữ|Số 1, Cửa Nam, Hà Nội|27062024";

/// QR, zone and DG13 of one card.
fn card() -> (Citizen, Mrz, Citizen) {
    let qr = CardQr::parse(QR).unwrap().value.citizen;
    let dg13 = Citizen {
        nationality: Some(Personal::new(Nationality::VIETNAM)),
        expires: Expiry::from_mrz("390217").ok().map(Personal::new),
        ..qr.clone()
    };
    (qr, Mrz::of_vietnamese_card(&dg13).unwrap(), dg13)
}

fn found(sides: &Sides<'_>) -> Vec<String> {
    conflicts(&cross_check(sides)).iter().map(|c| format!("{} {:?}", c.check, c.severity)).collect()
}

fn today() -> Date {
    Date::new(2026, 11, 21).unwrap()
}

fn some<T, E>(value: std::result::Result<T, E>) -> Option<Personal<T>> {
    value.ok().map(Personal::new)
}

#[test]
fn one_card_agrees_with_itself_everywhere() {
    let (qr, mrz, dg13) = card();
    let all = cross_check(&Sides { qr: Some(&qr), mrz: Some(&mrz), dg1: Some(&mrz), dg13: Some(&dg13) });
    assert!(all.iter().all(|c| c.outcome == Outcome::Agreed), "{all:?}");
    let names: Vec<String> = all.iter().map(|c| c.check.to_string()).collect();
    for name in [
        "qr-mrz-id-number",
        "qr-dg1-id-number",
        "qr-dg13-full-name",
        "qr-dg13-address",
        "qr-dg13-date-of-issue",
        "mrz-dg1-date-of-expiry",
        "dg1-dg13-date-of-birth",
        "dg1-dg13-nationality",
        "qr-id-number-vs-sex",
        "dg13-id-number-vs-birth-year",
        "mrz-document-number-vs-id",
        "dg1-check-digits",
    ] {
        assert!(names.iter().any(|n| n == name), "{name}");
    }
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "every check once");
    // Six pairs of 4 to 7 fields, two checks within each side, two more within each zone.
    assert_eq!(names.len(), (4 + 4 + 7 + 6 + 6 + 6) + 4 * 2 + 2 * 2);
    assert!(cross_check(&Sides::default()).is_empty());
}

#[test]
fn each_changed_field_is_its_own_conflict() {
    let (qr, mrz, dg13) = card();
    let changed = |change: &dyn Fn(&mut Citizen)| {
        let mut other = dg13.clone();
        change(&mut other);
        found(&Sides { qr: Some(&qr), mrz: None, dg1: Some(&mrz), dg13: Some(&other) })
    };
    assert_eq!(
        changed(&|c| c.id_number = some(IdNumber::parse("001199000019"))),
        ["qr-dg13-id-number Serious", "dg1-dg13-id-number Serious"]
    );
    assert_eq!(
        changed(&|c| c.full_name = some(PersonName::parse("Nguyễn Thị Mẩu"))),
        ["qr-dg13-full-name Minor"],
        "the zone has no diacritics to disagree with"
    );
    assert_eq!(
        changed(&|c| c.full_name = some(PersonName::parse("Nguyễn Thị Khác"))),
        ["qr-dg13-full-name Serious", "dg1-dg13-full-name Serious"]
    );
    assert_eq!(
        changed(&|c| c.date_of_birth = some(PartialDate::parse_day_first("18021999"))),
        ["qr-dg13-date-of-birth Serious", "dg1-dg13-date-of-birth Serious"]
    );
    assert_eq!(
        changed(&|c| c.date_of_birth = some(PartialDate::parse_day_first("17021899"))),
        ["qr-dg13-date-of-birth Serious", "dg13-id-number-vs-birth-year Serious"],
        "a zone has no century"
    );
    assert_eq!(changed(&|c| c.date_of_birth = some(PartialDate::parse_day_first("1999"))), [""; 0]);
    assert_eq!(
        changed(&|c| c.sex = Some(Personal::new(Sex::Male))),
        ["qr-dg13-sex Serious", "dg1-dg13-sex Serious", "dg13-id-number-vs-sex Serious"]
    );
    assert_eq!(changed(&|c| c.nationality = some(Nationality::parse_code("LAO"))), ["dg1-dg13-nationality Serious"]);
    assert_eq!(changed(&|c| c.old_id_number = some(OldIdNumber::parse("987654321"))), ["qr-dg13-old-id-number Minor"]);
    assert_eq!(changed(&|c| c.address = some(Address::parse("số 1 Cửa Nam - Hà Nội"))), [""; 0]);
    assert_eq!(changed(&|c| c.address = some(Address::parse("Số 2, Cửa Nam, Hà Nội"))), ["qr-dg13-address Minor"]);
    assert_eq!(
        changed(&|c| c.issued = some(PartialDate::parse_day_first("28062024"))),
        ["qr-dg13-date-of-issue Serious"]
    );
    assert_eq!(changed(&|c| c.expires = some(Expiry::from_mrz("390218"))), ["dg1-dg13-date-of-expiry Serious"]);
    assert_eq!(changed(&|c| c.expires = Some(Personal::new(Expiry::Never))), ["dg1-dg13-date-of-expiry Minor"]);
}

#[test]
fn a_zone_of_another_card_and_a_zone_that_is_broken() {
    let (qr, mrz, dg13) = card();
    let mut other = dg13.clone();
    other.id_number = some(IdNumber::parse("079199000018"));
    let copied = Mrz::of_vietnamese_card(&other).unwrap();
    assert_eq!(
        found(&Sides { mrz: Some(&mrz), dg1: Some(&copied), ..Sides::default() }),
        ["mrz-dg1-id-number Serious"],
        "the same last nine digits in another province"
    );
    // The check digit of the optional data is wrong: what is left of the number is compared.
    let broken = Mrz::parse(&mrz.text().replace("0018<<5", "0018<<4")).unwrap();
    let sides = Sides { qr: Some(&qr), mrz: Some(&broken), ..Sides::default() };
    assert_eq!(found(&sides), ["mrz-check-digits Serious"]);
    let all = cross_check(&sides);
    let outcome = |name: &str| all.iter().find(|c| c.check.to_string() == name).map(|c| c.outcome);
    assert_eq!(outcome("qr-mrz-id-number"), Some(Outcome::Agreed));
    assert_eq!(outcome("mrz-document-number-vs-id"), Some(Outcome::NotDone(NotCompared::Missing(Side::Mrz))));
    let other_number = Mrz::parse(&broken.text().replace("1990000184", "1990000194")).unwrap();
    let sides = Sides { qr: Some(&qr), mrz: Some(&other_number), ..Sides::default() };
    assert!(found(&sides).contains(&"qr-mrz-id-number Serious".to_owned()));
}

#[test]
fn what_a_side_lacks_is_not_done() {
    let (qr, mrz, _) = card();
    let empty = Citizen::default();
    let all = cross_check(&Sides { qr: Some(&qr), mrz: None, dg1: Some(&mrz), dg13: Some(&empty) });
    for c in all.iter().filter(|c| c.check.to_string().contains("dg13")) {
        assert_eq!(c.outcome, Outcome::NotDone(NotCompared::Missing(Side::Dg13)), "{}", c.check);
    }
    let foreign = Citizen { full_name: some(PersonName::parse("王")), ..Citizen::default() };
    let all = cross_check(&Sides { dg1: Some(&mrz), dg13: Some(&foreign), ..Sides::default() });
    let name = all.iter().find(|c| c.check.to_string() == "dg1-dg13-full-name").unwrap();
    assert_eq!(name.outcome, Outcome::NotDone(NotCompared::Incomparable));
}

#[test]
fn cut_names_agree_and_others_do_not() {
    let (mut qr, _, mut dg13) = card();
    let long = "Nguyễn Hoàng Thị Phương Thanh Thảo Mẫu";
    dg13.full_name = some(PersonName::parse(long));
    qr.full_name = dg13.full_name.clone();
    let cut = Mrz::of_vietnamese_card(&dg13).unwrap();
    assert!(cut.name_may_be_cut);
    let sides = Sides { qr: Some(&qr), dg1: Some(&cut), dg13: Some(&dg13), ..Sides::default() };
    assert_eq!(found(&sides), [""; 0]);
    qr.full_name = some(PersonName::parse("Nguyễn Hoàng Thị Phượng Khanh Thảo Mẫu"));
    let sides = Sides { qr: Some(&qr), dg1: Some(&cut), ..Sides::default() };
    assert_eq!(found(&sides), ["qr-dg1-full-name Serious"]);
    // A short name in the zone is not a cut one.
    let (qr, _, mut dg13) = card();
    dg13.full_name = some(PersonName::parse("Nguyễn Thị"));
    let short = Mrz::of_vietnamese_card(&dg13).unwrap();
    assert_eq!(found(&Sides { qr: Some(&qr), dg1: Some(&short), ..Sides::default() }), ["qr-dg1-full-name Serious"]);
}

#[test]
fn dg13_gives_the_century_and_never_more() {
    let (_, mrz, mut dg13) = card();
    // Without a personal number in the zone, the pivot says 1999 and DG13 may say 1899.
    let zone = Mrz::parse(&mrz.text().replace("0018<<5", "0018<<4")).unwrap();
    let birth = |dg13: &Citizen| chip_birth(&zone, Some(dg13), today()).unwrap().to_string();
    dg13.date_of_birth = some(PartialDate::parse_day_first("17021899"));
    assert_eq!(birth(&dg13), "1899-02-17");
    dg13.date_of_birth = some(PartialDate::parse_day_first("18021899"));
    assert_eq!(birth(&dg13), "1999-02-17");
    assert_eq!(chip_birth(&zone, None, today()).unwrap().to_string(), "1999-02-17");
}

#[test]
fn explanations_hold_no_values() {
    let (qr, mrz, _) = card();
    let other = CardQr::parse("079082000123||Trần Văn Khác|01011982|Nữ|Số 2, Huế|01012022").unwrap().value.citizen;
    let list = conflicts(&cross_check(&Sides { qr: Some(&qr), dg1: Some(&mrz), dg13: Some(&other), mrz: None }));
    assert!(list.len() >= 8, "{list:?}");
    for conflict in &list {
        let Conflict { explanation_vi: vi, explanation_en: en, .. } = conflict;
        for text in [vi, en] {
            assert!(text.ends_with('.') && text.starts_with(char::is_uppercase), "{text}");
            // Digits occur in the names of files and in "9 số cuối" only.
            let digits: String =
                text.replace("DG13", "").replace("DG1", "").chars().filter(char::is_ascii_digit).collect();
            assert!(digits.is_empty() && !text.contains("Mẫu") && !text.contains("Khác"), "{text}");
        }
        assert_ne!(vi, en);
    }
}
