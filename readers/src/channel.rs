//! What carries commands to a chip and answers back.

use crate::atr;
use dinhdanh::Result;

/// A connection to one chip: a reader, a simulator, or either behind injected faults.
///
/// Errors are codes of [`dinhdanh::error::Fault::Link`]: the reader or the position of the card. What a chip
/// refuses is an answer, not an error.
pub trait CardChannel {
    /// Sends a command and waits for the answer, status included.
    ///
    /// # Errors
    /// `card-removed`, `card-mute`, `reader-failed` and their like.
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>>;

    /// The answer to reset, historical bytes included.
    fn atr(&self) -> &[u8];

    /// The longest answer in bytes that chip and reader can pass: 256, or 65 536 with extended length. A chip
    /// that announces nothing is taken to be short, because some leave the channel at the first long command.
    fn longest_answer(&self) -> usize {
        if atr::announces_extended_length(self.atr()) { 65_536 } else { 256 }
    }

    /// Whether this is the simulator, whose cards are never genuine.
    fn is_simulator(&self) -> bool {
        false
    }
}

impl<C: CardChannel + ?Sized> CardChannel for Box<C> {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>> {
        (**self).transmit(command)
    }

    fn atr(&self) -> &[u8] {
        (**self).atr()
    }

    fn longest_answer(&self) -> usize {
        (**self).longest_answer()
    }

    fn is_simulator(&self) -> bool {
        (**self).is_simulator()
    }
}
