//! A fault at every single command of a reading: it ends, without panic, and never with other files than the
//! chip's own.

use dinhdanh::Code;
use dinhdanh::crypto::{CurveId, HashAlgorithm};
use dinhdanh::document::chip::reading::ChipReading;
use dinhdanh::document::chip::session::{AfterFailedPace, ReadPlan};
use dinhdanh::document::files::data_group::{DataGroup, FileId};
use dinhdanh::error::Fault as Culprit;
use dinhdanh_readers::drive::{Interrupted, read_chip};
use dinhdanh_readers::fault::{Fault, FaultyChannel};
use dinhdanh_readers::simulator::{ActiveKind, AgreementKind, CardMaker, Profile, Seeded, TestCard, TestState};

/// A card of each kind with a small face, so that a reading has few commands.
fn cards() -> Vec<(Profile, TestCard)> {
    let state = TestState::new(&mut Seeded::new(1)).unwrap();
    let make = |profile| {
        let mut maker = CardMaker::of(profile);
        maker.portrait.truncate(300);
        // Small curves: what is held here is the order of steps, not the arithmetic.
        maker.chip.pace.iter_mut().for_each(|(_, group)| *group = 10);
        maker.agreement = maker.agreement.map(|(_, cipher)| (AgreementKind::Curve(CurveId::P224), cipher));
        if profile != Profile::Picky {
            // Quick to sign; the picky chip keeps the long signature that comes in pieces.
            let hash = HashAlgorithm::Sha256;
            maker.active = Some(ActiveKind::Ec { curve: CurveId::P224, hash, der: false });
        }
        (profile, maker.make_under(state.clone(), &mut Seeded::new(2)).unwrap())
    };
    Profile::ALL.map(make).to_vec()
}

fn read(made: &TestCard, fault: Fault, at: usize) -> (Result<ChipReading, Interrupted>, bool) {
    let card = made.clone().into_card(Box::new(Seeded::new(3))).unwrap();
    let mut channel = FaultyChannel::new(card, fault, at);
    let plan = ReadPlan {
        passwords: vec![made.mrz_password().unwrap()],
        challenge: Some([1; 8]),
        // The way on that takes most steps.
        after_failed_pace: AfterFailedPace::TryBac,
        ..ReadPlan::default()
    };
    let reading = read_chip(&mut channel, plan, Box::new(Seeded::new(4)), &mut |_| {});
    (reading, channel.has_failed())
}

/// What must be true of a reading that went on after a fault.
fn assert_honest(made: &TestCard, reading: &ChipReading, context: &str) {
    assert_as_on_the_card(made, reading, context);
    for group in [1, 2, 13, 14, 15].map(|number| FileId::DataGroup(DataGroup::new(number).unwrap())) {
        let known = reading.files.contains_key(&group) || reading.withheld.contains_key(&group);
        assert!(known, "{context}: {group} is neither there nor said to be missing");
    }
}

/// The files of a reading, whole or partial, are the card's.
fn assert_as_on_the_card(made: &TestCard, reading: &ChipReading, context: &str) {
    for (file, bytes) in &reading.files {
        // EF.CardAccess comes without protection: whoever changed it is found out by DG14.
        if *file != FileId::CardAccess {
            assert_eq!(made.files.get(file), Some(bytes), "{context}: {file}");
        }
    }
}

#[test]
fn every_fault_at_every_command_ends_in_an_error_or_an_honest_reading() {
    let faults = [
        Fault::Removed,
        Fault::Empty,
        Fault::Truncated(2),
        Fault::Truncated(20),
        Fault::FlippedBit(77),
        Fault::FlippedBit(1_000_003),
        Fault::Replayed,
        Fault::Huge,
    ];
    for (profile, made) in cards() {
        let commands = read(&made, Fault::Removed, usize::MAX).0.unwrap().traffic.apdus;
        for at in 0..usize::try_from(commands).unwrap() {
            for fault in faults {
                let context = format!("{profile}: {fault:?} at {at}");
                let (result, happened) = read(&made, fault, at);
                assert!(happened, "{context}");
                match result {
                    Ok(reading) => assert_honest(&made, &reading, &context),
                    Err(Interrupted { error, partial }) => {
                        // What came before the fault is kept, and is what the card holds.
                        assert_as_on_the_card(&made, &partial, &context);
                        let removed = fault == Fault::Removed;
                        assert_eq!(error.code() == Code::CardRemoved, removed, "{context}: {error}");
                        let culprit = error.code().fault();
                        let expected = [Culprit::Card, Culprit::Key, Culprit::Input];
                        assert!(removed || expected.contains(&culprit), "{context}: {error}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_chip_that_never_ends_an_answer_is_ended() {
    for (profile, made) in cards() {
        for at in [0, 3, 5, 9, 12] {
            let (result, _) = read(&made, Fault::Endless, at);
            assert_eq!(result.unwrap_err().error.code(), Code::DialogueTooLong, "{profile} at {at}");
        }
    }
}

#[test]
fn files_that_announce_more_than_any_file_has_are_not_waited_for() {
    let heads: [&[u8]; 4] =
        [&[0x84, 0xFF, 0xFF, 0xFF, 0xFF], &[0x83, 0x20, 0x00, 0x00], &[0x80, 0x00, 0x00], &[0x85, 1, 1, 1, 1, 1]];
    for (profile, made) in cards() {
        for head in heads {
            for file in [FileId::Sod, FileId::DataGroup(DataGroup::DG2), FileId::DataGroup(DataGroup::DG14)] {
                let mut made = made.clone();
                let tag = u8::try_from(file.tag()).unwrap();
                made.files.insert(file, [&[tag], head, &[0; 3000]].concat());
                let reading = read(&made, Fault::Removed, usize::MAX).0.unwrap();
                assert!(reading.withheld.contains_key(&file), "{profile}: {file} {head:02X?}");
                assert!(reading.traffic.apdus < 200, "{profile}: {file} {head:02X?}");
            }
        }
    }
}

#[test]
fn a_file_that_is_shorter_than_it_says_is_broken_and_not_read_for_ever() {
    for (profile, made) in cards() {
        for file in [FileId::Sod, FileId::DataGroup(DataGroup::DG13)] {
            let whole = made.files[&file].len();
            for missing in [1, 50, whole - 3] {
                let mut made = made.clone();
                made.files.get_mut(&file).unwrap().truncate(whole - missing);
                let reading = read(&made, Fault::Removed, usize::MAX).0.unwrap();
                assert!(reading.withheld.contains_key(&file), "{profile}: {file} without {missing}");
            }
        }
    }
}
