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

/// What a list of guests must be told besides. Nothing of it is personal.
#[derive(Clone, Debug, uniffi::Record)]
pub struct ListTerms {
    /// The identifier of the facility whose list it is.
    pub facility: String,
    /// Its kind: `hotel-1` to `hotel-5`, `inn`, `guest-house`, `rental`, `industrial-housing`, `hospital`, `coach`.
    pub facility_kind: String,
    /// Whether it has more time to declare foreigners.
    #[uniffi(default = false)]
    pub in_remote_area: bool,
    /// The reason of stay where a row names none, such as `tourism`.
    #[uniffi(default = None)]
    pub reason: Option<String>,
    /// For lists without identifiers of stays: what to put before the number of the row to make one. Use it once per
    /// file, with the file's name in it.
    #[uniffi(default = None)]
    pub numbered: Option<String>,
}

/// Declarations from a list that another program keeps, as a CSV file or XLSX workbook, checked at a moment in Unix
/// seconds. An object and no record: they hold people's data.
#[derive(uniffi::Object)]
#[uniffi::export(Debug)]
pub struct ImportedStays {
    declarations: Vec<u8>,
    rows: String,
}

#[uniffi::export]
impl ImportedStays {
    /// Reads a list whose headings are recognised.
    ///
    /// # Errors
    /// Those of reading a table; `export-file-malformed` where no row of headings is found; `argument-missing` for a kind
    /// or reason that is none; `date-calendar` for a moment outside the years 1 to 9999.
    #[uniffi::constructor]
    pub fn from_list(list: Vec<u8>, terms: ListTerms, at: i64) -> Result<Arc<Self>, DinhDanhError> {
        let ListTerms { facility, facility_kind, in_remote_area, reason, numbered } = terms;
        let terms = facade::ListTerms { facility, facility_kind, in_remote_area, reason, numbered, at };
        let (declarations, rows) = guarded(|| facade::stays_from_list(&list, &terms))?;
        Ok(Arc::new(Self { declarations, rows }))
    }

    /// The declarations, as the JSON that the other calls take.
    #[must_use]
    pub fn expose_declarations(&self) -> Vec<u8> {
        self.declarations.clone()
    }

    /// JSON about every row: `stays` with what speaks against each, `rejected` for rows that name no stay.
    #[must_use]
    pub fn rows(&self) -> String {
        self.rows.clone()
    }
}

impl fmt::Debug for ImportedStays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ImportedStays({} bytes)", self.declarations.len())
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
