//! One row of a list as a declaration.

use super::Plan;
use super::values::{self, Read};
use crate::identity::text::tidy;
use crate::identity::{Date, Expiry, Nationality, PersonName, Source};
use crate::limits::TEXT_CHARS;
use crate::personal::Personal;
use crate::residence::guest::{Guardian, Guest, GuestDocument, Person, Residence};
use crate::residence::local_time::Moment;
use crate::residence::rules::{Found, Rule};
use crate::residence::stay::{Declaration, Stay, StayId, Trip};
use crate::residence::words::{DocumentKind, GuestKind};
use crate::table::{Cell, Layout, Role, Row};

/// Reads the cells of one row and remembers what could not be read.
pub(super) struct RowReader<'a> {
    layout: &'a Layout,
    row: &'a Row,
    found: Found,
}

impl<'a> RowReader<'a> {
    pub(super) const fn new(layout: &'a Layout, row: &'a Row, found: Found) -> Self {
        Self { layout, row, found }
    }

    fn cell(&self, role: Role) -> Option<&'a Cell> {
        self.layout.cell(self.row, role)
    }

    fn text(&self, role: Role) -> Option<&'a str> {
        self.layout.text(self.row, role)
    }

    /// A value that the cell must hold if it holds anything.
    fn read<T>(&mut self, role: Role, rule: Rule, field: &'static str, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = self.text(role)?;
        let value = parse(text);
        self.found.add_if(value.is_none(), rule, field);
        value
    }

    /// A date, which the cell must hold if it holds anything.
    fn date<T>(
        &mut self,
        role: Role,
        rule: Rule,
        field: &'static str,
        parse: fn(&Cell) -> Option<Read<T>>,
    ) -> Option<T> {
        let read = parse(self.cell(role)?);
        self.found.add_if(read.is_none(), rule, field);
        let read = read?;
        self.found.add_if(read.month_first, Rule::DayMonthOrder, field);
        Some(read.value)
    }

    fn moment(&mut self, role: Role, rule: Rule, field: &'static str) -> Option<Moment> {
        self.date(role, rule, field, |cell| values::moment(cell, None))
    }

    /// A free text within its bound.
    fn line(&mut self, role: Role, field: &'static str) -> Option<String> {
        self.read(role, Rule::TextTooLong, field, |text| tidy(text, TEXT_CHARS, field).ok())
    }

    fn personal(&mut self, role: Role, field: &'static str) -> Option<Personal<String>> {
        self.line(role, field).map(Personal::new)
    }

    /// The declaration, or `None` where the row names no stay; the findings say why.
    pub(super) fn declaration(mut self, plan: &Plan<'_>) -> (Option<Declaration>, Found) {
        let id = self.stay_id(plan);
        let arrival = self.arrival();
        let (Some(id), Some(arrival)) = (id, arrival) else { return (None, self.found) };
        let mut stay = Stay::new(id, arrival);
        self.fill_stay(&mut stay, plan);
        let guest = self.guest(arrival.date());
        let mut declaration = Declaration::lodging(plan.facility, stay, guest);
        declaration.kind = plan.kind;
        declaration.note = self.personal(Role::Note, "note");
        let declared = self.moment(Role::DeclaredAt, Rule::DateUnreadable, "declared_at");
        declaration.declared_at = declared.map(Moment::latest);
        (Some(declaration), self.found)
    }

    fn stay_id(&mut self, plan: &Plan<'_>) -> Option<StayId> {
        let numbered;
        let text = match &plan.numbered {
            Some(prefix) => {
                numbered = format!("{prefix}{}", self.row.number);
                numbered.as_str()
            }
            None => self.text(Role::StayId).unwrap_or_default(),
        };
        let id = StayId::parse(text).ok();
        self.found.add_if(id.is_none(), Rule::StayIdMissing, "stay_id");
        id
    }

    fn arrival(&mut self) -> Option<Moment> {
        const FIELD: &str = "arrival";
        let Some(cell) = self.cell(Role::Arrival) else {
            self.found.add(Rule::ArrivalMissing, FIELD);
            return None;
        };
        let read = values::moment(cell, self.cell(Role::ArrivalTime));
        self.found.add_if(read.is_none(), Rule::ArrivalUnreadable, FIELD);
        let read = read?;
        self.found.add_if(read.month_first, Rule::DayMonthOrder, FIELD);
        Some(read.value)
    }

    fn fill_stay(&mut self, stay: &mut Stay, plan: &Plan<'_>) {
        stay.planned_departure = self.moment(Role::PlannedDeparture, Rule::DepartureUnreadable, "planned_departure");
        stay.actual_departure = self.moment(Role::ActualDeparture, Rule::DepartureUnreadable, "actual_departure");
        let first = if plan.facility.kind.is_hospital() { Role::Department } else { Role::Room };
        let second = if first == Role::Room { Role::Department } else { Role::Room };
        stay.room = self.line(first, "room").or_else(|| self.line(second, "room"));
        stay.reason = self.read(Role::Reason, Rule::ReasonUnknown, "reason", values::reason);
        if self.text(Role::Reason).is_none() {
            stay.reason = plan.reason;
        }
        stay.reason_text = self.personal(Role::ReasonText, "reason_text");
        stay.close_relative = self.text(Role::CloseRelative).is_some_and(values::is_yes);
        let of_row = Trip {
            number: self.line(Role::Trip, "trip_number").unwrap_or_default(),
            plate: self.line(Role::Plate, "trip_plate"),
            from: self.line(Role::From, "trip_from"),
            to: self.line(Role::To, "trip_to"),
            seat: self.line(Role::Seat, "trip_seat"),
        };
        stay.trip = match &plan.trip {
            Some(trip) => Some(Trip {
                number: if of_row.number.is_empty() { trip.number.clone() } else { of_row.number },
                plate: of_row.plate.or_else(|| trip.plate.clone()),
                from: of_row.from.or_else(|| trip.from.clone()),
                to: of_row.to.or_else(|| trip.to.clone()),
                seat: of_row.seat,
            }),
            None => (of_row != Trip::default()).then_some(of_row),
        };
    }

    fn guest(&mut self, arrival: Date) -> Guest {
        let full_name = self.name().map(Personal::new);
        let date_of_birth = self.date(Role::DateOfBirth, Rule::BirthUnreadable, "date_of_birth", values::partial_date);
        let sex = self.read(Role::Sex, Rule::SexUnreadable, "sex", values::sex);
        let mut nationality =
            self.read(Role::Nationality, Rule::NationalityUnreadable, "nationality", values::nationality);
        let foreign = nationality.is_some_and(|nationality| nationality != Nationality::VIETNAM);
        let document = self.document(foreign);
        // A list without this column is one of citizens, but for those with passports.
        let passport = document.as_ref().is_some_and(|document| document.kind == DocumentKind::Passport);
        if self.layout.column(Role::Nationality).is_none() && !passport {
            nationality = Some(Nationality::VIETNAM);
        }
        let person = Person {
            full_name,
            date_of_birth: date_of_birth.map(Personal::new),
            sex: sex.map(Personal::new),
            nationality: nationality.map(Personal::new),
            document,
        };
        let told = self.read(Role::GuestKind, Rule::GuestKindUnknown, "guest_kind", values::guest_kind);
        let mut guest = Guest::told(GuestKind::Citizen, person, Source::Import);
        guest.kind = told.unwrap_or_else(|| kind_of(&guest, foreign, arrival));
        guest.phone = self.personal(Role::Phone, "phone");
        guest.residence = self.residence();
        guest.guardian = self.guardian();
        guest.permitted_until =
            self.date(Role::PermittedUntil, Rule::PermitUnreadable, "permitted_until", values::date).map(Personal::new);
        if let Some(numbers) = self.line(Role::InsuranceNumber, "insurance") {
            let numbers = numbers.split([';', ',']).map(str::trim).filter(|number| !number.is_empty());
            guest.insurance = numbers.map(|number| Personal::new(number.to_owned())).collect();
        }
        guest
    }

    fn name(&mut self) -> Option<PersonName> {
        const FIELD: &str = "full_name";
        let parse = |text: &str| PersonName::parse(text).ok();
        if self.text(Role::FullName).is_some() {
            return self.read(Role::FullName, Rule::NameUnreadable, FIELD, parse);
        }
        let (surname, given) = (self.text(Role::Surname), self.text(Role::GivenName));
        let words: Vec<&str> = [surname, given].into_iter().flatten().collect();
        let name = parse(&words.join(" "));
        self.found.add_if(name.is_none() && !words.is_empty(), Rule::NameUnreadable, FIELD);
        name
    }

    fn document(&mut self, foreign: bool) -> Option<GuestDocument> {
        let told = self.read(Role::DocumentKind, Rule::DocumentKindUnknown, "document_kind", values::document_kind);
        let column = [Role::DocumentNumber, Role::IdNumber, Role::OldIdNumber]
            .into_iter()
            .find(|role| self.text(*role).is_some());
        let number = column.and_then(|role| self.line(role, "document_number")).unwrap_or_default();
        if told.is_none() && number.is_empty() {
            return None;
        }
        let by_column = match column {
            Some(Role::IdNumber) => DocumentKind::CccdCard,
            Some(Role::OldIdNumber) => DocumentKind::CmndCard,
            _ if foreign => DocumentKind::Passport,
            _ => values::kind_of_number(&number),
        };
        let mut document = GuestDocument::new(told.unwrap_or(by_column), &number);
        document.kind_is_assumed = told.is_none() && self.text(Role::DocumentKind).is_none();
        document.name = self.line(Role::DocumentName, "document_name");
        let issued = self.date(Role::DocumentIssued, Rule::DateUnreadable, "document_issued", values::partial_date);
        document.issued = issued.map(Personal::new);
        let expires = self.date(Role::DocumentExpires, Rule::DateUnreadable, "document_expires", values::date);
        document.expires = expires.map(|date| Personal::new(Expiry::On(date)));
        Some(document)
    }

    fn residence(&mut self) -> Residence {
        let mut commune = self.line(Role::Commune, "residence_commune");
        if let (Some(commune), Some(district)) = (&mut commune, self.line(Role::District, "residence_commune")) {
            commune.push_str(", ");
            commune.push_str(&district);
        }
        Residence {
            kind: self.read(Role::ResidenceKind, Rule::ResidenceKindUnknown, "residence_kind", values::residence_kind),
            province: self.personal(Role::Province, "residence_province"),
            commune: commune.map(Personal::new),
            detail: self.personal(Role::Address, "residence_detail"),
            old_units: None,
            new_units: None,
        }
    }

    fn guardian(&mut self) -> Option<Guardian> {
        let name =
            self.read(Role::GuardianName, Rule::NameUnreadable, "guardian_name", |text| PersonName::parse(text).ok())?;
        Some(Guardian {
            full_name: Personal::new(name),
            relationship: self.text(Role::GuardianRelationship).and_then(values::relationship),
            document_number: self.personal(Role::GuardianDocument, "guardian_document"),
            phone: self.personal(Role::GuardianPhone, "guardian_phone"),
        })
    }
}

/// The kind of guest where the list does not say it.
fn kind_of(guest: &Guest, foreign: bool, arrival: Date) -> GuestKind {
    let child = guest.age_on(arrival).is_some_and(|(_, most)| most < 14);
    let card = guest.person().document.as_ref().is_some_and(|document| {
        !matches!(document.kind, DocumentKind::BirthCertificate | DocumentKind::IdNumberNotice)
    });
    match (foreign, child && !card) {
        (true, _) => GuestKind::Foreigner,
        (false, true) => GuestKind::ChildWithoutCard,
        (false, false) => GuestKind::Citizen,
    }
}
