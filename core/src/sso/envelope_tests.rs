#![allow(clippy::arithmetic_side_effects, clippy::string_slice, reason = "test data")]

use super::*;
use aes::cipher::BlockCipherEncrypt;
use serde_json::json;

/// The wrapped key is the key itself behind a byte 7: what RSA does is another's test.
struct Clear;

impl EnvelopeKey for Clear {
    fn unwrap(&self, wrapped: &[u8]) -> Option<Secret> {
        wrapped.strip_prefix(&[7]).map(Secret::copy_of)
    }
}

const KEY: [u8; 32] = [0x42; 32];
const MODES: [EnvelopeMode; 2] = [EnvelopeMode::Ecb, EnvelopeMode::CbcPrefixIv];

pub(in crate::sso) fn cipher(mode: EnvelopeMode) -> EnvelopeCipher {
    let mut random = |buffer: &mut [u8]| {
        buffer.fill(9);
        Ok(())
    };
    EnvelopeCipher::new(Arc::new(Clear), mode, EnvelopeKeySize::Aes256, &mut random).unwrap()
}

fn pad(plain: &[u8]) -> Vec<u8> {
    let count = 16 - plain.len() % 16;
    [plain, &vec![u8::try_from(count).unwrap(); count]].concat()
}

/// Encrypts whole blocks.
fn encrypt(mode: EnvelopeMode, blocks: &[u8]) -> Vec<u8> {
    let cipher = Aes256::new_from_slice(&KEY).unwrap();
    let mut before = [0x11; 16];
    let mut out = if mode == EnvelopeMode::CbcPrefixIv { before.to_vec() } else { Vec::new() };
    for chunk in blocks.chunks(16) {
        let mut block = [0; 16];
        let mask = if mode == EnvelopeMode::CbcPrefixIv { before } else { [0; 16] };
        for ((to, from), mask) in block.iter_mut().zip(chunk).zip(mask) {
            *to = from ^ mask;
        }
        let mut block = Block::<Aes256>::from(block);
        cipher.encrypt_block(&mut block);
        before.copy_from_slice(&block);
        out.extend_from_slice(&block);
    }
    out
}

fn wrapped() -> Vec<u8> {
    [&[7], &KEY[..]].concat()
}

pub(in crate::sso) fn envelope(mode: EnvelopeMode, plain: &str) -> String {
    let data = STANDARD.encode(encrypt(mode, &pad(plain.as_bytes())));
    json!({"data": data, "key": STANDARD.encode(wrapped())}).to_string()
}

pub(in crate::sso) fn encrypted_code(mode: EnvelopeMode, code: &str) -> (String, String) {
    (STANDARD.encode(encrypt(mode, &pad(code.as_bytes()))), STANDARD.encode(wrapped()))
}

fn code(cipher: &EnvelopeCipher, body: &str) -> Option<Error> {
    cipher.open(body.as_bytes()).err()
}

#[test]
fn both_modes_open_what_was_sealed_in_them() {
    for mode in MODES {
        for size in 0..40 {
            let plain = json!({"x": "m".repeat(size)}).to_string();
            let opened = cipher(mode).open(envelope(mode, &plain).as_bytes()).unwrap();
            assert_eq!(opened.to_json(), plain);
        }
    }
    let sealed = envelope(MODES[0], "{}");
    assert_eq!(code(&cipher(MODES[1]), &sealed), Some(failed()), "the mode is configured, not found out");
}

/// Key, length, padding, content: whatever is wrong, the answer is the same one.
#[test]
fn failures_cannot_be_told_apart() {
    for mode in MODES {
        let cipher = cipher(mode);
        let seal =
            |data: &[u8], key: &[u8]| json!({"data": STANDARD.encode(data), "key": STANDARD.encode(key)}).to_string();
        let good = encrypt(mode, &pad(b"{\"a\":1}"));
        assert_eq!(code(&cipher, &seal(&good, &wrapped())), None);
        let mut all = vec![
            seal(&good, b""),
            seal(&good, &[7]),
            seal(&good, &wrapped()[1..]),
            seal(&good, &wrapped()[..17]),
            seal(&good, &[&wrapped()[..], &[0]].concat()),
            seal(&good[..good.len() - 1], &wrapped()),
            seal(&good[..good.len() - 16], &wrapped()),
            seal(b"", &wrapped()),
            seal(&encrypt(mode, &pad(b"not JSON")), &wrapped()),
            seal(&encrypt(mode, &pad(b"{\"a\":1,\"a\":2}")), &wrapped()),
            seal(&encrypt(mode, &pad(b"[]")), &wrapped()),
            json!({"data": "%%%", "key": STANDARD.encode(wrapped())}).to_string(),
            json!({"data": STANDARD.encode(&good), "key": "not base64!"}).to_string(),
            json!({"data": STANDARD.encode(&good).trim_end_matches('='), "key": ""}).to_string(),
        ];
        for last in (0..=255u8).filter(|last| *last != 1) {
            let mut block = *b"{\"a\":1}        \0";
            block[15] = last;
            // A blank is what JSON allows at its end, but it is no padding.
            all.push(seal(&encrypt(mode, &block), &wrapped()));
        }
        for body in &all {
            assert_eq!(code(&cipher, body), Some(failed()), "{mode:?} {body}");
        }
    }
}

#[test]
fn a_wrong_key_is_replaced_by_one_that_depends_on_the_input_alone() {
    let cipher = cipher(EnvelopeMode::Ecb);
    let (first, again, other) = (cipher.content_key(b"x"), cipher.content_key(b"x"), cipher.content_key(b"y"));
    assert_eq!(first, again);
    assert_ne!(first, other);
    assert_eq!(*cipher.content_key(&wrapped()), KEY);
    let short = EnvelopeCipher { size: EnvelopeKeySize::Aes128, ..cipher };
    assert_ne!(*short.content_key(&wrapped()), KEY[..16], "a longer key is not cut");
    assert_eq!(*short.content_key(&wrapped()[..17]), KEY[..16]);
}

#[test]
fn what_is_no_envelope_is_not_taken_as_its_own_content() {
    let cipher = cipher(EnvelopeMode::Ecb);
    for body in ["", "[]", r#"{"citizenPid":"001199000018"}"#, r#"{"data":"x"}"#, r#"{"data":1,"key":"x"}"#, "x.y.z"] {
        assert_eq!(code(&cipher, body).map(|error| error.code()), Some(Code::EnvelopeForm), "{body}");
    }
    let large = format!("{{\"data\":\"{}\",\"key\":\"\"}}", "A".repeat(TOKEN_BYTES));
    assert_eq!(code(&cipher, &large).map(|error| error.code()), Some(Code::TooLarge));
}

#[test]
fn codes_are_visible_characters() {
    for mode in MODES {
        let (text, key) = encrypted_code(mode, "SplxlOBeZQQYbYS6WxSbIA");
        assert_eq!(cipher(mode).open_code(&text, &key).unwrap(), "SplxlOBeZQQYbYS6WxSbIA");
        for bad in ["", "a b", "mã", "a\n"] {
            let (text, key) = encrypted_code(mode, bad);
            assert_eq!(cipher(mode).open_code(&text, &key), Err(failed()), "{bad:?}");
        }
        for at in 0..text.len() {
            assert_eq!(cipher(mode).open_code(&text[..at], &key), Err(failed()));
        }
    }
}
