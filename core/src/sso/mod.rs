//! National single sign-on: strict where the provider is, safe where it is not.
//!
//! This module takes bytes and gives decisions; calls over the network, time and chance are the caller's. Public
//! evidence shows three citizen logins in Việt Nam and a few provincial ones, and they have little in common. So
//! nothing is negotiated and nothing is guessed: a profile says what was agreed with the provider, and an answer of
//! another kind is refused.
//!
//! # Which door do I need?
//!
//! | you have | go to | what proves the origin |
//! |---|---|---|
//! | a provider that speaks OpenID Connect | [`OidcProfile`] | a signature |
//! | an ID token and the provider's keys | [`verify_id_token`], [`IdTokenRules`] | a signature |
//! | VNeID's answers `{data, key}` | [`PortalProfile::vneid_envelope`], [`open_envelope`] | the server channel only |
//! | the National Portal (VNConnect), provincial OAuth 2.0 | [`PortalProfile::vnconnect`] | the server channel only |
//! | a provincial CAS | [`CasProfile`] | the server channel only |
//! | calls from other programs with access tokens | [`AccessTokenRules`], [`Proof`] | |
//! | people to count and not to know | [`VerifiedLogin::pseudonym`] | |
//!
//! All of them end in one [`VerifiedLogin`]: who, at which [`Level`], when, and how the origin was proven
//! ([`OriginProof`]). What nobody signed cannot pass for something signed, because no function makes the one from the
//! other.
//!
//! # Example
//!
//! ```
//! use dinhdanh::given::Timestamp;
//! use dinhdanh::sso::jose::{Backend, KeySet};
//! use dinhdanh::sso::{Expected, IdTokenRules, Level, RequiredLevel};
//!
//! // Once: the agreement with the provider, and its keys (see JwksStore for keys that rotate).
//! let rules = IdTokenRules::new("https://sso.example.gov.vn/realms/citizen", "benh-vien-mau")
//!     .require(RequiredLevel::at_least(Level::Two));
//! let keys = KeySet::parse(br#"{"keys":[]}"#, Backend::default())?;
//!
//! // For each login: the token, and the nonce that was drawn for it.
//! let refusal = rules.verify("eyJhbGciOiJub25lIn0.e30.", &keys, &Expected::nonce("n-0S6"), Timestamp::from_unix(0));
//! assert_eq!(refusal.unwrap_err().code().as_str(), "token-algorithm"); // "none" is no algorithm
//! # Ok::<(), dinhdanh::Error>(())
//! ```
//!
//! # A login with a browser
//!
//! 1. [`OidcProfile::begin`] draws `state`, `nonce` and the PKCE verifier, ties them to the session secret of the
//!    browser, and gives the address to send it to. Keep the [`PendingLogin`] in the session, on the server.
//! 2. [`OidcProfile::complete`] takes the query with which the browser comes back, and makes the calls over the
//!    caller's [`Transport`].
//! 3. [`VerifiedLogin::require`] before everything that needs a level; where it refuses, begin again with
//!    [`LoginOptions::level`].
//! 4. [`OidcProfile::logout_notice`] when the provider says that a login has ended.
//!
//! [`Agreement`] does the same over any of the profiles, from a file of [`Settings`]. Programs whose calls are
//! asynchronous, or made by hand, bring an [`Environment`] of their own.

mod access;
mod agreement;
mod cas;
mod client;
mod clock;
mod dpop;
mod endpoint;
mod envelope;
mod environment;
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
mod provider;
mod replay;
mod settings;
mod signed;
mod signer;
#[cfg(test)]
mod testing;
mod tokens;
mod verify;

pub use access::{AccessToken, AccessTokenRules, Presented};
pub use agreement::Agreement;
pub use cas::CasProfile;
pub use client::{ClientAuthentication, Introspection};
pub use clock::Skew;
pub use dpop::Proof;
pub use endpoint::{Endpoint, Reach};
pub use envelope::{EnvelopeCipher, EnvelopeKey, EnvelopeKeySize, EnvelopeMode};
pub use environment::{Environment, Surroundings};
pub use http::{Method, Request, Response, Transport};
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
pub use profile::{LoginOptions, NextStep, OidcProfile, ResponseMode, UserinfoForm};
pub use provider::Endpoints;
pub use replay::{MemoryReplayStore, ReplayStore, UsedOnce};
pub use settings::{AuthenticationKind, ProfileKind, Secrets, Settings, UserinfoKind};
#[cfg(feature = "aws-lc")]
pub use signer::Es256Signer;
pub use signer::{Ed25519Signer, ProofSigner, signer_thumbprint};
pub use tokens::Tokens;
pub use verify::{VerifyOptions, open_envelope, verify_id_token};
