//! XLSX workbooks (ECMA-376), with bounds against archives made to unfold.

use super::{Bounded, Cell, CellKind, Encoding, Row, Sheet, Table};
use crate::error::{Code, Error, Result};
use crate::identity::Date;
use crate::limits::{TABLE_COLUMNS, TABLE_PARTS, TABLE_SHEETS, TABLE_UNPACKED_BYTES};
use calamine::{DataRef, Dimensions, ExcelDateTime, Reader, Xlsx};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

/// The last day that spreadsheets know: 31 December 9999.
const LAST_SERIAL: f64 = 2_958_466.0;

/// From here on not every whole number has a place of its own in a spreadsheet (IEEE 754: 2^53).
const EXACT: f64 = 9_007_199_254_740_992.0;

const fn malformed() -> Error {
    Error::new(Code::TableMalformed, "XLSX")
}

pub(super) fn read(bytes: &[u8]) -> Result<Table> {
    unfolds_within(bytes, TABLE_UNPACKED_BYTES)?;
    // calamine 0.38 computes with the references of cells without checking (`r="ZZZZZZZZZ1"`, `ref="B9:A1"`): where
    // overflow panics, a made-up sheet would take the program with it. Nothing is shared across this line but the bytes.
    std::panic::catch_unwind(|| sheets(bytes)).unwrap_or_else(|_| Err(malformed()))
}

fn sheets(bytes: &[u8]) -> Result<Table> {
    let mut workbook: Book<'_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| malformed())?;
    let names = workbook.sheet_names();
    if names.len() > TABLE_SHEETS {
        return Err(Error::new(Code::TooLarge, "sheets"));
    }
    let mut bounded = Bounded::default();
    let mut sheets = Vec::new();
    for name in names {
        let rows = rows(&mut workbook, &name, &mut bounded)?;
        sheets.push(Sheet { name, rows });
    }
    Ok(Table { encoding: Encoding::Utf8, sheets })
}

/// Unpacks every part once to count what comes out: the sizes that an archive announces are not believed.
fn unfolds_within(bytes: &[u8], bound: usize) -> Result<()> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| malformed())?;
    let too_large = Error::new(Code::TooLarge, "XLSX");
    if archive.len() > TABLE_PARTS || archive.has_overlapping_files().map_err(|_| malformed())? {
        return Err(too_large);
    }
    let mut left = bound;
    let mut buffer = [0; 16 * 1024];
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|_| malformed())?;
        loop {
            let count = part.read(&mut buffer).map_err(|_| malformed())?;
            if count == 0 {
                break;
            }
            left = left.checked_sub(count).ok_or(too_large)?;
        }
    }
    Ok(())
}

type Book<'b> = Xlsx<Cursor<&'b [u8]>>;
type Cells = BTreeMap<u32, BTreeMap<u32, Cell>>;

fn rows(workbook: &mut Book<'_>, name: &str, bounded: &mut Bounded) -> Result<Vec<Row>> {
    let mut cells: Cells = BTreeMap::new();
    // Sheets of charts and macros have no cells.
    if let Ok(mut reader) = workbook.worksheet_cells_reader(name) {
        while let Some(found) = reader.next_cell().map_err(|_| malformed())? {
            let (row, column) = found.get_position();
            if let Some(cell) = cell(found.get_value()) {
                let at = usize::try_from(column).unwrap_or(usize::MAX);
                bounded.cell(at, cell.text.expose())?;
                cells.entry(row).or_default().insert(column, cell);
            }
        }
    }
    for merged in workbook.merge_cells_by_sheet_name(name).unwrap_or_default() {
        spread(&mut cells, merged, bounded)?;
    }
    let mut rows = Vec::with_capacity(cells.len());
    for (number, cells) in cells {
        let width = cells.last_key_value().map_or(0, |(column, _)| column.saturating_add(1));
        let mut cells = cells;
        let cells = (0..width).map(|column| cells.remove(&column).unwrap_or_else(|| Cell::text(""))).collect();
        bounded.row(Row { number: number.saturating_add(1), cells }, &mut rows)?;
    }
    Ok(rows)
}

/// Merged cells hold one value for all of them: two guests of one room, a heading over three columns. Rows that are
/// otherwise empty stay so.
fn spread(cells: &mut Cells, merged: Dimensions, bounded: &mut Bounded) -> Result<()> {
    let ((top, left), (bottom, right)) = (merged.start, merged.end);
    let Some(value) = cells.get(&top).and_then(|row| row.get(&left)).cloned() else { return Ok(()) };
    if top > bottom || left > right {
        return Ok(());
    }
    let last = right.min(u32::try_from(TABLE_COLUMNS).unwrap_or(u32::MAX).saturating_sub(1));
    for (_, row) in cells.range_mut(top..=bottom) {
        for column in left..=last {
            if let std::collections::btree_map::Entry::Vacant(free) = row.entry(column) {
                bounded.cell(usize::try_from(column).unwrap_or(usize::MAX), value.text.expose())?;
                free.insert(value.clone());
            }
        }
    }
    Ok(())
}

fn cell(value: &DataRef<'_>) -> Option<Cell> {
    Some(match value {
        DataRef::Empty => return None,
        DataRef::String(text) => Cell::text(text),
        DataRef::SharedString(text) => Cell::text(text),
        DataRef::Int(number) => Cell::new(&number.to_string(), CellKind::Number),
        DataRef::Float(number) => Cell::new(&number_text(*number), CellKind::Number),
        DataRef::Bool(value) => Cell::new(if *value { "true" } else { "false" }, CellKind::Boolean),
        DataRef::DateTime(serial) => match date_text(serial) {
            Some(text) => Cell::new(&text, CellKind::Date),
            None => Cell::new(&number_text(serial.as_f64()), CellKind::Number),
        },
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::new(text, CellKind::Date),
        DataRef::Error(_) => Cell::new("", CellKind::Failed),
    })
}

/// A number in full: `1199000018`, never `1.199e9`.
fn number_text(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < EXACT { format!("{number:.0}") } else { number.to_string() }
}

/// `2026-11-21`, `2026-11-21T14:30:00`, or `14:30:00` for a time without a day.
fn date_text(serial: &ExcelDateTime) -> Option<String> {
    let value = serial.as_f64();
    if serial.is_duration() || !(0.0..LAST_SERIAL).contains(&value) {
        return None;
    }
    let (year, month, day, hour, minute, second, milli) = serial.to_ymd_hms_milli();
    // A serial is a fraction of a day: half a second of rounding, so that 14:30 is not 14:29:59.
    let midnight = (hour, minute, second) == (0, 0, 0) && milli < 500;
    let date = Date::new(year, month, day)?;
    if value < 1.0 {
        return Some(format!("{hour:02}:{minute:02}:{second:02}"));
    }
    Some(if midnight { date.to_string() } else { format!("{date}T{hour:02}:{minute:02}:{second:02}") })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use calamine::ExcelDateTimeType;
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    /// A workbook of one sheet with these rows and merged cells; style 1 is a date.
    pub(crate) fn workbook(rows: &str, merged: &str) -> Vec<u8> {
        const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        const RELATED: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
        let parts = [
            (
                "_rels/.rels",
                format!(
                    r#"<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!(
                    r#"<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{RELATED}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{RELATED}/styles" Target="styles.xml"/></Relationships>"#
                ),
            ),
            (
                "xl/workbook.xml",
                format!(
                    r#"<workbook xmlns="{MAIN}" xmlns:r="{RELATED}"><sheets><sheet name="Tháng 11" sheetId="1" r:id="r1"/></sheets></workbook>"#
                ),
            ),
            (
                "xl/styles.xml",
                format!(
                    r#"<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>"#
                ),
            ),
            (
                "xl/worksheets/sheet1.xml",
                format!(r#"<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{merged}</worksheet>"#),
            ),
        ];
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            writer.start_file(name, SimpleFileOptions::default()).unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    const ROWS: &str = r#"<row r="2"><c r="A2" t="inlineStr"><is><t>Họ tên</t></is></c><c r="B2" t="inlineStr"><is><t>Số CCCD</t></is></c><c r="C2" t="inlineStr"><is><t>Ngày đến</t></is></c><c r="D2" t="inlineStr"><is><t>Phòng</t></is></c></row>
        <row r="3"><c r="A3" t="inlineStr"><is><t>Nguyễn Thị Mẫu</t></is></c><c r="B3"><v>1199000018</v></c><c r="C3" s="1"><v>46347.604166666664</v></c><c r="D3" t="inlineStr"><is><t>101</t></is></c></row>
        <row r="4"><c r="A4" t="inlineStr"><is><t>Trần Văn Mẫu</t></is></c><c r="B4" t="inlineStr"><is><t>001099000011</t></is></c><c r="C4" s="1"><v>46347</v></c></row>"#;
    const MERGED: &str =
        r#"<mergeCells count="2"><mergeCell ref="D3:D4"/><mergeCell ref="A1:XFD1048576"/></mergeCells>"#;

    #[test]
    fn numbers_dates_and_merged_cells_stay_told_apart() {
        let bytes = workbook(ROWS, MERGED);
        let table = Table::read(&bytes).unwrap();
        let sheet = &table.sheets[0];
        assert_eq!(sheet.name, "Tháng 11");
        let row = |at: usize| {
            let cells = sheet.rows[at].cells.iter();
            cells.map(|cell| (cell.text.expose().as_str(), cell.kind)).collect::<Vec<_>>()
        };
        assert_eq!(sheet.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [2, 3, 4]);
        assert_eq!(row(1)[1], ("1199000018", CellKind::Number));
        assert_eq!(row(1)[2], ("2026-11-21T14:30:00", CellKind::Date));
        assert_eq!(row(2)[1], ("001099000011", CellKind::Text));
        assert_eq!(row(2)[2], ("2026-11-21", CellKind::Date));
        assert_eq!(row(2)[3], ("101", CellKind::Text));
    }

    #[test]
    fn serials_and_numbers_in_full() {
        let text = |value| date_text(&ExcelDateTime::new(value, ExcelDateTimeType::DateTime, false));
        assert_eq!(text(0.75).as_deref(), Some("18:00:00"));
        assert_eq!(text(1e12), None);
        assert_eq!(text(-1.0), None);
        assert_eq!(text(f64::NAN), None);
        assert_eq!(number_text(123_456_789_012.0), "123456789012");
        assert_eq!(number_text(0.5), "0.5");
    }

    #[test]
    fn damaged_and_unfolding_archives_are_refused() {
        let bytes = workbook(ROWS, MERGED);
        for end in (4..bytes.len()).step_by(7) {
            assert!(Table::read(&bytes[..end]).is_err(), "{end}");
        }
        let far = workbook(r#"<row r="1"><c r="XFD1"><v>1</v></c></row>"#, "");
        assert_eq!(Table::read(&far).unwrap_err().code(), Code::TooLarge);
        let bomb = workbook(&" ".repeat(4_000_000), "");
        assert!(bomb.len() < 40_000);
        assert_eq!(unfolds_within(&bomb, 4_000_000).unwrap_err().code(), Code::TooLarge);
        assert_eq!(unfolds_within(&bomb, 5_000_000), Ok(()));
    }

    #[test]
    fn sheets_that_no_program_writes_do_no_harm() {
        for row in [
            r#"<row r="1"><c r="ZZZZZZZZZ1"><v>1</v></c></row>"#,
            r#"<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>"#,
            r#"<row r="0"><c r="A0"><v>1</v></c></row>"#,
            r#"<row r="-1"><c r="1A"><v>1</v></c></row>"#,
            r#"<row><c><v>1</v></c><c><v>2</v></c></row>"#,
            r#"<row r="1"><c r="A1" t="s"><v>99</v></c></row>"#,
            r#"<row r="1"><c r="A1" t="s"><v>-1</v></c></row>"#,
            r#"<row r="1"><c r="A1" s="99"><v>1</v></c></row>"#,
            r#"<row r="1"><c r="A1" s="1"><v>1e308</v></c><c r="B1" s="1"><v>-5</v></c><c r="C1" s="1"><v>NaN</v></c></row>"#,
            r#"<row r="1"><c r="A1" t="d"><v>2026-11-21</v></c><c r="B1" t="e"><v>#REF!</v></c><c r="C1" t="b"><v>1</v></c></row>"#,
            r#"<row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><f t="shared" ref="B1:B9" si="0">A1</f><v>2</v></c></row>"#,
            r#"<row r="1"><c r="A1"><v>"#,
            r#"</sheetData><sheetData>"#,
            r#"<row r="1"><c r="A1" t="inlineStr"><is><t>&nobody;</t></is></c></row>"#,
        ] {
            let read =
                Table::read(&workbook(row, r#"<mergeCells><mergeCell ref="B9:A1"/><mergeCell ref="x"/></mergeCells>"#));
            assert!(read.map_or(1, |table| table.sheets.len()) == 1, "{row}");
        }
        let shown = workbook(r#"<row r="1"><c r="A1" t="e"><v>#REF!</v></c><c r="B1" t="b"><v>1</v></c></row>"#, "");
        let table = Table::read(&shown).unwrap();
        let kinds: Vec<_> = table.sheets[0].rows[0].cells.iter().map(|cell| cell.kind).collect();
        assert_eq!(kinds, [CellKind::Failed, CellKind::Boolean]);
        let mut state = 1_u32;
        let whole = workbook(ROWS, MERGED);
        for _ in 0..400 {
            let mut bytes = whole.clone();
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let at = usize::try_from(state).unwrap() % bytes.len();
            bytes[at] ^= u8::try_from(state >> 24).unwrap() | 1;
            let _ = Table::read(&bytes);
        }
    }
}
