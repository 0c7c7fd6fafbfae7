//! By when a stay must be declared.

use super::law::{Basis, FOREIGNERS, RESIDENCE};
use crate::residence::local_time::{LocalTime, Moment};
use crate::residence::stay::{Declaration, Facility};
use crate::residence::words::{DeclarationKind, FacilityKind};

/// The last second at which a declaration is in time, and the law that says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// The last second in time: for "before 23:00" it is 22:59:59.
    pub last: LocalTime,
    /// The law.
    pub basis: Basis,
}

/// By when this lodging must be declared.
///
/// *Vietnamese guests* (Law on Residence 68/2020/QH14, Article 30): before 23:00 of the day on which the stay begins;
/// for arrivals from 23:00 on before 08:00 of the next day. Where only the day of arrival is known, 23:00 of that day.
///
/// *Foreigners* (Law 47/2014/QH13, Article 33, unconfirmed): within 12 hours of the arrival, 24 in remote areas. Where
/// only the day is known, the hours are counted from its first second.
///
/// `None` where no law sets a time that this library knows: coaches, declarations other than lodging, and stays
/// before the law came into force.
///
/// ```
/// use dinhdanh::residence::rules::deadline;
/// # use dinhdanh::identity::Source;
/// # use dinhdanh::residence::{Declaration, Facility, FacilityKind, Guest, GuestKind, Moment, Person, Stay, StayId};
/// # let facility = Facility {
/// #     id: "mau".to_owned(), kind: FacilityKind::Inn, name: String::new(), address: None, is_remote: false,
/// # };
/// # let guest = Guest::told(GuestKind::Citizen, Person::default(), Source::Typed);
/// let stay = Stay::new(StayId::parse("B1024-1")?, Moment::parse("2026-11-21T23:00:00").expect("a time"));
/// let declaration = Declaration::lodging(&facility, stay, guest);
/// let last = deadline(&declaration, &facility).expect("a law in force").last;
/// assert_eq!(last.to_string(), "2026-11-22T07:59:59");
/// # Ok::<(), dinhdanh::Error>(())
/// ```
#[must_use]
pub fn deadline(declaration: &Declaration, facility: &Facility) -> Option<Deadline> {
    if declaration.kind != DeclarationKind::Lodging || facility.kind == FacilityKind::Coach {
        return None;
    }
    let arrival = declaration.stay.arrival;
    let (last, basis) = if declaration.guest.is_foreign() {
        let hours = if facility.is_remote { 24 } else { 12 };
        (arrival.earliest().add_hours(hours)?, Basis::unconfirmed(&FOREIGNERS, "33"))
    } else {
        (for_vietnamese(arrival)?, Basis::read(&RESIDENCE, "30"))
    };
    basis.is_in_force(arrival.date()).then_some(Deadline { last, basis })
}

fn for_vietnamese(arrival: Moment) -> Option<LocalTime> {
    let late_arrival = arrival.time().is_some_and(|time| time.hour() >= 23);
    if late_arrival {
        LocalTime::new(arrival.date().add_days(1)?, 7, 59, 59)
    } else {
        LocalTime::new(arrival.date(), 22, 59, 59)
    }
}
