//! Lists of people as offices keep them: CSV and XLSX files as sheets of text cells, and what their columns mean.
//!
//! Nothing is corrected here. A cell keeps whether its file stored a text, a number or a date, because a number has
//! lost its leading zeros and a date its order; who uses the cell decides what that means.
//!
//! ```
//! use dinhdanh::table::{Layout, Role, Table};
//!
//! let file = "DANH SÁCH KHÁCH THÁNG 11\n\nSTT;Họ và tên;Số CCCD;Ngày đến\n1;Nguyễn Thị Mẫu;001199000018;21/11/2026\n";
//! let table = Table::read(file.as_bytes())?;
//! let sheet = table.sheets.first().expect("a CSV file is one sheet");
//! let layout = Layout::guess(sheet).expect("a row of known headings");
//! let row = layout.rows(sheet).next().expect("a row below them");
//! assert_eq!(layout.text(row, Role::IdNumber), Some("001199000018"));
//! # Ok::<(), dinhdanh::Error>(())
//! ```

mod csv;
mod layout;
mod role;
#[cfg(feature = "xlsx")]
mod xlsx;

#[cfg(all(test, feature = "xlsx"))]
pub(crate) use xlsx::tests::workbook as test_workbook;

pub use layout::{Column, Layout};
pub use role::Role;

use crate::error::{Code, Error, Result};
use crate::limits::{TABLE_BYTES, TABLE_COLUMNS, TABLE_ROWS, TABLE_TEXT_BYTES};
use crate::personal::Personal;
use serde::Serialize;

/// What a file stored in a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CellKind {
    /// Text, as typed. Every cell of a CSV file is text.
    #[default]
    Text,
    /// A number: leading zeros are gone. The text is the number in full, without exponent.
    Number,
    /// A number that the spreadsheet shows as a date or time: the text is ISO 8601.
    Date,
    /// True or false.
    Boolean,
    /// A formula that failed: there is no value.
    Failed,
}

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The text, trimmed; empty where there is nothing.
    pub text: Personal<String>,
    /// What the file stored.
    pub kind: CellKind,
}

impl Cell {
    /// A cell of text.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::new(text, CellKind::Text)
    }

    fn new(text: &str, kind: CellKind) -> Self {
        Self { text: Personal::new(text.trim().to_owned()), kind }
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.expose().is_empty()
    }
}

/// One row that is not empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its number in the file, from 1: the line of a CSV file on which it begins.
    pub number: u32,
    /// Its cells from the first column on; rows may differ in length.
    pub cells: Vec<Cell>,
}

impl Row {
    fn is_empty(&self) -> bool {
        self.cells.iter().all(Cell::is_empty)
    }
}

/// One sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// The name on its tab; empty for a CSV file.
    pub name: String,
    /// The rows that are not empty.
    pub rows: Vec<Row>,
}

/// How a file wrote its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16, little endian.
    Utf16Le,
    /// UTF-16, big endian.
    Utf16Be,
    /// One byte a character in an encoding of its own (Windows-1258, TCVN3, VNI). Byte `n` came as the character
    /// U+00`n`, so nothing is lost; which letters they are is for whoever knows the encodings.
    SingleByte,
}

/// A file of one or more sheets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// How the text was written.
    pub encoding: Encoding,
    /// The sheets in their order.
    pub sheets: Vec<Sheet>,
}

impl Table {
    /// Reads a CSV file (comma, semicolon, tab or bar) or, with the feature `xlsx`, an XLSX workbook. Which one it is,
    /// its encoding and its delimiter are found out.
    ///
    /// # Errors
    /// `table-format` for old Excel files (`.xls`), workbooks with a password, and workbooks without the feature;
    /// `table-malformed`, `too-large`.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0];
        if bytes.len() > TABLE_BYTES {
            return Err(Error::new(Code::TooLarge, "table"));
        }
        if bytes.starts_with(b"PK\x03\x04") {
            return workbook(bytes);
        }
        if bytes.starts_with(OLE) {
            return Err(Error::new(Code::TableFormat, "XLS"));
        }
        csv::read(bytes)
    }
}

#[cfg(feature = "xlsx")]
fn workbook(bytes: &[u8]) -> Result<Table> {
    xlsx::read(bytes)
}

#[cfg(not(feature = "xlsx"))]
fn workbook(_: &[u8]) -> Result<Table> {
    Err(Error::new(Code::TableFormat, "XLSX"))
}

/// Collects rows within the bounds of one file.
#[derive(Default)]
struct Bounded {
    rows: usize,
    text: usize,
}

impl Bounded {
    /// Counts a cell that is about to be kept.
    fn cell(&mut self, column: usize, text: &str) -> Result<()> {
        self.text = self.text.saturating_add(text.len());
        let fits = column < TABLE_COLUMNS && self.text <= TABLE_TEXT_BYTES;
        if fits { Ok(()) } else { Err(Error::new(Code::TooLarge, "columns")) }
    }

    /// Keeps a row, unless it is empty.
    fn row(&mut self, row: Row, rows: &mut Vec<Row>) -> Result<()> {
        if !row.is_empty() {
            self.rows = self.rows.saturating_add(1);
            rows.push(row);
        }
        if self.rows <= TABLE_ROWS { Ok(()) } else { Err(Error::new(Code::TooLarge, "rows")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_masked_and_other_files_named() {
        let table = Table::read("Họ tên\nNguyễn Thị Mẫu\n001199000018".as_bytes()).unwrap();
        let shown = format!("{table:?}");
        assert!(!shown.contains("Mẫu") && !shown.contains("001199000018"));
        let old = Table::read(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1]).unwrap_err();
        assert_eq!((old.code(), old.place()), (Code::TableFormat, "XLS"));
    }
}
