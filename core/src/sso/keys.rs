//! The provider's keys over time: fetched when needed, at most once in a while, kept when the provider is away.

use super::endpoint::Endpoint;
use super::http::{Request, Response, Transport};
use super::jose::{Backend, Compact, KeySet};
use crate::error::{Code, Error, Result};
use crate::given::Timestamp;
use std::collections::VecDeque;
use std::sync::Arc;

/// Names of keys that were looked for in vain: as many as are remembered.
const MISSED: usize = 64;

/// The keys of one provider.
///
/// An unknown name in a token causes one fetch, and no second one within the cooldown, whatever names come: a stranger
/// cannot make this program hammer the provider. A name that stayed unknown after a fetch is remembered for twice the
/// cooldown. A set that is refused (two keys of one name, too large, no JSON) does not replace a good one.
#[derive(Clone, Debug)]
pub struct JwksStore {
    endpoint: Endpoint,
    backend: Backend,
    cooldown: u32,
    max_age: u32,
    stale: u32,
    held: Option<Held>,
    tried: Option<Timestamp>,
    missed: VecDeque<(String, Timestamp)>,
}

#[derive(Clone, Debug)]
struct Held {
    keys: Arc<KeySet>,
    json: Vec<u8>,
    fetched: Timestamp,
}

/// What the store says to a name.
#[derive(Clone, Debug)]
pub enum Lookup {
    /// These are the keys to verify with.
    Ready(Arc<KeySet>),
    /// Make this call, hand its answer to [`JwksStore::on_response`] if there is one, and ask again.
    Fetch(Request),
}

impl JwksStore {
    /// No keys yet; a cooldown of 30 seconds, fresh for 10 minutes, usable for 24 hours while the provider is away.
    #[must_use]
    pub const fn new(endpoint: Endpoint, backend: Backend) -> Self {
        Self {
            endpoint,
            backend,
            cooldown: 30,
            max_age: 600,
            stale: 86_400,
            held: None,
            tried: None,
            missed: VecDeque::new(),
        }
    }

    /// Keys are fetched anew after `fresh` seconds and no longer used after `usable` seconds. A key that the provider
    /// withdrew stays in use until then if the provider cannot be reached.
    #[must_use]
    pub const fn ages(mut self, fresh: u32, usable: u32) -> Self {
        self.max_age = fresh;
        self.stale = usable;
        self
    }

    /// No two fetches within these seconds.
    #[must_use]
    pub const fn cooldown(mut self, seconds: u32) -> Self {
        self.cooldown = seconds;
        self
    }

    /// Takes a set that was saved before, with the moment at which it was fetched: for machines without a network.
    ///
    /// # Errors
    /// Those of [`KeySet::parse`].
    pub fn restore(&mut self, json: &[u8], fetched: Timestamp) -> Result<()> {
        let keys = Arc::new(KeySet::parse(json, self.backend)?);
        self.held = Some(Held { keys, json: json.to_vec(), fetched });
        Ok(())
    }

    /// The set that is held and when it was fetched, to save it.
    #[must_use]
    pub fn snapshot(&self) -> Option<(&[u8], Timestamp)> {
        self.held.as_ref().map(|held| (held.json.as_slice(), held.fetched))
    }

    /// The age of the set in seconds.
    #[must_use]
    pub fn age(&self, now: Timestamp) -> Option<u32> {
        self.held.as_ref().map(|held| elapsed(held.fetched, now))
    }

    /// The keys for a token that names this key, or the call that must be made first.
    ///
    /// # Errors
    /// `keys-missing`, `keys-stale` where there are none to use and fetching was tried just now.
    pub fn lookup(&mut self, kid: Option<&str>, now: Timestamp) -> Result<Lookup> {
        let resting = self.tried.is_some_and(|tried| tried <= now && elapsed(tried, now) < self.cooldown);
        let Some(held) = &self.held else {
            return if resting { Err(Error::new(Code::KeysMissing, "jwks")) } else { Ok(self.fetch(now)) };
        };
        let (age, keys) = (elapsed(held.fetched, now), Arc::clone(&held.keys));
        // A clock that was set back makes a set look as if it came from the future: fetch it again.
        let fresh = age <= self.max_age && held.fetched <= now;
        let known = kid.is_none_or(|kid| keys.has(kid) || self.was_missed(kid, now));
        if resting || (fresh && known) {
            return if age <= self.stale { Ok(Lookup::Ready(keys)) } else { Err(Error::new(Code::KeysStale, "jwks")) };
        }
        Ok(self.fetch(now))
    }

    /// Takes the answer to a fetch for a token that names this key.
    ///
    /// # Errors
    /// `redirect-refused`, `address-refused`, `call-status`, `too-large`, and those of [`KeySet::parse`]; the set that
    /// was held before stays.
    pub fn on_response(&mut self, kid: Option<&str>, response: &Response, now: Timestamp) -> Result<()> {
        let json = response.success(&self.endpoint)?;
        self.restore(json, now)?;
        if let Some(kid) = kid.filter(|kid| self.held.as_ref().is_some_and(|held| !held.keys.has(kid))) {
            if self.missed.len() >= MISSED {
                self.missed.pop_front();
            }
            self.missed.push_back((kid.to_owned(), now));
        }
        Ok(())
    }

    /// The keys for a token, fetched if need be.
    ///
    /// # Errors
    /// Those of [`Compact::parse`]; those of [`JwksStore::lookup`]; those of the transport and of
    /// [`JwksStore::on_response`] where no usable set is held.
    pub fn for_token(&mut self, token: &str, transport: &dyn Transport, now: Timestamp) -> Result<Arc<KeySet>> {
        let compact = Compact::parse(token)?;
        self.for_kid(compact.header().kid(), transport, now)
    }

    /// The keys for a token that names this key, fetched if need be.
    ///
    /// # Errors
    /// Those of [`JwksStore::for_token`].
    pub fn for_kid(&mut self, kid: Option<&str>, transport: &dyn Transport, now: Timestamp) -> Result<Arc<KeySet>> {
        let request = match self.lookup(kid, now)? {
            Lookup::Ready(keys) => return Ok(keys),
            Lookup::Fetch(request) => request,
        };
        let answer = transport.call(&request);
        self.settle(kid, answer, now)
    }

    /// The keys after a fetch, whatever became of it: those that are held serve on while they are usable.
    pub(super) fn settle(
        &mut self,
        kid: Option<&str>,
        answer: Result<Response>,
        now: Timestamp,
    ) -> Result<Arc<KeySet>> {
        let fetched = answer.and_then(|response| self.on_response(kid, &response, now));
        let usable = self.held.as_ref().filter(|held| elapsed(held.fetched, now) <= self.stale);
        match (usable, fetched) {
            (Some(held), _) => Ok(Arc::clone(&held.keys)),
            (None, Err(why)) => Err(why),
            (None, Ok(())) => Err(Error::new(Code::KeysStale, "jwks")),
        }
    }

    fn fetch(&mut self, now: Timestamp) -> Lookup {
        // Noted before the call is made: one that hangs is one that was tried.
        self.tried = Some(now);
        Lookup::Fetch(Request::get(&self.endpoint, "application/jwk-set+json, application/json"))
    }

    fn was_missed(&self, kid: &str, now: Timestamp) -> bool {
        let span = self.cooldown.saturating_mul(2);
        self.missed.iter().any(|(own, at)| own == kid && *at <= now && elapsed(*at, now) < span)
    }
}

/// Seconds from one moment to a later one; none backwards.
fn elapsed(from: Timestamp, to: Timestamp) -> u32 {
    u32::try_from(to.unix().saturating_sub(from.unix()).max(0)).unwrap_or(u32::MAX)
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "test data")]
mod tests {
    use super::*;
    use crate::sso::endpoint::Reach;
    use crate::sso::testing::{Key, NOW, jwks};
    use serde_json::json;
    use std::cell::{Cell, RefCell};

    /// A provider that counts the calls.
    struct Provider {
        answer: RefCell<Result<Response>>,
        calls: Cell<u32>,
    }

    impl Provider {
        fn new(body: Vec<u8>) -> Self {
            Self { answer: RefCell::new(Ok(answer(200, body))), calls: Cell::new(0) }
        }

        fn set(&self, answer: Result<Response>) {
            *self.answer.borrow_mut() = answer;
        }
    }

    impl Transport for Provider {
        fn call(&self, request: &Request) -> Result<Response> {
            assert_eq!(request.endpoint().host(), "sso.example.vn");
            self.calls.set(self.calls.get() + 1);
            self.answer.borrow().clone()
        }
    }

    fn answer(status: u16, body: Vec<u8>) -> Response {
        Response { status, body, ..Response::default() }
    }

    fn store() -> JwksStore {
        JwksStore::new(Endpoint::parse("https://sso.example.vn/certs", Reach::Public).unwrap(), Backend::Pure)
    }

    fn later(seconds: i64) -> Timestamp {
        Timestamp::from_unix(NOW.unix() + seconds)
    }

    #[test]
    fn rotation_costs_one_call() {
        let provider = Provider::new(jwks(&[Key::new(1).jwk()]));
        let mut store = store();
        let mut has = |kid: &str, at: i64| store.for_kid(Some(kid), &provider, later(at)).map(|keys| keys.has(kid));
        assert_eq!((has("key-1", 0), has("key-1", 500)), (Ok(true), Ok(true)));
        assert_eq!(provider.calls.get(), 1);
        provider.set(Ok(answer(200, jwks(&[Key::new(2).jwk()]))));
        assert_eq!((has("key-2", 510), provider.calls.get()), (Ok(true), 2));
        assert_eq!((has("key-1", 520), provider.calls.get()), (Ok(false), 2), "rotated away, and within the cooldown");
        assert_eq!((has("key-1", 545), provider.calls.get()), (Ok(false), 3));
        assert_eq!((has("key-1", 580), provider.calls.get()), (Ok(false), 3), "remembered as missing");
        assert_eq!((has("key-1", 610), provider.calls.get()), (Ok(false), 4), "forgotten after a minute");
        assert_eq!((has("key-2", 2000), provider.calls.get()), (Ok(true), 5), "not fresh any more");
    }

    #[test]
    fn strangers_cannot_cause_calls() {
        let provider = Provider::new(jwks(&[Key::new(1).jwk()]));
        let mut store = store();
        for second in 0..300 {
            let kid = format!("stranger-{second}");
            assert!(!store.for_kid(Some(&kid), &provider, later(second)).unwrap().has(&kid));
        }
        assert_eq!(provider.calls.get(), 10, "one in 30 seconds");
        for second in 300..20_000 {
            let _ = store.lookup(Some(&format!("stranger-{second}")), later(second));
        }
        assert!(store.missed.len() <= MISSED);
    }

    #[test]
    fn a_bad_answer_does_not_replace_a_good_set() {
        let provider = Provider::new(jwks(&[Key::new(1).jwk()]));
        let mut store = store();
        store.for_kid(None, &provider, NOW).unwrap();
        let twin = jwks(&[Key::new(2).jwk(), Key::new(2).jwk()]);
        let large = vec![b' '; 10 * 1024 * 1024];
        let mut at = 0;
        for bad in [
            Ok(answer(200, twin)),
            Ok(answer(200, large)),
            Ok(answer(302, Vec::new())),
            Ok(answer(500, Vec::new())),
            Ok(Response { remote: Some("169.254.169.254".parse().unwrap()), ..answer(200, jwks(&[])) }),
            Err(Error::new(Code::CallTimeout, "jwks")),
        ] {
            provider.set(bad);
            at += 31;
            assert!(store.for_kid(Some("key-9"), &provider, later(at)).unwrap().has("key-1"));
        }
        assert_eq!(provider.calls.get(), 7);
        let late = later(86_401);
        assert_eq!(store.for_kid(None, &provider, late).unwrap_err().code(), Code::CallTimeout);
        assert_eq!(store.for_kid(None, &provider, late).unwrap_err().code(), Code::KeysStale);
    }

    #[test]
    fn without_any_set_the_reason_is_told_and_the_cooldown_holds() {
        let provider = Provider::new(Vec::new());
        provider.set(Err(Error::new(Code::CallFailed, "jwks")));
        let mut store = store();
        assert_eq!(store.for_kid(None, &provider, NOW).unwrap_err().code(), Code::CallFailed);
        assert_eq!(store.for_kid(None, &provider, later(29)).unwrap_err().code(), Code::KeysMissing);
        assert_eq!(provider.calls.get(), 1);
        provider.set(Ok(answer(200, jwks(&[Key::new(1).jwk()]))));
        assert!(store.for_kid(None, &provider, later(30)).is_ok());
    }

    #[test]
    fn snapshots_have_an_age() {
        let provider = Provider::new(jwks(&[Key::new(1).jwk()]));
        let mut first = store();
        first.for_kid(None, &provider, NOW).unwrap();
        let (json, fetched) = first.snapshot().unwrap();
        let mut offline = store().ages(600, 7 * 86_400);
        offline.restore(json, fetched).unwrap();
        provider.set(Err(Error::new(Code::CallFailed, "jwks")));
        assert!(offline.for_kid(Some("key-1"), &provider, later(5 * 86_400)).unwrap().has("key-1"));
        assert_eq!(offline.age(later(5 * 86_400)), Some(5 * 86_400));
        assert!(offline.for_kid(Some("key-1"), &provider, later(8 * 86_400)).is_err());
        // A clock that was set back: neither a young set for ever nor a cooldown for ever.
        let calls = provider.calls.get();
        assert!(offline.for_kid(Some("key-1"), &provider, later(-86_400)).unwrap().has("key-1"));
        assert_eq!(provider.calls.get(), calls + 1);
        assert!(store().restore(json!({"keys": 1}).to_string().as_bytes(), NOW).is_err());
    }
}
