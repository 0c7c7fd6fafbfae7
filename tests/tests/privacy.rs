//! A canary citizen sings in no text that is made by accident: `Debug`, `Display`, errors, masked serialisation.

use dinhdanh::document::access_keys::{AccessKeys, CanRule};
use dinhdanh::document::chip::access::Password;
use dinhdanh::document::chip::session::{ReadPlan, Session};
use dinhdanh::document::contents::ChipContents;
use dinhdanh::document::files::data_group::{DataGroup, FileId};
use dinhdanh::document::files::{dg1::Dg1, dg2::Dg2, dg13::Dg13};
use dinhdanh::document::mrz::{Mrz, MrzKey};
use dinhdanh::document::qr::CardQr;
use dinhdanh::document::verify::{Anchors, Expected, Policy, verify};
use dinhdanh::given::Timestamp;
use dinhdanh_readers::drive::read_chip;
use dinhdanh_readers::simulator::{CardMaker, Person, Profile, Seeded};
use std::fmt::Write;

fn canary() -> Person {
    let text = str::to_owned;
    Person {
        id_number: text("001199777333"),
        old_id_number: text("987123654"),
        full_name: text("Nguyễn Thị Canary"),
        residence: text("Ngõ Hoàng Yến, Phường Chim Hót, Hà Nội"),
        place_of_origin: text("Làng Tổ Chim, Hà Nội"),
        father: text("Nguyễn Văn Kền Kền"),
        mother: text("Trần Thị Sơn Ca"),
        ..Person::mau()
    }
}

/// What must not be found, in the forms in which it might slip through.
fn forbidden(person: &Person) -> Vec<String> {
    let numbers = [person.id_number.as_str(), &person.id_number[3..], &person.id_number[6..], &person.old_id_number];
    let words = ["Canary", "CANARY", "Hoàng Yến", "Tổ Chim", "Kền Kền", "Sơn Ca", "17/02/1999", "17021999", "990217"];
    let mut all = Vec::new();
    for text in numbers.into_iter().chain(words) {
        let hex: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
        let list: Vec<String> = text.bytes().map(|byte| byte.to_string()).collect();
        all.extend([text.to_owned(), hex.to_uppercase(), hex, list.join(", ")]);
    }
    all
}

#[test]
fn no_text_made_by_accident_names_the_canary() {
    let person = canary();
    let made = CardMaker { person: person.clone(), ..CardMaker::of(Profile::Short) }.make(&mut Seeded::new(1)).unwrap();
    let mut said = String::new();
    let mut hear = |what: &str, text: String| writeln!(said, "{what}: {text}").unwrap();

    let qr = CardQr::parse(&person.qr_text()).unwrap();
    hear("qr", format!("{qr:?}"));
    hear("qr as JSON", serde_json::to_string(&qr.value.citizen).unwrap());
    let keys = AccessKeys::derive(&qr.value.citizen, CanRule::default());
    hear("keys", format!("{keys:?}"));
    let zone = person.mrz().unwrap();
    hear("zone", format!("{zone:?}"));
    hear("key", format!("{:?}", MrzKey::of(&zone).unwrap()));
    hear("password", format!("{:?}", made.mrz_password().unwrap()));
    for bytes in
        [FileId::DataGroup(DataGroup::DG1), FileId::DataGroup(DataGroup::DG2), FileId::DataGroup(DataGroup::DG13)]
    {
        let bytes = &made.files[&bytes];
        hear("file", format!("{:?} {:?} {:?}", Dg1::parse(bytes), Dg2::parse(bytes), Dg13::parse(bytes)));
    }

    let passwords: Vec<Password> = keys.keys.iter().map(Password::from).collect();
    let plan = ReadPlan { passwords, challenge: Some([7; 8]), ..ReadPlan::default() };
    hear("plan", format!("{plan:?}"));
    let mut session = Session::new(plan.clone(), Box::new(Seeded::new(2))).unwrap();
    let mut chip = made.clone().into_card(Box::new(Seeded::new(3))).unwrap();
    while let Some(command) = session.next_command() {
        session.on_response(&chip.transmit(&command)).unwrap();
        hear("session", format!("{session:?}"));
    }
    let reading = read_chip(&mut chip, plan, Box::new(Seeded::new(4)), &mut |_| {}).unwrap();
    hear("reading", format!("{reading:?}"));
    hear("contents", format!("{:?}", ChipContents::of(&reading)));
    let other = Person::tran().citizen().unwrap();
    let expected = Expected { qr: Some(&other), ..Expected::default() };
    let policy = Policy::citizen_card().for_test_cards();
    let answer = verify(&reading, &expected, &Anchors::new(), &policy, Timestamp::from_unix(1_795_219_200));
    hear("answer", format!("{answer:?}"));
    hear("verdict", serde_json::to_string(&answer.verdict).unwrap());
    hear("conflicts", serde_json::to_string(&answer.conflicts).unwrap());
    hear("claimed", serde_json::to_string(&answer.claimed).unwrap());

    // Every error that cutting the canary's texts and files can bring forth.
    let text = person.qr_text();
    for (end, _) in text.char_indices() {
        let cut = text.get(..end).unwrap();
        for error in [CardQr::parse(cut).err(), Mrz::parse(cut).err(), MrzKey::parse(cut).err()].into_iter().flatten() {
            hear("error", format!("{error} {error:?}"));
        }
    }
    for bytes in made.files.values() {
        for end in 0..bytes.len().min(600) {
            for error in [Dg1::parse(&bytes[..end]).err(), Dg13::parse(&bytes[..end]).err()].into_iter().flatten() {
                hear("error", format!("{error} {error:?}"));
            }
        }
    }

    for secret in forbidden(&person) {
        if let Some(line) = said.lines().find(|line| line.contains(&secret)) {
            panic!("{secret} in {}", line.get(..line.len().min(400)).unwrap_or(line));
        }
    }
    assert!(said.len() > 50_000, "the canary was listened to");
}
