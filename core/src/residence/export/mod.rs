//! Files for receiving systems: one module each, bytes in and bytes out, and a reader for what was written.

#[cfg(feature = "arrow")]
pub mod arrow;
pub mod check_in_xml;
mod fields;
pub mod foreign_xml;
pub mod json;
pub mod nationality;
#[cfg(feature = "xlsx")]
pub mod portal_xlsx;
mod xml;

use crate::error::{Code, Error};

/// What keeps a guest out of a file, or a row of one from being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The field in the receiving system's words: the header of a column, the name of an element.
    pub field: &'static str,
    /// What is wrong: `export-field-missing`, `export-field-form`, `portal-value-not-listed`, `portal-wrong-file`, or
    /// a code of the value's own kind.
    pub code: Code,
}

/// Collects what is wrong, so that one run names everything.
#[derive(Default)]
struct Problems(Vec<Problem>);

impl Problems {
    fn note(&mut self, field: &'static str, code: Code) {
        self.0.push(Problem { field, code });
    }

    /// A value that must be there.
    fn required<T>(&mut self, value: Option<T>, field: &'static str) -> Option<T> {
        if value.is_none() {
            self.note(field, Code::ExportFieldMissing);
        }
        value
    }

    /// A value that was read, or could not be.
    fn read<T>(&mut self, value: Result<T, Error>, field: &'static str) -> Option<T> {
        value.map_err(|error| self.note(field, error.code())).ok()
    }

    /// The whole, where nothing is wrong with any part of it.
    fn or_whole<T>(self, whole: Option<T>) -> Result<T, Vec<Problem>> {
        whole.filter(|_| self.0.is_empty()).ok_or(self.0)
    }
}
