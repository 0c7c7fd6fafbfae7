//! Levels of electronic identification (Decree 69/2024/NĐ-CP: level 1 and level 2, no others) and step-up.

use super::jose::{Json, Object};
use super::login::OriginProof;
use crate::error::{Code, Error, Result};
use serde::Serialize;

/// The level of a login, lowest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Level {
    /// None stated, or one that is not known: the lowest.
    #[default]
    None,
    /// Level 1 (mức độ 01).
    One,
    /// Level 2 (mức độ 02): identity checked in person, with biometrics.
    Two,
}

impl Level {
    /// The level that a text names: `LoA1`, `LoA2`, `1`, `2`. Anything else is no level.
    ///
    /// ```
    /// use dinhdanh::sso::Level;
    /// assert_eq!(Level::from_text("LoA2"), Level::Two);
    /// assert_eq!(Level::from_text("3"), Level::None);
    /// ```
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        match text {
            "LoA1" | "1" => Self::One,
            "LoA2" | "2" => Self::Two,
            _ => Self::None,
        }
    }

    /// The value to ask for in `acr_values`; `None` for the lowest.
    #[must_use]
    pub const fn acr_value(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::One => Some("LoA1"),
            Self::Two => Some("LoA2"),
        }
    }

    /// 0, 1 or 2.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::None => 0,
            Self::One => 1,
            Self::Two => 2,
        }
    }

    /// The level in claims: `acr`, which is about this login; only without it `accountLevel`, which is about the
    /// account. The kind of account is never a level.
    pub(super) fn of(claims: &Object) -> Result<Self> {
        if let Some(acr) = claims.text("acr")? {
            return Ok(Self::from_text(acr));
        }
        Ok(match claims.get("accountLevel") {
            Some(Json::Integer(number)) => Self::from_text(&number.to_string()),
            Some(Json::Text(text)) => Self::from_text(text),
            _ => Self::None,
        })
    }
}

/// The level that something requires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequiredLevel {
    level: Level,
    unsigned: bool,
}

impl RequiredLevel {
    /// At least this level, in a signed statement.
    ///
    /// ```
    /// use dinhdanh::sso::{Level, OriginProof, RequiredLevel};
    /// let required = RequiredLevel::at_least(Level::Two);
    /// assert!(required.check(Level::Two, OriginProof::SignedToken).is_ok());
    /// assert!(required.check(Level::Two, OriginProof::ServerChannelOnly).is_err());
    /// assert!(required.or_server_channel().check(Level::Two, OriginProof::ServerChannelOnly).is_ok());
    /// ```
    #[must_use]
    pub const fn at_least(level: Level) -> Self {
        Self { level, unsigned: false }
    }

    /// The same level, also where nothing but the connection to the provider's server vouches for it: what the VNeID
    /// envelope, VNConnect and CAS can offer.
    #[must_use]
    pub const fn or_server_channel(self) -> Self {
        Self { unsigned: true, ..self }
    }

    /// The level.
    #[must_use]
    pub const fn level(self) -> Level {
        self.level
    }

    /// Whether a login is enough.
    ///
    /// # Errors
    /// `level-too-low`, `origin-too-weak`.
    pub fn check(self, level: Level, origin: OriginProof) -> Result<()> {
        if level < self.level {
            return Err(Error::new(Code::LevelTooLow, "acr"));
        }
        if self.level > Level::None && !self.unsigned && !origin.is_signed() {
            return Err(Error::new(Code::OriginTooWeak, "acr"));
        }
        Ok(())
    }
}

/// What Decree 69/2024/NĐ-CP says about an account of this level at this age.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AgeRule {
    /// From 14 years: both levels.
    Ordinary,
    /// From 6 to under 14 years: both levels on request, through a representative.
    OnRequest,
    /// Under 6 years: level 1 only, through a representative.
    LevelOneOnly,
    /// Level 2 under 6 years: the decree knows no such account. The birth date or the level is wrong.
    NotProvided,
}

impl AgeRule {
    /// The rule for an age in full years.
    #[must_use]
    pub const fn of(age: u16, level: Level) -> Self {
        match (age, level) {
            (14.., _) => Self::Ordinary,
            (6..14, _) => Self::OnRequest,
            (0..6, Level::Two) => Self::NotProvided,
            (0..6, _) => Self::LevelOneOnly,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Result<Level> {
        Level::of(&Object::parse(text.as_bytes(), 999, "test").unwrap())
    }

    #[test]
    fn only_the_known_words_are_levels() {
        for (text, level) in [
            (r#"{"acr":"LoA1"}"#, Level::One),
            (r#"{"acr":"LoA2"}"#, Level::Two),
            (r#"{"acr":"1"}"#, Level::One),
            (r#"{"acr":"2"}"#, Level::Two),
            (r#"{"acr":"loa2"}"#, Level::None),
            (r#"{"acr":"3"}"#, Level::None),
            (r#"{"acr":"LoA3"}"#, Level::None),
            (r#"{"acr":" 2"}"#, Level::None),
            (r#"{"acr":""}"#, Level::None),
            (r#"{"acr":"0","accountLevel":"2"}"#, Level::None),
            (r#"{"acr":"1","accountLevel":"2"}"#, Level::One),
            (r#"{"accountLevel":"2"}"#, Level::Two),
            (r#"{"accountLevel":1}"#, Level::One),
            (r#"{"accountLevel":2}"#, Level::Two),
            (r#"{"accountLevel":3}"#, Level::None),
            (r#"{"accountLevel":true}"#, Level::None),
            (r#"{"accountLevel":2.0}"#, Level::None),
            (r#"{"LoaiTaiKhoan":"2","accountType":2,"IAL":2}"#, Level::None),
            ("{}", Level::None),
        ] {
            assert_eq!(of(text), Ok(level), "{text}");
        }
        for text in [r#"{"acr":2}"#, r#"{"acr":["2"]}"#, r#"{"acr":null}"#] {
            assert_eq!(of(text).unwrap_err().code(), Code::ClaimType, "{text}");
        }
        assert!(Level::None < Level::One && Level::One < Level::Two);
    }

    #[test]
    fn step_up_needs_the_level_and_a_signature() {
        let two = RequiredLevel::at_least(Level::Two);
        let code = |rule: RequiredLevel, level, origin| rule.check(level, origin).err().map(|error| error.code());
        assert_eq!(code(two, Level::One, OriginProof::SignedToken), Some(Code::LevelTooLow));
        assert_eq!(code(two, Level::None, OriginProof::SignedToken), Some(Code::LevelTooLow));
        assert_eq!(code(two, Level::Two, OriginProof::ServerChannelOnly), Some(Code::OriginTooWeak));
        assert_eq!(code(two.or_server_channel(), Level::One, OriginProof::ServerChannelOnly), Some(Code::LevelTooLow));
        assert_eq!(code(two.or_server_channel(), Level::Two, OriginProof::ServerChannelOnly), None);
        assert_eq!(code(RequiredLevel::at_least(Level::None), Level::None, OriginProof::ServerChannelOnly), None);
    }

    #[test]
    fn ages() {
        for (age, level, rule) in [
            (5, Level::One, AgeRule::LevelOneOnly),
            (5, Level::Two, AgeRule::NotProvided),
            (6, Level::Two, AgeRule::OnRequest),
            (13, Level::One, AgeRule::OnRequest),
            (14, Level::Two, AgeRule::Ordinary),
            (90, Level::None, AgeRule::Ordinary),
        ] {
            assert_eq!(AgeRule::of(age, level), rule, "{age} {level:?}");
        }
    }
}
