//! A program at work on an outbox is killed at any moment, its disk fills up, its rights are taken away. Nothing is
//! lost, nothing is exported twice, and every deadline is the same afterwards.
//!
//! The short run is part of `cargo test`; `scripts/test.sh` runs the whole one: 1 000 kills over 10 000 declarations.

use dinhdanh::given::Timestamp;
use dinhdanh::residence::outbox::{Batch, Outbox, State};
use dinhdanh::residence::rules::deadline;
use dinhdanh_outbox_tests::{Dice, declaration, facility, keys, number_of, stay, troubled};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

const WORKER: &str = env!("CARGO_BIN_EXE_outbox_worker");

/// A folder of its own for each test, gone when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("dinhdanh-kills-{}-{name}", std::process::id()));
        fs::create_dir_all(path.join("files")).unwrap();
        Self(path)
    }

    fn database(&self) -> PathBuf {
        self.0.join("outbox.db")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What the worker has said so far: all of it happened.
#[derive(Default)]
struct Said {
    added: usize,
    produced: BTreeSet<String>,
    /// The bytes of each file, from the first time it was seen whole.
    files: BTreeMap<String, Vec<u8>>,
    refused: Option<String>,
    deadlines: Vec<Option<Timestamp>>,
}

impl Said {
    fn hear(&mut self, line: &str) {
        match line.split_once(' ').unwrap() {
            ("added", number) => self.added = self.added.max(number.parse().unwrap()),
            ("produced", name) => {
                assert!(self.produced.insert(name.to_owned()), "{name} was produced twice");
            }
            ("written" | "reconciled", _) => {}
            ("refused" | "disk", why) => self.refused = Some(why.to_owned()),
            other => panic!("{other:?}"),
        }
    }

    /// Looks at the folder after a life of the worker.
    fn check(&mut self, folder: &Folder, thoroughly: bool) {
        for file in fs::read_dir(folder.0.join("files")).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "txt") {
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                if thoroughly || !self.files.contains_key(&name) {
                    let bytes = fs::read(&path).unwrap();
                    assert_eq!(*self.files.entry(name).or_insert_with(|| bytes.clone()), bytes, "written differently");
                }
            }
        }
        if !folder.database().exists() {
            return assert_eq!(self.added, 0);
        }
        let outbox = match Outbox::open(&folder.database(), &keys()) {
            Ok(outbox) => outbox,
            // It was killed before it had made the file.
            Err(error) if error.code() == dinhdanh::Code::OutboxMissing && self.added == 0 => return,
            Err(error) => panic!("{error}"),
        };
        let all = outbox.declarations(None).unwrap();
        assert!(all.len() >= self.added, "{} were added, {} are there", self.added, all.len());
        // Computed anew from the stay, not remembered: the same deadline as before.
        for number in self.deadlines.len()..all.len() {
            self.deadlines.push(deadline(&declaration(number), &facility()).map(|deadline| deadline.last.timestamp()));
        }
        for (number, status) in all.iter().enumerate() {
            assert_eq!((status.stay.as_str(), status.deadline), (stay(number).as_str(), self.deadlines[number]));
        }
        let batches: BTreeSet<String> = outbox.batches().unwrap().into_iter().map(|batch| batch.name).collect();
        assert!(self.produced.is_subset(&batches), "a file that was produced is not there");
        if thoroughly {
            outbox.audit().unwrap();
            for status in all {
                let number = number_of(&status.stay);
                assert_eq!(outbox.entry(status.id).unwrap().declaration().unwrap(), declaration(number));
            }
        }
    }

    /// Everything was declared, and each revision is in one file.
    fn check_end(&mut self, folder: &Folder, declarations: usize) {
        self.check(folder, true);
        let mut outbox = Outbox::open(&folder.database(), &keys()).unwrap();
        let confirmed = outbox.declarations(Some(State::Confirmed)).unwrap();
        assert_eq!(confirmed.len(), declarations);
        let mut seen = BTreeSet::new();
        for bytes in self.files.values() {
            for line in std::str::from_utf8(bytes).unwrap().lines() {
                let mut parts = line.split('\t');
                let row = (number_of(parts.next().unwrap()), parts.next().unwrap().parse::<i64>().unwrap());
                assert!(seen.insert(row), "{row:?} was exported twice");
            }
        }
        for number in 0..declarations {
            assert!(seen.contains(&(number, 1)), "{number} was never exported");
            assert_eq!(seen.contains(&(number, 2)), troubled(number), "{number}");
        }
        assert_eq!(seen.len(), declarations + (0..declarations).filter(|number| troubled(*number)).count());
        // Evidence without persons.
        let before = outbox.batches().unwrap();
        let later = Timestamp::from_unix(1_800_000_000);
        assert_eq!(outbox.redact(later, later).unwrap().declarations, declarations);
        let after = outbox.batches().unwrap();
        let evidence = |batch: &Batch| (batch.sha256, batch.declarations, batch.written);
        assert!(before.iter().map(evidence).eq(after.iter().map(evidence)));
        outbox.audit().unwrap();
    }
}

/// One life of the worker; `None` lets it end by itself. Returns its exit code, or none if it was killed.
fn live(
    folder: &Path,
    until: usize,
    seed: u64,
    kill_after: Option<Duration>,
    limit: &str,
    said: &mut Said,
) -> Option<i32> {
    let mut command = Command::new(if limit.is_empty() { WORKER } else { "sh" });
    if !limit.is_empty() {
        // A shell in front sets the limit; exec makes the shell the worker.
        command.arg("-c").arg(format!("{limit} exec \"$0\" \"$@\"")).arg(WORKER);
    }
    command.args([folder.to_str().unwrap(), &until.to_string(), &seed.to_string()]);
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let reader = std::thread::spawn(move || lines.map(|line| line.unwrap()).collect::<Vec<String>>());
    if let Some(after) = kill_after {
        std::thread::sleep(after);
        let _ = child.kill();
    }
    let status = child.wait().unwrap();
    for line in reader.join().unwrap() {
        said.hear(&line);
    }
    status.code()
}

fn killed(kills: u64, declarations: usize) {
    let folder = Folder::new(&format!("{kills}"));
    let mut said = Said::default();
    let mut dice = Dice::new(20_261_121);
    let (mut really, mut in_a_transaction) = (0, 0);
    for life in 0..kills {
        // The stays come in over all lives, so that the last kill finds work as well as the first.
        let until = declarations * (usize::try_from(life).unwrap() + 1) / usize::try_from(kills).unwrap();
        let longest = [3_000, 30_000, 150_000, 500_000][usize::try_from(dice.below(4)).unwrap()];
        let after = Duration::from_micros(dice.below(longest));
        if live(&folder.0, until, life, Some(after), "", &mut said).is_none() {
            really += 1;
        }
        let journal = folder.0.join("outbox.db-journal");
        if fs::metadata(journal).is_ok_and(|journal| journal.len() > 0) {
            in_a_transaction += 1;
        }
        said.check(&folder, life % 25 == 24);
    }
    assert_eq!(live(&folder.0, declarations, kills, None, "", &mut said), Some(0), "{:?}", said.refused);
    said.check_end(&folder, declarations);
    println!("{really} of {kills} lives ended by SIGKILL, {in_a_transaction} of them within a transaction");
    assert!(really * 2 > kills, "the worker ended by itself too often: {really} of {kills}");
    assert!(in_a_transaction > 0, "no kill met a transaction");
}

#[test]
fn killed_at_any_moment() {
    killed(60, 600);
}

#[test]
#[ignore = "minutes; scripts/test.sh runs it in a release build"]
fn a_thousand_kills_over_ten_thousand_declarations() {
    killed(1_000, 10_000);
}

/// Files that may not grow: EFBIG, as an exceeded quota, fails writes that SQLite cannot foresee.
#[test]
fn a_limit_on_the_size_of_files() {
    let folder = Folder::new("limit");
    let mut said = Said::default();
    let declarations = 300;
    let mut refusals = 0;
    for blocks in (60_u64..).step_by(40) {
        let limit = format!("trap '' XFSZ; ulimit -f {blocks};");
        match live(&folder.0, declarations, blocks, None, &limit, &mut said) {
            Some(0) => break,
            Some(3) => {
                let why = said.refused.take().unwrap();
                assert!(why == "outbox-storage" || why == "outbox-disk-full" || why.contains("os error 27"), "{why}");
                refusals += 1;
            }
            other => panic!("{other:?}"),
        }
        said.check(&folder, true);
    }
    assert!(refusals > 2, "{refusals}");
    said.check_end(&folder, declarations);
}

/// A disk of its own, which needs the right to mount one.
struct Disk(Folder);

impl Disk {
    fn mount(name: &str, size: &str) -> Option<Self> {
        let folder = Folder::new(name);
        let done = mount(&["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs", folder.0.to_str().unwrap()]);
        if !done {
            println!("NOT RUN: this user may not mount a disk");
            return None;
        }
        fs::create_dir_all(folder.0.join("files")).unwrap();
        Some(Self(folder))
    }

    fn remount(&self, options: &str) {
        assert!(mount(&["-o", &format!("remount,{options}"), self.0.0.to_str().unwrap()]));
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0.0).status();
    }
}

fn mount(arguments: &[&str]) -> bool {
    Command::new("mount").args(arguments).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

#[test]
fn a_disk_that_fills_up_and_grows() {
    let Some(disk) = Disk::mount("full", "64k") else { return };
    let mut said = Said::default();
    let declarations = 300;
    let mut refusals = 0;
    for kilobytes in (64..).step_by(48) {
        disk.remount(&format!("size={kilobytes}k"));
        // A kill on a full disk, then a life to its end.
        live(&disk.0.0, declarations, kilobytes, Some(Duration::from_millis(10)), "", &mut said);
        said.refused = None;
        match live(&disk.0.0, declarations, kilobytes, None, "", &mut said) {
            Some(0) => break,
            Some(3) => {
                let why = said.refused.take().unwrap();
                assert!(why == "outbox-disk-full" || why.contains("os error 28"), "{why}");
                refusals += usize::from(why == "outbox-disk-full");
            }
            other => panic!("{other:?}"),
        }
        // Opening needs no space, except to undo what was half done: that waits until there is some.
        disk.remount(&format!("size={}k", kilobytes + 32));
        said.check(&disk.0, true);
    }
    assert!(refusals > 2, "{refusals}");
    disk.remount("size=8m");
    said.check_end(&disk.0, declarations);
}

#[test]
fn a_disk_that_may_only_be_read() {
    let Some(disk) = Disk::mount("read-only", "8m") else { return };
    let mut said = Said::default();
    live(&disk.0.0, 200, 1, Some(Duration::from_millis(60)), "", &mut said);
    // Undo first what the kill left, so that the bytes below are those of a file at rest.
    said.check(&disk.0, true);
    assert_eq!(live(&disk.0.0, 40, 2, None, "", &mut said), Some(0));
    let before = fs::read(disk.0.database()).unwrap();
    disk.remount("ro");
    assert_eq!(live(&disk.0.0, 200, 3, None, "", &mut said), Some(3));
    assert_eq!(said.refused.take().as_deref(), Some("outbox-read-only"));
    disk.remount("rw");
    assert_eq!(fs::read(disk.0.database()).unwrap(), before);
    assert_eq!(live(&disk.0.0, 200, 4, None, "", &mut said), Some(0));
    said.check_end(&disk.0, 200);
}
