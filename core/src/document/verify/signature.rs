//! One signature over one message, whatever algorithm of ICAO 9303-12 it uses.

use super::policy::Policy;
use super::reason::Reason;
use crate::crypto::{HashAlgorithm, ec, rsa};
use crate::document::files::cms::AlgorithmIdentifier;
use crate::document::files::der::{read_magnitude, read_small};
use crate::document::files::oid::Oid;
use crate::document::files::tlv::{Reader, single};
use crate::document::key::{Key, KeyDefect};
use crate::given::Timestamp;

const PLACE: &str = "signature algorithm";
const MGF_1: Oid = Oid::literal([0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x08]);
const ECDSA_WITH_SPECIFIED: Oid = Oid::literal([0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03]);

/// How a signature is made.
enum Scheme {
    Pkcs1(HashAlgorithm),
    Pss { hash: HashAlgorithm, salt: usize },
    Ecdsa(HashAlgorithm),
}

/// What is signed by whom, and with what the policy judges it.
pub(super) struct Signed<'a> {
    pub(super) message: &'a [u8],
    pub(super) signature: &'a [u8],
    pub(super) algorithm: &'a AlgorithmIdentifier,
    /// The hash named beside the algorithm, for `rsaEncryption`, which names none itself.
    pub(super) digest: Option<&'a AlgorithmIdentifier>,
    pub(super) policy: &'a Policy,
    /// When the signer's certificate began: decides whether SHA-1 may still count.
    pub(super) since: Timestamp,
}

impl Signed<'_> {
    /// Checks the signature with a key.
    ///
    /// # Errors
    /// Why it does not count.
    pub(super) fn check(&self, key: &Key) -> Result<(), Reason> {
        let scheme = Scheme::of(self.algorithm, self.digest).ok_or(Reason::AlgorithmUnknown)?;
        let hash = match scheme {
            Scheme::Pkcs1(hash) | Scheme::Pss { hash, .. } | Scheme::Ecdsa(hash) => hash,
        };
        allow_hash(hash, self.policy, self.since)?;
        let digest = hash.digest(&[self.message]);
        let holds = match (key, scheme) {
            (Key::Rsa(key), Scheme::Pkcs1(_)) => {
                allow_rsa(key, self.policy)?;
                key.verify_pkcs1(hash, &digest, self.signature)
            }
            (Key::Rsa(key), Scheme::Pss { salt, .. }) => {
                allow_rsa(key, self.policy)?;
                key.verify_pss(hash, salt, &digest, self.signature)
            }
            (Key::Ec(point), Scheme::Ecdsa(_)) => {
                allow_curve(point, self.policy)?;
                verify_ecdsa_der(point, &digest, self.signature)
            }
            _ => return Err(Reason::AlgorithmUnknown),
        };
        if holds { Ok(()) } else { Err(Reason::SignatureWrong) }
    }
}

/// The hash function of an algorithm identifier; parameters must be absent or NULL.
pub(super) fn hash_of(algorithm: &AlgorithmIdentifier) -> Option<HashAlgorithm> {
    HashAlgorithm::from_oid(algorithm.oid.as_bytes()).filter(|_| has_no_parameters(algorithm))
}

/// Absent or NULL: standards ask for the one or the other, and issuers mix them up.
fn has_no_parameters(algorithm: &AlgorithmIdentifier) -> bool {
    matches!(algorithm.parameters.as_deref(), None | Some([0x05, 0x00]))
}

/// Whether the policy lets a hash count for a signer of that time.
pub(super) fn allow_hash(hash: HashAlgorithm, policy: &Policy, since: Timestamp) -> Result<(), Reason> {
    let allowed = hash != HashAlgorithm::Sha1 || policy.sha1_before.is_some_and(|end| since < end);
    if allowed { Ok(()) } else { Err(Reason::AlgorithmWeak) }
}

pub(super) fn allow_rsa(key: &rsa::PublicKey, policy: &Policy) -> Result<(), Reason> {
    if key.bits() >= policy.rsa_bits { Ok(()) } else { Err(Reason::AlgorithmWeak) }
}

pub(super) fn allow_curve(point: &ec::Point, policy: &Policy) -> Result<(), Reason> {
    let bits = u32::try_from(point.curve().field_bytes().saturating_mul(8)).unwrap_or(0);
    if bits >= policy.curve_bits { Ok(()) } else { Err(Reason::AlgorithmWeak) }
}

/// ECDSA with the signature as a SEQUENCE of r and s (RFC 3279, 2.2.3).
pub(super) fn verify_ecdsa_der(point: &ec::Point, digest: &[u8], signature: &[u8]) -> bool {
    let numbers = || -> crate::error::Result<_> {
        let mut fields = single(signature, 0x30, PLACE)?.children();
        let pair = (read_magnitude(&mut fields)?, read_magnitude(&mut fields)?);
        fields.finish()?;
        Ok(pair)
    };
    numbers().is_ok_and(|(r, s)| point.curve().verify_ecdsa(point, digest, r, s))
}

impl From<KeyDefect> for Reason {
    fn from(defect: KeyDefect) -> Self {
        match defect {
            KeyDefect::Malformed => Self::KeyMalformed,
            KeyDefect::Unknown => Self::AlgorithmUnknown,
            KeyDefect::UnknownCurve => Self::CurveUnknown,
        }
    }
}

impl Scheme {
    fn of(algorithm: &AlgorithmIdentifier, digest: Option<&AlgorithmIdentifier>) -> Option<Self> {
        use HashAlgorithm::{Sha1, Sha224, Sha256, Sha384, Sha512};
        let plain = has_no_parameters(algorithm);
        match algorithm.oid.as_bytes() {
            // PKCS #1 (RFC 8017, appendix C)
            [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, kind] => match kind {
                10 => pss(algorithm.parameters.as_deref()),
                _ if !plain => None,
                1 => hash_of(digest?).map(Self::Pkcs1),
                5 => Some(Self::Pkcs1(Sha1)),
                11 => Some(Self::Pkcs1(Sha256)),
                12 => Some(Self::Pkcs1(Sha384)),
                13 => Some(Self::Pkcs1(Sha512)),
                14 => Some(Self::Pkcs1(Sha224)),
                _ => None,
            },
            // ecdsa-with-… (RFC 5758, 3.2)
            [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x01] if plain => Some(Self::Ecdsa(Sha1)),
            [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, kind] if plain => Some(Self::Ecdsa(match kind {
                1 => Sha224,
                2 => Sha256,
                3 => Sha384,
                4 => Sha512,
                _ => return None,
            })),
            _ if algorithm.oid == ECDSA_WITH_SPECIFIED => {
                let parameters = single(algorithm.parameters.as_deref()?, 0x30, PLACE).ok()?;
                hash_of(&AlgorithmIdentifier::read(&parameters).ok()?).map(Self::Ecdsa)
            }
            _ => None,
        }
    }
}

/// RSASSA-PSS-params (RFC 8017, A.2.3): the mask must use the same hash, the trailer must be the usual one.
fn pss(parameters: Option<&[u8]>) -> Option<Scheme> {
    let mut fields = single(parameters?, 0x30, PLACE).ok()?.children();
    let mut explicit = |tag: u32| -> Option<Option<Vec<u8>>> {
        let Some(wrapper) = fields.take_if(tag).ok()? else { return Some(None) };
        Some(Some(wrapper.value.to_vec()))
    };
    let (hash, mask, salt, trailer) = (explicit(0xA0)?, explicit(0xA1)?, explicit(0xA2)?, explicit(0xA3)?);
    fields.finish().ok()?;
    let algorithm = |der: &[u8]| AlgorithmIdentifier::read(&single(der, 0x30, PLACE).ok()?).ok();
    let number = |der: &[u8]| read_small(&mut Reader::new(der, PLACE)).ok();
    let hash = match hash {
        Some(der) => hash_of(&algorithm(&der)?)?,
        None => HashAlgorithm::Sha1,
    };
    let mask_hash = match mask {
        Some(der) => {
            let mask = algorithm(&der).filter(|mask| mask.oid == MGF_1)?;
            hash_of(&algorithm(mask.parameters.as_deref()?)?)?
        }
        None => HashAlgorithm::Sha1,
    };
    let salt = match salt {
        Some(der) => usize::try_from(number(&der)?).ok()?,
        None => 20,
    };
    let usual_trailer = trailer.is_none_or(|der| number(&der) == Some(1));
    (mask_hash == hash && usual_trailer).then_some(Scheme::Pss { hash, salt })
}
