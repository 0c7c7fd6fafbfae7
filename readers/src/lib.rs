//! Card readers, card simulator and QR pictures for the `dinhdanh` SDK.
//!
//! [`channel::CardChannel`] is what every reader is; [`drive::read_chip`] reads a chip over one. A PC/SC
//! reader needs feature `pcsc`; [`simulator`] (feature `simulator`, on by default) is a reader like any other.
#![forbid(unsafe_code)]

pub mod atr;
pub mod channel;
pub mod drive;
pub mod dump;
#[cfg(feature = "simulator")]
pub mod fault;
#[cfg(feature = "pcsc")]
pub mod pcsc;
pub mod qr;
pub mod scanner;
#[cfg(feature = "simulator")]
pub mod simulator;
mod windows1258;

/// The example of the README, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
