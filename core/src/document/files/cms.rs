//! Signed data (CMS, RFC 5652) as security objects, master lists and their like use it: structure only.

use super::ber::to_definite;
use super::der::read_oid;
use super::oid::Oid;
use super::tlv::{Reader, Tlv, encode, single};
use crate::error::{Code, Error, Result};
use crate::limits::{CMS_CERTIFICATES, CMS_SIGNERS};

const SIGNED_DATA: Oid = Oid::literal([0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02]);
const CONTENT_TYPE: Oid = Oid::literal([0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x03]);
const MESSAGE_DIGEST: Oid = Oid::literal([0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x04]);

/// Signed data, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedData {
    /// What kind of content is signed.
    pub content_type: Oid,
    /// The content, the bytes that the message digest covers.
    pub content: Vec<u8>,
    /// The certificates that travel along, as DER, in their order.
    pub certificates: Vec<Vec<u8>>,
    /// One per signature.
    pub signers: Vec<SignerInfo>,
}

/// One signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignerInfo {
    /// Whose certificate it is.
    pub signer: SignerId,
    /// The hash of the content.
    pub digest_algorithm: AlgorithmIdentifier,
    /// The signed attributes, where there are any.
    pub attributes: Option<SignedAttributes>,
    /// How the signature is made.
    pub signature_algorithm: AlgorithmIdentifier,
    /// The signature.
    pub signature: Vec<u8>,
}

/// How a signature names its certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignerId {
    /// By issuer (a Name as DER) and serial number (content bytes).
    IssuerAndSerial {
        /// The issuer's name as DER.
        issuer: Vec<u8>,
        /// The serial number's content bytes.
        serial: Vec<u8>,
    },
    /// By the subject key identifier.
    KeyId(Vec<u8>),
}

/// Signed attributes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedAttributes {
    /// The bytes under the signature: the attributes as a SET OF.
    pub der: Vec<u8>,
    /// The content-type attribute.
    pub content_type: Option<Oid>,
    /// The message-digest attribute.
    pub message_digest: Option<Vec<u8>>,
}

/// An algorithm and its parameters as DER.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlgorithmIdentifier {
    /// The algorithm.
    pub oid: Oid,
    /// The parameters as DER, where there are any.
    pub parameters: Option<Vec<u8>>,
}

impl SignedData {
    /// Reads a ContentInfo that holds signed data, in DER or BER.
    ///
    /// # Errors
    /// The `tlv-` codes; `file-malformed` where a required part is missing or given twice; `too-large` past
    /// the limits on certificates and signatures.
    pub fn parse(bytes: &[u8], place: &'static str) -> Result<Self> {
        let definite = to_definite(bytes, place)?;
        let mut info = single(&definite, 0x30, place)?.children();
        if read_oid(&mut info)? != SIGNED_DATA {
            return Err(Error::new(Code::FileUnsupported, place));
        }
        let mut wrapper = info.expect(0xA0)?.children();
        info.finish()?;
        let mut fields = wrapper.expect(0x30)?.children();
        wrapper.finish()?;
        fields.expect(0x02)?; // version: follows from what is inside
        fields.expect(0x31)?; // digest algorithms: each signature names its own
        let mut content = fields.expect(0x30)?.children();
        let content_type = read_oid(&mut content)?;
        let mut octets = content.expect(0xA0)?.children();
        content.finish()?;
        let value = octets.expect(0x04)?.value.to_vec();
        octets.finish()?;
        let certificates = match fields.take_if(0xA0)? {
            Some(set) => list(&set, CMS_CERTIFICATES, |tlv| Ok((tlv.tag == 0x30).then(|| tlv.raw.to_vec())))?,
            None => Vec::new(),
        };
        fields.take_if(0xA1)?; // revocation lists come from the caller, not from the card
        let signers = list(&fields.expect(0x31)?, CMS_SIGNERS, |tlv| SignerInfo::read(tlv, place).map(Some))?;
        fields.finish()?;
        Ok(Self { content_type, content: value, certificates, signers })
    }
}

impl SignerInfo {
    fn read(tlv: &Tlv<'_>, place: &'static str) -> Result<Self> {
        if tlv.tag != 0x30 {
            return Err(Error::new(Code::TlvTag, place).at(tlv.offset));
        }
        let mut fields = tlv.children();
        fields.expect(0x02)?;
        let signer = match fields.take_if(0x80)? {
            Some(key_id) => SignerId::KeyId(key_id.value.to_vec()),
            None => {
                let mut names = fields.expect(0x30)?.children();
                let issuer = names.expect(0x30)?.raw.to_vec();
                let serial = names.expect(0x02)?.value.to_vec();
                names.finish()?;
                SignerId::IssuerAndSerial { issuer, serial }
            }
        };
        let digest_algorithm = AlgorithmIdentifier::read(&fields.expect(0x30)?)?;
        let attributes = fields.take_if(0xA0)?.map(|set| SignedAttributes::read(&set)).transpose()?;
        let signature_algorithm = AlgorithmIdentifier::read(&fields.expect(0x30)?)?;
        let signature = fields.expect(0x04)?.value.to_vec();
        fields.take_if(0xA1)?; // unsigned attributes say nothing that counts
        fields.finish()?;
        Ok(Self { signer, digest_algorithm, attributes, signature_algorithm, signature })
    }
}

impl SignedAttributes {
    fn read(set: &Tlv<'_>) -> Result<Self> {
        // Under the signature the attributes are a SET OF, not the [0] that they travel as (RFC 5652, 5.4).
        let mut read = Self { der: encode(0x31, set.value), content_type: None, message_digest: None };
        let mut attributes = set.children();
        while !attributes.is_empty() {
            let here = attributes.error(Code::FileMalformed);
            let mut attribute = attributes.expect(0x30)?.children();
            let kind = read_oid(&mut attribute)?;
            let mut values = attribute.expect(0x31)?.children();
            attribute.finish()?;
            if kind == CONTENT_TYPE {
                let value = read_oid(&mut values)?;
                values.finish()?;
                if read.content_type.replace(value).is_some() {
                    return Err(here);
                }
            } else if kind == MESSAGE_DIGEST {
                let value = values.expect(0x04)?.value.to_vec();
                values.finish()?;
                if read.message_digest.replace(value).is_some() {
                    return Err(here);
                }
            }
        }
        Ok(read)
    }
}

impl AlgorithmIdentifier {
    pub(crate) fn read(tlv: &Tlv<'_>) -> Result<Self> {
        let mut fields = tlv.children();
        let oid = read_oid(&mut fields)?;
        let parameters = fields.read()?.map(|tlv| tlv.raw.to_vec());
        fields.finish()?;
        Ok(Self { oid, parameters })
    }
}

fn list<T>(set: &Tlv<'_>, limit: usize, mut each: impl FnMut(&Tlv<'_>) -> Result<Option<T>>) -> Result<Vec<T>> {
    let mut reader: Reader<'_> = set.children();
    let mut out = Vec::new();
    while let Some(tlv) = reader.read()? {
        if out.len() >= limit {
            return Err(reader.error(Code::TooLarge));
        }
        out.extend(each(&tlv)?);
    }
    Ok(out)
}
