//! How good a list is, by the four words of the state's programme: *đúng, đủ, sạch, sống* (correct, complete, clean,
//! alive).
//!
//! | dimension | share of | that |
//! |---|---|---|
//! | đúng, correct | cells with a value | has no issue of severity `error` |
//! | đủ, complete | cells | has a value |
//! | sạch, clean | cells with a value | was right as it stood |
//! | sống, alive | cells with a value | is in the form of today: a number of 12 digits, a telephone prefix since 2018, a commune since 1 July 2025 |
//!
//! The scores describe the list before cleaning. They say nothing about whether a value is the person's: that takes
//! the national database.

use super::issue::{Cleaned, IssueCode, Severity, Status};
use serde::{Deserialize, Serialize};

/// Issues that say that a value is of the past.
const OF_THE_PAST: [IssueCode; 3] = [IssueCode::OldNumber, IssueCode::PhoneOldPrefix, IssueCode::AddressOldUnit];

/// What was found in the cells of one column. Counts only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnQuality {
    /// Cells.
    pub cells: u64,
    /// Cells without a value, placeholders among them.
    pub empty: u64,
    /// Cells that were right as they stood.
    pub right: u64,
    /// Cells that were repaired.
    pub repaired: u64,
    /// Cells with candidates.
    pub candidates: u64,
    /// Cells with a value that is not known.
    pub unknown: u64,
    /// Cells with an issue of severity `error`.
    pub errors: u64,
    /// Cells of a form that is no longer in use.
    pub of_the_past: u64,
    /// Cells by issue, at the places of [`IssueCode::ALL`].
    issues: Vec<u64>,
}

impl Default for ColumnQuality {
    fn default() -> Self {
        let issues = vec![0; IssueCode::ALL.len()];
        let (cells, empty, right, repaired, candidates, unknown, errors, of_the_past) = (0, 0, 0, 0, 0, 0, 0, 0);
        Self { cells, empty, right, repaired, candidates, unknown, errors, of_the_past, issues }
    }
}

/// The four scores, 0 to 1; 1 where there is nothing to judge.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Scores {
    /// Đúng.
    pub correct: f64,
    /// Đủ.
    pub complete: f64,
    /// Sạch.
    pub clean: f64,
    /// Sống.
    pub alive: f64,
}

fn add(count: &mut u64, more: u64) {
    *count = count.saturating_add(more);
}

impl ColumnQuality {
    /// Counts a cell: what it was, and what cleaning says of it.
    pub fn count(&mut self, before: &str, cleaned: &Cleaned<'_>) {
        add(&mut self.cells, 1);
        if before.trim().is_empty() || cleaned.issues.has(IssueCode::Placeholder) {
            add(&mut self.empty, 1);
            return;
        }
        let place = match cleaned.status {
            Status::Ok if cleaned.value == before => &mut self.right,
            Status::Ok => &mut self.repaired,
            Status::Candidates => &mut self.candidates,
            Status::Unknown => &mut self.unknown,
        };
        add(place, 1);
        if cleaned.issues.is_empty() {
            return;
        }
        if cleaned.issues.severity() == Some(Severity::Error) {
            add(&mut self.errors, 1);
        }
        if OF_THE_PAST.iter().any(|&code| cleaned.issues.has(code)) {
            add(&mut self.of_the_past, 1);
        }
        for (code, count) in IssueCode::ALL.iter().zip(&mut self.issues) {
            add(count, u64::from(cleaned.issues.has(*code)));
        }
    }

    /// Adds the counts of another part of the same column.
    pub fn merge(&mut self, other: &Self) {
        let Self { cells, empty, right, repaired, candidates, unknown, errors, of_the_past, issues } = other;
        add(&mut self.cells, *cells);
        add(&mut self.empty, *empty);
        add(&mut self.right, *right);
        add(&mut self.repaired, *repaired);
        add(&mut self.candidates, *candidates);
        add(&mut self.unknown, *unknown);
        add(&mut self.errors, *errors);
        add(&mut self.of_the_past, *of_the_past);
        for (own, more) in self.issues.iter_mut().zip(issues) {
            add(own, *more);
        }
    }

    /// The issues that occur, with the number of cells.
    pub fn issues(&self) -> impl Iterator<Item = (IssueCode, u64)> {
        IssueCode::ALL.iter().copied().zip(self.issues.iter().copied()).filter(|(_, count)| *count > 0)
    }

    /// The scores of the column.
    #[must_use]
    pub fn scores(&self) -> Scores {
        let valued = self.cells.saturating_sub(self.empty);
        Scores {
            correct: share(valued.saturating_sub(self.errors), valued),
            complete: share(valued, self.cells),
            clean: share(self.right, valued),
            alive: share(valued.saturating_sub(self.of_the_past), valued),
        }
    }
}

/// The scores of a table: every cell counts the same.
#[must_use]
pub fn table_scores<'a>(columns: impl Iterator<Item = &'a ColumnQuality>) -> Scores {
    let mut all = ColumnQuality::default();
    columns.for_each(|column| all.merge(column));
    all.scores()
}

#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "a share needs no more than 53 bits")]
fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cleanup::{IdContext, IdProfile, clean_id_number};

    #[test]
    fn every_cell_is_counted_once_and_scores_follow() {
        let mut quality = ColumnQuality::default();
        for cell in ["001199000018", "1199000018.0", "", "không có", "024681357", "12", "OO1199000018"] {
            quality.count(cell, &clean_id_number(cell, &IdContext::default(), &IdProfile::default()));
        }
        let parts = [quality.empty, quality.right, quality.repaired, quality.candidates, quality.unknown];
        assert_eq!(parts.iter().sum::<u64>(), quality.cells);
        assert_eq!((quality.cells, quality.empty), (7, 2));
        let scores = quality.scores();
        assert!((scores.complete - 5.0 / 7.0).abs() < 1e-9);
        assert!((scores.alive - 4.0 / 5.0).abs() < 1e-9, "the old number is of the past");
        assert!(scores.correct < 1.0 && scores.clean < scores.correct);
        let mut twice = quality.clone();
        twice.merge(&quality);
        assert_eq!((twice.cells, twice.scores()), (14, scores));
        assert!(quality.issues().any(|(code, count)| code == IssueCode::OldNumber && count == 1));
    }

    #[test]
    fn an_empty_column_has_nothing_against_it() {
        let scores = ColumnQuality::default().scores();
        assert_eq!((scores.correct, scores.complete, scores.clean, scores.alive), (1.0, 1.0, 1.0, 1.0));
    }
}
