//! Who computes signatures, and public keys made ready for it once.

use super::algorithm::{AlgorithmSet, SignatureAlgorithm};
use crate::crypto::ec::{Curve, Point};
use crate::crypto::{CurveId, rsa};
use std::fmt;

/// Who computes. A value that travels with the keys: nothing is global, nothing has to be installed, and builds in
/// which both are compiled have both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Backend {
    /// This library's own arithmetic and that of RustCrypto: no C compiler, every platform.
    Pure,
    /// AWS-LC: several times faster for RSA and for the NIST curves.
    #[cfg(feature = "aws-lc")]
    Native,
}

impl Default for Backend {
    /// The native one where it is compiled.
    fn default() -> Self {
        #[cfg(feature = "aws-lc")]
        return Self::Native;
        #[cfg(not(feature = "aws-lc"))]
        return Self::Pure;
    }
}

/// A public key whose numbers were checked.
#[derive(Clone)]
pub(super) enum PublicKey {
    Rsa(rsa::PublicKey),
    Ec(&'static Curve, Point),
    Ed25519(Box<ed25519_dalek::VerifyingKey>),
}

/// A public key, ready for its algorithms.
#[derive(Clone)]
pub(super) struct Ready {
    key: PublicKey,
    #[cfg(feature = "aws-lc")]
    native: Vec<(SignatureAlgorithm, aws_lc_rs::signature::ParsedPublicKey)>,
}

impl Ready {
    /// `None` if the backend does not take the key.
    pub(super) fn new(key: PublicKey, algorithms: AlgorithmSet, backend: Backend) -> Option<Self> {
        let _ = (algorithms, backend);
        #[cfg(feature = "aws-lc")]
        let native = match backend {
            Backend::Pure => Vec::new(),
            Backend::Native => native::parse(&key, algorithms)?,
        };
        Some(Self {
            key,
            #[cfg(feature = "aws-lc")]
            native,
        })
    }

    /// Whether `signature` is the signature of `message`. The caller has checked that the algorithm is the key's.
    pub(super) fn verify(&self, algorithm: SignatureAlgorithm, message: &[u8], signature: &[u8]) -> bool {
        #[cfg(feature = "aws-lc")]
        if let Some((_, key)) = self.native.iter().find(|(own, _)| *own == algorithm) {
            return self.size_fits(signature) && key.verify_sig(message, signature).is_ok();
        }
        self.size_fits(signature) && self.verify_pure(algorithm, message, signature)
    }

    fn verify_pure(&self, algorithm: SignatureAlgorithm, message: &[u8], signature: &[u8]) -> bool {
        use SignatureAlgorithm::{EdDsa, Es256, Es384, Es512, Ps256, Ps384, Ps512, Rs256, Rs384, Rs512};
        let hash = algorithm.hash();
        match (&self.key, algorithm) {
            (PublicKey::Rsa(key), Rs256 | Rs384 | Rs512) => key.verify_pkcs1(hash, &hash.digest(&[message]), signature),
            // RFC 7518 section 3.5: the salt is as long as the hash.
            (PublicKey::Rsa(key), Ps256 | Ps384 | Ps512) => {
                key.verify_pss(hash, hash.size(), &hash.digest(&[message]), signature)
            }
            (PublicKey::Ec(curve, point), Es256 | Es384 | Es512) => {
                let Some((r, s)) = signature.split_at_checked(curve.field_bytes()) else { return false };
                curve.verify_ecdsa(point, &hash.digest(&[message]), r, s)
            }
            (PublicKey::Ed25519(key), EdDsa) => ed25519_dalek::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_strict(message, &signature).is_ok()),
            _ => false,
        }
    }

    /// RFC 7518 sections 3.3 to 3.5, RFC 8037 section 3.1: each algorithm has one length.
    fn size_fits(&self, signature: &[u8]) -> bool {
        let size = match &self.key {
            PublicKey::Rsa(key) => key.size(),
            PublicKey::Ec(curve, _) => curve.field_bytes().saturating_mul(2),
            PublicKey::Ed25519(_) => 64,
        };
        signature.len() == size
    }
}

impl fmt::Debug for Ready {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match &self.key {
            PublicKey::Rsa(_) => "RSA",
            PublicKey::Ec(curve, _) => match curve.id() {
                CurveId::P256 => "P-256",
                CurveId::P384 => "P-384",
                _ => "P-521",
            },
            PublicKey::Ed25519(_) => "Ed25519",
        })
    }
}

#[cfg(feature = "aws-lc")]
mod native {
    use super::{AlgorithmSet, PublicKey, SignatureAlgorithm};
    use aws_lc_rs::signature::{self as aws, ParsedPublicKey, VerificationAlgorithm};

    /// The key parsed once for each algorithm that it may be used with.
    pub(super) fn parse(
        key: &PublicKey,
        algorithms: AlgorithmSet,
    ) -> Option<Vec<(SignatureAlgorithm, ParsedPublicKey)>> {
        let bytes = match key {
            PublicKey::Rsa(key) => key.to_pkcs1_der(),
            PublicKey::Ec(_, point) => point.encode()?,
            PublicKey::Ed25519(key) => key.to_bytes().to_vec(),
        };
        let parsed = algorithms.iter().map(|own| Some((own, ParsedPublicKey::new(algorithm(own), &bytes).ok()?)));
        parsed.collect()
    }

    fn algorithm(algorithm: SignatureAlgorithm) -> &'static dyn VerificationAlgorithm {
        match algorithm {
            SignatureAlgorithm::Rs256 => &aws::RSA_PKCS1_2048_8192_SHA256,
            SignatureAlgorithm::Rs384 => &aws::RSA_PKCS1_2048_8192_SHA384,
            SignatureAlgorithm::Rs512 => &aws::RSA_PKCS1_2048_8192_SHA512,
            SignatureAlgorithm::Ps256 => &aws::RSA_PSS_2048_8192_SHA256,
            SignatureAlgorithm::Ps384 => &aws::RSA_PSS_2048_8192_SHA384,
            SignatureAlgorithm::Ps512 => &aws::RSA_PSS_2048_8192_SHA512,
            SignatureAlgorithm::Es256 => &aws::ECDSA_P256_SHA256_FIXED,
            SignatureAlgorithm::Es384 => &aws::ECDSA_P384_SHA384_FIXED,
            SignatureAlgorithm::Es512 => &aws::ECDSA_P521_SHA512_FIXED,
            SignatureAlgorithm::EdDsa => &aws::ED25519,
        }
    }
}
