//! A day at a guest house with the program `lodging`, as scripts call it.

use dinhdanh::residence::export::portal_xlsx::{Column, ListRow, PortalRow, Template, read_list};
use dinhdanh_tests::portal_template::PortalTemplate;
use serde_json::Value;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

const LODGING: &str = env!("CARGO_BIN_EXE_lodging");

/// 21:00 in Việt Nam.
const EVENING: &str = "2026-11-21T14:00:00Z";
/// 23:00:00 in Việt Nam: too late for those who came before.
const ELEVEN: &str = "2026-11-21T16:00:00Z";
const MORNING: &str = "2026-11-22T02:00:00Z";

const QR: &str = "001199000018||Nguyễn Thị Mẫu|17021999|Nữ|Số 1, Cửa Nam, Hà Nội|27062022";

const LIST: &str = "Mã đặt phòng,Họ và tên,Ngày sinh,Giới tính,Quốc tịch,Loại giấy tờ,Số giấy tờ,Ngày đến,Ngày đi,Phòng,Thời hạn tạm trú
B3-1,Trần Văn Mẫu,08/05/2005,Nam,VNM,Thẻ CCCD,079205123457,21/11/2026 20:10,23/11/2026,201,
B3-2,Lê Thị Mẫu,08/05/2007,Nữ,VNM,Thẻ CCCD,001307123456,21/11/2026 20:10,23/11/2026,201,
B4-1,Phạm Văn Mẫu,31/02/1990,Nam,VNM,Thẻ CCCD,001090123456,21/11/2026 20:15,23/11/2026,202,
B5-1,MAU ANNA,04/03/1990,Nữ,UTO,Hộ chiếu,X1234567,21/11/2026 20:20,24/11/2026,301,31/12/2026
";

struct Day(PathBuf);

impl Day {
    fn begin(name: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("template.xlsx"), PortalTemplate::invented(60).bytes()).unwrap();
        fs::write(folder.join("list.csv"), LIST).unwrap();
        let day = Self(folder);
        day.run(EVENING, &["init"], 0);
        day
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    /// Runs a command, holds it to its exit code and returns its JSON.
    #[track_caller]
    fn run(&self, now: &str, command: &[&str], code: i32) -> Value {
        let output = self.output(now, command);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{command:?}: {text}{errors}");
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }

    fn output(&self, now: &str, command: &[&str]) -> Output {
        Command::new(LODGING)
            .args(["--json", "--now", now, "--outbox", &self.path("outbox.db"), "--key", &self.path("outbox.key")])
            .args(command)
            .output()
            .unwrap()
    }

    /// The portal's list with these rows.
    fn portal_list(&self, name: &str, rows: &[PortalRow]) -> String {
        let template = Template::open(&PortalTemplate::invented(60).bytes()).unwrap();
        fs::write(self.path(name), template.fill(rows).unwrap()).unwrap();
        self.path(name)
    }

    fn rows(&self, name: &str) -> Vec<ListRow> {
        read_list(&fs::read(self.path(name)).unwrap()).unwrap()
    }
}

impl Drop for Day {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn scan<'a>(stay: &'a str, room: &'a str) -> Vec<&'a str> {
    let guest = ["scan", "--stay", stay, "--arrival", "2026-11-21T20:00:00", "--departure", "2026-11-23"];
    [&guest[..], &["--reason", "tourism", "--room", room]].concat()
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().map(|all| all.iter().map(|one| one.as_str().unwrap()).collect()).unwrap_or_default()
}

fn stays(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|one| one["stay"].as_str().unwrap_or("?")).collect()
}

fn outcomes(report: &Value) -> Vec<(&str, &str)> {
    let compared = report["compared"].as_array().unwrap();
    compared.iter().map(|one| (one["stay"].as_str().unwrap_or("?"), one["outcome"].as_str().unwrap())).collect()
}

#[test]
fn a_whole_day() {
    let day = Day::begin("day");
    // Guests come in: from a code, from a chip, from a list.
    let by_code = [scan("B1-1", "101"), vec!["--qr", QR]].concat();
    assert_eq!(texts(&day.run(EVENING, &by_code, 0)["added"]), ["B1-1"]);
    assert_eq!(texts(&day.run(EVENING, &by_code, 0)["already"]), ["B1-1"], "scanned twice is declared once");
    let other_room = [scan("B1-1", "999"), vec!["--qr", QR]].concat();
    assert_eq!(day.run(EVENING, &other_room, 2)["problems"][0]["code"], "outbox-conflict");
    day.run(EVENING, &[scan("B2-1", "102"), vec!["--simulated-card"]].concat(), 0);
    let import = ["import", &day.path("list.csv"), "--reason", "tourism"];
    let imported = day.run(EVENING, &import, 2);
    assert_eq!(texts(&imported["added"]), ["B3-1", "B3-2", "B4-1", "B5-1"], "a bad row keeps no other back");
    let findings = imported["findings"].as_array().unwrap();
    assert!(
        findings.iter().any(|one| one["row"] == 4 && one["field"] == "date_of_birth" && one["severity"] == "error")
    );

    // What is due, and when it is too late.
    let due = day.run(EVENING, &["due", "--hours", "3"], 2);
    assert_eq!(stays(&due["deadlines"]["due"]), ["B1-1", "B2-1", "B3-1", "B3-2", "B4-1"]);
    assert_eq!(due["deadlines"]["due"][0]["deadline"], "2026-11-21T15:59:59Z");
    let late = day.run(ELEVEN, &["due"], 2);
    assert_eq!(stays(&late["deadlines"]["overdue"]), ["B1-1", "B2-1", "B3-1", "B3-2", "B4-1"]);

    // The file for the portal, once.
    let (template, out) = (day.path("template.xlsx"), day.path("guests.xlsx"));
    let export = ["export", "--template", &template, "--out", &out];
    let exported = day.run(EVENING, &export, 2);
    assert_eq!(exported["files"][0]["declarations"], 4);
    assert_eq!(stays(&exported["problems"]), ["B4-1"], "held back until somebody looks at the card");
    assert_eq!(exported["for_another_file"], 1);
    let rows = day.rows("guests.xlsx");
    assert_eq!(rows[0].row.text(Column::DocumentNumber), "001199000018");
    assert_eq!((rows.len(), rows[0].line), (4, 5));
    assert_eq!(day.run(EVENING, &export, 2)["files"], Value::Null, "nobody is exported twice");
    fs::write(day.path("list.csv"), LIST.replace("31/02/1990", "21/02/1990")).unwrap();
    assert_eq!(day.run(EVENING, &import, 2)["problems"][0]["code"], "outbox-conflict");
    let corrected = day.run(EVENING, &[&import[..], &["--correct"]].concat(), 0);
    assert_eq!((texts(&corrected["corrected"]), texts(&corrected["already"]).len()), (vec!["B4-1"], 3));

    // The portal said "success". Its list lacks a row, has another room in one, and holds somebody else.
    let mut list: Vec<PortalRow> = rows.iter().map(|row| row.row.clone()).collect();
    let lost = list.remove(2);
    list[1].set(Column::Room, "777");
    let mut stranger = lost.clone();
    stranger.set(Column::DocumentNumber, "001090999999");
    list.push(stranger);
    let compared = day.run(EVENING, &["reconcile", &day.portal_list("portal.xlsx", &list)], 2);
    assert_eq!(
        outcomes(&compared),
        [("B1-1", "matched"), ("B2-1", "different"), ("B3-2", "matched"), ("?", "unknown"), ("B3-1", "missing")]
    );
    assert_eq!(compared["compared"][1]["fields"][0], "room");
    let open = day.run(EVENING, &["due", "--hours", "3"], 2);
    assert_eq!(
        stays(&open["deadlines"]["due"]),
        ["B2-1", "B3-1", "B4-1"],
        "what the portal does not have is still owed"
    );

    // Looked at, sent again, and there.
    day.run(EVENING, &["resend", "B2-1", "B3-1"], 0);
    day.run(EVENING, &["resend", "B1-1"], 2);
    let again = day.path("again.xlsx");
    assert_eq!(
        day.run(EVENING, &["export", "--template", &template, "--out", &again], 0)["files"][0]["declarations"],
        3
    );
    let mut all: Vec<PortalRow> = rows.iter().map(|row| row.row.clone()).collect();
    all.extend(day.rows("again.xlsx").into_iter().map(|row| row.row).filter(|row| row.text(Column::Room) == "202"));
    let complete = day.portal_list("complete.xlsx", &all);
    day.run(EVENING, &["reconcile", "--whole", &complete], 0);

    // The foreigner, until everything is declared.
    let xml = day.path("foreign.xml");
    assert_eq!(day.run(EVENING, &["export", "--foreign", "--out", &xml], 0)["files"][0]["declarations"], 1);
    day.run(MORNING, &["due", "--hours", "24"], 2);
    assert_eq!(outcomes(&day.run(EVENING, &["reconcile", &xml], 0)), [("B5-1", "matched")]);
    let done = day.run(MORNING, &["due", "--hours", "24"], 0);
    assert_eq!((stays(&done["deadlines"]["overdue"]).len(), stays(&done["deadlines"]["due"]).len()), (0, 0));

    // Figures.
    let facts = day.path("facts.csv");
    let open = day.run(MORNING, &["stats", "--by", "month,nationality", "-k", "1", "--facts", &facts], 0);
    let table = open["table"].as_str().unwrap();
    assert!(table.contains("2026-11,VNM,5,10,") && table.contains("2026-11,UTO,1,3,") && table.contains("_T,_T,6,13,"));
    let withheld = day.run(MORNING, &["stats", "--by", "month,nationality", "-k", "3"], 0);
    assert!(!withheld["table"].as_str().unwrap().contains("UTO,1"));
    let facts = fs::read_to_string(facts).unwrap();
    assert_eq!(facts.lines().count(), 7);
    assert!(!facts.contains("Mẫu") && !facts.contains("001199000018"));
    assert_questions_are_answered(&day);
}

/// The example questions run on the exported facts, where SQLite's program is there to ask.
fn assert_questions_are_answered(day: &Day) {
    let sql = format!("{}/sql/indicators.sql", env!("CARGO_MANIFEST_DIR"));
    let asked = Command::new("sqlite3")
        .args([":memory:", &format!(".import --csv {} facts", day.path("facts.csv")), &format!(".read {sql}")])
        .output();
    let Ok(asked) = asked else { return println!("NOT RUN: no program sqlite3") };
    let answers = String::from_utf8_lossy(&asked.stdout).into_owned();
    assert!(asked.status.success() && asked.stderr.is_empty(), "{}", String::from_utf8_lossy(&asked.stderr));
    assert!(answers.contains("2026-11|VNM|5|10") && answers.contains("2026-11-21|6"), "{answers}");
    assert!(answers.contains("2026-11-23|1"), "{answers}");
}

#[test]
fn a_file_that_was_lost_in_a_crash_is_written_again() {
    let day = Day::begin("again");
    day.run(EVENING, &[scan("B1-1", "101"), vec!["--qr", QR]].concat(), 0);
    let template = day.path("template.xlsx");
    // The folder of the file is not there: the program ends after the outbox has it, as in a crash.
    let nowhere = day.path("nowhere/guests.xlsx");
    day.run(EVENING, &["export", "--template", &template, "--out", &nowhere], 64);
    let out = day.path("later.xlsx");
    let written = day.run(EVENING, &["export", "--template", &template, "--out", &out], 0);
    assert_eq!(written["files"][0]["name"], "guests.xlsx");
    assert_eq!(day.rows("guests.xlsx").len(), 1);
    assert!(!PathBuf::from(out).exists(), "nobody is in a second file");
}

#[test]
fn what_goes_wrong_has_its_own_exit_code() {
    let day = Day::begin("wrong");
    assert_eq!(day.run(EVENING, &["init"], 3)["error"]["code"], "outbox-exists");
    fs::write(day.path("other.key"), "0".repeat(64)).unwrap();
    let error = day.run(EVENING, &["--key", &day.path("other.key"), "due"], 64);
    assert_eq!(error, Value::Null, "an option that is given twice");
    fs::copy(day.path("other.key"), day.path("outbox.key")).unwrap();
    assert_eq!(day.run(EVENING, &["due"], 3)["error"]["code"], "outbox-key-wrong");
    fs::write(day.path("outbox.key"), "short").unwrap();
    day.run(EVENING, &["due"], 64);
    fs::copy(day.path("other.key"), day.path("outbox.key")).unwrap();
    fs::write(day.path("outbox.db"), "Kính gửi quý khách, ".repeat(100)).unwrap();
    assert_eq!(day.run(EVENING, &["due"], 3)["error"]["code"], "outbox-foreign");
    fs::remove_file(day.path("outbox.db")).unwrap();
    assert_eq!(day.run(EVENING, &["due"], 3)["error"]["code"], "outbox-missing");
    day.run(EVENING, &["no-such-command"], 64);
    day.run(EVENING, &["--facility-kind", "castle", "due"], 64);
}
