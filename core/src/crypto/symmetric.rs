//! Encryption, message authentication and key derivation of secure messaging (ICAO 9303-11, 9.7 and 9.8).

use super::HashAlgorithm;
use crate::personal::Secret;
use aes::{Aes128, Aes192, Aes256};
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockCipherDecrypt, BlockCipherEncrypt, BlockModeDecrypt, BlockModeEncrypt, KeyInit, KeyIvInit};
use cmac::{Cmac, Mac};
use des::{Des, TdesEde2};
use serde::Serialize;
use subtle::ConstantTimeEq;

/// The cipher and key length of a secure channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CipherSuite {
    /// Two-key triple DES in CBC mode with the retail MAC (ISO 9797-1 algorithm 3).
    TripleDes,
    /// AES-128 in CBC mode with CMAC.
    Aes128,
    /// AES-192 in CBC mode with CMAC.
    Aes192,
    /// AES-256 in CBC mode with CMAC.
    Aes256,
}

/// What a derived key is for: the counter of the key derivation function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyPurpose {
    /// Encryption (1).
    Encrypt,
    /// Message authentication (2).
    Authenticate,
    /// Decryption of the PACE nonce with a password (3).
    Password,
}

impl CipherSuite {
    /// Every suite, weakest first.
    pub const ALL: [Self; 4] = [Self::TripleDes, Self::Aes128, Self::Aes192, Self::Aes256];

    /// The block length in bytes.
    #[must_use]
    pub const fn block(self) -> usize {
        match self {
            Self::TripleDes => 8,
            Self::Aes128 | Self::Aes192 | Self::Aes256 => 16,
        }
    }

    /// Derives a key from a shared secret (ICAO 9303-11, 9.7.1).
    #[must_use]
    pub fn derive_key(self, secret: &[u8], purpose: KeyPurpose) -> Secret {
        let counter: [u8; 4] = match purpose {
            KeyPurpose::Encrypt => [0, 0, 0, 1],
            KeyPurpose::Authenticate => [0, 0, 0, 2],
            KeyPurpose::Password => [0, 0, 0, 3],
        };
        let (hash, size) = match self {
            Self::TripleDes | Self::Aes128 => (HashAlgorithm::Sha1, 16),
            Self::Aes192 => (HashAlgorithm::Sha256, 24),
            Self::Aes256 => (HashAlgorithm::Sha256, 32),
        };
        let mut key = hash.digest(&[secret, &counter]);
        key.truncate(size);
        if self == Self::TripleDes {
            // Bit 8 of each DES key byte is its odd parity; ciphers ignore it, worked examples show it.
            for byte in &mut key {
                let upper = *byte & 0xFE;
                *byte = upper | u8::from(upper.count_ones() % 2 == 0);
            }
        }
        Secret::new(key)
    }

    /// CBC encryption of whole blocks; `None` if the key or a length does not fit.
    #[must_use]
    pub fn encrypt(self, key: &Secret, iv: &[u8], blocks: &[u8]) -> Option<Vec<u8>> {
        let key = key.expose();
        match self {
            Self::TripleDes => cbc_encrypt::<TdesEde2>(key, iv, blocks),
            Self::Aes128 => cbc_encrypt::<Aes128>(key, iv, blocks),
            Self::Aes192 => cbc_encrypt::<Aes192>(key, iv, blocks),
            Self::Aes256 => cbc_encrypt::<Aes256>(key, iv, blocks),
        }
    }

    /// CBC decryption of whole blocks; `None` if the key or a length does not fit.
    #[must_use]
    pub fn decrypt(self, key: &Secret, iv: &[u8], blocks: &[u8]) -> Option<Vec<u8>> {
        let key = key.expose();
        match self {
            Self::TripleDes => cbc_decrypt::<TdesEde2>(key, iv, blocks),
            Self::Aes128 => cbc_decrypt::<Aes128>(key, iv, blocks),
            Self::Aes192 => cbc_decrypt::<Aes192>(key, iv, blocks),
            Self::Aes256 => cbc_decrypt::<Aes256>(key, iv, blocks),
        }
    }

    /// The 8-byte message authentication code. The retail MAC takes whole blocks (`None` otherwise); CMAC
    /// takes any length.
    #[must_use]
    pub fn mac(self, key: &Secret, data: &[u8]) -> Option<[u8; 8]> {
        let key = key.expose();
        match self {
            Self::TripleDes => retail_mac(key, data),
            Self::Aes128 => cmac_8(Cmac::<Aes128>::new_from_slice(key).ok()?, data),
            Self::Aes192 => cmac_8(Cmac::<Aes192>::new_from_slice(key).ok()?, data),
            Self::Aes256 => cmac_8(Cmac::<Aes256>::new_from_slice(key).ok()?, data),
        }
    }

    /// Whether `tag` is the code of `data`, compared in constant time.
    #[must_use]
    pub fn verify_mac(self, key: &Secret, data: &[u8], tag: &[u8]) -> bool {
        self.mac(key, data).is_some_and(|mac| mac.ct_eq(tag).into())
    }
}

/// Padding method 2 of ISO 9797-1: `80`, then zeros to a whole block.
#[must_use]
pub fn pad(data: &[u8], block: usize) -> Vec<u8> {
    let mut out = data.to_vec();
    out.push(0x80);
    out.resize(out.len().next_multiple_of(block.max(1)), 0);
    out
}

/// Takes padding method 2 off; `None` if it is not there.
#[must_use]
pub fn unpad(mut data: Vec<u8>) -> Option<Vec<u8>> {
    let zeros = data.iter().rev().take_while(|&&b| b == 0).count();
    data.truncate(data.len().checked_sub(zeros)?);
    (data.pop()? == 0x80).then_some(data)
}

fn cbc_encrypt<C: BlockCipherEncrypt + KeyInit>(key: &[u8], iv: &[u8], blocks: &[u8]) -> Option<Vec<u8>> {
    let mut out = blocks.to_vec();
    let cipher = cbc::Encryptor::<C>::new_from_slices(key, iv).ok()?;
    cipher.encrypt_padded::<NoPadding>(&mut out, blocks.len()).ok()?;
    Some(out)
}

fn cbc_decrypt<C: BlockCipherDecrypt + KeyInit>(key: &[u8], iv: &[u8], blocks: &[u8]) -> Option<Vec<u8>> {
    let mut out = blocks.to_vec();
    let cipher = cbc::Decryptor::<C>::new_from_slices(key, iv).ok()?;
    cipher.decrypt_padded::<NoPadding>(&mut out).ok()?;
    Some(out)
}

fn cmac_8(mut mac: impl Mac, data: &[u8]) -> Option<[u8; 8]> {
    mac.update(data);
    mac.finalize().into_bytes().first_chunk().copied()
}

fn retail_mac(key: &[u8], data: &[u8]) -> Option<[u8; 8]> {
    let (left, right) = key.split_at_checked(8)?;
    let encrypted = cbc_encrypt::<Des>(left, &[0; 8], data)?;
    let mut last: [u8; 8] = *encrypted.last_chunk()?;
    Des::new_from_slice(right).ok()?.decrypt_block((&mut last).into());
    Des::new_from_slice(left).ok()?.encrypt_block((&mut last).into());
    Some(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::curves::unhex as hex;

    #[test]
    fn padding_round_trips_and_refuses_what_is_not_padding() {
        for size in 0..40 {
            let data = vec![0x80; size];
            for block in [8, 16] {
                let padded = pad(&data, block);
                assert_eq!(padded.len() % block, 0);
                assert_eq!(unpad(padded).as_deref(), Some(data.as_slice()));
            }
        }
        assert_eq!(unpad(vec![0; 8]), None);
        assert_eq!(unpad(vec![1, 2, 3]), None);
        assert_eq!(unpad(vec![]), None);
    }

    #[test]
    fn wrong_sizes_are_answers_not_panics() {
        let key = Secret::new(vec![0; 16]);
        assert_eq!(CipherSuite::TripleDes.encrypt(&key, &[0; 8], &[0; 7]), None);
        assert_eq!(CipherSuite::Aes256.encrypt(&key, &[0; 16], &[0; 16]), None);
        assert_eq!(CipherSuite::Aes128.decrypt(&key, &[0; 8], &[0; 16]), None);
        assert_eq!(CipherSuite::TripleDes.mac(&key, &[0; 7]), None);
        assert_eq!(CipherSuite::TripleDes.mac(&key, &[]), None);
    }

    /// RFC 4493, section 4, example 2, cut to eight bytes.
    #[test]
    fn cmac_matches_rfc_4493() {
        let key = Secret::new(hex("2b7e151628aed2a6abf7158809cf4f3c"));
        let mac = CipherSuite::Aes128.mac(&key, &hex("6bc1bee22e409f96e93d7e117393172a")).unwrap();
        assert_eq!(mac.to_vec(), hex("070a16b46b4d4144"));
    }
}
