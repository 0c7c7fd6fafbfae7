//! Tokens of national logins.

use crate::errors::SdkResult;
use crate::request::bounded;
use dinhdanh::error::{Code, Error};
use dinhdanh::given::Timestamp;
use dinhdanh::sso::{Level, Skew, VerifiedLogin, VerifyOptions, verify_id_token};
use std::fmt;

/// What an ID token must be. The strings are agreed with the provider; none of them is personal.
#[derive(Clone, Debug, Default)]
pub struct IdTokenCheck {
    /// The issuer, byte for byte.
    pub issuer: String,
    /// This relying party.
    pub client_id: String,
    /// The nonce of the login. Without it the token is bound to no login, and the program must do that itself.
    pub nonce: Option<String>,
    /// The access token of the same answer, for `at_hash`.
    pub access_token: Option<String>,
    /// The level of assurance to insist on: 0, 1 or 2.
    pub required_level: u8,
    /// The person must have proven who they are within these seconds.
    pub max_age: Option<u32>,
    /// The moment in Unix seconds.
    pub now: i64,
}

impl IdTokenCheck {
    /// Verifies a token with the keys of the provider as JSON text.
    ///
    /// # Errors
    /// The code of whatever the token fails (`docs/sso-refusals.md`); `level-unknown` for a level above 2.
    pub fn verify(&self, token: &str, jwks: &str) -> SdkResult<Login> {
        bounded(token, "token")?;
        bounded(jwks, "jwks")?;
        let required_level = match self.required_level {
            0 => Level::None,
            1 => Level::One,
            2 => Level::Two,
            _ => return Err(Error::new(Code::ProfileInvalid, "required_level").into()),
        };
        let options = VerifyOptions {
            issuer: &self.issuer,
            client_id: &self.client_id,
            nonce: self.nonce.as_deref(),
            now: Timestamp::from_unix(self.now),
            required_level,
            access_token: self.access_token.as_deref(),
            max_age: self.max_age,
            skew: Skew::default(),
        };
        Ok(Login(verify_id_token(token, jwks, &options)?))
    }
}

/// A login that a provider signed. Holds a person's data; shows none.
#[derive(Clone)]
pub struct Login(VerifiedLogin);

impl Login {
    /// The provider.
    #[must_use]
    pub fn issuer(&self) -> String {
        self.0.issuer().to_owned()
    }

    /// The person's stable name at this provider.
    #[must_use]
    pub fn expose_subject(&self) -> String {
        self.0.subject().expose().clone()
    }

    /// The level of assurance: 0, 1 or 2.
    #[must_use]
    pub const fn level(&self) -> u8 {
        match self.0.level() {
            Level::Two => 2,
            Level::One => 1,
            _ => 0,
        }
    }

    /// Everything that the login proves, as JSON.
    #[must_use]
    pub fn expose_json(&self) -> String {
        self.0.expose_json()
    }
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Login").field("level", &self.level()).finish_non_exhaustive()
    }
}
