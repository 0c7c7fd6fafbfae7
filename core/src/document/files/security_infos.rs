//! SecurityInfos (ICAO Doc 9303-11 clause 9.2): what protocols the chip speaks. EF.CardAccess and DG14 hold
//! the same structure.
//!
//! EF.CardAccess is read before any key is known and is not signed: what it offers counts only once DG14,
//! which is signed, says the same.

use super::der::{
    OBJECT_IDENTIFIER, OCTET_STRING, SEQUENCE, SET, encode_oid, encode_small, read_oid, read_optional_small, read_small,
};
use super::oid::Oid;
use super::protocol::{ChipAuthProtocol, KeyAgreement, PaceMapping, PaceProtocol, TERMINAL_AUTHENTICATION};
use super::spki::PublicKeyInfo;
use super::tlv::{Reader, Tlv, encode, encode_all, single};
use crate::error::{Code, Result};
use crate::limits::{FILE_BYTES, SECURITY_INFOS};

/// id-AA (ICAO Doc 9303-11 clause 9.2).
pub const ACTIVE_AUTHENTICATION: Oid = Oid::literal([0x67, 0x81, 0x08, 0x01, 0x01, 0x05]);

/// One SecurityInfo.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SecurityInfo {
    /// PACEInfo (clause 9.2).
    Pace(PaceInfo),
    /// PACEDomainParameterInfo (clause 9.2): parameters outside the standard's table.
    PaceDomain(PaceDomainParameterInfo),
    /// ChipAuthenticationInfo (clause 9.2).
    ChipAuthentication(ChipAuthenticationInfo),
    /// ChipAuthenticationPublicKeyInfo (clause 9.2).
    ChipAuthenticationPublicKey(ChipAuthenticationPublicKeyInfo),
    /// ActiveAuthenticationInfo (clause 9.2).
    ActiveAuthentication(ActiveAuthenticationInfo),
    /// TerminalAuthenticationInfo (clause 9.2).
    TerminalAuthentication(TerminalAuthenticationInfo),
    /// Anything else, as DER.
    Unknown {
        /// Its protocol.
        protocol: Oid,
        /// The whole SEQUENCE.
        der: Vec<u8>,
    },
}

/// PACE is offered with this protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaceInfo {
    /// Agreement, mapping and cipher.
    pub protocol: PaceProtocol,
    /// 2 in ICAO documents.
    pub version: u32,
    /// A row of the table of standardized parameters, or the name of a [`PaceDomainParameterInfo`].
    pub parameter_id: Option<u32>,
}

/// Domain parameters of PACE that are not in the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaceDomainParameterInfo {
    /// DH or ECDH.
    pub agreement: KeyAgreement,
    /// The mapping they are for.
    pub mapping: PaceMapping,
    /// AlgorithmIdentifier as DER.
    pub algorithm: Vec<u8>,
    /// The name a [`PaceInfo`] refers to.
    pub parameter_id: Option<u32>,
}

/// Chip authentication is offered with this protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChipAuthenticationInfo {
    /// Agreement and cipher.
    pub protocol: ChipAuthProtocol,
    /// 1 in ICAO documents.
    pub version: u32,
    /// Which key, where the chip has several.
    pub key_id: Option<u32>,
}

/// A public key for chip authentication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChipAuthenticationPublicKeyInfo {
    /// DH or ECDH.
    pub agreement: KeyAgreement,
    /// SubjectPublicKeyInfo as DER.
    pub spki: Vec<u8>,
    /// Which key, where the chip has several.
    pub key_id: Option<u32>,
}

/// How the chip signs in active authentication with an elliptic curve key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActiveAuthenticationInfo {
    /// 1 in ICAO documents.
    pub version: u32,
    /// ecdsa-plain-SHA… of BSI TR-03111.
    pub signature_algorithm: Oid,
}

/// Terminal authentication guards fingerprints and irises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TerminalAuthenticationInfo {
    /// 1 or 2.
    pub version: u32,
}

/// The entries of EF.CardAccess or DG14 in the order of the file.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct SecurityInfos(pub Vec<SecurityInfo>);

/// EF.CardAccess (file 011C), readable without any key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardAccess {
    /// What the chip offers, unsigned.
    pub infos: SecurityInfos,
}

const CARD_ACCESS: &str = "EF.CardAccess";

impl CardAccess {
    /// Reads EF.CardAccess. Cards that return the whole allocated file fill the rest with 00 or FF; nothing
    /// else may follow.
    ///
    /// # Errors
    /// TLV errors, `file-malformed` and `too-large` as of [`SecurityInfos`].
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let mut reader = Reader::new(bytes, CARD_ACCESS);
        let set = reader.expect(SET)?;
        let padding = bytes.get(set.raw.len()..).unwrap_or_default();
        if padding.iter().any(|byte| !matches!(byte, 0 | 0xFF)) {
            reader.finish()?;
        }
        Ok(Self { infos: SecurityInfos::from_tlv(&set, CARD_ACCESS)? })
    }

    /// The file as bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        self.infos.encode()
    }
}

impl SecurityInfos {
    /// Reads the one SET OF SecurityInfo that fills `der`; `place` names the file in errors.
    ///
    /// # Errors
    /// TLV errors; `file-malformed` where a known entry breaks its definition; `too-large` past
    /// [`SECURITY_INFOS`] entries or [`FILE_BYTES`].
    pub fn parse(der: &[u8], place: &'static str) -> Result<Self> {
        Self::from_tlv(&single(der, SET, place)?, place)
    }

    fn from_tlv(set: &Tlv<'_>, place: &'static str) -> Result<Self> {
        let mut reader = set.children();
        let mut infos = Vec::new();
        while !reader.is_empty() {
            if infos.len() >= SECURITY_INFOS || set.raw.len() > FILE_BYTES {
                return Err(reader.error(Code::TooLarge));
            }
            infos.push(SecurityInfo::from_tlv(&reader.expect(SEQUENCE)?, place)?);
        }
        Ok(Self(infos))
    }

    /// The SET as DER.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut entries: Vec<Vec<u8>> = self.0.iter().map(SecurityInfo::encode).collect();
        entries.sort(); // X.690 clause 11.6: a SET OF is written in order of its encodings
        encode(SET, &entries.concat())
    }

    /// The PACE protocols on offer.
    pub fn pace(&self) -> impl Iterator<Item = &PaceInfo> {
        self.0.iter().filter_map(|info| if let SecurityInfo::Pace(info) = info { Some(info) } else { None })
    }

    /// The chip authentication protocols on offer.
    pub fn chip_authentication(&self) -> impl Iterator<Item = &ChipAuthenticationInfo> {
        self.0
            .iter()
            .filter_map(|info| if let SecurityInfo::ChipAuthentication(info) = info { Some(info) } else { None })
    }

    /// The chip authentication keys.
    pub fn chip_authentication_keys(&self) -> impl Iterator<Item = &ChipAuthenticationPublicKeyInfo> {
        self.0.iter().filter_map(|info| {
            if let SecurityInfo::ChipAuthenticationPublicKey(info) = info { Some(info) } else { None }
        })
    }

    /// How active authentication signs, where it is an elliptic curve key.
    #[must_use]
    pub fn active_authentication(&self) -> Option<&ActiveAuthenticationInfo> {
        self.0
            .iter()
            .find_map(|info| if let SecurityInfo::ActiveAuthentication(info) = info { Some(info) } else { None })
    }
}

impl ChipAuthenticationPublicKeyInfo {
    /// The key, taken apart.
    ///
    /// # Errors
    /// As [`PublicKeyInfo::parse`]; never for a key that was read from a file.
    pub fn public_key_info(&self) -> Result<PublicKeyInfo<'_>> {
        PublicKeyInfo::parse(&self.spki, "DG14")
    }
}

impl SecurityInfo {
    fn from_tlv(info: &Tlv<'_>, place: &'static str) -> Result<Self> {
        let mut fields = info.children();
        let protocol = read_oid(&mut fields)?;
        let read = if let Some(protocol) = PaceProtocol::from_oid(&protocol) {
            let version = read_small(&mut fields)?;
            Self::Pace(PaceInfo { protocol, version, parameter_id: read_optional_small(&mut fields)? })
        } else if let Some((agreement, mapping)) = PaceProtocol::domain_from_oid(&protocol) {
            let algorithm = fields.expect(SEQUENCE)?;
            read_oid(&mut algorithm.children())?;
            let parameter_id = read_optional_small(&mut fields)?;
            let algorithm = algorithm.raw.to_vec();
            Self::PaceDomain(PaceDomainParameterInfo { agreement, mapping, algorithm, parameter_id })
        } else if let Some(protocol) = ChipAuthProtocol::from_oid(&protocol) {
            let version = read_small(&mut fields)?;
            Self::ChipAuthentication(ChipAuthenticationInfo {
                protocol,
                version,
                key_id: read_optional_small(&mut fields)?,
            })
        } else if let Some(agreement) = KeyAgreement::from_public_key_oid(&protocol) {
            let key = fields.expect(SEQUENCE)?;
            PublicKeyInfo::from_tlv(&key, place)?;
            let key_id = read_optional_small(&mut fields)?;
            Self::ChipAuthenticationPublicKey(ChipAuthenticationPublicKeyInfo {
                agreement,
                spki: key.raw.to_vec(),
                key_id,
            })
        } else if protocol == ACTIVE_AUTHENTICATION {
            let version = read_small(&mut fields)?;
            let signature_algorithm = read_oid(&mut fields)?;
            Self::ActiveAuthentication(ActiveAuthenticationInfo { version, signature_algorithm })
        } else if protocol == TERMINAL_AUTHENTICATION {
            let version = read_small(&mut fields)?;
            // efCVCA, a FileID: which file names the trust points; this library asks for no fingerprints.
            if let Some(file) = fields.take_if(SEQUENCE)? {
                let mut file = file.children();
                file.expect(OCTET_STRING)?;
                file.take_if(OCTET_STRING)?;
                file.finish()?;
            }
            Self::TerminalAuthentication(TerminalAuthenticationInfo { version })
        } else {
            while fields.read()?.is_some() {}
            Self::Unknown { protocol, der: info.raw.to_vec() }
        };
        fields.finish()?;
        Ok(read)
    }

    /// The entry as DER.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let id = |id: &Option<u32>| id.map(encode_small).unwrap_or_default();
        let (protocol, required, optional) = match self {
            Self::Pace(info) => (info.protocol.oid(), encode_small(info.version), id(&info.parameter_id)),
            Self::PaceDomain(info) => {
                (PaceProtocol::domain_oid(info.agreement, info.mapping), info.algorithm.clone(), id(&info.parameter_id))
            }
            Self::ChipAuthentication(info) => (info.protocol.oid(), encode_small(info.version), id(&info.key_id)),
            Self::ChipAuthenticationPublicKey(info) => {
                (info.agreement.public_key_oid(), info.spki.clone(), id(&info.key_id))
            }
            Self::ActiveAuthentication(info) => {
                (ACTIVE_AUTHENTICATION, encode_small(info.version), encode_oid(&info.signature_algorithm))
            }
            Self::TerminalAuthentication(info) => (TERMINAL_AUTHENTICATION, encode_small(info.version), Vec::new()),
            Self::Unknown { der, .. } => return der.clone(),
        };
        encode_all(SEQUENCE, &[&encode(OBJECT_IDENTIFIER, protocol.as_bytes()), &required, &optional])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::CipherSuite;
    use crate::document::files::testing::{assert_no_truncation_parses, flip_every_bit};

    fn full() -> SecurityInfos {
        let spki = PublicKeyInfo::parse(&[0x30, 10, 0x30, 4, 6, 2, 0x2A, 3, 3, 2, 0, 4], "test").unwrap().raw.to_vec();
        let ecdh = KeyAgreement::Ecdh;
        let mut infos = vec![
            SecurityInfo::PaceDomain(PaceDomainParameterInfo {
                agreement: KeyAgreement::Dh,
                mapping: PaceMapping::Generic,
                algorithm: vec![0x30, 4, 6, 2, 0x2A, 3],
                parameter_id: Some(32),
            }),
            SecurityInfo::ChipAuthentication(ChipAuthenticationInfo {
                protocol: ChipAuthProtocol { agreement: ecdh, cipher: CipherSuite::Aes256 },
                version: 1,
                key_id: None,
            }),
            SecurityInfo::ChipAuthenticationPublicKey(ChipAuthenticationPublicKeyInfo {
                agreement: ecdh,
                spki,
                key_id: Some(300),
            }),
            SecurityInfo::ActiveAuthentication(ActiveAuthenticationInfo {
                version: 1,
                signature_algorithm: Oid::literal([4, 0, 0x7F, 0, 7, 1, 1, 4, 1, 3]),
            }),
            SecurityInfo::TerminalAuthentication(TerminalAuthenticationInfo { version: 1 }),
            SecurityInfo::Unknown { protocol: Oid::literal([0x2A, 3]), der: vec![0x30, 6, 6, 2, 0x2A, 3, 5, 0] },
        ];
        for (protocol, _) in PaceProtocol::all() {
            infos.push(SecurityInfo::Pace(PaceInfo { protocol, version: 2, parameter_id: Some(13) }));
        }
        SecurityInfos(infos)
    }

    #[test]
    fn every_entry_round_trips() {
        let infos = full();
        let read = SecurityInfos::parse(&infos.encode(), "test").unwrap();
        assert_eq!(read.0.len(), infos.0.len());
        for info in &infos.0 {
            assert!(read.0.contains(info), "{info:?}");
        }
        assert_eq!(read.encode(), infos.encode());
        assert_eq!(read.pace().count(), 19);
        assert_eq!(read.chip_authentication().count(), 1);
        assert_eq!(read.chip_authentication_keys().next().unwrap().key_id, Some(300));
        assert!(read.active_authentication().is_some());
    }

    #[test]
    fn damage_never_panics_and_truncation_never_parses() {
        let der = full().encode();
        assert_no_truncation_parses(&der, |der| SecurityInfos::parse(der, "test"));
        flip_every_bit(&der, |changed| {
            if let Ok(infos) = SecurityInfos::parse(changed, "test") {
                let again = SecurityInfos::parse(&infos.encode(), "test").unwrap();
                assert_eq!(again.0.len(), infos.0.len());
            }
        });
    }

    #[test]
    fn card_access_tolerates_only_padding() {
        // The worked example of ICAO Doc 9303-11 appendix G.1: ECDH-GM with AES-128, parameters 13.
        let file = [0x31, 0x14, 0x30, 0x12, 6, 10, 4, 0, 0x7F, 0, 7, 2, 2, 4, 2, 2, 2, 1, 2, 2, 1, 13];
        let access = CardAccess::parse(&file).unwrap();
        let info = access.infos.pace().next().unwrap();
        let protocol =
            PaceProtocol { agreement: KeyAgreement::Ecdh, mapping: PaceMapping::Generic, cipher: CipherSuite::Aes128 };
        assert_eq!(*info, PaceInfo { protocol, version: 2, parameter_id: Some(13) });
        assert_eq!(access.encode(), file);
        for padding in [&[0u8; 9][..], &[0xFF; 200], &[0, 0xFF]] {
            assert_eq!(CardAccess::parse(&[&file, padding].concat()).unwrap(), access);
        }
        assert_eq!(CardAccess::parse(&[&file[..], &[0, 1]].concat()).unwrap_err().code(), Code::TlvTrailing);
        assert_no_truncation_parses(&file, CardAccess::parse);
    }

    #[test]
    fn refuses_by_name() {
        let code = |der: &[u8]| SecurityInfos::parse(der, "test").unwrap_err().code();
        assert_eq!(code(&[0x30, 0]), Code::TlvTag);
        assert_eq!(code(&[0x31, 2, 2, 0]), Code::TlvTag);
        assert_eq!(code(&[0x31, 0, 0]), Code::TlvTrailing);
        // A known protocol with more fields than it has, without its version, and with a negative one.
        let pace = |tail: &[u8]| {
            let oid = [6, 10, 4, 0, 0x7F, 0, 7, 2, 2, 4, 2, 2];
            encode(SET, &encode(SEQUENCE, &[&oid, tail].concat()))
        };
        assert_eq!(code(&pace(&[2, 1, 2, 2, 1, 13, 5, 0])), Code::TlvTrailing);
        assert_eq!(code(&pace(&[])), Code::TlvTag);
        assert_eq!(code(&pace(&[2, 1, 0x82])), Code::FileMalformed);
        let many = encode(SET, &[0x30, 4, 6, 2, 0x2A, 3].repeat(SECURITY_INFOS + 1));
        assert_eq!(code(&many), Code::TooLarge);
        assert!(SecurityInfos::parse(&encode(SET, &[0x30, 4, 6, 2, 0x2A, 3].repeat(SECURITY_INFOS)), "t").is_ok());
    }
}
