//! Administrative units of Việt Nam before and since 1 July 2025, and which became which.
//!
//! Until 30 June 2025 there were 63 provinces, 696 districts and about 10 000 communes; since 1 July 2025 there are
//! 34 provinces and 3 321 communes without districts between them (Resolution 202/2025/QH15). A commune that was
//! divided has several [heirs](Unit::heirs), and nothing but the exact place tells which one a house is in.
//!
//! The table is data with a [version](UnitTable::version): [`UnitTable::embedded`] (feature `units-data`) is the one
//! that this release was made with, [`UnitTable::parse`] takes a newer one. Where the sources of the table disagree, a
//! row is [`disputed`](Unit::disputed) and keeps every statement; `core/units/NOTICE.md` names sources and licences.
//!
//! ```
//! # #[cfg(feature = "units-data")] {
//! use dinhdanh::units::{Era, Level, UnitTable};
//!
//! let table = UnitTable::embedded();
//! let old = table.by_code(Era::Until2025, Level::Commune, 1).expect("Phúc Xá");
//! assert_eq!(old.full_name(), "Phường Phúc Xá");
//! let heirs: Vec<String> = old.heirs().iter().map(|heir| heir.unit.full_name()).collect();
//! assert_eq!(heirs, ["Phường Hồng Hà"]);
//! # }
//! ```

mod parse;
mod table;
#[cfg(test)]
mod tests;
mod unit;

pub use table::UnitTable;
pub use unit::{Alias, Era, Heir, Kind, Level, Sources, Unit, UnitId};
