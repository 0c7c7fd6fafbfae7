//! Figures and facts as CSV (RFC 4180, UTF-8, CRLF).

use super::dimension::{Dimension, Period};
use super::fact::LodgingFact;
use super::table::Published;
use std::fmt::Write;

/// The code of a total, as SDMX writes it.
const TOTAL: &str = "_T";

/// The columns of facts besides nights, in their order; `_U` for what is not known.
pub(super) const COLUMNS: [Dimension; 9] = [
    Dimension::Facility,
    Dimension::FacilityKind,
    Dimension::Arrival(Period::Day),
    Dimension::Nationality,
    Dimension::AgeGroup,
    Dimension::Sex,
    Dimension::OldProvince,
    Dimension::NewProvince,
    Dimension::Purpose,
];

impl Published {
    /// One line for each figure: groups, guests, nights, status. Totals have the group `_T`, what is not known `_U`.
    /// Withheld figures are empty with the status `C` (confidential, as in SDMX), whether they are small themselves or
    /// would give a small one away: that difference is not told.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let mut out = String::new();
        let groups = [Some(self.row), self.column].into_iter().flatten();
        groups.for_each(|dimension| field(&mut out, dimension.name()));
        out.push_str("guests,nights,status\r\n");
        for cell in &self.cells {
            field(&mut out, cell.row.as_deref().unwrap_or(TOTAL));
            if self.column.is_some() {
                field(&mut out, cell.column.as_deref().unwrap_or(TOTAL));
            }
            let _ = match cell.counts {
                Some(counts) => write!(out, "{},{},\r\n", counts.guests, counts.nights),
                None => out.write_str(",,C\r\n"),
            };
        }
        out
    }
}

/// The facts, one a line, with a header; for databases and statistical programs, not for publication.
pub fn facts_to_csv<'a>(facts: impl IntoIterator<Item = &'a LodgingFact>) -> String {
    let mut out = String::new();
    COLUMNS.iter().for_each(|column| field(&mut out, column.name()));
    out.push_str("nights\r\n");
    for fact in facts {
        COLUMNS.iter().for_each(|column| field(&mut out, &column.code(fact)));
        let _ = match fact.nights {
            Some(nights) => write!(out, "{nights}\r\n"),
            None => out.write_str("\r\n"),
        };
    }
    out
}

/// A field and the comma after it. Only facilities and days come from outside; quotes keep them in one field.
fn field(out: &mut String, text: &str) {
    if text.contains([',', '"', '\r', '\n']) {
        let _ = write!(out, "\"{}\",", text.replace('"', "\"\""));
    } else {
        let _ = write!(out, "{text},");
    }
}
