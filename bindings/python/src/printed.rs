//! Machine readable zones and hand scanners.

use crate::card::Citizen;
use crate::errors::{call, guard};
use crate::normalize::moment;
use dinhdanh_facade as facade;
use pyo3::prelude::*;

/// A machine readable zone as printed. Check digits find misreadings, not forgeries. `repr` shows no values.
#[pyclass(frozen, module = "dinhdanh")]
pub(crate) struct Mrz(facade::Mrz);

#[pymethods]
impl Mrz {
    /// Whether every check of the zone holds.
    #[getter]
    fn is_consistent(&self) -> bool {
        self.0.is_consistent()
    }

    /// Whom it speaks of. `at`, in Unix seconds (now, where not given), decides the century of the years.
    #[pyo3(signature = (*, at=None))]
    fn citizen(&self, py: Python<'_>, at: Option<f64>) -> PyResult<Citizen> {
        let at = moment(at)?.unix();
        guard(py, || Ok(Citizen(self.0.citizen(at))))
    }

    /// All of it as JSON: a citizen's data in the clear.
    #[pyo3(signature = (*, at=None))]
    fn to_json(&self, py: Python<'_>, at: Option<f64>) -> PyResult<String> {
        let at = moment(at)?.unix();
        call(py, || self.0.expose_json(at))
    }

    fn __repr__(&self) -> String {
        format!("Mrz(is_consistent={})", if self.0.is_consistent() { "True" } else { "False" })
    }
}

/// Parses the lines of a machine readable zone.
///
/// Phân tích vùng đọc máy (MRZ).
#[pyfunction]
#[pyo3(signature = (text, /))]
pub(crate) fn parse_mrz(py: Python<'_>, text: &str) -> PyResult<Mrz> {
    call(py, || facade::Mrz::parse(text)).map(Mrz)
}

/// The zone of a card from the text of a character recognition, mended as far as check digits prove it.
///
/// Vùng đọc máy từ phần mềm nhận dạng chữ, sửa trong phạm vi số kiểm tra chứng minh được.
#[pyfunction]
#[pyo3(signature = (text, /))]
pub(crate) fn recognise_mrz(py: Python<'_>, text: &str) -> PyResult<Mrz> {
    call(py, || facade::Mrz::from_recognised(text)).map(Mrz)
}

/// Guesses what a hand scanner's text was before it was mangled, most likely first, as JSON: `text`, `mangling`,
/// `digits_changed`.
///
/// Đoán nội dung gốc khi máy quét gõ sai chữ.
#[pyfunction]
#[pyo3(signature = (text, /))]
pub(crate) fn repair_scan(py: Python<'_>, text: &str) -> PyResult<String> {
    call(py, || facade::repair_scan(text))
}
