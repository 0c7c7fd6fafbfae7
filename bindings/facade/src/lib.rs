//! What every language binding of the SDK offers, written once.
//!
//! A binding only converts: text and bytes of its language to these calls, results back, [`SdkError`] to an exception.
//! Everything here is `Send` and `Sync`, takes borrowed plain values and gives owned ones. Objects that hold a
//! citizen's data have no `Display` and a `Debug` without values; a method whose name says `expose` or `json` hands
//! them over. Results that have structure are JSON, the same bytes in every language (`docs/json.md`).

// A defect must become an error of the caller's language: `guarded` cannot catch what ends the program.
#[cfg(not(panic = "unwind"))]
compile_error!("the bindings are built with panic = \"unwind\"");

mod citizen;
mod errors;
mod limits;
mod login;
mod pictures;
mod printed;
mod request;
mod session;
mod sso;
mod stays;
mod transport;
mod verifier;

pub use citizen::CitizenView;
pub use errors::{ErrorCategory, SdkError, SdkResult, error_codes, guarded, guarded_async, quietly};
pub use login::{EnvelopeCheck, IdTokenCheck, Login};
pub use pictures::{FrameScanner, QrCode, read_qr};
pub use printed::{CardQr, Mrz, PersonalNumber, repair_scan};
pub use request::ReadRequest;
pub use session::{CardReading, CardSession, Progress, Stage, challenge};
pub use sso::{HttpAnswer, HttpCall, LoginAttempt, LoginProvider, LoginWishes, LogoutNotice};
pub use stays::{ListTerms, check_stays, foreign_guests_xml, portal_workbook, stays_from_list};
pub use transport::{CardTransport, TransportFailure, longest_answer};
pub use verifier::{LoadedTrust, Verification, Verifier};

/// The version of the package.
#[must_use]
pub const fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

/// The version of the binary interface: it changes when a program built against an older one could break.
pub const ABI_VERSION: u32 = 1;

/// Panics, for the tests of what a binding does with a defect.
///
/// # Panics
/// Always.
#[cfg(feature = "planted-panic")]
#[expect(clippy::panic, reason = "that is its purpose")]
pub fn planted_panic() {
    panic!("planted for a test");
}
