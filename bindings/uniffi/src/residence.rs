//! Declarations of residence, as the JSON of `docs/residence-files.md`.

use crate::errors::{DinhDanhError, guarded, quietly};
use dinhdanh_facade as facade;
use std::fmt;
use std::sync::Arc;

/// A file for the police, and what is not in it. An object and no record: the file holds people's data.
#[derive(uniffi::Object)]
#[uniffi::export(Debug)]
pub struct ResidenceFile {
    bytes: Vec<u8>,
    left_out: String,
}

#[uniffi::export]
impl ResidenceFile {
    /// The file.
    #[must_use]
    pub fn expose_bytes(&self) -> Vec<u8> {
        quietly(|| self.bytes.clone())
    }

    /// JSON about the declarations that are not in it, each with its problems.
    #[must_use]
    pub fn left_out(&self) -> String {
        quietly(|| self.left_out.clone())
    }
}

impl ResidenceFile {
    fn new((bytes, left_out): (Vec<u8>, String)) -> Arc<Self> {
        Arc::new(Self { bytes, left_out })
    }
}

impl fmt::Debug for ResidenceFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ResidenceFile({} bytes)", self.bytes.len())
    }
}

/// Checks declarations at a moment in Unix seconds and gives JSON: for each declaration its position, its stay and
/// what speaks against it. `in_remote_area` is whether the facility has more time to declare foreigners.
///
/// # Errors
/// Those of reading the declarations; `date-calendar` for a moment outside the years 1 to 9999.
#[uniffi::export]
pub fn check_stays(declarations: Vec<u8>, at: i64, in_remote_area: bool) -> Result<String, DinhDanhError> {
    guarded(|| facade::check_stays(&declarations, at, in_remote_area))
}

/// The XML of foreign guests for the portal.
///
/// # Errors
/// Those of reading the declarations and of writing the file.
#[uniffi::export]
pub fn foreign_guests_xml(declarations: Vec<u8>) -> Result<Arc<ResidenceFile>, DinhDanhError> {
    guarded(|| Ok(ResidenceFile::new(facade::foreign_guests_xml(&declarations)?)))
}

/// The portal's workbook of Vietnamese guests, filled into the template that the user downloaded there.
///
/// # Errors
/// Those of reading the declarations, of opening the template and of filling it.
#[uniffi::export]
pub fn portal_workbook(template: Vec<u8>, declarations: Vec<u8>) -> Result<Arc<ResidenceFile>, DinhDanhError> {
    guarded(|| Ok(ResidenceFile::new(facade::portal_workbook(&template, &declarations)?)))
}
