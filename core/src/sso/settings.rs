//! What was agreed with a provider, as a file says it.

use super::client::ClientAuthentication;
use super::endpoint::{Endpoint, Reach};
use super::envelope::{EnvelopeCipher, EnvelopeKey, EnvelopeKeySize, EnvelopeMode};
use super::id_token::IdTokenRules;
use super::jose::{AlgorithmSet, DecryptionKey, SignatureAlgorithm};
use super::portal::{CodeForm, PortalEndpoints, PortalProfile};
use super::profile::{OidcProfile, ResponseMode, UserinfoForm};
use super::provider::Endpoints;
use super::signer::Ed25519Signer;
use super::{CasProfile, agreement::Agreement};
use crate::error::{Code, Error, Result};
use crate::given::Randomness;
use crate::limits::SETTINGS_BYTES;
use crate::personal::Secret;
use serde::Deserialize;
use std::sync::Arc;
use zeroize::Zeroizing;

/// The agreement with a provider as a JSON object (or TOML table); [`Settings::agreement`] makes it work.
///
/// A name that is not known is an error, and so is a rule that the profile cannot follow: both would otherwise be no
/// rule.
///
/// ```
/// use dinhdanh::sso::Settings;
///
/// let settings = Settings::parse(br#"{
///     "profile": "vnconnect", "name": "Tinh Mau", "client_id": "benh-vien-mau",
///     "redirect_uri": "https://dichvu.example.vn/callback",
///     "authorization_endpoint": "https://xacthuc.example.gov.vn/oauth2/authorize",
///     "token_endpoint": "https://xacthuc.example.gov.vn/oauth2/token",
///     "userinfo_endpoint": "https://xacthuc.example.gov.vn/oauth2/userinfo"}"#)?;
/// assert!(Settings::parse(br#"{"profile": "vnconnect", "nane": "x"}"#).is_err());
/// # assert_eq!(settings.name, "Tinh Mau");
/// # Ok::<(), dinhdanh::Error>(())
/// ```
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Which of the logins of the country it is.
    pub profile: ProfileKind,
    /// A name for the provider; it stands for the issuer where the provider names none.
    pub name: String,
    /// How far addresses may reach.
    #[serde(default)]
    pub reach: Reach,
    /// Name of this relying party at the provider. CAS has none.
    #[serde(default)]
    pub client_id: String,
    /// How it proves that name.
    #[serde(default)]
    pub authentication: AuthenticationKind,
    /// The own address to which browsers come back.
    #[serde(default)]
    pub redirect_uri: String,
    /// Scopes to ask for besides `openid`.
    #[serde(default)]
    pub scopes: Vec<String>,

    /// Issuer, byte for byte as in the tokens. OpenID Connect.
    pub issuer: Option<String>,
    /// Where the browser is sent to log in. All but CAS.
    pub authorization_endpoint: Option<String>,
    /// Where codes become tokens. All but CAS.
    pub token_endpoint: Option<String>,
    /// Where the keys are. OpenID Connect.
    pub jwks_uri: Option<String>,
    /// Where more about the person is.
    pub userinfo_endpoint: Option<String>,
    /// Where requests are pushed.
    pub pushed_authorization_request_endpoint: Option<String>,
    /// Where the browser is sent to log out.
    pub end_session_endpoint: Option<String>,

    /// Signature algorithms; left out, all ten.
    pub algorithms: Option<Vec<String>>,
    /// Push requests (RFC 9126).
    #[serde(default)]
    pub push: bool,
    /// Answers are signed (JARM).
    #[serde(default)]
    pub signed_answers: bool,
    /// The provider names itself in answers (RFC 9207).
    #[serde(default = "yes")]
    pub names_itself: bool,
    /// Bind access tokens to a key that is drawn for this process (RFC 9449).
    #[serde(default)]
    pub dpop: bool,
    /// User information, and its form.
    #[serde(default)]
    pub userinfo: UserinfoKind,
    /// No two fetches of the provider's keys within these seconds.
    pub keys_cooldown_seconds: Option<u32>,

    /// Mode of the cipher. VNeID's envelope.
    pub envelope_mode: Option<EnvelopeMode>,
    /// Length of the AES key: 128 or 256. VNeID's envelope.
    pub envelope_aes_bits: Option<u16>,
    /// The code comes encrypted through the browser. VNeID's envelope.
    #[serde(default)]
    pub encrypted_code: bool,

    /// Where the browser is sent. CAS.
    pub cas_login: Option<String>,
    /// Where tickets are looked up: `/p3/serviceValidate`. CAS.
    pub cas_validate: Option<String>,
}

/// The logins of the country.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum ProfileKind {
    /// Strict OpenID Connect.
    Oidc,
    /// OAuth 2.0 with encrypted, unsigned answers.
    VneidEnvelope,
    /// OAuth 2.0 with plain user information, as the National Portal.
    Vnconnect,
    /// CAS 3.0, as provinces.
    Cas,
}

/// How a relying party proves its name: see [`ClientAuthentication`].
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum AuthenticationKind {
    /// A shared secret in a header.
    #[default]
    SecretBasic,
    /// A shared secret in the form.
    SecretPost,
    /// PKCE alone.
    Public,
}

/// Whether there is user information.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum UserinfoKind {
    /// Not asked for: what the ID token says is enough.
    #[default]
    None,
    /// As JSON.
    Plain,
    /// As a signed token.
    Signed,
}

/// What belongs to an agreement and into no settings file.
#[derive(Clone, Default)]
pub struct Secrets {
    /// The secret shared with the provider.
    pub client_secret: Option<Secret>,
    /// The key to which tokens are encrypted.
    pub decryption: Option<Arc<dyn DecryptionKey>>,
    /// The key to which envelopes are encrypted.
    pub envelope: Option<Arc<dyn EnvelopeKey>>,
}

const fn yes() -> bool {
    true
}

fn missing(field: &'static str) -> Error {
    Error::new(Code::ProfileInvalid, field)
}

impl Settings {
    /// Reads a JSON object.
    ///
    /// # Errors
    /// `profile-invalid`, with the place in the text; `too-large`.
    pub fn parse(json: &[u8]) -> Result<Self> {
        if json.len() > SETTINGS_BYTES {
            return Err(Error::new(Code::TooLarge, "settings"));
        }
        serde_json::from_slice(json).map_err(|error| {
            let lines = json.split_inclusive(|&byte| byte == b'\n').take(error.line().saturating_sub(1));
            let before: usize = lines.map(<[u8]>::len).sum();
            Error::new(Code::ProfileInvalid, "settings").at(before.saturating_add(error.column()))
        })
    }

    /// The agreement that these settings describe.
    ///
    /// # Errors
    /// `profile-invalid` with the name of a member that is missing or wrong; `address-insecure`, `address-refused`;
    /// `randomness-missing`.
    pub fn agreement(&self, secrets: Secrets, random: &mut dyn Randomness) -> Result<Agreement> {
        if let Some(member) = self.without_effect(&secrets) {
            return Err(missing(member));
        }
        Ok(match self.profile {
            ProfileKind::Oidc => Agreement::Oidc(Box::new(self.oidc(secrets, random)?)),
            ProfileKind::VneidEnvelope | ProfileKind::Vnconnect => {
                Agreement::Portal(Box::new(self.portal(secrets, random)?))
            }
            ProfileKind::Cas => {
                let login = self.needed(self.cas_login.as_ref(), "cas_login")?;
                let validate = self.needed(self.cas_validate.as_ref(), "cas_validate")?;
                Agreement::Cas(Box::new(CasProfile::new(&self.name, login, validate, self.own()?)?))
            }
        })
    }

    /// A rule that is set and that this profile cannot follow.
    fn without_effect(&self, secrets: &Secrets) -> Option<&'static str> {
        let signed = [
            ("algorithms", self.algorithms.is_some()),
            ("push", self.push),
            ("signed_answers", self.signed_answers),
            ("dpop", self.dpop),
            ("userinfo", self.userinfo != UserinfoKind::None),
            ("decryption key", secrets.decryption.is_some()),
        ];
        let envelope = [
            ("envelope_mode", self.envelope_mode.is_some()),
            ("envelope_aes_bits", self.envelope_aes_bits.is_some()),
            ("encrypted_code", self.encrypted_code),
            ("envelope key", secrets.envelope.is_some()),
        ];
        let set = |rules: &[(&'static str, bool)]| rules.iter().find(|(_, set)| *set).map(|(member, _)| *member);
        match self.profile {
            ProfileKind::Oidc => set(&envelope),
            ProfileKind::VneidEnvelope => set(&signed),
            ProfileKind::Vnconnect | ProfileKind::Cas => set(&signed).or_else(|| set(&envelope)),
        }
    }

    fn address(&self, url: Option<&String>) -> Result<Option<Endpoint>> {
        url.map(|url| Endpoint::parse(url, self.reach)).transpose()
    }

    fn needed(&self, url: Option<&String>, field: &'static str) -> Result<Endpoint> {
        self.address(url)?.ok_or(missing(field))
    }

    fn own(&self) -> Result<&str> {
        if self.redirect_uri.is_empty() { Err(missing("redirect_uri")) } else { Ok(&self.redirect_uri) }
    }

    fn authentication(&self, secret: Option<Secret>) -> Result<ClientAuthentication> {
        if self.client_id.is_empty() {
            return Err(missing("client_id"));
        }
        let secret = secret.filter(|secret| !secret.expose().is_empty()).ok_or(missing("client_secret"));
        Ok(match self.authentication {
            AuthenticationKind::SecretBasic => ClientAuthentication::SecretBasic(secret?),
            AuthenticationKind::SecretPost => ClientAuthentication::SecretPost(secret?),
            AuthenticationKind::Public => ClientAuthentication::Public,
        })
    }

    fn oidc(&self, secrets: Secrets, random: &mut dyn Randomness) -> Result<OidcProfile> {
        let issuer = self.issuer.as_deref().ok_or(missing("issuer"))?;
        let mut rules = IdTokenRules::new(issuer, &self.client_id);
        if let Some(names) = &self.algorithms {
            let algorithms: Option<Vec<_>> = names.iter().map(|name| SignatureAlgorithm::parse(name)).collect();
            let algorithms = algorithms.filter(|algorithms| !algorithms.is_empty()).ok_or(missing("algorithms"))?;
            rules = rules.algorithms(AlgorithmSet::of(&algorithms));
        }
        let userinfo = match self.userinfo {
            UserinfoKind::None => None,
            _ => Some(self.needed(self.userinfo_endpoint.as_ref(), "userinfo_endpoint")?),
        };
        let push = self.pushed_authorization_request_endpoint.as_ref();
        let push = if self.push { Some(self.needed(push, "pushed_authorization_request_endpoint")?) } else { None };
        let endpoints = Endpoints {
            authorization: self.needed(self.authorization_endpoint.as_ref(), "authorization_endpoint")?,
            token: self.needed(self.token_endpoint.as_ref(), "token_endpoint")?,
            jwks: self.needed(self.jwks_uri.as_ref(), "jwks_uri")?,
            userinfo,
            pushed_authorization: push,
            end_session: self.address(self.end_session_endpoint.as_ref())?,
            introspection: None,
            revocation: None,
        };
        let authentication = self.authentication(secrets.client_secret)?;
        let mut profile = OidcProfile::new(rules, endpoints, authentication, self.own()?)?;
        for scope in &self.scopes {
            profile = profile.scope(scope);
        }
        if self.userinfo == UserinfoKind::Signed {
            profile = profile.userinfo(UserinfoForm::Signed);
        }
        if self.signed_answers {
            profile = profile.response_mode(ResponseMode::SignedQuery);
        }
        if !self.names_itself {
            profile = profile.without_issuer_in_answers();
        }
        if self.dpop {
            let mut seed = Zeroizing::new([0; 32]);
            random.fill(seed.as_mut())?;
            profile = profile.bound_to(Arc::new(Ed25519Signer::new(&seed)));
        }
        if let Some(key) = secrets.decryption {
            profile = profile.encrypted_to(key);
        }
        Ok(profile)
    }

    fn portal(&self, secrets: Secrets, random: &mut dyn Randomness) -> Result<PortalProfile> {
        let endpoints = PortalEndpoints {
            authorization: self.needed(self.authorization_endpoint.as_ref(), "authorization_endpoint")?,
            token: self.needed(self.token_endpoint.as_ref(), "token_endpoint")?,
            userinfo: self.needed(self.userinfo_endpoint.as_ref(), "userinfo_endpoint")?,
        };
        let (client, own) = (self.authentication(secrets.client_secret)?, self.own()?);
        let mut profile = if self.profile == ProfileKind::Vnconnect {
            PortalProfile::vnconnect(&self.name, &self.client_id, client, endpoints, own)?
        } else {
            let key = secrets.envelope.ok_or(missing("envelope key"))?;
            let mode = self.envelope_mode.ok_or(missing("envelope_mode"))?;
            let size = self.envelope_aes_bits.and_then(EnvelopeKeySize::of_bits).ok_or(missing("envelope_aes_bits"))?;
            let cipher = EnvelopeCipher::new(key, mode, size, random)?;
            let code = if self.encrypted_code { CodeForm::Encrypted } else { CodeForm::Plain };
            PortalProfile::vneid_envelope(&self.name, &self.client_id, client, endpoints, own, cipher, code)?
        };
        for scope in &self.scopes {
            profile = profile.scope(scope);
        }
        Ok(profile)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sso::testing::counter;
    use serde_json::{Value, json};

    fn settings(profile: &str, more: Value) -> Value {
        let mut all = json!({
            "profile": profile, "name": "Mẫu", "client_id": "mau", "redirect_uri": "https://mau.example.vn/callback",
            "issuer": "https://sso.example.vn", "jwks_uri": "https://sso.example.vn/certs",
            "authorization_endpoint": "https://sso.example.vn/auth", "token_endpoint": "https://sso.example.vn/token",
            "userinfo_endpoint": "https://sso.example.vn/userinfo", "cas_login": "https://sso.example.vn/cas/login",
            "cas_validate": "https://sso.example.vn/cas/p3/serviceValidate"
        });
        for (name, value) in more.as_object().into_iter().flatten() {
            match all.as_object_mut() {
                Some(all) if value.is_null() => drop(all.remove(name)),
                Some(all) => drop(all.insert(name.clone(), value.clone())),
                None => {}
            }
        }
        all
    }

    fn place(profile: &str, more: Value) -> Option<&'static str> {
        let secrets = Secrets { client_secret: Some(Secret::copy_of(b"secret")), ..Secrets::default() };
        let read = Settings::parse(settings(profile, more).to_string().as_bytes());
        read.and_then(|settings| settings.agreement(secrets, &mut counter())).err().map(|error| error.place())
    }

    #[test]
    fn what_is_missing_is_named() {
        for profile in ["oidc", "vnconnect", "cas"] {
            assert_eq!(place(profile, json!({})), None, "{profile}");
            assert_eq!(place(profile, json!({"redirect_uri": null})), Some("redirect_uri"), "{profile}");
            assert_eq!(place(profile, json!({"profile": "saml"})), Some("settings"), "{profile}");
        }
        for member in ["client_id", "issuer", "jwks_uri", "authorization_endpoint", "token_endpoint"] {
            assert_eq!(place("oidc", json!({member: null})), Some(member));
        }
        for (more, missing) in [
            (json!({"userinfo": "plain", "userinfo_endpoint": null}), "userinfo_endpoint"),
            (json!({"push": true}), "pushed_authorization_request_endpoint"),
            (json!({"algorithms": []}), "algorithms"),
            (json!({"algorithms": ["HS256"]}), "algorithms"),
        ] {
            assert_eq!(place("oidc", more), Some(missing));
        }
        assert_eq!(place("vneid-envelope", json!({})), Some("envelope key"));
        for member in ["cas_login", "cas_validate"] {
            assert_eq!(place("cas", json!({member: null})), Some(member));
        }
    }

    #[test]
    fn a_rule_without_effect_is_refused() {
        for (member, value) in [
            ("algorithms", json!(["RS256"])),
            ("push", json!(true)),
            ("signed_answers", json!(true)),
            ("dpop", json!(true)),
            ("userinfo", json!("signed")),
        ] {
            for profile in ["vneid-envelope", "vnconnect", "cas"] {
                assert_eq!(place(profile, json!({member: value})), Some(member), "{profile}");
            }
        }
        for (member, value) in
            [("envelope_mode", json!("ecb")), ("envelope_aes_bits", json!(128)), ("encrypted_code", json!(true))]
        {
            for profile in ["oidc", "vnconnect", "cas"] {
                assert_eq!(place(profile, json!({member: value})), Some(member), "{profile}");
            }
        }
    }

    #[test]
    fn an_error_of_the_text_has_its_place() {
        let at = |text: &str| Settings::parse(text.as_bytes()).unwrap_err().offset();
        assert_eq!(at("{\n \"profile\": \"cas\",\n \"x\": 1}"), Some(25));
        assert_eq!(Settings::parse(&[b' '; SETTINGS_BYTES + 1]).unwrap_err().code(), Code::TooLarge);
        assert_eq!(Settings::parse(b"\xFF").unwrap_err().code(), Code::ProfileInvalid);
    }
}
