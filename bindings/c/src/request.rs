//! What opens a chip and what it is held against.

use crate::arguments::{Out, bytes, free, object, text};
use crate::bytes::dd_bytes;
use crate::errors::{dd_error, entry};
use dinhdanh_facade::ReadRequest;
use std::ffi::c_char;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What is known before a chip is read: at least one of CAN, MRZ and QR text.
pub struct dd_request(Mutex<ReadRequest>);

impl dd_request {
    pub(crate) fn lock(&self) -> MutexGuard<'_, ReadRequest> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request with nothing known yet. Free it with `dd_request_free`; a session that was made from it lives on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_request_new(request: *mut *mut dd_request, error: *mut *mut dd_error) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let request = Out::new(request, "request");
        entry(error, || request.give(dd_request(Mutex::new(ReadRequest::new()))))
    }
}

/// Adds the six digits of the card access number, which is printed on the front. `access-key-format`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_request_can(
    request: *const dd_request,
    digits: *const c_char,
    digits_len: usize,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe { entry(error, || object(request, "request")?.lock().can(text(digits, digits_len, "digits")?)) }
}

/// Adds the lines of the machine readable zone, or `DOCUMENT,YYMMDD,YYMMDD` (number, birth, expiry). A whole zone is
/// also a claim that the chip is held against. `access-key-format` and the codes of reading a zone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_request_mrz(
    request: *const dd_request,
    lines: *const c_char,
    lines_len: usize,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe { entry(error, || object(request, "request")?.lock().mrz(text(lines, lines_len, "lines")?)) }
}

/// Adds the bytes of the card's QR code: keys are derived from it, and the chip is held against it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_request_qr(
    request: *const dd_request,
    payload: *const u8,
    payload_len: usize,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe { entry(error, || object(request, "request")?.lock().qr(bytes(payload, payload_len, "payload")?)) }
}

/// Allows the older way in (BAC) when PACE is on offer and fails; the verdict then says so. Off unless called.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_request_allow_bac_after_failed_pace(
    request: *const dd_request,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        entry(error, || {
            object(request, "request")?.lock().allow_bac_after_failed_pace();
            Ok(())
        })
    }
}

/// Leaves the picture on the chip: much faster, and nobody can be compared with it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_request_leave_portrait(request: *const dd_request, error: *mut *mut dd_error) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        entry(error, || {
            object(request, "request")?.lock().leave_portrait();
            Ok(())
        })
    }
}

/// What the QR code lacked to derive a key, in Vietnamese, one line each.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_request_missing(
    request: *const dd_request,
    lines: *mut dd_bytes,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let lines = Out::new(lines, "lines");
        entry(error, || lines.give_text(object(request, "request")?.lock().missing().join("\n")))
    }
}

/// Frees a request. NULL is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_request_free(request: *mut dd_request) {
    // SAFETY: the contract of the crate.
    unsafe { free(request) }
}
