//! XML files whose records are runs of simple elements in a fixed order.

use super::xml::{self, Piece, Pieces};
use crate::error::{Code, Error, Result};
use crate::limits::{EXPORT_FILE_BYTES, PORTAL_GUESTS};
use std::fmt::Write;

/// A kind of such a file.
pub(super) struct Format {
    /// The root element.
    pub(super) root: &'static str,
    /// The element around each record.
    pub(super) record: &'static str,
    /// The elements of a record, in their order.
    pub(super) fields: &'static [&'static str],
    /// The name of the file in errors.
    pub(super) place: &'static str,
}

/// The texts of one record, as many as the format has fields; none where the element is left out.
pub(super) type Texts = Vec<Option<String>>;

impl Format {
    /// The file. Fields without text are left out.
    ///
    /// # Errors
    /// `too-large`, `export-field-missing` for no record at all, `text-control-characters`.
    pub(super) fn write(&self, records: &[Texts]) -> Result<Vec<u8>> {
        if records.is_empty() {
            return Err(Error::new(Code::ExportFieldMissing, self.record));
        }
        if records.len() > PORTAL_GUESTS {
            return Err(Error::new(Code::TooLarge, self.place));
        }
        let Self { root, record, .. } = self;
        let mut file = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{root}>\n");
        for texts in records {
            // Writing into a string cannot fail.
            let full = |_| Error::new(Code::TooLarge, self.place);
            writeln!(file, "  <{record}>").map_err(full)?;
            for (field, text) in self.fields.iter().zip(texts) {
                let Some(text) = text else { continue };
                if !xml::can_carry(text) {
                    return Err(Error::new(Code::TextControl, field));
                }
                writeln!(file, "    <{field}>{}</{field}>", xml::escaped(text)).map_err(full)?;
            }
            writeln!(file, "  </{record}>").map_err(full)?;
        }
        file.push_str(&format!("</{root}>\n"));
        Ok(file.into_bytes())
    }

    /// The records of a file: elements in their order, none unknown, none twice, no attributes.
    ///
    /// # Errors
    /// `too-large`, `text-not-utf8`, `export-file-malformed` with the offset.
    pub(super) fn read(&self, bytes: &[u8]) -> Result<Vec<Texts>> {
        if bytes.len() > EXPORT_FILE_BYTES {
            return Err(Error::new(Code::TooLarge, self.place));
        }
        let mut pieces = Pieces::new(xml::text_of(bytes, self.place)?, self.place);
        let mut records = Vec::new();
        self.open(&mut pieces, self.root)?;
        while self.open_or_close(&mut pieces, self.record)? {
            if records.len() >= PORTAL_GUESTS {
                return Err(Error::new(Code::TooLarge, self.place));
            }
            records.push(self.record(&mut pieces)?);
        }
        if pieces.next()?.is_some() || records.is_empty() { Err(pieces.malformed()) } else { Ok(records) }
    }

    fn record(&self, pieces: &mut Pieces<'_>) -> Result<Texts> {
        let mut texts: Texts = vec![None; self.fields.len()];
        let mut rest = self.fields.iter().zip(texts.iter_mut());
        loop {
            match pieces.next()? {
                Some(Piece::Open(element)) if !element.has_attributes() => {
                    // What lies between the last field and this one was left out; what lies before it is out of order.
                    let found = rest.find(|(field, _)| **field == element.name());
                    let (_, text) = found.ok_or_else(|| pieces.malformed())?;
                    *text = Some(pieces.text()?.trim().to_owned());
                }
                Some(Piece::Close) => return Ok(texts),
                Some(Piece::Text(text)) if text.trim().is_empty() => {}
                _ => return Err(pieces.malformed()),
            }
        }
    }

    fn open(&self, pieces: &mut Pieces<'_>, name: &str) -> Result<()> {
        if self.open_or_close(pieces, name)? { Ok(()) } else { Err(pieces.malformed()) }
    }

    /// Whether such an element opens; otherwise the one around it closes.
    fn open_or_close(&self, pieces: &mut Pieces<'_>, name: &str) -> Result<bool> {
        loop {
            match pieces.next()? {
                Some(Piece::Open(element)) if element.name() == name && !element.has_attributes() => return Ok(true),
                Some(Piece::Close) => return Ok(false),
                Some(Piece::Text(text)) if text.trim().is_empty() => {}
                _ => return Err(pieces.malformed()),
            }
        }
    }
}

/// Access to the texts of a record by name.
pub(super) struct Fields<'t> {
    pub(super) format: &'static Format,
    pub(super) texts: &'t Texts,
}

impl<'t> Fields<'t> {
    /// The text of a field, where there is one.
    pub(super) fn text(&self, field: &str) -> Option<&'t str> {
        let index = self.format.fields.iter().position(|name| *name == field)?;
        self.texts.get(index)?.as_deref().filter(|text| !text.is_empty())
    }

    /// The text of a field that must have one.
    ///
    /// # Errors
    /// `export-field-missing`.
    pub(super) fn needed(&self, field: &'static str) -> Result<&'t str> {
        self.text(field).ok_or(Error::new(Code::ExportFieldMissing, field))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORMAT: Format = Format { root: "R", record: "G", fields: &["a", "b", "c"], place: "test" };

    #[test]
    fn records_there_and_back() {
        let text = |text: &str| Some(text.to_owned());
        let records = vec![vec![text("1"), None, text("<&>\"'")], vec![None, text("Nguyễn"), None]];
        let file = FORMAT.write(&records).unwrap();
        assert_eq!(FORMAT.read(&file), Ok(records));
        assert_eq!(FORMAT.write(&[]).unwrap_err().code(), Code::ExportFieldMissing);
        assert_eq!(FORMAT.write(&[vec![text("a\u{7}")]]).unwrap_err().code(), Code::TextControl);
    }

    #[test]
    fn only_known_elements_in_their_order() {
        for file in [
            "<R/>",
            "<R></R>",
            "<X><G/></X>",
            "<R><G><b/><a/></G></R>",
            "<R><G><a/><a/></G></R>",
            "<R><G><d/></G></R>",
            "<R><G><a><b/></a></G></R>",
            "<R><G><a x='1'/></G></R>",
            "<R x='1'><G/></R>",
            "<R><G>text</G></R>",
            "<R>text<G/></R>",
            "<R><G/><X/></R>",
            "<R><G/>",
        ] {
            assert_eq!(FORMAT.read(file.as_bytes()).unwrap_err().code(), Code::ExportMalformed, "{file}");
        }
        assert_eq!(FORMAT.read(b"<R><G><c>1</c></G></R>"), Ok(vec![vec![None, None, Some("1".to_owned())]]));
    }
}
