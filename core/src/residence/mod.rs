//! Who stays where, and what must be declared about it to the police.
//!
//! A [`Declaration`] joins a [`Stay`] with a [`Guest`]. The guest comes from a card, a login, a list or a keyboard, and
//! keeps which it was ([`Provenance`]). All times are those of Việt Nam ([`LocalTime`]), whatever the machine thinks.
//!
//! ```
//! use dinhdanh::identity::{Claimed, Source};
//! use dinhdanh::residence::{
//!     Declaration, DeclarationRecord, Facility, FacilityKind, Guest, Moment, Reason, Stay, StayId,
//! };
//! # use dinhdanh::document::qr::CardQr;
//!
//! let facility = Facility {
//!     id: "mau".to_owned(),
//!     kind: FacilityKind::GuestHouse,
//!     name: "Nhà nghỉ Mẫu".to_owned(),
//!     address: None,
//!     is_remote: false,
//! };
//! let card = CardQr::parse("001199000018||Nguyễn Thị Mẫu|17021999|Nữ|Số 1, Cửa Nam, Hà Nội|27062022")?;
//! let guest = Guest::from_claimed(&card.map(|card| card.citizen));
//!
//! let arrival = Moment::parse("2026-11-21T22:59:59").expect("a time");
//! let mut stay = Stay::new(StayId::parse("B1024-1")?, arrival);
//! stay.reason = Some(Reason::Tourism);
//! let declaration = Declaration::lodging(&facility, stay, guest);
//!
//! let record = DeclarationRecord::from(&declaration); // plain values: for files and stores, never for logs
//! assert_eq!(Declaration::try_from(&record)?, declaration);
//! # Ok::<(), dinhdanh::Error>(())
//! ```

pub mod export;
mod guest;
pub mod import;
pub mod indicators;
mod local_time;
#[cfg(feature = "outbox")]
pub mod outbox;
mod record;
pub mod rules;
mod stay;
mod words;

pub use guest::{Guardian, Guest, GuestDocument, Person, Provenance, Residence};
pub use local_time::{LocalTime, Moment};
pub use record::{DeclarationRecord, RECORD_VERSION};
pub use stay::{Declaration, Facility, Stay, StayId, Trip};
pub use words::{DeclarationKind, DocumentKind, FacilityKind, GuestKind, Reason, Relationship, ResidenceKind};
