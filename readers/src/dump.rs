//! tmp
use dinhdanh::document::chip::reading::ChipReading;
/// tmp
pub fn to_dump_json(_: &ChipReading) -> String { String::new() }
/// tmp
/// # Errors
/// tmp
pub fn from_dump_json(_: &[u8]) -> dinhdanh::Result<ChipReading> { Ok(ChipReading::default()) }
