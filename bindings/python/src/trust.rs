//! Pseudonyms, anonymity and audit trails.

use crate::arrow::{Column, TextColumn};
use crate::errors::{call, guard, outside, raise};
use crate::normalize::moment;
use arrow_array::StringArray;
use arrow_schema::DataType;
use dinhdanh::cleanup::anonymity;
use dinhdanh::cleanup::audit::{self, Change, Keeping, Run, Trail, TrailKey};
use dinhdanh::identity::{IdNumber, PartialDate, Sex};
use dinhdanh::personal::Personal;
use dinhdanh::pseudonym::Pseudonyms;
use dinhdanh_readers::drive::OsRandom;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::PathBuf;
use std::sync::Arc;

/// Tokens for the personal numbers of a column, under a secret key and for one purpose: two offices with the same key
/// and purpose get the same token for the same number. What is no number of 12 digits gets no token.
///
/// Tạo bí danh cho số định danh bằng khóa bí mật.
#[pyfunction]
#[pyo3(signature = (column, *, key, key_id, purpose))]
pub(crate) fn pseudonymize_ids(
    py: Python<'_>,
    column: TextColumn,
    key: &[u8],
    key_id: &str,
    purpose: &str,
) -> PyResult<Column> {
    let tokens = call(py, || Pseudonyms::new(key_id, key, purpose))?;
    let of_cell =
        |cell: Option<&str>| cell.and_then(|c| IdNumber::parse(c.trim()).ok()).map(|n| tokens.of_id_number(&n));
    let chunks = outside(py, || {
        let of_chunk = |chunk: &crate::arrow::Text| -> arrow_array::ArrayRef {
            Arc::new(chunk.iter().map(of_cell).collect::<StringArray>())
        };
        column.chunks.iter().map(of_chunk).collect()
    })?;
    Ok(Column::new("token", chunks, DataType::Utf8))
}

/// Tokens for people by name, date of birth (`YYYY-MM-DD`) and sex, for rows without a number.
#[pyfunction]
#[pyo3(signature = (names, births, sexes, *, key, key_id, purpose))]
pub(crate) fn pseudonymize_people(
    py: Python<'_>,
    names: TextColumn,
    births: TextColumn,
    sexes: TextColumn,
    key: &[u8],
    key_id: &str,
    purpose: &str,
) -> PyResult<Column> {
    if names.len() != births.len() || names.len() != sexes.len() {
        return Err(PyValueError::new_err("the columns have different lengths"));
    }
    let tokens = call(py, || Pseudonyms::new(key_id, key, purpose))?;
    let array: StringArray = outside(py, || {
        let rows = names.iter().zip(births.iter()).zip(sexes.iter());
        rows.map(|((name, birth), sex)| {
            let birth = PartialDate::parse_year_first(birth?.trim()).ok()?;
            let sex = sex.and_then(|s| Sex::parse_vietnamese(s).ok()).unwrap_or(Sex::Unspecified);
            Some(tokens.of_person(name.filter(|n| !n.trim().is_empty())?, birth, sex))
        })
        .collect()
    })?;
    Ok(Column::new("token", vec![Arc::new(array)], DataType::Utf8))
}

/// Checks k-anonymity of the columns by which somebody could be recognised.
///
/// Gives `rows`, `groups`, `k` (size of the smallest group), `too_rare` (rows in groups smaller than the `k` asked
/// for) and `uniform_groups` (groups that share one value of `sensitive`).
///
/// Kiểm tra k-ẩn danh của bảng.
#[pyfunction]
#[pyo3(signature = (columns, *, k, sensitive=None))]
pub(crate) fn check_anonymity<'py>(
    py: Python<'py>,
    columns: Vec<TextColumn>,
    k: usize,
    sensitive: Option<TextColumn>,
) -> PyResult<Bound<'py, PyDict>> {
    let rows = columns.first().map_or(0, TextColumn::len);
    if columns.is_empty() || columns.iter().chain(&sensitive).any(|column| column.len() != rows) {
        return Err(PyValueError::new_err("give at least one column, all of the same length"));
    }
    let report = outside(py, || {
        let mut iterators: Vec<_> = columns.iter().map(TextColumn::iter).collect();
        let mut hidden: Box<dyn Iterator<Item = Option<&str>>> = match &sensitive {
            Some(column) => Box::new(column.iter()),
            None => Box::new(std::iter::repeat(Some(""))),
        };
        let rows = (0..rows).map(|_| {
            let cells: Vec<&str> = iterators.iter_mut().map(|i| i.next().flatten().unwrap_or_default()).collect();
            (cells, hidden.next().flatten().unwrap_or_default())
        });
        anonymity::check(rows, k)
    })?;
    let all = PyDict::new(py);
    all.set_item("rows", report.rows)?;
    all.set_item("groups", report.groups)?;
    all.set_item("k", report.k)?;
    all.set_item("too_rare", report.too_rare)?;
    all.set_item("uniform_groups", report.uniform_groups)?;
    Ok(all)
}

/// Dates as bands of years: `1995-1999`.
#[pyfunction]
#[pyo3(signature = (column, /, *, width=5))]
pub(crate) fn year_bands(py: Python<'_>, column: TextColumn, width: u16) -> PyResult<Column> {
    mapped(py, &column, |cell| anonymity::year_band(cell, width))
}

/// Cells with their middle hidden: `0011******18`.
#[pyfunction]
#[pyo3(signature = (column, /, *, front=4, back=2))]
pub(crate) fn mask_column(py: Python<'_>, column: TextColumn, front: usize, back: usize) -> PyResult<Column> {
    mapped(py, &column, |cell| anonymity::mask(cell, front, back))
}

fn mapped(py: Python<'_>, column: &TextColumn, change: impl Fn(&str) -> String + Sync) -> PyResult<Column> {
    let chunks = outside(py, || {
        let of_chunk = |chunk: &crate::arrow::Text| -> arrow_array::ArrayRef {
            Arc::new(chunk.iter().map(|cell| cell.map(&change)).collect::<StringArray>())
        };
        column.chunks.iter().map(of_chunk).collect()
    })?;
    Ok(Column::new("value", chunks, DataType::Utf8))
}

fn trail_key(key: &[u8], key_id: &str) -> PyResult<TrailKey> {
    let key: &[u8; 32] = key.try_into().map_err(|_| PyValueError::new_err("the key has 32 bytes"))?;
    Ok(TrailKey::new(key_id, key))
}

/// Writes the audit trail of a run from the issues that `clean` gave: one line for each changed cell.
///
/// Gives the hash of the last line: keep it somewhere else. With `sealed` the values before can be opened again with
/// the key (`revert_audit`); otherwise only keyed hashes are kept.
///
/// Ghi nhật ký kiểm toán của một lần làm sạch.
#[pyfunction]
#[pyo3(signature = (path, issues, *, key, key_id, operator, purpose, input_sha256, rules_version, units_version, rows, sealed=true, now=None))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments of a Python function")]
pub(crate) fn write_audit(
    py: Python<'_>,
    path: PathBuf,
    issues: crate::arrow::TableIn,
    key: &[u8],
    key_id: &str,
    operator: String,
    purpose: String,
    input_sha256: String,
    rules_version: String,
    units_version: String,
    rows: u64,
    sealed: bool,
    now: Option<f64>,
) -> PyResult<String> {
    let key = trail_key(key, key_id)?;
    let keeping = if sealed { Keeping::Sealed } else { Keeping::Hashed };
    let run = Run { operator, purpose, input_sha256, rules: rules_version, units: units_version };
    let at = moment(now)?;
    guard(py, || {
        let mut random = OsRandom::new().map_err(|e| raise(py, e))?;
        let (mut trail, first) = Trail::open(&key, keeping, run, at).map_err(|e| raise(py, e))?;
        let mut file = BufWriter::new(File::create(path)?);
        writeln!(file, "{first}")?;
        let columns = ["row", "column", "code", "before", "after"].map(|name| issues.column(name));
        let [numbers, names, codes, befores, afters] = columns;
        let (numbers, names, codes, befores, afters) = (numbers?, names?, codes?, befores?, afters?);
        let mut lines =
            numbers.iter().zip(names.iter()).zip(codes.iter()).zip(befores.iter()).zip(afters.iter()).peekable();
        while let Some(((((row, column), code), before), after)) = lines.next() {
            let (Some(row), Some(column), Some(before), Some(after)) = (row, column, before, after) else { continue };
            let mut of_cell: Vec<&str> = code.into_iter().collect();
            // A cell with several issues has several rows, one after the other.
            while let Some(((((_, _), more), _), _)) =
                lines.next_if(|((((r, c), _), _), _)| *r == Some(row) && *c == Some(column))
            {
                of_cell.extend(more);
            }
            if before == after {
                continue;
            }
            let row = row.parse().map_err(|_| PyValueError::new_err("issues have a row number each"))?;
            let (before, after) = (Personal::new(before.to_owned()), Personal::new(after.to_owned()));
            let change = Change { row, column, codes: &of_cell, before: &before, after: &after };
            writeln!(file, "{}", trail.changed(&change, &mut random).map_err(|e| raise(py, e))?)?;
        }
        let (last, hash) = trail.close(rows, at).map_err(|e| raise(py, e))?;
        writeln!(file, "{last}")?;
        file.flush()?;
        Ok(hash)
    })
}

fn lines_of(path: PathBuf) -> PyResult<Vec<String>> {
    Ok(BufReader::new(File::open(path)?).lines().collect::<Result<_, _>>()?)
}

/// Checks an audit trail: nothing changed, dropped, added or cut off. Gives the run, the counts, and the last hash.
///
/// Kiểm tra nhật ký kiểm toán còn nguyên vẹn.
#[pyfunction]
pub(crate) fn verify_audit<'py>(py: Python<'py>, path: PathBuf) -> PyResult<Bound<'py, PyDict>> {
    let lines = lines_of(path)?;
    let checked = call(py, || audit::verify_audit(lines.iter().map(String::as_str)))?;
    let all = PyDict::new(py);
    all.set_item("operator", checked.run.operator)?;
    all.set_item("purpose", checked.run.purpose)?;
    all.set_item("input_sha256", checked.run.input_sha256)?;
    all.set_item("rules_version", checked.run.rules)?;
    all.set_item("units_version", checked.run.units)?;
    all.set_item("rows", checked.rows)?;
    all.set_item("changes", checked.changes)?;
    all.set_item("last_hash", checked.last_hash)?;
    Ok(all)
}

/// The values before a run, from a sealed trail: tuples of row, column and value.
///
/// Lấy lại giá trị trước khi sửa từ nhật ký đã niêm phong.
#[pyfunction]
#[pyo3(signature = (path, *, key, key_id))]
pub(crate) fn revert_audit(
    py: Python<'_>,
    path: PathBuf,
    key: &[u8],
    key_id: &str,
) -> PyResult<Vec<(u64, String, String)>> {
    let key = trail_key(key, key_id)?;
    let lines = lines_of(path)?;
    let undo = call(py, || audit::revert(lines.iter().map(String::as_str), &key))?;
    Ok(undo.into_iter().map(|u| (u.row, u.column, u.before.into_inner())).collect())
}
