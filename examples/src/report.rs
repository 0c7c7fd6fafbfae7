//! The JSON interface of `front_desk` and `verify_dump`, documented in `docs/json.md`.

use dinhdanh::error::{Code, Fault, Lang};
use serde::Serialize;

/// What `--json` prints where nothing could be asked.
#[derive(Serialize)]
struct Failure {
    error: FailureReport,
}

#[derive(Serialize)]
struct FailureReport {
    code: Code,
    fault: Fault,
    place: &'static str,
    message_vi: String,
    message_en: String,
    /// What was missing to derive a key from the QR code.
    missing: Vec<String>,
}

impl Failure {
    fn of(error: &dinhdanh::Error, missing: Vec<String>) -> Self {
        let code = error.code();
        let message = |lang| format!("{} {}", code.cause(lang), code.remedy(lang));
        let (message_vi, message_en) = (message(Lang::Vi), message(Lang::En));
        let (fault, place) = (code.fault(), error.place());
        Self { error: FailureReport { code, fault, place, message_vi, message_en, missing } }
    }
}

/// Says why nothing could be asked: as JSON on standard output, or as text on standard error.
pub fn failure(error: &dinhdanh::Error, missing: Vec<String>, json: bool) {
    if json {
        return print(&Failure::of(error, missing));
    }
    let code = error.code();
    for lang in [Lang::Vi, Lang::En] {
        eprintln!("{} {}", code.cause(lang), code.remedy(lang));
    }
    missing.iter().for_each(|line| eprintln!("{line}"));
    eprintln!("[{}] {}", code.as_str(), error.place());
}

/// Prints an object as one line of JSON.
pub fn print(object: &impl Serialize) {
    match serde_json::to_string(object) {
        Ok(text) => println!("{text}"),
        Err(error) => eprintln!("{error}"),
    }
}
