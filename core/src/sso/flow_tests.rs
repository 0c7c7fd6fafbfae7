#![allow(clippy::arithmetic_side_effects, reason = "test data")]

use super::super::jose::jwe::tests::{key, seal};
use super::super::jose::{Backend, Object, base64url};
use super::super::testing::{CLIENT, ISSUER, Key, NOW, claims, counter, jwks, with};
use super::super::*;
use super::*;
use crate::crypto::HashAlgorithm;
use crate::error::{Code, Error};
use crate::personal::Secret;
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;

const SESSION: &[u8] = b"the browser's session secret";

/// A provider that checks what a relying party must send, and whose answers a test may change.
struct Provider {
    key: RefCell<Key>,
    codes: RefCell<HashMap<String, HashMap<String, String>>>,
    calls: Cell<u32>,
    issued: Cell<u32>,
    sealed: Cell<bool>,
    token: RefCell<Box<dyn Fn(Value) -> Value>>,
    userinfo: RefCell<Box<dyn Fn() -> Response>>,
    dpop_nonce: Option<&'static str>,
}

fn set<T>(cell: &RefCell<T>, value: T) {
    *cell.borrow_mut() = value;
}

fn decode(text: &str) -> HashMap<String, String> {
    let text = text.split_once('?').map_or(text, |(_, query)| query);
    let fields = form::Fields::parse(text).unwrap();
    let names = [
        "code",
        "code_verifier",
        "client_id",
        "state",
        "nonce",
        "code_challenge",
        "code_challenge_method",
        "acr_values",
        "grant_type",
        "redirect_uri",
        "response_type",
        "response_mode",
        "scope",
        "max_age",
        "prompt",
        "request_uri",
        "refresh_token",
        "client_assertion",
        "client_secret",
    ];
    names.iter().filter_map(|name| Some(((*name).to_owned(), fields.get(name)?.to_owned()))).collect()
}

fn answer(status: u16, body: &Value) -> Response {
    Response {
        status,
        content_type: Some("application/json; charset=utf-8".into()),
        body: body.to_string().into_bytes(),
        ..Response::default()
    }
}

impl Provider {
    fn new() -> Self {
        Self {
            key: RefCell::new(Key::new(1)),
            codes: RefCell::default(),
            calls: Cell::new(0),
            issued: Cell::new(0),
            sealed: Cell::new(false),
            token: RefCell::new(Box::new(|claims| claims)),
            userinfo: RefCell::new(Box::new(|| answer(200, &json!({"sub": "f3a1", "HoVaTen": "Nguyễn Thị Mẫu"})))),
            dpop_nonce: None,
        }
    }

    /// The person logs in: the address that the browser is sent back to.
    fn log_in(&self, address: &str) -> String {
        let asked = decode(address);
        let asked = match asked.get("request_uri") {
            Some(reference) => self.codes.borrow_mut().remove(reference).unwrap(),
            None => asked,
        };
        assert_eq!(asked["response_type"], "code");
        assert_eq!(asked["code_challenge_method"], "S256");
        let state = asked["state"].clone();
        let signed = asked.get("response_mode").is_some_and(|mode| mode == "query.jwt");
        let code = format!("code-{}", self.issued.get());
        self.issued.set(self.issued.get() + 1);
        self.codes.borrow_mut().insert(code.clone(), asked);
        if signed {
            let claims = json!({"iss": ISSUER, "aud": CLIENT, "exp": NOW.unix() + 60, "code": code, "state": state});
            return form::encode(&[("response", &self.key.borrow().sign(&claims))]);
        }
        form::encode(&[("code", &code), ("state", &state), ("iss", ISSUER)])
    }

    fn tokens(&self, form: &HashMap<String, String>, scheme: &str) -> Response {
        let asked = match form["grant_type"].as_str() {
            "refresh_token" => HashMap::new(),
            _ => match self.codes.borrow_mut().remove(&form["code"]) {
                Some(asked) => asked,
                None => return answer(400, &json!({"error": "invalid_grant"})),
            },
        };
        if let Some(challenge) = asked.get("code_challenge") {
            let verifier = HashAlgorithm::Sha256.digest(&[form["code_verifier"].as_bytes()]);
            assert_eq!(*challenge, base64url::encode(&verifier));
        }
        let acr = asked.get("acr_values").map_or(json!(null), |level| json!(level));
        let nonce = asked.get("nonce").map_or(json!(null), |nonce| json!(nonce));
        let claims = with(with(claims(), "nonce", nonce), "acr", acr);
        let claims = self.token.borrow()(claims);
        let token = self.key.borrow().sign(&claims);
        let token = if self.sealed.get() { seal(token.as_bytes(), json!({"cty": "JWT"})) } else { token };
        answer(
            200,
            &json!({"access_token": "at", "token_type": scheme, "id_token": token, "refresh_token": "rt",
                "expires_in": "1800"}),
        )
    }
}

impl Transport for Provider {
    fn call(&self, request: &Request) -> Result<Response> {
        self.calls.set(self.calls.get() + 1);
        let header = |name: &str| request.headers().find_map(|(own, value)| (own == name).then(|| value.to_owned()));
        let path = request.endpoint().url().trim_start_matches("https://sso.example.vn");
        let proof = header("DPoP");
        let scheme = if proof.is_some() { "DPoP" } else { "Bearer" };
        if let Some(proof) = proof {
            let access_token = (path == "/userinfo").then_some("at");
            let call = Proof {
                method: request.method().as_str(),
                url: request.endpoint().url(),
                access_token,
                nonce: self.dpop_nonce,
            };
            let checked = call.check(&proof, Skew::default(), &mut MemoryReplayStore::new(9), NOW);
            if checked.is_err() {
                let refusal = answer(400, &json!({"error": "use_dpop_nonce"}));
                return Ok(Response { dpop_nonce: self.dpop_nonce.map(str::to_owned), ..refusal });
            }
        }
        Ok(match path {
            "/certs" => Response { status: 200, body: jwks(&[self.key.borrow().jwk()]), ..Response::default() },
            "/token" => self.tokens(&decode(request.body().unwrap()), scheme),
            "/par" => {
                let mut asked = self.codes.borrow_mut();
                asked.insert("urn:1".into(), decode(request.body().unwrap()));
                answer(201, &json!({"request_uri": "urn:1", "expires_in": 60}))
            }
            "/userinfo" => {
                assert_eq!(header("Authorization").unwrap(), format!("{scheme} at"));
                self.userinfo.borrow()()
            }
            other => panic!("{other}"),
        })
    }
}

fn endpoint(path: &str) -> Endpoint {
    Endpoint::parse(&format!("https://sso.example.vn{path}"), Reach::Public).unwrap()
}

fn endpoints() -> Endpoints {
    Endpoints {
        authorization: endpoint("/auth"),
        token: endpoint("/token"),
        jwks: endpoint("/certs"),
        userinfo: None,
        pushed_authorization: None,
        end_session: Some(endpoint("/logout")),
        introspection: Some(endpoint("/introspect")),
        revocation: Some(endpoint("/revoke")),
    }
}

fn profile_at(endpoints: Endpoints) -> OidcProfile {
    let rules = IdTokenRules::new(ISSUER, CLIENT);
    OidcProfile::new(rules, endpoints, ClientAuthentication::Public, "https://rp.example.vn/callback").unwrap()
}

fn profile() -> OidcProfile {
    profile_at(endpoints())
}

type Draw = Box<dyn FnMut(&mut [u8]) -> Result<()>>;

struct World {
    provider: Provider,
    keys: JwksStore,
    replay: MemoryReplayStore,
    random: Draw,
}

impl World {
    fn new() -> Self {
        let keys = JwksStore::new(endpoint("/certs"), Backend::Pure).cooldown(0);
        Self { provider: Provider::new(), keys, replay: MemoryReplayStore::new(99), random: Box::new(counter()) }
    }

    fn around(&mut self) -> Surroundings<'_> {
        let (transport, keys, replay) = (&self.provider, &mut self.keys, &mut self.replay);
        Surroundings { transport, keys, replay, random: &mut self.random, now: NOW }
    }

    fn login_with(&mut self, profile: &OidcProfile, options: &LoginOptions) -> Result<(VerifiedLogin, Tokens)> {
        let (pending, address) = profile.begin(options, SESSION, &mut self.around()).unwrap();
        let query = self.provider.log_in(&address);
        profile.complete(pending, &query, SESSION, &mut self.around())
    }

    fn login(&mut self, profile: &OidcProfile) -> Result<VerifiedLogin, Code> {
        self.login_with(profile, &LoginOptions::default()).map(|(login, _)| login).map_err(|error| error.code())
    }
}

#[test]
fn plain_pushed_signed_and_bound_logins() {
    let pushed = Endpoints { pushed_authorization: Some(endpoint("/par")), ..endpoints() };
    let userinfo = Endpoints { userinfo: Some(endpoint("/userinfo")), ..endpoints() };
    let signer = Arc::new(Ed25519Signer::new(&[9; 32]));
    for profile in [
        profile(),
        profile_at(pushed.clone()),
        profile().response_mode(ResponseMode::SignedQuery),
        profile_at(pushed).response_mode(ResponseMode::SignedQuery).bound_to(signer.clone()),
        profile_at(userinfo.clone()),
        profile_at(userinfo.clone()).bound_to(signer.clone()),
    ] {
        let login = World::new().login(&profile).unwrap();
        assert_eq!((login.subject().expose().as_str(), login.origin()), ("f3a1", OriginProof::SignedToken));
    }
    // A provider that insists on a number of its own in the proof.
    let mut world = World::new();
    world.provider.dpop_nonce = Some("n-1");
    assert!(world.login(&profile_at(userinfo).bound_to(signer)).is_ok());
    assert_eq!(world.provider.calls.get(), 5, "token and userinfo twice, keys once");
}

#[test]
fn step_up_is_insisted_on() {
    let two = LoginOptions { level: Level::Two, max_age: Some(300), again: true, ..LoginOptions::default() };
    let mut world = World::new();
    let (login, tokens) = world.login_with(&profile(), &two).unwrap();
    assert_eq!(login.level(), Level::Two);
    assert_eq!((tokens.refresh_token(), tokens.expires_in()), (Some("rt"), Some(1800)));
    let mut refused = |change: fn(Value) -> Value| {
        set(&world.provider.token, Box::new(change));
        world.login_with(&profile(), &two).unwrap_err().code()
    };
    assert_eq!(refused(|claims| with(claims, "acr", json!(null))), Code::LevelTooLow);
    assert_eq!(refused(|claims| with(claims, "acr", json!("LoA1"))), Code::LevelTooLow);
    assert_eq!(refused(|claims| with(claims, "auth_time", json!(NOW.unix() - 400))), Code::ClaimAuthTime);
    assert_eq!(refused(|claims| with(claims, "auth_time", json!(null))), Code::ClaimMissing);
}

#[test]
fn keys_rotate_between_two_logins() {
    let mut world = World::new();
    assert!(world.login(&profile()).is_ok());
    set(&world.provider.key, Key::new(2));
    assert!(world.login(&profile()).is_ok());
    assert_eq!(world.provider.calls.get(), 4);
}

#[test]
fn answers_that_do_not_belong_here() {
    let profile = profile();
    let mut world = World::new();
    let mut complete = |change: &dyn Fn(&str) -> String, session: &[u8]| {
        let (pending, address) = profile.begin(&LoginOptions::default(), SESSION, &mut world.around()).unwrap();
        let query = change(&world.provider.log_in(&address));
        profile.complete(pending, &query, session, &mut world.around()).err().map(|error| error.code())
    };
    let keep = |query: &str| query.to_owned();
    assert_eq!(complete(&keep, SESSION), None);
    assert_eq!(complete(&keep, b"another browser's secret"), Some(Code::ResponseState));
    assert_eq!(complete(&|query| query.replace("state=", "state=x"), SESSION), Some(Code::ResponseState));
    assert_eq!(complete(&|query| query.replace("state=", "stat="), SESSION), Some(Code::ResponseState));
    assert_eq!(complete(&|query| query.replace("iss=https", "iss=http"), SESSION), Some(Code::ResponseIssuer));
    assert_eq!(complete(&|query| query.replace("iss=", "is="), SESSION), Some(Code::ResponseIssuer));
    assert_eq!(complete(&|query| format!("{query}&code=x"), SESSION), Some(Code::ResponseForm));
    assert_eq!(complete(&|query| query.replace("code=", "cod="), SESSION), Some(Code::ResponseForm));
    assert_eq!(complete(&|query| query.replace("code=", "error=access_denied&c="), SESSION), Some(Code::LoginRefused));
    assert_eq!(complete(&|query| format!("{query}&error=x"), SESSION), Some(Code::ResponseForm));
    // The same code again: noticed here, before the provider is asked.
    assert_eq!(complete(&|query| query.replace("code=code-", "code=code-0&x="), SESSION), Some(Code::Replayed));
    assert_eq!(complete(&|query| query.replace("code=code-", "code=unknown-"), SESSION), Some(Code::RequestRefused));
}

#[test]
fn signed_answers_only_where_agreed() {
    let jarm = profile().response_mode(ResponseMode::SignedQuery);
    let mut world = World::new();
    let (pending, address) = jarm.begin(&LoginOptions::default(), SESSION, &mut world.around()).unwrap();
    let plain = form::encode(&[("code", "x"), ("state", pending.state()), ("iss", ISSUER)]);
    let error = jarm.complete(pending, &plain, SESSION, &mut world.around()).unwrap_err();
    assert_eq!(error, Error::new(Code::ResponseForm, "response"));
    let query = world.provider.log_in(&address);
    let (pending, _) = profile().begin(&LoginOptions::default(), SESSION, &mut world.around()).unwrap();
    let error = profile().complete(pending, &query, SESSION, &mut world.around()).unwrap_err();
    assert_eq!(error.code(), Code::ResponseState, "a signed answer where a plain one was agreed");
    for (name, value, code) in [
        ("iss", json!("https://evil.example"), Code::ClaimIssuer),
        ("aud", json!("other"), Code::ClaimAudience),
        ("exp", json!(NOW.unix() - 31), Code::ClaimExpired),
        ("exp", json!(null), Code::ClaimMissing),
        ("state", json!("x"), Code::ResponseState),
        ("code", json!(null), Code::ResponseForm),
    ] {
        let (pending, _) = jarm.begin(&LoginOptions::default(), SESSION, &mut world.around()).unwrap();
        let good = json!({"iss": ISSUER, "aud": CLIENT, "exp": NOW.unix() + 60, "code": "c", "state": pending.state()});
        let token = world.provider.key.borrow().sign(&with(good, name, value));
        let query = form::encode(&[("response", &token)]);
        let error = jarm.complete(pending, &query, SESSION, &mut world.around()).unwrap_err();
        assert_eq!(error.code(), code, "{name}");
    }
}

#[test]
fn userinfo_is_about_the_same_person_in_the_agreed_form() {
    let at = Endpoints { userinfo: Some(endpoint("/userinfo")), ..endpoints() };
    let mut world = World::new();
    let login = world.login(&profile_at(at.clone())).unwrap();
    assert_eq!((login.origin(), login.person_origin()), (OriginProof::SignedToken, OriginProof::ServerChannelOnly));
    set(&world.provider.userinfo, Box::new(|| answer(200, &json!({"sub": "another"}))));
    assert_eq!(world.login(&profile_at(at.clone())).unwrap_err(), Code::ClaimSubject);
    set(&world.provider.userinfo, Box::new(|| answer(200, &json!({"name": "x"}))));
    assert_eq!(world.login(&profile_at(at.clone())).unwrap_err(), Code::ClaimMissing);

    let signed = profile_at(at).userinfo(UserinfoForm::Signed);
    assert_eq!(world.login(&signed).unwrap_err(), Code::TokenType, "plain where signed was agreed");
    let token = |claims: Value| {
        let body = Key::new(1).sign(&claims).into_bytes();
        Response { status: 200, content_type: Some("application/jwt".into()), body, ..Response::default() }
    };
    let good = json!({"iss": ISSUER, "aud": CLIENT, "sub": "f3a1", "SoDinhDanh": "001199000018"});
    for (name, value, code) in [
        ("sub", json!("f3a1"), None),
        ("sub", json!("another"), Some(Code::ClaimSubject)),
        ("iss", json!("https://evil.example"), Some(Code::ClaimIssuer)),
        ("aud", json!(null), Some(Code::ClaimMissing)),
        ("nonce", json!("n"), Some(Code::ClaimTokenUse)),
    ] {
        let body = token(with(good.clone(), name, value));
        set(&world.provider.userinfo, Box::new(move || body.clone()));
        match (world.login(&signed), code) {
            (Ok(login), None) => assert_eq!(login.person_origin(), OriginProof::SignedTokenAndUserinfo),
            (result, code) => assert_eq!(result.err(), code, "{name}"),
        }
    }
}

#[test]
fn refreshing_keeps_the_person() {
    let profile = profile();
    let mut world = World::new();
    let (login, tokens) = world.login_with(&profile, &LoginOptions::default()).unwrap();
    assert!(profile.refresh(&login, &tokens, &mut world.around()).is_ok());
    set(&world.provider.token, Box::new(|claims| with(claims, "sub", json!("another"))));
    let error = profile.refresh(&login, &tokens, &mut world.around()).unwrap_err();
    assert_eq!(error.code(), Code::ClaimSubject);
    set(&world.provider.token, Box::new(|claims| with(claims, "auth_time", json!(NOW.unix() - 1))));
    let error = profile.refresh(&login, &tokens, &mut world.around()).unwrap_err();
    assert_eq!(error.code(), Code::ClaimAuthTime);
}

#[test]
fn encryption_is_agreed_on_and_not_sniffed() {
    let encrypted = |at| profile_at(at).encrypted_to(Arc::new(key()));
    let mut world = World::new();
    assert_eq!(world.login(&encrypted(endpoints())).unwrap_err(), Code::TokenEncrypted, "signed only");
    world.provider.sealed.set(true);
    assert_eq!(world.login(&encrypted(endpoints())).unwrap().subject().expose(), "f3a1");
    assert_eq!(world.login(&profile()).unwrap_err(), Code::TokenEncrypted, "encrypted where that was not agreed");

    let at = Endpoints { userinfo: Some(endpoint("/userinfo")), ..endpoints() };
    let signed = encrypted(at.clone()).userinfo(UserinfoForm::Signed);
    let token = |body: String| {
        let content_type = Some("application/jwt".into());
        Response { status: 200, content_type, body: body.into_bytes(), ..Response::default() }
    };
    let inner = Key::new(1).sign(&json!({"iss": ISSUER, "aud": CLIENT, "sub": "f3a1"}));
    let sealed = token(seal(inner.as_bytes(), json!({"cty": "JWT"})));
    set(&world.provider.userinfo, Box::new(move || sealed.clone()));
    let login = world.login(&signed).unwrap();
    assert_eq!(login.person_origin(), OriginProof::SignedTokenAndUserinfo);
    set(&world.provider.userinfo, Box::new(move || token(inner.clone())));
    assert_eq!(world.login(&signed).unwrap_err(), Code::TokenEncrypted);
    let plain = Response { content_type: Some("application/jwt".into()), ..answer(200, &json!({})) };
    let body = seal(br#"{"sub":"f3a1"}"#, json!({})).into_bytes();
    set(&world.provider.userinfo, Box::new(move || Response { body: body.clone(), ..plain.clone() }));
    let login = world.login(&encrypted(at)).unwrap();
    assert_eq!(login.person_origin(), OriginProof::ServerChannelOnly, "anyone can encrypt to a public key");
}

#[test]
fn clients_authenticate_as_configured() {
    let with_client = |authentication| {
        let rules = IdTokenRules::new(ISSUER, "hệ thống:1");
        OidcProfile::new(rules, endpoints(), authentication, "https://rp.example.vn/callback").unwrap()
    };
    let request = |authentication| with_client(authentication).revocation_request("tok", &mut counter(), NOW).unwrap();
    let basic = request(ClientAuthentication::SecretBasic(Secret::new(b"p:w +".to_vec())));
    let header = basic.headers().find(|(name, _)| *name == "Authorization").unwrap().1.to_owned();
    assert_eq!(header, "Basic aCVFMSVCQiU4NyUyMHRoJUUxJUJCJTkxbmclM0ExOnAlM0F3JTIwJTJC");
    assert_eq!(basic.body(), Some("token=tok"));
    let post = request(ClientAuthentication::SecretPost(Secret::new(b"pw".to_vec())));
    assert!(post.body().unwrap().ends_with("&client_secret=pw"));
    assert!(request(ClientAuthentication::Tls).body().unwrap().contains("client_id="));
    let signer = Arc::new(Ed25519Signer::new(&[3; 32]));
    let body = decode(request(ClientAuthentication::PrivateKey(signer.clone())).body().unwrap());
    let jwk = signer.public_jwk();
    let keys = KeySet::parse(format!("{{\"keys\":[{jwk}]}}").as_bytes(), Backend::Pure).unwrap();
    let assertion = Compact::parse(&body["client_assertion"]).unwrap();
    let signed = assertion.verify(&keys, jose::AlgorithmSet::ALL).unwrap();
    let claims = Object::parse(signed.payload(), 999, "test").unwrap();
    assert_eq!((claims.text("aud"), claims.text("sub")), (Ok(Some(ISSUER)), Ok(Some("hệ thống:1"))));
}

#[test]
fn discovery_is_held_to_issuer_and_hosts() {
    let document = json!({
        "issuer": ISSUER, "authorization_endpoint": "https://sso.example.vn/auth",
        "token_endpoint": "https://sso.example.vn/token", "jwks_uri": "https://sso.example.vn/certs"
    });
    let read = |name: &str, value: Value| {
        let document = with(document.clone(), name, value).to_string();
        let read = Endpoints::discover(document.as_bytes(), ISSUER, &["sso.example.vn"], Reach::Public);
        read.err().map(|error| error.code())
    };
    assert_eq!(read("userinfo_endpoint", json!("https://sso.example.vn/userinfo")), None);
    for (name, value, code) in [
        ("issuer", json!("https://sso.example.vn"), Code::ClaimIssuer),
        ("token_endpoint", json!(null), Code::ResponseForm),
        ("token_endpoint", json!(7), Code::ClaimType),
        ("jwks_uri", json!("https://evil.example/certs"), Code::AddressRefused),
        ("jwks_uri", json!("http://sso.example.vn/certs"), Code::AddressInsecure),
        ("userinfo_endpoint", json!("https://169.254.169.254/"), Code::AddressRefused),
    ] {
        assert_eq!(read(name, value), Some(code), "{name}");
    }
}

#[test]
fn introspection_and_logout_addresses() {
    let profile = profile();
    let says = |status, body: Value| {
        let read = profile.introspection(&answer(status, &body), &KeySet::default());
        read.map(|answer| answer.active()).map_err(|error| error.code())
    };
    assert_eq!(says(200, json!({"active": true, "sub": "x"})), Ok(true));
    assert_eq!(says(200, json!({"active": false})), Ok(false));
    assert_eq!(says(200, json!({"active": "true"})), Err(Code::ClaimType));
    assert_eq!(says(200, json!({})), Err(Code::ResponseForm));
    assert_eq!(says(401, json!({"active": true})), Err(Code::CallStatus));
    let address = profile.logout_address(Some("a.b.c"), "https://rp.example.vn/bye", "s").unwrap();
    assert!(
        address.starts_with("https://sso.example.vn/logout?client_id=benh-vien-mau&post_logout_redirect_uri=https%3A")
    );
    let none = profile_at(Endpoints { end_session: None, ..endpoints() });
    assert_eq!(none.logout_address(None, "x", "s").unwrap_err().code(), Code::OperationUnsupported);
}
