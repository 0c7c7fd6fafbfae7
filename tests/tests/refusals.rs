//! Every way in which a card is not what it should be gets its own name.

use dinhdanh::crypto::{CurveId, HashAlgorithm};
use dinhdanh::document::chip::access::Password;
use dinhdanh::document::chip::reading::ChipReading;
use dinhdanh::document::chip::session::{AfterFailedPace, ReadPlan};
use dinhdanh::document::files::data_group::{DataGroup, FileId};
use dinhdanh::document::files::dg1::Dg1;
use dinhdanh::document::verify::{
    Anchors, Certificate, CheckKind, Expected, HiddenPace, HolderComparison, Outcome, Policy, Reason, Revocation,
    RevocationList, Verification, verify,
};
use dinhdanh::given::Timestamp;
use dinhdanh::identity::{Assurance, Source};
use dinhdanh::{Code, Error};
use dinhdanh_readers::drive::read_chip;
use dinhdanh_readers::dump::{read_dump, to_dump_json};
use dinhdanh_readers::simulator::{
    ActiveKey, ActiveKind, Authority, CardAccessRule, CardMaker, ChipSecrets, CurveForm, FixedRsaKey, Person,
    PrivateKey, Profile, Scheme, Seeded, SodForm, TestCard, TestState, Validity,
};

const CHALLENGE: [u8; 8] = *b"dinhdanh";
/// 2026-11-21, inside all validities and before the expiry of the card.
const AT: Timestamp = Timestamp::from_unix(1_795_219_200);

const ECDSA_256: Scheme = Scheme::Ecdsa(HashAlgorithm::Sha256);

fn state() -> TestState {
    TestState::new(&mut Seeded::new(1)).unwrap()
}

fn card(profile: Profile) -> TestCard {
    CardMaker::of(profile).make_under(state(), &mut Seeded::new(2)).unwrap()
}

fn policy() -> Policy {
    Policy::citizen_card().for_test_cards()
}

fn anchors_of(authority: &Authority) -> Anchors {
    let mut anchors = Anchors::new();
    anchors.trust(Certificate::parse(authority.certificate()).unwrap()).unwrap();
    anchors
}

fn anchors() -> Anchors {
    anchors_of(&state().authority)
}

fn plan(made: &TestCard) -> ReadPlan {
    ReadPlan { passwords: vec![made.mrz_password().unwrap()], challenge: Some(CHALLENGE), ..ReadPlan::default() }
}

fn read_with(made: &TestCard, plan: ReadPlan) -> Result<ChipReading, Error> {
    let mut chip = made.clone().into_card(Box::new(Seeded::new(3))).unwrap();
    read_chip(&mut chip, plan, Box::new(Seeded::new(4)), &mut |_| {}).map_err(Error::from)
}

fn read(made: &TestCard) -> ChipReading {
    read_with(made, plan(made)).unwrap()
}

fn judge(reading: &ChipReading) -> Verification {
    judge_with(reading, &anchors(), &policy())
}

fn judge_with(reading: &ChipReading, anchors: &Anchors, policy: &Policy) -> Verification {
    verify(reading, &Expected { challenge: Some(CHALLENGE), ..Expected::default() }, anchors, policy, AT)
}

/// The refusals by name, and the assurance that is left.
#[track_caller]
fn assert_refused(verification: &Verification, refusals: &[(CheckKind, Reason)], assurance: Assurance) {
    assert_eq!(verification.verdict.refusals().collect::<Vec<_>>(), refusals);
    assert_eq!(verification.verdict.assurance(), assurance);
    assert!(!verification.verdict.meets_policy());
    assert_eq!(verification.verified.is_some(), assurance >= Assurance::IssuerSigned);
}

fn group(number: u8) -> DataGroup {
    DataGroup::new(number).unwrap()
}

#[test]
fn a_genuine_card_is_refused_nothing() {
    for profile in Profile::ALL {
        let verification = judge(&read(&card(profile)));
        assert_eq!(verification.verdict.refusals().collect::<Vec<_>>(), [], "{profile}");
        assert_eq!(verification.verdict.assurance(), Assurance::NotCloned);
        assert!(verification.verdict.meets_policy());
        let citizen = verification.verified.unwrap();
        assert_eq!(citizen.assurance(), Assurance::NotCloned);
        assert_eq!(citizen.value().id_number.as_ref().unwrap().expose().as_str(), "001199000018");
        assert_eq!(citizen.value().full_name.as_ref().unwrap().expose().as_str(), "Nguyễn Thị Mẫu");
        assert_eq!(verification.claimed.source, Source::Chip);
        assert!(verification.conflicts.is_empty());
        let with_holder = verification.verdict.clone().with_holder(HolderComparison::Same);
        assert_eq!(with_holder.assurance(), Assurance::HolderPresent);
        let other = verification.verdict.with_holder(HolderComparison::Different);
        assert_eq!(other.refusals().collect::<Vec<_>>(), [(CheckKind::Holder, Reason::HolderDiffers)]);
    }
}

#[test]
fn a_clone_has_the_files_and_not_the_keys() {
    for profile in Profile::ALL {
        let mut clone = card(profile);
        clone.secrets = CardMaker::of(profile).make_under(state(), &mut Seeded::new(99)).unwrap().secrets;
        clone.secrets.active = Some(ActiveKey::rsa(FixedRsaKey::Clone2048, HashAlgorithm::Sha256).unwrap());
        let refused =
            [CheckKind::ChipAuthentication, CheckKind::ActiveAuthentication].map(|k| (k, Reason::ChipLacksKey));
        assert_refused(&judge(&read(&clone)), &refused, Assurance::IssuerSigned);
    }
}

#[test]
fn a_clone_without_any_key_refuses_to_prove_itself() {
    for profile in Profile::ALL {
        let mut clone = card(profile);
        clone.secrets = ChipSecrets::default();
        let refused =
            [CheckKind::ChipAuthentication, CheckKind::ActiveAuthentication].map(|k| (k, Reason::ChipRefusedProof));
        assert_refused(&judge(&read(&clone)), &refused, Assurance::IssuerSigned);
    }
}

#[test]
fn a_clone_that_hides_its_key_files_is_a_clone() {
    let mut clone = card(Profile::Bac);
    clone.secrets = ChipSecrets::default();
    clone.files.remove(&FileId::DataGroup(DataGroup::DG14));
    clone.files.remove(&FileId::DataGroup(DataGroup::DG15));
    let verification = judge(&read(&clone));
    for (check, reason) in [
        (CheckKind::DataGroup(DataGroup::DG14), Reason::DataGroupWithheld),
        (CheckKind::ChipAuthentication, Reason::ChipKeyWithheld),
        (CheckKind::ActiveAuthentication, Reason::ChipKeyWithheld),
    ] {
        assert_eq!(verification.verdict.outcome(check), Some(Outcome::Failed(reason)), "{check}");
    }
    assert!(verification.verdict.assurance() < Assurance::NotCloned);
}

#[test]
fn saved_evidence_keeps_what_speaks_against_the_chip() {
    for hide in [false, true] {
        let mut clone = card(Profile::Bac);
        clone.secrets = ChipSecrets::default();
        if hide {
            clone.files.remove(&FileId::DataGroup(DataGroup::DG15));
        }
        let live = read(&clone);
        let saved = read_dump(to_dump_json(&live).expose().as_bytes()).unwrap();
        let refusals = |reading: &ChipReading| judge(reading).verdict.refusals().collect::<Vec<_>>();
        assert_eq!(refusals(&saved), refusals(&live));
        assert!(!judge(&saved).verdict.meets_policy());
    }
    // That the chip passed is not believed from a file.
    let saved = read_dump(to_dump_json(&read(&card(Profile::Bac))).expose().as_bytes()).unwrap();
    let outcome = judge(&saved).verdict.outcome(CheckKind::ChipAuthentication);
    assert_eq!(outcome, Some(Outcome::NotDone(Reason::OnlyForTheReader)));
}

#[test]
fn a_card_that_another_authority_signed() {
    let foreign = TestState::new(&mut Seeded::new(50)).unwrap();
    let forged = CardMaker::of(Profile::Bac).make_under(foreign, &mut Seeded::new(2)).unwrap();
    // The foreign authority has the same name, as a forger would choose it.
    let refused = [(CheckKind::Issuer, Reason::IssuerImpersonated)];
    assert_refused(&judge(&read(&forged)), &refused, Assurance::SignedUnanchored);

    let mut random = Seeded::new(51);
    let key = PrivateKey::ec(CurveId::P256, CurveForm::Named, &mut random).unwrap();
    let authority = Authority::new("Somebody else", key, ECDSA_256, Validity::LONG, &mut random).unwrap();
    let key = PrivateKey::ec(CurveId::P256, CurveForm::Named, &mut random).unwrap();
    let signer = authority.document_signer(key, ECDSA_256, Validity::LONG, &mut random).unwrap();
    let forged = CardMaker::of(Profile::Bac).make_under(TestState { authority, signer }, &mut Seeded::new(2)).unwrap();
    let refused = [(CheckKind::Issuer, Reason::IssuerUnknown)];
    assert_refused(&judge(&read(&forged)), &refused, Assurance::SignedUnanchored);
}

#[test]
fn without_an_anchor_it_is_signed_unanchored_and_never_more() {
    let verification = judge_with(&read(&card(Profile::Modern)), &Anchors::new(), &policy());
    assert_eq!(verification.verdict.assurance(), Assurance::SignedUnanchored);
    assert_eq!(verification.verdict.outcome(CheckKind::Issuer), Some(Outcome::NotDone(Reason::NoAnchor)));
    assert!(verification.verified.is_none());
    assert!(!verification.verdict.meets_policy());
    let held = verification.verdict.with_holder(HolderComparison::Same);
    assert_eq!(held.assurance(), Assurance::SignedUnanchored);
}

#[test]
fn one_flipped_byte_in_any_data_group() {
    let good = card(Profile::Short);
    for number in [1, 2, 13, 14, 15] {
        let mut forged = good.clone();
        let bytes = forged.group_mut(group(number));
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        let verification = judge(&read(&forged));
        let outcome = verification.verdict.outcome(CheckKind::DataGroup(group(number)));
        assert_eq!(outcome, Some(Outcome::Failed(Reason::DataGroupChanged)), "DG{number}");
        assert_eq!(verification.verdict.assurance(), Assurance::Printed, "DG{number}");
        assert!(verification.verified.is_none());
    }
}

/// A card whose signer has this validity.
fn signed_within(validity: Validity) -> TestCard {
    let TestState { authority, .. } = state();
    let mut random = Seeded::new(60);
    let key = PrivateKey::ec(CurveId::P384, CurveForm::Named, &mut random).unwrap();
    let signer = authority.document_signer(key, ECDSA_256, validity, &mut random).unwrap();
    CardMaker::of(Profile::Bac).make_under(TestState { authority, signer }, &mut Seeded::new(2)).unwrap()
}

#[test]
fn a_signer_outside_its_validity() {
    let refused = [(CheckKind::SignerValid, Reason::SignerExpired)];
    assert_refused(&judge(&read(&signed_within(Validity::PAST))), &refused, Assurance::SignedUnanchored);
    let future = Validity { from: Timestamp::from_unix(AT.unix() + 1), to: Validity::LONG.to };
    let refused = [(CheckKind::SignerValid, Reason::SignerNotYetValid)];
    assert_refused(&judge(&read(&signed_within(future))), &refused, Assurance::SignedUnanchored);
    // Certified when the authority itself was not valid any more.
    let after = Validity {
        from: Timestamp::from_unix(Validity::LONG.to.unix() + 1),
        to: Timestamp::from_unix(i64::from(u32::MAX)),
    };
    let late = judge(&read(&signed_within(after)));
    assert_eq!(late.verdict.outcome(CheckKind::Issuer), Some(Outcome::Failed(Reason::AuthorityNotValidThen)));
}

#[test]
fn a_revoked_signer() {
    let made = card(Profile::Bac);
    let reading = read(&made);
    let list = |revoked: &[&[u8]], validity, authority: &Authority| {
        let list = authority.revocation_list(revoked, validity, &mut Seeded::new(70)).unwrap();
        let mut anchors = anchors();
        anchors.add_revocation_list(RevocationList::parse(&list).unwrap());
        anchors
    };
    let current = Validity { from: Validity::LONG.from, to: Validity::LONG.to };
    let serial = made.state.signer.serial();
    let refused = [(CheckKind::Revocation, Reason::SignerRevoked)];
    for validity in [current, Validity::PAST] {
        let revoked = judge_with(&reading, &list(&[serial], validity, &made.state.authority), &policy());
        assert_refused(&revoked, &refused, Assurance::SignedUnanchored);
    }
    let outcome = |anchors: &Anchors, policy: &Policy| {
        judge_with(&reading, anchors, policy).verdict.outcome(CheckKind::Revocation).unwrap()
    };
    let others = list(&[&[1, 2, 3]], current, &made.state.authority);
    assert_eq!(outcome(&others, &policy()), Outcome::Passed);
    let old = list(&[&[1, 2, 3]], Validity::PAST, &made.state.authority);
    assert_eq!(outcome(&old, &policy()), Outcome::NotDone(Reason::RevocationListOld));
    let strict = Policy { revocation: Revocation::Require, ..policy() };
    assert_eq!(outcome(&old, &strict), Outcome::Failed(Reason::RevocationListOld));
    assert_eq!(outcome(&anchors(), &strict), Outcome::Failed(Reason::NoRevocationList));
    let forged = list(&[], current, &TestState::new(&mut Seeded::new(71)).unwrap().authority);
    assert_eq!(outcome(&forged, &policy()), Outcome::Failed(Reason::RevocationListWrong));
}

#[test]
fn a_security_object_that_is_signed_otherwise() {
    let refusal_of = |form: SodForm| {
        let mut made = card(Profile::Bac);
        made.sign(&form, &mut Seeded::new(5)).unwrap();
        let verification = judge(&read(&made));
        assert_eq!(verification.verdict.assurance(), Assurance::Printed);
        verification.verdict.refusals().collect::<Vec<_>>()
    };
    let good = SodForm::default;
    assert_eq!(
        refusal_of(SodForm { signed_attributes: false, ..good() })[0],
        (CheckKind::Signature, Reason::SignedAttributesMissing)
    );
    assert_eq!(refusal_of(SodForm { certificate: false, ..good() })[0], (CheckKind::Signature, Reason::SignerMissing));
    let wrong_hash = refusal_of(SodForm { named_hash: Some(HashAlgorithm::Sha384), ..good() });
    assert!(wrong_hash.contains(&(CheckKind::DataGroup(group(1)), Reason::DataGroupChanged)), "{wrong_hash:?}");
    let sha1 = refusal_of(SodForm { hash: HashAlgorithm::Sha1, ..good() });
    assert!(sha1.contains(&(CheckKind::DataGroup(group(1)), Reason::AlgorithmWeak)), "{sha1:?}");
    let mut made = card(Profile::Bac);
    made.state.signer = made
        .state
        .signer
        .clone()
        .with_key(PrivateKey::ec(CurveId::P384, CurveForm::Named, &mut Seeded::new(6)).unwrap());
    made.sign(&SodForm::default(), &mut Seeded::new(5)).unwrap();
    let forged = judge(&read(&made));
    assert_eq!(forged.verdict.outcome(CheckKind::Signature), Some(Outcome::Failed(Reason::SignatureWrong)));
    assert_eq!(forged.verdict.assurance(), Assurance::Printed);
    made.files.remove(&FileId::Sod);
    let bare = judge(&made.reading());
    assert_eq!(bare.verdict.outcome(CheckKind::SecurityObject), Some(Outcome::Failed(Reason::SodMissing)));
    assert_eq!(bare.verdict.assurance(), Assurance::Printed);
}

/// CVE-2020-0601: the authority's own public key under a generator for which the forger knows the private key.
#[test]
fn parameters_that_only_look_like_a_known_curve() {
    let mut random = Seeded::new(80);
    let genuine = PrivateKey::ec(CurveId::P384, CurveForm::Explicit, &mut random).unwrap();
    let scheme = Scheme::Ecdsa(HashAlgorithm::Sha384);
    let authority = Authority::new("CSCA", genuine.clone(), scheme, Validity::LONG, &mut random).unwrap();
    let look_alike = PrivateKey::look_alike(&genuine, &mut random).unwrap();
    let false_authority = Authority::new("CSCA", look_alike, scheme, Validity::LONG, &mut random).unwrap();
    let key = PrivateKey::ec(CurveId::P384, CurveForm::Explicit, &mut random).unwrap();
    let signer = false_authority.document_signer(key, ECDSA_256, Validity::LONG, &mut random).unwrap();
    let state = TestState { authority: false_authority.clone(), signer };
    let reading = read(&CardMaker::of(Profile::Bac).make_under(state, &mut random).unwrap());
    let refused = [(CheckKind::Issuer, Reason::IssuerImpersonated)];
    assert_refused(&judge_with(&reading, &anchors_of(&authority), &policy()), &refused, Assurance::SignedUnanchored);
    // Even where the forged authority itself was put among the anchors, its curve is none.
    let refused = [(CheckKind::Issuer, Reason::CurveUnknown)];
    assert_refused(
        &judge_with(&reading, &anchors_of(&false_authority), &policy()),
        &refused,
        Assurance::SignedUnanchored,
    );
    // And a signer with such a key has no signature at all.
    let signer_key = PrivateKey::look_alike(&genuine, &mut random).unwrap();
    let signer = authority.document_signer(signer_key, scheme, Validity::LONG, &mut random).unwrap();
    let state = TestState { authority: authority.clone(), signer };
    let forged = read(&CardMaker::of(Profile::Bac).make_under(state, &mut random).unwrap());
    let verdict = judge_with(&forged, &anchors_of(&authority), &policy()).verdict;
    assert_eq!(verdict.outcome(CheckKind::Signature), Some(Outcome::Failed(Reason::CurveUnknown)));
    assert_eq!(verdict.assurance(), Assurance::Printed);
}

#[test]
fn a_swapped_dg15_brings_its_own_key_and_proves_nothing() {
    let mut forged = card(Profile::Picky);
    let active = Some(ActiveKind::Ec { curve: CurveId::P256, hash: HashAlgorithm::Sha256, der: false });
    let maker = CardMaker { active, ..CardMaker::of(Profile::Picky) };
    let own = maker.make_under(state(), &mut Seeded::new(90)).unwrap();
    *forged.group_mut(DataGroup::DG15) = own.files[&FileId::DataGroup(DataGroup::DG15)].clone();
    forged.secrets.active = own.secrets.active;
    let refused = [
        (CheckKind::DataGroup(DataGroup::DG15), Reason::DataGroupChanged),
        (CheckKind::ActiveAuthentication, Reason::ChipKeyNotSigned),
    ];
    assert_refused(&judge(&read(&forged)), &refused, Assurance::Printed);
}

#[test]
fn a_chip_key_that_is_not_under_the_security_object() {
    for (number, check) in [(15, CheckKind::ActiveAuthentication), (14, CheckKind::ChipAuthentication)] {
        let mut forged = card(Profile::Bac);
        forged.sign(&SodForm { left_out: [group(number)].into(), ..SodForm::default() }, &mut Seeded::new(5)).unwrap();
        let refused =
            [(CheckKind::DataGroup(group(number)), Reason::DataGroupNotSigned), (check, Reason::ChipKeyNotSigned)];
        assert_refused(&judge(&read(&forged)), &refused, Assurance::Printed);
    }
}

#[test]
fn pace_that_fails_on_a_card_that_offers_it() {
    let mut broken = card(Profile::Short);
    broken.chip.wrong_pace_token = true;
    broken.chip.bac = true;
    assert_eq!(read_with(&broken, plan(&broken)).unwrap_err().code(), Code::PaceFailed);
    // Only where the plan says so, and then the verdict says it.
    let reading = read_with(&broken, ReadPlan { after_failed_pace: AfterFailedPace::TryBac, ..plan(&broken) }).unwrap();
    let verdict = judge(&reading).verdict;
    assert_eq!(verdict.outcome(CheckKind::Access), Some(Outcome::NotDone(Reason::PaceFailedThenBac)));
}

#[test]
fn somebody_in_between_hides_that_pace_is_on_offer() {
    let mut hidden = card(Profile::Short);
    hidden.chip.bac = true;
    hidden.chip.card_access = CardAccessRule::Hidden;
    let reading = read(&hidden);
    let refused = [(CheckKind::AccessAnnounced, Reason::AccessInfosHidden)];
    let strict = Policy { hidden_pace: HiddenPace::Refuse, ..policy() };
    assert_refused(&judge_with(&reading, &anchors(), &strict), &refused, Assurance::NotCloned);
    let noted = judge(&reading).verdict.outcome(CheckKind::AccessAnnounced);
    assert_eq!(noted, Some(Outcome::NotDone(Reason::AccessInfosHidden)));
    // Another offer than the signed one is no accident.
    let mut altered = card(Profile::Short);
    let other = card(Profile::Modern).files[&FileId::CardAccess].clone();
    altered.files.insert(FileId::CardAccess, other);
    altered.chip.pace = card(Profile::Modern).chip.pace;
    let refused = [(CheckKind::AccessAnnounced, Reason::AccessInfosDiffer)];
    assert_refused(&judge(&read(&altered)), &refused, Assurance::NotCloned);
}

#[test]
fn the_authority_of_one_state_cannot_sign_for_another() {
    let mut random = Seeded::new(110);
    let key = PrivateKey::ec(CurveId::P256, CurveForm::Named, &mut random).unwrap();
    let foreign = Authority::of_state("DE", "CSCA", key, ECDSA_256, Validity::LONG, &mut random).unwrap();
    let key = PrivateKey::ec(CurveId::P256, CurveForm::Named, &mut random).unwrap();
    // The signer calls itself Vietnamese; only the authority above it is known.
    let signer = foreign.document_signer(key, ECDSA_256, Validity::LONG, &mut random).unwrap();
    let state = TestState { authority: foreign.clone(), signer };
    let reading = read(&CardMaker::of(Profile::Bac).make_under(state, &mut random).unwrap());
    let refused = [(CheckKind::IssuingState, Reason::CountryDiffers)];
    assert_refused(&judge_with(&reading, &anchors_of(&foreign), &policy()), &refused, Assurance::SignedUnanchored);
}

#[test]
fn a_card_of_an_unknown_or_other_state_is_no_citizen_card() {
    for (state, reason) in [("UTO", Reason::CountryUnknown), ("LAO", Reason::NotVietnamese)] {
        let mut made = card(Profile::Bac);
        let zone = made.person.mrz().unwrap().text().replace("VNM", state);
        *made.group_mut(DataGroup::DG1) = Dg1::new(&zone).unwrap().encode();
        made.sign(&SodForm::default(), &mut Seeded::new(5)).unwrap();
        let verification = judge(&read(&made));
        assert_eq!(verification.verdict.outcome(CheckKind::IssuingState), Some(Outcome::Failed(reason)), "{state}");
        assert_eq!(verification.verdict.assurance(), Assurance::SignedUnanchored);
        // What DG13 means is for Viet Nam to say, and for nobody else.
        assert!(verification.claimed.value.address.is_none());
    }
}

#[test]
fn a_signer_of_master_lists_may_not_sign_documents() {
    let TestState { authority, .. } = state();
    let mut random = Seeded::new(120);
    let key = PrivateKey::ec(CurveId::P256, CurveForm::Named, &mut random).unwrap();
    let signer = authority.master_list_signer(key, ECDSA_256, Validity::LONG, &mut random).unwrap();
    let made = CardMaker::of(Profile::Bac).make_under(TestState { authority, signer }, &mut random).unwrap();
    let verdict = judge(&read(&made)).verdict;
    assert_eq!(verdict.outcome(CheckKind::Signature), Some(Outcome::Failed(Reason::NotASigner)));
    assert_eq!(verdict.assurance(), Assurance::Printed);
}

#[test]
fn curves_below_the_policy() {
    let mut random = Seeded::new(130);
    let key = PrivateKey::ec(CurveId::P192, CurveForm::Named, &mut random).unwrap();
    let authority = Authority::new("CSCA", key, ECDSA_256, Validity::LONG, &mut random).unwrap();
    let key = PrivateKey::ec(CurveId::P256, CurveForm::Named, &mut random).unwrap();
    let signer = authority.document_signer(key, ECDSA_256, Validity::LONG, &mut random).unwrap();
    let state = TestState { authority: authority.clone(), signer };
    let reading = read(&CardMaker::of(Profile::Bac).make_under(state, &mut random).unwrap());
    let refused = [(CheckKind::Issuer, Reason::AlgorithmWeak)];
    assert_refused(&judge_with(&reading, &anchors_of(&authority), &policy()), &refused, Assurance::SignedUnanchored);
}

#[test]
fn a_signed_file_that_cannot_be_understood() {
    let mut made = card(Profile::Bac);
    *made.group_mut(DataGroup::DG13) = vec![0x6D, 0x02, 0x30, 0x00];
    made.sign(&SodForm::default(), &mut Seeded::new(5)).unwrap();
    let refused = [(CheckKind::DataGroup(DataGroup::DG13), Reason::DataGroupMalformed)];
    assert_refused(&judge(&read(&made)), &refused, Assurance::Printed);
}

#[test]
fn a_comparison_without_the_signed_picture_raises_nothing() {
    let made = card(Profile::Bac);
    let without = ReadPlan { groups: vec![DataGroup::DG1, DataGroup::DG14, DataGroup::DG15], ..plan(&made) };
    let verdict = judge(&read_with(&made, without).unwrap()).verdict.with_holder(HolderComparison::Same);
    assert_eq!(verdict.assurance(), Assurance::NotCloned);
    let whole = judge(&read(&made)).verdict;
    let other = whole.with_holder(HolderComparison::Different).with_holder(HolderComparison::Same);
    assert_eq!(other.refusals().collect::<Vec<_>>(), [(CheckKind::Holder, Reason::HolderDiffers)]);
}

#[test]
fn a_claim_alone_agrees_with_nothing() {
    let person = Person::mau().citizen().unwrap();
    let expected = Expected { qr: Some(&person), ..Expected::default() };
    let verdict = verify(&ChipReading::default(), &expected, &anchors(), &policy(), AT).verdict;
    assert_eq!(verdict.outcome(CheckKind::ClaimsAgree), Some(Outcome::NotDone(Reason::NothingClaimed)));
}

#[test]
fn the_qr_code_of_another_person() {
    let reading = read(&card(Profile::Modern));
    let other = Person::tran().citizen().unwrap();
    let expected = Expected { qr: Some(&other), challenge: Some(CHALLENGE), ..Expected::default() };
    let verification = verify(&reading, &expected, &anchors(), &policy(), AT);
    assert_refused(&verification, &[(CheckKind::ClaimsAgree, Reason::ClaimContradictsChip)], Assurance::NotCloned);
    let named: Vec<String> = verification.conflicts.iter().map(|conflict| conflict.check.to_string()).collect();
    for name in ["qr-dg1-id-number", "qr-dg13-id-number", "qr-dg13-full-name", "qr-dg1-date-of-birth"] {
        assert!(named.iter().any(|found| found == name), "{name} is not in {named:?}");
    }
    let own = Person::mau().citizen().unwrap();
    let zone = Person::tran().mrz().unwrap();
    let expected = Expected { qr: Some(&own), mrz: Some(&zone), challenge: Some(CHALLENGE) };
    let verdict = verify(&reading, &expected, &anchors(), &policy(), AT).verdict;
    assert_eq!(verdict.refusals().collect::<Vec<_>>(), [(CheckKind::ClaimsAgree, Reason::ClaimContradictsChip)]);
}

#[test]
fn a_wrong_can_and_a_wrong_zone() {
    let pace = card(Profile::Modern);
    let wrong = |made: &TestCard, passwords| read_with(made, ReadPlan { passwords, ..plan(made) }).unwrap_err();
    assert_eq!(wrong(&pace, vec![Password::can("CAN", "999999")]).code(), Code::WrongAccessKey);
    let other = Person::tran().mrz_information().unwrap();
    assert_eq!(wrong(&pace, vec![Password::mrz("MRZ", &other)]).code(), Code::WrongAccessKey);
    let bac = card(Profile::Bac);
    assert_eq!(wrong(&bac, vec![Password::mrz("MRZ", &other)]).code(), Code::WrongAccessKey);
    assert_eq!(wrong(&bac, vec![Password::can("CAN", "000018")]).code(), Code::AccessKeyMissing);
    assert_eq!(wrong(&bac, vec![]).code(), Code::AccessKeyMissing);
}

#[test]
fn an_answer_to_another_challenge_is_an_old_answer() {
    let mut reading = read(&card(Profile::Bac));
    reading.chip = None;
    let with = |challenge| {
        let expected = Expected { challenge, ..Expected::default() };
        verify(&reading, &expected, &anchors(), &policy(), AT).verdict
    };
    let active = |challenge| with(challenge).outcome(CheckKind::ActiveAuthentication).unwrap();
    assert_eq!(active(Some(CHALLENGE)), Outcome::Passed);
    assert_eq!(active(Some(*b"another!")), Outcome::Failed(Reason::ChallengeNotOurs));
    assert_eq!(active(None), Outcome::NotDone(Reason::ChallengeUnknown));
    assert_eq!(with(None).assurance(), Assurance::IssuerSigned);
    // Files alone: whoever copied them has them too.
    let files = judge(&card(Profile::Bac).reading());
    assert_eq!(files.verdict.assurance(), Assurance::IssuerSigned);
    assert_eq!(files.claimed.source, Source::Dump);
    let outcome = files.verdict.outcome(CheckKind::ChipAuthentication);
    assert_eq!(outcome, Some(Outcome::NotDone(Reason::OnlyForTheReader)));
}

#[test]
fn a_link_certificate_leads_to_the_older_anchor_and_only_with_it() {
    let mut random = Seeded::new(100);
    let old = state().authority;
    let key = PrivateKey::ec(CurveId::Bp512R1, CurveForm::Explicit, &mut random).unwrap();
    let scheme = Scheme::Ecdsa(HashAlgorithm::Sha512);
    let new = Authority::new("CSCA", key, scheme, Validity::LONG, &mut random).unwrap();
    let link = old.link_to(&new, Validity::LONG, &mut random).unwrap();
    let key = PrivateKey::ec(CurveId::Bp320R1, CurveForm::Named, &mut random).unwrap();
    let signer = new.document_signer(key, ECDSA_256, Validity::LONG, &mut random).unwrap();
    let made = CardMaker::of(Profile::Bac).make_under(TestState { authority: new, signer }, &mut random).unwrap();
    let reading = read(&made);
    let refused = [(CheckKind::Issuer, Reason::IssuerImpersonated)];
    assert_refused(&judge(&reading), &refused, Assurance::SignedUnanchored);
    let mut linked = anchors();
    linked.add_untrusted(Certificate::parse(&link).unwrap()).unwrap();
    assert_eq!(judge_with(&reading, &linked, &policy()).verdict.assurance(), Assurance::NotCloned);
    let mut only_link = Anchors::new();
    only_link.add_untrusted(Certificate::parse(&link).unwrap()).unwrap();
    assert_eq!(judge_with(&reading, &only_link, &policy()).verdict.assurance(), Assurance::SignedUnanchored);
}

#[test]
fn test_cards_and_real_documents_never_mix() {
    let reading = read(&card(Profile::Bac));
    let real = judge_with(&reading, &anchors(), &Policy::citizen_card());
    assert_refused(&real, &[(CheckKind::Issuer, Reason::TestMaterial)], Assurance::SignedUnanchored);
}

#[test]
fn an_expired_card() {
    let mut maker = CardMaker::of(Profile::Bac);
    maker.person.expires = "17/02/2024".to_owned();
    let expired = maker.make_under(state(), &mut Seeded::new(2)).unwrap();
    let refused = [(CheckKind::DocumentValid, Reason::DocumentExpired)];
    assert_refused(&judge(&read(&expired)), &refused, Assurance::NotCloned);
}

#[test]
fn a_card_whose_files_speak_of_two_people() {
    let mut mixed = card(Profile::Bac);
    *mixed.group_mut(DataGroup::DG13) = Person::tran().dg13();
    mixed.sign(&SodForm::default(), &mut Seeded::new(5)).unwrap();
    let verification = judge(&read(&mixed));
    let refused = [(CheckKind::ContentsAgree, Reason::ContentsContradict)];
    assert_eq!(verification.verdict.refusals().collect::<Vec<_>>(), refused);
    assert!(verification.verified.is_none(), "neither is proven");
}
