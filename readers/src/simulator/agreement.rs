//! The chip's side of key agreement: a group, and a private number in it.

use dinhdanh::Result;
use dinhdanh::crypto::{CurveId, dh, ec};
use dinhdanh::given::Randomness;
use dinhdanh::personal::Secret;
use std::fmt;

/// A curve or prime field with the generator in force.
#[derive(Clone, Debug)]
pub enum Group {
    /// A curve, by its generator.
    Curve(Box<ec::Point>),
    /// The integers modulo a prime.
    Field(dh::Group),
}

/// A key pair of the chip.
#[derive(Clone)]
pub struct AgreementKey {
    group: Group,
    private: Private,
}

#[derive(Clone)]
enum Private {
    Curve(ec::Scalar),
    Field(Secret),
}

impl Group {
    /// A curve with its own generator.
    #[must_use]
    pub fn curve(id: CurveId) -> Self {
        Self::Curve(Box::new(id.curve().generator()))
    }

    /// The group behind a standardised number (ICAO 9303-11, 9.5.1).
    #[must_use]
    pub fn standard(number: u32) -> Option<Self> {
        let number = u64::from(number);
        match CurveId::from_standard_number(number) {
            Some(id) => Some(Self::curve(id)),
            None => dh::Group::from_standard_number(number).map(Self::Field),
        }
    }

    /// The group that the nonce moves to another generator (ICAO 9303-11, 4.4.3.3.1).
    pub(super) fn mapped(&self, nonce: &[u8], own: &AgreementKey, theirs: &[u8]) -> Option<Self> {
        match (self, &own.private) {
            (Self::Curve(generator), Private::Curve(private)) => {
                let shared = generator.curve().decode(theirs)?.multiply(private);
                let moved = generator.multiply(&generator.curve().scalar_reduced(nonce)?);
                Some(Self::Curve(Box::new(moved.add(&shared))))
            }
            (Self::Field(group), Private::Field(private)) => {
                group.map(nonce, &group.agree(private, theirs)?).map(Self::Field)
            }
            _ => None,
        }
    }
}

impl AgreementKey {
    /// A fresh pair.
    ///
    /// # Errors
    /// `randomness-missing`.
    pub fn generate(group: Group, random: &mut dyn Randomness) -> Result<Self> {
        let private = match &group {
            Group::Curve(generator) => Private::Curve(generator.curve().random_scalar(random)?),
            Group::Field(field) => Private::Field(field.random_private(random)?),
        };
        Ok(Self { group, private })
    }

    /// The group.
    #[must_use]
    pub const fn group(&self) -> &Group {
        &self.group
    }

    /// The public key: an uncompressed point, or a number.
    #[must_use]
    pub fn public(&self) -> Option<Vec<u8>> {
        match (&self.group, &self.private) {
            (Group::Curve(generator), Private::Curve(private)) => generator.multiply(private).encode(),
            (Group::Field(group), Private::Field(private)) => group.public(private),
            _ => None,
        }
    }

    /// The secret shared with the holder of another public key.
    pub(super) fn agree(&self, theirs: &[u8]) -> Option<Secret> {
        match (&self.group, &self.private) {
            (Group::Curve(generator), Private::Curve(private)) => {
                generator.curve().decode(theirs)?.multiply(private).x_bytes().map(Secret::new)
            }
            (Group::Field(group), Private::Field(private)) => group.agree(private, theirs).map(Secret::new),
            _ => None,
        }
    }
}

impl fmt::Debug for AgreementKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AgreementKey").field("group", &self.group).finish_non_exhaustive()
    }
}
