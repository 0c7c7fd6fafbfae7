//! The end of personal data in the outbox, and the change of the key.

use super::fail::{damaged, storage};
use super::seal::{self, Key, Place};
use super::{Outbox, history, schema};
use crate::error::{Code, Error, Result};
use crate::given::{Randomness, Timestamp};
use rusqlite::params;
use zeroize::Zeroizing;

/// Every column that is encrypted: its name as bound, the rows that have it with their revisions, how it is read and
/// kept.
const SEALED: [(&str, &str, &str, &str); 3] = [
    (
        "declaration.record",
        "SELECT id, revision FROM declaration WHERE record IS NOT NULL",
        "SELECT record FROM declaration WHERE id = ?1",
        "UPDATE declaration SET record = ?1 WHERE id = ?2",
    ),
    (
        "declaration.note",
        "SELECT id, revision FROM declaration WHERE note IS NOT NULL",
        "SELECT note FROM declaration WHERE id = ?1",
        "UPDATE declaration SET note = ?1 WHERE id = ?2",
    ),
    (
        "batch.content",
        "SELECT id, 1 FROM batch WHERE content IS NOT NULL",
        "SELECT content FROM batch WHERE id = ?1",
        "UPDATE batch SET content = ?1 WHERE id = ?2",
    ),
];

/// How many were redacted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Redacted {
    /// Declarations whose record is gone.
    pub declarations: usize,
    /// Files whose contents are gone: all their declarations are redacted.
    pub files: usize,
    /// Declarations that are as old and still open: their data are needed and were kept.
    pub kept_open: usize,
}

impl Outbox {
    /// Removes records, objections and contents of files of declarations that were confirmed or withdrawn at or before
    /// `until`. What stays: identifiers of stays, kinds, states, deadlines, times, and of each file its name, count, size and
    /// hash. The retention time is the caller's: no source was found that sets one for lodging data.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn redact(&mut self, until: Timestamp, at: Timestamp) -> Result<Redacted> {
        // Pages that become free are overwritten: schema.rs sets secure_delete.
        self.change(|work| {
            let fail = storage("redact");
            let sql = "UPDATE declaration SET record = NULL, note = NULL
                       WHERE state IN ('confirmed', 'withdrawn') AND changed <= ?1 AND record IS NOT NULL
                       RETURNING id, revision";
            let mut update = work.db.prepare(sql).map_err(&fail)?;
            let rows = update.query_map([until.unix()], |row| Ok((row.get(0)?, row.get(1)?)));
            let gone: Vec<(i64, i64)> = rows.and_then(Iterator::collect).map_err(&fail)?;
            for (id, revision) in &gone {
                work.chain.append(history::Entry::about("redacted", *id, *revision), at)?;
            }
            let sql = "UPDATE batch SET content = NULL WHERE content IS NOT NULL AND NOT EXISTS (
                           SELECT 1 FROM batch_row JOIN declaration ON declaration.id = batch_row.declaration
                           WHERE batch_row.batch = batch.id AND declaration.record IS NOT NULL)
                       RETURNING id";
            let mut update = work.db.prepare(sql).map_err(&fail)?;
            let rows = update.query_map([], |row| row.get(0));
            let files: Vec<i64> = rows.and_then(Iterator::collect).map_err(&fail)?;
            for batch in &files {
                let about = history::Entry { batch: *batch, ..history::Entry::about_file("redacted") };
                work.chain.append(about, at)?;
            }
            let sql = "SELECT count(*) FROM declaration
                       WHERE state NOT IN ('confirmed', 'withdrawn') AND changed <= ?1";
            let kept: i64 = work.db.query_row(sql, [until.unix()], |row| row.get(0)).map_err(&fail)?;
            let kept_open = usize::try_from(kept).map_err(|_| damaged("redact"))?;
            Ok(Redacted { declarations: gone.len(), files: files.len(), kept_open })
        })
    }

    /// Encrypts everything with another key, in one transaction: after a crash all of it is under the old key or all of
    /// it under the new one. Keep both until this has returned.
    ///
    /// # Errors
    /// `outbox-key-wrong` where the new key has the number of the old one, `outbox-damaged`, those of the disk.
    pub fn rotate(&mut self, new: Key, random: &mut dyn Randomness, at: Timestamp) -> Result<()> {
        if new.id() == self.key.id() {
            return Err(Error::new(Code::OutboxKeyWrong, "rotate"));
        }
        self.change(|work| {
            let fail = storage("rotate");
            for (column, numbers, read, keep) in SEALED {
                let mut numbers = work.db.prepare(numbers).map_err(&fail)?;
                let rows = numbers.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
                // Numbers first, values one by one: all files at once would fill the memory.
                let rows: Vec<(i64, i64)> = rows.and_then(Iterator::collect).map_err(&fail)?;
                let mut read = work.db.prepare(read).map_err(&fail)?;
                let mut keep = work.db.prepare(keep).map_err(&fail)?;
                for (row, revision) in rows {
                    let sealed: Vec<u8> = read.query_row([row], |row| row.get(0)).map_err(&fail)?;
                    let place = Place { file: work.file, column, row, revision };
                    let opened = Zeroizing::new(seal::open(work.key, place, &sealed)?);
                    let sealed = seal::seal(&new, place, &opened, random)?;
                    keep.execute(params![sealed, row]).map_err(&fail)?;
                }
            }
            let proof = seal::seal(&new, schema::proof_place(work.file), &[], random)?;
            work.db.execute("UPDATE outbox SET key = ?1, key_proof = ?2", params![new.id(), proof]).map_err(&fail)?;
            let detail = format!("key {} to {}", work.key.id(), new.id());
            work.chain.append(history::Entry { detail: &detail, ..history::Entry::about_file("rotated") }, at)
        })?;
        self.key = new;
        Ok(())
    }
}
