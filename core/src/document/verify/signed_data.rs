//! The signature of signed data, by the certificate that comes with it.

use super::certificate::Certificate;
use super::policy::Policy;
use super::reason::Reason;
use super::signature::{Signed, allow_hash, hash_of};
use crate::document::files::cms::SignedData;

/// What is signed, which decides who may sign it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    SecurityObject,
    MasterList,
}

/// Checks the one signature; gives the signer's certificate and the others that came along. Nothing is said
/// of who certified the signer.
pub(super) fn check_signed_data(
    signed: &SignedData,
    content: Content,
    policy: &Policy,
) -> Result<(Certificate, Vec<Certificate>), Reason> {
    let [info] = signed.signers.as_slice() else { return Err(Reason::SignerAmbiguous) };
    let mut certificates = Vec::new();
    for der in &signed.certificates {
        certificates.push(Certificate::parse(der).map_err(|_| Reason::CertificateMalformed)?);
    }
    // Some states write the issuer's name otherwise than in the certificate. Where only one certificate
    // came along there is nothing to choose, and the signature decides.
    let named = certificates.iter().position(|certificate| certificate.is_named_by(&info.signer));
    let index = named.or((certificates.len() == 1).then_some(0)).ok_or(Reason::SignerMissing)?;
    if certificates.len() <= index {
        return Err(Reason::SignerMissing);
    }
    let signer = certificates.swap_remove(index);
    // Without signed attributes the signature covers the bare content, which could then be the attributes of
    // another document; ICAO 9303-10 (4.6.2.2) and RFC 5652 (5.3) demand them for this content.
    let attributes = info.attributes.as_ref().ok_or(Reason::SignedAttributesMissing)?;
    let hash = hash_of(&info.digest_algorithm).ok_or(Reason::AlgorithmUnknown)?;
    allow_hash(hash, policy, signer.not_before())?;
    let digest_fits = attributes.message_digest.as_deref() == Some(hash.digest(&[&signed.content]).as_slice());
    if !digest_fits || attributes.content_type != Some(signed.content_type) {
        return Err(Reason::SignedAttributesWrong);
    }
    let may_sign = match content {
        Content::SecurityObject => signer.may_sign_documents(),
        Content::MasterList => signer.may_sign_master_lists(),
    };
    if !may_sign {
        return Err(Reason::NotASigner);
    }
    let signature = Signed {
        message: &attributes.der,
        signature: &info.signature,
        algorithm: &info.signature_algorithm,
        digest: Some(&info.digest_algorithm),
        policy,
        since: signer.not_before(),
    };
    signature.check(&signer.key()?)?;
    Ok((signer, certificates))
}
