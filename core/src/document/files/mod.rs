//! The files of the chip: bytes to structures, without trust.

pub mod tlv;
