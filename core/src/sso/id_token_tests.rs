#![allow(clippy::string_slice, reason = "test data")]

use super::*;
use crate::sso::jose::SignatureAlgorithm;
use crate::sso::testing::{CLIENT, ISSUER, Key, NOW, claims, key_set, with};
use serde_json::{Value, json};

fn rules() -> IdTokenRules {
    IdTokenRules::new(ISSUER, CLIENT)
}

fn verify_with(rules: &IdTokenRules, payload: &Value, expected: &Expected<'_>) -> Result<IdToken> {
    let key = Key::new(1);
    rules.verify(&key.sign(payload), &key_set(&[key.jwk()]), expected, NOW)
}

fn verify(payload: &Value) -> Result<IdToken> {
    verify_with(&rules(), payload, &Expected::nonce("n-0S6"))
}

#[test]
fn a_good_token_is_a_login() {
    let token = verify(&claims()).unwrap();
    assert_eq!(token.expires_at(), Timestamp::from_unix(NOW.unix() + 300));
    let login = token.into_login();
    assert_eq!((login.level(), login.origin()), (Level::Two, OriginProof::SignedToken));
    assert_eq!((login.issuer(), login.session()), (ISSUER, Some("s-1")));
    assert_eq!(login.subject().expose(), "f3a1");
    assert_eq!(login.authenticated_at(), Some(Timestamp::from_unix(NOW.unix() - 60)));
    assert_eq!(login.citizen().id_number.as_ref().unwrap().expose().as_str(), "001199000018");
    let shown = format!("{login:?}");
    for hidden in ["001199000018", "Mẫu", "1999-02", "f3a1"] {
        assert!(!shown.contains(hidden), "{hidden} in {shown}");
    }
    let json: Value = serde_json::from_str(&login.expose_json()).unwrap();
    assert_eq!((&json["level"], &json["full_name"]), (&json!(2), &json!("Nguyễn Thị Mẫu")));
    assert_eq!((&json["claims"]["amr"][1], &json["signed"]), (&json!("face"), &json!(true)));
}

/// One change at a time, each with its own refusal.
#[test]
fn every_claim_is_required_and_typed() {
    let at = |seconds: i64| json!(NOW.unix() + seconds);
    for (name, value, code, place) in [
        ("iss", json!(null), Code::ClaimMissing, "iss"),
        ("iss", json!(""), Code::ClaimMissing, "iss"),
        ("iss", json!("https://sso.example.vn/realms/citizen/"), Code::ClaimIssuer, "iss"),
        ("iss", json!("https://SSO.example.vn/realms/citizen"), Code::ClaimIssuer, "iss"),
        ("iss", json!([ISSUER]), Code::ClaimType, "iss"),
        ("sub", json!(null), Code::ClaimMissing, "sub"),
        ("sub", json!(""), Code::ClaimMissing, "sub"),
        ("sub", json!(17), Code::ClaimType, "sub"),
        ("aud", json!(null), Code::ClaimMissing, "aud"),
        ("aud", json!("other"), Code::ClaimAudience, "aud"),
        ("aud", json!([CLIENT, "other"]), Code::ClaimAudience, "aud"),
        ("aud", json!([]), Code::ClaimAudience, "aud"),
        ("aud", json!([CLIENT, 1]), Code::ClaimType, "aud"),
        ("aud", json!({ "x": CLIENT }), Code::ClaimType, "aud"),
        ("azp", json!("other"), Code::ClaimAuthorizedParty, "azp"),
        ("azp", json!([CLIENT]), Code::ClaimType, "azp"),
        ("exp", json!(null), Code::ClaimMissing, "exp"),
        ("exp", json!((NOW.unix() + 300).to_string()), Code::ClaimType, "exp"),
        ("exp", at(-30), Code::ClaimExpired, "exp"),
        ("iat", json!(null), Code::ClaimMissing, "iat"),
        ("iat", json!("now"), Code::ClaimType, "iat"),
        ("iat", at(31), Code::ClaimIssuedInFuture, "iat"),
        ("nbf", at(31), Code::ClaimNotYetValid, "nbf"),
        ("nbf", json!("x"), Code::ClaimType, "nbf"),
        ("nonce", json!(null), Code::ClaimNonceMissing, "nonce"),
        ("nonce", json!("n-0S7"), Code::ClaimNonce, "nonce"),
        ("nonce", json!(""), Code::ClaimNonce, "nonce"),
        ("nonce", json!(["n-0S6"]), Code::ClaimType, "nonce"),
        ("auth_time", at(31), Code::ClaimAuthTime, "auth_time"),
        ("auth_time", json!("x"), Code::ClaimType, "auth_time"),
        ("acr", json!(2), Code::ClaimType, "acr"),
        ("amr", json!("pwd"), Code::ClaimType, "amr"),
        ("sid", json!(1), Code::ClaimType, "sid"),
        ("typ", json!("Bearer"), Code::ClaimTokenUse, "typ"),
        ("typ", json!("Logout"), Code::ClaimTokenUse, "typ"),
        ("events", json!({}), Code::ClaimTokenUse, "events"),
        ("at_hash", json!(1), Code::ClaimType, "at_hash"),
    ] {
        let error = verify(&with(claims(), name, value.clone())).unwrap_err();
        assert_eq!((error.code(), error.place()), (code, place), "{name} = {value}");
    }
    for (name, value) in [
        ("aud", json!([CLIENT])),
        ("azp", json!(null)),
        ("typ", json!("ID")),
        ("exp", at(-29)),
        ("iat", at(30)),
        ("nbf", at(30)),
        ("exp", json!(1_795_000_300.75)),
        ("acr", json!(null)),
        ("amr", json!(null)),
        ("auth_time", json!(null)),
    ] {
        assert!(verify(&with(claims(), name, value.clone())).is_ok(), "{name} = {value}");
    }
}

#[test]
fn the_level_falls_when_it_is_left_out() {
    let two = rules().require(RequiredLevel::at_least(Level::Two));
    let check = |payload: &Value| verify_with(&two, payload, &Expected::nonce("n-0S6")).map_err(|error| error.code());
    assert!(check(&claims()).is_ok());
    for value in [json!(null), json!("LoA1"), json!("LoA9"), json!("")] {
        assert_eq!(check(&with(claims(), "acr", value)).unwrap_err(), Code::LevelTooLow);
    }
    let account = with(with(claims(), "acr", json!(null)), "accountLevel", json!("2"));
    assert_eq!(check(&account).unwrap().level(), Level::Two);
}

#[test]
fn hashes_methods_and_ages_are_held_to_what_came_along() {
    let hash = half_hash(crate::crypto::HashAlgorithm::Sha512, "the-access-token");
    let bound = with(with(claims(), "at_hash", json!(hash)), "c_hash", json!(hash));
    let expected = Expected::nonce("n-0S6");
    let code = |expected: Expected<'_>| verify_with(&rules(), &bound, &expected).err().map(|error| error.code());
    assert_eq!(code(expected.access_token("the-access-token").code("the-access-token")), None);
    assert_eq!(code(expected), None);
    assert_eq!(code(expected.access_token("another")), Some(Code::ClaimAccessTokenHash));
    assert_eq!(code(expected.code("another")), Some(Code::ClaimCodeHash));

    let code = |rules: IdTokenRules| verify_with(&rules, &claims(), &expected).err().map(|error| error.code());
    assert_eq!(code(rules().max_age(60)), None);
    assert_eq!(code(rules().max_age(29)), Some(Code::ClaimAuthTime));
    assert_eq!(code(rules().require_method("face")), None);
    assert_eq!(code(rules().require_method("otp")), Some(Code::MethodMissing));
    let timeless = with(claims(), "auth_time", json!(null));
    let error = verify_with(&rules().max_age(60), &timeless, &expected).unwrap_err();
    assert_eq!(error, Error::new(Code::ClaimMissing, "auth_time"));
}

/// RFC 7515 and OpenID Connect Core 3.1.3.6 give no example with Ed25519; this one is of Core, appendix A.3.
#[test]
fn half_hash_matches_the_standard() {
    let token = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
    assert_eq!(half_hash(crate::crypto::HashAlgorithm::Sha256, token), "77QmUPtjPfzWtF2AnpK9RQ");
}

#[test]
fn several_audiences_only_where_configured_and_with_the_party() {
    let rules = rules().or_audience("account");
    let code = |aud: Value, azp: Value| {
        let payload = with(with(claims(), "aud", aud), "azp", azp);
        verify_with(&rules, &payload, &Expected::nonce("n-0S6")).err().map(|error| error.code())
    };
    assert_eq!(code(json!([CLIENT, "account"]), json!(CLIENT)), None);
    assert_eq!(code(json!("account"), json!(CLIENT)), None);
    assert_eq!(code(json!(CLIENT), json!(null)), None);
    assert_eq!(code(json!("account"), json!(null)), Some(Code::ClaimAuthorizedParty));
    assert_eq!(code(json!([CLIENT, "account"]), json!("account")), Some(Code::ClaimAuthorizedParty));
    assert_eq!(code(json!([CLIENT, "account", "x"]), json!(CLIENT)), Some(Code::ClaimAudience));
}

#[test]
fn headers_decide_nothing() {
    let key = Key::new(1);
    let keys = key_set(&[key.jwk()]);
    let check = |token: &str| rules().verify(token, &keys, &Expected::nonce("n-0S6"), NOW).err().map(|e| e.code());
    let header = |name: &str, value: Value| check(&key.sign_as(&with(key.header(), name, value), &claims()));
    assert_eq!(header("x5t", json!("abc")), None);
    assert_eq!(header("typ", json!(null)), None);
    assert_eq!(header("kid", json!(null)), None);
    assert_eq!(header("jwk", Key::new(2).jwk()), None);
    for (name, value, code) in [
        ("alg", json!("none"), Code::TokenAlgorithm),
        ("alg", json!("HS256"), Code::TokenAlgorithm),
        ("alg", json!("RS256"), Code::TokenKeyAlgorithm),
        ("kid", json!("key-2"), Code::TokenKeyUnknown),
        ("typ", json!("at+jwt"), Code::TokenType),
        ("typ", json!("logout+jwt"), Code::TokenType),
        ("typ", json!("dpop+jwt"), Code::TokenType),
        ("cty", json!("JWT"), Code::TokenType),
        ("crit", json!(["exp"]), Code::TokenCritical),
        ("b64", json!(false), Code::TokenCritical),
    ] {
        assert_eq!(header(name, value.clone()), Some(code), "{name} = {value}");
    }
    // A key of the attacker's own, in the header and in the signature.
    let own = Key::new(2);
    assert_eq!(check(&own.sign_as(&with(key.header(), "jwk", own.jwk()), &claims())), Some(Code::TokenSignature));
    // Not among the algorithms of the profile.
    let es256 = rules().algorithms(AlgorithmSet::of(&[SignatureAlgorithm::Es256]));
    let error = es256.verify(&key.sign(&claims()), &keys, &Expected::nonce("n-0S6"), NOW).unwrap_err();
    assert_eq!(error.code(), Code::TokenAlgorithm);
}

#[test]
fn duplicate_members_and_depth_are_refused_before_the_signature() {
    let key = Key::new(1);
    let keys = key_set(&[key.jwk()]);
    let check = |payload: &str| {
        let token = key.sign_raw(&key.header().to_string(), payload.as_bytes());
        rules().verify(&token, &keys, &Expected::unbound(), NOW).unwrap_err().code()
    };
    assert_eq!(check(r#"{"sub":"a","sub":"b"}"#), Code::TokenDuplicateName);
    assert_eq!(check(&format!("{{\"a\":{}{}}}", "[".repeat(50), "]".repeat(50))), Code::TokenDepth);
    assert_eq!(check("[]"), Code::TokenJson);
    assert_eq!(check(&format!("{{\"a\":\"{}\"}}", "x".repeat(70_000))), Code::TooLarge);
}

/// No cut and no changed character of a token is accepted, and none makes it panic.
#[test]
fn every_damage_is_noticed() {
    let key = Key::new(1);
    let keys = key_set(&[key.jwk()]);
    let token = key.sign(&claims());
    let check = |token: &str| rules().verify(token, &keys, &Expected::nonce("n-0S6"), NOW);
    assert!(check(&token).is_ok());
    for at in 0..token.len() {
        assert!(check(&token[..at]).is_err(), "cut at {at}");
        for new in ['A', '.', '=', ' ', '-', '{'] {
            let mut changed = token.clone();
            changed.replace_range(at..=at, &new.to_string());
            assert!(changed == token || check(&changed).is_err(), "{new} at {at}");
        }
        let mut longer = token.clone();
        longer.insert(at, 'A');
        assert!(check(&longer).is_err(), "inserted at {at}");
    }
}
