//! The provider as the configuration describes it: the library decides, this file only wires it up.

use crate::config::{Authentication, Config, Reach, Userinfo};
use crate::keys::decryption_key;
use crate::pages::Who;
use crate::random;
use crate::web::Web;
use dinhdanh::error::{Code, Error, Lang, Result};
use dinhdanh::given::Timestamp;
use dinhdanh::personal::Secret;
use dinhdanh::limits::TOKEN_BYTES;
use dinhdanh::sso::jose::{AlgorithmSet, Backend, Compact, Object, SignatureAlgorithm};
use dinhdanh::sso::{
    Account, ClientAuthentication, Ed25519Signer, Endpoint, Endpoints, IdTokenRules, JwksStore, Level, LoginOptions,
    LogoutNotice, MemoryReplayStore, OidcProfile, OriginProof, PendingLogin, ReplayStore, RequiredLevel, ResponseMode,
    ReturnPath, Surroundings, UsedOnce, UserinfoForm, VerifiedLogin,
};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};
use url::Url;

/// Codes and tokens that are remembered as used: those of one day.
const USED: usize = 200_000;

/// Somebody who logged in.
#[derive(Clone)]
pub struct Login {
    pub verified: VerifiedLogin,
    /// Shown to the provider when the person signs out.
    id_token: Option<Arc<str>>,
}

/// Why a page is not shown.
pub enum Refusal {
    /// The login is below the level; the provider may be asked for more.
    StepUp,
    Error(Error),
}

pub struct Provider {
    profile: OidcProfile,
    name: String,
    home: String,
    accept_server_channel: bool,
    signed_answers: bool,
    web: Web,
    keys: Mutex<JwksStore>,
    replay: Mutex<MemoryReplayStore>,
}

/// The one clock of this program.
pub fn now() -> Timestamp {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    Timestamp::from_unix(i64::try_from(seconds).unwrap_or(i64::MAX))
}

/// The other side of a poisoned lock is whole: nothing here is changed in two steps.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Provider {
    /// Reads the agreement.
    pub fn new(config: &Config, web: Web) -> std::result::Result<Self, String> {
        let told = |error: Error| format!("provider: {error}");
        let given = &config.provider;
        let issuer = given.issuer.as_deref().ok_or("provider: issuer is missing")?;
        let mut rules = IdTokenRules::new(issuer, &given.client_id);
        if let Some(names) = &given.algorithms {
            let algorithms = names.iter().map(|name| SignatureAlgorithm::parse(name));
            let algorithms: Option<Vec<_>> = algorithms.collect();
            rules = rules.algorithms(AlgorithmSet::of(&algorithms.ok_or("provider: algorithms: unknown name")?));
        }
        let endpoints = endpoints(config)?;
        let keys = JwksStore::new(endpoints.jwks.clone(), Backend::default());
        let redirect_uri = format!("{}/callback", config.public_url);
        let profile = OidcProfile::new(rules, endpoints, authentication(config)?, &redirect_uri).map_err(told)?;
        Ok(Self {
            profile: adapted(profile, config)?,
            name: given.name.clone(),
            home: format!("{}/", config.public_url),
            accept_server_channel: given.accept_server_channel,
            signed_answers: given.signed_answers,
            web,
            keys: Mutex::new(keys),
            replay: Mutex::new(MemoryReplayStore::new(USED)),
        })
    }

    /// Starts a login at this level; gives the address for the browser.
    pub fn begin(&self, level: u8, back: &str, session: &str) -> Result<(PendingLogin, String)> {
        let level = Level::from_text(&level.to_string());
        let options = LoginOptions { return_path: Some(ReturnPath::parse(back)?), level, ..LoginOptions::default() };
        self.with(|around| self.profile.begin(&options, session.as_bytes(), around))
    }

    /// The `state` of an answer, by which the login is found that it may belong to; what it is worth comes later.
    pub fn answered_state(&self, query: &str) -> Option<String> {
        let read = |name: &str| url::form_urlencoded::parse(query.as_bytes()).find(|(own, _)| own == name).map(|(_, value)| value);
        let Some(token) = read("response").filter(|_| self.signed_answers) else { return read("state").map(Into::into) };
        let claims = Compact::parse(&token).and_then(|token| token.claimed_payload()).ok()?;
        Object::parse(&claims, TOKEN_BYTES, "response").ok()?.text("state").ok()?.map(str::to_owned)
    }

    /// Takes the answer of the provider.
    pub fn complete(&self, pending: PendingLogin, query: &str, session: &str) -> Result<Login> {
        let (verified, tokens) = self.with(|around| self.profile.complete(pending, query, session.as_bytes(), around))?;
        Ok(Login { verified, id_token: tokens.id_token().map(Arc::from) })
    }

    /// Which logins the provider ended.
    pub fn logout_notice(&self, token: &str) -> Result<LogoutNotice> {
        self.with(|around| self.profile.logout_notice(token, around))
    }

    /// Gives one login what it needs. Calls wait for nothing but the provider: each works on a copy of the keys, and
    /// the younger copy is kept.
    fn with<T>(&self, work: impl FnOnce(&mut Surroundings<'_>) -> Result<T>) -> Result<T> {
        let mut keys = lock(&self.keys).clone();
        let mut replay = SharedReplay(&self.replay);
        let mut random = random::fill;
        let result = work(&mut Surroundings {
            transport: &self.web,
            keys: &mut keys,
            replay: &mut replay,
            random: &mut random,
            now: now(),
        });
        let mut held = lock(&self.keys);
        let age = |store: &JwksStore| store.snapshot().map(|(_, fetched)| fetched);
        if age(&keys) >= age(&held) {
            *held = keys;
        }
        result
    }

    /// Whether a login is enough for a service of this level.
    pub fn admits(&self, login: &Login, level: u8) -> std::result::Result<(), Refusal> {
        let required = RequiredLevel::at_least(Level::from_text(&level.to_string()));
        let required = if self.accept_server_channel { required.or_server_channel() } else { required };
        login.verified.require(required).map_err(|error| match error.code() {
            Code::LevelTooLow => Refusal::StepUp,
            _ => Refusal::Error(error),
        })
    }

    /// Where the browser goes to sign out at the provider as well.
    pub fn logout_address(&self, login: &Login) -> Option<String> {
        self.profile.logout_address(login.id_token.as_deref(), &self.home, &random::random_text()).ok()
    }

    /// Where that is, for the rules that pages give to browsers.
    pub fn logout_origin(&self) -> Option<String> {
        let url = Url::parse(self.profile.endpoints().end_session.as_ref()?.url()).ok()?;
        Some(url.origin().ascii_serialization())
    }

    /// What the pages show of a login.
    pub fn who(&self, login: &Login, lang: Lang) -> Who {
        let verified = &login.verified;
        let citizen = verified.citizen();
        let name = citizen.full_name.as_ref().map(|name| name.expose().as_str().to_owned());
        let unnamed = || if lang == Lang::Vi { "bạn" } else { "guest" }.to_owned();
        Who {
            name: name.unwrap_or_else(unnamed),
            number: citizen.id_number.as_ref().map_or_else(|| "–".to_owned(), ToString::to_string),
            kind: kind(verified.account(), lang),
            level: verified.level().number(),
            origin: origin(verified.origin(), lang),
            signed: verified.origin().is_signed(),
            since: verified.authenticated_at().map(in_viet_nam),
            provider: self.name.clone(),
        }
    }
}

/// One store for all logins, locked for one look at a time.
struct SharedReplay<'a>(&'a Mutex<MemoryReplayStore>);

impl ReplayStore for SharedReplay<'_> {
    fn first_use(&mut self, what: UsedOnce, until: Timestamp, now: Timestamp) -> Result<bool> {
        lock(self.0).first_use(what, until, now)
    }
}

fn reach(reach: Reach) -> dinhdanh::sso::Reach {
    match reach {
        Reach::Public => dinhdanh::sso::Reach::Public,
        Reach::Private => dinhdanh::sso::Reach::Private,
        Reach::Loopback => dinhdanh::sso::Reach::Loopback,
    }
}

/// The provider's addresses.
fn endpoints(config: &Config) -> std::result::Result<Endpoints, String> {
    let given = &config.provider;
    let reach = reach(given.reach);
    let parse = |url: &str| Endpoint::parse(url, reach).map_err(|error| format!("provider: {url}: {error}"));
    let read = |url: &Option<String>| url.as_deref().map(parse).transpose();
    let needed = |url: &Option<String>, name: &str| read(url)?.ok_or(format!("provider: {name} is missing"));
    let mut endpoints = Endpoints {
        authorization: needed(&given.authorization_endpoint, "authorization_endpoint")?,
        token: needed(&given.token_endpoint, "token_endpoint")?,
        jwks: needed(&given.jwks_uri, "jwks_uri")?,
        userinfo: read(&given.userinfo_endpoint)?,
        pushed_authorization: read(&given.pushed_authorization_request_endpoint)?,
        end_session: read(&given.end_session_endpoint)?,
        introspection: None,
        revocation: None,
    };
    if !given.push {
        endpoints.pushed_authorization = None;
    } else if endpoints.pushed_authorization.is_none() {
        return Err("provider: push is set, and there is no address to push to".to_owned());
    }
    if given.userinfo == Userinfo::None {
        endpoints.userinfo = None;
    }
    Ok(endpoints)
}

fn authentication(config: &Config) -> std::result::Result<ClientAuthentication, String> {
    let secret = || {
        let name = config.provider.client_secret_file.as_ref().ok_or("provider: client_secret_file is missing")?;
        Ok::<_, String>(Secret::new(config.file(name)?.trim_ascii().to_vec()))
    };
    Ok(match config.provider.authentication {
        Authentication::SecretBasic => ClientAuthentication::SecretBasic(secret()?),
        Authentication::SecretPost => ClientAuthentication::SecretPost(secret()?),
        Authentication::Public => ClientAuthentication::Public,
    })
}

/// The rest of what was agreed.
fn adapted(mut profile: OidcProfile, config: &Config) -> std::result::Result<OidcProfile, String> {
    let given = &config.provider;
    profile = profile.userinfo(match given.userinfo {
        Userinfo::None | Userinfo::Plain => UserinfoForm::Plain,
        Userinfo::Signed => UserinfoForm::Signed,
    });
    if given.signed_answers {
        profile = profile.response_mode(ResponseMode::SignedQuery);
    }
    if !given.names_itself {
        profile = profile.without_issuer_in_answers();
    }
    if given.dpop {
        let mut seed = [0; 32];
        random::fill(&mut seed);
        profile = profile.bound_to(Arc::new(Ed25519Signer::new(&seed)));
    }
    if let Some(name) = &given.decryption_key_file {
        profile = profile.encrypted_to(decryption_key(&config.file(name)?)?);
    }
    Ok(profile)
}

fn kind(account: &Account, lang: Lang) -> &'static str {
    let (vi, en) = match account {
        Account::Citizen => ("Công dân", "Citizen"),
        Account::Organisation(_) => ("Tổ chức, qua người đại diện", "Organisation, through its representative"),
        Account::Foreigner => ("Người nước ngoài", "Foreigner"),
        Account::Unknown => ("Không nêu", "Not stated"),
    };
    if lang == Lang::Vi { vi } else { en }
}

fn origin(origin: OriginProof, lang: Lang) -> &'static str {
    let (vi, en) = match origin {
        OriginProof::SignedToken => ("Token có chữ ký số", "Signed token"),
        OriginProof::SignedTokenAndUserinfo => ("Token và thông tin có chữ ký số", "Signed token and information"),
        OriginProof::SignedUserinfo => ("Thông tin có chữ ký số", "Signed information"),
        _ => ("Không có chữ ký, chỉ qua kết nối máy chủ", "Not signed, server connection only"),
    };
    if lang == Lang::Vi { vi } else { en }
}

/// `21/11/2026 15:04`, seven hours east of Greenwich.
fn in_viet_nam(moment: Timestamp) -> String {
    let text = Timestamp::from_unix(moment.unix().saturating_add(7 * 3600)).to_string();
    match (text.get(0..4), text.get(5..7), text.get(8..10), text.get(11..16)) {
        (Some(year), Some(month), Some(day), Some(time)) => format!("{time} {day}/{month}/{year}"),
        _ => text,
    }
}
