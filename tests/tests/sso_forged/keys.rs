//! Key sets as broken providers and intruders publish them.

use crate::maker::{CLIENT, ISSUER, Key, NONCE, NOW, b64, claims};
use dinhdanh::Error;
use dinhdanh::error::Code;
use dinhdanh::given::Timestamp;
use dinhdanh::sso::jose::{Backend, KeySet};
use dinhdanh::sso::{Expected, IdTokenRules};
use serde_json::{Value, json};

/// What becomes of a right token when these are the keys.
fn verify(jwks: &[u8], token: &str) -> Result<(), Error> {
    let keys = KeySet::parse(jwks, Backend::default())?;
    let expected = Expected::nonce(NONCE);
    IdTokenRules::new(ISSUER, CLIENT).verify(token, &keys, &expected, Timestamp::from_unix(NOW)).map(|_| ())
}

fn token(key: &Key, kid: &str) -> String {
    key.token(&json!({"alg": key.algorithm(), "kid": kid}).to_string(), &claims().to_string())
}

fn with(mut jwk: Value, name: &str, value: Value) -> Value {
    jwk[name] = value;
    jwk
}

type Case = (&'static str, Vec<u8>, String, Code);

/// Key sets, a token for each, and what has to come of it.
fn cases() -> Vec<Case> {
    let (rsa, p256, ed25519) = (Key::rsa(), Key::p256(7), Key::ed25519(7));
    let good = rsa.jwk("k");
    let signed = token(&rsa, "k");
    let short = b64([[0xc1_u8].as_slice(), &[0x35; 126], &[0x37]].concat());
    let sets: Vec<(&str, Value, Code)> = vec![
        ("two keys of one name", json!([good, Key::foreign_rsa().jwk("k")]), Code::JwksDuplicateKid),
        ("one key twice", json!([good, good]), Code::JwksDuplicateKid),
        ("no list", json!({"k": good}), Code::JwksForm),
        ("list of texts", json!(["k"]), Code::JwksForm),
        ("more keys than any provider", json!(vec![json!({"kty": "oct"}); 1000]), Code::TooLarge),
        ("no key", json!([]), Code::TokenKeyUnknown),
        ("rotated away", json!([Key::foreign_rsa().jwk("k2")]), Code::TokenKeyUnknown),
        ("kind unknown", json!([with(good.clone(), "kty", json!("PQC"))]), Code::TokenKeyUnknown),
        ("symmetric key", json!([{"kty": "oct", "k": "c2VjcmV0", "kid": "k", "alg": "HS256"}]), Code::TokenKeyUnknown),
        ("private key", json!([with(good.clone(), "d", json!("AQAB"))]), Code::JwkPrivate),
        ("RSA of 1024 bits", json!([with(good.clone(), "n", json!(short))]), Code::JwkWeak),
        ("RSA exponent 1", json!([with(good.clone(), "e", json!("AQ"))]), Code::JwkWeak),
        ("RSA exponent 2", json!([with(good.clone(), "e", json!("Ag"))]), Code::JwkWeak),
        ("RSA without modulus", json!([with(good.clone(), "n", json!(""))]), Code::JwkForm),
        ("for encryption", json!([with(good.clone(), "use", json!("enc"))]), Code::JwkPurpose),
        ("for encrypting only", json!([with(good.clone(), "key_ops", json!(["wrapKey"]))]), Code::JwkPurpose),
        ("algorithm of another kind", json!([with(good.clone(), "alg", json!("ES256"))]), Code::JwkAlgorithm),
        ("algorithm of encryption", json!([with(good.clone(), "alg", json!("RSA-OAEP"))]), Code::JwkAlgorithm),
        ("algorithm that a secret needs", json!([with(good.clone(), "alg", json!("HS256"))]), Code::JwkAlgorithm),
        ("bound to another padding", json!([with(good.clone(), "alg", json!("PS256"))]), Code::TokenKeyAlgorithm),
    ];
    let curves: Vec<(&str, Value, &Key, Code)> = vec![
        ("point off the curve", with(p256.jwk("k"), "y", p256.jwk("k")["x"].clone()), &p256, Code::JwkForm),
        ("point cut short", with(p256.jwk("k"), "x", json!("AQAB")), &p256, Code::JwkForm),
        (
            "point of zeros",
            with(with(p256.jwk("k"), "x", json!(b64([0; 32]))), "y", json!(b64([0; 32]))),
            &p256,
            Code::JwkForm,
        ),
        ("curve that signs nothing", with(p256.jwk("k"), "crv", json!("secp256k1")), &p256, Code::TokenKeyUnknown),
        ("Ed25519 of 31 bytes", with(ed25519.jwk("k"), "x", json!(b64([1; 31]))), &ed25519, Code::JwkForm),
        ("Ed25519 of small order", with(ed25519.jwk("k"), "x", json!(b64([0; 32]))), &ed25519, Code::JwkWeak),
        ("key for agreement", with(ed25519.jwk("k"), "crv", json!("X25519")), &ed25519, Code::TokenKeyUnknown),
    ];
    let texts: Vec<(&str, Vec<u8>, Code)> = vec![
        ("ten megabytes", format!(r#"{{"keys":[],"x":"{}"}}"#, "x".repeat(10_000_000)).into_bytes(), Code::TooLarge),
        ("a page instead", b"<!doctype html><title>Login</title>".to_vec(), Code::TokenJson),
        ("nothing", Vec::new(), Code::TokenJson),
        ("keys twice", br#"{"keys":[],"keys":[]}"#.to_vec(), Code::TokenDuplicateName),
        ("nested without end", [b"{\"keys\":".as_slice(), &[b'['; 50_000]].concat(), Code::TokenDepth),
    ];
    let text = |keys: Value| json!({ "keys": keys }).to_string().into_bytes();
    let sets = sets.into_iter().map(|(name, keys, code)| (name, text(keys), signed.clone(), code));
    let curves = curves.into_iter().map(|(name, jwk, key, code)| (name, text(json!([jwk])), token(key, "k"), code));
    let texts = texts.into_iter().map(|(name, text, code)| (name, text, signed.clone(), code));
    sets.chain(curves).chain(texts).collect()
}

/// Every case, for the table in the documentation.
pub fn table() -> Vec<(&'static str, Code)> {
    cases().into_iter().map(|(name, _, _, code)| (name, code)).collect()
}

#[test]
fn every_broken_key_set_is_refused_with_its_code() {
    let rsa = Key::rsa();
    assert_eq!(verify(json!({"keys": [rsa.jwk("k")]}).to_string().as_bytes(), &token(&rsa, "k")), Ok(()));
    for (name, jwks, token, code) in cases() {
        assert_eq!(verify(&jwks, &token).map_err(|error| error.code()), Err(code), "{name}");
    }
}

#[test]
fn a_token_without_key_name_needs_exactly_one_candidate() {
    let rsa = Key::rsa();
    let unnamed = rsa.token(r#"{"alg":"RS256"}"#, &claims().to_string());
    let set = |keys: &[Value]| json!({ "keys": keys }).to_string();
    assert_eq!(verify(set(&[rsa.jwk("a"), Key::p256(7).jwk("b")]).as_bytes(), &unnamed), Ok(()));
    let two = verify(set(&[rsa.jwk("a"), Key::foreign_rsa().jwk("b")]).as_bytes(), &unnamed);
    assert_eq!(two, Err(Error::new(Code::TokenKeyAmbiguous, "kid")));
}
