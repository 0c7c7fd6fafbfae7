//! How right matching is on a list: its cells repaired and its addresses resolved first, as the Python package does.

use crate::list::List;
use crate::score::{cleaner, columns};
use dinhdanh::cleanup::address::{AddressParser, Scratch};
use dinhdanh::cleanup::matching::{Advice, Matcher, Pair, Person, Prepared, advise, clusters};
use dinhdanh::units::{Unit, UnitTable};
use std::collections::{BTreeMap, HashMap, HashSet};

/// A row after cleaning: name, date of birth, sex, number, telephone, province, commune, rest of the address; empty
/// where nothing is known.
pub type Ready = [String; 8];

/// The rows of a list, cleaned.
pub fn ready(list: &List) -> Vec<Ready> {
    let parser = AddressParser::new(UnitTable::embedded());
    let mut scratch = Scratch::default();
    let mut rows = Vec::with_capacity(list.rows.len());
    cleaner(list).clean(&mut columns(list), |row| {
        let cell = |at: usize| row.get(at).map(|cell| cell.value.to_string()).unwrap_or_default();
        let code = |unit: Option<Unit<'_>>| unit.map(Unit::code_text).unwrap_or_default();
        let found = parser.resolve_with(&cell(5), &mut scratch);
        let (province, commune, detail) = (code(found.province), code(found.commune), found.detail.expose().clone());
        rows.push([cell(0), cell(1), cell(2), cell(3), cell(4), province, commune, detail]);
    });
    rows
}

/// A row as the matcher takes it.
pub fn person(row: &Ready) -> Person<'_> {
    let [name, birth, sex, number, phone, province, commune, detail] =
        row.each_ref().map(|cell| Some(cell.as_str()).filter(|text| !text.is_empty()));
    Person {
        full_name: name,
        date_of_birth: birth,
        sex,
        id_number: number,
        phone,
        province,
        commune,
        address: detail,
        ..Person::default()
    }
}

/// A matcher with the rows in it.
pub fn matcher(rows: &[Ready]) -> Matcher {
    let mut matcher = Matcher::default();
    for row in rows {
        matcher.push(&person(row));
    }
    matcher
}

/// All pairs, by `threads` threads; how many were compared, and how many groups were too large.
pub fn pairs(prepared: &Prepared<'_>, threads: usize) -> (Vec<Pair>, u64, u64) {
    let found = std::thread::scope(|scope| {
        let work: Vec<_> = (0..threads).map(|part| scope.spawn(move || prepared.pairs(part, threads))).collect();
        work.into_iter().map(|thread| thread.join().expect("no panic")).collect::<Vec<_>>()
    });
    let (compared, cut) = found.iter().fold((0, 0), |sum, f| (sum.0 + f.compared, sum.1 + f.cut_groups));
    let mut pairs: Vec<Pair> = found.into_iter().flat_map(|part| part.pairs).collect();
    pairs.sort_unstable_by_key(|pair| (pair.left, pair.right));
    pairs.dedup_by_key(|pair| (pair.left, pair.right));
    (pairs, compared, cut)
}

/// Precision, recall and their harmonic mean.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Quality {
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
}

impl Quality {
    pub fn new(right: usize, given: usize, wanted: usize) -> Self {
        let (precision, recall) = (right as f64 / given.max(1) as f64, right as f64 / wanted.max(1) as f64);
        let f1 = 2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE);
        Self { precision, recall, f1 }
    }
}

/// What came out, at the advised threshold.
#[derive(Clone, Debug)]
pub struct Figures {
    pub advice: Advice,
    /// Share of true pairs that were compared at all and not dropped at once.
    pub found: f64,
    pub pairs: Quality,
    /// Pairs of rows within clusters.
    pub clusters: Quality,
    /// Kinds of look-alikes: pairs of people, pairs with a wrong pair of rows, pairs in one cluster.
    pub alike: BTreeMap<&'static str, [usize; 3]>,
    /// Pairs of other people in one cluster.
    pub strangers: usize,
}

impl Figures {
    pub fn of(list: &List, prepared: &Prepared<'_>, pairs: &[Pair]) -> Self {
        let advice = advise(pairs);
        let people = clusters(prepared, pairs, advice.threshold);
        let person = |row: u32| list.rows[row as usize].person;
        let same = |pair: &&Pair| person(pair.left) == person(pair.right);
        let wanted = list.true_pairs().len();
        let strong = pairs.iter().filter(|pair| pair.score() >= advice.threshold);
        let kept: Vec<&Pair> = strong.chain(&people.through).collect();
        let quality = Quality::new(kept.iter().copied().filter(same).count(), kept.len(), wanted);
        let found = pairs.iter().filter(same).count() as f64 / wanted.max(1) as f64;

        let kinds: HashMap<(usize, usize), &'static str> =
            list.alike.iter().map(|&(kind, one, other)| ((one, other), kind)).collect();
        let between = |one: usize, other: usize| (one.min(other), one.max(other));
        let met: HashSet<_> = kept.iter().map(|pair| between(person(pair.left), person(pair.right))).collect();
        let (mut right, mut given, mut merged) = (0, 0, HashSet::new());
        for group in people.clusters {
            let people: Vec<usize> = group.iter().map(|&row| person(row)).collect();
            for (at, &one) in people.iter().enumerate() {
                for &other in &people[at + 1..] {
                    given += 1;
                    right += usize::from(one == other);
                    if one != other {
                        merged.insert(between(one, other));
                    }
                }
            }
        }
        let mut alike: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
        for (between, kind) in &kinds {
            let counts = alike.entry(kind).or_default();
            counts[0] += 1;
            counts[1] += usize::from(met.contains(between));
            counts[2] += usize::from(merged.contains(between));
        }
        let strangers = merged.iter().filter(|between| !kinds.contains_key(between)).count();
        Self { advice, found, pairs: quality, clusters: Quality::new(right, given, wanted), alike, strangers }
    }

    /// The largest share of one kind of look-alikes that was taken for one person.
    pub fn merged(&self) -> f64 {
        let share = |&[all, met, merged]: &[usize; 3]| met.max(merged) as f64 / all.max(1) as f64;
        self.alike.values().map(share).fold(0.0, f64::max)
    }
}
