//! DG14 (ICAO Doc 9303-10 clause 4.7.14): the security options of the chip, under the issuer's signature.

use super::security_infos::SecurityInfos;
use super::tlv::{encode, single};
use crate::error::Result;

const PLACE: &str = "DG14";
const TAG: u32 = 0x6E;

/// DG14: what EF.CardAccess says and the keys of chip authentication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dg14 {
    /// The entries in the order of the file.
    pub infos: SecurityInfos,
}

impl Dg14 {
    /// Reads the file.
    ///
    /// # Errors
    /// TLV errors, and as [`SecurityInfos::parse`].
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let file = single(bytes, TAG, PLACE)?;
        Ok(Self { infos: SecurityInfos::parse(file.value, PLACE)? })
    }

    /// The file as bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        encode(TAG, &self.infos.encode())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::CipherSuite;
    use crate::document::files::protocol::{ChipAuthProtocol, KeyAgreement};
    use crate::document::files::spki::{EcDomain, PublicKey};
    use crate::document::files::testing::{assert_no_truncation_parses, bsi_2008, flip_every_bit};

    #[test]
    fn reads_the_reference_file() {
        let file = bsi_2008("Datagroup14");
        let dg14 = Dg14::parse(&file).unwrap();
        assert_eq!(dg14.infos.0.len(), 3);
        let info = dg14.infos.chip_authentication().next().unwrap();
        let expected = ChipAuthProtocol { agreement: KeyAgreement::Ecdh, cipher: CipherSuite::TripleDes };
        assert_eq!((info.protocol, info.version, info.key_id), (expected, 1, None));
        let key = dg14.infos.chip_authentication_keys().next().unwrap();
        let PublicKey::Ec(ec) = key.public_key_info().unwrap().public_key().unwrap() else { panic!("not EC") };
        let EcDomain::Explicit(curve) = ec.domain else { panic!("not explicit") };
        assert_eq!(curve.prime.len(), 28); // brainpoolP224r1
        assert_eq!(&curve.prime[..4], [0xD7, 0xC1, 0x34, 0xAA]);
        assert_eq!((curve.a.len(), curve.b.len(), curve.generator.len()), (28, 28, 57));
        assert_eq!(curve.cofactor, Some(&[1][..]));
        assert_eq!(ec.point.len(), 57);
        assert_eq!(Dg14::parse(&dg14.encode()).unwrap().infos.0.len(), 3);
    }

    #[test]
    fn damage_never_panics_and_truncation_never_parses() {
        let file = bsi_2008("Datagroup14");
        assert_no_truncation_parses(&file, Dg14::parse);
        flip_every_bit(&file, |changed| {
            if let Ok(dg14) = Dg14::parse(changed) {
                for key in dg14.infos.chip_authentication_keys() {
                    let _ = key.public_key_info().unwrap().public_key();
                }
            }
        });
    }
}
