//! Signatures that the relying party makes itself: proofs of possession and client assertions.

use super::jose::{Object, SignatureAlgorithm, base64url, thumbprint};
use crate::error::Result;
#[cfg(feature = "aws-lc")]
use crate::error::{Code, Error};
use crate::personal::Secret;
use serde_json::{Value, json};

/// A private key of the relying party, perhaps in hardware.
pub trait ProofSigner: Send + Sync {
    /// The algorithm of the key.
    fn algorithm(&self) -> SignatureAlgorithm;

    /// The public key as a JSON Web Key, with its required members.
    fn public_jwk(&self) -> String;

    /// Signs a message, in the form of RFC 7518 (for ECDSA `r` and `s` in fixed length).
    ///
    /// # Errors
    /// `operation-unsupported` where the key cannot be used.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>>;
}

/// A compact token with this header (`alg` is the signer's) and these claims.
pub(super) fn sign(signer: &dyn ProofSigner, mut header: Value, claims: &Value) -> Result<String> {
    if let Some(members) = header.as_object_mut() {
        members.insert("alg".to_owned(), json!(signer.algorithm().as_str()));
    }
    let part = |value: &Value| base64url::encode(value.to_string().as_bytes());
    let signed = format!("{}.{}", part(&header), part(claims));
    let signature = signer.sign(signed.as_bytes())?;
    Ok(format!("{signed}.{}", base64url::encode(&signature)))
}

/// The thumbprint of a signer's public key (RFC 7638): `jkt` of RFC 9449.
///
/// # Errors
/// Those of [`Object::parse`] and [`thumbprint`].
pub fn signer_thumbprint(signer: &dyn ProofSigner) -> Result<String> {
    thumbprint(&Object::parse(signer.public_jwk().as_bytes(), crate::limits::TOKEN_BYTES, "public key")?)
}

/// An Ed25519 key in memory (`EdDSA`). Its signatures draw no random number.
#[derive(Debug)]
pub struct Ed25519Signer {
    secret: Secret,
    public: [u8; 32],
}

impl Ed25519Signer {
    /// The key of these 32 secret bytes, which must come from a good random source.
    #[must_use]
    pub fn new(secret: &[u8; 32]) -> Self {
        let public = ed25519_dalek::SigningKey::from_bytes(secret).verifying_key().to_bytes();
        Self { secret: Secret::copy_of(secret), public }
    }
}

impl ProofSigner for Ed25519Signer {
    fn algorithm(&self) -> SignatureAlgorithm {
        SignatureAlgorithm::EdDsa
    }

    fn public_jwk(&self) -> String {
        json!({"kty": "OKP", "crv": "Ed25519", "x": base64url::encode(&self.public)}).to_string()
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>> {
        use ed25519_dalek::Signer;
        let secret: &[u8; 32] = self.secret.expose().first_chunk().unwrap_or(&[0; 32]);
        Ok(ed25519_dalek::SigningKey::from_bytes(secret).sign(message).to_bytes().to_vec())
    }
}

/// A P-256 key in memory (`ES256`), on AWS-LC.
#[cfg(feature = "aws-lc")]
pub struct Es256Signer(aws_lc_rs::signature::EcdsaKeyPair);

#[cfg(feature = "aws-lc")]
impl Es256Signer {
    /// The key of a PKCS #8 document.
    ///
    /// # Errors
    /// `profile-invalid`.
    pub fn from_pkcs8(der: &[u8]) -> Result<Self> {
        use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der);
        key.map(Self).map_err(|_| Error::new(Code::ProfileInvalid, "private key"))
    }
}

#[cfg(feature = "aws-lc")]
impl ProofSigner for Es256Signer {
    fn algorithm(&self) -> SignatureAlgorithm {
        SignatureAlgorithm::Es256
    }

    fn public_jwk(&self) -> String {
        use aws_lc_rs::signature::KeyPair;
        let point = self.0.public_key().as_ref();
        let coordinate = |from: usize| base64url::encode(point.get(from..).and_then(|p| p.get(..32)).unwrap_or(&[]));
        json!({"kty": "EC", "crv": "P-256", "x": coordinate(1), "y": coordinate(33)}).to_string()
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>> {
        // The one source of randomness inside this library: AWS-LC blinds its nonces with its own.
        let random = aws_lc_rs::rand::SystemRandom::new();
        let signature = self.0.sign(&random, message);
        signature
            .map(|signature| signature.as_ref().to_vec())
            .map_err(|_| Error::new(Code::OperationUnsupported, "private key"))
    }
}

#[cfg(feature = "aws-lc")]
impl std::fmt::Debug for Es256Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Es256Signer(***)")
    }
}
