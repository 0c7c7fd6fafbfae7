//! The authorities that the caller trusts, and how they are loaded.

use super::certificate::Certificate;
use super::master_list::MasterList;
use super::revocation::RevocationList;
use crate::error::{Code, Error, Result};
use crate::limits::{ANCHORS, MASTER_LIST_BYTES};

/// The authorities that the caller trusts. This library brings none: the authority that signs Vietnamese
/// citizen cards is not public, and whom to trust is not a library's decision.
#[derive(Clone, Debug, Default)]
pub struct Anchors {
    trusted: Vec<Certificate>,
    untrusted: Vec<Certificate>,
    revocation_lists: Vec<RevocationList>,
}

/// What one file added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loaded {
    /// Certificates that are trusted now.
    pub certificates: usize,
    /// Revocation lists.
    pub revocation_lists: usize,
    /// Certificates inside the file that could not be read; they are left out.
    pub skipped: usize,
}

impl Anchors {
    /// No authority: nothing will be more than [`SignedUnanchored`](crate::identity::Assurance).
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Trusts a certificate: an authority, or one signer alone.
    ///
    /// # Errors
    /// `too-large` past [`ANCHORS`].
    pub fn trust(&mut self, certificate: Certificate) -> Result<()> {
        if self.trusted.len() >= ANCHORS {
            return Err(Error::new(Code::TooLarge, "anchors"));
        }
        self.trusted.push(certificate);
        Ok(())
    }

    /// Adds a certificate that may help to reach an anchor and is not one itself, such as a link
    /// certificate that was fetched from somewhere.
    ///
    /// # Errors
    /// `too-large` past [`ANCHORS`].
    pub fn add_untrusted(&mut self, certificate: Certificate) -> Result<()> {
        if self.untrusted.len() >= ANCHORS {
            return Err(Error::new(Code::TooLarge, "anchors"));
        }
        self.untrusted.push(certificate);
        Ok(())
    }

    /// Adds a revocation list. Its signature is checked when it is used.
    pub fn add_revocation_list(&mut self, list: RevocationList) {
        self.revocation_lists.push(list);
    }

    /// Trusts what a file holds: a certificate or revocation list in DER, any number of either in PEM, or
    /// an ICAO master list. Certificates of a list that cannot be read are counted and left out.
    ///
    /// # Errors
    /// `too-large` past [`MASTER_LIST_BYTES`]; `file-malformed` where the file is none of these.
    pub fn load(&mut self, file: &[u8]) -> Result<Loaded> {
        if file.len() > MASTER_LIST_BYTES {
            return Err(Error::new(Code::TooLarge, "anchors"));
        }
        let mut loaded = Loaded::default();
        if let Some(blocks) = pem_blocks(file) {
            for block in blocks? {
                self.load_der(&block, &mut loaded)?;
            }
        } else {
            self.load_der(file, &mut loaded)?;
        }
        Ok(loaded)
    }

    fn load_der(&mut self, der: &[u8], loaded: &mut Loaded) -> Result<()> {
        if let Ok(certificate) = Certificate::parse(der) {
            self.trust(certificate)?;
            loaded.certificates = loaded.certificates.saturating_add(1);
        } else if let Ok(list) = RevocationList::parse(der) {
            self.add_revocation_list(list);
            loaded.revocation_lists = loaded.revocation_lists.saturating_add(1);
        } else {
            let list = MasterList::parse(der).map_err(|_| Error::new(Code::FileMalformed, "anchors"))?;
            loaded.skipped = loaded.skipped.saturating_add(list.unreadable);
            for certificate in list.certificates {
                self.trust(certificate)?;
                loaded.certificates = loaded.certificates.saturating_add(1);
            }
        }
        Ok(())
    }

    /// The trusted certificates.
    #[must_use]
    pub fn trusted(&self) -> &[Certificate] {
        &self.trusted
    }

    pub(super) fn untrusted(&self) -> &[Certificate] {
        &self.untrusted
    }

    pub(super) fn revocation_lists(&self) -> &[RevocationList] {
        &self.revocation_lists
    }
}

/// The contents of the PEM blocks of a text; `None` if it is not PEM.
fn pem_blocks(file: &[u8]) -> Option<Result<Vec<Vec<u8>>>> {
    let text = std::str::from_utf8(file).ok().filter(|text| text.contains("-----BEGIN "))?;
    let malformed = Error::new(Code::FileMalformed, "PEM");
    let mut blocks = Vec::new();
    for part in x509_parser::pem::Pem::iter_from_buffer(text.as_bytes()) {
        match part {
            Ok(block) => blocks.push(block.contents),
            Err(_) => return Some(Err(malformed)),
        }
    }
    Some(if blocks.is_empty() { Err(malformed) } else { Ok(blocks) })
}
