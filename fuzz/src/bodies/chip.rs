//! Single answers of a chip.

use super::input::Input;
use dinhdanh::crypto::CipherSuite;
use dinhdanh::crypto::symmetric::{KeyPurpose, pad};
use dinhdanh::document::chip::command::{Command, Response, Status};
use dinhdanh::document::chip::secure_messaging::{SecureChannel, Unwrapped};
use dinhdanh::document::files::tlv::encode;

/// An answer, and a command as a card reads it.
pub fn apdu_response(data: &[u8]) {
    if let Ok(response) = Response::parse(data) {
        let whole = [response.data.as_slice(), &response.status.0.to_be_bytes()].concat();
        assert_eq!(whole, data);
        let status = response.status;
        let more = [status.more_data().is_some(), status.right_length().is_some(), status.is_success()];
        let bad = [status.is_wrong_length(), status.is_not_found()];
        let kinds = more.iter().chain(&bad).filter(|is| **is).count();
        assert!(kinds <= 1, "a status says one thing: {status}");
        assert!(status.more_data().or(status.right_length()).is_none_or(|n| (1..=256).contains(&n)));
        assert!(!(status.is_success() && (status.is_wrong_key() || status.is_denied())));
    }
    if let Some(command) = Command::decode(data) {
        let bytes = command.encode();
        assert_eq!(Command::decode(&bytes), Some(command), "written and read again");
        assert!(bytes.len() <= data.len(), "no shorter form is known");
    }
}

/// A protected answer: as it comes, or with the right code so that what lies behind the code is reached.
pub fn secure_messaging_unwrap(data: &[u8]) {
    let mut input = Input(data);
    let mode = input.byte();
    let suite = CipherSuite::ALL[usize::from(mode & 3)];
    let instruction = if mode & 4 == 0 { 0xB0 } else { 0xB1 };
    let channel = || SecureChannel::from_secret(suite, b"fuzz");
    let response = match mode & 24 {
        0 => Response::parse(input.0),
        8 => Ok(with_code(suite, input.0)),
        _ => Ok(with_code(suite, &protected(suite, instruction, input.0))),
    };
    let Ok(response) = response else { return };
    let mut first = channel();
    let unwrapped = first.unprotect(&response);
    match (&unwrapped, mode & 24) {
        (Ok(Unwrapped::Protected(plain)), 16 | 24) => assert!(plain.data == input.0, "what was encrypted comes out"),
        (_, 16 | 24) => panic!("a protected answer was refused"),
        (Ok(Unwrapped::Protected(plain)), _) => {
            assert!(plain.data.len() < response.data.len());
        }
        _ => {}
    }
    if let Ok(Unwrapped::Protected(_)) = unwrapped {
        assert!(first.unprotect(&response).is_err(), "the counter has moved on");
    }
}

/// The objects with the code that makes them the first answer of a channel.
fn with_code(suite: CipherSuite, objects: &[u8]) -> Response {
    let mut counter = vec![0; suite.block()];
    counter.splice(suite.block() - 1.., [1]);
    let key = suite.derive_key(b"fuzz", KeyPurpose::Authenticate);
    let mac = suite.mac(&key, &pad(&[counter.as_slice(), objects].concat(), suite.block())).unwrap();
    Response { data: [objects, &encode(0x8E, &mac)].concat(), status: Status::OK }
}

/// The objects of an answer with this data.
fn protected(suite: CipherSuite, instruction: u8, data: &[u8]) -> Vec<u8> {
    let mut counter = vec![0; suite.block()];
    counter.splice(suite.block() - 1.., [1]);
    let key = suite.derive_key(b"fuzz", KeyPurpose::Encrypt);
    let zero = vec![0; suite.block()];
    let iv = if suite == CipherSuite::TripleDes { zero } else { suite.encrypt(&key, &zero, &counter).unwrap() };
    let blocks = suite.encrypt(&key, &iv, &pad(data, suite.block())).unwrap();
    let cryptogram =
        if instruction & 1 == 0 { encode(0x87, &[&[1], blocks.as_slice()].concat()) } else { encode(0x85, &blocks) };
    [cryptogram, encode(0x99, &[0x90, 0])].concat()
}
