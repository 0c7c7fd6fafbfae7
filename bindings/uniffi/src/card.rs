//! Reading a chip.

use crate::errors::{DinhDanhError, guarded, quietly};
use crate::transport::{AsyncCardTransport, CardTransport, Foreign, ProgressListener, tell};
use dinhdanh_facade as facade;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What is known before a chip is read: at least one of CAN, MRZ and QR text.
#[derive(uniffi::Object)]
#[uniffi::export(Debug)]
pub struct ReadRequest(Mutex<facade::ReadRequest>);

#[uniffi::export]
impl ReadRequest {
    /// Nothing known yet.
    #[uniffi::constructor]
    #[must_use]
    pub fn new() -> Arc<Self> {
        Arc::new(Self(Mutex::default()))
    }

    /// Adds the six digits of the card access number.
    ///
    /// # Errors
    /// `access-key-format`.
    pub fn can(&self, digits: &str) -> Result<(), DinhDanhError> {
        guarded(|| self.lock().can(digits))
    }

    /// Adds the lines of the machine readable zone, or `DOCUMENT,YYMMDD,YYMMDD`. The chip is held against a whole zone.
    ///
    /// # Errors
    /// `access-key-format`, and those of reading a zone.
    pub fn mrz(&self, text: &str) -> Result<(), DinhDanhError> {
        guarded(|| self.lock().mrz(text))
    }

    /// Adds the bytes of the card's QR code: keys are derived from it, and the chip is held against it.
    ///
    /// # Errors
    /// `qr-not-a-card`, `text-not-utf8` and those of reading the text.
    pub fn qr(&self, bytes: Vec<u8>) -> Result<(), DinhDanhError> {
        guarded(|| self.lock().qr(&bytes))
    }

    /// Allows BAC when PACE is on offer and fails; the verdict then says so. Off unless called.
    pub fn allow_bac_after_failed_pace(&self) {
        quietly(|| self.lock().allow_bac_after_failed_pace());
    }

    /// Leaves the picture on the chip: much faster, and nobody can be compared with it.
    pub fn leave_portrait(&self) {
        quietly(|| self.lock().leave_portrait());
    }

    /// What the QR code lacked to derive a key, in Vietnamese.
    #[must_use]
    pub fn missing(&self) -> Vec<String> {
        quietly(|| self.lock().missing().iter().map(|&text| text.to_owned()).collect())
    }
}

impl ReadRequest {
    fn lock(&self) -> MutexGuard<'_, facade::ReadRequest> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for ReadRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        quietly(|| fmt::Debug::fmt(&*self.lock(), f))
    }
}

/// What a session is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Stage {
    /// Finding out what the chip speaks.
    Connecting,
    /// Opening the chip.
    Opening,
    /// Reading a file.
    Reading,
    /// Chip or active authentication.
    ProvingChip,
    /// Nothing more to do.
    Done,
}

/// How far a session has come. It holds no personal data.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Progress {
    /// What it is doing.
    pub stage: Stage,
    /// The file that is read, such as `DG2`.
    pub file: Option<String>,
    /// Bytes of it read so far.
    pub read: u64,
    /// Its size, once known.
    pub total: Option<u64>,
}

impl From<facade::Progress> for Progress {
    fn from(progress: facade::Progress) -> Self {
        let facade::Progress { stage, file, read, total } = progress;
        let stage = match stage {
            facade::Stage::Connecting => Stage::Connecting,
            facade::Stage::Opening => Stage::Opening,
            facade::Stage::Reading => Stage::Reading,
            facade::Stage::ProvingChip => Stage::ProvingChip,
            facade::Stage::Done => Stage::Done,
        };
        Self { stage, file: file.map(str::to_owned), read: count(read), total: total.map(count) }
    }
}

/// A number of bytes or things in memory: it fits, on every machine there is.
pub(crate) fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

/// The dialogue with one chip.
///
/// Either call `run` with a transport, or send what `next_command` gives and hand the answer to `on_response` until
/// there is no next command. Then take `reading`.
#[derive(uniffi::Object)]
#[uniffi::export(Debug)]
pub struct CardSession(facade::CardSession);

#[uniffi::export]
impl CardSession {
    /// A session for one card. `longest_answer` is what chip and reader can pass in bytes: 256, or more where both
    /// take extended length.
    ///
    /// # Errors
    /// `access-key-missing`, `randomness-missing`.
    #[uniffi::constructor]
    pub fn new(request: &ReadRequest, longest_answer: u32) -> Result<Arc<Self>, DinhDanhError> {
        guarded(|| {
            let longest_answer = usize::try_from(longest_answer).unwrap_or(usize::MAX);
            Ok(Arc::new(Self(facade::CardSession::new(&request.lock(), longest_answer)?)))
        })
    }

    /// The command to send now; none when the session is over. Each command is given once.
    ///
    /// # Errors
    /// `cancelled`, `closed`, `session-busy`.
    pub fn next_command(&self) -> Result<Option<Vec<u8>>, DinhDanhError> {
        guarded(|| self.0.next_command())
    }

    /// Takes the chip's answer to the last command.
    ///
    /// # Errors
    /// What ends the session, `cancelled`, `closed`, `session-busy`.
    pub fn on_response(&self, answer: Vec<u8>) -> Result<(), DinhDanhError> {
        guarded(|| self.0.on_response(&answer))
    }

    /// Reads the chip over a transport. Blocks: not for the thread that draws the screen.
    ///
    /// # Errors
    /// What the transport says, what ends the session, `cancelled`, `closed`, `session-busy`.
    pub fn run(
        &self,
        transport: Arc<dyn CardTransport>,
        listener: Option<Arc<dyn ProgressListener>>,
    ) -> Result<(), DinhDanhError> {
        guarded(|| self.0.run(&mut Foreign(transport), &mut tell(listener)))
    }

    /// Reads the chip over a transport that is waited for. Dropping the call ends it.
    ///
    /// # Errors
    /// As `run`.
    pub async fn run_async(
        &self,
        transport: Arc<dyn AsyncCardTransport>,
        listener: Option<Arc<dyn ProgressListener>>,
    ) -> Result<(), DinhDanhError> {
        let transceive = |command| {
            let transport = Arc::clone(&transport);
            async move { transport.transceive(command).await.map_err(facade::TransportFailure::from) }
        };
        let reading = self.0.run_async(transceive, tell(listener));
        facade::guarded_async(reading).await.map_err(DinhDanhError::from)
    }

    /// Ends the session at its next step, from any thread. A transport that blocks has to be interrupted by the
    /// program.
    pub fn cancel(&self) {
        quietly(|| self.0.cancel());
    }

    /// Whether it was cancelled.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        quietly(|| self.0.is_cancelled())
    }

    /// How far it has come.
    ///
    /// # Errors
    /// `closed`.
    pub fn progress(&self) -> Result<Progress, DinhDanhError> {
        guarded(|| Ok(self.0.progress()?.into()))
    }

    /// Takes what was read and closes the session: everything where it ended well, and what there was until then where
    /// it did not.
    ///
    /// # Errors
    /// `closed`, `session-busy`.
    pub fn reading(&self) -> Result<Arc<CardReading>, DinhDanhError> {
        guarded(|| Ok(Arc::new(CardReading(self.0.reading()?))))
    }

    /// Drops keys and everything read. Calls after it fail with `closed`.
    // Kotlin's own `close` frees the object; that name is taken there.
    pub fn wipe(&self) {
        quietly(|| self.0.close());
    }
}

shown_as_the_facade_does!(CardSession);

/// What was read from a chip or a dump: evidence, not yet a judgement.
#[derive(uniffi::Object)]
#[uniffi::export(Debug)]
pub struct CardReading(pub(crate) facade::CardReading);

#[uniffi::export]
impl CardReading {
    /// The files of a dump, to be judged without the chip. `challenge`, eight bytes, is the one that was sent to the
    /// chip, by whom the answer shall convince.
    ///
    /// # Errors
    /// Those of reading a dump; `dump-encoding` for a challenge of another length.
    #[uniffi::constructor]
    pub fn from_dump(json: Vec<u8>, challenge: Option<Vec<u8>>) -> Result<Arc<Self>, DinhDanhError> {
        guarded(|| Ok(Arc::new(Self(facade::CardReading::from_dump(&json, facade::challenge(challenge.as_deref())?)?))))
    }

    /// The same reading, held against the bytes of a QR code as well.
    ///
    /// # Errors
    /// Those of reading the code.
    pub fn with_qr(&self, bytes: Vec<u8>) -> Result<Arc<Self>, DinhDanhError> {
        guarded(|| Ok(Arc::new(Self(self.0.with_qr(&bytes)?))))
    }

    /// Everything read, as JSON that `from_dump` takes: a citizen's data in the clear.
    #[must_use]
    pub fn expose_dump(&self) -> String {
        quietly(|| self.0.expose_dump())
    }

    /// The names of the files that were read, such as `EF.SOD` and `DG1`.
    #[must_use]
    pub fn files(&self) -> Vec<String> {
        quietly(|| self.0.files().into_iter().map(str::to_owned).collect())
    }

    /// The first picture of DG2 as the chip gives it (JPEG or JPEG 2000), not proven by being read.
    #[must_use]
    pub fn expose_portrait(&self) -> Option<Vec<u8>> {
        quietly(|| self.0.expose_portrait())
    }
}

shown_as_the_facade_does!(CardReading);
