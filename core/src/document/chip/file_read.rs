//! Reading one file, in as few commands as the chip allows (ICAO 9303-10, 3.6).

use super::command::{Command, Response, Status};
use crate::document::files::data_group::{DataGroup, FileId};
use crate::document::files::tlv::{announced_size, encode, single};
use crate::error::Code;
use crate::limits::{FACE_FILE_BYTES, FILE_BYTES};

/// Read sizes to fall back to. Some chips refuse more than 160, a few more than 100.
const LADDER: [usize; 3] = [160, 112, 64];

/// READ BINARY with an offset reaches 32 767 bytes; beyond, the odd instruction takes an offset object.
const SHORT_OFFSETS: usize = 0x8000;

/// What the chip has shown to support; kept for all files of a session.
#[derive(Clone, Copy, Debug)]
pub(super) struct Abilities {
    /// Whether files can be read by short identifier; unknown before the first try.
    pub(super) short_identifiers: Option<bool>,
    /// The most bytes to ask for at once.
    pub(super) chunk: usize,
    /// Whether to ask for a file's header first, because the chip refuses to be asked for more than there is.
    pub(super) heads_first: bool,
}

/// Enough of a file to learn its size: a tag of two bytes and a length of four.
const HEAD: usize = 6;

#[derive(Debug)]
pub(super) struct FileRead {
    pub(super) file: FileId,
    pub(super) buffer: Vec<u8>,
    total: Option<usize>,
    step: Step,
    asked: usize,
    /// A length that the chip itself named (6Cxx), for the next read alone.
    named: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    ByShortIdentifier,
    Select,
    ByOffset,
}

/// What comes next for the file.
pub(super) enum Next {
    Send(Command),
    Done(Vec<u8>),
    Refused(Status),
    Broken(Code),
}

impl Abilities {
    /// Takes one step down; whether there was one.
    pub(super) fn step_down(&mut self, secure_short: usize) -> bool {
        let below = [secure_short].into_iter().chain(LADDER).find(|&size| size < self.chunk);
        self.chunk = below.unwrap_or(self.chunk);
        below.is_some()
    }
}

impl FileRead {
    /// Starts with a file that has to be selected or can be read by its short identifier.
    pub(super) fn start(file: FileId, abilities: &Abilities) -> (Self, Command) {
        let by_id = abilities.short_identifiers != Some(false);
        let step = if by_id { Step::ByShortIdentifier } else { Step::Select };
        let mut read = Self { file, buffer: Vec::new(), total: None, step, asked: 0, named: None };
        let command = read.command(abilities);
        (read, command)
    }

    /// Starts with a file that is selected already.
    pub(super) fn start_selected(file: FileId, abilities: &Abilities) -> (Self, Command) {
        let mut read = Self { file, buffer: Vec::new(), total: None, step: Step::ByOffset, asked: 0, named: None };
        let command = read.command(abilities);
        (read, command)
    }

    /// The size that the file announces, once known.
    pub(super) const fn total(&self) -> Option<usize> {
        self.total
    }

    pub(super) fn command(&mut self, abilities: &Abilities) -> Command {
        let left = self.total.map_or(usize::MAX, |total| total.saturating_sub(self.buffer.len()));
        let offset = self.buffer.len();
        let usual = if abilities.heads_first && offset == 0 { HEAD } else { abilities.chunk };
        let size = self.named.take().unwrap_or(usual).min(left);
        match self.step {
            Step::Select => Command::select_file(self.file.file_id()),
            Step::ByShortIdentifier => {
                self.asked = size;
                Command::new(0xB0, 0x80 | self.file.short_file_id(), 0).expecting(self.asked)
            }
            Step::ByOffset if offset < SHORT_OFFSETS => {
                self.asked = size;
                let [.., high, low] = offset.to_be_bytes();
                Command::new(0xB0, high, low).expecting(self.asked)
            }
            Step::ByOffset => {
                // The answer is wrapped in an object, which takes up to four bytes.
                self.asked = size.min(abilities.chunk.saturating_sub(4));
                let [.., a, b, c] = offset.to_be_bytes();
                let expected = self.asked.saturating_add(4).min(abilities.chunk);
                Command::new(0xB1, 0, 0).with_data(encode(0x54, &[a, b, c])).expecting(expected)
            }
        }
    }

    /// Takes an answer. `secure_short` is what fits into a short answer of this channel.
    pub(super) fn on_response(&mut self, response: &Response, abilities: &mut Abilities, secure_short: usize) -> Next {
        let status = response.status;
        if self.step == Step::Select {
            if !status.is_success() {
                return Next::Refused(status);
            }
            self.step = Step::ByOffset;
            return Next::Send(self.command(abilities));
        }
        let data = match self.content(response) {
            Ok(data) => data,
            Err(code) => return Next::Broken(code),
        };
        if !status.is_success() || data.is_empty() {
            return self.on_refusal(status, abilities, secure_short);
        }
        if self.step == Step::ByShortIdentifier {
            abilities.short_identifiers = Some(true);
            self.step = Step::ByOffset;
        }
        self.buffer.extend_from_slice(data);
        if self.total.is_none() {
            match announced_size(&self.buffer, "file") {
                Ok(total) => self.total = total,
                Err(error) => return Next::Broken(error.code()),
            }
        }
        let limit = if self.file == FileId::DataGroup(DataGroup::DG2) { FACE_FILE_BYTES } else { FILE_BYTES };
        match self.total {
            None if self.buffer.len() > HEAD => Next::Broken(Code::TlvLength),
            Some(total) if total > limit => Next::Broken(Code::TooLarge),
            Some(total) if self.buffer.len() >= total => {
                self.buffer.truncate(total);
                Next::Done(std::mem::take(&mut self.buffer))
            }
            _ => Next::Send(self.command(abilities)),
        }
    }

    fn on_refusal(&mut self, status: Status, abilities: &mut Abilities, secure_short: usize) -> Next {
        if let Some(length) = status.right_length().filter(|length| *length < self.asked) {
            self.named = Some(length);
            return Next::Send(self.command(abilities));
        }
        if self.learn(status, abilities, secure_short) {
            if abilities.short_identifiers == Some(false) && self.step == Step::ByShortIdentifier {
                self.step = Step::Select;
            }
            return Next::Send(self.command(abilities));
        }
        if self.buffer.is_empty() && !status.is_success() {
            return Next::Refused(status);
        }
        Next::Broken(Code::FileIncomplete)
    }

    /// Learns from a refusal what to ask otherwise; whether there is something left to try.
    pub(super) fn learn(&self, status: Status, abilities: &mut Abilities, secure_short: usize) -> bool {
        if status.is_wrong_length() || status.0 == 0x6282 {
            // The first read asks for more than a short file holds. Security objects are never that short, so that
            // there the chip does not take the length itself.
            let long_enough = self.file == FileId::Sod && abilities.chunk <= 256;
            if self.buffer.is_empty() && !abilities.heads_first && !long_enough {
                abilities.heads_first = true;
                return true;
            }
            return abilities.step_down(secure_short);
        }
        // Not every refusal of a short identifier says what it is: ask for the file by its name.
        let untried = self.step == Step::ByShortIdentifier && abilities.short_identifiers.is_none();
        if untried {
            abilities.short_identifiers = Some(false);
        }
        untried
    }

    /// The bytes of the file in an answer, no more than were asked for.
    fn content<'a>(&self, response: &'a Response) -> Result<&'a [u8], Code> {
        if self.step != Step::ByOffset || self.buffer.len() < SHORT_OFFSETS || response.data.is_empty() {
            return Ok(response.data.get(..self.asked).unwrap_or(&response.data));
        }
        let object = single(&response.data, 0x53, "READ BINARY").map_err(|error| error.code())?;
        Ok(object.value.get(..self.asked).unwrap_or(object.value))
    }
}
