//! One door for all the logins of the country.

use super::cas::CasProfile;
use super::endpoint::Endpoint;
use super::environment::{Environment, Surroundings, at_once};
use super::form;
use super::jose::{Backend, Compact, Object};
use super::keys::JwksStore;
use super::login::VerifiedLogin;
use super::logout::LogoutNotice;
use super::pending::PendingLogin;
use super::portal::PortalProfile;
use super::profile::{LoginOptions, OidcProfile, ResponseMode};
use super::tokens::Tokens;
use crate::error::{Code, Error, Result};
use crate::limits::TOKEN_BYTES;

/// The agreement with one provider, of whatever kind; made by [`Settings::agreement`](super::Settings::agreement).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Agreement {
    /// OpenID Connect.
    Oidc(Box<OidcProfile>),
    /// VNeID's envelope, the National Portal.
    Portal(Box<PortalProfile>),
    /// CAS.
    Cas(Box<CasProfile>),
}

impl Agreement {
    /// An empty store for the provider's keys. Providers that sign nothing are never asked for any.
    #[must_use]
    pub fn keys(&self, backend: Backend) -> JwksStore {
        JwksStore::new(self.keys_at().clone(), backend)
    }

    fn keys_at(&self) -> &Endpoint {
        match self {
            Self::Oidc(profile) => &profile.endpoints().jwks,
            Self::Portal(profile) => &profile.endpoints().token,
            Self::Cas(profile) => profile.validate_at(),
        }
    }

    /// Starts a login for the browser with this session secret (16 bytes or more, not guessable), and gives the
    /// address to send it to.
    ///
    /// # Errors
    /// `profile-invalid`, `operation-unsupported` (a level, with CAS); those of the transport and of a pushed request.
    pub fn begin(
        &self,
        options: &LoginOptions,
        session_secret: &[u8],
        around: &mut Surroundings<'_>,
    ) -> Result<(PendingLogin, String)> {
        at_once(self.begin_in(options, session_secret, around))
    }

    /// As [`Agreement::begin`], in an environment that may have to wait for answers.
    ///
    /// # Errors
    /// As there.
    pub async fn begin_in<E: Environment>(
        &self,
        options: &LoginOptions,
        session_secret: &[u8],
        env: &mut E,
    ) -> Result<(PendingLogin, String)> {
        let now = env.now();
        match self {
            Self::Oidc(profile) => profile.begin_in(options, session_secret, env).await,
            Self::Portal(profile) => profile.start(options, session_secret, env.random(), now),
            Self::Cas(profile) => profile.start(options, session_secret, env.random(), now),
        }
    }

    /// Takes the provider's answer in the address and gives the login, with the tokens where there are some. The
    /// pending login is used up.
    ///
    /// # Errors
    /// Those of the profile's own function of this name.
    pub fn complete(
        &self,
        pending: PendingLogin,
        query: &str,
        session_secret: &[u8],
        around: &mut Surroundings<'_>,
    ) -> Result<(VerifiedLogin, Option<Tokens>)> {
        at_once(self.complete_in(pending, query, session_secret, around))
    }

    /// As [`Agreement::complete`], in an environment that may have to wait for answers.
    ///
    /// # Errors
    /// As there.
    pub async fn complete_in<E: Environment>(
        &self,
        pending: PendingLogin,
        query: &str,
        session_secret: &[u8],
        env: &mut E,
    ) -> Result<(VerifiedLogin, Option<Tokens>)> {
        match self {
            Self::Oidc(profile) => {
                let (login, tokens) = profile.complete_in(&pending, query, session_secret, env).await?;
                Ok((login, Some(tokens)))
            }
            Self::Portal(profile) => {
                let (login, tokens) = profile.complete_in(&pending, query, session_secret, env).await?;
                Ok((login, Some(tokens)))
            }
            Self::Cas(profile) => Ok((profile.complete_in(&pending, query, session_secret, env).await?, None)),
        }
    }

    /// The `state` of an answer, unverified: by it a program finds the pending login that the answer may belong to.
    #[must_use]
    pub fn answered_state(&self, query: &str) -> Option<String> {
        let signed = match self {
            Self::Oidc(profile) if profile.mode() == ResponseMode::SignedQuery => form::first(query, "response"),
            _ => None,
        };
        // Whatever is wrong with an answer is said when it is taken; here it only has to find its login.
        let Some(token) = signed else { return form::first(query, "state") };
        let claims = Compact::parse(&token).ok()?.claimed_payload().ok()?;
        Object::parse(&claims, TOKEN_BYTES, "response").ok()?.text("state").ok()?.map(str::to_owned)
    }

    /// Which logins the provider ended, by the logout token that it sent.
    ///
    /// # Errors
    /// `operation-unsupported` for providers without such tokens; those of [`OidcProfile::logout_notice`].
    pub fn logout_notice(&self, token: &str, around: &mut Surroundings<'_>) -> Result<LogoutNotice> {
        at_once(self.logout_notice_in(token, around))
    }

    /// As [`Agreement::logout_notice`], in an environment that may have to wait for answers.
    ///
    /// # Errors
    /// As there.
    pub async fn logout_notice_in<E: Environment>(&self, token: &str, env: &mut E) -> Result<LogoutNotice> {
        match self {
            Self::Oidc(profile) => profile.logout_notice_in(token, env).await,
            _ => Err(Error::new(Code::OperationUnsupported, "logout notice")),
        }
    }

    /// The address to which the browser is sent to end the login at the provider as well.
    ///
    /// # Errors
    /// `operation-unsupported` where the agreement names none.
    pub fn logout_address(&self, id_token: Option<&str>, return_to: &str, state: &str) -> Result<String> {
        match self {
            Self::Oidc(profile) => profile.logout_address(id_token, return_to, state),
            _ => Err(Error::new(Code::OperationUnsupported, "end session")),
        }
    }
}
