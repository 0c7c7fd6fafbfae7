//! Guests into the template: rows after the example row, texts into the shared table, nothing else touched.

use super::column::{Column, PortalRow};
use super::package::Package;
use super::sheet::Layout;
use super::template::{EXAMPLE_ROW, Template};
use super::workbook::{Strings, cell_escaped};
use crate::error::{Code, Error, Result};
use crate::limits::PORTAL_GUESTS;
use crate::residence::export::xml::{self, Piece, Pieces};
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write;

/// The example row has number 1.
const FIRST_NUMBER: usize = 2;

const SHEET: &str = "XLSX sheet";
const STRINGS: &str = "XLSX shared texts";

/// The shared texts that the new rows point to.
struct SharedTable<'t> {
    index_of: HashMap<Cow<'t, str>, usize>,
    before: usize,
    added: Vec<Cow<'t, str>>,
    /// Cells that point into the table.
    cells: usize,
}

impl Template {
    /// The template with these rows from row 5 on, numbered from 2 ([`Column::Number`] of the rows is not used).
    /// Everything else keeps its bytes: rows 1 to 4, the code sheets, defined names, validations and formats.
    ///
    /// An upload that the portal calls successful may have imported nothing: compare with the portal's list
    /// afterwards.
    ///
    /// # Errors
    /// `too-large` above [`PORTAL_GUESTS`] rows, `text-control-characters`.
    pub fn fill(&self, rows: &[PortalRow]) -> Result<Vec<u8>> {
        if rows.len() > PORTAL_GUESTS {
            return Err(Error::new(Code::TooLarge, "portal file"));
        }
        let mut package = Package::open(&self.bytes)?;
        let sheet = package.part(&self.patch.sheet_part)?.unwrap_or_default();
        let shared = package.part(&self.patch.strings_part)?.unwrap_or_default();
        let strings = Strings::parse(&shared)?;
        let layout = Layout::of(&sheet, &strings, EXAMPLE_ROW)?;
        let mut table = SharedTable::over(&strings);
        let data = self.rows(rows, &layout.prefix, &mut table)?;
        let sheet = patched(&sheet, &layout, &data, rows.len()).ok_or(Error::new(Code::ExportMalformed, SHEET))?;
        let shared = table.written(&shared)?;
        drop(data);
        package.with(&[(&self.patch.sheet_part, sheet), (&self.patch.strings_part, shared)])
    }

    fn rows<'r>(&self, rows: &'r [PortalRow], prefix: &str, table: &mut SharedTable<'r>) -> Result<String> {
        // Writing into a string cannot fail.
        let full = |_| Error::new(Code::TooLarge, SHEET);
        let mut data = String::with_capacity(rows.len().saturating_mul(900));
        for (number, row) in (FIRST_NUMBER..).zip(rows) {
            let line = number.saturating_add(3);
            write!(data, "<{prefix}row r=\"{line}\">").map_err(full)?;
            for (column, format) in Column::ALL.iter().zip(self.patch.formats) {
                let (letter, text) = (column.letter(), row.text(*column));
                if !xml::can_carry(text) {
                    return Err(Error::new(Code::TextControl, "portal file"));
                }
                write!(data, "<{prefix}c r=\"{letter}{line}\" s=\"{format}\"").map_err(full)?;
                let shared = match column {
                    Column::Number => table.index(Cow::Owned(number.to_string())),
                    _ if text.is_empty() => {
                        data.push_str("/>");
                        continue;
                    }
                    _ => table.index(Cow::Borrowed(text)),
                };
                write!(data, " t=\"s\"><{prefix}v>{shared}</{prefix}v></{prefix}c>").map_err(full)?;
            }
            write!(data, "</{prefix}row>").map_err(full)?;
        }
        Ok(data)
    }
}

/// The sheet with the new rows, and the range of used cells that goes with them.
fn patched(sheet: &str, layout: &Layout, data: &str, rows: usize) -> Option<String> {
    let last = rows.saturating_add(usize::try_from(EXAMPLE_ROW).ok()?);
    let head = sheet.get(..layout.replaced.start)?;
    let mut whole = String::with_capacity(sheet.len().saturating_add(data.len()).saturating_add(16));
    match layout.dimension.clone().filter(|range| range.end <= head.len()) {
        Some(range) => {
            whole.push_str(head.get(..range.start)?);
            let (prefix, letter) = (&layout.prefix, Column::Note.letter());
            write!(whole, "<{prefix}dimension ref=\"A1:{letter}{last}\"/>").ok()?;
            whole.push_str(head.get(range.end..)?);
        }
        None => whole.push_str(head),
    }
    whole.push_str(data);
    whole.push_str(sheet.get(layout.replaced.end..)?);
    Some(whole)
}

impl<'t> SharedTable<'t> {
    fn over(strings: &Strings) -> Self {
        let plain = strings.texts.iter().zip(&strings.plain).enumerate().filter(|(_, (_, plain))| **plain);
        let index_of = plain.map(|(index, (text, _))| (Cow::Owned(text.clone()), index)).collect();
        Self { index_of, before: strings.texts.len(), added: Vec::new(), cells: 0 }
    }

    fn index(&mut self, text: Cow<'t, str>) -> usize {
        self.cells = self.cells.saturating_add(1);
        if let Some(index) = self.index_of.get(&text) {
            return *index;
        }
        let index = self.before.saturating_add(self.added.len());
        self.index_of.insert(text.clone(), index);
        self.added.push(text);
        index
    }

    /// The part of the shared texts with the added ones at its end, and its counts.
    fn written(&self, part: &str) -> Result<String> {
        let malformed = || Error::new(Code::ExportMalformed, STRINGS);
        let mut pieces = Pieces::new(part, STRINGS);
        let (mut tag, mut prefix, mut end, mut counts) = (0..0, String::new(), 0, (None, None));
        while let Some(piece) = pieces.next()? {
            match piece {
                Piece::Open(element) if pieces.depth() == 1 => {
                    let count = |name: &str| element.attribute(name).and_then(|text| text.parse::<usize>().ok());
                    tag = pieces.before()..pieces.position();
                    prefix = element.prefix();
                    counts = (count("count"), count("uniqueCount"));
                }
                Piece::Close if pieces.depth() == 0 => end = pieces.before(),
                _ => {}
            }
        }
        let mut opening = part.get(tag.clone()).ok_or_else(malformed)?.to_owned();
        if opening.ends_with("/>") {
            return Err(malformed());
        }
        // `count="` does not occur in `uniqueCount="`, whose C is a capital.
        for (name, before, more) in [("count", counts.0, self.cells), ("uniqueCount", counts.1, self.added.len())] {
            if let Some(before) = before {
                let new = before.saturating_add(more);
                opening = opening.replace(&format!(" {name}=\"{before}\""), &format!(" {name}=\"{new}\""));
            }
        }
        let mut whole = String::with_capacity(part.len().saturating_add(self.added.len().saturating_mul(40)));
        whole.push_str(part.get(..tag.start).ok_or_else(malformed)?);
        whole.push_str(&opening);
        whole.push_str(part.get(tag.end..end).ok_or_else(malformed)?);
        for text in &self.added {
            let escaped = cell_escaped(text);
            let kept = if text.trim() == text { "" } else { " xml:space=\"preserve\"" };
            let text = xml::escaped(&escaped);
            write!(whole, "<{prefix}si><{prefix}t{kept}>{text}</{prefix}t></{prefix}si>").map_err(|_| malformed())?;
        }
        whole.push_str(part.get(end..).ok_or_else(malformed)?);
        Ok(whole)
    }
}
