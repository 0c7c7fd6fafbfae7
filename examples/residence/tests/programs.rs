//! The programs as scripts call them: exit codes, JSON and the files they write.

use dinhdanh::residence::export::portal_xlsx::{Column, read_list};
use dinhdanh::residence::export::{check_in_xml, foreign_xml, json};
use dinhdanh::residence::{Provenance, Reason};
use dinhdanh_readers::simulator::Person;
use dinhdanh_tests::portal_template::PortalTemplate;
use dinhdanh_tests::xmllint::validate;
use serde_json::Value;
use std::path::PathBuf;
use std::process::{Command, Output};

const COACH: &str = env!("CARGO_BIN_EXE_coach_boarding");
const WARD: &str = env!("CARGO_BIN_EXE_ward_admission");
const CHECK_IN: &str = env!("CARGO_BIN_EXE_check_in_patient");

/// A folder that goes when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Self {
        let path = std::env::temp_dir().join(format!("dinhdanh-residence-{}-{test}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        std::fs::write(self.0.join(name), bytes).unwrap();
        self.path(name)
    }

    fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.0.join(name)).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[track_caller]
fn run(program: &str, arguments: &[&str], code: i32) -> Output {
    let output = Command::new(program).args(arguments).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{said}{}", String::from_utf8_lossy(&output.stdout));
    output
}

#[track_caller]
fn object(output: &Output) -> Value {
    let text = std::str::from_utf8(&output.stdout).unwrap();
    assert_eq!(text.lines().count(), 1, "one object on one line: {text}");
    serde_json::from_str(text).unwrap()
}

const TICKETS: &str = "Mã vé,Chuyến,Biển số,Điểm đi,Điểm đến,Ngày khởi hành,Ghế,Hành khách,Số CCCD,Ngày sinh\n\
    V1,SE-1,29B-000.01,Hà Nội,Vinh,21/11/2026 20:00,A01,Nguyễn Thị Mẫu,001199000018,\n\
    V2,SE-1,29B-000.01,Hà Nội,Vinh,21/11/2026 20:00,A02,Lê Văn Vắng,001099000777,\n\
    V3,SE-1,29B-000.01,Hà Nội,Vinh,21/11/2026 20:00,A03,TRAN VAN MAU,,\n\
    V4,SE-2,29B-000.02,Vinh,Hà Nội,22/11/2026 20:00,B01,Nguyễn Thị Mẫu,001199000018,\n\
    V5,SE-2,29B-000.02,Vinh,Hà Nội,22/11/2026 20:00,B02,Phạm Mẫu,012345678,\n";

#[test]
fn one_manifest_for_each_trip() {
    let folder = Folder::new("coach");
    let tickets = folder.file("tickets.csv", TICKETS);
    let (mau, tran) = (Person::mau().qr_text(), Person::tran().qr_text());
    let old = "001300000019|012345678|Phạm Thị Khác|17021999|Nữ|Hà Nội|27062022";
    let stranger = "001300000021||=HYPERLINK(1)|17021999|Nữ|Hà Nội|27062022";
    let scans = folder.file(
        "scans.txt",
        format!("SE-1\t{mau}\nSE-1\t{tran}\nSE-1\t{mau}\n\nSE-2\t{old}\nSE-2\t{stranger}\nkhông phải thẻ\n"),
    );
    let (out, declarations) = (folder.path("out"), folder.path("declarations.json"));
    let arguments = ["--tickets", &tickets, "--scans", &scans, "--at", "2026-11-21T12:00:00Z", "--json"];
    let files = ["--out", &out, "--declarations", &declarations];
    let report = object(&run(COACH, &[&arguments[..], &files].concat(), 2));
    let manifests = report["manifests"].as_array().unwrap();
    let numbers = |key: &str| manifests.iter().map(|m| m[key].as_u64().unwrap()).collect::<Vec<_>>();
    assert_eq!((numbers("listed"), numbers("boarded")), (vec![3, 2], vec![2, 1]));
    let passengers = manifests[0]["passengers"].as_array().unwrap();
    let matched: Vec<Option<&str>> = passengers.iter().map(|passenger| passenger["matched_by"].as_str()).collect();
    assert_eq!(matched, [Some("number"), None, Some("name")]);
    assert_eq!(manifests[0]["not_on_list"][0]["scanned_before"], true);
    assert_eq!(manifests[1]["passengers"][1]["matched_by"], "old-number");
    assert_eq!(manifests[1]["passengers"][1]["name_differs"], true);
    assert_eq!(manifests[1]["not_on_list"][0]["document_number"], "001300000021");
    assert_eq!(report["unreadable_scans"][0]["problem"]["code"], "qr-not-a-card");
    assert_eq!((&manifests[0]["plate"], &manifests[0]["to"]), (&"29B-000.01".into(), &"Vinh".into()));
    let manifest = String::from_utf8(folder.read("out/manifest-SE-2.csv")).unwrap();
    assert!(manifest.contains("not-on-list,,'=HYPERLINK(1),001300000021,,6"), "{manifest}");
    assert!(manifest.contains("not-boarded,B01,Nguyễn Thị Mẫu,001199000018,V4,"), "{manifest}");
    let declared = json::read(&folder.read("declarations.json")).unwrap();
    assert_eq!(declared.len(), 3);
    assert!(declared.iter().all(|d| matches!(d.guest.provenance(), Provenance::Claimed(_)) && d.stay.trip.is_some()));
    let text = run(COACH, &["--tickets", &tickets, "--scans", &scans], 2);
    assert!(String::from_utf8_lossy(&text.stdout).contains("✗ chưa lên xe / not boarded: A02 Lê Văn Vắng"));
}

#[test]
fn a_coach_with_everybody_on_it_and_calls_that_are_wrong() {
    let folder = Folder::new("coach-full");
    let list = "Ghế,Hành khách,Số CCCD,Ngày khởi hành\nA01,Nguyễn Thị Mẫu,001199000018,21/11/2026\n";
    let list = format!("{list}A02,Trần Văn Mẫu,{},21/11/2026\n", Person::tran().id_number);
    let tickets = folder.file("tickets.csv", list);
    let report = object(&run(COACH, &["--tickets", &tickets, "--simulator", "--trip", "SE-9", "--json"], 0));
    assert_eq!(report["manifests"][0]["boarded"], 2);
    run(COACH, &["--tickets", &tickets, "--simulator"], 64);
    run(COACH, &["--tickets", &tickets, "--trip", "1"], 64);
    run(COACH, &["--tickets", &folder.path("none.csv"), "--simulator", "--trip", "1"], 64);
    let empty = folder.file("empty.csv", "a,b\n1,2\n");
    let report = object(&run(COACH, &["--tickets", &empty, "--simulator", "--trip", "1", "--json"], 3));
    assert_eq!(report["error"]["code"], "export-file-malformed");
}

const ADMISSIONS: &str = "Mã điều trị,Họ tên bệnh nhân,Ngày sinh,Giới tính,Số CCCD,Quốc tịch,Số hộ chiếu,Thời hạn tạm trú,Ngày vào viện,Khoa\n\
    BA1,Nguyễn Thị Mẫu,17/02/1999,Nữ,001199000018,Việt Nam,,,20/11/2026 08:00,Khoa Nội\n\
    BA2,Trần Văn Mẫu,05/06/1999,Nam,001099000011,Việt Nam,,,20/11/2026 09:00,Khoa Ngoại\n\
    BA3,Lê Thị Thiếu,,Nữ,,Việt Nam,,,20/11/2026 10:00,Khoa Nội\n\
    BA4,SPECIMEN ANNA,08/03/1980,Nữ,,RUS,P0000001,15/01/2027,20/11/2026 11:00,Khoa Nội\n\
    BA5,Phạm Văn Mờ,01/01/1980,Nam,001080000012,Việt Nam,,,hôm qua,Khoa Nội\n";

const DISCHARGES: &str = "Mã điều trị,Ngày ra viện\nBA1,21/11/2026 10:00\nBA9,21/11/2026\n";

#[test]
fn admissions_become_declarations_and_files_for_the_portal() {
    let folder = Folder::new("ward");
    let admissions = folder.file("admissions.csv", ADMISSIONS);
    let discharges = folder.file("discharges.csv", DISCHARGES);
    let template = folder.file("template.xlsx", PortalTemplate::invented(60).bytes());
    let (portal, foreigners) = (folder.path("portal.xlsx"), folder.path("foreigners.xml"));
    let declarations = folder.path("declarations.json");
    let output = run(
        WARD,
        &[
            "--admissions",
            &admissions,
            "--discharges",
            &discharges,
            "--planned-days",
            "5",
            "--template",
            &template,
            "--portal",
            &portal,
            "--foreigners",
            &foreigners,
            "--declarations",
            &declarations,
            "--at",
            "2026-11-21T08:00:00Z",
            "--json",
        ],
        2,
    );
    let report = object(&output);
    let held: Vec<&str> = report["held_back"].as_array().unwrap().iter().map(|h| h["stay"].as_str().unwrap()).collect();
    assert!(held.contains(&"BA3") && !held.contains(&"BA1") && !held.contains(&"BA2"), "{report}");
    assert!(report["held_back"][0]["problems"].as_array().unwrap().len() > 1);
    assert_eq!(report["unknown_discharges"], Value::from(vec!["BA9"]));
    assert_eq!(report["unreadable_rows"][0]["row"], 6);
    let declared = json::read(&folder.read("declarations.json")).unwrap();
    assert!(declared.iter().all(|d| d.stay.reason == Some(Reason::MedicalTreatment)));
    let ids: Vec<&str> = declared.iter().map(|d| d.stay.id.as_str()).collect();
    assert!(ids.starts_with(&["BA1", "BA2"]), "{ids:?}");
    assert!(declared[0].stay.actual_departure.is_some() && declared[1].stay.actual_departure.is_none());
    let rows = read_list(&folder.read("portal.xlsx")).unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].row.text(Column::Room), "Khoa Nội");
    assert_eq!(rows[0].row.text(Column::Reason), "18 - Chữa bệnh");
    assert_eq!(rows[0].row.text(Column::DocumentNumber), "001199000018");
    assert_eq!(rows[0].row.text(Column::Departure), "21/11/2026");
    assert_eq!(rows[1].row.text(Column::Departure), "25/11/2026");
    // The name of a passport is held back until somebody compared it: names have no check digit.
    if held.contains(&"BA4") {
        assert!(!folder.0.join("foreigners.xml").exists());
    } else {
        let file = folder.read("foreigners.xml");
        assert_eq!(foreign_xml::read(&file).unwrap().len(), 1);
        assert!(validate("khai_bao_tam_tru.xsd", &file).is_none_or(|(valid, _)| valid));
    }
    let due = report["due"].as_array().unwrap();
    assert!(due.iter().any(|due| due["last"] == "2026-11-20T22:59:59" && due["overdue"] == true), "{due:?}");
}

#[test]
fn a_changed_template_stops_the_ward_and_says_where() {
    let folder = Folder::new("ward-template");
    let admissions = folder.file("admissions.csv", ADMISSIONS);
    let mut template = PortalTemplate::invented(60);
    template.headers.swap(1, 2);
    let template = folder.file("template.xlsx", template.bytes());
    let portal = folder.path("portal.xlsx");
    let arguments = ["--admissions", &admissions, "--template", &template, "--portal", &portal, "--json"];
    let report = object(&run(WARD, &arguments, 3));
    assert_eq!(report["error"]["code"], "portal-template-changed");
    assert!(report["error"]["missing"][0].as_str().unwrap().contains("expected HỌ TÊN, found NGÀY SINH"));
    assert!(!folder.0.join("portal.xlsx").exists());
    run(WARD, &["--admissions", &admissions, "--template", &template], 64);
}

#[test]
fn a_patient_checks_in_with_a_card() {
    let folder = Folder::new("check-in");
    let qr = Person::mau().qr_text();
    let common = ["--link", "LK1", "--patient", "BN1", "--insurance", "DN4010000000001", "--insurance", "0100000001"];
    let output = run(CHECK_IN, &[&["--qr", &qr][..], &common].concat(), 0);
    let read = check_in_xml::read(&output.stdout).unwrap();
    assert_eq!(read[0].document_number.as_ref().unwrap().expose(), "001199000018");
    assert_eq!(read[0].insurance.len(), 2);
    assert!(validate("check_in.xsd", &output.stdout).is_none_or(|(valid, _)| valid));
    assert!(String::from_utf8_lossy(&output.stderr).contains("chỉ là lời khai / claimed only: qr-code"));

    let report = object(&run(CHECK_IN, &["--simulator", "--link", "LK1", "--json"], 0));
    assert_eq!((&report["proven"], &report["source"]), (&true.into(), &"NotCloned".into()));
    assert!(report["xml"].as_str().unwrap().contains("<HO_TEN>Nguyễn Thị Mẫu</HO_TEN>"));

    let out = folder.path("check-in.xml");
    let report = object(&run(CHECK_IN, &["--qr", &qr, "--link", "1", "--require-proof", "--out", &out, "--json"], 2));
    assert_eq!((&report["problems"][0]["code"], &report["xml"]), (&"not-proven".into(), &Value::Null));
    assert!(!folder.0.join("check-in.xml").exists());
    run(CHECK_IN, &["--simulator", "--link", "1", "--require-proof", "--out", &out], 0);
    assert_eq!(check_in_xml::read(&folder.read("check-in.xml")).unwrap().len(), 1);

    let report = object(&run(CHECK_IN, &["--qr", &qr, "--link", "1", "--insurance", "12", "--json"], 2));
    assert_eq!(report["problems"][0]["field"], "MA_THE_BHYT");
    run(CHECK_IN, &["--qr", "not a card", "--link", "1"], 3);
    run(CHECK_IN, &["--link", "1"], 64);
    let photo = concat!(env!("CARGO_MANIFEST_DIR"), "/../assets/card-photo.jpg");
    let report = object(&run(CHECK_IN, &["--photo", photo, "--link", "1", "--json"], 0));
    assert_eq!(report["proven"], false);
}
