//! What the caller gives because the core has none of its own: time and randomness.

use crate::error::Result;
use serde::{Serialize, Serializer};
use std::fmt;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// A moment in UTC, in seconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// From seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn from_unix(seconds: i64) -> Self {
        Self(seconds)
    }

    /// From RFC 3339, such as `2026-11-21T08:00:00Z`; `None` where it is not that.
    ///
    /// ```
    /// use dinhdanh::given::Timestamp;
    /// assert_eq!(Timestamp::parse("1970-01-02T07:00:00+07:00"), Some(Timestamp::from_unix(86_400)));
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        OffsetDateTime::parse(text, &Rfc3339).ok().map(|moment| Self(moment.unix_timestamp()))
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn unix(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Timestamp {
    /// RFC 3339 in UTC, such as `2026-11-21T08:00:00Z`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match OffsetDateTime::from_unix_timestamp(self.0).ok().and_then(|t| t.format(&Rfc3339).ok()) {
            Some(text) => f.write_str(&text),
            None => write!(f, "@{}", self.0),
        }
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A source of unpredictable bytes, such as the operating system's.
///
/// Session keys depend on it: a source that cannot deliver says so, and what needed it ends with that error.
pub trait Randomness {
    /// Fills the whole buffer.
    ///
    /// # Errors
    /// `randomness-missing`; the buffer is not to be used then.
    fn fill(&mut self, buffer: &mut [u8]) -> Result<()>;
}

impl<F: FnMut(&mut [u8]) -> Result<()>> Randomness for F {
    fn fill(&mut self, buffer: &mut [u8]) -> Result<()> {
        self(buffer)
    }
}
