//! The one result of every profile: who logged in, at which level, when, and how the origin was proven.

use super::jose::{Json, Object};
use super::level::{AgeRule, Level, RequiredLevel};
use super::person::{Account, Contact, Person};
use crate::error::Result;
use crate::given::Timestamp;
use crate::identity::{Citizen, Date};
use crate::personal::Personal;
use crate::pseudonym::Pseudonyms;
use serde::Serialize;

/// How it was proven that the statements come from the provider. The caller cannot make one pass for another: a
/// [`VerifiedLogin`] comes from this module only, and each profile sets its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum OriginProof {
    /// An ID token that the provider signed: it can be shown to others.
    SignedToken,
    /// An ID token that the provider signed, and user information that it signed as well.
    SignedTokenAndUserinfo,
    /// Nothing but the TLS connection to the provider's server: an unsigned envelope, plain user information, a CAS
    /// answer. It convinces nobody else, and whoever stands on that connection can write it.
    ServerChannelOnly,
}

impl OriginProof {
    /// Whether the provider signed what the login states.
    #[must_use]
    pub const fn is_signed(self) -> bool {
        match self {
            Self::SignedToken | Self::SignedTokenAndUserinfo => true,
            Self::ServerChannelOnly => false,
        }
    }

    /// The name in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignedToken => "signed-token",
            Self::SignedTokenAndUserinfo => "signed-token-and-userinfo",
            Self::ServerChannelOnly => "server-channel-only",
        }
    }
}

/// A login that a profile has verified. Only the profiles of this module make one:
///
/// ```compile_fail
/// use dinhdanh::sso::{OriginProof, VerifiedLogin};
/// fn upgrade(login: &mut VerifiedLogin) {
///     login.origin = OriginProof::SignedToken;
/// }
/// ```
#[derive(Clone, Debug)]
pub struct VerifiedLogin {
    origin: OriginProof,
    issuer: String,
    subject: Personal<String>,
    session: Option<String>,
    level: Level,
    authenticated_at: Option<Timestamp>,
    verified_at: Timestamp,
    person: Person,
    person_origin: OriginProof,
    claims: Object,
}

/// What a profile knows besides the claims about the person.
pub(super) struct Facts {
    pub(super) origin: OriginProof,
    pub(super) issuer: String,
    pub(super) subject: String,
    pub(super) session: Option<String>,
    pub(super) level: Level,
    pub(super) authenticated_at: Option<Timestamp>,
    pub(super) verified_at: Timestamp,
}

impl VerifiedLogin {
    /// For the profiles only, after their checks.
    pub(super) fn after(facts: Facts, claims: Object) -> Self {
        let Facts { origin, issuer, subject, session, level, authenticated_at, verified_at } = facts;
        let subject = Personal::new(subject);
        let person = Person::read(&claims);
        Self {
            origin,
            issuer,
            subject,
            session,
            level,
            authenticated_at,
            verified_at,
            person,
            person_origin: origin,
            claims,
        }
    }

    /// The same login, of which what it says about the person has another origin.
    pub(super) fn with_person_from(self, person_origin: OriginProof) -> Self {
        Self { person_origin, ..self }
    }

    /// How the origin was proven.
    #[must_use]
    pub const fn origin(&self) -> OriginProof {
        self.origin
    }

    /// How the origin of what is said about the person was proven: of name, number and account, which user
    /// information without a signature may have added.
    #[must_use]
    pub const fn person_origin(&self) -> OriginProof {
        self.person_origin
    }

    /// The provider.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// A name for the person that says nothing about them, under a key and for the purpose of that key.
    #[must_use]
    pub fn pseudonym(&self, pseudonyms: &Pseudonyms) -> String {
        pseudonyms.of_subject(&self.issuer, self.subject.expose())
    }

    /// The person's stable name at this provider. Systems that need no more than a count use
    /// [`Self::pseudonym`].
    #[must_use]
    pub const fn subject(&self) -> &Personal<String> {
        &self.subject
    }

    /// The session at the provider (`sid`), which a back-channel logout names.
    #[must_use]
    pub fn session(&self) -> Option<&str> {
        self.session.as_deref()
    }

    /// The level.
    #[must_use]
    pub const fn level(&self) -> Level {
        self.level
    }

    /// Whether the login is enough for something that requires a level.
    ///
    /// # Errors
    /// `level-too-low`, `origin-too-weak`: start a login with [`Level::acr_value`] of the required level.
    pub fn require(&self, required: RequiredLevel) -> Result<()> {
        required.check(self.level, self.origin)
    }

    /// When the person proved who they are, if the provider says so.
    #[must_use]
    pub const fn authenticated_at(&self) -> Option<Timestamp> {
        self.authenticated_at
    }

    /// When this library checked it.
    #[must_use]
    pub const fn verified_at(&self) -> Timestamp {
        self.verified_at
    }

    /// The person, as far as the claims say it.
    #[must_use]
    pub const fn citizen(&self) -> &Citizen {
        &self.person.citizen
    }

    /// Whose account it is.
    #[must_use]
    pub const fn account(&self) -> &Account {
        &self.person.account
    }

    /// How the person can be reached.
    #[must_use]
    pub const fn contact(&self) -> &Contact {
        &self.person.contact
    }

    /// Claims that are there and could not be read, by name.
    #[must_use]
    pub fn unread(&self) -> &[&'static str] {
        &self.person.unread
    }

    /// The rule for accounts of this level at the person's age on a day; `None` without a full date of birth.
    #[must_use]
    pub fn age_rule(&self, today: Date) -> Option<AgeRule> {
        let born = self.person.citizen.date_of_birth.as_ref()?.expose().full()?;
        Some(AgeRule::of(born.age_on(today)?, self.level))
    }

    /// Every claim, as read. `Debug` shows their names only.
    #[must_use]
    pub const fn claims(&self) -> &Object {
        &self.claims
    }

    /// The login as JSON, for programs in other languages: a person's data in the clear.
    #[must_use]
    pub fn expose_json(&self) -> String {
        let text = |value: &str| serde_json::Value::from(value);
        let time = |at: Option<Timestamp>| at.map(Timestamp::unix).into();
        let citizen = &self.person.citizen;
        let account = match &self.person.account {
            Account::Unknown => "unknown",
            Account::Citizen => "citizen",
            Account::Organisation(_) => "organisation",
            Account::Foreigner => "foreigner",
        };
        let pairs = [
            ("origin", text(self.origin.as_str())),
            ("signed", self.origin.is_signed().into()),
            ("person_origin", text(self.person_origin.as_str())),
            ("issuer", text(&self.issuer)),
            ("subject", text(self.subject.expose())),
            ("session", self.session.as_deref().into()),
            ("level", self.level.number().into()),
            ("account", text(account)),
            ("id_number", citizen.id_number.as_ref().map(|number| number.expose().as_str()).into()),
            ("full_name", citizen.full_name.as_ref().map(|name| name.expose().as_str()).into()),
            ("date_of_birth", citizen.date_of_birth.as_ref().map(|date| date.expose().to_string()).into()),
            ("authenticated_at", time(self.authenticated_at)),
            ("verified_at", time(Some(self.verified_at))),
            ("unread", self.person.unread.clone().into()),
            ("claims", Json::Object(self.claims.clone()).to_value()),
        ];
        let object: serde_json::Map<_, _> = pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        serde_json::Value::Object(object).to_string()
    }
}
