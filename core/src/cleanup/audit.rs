//! The trail of a cleaning run: who changed which cells by which rules, so that it can be checked and undone.
//!
//! A trail is lines of JSON, each with the hash of the line before it. Nobody can change, drop or reorder a line
//! without breaking the chain, and a trail that was cut off has no closing line. It cannot prove *when* it was
//! written: keep the last hash somewhere else (a register, a signed letter), or have it time-stamped.
//!
//! Values of citizens are never in clear. A value before the change is sealed (XChaCha20-Poly1305) under the
//! caller's key, or only marked by a keyed hash where no undoing is wanted.

use crate::error::{Code, Error, Result};
use crate::given::{Randomness, Timestamp};
use crate::hex::hex;
use crate::limits::AUDIT_LINE_BYTES;
use crate::personal::{Personal, Secret};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;

/// Format of the lines.
const VERSION: u32 = 1;

/// What a run is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Who ran it: an account, not a name.
    pub operator: String,
    /// For what.
    pub purpose: String,
    /// SHA-256 of the input file, in hexadecimal.
    pub input_sha256: String,
    /// Version of the cleaning rules.
    pub rules: String,
    /// Version of the table of administrative units.
    pub units: String,
}

/// A changed cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change<'a> {
    /// The row, counted from 0, in the input.
    pub row: u64,
    /// The column's name.
    pub column: &'a str,
    /// The codes of the issues that led to the change.
    pub codes: &'a [&'a str],
    /// The value before.
    pub before: &'a Personal<String>,
    /// The value after.
    pub after: &'a Personal<String>,
}

/// How values before a change are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Keeping {
    /// Sealed: the run can be undone by whoever has the key.
    Sealed,
    /// Only a keyed hash: the trail proves that a value was changed, and cannot give it back.
    Hashed,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Body {
    Opened {
        version: u32,
        at: String,
        keeping: Keeping,
        key_id: String,
        #[serde(flatten)]
        run: Run,
    },
    Changed {
        row: u64,
        column: String,
        codes: Vec<String>,
        before: String,
        after: String,
    },
    Closed {
        at: String,
        rows: u64,
        changes: u64,
    },
}

#[derive(Serialize, Deserialize)]
struct Line {
    previous: String,
    #[serde(flatten)]
    body: Body,
}

/// A key for trails: one half seals, the other marks.
pub struct TrailKey {
    id: String,
    seal: XChaCha20Poly1305,
    mark: Secret,
}

impl TrailKey {
    /// From 32 secret bytes; `id` is written into trails.
    #[must_use]
    pub fn new(id: &str, secret: &[u8; 32]) -> Self {
        let derive = |label: &str| {
            let mut hash = Sha256::new();
            hash.update(label.as_bytes());
            hash.update(secret);
            hash.finalize()
        };
        let seal = XChaCha20Poly1305::new(&derive("dinhdanh audit seal 1"));
        Self { id: id.to_owned(), seal, mark: Secret::copy_of(&derive("dinhdanh audit mark 1")) }
    }

    fn marked(&self, place: &str, value: &str) -> Result<String> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.mark.expose()).map_err(|_| broken(0))?;
        mac.update(place.as_bytes());
        mac.update(b"\0");
        mac.update(value.as_bytes());
        Ok(STANDARD.encode(mac.finalize().into_bytes()))
    }

    fn sealed(&self, place: &str, value: &str, randomness: &mut dyn Randomness) -> Result<String> {
        let mut nonce = [0_u8; 24];
        randomness.fill(&mut nonce)?;
        let payload = Payload { msg: value.as_bytes(), aad: place.as_bytes() };
        let sealed = self.seal.encrypt(&XNonce::from(nonce), payload).map_err(|_| broken(0))?;
        Ok(STANDARD.encode([nonce.as_slice(), &sealed].concat()))
    }

    fn opened(&self, place: &str, text: &str) -> Option<String> {
        let bytes = STANDARD.decode(text).ok()?;
        let (nonce, sealed) = bytes.split_first_chunk::<24>()?;
        let payload = Payload { msg: sealed, aad: place.as_bytes() };
        String::from_utf8(self.seal.decrypt(&XNonce::from(*nonce), payload).ok()?).ok()
    }
}

impl fmt::Debug for TrailKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TrailKey({})", self.id)
    }
}

/// Writes a trail line by line; the caller appends each to a file.
#[derive(Debug)]
pub struct Trail<'k> {
    key: &'k TrailKey,
    keeping: Keeping,
    last: [u8; 32],
    changes: u64,
}

fn broken(line: usize) -> Error {
    Error::new(Code::AuditBroken, "audit").at(line)
}

/// A value belongs to its cell: moved to another, it does not open.
fn place(row: u64, column: &str) -> String {
    format!("{row}\0{column}")
}

impl<'k> Trail<'k> {
    /// Opens a trail and gives its first line.
    ///
    /// # Errors
    /// `audit-broken` if a line could not be made.
    pub fn open(key: &'k TrailKey, keeping: Keeping, run: Run, at: Timestamp) -> Result<(Self, String)> {
        let mut trail = Self { key, keeping, last: [0; 32], changes: 0 };
        let key_id = key.id.clone();
        let line = trail.line(Body::Opened { version: VERSION, at: at.to_string(), keeping, key_id, run })?;
        Ok((trail, line))
    }

    /// The line of a changed cell.
    ///
    /// # Errors
    /// `audit-broken` if a line could not be made.
    pub fn changed(&mut self, change: &Change<'_>, randomness: &mut dyn Randomness) -> Result<String> {
        let place = place(change.row, change.column);
        let before = change.before.expose();
        let before = match self.keeping {
            Keeping::Sealed => self.key.sealed(&place, before, randomness)?,
            Keeping::Hashed => self.key.marked(&place, before)?,
        };
        self.changes = self.changes.saturating_add(1);
        self.line(Body::Changed {
            row: change.row,
            column: change.column.to_owned(),
            codes: change.codes.iter().map(|&code| code.to_owned()).collect(),
            before,
            after: self.key.marked(&place, change.after.expose())?,
        })
    }

    /// The closing line, and the hash to keep elsewhere.
    ///
    /// # Errors
    /// `audit-broken` if a line could not be made.
    pub fn close(mut self, rows: u64, at: Timestamp) -> Result<(String, String)> {
        let changes = self.changes;
        let line = self.line(Body::Closed { at: at.to_string(), rows, changes })?;
        Ok((line, hex(&self.last)))
    }

    fn line(&mut self, body: Body) -> Result<String> {
        let line = Line { previous: hex(&self.last), body };
        let text = serde_json::to_string(&line).map_err(|_| broken(0))?;
        self.last = Sha256::digest(text.as_bytes()).into();
        Ok(text)
    }
}

/// What a trail says, once its chain has been checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedTrail {
    /// The run.
    pub run: Run,
    /// Rows of the input.
    pub rows: u64,
    /// Changed cells.
    pub changes: u64,
    /// The hash of the last line, to be compared with the one that was kept elsewhere.
    pub last_hash: String,
}

/// A value as it was before the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undo {
    /// The row, counted from 0.
    pub row: u64,
    /// The column's name.
    pub column: String,
    /// The value before.
    pub before: Personal<String>,
    after: String,
}

impl Undo {
    /// Whether the cell still has the value that the run gave it. Where it has not, somebody has worked on it since,
    /// and undoing would lose that.
    ///
    /// # Errors
    /// `audit-broken` if the mark could not be made.
    pub fn still_applies(&self, key: &TrailKey, now: &str) -> Result<bool> {
        Ok(key.marked(&place(self.row, &self.column), now)? == self.after)
    }
}

/// Checks a trail: form, chain, opening and closing line, and the number of changes.
///
/// # Errors
/// `audit-broken` with the number of the line (from 0) at which the trail does not fit; `audit-unfinished` where the
/// closing line is missing.
pub fn verify_audit<'a>(lines: impl Iterator<Item = &'a str>) -> Result<CheckedTrail> {
    walk(lines, |_, _| Ok(()))
}

/// Checks a trail and opens the values before the changes, in the order of the trail.
///
/// # Errors
/// As [`verify_audit`]; `audit-key` where the key is another one, or the trail keeps hashes only.
pub fn revert<'a>(lines: impl Iterator<Item = &'a str>, key: &TrailKey) -> Result<Vec<Undo>> {
    let mut undo = Vec::new();
    walk(lines, |line, body| match body {
        Body::Opened { keeping: Keeping::Sealed, key_id, .. } if *key_id == key.id => Ok(()),
        Body::Opened { .. } => Err(Error::new(Code::AuditKey, "audit").at(line)),
        Body::Changed { row, column, before, after, .. } => {
            let opened = key.opened(&place(*row, column), before);
            let before = opened.ok_or(Error::new(Code::AuditKey, "audit").at(line))?;
            let (column, after) = (column.clone(), after.clone());
            undo.push(Undo { row: *row, column, before: Personal::new(before), after });
            Ok(())
        }
        Body::Closed { .. } => Ok(()),
    })?;
    Ok(undo)
}

fn walk<'a>(
    lines: impl Iterator<Item = &'a str>,
    mut each: impl FnMut(usize, &Body) -> Result<()>,
) -> Result<CheckedTrail> {
    let (mut last, mut opened, mut changed, mut closed) = ([0_u8; 32], None, 0_u64, None);
    let mut count = 0_usize;
    for (number, text) in lines.enumerate() {
        count = number;
        if text.len() > AUDIT_LINE_BYTES || closed.is_some() {
            return Err(broken(number));
        }
        let line: Line = serde_json::from_str(text).map_err(|_| broken(number))?;
        if line.previous != hex(&last) {
            return Err(broken(number));
        }
        match (&line.body, number) {
            (Body::Opened { version: VERSION, run, .. }, 0) => opened = Some(run.clone()),
            (Body::Changed { .. }, 1..) => changed = changed.saturating_add(1),
            (Body::Closed { rows, changes, .. }, 1..) if *changes == changed => closed = Some(*rows),
            _ => return Err(broken(number)),
        }
        each(number, &line.body)?;
        last = Sha256::digest(text.as_bytes()).into();
    }
    match (opened, closed) {
        (Some(run), Some(rows)) => Ok(CheckedTrail { run, rows, changes: changed, last_hash: hex(&last) }),
        _ => Err(Error::new(Code::AuditUnfinished, "audit").at(count)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run() -> Run {
        let text = |t: &str| t.to_owned();
        Run {
            operator: text("officer-7"),
            purpose: text("school admission"),
            input_sha256: text("00"),
            rules: text("1"),
            units: text("2025-07-01"),
        }
    }

    fn key(id: &str) -> TrailKey {
        TrailKey::new(id, &[9; 32])
    }

    fn trail(keeping: Keeping) -> Vec<String> {
        let mut counter = 0_u8;
        let mut randomness = |buffer: &mut [u8]| {
            counter = counter.wrapping_add(1);
            buffer.fill(counter);
            Ok(())
        };
        let key = key("k1");
        let (mut trail, first) = Trail::open(&key, keeping, run(), Timestamp::from_unix(0)).unwrap();
        let mut lines = vec![first];
        for row in 0..3 {
            let (before, after) =
                (Personal::new("NGUYỄN THỊ MẪU".to_owned()), Personal::new("Nguyễn Thị Mẫu".to_owned()));
            let change = Change { row, column: "ho_ten", codes: &["letter-case"], before: &before, after: &after };
            lines.push(trail.changed(&change, &mut randomness).unwrap());
        }
        lines.push(trail.close(10, Timestamp::from_unix(60)).unwrap().0);
        lines
    }

    fn verify(lines: &[String]) -> Result<CheckedTrail> {
        verify_audit(lines.iter().map(String::as_str))
    }

    #[test]
    fn a_trail_holds_and_can_be_undone() {
        let lines = trail(Keeping::Sealed);
        let verified = verify(&lines).unwrap();
        assert_eq!((verified.rows, verified.changes, verified.run), (10, 3, run()));
        assert!(lines.iter().all(|line| !line.contains("MẪU") && !line.contains("Mẫu")));
        let undo = revert(lines.iter().map(String::as_str), &key("k1")).unwrap();
        assert_eq!(undo.len(), 3);
        assert_eq!(undo[2].before.expose(), "NGUYỄN THỊ MẪU");
        assert!(undo[2].still_applies(&key("k1"), "Nguyễn Thị Mẫu").unwrap());
        assert!(!undo[2].still_applies(&key("k1"), "Nguyễn Thị Mậu").unwrap());
        assert!(!format!("{undo:?}").contains("MẪU"));
    }

    #[test]
    fn hashes_cannot_be_undone_and_other_keys_do_not_open() {
        let hashed = trail(Keeping::Hashed);
        assert!(verify(&hashed).is_ok());
        let refused =
            |lines: &[String], key: &TrailKey| revert(lines.iter().map(String::as_str), key).unwrap_err().code();
        assert_eq!(refused(&hashed, &key("k1")), Code::AuditKey);
        assert_eq!(refused(&trail(Keeping::Sealed), &key("k2")), Code::AuditKey);
        assert_eq!(refused(&trail(Keeping::Sealed), &TrailKey::new("k1", &[8; 32])), Code::AuditKey);
    }

    #[test]
    fn every_tampering_is_noticed() {
        let lines = trail(Keeping::Sealed);
        for at in 0..lines.len() {
            let mut dropped = lines.clone();
            dropped.remove(at);
            assert!(verify(&dropped).is_err(), "line {at} dropped");
            let mut twice = lines.clone();
            twice.insert(at, lines[at].clone());
            assert!(verify(&twice).is_err(), "line {at} twice");
            if at + 1 < lines.len() {
                let mut swapped = lines.clone();
                swapped.swap(at, at + 1);
                assert!(verify(&swapped).is_err(), "lines {at} and the next exchanged");
            }
        }
        let mut edited = lines.clone();
        edited[1] = edited[1].replace("letter-case", "spacing");
        assert_eq!(verify(&edited).unwrap_err(), broken(2));
        let cut = verify(&lines[..4]).unwrap_err();
        assert_eq!((cut.code(), cut.offset()), (Code::AuditUnfinished, Some(3)));
        assert_eq!(verify(&[]).unwrap_err().code(), Code::AuditUnfinished);
        // The last line is held by the hash that was kept elsewhere.
        let mut last = lines.clone();
        last[4] = last[4].replace("\"rows\":10", "\"rows\":11");
        assert_ne!(verify(&last).unwrap().last_hash, verify(&lines).unwrap().last_hash);
    }

    #[test]
    fn a_sealed_value_does_not_open_in_another_cell() {
        let lines = trail(Keeping::Sealed);
        let line: Line = serde_json::from_str(&lines[1]).unwrap();
        let Body::Changed { before, .. } = line.body else { panic!("a change") };
        assert!(key("k1").opened(&place(0, "ho_ten"), &before).is_some());
        assert!(key("k1").opened(&place(1, "ho_ten"), &before).is_none());
        assert!(key("k1").opened(&place(0, "dia_chi"), &before).is_none());
    }
}
