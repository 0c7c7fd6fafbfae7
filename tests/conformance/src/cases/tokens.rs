//! ID tokens, each wrong in one thing.

use crate::vectors::Case;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signer, SigningKey};
use serde_json::{Value, json};

const ISSUER: &str = "https://sso.example.vn/realms/citizen";
const CLIENT: &str = "benh-vien-mau";
const NOW: i64 = 1_795_000_000;

/// The provider's key of this number. Who has the number has the key.
struct Key(SigningKey, String);

impl Key {
    fn new(number: u8) -> Self {
        Self(SigningKey::from_bytes(&[number; 32]), format!("key-{number}"))
    }

    fn jwk(&self) -> Value {
        let x = URL_SAFE_NO_PAD.encode(self.0.verifying_key().to_bytes());
        json!({"kty": "OKP", "crv": "Ed25519", "x": x, "kid": self.1, "use": "sig", "alg": "EdDSA"})
    }

    fn header(&self) -> Value {
        json!({"alg": "EdDSA", "kid": self.1, "typ": "JWT"})
    }

    /// A token over exactly these texts.
    fn sign(&self, header: &str, payload: &str) -> String {
        let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(payload));
        let signature = self.0.sign(signed.as_bytes()).to_bytes();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

fn claims() -> Value {
    json!({
        "iss": ISSUER, "sub": "f3a1", "aud": CLIENT, "azp": CLIENT, "nonce": "n-0S6", "sid": "s-1",
        "iat": NOW - 5, "exp": NOW + 300, "auth_time": NOW - 60,
        "acr": "LoA2", "amr": ["pwd", "face"], "preferred_username": "001199000018",
        "name": "Nguyễn Thị Mẫu", "birthdate": "1999-02-17"
    })
}

/// The good claims with one member replaced, or taken away for `null`.
fn with(name: &str, value: Value) -> Value {
    let mut claims = claims();
    if let Some(members) = claims.as_object_mut() {
        if value.is_null() {
            members.remove(name);
        } else {
            members.insert(name.to_owned(), value);
        }
    }
    claims
}

pub(super) fn cases() -> Vec<Case> {
    let (key, other) = (Key::new(1), Key::new(2));
    let keys = json!({"keys": [key.jwk()]}).to_string();
    let header = key.header().to_string();
    let good = claims().to_string();
    let token = key.sign(&header, &good);
    let case = |name: &str, token: &str, jwks: &str, changes: Value| {
        let mut input = json!({
            "token": token, "jwks": jwks, "issuer": ISSUER, "client_id": CLIENT, "nonce": "n-0S6",
            "required_level": 2, "now": NOW
        });
        if let (Some(input), Value::Object(changes)) = (input.as_object_mut(), changes) {
            input.extend(changes);
        }
        Case::new(format!("token: {name}"), "id_token", input)
    };
    let mut cases = vec![
        case("good", &token, &keys, json!({})),
        case("good, bound to no login", &token, &keys, json!({"nonce": ""})),
        case("of another login", &token, &keys, json!({"nonce": "n-other"})),
        case("of another issuer", &token, &keys, json!({"issuer": "https://sso.example.vn/realms/other"})),
        case("issuer with a slash more", &token, &keys, json!({"issuer": format!("{ISSUER}/")})),
        case("for another client", &token, &keys, json!({"client_id": "khach-san-mau"})),
        case("expired", &token, &keys, json!({"now": NOW + 3600})),
        case("from the future", &token, &keys, json!({"now": NOW - 3600})),
        case("level that does not exist", &token, &keys, json!({"required_level": 3})),
        case("no keys", &token, "{\"keys\":[]}", json!({})),
        case("keys that are no JSON", &token, "keys", json!({})),
        case("keys that are a list", &token, "[]", json!({})),
        case(
            "signed with a key of the same name",
            &Key(other.0, "key-1".to_owned()).sign(&header, &good),
            &keys,
            json!({}),
        ),
        case("empty", "", &keys, json!({})),
        case("two parts", &token.split('.').take(2).collect::<Vec<_>>().join("."), &keys, json!({})),
        case("four parts", &format!("{token}.x"), &keys, json!({})),
        case("signature with a bit flipped", &flipped(&token), &keys, json!({})),
        case("signature missing", token.rsplit_once('.').map_or("", |(head, _)| head), &keys, json!({})),
        case("header that is no base64", &format!("@{token}"), &keys, json!({})),
        case("padding behind the signature", &format!("{token}=="), &keys, json!({})),
    ];
    let headers = [
        ("no algorithm at all", json!({"alg": "none"})),
        ("algorithm with a shared secret", json!({"alg": "HS256", "kid": "key-1"})),
        ("algorithm that the key is not for", json!({"alg": "ES256", "kid": "key-1"})),
        ("key of another name", json!({"alg": "EdDSA", "kid": "key-9"})),
        ("critical extension", json!({"alg": "EdDSA", "kid": "key-1", "crit": ["exp"], "exp": 1})),
        ("key inside the token, which is not asked", json!({"alg": "EdDSA", "jwk": key.jwk()})),
        ("type of another token", json!({"alg": "EdDSA", "kid": "key-1", "typ": "at+jwt"})),
    ];
    cases.extend(headers.iter().map(|(name, header)| {
        case(&format!("header: {name}"), &key.sign(&header.to_string(), &good), &keys, json!({}))
    }));
    let payloads = [
        ("no issuer", with("iss", Value::Null)),
        ("no subject", with("sub", Value::Null)),
        ("empty subject", with("sub", json!(""))),
        ("no audience", with("aud", Value::Null)),
        ("several audiences and no authorised party", {
            let mut claims = with("aud", json!([CLIENT, "khac"]));
            if let Some(members) = claims.as_object_mut() {
                members.remove("azp");
            }
            claims
        }),
        ("authorised party is another", with("azp", json!("khac"))),
        ("no expiry", with("exp", Value::Null)),
        ("expiry as text", with("exp", json!("2030"))),
        ("no time of issue", with("iat", Value::Null)),
        ("no nonce", with("nonce", Value::Null)),
        ("no level", with("acr", Value::Null)),
        ("level 1 where 2 is needed", with("acr", json!("LoA1"))),
        ("not before a time to come", with("nbf", json!(NOW + 3600))),
        ("number of eleven digits", with("preferred_username", json!("01199000018"))),
        ("born on 31 February", with("birthdate", json!("1999-02-31"))),
    ];
    cases.extend(payloads.iter().map(|(name, payload)| {
        case(&format!("claims: {name}"), &key.sign(&header, &payload.to_string()), &keys, json!({}))
    }));
    let twice = good.replacen("{", "{\"sub\":\"other\",", 1);
    cases.push(case("claims: subject twice", &key.sign(&header, &twice), &keys, json!({})));
    cases.push(case("claims: no JSON", &key.sign(&header, "claims"), &keys, json!({})));
    cases.push(case("claims: a list", &key.sign(&header, "[]"), &keys, json!({})));
    cases
}

fn flipped(token: &str) -> String {
    let flip = |character| if character == 'A' { 'B' } else { 'A' };
    match token.rsplit_once('.') {
        Some((head, signature)) => {
            let rest: String = signature.chars().skip(1).collect();
            format!("{head}.{}{rest}", signature.chars().next().map_or('A', flip))
        }
        None => token.to_owned(),
    }
}
