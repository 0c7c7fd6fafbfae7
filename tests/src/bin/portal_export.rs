//! Ten thousand guests into the portal's spreadsheet, within a budget of time and memory.
//!
//! `portal_export` measures: it fails above 2 s of computing or 150 MB (peak of the whole process). One thread does
//! all of it, so that computing and waiting are the same on a machine with nothing else to do.
//! `portal_export write DIR` keeps the template, the filled file and the texts that must be in it.
//! `portal_export texts FILE` prints the texts of a file, one guest per line, as `write` keeps them.

use cpu_time::ThreadTime;
use dinhdanh::residence::export::portal_xlsx::{Column, ListRow, PortalGuest, PortalRow, Template, read_list};
use dinhdanh_tests::guests::vietnamese;
use dinhdanh_tests::portal_template::{COMMUNES, PortalTemplate};
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

const GUESTS: usize = 10_000;
const TIME: Duration = Duration::from_secs(2);
const MEMORY_KB: u64 = 150_000;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => measure(),
        ["write", folder] => write(Path::new(folder)),
        ["texts", file] => {
            let rows = read_list(&std::fs::read(file).unwrap()).unwrap();
            print!(
                "{}",
                texts(rows.iter().map(|ListRow { row, zeros_lost, .. }| {
                    assert!(!zeros_lost, "a number of a document is no longer text");
                    row
                }))
            );
            ExitCode::SUCCESS
        }
        _ => ExitCode::from(64),
    }
}

fn export(template: &[u8]) -> (Vec<PortalRow>, Vec<u8>) {
    let template = Template::open(template).unwrap();
    let rows: Vec<PortalRow> = (0..GUESTS)
        .map(|number| {
            let guest = PortalGuest::of(&vietnamese(number), template.catalogue()).unwrap();
            guest.row(template.catalogue()).unwrap()
        })
        .collect();
    let file = template.fill(&rows).unwrap();
    (rows, file)
}

fn texts<'r>(rows: impl Iterator<Item = &'r PortalRow>) -> String {
    let line = |row: &PortalRow| {
        let cells: Vec<&str> = Column::ALL.iter().skip(1).map(|column| row.text(*column)).collect();
        cells.join("\t") + "\n"
    };
    rows.map(line).collect()
}

fn write(folder: &Path) -> ExitCode {
    let template = PortalTemplate::invented(COMMUNES).bytes();
    let (rows, file) = export(&template);
    std::fs::create_dir_all(folder).unwrap();
    std::fs::write(folder.join("template.xlsx"), template).unwrap();
    std::fs::write(folder.join("filled.xlsx"), file).unwrap();
    std::fs::write(folder.join("texts.tsv"), texts(rows.iter())).unwrap();
    ExitCode::SUCCESS
}

fn measure() -> ExitCode {
    let template = PortalTemplate::invented(COMMUNES).bytes();
    let (start, computing) = (Instant::now(), ThreadTime::now());
    let (_, file) = export(&template);
    let (took, computed) = (start.elapsed(), computing.elapsed());
    let peak = peak_kb();
    let kb = file.len() / 1000;
    println!(
        "{GUESTS} guests, {COMMUNES} communes: {computed:.2?} computing, {took:.2?} in all, peak {peak:?} kB, file {kb} kB"
    );
    if computed <= TIME && peak.is_none_or(|peak| peak <= MEMORY_KB) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The most memory that this process held, where the system says it (Linux).
fn peak_kb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}
