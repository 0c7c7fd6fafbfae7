//! Duplicates in a list and matches between two lists.

use crate::arrow::{Table, TableIn, TextColumn, failed};
use crate::errors::{guard, outside};
use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray, UInt32Array};
use arrow_schema::{DataType, Field, Schema};
use dinhdanh::cleanup::matching::{Advice, Matcher, Pair, Person, Prepared, advise, clusters};
use dinhdanh::error::Lang;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use std::collections::{HashMap, HashSet};
use std::panic::resume_unwind;
use std::sync::Arc;

/// The columns that matching knows.
pub(crate) const ROLES: [&str; 10] = [
    "id_number",
    "old_id_number",
    "insurance_number",
    "full_name",
    "date_of_birth",
    "sex",
    "phone",
    "province",
    "commune",
    "address",
];

/// The names of the roles that matching knows.
#[pyfunction]
pub(crate) fn matching_roles() -> Vec<&'static str> {
    ROLES.to_vec()
}

pub(crate) struct Columns([Option<TextColumn>; 10]);

impl Columns {
    pub(crate) fn of(table: &TableIn, columns: &HashMap<String, String>) -> PyResult<Self> {
        if let Some(unknown) = columns.keys().find(|role| !ROLES.contains(&role.as_str())) {
            return Err(PyValueError::new_err(format!("unknown role {unknown:?}; roles are {ROLES:?}")));
        }
        let mut found: [Option<TextColumn>; 10] = Default::default();
        for (place, role) in found.iter_mut().zip(ROLES) {
            *place = columns.get(role).map(|name| table.column(name)).transpose()?;
        }
        if found.iter().all(Option::is_none) {
            return Err(PyValueError::new_err("name at least one column"));
        }
        Ok(Self(found))
    }

    /// Rows from `new_from` on are new.
    pub(crate) fn push_into(&self, rows: usize, matcher: &mut Matcher, new_from: Option<usize>) -> PyResult<()> {
        let mut cells: Vec<Box<dyn Iterator<Item = Option<&str>>>> = Vec::new();
        for column in &self.0 {
            cells.push(match column {
                Some(column) => Box::new(column.iter()),
                None => Box::new(std::iter::repeat(None)),
            });
        }
        for row in 0..rows {
            if Some(row) == new_from {
                matcher.only_new_from_here();
            }
            let mut next = [None; 10];
            for (cell, column) in next.iter_mut().zip(&mut cells) {
                *cell = column.next().flatten();
            }
            let [
                id_number,
                old_id_number,
                insurance_number,
                full_name,
                date_of_birth,
                sex,
                phone,
                province,
                commune,
                address,
            ] = next;
            let person = Person {
                id_number,
                old_id_number,
                insurance_number,
                full_name,
                date_of_birth,
                sex,
                phone,
                province,
                commune,
                address,
            };
            if matcher.push(&person).is_none() {
                return Err(PyValueError::new_err("too many rows for one list: split it by blocking keys"));
            }
        }
        Ok(())
    }
}

/// What was found: pairs of rows with score and reasons, clusters, and advice on the threshold.
#[pyclass(frozen, module = "dinhdanh")]
pub(crate) struct Duplicates {
    pairs: Py<Table>,
    clusters: Vec<Vec<u32>>,
    threshold: f64,
    advice: Advice,
    compared: u64,
    cut_groups: u64,
}

#[pymethods]
impl Duplicates {
    /// Table of `left`, `right` (row numbers from 0), `score` (0 to 1) and `why`, best first.
    #[getter]
    fn pairs(&self, py: Python<'_>) -> Py<Table> {
        self.pairs.clone_ref(py)
    }

    /// Lists of row numbers that are one person, at the threshold.
    #[getter]
    fn clusters(&self) -> Vec<Vec<u32>> {
        self.clusters.clone()
    }

    /// The score from which pairs count.
    #[getter]
    const fn threshold(&self) -> f64 {
        self.threshold
    }

    /// The threshold that the scores themselves suggest: where few pairs lie.
    #[getter]
    const fn advised_threshold(&self) -> f64 {
        self.advice.threshold
    }

    /// Pairs between 0.1 and 0.9, for a person to decide.
    #[getter]
    const fn unsure(&self) -> usize {
        self.advice.unsure
    }

    /// How many pairs were compared.
    #[getter]
    const fn compared(&self) -> u64 {
        self.compared
    }

    /// Groups of rows that shared a value so common that not all of them were compared.
    #[getter]
    const fn cut_groups(&self) -> u64 {
        self.cut_groups
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        let pairs = self.pairs.borrow(py).rows();
        format!("Duplicates({pairs} pairs, {} clusters at {:.2})", self.clusters.len(), self.threshold)
    }
}

/// All pairs, by two threads where there is enough work.
fn all_pairs(prepared: &Prepared<'_>, rows: usize) -> (Vec<Pair>, u64, u64) {
    let parts = if rows < 20_000 { 1 } else { std::thread::available_parallelism().map_or(1, usize::from).min(4) };
    let found = std::thread::scope(|scope| {
        let pairs = move |part| move || dinhdanh_facade::quietly(|| prepared.pairs(part, parts));
        let threads: Vec<_> = (0..parts).map(|part| scope.spawn(pairs(part))).collect();
        // Pairs that a defect swallowed must not look like people who occur once.
        threads.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic))).collect::<Vec<_>>()
    });
    let (mut pairs, mut compared, mut cut) = (Vec::new(), 0_u64, 0_u64);
    for part in found {
        pairs.extend(part.pairs);
        compared = compared.saturating_add(part.compared);
        cut = cut.saturating_add(part.cut_groups);
    }
    pairs.sort_unstable_by_key(|pair| (pair.left, pair.right));
    pairs.dedup_by_key(|pair| (pair.left, pair.right));
    (pairs, compared, cut)
}

fn table_of(pairs: &[Pair], right_from: u32, lang: Lang) -> PyResult<Table> {
    let schema = Arc::new(Schema::new(vec![
        Field::new("left", DataType::UInt32, false),
        Field::new("right", DataType::UInt32, false),
        Field::new("score", DataType::Float64, false),
        Field::new("why", DataType::Utf8, false),
    ]));
    let arrays: Vec<ArrayRef> = vec![
        Arc::new(UInt32Array::from_iter_values(pairs.iter().map(|p| p.left))),
        Arc::new(UInt32Array::from_iter_values(pairs.iter().map(|p| p.right.saturating_sub(right_from)))),
        Arc::new(Float64Array::from_iter_values(pairs.iter().map(Pair::score))),
        Arc::new(pairs.iter().map(|p| Some(p.why(lang))).collect::<StringArray>()),
    ];
    let batch = RecordBatch::try_new(Arc::clone(&schema), arrays).map_err(|e| failed(&e))?;
    Ok(Table::new(schema, vec![batch]))
}

pub(crate) fn lang_of(lang: &str) -> PyResult<Lang> {
    match lang {
        "vi" => Ok(Lang::Vi),
        "en" => Ok(Lang::En),
        _ => Err(PyValueError::new_err("lang is 'vi' or 'en'")),
    }
}

/// What is wanted of a search.
struct Search {
    rows: usize,
    right_from: u32,
    threshold: Option<f64>,
    minimum: f64,
    lang: Lang,
}

fn search(py: Python<'_>, matcher: &Matcher, wanted: &Search) -> PyResult<Duplicates> {
    let (kept, compared, cut_groups, advice, threshold, clusters) = outside(py, || {
        let prepared = matcher.prepare();
        let (mut pairs, compared, cut) = all_pairs(&prepared, wanted.rows);
        let advice = advise(&pairs);
        let threshold = wanted.threshold.unwrap_or(advice.threshold);
        let people = clusters(&prepared, &pairs, threshold);
        pairs.retain(|pair| pair.score() >= wanted.minimum);
        // Pairs below the threshold that a third row has joined are above it.
        let joined: HashSet<(u32, u32)> = people.through.iter().map(|pair| (pair.left, pair.right)).collect();
        pairs.retain(|pair| !joined.contains(&(pair.left, pair.right)));
        pairs.extend(people.through.iter().filter(|pair| pair.score() >= wanted.minimum));
        pairs.sort_by(|a, b| b.bits.total_cmp(&a.bits));
        (pairs, compared, cut, advice, threshold, people.clusters)
    })?;
    let pairs = Py::new(py, table_of(&kept, wanted.right_from, wanted.lang)?)?;
    Ok(Duplicates { pairs, clusters, threshold, advice, compared, cut_groups })
}

/// Finds people who occur more than once in a table.
///
/// `columns` maps roles (`id_number`, `full_name`, `date_of_birth`, `sex`, `phone`, `address`, ...) to the table's
/// columns. Rows from `new_from` on are new: only pairs with at least one of them are looked for. `threshold` is the
/// score from which pairs make a cluster, the advised one if not given; pairs from `minimum` on are listed.
///
/// Tìm những người bị trùng trong một bảng.
#[pyfunction]
#[pyo3(signature = (table, columns, *, new_from=None, threshold=None, minimum=0.5, lang="en"))]
pub(crate) fn find_duplicates(
    py: Python<'_>,
    table: TableIn,
    columns: HashMap<String, String>,
    new_from: Option<usize>,
    threshold: Option<f64>,
    minimum: f64,
    lang: &str,
) -> PyResult<Duplicates> {
    let lang = lang_of(lang)?;
    let source = Columns::of(&table, &columns)?;
    let rows = table.rows();
    let mut matcher = Matcher::default();
    guard(py, || source.push_into(rows, &mut matcher, new_from))?;
    if new_from.is_some_and(|at| at >= rows) {
        matcher.only_new_from_here();
    }
    search(py, &matcher, &Search { rows, right_from: 0, threshold, minimum, lang })
}

/// Finds the rows of `right` that are people of `left`, such as a school's list in a reference.
///
/// `columns` maps roles to columns of both tables; give `right_columns` where the right table has other names. In the
/// pairs, `left` and `right` count from 0 in their own tables; in the clusters, rows of the right table follow those of
/// the left.
///
/// Đối chiếu hai danh sách với nhau.
#[pyfunction]
#[pyo3(signature = (left, right, columns, *, right_columns=None, threshold=None, minimum=0.5, lang="en"))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments of a Python function")]
pub(crate) fn link(
    py: Python<'_>,
    left: TableIn,
    right: TableIn,
    columns: HashMap<String, String>,
    right_columns: Option<HashMap<String, String>>,
    threshold: Option<f64>,
    minimum: f64,
    lang: &str,
) -> PyResult<Duplicates> {
    let lang = lang_of(lang)?;
    let mut matcher = Matcher::default();
    guard(py, || {
        Columns::of(&left, &columns)?.push_into(left.rows(), &mut matcher, None)?;
        matcher.second_list_from_here();
        Columns::of(&right, right_columns.as_ref().unwrap_or(&columns))?.push_into(right.rows(), &mut matcher, None)
    })?;
    let right_from = u32::try_from(left.rows()).unwrap_or(u32::MAX);
    let rows = left.rows().saturating_add(right.rows());
    search(py, &matcher, &Search { rows, right_from, threshold, minimum, lang })
}
