//! Forged and broken tokens, keys, envelopes and answers: each is refused with a code of its own, and the right one
//! passes. `docs/sso-refusals.md` is the table of them.

mod answers;
mod envelopes;
mod keys;
mod maker;
mod tokens;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::PathBuf;

#[test]
fn the_table_is_what_the_tests_say() {
    let parts = [
        ("ID tokens", tokens::table()),
        ("Key sets", keys::table()),
        ("Answers of a provider", answers::table()),
        ("Envelopes", envelopes::table()),
    ];
    let mut text = String::from(
        "# What single sign-on refuses\n\nGenerated from the suite of forgeries (`tests/tests/sso_forged`) by \
         `UPDATE_DOCS=1 cargo test -p dinhdanh-tests --test sso_forged`. Each case is run; each right counterpart \
         passes. [codes.md](codes.md) explains the codes. `tests/sso/forged.mjs` sends the like through a running \
         relying party.\n",
    );
    let mut names = BTreeSet::new();
    for (part, cases) in &parts {
        let _ = write!(text, "\n## {part}\n\n| forged or broken | refused with |\n|---|---|\n");
        for (name, code) in cases {
            assert!(names.insert((part, name)), "{part}: {name} twice");
            let _ = writeln!(text, "| {name} | `{}` |", code.as_str());
        }
    }
    assert!(names.len() >= 60, "{}", names.len());
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/sso-refusals.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == text, "docs/sso-refusals.md is not up to date");
}
