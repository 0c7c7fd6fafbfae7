//! What is printed on a card, and the citizen it speaks of.

use crate::errors::{DinhDanhError, guarded, quietly};
use dinhdanh_facade as facade;
use std::sync::Arc;

/// A citizen as a document says.
#[derive(uniffi::Object)]
#[uniffi::export(Debug)]
pub struct Citizen(pub(crate) facade::CitizenView);

#[uniffi::export]
impl Citizen {
    /// Whether an authority that is trusted signed these data and nothing was changed.
    #[must_use]
    pub fn proven(&self) -> bool {
        quietly(|| self.0.proven())
    }

    /// Personal number, 12 digits.
    #[must_use]
    pub fn id_number(&self) -> Option<String> {
        quietly(|| self.0.id_number())
    }

    /// Number of the old identity card, 9 digits.
    #[must_use]
    pub fn old_id_number(&self) -> Option<String> {
        quietly(|| self.0.old_id_number())
    }

    /// Full name.
    #[must_use]
    pub fn full_name(&self) -> Option<String> {
        quietly(|| self.0.full_name())
    }

    /// Date of birth as far as known: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    #[must_use]
    pub fn date_of_birth(&self) -> Option<String> {
        quietly(|| self.0.date_of_birth())
    }

    /// `male`, `female` or `unspecified`.
    #[must_use]
    pub fn sex(&self) -> Option<String> {
        quietly(|| self.0.sex())
    }

    /// Nationality, three letters.
    #[must_use]
    pub fn nationality(&self) -> Option<String> {
        quietly(|| self.0.nationality())
    }

    /// Place of residence as written.
    #[must_use]
    pub fn address(&self) -> Option<String> {
        quietly(|| self.0.address())
    }

    /// Place of origin as written.
    #[must_use]
    pub fn place_of_origin(&self) -> Option<String> {
        quietly(|| self.0.place_of_origin())
    }

    /// Date of issue, ISO 8601.
    #[must_use]
    pub fn issued(&self) -> Option<String> {
        quietly(|| self.0.issued())
    }

    /// Date of expiry, ISO 8601, or `never`.
    #[must_use]
    pub fn expires(&self) -> Option<String> {
        quietly(|| self.0.expires())
    }

    /// All of it as JSON: a citizen's data in the clear.
    ///
    /// # Errors
    /// `internal`; none in practice.
    pub fn expose_json(&self) -> Result<String, DinhDanhError> {
        guarded(|| self.0.expose_json())
    }
}

shown_as_the_facade_does!(Citizen);

/// A personal number of 12 digits. It has no check digit: any 12 digits are one.
#[derive(uniffi::Object)]
#[uniffi::export(Debug)]
pub struct PersonalNumber(facade::PersonalNumber);

#[uniffi::export]
impl PersonalNumber {
    /// The number; blanks around it are dropped.
    ///
    /// # Errors
    /// `id-number-length`, `id-number-digits`.
    #[uniffi::constructor]
    pub fn parse(text: &str) -> Result<Arc<Self>, DinhDanhError> {
        guarded(|| Ok(Arc::new(Self(facade::PersonalNumber::parse(text)?))))
    }

    /// The 12 digits.
    #[must_use]
    pub fn expose(&self) -> String {
        quietly(|| self.0.expose().to_owned())
    }

    /// The number with its middle hidden, for screens and logs.
    #[must_use]
    pub fn masked(&self) -> String {
        quietly(|| self.0.masked())
    }

    /// Year of birth.
    #[must_use]
    pub fn birth_year(&self) -> u16 {
        quietly(|| self.0.birth_year())
    }

    /// `male` or `female`.
    #[must_use]
    pub fn sex(&self) -> String {
        quietly(|| self.0.sex().to_owned())
    }

    /// The first three digits: province, or country of birth.
    #[must_use]
    pub fn province_code(&self) -> String {
        quietly(|| self.0.province_code().to_owned())
    }

    /// Name until 30 June 2025 of the province where the birth was registered.
    #[must_use]
    pub fn province(&self) -> Option<String> {
        quietly(|| self.0.province().map(str::to_owned))
    }

    /// What the number says, as JSON, with the number itself.
    ///
    /// # Errors
    /// `internal`; none in practice.
    pub fn expose_json(&self) -> Result<String, DinhDanhError> {
        guarded(|| self.0.expose_json())
    }
}

shown_as_the_facade_does!(PersonalNumber);

/// A field that does not have its usual form.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct FieldIssue {
    /// The field.
    pub field: String,
    /// The code of what is wrong.
    pub code: String,
}

/// What the QR code of a card says. Unsigned text: claimed, never proven.
#[derive(uniffi::Object)]
#[uniffi::export(Debug)]
pub struct CardQr(facade::CardQr);

#[uniffi::export]
impl CardQr {
    /// Parses the bytes of a code.
    ///
    /// # Errors
    /// `qr-not-a-card`, `text-not-utf8`, `too-large`, `text-control-characters`.
    #[uniffi::constructor]
    pub fn parse(bytes: Vec<u8>) -> Result<Arc<Self>, DinhDanhError> {
        guarded(|| Ok(Arc::new(Self(facade::CardQr::parse(&bytes)?))))
    }

    /// Whom it speaks of.
    #[must_use]
    pub fn citizen(&self) -> Arc<Citizen> {
        quietly(|| Arc::new(Citizen(self.0.citizen())))
    }

    /// The fields that do not have their usual form.
    ///
    /// # Errors
    /// `internal`; none in practice.
    pub fn issues(&self) -> Result<Vec<FieldIssue>, DinhDanhError> {
        let issues = guarded(|| self.0.issues())?.into_iter();
        Ok(issues.map(|(field, code)| FieldIssue { field, code: code.to_owned() }).collect())
    }

    /// All of it as JSON: citizen, fields as written, issues.
    ///
    /// # Errors
    /// `internal`; none in practice.
    pub fn expose_json(&self) -> Result<String, DinhDanhError> {
        guarded(|| self.0.expose_json())
    }
}

shown_as_the_facade_does!(CardQr);

/// A machine readable zone as printed. Its check digits find misreadings, not forgeries.
#[derive(uniffi::Object)]
#[uniffi::export(Debug)]
pub struct Mrz(facade::Mrz);

#[uniffi::export]
impl Mrz {
    /// Parses the lines, separated by line breaks or not at all. Wrong check digits are no error: see `is_consistent`.
    ///
    /// # Errors
    /// `mrz-layout`, `mrz-characters`, `too-large`.
    #[uniffi::constructor]
    pub fn parse(lines: &str) -> Result<Arc<Self>, DinhDanhError> {
        guarded(|| Ok(Arc::new(Self(facade::Mrz::parse(lines)?))))
    }

    /// The zone of a card from the text of a character recognition, whose typical confusions are mended as far as check
    /// digits prove it.
    ///
    /// # Errors
    /// `mrz-ocr-lines`, `too-large`, and those of `parse`.
    #[uniffi::constructor]
    pub fn from_recognised(text: &str) -> Result<Arc<Self>, DinhDanhError> {
        guarded(|| Ok(Arc::new(Self(facade::Mrz::from_recognised(text)?))))
    }

    /// Whether every check of the zone holds.
    #[must_use]
    pub fn is_consistent(&self) -> bool {
        quietly(|| self.0.is_consistent())
    }

    /// Whom it speaks of. `at`, in Unix seconds, decides the century of the years, which have two digits.
    #[must_use]
    pub fn citizen(&self, at: i64) -> Arc<Citizen> {
        quietly(|| Arc::new(Citizen(self.0.citizen(at))))
    }

    /// All of it as JSON: citizen, lines, checks.
    ///
    /// # Errors
    /// `internal`; none in practice.
    pub fn expose_json(&self, at: i64) -> Result<String, DinhDanhError> {
        guarded(|| self.0.expose_json(at))
    }
}

shown_as_the_facade_does!(Mrz);

/// Guesses what a hand scanner's text was before keyboard layout, input method or code page mangled it, most likely
/// first, as JSON: `text`, `mangling`, `digits_changed`. Guesses, to be shown and not to be believed.
///
/// # Errors
/// `too-large`.
#[uniffi::export]
pub fn repair_scan(scanned: &str) -> Result<String, DinhDanhError> {
    guarded(|| facade::repair_scan(scanned))
}
