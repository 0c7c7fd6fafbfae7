//! Signed tokens in compact form (RFC 7515 section 7.1). The JSON forms, which carry several signatures or
//! unprotected headers, are not read.

use super::algorithm::{AlgorithmSet, SignatureAlgorithm};
use super::base64url;
use super::header::Header;
use super::jwk::{KeySet, VerifyingKey};
use crate::error::{Code, Error, Result};
use crate::limits::TOKEN_BYTES;

/// A signed token taken apart. Nothing in it is believed yet.
#[derive(Clone, Debug)]
pub struct Compact<'a> {
    header: Header,
    signed: &'a str,
    payload: &'a str,
    signature: Vec<u8>,
}

/// What a signature covers, after it was checked. Only [`Compact::verify`] and [`Compact::verify_with`] make one.
#[derive(Clone, PartialEq, Eq)]
pub struct Signed {
    payload: Vec<u8>,
    algorithm: SignatureAlgorithm,
}

impl<'a> Compact<'a> {
    /// Takes a token of at most 64 KiB apart: header, payload and signature, each in strict base64url.
    ///
    /// # Errors
    /// `too-large`, `token-form`, `token-encrypted` for one of five parts, and those of [`Header::parse`].
    pub fn parse(token: &'a str) -> Result<Self> {
        if token.len() > TOKEN_BYTES {
            return Err(Error::new(Code::TooLarge, "token"));
        }
        let form = Error::new(Code::TokenForm, "token");
        let (signed, signature) = token.rsplit_once('.').ok_or(form)?;
        let (header, payload) = signed.split_once('.').ok_or(form)?;
        if payload.contains('.') {
            let parts = token.bytes().filter(|&byte| byte == b'.').count();
            return Err(if parts == 4 { Error::new(Code::TokenEncrypted, "token") } else { form });
        }
        let header = Header::parse(header)?;
        let signature = base64url::decode(signature, "signature")?;
        Ok(Self { header, signed, payload, signature })
    }

    /// The header.
    #[must_use]
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// The payload, unverified: for looking at its form before cryptography is spent on it.
    ///
    /// # Errors
    /// `token-base64`.
    pub fn claimed_payload(&self) -> Result<Vec<u8>> {
        base64url::decode(self.payload, "payload")
    }

    /// Checks the signature with the key of the set that the header means.
    ///
    /// # Errors
    /// `token-algorithm` where the name is unknown (as `none` and every HMAC is) or not among `allowed`, those of
    /// [`KeySet::find`], `token-base64`, `token-signature`.
    pub fn verify(&self, keys: &KeySet, allowed: AlgorithmSet) -> Result<Signed> {
        self.allowed(allowed)?;
        self.check(keys.find(&self.header)?, self.claimed_payload()?)
    }

    /// Checks the signature with one key.
    ///
    /// # Errors
    /// As [`Compact::verify`].
    pub fn verify_with(&self, key: &VerifyingKey, allowed: AlgorithmSet) -> Result<Signed> {
        self.allowed(allowed)?;
        if let (Some(named), Some(own)) = (self.header.kid(), key.kid())
            && named != own
        {
            return Err(Error::new(Code::TokenKeyUnknown, "kid"));
        }
        self.check(key, self.claimed_payload()?)
    }

    /// As [`Compact::verify`], for a payload that was decoded already.
    pub(in crate::sso) fn verify_decoded(&self, keys: &KeySet, allowed: AlgorithmSet) -> Result<SignatureAlgorithm> {
        self.allowed(allowed)?;
        self.check(keys.find(&self.header)?, Vec::new()).map(|signed| signed.algorithm)
    }

    fn allowed(&self, allowed: AlgorithmSet) -> Result<SignatureAlgorithm> {
        SignatureAlgorithm::parse(self.header.algorithm())
            .filter(|algorithm| allowed.contains(*algorithm))
            .ok_or(Error::new(Code::TokenAlgorithm, "alg"))
    }

    fn check(&self, key: &VerifyingKey, payload: Vec<u8>) -> Result<Signed> {
        let algorithm = self.allowed(key.algorithms()).map_err(|_| Error::new(Code::TokenKeyAlgorithm, "alg"))?;
        if !key.verifies(algorithm, self.signed.as_bytes(), &self.signature) {
            return Err(Error::new(Code::TokenSignature, "signature"));
        }
        Ok(Signed { payload, algorithm })
    }
}

impl Signed {
    /// The bytes that were signed as payload.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// The algorithm: the key's.
    #[must_use]
    pub const fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }
}

impl std::fmt::Debug for Signed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Signed({}, {} bytes)", self.algorithm.as_str(), self.payload.len())
    }
}
