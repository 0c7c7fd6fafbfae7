//! Certificates, lists of them, and what they sign.

use dinhdanh::document::chip::reading::ChipReading;
use dinhdanh::document::files::cms::SignedData;
use dinhdanh::document::files::data_group::FileId;
use dinhdanh::document::files::sod::Sod;
use dinhdanh::document::verify::{Anchors, Certificate, Expected, MasterList, Policy, RevocationList, verify};
use dinhdanh::given::Timestamp;
use dinhdanh::identity::Assurance;
use dinhdanh::limits::{CMS_CERTIFICATES, CMS_SIGNERS};

const POLICIES: [Policy; 2] = [Policy::citizen_card(), Policy::travel_document()];

/// A security object, and its judgement without any data group.
pub fn sod_cms(data: &[u8]) {
    if let Ok(signed) = SignedData::parse(data, "fuzz") {
        assert!(signed.certificates.len() <= CMS_CERTIFICATES && signed.signers.len() <= CMS_SIGNERS);
    }
    let sod = Sod::parse(data);
    if let Ok(sod) = &sod {
        assert!(sod.lds.hashes.keys().all(|number| (1..=16).contains(number)));
        assert!(sod.signed.content.len() < data.len());
    }
    let mut anchors = Anchors::new();
    for certificate in sod.iter().flat_map(|sod| &sod.signed.certificates) {
        if let Ok(certificate) = Certificate::parse(certificate) {
            anchors.trust(certificate).unwrap();
        }
    }
    let files = [(FileId::Sod, data.to_vec())].into();
    let reading = ChipReading { files, ..ChipReading::default() };
    for policy in &POLICIES {
        let judged = verify(&reading, &Expected::default(), &anchors, policy, Timestamp::from_unix(1_400_000_000));
        assert_eq!(judged.verdict.assurance(), Assurance::Printed, "a signature over nothing read says nothing");
        assert!(judged.verified.is_none());
    }
}

/// A certificate, alone and as its own authority.
pub fn certificate(data: &[u8]) {
    let _ = Anchors::new().load(data);
    let Ok(certificate) = Certificate::parse(data) else { return };
    assert_eq!(certificate.der(), data);
    let _ = (certificate.subject(), certificate.country(), certificate.is_test(), certificate.is_self_issued());
    for policy in &POLICIES {
        let _ = certificate.check_signed_by(&certificate, policy);
    }
}

/// A revocation list.
pub fn revocation_list(data: &[u8]) {
    if RevocationList::parse(data).is_ok() {
        let loaded = Anchors::new().load(data).unwrap();
        assert_eq!((loaded.certificates, loaded.revocation_lists), (0, 1));
    }
}

/// A master list.
pub fn master_list(data: &[u8]) {
    // Past this size nothing new can happen, only more of the same.
    if data.len() > 64 * 1024 {
        return;
    }
    let Ok(list) = MasterList::parse(data) else { return };
    assert!(list.certificates.iter().map(|certificate| certificate.der().len()).sum::<usize>() < data.len());
    for policy in &POLICIES {
        let _ = list.check_signature(policy);
    }
}
