//! The simulated cards through the system's real card service and the virtual reader of vsmartcard.
//!
//! Needs a running pcscd, so that nothing happens unless `DINHDANH_PCSCD` is set: `tests/pcscd/run.sh` does
//! that. One test, because there is one reader.
#![cfg(feature = "pcsc")]

use dinhdanh::Code;
use dinhdanh::document::chip::reading::ChipReading;
use dinhdanh::document::chip::session::{Activity, ReadPlan};
use dinhdanh::document::files::data_group::{DataGroup, FileId};
use dinhdanh_readers::channel::CardChannel;
use dinhdanh_readers::drive::read_chip;
use dinhdanh_readers::pcsc::Readers;
use dinhdanh_readers::simulator::{CardMaker, Profile, Seeded, TestCard};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const READER: &str = "Virtual PCD 00 00";
const SEED: u64 = 1;
const PATIENCE: Duration = Duration::from_secs(10);

/// The program that lays the card on the reader, taken away when this is dropped.
struct Inserted(Child);

impl Inserted {
    fn new(profile: Profile) -> Self {
        let program = std::env::var("DINHDANH_VIRTUAL_CARD").expect("path of virtual_card");
        let arguments = ["--profile", profile.name(), "--seed", &SEED.to_string()];
        Self(Command::new(program).args(arguments).stdout(Stdio::null()).spawn().unwrap())
    }
}

impl Drop for Inserted {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn made(profile: Profile) -> TestCard {
    CardMaker::of(profile).make(&mut Seeded::new(SEED)).unwrap()
}

fn read(channel: &mut dyn CardChannel, made: &TestCard) -> dinhdanh::Result<ChipReading> {
    let passwords = vec![made.mrz_password().unwrap()];
    let plan = ReadPlan { passwords, challenge: Some([7; 8]), ..ReadPlan::default() };
    read_chip(channel, plan, Box::new(Seeded::new(5)), &mut |_| {}).map_err(dinhdanh::Error::from)
}

/// Waits until the reader is empty again.
fn wait_for_removal(readers: &Readers) {
    let start = Instant::now();
    while readers.wait_for_card(Some(READER), Duration::ZERO).is_ok() {
        assert!(start.elapsed() < PATIENCE, "the card stays");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn every_profile_reads_the_same_through_the_card_service() {
    if std::env::var_os("DINHDANH_PCSCD").is_none() {
        eprintln!("skipped: DINHDANH_PCSCD is not set");
        return;
    }
    let readers = Readers::open().unwrap();
    assert!(readers.names().unwrap().iter().any(|name| name == READER), "{:?}", readers.names());
    let nothing = readers.wait_for_card(Some(READER), Duration::from_millis(50)).unwrap_err();
    assert_eq!(nothing.code(), Code::NoCard);
    assert_eq!(readers.connect(READER).unwrap_err().code(), Code::NoCard);
    assert_eq!(readers.connect("No such reader").unwrap_err().code(), Code::NoReader);
    let unknown = readers.wait_for_card(Some("No such reader"), Duration::ZERO).unwrap_err();
    assert_eq!(unknown.code(), Code::NoReader);

    for profile in Profile::ALL {
        let made = made(profile);
        let mut in_process = made.clone().into_card(Box::new(Seeded::new(6))).unwrap();
        let expected = read(&mut in_process, &made).unwrap();
        let inserted = Inserted::new(profile);
        assert_eq!(readers.wait_for_card(None, PATIENCE).unwrap(), READER);
        for _ in 0..2 {
            let mut card = readers.connect(READER).unwrap();
            assert_eq!(card.atr(), made.chip.atr());
            let mut session = card.begin().unwrap();
            assert!(!session.is_simulator());
            assert_eq!(session.longest_answer(), in_process.longest_answer());
            let start = Instant::now();
            let reading = read(&mut session, &made).unwrap();
            println!("{profile}: {:?} in {:?}", reading.traffic, start.elapsed());
            assert_eq!(reading.files, expected.files, "{profile}");
            assert_eq!(reading.withheld, expected.withheld, "{profile}");
            assert_eq!(reading.access, expected.access, "{profile}");
            assert_eq!(reading.chip, expected.chip, "{profile}");
            assert_eq!(reading.traffic.apdus, expected.traffic.apdus, "{profile}");
            assert!(reading.active.unwrap().response.is_ok(), "{profile}");
        }
        drop(inserted);
        wait_for_removal(&readers);
    }
    removed_while_read(&readers);
}

fn removed_while_read(readers: &Readers) {
    let made = made(Profile::Bac);
    let mut inserted = Some(Inserted::new(Profile::Bac));
    readers.wait_for_card(Some(READER), PATIENCE).unwrap();
    let mut card = readers.connect(READER).unwrap();
    let mut session = card.begin().unwrap();
    let plan = ReadPlan { passwords: vec![made.mrz_password().unwrap()], ..ReadPlan::default() };
    let error = read_chip(&mut session, plan, Box::new(Seeded::new(5)), &mut |activity| {
        let face = FileId::DataGroup(DataGroup::DG2);
        if matches!(activity, Activity::Reading { file, read: 1000.., .. } if *file == face) {
            inserted = None;
        }
    });
    let interrupted = error.unwrap_err();
    assert_eq!(interrupted.error.code(), Code::CardRemoved);
    // What the clerk had before the card slipped is kept.
    assert!(interrupted.partial.files.contains_key(&FileId::DataGroup(DataGroup::DG13)));
}
