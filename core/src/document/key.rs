//! A public key of a file or certificate, made ready to compute with.

use super::files::spki::{EcDomain, PublicKey, PublicKeyInfo};
use crate::crypto::{CurveId, dh, ec, rsa};

/// A usable public key.
#[derive(Clone, Debug)]
pub(crate) enum Key {
    /// RSA.
    Rsa(rsa::PublicKey),
    /// A point of a known curve.
    Ec(Box<ec::Point>),
    /// A member of a Diffie-Hellman group, as the chip wrote it.
    Dh(dh::Group, Vec<u8>),
}

/// Why a public key cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyDefect {
    /// Its structure is broken, or its numbers cannot be a key of its kind.
    Malformed,
    /// It names an algorithm or curve outside the tables of ICAO 9303.
    Unknown,
    /// It spells out curve parameters that are those of no known curve.
    UnknownCurve,
}

impl Key {
    /// Makes a key ready.
    ///
    /// # Errors
    /// Which [`KeyDefect`] it has.
    pub(crate) fn from_info(info: &PublicKeyInfo<'_>) -> Result<Self, KeyDefect> {
        match info.public_key().map_err(|_| KeyDefect::Malformed)? {
            PublicKey::Rsa(key) => {
                rsa::PublicKey::new(key.modulus, key.exponent).map(Self::Rsa).ok_or(KeyDefect::Malformed)
            }
            PublicKey::Ec(key) => {
                let curve = curve(&key.domain)?;
                curve.curve().decode(key.point).map(|point| Self::Ec(Box::new(point))).ok_or(KeyDefect::Malformed)
            }
            PublicKey::Dh(key) => {
                let group = dh::Group::new(key.prime, key.generator, key.order).ok_or(KeyDefect::Malformed)?;
                Ok(Self::Dh(group, key.public.to_vec()))
            }
        }
    }
}

/// The curve of the table that a key lies on.
pub(crate) fn curve(domain: &EcDomain<'_>) -> Result<CurveId, KeyDefect> {
    match domain {
        EcDomain::Named(oid) => CurveId::from_oid(oid.as_bytes()).ok_or(KeyDefect::Unknown),
        EcDomain::Explicit(given) => CurveId::from_explicit(given).ok_or(KeyDefect::UnknownCurve),
        EcDomain::Implicit => Err(KeyDefect::Unknown),
    }
}
