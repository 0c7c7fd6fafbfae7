//! A provider for tests: Ed25519 keys from a number, and tokens with any header and payload.
#![allow(clippy::arithmetic_side_effects, reason = "test data")]

use super::jose::{Backend, KeySet, base64url};
use crate::given::Timestamp;
use ed25519_dalek::{Signer, SigningKey};
use serde_json::{Value, json};

pub(super) const ISSUER: &str = "https://sso.example.vn/realms/citizen";
pub(super) const CLIENT: &str = "benh-vien-mau";
pub(super) const NOW: Timestamp = Timestamp::from_unix(1_795_000_000);

/// The provider's key of this number.
pub(super) struct Key(SigningKey, String);

impl Key {
    pub(super) fn new(number: u8) -> Self {
        Self(SigningKey::from_bytes(&[number; 32]), format!("key-{number}"))
    }

    pub(super) fn jwk(&self) -> Value {
        let x = base64url::encode(&self.0.verifying_key().to_bytes());
        json!({"kty": "OKP", "crv": "Ed25519", "x": x, "kid": self.1, "use": "sig", "alg": "EdDSA"})
    }

    pub(super) fn header(&self) -> Value {
        json!({"alg": "EdDSA", "kid": self.1, "typ": "JWT"})
    }

    /// A token over exactly these texts.
    pub(super) fn sign_raw(&self, header: &str, payload: &[u8]) -> String {
        let signed = format!("{}.{}", base64url::encode(header.as_bytes()), base64url::encode(payload));
        let signature = self.0.sign(signed.as_bytes()).to_bytes();
        format!("{signed}.{}", base64url::encode(&signature))
    }

    pub(super) fn sign_as(&self, header: &Value, payload: &Value) -> String {
        self.sign_raw(&header.to_string(), payload.to_string().as_bytes())
    }

    pub(super) fn sign(&self, payload: &Value) -> String {
        self.sign_as(&self.header(), payload)
    }
}

pub(super) fn jwks(keys: &[Value]) -> Vec<u8> {
    json!({ "keys": keys }).to_string().into_bytes()
}

pub(super) fn key_set(keys: &[Value]) -> KeySet {
    KeySet::parse(&jwks(keys), Backend::Pure).unwrap()
}

/// The claims of a good ID token.
pub(super) fn claims() -> Value {
    json!({
        "iss": ISSUER, "sub": "f3a1", "aud": CLIENT, "azp": CLIENT, "nonce": "n-0S6", "sid": "s-1",
        "iat": NOW.unix() - 5, "exp": NOW.unix() + 300, "auth_time": NOW.unix() - 60,
        "acr": "LoA2", "amr": ["pwd", "face"], "preferred_username": "001199000018",
        "name": "Nguyễn Thị Mẫu", "birthdate": "1999-02-17"
    })
}

/// The same with one member replaced, or taken away for `null`.
pub(super) fn with(mut claims: Value, name: &str, value: Value) -> Value {
    let members = claims.as_object_mut().unwrap();
    if value.is_null() {
        members.remove(name);
    } else {
        members.insert(name.to_owned(), value);
    }
    claims
}

/// Bytes that differ and repeat in every run.
pub(super) fn counter() -> impl FnMut(&mut [u8]) -> crate::error::Result<()> {
    let mut n = 0u8;
    move |buffer| {
        for byte in buffer {
            n = n.wrapping_mul(73).wrapping_add(41);
            *byte = n;
        }
        Ok(())
    }
}
