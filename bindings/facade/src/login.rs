//! Tokens of national logins.

use crate::errors::{SdkError, SdkResult};
use crate::request::bounded;
use crate::sso::level;
use dinhdanh::error::Code;
use dinhdanh::given::Timestamp;
use dinhdanh::personal::Secret;
use dinhdanh::sso::{
    EnvelopeCipher, EnvelopeKey, EnvelopeKeySize, EnvelopeMode, Level, RequiredLevel, Skew, Tokens, VerifiedLogin,
    VerifyOptions, open_envelope, verify_id_token,
};
use dinhdanh_readers::drive::OsRandom;
use std::fmt;
use std::sync::Arc;

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
    /// The code of whatever the token fails (`docs/sso-refusals.md`); `profile-invalid` for a level above 2.
    pub fn verify(&self, token: &str, jwks: &str) -> SdkResult<Login> {
        bounded(token, "token")?;
        bounded(jwks, "jwks")?;
        let options = VerifyOptions {
            issuer: &self.issuer,
            client_id: &self.client_id,
            nonce: self.nonce.as_deref(),
            now: Timestamp::from_unix(self.now),
            required_level: level(self.required_level)?,
            access_token: self.access_token.as_deref(),
            max_age: self.max_age,
            skew: Skew::default(),
        };
        Ok(Login::new(verify_id_token(token, jwks, &options)?))
    }
}

/// What an envelope `{"data": ..., "key": ...}` of VNeID must be, as agreed with the provider; nothing is tried out.
#[derive(Clone, Debug)]
pub struct EnvelopeCheck {
    /// A name that stands for the issuer, which envelopes do not name.
    pub provider: String,
    /// `ecb` or `cbc-prefix-iv`.
    pub mode: String,
    /// Length of the AES key: 128 or 256.
    pub key_bits: u16,
    /// The level of assurance to insist on: 0, 1 or 2.
    pub required_level: u8,
    /// Accept a level that nothing but the connection to the provider vouches for.
    pub accept_server_channel: bool,
    /// The moment in Unix seconds.
    pub now: i64,
}

impl EnvelopeCheck {
    /// Opens an envelope with the key it was written to.
    ///
    /// # Errors
    /// `profile-invalid` with what is agreed wrongly; the code of whatever the envelope fails
    /// (`docs/sso-refusals.md`): every failure of decryption is the same `envelope-open`.
    pub fn open(&self, envelope: &[u8], key: Arc<dyn EnvelopeKey>) -> SdkResult<Login> {
        let mode = match self.mode.as_str() {
            "ecb" => EnvelopeMode::Ecb,
            "cbc-prefix-iv" => EnvelopeMode::CbcPrefixIv,
            _ => return Err(SdkError::of(Code::ProfileInvalid, "envelope_mode")),
        };
        let size = EnvelopeKeySize::of_bits(self.key_bits).ok_or(SdkError::of(Code::ProfileInvalid, "key_bits"))?;
        let required = RequiredLevel::at_least(level(self.required_level)?);
        let required = if self.accept_server_channel { required.or_server_channel() } else { required };
        let cipher = EnvelopeCipher::new(key, mode, size, &mut OsRandom::new()?)?;
        let now = Timestamp::from_unix(self.now);
        Ok(Login::new(open_envelope(envelope, &cipher, &self.provider, required, now)?))
    }
}

/// A login and what proves it. Holds a person's data; shows none.
#[derive(Clone)]
pub struct Login {
    verified: VerifiedLogin,
    id_token: Option<Secret>,
}

impl Login {
    const fn new(verified: VerifiedLogin) -> Self {
        Self { verified, id_token: None }
    }

    pub(crate) fn with_tokens(verified: VerifiedLogin, tokens: Option<Tokens>) -> Self {
        let id_token = tokens.and_then(|tokens| tokens.id_token().map(|text| Secret::copy_of(text.as_bytes())));
        Self { verified, id_token }
    }

    pub(crate) const fn verified(&self) -> &VerifiedLogin {
        &self.verified
    }

    /// The token to show the provider when the person signs out.
    pub(crate) fn id_token(&self) -> Option<&str> {
        self.id_token.as_ref().and_then(|token| str::from_utf8(token.expose()).ok())
    }

    /// Refuses a login below a level: 0, 1 or 2. One that nobody signed is refused too, unless the connection to the
    /// provider is proof enough. Call it before everything that needs a level.
    ///
    /// # Errors
    /// `level-too-low`: begin another login, at that level; `origin-too-weak`; `profile-invalid` for a level above 2.
    pub fn require(&self, required_level: u8, accept_server_channel: bool) -> SdkResult<()> {
        let required = RequiredLevel::at_least(level(required_level)?);
        let required = if accept_server_channel { required.or_server_channel() } else { required };
        Ok(self.verified.require(required)?)
    }

    /// The provider.
    #[must_use]
    pub fn issuer(&self) -> String {
        self.verified.issuer().to_owned()
    }

    /// The person's stable name at this provider.
    #[must_use]
    pub fn expose_subject(&self) -> String {
        self.verified.subject().expose().clone()
    }

    /// The level of assurance: 0, 1 or 2.
    #[must_use]
    pub const fn level(&self) -> u8 {
        match self.verified.level() {
            Level::Two => 2,
            Level::One => 1,
            _ => 0,
        }
    }

    /// Everything that the login proves, as JSON.
    #[must_use]
    pub fn expose_json(&self) -> String {
        self.verified.expose_json()
    }
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Login").field("level", &self.level()).finish_non_exhaustive()
    }
}
