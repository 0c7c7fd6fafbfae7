//! A list in parts, on several machines: what each part counts is added up, rows that share a key are brought
//! together, and there compared. The pairs are those that one machine finds.
//!
//! Words have numbers of their own in every part; what travels is made of their texts instead.

use super::blocking::{self, GROUP, NEIGHBOURS};
use super::compare::{self, Comparison};
use super::names::{Map, Mix, Name, Word, mix, word_hash};
use super::row::{Birth, Matcher, Prepared, Row};
use super::{Pair, Pairs};
use std::collections::HashMap;
use std::fmt;
use std::hash::Hasher;

/// What a part of a list counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Counted {
    /// Rows.
    Row,
    /// A value, under a key that is the same in every part.
    Value(u64),
    /// A personal number, likewise.
    Number(u64),
}

/// How common the values of a whole list are.
#[derive(Clone, Default)]
pub struct Counts {
    rows: u64,
    /// Rows with a personal number, and pairs of rows that share one.
    numbers: (u64, u64),
    values: Map<u64, u32>,
}

impl Counts {
    /// Adds the sum of what all parts counted. Values that the whole list has once need not be added.
    pub fn add(&mut self, counted: Counted, sum: u64) {
        match counted {
            Counted::Row => self.rows = self.rows.saturating_add(sum),
            Counted::Value(key) => {
                let seen = self.values.entry(key).or_default();
                *seen = seen.saturating_add(u32::try_from(sum).unwrap_or(u32::MAX));
            }
            Counted::Number(_) => self.add_numbers(sum, blocking::pairs_of(sum)),
        }
    }

    /// Adds rows with a personal number and pairs of rows that share one, where they were summed up elsewhere: a number
    /// of `n` rows makes `n (n - 1) / 2` pairs, and none from 20 rows on, where it is a placeholder.
    pub fn add_numbers(&mut self, rows: u64, pairs: u64) {
        self.numbers = (self.numbers.0.saturating_add(rows), self.numbers.1.saturating_add(pairs));
    }

    fn of(&self, key: u64) -> u32 {
        self.values.get(&key).copied().unwrap_or(1)
    }
}

impl fmt::Debug for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Counts({} rows, {} values)", self.rows, self.values.len())
    }
}

/// Parts of the keys, so that a word is not taken for a telephone number.
const NAME: u64 = 1;
const WORD: u64 = 2;
const GIVEN: u64 = 3;
const BIRTH: u64 = 4;
const COMMUNE: u64 = 5;
const PHONE: u64 = 6;
const GIVEN_MARKS: u64 = 7;

/// The words of a list, by their texts.
struct Texts(Vec<u64>);

impl Texts {
    fn of(list: &Matcher) -> Self {
        let text = |word: u32| word_hash(list.words().text(word));
        Self((0..=u32::try_from(list.words().count()).unwrap_or(u32::MAX)).map(text).collect())
    }

    fn get(&self, word: Word) -> u64 {
        usize::try_from(word).ok().and_then(|at| self.0.get(at)).copied().unwrap_or_default()
    }

    /// The name with words that mean the same in every part.
    fn name(&self, name: Name) -> Name {
        let word = |word: Word| if word == 0 { 0 } else { u32::try_from(self.get(word) >> 32).unwrap_or(0) | 1 };
        Name { words: name.words.map(word), ..name }
    }

    /// The keys under which a row is counted; 0 for what it does not have.
    fn counted(&self, row: &Row) -> [u64; 6] {
        let when = |known: bool, what: u64, value: u64| if known { mix(&[what, value]) } else { 0 };
        let given = row.name.given();
        [
            self.name_key(&row.name),
            when(given != 0, GIVEN, self.get(given)),
            birth_key(row.birth),
            when(row.commune != 0, COMMUNE, u64::from(row.commune)),
            when(row.phone != 0, PHONE, row.phone),
            when(row.name.given_marks != 0, GIVEN_MARKS, u64::from(row.name.given_marks)),
        ]
    }

    fn name_key(&self, name: &Name) -> u64 {
        if name.length == 0 {
            return 0;
        }
        let mut hasher = Mix::default();
        hasher.write_u64(NAME);
        name.known().iter().for_each(|&word| hasher.write_u64(self.get(word)));
        hasher.finish() | 1
    }
}

fn birth_key(birth: Birth) -> u64 {
    if birth.is_full() { mix(&[BIRTH, birth.packed()]) } else { 0 }
}

impl Matcher {
    /// What this part of a list counts, to be added up with the other parts in [`Counts`].
    #[must_use]
    pub fn counts(&self) -> Vec<(Counted, u64)> {
        let texts = Texts::of(self);
        let mut sums: HashMap<Counted, u64> = HashMap::new();
        let mut count = |counted: Counted| {
            let seen = sums.entry(counted).or_default();
            *seen = seen.saturating_add(1);
        };
        for row in self.rows() {
            count(Counted::Row);
            texts.counted(row).into_iter().filter(|&key| key != 0).for_each(|key| count(Counted::Value(key)));
            row.name.known().iter().for_each(|&word| count(Counted::Value(mix(&[WORD, texts.get(word)]))));
            if row.number.digits != 0 {
                count(Counted::Number(mix(&[row.number.digits])));
            }
        }
        sums.into_iter().collect()
    }

    /// The blocking keys of every row, in the order of the rows: rows are worth comparing if they share one.
    #[must_use]
    pub fn blocking_keys(&self) -> Vec<(u64, u32)> {
        let texts = Texts::of(self);
        let keys = self.rows().iter().zip(0_u32..).flat_map(|(row, at)| {
            let stable = Row { name: texts.name(row.name), ..*row };
            blocking::keys_of(&stable).into_iter().filter(|&key| key != 0).map(move |key| (key, at))
        });
        keys.collect()
    }

    /// The pairs among rows that share a key, where `keyed` are the keys of the rows of this part and `counts` those
    /// of the whole list. All rows of a key must be in this part, in the order that they have in the whole list.
    #[must_use]
    pub fn pairs_of_keys(&self, keyed: &mut [(u64, u32)], counts: &Counts) -> Pairs {
        keyed.sort_unstable();
        let prepared = self.prepare_counted(counts);
        let comparison = Comparison::new(&prepared);
        let mut found = Pairs::default();
        for group in keyed.chunk_by(|a, b| a.0 == b.0) {
            let large = group.len() > GROUP;
            found.cut_groups = found.cut_groups.saturating_add(u64::from(large));
            for (at, &(_, left)) in group.iter().enumerate() {
                let reach = if large { NEIGHBOURS } else { group.len() };
                for &(_, right) in group.iter().skip(at.saturating_add(1)).take(reach) {
                    if self.boundary().is_none_or(|b| b.wants(left, right)) {
                        found.compare(&comparison, left, right);
                    }
                }
            }
        }
        found.pairs.sort_unstable_by_key(|pair: &Pair| (pair.left, pair.right));
        found.pairs.dedup_by_key(|pair| (pair.left, pair.right));
        found
    }

    /// This part, with values as common as they are in the whole list.
    fn prepare_counted(&self, counts: &Counts) -> Prepared<'_> {
        let texts = Texts::of(self);
        let rows = usize::try_from(counts.rows).unwrap_or(usize::MAX);
        let prior = compare::prior(rows, |rows| blocking::pairs_per_row(counts.numbers, rows));
        let mut prepared = Prepared::empty(self, rows, prior);
        for row in self.rows() {
            let [name, _, birth, commune, phone, marks] = texts.counted(row);
            prepared.names.insert(row.name.in_order(), counts.of(name));
            prepared.births.insert(row.birth.packed(), counts.of(birth));
            prepared.communes.insert(u64::from(row.commune), counts.of(commune));
            prepared.phones.insert(row.phone, counts.of(phone));
            prepared.given_marks.insert(u64::from(row.name.given_marks), counts.of(marks));
        }
        let of_words = |what: u64| texts.0.iter().map(|&text| counts.of(mix(&[what, text]))).collect();
        prepared.words = of_words(WORD);
        prepared.given = of_words(GIVEN);
        prepared
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cleanup::matching::Person;

    const FAMILY: [&str; 6] = ["Nguyễn", "Trần", "Lê", "Phạm", "Võ", "Hoàng"];
    const GIVEN: [&str; 8] = ["An", "Bình", "Hà", "Lan", "Mai", "Nam", "Sơn", "Tuấn"];

    type Cells = [String; 6];

    fn index(at: u32) -> usize {
        usize::try_from(at).unwrap()
    }

    /// Invented people, every fifth of them twice with a slip, and one number that many rows share.
    fn list() -> Vec<Cells> {
        let mut state = 7_u64;
        let mut draw = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap().checked_rem(below).unwrap()
        };
        let mut rows: Vec<Cells> = Vec::new();
        for _ in 0..1500 {
            let (family, middle, given) = (draw(6), draw(8), draw(8));
            let name = format!("{} {} {}", FAMILY[family], GIVEN[middle], GIVEN[given]);
            let year = draw(50);
            let birth = format!("19{:02}-{:02}-{:02}", year, draw(12).wrapping_add(1), draw(28).wrapping_add(1));
            let phone = format!("09{:08}", draw(100_000_000));
            let own = format!("0{:02}{}{year:02}{:06}", draw(90), draw(2), draw(1_000_000));
            let number = if draw(5) == 0 { "001099000000".to_owned() } else { own };
            let row = [number, name, birth, phone, format!("Phường {}", draw(40)), "12 Hàng Than".into()];
            if draw(5) == 0 {
                let mut again = row.clone();
                again[1] = again[1].to_uppercase();
                again[2].truncate(4);
                rows.push(again);
            }
            rows.push(row);
        }
        rows
    }

    fn pushed<'a>(rows: impl Iterator<Item = &'a Cells>) -> Matcher {
        let mut matcher = Matcher::default();
        for [number, name, birth, phone, commune, address] in rows {
            let person = Person {
                id_number: Some(number),
                full_name: Some(name),
                date_of_birth: Some(birth),
                phone: Some(phone),
                commune: Some(commune),
                address: Some(address),
                ..Person::default()
            };
            matcher.push(&person).unwrap();
        }
        matcher
    }

    #[test]
    fn parts_find_the_pairs_of_the_whole() {
        let rows = list();
        let wanted = pushed(rows.iter()).prepare().pairs(0, 1);
        assert!(wanted.pairs.len() > 200 && wanted.cut_groups > 0, "{} {}", wanted.pairs.len(), wanted.cut_groups);
        // The list in parts, as machines have them.
        let (mut sums, mut keyed) = (HashMap::new(), Vec::new());
        for (part, first) in rows.chunks(311).zip((0_u32..).step_by(311)) {
            let matcher = pushed(part.iter());
            for (counted, count) in matcher.counts() {
                let sum: &mut u64 = sums.entry(counted).or_default();
                *sum = sum.saturating_add(count);
            }
            keyed.extend(matcher.blocking_keys().into_iter().map(|(key, at)| (key, first.wrapping_add(at))));
        }
        let mut counts = Counts::default();
        sums.into_iter().for_each(|(counted, sum)| counts.add(counted, sum));
        assert_eq!(usize::try_from(counts.rows), Ok(rows.len()));
        assert!(counts.numbers.1 > 100);
        // Keys brought together in buckets, each with the rows that have them.
        let mut found: Vec<Pair> = Vec::new();
        for bucket in 0..7 {
            let here: Vec<(u64, u32)> = keyed.iter().copied().filter(|(key, _)| key.rem_euclid(7) == bucket).collect();
            let mut places: Vec<u32> = here.iter().map(|(_, row)| *row).collect();
            places.sort_unstable();
            places.dedup();
            let matcher = pushed(places.iter().map(|&at| &rows[index(at)]));
            let local = |row: u32| u32::try_from(places.binary_search(&row).unwrap()).unwrap();
            let mut keyed: Vec<(u64, u32)> = here.iter().map(|&(key, row)| (key, local(row))).collect();
            let pairs = matcher.pairs_of_keys(&mut keyed, &counts).pairs;
            found.extend(pairs.into_iter().map(|p| Pair {
                left: places[index(p.left)],
                right: places[index(p.right)],
                ..p
            }));
        }
        found.sort_unstable_by_key(|pair| (pair.left, pair.right));
        found.dedup_by_key(|pair| (pair.left, pair.right));
        assert_eq!(found, wanted.pairs);
    }

    #[test]
    fn what_is_counted_says_nothing_of_anybody() {
        let matcher = pushed(list().iter());
        let mut counts = Counts::default();
        matcher.counts().into_iter().for_each(|(counted, count)| counts.add(counted, count));
        assert!(!format!("{counts:?}").contains("Nguyễn"));
        assert_eq!(counts.of(12_345), 1);
    }
}
