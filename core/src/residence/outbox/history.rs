//! What happened, as a chain of hashes: evidence that stays when the personal data are gone.
//!
//! Each entry's hash covers the entry and the hash before it, the first one the identity of the file. An entry that
//! was changed, removed from the middle or inserted is noticed by [`Outbox::audit`](super::Outbox::audit). A cut at
//! the end is noticed only against a [`Head`] that was kept elsewhere.

use super::fail::{damaged, storage};
use crate::error::Result;
use crate::given::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HistoryEntry {
    /// Its number, from 1.
    pub seq: i64,
    /// When, by the caller's clock.
    pub at: Timestamp,
    /// What: `created`, `added`, `corrected`, `withdrawn`, `produced`, `exported`, `written`, `reconciled`, a state that
    /// a list of the portal led to, `redacted`, `rotated`.
    pub event: String,
    /// The declaration, if it is about one.
    pub declaration: Option<i64>,
    /// Its revision.
    pub revision: Option<i64>,
    /// The batch, if it is about one.
    pub batch: Option<i64>,
    /// Counts and hashes; never personal data.
    pub detail: String,
}

/// The end of the chain. Kept elsewhere (printed, mailed, in a log), it proves everything before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// The number of entries.
    pub entries: i64,
    /// The hash of the last one.
    pub hash: [u8; 32],
}

/// An entry to be written; zero where it is not about a declaration or batch (rows are numbered from 1).
#[derive(Clone, Copy)]
pub(super) struct Entry<'a> {
    pub(super) event: &'a str,
    pub(super) declaration: i64,
    pub(super) revision: i64,
    pub(super) batch: i64,
    pub(super) detail: &'a str,
}

impl<'a> Entry<'a> {
    pub(super) const fn about_file(event: &'a str) -> Self {
        Self { event, declaration: 0, revision: 0, batch: 0, detail: "" }
    }

    pub(super) const fn about(event: &'a str, declaration: i64, revision: i64) -> Self {
        Self { event, declaration, revision, batch: 0, detail: "" }
    }

    fn hash(&self, before: &[u8], seq: i64, at: i64) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(before);
        for number in [seq, at, self.declaration, self.revision, self.batch] {
            hash.update(number.to_be_bytes());
        }
        for text in [self.event, self.detail] {
            hash.update(u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes());
            hash.update(text);
        }
        hash.finalize().into()
    }
}

/// The chain within one transaction.
pub(super) struct Chain<'a> {
    db: &'a Connection,
    seq: i64,
    hash: [u8; 32],
}

impl<'a> Chain<'a> {
    /// Continues the chain where the file has it.
    pub(super) fn start(db: &'a Connection, file: &[u8]) -> Result<Self> {
        let last = db
            .query_row("SELECT seq, hash FROM history ORDER BY seq DESC LIMIT 1", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()
            .map_err(storage("history"))?;
        let (seq, hash) = last.unwrap_or_else(|| (0, origin(file)));
        Ok(Self { db, seq, hash })
    }

    pub(super) fn append(&mut self, entry: Entry<'_>, at: Timestamp) -> Result<()> {
        let fail = storage("history");
        let seq = self.seq.checked_add(1).ok_or(damaged("history"))?;
        let hash = entry.hash(&self.hash, seq, at.unix());
        let sql = "INSERT INTO history (seq, at, event, declaration, revision, batch, detail, hash)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let values =
            params![seq, at.unix(), entry.event, entry.declaration, entry.revision, entry.batch, entry.detail, hash];
        self.db.prepare_cached(sql).and_then(|mut insert| insert.execute(values)).map_err(fail)?;
        (self.seq, self.hash) = (seq, hash);
        Ok(())
    }
}

fn origin(file: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update(b"dinhdanh-outbox history").chain_update(file).finalize().into()
}

/// Computes the chain anew and returns its end.
pub(super) fn verify(db: &Connection, file: &[u8]) -> Result<Head> {
    let mut head = Head { entries: 0, hash: origin(file) };
    let fail = storage("history");
    let sql = "SELECT seq, at, event, declaration, revision, batch, detail, hash FROM history ORDER BY seq";
    let mut select = db.prepare(sql).map_err(&fail)?;
    let mut rows = select.query([]).map_err(&fail)?;
    while let Some(row) = rows.next().map_err(&fail)? {
        let text = |at| row.get_ref(at)?.as_str().map_err(rusqlite::Error::from);
        let read = || {
            let numbers: (i64, i64, [u8; 32]) = (row.get(0)?, row.get(1)?, row.get(7)?);
            let entry = Entry {
                event: text(2)?,
                declaration: row.get(3)?,
                revision: row.get(4)?,
                batch: row.get(5)?,
                detail: text(6)?,
            };
            Ok((numbers, entry))
        };
        let ((seq, at, stored), entry) = read().map_err(&fail)?;
        let hash = entry.hash(&head.hash, seq, at);
        if Some(seq) != head.entries.checked_add(1) || hash != stored {
            return Err(damaged("history"));
        }
        head = Head { entries: seq, hash };
    }
    Ok(head)
}

/// The entries about one declaration, or all of them.
pub(super) fn read(db: &Connection, declaration: Option<i64>) -> Result<Vec<HistoryEntry>> {
    let fail = storage("history");
    let about = |number: i64| (number != 0).then_some(number);
    let sql = "SELECT seq, at, event, declaration, revision, batch, detail FROM history
               WHERE ?1 IS NULL OR declaration = ?1 ORDER BY seq";
    let mut select = db.prepare(sql).map_err(&fail)?;
    let rows = select.query_map(params![declaration], |row| {
        Ok(HistoryEntry {
            seq: row.get(0)?,
            at: Timestamp::from_unix(row.get(1)?),
            event: row.get(2)?,
            declaration: about(row.get(3)?),
            revision: about(row.get(4)?),
            batch: about(row.get(5)?),
            detail: row.get(6)?,
        })
    });
    rows.and_then(Iterator::collect).map_err(&fail)
}
