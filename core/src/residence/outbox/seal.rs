//! Encryption of the columns that hold personal data: XChaCha20-Poly1305 (RFC 8439, with the 24-byte nonce of
//! draft-irtf-cfrg-xchacha, long enough to be drawn at random).
//!
//! A sealed value is `1 ‖ key id (4 bytes) ‖ nonce (24) ‖ ciphertext and tag`. What it is bound to (file, version of
//! the tables, column, row and its revision) is authenticated and not stored: a value that was copied into another row, column or
//! file does not open.

use super::fail::damaged;
use crate::error::{Code, Error, Result};
use crate::given::Randomness;
use crate::personal::Secret;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};

const FORMAT: u8 = 1;
const NONCE: usize = 24;

/// A key of 256 bits with the number by which the file names it. Keep it outside of the file: in the operating
/// system's key store, or in a file on another medium.
#[derive(Clone, Debug)]
pub struct Key {
    id: u32,
    secret: Secret,
}

impl Key {
    /// The key; `id` is the caller's own number for it and never used again for another key.
    #[must_use]
    pub fn new(id: u32, bytes: [u8; 32]) -> Self {
        Self { id, secret: Secret::new(bytes.to_vec()) }
    }

    /// The number by which the file names the key.
    #[must_use]
    pub const fn id(&self) -> u32 {
        self.id
    }

    fn cipher(&self) -> Result<XChaCha20Poly1305> {
        XChaCha20Poly1305::new_from_slice(self.secret.expose()).map_err(|_| Error::new(Code::OutboxKeyWrong, "key"))
    }
}

/// What a sealed value is bound to.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    /// The random identity of the file.
    pub(super) file: &'a [u8],
    /// `table.column`.
    pub(super) column: &'static str,
    /// The row.
    pub(super) row: i64,
    /// The revision of the row.
    pub(super) revision: i64,
}

impl Place<'_> {
    /// Every part has a fixed length or its length before it, so that no two places look alike.
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = b"dinhdanh-outbox".to_vec();
        bytes.extend(super::schema::VERSION.to_be_bytes());
        for part in [self.file, self.column.as_bytes()] {
            bytes.extend(u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
            bytes.extend(part);
        }
        bytes.extend(self.row.to_be_bytes());
        bytes.extend(self.revision.to_be_bytes());
        bytes
    }
}

/// Encrypts a value for its place.
pub(super) fn seal(key: &Key, place: Place<'_>, value: &[u8], random: &mut dyn Randomness) -> Result<Vec<u8>> {
    let mut nonce = [0; NONCE];
    random.fill(&mut nonce)?;
    let payload = Payload { msg: value, aad: &place.bytes() };
    let encrypted = key.cipher()?.encrypt(&XNonce::from(nonce), payload);
    let encrypted = encrypted.map_err(|_| Error::new(Code::TooLarge, place.column))?;
    let mut sealed = vec![FORMAT];
    sealed.extend(key.id.to_be_bytes());
    sealed.extend(nonce);
    sealed.extend(encrypted);
    Ok(sealed)
}

/// Opens a value at its place. The file's key was proven right when the file was opened, so a value that does not
/// open is damaged or was moved.
pub(super) fn open(key: &Key, place: Place<'_>, sealed: &[u8]) -> Result<Vec<u8>> {
    let wrong = || damaged(place.column);
    let (format, rest) = sealed.split_first().ok_or_else(wrong)?;
    let (id, rest) = rest.split_first_chunk::<4>().ok_or_else(wrong)?;
    let (nonce, encrypted) = rest.split_first_chunk::<NONCE>().ok_or_else(wrong)?;
    if *format != FORMAT || u32::from_be_bytes(*id) != key.id {
        return Err(wrong());
    }
    let payload = Payload { msg: encrypted, aad: &place.bytes() };
    key.cipher()?.decrypt(&XNonce::from(*nonce), payload).map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place<'_> = Place { file: &[7; 16], column: "declaration.record", row: 3, revision: 1 };

    fn counting() -> impl FnMut(&mut [u8]) -> Result<()> {
        let mut next = 0u8;
        move |buffer: &mut [u8]| {
            for byte in buffer {
                next = next.wrapping_add(1);
                *byte = next;
            }
            Ok(())
        }
    }

    #[test]
    fn a_value_opens_at_its_own_place_only() {
        let key = Key::new(5, [9; 32]);
        let mut random = counting();
        let sealed = seal(&key, PLACE, "Nguyễn Thị Mẫu".as_bytes(), &mut random).unwrap();
        assert_eq!(open(&key, PLACE, &sealed).unwrap(), "Nguyễn Thị Mẫu".as_bytes());
        assert_ne!(sealed, seal(&key, PLACE, "Nguyễn Thị Mẫu".as_bytes(), &mut random).unwrap(), "a new nonce");
        for other in [
            Place { file: &[8; 16], ..PLACE },
            Place { column: "declaration.note", ..PLACE },
            Place { row: 4, ..PLACE },
            Place { revision: 2, ..PLACE },
        ] {
            assert_eq!(open(&key, other, &sealed).unwrap_err().code(), Code::OutboxDamaged);
        }
        for other in [Key::new(5, [8; 32]), Key::new(6, [9; 32])] {
            assert_eq!(open(&other, PLACE, &sealed).unwrap_err().code(), Code::OutboxDamaged);
        }
    }

    #[test]
    fn every_changed_bit_and_every_cut_is_noticed() {
        let key = Key::new(5, [9; 32]);
        let sealed = seal(&key, PLACE, b"001199000018", &mut counting()).unwrap();
        for at in 0..sealed.len() {
            for bit in 0..8 {
                let mut changed = sealed.clone();
                changed[at] ^= 1 << bit;
                assert!(open(&key, PLACE, &changed).is_err(), "byte {at} bit {bit}");
            }
            assert!(open(&key, PLACE, &sealed[..at]).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn the_construction_is_the_published_one() {
        // draft-irtf-cfrg-xchacha-03, appendix A.3.1: the ciphertext starts with these bytes.
        let key: Vec<u8> = (0x80..=0x9f).collect();
        let cipher = XChaCha20Poly1305::new_from_slice(&key).unwrap();
        let nonce: [u8; 24] = std::array::from_fn(|i| 0x40 + u8::try_from(i).unwrap());
        let text = b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, \
                     sunscreen would be it.";
        let aad = [0x50, 0x51, 0x52, 0x53, 0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7];
        let sealed = cipher.encrypt(&XNonce::from(nonce), Payload { msg: text, aad: &aad }).unwrap();
        assert!(sealed.starts_with(&[0xbd, 0x6d, 0x17, 0x9d, 0x3e, 0x83, 0xd4, 0x3b]));
        assert!(sealed.ends_with(&[
            0xc0, 0x87, 0x59, 0x24, 0xc1, 0xc7, 0x98, 0x79, 0x47, 0xde, 0xaf, 0xd8, 0x78, 0x0a, 0xcf, 0x49
        ]));
    }
}
