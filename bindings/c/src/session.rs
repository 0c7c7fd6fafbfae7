//! Reading one chip: over callbacks, or step by step.

use crate::arguments::{Out, bytes, free, object};
use crate::bytes::dd_bytes;
use crate::errors::{dd_error, entry};
use crate::request::dd_request;
use dinhdanh::error::{Code, Error};
use dinhdanh_facade::{CardReading, CardSession, CardTransport, Progress, SdkResult, Stage, TransportFailure};
use std::ffi::{c_char, c_void};

/// The transport has an answer.
pub const DD_TRANSPORT_OK: i32 = 0;
/// The card was taken away: `card-removed`.
pub const DD_TRANSPORT_CARD_REMOVED: i32 = 1;
/// The card does not answer in time: `card-mute`.
pub const DD_TRANSPORT_TIMEOUT: i32 = 2;
/// Anything else, like every number not named here: `transport-failed`.
pub const DD_TRANSPORT_FAILED: i32 = 3;
/// The person or the program gave up: `cancelled`.
pub const DD_TRANSPORT_CANCELLED: i32 = 4;

/// Room for one answer in bytes: the longest of extended length and its status.
pub const DD_ANSWER_BYTES: usize = 65_538;

/// Finding out what the chip speaks.
pub const DD_STAGE_CONNECTING: i32 = 0;
/// Opening the chip.
pub const DD_STAGE_OPENING: i32 = 1;
/// Reading a file.
pub const DD_STAGE_READING: i32 = 2;
/// Chip or active authentication.
pub const DD_STAGE_PROVING_CHIP: i32 = 3;
/// Nothing more to do.
pub const DD_STAGE_DONE: i32 = 4;

/// How far a session has come. No personal data.
#[repr(C)]
pub struct dd_progress {
    /// `DD_STAGE_...`.
    pub stage: i32,
    /// Bytes of the file read so far.
    pub read: u32,
    /// Bytes of the file; 0 as long as unknown.
    pub total: u32,
    /// The file that is read, such as `DG2`, as a C string; empty for none.
    pub file: [c_char; 16],
}

impl From<Progress> for dd_progress {
    fn from(progress: Progress) -> Self {
        let stage = match progress.stage {
            Stage::Connecting => DD_STAGE_CONNECTING,
            Stage::Opening => DD_STAGE_OPENING,
            Stage::Reading => DD_STAGE_READING,
            Stage::ProvingChip => DD_STAGE_PROVING_CHIP,
            Stage::Done => DD_STAGE_DONE,
        };
        let number = |number| u32::try_from(number).unwrap_or(u32::MAX);
        let mut file = [0; 16];
        // The last byte stays zero.
        for (to, from) in file.iter_mut().take(15).zip(progress.file.unwrap_or_default().bytes()) {
            *to = c_char::try_from(from).unwrap_or_default();
        }
        Self { stage, read: number(progress.read), total: number(progress.total.unwrap_or_default()), file }
    }
}

/// Sends a command APDU of `command_len` bytes to the chip and writes the response APDU, its two status bytes
/// included, to `answer`. `answer_len` holds the room there (`DD_ANSWER_BYTES`) and is set to the number of bytes
/// written. Gives `DD_TRANSPORT_OK` or what went wrong. `context` is what the program gave to `dd_session_run`.
/// No lock of the library is held meanwhile. It must return: no exception, no `longjmp`.
pub type dd_transceive = Option<
    unsafe extern "C" fn(
        context: *mut c_void,
        command: *const u8,
        command_len: usize,
        answer: *mut u8,
        answer_len: *mut usize,
    ) -> i32,
>;

/// Told before every command what it is for, and once at the end. `progress` lives until it returns.
pub type dd_on_progress = Option<unsafe extern "C" fn(context: *mut c_void, progress: *const dd_progress)>;

/// The dialogue with one chip. Any thread may call it; one at a time may read.
pub struct dd_session(CardSession);

/// What was read from a chip or a dump: evidence, not yet a judgement. Holds a citizen's data.
pub struct dd_reading(pub(crate) CardReading);

/// A transport in another language, with room for its answers.
struct Foreign {
    transceive: unsafe extern "C" fn(*mut c_void, *const u8, usize, *mut u8, *mut usize) -> i32,
    context: *mut c_void,
    answer: Vec<u8>,
}

impl CardTransport for Foreign {
    fn transceive(&mut self, command: &[u8]) -> Result<Vec<u8>, TransportFailure> {
        let mut len = self.answer.len();
        let (from, to) = (command.as_ptr(), self.answer.as_mut_ptr());
        // SAFETY: `command` and `answer` are ours and as long as we say; the rest is the callback's contract.
        let outcome = unsafe { (self.transceive)(self.context, from, command.len(), to, &raw mut len) };
        match outcome {
            DD_TRANSPORT_OK => self.answer.get(..len).map(<[u8]>::to_vec).ok_or(TransportFailure::Failed),
            DD_TRANSPORT_CARD_REMOVED => Err(TransportFailure::CardRemoved),
            DD_TRANSPORT_TIMEOUT => Err(TransportFailure::Timeout),
            DD_TRANSPORT_CANCELLED => Err(TransportFailure::Cancelled),
            _ => Err(TransportFailure::Failed),
        }
    }
}

/// A session for one card. `longest_answer` is what chip and reader can pass in bytes: 256, or more where both take
/// extended length. `access-key-missing`, `randomness-missing`. Free it with `dd_session_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_session_new(
    request: *const dd_request,
    longest_answer: usize,
    session: *mut *mut dd_session,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let session = Out::new(session, "session");
        entry(error, || {
            let request = object(request, "request")?;
            session.wanted()?;
            let made = CardSession::new(&request.lock(), longest_answer)?;
            session.give(dd_session(made))
        })
    }
}

/// Reads the chip. Blocks: not for the thread that draws the screen. `progress` and `context` may be NULL.
/// Fails with what the transport says, with what ends the session, `cancelled`, `closed`, and with `session-busy` where
/// the session is already at work, which a transport would find that calls it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_session_run(
    session: *const dd_session,
    transceive: dd_transceive,
    progress: dd_on_progress,
    context: *mut c_void,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        entry(error, || {
            let session = object(session, "session")?;
            let transceive = transceive.ok_or(Error::new(Code::ArgumentMissing, "transceive"))?;
            let mut transport = Foreign { transceive, context, answer: vec![0; DD_ANSWER_BYTES] };
            session.0.run(&mut transport, &mut |now| {
                if let Some(tell) = progress {
                    let now = dd_progress::from(now);
                    tell(context, &raw const now);
                }
            })
        })
    }
}

/// The command to send now; NULL bytes when the session is over. Each command is given once. `cancelled`, `closed`,
/// `session-busy`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_session_next_command(
    session: *const dd_session,
    command: *mut dd_bytes,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let command = Out::new(command, "command");
        entry(error, || {
            let session = object(session, "session")?;
            command.wanted()?;
            command.give_any(session.0.next_command()?)
        })
    }
}

/// Takes the chip's answer to the last command. Fails with what ends the session, `cancelled`, `closed`,
/// `session-busy`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_session_on_response(
    session: *const dd_session,
    answer: *const u8,
    answer_len: usize,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe { entry(error, || object(session, "session")?.0.on_response(bytes(answer, answer_len, "answer")?)) }
}

/// Ends the session at its next step, from any thread. A transport that blocks has to be interrupted by the program.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_session_cancel(session: *const dd_session, error: *mut *mut dd_error) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        entry(error, || {
            object(session, "session")?.0.cancel();
            Ok(())
        })
    }
}

/// Whether the session was cancelled: 1 or 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_session_is_cancelled(
    session: *const dd_session,
    cancelled: *mut i32,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let cancelled = Out::new(cancelled, "cancelled");
        entry(error, || cancelled.set(i32::from(object(session, "session")?.0.is_cancelled())))
    }
}

/// How far the session has come. `closed`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_session_progress(
    session: *const dd_session,
    progress: *mut dd_progress,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let progress = Out::new(progress, "progress");
        entry(error, || progress.set(object(session, "session")?.0.progress()?.into()))
    }
}

impl crate::arguments::Empty for dd_progress {
    const EMPTY: Self = Self { stage: DD_STAGE_CONNECTING, read: 0, total: 0, file: [0; 16] };
}

/// Takes what was read and closes the session: everything where it ended well, and what there was until then where it
/// did not. `closed`, `session-busy`. Free it with `dd_reading_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_session_reading(
    session: *const dd_session,
    reading: *mut *mut dd_reading,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let reading = Out::new(reading, "reading");
        entry(error, || {
            let session = object(session, "session")?;
            // A reading that nobody takes would be lost.
            reading.wanted()?;
            reading.give(dd_reading(session.0.reading()?))
        })
    }
}

/// Drops keys and everything read. Calls after it fail with `closed` or `cancelled`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_session_close(session: *const dd_session, error: *mut *mut dd_error) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        entry(error, || {
            object(session, "session")?.0.close();
            Ok(())
        })
    }
}

/// Frees a session and wipes its keys; at the end of the call where one is still at work. NULL is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_session_free(session: *mut dd_session) {
    // SAFETY: the contract of the crate.
    unsafe { free(session) }
}

/// The files of a dump (JSON, `docs/json.md`), to be judged without the chip. `challenge` is the one of 8 bytes that
/// was sent to the chip, or NULL where none was.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_reading_from_dump(
    json: *const u8,
    json_len: usize,
    challenge: *const u8,
    challenge_len: usize,
    reading: *mut *mut dd_reading,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let reading = Out::new(reading, "reading");
        entry(error, || {
            let challenge = eight(challenge, challenge_len)?;
            let json = bytes(json, json_len, "json")?;
            reading.wanted()?;
            reading.give(dd_reading(CardReading::from_dump(json, challenge)?))
        })
    }
}

/// # Safety
/// The contract of the crate.
unsafe fn eight(challenge: *const u8, len: usize) -> SdkResult<Option<[u8; 8]>> {
    if challenge.is_null() {
        return Ok(None);
    }
    // SAFETY: handed on.
    let challenge = unsafe { bytes(challenge, len, "challenge") }?;
    // Another length is no challenge: what the call needs was not given.
    challenge.try_into().map(Some).map_err(|_| Error::new(Code::ArgumentMissing, "challenge").into())
}

/// The same reading, held against the bytes of a QR code as well, as a new handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_reading_with_qr(
    reading: *const dd_reading,
    payload: *const u8,
    payload_len: usize,
    with_qr: *mut *mut dd_reading,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let with_qr = Out::new(with_qr, "with_qr");
        entry(error, || {
            let payload = bytes(payload, payload_len, "payload")?;
            with_qr.give(dd_reading(object(reading, "reading")?.0.with_qr(payload)?))
        })
    }
}

/// Everything read, as JSON that `dd_reading_from_dump` takes: a citizen's data in the clear.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_reading_expose_dump(
    reading: *const dd_reading,
    json: *mut dd_bytes,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let json = Out::new(json, "json");
        entry(error, || json.give_text(object(reading, "reading")?.0.expose_dump()))
    }
}

/// The names of the files that were read, such as `EF.SOD` and `DG1`, one line each.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_reading_files(
    reading: *const dd_reading,
    lines: *mut dd_bytes,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let lines = Out::new(lines, "lines");
        entry(error, || lines.give_text(object(reading, "reading")?.0.files().join("\n")))
    }
}

/// The picture as the chip gives it (JPEG or JPEG 2000), not proven by being read; NULL bytes where there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_reading_expose_portrait(
    reading: *const dd_reading,
    picture: *mut dd_bytes,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let picture = Out::new(picture, "picture");
        entry(error, || picture.give_any(object(reading, "reading")?.0.expose_portrait()))
    }
}

/// Frees a reading. NULL is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_reading_free(reading: *mut dd_reading) {
    // SAFETY: the contract of the crate.
    unsafe { free(reading) }
}
