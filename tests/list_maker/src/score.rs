//! How much of a list came out right.

use crate::list::{COLUMNS, List};
use crate::spoil::Gold;
use dinhdanh::cleanup::{Cleaned, Cleaner, Role, Rules, Status};
use dinhdanh::identity::Date;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Cells of one column and kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// The value that is meant, or rightly nothing.
    pub right: usize,
    /// Given as certain, and not what is meant, though the cell was changed or could be read.
    pub wrong: usize,
    /// Left open: candidates or unknown.
    pub open: usize,
    /// Damage that cannot be seen: a wrong cell that looks right, unchanged.
    pub unseen: usize,
}

/// The columns of [`List`] as the library knows them.
pub const ROLES: [Role; 6] = [Role::Name, Role::BirthDate, Role::Sex, Role::IdNumber, Role::Phone, Role::Address];

/// A cleaner that has seen the list.
pub fn cleaner(list: &List) -> Cleaner {
    cleaner_of(&ROLES, &mut columns(list))
}

/// A cleaner that has seen some columns.
pub fn cleaner_of<'a, I: Iterator<Item = Option<&'a str>>>(roles: &[Role], columns: &mut [I]) -> Cleaner {
    let rules = Rules::new(Date::new(2026, 11, 21).expect("a day"));
    let mut cleaner = Cleaner::new(rules).columns(roles);
    cleaner.observe(columns);
    cleaner
}

/// The columns of a list, cell by cell.
pub fn columns(list: &List) -> [impl Iterator<Item = Option<&str>>; 6] {
    [0, 1, 2, 3, 4, 5].map(move |at: usize| list.rows.iter().map(move |row| Some(row.cells[at].text.as_str())))
}

impl Score {
    pub fn add(&mut self, text: &str, gold: &Gold, cleaned: &Cleaned<'_>) -> bool {
        // Of an address only the text is judged here; its units are in `address_score`.
        let certain = cleaned.status == Status::Ok || cleaned.address.is_some();
        let place = match gold {
            Gold::Value(value) if certain && cleaned.value == *value => &mut self.right,
            Gold::Value(_) if certain => &mut self.wrong,
            Gold::Value(_) => &mut self.open,
            Gold::Meant(value) if certain && cleaned.value == *value => &mut self.right,
            Gold::Meant(_) if certain && cleaned.value == text => &mut self.unseen,
            Gold::Meant(_) if certain => &mut self.wrong,
            Gold::Meant(_) => &mut self.open,
            Gold::Nothing if !certain && cleaned.value.is_empty() => &mut self.right,
            Gold::Nothing if certain => &mut self.wrong,
            Gold::Nothing => &mut self.open,
        };
        *place += 1;
        self.wrong_was(gold, cleaned, certain, text)
    }

    fn wrong_was(&self, gold: &Gold, cleaned: &Cleaned<'_>, certain: bool, text: &str) -> bool {
        match gold {
            Gold::Value(value) => !certain || cleaned.value != *value,
            Gold::Meant(value) => certain && cleaned.value != *value && cleaned.value != text,
            Gold::Nothing => certain || !cleaned.value.is_empty(),
        }
    }

    pub const fn total(&self) -> usize {
        self.right + self.wrong + self.open + self.unseen
    }

    pub fn share(&self) -> f64 {
        self.right as f64 / self.total().max(1) as f64
    }

    fn plus(self, other: Self) -> Self {
        Self {
            right: self.right + other.right,
            wrong: self.wrong + other.wrong,
            open: self.open + other.open,
            unseen: self.unseen + other.unseen,
        }
    }
}

/// Scores by column and kind.
pub type Scores = BTreeMap<(&'static str, &'static str, bool), Score>;

/// Cleans a list and scores every cell. `show` is told of cells that are not what they should be.
pub fn score(list: &List, mut show: impl FnMut(&str, &str, &Gold, &Cleaned<'_>)) -> Scores {
    let cleaner = cleaner(list);
    let mut scores = Scores::new();
    let mut at = 0;
    cleaner.clean(&mut columns(list), |row| {
        for ((cell, cleaned), column) in list.rows[at].cells.iter().zip(row).zip(COLUMNS) {
            let certain = !matches!(cell.gold, Gold::Meant(_));
            let score = scores.entry((column, cell.kind, certain)).or_default();
            if score.add(&cell.text, &cell.gold, cleaned) {
                show(&format!("{column}/{}", cell.kind), &cell.text, &cell.gold, cleaned);
            }
        }
        at += 1;
    });
    scores
}

/// The sum of what `keep` keeps.
pub fn sum(scores: &Scores, keep: impl Fn(&str, &str, bool) -> bool) -> Score {
    let kept = scores.iter().filter(|((column, kind, certain), _)| keep(column, kind, *certain));
    kept.fold(Score::default(), |sum, (_, score)| sum.plus(*score))
}

/// The scores as a table.
pub fn table(scores: &Scores) -> String {
    let mut out = String::new();
    for ((column, kind, certain), s) in scores {
        let known = if *certain { "known" } else { "doubt" };
        let _ = writeln!(
            out,
            "{column:14} {kind:18} {known} {:7} right {:7.3} % wrong {:5} open {:6} unseen {:5}",
            s.total(),
            100.0 * s.share(),
            s.wrong,
            s.open,
            s.unseen
        );
    }
    out
}
