//! What the app's language implements.

use crate::card::Progress;
use crate::errors::quietly;
use dinhdanh_facade::TransportFailure;
use std::fmt;
use std::sync::Arc;

/// Why a transport did not carry a command. Anything else that a transport throws counts as `Failed`, and its text is
/// dropped, because it might hold what was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Error)]
#[uniffi::export(Display)]
pub enum TransportError {
    /// The card was taken away (Android: `TagLostException`).
    CardRemoved,
    /// The card does not answer in time.
    Timeout,
    /// Anything else that reader, phone or program did.
    Failed,
    /// The person or program gave up.
    Cancelled,
}

impl From<TransportError> for TransportFailure {
    fn from(error: TransportError) -> Self {
        match error {
            TransportError::CardRemoved => Self::CardRemoved,
            TransportError::Timeout => Self::Timeout,
            TransportError::Failed => Self::Failed,
            TransportError::Cancelled => Self::Cancelled,
        }
    }
}

impl From<uniffi::UnexpectedUniFFICallbackError> for TransportError {
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Failed
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::CardRemoved => "card removed",
            Self::Timeout => "the card does not answer",
            Self::Failed => "the transport failed",
            Self::Cancelled => "cancelled",
        })
    }
}

impl std::error::Error for TransportError {}

/// A connection to one chip that blocks while it waits: Android's `IsoDep`, PC/SC.
#[uniffi::export(foreign)]
pub trait CardTransport: Send + Sync {
    /// Sends a command APDU and gives the response APDU, status included.
    ///
    /// # Errors
    /// Why it could not.
    fn transceive(&self, command: Vec<u8>) -> Result<Vec<u8>, TransportError>;
}

/// A connection to one chip that is waited for: Core NFC, a socket.
#[uniffi::export(foreign)]
#[async_trait::async_trait]
pub trait AsyncCardTransport: Send + Sync {
    /// Sends a command APDU and gives the response APDU, status included.
    ///
    /// # Errors
    /// Why it could not.
    async fn transceive(&self, command: Vec<u8>) -> Result<Vec<u8>, TransportError>;
}

/// The longest answer in bytes that a chip with this answer to reset can pass: 256, or 65 536 where it announces
/// extended length. For readers of the PC/SC kind; phones are asked themselves.
#[uniffi::export]
#[must_use]
pub fn longest_answer(atr: Vec<u8>) -> u32 {
    quietly(|| u32::try_from(dinhdanh_facade::longest_answer(&atr)).unwrap_or(u32::MAX))
}

/// Is told before every command what it is for. What it throws is ignored: a progress bar does not stop a reading.
#[uniffi::export(foreign)]
pub trait ProgressListener: Send + Sync {
    /// How far the session has come.
    ///
    /// # Errors
    /// Ignored.
    fn on_progress(&self, progress: Progress) -> Result<(), TransportError>;
}

/// The transport of the app as the facade knows one.
pub(crate) struct Foreign(pub(crate) Arc<dyn CardTransport>);

impl dinhdanh_facade::CardTransport for Foreign {
    fn transceive(&mut self, command: &[u8]) -> Result<Vec<u8>, TransportFailure> {
        self.0.transceive(command.to_vec()).map_err(TransportFailure::from)
    }
}

/// Hands progress to the listener, if there is one.
pub(crate) fn tell(listener: Option<Arc<dyn ProgressListener>>) -> impl FnMut(dinhdanh_facade::Progress) + Send {
    move |progress| {
        if let Some(listener) = &listener {
            let _ignored = listener.on_progress(progress.into());
        }
    }
}
