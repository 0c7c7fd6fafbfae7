//! Our arithmetic and signatures against other people's: RustCrypto's curves and the system's OpenSSL. What the
//! simulator makes is judged by OpenSSL, and what OpenSSL makes by the core, so that the two halves of this project
//! cannot be wrong together.

mod openssl;
mod rust_crypto;

use dinhdanh::crypto::HashAlgorithm;
use dinhdanh::document::files::tlv::single;

const HASHES: [(HashAlgorithm, &str); 5] = [
    (HashAlgorithm::Sha1, "sha1"),
    (HashAlgorithm::Sha224, "sha224"),
    (HashAlgorithm::Sha256, "sha256"),
    (HashAlgorithm::Sha384, "sha384"),
    (HashAlgorithm::Sha512, "sha512"),
];

/// Two numbers of an ECDSA signature in DER.
fn numbers(signature: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let mut fields = single(signature, 0x30, "signature").unwrap().children();
    let mut next = || fields.expect(0x02).unwrap().value.to_vec();
    (next(), next())
}

/// big-endian + a small number, in the same length.
fn plus(bytes: &[u8], small: u8) -> Vec<u8> {
    added(bytes, &[small])[1..].to_vec()
}

/// big-endian + big-endian, one byte longer than the longer one.
fn added(left: &[u8], right: &[u8]) -> Vec<u8> {
    let size = left.len().max(right.len()) + 1;
    let mut sum = [vec![0; size - left.len()], left.to_vec()].concat();
    let mut carry = 0;
    for (byte, other) in sum.iter_mut().rev().zip(right.iter().rev().chain(std::iter::repeat(&0))) {
        carry += u16::from(*byte) + u16::from(*other);
        *byte = u8::try_from(carry & 0xFF).unwrap();
        carry >>= 8;
    }
    sum
}

/// big-endian - big-endian, in the same length.
fn minus(left: &[u8], right: &[u8]) -> Vec<u8> {
    let mut difference = left.to_vec();
    let mut borrow = 0;
    for (byte, other) in difference.iter_mut().zip(right).rev() {
        let value = i16::from(*byte) - i16::from(*other) - borrow;
        borrow = i16::from(value < 0);
        *byte = u8::try_from(value.rem_euclid(256)).unwrap();
    }
    difference
}
