//! Works through declarations until all are confirmed, or somebody kills it. Whatever it says on standard output has
//! happened and must never be lost.
//!
//! `outbox_worker FOLDER UNTIL SEED`: adds stays up to number UNTIL. Exit code 0: all of them are confirmed; 3: the
//! outbox refused, its code is the last line.

use dinhdanh::Error;
use dinhdanh::given::Timestamp;
use dinhdanh::residence::outbox::{Draft, Outbox, Prepared, Scope, State};
use dinhdanh_outbox_tests::{BATCH, CHANNEL, Dice, expect, keys, number_of, os_random, portal, prepared, write};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const NOW: Timestamp = Timestamp::from_unix(1_795_000_000);

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, folder, until, seed] = arguments.as_slice() else { return ExitCode::from(64) };
    let mut dice = Dice::new(seed.parse().expect("a seed"));
    match work(Path::new(folder), until.parse().expect("a number"), &mut dice) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Stop::Outbox(error)) => {
            say(format_args!("refused {}", error.code().as_str()));
            ExitCode::from(3)
        }
        Err(Stop::Disk(error)) => {
            say(format_args!("disk {error}"));
            ExitCode::from(3)
        }
    }
}

enum Stop {
    Outbox(Error),
    /// The folder for the files, not the outbox.
    Disk(std::io::Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Outbox(error)
    }
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        Self::Disk(error)
    }
}

/// One line, handed over whole before anything else happens.
fn say(what: std::fmt::Arguments<'_>) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(format!("{what}\n").as_bytes());
    let _ = out.flush();
}

fn work(folder: &Path, until: usize, dice: &mut Dice) -> Result<(), Stop> {
    let path = folder.join("outbox.db");
    let mut outbox = match Outbox::open(&path, &keys()) {
        Err(error) if error.code() == dinhdanh::Code::OutboxMissing => {
            Outbox::create(&path, keys().swap_remove(0), &mut os_random, NOW)?
        }
        other => other?,
    };
    let mut added = outbox.declarations(None)?.len();
    if dice.below(12) == 0 {
        let next = outbox.key_id() % 200;
        outbox.rotate(keys().swap_remove(usize::try_from(next).expect("small")), &mut os_random, NOW)?;
    }
    loop {
        for batch in outbox.unwritten()? {
            let file = outbox.file(batch.id)?;
            put(&folder.join("files").join(&batch.name), file.content.expose())?;
            outbox.written(batch.id, NOW)?;
            say(format_args!("written {}", batch.name));
        }
        let exported = outbox.declarations(Some(State::Exported))?;
        let mut open: BTreeSet<_> = exported.iter().map(|status| status.id).collect();
        for batch in outbox.batches()?.into_iter().rev() {
            if open.is_empty() {
                break;
            }
            let rows = outbox.rows(batch.id)?;
            if rows.iter().filter(|(id, _)| open.remove(id)).count() > 0 {
                let list = portal(&fs::read(folder.join("files").join(&batch.name))?);
                outbox.reconcile(CHANNEL, Scope::Batch(batch.id), &list, &mut os_random, NOW, expect)?;
                say(format_args!("reconciled {}", batch.name));
            }
        }
        for state in [State::Rejected, State::Missing, State::Different] {
            for status in outbox.declarations(Some(state))? {
                outbox.correct(status.id, &prepared(number_of(&status.stay)).draft(), &mut os_random, NOW)?;
            }
        }
        if added < until {
            let some = usize::try_from(dice.below(8)).expect("small").min(until - added);
            let all: Vec<Prepared> = (added..added + some).map(prepared).collect();
            let drafts: Vec<Draft<'_>> = all.iter().map(Prepared::draft).collect();
            outbox.add_all(&drafts, &mut os_random, NOW)?;
            added += some;
            say(format_args!("added {added}"));
        }
        let drafts: Vec<_> = outbox.declarations(Some(State::Draft))?.iter().map(|status| status.id).collect();
        if drafts.len() >= BATCH || (added >= until && !drafts.is_empty()) {
            let some = drafts.get(..BATCH.min(drafts.len())).expect("that many");
            let name = format!("{:06}.txt", outbox.batches()?.len() + 1);
            outbox.produce(CHANNEL, &name, some, &mut os_random, NOW, write)?;
            say(format_args!("produced {name}"));
        }
        if added >= until && drafts.is_empty() {
            return Ok(());
        }
    }
}

/// A file appears whole or not at all.
fn put(path: &PathBuf, bytes: &[u8]) -> std::io::Result<()> {
    let part = path.with_extension("part");
    let mut file = File::create(&part)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(part, path)
}
