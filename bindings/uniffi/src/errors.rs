//! The one error that calls fail with.

use dinhdanh::error::Lang;
use dinhdanh_facade::{ErrorCategory, SdkError, SdkResult};
use std::fmt;

/// What a call failed with. It says what happened, where, and what to do, and holds no value that was read: it may be
/// logged as it is. `code` is stable and listed in the documentation; `retryable` is whether the same call may succeed
/// when it is simply made again.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Error)]
#[uniffi::export(Display)]
pub enum DinhDanhError {
    /// The bytes or text that were given are not what they claim to be.
    Input {
        /// The stable code.
        code: String,
        /// Whether to try again.
        retryable: bool,
        /// File, field or step.
        place: String,
        /// For the person at the counter, in Vietnamese.
        message_vi: String,
        /// The same in English.
        message_en: String,
    },
    /// The chip broke the protocol or refused.
    Card {
        /// The stable code.
        code: String,
        /// Whether to try again.
        retryable: bool,
        /// File, field or step.
        place: String,
        /// For the person at the counter, in Vietnamese.
        message_vi: String,
        /// The same in English.
        message_en: String,
    },
    /// The key (CAN, MRZ) does not open this card.
    Key {
        /// The stable code.
        code: String,
        /// Whether to try again.
        retryable: bool,
        /// File, field or step.
        place: String,
        /// For the person at the counter, in Vietnamese.
        message_vi: String,
        /// The same in English.
        message_en: String,
    },
    /// Reader, cable, phone, position of the card; the program's own transport.
    Link {
        /// The stable code.
        code: String,
        /// Whether to try again.
        retryable: bool,
        /// File, field or step.
        place: String,
        /// For the person at the counter, in Vietnamese.
        message_vi: String,
        /// The same in English.
        message_en: String,
    },
    /// The program called the library wrongly, or cancelled.
    Caller {
        /// The stable code.
        code: String,
        /// Whether to try again.
        retryable: bool,
        /// File, field or step.
        place: String,
        /// For the person at the counter, in Vietnamese.
        message_vi: String,
        /// The same in English.
        message_en: String,
    },
    /// A defect of the library itself.
    Internal {
        /// The stable code.
        code: String,
        /// Whether to try again.
        retryable: bool,
        /// File, field or step.
        place: String,
        /// For the person at the counter, in Vietnamese.
        message_vi: String,
        /// The same in English.
        message_en: String,
    },
}

impl From<SdkError> for DinhDanhError {
    fn from(error: SdkError) -> Self {
        let (code, retryable) = (error.code().to_owned(), error.retryable());
        let (place, message_vi) = (error.place().to_owned(), error.message(Lang::Vi));
        let message_en = error.message(Lang::En);
        match error.category() {
            ErrorCategory::Input => Self::Input { code, retryable, place, message_vi, message_en },
            ErrorCategory::Card => Self::Card { code, retryable, place, message_vi, message_en },
            ErrorCategory::Key => Self::Key { code, retryable, place, message_vi, message_en },
            ErrorCategory::Link => Self::Link { code, retryable, place, message_vi, message_en },
            ErrorCategory::Caller => Self::Caller { code, retryable, place, message_vi, message_en },
            ErrorCategory::Internal => Self::Internal { code, retryable, place, message_vi, message_en },
        }
    }
}

impl fmt::Display for DinhDanhError {
    /// As the facade's error: `[code] what happened, and what to do (place)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Input { code, place, message_en, .. }
        | Self::Card { code, place, message_en, .. }
        | Self::Key { code, place, message_en, .. }
        | Self::Link { code, place, message_en, .. }
        | Self::Caller { code, place, message_en, .. }
        | Self::Internal { code, place, message_en, .. }) = self;
        write!(f, "[{code}] {message_en}")?;
        if place.is_empty() { Ok(()) } else { write!(f, " ({place})") }
    }
}

impl std::error::Error for DinhDanhError {}

/// One row of the table of errors.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ErrorCode {
    /// The stable code.
    pub code: String,
    /// `input`, `card`, `key`, `link`, `caller` or `internal`.
    pub category: String,
    /// Whether the same call may succeed when it is made again.
    pub retryable: bool,
    /// Cause and remedy in Vietnamese.
    pub message_vi: String,
    /// Cause and remedy in English.
    pub message_en: String,
}

/// Every error that there is.
#[uniffi::export]
#[must_use]
pub fn error_codes() -> Vec<ErrorCode> {
    let row = |error: &SdkError| ErrorCode {
        code: error.code().to_owned(),
        category: error.category().as_str().to_owned(),
        retryable: error.retryable(),
        message_vi: error.message(Lang::Vi),
        message_en: error.message(Lang::En),
    };
    SdkError::all().iter().map(row).collect()
}

/// Makes a call of the facade; see [`dinhdanh_facade::guarded`].
pub(crate) fn guarded<T>(call: impl FnOnce() -> SdkResult<T>) -> Result<T, DinhDanhError> {
    dinhdanh_facade::guarded(call).map_err(DinhDanhError::from)
}

/// See [`dinhdanh_facade::quietly`].
pub(crate) use dinhdanh_facade::quietly;

/// The textual form of an object is that of the facade's, which holds no values.
macro_rules! shown_as_the_facade_does {
    ($object:ty) => {
        impl std::fmt::Debug for $object {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::errors::quietly(|| std::fmt::Debug::fmt(&self.0, f))
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_reads_as_the_facade_writes_it() {
        for error in SdkError::all() {
            assert_eq!(DinhDanhError::from(error).to_string(), error.to_string());
        }
        let placed = dinhdanh_facade::PersonalNumber::parse("1").unwrap_err();
        assert_eq!(DinhDanhError::from(placed).to_string(), placed.to_string());
    }
}
