//! Files of lists: workbooks whole, CSV in parts, so that a list may be larger than memory.

use crate::arrow::{Table, TableIn, Text, failed};
use crate::errors::{call, guard, outside, raise};
use arrow_array::builder::StringBuilder;
use arrow_array::{ArrayRef, RecordBatch, RecordBatchReader};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use dinhdanh::error::{Code, Error};
use dinhdanh::table::{Layout, Role, Sheet, Table as Lists};
use pyo3::exceptions::{PyKeyError, PyOSError, PyValueError};
use pyo3::prelude::*;
use pyo3_arrow::input::AnyRecordBatch;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What Windows shows for the bytes 0x80 to 0x9f, where Latin-1 has control characters.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// A cell as text: UTF-8, or every byte as Windows shows it. The repair of old encodings starts from the latter.
fn text_of(bytes: &[u8], scratch: &mut String) {
    scratch.clear();
    match str::from_utf8(bytes) {
        Ok(text) => scratch.push_str(text),
        Err(_) => scratch.extend(bytes.iter().map(|&byte| {
            let at = usize::from(byte).checked_sub(0x80);
            at.and_then(|at| WINDOWS.get(at)).copied().unwrap_or(char::from(byte))
        })),
    }
}

/// The separator that the first line has most of.
fn separator(line: &[u8]) -> u8 {
    let count = |wanted: u8| line.iter().filter(|&&byte| byte == wanted).count();
    [b',', b';', b'\t', b'|'].into_iter().rev().max_by_key(|&byte| count(byte)).unwrap_or(b',')
}

/// Names for the columns: a column without a heading, or with one that is taken, gets its number.
fn fields_of<'a>(headings: impl Iterator<Item = &'a str>) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    for (at, heading) in headings.enumerate() {
        let heading = heading.trim();
        let taken = fields.iter().any(|field| field.name() == heading);
        let number = at.saturating_add(1);
        let name = if heading.is_empty() || taken { format!("{heading}_{number}") } else { heading.to_owned() };
        fields.push(Field::new(name, DataType::Utf8, true));
    }
    fields
}

/// The line, from 0, on which the headings of a file stand: lists of offices have titles above them.
fn heading_line(start: &[u8]) -> usize {
    let whole = start.iter().rposition(|&byte| byte == b'\n').and_then(|end| start.get(..end)).unwrap_or(start);
    let found = Lists::read(whole).ok().and_then(|lists| {
        let sheet = lists.sheets.into_iter().next()?;
        let row = Layout::guess(&sheet)?.first_row.checked_sub(1)?;
        usize::try_from(sheet.rows.get(row)?.number).ok()
    });
    found.unwrap_or(1).saturating_sub(1)
}

/// A workbook or CSV file as a table. Titles above the headings are left out; `sheet` is the name of a sheet, otherwise
/// the first with known headings is taken.
#[pyfunction]
#[pyo3(signature = (bytes, *, sheet=None))]
pub(crate) fn read_workbook(py: Python<'_>, bytes: &[u8], sheet: Option<&str>) -> PyResult<Table> {
    let lists = call(py, || Lists::read(bytes))?;
    guard(py, || table_of(chosen(&lists, sheet)?).map_err(|e| failed(&e)))
}

fn chosen<'a>(lists: &'a Lists, sheet: Option<&str>) -> PyResult<&'a Sheet> {
    match sheet {
        Some(name) => lists.sheets.iter().find(|s| s.name == name).ok_or_else(|| PyKeyError::new_err(name.to_owned())),
        None => {
            let listed = lists.sheets.iter().find(|s| Layout::guess(s).is_some());
            let first = listed.or_else(|| lists.sheets.iter().find(|s| !s.rows.is_empty()));
            first.ok_or_else(|| PyValueError::new_err("the file is empty"))
        }
    }
}

/// The sheets of a workbook or CSV file: name, rows with something in them, and whether there are known headings.
#[pyfunction]
pub(crate) fn sheets(py: Python<'_>, bytes: &[u8]) -> PyResult<Vec<(String, usize, bool)>> {
    let known = |s: Sheet| (s.name.clone(), s.rows.len(), Layout::guess(&s).is_some());
    call(py, || Lists::read(bytes).map(|lists| lists.sheets.into_iter().map(known).collect()))
}

/// The part of a heading of two lines that says what the column holds: `Số CCCD` of `Giấy tờ Số CCCD`.
fn told_by(column: &dinhdanh::table::Column) -> &str {
    let ends = column.heading.match_indices(' ').filter_map(|(at, _)| column.heading.get(at.saturating_add(1)..));
    let mut suffixes = std::iter::once(column.heading.as_str()).chain(ends);
    let known = column.role.and_then(|role| suffixes.find(|text| Role::of_heading(text) == Some(role)));
    known.unwrap_or(&column.heading)
}

fn table_of(sheet: &Sheet) -> Result<Table, arrow_schema::ArrowError> {
    let layout = Layout::guess(sheet);
    let first_row = layout.as_ref().map_or(1, |layout| layout.first_row);
    let headings: Vec<&str> = match &layout {
        Some(layout) => layout.columns.iter().map(told_by).collect(),
        None => {
            sheet.rows.first().map(|r| r.cells.iter().map(|c| c.text.expose().as_str()).collect()).unwrap_or_default()
        }
    };
    let fields = fields_of(headings.into_iter());
    let rows = sheet.rows.get(first_row..).unwrap_or_default();
    let arrays = (0..fields.len()).map(|at| -> ArrayRef {
        let cells =
            rows.iter().map(|row| row.cells.get(at).filter(|c| !c.is_empty()).map(|c| c.text.expose().as_str()));
        Arc::new(cells.collect::<arrow_array::StringArray>())
    });
    let arrays = arrays.collect();
    let schema = Arc::new(Schema::new(fields));
    let batch = RecordBatch::try_new(Arc::clone(&schema), arrays)?;
    Ok(Table::new(schema, vec![batch]))
}

/// The role of a column by its heading, in Vietnamese or English; `None` where it says nothing that is known.
#[pyfunction]
pub(crate) fn guess_role(py: Python<'_>, heading: &str) -> PyResult<Option<&'static str>> {
    outside(py, || role_name(heading))
}

fn role_name(heading: &str) -> Option<&'static str> {
    let folded = dinhdanh::cleanup::fold::fold(heading);
    Some(match Role::of_heading(heading)? {
        Role::DocumentNumber if folded.contains("ho chieu") || folded.contains("passport") => "passport",
        Role::IdNumber | Role::DocumentNumber => "id_number",
        Role::OldIdNumber => "old_id_number",
        Role::FullName => "full_name",
        Role::DateOfBirth => "date_of_birth",
        Role::Sex => "sex",
        Role::Phone => "phone",
        Role::Address => "address",
        Role::InsuranceNumber => "insurance_number",
        Role::Email => "email",
        Role::Plate => "plate",
        Role::DocumentIssued | Role::DocumentExpires => "date",
        Role::Surname | Role::GivenName | Role::Note => "text",
        _ => return None,
    })
}

/// Any table that this package takes, as its own.
#[pyfunction]
pub(crate) fn as_table(table: TableIn) -> Table {
    Table::new(table.schema, table.batches)
}

/// Tables with the same columns, one after the other.
#[pyfunction]
pub(crate) fn concat_tables(tables: Vec<TableIn>) -> PyResult<Table> {
    let mut tables = tables.into_iter();
    let Some(TableIn { schema, mut batches }) = tables.next() else {
        return Err(PyValueError::new_err("no table"));
    };
    for table in tables {
        if table.schema.fields() != schema.fields() {
            return Err(PyValueError::new_err("the tables have different columns"));
        }
        batches.extend(table.batches);
    }
    Ok(Table::new(schema, batches))
}

/// The bytes of a file; those of UTF-16, which Excel calls Unicode text, as UTF-8.
enum Source {
    Plain(File),
    Utf16 { file: BufReader<File>, little: bool, ready: Vec<u8>, given: usize },
}

/// What is converted at once.
const UTF16_BYTES: usize = 1 << 16;

impl Source {
    fn open(path: PathBuf) -> std::io::Result<Self> {
        let mut file = BufReader::with_capacity(UTF16_BYTES, File::open(path)?);
        let little = match file.fill_buf()? {
            [0xff, 0xfe, ..] => true,
            [0xfe, 0xff, ..] => false,
            _ => {
                let mut file = file.into_inner();
                std::io::Seek::rewind(&mut file)?;
                return Ok(Self::Plain(file));
            }
        };
        file.consume(2);
        Ok(Self::Utf16 { file, little, ready: Vec::new(), given: 0 })
    }
}

/// The next piece of a file in UTF-16 as UTF-8, cut after a line so that no character is; empty at the end.
fn converted(file: &mut BufReader<File>, little: bool) -> std::io::Result<Vec<u8>> {
    let mut units: Vec<u16> = Vec::with_capacity(UTF16_BYTES);
    let mut two = [0; 2];
    while units.len() < UTF16_BYTES || units.last() != Some(&u16::from(b'\n')) {
        if file.fill_buf()?.is_empty() || file.read_exact(&mut two).is_err() {
            break; // half a character at the end says nothing
        }
        units.push(if little { u16::from_le_bytes(two) } else { u16::from_be_bytes(two) });
        if units.len() >= UTF16_BYTES.saturating_mul(64) {
            break; // no line is as long; the bound keeps memory within one
        }
    }
    let text: String = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    Ok(text.into_bytes())
}

impl Read for Source {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match self {
            Self::Plain(file) => file.read(buffer),
            Self::Utf16 { file, little, ready, given } => {
                if *given >= ready.len() {
                    (*ready, *given) = (converted(file, *little)?, 0);
                }
                let mut rest = ready.get(*given..).unwrap_or_default();
                let read = rest.read(buffer)?;
                *given = given.saturating_add(read);
                Ok(read)
            }
        }
    }
}

struct Open {
    reader: csv::Reader<BufReader<Source>>,
    schema: SchemaRef,
    rows: usize,
}

/// Reads a CSV file in tables of some rows each. Titles above the headings are left out.
///
/// Separator (`,` `;` tab `|`), UTF-8 and UTF-16 by their byte order marks are recognised; rows that are too short are
/// filled with empty cells. Text that is not UTF-8 is given byte by byte, so that the old encodings in it can be
/// repaired.
#[pyclass(frozen, module = "dinhdanh")]
pub(crate) struct CsvReader(Mutex<Open>);

#[pymethods]
impl CsvReader {
    #[new]
    #[pyo3(signature = (path, *, rows=65_536))]
    fn new(py: Python<'_>, path: PathBuf, rows: usize) -> PyResult<Self> {
        let mut file = BufReader::with_capacity(1 << 18, Source::open(path)?);
        let start = file.fill_buf()?;
        if start.starts_with(b"\xef\xbb\xbf") {
            file.consume(3);
        } else if start.starts_with(b"PK\x03\x04") || start.starts_with(b"\xd0\xcf\x11\xe0") || start.contains(&0) {
            // A workbook of whatever age, a picture, a program: no bytes of text.
            return Err(raise(py, Error::new(Code::TableFormat, "CSV")));
        }
        let above = guard(py, || Ok(heading_line(file.buffer())))?;
        let mut title = Vec::new();
        for _ in 0..above {
            title.clear();
            file.read_until(b'\n', &mut title)?;
        }
        let first = file.fill_buf()?.split(|&byte| byte == b'\n').next().unwrap_or_default();
        let mut reader = csv::ReaderBuilder::new().delimiter(separator(first)).flexible(true).from_reader(file);
        let headers = reader.byte_headers().map_err(|e| broken(&e))?.clone();
        let headings: Vec<String> = headers
            .iter()
            .map(|name| {
                let mut text = String::new();
                text_of(name, &mut text);
                text
            })
            .collect();
        let fields = fields_of(headings.iter().map(String::as_str));
        if fields.is_empty() || headings.iter().all(|heading| heading.trim().is_empty()) {
            return Err(PyValueError::new_err("the file is empty"));
        }
        Ok(Self(Mutex::new(Open { reader, schema: Arc::new(Schema::new(fields)), rows: rows.max(1) })))
    }

    /// Names of the columns.
    #[getter]
    fn columns(&self) -> Vec<String> {
        locked(&self.0).schema.fields().iter().map(|field| field.name().clone()).collect()
    }

    const fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Table>> {
        outside(py, || locked(&self.0).next())?
    }
}

fn broken(error: &csv::Error) -> PyErr {
    PyOSError::new_err(match error.position() {
        Some(position) => format!("CSV: line {} cannot be read", position.line()),
        None => "CSV: the file cannot be read".to_owned(),
    })
}

impl Open {
    fn next(&mut self) -> PyResult<Option<Table>> {
        let mut builders: Vec<StringBuilder> = self.schema.fields().iter().map(|_| StringBuilder::new()).collect();
        let mut record = csv::ByteRecord::new();
        let (mut count, mut scratch) = (0_usize, String::new());
        while count < self.rows && self.reader.read_byte_record(&mut record).map_err(|e| broken(&e))? {
            for (at, builder) in builders.iter_mut().enumerate() {
                let bytes = record.get(at).unwrap_or_default();
                match str::from_utf8(bytes) {
                    Ok(text) => builder.append_value(text),
                    Err(_) => {
                        text_of(bytes, &mut scratch);
                        builder.append_value(&scratch);
                    }
                }
            }
            count = count.saturating_add(1);
        }
        if count == 0 {
            return Ok(None);
        }
        let arrays = builders.iter_mut().map(|b| -> ArrayRef { Arc::new(b.finish()) }).collect();
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), arrays).map_err(|e| failed(&e))?;
        Ok(Some(Table::new(Arc::clone(&self.schema), vec![batch])))
    }
}

/// The parts of a stream of Arrow data, one after the other: a table that is larger than memory.
///
/// Takes what has `__arrow_c_stream__` (`pyarrow.RecordBatchReader`, a DuckDB or Polars result) and gives tables of at
/// most `rows` rows.
#[pyclass(frozen, module = "dinhdanh")]
pub(crate) struct Batches {
    schema: SchemaRef,
    open: Mutex<Streamed>,
    rows: usize,
}

struct Streamed {
    reader: Box<dyn RecordBatchReader + Send>,
    rest: Option<RecordBatch>,
}

#[pymethods]
impl Batches {
    #[new]
    #[pyo3(signature = (source, *, rows=65_536))]
    fn new(source: AnyRecordBatch, rows: usize) -> PyResult<Self> {
        let reader = source.into_reader()?;
        Ok(Self { schema: reader.schema(), open: Mutex::new(Streamed { reader, rest: None }), rows: rows.max(1) })
    }

    /// Names of the columns.
    #[getter]
    fn columns(&self) -> Vec<String> {
        self.schema.fields().iter().map(|field| field.name().clone()).collect()
    }

    const fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Table>> {
        let next = outside(py, || {
            let mut open = locked(&self.open);
            let Some(batch) = open.rest.take().map(Ok).or_else(|| open.reader.next()).transpose()? else {
                return Ok(None);
            };
            if batch.num_rows() <= self.rows {
                return Ok(Some(batch));
            }
            open.rest = Some(batch.slice(self.rows, batch.num_rows().saturating_sub(self.rows)));
            Ok(Some(batch.slice(0, self.rows)))
        })?;
        let table = |batch: RecordBatch| Table::new(Arc::clone(&self.schema), vec![batch]);
        Ok(next.map_err(|e| failed(&e))?.map(table))
    }
}

/// Writes tables to a CSV file: UTF-8 with a byte order mark, so that Excel shows Vietnamese, and CRLF lines.
#[pyclass(frozen, module = "dinhdanh")]
pub(crate) struct CsvWriter(Mutex<Option<Written>>);

struct Written {
    writer: csv::Writer<BufWriter<File>>,
    begun: bool,
}

#[pymethods]
impl CsvWriter {
    #[new]
    #[pyo3(signature = (path, *, bom=true))]
    fn new(path: PathBuf, bom: bool) -> PyResult<Self> {
        let mut file = BufWriter::with_capacity(1 << 20, File::create(path)?);
        if bom {
            file.write_all(b"\xef\xbb\xbf")?;
        }
        let writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(file);
        Ok(Self(Mutex::new(Some(Written { writer, begun: false }))))
    }

    /// Appends a table; the first one names the columns.
    fn write(&self, py: Python<'_>, table: TableIn) -> PyResult<()> {
        outside(py, || {
            let mut open = locked(&self.0);
            let written = open.as_mut().ok_or_else(|| PyValueError::new_err("the file is closed"))?;
            if !written.begun {
                written.writer.write_record(table.names()).map_err(|e| broken(&e))?;
                written.begun = true;
            }
            for batch in &table.batches {
                let columns: Vec<Text> =
                    batch.columns().iter().map(Text::of).collect::<Result<_, _>>().map_err(|e| failed(&e))?;
                for row in 0..batch.num_rows() {
                    let cells = columns.iter().map(|column| column.get(row).unwrap_or_default());
                    written.writer.write_record(cells).map_err(|e| broken(&e))?;
                }
            }
            Ok(())
        })?
    }

    /// Writes what is left and closes the file.
    fn close(&self) -> PyResult<()> {
        match locked(&self.0).take() {
            Some(mut written) => Ok(written.writer.flush()?),
            None => Ok(()),
        }
    }

    const fn __enter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    #[pyo3(signature = (*_exception))]
    fn __exit__(&self, _exception: &Bound<'_, pyo3::types::PyTuple>) -> PyResult<()> {
        self.close()
    }
}

/// SHA-256 of a file, in hexadecimal, for the audit trail.
#[pyfunction]
pub(crate) fn file_sha256(py: Python<'_>, path: PathBuf) -> PyResult<String> {
    use sha2::Digest;
    outside(py, || {
        let mut file = File::open(path)?;
        let mut hash = sha2::Sha256::new();
        let mut buffer = vec![0; 1 << 20];
        loop {
            let read = file.read(&mut buffer)?;
            let Some(part) = buffer.get(..read).filter(|part| !part.is_empty()) else { break };
            hash.update(part);
        }
        Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    })?
}
