//! One command and its whole answer: GET RESPONSE after 61xx, and the right length after 6Cxx
//! (ISO 7816-4, 5.3.4 and 7.6.1).

use super::command::{Command, Response};
use crate::error::{Code, Error, Result};
use crate::limits::COMMANDS;

const PLACE: &str = "transport";

/// Counts of what passed the reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Traffic {
    /// Command and answer pairs.
    pub apdus: u32,
    /// Bytes sent to the chip.
    pub bytes_sent: usize,
    /// Bytes received from the chip, statuses included.
    pub bytes_received: usize,
}

#[derive(Debug, Default)]
pub(super) struct Link {
    sent: Option<Command>,
    collected: Vec<u8>,
    length_corrected: bool,
    pub(super) traffic: Traffic,
}

/// What an answer means to the link.
pub(super) enum Received {
    /// More has to be fetched first.
    Fetch(Command),
    /// The whole answer.
    Whole(Response),
}

impl Link {
    /// Notes that a command starts.
    pub(super) fn start(&mut self, command: Command) -> Result<Vec<u8>> {
        self.collected.clear();
        self.length_corrected = false;
        self.send(command)
    }

    /// Notes that a command is sent, be it a new one or one that fetches more.
    pub(super) fn send(&mut self, command: Command) -> Result<Vec<u8>> {
        let bytes = command.encode();
        self.traffic.apdus = self.traffic.apdus.saturating_add(1);
        self.traffic.bytes_sent = self.traffic.bytes_sent.saturating_add(bytes.len());
        if self.traffic.apdus > COMMANDS {
            return Err(Error::new(Code::DialogueTooLong, PLACE));
        }
        self.sent = Some(command);
        Ok(bytes)
    }

    pub(super) fn receive(&mut self, bytes: &[u8]) -> Result<Received> {
        let sent = self.sent.take().ok_or(Error::new(Code::SessionOrder, PLACE))?;
        self.traffic.bytes_received = self.traffic.bytes_received.saturating_add(bytes.len());
        let response = Response::parse(bytes)?;
        self.collected.extend_from_slice(&response.data);
        // The longest answer there can be, extended length included.
        if self.collected.len() > 65_536 {
            return Err(Error::new(Code::DialogueTooLong, PLACE));
        }
        if let Some(more) = response.status.more_data() {
            return Ok(Received::Fetch(get_response(more)));
        }
        if let Some(length) = response.status.right_length()
            && !self.length_corrected
            && self.collected.is_empty()
        {
            self.length_corrected = true;
            return Ok(Received::Fetch(Command { expected: Some(length), ..sent }));
        }
        let data = std::mem::take(&mut self.collected);
        Ok(Received::Whole(Response { data, status: response.status }))
    }
}

fn get_response(length: usize) -> Command {
    Command::new(0xC0, 0, 0).expecting(length)
}

impl Received {
    #[cfg(test)]
    fn whole(self) -> Option<Response> {
        match self {
            Self::Whole(response) => Some(response),
            Self::Fetch(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::chip::command::Status;

    #[test]
    fn long_answers_are_fetched_and_lengths_corrected_once() {
        let mut link = Link::default();
        link.start(Command::new(0x88, 0, 0).expecting(256)).unwrap();
        let Received::Fetch(command) = link.receive(&[1, 2, 0x61, 0x03]).unwrap() else { panic!() };
        assert_eq!(command.encode(), [0, 0xC0, 0, 0, 3]);
        link.send(command).unwrap();
        let whole = link.receive(&[3, 4, 5, 0x90, 0]).unwrap().whole().unwrap();
        assert_eq!(whole, Response { data: vec![1, 2, 3, 4, 5], status: Status::OK });

        link.start(Command::new(0xB0, 0, 0).expecting(256)).unwrap();
        let Received::Fetch(command) = link.receive(&[0x6C, 0x10]).unwrap() else { panic!() };
        assert_eq!(command.encode(), [0, 0xB0, 0, 0, 0x10]);
        link.send(command).unwrap();
        assert_eq!(link.receive(&[0x6C, 0x20]).unwrap().whole().unwrap().status, Status(0x6C20));
        assert_eq!(link.receive(&[0x90, 0]).err().unwrap().code(), Code::SessionOrder);
        assert_eq!(link.traffic.apdus, 4);
    }

    #[test]
    fn a_chip_that_never_ends_is_ended() {
        let mut link = Link::default();
        link.start(Command::new(0xB0, 0, 0).expecting(256)).unwrap();
        let mut rounds = 0;
        let error = loop {
            rounds += 1;
            match link.receive(&[0x61, 0xFF]).and_then(|next| match next {
                Received::Fetch(command) => link.send(command),
                Received::Whole(_) => panic!("whole"),
            }) {
                Ok(_) => {}
                Err(error) => break error,
            }
        };
        assert_eq!((error.code(), rounds), (Code::DialogueTooLong, COMMANDS));
    }
}
