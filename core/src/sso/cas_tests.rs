#![allow(clippy::string_slice, reason = "test data")]

use super::*;
use crate::sso::login::OriginProof;
use crate::sso::replay::MemoryReplayStore;
use crate::sso::testing::{NOW, counter};
use crate::sso::{Account, Level};

const SESSION: &[u8] = b"the browser's session secret";

fn profile() -> CasProfile {
    let endpoint = |path: &str| Endpoint::parse(&format!("https://cas.example.vn{path}"), Reach::Public).unwrap();
    let own = "https://rp.example.vn/cas";
    CasProfile::new("tỉnh Mẫu", endpoint("/login"), endpoint("/p3/serviceValidate"), own).unwrap()
}

fn answer(inside: &str) -> String {
    format!("<cas:serviceResponse xmlns:cas=\"http://www.yale.edu/tp/cas\">{inside}</cas:serviceResponse>")
}

fn success(inside: &str) -> String {
    answer(&format!("<cas:authenticationSuccess>{inside}</cas:authenticationSuccess>"))
}

const GOOD: &str = "<cas:user>mau.nt</cas:user><cas:attributes><cas:HoVaTen>Nguyễn Thị Mẫu</cas:HoVaTen>\
    <cas:SoDinhDanh>001199000018</cas:SoDinhDanh><cas:LoaiTaiKhoan>1</cas:LoaiTaiKhoan><cas:r>a</cas:r><cas:r>b</cas:r>\
    <cas:x>A &amp; B &#x111;</cas:x><cas:sub>another</cas:sub></cas:attributes>";

#[test]
fn a_ticket_becomes_a_login() {
    let profile = profile();
    let (pending, address) = profile.start(&LoginOptions::default(), SESSION, &mut counter(), NOW).unwrap();
    assert!(address.starts_with("https://cas.example.vn/login?service=https%3A%2F%2Frp.example.vn%2Fcas%3Fstate%3D"));
    let query = format!("state={}&ticket=ST-1-abc", pending.state());
    let mut replay = MemoryReplayStore::new(9);
    let request = profile.receive(&pending, &query, SESSION, &mut replay, NOW).unwrap();
    let url = request.endpoint().url();
    assert!(url.starts_with("https://cas.example.vn/p3/serviceValidate?service=") && url.ends_with("&ticket=ST-1-abc"));
    let body = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}\n", success(GOOD)).into_bytes();
    let login = profile.finish(&Response { status: 200, body, ..Response::default() }, NOW).unwrap();
    assert_eq!((login.origin(), login.level()), (OriginProof::ServerChannelOnly, Level::None));
    assert_eq!((login.subject().expose().as_str(), login.account()), ("mau.nt", &Account::Citizen));
    assert_eq!(login.citizen().id_number.as_ref().unwrap().expose().as_str(), "001199000018");
    assert_eq!(login.claims().text("x"), Ok(Some("A & B đ")));
    assert_eq!(login.claims().texts("r"), Ok(Some(vec!["a", "b"])));

    let code = |query: &str, replay: &mut MemoryReplayStore, secret: &[u8]| {
        profile.receive(&pending, query, secret, replay, NOW).err().map(|error| error.code())
    };
    assert_eq!(code(&query, &mut replay, SESSION), Some(Code::Replayed));
    assert_eq!(code(&query, &mut replay, b"another browser's secret"), Some(Code::ResponseState));
    assert_eq!(code("ticket=ST-2", &mut replay, SESSION), Some(Code::ResponseState));
    assert_eq!(code(&query.replace("ST-1", "PT-1"), &mut replay, SESSION), Some(Code::ResponseForm));
    let two = LoginOptions { level: Level::Two, ..LoginOptions::default() };
    assert_eq!(profile.start(&two, SESSION, &mut counter(), NOW).unwrap_err().code(), Code::OperationUnsupported);
}

#[test]
fn only_exactly_one_answer() {
    let code = |text: &str| read(text).err().map(|error| error.code());
    assert_eq!(code(&success("<cas:user>u</cas:user>")), None);
    assert_eq!(code(&success("<!-- x --><cas:user><![CDATA[u]]></cas:user><cas:attributes/>")), None);
    let failure = answer("<cas:authenticationFailure code=\"INVALID_TICKET\">no</cas:authenticationFailure>");
    assert_eq!(code(&failure), Some(Code::LoginRefused));
    let doctype = format!("<!DOCTYPE x [<!ENTITY e \"u\">]>{}", success("<cas:user>&e;</cas:user>"));
    for text in [
        "",
        "<x/>",
        "u",
        &answer(""),
        &success(""),
        &success("<cas:user></cas:user>"),
        &success("<cas:user>u</cas:user><cas:user>v</cas:user>"),
        &success("<cas:user>u<cas:b/></cas:user>"),
        &success("x<cas:user>u</cas:user>"),
        &success("<cas:user>u</cas:user>x"),
        &success("<cas:user>u</cas:user><cas:proxies><cas:proxy>p</cas:proxy></cas:proxies>"),
        &success("<cas:user>&e;</cas:user>"),
        &success("<user>u</user>"),
        &success("<cas:user>u</cas:user><cas:attributes><cas:a><cas:b>1</cas:b></cas:a></cas:attributes>"),
        &format!("{}{}", success("<cas:user>u</cas:user>"), success("<cas:user>v</cas:user>")),
        &format!("{}x", success("<cas:user>u</cas:user>")),
        &success("<cas:user>u</cas:user>").replace("yale.edu", "evil.example"),
        &success("<?php x?><cas:user>u</cas:user>"),
        &doctype,
        &success(GOOD).replace("</cas:user>", "</cas:usr>"),
    ] {
        assert_eq!(code(text), Some(Code::ResponseForm), "{text}");
    }
}

#[test]
fn every_cut_is_refused() {
    let text = success(GOOD);
    for at in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
        assert!(read(&text[..at]).is_err(), "{at}");
    }
}
