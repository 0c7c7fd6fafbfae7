//! CSV in the forms in which spreadsheets and hotel programs write it (RFC 4180 and its relatives).

use super::{Bounded, Cell, Encoding, Row, Sheet, Table};
use crate::error::{Code, Error, Result};

/// What separates cells, most likely first where nothing else decides.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// So much of the file decides which delimiter it uses.
const SAMPLE_LINES: usize = 50;

pub(super) fn read(bytes: &[u8]) -> Result<Table> {
    let (encoding, text) = decode(bytes)?;
    let (delimiter, body, skipped) = told(&text).unwrap_or_else(|| (delimiter(&text), text.as_str(), 0));
    let mut reader =
        ::csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(body.as_bytes());
    let mut bounded = Bounded::default();
    let mut rows = Vec::new();
    let mut record = ::csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(|_| Error::new(Code::TableMalformed, "CSV"))? {
        let line = record.position().map_or(0, |at| first_line(body, at)).saturating_add(skipped);
        let mut cells = Vec::with_capacity(record.len());
        for (column, cell) in record.iter().enumerate() {
            bounded.cell(column, cell)?;
            cells.push(Cell::text(formula_text(cell)));
        }
        bounded.row(Row { number: u32::try_from(line).unwrap_or(u32::MAX), cells }, &mut rows)?;
    }
    Ok(Table { encoding, sheets: vec![Sheet { name: String::new(), rows }] })
}

/// The line on which a record begins: its position lies before the empty lines above it.
fn first_line(body: &str, at: &::csv::Position) -> u64 {
    let start = usize::try_from(at.byte()).unwrap_or(usize::MAX);
    let rest = body.as_bytes().get(start..).unwrap_or_default();
    let breaks = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| **byte == b'\n');
    at.line().saturating_add(u64::try_from(breaks.count()).unwrap_or(0))
}

/// `="001199000018"`: how programs keep Excel from taking a number for one.
fn formula_text(cell: &str) -> &str {
    let inner = cell.trim().strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    inner.unwrap_or(cell)
}

fn decode(bytes: &[u8]) -> Result<(Encoding, String)> {
    if let Some(rest) = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]) {
        let text = str::from_utf8(rest).map_err(|e| Error::new(Code::TextNotUtf8, "CSV").at(e.valid_up_to()))?;
        return Ok((Encoding::Utf8, text.to_owned()));
    }
    if let Some(rest) = bytes.strip_prefix(&[0xFF, 0xFE]) {
        return Ok((Encoding::Utf16Le, utf16(rest, u16::from_le_bytes)?));
    }
    if let Some(rest) = bytes.strip_prefix(&[0xFE, 0xFF]) {
        return Ok((Encoding::Utf16Be, utf16(rest, u16::from_be_bytes)?));
    }
    // Without a mark: text in UTF-16 has a zero beside every character of the delimiters and digits.
    let zeros = |first: usize| bytes.iter().skip(first).step_by(2).filter(|b| **b == 0).count();
    let many = bytes.len().div_euclid(8);
    if bytes.len() >= 8 && zeros(1) > many {
        return Ok((Encoding::Utf16Le, utf16(bytes, u16::from_le_bytes)?));
    }
    if bytes.len() >= 8 && zeros(0) > many {
        return Ok((Encoding::Utf16Be, utf16(bytes, u16::from_be_bytes)?));
    }
    match str::from_utf8(bytes) {
        Ok(text) => Ok((Encoding::Utf8, text.to_owned())),
        Err(_) => Ok((Encoding::SingleByte, bytes.iter().copied().map(char::from).collect())),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String> {
    let malformed = Error::new(Code::TableMalformed, "UTF-16");
    let (pairs, []) = bytes.as_chunks::<2>() else { return Err(malformed) };
    char::decode_utf16(pairs.iter().copied().map(unit)).collect::<Result<_, _>>().map_err(|_| malformed)
}

/// `sep=;` in the first line, as Excel understands it: the delimiter, what follows, and the lines skipped.
fn told(text: &str) -> Option<(u8, &str, u64)> {
    let rest = text.strip_prefix("sep=")?;
    let (first, body) = rest.split_once('\n')?;
    let mut bytes = first.trim_end_matches('\r').bytes();
    match (bytes.next(), bytes.next()) {
        (Some(delimiter), None) if DELIMITERS.contains(&delimiter) => Some((delimiter, body, 1)),
        _ => None,
    }
}

/// The delimiter that cuts most lines into the same number of cells, at least two.
fn delimiter(text: &str) -> u8 {
    let mut lines: Vec<[usize; DELIMITERS.len()]> = Vec::new();
    let mut counts = [0; DELIMITERS.len()];
    let mut quoted = false;
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => {
                lines.push(std::mem::take(&mut counts));
                if lines.len() >= SAMPLE_LINES {
                    break;
                }
            }
            _ if !quoted => {
                let known = DELIMITERS.iter().position(|delimiter| *delimiter == byte);
                if let Some(count) = known.and_then(|at| counts.get_mut(at)) {
                    *count = count.saturating_add(1);
                }
            }
            _ => {}
        }
    }
    lines.push(counts);
    let score = |at: usize| {
        let of_lines = || lines.iter().filter_map(|counts| counts.get(at)).filter(|count| **count > 0);
        let alike = |count: &usize| of_lines().filter(|other| *other == count).count();
        of_lines().map(|count| (alike(count), *count)).max().unwrap_or_default()
    };
    let best = (0..DELIMITERS.len()).rev().max_by_key(|at| score(*at));
    best.and_then(|at| DELIMITERS.get(at)).copied().unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
        let table = read(bytes).unwrap();
        let texts = |row: &Row| row.cells.iter().map(|cell| cell.text.expose().clone()).collect();
        table.sheets[0].rows.iter().map(texts).collect()
    }

    #[test]
    fn delimiters_are_found() {
        for delimiter in [",", ";", "\t", "|"] {
            let text = ["Họ tên", "Địa chỉ", "Số"].join(delimiter)
                + "\n"
                + &["Mẫu", "\"Số 1, Cửa Nam; Hà Nội | \t\"", "001199000018"].join(delimiter);
            let found = rows(text.as_bytes());
            assert_eq!(found[1].len(), 3, "{delimiter:?}");
            assert_eq!(found[1][2], "001199000018");
        }
        // Addresses full of commas, unquoted, between semicolons.
        let found = rows("a;b;c\nSố 1, ngõ 2, Hà Nội;x;y\nSố 3, Hà Nội;x;y\n".as_bytes());
        assert_eq!(found[1], ["Số 1, ngõ 2, Hà Nội", "x", "y"]);
        assert_eq!(rows(b"sep=;\na,b,c;d\n"), [["a,b,c", "d"]]);
        assert_eq!(rows(b"a\nb\n"), [["a"], ["b"]]);
        assert_eq!(rows(b""), Vec::<Vec<String>>::new());
    }

    #[test]
    fn encodings_are_found_and_nothing_is_lost() {
        let text = "Họ tên,Số\r\nNguyễn Thị Mẫu,001199000018\r\n";
        let utf16 = |unit: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
        let marked = |mark: &[u8], bytes: Vec<u8>| [mark, &bytes].concat();
        for (encoding, bytes) in [
            (Encoding::Utf8, text.as_bytes().to_vec()),
            (Encoding::Utf8, marked(&[0xEF, 0xBB, 0xBF], text.as_bytes().to_vec())),
            (Encoding::Utf16Le, marked(&[0xFF, 0xFE], utf16(u16::to_le_bytes))),
            (Encoding::Utf16Be, marked(&[0xFE, 0xFF], utf16(u16::to_be_bytes))),
            (Encoding::Utf16Le, utf16(u16::to_le_bytes)),
            (Encoding::Utf16Be, utf16(u16::to_be_bytes)),
        ] {
            assert_eq!(read(&bytes).unwrap().encoding, encoding);
            assert_eq!(rows(&bytes)[1], ["Nguyễn Thị Mẫu", "001199000018"]);
        }
        let tcvn3 = [b"Ho ten,So\nNguy\xD4n,1".as_slice(), &[0xB5]].concat();
        assert_eq!(read(&tcvn3).unwrap().encoding, Encoding::SingleByte);
        assert_eq!(rows(&tcvn3)[1], ["Nguy\u{d4}n", "1\u{b5}"]);
        assert_eq!(read(&[0xFF, 0xFE, 0x41]).unwrap_err().code(), Code::TableMalformed);
        assert_eq!(read(&[0xFF, 0xFE, 0x00, 0xD8]).unwrap_err().code(), Code::TableMalformed);
        assert_eq!(read(&[0xEF, 0xBB, 0xBF, 0xFF]).unwrap_err().code(), Code::TextNotUtf8);
    }

    #[test]
    fn quotes_breaks_and_line_numbers() {
        let table = read(b"a,b\n\n\"line\nbreak\",\"say \"\"x\"\"\"\n=\"0012\",d\n").unwrap();
        let rows = &table.sheets[0].rows;
        assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 3, 5]);
        assert_eq!(rows[1].cells[0].text.expose(), "line\nbreak");
        assert_eq!(rows[1].cells[1].text.expose(), "say \"x\"");
        assert_eq!(rows[2].cells[0].text.expose(), "0012");
    }

    #[test]
    fn bounds_hold() {
        let wide = ",".repeat(crate::limits::TABLE_COLUMNS);
        assert_eq!(read(wide.as_bytes()).unwrap_err().code(), Code::TooLarge);
    }
}
