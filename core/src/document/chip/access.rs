//! What opens a chip: the passwords and the outcome.

use crate::crypto::CipherSuite;
use crate::crypto::HashAlgorithm;
use crate::crypto::symmetric::KeyPurpose;
use crate::document::access_keys::{AccessKey, NamedAccessKey};
use crate::document::files::protocol::PaceProtocol;
use crate::personal::Secret;
use std::fmt;

/// What a password is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PasswordKind {
    /// Document number, birth and expiry with their check digits: opens BAC and PACE.
    Mrz,
    /// The six-digit card access number: opens PACE only.
    Can,
}

/// A password with the name under which progress and verdict mention it.
#[derive(Clone, Debug)]
pub struct Password {
    name: String,
    kind: PasswordKind,
    text: Secret,
}

/// How the chip was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// With what protocol.
    pub protocol: AccessProtocol,
    /// The name of the password that fitted.
    pub password: String,
}

/// The access protocols of ICAO 9303-11.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessProtocol {
    /// Basic access control (clause 4.3).
    Bac,
    /// Password authenticated connection establishment (clause 4.4).
    Pace(PaceProtocol),
}

impl fmt::Display for AccessProtocol {
    /// `BAC`, or such as `PACE-ECDH-GM-AES256`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bac => f.write_str("BAC"),
            Self::Pace(protocol) => protocol.fmt(f),
        }
    }
}

impl From<&NamedAccessKey> for Password {
    fn from(named: &NamedAccessKey) -> Self {
        match &named.key {
            AccessKey::Can(can) => Self::can(named.name.as_str(), can.digits()),
            AccessKey::Mrz(key) => Self::mrz(named.name.as_str(), key.information()),
        }
    }
}

impl Password {
    /// From MRZ_information: document number, birth and expiry, each followed by its check digit.
    #[must_use]
    pub fn mrz(name: impl Into<String>, information: &str) -> Self {
        Self { name: name.into(), kind: PasswordKind::Mrz, text: Secret::copy_of(information.as_bytes()) }
    }

    /// From a card access number.
    #[must_use]
    pub fn can(name: impl Into<String>, digits: &str) -> Self {
        Self { name: name.into(), kind: PasswordKind::Can, text: Secret::copy_of(digits.as_bytes()) }
    }

    /// The name given to it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it is made of.
    #[must_use]
    pub const fn kind(&self) -> PasswordKind {
        self.kind
    }

    /// The seed of BAC (clause 9.7.2): the first 16 bytes of the hash; nothing for a CAN.
    pub(super) fn bac_seed(&self) -> Option<Secret> {
        let mut seed = HashAlgorithm::Sha1.digest(&[self.text.expose()]);
        seed.truncate(16);
        (self.kind == PasswordKind::Mrz).then(|| Secret::new(seed))
    }

    /// The key that decrypts the PACE nonce (clause 9.7.3), and its number in MSE:Set AT.
    pub(super) fn pace_key(&self, suite: CipherSuite) -> (Secret, u8) {
        match self.kind {
            PasswordKind::Mrz => {
                let hash = Secret::new(HashAlgorithm::Sha1.digest(&[self.text.expose()]));
                (suite.derive_key(hash.expose(), KeyPurpose::Password), 1)
            }
            PasswordKind::Can => (suite.derive_key(self.text.expose(), KeyPurpose::Password), 2),
        }
    }
}
