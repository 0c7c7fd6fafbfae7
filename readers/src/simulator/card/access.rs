//! Opening the chip, and its proofs that it is the one: BAC, PACE, chip and active authentication.

use super::{
    BLOCKED, CONDITIONS, DENIED, NO_KEY, OK, Reply, Run, SoftwareCard, WRONG_DATA, WRONG_LENGTH, WRONG_PASSWORD,
};
use crate::simulator::agreement::Group;
use crate::simulator::bac;
use crate::simulator::messaging::Messaging;
use crate::simulator::pace::Step;
use dinhdanh::crypto::{CipherSuite, HashAlgorithm};
use dinhdanh::document::chip::command::{Command, Status};
use dinhdanh::document::files::protocol::PaceProtocol;
use dinhdanh::document::files::tlv::{Reader, single};

impl SoftwareCard {
    pub(super) fn challenge(&mut self, command: &Command) -> Reply {
        if command.expected != Some(8) {
            return Reply::status(WRONG_LENGTH);
        }
        let mut challenge = [0; 8];
        if self.random.fill(&mut challenge).is_err() {
            return Reply::status(CONDITIONS);
        }
        self.state.challenge = Some(challenge);
        Reply::data(challenge.to_vec())
    }

    pub(super) fn external_authenticate(&mut self, command: &Command, protected: bool) -> Reply {
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

    pub(super) fn set_pace(&mut self, command: &Command, protected: bool) -> Reply {
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
        let fits = |(protocol, offered): &&(PaceProtocol, u32)| {
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

    pub(super) fn general_authenticate(&mut self, command: &Command, protected: bool) -> Reply {
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

    pub(super) fn set_chip_authentication(&mut self, command: &Command, protected: bool) -> Reply {
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
    pub(super) fn agree_at_once(&mut self, command: &Command, protected: bool) -> Reply {
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

    pub(super) fn internal_authenticate(&mut self, command: &Command, protected: bool) -> Reply {
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
