//! The validator of libxml2, which knows XML Schema, in tests only.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Whether a document is valid under a schema of this folder's `residence`, with what the validator says. `None`
/// where there is no validator: then this says on standard output what was left out, and with `CI=true` it fails.
#[must_use]
pub fn validate(schema: &str, document: &[u8]) -> Option<(bool, String)> {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("residence").join(schema);
    let mut command = Command::new("xmllint");
    command.args(["--noout", "--nonet", "--huge", "--schema"]).arg(schema).arg("-");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let Ok(mut child) = command.spawn() else {
        println!("NOT DONE: documents were not validated, the program `xmllint` (libxml2-utils) is missing");
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "xmllint is missing");
        return None;
    };
    child.stdin.take().unwrap().write_all(document).unwrap();
    let output = child.wait_with_output().unwrap();
    Some((output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned()))
}
