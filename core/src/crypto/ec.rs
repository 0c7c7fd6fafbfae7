//! Elliptic-curve arithmetic over the table of [`CurveId`]: ECDH for PACE and chip authentication, and ECDSA
//! verification.
//!
//! Cards and states use curves (Brainpool 224, 320 and 512, the generator that PACE maps) that no maintained
//! pure-Rust crate offers. One implementation serves all, in four widths: see the module `group` beside this one.

use super::curves::{CurveId, unhex};
use super::group::{Arithmetic, Coordinates, group};
use crate::error::{Code, Error, Result};
use crate::given::Randomness;
use crate::limits::RANDOM_DRAWS;
use crypto_bigint::{NonZero, U576};
use std::fmt;
use std::sync::OnceLock;
use zeroize::Zeroize;

const BYTES: usize = U576::BYTES;

/// A curve, ready to compute with.
pub struct Curve {
    id: CurveId,
    group: Box<dyn Arithmetic>,
    order: NonZero<U576>,
    field_bytes: usize,
    order_bytes: usize,
    order_bits: usize,
}

/// A number modulo the order of a curve's generator; wiped when dropped.
#[derive(Clone)]
pub struct Scalar {
    value: U576,
}

/// A point, in projective coordinates.
#[derive(Clone, Copy, Debug)]
pub struct Point {
    curve: &'static Curve,
    at: Coordinates,
}

impl CurveId {
    /// The curve, ready to compute with.
    #[must_use]
    pub fn curve(self) -> &'static Curve {
        static CURVES: [OnceLock<Curve>; 17] = [const { OnceLock::new() }; 17];
        static FALLBACK: OnceLock<Curve> = OnceLock::new();
        let slot = Self::all().position(|id| id == self).and_then(|index| CURVES.get(index));
        slot.unwrap_or(&FALLBACK).get_or_init(|| Curve::new(self))
    }
}

impl Curve {
    fn new(id: CurveId) -> Self {
        let params = id.params();
        let order = from_bytes(&unhex(params.n)).unwrap_or(U576::ZERO);
        Self {
            id,
            group: group(params),
            order: NonZero::new(order).unwrap_or(NonZero::<U576>::ONE),
            field_bytes: params.p.len() / 2,
            order_bytes: params.n.len() / 2,
            order_bits: usize::try_from(order.bits_vartime()).unwrap_or(0),
        }
    }

    /// Which curve this is.
    #[must_use]
    pub const fn id(&self) -> CurveId {
        self.id
    }

    /// The length of a coordinate in bytes.
    #[must_use]
    pub const fn field_bytes(&self) -> usize {
        self.field_bytes
    }

    /// The order of the generator, big-endian.
    #[must_use]
    pub fn order(&self) -> Vec<u8> {
        to_bytes(&self.order, self.order_bytes)
    }

    /// The standard generator.
    #[must_use]
    pub fn generator(&'static self) -> Point {
        Point { curve: self, at: self.group.generator() }
    }

    /// A point from its uncompressed encoding (`04 x y`); `None` unless it lies on the curve. ICAO 9303-11
    /// and 9303-12 allow no other encoding. All curves of the table have cofactor 1, so that being on the
    /// curve and finite is all there is to check.
    #[must_use]
    pub fn decode(&'static self, encoded: &[u8]) -> Option<Point> {
        let (&4, xy) = encoded.split_first()? else { return None };
        let (x, y) = xy.split_at_checked(self.field_bytes)?;
        if y.len() != self.field_bytes {
            return None;
        }
        let at = self.group.point(&from_bytes(x)?, &from_bytes(y)?)?;
        Some(Point { curve: self, at })
    }

    /// A random scalar in 1..n.
    ///
    /// # Errors
    /// `randomness-missing` where the source fails or keeps giving what no random source would: at least every
    /// second draw fits, so that this many misses in a row do not happen by chance.
    pub fn random_scalar(&self, random: &mut dyn Randomness) -> Result<Scalar> {
        for _ in 0..RANDOM_DRAWS {
            let mut bytes = vec![0; self.order_bytes];
            random.fill(&mut bytes)?;
            let spare = self.order_bytes.saturating_mul(8).saturating_sub(self.order_bits);
            if let Some(first) = bytes.first_mut() {
                *first &= 0xFF_u8.checked_shr(u32::try_from(spare).unwrap_or(0)).unwrap_or(0);
            }
            let scalar = self.scalar(&bytes);
            bytes.zeroize();
            if let Some(scalar) = scalar {
                return Ok(scalar);
            }
        }
        Err(Error::new(Code::RandomnessMissing, "elliptic curve"))
    }

    /// A scalar from big-endian bytes; `None` unless in 1..n.
    #[must_use]
    pub fn scalar(&self, bytes: &[u8]) -> Option<Scalar> {
        let value = from_bytes(bytes)?;
        (value != U576::ZERO && value < *self.order).then_some(Scalar { value })
    }

    /// A scalar from big-endian bytes of any size, reduced modulo n; `None` if that is zero. PACE maps a
    /// nonce that may be larger than the order (ICAO 9303-11, 4.4.3.3.1).
    #[must_use]
    pub fn scalar_reduced(&self, bytes: &[u8]) -> Option<Scalar> {
        let value = from_bytes(bytes)?.rem_vartime(&self.order);
        (value != U576::ZERO).then_some(Scalar { value })
    }

    /// Whether (r, s), big-endian, is an ECDSA signature over a digest by the key `public` (FIPS 186-4, 6.4).
    #[must_use]
    pub fn verify_ecdsa(&'static self, public: &Point, digest: &[u8], r: &[u8], s: &[u8]) -> bool {
        let (Some(r), Some(s)) = (self.scalar(r), self.scalar(s)) else { return false };
        self.group.verify(&public.at, &self.leftmost_bits(digest), &r.value, &s.value)
    }

    fn leftmost_bits(&self, digest: &[u8]) -> U576 {
        let kept = digest.get(..digest.len().min(self.order_bytes)).unwrap_or(digest);
        let value = from_bytes(kept).unwrap_or(U576::ZERO);
        let excess = kept.len().saturating_mul(8).saturating_sub(self.order_bits);
        value.wrapping_shr_vartime(u32::try_from(excess).unwrap_or(0)).rem_vartime(&self.order)
    }
}

impl fmt::Debug for Curve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Curve({})", self.id)
    }
}

impl PartialEq for Curve {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Scalar {
    /// The scalar in big-endian bytes of the order's length.
    #[must_use]
    pub fn to_bytes(&self, curve: &Curve) -> Vec<u8> {
        to_bytes(&self.value, curve.order_bytes)
    }
}

impl Drop for Scalar {
    fn drop(&mut self) {
        self.value.zeroize();
    }
}

impl Point {
    /// The curve that the point lies on.
    #[must_use]
    pub const fn curve(&self) -> &'static Curve {
        self.curve
    }

    /// The sum of two points of the same curve.
    #[must_use]
    pub fn add(&self, other: &Self) -> Self {
        Self { at: self.curve.group.add(&self.at, &other.at), ..*self }
    }

    /// The point multiplied by a scalar, in time that depends on the curve alone.
    #[must_use]
    pub fn multiply(&self, scalar: &Scalar) -> Self {
        Self { at: self.curve.group.multiply(&self.at, &scalar.value), ..*self }
    }

    /// The uncompressed encoding `04 x y`; `None` for the point at infinity.
    #[must_use]
    pub fn encode(&self) -> Option<Vec<u8>> {
        let (x, y) = self.curve.group.affine(&self.at)?;
        let size = self.curve.field_bytes;
        Some([vec![4], to_bytes(&x, size), to_bytes(&y, size)].concat())
    }

    /// The x-coordinate in big-endian bytes of the field's length, as ECDH uses it; `None` for the point at
    /// infinity.
    #[must_use]
    pub fn x_bytes(&self) -> Option<Vec<u8>> {
        self.curve.group.affine(&self.at).map(|(x, _)| to_bytes(&x, self.curve.field_bytes))
    }
}

/// A big-endian number of any length whose value fits; `None` where it does not.
pub(super) fn from_bytes(bytes: &[u8]) -> Option<U576> {
    let zeros = bytes.len().saturating_sub(BYTES);
    let (head, tail) = bytes.split_at_checked(zeros)?;
    if head.iter().any(|&b| b != 0) {
        return None;
    }
    let mut padded = vec![0; BYTES.checked_sub(tail.len())?];
    padded.extend_from_slice(tail);
    let value = U576::from_be_slice(&padded);
    padded.zeroize();
    Some(value)
}

pub(super) fn to_bytes(value: &U576, size: usize) -> Vec<u8> {
    let all = value.to_be_bytes();
    let all: &[u8] = all.as_ref();
    all.get(all.len().saturating_sub(size)..).unwrap_or(all).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counter() -> impl FnMut(&mut [u8]) -> Result<()> {
        let mut n = 0u8;
        move |buffer| {
            for byte in buffer {
                n = n.wrapping_mul(73).wrapping_add(41);
                *byte = n;
            }
            Ok(())
        }
    }

    #[test]
    fn group_laws_hold_on_every_curve() {
        for id in CurveId::all() {
            let curve = id.curve();
            let g = curve.generator();
            assert!(curve.decode(&g.encode().unwrap()).is_some(), "{id}: the generator is on the curve");
            let mut last = curve.order();
            *last.last_mut().unwrap() -= 1;
            let minus_one = g.multiply(&curve.scalar(&last).unwrap());
            assert!(minus_one.add(&g).encode().is_none(), "{id}: n*G is infinity");
            let mut random = counter();
            let (a, b) = (curve.random_scalar(&mut random).unwrap(), curve.random_scalar(&mut random).unwrap());
            let (ab, ba) = (g.multiply(&a).multiply(&b), g.multiply(&b).multiply(&a));
            assert_eq!(ab.encode(), ba.encode(), "{id}: both sides of ECDH agree");
            let sum = g.multiply(&a).add(&g.multiply(&a));
            let two = curve.scalar(&[2]).unwrap();
            assert_eq!(sum.encode(), g.multiply(&a).multiply(&two).encode(), "{id}: doubling");
        }
    }

    #[test]
    fn a_source_that_fails_or_never_varies_ends_the_drawing() {
        let curve = CurveId::P256.curve();
        let same = |byte: u8| {
            move |buffer: &mut [u8]| {
                buffer.fill(byte);
                Ok(())
            }
        };
        let silent = |_: &mut [u8]| Err(Error::new(Code::RandomnessMissing, "test"));
        let broken: [&mut dyn Randomness; 3] = [&mut same(0), &mut same(0xFF), &mut { silent }];
        for source in broken {
            assert_eq!(curve.random_scalar(source).err().map(|error| error.code()), Some(Code::RandomnessMissing));
        }
    }

    #[test]
    fn points_off_the_curve_are_refused() {
        let curve = CurveId::Bp256R1.curve();
        let good = curve.generator().encode().unwrap();
        for index in 0..good.len() {
            let mut bad = good.clone();
            bad[index] ^= 1;
            assert!(curve.decode(&bad).is_none());
            assert!(curve.decode(&good[..index]).is_none());
        }
        assert!(curve.scalar(&[0]).is_none());
        assert!(curve.scalar(&curve.order()).is_none());
    }
}
