//! The programs as scripts call them: exit codes and JSON.

use serde_json::Value;
use std::path::PathBuf;
use std::process::{Command, Output};

const FRONT_DESK: &str = env!("CARGO_BIN_EXE_front_desk");
const VERIFY_DUMP: &str = env!("CARGO_BIN_EXE_verify_dump");
const TRAP: &str = env!("CARGO_BIN_EXE_trap_qr_is_not_proof");

fn run(program: &str, arguments: &[&str]) -> Output {
    Command::new(program).args(arguments).output().unwrap()
}

#[track_caller]
fn json(output: &Output) -> Value {
    let text = std::str::from_utf8(&output.stdout).unwrap();
    assert_eq!(text.lines().count(), 1, "one object on one line: {text}");
    serde_json::from_str(text).unwrap()
}

#[track_caller]
fn assert_exit(output: &Output, code: i32) {
    assert_eq!(output.status.code(), Some(code), "{}", String::from_utf8_lossy(&output.stderr));
}

fn data(name: &str) -> String {
    format!("{}/../tests/data/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn check<'a>(report: &'a Value, name: &str) -> &'a Value {
    let checks = report["verdict"]["checks"].as_array().unwrap();
    checks.iter().find(|check| check["check"] == name).unwrap_or_else(|| panic!("no check {name}"))
}

#[test]
fn front_desk_proves_the_simulated_card_of_every_profile() {
    for profile in ["modern", "bac", "short", "extended", "picky"] {
        let output = run(FRONT_DESK, &["--json", "--reader", &format!("simulator:{profile}")]);
        assert_exit(&output, 0);
        let report = json(&output);
        assert_eq!(report["verdict"]["assurance"], "NotCloned", "{profile}");
        assert_eq!(report["citizen"]["id_number"], "001199000018");
        assert_eq!(report["citizen"]["full_name"], "Nguyễn Thị Mẫu");
        assert_eq!(report["citizen"]["date_of_birth"], "1999-02-17");
        assert_eq!(report["citizen"]["expires"], "2039-02-17");
        assert_eq!(report["citizen"]["proven"], true);
        assert_eq!(report["conflicts"], Value::Array(Vec::new()));
        assert!(report["transport"]["apdus"].as_u64().unwrap() > 10);
        assert!(report["transport"]["protocol"].is_string());
    }
    let text = run(FRONT_DESK, &[]);
    assert_exit(&text, 0);
    assert!(String::from_utf8_lossy(&text.stdout).contains("NotCloned"));
}

#[test]
fn what_goes_wrong_has_its_own_exit_code() {
    let second_try = run(
        FRONT_DESK,
        &["--json", "--can", "999999", "--mrz", "079205123,050830,300830", "--reader", "simulator:bac"],
    );
    // The keys from the photograph are tried after the given ones.
    assert_exit(&second_try, 0);
    let mrz = run(FRONT_DESK, &["--json", "--mrz", "199000018,990217,390217"]);
    assert_exit(&mrz, 0);
    assert_eq!(json(&mrz)["transport"]["access_key"], "mrz-given");
    for usage in [&["--reader", "simulator:none"][..], &["--can", "12"], &["--mrz", "x"], &["--no-such-option"]] {
        assert_exit(&run(FRONT_DESK, usage), 64);
    }
    let real = run(FRONT_DESK, &["--anchors", &data("vietnam-passport-csca.der")]);
    assert_exit(&real, 64);
    let no_code = run(
        FRONT_DESK,
        &["--json", "--card-photo", &format!("{}/../readers/src/simulator/portrait.jpg", env!("CARGO_MANIFEST_DIR"))],
    );
    assert_exit(&no_code, 3);
    let error = &json(&no_code)["error"];
    assert_eq!(error["code"], "qr-not-a-card");
    assert!(error["message_vi"].is_string() && error["message_en"].is_string());
    let help = run(FRONT_DESK, &["--help"]);
    assert_exit(&help, 0);
    let listed = run(FRONT_DESK, &["--list-readers"]);
    // Only with the feature is the system's card service asked, and it may not run.
    if cfg!(feature = "pcsc") && listed.status.code() != Some(0) {
        assert_exit(&listed, 3);
        assert!(String::from_utf8_lossy(&listed.stderr).contains("[reader-service]"));
    } else {
        assert_exit(&listed, 0);
    }
    assert_exit(&run(TRAP, &[]), 0);
}

#[test]
fn a_saved_dump_is_judged_again_elsewhere() {
    let dump = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("dump.json");
    let dump = dump.to_str().unwrap();
    assert_exit(&run(FRONT_DESK, &["--save-dump", dump]), 0);
    // The test authority of that run is gone: what is left is signed by nobody who is trusted.
    let output = run(VERIFY_DUMP, &["--json", "--test-cards", "--dump", dump]);
    assert_exit(&output, 2);
    let report = json(&output);
    assert_eq!(report["verdict"]["assurance"], "SignedUnanchored");
    assert_eq!(report["citizen"]["proven"], false);
    assert_eq!(report["citizen"]["source"], "dump");
    assert_eq!(report["transport"], Value::Null);
    assert_eq!(check(&report, "active-authentication")["reason"], "challenge-unknown");
    assert_exit(&run(VERIFY_DUMP, &["--dump", "/does/not/exist"]), 64);
    assert_exit(&run(VERIFY_DUMP, &["--json", "--dump", &data("vietnam-passport-csca.der")]), 3);
    assert_exit(&run(VERIFY_DUMP, &[]), 64);
}

#[test]
fn files_of_the_bsi_passport_are_judged_one_by_one() {
    let groups = [1, 2, 3, 14].map(|number| format!("{number}={}", data(&format!("bsi-2008/Datagroup{number}.bin"))));
    let sod = data("bsi-2008/EF_SOD.bin");
    let mut arguments =
        vec!["--json", "--policy", "travel-document", "--accept-expired", "--at", "2008-06-01", "--sod", &sod];
    for group in &groups {
        arguments.extend(["--dg", group.as_str()]);
    }
    let output = run(VERIFY_DUMP, &arguments);
    assert_exit(&output, 2);
    let report = json(&output);
    assert_eq!(report["verdict"]["assurance"], "SignedUnanchored");
    assert_eq!(check(&report, "signature")["outcome"], "passed");
    for number in [1, 2, 3, 14] {
        assert_eq!(check(&report, &format!("data-group-{number}"))["outcome"], "passed");
    }
    assert_eq!(report["verdict"]["at"], "2008-06-01T12:00:00Z");
}

#[test]
fn a_real_security_object_leads_to_its_authority() {
    let output = run(
        VERIFY_DUMP,
        &[
            "--json",
            "--policy",
            "travel-document",
            "--sod",
            &data("real-sods/FR.sod"),
            "--anchors",
            &data("real-sods/FR.csca"),
        ],
    );
    assert_exit(&output, 2); // no file that names anybody
    let report = json(&output);
    assert_eq!(check(&report, "signature")["outcome"], "passed");
    assert_eq!(check(&report, "issuer")["outcome"], "passed");
    let list = run(
        VERIFY_DUMP,
        &[
            "--json",
            "--policy",
            "travel-document",
            "--sod",
            &data("real-sods/FR.sod"),
            "--anchors",
            &data("german-master-list-2026-05-28.ml"),
        ],
    );
    assert!(check(&json(&list), "issuer")["outcome"].is_string());
}
