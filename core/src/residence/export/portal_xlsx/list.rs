//! Lists of guests read back: the file that was uploaded, or the one that the portal hands out.

use super::catalogue::words_key;
use super::column::{Column, PortalRow};
use super::guest::PortalGuest;
use super::package::Package;
use super::sheet::{Cell, read_cells};
use super::template::{EXAMPLE_ROW, GUESTS, header_key};
use super::workbook::{Strings, Workbook};
use crate::error::{Code, Error, Result};
use crate::identity::{Date, PartialDate};
use crate::limits::{EXPORT_FILE_BYTES, PORTAL_GUESTS};
use crate::residence::export::Problem;
use std::collections::BTreeMap;

/// Rows in which the headers of a list may stand: above them are titles.
const HEADER_ROWS: u32 = 20;

/// Other words at the head of the columns by which a guest is found again. The portal's exported list was not seen:
/// these are the words of its forms, and **unconfirmed**.
const OTHER_HEADERS: &[(&str, Column)] = &[
    ("Họ và tên", Column::FullName),
    ("Ngày tháng năm sinh", Column::BirthDate),
    ("Số CCCD", Column::DocumentNumber),
    ("Số định danh", Column::DocumentNumber),
    ("Số hộ chiếu", Column::DocumentNumber),
    ("Thời gian đến", Column::Arrival),
    ("Lưu trú từ ngày", Column::Arrival),
    ("Thời gian đi", Column::Departure),
    ("Ngày đi", Column::Departure),
    ("Lý do lưu trú", Column::Reason),
    ("Số phòng", Column::Room),
];

/// Columns without which a row cannot be found again.
const NEEDED: [Column; 3] = [Column::FullName, Column::DocumentNumber, Column::Arrival];

/// A row of a list, as it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListRow {
    /// The row of the sheet, from 1.
    pub line: u32,
    /// Its texts.
    pub row: PortalRow,
    /// The number of the document is stored as a number: a spreadsheet program took its leading zeros away.
    pub zeros_lost: bool,
}

impl ListRow {
    /// The guest of this row.
    ///
    /// # Errors
    /// Every column that is missing or cannot be read.
    pub fn guest(&self) -> Result<PortalGuest, Vec<Problem>> {
        PortalGuest::read(&self.row)
    }
}

/// Reads the guests of a workbook: a filled template (data from row 5), or a list whose columns are named as the
/// template names them, in any order and with others between them. Rows without a name and a number are passed over.
///
/// # Errors
/// `export-file-malformed`, `text-not-utf8`, `too-large`; `portal-template-changed` where no sheet has the columns
/// for name, document number and arrival.
pub fn read_list(bytes: &[u8]) -> Result<Vec<ListRow>> {
    let mut package = Package::open(bytes)?;
    let workbook = Workbook::read(&mut package)?;
    let shared = match &workbook.strings_part {
        Some(part) => package.part(part)?,
        None => None,
    };
    let strings = shared.map_or_else(|| Ok(Strings::default()), |text| Strings::parse(&text))?;
    let parts = match workbook.sheet(GUESTS) {
        Some(part) => vec![part.to_owned()],
        None => workbook.sheets.iter().map(|(_, part)| part.clone()).collect(),
    };
    let is_template = workbook.sheet(GUESTS).is_some();
    for part in parts {
        let Some(xml) = package.part(&part)? else { continue };
        let mut table = Table { is_template, ..Table::default() };
        read_cells(&xml, &strings, |cell| table.take(cell))?;
        table.close_row();
        if table.has_headers() {
            return Ok(table.rows);
        }
    }
    Err(Error::new(Code::PortalTemplateChanged, "list of guests"))
}

/// A list while it is read, row by row.
#[derive(Default)]
struct Table {
    is_template: bool,
    line: u32,
    cells: Vec<Cell>,
    columns: BTreeMap<u32, Column>,
    rows: Vec<ListRow>,
    bytes: usize,
}

impl Table {
    fn has_headers(&self) -> bool {
        NEEDED.iter().all(|needed| self.columns.values().any(|column| column == needed))
    }

    fn take(&mut self, cell: Cell) -> Result<()> {
        if cell.row != self.line {
            self.close_row();
            self.line = cell.row;
        }
        // One shared text may stand in every cell: the sum is bounded, not the file.
        self.bytes = self.bytes.saturating_add(cell.text.len());
        if self.rows.len() > PORTAL_GUESTS || self.bytes > EXPORT_FILE_BYTES {
            return Err(Error::new(Code::TooLarge, "list of guests"));
        }
        self.cells.push(cell);
        Ok(())
    }

    /// The row that was taken is whole: it is the headers, or a guest.
    fn close_row(&mut self) {
        let cells = std::mem::take(&mut self.cells);
        if self.is_template && self.line == EXAMPLE_ROW {
            return;
        }
        if !self.has_headers() {
            if self.line <= HEADER_ROWS {
                self.columns = headers(&cells);
            }
            return;
        }
        // Explanations under the headers are no guests.
        if self.is_template && self.line < EXAMPLE_ROW {
            return;
        }
        let mut row = ListRow { line: self.line, row: PortalRow::default(), zeros_lost: false };
        for cell in cells {
            let Some(column) = self.columns.get(&cell.column).copied() else { continue };
            let is_date = matches!(column, Column::BirthDate | Column::Arrival | Column::Departure);
            let text = match serial_day(&cell.text).filter(|_| is_date && cell.numeric) {
                Some(date) => PartialDate::from(date).to_vietnamese(),
                None => cell.text.trim().to_owned(),
            };
            row.zeros_lost |= cell.numeric && column == Column::DocumentNumber;
            row.row.set(column, text);
        }
        let named = [Column::FullName, Column::DocumentNumber].iter().any(|column| !row.row.text(*column).is_empty());
        let example = row.row.text(Column::FullName).starts_with("[EXAMPLE]");
        if named && !example {
            self.rows.push(row);
        }
    }
}

/// Which column stands where, by the words at their heads. The first column of a meaning counts.
fn headers(cells: &[Cell]) -> BTreeMap<u32, Column> {
    let mut found: BTreeMap<u32, Column> = BTreeMap::new();
    for cell in cells {
        let text = header_key(&cell.text);
        let own = Column::ALL.iter().map(|column| (column.header(), *column));
        let column = own.chain(OTHER_HEADERS.iter().copied()).find(|(words, _)| words_key(words) == text);
        let column = column.map(|(_, column)| column).filter(|column| !found.values().any(|other| other == column));
        found.extend(column.map(|column| (cell.column, column)));
    }
    found
}

/// The day of a serial number of days, as spreadsheets store dates: 1 is 1 January 1900, and there is a
/// 29 February 1900 that never was (ECMA-376 Part 1, section 18.17.4.1).
fn serial_day(text: &str) -> Option<Date> {
    let whole = text.split('.').next()?;
    let days: i32 = whole.parse().ok().filter(|days| *days > 60)?;
    Date::new(1899, 12, 30)?.add_days(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serial_numbers_of_days() {
        let day = |text| serial_day(text).map(|date| date.to_string());
        assert_eq!(day("61").as_deref(), Some("1900-03-01"));
        assert_eq!(day("46347.5").as_deref(), Some("2026-11-21"));
        assert_eq!([day("60"), day("-5"), day("x"), day("99999999999")], [None, None, None, None]);
    }
}
