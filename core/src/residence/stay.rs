//! The stay and its declaration.

use super::guest::Guest;
use super::local_time::{LocalTime, Moment};
use super::words::{DeclarationKind, FacilityKind, Reason};
use crate::error::{Code, Error, Result};
use crate::identity::Address;
use crate::limits::STAY_ID_CHARS;
use crate::personal::Personal;
use std::fmt;

/// A place in which people stay, or a coach in which they travel overnight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facility {
    /// The caller's own stable identifier.
    pub id: String,
    /// The kind of place.
    pub kind: FacilityKind,
    /// The name on its sign or licence.
    pub name: String,
    /// Where it is. A rented room may be somebody's home.
    pub address: Option<Personal<Address>>,
    /// Whether it lies in a remote area, which has more time to declare foreigners.
    pub is_remote: bool,
}

/// The caller's stable identifier of one guest's stay, the same whenever it is handed over again: a booking's number
/// with the guest's place in it, such as `B1024-2`. It is shown in logs, so it must not be a citizen's number.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StayId(String);

impl StayId {
    /// One to [`STAY_ID_CHARS`] visible characters; blanks around it are dropped.
    ///
    /// # Errors
    /// `stay-id`.
    pub fn parse(text: &str) -> Result<Self> {
        let text = text.trim();
        let visible = !text.is_empty() && !text.chars().any(char::is_control);
        if visible && text.chars().count() <= STAY_ID_CHARS {
            Ok(Self(text.to_owned()))
        } else {
            Err(Error::new(Code::StayId, "stay_id"))
        }
    }

    /// The identifier.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for StayId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for StayId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The journey of a long-distance coach.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trip {
    /// The operator's number of this journey.
    pub number: String,
    /// Number plate of the coach.
    pub plate: Option<String>,
    /// Where it sets out.
    pub from: Option<String>,
    /// Where it goes.
    pub to: Option<String>,
    /// The passenger's seat or berth.
    pub seat: Option<String>,
}

/// One guest's stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    /// The caller's identifier.
    pub id: StayId,
    /// Arrival; for a coach the departure of the journey.
    pub arrival: Moment,
    /// Planned departure; for a coach the arrival at the destination.
    pub planned_departure: Option<Moment>,
    /// Departure, once it happened.
    pub actual_departure: Option<Moment>,
    /// Room, or department of a hospital.
    pub room: Option<String>,
    /// Why the guest stays.
    pub reason: Option<Reason>,
    /// The reason in words, for [`Reason::Other`].
    pub reason_text: Option<Personal<String>>,
    /// The journey, for a coach.
    pub trip: Option<Trip>,
    /// Whether the guest is grandparent, parent, spouse, child, grandchild or sibling of the host and comes
    /// repeatedly: such stays are declared once (Law on Residence 68/2020/QH14, Article 30).
    pub close_relative: bool,
}

impl Stay {
    /// A stay of which only the arrival is known.
    #[must_use]
    pub const fn new(id: StayId, arrival: Moment) -> Self {
        Self {
            id,
            arrival,
            planned_departure: None,
            actual_departure: None,
            room: None,
            reason: None,
            reason_text: None,
            trip: None,
            close_relative: false,
        }
    }

    /// The departure: as it happened, else as planned.
    #[must_use]
    pub fn departure(&self) -> Option<Moment> {
        self.actual_departure.or(self.planned_departure)
    }

    /// Nights between arrival and departure; none while there is no departure, or one before the arrival.
    #[must_use]
    pub fn nights(&self) -> Option<u32> {
        u32::try_from(self.departure()?.date().days_since(self.arrival.date())?).ok()
    }
}

/// What is declared: one guest's stay in one facility.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// What is declared.
    pub kind: DeclarationKind,
    /// [`Facility::id`].
    pub facility: String,
    /// [`Facility::kind`].
    pub facility_kind: FacilityKind,
    /// The stay.
    pub stay: Stay,
    /// The guest.
    pub guest: Guest,
    /// When it was handed to the police, once it was.
    pub declared_at: Option<LocalTime>,
    /// A remark for the form.
    pub note: Option<Personal<String>>,
}

impl Declaration {
    /// The lodging of a guest in a facility.
    #[must_use]
    pub fn lodging(facility: &Facility, stay: Stay, guest: Guest) -> Self {
        Self {
            kind: DeclarationKind::Lodging,
            facility: facility.id.clone(),
            facility_kind: facility.kind,
            stay,
            guest,
            declared_at: None,
            note: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_and_nights() {
        assert_eq!(StayId::parse(" B1024-2 ").unwrap().as_str(), "B1024-2");
        for text in ["", "  ", "a\u{7}b", &"x".repeat(STAY_ID_CHARS + 1)] {
            assert_eq!(StayId::parse(text).unwrap_err().code(), Code::StayId);
        }
        let moment = |text| Moment::parse(text).unwrap();
        let mut stay = Stay::new(StayId::parse("1").unwrap(), moment("2026-11-30T23:30:00"));
        assert_eq!(stay.nights(), None);
        stay.planned_departure = Some(moment("2026-12-02"));
        assert_eq!(stay.nights(), Some(2));
        stay.actual_departure = Some(moment("2026-12-01"));
        assert_eq!(stay.nights(), Some(1));
        stay.actual_departure = Some(moment("2026-11-29"));
        assert_eq!(stay.nights(), None);
    }
}
