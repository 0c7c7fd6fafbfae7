//! Personal numbers and the text of card QR codes.

use crate::errors::call;
use dinhdanh::document::qr::CardQr as CoreCardQr;
use dinhdanh::identity::{IdNumber, Sex};
use dinhdanh::personal::Personal;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyDict;

const fn sex_name(sex: Sex) -> &'static str {
    match sex {
        Sex::Male => "male",
        Sex::Female => "female",
        Sex::Unspecified => "unspecified",
    }
}

/// A personal number of 12 digits (số định danh cá nhân).
///
/// `str` and `repr` show a mask; `value` is the number. It has no check digit: any 12 digits are accepted, and
/// `warnings` says what is unusual.
///
/// Số định danh cá nhân 12 chữ số; `value` là số đầy đủ, `str` chỉ hiện số đã che.
#[pyclass(frozen, eq, hash, module = "dinhdanh")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct PersonalNumber(IdNumber);

#[pymethods]
impl PersonalNumber {
    #[new]
    fn new(py: Python<'_>, text: &str) -> PyResult<Self> {
        call(py, || IdNumber::parse(text.trim())).map(Self)
    }

    /// The 12 digits.
    #[getter]
    fn value(&self) -> &str {
        self.0.as_str()
    }

    /// The first three digits: province, or country of birth.
    #[getter]
    fn province_code(&self) -> &str {
        self.0.province_code()
    }

    /// Name until 30 June 2025 of the province where the birth was registered; `None` if the number names none.
    #[getter]
    fn province(&self) -> Option<&'static str> {
        self.0.province().map(|p| p.old_name)
    }

    /// Code of that province since 1 July 2025 (statistics office).
    #[getter]
    fn new_province_code(&self) -> Option<&'static str> {
        self.0.province().map(|p| p.new_code)
    }

    /// Name of that province since 1 July 2025.
    #[getter]
    fn new_province(&self) -> Option<&'static str> {
        self.0.province().map(|p| p.new_name)
    }

    /// `male` or `female`.
    #[getter]
    fn sex(&self) -> &'static str {
        sex_name(self.0.sex())
    }

    /// Year of birth.
    #[getter]
    fn birth_year(&self) -> u16 {
        self.0.birth_year()
    }

    /// What is unusual about the number, such as `unknown-province`.
    #[getter]
    fn warnings(&self) -> Vec<&'static str> {
        self.0.warnings().iter().map(|_| "unknown-province").collect()
    }

    /// The number with its middle hidden, for screens and logs.
    #[getter]
    fn masked(&self) -> String {
        format!("{:?}", Personal::new(self.0))
    }

    /// What the number says as JSON, with the number itself: keep it out of logs.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        call(py, || dinhdanh_facade::PersonalNumber::from(self.0).expose_json())
    }

    fn __str__(&self) -> String {
        self.masked()
    }

    fn __repr__(&self) -> String {
        format!("PersonalNumber({})", self.masked())
    }
}

/// What the QR code of a card says. Unsigned text: claimed, never proven.
///
/// `repr` shows no values. A field that could not be understood is `None` and named in `issues`.
///
/// Nội dung mã QR trên thẻ: chỉ là lời khai, chưa được chứng thực.
#[pyclass(frozen, module = "dinhdanh")]
pub(crate) struct CardQr(CoreCardQr);

fn shown<T: ToString>(value: Option<&Personal<T>>) -> Option<String> {
    value.map(|v| v.expose().to_string())
}

#[pymethods]
impl CardQr {
    /// Personal number, 12 digits.
    #[getter]
    fn id_number(&self) -> Option<&str> {
        self.0.citizen.id_number.as_ref().map(|v| v.expose().as_str())
    }

    /// Number of the old identity card, 9 digits.
    #[getter]
    fn old_id_number(&self) -> Option<&str> {
        self.0.citizen.old_id_number.as_ref().map(|v| v.expose().as_str())
    }

    /// Full name as registered.
    #[getter]
    fn full_name(&self) -> Option<&str> {
        self.0.citizen.full_name.as_ref().map(|v| v.expose().as_str())
    }

    /// Date of birth as far as known: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    #[getter]
    fn date_of_birth(&self) -> Option<String> {
        shown(self.0.citizen.date_of_birth.as_ref())
    }

    /// `male` or `female`.
    #[getter]
    fn sex(&self) -> Option<&'static str> {
        self.0.citizen.sex.as_ref().map(|v| sex_name(*v.expose()))
    }

    /// Place of residence as written.
    #[getter]
    fn address(&self) -> Option<&str> {
        self.0.citizen.address.as_ref().map(|v| v.expose().text.as_str())
    }

    /// Date of issue.
    #[getter]
    fn issued(&self) -> Option<String> {
        shown(self.0.citizen.issued.as_ref())
    }

    /// Every field as written.
    #[getter]
    fn fields(&self) -> Vec<&str> {
        self.0.fields.iter().map(|f| f.expose().as_str()).collect()
    }

    /// Names of the fields that do not have their usual form, each with the code of what is wrong.
    #[getter]
    fn issues(&self) -> Vec<(String, &'static str)> {
        let name = |field| serde_name(&field);
        self.0.issues.iter().map(|i| (name(i.field), i.code.as_str())).collect()
    }

    /// All fields as a dictionary; it shows everything, so keep it out of logs.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let all = PyDict::new(py);
        all.set_item("id_number", self.id_number())?;
        all.set_item("old_id_number", self.old_id_number())?;
        all.set_item("full_name", self.full_name())?;
        all.set_item("date_of_birth", self.date_of_birth())?;
        all.set_item("sex", self.sex())?;
        all.set_item("address", self.address())?;
        all.set_item("issued", self.issued())?;
        all.set_item("fields", self.fields())?;
        all.set_item("issues", self.issues())?;
        Ok(all)
    }

    /// All of it as JSON, the same in every language; it shows everything, so keep it out of logs.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        call(py, || dinhdanh_facade::CardQr::from(self.0.clone()).expose_json())
    }

    fn __repr__(&self) -> String {
        format!("CardQr({} fields, {} issues)", self.0.fields.len(), self.0.issues.len())
    }
}

/// The name that a field has in JSON, so that all languages share it.
fn serde_name(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// Parses the text of a card's QR code (`str`, or `bytes` as `read_qr` gives them).
///
/// Phân tích nội dung mã QR trên thẻ căn cước.
#[pyfunction]
#[pyo3(signature = (text, /))]
pub(crate) fn parse_card_qr(text: &Bound<'_, PyAny>) -> PyResult<CardQr> {
    let py = text.py();
    let parsed = if let Ok(text) = text.extract::<&str>() {
        call(py, || CoreCardQr::parse(text))
    } else if let Ok(bytes) = text.extract::<&[u8]>() {
        call(py, || CoreCardQr::parse_bytes(bytes))
    } else {
        return Err(PyTypeError::new_err("expected str or bytes"));
    };
    parsed.map(|claimed| CardQr(claimed.value))
}
