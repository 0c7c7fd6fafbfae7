//! The names of the chip's protocols (ICAO Doc 9303-11 clause 9.2) and their object identifiers, which MSE
//! commands carry to the chip.

use super::oid::Oid;
use crate::crypto::CipherSuite;
use std::fmt;

/// Over which group keys are agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyAgreement {
    /// Integers modulo a prime.
    Dh,
    /// Points of an elliptic curve.
    Ecdh,
}

/// How PACE derives the fresh generator from the nonce (ICAO Doc 9303-11 clause 4.4.3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PaceMapping {
    /// PACE-GM: a second key agreement.
    Generic,
    /// PACE-IM: a hash into the group.
    Integrated,
    /// PACE-CAM: generic, and the chip proves its static key on the way.
    ChipAuthentication,
}

/// One way of speaking PACE: id-PACE-…
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PaceProtocol {
    /// DH or ECDH.
    pub agreement: KeyAgreement,
    /// The mapping.
    pub mapping: PaceMapping,
    /// The ciphers it ends in.
    pub cipher: CipherSuite,
}

/// One way of chip authentication: id-CA-…
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ChipAuthProtocol {
    /// DH or ECDH.
    pub agreement: KeyAgreement,
    /// The ciphers it ends in.
    pub cipher: CipherSuite,
}

/// id-TA (BSI TR-03110): the reader proves its right to fingerprints.
pub(crate) const TERMINAL_AUTHENTICATION: Oid = Oid::literal([4, 0, 0x7F, 0, 7, 2, 2, 2]);

const fn cipher_arc(cipher: CipherSuite) -> u8 {
    match cipher {
        CipherSuite::TripleDes => 1,
        CipherSuite::Aes128 => 2,
        CipherSuite::Aes192 => 3,
        CipherSuite::Aes256 => 4,
    }
}

impl KeyAgreement {
    const BOTH: [Self; 2] = [Self::Dh, Self::Ecdh];

    /// id-PK-DH or id-PK-ECDH: a public key for chip authentication.
    #[must_use]
    pub const fn public_key_oid(self) -> Oid {
        Oid::literal([4, 0, 0x7F, 0, 7, 2, 2, 1, self.arc()])
    }

    /// The agreement of id-PK-DH or id-PK-ECDH.
    #[must_use]
    pub fn from_public_key_oid(oid: &Oid) -> Option<Self> {
        Self::BOTH.into_iter().find(|agreement| agreement.public_key_oid() == *oid)
    }

    const fn arc(self) -> u8 {
        match self {
            Self::Dh => 1,
            Self::Ecdh => 2,
        }
    }
}

impl ChipAuthProtocol {
    /// The identifier, as sent in MSE:Set AT.
    #[must_use]
    pub const fn oid(self) -> Oid {
        Oid::literal([4, 0, 0x7F, 0, 7, 2, 2, 3, self.agreement.arc(), cipher_arc(self.cipher)])
    }

    /// The protocol with this identifier.
    #[must_use]
    pub fn from_oid(oid: &Oid) -> Option<Self> {
        let each = |agreement| CipherSuite::ALL.map(|cipher| Self { agreement, cipher });
        KeyAgreement::BOTH.into_iter().flat_map(each).find(|protocol| protocol.oid() == *oid)
    }
}

impl fmt::Display for PaceProtocol {
    /// Such as `PACE-ECDH-GM-AES256`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let agreement = match self.agreement {
            KeyAgreement::Dh => "DH",
            KeyAgreement::Ecdh => "ECDH",
        };
        let mapping = match self.mapping {
            PaceMapping::Generic => "GM",
            PaceMapping::Integrated => "IM",
            PaceMapping::ChipAuthentication => "CAM",
        };
        let cipher = match self.cipher {
            CipherSuite::TripleDes => "3DES",
            CipherSuite::Aes128 => "AES128",
            CipherSuite::Aes192 => "AES192",
            CipherSuite::Aes256 => "AES256",
        };
        write!(f, "PACE-{agreement}-{mapping}-{cipher}")
    }
}

impl PaceProtocol {
    /// The identifier, as sent in MSE:Set AT and authenticated in the tokens.
    #[must_use]
    pub const fn oid(self) -> Oid {
        Oid::literal([4, 0, 0x7F, 0, 7, 2, 2, 4, mapping_arc(self.agreement, self.mapping), cipher_arc(self.cipher)])
    }

    /// The protocol with this identifier.
    #[must_use]
    pub fn from_oid(oid: &Oid) -> Option<Self> {
        Self::all().find(|(_, each)| each == oid).map(|(protocol, _)| protocol)
    }

    /// The identifier of domain parameters for an agreement and mapping, such as id-PACE-ECDH-GM.
    #[must_use]
    pub const fn domain_oid(agreement: KeyAgreement, mapping: PaceMapping) -> Oid {
        Oid::literal([4, 0, 0x7F, 0, 7, 2, 2, 4, mapping_arc(agreement, mapping)])
    }

    /// The agreement and mapping that domain parameters with this identifier are for.
    #[must_use]
    pub fn domain_from_oid(oid: &Oid) -> Option<(KeyAgreement, PaceMapping)> {
        MAPPINGS.into_iter().find(|(agreement, mapping)| Self::domain_oid(*agreement, *mapping) == *oid)
    }

    /// Every protocol of the standard with its identifier.
    pub fn all() -> impl Iterator<Item = (Self, Oid)> {
        MAPPINGS.into_iter().flat_map(|(agreement, mapping)| {
            // PACE-CAM is defined with AES only.
            let unfit = move |cipher| mapping == PaceMapping::ChipAuthentication && cipher == CipherSuite::TripleDes;
            let fit = CipherSuite::ALL.into_iter().filter(move |cipher| !unfit(*cipher));
            fit.map(move |cipher| Self { agreement, mapping, cipher }).map(|protocol| (protocol, protocol.oid()))
        })
    }
}

/// Mappings of the standard; chip authentication mapping exists over elliptic curves only.
const MAPPINGS: [(KeyAgreement, PaceMapping); 5] = [
    (KeyAgreement::Dh, PaceMapping::Generic),
    (KeyAgreement::Ecdh, PaceMapping::Generic),
    (KeyAgreement::Dh, PaceMapping::Integrated),
    (KeyAgreement::Ecdh, PaceMapping::Integrated),
    (KeyAgreement::Ecdh, PaceMapping::ChipAuthentication),
];

const fn mapping_arc(agreement: KeyAgreement, mapping: PaceMapping) -> u8 {
    match (agreement, mapping) {
        (KeyAgreement::Dh, PaceMapping::Generic) => 1,
        (KeyAgreement::Ecdh, PaceMapping::Generic) => 2,
        (KeyAgreement::Dh, PaceMapping::Integrated) => 3,
        (KeyAgreement::Ecdh, PaceMapping::Integrated) => 4,
        // 5 would be DH with this mapping, which no standard defines: no chip will accept it.
        (KeyAgreement::Dh, PaceMapping::ChipAuthentication) => 5,
        (KeyAgreement::Ecdh, PaceMapping::ChipAuthentication) => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_those_of_the_standard() {
        let pace = |agreement, mapping, cipher| PaceProtocol { agreement, mapping, cipher }.oid().to_string();
        use {CipherSuite::*, KeyAgreement::*, PaceMapping::*};
        assert_eq!(pace(Dh, Generic, TripleDes), "0.4.0.127.0.7.2.2.4.1.1");
        assert_eq!(pace(Ecdh, Generic, Aes128), "0.4.0.127.0.7.2.2.4.2.2");
        assert_eq!(pace(Dh, Integrated, Aes192), "0.4.0.127.0.7.2.2.4.3.3");
        assert_eq!(pace(Ecdh, Integrated, Aes256), "0.4.0.127.0.7.2.2.4.4.4");
        assert_eq!(pace(Ecdh, ChipAuthentication, Aes128), "0.4.0.127.0.7.2.2.4.6.2");
        let ca = ChipAuthProtocol { agreement: Ecdh, cipher: TripleDes };
        assert_eq!(ca.oid().to_string(), "0.4.0.127.0.7.2.2.3.2.1");
        assert_eq!(Ecdh.public_key_oid().to_string(), "0.4.0.127.0.7.2.2.1.2");
        assert_eq!(PaceProtocol::domain_oid(Dh, Generic).to_string(), "0.4.0.127.0.7.2.2.4.1");
    }

    #[test]
    fn identifiers_lead_back_to_the_protocol() {
        let mut seen = std::collections::BTreeSet::new();
        for (protocol, oid) in PaceProtocol::all() {
            assert_eq!(PaceProtocol::from_oid(&oid), Some(protocol));
            assert!(seen.insert(oid));
        }
        assert_eq!(seen.len(), 19);
        for agreement in KeyAgreement::BOTH {
            assert_eq!(KeyAgreement::from_public_key_oid(&agreement.public_key_oid()), Some(agreement));
            for cipher in CipherSuite::ALL {
                let protocol = ChipAuthProtocol { agreement, cipher };
                assert_eq!(ChipAuthProtocol::from_oid(&protocol.oid()), Some(protocol));
                assert!(seen.insert(protocol.oid()));
            }
        }
        for (agreement, mapping) in MAPPINGS {
            let oid = PaceProtocol::domain_oid(agreement, mapping);
            assert_eq!(PaceProtocol::domain_from_oid(&oid), Some((agreement, mapping)));
        }
        assert_eq!(PaceProtocol::from_oid(&Oid::literal([4, 0, 0x7F, 0, 7, 2, 2, 4, 6, 1])), None);
        assert_eq!(PaceProtocol::from_oid(&Oid::literal([4, 0, 0x7F, 0, 7, 2, 2, 4, 2])), None);
    }
}
