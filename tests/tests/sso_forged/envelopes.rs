//! Envelopes that were changed on their way, or made by somebody else: all of them fail in one way.

use crate::maker::{Key, NOW};
use aes::cipher::{BlockCipherEncrypt, KeyInit};
use aes::{Aes128, Block};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use dinhdanh::error::Code;
use dinhdanh::given::Timestamp;
use dinhdanh::personal::Secret;
use dinhdanh::sso::{
    EnvelopeCipher, EnvelopeKey, EnvelopeKeySize, EnvelopeMode, Level, OriginProof, RequiredLevel, open_envelope,
};
use dinhdanh::{Error, Result};
use rsa::hazmat::rsa_encrypt;
use rsa::traits::PublicKeyParts;
use rsa::{BoxedUint, Pkcs1v15Encrypt, RsaPrivateKey};
use serde_json::json;
use std::sync::Arc;

const AES_KEY: [u8; 16] = [0x5a; 16];
const IV: [u8; 16] = [0x77; 16];

/// The relying party's key. Real programs use one in constant time, as the library's `RsaEnvelopeKey` is.
struct Own(RsaPrivateKey);

impl EnvelopeKey for Own {
    fn unwrap(&self, wrapped: &[u8]) -> Option<Secret> {
        self.0.decrypt(Pkcs1v15Encrypt, wrapped).ok().map(Secret::new)
    }
}

fn rsa() -> RsaPrivateKey {
    match Key::rsa() {
        Key::Rsa(key) => *key,
        _ => panic!("not RSA"),
    }
}

fn cipher(mode: EnvelopeMode) -> EnvelopeCipher {
    let mut random = |buffer: &mut [u8]| {
        buffer.fill(9);
        Ok(())
    };
    EnvelopeCipher::new(Arc::new(Own(rsa())), mode, EnvelopeKeySize::Aes128, &mut random).unwrap()
}

/// RSA of these bytes as they are: paddings that no library makes.
fn raw_rsa(block: &[u8]) -> Vec<u8> {
    let key = rsa();
    let number = BoxedUint::from_be_slice(block, key.n_bits_precision()).unwrap();
    let sealed = rsa_encrypt(&key, &number).unwrap().to_be_bytes_trimmed_vartime();
    [vec![0; 256 - sealed.len()], sealed.to_vec()].concat()
}

/// `00 02`, 1s, `00`, the key (RFC 8017 section 7.2.1).
fn wrapped(key: &[u8]) -> Vec<u8> {
    raw_rsa(&[&[0, 2][..], &vec![1; 253 - key.len()], &[0], key].concat())
}

fn pad(plain: &[u8]) -> Vec<u8> {
    let count = 16 - plain.len() % 16;
    [plain, &vec![u8::try_from(count).unwrap(); count]].concat()
}

/// CBC with the IV in front, or ECB, of blocks that are padded already.
fn sealed(mode: EnvelopeMode, padded: &[u8]) -> Vec<u8> {
    let aes = Aes128::new(&AES_KEY.into());
    let mut before = IV;
    let mut out = if mode == EnvelopeMode::Ecb { Vec::new() } else { IV.to_vec() };
    for chunk in padded.chunks_exact(16) {
        let mut block = Block::try_from(chunk).unwrap();
        if mode != EnvelopeMode::Ecb {
            block.iter_mut().zip(before).for_each(|(byte, mask)| *byte ^= mask);
        }
        aes.encrypt_block(&mut block);
        before = block.into();
        out.extend(before);
    }
    out
}

fn envelope(data: &[u8], key: &[u8]) -> Vec<u8> {
    json!({"data": STANDARD.encode(data), "key": STANDARD.encode(key)}).to_string().into_bytes()
}

fn person() -> String {
    json!({"citizenPid": "001199000018", "fullName": "Nguyễn Thị Mẫu", "birthDate": "17/02/1999",
        "accountType": 1, "accountLevel": 2})
    .to_string()
}

const MODES: [EnvelopeMode; 2] = [EnvelopeMode::Ecb, EnvelopeMode::CbcPrefixIv];

/// Envelopes of one mode and what has to come of each.
fn cases(mode: EnvelopeMode) -> Vec<(&'static str, Vec<u8>, Code)> {
    let data = sealed(mode, &pad(person().as_bytes()));
    let key = wrapped(&AES_KEY);
    let broken = |data: &[u8], key: &[u8]| envelope(data, key);
    let changed = |bytes: &[u8], at: usize| {
        let mut changed = bytes.to_vec();
        changed[at] ^= 0x10;
        changed
    };
    let of = |padded: &[u8]| envelope(&sealed(mode, padded), &key);
    let other = if mode == EnvelopeMode::Ecb { EnvelopeMode::CbcPrefixIv } else { EnvelopeMode::Ecb };
    let long = [&[0, 2][..], &[1; 221], &[0], &[7; 32]].concat();
    vec![
        ("wrapped key changed", broken(&data, &changed(&key, 100)), Code::EnvelopeOpen),
        ("wrapped key of zeros", broken(&data, &[0; 256]), Code::EnvelopeOpen),
        ("wrapped key short", broken(&data, &key[1..]), Code::EnvelopeOpen),
        ("wrapped key empty", broken(&data, &[]), Code::EnvelopeOpen),
        ("wrapped key of another", broken(&data, &wrapped(&[0x11; 16])), Code::EnvelopeOpen),
        ("wrapped key of another length", broken(&data, &raw_rsa(&long)), Code::EnvelopeOpen),
        (
            "RSA padding of a signature",
            broken(&data, &raw_rsa(&[&[0, 1][..], &[0xff; 237], &[0], &AES_KEY].concat())),
            Code::EnvelopeOpen,
        ),
        (
            "RSA padding too short",
            broken(&data, &raw_rsa(&[&[0, 2, 1, 1, 0][..], &[7; 251]].concat())),
            Code::EnvelopeOpen,
        ),
        ("RSA padding without end", broken(&data, &raw_rsa(&[&[0, 2][..], &[1; 254]].concat())), Code::EnvelopeOpen),
        ("data changed at the end", broken(&changed(&data, data.len() - 1), &key), Code::EnvelopeOpen),
        ("data changed at the start", broken(&changed(&data, 0), &key), Code::EnvelopeOpen),
        ("data one block short", broken(&data[..data.len() - 16], &key), Code::EnvelopeOpen),
        ("data half a block short", broken(&data[..data.len() - 8], &key), Code::EnvelopeOpen),
        ("data empty", broken(&[], &key), Code::EnvelopeOpen),
        ("data of one block", broken(&data[..16], &key), Code::EnvelopeOpen),
        (
            "padding of zeros",
            of(&[person().as_bytes(), &vec![0; 16 - person().len() % 16]].concat()),
            Code::EnvelopeOpen,
        ),
        ("padding longer than a block", of(&[&[b' '; 16][..], &[17; 16]].concat()), Code::EnvelopeOpen),
        (
            "padding uneven",
            of(&[person().as_bytes(), &[1, 2][..], &vec![3; 30 - person().len() % 16]].concat()
                [..(person().len() / 16 + 2) * 16]),
            Code::EnvelopeOpen,
        ),
        ("content no JSON", of(&pad(b"citizenPid=001199000018")), Code::EnvelopeOpen),
        ("content with a name twice", of(&pad(br#"{"citizenPid":"1","citizenPid":"2"}"#)), Code::EnvelopeOpen),
        ("content not UTF-8", of(&pad(b"{\"fullName\":\"M\xe1u\"}")), Code::EnvelopeOpen),
        ("content of another mode", envelope(&sealed(other, &pad(person().as_bytes())), &key), Code::EnvelopeOpen),
        (
            "data no base64",
            json!({"data": "***", "key": STANDARD.encode(&key)}).to_string().into_bytes(),
            Code::EnvelopeOpen,
        ),
        (
            "key no base64",
            json!({"data": STANDARD.encode(&data), "key": "***"}).to_string().into_bytes(),
            Code::EnvelopeOpen,
        ),
        ("nothing encrypted at all", person().into_bytes(), Code::EnvelopeForm),
        ("no key", json!({"data": STANDARD.encode(&data)}).to_string().into_bytes(), Code::EnvelopeForm),
        (
            "data as number",
            json!({"data": 1, "key": STANDARD.encode(&key)}).to_string().into_bytes(),
            Code::EnvelopeForm,
        ),
        ("no JSON", b"hello".to_vec(), Code::EnvelopeForm),
        ("larger than any answer", envelope(&vec![0; 70_000], &key), Code::TooLarge),
        ("nobody in it", of(&pad(br#"{"accountLevel":2}"#)), Code::ClaimMissing),
        ("level left out", of(&pad(br#"{"citizenPid":"001199000018","accountType":2}"#)), Code::LevelTooLow),
        ("level 1", of(&pad(br#"{"citizenPid":"001199000018","accountLevel":"1"}"#)), Code::LevelTooLow),
    ]
}

fn open(mode: EnvelopeMode, body: &[u8]) -> Result<OriginProof> {
    let required = RequiredLevel::at_least(Level::Two).or_server_channel();
    let login = open_envelope(body, &cipher(mode), "VNeID", required, Timestamp::from_unix(NOW));
    login.map(|login| login.origin())
}

/// Every case, for the table in the documentation.
pub fn table() -> Vec<(&'static str, Code)> {
    cases(EnvelopeMode::Ecb).into_iter().map(|(name, _, code)| (name, code)).collect()
}

#[test]
fn the_right_envelope_opens_and_is_never_signed() {
    for mode in MODES {
        let body = envelope(&sealed(mode, &pad(person().as_bytes())), &wrapped(&AES_KEY));
        assert_eq!(open(mode, &body), Ok(OriginProof::ServerChannelOnly), "{mode:?}");
        // What nobody signed opens nothing that asks for a signature.
        let strict = RequiredLevel::at_least(Level::Two);
        let refused = open_envelope(&body, &cipher(mode), "VNeID", strict, Timestamp::from_unix(NOW));
        assert_eq!(refused.unwrap_err().code(), Code::OriginTooWeak);
    }
}

#[test]
fn every_broken_envelope_is_refused_and_all_in_the_same_words() {
    for mode in MODES {
        let mut failures = Vec::new();
        for (name, body, code) in cases(mode) {
            let error = open(mode, &body).expect_err(name);
            assert_eq!(error.code(), code, "{mode:?}: {name}");
            if code == Code::EnvelopeOpen {
                failures.push(error);
            }
        }
        assert!(failures.len() >= 20);
        assert!(failures.iter().all(|error| *error == Error::new(Code::EnvelopeOpen, "envelope")), "{failures:?}");
    }
}
