//! The files of the chip: bytes to structures, without trust.

mod der;
pub mod dg14;
pub mod dg15;
pub mod oid;
pub mod protocol;
pub mod security_infos;
pub mod spki;
#[cfg(test)]
mod testing;
pub mod tlv;
