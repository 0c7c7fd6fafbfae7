//! The SDK for Kotlin and Swift: every item here converts a call of `dinhdanh-facade`, and decides nothing.
//!
//! Objects hold a citizen's data and show none: their textual forms come from Rust. Records hold no personal data,
//! because the languages print every field of one. Calls that can fail run inside [`dinhdanh_facade::guarded`], so
//! that a defect becomes the error `internal` without the text of the panic; the others run inside
//! [`dinhdanh_facade::quietly`], because uniffi hands the text of a panic to the app.

#[macro_use]
mod errors;
mod card;
mod login;
mod pictures;
mod printed;
mod residence;
mod sso;
mod transport;
mod verifier;

pub use card::{CardReading, CardSession, Progress, ReadRequest, Stage};
pub use errors::{DinhDanhError, ErrorCode, error_codes};
pub use login::{IdTokenCheck, Login};
pub use pictures::{FrameScanner, QrCode, read_qr};
pub use printed::{CardQr, Citizen, FieldIssue, Mrz, PersonalNumber, repair_scan};
pub use residence::{ImportedStays, ListTerms, ResidenceFile, check_stays, foreign_guests_xml, portal_workbook};
pub use sso::{
    EnvelopeKey, EnvelopeKeyError, EnvelopeTerms, HttpAnswer, HttpCall, LoginAttempt, LoginProvider, LoginWishes,
    LogoutNotice, open_envelope,
};
pub use transport::{AsyncCardTransport, CardTransport, ProgressListener, TransportError, longest_answer};
pub use verifier::{LoadedTrust, Refusal, Verification, Verifier};

uniffi::setup_scaffolding!("dinhdanh");

/// The version of the package.
#[uniffi::export]
#[must_use]
pub fn version() -> String {
    dinhdanh_facade::version().to_owned()
}

/// The version of the binary interface: it changes when a program built against an older one could break.
#[uniffi::export]
#[must_use]
pub fn abi_version() -> u32 {
    dinhdanh_facade::ABI_VERSION
}

/// Panics inside the library, for the tests of what becomes of it.
///
/// # Errors
/// `internal`, always.
#[cfg(feature = "planted-panic")]
#[uniffi::export]
pub fn planted_panic() -> Result<(), DinhDanhError> {
    errors::guarded(|| {
        dinhdanh_facade::planted_panic();
        Ok(())
    })
}

/// Panics inside a call that has no error to give, for the same tests.
#[cfg(feature = "planted-panic")]
#[uniffi::export]
pub fn planted_panic_without_error() {
    errors::quietly(dinhdanh_facade::planted_panic);
}
