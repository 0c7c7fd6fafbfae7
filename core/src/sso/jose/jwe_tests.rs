#![allow(clippy::arithmetic_side_effects, clippy::string_slice, reason = "test data")]

use super::*;
use crate::crypto::curves::unhex;
use serde_json::{Value, json};

const PRIVATE: [u8; 32] = [5; 32];

pub(in crate::sso) fn key() -> EcdhKey {
    EcdhKey::new(CurveId::P256, &PRIVATE, Some("enc-1")).unwrap()
}

/// Encrypts to [`key`] with ECDH-ES and A128GCM; `more` goes into the header.
pub(in crate::sso) fn seal(plain: &[u8], more: Value) -> String {
    let curve = CurveId::P256.curve();
    let ephemeral = curve.scalar(&[9; 32]).unwrap();
    let mine = curve.generator().multiply(&ephemeral).encode().unwrap();
    let theirs = curve.generator().multiply(&curve.scalar(&PRIVATE).unwrap());
    let shared = Secret::new(theirs.multiply(&ephemeral).x_bytes().unwrap());
    let content = derive(&shared, "A128GCM", b"", b"", 16).unwrap();
    let (x, y) = (base64url::encode(&mine[1..33]), base64url::encode(&mine[33..]));
    let mut header = json!({"alg": "ECDH-ES", "enc": "A128GCM", "kid": "enc-1",
        "epk": {"kty": "EC", "crv": "P-256", "x": x, "y": y}});
    header.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let header = base64url::encode(header.to_string().as_bytes());
    let message = Payload { msg: plain, aad: header.as_bytes() };
    let sealed = Aes128Gcm::new_from_slice(content.expose()).unwrap().encrypt(&[3; 12].into(), message).unwrap();
    let (text, tag) = sealed.split_at(sealed.len() - 16);
    format!("{header}..{}.{}.{}", base64url::encode(&[3; 12]), base64url::encode(text), base64url::encode(tag))
}

fn code(token: &str) -> Option<Code> {
    decrypt(token, &key()).err().map(|error| error.code())
}

#[test]
fn what_was_sealed_is_opened_and_nothing_else_is_asked_for() {
    assert_eq!(*decrypt(&seal(b"a.b.c", json!({"cty": "JWT"})), &key()).unwrap(), b"a.b.c");
    for (more, expected) in [
        (json!({"zip": "DEF"}), Code::TokenAlgorithm),
        (json!({"enc": "A128CBC-HS256"}), Code::TokenAlgorithm),
        (json!({"enc": null}), Code::TokenHeader),
        (json!({"alg": "RSA-OAEP-256"}), Code::TokenAlgorithm),
        (json!({"alg": "RSA1_5"}), Code::TokenAlgorithm),
        (json!({"alg": "dir"}), Code::TokenAlgorithm),
        (json!({"alg": "PBES2-HS256+A128KW", "p2c": 1}), Code::TokenAlgorithm),
        (json!({"alg": "ECDH-ES+A128KW"}), Code::TokenDecryption),
        (json!({"kid": "enc-2"}), Code::TokenKeyUnknown),
        (json!({"crit": ["exp"]}), Code::TokenCritical),
        (json!({"epk": null}), Code::TokenHeader),
        (json!({"epk": {"kty": "EC", "crv": "P-384", "x": "AA", "y": "AA"}}), Code::TokenHeader),
        (json!({"apu": 1}), Code::TokenHeader),
    ] {
        assert_eq!(code(&seal(b"x", more.clone())), Some(expected), "{more}");
    }
    // The bytes of the header are part of what is authenticated, and of what the key is derived from.
    assert_eq!(code(&seal(b"x", json!({"apu": "QWxpY2U"}))), Some(Code::TokenDecryption));
}

/// A point that is not on the curve would give the private key away, bit by bit.
#[test]
fn points_off_the_curve_are_refused() {
    let point =
        json!({"kty": "EC", "crv": "P-256", "x": base64url::encode(&[1; 32]), "y": base64url::encode(&[2; 32])});
    assert_eq!(code(&seal(b"x", json!({"epk": point}))), Some(Code::TokenHeader));
}

#[test]
fn every_change_is_noticed() {
    let token = seal(b"a.b.c", json!({}));
    for at in 0..token.len() {
        assert!(code(&token[..at]).is_some(), "cut at {at}");
        for new in ['A', '.', '_'] {
            let mut changed = token.clone();
            changed.replace_range(at..=at, &new.to_string());
            assert!(changed == token || code(&changed).is_some(), "{new} at {at}");
        }
    }
    let parts: Vec<&str> = token.split('.').collect();
    let with = |index: usize, part: &str| {
        let mut parts = parts.clone();
        parts[index] = part;
        parts.join(".")
    };
    for size in [0, 4, 8, 12, 15, 17] {
        assert_eq!(code(&with(4, &base64url::encode(&vec![0; size]))), Some(Code::TokenDecryption), "tag of {size}");
    }
    assert_eq!(code(&with(2, &base64url::encode(&[3; 16]))), Some(Code::TokenDecryption));
    assert_eq!(code(&with(1, "AAAA")), Some(Code::TokenDecryption), "a wrapped key with direct agreement");
    assert_eq!(code(&format!("{token}.x")), Some(Code::TokenEncrypted));
    assert_eq!(code("a.b.c"), Some(Code::TokenEncrypted));
    assert_eq!(code(&"a".repeat(TOKEN_BYTES + 1)), Some(Code::TooLarge));
    assert!(EcdhKey::new(CurveId::Bp256R1, &PRIVATE, None).is_err());
    assert!(EcdhKey::new(CurveId::P256, &[0; 32], None).is_err());
    assert!(!format!("{:?}", key()).contains("05"));
}

/// RFC 3394, sections 4.1 and 4.6.
#[test]
fn key_wrap_matches_the_standard() {
    let key = unhex("000102030405060708090A0B0C0D0E0F");
    let wrapped = unhex("1FA68B0A8112B447AEF34BD8FB5A7B829D3E862371D2CFE5");
    let plain = unhex("00112233445566778899AABBCCDDEEFF");
    assert_eq!(unwrap(&key, &wrapped).unwrap().expose(), plain);
    let key = unhex("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F");
    let wrapped = unhex("28C9F404C4B810F4CBCCB35CFB87F8263F5786E2D80ED326CBC7F0E71A99F43BFB988B9B7A02DD21");
    let plain = unhex("00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F");
    assert_eq!(unwrap(&key, &wrapped).unwrap().expose(), plain);
    for at in 0..wrapped.len() {
        let mut bad = wrapped.clone();
        bad[at] ^= 1;
        assert!(unwrap(&key, &bad).is_none() && unwrap(&key, &wrapped[..at]).is_none());
    }
}

/// RFC 7518, appendix C.
#[test]
fn derivation_matches_the_standard() {
    let z = [
        158, 86, 217, 29, 129, 113, 53, 211, 114, 131, 66, 131, 191, 132, 38, 156, 251, 49, 110, 163, 218, 128, 106,
        72, 246, 218, 167, 121, 140, 254, 144, 196,
    ];
    let key = derive(&Secret::copy_of(&z), "A128GCM", b"Alice", b"Bob", 16).unwrap();
    assert_eq!(base64url::encode(key.expose()), "VqqN6vgjbSBcIijNcacQGg");
}
