//! What is known of a citizen.

use crate::errors::{SdkError, SdkResult};
use dinhdanh::document::report::CitizenReport;
use dinhdanh::error::Code;
use dinhdanh::identity::{Citizen, PersonName, Source};
use dinhdanh::personal::Personal;
use std::fmt;

/// A citizen as a document says. Every value is handed over by a method of its own; nothing else shows one.
#[derive(Clone)]
pub struct CitizenView {
    citizen: Citizen,
    source: Source,
    proven: bool,
}

/// The text of a field, where it is known.
fn text<T: fmt::Display>(field: Option<&Personal<T>>) -> Option<String> {
    field.map(|value| value.expose().to_string())
}

fn name(field: Option<&Personal<PersonName>>) -> Option<String> {
    field.map(|name| name.expose().as_str().to_owned())
}

impl CitizenView {
    pub(crate) const fn new(citizen: Citizen, source: Source, proven: bool) -> Self {
        Self { citizen, source, proven }
    }

    /// Whether an authority that is trusted signed these data and nothing was changed.
    #[must_use]
    pub const fn proven(&self) -> bool {
        self.proven
    }

    /// Personal number, 12 digits.
    #[must_use]
    pub fn id_number(&self) -> Option<String> {
        self.citizen.id_number.as_ref().map(|number| number.expose().as_str().to_owned())
    }

    /// Number of the old identity card, 9 digits.
    #[must_use]
    pub fn old_id_number(&self) -> Option<String> {
        self.citizen.old_id_number.as_ref().map(|number| number.expose().as_str().to_owned())
    }

    /// Full name.
    #[must_use]
    pub fn full_name(&self) -> Option<String> {
        name(self.citizen.full_name.as_ref())
    }

    /// Date of birth as far as known: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    #[must_use]
    pub fn date_of_birth(&self) -> Option<String> {
        text(self.citizen.date_of_birth.as_ref())
    }

    /// `male`, `female` or `unspecified`.
    #[must_use]
    pub fn sex(&self) -> Option<String> {
        self.citizen.sex.as_ref().map(|sex| sex.expose().as_str().to_owned())
    }

    /// Nationality, three letters.
    #[must_use]
    pub fn nationality(&self) -> Option<String> {
        self.citizen.nationality.as_ref().map(|state| state.expose().as_str().to_owned())
    }

    /// Place of residence as written.
    #[must_use]
    pub fn address(&self) -> Option<String> {
        self.citizen.address.as_ref().map(|address| address.expose().text.clone())
    }

    /// Place of origin as written.
    #[must_use]
    pub fn place_of_origin(&self) -> Option<String> {
        self.citizen.place_of_origin.as_ref().map(|address| address.expose().text.clone())
    }

    /// Date of issue, ISO 8601.
    #[must_use]
    pub fn issued(&self) -> Option<String> {
        text(self.citizen.issued.as_ref())
    }

    /// Date of expiry, ISO 8601, or `never`.
    #[must_use]
    pub fn expires(&self) -> Option<String> {
        text(self.citizen.expires.as_ref())
    }

    /// All of it as JSON (`docs/json.md`, the member `citizen`): a citizen's data in the clear.
    ///
    /// # Errors
    /// `internal`; none in practice.
    pub fn expose_json(&self) -> SdkResult<String> {
        serde_json::to_string(&CitizenReport::of(&self.citizen, self.source, self.proven))
            .map_err(|_| SdkError::of(Code::Internal, "citizen"))
    }
}

impl fmt::Debug for CitizenView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CitizenView").field("proven", &self.proven).finish_non_exhaustive()
    }
}
