//! Every truncation and every single flipped bit of the files of a card, through the whole verification.
//!
//! Nothing that a citizen's card says may change and still count. A few bytes of the security object are under
//! no signature and decide nothing; which they are is listed here, and nothing else survives.

use dinhdanh::crypto::{CurveId, HashAlgorithm};
use dinhdanh::document::chip::reading::ChipReading;
use dinhdanh::document::chip::session::ReadPlan;
use dinhdanh::document::files::data_group::{DataGroup, FileId};
use dinhdanh::document::files::sod::Sod;
use dinhdanh::document::files::tlv::{Tlv, single};
use dinhdanh::document::verify::{
    Anchors, Certificate, CheckKind, Expected, Outcome, Policy, Reason, Verification, verify,
};
use dinhdanh::given::Timestamp;
use dinhdanh::identity::Assurance;
use dinhdanh_readers::drive::read_chip;
use dinhdanh_readers::simulator::{
    ActiveKind, Authority, CardMaker, FixedRsaKey, PrivateKey, Profile, Scheme, Seeded, TestState, Validity,
};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Mutex;
use std::thread;

const CHALLENGE: [u8; 8] = *b"dinhdanh";
/// 2026-11-21, inside all validities and before the expiry of the card.
const AT: Timestamp = Timestamp::from_unix(1_795_219_200);

/// A card as it was read, and what the caller trusts.
struct Subject {
    reading: ChipReading,
    anchors: Anchors,
}

impl Subject {
    /// A card as real ones are: signed on P-384 with the curve spelled out.
    fn on_curves() -> Self {
        Self::read(TestState::new(&mut Seeded::new(1)).unwrap(), &CardMaker::of(Profile::Extended))
    }

    /// A card signed with RSA, whose signatures are quick to check.
    fn with_rsa() -> Self {
        Self::read(rsa_state(), &CardMaker::of(Profile::Modern))
    }

    fn read(state: TestState, maker: &CardMaker) -> Self {
        let made = maker.make_under(state, &mut Seeded::new(2)).unwrap();
        let mut anchors = Anchors::new();
        anchors.trust(Certificate::parse(made.state.authority.certificate()).unwrap()).unwrap();
        let passwords = vec![made.mrz_password().unwrap()];
        let plan = ReadPlan { passwords, challenge: Some(CHALLENGE), ..ReadPlan::default() };
        let mut card = made.into_card(Box::new(Seeded::new(3))).unwrap();
        let mut reading = read_chip(&mut card, plan, Box::new(Seeded::new(4)), &mut |_| {}).unwrap();
        let judged = judge(&reading, &anchors);
        assert_eq!(judged.verdict.assurance(), Assurance::NotCloned);
        assert_eq!(judged.verdict.refusals().count(), 0);
        // The face only takes time here: its hash is checked as that of any other group.
        reading.files.remove(&FileId::DataGroup(DataGroup::DG2));
        Self { reading, anchors }
    }

    fn judge(&self) -> Verification {
        judge(&self.reading, &self.anchors)
    }

    /// The judgement with other bytes in one file.
    fn judge_with(&self, file: FileId, bytes: Vec<u8>) -> Verification {
        let mut reading = self.reading.clone();
        reading.files.insert(file, bytes);
        judge(&reading, &self.anchors)
    }
}

fn rsa_state() -> TestState {
    let random = &mut Seeded::new(1);
    let scheme = Scheme::Pkcs1(HashAlgorithm::Sha256);
    let key = |which| PrivateKey::rsa(which).unwrap();
    let authority = Authority::new("CSCA", key(FixedRsaKey::Authority2048), scheme, Validity::LONG, random).unwrap();
    let signer = authority.document_signer(key(FixedRsaKey::Signer2048), scheme, Validity::LONG, random).unwrap();
    TestState { authority, signer }
}

fn judge(reading: &ChipReading, anchors: &Anchors) -> Verification {
    let expected = Expected { challenge: Some(CHALLENGE), ..Expected::default() };
    verify(reading, &expected, anchors, &Policy::citizen_card().for_test_cards(), AT)
}

/// Every flip of one bit: its place, and the bytes with it.
fn flips(bytes: &[u8]) -> impl Iterator<Item = (usize, Vec<u8>)> {
    (0..bytes.len() * 8).map(|bit| {
        let mut changed = bytes.to_vec();
        changed[bit / 8] ^= 1 << (bit % 8);
        (bit / 8, changed)
    })
}

/// A changed data group is named, and takes everything away.
#[track_caller]
fn assert_changed(judged: &Verification, group: DataGroup, place: &str) {
    let outcome = judged.verdict.outcome(CheckKind::DataGroup(group));
    assert_eq!(outcome, Some(Outcome::Failed(Reason::DataGroupChanged)), "{group:?}: {place}");
    assert_eq!(judged.verdict.assurance(), Assurance::Printed, "{group:?}: {place}");
    assert!(judged.verified.is_none() && !judged.verdict.meets_policy(), "{group:?}: {place}");
}

fn assert_every_change_of_group_is_refused(group: DataGroup) {
    let subject = Subject::with_rsa();
    let file = FileId::DataGroup(group);
    let bytes = &subject.reading.files[&file];
    for (at, changed) in flips(bytes) {
        assert_changed(&subject.judge_with(file, changed), group, &format!("a bit of byte {at}"));
    }
    for length in 0..bytes.len() {
        assert_changed(&subject.judge_with(file, bytes[..length].to_vec()), group, &format!("cut to {length}"));
    }
    let longer = [bytes.as_slice(), &[0]].concat();
    assert_changed(&subject.judge_with(file, longer), group, "one byte more");
}

#[test]
fn no_change_of_dg1_counts() {
    assert_every_change_of_group_is_refused(DataGroup::DG1);
}

#[test]
fn no_change_of_dg13_counts() {
    assert_every_change_of_group_is_refused(DataGroup::DG13);
}

#[test]
fn no_change_of_dg14_counts() {
    assert_every_change_of_group_is_refused(DataGroup::DG14);
}

#[test]
fn no_change_of_dg15_counts() {
    assert_every_change_of_group_is_refused(DataGroup::DG15);
}

/// The parts of a security object that no signature covers and nothing depends on, by name.
fn unsigned_parts(sod: &[u8]) -> BTreeMap<&'static str, Range<usize>> {
    fn children<'a>(of: &Tlv<'a>) -> Vec<Tlv<'a>> {
        let mut reader = of.children();
        std::iter::from_fn(|| reader.read().unwrap()).collect()
    }
    let all = |tlv: &Tlv<'_>| tlv.offset..tlv.offset + tlv.raw.len();
    let value = |tlv: &Tlv<'_>| {
        let end = tlv.offset + tlv.raw.len();
        end - tlv.value.len()..end
    };
    let content_info = children(&single(sod, 0x77, "SOD").unwrap())[0];
    let signed_data = children(&children(&content_info)[1])[0];
    let fields = children(&signed_data);
    let signer = children(fields.last().unwrap())[0];
    let signer = children(&signer);
    BTreeMap::from([
        // Follows from what else is inside (RFC 5652, 5.1).
        ("version of the signed data", value(&fields[0])),
        // A hint for those who read in one pass; the signer names its own (RFC 5652, 5.1).
        ("list of digest algorithms", value(&fields[1])),
        ("version of the signer", value(&signer[0])),
        // Which certificate signed: there is one, and the signature tells (see `check_signed_data`).
        ("name of the signer", all(&signer[1])),
    ])
}

/// Judges every flip of the security object, on two threads; gives the places of those that still count, by the
/// part they are in.
fn surviving_flips(subject: &Subject) -> BTreeMap<&'static str, usize> {
    let sod = &subject.reading.files[&FileId::Sod];
    let original = Sod::parse(sod).unwrap();
    let genuine = subject.judge();
    let parts = unsigned_parts(sod);
    let survivors = Mutex::new(BTreeMap::new());
    let judge_half = |first: usize| {
        for (at, changed) in flips(sod).skip(first).step_by(2) {
            let judged = subject.judge_with(FileId::Sod, changed.clone());
            let assurance = judged.verdict.assurance();
            if assurance == Assurance::Printed {
                assert!(judged.verified.is_none() && judged.verdict.refusals().next().is_some(), "byte {at}");
                continue;
            }
            // The signature holds, so what is signed must be what was signed.
            let parsed = Sod::parse(&changed).unwrap();
            assert_eq!(parsed.lds, original.lds, "byte {at}");
            assert_eq!(parsed.signed.content, original.signed.content, "byte {at}");
            assert_eq!(parsed.signed.signers[0].attributes, original.signed.signers[0].attributes, "byte {at}");
            assert_eq!(judged.claimed.value, genuine.claimed.value, "byte {at}");
            if assurance < Assurance::IssuerSigned {
                // The certificate was changed and leads to nobody any more.
                let issuer = judged.verdict.outcome(CheckKind::Issuer);
                assert!(matches!(issuer, Some(Outcome::Failed(_))), "byte {at}: {issuer:?}");
                assert!(judged.verified.is_none(), "byte {at}");
                continue;
            }
            assert_eq!(parsed.signed.certificates, original.signed.certificates, "byte {at}");
            assert_eq!(judged.verified, genuine.verified, "byte {at}");
            let part = parts.iter().find(|(_, range)| range.contains(&at)).map(|(name, _)| *name);
            let part = part.unwrap_or_else(|| panic!("byte {at} of the security object was changed and counts"));
            *survivors.lock().unwrap().entry(part).or_insert(0) += 1;
        }
    };
    thread::scope(|scope| {
        scope.spawn(|| judge_half(0));
        judge_half(1);
    });
    survivors.into_inner().unwrap()
}

fn assert_only_unsigned_flips_survive(subject: &Subject) {
    let sod = &subject.reading.files[&FileId::Sod];
    let survivors = surviving_flips(subject);
    println!("{} flips, of which still count: {survivors:?}", sod.len() * 8);
    let parts = unsigned_parts(sod);
    let unsigned: usize = parts.values().map(|range| range.len() * 8).sum();
    let counted: usize = survivors.values().sum();
    assert!(counted <= unsigned && unsigned * 10 < sod.len() * 8, "{counted} of {unsigned} bits");
    // Each part is there because flips in it do count; a part that no longer does has to leave the list.
    assert!(survivors.keys().eq(parts.keys()), "{survivors:?}");
}

#[test]
fn every_flip_of_the_security_object_on_curves() {
    assert_only_unsigned_flips_survive(&Subject::on_curves());
}

#[test]
fn every_flip_of_the_security_object_with_rsa() {
    assert_only_unsigned_flips_survive(&Subject::with_rsa());
}

#[test]
fn no_truncation_of_the_security_object_counts() {
    let subject = Subject::on_curves();
    let sod = &subject.reading.files[&FileId::Sod];
    let malformed = Some(Outcome::Failed(Reason::SodMalformed));
    for length in 0..sod.len() {
        let judged = subject.judge_with(FileId::Sod, sod[..length].to_vec());
        assert_eq!(judged.verdict.outcome(CheckKind::SecurityObject), malformed, "cut to {length}");
        assert_eq!(judged.verdict.assurance(), Assurance::Printed);
    }
    let judged = subject.judge_with(FileId::Sod, [sod.as_slice(), &[0]].concat());
    assert_eq!(judged.verdict.outcome(CheckKind::SecurityObject), malformed, "one byte more");
}

/// Every flip and truncation of the chip's proof, with the outcome of chip authentication taken away: what is
/// left must not be an original.
fn assert_no_other_proof_counts(maker: &CardMaker) {
    let mut subject = Subject::read(rsa_state(), maker);
    subject.reading.chip = None;
    assert_eq!(subject.judge().verdict.assurance(), Assurance::NotCloned, "the proof itself counts");
    let active = subject.reading.active.clone().unwrap();
    let proof = active.response.unwrap();
    let refused = Some(Outcome::Failed(Reason::ChipLacksKey));
    let cut = (0..proof.len()).map(|length| (length, proof[..length].to_vec()));
    let longer = [0, 1].map(|byte| (proof.len(), [proof.as_slice(), &[byte]].concat()));
    let padded = [(0, [&[0], proof.as_slice()].concat())];
    for (at, changed) in flips(&proof).chain(cut).chain(longer).chain(padded) {
        subject.reading.active.as_mut().unwrap().response = Ok(changed);
        let judged = subject.judge();
        assert_eq!(judged.verdict.outcome(CheckKind::ActiveAuthentication), refused, "byte {at}");
        assert_eq!(judged.verdict.assurance(), Assurance::IssuerSigned, "byte {at}");
    }
    // The same proof for another challenge.
    for (at, changed) in flips(&CHALLENGE) {
        let active = subject.reading.active.as_mut().unwrap();
        active.response = Ok(proof.clone());
        active.challenge = changed.try_into().unwrap();
        assert_eq!(subject.judge().verdict.assurance(), Assurance::IssuerSigned, "challenge, byte {at}");
    }
}

#[test]
fn no_other_rsa_proof_counts() {
    assert_no_other_proof_counts(&CardMaker::of(Profile::Modern));
}

#[test]
fn no_other_ecdsa_proof_counts() {
    assert_no_other_proof_counts(&CardMaker::of(Profile::Extended));
    let mut maker = CardMaker::of(Profile::Extended);
    maker.active = Some(ActiveKind::Ec { curve: CurveId::P256, hash: HashAlgorithm::Sha256, der: true });
    assert_no_other_proof_counts(&maker);
}
