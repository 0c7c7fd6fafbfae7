//! Signature algorithms that a token may use. There is no `none` and no HMAC here, so that neither can be chosen.

use crate::crypto::HashAlgorithm;
use serde::{Serialize, Serializer};
use std::fmt;

/// A signature algorithm of RFC 7518 section 3.1 or RFC 8037.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignatureAlgorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
    /// RSASSA-PKCS1-v1_5 with SHA-384.
    Rs384,
    /// RSASSA-PKCS1-v1_5 with SHA-512.
    Rs512,
    /// RSASSA-PSS with SHA-256.
    Ps256,
    /// RSASSA-PSS with SHA-384.
    Ps384,
    /// RSASSA-PSS with SHA-512.
    Ps512,
    /// ECDSA over P-256 with SHA-256.
    Es256,
    /// ECDSA over P-384 with SHA-384.
    Es384,
    /// ECDSA over P-521 with SHA-512.
    Es512,
    /// Ed25519; RFC 9864 calls the same algorithm `Ed25519`.
    EdDsa,
}

impl SignatureAlgorithm {
    /// Every algorithm.
    pub const ALL: [Self; 10] = [
        Self::Rs256,
        Self::Rs384,
        Self::Rs512,
        Self::Ps256,
        Self::Ps384,
        Self::Ps512,
        Self::Es256,
        Self::Es384,
        Self::Es512,
        Self::EdDsa,
    ];

    /// The algorithm of this registered name, if it is one of these.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        if name == "Ed25519" {
            return Some(Self::EdDsa);
        }
        Self::ALL.into_iter().find(|algorithm| algorithm.as_str() == name)
    }

    /// The registered name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Rs384 => "RS384",
            Self::Rs512 => "RS512",
            Self::Ps256 => "PS256",
            Self::Ps384 => "PS384",
            Self::Ps512 => "PS512",
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
            Self::Es512 => "ES512",
            Self::EdDsa => "EdDSA",
        }
    }

    /// The hash function, which `at_hash` and `c_hash` use as well (OpenID Connect Core 3.1.3.6); SHA-512 inside
    /// Ed25519.
    #[must_use]
    pub const fn hash(self) -> HashAlgorithm {
        match self {
            Self::Rs256 | Self::Ps256 | Self::Es256 => HashAlgorithm::Sha256,
            Self::Rs384 | Self::Ps384 | Self::Es384 => HashAlgorithm::Sha384,
            Self::Rs512 | Self::Ps512 | Self::Es512 | Self::EdDsa => HashAlgorithm::Sha512,
        }
    }

    const fn bit(self) -> u16 {
        match self {
            Self::Rs256 => 1,
            Self::Rs384 => 1 << 1,
            Self::Rs512 => 1 << 2,
            Self::Ps256 => 1 << 3,
            Self::Ps384 => 1 << 4,
            Self::Ps512 => 1 << 5,
            Self::Es256 => 1 << 6,
            Self::Es384 => 1 << 7,
            Self::Es512 => 1 << 8,
            Self::EdDsa => 1 << 9,
        }
    }
}

impl Serialize for SignatureAlgorithm {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// A set of algorithms: what a profile allows, or what a key may be used with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct AlgorithmSet(u16);

impl AlgorithmSet {
    /// All ten.
    pub const ALL: Self = Self(0x3FF);
    /// The six of RSA.
    pub const RSA: Self = Self(0x3F);

    /// Exactly these.
    #[must_use]
    pub fn of(algorithms: &[SignatureAlgorithm]) -> Self {
        Self(algorithms.iter().fold(0, |set, algorithm| set | algorithm.bit()))
    }

    /// Whether the set holds the algorithm.
    #[must_use]
    pub const fn contains(self, algorithm: SignatureAlgorithm) -> bool {
        self.0 & algorithm.bit() != 0
    }

    /// The members.
    pub fn iter(self) -> impl Iterator<Item = SignatureAlgorithm> {
        SignatureAlgorithm::ALL.into_iter().filter(move |algorithm| self.contains(*algorithm))
    }
}

impl fmt::Debug for AlgorithmSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(SignatureAlgorithm::as_str)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip_and_the_dangerous_ones_are_unknown() {
        for algorithm in SignatureAlgorithm::ALL {
            assert_eq!(SignatureAlgorithm::parse(algorithm.as_str()), Some(algorithm));
            let alone = AlgorithmSet::of(&[algorithm]);
            assert_eq!(alone.iter().collect::<Vec<_>>(), [algorithm]);
            assert!(AlgorithmSet::ALL.contains(algorithm));
        }
        assert_eq!(SignatureAlgorithm::parse("Ed25519"), Some(SignatureAlgorithm::EdDsa));
        for name in ["none", "None", "HS256", "HS384", "HS512", "rs256", "ES256K", "Ed448", "ES521", "", "RS256 "] {
            assert_eq!(SignatureAlgorithm::parse(name), None, "{name}");
        }
        assert_eq!(AlgorithmSet::RSA.iter().count(), 6);
    }
}
