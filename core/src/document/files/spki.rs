//! SubjectPublicKeyInfo (RFC 5280 clause 4.1.2.7): which key, over which group, as bytes. No arithmetic is
//! done and nothing is believed: explicit domain parameters are what the card *says* they are.

use super::der::{
    BIT_STRING, INTEGER, NULL, OCTET_STRING, SEQUENCE, encode_bit_string, encode_magnitude, encode_oid, encode_small,
    magnitude, malformed, read_bit_string, read_magnitude, read_oid, read_optional_small, read_small,
};
use super::oid::Oid;
use super::tlv::{Reader, Tlv, encode, encode_all, single};
use crate::crypto::curves::EcParameters;
use crate::error::{Code, Result};

/// rsaEncryption (RFC 8017 appendix C).
pub const RSA_ENCRYPTION: Oid = Oid::literal([0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01]);
/// id-RSASSA-PSS (RFC 8017 appendix C): an RSA key that may only sign with PSS.
pub const RSASSA_PSS: Oid = Oid::literal([0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0A]);
/// id-ecPublicKey (RFC 5480 clause 2.1.1).
pub const EC_PUBLIC_KEY: Oid = Oid::literal([0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01]);
/// id-ecDH (RFC 5480 clause 2.1.2): an elliptic curve key for agreement only.
pub const EC_DH: Oid = Oid::literal([0x2B, 0x81, 0x04, 0x01, 0x0C]);
/// dhKeyAgreement (PKCS #3).
pub const DH_KEY_AGREEMENT: Oid = Oid::literal([0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x03, 0x01]);
/// dhpublicnumber (X9.42, RFC 3279 clause 2.3.3).
pub const DH_PUBLIC_NUMBER: Oid = Oid::literal([0x2A, 0x86, 0x48, 0xCE, 0x3E, 0x02, 0x01]);
const PRIME_FIELD: Oid = Oid::literal([0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x01, 0x01]);

/// A SubjectPublicKeyInfo, taken apart as far as every algorithm shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKeyInfo<'a> {
    /// The whole structure as DER.
    pub raw: &'a [u8],
    /// The algorithm.
    pub algorithm: Oid,
    /// The parameters of the algorithm, where present.
    pub parameters: Option<Tlv<'a>>,
    /// The bytes of the BIT STRING.
    pub key: &'a [u8],
    place: &'static str,
}

/// A public key by kind. Numbers are big-endian magnitudes without leading zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PublicKey<'a> {
    /// RSA (RFC 8017 appendix A.1.1).
    Rsa(RsaKey<'a>),
    /// Elliptic curve (RFC 5480, and explicit parameters of RFC 3279 clause 2.3.5).
    Ec(EcKey<'a>),
    /// Diffie-Hellman over a prime field (PKCS #3 or X9.42).
    Dh(DhKey<'a>),
}

/// An RSA public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RsaKey<'a> {
    /// n.
    pub modulus: &'a [u8],
    /// e.
    pub exponent: &'a [u8],
}

/// An elliptic curve public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EcKey<'a> {
    /// Where the curve is found.
    pub domain: EcDomain<'a>,
    /// The point as encoded (SEC 1 clause 2.3.3).
    pub point: &'a [u8],
}

/// How the curve of a key is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EcDomain<'a> {
    /// By name.
    Named(Oid),
    /// By its numbers. They must match a known curve as a whole before any use: a generator of the
    /// attacker's choice makes any signature valid (CVE-2020-0601).
    Explicit(EcParameters<'a>),
    /// Inherited from somewhere else (NULL or nothing).
    Implicit,
}

/// A Diffie-Hellman public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DhKey<'a> {
    /// p.
    pub prime: &'a [u8],
    /// g.
    pub generator: &'a [u8],
    /// q, which only X9.42 states.
    pub order: Option<&'a [u8]>,
    /// Length of private values in bits, which only PKCS #3 may state.
    pub private_bits: Option<u32>,
    /// y.
    pub public: &'a [u8],
}

impl<'a> PublicKeyInfo<'a> {
    /// Reads the one SubjectPublicKeyInfo that fills `der`; `place` names the file in errors.
    ///
    /// # Errors
    /// TLV errors, or `file-malformed` for a BIT STRING with unused bits.
    pub fn parse(der: &'a [u8], place: &'static str) -> Result<Self> {
        Self::from_tlv(&single(der, SEQUENCE, place)?, place)
    }

    pub(crate) fn from_tlv(info: &Tlv<'a>, place: &'static str) -> Result<Self> {
        let mut fields = info.children();
        let mut identifier = fields.expect(SEQUENCE)?.children();
        let algorithm = read_oid(&mut identifier)?;
        let parameters = identifier.read()?;
        identifier.finish()?;
        let key = read_bit_string(&mut fields)?;
        fields.finish()?;
        Ok(Self { raw: info.raw, algorithm, parameters, key, place })
    }

    /// The key by kind.
    ///
    /// # Errors
    /// `file-unsupported` for an unknown algorithm or field type, else as the structure demands.
    pub fn public_key(&self) -> Result<PublicKey<'a>> {
        match self.algorithm {
            RSA_ENCRYPTION | RSASSA_PSS => self.rsa().map(PublicKey::Rsa),
            EC_PUBLIC_KEY | EC_DH => Ok(PublicKey::Ec(EcKey { domain: self.ec_domain()?, point: self.key })),
            DH_KEY_AGREEMENT | DH_PUBLIC_NUMBER => self.dh().map(PublicKey::Dh),
            _ => Err(Reader::new(self.raw, self.place).error(Code::FileUnsupported)),
        }
    }

    fn rsa(&self) -> Result<RsaKey<'a>> {
        if let Some(parameters) = self.parameters
            && self.algorithm == RSA_ENCRYPTION
            && (parameters.tag != NULL || !parameters.value.is_empty())
        {
            return Err(malformed(&parameters));
        }
        let mut fields = single(self.key, SEQUENCE, self.place)?.children();
        let modulus = fields.expect(INTEGER)?;
        let modulus = match modulus.value {
            // A modulus is odd and never negative, but some issuers forget the sign byte: among others the
            // reference data set of BSI TR-03105-5. The unsigned reading is the only one possible.
            [0x80..=0xFF, ..] => modulus.value,
            _ => magnitude(&modulus)?,
        };
        let exponent = read_magnitude(&mut fields)?;
        fields.finish()?;
        Ok(RsaKey { modulus, exponent })
    }

    fn ec_domain(&self) -> Result<EcDomain<'a>> {
        match self.parameters {
            None => Ok(EcDomain::Implicit),
            Some(tlv) if tlv.tag == NULL && tlv.value.is_empty() => Ok(EcDomain::Implicit),
            Some(tlv) if tlv.tag == SEQUENCE => EcParameters::read(&tlv).map(EcDomain::Explicit),
            Some(tlv) => {
                let mut named = Reader::new(tlv.raw, self.place);
                read_oid(&mut named).map(EcDomain::Named)
            }
        }
    }

    fn dh(&self) -> Result<DhKey<'a>> {
        let missing = Reader::new(self.raw, self.place).error(Code::FileMalformed);
        let parameters = self.parameters.filter(|tlv| tlv.tag == SEQUENCE).ok_or(missing)?;
        let mut fields = parameters.children();
        let prime = read_magnitude(&mut fields)?;
        let generator = read_magnitude(&mut fields)?;
        let (mut order, mut private_bits) = (None, None);
        if self.algorithm == DH_PUBLIC_NUMBER {
            order = Some(read_magnitude(&mut fields)?);
            fields.take_if(INTEGER)?; // j, the cofactor of the subgroup: not needed
            fields.take_if(SEQUENCE)?; // how p was generated: not needed
        } else {
            private_bits = read_optional_small(&mut fields)?;
        }
        fields.finish()?;
        let mut key = Reader::new(self.key, self.place);
        let public = read_magnitude(&mut key)?;
        key.finish()?;
        Ok(DhKey { prime, generator, order, private_bits, public })
    }
}

impl<'a> EcParameters<'a> {
    fn read(parameters: &Tlv<'a>) -> Result<Self> {
        let mut fields = parameters.children();
        let version = fields.error(Code::FileUnsupported);
        if !matches!(read_small(&mut fields)?, 1..=3) {
            return Err(version);
        }
        let mut field = fields.expect(SEQUENCE)?.children();
        let field_type = field.error(Code::FileUnsupported);
        if read_oid(&mut field)? != PRIME_FIELD {
            return Err(field_type);
        }
        let prime = read_magnitude(&mut field)?;
        field.finish()?;
        let mut curve = fields.expect(SEQUENCE)?.children();
        let a = curve.expect(OCTET_STRING)?.value;
        let b = curve.expect(OCTET_STRING)?.value;
        curve.take_if(BIT_STRING)?; // the seed proves how the curve was chosen, which the fixed table settles
        curve.finish()?;
        let generator = fields.expect(OCTET_STRING)?.value;
        let order = read_magnitude(&mut fields)?;
        let cofactor = if fields.is_empty() { None } else { Some(read_magnitude(&mut fields)?) };
        fields.finish()?;
        Ok(Self { prime, a, b, generator, order, cofactor })
    }

    fn encode(&self) -> Vec<u8> {
        let field = [encode_oid(&PRIME_FIELD), encode_magnitude(self.prime)].concat();
        let curve = [encode(OCTET_STRING, self.a), encode(OCTET_STRING, self.b)].concat();
        let mut fields = encode_small(1);
        fields.extend(encode(SEQUENCE, &field));
        fields.extend(encode(SEQUENCE, &curve));
        fields.extend(encode(OCTET_STRING, self.generator));
        fields.extend(encode_magnitude(self.order));
        fields.extend(self.cofactor.map(encode_magnitude).unwrap_or_default());
        encode(SEQUENCE, &fields)
    }
}

impl PublicKey<'_> {
    /// The SubjectPublicKeyInfo of this key: rsaEncryption, id-ecPublicKey, dhpublicnumber where q is known
    /// and dhKeyAgreement where it is not.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        match self {
            Self::Rsa(key) => {
                let numbers = [encode_magnitude(key.modulus), encode_magnitude(key.exponent)].concat();
                info(&RSA_ENCRYPTION, &encode(NULL, &[]), &encode(SEQUENCE, &numbers))
            }
            Self::Ec(key) => {
                let parameters = match &key.domain {
                    EcDomain::Named(oid) => encode_oid(oid),
                    EcDomain::Explicit(parameters) => parameters.encode(),
                    EcDomain::Implicit => encode(NULL, &[]),
                };
                info(&EC_PUBLIC_KEY, &parameters, key.point)
            }
            Self::Dh(key) => {
                let mut group = [encode_magnitude(key.prime), encode_magnitude(key.generator)].concat();
                let algorithm = if let Some(order) = key.order {
                    group.extend(encode_magnitude(order));
                    DH_PUBLIC_NUMBER
                } else {
                    group.extend(key.private_bits.map(encode_small).unwrap_or_default());
                    DH_KEY_AGREEMENT
                };
                info(&algorithm, &encode(SEQUENCE, &group), &encode_magnitude(key.public))
            }
        }
    }
}

fn info(algorithm: &Oid, parameters: &[u8], key: &[u8]) -> Vec<u8> {
    let identifier = encode_all(SEQUENCE, &[&encode_oid(algorithm), parameters]);
    encode_all(SEQUENCE, &[&identifier, &encode_bit_string(key)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::files::testing::{assert_no_truncation_parses, flip_every_bit};

    const P256: Oid = Oid::literal([0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07]);

    fn samples() -> Vec<PublicKey<'static>> {
        let explicit = EcParameters {
            prime: &[0xFB],
            a: &[0],
            b: &[0x07],
            generator: &[4, 1, 2],
            order: &[0xF1],
            cofactor: Some(&[1]),
        };
        let dh = DhKey { prime: &[0xC5; 16], generator: &[2], order: None, private_bits: None, public: &[0x77; 16] };
        vec![
            PublicKey::Rsa(RsaKey { modulus: &[0xC1; 32], exponent: &[1, 0, 1] }),
            PublicKey::Ec(EcKey { domain: EcDomain::Named(P256), point: &[4; 65] }),
            PublicKey::Ec(EcKey { domain: EcDomain::Explicit(explicit), point: &[4, 9, 9] }),
            PublicKey::Ec(EcKey {
                domain: EcDomain::Explicit(EcParameters { cofactor: None, ..explicit }),
                point: &[4, 9, 9],
            }),
            PublicKey::Ec(EcKey { domain: EcDomain::Implicit, point: &[2, 9] }),
            PublicKey::Dh(dh),
            PublicKey::Dh(DhKey { private_bits: Some(160), ..dh }),
            PublicKey::Dh(DhKey { order: Some(&[0x83; 4]), ..dh }),
        ]
    }

    #[test]
    fn every_kind_round_trips() {
        for key in samples() {
            let der = key.encode();
            let info = PublicKeyInfo::parse(&der, "test").unwrap();
            assert_eq!(info.public_key().unwrap(), key);
            assert_eq!(info.raw, der);
        }
    }

    #[test]
    fn damage_is_an_error_or_another_key() {
        for key in samples() {
            let der = key.encode();
            let read = |der: &[u8]| PublicKeyInfo::parse(der, "test")?.public_key().map(|key| key.encode());
            assert_no_truncation_parses(&der, read);
            let mut overlooked = 0;
            flip_every_bit(&der, |changed| overlooked += i32::from(read(changed).is_ok_and(|again| again == der)));
            // The version of explicit parameters (1 becomes 3) is the only bit that changes nothing.
            let explicit = matches!(key, PublicKey::Ec(EcKey { domain: EcDomain::Explicit(_), .. }));
            assert_eq!(overlooked, i32::from(explicit), "{key:?}");
        }
    }

    #[test]
    fn x9_42_validation_data_is_skipped() {
        let group = [&[2, 1, 7][..], &[2, 1, 3], &[2, 1, 5], &[2, 1, 2], &[0x30, 0]].concat();
        let der = info(&DH_PUBLIC_NUMBER, &encode(SEQUENCE, &group), &[2, 1, 4]);
        let PublicKey::Dh(key) = PublicKeyInfo::parse(&der, "test").unwrap().public_key().unwrap() else {
            panic!("not DH")
        };
        assert_eq!((key.prime, key.order, key.public), (&[7][..], Some(&[5][..]), &[4][..]));
    }

    #[test]
    fn refuses_by_name() {
        let code = |der: &[u8]| PublicKeyInfo::parse(der, "test").and_then(|i| i.public_key()).unwrap_err().code();
        let unknown = Oid::literal([0x2B, 0x65, 0x70]);
        assert_eq!(code(&info(&unknown, &[], &[1])), Code::FileUnsupported);
        assert_eq!(code(&info(&DH_KEY_AGREEMENT, &[], &[2, 1, 1])), Code::FileMalformed);
        assert_eq!(code(&info(&EC_PUBLIC_KEY, &[4, 0], &[4])), Code::TlvTag);
        let unused_bits = [&[0x30, 9, 0x30, 3, 6, 1, 0x2A][..], &[3, 2, 1, 0x80]].concat();
        assert_eq!(code(&unused_bits), Code::FileMalformed);
        let negative_exponent = [0x30, 6, 2, 1, 0x0F, 2, 1, 0x83];
        assert_eq!(code(&info(&RSA_ENCRYPTION, &[5, 0], &negative_exponent)), Code::FileMalformed);
        assert_eq!(code(&info(&RSA_ENCRYPTION, &[4, 0], &[0x30, 6, 2, 1, 15, 2, 1, 3])), Code::FileMalformed);
        let binary_field = [0x30, 14, 2, 1, 1, 0x30, 9, 6, 7, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 1, 2];
        assert_eq!(code(&info(&EC_PUBLIC_KEY, &binary_field, &[4])), Code::FileUnsupported);
    }
}
