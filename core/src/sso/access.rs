//! Access tokens at a server that is called with them (RFC 9068), and the key they are bound to.

use super::clock::{Skew, Validity};
use super::id_token::required;
use super::jose::{AlgorithmSet, KeySet, Object, base64url};
use super::signed::{self, TokenType, same};
use crate::crypto::HashAlgorithm;
use crate::error::{Code, Error, Result};
use crate::given::Timestamp;
use crate::personal::Personal;

/// The key that came with a call, to which the token must be bound.
#[derive(Clone, Copy, Debug)]
pub enum Presented<'a> {
    /// None: a token that is bound to a key is refused, because it is not the holder who shows it.
    Nothing,
    /// The certificate of the client's TLS connection, in DER (RFC 8705).
    Certificate(&'a [u8]),
    /// The thumbprint of a checked DPoP proof (RFC 9449).
    DpopKey(&'a str),
}

/// What an access token must be, for one server.
#[derive(Clone, Debug)]
pub struct AccessTokenRules {
    issuers: Vec<String>,
    audience: String,
    algorithms: AlgorithmSet,
    skew: Skew,
    keycloak: bool,
}

impl AccessTokenRules {
    /// Tokens of this issuer for this server, typed `at+jwt`.
    #[must_use]
    pub fn new(issuer: &str, audience: &str) -> Self {
        Self {
            issuers: vec![issuer.to_owned()],
            audience: audience.to_owned(),
            algorithms: AlgorithmSet::ALL,
            skew: Skew::default(),
            keycloak: false,
        }
    }

    /// These algorithms only.
    #[must_use]
    pub const fn algorithms(mut self, algorithms: AlgorithmSet) -> Self {
        self.algorithms = algorithms;
        self
    }

    /// This tolerance of clocks.
    #[must_use]
    pub const fn skew(mut self, skew: Skew) -> Self {
        self.skew = skew;
        self
    }

    /// Tokens as Keycloak makes them, instead: typed `JWT`, with `typ: Bearer` in the payload.
    #[must_use]
    pub const fn keycloak(mut self) -> Self {
        self.keycloak = true;
        self
    }

    /// Verifies a token that came with a call.
    ///
    /// # Errors
    /// As for ID tokens; `token-binding` where the token is bound to another key than the one presented, or to one
    /// and none was presented, or to none and one was.
    pub fn verify(&self, token: &str, keys: &KeySet, presented: Presented<'_>, now: Timestamp) -> Result<AccessToken> {
        let kind = if self.keycloak { TokenType::Plain } else { TokenType::Access };
        let (claims, _) = signed::open(token, kind, keys, self.algorithms)?;
        if self.keycloak && claims.text("typ")? != Some("Bearer") {
            return Err(Error::new(Code::ClaimTokenUse, "typ"));
        }
        let issuer = required(&claims, "iss")?;
        if !self.issuers.iter().any(|own| own == issuer) {
            return Err(Error::new(Code::ClaimIssuer, "iss"));
        }
        let audience = claims.texts("aud")?.ok_or(Error::new(Code::ClaimMissing, "aud"))?;
        if !audience.contains(&self.audience.as_str()) {
            return Err(Error::new(Code::ClaimAudience, "aud"));
        }
        let validity = Validity::check(&claims, self.skew, now)?;
        check_binding(&claims, presented)?;
        let subject = Personal::new(required(&claims, "sub")?.to_owned());
        let client = claims.text(if self.keycloak { "azp" } else { "client_id" })?.map(str::to_owned);
        Ok(AccessToken { subject, client, expires: validity.expires, claims })
    }
}

/// `cnf` of RFC 7800: the token is the holder's only together with this key.
fn check_binding(claims: &Object, presented: Presented<'_>) -> Result<()> {
    let wrong = Error::new(Code::TokenBinding, "cnf");
    let binding = claims.object("cnf")?;
    let (name, value) = match presented {
        Presented::Nothing => return if binding.is_none() { Ok(()) } else { Err(wrong) },
        Presented::Certificate(der) => ("x5t#S256", base64url::encode(&HashAlgorithm::Sha256.digest(&[der]))),
        Presented::DpopKey(thumbprint) => ("jkt", thumbprint.to_owned()),
    };
    let stated = binding.map(|binding| binding.text(name)).transpose()?.flatten();
    if stated.is_some_and(|stated| same(stated, &value)) { Ok(()) } else { Err(wrong) }
}

/// An access token after every check. Only [`AccessTokenRules::verify`] makes one.
#[derive(Clone, Debug)]
pub struct AccessToken {
    subject: Personal<String>,
    client: Option<String>,
    expires: Timestamp,
    claims: Object,
}

impl AccessToken {
    /// On whose behalf the call is made.
    #[must_use]
    pub const fn subject(&self) -> &Personal<String> {
        &self.subject
    }

    /// The program that calls.
    #[must_use]
    pub fn client(&self) -> Option<&str> {
        self.client.as_deref()
    }

    /// When the token ends.
    #[must_use]
    pub const fn expires_at(&self) -> Timestamp {
        self.expires
    }

    /// Whether the token has a scope.
    #[must_use]
    pub fn has_scope(&self, scope: &str) -> bool {
        let scopes = self.claims.text("scope").ok().flatten().unwrap_or_default();
        scopes.split(' ').any(|own| own == scope)
    }

    /// Every claim.
    #[must_use]
    pub const fn claims(&self) -> &Object {
        &self.claims
    }
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "test data")]
mod tests {
    use super::*;
    use crate::sso::testing::{CLIENT, ISSUER, Key, NOW, key_set, with};
    use serde_json::{Value, json};

    const API: &str = "https://api.benh-vien-mau.example.vn";

    fn claims() -> Value {
        json!({"iss": ISSUER, "sub": "f3a1", "aud": [API, "other"], "client_id": CLIENT, "jti": "1",
            "iat": NOW.unix(), "exp": NOW.unix() + 60, "scope": "openid ho-so"})
    }

    fn verify(typ: &str, payload: &Value, presented: Presented<'_>) -> Result<AccessToken, Code> {
        let key = Key::new(1);
        let token = key.sign_as(&with(key.header(), "typ", json!(typ)), payload);
        let keys = key_set(&[key.jwk()]);
        AccessTokenRules::new(ISSUER, API).verify(&token, &keys, presented, NOW).map_err(|error| error.code())
    }

    #[test]
    fn only_access_tokens_for_this_server() {
        let token = verify("at+jwt", &claims(), Presented::Nothing).unwrap();
        assert_eq!((token.client(), token.subject().expose().as_str()), (Some(CLIENT), "f3a1"));
        assert!(token.has_scope("ho-so") && !token.has_scope("ho") && !token.has_scope(""));
        assert!(verify("application/at+jwt", &claims(), Presented::Nothing).is_ok());
        for typ in ["JWT", "logout+jwt", ""] {
            assert_eq!(verify(typ, &claims(), Presented::Nothing).unwrap_err(), Code::TokenType, "{typ}");
        }
        for (name, value, code) in [
            ("iss", json!("https://evil.example"), Code::ClaimIssuer),
            ("aud", json!(CLIENT), Code::ClaimAudience),
            ("aud", json!(null), Code::ClaimMissing),
            ("sub", json!(null), Code::ClaimMissing),
            ("exp", json!(NOW.unix() - 31), Code::ClaimExpired),
            ("exp", json!("9999999999"), Code::ClaimType),
            ("cnf", json!("x"), Code::ClaimType),
        ] {
            let payload = with(claims(), name, value);
            assert_eq!(verify("at+jwt", &payload, Presented::Nothing).unwrap_err(), code, "{name}");
        }
        let key = Key::new(1);
        let rules = AccessTokenRules::new(ISSUER, API).keycloak();
        let check = |payload: &Value| {
            let verified = rules.verify(&key.sign(payload), &key_set(&[key.jwk()]), Presented::Nothing, NOW);
            verified.map_err(|error| error.code()).err()
        };
        assert_eq!(check(&with(claims(), "typ", json!("Bearer"))), None);
        assert_eq!(check(&with(claims(), "typ", json!("ID"))), Some(Code::ClaimTokenUse));
        assert_eq!(check(&claims()), Some(Code::ClaimTokenUse));
    }

    #[test]
    fn bound_tokens_need_their_key() {
        let certificate = b"a certificate in DER";
        let print = base64url::encode(&HashAlgorithm::Sha256.digest(&[certificate]));
        let tls = with(claims(), "cnf", json!({"x5t#S256": print}));
        let dpop = with(claims(), "cnf", json!({"jkt": "thumbprint"}));
        let check = |payload: &Value, presented| verify("at+jwt", payload, presented).err();
        assert_eq!(check(&tls, Presented::Certificate(certificate)), None);
        assert_eq!(check(&dpop, Presented::DpopKey("thumbprint")), None);
        for (payload, presented) in [
            (&tls, Presented::Nothing),
            (&tls, Presented::Certificate(b"another")),
            (&tls, Presented::DpopKey("thumbprint")),
            (&dpop, Presented::Nothing),
            (&dpop, Presented::DpopKey("another")),
            (&claims(), Presented::Certificate(certificate)),
            (&claims(), Presented::DpopKey("thumbprint")),
        ] {
            assert_eq!(check(payload, presented), Some(Code::TokenBinding), "{presented:?}");
        }
    }
}
