//! Papers that repeat what the code says are held equal to it. `make codes` writes them anew.

use dinhdanh::cleanup::IssueCode;
use dinhdanh::document::verify::Reason;
use dinhdanh::error::{Code, Lang};
use dinhdanh::residence::rules::{Basis, Rule};
use dinhdanh::sso::Settings;
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

/// Where a rule comes from, with the days on which that is in force.
fn basis(basis: &Basis) -> String {
    let mut out = basis.cite(Lang::En);
    match (basis.from(), basis.until()) {
        (Some(from), Some(until)) => write!(out, ", {from} to {until}").unwrap(),
        (Some(from), None) => write!(out, ", from {from}").unwrap(),
        _ => {}
    }
    if basis.confirmed { out } else { out + " *(unconfirmed)*" }
}

fn rules() -> String {
    let mut out = String::from(
        "# Rules for declarations of residence\n\nGenerated from the table of rules by `make codes`. A code never changes \
         its meaning once released.\n\n\
         The day of arrival selects the law. What the portal's files must look like and what is plain logic applies on \
         any day. *Unconfirmed* marks what was not read in a published source: have it checked before leaning on it.\n\n\
         Weights: an `error` is not handed in as it is; a `warning` may be right, look at it; a `notice` is good to know.\n\n\
         ## Deadlines\n\n\
         | who | arrival | last second in time | law |\n|---|---|---|---|\n\
         | Vietnamese guests | 00:00:00 to 22:59:59, or only the day is known | 22:59:59 of that day | Law on Residence 68/2020/QH14, Article 30 |\n\
         | Vietnamese guests | 23:00:00 to 23:59:59 | 07:59:59 of the next day | the same |\n\
         | foreigners | any | 12 hours later, 24 in remote areas; from 00:00:00 where only the day is known | Law 47/2014/QH13, Article 33 *(unconfirmed)* |\n\
         | passengers of coaches | | none known | |\n\n\
         All times are those of Việt Nam (UTC+7), whatever zone the machine is set to.\n\n\
         ## Rules\n\n\
         | code | weight | what is wrong | what to do | rests on |\n|---|---|---|---|---|\n",
    );
    for rule in Rule::ALL {
        let weight = format!("{:?}", rule.severity()).to_lowercase();
        let bases: Vec<String> = rule.bases().iter().map(basis).collect();
        let _ = writeln!(
            out,
            "| `{}` | {weight} | {}<br>{} | {}<br>{} | {} |",
            rule.as_str(),
            rule.text(Lang::En),
            rule.text(Lang::Vi),
            rule.remedy(Lang::En),
            rule.remedy(Lang::Vi),
            bases.join("<br>"),
        );
    }
    out
}

fn is_up_to_date(file: &str, wanted: &str) {
    let path = root().join(file);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, wanted).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == wanted, "{file} is not up to date: run `make codes`");
}

#[test]
fn the_list_of_codes_is_what_the_code_says() {
    is_up_to_date("docs/codes.md", &codes());
}

#[test]
fn the_list_of_rules_is_what_the_code_says() {
    is_up_to_date("docs/residence.md", &rules());
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

/// The samples are settings, and every member that settings have is in the table.
#[test]
fn settings_are_written_as_they_are_read() {
    let paper = std::fs::read_to_string(root().join("docs/sso-settings.md")).unwrap();
    let samples: Vec<&str> = paper.split("```json").skip(1).map(|rest| rest.split_once("```").unwrap().0).collect();
    assert_eq!(samples.len(), 4);
    for sample in samples {
        Settings::parse(sample.as_bytes()).unwrap();
    }
    let source = std::fs::read_to_string(root().join("core/src/sso/settings.rs")).unwrap();
    let (_, source) = source.split_once("pub struct Settings {").unwrap();
    let (source, _) = source.split_once("\n}\n").unwrap();
    let members: Vec<&str> = source
        .lines()
        .filter_map(|line| line.trim().strip_prefix("pub ")?.split_once(':'))
        .map(|(name, _)| name)
        .collect();
    assert!(members.len() > 20);
    for member in members {
        assert!(paper.contains(&format!("`{member}`")), "{member} is not explained");
    }
}
