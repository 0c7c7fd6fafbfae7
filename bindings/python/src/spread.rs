//! Matching in parts, for engines that spread a list over machines (`dinhdanh.spark`).

use crate::arrow::{Table, TableIn, failed};
use crate::errors::{guard, outside};
use crate::matching::{Columns, lang_of};
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray, UInt64Array};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use dinhdanh::cleanup::matching::{Counted, Counts, Matcher, Pair};
use pyo3::exceptions::{PyKeyError, PyValueError};
use pyo3::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

fn integers(table: &TableIn, name: &str) -> PyResult<Vec<i64>> {
    let at = table.schema.index_of(name).map_err(|_| PyKeyError::new_err(name.to_owned()))?;
    let mut all = Vec::with_capacity(table.rows());
    for batch in &table.batches {
        let column = arrow_cast::cast(batch.column(at), &DataType::Int64).map_err(|e| failed(&e))?;
        if column.null_count() > 0 {
            return Err(PyValueError::new_err(format!("column {name:?} has empty cells")));
        }
        all.extend_from_slice(column.as_primitive::<Int64Type>().values());
    }
    Ok(all)
}

fn integer_columns<const N: usize>(names: [&str; N], columns: [Int64Array; N]) -> PyResult<Table> {
    let schema = Arc::new(Schema::new(names.map(|name| Field::new(name, DataType::Int64, false)).to_vec()));
    let arrays = columns.map(|column| -> ArrayRef { Arc::new(column) }).to_vec();
    let batch = RecordBatch::try_new(Arc::clone(&schema), arrays).map_err(|e| failed(&e))?;
    Ok(Table::new(schema, vec![batch]))
}

fn list_of(table: &TableIn, columns: &HashMap<String, String>) -> PyResult<Matcher> {
    let mut matcher = Matcher::default();
    Columns::of(table, columns)?.push_into(table.rows(), &mut matcher, None)?;
    Ok(matcher)
}

/// What one part of a list counts: a table of `kind` (0 rows, 1 values, 2 personal numbers), `key` and `count`, to be added
/// up by kind and key over all parts.
#[pyfunction]
pub(crate) fn match_counts(py: Python<'_>, table: TableIn, columns: HashMap<String, String>) -> PyResult<Table> {
    let list = guard(py, || list_of(&table, &columns))?;
    let counts = outside(py, || list.counts())?;
    let kinds = counts.iter().map(|(counted, _)| match counted {
        Counted::Row => (0, 0),
        Counted::Value(key) => (1, key.cast_signed()),
        Counted::Number(key) => (2, key.cast_signed()),
    });
    let (kinds, keys): (Vec<i64>, Vec<i64>) = kinds.unzip();
    let sums = counts.iter().map(|(_, count)| count.cast_signed()).collect();
    integer_columns(["kind", "key", "count"], [kinds.into(), keys.into(), sums])
}

/// The blocking keys of one part of a list: a table of `key` and `row`, the latter as the column `row` of the part has
/// it. Rows that share a key are worth comparing.
#[pyfunction]
pub(crate) fn match_keys(
    py: Python<'_>,
    table: TableIn,
    columns: HashMap<String, String>,
    row: &str,
) -> PyResult<Table> {
    let list = guard(py, || list_of(&table, &columns))?;
    let rows = integers(&table, row)?;
    let keys = outside(py, || list.blocking_keys())?;
    let row = |at: &u32| usize::try_from(*at).ok().and_then(|at| rows.get(at)).copied();
    let numbers = keys.iter().filter_map(|(_, at)| row(at)).collect();
    integer_columns(["key", "row"], [keys.iter().map(|(key, _)| key.cast_signed()).collect(), numbers])
}

/// How common the values of a whole list are, from the sums of `match_counts`: those of kind 1 as a table of `key` and
/// `count`, of which those that the list has once may be left out; `rows`; and of kind 2 the sum of all (`numbered`) and
/// the pairs that numbers of fewer than 20 rows make (`number_pairs`).
#[pyclass(frozen, module = "dinhdanh")]
pub(crate) struct MatchCounts(Counts);

#[pymethods]
impl MatchCounts {
    #[new]
    #[pyo3(signature = (values, *, rows, numbered, number_pairs))]
    fn new(values: TableIn, rows: u64, numbered: u64, number_pairs: u64) -> PyResult<Self> {
        let mut counts = Counts::default();
        counts.add(Counted::Row, rows);
        counts.add_numbers(numbered, number_pairs);
        for (key, count) in integers(&values, "key")?.into_iter().zip(integers(&values, "count")?) {
            counts.add(Counted::Value(key.cast_unsigned()), u64::try_from(count).unwrap_or(0));
        }
        Ok(Self(counts))
    }

    fn __repr__(&self) -> String {
        format!("{:?}", self.0)
    }
}

/// The pairs among rows that share a key: `table` has a line for each `key` and `row`, with the columns of the row. All
/// lines of a key must be in it. Gives `left`, `right`, `score` and `why`.
#[pyfunction]
#[pyo3(signature = (table, columns, counts, *, key="key", row="row", minimum=0.5, lang="en"))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments of a Python function")]
pub(crate) fn match_groups(
    py: Python<'_>,
    table: TableIn,
    columns: HashMap<String, String>,
    counts: &MatchCounts,
    key: &str,
    row: &str,
    minimum: f64,
    lang: &str,
) -> PyResult<Table> {
    let lang = lang_of(lang)?;
    let (keys, rows) = (integers(&table, key)?, integers(&table, row)?);
    // Every row once, in the order of the whole list.
    let mut places: Vec<(i64, u64)> = rows.iter().copied().zip(0..).collect();
    places.sort_unstable();
    places.dedup_by_key(|place| place.0);
    let list = guard(py, || list_of(&taken(&table, &places).map_err(|e| failed(&e))?, &columns))?;
    let pairs = outside(py, || {
        let local = |row: i64| places.binary_search_by_key(&row, |place| place.0).ok();
        let mut keyed: Vec<(u64, u32)> = keys
            .iter()
            .zip(&rows)
            .filter_map(|(key, &row)| Some((key.cast_unsigned(), u32::try_from(local(row)?).ok()?)))
            .collect();
        let mut pairs = list.pairs_of_keys(&mut keyed, &counts.0).pairs;
        pairs.retain(|pair| pair.score() >= minimum);
        pairs
    })?;
    let number = |at: u32| usize::try_from(at).ok().and_then(|at| places.get(at)).map(|place| place.0);
    let schema = Arc::new(Schema::new(vec![
        Field::new("left", DataType::Int64, true),
        Field::new("right", DataType::Int64, true),
        Field::new("score", DataType::Float64, false),
        Field::new("why", DataType::Utf8, false),
    ]));
    let arrays: Vec<ArrayRef> = vec![
        Arc::new(pairs.iter().map(|p| number(p.left)).collect::<Int64Array>()),
        Arc::new(pairs.iter().map(|p| number(p.right)).collect::<Int64Array>()),
        Arc::new(Float64Array::from_iter_values(pairs.iter().map(Pair::score))),
        Arc::new(pairs.iter().map(|p| Some(p.why(lang))).collect::<StringArray>()),
    ];
    let batch = RecordBatch::try_new(Arc::clone(&schema), arrays).map_err(|e| failed(&e))?;
    Ok(Table::new(schema, vec![batch]))
}

/// The rows at these places, in this order.
fn taken(table: &TableIn, places: &[(i64, u64)]) -> Result<TableIn, ArrowError> {
    let whole = arrow_select::concat::concat_batches(&table.schema, &table.batches)?;
    let indices = UInt64Array::from_iter_values(places.iter().map(|place| place.1));
    let batch = arrow_select::take::take_record_batch(&whole, &indices)?;
    Ok(TableIn { schema: Arc::clone(&table.schema), batches: vec![batch] })
}
