//! What may be used once: codes, nonces, and the numbers (`jti`) of tokens.

use crate::crypto::HashAlgorithm;
use crate::error::{Code, Error, Result};
use crate::given::Timestamp;
use std::collections::HashMap;

/// A thing that may be used once, as a digest: a store holds no codes that could be stolen from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct UsedOnce([u8; 32]);

impl UsedOnce {
    /// Kind, who issued it, and the thing itself.
    pub(super) fn new(kind: &str, issuer: &str, value: &str) -> Self {
        let parts = [kind, "\0", issuer, "\0", value].map(str::as_bytes);
        let digest = HashAlgorithm::Sha256.digest(&parts);
        Self(digest.first_chunk().copied().unwrap_or_default())
    }

    /// The digest, to store it.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// Remembers what was used. Where several machines answer for one relying party, they must share it.
pub trait ReplayStore {
    /// Notes a use, at least until `until`. `true` for the first one, `false` for every other; looking and noting are
    /// one step.
    ///
    /// # Errors
    /// `replay-store-full` where a use cannot be noted: then nothing is accepted.
    fn first_use(&mut self, what: UsedOnce, until: Timestamp, now: Timestamp) -> Result<bool>;
}

/// As [`ReplayStore::first_use`], with a second use as an error.
pub(super) fn once(store: &mut dyn ReplayStore, what: UsedOnce, until: Timestamp, now: Timestamp) -> Result<()> {
    if store.first_use(what, until, now)? { Ok(()) } else { Err(Error::new(Code::Replayed, "replay")) }
}

/// A store in the memory of one process. It never forgets before the time, and refuses when it is full.
#[derive(Debug)]
pub struct MemoryReplayStore {
    used: HashMap<UsedOnce, Timestamp>,
    capacity: usize,
}

impl MemoryReplayStore {
    /// Room for so many uses at a time (about 100 bytes each).
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        Self { used: HashMap::new(), capacity }
    }
}

impl ReplayStore for MemoryReplayStore {
    fn first_use(&mut self, what: UsedOnce, until: Timestamp, now: Timestamp) -> Result<bool> {
        if self.used.len() >= self.capacity {
            self.used.retain(|_, until| *until >= now);
        }
        if self.used.get(&what).is_some_and(|until| *until >= now) {
            return Ok(false);
        }
        if self.used.len() >= self.capacity {
            return Err(Error::new(Code::ReplayStoreFull, "replay"));
        }
        self.used.insert(what, until);
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn once_and_never_again_in_time() {
        let at = Timestamp::from_unix;
        let mut store = MemoryReplayStore::new(2);
        let thing = |value: &str| UsedOnce::new("code", "issuer", value);
        assert_eq!(store.first_use(thing("a"), at(100), at(0)), Ok(true));
        assert_eq!(store.first_use(thing("a"), at(100), at(100)), Ok(false));
        assert_eq!(store.first_use(thing("b"), at(200), at(0)), Ok(true));
        assert_eq!(store.first_use(thing("c"), at(200), at(50)).unwrap_err().code(), Code::ReplayStoreFull);
        assert_eq!(store.first_use(thing("b"), at(200), at(50)), Ok(false), "known even when full");
        assert_eq!(store.first_use(thing("c"), at(300), at(101)), Ok(true), "what has expired makes room");
        assert_eq!(once(&mut store, thing("c"), at(300), at(102)).unwrap_err().code(), Code::Replayed);
        assert_ne!(UsedOnce::new("a", "b", "c"), UsedOnce::new("a", "bc", ""));
        assert_ne!(UsedOnce::new("jti", "b", "c"), UsedOnce::new("code", "b", "c"));
    }
}
