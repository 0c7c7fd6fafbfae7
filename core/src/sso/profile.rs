//! The strict profile: OpenID Connect with the code flow, PKCE, and everything that makes it stricter.

use super::client::{Client, ClientAuthentication};
use super::dpop::Proof;
use super::endpoint::{Endpoint, Reach};
use super::form::{self, Fields};
use super::http::{Request, Response};
use super::id_token::IdTokenRules;
use super::jose::{Compact, DecryptionKey, KeySet, Object, decrypt};
use super::level::{Level, RequiredLevel};
use super::pending::{Answer, AuthorizationCode, PendingLogin, ReturnPath};
use super::provider::Endpoints;
use super::replay::{ReplayStore, UsedOnce, once};
use super::signed::{self, TokenType};
use super::signer::ProofSigner;
use super::tokens::Tokens;
use crate::error::{Code, Error, Result};
use crate::given::{Randomness, Timestamp};
use crate::limits::TOKEN_BYTES;
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// How the provider's answer reaches the relying party through the browser.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ResponseMode {
    /// Parameters in the address.
    #[default]
    Query,
    /// One signed token in the address (JARM).
    SignedQuery,
}

/// In which form the provider gives user information.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UserinfoForm {
    /// JSON. What it says about the person is then not signed.
    #[default]
    Plain,
    /// A signed token.
    Signed,
}

/// What one login asks for.
#[derive(Clone, Debug, Default)]
pub struct LoginOptions {
    /// Where the browser goes afterwards.
    pub return_path: Option<ReturnPath>,
    /// The level to ask for, and to insist on when the answer comes: a step-up.
    pub level: Level,
    /// The person must have proven who they are within these seconds.
    pub max_age: Option<u32>,
    /// Ask the person again even if they are logged in at the provider.
    pub again: bool,
}

/// What the browser or the program has to do next.
#[derive(Clone, Debug)]
pub enum NextStep {
    /// Send the browser there.
    Redirect(String),
    /// Make this call and hand the answer to [`OidcProfile::pushed`].
    Push(Request),
}

/// A provider that speaks OpenID Connect, and the agreement with it. Nothing is negotiated: what is set here is what
/// is expected, and an answer of another kind is refused.
#[derive(Clone)]
pub struct OidcProfile {
    pub(super) rules: IdTokenRules,
    pub(super) endpoints: Endpoints,
    pub(super) client: Client,
    pub(super) userinfo: UserinfoForm,
    pub(super) decryption: Option<Arc<dyn DecryptionKey>>,
    pub(super) dpop: Option<Arc<dyn ProofSigner>>,
    redirect_uri: String,
    scope: String,
    response_mode: ResponseMode,
    names_issuer: bool,
}

impl OidcProfile {
    /// A provider with these addresses, whose ID tokens follow these rules. Answers come as parameters with `iss`
    /// (RFC 9207), tokens are signed and not encrypted, user information is plain, the scope is `openid`.
    ///
    /// # Errors
    /// `address-insecure` where the own address is no https address (or one of this machine).
    pub fn new(
        rules: IdTokenRules,
        endpoints: Endpoints,
        authentication: ClientAuthentication,
        redirect_uri: &str,
    ) -> Result<Self> {
        let own = Endpoint::parse(redirect_uri, Reach::Private).or(Endpoint::parse(redirect_uri, Reach::Loopback))?;
        let provider = rules.issuers.first().cloned().unwrap_or_default();
        let client = Client { id: rules.client_id.clone(), authentication, provider };
        Ok(Self {
            rules,
            endpoints,
            client,
            userinfo: UserinfoForm::default(),
            decryption: None,
            dpop: None,
            redirect_uri: own.url().to_owned(),
            scope: "openid".to_owned(),
            response_mode: ResponseMode::default(),
            names_issuer: true,
        })
    }

    /// Also ask for this scope.
    #[must_use]
    pub fn scope(mut self, scope: &str) -> Self {
        self.scope.push(' ');
        self.scope.push_str(scope);
        self
    }

    /// Answers come in this way.
    #[must_use]
    pub const fn response_mode(mut self, mode: ResponseMode) -> Self {
        self.response_mode = mode;
        self
    }

    /// User information comes in this form.
    #[must_use]
    pub const fn userinfo(mut self, form: UserinfoForm) -> Self {
        self.userinfo = form;
        self
    }

    /// ID tokens and user information are encrypted to this key; signed tokens inside.
    #[must_use]
    pub fn encrypted_to(mut self, key: Arc<dyn DecryptionKey>) -> Self {
        self.decryption = Some(key);
        self
    }

    /// Access tokens are bound to this key (DPoP).
    #[must_use]
    pub fn bound_to(mut self, key: Arc<dyn ProofSigner>) -> Self {
        self.dpop = Some(key);
        self
    }

    /// The provider does not name itself in its answers (RFC 9207). Only for providers that cannot, and only while
    /// they are the only one of this relying party: nothing else tells the answers of two providers apart.
    #[must_use]
    pub const fn without_issuer_in_answers(mut self) -> Self {
        self.names_issuer = false;
        self
    }

    /// The rules for ID tokens.
    #[must_use]
    pub const fn rules(&self) -> &IdTokenRules {
        &self.rules
    }

    /// The addresses.
    #[must_use]
    pub const fn endpoints(&self) -> &Endpoints {
        &self.endpoints
    }

    /// Starts a login for the browser with this session secret (16 bytes or more, not guessable, never sent to the
    /// provider). The pending login stays on the server.
    ///
    /// # Errors
    /// `profile-invalid`, those of a signer.
    pub fn start(
        &self,
        options: &LoginOptions,
        session_secret: &[u8],
        random: &mut dyn Randomness,
        now: Timestamp,
    ) -> Result<(PendingLogin, NextStep)> {
        let path = options.return_path.clone().unwrap_or_else(ReturnPath::root);
        let mut pending = PendingLogin::new(random, session_secret, path, options.max_age, now)?;
        pending.required = (options.level > Level::None).then(|| RequiredLevel::at_least(options.level));
        let challenge = pending.challenge();
        let max_age = options.max_age.map(|seconds| seconds.to_string());
        let mut fields = vec![
            ("response_type", "code"),
            ("redirect_uri", self.redirect_uri.as_str()),
            ("scope", self.scope.as_str()),
            ("state", pending.state.as_str()),
            ("nonce", pending.nonce.as_str()),
            ("code_challenge", challenge.as_str()),
            ("code_challenge_method", "S256"),
        ];
        fields.extend(options.level.acr_value().map(|level| ("acr_values", level)));
        fields.extend(max_age.as_deref().map(|seconds| ("max_age", seconds)));
        fields.extend(options.again.then_some(("prompt", "login")));
        fields.extend((self.response_mode == ResponseMode::SignedQuery).then_some(("response_mode", "query.jwt")));
        let next = if let Some(endpoint) = &self.endpoints.pushed_authorization {
            if let ClientAuthentication::SecretBasic(_) = self.client.authentication {
                fields.push(("client_id", &self.client.id));
            }
            NextStep::Push(self.client.post(endpoint, &fields, random, now)?)
        } else {
            fields.push(("client_id", &self.client.id));
            NextStep::Redirect(form::address(self.endpoints.authorization.url(), &fields))
        };
        Ok((pending, next))
    }

    /// The address for the browser, from the answer to a pushed request (RFC 9126 section 2.2).
    ///
    /// # Errors
    /// `request-refused`, `response-form`, those of [`Response::check`].
    pub fn pushed(&self, response: &Response) -> Result<String> {
        let endpoint = self.endpoints.pushed_authorization.as_ref().unwrap_or(&self.endpoints.authorization);
        response.check(endpoint)?;
        if response.status != 201 {
            return Err(Error::new(Code::RequestRefused, "pushed request"));
        }
        let answer = Object::parse(&response.body, TOKEN_BYTES, "pushed request")?;
        let reference = answer.text("request_uri")?.filter(|text| !text.is_empty());
        let reference = reference.ok_or(Error::new(Code::ResponseForm, "request_uri"))?;
        let fields = [("client_id", self.client.id.as_str()), ("request_uri", reference)];
        Ok(form::address(self.endpoints.authorization.url(), &fields))
    }

    /// Takes the provider's answer as it arrived in the address, in a browser with this session secret.
    ///
    /// # Errors
    /// `response-state` where it belongs to another login or browser, `login-expired`, `response-issuer` where
    /// another provider answers, `login-refused`, `response-form`, `replayed`; with JARM also those of a token.
    pub fn receive(
        &self,
        pending: &PendingLogin,
        query: &str,
        session_secret: &[u8],
        keys: &KeySet,
        replay: &mut dyn ReplayStore,
        now: Timestamp,
    ) -> Result<AuthorizationCode> {
        let fields = Fields::parse(query)?;
        let signed;
        let answer = match self.response_mode {
            ResponseMode::Query => Answer::of(&fields),
            ResponseMode::SignedQuery => {
                signed = self.open_answer(&fields, keys, now)?;
                let text = |name| signed.text(name);
                Answer { code: text("code")?, error: text("error")?, state: text("state")?, issuer: text("iss")? }
            }
        };
        pending.answered_by(answer.state, session_secret, now)?;
        match answer.issuer {
            Some(issuer) if self.rules.issuers.iter().any(|own| own == issuer) => {}
            None if !self.names_issuer => {}
            _ => return Err(Error::new(Code::ResponseIssuer, "iss")),
        }
        let code = answer.code()?;
        // Codes live for a minute or ten (RFC 6749 section 4.1.2); after a day nobody can know.
        let until = Timestamp::from_unix(now.unix().saturating_add(86_400));
        once(replay, UsedOnce::new("code", &self.client.provider, code), until, now)?;
        Ok(AuthorizationCode::new(code.to_owned()))
    }

    pub(super) const fn mode(&self) -> ResponseMode {
        self.response_mode
    }

    /// The token of a JARM answer, unverified.
    pub(super) fn answer_token(&self, query: &str) -> Result<Option<String>> {
        Ok(Fields::parse(query)?.get("response").map(str::to_owned))
    }

    /// The claims of a JARM answer: `iss`, `aud` and `exp` are required, `iat` is not (JARM section 2.1).
    fn open_answer(&self, fields: &Fields, keys: &KeySet, now: Timestamp) -> Result<Object> {
        let token = fields.get("response").ok_or(Error::new(Code::ResponseForm, "response"))?;
        let (claims, _) = signed::open(token, TokenType::Plain, keys, self.rules.algorithms)?;
        self.rules.check_parties(&claims)?;
        let expires = claims.time("exp")?.ok_or(Error::new(Code::ClaimMissing, "exp"))?;
        if self.rules.skew.is_past(expires, now) {
            return Err(Error::new(Code::ClaimExpired, "exp"));
        }
        Ok(claims)
    }

    /// The call that exchanges a code for tokens. `dpop_nonce` is the number the provider asked for, if it did.
    ///
    /// # Errors
    /// Those of a signer.
    pub fn token_request(
        &self,
        pending: &PendingLogin,
        code: &AuthorizationCode,
        dpop_nonce: Option<&str>,
        random: &mut dyn Randomness,
        now: Timestamp,
    ) -> Result<Request> {
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", code.expose()),
            ("redirect_uri", self.redirect_uri.as_str()),
            ("code_verifier", pending.verifier()),
        ];
        self.proven(self.client.post(&self.endpoints.token, &fields, random, now)?, None, dpop_nonce, random, now)
    }

    /// The call that exchanges a refresh token for new tokens.
    ///
    /// # Errors
    /// `operation-unsupported` without a refresh token; those of a signer.
    pub fn refresh_request(
        &self,
        tokens: &Tokens,
        dpop_nonce: Option<&str>,
        random: &mut dyn Randomness,
        now: Timestamp,
    ) -> Result<Request> {
        let refresh = tokens.refresh_token().ok_or(Error::new(Code::OperationUnsupported, "refresh_token"))?;
        let fields = [("grant_type", "refresh_token"), ("refresh_token", refresh)];
        self.proven(self.client.post(&self.endpoints.token, &fields, random, now)?, None, dpop_nonce, random, now)
    }

    /// The call for user information.
    ///
    /// # Errors
    /// `operation-unsupported` where the profile has no such address; those of a signer.
    pub fn userinfo_request(
        &self,
        tokens: &Tokens,
        dpop_nonce: Option<&str>,
        random: &mut dyn Randomness,
        now: Timestamp,
    ) -> Result<Request> {
        let none = Error::new(Code::OperationUnsupported, "userinfo");
        let endpoint = self.endpoints.userinfo.as_ref().ok_or(none)?;
        let accept = match (self.userinfo, &self.decryption) {
            (UserinfoForm::Plain, None) => "application/json",
            _ => "application/jwt",
        };
        let token = tokens.access_token();
        let scheme = if self.dpop.is_some() { "DPoP" } else { "Bearer" };
        let request = Request::get(endpoint, accept).header("Authorization", format!("{scheme} {token}"));
        self.proven(request, Some(token), dpop_nonce, random, now)
    }

    /// Adds the proof of possession, where the profile has a key for it.
    fn proven(
        &self,
        request: Request,
        access_token: Option<&str>,
        nonce: Option<&str>,
        random: &mut dyn Randomness,
        now: Timestamp,
    ) -> Result<Request> {
        let Some(signer) = &self.dpop else { return Ok(request) };
        let proof = Proof { method: request.method.as_str(), url: request.endpoint.url(), access_token, nonce };
        let proof = proof.sign(signer.as_ref(), random, now)?;
        Ok(request.header("DPoP", proof))
    }

    /// The call that asks the provider about a token (RFC 7662).
    ///
    /// # Errors
    /// `operation-unsupported` where the profile has no such address; those of a signer.
    pub fn introspection_request(&self, token: &str, random: &mut dyn Randomness, now: Timestamp) -> Result<Request> {
        let none = Error::new(Code::OperationUnsupported, "introspection");
        let endpoint = self.endpoints.introspection.as_ref().ok_or(none)?;
        self.client.post(endpoint, &[("token", token)], random, now)
    }

    /// The call that gives a token back (RFC 7009). Any answer of status 200 means that it no longer counts.
    ///
    /// # Errors
    /// `operation-unsupported` where the profile has no such address; those of a signer.
    pub fn revocation_request(&self, token: &str, random: &mut dyn Randomness, now: Timestamp) -> Result<Request> {
        let none = Error::new(Code::OperationUnsupported, "revocation");
        let endpoint = self.endpoints.revocation.as_ref().ok_or(none)?;
        self.client.post(endpoint, &[("token", token)], random, now)
    }

    /// The address to which the browser is sent to end the login at the provider as well (OpenID Connect RP-Initiated
    /// Logout 1.0). `return_to` is an address that is registered there.
    ///
    /// # Errors
    /// `operation-unsupported` where the profile has no such address.
    pub fn logout_address(&self, id_token: Option<&str>, return_to: &str, state: &str) -> Result<String> {
        let none = Error::new(Code::OperationUnsupported, "end session");
        let endpoint = self.endpoints.end_session.as_ref().ok_or(none)?;
        let mut fields =
            vec![("client_id", self.client.id.as_str()), ("post_logout_redirect_uri", return_to), ("state", state)];
        fields.extend(id_token.map(|token| ("id_token_hint", token)));
        Ok(form::address(endpoint.url(), &fields))
    }

    /// The signed token inside what came: decrypted where the profile says so, and only then.
    pub(super) fn decrypted<'a>(&self, token: &'a str) -> Result<Cow<'a, str>> {
        let Some(key) = &self.decryption else { return Ok(Cow::Borrowed(token)) };
        let inner = decrypt(token, key.as_ref())?;
        let inner = str::from_utf8(&inner).map_err(|_| Error::new(Code::TokenForm, "token"))?;
        Ok(Cow::Owned(inner.to_owned()))
    }

    /// The name of the key that signed a token of this provider, for [`JwksStore`](super::JwksStore). The token is
    /// not believed yet.
    ///
    /// # Errors
    /// Those of [`Compact::parse`] and of decryption.
    pub fn key_name(&self, token: &str) -> Result<Option<String>> {
        let token = self.decrypted(token)?;
        Ok(Compact::parse(&token)?.header().kid().map(str::to_owned))
    }
}

impl fmt::Debug for OidcProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OidcProfile").field("rules", &self.rules).field("client", &self.client).finish_non_exhaustive()
    }
}
