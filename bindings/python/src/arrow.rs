//! Columns and tables in and out, through the Arrow PyCapsule interface and plain lists.
//!
//! pyarrow, Polars, pandas 3, DuckDB and Spark batches all speak the interface; none of them is needed.

use crate::errors::guard;
use arrow_array::builder::StringBuilder;
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type, UInt8Type, UInt32Type, UInt64Type};
use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchReader, StringArray, StringViewArray};
use arrow_schema::{ArrowError, DataType, Field, FieldRef, Schema, SchemaRef};
use pyo3::exceptions::{PyIndexError, PyKeyError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict, PyList, PyString, PyTuple};
use pyo3_arrow::ffi::{ArrayIterator, to_array_pycapsules, to_schema_pycapsule, to_stream_pycapsule};
use pyo3_arrow::input::{AnyArray, AnyRecordBatch};
use std::sync::Arc;

pub(crate) fn failed(error: &ArrowError) -> PyErr {
    PyValueError::new_err(error.to_string())
}

/// One chunk of text cells, whatever form of text the caller's library prefers. Nothing is copied.
pub(crate) enum Text {
    Small(StringArray),
    Large(arrow_array::LargeStringArray),
    View(StringViewArray),
}

impl Text {
    /// Text as it is; numbers, dates and dictionaries as text.
    pub(crate) fn of(array: &ArrayRef) -> Result<Self, ArrowError> {
        Ok(match array.data_type() {
            DataType::Utf8 => Self::Small(array.as_string::<i32>().clone()),
            DataType::LargeUtf8 => Self::Large(array.as_string::<i64>().clone()),
            DataType::Utf8View => Self::View(array.as_string_view().clone()),
            _ => Self::Small(arrow_cast::cast(array, &DataType::Utf8)?.as_string::<i32>().clone()),
        })
    }

    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Small(a) => a.len(),
            Self::Large(a) => a.len(),
            Self::View(a) => a.len(),
        }
    }

    /// About how many bytes its cells have.
    pub(crate) fn bytes(&self) -> usize {
        let between = |ends: Option<(usize, usize)>| ends.map_or(0, |(from, to)| to.saturating_sub(from));
        match self {
            Self::Small(a) => {
                let ends = a.value_offsets().first().zip(a.value_offsets().last());
                between(ends.and_then(|(from, to)| Some((usize::try_from(*from).ok()?, usize::try_from(*to).ok()?))))
            }
            Self::Large(a) => {
                let ends = a.value_offsets().first().zip(a.value_offsets().last());
                between(ends.and_then(|(from, to)| Some((usize::try_from(*from).ok()?, usize::try_from(*to).ok()?))))
            }
            Self::View(a) => a.total_buffer_bytes_used(),
        }
    }

    pub(crate) fn get(&self, row: usize) -> Option<&str> {
        match self {
            Self::Small(a) => a.is_valid(row).then(|| a.value(row)),
            Self::Large(a) => a.is_valid(row).then(|| a.value(row)),
            Self::View(a) => a.is_valid(row).then(|| a.value(row)),
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Option<&str>> {
        (0..self.len()).map(|row| self.get(row))
    }
}

/// A column that a caller gave.
pub(crate) struct TextColumn {
    pub(crate) chunks: Vec<Text>,
}

impl TextColumn {
    pub(crate) fn of_arrays(arrays: &[ArrayRef]) -> PyResult<Self> {
        let chunks = arrays.iter().map(Text::of).collect::<Result<_, _>>().map_err(|e| failed(&e))?;
        Ok(Self { chunks })
    }

    pub(crate) fn len(&self) -> usize {
        self.chunks.iter().map(Text::len).sum()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Option<&str>> {
        self.chunks.iter().flat_map(Text::iter)
    }
}

impl<'py> FromPyObject<'_, 'py> for TextColumn {
    type Error = PyErr;

    fn extract(given: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if given.hasattr("__arrow_c_stream__")? || given.hasattr("__arrow_c_array__")? {
            return guard(given.py(), || Self::of_arrays(given.extract::<AnyArray>()?.into_chunked_array()?.chunks()));
        }
        if given.is_instance_of::<PyString>() {
            return Err(PyTypeError::new_err("expected a column, not one string; put it into a list"));
        }
        Ok(Self { chunks: vec![Text::Small(text_of_cells(&given)?)] })
    }
}

/// Cells of a plain Python sequence as text: `None` stays empty, a whole float loses its `.0` no more than its
/// digits say, dates become ISO.
fn text_of_cells(given: &Bound<'_, PyAny>) -> PyResult<StringArray> {
    let mut cells = StringBuilder::new();
    for cell in given.try_iter()? {
        let cell = cell?;
        if cell.is_none() {
            cells.append_null();
        } else if let Ok(text) = cell.extract::<&str>() {
            cells.append_value(text);
        } else if cell.extract::<f64>().is_ok_and(f64::is_nan) {
            cells.append_null(); // how pandas says that a cell is empty
        } else {
            cells.append_value(cell.str()?.to_str()?);
        }
    }
    Ok(cells.finish())
}

/// A table that a caller gave: an Arrow stream, a dictionary of columns, or a list of dictionaries.
pub(crate) struct TableIn {
    pub(crate) schema: SchemaRef,
    pub(crate) batches: Vec<RecordBatch>,
}

impl<'py> FromPyObject<'_, 'py> for TableIn {
    type Error = PyErr;

    fn extract(given: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if given.hasattr("__arrow_c_stream__")? || given.hasattr("__arrow_c_array__")? {
            return guard(given.py(), || {
                let reader = given.extract::<AnyRecordBatch>()?.into_reader()?;
                let schema = reader.schema();
                let batches = reader.collect::<Result<Vec<_>, _>>().map_err(|e| failed(&e))?;
                Ok(Self { schema, batches })
            });
        }
        if let Ok(columns) = given.cast::<PyDict>() {
            return guard(given.py(), || Self::of_columns(&columns));
        }
        if let Ok(rows) = given.cast::<PyList>() {
            return guard(given.py(), || Self::of_rows(&rows));
        }
        Err(PyTypeError::new_err(
            "expected a table: an object with __arrow_c_stream__ (pyarrow, Polars, pandas, DuckDB), a dict of columns, or a list of dicts",
        ))
    }
}

impl TableIn {
    fn of_columns(columns: &Bound<'_, PyDict>) -> PyResult<Self> {
        let mut fields = Vec::new();
        let mut arrays: Vec<ArrayRef> = Vec::new();
        for (name, cells) in columns.iter() {
            fields.push(Field::new(name.extract::<String>()?, DataType::Utf8, true));
            arrays.push(if cells.hasattr("__arrow_c_stream__")? || cells.hasattr("__arrow_c_array__")? {
                let chunks = cells.extract::<AnyArray>()?.into_chunked_array()?;
                let pieces = chunks
                    .chunks()
                    .iter()
                    .map(|c| arrow_cast::cast(c, &DataType::Utf8))
                    .collect::<Result<Vec<_>, _>>()
                    .map_err(|e| failed(&e))?;
                joined(&pieces, &DataType::Utf8)?
            } else {
                Arc::new(text_of_cells(&cells)?)
            });
        }
        let schema = Arc::new(Schema::new(fields));
        let batch = RecordBatch::try_new(Arc::clone(&schema), arrays).map_err(|e| failed(&e))?;
        Ok(Self { schema, batches: vec![batch] })
    }

    fn of_rows(rows: &Bound<'_, PyList>) -> PyResult<Self> {
        let py = rows.py();
        let columns = PyDict::new(py);
        for (index, row) in rows.iter().enumerate() {
            let row = row.cast_into::<PyDict>().map_err(|_| PyTypeError::new_err("expected a list of dicts"))?;
            for (name, cell) in row.iter() {
                let cells = match columns.get_item(&name)? {
                    Some(cells) => cells.cast_into::<PyList>()?,
                    None => {
                        let cells = PyList::new(py, (0..index).map(|_| py.None()))?;
                        columns.set_item(&name, &cells)?;
                        cells
                    }
                };
                cells.append(cell)?;
            }
            for cells in columns.values().iter() {
                let cells = cells.cast_into::<PyList>()?;
                if cells.len() == index {
                    cells.append(py.None())?;
                }
            }
        }
        Self::of_columns(&columns)
    }

    pub(crate) fn rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    pub(crate) fn names(&self) -> Vec<&str> {
        self.schema.fields().iter().map(|f| f.name().as_str()).collect()
    }

    /// The column of this name.
    pub(crate) fn column(&self, name: &str) -> PyResult<TextColumn> {
        let at = self.schema.index_of(name).map_err(|_| PyKeyError::new_err(name.to_owned()))?;
        if self.names().iter().filter(|other| **other == name).count() > 1 {
            return Err(PyValueError::new_err(format!(
                "the table has the column {name:?} twice: give them other names"
            )));
        }
        TextColumn::of_arrays(&self.batches.iter().map(|b| Arc::clone(b.column(at))).collect::<Vec<_>>())
    }
}

fn joined(pieces: &[ArrayRef], data_type: &DataType) -> PyResult<ArrayRef> {
    let parts: Vec<&dyn Array> = pieces.iter().map(AsRef::as_ref).collect();
    match parts.as_slice() {
        [] => Ok(arrow_array::new_empty_array(data_type)),
        _ => arrow_select::concat::concat(&parts).map_err(|e| failed(&e)),
    }
}

/// One value as Python has it.
fn value<'py>(py: Python<'py>, array: &dyn Array, row: usize) -> PyResult<Bound<'py, PyAny>> {
    guard(py, || value_of(py, array, row))
}

/// Only the types that this package makes.
fn value_of<'py>(py: Python<'py>, array: &dyn Array, row: usize) -> PyResult<Bound<'py, PyAny>> {
    if array.is_null(row) {
        return Ok(py.None().into_bound(py));
    }
    Ok(match array.data_type() {
        DataType::Utf8 => PyString::new(py, array.as_string::<i32>().value(row)).into_any(),
        DataType::LargeUtf8 => PyString::new(py, array.as_string::<i64>().value(row)).into_any(),
        DataType::Utf8View => PyString::new(py, array.as_string_view().value(row)).into_any(),
        DataType::UInt64 => array.as_primitive::<UInt64Type>().value(row).into_pyobject(py)?.into_any(),
        DataType::UInt32 => array.as_primitive::<UInt32Type>().value(row).into_pyobject(py)?.into_any(),
        DataType::UInt8 => array.as_primitive::<UInt8Type>().value(row).into_pyobject(py)?.into_any(),
        DataType::Int64 => array.as_primitive::<Int64Type>().value(row).into_pyobject(py)?.into_any(),
        DataType::Float64 => array.as_primitive::<Float64Type>().value(row).into_pyobject(py)?.into_any(),
        DataType::Boolean => array.as_boolean().value(row).into_pyobject(py)?.to_owned().into_any(),
        DataType::List(_) => {
            let inner = array.as_list::<i32>().value(row);
            let items = (0..inner.len()).map(|i| value_of(py, &inner, i)).collect::<PyResult<Vec<_>>>()?;
            PyList::new(py, items)?.into_any()
        }
        DataType::Struct(fields) => {
            let columns = array.as_struct();
            let item = PyDict::new(py);
            for (field, column) in fields.iter().zip(columns.columns()) {
                item.set_item(field.name(), value_of(py, column, row)?)?;
            }
            item.into_any()
        }
        _ => {
            // A column of the caller's own that was passed through.
            let text = arrow_cast::cast(&array.slice(row, 1), &DataType::Utf8).map_err(|e| failed(&e))?;
            PyString::new(py, text.as_string::<i32>().value(0)).into_any()
        }
    })
}

/// A column of results: an Arrow array for whoever asks for one (`pyarrow.array`, `polars.Series`, ...), and a
/// sequence of Python values otherwise.
#[pyclass(frozen, module = "dinhdanh")]
pub(crate) struct Column {
    field: FieldRef,
    chunks: Vec<ArrayRef>,
}

impl Column {
    pub(crate) fn new(name: &str, chunks: Vec<ArrayRef>, data_type: DataType) -> Self {
        Self { field: Arc::new(Field::new(name, data_type, true)), chunks }
    }
}

#[pymethods]
impl Column {
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        let whole = joined(&self.chunks, self.field.data_type())?;
        Ok(to_array_pycapsules(py, Arc::clone(&self.field), &whole, requested_schema)?)
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let chunks = self.chunks.clone().into_iter().map(Ok);
        let reader = Box::new(ArrayIterator::new(chunks, Arc::clone(&self.field)));
        Ok(to_stream_pycapsule(py, reader, requested_schema)?)
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        Ok(to_schema_pycapsule(py, self.field.as_ref())?)
    }

    fn __len__(&self) -> usize {
        self.chunks.iter().map(|c| c.len()).sum()
    }

    fn __getitem__<'py>(&self, py: Python<'py>, index: isize) -> PyResult<Bound<'py, PyAny>> {
        let length = self.__len__();
        let wanted = usize::try_from(index).ok().or_else(|| length.checked_sub(index.unsigned_abs()));
        let mut row = wanted.filter(|&i| i < length).ok_or_else(|| PyIndexError::new_err("no such row"))?;
        for chunk in &self.chunks {
            match row.checked_sub(chunk.len()) {
                Some(rest) => row = rest,
                None => return value(py, chunk, row),
            }
        }
        Err(PyIndexError::new_err("no such row"))
    }

    /// All values as a Python list; a struct is a dictionary.
    fn to_pylist<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let all = PyList::empty(py);
        for chunk in &self.chunks {
            for row in 0..chunk.len() {
                all.append(value(py, chunk, row)?)?;
            }
        }
        Ok(all)
    }

    fn __repr__(&self) -> String {
        format!("Column({} rows of {})", self.__len__(), self.field.data_type())
    }
}

/// A table of results: an Arrow stream for whoever asks for one (`pyarrow.table`, `polars.DataFrame`, ...).
#[pyclass(frozen, module = "dinhdanh")]
pub(crate) struct Table {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

impl Table {
    pub(crate) const fn new(schema: SchemaRef, batches: Vec<RecordBatch>) -> Self {
        Self { schema, batches }
    }

    pub(crate) fn rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }
}

#[pymethods]
impl Table {
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let rows = DataType::Struct(self.schema.fields().clone());
        let field = Arc::new(Field::new("", rows, false).with_metadata(self.schema.metadata().clone()));
        let whole = |batch: RecordBatch| -> ArrayRef { Arc::new(arrow_array::StructArray::from(batch)) };
        let chunks = self.batches.clone().into_iter().map(move |batch| Ok(whole(batch)));
        let reader = Box::new(ArrayIterator::new(chunks, field));
        Ok(to_stream_pycapsule(py, reader, requested_schema)?)
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        Ok(to_schema_pycapsule(py, self.schema.as_ref())?)
    }

    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// Names of the columns.
    #[getter]
    fn column_names(&self) -> Vec<&str> {
        self.schema.fields().iter().map(|f| f.name().as_str()).collect()
    }

    /// Number of rows.
    #[getter]
    fn num_rows(&self) -> usize {
        self.__len__()
    }

    /// One column.
    fn column(&self, name: &str) -> PyResult<Column> {
        let at = self.schema.index_of(name).map_err(|_| PyKeyError::new_err(name.to_owned()))?;
        let chunks = self.batches.iter().map(|b| Arc::clone(b.column(at))).collect();
        Ok(Column { field: Arc::new(self.schema.field(at).clone()), chunks })
    }

    fn __getitem__(&self, name: &str) -> PyResult<Column> {
        self.column(name)
    }

    /// Columns as a dictionary of lists.
    fn to_pydict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let all = PyDict::new(py);
        for name in self.column_names() {
            all.set_item(name, self.column(name)?.to_pylist(py)?)?;
        }
        Ok(all)
    }

    /// Rows as a list of dictionaries.
    fn to_pylist<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let all = PyList::empty(py);
        for batch in &self.batches {
            for row in 0..batch.num_rows() {
                let item = PyDict::new(py);
                for (field, column) in self.schema.fields().iter().zip(batch.columns()) {
                    item.set_item(field.name(), value(py, column, row)?)?;
                }
                all.append(item)?;
            }
        }
        Ok(all)
    }

    fn __repr__(&self) -> String {
        format!("Table({} rows, columns {:?})", self.__len__(), self.column_names())
    }
}
