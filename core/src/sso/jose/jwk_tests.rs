use super::*;
use crate::sso::testing::{Key, jwks, with};
use serde_json::{Value, json};

/// A point of P-256 (RFC 7515, A.3), a modulus of 2048 bits (A.2).
const N: &str = "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT\
                 -SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS\
                 -UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2et\
                 hFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";

fn rsa_jwk() -> Value {
    json!({"kty": "RSA", "kid": "r", "n": N.replace(' ', ""), "e": "AQAB"})
}

fn ec_jwk() -> Value {
    json!({"kty": "EC", "crv": "P-256", "kid": "e", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})
}

fn import(jwk: &Value) -> Result<VerifyingKey> {
    VerifyingKey::parse(jwk.to_string().as_bytes(), Backend::default())
}

fn code(jwk: &Value) -> Option<Code> {
    import(jwk).err().map(|error| error.code())
}

#[test]
fn keys_own_their_algorithm() {
    let algorithms = |jwk: &Value| import(jwk).unwrap().algorithms();
    assert_eq!(algorithms(&rsa_jwk()), AlgorithmSet::RSA);
    assert_eq!(algorithms(&with(rsa_jwk(), "alg", json!("PS384"))), AlgorithmSet::of(&[SignatureAlgorithm::Ps384]));
    assert_eq!(algorithms(&ec_jwk()), AlgorithmSet::of(&[SignatureAlgorithm::Es256]));
    let ed = import(&Key::new(1).jwk()).unwrap();
    assert_eq!(ed.algorithms(), AlgorithmSet::of(&[SignatureAlgorithm::EdDsa]));
    assert!(!ed.verifies(SignatureAlgorithm::Rs256, b"", &[0; 64]));
    for name in ["HS256", "none", "ES256", "RSA-OAEP", "RS1", ""] {
        assert_eq!(code(&with(rsa_jwk(), "alg", json!(name))), Some(Code::JwkAlgorithm), "{name}");
    }
    for name in ["ES384", "ES512", "ES521", "RS256", "EdDSA"] {
        assert_eq!(code(&with(ec_jwk(), "alg", json!(name))), Some(Code::JwkAlgorithm), "{name}");
    }
}

#[test]
fn use_and_operations_bind() {
    for (name, value, expected) in [
        ("use", json!("sig"), None),
        ("use", json!("enc"), Some(Code::JwkPurpose)),
        ("use", json!(""), Some(Code::JwkPurpose)),
        ("use", json!(1), Some(Code::JwkForm)),
        ("key_ops", json!(["verify"]), None),
        ("key_ops", json!(["sign", "verify"]), None),
        ("key_ops", json!(["encrypt"]), Some(Code::JwkPurpose)),
        ("key_ops", json!([]), Some(Code::JwkPurpose)),
        ("key_ops", json!("verify"), Some(Code::JwkForm)),
    ] {
        assert_eq!(code(&with(rsa_jwk(), name, value.clone())), expected, "{name} = {value}");
    }
}

#[test]
fn weak_and_broken_keys_are_refused() {
    let short = base64url::encode(&[&[0x7F], &[0xFF; 255][..]].concat());
    let small = base64url::encode(&[0xFF; 128]);
    let huge = base64url::encode(&[0xFF; 1025]);
    let even = base64url::encode(&[0xFE; 256]);
    for (name, value, expected) in [
        ("n", json!(short), Code::JwkWeak),
        ("n", json!(small), Code::JwkWeak),
        ("n", json!(even), Code::JwkWeak),
        ("n", json!(""), Code::JwkForm),
        ("n", json!(null), Code::JwkForm),
        ("n", json!("a="), Code::JwkForm),
        ("n", json!(17), Code::JwkForm),
        ("e", json!("AQ"), Code::JwkWeak),
        ("e", json!("AA"), Code::JwkWeak),
        ("e", json!("Ag"), Code::JwkWeak),
        ("e", json!("BA"), Code::JwkWeak),
        ("e", json!(""), Code::JwkForm),
        ("d", json!("AQ"), Code::JwkPrivate),
        ("kty", json!("oct"), Code::JwkKind),
        ("kty", json!(null), Code::JwkKind),
    ] {
        assert_eq!(code(&with(rsa_jwk(), name, value.clone())), Some(expected), "{name} = {value}");
    }
    assert!(code(&with(rsa_jwk(), "n", json!(huge))).is_some());
    assert_eq!(code(&with(rsa_jwk(), "e", json!("Aw"))), None, "three is allowed");
    let off = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a1";
    for (name, value, expected) in [
        ("x", json!(off), Code::JwkForm),
        ("y", json!("AA"), Code::JwkForm),
        ("crv", json!("P-384"), Code::JwkForm),
        ("crv", json!("secp256k1"), Code::JwkKind),
    ] {
        assert_eq!(code(&with(ec_jwk(), name, value.clone())), Some(expected), "{name} = {value}");
    }
    // The neutral element of Ed25519 verifies anything.
    let neutral = base64url::encode(&[&[1], &[0; 31][..]].concat());
    assert_eq!(code(&with(Key::new(1).jwk(), "x", json!(neutral))), Some(Code::JwkWeak));
    assert_eq!(code(&with(Key::new(1).jwk(), "crv", json!("Ed448"))), Some(Code::JwkKind));
}

#[test]
fn sets_are_unambiguous() {
    let parse = |keys: &[Value]| KeySet::parse(&jwks(keys), Backend::Pure);
    let secret = json!({"kty": "oct", "k": "c2VjcmV0", "kid": "r"});
    let unknown = json!({"kty": "AKP", "alg": "ML-DSA-44", "pub": "x"});
    let weak = with(with(rsa_jwk(), "e", json!("AQ")), "kid", json!("w"));
    let keys =
        parse(&[rsa_jwk(), ec_jwk(), secret, unknown, weak, with(Key::new(1).jwk(), "kid", json!("r"))]).unwrap();
    assert_eq!(keys.len(), 3, "one name on keys of two types is allowed");
    assert!(keys.has("r") && keys.has("w") && !keys.has("x"));
    let find = |header: Value| {
        let header = Header::parse(&base64url::encode(header.to_string().as_bytes())).unwrap();
        keys.find(&header).map(|key| key.kid().map(str::to_owned)).map_err(|error| error.code())
    };
    assert_eq!(find(json!({"alg": "RS256", "kid": "r"})), Ok(Some("r".into())));
    assert_eq!(find(json!({"alg": "EdDSA", "kid": "r"})), Ok(Some("r".into())));
    assert_eq!(find(json!({"alg": "ES256"})), Ok(Some("e".into())));
    assert_eq!(find(json!({"alg": "ES384", "kid": "e"})), Err(Code::TokenKeyAlgorithm));
    assert_eq!(find(json!({"alg": "ES384"})), Err(Code::TokenKeyUnknown));
    assert_eq!(find(json!({"alg": "RS256", "kid": "x"})), Err(Code::TokenKeyUnknown));
    assert_eq!(find(json!({"alg": "RS256", "kid": "w"})), Err(Code::JwkWeak));
    assert_eq!(find(json!({"alg": "none", "kid": "r"})), Err(Code::TokenAlgorithm));

    let twin = with(rsa_jwk(), "alg", json!("PS256"));
    assert_eq!(parse(&[rsa_jwk(), twin]).unwrap_err().code(), Code::JwksDuplicateKid);
    let second = with(Key::new(2).jwk(), "kid", json!(null));
    let pair = parse(&[Key::new(1).jwk(), second]).unwrap();
    let nameless = Header::parse(&base64url::encode(br#"{"alg":"EdDSA"}"#)).unwrap();
    assert_eq!(pair.find(&nameless).unwrap_err().code(), Code::TokenKeyAmbiguous);
    let public: Vec<VerifyingKey> = [1, 1].iter().map(|n| import(&Key::new(*n).jwk()).unwrap()).collect();
    assert_eq!(KeySet::of(public).unwrap_err().code(), Code::JwksDuplicateKid);
}

#[test]
fn sets_have_a_form_and_a_size() {
    let parse = |text: &str| KeySet::parse(text.as_bytes(), Backend::Pure).unwrap_err().code();
    for text in ["{}", r#"{"keys":{}}"#, r#"{"keys":["x"]}"#, r#"{"keys":null}"#] {
        assert_eq!(parse(text), Code::JwksForm, "{text}");
    }
    assert_eq!(parse("[]"), Code::TokenJson);
    assert_eq!(parse(r#"{"keys":[],"keys":[]}"#), Code::TokenDuplicateName);
    assert_eq!(parse(&format!("{{\"keys\":[{}]}}", " ".repeat(JWKS_BYTES))), Code::TooLarge);
    let many = vec!["{}"; JWKS_KEYS + 1].join(",");
    assert_eq!(parse(&format!("{{\"keys\":[{many}]}}")), Code::TooLarge);
    let leaked = with(Key::new(1).jwk(), "d", json!("AAAA"));
    assert_eq!(KeySet::parse(&jwks(&[leaked]), Backend::Pure).unwrap_err().code(), Code::JwkPrivate);
    assert!(KeySet::parse(b"{\"keys\":[]}", Backend::Pure).unwrap().is_empty());
}

/// RFC 7638, section 3.1.
#[test]
fn thumbprint_matches_the_standard() {
    let n = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4\
             n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0z\
             gdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csF\
             Cur-kEgU8awapJzKnqDKgw";
    let jwk = json!({"kty": "RSA", "n": n.replace(' ', ""), "e": "AQAB", "alg": "RS256", "kid": "2011-04-29"});
    let jwk = Object::parse(jwk.to_string().as_bytes(), 9_999, "test").unwrap();
    assert_eq!(thumbprint(&jwk).unwrap(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
}
