//! Addresses as people write them, resolved to units before and since 2025.
//!
//! Any order and abbreviation, levels left out, diacritics or commas missing, one typing error. What is not certain
//! stays open: a commune that was divided in 2025, a name that several communes of the province bear, a district that
//! does not have the ward that stands before it, all give [`Status::Candidates`] and never one of them.
//!
//! ```
//! # #[cfg(feature = "units-data")] {
//! use dinhdanh::cleanup::address::{AddressParser, Status};
//! use dinhdanh::units::UnitTable;
//!
//! let parser = AddressParser::new(UnitTable::embedded());
//! let answer = parser.resolve("12 Hàng Than, P.Phúc Xá, Q.Ba Đình, HN");
//! assert_eq!(answer.status, Status::Exact);
//! assert_eq!(answer.commune.map(|unit| unit.full_name()).as_deref(), Some("Phường Hồng Hà"));
//! assert_eq!(answer.detail.expose(), "12 Hàng Than");
//! # }
//! ```

mod cell;
mod decide;
mod lexicon;
mod mention;
mod mistyped;
mod reading;
#[cfg(test)]
mod tests;
mod tokens;

use super::issue::{IssueCode, Issues};
use super::letters::{Letter, mark};
use super::repair::{TextKind, TextProfile, repair_text};
use crate::limits::TEXT_CHARS;
use crate::personal::Personal;
use crate::units::{Unit, UnitTable};
use lexicon::Lexicon;
use mention::{Mention, OtherWords, Role};
use reading::{Hints, Reading};
use std::fmt;
use std::sync::LazyLock;
use tokens::Tokens;

pub use cell::clean_address;

/// How far an address was resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// Exactly one commune of today fits.
    Exact,
    /// Several communes fit, or one that something in the address speaks against: see [`Resolution::candidates`].
    Candidates,
    /// No commune fits; the province may be known.
    Unknown,
}

impl Status {
    /// `exact`, `candidates` or `unknown`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Candidates => "candidates",
            Self::Unknown => "unknown",
        }
    }
}

/// Why a commune is among the candidates, the strongest reason first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Why {
    /// The older commune was divided; the address does not tell in which part it is.
    Divided,
    /// Several communes bear the name, and nothing tells them apart.
    SameName,
    /// The name is that of an older commune and of one of today that are not the same.
    OldOrNew,
    /// Only the district is known.
    DistrictOnly,
    /// The address names a district or province that the commune is not in.
    Contradiction,
    /// The name may be that of a street or hamlet.
    NameOfWay,
    /// The name fits but for a typing error, and not well enough to be sure.
    Mistyped,
    /// Nothing but the name of the commune is there.
    NameOnly,
}

impl Why {
    /// The code as written in tables and JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Divided => "divided",
            Self::SameName => "same-name",
            Self::OldOrNew => "old-or-new",
            Self::DistrictOnly => "district-only",
            Self::Contradiction => "contradiction",
            Self::NameOfWay => "name-of-way",
            Self::Mistyped => "mistyped",
            Self::NameOnly => "name-only",
        }
    }
}

impl From<Why> for IssueCode {
    fn from(why: Why) -> Self {
        match why {
            Why::Divided => Self::AddressDivided,
            Why::SameName => Self::AddressSameName,
            Why::OldOrNew => Self::AddressOldOrNew,
            Why::DistrictOnly => Self::AddressDistrictOnly,
            Why::Contradiction => Self::AddressContradiction,
            Why::NameOfWay => Self::AddressNameOfWay,
            Why::Mistyped => Self::AddressMistyped,
            Why::NameOnly => Self::AddressNameOnly,
        }
    }
}

/// A commune of today that an address may be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate<'t> {
    /// The commune.
    pub commune: Unit<'t>,
    /// The commune or district until 2025 through which it was found.
    pub old: Option<Unit<'t>>,
    /// Why it is not certain.
    pub why: Why,
}

/// What an address resolves to.
#[derive(Clone, PartialEq, Eq)]
pub struct Resolution<'t> {
    /// How far it was resolved.
    pub status: Status,
    /// The province of today, where all that fits lies in one.
    pub province: Option<Unit<'t>>,
    /// The commune of today; for [`Status::Exact`] only.
    pub commune: Option<Unit<'t>>,
    /// The commune until 2025 (or the district, of an island without communes), if the address names one.
    pub old: Option<Unit<'t>>,
    /// What was repaired before it was read, an old encoding for one, and what keeps it from being certain.
    pub issues: Issues,
    /// What is left: house, street, hamlet, notes.
    pub detail: Personal<String>,
    /// For [`Status::Candidates`]: every commune that fits, likeliest first.
    pub candidates: Vec<Candidate<'t>>,
    /// The version of the table that was used.
    pub table_version: &'t str,
}

impl fmt::Debug for Resolution<'_> {
    /// An address tells where a citizen lives: nothing of it is shown but how far it was resolved.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Resolution").field("status", &self.status).finish_non_exhaustive()
    }
}

/// Resolves addresses against one table. Building it takes some milliseconds and about 2 MB; it can be shared between
/// threads.
#[derive(Debug)]
pub struct AddressParser<'t> {
    table: &'t UnitTable,
    lexicon: Lexicon,
    other: OtherWords,
}

/// Buffers for many addresses one after the other.
#[derive(Default)]
pub struct Scratch {
    tokens: Tokens,
    roles: Vec<Role>,
    mentions: Vec<Mention>,
    hints: Hints,
    readings: Vec<Reading>,
}

impl fmt::Debug for Scratch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Scratch")
    }
}

impl AddressParser<'static> {
    /// The parser of the table inside the library, built on first use.
    #[must_use]
    pub fn embedded() -> &'static Self {
        static PARSER: LazyLock<AddressParser<'static>> = LazyLock::new(|| AddressParser::new(UnitTable::embedded()));
        &PARSER
    }
}

impl<'t> AddressParser<'t> {
    /// Builds the index of all names of a table.
    #[must_use]
    pub fn new(table: &'t UnitTable) -> Self {
        Self { table, lexicon: Lexicon::new(table), other: OtherWords::new() }
    }

    /// The table it resolves against.
    #[must_use]
    pub const fn table(&self) -> &'t UnitTable {
        self.table
    }

    /// Resolves one address.
    #[must_use]
    pub fn resolve(&self, text: &str) -> Resolution<'t> {
        self.resolve_with(text, &mut Scratch::default())
    }

    /// Resolves one address with buffers that are used again: the way for lists.
    #[must_use]
    pub fn resolve_with(&self, text: &str, scratch: &mut Scratch) -> Resolution<'t> {
        // Longer text is no address, and the work grows with the square of its length.
        let end = text.char_indices().nth(TEXT_CHARS).map_or(text.len(), |(at, _)| at);
        let text = text.get(..end).unwrap_or("");
        let foreign = |c: char| !c.is_ascii() && Letter::of(c).is_none() && mark(c).is_none() && c.is_alphanumeric();
        if !text.is_ascii() && text.chars().any(|c| foreign(c) || matches!(c, '\u{80}'..='\u{bf}')) {
            return self.resolve_repaired(text, scratch);
        }
        let answer = self.resolve_unicode(text, scratch);
        // Old encodings whose letters happen to be Vietnamese ones too.
        if answer.status == Status::Exact || text.is_ascii() {
            return answer;
        }
        self.resolve_repaired(text, scratch)
    }

    /// Resolves what text in an old encoding says.
    fn resolve_repaired(&self, text: &str, scratch: &mut Scratch) -> Resolution<'t> {
        let repair = repair_text(text, TextKind::Text, &TextProfile::default());
        let mut answer = self.resolve_unicode(&repair.text, scratch);
        answer.issues = answer.issues.union(repair.issues);
        answer
    }

    fn resolve_unicode(&self, text: &str, scratch: &mut Scratch) -> Resolution<'t> {
        scratch.tokens.read(text);
        mention::roles(&self.other, &scratch.tokens, &mut scratch.roles);
        mention::find(&self.lexicon, &scratch.tokens, &mut scratch.roles, &mut scratch.mentions);
        self.read(scratch);
        if !decide::is_settled(&scratch.readings, &self.lexicon) && self.add_mistyped(text, scratch) {
            self.read(scratch);
        }
        self.decide(text, scratch)
    }
}
