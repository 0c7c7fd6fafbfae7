//! Single sign-on: what providers, and whoever stands in front of them, can send.

use super::input::Input;
use dinhdanh::crypto::CurveId;
use dinhdanh::given::Timestamp;
use dinhdanh::personal::Secret;
use dinhdanh::sso::jose::{Backend, Compact, EcdhKey, Header, KeySet, Object, base64url, decrypt};
use dinhdanh::sso::{
    CasProfile, Ed25519Signer, Endpoint, EnvelopeCipher, EnvelopeKey, EnvelopeKeySize, EnvelopeMode, Expected,
    IdTokenRules, MemoryReplayStore, OriginProof, Proof, ProofSigner, Reach, Response, ReturnPath, Skew,
};
use std::sync::Arc;

const NOW: Timestamp = Timestamp::from_unix(1_795_000_000);
const CLAIMS: &str = r#"{"iss":"https://sso.example.vn","sub":"f3a1","aud":"rp","nonce":"n","iat":1794999995,
    "exp":1795000300,"auth_time":1794999900,"acr":"LoA2","amr":["face"],"SoDinhDanh":"001199000018"}"#;

/// A provider's key and a token that it signed.
fn provider() -> (KeySet, String) {
    let signer = Ed25519Signer::new(&[1; 32]);
    let keys = format!("{{\"keys\":[{}]}}", signer.public_jwk());
    (KeySet::parse(keys.as_bytes(), Backend::Pure).unwrap(), sign(&signer, r#"{"alg":"EdDSA","typ":"JWT"}"#, CLAIMS))
}

fn sign(signer: &Ed25519Signer, header: &str, claims: &str) -> String {
    let signed = format!("{}.{}", base64url::encode(header.as_bytes()), base64url::encode(claims.as_bytes()));
    let signature = signer.sign(signed.as_bytes()).unwrap();
    format!("{signed}.{}", base64url::encode(&signature))
}

/// A good token with a few edits: only the good one passes. And tokens that an insider signed with any content.
pub fn id_token(data: &[u8]) {
    let (keys, good) = provider();
    let rules = IdTokenRules::new("https://sso.example.vn", "rp");
    let expected = Expected::nonce("n");
    assert!(rules.verify(&good, &keys, &expected, NOW).is_ok());
    let mut input = Input(data);
    if input.byte() % 2 == 0 {
        let mut token = good.clone().into_bytes();
        while !input.is_empty() {
            input.edit(&mut token);
        }
        let Ok(token) = String::from_utf8(token) else { return };
        if token != good {
            assert!(rules.verify(&token, &keys, &expected, NOW).is_err(), "changed, and signed still");
        }
        let _ = rules.verify_logout(&token, &keys, &mut MemoryReplayStore::new(1), NOW);
        let call = Proof { method: "GET", url: "https://rp.example.vn/", access_token: None, nonce: None };
        let _ = call.check(&token, Skew::default(), &mut MemoryReplayStore::new(1), NOW);
        return;
    }
    let mut claims = CLAIMS.as_bytes().to_vec();
    while !input.is_empty() {
        input.edit(&mut claims);
    }
    let Ok(claims) = String::from_utf8(claims) else { return };
    let token = sign(&Ed25519Signer::new(&[1; 32]), r#"{"alg":"EdDSA"}"#, &claims);
    if let Ok(token) = rules.verify(&token, &keys, &expected, NOW) {
        assert_eq!((token.issuer(), token.claims().text("nonce")), ("https://sso.example.vn", Ok(Some("n"))));
        let login = token.into_login();
        assert_eq!(login.origin(), OriginProof::SignedToken);
        let shown = format!("{login:?}");
        assert!(!shown.contains("001199000018"), "a number is shown");
        assert!(Object::parse(login.expose_json().as_bytes(), usize::MAX, "json").is_ok());
    }
}

/// Sets of keys: whatever is in them, a key is found by its own name or not at all.
pub fn jwks(data: &[u8]) {
    let Ok(keys) = KeySet::parse(data, Backend::Pure) else { return };
    for key in keys.iter() {
        let algorithm = key.algorithms().iter().next().unwrap();
        assert!(!key.verifies(algorithm, b"message", &[0; 64]), "nothing was signed");
        if let Some(kid) = key.kid() {
            assert!(keys.has(kid));
        }
    }
}

struct Clear;

impl EnvelopeKey for Clear {
    fn unwrap(&self, wrapped: &[u8]) -> Option<Secret> {
        Some(Secret::copy_of(wrapped))
    }
}

/// Everything else: JSON, headers, addresses, envelopes, encrypted tokens, CAS answers.
pub fn sso_answers(data: &[u8]) {
    let mut input = Input(data);
    let kind = input.byte();
    let rest = input.0;
    let text = String::from_utf8_lossy(rest);
    match kind % 7 {
        0 => {
            if let Ok(object) = Object::parse(rest, 65_536, "json") {
                let again = object.to_json();
                assert_eq!(Object::parse(again.as_bytes(), 1 << 20, "json").unwrap().to_json(), again);
            }
        }
        1 => {
            if let Ok(header) = Header::parse(&base64url::encode(rest)) {
                assert!(!header.algorithm().is_empty());
            }
            let _ = Compact::parse(&text);
        }
        2 => {
            for reach in [Reach::Public, Reach::Private, Reach::Loopback] {
                if let Ok(endpoint) = Endpoint::parse(&text, reach) {
                    assert!(!endpoint.host().is_empty() && !endpoint.url().contains('@'));
                    assert!(!endpoint.admits("169.254.169.254".parse().unwrap()));
                }
            }
        }
        3 => {
            if let Ok(path) = ReturnPath::parse(&text) {
                assert!(path.as_str().starts_with('/') && !path.as_str().starts_with("//"));
                assert!(!path.as_str().contains('\\'));
            }
        }
        4 => {
            for mode in [EnvelopeMode::Ecb, EnvelopeMode::CbcPrefixIv] {
                let mut random = |buffer: &mut [u8]| {
                    buffer.fill(1);
                    Ok(())
                };
                let size = EnvelopeKeySize::Aes128;
                let _ =
                    EnvelopeCipher::new(Arc::new(Clear), mode, size, &mut random).and_then(|cipher| cipher.open(rest));
            }
        }
        5 => {
            let key = EcdhKey::new(CurveId::P256, &[5; 32], None).unwrap();
            let _ = decrypt(&text, &key);
        }
        _ => {
            let endpoint = |path| Endpoint::parse(path, Reach::Public).unwrap();
            let (login, validate) = (endpoint("https://cas.example.vn/a"), endpoint("https://cas.example.vn/b"));
            let profile = CasProfile::new("cas", login, validate, "https://rp.example.vn/").unwrap();
            let response = Response { status: 200, body: rest.to_vec(), ..Response::default() };
            if let Ok(login) = profile.finish(&response, NOW) {
                assert!(!login.origin().is_signed() && !login.subject().expose().is_empty());
            }
        }
    }
}
