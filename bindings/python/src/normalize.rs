//! One column at a time: names, dates, personal numbers, telephones.

use crate::arrow::{Column, Text, TextColumn, failed};
use crate::errors::outside;
use arrow_array::builder::{ListBuilder, StringBuilder, UInt8Builder};
use arrow_array::{ArrayRef, StructArray};
use arrow_schema::{ArrowError, DataType, Field, Fields};
use dinhdanh::cleanup::{
    Cleaned, DateProfile, DateRules, IdContext, IdProfile, Status, TextKind, TextProfile, ToneStyle, clean_date,
    clean_id_number, clean_name, clean_phone,
};
use dinhdanh::given::Timestamp;
use dinhdanh::identity::Date;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use std::sync::Arc;

/// `value`, `status`, `candidates`, `issues`, `confidence`.
pub(crate) fn fields() -> Fields {
    let list = || DataType::List(Arc::new(Field::new("item", DataType::Utf8, true)));
    Fields::from(vec![
        Field::new("value", DataType::Utf8, true),
        Field::new("status", DataType::Utf8, false),
        Field::new("candidates", list(), false),
        Field::new("issues", list(), false),
        Field::new("confidence", DataType::UInt8, false),
    ])
}

#[derive(Default)]
pub(crate) struct Answers {
    value: StringBuilder,
    status: StringBuilder,
    candidates: ListBuilder<StringBuilder>,
    issues: ListBuilder<StringBuilder>,
    confidence: UInt8Builder,
}

impl Answers {
    pub(crate) fn push(&mut self, cleaned: &Cleaned<'_>) {
        // A value that is not known is no value: the cell itself stays in the caller's column.
        self.value.append_option((cleaned.status == Status::Ok).then_some(&*cleaned.value));
        self.status.append_value(cleaned.status.as_str());
        cleaned.candidates.iter().for_each(|text| self.candidates.values().append_value(text));
        self.candidates.append(true);
        cleaned.issues.iter().for_each(|code| self.issues.values().append_value(code.as_str()));
        self.issues.append(true);
        self.confidence.append_value(cleaned.confidence);
    }

    pub(crate) fn finish(mut self) -> Result<ArrayRef, ArrowError> {
        let arrays: Vec<ArrayRef> = vec![
            Arc::new(self.value.finish()),
            Arc::new(self.status.finish()),
            Arc::new(self.candidates.finish()),
            Arc::new(self.issues.finish()),
            Arc::new(self.confidence.finish()),
        ];
        Ok(Arc::new(StructArray::try_new(fields(), arrays, None)?))
    }
}

/// Cleans every cell; an empty cell is a placeholder.
fn column(
    py: Python<'_>,
    name: &str,
    given: &TextColumn,
    clean: impl Fn(&str) -> Cleaned<'_> + Sync,
) -> PyResult<Column> {
    let of_chunk = |chunk: &Text| {
        let mut answers = Answers::default();
        chunk.iter().for_each(|cell| answers.push(&clean(cell.unwrap_or_default())));
        answers.finish()
    };
    let chunks = outside(py, || given.chunks.iter().map(of_chunk).collect::<Result<Vec<_>, _>>())?;
    Ok(Column::new(name, chunks.map_err(|e| failed(&e))?, DataType::Struct(fields())))
}

pub(crate) fn today(text: Option<&str>) -> PyResult<Date> {
    let wrong = || PyValueError::new_err("today is a date as YYYY-MM-DD");
    if let Some(text) = text {
        let date = dinhdanh::identity::PartialDate::parse_year_first(text).ok().and_then(|d| d.full());
        return date.ok_or_else(wrong);
    }
    // The day in Viet Nam.
    let text = Timestamp::from_unix(moment(None)?.unix().saturating_add(7 * 3600)).to_string();
    today(text.get(..10))
}

/// Unix seconds: given, or the clock of this machine.
pub(crate) fn moment(now: Option<f64>) -> PyResult<Timestamp> {
    let seconds = match now {
        Some(now) if now.is_finite() && now.abs() < 1e15 => now.floor(),
        Some(_) => return Err(PyValueError::new_err("now is in Unix seconds")),
        None => {
            let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
            return Ok(Timestamp::from_unix(since.map_or(0, |s| i64::try_from(s.as_secs()).unwrap_or(i64::MAX))));
        }
    };
    #[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "bounded above")]
    Ok(Timestamp::from_unix(seconds as i64))
}

pub(crate) fn tone_style(tone: &str) -> PyResult<ToneStyle> {
    match tone {
        "hòa" | "traditional" => Ok(ToneStyle::Traditional),
        "hoà" | "modern" => Ok(ToneStyle::Modern),
        _ => Err(PyValueError::new_err("tone is 'hòa' or 'hoà'")),
    }
}

/// Puts names in order: encoding, blanks, capitals, tone marks (`hòa` by default, `hoà` if asked for).
///
/// Gives a struct column `value, status (ok|candidates|unknown), candidates, issues, confidence`. Names that cannot be
/// known (without diacritics, mistyped) are left open and named in `issues`.
///
/// Chuẩn hóa họ tên: bảng mã, khoảng trắng, chữ hoa, vị trí dấu.
#[pyfunction]
#[pyo3(signature = (column, /, *, tone="hòa"))]
pub(crate) fn normalize_names(py: Python<'_>, column: TextColumn, tone: &str) -> PyResult<Column> {
    let style = tone_style(tone)?;
    let profile = outside(py, || {
        let mut profile = TextProfile::default();
        column.iter().flatten().for_each(|cell| profile.observe(cell, TextKind::Name));
        profile
    })?;
    self::column(py, "name", &column, |cell| clean_name(cell, style, &profile))
}

/// Reads dates of birth (or other dates with `birth=False`) in every form that lists have.
///
/// `value` is `YYYY-MM-DD`, or `YYYY-MM` or `YYYY` when that is all the text says. Where day and month could be either
/// way round and the column does not prove an order, both readings are candidates.
///
/// Đọc ngày tháng ở mọi dạng; không đoán khi không rõ ngày và tháng.
#[pyfunction]
#[pyo3(signature = (column, /, *, birth=true, today=None))]
pub(crate) fn normalize_dates(
    py: Python<'_>,
    column: TextColumn,
    birth: bool,
    today: Option<&str>,
) -> PyResult<Column> {
    let today = self::today(today)?;
    let rules = if birth { DateRules::birth(today) } else { DateRules::other(today) };
    let profile = outside(py, || {
        let mut profile = DateProfile::default();
        column.iter().flatten().for_each(|cell| profile.observe(cell, &rules));
        profile
    })?;
    self::column(py, "date", &column, |cell| clean_date(cell, &rules, &profile))
}

/// Puts personal numbers in order: separators, spreadsheet forms, lost leading zeros. A number of nine digits stays one.
///
/// Chuẩn hóa số định danh cá nhân (CCCD) và CMND.
#[pyfunction]
#[pyo3(signature = (column, /))]
pub(crate) fn normalize_ids(py: Python<'_>, column: TextColumn) -> PyResult<Column> {
    let context = IdContext { today: Some(today(None)?), ..IdContext::default() };
    let profile = outside(py, || {
        let mut profile = IdProfile::default();
        column.iter().flatten().for_each(|cell| profile.observe(cell));
        profile
    })?;
    self::column(py, "id_number", &column, |cell| clean_id_number(cell, &context, &profile))
}

/// Puts telephone numbers in order: ten digits, prefixes of 2018, country code.
///
/// Chuẩn hóa số điện thoại, đổi đầu số cũ.
#[pyfunction]
#[pyo3(signature = (column, /))]
pub(crate) fn normalize_phones(py: Python<'_>, column: TextColumn) -> PyResult<Column> {
    self::column(py, "phone", &column, clean_phone)
}
