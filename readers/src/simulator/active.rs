//! The chip's side of active authentication (ICAO 9303-11, 6.1).

use super::der;
use super::signing::{CurveForm, EcPrivate, FixedRsaKey, IMPOSSIBLE, PrivateKey, RsaPrivate};
use dinhdanh::Result;
use dinhdanh::crypto::{CurveId, HashAlgorithm};
use dinhdanh::given::Randomness;

/// The private key of active authentication, and how it signs.
#[derive(Clone, Debug)]
pub struct ActiveKey {
    pub(super) key: PrivateKey,
    pub(super) hash: HashAlgorithm,
    der: bool,
}

impl ActiveKey {
    /// RSA with message recovery (ISO 9796-2, scheme 1).
    ///
    /// # Errors
    /// None in practice.
    pub fn rsa(which: FixedRsaKey, hash: HashAlgorithm) -> Result<Self> {
        Ok(Self { key: PrivateKey::rsa(which)?, hash, der: false })
    }

    /// ECDSA; as r and s side by side (BSI TR-03111, plain), or as DER, which some chips send instead.
    ///
    /// # Errors
    /// `randomness-missing`.
    pub fn ec(curve: CurveId, hash: HashAlgorithm, der: bool, random: &mut dyn Randomness) -> Result<Self> {
        Ok(Self { key: PrivateKey::ec(curve, CurveForm::Explicit, random)?, hash, der })
    }

    /// The content bytes of ecdsa-plain-SHA…, where this is an elliptic curve key.
    pub(super) fn plain_ecdsa(&self) -> Option<[u8; 10]> {
        let arc = match self.hash {
            HashAlgorithm::Sha1 => 1,
            HashAlgorithm::Sha224 => 2,
            HashAlgorithm::Sha256 => 3,
            HashAlgorithm::Sha384 => 4,
            HashAlgorithm::Sha512 => 5,
        };
        matches!(self.key, PrivateKey::Ec(_)).then_some([4, 0, 0x7F, 0, 7, 1, 1, 4, 1, arc])
    }

    /// Signs a challenge.
    pub(super) fn answer(&self, challenge: &[u8], random: &mut dyn Randomness) -> Result<Vec<u8>> {
        match &self.key {
            PrivateKey::Rsa(key) => recoverable(key, self.hash, challenge, random),
            PrivateKey::Ec(key) => self.ecdsa(key, challenge, random),
        }
    }

    fn ecdsa(&self, key: &EcPrivate, challenge: &[u8], random: &mut dyn Randomness) -> Result<Vec<u8>> {
        let (r, s) = key.sign(&self.hash.digest(&[challenge]), random)?;
        Ok(if self.der { der::sequence(&[&der::integer(&r), &der::integer(&s)]) } else { [r, s].concat() })
    }
}

/// A signature of ISO 9796-2 scheme 1 with partial recovery: 6A, random bytes, the hash over them and the
/// challenge, and a trailer that names the hash unless it is SHA-1.
fn recoverable(
    key: &RsaPrivate,
    hash: HashAlgorithm,
    challenge: &[u8],
    random: &mut dyn Randomness,
) -> Result<Vec<u8>> {
    let trailer: &[u8] = match hash {
        HashAlgorithm::Sha1 => &[0xBC],
        HashAlgorithm::Sha224 => &[0x38, 0xCC],
        HashAlgorithm::Sha256 => &[0x34, 0xCC],
        HashAlgorithm::Sha384 => &[0x36, 0xCC],
        HashAlgorithm::Sha512 => &[0x35, 0xCC],
    };
    let fixed = hash.size().saturating_add(trailer.len()).saturating_add(1);
    let mut recovered = vec![0; key.size().checked_sub(fixed).ok_or(IMPOSSIBLE)?];
    random.fill(&mut recovered)?;
    let digest = hash.digest(&[&recovered, challenge]);
    key.power(&[&[0x6A], recovered.as_slice(), &digest, trailer].concat())
}
