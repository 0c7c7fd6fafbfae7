//! Tokens of national logins.

use crate::arguments::{Out, free, object, text};
use crate::bytes::dd_bytes;
use crate::errors::{dd_error, entry};
use dinhdanh_facade::{IdTokenCheck, Login};
use std::ffi::c_char;
use std::sync::{Mutex, PoisonError};

/// What an ID token must be.
pub struct dd_id_token_check(Mutex<IdTokenCheck>);

/// A login that a provider signed. Holds a person's data.
pub struct dd_login(Login);

impl dd_id_token_check {
    fn change(&self, change: impl FnOnce(&mut IdTokenCheck)) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

/// A check for tokens of `issuer` (byte for byte) made for this `client_id`, at a moment in Unix seconds.
/// Free it with `dd_id_token_check_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_id_token_check_new(
    issuer: *const c_char,
    issuer_len: usize,
    client_id: *const c_char,
    client_id_len: usize,
    now: i64,
    check: *mut *mut dd_id_token_check,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let check = Out::new(check, "check");
        entry(error, || {
            let issuer = text(issuer, issuer_len, "issuer")?.to_owned();
            let client_id = text(client_id, client_id_len, "client_id")?.to_owned();
            check.give(dd_id_token_check(Mutex::new(IdTokenCheck { issuer, client_id, now, ..Default::default() })))
        })
    }
}

/// The nonce of the login. Without it the token is bound to no login, and the program must do that itself.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_id_token_check_nonce(
    check: *const dd_id_token_check,
    nonce: *const c_char,
    nonce_len: usize,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        entry(error, || {
            let nonce = text(nonce, nonce_len, "nonce")?.to_owned();
            object(check, "check")?.change(|check| check.nonce = Some(nonce));
            Ok(())
        })
    }
}

/// The access token of the same answer, which the token must name.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_id_token_check_access_token(
    check: *const dd_id_token_check,
    access_token: *const c_char,
    access_token_len: usize,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        entry(error, || {
            let access_token = text(access_token, access_token_len, "access_token")?.to_owned();
            object(check, "check")?.change(|check| check.access_token = Some(access_token));
            Ok(())
        })
    }
}

/// The level of assurance to insist on: 0 (as made), 1 or 2. Another one makes the verification fail with
/// `profile-invalid`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_id_token_check_required_level(
    check: *const dd_id_token_check,
    level: u8,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        entry(error, || {
            object(check, "check")?.change(|check| check.required_level = level);
            Ok(())
        })
    }
}

/// The person must have proven who they are within these seconds.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_id_token_check_max_age(
    check: *const dd_id_token_check,
    seconds: u32,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        entry(error, || {
            object(check, "check")?.change(|check| check.max_age = Some(seconds));
            Ok(())
        })
    }
}

/// Verifies a token with the keys of the provider (JWK set, JSON). Fails with the code of whatever the token fails
/// (`docs/sso-refusals.md`). Free the login with `dd_login_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_id_token_check_verify(
    check: *const dd_id_token_check,
    token: *const c_char,
    token_len: usize,
    jwks: *const c_char,
    jwks_len: usize,
    login: *mut *mut dd_login,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let login = Out::new(login, "login");
        entry(error, || {
            let check = object(check, "check")?.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
            let (token, jwks) = (text(token, token_len, "token")?, text(jwks, jwks_len, "jwks")?);
            login.give(dd_login(check.verify(token, jwks)?))
        })
    }
}

/// Frees a check. NULL is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_id_token_check_free(check: *mut dd_id_token_check) {
    // SAFETY: the contract of the crate.
    unsafe { free(check) }
}

/// The provider.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_login_issuer(
    login: *const dd_login,
    issuer: *mut dd_bytes,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let issuer = Out::new(issuer, "issuer");
        entry(error, || issuer.give_text(object(login, "login")?.0.issuer()))
    }
}

/// The person's stable name at this provider.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_login_expose_subject(
    login: *const dd_login,
    subject: *mut dd_bytes,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let subject = Out::new(subject, "subject");
        entry(error, || subject.give_text(object(login, "login")?.0.expose_subject()))
    }
}

/// The level of assurance: 0, 1 or 2.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_login_level(login: *const dd_login, level: *mut i32, error: *mut *mut dd_error) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let level = Out::new(level, "level");
        entry(error, || level.set(i32::from(object(login, "login")?.0.level())))
    }
}

/// Everything that the login proves, as JSON: a person's data in the clear.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_login_expose_json(
    login: *const dd_login,
    json: *mut dd_bytes,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let json = Out::new(json, "json");
        entry(error, || json.give_text(object(login, "login")?.0.expose_json()))
    }
}

/// Frees a login. NULL is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_login_free(login: *mut dd_login) {
    // SAFETY: the contract of the crate.
    unsafe { free(login) }
}
