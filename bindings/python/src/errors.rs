//! Errors of the core as the exceptions that Python defines.

use dinhdanh::error::{Code, Error, Fault, Lang};
use dinhdanh_facade::{ErrorCategory, SdkError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;

const fn fault_name(fault: Fault) -> &'static str {
    match fault {
        Fault::Input => "input",
        Fault::Card => "card",
        Fault::Key => "key",
        Fault::Link => "link",
        Fault::Caller => "caller",
        _ => "other",
    }
}

/// The exception of an error. It carries the code and the place, never a value that was read.
pub(crate) fn raise(py: Python<'_>, error: Error) -> PyErr {
    raise_as(py, error, fault_name(error.code().fault()))
}

/// The exception of an error of the facade.
pub(crate) fn raise_sdk(py: Python<'_>, error: SdkError) -> PyErr {
    raise_as(py, error.inner(), error.category().as_str())
}

/// The exception of a login, token or envelope that proves nothing, whatever is wrong with it.
pub(crate) fn refuse(py: Python<'_>, error: Error) -> PyErr {
    raise_as(py, error, "login")
}

/// The exception of a step of a login: what was refused is a refusal, what the network or the program did is not.
pub(crate) fn raise_login(py: Python<'_>, error: SdkError) -> PyErr {
    match (error.category(), error.inner().code()) {
        (ErrorCategory::Input, _) | (_, Code::LevelTooLow | Code::OriginTooWeak) => refuse(py, error.inner()),
        _ => raise_sdk(py, error),
    }
}

fn raise_as(py: Python<'_>, error: Error, kind: &str) -> PyErr {
    static FACTORY: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let made = (|| {
        let factory =
            FACTORY.get_or_try_init(py, || Ok::<_, PyErr>(py.import("dinhdanh._errors")?.getattr("make")?.unbind()))?;
        let code = error.code();
        factory.bind(py).call1((
            code.as_str(),
            kind,
            error.place(),
            error.offset(),
            (code.cause(Lang::En), code.remedy(Lang::En)),
            (code.cause(Lang::Vi), code.remedy(Lang::Vi)),
        ))
    })();
    made.map_or_else(|failure| failure, PyErr::from_value)
}

/// Every error code with who is at fault, cause and remedy in English and Vietnamese.
#[pyfunction]
pub(crate) fn error_codes(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let all = PyDict::new(py);
    for code in Code::ALL {
        let one = PyDict::new(py);
        one.set_item("fault", fault_name(code.fault()))?;
        one.set_item("retryable", code.is_retryable())?;
        for (lang, suffix) in [(Lang::En, "en"), (Lang::Vi, "vi")] {
            one.set_item(format!("cause_{suffix}"), code.cause(lang))?;
            one.set_item(format!("remedy_{suffix}"), code.remedy(lang))?;
        }
        all.set_item(code.as_str(), one)?;
    }
    Ok(all)
}
