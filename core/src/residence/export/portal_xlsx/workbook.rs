//! Which part of the archive holds which sheet, the shared texts and the styles (ECMA-376 Part 1, section 18).

use super::package::Package;
use crate::error::{Code, Error, Result};
use crate::limits::SPREADSHEET_CELLS;
use crate::residence::export::xml::{Element, Piece, Pieces};
use std::collections::BTreeMap;

/// Number format 49 is text, written `@` (section 18.8.30).
const TEXT_FORMAT: u32 = 49;

/// What the workbook says about its parts.
pub(super) struct Workbook {
    /// Name of each sheet, and its part.
    pub(super) sheets: Vec<(String, String)>,
    /// Defined names and what they stand for.
    pub(super) names: BTreeMap<String, String>,
    /// The part of the shared texts.
    pub(super) strings_part: Option<String>,
    /// The part of the styles.
    pub(super) styles_part: Option<String>,
}

/// The shared texts of a workbook.
#[derive(Default)]
pub(super) struct Strings {
    /// Each text; pieces of different formatting are joined.
    pub(super) texts: Vec<String>,
    /// Whether the text has one formatting only, so that another cell may point to it.
    pub(super) plain: Vec<bool>,
}

/// Relationships of a part: identifier, kind (last segment of its type) and the part it points to.
type Relationships = Vec<(String, String, String)>;

pub(super) fn malformed(place: &'static str) -> Error {
    Error::new(Code::ExportMalformed, place)
}

/// Runs over the elements of a part that is not cut short.
pub(super) fn each_element(
    text: &str,
    place: &'static str,
    mut see: impl FnMut(&Element<'_>, &mut Pieces<'_>) -> Result<()>,
) -> Result<()> {
    let mut pieces = Pieces::new(text, place);
    while let Some(piece) = pieces.next()? {
        if let Piece::Open(element) = piece {
            see(&element, &mut pieces)?;
        }
    }
    Ok(())
}

/// A target as the archive names it: relative to the folder of its source, or from the root.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut segments: Vec<&str> = folder.split('/').filter(|segment| !segment.is_empty()).collect();
    for segment in target.split('/') {
        match segment {
            "." | "" => {}
            ".." => {
                segments.pop();
            }
            name => segments.push(name),
        }
    }
    segments.join("/")
}

fn relationships(package: &mut Package<'_>, folder: &str, file: &str) -> Result<Relationships> {
    const PLACE: &str = "XLSX relationships";
    let name = if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
    let text = package.part(&name)?.ok_or_else(|| malformed(PLACE))?;
    let mut found = Vec::new();
    each_element(&text, PLACE, |element, _| {
        if element.name() == "Relationship" {
            let attribute = |name| element.attribute(name).ok_or_else(|| malformed(PLACE));
            let kind = attribute("Type")?.rsplit('/').next().unwrap_or_default().to_owned();
            found.push((attribute("Id")?, kind, resolve(folder, &attribute("Target")?)));
        }
        Ok(())
    })?;
    Ok(found)
}

impl Workbook {
    /// Follows the relationships from the root of the archive.
    ///
    /// # Errors
    /// `export-file-malformed`, `too-large`, `text-not-utf8`.
    pub(super) fn read(package: &mut Package<'_>) -> Result<Self> {
        const PLACE: &str = "XLSX workbook";
        let root = relationships(package, "", "")?;
        let (_, _, main) = root.iter().find(|(_, kind, _)| kind == "officeDocument").ok_or_else(|| malformed(PLACE))?;
        let (folder, file) = main.rsplit_once('/').unwrap_or(("", main));
        let parts = relationships(package, folder, file)?;
        let text = package.part(main)?.ok_or_else(|| malformed(PLACE))?;
        let (mut sheets, mut names) = (Vec::new(), BTreeMap::new());
        each_element(&text, PLACE, |element, pieces| {
            match element.name() {
                "sheet" => {
                    let name = element.attribute("name").ok_or_else(|| malformed(PLACE))?;
                    let id = element.attribute("id").ok_or_else(|| malformed(PLACE))?;
                    let part = parts.iter().find(|(of, kind, _)| *of == id && kind == "worksheet");
                    // Charts and dialogues are sheets too; they hold no cells.
                    sheets.extend(part.map(|(_, _, part)| (name, part.clone())));
                }
                "definedName" => {
                    let name = element.attribute("name").ok_or_else(|| malformed(PLACE))?;
                    names.insert(name, pieces.text()?);
                }
                _ => {}
            }
            Ok(())
        })?;
        let part = |wanted: &str| parts.iter().find(|(_, kind, _)| kind == wanted).map(|(_, _, part)| part.clone());
        Ok(Self { sheets, names, strings_part: part("sharedStrings"), styles_part: part("styles") })
    }

    /// The part of the sheet with this name; blanks around names do not count.
    pub(super) fn sheet(&self, name: &str) -> Option<&str> {
        self.sheets.iter().find(|(of, _)| of.trim() == name).map(|(_, part)| part.as_str())
    }
}

impl Strings {
    /// Reads the shared texts; a workbook without them has none.
    ///
    /// # Errors
    /// `export-file-malformed`, `too-large`.
    pub(super) fn parse(text: &str) -> Result<Self> {
        const PLACE: &str = "XLSX shared texts";
        let mut strings = Self::default();
        let mut pieces = Pieces::new(text, PLACE);
        while let Some(piece) = pieces.next()? {
            let Piece::Open(element) = piece else { continue };
            if element.name() == "si" {
                if strings.texts.len() >= SPREADSHEET_CELLS {
                    return Err(Error::new(Code::TooLarge, PLACE));
                }
                let (text, plain) = rich_text(&mut pieces)?;
                strings.texts.push(text);
                strings.plain.push(plain);
            }
        }
        Ok(strings)
    }
}

/// The text inside the element that was just opened (`si`, `is`): its runs joined, guides to pronunciation left
/// out. Says whether it was one text without runs.
pub(super) fn rich_text(pieces: &mut Pieces<'_>) -> Result<(String, bool)> {
    let outside = pieces.depth().saturating_sub(1);
    let (mut whole, mut plain) = (String::new(), true);
    while pieces.depth() > outside {
        match pieces.next()? {
            Some(Piece::Open(element)) => match element.name() {
                "t" => whole.push_str(&unescaped(pieces.text()?)),
                "rPh" => {
                    plain = false;
                    pieces.skip()?;
                }
                _ => plain = false,
            },
            Some(_) => {}
            None => return Err(pieces.malformed()),
        }
    }
    Ok((whole, plain))
}

/// The character that `_xHHHH_` at the beginning of a text stands for (section 22.9.2.19).
fn escape_at(text: &str) -> Option<(char, &str)> {
    let (digits, rest) = text.strip_prefix("_x")?.split_at_checked(4)?;
    let rest = rest.strip_prefix('_')?;
    let hexadecimal = digits.bytes().all(|b| b.is_ascii_hexdigit());
    let value = u32::from_str_radix(digits, 16).ok().filter(|_| hexadecimal)?;
    Some((char::from_u32(value)?, rest))
}

/// Text of a cell without the escapes for characters that XML cannot carry.
pub(super) fn unescaped(text: String) -> String {
    if !text.contains("_x") {
        return text;
    }
    let (mut plain, mut rest) = (String::with_capacity(text.len()), text.as_str());
    while let Some(first) = rest.chars().next() {
        match escape_at(rest) {
            Some((character, after)) => {
                plain.push(character);
                rest = after;
            }
            None => {
                plain.push(first);
                rest = rest.strip_prefix(first).unwrap_or_default();
            }
        }
    }
    plain
}

/// Text for a cell: what looks like an escape is escaped itself.
pub(super) fn cell_escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        let escape = character == '_' && text.get(at..).is_some_and(|rest| escape_at(rest).is_some());
        if escape {
            written.push_str("_x005F_");
        } else {
            written.push(character);
        }
    }
    written
}

/// The cell formats (index into `cellXfs`) whose number format is text.
///
/// # Errors
/// `export-file-malformed`.
pub(super) fn text_formats(styles: &str) -> Result<Vec<bool>> {
    const PLACE: &str = "XLSX styles";
    let (mut own, mut formats) = (Vec::new(), Vec::new());
    let mut pieces = Pieces::new(styles, PLACE);
    let mut in_formats = None;
    while let Some(piece) = pieces.next()? {
        match piece {
            Piece::Open(element) => match element.name() {
                "numFmt" if element.attribute("formatCode").as_deref() == Some("@") => {
                    own.extend(element.attribute("numFmtId").and_then(|id| id.parse::<u32>().ok()));
                }
                "cellXfs" => in_formats = Some(pieces.depth()),
                "xf" if in_formats.is_some() => {
                    let id = element.attribute("numFmtId").and_then(|id| id.parse::<u32>().ok());
                    formats.push(id.is_some_and(|id| id == TEXT_FORMAT || own.contains(&id)));
                }
                _ => {}
            },
            Piece::Close if in_formats.is_some_and(|depth| pieces.depth() < depth) => in_formats = None,
            _ => {}
        }
    }
    Ok(formats)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_texts_with_runs_and_escapes() {
        let strings = Strings::parse(
            "<sst><si><t>a</t></si><si><r><t xml:space='preserve'>b </t></r><r><t>c</t></r><rPh><t>x</t></rPh></si>\
             <si><t>_x0041__x00zz_</t></si><si/></sst>",
        )
        .unwrap();
        assert_eq!(strings.texts, ["a", "b c", "A_x00zz_", ""]);
        assert_eq!(strings.plain, [true, false, true, true]);
        for text in ["_x0041_", "__x0041_", "_x005F_x0041_", "a_x", "_x004_", "_xgggg_", "ệ_x1EC7_ệ"] {
            assert_eq!(unescaped(cell_escaped(text)), text);
        }
    }

    #[test]
    fn formats_of_text() {
        let styles = "<styleSheet><numFmts><numFmt numFmtId='170' formatCode='@'/></numFmts><cellStyleXfs>\
                      <xf numFmtId='49'/></cellStyleXfs><cellXfs><xf numFmtId='0'/><xf numFmtId='49'><alignment/></xf>\
                      <xf numFmtId='170'/></cellXfs><cellStyles/></styleSheet>";
        assert_eq!(text_formats(styles), Ok(vec![false, true, true]));
    }

    #[test]
    fn targets_of_relationships() {
        assert_eq!(resolve("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolve("xl", "/xl/styles.xml"), "xl/styles.xml");
        assert_eq!(resolve("xl/a", "../b.xml"), "xl/b.xml");
        assert_eq!(resolve("", "../../b.xml"), "b.xml");
    }
}
