//! A card in software: commands in, answers out, as a chip on a reader.

use super::agreement::Group;
use super::bac;
use super::chip::{CardAccessRule, Chip, ChipSecrets};
use super::messaging::Messaging;
use super::pace::{Run, Step};
use crate::channel::CardChannel;
use dinhdanh::Result;
use dinhdanh::crypto::{CipherSuite, HashAlgorithm};
use dinhdanh::document::chip::command::{Command, Status};
use dinhdanh::document::chip::link::Traffic;
use dinhdanh::document::files::data_group::{DataGroup, FileId};
use dinhdanh::document::files::tlv::{Reader, encode, single};
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

const APPLICATION: [u8; 7] = [0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01];

/// The passwords a chip knows.
#[derive(Clone)]
pub(super) struct Passwords {
    /// MRZ_information.
    pub(super) mrz: String,
    /// The card access number.
    pub(super) can: String,
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

    fn select(&mut self, command: &Command, protected: bool) -> Reply {
        let name = command.data.as_slice();
        if command.p2 == 0x0C && command.expected.is_some() {
            return Reply::status(WRONG_LENGTH);
        }
        match (command.p1, name) {
            (0x00, [] | [0x3F, 0x00]) if !self.chip.master_file => Reply::status(UNKNOWN),
            (0x00, [] | [0x3F, 0x00]) => {
                (self.state.in_application, self.state.chosen) = (false, None);
                Reply::status(OK)
            }
            (0x04, name) if name == APPLICATION => {
                (self.state.in_application, self.state.chosen) = (true, None);
                Reply::status(OK)
            }
            (0x04, _) => Reply::status(NOT_FOUND),
            (0x00 | 0x02, &[high, low]) => {
                let id = u16::from_be_bytes([high, low]);
                match self.file(|file| file.file_id() == id, protected) {
                    Ok(file) => {
                        self.state.chosen = Some(file);
                        Reply::status(OK)
                    }
                    Err(status) => Reply::status(status),
                }
            }
            _ => Reply::status(WRONG_PARAMETERS),
        }
    }

    /// A file of the current directory that may be read.
    fn file(&self, is: impl Fn(FileId) -> bool, protected: bool) -> std::result::Result<FileId, Status> {
        if !self.state.in_application {
            return match self.chip.card_access {
                _ if !is(FileId::CardAccess) => Err(NOT_FOUND),
                CardAccessRule::Denied => Err(DENIED),
                CardAccessRule::Free if self.files.contains_key(&FileId::CardAccess) => Ok(FileId::CardAccess),
                CardAccessRule::Free | CardAccessRule::Hidden => Err(NOT_FOUND),
            };
        }
        if !protected {
            return Err(DENIED);
        }
        let fingers_or_irises = |file| matches!(file, FileId::DataGroup(group) if matches!(group.number(), 3 | 4));
        let known = DataGroup::all().map(FileId::DataGroup).chain([FileId::Com, FileId::Sod]);
        match known.into_iter().find(|file| is(*file)) {
            Some(file) if fingers_or_irises(file) || self.chip.denied.contains(&file) => Err(DENIED),
            Some(file) if self.files.contains_key(&file) => Ok(file),
            _ => Err(NOT_FOUND),
        }
    }

    fn read(&mut self, command: &Command, protected: bool) -> Reply {
        let by_offset_object = command.instruction == 0xB1;
        let (file, offset) = match self.target(command, protected) {
            Ok(target) => target,
            Err(status) => return Reply::status(status),
        };
        self.state.chosen = Some(file);
        let asked = command.expected.unwrap_or(0);
        if self.chip.longest_read.is_some_and(|longest| asked > longest) {
            return Reply::leaving(WRONG_LENGTH);
        }
        let Some(rest) = self.files.get(&file).and_then(|bytes| bytes.get(offset..)).filter(|rest| !rest.is_empty())
        else {
            return Reply::status(BEYOND_END);
        };
        // Around the content, object 53 takes two to four bytes.
        let header = match asked {
            _ if !by_offset_object => 0,
            0..=129 => 2,
            130..=258 => 3,
            _ => 4,
        };
        let room = asked.saturating_sub(header);
        if self.chip.corrects_length && !protected && room > rest.len() {
            let [low, ..] = rest.len().to_le_bytes();
            return Reply::status(Status(0x6C00 | u16::from(low)));
        }
        let part = rest.get(..room).unwrap_or(rest).to_vec();
        // "All there is" may be less than the form can say; a number that was asked for may not.
        let all = matches!(asked, 256 | 65_536);
        let status = if part.len() < room && !all { CUT_SHORT } else { OK };
        let data = if by_offset_object { encode(0x53, &part) } else { part };
        Reply { data, status, leaves: false }
    }

    /// The file that a read means, and from where.
    fn target(&self, command: &Command, protected: bool) -> std::result::Result<(FileId, usize), Status> {
        let Command { instruction, p1, p2, .. } = *command;
        let chosen = || self.state.chosen.filter(|_| protected || !self.state.in_application).ok_or(NO_FILE_CHOSEN);
        if instruction == 0xB1 {
            let offset = single(&command.data, 0x54, "offset").map_err(|_| WRONG_DATA)?.value;
            if offset.len() > 4 || (p1, p2) != (0, 0) {
                return Err(WRONG_PARAMETERS);
            }
            let offset = offset.iter().fold(0u32, |n, &b| n << 8 | u32::from(b));
            return Ok((chosen()?, usize::try_from(offset).unwrap_or(usize::MAX)));
        }
        if p1 & 0x80 == 0 {
            return Ok((chosen()?, usize::from(u16::from_be_bytes([p1, p2]))));
        }
        if !self.chip.short_identifiers || p1 & 0x60 != 0 {
            return Err(WRONG_PARAMETERS);
        }
        let file = self.file(|file| file.short_file_id() == p1 & 0x1F, protected)?;
        Ok((file, usize::from(p2)))
    }

    fn challenge(&mut self, command: &Command) -> Reply {
        if command.expected != Some(8) {
            return Reply::status(WRONG_LENGTH);
        }
        let mut challenge = [0; 8];
        self.random.fill(&mut challenge);
        self.state.challenge = Some(challenge);
        Reply::data(challenge.to_vec())
    }

    fn external_authenticate(&mut self, command: &Command, protected: bool) -> Reply {
        let (Some(challenge), true) = (self.state.challenge.take(), self.chip.bac) else {
            return Reply::status(CONDITIONS);
        };
        if protected || !self.state.in_application {
            return Reply::status(CONDITIONS);
        }
        match bac::authenticate(&self.passwords.mrz, challenge, &command.data, &mut *self.random) {
            Some((answer, channel)) => {
                self.state.next = Some(channel);
                Reply::data(answer)
            }
            None => Reply::status(WRONG_PASSWORD),
        }
    }

    fn set_pace(&mut self, command: &Command, protected: bool) -> Reply {
        self.state.pace = None;
        if protected || command.expected.is_some() {
            return Reply::status(if protected { CONDITIONS } else { WRONG_LENGTH });
        }
        match self.pace_run(&command.data) {
            Ok(run) => {
                self.state.pace = Some(run);
                self.state.chip_authentication = false;
                Reply::status(match self.pace_status() {
                    // The standard lets the chip warn here, and go on.
                    status @ Status(0x63C0..=0x63CF) if self.pace_failures > 0 => status,
                    BLOCKED => BLOCKED,
                    _ => OK,
                })
            }
            Err(status) => Reply::status(status),
        }
    }

    fn pace_run(&self, data: &[u8]) -> std::result::Result<Run, Status> {
        let mut objects = Reader::new(data, "MSE");
        let oid = objects.expect(0x80).map_err(|_| WRONG_DATA)?.value;
        let password = objects.expect(0x83).map_err(|_| WRONG_DATA)?.value;
        let number = objects.take_if(0x84).map_err(|_| WRONG_DATA)?.map(|object| object.value);
        let number = number.map(|digits| digits.iter().fold(0u32, |n, &b| n << 8 | u32::from(b)));
        let fits = |(protocol, offered): &&(dinhdanh::document::files::protocol::PaceProtocol, u32)| {
            protocol.oid().as_bytes() == oid && number.is_none_or(|number| number == *offered)
        };
        let &(protocol, number) = self.chip.pace.iter().find(fits).ok_or(WRONG_DATA)?;
        let group = Group::standard(number).ok_or(WRONG_DATA)?;
        let text = match password {
            [1] => HashAlgorithm::Sha1.digest(&[self.passwords.mrz.as_bytes()]),
            [2] => self.passwords.can.clone().into_bytes(),
            _ => return Err(NO_KEY),
        };
        Ok(Run::new(protocol, group, &text))
    }

    /// What a wrong password is answered with after the failures so far.
    fn pace_status(&self) -> Status {
        match self.chip.pace_tries {
            None => WRONG_PASSWORD,
            Some(tries) => match tries.saturating_sub(self.pace_failures) {
                0 => BLOCKED,
                left => Status(0x63C0 | u16::from(left.min(15))),
            },
        }
    }

    fn general_authenticate(&mut self, command: &Command, protected: bool) -> Reply {
        let chained = command.class & 0x10 != 0;
        if self.state.chip_authentication && protected && !chained {
            return self.agree(command);
        }
        let Some(run) = self.state.pace.take().filter(|run| !protected && run.is_last() != chained) else {
            return Reply::status(CONDITIONS);
        };
        if self.pace_status() == BLOCKED {
            return Reply::status(BLOCKED);
        }
        match run.step(&command.data, self.chip.wrong_pace_token, &mut *self.random) {
            Step::Next(answer, run) => {
                self.state.pace = Some(run);
                Reply::data(answer)
            }
            Step::Open(answer, channel) => {
                self.pace_failures = 0;
                self.state.next = Some(channel);
                Reply::data(answer)
            }
            Step::WrongPassword => {
                self.pace_failures = self.pace_failures.saturating_add(1);
                Reply::status(self.pace_status())
            }
            Step::Refused => Reply::status(WRONG_DATA),
        }
    }

    fn set_chip_authentication(&mut self, command: &Command, protected: bool) -> Reply {
        let oid = Reader::new(&command.data, "MSE").expect(0x80).map(|object| object.value.to_vec());
        let chip_authentication = [4, 0, 0x7F, 0, 7, 2, 2, 3];
        match (oid, &self.secrets.agreement) {
            _ if !protected => Reply::status(DENIED),
            (Ok(oid), Some((_, suite))) if oid.starts_with(&chip_authentication) && suite.block() == 16 => {
                self.state.chip_authentication = true;
                Reply::status(OK)
            }
            (Ok(_), Some(_)) => Reply::status(WRONG_DATA),
            _ => Reply::status(NO_KEY),
        }
    }

    /// GENERAL AUTHENTICATE of chip authentication.
    fn agree(&mut self, command: &Command) -> Reply {
        self.state.chip_authentication = false;
        let outer = single(&command.data, 0x7C, "chip authentication");
        let theirs = outer.and_then(|outer| single(outer.value, 0x80, "chip authentication").map(|o| o.value.to_vec()));
        match theirs.ok().and_then(|theirs| self.agreed(&theirs)) {
            Some(channel) => {
                self.state.next = Some(channel);
                Reply::data(vec![0x7C, 0x00])
            }
            None => Reply::status(WRONG_DATA),
        }
    }

    /// MSE:Set KAT, which carries the terminal's key itself.
    fn agree_at_once(&mut self, command: &Command, protected: bool) -> Reply {
        let triple_des = matches!(&self.secrets.agreement, Some((_, CipherSuite::TripleDes)));
        if !protected || !triple_des {
            return Reply::status(if protected { NO_KEY } else { DENIED });
        }
        let theirs = Reader::new(&command.data, "MSE").expect(0x91).map(|object| object.value.to_vec());
        match theirs.ok().and_then(|theirs| self.agreed(&theirs)) {
            Some(channel) => {
                self.state.next = Some(channel);
                Reply::status(OK)
            }
            None => Reply::status(WRONG_DATA),
        }
    }

    fn agreed(&self, theirs: &[u8]) -> Option<Messaging> {
        let (key, suite) = self.secrets.agreement.as_ref()?;
        Some(Messaging::over(*suite, key.agree(theirs)?.expose(), 0))
    }

    fn internal_authenticate(&mut self, command: &Command, protected: bool) -> Reply {
        match &self.secrets.active {
            _ if !protected => Reply::status(DENIED),
            _ if command.data.len() != 8 => Reply::status(WRONG_LENGTH),
            None => Reply::status(NO_KEY),
            Some(key) => match key.answer(&command.data, &mut *self.random) {
                Ok(signature) => Reply::data(signature),
                Err(_) => Reply::status(Status(0x6F00)),
            },
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
