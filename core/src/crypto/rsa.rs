//! RSA with a public key: signature verification (RFC 8017) and message recovery for active authentication.
//!
//! Only public operations on public data; padding checks are those of the `rsa` crate.

use super::HashAlgorithm;
use crypto_bigint::{BoxedUint, Resize};
use rsa::hazmat::rsa_encrypt;
use rsa::traits::{PublicKeyParts, SignatureScheme};
use rsa::{Pkcs1v15Sign, Pss, RsaPublicKey};
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512};

/// The longest modulus in bytes: 8192 bits, and a leading zero as DER writes it.
const MODULUS_BYTES: usize = 1025;

/// The longest public exponent in bytes: the crate's own bound is 33 bits.
const EXPONENT_BYTES: usize = 8;

/// A public key of 1024 to 8192 bits.
#[derive(Clone, Debug)]
pub struct PublicKey(RsaPublicKey);

impl PublicKey {
    /// A key from big-endian numbers; `None` where they cannot be one.
    #[must_use]
    pub fn new(modulus: &[u8], exponent: &[u8]) -> Option<Self> {
        if modulus.len() > MODULUS_BYTES || exponent.len() > EXPONENT_BYTES {
            return None;
        }
        RsaPublicKey::new(number(modulus)?, number(exponent)?).ok().map(Self)
    }

    /// The length of the modulus in bytes.
    #[must_use]
    pub fn size(&self) -> usize {
        self.0.size()
    }

    /// The length of the modulus in bits.
    #[must_use]
    pub fn bits(&self) -> u32 {
        self.0.n().bits_vartime()
    }

    /// Whether this is a PKCS #1 v1.5 signature over a digest.
    #[must_use]
    pub fn verify_pkcs1(&self, hash: HashAlgorithm, digest: &[u8], signature: &[u8]) -> bool {
        self.verify(
            match hash {
                HashAlgorithm::Sha1 => Pkcs1v15Sign::new::<Sha1>(),
                HashAlgorithm::Sha224 => Pkcs1v15Sign::new::<Sha224>(),
                HashAlgorithm::Sha256 => Pkcs1v15Sign::new::<Sha256>(),
                HashAlgorithm::Sha384 => Pkcs1v15Sign::new::<Sha384>(),
                HashAlgorithm::Sha512 => Pkcs1v15Sign::new::<Sha512>(),
            },
            digest,
            signature,
        )
    }

    /// Whether this is a PSS signature over a digest, with the salt length that the algorithm states and the
    /// same hash in the mask (RFC 8017, 8.1).
    #[must_use]
    pub fn verify_pss(&self, hash: HashAlgorithm, salt: usize, digest: &[u8], signature: &[u8]) -> bool {
        // A salt longer than the modulus cannot be, and would overflow sums on machines of 32 bits.
        if salt > self.size() {
            return false;
        }
        match hash {
            HashAlgorithm::Sha1 => self.verify(Pss::<Sha1>::new_with_salt(salt), digest, signature),
            HashAlgorithm::Sha224 => self.verify(Pss::<Sha224>::new_with_salt(salt), digest, signature),
            HashAlgorithm::Sha256 => self.verify(Pss::<Sha256>::new_with_salt(salt), digest, signature),
            HashAlgorithm::Sha384 => self.verify(Pss::<Sha384>::new_with_salt(salt), digest, signature),
            HashAlgorithm::Sha512 => self.verify(Pss::<Sha512>::new_with_salt(salt), digest, signature),
        }
    }

    /// The message representative of a signature, in the modulus's length: what ISO 9796-2 unpacks. `None`
    /// if the signature is not a number below the modulus.
    #[must_use]
    pub fn recover(&self, signature: &[u8]) -> Option<Vec<u8>> {
        let signature = number(signature)?;
        let modulus: &BoxedUint = self.0.n().as_ref();
        if signature >= *modulus {
            return None;
        }
        let signature = signature.try_resize(modulus.bits_precision())?;
        let message = rsa_encrypt(&self.0, &signature).ok()?.to_be_bytes();
        message.get(message.len().checked_sub(self.size())?..).map(<[u8]>::to_vec)
    }

    /// The key as RSAPublicKey of RFC 8017 A.1.1 in DER: what other libraries import.
    #[must_use]
    pub fn to_pkcs1_der(&self) -> Vec<u8> {
        let exponent = self.0.e().to_be_bytes();
        let modulus = self.0.n().to_be_bytes();
        der(0x30, &[der_integer(&modulus), der_integer(&exponent)].concat())
    }

    fn verify<S: SignatureScheme>(&self, scheme: S, digest: &[u8], signature: &[u8]) -> bool {
        self.0.verify(scheme, digest, signature).is_ok()
    }
}

/// An unsigned number as INTEGER: no needless zeros, but one before a set highest bit.
fn der_integer(bytes: &[u8]) -> Vec<u8> {
    let zeros = bytes.iter().take_while(|&&b| b == 0).count();
    let digits = bytes.get(zeros..).unwrap_or_default();
    let sign: &[u8] = if digits.first().is_none_or(|&b| b >= 0x80) { &[0] } else { &[] };
    der(2, &[sign, digits].concat())
}

fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let size = content.len().to_be_bytes();
    let zeros = size.iter().take_while(|&&b| b == 0).count();
    let digits = size.get(zeros..).unwrap_or_default();
    let length = match digits {
        [] => vec![0],
        [short @ 0..=0x7F] => vec![*short],
        long => [&[0x80 | u8::try_from(long.len()).unwrap_or(0)], long].concat(),
    };
    [&[tag], &*length, content].concat()
}

fn number(bytes: &[u8]) -> Option<BoxedUint> {
    let zeros = bytes.iter().take_while(|&&b| b == 0).count();
    let digits = bytes.get(zeros..).filter(|digits| !digits.is_empty())?;
    BoxedUint::from_be_slice(digits, u32::try_from(digits.len().checked_mul(8)?).ok()?).ok()
}
