//! The citizen logins that sign nothing: OAuth 2.0 with user information, in the dialects of VNeID's envelope, of the
//! National Portal (VNConnect) and of provincial portals.
//!
//! What they state is believed because the provider's server said it over TLS, and for no other reason: every login
//! from here is [`OriginProof::ServerChannelOnly`]. `state` and PKCE are always sent, though public code of such
//! portals sends neither: without `state` anyone can log a victim in as somebody else.

use super::client::{Client, ClientAuthentication};
use super::endpoint::{Endpoint, Reach};
use super::envelope::EnvelopeCipher;
use super::environment::{Environment, Surroundings, at_once};
use super::form::{self, Fields};
use super::http::{Request, Response};
use super::jose::{Json, Object};
use super::level::{Level, RequiredLevel};
use super::login::{Facts, OriginProof, VerifiedLogin};
use super::pending::{Answer, AuthorizationCode, PendingLogin, ReturnPath};
use super::profile::LoginOptions;
use super::replay::{ReplayStore, UsedOnce, once};
use super::tokens::Tokens;
use crate::error::{Code, Error, Result};
use crate::given::{Randomness, Timestamp};
use crate::limits::TOKEN_BYTES;

/// The addresses of such a provider.
#[derive(Clone, Debug)]
pub struct PortalEndpoints {
    /// Where the browser is sent to log in.
    pub authorization: Endpoint,
    /// Where codes become tokens.
    pub token: Endpoint,
    /// Where the statements about the person are.
    pub userinfo: Endpoint,
}

/// In which form a code comes through the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeForm {
    /// As it is to be exchanged. A plus sign in it may arrive as a blank, and is put back.
    Plain,
    /// Encrypted under an AES key that comes beside it, wrapped, as `encrypt_key`.
    Encrypted,
}

#[derive(Clone, Debug)]
enum Dialect {
    Plain,
    Envelope(EnvelopeCipher, CodeForm),
}

/// A provider that signs nothing, and the agreement with it.
#[derive(Clone, Debug)]
pub struct PortalProfile {
    name: String,
    endpoints: PortalEndpoints,
    client: Client,
    redirect_uri: String,
    scope: String,
    dialect: Dialect,
}

impl PortalProfile {
    /// VNeID's envelope: answers of the token and user information addresses are `{data, key}`.
    ///
    /// `name` stands for the issuer, which the answers do not name; `redirect_uri` is the own address.
    ///
    /// # Errors
    /// `address-insecure`.
    pub fn vneid_envelope(
        name: &str,
        client_id: &str,
        authentication: ClientAuthentication,
        endpoints: PortalEndpoints,
        redirect_uri: &str,
        cipher: EnvelopeCipher,
        code: CodeForm,
    ) -> Result<Self> {
        let dialect = Dialect::Envelope(cipher, code);
        Self::new(name, client_id, authentication, endpoints, redirect_uri, dialect)
    }

    /// The National Portal (VNConnect), and provincial portals that speak OAuth 2.0 the same way: answers in plain
    /// JSON, persons in the published list of claims.
    ///
    /// # Errors
    /// `address-insecure`.
    pub fn vnconnect(
        name: &str,
        client_id: &str,
        authentication: ClientAuthentication,
        endpoints: PortalEndpoints,
        redirect_uri: &str,
    ) -> Result<Self> {
        Self::new(name, client_id, authentication, endpoints, redirect_uri, Dialect::Plain)
    }

    fn new(
        name: &str,
        client_id: &str,
        authentication: ClientAuthentication,
        endpoints: PortalEndpoints,
        redirect_uri: &str,
        dialect: Dialect,
    ) -> Result<Self> {
        let own = Endpoint::parse(redirect_uri, Reach::Private).or(Endpoint::parse(redirect_uri, Reach::Loopback))?;
        let client = Client { id: client_id.to_owned(), authentication, provider: endpoints.token.url().to_owned() };
        let (redirect_uri, scope) = (own.url().to_owned(), "openid".to_owned());
        Ok(Self { name: name.to_owned(), endpoints, client, redirect_uri, scope, dialect })
    }

    /// Also ask for this scope.
    #[must_use]
    pub fn scope(mut self, scope: &str) -> Self {
        self.scope.push(' ');
        self.scope.push_str(scope);
        self
    }

    /// The addresses.
    #[must_use]
    pub const fn endpoints(&self) -> &PortalEndpoints {
        &self.endpoints
    }

    /// Starts a login and gives the address for the browser. A level is asked for, and is insisted on when the answer
    /// comes; it is then one that only the server channel vouches for.
    ///
    /// # Errors
    /// `profile-invalid`.
    pub fn start(
        &self,
        options: &LoginOptions,
        session_secret: &[u8],
        random: &mut dyn Randomness,
        now: Timestamp,
    ) -> Result<(PendingLogin, String)> {
        let path = options.return_path.clone().unwrap_or_else(ReturnPath::root);
        let mut pending = PendingLogin::new(random, session_secret, path, options.max_age, now)?;
        pending.required =
            (options.level > Level::None).then(|| RequiredLevel::at_least(options.level).or_server_channel());
        let challenge = pending.challenge();
        let mut fields = vec![
            ("response_type", "code"),
            ("client_id", self.client.id.as_str()),
            ("redirect_uri", self.redirect_uri.as_str()),
            ("scope", self.scope.as_str()),
            ("state", pending.state.as_str()),
            ("code_challenge", challenge.as_str()),
            ("code_challenge_method", "S256"),
        ];
        fields.extend(options.level.acr_value().map(|level| ("acr_values", level)));
        fields.extend(options.again.then_some(("prompt", "login")));
        let address = form::address(self.endpoints.authorization.url(), &fields);
        Ok((pending, address))
    }

    /// Takes the provider's answer as it arrived in the address, in a browser with this session secret.
    ///
    /// # Errors
    /// `response-state`, `login-expired`, `login-refused`, `response-form`, `envelope-open`, `replayed`.
    pub fn receive(
        &self,
        pending: &PendingLogin,
        query: &str,
        session_secret: &[u8],
        replay: &mut dyn ReplayStore,
        now: Timestamp,
    ) -> Result<AuthorizationCode> {
        let fields = Fields::parse(query)?;
        let answer = Answer::of(&fields);
        pending.answered_by(answer.state, session_secret, now)?;
        // No code has a blank in it: one was a plus sign that nobody escaped.
        let code = answer.code()?.replace(' ', "+");
        let code = match &self.dialect {
            Dialect::Envelope(cipher, CodeForm::Encrypted) => {
                let key = fields.get("encrypt_key").ok_or(Error::new(Code::ResponseForm, "encrypt_key"))?;
                cipher.open_code(&code, &key.replace(' ', "+"))?
            }
            _ => code,
        };
        let until = Timestamp::from_unix(now.unix().saturating_add(86_400));
        once(replay, UsedOnce::new("code", &self.name, &code), until, now)?;
        Ok(AuthorizationCode::new(code))
    }

    /// The call that exchanges a code for tokens.
    ///
    /// # Errors
    /// Those of a signer.
    pub fn token_request(
        &self,
        pending: &PendingLogin,
        code: &AuthorizationCode,
        random: &mut dyn Randomness,
        now: Timestamp,
    ) -> Result<Request> {
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", code.expose()),
            ("redirect_uri", self.redirect_uri.as_str()),
            ("code_verifier", pending.verifier()),
        ];
        self.client.post(&self.endpoints.token, &fields, random, now)
    }

    /// Reads the answer to it.
    ///
    /// # Errors
    /// Those of [`Response::check`]; `request-refused`, `call-status`, `response-form`; `envelope-form`,
    /// `envelope-open` in the dialect of envelopes, where nothing else is taken.
    pub fn tokens(&self, response: &Response) -> Result<Tokens> {
        response.check(&self.endpoints.token)?;
        match (&self.dialect, response.status) {
            (Dialect::Envelope(cipher, _), 200) => Tokens::read(&cipher.open(&response.body)?, "Bearer"),
            _ => Tokens::parse(response, "Bearer"),
        }
    }

    /// The call for the statements about the person.
    #[must_use]
    pub fn userinfo_request(&self, tokens: &Tokens) -> Request {
        let bearer = format!("Bearer {}", tokens.access_token());
        Request::get(&self.endpoints.userinfo, "application/json").header("Authorization", bearer)
    }

    /// The login that the statements make.
    ///
    /// # Errors
    /// Those of [`Response::check`], `call-status`; `envelope-form`, `envelope-open`; those of [`Object::parse`];
    /// `claim-missing` where nothing names the person; `level-too-low` where less came than was asked for.
    pub fn finish(&self, pending: &PendingLogin, response: &Response, now: Timestamp) -> Result<VerifiedLogin> {
        let body = response.success(&self.endpoints.userinfo)?;
        let claims = match &self.dialect {
            Dialect::Envelope(cipher, _) => cipher.open(body)?,
            Dialect::Plain => Object::parse(body, TOKEN_BYTES, "userinfo")?,
        };
        let login = login(&self.name, claims, now)?;
        if let Some(required) = pending.required {
            login.require(required)?;
        }
        Ok(login)
    }

    /// The calls in their order, over the caller's transport. The pending login is used up.
    ///
    /// # Errors
    /// Those of [`PortalProfile::receive`], [`PortalProfile::tokens`], [`PortalProfile::finish`] and of the transport.
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
        let now = env.now();
        let code = self.receive(pending, query, session_secret, env.replay(), now)?;
        let request = self.token_request(pending, &code, env.random(), now)?;
        let tokens = self.tokens(&env.call(request).await?)?;
        let response = env.call(self.userinfo_request(&tokens)).await?;
        Ok((self.finish(pending, &response, now)?, tokens))
    }
}

/// A login from statements that nobody signed. The person's name at the provider is `sub`, else the key that the
/// National Portal documents for the kind of account, else VNeID's.
pub(super) fn login(name: &str, claims: Object, now: Timestamp) -> Result<VerifiedLogin> {
    let text = |name| match claims.get(name) {
        Some(Json::Text(text)) if !text.is_empty() => Some(text.clone()),
        _ => None,
    };
    let kind = match claims.get("LoaiTaiKhoan") {
        Some(Json::Integer(number)) => number.to_string(),
        _ => text("LoaiTaiKhoan").unwrap_or_default(),
    };
    let key = match kind.as_str() {
        "1" => "SoDinhDanh",
        "2" => "MaSoThue",
        "3" => "TechID",
        _ => "citizenPid",
    };
    let subject = text("sub").or_else(|| text(key)).ok_or(Error::new(Code::ClaimMissing, "sub"))?;
    let facts = Facts {
        origin: OriginProof::ServerChannelOnly,
        issuer: name.to_owned(),
        subject,
        session: None,
        level: Level::of(&claims)?,
        authenticated_at: None,
        verified_at: now,
    };
    Ok(VerifiedLogin::after(facts, claims))
}

#[cfg(test)]
#[path = "portal_tests.rs"]
mod tests;
