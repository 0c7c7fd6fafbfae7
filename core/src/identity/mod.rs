//! The words everyone shares: numbers, names, dates, the citizen, and how far a statement is to be believed.
//!
//! Nothing here knows a document, a network or a file.

mod address;
mod citizen;
mod claim;
mod date;
mod expiry;
mod id_number;
mod name;
mod nationality;
mod partial_date;
mod province;
mod sex;
pub mod text;

pub use address::{Address, NewUnits, OldUnits};
pub use citizen::Citizen;
pub use claim::{Assurance, Claimed, Source, Verified};
pub use date::Date;
pub use expiry::Expiry;
pub use id_number::{IdNumber, IdNumberWarning, OldIdNumber};
pub use name::{NameComparison, PersonName};
pub use nationality::Nationality;
pub use partial_date::PartialDate;
pub use province::{PROVINCES, Province, by_prefix as province_by_prefix};
pub use sex::Sex;
