//! Machine readable zones (ICAO 9303-3 to 9303-6), printed or from DG1.
//!
//! Parsing keeps what it finds and *reports* check digits: a wrong one is a fact about the document or about the
//! camera, and the caller decides what it means.

mod key;
mod layout;
mod write;

pub use key::MrzKey;
pub use layout::MrzFormat;
pub use write::MrzFields;

use crate::error::{Code, Error, Result};
use crate::identity::{Citizen, Claimed, Date, Expiry, IdNumber, Nationality, PartialDate, PersonName, Sex, Source};
use crate::limits::MRZ_TEXT_BYTES;
use crate::personal::Personal;
use layout::{DOCUMENT_CODE, ISSUING_STATE, after, check_digit, composite_input, field, layout, only_mrz_characters};
use serde::Serialize;

/// A machine readable zone, field by field, without its fillers.
///
/// ```
/// use dinhdanh::document::mrz::Mrz;
/// let mrz = Mrz::parse(
///     "IDVNM1990000184001199000018<<5\n9902174F3902172VNM<<<<<<<<<<<8\nNGUYEN<<THI<MAU<<<<<<<<<<<<<<<",
/// )?;
/// assert!(mrz.is_consistent());
/// assert_eq!(mrz.id_number().map(|id| id.as_str().to_owned()).as_deref(), Some("001199000018"));
/// # Ok::<(), dinhdanh::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mrz {
    /// The size.
    pub format: MrzFormat,
    /// Document code: `ID`, `P`, ...
    pub document_code: String,
    /// Issuing state or organisation: `VNM`, `D`, ...
    pub issuing_state: String,
    /// Document number, whole even where it continues in the optional data.
    pub document_number: Personal<String>,
    /// Date of birth as written: `YYMMDD`.
    pub date_of_birth: Personal<String>,
    /// Sex, if the character is one of the standard.
    pub sex: Option<Personal<Sex>>,
    /// Date of expiry as written: `YYMMDD`.
    pub date_of_expiry: Personal<String>,
    /// Nationality as written.
    pub nationality: Personal<String>,
    /// Optional data (personal number in passports), without a continued document number.
    pub optional_data: Personal<String>,
    /// Second optional data (TD1 only).
    pub optional_data_2: Personal<String>,
    /// Primary identifier, words separated by blanks. Vietnamese cards write the family name here.
    pub primary: Personal<String>,
    /// Secondary identifier, words separated by blanks.
    pub secondary: Personal<String>,
    /// Whether the name reaches the end of its field, so that it may have been cut.
    pub name_may_be_cut: bool,
    /// Every check, by name.
    pub checks: Vec<MrzCheck>,
    text: Personal<String>,
}

/// One check of a machine readable zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct MrzCheck {
    /// What was checked.
    pub name: MrzCheckName,
    /// Whether it holds.
    pub ok: bool,
}

/// What can be checked in a machine readable zone alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum MrzCheckName {
    /// Check digit of the document number.
    DocumentNumber,
    /// Check digit of the date of birth.
    DateOfBirth,
    /// The calendar has the date of birth.
    DateOfBirthCalendar,
    /// The sex is `M`, `F` or `<`.
    Sex,
    /// Check digit of the date of expiry.
    DateOfExpiry,
    /// The calendar has the date of expiry.
    DateOfExpiryCalendar,
    /// Check digit of the optional data (TD3).
    OptionalData,
    /// Check digit over all of the above.
    Composite,
    /// Vietnamese cards: the optional data are the 12 digits of the personal number and their own check digit.
    VietnamOptionalData,
    /// Vietnamese cards: the document number is the last nine digits of the personal number.
    VietnamDocumentNumber,
}

impl Mrz {
    /// The lines, separated by line breaks (or blanks) or not at all.
    ///
    /// # Errors
    /// `too-large`, `mrz-layout`, `mrz-characters`. Wrong check digits are no error: see [`Mrz::checks`].
    pub fn parse(text: &str) -> Result<Self> {
        if text.len() > MRZ_TEXT_BYTES {
            return Err(Error::new(Code::TooLarge, "mrz"));
        }
        let lines: Vec<&str> = text.split_ascii_whitespace().collect();
        let whole = lines.concat();
        // Characters before length: a letter outside ASCII would make the length in bytes meaningless.
        if let Some(offset) =
            text.find(|c: char| !c.is_ascii_whitespace() && !only_mrz_characters(c.encode_utf8(&mut [0; 4])))
        {
            return Err(Error::new(Code::MrzCharacters, "mrz").at(offset));
        }
        let format = MrzFormat::of_size(whole.len()).ok_or(Error::new(Code::MrzLayout, "mrz"))?;
        let in_lines = lines.len() == format.lines() && lines.iter().all(|line| line.len() == format.line());
        if lines.len() != 1 && !in_lines {
            return Err(Error::new(Code::MrzLayout, "mrz"));
        }
        Ok(Self::from_fields(whole, format))
    }

    /// As [`Mrz::parse`], for lines that were printed.
    ///
    /// # Errors
    /// As [`Mrz::parse`].
    pub fn parse_printed(text: &str) -> Result<Claimed<Self>> {
        Self::parse(text).map(|mrz| Claimed::new(mrz, Source::Mrz))
    }

    fn from_fields(text: String, format: MrzFormat) -> Self {
        let at = layout(format);
        let plain = |span| field(&text, span).trim_end_matches('<').to_owned();
        let digit_fits = |input: &str, span| field(&text, span) == check_digit(input).to_string();
        let (number, number_ok, optional) = document_number(&text, format);
        let birth = field(&text, at.birth);
        let expiry = field(&text, at.expiry);
        let sex = field(&text, at.sex).chars().next().and_then(|c| Sex::from_mrz(c).ok());
        let (primary, secondary) = names(field(&text, at.name));
        let name_length = field(&text, at.name).trim_end_matches('<').len();
        let issuing_state = plain(ISSUING_STATE);

        let mut checks = Vec::new();
        let mut check = |name, ok| checks.push(MrzCheck { name, ok });
        check(MrzCheckName::DocumentNumber, number_ok);
        check(MrzCheckName::DateOfBirth, digit_fits(birth, after(at.birth)));
        check(MrzCheckName::DateOfBirthCalendar, is_birth(birth));
        check(MrzCheckName::Sex, sex.is_some());
        check(MrzCheckName::DateOfExpiry, digit_fits(expiry, after(at.expiry)));
        check(MrzCheckName::DateOfExpiryCalendar, Expiry::from_mrz(expiry).is_ok());
        if at.optional_checked {
            let data = field(&text, at.optional);
            let unused = data.bytes().all(|b| b == b'<') && field(&text, after(at.optional)) == "<";
            check(MrzCheckName::OptionalData, unused || digit_fits(data, after(at.optional)));
        }
        check(MrzCheckName::Composite, digit_fits(&composite_input(&text, &at), at.composite));
        if format == MrzFormat::Td1 && issuing_state == "VNM" {
            let id = vietnamese_id_number(field(&text, at.optional));
            check(MrzCheckName::VietnamOptionalData, id.is_some());
            check(MrzCheckName::VietnamDocumentNumber, id.is_some_and(|id| id.last9() == number));
        }

        Self {
            format,
            document_code: plain(DOCUMENT_CODE),
            issuing_state,
            document_number: Personal::new(number),
            date_of_birth: Personal::new(birth.to_owned()),
            sex: sex.map(Personal::new),
            date_of_expiry: Personal::new(expiry.to_owned()),
            nationality: Personal::new(plain(at.nationality)),
            optional_data: Personal::new(optional),
            optional_data_2: Personal::new(plain(at.optional_2)),
            primary: Personal::new(primary),
            secondary: Personal::new(secondary),
            // A cut between two words leaves one or two fillers at the end.
            name_may_be_cut: name_length.saturating_add(2) >= at.name.1,
            checks,
            text: Personal::new(text),
        }
    }

    /// Whether every check holds.
    #[must_use]
    pub fn is_consistent(&self) -> bool {
        self.checks.iter().all(|check| check.ok)
    }

    /// Whether this check was made and holds.
    #[must_use]
    pub fn holds(&self, name: MrzCheckName) -> bool {
        self.checks.iter().any(|check| check.name == name && check.ok)
    }

    /// The characters without line breaks, as DG1 stores them.
    #[must_use]
    pub fn text(&self) -> &str {
        self.text.expose()
    }

    /// The lines as printed, separated by line breaks.
    #[must_use]
    pub fn to_lines(&self) -> String {
        let mut lines = String::with_capacity(self.text().len().saturating_add(2));
        for line in 0..self.format.lines() {
            if line > 0 {
                lines.push('\n');
            }
            lines.push_str(field(self.text(), (line.saturating_mul(self.format.line()), self.format.line())));
        }
        lines
    }

    /// The personal number in the optional data of a Vietnamese card, if its own check digit fits.
    #[must_use]
    pub fn id_number(&self) -> Option<IdNumber> {
        if !self.holds(MrzCheckName::VietnamOptionalData) {
            return None;
        }
        vietnamese_id_number(field(self.text(), layout(self.format).optional))
    }

    /// The full name, primary identifier first, in the letters of machine readable zones and perhaps cut.
    #[must_use]
    pub fn full_name(&self) -> Option<PersonName> {
        PersonName::parse(&format!("{} {}", self.primary.expose(), self.secondary.expose())).ok()
    }

    /// The date of birth. The century comes from the personal number where it names the same year, and else is the
    /// latest that is not after `reference` (the day of the reading).
    #[must_use]
    pub fn birth(&self, reference: Date) -> Option<PartialDate> {
        let text = self.date_of_birth.expose();
        self.id_number()
            .and_then(|id| PartialDate::from_mrz_in_year(text, id.birth_year()).ok())
            .or_else(|| PartialDate::from_mrz_birth(text, reference).ok())
    }

    /// What the zone says about its holder. `reference` as in [`Mrz::birth`].
    #[must_use]
    pub fn to_citizen(&self, reference: Date) -> Citizen {
        Citizen {
            id_number: self.id_number().map(Personal::new),
            passport_number: self.document_code.starts_with('P').then(|| self.document_number.clone()),
            full_name: self.full_name().map(Personal::new),
            date_of_birth: self.birth(reference).map(Personal::new),
            sex: self.sex.clone(),
            nationality: Nationality::parse_code(self.nationality.expose()).ok().map(Personal::new),
            expires: Expiry::from_mrz(self.date_of_expiry.expose()).ok().map(Personal::new),
            ..Citizen::default()
        }
    }
}

/// The document number, whether its check digit fits, and the optional data that are left.
///
/// A number longer than nine characters fills its field, has `<` for a check digit, and continues in the optional
/// data up to the first filler, its check digit last (ICAO 9303-5 section 4.2.2, 9303-6 section 4.2.2).
fn document_number(text: &str, format: MrzFormat) -> (String, bool, String) {
    let at = layout(format);
    let first = field(text, at.document_number);
    let digit = field(text, after(at.document_number));
    let optional = field(text, at.optional);
    if format != MrzFormat::Td3 && digit == "<" && !first.contains('<') {
        let (rest, left) = optional.split_once('<').unwrap_or((optional, ""));
        if let Some((last, _)) = rest.char_indices().next_back().filter(|&(at, _)| at > 0) {
            let (more, digit) = rest.split_at_checked(last).unwrap_or((rest, ""));
            let number = format!("{first}{more}");
            let ok = digit == check_digit(&number).to_string();
            return (number, ok, left.trim_matches('<').to_owned());
        }
    }
    let ok = digit == check_digit(first).to_string();
    (first.trim_end_matches('<').to_owned(), ok, optional.trim_end_matches('<').to_owned())
}

/// The 12 digits of `001199000018<<5`, if the check digit over the first 14 characters fits.
fn vietnamese_id_number(optional: &str) -> Option<IdNumber> {
    let (checked, digit) = optional.split_at_checked(14)?;
    let number = checked.strip_suffix("<<")?;
    if digit != check_digit(checked).to_string() {
        return None;
    }
    IdNumber::parse(number).ok()
}

/// Whether `YYMMDD` is a date in some century, or wholly unknown.
fn is_birth(text: &str) -> bool {
    let any_century = Date::new(2099, 12, 31);
    text == "<<<<<<" || any_century.is_some_and(|last| PartialDate::from_mrz_birth(text, last).is_ok())
}

fn names(field: &str) -> (String, String) {
    let (primary, secondary) = field.split_once("<<").unwrap_or((field, ""));
    let words = |text: &str| text.split('<').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    (words(primary), words(secondary))
}

#[cfg(test)]
mod tests;
