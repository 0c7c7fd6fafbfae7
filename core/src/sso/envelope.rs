//! The envelope in which VNeID was seen to answer: `{"data": ..., "key": ...}`, an AES key under the relying party's
//! RSA key, and JSON under the AES key.
//!
//! It hides what it holds from others. It proves nothing about who wrote it: the public key is public, and neither
//! mode of the cipher notices a change. What comes out is worth the connection it came over, and no more
//! ([`OriginProof::ServerChannelOnly`](super::OriginProof)).
//!
//! Public sources disagree on the mode (ECB, or CBC with the IV in front), and no official description is public. The
//! mode is therefore configured; trying both would be an oracle.

use super::jose::Object;
use crate::error::{Code, Error, Result};
use crate::given::Randomness;
use crate::limits::TOKEN_BYTES;
use crate::personal::Secret;
use aes::cipher::{Block, BlockCipherDecrypt, KeyInit};
use aes::{Aes128, Aes256};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use serde::Deserialize;
use sha2::Sha256;
use std::fmt;
use std::sync::Arc;
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq, ConstantTimeGreater};
use zeroize::Zeroizing;

/// The relying party's RSA key for envelopes, perhaps in hardware. It has no other use.
pub trait EnvelopeKey: Send + Sync {
    /// Decrypts with RSA PKCS #1 v1.5 (RFC 8017 section 7.2.2), in time that does not depend on what is inside; `None`
    /// for whatever reason it fails. The caller turns a failure into a wrong key, so that nobody learns of it.
    fn unwrap(&self, wrapped: &[u8]) -> Option<Secret>;
}

/// How the content is encrypted.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum EnvelopeMode {
    /// AES in ECB mode, padding of PKCS #7.
    Ecb,
    /// AES in CBC mode with the first 16 bytes as IV, padding of PKCS #7.
    CbcPrefixIv,
}

/// The length of the AES key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnvelopeKeySize {
    /// 16 bytes.
    Aes128,
    /// 32 bytes.
    Aes256,
}

impl EnvelopeKeySize {
    /// 128 or 256 bits; `None` for any other length.
    #[must_use]
    pub const fn of_bits(bits: u16) -> Option<Self> {
        match bits {
            128 => Some(Self::Aes128),
            256 => Some(Self::Aes256),
            _ => None,
        }
    }

    const fn bytes(self) -> usize {
        match self {
            Self::Aes128 => 16,
            Self::Aes256 => 32,
        }
    }
}

/// Opens envelopes as agreed with the provider.
#[derive(Clone)]
pub struct EnvelopeCipher {
    key: Arc<dyn EnvelopeKey>,
    mode: EnvelopeMode,
    size: EnvelopeKeySize,
    rejection: Secret,
}

impl EnvelopeCipher {
    /// This key, this mode and this length, whatever arrives.
    ///
    /// # Errors
    /// `randomness-missing`.
    pub fn new(
        key: Arc<dyn EnvelopeKey>,
        mode: EnvelopeMode,
        size: EnvelopeKeySize,
        random: &mut dyn Randomness,
    ) -> Result<Self> {
        let mut rejection = vec![0; 32];
        random.fill(&mut rejection)?;
        Ok(Self { key, mode, size, rejection: Secret::new(rejection) })
    }

    /// Opens an envelope of at most 64 KiB that holds one JSON object.
    ///
    /// # Errors
    /// `too-large`, `envelope-form` where the text is no envelope at all, and `envelope-open` for everything that goes
    /// wrong with what is in it: wrong key, wrong length, wrong padding and wrong content cannot be told apart.
    pub fn open(&self, body: &[u8]) -> Result<Object> {
        let form = Error::new(Code::EnvelopeForm, "envelope");
        let outer = Object::parse(body, TOKEN_BYTES, "envelope").map_err(|error| match error.code() {
            Code::TooLarge => error,
            _ => form,
        })?;
        let (Ok(Some(data)), Ok(Some(key))) = (outer.text("data"), outer.text("key")) else { return Err(form) };
        let plain = self.decrypt(data, key);
        // Parsed whether or not the padding was right, so that both take the same way.
        let content = Object::parse(&plain.bytes, TOKEN_BYTES, "envelope");
        content.ok().filter(|_| plain.whole).ok_or(failed())
    }

    /// Opens a code that came encrypted through the browser, with its wrapped key.
    ///
    /// # Errors
    /// `envelope-open`.
    pub(super) fn open_code(&self, code: &str, key: &str) -> Result<String> {
        let plain = self.decrypt(code, key);
        let text = str::from_utf8(&plain.bytes).ok().filter(|text| !text.is_empty());
        let text = text.filter(|text| text.bytes().all(|byte| byte.is_ascii_graphic()));
        text.filter(|_| plain.whole).map(str::to_owned).ok_or(failed())
    }

    fn decrypt(&self, data: &str, key: &str) -> Plain {
        // What is no base64 is decrypted as nothing, by the same way as all the rest.
        let wrapped = STANDARD.decode(key).unwrap_or_default();
        let sealed = STANDARD.decode(data).unwrap_or_default();
        let key = self.content_key(&wrapped);
        match self.size {
            EnvelopeKeySize::Aes128 => decrypt::<Aes128>(self.mode, &key, &sealed),
            EnvelopeKeySize::Aes256 => decrypt::<Aes256>(self.mode, &key, &sealed),
        }
    }

    /// The AES key, or, where there is none, another that depends on the input and a secret only: a wrong padding then
    /// looks like a wrong key (implicit rejection against Bleichenbacher's attack).
    fn content_key(&self, wrapped: &[u8]) -> Zeroizing<Vec<u8>> {
        let mut key = Zeroizing::new(vec![0; self.size.bytes()]);
        if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.rejection.expose()) {
            mac.update(wrapped);
            let other = mac.finalize().into_bytes();
            for (to, from) in key.iter_mut().zip(other) {
                *to = from;
            }
        }
        let real = self.key.unwrap(wrapped).unwrap_or_else(|| Secret::new(Vec::new()));
        let fits = real.expose().len().ct_eq(&key.len());
        let padded = real.expose().iter().chain(std::iter::repeat(&0));
        for (to, from) in key.iter_mut().zip(padded) {
            to.conditional_assign(from, fits);
        }
        key
    }
}

impl fmt::Debug for EnvelopeCipher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EnvelopeCipher({:?}, {:?}, ***)", self.mode, self.size)
    }
}

const fn failed() -> Error {
    Error::new(Code::EnvelopeOpen, "envelope")
}

/// What decryption gave, and whether lengths and padding were right.
struct Plain {
    bytes: Zeroizing<Vec<u8>>,
    whole: bool,
}

fn decrypt<C: BlockCipherDecrypt + KeyInit>(mode: EnvelopeMode, key: &[u8], sealed: &[u8]) -> Plain {
    let nothing = Plain { bytes: Zeroizing::new(Vec::new()), whole: false };
    let (iv, blocks) = match mode {
        EnvelopeMode::Ecb => (&[0; 16], sealed),
        EnvelopeMode::CbcPrefixIv => match sealed.split_first_chunk::<16>() {
            Some((iv, blocks)) => (iv, blocks),
            None => return nothing,
        },
    };
    let Ok(cipher) = C::new_from_slice(key) else { return nothing };
    let mut bytes = Zeroizing::new(Vec::with_capacity(blocks.len()));
    let mut before: &[u8] = iv;
    let (whole_blocks, rest) = blocks.as_chunks::<16>();
    for sealed in whole_blocks {
        let mut block = Block::<C>::default();
        for (to, from) in block.iter_mut().zip(sealed) {
            *to = *from;
        }
        cipher.decrypt_block(&mut block);
        match mode {
            EnvelopeMode::Ecb => bytes.extend_from_slice(&block),
            EnvelopeMode::CbcPrefixIv => bytes.extend(block.iter().zip(before).map(|(byte, mask)| byte ^ mask)),
        }
        before = sealed;
    }
    let (padding, right) = padding(&bytes);
    let size = bytes.len().saturating_sub(padding);
    bytes.truncate(size);
    Plain { whole: right && rest.is_empty(), bytes }
}

/// The length of the padding of PKCS #7 and whether it is one, looking at the last sixteen bytes always.
fn padding(bytes: &[u8]) -> (usize, bool) {
    let Some(last) = bytes.last_chunk::<16>() else { return (0, false) };
    let [.., count] = *last;
    let mut right = !count.ct_gt(&16) & !count.ct_eq(&0);
    for (distance, byte) in (1u8..).zip(last.iter().rev()) {
        let inside: Choice = !distance.ct_gt(&count);
        right &= !inside | byte.ct_eq(&count);
    }
    let right = bool::from(right);
    (if right { usize::from(count) } else { 0 }, right)
}

#[cfg(test)]
#[path = "envelope_tests.rs"]
pub(super) mod tests;
