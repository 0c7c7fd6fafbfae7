//! What a list of the portal does to the states of declarations.

use super::batch::BatchId;
use super::fail::storage;
use super::reconcile::{self, Expected, Listed, Outcome, Reconciliation, Verdict, Wanted};
use super::{DeclarationId, Entry, Outbox, State, Work, history, name, note_place, seal, statuses};
use crate::error::{Code, Error, Result};
use crate::given::{Randomness, Timestamp};
use rusqlite::params;
use std::collections::{BTreeMap, BTreeSet};

/// What a list is complete for: only what it should hold can be missing in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The result of one uploaded file.
    Batch(BatchId),
    /// Everything that was ever sent in this channel.
    Whole,
    /// An excerpt, such as one page: nothing is missing.
    Excerpt,
}

impl Outbox {
    /// Compares a list of the portal with what was declared, row by row, and moves the states:
    ///
    /// * matched: `Confirmed`, from every open state (also a draft that somebody typed in at the portal);
    /// * refused, different, missing: `Rejected`, `Different`, `Missing`, if it was sent and not confirmed before.
    ///
    /// A confirmed declaration stays confirmed; that a later list has it otherwise is only reported. `expect` says what
    /// the list should hold about a declaration, or `None` where the list does not cover it. Reconciling the same list
    /// again changes no state.
    ///
    /// # Errors
    /// `outbox-unknown` for the batch, `too-large`, `outbox-name` where two rows have one number, those of `expect`,
    /// `outbox-damaged` and those of the disk.
    pub fn reconcile(
        &mut self,
        channel: &str,
        scope: Scope,
        listed: &[Listed],
        random: &mut dyn Randomness,
        at: Timestamp,
        mut expect: impl FnMut(&Entry) -> Result<Option<Expected>>,
    ) -> Result<Reconciliation> {
        name(channel, "channel")?;
        let sent: Option<BTreeSet<(DeclarationId, i64)>> = match scope {
            Scope::Batch(id) => Some(self.rows(id)?.into_iter().collect()),
            Scope::Whole => None,
            Scope::Excerpt => Some(BTreeSet::new()),
        };
        self.change(|work| {
            let condition = "channel = ?1 AND state <> 'withdrawn' AND record IS NOT NULL";
            let mut wanted = Vec::new();
            let mut known = BTreeMap::new();
            for status in statuses(work.db, condition, params![channel], "id")? {
                let entry = work.entry(status)?;
                let Some(expected) = expect(&entry)? else { continue };
                let status = entry.status;
                let sent = sent.as_ref().is_none_or(|sent| sent.contains(&(status.id, status.revision)));
                wanted.push(Wanted { id: status.id, expected, in_scope: sent && status.state != State::Draft });
                known.insert(status.id, status);
            }
            let compared = reconcile::compare(&wanted, listed)?;
            let words: BTreeMap<u32, &Listed> = listed.iter().map(|row| (row.row, row)).collect();
            let batch = if let Scope::Batch(id) = scope { id.number() } else { 0 };
            for finding in &compared.findings {
                let Some(status) = finding.declaration.and_then(|id| known.get(&id)) else { continue };
                let state = match &finding.outcome {
                    Outcome::Matched => State::Confirmed,
                    Outcome::Different(_) => State::Different,
                    Outcome::Refused => State::Rejected,
                    Outcome::Missing => State::Missing,
                    Outcome::Unknown | Outcome::ListedTwice => continue,
                };
                let was_sent = status.state != State::Draft;
                if status.state.is_closed() || status.state == state || (state != State::Confirmed && !was_sent) {
                    continue;
                }
                let fields =
                    if let Outcome::Different(fields) = &finding.outcome { fields.join(" ") } else { String::new() };
                work.enter(status, state, batch, &fields, at)?;
                let row = finding.row.and_then(|row| words.get(&row));
                let words = row.and_then(|row| match &row.verdict {
                    Verdict::Refused(words) => Some(words.expose().as_str()),
                    Verdict::Received => None,
                });
                work.keep_objection(status, words, random)?;
            }
            let count = |outcome: fn(&Outcome) -> bool| compared.count(outcome);
            let detail = format!(
                "{} rows: {} matched, {} different, {} refused, {} missing, {} unknown, {} listed twice",
                listed.len(),
                count(|outcome| *outcome == Outcome::Matched),
                count(|outcome| matches!(outcome, Outcome::Different(_))),
                count(|outcome| *outcome == Outcome::Refused),
                count(|outcome| *outcome == Outcome::Missing),
                count(|outcome| *outcome == Outcome::Unknown),
                count(|outcome| *outcome == Outcome::ListedTwice),
            );
            work.chain
                .append(history::Entry { batch, detail: &detail, ..history::Entry::about_file("reconciled") }, at)?;
            Ok(compared)
        })
    }
}

impl Work<'_> {
    fn keep_objection(&self, status: &super::Status, words: Option<&str>, random: &mut dyn Randomness) -> Result<()> {
        let seal = |words: &str| {
            if words.len() > crate::limits::OUTBOX_RECORD_BYTES {
                return Err(Error::new(Code::TooLarge, "objection"));
            }
            seal::seal(self.key, note_place(self.file, status), words.as_bytes(), random)
        };
        let sealed = words.map(seal).transpose()?;
        self.db
            .execute("UPDATE declaration SET note = ?1 WHERE id = ?2", params![sealed, status.id.number()])
            .map_err(storage("objection"))?;
        Ok(())
    }
}
