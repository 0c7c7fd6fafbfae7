//! Encrypted tokens in compact form (RFC 7516 section 7.1), of which a few kinds can be written down at all: the key
//! wrapped with RSA-OAEP-256 or agreed on with ECDH-ES, the content under AES-GCM. There is no compression, no
//! password, no RSA1_5 and no CBC.

use super::base64url;
use super::header::Header;
use super::json::{Json, Object};
use crate::crypto::ec::{Point, Scalar};
use crate::crypto::{CurveId, HashAlgorithm};
use crate::error::{Code, Error, Result};
use crate::limits::TOKEN_BYTES;
use crate::personal::Secret;
use aes::cipher::{Array, BlockCipherDecrypt, KeyInit};
use aes::{Aes128, Aes192, Aes256};
use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes128Gcm, Aes256Gcm, AesGcm};
use std::fmt;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// How a private key takes part in decrypting tokens. A key has one way: the header is compared with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyManagement {
    /// RSA-OAEP with SHA-256 (RFC 7518 section 4.3).
    RsaOaep256,
    /// ECDH-ES on this curve, alone or with AES key wrap (RFC 7518 section 4.6).
    EcdhEs(CurveId),
}

/// What a private key is asked to do.
#[derive(Clone, Copy, Debug)]
pub enum KeyOperation<'a> {
    /// Decrypt with RSA-OAEP, SHA-256 in the hash and in the mask, no label.
    RsaOaep256(&'a [u8]),
    /// Multiply this point, which lies on the key's curve (`04 x y`), and give the x-coordinate.
    Agree(&'a [u8]),
}

/// A private key of the relying party that decrypts tokens, perhaps in hardware.
pub trait DecryptionKey: Send + Sync {
    /// The name under which the public key was registered.
    fn kid(&self) -> Option<&str>;

    /// The one way in which the key is used.
    fn management(&self) -> KeyManagement;

    /// Computes; `None` for whatever reason it fails.
    fn compute(&self, operation: KeyOperation<'_>) -> Option<Secret>;
}

/// A key for ECDH-ES in memory, on this library's own curves, in constant time.
pub struct EcdhKey {
    curve: CurveId,
    private: Scalar,
    kid: Option<String>,
}

impl EcdhKey {
    /// The key of this big-endian number.
    ///
    /// # Errors
    /// `profile-invalid` unless the curve is P-256, P-384 or P-521 and the number fits it.
    pub fn new(curve: CurveId, private: &[u8], kid: Option<&str>) -> Result<Self> {
        let wrong = Error::new(Code::ProfileInvalid, "private key");
        if !matches!(curve, CurveId::P256 | CurveId::P384 | CurveId::P521) {
            return Err(wrong);
        }
        let private = curve.curve().scalar(private).ok_or(wrong)?;
        Ok(Self { curve, private, kid: kid.map(str::to_owned) })
    }
}

impl DecryptionKey for EcdhKey {
    fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    fn management(&self) -> KeyManagement {
        KeyManagement::EcdhEs(self.curve)
    }

    fn compute(&self, operation: KeyOperation<'_>) -> Option<Secret> {
        let KeyOperation::Agree(point) = operation else { return None };
        let point: Point = self.curve.curve().decode(point)?;
        point.multiply(&self.private).x_bytes().map(Secret::new)
    }
}

impl fmt::Debug for EcdhKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EcdhKey({}, ***)", self.curve)
    }
}

/// Decrypts a token of at most 64 KiB. What comes out is as trustworthy as what it was encrypted from: anyone can
/// encrypt to a public key, so the content must be a signed token and be verified as one.
///
/// # Errors
/// `too-large`; `token-encrypted` where the token has not five parts; those of [`Header::parse`]; `token-algorithm`
/// where the header asks for anything but what the key and this module do; `token-key-unknown` where it names
/// another key; `token-decryption` for everything that goes wrong after that.
pub fn decrypt(token: &str, key: &dyn DecryptionKey) -> Result<Zeroizing<Vec<u8>>> {
    if token.len() > TOKEN_BYTES {
        return Err(Error::new(Code::TooLarge, "token"));
    }
    let parts: Vec<&str> = token.splitn(6, '.').collect();
    let [protected, wrapped, iv, ciphertext, tag] = parts.as_slice() else {
        return Err(Error::new(Code::TokenEncrypted, "token"));
    };
    let header = Header::parse(protected)?;
    let plan = Plan::of(&header, key)?;
    let [wrapped, iv, ciphertext, tag] = [wrapped, iv, ciphertext, tag].map(|part| base64url::decode(part, "token"));
    let (wrapped, iv, mut sealed, tag) = (wrapped?, iv?, ciphertext?, tag?);
    let failed = Error::new(Code::TokenDecryption, "token");
    // NIST SP 800-38D lets tags be shorter; RFC 7518 section 5.3 does not.
    if iv.len() != 12 || tag.len() != 16 {
        return Err(failed);
    }
    sealed.extend_from_slice(&tag);
    let content_key = plan.content_key(key, &wrapped).ok_or(failed)?;
    let message = Payload { msg: &sealed, aad: protected.as_bytes() };
    let plain = plan.content.open(content_key.expose(), &iv, message).ok_or(failed)?;
    Ok(Zeroizing::new(plain))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    Aes128,
    Aes192,
    Aes256,
}

impl Content {
    const fn name(self) -> &'static str {
        match self {
            Self::Aes128 => "A128GCM",
            Self::Aes192 => "A192GCM",
            Self::Aes256 => "A256GCM",
        }
    }

    const fn key_bytes(self) -> usize {
        match self {
            Self::Aes128 => 16,
            Self::Aes192 => 24,
            Self::Aes256 => 32,
        }
    }

    fn open(self, key: &[u8], iv: &[u8], message: Payload<'_, '_>) -> Option<Vec<u8>> {
        let iv: [u8; 12] = iv.try_into().ok()?;
        match self {
            Self::Aes128 => Aes128Gcm::new_from_slice(key).ok()?.decrypt(&iv.into(), message).ok(),
            Self::Aes192 => {
                AesGcm::<Aes192, aes::cipher::consts::U12>::new_from_slice(key).ok()?.decrypt(&iv.into(), message).ok()
            }
            Self::Aes256 => Aes256Gcm::new_from_slice(key).ok()?.decrypt(&iv.into(), message).ok(),
        }
    }
}

enum Management {
    Oaep,
    /// The sender's point, the name that goes into the derivation, the bytes to derive, and whether they wrap a key.
    Agreed {
        point: Vec<u8>,
        name: &'static str,
        size: usize,
        wraps: bool,
        parties: [Vec<u8>; 2],
    },
}

struct Plan {
    content: Content,
    management: Management,
}

impl Plan {
    fn of(header: &Header, key: &dyn DecryptionKey) -> Result<Self> {
        let members = header.members();
        let other = |name| Error::new(Code::TokenAlgorithm, name);
        let text = |name: &'static str| members.text(name).map_err(|_| Error::new(Code::TokenHeader, name));
        if members.get("zip").is_some() {
            return Err(other("zip"));
        }
        let content = [Content::Aes128, Content::Aes192, Content::Aes256];
        let stated = text("enc")?;
        let content = content.into_iter().find(|content| stated == Some(content.name())).ok_or(other("enc"))?;
        let management = match (key.management(), header.algorithm()) {
            (KeyManagement::RsaOaep256, "RSA-OAEP-256") => Management::Oaep,
            (KeyManagement::EcdhEs(curve), name) => {
                let (name, size, wraps) = match name {
                    "ECDH-ES" => (content.name(), content.key_bytes(), false),
                    "ECDH-ES+A128KW" => ("ECDH-ES+A128KW", 16, true),
                    "ECDH-ES+A192KW" => ("ECDH-ES+A192KW", 24, true),
                    "ECDH-ES+A256KW" => ("ECDH-ES+A256KW", 32, true),
                    _ => return Err(other("alg")),
                };
                let party = |name: &'static str| match text(name)? {
                    Some(text) => base64url::decode(text, name),
                    None => Ok(Vec::new()),
                };
                let parties = [party("apu")?, party("apv")?];
                Management::Agreed { point: point(members, curve)?, name, size, wraps, parties }
            }
            _ => return Err(other("alg")),
        };
        if let (Some(named), Some(own)) = (header.kid(), key.kid())
            && named != own
        {
            return Err(Error::new(Code::TokenKeyUnknown, "kid"));
        }
        Ok(Self { content, management })
    }

    fn content_key(&self, key: &dyn DecryptionKey, wrapped: &[u8]) -> Option<Secret> {
        match &self.management {
            Management::Oaep => key.compute(KeyOperation::RsaOaep256(wrapped)),
            Management::Agreed { point, name, size, wraps, parties } => {
                let shared = key.compute(KeyOperation::Agree(point))?;
                let [sender, receiver] = parties;
                let derived = derive(&shared, name, sender, receiver, *size)?;
                if *wraps {
                    unwrap(derived.expose(), wrapped)
                } else {
                    // RFC 7518 section 4.6: with direct agreement there is no wrapped key.
                    wrapped.is_empty().then_some(derived)
                }
            }
        }
        .filter(|key| key.expose().len() == self.content.key_bytes())
    }
}

/// The sender's key of this one message, checked to lie on the curve: a point elsewhere would leak the private key.
fn point(members: &Object, curve: CurveId) -> Result<Vec<u8>> {
    let wrong = Error::new(Code::TokenHeader, "epk");
    let Some(Json::Object(epk)) = members.get("epk") else { return Err(wrong) };
    let name = match curve {
        CurveId::P256 => "P-256",
        CurveId::P384 => "P-384",
        _ => "P-521",
    };
    let is = |member: &'static str, value: &str| epk.text(member).ok().flatten() == Some(value);
    let curve = curve.curve();
    let coordinate = |name: &'static str| {
        let text = epk.text(name).ok().flatten()?;
        base64url::decode(text, name).ok().filter(|bytes| bytes.len() == curve.field_bytes())
    };
    let (Some(x), Some(y), true) = (coordinate("x"), coordinate("y"), is("kty", "EC") && is("crv", name)) else {
        return Err(wrong);
    };
    let encoded = [vec![4], x, y].concat();
    curve.decode(&encoded).map(|_| encoded).ok_or(wrong)
}

/// Concat KDF of NIST SP 800-56A with SHA-256, as RFC 7518 section 4.6.2 uses it: at most 32 bytes, one round.
fn derive(shared: &Secret, name: &str, sender: &[u8], receiver: &[u8], size: usize) -> Option<Secret> {
    let length = |bytes: &[u8]| u32::try_from(bytes.len()).ok().map(u32::to_be_bytes);
    let bits = u32::try_from(size.checked_mul(8)?).ok()?.to_be_bytes();
    let mut key = HashAlgorithm::Sha256.digest(&[
        &[0, 0, 0, 1],
        shared.expose(),
        &length(name.as_bytes())?,
        name.as_bytes(),
        &length(sender)?,
        sender,
        &length(receiver)?,
        receiver,
        &bits,
    ]);
    key.truncate(size);
    Some(Secret::new(key))
}

/// AES key unwrap (RFC 3394 section 2.2.2).
fn unwrap(key: &[u8], wrapped: &[u8]) -> Option<Secret> {
    match key.len() {
        16 => unwrap_with(&Aes128::new_from_slice(key).ok()?, wrapped),
        24 => unwrap_with(&Aes192::new_from_slice(key).ok()?, wrapped),
        _ => unwrap_with(&Aes256::new_from_slice(key).ok()?, wrapped),
    }
}

fn unwrap_with<C>(cipher: &C, wrapped: &[u8]) -> Option<Secret>
where
    C: BlockCipherDecrypt<BlockSize = aes::cipher::consts::U16>,
{
    let (check, rest) = wrapped.split_first_chunk::<8>()?;
    // Content keys have 16 to 32 bytes; RFC 3394 asks for at least two halves.
    if !rest.len().is_multiple_of(8) || !(16..=32).contains(&rest.len()) {
        return None;
    }
    let mut check = *check;
    let mut key = Zeroizing::new(rest.to_vec());
    let count = u64::try_from(rest.len() / 8).ok()?;
    for round in (0..6u64).rev() {
        for (index, half) in key.chunks_exact_mut(8).enumerate().rev() {
            let step = round.checked_mul(count)?.checked_add(u64::try_from(index).ok()?)?.checked_add(1)?;
            let first = (u64::from_be_bytes(check) ^ step).to_be_bytes();
            let mut block: Array<u8, C::BlockSize> = [0; 16].into();
            for (to, from) in block.iter_mut().zip(first.iter().chain(half.iter())) {
                *to = *from;
            }
            cipher.decrypt_block(&mut block);
            let (left, right) = block.split_first_chunk::<8>()?;
            check = *left;
            half.copy_from_slice(right);
        }
    }
    bool::from(check.ct_eq(&[0xA6; 8])).then(|| Secret::copy_of(&key))
}

#[cfg(test)]
#[path = "jwe_tests.rs"]
pub(in crate::sso) mod tests;
