//! XML as the receiving systems exchange it: elements, attributes and text in UTF-8.
//!
//! A document type is refused, so that there are no entities but the five of XML itself.

use crate::error::{Code, Error, Result};
use crate::limits::XML_DEPTH;
use quick_xml::Reader;
use quick_xml::escape::{partial_escape, resolve_predefined_entity};
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;

/// One step through a document.
pub(super) enum Piece<'x> {
    /// An element begins; an empty element begins and closes.
    Open(Element<'x>),
    /// The innermost element ends.
    Close,
    /// Text, entities resolved; adjacent text may come in several pieces.
    Text(Cow<'x, str>),
}

/// The beginning of an element.
pub(super) struct Element<'x>(BytesStart<'x>);

impl Element<'_> {
    /// The name without its prefix.
    pub(super) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// Whether there is any attribute, a declaration of a name space counted.
    pub(super) fn has_attributes(&self) -> bool {
        self.0.attributes().next().is_some()
    }
}

/// Steps through one document.
pub(super) struct Pieces<'x> {
    reader: Reader<&'x [u8]>,
    place: &'static str,
    depth: usize,
    rooted: bool,
    before: usize,
}

/// The text of a document, its byte order mark dropped.
///
/// # Errors
/// `text-not-utf8`.
pub(super) fn text_of<'x>(bytes: &'x [u8], place: &'static str) -> Result<&'x str> {
    let text = str::from_utf8(bytes).map_err(|e| Error::new(Code::TextNotUtf8, place).at(e.valid_up_to()))?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

impl<'x> Pieces<'x> {
    /// From the first character of the document. `place` names the file in errors.
    pub(super) fn new(text: &'x str, place: &'static str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, place, depth: 0, rooted: false, before: 0 }
    }

    /// The next step; `None` after the end of the root element.
    ///
    /// # Errors
    /// `export-file-malformed` where this is not well-formed XML of the kind above.
    pub(super) fn next(&mut self) -> Result<Option<Piece<'x>>> {
        loop {
            self.before = self.position();
            let event = self.reader.read_event().map_err(|_| self.malformed())?;
            let piece = match event {
                Event::Start(start) => {
                    self.depth = self.depth.saturating_add(1);
                    let second_root = self.depth == 1 && self.rooted;
                    let bad = start.attributes().any(|attribute| attribute.is_err());
                    if self.depth > XML_DEPTH || second_root || bad {
                        return Err(self.malformed());
                    }
                    self.rooted = true;
                    Piece::Open(Element(start))
                }
                Event::End(_) => {
                    self.depth = self.depth.checked_sub(1).ok_or_else(|| self.malformed())?;
                    Piece::Close
                }
                Event::Text(text) if self.depth > 0 => Piece::Text(text.xml10_content()),
                Event::Text(text) if text.trim().is_empty() => continue,
                Event::CData(text) if self.depth > 0 => Piece::Text(text.xml10_content()),
                Event::GeneralRef(entity) if self.depth > 0 => {
                    let character = entity.resolve_char_ref().map_err(|_| self.malformed())?;
                    match (character, resolve_predefined_entity(&entity)) {
                        (Some(character), _) => Piece::Text(Cow::Owned(character.to_string())),
                        (None, Some(text)) => Piece::Text(Cow::Borrowed(text)),
                        (None, None) => return Err(self.malformed()),
                    }
                }
                Event::Decl(declaration) if !self.rooted => {
                    let other = |name: Cow<'_, str>| !name.eq_ignore_ascii_case("utf-8");
                    if declaration.encoding().is_some_and(|encoding| encoding.map_or(true, other)) {
                        return Err(Error::new(Code::TextNotUtf8, self.place));
                    }
                    continue;
                }
                Event::Comment(_) | Event::PI(_) => continue,
                Event::Eof if self.depth == 0 && self.rooted => return Ok(None),
                _ => return Err(self.malformed()),
            };
            return Ok(Some(piece));
        }
    }

    /// Where the piece that was given last ends, in bytes.
    pub(super) fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    /// The error for what this document must not contain here.
    pub(super) fn malformed(&self) -> Error {
        Error::new(Code::ExportMalformed, self.place).at(self.before)
    }

    /// The text of the element that was just opened, which must hold nothing but text.
    ///
    /// # Errors
    /// `export-file-malformed`.
    pub(super) fn text(&mut self) -> Result<String> {
        let mut whole = String::new();
        loop {
            match self.next()? {
                Some(Piece::Text(text)) => whole.push_str(&text),
                Some(Piece::Close) => return Ok(whole),
                _ => return Err(self.malformed()),
            }
        }
    }
}

/// What reading and patching a workbook needs besides.
#[cfg(feature = "xlsx")]
impl Element<'_> {
    /// The prefix with its colon, or nothing: what other elements of this document are written with.
    pub(super) fn prefix(&self) -> String {
        self.0.name().prefix().map(|prefix| format!("{}:", prefix.into_inner())).unwrap_or_default()
    }

    /// An attribute by its name without prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let named = |key: &str| key.rsplit_once(':').map_or(key, |(_, local)| local) == name;
        let found = self.0.attributes().flatten().find(|attribute| named(attribute.key.0))?;
        found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok().map(Cow::into_owned)
    }
}

#[cfg(feature = "xlsx")]
impl Pieces<'_> {
    /// Where the piece that was given last begins, in bytes.
    pub(super) const fn before(&self) -> usize {
        self.before
    }

    /// How many elements are open around this step.
    pub(super) const fn depth(&self) -> usize {
        self.depth
    }

    /// Passes over the element that was just opened, with everything in it.
    ///
    /// # Errors
    /// `export-file-malformed`.
    pub(super) fn skip(&mut self) -> Result<()> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            if self.next()?.is_none() {
                return Err(self.malformed());
            }
        }
        Ok(())
    }
}

/// Text as it is written between two tags.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    partial_escape(text)
}

/// Whether XML 1.0 can carry this text on one line: no control characters, no surrogates or non-characters.
pub(super) fn can_carry(text: &str) -> bool {
    !text.chars().any(|c| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str) -> Result<Vec<String>> {
        let mut pieces = Pieces::new(text, "test");
        let mut seen = Vec::new();
        while let Some(piece) = pieces.next()? {
            seen.push(match piece {
                Piece::Open(element) => format!("<{}", element.name()),
                Piece::Close => ">".to_owned(),
                Piece::Text(text) => text.into_owned(),
            });
        }
        Ok(seen)
    }

    #[test]
    fn elements_text_and_the_five_entities() {
        let seen =
            run("<?xml version='1.0' encoding='utf-8'?>\n<a><x:b c='1'/>m&amp;&#65;<![CDATA[<]]></a>\n").unwrap();
        assert_eq!(seen, ["<a", "<b", ">", "m", "&", "A", "<", ">"]);
    }

    #[test]
    fn what_is_no_such_document() {
        let deep = format!("{}{}", "<a>".repeat(XML_DEPTH + 1), "</a>".repeat(XML_DEPTH + 1));
        for text in [
            "",
            "text",
            "<a>",
            "<a></b>",
            "<a/><b/>",
            "<a/>text",
            "</a>",
            "<a b='1' b='2'/>",
            "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>",
            "<a>&e;</a>",
            "<a>&#0;</a>",
            "<?xml version='1.0' encoding='utf-16'?><a/>",
            &deep,
        ] {
            assert!(run(text).is_err(), "{text}");
        }
        assert!(text_of(b"<a>\xff</a>", "test").is_err());
        assert_eq!(text_of("\u{feff}<a/>".as_bytes(), "test"), Ok("<a/>"));
    }
}
