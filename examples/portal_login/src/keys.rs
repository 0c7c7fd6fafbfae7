//! The private keys of this site, to which providers encrypt.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use dinhdanh::crypto::CurveId;
use dinhdanh::sso::jose::{DecryptionKey, EcdhKey};
use dinhdanh::sso::{EnvelopeKey, OaepKey, RsaEnvelopeKey};
use serde::Deserialize;
use std::sync::Arc;

/// The members of a private key that are needed (RFC 7518 section 6.2.2).
#[derive(Deserialize)]
struct EcJwk {
    crv: String,
    d: String,
    kid: Option<String>,
}

/// A key to which tokens are encrypted: P-256 as a JWK, or RSA as PKCS #8 in PEM.
pub fn decryption_key(text: &[u8]) -> Result<Arc<dyn DecryptionKey>, String> {
    let told = |error| format!("decryption key: {error}");
    if text.starts_with(b"-----BEGIN") {
        return Ok(Arc::new(OaepKey::from_pkcs8(&pkcs8(text)?, None).map_err(told)?));
    }
    let jwk: EcJwk = serde_json::from_slice(text).map_err(|_| "decryption key: neither PEM nor an EC key as JWK")?;
    if jwk.crv != "P-256" {
        return Err("decryption key: not on P-256".to_owned());
    }
    let number = URL_SAFE_NO_PAD.decode(&jwk.d).map_err(|_| "decryption key: not base64url")?;
    Ok(Arc::new(EcdhKey::new(CurveId::P256, &number, jwk.kid.as_deref()).map_err(told)?))
}

/// A key to which envelopes are encrypted: RSA as PKCS #8 in PEM.
pub fn envelope_key(text: &[u8]) -> Result<Arc<dyn EnvelopeKey>, String> {
    Ok(Arc::new(RsaEnvelopeKey::from_pkcs8(&pkcs8(text)?).map_err(|error| format!("envelope key: {error}"))?))
}

/// The content of one PEM block `PRIVATE KEY` (RFC 7468 section 10).
fn pkcs8(text: &[u8]) -> Result<Vec<u8>, String> {
    let inside = || {
        let text = str::from_utf8(text).ok()?.trim();
        text.strip_prefix("-----BEGIN PRIVATE KEY-----")?.strip_suffix("-----END PRIVATE KEY-----")
    };
    let base64: String = inside().ok_or("key: not one PEM block PRIVATE KEY")?.split_whitespace().collect();
    STANDARD.decode(base64).map_err(|_| "key: not base64".to_owned())
}
