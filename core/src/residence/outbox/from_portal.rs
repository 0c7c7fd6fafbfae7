//! Declarations and rows of the portal's lists in one form, so that they can be compared.

use super::reconcile::{Expected, Fields, Listed, Verdict};
#[cfg(feature = "xlsx")]
use crate::identity::PartialDate;
use crate::identity::text::tidy;
use crate::identity::{Date, Nationality, Sex};
use crate::limits::TEXT_CHARS;
use crate::personal::Personal;
use crate::residence::Declaration;
use crate::residence::export::foreign_xml::ForeignGuest;
use crate::residence::export::nationality::portal_code;
#[cfg(feature = "xlsx")]
use crate::residence::export::portal_xlsx::{Column, ListRow};

/// What a list of the portal should hold about a declaration.
#[must_use]
pub fn expected(declaration: &Declaration) -> Expected {
    let (stay, person) = (&declaration.stay, declaration.guest.person());
    let number = person.document.as_ref().and_then(|document| document.number.as_ref());
    let name = person.full_name.as_ref().map(|name| match name.expose().mrz_form() {
        // Lists of foreigners have names as passports do.
        Some(name) if declaration.guest.is_foreign() => name,
        _ => name.expose().as_str().to_owned(),
    });
    let fields = Row {
        full_name: name.as_deref().unwrap_or_default(),
        date_of_birth: person.date_of_birth.as_ref().map(|date| date.expose().to_string()),
        sex: person.sex.as_ref().map(|sex| *sex.expose()),
        nationality: person.nationality.as_ref().map(|code| *code.expose()),
        document_number: number.map_or("", |number| number.expose()),
        zeros_lost: false,
        arrival: Some(stay.arrival.date().to_string()),
        departure: stay.planned_departure.or(stay.actual_departure).map(|moment| moment.date().to_string()),
        room: stay.room.as_deref().unwrap_or_default(),
    };
    Expected { key: fields.key(), fields: fields.fields() }
}

/// A row of the list of Vietnamese guests.
#[cfg(feature = "xlsx")]
#[must_use]
pub fn listed(row: &ListRow) -> Listed {
    let text = |column| row.row.text(column);
    let code = |column| text(column).split(" - ").next().unwrap_or_default().trim();
    let sex = match code(Column::Sex) {
        "F" => Some(Sex::Female),
        "M" => Some(Sex::Male),
        words => Sex::parse_vietnamese(words).ok(),
    };
    let fields = Row {
        full_name: text(Column::FullName),
        date_of_birth: day(text(Column::BirthDate)),
        sex,
        nationality: crate::residence::export::nationality::from_portal_code(code(Column::Nationality)),
        document_number: text(Column::DocumentNumber),
        zeros_lost: row.zeros_lost,
        arrival: day(text(Column::Arrival)),
        departure: day(text(Column::Departure)),
        room: text(Column::Room),
    };
    Listed { row: row.line, key: fields.key(), fields: fields.fields(), verdict: Verdict::Received }
}

/// A row of the list of foreigners, with its number in the list.
#[must_use]
pub fn listed_foreigner(number: u32, guest: &ForeignGuest) -> Listed {
    let date = |date: Date| Some(date.to_string());
    let fields = Row {
        full_name: guest.full_name.expose().as_str(),
        date_of_birth: Some(guest.date_of_birth.expose().to_string()),
        sex: Some(*guest.sex.expose()),
        nationality: Some(*guest.nationality.expose()),
        document_number: guest.passport_number.expose(),
        zeros_lost: false,
        arrival: date(guest.arrival),
        departure: date(guest.departure),
        room: guest.room.as_deref().unwrap_or_default(),
    };
    Listed { row: number, key: fields.key(), fields: fields.fields(), verdict: Verdict::Received }
}

/// What both sides say.
struct Row<'a> {
    full_name: &'a str,
    date_of_birth: Option<String>,
    sex: Option<Sex>,
    nationality: Option<Nationality>,
    document_number: &'a str,
    /// A spreadsheet took the leading zeros of the number away.
    zeros_lost: bool,
    arrival: Option<String>,
    departure: Option<String>,
    room: &'a str,
}

impl Row<'_> {
    /// A guest is found by the number of the document, else by name and birth. Leading zeros do not count here, because
    /// spreadsheets take them away.
    fn key(&self) -> Personal<String> {
        let number = self.number();
        let number = number.trim_start_matches('0');
        let birth = self.date_of_birth.as_deref().unwrap_or_default();
        let no_number = || format!("{} {birth}", one_form(self.full_name));
        Personal::new(if number.is_empty() { no_number() } else { number.to_owned() })
    }

    fn number(&self) -> String {
        self.document_number.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_uppercase()
    }

    /// What is compared: only what is there.
    fn fields(&self) -> Fields {
        let number = if self.zeros_lost { String::new() } else { self.number() };
        let nationality = self.nationality.map(|code| portal_code(&code).to_owned());
        let all = [
            ("full_name", one_form(self.full_name)),
            ("date_of_birth", self.date_of_birth.clone().unwrap_or_default()),
            ("sex", self.sex.map(|sex| sex.as_str().to_owned()).unwrap_or_default()),
            ("nationality", nationality.unwrap_or_default()),
            ("document_number", number),
            ("arrival", self.arrival.clone().unwrap_or_default()),
            ("departure", self.departure.clone().unwrap_or_default()),
            ("room", one_form(self.room)),
        ];
        all.into_iter().filter(|(_, text)| !text.is_empty()).map(|(name, text)| (name, Personal::new(text))).collect()
    }
}

/// The text without regard to letter case, blanks and Unicode form; as it is where it is no line of text.
fn one_form(text: &str) -> String {
    tidy(text, TEXT_CHARS, "row").unwrap_or_else(|_| text.to_owned()).to_lowercase()
}

/// A day in one form, also where a time of day follows it; anything else as it is.
#[cfg(feature = "xlsx")]
fn day(text: &str) -> Option<String> {
    let day = text.split_whitespace().next()?;
    Some(PartialDate::parse_day_first(day).map_or_else(|_| text.trim().to_owned(), |date| date.to_string()))
}
