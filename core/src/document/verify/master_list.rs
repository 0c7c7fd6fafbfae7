//! ICAO master lists (9303-12, 9): signed lists of the authorities of many states.

use super::certificate::Certificate;
use super::policy::Policy;
use super::reason::Reason;
use super::signed_data::{Content, check_signed_data};
use crate::document::files::cms::SignedData;
use crate::document::files::oid::Oid;
use crate::document::files::tlv::single;
use crate::error::{Code, Error, Result};
use crate::limits::{ANCHORS, MASTER_LIST_BYTES};

const PLACE: &str = "master list";

/// id-icao-cscaMasterList.
const CSCA_MASTER_LIST: Oid = Oid::literal([0x67, 0x81, 0x08, 0x01, 0x01, 0x02]);

/// A master list, taken apart.
#[derive(Clone, Debug)]
pub struct MasterList {
    /// The certificates, authorities and links alike.
    pub certificates: Vec<Certificate>,
    /// How many entries could not be read.
    pub unreadable: usize,
    signed: SignedData,
}

impl MasterList {
    /// Reads a master list. Its signature says which state compiled it, see [`MasterList::check_signature`];
    /// whom to trust stays the caller's decision.
    ///
    /// # Errors
    /// The `tlv-` codes, `file-unsupported` where something else is signed, `too-large` past the limits.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        if bytes.len() > MASTER_LIST_BYTES {
            return Err(Error::new(Code::TooLarge, PLACE));
        }
        let signed = SignedData::parse(bytes, PLACE)?;
        if signed.content_type != CSCA_MASTER_LIST {
            return Err(Error::new(Code::FileUnsupported, PLACE));
        }
        let mut fields = single(&signed.content, 0x30, PLACE)?.children();
        fields.expect(0x02)?;
        let mut entries = fields.expect(0x31)?.children();
        fields.finish()?;
        let (mut certificates, mut unreadable) = (Vec::new(), 0_usize);
        while let Some(entry) = entries.read()? {
            if certificates.len() >= ANCHORS {
                return Err(Error::new(Code::TooLarge, PLACE));
            }
            match Certificate::parse(entry.raw) {
                Ok(certificate) => certificates.push(certificate),
                Err(_) => unreadable = unreadable.saturating_add(1),
            }
        }
        Ok(Self { certificates, unreadable, signed })
    }

    /// Checks that the list is signed by the signer that it names, and that this signer was certified by an
    /// authority: one of the list itself, unless the caller compares the result with a better source.
    ///
    /// # Errors
    /// Why the signature does not count.
    pub fn check_signature(&self, policy: &Policy) -> std::result::Result<Certificate, Reason> {
        let (signer, others) = check_signed_data(&self.signed, Content::MasterList, policy)?;
        let issuers = self.certificates.iter().chain(&others);
        let mut candidates = issuers.filter(|issuer| issuer.may_certify(0) && signer.may_be_issued_by(issuer));
        match candidates.find(|issuer| signer.check_signed_by(issuer, policy).is_ok()) {
            Some(_) => Ok(signer),
            None => Err(Reason::IssuerUnknown),
        }
    }
}
