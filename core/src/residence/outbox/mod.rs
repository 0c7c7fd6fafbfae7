//! Declarations between entry and confirmation, kept in a SQLite file that the caller names.
//!
//! The portal takes uploaded files and says "success" even where it imported nothing. So a declaration is open until
//! a list from the portal holds it, and the outbox keeps what is needed to get there:
//!
//! 1. [`Outbox::add`] keeps a draft; adding the same stay and kind again changes nothing.
//! 2. [`Outbox::produce`] claims drafts, has the caller's writer make the file, and keeps the file, all in one
//!    transaction: after a crash either nothing happened or the same bytes are there ([`Outbox::file`]). One revision
//!    of a declaration is never in two files.
//! 3. [`Outbox::written`] notes that the file is on the caller's disk; [`Outbox::unwritten`] lists those to write again.
//! 4. [`Outbox::reconcile`] compares the portal's list row by row.
//! 5. [`Outbox::correct`] makes a new revision of what was refused, lost or wrong, and it is a draft again.
//! 6. [`Outbox::redact`] removes personal data after the caller's retention time; counts, hashes, times and the
//!    history of states stay.
//!
//! Records, files and the portal's objections are encrypted with the caller's [`Key`]. **Not** encrypted are what the
//! list of due declarations needs: identifiers of stays (give none that names a person), kinds, states, deadlines,
//! times, and names of files.
//!
//! This is the only module of the crate that opens a file. Clock and randomness are the caller's, as everywhere.
//!
//! ```
//! use dinhdanh::given::Timestamp;
//! use dinhdanh::residence::outbox::{Draft, Entry, Key, Outbox, State};
//! # let folder = std::env::temp_dir().join(format!("outbox-doc-{}", std::process::id()));
//! # std::fs::create_dir_all(&folder).expect("a folder");
//! # let path = folder.join("outbox.db");
//! # let mut random = |buffer: &mut [u8]| Ok(buffer.fill(7)); // the operating system's, outside of an example
//! let now = Timestamp::parse("2026-11-21T14:00:00Z").expect("RFC 3339");
//! let key = Key::new(1, [42; 32]); // from the operating system's key store
//! let mut outbox = Outbox::create(&path, key, &mut random, now)?;
//!
//! let deadline = Timestamp::parse("2026-11-21T15:59:59Z"); // before 23:00 in Việt Nam
//! let draft = Draft { stay: "B1024-1", kind: "lodging", channel: "portal-vn", deadline, record: b"{}" };
//! let id = outbox.add(&draft, &mut random, now)?.id();
//! assert_eq!(outbox.add(&draft, &mut random, now)?.id(), id); // a second scan of the same guest
//! assert_eq!(outbox.due(now, 3 * 3600)?.len(), 1);
//!
//! let write = |entries: &[Entry]| dinhdanh::Result::<_>::Ok(format!("{} guests", entries.len()).into_bytes());
//! let file = outbox.produce("portal-vn", "2026-11-21.xlsx", &[id], &mut random, now, write)?;
//! std::fs::write(folder.join(&file.batch.name), file.content.expose()).expect("a disk");
//! outbox.written(file.batch.id, now)?;
//! assert_eq!(outbox.declaration(id)?.state, State::Exported);
//! # std::fs::remove_dir_all(&folder).expect("a folder");
//! # Ok::<(), dinhdanh::Error>(())
//! ```

mod batch;
mod declared;
mod due;
mod fail;
pub mod from_portal;
mod history;
mod portal;
mod reconcile;
mod redact;
mod schema;
mod seal;
mod state;
#[cfg(test)]
mod tests;

pub use batch::{Batch, BatchId, ProducedFile};
pub use declared::Prepared;
pub use history::{Head, HistoryEntry};
pub use portal::Scope;
pub use reconcile::{Expected, Fields, Finding, Listed, Outcome, Reconciliation, Verdict};
pub use redact::Redacted;
pub use seal::Key;
pub use state::State;

use crate::error::{Code, Error, Result};
use crate::given::{Randomness, Timestamp};
use crate::limits;
use crate::personal::Personal;
use fail::{damaged, storage};
use history::Chain;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior, params};
use seal::Place;
use serde::Serialize;
use std::path::Path;

/// The number of a declaration in its outbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct DeclarationId(i64);

impl DeclarationId {
    /// From a number that was shown to somebody; whether there is such a declaration, the outbox says.
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

/// A declaration to be kept.
#[derive(Clone, Copy)]
pub struct Draft<'a> {
    /// The caller's identifier of one guest's stay. It is kept in the clear and after redaction.
    pub stay: &'a str,
    /// What is declared about the stay. Stay and kind together are declared once.
    pub kind: &'a str,
    /// For which kind of file it is.
    pub channel: &'a str,
    /// The last second in which it is declared in time; from the rules of the law, not from the machine's clock.
    pub deadline: Option<Timestamp>,
    /// The declaration itself.
    pub record: &'a [u8],
}

/// What became of a draft that was added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is kept.
    New(DeclarationId),
    /// It was kept before, with the same contents.
    Already(DeclarationId),
}

impl Added {
    /// The declaration.
    #[must_use]
    pub const fn id(self) -> DeclarationId {
        match self {
            Self::New(id) | Self::Already(id) => id,
        }
    }
}

/// What the outbox says about a declaration without opening its record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Status {
    /// Its number.
    pub id: DeclarationId,
    /// The caller's identifier of the stay.
    pub stay: String,
    /// What is declared.
    pub kind: String,
    /// For which kind of file.
    pub channel: String,
    /// How often it was corrected, plus one.
    pub revision: i64,
    /// Where it stands.
    pub state: State,
    /// The last second in which it is declared in time.
    pub deadline: Option<Timestamp>,
    /// When it came into this state.
    pub changed: Timestamp,
    /// Whether the personal data are gone.
    pub redacted: bool,
}

/// A declaration with its record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What the outbox says about it.
    pub status: Status,
    /// The declaration itself.
    pub record: Personal<Vec<u8>>,
}

/// Declarations between entry and confirmation, in one file.
pub struct Outbox {
    db: Connection,
    file: Vec<u8>,
    key: Key,
}

const STATUS: &str = "id, stay, kind, channel, revision, state, deadline, changed, record IS NULL";

impl Outbox {
    /// Makes a new outbox. A file that is there is never overwritten; an empty one, as a power loss leaves it, is filled.
    ///
    /// # Errors
    /// `outbox-exists`, `outbox-foreign`, and those of the disk: `outbox-read-only`, `outbox-disk-full`,
    /// `outbox-locked`, `outbox-storage`.
    pub fn create(path: &Path, key: Key, random: &mut dyn Randomness, at: Timestamp) -> Result<Self> {
        schema::create(path, key, random, at).map(Self::from)
    }

    /// Opens an outbox after checking that it is one, of a version this library knows, whole, and of one of these keys.
    /// What a crash left half done is undone first.
    ///
    /// # Errors
    /// `outbox-missing`, `outbox-foreign`, `outbox-newer`, `outbox-damaged`, `outbox-key-missing`,
    /// `outbox-key-wrong`, and those of the disk.
    pub fn open(path: &Path, keys: &[Key]) -> Result<Self> {
        schema::open(path, keys).map(Self::from)
    }

    /// Keeps a draft. The same stay and kind with the same contents is kept once, whatever state it is in by now.
    ///
    /// # Errors
    /// `outbox-conflict` where the stay was declared with other contents, `outbox-redacted` where the contents are
    /// gone, `outbox-name` and `too-large` for what cannot be kept, and those of the disk.
    pub fn add(&mut self, draft: &Draft<'_>, random: &mut dyn Randomness, at: Timestamp) -> Result<Added> {
        let mut added = self.add_all(std::slice::from_ref(draft), random, at)?;
        added.pop().ok_or(damaged("add"))
    }

    /// Keeps many drafts in one transaction: all of them or, after an error, none.
    ///
    /// # Errors
    /// Those of [`Outbox::add`].
    pub fn add_all(&mut self, drafts: &[Draft<'_>], random: &mut dyn Randomness, at: Timestamp) -> Result<Vec<Added>> {
        self.change(|work| drafts.iter().map(|draft| work.add(draft, random, at)).collect())
    }

    /// Replaces the contents of a declaration: a draft's in place; a new revision, which is a draft again, of one that
    /// was sent. To send again what the portal lost, give the same contents.
    ///
    /// # Errors
    /// `outbox-unknown`; `outbox-state` for one that was withdrawn, or that was exported and of which no list of the
    /// portal tells yet; `outbox-conflict` where stay or kind are others; `outbox-redacted`; those of [`Outbox::add`].
    pub fn correct(
        &mut self,
        id: DeclarationId,
        draft: &Draft<'_>,
        random: &mut dyn Randomness,
        at: Timestamp,
    ) -> Result<Status> {
        self.change(|work| work.correct(id, draft, random, at))
    }

    /// Withdraws a draft that was entered by mistake, or of which nothing more shall be sent.
    ///
    /// # Errors
    /// `outbox-unknown`; `outbox-state` where it is not a draft; those of the disk.
    pub fn withdraw(&mut self, id: DeclarationId, at: Timestamp) -> Result<()> {
        self.change(|work| {
            let status = work.status(id)?;
            if status.state != State::Draft {
                return Err(Error::new(Code::OutboxState, "withdraw"));
            }
            work.enter(&status, State::Withdrawn, 0, "", at)
        })
    }

    /// What the outbox says about a declaration.
    ///
    /// # Errors
    /// `outbox-unknown` and those of the disk.
    pub fn declaration(&self, id: DeclarationId) -> Result<Status> {
        status(&self.db, id)
    }

    /// The declaration of this kind about this stay, if there is one.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn find(&self, stay: &str, kind: &str) -> Result<Option<Status>> {
        find(&self.db, stay, kind)
    }

    /// A declaration with its record.
    ///
    /// # Errors
    /// `outbox-unknown`, `outbox-redacted`, `outbox-damaged` and those of the disk.
    pub fn entry(&self, id: DeclarationId) -> Result<Entry> {
        entry(&self.db, &self.file, &self.key, self.declaration(id)?)
    }

    /// Every declaration, or those in one state, in the order in which they were added.
    ///
    /// # Errors
    /// `outbox-damaged` and those of the disk.
    pub fn declarations(&self, state: Option<State>) -> Result<Vec<Status>> {
        let condition = "?1 IS NULL OR state = ?1";
        statuses(&self.db, condition, params![state.map(State::as_str)], "id")
    }

    /// What the portal said about a declaration that it refused or holds otherwise, as it was last told.
    ///
    /// # Errors
    /// `outbox-unknown`, `outbox-damaged` and those of the disk.
    pub fn objection(&self, id: DeclarationId) -> Result<Option<Personal<String>>> {
        let status = self.declaration(id)?;
        let note: Option<Vec<u8>> = self
            .db
            .query_row("SELECT note FROM declaration WHERE id = ?1", [id.0], |row| row.get(0))
            .map_err(storage("objection"))?;
        let Some(note) = note else { return Ok(None) };
        let text = seal::open(&self.key, note_place(&self.file, &status), &note)?;
        String::from_utf8(text).map(|text| Some(Personal::new(text))).map_err(|_| damaged("objection"))
    }

    /// What happened to a declaration, or to the whole outbox, oldest first.
    ///
    /// # Errors
    /// `outbox-damaged` and those of the disk.
    pub fn history(&self, id: Option<DeclarationId>) -> Result<Vec<HistoryEntry>> {
        history::read(&self.db, id.map(|id| id.0))
    }

    /// Checks everything: the file, the chain of the history, and that every record and file opens and is what its
    /// hash says. Returns the end of the chain, which is worth keeping elsewhere.
    ///
    /// # Errors
    /// `outbox-damaged` and those of the disk.
    pub fn audit(&self) -> Result<Head> {
        schema::check(&self.db)?;
        for status in self.declarations(None)? {
            if !status.redacted {
                entry(&self.db, &self.file, &self.key, status)?;
            }
        }
        for batch in self.batches()? {
            if !batch.redacted {
                self.file(batch.id)?;
            }
        }
        history::verify(&self.db, &self.file)
    }

    /// The number of the key that the file is encrypted with.
    #[must_use]
    pub const fn key_id(&self) -> u32 {
        self.key.id()
    }

    /// Runs a step as one transaction: it is done as a whole and synced to the disk, or not at all.
    fn change<T, E: From<Error>>(&mut self, step: impl FnOnce(&mut Work<'_>) -> Result<T, E>) -> Result<T, E> {
        let fail = storage("transaction");
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(&fail)?;
        let chain = Chain::start(&transaction, &self.file)?;
        let mut work = Work { db: &transaction, file: &self.file, key: &self.key, chain };
        let done = step(&mut work)?;
        transaction.commit().map_err(&fail)?;
        Ok(done)
    }
}

impl From<schema::Opened> for Outbox {
    fn from(opened: schema::Opened) -> Self {
        Self { db: opened.db, file: opened.file, key: opened.key }
    }
}

/// A step on its way: dropped without a commit, it never happened.
struct Work<'a> {
    db: &'a Transaction<'a>,
    file: &'a [u8],
    key: &'a Key,
    chain: Chain<'a>,
}

impl Work<'_> {
    fn status(&self, id: DeclarationId) -> Result<Status> {
        status(self.db, id)
    }

    fn entry(&self, status: Status) -> Result<Entry> {
        entry(self.db, self.file, self.key, status)
    }

    fn add(&mut self, draft: &Draft<'_>, random: &mut dyn Randomness, at: Timestamp) -> Result<Added> {
        checked(draft)?;
        if let Some(status) = find(self.db, draft.stay, draft.kind)? {
            let id = status.id;
            let same = status.channel == draft.channel && status.deadline == draft.deadline;
            let kept = self.entry(status)?;
            let same = same && kept.record.expose() == draft.record;
            return if same { Ok(Added::Already(id)) } else { Err(Error::new(Code::OutboxConflict, "add")) };
        }
        let fail = storage("add");
        let sql = "INSERT INTO declaration (stay, kind, channel, revision, state, deadline, changed)
                   VALUES (?1, ?2, ?3, 1, ?4, ?5, ?6) RETURNING id";
        let deadline = draft.deadline.map(Timestamp::unix);
        let values = params![draft.stay, draft.kind, draft.channel, State::Draft.as_str(), deadline, at.unix()];
        let id = self
            .db
            .prepare_cached(sql)
            .and_then(|mut insert| insert.query_row(values, |row| row.get(0)))
            .map_err(fail)?;
        self.keep_record(id, 1, draft.record, random)?;
        self.chain.append(history::Entry::about("added", id, 1), at)?;
        Ok(Added::New(DeclarationId(id)))
    }

    fn correct(
        &mut self,
        id: DeclarationId,
        draft: &Draft<'_>,
        random: &mut dyn Randomness,
        at: Timestamp,
    ) -> Result<Status> {
        checked(draft)?;
        let status = self.status(id)?;
        if status.redacted {
            return Err(Error::new(Code::OutboxRedacted, "correct"));
        }
        if status.stay != draft.stay || status.kind != draft.kind {
            return Err(Error::new(Code::OutboxConflict, "correct"));
        }
        let revision = match status.state {
            // An exported one may be confirmed tomorrow: two revisions on their way would be declared twice.
            State::Exported | State::Withdrawn => return Err(Error::new(Code::OutboxState, "correct")),
            State::Draft => status.revision,
            State::Confirmed | State::Rejected | State::Missing | State::Different => {
                status.revision.checked_add(1).ok_or(damaged("correct"))?
            }
        };
        let sql =
            "UPDATE declaration SET channel = ?1, revision = ?2, state = ?3, deadline = ?4, changed = ?5, note = NULL
                   WHERE id = ?6";
        let deadline = draft.deadline.map(Timestamp::unix);
        self.db
            .execute(sql, params![draft.channel, revision, State::Draft.as_str(), deadline, at.unix(), id.0])
            .map_err(storage("correct"))?;
        self.keep_record(id.0, revision, draft.record, random)?;
        self.chain.append(history::Entry::about("corrected", id.0, revision), at)?;
        self.status(id)
    }

    fn keep_record(&self, id: i64, revision: i64, record: &[u8], random: &mut dyn Randomness) -> Result<()> {
        let place = Place { file: self.file, column: "declaration.record", row: id, revision };
        let sealed = seal::seal(self.key, place, record, random)?;
        self.db
            .prepare_cached("UPDATE declaration SET record = ?1 WHERE id = ?2")
            .and_then(|mut update| update.execute(params![sealed, id]))
            .map_err(storage("record"))?;
        Ok(())
    }

    /// Notes that a declaration came into a state.
    fn enter(&mut self, status: &Status, state: State, batch: i64, detail: &str, at: Timestamp) -> Result<()> {
        self.db
            .prepare_cached("UPDATE declaration SET state = ?1, changed = ?2 WHERE id = ?3")
            .and_then(|mut update| update.execute(params![state.as_str(), at.unix(), status.id.0]))
            .map_err(storage("state"))?;
        let about = history::Entry::about(state.as_str(), status.id.0, status.revision);
        self.chain.append(history::Entry { batch, detail, ..about }, at)
    }
}

fn note_place<'a>(file: &'a [u8], status: &Status) -> Place<'a> {
    Place { file, column: "declaration.note", row: status.id.0, revision: status.revision }
}

fn checked(draft: &Draft<'_>) -> Result<()> {
    name(draft.stay, "stay")?;
    name(draft.kind, "kind")?;
    name(draft.channel, "channel")?;
    if draft.record.len() > limits::OUTBOX_RECORD_BYTES {
        return Err(Error::new(Code::TooLarge, "record"));
    }
    Ok(())
}

fn name(text: &str, place: &'static str) -> Result<()> {
    let good = !text.is_empty() && text.len() <= limits::OUTBOX_NAME_BYTES && !text.contains(char::is_control);
    if good { Ok(()) } else { Err(Error::new(Code::OutboxName, place)) }
}

fn status(db: &Connection, id: DeclarationId) -> Result<Status> {
    let found = statuses(db, "id = ?1", params![id.0], "id")?;
    found.into_iter().next().ok_or(Error::new(Code::OutboxUnknown, "declaration"))
}

fn find(db: &Connection, stay: &str, kind: &str) -> Result<Option<Status>> {
    Ok(statuses(db, "stay = ?1 AND kind = ?2", params![stay, kind], "id")?.into_iter().next())
}

/// The declarations for which a condition of ours holds.
fn statuses(db: &Connection, condition: &str, values: &[&dyn rusqlite::ToSql], order: &str) -> Result<Vec<Status>> {
    let fail = storage("declarations");
    let sql = format!("SELECT {STATUS} FROM declaration WHERE {condition} ORDER BY {order}");
    let mut select = db.prepare_cached(&sql).map_err(&fail)?;
    let mut rows = select.query(values).map_err(&fail)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next().map_err(&fail)? {
        let (mut status, state) = status_of(row).map_err(&fail)?;
        status.state = State::stored(&state)?;
        found.push(status);
    }
    Ok(found)
}

/// A row, with its state still as text.
fn status_of(row: &Row<'_>) -> rusqlite::Result<(Status, String)> {
    let status = Status {
        id: DeclarationId(row.get(0)?),
        stay: row.get(1)?,
        kind: row.get(2)?,
        channel: row.get(3)?,
        revision: row.get(4)?,
        state: State::Draft,
        deadline: row.get::<_, Option<i64>>(6)?.map(Timestamp::from_unix),
        changed: Timestamp::from_unix(row.get(7)?),
        redacted: row.get(8)?,
    };
    Ok((status, row.get(5)?))
}

fn entry(db: &Connection, file: &[u8], key: &Key, status: Status) -> Result<Entry> {
    let sealed: Option<Vec<u8>> = db
        .prepare_cached("SELECT record FROM declaration WHERE id = ?1")
        .and_then(|mut select| select.query_row([status.id.0], |row| row.get(0)).optional())
        .map_err(storage("record"))?
        .flatten();
    let sealed = sealed.ok_or(Error::new(Code::OutboxRedacted, "record"))?;
    let place = Place { file, column: "declaration.record", row: status.id.0, revision: status.revision };
    let record = Personal::new(seal::open(key, place, &sealed)?);
    Ok(Entry { status, record })
}
