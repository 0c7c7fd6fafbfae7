//! National single sign-on: strict where the provider is, safe where it is not.
//!
//! This module takes bytes and gives decisions; calls over the network are the caller's.

mod clock;
mod id_token;
pub mod jose;
mod level;
mod login;
mod person;
mod signed;
#[cfg(test)]
mod testing;

pub use clock::Skew;
pub use id_token::{Expected, ExpectedNonce, IdToken, IdTokenRules};
pub use level::{AgeRule, Level, RequiredLevel};
pub use login::{OriginProof, VerifiedLogin};
pub use person::{Account, Contact, Organisation};
