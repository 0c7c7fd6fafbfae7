//! The calls of a login in their order, over the caller's transport. Programs with a transport of another kind
//! (asynchronous ones) make the same calls with the requests of [`OidcProfile`].

use super::http::{Request, Response, Transport};
use super::id_token::IdToken;
use super::jose::{Compact, KeySet};
use super::keys::JwksStore;
use super::login::VerifiedLogin;
use super::logout::LogoutNotice;
use super::pending::PendingLogin;
use super::profile::{LoginOptions, NextStep, OidcProfile, ResponseMode, UserinfoForm};
use super::replay::ReplayStore;
use super::tokens::Tokens;
use crate::error::{Code, Error, Result};
use crate::given::{Randomness, Timestamp};
use std::sync::Arc;

/// What the core has none of: network, memory, chance and time, for one login.
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

impl Surroundings<'_> {
    /// The keys for a token of the provider.
    fn keys_for(&mut self, kid: Option<&str>) -> Result<Arc<KeySet>> {
        self.keys.for_kid(kid, self.transport, self.now)
    }

    /// Makes a call, and once more with the number that the provider asks for in its answer (RFC 9449 section 8).
    fn call(
        &mut self,
        mut request: impl FnMut(Option<&str>, &mut dyn Randomness) -> Result<Request>,
    ) -> Result<Response> {
        let first = self.transport.call(&request(None, self.random)?)?;
        match (first.status, &first.dpop_nonce) {
            (400 | 401, Some(nonce)) => self.transport.call(&request(Some(nonce), self.random)?),
            _ => Ok(first),
        }
    }
}

impl OidcProfile {
    /// Starts a login and gives the address to send the browser to; pushes the request first where the profile says
    /// so.
    ///
    /// # Errors
    /// Those of [`OidcProfile::start`], of the transport and of [`OidcProfile::pushed`].
    pub fn begin(
        &self,
        options: &LoginOptions,
        session_secret: &[u8],
        around: &mut Surroundings<'_>,
    ) -> Result<(PendingLogin, String)> {
        let (pending, next) = self.start(options, session_secret, around.random, around.now)?;
        let address = match next {
            NextStep::Redirect(address) => address,
            NextStep::Push(request) => self.pushed(&around.transport.call(&request)?)?,
        };
        Ok((pending, address))
    }

    /// Takes the provider's answer in the address and gives the login, with user information where the profile has an
    /// address for it. The pending login is used up.
    ///
    /// # Errors
    /// Those of [`OidcProfile::receive`], [`OidcProfile::tokens`], [`OidcProfile::finish`],
    /// [`OidcProfile::with_userinfo`], of the keys and of the transport.
    pub fn complete(
        &self,
        pending: PendingLogin,
        query: &str,
        session_secret: &[u8],
        around: &mut Surroundings<'_>,
    ) -> Result<(VerifiedLogin, Tokens)> {
        let answer_keys = match (self.mode(), self.answer_token(query)?) {
            (ResponseMode::SignedQuery, Some(token)) => around.keys_for(Compact::parse(&token)?.header().kid())?,
            _ => Arc::new(KeySet::default()),
        };
        let code = self.receive(&pending, query, session_secret, &answer_keys, around.replay, around.now)?;
        let now = around.now;
        let response = around.call(|nonce, random| self.token_request(&pending, &code, nonce, random, now))?;
        let tokens = self.tokens(&response)?;
        let id_token = tokens.id_token().ok_or(Error::new(Code::ResponseForm, "id_token"))?;
        let keys = around.keys_for(self.key_name(id_token)?.as_deref())?;
        let verified = self.finish(&pending, &tokens, &keys, now)?;
        let login = self.fetch_userinfo(verified, &tokens, around)?;
        Ok((login, tokens))
    }

    fn fetch_userinfo(
        &self,
        verified: IdToken,
        tokens: &Tokens,
        around: &mut Surroundings<'_>,
    ) -> Result<VerifiedLogin> {
        if self.endpoints.userinfo.is_none() {
            return Ok(verified.into_login());
        }
        let now = around.now;
        let response = around.call(|nonce, random| self.userinfo_request(tokens, nonce, random, now))?;
        let kid = match (self.userinfo, str::from_utf8(&response.body)) {
            // Another type or status has no key to look for; it is refused by what it is, below.
            (UserinfoForm::Signed, Ok(token)) if response.status == 200 && response.is("application/jwt") => {
                self.key_name(token)?
            }
            _ => None,
        };
        let keys = around.keys_for(kid.as_deref())?;
        self.with_userinfo(verified, &response, &keys)
    }

    /// New tokens for the old ones.
    ///
    /// # Errors
    /// Those of [`OidcProfile::refresh_request`], [`OidcProfile::tokens`], [`OidcProfile::refreshed`], of the keys and
    /// of the transport.
    pub fn refresh(&self, login: &VerifiedLogin, tokens: &Tokens, around: &mut Surroundings<'_>) -> Result<Tokens> {
        let now = around.now;
        let response = around.call(|nonce, random| self.refresh_request(tokens, nonce, random, now))?;
        let new = self.tokens(&response)?;
        if let Some(token) = new.id_token() {
            let keys = around.keys_for(self.key_name(token)?.as_deref())?;
            self.refreshed(login, &new, &keys, now)?;
        }
        Ok(new.or_refresh_token_of(tokens))
    }

    /// A logout token that the provider sent.
    ///
    /// # Errors
    /// Those of [`IdTokenRules::verify_logout`](super::IdTokenRules::verify_logout), of the keys and of the transport.
    pub fn logout_notice(&self, token: &str, around: &mut Surroundings<'_>) -> Result<LogoutNotice> {
        let keys = around.keys_for(Compact::parse(token)?.header().kid())?;
        self.rules.verify_logout(token, &keys, around.replay, around.now)
    }
}

#[cfg(test)]
#[path = "flow_tests.rs"]
mod tests;
