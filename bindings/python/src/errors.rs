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
pub(crate) fn raise(py: Python<'_>, error: impl Into<SdkError>) -> PyErr {
    let error: SdkError = error.into();
    raise_as(py, error.inner(), error.category().as_str())
}

/// Runs a call; a panic in it becomes `InternalError`. Left to itself it would be `PanicException` with the panic's text,
/// which might hold what was read. Everything that takes what was given from outside runs in here or in the next two.
pub(crate) fn guard<T>(py: Python<'_>, call: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    dinhdanh_facade::guarded(|| Ok(call())).map_err(|e| raise(py, e))?
}

/// As [`guard`], while other threads of the program use the interpreter.
pub(crate) fn outside<T: Send>(py: Python<'_>, call: impl FnOnce() -> T + Send) -> PyResult<T> {
    py.detach(|| dinhdanh_facade::guarded(|| Ok(call()))).map_err(|e| raise(py, e))
}

/// As [`outside`], for a call that fails with an error of the core or of the facade.
pub(crate) fn call<T: Send, E: Into<SdkError>>(
    py: Python<'_>,
    call: impl FnOnce() -> Result<T, E> + Send,
) -> PyResult<T> {
    py.detach(|| dinhdanh_facade::guarded(|| call().map_err(Into::into))).map_err(|e| raise(py, e))
}

/// The exception of a login, token or envelope that proves nothing, whatever is wrong with it.
pub(crate) fn refuse(py: Python<'_>, error: Error) -> PyErr {
    raise_as(py, error, "login")
}

/// The exception of a step of a login: what was refused is a refusal, what the network or the program did is not.
pub(crate) fn raise_login(py: Python<'_>, error: SdkError) -> PyErr {
    match (error.category(), error.inner().code()) {
        (ErrorCategory::Input, _) | (_, Code::LevelTooLow | Code::OriginTooWeak) => refuse(py, error.inner()),
        _ => raise(py, error),
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

/// Panics, with or without the interpreter, for the tests of what becomes of it.
#[cfg(feature = "planted-panic")]
#[pyfunction]
pub(crate) fn planted_panic(py: Python<'_>, attached: bool) -> PyResult<()> {
    if attached {
        return guard(py, || {
            dinhdanh_facade::planted_panic();
            Ok(())
        });
    }
    outside(py, dinhdanh_facade::planted_panic)
}

/// Every error code with who is at fault, what it is about (`category`, which chooses the exception), cause and remedy in
/// English and Vietnamese.
#[pyfunction]
pub(crate) fn error_codes(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let all = PyDict::new(py);
    for code in Code::ALL {
        let one = PyDict::new(py);
        one.set_item("fault", fault_name(code.fault()))?;
        one.set_item("category", SdkError::from(Error::new(*code, "")).category().as_str())?;
        one.set_item("retryable", code.is_retryable())?;
        for (lang, suffix) in [(Lang::En, "en"), (Lang::Vi, "vi")] {
            one.set_item(format!("cause_{suffix}"), code.cause(lang))?;
            one.set_item(format!("remedy_{suffix}"), code.remedy(lang))?;
        }
        all.set_item(code.as_str(), one)?;
    }
    Ok(all)
}
