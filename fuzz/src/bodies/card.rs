//! Whole cards: a reading with changed files, a chip that answers anything, and a true chip behind a liar.

use super::input::Input;
use dinhdanh::crypto::{CurveId, HashAlgorithm};
use dinhdanh::document::chip::access::Password;
use dinhdanh::document::chip::reading::ChipReading;
use dinhdanh::document::chip::session::{AfterFailedPace, ReadPlan, Session};
use dinhdanh::document::files::data_group::{DataGroup, FileId};
use dinhdanh::document::files::sod::Sod;
use dinhdanh::document::verify::{Anchors, Certificate, Expected, Policy, Verification};
use dinhdanh::given::Timestamp;
use dinhdanh::identity::{Assurance, Citizen};
use dinhdanh::limits::COMMANDS;
use dinhdanh_readers::channel::CardChannel;
use dinhdanh_readers::drive::read_chip;
use dinhdanh_readers::simulator::{
    ActiveKind, AgreementKind, Authority, CardMaker, CurveForm, FixedRsaKey, PrivateKey, Profile, Scheme, Seeded,
    SodForm, SoftwareCard, TestCard, TestState, Validity,
};
use std::collections::BTreeMap;
use std::sync::OnceLock;

const CHALLENGE: [u8; 8] = *b"fuzzfuzz";
/// 2026-11-21, when the test certificates are valid.
const NOW: Timestamp = Timestamp::from_unix(1_795_219_200);
/// Edits of one input. A few are enough to combine; more only take time.
const EDITS: usize = 8;

/// A card of each profile, and what a reader brings back of it.
struct Original {
    made: TestCard,
    reading: ChipReading,
    anchors: Anchors,
    citizen: Citizen,
}

impl Original {
    fn of(profile: Profile) -> &'static Self {
        static ALL: [OnceLock<Original>; 5] = [const { OnceLock::new() }; 5];
        let index = Profile::ALL.iter().position(|each| *each == profile).unwrap();
        ALL[index].get_or_init(|| Self::make(profile))
    }

    /// For a whole dialogue; large keys would only make it slow.
    fn live(number: u8) -> &'static Self {
        let quick = [Profile::Short, Profile::Bac, Profile::Extended, Profile::Picky];
        Self::of(quick[usize::from(number) % quick.len()])
    }

    fn make(profile: Profile) -> Self {
        let random = &mut Seeded::new(1);
        let maker = maker(profile);
        let made = maker.make_under(state(maker.active, random), random).unwrap();
        let mut anchors = Anchors::new();
        anchors.trust(Certificate::parse(made.state.authority.certificate()).unwrap()).unwrap();
        let reading = read(&made, &mut card(&made)).unwrap();
        let mut original = Self { made, reading, anchors, citizen: Citizen::default() };
        let judged = original.judge(&original.reading);
        assert_eq!(judged.verdict.assurance(), Assurance::NotCloned, "{profile}");
        original.citizen = judged.claimed.value;
        original
    }

    fn judge(&self, reading: &ChipReading) -> Verification {
        let expected = Expected { challenge: Some(CHALLENGE), ..Expected::default() };
        let policy = Policy::citizen_card().for_test_cards();
        dinhdanh::document::verify::verify(reading, &expected, &self.anchors, &policy, NOW)
    }

    /// Nothing that was changed counts as signed, and what counts as signed says what the original says.
    fn assert_no_changed_content(&self, reading: &ChipReading) {
        let judged = self.judge(reading);
        let assurance = judged.verdict.assurance();
        assert_eq!(judged.verified.is_some(), assurance >= Assurance::IssuerSigned);
        if assurance == Assurance::Printed {
            return;
        }
        for (file, bytes) in reading.files.iter().filter(|(file, _)| matches!(file, FileId::DataGroup(_))) {
            assert!(self.made.files.get(file) == Some(bytes), "{file} was changed and counts as signed");
        }
        let lds = |files: &BTreeMap<FileId, Vec<u8>>| Sod::parse(&files[&FileId::Sod]).map(|sod| sod.lds);
        assert!(lds(&reading.files) == lds(&self.made.files), "the signed hashes were changed");
        let named = [DataGroup::DG1, DataGroup::DG13].map(FileId::DataGroup);
        if named.iter().all(|file| reading.files.contains_key(file)) {
            assert!(judged.claimed.value == self.citizen, "another citizen");
        }
        if assurance == Assurance::NotCloned {
            let agreed = reading.chip.is_some();
            assert!(agreed || reading.active == self.reading.active, "a changed proof counts");
        }
    }
}

/// A card whose cryptography is quick: what is asked of it is fuzzed, not how large its keys are. The modern one
/// has RSA keys, the others have small curves.
fn maker(profile: Profile) -> CardMaker {
    let mut maker = CardMaker::of(profile);
    maker.portrait.truncate(600);
    if profile != Profile::Modern {
        maker.active = Some(ActiveKind::Ec { curve: CurveId::P256, hash: HashAlgorithm::Sha256, der: false });
        maker.agreement = maker.agreement.map(|(_, cipher)| (AgreementKind::Curve(CurveId::P256), cipher));
    }
    maker
}

fn state(active: Option<ActiveKind>, random: &mut Seeded) -> TestState {
    let hash = HashAlgorithm::Sha256;
    let rsa = matches!(active, Some(ActiveKind::Rsa(_)));
    let mut key = |fixed| match rsa {
        true => PrivateKey::rsa(fixed).unwrap(),
        false => PrivateKey::ec(CurveId::P256, CurveForm::Explicit, random).unwrap(),
    };
    let keys = [FixedRsaKey::Authority2048, FixedRsaKey::Signer2048].map(&mut key);
    let scheme = if rsa { Scheme::Pkcs1(hash) } else { Scheme::Ecdsa(hash) };
    let [above, below] = keys;
    let authority = Authority::new("CSCA", above, scheme, Validity::LONG, random).unwrap();
    let signer = authority.document_signer(below, scheme, Validity::LONG, random).unwrap();
    TestState { authority, signer }
}

fn card(made: &TestCard) -> SoftwareCard {
    made.clone().into_card(Box::new(Seeded::new(3))).unwrap()
}

fn plan(made: &TestCard) -> ReadPlan {
    let passwords = vec![made.can_password(), made.mrz_password().unwrap()];
    ReadPlan { passwords, challenge: Some(CHALLENGE), ..ReadPlan::default() }
}

fn read(made: &TestCard, channel: &mut dyn CardChannel) -> dinhdanh::Result<ChipReading> {
    read_chip(channel, plan(made), Box::new(Seeded::new(4)), &mut |_| {}).map_err(dinhdanh::Error::from)
}

/// The files that edits choose from; the last is on no test card.
fn file(number: u8) -> FileId {
    let groups = [1, 2, 13, 14, 15, 11].map(|number| FileId::DataGroup(DataGroup::new(number).unwrap()));
    match number % 9 {
        0 => FileId::Sod,
        1 => FileId::Com,
        2 => FileId::CardAccess,
        other => groups[usize::from(other - 3)],
    }
}

fn edit_files(input: &mut Input<'_>, files: &mut BTreeMap<FileId, Vec<u8>>) {
    for _ in 0..EDITS {
        if input.is_empty() {
            break;
        }
        let file = file(input.byte());
        let bytes = files.entry(file).or_default();
        input.edit(bytes);
        if bytes.is_empty() {
            files.remove(&file);
        }
    }
}

/// The judgement of a reading after some edits, which no change of signed content survives.
pub fn verify(data: &[u8]) {
    let mut input = Input(data);
    let mode = input.byte();
    let original = Original::of(if mode & 1 == 0 { Profile::Modern } else { Profile::Extended });
    let mut reading = original.reading.clone();
    if mode & 2 != 0 {
        reading.chip = None;
    }
    if mode & 4 != 0
        && let Some(Ok(response)) = reading.active.as_mut().map(|active| active.response.as_mut())
    {
        input.edit(response);
    }
    edit_files(&mut input, &mut reading.files);
    original.assert_no_changed_content(&reading);
}

/// The fuzzer is the card: every answer is its choice.
pub fn card_dialogue(data: &[u8]) {
    const STATUSES: [u16; 16] = [
        0x9000, 0x6282, 0x6300, 0x63C1, 0x6700, 0x6982, 0x6983, 0x6985, 0x6988, 0x6A82, 0x6A88, 0x6B00, 0x6D00, 0x61FF,
        0x6C10, 0x6F00,
    ];
    let mut input = Input(data);
    let mode = input.byte();
    let passwords = vec![Password::can("CAN", "000018"), Password::mrz("MRZ", "199000018499021743902189")];
    let plan = ReadPlan {
        passwords,
        after_failed_pace: if mode & 1 == 0 { AfterFailedPace::Stop } else { AfterFailedPace::TryBac },
        challenge: Some(CHALLENGE),
        longest_answer: if mode & 2 == 0 { 256 } else { 65_536 },
        ..ReadPlan::default()
    };
    let mut session = Session::new(plan, Box::new(Seeded::new(4))).unwrap();
    let (mut commands, mut answer) = (0, Vec::new());
    while let Some(command) = session.next_command() {
        commands += 1;
        assert!(commands <= COMMANDS && command.len() >= 4);
        // Past the end of the input the last answer comes for ever, or the card is taken away.
        if !input.is_empty() {
            answer = input.piece().to_vec();
            let status = match input.byte() {
                number @ 0..=0xEF => STATUSES[usize::from(number) % STATUSES.len()],
                high => u16::from_be_bytes([high & 0x6F, input.byte()]),
            };
            answer.extend(status.to_be_bytes());
        } else if mode & 4 != 0 {
            break;
        }
        if session.on_response(&answer).is_err() {
            assert_eq!(session.next_command(), None, "a session that failed is over");
            break;
        }
    }
    let _ = format!("{session:?}");
    let reading = session.into_reading();
    assert!(reading.access.is_none() && reading.chip.is_none(), "nobody guesses the keys");
}

/// A true card behind somebody who changes some of its answers, and all of them stay bounded: what is read
/// under secure messaging is what is on the card.
pub fn card_answers(data: &[u8]) {
    let mut input = Input(data);
    let original = Original::live(input.byte());
    let next = usize::from(input.byte());
    let mut liar = Liar { card: card(&original.made), input, next, commands: 0 };
    let Ok(reading) = read(&original.made, &mut liar) else { return };
    for (file, bytes) in reading.files.iter().filter(|(file, _)| **file != FileId::CardAccess) {
        assert!(original.made.files.get(file) == Some(bytes), "{file} was changed under secure messaging");
    }
    original.assert_no_changed_content(&reading);
}

struct Liar<'a> {
    card: SoftwareCard,
    input: Input<'a>,
    /// True answers until the next lie.
    next: usize,
    commands: u32,
}

impl CardChannel for Liar<'_> {
    fn transmit(&mut self, command: &[u8]) -> dinhdanh::Result<Vec<u8>> {
        self.commands += 1;
        assert!(self.commands <= COMMANDS);
        let mut answer = self.card.transmit(command);
        match self.next.checked_sub(1) {
            Some(next) => self.next = next,
            None if self.input.is_empty() => {}
            None => {
                self.input.edit(&mut answer);
                self.next = usize::from(self.input.byte());
            }
        }
        Ok(answer)
    }

    fn atr(&self) -> &[u8] {
        self.card.atr()
    }
}

/// A true card with hostile files, read to the end: parsers behind access control, and chip authentication
/// against any key. Half of the cards are signed again, as if the state had signed the nonsense.
pub fn card_files(data: &[u8]) {
    let mut input = Input(data);
    let mode = input.byte();
    let original = Original::live(mode);
    let mut made = original.made.clone();
    edit_files(&mut input, &mut made.files);
    let resigned = mode & 0x80 != 0;
    if resigned {
        made.list();
        made.sign(&SodForm::default(), &mut Seeded::new(5)).unwrap();
    }
    let Ok(reading) = read(&made, &mut card(&made)) else { return };
    if resigned {
        original.judge(&reading);
    } else {
        original.assert_no_changed_content(&reading);
    }
}
