//! Status and error of every call.

use crate::arguments::Out;
use crate::bytes::dd_bytes;
use crate::floats::Quiet;
use dinhdanh::error::Lang;
use dinhdanh_facade::{ErrorCategory, SdkError, SdkResult, guarded};
use std::ffi::{CString, c_char};

/// The call did what it was asked.
pub const DD_OK: i32 = 0;
/// The bytes or text that were given are not what they claim to be.
pub const DD_INPUT: i32 = 1;
/// The chip broke the protocol or refused.
pub const DD_CARD: i32 = 2;
/// The key (CAN, MRZ) does not open this card.
pub const DD_KEY: i32 = 3;
/// Reader, cable, position of the card, or the program's own transport.
pub const DD_LINK: i32 = 4;
/// The program called the library wrongly, or cancelled.
pub const DD_CALLER: i32 = 5;
/// A defect of the library itself. The program may go on.
pub const DD_INTERNAL: i32 = 6;

/// Why a call failed. It names what happened and where, never a value that was read: it may be logged as it is.
/// Free it with `dd_error_free`.
pub struct dd_error {
    status: i32,
    retryable: bool,
    code: CString,
    category: CString,
    place: CString,
    vietnamese: CString,
    english: CString,
}

impl From<SdkError> for dd_error {
    fn from(error: SdkError) -> Self {
        // None of these texts holds a zero byte: they are the library's own.
        let text = |text: String| CString::new(text).unwrap_or_default();
        Self {
            status: status(error.category()),
            retryable: error.retryable(),
            code: text(error.code().to_owned()),
            category: text(error.category().as_str().to_owned()),
            place: text(error.place().to_owned()),
            vietnamese: text(error.message(Lang::Vi)),
            english: text(error.message(Lang::En)),
        }
    }
}

const fn status(category: ErrorCategory) -> i32 {
    match category {
        ErrorCategory::Input => DD_INPUT,
        ErrorCategory::Card => DD_CARD,
        ErrorCategory::Key => DD_KEY,
        ErrorCategory::Link => DD_LINK,
        ErrorCategory::Caller => DD_CALLER,
        ErrorCategory::Internal => DD_INTERNAL,
    }
}

/// Runs a call: nothing unwinds out of it, and its error goes where the caller wants it.
///
/// # Safety
/// The contract of the crate.
pub(crate) unsafe fn entry(error: *mut *mut dd_error, call: impl FnOnce() -> SdkResult<()>) -> i32 {
    let _mode = Quiet::begin();
    if !error.is_null() {
        // SAFETY: not NULL, writable by contract.
        unsafe { error.write(std::ptr::null_mut()) };
    }
    let Err(failed) = guarded(call) else { return DD_OK };
    let failed = dd_error::from(failed);
    let status = failed.status;
    if !error.is_null() {
        // SAFETY: as above.
        unsafe { error.write(Box::into_raw(Box::new(failed))) };
    }
    status
}

/// # Safety
/// As every accessor: `error` is NULL or an error of this library that was not freed.
unsafe fn part(error: *const dd_error, part: impl FnOnce(&dd_error) -> &CString) -> *const c_char {
    // SAFETY: by contract.
    unsafe { error.as_ref() }.map_or(c"".as_ptr(), |error| part(error).as_ptr())
}

/// The stable code, such as `wrong-access-key` (`docs/codes.md`). A C string that lives as long as the error; empty
/// for NULL, like all texts of an error.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_error_code(error: *const dd_error) -> *const c_char {
    // SAFETY: the contract of the crate.
    unsafe { part(error, |error| &error.code) }
}

/// What it is about: `input`, `card`, `key`, `link`, `caller` or `internal`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_error_category(error: *const dd_error) -> *const c_char {
    // SAFETY: the contract of the crate.
    unsafe { part(error, |error| &error.category) }
}

/// The file, field, step or argument in which it happened; may be empty.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_error_place(error: *const dd_error) -> *const c_char {
    // SAFETY: the contract of the crate.
    unsafe { part(error, |error| &error.place) }
}

/// What happened and what to do, in Vietnamese, for the person at the counter.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_error_message_vi(error: *const dd_error) -> *const c_char {
    // SAFETY: the contract of the crate.
    unsafe { part(error, |error| &error.vietnamese) }
}

/// What happened and what to do, in English.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_error_message_en(error: *const dd_error) -> *const c_char {
    // SAFETY: the contract of the crate.
    unsafe { part(error, |error| &error.english) }
}

/// 1 where the same call may succeed when it is simply made again with the card at rest on the reader, else 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_error_retryable(error: *const dd_error) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe { error.as_ref() }.map_or(0, |error| i32::from(error.retryable))
}

/// Every error that there is, a line each: code, category, and `yes` or `no` for whether it is retryable, with blanks
/// between.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_error_codes(codes: *mut dd_bytes, error: *mut *mut dd_error) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let codes = Out::new(codes, "codes");
        entry(error, || codes.give_text(dinhdanh_facade::error_codes()))
    }
}

/// Frees an error. NULL is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_error_free(error: *mut dd_error) {
    if !error.is_null() {
        // SAFETY: `entry` boxed it, and by the contract of the crate it was not freed.
        drop(unsafe { Box::from_raw(error) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::CStr;

    #[test]
    fn every_error_of_the_sdk_arrives_whole() {
        for error in SdkError::all() {
            let given = Box::into_raw(Box::new(dd_error::from(error)));
            let text = |text: *const c_char| unsafe { CStr::from_ptr(text) }.to_str().unwrap().to_owned();
            unsafe {
                assert_eq!(text(dd_error_code(given)), error.code());
                assert_eq!(text(dd_error_category(given)), error.category().as_str());
                assert_eq!(text(dd_error_message_vi(given)), error.message(Lang::Vi));
                assert_eq!(text(dd_error_message_en(given)), error.message(Lang::En));
                assert_eq!(dd_error_retryable(given) == 1, error.retryable());
                dd_error_free(given);
            }
        }
    }

    #[test]
    fn a_panic_is_a_status_with_or_without_a_place_for_the_error() {
        let mut error = std::ptr::null_mut();
        let panics = || panic!("Nguyễn Thị Mẫu");
        assert_eq!(unsafe { entry(&raw mut error, panics) }, DD_INTERNAL);
        assert_eq!(unsafe { CStr::from_ptr(dd_error_code(error)) }, c"internal");
        unsafe { dd_error_free(error) };
        assert_eq!(unsafe { entry(std::ptr::null_mut(), panics) }, DD_INTERNAL);
    }
}
