//! Logins with a browser, call by call; `dinhdanh.carry` makes the calls.

use crate::errors::raise_login;
use crate::normalize::moment;
use crate::sso::{dictionary, document, level, pkcs8};
use dinhdanh::personal::Secret;
use dinhdanh::sso::{EnvelopeKey, RsaEnvelopeKey, Secrets};
use dinhdanh_facade as facade;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use std::sync::Arc;

/// One provider of logins, and the agreement with it (`docs/sso-settings.md`), as a dict or JSON text. Make it once and
/// keep it: it holds the provider's keys, and what was used before.
///
/// Nhà cung cấp đăng nhập và thỏa thuận với họ.
#[pyclass(frozen, module = "dinhdanh")]
pub(crate) struct LoginProvider(facade::LoginProvider);

#[pymethods]
impl LoginProvider {
    #[new]
    #[pyo3(signature = (settings, *, client_secret=None, envelope_key=None))]
    fn new(
        py: Python<'_>,
        settings: &Bound<'_, PyAny>,
        client_secret: Option<&str>,
        envelope_key: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let settings = document(settings)?;
        let envelope = match envelope_key {
            Some(key) => {
                let key = RsaEnvelopeKey::from_pkcs8(&pkcs8(key)?).map_err(|e| raise_login(py, e.into()))?;
                let key: Arc<dyn EnvelopeKey> = Arc::new(key);
                Some(key)
            }
            None => None,
        };
        let client_secret = client_secret.map(|text| Secret::copy_of(text.as_bytes()));
        let secrets = Secrets { client_secret, envelope, ..Secrets::default() };
        let made = facade::guarded(|| facade::LoginProvider::new(settings.as_bytes(), secrets));
        Ok(Self(made.map_err(|e| raise_login(py, e))?))
    }

    /// Begins a login for the browser with this session secret: 16 bytes or more, not guessable, never sent to the
    /// provider.
    ///
    /// Bắt đầu một lần đăng nhập.
    #[pyo3(signature = (session_secret, *, level=None, max_age=None, again=false, return_path=None, now=None))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments of a Python function")]
    fn begin(
        &self,
        py: Python<'_>,
        session_secret: &[u8],
        level: Option<&Bound<'_, PyAny>>,
        max_age: Option<u32>,
        again: bool,
        return_path: Option<String>,
        now: Option<f64>,
    ) -> PyResult<LoginAttempt> {
        let level = self::level(level)?.number();
        let wishes = facade::LoginWishes { level, max_age, again, return_path };
        let now = moment(now)?.unix();
        let begun = facade::guarded(|| self.0.begin(&wishes, session_secret, now));
        Ok(LoginAttempt(begun.map_err(|e| raise_login(py, e))?))
    }

    /// The `state` in the query with which a browser came back, unverified: it says which attempt it may belong to.
    fn answered_state(&self, query: &str) -> Option<String> {
        self.0.answered_state(query)
    }

    /// Reads a logout token that the provider sent: `carry` it, then ask `ends`.
    #[pyo3(signature = (token, *, now=None))]
    fn logout_notice(&self, py: Python<'_>, token: &str, now: Option<f64>) -> PyResult<LogoutNotice> {
        let now = moment(now)?.unix();
        let notice = facade::guarded(|| self.0.logout_notice(token, now));
        Ok(LogoutNotice(notice.map_err(|e| raise_login(py, e))?))
    }

    /// Where to send the browser to end a login at the provider as well.
    #[pyo3(signature = (login, *, return_to, state))]
    fn logout_address(&self, py: Python<'_>, login: &Login, return_to: &str, state: &str) -> PyResult<String> {
        let address = facade::guarded(|| self.0.logout_address(&login.0, return_to, state));
        address.map_err(|e| raise_login(py, e))
    }

    fn __repr__(&self) -> &'static str {
        "LoginProvider()"
    }
}

fn next(
    py: Python<'_>,
    next: impl FnOnce() -> facade::SdkResult<Option<facade::HttpCall>> + Send,
) -> PyResult<Option<HttpCall>> {
    Ok(py.detach(|| facade::guarded(next)).map_err(|e| raise_login(py, e))?.map(HttpCall))
}

fn settled(py: Python<'_>, settle: impl FnOnce() -> facade::SdkResult<()>) -> PyResult<()> {
    facade::guarded(settle).map_err(|e| raise_login(py, e))
}

/// One login from its beginning to its end: `carry` it, send the browser to `address`, give the query with which it
/// comes back to `answer`, `carry` it again, take `login`. An error ends the attempt.
///
/// Một lần đăng nhập.
#[pyclass(frozen, module = "dinhdanh")]
pub(crate) struct LoginAttempt(facade::LoginAttempt);

#[pymethods]
impl LoginAttempt {
    /// The next call to make; `None` where there is none for now. An error ends the whole.
    fn next_call(&self, py: Python<'_>) -> PyResult<Option<HttpCall>> {
        next(py, || self.0.next_call())
    }

    /// Hands over the answer to the call that was given last.
    #[pyo3(signature = (status, headers, body, *, remote=None))]
    fn on_answer(
        &self,
        py: Python<'_>,
        status: u16,
        headers: Vec<(String, String)>,
        body: &[u8],
        remote: Option<&str>,
    ) -> PyResult<()> {
        settled(py, || self.0.on_answer(facade::HttpAnswer::new(status, &headers, body.to_vec(), remote)))
    }

    /// Says that the call failed.
    #[pyo3(signature = (*, timed_out=false))]
    fn on_failure(&self, py: Python<'_>, timed_out: bool) -> PyResult<()> {
        settled(py, || self.0.on_failure(timed_out))
    }

    fn __repr__(&self) -> String {
        format!("{:?}", self.0)
    }

    /// Where to send the browser, once the calls before were made.
    #[getter]
    fn address(&self) -> Option<String> {
        self.0.address()
    }

    /// The `state` by which the answer will be recognised, once there is an address.
    #[getter]
    fn state(&self) -> Option<String> {
        self.0.state()
    }

    /// The path of the own site to return to, while the browser is away.
    #[getter]
    fn return_path(&self) -> Option<String> {
        self.0.return_path()
    }

    /// Takes the query of the address with which the browser came back, with the session secret of that browser.
    #[pyo3(signature = (query, session_secret, *, now=None))]
    fn answer(&self, py: Python<'_>, query: &str, session_secret: &[u8], now: Option<f64>) -> PyResult<()> {
        let now = moment(now)?.unix();
        facade::guarded(|| self.0.answer(query, session_secret, now)).map_err(|e| raise_login(py, e))
    }

    /// The login, once everything was checked.
    #[getter]
    fn login(&self) -> Option<Login> {
        self.0.login().map(Login)
    }
}

/// A logout token on its way through its checks: `carry` it, then ask `ends`.
#[pyclass(frozen, module = "dinhdanh")]
pub(crate) struct LogoutNotice(facade::LogoutNotice);

#[pymethods]
impl LogoutNotice {
    /// The next call to make; `None` where there is none for now. An error ends the whole.
    fn next_call(&self, py: Python<'_>) -> PyResult<Option<HttpCall>> {
        next(py, || self.0.next_call())
    }

    /// Hands over the answer to the call that was given last.
    #[pyo3(signature = (status, headers, body, *, remote=None))]
    fn on_answer(
        &self,
        py: Python<'_>,
        status: u16,
        headers: Vec<(String, String)>,
        body: &[u8],
        remote: Option<&str>,
    ) -> PyResult<()> {
        settled(py, || self.0.on_answer(facade::HttpAnswer::new(status, &headers, body.to_vec(), remote)))
    }

    /// Says that the call failed.
    #[pyo3(signature = (*, timed_out=false))]
    fn on_failure(&self, py: Python<'_>, timed_out: bool) -> PyResult<()> {
        settled(py, || self.0.on_failure(timed_out))
    }

    fn __repr__(&self) -> String {
        format!("{:?}", self.0)
    }

    /// Whether this login is one of those that the provider ended; `None` before the token was checked.
    fn ends(&self, login: &Login) -> Option<bool> {
        self.0.ends(&login.0)
    }
}

/// A login and what proves it. Shows nothing of the person unless asked.
///
/// Đăng nhập đã kiểm tra.
#[pyclass(frozen, module = "dinhdanh")]
pub(crate) struct Login(facade::Login);

#[pymethods]
impl Login {
    /// The provider.
    #[getter]
    fn issuer(&self) -> String {
        self.0.issuer()
    }

    /// The person's stable name at this provider.
    #[getter]
    fn subject(&self) -> String {
        self.0.expose_subject()
    }

    /// The level of assurance: 0, 1 or 2.
    #[getter]
    fn level(&self) -> u8 {
        self.0.level()
    }

    /// Refuses a login below a level; one that nobody signed too, unless the connection to the provider is proof
    /// enough.
    #[pyo3(signature = (level, *, accept_server_channel=false))]
    fn require(&self, py: Python<'_>, level: &Bound<'_, PyAny>, accept_server_channel: bool) -> PyResult<()> {
        let level = self::level(Some(level))?.number();
        facade::guarded(|| self.0.require(level, accept_server_channel)).map_err(|e| raise_login(py, e))
    }

    /// Everything that the login proves, as `verify_id_token` gives it: a person's data in the clear.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        dictionary(py, &self.0.expose_json())
    }

    fn __repr__(&self) -> String {
        format!("Login(level={})", self.0.level())
    }
}

/// A call to a provider. Its headers and body carry secrets: log neither.
#[pyclass(frozen, module = "dinhdanh")]
pub(crate) struct HttpCall(facade::HttpCall);

#[pymethods]
impl HttpCall {
    /// `GET` or `POST`.
    #[getter]
    fn method(&self) -> &'static str {
        self.0.method()
    }

    /// The address.
    #[getter]
    fn url(&self) -> String {
        self.0.expose_url()
    }

    /// The headers to send.
    #[getter]
    fn headers(&self) -> Vec<(String, String)> {
        self.0.expose_headers()
    }

    /// The body to send.
    #[getter]
    fn body(&self) -> Option<String> {
        self.0.expose_body()
    }

    /// The longest answer in bytes that may be read.
    #[getter]
    fn longest_answer(&self) -> usize {
        facade::HttpCall::LONGEST_ANSWER
    }

    /// How long the call may take, in seconds.
    #[getter]
    fn timeout(&self) -> u64 {
        facade::HttpCall::TIMEOUT_SECONDS
    }

    /// Whether a connection may go to this network address.
    fn admits(&self, address: &str) -> bool {
        self.0.admits(address)
    }

    fn __repr__(&self) -> String {
        format!("{:?}", self.0)
    }
}
