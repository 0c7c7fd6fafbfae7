//! Tokens of national logins.

use crate::errors::{DinhDanhError, guarded, quietly};
use dinhdanh_facade as facade;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What an ID token must be. An object and no record: nonce and access token are secrets of the login.
#[derive(uniffi::Object)]
#[uniffi::export(Debug)]
pub struct IdTokenCheck(Mutex<facade::IdTokenCheck>);

#[uniffi::export]
impl IdTokenCheck {
    /// The issuer, byte for byte; this relying party; the level of assurance to insist on (0, 1 or 2); the moment in
    /// Unix seconds.
    #[uniffi::constructor]
    #[must_use]
    pub fn new(issuer: String, client_id: String, required_level: u8, now: i64) -> Arc<Self> {
        let check = facade::IdTokenCheck { issuer, client_id, required_level, now, ..facade::IdTokenCheck::default() };
        Arc::new(Self(Mutex::new(check)))
    }

    /// The nonce of the login. Without it the token is bound to no login, and the program must do that itself.
    pub fn nonce(&self, nonce: String) {
        quietly(|| self.lock().nonce = Some(nonce));
    }

    /// The access token of the same answer, for `at_hash`.
    pub fn access_token(&self, token: String) {
        quietly(|| self.lock().access_token = Some(token));
    }

    /// The person must have proven who they are within these seconds.
    pub fn max_age(&self, seconds: u32) {
        quietly(|| self.lock().max_age = Some(seconds));
    }

    /// Verifies a token with the keys of the provider as JSON text.
    ///
    /// # Errors
    /// The code of whatever the token fails.
    pub fn verify(&self, token: &str, jwks: &str) -> Result<Arc<Login>, DinhDanhError> {
        guarded(|| Ok(Arc::new(Login(self.lock().verify(token, jwks)?))))
    }
}

impl IdTokenCheck {
    fn lock(&self) -> MutexGuard<'_, facade::IdTokenCheck> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for IdTokenCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let check = self.lock();
        f.debug_struct("IdTokenCheck").field("required_level", &check.required_level).finish_non_exhaustive()
    }
}

/// A login that a provider signed.
#[derive(uniffi::Object)]
#[uniffi::export(Debug)]
pub struct Login(pub(crate) facade::Login);

#[uniffi::export]
impl Login {
    /// The provider.
    #[must_use]
    pub fn issuer(&self) -> String {
        quietly(|| self.0.issuer())
    }

    /// The person's stable name at this provider.
    #[must_use]
    pub fn expose_subject(&self) -> String {
        quietly(|| self.0.expose_subject())
    }

    /// The level of assurance: 0, 1 or 2.
    #[must_use]
    pub fn level(&self) -> u8 {
        quietly(|| self.0.level())
    }

    /// Refuses a login below a level: 0, 1 or 2. One that nobody signed is refused too, unless the connection to the
    /// provider is proof enough. Call it before everything that needs a level.
    ///
    /// # Errors
    /// `level-too-low`: begin another login, at that level; `origin-too-weak`; `profile-invalid` for a level above 2.
    pub fn require(&self, required_level: u8, accept_server_channel: bool) -> Result<(), DinhDanhError> {
        guarded(|| self.0.require(required_level, accept_server_channel))
    }

    /// Everything that the login proves, as JSON.
    #[must_use]
    pub fn expose_json(&self) -> String {
        quietly(|| self.0.expose_json())
    }
}

shown_as_the_facade_does!(Login);
