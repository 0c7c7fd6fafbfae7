//! Card readers of the system, over PC/SC (WinSCard, PCSC.framework, pcscd).
//!
//! ```no_run
//! use dinhdanh_readers::pcsc::Readers;
//! use std::time::Duration;
//! let readers = Readers::open()?;
//! let name = readers.wait_for_card(None, Duration::from_secs(30))?;
//! let mut card = readers.connect(&name)?;
//! let mut channel = card.begin()?; // nobody else speaks to the card until this is dropped
//! # Ok::<(), dinhdanh::Error>(())
//! ```

use crate::atr::announces_extended_length;
use crate::channel::CardChannel;
use dinhdanh::limits::ANSWER_BYTES;
use dinhdanh::{Code, Error, Result};
use pcsc::{Card, Context, Protocols, ReaderState, Scope, ShareMode, State, Transaction};
use std::ffi::CString;
use std::fmt;
use std::time::{Duration, Instant};

/// How long to wait at most between two looks at the list of readers, because not every system tells of new ones.
const LOOK: Duration = Duration::from_secs(1);

/// The readers of this system.
pub struct Readers {
    context: Context,
}

/// A card that is connected. Dropping it resets the chip, so that no opened session stays behind.
pub struct ConnectedCard {
    card: Card,
    atr: Vec<u8>,
    longest_answer: usize,
}

/// A card that nobody else can speak to meanwhile.
pub struct CardSession<'a> {
    transaction: Transaction<'a>,
    atr: &'a [u8],
    longest_answer: usize,
    buffer: Vec<u8>,
}

impl Readers {
    /// Asks the system's card service.
    ///
    /// # Errors
    /// `reader-service`.
    pub fn open() -> Result<Self> {
        Ok(Self { context: Context::establish(Scope::User).map_err(|e| error(e, "SCardEstablishContext"))? })
    }

    /// The names of the readers, in the system's order.
    ///
    /// # Errors
    /// `reader-service`, `reader-failed`.
    pub fn names(&self) -> Result<Vec<String>> {
        match self.context.list_readers_owned() {
            Ok(names) => Ok(names.into_iter().filter_map(|name| name.into_string().ok()).collect()),
            Err(pcsc::Error::NoReadersAvailable) => Ok(Vec::new()),
            Err(e) => Err(error(e, "SCardListReaders")),
        }
    }

    /// Waits until a card lies on a reader and gives the reader's name: this one, or any.
    ///
    /// # Errors
    /// `no-card` when the time is over, `no-reader` where there was none all the time; `reader-service`,
    /// `reader-failed`.
    pub fn wait_for_card(&self, name: Option<&str>, timeout: Duration) -> Result<String> {
        let end = Instant::now().checked_add(timeout);
        loop {
            let mut names = self.names()?;
            names.retain(|each| name.is_none_or(|name| name == each));
            let mut states = states(&names)?;
            let left = end.map_or(LOOK, |end| end.saturating_duration_since(Instant::now()));
            // The first look tells what is there now: a state that is not known has always changed.
            match self.context.get_status_change(Duration::ZERO, &mut states) {
                // Unknown is a reader that was unplugged between the two calls.
                Ok(()) | Err(pcsc::Error::Timeout | pcsc::Error::UnknownReader) => {}
                Err(e) => return Err(error(e, "SCardGetStatusChange")),
            }
            if let Some(state) = states.iter().find(|state| state.event_state().contains(State::PRESENT)) {
                return Ok(state.name().to_string_lossy().into_owned());
            }
            if left.is_zero() {
                let code = if names.is_empty() { Code::NoReader } else { Code::NoCard };
                return Err(Error::new(code, "waiting for a card"));
            }
            states.iter_mut().for_each(ReaderState::sync_current_state);
            match self.context.get_status_change(left.min(LOOK), &mut states) {
                Ok(()) | Err(pcsc::Error::Timeout | pcsc::Error::UnknownReader) => {}
                Err(e) => return Err(error(e, "SCardGetStatusChange")),
            }
        }
    }

    /// Connects to the card on a reader.
    ///
    /// # Errors
    /// `no-reader`, `no-card`, `card-mute`, `reader-busy`, `reader-service`, `reader-failed`.
    pub fn connect(&self, name: &str) -> Result<ConnectedCard> {
        let name = CString::new(name).map_err(|_| Error::new(Code::NoReader, "SCardConnect"))?;
        let connected = self.context.connect(&name, ShareMode::Shared, Protocols::ANY);
        let card = connected.map_err(|e| error(e, "SCardConnect"))?;
        // Not from an attribute: some drivers know the answer to reset only here.
        let status = card.status2_owned().map_err(|e| error(e, "SCardStatus"))?;
        let atr = status.atr().to_vec();
        let longest_answer = longest_answer(&atr, reader_takes(&card));
        Ok(ConnectedCard { card, atr, longest_answer })
    }
}

impl ConnectedCard {
    /// The answer to reset.
    #[must_use]
    pub fn atr(&self) -> &[u8] {
        &self.atr
    }

    /// Takes the card for oneself, until what is returned is dropped.
    ///
    /// # Errors
    /// `card-removed`, `reader-busy`, `reader-service`, `reader-failed`.
    pub fn begin(&mut self) -> Result<CardSession<'_>> {
        let transaction = self.card.transaction().map_err(|e| error(e, "SCardBeginTransaction"))?;
        let (atr, longest_answer) = (self.atr.as_slice(), self.longest_answer);
        Ok(CardSession { transaction, atr, longest_answer, buffer: vec![0; ANSWER_BYTES] })
    }
}

impl CardChannel for CardSession<'_> {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>> {
        let answer = self.transaction.transmit(command, &mut self.buffer);
        answer.map(<[u8]>::to_vec).map_err(|e| error(e, "SCardTransmit"))
    }

    fn atr(&self) -> &[u8] {
        self.atr
    }

    fn longest_answer(&self) -> usize {
        self.longest_answer
    }
}

fn states(names: &[String]) -> Result<Vec<ReaderState>> {
    let names = names.iter().map(|name| CString::new(name.as_str()));
    let names: std::result::Result<Vec<CString>, _> = names.collect();
    let mut names = names.map_err(|_| Error::new(Code::ReaderFailed, "SCardListReaders"))?;
    // A pseudo reader, whose state changes when a reader is plugged in.
    names.push(pcsc::PNP_NOTIFICATION().to_owned());
    Ok(names.into_iter().map(|name| ReaderState::new(name, State::UNAWARE)).collect())
}

/// What chip and reader pass at once: extended length only where the chip announces it, and no more than the
/// reader says, where it says anything.
fn longest_answer(atr: &[u8], reader_takes: Option<u32>) -> usize {
    let reader = reader_takes.map_or(65_536, |bytes| usize::try_from(bytes).unwrap_or(65_536));
    // A reader that takes hardly more than a short answer gains nothing from the long form.
    if announces_extended_length(atr) && reader >= 512 { reader.min(65_536) } else { 256 }
}

/// The most bytes of data that reader and driver pass at once, where they say so.
fn reader_takes(card: &Card) -> Option<u32> {
    let mut buffer = [0; 256];
    let features = card.control(pcsc::ctl_code(3400), &[], &mut buffer).ok()?;
    let properties = feature(features, 0x12)?;
    let properties = card.control(properties.into(), &[], &mut buffer).ok()?;
    property(properties, 0x0A)
}

/// The control code of a feature (PC/SC part 10, 2.2: tag, length 4, code).
fn feature(list: &[u8], tag: u8) -> Option<u32> {
    let (entries, _) = list.as_chunks::<6>();
    entries
        .iter()
        .find_map(|&[t, length, a, b, c, d]| (t == tag && length == 4).then_some(u32::from_be_bytes([a, b, c, d])))
}

/// A number among the properties of a reader (PC/SC part 10, 2.6.14: tag, length, little-endian value).
fn property(mut list: &[u8], tag: u8) -> Option<u32> {
    while let Some((&[t, length], rest)) = list.split_first_chunk::<2>() {
        let (value, next) = rest.split_at_checked(usize::from(length))?;
        if t == tag {
            return (value.len() <= 4).then(|| value.iter().rev().fold(0, |n, &b| n << 8 | u32::from(b)));
        }
        list = next;
    }
    None
}

fn error(error: pcsc::Error, place: &'static str) -> Error {
    use pcsc::Error as E;
    let code = match error {
        E::NoService | E::ServiceStopped | E::ServerTooBusy => Code::ReaderService,
        E::NoReadersAvailable | E::UnknownReader | E::ReaderUnavailable => Code::NoReader,
        E::NoSmartcard => Code::NoCard,
        E::UnresponsiveCard | E::UnpoweredCard | E::UnsupportedCard | E::ProtoMismatch => Code::CardMute,
        // Not transacted: the chip stopped answering, which the reader notices before the empty field.
        E::RemovedCard | E::ResetCard | E::NotTransacted => Code::CardRemoved,
        E::SharingViolation => Code::ReaderBusy,
        _ => Code::ReaderFailed,
    };
    Error::new(code, place)
}

impl fmt::Debug for Readers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Readers")
    }
}

impl fmt::Debug for ConnectedCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConnectedCard").field("longest_answer", &self.longest_answer).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_and_properties_are_found_and_never_overrun() {
        let features = [0x06, 4, 0x42, 0x33, 0, 6, 0x12, 4, 0x42, 0x33, 0, 0x12];
        assert_eq!(feature(&features, 0x12), Some(0x4233_0012));
        assert_eq!(feature(&features, 0x13), None);
        let properties = [0x01, 2, 0, 1, 0x0A, 4, 0, 0, 1, 0, 0x0B, 2, 1, 2];
        assert_eq!(property(&properties, 0x0A), Some(65_536));
        assert_eq!(property(&properties, 0x0B), Some(0x0201));
        for end in 0..10 {
            assert_eq!(property(&properties[..end], 0x0A), None);
        }
        assert_eq!(property(&[0x0A, 5, 0, 0, 0, 0, 0], 0x0A), None);
    }

    #[test]
    fn extended_length_takes_both_chip_and_reader() {
        let atr = |third| [0x3B, 0x85, 0x80, 0x01, 0x80, 0x73, 0xD6, 0x21, third, 0];
        let long = |reader| longest_answer(&atr(0x40), reader);
        assert_eq!([None, Some(u32::MAX), Some(65_536)].map(long), [65_536; 3]);
        assert_eq!([Some(2048), Some(512)].map(long), [2048, 512]);
        assert_eq!([Some(0), Some(261), Some(511)].map(long), [256; 3]);
        assert_eq!(longest_answer(&atr(0x00), None), 256);
    }

    #[test]
    fn failures_of_the_service_keep_their_meaning() {
        assert_eq!(error(pcsc::Error::NoService, "test").code(), Code::ReaderService);
        assert_eq!(error(pcsc::Error::RemovedCard, "test").code(), Code::CardRemoved);
        assert_eq!(error(pcsc::Error::NoSmartcard, "test").code(), Code::NoCard);
        assert_eq!(error(pcsc::Error::InvalidValue, "test").code(), Code::ReaderFailed);
    }
}
