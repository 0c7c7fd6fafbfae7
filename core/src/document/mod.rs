//! Is this card real, is it the original, is this its holder.

pub mod files;
pub mod mrz_ocr;
