//! The extension module behind the Python package `dinhdanh`: it converts, catches and renames; decisions are the
//! core's.

mod arrow;
mod errors;
mod identity;
mod pictures;

use pyo3::prelude::*;

/// Native part of the package; import `dinhdanh`.
#[pymodule(gil_used = false)]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<arrow::Column>()?;
    module.add_class::<arrow::Table>()?;
    module.add_class::<identity::PersonalNumber>()?;
    module.add_class::<identity::CardQr>()?;
    module.add_function(wrap_pyfunction!(errors::error_codes, module)?)?;
    module.add_function(wrap_pyfunction!(identity::parse_card_qr, module)?)?;
    module.add_function(wrap_pyfunction!(pictures::read_qr, module)?)?;
    Ok(())
}
