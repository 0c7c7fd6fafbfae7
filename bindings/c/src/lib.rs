//! The C interface of the `dinhdanh` SDK: the calls of `dinhdanh-facade` under the names of `include/dinhdanh.h`.
//!
//! # What a caller promises
//! It is the same for every call, and what every `unsafe` block here leans on:
//! * A pointer is NULL or points to what its type says, for as many bytes as the length beside it says, and stays
//!   readable (or writable, for what the call fills) until the call returns.
//! * A handle is NULL or came out of this library and was not freed. A handle may be freed from within a callback of
//!   the call that uses it, and must not be freed by another thread at the very moment a call begins.
//! * Callbacks return: they do not throw, unwind or jump out.
//!
//! NULL where something is needed is the error `argument-missing`. No call unwinds into its caller.
#![allow(non_camel_case_types, reason = "these are the names of the C header")]
#![allow(clippy::missing_safety_doc, reason = "one contract for all of them, above and at the head of the header")]
#![deny(unsafe_op_in_unsafe_fn)]
// Tests call with pointers of their own making.
#![cfg_attr(not(test), deny(clippy::undocumented_unsafe_blocks))]

mod arguments;
pub mod bytes;
pub mod citizen;
pub mod errors;
mod floats;
pub mod login;
pub mod pictures;
pub mod printed;
pub mod request;
pub mod session;
pub mod stays;
pub mod verifier;

use std::ffi::c_char;

/// The version of this binary interface. A program compares it with `DD_ABI_VERSION` of the header it was built with:
/// another number means that the two do not fit together.
#[unsafe(no_mangle)]
pub extern "C" fn dd_abi_version() -> u32 {
    DD_ABI_VERSION
}

/// The version of the library, such as `0.1.0`; ends with a zero byte and is never freed.
#[unsafe(no_mangle)]
pub extern "C" fn dd_version() -> *const c_char {
    concat!(env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast()
}

/// What `dd_abi_version` gives for this header.
pub const DD_ABI_VERSION: u32 = 1;
const _: () = assert!(DD_ABI_VERSION == dinhdanh_facade::ABI_VERSION);

/// Panics inside the library, for the tests of what a language does with a defect.
#[cfg(feature = "planted-panic")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_planted_panic(error: *mut *mut errors::dd_error) -> i32 {
    let call = || {
        dinhdanh_facade::planted_panic();
        Ok(())
    };
    // SAFETY: the contract of the crate.
    unsafe { errors::entry(error, call) }
}
