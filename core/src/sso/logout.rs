//! The end of a login: told by the provider (OpenID Connect Back-Channel Logout 1.0).

use super::clock::Validity;
use super::id_token::{IdTokenRules, required};
use super::jose::KeySet;
use super::replay::{ReplayStore, UsedOnce, once};
use super::signed::{self, TokenType};
use crate::error::{Code, Error, Result};
use crate::given::Timestamp;
use crate::personal::Personal;

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// Which logins have ended, after every check of the token that said so. Only [`IdTokenRules::verify_logout`] makes
/// one.
#[derive(Clone, Debug)]
pub struct LogoutNotice {
    issuer: String,
    subject: Option<Personal<String>>,
    session: Option<String>,
}

impl LogoutNotice {
    /// The provider.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The person: without a session, all their logins have ended.
    #[must_use]
    pub const fn subject(&self) -> Option<&Personal<String>> {
        self.subject.as_ref()
    }

    /// The session: then only its login has ended.
    #[must_use]
    pub fn session(&self) -> Option<&str> {
        self.session.as_deref()
    }

    /// Whether a login has ended by this notice.
    #[must_use]
    pub fn ends(&self, login: &super::VerifiedLogin) -> bool {
        let session = self.session.as_deref().is_none_or(|session| login.session() == Some(session));
        let subject = self.subject.as_ref().is_none_or(|subject| login.subject() == subject);
        login.issuer() == self.issuer && session && subject
    }
}

impl IdTokenRules {
    /// Verifies a logout token, as it comes in the form field `logout_token`.
    ///
    /// # Errors
    /// Those of an ID token for form, key, signature, issuer, audience and times; `claim-events` where it is no
    /// logout; `claim-nonce` where it carries a nonce, as no logout token does; `claim-missing` without `jti` or
    /// without both `sid` and `sub`; `replayed`.
    pub fn verify_logout(
        &self,
        token: &str,
        keys: &KeySet,
        replay: &mut dyn ReplayStore,
        now: Timestamp,
    ) -> Result<LogoutNotice> {
        let (claims, _) = signed::open(token, TokenType::Logout, keys, self.algorithms)?;
        let events = Error::new(Code::ClaimEvents, "events");
        let event = claims.object("events").map_err(|_| events)?.ok_or(events)?;
        event.object(EVENT).map_err(|_| events)?.ok_or(events)?;
        if claims.get("nonce").is_some() {
            return Err(Error::new(Code::ClaimNonce, "nonce"));
        }
        let issuer = self.check_parties(&claims)?;
        let validity = Validity::check(&claims, self.skew, now)?;
        let subject = claims.text("sub")?.filter(|text| !text.is_empty()).map(|text| Personal::new(text.to_owned()));
        let session = claims.text("sid")?.filter(|text| !text.is_empty()).map(str::to_owned);
        if subject.is_none() && session.is_none() {
            return Err(Error::new(Code::ClaimMissing, "sid"));
        }
        let until = validity.expires.unix().saturating_add(i64::from(self.skew.as_seconds()));
        let used = UsedOnce::new("logout", &issuer, required(&claims, "jti")?);
        once(replay, used, Timestamp::from_unix(until), now)?;
        Ok(LogoutNotice { issuer, subject, session })
    }
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "test data")]
mod tests {
    use super::*;
    use crate::sso::id_token::Expected;
    use crate::sso::replay::MemoryReplayStore;
    use crate::sso::testing::{CLIENT, ISSUER, Key, NOW, claims as login_claims, key_set, with};
    use serde_json::{Value, json};

    fn claims() -> Value {
        json!({"iss": ISSUER, "aud": CLIENT, "sub": "f3a1", "sid": "s-1", "jti": "j-1", "iat": NOW.unix(),
            "exp": NOW.unix() + 120, "events": {EVENT: {}}})
    }

    fn rules() -> IdTokenRules {
        IdTokenRules::new(ISSUER, CLIENT)
    }

    #[test]
    fn a_notice_ends_the_logins_it_names() {
        let key = Key::new(1);
        let keys = key_set(&[key.jwk()]);
        let login = rules().verify(&key.sign(&login_claims()), &keys, &Expected::unbound(), NOW).unwrap().into_login();
        let notice = |payload: &Value| {
            let token = key.sign_as(&with(key.header(), "typ", json!("logout+jwt")), payload);
            rules().verify_logout(&token, &keys, &mut MemoryReplayStore::new(9), NOW).unwrap()
        };
        assert!(notice(&claims()).ends(&login));
        assert!(notice(&with(claims(), "sub", json!(null))).ends(&login));
        assert!(notice(&with(claims(), "sid", json!(null))).ends(&login));
        assert!(!notice(&with(claims(), "sid", json!("s-2"))).ends(&login));
        assert!(!notice(&with(claims(), "sub", json!("another"))).ends(&login));
    }

    #[test]
    fn nothing_but_a_fresh_logout_token() {
        let key = Key::new(1);
        let keys = key_set(&[key.jwk()]);
        let mut store = MemoryReplayStore::new(9);
        let mut code = |payload: &Value, typ: &str| {
            let token = key.sign_as(&with(key.header(), "typ", json!(typ)), payload);
            rules().verify_logout(&token, &keys, &mut store, NOW).err().map(|error| error.code())
        };
        for (name, value, expected) in [
            ("events", json!(null), Code::ClaimEvents),
            ("events", json!([EVENT]), Code::ClaimEvents),
            ("events", json!({EVENT: true}), Code::ClaimEvents),
            ("events", json!({"other": {}}), Code::ClaimEvents),
            ("nonce", json!("n"), Code::ClaimNonce),
            ("jti", json!(null), Code::ClaimMissing),
            ("iss", json!("https://evil.example"), Code::ClaimIssuer),
            ("aud", json!("other"), Code::ClaimAudience),
            ("exp", json!(NOW.unix() - 100), Code::ClaimExpired),
            ("iat", json!(null), Code::ClaimMissing),
            ("sid", json!(1), Code::ClaimType),
        ] {
            assert_eq!(code(&with(claims(), name, value), "logout+jwt"), Some(expected), "{name}");
        }
        let nobody = with(with(claims(), "sid", json!(null)), "sub", json!(null));
        assert_eq!(code(&nobody, "logout+jwt"), Some(Code::ClaimMissing));
        assert_eq!(code(&claims(), "at+jwt"), Some(Code::TokenType));
        assert_eq!(code(&login_claims(), "JWT"), Some(Code::ClaimEvents), "an ID token");
        assert_eq!(code(&claims(), "JWT"), None);
        assert_eq!(code(&claims(), "logout+jwt"), Some(Code::Replayed));
        let token = key.sign_as(&with(key.header(), "typ", json!("JWT")), &claims());
        let error = rules().verify(&token, &keys, &Expected::unbound(), NOW).unwrap_err();
        assert_eq!(error.code(), Code::ClaimTokenUse, "a logout token is no ID token");
    }
}
