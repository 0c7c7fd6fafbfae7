//! What SQLite reports, as codes of this library.

use crate::error::{Code, Error};
use rusqlite::ErrorCode;

/// For `map_err`: the code of a failure of the file, with the step in which it happened.
pub(super) fn storage(place: &'static str) -> impl Fn(rusqlite::Error) -> Error {
    move |error| Error::new(code(&error), place)
}

/// A row that cannot be what this library wrote.
pub(super) const fn damaged(place: &'static str) -> Error {
    Error::new(Code::OutboxDamaged, place)
}

fn code(error: &rusqlite::Error) -> Code {
    use rusqlite::Error as E;
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => Code::OutboxDiskFull,
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Code::OutboxReadOnly,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed) => {
            Code::OutboxLocked
        }
        Some(ErrorCode::NotADatabase) => Code::OutboxForeign,
        // A constraint is a second guard behind checks of our own: what trips it was not written by this library.
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::ConstraintViolation) => Code::OutboxDamaged,
        Some(_) => Code::OutboxStorage,
        None => match error {
            E::FromSqlConversionFailure(..)
            | E::IntegralValueOutOfRange(..)
            | E::InvalidColumnType(..)
            | E::Utf8Error(..)
            | E::QueryReturnedNoRows => Code::OutboxDamaged,
            _ => Code::OutboxStorage,
        },
    }
}
