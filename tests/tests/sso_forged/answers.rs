//! What comes back over the browser and over the network, when somebody else answers or the provider is broken.

use crate::maker::{CLIENT, ISSUER, Key, NOW, claims, half_hash};
use dinhdanh::error::Code;
use dinhdanh::given::Timestamp;
use dinhdanh::personal::Secret;
use dinhdanh::sso::jose::{Backend, KeySet};
use dinhdanh::sso::{
    AccessTokenRules, ClientAuthentication, Endpoint, Endpoints, IdTokenRules, JwksStore, Level, LoginOptions,
    MemoryReplayStore, OidcProfile, PendingLogin, Presented, Reach, Request, Response, ResponseMode, Surroundings,
    Transport, UserinfoForm,
};
use dinhdanh::{Error, Result};
use serde_json::{Value, json};
use std::cell::RefCell;

const SESSION: &[u8] = b"a session secret of one browser";
const HOST: &str = "https://sso.example.gov.vn";

/// What one login went through, to be broken in one place.
struct Answers {
    /// Changes the parameters that come back through the browser: JSON, signed as one token with JARM.
    browser: fn(&mut Value),
    /// The whole query instead.
    query: Option<fn(&PendingLogin) -> String>,
    jarm: Option<Key>,
    token: fn(&mut Response),
    id_token: fn(&mut Value),
    jwks: fn() -> Result<Response>,
    userinfo: fn(&mut Value),
    userinfo_key: Key,
    userinfo_response: fn(&mut Response),
    level: Level,
}

impl Answers {
    fn right() -> Self {
        Self {
            browser: |_| {},
            query: None,
            jarm: None,
            token: |_| {},
            id_token: |_| {},
            jwks: || Ok(response(&json!({"keys": [Key::rsa().jwk("rsa-1")]}))),
            userinfo: |_| {},
            userinfo_key: Key::rsa(),
            userinfo_response: |_| {},
            level: Level::None,
        }
    }

    fn jarm() -> Self {
        Self { jarm: Some(Key::rsa()), ..Self::right() }
    }
}

fn response(body: &Value) -> Response {
    let content_type = Some("application/json".to_owned());
    Response { status: 200, content_type, body: body.to_string().into_bytes(), ..Response::default() }
}

fn header() -> String {
    json!({"alg": "RS256", "kid": "rsa-1"}).to_string()
}

/// A provider that answers as told.
struct Provider<'a> {
    answers: &'a Answers,
    nonce: RefCell<String>,
}

impl Transport for Provider<'_> {
    fn call(&self, request: &Request) -> Result<Response> {
        let answers = self.answers;
        match request.endpoint().url().strip_prefix(HOST) {
            Some("/jwks") => (answers.jwks)(),
            Some("/token") => {
                let mut payload = claims();
                payload["nonce"] = json!(*self.nonce.borrow());
                payload["at_hash"] = json!(half_hash("access"));
                (answers.id_token)(&mut payload);
                let token = Key::rsa().token(&header(), &payload.to_string());
                let body = json!({"access_token": "access", "token_type": "Bearer", "id_token": token});
                let mut response = response(&body);
                (answers.token)(&mut response);
                Ok(response)
            }
            Some("/userinfo") => {
                let mut payload = json!({"iss": ISSUER, "aud": CLIENT, "sub": "b1c5e0f2-0001"});
                (answers.userinfo)(&mut payload);
                let token = answers.userinfo_key.token(&header(), &payload.to_string());
                let content_type = Some("application/jwt".to_owned());
                let mut response = Response { content_type, body: token.into_bytes(), ..response(&json!({})) };
                (answers.userinfo_response)(&mut response);
                Ok(response)
            }
            other => panic!("{other:?}"),
        }
    }
}

fn profile(answers: &Answers) -> OidcProfile {
    let at = |path: &str| Endpoint::parse(&format!("{HOST}{path}"), Reach::Public).unwrap();
    let endpoints = Endpoints {
        authorization: at("/auth"),
        token: at("/token"),
        jwks: at("/jwks"),
        userinfo: Some(at("/userinfo")),
        pushed_authorization: None,
        end_session: None,
        introspection: None,
        revocation: None,
    };
    let secret = ClientAuthentication::SecretBasic(Secret::copy_of(b"secret"));
    let own = "https://benhvien.example.vn/callback";
    let profile = OidcProfile::new(IdTokenRules::new(ISSUER, CLIENT), endpoints, secret, own).unwrap();
    let profile = profile.userinfo(UserinfoForm::Signed);
    if answers.jarm.is_some() { profile.response_mode(ResponseMode::SignedQuery) } else { profile }
}

/// The whole login against these answers.
fn log_in(answers: &Answers) -> Result<()> {
    let provider = Provider { answers, nonce: RefCell::default() };
    let profile = profile(answers);
    let mut keys = JwksStore::new(profile.endpoints().jwks.clone(), Backend::Pure);
    let mut replay = MemoryReplayStore::new(9);
    let mut count = 0_u8;
    let mut random = |buffer: &mut [u8]| {
        count += 1;
        buffer.fill(count);
        Ok(())
    };
    let now = Timestamp::from_unix(NOW);
    let mut around =
        Surroundings { transport: &provider, keys: &mut keys, replay: &mut replay, random: &mut random, now };
    let options = LoginOptions { level: answers.level, ..LoginOptions::default() };
    let (pending, _) = profile.begin(&options, SESSION, &mut around)?;
    *provider.nonce.borrow_mut() = pending.nonce().to_owned();

    let mut fields = json!({"code": "code-1", "state": pending.state(), "iss": ISSUER});
    if answers.jarm.is_some() {
        fields["aud"] = json!(CLIENT);
        fields["exp"] = json!(NOW + 60);
    }
    (answers.browser)(&mut fields);
    let query = match (&answers.query, &answers.jarm) {
        (Some(query), _) => query(&pending),
        (None, Some(key)) => format!("response={}", key.token(&header(), &fields.to_string())),
        (None, None) => {
            let fields = fields.as_object().unwrap().iter().map(|(name, value)| (name, value.as_str().unwrap()));
            fields.map(|(name, value)| format!("{name}={}", value.replace(':', "%3A"))).collect::<Vec<_>>().join("&")
        }
    };
    profile.complete(pending, &query, SESSION, &mut around).map(|_| ())
}

fn remove(fields: &mut Value, name: &str) {
    fields.as_object_mut().unwrap().remove(name);
}

type Case = (&'static str, Answers, Code);

/// Through the browser, in parameters and in one signed token.
fn through_the_browser() -> Vec<Case> {
    let query = |browser: fn(&mut Value)| Answers { browser, ..Answers::right() };
    let jarm = |browser: fn(&mut Value)| Answers { browser, ..Answers::jarm() };
    let whole = |answers: Answers, query: fn(&PendingLogin) -> String| Answers { query: Some(query), ..answers };
    vec![
        ("state of another login", query(|f| f["state"] = json!("x")), Code::ResponseState),
        ("state missing", query(|f| remove(f, "state")), Code::ResponseState),
        ("issuer of another provider", query(|f| f["iss"] = json!("https://other.example")), Code::ResponseIssuer),
        ("issuer missing", query(|f| remove(f, "iss")), Code::ResponseIssuer),
        ("code missing", query(|f| remove(f, "code")), Code::ResponseForm),
        ("code empty", query(|f| f["code"] = json!("")), Code::ResponseForm),
        ("code and error together", query(|f| f["error"] = json!("access_denied")), Code::ResponseForm),
        (
            "person said no",
            query(|f| {
                remove(f, "code");
                f["error"] = json!("access_denied");
            }),
            Code::LoginRefused,
        ),
        (
            "parameter twice",
            whole(Answers::right(), |pending| {
                format!("code=a&code=b&state={}&iss=http%3A%2F%2Fsso.example.gov.vn", pending.state())
            }),
            Code::ResponseForm,
        ),
        ("nothing at all", whole(Answers::right(), |_| String::new()), Code::ResponseState),
        (
            "JARM: parameters instead of a token",
            whole(Answers::jarm(), |p| format!("code=a&state={}", p.state())),
            Code::ResponseForm,
        ),
        (
            "JARM: signed by another",
            Answers { jarm: Some(Key::foreign_rsa()), ..Answers::jarm() },
            Code::TokenSignature,
        ),
        (
            "JARM: not signed",
            whole(Answers::jarm(), |_| "response=eyJhbGciOiJub25lIn0.e30.".to_owned()),
            Code::TokenAlgorithm,
        ),
        ("JARM: issuer of another provider", jarm(|f| f["iss"] = json!("https://other.example")), Code::ClaimIssuer),
        ("JARM: issuer missing", jarm(|f| remove(f, "iss")), Code::ClaimMissing),
        ("JARM: for another client", jarm(|f| f["aud"] = json!("khach-san-mau")), Code::ClaimAudience),
        ("JARM: expired", jarm(|f| f["exp"] = json!(NOW - 60)), Code::ClaimExpired),
        ("JARM: without end", jarm(|f| remove(f, "exp")), Code::ClaimMissing),
        ("JARM: end as text", jarm(|f| f["exp"] = json!("soon")), Code::ClaimType),
        ("JARM: state of another login", jarm(|f| f["state"] = json!("x")), Code::ResponseState),
        ("JARM: state missing", jarm(|f| remove(f, "state")), Code::ResponseState),
        ("JARM: code missing", jarm(|f| remove(f, "code")), Code::ResponseForm),
        ("JARM: code as list", jarm(|f| f["code"] = json!(["code-1"])), Code::ClaimType),
    ]
}

/// Over the network, server to server.
fn over_the_network() -> Vec<Case> {
    let token = |token: fn(&mut Response)| Answers { token, ..Answers::right() };
    let keys = |jwks: fn() -> Result<Response>| Answers { jwks, ..Answers::right() };
    let id_token = |id_token: fn(&mut Value)| Answers { id_token, ..Answers::right() };
    let userinfo = |userinfo: fn(&mut Value)| Answers { userinfo, ..Answers::right() };
    let sent = |userinfo_response: fn(&mut Response)| Answers { userinfo_response, ..Answers::right() };
    let step_up = |id_token: fn(&mut Value)| Answers { id_token, level: Level::Two, ..Answers::right() };
    vec![
        ("tokens: refused", token(|r| r.status = 400), Code::RequestRefused),
        ("tokens: fault", token(|r| r.status = 503), Code::CallStatus),
        ("tokens: sent elsewhere", token(|r| r.status = 307), Code::RedirectRefused),
        (
            "tokens: from a link-local address",
            token(|r| r.remote = "169.254.169.254".parse().ok()),
            Code::AddressRefused,
        ),
        ("tokens: from the own network", token(|r| r.remote = "10.0.0.1".parse().ok()), Code::AddressRefused),
        ("tokens: larger than any answer", token(|r| r.body = vec![b' '; 300_000]), Code::TooLarge),
        ("tokens: no JSON", token(|r| r.body = b"access_token=x".to_vec()), Code::TokenJson),
        (
            "tokens: a name twice",
            token(|r| r.body = br#"{"access_token":"a","access_token":"b"}"#.to_vec()),
            Code::TokenDuplicateName,
        ),
        ("tokens: no access token", token(|r| r.body = br#"{"token_type":"Bearer"}"#.to_vec()), Code::ResponseForm),
        ("tokens: no type", token(|r| r.body = br#"{"access_token":"a"}"#.to_vec()), Code::ResponseForm),
        (
            "tokens: bound to a key nobody agreed on",
            token(|r| r.body = br#"{"access_token":"a","token_type":"DPoP"}"#.to_vec()),
            Code::TokenBinding,
        ),
        (
            "tokens: no ID token",
            token(|r| r.body = br#"{"access_token":"access","token_type":"Bearer"}"#.to_vec()),
            Code::ResponseForm,
        ),
        ("tokens: of another login", id_token(|c| c["nonce"] = json!("other")), Code::ClaimNonce),
        ("tokens: of no login", id_token(|c| remove(c, "nonce")), Code::ClaimNonceMissing),
        (
            "tokens: with another access token",
            id_token(|c| c["at_hash"] = json!(half_hash("other"))),
            Code::ClaimAccessTokenHash,
        ),
        ("step-up: level 1", step_up(|c| c["acr"] = json!("LoA1")), Code::LevelTooLow),
        ("step-up: level left out", step_up(|c| remove(c, "acr")), Code::LevelTooLow),
        ("step-up: level of nobody", step_up(|c| c["acr"] = json!("LoA3")), Code::LevelTooLow),
        (
            "keys: ten megabytes",
            keys(|| Ok(Response { status: 200, body: vec![b' '; 10_000_000], ..Response::default() })),
            Code::TooLarge,
        ),
        (
            "keys: sent to a link-local address",
            keys(|| Ok(Response { status: 302, ..Response::default() })),
            Code::RedirectRefused,
        ),
        (
            "keys: from a link-local address",
            keys(|| Ok(Response { remote: "169.254.169.254".parse().ok(), ..response(&json!({"keys": []})) })),
            Code::AddressRefused,
        ),
        ("keys: too slow", keys(|| Err(Error::new(Code::CallTimeout, "jwks"))), Code::CallTimeout),
        ("keys: not to be reached", keys(|| Err(Error::new(Code::CallFailed, "jwks"))), Code::CallFailed),
        ("keys: fault", keys(|| Ok(Response { status: 500, ..Response::default() })), Code::CallStatus),
        (
            "keys: rotated away",
            keys(|| Ok(response(&json!({"keys": [Key::foreign_rsa().jwk("rsa-2")]})))),
            Code::TokenKeyUnknown,
        ),
        (
            "user information: signed by another",
            Answers { userinfo_key: Key::foreign_rsa(), ..Answers::right() },
            Code::TokenSignature,
        ),
        ("user information: of another person", userinfo(|c| c["sub"] = json!("other")), Code::ClaimSubject),
        ("user information: of nobody", userinfo(|c| remove(c, "sub")), Code::ClaimMissing),
        (
            "user information: of another provider",
            userinfo(|c| c["iss"] = json!("https://other.example")),
            Code::ClaimIssuer,
        ),
        ("user information: for another client", userinfo(|c| c["aud"] = json!("khach-san-mau")), Code::ClaimAudience),
        ("user information: an ID token", userinfo(|c| c["nonce"] = json!("n")), Code::ClaimTokenUse),
        (
            "user information: as another type",
            sent(|r| r.content_type = Some("application/json".to_owned())),
            Code::TokenType,
        ),
        (
            "user information: not signed as agreed",
            sent(|r| {
                r.content_type = Some("application/json".to_owned());
                r.body = br#"{"sub":"b1c5e0f2-0001"}"#.to_vec();
            }),
            Code::TokenType,
        ),
        ("user information: fault", sent(|r| r.status = 500), Code::CallStatus),
        ("user information: refused", sent(|r| r.status = 401), Code::CallStatus),
    ]
}

/// Every case, for the table in the documentation.
pub fn table() -> Vec<(&'static str, Code)> {
    through_the_browser().into_iter().chain(over_the_network()).map(|(name, _, code)| (name, code)).collect()
}

#[test]
fn every_wrong_answer_is_refused_with_its_code() {
    assert_eq!(log_in(&Answers::right()), Ok(()));
    assert_eq!(log_in(&Answers::jarm()), Ok(()));
    assert_eq!(log_in(&Answers { level: Level::Two, ..Answers::right() }), Ok(()));
    let cases = through_the_browser().into_iter().chain(over_the_network());
    let wrong: Vec<String> = cases
        .filter_map(|(name, answers, code)| match log_in(&answers) {
            Err(error) if error.code() == code => None,
            other => Some(format!("{name}: {other:?} instead of {}", code.as_str())),
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A server that is called with tokens takes access tokens for itself, shown by their holder, and nothing else.
#[test]
fn what_is_no_access_token_for_this_server_is_refused() {
    let key = Key::rsa();
    let keys = KeySet::parse(json!({"keys": [key.jwk("rsa-1")]}).to_string().as_bytes(), Backend::Pure).unwrap();
    let rules = AccessTokenRules::new(ISSUER, "https://hoso.example.vn");
    let good = json!({"iss": ISSUER, "aud": "https://hoso.example.vn", "sub": "s", "iat": NOW, "exp": NOW + 60,
        "client_id": CLIENT, "cnf": {"jkt": "thumb"}});
    let code = |typ: &str, payload: &Value, presented| {
        let token = key.token(&json!({"alg": "RS256", "kid": "rsa-1", "typ": typ}).to_string(), &payload.to_string());
        rules.verify(&token, &keys, presented, Timestamp::from_unix(NOW)).err().map(|error| error.code())
    };
    let with = |name: &str, value: Value| {
        let mut changed = good.clone();
        changed[name] = value;
        changed
    };
    let own = Presented::DpopKey("thumb");
    assert_eq!(code("at+jwt", &good, own), None);
    assert_eq!(code("JWT", &good, own), Some(Code::TokenType), "an ID token");
    assert_eq!(code("logout+jwt", &good, own), Some(Code::TokenType));
    assert_eq!(code("at+jwt", &with("aud", json!("other")), own), Some(Code::ClaimAudience));
    assert_eq!(code("at+jwt", &with("iss", json!("other")), own), Some(Code::ClaimIssuer));
    assert_eq!(code("at+jwt", &with("exp", json!(NOW - 60)), own), Some(Code::ClaimExpired));
    assert_eq!(code("at+jwt", &good, Presented::Nothing), Some(Code::TokenBinding), "a stolen token");
    assert_eq!(code("at+jwt", &good, Presented::DpopKey("thief")), Some(Code::TokenBinding));
    assert_eq!(code("at+jwt", &good, Presented::Certificate(b"certificate")), Some(Code::TokenBinding));
}
