//! Is this card real, is it the original, is this its holder.

pub mod access_keys;
pub mod chip;
pub mod contents;
pub mod cross_check;
#[cfg(test)]
pub(crate) mod dice;
pub mod files;
pub(crate) mod key;
pub mod mrz;
pub mod mrz_ocr;
pub mod qr;
pub mod report;
pub mod verify;
