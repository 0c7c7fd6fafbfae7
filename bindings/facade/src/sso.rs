//! Logins with a browser, call by call: the program's own HTTP client carries what this module writes.

use crate::errors::{SdkError, SdkResult};
use crate::login::Login;
use crate::request::bounded;
use dinhdanh::error::{Code, Error, Result};
use dinhdanh::given::{Randomness, Timestamp};
use dinhdanh::sso::jose::Backend;
use dinhdanh::sso::{
    Agreement, Environment, JwksStore, Level, LoginOptions, MemoryReplayStore, PendingLogin, ReplayStore, Request,
    Response, ReturnPath, Secrets, Settings, Tokens, UsedOnce, VerifiedLogin,
};
use dinhdanh_readers::drive::OsRandom;
use std::fmt;
use std::future::{Future, poll_fn};
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// Codes and tokens that are remembered as used: those of one day at a busy site, in some 20 MB at most.
const USED: usize = 200_000;

/// Nothing that these locks guard is changed in two steps: after a panic it is whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One provider of logins, and the agreement with it. Made once and kept: it holds the provider's keys, and what was
/// used before. Where several processes answer for one relying party, a login must come back to the process that
/// began it.
#[derive(Clone)]
pub struct LoginProvider(Arc<Inner>);

struct Inner {
    agreement: Agreement,
    keys: Mutex<JwksStore>,
    replay: Mutex<MemoryReplayStore>,
}

/// What one login asks for.
#[derive(Clone, Debug, Default)]
pub struct LoginWishes {
    /// The level to ask for, and to insist on: 0, 1 or 2.
    pub level: u8,
    /// The person must have proven who they are within these seconds.
    pub max_age: Option<u32>,
    /// Ask the person again even if they are logged in at the provider.
    pub again: bool,
    /// A path of the own site to return to.
    pub return_path: Option<String>,
}

impl LoginProvider {
    /// From settings in JSON (`docs/sso-settings.md`) and what does not belong into a file.
    ///
    /// # Errors
    /// `profile-invalid` with the member or the place in the text; `too-large`, `address-insecure`,
    /// `address-refused`, `randomness-missing`.
    pub fn new(settings: &[u8], secrets: Secrets) -> SdkResult<Self> {
        let settings = Settings::parse(settings)?;
        let agreement = settings.agreement(secrets, &mut OsRandom::new()?)?;
        let keys = agreement.keys(Backend::default());
        let keys = match settings.keys_cooldown_seconds {
            Some(seconds) => keys.cooldown(seconds),
            None => keys,
        };
        let (keys, replay) = (Mutex::new(keys), Mutex::new(MemoryReplayStore::new(USED)));
        Ok(Self(Arc::new(Inner { agreement, keys, replay })))
    }

    /// Begins a login for the browser with this session secret (16 bytes or more, not guessable, never sent to the
    /// provider), at a moment in Unix seconds.
    ///
    /// # Errors
    /// `profile-invalid` for a level above 2; `return-path`, `randomness-missing`.
    pub fn begin(&self, wishes: &LoginWishes, session_secret: &[u8], now: i64) -> SdkResult<LoginAttempt> {
        let options = LoginOptions {
            return_path: wishes.return_path.as_deref().map(ReturnPath::parse).transpose()?,
            level: level(wishes.level)?,
            max_age: wishes.max_age,
            again: wishes.again,
        };
        let secret = session_secret.to_vec();
        let flow = self.flow(now, move |provider, mut desk| async move {
            provider.agreement.begin_in(&options, &secret, &mut desk).await
        })?;
        Ok(LoginAttempt { provider: self.clone(), stage: Mutex::new(Some(Stage::Beginning(flow))) })
    }

    /// Reads a logout token that the provider sent to this site.
    ///
    /// # Errors
    /// `randomness-missing`, `too-large`.
    pub fn logout_notice(&self, token: &str, now: i64) -> SdkResult<LogoutNotice> {
        bounded(token, "token")?;
        let token = token.to_owned();
        let flow = self.flow(now, move |provider, mut desk| async move {
            let notice = provider.agreement.logout_notice_in(&token, &mut desk).await?;
            Ok(Box::new(notice))
        })?;
        Ok(LogoutNotice(Mutex::new(Some(Notice::Reading(flow)))))
    }

    /// The `state` in the address with which a browser came back, unverified: it says which attempt it may belong to.
    #[must_use]
    pub fn answered_state(&self, query: &str) -> Option<String> {
        bounded(query, "query").ok()?;
        self.0.agreement.answered_state(query)
    }

    /// The address to which the browser is sent to end a login at the provider as well. `return_to` is an address of
    /// this site that is registered there, `state` comes back with it.
    ///
    /// # Errors
    /// `operation-unsupported` where the agreement names no such address.
    pub fn logout_address(&self, login: &Login, return_to: &str, state: &str) -> SdkResult<String> {
        Ok(self.0.agreement.logout_address(login.id_token(), return_to, state)?)
    }

    fn flow<T, F>(&self, now: i64, start: impl FnOnce(Arc<Inner>, Desk) -> F) -> SdkResult<Flow<T>>
    where
        F: Future<Output = Result<T>> + Send + 'static,
    {
        let wire = Arc::new(Mutex::new(Wire::default()));
        let desk = Desk {
            provider: Arc::clone(&self.0),
            replay: SharedReplay(Arc::clone(&self.0)),
            random: OsRandom::new()?,
            now: Timestamp::from_unix(now),
            wire: Arc::clone(&wire),
        };
        Ok(Flow { steps: Box::pin(start(Arc::clone(&self.0), desk)), wire })
    }
}

impl fmt::Debug for LoginProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LoginProvider")
    }
}

/// A level of assurance from its number.
pub(crate) fn level(number: u8) -> SdkResult<Level> {
    match number {
        0 => Ok(Level::None),
        1 => Ok(Level::One),
        2 => Ok(Level::Two),
        _ => Err(SdkError::of(Code::ProfileInvalid, "level")),
    }
}

/// One login from its beginning to its end.
///
/// 1. Make the calls that [`LoginAttempt::next_call`] gives, and hand over their answers, until it gives none.
/// 2. Send the browser to [`LoginAttempt::address`], and keep the attempt in the session of the browser.
/// 3. Hand what follows the question mark in the address with which it comes back to [`LoginAttempt::answer`], and
///    make calls as before.
/// 4. Take [`LoginAttempt::login`].
///
/// An error ends the attempt.
pub struct LoginAttempt {
    provider: LoginProvider,
    /// `None` while a call is at work, and after an error.
    stage: Mutex<Option<Stage>>,
}

enum Stage {
    Beginning(Flow<(PendingLogin, String)>),
    /// The browser is away.
    Away(Box<PendingLogin>, String),
    Completing(Flow<(VerifiedLogin, Option<Tokens>)>),
    Done(Box<Login>),
}

impl LoginAttempt {
    /// The next call to make; `None` where the browser's turn has come, or the login is there.
    ///
    /// # Errors
    /// Whatever speaks against the login (`docs/sso-refusals.md`); `closed` after an error, and while another thread
    /// is here.
    pub fn next_call(&self) -> SdkResult<Option<HttpCall>> {
        self.with(|stage| match stage {
            Stage::Beginning(mut flow) => Ok(match flow.step()? {
                Step::Call(request) => (Stage::Beginning(flow), Some(request)),
                Step::Done((pending, address)) => (Stage::Away(Box::new(pending), address), None),
            }),
            Stage::Completing(mut flow) => Ok(match flow.step()? {
                Step::Call(request) => (Stage::Completing(flow), Some(request)),
                Step::Done((login, tokens)) => (Stage::Done(Box::new(Login::with_tokens(login, tokens))), None),
            }),
            stage => Ok((stage, None)),
        })
    }

    /// Hands over the answer to the call that was given last.
    ///
    /// # Errors
    /// `closed`.
    pub fn on_answer(&self, answer: HttpAnswer) -> SdkResult<()> {
        self.settle(Ok(answer.0))
    }

    /// Says that the call failed: `timed_out`, or in any other way.
    ///
    /// # Errors
    /// `closed`.
    pub fn on_failure(&self, timed_out: bool) -> SdkResult<()> {
        self.settle(Err(failure(timed_out)))
    }

    fn settle(&self, answer: Result<Response>) -> SdkResult<()> {
        self.with(|stage| {
            match &stage {
                Stage::Beginning(flow) => flow.settle(answer),
                Stage::Completing(flow) => flow.settle(answer),
                _ => {}
            }
            Ok((stage, ()))
        })
    }

    /// Where to send the browser, once the calls before were made.
    #[must_use]
    pub fn address(&self) -> Option<String> {
        match &*lock(&self.stage) {
            Some(Stage::Away(_, address)) => Some(address.clone()),
            _ => None,
        }
    }

    /// The `state` by which the answer will be recognised, once there is an address.
    #[must_use]
    pub fn state(&self) -> Option<String> {
        match &*lock(&self.stage) {
            Some(Stage::Away(pending, _)) => Some(pending.state().to_owned()),
            _ => None,
        }
    }

    /// The path of the own site to return to, while the browser is away.
    #[must_use]
    pub fn return_path(&self) -> Option<String> {
        match &*lock(&self.stage) {
            Some(Stage::Away(pending, _)) => Some(pending.return_path().as_str().to_owned()),
            _ => None,
        }
    }

    /// Takes the query of the address with which the browser came back, with the session secret of that browser. A
    /// second answer is refused.
    ///
    /// # Errors
    /// `replayed` where no answer is waited for; `too-large`, `closed`, `randomness-missing`.
    pub fn answer(&self, query: &str, session_secret: &[u8], now: i64) -> SdkResult<()> {
        bounded(query, "query")?;
        self.with(|stage| {
            let Stage::Away(pending, _) = stage else { return Err(SdkError::of(Code::Replayed, "answer")) };
            let (query, secret) = (query.to_owned(), session_secret.to_vec());
            let flow = self.provider.flow(now, move |provider, mut desk| async move {
                provider.agreement.complete_in(*pending, &query, &secret, &mut desk).await
            })?;
            Ok((Stage::Completing(flow), ()))
        })
    }

    /// The login, once everything was checked.
    #[must_use]
    pub fn login(&self) -> Option<Login> {
        match &*lock(&self.stage) {
            Some(Stage::Done(login)) => Some(Login::clone(login)),
            _ => None,
        }
    }

    fn with<T>(&self, work: impl FnOnce(Stage) -> SdkResult<(Stage, T)>) -> SdkResult<T> {
        advance(&self.stage, work)
    }
}

impl fmt::Debug for LoginAttempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stage = match &*lock(&self.stage) {
            Some(Stage::Beginning(_)) => "beginning",
            Some(Stage::Away(..)) => "away",
            Some(Stage::Completing(_)) => "completing",
            Some(Stage::Done(_)) => "done",
            None => "closed",
        };
        write!(f, "LoginAttempt({stage})")
    }
}

/// Takes the stage out while it is worked on, because a key in the program's hands may be asked meanwhile: no lock is
/// held then. An error leaves nothing behind.
fn advance<S, T>(stage: &Mutex<Option<S>>, work: impl FnOnce(S) -> SdkResult<(S, T)>) -> SdkResult<T> {
    let taken = lock(stage).take().ok_or(SdkError::of(Code::Closed, "login"))?;
    let (next, result) = work(taken)?;
    *lock(stage) = Some(next);
    Ok(result)
}

/// A logout token on its way through its checks: calls as with [`LoginAttempt`], then [`LogoutNotice::ends`].
pub struct LogoutNotice(Mutex<Option<Notice>>);

enum Notice {
    Reading(Flow<Box<dinhdanh::sso::LogoutNotice>>),
    Read(Box<dinhdanh::sso::LogoutNotice>),
}

impl LogoutNotice {
    /// The next call to make; `None` once the token was checked.
    ///
    /// # Errors
    /// Whatever speaks against the token; `closed` after an error.
    pub fn next_call(&self) -> SdkResult<Option<HttpCall>> {
        advance(&self.0, |notice| match notice {
            Notice::Reading(mut flow) => Ok(match flow.step()? {
                Step::Call(request) => (Notice::Reading(flow), Some(request)),
                Step::Done(notice) => (Notice::Read(notice), None),
            }),
            read @ Notice::Read(_) => Ok((read, None)),
        })
    }

    /// Hands over the answer to the call that was given last.
    ///
    /// # Errors
    /// `closed`.
    pub fn on_answer(&self, answer: HttpAnswer) -> SdkResult<()> {
        self.settle(Ok(answer.0))
    }

    /// Says that the call failed: `timed_out`, or in any other way.
    ///
    /// # Errors
    /// `closed`.
    pub fn on_failure(&self, timed_out: bool) -> SdkResult<()> {
        self.settle(Err(failure(timed_out)))
    }

    fn settle(&self, answer: Result<Response>) -> SdkResult<()> {
        advance(&self.0, |notice| {
            if let Notice::Reading(flow) = &notice {
                flow.settle(answer);
            }
            Ok((notice, ()))
        })
    }

    /// Whether this login is one of those that the provider ended; `None` before the token was checked.
    #[must_use]
    pub fn ends(&self, login: &Login) -> Option<bool> {
        match &*lock(&self.0) {
            Some(Notice::Read(notice)) => Some(notice.ends(login.verified())),
            _ => None,
        }
    }
}

impl fmt::Debug for LogoutNotice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LogoutNotice")
    }
}

fn failure(timed_out: bool) -> Error {
    Error::new(if timed_out { Code::CallTimeout } else { Code::CallFailed }, "call")
}

/// A call to a provider. Its headers and body carry secrets: `Debug` shows neither.
///
/// An HTTP client must check the server's certificate, connect to this address only and to none that
/// [`HttpCall::admits`] refuses, follow no redirect but hand it over as the answer it is, stop reading after
/// [`HttpCall::LONGEST_ANSWER`] bytes and calling after [`HttpCall::TIMEOUT_SECONDS`], and log neither headers nor
/// bodies.
#[derive(Clone, Debug)]
pub struct HttpCall(Request);

impl HttpCall {
    /// The longest answer in bytes that may be read.
    pub const LONGEST_ANSWER: usize = Request::ANSWER_BYTES;
    /// How long the call may take, in seconds.
    pub const TIMEOUT_SECONDS: u64 = Request::TIMEOUT_SECONDS;

    /// `GET` or `POST`.
    #[must_use]
    pub const fn method(&self) -> &'static str {
        self.0.method().as_str()
    }

    /// The address. It may hold a ticket: not for logs.
    #[must_use]
    pub fn expose_url(&self) -> String {
        self.0.endpoint().url().to_owned()
    }

    /// The headers to send, names and values.
    #[must_use]
    pub fn expose_headers(&self) -> Vec<(String, String)> {
        self.0.headers().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    /// The body to send.
    #[must_use]
    pub fn expose_body(&self) -> Option<String> {
        self.0.body().map(str::to_owned)
    }

    /// Whether a connection may go to this network address (IPv4 or IPv6, as text).
    #[must_use]
    pub fn admits(&self, address: &str) -> bool {
        address.parse().is_ok_and(|address: IpAddr| self.0.endpoint().admits(address))
    }
}

/// The answer to a call. `Debug` shows neither headers nor body.
#[derive(Clone, Debug)]
pub struct HttpAnswer(Response);

impl HttpAnswer {
    /// Status, headers as names and values, and body. `remote` is the network address that was connected to, where
    /// the client knows it: it is checked once more.
    #[must_use]
    pub fn new(status: u16, headers: &[(String, String)], body: Vec<u8>, remote: Option<&str>) -> Self {
        let header = |wanted: &str| {
            let found = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
            found.map(|(_, value)| value.clone())
        };
        let (content_type, dpop_nonce) = (header("content-type"), header("dpop-nonce"));
        // An address that cannot be read is one that no call may go to.
        let remote = remote.map(|address| address.parse().unwrap_or(IpAddr::from([0, 0, 0, 0])));
        Self(Response { status, content_type, dpop_nonce, remote, body })
    }
}

/// A flow of the core that stops at every call.
struct Flow<T> {
    steps: Pin<Box<dyn Future<Output = Result<T>> + Send>>,
    wire: Arc<Mutex<Wire>>,
}

/// What passes between a flow and the program: the call it wants made, and what came of it.
#[derive(Default)]
struct Wire {
    call: Option<Request>,
    answer: Option<Result<Response>>,
}

enum Step<T> {
    Call(HttpCall),
    Done(T),
}

impl<T> Flow<T> {
    fn step(&mut self) -> SdkResult<Step<T>> {
        match self.steps.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(result) => Ok(Step::Done(result?)),
            // Asked again without an answer, it gives the same call.
            Poll::Pending => {
                let call = lock(&self.wire).call.clone();
                call.map(|call| Step::Call(HttpCall(call))).ok_or(SdkError::of(Code::Internal, "login"))
            }
        }
    }

    fn settle(&self, answer: Result<Response>) {
        lock(&self.wire).answer = Some(answer);
    }
}

/// A flow's share of the provider.
struct Desk {
    provider: Arc<Inner>,
    replay: SharedReplay,
    random: OsRandom,
    now: Timestamp,
    wire: Arc<Mutex<Wire>>,
}

impl Environment for Desk {
    fn call(&mut self, request: Request) -> impl Future<Output = Result<Response>> + Send {
        *lock(&self.wire) = Wire { call: Some(request), answer: None };
        let wire = Arc::clone(&self.wire);
        poll_fn(move |_| lock(&wire).answer.take().map_or(Poll::Pending, Poll::Ready))
    }

    fn keys<T>(&mut self, look: impl FnOnce(&mut JwksStore) -> T) -> T {
        look(&mut lock(&self.provider.keys))
    }

    fn replay(&mut self) -> &mut dyn ReplayStore {
        &mut self.replay
    }

    fn random(&mut self) -> &mut dyn Randomness {
        &mut self.random
    }

    fn now(&self) -> Timestamp {
        self.now
    }
}

/// One store for all logins, locked for one look at a time.
struct SharedReplay(Arc<Inner>);

impl ReplayStore for SharedReplay {
    fn first_use(&mut self, what: UsedOnce, until: Timestamp, now: Timestamp) -> Result<bool> {
        lock(&self.0.replay).first_use(what, until, now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dinhdanh::personal::Secret;

    const SECRET: &[u8] = b"the browser's session secret";
    const NOW: i64 = 1_795_000_000;
    const SETTINGS: &str = r#"{
        "profile": "vnconnect", "name": "Tỉnh Mẫu", "client_id": "benh-vien-mau",
        "redirect_uri": "https://dichvu.example.vn/callback",
        "authorization_endpoint": "https://xacthuc.example.gov.vn/oauth2/authorize",
        "token_endpoint": "https://xacthuc.example.gov.vn/oauth2/token",
        "userinfo_endpoint": "https://xacthuc.example.gov.vn/oauth2/userinfo"}"#;

    fn provider() -> LoginProvider {
        let secrets = Secrets { client_secret: Some(Secret::copy_of(b"secret")), ..Secrets::default() };
        LoginProvider::new(SETTINGS.as_bytes(), secrets).unwrap()
    }

    fn json(body: &str) -> HttpAnswer {
        let headers = [("Content-Type".to_owned(), "application/json".to_owned())];
        HttpAnswer::new(200, &headers, body.as_bytes().to_vec(), Some("1.1.1.1"))
    }

    /// An attempt whose browser is away, and the query with which it will come back.
    fn away(provider: &LoginProvider) -> (LoginAttempt, String) {
        let attempt = provider.begin(&LoginWishes::default(), SECRET, NOW).unwrap();
        assert!(attempt.address().is_none());
        assert!(attempt.next_call().unwrap().is_none());
        let state = attempt.state().unwrap();
        assert!(attempt.address().unwrap().contains(&state));
        let query = format!("code=abc&state={state}");
        assert_eq!(provider.answered_state(&query).as_ref(), Some(&state));
        // Refused when it is taken; until then it finds its login.
        assert_eq!(provider.answered_state(&format!("?{query}&code=x&%zz")).as_ref(), Some(&state));
        assert_eq!(provider.answered_state("stat=x&state"), None);
        (attempt, query)
    }

    fn refused<T>(result: SdkResult<T>) -> &'static str {
        result.err().map_or("accepted", |error| error.code())
    }

    #[test]
    fn call_by_call() {
        let provider = provider();
        let (attempt, query) = away(&provider);
        assert_eq!(attempt.return_path().as_deref(), Some("/"));
        attempt.answer(&query, SECRET, NOW + 5).unwrap();
        let call = attempt.next_call().unwrap().unwrap();
        assert_eq!(
            (call.method(), call.expose_url().as_str()),
            ("POST", "https://xacthuc.example.gov.vn/oauth2/token")
        );
        assert!(call.expose_body().unwrap().contains("code_verifier="));
        assert!(call.expose_headers().iter().any(|(name, _)| name == "Authorization"));
        assert!(call.admits("1.1.1.1") && !call.admits("169.254.169.254") && !call.admits("nonsense"));
        assert_eq!(format!("{call:?}"), "HttpCall(Request(POST https://xacthuc.example.gov.vn/oauth2/token))");
        // Asked again without an answer, it is the same call.
        assert_eq!(attempt.next_call().unwrap().unwrap().expose_body(), call.expose_body());
        attempt.on_answer(json(r#"{"access_token": "a", "token_type": "Bearer"}"#)).unwrap();
        let call = attempt.next_call().unwrap().unwrap();
        assert_eq!((call.method(), call.expose_body()), ("GET", None));
        assert!(attempt.login().is_none());
        attempt.on_answer(json(r#"{"sub": "7", "SoDinhDanh": "001199000018"}"#)).unwrap();
        assert!(attempt.next_call().unwrap().is_none());
        let login = attempt.login().unwrap();
        assert_eq!(login.expose_subject(), "7");
        assert_eq!(login.require(0, false), Ok(()));
        assert_eq!(refused(login.require(2, true)), "level-too-low");
        assert!(login.expose_json().contains("001199000018"));
        assert!(!format!("{login:?}{attempt:?}").contains("001199000018"));
        assert_eq!(refused(attempt.answer(&query, SECRET, NOW)), "replayed");
        assert_eq!(refused(attempt.next_call()), "closed");
        let (again, _) = away(&provider);
        let replayed = format!("code=abc&state={}", again.state().unwrap());
        again.answer(&replayed, SECRET, NOW).unwrap();
        assert_eq!(refused(again.next_call()), "replayed", "a code counts once, in whatever attempt");
    }

    #[test]
    fn an_error_ends_the_attempt() {
        let provider = provider();
        let (attempt, query) = away(&provider);
        attempt.answer(&query, b"another browser's secret", NOW).unwrap();
        assert_eq!(refused(attempt.next_call()), "response-state");
        assert_eq!(refused(attempt.next_call()), "closed");
        assert_eq!(refused(attempt.on_failure(true)), "closed");
        assert!(attempt.login().is_none());
        let (attempt, query) = away(&provider);
        attempt.answer(&query, SECRET, NOW).unwrap();
        attempt.next_call().unwrap().unwrap();
        attempt.on_failure(true).unwrap();
        assert_eq!(refused(attempt.next_call()), "call-timeout");
        let (attempt, query) = away(&provider);
        attempt.answer(&query.replace("abc", "abd"), SECRET, NOW).unwrap();
        attempt.next_call().unwrap().unwrap();
        attempt.on_answer(HttpAnswer::new(200, &[], b"{}".to_vec(), Some("10.0.0.1"))).unwrap();
        assert_eq!(refused(attempt.next_call()), "address-refused");
    }

    #[test]
    fn what_is_agreed_wrongly_is_named() {
        let code = |settings: &str, secrets| LoginProvider::new(settings.as_bytes(), secrets).unwrap_err();
        assert_eq!(code(SETTINGS, Secrets::default()).place(), "client_secret");
        let text = SETTINGS.replace("client_id", "client");
        let misspelt = code(&text, Secrets::default());
        assert_eq!((misspelt.code(), misspelt.place()), ("profile-invalid", "settings"));
        assert!(
            misspelt.offset().is_some_and(|at| text.get(..at).is_some_and(|before| before.ends_with("\"client\""))),
            "{misspelt:?}"
        );
        let insecure = SETTINGS.replace("https://xacthuc", "http://xacthuc");
        assert_eq!(code(&insecure, Secrets::default()).code(), "address-insecure");
        let wishes = LoginWishes { level: 3, ..LoginWishes::default() };
        assert_eq!(refused(provider().begin(&wishes, SECRET, NOW)), "profile-invalid");
        let wishes = LoginWishes { return_path: Some("//evil.example".into()), ..LoginWishes::default() };
        assert_eq!(refused(provider().begin(&wishes, SECRET, NOW)), "return-path");
    }

    /// Without signatures there are no logout tokens.
    #[test]
    fn no_notice_where_nothing_is_signed() {
        let notice = provider().logout_notice("a.b.c", NOW).unwrap();
        assert_eq!(refused(notice.next_call()), "operation-unsupported");
        assert_eq!(refused(notice.on_failure(false)), "closed");
    }
}
