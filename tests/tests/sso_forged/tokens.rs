//! ID tokens as forgers and broken providers make them.

use crate::maker::{ACCESS_TOKEN, CLIENT, CODE, ISSUER, Key, NONCE, NOW, b64, claims, half_hash, hmac};
use dinhdanh::Error;
use dinhdanh::error::Code;
use dinhdanh::given::Timestamp;
use dinhdanh::sso::jose::{Backend, KeySet};
use dinhdanh::sso::{Expected, IdTokenRules, Level, RequiredLevel};
use serde_json::{Value, json};

/// What the relying party asks for: level 2, by a second factor, within the hour.
fn rules() -> IdTokenRules {
    IdTokenRules::new(ISSUER, CLIENT).max_age(3600).require(RequiredLevel::at_least(Level::Two)).require_method("otp")
}

struct Provider {
    rsa: Key,
    p256: Key,
    ed25519: Key,
    keys: KeySet,
}

impl Provider {
    fn new() -> Self {
        let (rsa, p256, ed25519) = (Key::rsa(), Key::p256(7), Key::ed25519(7));
        let jwks = json!({"keys": [rsa.jwk("rsa-1"), p256.jwk("ec-1"), ed25519.jwk("ed-1")]});
        let keys = KeySet::parse(jwks.to_string().as_bytes(), Backend::default()).unwrap();
        Self { rsa, p256, ed25519, keys }
    }

    fn verify(&self, token: &str) -> Result<(), Error> {
        let expected = Expected::nonce(NONCE).access_token(ACCESS_TOKEN).code(CODE);
        rules().verify(token, &self.keys, &expected, Timestamp::from_unix(NOW)).map(|_| ())
    }

    /// A token of the provider's own key with these claims: what a broken provider would send.
    fn signed(&self, claims: &Value) -> String {
        self.rsa.token(&header(), &claims.to_string())
    }
}

fn header() -> String {
    r#"{"alg":"RS256","typ":"JWT","kid":"rsa-1"}"#.to_owned()
}

fn with(name: &str, value: Value) -> Value {
    let mut changed = claims();
    changed[name] = value;
    changed
}

fn without(name: &str) -> Value {
    let mut changed = claims();
    changed.as_object_mut().unwrap().remove(name);
    changed
}

/// Text instead of one claim, for what no JSON library writes.
fn raw(name: &str, text: &str) -> String {
    let value = claims()[name].to_string();
    claims().to_string().replacen(&format!("\"{name}\":{value}"), text, 1)
}

type Case = (&'static str, String, Code, &'static str);

/// Claims that a provider has no business to send.
fn wrong_claims(provider: &Provider) -> Vec<Case> {
    let cases: Vec<(&str, Value, Code, &str)> = vec![
        ("issuer missing", without("iss"), Code::ClaimMissing, "iss"),
        ("issuer empty", with("iss", json!("")), Code::ClaimMissing, "iss"),
        ("issuer with a slash more", with("iss", json!(format!("{ISSUER}/"))), Code::ClaimIssuer, "iss"),
        ("issuer with https", with("iss", json!(ISSUER.replace("http:", "https:"))), Code::ClaimIssuer, "iss"),
        ("issuer without its port", with("iss", json!(ISSUER.replace(":8080", ""))), Code::ClaimIssuer, "iss"),
        ("issuer in capitals", with("iss", json!(ISSUER.to_uppercase())), Code::ClaimIssuer, "iss"),
        ("issuer of another realm", with("iss", json!(ISSUER.replace("citizen", "staff"))), Code::ClaimIssuer, "iss"),
        ("issuer as list", with("iss", json!([ISSUER])), Code::ClaimType, "iss"),
        ("audience missing", without("aud"), Code::ClaimMissing, "aud"),
        ("audience of another client", with("aud", json!("khach-san-mau")), Code::ClaimAudience, "aud"),
        ("audience with another beside", with("aud", json!([CLIENT, "khach-san-mau"])), Code::ClaimAudience, "aud"),
        ("audience as empty list", with("aud", json!([])), Code::ClaimAudience, "aud"),
        ("audience as empty text", with("aud", json!("")), Code::ClaimAudience, "aud"),
        ("audience as number", with("aud", json!(7)), Code::ClaimType, "aud"),
        ("audience as list of numbers", with("aud", json!([7])), Code::ClaimType, "aud"),
        ("audience as object", with("aud", json!({CLIENT: true})), Code::ClaimType, "aud"),
        ("audience with a prefix", with("aud", json!(format!("{CLIENT}-2"))), Code::ClaimAudience, "aud"),
        ("party of another client", with("azp", json!("vnconnect")), Code::ClaimAuthorizedParty, "azp"),
        ("party as list", with("azp", json!([CLIENT])), Code::ClaimType, "azp"),
        ("expiry missing", without("exp"), Code::ClaimMissing, "exp"),
        ("expiry as text", with("exp", json!((NOW + 300).to_string())), Code::ClaimType, "exp"),
        ("expiry as null", with("exp", Value::Null), Code::ClaimType, "exp"),
        ("expiry as list", with("exp", json!([NOW + 300])), Code::ClaimType, "exp"),
        ("expiry as truth", with("exp", json!(true)), Code::ClaimType, "exp"),
        ("expiry a minute ago", with("exp", json!(NOW - 60)), Code::ClaimExpired, "exp"),
        ("expiry before 1970", with("exp", json!(-1)), Code::ClaimExpired, "exp"),
        ("expiry beyond every clock", with("exp", json!(1e300)), Code::ClaimType, "exp"),
        ("issue time missing", without("iat"), Code::ClaimMissing, "iat"),
        ("issue time as text", with("iat", json!((NOW - 5).to_string())), Code::ClaimType, "iat"),
        ("issue time in the future", with("iat", json!(NOW + 60)), Code::ClaimIssuedInFuture, "iat"),
        ("start as text", with("nbf", json!("0")), Code::ClaimType, "nbf"),
        ("start in the future", with("nbf", json!(NOW + 60)), Code::ClaimNotYetValid, "nbf"),
        ("subject missing", without("sub"), Code::ClaimMissing, "sub"),
        ("subject empty", with("sub", json!("")), Code::ClaimMissing, "sub"),
        ("subject as number", with("sub", json!(1_199_000_018)), Code::ClaimType, "sub"),
        ("nonce missing", without("nonce"), Code::ClaimNonceMissing, "nonce"),
        ("nonce of another login", with("nonce", json!("n-of-somebody-else")), Code::ClaimNonce, "nonce"),
        ("nonce empty", with("nonce", json!("")), Code::ClaimNonce, "nonce"),
        ("nonce cut short", with("nonce", json!(&NONCE[..10])), Code::ClaimNonce, "nonce"),
        ("nonce as list", with("nonce", json!([NONCE])), Code::ClaimType, "nonce"),
        ("hash of another access token", with("at_hash", json!(half_hash("x"))), Code::ClaimAccessTokenHash, "at_hash"),
        ("hash of access token empty", with("at_hash", json!("")), Code::ClaimAccessTokenHash, "at_hash"),
        ("hash of access token as number", with("at_hash", json!(1)), Code::ClaimType, "at_hash"),
        ("hash of another code", with("c_hash", json!(half_hash("x"))), Code::ClaimCodeHash, "c_hash"),
        ("login missing its time", without("auth_time"), Code::ClaimMissing, "auth_time"),
        ("login yesterday", with("auth_time", json!(NOW - 86_400)), Code::ClaimAuthTime, "auth_time"),
        ("login tomorrow", with("auth_time", json!(NOW + 86_400)), Code::ClaimAuthTime, "auth_time"),
        ("login time as text", with("auth_time", json!("now")), Code::ClaimType, "auth_time"),
        ("level 1", with("acr", json!("LoA1")), Code::LevelTooLow, "acr"),
        ("level left out", without("acr"), Code::LevelTooLow, "acr"),
        ("level that the law does not know", with("acr", json!("LoA3")), Code::LevelTooLow, "acr"),
        (
            "level as another system writes it",
            with("acr", json!("urn:mace:incommon:iap:silver")),
            Code::LevelTooLow,
            "acr",
        ),
        ("level as number", with("acr", json!(2)), Code::ClaimType, "acr"),
        ("level as list", with("acr", json!(["LoA1", "LoA2"])), Code::ClaimType, "acr"),
        ("second factor missing", with("amr", json!(["pwd"])), Code::MethodMissing, "amr"),
        ("methods left out", without("amr"), Code::MethodMissing, "amr"),
        ("methods as text", with("amr", json!("pwd otp")), Code::ClaimType, "amr"),
        ("access token of Keycloak", with("typ", json!("Bearer")), Code::ClaimTokenUse, "typ"),
        ("refresh token of Keycloak", with("typ", json!("Refresh")), Code::ClaimTokenUse, "typ"),
        (
            "logout token",
            with("events", json!({"http://schemas.openid.net/event/backchannel-logout": {}})),
            Code::ClaimTokenUse,
            "events",
        ),
    ];
    let mut cases: Vec<Case> =
        cases.into_iter().map(|(name, claims, code, place)| (name, provider.signed(&claims), code, place)).collect();
    // The kind of account is no level, and neither is the level of the account once the login states its own.
    let mut kind = without("acr");
    kind["LoaiTaiKhoan"] = json!(2);
    kind["accountType"] = json!("2");
    kind["IAL"] = json!(2);
    cases.push(("kind of account instead of level", provider.signed(&kind), Code::LevelTooLow, "acr"));
    let mut both = with("acr", json!("LoA1"));
    both["accountLevel"] = json!(2);
    cases.push(("level of the account above the login's", provider.signed(&both), Code::LevelTooLow, "acr"));
    cases
}

/// Text that two readers would read in two ways.
fn wrong_text(provider: &Provider) -> Vec<Case> {
    let good = provider.signed(&claims());
    let [head, body, signature]: [&str; 3] = good.split('.').collect::<Vec<_>>().try_into().unwrap();
    let of = |payload: &str| provider.rsa.token(&header(), payload);
    let head_of = |header: &str| provider.rsa.token(header, &claims().to_string());
    let twice = raw("nonce", &format!(r#""nonce":"{NONCE}","nonce":"{NONCE}""#));
    let inner = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    let deep = raw("LoaiTaiKhoan", &format!(r#""LoaiTaiKhoan":{}"#, inner(9)));
    let mut latin1 = claims().to_string().into_bytes();
    latin1.iter_mut().filter(|byte| **byte >= 0x80).for_each(|byte| *byte = 0xe1);
    // A payload whose last character has bits that stand for nothing, one of them set.
    let blanks = (4 - claims().to_string().len() % 3) % 3;
    let mut bits = b64(format!("{}{}", claims(), " ".repeat(blanks)));
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let last = bits.pop().and_then(|last| alphabet.find(last)).unwrap();
    assert_eq!(last % 16, 0);
    bits.push(alphabet.chars().nth(last + 1).unwrap());
    let large = format!("{{\"x\":\"{}\"}}", "x".repeat(70_000));
    vec![
        ("nothing", String::new(), Code::TokenForm, "token"),
        ("one part", head.to_owned(), Code::TokenForm, "token"),
        ("two parts", format!("{head}.{body}"), Code::TokenForm, "token"),
        ("four parts", format!("{good}.x"), Code::TokenForm, "token"),
        ("five parts, encrypted", format!("{good}.x.x"), Code::TokenEncrypted, "token"),
        ("larger than any token", of(&large), Code::TooLarge, "token"),
        ("base64 with padding", format!("{head}.{body}.{signature}=="), Code::TokenBase64, "signature"),
        ("base64 of the other alphabet", format!("{head}.{body}.+{}", &signature[1..]), Code::TokenBase64, "signature"),
        ("base64 with a line break", format!("{head}.{body}.{signature}\n"), Code::TokenBase64, "signature"),
        ("base64 with a blank in front", format!(" {good}"), Code::TokenBase64, "header"),
        ("base64 with bits over", format!("{head}.{bits}.{signature}"), Code::TokenBase64, "payload"),
        ("claim twice", of(&twice), Code::TokenDuplicateName, "payload"),
        (
            "claim twice, once escaped",
            of(&twice.replacen("\"nonce\"", "\"n\\u006fnce\"", 1)),
            Code::TokenDuplicateName,
            "payload",
        ),
        ("nested deeper than any claim", of(&deep), Code::TokenDepth, "payload"),
        ("payload as list", of(&format!("[{}]", claims())), Code::TokenJson, "payload"),
        ("payload cut", of(&claims().to_string()[..100]), Code::TokenJson, "payload"),
        ("payload with more behind", of(&format!("{}{{}}", claims())), Code::TokenJson, "payload"),
        ("payload not UTF-8", not_text(provider, &latin1), Code::TokenJson, "payload"),
        ("payload empty", of(""), Code::TokenJson, "payload"),
        ("number that is none", of(&raw("exp", r#""exp":NaN"#)), Code::TokenJson, "payload"),
        ("header as list", head_of("[]"), Code::TokenJson, "header"),
        (
            "header with a name twice",
            head_of(r#"{"alg":"RS256","alg":"none","kid":"rsa-1"}"#),
            Code::TokenDuplicateName,
            "header",
        ),
        ("header without algorithm", head_of(r#"{"kid":"rsa-1"}"#), Code::TokenHeader, "alg"),
        ("header with algorithm as list", head_of(r#"{"alg":["RS256"],"kid":"rsa-1"}"#), Code::TokenHeader, "alg"),
        ("key name as number", head_of(r#"{"alg":"RS256","kid":1}"#), Code::TokenHeader, "kid"),
        (
            "key name without end",
            head_of(&format!(r#"{{"alg":"RS256","kid":"{}"}}"#, "k".repeat(300))),
            Code::TokenHeader,
            "kid",
        ),
        (
            "critical extension",
            head_of(r#"{"alg":"RS256","kid":"rsa-1","crit":["exp"],"exp":1}"#),
            Code::TokenCritical,
            "header",
        ),
        ("payload not encoded", head_of(r#"{"alg":"RS256","kid":"rsa-1","b64":false}"#), Code::TokenCritical, "header"),
        ("token inside a token", head_of(r#"{"alg":"RS256","kid":"rsa-1","cty":"JWT"}"#), Code::TokenType, "cty"),
        ("access token", head_of(r#"{"alg":"RS256","kid":"rsa-1","typ":"at+jwt"}"#), Code::TokenType, "typ"),
        (
            "logout token by its type",
            head_of(r#"{"alg":"RS256","kid":"rsa-1","typ":"logout+jwt"}"#),
            Code::TokenType,
            "typ",
        ),
        ("proof of possession", head_of(r#"{"alg":"RS256","kid":"rsa-1","typ":"dpop+jwt"}"#), Code::TokenType, "typ"),
        ("credential", head_of(r#"{"alg":"RS256","kid":"rsa-1","typ":"dc+sd-jwt"}"#), Code::TokenType, "typ"),
    ]
}

fn not_text(provider: &Provider, payload: &[u8]) -> String {
    let signed = format!("{}.{}", b64(header()), b64(payload));
    let signature = provider.rsa.sign(signed.as_bytes());
    format!("{signed}.{}", b64(signature))
}

/// Signatures and keys that are not the provider's.
fn wrong_signatures(provider: &Provider) -> Vec<Case> {
    let payload = claims().to_string();
    let of = |header: &str, signature: &dyn Fn(&[u8]) -> Vec<u8>| {
        let signed = format!("{}.{}", b64(header), b64(&payload));
        let signature = signature(signed.as_bytes());
        format!("{signed}.{}", b64(signature))
    };
    let rsa = |header: &str| provider.rsa.token(header, &payload);
    let ec = r#"{"alg":"ES256","kid":"ec-1"}"#;
    let ed = r#"{"alg":"EdDSA","kid":"ed-1"}"#;
    let modulus = provider.rsa.jwk("")["n"].as_str().unwrap().to_owned();
    let foreign = Key::foreign_rsa();
    let own_key = json!({"alg": "RS256", "kid": "rsa-1", "jwk": foreign.jwk("rsa-1")}).to_string();
    let own_key_named = json!({"alg": "RS256", "kid": "mine", "jwk": foreign.jwk("mine")}).to_string();
    let fetched =
        r#"{"alg":"RS256","kid":"rsa-1","jku":"http://169.254.169.254/keys","x5u":"http://169.254.169.254/cert"}"#;
    let order = [&[0xff; 4][..], &[0; 4], &[0xff; 8], &hex("bce6faada7179e84f3b9cac2fc632551")].concat();
    let good = rsa(&header());
    let mut swapped: Vec<&str> = good.split('.').collect();
    let other_body = b64(with("SoDinhDanh", json!("079205123457")).to_string());
    swapped[1] = &other_body;
    vec![
        ("no signature, none", of(r#"{"alg":"none"}"#, &|_| Vec::new()), Code::TokenAlgorithm, "alg"),
        ("no signature, nOnE", of(r#"{"alg":"nOnE","kid":"rsa-1"}"#, &|_| Vec::new()), Code::TokenAlgorithm, "alg"),
        ("no signature, RS256", of(&header(), &|_| Vec::new()), Code::TokenSignature, "signature"),
        (
            "public key as secret",
            of(r#"{"alg":"HS256","kid":"rsa-1"}"#, &|message| hmac(modulus.as_bytes(), message)),
            Code::TokenAlgorithm,
            "alg",
        ),
        ("algorithm of another padding", rsa(r#"{"alg":"PS256","kid":"rsa-1"}"#), Code::TokenKeyAlgorithm, "alg"),
        ("algorithm of another hash", rsa(r#"{"alg":"RS512","kid":"rsa-1"}"#), Code::TokenKeyAlgorithm, "alg"),
        ("algorithm of another key", rsa(r#"{"alg":"ES256","kid":"rsa-1"}"#), Code::TokenKeyAlgorithm, "alg"),
        ("algorithm nobody registered", rsa(r#"{"alg":"rs256","kid":"rsa-1"}"#), Code::TokenAlgorithm, "alg"),
        ("algorithm of encryption", rsa(r#"{"alg":"RSA1_5","kid":"rsa-1"}"#), Code::TokenAlgorithm, "alg"),
        ("signature of another key", foreign.token(&header(), &payload), Code::TokenSignature, "signature"),
        ("key brought along", foreign.token(&own_key, &payload), Code::TokenSignature, "signature"),
        ("key brought along with its name", foreign.token(&own_key_named, &payload), Code::TokenKeyUnknown, "kid"),
        ("key to be fetched", foreign.token(fetched, &payload), Code::TokenSignature, "signature"),
        ("key of no name known", rsa(r#"{"alg":"RS256","kid":"rsa-0"}"#), Code::TokenKeyUnknown, "kid"),
        ("key name as a path", rsa(r#"{"alg":"RS256","kid":"../../dev/null"}"#), Code::TokenKeyUnknown, "kid"),
        ("key name as a query", rsa(r#"{"alg":"RS256","kid":"x' UNION SELECT '"}"#), Code::TokenKeyUnknown, "kid"),
        ("claims exchanged", swapped.join("."), Code::TokenSignature, "signature"),
        (
            "signature one byte short",
            of(&header(), &|message| provider.rsa.sign(message)[1..].to_vec()),
            Code::TokenSignature,
            "signature",
        ),
        (
            "signature with a zero in front",
            of(&header(), &|message| [vec![0], provider.rsa.sign(message)].concat()),
            Code::TokenSignature,
            "signature",
        ),
        ("ECDSA of zeros", of(ec, &|_| vec![0; 64]), Code::TokenSignature, "signature"),
        (
            "ECDSA of the group order",
            of(ec, &|_| [order.clone(), order.clone()].concat()),
            Code::TokenSignature,
            "signature",
        ),
        (
            "ECDSA in DER",
            of(ec, &|message| {
                let Key::P256(key) = &provider.p256 else { unreachable!() };
                let signature: p256::ecdsa::Signature = p256::ecdsa::signature::Signer::sign(key, message);
                signature.to_der().as_bytes().to_vec()
            }),
            Code::TokenSignature,
            "signature",
        ),
        ("Ed25519 of zeros", of(ed, &|_| vec![0; 64]), Code::TokenSignature, "signature"),
        (
            "Ed25519 with the order added",
            of(ed, &|message| add_order(provider.ed25519.sign(message))),
            Code::TokenSignature,
            "signature",
        ),
        ("Ed25519 of another key", Key::ed25519(8).token(ed, &payload), Code::TokenSignature, "signature"),
    ]
}

fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

/// The same signature with S + L instead of S (RFC 8032 section 5.1.7 refuses it).
fn add_order(mut signature: Vec<u8>) -> Vec<u8> {
    let mut order = hex("1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed");
    order.reverse();
    let mut carry = 0;
    for (byte, add) in signature[32..].iter_mut().zip(order) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        *byte = u8::try_from(sum & 0xff).unwrap();
        carry = sum >> 8;
    }
    signature
}

/// Every case, for the table in the documentation.
pub fn table() -> Vec<(&'static str, Code)> {
    let provider = Provider::new();
    let cases = [wrong_claims(&provider), wrong_text(&provider), wrong_signatures(&provider)].concat();
    cases.into_iter().map(|(name, _, code, _)| (name, code)).collect()
}

#[test]
fn the_right_token_passes_with_every_key() {
    let provider = Provider::new();
    let payload = claims().to_string();
    assert_eq!(provider.verify(&provider.rsa.token(&header(), &payload)), Ok(()));
    assert_eq!(provider.verify(&provider.p256.token(r#"{"alg":"ES256","kid":"ec-1"}"#, &payload)), Ok(()));
    // Without the hashes, which Ed25519 computes with SHA-512.
    let mut plain = claims();
    plain.as_object_mut().unwrap().retain(|name, _| !name.ends_with("_hash"));
    assert_eq!(provider.verify(&provider.ed25519.token(r#"{"alg":"EdDSA","kid":"ed-1"}"#, &plain.to_string())), Ok(()));
    // What real providers do and what is harmless.
    for header in [
        r#"{"alg":"RS256","kid":"rsa-1","x5t":"abc","typ":"jwt"}"#,
        r#"{"alg":"RS256"}"#,
        r#"{"typ":"JWT","alg":"RS256","kid":"rsa-1","jku":"https://example.org/not-looked-at"}"#,
    ] {
        assert_eq!(provider.verify(&provider.rsa.token(header, &payload)), Ok(()), "{header}");
    }
    for payload in [
        with("aud", json!([CLIENT])),
        with("typ", json!("ID")),
        without("azp"),
        with("nbf", json!(NOW)),
        with("extra", json!([1])),
    ] {
        assert_eq!(provider.verify(&provider.signed(&payload)), Ok(()), "{payload}");
    }
}

#[test]
fn every_forged_token_is_refused_with_its_code() {
    let provider = Provider::new();
    let cases = [wrong_claims(&provider), wrong_text(&provider), wrong_signatures(&provider)].concat();
    let mut wrong = Vec::new();
    for (name, token, code, place) in &cases {
        let result = provider.verify(token);
        if result != Err(Error::new(*code, place)) {
            wrong.push(format!("{name}: {result:?} instead of {} in {place}", code.as_str()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(cases.len() >= 60, "{} cases", cases.len());
}

/// A second audience has to be configured, and then the token has to say who asked for it.
#[test]
fn a_second_audience_needs_the_party() {
    let provider = Provider::new();
    let verify = |claims: &Value| {
        let expected = Expected::nonce(NONCE);
        let rules = IdTokenRules::new(ISSUER, CLIENT).or_audience("account");
        let result = rules.verify(&provider.signed(claims), &provider.keys, &expected, Timestamp::from_unix(NOW));
        result.map(|_| ()).map_err(|error| error.code())
    };
    assert_eq!(verify(&with("aud", json!(["account", CLIENT]))), Ok(()));
    assert_eq!(verify(&with("aud", json!("account"))), Ok(()), "Keycloak's habit: the party is the client");
    let mut nobody = with("aud", json!("account"));
    nobody.as_object_mut().unwrap().remove("azp");
    assert_eq!(verify(&nobody), Err(Code::ClaimAuthorizedParty));
    nobody["azp"] = json!("account");
    assert_eq!(verify(&nobody), Err(Code::ClaimAuthorizedParty));
    assert_eq!(verify(&with("aud", json!(["account", "khach-san-mau"]))), Err(Code::ClaimAudience));
}

/// Every truncation and every changed character of a good token is refused, and none of it panics.
#[test]
fn nothing_but_the_token_itself_passes() {
    let provider = Provider::new();
    let token = provider.p256.token(r#"{"alg":"ES256","kid":"ec-1"}"#, &claims().to_string());
    assert_eq!(provider.verify(&token), Ok(()));
    for end in 0..token.len() {
        assert!(provider.verify(&token[..end]).is_err(), "cut at {end}");
    }
    for at in (0..token.len()).step_by(3) {
        for other in ["A", "_", ".", "=", "\u{1ea5}", ""] {
            let changed = format!("{}{other}{}", &token[..at], &token[at + 1..]);
            assert!(changed == token || provider.verify(&changed).is_err(), "{at}: {other}");
        }
    }
}
