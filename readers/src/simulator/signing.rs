//! Private keys of the test authority and the test chips, and signatures made with them.
//!
//! Not constant time and not meant to be: everybody has these keys.

use super::der;
use crypto_bigint::modular::{BoxedMontyForm, BoxedMontyParams};
use crypto_bigint::{BoxedUint, CheckedSub, NonZero, Odd, Resize};
use dinhdanh::crypto::{CurveId, HashAlgorithm, ec};
use dinhdanh::document::files::oid::Oid;
use dinhdanh::document::files::spki::{EcDomain, EcKey as EcPublic, PublicKey, RsaKey as RsaPublic};
use dinhdanh::document::files::tlv::single;
use dinhdanh::given::Randomness;
use dinhdanh::{Code, Error, Result};
use std::fmt;

pub(super) const IMPOSSIBLE: Error = Error::new(Code::TestCard, "signing");

/// A private key.
#[derive(Clone)]
pub enum PrivateKey {
    /// RSA.
    Rsa(RsaPrivate),
    /// ECDSA.
    Ec(Box<EcPrivate>),
}

/// An RSA private key.
#[derive(Clone)]
pub struct RsaPrivate {
    modulus: Vec<u8>,
    exponent: Vec<u8>,
    private: Vec<u8>,
}

/// An elliptic curve private key, and how its curve is told.
#[derive(Clone)]
pub struct EcPrivate {
    curve: CurveId,
    generator: ec::Point,
    private: ec::Scalar,
    form: CurveForm,
}

/// How a certificate tells its curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CurveForm {
    /// By name.
    Named,
    /// By its numbers (ICAO 9303-12 asks for this).
    Explicit,
}

/// The fixed RSA keys of the folder `keys`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixedRsaKey {
    /// Of the test authority, 2048 bits.
    Authority2048,
    /// Of the test authority, 4096 bits.
    Authority4096,
    /// Of a document signer.
    Signer2048,
    /// Of the test chips.
    Chip2048,
    /// Of a clone: not the one in DG15.
    Clone2048,
}

/// How to sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// ECDSA (FIPS 186-4).
    Ecdsa(HashAlgorithm),
    /// RSASSA-PKCS1-v1_5 (RFC 8017, 8.2).
    Pkcs1(HashAlgorithm),
    /// RSASSA-PSS with the salt of the hash's size (RFC 8017, 8.1).
    Pss(HashAlgorithm),
}

impl PrivateKey {
    /// A fresh key on a curve.
    ///
    /// # Errors
    /// `randomness-missing`.
    pub fn ec(curve: CurveId, form: CurveForm, random: &mut dyn Randomness) -> Result<Self> {
        let private = curve.curve().random_scalar(random)?;
        Ok(Self::Ec(Box::new(EcPrivate { curve, generator: curve.curve().generator(), private, form })))
    }

    /// One of the fixed RSA keys.
    ///
    /// # Errors
    /// None in practice.
    pub fn rsa(which: FixedRsaKey) -> Result<Self> {
        RsaPrivate::fixed(which).map(Self::Rsa)
    }

    /// A forger's key that passes for a genuine one: the same public point, but over a generator of the
    /// forger's choice, so that the private key is known (CVE-2020-0601).
    ///
    /// # Errors
    /// `test-card` for anything but an elliptic curve key.
    pub fn look_alike(genuine: &Self, random: &mut dyn Randomness) -> Result<Self> {
        let Self::Ec(genuine) = genuine else { return Err(IMPOSSIBLE) };
        let curve = genuine.curve.curve();
        let private = curve.random_scalar(random)?;
        let order = Modulus::new(&curve.order()).ok_or(IMPOSSIBLE)?;
        let inverse = order.inverse(&private.to_bytes(curve)).and_then(|n| curve.scalar(&n)).ok_or(IMPOSSIBLE)?;
        let generator = genuine.public().multiply(&inverse);
        Ok(Self::Ec(Box::new(EcPrivate { curve: genuine.curve, generator, private, form: CurveForm::Explicit })))
    }

    /// The SubjectPublicKeyInfo.
    ///
    /// # Errors
    /// None in practice.
    pub fn public_key_info(&self) -> Result<Vec<u8>> {
        match self {
            Self::Rsa(key) => Ok(PublicKey::Rsa(key.public()).encode()),
            Self::Ec(key) => {
                let point = key.public().encode().ok_or(IMPOSSIBLE)?;
                let mut explicit = key.curve.explicit();
                explicit.generator = key.generator.encode().ok_or(IMPOSSIBLE)?;
                let domain = match key.form {
                    CurveForm::Named => EcDomain::Named(Oid::from_content(key.curve.oid(), "test key")?),
                    CurveForm::Explicit => EcDomain::Explicit(explicit.parameters()),
                };
                Ok(PublicKey::Ec(EcPublic { domain, point: &point }).encode())
            }
        }
    }

    /// Signs a message.
    ///
    /// # Errors
    /// `test-card` where the scheme is not for this kind of key.
    pub fn sign(&self, scheme: Scheme, message: &[u8], random: &mut dyn Randomness) -> Result<Vec<u8>> {
        let digest = |hash: HashAlgorithm| hash.digest(&[message]);
        match (self, scheme) {
            (Self::Rsa(key), Scheme::Pkcs1(hash)) => key.sign_pkcs1(hash, &digest(hash)),
            (Self::Rsa(key), Scheme::Pss(hash)) => key.sign_pss(hash, &digest(hash), random),
            (Self::Ec(key), Scheme::Ecdsa(hash)) => {
                let (r, s) = key.sign(&digest(hash), random)?;
                Ok(der::sequence(&[&der::integer(&r), &der::integer(&s)]))
            }
            _ => Err(IMPOSSIBLE),
        }
    }
}

impl Scheme {
    /// The hash.
    #[must_use]
    pub const fn hash(self) -> HashAlgorithm {
        match self {
            Self::Ecdsa(hash) | Self::Pkcs1(hash) | Self::Pss(hash) => hash,
        }
    }

    /// The AlgorithmIdentifier as DER.
    #[must_use]
    pub fn identifier(self) -> Vec<u8> {
        // ecdsa-with-SHA1 stands alone (X9.62), the others in a row (RFC 5758).
        const ECDSA: [u8; 6] = [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04];
        const PKCS1: [u8; 8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01];
        match self {
            Self::Ecdsa(hash) => {
                let arcs: &[u8] = match hash {
                    HashAlgorithm::Sha1 => &[1],
                    HashAlgorithm::Sha224 => &[3, 1],
                    HashAlgorithm::Sha256 => &[3, 2],
                    HashAlgorithm::Sha384 => &[3, 3],
                    HashAlgorithm::Sha512 => &[3, 4],
                };
                der::sequence(&[&der::oid(&[&ECDSA, arcs].concat())])
            }
            Self::Pkcs1(hash) => {
                let arc = match hash {
                    HashAlgorithm::Sha1 => 5,
                    HashAlgorithm::Sha224 => 14,
                    HashAlgorithm::Sha256 => 11,
                    HashAlgorithm::Sha384 => 12,
                    HashAlgorithm::Sha512 => 13,
                };
                der::sequence(&[&der::oid(&[PKCS1.as_slice(), &[arc]].concat()), &der::null()])
            }
            Self::Pss(hash) => {
                let mask = der::sequence(&[&der::oid(&[PKCS1.as_slice(), &[8]].concat()), &hash_identifier(hash)]);
                let salt = der::integer(&hash.size().to_be_bytes());
                let parts = [(0xA0, hash_identifier(hash)), (0xA1, mask), (0xA2, salt)];
                let parts = parts.map(|(tag, value)| dinhdanh::document::files::tlv::encode(tag, &value));
                der::sequence(&[&der::oid(&[PKCS1.as_slice(), &[10]].concat()), &der::sequence(&[&parts.concat()])])
            }
        }
    }
}

/// The AlgorithmIdentifier of a hash.
pub(super) fn hash_identifier(hash: HashAlgorithm) -> Vec<u8> {
    der::sequence(&[&der::oid(hash.oid()), &der::null()])
}

impl RsaPrivate {
    /// One of the fixed keys.
    ///
    /// # Errors
    /// None in practice.
    pub fn fixed(which: FixedRsaKey) -> Result<Self> {
        let file: &[u8] = match which {
            FixedRsaKey::Authority2048 => include_bytes!("keys/authority-2048.der"),
            FixedRsaKey::Authority4096 => include_bytes!("keys/authority-4096.der"),
            FixedRsaKey::Signer2048 => include_bytes!("keys/signer-2048.der"),
            FixedRsaKey::Chip2048 => include_bytes!("keys/chip-2048.der"),
            FixedRsaKey::Clone2048 => include_bytes!("keys/clone-2048.der"),
        };
        let mut numbers = single(file, 0x30, "test key")?.children();
        numbers.expect(0x02)?; // version
        let mut next = || numbers.expect(0x02).map(|n| n.value.iter().copied().skip_while(|&b| b == 0).collect());
        Ok(Self { modulus: next()?, exponent: next()?, private: next()? })
    }

    /// The public key.
    #[must_use]
    pub fn public(&self) -> RsaPublic<'_> {
        RsaPublic { modulus: &self.modulus, exponent: &self.exponent }
    }

    /// The length of the modulus in bytes.
    #[must_use]
    pub const fn size(&self) -> usize {
        self.modulus.len()
    }

    /// A block of the modulus's length raised to the private exponent.
    pub(super) fn power(&self, block: &[u8]) -> Result<Vec<u8>> {
        let modulus = Modulus::new(&self.modulus).ok_or(IMPOSSIBLE)?;
        modulus.power(block, &self.private).ok_or(IMPOSSIBLE)
    }

    fn sign_pkcs1(&self, hash: HashAlgorithm, digest: &[u8]) -> Result<Vec<u8>> {
        let info = der::sequence(&[&hash_identifier(hash), &der::octets(digest)]);
        let filler = self.size().checked_sub(info.len()).and_then(|n| n.checked_sub(3)).ok_or(IMPOSSIBLE)?;
        self.power(&[&[0, 1], vec![0xFF; filler].as_slice(), &[0], &info].concat())
    }

    /// EMSA-PSS (RFC 8017, 9.1.1) for a modulus whose bit length is a multiple of eight.
    fn sign_pss(&self, hash: HashAlgorithm, digest: &[u8], random: &mut dyn Randomness) -> Result<Vec<u8>> {
        let mut salt = vec![0; hash.size()];
        random.fill(&mut salt)?;
        let code = hash.digest(&[&[0; 8], digest, &salt]);
        let length = self.size().checked_sub(code.len()).and_then(|n| n.checked_sub(1)).ok_or(IMPOSSIBLE)?;
        let zeros = length.checked_sub(salt.len()).and_then(|n| n.checked_sub(1)).ok_or(IMPOSSIBLE)?;
        let mut block = [vec![0; zeros].as_slice(), &[1], &salt].concat();
        let mask = (0u32..).flat_map(|counter| hash.digest(&[&code, &counter.to_be_bytes()]));
        block.iter_mut().zip(mask).for_each(|(byte, mask)| *byte ^= mask);
        if let Some(first) = block.first_mut() {
            *first &= 0x7F;
        }
        self.power(&[block.as_slice(), &code, &[0xBC]].concat())
    }
}

impl EcPrivate {
    /// The curve.
    #[must_use]
    pub const fn curve(&self) -> CurveId {
        self.curve
    }

    fn public(&self) -> ec::Point {
        self.generator.multiply(&self.private)
    }

    /// r and s over a digest, each in the length of the order.
    ///
    /// # Errors
    /// None in practice.
    pub fn sign(&self, digest: &[u8], random: &mut dyn Randomness) -> Result<(Vec<u8>, Vec<u8>)> {
        let curve = self.curve.curve();
        let order = Modulus::new(&curve.order()).ok_or(IMPOSSIBLE)?;
        loop {
            let nonce = curve.random_scalar(random)?;
            let x = self.generator.multiply(&nonce).x_bytes().ok_or(IMPOSSIBLE)?;
            let private = self.private.to_bytes(curve);
            let signature = order.ecdsa(&x, digest, &private, &nonce.to_bytes(curve)).ok_or(IMPOSSIBLE)?;
            if [&signature.0, &signature.1].iter().all(|part| part.iter().any(|&b| b != 0)) {
                return Ok(signature);
            }
        }
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rsa(_) => "PrivateKey::Rsa(***)",
            Self::Ec(_) => "PrivateKey::Ec(***)",
        })
    }
}

/// Arithmetic modulo an odd number.
struct Modulus {
    params: BoxedMontyParams,
    value: NonZero<BoxedUint>,
    size: usize,
}

impl Modulus {
    fn new(modulus: &[u8]) -> Option<Self> {
        let digits: Vec<u8> = modulus.iter().copied().skip_while(|&b| b == 0).collect();
        let value = number(&digits)?;
        let params = BoxedMontyParams::new_vartime(Option::from(Odd::new(value.clone()))?);
        Some(Self { params, value: Option::from(NonZero::new(value))?, size: digits.len() })
    }

    fn element(&self, bytes: &[u8]) -> Option<BoxedMontyForm> {
        let reduced = number(bytes)?.rem_vartime(&self.value);
        Some(BoxedMontyForm::new(reduced.try_resize(self.params.bits_precision())?, &self.params))
    }

    fn bytes(&self, element: &BoxedMontyForm) -> Vec<u8> {
        let all = element.retrieve().to_be_bytes();
        all.iter().copied().skip(all.len().saturating_sub(self.size)).collect()
    }

    fn power(&self, base: &[u8], exponent: &[u8]) -> Option<Vec<u8>> {
        Some(self.bytes(&self.element(base)?.pow(&number(exponent)?)))
    }

    /// The inverse modulo a prime, by Fermat.
    fn inverse(&self, value: &[u8]) -> Option<Vec<u8>> {
        let two = BoxedUint::from(2u8).try_resize(self.value.bits_precision())?;
        let exponent = self.value.as_ref().checked_sub(&two).into_option()?;
        Some(self.bytes(&self.element(value)?.pow(&exponent)))
    }

    /// r = x mod n, s = (z + r d) / k mod n (FIPS 186-4, 6.3).
    fn ecdsa(&self, x: &[u8], digest: &[u8], private: &[u8], nonce: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
        let kept = digest.get(..digest.len().min(self.size))?;
        let order_bits = self.value.bits_vartime();
        let excess = u32::try_from(kept.len().checked_mul(8)?).ok()?.saturating_sub(order_bits);
        let z = number(kept)?.shr_vartime(excess)?.to_be_bytes();
        let r = self.element(x)?;
        let sum = self.element(&z)? + r.clone() * self.element(private)?;
        let s = sum * self.element(&self.inverse(nonce)?)?;
        Some((self.bytes(&r), self.bytes(&s)))
    }
}

fn number(bytes: &[u8]) -> Option<BoxedUint> {
    BoxedUint::from_be_slice(bytes, u32::try_from(bytes.len().checked_mul(8)?).ok()?).ok()
}
