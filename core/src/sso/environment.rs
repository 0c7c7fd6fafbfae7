//! What a login needs and the core has none of: network, memory, chance and time.
//!
//! The calls of a login stand in the code once, in their order, as `async` functions over an [`Environment`]. A
//! program with a blocking transport brings [`Surroundings`], whose answers are there at once; one that makes its calls
//! itself implements the trait.

use super::http::{Request, Response, Transport};
use super::jose::KeySet;
use super::keys::{JwksStore, Lookup};
use super::replay::ReplayStore;
use crate::error::{Code, Error, Result};
use crate::given::{Randomness, Timestamp};
use std::future::{Future, ready};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

/// What a login takes from the program it runs in.
pub trait Environment {
    /// Makes a call; see [`Transport`] for what an implementation must do.
    fn call(&mut self, request: Request) -> impl Future<Output = Result<Response>> + Send;

    /// Hands over the provider's keys, for one look at a time: logins that run beside each other may share a store.
    fn keys<T>(&mut self, look: impl FnOnce(&mut JwksStore) -> T) -> T;

    /// What was used before.
    fn replay(&mut self) -> &mut dyn ReplayStore;

    /// Chance.
    fn random(&mut self) -> &mut dyn Randomness;

    /// Time.
    fn now(&self) -> Timestamp;
}

/// An environment whose transport blocks until it has the answer.
pub struct Surroundings<'a> {
    /// The way to the provider.
    pub transport: &'a dyn Transport,
    /// Its keys.
    pub keys: &'a mut JwksStore,
    /// What was used before.
    pub replay: &'a mut dyn ReplayStore,
    /// Chance.
    pub random: &'a mut dyn Randomness,
    /// Time.
    pub now: Timestamp,
}

impl Environment for Surroundings<'_> {
    fn call(&mut self, request: Request) -> impl Future<Output = Result<Response>> + Send {
        ready(self.transport.call(&request))
    }

    fn keys<T>(&mut self, look: impl FnOnce(&mut JwksStore) -> T) -> T {
        look(self.keys)
    }

    fn replay(&mut self) -> &mut dyn ReplayStore {
        self.replay
    }

    fn random(&mut self) -> &mut dyn Randomness {
        self.random
    }

    fn now(&self) -> Timestamp {
        self.now
    }
}

/// The keys for a token that names this key, fetched if need be.
pub(super) async fn keys_for(env: &mut impl Environment, kid: Option<&str>) -> Result<Arc<KeySet>> {
    let now = env.now();
    let request = match env.keys(|keys| keys.lookup(kid, now))? {
        Lookup::Ready(keys) => return Ok(keys),
        Lookup::Fetch(request) => request,
    };
    let answer = env.call(request).await;
    env.keys(|keys| keys.settle(kid, answer, now))
}

/// The result of a flow over [`Surroundings`], which never has to wait.
pub(super) fn at_once<T>(flow: impl Future<Output = Result<T>>) -> Result<T> {
    match pin!(flow).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result,
        Poll::Pending => Err(Error::new(Code::Internal, "transport")),
    }
}
