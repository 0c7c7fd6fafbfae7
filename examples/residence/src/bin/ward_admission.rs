//! Admissions and discharges of a hospital's own software: declarations, and the files for the police's portal.
//!
//! Accompanying relatives are guests like patients where the list has them. Nothing is left out in silence: a row is
//! in a file, held back with its reasons, or named as unreadable.

use clap::Parser;
use dinhdanh::Error;
use dinhdanh::given::Timestamp;
use dinhdanh::identity::PartialDate;
use dinhdanh::residence::export::Problem;
use dinhdanh::residence::export::foreign_xml::{self, ForeignGuest};
use dinhdanh::residence::export::json;
use dinhdanh::residence::export::portal_xlsx::{PortalGuest, PortalRow, Template, TemplateError};
use dinhdanh::residence::import::{Plan, import};
use dinhdanh::residence::rules::{Context, Severity, check, deadline};
use dinhdanh::residence::{Declaration, Facility, FacilityKind, LocalTime, Moment, Reason};
use dinhdanh::table::{CellKind, Role};
use dinhdanh_examples::{inputs, report};
use dinhdanh_residence_examples::lists;
use dinhdanh_residence_examples::outcome::{Outcome, Remark, Stop, exit, write_private};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Makes declarations of lodging from admissions and discharges.
#[derive(Parser)]
#[command(version, after_help = "Exit code: 0 all are declared, 2 look at what was held back, 3 not done, 64 usage.")]
struct Arguments {
    /// Admissions: CSV or XLSX with one patient in a row
    #[arg(long, value_name = "FILE")]
    admissions: PathBuf,
    /// Discharges: CSV or XLSX with the number of the stay and the time
    #[arg(long, value_name = "FILE")]
    discharges: Option<PathBuf>,
    /// What a column of the admissions holds, against the guess, such as `Mã BA=stay-id`; repeatable
    #[arg(long, value_name = "HEADING=ROLE", value_parser = lists::column)]
    column: Vec<(String, Role)>,
    /// What a column of the discharges holds; repeatable
    #[arg(long, value_name = "HEADING=ROLE", value_parser = lists::column)]
    discharge_column: Vec<(String, Role)>,
    /// The hospital's identifier in declarations
    #[arg(long, value_name = "ID", default_value = "hospital")]
    facility: String,
    /// Expected departure, so many days after the admission, where the list names none
    #[arg(long, value_name = "DAYS")]
    planned_days: Option<u16>,
    /// The portal's template as it was downloaded
    #[arg(long, value_name = "FILE", requires = "portal")]
    template: Option<PathBuf>,
    /// File for the portal: Vietnamese guests
    #[arg(long, value_name = "FILE", requires = "template")]
    portal: Option<PathBuf>,
    /// File for the portal: foreigners
    #[arg(long, value_name = "FILE")]
    foreigners: Option<PathBuf>,
    /// File for the declarations, whole
    #[arg(long, value_name = "FILE")]
    declarations: Option<PathBuf>,
    /// One JSON object instead of text
    #[arg(long)]
    json: bool,
    /// The moment to judge for, RFC 3339; otherwise the machine's clock
    #[arg(long, value_name = "TIME", value_parser = inputs::moment)]
    at: Option<Timestamp>,
}

/// What the program prints.
#[derive(Default, Serialize)]
struct Admissions {
    admitted: usize,
    discharged: usize,
    declared: usize,
    /// Where the template's code lists are not those that are known.
    template_changes: Vec<String>,
    held_back: Vec<HeldBack>,
    unreadable_rows: Vec<Row>,
    /// Discharges of stays that were not admitted in this list.
    unknown_discharges: Vec<String>,
    unreadable_discharges: Vec<u32>,
    due: Vec<Due>,
}

#[derive(Serialize)]
struct HeldBack {
    stay: String,
    row: u32,
    problems: Vec<Remark>,
}

#[derive(Serialize)]
struct Row {
    row: u32,
    findings: Vec<Remark>,
}

#[derive(Serialize)]
struct Due {
    stay: String,
    /// The last second in time, in Việt Nam.
    last: String,
    overdue: bool,
}

/// What goes into which file.
#[derive(Default)]
struct Files {
    rows: Vec<PortalRow>,
    foreigners: Vec<ForeignGuest>,
    declarations: Vec<Declaration>,
}

fn main() -> ExitCode {
    let arguments: Arguments = inputs::arguments();
    exit(run(&arguments), arguments.json)
}

fn run(arguments: &Arguments) -> Result<Outcome, Stop> {
    let facility = Facility {
        id: arguments.facility.clone(),
        kind: FacilityKind::Hospital,
        name: arguments.facility.clone(),
        address: None,
        is_remote: false,
    };
    let at = arguments.at.unwrap_or_else(inputs::now);
    let context = Context::at(at).ok_or_else(|| Stop::Usage("the clock is out of range".to_owned()))?;
    let template = arguments.template.as_deref().map(open_template).transpose()?;
    let (sheet, layout) = lists::open(&arguments.admissions, &arguments.column)?;
    let plan = Plan { reason: Some(Reason::MedicalTreatment), ..Plan::new(&facility) };
    let list = import(&sheet, &layout, &plan, &context);
    let mut admissions = Admissions { admitted: list.stays.len(), ..Admissions::default() };
    if let Some(template) = &template {
        admissions.template_changes = template.changes().iter().map(|change| format!("{change:?}")).collect();
    }
    for row in &list.rejected {
        let findings = row.findings.iter().map(Remark::of_finding).collect();
        admissions.unreadable_rows.push(Row { row: row.number, findings });
    }
    let mut discharges = match &arguments.discharges {
        Some(path) => read_discharges(path, arguments, &mut admissions.unreadable_discharges)?,
        None => BTreeMap::new(),
    };
    admissions.discharged = discharges.len();
    let mut files = Files::default();
    for mut stay in list.stays {
        // Rules that spoke of the stay as the list had it are asked again; what only reading could see stays.
        let before = check(&stay.declaration, &facility, &context);
        let read = stay.findings.iter().filter(|finding| !before.contains(finding)).copied().collect::<Vec<_>>();
        complete(&mut stay.declaration, &mut discharges, arguments.planned_days);
        let findings = read.into_iter().chain(check(&stay.declaration, &facility, &context));
        let errors = findings.filter(|finding| finding.severity() == Severity::Error);
        let mut problems: Vec<Remark> = errors.map(|finding| Remark::of_finding(&finding)).collect();
        if problems.is_empty() {
            problems = files.take(&stay.declaration, template.as_ref(), arguments.foreigners.is_some());
        }
        let id = stay.declaration.stay.id.to_string();
        if let Some(deadline) = deadline(&stay.declaration, &facility) {
            let overdue = context.now > deadline.last;
            admissions.due.push(Due { stay: id.clone(), last: deadline.last.to_string(), overdue });
        }
        match problems.is_empty() {
            true => admissions.declared += 1,
            false => admissions.held_back.push(HeldBack { stay: id, row: stay.number, problems }),
        }
    }
    admissions.unknown_discharges = discharges.into_keys().collect();
    files.write(arguments, template.as_ref())?;
    if arguments.json {
        report::print(&admissions)
    } else {
        print(&admissions)
    }
    Ok(admissions.outcome())
}

fn open_template(path: &Path) -> Result<Template, Stop> {
    let bytes = inputs::read(path).map_err(Stop::Usage)?;
    Template::open(&bytes).map_err(|error| {
        let details = match &error {
            TemplateError::File(_) => Vec::new(),
            TemplateError::Changed(differences) => differences.iter().map(ToString::to_string).collect(),
        };
        Stop::NotDone(Error::from(&error), details)
    })
}

/// When each stay ended, by its number.
fn read_discharges(
    path: &Path,
    arguments: &Arguments,
    unreadable: &mut Vec<u32>,
) -> Result<BTreeMap<String, Moment>, Stop> {
    let (sheet, layout) = lists::open(path, &arguments.discharge_column)?;
    let mut discharges = BTreeMap::new();
    for row in layout.rows(&sheet) {
        let when = layout.cell(row, Role::ActualDeparture).or_else(|| layout.cell(row, Role::PlannedDeparture));
        let when = when.and_then(|cell| match cell.kind {
            CellKind::Date => Moment::parse(cell.text.expose()),
            _ => moment(cell.text.expose()),
        });
        match layout.text(row, Role::StayId).zip(when) {
            Some((id, when)) => drop(discharges.insert(id.to_owned(), when)),
            None => unreadable.push(row.number),
        }
    }
    Ok(discharges)
}

/// A day or time as Vietnamese lists write it, or in ISO 8601.
fn moment(text: &str) -> Option<Moment> {
    let (day, clock) = text.split_once([' ', 'T']).map_or((text, None), |(day, clock)| (day, Some(clock.trim())));
    let date = PartialDate::parse_day_first(day).or_else(|_| PartialDate::parse_year_first(day)).ok()?.full()?;
    match clock {
        None => Some(Moment::Day(date)),
        Some(clock) => LocalTime::parse(&format!("{date}T{clock}")).map(Moment::Time),
    }
}

/// Puts in the discharge, and the expected departure where the list names none.
fn complete(declaration: &mut Declaration, discharges: &mut BTreeMap<String, Moment>, planned_days: Option<u16>) {
    let stay = &mut declaration.stay;
    if let Some(when) = discharges.remove(stay.id.as_str()) {
        stay.actual_departure = Some(when);
    }
    if stay.departure().is_none() {
        let days = planned_days.map(i32::from);
        stay.planned_departure = days.and_then(|days| stay.arrival.date().add_days(days)).map(Moment::Day);
    }
}

impl Files {
    /// Takes a declaration into the files that it belongs to, or says why not.
    fn take(&mut self, declaration: &Declaration, template: Option<&Template>, foreigners: bool) -> Vec<Remark> {
        let remarks = |problems: Vec<Problem>| problems.iter().map(Remark::of_problem).collect();
        if declaration.guest.is_foreign() && foreigners {
            match ForeignGuest::of(declaration) {
                Ok(guest) => self.foreigners.push(guest),
                Err(problems) => return remarks(problems),
            }
        } else if let Some(catalogue) = template.map(Template::catalogue) {
            match PortalGuest::of(declaration, catalogue).and_then(|guest| guest.row(catalogue)) {
                Ok(row) => self.rows.push(row),
                Err(problems) => return remarks(problems),
            }
        }
        self.declarations.push(declaration.clone());
        Vec::new()
    }

    fn write(&self, arguments: &Arguments, template: Option<&Template>) -> Result<(), Stop> {
        let private = |path: &Path, bytes: &[u8]| write_private(path, bytes).map_err(Stop::Usage);
        if let (Some(template), Some(path)) = (template, &arguments.portal) {
            private(path, &template.fill(&self.rows)?)?;
        }
        if let Some(path) = arguments.foreigners.as_ref().filter(|_| !self.foreigners.is_empty()) {
            private(path, &foreign_xml::write(&self.foreigners)?)?;
        }
        if let Some(path) = &arguments.declarations {
            private(path, &json::write(&self.declarations)?)?;
        }
        Ok(())
    }
}

impl Admissions {
    fn outcome(&self) -> Outcome {
        let all = self.held_back.is_empty()
            && self.unreadable_rows.is_empty()
            && self.unknown_discharges.is_empty()
            && self.unreadable_discharges.is_empty();
        if all { Outcome::Done } else { Outcome::LookAt }
    }
}

fn print(admissions: &Admissions) {
    let Admissions { admitted, discharged, declared, .. } = admissions;
    println!(
        "{admitted} lượt vào viện / admitted, {discharged} lượt ra viện / discharged, {declared} đã đưa vào khai báo / declared"
    );
    for change in &admissions.template_changes {
        println!("  ! tệp mẫu có thay đổi / the template changed: {change}");
    }
    for held in &admissions.held_back {
        println!("  ✗ {} (dòng / row {}) bị giữ lại / held back", held.stay, held.row);
        held.problems.iter().for_each(|problem| println!("      {}", problem.line()));
    }
    for row in &admissions.unreadable_rows {
        println!("  ✗ dòng / row {} không đọc được / cannot be read", row.row);
        row.findings.iter().for_each(|finding| println!("      {}", finding.line()));
    }
    for stay in &admissions.unknown_discharges {
        println!(
            "  ! {stay}: ra viện nhưng không có trong danh sách vào viện / discharged, not in the list of admissions"
        );
    }
    for row in &admissions.unreadable_discharges {
        println!("  ! ra viện dòng / discharge row {row}: không đọc được / cannot be read");
    }
    for due in admissions.due.iter().filter(|due| due.overdue) {
        println!("  ! {} quá hạn khai báo từ / overdue since {}", due.stay, due.last);
    }
}
