//! What is printed on a card. All of it is claimed, nothing proven.

use crate::arguments::{Out, bytes, text};
use crate::bytes::dd_bytes;
use crate::citizen::dd_citizen;
use crate::errors::{dd_error, entry};
use dinhdanh_facade::{CardQr, Mrz, PersonalNumber, repair_scan};
use std::ffi::c_char;

/// What a personal number of 12 digits says, as JSON with the number in the clear. `id-number-length`,
/// `id-number-digits`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_personal_number_expose_json(
    digits: *const c_char,
    digits_len: usize,
    json: *mut dd_bytes,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let json = Out::new(json, "json");
        entry(error, || json.give_text(PersonalNumber::parse(text(digits, digits_len, "digits")?)?.expose_json()?))
    }
}

/// A personal number with its middle hidden, for screens and logs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_personal_number_masked(
    digits: *const c_char,
    digits_len: usize,
    masked: *mut dd_bytes,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let masked = Out::new(masked, "masked");
        entry(error, || masked.give_text(PersonalNumber::parse(text(digits, digits_len, "digits")?)?.masked()))
    }
}

/// What the bytes of a card's QR code say, as JSON: citizen, fields, issues. `qr-not-a-card` and the codes of text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_card_qr_expose_json(
    payload: *const u8,
    payload_len: usize,
    json: *mut dd_bytes,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let json = Out::new(json, "json");
        entry(error, || json.give_text(CardQr::parse(bytes(payload, payload_len, "payload")?)?.expose_json()?))
    }
}

/// Whom the bytes of a card's QR code speak of. Free it with `dd_citizen_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_card_qr_citizen(
    payload: *const u8,
    payload_len: usize,
    citizen: *mut *mut dd_citizen,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let citizen = Out::new(citizen, "citizen");
        entry(error, || citizen.give(dd_citizen(CardQr::parse(bytes(payload, payload_len, "payload")?)?.citizen())))
    }
}

/// What a machine readable zone says, as JSON: citizen, lines, `consistent`, checks. Lines are separated by line breaks
/// or not at all. `at`, in Unix seconds, decides the century of the years, which have two digits. Wrong check digits
/// are no error. `mrz-layout`, `mrz-characters`, `too-large`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_mrz_expose_json(
    lines: *const c_char,
    lines_len: usize,
    at: i64,
    json: *mut dd_bytes,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let json = Out::new(json, "json");
        entry(error, || json.give_text(Mrz::parse(text(lines, lines_len, "lines")?)?.expose_json(at)?))
    }
}

/// The same for the text of a character recognition, whose typical confusions are mended as far as check digits prove
/// it. `mrz-ocr-lines` and the codes of a zone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_mrz_recognised_expose_json(
    recognised: *const c_char,
    recognised_len: usize,
    at: i64,
    json: *mut dd_bytes,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let json = Out::new(json, "json");
        entry(error, || {
            json.give_text(Mrz::from_recognised(text(recognised, recognised_len, "recognised")?)?.expose_json(at)?)
        })
    }
}

/// Whom a machine readable zone speaks of, and whether every check of it holds (1 or 0; may be NULL).
/// Free the citizen with `dd_citizen_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_mrz_citizen(
    lines: *const c_char,
    lines_len: usize,
    at: i64,
    citizen: *mut *mut dd_citizen,
    consistent: *mut i32,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let (citizen, consistent) = (Out::new(citizen, "citizen"), Out::new(consistent, "consistent"));
        entry(error, || {
            let mrz = Mrz::parse(text(lines, lines_len, "lines")?)?;
            let _unwanted = consistent.set(i32::from(mrz.is_consistent()));
            citizen.give(dd_citizen(mrz.citizen(at)))
        })
    }
}

/// Guesses what a hand scanner's text was before keyboard layout, input method or code page mangled it, most likely
/// first, as JSON. Guesses, to be shown and not to be believed. `too-large`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_repair_scan(
    scanned: *const c_char,
    scanned_len: usize,
    json: *mut dd_bytes,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let json = Out::new(json, "json");
        entry(error, || json.give_text(repair_scan(text(scanned, scanned_len, "scanned")?)?))
    }
}
