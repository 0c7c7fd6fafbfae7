//! Read and verify Vietnamese chip ID cards (CCCD, căn cước) and passports, offline.
//!
//! This crate takes bytes and gives decisions. It opens nothing, asks no clock and draws no random number: files,
//! moment and randomness are the caller's. Card readers, a card simulator and QR codes from pictures are in the
//! crate `dinhdanh-readers`.
//!
//! # Which door do I need?
//!
//! | you have | go to |
//! |---|---|
//! | the text of a card's QR code | [`document::qr`] |
//! | the machine readable zone, or the key that opens a chip | [`document::mrz`], [`document::access_keys`] |
//! | a chip on a reader of your own | [`document::chip::session`] |
//! | files that a chip gave | [`document::verify`], and [`document::files`] for what is in them |
//! | statements to compare | [`document::cross_check`] |
//! | a login, a token, an envelope of single sign-on | `sso` (feature `sso`, on by default) |
//! | names, numbers, dates, addresses | [`identity`] |
//! | provinces, districts, communes before and since 2025 | [`units`] |
//! | a list of people in a CSV or XLSX file | `table` (features `table`, `xlsx`) |
//! | a guest, patient, tenant or passenger to declare | `residence` (feature `residence`) |
//!
//! # Example
//!
//! A QR code is read, and is not believed:
//!
//! ```
//! use dinhdanh::document::qr::CardQr;
//! use dinhdanh::identity::Source;
//!
//! let text = "001199000018|012345678|Nguyễn Thị Mẫu|17021999|Nữ|Số 1, Cửa Nam, Hà Nội|27062022";
//! let claimed = CardQr::parse(text)?;
//! assert_eq!(claimed.source, Source::QrCode);
//! let number = claimed.value.citizen.id_number.as_ref().expect("a number");
//! assert_eq!(format!("{number:?}"), "0011******18"); // masked wherever it is shown by accident
//! assert_eq!(number.expose().birth_year(), 1999);
//! # Ok::<(), dinhdanh::Error>(())
//! ```
//!
//! # Errors and verdicts
//!
//! An [`Error`] means that a question could not be asked or an input could not be understood. A forged, cloned or
//! expired document is an answer: a [`document::verify::Verdict`] with named checks, reasons and an
//! [`identity::Assurance`].
#![forbid(unsafe_code)]

#[cfg(feature = "cleanup")]
pub mod cleanup;
pub mod crypto;
pub mod document;
pub mod error;
pub mod given;
mod hex;
pub mod identity;
pub mod limits;
pub mod personal;
#[cfg(any(feature = "cleanup", feature = "sso"))]
pub mod pseudonym;
#[cfg(feature = "residence")]
pub mod residence;
#[cfg(feature = "sso")]
pub mod sso;
#[cfg(feature = "table")]
pub mod table;
pub mod units;

pub use error::{Code, Error, Result};
