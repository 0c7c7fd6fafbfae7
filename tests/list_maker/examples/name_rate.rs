//! How fast names are cleaned, kind of damage by kind: `name_rate [rows [seed]]`. Exit code 1 if names as offices have
//! them take more than the bar allows, measured in passes of Unicode normalisation over the same names, so that the
//! bar means the same on slow machines.

use dinhdanh::cleanup::{TextProfile, ToneStyle, clean_name};
use dinhdanh_list_maker::list::{List, Profile};
use std::collections::BTreeMap;
use std::process::ExitCode;
use unicode_normalization::UnicodeNormalization;

/// Passes of "compose, lower" that cleaning a damaged list may take.
const BAR: f64 = 2.2;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let mut number = |otherwise: u64| arguments.next().and_then(|text| text.parse().ok()).unwrap_or(otherwise);
    let (rows, seed) = (number(100_000), number(1));
    let list = List::new(&Profile::usual(seed, rows as usize));
    // One after the other in memory, as a column of a table is.
    let packed = |names: Vec<&str>| names.join("\u{0}");
    let cells = || list.rows.iter().map(|row| &row.cells[0]);
    let all = packed(cells().map(|cell| cell.text.as_str()).collect());
    let right = packed(list.rows.iter().map(|row| list.people[row.person].name.as_str()).collect());
    let clean = |names: &[&str]| -> usize {
        let profile = TextProfile::default();
        names.iter().map(|name| clean_name(name, ToneStyle::Traditional, &profile).value.len()).sum()
    };
    let normalise = |names: &[&str]| -> usize {
        names.iter().map(|name| name.nfc().collect::<String>().to_lowercase().len()).sum()
    };
    let mut kinds: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for cell in cells() {
        kinds.entry(cell.kind).or_default().push(&cell.text);
    }
    for (kind, names) in kinds {
        let text = packed(names);
        let names: Vec<&str> = text.split('\u{0}').collect();
        println!("{kind:16} {:6} {:9.0} ns", names.len(), 1e9 * seconds(&names, clean) / names.len() as f64);
    }
    let split = |text: &'static str| -> Vec<&'static str> { text.split('\u{0}').collect() };
    let (all, right) = (split(all.leak()), split(right.leak()));
    let rate = |names: &[&str], seconds: f64| names.len() as f64 / seconds;
    let (cleaning, normalising) = (seconds(&all, clean), seconds(&all, normalise));
    println!("right names: {:.0} a second on one thread", rate(&right, seconds(&right, clean)));
    println!("names as they are: {:.0} a second on one thread", rate(&all, cleaning));
    println!("normalised to NFC and small letters only: {:.0} a second", rate(&all, normalising));
    let passes = cleaning / normalising;
    println!("cleaning takes {passes:.2} such passes; the bar is {BAR}");
    if passes <= BAR { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The best of several runs, in processor time of this thread.
fn seconds(names: &[&str], work: impl Fn(&[&str]) -> usize) -> f64 {
    let mut best = f64::MAX;
    for _ in 0..7 {
        let start = cpu_time::ThreadTime::now();
        std::hint::black_box(work(std::hint::black_box(names)));
        best = best.min(start.elapsed().as_secs_f64());
    }
    best
}
