//! The dialogue with one chip as a state machine without I/O: it says what to send and takes what came back.

use super::access::{Access, AccessProtocol, Password};
use super::bac::{Bac, get_challenge};
use super::chip_authentication::{ChipRun, Started};
use super::command::{Command, Response, Status};
use super::file_read::{Abilities, FileRead, Next as FileNext};
use super::link::{Link, Received};
use super::pace::{Next as PaceNext, Offer, Pace};
use super::reading::{ActiveAuthentication, ChipAuthentication, ChipAuthenticationOutcome, ChipReading, Withheld};
use super::secure_messaging::{SecureChannel, Unwrapped};
use crate::document::files::com::Com;
use crate::document::files::data_group::{DataGroup, FileId};
use crate::document::files::dg14::Dg14;
use crate::document::files::security_infos::CardAccess;
use crate::document::files::sod::Sod;
use crate::error::{Code, Error, Result};
use crate::given::Randomness;
use crate::limits::{ACCESS_TRIES, ANSWER_BYTES, REOPENINGS};
use std::collections::{BTreeSet, VecDeque};
use std::fmt;

/// What to do when a chip offers PACE and PACE fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AfterFailedPace {
    /// Stop: who stands between reader and chip could otherwise force the weaker protocol.
    #[default]
    Stop,
    /// Try BAC, and let the verdict say so.
    TryBac,
}

/// What a session is to do.
#[derive(Clone, Debug)]
pub struct ReadPlan {
    /// The passwords to try, most likely first; no more than [`ACCESS_TRIES`] are tried.
    pub passwords: Vec<Password>,
    /// What to do when PACE fails.
    pub after_failed_pace: AfterFailedPace,
    /// The data groups to read, in this order, as far as the chip lists them. Fingerprints (DG3) need a
    /// right that only the state has.
    pub groups: Vec<DataGroup>,
    /// The challenge of active authentication; none to leave it out. Chosen at random by whom it shall
    /// convince.
    pub challenge: Option<[u8; 8]>,
    /// Whether to do chip authentication.
    pub chip_authentication: bool,
    /// The longest answer that reader and chip can pass, in bytes: 256, or up to 65 536 with extended
    /// length. A chip that turns out to take less is asked for less.
    pub longest_answer: usize,
}

/// What a session is doing, for a progress display.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Activity {
    /// Finding out what the chip speaks.
    Connecting,
    /// Opening the chip with this password of the plan (counting from zero).
    Opening {
        /// Its place in the plan.
        password: usize,
    },
    /// Reading a file.
    Reading {
        /// Which.
        file: FileId,
        /// Bytes read.
        read: usize,
        /// Size, once known.
        total: Option<usize>,
    },
    /// Chip or active authentication.
    ProvingChip,
    /// Nothing more to do.
    Done,
}

/// The dialogue with one chip.
///
/// Send what [`Session::next_command`] gives and hand the answer to [`Session::on_response`], until there is
/// no next command; then take [`Session::into_reading`].
pub struct Session {
    plan: ReadPlan,
    random: Box<dyn Randomness + Send>,
    link: Link,
    channel: Option<SecureChannel>,
    abilities: Abilities,
    state: State,
    pending: Option<Vec<u8>>,
    reading: ChipReading,
    queue: VecDeque<FileId>,
    listed: bool,
    offer: Option<Offer>,
    opened_with: usize,
    reopenings: u32,
    /// Whether active authentication uses extended length, once the other form was refused.
    active_length: Option<bool>,
    /// The key of chip authentication while the first answer under the new keys is awaited.
    unconfirmed: Option<Vec<u8>>,
}

#[derive(Debug)]
enum State {
    SelectCardAccess { after_master_file: bool },
    SelectMasterFile,
    ReadCardAccess(FileRead),
    ReturnToMasterFile,
    Pace { run: Box<Pace>, password: usize },
    SelectApplication,
    Challenge { password: usize },
    Bac { run: Bac, password: usize },
    File(FileRead),
    Chip(Box<ChipRun>),
    ConfirmChip,
    Active { challenge: [u8; 8], long: bool },
    Done,
}

impl Default for ReadPlan {
    /// No password yet; everything a verdict needs, what a clerk waits for first; short length.
    fn default() -> Self {
        Self {
            passwords: Vec::new(),
            after_failed_pace: AfterFailedPace::Stop,
            groups: vec![DataGroup::DG13, DataGroup::DG1, DataGroup::DG14, DataGroup::DG15, DataGroup::DG2],
            challenge: None,
            chip_authentication: true,
            longest_answer: 256,
        }
    }
}

impl Session {
    /// A session; the randomness must be unpredictable, because session keys follow from it.
    ///
    /// # Errors
    /// `access-key-missing` where the plan has no password.
    pub fn new(mut plan: ReadPlan, random: Box<dyn Randomness + Send>) -> Result<Self> {
        plan.passwords.truncate(ACCESS_TRIES);
        if plan.passwords.is_empty() {
            return Err(Error::new(Code::AccessKeyMissing, "plan"));
        }
        let mut session = Self {
            plan,
            random,
            link: Link::default(),
            channel: None,
            // EF.CardAccess is read without protection, in short answers: every chip can do that.
            abilities: Abilities { short_identifiers: None, chunk: 223, heads_first: false },
            state: State::Done,
            pending: None,
            reading: ChipReading::default(),
            queue: VecDeque::from([FileId::Sod, FileId::Com]),
            listed: false,
            offer: None,
            opened_with: 0,
            reopenings: 0,
            active_length: None,
            unconfirmed: None,
        };
        // Vietnamese cards know no master file (6D00) and some of them give EF.CardAccess when asked for it
        // at once; where that fails the order of the standard is tried.
        let select = Command::select_file(FileId::CardAccess.file_id());
        session.send(select, State::SelectCardAccess { after_master_file: false })?;
        Ok(session)
    }

    /// The command to send now; `None` when the session is over. Each command is given once.
    pub fn next_command(&mut self) -> Option<Vec<u8>> {
        self.pending.take()
    }

    /// Takes the chip's answer to the last command.
    ///
    /// # Errors
    /// What ends the session: `wrong-access-key`, `access-key-missing`, `pace-failed`, `pace-unsupported`,
    /// `bac-failed`, `not-emrtd`, `card-refused`, `secure-messaging`, `response-malformed`,
    /// `dialogue-too-long`, `session-order`.
    pub fn on_response(&mut self, answer: &[u8]) -> Result<()> {
        let result = if answer.len() > ANSWER_BYTES {
            Err(Error::new(Code::ResponseMalformed, "transport"))
        } else {
            self.receive(answer)
        };
        if result.is_err() {
            self.end();
        }
        result
    }

    /// What the session is doing.
    #[must_use]
    pub fn activity(&self) -> Activity {
        match &self.state {
            State::SelectCardAccess { .. }
            | State::SelectMasterFile
            | State::ReadCardAccess(_)
            | State::ReturnToMasterFile
            | State::SelectApplication => Activity::Connecting,
            State::Pace { password, .. } | State::Challenge { password } | State::Bac { password, .. } => {
                Activity::Opening { password: *password }
            }
            State::File(read) => Activity::Reading { file: read.file, read: read.buffer.len(), total: read.total() },
            State::Chip(_) | State::ConfirmChip | State::Active { .. } => Activity::ProvingChip,
            State::Done => Activity::Done,
        }
    }

    /// What was read. Complete once there is no next command; before that, what there is so far.
    #[must_use]
    pub fn into_reading(mut self) -> ChipReading {
        self.reading.traffic = self.link.traffic;
        self.reading
    }

    fn receive(&mut self, answer: &[u8]) -> Result<()> {
        if self.pending.is_some() {
            return Err(Error::new(Code::SessionOrder, "session"));
        }
        let response = match self.link.receive(answer)? {
            Received::Fetch(command) => {
                self.pending = Some(self.link.send(command)?);
                return Ok(());
            }
            Received::Whole(response) => response,
        };
        let Some(channel) = &mut self.channel else { return self.advance(&response) };
        match channel.unprotect(&response) {
            Ok(Unwrapped::Protected(response)) => {
                if let Some(public_key) = self.unconfirmed.take() {
                    self.record_chip(ChipAuthenticationOutcome::Agreed, public_key);
                }
                self.advance(&response)
            }
            // The first answer under new keys decides chip authentication: a copy cannot know them.
            result => match (self.unconfirmed.take(), result) {
                (Some(public_key), result) => self.on_unconfirmed(public_key, result.ok()),
                (None, Ok(Unwrapped::Clear(status))) => self.on_clear_answer(status),
                // A disturbed answer: the counters no longer agree, but the key still fits.
                (None, Err(error)) if self.reopenings >= REOPENINGS => Err(error),
                (None, Err(error)) => match self.state {
                    State::File(_) | State::Active { .. } | State::Chip(_) => {
                        self.requeue();
                        self.reopen()
                    }
                    _ => Err(error),
                },
                (None, Ok(Unwrapped::Protected(_))) => Ok(()),
            },
        }
    }

    /// The first answer under the keys of chip authentication is not what it has to be.
    fn on_unconfirmed(&mut self, public_key: Vec<u8>, answer: Option<Unwrapped>) -> Result<()> {
        let short = self.short_answer();
        self.requeue();
        match answer {
            // A length that the chip does not take says nothing about its keys: once more, from DG14 on.
            Some(Unwrapped::Clear(status)) if status.is_wrong_length() && self.learn(status, short) => {
                self.queue.push_front(FileId::DataGroup(DataGroup::DG14));
            }
            Some(Unwrapped::Clear(status)) if !matches!(status.0, 0x6982 | 0x6987 | 0x6988) => {
                self.record_chip(ChipAuthenticationOutcome::Refused(status), public_key);
            }
            _ => self.record_chip(ChipAuthenticationOutcome::WrongKeys, public_key),
        }
        self.reopen()
    }

    /// Learns from a refusal in the clear; whether there is something left to try.
    fn learn(&mut self, status: Status, short: usize) -> bool {
        match &self.state {
            State::File(read) => read.learn(status, &mut self.abilities, short),
            _ => false,
        }
    }

    /// The chip answered in the clear and so left the channel, which most do for a length they do not take.
    fn on_clear_answer(&mut self, status: Status) -> Result<()> {
        let short = self.short_answer();
        if self.learn(status, short) || self.active_in_other_length(status) {
            self.requeue();
        } else if let State::File(read) = &self.state {
            let withheld = Withheld::Refused(status);
            self.reading.withheld.insert(read.file, withheld);
            self.list_groups(read.file);
        } else if let State::Active { challenge, .. } = self.state {
            self.reading.active = Some(ActiveAuthentication { challenge, response: Err(status) });
        } else if let State::Chip(run) = &self.state {
            let public_key = run.public_key.clone();
            self.record_chip(ChipAuthenticationOutcome::Refused(status), public_key);
        }
        self.reopen()
    }

    /// Puts the file that was being read back in front of the queue.
    fn requeue(&mut self) {
        match &self.state {
            State::File(read) => self.queue.push_front(read.file),
            // Active authentication is done again when its key has been read again.
            State::Active { .. } => self.queue.push_front(FileId::DataGroup(DataGroup::DG15)),
            State::Chip(_) => self.queue.push_front(FileId::DataGroup(DataGroup::DG14)),
            _ => {}
        }
    }

    fn reopen(&mut self) -> Result<()> {
        self.reopenings = self.reopenings.saturating_add(1);
        if self.reopenings > REOPENINGS {
            return Err(Error::new(Code::SecureMessaging, "session"));
        }
        self.channel = None;
        if self.offer.is_some() {
            self.send(Command::select_master_file(), State::ReturnToMasterFile)
        } else {
            self.select_application()
        }
    }

    fn advance(&mut self, response: &Response) -> Result<()> {
        match std::mem::replace(&mut self.state, State::Done) {
            State::SelectCardAccess { after_master_file } => self.on_card_access_selected(response, after_master_file),
            State::SelectMasterFile if response.status.is_success() => {
                let select = Command::select_file(FileId::CardAccess.file_id());
                self.send(select, State::SelectCardAccess { after_master_file: true })
            }
            State::SelectMasterFile => self.select_application(),
            State::ReadCardAccess(read) => self.on_card_access(read, response),
            // Cards without a master file stay where they are.
            State::ReturnToMasterFile => self.start_pace(self.opened_with),
            State::Pace { run, password } => self.on_pace(run, password, response),
            State::SelectApplication => self.on_application(response),
            State::Challenge { password } => self.on_challenge(password, response),
            State::Bac { run, password } => self.on_bac(run, password, response),
            State::File(read) => self.on_file_part(read, response),
            State::Chip(run) => self.on_chip(run, response),
            State::ConfirmChip => self.next_file(),
            State::Active { challenge, long } => {
                self.state = State::Active { challenge, long };
                if self.active_in_other_length(response.status) {
                    return self.start_active();
                }
                let done = response.status.is_success();
                let response = if done { Ok(response.data.clone()) } else { Err(response.status) };
                self.reading.active = Some(ActiveAuthentication { challenge, response });
                self.next_file()
            }
            State::Done => Err(Error::new(Code::SessionOrder, "session")),
        }
    }

    fn on_card_access_selected(&mut self, response: &Response, after_master_file: bool) -> Result<()> {
        if response.status.is_success() {
            let (read, command) = FileRead::start_selected(FileId::CardAccess, &self.abilities);
            self.send(command, State::ReadCardAccess(read))
        } else if after_master_file {
            self.select_application()
        } else {
            self.send(Command::select_master_file(), State::SelectMasterFile)
        }
    }

    fn on_card_access(&mut self, mut read: FileRead, response: &Response) -> Result<()> {
        let bytes = match read.on_response(response, &mut self.abilities, 223) {
            FileNext::Send(command) => return self.send(command, State::ReadCardAccess(read)),
            FileNext::Done(bytes) => bytes,
            FileNext::Refused(_) => return self.select_application(),
            FileNext::Broken(code) => return self.on_failed_pace(Error::new(code, "EF.CardAccess")),
        };
        let access = match CardAccess::parse(&bytes) {
            Ok(access) => access,
            Err(error) => return self.on_failed_pace(error),
        };
        let offers_pace = access.infos.pace().next().is_some();
        self.offer = Offer::choose(&access.infos);
        self.reading.announced = Some(access.infos);
        self.reading.files.insert(FileId::CardAccess, bytes);
        match (offers_pace, &self.offer) {
            (true, Some(_)) => self.start_pace(0),
            (true, None) => self.on_failed_pace(Error::new(Code::PaceUnsupported, "EF.CardAccess")),
            (false, _) => self.select_application(),
        }
    }

    fn start_pace(&mut self, password: usize) -> Result<()> {
        match (&self.offer, self.plan.passwords.get(password)) {
            (Some(offer), Some(with)) => {
                let (run, command) = Pace::start(offer.clone(), with);
                self.send(command, State::Pace { run: Box::new(run), password })
            }
            _ => self.on_failed_pace(Error::new(Code::WrongAccessKey, "PACE")),
        }
    }

    fn on_pace(&mut self, run: Box<Pace>, password: usize, response: &Response) -> Result<()> {
        match run.on_response(response, &mut *self.random) {
            Ok(PaceNext::Send(run, command)) => self.send(command, State::Pace { run, password }),
            Ok(PaceNext::Done(channel)) => {
                let protocol = self.offer.as_ref().map(|offer| AccessProtocol::Pace(offer.protocol));
                self.on_opened(channel, protocol, password);
                self.select_application()
            }
            Err(error) if error.code() == Code::WrongAccessKey => self.start_pace(password.saturating_add(1)),
            // No fault of the chip: another protocol would need randomness as well.
            Err(error) if error.code() == Code::RandomnessMissing => Err(error),
            Err(error) => self.on_failed_pace(error),
        }
    }

    /// PACE is on offer and does not work. Going on with BAC is for the plan to allow.
    fn on_failed_pace(&mut self, error: Error) -> Result<()> {
        match self.plan.after_failed_pace {
            AfterFailedPace::Stop => Err(error),
            AfterFailedPace::TryBac => {
                self.offer = None;
                self.reading.pace_failure = Some(error.code());
                self.select_application()
            }
        }
    }

    fn select_application(&mut self) -> Result<()> {
        self.send(Command::select_application(), State::SelectApplication)
    }

    fn on_application(&mut self, response: &Response) -> Result<()> {
        if response.status.is_not_found() {
            return Err(Error::new(Code::NotEmrtd, "SELECT application"));
        }
        if !response.status.is_success() {
            return Err(Error::new(Code::CardRefused, "SELECT application"));
        }
        if self.channel.is_some() { self.next_file() } else { self.start_bac(self.opened_with) }
    }

    fn start_bac(&mut self, from: usize) -> Result<()> {
        let mut candidates = self.plan.passwords.iter().enumerate().skip(from);
        match candidates.find(|(_, password)| password.bac_seed().is_some()) {
            Some((password, _)) => self.send(get_challenge(), State::Challenge { password }),
            None if self.plan.passwords.iter().any(|password| password.bac_seed().is_some()) => {
                Err(Error::new(Code::WrongAccessKey, "basic access control"))
            }
            None => Err(Error::new(Code::AccessKeyMissing, "basic access control")),
        }
    }

    fn on_challenge(&mut self, password: usize, response: &Response) -> Result<()> {
        let refused = Error::new(Code::CardRefused, "GET CHALLENGE");
        if !response.status.is_success() {
            return Err(refused);
        }
        let seed = self.plan.passwords.get(password).and_then(Password::bac_seed).ok_or(refused)?;
        let (run, command) = Bac::authenticate(&seed, &response.data, &mut *self.random)?;
        self.send(command, State::Bac { run, password })
    }

    fn on_bac(&mut self, run: Bac, password: usize, response: &Response) -> Result<()> {
        if !response.status.is_success() {
            // Chips answer a wrong key with all sorts of statuses; another key is worth a try after each.
            return self.start_bac(password.saturating_add(1));
        }
        let channel = run.finish(&response.data)?;
        self.on_opened(channel, Some(AccessProtocol::Bac), password);
        self.next_file()
    }

    fn on_opened(&mut self, channel: SecureChannel, protocol: Option<AccessProtocol>, password: usize) {
        let short = channel.short_answer();
        let first_time = self.reading.access.is_none();
        if first_time {
            // What protection adds to an answer stays below 64 bytes.
            let long = self.plan.longest_answer.saturating_sub(64);
            self.abilities.chunk = if self.plan.longest_answer > 256 { long } else { short };
        }
        self.channel = Some(channel);
        self.opened_with = password;
        let name = self.plan.passwords.get(password).map(|with| with.name().to_owned());
        if let (true, Some(protocol), Some(password)) = (first_time, protocol, name) {
            self.reading.access = Some(Access { protocol, password });
        }
    }

    fn next_file(&mut self) -> Result<()> {
        if let Some(file) = self.queue.pop_front() {
            let (read, command) = FileRead::start(file, &self.abilities);
            return self.send(command, State::File(read));
        }
        if self.unconfirmed.is_some() {
            let probe = Command::new(0xB0, 0x80 | FileId::Com.short_file_id(), 0).expecting(4);
            return self.send(probe, State::ConfirmChip);
        }
        self.end();
        Ok(())
    }

    fn on_file_part(&mut self, mut read: FileRead, response: &Response) -> Result<()> {
        let short = self.short_answer();
        let file = read.file;
        match read.on_response(response, &mut self.abilities, short) {
            FileNext::Send(command) => return self.send(command, State::File(read)),
            FileNext::Done(bytes) => {
                self.reading.files.insert(file, bytes);
            }
            FileNext::Refused(status) => {
                self.reading.withheld.insert(file, Withheld::Refused(status));
            }
            FileNext::Broken(code) => {
                self.reading.withheld.insert(file, Withheld::Broken(code));
            }
        }
        self.list_groups(file);
        match file {
            FileId::DataGroup(DataGroup::DG14) => self.start_chip(),
            FileId::DataGroup(DataGroup::DG15) => self.start_active(),
            _ => self.next_file(),
        }
    }

    /// Once security object and EF.COM were asked for: the groups that either lists, in the plan's order.
    /// EF.COM is not signed; a group that only it lists is read so that the verdict can name it.
    fn list_groups(&mut self, after: FileId) {
        if after != FileId::Com || std::mem::replace(&mut self.listed, true) {
            return;
        }
        let file = |id| self.reading.files.get(&id).map(Vec::as_slice);
        let sod = file(FileId::Sod).and_then(|bytes| Sod::parse(bytes).ok());
        let com = file(FileId::Com).and_then(|bytes| Com::parse(bytes).ok());
        let signed = sod.iter().flat_map(|sod| sod.lds.hashes.keys().filter_map(|&n| DataGroup::new(n)));
        let listed: BTreeSet<DataGroup> =
            com.iter().flat_map(|com| com.data_groups.iter().copied()).chain(signed).collect();
        let known = sod.is_some() || com.is_some();
        let wanted = self.plan.groups.iter().filter(|group| !known || listed.contains(group));
        self.queue.extend(wanted.map(|&group| FileId::DataGroup(group)));
    }

    fn start_chip(&mut self) -> Result<()> {
        let dg14 = self.reading.files.get(&FileId::DataGroup(DataGroup::DG14)).and_then(|b| Dg14::parse(b).ok());
        match dg14 {
            Some(dg14) if self.plan.chip_authentication && self.reading.chip.is_none() => {
                match ChipRun::start(&dg14, &mut *self.random)? {
                    Started::NotOffered => self.next_file(),
                    Started::Unusable { public_key } => {
                        self.record_chip(ChipAuthenticationOutcome::Unusable, public_key);
                        self.next_file()
                    }
                    Started::Run(run, command) => self.send(command, State::Chip(run)),
                }
            }
            _ => self.next_file(),
        }
    }

    fn on_chip(&mut self, run: Box<ChipRun>, response: &Response) -> Result<()> {
        if !response.status.is_success() {
            self.record_chip(ChipAuthenticationOutcome::Refused(response.status), run.public_key);
            return self.next_file();
        }
        match run.advance() {
            Ok((run, command)) => self.send(command, State::Chip(run)),
            Err((public_key, channel)) => {
                // Short answers hold less under AES than under triple DES.
                if self.abilities.chunk <= 256 {
                    self.abilities.chunk = self.abilities.chunk.min(channel.short_answer());
                }
                self.channel = Some(channel);
                self.unconfirmed = Some(public_key);
                self.next_file()
            }
        }
    }

    fn start_active(&mut self) -> Result<()> {
        let has_key = self.reading.files.contains_key(&FileId::DataGroup(DataGroup::DG15));
        match self.plan.challenge {
            Some(challenge) if has_key && self.reading.active.is_none() => {
                let long = self.active_length.unwrap_or(self.abilities.chunk > 256);
                let command = Command::new(0x88, 0, 0).with_data(challenge).expecting(if long { 65_536 } else { 256 });
                self.send(command, State::Active { challenge, long })
            }
            _ => self.next_file(),
        }
    }

    /// A length refused in active authentication says nothing about the chip's key: the other form is tried once.
    fn active_in_other_length(&mut self, status: Status) -> bool {
        match self.state {
            State::Active { long, .. } if self.active_length.is_none() => {
                let wrong = status.is_wrong_length() || status.right_length().is_some();
                self.active_length = wrong.then_some(!long);
                wrong
            }
            _ => false,
        }
    }

    fn record_chip(&mut self, outcome: ChipAuthenticationOutcome, public_key: Vec<u8>) {
        self.reading.chip = Some(ChipAuthentication { outcome, public_key });
    }

    fn short_answer(&self) -> usize {
        self.channel.as_ref().map_or(223, SecureChannel::short_answer)
    }

    fn send(&mut self, command: Command, state: State) -> Result<()> {
        let command = match &mut self.channel {
            Some(channel) => channel.protect(&command)?,
            None => command,
        };
        self.pending = Some(self.link.start(command)?);
        self.state = state;
        Ok(())
    }

    fn end(&mut self) {
        self.state = State::Done;
        self.pending = None;
        self.channel = None;
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("activity", &self.activity()).field("reading", &self.reading).finish()
    }
}
