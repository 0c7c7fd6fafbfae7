//! One call for what most programs need, and for bindings to other languages.

use super::clock::Skew;
use super::envelope::EnvelopeCipher;
use super::id_token::{Expected, ExpectedNonce, IdTokenRules};
use super::jose::{Backend, KeySet};
use super::level::{Level, RequiredLevel};
use super::login::VerifiedLogin;
use super::portal;
use crate::error::Result;
use crate::given::Timestamp;

/// What an ID token must be, as one call takes it.
#[derive(Clone, Copy, Debug)]
pub struct VerifyOptions<'a> {
    /// The issuer, byte for byte.
    pub issuer: &'a str,
    /// This relying party.
    pub client_id: &'a str,
    /// The nonce of the login. Without it the token is bound to no login, and the caller must do that in another way.
    pub nonce: Option<&'a str>,
    /// The time.
    pub now: Timestamp,
    /// The level to insist on.
    pub required_level: Level,
    /// The access token of the same answer, for `at_hash`.
    pub access_token: Option<&'a str>,
    /// The person must have proven who they are within these seconds.
    pub max_age: Option<u32>,
    /// The tolerance of clocks.
    pub skew: Skew,
}

/// Verifies an ID token with the keys of a provider, as JSON text, and gives the login that it proves.
///
/// Programs that verify many tokens import the keys once ([`KeySet`], [`JwksStore`](super::JwksStore)) and use
/// [`IdTokenRules`].
///
/// # Errors
/// Those of [`KeySet::parse`] and [`IdTokenRules::verify`].
pub fn verify_id_token(token: &str, jwks: &str, options: &VerifyOptions<'_>) -> Result<VerifiedLogin> {
    let keys = KeySet::parse(jwks.as_bytes(), Backend::default())?;
    let rules = IdTokenRules::new(options.issuer, options.client_id)
        .skew(options.skew)
        .require(RequiredLevel::at_least(options.required_level));
    let expected = Expected {
        nonce: options.nonce.map_or(ExpectedNonce::NotBound, ExpectedNonce::Exactly),
        access_token: options.access_token,
        code: None,
        max_age: options.max_age,
    };
    rules.verify(token, &keys, &expected, options.now).map(super::IdToken::into_login)
}

/// Opens an envelope with statements about a person, which came over the server channel of the provider of this name.
///
/// # Errors
/// Those of [`EnvelopeCipher::open`]; `claim-missing` where nothing names the person; `claim-type`; `level-too-low`,
/// and `origin-too-weak` unless the required level accepts a server channel.
pub fn open_envelope(
    body: &[u8],
    cipher: &EnvelopeCipher,
    provider: &str,
    required: RequiredLevel,
    now: Timestamp,
) -> Result<VerifiedLogin> {
    let login = portal::login(provider, cipher.open(body)?, now)?;
    login.require(required)?;
    Ok(login)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;
    use crate::sso::testing::{CLIENT, ISSUER, Key, NOW, claims, jwks, with};
    use serde_json::json;

    #[test]
    fn one_call() {
        let key = Key::new(1);
        let keys = String::from_utf8(jwks(&[key.jwk()])).unwrap();
        let good = VerifyOptions {
            issuer: ISSUER,
            client_id: CLIENT,
            nonce: Some("n-0S6"),
            now: NOW,
            required_level: Level::Two,
            access_token: None,
            max_age: Some(120),
            skew: Skew::default(),
        };
        let token = key.sign(&claims());
        let code = |options: VerifyOptions<'_>| verify_id_token(&token, &keys, &options).err().map(|e| e.code());
        assert_eq!(code(good), None);
        assert_eq!(code(VerifyOptions { nonce: None, ..good }), None);
        assert_eq!(code(VerifyOptions { nonce: Some("x"), ..good }), Some(Code::ClaimNonce));
        assert_eq!(code(VerifyOptions { issuer: "x", ..good }), Some(Code::ClaimIssuer));
        assert_eq!(code(VerifyOptions { client_id: "x", ..good }), Some(Code::ClaimAudience));
        assert_eq!(code(VerifyOptions { max_age: Some(20), ..good }), Some(Code::ClaimAuthTime));
        assert_eq!(code(VerifyOptions { now: Timestamp::from_unix(0), ..good }), Some(Code::ClaimIssuedInFuture));
        let lower = key.sign(&with(claims(), "acr", json!("1")));
        assert_eq!(verify_id_token(&lower, &keys, &good).unwrap_err().code(), Code::LevelTooLow);
        assert_eq!(verify_id_token(&token, "[]", &good).unwrap_err().code(), Code::TokenJson);
    }
}
