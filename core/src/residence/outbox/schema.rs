//! The tables of an outbox, how a file is made, and what is checked before one is believed.

use super::fail::{damaged, storage};
use super::seal::{self, Key, Place};
use crate::error::{Code, Error, Result};
use crate::given::{Randomness, Timestamp};
use crate::limits;
use rusqlite::{Connection, OpenFlags, OptionalExtension, TransactionBehavior, params};
use std::path::Path;
use std::time::Duration;

/// `PRAGMA application_id`: "DDob". Whatever has another one is not an outbox.
const APPLICATION: i32 = 0x4444_6f62;

/// `PRAGMA user_version`: the version of the tables below.
pub(super) const VERSION: i32 = 1;

/// One revision of a declaration is in one batch at most: `UNIQUE (declaration, revision)` holds even where the code
/// would be wrong. History is only ever appended to.
const TABLES: &str = "
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    file BLOB NOT NULL CHECK (length(file) = 16),
    key INTEGER NOT NULL,
    key_proof BLOB NOT NULL
) STRICT;
CREATE TABLE declaration (
    id INTEGER PRIMARY KEY,
    stay TEXT NOT NULL,
    kind TEXT NOT NULL,
    channel TEXT NOT NULL,
    revision INTEGER NOT NULL CHECK (revision >= 1),
    state TEXT NOT NULL,
    deadline INTEGER,
    changed INTEGER NOT NULL,
    record BLOB,
    note BLOB,
    UNIQUE (stay, kind)
) STRICT;
CREATE INDEX declaration_by_state ON declaration (state, deadline);
CREATE TABLE batch (
    id INTEGER PRIMARY KEY,
    channel TEXT NOT NULL,
    name TEXT NOT NULL,
    declarations INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
    produced INTEGER NOT NULL,
    written INTEGER,
    content BLOB
) STRICT;
CREATE TABLE batch_row (
    batch INTEGER NOT NULL REFERENCES batch (id),
    position INTEGER NOT NULL,
    declaration INTEGER NOT NULL REFERENCES declaration (id),
    revision INTEGER NOT NULL,
    PRIMARY KEY (batch, position),
    UNIQUE (declaration, revision)
) STRICT, WITHOUT ROWID;
CREATE TABLE history (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    event TEXT NOT NULL,
    declaration INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    batch INTEGER NOT NULL,
    detail TEXT NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX history_of_declaration ON history (declaration);
CREATE TRIGGER history_is_kept BEFORE DELETE ON history BEGIN SELECT RAISE(ABORT, 'history is kept'); END;
CREATE TRIGGER history_is_fixed BEFORE UPDATE ON history BEGIN SELECT RAISE(ABORT, 'history is fixed'); END;
";

/// What a file says about itself.
pub(super) struct Opened {
    pub(super) db: Connection,
    pub(super) file: Vec<u8>,
    pub(super) key: Key,
}

/// Makes a new file, or fills an empty one: a power loss may have left it so. Anything else that is there stays
/// untouched.
pub(super) fn create(path: &Path, key: Key, random: &mut dyn Randomness, at: Timestamp) -> Result<Opened> {
    let fail = storage("create");
    let mut db = connect(path, OpenFlags::SQLITE_OPEN_CREATE)?;
    let mut file = vec![0; 16];
    random.fill(&mut file)?;
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(&fail)?;
    let objects: i64 =
        transaction.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(&fail)?;
    let application: i32 = transaction.pragma_query_value(None, "application_id", |row| row.get(0)).map_err(&fail)?;
    match (objects, application) {
        (0, 0) => {}
        (_, APPLICATION) => return Err(Error::new(Code::OutboxExists, "create")),
        _ => return Err(Error::new(Code::OutboxForeign, "create")),
    }
    transaction.execute_batch(TABLES).map_err(&fail)?;
    let proof = seal::seal(&key, proof_place(&file), &[], random)?;
    transaction
        .execute("INSERT INTO outbox (id, file, key, key_proof) VALUES (1, ?1, ?2, ?3)", params![file, key.id(), proof])
        .map_err(&fail)?;
    let mut chain = super::history::Chain::start(&transaction, &file)?;
    chain.append(super::history::Entry::about_file("created"), at)?;
    transaction.pragma_update(None, "application_id", APPLICATION).map_err(&fail)?;
    transaction.pragma_update(None, "user_version", VERSION).map_err(&fail)?;
    transaction.commit().map_err(&fail)?;
    Ok(Opened { db, file, key })
}

/// Opens a file after checking that it is an outbox, of this version, whole, and of one of these keys.
pub(super) fn open(path: &Path, keys: &[Key]) -> Result<Opened> {
    let fail = storage("open");
    if !path.exists() {
        return Err(Error::new(Code::OutboxMissing, "open"));
    }
    let db = connect(path, OpenFlags::empty())?;
    let application: i32 = db.pragma_query_value(None, "application_id", |row| row.get(0)).map_err(&fail)?;
    let version: i32 = db.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(&fail)?;
    match (application, version) {
        (APPLICATION, VERSION) => {}
        (APPLICATION, newer) if newer > VERSION => return Err(Error::new(Code::OutboxNewer, "open")),
        // Nothing was ever committed: the power failed while the file was made.
        (0, 0) if page_count(&db)? == 0 => return Err(Error::new(Code::OutboxMissing, "open")),
        _ => return Err(Error::new(Code::OutboxForeign, "open")),
    }
    check(&db)?;
    let (file, id, proof) = identity(&db)?;
    let key = keys.iter().find(|key| key.id() == id).ok_or(Error::new(Code::OutboxKeyMissing, "open"))?;
    seal::open(key, proof_place(&file), &proof).map_err(|_| Error::new(Code::OutboxKeyWrong, "open"))?;
    Ok(Opened { db, file, key: key.clone() })
}

/// Where the proof of the file's key is bound to.
pub(super) const fn proof_place(file: &[u8]) -> Place<'_> {
    Place { file, column: "outbox.key_proof", row: 1, revision: 1 }
}

/// Whether every page, index and reference of the file is whole.
pub(super) fn check(db: &Connection) -> Result<()> {
    let fail = storage("integrity check");
    let answer: String = db.pragma_query_value(None, "integrity_check", |row| row.get(0)).map_err(&fail)?;
    let dangling = db.query_row("PRAGMA foreign_key_check", [], |_| Ok(())).optional().map_err(&fail)?;
    if answer == "ok" && dangling.is_none() { Ok(()) } else { Err(damaged("integrity check")) }
}

fn page_count(db: &Connection) -> Result<i64> {
    db.pragma_query_value(None, "page_count", |row| row.get(0)).map_err(storage("open"))
}

fn identity(db: &Connection) -> Result<(Vec<u8>, u32, Vec<u8>)> {
    db.query_row("SELECT file, key, key_proof FROM outbox WHERE id = 1", [], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })
    .map_err(storage("open"))
}

/// A rollback journal rather than WAL: between two runs there is one file, which can be copied as a whole, and it
/// works on the shared folders of small hotels. EXTRA also syncs the folder after the journal is deleted, so that a
/// power loss cannot bring the journal, and with it the state before, back.
fn connect(path: &Path, create: OpenFlags) -> Result<Connection> {
    let fail = storage("open");
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | create;
    let db = Connection::open_with_flags(path, flags).map_err(&fail)?;
    // SQLite opens for reading what it may not write, and would complain at the first declaration only.
    if db.is_readonly("main").map_err(&fail)? {
        return Err(Error::new(Code::OutboxReadOnly, "open"));
    }
    db.busy_timeout(Duration::from_millis(limits::OUTBOX_BUSY_MILLISECONDS)).map_err(&fail)?;
    for (pragma, value) in [
        ("synchronous", "EXTRA"),
        ("foreign_keys", "ON"),
        ("trusted_schema", "OFF"),
        ("cell_size_check", "ON"),
        // Redacted values are overwritten, not only unlinked.
        ("secure_delete", "ON"),
        // No copy of a row in a temporary file.
        ("temp_store", "MEMORY"),
    ] {
        db.pragma_update(None, pragma, value).map_err(&fail)?;
    }
    let journal: String =
        db.pragma_update_and_check(None, "journal_mode", "DELETE", |row| row.get(0)).map_err(&fail)?;
    if journal == "delete" { Ok(db) } else { Err(Error::new(Code::OutboxForeign, "open")) }
}
