//! Documents and authorities of real states: public test data, hashes and certificates without personal data.

use dinhdanh::document::chip::reading::ChipReading;
use dinhdanh::document::files::data_group::{DataGroup, FileId};
use dinhdanh::document::files::dg1::Dg1;
use dinhdanh::document::files::sod::Sod;
use dinhdanh::document::verify::{
    Anchors, Certificate, CheckKind, Expected, ExpiredDocuments, MasterList, Outcome, Policy, Reason, verify,
};
use dinhdanh::given::Timestamp;
use dinhdanh::identity::Assurance;
use dinhdanh_readers::simulator::Person;
use std::path::PathBuf;

fn data(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A moment at which the signer inside a security object is valid.
fn moment_of(sod: &[u8]) -> Timestamp {
    let sod = Sod::parse(sod).unwrap();
    Certificate::parse(&sod.signed.certificates[0]).unwrap().not_before()
}

fn policy() -> Policy {
    Policy { expired_documents: ExpiredDocuments::Accept, ..Policy::travel_document() }
}

fn only_sod(sod: &[u8]) -> ChipReading {
    ChipReading { files: [(FileId::Sod, sod.to_vec())].into(), ..ChipReading::default() }
}

#[test]
fn six_real_security_objects_verify_to_their_authority() {
    for state in ["AT", "DE", "FR", "MY", "NZ", "US"] {
        let sod = data(&format!("real-sods/{state}.sod"));
        let mut anchors = Anchors::new();
        anchors.load(&data(&format!("real-sods/{state}.csca"))).unwrap();
        let verification = verify(&only_sod(&sod), &Expected::default(), &anchors, &policy(), moment_of(&sod));
        for check in [CheckKind::SecurityObject, CheckKind::Signature, CheckKind::Issuer, CheckKind::SignerValid] {
            assert_eq!(verification.verdict.outcome(check), Some(Outcome::Passed), "{state} {check}");
        }
        // The signature holds, but over no file that was given: nobody is proven to be anybody.
        assert_eq!(verification.verdict.assurance(), Assurance::Printed);
        assert!(verification.verified.is_none());
    }
}

#[test]
fn no_security_object_verifies_to_another_state() {
    let states = ["AT", "DE", "FR", "MY", "NZ", "US"];
    for state in states {
        let sod = data(&format!("real-sods/{state}.sod"));
        let mut anchors = Anchors::new();
        for other in states.into_iter().filter(|other| *other != state) {
            anchors.load(&data(&format!("real-sods/{other}.csca"))).unwrap();
        }
        let verdict = verify(&only_sod(&sod), &Expected::default(), &anchors, &policy(), moment_of(&sod)).verdict;
        assert_eq!(verdict.outcome(CheckKind::Issuer), Some(Outcome::Failed(Reason::IssuerUnknown)), "{state}");
    }
}

/// 588 certificates; 511 of them name themselves as issuer by OpenSSL's comparison of names, 515 by ours, which
/// also overlooks the order of a name's parts. 375 of those are signed by their own key, the same ones that
/// OpenSSL 3.0 accepts with `verify -check_ss_sig`; the others are link certificates between two keys of one
/// authority.
#[test]
fn the_german_master_list_is_read_whole_and_every_root_signs_itself() {
    let list = MasterList::parse(&data("german-master-list-2026-05-28.ml")).unwrap();
    assert_eq!((list.certificates.len(), list.unreadable), (588, 0));
    let signer = list.check_signature(&policy()).unwrap();
    assert_eq!(signer.country().as_deref(), Some("DE"));
    // SHA-1 is old and not what this counts; a policy that lets it pass shows the arithmetic of all.
    let lenient = Policy { sha1_before: Some(Timestamp::from_unix(i64::MAX)), ..policy() };
    let signed_by =
        |certificate: &Certificate, issuer: &Certificate| certificate.check_signed_by(issuer, &lenient).is_ok();
    let self_issued = || list.certificates.iter().filter(|certificate| certificate.is_self_issued());
    assert_eq!(self_issued().count(), 515);
    let (roots, links): (Vec<_>, Vec<_>) = list.certificates.iter().partition(|c| signed_by(c, c));
    assert_eq!((roots.len(), links.len()), (375, 213));
    assert!(roots.iter().all(|root| root.is_self_issued()));
    let linked = links
        .iter()
        .filter(|link| {
            list.certificates.iter().any(|issuer| issuer.country() == link.country() && signed_by(link, issuer))
        })
        .count();
    assert_eq!(linked, 199, "link certificates whose issuer, of the same state, is in the list");
    let vietnam: Vec<_> = list.certificates.iter().filter(|c| c.country().as_deref() == Some("VN")).collect();
    assert_eq!(vietnam.len(), 1);
    assert_eq!(vietnam[0].der(), data("vietnam-passport-csca.der"));
    assert!(signed_by(vietnam[0], vietnam[0]), "explicit parameters of brainpoolP512r1");
}

fn bsi_2008() -> ChipReading {
    let mut files = vec![(FileId::Com, data("bsi-2008/EF_COM.bin")), (FileId::Sod, data("bsi-2008/EF_SOD.bin"))];
    for number in [1, 2, 3, 14] {
        let group = DataGroup::new(number).unwrap();
        files.push((FileId::DataGroup(group), data(&format!("bsi-2008/Datagroup{number}.bin"))));
    }
    ChipReading { files: files.into_iter().collect(), ..ChipReading::default() }
}

#[test]
fn the_bsi_reference_passport_of_2008_verifies_hash_by_hash() {
    let reading = bsi_2008();
    let at = moment_of(&reading.files[&FileId::Sod]);
    let verification = verify(&reading, &Expected::default(), &Anchors::new(), &policy(), at);
    let verdict = &verification.verdict;
    assert_eq!(verdict.outcome(CheckKind::Signature), Some(Outcome::Passed));
    // Those that the security object lists; DG4 and DG15 of this set are not among them, and are refused.
    for number in [1, 2, 3, 14] {
        let check = CheckKind::DataGroup(DataGroup::new(number).unwrap());
        assert_eq!(verdict.outcome(check), Some(Outcome::Passed), "{check}");
    }
    assert_eq!(verdict.outcome(CheckKind::FileList), Some(Outcome::Passed));
    assert_eq!(verdict.refusals().collect::<Vec<_>>(), []);
    assert_eq!(verdict.outcome(CheckKind::Issuer), Some(Outcome::NotDone(Reason::NoAnchor)));
    assert_eq!(verdict.assurance(), Assurance::SignedUnanchored);
    assert!(verification.verified.is_none());
    // The default policy refuses SHA-1 whatever the date.
    let strict = verify(&reading, &Expected::default(), &Anchors::new(), &Policy::default(), at).verdict;
    assert_eq!(strict.outcome(CheckKind::Signature), Some(Outcome::Failed(Reason::AlgorithmWeak)));
    assert_eq!(strict.assurance(), Assurance::Printed);
}

#[test]
fn one_changed_byte_in_any_data_group_is_named() {
    let good = bsi_2008();
    let at = moment_of(&good.files[&FileId::Sod]);
    for number in [1, 2, 3, 14] {
        let group = DataGroup::new(number).unwrap();
        let mut reading = good.clone();
        let file = reading.files.get_mut(&FileId::DataGroup(group)).unwrap();
        let middle = file.len() / 2;
        file[middle] ^= 1;
        let verdict = verify(&reading, &Expected::default(), &Anchors::new(), &policy(), at).verdict;
        let refused: Vec<_> =
            verdict.refusals().filter(|(check, _)| matches!(check, CheckKind::DataGroup(_))).collect();
        assert_eq!(refused, [(CheckKind::DataGroup(group), Reason::DataGroupChanged)]);
        assert_eq!(verdict.assurance(), Assurance::Printed);
    }
}

#[test]
fn groups_that_the_security_object_does_not_list_are_refused() {
    let mut reading = bsi_2008();
    let at = moment_of(&reading.files[&FileId::Sod]);
    for number in [4, 15] {
        let group = DataGroup::new(number).unwrap();
        reading.files.insert(FileId::DataGroup(group), data(&format!("bsi-2008/Datagroup{number}.bin")));
        let verdict = verify(&reading, &Expected::default(), &Anchors::new(), &policy(), at).verdict;
        let outcome = verdict.outcome(CheckKind::DataGroup(group));
        assert_eq!(outcome, Some(Outcome::Failed(Reason::DataGroupNotSigned)));
        assert_eq!(verdict.assurance(), Assurance::Printed);
    }
}

#[test]
fn a_german_signature_on_a_vietnamese_card_is_refused_by_name() {
    let mut reading = only_sod(&data("real-sods/DE.sod"));
    let zone = Person::mau().mrz().unwrap();
    reading.files.insert(FileId::DataGroup(DataGroup::DG1), Dg1::new(zone.text()).unwrap().encode());
    let mut anchors = Anchors::new();
    anchors.load(&data("real-sods/DE.csca")).unwrap();
    let at = moment_of(&reading.files[&FileId::Sod]);
    let verdict = verify(&reading, &Expected::default(), &anchors, &policy(), at).verdict;
    assert_eq!(verdict.outcome(CheckKind::Issuer), Some(Outcome::Passed));
    assert_eq!(verdict.outcome(CheckKind::IssuingState), Some(Outcome::Failed(Reason::CountryDiffers)));
}
