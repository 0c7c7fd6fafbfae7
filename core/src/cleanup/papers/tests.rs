use super::super::issue::Status;
use super::*;

type Clean = fn(&str) -> Cleaned<'_>;
type Doubt = (&'static str, IssueCode, &'static [&'static str]);

#[test]
fn numbers_of_papers_get_one_form() {
    let tables: [(Clean, &[(&str, &str)]); 7] = [
        (
            clean_health_insurance,
            &[
                ("DN4010123456789", "DN4010123456789"),
                ("DN 4 01 01234 56789", "DN4010123456789"),
                ("dn4-01-0123456789", "DN4010123456789"),
                ("0123456780", "0123456780"),
                ("001199000018", "001199000018"),
            ],
        ),
        (
            clean_tax_number,
            &[
                ("0100109106", "0100109106"),
                ("0300588569", "0300588569"),
                ("0100109106-001", "0100109106-001"),
                ("0100109106 001", "0100109106-001"),
                ("MST: 0100109106", "0100109106"),
                ("100109106", "0100109106"),
                ("100109106001", "0100109106-001"),
                ("001199000018", "001199000018"),
            ],
        ),
        (
            clean_passport,
            &[
                ("B1234568", "B1234568"),
                ("b 1234568", "B1234568"),
                ("C00123456", "C00123456"),
                ("123456789", "123456789"),
                ("AB123456", "AB123456"),
            ],
        ),
        (
            clean_driving_licence,
            &[
                ("790123456788", "790123456788"),
                ("790 123 456 788", "790123456788"),
                ("790123456788.0", "790123456788"),
            ],
        ),
        (
            clean_plate,
            &[
                ("30A-123.45", "30A-123.45"),
                ("30A-12345", "30A-12345"),
                ("30A12345", "30A-123.45"),
                ("30a 1234", "30A-1234"),
                ("29B1-123.45", "29B1-123.45"),
                ("29-B1 123.45", "29B1-123.45"),
                ("29-B1 1234", "29B1-1234"),
                ("59MĐ1-123.45", "59MĐ1-123.45"),
                ("51LD-1234", "51LD-1234"),
            ],
        ),
        (
            clean_sex,
            &[
                ("Nam", "Nam"),
                ("Nữ", "Nữ"),
                ("nữ", "Nữ"),
                ("NU", "Nữ"),
                ("F", "Nữ"),
                ("Male", "Nam"),
                ("gái", "Nữ"),
                ("N÷", "Nữ"),
                ("Nu\u{31b}\u{303}", "Nữ"),
                ("Ná»¯", "Nữ"),
            ],
        ),
        (clean_email, &[("Mau@example.vn", "Mau@example.vn"), (" mau@example.vn ", "mau@example.vn")]),
    ];
    for (clean, table) in tables {
        for (cell, value) in table {
            let cleaned = clean(cell);
            assert_eq!((cleaned.value.as_ref(), cleaned.status), (*value, Status::Ok), "{cell} {:?}", cleaned.issues);
            assert_eq!(cleaned.issues.is_empty(), cell == value, "{cell} {:?}", cleaned.issues);
            assert!(clean(value) == Cleaned::right(value), "{value}");
        }
    }
}

#[test]
fn what_is_not_certain_stays() {
    use IssueCode::*;
    let tables: [(Clean, &[Doubt]); 7] = [
        (
            clean_health_insurance,
            &[
                ("DN4O1O123456789", LookAlikeDigits, &["DN4010123456789"]),
                ("DN9010123456789", Unreadable, &[]),
                ("123456780", LeadingZeroLost, &["0123456780"]),
                ("DN401012345678", Unreadable, &[]),
                ("1.2E+09", DigitsLost, &[]),
            ],
        ),
        (
            clean_tax_number,
            &[
                ("0100109107", CheckDigit, &[]),
                ("01OO109106", LookAlikeDigits, &["0100109106"]),
                ("010010910", NumberLength, &[]),
            ],
        ),
        (clean_passport, &[("B12345O8", LookAlikeDigits, &["B1234508", "B12345O8"]), ("Nguyễn", Unreadable, &[])]),
        (
            clean_driving_licence,
            &[
                ("79012345678", LeadingZeroLost, &["079012345678"]),
                ("79O123456788", LookAlikeDigits, &["790123456788"]),
            ],
        ),
        (clean_plate, &[("12345", Unreadable, &[]), ("XE MÁY", Unreadable, &[])]),
        (clean_sex, &[("1", Unreadable, &["Nam", "Nữ"]), ("khác", Unreadable, &[])]),
        (clean_email, &[("mau@example", Unreadable, &[]), ("mau example.vn", Unreadable, &[])]),
    ];
    for (clean, table) in tables {
        for (cell, code, candidates) in table {
            let cleaned = clean(cell);
            assert_eq!(cleaned.candidates, *candidates, "{cell} {:?}", cleaned.issues);
            assert!(cleaned.issues.has(*code) && cleaned.value == *cell, "{cell} {:?}", cleaned.issues);
        }
        for cell in ["-", "không có", "N/A"] {
            assert_eq!(clean(cell), Cleaned::nothing(), "{cell}");
        }
    }
    assert_eq!(clean_tax_number("0000000000"), Cleaned::nothing());
}

#[test]
fn the_check_digit_sees_every_single_change() {
    for at in 0..10 {
        for digit in '0'..='9' {
            let mut changed: Vec<char> = "0100109106".chars().collect();
            changed[at] = digit;
            let changed: String = changed.into_iter().collect();
            assert_eq!(clean_tax_number(&changed).status == Status::Ok, changed == "0100109106", "{changed}");
        }
    }
}
