//! OpenSSL through the crate `openssl`, where it is built in.

#[cfg(feature = "openssl")]
mod built {
    use dinhdanh::document::files::sod::Sod;
    use dinhdanh::document::files::tlv::single;
    use openssl::cms::{CMSOptions, CmsContentInfo};
    use openssl::hash::{MessageDigest, hash};
    use openssl::x509::X509;

    pub(crate) const VERSION: Option<fn() -> &'static str> = Some(openssl::version::version);

    /// Hashes files, as their comparison with a security object would have to.
    pub(crate) fn hashes<'a>(files: impl IntoIterator<Item = &'a Vec<u8>>) -> bool {
        files.into_iter().all(|bytes| hash(MessageDigest::sha256(), bytes).is_ok())
    }

    /// The signature of a security object, and its signer's by this authority.
    pub(crate) fn object(sod: &[u8], authority: &[u8]) -> bool {
        let Ok(content) = single(sod, 0x77, "EF.SOD") else { return false };
        let options = CMSOptions::NO_SIGNER_CERT_VERIFY | CMSOptions::BINARY;
        let verified =
            CmsContentInfo::from_der(content.value).and_then(|mut cms| cms.verify(None, None, None, None, options));
        let signer = || -> Option<bool> {
            let certificates = Sod::parse(sod).ok()?.signed.certificates;
            let signer = X509::from_der(certificates.first()?).ok()?;
            signer.verify(&*X509::from_der(authority).ok()?.public_key().ok()?).ok()
        };
        verified.is_ok() && signer() == Some(true)
    }

    /// Whether a certificate is signed by its own key; `None` where it cannot be read.
    pub(crate) fn signs_itself(der: &[u8]) -> Option<bool> {
        let certificate = X509::from_der(der).ok()?;
        let key = certificate.public_key().ok()?;
        Some(certificate.verify(&key).unwrap_or(false))
    }
}

#[cfg(not(feature = "openssl"))]
mod built {
    pub(crate) const VERSION: Option<fn() -> &'static str> = None;

    pub(crate) fn hashes<'a>(_: impl IntoIterator<Item = &'a Vec<u8>>) -> bool {
        false
    }

    pub(crate) fn object(_: &[u8], _: &[u8]) -> bool {
        false
    }

    pub(crate) fn signs_itself(_: &[u8]) -> Option<bool> {
        None
    }
}

pub(crate) use built::{VERSION, hashes, object, signs_itself};
