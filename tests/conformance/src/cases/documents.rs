//! Documents: the files of cards, genuine, forged and broken, as a reader hands them over.

use super::Files;
use crate::card::AT;
use crate::vectors::Case;
use dinhdanh::Result;
use dinhdanh::document::files::data_group::{DataGroup, FileId};
use dinhdanh_readers::dump::to_dump_json;
use dinhdanh_readers::simulator::{CardMaker, Profile, Seeded, SodForm, TestCard, TestState};
use serde_json::json;

const ANCHOR: &str = "dumps/authority.der";

/// A card small enough to be kept as text.
fn maker() -> CardMaker {
    let mut maker = CardMaker::of(Profile::Bac);
    maker.portrait.truncate(600);
    maker
}

pub(super) fn cases(files: &mut Files) -> Result<Vec<Case>> {
    let state = TestState::new(&mut Seeded::new(1))?;
    let stranger = TestState::new(&mut Seeded::new(7))?;
    let good = maker().make_under(state.clone(), &mut Seeded::new(2))?;
    let revoked = state.authority.revocation_list(
        &[state.signer.serial()],
        dinhdanh_readers::simulator::Validity::LONG,
        &mut Seeded::new(5),
    )?;
    files.insert(ANCHOR.to_owned(), state.authority.certificate().to_vec());
    files.insert("dumps/stranger.der".to_owned(), stranger.authority.certificate().to_vec());
    files.insert("dumps/revoked.crl".to_owned(), revoked);

    let mut made: Vec<(String, TestCard)> = vec![("genuine".to_owned(), good.clone())];
    for number in [1, 2, 13, 14, 15] {
        let Some(group) = DataGroup::new(number) else { continue };
        if !good.files.contains_key(&FileId::DataGroup(group)) {
            continue;
        }
        let mut card = good.clone();
        if let Some(last) = card.group_mut(group).last_mut() {
            *last ^= 1;
        }
        made.push((format!("dg{number}-changed"), card));
        let mut card = good.clone();
        card.files.remove(&FileId::DataGroup(group));
        made.push((format!("dg{number}-missing"), card));
        let mut card = good.clone();
        card.group_mut(group).truncate(20);
        made.push((format!("dg{number}-cut"), card));
    }
    for (name, file) in [("sod", FileId::Sod), ("com", FileId::Com)] {
        let mut card = good.clone();
        card.files.remove(&file);
        made.push((format!("{name}-missing"), card));
        let mut card = good.clone();
        if let Some(byte) = card.files.get_mut(&file).and_then(|bytes| bytes.last_mut()) {
            *byte ^= 1;
        }
        made.push((format!("{name}-changed"), card));
    }
    let mut card = good.clone();
    card.sign(&SodForm { certificate: false, ..SodForm::default() }, &mut Seeded::new(3))?;
    made.push(("sod-without-certificate".to_owned(), card));
    let mut card = good.clone();
    card.sign(&SodForm { signed_attributes: false, ..SodForm::default() }, &mut Seeded::new(3))?;
    made.push(("sod-without-attributes".to_owned(), card));
    made.push(("signed-by-a-stranger".to_owned(), maker().make_under(stranger, &mut Seeded::new(2))?));

    let mut cases = Vec::new();
    for (name, card) in &made {
        let file = format!("dumps/{name}.json");
        files.insert(file.clone(), to_dump_json(&card.reading()).into_inner().into_bytes());
        cases.push(case(&format!("dump: {}", name.replace('-', " ")), &file, ANCHOR, "test", AT));
    }
    let genuine = "dumps/genuine.json";
    let later = AT + 30 * 365 * 86_400;
    cases.extend([
        case("dump: nobody trusted", genuine, "", "test", AT),
        case("dump: another authority trusted", genuine, "dumps/stranger.der", "test", AT),
        case("dump: test card before a real counter", genuine, ANCHOR, "citizen", AT),
        case("dump: test card at passport control", genuine, ANCHOR, "travel", AT),
        case("dump: thirty years later", genuine, ANCHOR, "test", later),
        case("dump: before it was issued", genuine, ANCHOR, "test", AT - 20 * 365 * 86_400),
        case("dump: trust that is a revocation list only", genuine, "dumps/revoked.crl", "test", AT),
        case("dump: trust that is no certificate", genuine, "dumps/no-json.json", "test", AT),
    ]);
    let broken: [(&str, &[u8]); 6] = [
        ("no-json", b"SOD"),
        ("empty-file", b""),
        ("no-files", b"{\"version\":1}"),
        ("newer-version", b"{\"version\":99,\"sod\":\"dwA=\"}"),
        ("no-base64", b"{\"sod\":\"d@@@\"}"),
        ("file-twice", b"{\"sod\":\"dwA=\",\"SOD\":\"dwA=\"}"),
    ];
    for (name, bytes) in broken {
        let file = format!("dumps/{name}.json");
        files.insert(file.clone(), bytes.to_vec());
        cases.push(case(&format!("dump: {}", name.replace('-', " ")), &file, ANCHOR, "test", AT));
    }
    Ok(cases)
}

fn case(name: &str, file: &str, anchors: &str, policy: &str, at: i64) -> Case {
    let input = json!({"file": file, "anchors": anchors, "policy": policy, "at": at, "challenge": ""});
    Case::new(name, "verify_dump", input)
}
