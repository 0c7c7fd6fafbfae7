//! ID tokens of OpenID Connect, every claim that matters required by type.

use super::clock::{Skew, Validity};
use super::jose::{AlgorithmSet, KeySet, Object};
use super::level::{Level, RequiredLevel};
use super::login::{Facts, OriginProof, VerifiedLogin};
use super::signed::{self, TokenType, half_hash, same};
use crate::error::{Code, Error, Result};
use crate::given::Timestamp;
use crate::personal::Personal;

/// What an ID token must be, for one relying party. It rejects by default.
///
/// The issuers are an allow-list that the operator writes down; it is not taken from a discovery document, because
/// the issuer of a provider may differ from its address (VNeID's was seen with `http` and a port of its own).
///
/// ```
/// use dinhdanh::sso::{IdTokenRules, Level, RequiredLevel, Skew};
/// let rules = IdTokenRules::new("http://sso.example.gov.vn:8080/auth/realms/citizen", "benh-vien-mau")
///     .skew(Skew::seconds(60)?)
///     .max_age(3600)
///     .require(RequiredLevel::at_least(Level::Two));
/// # Ok::<(), dinhdanh::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct IdTokenRules {
    pub(super) issuers: Vec<String>,
    pub(super) client_id: String,
    pub(super) audiences: Vec<String>,
    pub(super) algorithms: AlgorithmSet,
    pub(super) skew: Skew,
    max_age: Option<u32>,
    required: Option<RequiredLevel>,
    methods: Vec<String>,
}

/// Which login a token must answer.
#[derive(Clone, Copy, Debug)]
pub enum ExpectedNonce<'a> {
    /// The one that this nonce was drawn for. The code flow always has one.
    Exactly(&'a str),
    /// None in particular: tokens from refreshing, and callers that bind the login in another way.
    NotBound,
}

/// What came along with a token and must belong to it.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// The login.
    pub nonce: ExpectedNonce<'a>,
    /// The access token of the same answer, for `at_hash`.
    pub access_token: Option<&'a str>,
    /// The code of the same answer, for `c_hash`.
    pub code: Option<&'a str>,
    /// The person must have proven who they are within these seconds, besides what the rules ask.
    pub max_age: Option<u32>,
}

impl<'a> Expected<'a> {
    /// The answer to the login with this nonce.
    #[must_use]
    pub const fn nonce(nonce: &'a str) -> Self {
        Self { nonce: ExpectedNonce::Exactly(nonce), access_token: None, code: None, max_age: None }
    }

    /// A token that is bound to no login.
    #[must_use]
    pub const fn unbound() -> Self {
        Self { nonce: ExpectedNonce::NotBound, access_token: None, code: None, max_age: None }
    }

    /// And this access token.
    #[must_use]
    pub const fn access_token(self, token: &'a str) -> Self {
        Self { access_token: Some(token), ..self }
    }

    /// And this code.
    #[must_use]
    pub const fn code(self, code: &'a str) -> Self {
        Self { code: Some(code), ..self }
    }
}

impl IdTokenRules {
    /// Tokens of this issuer for this client, with any of the ten algorithms, 30 seconds of skew, no maximum age and
    /// no required level.
    #[must_use]
    pub fn new(issuer: &str, client_id: &str) -> Self {
        Self {
            issuers: vec![issuer.to_owned()],
            client_id: client_id.to_owned(),
            audiences: vec![client_id.to_owned()],
            algorithms: AlgorithmSet::ALL,
            skew: Skew::default(),
            max_age: None,
            required: None,
            methods: Vec::new(),
        }
    }

    /// Also tokens of this issuer.
    #[must_use]
    pub fn or_issuer(mut self, issuer: &str) -> Self {
        self.issuers.push(issuer.to_owned());
        self
    }

    /// Also tokens for this audience, alone or beside the client. Then `azp` must be there and name the client.
    #[must_use]
    pub fn or_audience(mut self, audience: &str) -> Self {
        self.audiences.push(audience.to_owned());
        self
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

    /// The person must have proven who they are within these seconds; `auth_time` is then required.
    #[must_use]
    pub const fn max_age(mut self, seconds: u32) -> Self {
        self.max_age = Some(seconds);
        self
    }

    /// At least this level.
    #[must_use]
    pub const fn require(mut self, level: RequiredLevel) -> Self {
        self.required = Some(level);
        self
    }

    /// This method of authentication must be among `amr` (RFC 8176).
    #[must_use]
    pub fn require_method(mut self, method: &str) -> Self {
        self.methods.push(method.to_owned());
        self
    }

    /// Verifies a token.
    ///
    /// # Errors
    /// One code for each rule: form (`too-large`, `token-...`), key (`token-key-...`, `jwk-...`), `token-signature`,
    /// and claims (`claim-...`, `level-too-low`, `method-missing`). The place names the claim.
    pub fn verify(&self, token: &str, keys: &KeySet, expected: &Expected<'_>, now: Timestamp) -> Result<IdToken> {
        let (claims, algorithm) = signed::open(token, TokenType::Plain, keys, self.algorithms)?;
        self.check_use(&claims)?;
        let issuer = self.check_parties(&claims)?;
        let validity = Validity::check(&claims, self.skew, now)?;
        let subject = required(&claims, "sub")?.to_owned();
        check_nonce(&claims, expected.nonce)?;
        for (name, code, text) in [
            ("at_hash", Code::ClaimAccessTokenHash, expected.access_token),
            ("c_hash", Code::ClaimCodeHash, expected.code),
        ] {
            if let (Some(stated), Some(text)) = (claims.text(name)?, text)
                && !same(stated, &half_hash(algorithm.hash(), text))
            {
                return Err(Error::new(code, name));
            }
        }
        let authenticated = self.check_authentication(&claims, expected.max_age, now)?;
        let level = Level::of(&claims)?;
        if let Some(required) = self.required {
            required.check(level, OriginProof::SignedToken)?;
        }
        let session = claims.text("sid")?.map(str::to_owned);
        let subject = Personal::new(subject);
        Ok(IdToken { issuer, subject, session, validity, authenticated, level, verified: now, claims })
    }

    /// A logout token, an access token of Keycloak (payload `typ` is `Bearer`) and the like are no ID tokens.
    fn check_use(&self, claims: &Object) -> Result<()> {
        let other = claims.text("typ")?.is_some_and(|typ| typ != "ID");
        if other || claims.get("events").is_some() {
            return Err(Error::new(Code::ClaimTokenUse, if other { "typ" } else { "events" }));
        }
        Ok(())
    }

    /// `iss`, `aud` and `azp`; gives the issuer.
    pub(super) fn check_parties(&self, claims: &Object) -> Result<String> {
        let issuer = required(claims, "iss")?;
        if !self.issuers.iter().any(|own| own == issuer) {
            return Err(Error::new(Code::ClaimIssuer, "iss"));
        }
        let audience = claims.texts("aud")?.ok_or(Error::new(Code::ClaimMissing, "aud"))?;
        let known = audience.iter().all(|name| self.audiences.iter().any(|own| own == name));
        if !known || audience.is_empty() {
            return Err(Error::new(Code::ClaimAudience, "aud"));
        }
        let alone = audience.iter().all(|name| *name == self.client_id);
        match claims.text("azp")? {
            Some(party) if party != self.client_id => Err(Error::new(Code::ClaimAuthorizedParty, "azp")),
            None if !alone => Err(Error::new(Code::ClaimAuthorizedParty, "azp")),
            _ => Ok(issuer.to_owned()),
        }
    }

    /// `auth_time` against the maximum age, and `amr`.
    fn check_authentication(&self, claims: &Object, max_age: Option<u32>, now: Timestamp) -> Result<Option<Timestamp>> {
        let time = claims.time("auth_time")?;
        let wrong = Error::new(Code::ClaimAuthTime, "auth_time");
        if time.is_some_and(|time| self.skew.is_future(time, now)) {
            return Err(wrong);
        }
        if let Some(max_age) = self.max_age.into_iter().chain(max_age).min() {
            let time = time.ok_or(Error::new(Code::ClaimMissing, "auth_time"))?;
            if self.skew.is_older(time, max_age, now) {
                return Err(wrong);
            }
        }
        let methods = claims.text_list("amr")?.unwrap_or_default();
        if self.methods.iter().any(|method| !methods.contains(&method.as_str())) {
            return Err(Error::new(Code::MethodMissing, "amr"));
        }
        Ok(time)
    }
}

fn check_nonce(claims: &Object, expected: ExpectedNonce<'_>) -> Result<()> {
    let stated = claims.text("nonce")?;
    match (expected, stated) {
        (ExpectedNonce::NotBound, _) => Ok(()),
        (ExpectedNonce::Exactly(nonce), Some(stated)) if !nonce.is_empty() && same(nonce, stated) => Ok(()),
        (ExpectedNonce::Exactly(_), Some(_)) => Err(Error::new(Code::ClaimNonce, "nonce")),
        (ExpectedNonce::Exactly(_), None) => Err(Error::new(Code::ClaimNonceMissing, "nonce")),
    }
}

/// A text that must be there and not be empty.
pub(super) fn required<'a>(claims: &'a Object, name: &'static str) -> Result<&'a str> {
    claims.text(name)?.filter(|text| !text.is_empty()).ok_or(Error::new(Code::ClaimMissing, name))
}

/// An ID token after every check. Only [`IdTokenRules::verify`] makes one.
#[derive(Clone, Debug)]
pub struct IdToken {
    issuer: String,
    subject: Personal<String>,
    session: Option<String>,
    validity: Validity,
    authenticated: Option<Timestamp>,
    level: Level,
    verified: Timestamp,
    claims: Object,
}

impl IdToken {
    /// The provider.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The person's stable name at this provider.
    #[must_use]
    pub const fn subject(&self) -> &Personal<String> {
        &self.subject
    }

    /// The session at the provider.
    #[must_use]
    pub fn session(&self) -> Option<&str> {
        self.session.as_deref()
    }

    /// The level.
    #[must_use]
    pub const fn level(&self) -> Level {
        self.level
    }

    /// When the token was made.
    #[must_use]
    pub const fn issued_at(&self) -> Timestamp {
        self.validity.issued
    }

    /// When it ends.
    #[must_use]
    pub const fn expires_at(&self) -> Timestamp {
        self.validity.expires
    }

    /// When the person proved who they are, if the token says so.
    #[must_use]
    pub const fn authenticated_at(&self) -> Option<Timestamp> {
        self.authenticated
    }

    /// Every claim.
    #[must_use]
    pub const fn claims(&self) -> &Object {
        &self.claims
    }

    /// The login that this token proves.
    #[must_use]
    pub fn into_login(self) -> VerifiedLogin {
        self.login(OriginProof::SignedToken, Object::default())
    }

    /// The login, with user information that nobody signed.
    pub(super) fn login_with_unsigned(self, more: Object) -> VerifiedLogin {
        self.login(OriginProof::SignedToken, more).with_person_from(OriginProof::ServerChannelOnly)
    }

    /// The login, with further claims from a source of this proof.
    pub(super) fn login(self, origin: OriginProof, more: Object) -> VerifiedLogin {
        let facts = Facts {
            origin,
            issuer: self.issuer,
            subject: self.subject.into_inner(),
            session: self.session,
            level: self.level,
            authenticated_at: self.authenticated,
            verified_at: self.verified,
        };
        VerifiedLogin::after(facts, self.claims.joined(more))
    }
}

#[cfg(test)]
#[path = "id_token_tests.rs"]
mod tests;
