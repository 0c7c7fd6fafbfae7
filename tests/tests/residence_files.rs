//! XML, JSON and Arrow files: valid under their schemas, equal when read back, refused when bent, and never a panic.

use arrow_array::RecordBatch;
use arrow_ipc::reader::StreamReader;
use dinhdanh::error::{Code, Result};
use dinhdanh::identity::{Date, Expiry, Nationality, PartialDate, PersonName, Sex};
use dinhdanh::personal::Personal;
use dinhdanh::residence::export::check_in_xml::{self, CheckIn};
use dinhdanh::residence::export::foreign_xml::{self, ForeignGuest};
use dinhdanh::residence::export::{Problem, arrow, json};
use dinhdanh::residence::{Declaration, Moment, Person};
use dinhdanh_tests::guests::{foreign, vietnamese};
use dinhdanh_tests::xmllint::validate;

fn foreigners(count: usize) -> Vec<ForeignGuest> {
    (0..count).map(|number| ForeignGuest::of(&foreign(number)).unwrap()).collect()
}

fn patients(count: usize) -> Vec<CheckIn> {
    let insured = |number: usize| {
        let mut guest = vietnamese(number).guest;
        let numbers = ["DN4010000000001", "0100000001", "001199000018"];
        guest.insurance = numbers[..number % 4].iter().map(|text| Personal::new((*text).to_owned())).collect();
        CheckIn::of(&guest, &format!("LK{number}"), number.is_multiple_of(2).then_some("BN1")).unwrap()
    };
    (0..count).map(insured).collect()
}

fn everyone(count: usize) -> Vec<Declaration> {
    (0..count).map(|number| if number.is_multiple_of(3) { foreign(number) } else { vietnamese(number) }).collect()
}

fn assert_valid(schema: &str, document: &[u8]) {
    if let Some((valid, said)) = validate(schema, document) {
        assert!(valid, "{said}");
    }
}

fn wrong(problems: Vec<Problem>) -> Vec<(&'static str, Code)> {
    problems.iter().map(|problem| (problem.field, problem.code)).collect()
}

#[test]
fn foreign_guests_are_valid_and_come_back_equal() {
    let guests = foreigners(500);
    let file = foreign_xml::write(&guests).unwrap();
    assert_eq!(foreign_xml::read(&file).unwrap(), guests);
    assert_valid("khai_bao_tam_tru.xsd", &file);
    let text = String::from_utf8(file).unwrap();
    for expected in [
        "<so_thu_tu>1</so_thu_tu>",
        "<ho_ten>SPECIMEN ANNA</ho_ten>",
        "<ma_quoc_tich>D</ma_quoc_tich>",
        "<ngay_sinh_dung_den>Y</ngay_sinh_dung_den>",
        "<ngay_sinh_dung_den>M</ngay_sinh_dung_den>",
        "<ngay_sinh>08/03/1980</ngay_sinh>",
        "<ngay_tra_phong>28/11/2026</ngay_tra_phong>",
        "<thoi_han_tam_tru>15/01/2027</thoi_han_tam_tru>",
    ] {
        assert!(text.contains(expected), "{expected}");
    }
    assert!(text.matches("<ngay_tra_phong>").count() < 100, "guests who stay have no day of departure");
}

#[test]
fn the_schemas_refuse_what_is_not_such_a_file() {
    let file = String::from_utf8(foreign_xml::write(&foreigners(2)).unwrap()).unwrap();
    for (from, to) in [
        ("<so_thu_tu>2<", "<so_thu_tu>1<"),
        ("<gioi_tinh>F<", "<gioi_tinh>Nữ<"),
        ("SPECIMEN", "Specimen"),
        ("<ngay_den>", "<ngay_di>"),
        ("<ngay_sinh>01/01/1980<", "<ngay_sinh>1/1/1980<"),
    ] {
        let bent = file.replacen(from, to, 1);
        assert_ne!(bent, file, "{from}");
        assert!(foreign_xml::read(bent.as_bytes()).is_err(), "{from}");
        assert!(validate("khai_bao_tam_tru.xsd", bent.as_bytes()).is_none_or(|(valid, _)| !valid), "{from}");
    }
    let file = String::from_utf8(check_in_xml::write(&patients(4)).unwrap()).unwrap();
    for (from, to) in [
        ("<NGAY_SINH>195002170000<", "<NGAY_SINH>17021950<"),
        ("<GIOI_TINH>1<", "<GIOI_TINH>0<"),
        ("<SO_CCCD>001199000000<", "<SO_CCCD>00119900000<"),
        ("DN4010000000001;", "DN4010000000001,"),
        ("<MA_LK>LK0</MA_LK>", ""),
    ] {
        let bent = file.replacen(from, to, 1);
        assert_ne!(bent, file, "{from}");
        assert!(check_in_xml::read(bent.as_bytes()).is_err(), "{from}");
        assert!(validate("check_in.xsd", bent.as_bytes()).is_none_or(|(valid, _)| !valid), "{from}");
    }
}

#[test]
fn what_keeps_a_foreigner_out_of_the_file() {
    let of = |bend: fn(&mut Declaration)| {
        let mut declaration = foreign(2);
        bend(&mut declaration);
        wrong(ForeignGuest::of(&declaration).unwrap_err())
    };
    assert_eq!(wrong(ForeignGuest::of(&vietnamese(0)).unwrap_err()), [("ma_quoc_tich", Code::PortalWrongFile)]);
    let missing = of(|d| {
        d.stay.planned_departure = None;
        d.guest = d.guest.clone().corrected(Person::default());
    });
    let fields: Vec<&str> = missing.iter().map(|(field, _)| *field).collect();
    assert_eq!(fields, ["ho_ten", "ngay_sinh", "gioi_tinh", "ma_quoc_tich", "so_ho_chieu", "ngay_di_du_kien"]);
    assert!(missing.iter().all(|(_, code)| *code == Code::ExportFieldMissing));
    assert_eq!(
        of(|d| {
            let mut person = d.guest.person().clone();
            let document = person.document.as_mut().unwrap();
            document.expires = Some(Personal::new(Expiry::On(Date::new(2027, 1, 15).unwrap())));
            document.number = Some(Personal::new("P 1".to_owned()));
            person.sex = Some(Personal::new(Sex::Unspecified));
            person.full_name = PersonName::parse("Анна").ok().map(Personal::new);
            d.guest = d.guest.clone().corrected(person);
            d.guest.permitted_until = Date::new(2027, 1, 15).map(Personal::new);
            d.stay.planned_departure = Moment::parse("2026-01-01");
            d.stay.actual_departure = None;
        }),
        [
            ("ho_ten", Code::ExportFieldForm),
            ("gioi_tinh", Code::ExportFieldForm),
            ("so_ho_chieu", Code::ExportFieldForm),
            ("ngay_di_du_kien", Code::ExportFieldForm),
            ("thoi_han_tam_tru", Code::ExportFieldForm),
        ],
        "the permission to stay is not the passport's expiry"
    );
    assert_eq!(foreign_xml::write(&[]).unwrap_err().code(), Code::ExportFieldMissing);
}

#[test]
fn two_spellings_of_a_nationality_are_one() {
    let with = |code: &str| {
        let mut declaration = foreign(1);
        let mut person = declaration.guest.person().clone();
        person.nationality = Some(Personal::new(Nationality::parse_code(code).unwrap()));
        declaration.guest = declaration.guest.corrected(person);
        ForeignGuest::of(&declaration).unwrap()
    };
    assert_eq!(with("DEU"), with("D"));
    assert_eq!(with("XKX"), with("RKS"));
    let file = foreign_xml::write(&[with("DEU")]).unwrap();
    assert_eq!(foreign_xml::read(&file).unwrap(), [with("D")]);
}

#[test]
fn patients_are_valid_and_come_back_equal() {
    let mut patients = patients(200);
    for (patient, birth) in patients.iter_mut().zip(["1960", "1960-05", "1960-05-07"]) {
        patient.date_of_birth = Personal::new(PartialDate::parse_year_first(birth).unwrap());
    }
    patients[1].sex = Personal::new(Sex::Unspecified);
    patients[2].document_number = None;
    let file = check_in_xml::write(&patients).unwrap();
    assert_eq!(check_in_xml::read(&file).unwrap(), patients);
    assert_valid("check_in.xsd", &file);
    let text = String::from_utf8(file).unwrap();
    for expected in [
        "<NGAY_SINH>196000000000</NGAY_SINH>",
        "<NGAY_SINH>196005000000</NGAY_SINH>",
        "<NGAY_SINH>196005070000</NGAY_SINH>",
        "<GIOI_TINH>3</GIOI_TINH>",
        "<MA_THE_BHYT>DN4010000000001;0100000001;001199000018</MA_THE_BHYT>",
    ] {
        assert!(text.contains(expected), "{expected}");
    }
}

#[test]
fn what_keeps_a_patient_out_of_the_report() {
    let mut guest = vietnamese(0).guest;
    assert_eq!(wrong(CheckIn::of(&guest, " ", None).unwrap_err()), [("MA_LK", Code::ExportFieldMissing)]);
    guest.insurance = vec![Personal::new("DN401".to_owned())];
    assert_eq!(wrong(CheckIn::of(&guest, "1", None).unwrap_err()), [("MA_THE_BHYT", Code::ExportFieldForm)]);
    guest.insurance = vec![Personal::new("DN4010000000001".to_owned()); 4];
    assert_eq!(wrong(CheckIn::of(&guest, "1", None).unwrap_err()), [("MA_THE_BHYT", Code::ExportFieldForm)]);
    guest.insurance.truncate(3);
    assert!(CheckIn::of(&guest, "1", None).is_ok(), "three cards of 15 characters fit into 50");
    let nobody = guest.corrected(Person::default());
    let missing = wrong(CheckIn::of(&nobody, "1", None).unwrap_err());
    assert_eq!(missing.iter().map(|(field, _)| *field).collect::<Vec<_>>(), ["HO_TEN", "NGAY_SINH", "GIOI_TINH"]);
}

#[test]
fn json_and_arrow_keep_everything() {
    let declarations = everyone(300);
    let file = json::write(&declarations).unwrap();
    assert_eq!(json::read(&file).unwrap(), declarations);
    let text = String::from_utf8(file).unwrap();
    assert!(text.starts_with("{\"format\":\"dinhdanh-declarations\",\"version\":1,"));
    let newer = text.replacen("\"version\":1", "\"version\":2", 1);
    assert_eq!(json::read(newer.as_bytes()).unwrap_err().code(), Code::ExportVersion);
    let other = text.replacen("dinhdanh-declarations", "other", 1);
    assert_eq!(json::read(other.as_bytes()).unwrap_err().code(), Code::ExportMalformed);

    assert_eq!(json::read(&json::write(&[]).unwrap()).unwrap(), []);

    let batches = batches(&arrow::write(&declarations).unwrap());
    assert_eq!(arrow::read(&batches).unwrap(), declarations);
    let halves = [batches[0].slice(0, 100), batches[0].slice(100, 200)];
    assert_eq!(arrow::read(&halves).unwrap(), declarations);
    let refused = |batches: &[RecordBatch]| arrow::read(batches).unwrap_err().code();
    assert_eq!(refused(&halves[..1]), Code::ExportMalformed, "a part is missing");
    let mut schema = (*batches[0].schema()).clone();
    schema.metadata.insert("version".to_owned(), "2".to_owned());
    let newer = RecordBatch::try_new(schema.into(), batches[0].columns().to_vec()).unwrap();
    assert_eq!(refused(&[newer]), Code::ExportVersion);
    let all: Vec<usize> = (1..batches[0].num_columns()).collect();
    assert_eq!(refused(&[batches[0].project(&all).unwrap()]), Code::ExportMalformed, "a column is missing");
}

fn batches(stream: &[u8]) -> Vec<RecordBatch> {
    StreamReader::try_new(stream, None).unwrap().collect::<std::result::Result<_, _>>().unwrap()
}

#[test]
fn nothing_that_is_shown_by_accident_names_a_guest() {
    let patient = patients(4).remove(3);
    let shown = format!("{:?} {:?} {patient:?}", foreigners(3), ForeignGuest::of(&vietnamese(1)).unwrap_err());
    for hidden in ["SPECIMEN", "P0000001", "1980", "Mẫu", "001199", "DN4010000000001", "2027"] {
        assert!(!shown.contains(hidden), "{hidden} in {shown}");
    }
}

#[test]
fn bent_files_never_panic() {
    let mut seed = 7_u32;
    let mut random = move |below: usize| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        usize::try_from(seed >> 8).unwrap() % below
    };
    type Read = fn(&[u8]) -> Result<usize>;
    let readers: [(Vec<u8>, Read); 3] = [
        (foreign_xml::write(&foreigners(5)).unwrap(), |bytes| foreign_xml::read(bytes).map(|all| all.len())),
        (check_in_xml::write(&patients(5)).unwrap(), |bytes| check_in_xml::read(bytes).map(|all| all.len())),
        (json::write(&everyone(5)).unwrap(), |bytes| json::read(bytes).map(|all| all.len())),
    ];
    for (index, (file, read)) in readers.into_iter().enumerate() {
        assert_eq!(read(&file), Ok(5));
        // A line break at the end can be missing.
        let whole = file.len() - [1, 1, 0][index];
        for cut in (0..whole).step_by(1 + whole / 2000) {
            assert!(read(&file[..cut]).is_err(), "reader {index}, {cut} of {}", file.len());
        }
        for _ in 0..3000 {
            let mut bent = file.clone();
            for _ in 0..=random(4) {
                let at = random(bent.len());
                match random(3) {
                    0 => drop(bent.remove(at)),
                    1 => bent[at] = u8::try_from(random(256)).unwrap(),
                    _ => bent.insert(at, b"<>&\"0"[random(5)]),
                }
            }
            let _ = read(&bent);
        }
    }
}
