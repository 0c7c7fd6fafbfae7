//! One error for every language.

use dinhdanh::error::{Code, Error, Fault, Lang};
use serde::Serialize;
use std::cell::Cell;
use std::fmt;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind, set_hook, take_hook};
use std::pin::pin;
use std::sync::Once;
use std::task::Poll;

/// What an error is about, for programs that choose a screen by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ErrorCategory {
    /// The bytes or text that were given are not what they claim to be.
    Input,
    /// The chip broke the protocol or refused.
    Card,
    /// The key (CAN, MRZ) does not open this card.
    Key,
    /// Reader, cable, phone, position of the card; the program's own transport.
    Link,
    /// The program called the library wrongly, or cancelled.
    Caller,
    /// A defect of the library itself.
    Internal,
}

impl ErrorCategory {
    /// Every category.
    pub const ALL: [Self; 6] = [Self::Input, Self::Card, Self::Key, Self::Link, Self::Caller, Self::Internal];

    /// As written in JSON and documentation.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Card => "card",
            Self::Key => "key",
            Self::Link => "link",
            Self::Caller => "caller",
            Self::Internal => "internal",
        }
    }
}

/// What a call of the SDK fails with, in every language. It names what happened and where, and never holds a value
/// that was read, so that it may be logged as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SdkError(Error);

/// A result of the SDK.
pub type SdkResult<T> = Result<T, SdkError>;

impl SdkError {
    /// The stable code, such as `wrong-access-key` (`docs/codes.md`).
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.0.code().as_str()
    }

    /// What it is about.
    #[must_use]
    pub const fn category(&self) -> ErrorCategory {
        match (self.0.code(), self.0.code().fault()) {
            (Code::Internal, _) => ErrorCategory::Internal,
            (_, Fault::Card) => ErrorCategory::Card,
            (_, Fault::Key) => ErrorCategory::Key,
            (_, Fault::Link) => ErrorCategory::Link,
            (_, Fault::Caller) => ErrorCategory::Caller,
            _ => ErrorCategory::Input,
        }
    }

    /// Whether the same call may succeed when it is simply made again, with the card at rest on the reader.
    #[must_use]
    pub const fn retryable(&self) -> bool {
        self.0.code().is_retryable()
    }

    /// The file, field or step in which it happened.
    #[must_use]
    pub const fn place(&self) -> &'static str {
        self.0.place()
    }

    /// The byte offset in the input at which it was noticed, where known.
    #[must_use]
    pub const fn offset(&self) -> Option<usize> {
        self.0.offset()
    }

    /// What happened and what to do, for the person at the counter.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        format!("{} {}", self.0.code().cause(lang), self.0.code().remedy(lang))
    }

    /// Every code with its category, for the tests that hold the languages together.
    #[must_use]
    pub fn all() -> Vec<Self> {
        Code::ALL.iter().map(|&code| Self(Error::new(code, ""))).collect()
    }

    /// The error as the core knows it.
    #[must_use]
    pub const fn inner(self) -> Error {
        self.0
    }

    pub(crate) const fn of(code: Code, place: &'static str) -> Self {
        Self(Error::new(code, place))
    }
}

impl From<Error> for SdkError {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl fmt::Display for SdkError {
    /// `[code] what happened, and what to do (place)`, in English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}] {}", self.code(), self.message(Lang::En))?;
        if self.place().is_empty() { Ok(()) } else { write!(f, " ({})", self.place()) }
    }
}

impl std::error::Error for SdkError {}

/// Every error that there is, a line each: code, category, and `yes` or `no` for whether it is retryable, with blanks
/// between. A test of every language holds what that language lists against `tests/vectors/error_codes.txt`, which is
/// this text: a code that one of them lacks is found there.
#[must_use]
pub fn error_codes() -> String {
    let line = |error: &SdkError| {
        let retryable = if error.retryable() { "yes" } else { "no" };
        format!("{} {} {retryable}\n", error.code(), error.category().as_str())
    };
    SdkError::all().iter().map(line).collect()
}

/// Runs a call and turns a panic, which is a defect of this library, into the error `internal`: nothing may unwind into
/// another language. The panic's own text is dropped and not printed, because it might hold what was read.
///
/// # Errors
/// Those of the call, and `internal`.
pub fn guarded<T>(call: impl FnOnce() -> SdkResult<T>) -> SdkResult<T> {
    caught(call).unwrap_or_else(|_| panic())
}

/// As [`guarded`], for a call that is waited for: every step of it is watched.
///
/// # Errors
/// Those of the call, and `internal`.
pub async fn guarded_async<T>(call: impl Future<Output = SdkResult<T>>) -> SdkResult<T> {
    let mut call = pin!(call);
    // After a panic the call is never stepped again.
    poll_fn(|context| caught(|| call.as_mut().poll(context)).unwrap_or_else(|_| Poll::Ready(panic()))).await
}

/// Runs a call that has no error to give, for bindings whose generator catches panics and hands their text to the other
/// language: a panic goes on to it with a text that holds nothing that was read, and is not printed.
pub fn quietly<T>(call: impl FnOnce() -> T) -> T {
    caught(call).unwrap_or_else(|_| resume_unwind(Box::new(DEFECT)))
}

/// What is said of a panic.
const DEFECT: &str = "a defect of dinhdanh";

/// Catches a panic before its text is printed: this library writes no logs. Rust calls its hook where the panic begins,
/// so that one is set, once, which is silent in here and anywhere else the one that was there before. In a library for
/// another language that is a hook of the library's own Rust code, not of the program.
fn caught<T>(call: impl FnOnce() -> T) -> std::thread::Result<T> {
    thread_local!(static INSIDE: Cell<bool> = const { Cell::new(false) });
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let outside = take_hook();
        set_hook(Box::new(move |panic| {
            if !INSIDE.get() {
                outside(panic);
            }
        }));
    });
    // A transport that is called inside may call in turn.
    let before = INSIDE.replace(true);
    let outcome = catch_unwind(AssertUnwindSafe(call));
    INSIDE.set(before);
    outcome
}

const fn panic<T>() -> SdkResult<T> {
    Err(SdkError::of(Code::Internal, "panic"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::task::{Context, Waker};

    #[test]
    fn every_code_has_two_messages_and_a_category() {
        for error in SdkError::all() {
            assert_ne!(error.message(Lang::Vi), error.message(Lang::En), "{}", error.code());
            assert!(ErrorCategory::ALL.contains(&error.category()));
        }
    }

    #[test]
    fn a_panic_becomes_an_error() {
        let error = guarded::<()>(|| panic!("Nguyễn Thị Mẫu")).unwrap_err();
        let waited_for = pin!(guarded_async::<()>(async { panic!("Nguyễn Thị Mẫu") }));
        let waited_for = waited_for.poll(&mut Context::from_waker(Waker::noop()));
        assert_eq!(waited_for, Poll::Ready(Err(error)));
        assert_eq!((error.code(), error.category()), ("internal", ErrorCategory::Internal));
        assert!(!error.to_string().contains("Mẫu"));
    }
}
