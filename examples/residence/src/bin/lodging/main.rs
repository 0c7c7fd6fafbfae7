//! Declares who stays: guests come in from a card, a QR code or a list, the file for the portal goes out, and the
//! portal's own list is compared with it, because the portal says "success" even where it imported nothing.
//!
//! Exit code: 0 = done, 2 = done, and something needs a person (a row that was refused, a deadline that has passed, a
//! guest whom the portal does not have), 3 = could not be done (outbox, file, disk, card), 64 = usage.

mod files;
mod guests;
mod portal;
mod report;
mod show;

use clap::{Args, Parser, Subcommand, ValueEnum};
use dinhdanh::Code;
use dinhdanh::error::Lang;
use dinhdanh::given::Timestamp;
use dinhdanh::residence::outbox::{Key, Outbox};
use dinhdanh::residence::{Facility, FacilityKind};
use dinhdanh_examples::inputs;
use dinhdanh_readers::drive::OsRandom;
use dinhdanh_residence_examples::outcome::{Outcome, Stop, exit};
use report::Report;
use std::path::PathBuf;
use std::process::ExitCode;

/// Keeps who stays until the police have it.
#[derive(Parser)]
#[command(version, after_help = "Exit code: 0 done, 2 something needs a person, 3 could not be done, 64 usage.")]
struct Arguments {
    /// The outbox: a file that `init` makes
    #[arg(long, value_name = "FILE", default_value = "lodging.db")]
    outbox: PathBuf,
    /// The key of the outbox: a file that `init` makes; keep it elsewhere than the outbox
    #[arg(long, value_name = "FILE", default_value = "lodging.key")]
    key: PathBuf,
    /// The kind of place
    #[arg(long, value_name = "KIND", default_value = "guest-house", value_parser = facility_kind)]
    facility_kind: FacilityKind,
    /// Your own identifier of the place
    #[arg(long, value_name = "ID", default_value = "co-so")]
    facility: String,
    /// The place lies in a remote area, which has more time to declare foreigners
    #[arg(long)]
    remote: bool,
    /// One JSON object instead of text
    #[arg(long)]
    json: bool,
    /// The moment to judge for, RFC 3339; otherwise the machine's clock
    #[arg(long, value_name = "TIME", value_parser = inputs::moment)]
    now: Option<Timestamp>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Makes an outbox and its key
    Init,
    /// Takes one guest from a QR code or a card
    Scan(guests::Scan),
    /// Takes guests from a list of your own software
    Import(guests::List),
    /// Says what must be declared by when
    Due {
        /// How many hours to look ahead
        #[arg(long, default_value_t = 3)]
        hours: u16,
    },
    /// Writes the file for the portal
    Export(portal::Export),
    /// Compares a list of the portal with what was declared
    Reconcile(portal::Reconcile),
    /// Makes drafts again of what the portal lost or refused, after you looked at it
    Resend {
        /// Identifiers of stays
        #[arg(required = true)]
        stays: Vec<String>,
    },
    /// Counts guests and nights
    Stats(Stats),
}

#[derive(Args)]
struct Stats {
    /// By what: one or two, with a comma between them
    #[arg(long, value_name = "NAMES", value_enum, value_delimiter = ',', default_value = "month,nationality")]
    by: Vec<By>,
    /// Figures of fewer guests are withheld, and those that would give them away
    #[arg(short = 'k', long, default_value_t = 10)]
    at_least: u64,
    /// Writes the facts behind the figures as CSV, for SQL; not for publication
    #[arg(long, value_name = "FILE")]
    facts: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum By {
    Kind,
    Facility,
    Nationality,
    Age,
    Sex,
    OldProvince,
    NewProvince,
    Purpose,
    Day,
    Month,
    Quarter,
    Year,
}

/// What every command needs.
struct Desk {
    outbox: Outbox,
    facility: Facility,
    now: Timestamp,
    random: OsRandom,
}

fn main() -> ExitCode {
    let arguments: Arguments = inputs::arguments();
    let run = run(&arguments).map(|report| {
        report.show(arguments.json);
        if report.needs_a_person() { Outcome::LookAt } else { Outcome::Done }
    });
    exit(run, arguments.json)
}

fn run(arguments: &Arguments) -> Result<Report, Stop> {
    let now = arguments.now.unwrap_or_else(inputs::now);
    let mut random = OsRandom::new()?;
    if matches!(arguments.command, Command::Init) {
        let key = files::new_key(&arguments.key, &mut random)?;
        Outbox::create(&arguments.outbox, key, &mut random, now)?;
        return Ok(Report::made());
    }
    let key: Key = files::key(&arguments.key)?;
    let facility = Facility {
        id: arguments.facility.clone(),
        kind: arguments.facility_kind,
        name: arguments.facility.clone(),
        address: None,
        is_remote: arguments.remote,
    };
    let outbox = Outbox::open(&arguments.outbox, &[key])?;
    let mut desk = Desk { outbox, facility, now, random };
    match &arguments.command {
        Command::Init => Err(Stop::Usage("init".to_owned())),
        Command::Scan(scan) => guests::scan(&mut desk, scan),
        Command::Import(list) => guests::import(&mut desk, list),
        Command::Due { hours } => show::due(&desk, *hours),
        Command::Export(export) => portal::export(&mut desk, export),
        Command::Reconcile(reconcile) => portal::reconcile(&mut desk, reconcile),
        Command::Resend { stays } => portal::resend(&mut desk, stays),
        Command::Stats(stats) => show::stats(&desk, stats),
    }
}

fn facility_kind(word: &str) -> Result<FacilityKind, String> {
    let known = || FacilityKind::ALL.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(", ");
    FacilityKind::from_word(word).ok_or_else(|| format!("one of {}", known()))
}

/// Cause and remedy in both languages, on one line.
fn explain(code: Code) -> String {
    format!("{} {} / {} {}", code.cause(Lang::Vi), code.remedy(Lang::Vi), code.cause(Lang::En), code.remedy(Lang::En))
}
