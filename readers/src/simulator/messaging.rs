//! The chip's side of secure messaging (ICAO 9303-11, 9.8), written apart from the terminal's.

use dinhdanh::crypto::CipherSuite;
use dinhdanh::crypto::symmetric::{KeyPurpose, pad, unpad};
use dinhdanh::document::chip::command::{Command, Status};
use dinhdanh::document::files::tlv::{Reader, encode};
use dinhdanh::personal::Secret;

/// A protection object is missing.
const MISSING: Status = Status(0x6987);
/// A protection object is wrong.
const WRONG: Status = Status(0x6988);

/// A channel whose keys both sides know.
pub(super) struct Messaging {
    suite: CipherSuite,
    encryption: Secret,
    authentication: Secret,
    /// The send sequence counter; its lower bytes fill one block.
    counter: u128,
}

impl Messaging {
    /// A channel over a shared secret that starts to count at zero, or after BAC elsewhere.
    pub(super) fn over(suite: CipherSuite, secret: &[u8], counter: u128) -> Self {
        let encryption = suite.derive_key(secret, KeyPurpose::Encrypt);
        let authentication = suite.derive_key(secret, KeyPurpose::Authenticate);
        Self { suite, encryption, authentication, counter }
    }

    /// Takes the protection off a command.
    pub(super) fn open(&mut self, command: &Command) -> Result<Command, Status> {
        self.counter = self.counter.wrapping_add(1);
        let mut objects = Reader::new(&command.data, "command");
        let (mut cryptogram, mut length, mut covered) = (None, None, Vec::new());
        let code = loop {
            let object = objects.read().map_err(|_| WRONG)?.ok_or(MISSING)?;
            match object.tag {
                0x85 | 0x87 if cryptogram.is_none() && length.is_none() => cryptogram = Some(object),
                0x97 if length.is_none() => length = Some(object.value),
                0x8E => break object.value,
                _ => return Err(WRONG),
            }
            covered.extend_from_slice(object.raw);
        };
        objects.finish().map_err(|_| WRONG)?;
        let Command { class, instruction, p1, p2, .. } = *command;
        let mut input = self.counter_block();
        input.extend(pad(&[class, instruction, p1, p2], self.suite.block()));
        if !covered.is_empty() {
            input.extend(pad(&covered, self.suite.block()));
        }
        if self.suite.mac(&self.authentication, &input).is_none_or(|expected| expected != code) {
            return Err(WRONG);
        }
        let data = match cryptogram {
            None => Vec::new(),
            Some(object) => {
                let blocks = match (object.tag, instruction & 1, object.value) {
                    (0x87, 0, [1, blocks @ ..]) | (0x85, 1, blocks) => blocks,
                    _ => return Err(WRONG),
                };
                let plain = self.suite.decrypt(&self.encryption, &self.iv(), blocks).ok_or(WRONG)?;
                unpad(plain).ok_or(WRONG)?
            }
        };
        let expected = match length {
            None => None,
            Some([0]) => Some(256),
            Some([0, 0]) => Some(65_536),
            Some([low]) => Some(usize::from(*low)),
            Some([high, low]) => Some(usize::from(u16::from_be_bytes([*high, *low]))),
            Some(_) => return Err(WRONG),
        };
        Ok(Command { class: class & 0xF3, instruction, p1, p2, data, expected })
    }

    /// Protects an answer to a command with this instruction.
    pub(super) fn seal(&mut self, instruction: u8, data: &[u8], status: Status) -> Option<Vec<u8>> {
        self.counter = self.counter.wrapping_add(1);
        let mut objects = Vec::new();
        if !data.is_empty() {
            let blocks = pad(data, self.suite.block());
            let mut value = self.suite.encrypt(&self.encryption, &self.iv(), &blocks)?;
            if instruction & 1 == 0 {
                value.insert(0, 1);
                objects.extend(encode(0x87, &value));
            } else {
                objects.extend(encode(0x85, &value));
            }
        }
        objects.extend(encode(0x99, &status.0.to_be_bytes()));
        let mut input = self.counter_block();
        input.extend(pad(&objects, self.suite.block()));
        let code = self.suite.mac(&self.authentication, &input)?;
        objects.extend(encode(0x8E, &code));
        Some(objects)
    }

    fn counter_block(&self) -> Vec<u8> {
        let bytes = self.counter.to_be_bytes();
        bytes.iter().copied().skip(bytes.len().saturating_sub(self.suite.block())).collect()
    }

    fn iv(&self) -> Vec<u8> {
        let zero = vec![0; self.suite.block()];
        if self.suite == CipherSuite::TripleDes {
            return zero;
        }
        self.suite.encrypt(&self.encryption, &zero, &self.counter_block()).unwrap_or(zero)
    }
}
