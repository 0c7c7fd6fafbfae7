//! Single values as lists write them.

use crate::error::Lang::{En, Vi};
use crate::identity::text::without_diacritics;
use crate::identity::{Date, Nationality, PartialDate, Sex};
use crate::residence::local_time::{LocalTime, Moment};
use crate::residence::words::{DocumentKind, GuestKind, Reason, Relationship, ResidenceKind};
use crate::table::{Cell, CellKind};

/// A date, and whether it is one only as month/day/year.
pub(super) struct Read<T> {
    pub(super) value: T,
    pub(super) month_first: bool,
}

/// `17/02/1999`, `1999-02-17`, `02/1999`, `1999`, `17021999`, also with blanks between or a time behind.
pub(super) fn partial_date(cell: &Cell) -> Option<Read<PartialDate>> {
    let text = cell.text.expose();
    let day: String = text.split(['T', ' ', '\n']).filter(|token| !is_clock(token)).collect();
    // As a number 07021999 has lost its zero.
    let padded = cell.kind == CellKind::Number && day.len() == 7;
    day_of(&if padded { format!("0{day}") } else { day })
}

fn day_of(text: &str) -> Option<Read<PartialDate>> {
    let told = PartialDate::parse_day_first(text).or_else(|_| PartialDate::parse_year_first(text));
    if let Ok(value) = told {
        return Some(Read { value, month_first: false });
    }
    let mut parts = text.splitn(3, ['/', '-', '.']);
    let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
    let value = PartialDate::parse_day_first(&format!("{day}/{month}/{year}")).ok()?;
    Some(Read { value, month_first: true })
}

/// A full date.
pub(super) fn date(cell: &Cell) -> Option<Read<Date>> {
    let read = partial_date(cell)?;
    Some(Read { value: read.value.full()?, month_first: read.month_first })
}

/// A date with a time before or behind it, or with the time in a cell of its own.
pub(super) fn moment(cell: &Cell, clock_cell: Option<&Cell>) -> Option<Read<Moment>> {
    let Read { value: date, month_first } = date(cell)?;
    let mut clocks = cell.text.expose().split(['T', ' ', '\n']).filter(|token| is_clock(token));
    let clock = match (clocks.next(), clock_cell) {
        (Some(token), None) => Some(clock(token)?),
        (None, Some(cell)) => Some(clock(cell.text.expose())?),
        // Midnight is how programs fill the time that nobody entered.
        (Some(token), Some(cell)) if clock(token) == Some((0, 0, 0)) => Some(clock(cell.text.expose())?),
        (Some(token), Some(_)) => Some(clock(token)?),
        (None, None) => None,
    };
    let value = match clock {
        Some((hour, minute, second)) => Moment::Time(LocalTime::new(date, hour, minute, second)?),
        None => Moment::Day(date),
    };
    Some(Read { value, month_first })
}

fn is_clock(token: &str) -> bool {
    token.contains([':', 'h'])
}

/// `22:30`, `7:05`, `22:30:15`, `22h30`, `22h`.
fn clock(text: &str) -> Option<(u8, u8, u8)> {
    let mut parts = text.trim().trim_end_matches('h').split([':', 'h']);
    let mut part = || -> Option<Option<u8>> {
        let Some(text) = parts.next() else { return Some(None) };
        let digits = matches!(text.len(), 1 | 2) && text.bytes().all(|b| b.is_ascii_digit());
        if digits { text.parse().ok().map(Some) } else { None }
    };
    let (hour, minute, second) = (part()??, part()?.unwrap_or(0), part()?.unwrap_or(0));
    (part()?.is_none() && hour < 24 && minute < 60 && second < 60).then_some((hour, minute, second))
}

/// The words on either side of the first ` - ` of `1 - Thẻ CCCD`; all of it as both where there is none.
fn code_and_label(text: &str) -> (&str, &str) {
    let (code, label) = text.split_once(" - ").unwrap_or((text, text));
    (code.trim(), label.trim())
}

pub(super) fn sex(text: &str) -> Option<Sex> {
    let (code, label) = code_and_label(text);
    if let Ok(sex) = Sex::parse_vietnamese(label) {
        return Some(sex);
    }
    match code.to_ascii_lowercase().as_str() {
        "m" | "male" => Some(Sex::Male),
        "f" | "female" => Some(Sex::Female),
        "x" | "<" | "unspecified" => Some(Sex::Unspecified),
        _ => None,
    }
}

pub(super) fn nationality(text: &str) -> Option<Nationality> {
    let (code, label) = code_and_label(text);
    Nationality::parse(label)
        .or_else(|_| Nationality::parse(code))
        .or_else(|_| Nationality::parse_code(&code.to_ascii_uppercase()))
        .ok()
}

/// A word of a list, found by its number, its own word, its name in either language, or one of some short forms.
fn listed<T: Copy>(
    text: &str,
    all: &[T],
    number: impl Fn(T) -> u8,
    names: impl Fn(T) -> [&'static str; 3],
) -> Option<T> {
    let (code, label) = code_and_label(text);
    if let Ok(wanted) = code.parse::<u8>() {
        return all.iter().copied().find(|one| number(*one) == wanted);
    }
    let plain = without_diacritics(label);
    all.iter().copied().find(|one| names(*one).iter().any(|name| without_diacritics(name) == plain))
}

/// No number stands for these: a list that writes one means something else.
fn unnumbered<T>(_: T) -> u8 {
    u8::MAX
}

pub(super) fn reason(text: &str) -> Option<Reason> {
    listed(text, Reason::ALL, Reason::number, |one| [one.as_str(), one.name(Vi), one.name(En)])
}

pub(super) fn residence_kind(text: &str) -> Option<ResidenceKind> {
    listed(text, ResidenceKind::ALL, ResidenceKind::number, |one| [one.as_str(), one.name(Vi), one.name(En)])
}

pub(super) fn relationship(text: &str) -> Option<Relationship> {
    let short = |one| match one {
        Relationship::Father => "bố",
        Relationship::Mother => "má",
        _ => "giám hộ",
    };
    let exact = listed(text, Relationship::ALL, unnumbered, |one| [one.as_str(), one.name(Vi), one.name(En)]);
    exact.or_else(|| {
        let plain = without_diacritics(text.trim());
        [Relationship::Father, Relationship::Mother, Relationship::Guardian]
            .into_iter()
            .find(|one| without_diacritics(short(*one)) == plain)
    })
}

pub(super) fn guest_kind(text: &str) -> Option<GuestKind> {
    let short = |one| match one {
        GuestKind::Citizen => "Khách Việt Nam",
        GuestKind::Foreigner => "NNN",
        GuestKind::ChildWithoutCard => "Trẻ em",
        GuestKind::NoPapers => "Không có giấy tờ",
    };
    listed(text, GuestKind::ALL, unnumbered, |one| [one.as_str(), one.name(Vi), short(one)])
}

pub(super) fn document_kind(text: &str) -> Option<DocumentKind> {
    let short = |one| match one {
        DocumentKind::CccdCard => "CCCD",
        DocumentKind::CmndCard => "CMND",
        DocumentKind::DrivingLicence => "GPLX",
        DocumentKind::Passport => "Passport",
        DocumentKind::BirthCertificate => "Khai sinh",
        DocumentKind::InsuranceCard => "BHYT",
        DocumentKind::IdNumberNotice => "Thông báo số định danh",
        DocumentKind::CanCuocCard => "Căn cước",
        DocumentKind::Other => "Khác",
    };
    listed(text, DocumentKind::ALL, DocumentKind::number, |one| [one.as_str(), one.name(Vi), short(one)])
        .or_else(|| (without_diacritics(text.trim()) == "can cuoc cong dan").then_some(DocumentKind::CccdCard))
}

/// `x`, `có`, `1`, `true`.
pub(super) fn is_yes(text: &str) -> bool {
    matches!(without_diacritics(text).as_str(), "x" | "co" | "1" | "true" | "yes")
}

/// The kind of document that a number of this form is of.
pub(super) fn kind_of_number(number: &str) -> DocumentKind {
    let digits = number.bytes().all(|b| b.is_ascii_digit());
    let letter = number.bytes().next().is_some_and(|b| b.is_ascii_alphabetic());
    match number.len() {
        9 if digits => DocumentKind::CmndCard,
        7..=9 if letter => DocumentKind::Passport,
        _ => DocumentKind::CccdCard,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> String {
        let read = partial_date(&Cell::text(text));
        read.map_or_else(
            || "none".to_owned(),
            |read| format!("{}{}", read.value, if read.month_first { " US" } else { "" }),
        )
    }

    fn time(text: &str, clock: Option<&str>) -> String {
        let read = moment(&Cell::text(text), clock.map(Cell::text).as_ref());
        read.map_or_else(|| "none".to_owned(), |read| read.value.to_string())
    }

    #[test]
    fn dates_and_times_as_lists_write_them() {
        for (text, expected) in [
            ("17/02/1999", "1999-02-17"),
            ("17/ 2/1999", "1999-02-17"),
            ("1999-02-17", "1999-02-17"),
            ("1999-02-17T00:00:00", "1999-02-17"),
            ("17/02/1999 00:00", "1999-02-17"),
            ("02/17/1999", "1999-02-17 US"),
            ("1999", "1999"),
            ("17021999", "1999-02-17"),
            ("19990217", "1999-02-17"),
            ("17/02/99", "none"),
            ("31/02/1999", "none"),
            ("hôm qua", "none"),
            ("", "none"),
        ] {
            assert_eq!(day(text), expected, "{text}");
        }
        assert_eq!(time("21/11/2026", None), "2026-11-21");
        for text in ["21/11/2026 22:30", "22:30 21/11/2026", "21/11/2026 22h30", "2026-11-21T22:30:00"] {
            assert_eq!(time(text, None), "2026-11-21T22:30:00", "{text}");
        }
        assert_eq!(time("21/11/2026", Some("7:05")), "2026-11-21T07:05:00");
        assert_eq!(time("21/11/2026 00:00:00", Some("22h")), "2026-11-21T22:00:00");
        assert_eq!(time("21/11/2026 08:00", Some("9:00")), "2026-11-21T08:00:00");
        for (text, clock) in [("21/11/2026 24:00", None), ("21/11/2026", Some("x")), ("11/2026", None), ("2026", None)]
        {
            assert_eq!(time(text, clock), "none", "{text}");
        }
        let number = Cell { kind: CellKind::Number, ..Cell::text("7021999") };
        assert_eq!(partial_date(&number).unwrap().value.to_string(), "1999-02-07");
    }

    #[test]
    fn words_by_number_name_or_short_form() {
        for text in ["1 - Du lịch", "1", "du lich", "Tourism"] {
            assert_eq!(reason(text), Some(Reason::Tourism), "{text}");
        }
        assert_eq!((reason("21"), reason("0"), reason("nghỉ mát")), (None, None, None));
        for text in ["1 - Thẻ CCCD", "1", "CCCD", "cccd", "Căn cước công dân"] {
            assert_eq!(document_kind(text), Some(DocumentKind::CccdCard), "{text}");
        }
        assert_eq!(document_kind("Hộ chiếu"), Some(DocumentKind::Passport));
        assert_eq!(document_kind("thẻ thành viên"), None);
        for text in ["F - Nữ", "Nữ", "nu", "F", "female"] {
            assert_eq!(sex(text), Some(Sex::Female), "{text}");
        }
        assert_eq!((sex("1"), sex("0"), sex("x")), (None, None, Some(Sex::Unspecified)));
        assert_eq!(nationality("VNM - Viet Nam"), Some(Nationality::VIETNAM));
        assert_eq!(nationality("Việt Nam"), Some(Nationality::VIETNAM));
        assert_eq!(nationality("uto").map(|code| code.as_str().to_owned()).as_deref(), Some("UTO"));
        assert_eq!(nationality("Nước lạ"), None);
        assert_eq!((relationship("Bố"), relationship("cha")), (Some(Relationship::Father), Some(Relationship::Father)));
        assert_eq!(guest_kind("Trẻ em"), Some(GuestKind::ChildWithoutCard));
        assert!(is_yes("Có") && is_yes("x") && !is_yes("không") && !is_yes(""));
        assert_eq!(kind_of_number("B1234567"), DocumentKind::Passport);
        assert_eq!(kind_of_number("012345678"), DocumentKind::CmndCard);
        assert_eq!(kind_of_number("1199000018"), DocumentKind::CccdCard);
    }
}
