//! The list of Vietnamese guests for the portal of the Ministry of Public Security, written into the official
//! template that the user downloaded there.
//!
//! The template's own code sheets are the truth for what the portal takes. The portal reads columns by position,
//! passes over rows 1 to 4, and reports success for files of which it imported nothing: what was uploaded is checked
//! before and compared afterwards ([`read_list`]). Columns, codes and behaviour were read in the template of
//! 26 July 2026 and in reports of real uploads on that day; nothing of it is published by the Ministry.
//!
//! ```no_run
//! use dinhdanh::residence::Declaration;
//! use dinhdanh::residence::export::portal_xlsx::{PortalGuest, Template};
//!
//! # fn example(bytes: &[u8], declarations: &[Declaration]) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
//! let template = Template::open(bytes)?;
//! let mut rows = Vec::new();
//! for declaration in declarations {
//!     let guest = PortalGuest::of(declaration, template.catalogue());
//!     match guest.and_then(|guest| guest.row(template.catalogue())) {
//!         Ok(row) => rows.push(row),
//!         Err(problems) => eprintln!("{}: {problems:?}", declaration.stay.id),
//!     }
//! }
//! Ok(template.fill(&rows)?)
//! # }
//! ```

mod catalogue;
mod column;
mod fill;
mod guest;
pub mod known;
mod list;
mod package;
mod sheet;
mod template;
mod workbook;

pub use catalogue::{Catalogue, CodeList, Entry};
pub use column::{Column, PortalRow};
pub use guest::PortalGuest;
pub use list::{ListRow, read_list};
pub use template::{Difference, ListChange, Template, TemplateError};
