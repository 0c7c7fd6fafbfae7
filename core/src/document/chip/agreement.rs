//! Ephemeral key agreement over a curve or a prime field, as PACE and chip authentication use it.

use crate::crypto::{CurveId, dh, ec};
use crate::error::Result;
use crate::given::Randomness;
use crate::personal::Secret;

/// Domain parameters, with the generator in force.
#[derive(Clone, Debug)]
pub(super) enum Domain {
    Ec(Box<ec::Point>),
    Dh(dh::Group),
}

/// An ephemeral key pair.
pub(super) struct KeyPair {
    private: Private,
    public: Vec<u8>,
}

enum Private {
    Ec(ec::Scalar),
    Dh(Secret),
}

impl Domain {
    /// A curve with its standard generator.
    pub(super) fn curve(id: CurveId) -> Self {
        Self::Ec(Box::new(id.curve().generator()))
    }

    /// The domain of a standardised number (ICAO 9303-11, 9.5.1).
    pub(super) fn from_standard_number(number: u32) -> Option<Self> {
        if let Some(curve) = CurveId::from_standard_number(u64::from(number)) {
            return Some(Self::curve(curve));
        }
        dh::Group::from_standard_number(u64::from(number)).map(Self::Dh)
    }

    pub(super) fn generate(&self, random: &mut dyn Randomness) -> Result<Option<KeyPair>> {
        Ok(match self {
            Self::Ec(generator) => {
                let private = generator.curve().random_scalar(random)?;
                let public = generator.multiply(&private).encode();
                public.map(|public| KeyPair { private: Private::Ec(private), public })
            }
            Self::Dh(group) => {
                let private = group.random_private(random)?;
                let public = group.public(&private);
                public.map(|public| KeyPair { private: Private::Dh(private), public })
            }
        })
    }

    /// The domain whose generator the nonce and a first agreement choose: generic mapping.
    pub(super) fn map(&self, nonce: &[u8], own: &KeyPair, theirs: &[u8]) -> Option<Self> {
        match (self, &own.private) {
            (Self::Ec(generator), Private::Ec(private)) => {
                let curve = generator.curve();
                let shared = curve.decode(theirs)?.multiply(private);
                let mapped = generator.multiply(&curve.scalar_reduced(nonce)?).add(&shared);
                mapped.encode()?; // the point at infinity generates nothing
                Some(Self::Ec(Box::new(mapped)))
            }
            (Self::Dh(group), Private::Dh(private)) => group.map(nonce, &group.agree(private, theirs)?).map(Self::Dh),
            _ => None,
        }
    }

    /// The shared secret with another's public key: the x-coordinate, or the group element.
    pub(super) fn agree(&self, own: &KeyPair, theirs: &[u8]) -> Option<Secret> {
        match (self, &own.private) {
            (Self::Ec(generator), Private::Ec(private)) => {
                generator.curve().decode(theirs)?.multiply(private).x_bytes().map(Secret::new)
            }
            (Self::Dh(group), Private::Dh(private)) => group.agree(private, theirs).map(Secret::new),
            _ => None,
        }
    }
}

impl KeyPair {
    /// The public key: an uncompressed point, or a group element.
    pub(super) fn public(&self) -> &[u8] {
        &self.public
    }
}

impl std::fmt::Debug for KeyPair {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KeyPair(***)")
    }
}
