//! What one session brought back: evidence, not yet a judgement.

use super::access::Access;
use super::command::Status;
use super::link::Traffic;
use crate::document::files::data_group::FileId;
use crate::document::files::security_infos::SecurityInfos;
use crate::error::Code;
use std::collections::BTreeMap;
use std::fmt;

/// Everything a session read and saw.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ChipReading {
    /// The files as the chip gave them.
    pub files: BTreeMap<FileId, Vec<u8>>,
    /// The files that the plan asked for and the chip did not give, with its status.
    pub withheld: BTreeMap<FileId, Withheld>,
    /// How the chip was opened; nothing where it was not a chip but a dump that was read.
    pub access: Option<Access>,
    /// What went wrong with PACE before BAC was tried, where the plan allowed that.
    pub pace_failure: Option<Code>,
    /// EF.CardAccess as announced before any key was known (ICAO 9303-11, 9.2.10).
    pub announced: Option<SecurityInfos>,
    /// The chip's answer to a challenge.
    pub active: Option<ActiveAuthentication>,
    /// The outcome of chip authentication.
    pub chip: Option<ChipAuthentication>,
    /// Counts of what passed the reader.
    pub traffic: Traffic,
}

/// Why a file is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Withheld {
    /// The chip refused with this status.
    Refused(Status),
    /// The chip began, and the file is not what it announces.
    Broken(Code),
}

/// INTERNAL AUTHENTICATE: what was asked and answered. Anybody can check it later, but only one who chose
/// the challenge knows that it was not answered before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActiveAuthentication {
    /// The eight bytes that the chip was to sign.
    pub challenge: [u8; 8],
    /// Its signature, or the status with which it refused.
    pub response: Result<Vec<u8>, Status>,
}

/// The outcome of chip authentication. Only a session makes one: a protocol that ends in shared keys
/// convinces the reader that took part and nobody else, so that it never travels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChipAuthentication {
    pub(super) outcome: ChipAuthenticationOutcome,
    pub(super) public_key: Vec<u8>,
}

/// How chip authentication ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChipAuthenticationOutcome {
    /// The chip went on under keys that only the holder of the private key can know.
    Agreed,
    /// The chip did not go on under the new keys: it does not hold the private key.
    WrongKeys,
    /// The chip refused with this status.
    Refused(Status),
    /// The key in DG14 cannot be used.
    Unusable,
}

impl ChipAuthentication {
    /// An outcome that speaks against the chip, from evidence of another reader. That a chip passed is for the
    /// session alone to say, so that `Agreed` makes nothing.
    #[must_use]
    pub fn denied(outcome: ChipAuthenticationOutcome, public_key: Vec<u8>) -> Option<Self> {
        (outcome != ChipAuthenticationOutcome::Agreed).then_some(Self { outcome, public_key })
    }

    /// How it ended.
    #[must_use]
    pub const fn outcome(&self) -> ChipAuthenticationOutcome {
        self.outcome
    }

    /// The public key it ran against, as SubjectPublicKeyInfo: counts only if DG14 under the signature
    /// holds the same.
    #[must_use]
    pub fn public_key(&self) -> &[u8] {
        &self.public_key
    }
}

impl fmt::Debug for ChipReading {
    /// Names and sizes; the files are a citizen's.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let files: Vec<String> = self.files.iter().map(|(file, bytes)| format!("{file} [{}]", bytes.len())).collect();
        f.debug_struct("ChipReading")
            .field("files", &files)
            .field("withheld", &self.withheld)
            .field("access", &self.access)
            .field("chip", &self.chip)
            .field("traffic", &self.traffic)
            .finish_non_exhaustive()
    }
}
