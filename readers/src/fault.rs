//! Broken cables and moved cards: a channel that fails at a chosen command, for tests.

use crate::channel::CardChannel;
use dinhdanh::{Code, Error, Result};

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The card is taken away, and stays away.
    Removed,
    /// The answer is empty, without even a status.
    Empty,
    /// Only this many bytes of the answer arrive.
    Truncated(usize),
    /// This bit of the answer is flipped, counted from its start, round and round.
    FlippedBit(usize),
    /// The answer before is sent again.
    Replayed,
    /// From here on every answer says that more is waiting (61FF).
    Endless,
    /// The answer is the head of an object of four gigabytes.
    Huge,
}

/// A channel that fails once the chosen number of commands has passed.
pub struct FaultyChannel<C> {
    inner: C,
    fault: Fault,
    at: usize,
    passed: usize,
    last: Vec<u8>,
}

impl<C: CardChannel> FaultyChannel<C> {
    /// Lets `at` commands pass and fails at the next.
    pub const fn new(inner: C, fault: Fault, at: usize) -> Self {
        Self { inner, fault, at, passed: 0, last: Vec::new() }
    }

    /// Whether the fault has happened.
    #[must_use]
    pub const fn has_failed(&self) -> bool {
        self.passed > self.at
    }
}

impl<C: CardChannel> CardChannel for FaultyChannel<C> {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>> {
        let number = self.passed;
        self.passed = self.passed.saturating_add(1);
        let lasting = matches!(self.fault, Fault::Removed | Fault::Endless);
        if number < self.at || (number > self.at && !lasting) {
            self.last = self.inner.transmit(command)?;
            return Ok(self.last.clone());
        }
        let mut answer = match self.fault {
            Fault::Removed => return Err(Error::new(Code::CardRemoved, "simulated reader")),
            Fault::Empty => return Ok(Vec::new()),
            Fault::Endless => return Ok(vec![0x61, 0xFF]),
            Fault::Huge => return Ok(vec![0x77, 0x84, 0xFF, 0xFF, 0xFF, 0xFF, 0x90, 0x00]),
            Fault::Truncated(_) | Fault::FlippedBit(_) | Fault::Replayed => self.inner.transmit(command)?,
        };
        match self.fault {
            Fault::Truncated(length) => answer.truncate(length),
            Fault::FlippedBit(bit) => {
                let index = (bit / 8).checked_rem(answer.len()).unwrap_or(0);
                if let Some(byte) = answer.get_mut(index) {
                    *byte ^= 1 << (bit % 8);
                }
            }
            Fault::Replayed => answer.clone_from(&self.last),
            Fault::Removed | Fault::Empty | Fault::Endless | Fault::Huge => {}
        }
        Ok(answer)
    }

    fn atr(&self) -> &[u8] {
        self.inner.atr()
    }

    fn longest_answer(&self) -> usize {
        self.inner.longest_answer()
    }

    fn is_simulator(&self) -> bool {
        self.inner.is_simulator()
    }
}
