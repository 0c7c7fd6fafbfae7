//! The outbox as a whole, on a real file.

use super::*;
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

const NAME: &str = "Nguyễn Thị Mẫu 001199000018";
const CHANNEL: &str = "portal-vn";

/// A folder of its own for each test, gone when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("dinhdanh-outbox-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self) -> PathBuf {
        self.0.join("outbox.db")
    }

    fn create(&self) -> Outbox {
        Outbox::create(&self.file(), key(1), &mut random(), at(0)).unwrap()
    }

    fn open(&self) -> Result<Outbox> {
        Outbox::open(&self.file(), &[key(1)])
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn key(id: u32) -> Key {
    Key::new(id, [u8::try_from(id).unwrap(); 32])
}

/// Nonces must not repeat within a test binary either.
fn random() -> impl FnMut(&mut [u8]) -> Result<()> {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    |buffer: &mut [u8]| {
        for chunk in buffer.chunks_mut(4) {
            let bytes = NEXT.fetch_add(0x9e37_79b1, Ordering::Relaxed).to_le_bytes();
            chunk.copy_from_slice(&bytes[..chunk.len()]);
        }
        Ok(())
    }
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix(1_795_000_000_i64.saturating_add(seconds))
}

fn draft<'a>(stay: &'a str, record: &'a str) -> Draft<'a> {
    Draft { stay, kind: "lodging", channel: CHANNEL, deadline: Some(at(3600)), record: record.as_bytes() }
}

fn add(outbox: &mut Outbox, stay: &str, record: &str) -> DeclarationId {
    match outbox.add(&draft(stay, record), &mut random(), at(1)).unwrap() {
        Added::New(id) => id,
        Added::Already(_) => panic!("{stay} was there"),
    }
}

fn produce(outbox: &mut Outbox, ids: &[DeclarationId]) -> Result<ProducedFile> {
    outbox.produce(CHANNEL, "a.xlsx", ids, &mut random(), at(2), |entries| {
        Ok(entries.iter().flat_map(|entry| entry.record.expose().clone()).collect())
    })
}

/// The key of a record is its last word.
fn expect(entry: &Entry) -> Result<Option<Expected>> {
    let text = String::from_utf8(entry.record.expose().clone()).unwrap();
    let (name, key) = text.rsplit_once(' ').unwrap();
    let fields = Fields::from([("full-name", Personal::new(name.to_owned()))]);
    Ok(Some(Expected { key: Personal::new(key.to_owned()), fields }))
}

fn listed(row: u32, text: &str) -> Listed {
    let (name, key) = text.rsplit_once(' ').unwrap();
    let fields = Fields::from([("full-name", Personal::new(name.to_owned()))]);
    Listed { row, key: Personal::new(key.to_owned()), fields, verdict: Verdict::Received }
}

fn reconcile(outbox: &mut Outbox, scope: Scope, rows: &[Listed]) -> Reconciliation {
    outbox.reconcile(CHANNEL, scope, rows, &mut random(), at(9), expect).unwrap()
}

fn state(outbox: &Outbox, id: DeclarationId) -> State {
    outbox.declaration(id).unwrap().state
}

#[track_caller]
fn fails<T>(result: Result<T>, code: Code) {
    assert_eq!(result.map(|_| ()).map_err(|error| error.code()), Err(code));
}

#[test]
fn a_declaration_from_entry_to_redaction() {
    let folder = Folder::new();
    let mut outbox = folder.create();
    let id = add(&mut outbox, "B1", NAME);
    let file = produce(&mut outbox, &[id]).unwrap();
    assert_eq!(file.content.expose(), NAME.as_bytes());
    assert_eq!(outbox.unwritten().unwrap(), std::slice::from_ref(&file.batch));
    drop(outbox);

    // The program died before it wrote the file: the same bytes are there.
    let mut outbox = folder.open().unwrap();
    assert_eq!(outbox.file(file.batch.id).unwrap(), file);
    outbox.written(file.batch.id, at(3)).unwrap();
    outbox.written(file.batch.id, at(4)).unwrap();
    assert_eq!(outbox.batch(file.batch.id).unwrap().written, Some(at(3)));
    assert!(outbox.unwritten().unwrap().is_empty());

    // The portal said "success" and has nothing.
    assert_eq!(reconcile(&mut outbox, Scope::Batch(file.batch.id), &[]).count(|o| *o == Outcome::Missing), 1);
    assert_eq!(state(&outbox, id), State::Missing);
    fails(produce(&mut outbox, &[id]), Code::OutboxState);
    let again = outbox.correct(id, &draft("B1", NAME), &mut random(), at(5)).unwrap();
    assert_eq!((again.revision, again.state), (2, State::Draft));
    let second = produce(&mut outbox, &[id]).unwrap();
    assert_eq!(outbox.rows(second.batch.id).unwrap(), [(id, 2)]);
    assert!(reconcile(&mut outbox, Scope::Batch(second.batch.id), &[listed(5, NAME)]).is_clean());
    assert_eq!(state(&outbox, id), State::Confirmed);

    let events: Vec<String> = outbox.history(Some(id)).unwrap().into_iter().map(|entry| entry.event).collect();
    assert_eq!(events, ["added", "exported", "missing", "corrected", "exported", "confirmed"]);
    let before = outbox.audit().unwrap();

    let redacted = outbox.redact(at(9), at(100)).unwrap();
    assert_eq!(redacted, Redacted { declarations: 1, files: 2, kept_open: 0 });
    assert_eq!(outbox.redact(at(9), at(101)).unwrap(), Redacted::default());
    fails(outbox.entry(id), Code::OutboxRedacted);
    fails(outbox.file(file.batch.id), Code::OutboxRedacted);
    fails(outbox.add(&draft("B1", NAME), &mut random(), at(102)), Code::OutboxRedacted);
    fails(outbox.correct(id, &draft("B1", NAME), &mut random(), at(102)), Code::OutboxRedacted);
    // The evidence is still there.
    let kept = outbox.batch(file.batch.id).unwrap();
    assert_eq!((kept.sha256, kept.declarations, kept.redacted), (file.batch.sha256, 1, true));
    assert_eq!(outbox.declaration(id).unwrap().deadline, Some(at(3600)));
    assert!(outbox.audit().unwrap().entries > before.entries);
}

#[test]
fn a_stay_is_declared_once() {
    let folder = Folder::new();
    let mut outbox = folder.create();
    let id = add(&mut outbox, "B1", NAME);
    assert_eq!(outbox.add(&draft("B1", NAME), &mut random(), at(7)).unwrap(), Added::Already(id));
    fails(outbox.add(&draft("B1", "other 1"), &mut random(), at(7)), Code::OutboxConflict);
    let moved = Draft { deadline: Some(at(0)), ..draft("B1", NAME) };
    fails(outbox.add(&moved, &mut random(), at(7)), Code::OutboxConflict);
    let end = Draft { kind: "end-of-stay", ..draft("B1", NAME) };
    assert_ne!(outbox.add(&end, &mut random(), at(7)).unwrap().id(), id);
    // All of them or none.
    let both = [draft("B2", NAME), draft("B1", "other 1")];
    fails(outbox.add_all(&both, &mut random(), at(7)), Code::OutboxConflict);
    assert_eq!(outbox.find("B2", "lodging").unwrap(), None);
    assert_eq!(outbox.declarations(None).unwrap().len(), 2);
    produce(&mut outbox, &[id]).unwrap();
    assert_eq!(outbox.add(&draft("B1", NAME), &mut random(), at(8)).unwrap(), Added::Already(id));
    assert_eq!(state(&outbox, id), State::Exported);
}

#[test]
fn what_cannot_be_kept_is_refused() {
    let folder = Folder::new();
    let mut outbox = folder.create();
    let long = "x".repeat(limits::OUTBOX_NAME_BYTES + 1);
    for stay in ["", "a\nb", &long] {
        fails(outbox.add(&draft(stay, NAME), &mut random(), at(1)), Code::OutboxName);
    }
    let large = "x".repeat(limits::OUTBOX_RECORD_BYTES) + "y";
    fails(outbox.add(&draft("B1", &large), &mut random(), at(1)), Code::TooLarge);
    let id = add(&mut outbox, "B1", large.trim_end_matches('y'));
    for name in ["", "../a", "a/b", "a\\b", "C:a", ".hidden"] {
        fails(outbox.produce(CHANNEL, name, &[id], &mut random(), at(1), |_| Ok(Vec::new())), Code::OutboxName);
    }
    fails(outbox.declaration(DeclarationId(99)), Code::OutboxUnknown);
    fails(outbox.file(BatchId(99)), Code::OutboxUnknown);
    fails(outbox.withdraw(DeclarationId(99), at(1)), Code::OutboxUnknown);
    assert_eq!(state(&outbox, id), State::Draft);
}

#[test]
fn a_file_is_made_as_a_whole_or_not_at_all() {
    let folder = Folder::new();
    let mut outbox = folder.create();
    let ids: Vec<DeclarationId> = (0..5).map(|n| add(&mut outbox, &format!("B{n}"), &format!("Mẫu {n}"))).collect();
    let failing = |_: &[Entry]| Err(Error::new(Code::TooLarge, "writer"));
    fails(outbox.produce(CHANNEL, "a", &ids, &mut random(), at(2), failing), Code::TooLarge);
    fails(produce(&mut outbox, &[]), Code::OutboxState);
    fails(produce(&mut outbox, &[ids[0], ids[1], ids[0]]), Code::OutboxState);
    fails(produce(&mut outbox, &[ids[0], DeclarationId(77)]), Code::OutboxUnknown);
    let other = outbox.produce("other", "a", &ids, &mut random(), at(2), |_| Ok(Vec::new()));
    fails(other, Code::OutboxConflict);
    assert_eq!(outbox.declarations(Some(State::Draft)).unwrap().len(), 5, "nothing happened");
    assert!(outbox.batches().unwrap().is_empty());

    let file = produce(&mut outbox, &[ids[3], ids[1]]).unwrap();
    assert_eq!(file.content.expose(), "Mẫu 3Mẫu 1".as_bytes(), "in the order that was asked for");
    fails(produce(&mut outbox, &[ids[0], ids[1]]), Code::OutboxState);
    assert_eq!(outbox.declarations(Some(State::Exported)).unwrap().len(), 2);
    // The tables hold it even against code that would be wrong.
    let row = outbox.db.execute("INSERT INTO batch_row VALUES (1, 9, ?1, 1)", [ids[3].0]);
    assert_eq!(storage("test")(row.unwrap_err()).code(), Code::OutboxDamaged);
    outbox.audit().unwrap();
}

#[test]
fn what_may_be_corrected_and_withdrawn() {
    let folder = Folder::new();
    let mut outbox = folder.create();
    let id = add(&mut outbox, "B1", "Mẫu 1");
    let correct = |outbox: &mut Outbox, text: &str| outbox.correct(id, &draft("B1", text), &mut random(), at(5));
    assert_eq!(correct(&mut outbox, "Mẫu Hai 1").unwrap().revision, 1, "a draft is corrected in place");
    fails(outbox.correct(id, &draft("B2", "Mẫu 1"), &mut random(), at(5)), Code::OutboxConflict);
    produce(&mut outbox, &[id]).unwrap();
    fails(correct(&mut outbox, "Mẫu Ba 1"), Code::OutboxState);
    fails(outbox.withdraw(id, at(5)), Code::OutboxState);
    let found = reconcile(&mut outbox, Scope::Excerpt, &[listed(5, "Mẫu 1")]);
    assert_eq!(found.findings[0].outcome, Outcome::Different(vec!["full-name"]));
    assert_eq!(state(&outbox, id), State::Different);
    assert_eq!(correct(&mut outbox, "Mẫu 1").unwrap().revision, 2);
    // Somebody corrected it at the portal by hand: it need not be sent any more.
    reconcile(&mut outbox, Scope::Excerpt, &[listed(5, "Mẫu 1")]);
    assert_eq!(state(&outbox, id), State::Confirmed);
    fails(outbox.withdraw(id, at(5)), Code::OutboxState);
    assert_eq!(correct(&mut outbox, "Mẫu Bốn 1").unwrap().revision, 3);
    outbox.withdraw(id, at(6)).unwrap();
    fails(correct(&mut outbox, "Mẫu 1"), Code::OutboxState);
    fails(produce(&mut outbox, &[id]), Code::OutboxState);
}

#[test]
fn lists_of_the_portal_move_states_once() {
    let folder = Folder::new();
    let mut outbox = folder.create();
    let ids: Vec<DeclarationId> = (0..6).map(|n| add(&mut outbox, &format!("B{n}"), &format!("Mẫu {n}"))).collect();
    let file = produce(&mut outbox, &ids[..5]).unwrap();
    let mut refused = listed(7, "Mẫu 2");
    refused.verdict = Verdict::Refused(Personal::new("Ngày sinh của Mẫu sai".to_owned()));
    let rows = [listed(5, "Mẫu 0"), listed(6, "Mậu 1"), refused, listed(8, "Lạ 9"), listed(9, "Mẫu 0")];
    let found = reconcile(&mut outbox, Scope::Batch(file.batch.id), &rows);
    let states: Vec<State> = ids.iter().map(|id| state(&outbox, *id)).collect();
    use State::{Confirmed, Different, Draft, Missing, Rejected};
    assert_eq!(states, [Confirmed, Different, Rejected, Missing, Missing, Draft]);
    assert_eq!(found.count(|o| *o == Outcome::Unknown), 1);
    assert_eq!(found.count(|o| *o == Outcome::ListedTwice), 1);
    assert_eq!(outbox.objection(ids[2]).unwrap().unwrap().expose(), "Ngày sinh của Mẫu sai");
    assert_eq!(outbox.objection(ids[0]).unwrap(), None);

    // The same list again: only that it was read is noted.
    let before = outbox.history(None).unwrap().len();
    assert_eq!(reconcile(&mut outbox, Scope::Batch(file.batch.id), &rows), found);
    assert_eq!(outbox.history(None).unwrap().len(), before + 1);
    // A later list without the confirmed one does not take back what was proven.
    let whole = reconcile(&mut outbox, Scope::Whole, &[listed(5, "Mẫu 3")]);
    assert_eq!(whole.count(|o| *o == Outcome::Missing), 4);
    assert_eq!((state(&outbox, ids[0]), state(&outbox, ids[3])), (Confirmed, Confirmed));
    assert_eq!(state(&outbox, ids[2]), Missing);
    assert_eq!(outbox.objection(ids[2]).unwrap(), None, "the objection was about the state before");
    let shown = shown_without_asking(&outbox);
    for hidden in ["Mẫu", "Mậu", "sai"] {
        assert!(!shown.contains(hidden), "{hidden}");
    }
}

/// Everything that is shown without asking for personal data.
fn shown_without_asking(outbox: &Outbox) -> String {
    let entries: Vec<Entry> =
        outbox.declarations(None).unwrap().iter().filter_map(|status| outbox.entry(status.id).ok()).collect();
    format!("{:?} {:?} {entries:?} {:?}", outbox.history(None), outbox.batches(), outbox.file(BatchId(1)))
}

#[test]
fn due_and_overdue_meet_at_the_deadline() {
    let folder = Folder::new();
    let mut outbox = folder.create();
    let id = add(&mut outbox, "B1", "Mẫu 1");
    let other = add(&mut outbox, "B2", "Mẫu 2");
    let none = Draft { deadline: None, ..draft("B3", "Mẫu 3") };
    outbox.add(&none, &mut random(), at(1)).unwrap();
    let count =
        |outbox: &Outbox, now: i64| (outbox.due(at(now), 600).unwrap().len(), outbox.overdue(at(now)).unwrap().len());
    for (now, expected) in [(3000, (0, 0)), (3001, (2, 0)), (3600, (2, 0)), (3601, (0, 2)), (99_999, (0, 2))] {
        assert_eq!(count(&outbox, now), expected, "{now}");
    }
    // Exported is not declared yet; confirmed is, and withdrawn is owed no more.
    produce(&mut outbox, &[id]).unwrap();
    assert_eq!(count(&outbox, 3601), (0, 2));
    reconcile(&mut outbox, Scope::Excerpt, &[listed(5, "Mẫu 1")]);
    assert_eq!(count(&outbox, 3601), (0, 1));
    outbox.withdraw(other, at(4000)).unwrap();
    assert_eq!(count(&outbox, 3601), (0, 0));
    assert_eq!(outbox.due(Timestamp::from_unix(i64::MAX), u32::MAX).unwrap(), []);
}

#[test]
fn only_the_right_file_with_the_right_key_opens() {
    let folder = Folder::new();
    let path = folder.file();
    fails(folder.open(), Code::OutboxMissing);
    fs::write(&path, b"").unwrap();
    fails(folder.open(), Code::OutboxMissing);
    drop(folder.create());
    fails(Outbox::create(&path, key(1), &mut random(), at(0)), Code::OutboxExists);
    fails(Outbox::open(&path, &[]), Code::OutboxKeyMissing);
    fails(Outbox::open(&path, &[key(2)]), Code::OutboxKeyMissing);
    let before = fs::read(&path).unwrap();
    fails(Outbox::open(&path, &[Key::new(1, [99; 32])]), Code::OutboxKeyWrong);
    assert_eq!(fs::read(&path).unwrap(), before, "a wrong key changes nothing");
    assert_eq!(Outbox::open(&path, &[key(2), key(1)]).unwrap().key_id(), 1);

    let newer = folder.open().unwrap();
    newer.db.pragma_update(None, "user_version", schema::VERSION + 1).unwrap();
    drop(newer);
    fails(folder.open(), Code::OutboxNewer);

    let text = folder.0.join("letter.txt");
    fs::write(&text, "Kính gửi quý khách, ".repeat(400)).unwrap();
    let foreign = folder.0.join("other.db");
    Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE accounts (id INTEGER)").unwrap();
    for path in [text, foreign] {
        let before = fs::read(&path).unwrap();
        fails(Outbox::open(&path, &[key(1)]), Code::OutboxForeign);
        fails(Outbox::create(&path, key(1), &mut random(), at(0)), Code::OutboxForeign);
        assert_eq!(fs::read(&path).unwrap(), before);
    }
}

#[test]
fn nothing_personal_is_readable_in_the_file_and_keys_change() {
    let folder = Folder::new();
    let mut outbox = folder.create();
    let id = add(&mut outbox, "B1", NAME);
    let file = produce(&mut outbox, &[id]).unwrap();
    let mut refused = listed(7, NAME);
    refused.verdict = Verdict::Refused(Personal::new("Mẫu sai".to_owned()));
    reconcile(&mut outbox, Scope::Excerpt, &[refused]);
    let readable = |text: &str| fs::read(folder.file()).unwrap().windows(text.len()).any(|w| w == text.as_bytes());
    assert!(readable("B1") && readable("portal-vn"), "what is in the clear is found");
    assert!(!readable("Mẫu") && !readable("001199000018"));

    fails(outbox.rotate(key(1), &mut random(), at(5)), Code::OutboxKeyWrong);
    outbox.rotate(key(2), &mut random(), at(5)).unwrap();
    assert_eq!(outbox.key_id(), 2);
    drop(outbox);
    fails(folder.open(), Code::OutboxKeyMissing);
    let outbox = Outbox::open(&folder.file(), &[key(2)]).unwrap();
    assert_eq!(outbox.entry(id).unwrap().record.expose(), NAME.as_bytes());
    assert_eq!(outbox.file(file.batch.id).unwrap().content.expose(), NAME.as_bytes());
    assert_eq!(outbox.objection(id).unwrap().unwrap().expose(), "Mẫu sai");
    outbox.audit().unwrap();
}

#[test]
fn what_was_moved_or_rewritten_is_noticed() {
    let sabotage = |sql: &str| {
        let folder = Folder::new();
        let mut outbox = folder.create();
        let ids = [add(&mut outbox, "B1", "Mẫu 1"), add(&mut outbox, "B2", "Mẫu 2")];
        produce(&mut outbox, &ids).unwrap();
        outbox.audit().unwrap();
        outbox.db.execute_batch(sql).unwrap();
        outbox.audit().map(|_| ()).map_err(|error| error.code())
    };
    assert_eq!(sabotage("SELECT 1"), Ok(()));
    for sql in [
        "UPDATE declaration SET record = (SELECT record FROM declaration WHERE id = 2) WHERE id = 1",
        "UPDATE declaration SET revision = 2 WHERE id = 1",
        "UPDATE declaration SET state = 'lost' WHERE id = 1",
        "UPDATE declaration SET record = x'01' WHERE id = 1",
        "UPDATE batch SET sha256 = zeroblob(32)",
        "DROP TRIGGER history_is_fixed; UPDATE history SET at = at + 1 WHERE seq = 2",
        "DROP TRIGGER history_is_fixed; UPDATE history SET detail = '9 declarations' WHERE event = 'produced'",
        "DROP TRIGGER history_is_kept; DELETE FROM history WHERE seq = 3",
        "PRAGMA foreign_keys = OFF; DROP TRIGGER history_is_kept; DELETE FROM declaration WHERE id = 2",
    ] {
        assert_eq!(sabotage(sql), Err(Code::OutboxDamaged), "{sql}");
    }
    let folder = Folder::new();
    let outbox = folder.create();
    for sql in ["UPDATE history SET at = 1", "DELETE FROM history"] {
        assert!(outbox.db.execute_batch(sql).is_err(), "{sql}");
    }
}

#[test]
fn damage_anywhere_in_the_file_is_noticed_or_harmless() {
    let folder = Folder::new();
    let mut outbox = folder.create();
    let ids: Vec<DeclarationId> = (0..20).map(|n| add(&mut outbox, &format!("B{n}"), &format!("Mẫu {n}"))).collect();
    produce(&mut outbox, &ids).unwrap();
    let whole = |outbox: &Outbox| -> Result<Vec<Entry>> {
        outbox.audit()?;
        outbox.declarations(None)?.into_iter().map(|status| outbox.entry(status.id)).collect()
    };
    let kept = whole(&outbox).unwrap();
    drop(outbox);
    let good = fs::read(folder.file()).unwrap();
    let mut noticed = 0;
    for at in (0..good.len()).step_by(211) {
        let mut changed = good.clone();
        changed[at] ^= 0xa5;
        fs::write(folder.file(), &changed).unwrap();
        match folder.open().and_then(|outbox| whole(&outbox)) {
            Ok(same) => {
                for (now, before) in same.iter().zip(&kept) {
                    assert_eq!(now.record, before.record, "byte {at}");
                }
            }
            Err(_) => noticed += 1,
        }
    }
    assert!(noticed > 20, "{noticed}");
    for part in [1, 99, 100, 4096, good.len() / 2, good.len() - 1] {
        fs::write(folder.file(), &good[..part]).unwrap();
        assert!(folder.open().is_err(), "cut at {part}");
    }
}

#[test]
fn another_program_that_writes_is_waited_for_and_named() {
    let folder = Folder::new();
    let mut outbox = folder.create();
    outbox.db.busy_timeout(std::time::Duration::from_millis(50)).unwrap();
    let other = Connection::open(folder.file()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    fails(outbox.add(&draft("B1", NAME), &mut random(), at(1)), Code::OutboxLocked);
    other.execute_batch("ROLLBACK").unwrap();
    add(&mut outbox, "B1", NAME);
}

#[test]
fn a_full_disk_loses_nothing() {
    let folder = Folder::new();
    let mut outbox = folder.create();
    let record = "x".repeat(4000);
    let ids = [add(&mut outbox, "B1", &record), add(&mut outbox, "B2", &record)];
    let pages: i64 = outbox.db.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    outbox.db.pragma_update(None, "max_page_count", pages).unwrap();
    fails(outbox.add(&draft("B3", &record), &mut random(), at(2)), Code::OutboxDiskFull);
    fails(produce(&mut outbox, &ids), Code::OutboxDiskFull);
    assert_eq!(outbox.declarations(Some(State::Draft)).unwrap().len(), 2);
    outbox.audit().unwrap();
    outbox.db.pragma_update(None, "max_page_count", 1_000_000).unwrap();
    add(&mut outbox, "B3", &record);
    produce(&mut outbox, &ids).unwrap();
    outbox.audit().unwrap();
}
