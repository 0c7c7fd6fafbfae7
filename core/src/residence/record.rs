//! A declaration as plain values, for files and stores: the only form in which the whole of it is written.

use super::guest::{Guardian, Guest, GuestDocument, Person, Provenance, Residence};
use super::local_time::{LocalTime, Moment, iso_date};
use super::stay::{Declaration, Stay, StayId, Trip};
use super::words::{DeclarationKind, DocumentKind, FacilityKind, GuestKind, Reason, Relationship, ResidenceKind};
use crate::error::{Code, Error, Result};
use crate::identity::{Assurance, Expiry, Nationality, NewUnits, OldUnits, PartialDate, PersonName, Sex, Source};
use crate::personal::Personal;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The version of records that this library writes.
pub const RECORD_VERSION: u16 = 1;

macro_rules! record {
    ($($(#[$doc:meta])* $field:ident: $kind:ty,)*) => {
        /// A declaration as plain values in one flat row: words as [`Reason::as_str`] and its like write them, days and
        /// times in ISO 8601 (times are those of Việt Nam). **It holds a citizen's data in the clear**: `Debug` shows
        /// the version, the kind and the stay only.
        ///
        /// Every [`Declaration`] becomes a record and comes back equal.
        #[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
        pub struct DeclarationRecord {
            /// [`RECORD_VERSION`].
            pub version: u16,
            $($(#[$doc])* #[serde(default, skip_serializing_if = "is_default")] pub $field: $kind,)*
        }

        impl DeclarationRecord {
            /// The names of the fields after `version`, in the order in which they are written.
            pub const FIELDS: &'static [&'static str] = &[$(stringify!($field),)*];
        }
    };
}

record! {
    /// [`DeclarationKind`].
    kind: String,
    /// The facility's identifier.
    facility: String,
    /// [`FacilityKind`].
    facility_kind: String,
    /// [`StayId`].
    stay_id: String,
    /// A day or a time.
    arrival: String,
    /// A day or a time.
    planned_departure: Option<String>,
    /// A day or a time.
    actual_departure: Option<String>,
    /// Room or department.
    room: Option<String>,
    /// [`Reason`].
    reason: Option<String>,
    /// The reason in words.
    reason_text: Option<String>,
    /// Present where there is a trip.
    trip_number: Option<String>,
    /// Number plate.
    trip_plate: Option<String>,
    /// Where the journey begins.
    trip_from: Option<String>,
    /// Where it ends.
    trip_to: Option<String>,
    /// Seat or berth.
    trip_seat: Option<String>,
    /// [`Stay::close_relative`].
    close_relative: bool,
    /// [`GuestKind`].
    guest_kind: String,
    /// [`Source`] of a claimed identity; either this or the assurance is there.
    source: Option<String>,
    /// [`Assurance`] of a verified identity.
    assurance: Option<String>,
    /// [`Guest::name_confirmed`].
    name_confirmed: bool,
    /// Full name.
    full_name: Option<String>,
    /// `1999-02-17`, `1999-02` or `1999`.
    date_of_birth: Option<String>,
    /// `male`, `female` or `unspecified`.
    sex: Option<String>,
    /// `VNM`, `D`.
    nationality: Option<String>,
    /// [`DocumentKind`]; present where there is a document.
    document_kind: Option<String>,
    /// [`GuestDocument::kind_is_assumed`].
    document_kind_assumed: bool,
    /// Name of another document.
    document_name: Option<String>,
    /// The document's number.
    document_number: Option<String>,
    /// As the date of birth.
    document_issued: Option<String>,
    /// A day, or `never`.
    document_expires: Option<String>,
    /// Telephone number.
    phone: Option<String>,
    /// [`ResidenceKind`].
    residence_kind: Option<String>,
    /// Province as given.
    residence_province: Option<String>,
    /// Commune as given.
    residence_commune: Option<String>,
    /// The rest of the address as given.
    residence_detail: Option<String>,
    /// Province until June 2025, code of the statistics office.
    old_province: Option<u8>,
    /// District until June 2025.
    old_district: Option<u16>,
    /// Commune until June 2025.
    old_commune: Option<u32>,
    /// Province since July 2025, code of the statistics office.
    new_province: Option<u8>,
    /// Commune since July 2025.
    new_commune: Option<u32>,
    /// Present where there is a guardian.
    guardian_name: Option<String>,
    /// [`Relationship`].
    guardian_relationship: Option<String>,
    /// The guardian's document number.
    guardian_document: Option<String>,
    /// The guardian's telephone number.
    guardian_phone: Option<String>,
    /// Until when a foreigner may stay in the country.
    permitted_until: Option<String>,
    /// Numbers of health insurance.
    insurance: Vec<String>,
    /// When it was handed to the police.
    declared_at: Option<String>,
    /// Remark.
    note: Option<String>,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl fmt::Debug for DeclarationRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("DeclarationRecord");
        shown.field("version", &self.version).field("kind", &self.kind).field("stay_id", &self.stay_id);
        shown.finish_non_exhaustive()
    }
}

/// A personal text in the clear.
fn plain(value: Option<&Personal<String>>) -> Option<String> {
    value.map(|text| text.expose().clone())
}

/// A personal value in the form in which it is displayed.
fn shown<T: fmt::Display>(value: Option<&Personal<T>>) -> Option<String> {
    value.map(|value| value.expose().to_string())
}

impl From<&Declaration> for DeclarationRecord {
    fn from(declaration: &Declaration) -> Self {
        let Declaration { kind, facility, facility_kind, stay, guest, declared_at, note } = declaration;
        let person = guest.person();
        let document = person.document.as_ref();
        let trip = stay.trip.as_ref();
        let residence = &guest.residence;
        let guardian = guest.guardian.as_ref();
        let moment = |moment: Option<Moment>| moment.map(|moment| moment.to_string());
        let (source, assurance) = match guest.provenance() {
            Provenance::Claimed(source) => (Some(source.as_str().to_owned()), None),
            Provenance::Verified(assurance) => (None, Some(assurance.as_str().to_owned())),
        };
        Self {
            version: RECORD_VERSION,
            kind: kind.as_str().to_owned(),
            facility: facility.clone(),
            facility_kind: facility_kind.as_str().to_owned(),
            stay_id: stay.id.as_str().to_owned(),
            arrival: stay.arrival.to_string(),
            planned_departure: moment(stay.planned_departure),
            actual_departure: moment(stay.actual_departure),
            room: stay.room.clone(),
            reason: stay.reason.map(|reason| reason.as_str().to_owned()),
            reason_text: plain(stay.reason_text.as_ref()),
            trip_number: trip.map(|trip| trip.number.clone()),
            trip_plate: trip.and_then(|trip| trip.plate.clone()),
            trip_from: trip.and_then(|trip| trip.from.clone()),
            trip_to: trip.and_then(|trip| trip.to.clone()),
            trip_seat: trip.and_then(|trip| trip.seat.clone()),
            close_relative: stay.close_relative,
            guest_kind: guest.kind.as_str().to_owned(),
            source,
            assurance,
            name_confirmed: guest.name_confirmed,
            full_name: person.full_name.as_ref().map(|name| name.expose().as_str().to_owned()),
            date_of_birth: shown(person.date_of_birth.as_ref()),
            sex: person.sex.as_ref().map(|sex| sex.expose().as_str().to_owned()),
            nationality: person.nationality.as_ref().map(|code| code.expose().as_str().to_owned()),
            document_kind: document.map(|document| document.kind.as_str().to_owned()),
            document_kind_assumed: document.is_some_and(|document| document.kind_is_assumed),
            document_name: document.and_then(|document| document.name.clone()),
            document_number: document.and_then(|document| plain(document.number.as_ref())),
            document_issued: document.and_then(|document| shown(document.issued.as_ref())),
            document_expires: document.and_then(|document| shown(document.expires.as_ref())),
            phone: plain(guest.phone.as_ref()),
            residence_kind: residence.kind.map(|kind| kind.as_str().to_owned()),
            residence_province: plain(residence.province.as_ref()),
            residence_commune: plain(residence.commune.as_ref()),
            residence_detail: plain(residence.detail.as_ref()),
            old_province: residence.old_units.map(|units| units.province),
            old_district: residence.old_units.and_then(|units| units.district),
            old_commune: residence.old_units.and_then(|units| units.commune),
            new_province: residence.new_units.map(|units| units.province),
            new_commune: residence.new_units.and_then(|units| units.commune),
            guardian_name: guardian.map(|guardian| guardian.full_name.expose().as_str().to_owned()),
            guardian_relationship: guardian
                .and_then(|guardian| guardian.relationship)
                .map(|relationship| relationship.as_str().to_owned()),
            guardian_document: guardian.and_then(|guardian| plain(guardian.document_number.as_ref())),
            guardian_phone: guardian.and_then(|guardian| plain(guardian.phone.as_ref())),
            permitted_until: shown(guest.permitted_until.as_ref()),
            insurance: guest.insurance.iter().map(|number| number.expose().clone()).collect(),
            declared_at: declared_at.map(|time| time.to_string()),
            note: plain(note.as_ref()),
        }
    }
}

/// A field that must be readable.
fn needed<T>(value: Option<T>, field: &'static str) -> Result<T> {
    value.ok_or(Error::new(Code::RecordField, field))
}

/// A field that may be missing, but not unreadable.
fn read<T>(text: Option<&String>, field: &'static str, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>> {
    text.map(|text| needed(parse(text), field)).transpose()
}

fn personal<T>(
    text: Option<&String>,
    field: &'static str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Option<Personal<T>>> {
    Ok(read(text, field, parse)?.map(Personal::new))
}

fn text(value: Option<&String>) -> Option<Personal<String>> {
    value.cloned().map(Personal::new)
}

fn partial_date(text: &str) -> Option<PartialDate> {
    PartialDate::parse_year_first(text).ok()
}

impl TryFrom<&DeclarationRecord> for Declaration {
    type Error = Error;

    /// # Errors
    /// `record-version`, `record-field` with the name of the field.
    fn try_from(record: &DeclarationRecord) -> Result<Self> {
        if record.version != RECORD_VERSION {
            return Err(Error::new(Code::RecordVersion, "version"));
        }
        Ok(Self {
            kind: needed(DeclarationKind::from_word(&record.kind), "kind")?,
            facility: record.facility.clone(),
            facility_kind: needed(FacilityKind::from_word(&record.facility_kind), "facility_kind")?,
            stay: stay(record)?,
            guest: guest(record)?,
            declared_at: read(record.declared_at.as_ref(), "declared_at", LocalTime::parse)?,
            note: text(record.note.as_ref()),
        })
    }
}

fn stay(record: &DeclarationRecord) -> Result<Stay> {
    let trip = record.trip_number.as_ref().map(|number| Trip {
        number: number.clone(),
        plate: record.trip_plate.clone(),
        from: record.trip_from.clone(),
        to: record.trip_to.clone(),
        seat: record.trip_seat.clone(),
    });
    Ok(Stay {
        id: needed(StayId::parse(&record.stay_id).ok(), "stay_id")?,
        arrival: needed(Moment::parse(&record.arrival), "arrival")?,
        planned_departure: read(record.planned_departure.as_ref(), "planned_departure", Moment::parse)?,
        actual_departure: read(record.actual_departure.as_ref(), "actual_departure", Moment::parse)?,
        room: record.room.clone(),
        reason: read(record.reason.as_ref(), "reason", Reason::from_word)?,
        reason_text: text(record.reason_text.as_ref()),
        trip,
        close_relative: record.close_relative,
    })
}

fn guest(record: &DeclarationRecord) -> Result<Guest> {
    let sex = |text: &str| [Sex::Male, Sex::Female, Sex::Unspecified].into_iter().find(|sex| sex.as_str() == text);
    let person = Person {
        full_name: personal(record.full_name.as_ref(), "full_name", |text| PersonName::parse(text).ok())?,
        date_of_birth: personal(record.date_of_birth.as_ref(), "date_of_birth", partial_date)?,
        sex: personal(record.sex.as_ref(), "sex", sex)?,
        nationality: personal(record.nationality.as_ref(), "nationality", |text| Nationality::parse_code(text).ok())?,
        document: document(record)?,
    };
    let kind = needed(GuestKind::from_word(&record.guest_kind), "guest_kind")?;
    let source = |text: &str| Source::ALL.into_iter().find(|source| source.as_str() == text);
    let assurance = |text: &str| Assurance::ALL.into_iter().find(|assurance| assurance.as_str() == text);
    let source = read(record.source.as_ref(), "source", source)?;
    let assurance = read(record.assurance.as_ref(), "assurance", assurance)?;
    let provenance = match (source, assurance) {
        (Some(source), None) => Provenance::Claimed(source),
        (None, Some(assurance)) => Provenance::Verified(assurance),
        _ => return Err(Error::new(Code::RecordField, "source")),
    };
    let mut guest = Guest::known(kind, person, provenance);
    guest.name_confirmed = record.name_confirmed;
    guest.phone = text(record.phone.as_ref());
    guest.residence = Residence {
        kind: read(record.residence_kind.as_ref(), "residence_kind", ResidenceKind::from_word)?,
        province: text(record.residence_province.as_ref()),
        commune: text(record.residence_commune.as_ref()),
        detail: text(record.residence_detail.as_ref()),
        old_units: record.old_province.map(|province| OldUnits {
            province,
            district: record.old_district,
            commune: record.old_commune,
        }),
        new_units: record.new_province.map(|province| NewUnits { province, commune: record.new_commune }),
    };
    let name = personal(record.guardian_name.as_ref(), "guardian_name", |text| PersonName::parse(text).ok())?;
    let relationship = read(record.guardian_relationship.as_ref(), "guardian_relationship", Relationship::from_word)?;
    guest.guardian = name.map(|full_name| Guardian {
        full_name,
        relationship,
        document_number: text(record.guardian_document.as_ref()),
        phone: text(record.guardian_phone.as_ref()),
    });
    guest.permitted_until = personal(record.permitted_until.as_ref(), "permitted_until", iso_date)?;
    guest.insurance = record.insurance.iter().cloned().map(Personal::new).collect();
    Ok(guest)
}

fn document(record: &DeclarationRecord) -> Result<Option<GuestDocument>> {
    let expiry = |text: &str| match text {
        "never" => Some(Expiry::Never),
        _ => iso_date(text).map(Expiry::On),
    };
    let Some(kind) = read(record.document_kind.as_ref(), "document_kind", DocumentKind::from_word)? else {
        return Ok(None);
    };
    Ok(Some(GuestDocument {
        kind,
        kind_is_assumed: record.document_kind_assumed,
        name: record.document_name.clone(),
        number: text(record.document_number.as_ref()),
        issued: personal(record.document_issued.as_ref(), "document_issued", partial_date)?,
        expires: personal(record.document_expires.as_ref(), "document_expires", expiry)?,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::Date;

    fn full() -> Declaration {
        let own = |text: &str| Some(Personal::new(text.to_owned()));
        let person = Person {
            full_name: PersonName::parse("Nguyễn Thị Mẫu").ok().map(Personal::new),
            date_of_birth: PartialDate::new(1999, Some(2), None).map(Personal::new),
            sex: Some(Personal::new(Sex::Female)),
            nationality: Some(Personal::new(Nationality::VIETNAM)),
            document: Some(GuestDocument {
                kind_is_assumed: true,
                name: Some("Thẻ nhà báo".to_owned()),
                issued: PartialDate::new(2021, None, None).map(Personal::new),
                expires: Some(Personal::new(Expiry::Never)),
                ..GuestDocument::new(DocumentKind::Other, "001199000018")
            }),
        };
        let mut guest = Guest::known(GuestKind::ChildWithoutCard, person, Provenance::Verified(Assurance::NotCloned));
        guest.name_confirmed = true;
        guest.phone = own("0912000000");
        guest.residence = Residence {
            kind: Some(ResidenceKind::Temporary),
            province: own("Hà Nội"),
            commune: own("Phường Cửa Nam"),
            detail: own("Số 1"),
            old_units: Some(OldUnits { province: 1, district: Some(2), commune: Some(70) }),
            new_units: Some(NewUnits { province: 1, commune: None }),
        };
        guest.guardian = Some(Guardian {
            full_name: Personal::new(PersonName::parse("Trần Văn Mẫu").unwrap()),
            relationship: Some(Relationship::Father),
            document_number: own("001075000011"),
            phone: own("0912000001"),
        });
        guest.permitted_until = Date::new(2026, 12, 31).map(Personal::new);
        guest.insurance = vec![Personal::new("DN4010000000001".to_owned()), Personal::new("0100000001".to_owned())];
        let stay = Stay {
            planned_departure: Moment::parse("2026-11-25"),
            actual_departure: Moment::parse("2026-11-24T11:00:00"),
            room: Some("Khoa Nội".to_owned()),
            reason: Some(Reason::Other),
            reason_text: own("Đi thi"),
            trip: Some(Trip {
                number: "SE-0421".to_owned(),
                plate: Some("29B-000.01".to_owned()),
                from: Some("Hà Nội".to_owned()),
                to: Some("Vinh".to_owned()),
                seat: Some("A05".to_owned()),
            }),
            close_relative: true,
            ..Stay::new(StayId::parse("B1-2").unwrap(), Moment::parse("2026-11-21T23:00:01").unwrap())
        };
        Declaration {
            kind: DeclarationKind::Change,
            facility: "mau".to_owned(),
            facility_kind: FacilityKind::Hospital,
            stay,
            guest,
            declared_at: LocalTime::parse("2026-11-22T07:59:59"),
            note: own("Ghi chú"),
        }
    }

    #[test]
    fn every_field_comes_back_and_none_is_shown() {
        let declaration = full();
        let record = DeclarationRecord::from(&declaration);
        assert_eq!(Declaration::try_from(&record).unwrap(), declaration);
        let shown = format!("{declaration:?} {record:?}");
        for hidden in [
            "Mẫu",
            "001199000018",
            "1999",
            "0912000000",
            "Cửa Nam",
            "Số 1",
            "DN401",
            "0100000001",
            "Đi thi",
            "Ghi chú",
            "2026-12-31",
            "001075000011",
        ] {
            assert!(!shown.contains(hidden), "{hidden} in {shown}");
        }
        assert!(DeclarationRecord::FIELDS.starts_with(&["kind", "facility"]));
    }

    #[test]
    fn what_is_not_a_record_is_refused_by_name() {
        let record = DeclarationRecord::from(&full());
        let place = |edit: fn(&mut DeclarationRecord)| {
            let mut edited = record.clone();
            edit(&mut edited);
            Declaration::try_from(&edited).unwrap_err().place()
        };
        assert_eq!(place(|r| r.version = 2), "version");
        assert_eq!(place(|r| r.kind = "x".to_owned()), "kind");
        assert_eq!(place(|r| r.arrival = "21/11/2026".to_owned()), "arrival");
        assert_eq!(place(|r| r.reason = Some("Du lịch".to_owned())), "reason");
        assert_eq!(place(|r| r.source = Some("mrz".to_owned())), "source");
        assert_eq!(place(|r| r.assurance = None), "source");
        assert_eq!(place(|r| r.document_expires = Some("2026-02-30".to_owned())), "document_expires");
        assert_eq!(place(|r| r.full_name = Some(" ".to_owned())), "full_name");
    }
}
