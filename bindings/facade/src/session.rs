//! Reading one chip, from any thread of any language: step by step, or over a transport.

use crate::errors::{SdkError, SdkResult};
use crate::request::ReadRequest;
use crate::transport::{CardTransport, TransportFailure};
use dinhdanh::document::chip::reading::ChipReading;
use dinhdanh::document::chip::session::{Activity, Session};
use dinhdanh::document::files::data_group::{DataGroup, FileId};
use dinhdanh::document::files::dg2::Dg2;
use dinhdanh::document::mrz::Mrz;
use dinhdanh::error::{Code, Error};
use dinhdanh::given::Randomness;
use dinhdanh::identity::Citizen;
use dinhdanh_readers::drive::OsRandom;
use dinhdanh_readers::dump;
use serde::Serialize;
use std::fmt;
use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What a session is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
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

impl Stage {
    /// As written in JSON and documentation.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Connecting => "connecting",
            Self::Opening => "opening",
            Self::Reading => "reading",
            Self::ProvingChip => "proving-chip",
            Self::Done => "done",
        }
    }
}

/// How far a session has come. It holds no personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What it is doing.
    pub stage: Stage,
    /// The file that is read, such as `DG2`.
    pub file: Option<&'static str>,
    /// Bytes of it read so far.
    pub read: usize,
    /// Its size, once known.
    pub total: Option<usize>,
}

impl From<Activity> for Progress {
    fn from(activity: Activity) -> Self {
        let at = |stage| Self { stage, file: None, read: 0, total: None };
        match activity {
            Activity::Connecting => at(Stage::Connecting),
            Activity::Opening { .. } => at(Stage::Opening),
            Activity::Reading { file, read, total } => {
                Self { stage: Stage::Reading, file: Some(file.name()), read, total }
            }
            Activity::ProvingChip => at(Stage::ProvingChip),
            _ => at(Stage::Done),
        }
    }
}

/// The dialogue with one chip.
///
/// Either call [`CardSession::run`] with a transport, or send what [`CardSession::next_command`] gives and hand the
/// answer to [`CardSession::on_response`] until there is no next command. Then take [`CardSession::reading`].
pub struct CardSession {
    /// `None` once the reading was taken or the session closed.
    state: Mutex<Option<Session>>,
    /// Set while `run` is at work, so that a transport that calls back gets an error and no deadlock.
    running: AtomicBool,
    cancelled: AtomicBool,
    expected: Expected,
}

#[derive(Clone)]
struct Expected {
    qr: Option<Citizen>,
    mrz: Option<Mrz>,
    challenge: [u8; 8],
}

impl CardSession {
    /// A session for one card. `longest_answer` is what chip and reader can pass in bytes: 256, or more where both
    /// take extended length.
    ///
    /// # Errors
    /// `access-key-missing`, `randomness-missing`.
    pub fn new(request: &ReadRequest, longest_answer: usize) -> SdkResult<Self> {
        let mut random = OsRandom::new()?;
        let mut challenge = [0; 8];
        random.fill(&mut challenge)?;
        let longest_answer = if longest_answer > 256 { 65_536 } else { 256 };
        let session = Session::new(request.plan(challenge, longest_answer)?, Box::new(random))?;
        Ok(Self {
            state: Mutex::new(Some(session)),
            running: AtomicBool::new(false),
            cancelled: AtomicBool::new(false),
            expected: Expected { qr: request.qr.clone(), mrz: request.mrz.clone(), challenge },
        })
    }

    /// The command to send now; `None` when the session is over. Each command is given once.
    ///
    /// # Errors
    /// `cancelled`, `closed`, `session-busy`.
    pub fn next_command(&self) -> SdkResult<Option<Vec<u8>>> {
        self.not_running()?;
        self.next()
    }

    /// Takes the chip's answer to the last command.
    ///
    /// # Errors
    /// What ends the session, `cancelled`, `closed`, `session-busy`.
    pub fn on_response(&self, answer: &[u8]) -> SdkResult<()> {
        self.not_running()?;
        self.answer(answer)
    }

    /// Reads the chip over a transport and tells `progress` before every command what it is for. Blocks: not for the
    /// thread that draws the screen. No lock is held while the transport runs.
    ///
    /// # Errors
    /// What the transport says, what ends the session, `cancelled`, `closed`, and `session-busy` where the session is
    /// already at work, which a transport would find that calls it.
    pub fn run(&self, transport: &mut dyn CardTransport, progress: &mut dyn FnMut(Progress)) -> SdkResult<()> {
        let _running = self.start()?;
        self.carry(transport, progress)
    }

    /// As [`CardSession::run`], over a transport that is waited for. Needs no runtime; whoever drops the call ends it.
    ///
    /// # Errors
    /// As [`CardSession::run`].
    pub async fn run_async<Answer>(
        &self,
        mut transceive: impl FnMut(Vec<u8>) -> Answer,
        mut progress: impl FnMut(Progress),
    ) -> SdkResult<()>
    where
        Answer: Future<Output = Result<Vec<u8>, TransportFailure>>,
    {
        let _running = self.start()?;
        while let Some(command) = self.next()? {
            progress(self.progress()?);
            let answer = transceive(command).await.map_err(Error::from)?;
            self.answer(&answer)?;
        }
        progress(self.progress()?);
        Ok(())
    }

    fn start(&self) -> SdkResult<Running<'_>> {
        let running = self.running.swap(true, Ordering::AcqRel);
        if running { Err(SdkError::of(Code::SessionBusy, "session")) } else { Ok(Running(&self.running)) }
    }

    fn carry(&self, transport: &mut dyn CardTransport, progress: &mut dyn FnMut(Progress)) -> SdkResult<()> {
        while let Some(command) = self.next()? {
            progress(self.progress()?);
            let answer = transport.transceive(&command).map_err(Error::from)?;
            self.answer(&answer)?;
        }
        progress(self.progress()?);
        Ok(())
    }

    /// Ends the session at its next step, from any thread. A transport that blocks has to be interrupted by the
    /// program.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Release);
    }

    /// Whether it was cancelled.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Acquire)
    }

    /// How far it has come.
    ///
    /// # Errors
    /// `closed`.
    pub fn progress(&self) -> SdkResult<Progress> {
        self.lock().as_ref().map(|session| session.activity().into()).ok_or(CLOSED)
    }

    /// Takes what was read and closes the session: everything where it ended well, and what there was until then where
    /// it did not.
    ///
    /// # Errors
    /// `closed`, `session-busy`.
    pub fn reading(&self) -> SdkResult<CardReading> {
        self.not_running()?;
        let session = self.lock().take().ok_or(CLOSED)?;
        Ok(CardReading { reading: Arc::new(session.into_reading()), expected: Arc::new(self.expected.clone()) })
    }

    /// Drops keys and everything read. Calls after it fail with `closed`.
    pub fn close(&self) {
        self.cancel();
        if !self.running.load(Ordering::Acquire) {
            self.lock().take();
        }
    }

    fn next(&self) -> SdkResult<Option<Vec<u8>>> {
        self.not_cancelled()?;
        self.lock().as_mut().map(Session::next_command).ok_or(CLOSED)
    }

    fn answer(&self, answer: &[u8]) -> SdkResult<()> {
        self.not_cancelled()?;
        self.lock().as_mut().ok_or(CLOSED)?.on_response(answer).map_err(SdkError::from)
    }

    fn not_running(&self) -> SdkResult<()> {
        let running = self.running.load(Ordering::Acquire);
        if running { Err(SdkError::of(Code::SessionBusy, "session")) } else { Ok(()) }
    }

    fn not_cancelled(&self) -> SdkResult<()> {
        if self.is_cancelled() { Err(SdkError::of(Code::Cancelled, "session")) } else { Ok(()) }
    }

    /// A panic of another thread leaves the session as consistent as it was: every step replaces the state whole.
    fn lock(&self) -> MutexGuard<'_, Option<Session>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const CLOSED: SdkError = SdkError::of(Code::Closed, "session");

/// Resets the flag however `run` ends: by an error, or by an exception that unwinds out of a transport.
struct Running<'a>(&'a AtomicBool);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

/// The challenge of a reading from bytes of another language.
///
/// # Errors
/// `dump-encoding` for any other length than eight.
pub fn challenge(bytes: Option<&[u8]>) -> SdkResult<Option<[u8; 8]>> {
    let eight = |bytes: &[u8]| bytes.try_into().map_err(|_| SdkError::of(Code::DumpEncoding, "challenge"));
    bytes.map(eight).transpose()
}

/// What was read from a chip or a dump: evidence, not yet a judgement. Holds a citizen's data; shows none.
#[derive(Clone)]
pub struct CardReading {
    reading: Arc<ChipReading>,
    expected: Arc<Expected>,
}

impl CardReading {
    /// The files of a dump, to be judged without the chip. `challenge` is the one that was sent to the chip, by whom
    /// the answer shall convince.
    ///
    /// # Errors
    /// Those of reading a dump.
    pub fn from_dump(json: &[u8], challenge: Option<[u8; 8]>) -> SdkResult<Self> {
        let reading = dump::read_dump(json)?;
        let challenge = challenge.unwrap_or_default();
        let expected = Expected { qr: None, mrz: None, challenge };
        Ok(Self { reading: Arc::new(reading), expected: Arc::new(expected) })
    }

    /// The same reading, held against the text of a QR code as well.
    ///
    /// # Errors
    /// As [`ReadRequest::qr`].
    pub fn with_qr(&self, bytes: &[u8]) -> SdkResult<Self> {
        let qr = Some(dinhdanh::document::qr::CardQr::parse_bytes(bytes)?.value.citizen);
        let expected = Expected { qr, ..Expected::clone(&self.expected) };
        Ok(Self { reading: Arc::clone(&self.reading), expected: Arc::new(expected) })
    }

    /// Everything read, as JSON that `verify_dump` takes: a citizen's data in the clear.
    #[must_use]
    pub fn expose_dump(&self) -> String {
        dump::to_dump_json(&self.reading).into_inner()
    }

    /// The names of the files that were read, such as `EF.SOD` and `DG1`.
    #[must_use]
    pub fn files(&self) -> Vec<&'static str> {
        self.reading.files.keys().map(|file| file.name()).collect()
    }

    /// The first picture of DG2 as the chip gives it (JPEG or JPEG 2000), not proven by being read.
    #[must_use]
    pub fn expose_portrait(&self) -> Option<Vec<u8>> {
        let dg2 = self.reading.files.get(&FileId::DataGroup(DataGroup::DG2))?;
        Some(Dg2::parse(dg2).ok()?.faces.into_iter().next()?.image.into_inner())
    }

    pub(crate) fn chip(&self) -> &ChipReading {
        &self.reading
    }

    pub(crate) fn expected(&self) -> dinhdanh::document::verify::Expected<'_> {
        dinhdanh::document::verify::Expected {
            qr: self.expected.qr.as_ref(),
            mrz: self.expected.mrz.as_ref(),
            challenge: Some(self.expected.challenge),
        }
    }
}

impl fmt::Debug for CardReading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CardReading").field("files", &self.files()).finish_non_exhaustive()
    }
}

impl fmt::Debug for CardSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CardSession").field("progress", &self.progress()).finish_non_exhaustive()
    }
}
