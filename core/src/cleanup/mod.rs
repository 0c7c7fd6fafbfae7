//! Lists of citizens as offices have them, made clean: what a cell says, what is wrong with it, and what it may
//! have meant where that is not certain.
//!
//! A right value is never changed, and a wrong repair is worse than a blank: where two readings are left, both are
//! given as candidates.

pub mod anonymity;
pub mod audit;
mod encoding;
pub mod fold;
mod issue;
mod letters;
mod lexicon;
pub mod matching;
mod name;
mod name_edges;
mod placeholder;
pub mod pseudonym;
mod repair;
mod syllable;
mod typing;

pub use issue::{Cleaned, IssueCode, Issues, Severity, Status};
pub use name::clean_name;
pub use repair::{Repair, TextKind, TextProfile, repair_text};
pub use syllable::{ToneStyle, is_syllable};
