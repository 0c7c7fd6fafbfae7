//! The calls of a login in their order.

use super::environment::{Environment, Surroundings, at_once, keys_for};
use super::http::{Request, Response};
use super::id_token::IdToken;
use super::jose::{Compact, KeySet};
use super::login::VerifiedLogin;
use super::logout::LogoutNotice;
use super::pending::PendingLogin;
use super::profile::{LoginOptions, NextStep, OidcProfile, ResponseMode, UserinfoForm};
use super::tokens::Tokens;
use crate::error::{Code, Error, Result};
use crate::given::{Randomness, Timestamp};
use std::sync::Arc;

/// Makes a call, and once more with the number that the provider asks for in its answer (RFC 9449 section 8).
async fn call<E: Environment>(
    env: &mut E,
    request: impl Fn(Option<&str>, &mut dyn Randomness, Timestamp) -> Result<Request>,
) -> Result<Response> {
    let now = env.now();
    let first = request(None, env.random(), now)?;
    let answer = env.call(first).await?;
    match (answer.status, &answer.dpop_nonce) {
        (400 | 401, Some(nonce)) => {
            let again = request(Some(nonce), env.random(), now)?;
            env.call(again).await
        }
        _ => Ok(answer),
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
        at_once(self.begin_in(options, session_secret, around))
    }

    pub(super) async fn begin_in<E: Environment>(
        &self,
        options: &LoginOptions,
        session_secret: &[u8],
        env: &mut E,
    ) -> Result<(PendingLogin, String)> {
        let now = env.now();
        let (pending, next) = self.start(options, session_secret, env.random(), now)?;
        let address = match next {
            NextStep::Redirect(address) => address,
            NextStep::Push(request) => self.pushed(&env.call(request).await?)?,
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
        at_once(self.complete_in(&pending, query, session_secret, around))
    }

    pub(super) async fn complete_in<E: Environment>(
        &self,
        pending: &PendingLogin,
        query: &str,
        session_secret: &[u8],
        env: &mut E,
    ) -> Result<(VerifiedLogin, Tokens)> {
        let answer_keys = match (self.mode(), self.answer_token(query)?) {
            (ResponseMode::SignedQuery, Some(token)) => keys_for(env, Compact::parse(&token)?.header().kid()).await?,
            _ => Arc::new(KeySet::default()),
        };
        let now = env.now();
        let code = self.receive(pending, query, session_secret, &answer_keys, env.replay(), now)?;
        let response = call(env, |nonce, random, now| self.token_request(pending, &code, nonce, random, now)).await?;
        let tokens = self.tokens(&response)?;
        let id_token = tokens.id_token().ok_or(Error::new(Code::ResponseForm, "id_token"))?;
        let keys = keys_for(env, self.key_name(id_token)?.as_deref()).await?;
        let verified = self.finish(pending, &tokens, &keys, now)?;
        let login = self.fetch_userinfo(verified, &tokens, env).await?;
        Ok((login, tokens))
    }

    async fn fetch_userinfo<E: Environment>(
        &self,
        verified: IdToken,
        tokens: &Tokens,
        env: &mut E,
    ) -> Result<VerifiedLogin> {
        if self.endpoints.userinfo.is_none() {
            return Ok(verified.into_login());
        }
        let response = call(env, |nonce, random, now| self.userinfo_request(tokens, nonce, random, now)).await?;
        let kid = match (self.userinfo, str::from_utf8(&response.body)) {
            // Another type or status has no key to look for; it is refused by what it is, below.
            (UserinfoForm::Signed, Ok(token)) if response.status == 200 && response.is("application/jwt") => {
                self.key_name(token)?
            }
            _ => None,
        };
        let keys = keys_for(env, kid.as_deref()).await?;
        self.with_userinfo(verified, &response, &keys)
    }

    /// New tokens for the old ones.
    ///
    /// # Errors
    /// Those of [`OidcProfile::refresh_request`], [`OidcProfile::tokens`], [`OidcProfile::refreshed`], of the keys and
    /// of the transport.
    pub fn refresh(&self, login: &VerifiedLogin, tokens: &Tokens, around: &mut Surroundings<'_>) -> Result<Tokens> {
        at_once(self.refresh_in(login, tokens, around))
    }

    async fn refresh_in<E: Environment>(&self, login: &VerifiedLogin, tokens: &Tokens, env: &mut E) -> Result<Tokens> {
        let response = call(env, |nonce, random, now| self.refresh_request(tokens, nonce, random, now)).await?;
        let new = self.tokens(&response)?;
        if let Some(token) = new.id_token() {
            let keys = keys_for(env, self.key_name(token)?.as_deref()).await?;
            self.refreshed(login, &new, &keys, env.now())?;
        }
        Ok(new.or_refresh_token_of(tokens))
    }

    /// A logout token that the provider sent.
    ///
    /// # Errors
    /// Those of [`IdTokenRules::verify_logout`](super::IdTokenRules::verify_logout), of the keys and of the transport.
    pub fn logout_notice(&self, token: &str, around: &mut Surroundings<'_>) -> Result<LogoutNotice> {
        at_once(self.logout_notice_in(token, around))
    }

    pub(super) async fn logout_notice_in<E: Environment>(&self, token: &str, env: &mut E) -> Result<LogoutNotice> {
        let keys = keys_for(env, Compact::parse(token)?.header().kid()).await?;
        let now = env.now();
        self.rules.verify_logout(token, &keys, env.replay(), now)
    }
}

#[cfg(test)]
#[path = "flow_tests.rs"]
mod tests;
