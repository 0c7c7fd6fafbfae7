//! Card readers, card simulator and QR pictures for the `dinhdanh` SDK.
#![forbid(unsafe_code)]

pub mod qr;
pub mod scanner;
mod windows1258;
