//! What a report shows of a list's issues.

use crate::arrow::{Table, TableIn, Text, failed};
use crate::errors::outside;
use arrow_array::cast::AsArray;
use arrow_array::types::UInt64Type;
use arrow_array::{ArrayRef, RecordBatch, StringArray, UInt32Array, UInt64Array};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use dinhdanh::cleanup::anonymity::mask;
use pyo3::prelude::*;
use std::sync::Arc;

/// What a cell weighs by its severity: one error more than a few warnings.
fn weight(severity: &str) -> u32 {
    match severity {
        "error" => 5,
        "warning" => 1,
        _ => 0,
    }
}

/// Issues of one row, as they lie in the table: they follow one another.
#[derive(Clone, Copy)]
struct Run {
    row: u64,
    weight: u32,
    from: usize,
    to: usize,
}

/// The rows of an issue table with the most serious issues, worst first: a table of `row`, `weight`, `column`, `code`
/// and `value`, the latter masked, because a report travels further than its list.
#[pyfunction]
pub(crate) fn worst_rows(py: Python<'_>, issues: TableIn, count: usize) -> PyResult<Table> {
    outside(py, || worst(&issues, count))?.map_err(|e| failed(&e))
}

fn worst(issues: &TableIn, count: usize) -> Result<Table, ArrowError> {
    let whole = arrow_select::concat::concat_batches(&issues.schema, &issues.batches)?;
    let column = |name: &str| -> Result<&ArrayRef, ArrowError> {
        whole.column_by_name(name).ok_or_else(|| ArrowError::SchemaError(format!("no column {name:?}")))
    };
    let rows = arrow_cast::cast(column("row")?, &DataType::UInt64)?;
    let rows = rows.as_primitive::<UInt64Type>().values();
    let [names, codes, severities, befores] =
        ["column", "code", "severity", "before"].map(|n| column(n).and_then(Text::of));
    let (names, codes, severities, befores) = (names?, codes?, severities?, befores?);
    let mut runs: Vec<Run> = Vec::new();
    for (at, (&row, severity)) in rows.iter().zip(severities.iter()).enumerate() {
        let weight = weight(severity.unwrap_or_default());
        let next = at.saturating_add(1);
        match runs.last_mut().filter(|run| run.row == row) {
            Some(run) => {
                run.weight = run.weight.saturating_add(weight);
                run.to = next;
            }
            None => runs.push(Run { row, weight, from: at, to: next }),
        }
    }
    runs.retain(|run| run.weight > 0);
    runs.sort_unstable_by_key(|run| (std::cmp::Reverse(run.weight), run.row));
    runs.truncate(count);
    let cells = || runs.iter().flat_map(|run| (run.from..run.to).map(move |at| (run, at)));
    let schema = Arc::new(Schema::new(vec![
        Field::new("row", DataType::UInt64, false),
        Field::new("weight", DataType::UInt32, false),
        Field::new("column", DataType::Utf8, true),
        Field::new("code", DataType::Utf8, true),
        Field::new("value", DataType::Utf8, true),
    ]));
    let arrays: Vec<ArrayRef> = vec![
        Arc::new(cells().map(|(run, _)| run.row).collect::<UInt64Array>()),
        Arc::new(cells().map(|(run, _)| run.weight).collect::<UInt32Array>()),
        Arc::new(cells().map(|(_, at)| names.get(at)).collect::<StringArray>()),
        Arc::new(cells().map(|(_, at)| codes.get(at)).collect::<StringArray>()),
        Arc::new(cells().map(|(_, at)| befores.get(at).map(|text| mask(text, 2, 1))).collect::<StringArray>()),
    ];
    let batch = RecordBatch::try_new(Arc::clone(&schema), arrays)?;
    Ok(Table::new(schema, vec![batch]))
}
