use super::super::envelope::EnvelopeMode;
use super::super::envelope::tests::{cipher, encrypted_code, envelope};
use super::super::replay::MemoryReplayStore;
use super::super::testing::{NOW, counter};
use super::super::{Account, RequiredLevel, VerifyOptions};
use super::*;
use serde_json::json;

const SESSION: &[u8] = b"the browser's session secret";
const MODE: EnvelopeMode = EnvelopeMode::CbcPrefixIv;

fn endpoints() -> PortalEndpoints {
    let endpoint = |path: &str| Endpoint::parse(&format!("https://sso.example.vn{path}"), Reach::Public).unwrap();
    PortalEndpoints { authorization: endpoint("/auth"), token: endpoint("/token"), userinfo: endpoint("/userinfo") }
}

fn vnconnect() -> PortalProfile {
    let own = "https://rp.example.vn/callback";
    PortalProfile::vnconnect("vnconnect", "rp", ClientAuthentication::Public, endpoints(), own).unwrap()
}

fn vneid(code: CodeForm) -> PortalProfile {
    let (own, cipher) = ("https://rp.example.vn/callback", cipher(MODE));
    PortalProfile::vneid_envelope("vneid", "rp", ClientAuthentication::Public, endpoints(), own, cipher, code).unwrap()
}

fn answer(body: &str) -> Response {
    Response { status: 200, body: body.as_bytes().to_vec(), ..Response::default() }
}

fn start(profile: &PortalProfile, level: Level) -> (PendingLogin, String) {
    let options = LoginOptions { level, ..LoginOptions::default() };
    profile.start(&options, SESSION, &mut counter(), NOW).unwrap()
}

#[test]
fn the_national_portal() {
    let profile = vnconnect().scope("profile");
    let (pending, address) = start(&profile, Level::None);
    assert!(address.contains("&code_challenge_method=S256") && address.contains("&scope=openid%20profile"));
    let query = format!("code=a1b2&state={}", pending.state());
    let mut replay = MemoryReplayStore::new(9);
    let code = profile.receive(&pending, &query, SESSION, &mut replay, NOW).unwrap();
    let request = profile.token_request(&pending, &code, &mut counter(), NOW).unwrap();
    assert!(request.body().unwrap().contains("code=a1b2&"));
    let tokens = r#"{"access_token":"at","token_type":"Bearer","expires_in":"3600","scope":"openid"}"#;
    let tokens = profile.tokens(&answer(tokens)).unwrap();
    assert_eq!((tokens.access_token(), tokens.expires_in()), ("at", Some(3600)));
    let person = json!({"LoaiTaiKhoan": 1, "SoDinhDanh": "001199000018", "HoVaTen": "Nguyễn Thị Mẫu", "TechID": "t",
        "NgayThangNamSinh": "19990217", "IAL": 2, "loAs": "2"});
    let login = profile.finish(&pending, &answer(&person.to_string()), NOW).unwrap();
    assert_eq!((login.origin(), login.level()), (OriginProof::ServerChannelOnly, Level::None));
    assert_eq!((login.subject().expose().as_str(), login.account()), ("001199000018", &Account::Citizen));
    let subject = |person: serde_json::Value| {
        let login = profile.finish(&pending, &answer(&person.to_string()), NOW);
        login.map(|login| login.subject().expose().clone()).map_err(|error| error.code())
    };
    assert_eq!(subject(json!({"sub": "s", "LoaiTaiKhoan": "1", "SoDinhDanh": "x"})), Ok("s".to_owned()));
    assert_eq!(subject(json!({"LoaiTaiKhoan": "2", "MaSoThue": "0100109106"})), Ok("0100109106".to_owned()));
    assert_eq!(subject(json!({"LoaiTaiKhoan": 3, "TechID": "t"})), Ok("t".to_owned()));
    assert_eq!(subject(json!({"LoaiTaiKhoan": 3, "SoDinhDanh": "x"})), Err(Code::ClaimMissing));
    assert_eq!(subject(json!({"HoVaTen": "Nguyễn Thị Mẫu"})), Err(Code::ClaimMissing));
}

#[test]
fn envelopes_in_every_answer_and_nothing_else() {
    let profile = vneid(CodeForm::Plain);
    let (pending, _) = start(&profile, Level::Two);
    let tokens = r#"{"access_token":"at","token_type":"bearer"}"#;
    assert!(profile.tokens(&answer(&envelope(MODE, tokens))).is_ok());
    assert_eq!(profile.tokens(&answer(tokens)).unwrap_err().code(), Code::EnvelopeForm);
    let tokens = profile.tokens(&answer(&envelope(MODE, tokens))).unwrap();
    let request = profile.userinfo_request(&tokens);
    assert!(request.headers().any(|(name, value)| (name, value) == ("Authorization", "Bearer at")));
    let person = json!({"citizenPid": "001199000018", "fullName": "Nguyễn Thị Mẫu", "birthDate": "17/02/1999",
        "accountType": "1", "accountLevel": "2", "unknown": {"x": [1]}})
    .to_string();
    let login = profile.finish(&pending, &answer(&envelope(MODE, &person)), NOW).unwrap();
    assert_eq!((login.origin(), login.level()), (OriginProof::ServerChannelOnly, Level::Two));
    assert_eq!(login.citizen().full_name.as_ref().unwrap().expose().as_str(), "Nguyễn Thị Mẫu");
    // What is not signed does not pass for something signed, whatever it says about itself.
    let error = login.require(RequiredLevel::at_least(Level::Two)).unwrap_err();
    assert_eq!(error.code(), Code::OriginTooWeak);
    assert!(login.require(RequiredLevel::at_least(Level::Two).or_server_channel()).is_ok());

    let refused = |body: String| profile.finish(&pending, &answer(&body), NOW).unwrap_err().code();
    assert_eq!(refused(person.clone()), Code::EnvelopeForm);
    assert_eq!(refused(envelope(MODE, &person.replace("accountLevel", "level"))), Code::LevelTooLow);
    assert_eq!(refused(envelope(EnvelopeMode::Ecb, &person)), Code::EnvelopeOpen);
    let failed = Response { status: 500, ..answer(&envelope(MODE, &person)) };
    assert_eq!(profile.finish(&pending, &failed, NOW).unwrap_err().code(), Code::CallStatus);
}

#[test]
fn codes_with_plus_signs_and_under_encryption() {
    let profile = vneid(CodeForm::Plain);
    let (pending, _) = start(&profile, Level::None);
    let mut replay = MemoryReplayStore::new(9);
    let state = pending.state().to_owned();
    let code = profile.receive(&pending, &format!("code=ab+/cd+ef==&state={state}"), SESSION, &mut replay, NOW);
    let request = profile.token_request(&pending, &code.unwrap(), &mut counter(), NOW).unwrap();
    assert!(request.body().unwrap().contains("code=ab%2B%2Fcd%2Bef%3D%3D&"));
    // The same code, escaped properly this time, is the same code.
    let again = format!("code=ab%2B%2Fcd%2Bef%3D%3D&state={state}");
    let error = profile.receive(&pending, &again, SESSION, &mut replay, NOW).unwrap_err();
    assert_eq!(error.code(), Code::Replayed);

    let profile = vneid(CodeForm::Encrypted);
    let (sealed, key) = encrypted_code(MODE, "the-code");
    let mut receive = |query: &str| {
        let code = profile.receive(&pending, query, SESSION, &mut replay, NOW);
        code.map(|code| code.expose().to_owned()).map_err(|error| error.code())
    };
    // As seen in the wild: base64 that nobody escaped.
    assert_eq!(receive(&format!("code={sealed}&encrypt_key={key}&state={state}")), Ok("the-code".to_owned()));
    assert_eq!(receive(&format!("code={sealed}&encrypt_key={key}&state={state}")), Err(Code::Replayed));
    assert_eq!(receive(&format!("code={sealed}&state={state}")), Err(Code::ResponseForm));
    assert_eq!(receive(&format!("code=plain&encrypt_key={key}&state={state}")), Err(Code::EnvelopeOpen));
    assert_eq!(receive(&format!("code={sealed}&encrypt_key=AAAA&state={state}")), Err(Code::EnvelopeOpen));
    assert_eq!(receive(&format!("code={sealed}&encrypt_key={key}&state=x")), Err(Code::ResponseState));
    assert_eq!(receive(&format!("code={sealed}&encrypt_key={key}")), Err(Code::ResponseState));
    assert_eq!(receive(&format!("error=access_denied&state={state}")), Err(Code::LoginRefused));
}

#[test]
fn one_call_for_an_envelope() {
    let person = r#"{"citizenPid":"001199000018","accountLevel":2}"#;
    let sealed = envelope(MODE, person);
    let open = |required: RequiredLevel| {
        let login = super::super::open_envelope(sealed.as_bytes(), &cipher(MODE), "vneid", required, NOW);
        login.map(|login| login.level()).map_err(|error| error.code())
    };
    assert_eq!(open(RequiredLevel::at_least(Level::Two).or_server_channel()), Ok(Level::Two));
    assert_eq!(open(RequiredLevel::at_least(Level::None)), Ok(Level::Two));
    assert_eq!(open(RequiredLevel::at_least(Level::Two)), Err(Code::OriginTooWeak));
    // An envelope where an ID token is expected is no token.
    let options = VerifyOptions {
        issuer: "vneid",
        client_id: "rp",
        nonce: None,
        now: NOW,
        required_level: Level::None,
        access_token: None,
        max_age: None,
        skew: super::super::Skew::default(),
    };
    let error = super::super::verify_id_token(&sealed, "{\"keys\":[]}", &options).unwrap_err();
    assert_eq!(error.code(), Code::TokenForm);
}
