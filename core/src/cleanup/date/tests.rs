use super::super::issue::Status;
use super::*;

fn rules() -> DateRules {
    DateRules::birth(Date::new(2026, 11, 21).unwrap())
}

fn clean(cell: &str) -> Cleaned<'_> {
    clean_date(cell, &rules(), &DateProfile::default())
}

#[test]
fn every_form_becomes_one() {
    for (cell, iso) in [
        ("1999-02-17", "1999-02-17"),
        ("17/02/1999", "1999-02-17"),
        ("17/2/1999", "1999-02-17"),
        ("17-2-99", "1999-02-17"),
        ("17.02.1999", "1999-02-17"),
        ("17 02 1999", "1999-02-17"),
        ("17/02/99", "1999-02-17"),
        ("17/02/15", "2015-02-17"),
        ("17021999", "1999-02-17"),
        ("19990217", "1999-02-17"),
        ("170299", "1999-02-17"),
        ("7021999", "1999-02-07"),
        ("17021999.0", "1999-02-17"),
        ("1999-02-17 00:00:00", "1999-02-17"),
        ("1999-02-17T00:00:00", "1999-02-17"),
        ("1999-02-17T00:00:00.000Z", "1999-02-17"),
        ("17/02/1999 12:00:00 AM", "1999-02-17"),
        ("36208", "1999-02-17"),
        ("36208.0", "1999-02-17"),
        ("ngày 17 tháng 02 năm 1999", "1999-02-17"),
        ("Ngày 5 tháng 4 năm 1999", "1999-04-05"),
        ("17 tháng 2, 1999", "1999-02-17"),
        ("17 tháng hai năm 1999", "1999-02-17"),
        ("17-Feb-1999", "1999-02-17"),
        ("17-Feb-99", "1999-02-17"),
        ("Feb 17, 1999", "1999-02-17"),
        ("17 Thg2 1999", "1999-02-17"),
        ("17-thg 2-1999", "1999-02-17"),
        ("February 17 1999", "1999-02-17"),
        ("02/17/1999", "1999-02-17"),
        ("2/17/1999 0:00", "1999-02-17"),
        ("99-02-17", "1999-02-17"),
        ("'17/02/1999", "1999-02-17"),
        (" 17/ 02 /1999 ", "1999-02-17"),
        ("17/02/1999.", "1999-02-17"),
        ("05/05/1999", "1999-05-05"),
        ("1960", "1960"),
        ("1960.0", "1960"),
        ("năm 1960", "1960"),
        ("sinh năm 1960", "1960"),
        ("SN 1960", "1960"),
        ("00/00/1960", "1960"),
        ("00/02/1960", "1960-02"),
        ("--/--/1960", "1960"),
        ("xx/xx/1960", "1960"),
        ("??/??/1960", "1960"),
        ("../../1960", "1960"),
        ("  /  /1960", "1960"),
        ("02/1960", "1960-02"),
        ("2/1960", "1960-02"),
        ("1960-02", "1960-02"),
        ("tháng 2/1960", "1960-02"),
        ("021960", "1960-02"),
        ("0000 1960".trim_start_matches("0000 "), "1960"),
    ] {
        let cleaned = clean(cell);
        assert_eq!((cleaned.value.as_ref(), cleaned.status), (iso, Status::Ok), "{cell} {:?}", cleaned.issues);
        let again = clean(iso);
        assert!(again.value == iso && again.status == Status::Ok && matches!(again.value, Cow::Borrowed(_)), "{iso}");
    }
}

#[test]
fn doubt_stays_doubt() {
    use IssueCode::*;
    for (cell, code, candidates) in [
        ("05/04/1999", DateAmbiguous, &["1999-04-05", "1999-05-04"][..]),
        ("5-4-99", DateAmbiguous, &["1999-04-05", "1999-05-04"]),
        ("010203", DateAmbiguous, &["2003-02-01", "2001-02-03"]),
        ("17/O2/1999", LookAlikeDigits, &["1999-02-17"]),
        ("l7/02/1999", LookAlikeDigits, &["1999-02-17"]),
        ("1999-02-16T17:00:00.000Z", DateAmbiguous, &["1999-02-17", "1999-02-16"]),
        ("31/02/1999", DateImpossible, &[]),
        ("29/02/1999", DateImpossible, &[]),
        ("45/13/1999", DateImpossible, &[]),
        ("17/02/2027", DateImplausible, &[]),
        ("17/02/1799", DateImplausible, &[]),
        ("17/02/199", Unreadable, &[]),
        ("17/02", Unreadable, &[]),
        ("Nguyễn Văn An", WrongColumn, &[]),
        ("001199000018", WrongColumn, &[]),
        ("35 tuổi", Unreadable, &[]),
        ("sinh vào khoảng mùa mưa 1960 gì đó", FreeText, &[]),
    ] {
        let cleaned = clean(cell);
        assert_eq!(cleaned.candidates, candidates, "{cell} {:?}", cleaned.issues);
        assert!(cleaned.issues.has(code) && cleaned.value == cell, "{cell} {:?}", cleaned.issues);
        assert_eq!(cleaned.status, if candidates.is_empty() { Status::Unknown } else { Status::Candidates }, "{cell}");
    }
    for cell in [
        "01/01/1900",
        "1900-01-01",
        "-",
        "không rõ",
        "N/A",
        "00/00/0000",
        "0",
        "0000-00-00",
        "1899-12-30",
        "00/01/1900",
    ] {
        assert_eq!(clean(cell), Cleaned::nothing(), "{cell}");
    }
}

#[test]
fn a_column_proves_its_order() {
    let with = |cells: &[&str]| {
        let mut profile = DateProfile::default();
        cells.iter().for_each(|cell| profile.observe(cell, &rules()));
        profile
    };
    let value = |cell: &str, profile: &DateProfile| clean_date(cell, &rules(), profile).value.into_owned();
    let day = with(&["17/02/1999", "25/12/1960", "31/01/2001", "30/06/1977"]);
    assert_eq!(value("05/04/1999", &day), "1999-04-05");
    let month = with(&["2/17/1999", "12/25/1960", "1/31/2001", "6/30/1977"]);
    assert_eq!(value("5/4/1999", &month), "1999-05-04");
    let mixed = with(&["17/02/1999", "25/12/1960", "31/01/2001", "02/17/1999", "12/25/1960"]);
    assert_eq!(value("05/04/1999", &mixed), "05/04/1999");
    // Two programs, told apart by their zeros.
    let two = with(&["17/02/1999", "25/01/1960", "31/01/2001", "2/17/1999", "1/25/1960", "1/31/1999"]);
    assert_eq!(value("05/04/1999", &two), "1999-04-05");
    assert_eq!(value("5/4/1999", &two), "1999-05-04");
    assert_eq!(value("12/11/1999", &two), "12/11/1999");
}

#[test]
fn other_dates_may_lie_ahead_and_old_files_count_from_1904() {
    let rules = DateRules::other(Date::new(2026, 11, 21).unwrap());
    let profile = DateProfile::default();
    assert_eq!(clean_date("17/02/35", &rules, &profile).value, "2035-02-17");
    assert_eq!(clean_date("17/02/2041", &rules, &profile).value, "2041-02-17");
    let rules = DateRules { from_1904: true, ..rules };
    assert_eq!(clean_date("34746", &rules, &profile).value, "1999-02-17");
}

#[test]
fn right_dates_stay_and_all_days_are_read_from_every_form() {
    for number in (10_000..46_000).step_by(7) {
        let date = serial(number, &rules()).unwrap();
        let iso = date.to_string();
        assert_eq!(clean(&iso), Cleaned::right(&iso));
        let (d, m, y) = (date.day(), date.month(), date.year());
        for cell in [
            format!("{d:02}{m:02}{y}"),
            format!("{y}{m:02}{d:02}"),
            format!("ngày {d} tháng {m} năm {y}"),
            number.to_string(),
        ] {
            assert_eq!(clean(&cell).value, iso, "{cell}");
        }
        for cell in [format!("{d:02}/{m:02}/{y}"), format!("{d}-{m}-{y}")] {
            let cleaned = clean(&cell);
            assert!(cleaned.value == iso || cleaned.candidates.first() == Some(&iso), "{cell}");
        }
    }
}

#[test]
fn no_cut_or_changed_text_breaks_anything() {
    for cell in ["ngày 17 tháng 02 năm 1999", "1999-02-17T17:00:00Z", "17-Feb-1999 12:00 AM", "36208.5"] {
        let chars: Vec<char> = cell.chars().collect();
        for at in 0..chars.len() {
            let _ = clean(&chars[..at].iter().collect::<String>());
            for other in ['0', '9', '/', '-', '.', ':', ' ', 'x', '?', 'ễ', '王'] {
                let mut changed = chars.clone();
                changed[at] = other;
                let changed: String = changed.into_iter().collect();
                let cleaned = clean(&changed).into_owned();
                if cleaned.status == Status::Ok {
                    assert_eq!(clean(&cleaned.value).value, cleaned.value, "{changed}");
                }
            }
        }
    }
}
