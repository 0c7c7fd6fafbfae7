//! The files of the chip: bytes to structures, without trust.

pub mod ber;
pub mod cms;
pub mod com;
pub mod data_group;
pub(crate) mod der;
pub mod details;
pub mod dg1;
pub mod dg11;
pub mod dg12;
pub mod dg13;
mod dg13_builder;
pub mod dg14;
pub mod dg15;
pub mod dg16;
pub mod dg2;
mod iso19794;
mod iso39794;
pub mod oid;
pub mod protocol;
pub mod raw;
pub mod security_infos;
pub mod sod;
pub mod spki;
#[cfg(test)]
mod testing;
pub mod tlv;
