//! A login on its way: what binds the provider's answer to the browser that asked.

use super::form::Fields;
use super::jose::base64url;
use super::level::RequiredLevel;
use super::signed::same;
use crate::crypto::HashAlgorithm;
use crate::error::{Code, Error, Result};
use crate::given::{Randomness, Timestamp};
use crate::personal::Secret;
use subtle::ConstantTimeEq;

/// A login takes at most this many seconds: a person may have to find the telephone and let the app update itself.
const LOGIN_SECONDS: u32 = 15 * 60;

/// A login that was started and not answered yet. It stays on the server, in the session of the browser.
///
/// It holds 256 random bits each for `state`, `nonce` and the PKCE verifier, and a digest of the browser's session
/// secret: an answer that arrives in another browser is refused, even if somebody planted the right `state` there.
#[derive(Debug)]
pub struct PendingLogin {
    pub(super) state: String,
    pub(super) nonce: String,
    pub(super) verifier: Secret,
    pub(super) max_age: Option<u32>,
    pub(super) required: Option<RequiredLevel>,
    pub(super) started: Timestamp,
    binding: Secret,
    return_path: ReturnPath,
}

impl PendingLogin {
    pub(super) fn new(
        random: &mut dyn Randomness,
        session_secret: &[u8],
        return_path: ReturnPath,
        max_age: Option<u32>,
        now: Timestamp,
    ) -> Result<Self> {
        // A session secret that can be guessed binds nothing.
        if session_secret.len() < 16 {
            return Err(Error::new(Code::ProfileInvalid, "session secret"));
        }
        let (state, nonce, verifier) = (token(random)?, token(random)?, token(random)?);
        let binding = bind(&state, session_secret);
        let verifier = Secret::new(verifier.into_bytes());
        Ok(Self { state, nonce, verifier, max_age, required: None, started: now, binding, return_path })
    }

    /// The `state` of the request, by which a program finds the login among several of one session.
    #[must_use]
    pub fn state(&self) -> &str {
        &self.state
    }

    /// The `nonce` of the request.
    #[must_use]
    pub fn nonce(&self) -> &str {
        &self.nonce
    }

    /// Where the browser is to go after the login.
    #[must_use]
    pub const fn return_path(&self) -> &ReturnPath {
        &self.return_path
    }

    /// The PKCE challenge (RFC 7636 section 4.2, S256).
    pub(super) fn challenge(&self) -> String {
        base64url::encode(&HashAlgorithm::Sha256.digest(&[self.verifier.expose()]))
    }

    pub(super) fn verifier(&self) -> &str {
        str::from_utf8(self.verifier.expose()).unwrap_or_default()
    }

    /// Checks that an answer with this `state`, arriving now in a browser with this session secret, is for this login.
    pub(super) fn answered_by(&self, state: Option<&str>, session_secret: &[u8], now: Timestamp) -> Result<()> {
        let wrong = Error::new(Code::ResponseState, "state");
        let state = state.ok_or(wrong)?;
        let bound: bool = bind(state, session_secret).expose().ct_eq(self.binding.expose()).into();
        if !same(state, &self.state) || !bound {
            return Err(wrong);
        }
        let waited = now.unix().saturating_sub(self.started.unix());
        if waited > i64::from(LOGIN_SECONDS) {
            return Err(Error::new(Code::LoginExpired, "state"));
        }
        Ok(())
    }
}

/// 256 random bits in base64url: 43 characters, as RFC 7636 section 4.1 asks of a verifier at least.
pub(super) fn token(random: &mut dyn Randomness) -> Result<String> {
    let mut bytes = [0; 32];
    random.fill(&mut bytes)?;
    Ok(base64url::encode(&bytes))
}

fn bind(state: &str, session_secret: &[u8]) -> Secret {
    Secret::new(HashAlgorithm::Sha256.digest(&[state.as_bytes(), b"\0", session_secret]))
}

/// A path of the relying party itself, to return to after a login: never another site.
///
/// ```
/// use dinhdanh::sso::ReturnPath;
/// assert!(ReturnPath::parse("/ho-so?id=7").is_ok());
/// for elsewhere in ["https://evil.example/", "//evil.example/", "/\\evil.example", "ho-so", ""] {
///     assert!(ReturnPath::parse(elsewhere).is_err());
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnPath(String);

impl ReturnPath {
    /// The root of the program.
    #[must_use]
    pub fn root() -> Self {
        Self("/".to_owned())
    }

    /// A path that starts with exactly one slash, of visible ASCII characters, without a backslash (which browsers
    /// read as a slash) and without dot segments, escaped or not.
    ///
    /// # Errors
    /// `return-path`.
    pub fn parse(text: &str) -> Result<Self> {
        let path = text.split(['?', '#']).next().unwrap_or_default();
        let plain = text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        let lower = path.to_ascii_lowercase();
        let hidden = ["%2f", "%5c", "%2e", "%00", "//", "/./", "/../"].iter().any(|part| lower.contains(part));
        let dots = lower.ends_with("/..") || lower.ends_with("/.");
        if !plain || hidden || dots || text.len() > 2048 || !text.starts_with('/') {
            return Err(Error::new(Code::ReturnPath, "return path"));
        }
        Ok(Self(text.to_owned()))
    }

    /// The path.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A code from the provider, after the answer that brought it was checked. To be exchanged once.
#[derive(Clone, Debug)]
pub struct AuthorizationCode(Secret);

impl AuthorizationCode {
    pub(super) fn new(code: String) -> Self {
        Self(Secret::new(code.into_bytes()))
    }

    pub(super) fn expose(&self) -> &str {
        str::from_utf8(self.0.expose()).unwrap_or_default()
    }
}

/// What the provider answered to the browser, wherever the parameters stood.
pub(super) struct Answer<'a> {
    pub(super) code: Option<&'a str>,
    pub(super) error: Option<&'a str>,
    pub(super) state: Option<&'a str>,
    pub(super) issuer: Option<&'a str>,
}

impl<'a> Answer<'a> {
    pub(super) fn of(fields: &'a Fields) -> Self {
        let get = |name| fields.get(name);
        Self { code: get("code"), error: get("error"), state: get("state"), issuer: get("iss") }
    }

    /// The code, or why there is none. `state` was checked before: an error from elsewhere ends no login here.
    pub(super) fn code(&self) -> Result<&'a str> {
        match (self.code, self.error) {
            (Some(code), None) if !code.is_empty() => Ok(code),
            (None, Some(_)) => Err(Error::new(Code::LoginRefused, "error")),
            _ => Err(Error::new(Code::ResponseForm, "code")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sso::testing::{NOW, counter};

    const SECRET: &[u8] = b"the browser's session secret";

    fn pending() -> PendingLogin {
        PendingLogin::new(&mut counter(), SECRET, ReturnPath::root(), None, NOW).unwrap()
    }

    #[test]
    fn an_answer_belongs_to_one_login_in_one_browser() {
        let login = pending();
        let code = |state: Option<&str>, secret: &[u8], after: i64| {
            let now = Timestamp::from_unix(NOW.unix() + after);
            login.answered_by(state, secret, now).err().map(|error| error.code())
        };
        let state = Some(login.state());
        assert_eq!(code(state, SECRET, 0), None);
        assert_eq!(code(state, SECRET, 900), None);
        assert_eq!(code(state, SECRET, 901), Some(Code::LoginExpired));
        assert_eq!(code(state, b"another session's secret", 0), Some(Code::ResponseState));
        assert_eq!(code(Some("x"), SECRET, 0), Some(Code::ResponseState));
        assert_eq!(code(Some(""), SECRET, 0), Some(Code::ResponseState));
        assert_eq!(code(None, SECRET, 0), Some(Code::ResponseState));
        let short = PendingLogin::new(&mut counter(), b"short", ReturnPath::root(), None, NOW);
        assert_eq!(short.unwrap_err().code(), Code::ProfileInvalid);
    }

    #[test]
    fn nothing_is_drawn_twice_or_shown() {
        let login = pending();
        assert_eq!((login.state.len(), login.nonce.len(), login.verifier().len()), (43, 43, 43));
        assert!(login.state != login.nonce && login.nonce != login.verifier());
        assert!(!format!("{login:?}").contains(login.verifier()));
    }

    /// RFC 7636, appendix B.
    #[test]
    fn the_challenge_matches_the_standard() {
        let mut login = pending();
        login.verifier = Secret::new(b"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".to_vec());
        assert_eq!(login.challenge(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn no_way_to_another_site() {
        for good in ["/", "/a/b-c_d.html", "/a?next=https://x.example/&b=//c", "/a#b", "/a%20b", "/..a/b.."] {
            assert!(ReturnPath::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "a",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\/evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "/a//b",
            "/%2fevil.example",
            "/%5Cevil.example",
            "/../x",
            "/a/..",
            "/%2e%2e/x",
            "/a b",
            "/a\r\nSet-Cookie: x",
            "/á",
            "/\t/evil.example",
        ] {
            assert_eq!(ReturnPath::parse(bad).unwrap_err().code(), Code::ReturnPath, "{bad:?}");
        }
    }
}
