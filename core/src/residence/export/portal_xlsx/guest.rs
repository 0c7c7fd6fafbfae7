//! One guest as the portal's list keeps it: from a declaration, into a row of text, and back.

use super::catalogue::{Catalogue, Entry, words_key};
use super::column::{Column, PortalRow};
use crate::error::{Code, Error, Lang};
use crate::identity::{Date, Nationality, PartialDate, PersonName, Sex};
use crate::personal::Personal;
use crate::residence::export::nationality::{common, from_portal_code};
use crate::residence::export::{Problem, Problems};
use crate::residence::{Declaration, DocumentKind, Reason, Residence, ResidenceKind};

/// What the portal's list keeps of a declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortalGuest {
    /// Full name.
    pub full_name: Personal<PersonName>,
    /// Date of birth; the portal reads full dates only.
    pub date_of_birth: Personal<PartialDate>,
    /// Sex, male or female.
    pub sex: Personal<Sex>,
    /// Nationality, in the letters of ISO 3166-1 where it has them.
    pub nationality: Personal<Nationality>,
    /// Kind of document.
    pub document_kind: DocumentKind,
    /// Name of the document, for [`DocumentKind::Other`].
    pub document_name: Option<String>,
    /// Number of the document.
    pub document_number: Personal<String>,
    /// Telephone number.
    pub phone: Option<Personal<String>>,
    /// What the address is to the guest.
    pub residence_kind: Option<ResidenceKind>,
    /// The Ministry's code of the province.
    pub province: Option<Personal<String>>,
    /// The Ministry's code of the commune.
    pub commune: Option<Personal<String>>,
    /// The rest of the address; the whole of it where the commune is not known.
    pub address_detail: Option<Personal<String>>,
    /// Day of arrival.
    pub arrival: Date,
    /// Expected day of departure.
    pub departure: Date,
    /// Room or department.
    pub room: Option<String>,
    /// Reason of the stay.
    pub reason: Reason,
    /// The reason in words, for [`Reason::Other`].
    pub reason_text: Option<Personal<String>>,
    /// Note.
    pub note: Option<Personal<String>>,
}

impl PortalGuest {
    /// What the portal's list keeps of a declaration.
    ///
    /// The address: the commune is taken only where its name says what kind of unit it is and fits exactly one
    /// entry of the template; otherwise the whole address goes into [`PortalGuest::address_detail`].
    ///
    /// # Errors
    /// Everything that the portal requires and the declaration does not have; `portal-wrong-file` for foreigners.
    pub fn of(declaration: &Declaration, catalogue: &Catalogue) -> Result<Self, Vec<Problem>> {
        let (stay, guest) = (&declaration.stay, &declaration.guest);
        let (person, residence) = (guest.person(), &guest.residence);
        let document = person.document.as_ref();
        let mut problems = Problems::default();
        if guest.is_foreign() {
            problems.note(Column::Nationality.header(), Code::PortalWrongFile);
        }
        let full_name = problems.required(person.full_name.clone(), Column::FullName.header());
        let date_of_birth = problems.required(person.date_of_birth.clone(), Column::BirthDate.header());
        let sex = problems.required(person.sex.clone(), Column::Sex.header());
        let nationality = problems.required(person.nationality.clone(), Column::Nationality.header());
        let document_kind = problems.required(document.map(|document| document.kind), Column::DocumentKind.header());
        let number = document.and_then(|document| document.number.clone());
        let document_number = problems.required(number, Column::DocumentNumber.header());
        let departure = stay.planned_departure.or(stay.actual_departure).map(|moment| moment.date());
        let departure = problems.required(departure, Column::Departure.header());
        let reason = problems.required(stay.reason, Column::Reason.header());
        let address = Units::of(residence, catalogue);
        let guest = (|| {
            Some(Self {
                full_name: full_name?,
                date_of_birth: date_of_birth?,
                sex: sex?,
                nationality: Personal::new(common(nationality?.into_inner())),
                document_kind: document_kind?,
                document_name: document.and_then(|document| document.name.clone()),
                document_number: document_number?,
                phone: guest.phone.clone(),
                residence_kind: residence.kind,
                province: address.province,
                commune: address.commune,
                address_detail: address.detail,
                arrival: stay.arrival.date(),
                departure: departure?,
                room: stay.room.clone(),
                reason: reason?,
                reason_text: stay.reason_text.clone(),
                note: declaration.note.clone(),
            })
        })();
        problems.or_whole(guest)
    }

    /// The row of text for this guest, in the words of the template.
    ///
    /// # Errors
    /// Every value that the template's lists do not have or that the portal cannot read.
    pub fn row(&self, catalogue: &Catalogue) -> Result<PortalRow, Vec<Problem>> {
        let mut problems = Problems::default();
        let mut row = PortalRow::default();
        row.set(Column::FullName, self.full_name.expose().as_str());
        match self.date_of_birth.expose().full() {
            Some(date) => row.set(Column::BirthDate, day(date)),
            // How the portal would have an unknown day or month written is not published.
            None => problems.note(Column::BirthDate.header(), Code::ExportFieldForm),
        }
        row.set(Column::DocumentNumber, self.document_number.expose().trim());
        row.set(Column::Arrival, day(self.arrival));
        row.set(Column::Departure, day(self.departure));
        if self.departure < self.arrival {
            problems.note(Column::Departure.header(), Code::ExportFieldForm);
        }
        for (column, text) in [
            (Column::Phone, self.phone.as_ref().map(Personal::expose)),
            (Column::AddressDetail, self.address_detail.as_ref().map(Personal::expose)),
            (Column::Room, self.room.as_ref()),
            (Column::Note, self.note.as_ref().map(Personal::expose)),
        ] {
            row.set(column, text.map_or("", |text| text.trim()));
        }
        // The portal takes the words only with the entries that ask for them.
        for (column, asked, text) in [
            (Column::DocumentName, self.document_kind == DocumentKind::Other, self.document_name.as_ref()),
            (Column::ReasonText, self.reason == Reason::Other, self.reason_text.as_ref().map(Personal::expose)),
        ] {
            let text = text.map_or("", |text| text.trim());
            match (asked, text.is_empty()) {
                (true, true) => problems.note(column.header(), Code::ExportFieldMissing),
                (true, false) => row.set(column, text),
                (false, _) => {}
            }
        }
        let sex = match self.sex.expose() {
            Sex::Male => catalogue.sexes.get("M"),
            Sex::Female => catalogue.sexes.get("F"),
            Sex::Unspecified => None,
        };
        // By their words: a template that numbers its entries anew stays usable, and one that gives an old number
        // another meaning does no harm.
        let document = catalogue.document_kinds.in_words(self.document_kind.name(Lang::Vi));
        let reason = catalogue.reasons.in_words(self.reason.name(Lang::Vi));
        let kind = self.residence_kind.map(|kind| catalogue.residence_kinds.in_words(kind.name(Lang::Vi)));
        let province = self.province.as_ref().map(Personal::expose);
        let commune = self.commune.as_ref().map(|code| {
            let communes = catalogue.communes(province.map_or("", String::as_str));
            communes.iter().find(|entry| entry.code() == code.expose())
        });
        for (column, entry) in [
            (Column::Sex, Some(sex)),
            (Column::Nationality, Some(catalogue.nationality(*self.nationality.expose()))),
            (Column::DocumentKind, Some(document)),
            (Column::Reason, Some(reason)),
            (Column::ResidenceKind, kind),
            (Column::Province, province.map(|code| catalogue.provinces.get(code))),
            (Column::Commune, commune),
        ] {
            match entry {
                Some(Some(entry)) => row.set(column, entry.text()),
                Some(None) => problems.note(column.header(), Code::PortalNotListed),
                None => {}
            }
        }
        problems.or_whole(Some(row))
    }

    /// The guest of a row, as this library or the portal wrote it: enumerations as `code - label`, as label or as
    /// code alone.
    ///
    /// # Errors
    /// Every column that is missing or cannot be read.
    pub fn read(row: &PortalRow) -> Result<Self, Vec<Problem>> {
        let mut problems = Problems::default();
        for column in Column::ALL.iter().filter(|column| column.required()) {
            if row.text(*column).trim().is_empty() {
                problems.note(column.header(), Code::ExportFieldMissing);
            }
        }
        if !problems.0.is_empty() {
            return Err(problems.0);
        }
        let text = |column| Some(row.text(column).trim()).filter(|text| !text.is_empty());
        let own = |column| text(column).map(|text| Personal::new(text.to_owned()));
        let code = |column| text(column).map(|text| Personal::new(code_of(text).to_owned()));
        let full_name = problems.read(PersonName::parse(row.text(Column::FullName)), Column::FullName.header());
        let birth =
            problems.read(PartialDate::parse_day_first(row.text(Column::BirthDate)), Column::BirthDate.header());
        let sex = match words_key(code_of(row.text(Column::Sex))).as_str() {
            "m" => Ok(Sex::Male),
            "f" => Ok(Sex::Female),
            _ => Sex::parse_vietnamese(row.text(Column::Sex)),
        };
        let sex = problems.read(sex, Column::Sex.header());
        let nationality = row.text(Column::Nationality);
        let nationality = match from_portal_code(code_of(nationality)) {
            Some(nationality) => Ok(nationality),
            None => Nationality::parse(nationality),
        };
        let nationality = problems.read(nationality, Column::Nationality.header());
        let mut listed = |value: Option<u8>, column: Column| {
            let listed = value.ok_or(Error::new(Code::PortalNotListed, "code list"));
            problems.read(listed, column.header())
        };
        let document_kind = listed(number_of(row.text(Column::DocumentKind), DocumentKind::ALL), Column::DocumentKind);
        let reason = listed(number_of(row.text(Column::Reason), Reason::ALL), Column::Reason);
        let kind = text(Column::ResidenceKind)
            .and_then(|text| listed(number_of(text, ResidenceKind::ALL), Column::ResidenceKind));
        let mut date = |column: Column| {
            let date = PartialDate::parse_day_first(day_of(row.text(column)));
            let date = date.and_then(|date| date.full().ok_or(Error::new(Code::DateFormat, "date")));
            problems.read(date, column.header())
        };
        let (arrival, departure) = (date(Column::Arrival), date(Column::Departure));
        let guest = (|| {
            Some(Self {
                full_name: Personal::new(full_name?),
                date_of_birth: Personal::new(birth?),
                sex: Personal::new(sex?),
                nationality: Personal::new(nationality?),
                document_kind: DocumentKind::from_number(document_kind?)?,
                document_name: text(Column::DocumentName).map(str::to_owned),
                document_number: own(Column::DocumentNumber)?,
                phone: own(Column::Phone),
                residence_kind: kind.and_then(ResidenceKind::from_number),
                province: code(Column::Province),
                commune: code(Column::Commune),
                address_detail: own(Column::AddressDetail),
                arrival: arrival?,
                departure: departure?,
                room: text(Column::Room).map(str::to_owned),
                reason: Reason::from_number(reason?)?,
                reason_text: own(Column::ReasonText),
                note: own(Column::Note),
            })
        })();
        problems.or_whole(guest)
    }
}

/// `21/11/2026`.
fn day(date: Date) -> String {
    PartialDate::from(date).to_vietnamese()
}

/// The day of a cell that may carry a time after it.
fn day_of(cell: &str) -> &str {
    cell.split_whitespace().next().unwrap_or_default()
}

/// The code of `code - label`; the whole text where there is no label.
fn code_of(cell: &str) -> &str {
    let cell = cell.trim();
    cell.split_once(" - ").map_or(cell, |(code, _)| code.trim())
}

/// Words of a list that the portal numbers.
trait Numbered: Copy {
    fn words(self) -> &'static str;
    fn place(self) -> u8;
}

macro_rules! numbered {
    ($($name:ident)*) => { $(
        impl Numbered for $name {
            fn words(self) -> &'static str {
                self.name(Lang::Vi)
            }
            fn place(self) -> u8 {
                self.number()
            }
        }
    )* };
}
numbered!(DocumentKind Reason ResidenceKind);

/// The number of the entry that a cell names, by its words, or by its number alone.
fn number_of<T: Numbered>(cell: &str, all: &[T]) -> Option<u8> {
    let cell = cell.trim();
    let (number, label) = cell.split_once(" - ").map_or((cell, cell), |(number, label)| (number.trim(), label));
    let wanted = words_key(label);
    let by_words = all.iter().find(|one| words_key(one.words()) == wanted);
    let alone = || all.iter().find(|one| number == cell && number.parse() == Ok(one.place()));
    by_words.or_else(alone).map(|one| one.place())
}

/// The address in the columns of the list.
#[derive(Default)]
struct Units {
    province: Option<Personal<String>>,
    commune: Option<Personal<String>>,
    detail: Option<Personal<String>>,
}

impl Units {
    fn of(residence: &Residence, catalogue: &Catalogue) -> Self {
        let given = |part: &Option<Personal<String>>| {
            part.as_ref().map(|text| text.expose().trim().to_owned()).filter(|text| !text.is_empty())
        };
        let (province, commune, detail) =
            (given(&residence.province), given(&residence.commune), given(&residence.detail));
        let owned = |text: &str| Some(Personal::new(text.to_owned()));
        let code = |entry: Option<&Entry>| entry.and_then(|entry| owned(entry.code()));
        let resolved = residence.new_units.and_then(|units| catalogue.province_of_statistics_office(units.province));
        let listed = |name: &str| catalogue.provinces.named(name).or_else(|| catalogue.province_named(name));
        if province.is_some() || commune.is_some() {
            let entry = resolved.or_else(|| province.as_deref().and_then(listed));
            let unit = entry.zip(commune.as_deref()).and_then(|(entry, name)| find_commune(catalogue, entry, name));
            let rest = match (entry, unit) {
                (Some(_), Some(_)) => detail,
                // What the columns cannot say stays in words.
                (Some(_), None) => joined([detail, commune, None]),
                _ => joined([detail, commune, province]),
            };
            return Self { province: code(entry), commune: code(unit), detail: rest.map(Personal::new) };
        }
        let Some(whole) = detail else {
            return Self { province: code(resolved), ..Self::default() };
        };
        // One text, smallest unit first, as cards print it.
        let mut parts = whole.rsplitn(3, ',').map(str::trim);
        let (last, before) = (parts.next().unwrap_or_default(), parts.next());
        let entry = resolved.or_else(|| listed(last));
        let unit = entry
            .filter(|entry| listed(last).is_some_and(|named| named.code() == entry.code()))
            .zip(before)
            .and_then(|(entry, name)| find_commune(catalogue, entry, name));
        let rest = if unit.is_some() { parts.next().unwrap_or_default() } else { &whole };
        Self {
            province: code(entry),
            commune: code(unit),
            detail: owned(rest).filter(|text| !text.expose().is_empty()),
        }
    }
}

/// By the whole text of the entry, or by the name with its kind.
fn find_commune<'c>(catalogue: &'c Catalogue, province: &Entry, name: &str) -> Option<&'c Entry> {
    let communes = catalogue.communes(province.code());
    communes.iter().find(|entry| entry.text() == name).or_else(|| catalogue.commune_named(province.code(), name))
}

fn joined(parts: [Option<String>; 3]) -> Option<String> {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
