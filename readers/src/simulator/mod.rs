//! A card in software and the state that issued it, for tests, demonstrations and development without cards.
//!
//! [`CardMaker`] makes a [`TestCard`]; put into a chip it is a [`SoftwareCard`], which is a
//! [`crate::channel::CardChannel`] like any reader. The chip's side of every protocol is written apart from
//! the terminal's in the core; both share the ciphers, curves and groups of [`dinhdanh::crypto`].
//!
//! Nothing made here is genuine: every name carries [`TEST_MARK`], and the private keys are in the source.

mod active;
mod agreement;
mod authority;
mod bac;
mod card;
mod chip;
mod cms;
mod der;
mod maker;
mod messaging;
mod pace;
mod person;
mod seeded;
mod signing;
#[cfg(feature = "vpcd")]
pub mod vpcd;

pub use active::ActiveKey;
pub use agreement::{AgreementKey, Group};
pub use authority::{Authority, Signer, TEST_MARK, Validity};
pub use card::SoftwareCard;
pub use chip::{CardAccessRule, Chip, ChipSecrets, Profile};
pub use maker::{ActiveKind, AgreementKind, CardMaker, PORTRAIT, SodForm, TestCard, TestState};
pub use person::Person;
pub use seeded::Seeded;
pub use signing::{CurveForm, FixedRsaKey, PrivateKey, Scheme};
