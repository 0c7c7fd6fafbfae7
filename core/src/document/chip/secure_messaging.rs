//! Secure messaging (ICAO 9303-11, 9.8): every command and answer encrypted and authenticated in order.

use super::command::{Command, Response, Status};
use crate::crypto::CipherSuite;
use crate::crypto::symmetric::{KeyPurpose, pad, unpad};
use crate::document::files::tlv::{Reader, encode};
use crate::error::{Code, Error, Result};
use crate::personal::Secret;
use std::fmt;

const PLACE: &str = "secure messaging";
const CRYPTOGRAM: u32 = 0x87;
const CRYPTOGRAM_ODD: u32 = 0x85;
const EXPECTED_LENGTH: u32 = 0x97;
const STATUS: u32 = 0x99;
const MAC: u32 = 0x8E;

/// One side of a secure channel: the terminal's.
pub struct SecureChannel {
    suite: CipherSuite,
    encryption: Secret,
    authentication: Secret,
    counter: Vec<u8>,
}

/// An answer, once its protection was looked at.
#[derive(Debug, PartialEq, Eq)]
pub enum Unwrapped {
    /// It was protected and the protection holds.
    Protected(Response),
    /// The chip answered in the clear: it no longer takes part in the channel.
    Clear(Status),
}

impl SecureChannel {
    /// A channel whose keys follow from a shared secret, with the counter at zero: after PACE and chip
    /// authentication.
    #[must_use]
    pub fn from_secret(suite: CipherSuite, secret: &[u8]) -> Self {
        Self::from_secret_with_counter(suite, secret, vec![0; suite.block()])
    }

    /// A channel whose keys follow from a shared secret: after BAC, which also sets the counter.
    #[must_use]
    pub fn from_secret_with_counter(suite: CipherSuite, secret: &[u8], counter: Vec<u8>) -> Self {
        Self {
            suite,
            encryption: suite.derive_key(secret, KeyPurpose::Encrypt),
            authentication: suite.derive_key(secret, KeyPurpose::Authenticate),
            counter,
        }
    }

    /// The cipher of the channel.
    #[must_use]
    pub const fn suite(&self) -> CipherSuite {
        self.suite
    }

    /// How many bytes of plain answer fit into a short answer of 256 bytes: 231 under triple DES, 223 under
    /// AES. The protection takes a status object (4), a code (10), and a header (4) and a padding byte
    /// around whole blocks.
    #[must_use]
    pub const fn short_answer(&self) -> usize {
        match self.suite {
            CipherSuite::TripleDes => 231,
            CipherSuite::Aes128 | CipherSuite::Aes192 | CipherSuite::Aes256 => 223,
        }
    }

    /// Protects a command.
    ///
    /// # Errors
    /// `secure-messaging` if the keys do not fit the cipher, which no derived key does.
    pub fn protect(&mut self, command: &Command) -> Result<Command> {
        self.count();
        let broken = Error::new(Code::SecureMessaging, PLACE);
        let class = command.class | 0x0C;
        let block = self.suite.block();
        let mut objects = Vec::new();
        if !command.data.is_empty() {
            let blocks = pad(&command.data, block);
            let cryptogram = self.suite.encrypt(&self.encryption, &self.iv(), &blocks).ok_or(broken)?;
            objects.extend(if command.instruction & 1 == 0 {
                encode(CRYPTOGRAM, &[&[1], cryptogram.as_slice()].concat())
            } else {
                encode(CRYPTOGRAM_ODD, &cryptogram)
            });
        }
        if let Some(expected) = command.expected {
            let [.., high, low] = expected.to_be_bytes();
            // Zero stands for the most that the form can express.
            let length: &[u8] = if expected <= 256 { &[low] } else { &[high, low] };
            objects.extend(encode(EXPECTED_LENGTH, length));
        }
        let header = pad(&[class, command.instruction, command.p1, command.p2], block);
        let input = pad(&[self.counter.as_slice(), &header, &objects].concat(), block);
        let mac = self.suite.mac(&self.authentication, &input).ok_or(broken)?;
        objects.extend(encode(MAC, &mac));
        let extended = command.expected.is_some_and(|n| n > 256) || objects.len() > 255;
        Ok(Command { class, data: objects, expected: Some(if extended { 65_536 } else { 256 }), ..command.clone() })
    }

    /// Takes the protection off an answer to a protected command.
    ///
    /// # Errors
    /// `secure-messaging` where objects are missing, repeated or out of order, or the code is wrong.
    pub fn unprotect(&mut self, response: &Response) -> Result<Unwrapped> {
        if response.data.is_empty() && !response.status.is_success() {
            return Ok(Unwrapped::Clear(response.status));
        }
        self.count();
        let broken = Error::new(Code::SecureMessaging, PLACE);
        let block = self.suite.block();
        let mut reader = Reader::new(&response.data, PLACE);
        // Even instructions have 87, odd ones 85; some chips mix them up, and the tag itself says how to read it.
        let tag = reader.peek().filter(|tag| matches!(*tag, CRYPTOGRAM | CRYPTOGRAM_ODD));
        let cryptogram = tag.map(|tag| reader.expect(tag)).transpose().map_err(|_| broken)?;
        let status = reader.expect(STATUS).map_err(|_| broken)?;
        let mac = reader.expect(MAC).map_err(|_| broken)?;
        reader.finish().map_err(|_| broken)?;
        let authenticated = response.data.len().checked_sub(mac.raw.len()).and_then(|n| response.data.get(..n));
        let input = pad(&[self.counter.as_slice(), authenticated.ok_or(broken)?].concat(), block);
        if !self.suite.verify_mac(&self.authentication, &input, mac.value) {
            return Err(broken);
        }
        let &[high, low] = status.value else { return Err(broken) };
        // The status outside is not authenticated and decides nothing.
        let status = Status(u16::from_be_bytes([high, low]));
        let data = match cryptogram {
            None => Vec::new(),
            Some(object) => {
                let blocks = match (object.tag, object.value) {
                    (CRYPTOGRAM, [1, blocks @ ..]) | (CRYPTOGRAM_ODD, blocks) => blocks,
                    _ => return Err(broken),
                };
                let plain = self.suite.decrypt(&self.encryption, &self.iv(), blocks).ok_or(broken)?;
                unpad(plain).ok_or(broken)?
            }
        };
        Ok(Unwrapped::Protected(Response { data, status }))
    }

    /// The initialisation vector: zero under triple DES, the encrypted counter under AES.
    fn iv(&self) -> Vec<u8> {
        let zero = vec![0; self.suite.block()];
        match self.suite {
            CipherSuite::TripleDes => zero,
            _ => self.suite.encrypt(&self.encryption, &zero, &self.counter).unwrap_or(zero),
        }
    }

    fn count(&mut self) {
        for byte in self.counter.iter_mut().rev() {
            *byte = byte.wrapping_add(1);
            if *byte != 0 {
                break;
            }
        }
    }
}

impl fmt::Debug for SecureChannel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecureChannel({:?})", self.suite)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::curves::unhex as hex;

    /// The session of ICAO 9303-11, appendix D.4.
    fn worked_example() -> SecureChannel {
        SecureChannel {
            suite: CipherSuite::TripleDes,
            encryption: Secret::new(hex("979EC13B1CBFE9DCD01AB0FED307EAE5")),
            authentication: Secret::new(hex("F1CB1F1FB5ADF208806B89DC579DC1F8")),
            counter: hex("887022120C06C226"),
        }
    }

    #[test]
    fn the_worked_example_of_icao_9303_11_d_4() {
        let mut channel = worked_example();
        let dialogue = [
            (
                Command::select_file(0x011E),
                "0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800",
                "990290008E08FA855A5D4C50A8ED9000",
                "",
            ),
            (
                Command::new(0xB0, 0, 0).expecting(4),
                "0CB000000D9701048E08ED6705417E96BA5500",
                "8709019FF0EC34F9922651990290008E08AD55CC17140B2DED9000",
                "60145F01",
            ),
            (
                Command::new(0xB0, 0, 4).expecting(18),
                "0CB000040D9701128E082EA28A70F3C7B53500",
                "871901FB9235F4E4037F2327DCC8964F1F9B8C30F42C8E2FFF224A990290008E08C8B2787EAEA07D749000",
                "04303130365F36063034303030305C026175",
            ),
        ];
        for (plain, command, response, data) in dialogue {
            assert_eq!(channel.protect(&plain).unwrap().encode(), hex(command));
            let response = Response::parse(&hex(response)).unwrap();
            let expected = Response { data: hex(data), status: Status::OK };
            assert_eq!(channel.unprotect(&response).unwrap(), Unwrapped::Protected(expected));
        }
        assert_eq!(channel.counter, hex("887022120C06C22C"));
    }

    #[test]
    fn a_changed_repeated_or_bare_answer_is_refused() {
        let answer = hex("8709019FF0EC34F9922651990290008E08AD55CC17140B2DED9000");
        let ready = || {
            let mut channel = worked_example();
            channel.counter = hex("887022120C06C229");
            channel
        };
        let good = Response::parse(&answer).unwrap();
        assert!(matches!(ready().unprotect(&good), Ok(Unwrapped::Protected(_))));
        for bit in 0..answer.len() * 8 {
            let mut bad = answer.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            let result = ready().unprotect(&Response::parse(&bad).unwrap());
            if bit / 8 < answer.len() - 2 {
                assert_eq!(result.unwrap_err().code(), Code::SecureMessaging, "bit {bit}");
            } else {
                // The status outside is anybody's; the one inside counts.
                assert!(matches!(result, Ok(Unwrapped::Protected(inner)) if inner.status == Status::OK), "bit {bit}");
            }
        }
        let mut channel = ready();
        channel.unprotect(&good).unwrap();
        assert!(channel.unprotect(&good).is_err(), "a repeated answer");
        assert!(ready().unprotect(&Response { data: vec![], status: Status::OK }).is_err(), "no protection");
        let clear = ready().unprotect(&Response { data: vec![], status: Status(0x6988) });
        assert_eq!(clear, Ok(Unwrapped::Clear(Status(0x6988))));
    }
}
