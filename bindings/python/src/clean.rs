//! Whole tables: repaired columns, the issues of their cells, and counts.

use crate::arrow::{Table, TableIn, Text, TextColumn, failed};
use crate::errors::{guard, outside};
use crate::normalize::{today, tone_style};
use arrow_array::builder::{ListBuilder, StringBuilder, UInt8Builder, UInt64Builder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use dinhdanh::cleanup::address::AddressParser;
use dinhdanh::cleanup::quality::{ColumnQuality, Scores, table_scores};
use dinhdanh::cleanup::{self as core, Cleaned, Evidence, Role, Rules, Status};
use dinhdanh::error::Lang;
use dinhdanh::units::Unit;
use pyo3::exceptions::{PyKeyError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The roles that columns may have, by the names that Python uses.
const ROLES: [(&str, Role); 18] = [
    ("id_number", Role::IdNumber),
    ("old_id_number", Role::IdNumber),
    ("full_name", Role::Name),
    ("date_of_birth", Role::BirthDate),
    ("date", Role::Date),
    ("issued", Role::Date),
    ("sex", Role::Sex),
    ("phone", Role::Phone),
    ("insurance_number", Role::HealthInsurance),
    ("health_insurance", Role::HealthInsurance),
    ("tax_number", Role::TaxNumber),
    ("passport", Role::Passport),
    ("driving_licence", Role::DrivingLicence),
    ("plate", Role::Plate),
    ("email", Role::Email),
    ("address", Role::Address),
    ("text", Role::Text),
    ("keep", Role::Keep),
];

/// What an address column is joined by.
const ADDRESS_PARTS: [&str; 8] =
    ["status", "province_code", "province_name", "commune_code", "commune_name", "detail", "old_code", "old_name"];

struct Mapped {
    name: String,
    role_name: String,
    role: Role,
}

/// Cleans tables in two passes: `observe` over all of them or the first rows, then `clean` over each part.
///
/// The same `evidence` gives the same result for every part, on whatever machine.
#[pyclass(frozen, module = "dinhdanh")]
pub(crate) struct Cleaner {
    columns: Vec<Mapped>,
    units: bool,
    cleaner: Mutex<core::Cleaner>,
    counts: Mutex<Vec<ColumnQuality>>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Counts and evidence are complete after every row, so that a panic elsewhere does not spoil them.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn mapped(columns: &Bound<'_, PyDict>) -> PyResult<Vec<Mapped>> {
    let mut all = Vec::new();
    for (role_name, names) in columns.iter() {
        let role_name: String = role_name.extract()?;
        let known = ROLES.iter().find(|(name, _)| *name == role_name);
        let Some(&(_, role)) = known else {
            let names: Vec<&str> = ROLES.iter().map(|(name, _)| *name).collect();
            return Err(PyValueError::new_err(format!("unknown role {role_name:?}; roles are {names:?}")));
        };
        let names: Vec<String> = match names.extract::<String>() {
            Ok(name) => vec![name],
            Err(_) => names.extract()?,
        };
        all.extend(names.into_iter().map(|name| Mapped { name, role_name: role_name.clone(), role }));
    }
    Ok(all)
}

#[pymethods]
impl Cleaner {
    #[new]
    #[pyo3(signature = (columns, *, today=None, tone="hòa", from_1904=false, units=true, evidence=None))]
    fn new(
        columns: &Bound<'_, PyDict>,
        today: Option<&str>,
        tone: &str,
        from_1904: bool,
        units: bool,
        evidence: Option<&str>,
    ) -> PyResult<Self> {
        let py = columns.py();
        let columns = mapped(columns)?;
        let roles: Vec<Role> = columns.iter().map(|column| column.role).collect();
        let rules = Rules { tone: tone_style(tone)?, from_1904, units, ..Rules::new(self::today(today)?) };
        let mut cleaner = core::Cleaner::new(rules).columns(&roles);
        if let Some(evidence) = evidence {
            let parsed: Evidence = guard(py, || {
                serde_json::from_str(evidence).map_err(|_| PyValueError::new_err("evidence is not of a Cleaner"))
            })?;
            cleaner = cleaner.with_evidence(parsed);
        }
        let counts = vec![ColumnQuality::default(); columns.len()];
        Ok(Self { columns, units, cleaner: Mutex::new(cleaner), counts: Mutex::new(counts) })
    }

    /// First pass: what the columns prove about encodings, orders of dates and the like. `False` when it has seen
    /// enough.
    fn observe(&self, py: Python<'_>, table: TableIn) -> PyResult<bool> {
        let texts = self.texts_of_table(&table)?;
        outside(py, || {
            let mut columns: Vec<_> = texts.iter().map(TextColumn::iter).collect();
            locked(&self.cleaner).observe(&mut columns)
        })
    }

    /// What the columns proved, as JSON: counts, and no value of any cell.
    #[getter]
    fn evidence(&self) -> PyResult<String> {
        let cleaner = locked(&self.cleaner);
        serde_json::to_string(cleaner.evidence()).map_err(|e| PyValueError::new_err(e.to_string()))
    }

    /// Second pass: the cleaned table and the issues of its cells. `first_row` is the number of the table's first row
    /// in the whole list.
    #[pyo3(signature = (table, *, first_row=0))]
    fn clean(&self, py: Python<'_>, table: TableIn, first_row: u64) -> PyResult<(Table, Table)> {
        self.texts_of_table(&table)?; // names all columns that are missing before any work
        let cleaned = outside(py, || self.clean_batches(&table, first_row))?;
        cleaned.map_err(|e| failed(&e))
    }

    /// Counts and scores of everything that was cleaned so far.
    fn summary<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let counts = locked(&self.counts);
        let all = PyDict::new(py);
        let columns = PyDict::new(py);
        for (mapped, quality) in self.columns.iter().zip(counts.iter()) {
            let one = PyDict::new(py);
            one.set_item("role", &mapped.role_name)?;
            let figures = [
                ("cells", quality.cells),
                ("empty", quality.empty),
                ("right", quality.right),
                ("repaired", quality.repaired),
                ("candidates", quality.candidates),
                ("unknown", quality.unknown),
                ("errors", quality.errors),
                ("of_the_past", quality.of_the_past),
            ];
            for (name, count) in figures {
                one.set_item(name, count)?;
            }
            let issues = PyDict::new(py);
            for (code, count) in quality.issues() {
                issues.set_item(code.as_str(), count)?;
            }
            one.set_item("issues", issues)?;
            one.set_item("scores", scores(py, quality.scores())?)?;
            columns.set_item(&mapped.name, one)?;
        }
        all.set_item("rows", counts.iter().map(|quality| quality.cells).max().unwrap_or(0))?;
        all.set_item("columns", columns)?;
        all.set_item("scores", scores(py, table_scores(counts.iter()))?)?;
        all.set_item("rules_version", env!("CARGO_PKG_VERSION"))?;
        all.set_item("units_version", AddressParser::embedded().table().version())?;
        Ok(all)
    }

    fn __repr__(&self) -> String {
        let names: Vec<&str> = self.columns.iter().map(|column| column.name.as_str()).collect();
        format!("Cleaner({names:?})")
    }
}

fn scores(py: Python<'_>, scores: Scores) -> PyResult<Bound<'_, PyDict>> {
    let all = PyDict::new(py);
    let values =
        [("correct", scores.correct), ("complete", scores.complete), ("clean", scores.clean), ("alive", scores.alive)];
    for (name, value) in values {
        all.set_item(name, value)?;
    }
    Ok(all)
}

impl Cleaner {
    fn texts_of_table(&self, table: &TableIn) -> PyResult<Vec<TextColumn>> {
        let missing: Vec<&str> =
            self.columns.iter().map(|c| c.name.as_str()).filter(|name| !table.names().contains(name)).collect();
        if !missing.is_empty() {
            return Err(PyKeyError::new_err(format!("the table has no column {missing:?}")));
        }
        self.columns.iter().map(|column| table.column(&column.name)).collect()
    }

    fn clean_batches(&self, table: &TableIn, first_row: u64) -> Result<(Table, Table), ArrowError> {
        let places: Vec<usize> =
            self.columns.iter().map(|column| table.schema.index_of(&column.name)).collect::<Result<_, _>>()?;
        let schema = self.schema(&table.schema, &places);
        let cleaner = locked(&self.cleaner).clone();
        let mut counts = vec![ColumnQuality::default(); self.columns.len()];
        let mut issues = IssueTable::default();
        let mut batches = Vec::with_capacity(table.batches.len());
        let mut row = first_row;
        for part in table.batches.iter().flat_map(parts) {
            let mut found = IssueRows::default();
            let mut work = Batch { columns: &self.columns, counts: &mut counts, issues: &mut found, units: self.units };
            batches.push(work.clean(&part, &places, &cleaner, row, &schema)?);
            issues.push(found)?;
            row = row.saturating_add(u64::try_from(part.num_rows()).unwrap_or(0));
        }
        for (total, part) in locked(&self.counts).iter_mut().zip(&counts) {
            total.merge(part);
        }
        Ok((Table::new(schema, batches), issues.finish()))
    }

    /// The caller's columns, those with a role as text, and behind them what addresses resolve to.
    fn schema(&self, given: &Schema, places: &[usize]) -> SchemaRef {
        let field = |(at, field): (usize, &Arc<Field>)| match places.contains(&at) {
            true => Field::new(field.name(), DataType::Utf8, true),
            false => field.as_ref().clone(),
        };
        let mut fields: Vec<Field> = given.fields().iter().enumerate().map(field).collect();
        for column in self.columns.iter().filter(|column| self.units && column.role == Role::Address) {
            fields
                .extend(ADDRESS_PARTS.map(|part| Field::new(format!("{}_{part}", column.name), DataType::Utf8, true)));
        }
        Arc::new(Schema::new(fields))
    }
}

/// Rows that are cleaned at once: what they become fits into memory that was used before, whatever the size of the
/// table. Columns that grow to hundreds of megabytes would be moved and mapped anew as they grow.
const PART: usize = 16_384;

fn parts(batch: &RecordBatch) -> impl Iterator<Item = RecordBatch> {
    let rows = batch.num_rows();
    // An empty batch is a part of its own: it still has columns.
    (0..rows.max(1)).step_by(PART).map(move |from| batch.slice(from, PART.min(rows.saturating_sub(from))))
}

struct Batch<'a> {
    columns: &'a [Mapped],
    counts: &'a mut [ColumnQuality],
    issues: &'a mut IssueRows,
    units: bool,
}

impl Batch<'_> {
    fn clean(
        &mut self,
        batch: &RecordBatch,
        places: &[usize],
        cleaner: &core::Cleaner,
        first_row: u64,
        schema: &SchemaRef,
    ) -> Result<RecordBatch, ArrowError> {
        let texts: Vec<Text> = places.iter().map(|&at| Text::of(batch.column(at))).collect::<Result<_, _>>()?;
        let rows = batch.num_rows();
        let room = |text: &Text| StringBuilder::with_capacity(rows, text.bytes().saturating_add(64));
        let mut values: Vec<StringBuilder> = texts.iter().map(room).collect();
        let mut addresses: Vec<Option<AddressColumns>> = self
            .columns
            .iter()
            .map(|c| (self.units && c.role == Role::Address).then(AddressColumns::default))
            .collect();
        let mut iterators: Vec<_> = texts.iter().map(Text::iter).collect();
        let mut row = 0_usize;
        cleaner.clean(&mut iterators, |cells| {
            let number = first_row.saturating_add(u64::try_from(row).unwrap_or(0));
            for (at, (cell, text)) in cells.iter().zip(&texts).enumerate() {
                let before = text.get(row);
                let (Some(column), Some(value)) = (self.columns.get(at), values.get_mut(at)) else { continue };
                // An empty cell stays empty, and stays what it was: nothing, or text without characters.
                value.append_option(
                    (!cell.value.is_empty()).then_some(&*cell.value).or(before.filter(|t| t.is_empty())),
                );
                if let Some(quality) = self.counts.get_mut(at) {
                    quality.count(before.unwrap_or_default(), cell);
                }
                if let Some(Some(parts)) = addresses.get_mut(at) {
                    parts.push(cell);
                }
                self.issues.push(number, &column.name, before.unwrap_or_default(), cell);
            }
            row = row.saturating_add(1);
        });
        let mut arrays: Vec<ArrayRef> = batch.columns().to_vec();
        for (&at, value) in places.iter().zip(&mut values) {
            if let Some(array) = arrays.get_mut(at) {
                *array = Arc::new(value.finish());
            }
        }
        arrays.extend(addresses.into_iter().flatten().flat_map(AddressColumns::finish));
        RecordBatch::try_new(Arc::clone(schema), arrays)
    }
}

#[derive(Default)]
struct AddressColumns {
    parts: [StringBuilder; ADDRESS_PARTS.len()],
}

impl AddressColumns {
    fn push(&mut self, cell: &Cleaned<'_>) {
        let Some(found) = &cell.address else {
            self.parts.iter_mut().for_each(StringBuilder::append_null);
            return;
        };
        let [status, province_code, province_name, commune_code, commune_name, detail, old_code, old_name] =
            &mut self.parts;
        status.append_value(found.status.as_str());
        province_code.append_option(found.province.map(Unit::code_text));
        province_name.append_option(found.province.map(Unit::full_name));
        commune_code.append_option(found.commune.map(Unit::code_text));
        commune_name.append_option(found.commune.map(Unit::full_name));
        detail.append_value(found.detail.expose());
        old_code.append_option(found.old.map(Unit::code_text));
        old_name.append_option(found.old.map(Unit::full_name));
    }

    fn finish(mut self) -> Vec<ArrayRef> {
        self.parts.iter_mut().map(|part| -> ArrayRef { Arc::new(part.finish()) }).collect()
    }
}

/// The issues of all cells, one row for each cell and code; nothing for cells that were right.
#[derive(Default)]
struct IssueRows {
    row: UInt64Builder,
    column: StringBuilder,
    code: StringBuilder,
    severity: StringBuilder,
    confidence: UInt8Builder,
    before: StringBuilder,
    after: StringBuilder,
    candidates: ListBuilder<StringBuilder>,
}

impl IssueRows {
    fn push(&mut self, row: u64, column: &str, before: &str, cell: &Cleaned<'_>) {
        if cell.issues.is_empty() {
            return;
        }
        let after = (cell.status == Status::Ok).then_some(&*cell.value);
        for code in cell.issues.iter() {
            self.row.append_value(row);
            self.column.append_value(column);
            self.code.append_value(code.as_str());
            self.severity.append_value(code.severity().as_str());
            self.confidence.append_value(cell.confidence);
            self.before.append_value(before);
            self.after.append_option(after);
            cell.candidates.iter().for_each(|text| self.candidates.values().append_value(text));
            self.candidates.append(true);
        }
    }

    fn finish(mut self, schema: &SchemaRef) -> Result<RecordBatch, ArrowError> {
        let arrays: Vec<ArrayRef> = vec![
            Arc::new(self.row.finish()),
            Arc::new(self.column.finish()),
            Arc::new(self.code.finish()),
            Arc::new(self.severity.finish()),
            Arc::new(self.confidence.finish()),
            Arc::new(self.before.finish()),
            Arc::new(self.after.finish()),
            Arc::new(self.candidates.finish()),
        ];
        RecordBatch::try_new(Arc::clone(schema), arrays)
    }
}

/// The issues of a table, part by part.
struct IssueTable {
    schema: SchemaRef,
    parts: Vec<RecordBatch>,
}

impl Default for IssueTable {
    fn default() -> Self {
        let list = DataType::List(Arc::new(Field::new("item", DataType::Utf8, true)));
        let schema = Arc::new(Schema::new(vec![
            Field::new("row", DataType::UInt64, false),
            Field::new("column", DataType::Utf8, false),
            Field::new("code", DataType::Utf8, false),
            Field::new("severity", DataType::Utf8, false),
            Field::new("confidence", DataType::UInt8, false),
            Field::new("before", DataType::Utf8, false),
            Field::new("after", DataType::Utf8, true),
            Field::new("candidates", list, false),
        ]));
        Self { schema, parts: Vec::new() }
    }
}

impl IssueTable {
    fn push(&mut self, found: IssueRows) -> Result<(), ArrowError> {
        self.parts.push(found.finish(&self.schema)?);
        Ok(())
    }

    fn finish(self) -> Table {
        Table::new(self.schema, self.parts)
    }
}

/// Every issue code of cleaning with severity, text and remedy in English and Vietnamese.
#[pyfunction]
pub(crate) fn issue_codes(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let all = PyDict::new(py);
    for code in core::IssueCode::ALL {
        let one = PyDict::new(py);
        one.set_item("severity", code.severity().as_str())?;
        for (lang, suffix) in [(Lang::En, "en"), (Lang::Vi, "vi")] {
            one.set_item(format!("text_{suffix}"), code.text(lang))?;
            one.set_item(format!("remedy_{suffix}"), code.remedy(lang))?;
        }
        all.set_item(code.as_str(), one)?;
    }
    Ok(all)
}

/// The names of the roles that columns may have.
#[pyfunction]
pub(crate) fn column_roles(py: Python<'_>) -> PyResult<Bound<'_, PyList>> {
    PyList::new(py, ROLES.iter().map(|(name, _)| *name))
}
