//! The private key of this site, to which a provider encrypts tokens.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use dinhdanh::crypto::CurveId;
use dinhdanh::sso::jose::{DecryptionKey, EcdhKey};
use serde::Deserialize;
use std::sync::Arc;

/// The members of a private key that are needed (RFC 7518 section 6.2.2).
#[derive(Deserialize)]
struct EcJwk {
    crv: String,
    d: String,
    kid: Option<String>,
}

/// A P-256 key as a JWK.
pub fn decryption_key(text: &[u8]) -> Result<Arc<dyn DecryptionKey>, String> {
    let jwk: EcJwk = serde_json::from_slice(text).map_err(|_| "decryption key: not an EC key as JWK")?;
    if jwk.crv != "P-256" {
        return Err("decryption key: not on P-256".to_owned());
    }
    let number = URL_SAFE_NO_PAD.decode(&jwk.d).map_err(|_| "decryption key: not base64url")?;
    let key = EcdhKey::new(CurveId::P256, &number, jwk.kid.as_deref());
    Ok(Arc::new(key.map_err(|error| format!("decryption key: {error}"))?))
}
