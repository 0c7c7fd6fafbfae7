//! The same card read by every client: what it takes on the wire and of the host.

use crate::cost::{Metered, on_a_reader, on_card};
use crate::peers::read_with_dmrtd;
use crate::{strategy, table};
use dinhdanh::document::chip::link::Traffic;
use dinhdanh::document::chip::session::ReadPlan;
use dinhdanh::document::files::data_group::{DataGroup, FileId};
use dinhdanh_readers::drive::{OsRandom, read_chip};
use dinhdanh_readers::simulator::{CardMaker, Profile, Seeded, TestCard};
use std::time::Duration;

const ROUNDS: usize = 7;
/// As on a real card: a face of 20 kB.
const PORTRAIT_BYTES: usize = 20_000;
const GROUPS: [u8; 5] = [1, 2, 13, 14, 15];

struct Measured {
    result: Result<usize, String>,
    traffic: Traffic,
    cpu: Duration,
}

pub(crate) fn report() {
    println!("## Reading EF.SOD, EF.COM, DG1, DG2, DG13, DG14, DG15\n");
    let head = ["card", "client", "read", "commands", "sent", "received", "host CPU ms", "on a reader s", "× ours"];
    let mut rows = Vec::new();
    for profile in Profile::ALL {
        let made = make(profile);
        let ours = measure(&made, |card| read_with_ours(card, &made));
        let dmrtd = measure(&made, |card| read_with_dmrtd(card, &made.person, &GROUPS));
        let seconds = on_a_reader(ours.traffic);
        let row = |name: &str, measured: &Measured| {
            let traffic = measured.traffic;
            let done = match &measured.result {
                Ok(bytes) => format!("yes, {bytes} B"),
                Err(error) => format!("**no** ({error})"),
            };
            let whole = |text: String| if measured.result.is_ok() { text } else { "–".to_owned() };
            vec![
                profile.to_string(),
                name.to_owned(),
                done,
                traffic.apdus.to_string(),
                traffic.bytes_sent.to_string(),
                traffic.bytes_received.to_string(),
                whole(table::ms(measured.cpu)),
                whole(format!("{:.2}", on_a_reader(traffic))),
                whole(table::times(on_a_reader(traffic), seconds)),
            ]
        };
        rows.push(row("dinhdanh", &ours));
        rows.push(row("`dmrtd` 0.3.5", &dmrtd));
        if profile == Profile::Bac {
            rows.extend(calculated(&made, seconds));
        }
    }
    table::print(&head, &rows);
}

fn make(profile: Profile) -> TestCard {
    let mut maker = CardMaker::of(profile);
    maker.portrait.resize(PORTRAIT_BYTES, 0);
    maker.make(&mut Seeded::new(1)).expect("a test card")
}

fn measure(made: &TestCard, mut read: impl FnMut(&mut Metered) -> Result<usize, String>) -> Measured {
    let mut rounds: Vec<Measured> = (0..ROUNDS)
        .map(|_| {
            let mut card = Metered::new(made.clone().into_card(Box::new(Seeded::new(2))).expect("a test card"));
            let (result, cpu) = on_card(&mut card, &mut read);
            Measured { result, traffic: card.traffic(), cpu }
        })
        .collect();
    rounds.sort_by_key(|round| round.cpu);
    rounds.swap_remove(0)
}

/// The same files and nothing more: no chip authentication, no active authentication.
fn read_with_ours(card: &mut Metered, made: &TestCard) -> Result<usize, String> {
    let plan = ReadPlan {
        passwords: vec![made.mrz_password().map_err(|error| error.to_string())?],
        groups: GROUPS.into_iter().filter_map(DataGroup::new).collect(),
        chip_authentication: false,
        ..ReadPlan::default()
    };
    let random = OsRandom::new().map_err(|error| error.to_string())?;
    let reading = read_chip(card, plan, Box::new(random), &mut |_| {}).map_err(|error| error.to_string())?;
    if !reading.withheld.is_empty() {
        return Err(format!("{:?}", reading.withheld));
    }
    Ok(reading.files.iter().filter(|(file, _)| **file != FileId::CardAccess).map(|(_, bytes)| bytes.len()).sum())
}

/// Readers that do not run here. EF.CardAccess is left out, although JMRTD and NFCPassportReader ask for it.
fn calculated(made: &TestCard, ours: f64) -> impl Iterator<Item = Vec<String>> {
    let groups = GROUPS.into_iter().filter_map(DataGroup::new).map(FileId::DataGroup);
    let sizes: Vec<usize> =
        [FileId::Sod, FileId::Com].into_iter().chain(groups).map(|f| made.files[&f].len()).collect();
    strategy::ALL.iter().map(move |strategy| {
        let traffic = strategy.traffic(&sizes);
        let seconds = on_a_reader(traffic);
        vec![
            Profile::Bac.to_string(),
            strategy.name.to_owned(),
            "calculated".to_owned(),
            traffic.apdus.to_string(),
            traffic.bytes_sent.to_string(),
            traffic.bytes_received.to_string(),
            "–".to_owned(),
            format!("{seconds:.2}"),
            table::times(seconds, ours),
        ]
    })
}
