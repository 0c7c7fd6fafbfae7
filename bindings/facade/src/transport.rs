//! What carries commands to a chip, as another language implements it.

use dinhdanh::error::{Code, Error};

/// Why a transport did not carry a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportFailure {
    /// The card was taken away (Android: `TagLostException`).
    CardRemoved,
    /// The card does not answer in time.
    Timeout,
    /// Anything else that reader, phone or program did.
    Failed,
    /// The person or program gave up.
    Cancelled,
}

impl From<TransportFailure> for Error {
    fn from(failure: TransportFailure) -> Self {
        let code = match failure {
            TransportFailure::CardRemoved => Code::CardRemoved,
            TransportFailure::Timeout => Code::CardMute,
            TransportFailure::Failed => Code::TransportFailed,
            TransportFailure::Cancelled => Code::Cancelled,
        };
        Self::new(code, "transport")
    }
}

/// The longest answer in bytes that a chip with this answer to reset can pass: 256, or 65 536 where it announces
/// extended length. For readers of the PC/SC kind; phones are asked themselves.
#[must_use]
pub fn longest_answer(atr: &[u8]) -> usize {
    if dinhdanh_readers::atr::announces_extended_length(atr) { 65_536 } else { 256 }
}

/// A connection to one chip that another language implements: IsoDep, WinSCard, a serial module.
///
/// No lock of this library is held while it runs.
pub trait CardTransport {
    /// Sends a command APDU and gives the response APDU, status included.
    ///
    /// # Errors
    /// Why it could not.
    fn transceive(&mut self, command: &[u8]) -> Result<Vec<u8>, TransportFailure>;
}
