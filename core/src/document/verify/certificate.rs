//! Certificates (RFC 5280 as profiled by ICAO 9303-12), read once into what path checking needs.

use crate::document::files::cms::{AlgorithmIdentifier, SignerId};
use crate::document::files::spki::PublicKeyInfo;
use crate::document::files::tlv::{Reader, single};
use crate::document::key::{Key, KeyDefect};
use crate::error::{Code, Error, Result};
use crate::given::Timestamp;
use crate::hex::hex;
use crate::limits::CERTIFICATE_BYTES;
use std::collections::BTreeSet;
use std::fmt;
use x509_parser::extensions::ParsedExtension;
use x509_parser::prelude::{FromDer, X509Certificate};
use x509_parser::x509::X509Name;

/// How the organisation of a test certificate begins. Such certificates never count for a real document.
pub const TEST_MARK: &str = "dinhdanh TEST";

const PLACE: &str = "certificate";

/// A certificate, parsed and not trusted.
#[derive(Clone)]
pub struct Certificate {
    der: Vec<u8>,
    tbs: Vec<u8>,
    signature_algorithm: AlgorithmIdentifier,
    signature: Vec<u8>,
    spki: Vec<u8>,
    subject: Name,
    issuer: Name,
    serial: Vec<u8>,
    not_before: Timestamp,
    not_after: Timestamp,
    key_id: Option<Vec<u8>>,
    authority_key_id: Option<Vec<u8>>,
    authority: bool,
    path_length: Option<u32>,
    usage: Option<KeyUsage>,
    extended_usage: Option<Vec<String>>,
    /// An extension that must be understood and is not, is broken, or is there twice.
    unusable: bool,
}

/// What the key may be used for, of what matters here (RFC 5280, 4.2.1.3).
#[derive(Clone, Copy, PartialEq, Eq)]
struct KeyUsage {
    sign_data: bool,
    certify: bool,
    sign_lists: bool,
}

/// id-icao-cscaMasterListSigningKey.
const MASTER_LIST_SIGNING: &str = "2.23.136.1.1.3";

/// A distinguished name in a form that compares: states write the same name with other string types,
/// letter case and order of parts in a certificate and in what it signed.
#[derive(Clone, PartialEq, Eq)]
struct Name {
    parts: Vec<(String, String)>,
}

impl Certificate {
    /// Reads a certificate from DER.
    ///
    /// # Errors
    /// `file-malformed` where it is not one, `too-large` past [`CERTIFICATE_BYTES`].
    pub fn parse(der: &[u8]) -> Result<Self> {
        if der.len() > CERTIFICATE_BYTES {
            return Err(Error::new(Code::TooLarge, PLACE));
        }
        let malformed = Error::new(Code::FileMalformed, PLACE);
        let (rest, parsed) = X509Certificate::from_der(der).map_err(|_| malformed)?;
        if !rest.is_empty() {
            return Err(Error::new(Code::TlvTrailing, PLACE));
        }
        // The signature covers the bytes as they stand, so these are taken from the DER itself.
        let mut outer = single(der, 0x30, PLACE)?.children();
        let tbs = outer.expect(0x30)?;
        let signature_algorithm = AlgorithmIdentifier::read(&outer.expect(0x30)?)?;
        let signature = match outer.expect(0x03)?.value {
            [0, signature @ ..] => signature.to_vec(),
            _ => return Err(malformed),
        };
        outer.finish()?;
        if inner_algorithm(&tbs.children())?.as_ref() != Some(&signature_algorithm) {
            return Err(malformed); // both must be the same (RFC 5280, 4.1.1.2)
        }
        let fields = &parsed.tbs_certificate;
        let mut read = Self {
            der: der.to_vec(),
            tbs: tbs.raw.to_vec(),
            signature_algorithm,
            signature,
            spki: fields.subject_pki.raw.to_vec(),
            subject: Name::of(&fields.subject),
            issuer: Name::of(&fields.issuer),
            serial: fields.raw_serial().to_vec(),
            not_before: Timestamp::from_unix(fields.validity.not_before.timestamp()),
            not_after: Timestamp::from_unix(fields.validity.not_after.timestamp()),
            key_id: None,
            authority_key_id: None,
            authority: false,
            path_length: None,
            usage: None,
            extended_usage: None,
            unusable: false,
        };
        let mut seen = BTreeSet::new();
        for extension in fields.extensions() {
            read.unusable |= !seen.insert(extension.oid.to_id_string());
            match extension.parsed_extension() {
                ParsedExtension::SubjectKeyIdentifier(id) => read.key_id = Some(id.0.to_vec()),
                ParsedExtension::AuthorityKeyIdentifier(id) => {
                    read.authority_key_id = id.key_identifier.as_ref().map(|id| id.0.to_vec());
                }
                ParsedExtension::BasicConstraints(constraints) => {
                    read.authority = constraints.ca;
                    read.path_length = constraints.path_len_constraint;
                }
                ParsedExtension::KeyUsage(usage) => {
                    read.usage = Some(KeyUsage {
                        sign_data: usage.digital_signature(),
                        certify: usage.key_cert_sign(),
                        sign_lists: usage.crl_sign(),
                    });
                }
                ParsedExtension::ExtendedKeyUsage(usage) => {
                    read.extended_usage = Some(usage.other.iter().map(|oid| oid.to_id_string()).collect());
                }
                ParsedExtension::CertificatePolicies(_) => {}
                // What a certificate insists on and this library does not know, or cannot read, decides against
                // it (RFC 5280, 4.2); so does a broken statement on what the key is for.
                _ => {
                    let on_rights = ["2.5.29.15", "2.5.29.19", "2.5.29.37"];
                    let id = extension.oid.to_id_string();
                    read.unusable |= extension.critical || on_rights.contains(&id.as_str());
                }
            }
        }
        Ok(read)
    }

    /// The certificate as DER.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The begin of its validity.
    #[must_use]
    pub const fn not_before(&self) -> Timestamp {
        self.not_before
    }

    /// The end of its validity.
    #[must_use]
    pub const fn not_after(&self) -> Timestamp {
        self.not_after
    }

    /// Whether it is marked as an authority (basic constraints).
    #[must_use]
    pub const fn is_authority(&self) -> bool {
        self.authority
    }

    /// Whether it names itself as its issuer.
    #[must_use]
    pub fn is_self_issued(&self) -> bool {
        self.subject == self.issuer
    }

    /// Whether it carries the test mark.
    #[must_use]
    pub fn is_test(&self) -> bool {
        self.issuer.has_test_mark() || self.subject.has_test_mark()
    }

    /// The state that it belongs to, as two capital letters.
    #[must_use]
    pub fn country(&self) -> Option<String> {
        let attribute = self.subject.attribute("2.5.4.6").or_else(|| self.issuer.attribute("2.5.4.6"));
        attribute.map(str::to_uppercase)
    }

    /// The subject for a person, such as `C=VN, O=..., CN=...`.
    #[must_use]
    pub fn subject(&self) -> String {
        self.subject.to_string()
    }

    /// Whether it may sign documents: no authority, and for no special purpose (ICAO 9303-12, 7.1.1).
    pub(super) fn may_sign_documents(&self) -> bool {
        self.may_sign() && self.extended_usage.is_none()
    }

    /// Whether it may sign master lists (ICAO 9303-12, 7.1.1).
    pub(super) fn may_sign_master_lists(&self) -> bool {
        let purposes = self.extended_usage.as_ref();
        self.may_sign() && purposes.is_some_and(|list| list.iter().any(|purpose| purpose == MASTER_LIST_SIGNING))
    }

    fn may_sign(&self) -> bool {
        !self.unusable && !self.authority && self.usage.is_none_or(|usage| usage.sign_data)
    }

    /// Whether it may certify others, so many authorities below it counted.
    pub(super) fn may_certify(&self, below: usize) -> bool {
        let long_enough = self.path_length.is_none_or(|most| u32::try_from(below).is_ok_and(|below| below <= most));
        !self.unusable && self.authority && long_enough && self.usage.is_none_or(|usage| usage.certify)
    }

    /// Whether it may sign revocation lists.
    pub(super) fn may_sign_lists(&self) -> bool {
        !self.unusable && self.authority && self.usage.is_none_or(|usage| usage.sign_lists)
    }

    pub(super) fn tbs(&self) -> &[u8] {
        &self.tbs
    }

    pub(super) const fn signature_algorithm(&self) -> &AlgorithmIdentifier {
        &self.signature_algorithm
    }

    pub(super) fn signature(&self) -> &[u8] {
        &self.signature
    }

    pub(super) fn serial(&self) -> &[u8] {
        &self.serial
    }

    pub(super) fn key(&self) -> std::result::Result<Key, KeyDefect> {
        let info = PublicKeyInfo::parse(&self.spki, PLACE).map_err(|_| KeyDefect::Malformed)?;
        Key::from_info(&info)
    }

    /// Whether a signature names this certificate.
    pub(super) fn is_named_by(&self, id: &SignerId) -> bool {
        match id {
            SignerId::KeyId(id) => self.key_id.as_ref() == Some(id),
            SignerId::IssuerAndSerial { issuer, serial } => {
                trim(serial) == trim(&self.serial)
                    && X509Name::from_der(issuer).is_ok_and(|(_, name)| Name::of(&name) == self.issuer)
            }
        }
    }

    /// Whether `other` may be the issuer: by name, or by key identifier where both state one.
    pub(super) fn may_be_issued_by(&self, other: &Self) -> bool {
        let by_name = self.issuer == other.subject;
        match (&self.authority_key_id, &other.key_id) {
            (Some(wanted), Some(id)) => wanted == id || by_name,
            _ => by_name,
        }
    }

    /// Whether a list of this issuer name is this certificate's own.
    pub(super) fn is_subject(&self, name: &X509Name<'_>) -> bool {
        Name::of(name) == self.subject
    }

    pub(super) fn is_issuer_name(&self, name: &X509Name<'_>) -> bool {
        Name::of(name) == self.issuer
    }
}

impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der
    }
}

impl Eq for Certificate {}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Certificate({})", self.subject)
    }
}

impl Name {
    fn of(name: &X509Name<'_>) -> Self {
        let mut parts: Vec<(String, String)> = name
            .iter_attributes()
            .map(|attribute| {
                let text = attribute.as_str().map_or_else(|_| hex(attribute.as_slice()), fold);
                (attribute.attr_type().to_id_string(), text)
            })
            .collect();
        parts.sort();
        Self { parts }
    }

    fn attribute(&self, oid: &str) -> Option<&str> {
        self.parts.iter().find(|(kind, _)| kind == oid).map(|(_, text)| text.as_str())
    }

    fn has_test_mark(&self) -> bool {
        self.attribute("2.5.4.10").is_some_and(|organisation| organisation.starts_with(&fold(TEST_MARK)))
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let label = |oid: &str| match oid {
            "2.5.4.3" => "CN",
            "2.5.4.5" => "serialNumber",
            "2.5.4.6" => "C",
            "2.5.4.10" => "O",
            "2.5.4.11" => "OU",
            _ => "?",
        };
        let parts: Vec<String> = self.parts.iter().rev().map(|(oid, text)| format!("{}={text}", label(oid))).collect();
        f.write_str(&parts.join(", "))
    }
}

/// Letter case and spacing out of the way (RFC 5280, 7.1).
fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// A serial number without leading zeros, which some signatures leave out.
pub(super) fn trim(bytes: &[u8]) -> &[u8] {
    let zeros = bytes.iter().take_while(|&&b| b == 0).count();
    bytes.get(zeros..).unwrap_or(&[])
}

fn inner_algorithm(tbs: &Reader<'_>) -> Result<Option<AlgorithmIdentifier>> {
    let mut fields = tbs.clone();
    fields.take_if(0xA0)?;
    fields.expect(0x02)?;
    AlgorithmIdentifier::read(&fields.expect(0x30)?).map(Some)
}
