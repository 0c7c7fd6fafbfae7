//! A test authority: the certificates, revocation lists and master lists of a state that does not exist.
//!
//! Everything it makes carries [`TEST_MARK`] in the organisation of its names. Nothing it signs has any value.

use super::cms::Message;
use super::der;
use super::signing::{PrivateKey, Scheme};
use dinhdanh::Result;
use dinhdanh::crypto::HashAlgorithm;
use dinhdanh::document::files::tlv::encode;
use dinhdanh::given::{Randomness, Timestamp};

/// The start of the organisation in every name that this module writes.
pub const TEST_MARK: &str = "dinhdanh TEST";

const ORGANISATION: &str = "dinhdanh TEST - no value";
/// id-icao-cscaMasterList.
const MASTER_LIST: [u8; 6] = [0x67, 0x81, 0x08, 0x01, 0x01, 0x02];
/// id-icao-cscaMasterListSigningKey.
const MASTER_LIST_SIGNING: [u8; 6] = [0x67, 0x81, 0x08, 0x01, 0x01, 0x03];

/// From when to when a certificate is valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    /// The first moment.
    pub from: Timestamp,
    /// The last moment.
    pub to: Timestamp,
}

/// A private key with its certificate.
#[derive(Clone, Debug)]
pub struct Signer {
    key: PrivateKey,
    scheme: Scheme,
    subject: Vec<u8>,
    issuer: Vec<u8>,
    serial: Vec<u8>,
    key_id: Vec<u8>,
    certificate: Vec<u8>,
}

/// A country signing authority (CSCA).
#[derive(Clone, Debug)]
pub struct Authority(Signer);

/// What a certificate is for.
#[derive(Clone, Copy)]
enum Purpose {
    Authority,
    Documents,
    MasterLists,
}

impl Validity {
    /// 2020-01-01 to 2045-01-01: what tests that do not care about time use.
    pub const LONG: Self = Self { from: Timestamp::from_unix(1_577_836_800), to: Timestamp::from_unix(2_366_841_600) };
    /// 2020-01-01 to 2021-01-01.
    pub const PAST: Self = Self { from: Timestamp::from_unix(1_577_836_800), to: Timestamp::from_unix(1_609_459_200) };
}

impl Signer {
    /// The certificate as DER.
    #[must_use]
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    /// The serial number, as the magnitude of its INTEGER.
    #[must_use]
    pub fn serial(&self) -> &[u8] {
        &self.serial
    }

    /// How it signs.
    #[must_use]
    pub const fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// The issuer's name as DER.
    pub(super) fn issuer(&self) -> &[u8] {
        &self.issuer
    }

    /// The same certificate with another private key: what a forger without the key has.
    #[must_use]
    pub fn with_key(mut self, key: PrivateKey) -> Self {
        self.key = key;
        self
    }

    /// Signs a message.
    ///
    /// # Errors
    /// `test-card` where the scheme is not for this kind of key.
    pub fn sign(&self, message: &[u8], random: &mut dyn Randomness) -> Result<Vec<u8>> {
        self.key.sign(self.scheme, message, random)
    }
}

impl Authority {
    /// A self-signed authority of Viet Nam; `name` becomes its common name.
    ///
    /// # Errors
    /// `test-card` where the scheme is not for this kind of key.
    pub fn new(
        name: &str,
        key: PrivateKey,
        scheme: Scheme,
        validity: Validity,
        random: &mut dyn Randomness,
    ) -> Result<Self> {
        Self::of_state("VN", name, key, scheme, validity, random)
    }

    /// A self-signed authority of a state, in two letters. Its signers still call themselves Vietnamese, as those of a
    /// forger would.
    ///
    /// # Errors
    /// As [`Authority::new`].
    pub fn of_state(
        state: &str,
        name: &str,
        key: PrivateKey,
        scheme: Scheme,
        validity: Validity,
        random: &mut dyn Randomness,
    ) -> Result<Self> {
        let subject = distinguished_name(state, name);
        let key_id = key_id(&key)?;
        let mut own = Signer {
            key,
            scheme,
            issuer: subject.clone(),
            subject,
            serial: serial(random)?,
            key_id,
            certificate: Vec::new(),
        };
        own.certificate = own.issue(&own, Purpose::Authority, validity, random)?;
        Ok(Self(own))
    }

    /// The certificate as DER.
    #[must_use]
    pub fn certificate(&self) -> &[u8] {
        self.0.certificate()
    }

    /// Its key and certificate.
    #[must_use]
    pub const fn signer(&self) -> &Signer {
        &self.0
    }

    /// A document signer (DSC) under this authority.
    ///
    /// # Errors
    /// `test-card` where the scheme is not for this kind of key.
    pub fn document_signer(
        &self,
        key: PrivateKey,
        scheme: Scheme,
        validity: Validity,
        random: &mut dyn Randomness,
    ) -> Result<Signer> {
        self.issue_to("Document Signer", key, scheme, Purpose::Documents, validity, random)
    }

    /// A signer of master lists under this authority; it may not sign documents.
    ///
    /// # Errors
    /// As [`Authority::new`].
    pub fn master_list_signer(
        &self,
        key: PrivateKey,
        scheme: Scheme,
        validity: Validity,
        random: &mut dyn Randomness,
    ) -> Result<Signer> {
        self.issue_to("Master List Signer", key, scheme, Purpose::MasterLists, validity, random)
    }

    /// A link certificate (ICAO 9303-12, 4.3): the successor's key under this authority's signature.
    ///
    /// # Errors
    /// As [`Authority::new`].
    pub fn link_to(&self, successor: &Self, validity: Validity, random: &mut dyn Randomness) -> Result<Vec<u8>> {
        let new = Signer { issuer: self.0.subject.clone(), serial: serial(random)?, ..successor.0.clone() };
        self.0.issue(&new, Purpose::Authority, validity, random)
    }

    /// A revocation list of these serial numbers.
    ///
    /// # Errors
    /// As [`Authority::new`].
    pub fn revocation_list(
        &self,
        revoked: &[&[u8]],
        validity: Validity,
        random: &mut dyn Randomness,
    ) -> Result<Vec<u8>> {
        let at = der::time(validity.from);
        let entries: Vec<Vec<u8>> =
            revoked.iter().map(|&serial| der::sequence(&[&der::integer(serial), &at])).collect();
        let number = extension(&[0x55, 0x1D, 0x14], false, &der::integer(&[1]));
        let extensions = der::sequence(&[&authority_key_id(&self.0.key_id), &number]);
        let list = der::sequence(&[
            &der::integer(&[1]),
            &self.0.scheme.identifier(),
            &self.0.subject,
            &at,
            &der::time(validity.to),
            &if entries.is_empty() { Vec::new() } else { encode(0x30, &entries.concat()) },
            &encode(0xA0, &extensions),
        ]);
        self.0.seal(&list, random)
    }

    /// A master list of these certificates, signed by a master list signer under this authority.
    ///
    /// # Errors
    /// As [`Authority::new`].
    pub fn master_list(
        &self,
        certificates: &[&[u8]],
        key: PrivateKey,
        scheme: Scheme,
        validity: Validity,
        random: &mut dyn Randomness,
    ) -> Result<Vec<u8>> {
        let signer = self.master_list_signer(key, scheme, validity, random)?;
        let list = der::set_of(certificates.iter().map(|certificate| certificate.to_vec()).collect());
        let message = Message {
            content_type: &MASTER_LIST,
            content: &der::sequence(&[&der::integer(&[0]), &list]),
            signed_attributes: true,
            certificates: &[signer.certificate(), self.certificate()],
        };
        message.sign(&signer, random)
    }

    fn issue_to(
        &self,
        name: &str,
        key: PrivateKey,
        scheme: Scheme,
        purpose: Purpose,
        validity: Validity,
        random: &mut dyn Randomness,
    ) -> Result<Signer> {
        let key_id = key_id(&key)?;
        let mut signer = Signer {
            key,
            scheme,
            subject: distinguished_name("VN", name),
            issuer: self.0.subject.clone(),
            serial: serial(random)?,
            key_id,
            certificate: Vec::new(),
        };
        signer.certificate = self.0.issue(&signer, purpose, validity, random)?;
        Ok(signer)
    }
}

impl Signer {
    /// A certificate (RFC 5280) in the profile of ICAO 9303-12, 7.1.
    fn issue(&self, to: &Self, purpose: Purpose, validity: Validity, random: &mut dyn Randomness) -> Result<Vec<u8>> {
        let mut extensions = authority_key_id(&self.key_id);
        extensions.extend(extension(&[0x55, 0x1D, 0x0E], false, &der::octets(&to.key_id)));
        let usage: &[u8] = match purpose {
            // keyCertSign and cRLSign
            Purpose::Authority => &[0x03, 0x02, 0x01, 0x06],
            // digitalSignature
            Purpose::Documents | Purpose::MasterLists => &[0x03, 0x02, 0x07, 0x80],
        };
        extensions.extend(extension(&[0x55, 0x1D, 0x0F], true, usage));
        match purpose {
            Purpose::Authority => {
                let constraints = der::sequence(&[&der::TRUE, &der::integer(&[0])]);
                extensions.extend(extension(&[0x55, 0x1D, 0x13], true, &constraints));
            }
            Purpose::MasterLists => {
                let usage = der::sequence(&[&der::oid(&MASTER_LIST_SIGNING)]);
                extensions.extend(extension(&[0x55, 0x1D, 0x25], true, &usage));
            }
            Purpose::Documents => {}
        }
        let certificate = der::sequence(&[
            &encode(0xA0, &der::integer(&[2])),
            &der::integer(&to.serial),
            &self.scheme.identifier(),
            &self.subject,
            &der::sequence(&[&der::time(validity.from), &der::time(validity.to)]),
            &to.subject,
            &to.key.public_key_info()?,
            &encode(0xA3, &encode(0x30, &extensions)),
        ]);
        self.seal(&certificate, random)
    }

    /// What is to be signed, the algorithm and the signature: certificates and revocation lists alike.
    fn seal(&self, content: &[u8], random: &mut dyn Randomness) -> Result<Vec<u8>> {
        let signature = der::bits(&self.sign(content, random)?);
        Ok(der::sequence(&[content, &self.scheme.identifier(), &signature]))
    }
}

fn distinguished_name(state: &str, common_name: &str) -> Vec<u8> {
    let part = |arc, value: Vec<u8>| encode(0x31, &der::sequence(&[&der::oid(&[0x55, 0x04, arc]), &value]));
    let names = [part(6, der::printable(state)), part(10, der::utf8(ORGANISATION)), part(3, der::utf8(common_name))];
    encode(0x30, &names.concat())
}

fn extension(oid: &[u8], critical: bool, value: &[u8]) -> Vec<u8> {
    let critical: &[u8] = if critical { &der::TRUE } else { &[] };
    der::sequence(&[&der::oid(oid), critical, &der::octets(value)])
}

fn authority_key_id(key_id: &[u8]) -> Vec<u8> {
    extension(&[0x55, 0x1D, 0x23], false, &der::sequence(&[&encode(0x80, key_id)]))
}

/// The hash of the public key (RFC 5280, 4.2.1.2, method 1, over the whole structure).
fn key_id(key: &PrivateKey) -> Result<Vec<u8>> {
    Ok(HashAlgorithm::Sha1.digest(&[&key.public_key_info()?]))
}

fn serial(random: &mut dyn Randomness) -> Result<Vec<u8>> {
    let mut serial = vec![0; 8];
    random.fill(&mut serial)?;
    // Positive and never zero.
    if let Some(first) = serial.first_mut() {
        *first = *first & 0x3F | 0x40;
    }
    Ok(serial)
}
