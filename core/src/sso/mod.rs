//! National single sign-on: strict where the provider is, safe where it is not.
//!
//! This module takes bytes and gives decisions; calls over the network are the caller's.

mod access;
mod cas;
mod client;
mod clock;
mod dpop;
mod envelope;
mod flow;
mod form;
mod http;
mod id_token;
pub mod jose;
mod keys;
mod level;
mod login;
mod logout;
#[cfg(feature = "aws-lc")]
mod native;
mod pending;
mod person;
mod portal;
mod profile;
mod pseudonym;
mod replay;
mod signed;
mod signer;
#[cfg(test)]
mod testing;
mod tokens;
mod verify;

pub use access::{AccessToken, AccessTokenRules, Presented};
pub use cas::CasProfile;
pub use client::{ClientAuthentication, Introspection};
pub use clock::Skew;
pub use dpop::Proof;
pub use envelope::{EnvelopeCipher, EnvelopeKey, EnvelopeKeySize, EnvelopeMode};
pub use flow::Surroundings;
pub use http::{Endpoint, Method, Reach, Request, Response, Transport};
pub use id_token::{Expected, ExpectedNonce, IdToken, IdTokenRules};
pub use keys::{JwksStore, Lookup};
pub use level::{AgeRule, Level, RequiredLevel};
pub use login::{OriginProof, VerifiedLogin};
pub use logout::LogoutNotice;
#[cfg(feature = "aws-lc")]
pub use native::{OaepKey, RsaEnvelopeKey};
pub use pending::{AuthorizationCode, PendingLogin, ReturnPath};
pub use person::{Account, Contact, Organisation};
pub use portal::{CodeForm, PortalEndpoints, PortalProfile};
pub use profile::{Endpoints, LoginOptions, NextStep, OidcProfile, ResponseMode, UserinfoForm};
pub use pseudonym::{Pseudonym, Pseudonyms};
pub use replay::{MemoryReplayStore, ReplayStore, UsedOnce};
#[cfg(feature = "aws-lc")]
pub use signer::Es256Signer;
pub use signer::{Ed25519Signer, ProofSigner, signer_thumbprint};
pub use tokens::Tokens;
pub use verify::{VerifyOptions, open_envelope, verify_id_token};
