//! Tickets and scans of a long-distance coach: one manifest for each trip, with who boarded, who did not, and who is
//! not on the list.
//!
//! A scan is the text of a card's QR code, one on a line, with the number of the trip and a tab before it where the
//! list has several trips. A QR code is a claim: a manifest says who showed which card, not who somebody is.

use clap::Parser;
use dinhdanh::document::qr::CardQr;
use dinhdanh::given::Timestamp;
use dinhdanh::identity::{Citizen, Claimed, NameComparison};
use dinhdanh::residence::export::json;
use dinhdanh::residence::import::{Import, Plan, import};
use dinhdanh::residence::rules::Context;
use dinhdanh::residence::{Declaration, Facility, FacilityKind, Guest, Trip};
use dinhdanh::table::Role;
use dinhdanh_examples::{inputs, report};
use dinhdanh_readers::simulator::Person;
use dinhdanh_residence_examples::lists;
use dinhdanh_residence_examples::outcome::{Outcome, Remark, Stop, exit, write_private};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Says who of the passengers boarded.
#[derive(Parser)]
#[command(version, after_help = "Exit code: 0 everybody boarded, 2 look at the manifest, 3 not done, 64 usage.")]
struct Arguments {
    /// The tickets: CSV or XLSX with one passenger in a row
    #[arg(long, value_name = "FILE")]
    tickets: PathBuf,
    /// The scans, one QR text on a line; `-` is standard input
    #[arg(long, value_name = "FILE")]
    scans: Option<PathBuf>,
    /// Scans the two cards of the simulator (invented people)
    #[arg(long)]
    simulator: bool,
    /// What a column holds, against the guess, such as `Mã=trip`; repeatable
    #[arg(long, value_name = "HEADING=ROLE", value_parser = lists::column)]
    column: Vec<(String, Role)>,
    /// The trip of a list that names none, or the only trip of the list to look at
    #[arg(long, value_name = "NUMBER")]
    trip: Option<String>,
    /// The operator's identifier in declarations
    #[arg(long, value_name = "ID", default_value = "coach")]
    operator: String,
    /// Folder for the manifests, one CSV file for each trip; the files hold the citizens' data
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// File for the declarations of those who boarded; it holds the citizens' data
    #[arg(long, value_name = "FILE")]
    declarations: Option<PathBuf>,
    /// One JSON object instead of text
    #[arg(long)]
    json: bool,
    /// The moment to judge for, RFC 3339; otherwise the machine's clock
    #[arg(long, value_name = "TIME", value_parser = inputs::moment)]
    at: Option<Timestamp>,
}

/// A card that was scanned.
struct Scan {
    line: usize,
    trip: Option<String>,
    citizen: Claimed<Citizen>,
    used: bool,
}

/// What the program prints and writes.
#[derive(Serialize)]
struct Boarding {
    manifests: Vec<Manifest>,
    /// Scans of several trips' people that name no trip.
    not_on_any_list: Vec<Stranger>,
    unreadable_scans: Vec<Unreadable>,
    unreadable_rows: Vec<Row>,
}

#[derive(Serialize)]
struct Manifest {
    trip: String,
    plate: Option<String>,
    from: Option<String>,
    to: Option<String>,
    departure: String,
    listed: usize,
    boarded: usize,
    passengers: Vec<Passenger>,
    not_on_list: Vec<Stranger>,
}

#[derive(Serialize)]
struct Passenger {
    ticket: String,
    seat: Option<String>,
    full_name: Option<String>,
    document_number: Option<String>,
    boarded: bool,
    /// `number`, `old-number` or `name`.
    matched_by: Option<&'static str>,
    scan: Option<usize>,
    /// The card has another name than the ticket.
    name_differs: bool,
}

#[derive(Serialize)]
struct Stranger {
    scan: usize,
    full_name: Option<String>,
    document_number: Option<String>,
    /// The card was scanned before.
    scanned_before: bool,
}

#[derive(Serialize)]
struct Unreadable {
    scan: usize,
    problem: Remark,
}

#[derive(Serialize)]
struct Row {
    row: u32,
    findings: Vec<Remark>,
}

fn main() -> ExitCode {
    let arguments: Arguments = inputs::arguments();
    exit(run(&arguments), arguments.json)
}

fn run(arguments: &Arguments) -> Result<Outcome, Stop> {
    if arguments.scans.is_none() && !arguments.simulator {
        return Err(Stop::Usage("give --scans FILE, or --simulator".to_owned()));
    }
    let list = tickets(arguments)?;
    let (mut scans, unreadable_scans) = scans(arguments)?;
    let mut trips: BTreeMap<String, Vec<Declaration>> = BTreeMap::new();
    for stay in list.stays {
        let number = stay.declaration.stay.trip.as_ref().map(|trip| trip.number.clone()).unwrap_or_default();
        trips.entry(number).or_default().push(stay.declaration);
    }
    if let Some(only) = &arguments.trip {
        trips.retain(|number, _| number == only);
        if trips.is_empty() {
            return Err(Stop::Usage(format!("no ticket is for trip {only}")));
        }
    }
    let single = trips.len() == 1;
    let mut boarded = Vec::new();
    let mut manifests: Vec<Manifest> =
        trips.into_iter().map(|(trip, tickets)| board(trip, tickets, &mut scans, &mut boarded)).collect();
    let mut not_on_any_list = Vec::new();
    for stranger in strangers(&scans) {
        let (trip, stranger) = stranger;
        let named = manifests.iter_mut().find(|manifest| single || trip == Some(manifest.trip.as_str()));
        named.map_or(&mut not_on_any_list, |manifest| &mut manifest.not_on_list).push(stranger);
    }
    let unreadable_rows = list
        .rejected
        .iter()
        .map(|row| Row { row: row.number, findings: row.findings.iter().map(Remark::of_finding).collect() });
    let boarding =
        Boarding { manifests, not_on_any_list, unreadable_scans, unreadable_rows: unreadable_rows.collect() };
    if let Some(folder) = &arguments.out {
        boarding.manifests.iter().try_for_each(|manifest| write_manifest(folder, manifest))?;
    }
    if let Some(path) = &arguments.declarations {
        let file = json::write(&boarded)?;
        write_private(path, &file).map_err(Stop::Usage)?;
    }
    if arguments.json {
        report::print(&boarding)
    } else {
        print(&boarding)
    }
    Ok(boarding.outcome())
}

fn tickets(arguments: &Arguments) -> Result<Import, Stop> {
    let (sheet, layout) = lists::open(&arguments.tickets, &arguments.column)?;
    let facility = Facility {
        id: arguments.operator.clone(),
        kind: FacilityKind::Coach,
        name: arguments.operator.clone(),
        address: None,
        is_remote: false,
    };
    let trip = match (&arguments.trip, layout.column(Role::Trip)) {
        (Some(number), None) => Some(Trip { number: number.clone(), ..Trip::default() }),
        (None, None) => return Err(Stop::Usage("the list has no column for trips: give --trip".to_owned())),
        (_, Some(_)) => None,
    };
    let numbered = layout.column(Role::StayId).is_none().then(|| "ticket-".to_owned());
    let plan = Plan { numbered, trip, ..Plan::new(&facility) };
    let at = arguments.at.unwrap_or_else(inputs::now);
    let context = Context::at(at).ok_or_else(|| Stop::Usage("the clock is out of range".to_owned()))?;
    Ok(import(&sheet, &layout, &plan, &context))
}

fn scans(arguments: &Arguments) -> Result<(Vec<Scan>, Vec<Unreadable>), Stop> {
    let mut text = String::new();
    match arguments.scans.as_deref() {
        Some(path) if path == Path::new("-") => {
            std::io::stdin().read_to_string(&mut text).map_err(|error| Stop::Usage(error.to_string()))?;
        }
        Some(path) => {
            let bytes = inputs::read(path).map_err(Stop::Usage)?;
            let utf8 = String::from_utf8(bytes);
            text = utf8.map_err(|_| dinhdanh::Error::new(dinhdanh::Code::TextNotUtf8, "scans"))?;
        }
        None => {}
    }
    if arguments.simulator {
        for person in [Person::mau(), Person::tran()] {
            text = format!("{}\n{}", text.trim_end(), person.qr_text());
        }
    }
    let (mut scans, mut unreadable) = (Vec::new(), Vec::new());
    let text = text.trim_start_matches('\u{feff}');
    for (line, text) in (1..).zip(text.lines()).filter(|(_, text)| !text.trim().is_empty()) {
        let (trip, code) = text.split_once('\t').map_or((None, text), |(trip, code)| (Some(trip.trim()), code));
        match CardQr::parse(code.trim()) {
            Ok(card) => {
                let citizen = card.map(|card| card.citizen);
                scans.push(Scan { line, trip: trip.map(str::to_owned), citizen, used: false });
            }
            Err(error) => {
                unreadable.push(Unreadable { scan: line, problem: Remark::of_code(error.code(), error.place()) });
            }
        }
    }
    Ok((scans, unreadable))
}

/// Finds the scan of each ticket: first by numbers for all, then by names for tickets without a number.
fn board(trip: String, tickets: Vec<Declaration>, scans: &mut [Scan], boarded: &mut Vec<Declaration>) -> Manifest {
    let mut found: Vec<Option<(usize, &'static str)>> = vec![None; tickets.len()];
    for by in ["number", "old-number", "name"] {
        for (ticket, found) in tickets.iter().zip(&mut found).filter(|(_, found)| found.is_none()) {
            let fits = |scan: &Scan| {
                let here = scan.trip.as_ref().is_none_or(|named| *named == trip);
                here && !scan.used && agrees(ticket, &scan.citizen.value, by)
            };
            let mut fitting = (0..scans.len()).filter(|index| fits(&scans[*index]));
            // Two cards with one name: a person has to look.
            let first = fitting.next();
            if let Some(index) = first.filter(|_| by != "name" || fitting.next().is_none()) {
                scans[index].used = true;
                *found = Some((index, by));
            }
        }
    }
    let first = tickets.first();
    let journey = first.and_then(|ticket| ticket.stay.trip.clone()).unwrap_or_default();
    let mut manifest = Manifest {
        trip,
        plate: journey.plate,
        from: journey.from,
        to: journey.to,
        departure: first.map(|ticket| ticket.stay.arrival.to_string()).unwrap_or_default(),
        listed: tickets.len(),
        boarded: 0,
        passengers: Vec::new(),
        not_on_list: Vec::new(),
    };
    for (ticket, found) in tickets.into_iter().zip(found) {
        let scan = found.map(|(index, _)| &scans[index]);
        let person = ticket.guest.person();
        let name_differs = scan.is_some_and(|scan| same_name(&ticket, &scan.citizen.value) == Some(false));
        manifest.boarded += usize::from(scan.is_some());
        manifest.passengers.push(Passenger {
            ticket: ticket.stay.id.to_string(),
            seat: ticket.stay.trip.as_ref().and_then(|trip| trip.seat.clone()),
            full_name: person.full_name.as_ref().map(|name| name.expose().as_str().to_owned()),
            document_number: number_of(&ticket).map(str::to_owned),
            boarded: scan.is_some(),
            matched_by: found.map(|(_, by)| by),
            scan: scan.map(|scan| scan.line),
            name_differs,
        });
        if let Some(scan) = scan {
            // Who boarded is declared as the card says, which keeps that it was only read.
            let mut guest = Guest::from_claimed(&scan.citizen);
            guest.phone.clone_from(&ticket.guest.phone);
            boarded.push(Declaration { guest, ..ticket });
        }
    }
    manifest
}

fn number_of(ticket: &Declaration) -> Option<&str> {
    let document = ticket.guest.person().document.as_ref()?;
    document.number.as_ref().map(|number| number.expose().as_str()).filter(|number| !number.is_empty())
}

fn same_name(ticket: &Declaration, card: &Citizen) -> Option<bool> {
    let (ticket, card) = (ticket.guest.person().full_name.as_ref()?, card.full_name.as_ref()?);
    Some(ticket.expose().same_person_name(card.expose(), NameComparison::WithoutDiacritics))
}

fn agrees(ticket: &Declaration, card: &Citizen, by: &str) -> bool {
    let number = number_of(ticket);
    match by {
        "number" => number.is_some() && number == card.id_number.as_ref().map(|number| number.expose().as_str()),
        "old-number" => {
            number.is_some() && number == card.old_id_number.as_ref().map(|number| number.expose().as_str())
        }
        _ => {
            let birth = ticket.guest.person().date_of_birth.as_ref().zip(card.date_of_birth.as_ref());
            let born_alike = birth.is_none_or(|(a, b)| a.expose().agrees_with(*b.expose()));
            number.is_none() && born_alike && same_name(ticket, card) == Some(true)
        }
    }
}

/// Scans that no ticket took, with the trip that they name.
fn strangers(scans: &[Scan]) -> Vec<(Option<&str>, Stranger)> {
    fn number(scan: &Scan) -> Option<&str> {
        scan.citizen.value.id_number.as_ref().map(|number| number.expose().as_str())
    }
    let mut found = Vec::new();
    for scan in scans.iter().filter(|scan| !scan.used) {
        let same_card = |other: &&Scan| other.line != scan.line && number(other) == number(scan);
        let earlier = scans.iter().filter(same_card).any(|other| other.used || other.line < scan.line);
        let name = scan.citizen.value.full_name.as_ref();
        let stranger = Stranger {
            scan: scan.line,
            full_name: name.map(|name| name.expose().as_str().to_owned()),
            document_number: number(scan).map(str::to_owned),
            scanned_before: earlier,
        };
        found.push((scan.trip.as_deref(), stranger));
    }
    found
}

impl Boarding {
    fn outcome(&self) -> Outcome {
        let clear = |manifest: &Manifest| {
            manifest.boarded == manifest.listed
                && manifest.not_on_list.is_empty()
                && !manifest.passengers.iter().any(|passenger| passenger.name_differs)
        };
        let read = self.unreadable_scans.is_empty() && self.unreadable_rows.is_empty();
        let all = self.manifests.iter().all(clear) && self.not_on_any_list.is_empty() && read;
        if all { Outcome::Done } else { Outcome::LookAt }
    }
}

/// One manifest as CSV: `boarded`, `not-boarded` or `not-on-list` in the first column.
fn write_manifest(folder: &Path, manifest: &Manifest) -> Result<(), Stop> {
    let safe: String =
        manifest.trip.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect();
    let path = folder.join(format!("manifest-{safe}.csv"));
    let broken = |error: &dyn std::fmt::Display| Stop::Usage(format!("{}: {error}", path.display()));
    std::fs::create_dir_all(folder).map_err(|error| broken(&error))?;
    let mut writer = csv::Writer::from_writer(Vec::new());
    let text = |text: &Option<String>| harmless(text.as_deref().unwrap_or_default());
    let mut rows = vec![["status", "seat", "full_name", "document_number", "ticket", "scan"].map(str::to_owned)];
    for passenger in &manifest.passengers {
        rows.push([
            if passenger.boarded { "boarded" } else { "not-boarded" }.to_owned(),
            text(&passenger.seat),
            text(&passenger.full_name),
            text(&passenger.document_number),
            harmless(&passenger.ticket),
            passenger.scan.map(|line| line.to_string()).unwrap_or_default(),
        ]);
    }
    for stranger in &manifest.not_on_list {
        rows.push([
            if stranger.scanned_before { "scanned-before" } else { "not-on-list" }.to_owned(),
            String::new(),
            text(&stranger.full_name),
            text(&stranger.document_number),
            String::new(),
            stranger.scan.to_string(),
        ]);
    }
    for row in rows {
        writer.write_record(row).map_err(|error| broken(&error))?;
    }
    let bytes = writer.into_inner().map_err(|error| broken(&error))?;
    write_private(&path, &bytes).map_err(Stop::Usage)
}

/// Text that a spreadsheet program takes for text: anybody can print a QR code with a formula in it.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text.to_owned() }
}

fn print(boarding: &Boarding) {
    let shown = |text: &Option<String>| text.clone().unwrap_or_else(|| "?".to_owned());
    for manifest in &boarding.manifests {
        let Manifest { trip, departure, listed, boarded, .. } = manifest;
        let (from, to) = (shown(&manifest.from), shown(&manifest.to));
        println!("Chuyến / trip {trip} · {} · {from} → {to} · {departure}", shown(&manifest.plate));
        println!("{boarded}/{listed} đã lên xe / boarded");
        for passenger in &manifest.passengers {
            let what = match passenger {
                Passenger { boarded: false, .. } => "✗ chưa lên xe / not boarded:",
                Passenger { name_differs: true, .. } => "! tên trên thẻ khác vé / the card has another name:",
                Passenger { matched_by: Some("name"), .. } => "~ khớp theo tên / matched by name:",
                _ => "✓",
            };
            println!("  {what} {} {}", passenger.seat.as_deref().unwrap_or("-"), shown(&passenger.full_name));
        }
        manifest.not_on_list.iter().for_each(print_stranger);
    }
    boarding.not_on_any_list.iter().for_each(print_stranger);
    for scan in &boarding.unreadable_scans {
        println!("  ! quét dòng / scan line {}: {}", scan.scan, scan.problem.line());
    }
    for row in &boarding.unreadable_rows {
        let why: Vec<String> = row.findings.iter().map(Remark::line).collect();
        println!("  ! vé dòng / ticket row {}: {}", row.row, why.join("; "));
    }
}

fn print_stranger(stranger: &Stranger) {
    let what = match stranger.scanned_before {
        true => "đã quét trước đó / scanned before",
        false => "không có trong danh sách / not on the list",
    };
    println!("  ? dòng / line {}: {} - {what}", stranger.scan, stranger.full_name.as_deref().unwrap_or("?"));
}
