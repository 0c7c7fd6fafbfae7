//! The provider as the configuration describes it: the library decides, this file only wires it up.

use crate::agreement::{self, Told};
use crate::config::Config;
use crate::pages::Who;
use crate::random;
use crate::web::Web;
use dinhdanh::error::{Code, Error, Lang, Result};
use dinhdanh::given::Timestamp;
use dinhdanh::sso::{
    Account, Agreement, JwksStore, Level, LoginOptions, LogoutNotice, MemoryReplayStore, OriginProof, PendingLogin,
    ReplayStore, RequiredLevel, ReturnPath, Surroundings, Tokens, UsedOnce, VerifiedLogin,
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
    agreement: Agreement,
    name: String,
    home: String,
    accept_server_channel: bool,
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
    pub fn new(config: &Config, web: Web) -> Told<Self> {
        let given = &config.provider;
        let (agreement, keys) = agreement::read(config)?;
        Ok(Self {
            agreement,
            name: given.settings.name.clone(),
            home: format!("{}/", config.public_url),
            accept_server_channel: given.accept_server_channel,
            web,
            keys: Mutex::new(keys),
            replay: Mutex::new(MemoryReplayStore::new(USED)),
        })
    }

    /// How the pages call the provider.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Starts a login at this level; gives the address for the browser.
    pub fn begin(&self, level: u8, back: &str, session: &str) -> Result<(PendingLogin, String)> {
        let level = Level::from_text(&level.to_string());
        let options = LoginOptions { return_path: Some(ReturnPath::parse(back)?), level, ..LoginOptions::default() };
        self.with(|around| self.agreement.begin(&options, session.as_bytes(), around))
    }

    /// The `state` of an answer, by which the login is found that it may belong to; what it is worth comes later.
    pub fn answered_state(&self, query: &str) -> Option<String> {
        self.agreement.answered_state(query)
    }

    /// Takes the answer of the provider.
    pub fn complete(&self, pending: PendingLogin, query: &str, session: &str) -> Result<Login> {
        self.with(|around| {
            let (verified, tokens) = self.agreement.complete(pending, query, session.as_bytes(), around)?;
            Ok(Login { verified, id_token: tokens.as_ref().and_then(Tokens::id_token).map(Arc::from) })
        })
    }

    /// Which logins the provider ended.
    pub fn logout_notice(&self, token: &str) -> Result<LogoutNotice> {
        self.with(|around| self.agreement.logout_notice(token, around))
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
        self.agreement.logout_address(login.id_token.as_deref(), &self.home, &random::random_text()).ok()
    }

    /// Where that is, for the rules that pages give to browsers.
    pub fn logout_origin(&self) -> Option<String> {
        let Agreement::Oidc(profile) = &self.agreement else { return None };
        let url = Url::parse(profile.endpoints().end_session.as_ref()?.url()).ok()?;
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
            organisation: match verified.account() {
                Account::Organisation(organisation) => organisation.name.as_ref().map(|name| name.expose().clone()),
                _ => None,
            },
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
