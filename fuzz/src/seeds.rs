//! Valid inputs from which fuzzing starts, made of test cards and invented people.

use dinhdanh::crypto::{CipherSuite, CurveId, HashAlgorithm};
use dinhdanh::document::files::data_group::{DataGroup, FileId};
use dinhdanh::document::files::details::Detail;
use dinhdanh::document::files::dg1::Dg1;
use dinhdanh::document::files::dg2::{Dg2, Face, FaceRecord};
use dinhdanh::document::files::dg11::Dg11;
use dinhdanh::document::files::dg12::Dg12;
use dinhdanh::document::files::dg13::{Dg13Builder, Dg13Wrapper};
use dinhdanh::document::files::dg16::{Dg16, PersonToNotify};
use dinhdanh::document::files::tlv::single;
use dinhdanh::personal::Personal;
use dinhdanh_readers::dump::to_dump_json;
use dinhdanh_readers::simulator::{
    ActiveKind, AgreementKind, Authority, CardMaker, CurveForm, FixedRsaKey, Person, PrivateKey, Profile, Scheme,
    Seeded, SodForm, TestCard, TestState, Validity,
};

/// One input: its target, its name, its bytes.
pub type Seed = (&'static str, String, Vec<u8>);

const TD3: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";

/// All seeds.
pub fn seeds() -> Vec<Seed> {
    let mut seeds = printed();
    seeds.extend(chip());
    let cards: Vec<(Profile, TestCard)> = Profile::ALL.map(|profile| (profile, card(profile))).into();
    for (profile, card) in &cards {
        seeds.extend(files(profile.name(), card));
    }
    seeds.extend(other_files());
    seeds.extend(trust());
    seeds.extend(whole_cards());
    seeds.extend(tokens());
    seeds
}

fn card(profile: Profile) -> TestCard {
    let mut maker = CardMaker::of(profile);
    maker.portrait = small_face();
    match profile {
        Profile::Bac => maker.agreement = Some((AgreementKind::Standard(1), CipherSuite::TripleDes)),
        Profile::Extended => {
            maker.active = Some(ActiveKind::Ec { curve: CurveId::Bp256R1, hash: HashAlgorithm::Sha256, der: true });
        }
        Profile::Modern => maker.person = Person::tran(),
        Profile::Short | Profile::Picky => {}
    }
    maker.make(&mut Seeded::new(1)).unwrap()
}

/// What a JPEG begins with.
fn small_face() -> Vec<u8> {
    [&[0xFF, 0xD8, 0xFF, 0xE0][..], b"\0\x10JFIF\0", &[0xFF, 0xD9]].concat()
}

fn printed() -> Vec<Seed> {
    let (mau, tran) = (Person::mau(), Person::tran());
    let text = mau.qr_text();
    let six: Vec<&str> = text.split('|').enumerate().filter(|(i, _)| *i != 1).map(|(_, field)| field).collect();
    let extended = format!("{text}||Nguyễn Văn Cha|Trần Thị Mẹ|012345678");
    let decomposed = text.replace('ễ', "ê\u{303}");
    vec![
        ("qr_text", "seven-fields".into(), text.clone().into_bytes()),
        ("qr_text", "tran".into(), tran.qr_text().into_bytes()),
        ("qr_text", "six-fields".into(), six.join("|").into_bytes()),
        ("qr_text", "eleven-fields".into(), extended.into_bytes()),
        ("qr_text", "decomposed".into(), decomposed.into_bytes()),
        ("mrz", "td1".into(), mau.mrz().unwrap().to_lines().into_bytes()),
        ("mrz", "td1-tran".into(), tran.mrz().unwrap().text().as_bytes().to_vec()),
        ("mrz", "td3".into(), TD3.into()),
        ("mrz", "information".into(), mau.mrz_information().unwrap().into_bytes()),
        ("mrz_ocr", "clean".into(), mau.mrz().unwrap().to_lines().into_bytes()),
        ("mrz_ocr", "look-alikes".into(), mau.mrz().unwrap().to_lines().replace('0', "O").into_bytes()),
        ("mrz_ocr", "quotes".into(), tran.mrz().unwrap().to_lines().replace("<<", "«").into_bytes()),
        (
            "scanner",
            "lines".into(),
            [&[0, 0, 0][..], b"]Q1", text.as_bytes(), b"\r\n", text.as_bytes(), b"\r"].concat(),
        ),
        ("scanner", "silence".into(), [&[3, 0, 1, 2][..], text.as_bytes()].concat()),
        ("scanner", "report".into(), report(text.as_bytes())),
        ("scanner", "telex".into(), [&[0, 0, 0][..], text.replace("Nguyễn", "Nguyeenx").as_bytes()].concat()),
    ]
}

/// HID reports of 64 bytes.
fn report(text: &[u8]) -> Vec<u8> {
    let chunks: Vec<&[u8]> = text.chunks(56).collect();
    let reports = chunks.iter().enumerate().flat_map(|(i, chunk)| {
        let mut report = [&[2, u8::try_from(chunk.len()).unwrap()][..], b"]Q1", chunk].concat();
        report.resize(63, 0);
        report.push(u8::from(i + 1 < chunks.len()));
        report
    });
    [0, 0, 0].into_iter().chain(reports).collect()
}

fn chip() -> Vec<Seed> {
    let apdus: [&[u8]; 6] = [
        &[0x01, 0x02, 0x61, 0x10],
        &[0x6C, 0x20],
        &[0x00, 0xA4, 0x02, 0x0C, 0x02, 0x01, 0x1C],
        &[0x00, 0xB0, 0x9D, 0x00, 0x00, 0x01, 0x00],
        &[0x0C, 0x88, 0x00, 0x00, 0x00, 0x00, 0x03, 1, 2, 3, 0x00, 0x00],
        &[0x00, 0x84, 0x00, 0x00, 0x08],
    ];
    let apdus = apdus.iter().zip(0..).map(|(apdu, n)| ("apdu_response", format!("apdu-{n}"), apdu.to_vec()));
    // Under every cipher: what is to be protected, and objects for which the code is made.
    let data = (0..4u8).map(|suite| {
        ("secure_messaging_unwrap", format!("data-{suite}"), [&[16 | suite][..], b"\x61\x04ABCD, and more"].concat())
    });
    let objects = (0..8u8).map(|mode| {
        let tag = if mode & 4 == 0 { [0x87, 0x09, 0x01] } else { [0x85, 0x08, 0x00] };
        let objects = [&[8 | mode][..], &tag, b"ABCDEFGH", &[0x99, 0x02, 0x90, 0x00]].concat();
        ("secure_messaging_unwrap", format!("objects-{mode}"), objects)
    });
    apdus.chain(data).chain(objects).collect()
}

fn files(name: &str, card: &TestCard) -> Vec<Seed> {
    let mut seeds: Vec<Seed> = Vec::new();
    for (file, bytes) in &card.files {
        let target = match file {
            FileId::Sod => "sod_cms",
            FileId::Com => "com",
            FileId::CardAccess => "card_access",
            FileId::DataGroup(group) => match group.number() {
                1 => "dg1",
                2 => "dg2",
                13 => "dg13",
                14 | 15 => "dg14_dg15",
                _ => "dg11_dg12_dg16",
            },
        };
        seeds.push((target, format!("{name}-{}", file.name().to_lowercase()), bytes.clone()));
        seeds.push(("tlv", format!("{name}-{}", file.name().to_lowercase()), bytes.clone()));
    }
    let mut reading = card.reading();
    reading.files.remove(&FileId::DataGroup(DataGroup::DG2));
    seeds.push(("dump_json", name.to_owned(), to_dump_json(&reading).into_inner().into_bytes()));
    seeds
}

fn other_files() -> Vec<Seed> {
    let text = |text: &str| Detail::Text(Personal::new(text.to_owned()));
    let bytes = |bytes: &[u8]| Detail::Bytes(Personal::new(bytes.to_vec()));
    let names = Detail::Names(vec![Personal::new("TRAN<<MAU".to_owned()), Personal::new("MAU".to_owned())]);
    let dg11 = vec![(0x5F0E, text("MẪU<<NGUYỄN<THỊ")), (0xA0, names), (0x5F2B, bytes(&[0x19, 0x99, 0x02, 0x17]))];
    let dg12 = vec![(0x5F19, text("TEST")), (0x5F26, text("20220627")), (0x5F1D, bytes(&small_face()))];
    let person = PersonToNotify { details: vec![(0x5F50, text("20220627")), (0x5F51, text("MAU<<TRAN<VAN"))] };
    let face = |record| Face::new(&small_face(), record).unwrap().with_size(240, 320);
    let faces = vec![face(FaceRecord::Iso39794), face(FaceRecord::Iso19794)];
    let bare = Dg13Builder::new()
        .wrapper(Dg13Wrapper::Bare)
        .printable(1, "001199000018")
        .text(2, "Nguyễn Thị Mẫu")
        .printable(3, "17/02/1999")
        .text(12, "Không thời hạn")
        .parents("Nguyễn Văn Cha", "Trần Thị Mẹ")
        .printable(15, "012345678")
        .text(16, "")
        .value(17, &[0x14, 3, b'a', 0xC2, b'e']);
    let indefinite = [&[0x30, 0x80, 0x24, 0x80, 4, 2][..], b"AB", &[4, 1], b"C", &[0; 4]].concat();
    let hn212 = br#"{"id": "4", "data": {"img_data": "", "dg2": null, "dg13": "bQA=", "SOD": "dwA="}}"#;
    let event = "{\"id\": \"2\", \"data\": {\"idCode\": \"001199000018\", \"personName\": \"Nguyễn Thị Mẫu\"}}";
    let modern = card(Profile::Modern);
    let sod = single(&modern.files[&FileId::Sod], 0x77, "seed").unwrap().value.to_vec();
    let mrz = TD3.replace('\n', "");
    vec![
        ("dg1", "td3".into(), Dg1::new(&mrz).unwrap().encode()),
        ("dg2", "two-faces".into(), Dg2 { faces }.encode()),
        ("dg11_dg12_dg16", "dg11".into(), Dg11::of(dg11).encode()),
        ("dg11_dg12_dg16", "dg12".into(), Dg12::of(dg12).encode()),
        ("dg11_dg12_dg16", "dg16".into(), Dg16 { persons: vec![person] }.encode()),
        ("dg13", "bare".into(), bare.encode()),
        ("ber", "indefinite".into(), indefinite),
        ("ber", "definite".into(), sod),
        ("dump_json", "hn212".into(), hn212.to_vec()),
        ("dump_json", "event".into(), event.into()),
    ]
}

fn trust() -> Vec<Seed> {
    let random = &mut Seeded::new(7);
    let rsa = |key| PrivateKey::rsa(key).unwrap();
    let (sha256, sha512) = (HashAlgorithm::Sha256, HashAlgorithm::Sha512);
    let keys = [
        ("rsa-pkcs1", rsa(FixedRsaKey::Authority2048), rsa(FixedRsaKey::Signer2048), Scheme::Pkcs1(sha256)),
        ("rsa-pss", rsa(FixedRsaKey::Authority4096), rsa(FixedRsaKey::Signer2048), Scheme::Pss(sha512)),
        (
            "brainpool",
            PrivateKey::ec(CurveId::Bp256R1, CurveForm::Named, random).unwrap(),
            PrivateKey::ec(CurveId::Bp512R1, CurveForm::Explicit, random).unwrap(),
            Scheme::Ecdsa(sha256),
        ),
    ];
    let mut seeds: Vec<Seed> = Vec::new();
    for (name, above, below, scheme) in keys {
        let authority = Authority::new("CSCA", above, scheme, Validity::LONG, random).unwrap();
        let signer = authority.document_signer(below.clone(), scheme, Validity::LONG, random).unwrap();
        let list = authority.revocation_list(&[signer.serial(), &[7]], Validity::LONG, random).unwrap();
        let masters = authority.master_list(&[authority.certificate()], below, scheme, Validity::LONG, random);
        seeds.push(("certificate", format!("{name}-authority"), authority.certificate().to_vec()));
        seeds.push(("certificate", format!("{name}-signer"), signer.certificate().to_vec()));
        seeds.push(("revocation_list", name.into(), list));
        seeds.push(("master_list", name.into(), masters.unwrap()));
        let state = TestState { authority, signer };
        let mut card = CardMaker::of(Profile::Bac).make_under(state, random).unwrap();
        seeds.push(("sod_cms", name.into(), card.files[&FileId::Sod].clone()));
        card.sign(&SodForm { signed_attributes: false, ..SodForm::default() }, random).unwrap();
        seeds.push(("sod_cms", format!("{name}-bare"), card.files[&FileId::Sod].clone()));
    }
    let data: [(&'static str, &[u8]); 8] = [
        ("sod_cms", include_bytes!("../../tests/data/bsi-2008/EF_SOD.bin")),
        ("sod_cms", include_bytes!("../../tests/data/real-sods/NZ.sod")),
        ("sod_cms", include_bytes!("../../tests/data/real-sods/MY.sod")),
        ("sod_cms", include_bytes!("../../tests/data/real-sods/FR.sod")),
        ("certificate", include_bytes!("../../tests/data/real-sods/FR.csca")),
        ("certificate", include_bytes!("../../tests/data/real-sods/US.csca")),
        ("dg14_dg15", include_bytes!("../../tests/data/bsi-2008/Datagroup14.bin")),
        ("dg14_dg15", include_bytes!("../../tests/data/bsi-2008/Datagroup15.bin")),
    ];
    seeds.extend(data.iter().zip(0..).map(|((target, bytes), n)| (*target, format!("issued-{n}"), bytes.to_vec())));
    seeds
}

/// Edits of cards: no edit, one of each kind, several.
fn whole_cards() -> Vec<Seed> {
    let mut seeds: Vec<Seed> = Vec::new();
    for mode in 0..8u8 {
        seeds.push(("verify", format!("unchanged-{mode}"), vec![mode]));
    }
    for way in 0..6u8 {
        for file in 0..9u8 {
            let edits = vec![file, way, 0x00, 0x40, 0x01, 0x01];
            seeds.push(("verify", format!("edit-{way}-{file}"), [vec![1], edits.clone()].concat()));
            seeds.push(("card_files", format!("edit-{way}-{file}"), [vec![0x80 * (file & 1) + 1], edits].concat()));
        }
    }
    for profile in 0..4u8 {
        seeds.push(("card_files", format!("signed-{profile}"), vec![0x80 + profile]));
        for n in [0u8, 1, 4, 7, 12] {
            seeds.push(("card_answers", format!("flip-{profile}-{n}"), vec![profile, n, 0, 0, 3, 0x10]));
            seeds.push(("card_answers", format!("cut-{profile}-{n}"), vec![profile, n, 1, 0, 2]));
        }
    }
    let pace = card(Profile::Short).files[&FileId::CardAccess].clone();
    let answer = |data: &[u8], status: u8| [&[u8::try_from(data.len()).unwrap()], data, &[status]].concat();
    let point = [&[0x7C, 0x43, 0x82, 0x41, 0x04][..], &[0x5A; 64]].concat();
    let nonce = [&[0x7C, 0x12, 0x80, 0x10][..], &[0x11; 16]].concat();
    let opening = [&[0][..], &answer(&[], 0), &answer(&pace, 0), &answer(&[], 0)].concat();
    seeds.push(("card_dialogue", "pace".into(), [&opening, &*answer(&nonce, 0), &answer(&point, 0)].concat()));
    let bac = [answer(&[], 9), answer(&[], 12), answer(&[], 0), answer(&[8; 8], 0), answer(&[9; 40], 0)].concat();
    seeds.push(("card_dialogue", "bac".into(), [&[1][..], &bac].concat()));
    seeds.push(("card_dialogue", "endless".into(), [&[3][..], &answer(b"abc", 13)].concat()));
    seeds.push(("card_dialogue", "taken-away".into(), vec![4]));
    seeds
}

fn tokens() -> Vec<Seed> {
    let key = r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"a"},
        {"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","use":"sig","alg":"ES256",
        "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"},{"kty":"oct","k":"AA"},{"kty":"RSA","n":"AQAB","e":"AQAB"}]}"#;
    let cas = "<cas:serviceResponse xmlns:cas=\"http://www.yale.edu/tp/cas\"><cas:authenticationSuccess>\
        <cas:user>mau</cas:user><cas:attributes><cas:HoVaTen>M\u{1ea7}u &amp; &#x111;</cas:HoVaTen></cas:attributes>\
        </cas:authenticationSuccess></cas:serviceResponse>";
    let answers: [(u8, &str); 8] = [
        (0, r#"{"a":[1,-2.5,true,null,"\u1ea7"],"b":{"c":{}}}"#),
        (1, r#"{"alg":"RS256","kid":"k","typ":"JWT","jwk":{}}"#),
        (2, "https://sso.example.vn:8443/a?b=c"),
        (2, "http://[::1]:80/"),
        (3, "/ho-so?id=7"),
        (4, r#"{"data":"AAAAAAAAAAAAAAAAAAAAAA==","key":"AAAAAAAAAAAAAAAAAAAAAA=="}"#),
        (5, "eyJhbGciOiJFQ0RILUVTIiwiZW5jIjoiQTEyOEdDTSIsImVwayI6e319..AAAAAAAAAAAAAAAA.AA.AAAAAAAAAAAAAAAAAAAAAA"),
        (6, cas),
    ];
    let mut seeds: Vec<Seed> = vec![
        ("id_token", "changed".into(), vec![0, 0, 0, 40, 1]),
        ("id_token", "insider".into(), [&[1, 2, 0, 1, 10][..], b"\"x\":[1,2],"].concat()),
        ("jwks", "four-kinds".into(), key.as_bytes().to_vec()),
    ];
    for (index, (kind, text)) in answers.iter().enumerate() {
        seeds.push(("sso_answers", format!("answer-{index}"), [&[*kind], text.as_bytes()].concat()));
    }
    seeds
}
