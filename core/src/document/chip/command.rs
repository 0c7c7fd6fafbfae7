//! Commands to the chip and its answers (ISO 7816-4, clause 5), with short and extended length.

use crate::document::files::tlv::encode;
use crate::error::{Code, Error, Result};
use std::fmt;

/// A command APDU.
#[derive(Clone, PartialEq, Eq)]
pub struct Command {
    /// Class: bit 4 says that it is protected, bit 5 that more of a chain follows.
    pub class: u8,
    /// Instruction.
    pub instruction: u8,
    /// First parameter.
    pub p1: u8,
    /// Second parameter.
    pub p2: u8,
    /// Command data, at most 65 535 bytes.
    pub data: Vec<u8>,
    /// How many bytes of answer are asked for (1 to 65 536); `None` where none is expected. Cards of the
    /// German scheme refuse a command that asks for data where the standard has none.
    pub expected: Option<usize>,
}

/// What follows the answer's data.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Status(pub u16);

/// An answer of the chip.
#[derive(Clone, PartialEq, Eq)]
pub struct Response {
    /// The data before the status.
    pub data: Vec<u8>,
    /// The status.
    pub status: Status,
}

impl Command {
    /// A command of the interindustry class without data.
    #[must_use]
    pub const fn new(instruction: u8, p1: u8, p2: u8) -> Self {
        Self { class: 0, instruction, p1, p2, data: Vec::new(), expected: None }
    }

    /// The same command with data.
    #[must_use]
    pub fn with_data(mut self, data: impl Into<Vec<u8>>) -> Self {
        self.data = data.into();
        self
    }

    /// The same command asking for this many bytes.
    #[must_use]
    pub const fn expecting(mut self, bytes: usize) -> Self {
        self.expected = Some(bytes);
        self
    }

    /// SELECT of a file by its identifier, without asking for its control information.
    #[must_use]
    pub fn select_file(id: u16) -> Self {
        Self::new(0xA4, 0x02, 0x0C).with_data(id.to_be_bytes())
    }

    /// SELECT of the eMRTD application (ICAO 9303-10, 3.2).
    #[must_use]
    pub fn select_application() -> Self {
        Self::new(0xA4, 0x04, 0x0C).with_data([0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01])
    }

    /// SELECT of the master file.
    #[must_use]
    pub fn select_master_file() -> Self {
        Self::new(0xA4, 0x00, 0x0C).with_data([0x3F, 0x00])
    }

    /// Whether the command needs the extended form.
    #[must_use]
    pub fn is_extended(&self) -> bool {
        self.data.len() > 255 || self.expected.is_some_and(|n| n > 256)
    }

    /// The bytes to send.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = vec![self.class, self.instruction, self.p1, self.p2];
        // In both forms the largest length is written as zero, which is what dropping the upper byte does.
        let [.., high, low] = self.data.len().to_be_bytes();
        let [.., e_high, e_low] = self.expected.unwrap_or(0).to_be_bytes();
        if self.is_extended() {
            out.push(0);
            if !self.data.is_empty() {
                out.extend([high, low]);
                out.extend_from_slice(&self.data);
            }
            if self.expected.is_some() {
                out.extend([e_high, e_low]);
            }
        } else {
            if !self.data.is_empty() {
                out.push(low);
                out.extend_from_slice(&self.data);
            }
            if self.expected.is_some() {
                out.push(e_low);
            }
        }
        out
    }

    /// Reads a command, as a card does; `None` where the bytes are not one.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let (&[class, instruction, p1, p2], body) = bytes.split_first_chunk::<4>()?;
        let expected = |n: usize, all: usize| Some(if n == 0 { all } else { n });
        let (data, expected): (&[u8], _) = match body {
            [] => (&[], None),
            [le] => (&[], expected(usize::from(*le), 256)),
            [0, high, low] => (&[], expected(usize::from(u16::from_be_bytes([*high, *low])), 65_536)),
            [0, high, low, rest @ ..] => {
                let (data, tail) = rest.split_at_checked(usize::from(u16::from_be_bytes([*high, *low])))?;
                match tail {
                    [] => (data, None),
                    [high, low] => (data, expected(usize::from(u16::from_be_bytes([*high, *low])), 65_536)),
                    _ => return None,
                }
            }
            [lc, rest @ ..] => {
                let (data, tail) = rest.split_at_checked(usize::from(*lc))?;
                match tail {
                    [] => (data, None),
                    [le] => (data, expected(usize::from(*le), 256)),
                    _ => return None,
                }
            }
        };
        Some(Self { class, instruction, p1, p2, data: data.to_vec(), expected })
    }
}

impl fmt::Debug for Command {
    /// The header and lengths; data may be a key or a citizen's.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { class, instruction, p1, p2, data, expected } = self;
        write!(f, "{class:02X}{instruction:02X}{p1:02X}{p2:02X} [{} bytes, Le {expected:?}]", data.len())
    }
}

/// The data object of MSE:Set AT that names a key or a set of domain parameters (84), in as few bytes as hold it.
pub(super) fn reference(number: u32) -> Vec<u8> {
    let digits: Vec<u8> = number.to_be_bytes().into_iter().skip_while(|&b| b == 0).collect();
    encode(0x84, if digits.is_empty() { &[0] } else { &digits })
}

impl Status {
    /// Done.
    pub const OK: Self = Self(0x9000);

    /// Done, or done with a warning that only says that the file ended (6282) or is deactivated (6283).
    #[must_use]
    pub const fn is_success(self) -> bool {
        matches!(self.0, 0x9000 | 0x6282 | 0x6283)
    }

    /// More of the answer is waiting (61xx): how much, 256 where the chip does not say.
    #[must_use]
    pub fn more_data(self) -> Option<usize> {
        let [high, low] = self.0.to_be_bytes();
        (high == 0x61).then(|| if low == 0 { 256 } else { usize::from(low) })
    }

    /// The chip wants another length (6Cxx).
    #[must_use]
    pub fn right_length(self) -> Option<usize> {
        let [high, low] = self.0.to_be_bytes();
        (high == 0x6C).then(|| if low == 0 { 256 } else { usize::from(low) })
    }

    /// A length that the chip does not take: 67xx, or 6B00 for an offset beyond the end.
    #[must_use]
    pub const fn is_wrong_length(self) -> bool {
        self.0 >> 8 == 0x67 || self.0 == 0x6B00
    }

    /// An answer to a wrong password: 6300, 63Cx with the tries left, or 6982/6983.
    #[must_use]
    pub const fn is_wrong_key(self) -> bool {
        self.0 == 0x6300 || self.0 & 0xFFF0 == 0x63C0 || matches!(self.0, 0x6982 | 0x6983)
    }

    /// The file or application is not there.
    #[must_use]
    pub const fn is_not_found(self) -> bool {
        matches!(self.0, 0x6A82 | 0x6A83 | 0x6A88)
    }

    /// Access is denied.
    #[must_use]
    pub const fn is_denied(self) -> bool {
        matches!(self.0, 0x6982 | 0x6985)
    }
}

impl fmt::Debug for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04X}", self.0)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04X}", self.0)
    }
}

impl Response {
    /// Splits an answer into data and status.
    ///
    /// # Errors
    /// `response-malformed` where it is shorter than a status.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let (data, status) = bytes.split_last_chunk::<2>().ok_or(Error::new(Code::ResponseMalformed, "response"))?;
        Ok(Self { data: data.to_vec(), status: Status(u16::from_be_bytes(*status)) })
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{} bytes] {}", self.data.len(), self.status)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_written_and_read_back() {
        for size in [0, 1, 255, 256, 65_535] {
            for expected in [None, Some(1), Some(255), Some(256), Some(257), Some(65_536)] {
                let mut command = Command::new(0xB0, 1, 2).with_data(vec![7; size]);
                command.expected = expected;
                let read = Command::decode(&command.encode());
                assert_eq!(read.as_ref(), Some(&command), "{size} {expected:?}");
            }
        }
        assert_eq!(Command::new(0x84, 0, 0).expecting(8).encode(), [0, 0x84, 0, 0, 8]);
        assert_eq!(Command::new(0xB0, 0, 0).expecting(256).encode(), [0, 0xB0, 0, 0, 0]);
        assert_eq!(Command::new(0xB0, 0, 0).expecting(65_536).encode(), [0, 0xB0, 0, 0, 0, 0, 0]);
        for bad in [&[0u8, 1, 2][..], &[0, 1, 2, 3, 2, 9], &[0, 1, 2, 3, 1, 9, 0, 0], &[0, 1, 2, 3, 0, 0, 2, 9]] {
            assert_eq!(Command::decode(bad), None);
        }
    }

    #[test]
    fn statuses_are_told_apart() {
        assert!(Status(0x9000).is_success() && Status(0x6282).is_success() && !Status(0x6300).is_success());
        assert_eq!(Status(0x6100).more_data(), Some(256));
        assert_eq!(Status(0x6C10).right_length(), Some(16));
        assert!(Status(0x63C2).is_wrong_key() && Status(0x6300).is_wrong_key() && !Status(0x6A80).is_wrong_key());
        assert_eq!(Response::parse(&[0x90]).unwrap_err().code(), Code::ResponseMalformed);
    }
}
