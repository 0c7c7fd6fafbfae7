//! Revocation lists (RFC 5280, 5; ICAO 9303-12, 7.2).

use super::certificate::{Certificate, trim};
use super::policy::Policy;
use super::signature::Signed;
use crate::document::files::cms::AlgorithmIdentifier;
use crate::document::files::tlv::single;
use crate::error::{Code, Error, Result};
use crate::given::Timestamp;
use crate::limits::REVOCATION_LIST_BYTES;
use std::collections::BTreeSet;
use x509_parser::prelude::FromDer;
use x509_parser::revocation_list::CertificateRevocationList;
use x509_parser::x509::X509Name;

const PLACE: &str = "revocation list";

/// A revocation list, parsed and not trusted.
#[derive(Clone, Debug)]
pub struct RevocationList {
    issuer: Vec<u8>,
    tbs: Vec<u8>,
    signature_algorithm: AlgorithmIdentifier,
    signature: Vec<u8>,
    this_update: Timestamp,
    next_update: Option<Timestamp>,
    serials: BTreeSet<Vec<u8>>,
}

/// What a list says of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Listed {
    Revoked,
    NotRevoked,
    /// Not revoked in a list that should have been replaced.
    Old,
}

impl RevocationList {
    /// Reads a list from DER.
    ///
    /// # Errors
    /// `file-malformed` where it is not one, `too-large` past [`REVOCATION_LIST_BYTES`].
    pub fn parse(der: &[u8]) -> Result<Self> {
        if der.len() > REVOCATION_LIST_BYTES {
            return Err(Error::new(Code::TooLarge, PLACE));
        }
        let malformed = Error::new(Code::FileMalformed, PLACE);
        let (rest, parsed) = CertificateRevocationList::from_der(der).map_err(|_| malformed)?;
        let mut outer = single(der, 0x30, PLACE)?.children();
        let tbs = outer.expect(0x30)?.raw.to_vec();
        let signature_algorithm = AlgorithmIdentifier::read(&outer.expect(0x30)?)?;
        let signature = match outer.expect(0x03)?.value {
            [0, signature @ ..] if rest.is_empty() => signature.to_vec(),
            _ => return Err(malformed),
        };
        // Lists of only a part, and changes to another list, mark themselves by critical extensions.
        if parsed.extensions().iter().any(|extension| extension.critical) {
            return Err(Error::new(Code::FileUnsupported, PLACE));
        }
        Ok(Self {
            issuer: parsed.issuer().as_raw().to_vec(),
            tbs,
            signature_algorithm,
            signature,
            this_update: Timestamp::from_unix(parsed.last_update().timestamp()),
            next_update: parsed.next_update().map(|time| Timestamp::from_unix(time.timestamp())),
            serials: parsed.iter_revoked_certificates().map(|entry| trim(entry.raw_serial()).to_vec()).collect(),
        })
    }

    /// Whether this is the list of the authority that issued the certificate.
    pub(super) fn is_about(&self, certificate: &Certificate) -> bool {
        self.name().is_some_and(|name| certificate.is_issuer_name(&name))
    }

    /// Whether the list is signed by an authority, which must bear the list's issuer name.
    pub(super) fn is_signed_by(&self, authority: &Certificate, policy: &Policy) -> bool {
        let named = self.name().is_some_and(|name| authority.is_subject(&name)) && authority.may_sign_lists();
        let signed = Signed {
            message: &self.tbs,
            signature: &self.signature,
            algorithm: &self.signature_algorithm,
            digest: None,
            policy,
            since: authority.not_before(),
        };
        named && authority.key().is_ok_and(|key| signed.check(&key).is_ok())
    }

    /// What the list says of a serial number at a moment. An entry counts however old the list is.
    pub(super) fn listed(&self, certificate: &Certificate, at: Timestamp) -> Listed {
        if self.serials.contains(trim(certificate.serial())) {
            Listed::Revoked
        } else if self.this_update <= at && self.next_update.is_none_or(|next| at <= next) {
            Listed::NotRevoked
        } else {
            Listed::Old
        }
    }

    fn name(&self) -> Option<X509Name<'_>> {
        X509Name::from_der(&self.issuer).ok().map(|(_, name)| name)
    }
}
