//! What a command did: one JSON object, or lines for a person in Vietnamese and English.

use crate::explain;
use dinhdanh::Code;
use dinhdanh::error::Lang;
use dinhdanh::residence::outbox::{Batch, Finding as Compared, Status};
use dinhdanh::residence::rules::{Finding, Severity};
use serde::Serialize;

/// What a command did. Parts that a command has nothing to do with are left out.
#[derive(Default, Serialize)]
pub struct Report {
    /// Stays that were taken.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub added: Vec<String>,
    /// Stays that had been taken before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub already: Vec<String>,
    /// Stays whose contents were replaced.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub corrected: Vec<String>,
    /// What could not be taken or written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    problems: Vec<Problem>,
    /// What the law and the forms have against declarations that were taken.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    findings: Vec<FindingReport>,
    /// Deadlines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadlines: Option<Deadlines>,
    /// Files that were written, now or again after a crash.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Batch>,
    /// How many drafts are for another file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub for_another_file: Option<usize>,
    /// The comparison with the portal's list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compared: Option<Vec<ComparedReport>>,
    /// A table of figures as CSV.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    #[serde(skip)]
    lines: Vec<String>,
    #[serde(skip)]
    needs_a_person: bool,
}

/// What must be declared by when.
#[derive(Serialize)]
pub struct Deadlines {
    /// Too late.
    pub overdue: Vec<Status>,
    /// In time until its deadline.
    pub due: Vec<Status>,
}

/// What is wrong with a row or a guest.
#[derive(Clone, Serialize)]
pub struct Problem {
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stay: Option<String>,
    code: Code,
    place: &'static str,
}

#[derive(Serialize)]
struct FindingReport {
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stay: Option<String>,
    rule: &'static str,
    severity: &'static str,
    field: &'static str,
}

/// A row of the portal's list, or a declaration that is not in it.
#[derive(Serialize)]
pub struct ComparedReport {
    /// The stay, if one is known for the row.
    pub stay: Option<String>,
    /// The comparison.
    #[serde(flatten)]
    pub finding: Compared,
}

impl Problem {
    /// What is wrong, and with whom or what row.
    pub fn of(code: Code, place: &'static str, row: Option<u32>, stay: &str) -> Self {
        Self { row, stay: Some(stay.to_owned()), code, place }
    }
}

impl Report {
    /// An outbox was made.
    pub fn made() -> Self {
        let mut report = Self::default();
        report.say("Đã tạo hộp khai báo và khóa / outbox and key are made");
        report
    }

    /// A line for a person.
    pub fn say(&mut self, line: impl Into<String>) {
        self.lines.push(line.into());
    }

    /// Something is left to do for a person.
    pub const fn call_a_person(&mut self) {
        self.needs_a_person = true;
    }

    /// Whether something is left to do for a person.
    pub const fn needs_a_person(&self) -> bool {
        self.needs_a_person
    }

    /// Notes what could not be taken or written.
    pub fn problem(&mut self, problem: Problem) {
        let at = place(problem.row, problem.stay.as_deref());
        self.say(format!("✗ {at}{} [{}] {}", explain(problem.code), problem.code.as_str(), problem.place));
        self.needs_a_person = true;
        self.problems.push(problem);
    }

    /// Notes what a rule says.
    pub fn finding(&mut self, row: Option<u32>, stay: Option<&str>, finding: &Finding) {
        let (mark, severity) = match finding.severity() {
            Severity::Error => ("✗", "error"),
            Severity::Warning => ("!", "warning"),
            Severity::Notice => ("·", "notice"),
        };
        let rule = finding.rule;
        let text = |lang| format!("{} {}", rule.text(lang), rule.remedy(lang));
        let (vi, en) = (text(Lang::Vi), text(Lang::En));
        self.say(format!("{mark} {}{vi} / {en} [{}]", place(row, stay), rule.as_str()));
        self.needs_a_person |= finding.severity() == Severity::Error;
        let (stay, rule, field) = (stay.map(str::to_owned), rule.as_str(), finding.field);
        self.findings.push(FindingReport { row, stay, rule, severity, field });
    }

    /// Prints it.
    pub fn show(&self, json: bool) {
        if json {
            return dinhdanh_examples::report::print(self);
        }
        let (added, already, corrected) = (self.added.len(), self.already.len(), self.corrected.len());
        if [added, already, corrected] != [0; 3] {
            println!("Đã nhận {added}, đã có {already}, đã sửa {corrected}");
            println!("{added} taken, {already} known before, {corrected} corrected");
        }
        self.lines.iter().for_each(|line| println!("{line}"));
    }
}

fn place(row: Option<u32>, stay: Option<&str>) -> String {
    let row = row.map(|row| format!("dòng / row {row}: "));
    let stay = stay.map(|stay| format!("{stay}: "));
    [row, stay].into_iter().flatten().collect()
}
