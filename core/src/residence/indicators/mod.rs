//! Guests and nights as figures: by kind of facility, nationality, age group, sex, province, purpose and period.
//!
//! A [`LodgingFact`] is one stay without its person. Facts go out as CSV (or Arrow, feature `arrow`) to whatever
//! counts best: SQLite, DuckDB, Polars. What may be shown to others is a [`Table`] after [`Table::suppress`]: no figure
//! in it, and no difference of figures, tells of fewer than `k` guests.
//!
//! ```
//! use dinhdanh::identity::{Date, Nationality};
//! use dinhdanh::residence::FacilityKind;
//! use dinhdanh::residence::indicators::{Dimension, LodgingFact, Period, Table};
//!
//! let day = Date::new(2026, 11, 21).expect("a day");
//! let fact = LodgingFact::new("mau", FacilityKind::Inn, day, Nationality::VIETNAM);
//! let facts = vec![LodgingFact { nights: Some(2), ..fact }; 12];
//! let table = Table::of(&facts, Dimension::Arrival(Period::Month), Some(Dimension::Nationality))?;
//! let csv = table.suppress(10).to_csv();
//! assert!(csv.contains("2026-11,VNM,12,24,\r\n"));
//! # Ok::<(), dinhdanh::Error>(())
//! ```

#[cfg(feature = "arrow")]
pub mod arrow;
mod csv;
mod dimension;
mod fact;
mod suppress;
mod table;

pub use csv::facts_to_csv;
pub use dimension::{AgeGroup, Dimension, Period};
pub use fact::LodgingFact;
pub use table::{Cell, Counts, Published, Table};
