//! RSA private keys on AWS-LC, in constant time. The pure-Rust `rsa` crate is not used for them: its private
//! operations leak through timing (RUSTSEC-2023-0071).

use super::envelope::EnvelopeKey;
use super::jose::{DecryptionKey, KeyManagement, KeyOperation};
use crate::error::{Code, Error, Result};
use crate::personal::Secret;
use aws_lc_rs::rsa::{
    OAEP_SHA256_MGF1SHA256, OaepPrivateDecryptingKey, Pkcs1PrivateDecryptingKey, PrivateDecryptingKey,
};
use std::fmt;

fn private_key(pkcs8: &[u8]) -> Result<PrivateDecryptingKey> {
    let wrong = Error::new(Code::ProfileInvalid, "private key");
    let key = PrivateDecryptingKey::from_pkcs8(pkcs8).map_err(|_| wrong)?;
    if key.key_size_bits() < 2048 { Err(Error::new(Code::JwkWeak, "private key")) } else { Ok(key) }
}

/// An RSA key that decrypts tokens (RSA-OAEP-256).
pub struct OaepKey {
    key: OaepPrivateDecryptingKey,
    kid: Option<String>,
}

impl OaepKey {
    /// The key of a PKCS #8 document in DER, of 2048 bits or more.
    ///
    /// # Errors
    /// `profile-invalid`, `jwk-weak`.
    pub fn from_pkcs8(der: &[u8], kid: Option<&str>) -> Result<Self> {
        let key = OaepPrivateDecryptingKey::new(private_key(der)?);
        let key = key.map_err(|_| Error::new(Code::ProfileInvalid, "private key"))?;
        Ok(Self { key, kid: kid.map(str::to_owned) })
    }
}

impl DecryptionKey for OaepKey {
    fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    fn management(&self) -> KeyManagement {
        KeyManagement::RsaOaep256
    }

    fn compute(&self, operation: KeyOperation<'_>) -> Option<Secret> {
        let KeyOperation::RsaOaep256(wrapped) = operation else { return None };
        let mut buffer = Secret::new(vec![0; self.key.min_output_size()]);
        let plain = self.key.decrypt(&OAEP_SHA256_MGF1SHA256, wrapped, buffer.expose_mut(), None).ok()?;
        Some(Secret::copy_of(plain))
    }
}

impl fmt::Debug for OaepKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OaepKey(***)")
    }
}

/// An RSA key that opens envelopes (PKCS #1 v1.5).
pub struct RsaEnvelopeKey(Pkcs1PrivateDecryptingKey);

impl RsaEnvelopeKey {
    /// The key of a PKCS #8 document in DER, of 2048 bits or more.
    ///
    /// # Errors
    /// `profile-invalid`, `jwk-weak`.
    pub fn from_pkcs8(der: &[u8]) -> Result<Self> {
        let key = Pkcs1PrivateDecryptingKey::new(private_key(der)?);
        key.map(Self).map_err(|_| Error::new(Code::ProfileInvalid, "private key"))
    }
}

impl EnvelopeKey for RsaEnvelopeKey {
    fn unwrap(&self, wrapped: &[u8]) -> Option<Secret> {
        let mut buffer = Secret::new(vec![0; self.0.min_output_size()]);
        let plain = self.0.decrypt(wrapped, buffer.expose_mut()).ok()?;
        Some(Secret::copy_of(plain))
    }
}

impl fmt::Debug for RsaEnvelopeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RsaEnvelopeKey(***)")
    }
}
