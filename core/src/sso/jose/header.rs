//! The header of a signed or encrypted token (RFC 7515 section 4, RFC 7516 section 4).
//!
//! Four names are read. `crit` and `b64: false` change how the rest is to be understood and are refused. `jwk`,
//! `jku`, `x5u` and `x5c` bring a key along with the message it signs: they are never looked at, like every other
//! name (real providers send `x5t`).

use super::json::{Json, Object};
use super::{base64url, json};
use crate::error::{Code, Error, Result};
use crate::limits::{KID_BYTES, TOKEN_BYTES};

/// What is read from a header.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    members: json::Object,
}

impl Header {
    /// Reads a header from its base64url text.
    ///
    /// # Errors
    /// `token-base64`, the errors of [`Object::parse`], `token-header`, `token-critical`.
    pub fn parse(text: &str) -> Result<Self> {
        let members = Object::parse(&base64url::decode(text, "header")?, TOKEN_BYTES, "header")?;
        if members.get("crit").is_some() || members.get("b64").is_some_and(|value| *value != Json::Boolean(true)) {
            return Err(Error::new(Code::TokenCritical, "header"));
        }
        let header = Self { members };
        for name in ["alg", "kid", "typ", "cty"] {
            let wrong = header.members.get(name).is_some_and(|value| !matches!(value, Json::Text(_)));
            if wrong || (name == "alg" && header.algorithm().is_empty()) {
                return Err(Error::new(Code::TokenHeader, name));
            }
        }
        if header.kid().is_some_and(|kid| kid.len() > KID_BYTES) {
            return Err(Error::new(Code::TokenHeader, "kid"));
        }
        Ok(header)
    }

    /// The algorithm as the header names it: compared with the key's, never followed.
    #[must_use]
    pub fn algorithm(&self) -> &str {
        self.read("alg").unwrap_or_default()
    }

    /// The name of the key: compared with keys that are held already, never looked up anywhere else.
    #[must_use]
    pub fn kid(&self) -> Option<&str> {
        self.read("kid")
    }

    /// The type of the whole token.
    #[must_use]
    pub fn typ(&self) -> Option<&str> {
        self.read("typ")
    }

    /// The type of the content.
    #[must_use]
    pub fn cty(&self) -> Option<&str> {
        self.read("cty")
    }

    /// The members, for what encryption adds to them.
    pub(in crate::sso) const fn members(&self) -> &Object {
        &self.members
    }

    fn read(&self, name: &'static str) -> Option<&str> {
        self.members.text(name).ok().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Header> {
        Header::parse(&base64url::encode(text.as_bytes()))
    }

    #[test]
    fn four_names_and_nothing_that_changes_their_meaning() {
        let header = parse(r#"{"alg":"RS256","kid":"k","typ":"JWT","cty":"x","x5t":"y","jwk":{"kty":"oct"},"jku":1}"#);
        let header = header.unwrap();
        assert_eq!((header.algorithm(), header.kid()), ("RS256", Some("k")));
        assert_eq!((header.typ(), header.cty()), (Some("JWT"), Some("x")));
        assert!(parse(r#"{"alg":"RS256","b64":true}"#).is_ok());
        for (text, code) in [
            (r#"{"alg":"RS256","crit":[]}"#, Code::TokenCritical),
            (r#"{"alg":"RS256","crit":["b64"],"b64":false}"#, Code::TokenCritical),
            (r#"{"alg":"RS256","b64":false}"#, Code::TokenCritical),
            (r#"{"alg":"RS256","b64":"true"}"#, Code::TokenCritical),
            (r#"{"kid":"k"}"#, Code::TokenHeader),
            (r#"{"alg":""}"#, Code::TokenHeader),
            (r#"{"alg":["RS256"]}"#, Code::TokenHeader),
            (r#"{"alg":null}"#, Code::TokenHeader),
            (r#"{"alg":"RS256","kid":7}"#, Code::TokenHeader),
            (r#"{"alg":"RS256","typ":null}"#, Code::TokenHeader),
            (r#"{"alg":"RS256","alg":"none"}"#, Code::TokenDuplicateName),
            (r#"["alg"]"#, Code::TokenJson),
        ] {
            assert_eq!(parse(text).unwrap_err().code(), code, "{text}");
        }
        let long = format!(r#"{{"alg":"RS256","kid":"{}"}}"#, "k".repeat(KID_BYTES + 1));
        assert_eq!(parse(&long).unwrap_err(), Error::new(Code::TokenHeader, "kid"));
    }
}
