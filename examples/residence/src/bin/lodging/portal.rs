//! Files for the portal go out, and its lists come back.

use crate::Desk;
use crate::report::{ComparedReport, Problem, Report};
use clap::Args;
use dinhdanh::residence::Declaration;
use dinhdanh::residence::export::foreign_xml::{self, ForeignGuest};
use dinhdanh::residence::export::portal_xlsx::{PortalGuest, Template, TemplateError, read_list};
use dinhdanh::residence::outbox::{BatchId, DeclarationId, Listed, Outcome, Prepared, Scope, State, from_portal};
use dinhdanh_examples::inputs;
use dinhdanh_residence_examples::outcome::{Stop, write_private};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The list of Vietnamese guests.
const VIETNAMESE: &str = "portal-vn";
/// The list of foreigners.
const FOREIGN: &str = "portal-foreign";

/// A file for the portal.
#[derive(Args)]
pub struct Export {
    /// The portal's template for Vietnamese guests, as it was downloaded there
    #[arg(long, value_name = "FILE", required_unless_present = "foreign")]
    template: Option<PathBuf>,
    /// The file for foreigners, which needs no template
    #[arg(long, conflicts_with = "template")]
    foreign: bool,
    /// Where the file goes
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// A list of the portal.
#[derive(Args)]
pub struct Reconcile {
    /// The list: XLSX for Vietnamese guests, XML for foreigners
    file: PathBuf,
    /// The list should hold what was in this file, by its number; otherwise what was in the last one
    #[arg(long, value_name = "NUMBER", conflicts_with_all = ["whole", "excerpt"])]
    batch: Option<i64>,
    /// The list should hold everybody who was ever declared
    #[arg(long, conflicts_with = "excerpt")]
    whole: bool,
    /// The list is a part: nobody is missing in it
    #[arg(long)]
    excerpt: bool,
}

/// For which list a declaration is.
pub fn channel(declaration: &Declaration) -> &'static str {
    if declaration.guest.is_foreign() { FOREIGN } else { VIETNAMESE }
}

/// Writes what a crash kept from being written, then a file of all drafts that the portal would take.
pub fn export(desk: &mut Desk, export: &Export) -> Result<Report, Stop> {
    let mut report = Report::default();
    write_again(desk, &mut report, &export.out)?;
    let channel = if export.foreign { FOREIGN } else { VIETNAMESE };
    let template = export.template.as_deref().map(open_template).transpose()?;
    let drafts = desk.outbox.declarations(Some(State::Draft))?;
    let mut rows = Vec::new();
    let mut guests = Vec::new();
    let mut ids = Vec::new();
    for status in drafts.iter().filter(|status| status.channel == channel) {
        let declaration = desk.outbox.entry(status.id)?.declaration()?;
        let made = match &template {
            Some(template) => {
                let guest = PortalGuest::of(&declaration, template.catalogue());
                guest.and_then(|guest| guest.row(template.catalogue())).map(|row| rows.push(row))
            }
            None => ForeignGuest::of(&declaration).map(|guest| guests.push(guest)),
        };
        match made {
            Ok(()) => ids.push(status.id),
            Err(problems) => problems.iter().for_each(|problem| {
                report.problem(Problem::of(problem.code, problem.field, None, &status.stay));
            }),
        }
    }
    let others = drafts.iter().filter(|status| status.channel != channel).count();
    if others > 0 {
        report.for_another_file = Some(others);
        report.say(format!("! {others} khách thuộc tệp khác / {others} guests are for the other file (--foreign)"));
    }
    if ids.is_empty() {
        report.say("Không có khách mới để xuất / no new guest to export");
        return Ok(report);
    }
    let name = export.out.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| Stop::Usage("--out: give the name of a file".to_owned()))?;
    let write = |_: &[_]| match &template {
        Some(template) => template.fill(&rows),
        None => foreign_xml::write(&guests),
    };
    let file = desk.outbox.produce(channel, name, &ids, &mut desk.random, desk.now, write)?;
    write_private(&export.out, file.content.expose()).map_err(Stop::Usage)?;
    desk.outbox.written(file.batch.id, desk.now)?;
    let (number, count) = (file.batch.id.number(), file.batch.declarations);
    report.say(format!("Đã ghi tệp {number}: {name}, {count} khách / file {number}: {name}, {count} guests"));
    report.say("Tải tệp lên cổng, rồi đối chiếu bằng `reconcile` / upload it, then compare with `reconcile`");
    report.files.push(desk.outbox.batch(file.batch.id)?);
    Ok(report)
}

/// Files that were produced and maybe not written: the program or the power ended in between. They go beside the new
/// one, with the bytes they had.
fn write_again(desk: &mut Desk, report: &mut Report, out: &Path) -> Result<(), Stop> {
    for batch in desk.outbox.unwritten()? {
        let file = desk.outbox.file(batch.id)?;
        write_private(&out.with_file_name(&batch.name), file.content.expose()).map_err(Stop::Usage)?;
        desk.outbox.written(batch.id, desk.now)?;
        report.say(format!("Ghi lại tệp {} / written again", batch.name));
        report.files.push(desk.outbox.batch(batch.id)?);
    }
    Ok(())
}

fn open_template(path: &Path) -> Result<Template, Stop> {
    let bytes = inputs::read(path).map_err(Stop::Usage)?;
    Template::open(&bytes).map_err(|error| match error {
        TemplateError::File(error) => Stop::from(error),
        changed @ TemplateError::Changed(_) => Stop::Usage(format!("{}: {changed}", path.display())),
    })
}

/// Compares the portal's list with what was declared.
pub fn reconcile(desk: &mut Desk, arguments: &Reconcile) -> Result<Report, Stop> {
    let bytes = inputs::read(&arguments.file).map_err(Stop::Usage)?;
    let (channel, listed) = if bytes.starts_with(b"PK") {
        let rows = read_list(&bytes)?;
        (VIETNAMESE, rows.iter().map(from_portal::listed).collect::<Vec<Listed>>())
    } else {
        let guests = foreign_xml::read(&bytes)?;
        let listed = (1..).zip(&guests).map(|(number, guest)| from_portal::listed_foreigner(number, guest));
        (FOREIGN, listed.collect())
    };
    let scope = match (arguments.whole, arguments.excerpt, arguments.batch) {
        (true, _, _) => Scope::Whole,
        (_, true, _) => Scope::Excerpt,
        (_, _, Some(number)) => Scope::Batch(BatchId::from_number(number)),
        _ => {
            let last = desk.outbox.batches()?.into_iter().rfind(|batch| batch.channel == channel);
            let last = last.ok_or_else(|| Stop::Usage("nothing was exported yet".to_owned()))?;
            Scope::Batch(last.id)
        }
    };
    let found = desk.outbox.reconcile(channel, scope, &listed, &mut desk.random, desk.now, |entry| {
        entry.declaration().map(|declaration| Some(from_portal::expected(&declaration)))
    })?;
    let stays: BTreeMap<DeclarationId, String> =
        desk.outbox.declarations(None)?.into_iter().map(|status| (status.id, status.stay)).collect();
    let mut report = Report::default();
    let matched = found.count(|outcome| *outcome == Outcome::Matched);
    report.say(format!("Khớp {matched} / {matched} matched"));
    let mut compared = Vec::new();
    for finding in found.findings {
        let stay = finding.declaration.and_then(|id| stays.get(&id).cloned());
        let words = match &finding.outcome {
            Outcome::Matched => None,
            Outcome::Different(fields) => Some(format!("khác / different: {}", fields.join(", "))),
            Outcome::Refused => Some("cổng từ chối / refused".to_owned()),
            Outcome::Missing => Some("cổng không có; xem lại rồi `resend` / missing: look, then `resend`".to_owned()),
            Outcome::Unknown => Some("không rõ khách / nobody whom we declared".to_owned()),
            Outcome::ListedTwice => Some("trùng trên cổng / listed twice".to_owned()),
        };
        if let Some(words) = words {
            let row = finding.row.map(|row| format!("dòng / row {row} ")).unwrap_or_default();
            report.say(format!("✗ {row}{}: {words}", stay.as_deref().unwrap_or("?")));
            report.call_a_person();
        }
        compared.push(ComparedReport { stay, finding });
    }
    report.compared = Some(compared);
    Ok(report)
}

/// Makes drafts again of what a person looked at.
pub fn resend(desk: &mut Desk, stays: &[String]) -> Result<Report, Stop> {
    let mut report = Report::default();
    for stay in stays {
        let status = desk.outbox.find(stay, "lodging")?.filter(|status| status.state.needs_correction());
        let Some(status) = status else {
            report.problem(Problem::of(dinhdanh::Code::OutboxState, "resend", None, stay));
            continue;
        };
        let declaration = desk.outbox.entry(status.id)?.declaration()?;
        let prepared = Prepared::new(&declaration, &desk.facility, &status.channel)?;
        desk.outbox.correct(status.id, &prepared.draft(), &mut desk.random, desk.now)?;
        report.added.push(stay.clone());
    }
    Ok(report)
}
