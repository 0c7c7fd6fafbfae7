//! Sessions of browsers, kept in memory of this server. The cookie holds a random number and nothing else.

use crate::random::random_text;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// A session that nobody uses ends after half an hour.
const IDLE: Duration = Duration::from_secs(30 * 60);
/// Every session ends after a working day.
const LIFE: Duration = Duration::from_secs(8 * 60 * 60);
/// A login that was begun has to come back within ten minutes.
const BEGUN: Duration = Duration::from_secs(10 * 60);
/// Sessions at once; beyond it the longest unused one ends. Bounds memory, not people: a real site uses a store.
const SESSIONS: usize = 10_000;
/// Logins that one browser may have begun at once, in several tabs.
const LOGINS: usize = 4;

/// What this program keeps of one browser. `P` is a login that was begun, `L` one that is complete.
struct Session<P, L> {
    started: Instant,
    used: Instant,
    begun: Vec<(Instant, P)>,
    login: Option<L>,
}

impl<P, L> Session<P, L> {
    fn new() -> Self {
        let now = Instant::now();
        Self { started: now, used: now, begun: Vec::new(), login: None }
    }

    fn is_over(&self) -> bool {
        self.used.elapsed() > IDLE || self.started.elapsed() > LIFE
    }
}

/// Every session, by the number in the cookie.
pub struct Sessions<P, L>(Mutex<HashMap<String, Session<P, L>>>);

impl<P, L> Default for Sessions<P, L> {
    fn default() -> Self {
        Self(Mutex::new(HashMap::new()))
    }
}

impl<P, L> Sessions<P, L> {
    /// A poisoned lock means that a thread panicked while it held it; the map itself stays whole.
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Session<P, L>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The number of the session of this cookie, or of a new one.
    pub fn open(&self, cookie: Option<&str>) -> String {
        let mut sessions = self.lock();
        if let Some(id) = cookie.filter(|id| sessions.get(*id).is_some_and(|session| !session.is_over())) {
            return id.to_owned();
        }
        make_room(&mut sessions);
        let id = random_text();
        sessions.insert(id.clone(), Session::new());
        id
    }

    /// Notes that a login was begun in a session.
    pub fn begin(&self, id: &str, pending: P) {
        let mut sessions = self.lock();
        let Some(session) = sessions.get_mut(id) else { return };
        session.used = Instant::now();
        if session.begun.len() >= LOGINS {
            session.begun.remove(0);
        }
        session.begun.push((Instant::now(), pending));
    }

    /// Takes back the login that was begun and that `matches`: each can be taken once.
    pub fn take_begun(&self, cookie: Option<&str>, matches: impl Fn(&P) -> bool) -> Option<P> {
        let mut sessions = self.lock();
        let session = sessions.get_mut(cookie?).filter(|session| !session.is_over())?;
        session.begun.retain(|(at, _)| at.elapsed() <= BEGUN);
        let at = session.begun.iter().position(|(_, pending)| matches(pending))?;
        Some(session.begun.remove(at).1)
    }

    /// The person is known now. The session gets a new number, so that one that was planted before is worth nothing;
    /// logins that other tabs have begun were bound to the old number and end with it.
    pub fn complete(&self, cookie: Option<&str>, login: L) -> String {
        let mut sessions = self.lock();
        cookie.map(|id| sessions.remove(id));
        make_room(&mut sessions);
        let id = random_text();
        sessions.insert(id.clone(), Session { login: Some(login), ..Session::new() });
        id
    }

    /// The login of a session.
    pub fn login(&self, cookie: Option<&str>) -> Option<L>
    where
        L: Clone,
    {
        let mut sessions = self.lock();
        let session = sessions.get_mut(cookie?).filter(|session| !session.is_over())?;
        session.used = Instant::now();
        session.login.clone()
    }

    /// Ends one session.
    pub fn end(&self, cookie: Option<&str>) -> Option<L> {
        self.lock().remove(cookie?)?.login
    }

    /// Ends every session whose login `matches`; says how many.
    pub fn end_all(&self, matches: impl Fn(&L) -> bool) -> usize {
        let mut sessions = self.lock();
        let before = sessions.len();
        sessions.retain(|_, session| !session.login.as_ref().is_some_and(&matches));
        before - sessions.len()
    }
}

fn make_room<P, L>(sessions: &mut HashMap<String, Session<P, L>>) {
    if sessions.len() < SESSIONS {
        return;
    }
    sessions.retain(|_, session| !session.is_over());
    if sessions.len() >= SESSIONS {
        let oldest = sessions.iter().min_by_key(|(_, session)| session.used).map(|(id, _)| id.clone());
        oldest.map(|id| sessions.remove(&id));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_takes_a_new_number_and_is_found_under_it_only() {
        let sessions: Sessions<&str, &str> = Sessions::default();
        let before = sessions.open(None);
        assert_eq!(sessions.open(Some(&before)), before, "the same browser, another tab");
        sessions.begin(&before, "state-1");
        sessions.begin(&before, "state-2");
        assert_eq!(sessions.take_begun(Some("made-up"), |_| true), None);
        assert_eq!(sessions.take_begun(Some(&before), |state| *state == "state-1"), Some("state-1"));
        assert_eq!(sessions.take_begun(Some(&before), |state| *state == "state-1"), None, "only once");
        let after = sessions.complete(Some(&before), "Mẫu");
        assert_ne!(before, after);
        assert_eq!((sessions.login(Some(&before)), sessions.login(Some(&after))), (None, Some("Mẫu")));
        assert_eq!(sessions.end_all(|name| *name == "Mẫu"), 1);
        assert_eq!(sessions.login(Some(&after)), None);
        assert_ne!(sessions.open(Some(&after)), after, "an ended session is not revived");
    }

    #[test]
    fn begun_logins_are_few() {
        let sessions: Sessions<usize, ()> = Sessions::default();
        let id = sessions.open(None);
        (0..=LOGINS).for_each(|login| sessions.begin(&id, login));
        assert_eq!(sessions.take_begun(Some(&id), |login| *login == 0), None);
        assert_eq!(sessions.take_begun(Some(&id), |login| *login == LOGINS), Some(LOGINS));
    }
}
