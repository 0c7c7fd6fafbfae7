//! Lists of citizens as offices have them, made clean: what a cell says, what is wrong with it, and what it may
//! have meant where that is not certain.
//!
//! A right value is never changed, and a wrong repair is worse than a blank: where two readings are left, both are
//! given as candidates.

pub mod address;
pub mod anonymity;
pub mod audit;
mod batch;
mod date;
mod date_read;
mod digits;
mod encoding;
pub mod fold;
mod id_number;
mod issue;
mod letters;
mod lexicon;
pub mod matching;
mod name;
mod name_edges;
mod name_parts;
mod name_read;
mod papers;
mod phone;
mod placeholder;
pub mod quality;
mod repair;
mod swap;
mod syllable;
mod typing;
mod usual;

pub use address::clean_address;
pub use batch::{Cleaner, Evidence, Role, Rules, clean_text};
pub use date::{DateProfile, DateRules, clean_date};
pub use id_number::{IdContext, IdProfile, clean_id_number};
pub use issue::{Cleaned, IssueCode, Issues, Severity, Status};
pub use name::clean_name;
pub use name_parts::{NameParts, name_parts};
pub use phone::clean_phone;
pub use repair::{Repair, TextKind, TextProfile, repair_text};
pub use syllable::{ToneStyle, is_syllable};

pub use papers::{
    clean_driving_licence, clean_email, clean_health_insurance, clean_passport, clean_plate, clean_sex,
    clean_tax_number,
};
