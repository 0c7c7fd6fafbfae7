//! From a hotel's, hospital's or coach's own list to declarations: every row becomes one, or comes out again with its
//! cells and the reason.
//!
//! ```
//! use dinhdanh::given::Timestamp;
//! use dinhdanh::residence::import::{Plan, import};
//! use dinhdanh::residence::rules::{Context, Severity};
//! use dinhdanh::residence::{Facility, FacilityKind, Reason};
//! use dinhdanh::table::{Layout, Table};
//!
//! let facility = Facility {
//!     id: "mau".to_owned(), kind: FacilityKind::Inn, name: "Nhà trọ Mẫu".to_owned(), address: None, is_remote: false,
//! };
//! let list = "Mã đặt phòng,Họ và tên,Ngày sinh,Giới tính,Số CCCD,Ngày đến,Ngày đi,Phòng\n\
//!             B1-1,Nguyễn Thị Mẫu,17/02/1999,Nữ,001199000018,21/11/2026 14:30,23/11/2026,101\n\
//!             B2-1,Trần Văn Mẫu,05/06/1999,Nam,001099000011,hôm qua,23/11/2026,102\n";
//! let table = Table::read(list.as_bytes())?;
//! let sheet = table.sheets.first().expect("a CSV file is one sheet");
//! let layout = Layout::guess(sheet).expect("a row of known headings");
//!
//! let plan = Plan { reason: Some(Reason::Tourism), ..Plan::new(&facility) };
//! let now = Timestamp::parse("2026-11-21T08:00:00Z").and_then(Context::at).expect("a moment");
//! let result = import(sheet, &layout, &plan, &now);
//! assert!(result.stays.iter().all(|stay| stay.findings.iter().all(|f| f.severity() < Severity::Error)));
//! assert_eq!(result.rejected.first().map(|row| row.number), Some(3));
//! # Ok::<(), dinhdanh::Error>(())
//! ```

mod row;
mod values;

use super::rules::{Context, Finding, Found, Rule, Subject, check, check_batch};
use super::stay::{Declaration, Facility, Trip};
use super::words::{DeclarationKind, FacilityKind, Reason};
use crate::table::{Cell, Layout, Sheet};
use row::RowReader;

/// What an import must be told besides the list.
#[derive(Clone, Debug)]
pub struct Plan<'a> {
    /// The facility whose list it is.
    pub facility: &'a Facility,
    /// What is declared.
    pub kind: DeclarationKind,
    /// For lists without identifiers of stays: what to put before the number of the row to make one. It is stable only
    /// as long as the list keeps its rows, so use it once per file, with the file's name in it.
    pub numbered: Option<String>,
    /// The reason where a row names none.
    pub reason: Option<Reason>,
    /// The journey, for the passenger list of one coach.
    pub trip: Option<Trip>,
}

impl<'a> Plan<'a> {
    /// Lodging, with everything in the list's own columns.
    #[must_use]
    pub const fn new(facility: &'a Facility) -> Self {
        Self { facility, kind: DeclarationKind::Lodging, numbered: None, reason: None, trip: None }
    }
}

/// A row that became a declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The number of the row in the file.
    pub number: u32,
    /// The declaration.
    pub declaration: Declaration,
    /// What is to be said against it: cells that could not be read, rules that do not hold.
    pub findings: Vec<Finding>,
}

/// A row that names no stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// The number of the row in the file.
    pub number: u32,
    /// Its cells.
    pub cells: Vec<Cell>,
    /// Why.
    pub findings: Vec<Finding>,
}

/// All rows of a sheet: each one is in one of the two lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Import {
    /// Rows that became declarations.
    pub stays: Vec<Imported>,
    /// Rows that did not.
    pub rejected: Vec<Rejected>,
}

/// Reads every row of a sheet and checks it alone and against the others.
#[must_use]
pub fn import(sheet: &Sheet, layout: &Layout, plan: &Plan<'_>, context: &Context) -> Import {
    let mut stays = Vec::new();
    let mut declarations = Vec::new();
    let mut rejected = Vec::new();
    let coach = plan.facility.kind == FacilityKind::Coach;
    let subject = if coach { Subject::Passenger } else { Subject::Citizen };
    for row in layout.rows(sheet) {
        let found = Found::on(context.now.date(), subject);
        let (declaration, found) = RowReader::new(layout, row, found).declaration(plan);
        let mut findings = found.into_vec();
        match declaration {
            Some(declaration) => {
                let checked = check(&declaration, plan.facility, context);
                let unread =
                    |field| findings.iter().any(|finding: &Finding| is_unread(finding.rule) && finding.field == field);
                // What could not be read is not missing.
                let checked: Vec<Finding> = checked.into_iter().filter(|finding| !unread(finding.field)).collect();
                findings.extend(checked);
                stays.push((row.number, findings));
                declarations.push(declaration);
            }
            None => rejected.push(Rejected { number: row.number, cells: row.cells.clone(), findings }),
        }
    }
    for (at, finding) in check_batch(&declarations) {
        if let Some((_, findings)) = stays.get_mut(at) {
            findings.push(finding);
        }
    }
    let stays = stays.into_iter().zip(declarations);
    let stays = stays.map(|((number, findings), declaration)| Imported { number, declaration, findings });
    Import { stays: stays.collect(), rejected }
}

/// Whether a rule says that a cell held something that was not understood, so that its field stayed empty.
const fn is_unread(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::NameUnreadable
            | Rule::BirthUnreadable
            | Rule::SexUnreadable
            | Rule::NationalityUnreadable
            | Rule::DocumentKindUnknown
            | Rule::DepartureUnreadable
            | Rule::ReasonUnknown
            | Rule::PermitUnreadable
            | Rule::DateUnreadable
            | Rule::GuestKindUnknown
            | Rule::TextTooLong
    )
}

#[cfg(test)]
mod tests;
