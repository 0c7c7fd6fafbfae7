//! What the provider hands over for a code, and the login it proves.

use super::client::Introspection;
use super::http::Response;
use super::id_token::{Expected, ExpectedNonce, IdToken};
use super::jose::{KeySet, Object};
use super::login::{OriginProof, VerifiedLogin};
use super::pending::PendingLogin;
use super::profile::{OidcProfile, UserinfoForm};
use super::signed::{self, TokenType};
use crate::error::{Code, Error, Result};
use crate::given::Timestamp;
use crate::limits::TOKEN_BYTES;
use crate::personal::Secret;

/// The tokens of one answer. `Debug` shows none of them.
#[derive(Clone, Debug)]
pub struct Tokens {
    access: Secret,
    id: Option<Secret>,
    refresh: Option<Secret>,
    seconds: Option<u32>,
}

impl Tokens {
    /// Reads the answer of a token endpoint (RFC 6749 section 5).
    ///
    /// # Errors
    /// Those of [`Response::check`]; `request-refused` where the provider refuses, its reason being in the body;
    /// `response-form`, `token-binding` where another kind of token came than `kind`.
    pub(super) fn parse(response: &Response, kind: &str) -> Result<Self> {
        match response.status {
            200 => {}
            400 | 401 => return Err(Error::new(Code::RequestRefused, "token")),
            _ => return Err(Error::new(Code::CallStatus, "token")),
        }
        Self::read(&Object::parse(&response.body, super::http::Request::ANSWER_BYTES, "token")?, kind)
    }

    /// The tokens in an answer that says success.
    pub(super) fn read(answer: &Object, kind: &str) -> Result<Self> {
        let secret = |name: &'static str| {
            let text = answer.text(name)?.filter(|text| !text.is_empty() && text.len() <= TOKEN_BYTES);
            Ok::<_, Error>(text.map(|text| Secret::copy_of(text.as_bytes())))
        };
        let access = secret("access_token")?.ok_or(Error::new(Code::ResponseForm, "access_token"))?;
        let stated = answer.text("token_type")?.ok_or(Error::new(Code::ResponseForm, "token_type"))?;
        if !stated.eq_ignore_ascii_case(kind) {
            return Err(Error::new(Code::TokenBinding, "token_type"));
        }
        // A hint, which the National Portal writes as a text.
        let seconds = match answer.get("expires_in") {
            Some(super::jose::Json::Integer(seconds)) => u32::try_from(*seconds).ok(),
            Some(super::jose::Json::Text(text)) => text.parse().ok(),
            _ => None,
        };
        Ok(Self { access, id: secret("id_token")?, refresh: secret("refresh_token")?, seconds })
    }

    /// The access token.
    #[must_use]
    pub fn access_token(&self) -> &str {
        text(&self.access)
    }

    /// The ID token, unverified: a hint for a logout.
    #[must_use]
    pub fn id_token(&self) -> Option<&str> {
        self.id.as_ref().map(text)
    }

    /// The refresh token.
    #[must_use]
    pub fn refresh_token(&self) -> Option<&str> {
        self.refresh.as_ref().map(text)
    }

    /// The refresh token of the answer before stays valid where a new answer brings none (RFC 6749 section 6).
    pub(super) fn or_refresh_token_of(mut self, before: &Self) -> Self {
        self.refresh = self.refresh.or_else(|| before.refresh.clone());
        self
    }

    /// How many seconds the access token is said to count.
    #[must_use]
    pub const fn expires_in(&self) -> Option<u32> {
        self.seconds
    }
}

fn text(secret: &Secret) -> &str {
    str::from_utf8(secret.expose()).unwrap_or_default()
}

impl OidcProfile {
    /// Reads the answer to [`OidcProfile::token_request`] or [`OidcProfile::refresh_request`].
    ///
    /// # Errors
    /// Those of [`Response::check`]; `request-refused`, `call-status`, `response-form`; `token-binding` where the
    /// token is not bound as the profile says. An answer with [`Response::dpop_nonce`] and status 400 asks for the
    /// same call with that number.
    pub fn tokens(&self, response: &Response) -> Result<Tokens> {
        response.check(&self.endpoints.token)?;
        Tokens::parse(response, if self.dpop.is_some() { "DPoP" } else { "Bearer" })
    }

    /// The login that the tokens prove: the ID token is for this login (its nonce is required), is not older than was
    /// asked, and has the level that was asked for.
    ///
    /// # Errors
    /// `response-form` without an ID token; those of decryption and of
    /// [`IdTokenRules::verify`](super::IdTokenRules::verify).
    pub fn finish(&self, pending: &PendingLogin, tokens: &Tokens, keys: &KeySet, now: Timestamp) -> Result<IdToken> {
        let token = tokens.id_token().ok_or(Error::new(Code::ResponseForm, "id_token"))?;
        let expected = Expected {
            nonce: ExpectedNonce::Exactly(&pending.nonce),
            access_token: Some(tokens.access_token()),
            code: None,
            max_age: pending.max_age,
        };
        let verified = self.rules.verify(&self.decrypted(token)?, keys, &expected, now)?;
        if let Some(required) = pending.required {
            required.check(verified.level(), OriginProof::SignedToken)?;
        }
        Ok(verified)
    }

    /// The ID token of a refresh, if one came: for the same person at the same provider, from the same proof of who
    /// they are (OpenID Connect Core 12.2).
    ///
    /// # Errors
    /// `claim-subject`, `claim-issuer`, `claim-auth-time` where it is about another login; those of
    /// [`IdTokenRules::verify`](super::IdTokenRules::verify).
    pub fn refreshed(
        &self,
        login: &VerifiedLogin,
        tokens: &Tokens,
        keys: &KeySet,
        now: Timestamp,
    ) -> Result<Option<IdToken>> {
        let Some(token) = tokens.id_token() else { return Ok(None) };
        let expected = Expected::unbound().access_token(tokens.access_token());
        let verified = self.rules.verify(&self.decrypted(token)?, keys, &expected, now)?;
        let times = (verified.authenticated_at(), login.authenticated_at());
        if verified.subject() != login.subject() {
            Err(Error::new(Code::ClaimSubject, "sub"))
        } else if verified.issuer() != login.issuer() {
            Err(Error::new(Code::ClaimIssuer, "iss"))
        } else if matches!(times, (Some(new), Some(old)) if new != old) {
            Err(Error::new(Code::ClaimAuthTime, "auth_time"))
        } else {
            Ok(Some(verified))
        }
    }

    /// The login with the user information that the provider gave for it. It must be about the same person. Plain
    /// user information is not signed: [`VerifiedLogin::person_origin`] then says so, while the level stays that of
    /// the ID token.
    ///
    /// # Errors
    /// `claim-subject`; `token-type` where it came in another form than the profile says; those of a token.
    pub fn with_userinfo(&self, token: IdToken, response: &Response, keys: &KeySet) -> Result<VerifiedLogin> {
        let endpoint = self.endpoints.userinfo.as_ref().unwrap_or(&self.endpoints.token);
        let body = response.success(endpoint)?;
        let other = Error::new(Code::TokenType, "content type");
        let is_token = response.is("application/jwt");
        let claims = match (self.userinfo, &self.decryption) {
            (UserinfoForm::Plain, None) => {
                if is_token {
                    return Err(other);
                }
                Object::parse(body, TOKEN_BYTES, "userinfo")?
            }
            (form, _) => {
                let text = str::from_utf8(body).map_err(|_| Error::new(Code::TokenForm, "userinfo"))?;
                if !is_token {
                    return Err(other);
                }
                let inner = self.decrypted(text)?;
                if form == UserinfoForm::Plain {
                    Object::parse(inner.as_bytes(), TOKEN_BYTES, "userinfo")?
                } else {
                    self.open_userinfo(&inner, keys)?
                }
            }
        };
        let subject = claims.text("sub")?.ok_or(Error::new(Code::ClaimMissing, "sub"))?;
        if subject != token.subject().expose() {
            return Err(Error::new(Code::ClaimSubject, "sub"));
        }
        Ok(match self.userinfo {
            UserinfoForm::Signed => token.login(OriginProof::SignedTokenAndUserinfo, claims),
            UserinfoForm::Plain => token.login_with_unsigned(claims),
        })
    }

    /// Signed user information names issuer and audience (OpenID Connect Core 5.3.2), and is no ID token of another
    /// login in disguise: those have a nonce.
    fn open_userinfo(&self, token: &str, keys: &KeySet) -> Result<Object> {
        let (claims, _) = signed::open(token, TokenType::Plain, keys, self.rules.algorithms)?;
        self.rules.check_parties(&claims)?;
        if claims.get("nonce").is_some() || claims.get("events").is_some() {
            return Err(Error::new(Code::ClaimTokenUse, "userinfo"));
        }
        Ok(claims)
    }

    /// Reads the answer to [`OidcProfile::introspection_request`], in JSON or, signed, as RFC 9701 has it.
    ///
    /// # Errors
    /// Those of [`Response::check`], `call-status`, `response-form`, `claim-type`; those of a token.
    pub fn introspection(&self, response: &Response, keys: &KeySet) -> Result<Introspection> {
        let endpoint = self.endpoints.introspection.as_ref().unwrap_or(&self.endpoints.token);
        let body = response.success(endpoint)?;
        if !response.is("application/token-introspection+jwt") {
            return Introspection::parse(body);
        }
        let token = str::from_utf8(body).map_err(|_| Error::new(Code::TokenForm, "introspection"))?;
        let (claims, _) = signed::open(token, TokenType::Introspection, keys, self.rules.algorithms)?;
        self.rules.check_parties(&claims)?;
        let inner = claims.object("token_introspection")?.cloned();
        Introspection::of(inner.ok_or(Error::new(Code::ClaimMissing, "token_introspection"))?)
    }
}
