//! Guests come in: one from a card, many from a list.

use crate::Desk;
use crate::report::{Problem, Report};
use clap::Args;
use dinhdanh::Code;
use dinhdanh::document::chip::session::ReadPlan;
use dinhdanh::document::qr::CardQr;
use dinhdanh::document::verify::{Anchors, Certificate, Expected, Policy, verify};
use dinhdanh::residence::export::json;
use dinhdanh::residence::import::Plan;
use dinhdanh::residence::outbox::{Added, Prepared};
use dinhdanh::residence::rules::{Context, Finding, check};
use dinhdanh::residence::{self, Declaration, Guest, LocalTime, Moment, Reason, Stay, StayId};
use dinhdanh::table::Role;
use dinhdanh_examples::inputs;
use dinhdanh_readers::drive::read_chip;
use dinhdanh_readers::simulator::{CardMaker, Profile};
use dinhdanh_residence_examples::lists;
use dinhdanh_residence_examples::outcome::Stop;
use std::path::PathBuf;

/// One guest at the desk.
#[derive(Args)]
pub struct Scan {
    /// The text of the QR code on the card, as a scanner types it
    #[arg(long, value_name = "TEXT", required_unless_present = "simulated_card")]
    qr: Option<String>,
    /// Reads and verifies the chip of the card simulator
    #[arg(long, conflicts_with = "qr")]
    simulated_card: bool,
    /// Your identifier of this guest's stay, such as B1024-1
    #[arg(long, value_name = "ID")]
    stay: String,
    /// Arrival, `2026-11-21T22:15:00` in Việt Nam; otherwise now
    #[arg(long, value_name = "TIME", value_parser = moment)]
    arrival: Option<Moment>,
    /// Replaces what is kept about this stay
    #[arg(long)]
    correct: bool,
    /// Planned day of departure
    #[arg(long, value_name = "DAY", value_parser = moment)]
    departure: Option<Moment>,
    /// Room, or department of a hospital
    #[arg(long)]
    room: Option<String>,
    /// Why the guest stays: tourism, business, medical-treatment, ...
    #[arg(long, value_name = "WORD", value_parser = reason)]
    reason: Option<Reason>,
}

/// A list of guests.
#[derive(Args)]
pub struct List {
    /// CSV or XLSX with a heading for each column, or JSON as this library writes it
    file: PathBuf,
    /// What a column holds, against the guess, such as `Mã BA=stay-id`; repeatable
    #[arg(long, value_name = "HEADING=ROLE", value_parser = lists::column)]
    column: Vec<(String, Role)>,
    /// The reason of stays of which the list names none
    #[arg(long, value_name = "WORD", value_parser = reason)]
    reason: Option<Reason>,
    /// Replaces what is kept about these stays
    #[arg(long)]
    correct: bool,
}

/// Takes one guest.
pub fn scan(desk: &mut Desk, scan: &Scan) -> Result<Report, Stop> {
    let guest = match &scan.qr {
        Some(text) => Guest::from_claimed(&CardQr::parse(text)?.map(|card| card.citizen)),
        None => simulated_card(desk)?,
    };
    let now = LocalTime::at(desk.now).ok_or_else(|| Stop::Usage("--now: a year from 1 to 9999".to_owned()))?;
    let mut stay = Stay::new(StayId::parse(&scan.stay)?, scan.arrival.unwrap_or(Moment::Time(now)));
    stay.planned_departure = scan.departure;
    stay.room.clone_from(&scan.room);
    stay.reason = scan.reason;
    let declaration = Declaration::lodging(&desk.facility, stay, guest);
    let mut report = Report::default();
    let findings = check(&declaration, &desk.facility, &context(desk)?);
    take(desk, &mut report, None, &declaration, &findings, scan.correct)?;
    Ok(report)
}

/// A verified guest, as a reader with the authorities' certificates would give one.
fn simulated_card(desk: &mut Desk) -> Result<Guest, Stop> {
    let made = CardMaker::of(Profile::Bac).make(&mut desk.random)?;
    let mut anchors = Anchors::default();
    anchors.trust(Certificate::parse(made.state.authority.certificate())?)?;
    let plan = ReadPlan { passwords: vec![made.mrz_password()?], ..ReadPlan::default() };
    let mut card = made.into_card(Box::new(desk.random))?;
    let reading = read_chip(&mut card, plan, Box::new(desk.random), &mut |_| {}).map_err(dinhdanh::Error::from)?;
    let policy = Policy::citizen_card().for_test_cards();
    let verification = verify(&reading, &Expected::default(), &anchors, &policy, desk.now);
    Ok(match &verification.verified {
        Some(citizen) => Guest::from_verified(citizen),
        None => Guest::from_claimed(&verification.claimed),
    })
}

/// Takes the guests of a list. What is wrong with a row keeps no other back.
pub fn import(desk: &mut Desk, list: &List) -> Result<Report, Stop> {
    let bytes = inputs::read(&list.file).map_err(Stop::Usage)?;
    let context = context(desk)?;
    let mut report = Report::default();
    if bytes.trim_ascii_start().starts_with(b"{") {
        for (row, declaration) in (1..).zip(json::read(&bytes)?) {
            let findings = check(&declaration, &desk.facility, &context);
            take(desk, &mut report, Some(row), &declaration, &findings, list.correct)?;
        }
        return Ok(report);
    }
    let (sheet, layout) = lists::open(&list.file, &list.column)?;
    let plan = Plan { reason: list.reason, ..Plan::new(&desk.facility) };
    let imported = residence::import::import(&sheet, &layout, &plan, &context);
    for row in imported.rejected {
        row.findings.iter().for_each(|finding| report.finding(Some(row.number), None, finding));
    }
    for row in imported.stays {
        take(desk, &mut report, Some(row.number), &row.declaration, &row.findings, list.correct)?;
    }
    Ok(report)
}

fn context(desk: &Desk) -> Result<Context, Stop> {
    Context::at(desk.now).ok_or_else(|| Stop::Usage("--now: a year from 1 to 9999".to_owned()))
}

/// What became of a declaration.
enum Kept {
    New,
    Already,
    Corrected,
}

/// Keeps a declaration and says what the law and the forms have against it. What is wrong with it is for a person to
/// repair: it is kept all the same, so that its deadline is not forgotten.
fn take(
    desk: &mut Desk,
    report: &mut Report,
    row: Option<u32>,
    declaration: &Declaration,
    findings: &[Finding],
    correct: bool,
) -> Result<(), Stop> {
    let stay = declaration.stay.id.as_str();
    let prepared = Prepared::new(declaration, &desk.facility, crate::portal::channel(declaration))?;
    let added = desk.outbox.add(&prepared.draft(), &mut desk.random, desk.now);
    let conflict = added.is_err_and(|error| error.code() == Code::OutboxConflict);
    let known = desk.outbox.find(stay, declaration.kind.as_str())?;
    let kept = match (added, known) {
        (Err(_), Some(known)) if correct && conflict => {
            desk.outbox.correct(known.id, &prepared.draft(), &mut desk.random, desk.now).map(|_| Kept::Corrected)
        }
        (added, _) => added.map(|added| if matches!(added, Added::New(_)) { Kept::New } else { Kept::Already }),
    };
    match kept {
        Ok(Kept::New) => report.added.push(stay.to_owned()),
        Ok(Kept::Already) => report.already.push(stay.to_owned()),
        Ok(Kept::Corrected) => report.corrected.push(stay.to_owned()),
        Err(error) if matches!(error.code(), Code::OutboxConflict | Code::OutboxRedacted | Code::OutboxState) => {
            report.problem(Problem::of(error.code(), error.place(), row, stay));
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    }
    findings.iter().for_each(|finding| report.finding(row, Some(stay), finding));
    Ok(())
}

fn moment(text: &str) -> Result<Moment, String> {
    Moment::parse(text).ok_or_else(|| "write it as 2026-11-21T22:15:00 or 2026-11-21".to_owned())
}

fn reason(word: &str) -> Result<Reason, String> {
    let known = || Reason::ALL.iter().map(|reason| reason.as_str()).collect::<Vec<_>>().join(", ");
    Reason::from_word(word).ok_or_else(|| format!("one of {}", known()))
}
