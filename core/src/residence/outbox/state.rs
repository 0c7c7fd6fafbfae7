//! Where a declaration stands.

use super::fail::damaged;
use crate::error::Result;
use serde::Serialize;
use std::fmt;

/// Where a declaration stands.
///
/// ```text
/// Draft ──produce──> Exported ──reconcile──> Confirmed
///   ^ \                  │                      │
///   │  withdraw          └─> Rejected, Missing, │
///   │   └─> Withdrawn        Different          │
///   └───────────correct──────────┴──────────────┘     (revision + 1)
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Entered, in no file yet.
    Draft,
    /// In a file. The portal says "success" even where it imported nothing, so this is not the end.
    Exported,
    /// The portal's list holds it as it was declared.
    Confirmed,
    /// The portal refused it.
    Rejected,
    /// It was exported and the portal's list does not hold it.
    Missing,
    /// The portal's list holds it with other contents.
    Different,
    /// It was entered by mistake, or nothing more shall be sent of it.
    Withdrawn,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 7] =
        [Self::Draft, Self::Exported, Self::Confirmed, Self::Rejected, Self::Missing, Self::Different, Self::Withdrawn];

    /// The name, as stored and as shown in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Exported => "exported",
            Self::Confirmed => "confirmed",
            Self::Rejected => "rejected",
            Self::Missing => "missing",
            Self::Different => "different",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Whether nothing more is to be done: the duty is fulfilled, or there was none.
    #[must_use]
    pub const fn is_closed(self) -> bool {
        matches!(self, Self::Confirmed | Self::Withdrawn)
    }

    /// Whether a person has to do something before it can be closed: it was sent, and the portal does not have it so.
    #[must_use]
    pub const fn needs_correction(self) -> bool {
        matches!(self, Self::Rejected | Self::Missing | Self::Different)
    }

    pub(super) fn stored(text: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text).ok_or(damaged("state"))
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
