//! What is known of a citizen: one call for each value.

use crate::arguments::{Out, free, object};
use crate::bytes::dd_bytes;
use crate::errors::{dd_error, entry};
use dinhdanh_facade::CitizenView;

/// A citizen as a document says. Every value is handed over by a call of its own.
pub struct dd_citizen(pub(crate) CitizenView);

/// A value, or NULL bytes where the document does not say.
///
/// # Safety
/// The contract of the crate.
unsafe fn value(
    citizen: *const dd_citizen,
    text: *mut dd_bytes,
    error: *mut *mut dd_error,
    of: fn(&CitizenView) -> Option<String>,
) -> i32 {
    // SAFETY: handed on.
    unsafe {
        let text = Out::new(text, "text");
        entry(error, || text.give_any(of(&object(citizen, "citizen")?.0).map(String::into_bytes)))
    }
}

/// 1 where an authority that is trusted signed these data and nothing was changed, else 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_citizen_proven(
    citizen: *const dd_citizen,
    proven: *mut i32,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let proven = Out::new(proven, "proven");
        entry(error, || proven.set(i32::from(object(citizen, "citizen")?.0.proven())))
    }
}

/// Personal number, 12 digits. NULL bytes where unknown, as for every value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_citizen_id_number(
    citizen: *const dd_citizen,
    text: *mut dd_bytes,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe { value(citizen, text, error, CitizenView::id_number) }
}

/// Number of the old identity card, 9 digits.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_citizen_old_id_number(
    citizen: *const dd_citizen,
    text: *mut dd_bytes,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe { value(citizen, text, error, CitizenView::old_id_number) }
}

/// Full name.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_citizen_full_name(
    citizen: *const dd_citizen,
    text: *mut dd_bytes,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe { value(citizen, text, error, CitizenView::full_name) }
}

/// Date of birth as far as known: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_citizen_date_of_birth(
    citizen: *const dd_citizen,
    text: *mut dd_bytes,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe { value(citizen, text, error, CitizenView::date_of_birth) }
}

/// `male`, `female` or `unspecified`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_citizen_sex(
    citizen: *const dd_citizen,
    text: *mut dd_bytes,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe { value(citizen, text, error, CitizenView::sex) }
}

/// Nationality, three letters.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_citizen_nationality(
    citizen: *const dd_citizen,
    text: *mut dd_bytes,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe { value(citizen, text, error, CitizenView::nationality) }
}

/// Place of residence as written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_citizen_address(
    citizen: *const dd_citizen,
    text: *mut dd_bytes,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe { value(citizen, text, error, CitizenView::address) }
}

/// Place of origin as written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_citizen_place_of_origin(
    citizen: *const dd_citizen,
    text: *mut dd_bytes,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe { value(citizen, text, error, CitizenView::place_of_origin) }
}

/// Date of issue, ISO 8601.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_citizen_issued(
    citizen: *const dd_citizen,
    text: *mut dd_bytes,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe { value(citizen, text, error, CitizenView::issued) }
}

/// Date of expiry, ISO 8601, or `never`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_citizen_expires(
    citizen: *const dd_citizen,
    text: *mut dd_bytes,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe { value(citizen, text, error, CitizenView::expires) }
}

/// All of it as JSON (`docs/json.md`, the member `citizen`): a citizen's data in the clear.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_citizen_expose_json(
    citizen: *const dd_citizen,
    json: *mut dd_bytes,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let json = Out::new(json, "json");
        entry(error, || json.give_text(object(citizen, "citizen")?.0.expose_json()?))
    }
}

/// Frees a citizen. NULL is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_citizen_free(citizen: *mut dd_citizen) {
    // SAFETY: the contract of the crate.
    unsafe { free(citizen) }
}
