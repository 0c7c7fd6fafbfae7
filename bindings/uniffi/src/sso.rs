//! Logins with a browser, call by call: the app's own HTTP client carries what this module writes.

use crate::errors::{DinhDanhError, guarded, quietly};
use crate::login::Login;
use dinhdanh::personal::Secret;
use dinhdanh::sso::Secrets;
use dinhdanh_facade as facade;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

/// Why a key did not open anything. What else an implementation throws counts as this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Error)]
#[uniffi::export(Display)]
pub enum EnvelopeKeyError {
    /// For whatever reason.
    Failed,
}

impl From<uniffi::UnexpectedUniFFICallbackError> for EnvelopeKeyError {
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Failed
    }
}

impl fmt::Display for EnvelopeKeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the key did not open it")
    }
}

impl std::error::Error for EnvelopeKeyError {}

/// The private RSA key to which a provider encrypts envelopes, in the key store of the platform or in hardware. It
/// serves nothing else.
#[uniffi::export(foreign)]
pub trait EnvelopeKey: Send + Sync {
    /// Decrypts with RSA PKCS #1 v1.5. How it fails, and how long it takes, must not depend on what is inside.
    ///
    /// # Errors
    /// Nobody outside learns of it: the envelope then fails as if its key had been another.
    fn unwrap_key(&self, wrapped: Vec<u8>) -> Result<Vec<u8>, EnvelopeKeyError>;
}

struct Foreign(Arc<dyn EnvelopeKey>);

impl dinhdanh::sso::EnvelopeKey for Foreign {
    fn unwrap(&self, wrapped: &[u8]) -> Option<Secret> {
        self.0.unwrap_key(wrapped.to_vec()).ok().map(Secret::new)
    }
}

/// What an envelope of VNeID must be, as agreed with the provider; nothing is tried out.
#[derive(Clone, Debug, uniffi::Record)]
pub struct EnvelopeTerms {
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
}

/// Opens an envelope `{"data": ..., "key": ...}` of VNeID at a moment in Unix seconds. It proves nothing about who
/// wrote it: it is worth the connection it came over.
///
/// # Errors
/// `profile-invalid` with what is agreed wrongly; the code of whatever the envelope fails.
#[uniffi::export]
pub fn open_envelope(
    envelope: Vec<u8>,
    key: Arc<dyn EnvelopeKey>,
    terms: EnvelopeTerms,
    now: i64,
) -> Result<Arc<Login>, DinhDanhError> {
    let EnvelopeTerms { provider, mode, key_bits, required_level, accept_server_channel } = terms;
    let check = facade::EnvelopeCheck { provider, mode, key_bits, required_level, accept_server_channel, now };
    guarded(|| Ok(Arc::new(Login(check.open(&envelope, Arc::new(Foreign(key)))?))))
}

/// What one login asks for.
#[derive(Clone, Debug, uniffi::Record)]
pub struct LoginWishes {
    /// The level to ask for, and to insist on: 0, 1 or 2.
    #[uniffi(default = 0)]
    pub level: u8,
    /// The person must have proven who they are within these seconds.
    #[uniffi(default = None)]
    pub max_age: Option<u32>,
    /// Ask the person again even if they are logged in at the provider.
    #[uniffi(default = false)]
    pub again: bool,
    /// A path of the own site to return to.
    #[uniffi(default = None)]
    pub return_path: Option<String>,
}

/// One provider of logins, and the agreement with it. Made once and kept: it holds the provider's keys, and what was
/// used before.
#[derive(uniffi::Object)]
#[uniffi::export(Debug)]
pub struct LoginProvider(facade::LoginProvider);

#[uniffi::export]
impl LoginProvider {
    /// From settings in JSON (`docs/sso-settings.md`), the secret shared with the provider, and the key to which it
    /// encrypts envelopes.
    ///
    /// # Errors
    /// `profile-invalid` with the member that is missing or wrong; `too-large`, `address-insecure`,
    /// `address-refused`, `randomness-missing`.
    #[uniffi::constructor]
    pub fn new(
        settings: &str,
        client_secret: Option<Vec<u8>>,
        envelope_key: Option<Arc<dyn EnvelopeKey>>,
    ) -> Result<Arc<Self>, DinhDanhError> {
        let envelope = envelope_key.map(|key| -> Arc<dyn dinhdanh::sso::EnvelopeKey> { Arc::new(Foreign(key)) });
        let secrets = Secrets { client_secret: client_secret.map(Secret::new), envelope, ..Secrets::default() };
        guarded(|| Ok(Arc::new(Self(facade::LoginProvider::new(settings.as_bytes(), secrets)?))))
    }

    /// Begins a login for the browser with this session secret (16 bytes or more, not guessable, never sent to the
    /// provider), at a moment in Unix seconds.
    ///
    /// # Errors
    /// `profile-invalid` for a level above 2; `return-path`, `randomness-missing`.
    pub fn begin(
        &self,
        wishes: LoginWishes,
        session_secret: Vec<u8>,
        now: i64,
    ) -> Result<Arc<LoginAttempt>, DinhDanhError> {
        let LoginWishes { level, max_age, again, return_path } = wishes;
        let wishes = facade::LoginWishes { level, max_age, again, return_path };
        guarded(|| Ok(Arc::new(LoginAttempt(self.0.begin(&wishes, &session_secret, now)?))))
    }

    /// The `state` in the address with which a browser came back, unverified: it says which attempt it may belong to.
    #[must_use]
    pub fn answered_state(&self, query: &str) -> Option<String> {
        quietly(|| self.0.answered_state(query))
    }

    /// Reads a logout token that the provider sent to this site.
    ///
    /// # Errors
    /// `randomness-missing`, `too-large`.
    pub fn logout_notice(&self, token: &str, now: i64) -> Result<Arc<LogoutNotice>, DinhDanhError> {
        guarded(|| Ok(Arc::new(LogoutNotice(self.0.logout_notice(token, now)?))))
    }

    /// The address to which the browser is sent to end a login at the provider as well. `return_to` is an address of
    /// this site that is registered there, `state` comes back with it.
    ///
    /// # Errors
    /// `operation-unsupported` where the agreement names no such address.
    pub fn logout_address(&self, login: &Login, return_to: &str, state: &str) -> Result<String, DinhDanhError> {
        guarded(|| self.0.logout_address(&login.0, return_to, state))
    }
}

impl fmt::Debug for LoginProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        quietly(|| self.0.fmt(f))
    }
}

/// One login from its beginning to its end: make calls until there is none, send the browser to `address`, hand over
/// the query with which it comes back to `answer`, make calls again, take `login`. An error ends the attempt.
#[derive(uniffi::Object)]
#[uniffi::export(Debug)]
pub struct LoginAttempt(facade::LoginAttempt);

#[uniffi::export]
impl LoginAttempt {
    /// The next call to make; none where the browser's turn has come, or the login is there.
    ///
    /// # Errors
    /// Whatever speaks against the login; `closed` after an error.
    pub fn next_call(&self) -> Result<Option<Arc<HttpCall>>, DinhDanhError> {
        guarded(|| Ok(self.0.next_call()?.map(|call| Arc::new(HttpCall(call)))))
    }

    /// Hands over the answer to the call that was given last.
    ///
    /// # Errors
    /// `closed`.
    pub fn on_answer(&self, answer: &HttpAnswer) -> Result<(), DinhDanhError> {
        guarded(|| self.0.on_answer(answer.0.clone()))
    }

    /// Says that the call failed: it took too long, or in any other way.
    ///
    /// # Errors
    /// `closed`.
    pub fn on_failure(&self, timed_out: bool) -> Result<(), DinhDanhError> {
        guarded(|| self.0.on_failure(timed_out))
    }

    /// Where to send the browser, once the calls before were made.
    #[must_use]
    pub fn address(&self) -> Option<String> {
        quietly(|| self.0.address())
    }

    /// The `state` by which the answer will be recognised, once there is an address.
    #[must_use]
    pub fn state(&self) -> Option<String> {
        quietly(|| self.0.state())
    }

    /// The path of the own site to return to, while the browser is away.
    #[must_use]
    pub fn return_path(&self) -> Option<String> {
        quietly(|| self.0.return_path())
    }

    /// Takes the query of the address with which the browser came back, with the session secret of that browser.
    ///
    /// # Errors
    /// `replayed` where no answer is waited for; `too-large`, `closed`, `randomness-missing`.
    pub fn answer(&self, query: &str, session_secret: Vec<u8>, now: i64) -> Result<(), DinhDanhError> {
        guarded(|| self.0.answer(query, &session_secret, now))
    }

    /// The login, once everything was checked.
    #[must_use]
    pub fn login(&self) -> Option<Arc<Login>> {
        quietly(|| self.0.login().map(|login| Arc::new(Login(login))))
    }
}

impl fmt::Debug for LoginAttempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        quietly(|| self.0.fmt(f))
    }
}

/// A logout token on its way through its checks: calls as with `LoginAttempt`, then `ends`.
#[derive(uniffi::Object)]
#[uniffi::export(Debug)]
pub struct LogoutNotice(facade::LogoutNotice);

#[uniffi::export]
impl LogoutNotice {
    /// The next call to make; none once the token was checked.
    ///
    /// # Errors
    /// Whatever speaks against the token; `closed` after an error.
    pub fn next_call(&self) -> Result<Option<Arc<HttpCall>>, DinhDanhError> {
        guarded(|| Ok(self.0.next_call()?.map(|call| Arc::new(HttpCall(call)))))
    }

    /// Hands over the answer to the call that was given last.
    ///
    /// # Errors
    /// `closed`.
    pub fn on_answer(&self, answer: &HttpAnswer) -> Result<(), DinhDanhError> {
        guarded(|| self.0.on_answer(answer.0.clone()))
    }

    /// Says that the call failed: it took too long, or in any other way.
    ///
    /// # Errors
    /// `closed`.
    pub fn on_failure(&self, timed_out: bool) -> Result<(), DinhDanhError> {
        guarded(|| self.0.on_failure(timed_out))
    }

    /// Whether this login is one of those that the provider ended; none before the token was checked.
    #[must_use]
    pub fn ends(&self, login: &Login) -> Option<bool> {
        quietly(|| self.0.ends(&login.0))
    }
}

impl fmt::Debug for LogoutNotice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        quietly(|| self.0.fmt(f))
    }
}

/// A call to a provider. Its headers and body carry secrets.
///
/// An HTTP client must check the server's certificate, connect to this address only and to none that `admits` refuses,
/// follow no redirect but hand it over as the answer it is, keep to `longest_answer` and `timeout_seconds`, and log
/// neither headers nor bodies.
#[derive(uniffi::Object)]
#[uniffi::export(Debug)]
pub struct HttpCall(facade::HttpCall);

#[uniffi::export]
impl HttpCall {
    /// `GET` or `POST`.
    #[must_use]
    pub fn method(&self) -> String {
        quietly(|| self.0.method().to_owned())
    }

    /// The address. It may hold a ticket: not for logs.
    #[must_use]
    pub fn expose_url(&self) -> String {
        quietly(|| self.0.expose_url())
    }

    /// The headers to send.
    #[must_use]
    pub fn expose_headers(&self) -> HashMap<String, String> {
        quietly(|| self.0.expose_headers().into_iter().collect())
    }

    /// The body to send.
    #[must_use]
    pub fn expose_body(&self) -> Option<String> {
        quietly(|| self.0.expose_body())
    }

    /// Whether a connection may go to this network address (IPv4 or IPv6, as text).
    #[must_use]
    pub fn admits(&self, address: &str) -> bool {
        quietly(|| self.0.admits(address))
    }

    /// The longest answer in bytes that may be read.
    #[must_use]
    pub fn longest_answer(&self) -> u64 {
        u64::try_from(facade::HttpCall::LONGEST_ANSWER).unwrap_or(u64::MAX)
    }

    /// How long the call may take, in seconds.
    #[must_use]
    pub fn timeout_seconds(&self) -> u64 {
        facade::HttpCall::TIMEOUT_SECONDS
    }
}

impl fmt::Debug for HttpCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        quietly(|| self.0.fmt(f))
    }
}

/// The answer to a call.
#[derive(uniffi::Object)]
#[uniffi::export(Debug)]
pub struct HttpAnswer(facade::HttpAnswer);

#[uniffi::export]
impl HttpAnswer {
    /// Status, headers and body. `remote` is the network address that was connected to, where the client knows it: it
    /// is checked once more.
    #[uniffi::constructor]
    #[must_use]
    pub fn new(status: u16, headers: HashMap<String, String>, body: Vec<u8>, remote: Option<String>) -> Arc<Self> {
        let headers: Vec<(String, String)> = headers.into_iter().collect();
        quietly(|| Arc::new(Self(facade::HttpAnswer::new(status, &headers, body, remote.as_deref()))))
    }
}

impl fmt::Debug for HttpAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        quietly(|| self.0.fmt(f))
    }
}
