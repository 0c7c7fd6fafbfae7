//! How a relying party shows the provider who it is, and what it may ask for besides a login.

use super::endpoint::Endpoint;
use super::form::escape;
use super::http::Request;
use super::jose::{Json, Object};
use super::pending::token;
use super::signer::{ProofSigner, sign};
use crate::error::{Code, Error, Result};
use crate::given::{Randomness, Timestamp};
use crate::limits::TOKEN_BYTES;
use crate::personal::Secret;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use std::fmt;
use std::sync::Arc;

/// How the relying party authenticates to the provider.
#[derive(Clone)]
#[non_exhaustive]
pub enum ClientAuthentication {
    /// Not at all: PKCE alone protects the code.
    Public,
    /// A shared secret in the header `Authorization` (RFC 6749 section 2.3.1).
    SecretBasic(Secret),
    /// A shared secret in the form. Only where the provider takes nothing else.
    SecretPost(Secret),
    /// A signed assertion (`private_key_jwt`, RFC 7523).
    PrivateKey(Arc<dyn ProofSigner>),
    /// The certificate of the TLS connection (RFC 8705); the transport presents it.
    Tls,
}

impl fmt::Debug for ClientAuthentication {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Public => "Public",
            Self::SecretBasic(_) => "SecretBasic(***)",
            Self::SecretPost(_) => "SecretPost(***)",
            Self::PrivateKey(_) => "PrivateKey(***)",
            Self::Tls => "Tls",
        })
    }
}

/// A relying party: its name at the provider and how it proves it.
#[derive(Clone, Debug)]
pub(super) struct Client {
    pub(super) id: String,
    pub(super) authentication: ClientAuthentication,
    /// Whom an assertion is for: the provider.
    pub(super) provider: String,
}

impl Client {
    /// A form of these fields, authenticated.
    pub(super) fn post(
        &self,
        endpoint: &Endpoint,
        fields: &[(&str, &str)],
        random: &mut dyn Randomness,
        now: Timestamp,
    ) -> Result<Request> {
        const ASSERTION: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
        let text = |secret: &Secret| {
            let text = str::from_utf8(secret.expose()).map(str::to_owned);
            text.map_err(|_| Error::new(Code::ProfileInvalid, "client secret"))
        };
        let mut fields = fields.to_vec();
        match &self.authentication {
            ClientAuthentication::Public | ClientAuthentication::Tls => {
                fields.push(("client_id", &self.id));
                Ok(Request::form(endpoint, &fields))
            }
            ClientAuthentication::SecretBasic(secret) => {
                let mut pair = String::new();
                escape(&self.id, &mut pair);
                pair.push(':');
                escape(&text(secret)?, &mut pair);
                let value = format!("Basic {}", STANDARD.encode(pair));
                Ok(Request::form(endpoint, &fields).header("Authorization", value))
            }
            ClientAuthentication::SecretPost(secret) => {
                let secret = text(secret)?;
                fields.extend([("client_id", self.id.as_str()), ("client_secret", secret.as_str())]);
                Ok(Request::form(endpoint, &fields))
            }
            ClientAuthentication::PrivateKey(signer) => {
                let assertion = sign(
                    signer.as_ref(),
                    json!({"typ": "JWT"}),
                    &json!({
                        "iss": self.id, "sub": self.id, "aud": self.provider, "jti": token(random)?,
                        "iat": now.unix(), "exp": now.unix().saturating_add(60)
                    }),
                )?;
                fields.extend([
                    ("client_id", self.id.as_str()),
                    ("client_assertion_type", ASSERTION),
                    ("client_assertion", assertion.as_str()),
                ]);
                Ok(Request::form(endpoint, &fields))
            }
        }
    }
}

/// Whether a token counts, in the provider's own words (RFC 7662).
#[derive(Clone, Debug)]
pub struct Introspection {
    active: bool,
    claims: Object,
}

impl Introspection {
    pub(super) fn parse(body: &[u8]) -> Result<Self> {
        Self::of(Object::parse(body, TOKEN_BYTES, "introspection")?)
    }

    pub(super) fn of(claims: Object) -> Result<Self> {
        match claims.get("active") {
            Some(Json::Boolean(active)) => Ok(Self { active: *active, claims }),
            Some(_) => Err(Error::new(Code::ClaimType, "active")),
            None => Err(Error::new(Code::ResponseForm, "active")),
        }
    }

    /// Whether the token counts now.
    #[must_use]
    pub const fn active(&self) -> bool {
        self.active
    }

    /// What the provider says about it.
    #[must_use]
    pub const fn claims(&self) -> &Object {
        &self.claims
    }
}
