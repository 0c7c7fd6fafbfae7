//! Every kind of simulated chip, read through the terminal of the core.

use dinhdanh::Code;
use dinhdanh::crypto::{CipherSuite, CurveId, HashAlgorithm};
use dinhdanh::document::chip::access::{AccessProtocol, Password};
use dinhdanh::document::chip::command::Status;
use dinhdanh::document::chip::reading::{ChipAuthenticationOutcome, ChipReading, Withheld};
use dinhdanh::document::chip::session::{Activity, AfterFailedPace, ReadPlan};
use dinhdanh::document::files::data_group::{DataGroup, FileId};
use dinhdanh::document::files::protocol::{KeyAgreement, PaceMapping, PaceProtocol};
use dinhdanh_readers::channel::CardChannel;
use dinhdanh_readers::drive::read_chip;
use dinhdanh_readers::simulator::{
    ActiveKind, AgreementKind, CardAccessRule, CardMaker, ChipSecrets, Profile, Seeded, SoftwareCard, TestCard,
    TestState,
};

const CHALLENGE: [u8; 8] = [1, 2, 3, 4, 5, 6, 7, 8];

fn state() -> TestState {
    static STATE: std::sync::OnceLock<TestState> = std::sync::OnceLock::new();
    STATE.get_or_init(|| TestState::new(&mut Seeded::new(1)).unwrap()).clone()
}

fn make(maker: &CardMaker) -> TestCard {
    maker.make_under(state(), &mut Seeded::new(2)).unwrap()
}

fn card(made: &TestCard) -> SoftwareCard {
    made.clone().into_card(Box::new(Seeded::new(3))).unwrap()
}

fn plan(passwords: Vec<Password>) -> ReadPlan {
    ReadPlan { passwords, challenge: Some(CHALLENGE), ..ReadPlan::default() }
}

fn read(channel: &mut dyn CardChannel, plan: ReadPlan) -> dinhdanh::Result<ChipReading> {
    read_chip(channel, plan, Box::new(Seeded::new(4)), &mut |_| {}).map_err(dinhdanh::Error::from)
}

/// Reads with the MRZ and expects every file that the plan asks for, byte for byte.
fn read_all(made: &TestCard) -> ChipReading {
    let reading = read(&mut card(made), plan(vec![made.mrz_password().unwrap()])).unwrap();
    assert_all_files(made, &reading);
    reading
}

fn assert_all_files(made: &TestCard, reading: &ChipReading) {
    assert!(reading.withheld.is_empty(), "{:?}", reading.withheld);
    for (file, bytes) in &reading.files {
        assert_eq!(made.files.get(file), Some(bytes), "{file}");
    }
    for group in [1, 2, 13, 14, 15].map(|number| FileId::DataGroup(DataGroup::new(number).unwrap())) {
        assert_eq!(reading.files.contains_key(&group), made.files.contains_key(&group), "{group}");
    }
    assert!(reading.files.contains_key(&FileId::Sod) && reading.files.contains_key(&FileId::Com));
}

fn outcome(reading: &ChipReading) -> Option<ChipAuthenticationOutcome> {
    reading.chip.as_ref().map(|chip| chip.outcome())
}

/// Commands that a reading of these files cannot do without: what opens the chip, what proves it, and for
/// each file its bytes divided by what one answer holds.
fn least_commands(made: &TestCard, reading: &ChipReading, opening: usize, proving: usize, chunk: usize) -> usize {
    let files = reading.files.iter().filter(|(file, _)| **file != FileId::CardAccess);
    opening + proving + files.map(|(file, _)| made.files[file].len().div_ceil(chunk)).sum::<usize>()
}

#[test]
fn every_profile_gives_all_files_and_proves_its_chip() {
    for profile in Profile::ALL {
        let made = make(&CardMaker::of(profile));
        let mut chip = card(&made);
        assert!(chip.is_simulator());
        let extended = matches!(profile, Profile::Modern | Profile::Extended);
        assert_eq!(chip.longest_answer(), if extended { 65_536 } else { 256 }, "{profile}");
        let mut activities = Vec::new();
        let plan = plan(vec![made.mrz_password().unwrap()]);
        let reading = read_chip(&mut chip, plan, Box::new(Seeded::new(4)), &mut |a| activities.push(*a)).unwrap();
        assert_all_files(&made, &reading);
        assert_eq!(activities.last(), Some(&Activity::Done));
        assert_eq!(outcome(&reading), Some(ChipAuthenticationOutcome::Agreed), "{profile}");
        let signature = reading.active.as_ref().unwrap().response.clone().unwrap();
        assert_eq!(signature.len(), if profile == Profile::Extended { 64 } else { 256 }, "{profile}");
        let pace = matches!(profile, Profile::Modern | Profile::Short);
        let protocol = reading.access.as_ref().unwrap().protocol;
        assert_eq!(matches!(protocol, AccessProtocol::Pace(_)), pace, "{profile}");
        assert_eq!(reading.traffic, chip.traffic(), "{profile}: both sides count the same");

        // Opening: with PACE three for EF.CardAccess and the application, five for the protocol; with BAC the
        // application, two for the protocol, and two or three to learn that there is no EF.CardAccess.
        let opening = if pace { 3 + 5 } else { 1 + 2 + 3 };
        let proving = 2 + usize::from(!extended) + usize::from(pace || extended);
        let chunk = match profile {
            Profile::Modern | Profile::Extended => 65_472,
            Profile::Short => 223,
            Profile::Bac => 231,
            Profile::Picky => 160,
        };
        let least = least_commands(&made, &reading, opening, proving, chunk);
        let apdus = usize::try_from(reading.traffic.apdus).unwrap();
        println!("{profile}: {apdus} commands, least {least}, {:?}", reading.traffic);
        // A chip that left the channel once had to be opened and read again from the start of the file.
        let bound = if profile == Profile::Picky { least + 12 } else { least + least / 10 };
        assert!(apdus <= bound, "{profile}: {apdus} commands, least {least}");
        assert!(!extended || apdus <= 25, "{profile}: {apdus}");
    }
}

#[test]
fn the_card_access_number_opens_pace_and_only_pace() {
    let made = make(&CardMaker::of(Profile::Modern));
    let reading = read(&mut card(&made), plan(vec![made.can_password()])).unwrap();
    assert_all_files(&made, &reading);
    assert_eq!(reading.access.unwrap().password, "CAN");
    let bac = make(&CardMaker::of(Profile::Bac));
    let error = read(&mut card(&bac), plan(vec![bac.can_password()])).unwrap_err();
    assert_eq!(error.code(), Code::AccessKeyMissing);
}

#[test]
fn a_wrong_password_is_named_and_the_next_one_tried() {
    let wrong = || Password::can("a wrong CAN", "999999");
    let wrong_mrz = || Password::mrz("a wrong MRZ", "199000018499021743902189");
    for profile in Profile::ALL {
        let made = make(&CardMaker::of(profile));
        let pace = matches!(profile, Profile::Modern | Profile::Short);
        let bad = if pace { wrong() } else { wrong_mrz() };
        let error = read(&mut card(&made), plan(vec![bad.clone()])).unwrap_err();
        assert_eq!(error.code(), Code::WrongAccessKey, "{profile}");
        let reading = read(&mut card(&made), plan(vec![bad, made.mrz_password().unwrap()])).unwrap();
        assert_eq!(reading.access.unwrap().password, "MRZ", "{profile}");
    }
    let mut counting = CardMaker::of(Profile::Modern);
    counting.chip.pace_tries = Some(2);
    let made = make(&counting);
    let mut chip = card(&made);
    let reading = read(&mut chip, plan(vec![wrong(), made.can_password()])).unwrap();
    assert_eq!(reading.access.unwrap().password, "CAN");
    let mut blocked = card(&made);
    assert!(read(&mut blocked, plan(vec![wrong(), wrong()])).is_err());
    blocked.reset();
    assert!(read(&mut blocked, plan(vec![made.can_password()])).is_err(), "a blocked chip stays so");
}

#[test]
fn a_chip_whose_pace_fails_is_not_opened_with_bac_unless_asked() {
    let mut maker = CardMaker::of(Profile::Modern);
    maker.chip.wrong_pace_token = true;
    let made = make(&maker);
    let stop = plan(vec![made.mrz_password().unwrap()]);
    let error = read(&mut card(&made), stop.clone()).unwrap_err();
    assert_eq!(error.code(), Code::PaceFailed);
    let reading = read(&mut card(&made), ReadPlan { after_failed_pace: AfterFailedPace::TryBac, ..stop }).unwrap();
    assert_all_files(&made, &reading);
    assert_eq!(reading.pace_failure, Some(Code::PaceFailed));
    assert_eq!(reading.access.unwrap().protocol, AccessProtocol::Bac);
}

#[test]
fn pace_works_over_every_group_and_cipher() {
    let mut maker = CardMaker::of(Profile::Extended);
    maker.chip.card_access = CardAccessRule::Free;
    // Proofs of the chip have their own test.
    maker.active = None;
    maker.agreement = None;
    let curves = (8..=18).map(|number| (KeyAgreement::Ecdh, number));
    let groups = (0..=2).map(|number| (KeyAgreement::Dh, number));
    for (turn, (agreement, number)) in curves.chain(groups).enumerate() {
        // Each group with one cipher, and one group of each kind with all of them.
        let all = matches!(number, 0 | 12);
        let ciphers = CipherSuite::ALL.into_iter().enumerate().filter(|(i, _)| all || *i == turn % 4);
        for (_, cipher) in ciphers {
            let protocol = PaceProtocol { agreement, mapping: PaceMapping::Generic, cipher };
            maker.chip.pace = vec![(protocol, number)];
            let made = make(&maker);
            let plan = ReadPlan { groups: vec![DataGroup::DG1], ..plan(vec![made.can_password()]) };
            let reading = read(&mut card(&made), plan).unwrap_or_else(|e| panic!("{protocol:?} {number}: {e}"));
            assert_eq!(reading.access.unwrap().protocol, AccessProtocol::Pace(protocol));
            let dg1 = FileId::DataGroup(DataGroup::DG1);
            assert_eq!(reading.files.get(&dg1), made.files.get(&dg1), "{protocol:?} {number}");
        }
    }
}

#[test]
fn a_chip_with_several_ways_of_pace_is_opened_with_the_best() {
    let mut maker = CardMaker::of(Profile::Modern);
    let protocol = |cipher| PaceProtocol { agreement: KeyAgreement::Ecdh, mapping: PaceMapping::Generic, cipher };
    maker.chip.pace = vec![(protocol(CipherSuite::TripleDes), 12), (protocol(CipherSuite::Aes192), 13)];
    let reading = read_all(&make(&maker));
    assert_eq!(reading.access.unwrap().protocol, AccessProtocol::Pace(protocol(CipherSuite::Aes192)));
    assert_eq!(reading.announced.unwrap().pace().count(), 2);
}

#[test]
fn chip_authentication_works_over_every_group_and_cipher() {
    let curves = CurveId::all().map(AgreementKind::Curve);
    let groups = (0..=2).map(AgreementKind::Standard);
    for (turn, kind) in curves.chain(groups).enumerate() {
        let mut maker = CardMaker::of(Profile::Extended);
        maker.active = None;
        maker.agreement = Some((kind, CipherSuite::ALL[turn % 4]));
        let reading = read_all(&make(&maker));
        assert_eq!(outcome(&reading), Some(ChipAuthenticationOutcome::Agreed), "{kind:?}");
    }
}

#[test]
fn active_authentication_answers_with_every_kind_of_key() {
    let rsa = [HashAlgorithm::Sha1, HashAlgorithm::Sha224, HashAlgorithm::Sha256, HashAlgorithm::Sha512];
    let ec = [(CurveId::P224, false), (CurveId::Bp256R1, true), (CurveId::P521, false)];
    let ec = ec.map(|(curve, der)| ActiveKind::Ec { curve, hash: HashAlgorithm::Sha256, der });
    for kind in rsa.into_iter().map(ActiveKind::Rsa).chain(ec) {
        for profile in [Profile::Short, Profile::Extended] {
            let mut maker = CardMaker::of(profile);
            maker.active = Some(kind);
            let made = make(&maker);
            let active = read_all(&made).active.unwrap();
            assert_eq!(active.challenge, CHALLENGE);
            let length = active.response.unwrap().len();
            match kind {
                ActiveKind::Rsa(_) => assert_eq!(length, 256),
                ActiveKind::Ec { curve, der: false, .. } => assert_eq!(length, 2 * curve.curve().order().len()),
                ActiveKind::Ec { .. } => assert!((68..=72).contains(&length), "{length}"),
            }
        }
    }
}

#[test]
fn a_clone_has_no_keys_or_the_wrong_ones() {
    let other = make(&CardMaker::of(Profile::Extended)).secrets;
    for profile in Profile::ALL {
        let made = make(&CardMaker::of(profile));
        let mut bare = made.clone();
        bare.secrets = ChipSecrets::default();
        let reading = read_all(&bare);
        assert_eq!(outcome(&reading), Some(ChipAuthenticationOutcome::Refused(Status(0x6A88))), "{profile}");
        assert_eq!(reading.active.unwrap().response, Err(Status(0x6A88)), "{profile}");

        let mut guessing = made.clone();
        // Another key of the same kind: the protocol runs, and the chip does not know the keys behind it.
        let (_, cipher) = made.secrets.agreement.clone().unwrap();
        let mut maker = CardMaker::of(profile);
        maker.person.full_name = "Trần Văn Khác".to_owned();
        let stranger = maker.make_under(state(), &mut Seeded::new(77)).unwrap();
        guessing.secrets = ChipSecrets { active: other.active.clone(), agreement: stranger.secrets.agreement };
        assert_eq!(guessing.secrets.agreement.as_ref().unwrap().1, cipher);
        let reading = read_all(&guessing);
        assert_eq!(outcome(&reading), Some(ChipAuthenticationOutcome::WrongKeys), "{profile}");
        assert!(reading.active.unwrap().response.is_ok(), "{profile}");
    }
}

#[test]
fn what_a_chip_withholds_is_said() {
    for profile in Profile::ALL {
        let mut made = make(&CardMaker::of(profile));
        let dg = |number| FileId::DataGroup(DataGroup::new(number).unwrap());
        made.chip.denied.insert(dg(13));
        made.files.remove(&dg(2));
        let groups = [3, 13, 2, 11, 1].map(|number| DataGroup::new(number).unwrap()).to_vec();
        let plan = ReadPlan { groups, ..plan(vec![made.mrz_password().unwrap()]) };
        let reading = read(&mut card(&made), plan).unwrap();
        let refused = |status| Some(&Withheld::Refused(Status(status))).copied();
        let withheld = |number| reading.withheld.get(&dg(number)).copied();
        assert_eq!(withheld(3), refused(0x6982), "{profile}: fingerprints");
        assert_eq!(withheld(13), refused(0x6982), "{profile}: denied");
        assert_eq!(withheld(2), refused(0x6A82), "{profile}: listed and not there");
        assert_eq!(withheld(11), None, "{profile}: nobody lists DG11");
        assert!(reading.files.contains_key(&dg(1)), "{profile}");
    }
}

#[test]
fn quirks_apart_from_each_other() {
    // No short identifiers; files are selected instead.
    let mut maker = CardMaker::of(Profile::Bac);
    maker.chip.short_identifiers = false;
    read_all(&make(&maker));
    // An unprotected read that is corrected instead of cut.
    let mut maker = CardMaker::of(Profile::Modern);
    maker.chip.corrects_length = true;
    read_all(&make(&maker));
    // EF.CardAccess without a master file, as reported of Vietnamese cards.
    let mut maker = CardMaker::of(Profile::Modern);
    maker.chip.master_file = false;
    assert!(matches!(read_all(&make(&maker)).access.unwrap().protocol, AccessProtocol::Pace(_)));
    // EF.CardAccess hidden: whoever looks only there believes that PACE is not offered.
    let mut maker = CardMaker::of(Profile::Modern);
    maker.chip.card_access = CardAccessRule::Hidden;
    assert_eq!(read_all(&make(&maker)).access.unwrap().protocol, AccessProtocol::Bac);
    // Every size that a chip may insist on.
    for longest in [64, 100, 112, 128, 160, 200, 256, 1000] {
        for profile in [Profile::Bac, Profile::Extended, Profile::Modern] {
            let mut maker = CardMaker::of(profile);
            maker.chip.longest_read = Some(longest);
            maker.portrait.truncate(2000);
            read_all(&make(&maker));
        }
    }
}

/// A reader that promises extended length to a chip that does not take it.
struct Boasting(SoftwareCard);

impl CardChannel for Boasting {
    fn transmit(&mut self, command: &[u8]) -> dinhdanh::Result<Vec<u8>> {
        CardChannel::transmit(&mut self.0, command)
    }

    fn atr(&self) -> &[u8] {
        self.0.atr()
    }

    fn longest_answer(&self) -> usize {
        65_536
    }
}

#[test]
fn a_chip_that_refuses_extended_length_is_read_in_short_ones() {
    for profile in [Profile::Short, Profile::Bac, Profile::Picky] {
        let made = make(&CardMaker::of(profile));
        let plan = plan(vec![made.mrz_password().unwrap()]);
        let reading = read(&mut Boasting(card(&made)), plan).unwrap();
        assert_all_files(&made, &reading);
        assert_eq!(outcome(&reading), Some(ChipAuthenticationOutcome::Agreed), "{profile}");
        assert!(reading.active.unwrap().response.is_ok(), "{profile}");
    }
}

#[test]
fn faces_beyond_the_short_offset_are_read_with_the_odd_instruction() {
    for profile in [Profile::Bac, Profile::Extended, Profile::Modern, Profile::Picky] {
        for size in [32_000, 33_000, 70_000] {
            let mut maker = CardMaker::of(profile);
            maker.portrait.resize(size, 0x5A);
            maker.active = None;
            maker.agreement = None;
            read_all(&make(&maker));
        }
    }
}

#[test]
fn the_same_seed_makes_the_same_card() {
    let maker = CardMaker::of(Profile::Modern);
    let twice = [0, 1].map(|_| maker.make(&mut Seeded::new(9)).unwrap().files);
    assert_eq!(twice[0], twice[1]);
    assert_ne!(twice[0], maker.make(&mut Seeded::new(10)).unwrap().files);
}
