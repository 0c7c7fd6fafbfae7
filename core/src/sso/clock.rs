//! Time: one tolerance for every clock, and what tokens say about time.

use super::jose::Object;
use crate::error::{Code, Error, Result};
use crate::given::Timestamp;

/// How far the clocks of provider and relying party may differ. One value for every check of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Skew(u16);

impl Skew {
    /// The most that can be set: five minutes. Beyond that a clock is wrong and must be repaired.
    pub const MAX_SECONDS: u16 = 300;

    /// A tolerance in seconds.
    ///
    /// # Errors
    /// `profile-invalid` above [`Skew::MAX_SECONDS`].
    pub const fn seconds(seconds: u16) -> Result<Self> {
        if seconds > Self::MAX_SECONDS { Err(Error::new(Code::ProfileInvalid, "skew")) } else { Ok(Self(seconds)) }
    }

    /// The tolerance in seconds.
    #[must_use]
    pub const fn as_seconds(self) -> u16 {
        self.0
    }

    /// Whether `moment` lies in the future of `now`.
    #[must_use]
    pub fn is_future(self, moment: Timestamp, now: Timestamp) -> bool {
        moment.unix() > now.unix().saturating_add(i64::from(self.0))
    }

    /// Whether `moment` has come.
    #[must_use]
    pub fn is_past(self, moment: Timestamp, now: Timestamp) -> bool {
        moment.unix() <= now.unix().saturating_sub(i64::from(self.0))
    }

    /// Whether `moment` lies more than `seconds` before `now`.
    #[must_use]
    pub fn is_older(self, moment: Timestamp, seconds: u32, now: Timestamp) -> bool {
        moment.unix().saturating_add(i64::from(seconds)) < now.unix().saturating_sub(i64::from(self.0))
    }
}

impl Default for Skew {
    /// 30 seconds: machines that ask a time server differ by less.
    fn default() -> Self {
        Self(30)
    }
}

/// When a token was made and until when it counts: `iat`, `nbf` and `exp` of RFC 7519.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Validity {
    pub(super) issued: Timestamp,
    pub(super) expires: Timestamp,
}

impl Validity {
    /// Reads and checks the three: `iat` and `exp` must be there.
    pub(super) fn check(claims: &Object, skew: Skew, now: Timestamp) -> Result<Self> {
        let expires = claims.time("exp")?.ok_or(Error::new(Code::ClaimMissing, "exp"))?;
        let issued = claims.time("iat")?.ok_or(Error::new(Code::ClaimMissing, "iat"))?;
        let not_before = claims.time("nbf")?;
        if skew.is_past(expires, now) {
            return Err(Error::new(Code::ClaimExpired, "exp"));
        }
        if not_before.is_some_and(|moment| skew.is_future(moment, now)) {
            return Err(Error::new(Code::ClaimNotYetValid, "nbf"));
        }
        if skew.is_future(issued, now) {
            return Err(Error::new(Code::ClaimIssuedInFuture, "iat"));
        }
        Ok(Self { issued, expires })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tolerance_is_exact_and_capped() {
        assert_eq!(Skew::default().as_seconds(), 30);
        assert!(Skew::seconds(300).is_ok());
        assert_eq!(Skew::seconds(301).unwrap_err().code(), Code::ProfileInvalid);
        let now = Timestamp::from_unix(1_000);
        let at = |seconds| Timestamp::from_unix(seconds);
        let skew = Skew::seconds(30).unwrap();
        assert!(!skew.is_future(at(1_030), now) && skew.is_future(at(1_031), now));
        assert!(skew.is_past(at(970), now) && !skew.is_past(at(971), now));
        assert!(!skew.is_older(at(870), 100, now) && skew.is_older(at(869), 100, now));
        assert!(skew.is_future(at(i64::MAX), now) && skew.is_past(at(i64::MIN), now));
    }

    #[test]
    fn times_are_required_and_typed() {
        let check = |text: &str| {
            let claims = Object::parse(text.as_bytes(), 999, "test").unwrap();
            Validity::check(&claims, Skew::default(), Timestamp::from_unix(1_000)).map_err(|error| error.code())
        };
        assert!(check(r#"{"exp":1100,"iat":1000}"#).is_ok());
        assert!(check(r#"{"exp":1100.5,"iat":1000.5,"nbf":1030}"#).is_ok());
        for (text, code) in [
            (r#"{"iat":1000}"#, Code::ClaimMissing),
            (r#"{"exp":1100}"#, Code::ClaimMissing),
            (r#"{"exp":"1100","iat":1000}"#, Code::ClaimType),
            (r#"{"exp":1100,"iat":"1000"}"#, Code::ClaimType),
            (r#"{"exp":1100,"iat":1000,"nbf":"x"}"#, Code::ClaimType),
            (r#"{"exp":null,"iat":1000}"#, Code::ClaimType),
            (r#"{"exp":970,"iat":900}"#, Code::ClaimExpired),
            (r#"{"exp":1100,"iat":1031}"#, Code::ClaimIssuedInFuture),
            (r#"{"exp":1100,"iat":1000,"nbf":1031}"#, Code::ClaimNotYetValid),
        ] {
            assert_eq!(check(text), Err(code), "{text}");
        }
    }
}
