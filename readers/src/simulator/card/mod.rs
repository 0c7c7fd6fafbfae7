//! A card in software: commands in, answers out, as a chip on a reader.

mod access;
mod files;

use super::chip::{Chip, ChipSecrets};
use super::messaging::Messaging;
use super::pace::Run;
use crate::channel::CardChannel;
use dinhdanh::Result;
use dinhdanh::document::chip::command::{Command, Status};
use dinhdanh::document::chip::link::Traffic;
use dinhdanh::document::files::data_group::FileId;
use dinhdanh::given::Randomness;
use std::collections::BTreeMap;
use std::fmt;

const OK: Status = Status::OK;
const CUT_SHORT: Status = Status(0x6282);
const WRONG_PASSWORD: Status = Status(0x6300);
const WRONG_LENGTH: Status = Status(0x6700);
const DENIED: Status = Status(0x6982);
const BLOCKED: Status = Status(0x6983);
const CONDITIONS: Status = Status(0x6985);
const NO_FILE_CHOSEN: Status = Status(0x6986);
const NOT_PROTECTED: Status = Status(0x6988);
const WRONG_DATA: Status = Status(0x6A80);
const NOT_FOUND: Status = Status(0x6A82);
const WRONG_PARAMETERS: Status = Status(0x6A86);
const NO_KEY: Status = Status(0x6A88);
const BEYOND_END: Status = Status(0x6B00);
const UNKNOWN: Status = Status(0x6D00);

/// The passwords a chip knows.
#[derive(Clone)]
pub(super) struct Passwords {
    /// MRZ_information.
    pub(in crate::simulator) mrz: String,
    /// The card access number.
    pub(in crate::simulator) can: String,
}

/// A chip, with the state that a reader and it share.
pub struct SoftwareCard {
    chip: Chip,
    atr: Vec<u8>,
    files: BTreeMap<FileId, Vec<u8>>,
    secrets: ChipSecrets,
    passwords: Passwords,
    random: Box<dyn Randomness + Send>,
    traffic: Traffic,
    pace_failures: u8,
    state: State,
}

/// What a reset wipes.
#[derive(Default)]
struct State {
    in_application: bool,
    chosen: Option<FileId>,
    challenge: Option<[u8; 8]>,
    pace: Option<Run>,
    chip_authentication: bool,
    messaging: Option<Messaging>,
    /// The channel that takes over after this answer.
    next: Option<Messaging>,
    /// What of an answer is still to be fetched, and the status behind it.
    pending: Option<(Vec<u8>, Status)>,
}

/// The answer to a command, before any protection.
struct Reply {
    data: Vec<u8>,
    status: Status,
    /// The chip gives the channel up and answers in the clear.
    leaves: bool,
}

impl Reply {
    const fn status(status: Status) -> Self {
        Self { data: Vec::new(), status, leaves: false }
    }

    const fn leaving(status: Status) -> Self {
        Self { data: Vec::new(), status, leaves: true }
    }

    const fn data(data: Vec<u8>) -> Self {
        Self { data, status: OK, leaves: false }
    }
}

impl SoftwareCard {
    pub(super) fn new(
        chip: Chip,
        files: BTreeMap<FileId, Vec<u8>>,
        secrets: ChipSecrets,
        passwords: Passwords,
        random: Box<dyn Randomness + Send>,
    ) -> Self {
        let (atr, traffic) = (chip.atr(), Traffic::default());
        Self { chip, atr, files, secrets, passwords, random, traffic, pace_failures: 0, state: State::default() }
    }

    /// Takes the field away and gives it back.
    pub fn reset(&mut self) {
        self.state = State::default();
    }

    /// Counts of what passed since the card was made.
    #[must_use]
    pub const fn traffic(&self) -> Traffic {
        self.traffic
    }

    /// The answer to a command.
    pub fn transmit(&mut self, apdu: &[u8]) -> Vec<u8> {
        let answer = self.answer(apdu);
        self.traffic.apdus = self.traffic.apdus.saturating_add(1);
        self.traffic.bytes_sent = self.traffic.bytes_sent.saturating_add(apdu.len());
        self.traffic.bytes_received = self.traffic.bytes_received.saturating_add(answer.len());
        answer
    }

    fn answer(&mut self, apdu: &[u8]) -> Vec<u8> {
        // In the short form a fifth byte of zero can only be the last.
        let extended = apdu.len() > 5 && apdu.get(4) == Some(&0);
        let Some(command) = Command::decode(apdu).filter(|_| !extended || self.chip.extended_length) else {
            self.state.messaging = None;
            return WRONG_LENGTH.0.to_be_bytes().to_vec();
        };
        let most = if extended { 65_536 } else { 256 };
        let limit = command.expected.unwrap_or(most);
        if command.instruction == 0xC0 && command.class & 0x0C == 0 && self.state.pending.is_some() {
            let (data, status) = self.state.pending.take().unwrap_or((Vec::new(), OK));
            return self.deliver(data, status, limit);
        }
        self.state.pending = None;
        let (data, status) = if command.class & 0x0C == 0 {
            // A command in the clear ends the channel (ICAO 9303-11, 9.8.4).
            self.state.messaging = None;
            let reply = self.execute(&command, false);
            self.state.messaging = self.state.next.take();
            (reply.data, reply.status)
        } else {
            self.execute_protected(&command)
        };
        self.deliver(data, status, limit)
    }

    fn execute_protected(&mut self, command: &Command) -> (Vec<u8>, Status) {
        let Some(mut messaging) = self.state.messaging.take() else { return (Vec::new(), NOT_PROTECTED) };
        let plain = match messaging.open(command) {
            Ok(plain) => plain,
            Err(status) => return (Vec::new(), status),
        };
        let reply = self.execute(&plain, true);
        if reply.leaves {
            return (Vec::new(), reply.status);
        }
        match messaging.seal(plain.instruction, &reply.data, reply.status) {
            Some(objects) => {
                self.state.messaging = self.state.next.take().or(Some(messaging));
                (objects, reply.status)
            }
            None => (Vec::new(), NOT_PROTECTED),
        }
    }

    /// Hands an answer out, in pieces where it is longer than what may pass at once.
    fn deliver(&mut self, mut data: Vec<u8>, status: Status, limit: usize) -> Vec<u8> {
        if data.len() <= limit {
            data.extend(status.0.to_be_bytes());
            return data;
        }
        let rest = data.split_off(limit);
        data.extend([0x61, u8::try_from(rest.len()).unwrap_or(0)]);
        self.state.pending = Some((rest, status));
        data
    }

    fn execute(&mut self, command: &Command, protected: bool) -> Reply {
        let Command { class, instruction, p1, p2, .. } = *command;
        if class & 0xEF != 0 || (class & 0x10 != 0 && instruction != 0x86) {
            return Reply::status(Status(0x6E00));
        }
        match (instruction, p1, p2) {
            (0xA4, ..) => self.select(command, protected),
            (0xB0 | 0xB1, ..) => self.read(command, protected),
            (0x84, 0, 0) => self.challenge(command),
            (0x82, 0, 0) => self.external_authenticate(command, protected),
            (0x22, 0xC1, 0xA4) => self.set_pace(command, protected),
            (0x22, 0x41, 0xA4) => self.set_chip_authentication(command, protected),
            (0x22, 0x41, 0xA6) => self.agree_at_once(command, protected),
            (0x86, 0, 0) => self.general_authenticate(command, protected),
            (0x88, 0, 0) => self.internal_authenticate(command, protected),
            (0x82 | 0x84 | 0x22 | 0x86 | 0x88, ..) => Reply::status(WRONG_PARAMETERS),
            _ => Reply::status(UNKNOWN),
        }
    }
}

impl CardChannel for SoftwareCard {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>> {
        Ok(Self::transmit(self, command))
    }

    fn atr(&self) -> &[u8] {
        &self.atr
    }

    fn is_simulator(&self) -> bool {
        true
    }
}

impl fmt::Debug for SoftwareCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SoftwareCard").field("chip", &self.chip).field("traffic", &self.traffic).finish_non_exhaustive()
    }
}
