//! Declarations as JSON, whole and with a version: for systems of one's own. **It holds citizens' data in the clear.**

use crate::error::{Code, Error, Result};
use crate::limits::{EXPORT_FILE_BYTES, PORTAL_GUESTS};
use crate::residence::{Declaration, DeclarationRecord};
use serde::{Deserialize, Serialize};

const FORMAT: &str = "dinhdanh-declarations";
const VERSION: u16 = 1;
const PLACE: &str = "JSON";

#[derive(Deserialize)]
struct Envelope {
    format: String,
    version: u16,
}

#[derive(Serialize, Deserialize)]
struct File {
    format: String,
    version: u16,
    declarations: Vec<DeclarationRecord>,
}

/// The file for these declarations: `{"format": "dinhdanh-declarations", "version": 1, "declarations": [..]}`, each as
/// [`DeclarationRecord`] writes it.
///
/// # Errors
/// `too-large`.
pub fn write(declarations: &[Declaration]) -> Result<Vec<u8>> {
    if declarations.len() > PORTAL_GUESTS {
        return Err(Error::new(Code::TooLarge, PLACE));
    }
    let declarations = declarations.iter().map(DeclarationRecord::from).collect();
    let file = File { format: FORMAT.to_owned(), version: VERSION, declarations };
    serde_json::to_vec(&file).map_err(|_| Error::new(Code::ExportMalformed, PLACE))
}

/// The declarations of a file, equal to those that were written.
///
/// # Errors
/// `too-large`, `export-file-malformed`, `export-file-version`, and those of reading a [`DeclarationRecord`].
pub fn read(bytes: &[u8]) -> Result<Vec<Declaration>> {
    if bytes.len() > EXPORT_FILE_BYTES {
        return Err(Error::new(Code::TooLarge, PLACE));
    }
    let malformed = |_| Error::new(Code::ExportMalformed, PLACE);
    // A newer file may have other fields: its version is looked at before anything else.
    let envelope: Envelope = serde_json::from_slice(bytes).map_err(malformed)?;
    if envelope.format != FORMAT {
        return Err(Error::new(Code::ExportMalformed, PLACE));
    }
    if envelope.version != VERSION {
        return Err(Error::new(Code::ExportVersion, PLACE));
    }
    let file: File = serde_json::from_slice(bytes).map_err(malformed)?;
    file.declarations.iter().map(Declaration::try_from).collect()
}
