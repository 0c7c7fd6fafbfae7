//! Cells of one sheet, and where its rows stand in the text of the part (ECMA-376 Part 1, section 18.3).

use super::workbook::{Strings, rich_text, unescaped};
use crate::error::{Code, Error, Result};
use crate::limits::{SPREADSHEET_CELLS, SPREADSHEET_ROWS};
use crate::residence::export::xml::{Element, Piece, Pieces};
use std::ops::Range;

const PLACE: &str = "XLSX sheet";

/// Columns of a sheet: the format ends at XFD.
const COLUMNS: u32 = 16_384;

/// A cell that holds something, or has a format.
pub(super) struct Cell {
    /// Row, from 1.
    pub(super) row: u32,
    /// Column, from 1.
    pub(super) column: u32,
    /// The text that it holds, a number as it is stored.
    pub(super) text: String,
    /// Whether the text is a number to spreadsheet programs, so that zeros at its beginning are lost.
    pub(super) numeric: bool,
    /// Index of its format.
    pub(super) format: usize,
}

/// A sheet that is to be patched.
#[derive(Default)]
pub(super) struct Layout {
    /// The cells of the rows that stay.
    pub(super) head: Vec<Cell>,
    /// The cells of the row after them; only their formats matter.
    pub(super) first: Vec<Cell>,
    /// Formats of columns: first and last column, and the format.
    pub(super) columns: Vec<(u32, u32, usize)>,
    /// Whether a cell below the rows that stay holds something, the first column left out.
    pub(super) filled: bool,
    /// The rows below those that stay, in the text of the part: what is replaced.
    pub(super) replaced: Range<usize>,
    /// The element that says which cells are used, in the text of the part.
    pub(super) dimension: Option<Range<usize>>,
    /// The prefix of the elements, with its colon.
    pub(super) prefix: String,
}

fn malformed() -> Error {
    Error::new(Code::ExportMalformed, PLACE)
}

/// Row and column of a reference such as `B5`, both from 1.
fn position(reference: &str) -> Option<(u32, u32)> {
    let digits = reference.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = reference.split_at_checked(digits)?;
    let column = letters.bytes().try_fold(0_u32, |column, letter| {
        let value = u32::from(letter.checked_sub(b'A').filter(|value| *value < 26)?);
        column.checked_mul(26)?.checked_add(value)?.checked_add(1)
    })?;
    let row: u32 = digits.parse().ok()?;
    ((1..=SPREADSHEET_ROWS).contains(&row) && (1..=COLUMNS).contains(&column)).then_some((row, column))
}

/// Steps through the rows and cells of a sheet, which may leave out their references.
#[derive(Default)]
struct Cursor {
    row: u32,
    column: u32,
    seen: usize,
}

impl Cursor {
    fn open_row(&mut self, row: &Element<'_>) -> Result<()> {
        self.row = match row.attribute("r") {
            Some(text) => text.parse().map_err(|_| malformed())?,
            None => self.row.saturating_add(1),
        };
        self.column = 0;
        if (1..=SPREADSHEET_ROWS).contains(&self.row) { Ok(()) } else { Err(malformed()) }
    }

    fn read_cell(&mut self, cell: &Element<'_>, strings: &Strings, pieces: &mut Pieces<'_>) -> Result<Cell> {
        let (row, column) = match cell.attribute("r") {
            Some(reference) => position(&reference).ok_or_else(malformed)?,
            None => (self.row, self.column.saturating_add(1)),
        };
        self.column = column;
        self.seen = self.seen.saturating_add(1);
        if self.seen > SPREADSHEET_CELLS {
            return Err(Error::new(Code::TooLarge, PLACE));
        }
        if row != self.row || column > COLUMNS {
            return Err(malformed());
        }
        let kind = cell.attribute("t").unwrap_or_default();
        let format = cell.attribute("s").map_or(Ok(0), |s| s.parse()).map_err(|_| malformed())?;
        let outside = pieces.depth().saturating_sub(1);
        let (mut value, mut inline) = (None, None);
        while pieces.depth() > outside {
            match pieces.next()? {
                Some(Piece::Open(inner)) => match inner.name() {
                    "v" => value = Some(pieces.text()?),
                    "is" => inline = Some(rich_text(pieces)?.0),
                    _ => pieces.skip()?,
                },
                Some(_) => {}
                None => return Err(malformed()),
            }
        }
        let text = match (kind.as_str(), value, inline) {
            ("inlineStr", _, text) => text.unwrap_or_default(),
            ("s", Some(index), _) => {
                let index: usize = index.trim().parse().map_err(|_| malformed())?;
                strings.texts.get(index).cloned().ok_or_else(malformed)?
            }
            (_, value, _) => unescaped(value.unwrap_or_default()),
        };
        let numeric = matches!(kind.as_str(), "" | "n") && !text.is_empty();
        Ok(Cell { row, column, text, numeric, format })
    }
}

/// Hands every cell that holds something to `see`, row by row.
///
/// # Errors
/// `export-file-malformed`, `too-large`, and what `see` answers.
pub(super) fn read_cells(xml: &str, strings: &Strings, mut see: impl FnMut(Cell) -> Result<()>) -> Result<()> {
    let (mut pieces, mut cursor) = (Pieces::new(xml, PLACE), Cursor::default());
    while let Some(piece) = pieces.next()? {
        let Piece::Open(element) = piece else { continue };
        match element.name() {
            "row" => cursor.open_row(&element)?,
            "c" if cursor.row > 0 => {
                let cell = cursor.read_cell(&element, strings, &mut pieces)?;
                if !cell.text.is_empty() {
                    see(cell)?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

impl Layout {
    /// Finds what stays (rows up to `last`) and what is replaced (rows after it).
    ///
    /// # Errors
    /// `export-file-malformed`, also where rows are out of order; `too-large`.
    pub(super) fn of(xml: &str, strings: &Strings, last: u32) -> Result<Self> {
        let (mut pieces, mut cursor) = (Pieces::new(xml, PLACE), Cursor::default());
        let (mut layout, mut start, mut previous) = (Self::default(), None, 0);
        while let Some(piece) = pieces.next()? {
            let Piece::Open(element) = piece else {
                // The end of the rows: two elements are open around them while they last.
                if let (Piece::Close, Some(start), 1, true) = (&piece, start, pieces.depth(), layout.replaced.end == 0)
                {
                    layout.replaced = start..pieces.before();
                }
                continue;
            };
            match element.name() {
                "dimension" => {
                    let before = pieces.before();
                    pieces.skip()?;
                    layout.dimension = Some(before..pieces.position());
                }
                "col" => {
                    let number = |name: &str| element.attribute(name).and_then(|text| text.parse::<u32>().ok());
                    if let (Some(first), Some(last), Some(format)) = (number("min"), number("max"), number("style")) {
                        layout.columns.push((first, last, usize::try_from(format).unwrap_or(0)));
                    }
                }
                "sheetData" => {
                    layout.prefix = element.prefix();
                    start = Some(pieces.position());
                }
                "row" if start.is_some() => {
                    let before = pieces.before();
                    cursor.open_row(&element)?;
                    if cursor.row <= previous {
                        return Err(malformed());
                    }
                    // The first row below those that stay: what is replaced begins here.
                    if cursor.row > last && previous <= last {
                        start = Some(before);
                    }
                    previous = cursor.row;
                    // Where no such row follows, what is replaced is nothing, just before the end.
                    if cursor.row <= last {
                        start = Some(usize::MAX);
                    }
                }
                "c" if cursor.row > 0 => {
                    let cell = cursor.read_cell(&element, strings, &mut pieces)?;
                    // Running numbers that stand ready are no guests.
                    layout.filled |= cell.row > last && cell.column > 1 && !cell.text.trim().is_empty();
                    if cell.row <= last {
                        layout.head.push(cell);
                    } else if cell.row == last.saturating_add(1) {
                        layout.first.push(cell);
                    }
                }
                _ => {}
            }
        }
        let Range { start, end } = layout.replaced;
        layout.replaced = start.min(end)..end;
        if end == 0 { Err(malformed()) } else { Ok(layout) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEET: &str = "<x:worksheet xmlns:x='m'><x:dimension ref='A1:B2'/><x:cols><x:col min='1' max='3' style='7'/>\
                         </x:cols><x:sheetData><x:row r='1'><x:c r='A1' t='s'><x:v>1</x:v></x:c></x:row>\
                         <x:row r='2'><x:c r='B2' s='4' t='inlineStr'><x:is><x:t>b</x:t></x:is></x:c></x:row>\
                         <x:row r='3'><x:c s='5'/><x:c><x:v>007</x:v></x:c></x:row></x:sheetData>\
                         <x:mergeCells/></x:worksheet>";

    fn strings() -> Strings {
        Strings::parse("<sst><si><t>zero</t></si><si><t>one</t></si></sst>").unwrap()
    }

    #[test]
    fn cells_with_and_without_references() {
        let mut seen = Vec::new();
        let read = read_cells(SHEET, &strings(), |cell| {
            seen.push((cell.row, cell.column, cell.text, cell.numeric));
            Ok(())
        });
        assert_eq!(read, Ok(()));
        let text = |text: &str| text.to_owned();
        assert_eq!(seen, [(1, 1, text("one"), false), (2, 2, text("b"), false), (3, 2, text("007"), true)]);
        assert_eq!(position("XFD1048576"), Some((1_048_576, 16_384)));
        for reference in ["", "A", "1", "A0", "XFE1", "a1", "A1048577", "AAAAAAAAAAAA1", "É1"] {
            assert_eq!(position(reference), None, "{reference}");
        }
    }

    #[test]
    fn what_stays_and_what_is_replaced() {
        let layout = Layout::of(SHEET, &strings(), 2).unwrap();
        assert!(SHEET.get(layout.replaced.clone()).unwrap().starts_with("<x:row r='3'>"));
        assert!(SHEET.get(layout.replaced.end..).unwrap().starts_with("</x:sheetData>"));
        assert_eq!(SHEET.get(layout.dimension.unwrap()), Some("<x:dimension ref='A1:B2'/>"));
        assert_eq!((layout.prefix.as_str(), layout.filled), ("x:", true));
        assert_eq!((layout.first[0].format, layout.columns), (5, vec![(1, 3, 7)]));
        let layout = Layout::of(SHEET, &strings(), 4).unwrap();
        assert!(SHEET.get(layout.replaced.start..).unwrap().starts_with("</x:sheetData>"));
        assert!(layout.replaced.is_empty() && !layout.filled);
    }

    #[test]
    fn rows_out_of_order_and_sheets_without_rows() {
        for sheet in [
            "<worksheet/>",
            "<worksheet><sheetData><row r='2'/><row r='1'/></sheetData></worksheet>",
            "<worksheet><sheetData><row r='0'/></sheetData></worksheet>",
            "<worksheet><sheetData><row r='1'><c r='A2'/></row></sheetData></worksheet>",
            "<worksheet><sheetData><row r='1'><c t='s'><v>9</v></c></row></sheetData></worksheet>",
        ] {
            assert!(Layout::of(sheet, &strings(), 4).is_err(), "{sheet}");
        }
    }
}
