//! Files and values from the command line.

use clap::Parser;
use dinhdanh::document::verify::{Anchors, Certificate, Policy};
use dinhdanh::given::Timestamp;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// Reads the command line; what is wrong with it ends the program with 64, help and version with 0.
#[must_use]
pub fn arguments<A: Parser>() -> A {
    A::try_parse().unwrap_or_else(|error| {
        let _ = error.print();
        std::process::exit(if error.use_stderr() { 64 } else { 0 });
    })
}

/// Which documents a policy is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum PolicyName {
    /// Vietnamese citizen cards: originals only, no old algorithms.
    CitizenCard,
    /// Foreign passports: older algorithms by date, chips that cannot prove to be originals.
    TravelDocument,
}

impl From<PolicyName> for Policy {
    fn from(name: PolicyName) -> Self {
        match name {
            PolicyName::CitizenCard => Self::citizen_card(),
            PolicyName::TravelDocument => Self::travel_document(),
        }
    }
}

/// Reads a file, with its name in the message where that fails.
///
/// # Errors
/// A message for the person who called the program.
pub fn read(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// Writes a citizen's data to a file that nobody else on the machine can read.
///
/// # Errors
/// A message for the person who called the program.
pub fn write_private(path: &Path, text: &str) -> Result<(), String> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(path).and_then(|mut file| std::io::Write::write_all(&mut file, text.as_bytes()));
    written.map_err(|error| format!("{}: {error}", path.display()))
}

/// Loads anchors from files and from all files of directories.
///
/// # Errors
/// A message that names the file.
pub fn anchors(paths: &[PathBuf]) -> Result<Anchors, String> {
    let mut anchors = Anchors::new();
    for path in paths {
        let files = if path.is_dir() { files_of(path)? } else { vec![path.clone()] };
        for file in files {
            let loaded = anchors.load(&read(&file)?).map_err(|error| format!("{}: {error}", file.display()))?;
            if loaded.skipped > 0 {
                eprintln!("{}: {} certificates could not be read and are left out", file.display(), loaded.skipped);
            }
        }
    }
    Ok(anchors)
}

fn files_of(directory: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = std::fs::read_dir(directory).map_err(|error| format!("{}: {error}", directory.display()))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    let known = |path: &PathBuf| {
        let extension = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
        path.is_file() && ["ml", "der", "cer", "crt", "csca", "pem", "crl"].contains(&extension.as_str())
    };
    files.retain(known);
    files.sort();
    if files.is_empty() {
        return Err(format!("{}: no .ml, .der, .cer, .crt, .pem or .crl file in it", directory.display()));
    }
    Ok(files)
}

/// Whether any of the anchors is a real state's.
#[must_use]
pub fn has_real_anchor(anchors: &Anchors) -> bool {
    !anchors.trusted().iter().all(Certificate::is_test)
}

/// The machine's clock.
#[must_use]
pub fn now() -> Timestamp {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    Timestamp::from_unix(i64::try_from(seconds).unwrap_or(i64::MAX))
}

/// A moment as the command line gives it: RFC 3339, a day (noon UTC), or seconds since 1970.
///
/// # Errors
/// A message for the person who called the program.
pub fn moment(text: &str) -> Result<Timestamp, String> {
    let seconds = || text.parse().ok().map(Timestamp::from_unix);
    let day = || Timestamp::parse(&format!("{text}T12:00:00Z"));
    Timestamp::parse(text).or_else(day).or_else(seconds).ok_or_else(|| "write it as 2026-11-21T08:00:00Z".to_owned())
}

/// Bytes in hexadecimal.
///
/// # Errors
/// A message for the person who called the program.
pub fn challenge(text: &str) -> Result<[u8; 8], String> {
    let wrong = || "write eight bytes as sixteen hexadecimal digits".to_owned();
    let number = u64::from_str_radix(text, 16).map_err(|_| wrong())?;
    if text.len() == 16 { Ok(number.to_be_bytes()) } else { Err(wrong()) }
}
