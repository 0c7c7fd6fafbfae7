//! The dialogue with the chip (ICAO 9303-11) without I/O: access, secure messaging, files, proofs.
//!
//! [`session::Session`] drives it; [`reading::ChipReading`] is what it brings back. Nothing here judges.

pub mod access;
mod agreement;
mod bac;
mod chip_authentication;
pub mod command;
mod file_read;
pub mod link;
mod pace;
pub mod reading;
pub mod secure_messaging;
pub mod session;
