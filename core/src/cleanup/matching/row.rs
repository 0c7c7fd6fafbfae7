//! Rows in a compact form, and the list of them.

use super::blocking;
use super::compare::{self, Comparison};
use super::names::{Map, Mix, Name, Word, Words, each_word, mix, word_hash};
use super::number::{Number, meant};
use super::weights::RIVALS;
use super::{Pair, Pairs, Reason};
use crate::identity::PartialDate;
use std::fmt;
use std::hash::Hasher;

/// One row of a cleaned list; what is not known is `None`. Cells that were not cleaned are understood where they
/// can be and ignored where not.
#[derive(Clone, Copy, Default)]
pub struct Person<'a> {
    /// Personal number of 12 digits; an old number of 9 digits is taken as such.
    pub id_number: Option<&'a str>,
    /// Old identity card number of 9 digits.
    pub old_id_number: Option<&'a str>,
    /// Social or health insurance number.
    pub insurance_number: Option<&'a str>,
    /// Full name in Vietnamese order.
    pub full_name: Option<&'a str>,
    /// `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; day-first forms are understood too.
    pub date_of_birth: Option<&'a str>,
    /// `Nam`, `Nữ`, `male`, `female`, `M`, `F`.
    pub sex: Option<&'a str>,
    /// Telephone.
    pub phone: Option<&'a str>,
    /// Code or name of the province.
    pub province: Option<&'a str>,
    /// Code or name of the commune.
    pub commune: Option<&'a str>,
    /// House, street, hamlet; or the whole address where commune and province are not separate.
    pub address: Option<&'a str>,
}

/// A date of birth; 0 for what is unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Birth {
    pub(super) year: u16,
    pub(super) month: u8,
    pub(super) day: u8,
    /// The year is that of the personal number.
    pub(super) of_number: bool,
}

impl Birth {
    fn of(text: Option<&str>) -> Self {
        let text = text.unwrap_or_default().trim();
        let date = PartialDate::parse_year_first(text).or_else(|_| PartialDate::parse_day_first(text)).ok();
        date.map_or_else(
            || Self { year: year_in(text), ..Self::default() },
            |d| Self { year: d.year(), month: d.month().unwrap_or(0), day: d.day().unwrap_or(0), of_number: false },
        )
    }

    pub(super) const fn is_full(self) -> bool {
        self.day != 0
    }

    pub(super) fn packed(self) -> u64 {
        u64::from(self.year) << 16 | u64::from(self.month) << 8 | u64::from(self.day)
    }
}

/// The year of a date that does not exist or is only half legible, such as 31/02/1999.
fn year_in(text: &str) -> u16 {
    let mut years =
        text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| part.len() == 4).filter_map(|part| {
            let digits = part.bytes().map(meant).map(|b| b.is_ascii_digit().then(|| u16::from(b.wrapping_sub(b'0'))));
            digits.reduce(|all, digit| Some(all?.wrapping_mul(10).wrapping_add(digit?)))?
        });
    years.find(|year| (1900..2100).contains(year)).unwrap_or(0)
}

/// A row as it is compared: of one size, whatever its texts.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Row {
    pub(super) number: Number,
    pub(super) old_number: u64,
    pub(super) insurance: u64,
    pub(super) name: Name,
    pub(super) birth: Birth,
    /// 0 unknown, 1 male, 2 female.
    pub(super) sex: u8,
    pub(super) phone: u64,
    pub(super) province: Word,
    pub(super) commune: Word,
    /// A hash of the words of the address, in any order.
    pub(super) detail: u32,
}

/// A list in which to look for people who occur twice.
#[derive(Clone, Default)]
pub struct Matcher {
    rows: Vec<Row>,
    words: Words,
    scratch: String,
    /// Rows from here on are new, or of the right list.
    pub(super) boundary: Option<Boundary>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Boundary {
    /// Only pairs with at least one new row.
    New(u32),
    /// Only pairs of one row before and one after.
    Between(u32),
}

impl Boundary {
    pub(super) fn wants(self, left: u32, right: u32) -> bool {
        let (low, high) = if left < right { (left, right) } else { (right, left) };
        match self {
            Self::New(at) => high >= at,
            Self::Between(at) => low < at && high >= at,
        }
    }
}

impl Matcher {
    /// Adds a row and gives its place. Beyond 2^32 rows nothing is added: split such a list by its blocking keys.
    pub fn push(&mut self, person: &Person<'_>) -> Option<u32> {
        let place = u32::try_from(self.rows.len()).ok()?;
        let row = self.row(person);
        self.rows.push(row);
        Some(place)
    }

    /// From here on rows are new: only pairs with at least one of them are looked for. For a list that grows.
    pub fn only_new_from_here(&mut self) {
        self.boundary = u32::try_from(self.rows.len()).ok().map(Boundary::New);
    }

    /// From here on rows are of the second list: only pairs between the two are looked for.
    pub fn second_list_from_here(&mut self) {
        self.boundary = u32::try_from(self.rows.len()).ok().map(Boundary::Between);
    }

    /// A number for the words of a text, the same in every part of a list.
    fn word_of(&mut self, text: Option<&str>) -> Word {
        let Some(text) = text else { return 0 };
        let (mut sum, mut any) = (0_u64, false);
        each_word(text, &mut self.scratch, |word| {
            any = true;
            sum = sum.wrapping_mul(31).wrapping_add(word_hash(word));
        });
        if any { u32::try_from(mix(&[sum]) >> 32).unwrap_or_default() | 1 } else { 0 }
    }

    fn row(&mut self, person: &Person<'_>) -> Row {
        let mut birth = Birth::of(person.date_of_birth);
        let sex = sex_of(person.sex);
        let female = (sex != 0).then_some(sex == 2);
        let mut number = Number::of(person.id_number, birth.year, female);
        let mut old_number = Number::of(person.old_id_number, 0, None);
        if number.length == 9 {
            (number, old_number) = (Number::default(), number);
        }
        if birth.year == 0 && number.in_order {
            birth = Birth { year: number.birth_year(), of_number: true, ..Birth::default() };
        }
        let name = person.full_name.map(|n| Name::of(n, &mut self.words, &mut self.scratch)).unwrap_or_default();
        let mut detail = 0_u64;
        if let Some(address) = person.address {
            each_word(address, &mut self.scratch, |word| detail = detail.wrapping_add(mix(&[word_hash(word)])));
        }
        Row {
            number,
            old_number: if old_number.length == 9 { old_number.digits } else { 0 },
            insurance: hash_of(person.insurance_number),
            name,
            birth,
            sex,
            phone: phone_of(person.phone),
            province: self.word_of(person.province),
            commune: self.word_of(person.commune),
            detail: u32::try_from(detail >> 32).unwrap_or_default(),
        }
    }

    /// Counts how common values are and orders the rows by their keys. After that pairs can be looked for, by
    /// several threads if wanted.
    #[must_use]
    pub fn prepare(&self) -> Prepared<'_> {
        let mut names: Map<u64, u32> = Map::default();
        let mut words = vec![0_u32; self.words.count().saturating_add(1)];
        let (mut births, mut communes, mut phones): (Map<u64, u32>, Map<u64, u32>, Map<u64, u32>) = Default::default();
        let mut given = words.clone();
        let mut given_marks: Map<u64, u32> = Map::default();
        let count = |map: &mut Map<u64, u32>, key: u64| {
            if key != 0 {
                let seen = map.entry(key).or_default();
                *seen = seen.saturating_add(1);
            }
        };
        for row in &self.rows {
            count(&mut names, row.name.in_order());
            count(&mut births, if row.birth.is_full() { row.birth.packed() } else { 0 });
            count(&mut communes, u64::from(row.commune));
            count(&mut phones, row.phone);
            count(&mut given_marks, u64::from(row.name.given_marks));
            let seen = |list: &mut Vec<u32>, word: Word| {
                if let Some(n) = usize::try_from(word).ok().and_then(|at| list.get_mut(at)) {
                    *n = n.saturating_add(1);
                }
            };
            row.name.known().iter().for_each(|&word| seen(&mut words, word));
            seen(&mut given, row.name.given());
        }
        let keys = blocking::Keys::of(&self.rows);
        let rows = self.rows.len();
        let prior = compare::prior(rows, |rows| blocking::pairs_per_row(keys.numbers(), rows));
        Prepared { list: self, rows, names, words, given, given_marks, births, communes, phones, keys, prior }
    }

    pub(super) fn rows(&self) -> &[Row] {
        &self.rows
    }

    pub(super) const fn words(&self) -> &Words {
        &self.words
    }

    pub(super) const fn boundary(&self) -> Option<Boundary> {
        self.boundary
    }
}

/// A list whose values are counted.
#[derive(Clone)]
pub struct Prepared<'a> {
    pub(super) list: &'a Matcher,
    /// Rows of the whole list, of which this one may be a part.
    pub(super) rows: usize,
    pub(super) names: Map<u64, u32>,
    pub(super) words: Vec<u32>,
    pub(super) given: Vec<u32>,
    pub(super) given_marks: Map<u64, u32>,
    pub(super) births: Map<u64, u32>,
    pub(super) communes: Map<u64, u32>,
    pub(super) phones: Map<u64, u32>,
    pub(super) keys: blocking::Keys,
    pub(super) prior: [f64; RIVALS],
}

/// Pairs below this many bits are not worth keeping: about one in two hundred of them is one person.
const FLOOR_BITS: f64 = -8.0;

impl<'a> Prepared<'a> {
    /// A list of which nothing is counted, as part of one of so many rows.
    pub(super) fn empty(list: &'a Matcher, rows: usize, prior: [f64; RIVALS]) -> Self {
        let keys = blocking::Keys::of(&[]);
        let (words, given) = Default::default();
        let (names, given_marks, births, communes, phones) = Default::default();
        Self { list, rows, names, words, given, given_marks, births, communes, phones, keys, prior }
    }
}

impl Prepared<'_> {
    /// The pairs of one part of the list, of `parts` in all: for several threads. One part is `pairs(0, 1)`.
    #[must_use]
    pub fn pairs(&self, part: usize, parts: usize) -> Pairs {
        let mut found = Pairs::default();
        let comparison = Comparison::new(self);
        let cut = self.keys.each_pair(self.list.boundary(), part, parts, |left, right| {
            found.compare(&comparison, left, right);
        });
        found.cut_groups = cut;
        found.pairs.sort_unstable_by_key(|pair| (pair.left, pair.right));
        found.pairs.dedup_by_key(|pair| (pair.left, pair.right));
        found
    }

    /// A pair that others make; `None` if pairs of these two rows are not looked for.
    pub(super) fn through(&self, left: u32, right: u32, bits: f32) -> Option<Pair> {
        let wanted = self.list.boundary().is_none_or(|boundary| boundary.wants(left, right));
        let own = self.compare(left, right).filter(|_| wanted)?;
        Some(Pair { left, right, bits, reasons: own.reasons | Reason::Through.bit() })
    }

    /// The evidence for two rows, found by a key or not.
    #[must_use]
    pub fn compare(&self, left: u32, right: u32) -> Option<Pair> {
        let (bits, reasons) = Comparison::new(self).of(left, right)?;
        Some(Pair { left, right, bits: narrow(bits), reasons })
    }
}

impl Pairs {
    pub(super) fn compare(&mut self, comparison: &Comparison<'_>, left: u32, right: u32) {
        self.compared = self.compared.saturating_add(1);
        if let Some((bits, reasons)) = comparison.of(left, right).filter(|(bits, _)| *bits >= FLOOR_BITS) {
            self.pairs.push(Pair { left, right, bits: narrow(bits), reasons });
        }
    }
}

impl fmt::Debug for Person<'_> {
    /// Which cells there are, and not what is in them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cells = [
            ("id_number", self.id_number),
            ("old_id_number", self.old_id_number),
            ("insurance_number", self.insurance_number),
            ("full_name", self.full_name),
            ("date_of_birth", self.date_of_birth),
            ("sex", self.sex),
            ("phone", self.phone),
            ("province", self.province),
            ("commune", self.commune),
            ("address", self.address),
        ];
        f.write_str("Person")?;
        f.debug_set().entries(cells.iter().filter(|(_, cell)| cell.is_some()).map(|(name, _)| name)).finish()
    }
}

impl fmt::Debug for Matcher {
    /// The number of rows and nothing of what is in them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Matcher({} rows)", self.rows.len())
    }
}

impl fmt::Debug for Prepared<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Prepared({:?})", self.list)
    }
}

/// Evidence is a few dozen bits at most.
#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "rounds; there is no other conversion")]
const fn narrow(bits: f64) -> f32 {
    bits as f32
}

fn sex_of(text: Option<&str>) -> u8 {
    match text.and_then(|t| t.trim().chars().next()) {
        Some('M' | 'm') => 1,
        Some('F' | 'f') => 2,
        Some('N' | 'n') => match text.unwrap_or_default().trim().chars().nth(1) {
            Some('a' | 'A') => 1,
            _ => 2,
        },
        _ => 0,
    }
}

fn hash_of(text: Option<&str>) -> u64 {
    let mut hasher = Mix::default();
    let mut any = 0_u8;
    for byte in text.unwrap_or_default().bytes().filter(u8::is_ascii_alphanumeric) {
        hasher.write_u8(byte.to_ascii_uppercase());
        any = any.saturating_add(1);
    }
    if any >= 6 { hasher.finish() | 1 } else { 0 }
}

/// The digits after the country code or the leading zero; of several telephones the first.
fn phone_of(text: Option<&str>) -> u64 {
    let mut digits = 0_u64;
    let mut length = 0_u8;
    let text = text.unwrap_or_default().split(['/', ',', ';']).next().unwrap_or_default();
    for byte in text.bytes().map(meant).filter(u8::is_ascii_digit) {
        digits = digits.wrapping_mul(10).wrapping_add(u64::from(byte.wrapping_sub(b'0')));
        length = length.saturating_add(1);
    }
    let national = match (length, digits) {
        (11, 84_000_000_000..=84_999_999_999) => digits.wrapping_sub(84_000_000_000),
        _ => digits,
    };
    if national >= 10_000_000 { national } else { 0 }
}
