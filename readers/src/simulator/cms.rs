//! Signed data (RFC 5652) as security objects and master lists use it.

use super::authority::Signer;
use super::der;
use super::signing::hash_identifier;
use dinhdanh::Result;
use dinhdanh::crypto::HashAlgorithm;
use dinhdanh::document::files::tlv::encode;
use dinhdanh::given::Randomness;

const SIGNED_DATA: [u8; 9] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02];
const CONTENT_TYPE: [u8; 9] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x03];
const MESSAGE_DIGEST: [u8; 9] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x04];

/// What to sign, and how.
pub(super) struct Message<'a> {
    /// The content type, as content bytes of its identifier.
    pub(super) content_type: &'a [u8],
    pub(super) content: &'a [u8],
    pub(super) signed_attributes: bool,
    /// The certificates that travel along.
    pub(super) certificates: &'a [&'a [u8]],
}

impl Message<'_> {
    /// The ContentInfo with one signature.
    pub(super) fn sign(&self, signer: &Signer, random: &mut dyn Randomness) -> Result<Vec<u8>> {
        let hash = signer.scheme().hash();
        let signature = if self.signed_attributes {
            let attributes = self.attributes(hash);
            // Under the signature the attributes are a SET OF, on the wire [0] (RFC 5652, 5.4).
            let signature = signer.sign(&der::set_of(attributes.clone()), random)?;
            self.signer_info(signer, &wire(attributes), &signature)
        } else {
            self.signer_info(signer, &[], &signer.sign(self.content, random)?)
        };
        let content = der::sequence(&[&der::oid(self.content_type), &encode(0xA0, &der::octets(self.content))]);
        let signed = der::sequence(&[
            &der::integer(&[3]),
            &der::set_of(vec![hash_identifier(hash)]),
            &content,
            &if self.certificates.is_empty() { Vec::new() } else { encode(0xA0, &self.certificates.concat()) },
            &der::set_of(vec![signature]),
        ]);
        Ok(der::sequence(&[&der::oid(&SIGNED_DATA), &encode(0xA0, &signed)]))
    }

    fn attributes(&self, hash: HashAlgorithm) -> Vec<Vec<u8>> {
        let attribute = |kind: &[u8], value| der::sequence(&[&der::oid(kind), &der::set_of(vec![value])]);
        let digest = der::octets(&hash.digest(&[self.content]));
        vec![attribute(&CONTENT_TYPE, der::oid(self.content_type)), attribute(&MESSAGE_DIGEST, digest)]
    }

    fn signer_info(&self, signer: &Signer, attributes: &[u8], signature: &[u8]) -> Vec<u8> {
        let id = der::sequence(&[signer.issuer(), &der::integer(signer.serial())]);
        der::sequence(&[
            &der::integer(&[1]),
            &id,
            &hash_identifier(signer.scheme().hash()),
            attributes,
            &signer.scheme().identifier(),
            &der::octets(signature),
        ])
    }
}

fn wire(mut attributes: Vec<Vec<u8>>) -> Vec<u8> {
    attributes.sort();
    encode(0xA0, &attributes.concat())
}
