//! Is this card real, is it the original, is this its holder.

pub mod chip;
pub mod access_keys;
pub mod cross_check;
#[cfg(test)]
pub(crate) mod dice;
pub mod files;
pub(crate) mod key;
pub mod mrz;
pub mod qr;
