//! The ZIP archive around the parts of a workbook (ECMA-376 Part 2), with bounds against archives made to unfold.

use crate::error::{Code, Error, Result};
use crate::limits::{SPREADSHEET_BYTES, SPREADSHEET_PART_BYTES, SPREADSHEET_PARTS};
use crate::residence::export::xml;
use std::io::{Cursor, Read, Write};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

const PLACE: &str = "XLSX";

const fn malformed() -> Error {
    Error::new(Code::ExportMalformed, PLACE)
}

fn unwritable(_: ZipError) -> Error {
    malformed()
}

/// An opened archive.
pub(super) struct Package<'b>(ZipArchive<Cursor<&'b [u8]>>);

impl<'b> Package<'b> {
    /// Reads the directory of the archive.
    ///
    /// # Errors
    /// `too-large`, `export-file-malformed`.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self> {
        if bytes.len() > SPREADSHEET_BYTES {
            return Err(Error::new(Code::TooLarge, PLACE));
        }
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| malformed())?;
        if archive.len() > SPREADSHEET_PARTS {
            return Err(Error::new(Code::TooLarge, PLACE));
        }
        // Two names or two entries over the same bytes: readers disagree on what such an archive holds.
        let overlapping = archive.has_overlapping_files().map_err(|_| malformed())?;
        if archive.has_duplicate_names() || overlapping { Err(malformed()) } else { Ok(Self(archive)) }
    }

    /// The text of a part, if there is one of this name.
    ///
    /// # Errors
    /// `too-large`, `export-file-malformed`, `text-not-utf8`.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<String>> {
        let Some(index) = self.0.index_for_name(name) else { return Ok(None) };
        let file = self.0.by_index(index).map_err(|_| malformed())?;
        let limit = u64::try_from(SPREADSHEET_PART_BYTES).unwrap_or(u64::MAX);
        let mut bytes = Vec::new();
        // The announced size is not believed: reading stops at the bound.
        let read = file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(|_| malformed())?;
        if read > SPREADSHEET_PART_BYTES {
            return Err(Error::new(Code::TooLarge, PLACE));
        }
        xml::text_of(&bytes, PLACE).map(|text| Some(text.to_owned()))
    }

    /// The same archive with some parts replaced. All others keep their compressed bytes.
    ///
    /// # Errors
    /// `export-file-malformed`.
    pub(super) fn with(mut self, replaced: &[(&str, String)]) -> Result<Vec<u8>> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        for index in 0..self.0.len() {
            let file = self.0.by_index_raw(index).map_err(unwritable)?;
            let new = replaced.iter().find(|(name, _)| name.as_bytes() == file.name_raw());
            match new {
                Some((name, text)) => {
                    writer.start_file(name, options).map_err(unwritable)?;
                    writer.write_all(text.as_bytes()).map_err(|_| malformed())?;
                }
                None => writer.raw_copy_file(file).map_err(unwritable)?,
            }
        }
        Ok(writer.finish().map_err(unwritable)?.into_inner())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn one_part_is_replaced_and_the_others_keep_their_bytes() {
        let before = archive(&[("a.xml", b"<a/>"), ("b.bin", &[0xff; 1000]), ("c.xml", b"<c/>")]);
        let after = Package::open(&before).unwrap().with(&[("c.xml", "<d/>".to_owned())]).unwrap();
        let mut package = Package::open(&after).unwrap();
        assert_eq!(package.part("a.xml"), Ok(Some("<a/>".to_owned())));
        assert_eq!(package.part("c.xml"), Ok(Some("<d/>".to_owned())));
        assert_eq!(package.part("d.xml"), Ok(None));
        assert_eq!(package.part("b.bin").unwrap_err().code(), Code::TextNotUtf8);
        let raw = |bytes: &[u8]| {
            let mut archive = ZipArchive::new(Cursor::new(bytes.to_vec())).unwrap();
            let mut raw = Vec::new();
            archive.by_index_raw(1).unwrap().read_to_end(&mut raw).unwrap();
            raw
        };
        assert_eq!(raw(&before), raw(&after));
    }

    #[test]
    fn an_archive_that_unfolds_is_stopped() {
        let bomb = archive(&[("a.xml", &vec![b' '; SPREADSHEET_PART_BYTES + 1])]);
        assert!(bomb.len() < SPREADSHEET_PART_BYTES / 100);
        assert_eq!(Package::open(&bomb).unwrap().part("a.xml").unwrap_err().code(), Code::TooLarge);
        let many: Vec<String> = (0..=SPREADSHEET_PARTS).map(|i| i.to_string()).collect();
        let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b""[..])).collect();
        assert_eq!(Package::open(&archive(&many)).err().map(|e| e.code()), Some(Code::TooLarge));
        assert_eq!(Package::open(b"PK not an archive").err().map(|e| e.code()), Some(Code::ExportMalformed));
    }
}
