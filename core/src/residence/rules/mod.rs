//! What the law and the forms ask of a declaration, as data: every [`Rule`] has a stable code, a weight, the law and
//! article it rests on with the days on which they are in force, and words in Vietnamese and English.
//!
//! The day of arrival selects what applies: a stay of 2023 is judged by the law of 2023. What the portal's files must
//! look like applies to every stay, because the file is uploaded today.

mod batch;
mod deadline;
mod document;
mod finding;
mod law;
mod person;
mod stay;
mod table;
#[cfg(test)]
mod tests;

pub use batch::check_batch;
pub use deadline::{Deadline, deadline};
pub use finding::{Finding, Severity};
pub use law::{Basis, Fine, Law, fine};
pub use table::Rule;

pub(super) use finding::{Found, Subject};

use super::local_time::LocalTime;
use super::stay::{Declaration, Facility};
use super::words::{DeclarationKind, GuestKind};
use crate::given::Timestamp;

/// What a check must be told besides the declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Context {
    /// The time in Việt Nam.
    pub now: LocalTime,
    /// How many hours before its deadline a declaration counts as due soon.
    pub soon_hours: u16,
    /// Whether this close relative's stay with this host was declared before.
    pub relative_declared_before: bool,
}

impl Context {
    /// A check at this moment, two hours ahead of deadlines. `None` outside the years 1 to 9999.
    #[must_use]
    pub fn at(moment: Timestamp) -> Option<Self> {
        Some(Self { now: LocalTime::at(moment)?, soon_hours: 2, relative_declared_before: false })
    }
}

/// What is to be said against a declaration, and about its deadline.
///
/// ```
/// use dinhdanh::given::Timestamp;
/// use dinhdanh::identity::Source;
/// use dinhdanh::residence::rules::{Context, Rule, check};
/// use dinhdanh::residence::{Declaration, Facility, FacilityKind, Guest, GuestKind, Moment, Person, Stay, StayId};
///
/// let facility = Facility {
///     id: "mau".to_owned(), kind: FacilityKind::Inn, name: "Nhà trọ Mẫu".to_owned(), address: None, is_remote: false,
/// };
/// let guest = Guest::told(GuestKind::Citizen, Person::default(), Source::Typed);
/// let stay = Stay::new(StayId::parse("B1024-1")?, Moment::parse("2026-11-21T21:30:00").expect("a time"));
/// let declaration = Declaration::lodging(&facility, stay, guest);
///
/// let now = Timestamp::parse("2026-11-21T15:00:00Z").expect("RFC 3339"); // 22:00 in Việt Nam
/// let findings = check(&declaration, &facility, &Context::at(now).expect("a year of four digits"));
/// assert!(findings.iter().any(|finding| finding.rule == Rule::NameMissing));
/// assert!(findings.iter().any(|finding| finding.rule == Rule::DueSoon));
/// # Ok::<(), dinhdanh::Error>(())
/// ```
#[must_use]
pub fn check(declaration: &Declaration, facility: &Facility, context: &Context) -> Vec<Finding> {
    let arrival = declaration.stay.arrival.date();
    let mut found = Found::of(declaration);
    person::check(&mut found, &declaration.guest, arrival);
    document::check(&mut found, &declaration.guest, arrival);
    let explained = declaration.note.as_ref().is_some_and(|note| !note.expose().trim().is_empty());
    let unexplained = declaration.guest.kind == GuestKind::NoPapers && !explained;
    found.add_if(unexplained, Rule::NoPapersUnexplained, "note");
    stay::check(&mut found, declaration, facility, context);
    found.into_vec()
}
