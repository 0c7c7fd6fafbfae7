//! The group of points of one curve, in numbers just wide enough for it.
//!
//! Complete addition formulas (Renes, Costello and Batina 2015, algorithm 1) in projective coordinates over the
//! constant-time Montgomery arithmetic of `crypto-bigint`, so that no input reaches an exceptional case and no
//! secret steers a branch. Only [`Group::verify`] takes time that depends on its input: all of it is public.

use super::curves::Params;
use super::ec::{from_bytes, to_bytes};
use crate::crypto::curves::unhex;
use crypto_bigint::modular::{FixedMontyForm, FixedMontyParams};
use crypto_bigint::{CtAssign, CtEq, Odd, U256, U384, U512, U576, Uint, Word};
use zeroize::Zeroize;

/// Coordinates X, Y and Z in Montgomery form; the curve says in what width they count.
pub(super) type Coordinates = [U576; 3];

/// What [`super::ec`] asks of a curve, whatever its width.
pub(super) trait Arithmetic: Send + Sync {
    fn generator(&self) -> Coordinates;
    /// The point with these coordinates, if it is one.
    fn point(&self, x: &U576, y: &U576) -> Option<Coordinates>;
    fn add(&self, left: &Coordinates, right: &Coordinates) -> Coordinates;
    /// In time that depends on the curve alone.
    fn multiply(&self, point: &Coordinates, scalar: &U576) -> Coordinates;
    /// The coordinates x and y as numbers; `None` for the point at infinity.
    fn affine(&self, point: &Coordinates) -> Option<(U576, U576)>;
    /// Whether (r, s), both in 1..n, sign `digest`, a number below n.
    fn verify(&self, public: &Coordinates, digest: &U576, r: &U576, s: &U576) -> bool;
}

/// The group of a curve in the least of the widths in use. Only P-521 needs the last.
pub(super) fn group(params: &Params) -> Box<dyn Arithmetic> {
    // Two hexadecimal digits to the byte.
    match params.p.len() {
        ..=64 => Box::new(Group::<{ U256::LIMBS }>::new(params)),
        65..=96 => Box::new(Group::<{ U384::LIMBS }>::new(params)),
        97..=128 => Box::new(Group::<{ U512::LIMBS }>::new(params)),
        _ => Box::new(Group::<{ U576::LIMBS }>::new(params)),
    }
}

type Element<const L: usize> = FixedMontyForm<L>;
type Modulus<const L: usize> = FixedMontyParams<L>;

/// Odd multiples 1, 3, … 15 of a point: what a window of five signed bits needs.
type Multiples<const L: usize> = [Projective<L>; 8];

struct Group<const L: usize> {
    field: Modulus<L>,
    order: Modulus<L>,
    order_bytes: usize,
    a: Element<L>,
    b: Element<L>,
    b3: Element<L>,
    generator: Projective<L>,
    multiples: Multiples<L>,
}

#[derive(Clone, Copy)]
struct Projective<const L: usize> {
    x: Element<L>,
    y: Element<L>,
    z: Element<L>,
}

impl<const L: usize> Group<L> {
    fn new(params: &Params) -> Self {
        let integer = |text: &str| from_bytes(&unhex(text)).unwrap_or(U576::ZERO).resize::<L>();
        let modulus = |text: &str| Modulus::new_vartime(Odd::new(integer(text)).unwrap_or_default());
        let field = modulus(params.p);
        let element = |text: &str| Element::new(&integer(text), &field);
        let b = element(params.b);
        let generator = Projective { x: element(params.gx), y: element(params.gy), z: Element::one(&field) };
        let mut group = Self {
            a: element(params.a),
            b,
            b3: b + b + b,
            order: modulus(params.n),
            order_bytes: params.n.len() / 2,
            generator,
            multiples: [generator; 8],
            field,
        };
        group.multiples = group.odd_multiples(&generator);
        group
    }

    fn infinity(&self) -> Projective<L> {
        Projective { x: Element::zero(&self.field), y: Element::one(&self.field), z: Element::zero(&self.field) }
    }

    fn load(&self, coordinates: &Coordinates) -> Projective<L> {
        let [x, y, z] = coordinates.map(|value| Element::from_montgomery(value.resize(), &self.field));
        Projective { x, y, z }
    }

    fn store(point: &Projective<L>) -> Coordinates {
        [point.x, point.y, point.z].map(|value| value.as_montgomery().resize())
    }

    fn sum(&self, left: &Projective<L>, right: &Projective<L>) -> Projective<L> {
        let (a, b3) = (self.a, self.b3);
        let (t0, t1, t2) = (left.x * right.x, left.y * right.y, left.z * right.z);
        let xy = (left.x + left.y) * (right.x + right.y) - (t0 + t1);
        let xz = (left.x + left.z) * (right.x + right.z) - (t0 + t2);
        let yz = (left.y + left.z) * (right.y + right.z) - (t1 + t2);
        let w = a * xz + b3 * t2;
        let (minus, plus) = (t1 - w, t1 + w);
        let at2 = a * t2;
        let n = t0 + t0 + t0 + at2;
        let m = b3 * xz + a * (t0 - at2);
        Projective { x: xy * minus - yz * m, y: minus * plus + n * m, z: yz * plus + xy * n }
    }

    /// Twelve products where the sum takes seventeen (Cohen, Miyaji and Ono 1998). Exceptional are points of order
    /// two, which a group of odd order has not, and infinity, for which y has to be set right.
    fn double(&self, point: &Projective<L>) -> Projective<L> {
        let xx = point.x.square();
        let w = self.a * point.z.square() + xx + xx + xx;
        let s = (point.y * point.z).double();
        let r = point.y * s;
        let rr = r.square();
        let b = (point.x + r).square() - xx - rr;
        let h = w.square() - b.double();
        let mut y = w * (b - h) - rr.double();
        let infinite = point.z.as_montgomery().ct_eq(&Uint::<L>::ZERO);
        y.as_montgomery_mut().ct_assign(self.field.one(), infinite);
        Projective { x: h * s, y, z: s * s.square() }
    }

    fn odd_multiples(&self, point: &Projective<L>) -> Multiples<L> {
        let twice = self.double(point);
        let mut multiple = *point;
        std::array::from_fn(|index| {
            if index > 0 {
                multiple = self.sum(&multiple, &twice);
            }
            multiple
        })
    }

    /// The sum of multiples of points, in time that depends on the factors: for public ones only.
    fn combine_vartime(&self, terms: [(&Multiples<L>, &Uint<L>); 2]) -> Projective<L> {
        let terms = terms.map(|(multiples, factor)| (multiples, signed_digits(factor)));
        let length = terms.iter().map(|(_, digits)| digits.len()).max().unwrap_or(0);
        let mut sum = self.infinity();
        for place in (0..length).rev() {
            sum = self.double(&sum);
            for (multiples, digits) in &terms {
                let digit = digits.get(place).copied().unwrap_or(0);
                let multiple = multiples.get(usize::from(digit.unsigned_abs() >> 1)).filter(|_| digit != 0);
                if let Some(multiple) = multiple {
                    let y = if digit < 0 { -multiple.y } else { multiple.y };
                    sum = self.sum(&sum, &Projective { y, ..*multiple });
                }
            }
        }
        sum
    }
}

impl<const L: usize> Arithmetic for Group<L> {
    fn generator(&self) -> Coordinates {
        Self::store(&self.generator)
    }

    fn point(&self, x: &U576, y: &U576) -> Option<Coordinates> {
        let p = self.field.modulus().as_ref().resize();
        if *x >= p || *y >= p {
            return None;
        }
        let [x, y] = [x, y].map(|value| Element::new(&value.resize(), &self.field));
        let right = (x.square() + self.a) * x + self.b;
        (y.square() == right).then(|| Self::store(&Projective { x, y, z: Element::one(&self.field) }))
    }

    fn add(&self, left: &Coordinates, right: &Coordinates) -> Coordinates {
        Self::store(&self.sum(&self.load(left), &self.load(right)))
    }

    fn multiply(&self, point: &Coordinates, scalar: &U576) -> Coordinates {
        // Fixed windows of four bits; every entry of the table is read for every window.
        let point = self.load(point);
        let mut table = [self.infinity(); 16];
        let mut entry = self.infinity();
        for slot in &mut table {
            *slot = entry;
            entry = self.sum(&entry, &point);
        }
        let mut sum = self.infinity();
        let mut digits = to_bytes(scalar, self.order_bytes);
        for byte in &digits {
            for digit in [byte >> 4, byte & 0xF] {
                for _ in 0..4 {
                    sum = self.double(&sum);
                }
                let mut chosen = self.infinity();
                for (index, candidate) in (0u8..).zip(&table) {
                    let choice = index.ct_eq(&digit);
                    chosen.x.as_montgomery_mut().ct_assign(candidate.x.as_montgomery(), choice);
                    chosen.y.as_montgomery_mut().ct_assign(candidate.y.as_montgomery(), choice);
                    chosen.z.as_montgomery_mut().ct_assign(candidate.z.as_montgomery(), choice);
                }
                sum = self.sum(&sum, &chosen);
            }
        }
        digits.zeroize();
        Self::store(&sum)
    }

    fn affine(&self, point: &Coordinates) -> Option<(U576, U576)> {
        let point = self.load(point);
        let inverse = point.z.invert().into_option()?;
        Some(((point.x * inverse).retrieve().resize(), (point.y * inverse).retrieve().resize()))
    }

    fn verify(&self, public: &Coordinates, digest: &U576, r: &U576, s: &U576) -> bool {
        let modulo = |value: &U576| Element::new(&value.resize(), &self.order);
        let Some(inverse) = modulo(s).invert_vartime().into_option() else { return false };
        let (u1, u2) = ((modulo(digest) * inverse).retrieve(), (modulo(r) * inverse).retrieve());
        let sum = self.combine_vartime([(&self.multiples, &u1), (&self.odd_multiples(&self.load(public)), &u2)]);
        let Some(inverse) = sum.z.invert_vartime().into_option() else { return false };
        (sum.x * inverse).retrieve().rem_vartime(self.order.modulus().as_nz_ref()) == r.resize()
    }
}

/// A number as digits -15, -13, … 15 and zeros, the least first, at most one in five not zero. No order of the
/// table is so near to the width's end that the rounding up overflows.
fn signed_digits<const L: usize>(value: &Uint<L>) -> Vec<i8> {
    let mut left = *value;
    let mut digits = Vec::new();
    while left != Uint::ZERO {
        let low = left.as_words().first().map_or(0, |word| word % 32);
        let digit = match i8::try_from(low).unwrap_or(0) {
            even if even % 2 == 0 => 0,
            small @ ..16 => small,
            large => large.wrapping_sub(32),
        };
        let magnitude = Uint::from_word(Word::from(digit.unsigned_abs()));
        left = if digit < 0 { left.wrapping_add(&magnitude) } else { left.wrapping_sub(&magnitude) };
        left = left.wrapping_shr_vartime(1);
        digits.push(digit);
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::CurveId;

    #[test]
    fn signed_digits_add_up_to_the_number() {
        for id in CurveId::all() {
            let order = from_bytes(&id.curve().order()).unwrap();
            let below = |n: u64| order.wrapping_sub(&U576::from_u64(n));
            for value in [U576::ONE, U576::from_u64(31), U576::from_u64(0xFFFF_FFFF), below(1), below(2), below(17)] {
                let digits = if id == CurveId::P521 {
                    signed_digits(&value)
                } else {
                    signed_digits(&value.resize::<{ U512::LIMBS }>())
                };
                let mut sum = U576::ZERO;
                for &digit in digits.iter().rev() {
                    assert!(digit == 0 || digit % 2 != 0 && (-15..16).contains(&digit));
                    let magnitude = U576::from_u64(digit.unsigned_abs().into());
                    sum = sum.shl(1);
                    sum = if digit < 0 { sum.wrapping_sub(&magnitude) } else { sum.wrapping_add(&magnitude) };
                }
                assert_eq!(sum, value, "{id}");
            }
        }
    }

    #[test]
    fn doubling_is_adding_to_itself_infinity_included() {
        fn check<const L: usize>(params: &Params) {
            let group = Group::<L>::new(params);
            let mut point = group.generator;
            for _ in 0..20 {
                let [twice, sum] = [group.double(&point), group.sum(&point, &point)];
                assert!(group.affine(&Group::store(&twice)).is_some());
                assert_eq!(group.affine(&Group::store(&twice)), group.affine(&Group::store(&sum)));
                point = group.sum(&twice, &group.generator);
            }
            let nothing = group.double(&group.infinity());
            assert!(group.affine(&Group::store(&nothing)).is_none());
            let still = group.sum(&nothing, &group.generator);
            assert_eq!(group.affine(&Group::store(&still)), group.affine(&group.generator()));
        }
        check::<{ U256::LIMBS }>(CurveId::P192.params());
        check::<{ U256::LIMBS }>(CurveId::Bp256R1.params());
        check::<{ U384::LIMBS }>(CurveId::Bp320T1.params());
        check::<{ U512::LIMBS }>(CurveId::Bp512R1.params());
        check::<{ U576::LIMBS }>(CurveId::P521.params());
    }
}
