//! Files: drafts are claimed, written and kept in one transaction.

use super::fail::{damaged, storage};
use super::seal::{self, Place};
use super::{DeclarationId, Entry, Outbox, State, history, name};
use crate::error::{Code, Error, Result};
use crate::given::{Randomness, Timestamp};
use crate::hex::hex;
use crate::limits;
use crate::personal::Personal;
use rusqlite::{Row, params};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// The number of a file in its outbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct BatchId(pub(super) i64);

impl BatchId {
    /// From a number that was shown to somebody; whether there is such a batch, the outbox says.
    #[must_use]
    pub const fn from_number(number: i64) -> Self {
        Self(number)
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> i64 {
        self.0
    }
}

/// The evidence of a file; it stays when the contents are gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Batch {
    /// Its number.
    pub id: BatchId,
    /// For which receiving system.
    pub channel: String,
    /// The name of the file, without folder.
    pub name: String,
    /// How many declarations it holds.
    pub declarations: i64,
    /// Its size in bytes.
    pub bytes: i64,
    /// SHA-256 of its bytes.
    #[serde(serialize_with = "hexadecimal")]
    pub sha256: [u8; 32],
    /// When it was produced.
    pub produced: Timestamp,
    /// When it was written to the caller's disk, as far as the caller said so.
    pub written: Option<Timestamp>,
    /// Whether the contents are gone.
    pub redacted: bool,
}

fn hexadecimal<S: serde::Serializer>(hash: &[u8; 32], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&hex(hash))
}

/// A file with its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProducedFile {
    /// What stays of it.
    pub batch: Batch,
    /// Its bytes: the same each time they are asked for.
    pub content: Personal<Vec<u8>>,
}

const BATCH: &str = "id, channel, name, declarations, bytes, sha256, produced, written, content IS NULL";

impl Outbox {
    /// Claims these drafts and makes one file of them, in this order. `write` gets the records and returns the bytes of
    /// the file; it must not write them anywhere itself. Claim, bytes and hash are kept in one transaction: where
    /// anything fails, or the power goes, the drafts are drafts as before.
    ///
    /// # Errors
    /// `outbox-state` where one of them is not a draft (any more), is named twice, or there is none; `outbox-unknown`;
    /// `outbox-conflict` where one is for another channel; `outbox-name`; `too-large`; those of `write` and the disk.
    pub fn produce<E: From<Error>>(
        &mut self,
        channel: &str,
        file_name: &str,
        declarations: &[DeclarationId],
        random: &mut dyn Randomness,
        at: Timestamp,
        write: impl FnOnce(&[Entry]) -> Result<Vec<u8>, E>,
    ) -> Result<ProducedFile, E> {
        name(channel, "channel")?;
        name(file_name, "file name")?;
        // The name may come to a disk: it must not lead to another folder.
        if file_name.contains(['/', '\\', ':']) || file_name.starts_with('.') {
            return Err(Error::new(Code::OutboxName, "file name").into());
        }
        self.change(|work| {
            let fail = storage("produce");
            let mut entries = Vec::with_capacity(declarations.len());
            for id in declarations {
                let status = work.status(*id)?;
                if status.state != State::Draft {
                    return Err(Error::new(Code::OutboxState, "produce").into());
                }
                if status.channel != channel {
                    return Err(Error::new(Code::OutboxConflict, "produce").into());
                }
                entries.push(work.entry(status)?);
            }
            if entries.is_empty() {
                return Err(Error::new(Code::OutboxState, "produce").into());
            }
            let content = write(&entries)?;
            if content.len() > limits::OUTBOX_FILE_BYTES {
                return Err(Error::new(Code::TooLarge, "file").into());
            }
            let sha256: [u8; 32] = Sha256::digest(&content).into();
            let count = i64::try_from(entries.len()).map_err(|_| Error::new(Code::TooLarge, "batch"))?;
            let bytes = i64::try_from(content.len()).map_err(|_| Error::new(Code::TooLarge, "file"))?;
            let sql = "INSERT INTO batch (channel, name, declarations, bytes, sha256, produced)
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING id";
            let values = params![channel, file_name, count, bytes, sha256, at.unix()];
            let batch: i64 = work.db.query_row(sql, values, |row| row.get(0)).map_err(&fail)?;
            let place = Place { file: work.file, column: "batch.content", row: batch, revision: 1 };
            let sealed = seal::seal(work.key, place, &content, random)?;
            work.db.execute("UPDATE batch SET content = ?1 WHERE id = ?2", params![sealed, batch]).map_err(&fail)?;
            let detail = format!("{count} declarations, {bytes} bytes, sha256 {}", hex(&sha256));
            let about = history::Entry { batch, detail: &detail, ..history::Entry::about_file("produced") };
            work.chain.append(about, at)?;
            for (position, entry) in (1_i64..).zip(&entries) {
                let status = &entry.status;
                // Named twice: the first time made it an exported one.
                if work.status(status.id)?.state != State::Draft {
                    return Err(Error::new(Code::OutboxState, "produce").into());
                }
                let sql = "INSERT INTO batch_row (batch, position, declaration, revision) VALUES (?1, ?2, ?3, ?4)";
                work.db
                    .prepare_cached(sql)
                    .and_then(|mut insert| insert.execute(params![batch, position, status.id.0, status.revision]))
                    .map_err(&fail)?;
                work.enter(status, State::Exported, batch, "", at)?;
            }
            let batch = Batch {
                id: BatchId(batch),
                channel: channel.to_owned(),
                name: file_name.to_owned(),
                declarations: count,
                bytes,
                sha256,
                produced: at,
                written: None,
                redacted: false,
            };
            Ok(ProducedFile { batch, content: Personal::new(content) })
        })
    }

    /// A file as it was produced, byte for byte: for writing it again after a crash.
    ///
    /// # Errors
    /// `outbox-unknown`, `outbox-redacted`, `outbox-damaged` and those of the disk.
    pub fn file(&self, id: BatchId) -> Result<ProducedFile> {
        let batch = self.batch(id)?;
        let sealed: Option<Vec<u8>> = self
            .db
            .query_row("SELECT content FROM batch WHERE id = ?1", [id.0], |row| row.get(0))
            .map_err(storage("file"))?;
        let sealed = sealed.ok_or(Error::new(Code::OutboxRedacted, "file"))?;
        let place = Place { file: &self.file, column: "batch.content", row: id.0, revision: 1 };
        let content = seal::open(&self.key, place, &sealed)?;
        if <[u8; 32]>::from(Sha256::digest(&content)) != batch.sha256 {
            return Err(damaged("file"));
        }
        Ok(ProducedFile { batch, content: Personal::new(content) })
    }

    /// Notes that a file is on the caller's disk, whole and synced. Saying it again changes nothing.
    ///
    /// # Errors
    /// `outbox-unknown` and those of the disk.
    pub fn written(&mut self, id: BatchId, at: Timestamp) -> Result<()> {
        if self.batch(id)?.written.is_some() {
            return Ok(());
        }
        self.change(|work| {
            let sql = "UPDATE batch SET written = ?1 WHERE id = ?2";
            work.db.execute(sql, params![at.unix(), id.0]).map_err(storage("written"))?;
            work.chain.append(history::Entry { batch: id.0, ..history::Entry::about_file("written") }, at)
        })
    }

    /// The evidence of a file.
    ///
    /// # Errors
    /// `outbox-unknown` and those of the disk.
    pub fn batch(&self, id: BatchId) -> Result<Batch> {
        let found = self.batches_where("id = ?1", params![id.0])?;
        found.into_iter().next().ok_or(Error::new(Code::OutboxUnknown, "batch"))
    }

    /// Every file that was produced, oldest first.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn batches(&self) -> Result<Vec<Batch>> {
        self.batches_where("TRUE", &[])
    }

    /// Files that were produced and of which nobody said that they are on a disk: write them (again).
    ///
    /// # Errors
    /// Those of the disk.
    pub fn unwritten(&self) -> Result<Vec<Batch>> {
        self.batches_where("written IS NULL AND content IS NOT NULL", &[])
    }

    /// The declarations of a file and their revisions in it, in its order.
    ///
    /// # Errors
    /// `outbox-unknown` and those of the disk.
    pub fn rows(&self, id: BatchId) -> Result<Vec<(DeclarationId, i64)>> {
        self.batch(id)?;
        let fail = storage("rows");
        let sql = "SELECT declaration, revision FROM batch_row WHERE batch = ?1 ORDER BY position";
        let mut select = self.db.prepare(sql).map_err(&fail)?;
        let rows = select.query_map([id.0], |row| Ok((DeclarationId(row.get(0)?), row.get(1)?)));
        rows.and_then(Iterator::collect).map_err(&fail)
    }

    fn batches_where(&self, condition: &str, values: &[&dyn rusqlite::ToSql]) -> Result<Vec<Batch>> {
        let fail = storage("batches");
        let sql = format!("SELECT {BATCH} FROM batch WHERE {condition} ORDER BY id");
        let mut select = self.db.prepare(&sql).map_err(&fail)?;
        let rows = select.query_map(values, batch_of);
        rows.and_then(Iterator::collect).map_err(&fail)
    }
}

fn batch_of(row: &Row<'_>) -> rusqlite::Result<Batch> {
    Ok(Batch {
        id: BatchId(row.get(0)?),
        channel: row.get(1)?,
        name: row.get(2)?,
        declarations: row.get(3)?,
        bytes: row.get(4)?,
        sha256: row.get(5)?,
        produced: Timestamp::from_unix(row.get(6)?),
        written: row.get::<_, Option<i64>>(7)?.map(Timestamp::from_unix),
        redacted: row.get(8)?,
    })
}
