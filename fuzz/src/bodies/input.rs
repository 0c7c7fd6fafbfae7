//! Takes an input apart, and edits bytes as it says.

/// A cursor over the input. Past its end everything is zero.
pub(super) struct Input<'a>(pub(super) &'a [u8]);

impl<'a> Input<'a> {
    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn byte(&mut self) -> u8 {
        self.0.split_off_first().copied().unwrap_or(0)
    }

    pub(super) fn number(&mut self) -> usize {
        usize::from(u16::from_be_bytes([self.byte(), self.byte()]))
    }

    /// A byte that says how long, then as much as there is of it.
    pub(super) fn piece(&mut self) -> &'a [u8] {
        let length = usize::from(self.byte()).min(self.0.len());
        self.0.split_off(..length).unwrap_or_default()
    }

    /// Changes `bytes` once: at a place, in one of a few ways.
    pub(super) fn edit(&mut self, bytes: &mut Vec<u8>) {
        let way = self.byte();
        let at = self.number() % (bytes.len() + 1);
        match way % 6 {
            0 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= self.byte();
                }
            }
            1 => bytes.truncate(at),
            2 => drop(bytes.splice(at..at, self.piece().iter().copied())),
            3 => drop(bytes.drain(at..(at + self.number()).min(bytes.len()))),
            4 => {
                let piece = self.piece();
                let end = (at + piece.len()).min(bytes.len());
                drop(bytes.splice(at..end, piece.iter().copied()));
            }
            _ => *bytes = self.piece().to_vec(),
        }
    }
}
