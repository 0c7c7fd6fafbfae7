//! P-256 and P-384 against the crates `p256` and `p384`, special cases included.

use crate::{HASHES, minus, numbers, plus};
use dinhdanh::crypto::CurveId;
use dinhdanh::document::files::spki::{PublicKey, PublicKeyInfo};
use dinhdanh_readers::simulator::{CurveForm, PrivateKey, Scheme, Seeded};

macro_rules! against_rust_crypto {
    ($name:ident, $peer:ident, $curve:expr) => {
        mod $name {
            use super::*;
            use $peer::ecdsa::signature::hazmat::{PrehashSigner, PrehashVerifier};
            use $peer::ecdsa::{Signature, SigningKey, VerifyingKey};
            use $peer::elliptic_curve::sec1::{FromSec1Point, ToSec1Point};
            use $peer::elliptic_curve::{PrimeField, group::Group};
            use $peer::{AffinePoint, ProjectivePoint, Scalar, Sec1Point};

            const CURVE: CurveId = $curve;

            fn bytes(scalar: &Scalar) -> Vec<u8> {
                scalar.to_repr().to_vec()
            }

            fn encoded(point: &ProjectivePoint) -> Option<Vec<u8>> {
                let infinite = bool::from(point.is_identity());
                (!infinite).then(|| point.to_affine().to_sec1_point(false).as_bytes().to_vec())
            }

            fn scalar(random: &mut Seeded) -> Scalar {
                loop {
                    let bytes = CURVE.curve().random_scalar(random).unwrap().to_bytes(CURVE.curve());
                    let mut wanted = <Scalar as PrimeField>::Repr::default();
                    wanted.copy_from_slice(&bytes);
                    if let Some(scalar) = Scalar::from_repr(wanted).into_option() {
                        return scalar;
                    }
                }
            }

            /// Whether they say of a signature what we say, and what that is. `None` from them where the numbers or
            /// the key are refused before anything is computed.
            fn verdict(public: &[u8], digest: &[u8], r: &[u8], s: &[u8]) -> bool {
                let curve = CURVE.curve();
                let ours = curve.decode(public).is_some_and(|point| curve.verify_ecdsa(&point, digest, r, s));
                let theirs = || {
                    let key = VerifyingKey::from_sec1_bytes(public).ok()?;
                    let both = [r, s].concat();
                    key.verify_prehash(digest, &Signature::from_slice(&both).ok()?).ok()
                };
                assert_eq!(ours, theirs().is_some(), "{CURVE} r {r:02x?} s {s:02x?}");
                ours
            }

            #[test]
            fn points_are_the_same() {
                let curve = CURVE.curve();
                let mut random = Seeded::new(11);
                let generator = ProjectivePoint::generator();
                assert_eq!(curve.generator().encode(), encoded(&generator));
                let edges = [1_u64, 2, 3, 15, 16, 17, 31, 32, 255, 256].map(Scalar::from);
                let randoms: Vec<Scalar> = (0..20).map(|_| scalar(&mut random)).collect();
                let all = edges.iter().flat_map(|edge| [*edge, -*edge]).chain(randoms);
                let mut last = (curve.generator(), generator);
                for k in all {
                    let ours = curve.scalar(&bytes(&k)).unwrap();
                    let theirs = generator * k;
                    assert_eq!(curve.generator().multiply(&ours).encode(), encoded(&theirs), "{CURVE}");
                    // Another point than the generator, and sums of points that may be equal or opposite.
                    let product = (last.0.multiply(&ours), last.1 * k);
                    assert_eq!(product.0.encode(), encoded(&product.1), "{CURVE}");
                    assert_eq!(product.0.add(&last.0).encode(), encoded(&(product.1 + last.1)), "{CURVE}");
                    assert_eq!(product.0.add(&product.0).encode(), encoded(&product.1.double()), "{CURVE}");
                    last = product;
                }
            }

            #[test]
            fn their_signatures_verify_here_and_ours_there_and_changed_ones_nowhere() {
                let mut random = Seeded::new(12);
                for round in 0..8 {
                    let private = scalar(&mut random);
                    let key = SigningKey::from_slice(&bytes(&private)).unwrap();
                    let public = encoded(&(ProjectivePoint::generator() * private)).unwrap();
                    let (hash, name) = HASHES[1 + round % 4];
                    let digest = hash.digest(&[b"message", &[u8::try_from(round).unwrap()]]);
                    // Theirs refuses to sign what is shorter than half of the order.
                    let Ok(signature) = PrehashSigner::<Signature>::sign_prehash(&key, &digest) else {
                        panic!("{CURVE} {name}")
                    };
                    let both = signature.to_bytes().to_vec();
                    let (r, s) = both.split_at(both.len() / 2);
                    assert!(verdict(&public, &digest, r, s), "{CURVE} {name}");
                    assert!(!verdict(&public, &digest, s, r));
                    for bit in [0, 1, 7, 8, 100, r.len() * 8 - 1] {
                        let flip = |bytes: &[u8]| {
                            let mut bytes = bytes.to_vec();
                            let place = bit / 8 % bytes.len();
                            bytes[place] ^= 1 << (bit % 8);
                            bytes
                        };
                        assert!(!verdict(&public, &digest, &flip(r), s));
                        assert!(!verdict(&public, &digest, r, &flip(s)));
                        assert!(!verdict(&public, &flip(&digest), r, s));
                        assert!(!verdict(&flip(&public), &digest, r, s), "a point off the curve, or another one");
                    }
                    // The leftmost bits count: fewer of them, or others in front, are another number.
                    let kept = digest.len().min(CURVE.curve().order().len());
                    assert!(!verdict(&public, &digest[..kept - 1], r, s));
                    assert!(verdict(&public, &digest[..kept], r, s));
                    assert!(!verdict(&public, &[&[1], digest.as_slice()].concat(), r, s));

                    let ours = PrivateKey::ec(CURVE, CurveForm::Named, &mut random).unwrap();
                    let info = ours.public_key_info().unwrap();
                    let PublicKey::Ec(point) = PublicKeyInfo::parse(&info, "key").unwrap().public_key().unwrap() else {
                        panic!()
                    };
                    let signature = ours.sign(Scheme::Ecdsa(hash), b"ours", &mut random).unwrap();
                    let (r, s) = numbers(&signature);
                    let fixed = |number: &[u8]| {
                        let order = CURVE.curve().order().len();
                        let digits: Vec<u8> = number.iter().copied().skip_while(|&b| b == 0).collect();
                        [vec![0; order - digits.len()], digits].concat()
                    };
                    assert!(verdict(point.point, &hash.digest(&[b"ours"]), &fixed(&r), &fixed(&s)));
                }
            }

            /// Signatures made from chosen secrets, where sums meet doublings, opposites and infinity.
            #[test]
            fn chosen_secrets_and_digests_meet_every_special_case_of_the_sum() {
                let order = CURVE.curve().order();
                let zero = Scalar::from(0_u64);
                let x_of = |k: Scalar| encoded(&(ProjectivePoint::generator() * k)).unwrap()[1..=order.len()].to_vec();
                let reduce = |x: &[u8]| {
                    let x = if x >= order.as_slice() { minus(x, &order) } else { x.to_vec() };
                    let mut repr = <Scalar as PrimeField>::Repr::default();
                    repr.copy_from_slice(&x);
                    Scalar::from_repr(repr).into_option().unwrap()
                };
                let small = [1_u64, 2, 3, 5].map(Scalar::from);
                let mut valid = 0;
                for d in small.iter().flat_map(|d| [*d, -*d]) {
                    let public = encoded(&(ProjectivePoint::generator() * d)).unwrap();
                    for k in small.iter().flat_map(|k| [*k, -*k]) {
                        let r = reduce(&x_of(k));
                        // z = 0; z = r d, where both summands are equal; z = -r d, where they cancel; and others.
                        for z in [zero, r * d, -(r * d), Scalar::from(1_u64), -Scalar::from(1_u64)] {
                            let sum = z + r * d;
                            let s = sum * k.invert().into_option().unwrap();
                            let holds = verdict(&public, &bytes(&z), &bytes(&r), &bytes(&s));
                            assert_eq!(holds, s != zero, "{CURVE}: the equation was solved for s");
                            valid += usize::from(holds);
                            // Where the sum is infinity no s will do.
                            if sum == zero {
                                for s in small {
                                    assert!(!verdict(&public, &bytes(&z), &bytes(&r), &bytes(&s)));
                                }
                            }
                            // Both signs of s hold: x is the same (FIPS 186-4 does not ask for the lower one).
                            assert_eq!(verdict(&public, &bytes(&z), &bytes(&r), &bytes(&-s)), holds);
                        }
                    }
                }
                assert!(valid >= 200, "{valid}");
            }

            /// The x of the sum is reduced modulo n before it is compared (FIPS 186-4, 6.4.2, step 5).
            #[test]
            fn an_x_beyond_the_order_counts_reduced_and_only_so() {
                let order = CURVE.curve().order();
                let (x, point) = (1..=255)
                    .find_map(|small| {
                        let x = plus(&order, small);
                        let compressed = Sec1Point::from_bytes([&[2], x.as_slice()].concat()).ok()?;
                        Some((x, AffinePoint::from_sec1_point(&compressed).into_option()?))
                    })
                    .expect("a point between n and p");
                let public = encoded(&ProjectivePoint::from(point)).unwrap();
                let r = minus(&x, &order);
                // z = 0 and s = r make the sum the public point itself.
                let nothing = vec![0; order.len()];
                assert!(verdict(&public, &nothing, &r, &r), "{CURVE}");
                assert!(!verdict(&public, &nothing, &x, &x), "{CURVE}: r must be below n");
            }

            #[test]
            fn numbers_out_of_range_are_refused_whatever_they_sign() {
                let curve = CURVE.curve();
                let order = curve.order();
                let public = curve.generator().encode().unwrap();
                let zero = vec![0; order.len()];
                let largest = vec![0xFF; order.len()];
                let one = plus(&zero, 1);
                let bad = [&zero, &order, &plus(&order, 1), &largest];
                for digest in [&zero, &one, &largest, &order] {
                    for r in bad {
                        assert!(!verdict(&public, digest, r, &one));
                        assert!(!verdict(&public, digest, &one, r));
                        for s in bad {
                            assert!(!verdict(&public, digest, r, s));
                        }
                    }
                }
                // Infinity has no uncompressed encoding; what a chip may send instead is no point.
                for key in [&[][..], &[0], &[4], &[0; 65], &public[..public.len() - 1]] {
                    assert!(curve.decode(key).is_none());
                }
                let beyond = [&[4], largest.as_slice(), &public[1 + order.len()..]].concat();
                assert!(curve.decode(&beyond).is_none(), "x at or above p");
                assert!(curve.decode(&[&[4], zero.as_slice(), &zero].concat()).is_none(), "(0, 0) is not infinity");
            }
        }
    };
}

against_rust_crypto!(p_256, p256, CurveId::P256);
against_rust_crypto!(p_384, p384, CurveId::P384);
