//! What is printed on a card: personal number, QR code, machine readable zone.

use crate::citizen::CitizenView;
use crate::errors::{SdkError, SdkResult};
use crate::request::bounded;
use dinhdanh::document::mrz::Mrz as CoreMrz;
use dinhdanh::document::qr::CardQr as CoreCardQr;
use dinhdanh::document::report::CitizenReport;
use dinhdanh::error::Code;
use dinhdanh::given::Timestamp;
use dinhdanh::identity::{Date, IdNumber, Source};
use dinhdanh::personal::Personal;
use dinhdanh_readers::scanner;
use serde::Serialize;
use serde_json::json;
use std::fmt;

/// A personal number of 12 digits. It has no check digit: any 12 digits are one.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PersonalNumber(IdNumber);

impl PersonalNumber {
    /// The number; blanks around it are dropped.
    ///
    /// # Errors
    /// `id-number-length`, `id-number-digits`.
    pub fn parse(text: &str) -> SdkResult<Self> {
        Ok(Self(IdNumber::parse(text.trim())?))
    }

    /// The 12 digits.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.as_str()
    }

    /// The number with its middle hidden, for screens and logs.
    #[must_use]
    pub fn masked(&self) -> String {
        Personal::new(self.0).to_string()
    }

    /// Year of birth.
    #[must_use]
    pub fn birth_year(&self) -> u16 {
        self.0.birth_year()
    }

    /// `male` or `female`.
    #[must_use]
    pub fn sex(&self) -> &'static str {
        self.0.sex().as_str()
    }

    /// The first three digits: province, or country of birth.
    #[must_use]
    pub fn province_code(&self) -> &str {
        self.0.province_code()
    }

    /// Name until 30 June 2025 of the province where the birth was registered.
    #[must_use]
    pub fn province(&self) -> Option<&'static str> {
        self.0.province().map(|province| province.old_name)
    }

    /// What the number says, as JSON, with the number itself.
    ///
    /// # Errors
    /// `internal`; none in practice.
    pub fn expose_json(&self) -> SdkResult<String> {
        let province = self.0.province();
        text(&json!({
            "number": self.0.as_str(),
            "birth_year": self.birth_year(),
            "sex": self.sex(),
            "province_code": self.province_code(),
            "province": province.map(|unit| unit.old_name),
            "new_province_code": province.map(|unit| unit.new_code),
            "new_province": province.map(|unit| unit.new_name),
        }))
    }
}

impl fmt::Debug for PersonalNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PersonalNumber({})", self.masked())
    }
}

impl From<IdNumber> for PersonalNumber {
    fn from(number: IdNumber) -> Self {
        Self(number)
    }
}

/// What the QR code of a card says. Unsigned text: claimed, never proven.
#[derive(Clone)]
pub struct CardQr(CoreCardQr);

impl CardQr {
    /// Parses the bytes of a code.
    ///
    /// # Errors
    /// `qr-not-a-card`, `text-not-utf8`, `too-large`, `text-control-characters`.
    pub fn parse(bytes: &[u8]) -> SdkResult<Self> {
        Ok(Self(CoreCardQr::parse_bytes(bytes)?.value))
    }

    /// Whom it speaks of.
    #[must_use]
    pub fn citizen(&self) -> CitizenView {
        CitizenView::new(self.0.citizen.clone(), Source::QrCode, false)
    }

    /// The fields that do not have their usual form, each with the code of what is wrong.
    ///
    /// # Errors
    /// `internal`; none in practice.
    pub fn issues(&self) -> SdkResult<Vec<(String, &'static str)>> {
        self.0.issues.iter().map(|issue| Ok((word(&issue.field)?, issue.code.as_str()))).collect()
    }

    /// All of it as JSON: citizen, fields as written, issues.
    ///
    /// # Errors
    /// `internal`; none in practice.
    pub fn expose_json(&self) -> SdkResult<String> {
        text(&Qr {
            citizen: CitizenReport::of(&self.0.citizen, Source::QrCode, false),
            fields: self.0.fields.iter().map(|field| field.expose().as_str()).collect(),
            issues: self.issues()?,
        })
    }
}

impl From<CoreCardQr> for CardQr {
    fn from(qr: CoreCardQr) -> Self {
        Self(qr)
    }
}

#[derive(Serialize)]
struct Qr<'a> {
    citizen: CitizenReport,
    fields: Vec<&'a str>,
    issues: Vec<(String, &'static str)>,
}

impl fmt::Debug for CardQr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CardQr({} fields, {} issues)", self.0.fields.len(), self.0.issues.len())
    }
}

/// A machine readable zone as printed. Its check digits find misreadings, not forgeries.
#[derive(Clone)]
pub struct Mrz(CoreMrz);

impl Mrz {
    /// Parses the lines, separated by line breaks or not at all. Wrong check digits are no error: see
    /// [`Mrz::is_consistent`].
    ///
    /// # Errors
    /// `mrz-layout`, `mrz-characters`, `too-large`.
    pub fn parse(lines: &str) -> SdkResult<Self> {
        Ok(Self(CoreMrz::parse(lines)?))
    }

    /// The zone of a card from the text of a character recognition, whose typical confusions are mended as far as check
    /// digits prove it.
    ///
    /// # Errors
    /// `mrz-ocr-lines`, `too-large`, and those of [`Mrz::parse`].
    pub fn from_recognised(text: &str) -> SdkResult<Self> {
        bounded(text, "mrz")?;
        let read = dinhdanh::document::mrz_ocr::correct_td1(text)?;
        let lines: Vec<&str> = read.lines.iter().map(|line| line.expose().as_str()).collect();
        Self::parse(&lines.join("\n"))
    }

    /// Whether every check of the zone holds.
    #[must_use]
    pub fn is_consistent(&self) -> bool {
        self.0.is_consistent()
    }

    /// Whom it speaks of. `at`, in Unix seconds, decides the century of the years, which have two digits.
    #[must_use]
    pub fn citizen(&self, at: i64) -> CitizenView {
        CitizenView::new(self.0.to_citizen(today(at)), Source::Mrz, false)
    }

    /// All of it as JSON: citizen, lines, checks.
    ///
    /// # Errors
    /// `internal`; none in practice.
    pub fn expose_json(&self, at: i64) -> SdkResult<String> {
        text(&json!({
            "citizen": CitizenReport::of(&self.0.to_citizen(today(at)), Source::Mrz, false),
            "lines": self.0.to_lines(),
            "consistent": self.is_consistent(),
            "checks": self.0.checks,
        }))
    }
}

impl fmt::Debug for Mrz {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mrz(consistent: {})", self.is_consistent())
    }
}

fn today(at: i64) -> Date {
    Date::in_vietnam(Timestamp::from_unix(at)).unwrap_or(Date::FIRST_CHIP_CARD)
}

/// Guesses what a hand scanner's text was before keyboard layout, input method or code page mangled it, most likely
/// first, as JSON: `text`, `mangling`, `digits_changed`. Guesses, to be shown and not to be believed.
///
/// # Errors
/// `too-large`.
pub fn repair_scan(scanned: &str) -> SdkResult<String> {
    bounded(scanned, "scan")?;
    let guesses: Vec<_> = scanner::repair(scanned)
        .into_iter()
        .map(|guess| {
            let mangling = guess.mangling.as_str();
            json!({"text": guess.text.expose(), "mangling": mangling, "digits_changed": guess.digits_changed})
        })
        .collect();
    text(&guesses)
}

/// One line of JSON.
pub(crate) fn text(value: &impl Serialize) -> SdkResult<String> {
    serde_json::to_string(value).map_err(|_| SdkError::of(Code::Internal, "json"))
}

/// The word that a value has in JSON.
fn word(value: &impl Serialize) -> SdkResult<String> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Ok(word),
        _ => Err(SdkError::of(Code::Internal, "json")),
    }
}
