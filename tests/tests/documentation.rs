//! Papers that repeat what the code says are held equal to it. `make codes` writes them anew.

use dinhdanh::cleanup::IssueCode;
use dinhdanh::document::verify::Reason;
use dinhdanh::error::{Code, Lang};
use std::fmt::Write;
use std::path::PathBuf;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn codes() -> String {
    let mut out = String::from(
        "# Codes\n\nGenerated from the code tables by `make codes`. A code never changes its meaning once released.\n\n\
         ## Errors: the question could not be asked\n\n\
         Fault says who can do something: `input`, `card`, `key`, `link` (reader, cable, position) or `caller`.\n\n\
         | code | fault | cause | remedy |\n|---|---|---|---|\n",
    );
    for code in Code::ALL {
        let fault = format!("{:?}", code.fault()).to_lowercase();
        let texts = |lang| (code.cause(lang), code.remedy(lang));
        let ((cause_en, fix_en), (cause_vi, fix_vi)) = (texts(Lang::En), texts(Lang::Vi));
        let _ = writeln!(out, "| `{}` | {fault} | {cause_en}<br>{cause_vi} | {fix_en}<br>{fix_vi} |", code.as_str());
    }
    out.push_str(
        "\n## Reasons: a check failed or was not done\n\n\
         | reason | English | Tiếng Việt |\n|---|---|---|\n",
    );
    for reason in Reason::ALL {
        let _ = writeln!(out, "| `{}` | {} | {} |", reason.as_str(), reason.text(Lang::En), reason.text(Lang::Vi));
    }
    out
}

#[test]
fn the_list_of_codes_is_what_the_code_says() {
    let path = root().join("docs/codes.md");
    let wanted = codes();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &wanted).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap();
    assert!(written == wanted, "docs/codes.md is not up to date: run `make codes`");
}

/// The table of issues is the end of its paper: what stands before it is written by hand.
#[test]
fn the_list_of_issues_is_what_the_code_says() {
    const START: &str = "## Issue codes\n";
    let mut table = String::from(
        "\nGenerated from the code table by `make codes`. A code and its bit never change their meaning once released.\n\n\
         | bit | code | severity | what was found | what to do |\n|---|---|---|---|---|\n",
    );
    for code in IssueCode::ALL {
        let texts = |lang| (code.text(lang), code.remedy(lang));
        let ((en, fix_en), (vi, fix_vi)) = (texts(Lang::En), texts(Lang::Vi));
        let (bit, severity) = (code.bit(), code.severity().as_str());
        let _ = writeln!(table, "| {bit} | `{}` | {severity} | {en}<br>{vi} | {fix_en}<br>{fix_vi} |", code.as_str());
    }
    let path = root().join("docs/cleanup.md");
    let written = std::fs::read_to_string(&path).unwrap();
    let (head, _) = written.split_once(START).expect("the heading of the table");
    let wanted = format!("{head}{START}{table}");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &wanted).unwrap();
    }
    assert!(std::fs::read_to_string(&path).unwrap() == wanted, "docs/cleanup.md is not up to date: run `make codes`");
}

/// Every check and reason that the interface documents is one that exists, and the other way round.
#[test]
fn the_json_interface_names_every_check() {
    let text = std::fs::read_to_string(root().join("docs/json.md")).unwrap();
    let source = std::fs::read_to_string(root().join("core/src/document/verify/verdict.rs")).unwrap();
    let names =
        source.lines().filter_map(|line| line.trim().strip_prefix("/// `")?.split_once("`:")).map(|(name, _)| name);
    let mut count = 0;
    for name in names.filter(|name| !name.contains('"')) {
        assert!(text.contains(&format!("`{name}`")), "docs/json.md does not name the check {name}");
        count += 1;
    }
    assert_eq!(count, 16, "the checks of CheckKind");
}
