//! EF.SOD (ICAO 9303-10, 4.6.2): the hashes of all data groups, signed by the state.

use super::cms::{AlgorithmIdentifier, SignedData};
use super::der::read_small;
use super::oid::Oid;
use super::tlv::{Reader, single};
use crate::error::{Code, Error, Result};
use std::collections::BTreeMap;

const PLACE: &str = "EF.SOD";

/// id-icao-ldsSecurityObject.
const LDS_SECURITY_OBJECT: Oid = Oid::literal([0x67, 0x81, 0x08, 0x01, 0x01, 0x01]);
/// The identifier that documents of before 2007 use (1.3.27.1.1.1).
const LDS_SECURITY_OBJECT_OLD: Oid = Oid::literal([0x2B, 0x1B, 0x01, 0x01, 0x01]);

/// EF.SOD, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sod {
    /// The signature and the certificates that come with it.
    pub signed: SignedData,
    /// What is signed.
    pub lds: LdsSecurityObject,
}

/// The hashes under the signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LdsSecurityObject {
    /// 0, or 1 where the version of the data structure is signed too.
    pub version: u32,
    /// The hash function of all data groups.
    pub hash_algorithm: AlgorithmIdentifier,
    /// The hash of each data group by its number.
    pub hashes: BTreeMap<u8, Vec<u8>>,
}

impl Sod {
    /// Reads EF.SOD.
    ///
    /// # Errors
    /// The `tlv-` codes; `file-malformed` where a data group is listed twice or has no valid number;
    /// `file-unsupported` where something else than such hashes is signed.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let outer = single(bytes, 0x77, PLACE)?;
        let signed = SignedData::parse(outer.value, PLACE)?;
        if signed.content_type != LDS_SECURITY_OBJECT && signed.content_type != LDS_SECURITY_OBJECT_OLD {
            return Err(Error::new(Code::FileUnsupported, PLACE));
        }
        let lds = LdsSecurityObject::parse(&signed.content)?;
        Ok(Self { signed, lds })
    }
}

impl LdsSecurityObject {
    fn parse(content: &[u8]) -> Result<Self> {
        let mut fields = single(content, 0x30, PLACE)?.children();
        let version = read_small(&mut fields)?;
        let hash_algorithm = AlgorithmIdentifier::read(&fields.expect(0x30)?)?;
        let mut list: Reader<'_> = fields.expect(0x30)?.children();
        let mut hashes = BTreeMap::new();
        while !list.is_empty() {
            let here = list.error(Code::FileMalformed);
            let mut entry = list.expect(0x30)?.children();
            let number = read_small(&mut entry)?;
            let hash = entry.expect(0x04)?.value.to_vec();
            entry.finish()?;
            let number = u8::try_from(number).ok().filter(|n| (1..=16).contains(n)).ok_or(here)?;
            if hashes.insert(number, hash).is_some() {
                return Err(here);
            }
        }
        fields.take_if(0x30)?; // the version of the data structure, signed since 2011, decides nothing here
        fields.finish()?;
        Ok(Self { version, hash_algorithm, hashes })
    }
}
