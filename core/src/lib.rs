//! Read and verify Vietnamese chip ID cards, offline.
#![forbid(unsafe_code)]

pub mod crypto;
pub mod document;
pub mod error;
pub mod given;
pub mod identity;
pub mod limits;
pub mod personal;

pub use error::{Code, Error, Result};
