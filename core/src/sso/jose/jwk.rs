//! Public keys as JSON Web Keys (RFC 7517): checked when imported, bound to their algorithms from then on.

use super::algorithm::{AlgorithmSet, SignatureAlgorithm};
use super::backend::{Backend, PublicKey, Ready};
use super::header::Header;
use super::json::{Json, Object};
use super::{base64url, roca};
use crate::crypto::{CurveId, HashAlgorithm, rsa};
use crate::error::{Code, Error, Result};
use crate::limits::{JWKS_BYTES, JWKS_KEYS, KID_BYTES, RSA_TOKEN_BITS};

/// A public key that verifies signatures. It owns its algorithm: what a token's header says is compared with it and
/// never followed.
///
/// An RSA key without `alg` takes the six algorithms of RSA, of which the rules of the token then allow some; every
/// other key has exactly one.
#[derive(Clone, Debug)]
pub struct VerifyingKey {
    kid: Option<String>,
    algorithms: AlgorithmSet,
    ready: Ready,
}

impl VerifyingKey {
    /// Imports one key.
    ///
    /// # Errors
    /// `token-json` and its kin, `jwk-kind` for keys that verify nothing here, `jwk-private`, `jwk-form`, `jwk-weak`,
    /// `jwk-purpose`, `jwk-algorithm`.
    pub fn parse(json: &[u8], backend: Backend) -> Result<Self> {
        Self::import(&Object::parse(json, JWKS_BYTES, "key")?, backend)
    }

    pub(super) fn import(jwk: &Object, backend: Backend) -> Result<Self> {
        let kind = kind(jwk)?;
        // A provider that publishes a private key has lost it: nothing signed with it proves anything.
        if jwk.get("d").is_some() {
            return Err(Error::new(Code::JwkPrivate, "d"));
        }
        let kid = read(jwk, "kid")?.filter(|kid| kid.len() <= KID_BYTES).map(str::to_owned);
        purpose(jwk)?;
        let (key, possible) = match kind {
            Kind::Rsa => (rsa_key(jwk)?, AlgorithmSet::RSA),
            Kind::Ec => ec_key(jwk)?,
            Kind::Okp => (ed25519_key(jwk)?, AlgorithmSet::of(&[SignatureAlgorithm::EdDsa])),
        };
        let algorithms = match read(jwk, "alg")? {
            None => possible,
            Some(name) => match SignatureAlgorithm::parse(name).filter(|algorithm| possible.contains(*algorithm)) {
                Some(algorithm) => AlgorithmSet::of(&[algorithm]),
                None => return Err(Error::new(Code::JwkAlgorithm, "alg")),
            },
        };
        let ready = Ready::new(key, algorithms, backend).ok_or(Error::new(Code::JwkForm, "key"))?;
        Ok(Self { kid, algorithms, ready })
    }

    /// The name of the key.
    #[must_use]
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// What the key may be used with.
    #[must_use]
    pub const fn algorithms(&self) -> AlgorithmSet {
        self.algorithms
    }

    /// Whether `signature` is this key's signature of `message` with the algorithm. `false` for an algorithm that is
    /// not the key's.
    #[must_use]
    pub fn verifies(&self, algorithm: SignatureAlgorithm, message: &[u8], signature: &[u8]) -> bool {
        self.algorithms.contains(algorithm) && self.ready.verify(algorithm, message, signature)
    }
}

/// The keys that a provider publishes (RFC 7517 section 5).
///
/// Keys of unknown kinds are left out. A key that must not be used (weak, for encryption, of an unknown algorithm)
/// is left out as well, and a token that names it is refused with the reason. The same `kid` on two keys of one type
/// makes the set ambiguous, and the set is refused.
#[derive(Clone, Debug, Default)]
pub struct KeySet {
    keys: Vec<VerifyingKey>,
    refused: Vec<(Option<String>, Error)>,
}

impl KeySet {
    /// Reads a set of at most 256 KiB.
    ///
    /// # Errors
    /// `too-large`, `token-json` and its kin, `jwks-form`, `jwks-duplicate-kid`, `jwk-private`.
    ///
    /// ```
    /// use dinhdanh::sso::jose::{Backend, KeySet};
    /// let jwks = br#"{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"2026-11",
    ///     "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}, {"kty":"oct","k":"c2VjcmV0"}]}"#;
    /// let keys = KeySet::parse(jwks, Backend::Pure)?;
    /// assert_eq!(keys.len(), 1); // a symmetric key verifies nothing here
    /// assert!(keys.has("2026-11"));
    /// # Ok::<(), dinhdanh::Error>(())
    /// ```
    pub fn parse(json: &[u8], backend: Backend) -> Result<Self> {
        let set = Object::parse(json, JWKS_BYTES, "jwks")?;
        let form = Error::new(Code::JwksForm, "keys");
        let Some(Json::List(entries)) = set.get("keys") else { return Err(form) };
        if entries.len() > JWKS_KEYS {
            return Err(Error::new(Code::TooLarge, "keys"));
        }
        let mut named: Vec<(Kind, String)> = Vec::new();
        let mut keys = Self::default();
        for entry in entries {
            let Json::Object(jwk) = entry else { return Err(form) };
            let kid = read(jwk, "kid").ok().flatten().map(str::to_owned);
            if let (Ok(kind), Some(kid)) = (kind(jwk), &kid) {
                if named.iter().any(|(own, name)| *own == kind && name == kid) {
                    return Err(Error::new(Code::JwksDuplicateKid, "kid"));
                }
                named.push((kind, kid.clone()));
            }
            match VerifyingKey::import(jwk, backend) {
                Ok(key) => keys.keys.push(key),
                Err(error) if error.code() == Code::JwkKind => {}
                Err(error) if error.code() == Code::JwkPrivate => return Err(error),
                Err(error) => keys.refused.push((kid, error)),
            }
        }
        Ok(keys)
    }

    /// A set of keys that the caller holds already.
    ///
    /// # Errors
    /// `jwks-duplicate-kid` where two keys have one name.
    pub fn of(keys: Vec<VerifyingKey>) -> Result<Self> {
        for (index, key) in keys.iter().enumerate() {
            if key.kid.is_some() && keys.iter().skip(index.saturating_add(1)).any(|other| other.kid == key.kid) {
                return Err(Error::new(Code::JwksDuplicateKid, "kid"));
            }
        }
        Ok(Self { keys, refused: Vec::new() })
    }

    /// The number of keys that can verify.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether no key can verify.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The keys that can verify.
    pub fn iter(&self) -> impl Iterator<Item = &VerifyingKey> {
        self.keys.iter()
    }

    /// The keys that were left out, with the reason.
    pub fn refused(&self) -> impl Iterator<Item = (Option<&str>, Error)> {
        self.refused.iter().map(|(kid, error)| (kid.as_deref(), *error))
    }

    /// Whether the set has a key of this name, usable or not.
    #[must_use]
    pub fn has(&self, kid: &str) -> bool {
        let refused = self.refused.iter().filter_map(|(own, _)| own.as_deref());
        self.keys.iter().filter_map(VerifyingKey::kid).chain(refused).any(|own| own == kid)
    }

    /// The one key that a header can mean: of its name, or, where it names none, the only one of its algorithm.
    ///
    /// # Errors
    /// `token-algorithm`, `token-key-unknown`, `token-key-ambiguous`, `token-key-algorithm`, or why the named key was
    /// refused.
    pub fn find(&self, header: &Header) -> Result<&VerifyingKey> {
        let algorithm = SignatureAlgorithm::parse(header.algorithm()).ok_or(Error::new(Code::TokenAlgorithm, "alg"))?;
        let named = |key: &&VerifyingKey| header.kid().is_none_or(|kid| key.kid() == Some(kid));
        let mut fitting = self.keys.iter().filter(named).filter(|key| key.algorithms.contains(algorithm));
        match (fitting.next(), fitting.next()) {
            (Some(key), None) => Ok(key),
            (Some(_), Some(_)) => Err(Error::new(Code::TokenKeyAmbiguous, "kid")),
            (None, _) => Err(self.why_none(header.kid())),
        }
    }

    fn why_none(&self, kid: Option<&str>) -> Error {
        let Some(kid) = kid else {
            let only = self.refused.first().filter(|_| self.keys.is_empty());
            return only.map_or(Error::new(Code::TokenKeyUnknown, "alg"), |(_, error)| *error);
        };
        if self.keys.iter().any(|key| key.kid() == Some(kid)) {
            return Error::new(Code::TokenKeyAlgorithm, "alg");
        }
        let refused = self.refused.iter().find(|(own, _)| own.as_deref() == Some(kid));
        refused.map_or(Error::new(Code::TokenKeyUnknown, "kid"), |(_, error)| *error)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Rsa,
    Ec,
    Okp,
}

fn kind(jwk: &Object) -> Result<Kind> {
    match (read(jwk, "kty")?, read(jwk, "crv")?) {
        (Some("RSA"), _) => Ok(Kind::Rsa),
        (Some("EC"), Some("P-256" | "P-384" | "P-521")) => Ok(Kind::Ec),
        (Some("OKP"), Some("Ed25519")) => Ok(Kind::Okp),
        _ => Err(Error::new(Code::JwkKind, "kty")),
    }
}

/// `use` and `key_ops` (RFC 7517 sections 4.2 and 4.3), where they are there, must allow verifying.
fn purpose(jwk: &Object) -> Result<()> {
    let other = Error::new(Code::JwkPurpose, "use");
    if read(jwk, "use")?.is_some_and(|purpose| purpose != "sig") {
        return Err(other);
    }
    let operations = jwk.text_list("key_ops").map_err(|_| Error::new(Code::JwkForm, "key_ops"))?;
    if operations.is_some_and(|operations| !operations.contains(&"verify")) {
        return Err(other);
    }
    Ok(())
}

fn rsa_key(jwk: &Object) -> Result<PublicKey> {
    let weak = Error::new(Code::JwkWeak, "n");
    let (modulus, exponent) = (number(jwk, "n")?, number(jwk, "e")?);
    let odd = |number: &[u8]| number.last().is_some_and(|last| last & 1 == 1);
    let below_three = exponent.iter().rev().skip(1).all(|&byte| byte == 0) && exponent.last().is_none_or(|&b| b < 3);
    if !odd(&exponent) || !odd(&modulus) || below_three {
        return Err(Error::new(Code::JwkWeak, "e"));
    }
    // The lower bound is looked at before the key is built, which takes none below 1024 bits for a key at all.
    if modulus.iter().skip_while(|&&byte| byte == 0).count() < 256 {
        return Err(weak);
    }
    let key = rsa::PublicKey::new(&modulus, &exponent).ok_or(Error::new(Code::JwkForm, "n"))?;
    if !RSA_TOKEN_BITS.contains(&key.bits()) || roca::has_fingerprint(&modulus) {
        return Err(weak);
    }
    Ok(PublicKey::Rsa(key))
}

fn ec_key(jwk: &Object) -> Result<(PublicKey, AlgorithmSet)> {
    let (id, algorithm) = match read(jwk, "crv")? {
        Some("P-256") => (CurveId::P256, SignatureAlgorithm::Es256),
        Some("P-384") => (CurveId::P384, SignatureAlgorithm::Es384),
        _ => (CurveId::P521, SignatureAlgorithm::Es512),
    };
    let curve = id.curve();
    let (x, y) = (bytes(jwk, "x")?, bytes(jwk, "y")?);
    // RFC 7518 section 6.2.1.2: a coordinate has the length of the field.
    if x.len() != curve.field_bytes() || y.len() != curve.field_bytes() {
        return Err(Error::new(Code::JwkForm, "x"));
    }
    let point = curve.decode(&[&[4], &*x, &*y].concat()).ok_or(Error::new(Code::JwkForm, "x"))?;
    Ok((PublicKey::Ec(curve, point), AlgorithmSet::of(&[algorithm])))
}

fn ed25519_key(jwk: &Object) -> Result<PublicKey> {
    let x: [u8; 32] = bytes(jwk, "x")?.try_into().map_err(|_| Error::new(Code::JwkForm, "x"))?;
    let key = ed25519_dalek::VerifyingKey::from_bytes(&x).map_err(|_| Error::new(Code::JwkForm, "x"))?;
    if key.is_weak() { Err(Error::new(Code::JwkWeak, "x")) } else { Ok(PublicKey::Ed25519(Box::new(key))) }
}

/// The thumbprint of a public key (RFC 7638) with SHA-256, in base64url: its required members in the order of their
/// names.
///
/// # Errors
/// `jwk-kind`, `jwk-form`.
pub fn thumbprint(jwk: &Object) -> Result<String> {
    let names: &[&'static str] = match kind(jwk)? {
        Kind::Rsa => &["e", "kty", "n"],
        Kind::Ec => &["crv", "kty", "x", "y"],
        Kind::Okp => &["crv", "kty", "x"],
    };
    let mut members = Vec::new();
    for name in names {
        let value = read(jwk, name)?.ok_or(Error::new(Code::JwkForm, name))?;
        // All of these are base64url or a registered name; anything that JSON would escape is no key.
        if !value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) {
            return Err(Error::new(Code::JwkForm, name));
        }
        members.push(format!("\"{name}\":\"{value}\""));
    }
    let digest = HashAlgorithm::Sha256.digest(&[format!("{{{}}}", members.join(",")).as_bytes()]);
    Ok(base64url::encode(&digest))
}

fn read<'a>(jwk: &'a Object, name: &'static str) -> Result<Option<&'a str>> {
    jwk.text(name).map_err(|_| Error::new(Code::JwkForm, name))
}

fn bytes(jwk: &Object, name: &'static str) -> Result<Vec<u8>> {
    let form = Error::new(Code::JwkForm, name);
    base64url::decode(read(jwk, name)?.ok_or(form)?, name).map_err(|_| form)
}

fn number(jwk: &Object, name: &'static str) -> Result<Vec<u8>> {
    bytes(jwk, name)
        .and_then(|number| if number.is_empty() { Err(Error::new(Code::JwkForm, name)) } else { Ok(number) })
}

#[cfg(test)]
#[path = "jwk_tests.rs"]
mod tests;
