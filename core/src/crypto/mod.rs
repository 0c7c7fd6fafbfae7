//! The algorithms that ICAO 9303 parts 11 and 12 let a chip or a state choose.
//!
//! Card protocols and verification use them; programs normally do not. The card simulator does, which is
//! why they are public. Nothing here decides whether to trust anything.

pub mod curves;
pub mod dh;
pub mod ec;
mod group;
pub mod hash;
pub mod rsa;
pub mod symmetric;

pub use curves::CurveId;
pub use hash::HashAlgorithm;
pub use symmetric::CipherSuite;
