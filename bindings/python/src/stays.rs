//! Declarations of residence, as the JSON of `docs/residence-files.md`.

use crate::errors::call;
use crate::normalize::moment;
use dinhdanh_facade as facade;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

/// Checks declarations at a moment in Unix seconds (now, where not given): JSON with what speaks against each, and the
/// law it rests on.
///
/// Kiểm tra khai báo lưu trú.
#[pyfunction]
#[pyo3(signature = (declarations, *, at=None, in_remote_area=false))]
pub(crate) fn check_stays(
    py: Python<'_>,
    declarations: &str,
    at: Option<f64>,
    in_remote_area: bool,
) -> PyResult<String> {
    let at = moment(at)?.unix();
    call(py, || facade::check_stays(declarations.as_bytes(), at, in_remote_area))
}

/// Declarations from a list of another program, as JSON, and JSON about every row.
///
/// Đọc danh sách khách của phần mềm khác.
#[pyfunction]
#[pyo3(signature = (list, /, *, facility, facility_kind, in_remote_area=false, reason=None, numbered=None, at=None))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments of a Python function")]
pub(crate) fn stays_from_list(
    py: Python<'_>,
    list: &[u8],
    facility: String,
    facility_kind: String,
    in_remote_area: bool,
    reason: Option<String>,
    numbered: Option<String>,
    at: Option<f64>,
) -> PyResult<(String, String)> {
    let at = moment(at)?.unix();
    let terms = facade::ListTerms { facility, facility_kind, in_remote_area, reason, numbered, at };
    let (declarations, rows) = call(py, || facade::stays_from_list(list, &terms))?;
    Ok((String::from_utf8_lossy(&declarations).into_owned(), rows))
}

/// A file for the portal, and JSON about the declarations that are not in it.
type Written<'py> = (Bound<'py, PyBytes>, String);

/// The XML of foreign guests for the portal, and JSON about the declarations that are not in it.
///
/// Tệp XML khách nước ngoài cho cổng khai báo.
#[pyfunction]
#[pyo3(signature = (declarations, /))]
pub(crate) fn foreign_guests_xml<'py>(py: Python<'py>, declarations: &str) -> PyResult<Written<'py>> {
    let (file, left_out) = call(py, || facade::foreign_guests_xml(declarations.as_bytes()))?;
    Ok((PyBytes::new(py, &file), left_out))
}

/// The portal's workbook of Vietnamese guests, filled into the template that the user downloaded there, and JSON about
/// the declarations that are not in it.
///
/// Điền danh sách khách vào tệp mẫu của cổng khai báo.
#[pyfunction]
#[pyo3(signature = (template, declarations, /))]
pub(crate) fn portal_workbook<'py>(py: Python<'py>, template: &[u8], declarations: &str) -> PyResult<Written<'py>> {
    let (file, left_out) = call(py, || facade::portal_workbook(template, declarations.as_bytes()))?;
    Ok((PyBytes::new(py, &file), left_out))
}
