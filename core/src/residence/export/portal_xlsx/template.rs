//! The template that the user downloaded: recognised by what it holds, and filled without touching the rest.

use super::catalogue::{Catalogue, CodeList, Entry, words_key};
use super::column::{COUNT, Column};
use super::known;
use super::package::Package;
use super::sheet::{Cell, Layout, read_cells};
use super::workbook::{Strings, Workbook, text_formats};
use crate::error::{Code, Error, Result};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt;

/// The sheet that takes the guests.
pub(super) const GUESTS: &str = "DS_KHACH_VIET_NAM_LUU_TRU";
const PROVINCES: &str = "TINH_THANH";
const COMMUNES: &str = "PHUONG_XA";
const LISTS: &str = "DANH_MUC";

/// Rows 1 to 3 are headers; the portal passes over row 4 whatever it holds.
pub(super) const EXAMPLE_ROW: u32 = 4;

/// An official template, and what its code sheets say.
#[derive(Clone)]
pub struct Template {
    pub(super) bytes: Vec<u8>,
    catalogue: Catalogue,
    fingerprint: String,
    pub(super) patch: Patch,
}

/// Where the template is changed, and with what formats.
#[derive(Clone)]
pub(super) struct Patch {
    pub(super) sheet_part: String,
    pub(super) strings_part: String,
    pub(super) formats: [usize; COUNT],
}

/// Why a file cannot serve as the template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateError {
    /// The file cannot be read at all, or is filled already.
    File(Error),
    /// It can be read, and is not laid out as the template is: what differs, in the order of the file.
    Changed(Vec<Difference>),
}

/// One point in which a file is not laid out as the template is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The sheet, or the part of the file.
    pub sheet: String,
    /// The cell, row or column, where there is one.
    pub at: String,
    /// What was expected there.
    pub expected: String,
    /// What is there; empty for nothing.
    pub found: String,
}

/// An entry of a code list that is not as it was on the day the list was last read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListChange {
    /// The column of the guest list that takes its values from the code list.
    pub column: Column,
    /// The code.
    pub code: String,
    /// The words of the entry then; none where it is new.
    pub before: Option<String>,
    /// Its words in this template; none where it is gone.
    pub now: Option<String>,
}

impl From<Error> for TemplateError {
    fn from(error: Error) -> Self {
        Self::File(error)
    }
}

impl From<&TemplateError> for Error {
    fn from(error: &TemplateError) -> Self {
        match error {
            TemplateError::File(error) => *error,
            TemplateError::Changed(_) => Self::new(Code::PortalTemplateChanged, "portal template"),
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: expected {}, found ", self.sheet, self.at, self.expected)?;
        if self.found.is_empty() { f.write_str("nothing") } else { f.write_str(&self.found) }
    }
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Error::from(self))?;
        if let Self::Changed(differences) = self {
            differences.iter().try_for_each(|difference| write!(f, "; {difference}"))?;
        }
        Ok(())
    }
}

impl std::error::Error for TemplateError {}

impl fmt::Debug for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Template").field("fingerprint", &self.fingerprint).finish_non_exhaustive()
    }
}

impl Template {
    /// Reads the template as it was downloaded from the portal.
    ///
    /// # Errors
    /// [`TemplateError::Changed`] names every point in which the layout differs. [`TemplateError::File`]:
    /// `export-file-malformed`, `text-not-utf8`, `too-large`, and `portal-template-filled` where guests stand in it.
    pub fn open(bytes: &[u8]) -> Result<Self, TemplateError> {
        let mut package = Package::open(bytes)?;
        let workbook = Workbook::read(&mut package)?;
        let mut differences = Vec::new();
        let mut part = |name: &str| match workbook.sheet(name) {
            Some(part) => package.part(part),
            None => {
                differences.push(difference("workbook", "", name, ""));
                Ok(None)
            }
        };
        let [guests, provinces, communes, lists] =
            [part(GUESTS)?, part(PROVINCES)?, part(COMMUNES)?, part(LISTS)?].map(Option::unwrap_or_default);
        if !differences.is_empty() {
            return Err(TemplateError::Changed(differences));
        }
        // Files whose texts stood in the shared table were taken by the portal; texts inside cells were never tried.
        let mut named = |part: &Option<String>, name: &str| match part {
            Some(part) => package.part(part).map(Option::unwrap_or_default),
            None => {
                differences.push(difference("workbook", "", name, ""));
                Ok(String::new())
            }
        };
        let shared = named(&workbook.strings_part, "shared texts")?;
        let styles = named(&workbook.styles_part, "styles")?;
        if !differences.is_empty() {
            return Err(TemplateError::Changed(differences));
        }
        let strings = Strings::parse(&shared)?;
        let catalogue = read_catalogue([&provinces, &communes, &lists], &strings, &workbook, &mut differences)?;
        let layout = Layout::of(&guests, &strings, EXAMPLE_ROW)?;
        let headers = read_headers(&layout, &mut differences);
        let formats = text_columns(&layout, &text_formats(&styles)?, &mut differences);
        if !differences.is_empty() {
            return Err(TemplateError::Changed(differences));
        }
        if layout.filled {
            return Err(Error::new(Code::PortalTemplateFilled, "portal template").into());
        }
        let sheet_part = workbook.sheet(GUESTS).unwrap_or_default().to_owned();
        let patch = Patch { sheet_part, strings_part: workbook.strings_part.unwrap_or_default(), formats };
        Ok(Self { bytes: bytes.to_vec(), fingerprint: fingerprint(&headers, &catalogue), catalogue, patch })
    }

    /// The code lists.
    #[must_use]
    pub const fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// SHA-256 over headers and code lists, in hexadecimal: the same for every copy of one version of the template,
    /// however the program packed it that saved it last.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The day of the version that this template is known to be, such as `2026-07-26`; none for another version,
    /// of which [`Template::changes`] says what is new.
    #[must_use]
    pub fn version(&self) -> Option<&'static str> {
        self.changes().is_empty().then_some(known::READ_ON)
    }

    /// Where the code lists differ from those of the known version. They are the portal's to change, so that the
    /// template is used all the same. Communes are not compared.
    #[must_use]
    pub fn changes(&self) -> Vec<ListChange> {
        let mut changes = Vec::new();
        let lists = [
            (Column::DocumentKind, &self.catalogue.document_kinds, known::DOCUMENT_KINDS),
            (Column::ResidenceKind, &self.catalogue.residence_kinds, known::RESIDENCE_KINDS),
            (Column::Reason, &self.catalogue.reasons, known::REASONS),
            (Column::Sex, &self.catalogue.sexes, known::SEXES),
        ];
        for (column, list, known) in lists {
            let known: BTreeMap<&str, &str> = known.iter().filter_map(|text| text.split_once(" - ")).collect();
            compare(column, list, &known, &mut changes);
        }
        let codes = |codes: &mut dyn Iterator<Item = &'static str>| codes.map(|code| (code, "")).collect();
        compare(
            Column::Nationality,
            &self.catalogue.nationalities,
            &codes(&mut known::NATIONALITIES.split(' ')),
            &mut changes,
        );
        compare(
            Column::Province,
            &self.catalogue.provinces,
            &codes(&mut known::PROVINCES.iter().map(|(_, code)| *code)),
            &mut changes,
        );
        changes
    }
}

fn difference(sheet: &str, at: &str, expected: &str, found: &str) -> Difference {
    let text = |text: &str| text.chars().take(100).collect();
    Difference { sheet: text(sheet), at: text(at), expected: text(expected), found: text(found) }
}

/// The header of each column, in one form; differences where it is not the one of the template.
fn read_headers(layout: &Layout, differences: &mut Vec<Difference>) -> Vec<String> {
    let mut headers = Vec::with_capacity(COUNT);
    for column in Column::ALL {
        let above = |cell: &&Cell| cell.column == column.place() && cell.row < EXAMPLE_ROW;
        let mut texts = layout.head.iter().filter(above).map(|cell| cell.text.trim());
        // Explanations may follow the words that are known; other texts may stand in the rows above.
        let wanted = header_key(column.header());
        match texts.clone().map(header_key).find(|text| text.starts_with(&wanted)) {
            Some(text) => headers.push(text),
            None => {
                let found = texts.rfind(|text| !text.is_empty()).unwrap_or_default();
                differences.push(difference(GUESTS, &column.letter().to_string(), column.header(), found));
            }
        }
    }
    let beyond = layout.head.iter().find(|cell| cell.row < EXAMPLE_ROW && Column::at(cell.column).is_none());
    if let Some(cell) = beyond.filter(|cell| !cell.text.trim().is_empty()) {
        let at = format!("row {}, column {}", cell.row, cell.column);
        differences.push(difference(GUESTS, &at, "no column after S", &cell.text));
    }
    headers
}

/// The words of a header without what stands in parentheses, such as the mark `(*)`.
pub(super) fn header_key(text: &str) -> String {
    let mut depth = 0_u8;
    let outside = text.chars().filter(|c| {
        match c {
            '(' => depth = depth.saturating_add(1),
            ')' => depth = depth.saturating_sub(1),
            _ => return depth == 0,
        }
        false
    });
    words_key(&outside.collect::<String>())
}

/// The text format of each column: that of row 5, of the example above it, of the column, or any of the workbook.
fn text_columns(layout: &Layout, is_text: &[bool], differences: &mut Vec<Difference>) -> [usize; COUNT] {
    let text = |format: &usize| is_text.get(*format).copied().unwrap_or_default();
    let any = is_text.iter().position(|text| *text);
    if any.is_none() {
        differences.push(difference("styles", "", "a cell format for text (@)", ""));
    }
    let mut formats = [any.unwrap_or_default(); COUNT];
    for (format, column) in formats.iter_mut().zip(Column::ALL) {
        let place = column.place();
        let below = layout.first.iter().filter(|cell| cell.column == place);
        let example = layout.head.iter().filter(|cell| cell.column == place && cell.row == EXAMPLE_ROW);
        let whole = layout.columns.iter().filter(|(first, last, _)| (*first..=*last).contains(&place));
        let all = below.chain(example).map(|cell| cell.format).chain(whole.map(|(_, _, format)| *format));
        *format = all.into_iter().find(text).unwrap_or(*format);
    }
    formats
}

/// The code sheets: `DANH_MUC` A to E, `TINH_THANH` C, `PHUONG_XA` C (province) and D, from row 2 on.
fn read_catalogue(
    [provinces, communes, lists]: [&str; 3],
    strings: &Strings,
    workbook: &Workbook,
    differences: &mut Vec<Difference>,
) -> Result<Catalogue> {
    let mut catalogue = Catalogue::default();
    let mut odd = |sheet: &str, cell: &Cell| {
        let at = format!("row {}, column {}", cell.row, cell.column);
        differences.push(difference(sheet, &at, "code - label", &cell.text));
    };
    read_cells(lists, strings, |cell| {
        let list = match cell.column {
            1 => &mut catalogue.document_kinds,
            2 => &mut catalogue.residence_kinds,
            3 => &mut catalogue.reasons,
            4 => &mut catalogue.sexes,
            5 => &mut catalogue.nationalities,
            _ => return Ok(()),
        };
        // Seven rows in the middle of the nationalities are blank: a list ends with the sheet, not with a gap.
        match Entry::parse(&cell.text) {
            _ if cell.row == 1 || cell.text.trim().is_empty() => {}
            Some(entry) => list.push(entry),
            None => odd(LISTS, &cell),
        }
        Ok(())
    })?;
    read_cells(provinces, strings, |cell| {
        match Entry::parse(&cell.text) {
            _ if cell.row == 1 || cell.column != 3 || cell.text.trim().is_empty() => {}
            Some(entry) => catalogue.push_province(entry),
            None => odd(PROVINCES, &cell),
        }
        Ok(())
    })?;
    let mut province = (0, String::new());
    read_cells(communes, strings, |cell| {
        match (cell.column, Entry::parse(&cell.text)) {
            _ if cell.row == 1 || cell.text.trim().is_empty() => {}
            (3, _) => province = (cell.row, cell.text.trim().to_owned()),
            (4, Some(entry)) if province.0 == cell.row => catalogue.push_commune(&province.1, entry),
            (4, _) => odd(COMMUNES, &cell),
            _ => {}
        }
        Ok(())
    })?;
    for (at, sheet, list) in [
        ("A", LISTS, &catalogue.document_kinds),
        ("B", LISTS, &catalogue.residence_kinds),
        ("C", LISTS, &catalogue.reasons),
        ("D", LISTS, &catalogue.sexes),
        ("E", LISTS, &catalogue.nationalities),
        ("C", PROVINCES, &catalogue.provinces),
    ] {
        if list.is_empty() {
            differences.push(difference(sheet, at, "a code list", ""));
        }
    }
    compare_names(&catalogue, workbook, differences);
    Ok(catalogue)
}

/// Holds the names `PX_<province>`, which the portal's own drop-down lists use, against the communes of the sheet.
fn compare_names(catalogue: &Catalogue, workbook: &Workbook, differences: &mut Vec<Difference>) {
    for province in catalogue.communes.keys().filter(|code| catalogue.provinces.get(code).is_none()) {
        differences.push(difference(COMMUNES, "C", "a province of TINH_THANH", province));
    }
    for province in catalogue.provinces.iter() {
        let name = format!("PX_{}", province.code());
        let communes = catalogue.communes(province.code()).len();
        let named = workbook.names.get(&name).map(|range| rows_of(range));
        if named != Some(Some(communes)) {
            let found = workbook.names.get(&name).map_or("", String::as_str);
            differences.push(difference("defined names", &name, &format!("{communes} rows of {COMMUNES}"), found));
        }
    }
}

/// How many rows a range such as `PHUONG_XA!$D$2:$D$127` has.
fn rows_of(range: &str) -> Option<usize> {
    let row = |reference: &str| reference.rsplit('$').next().and_then(|digits| digits.parse::<usize>().ok());
    let (_, cells) = range.rsplit_once('!')?;
    let (first, last) = cells.split_once(':').unwrap_or((cells, cells));
    row(last)?.checked_sub(row(first)?)?.checked_add(1)
}

fn fingerprint(headers: &[String], catalogue: &Catalogue) -> String {
    let mut hash = Sha256::new();
    let mut line = |kind: &str, text: &str| hash.update(format!("{kind}\t{}\n", words_key(text)));
    headers.iter().for_each(|header| line("header", header));
    for (kind, list) in [
        ("document", &catalogue.document_kinds),
        ("residence", &catalogue.residence_kinds),
        ("reason", &catalogue.reasons),
        ("sex", &catalogue.sexes),
        ("nationality", &catalogue.nationalities),
        ("province", &catalogue.provinces),
    ] {
        list.iter().for_each(|entry| line(kind, entry.text()));
    }
    for (province, communes) in &catalogue.communes {
        communes.iter().for_each(|entry| line(province, entry.text()));
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Notes where a list differs from the codes (and words, where they are known) that it had.
fn compare(column: Column, list: &CodeList, known: &BTreeMap<&str, &str>, changes: &mut Vec<ListChange>) {
    let change = |code: &str, before: Option<&str>, now: Option<&str>| ListChange {
        column,
        code: code.to_owned(),
        before: before.map(str::to_owned),
        now: now.map(str::to_owned),
    };
    for entry in list.iter() {
        match known.get(entry.code()) {
            Some(words) if words.is_empty() || words_key(words) == words_key(entry.label()) => {}
            words => changes.push(change(entry.code(), words.copied(), Some(entry.label()))),
        }
    }
    for (code, words) in known.iter().filter(|(code, _)| list.get(code).is_none()) {
        changes.push(change(code, Some(*words), None));
    }
}
