//! How a program ends, and what it says when it cannot do its work.

use dinhdanh::Error;
use dinhdanh::error::Lang;
use dinhdanh::residence::export::Problem;
use dinhdanh::residence::rules::Finding;
use dinhdanh_examples::report;
use serde::Serialize;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

/// How a program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Everything was done and nothing is left to look at.
    Done,
    /// The work was done as far as possible; somebody must look at what was named.
    LookAt,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Done => 0,
            Outcome::LookAt => 2,
        })
    }
}

/// What ended the program early.
#[derive(Debug)]
pub enum Stop {
    /// It was called wrongly, or a file cannot be opened.
    Usage(String),
    /// A file or card cannot be understood.
    NotDone(Error, Vec<String>),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::NotDone(error, Vec::new())
    }
}

/// The exit code of a run: 0 done, 2 something to look at, 3 not done, 64 usage.
pub fn exit(run: Result<Outcome, Stop>, json: bool) -> ExitCode {
    match run {
        Ok(outcome) => outcome.into(),
        Err(Stop::Usage(message)) => {
            eprintln!("{message}");
            ExitCode::from(64)
        }
        Err(Stop::NotDone(error, details)) => {
            report::failure(&error, details, json);
            ExitCode::from(3)
        }
    }
}

/// What is wrong with one field, for JSON and for people. It holds no value.
#[derive(Clone, Debug, Serialize)]
pub struct Remark {
    code: String,
    field: String,
    message_vi: String,
    message_en: String,
}

impl Remark {
    fn new(code: &str, field: &str, message: impl Fn(Lang) -> String) -> Self {
        let (message_vi, message_en) = (message(Lang::Vi), message(Lang::En));
        Self { code: code.to_owned(), field: field.to_owned(), message_vi, message_en }
    }

    /// In words of the program's own.
    #[must_use]
    pub fn own(code: &str, field: &str, vi: &str, en: &str) -> Self {
        Self::new(code, field, |lang| if lang == Lang::Vi { vi.to_owned() } else { en.to_owned() })
    }

    /// What a rule found.
    #[must_use]
    pub fn of_finding(finding: &Finding) -> Self {
        let rule = finding.rule;
        Self::new(rule.as_str(), finding.field, |lang| format!("{} {}", rule.text(lang), rule.remedy(lang)))
    }

    /// What keeps a guest out of a file.
    #[must_use]
    pub fn of_problem(problem: &Problem) -> Self {
        Self::of_code(problem.code, problem.field)
    }

    /// A code of the library at a place.
    #[must_use]
    pub fn of_code(code: dinhdanh::Code, field: &str) -> Self {
        Self::new(code.as_str(), field, |lang| format!("{} {}", code.cause(lang), code.remedy(lang)))
    }

    /// One line in both languages.
    #[must_use]
    pub fn line(&self) -> String {
        format!("{}: {} / {} [{}]", self.field, self.message_vi, self.message_en, self.code)
    }
}

/// Writes a file with citizens' data that nobody else on the machine can read; an old file is replaced as a whole.
///
/// # Errors
/// A message for the person who called the program.
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let written = options.open(&beside).and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()));
    let renamed = written.and_then(|()| std::fs::rename(&beside, path));
    renamed.map_err(|error| format!("{}: {error}", path.display()))
}
