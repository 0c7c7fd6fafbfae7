//! What every signed token has in common: form, size, type, signature, in this order.

use super::jose::{AlgorithmSet, Compact, KeySet, Object, SignatureAlgorithm};
use crate::crypto::HashAlgorithm;
use crate::error::{Code, Error, Result};
use crate::limits::TOKEN_BYTES;
use subtle::ConstantTimeEq;

/// The kind of a token, by the `typ` of its header (RFC 8725 section 3.11): one kind never passes for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenType {
    /// An ID token, signed user information, a JARM answer: no type of their own.
    Plain,
    /// An access token (RFC 9068).
    Access,
    /// A logout token (OpenID Connect Back-Channel Logout 2.4). The type is recommended only: `JWT` passes, and the
    /// claims tell it from an ID token.
    Logout,
    /// A proof of possession (RFC 9449).
    Dpop,
    /// An introspection answer (RFC 9701).
    Introspection,
}

impl TokenType {
    fn admits(self, typ: Option<&str>) -> bool {
        let is = |name: &str| typ.is_some_and(|typ| typ.eq_ignore_ascii_case(name));
        let plain = typ.is_none() || is("JWT");
        match self {
            Self::Plain => plain,
            Self::Access => is("at+jwt") || is("application/at+jwt"),
            Self::Logout => plain || is("logout+jwt") || is("application/logout+jwt"),
            Self::Dpop => is("dpop+jwt"),
            Self::Introspection => is("token-introspection+jwt"),
        }
    }
}

/// Checks form, type and signature of a token and reads its claims.
///
/// The claims are read before the signature is checked, so that size, depth and duplicate names cost nothing; they
/// leave this function only after it. Both see the same bytes.
pub(super) fn open(
    token: &str,
    kind: TokenType,
    keys: &KeySet,
    allowed: AlgorithmSet,
) -> Result<(Object, SignatureAlgorithm)> {
    let compact = Compact::parse(token)?;
    check_type(&compact, kind)?;
    let claims = Object::parse(&compact.claimed_payload()?, TOKEN_BYTES, "payload")?;
    let algorithm = compact.verify_decoded(keys, allowed)?;
    Ok((claims, algorithm))
}

pub(super) fn check_type(compact: &Compact<'_>, kind: TokenType) -> Result<()> {
    // A token inside a token would be opened twice, under two rules.
    let nested = compact.header().cty().is_some_and(|cty| cty.eq_ignore_ascii_case("JWT"));
    if nested || !kind.admits(compact.header().typ()) {
        return Err(Error::new(Code::TokenType, if nested { "cty" } else { "typ" }));
    }
    Ok(())
}

/// The half hash of OpenID Connect Core 3.1.3.6 (`at_hash`, `c_hash`).
pub(super) fn half_hash(hash: HashAlgorithm, text: &str) -> String {
    let digest = hash.digest(&[text.as_bytes()]);
    super::jose::base64url::encode(digest.get(..digest.len() / 2).unwrap_or_default())
}

/// Whether two texts are equal, in time that depends on their lengths alone.
pub(super) fn same(a: &str, b: &str) -> bool {
    a.as_bytes().ct_eq(b.as_bytes()).into()
}
