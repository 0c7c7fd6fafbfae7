//! What two rows say for and against being one person.

use super::Reason;
use super::names::{self, Marks, Name, Names, Word};
use super::number::{self, Numbers};
use super::row::{Birth, Prepared, Row};
use super::weights::{self as w, Chance, RIVALS};

/// A prepared list with what every comparison in it needs.
pub(super) struct Comparison<'a> {
    prepared: &'a Prepared<'a>,
    rows: f64,
}

/// How one field agrees, and the evidence in it against each rival.
#[derive(Clone, Copy)]
struct Finding {
    bits: [f64; RIVALS],
    reasons: u32,
}

fn finding(chance: Chance, reason: Reason) -> Finding {
    Finding { bits: chance.bits(), reasons: reason.bit() }
}

const SILENT: Finding = Finding { bits: [0.0; RIVALS], reasons: 0 };

impl Finding {
    fn and(mut self, other: Self) -> Self {
        for (sum, bits) in self.bits.iter_mut().zip(other.bits) {
            *sum += bits;
        }
        self.reasons |= other.reasons;
        self
    }
}

/// Days that are given where only the year is known.
const NEW_YEAR: (u8, u8) = (1, 1);
/// Rows by which shares in short lists are held down: what occurs twice in a hundred rows may be a slip, copied once.
const SMALL_LIST: f64 = 10_000.0;
/// A date of birth among those of about sixty years, if births were spread evenly.
const ONE_DAY: f64 = 1.0 / 22_000.0;

/// Bits for one person before anything is compared, against each rival, in a list of so many rows and pairs.
pub(super) fn prior(rows: usize, pairs_per_row: impl FnOnce(f64) -> Option<f64>) -> [f64; RIVALS] {
    let rows = f64::from(u32::try_from(rows).unwrap_or(u32::MAX)).max(2.0);
    let (least, usual, most) = w::PAIRS_PER_ROW;
    let expected = pairs_per_row(rows).unwrap_or(usual).clamp(least, most);
    // Of n rows there are n (n - 1) / 2 pairs, and expected * n of them are one person.
    let strangers = (2.0 * expected / rows).log2().clamp(-28.0, -7.0);
    let [twins, family, namesakes] =
        [w::TWINS_PER_ROW, w::FAMILY_PER_ROW, w::NAMESAKES_PER_ROW].map(|rivals| (expected / rivals).log2());
    [strangers, twins, family, namesakes]
}

impl<'a> Comparison<'a> {
    pub(super) fn new(prepared: &'a Prepared<'a>) -> Self {
        let rows = f64::from(u32::try_from(prepared.rows).unwrap_or(u32::MAX)).max(2.0);
        Self { prepared, rows }
    }

    /// Evidence in bits and the reasons; `None` for rows that do not exist.
    pub(super) fn of(&self, left: u32, right: u32) -> Option<(f64, u32)> {
        let row = |at: u32| usize::try_from(at).ok().and_then(|at| self.prepared.list.rows().get(at));
        let (a, b) = (row(left)?, row(right)?);
        let number = numbers(a, b);
        // A year that was taken from the number would count twice.
        let of_number = a.birth.of_number || b.birth.of_number;
        let birth = if of_number && number.reasons != 0 {
            SILENT
        } else {
            // A number in order holds the year of its row: then neither year is a slip.
            self.birth(a.birth, b.birth, a.number.in_order && b.number.in_order)
        };
        let findings = [self.name(&a.name, &b.name), birth, number, other_numbers(a, b), sexes(a, b), self.home(a, b)];
        let prior = Finding { bits: self.prepared.prior, reasons: 0 };
        let all = findings.into_iter().fold(prior, Finding::and);
        // The rivals are each unlikelier than one person by so much; together they are likelier.
        let rivals: f64 = all.bits.iter().map(|bits| (-bits).exp2()).sum();
        Some((-rivals.log2(), all.reasons))
    }

    /// The share of the other rows that a count stands for.
    fn share(&self, count: u32) -> f64 {
        f64::from(count.saturating_sub(1)) / self.rows
    }

    fn word_share(&self, counts: &[u32], word: Word) -> f64 {
        let count = usize::try_from(word).ok().and_then(|at| counts.get(at)).copied().unwrap_or(0);
        f64::from(count).max(1.0) / self.rows
    }

    /// What share of people would have this name if words were drawn one by one: for names that the list has too
    /// few of to count.
    fn drawn(&self, name: &Name, without: Option<usize>) -> f64 {
        let words = name.known().iter().enumerate().filter(|(at, _)| Some(*at) != without);
        words.map(|(_, &word)| self.word_share(&self.prepared.words, word)).product()
    }

    /// How often the rarer of two words occurs: the one that may be a slip.
    fn rarer(counts: &[u32], words: [Word; 2]) -> u32 {
        let seen = |word: Word| usize::try_from(word).ok().and_then(|at| counts.get(at)).copied();
        words.map(|word| seen(word).unwrap_or(0).max(1)).into_iter().fold(u32::MAX, u32::min)
    }

    /// A slip that gives exactly the rarer word, if all else in the names has this share: strangers have that word by
    /// chance, and twins, where it is the given name, if it is one that other people have.
    fn slip(&self, chance: Chance, others: f64, rarer: u32, given: bool) -> Chance {
        let chance = chance.among(others * f64::from(rarer) / self.rows, w::NAME_MOST);
        let elsewhere = f64::from(rarer.saturating_sub(1)) / (self.rows + SMALL_LIST);
        if given { chance.if_twins_alike(elsewhere) } else { chance }
    }

    /// As `rarer`, for given names with their diacritics.
    fn rarer_given(&self, one: &Name, two: &Name) -> u32 {
        let seen = |name: &Name| self.prepared.given_marks.get(&u64::from(name.given_marks)).copied().unwrap_or(1);
        seen(one).min(seen(two))
    }

    fn name(&self, one: &Name, two: &Name) -> Finding {
        let shares = |name: &Name| {
            let count = self.prepared.names.get(&name.in_order()).copied().unwrap_or(1);
            self.share(count).max(self.drawn(name, None))
        };
        let shared = |chance: Chance, share: f64| chance.among(share, w::NAME_MOST);
        match names::compare(one, two, self.prepared.list.words()) {
            Names::Silent => Finding { bits: w::NAME_MISSING.bits(), reasons: 0 },
            Names::Same { marks: Marks::Same } => finding(shared(w::NAME_SAME, shares(one)), Reason::NameSame),
            Names::Same { marks: Marks::OneBare } => {
                finding(shared(w::NAME_FOLDED, shares(one)), Reason::NameSameFolded)
            }
            Names::Same { marks: Marks::Differ } => {
                finding(shared(w::NAME_TONES, shares(one) * 0.3), Reason::NameTonesDiffer)
            }
            Names::Same { marks: Marks::GivenDiffers } => {
                let others = self.drawn(one, Some(usize::from(one.length).saturating_sub(1)));
                let chance = self.slip(w::GIVEN_TONES, others, self.rarer_given(one, two), true);
                finding(chance, Reason::NameTonesDiffer)
            }
            Names::Lost => {
                let share = shares(if one.lossy { two } else { one });
                finding(shared(w::NAME_LOST, share), Reason::NameLost)
            }
            Names::Reordered => finding(shared(w::NAME_REORDERED, shares(one)), Reason::NameReordered),
            Names::Shortened => {
                let ends = self.word_share(&self.prepared.words, one.family())
                    * self.word_share(&self.prepared.given, one.given());
                if names::given_marks_differ(one, two) {
                    let chance = self.slip(w::GIVEN_TONES, ends, self.rarer_given(one, two), true);
                    let reasons = Reason::NameShortened.bit() | Reason::NameTonesDiffer.bit();
                    Finding { bits: chance.bits(), reasons }
                } else {
                    finding(shared(w::NAME_SHORTENED, ends * 0.1), Reason::NameShortened)
                }
            }
            Names::Typo(at) => {
                let word = |name: &Name| name.known().get(at).copied().unwrap_or_default();
                let given = at.saturating_add(1) == one.known().len();
                let counts = if given { &self.prepared.given } else { &self.prepared.words };
                let rarer = Self::rarer(counts, [word(one), word(two)]);
                finding(self.slip(w::NAME_TYPO, self.drawn(one, Some(at)), rarer, given), Reason::NameTypo)
            }
            Names::Close { given } => {
                let chance = if given {
                    w::NAME_CLOSE
                } else {
                    let family = self.word_share(&self.prepared.words, one.family());
                    let rarer = Self::rarer(&self.prepared.given, [one.given(), two.given()]);
                    self.slip(w::NAME_TYPO, family, rarer, true)
                };
                let reasons = Reason::NameShortened.bit() | Reason::NameTypo.bit();
                Finding { bits: chance.bits(), reasons }
            }
            Names::Sibling => finding(w::NAME_SIBLING, Reason::NameSibling),
            Names::GivenOnly => finding(w::NAME_GIVEN_ONLY, Reason::NameGivenOnly),
            Names::Different => finding(w::NAME_DIFFERS, Reason::NameDiffers),
        }
    }

    fn birth(&self, a: Birth, b: Birth, years_hold: bool) -> Finding {
        if a.year == 0 || b.year == 0 {
            return SILENT;
        }
        let apart = a.year.abs_diff(b.year);
        let made = |x: Birth| (x.day, x.month) == NEW_YEAR;
        if !a.is_full() || !b.is_full() {
            return match apart {
                0 => finding(w::BIRTH_YEAR, Reason::BirthYear),
                13.. => finding(w::BIRTH_GENERATION, Reason::Generation),
                _ => finding(w::BIRTH_YEAR_DIFFERS, Reason::BirthDiffers),
            };
        }
        if (a.year, a.month, a.day) == (b.year, b.month, b.day) {
            let counted = self.prepared.births.get(&a.packed()).copied().unwrap_or(1);
            let usual = if made(a) { ONE_DAY * 20.0 } else { ONE_DAY };
            return finding(w::BIRTH_SAME.among(self.share(counted).max(usual), 30.0), Reason::BirthSame);
        }
        if apart == 0 && (a.day, a.month) == (b.month, b.day) {
            return finding(w::BIRTH_SWAPPED, Reason::BirthSwapped);
        }
        // A date of 1 January that shares the year may be a year made into a date.
        if apart == 0 && (made(a) || made(b)) {
            return finding(w::BIRTH_NEW_YEAR, Reason::BirthYear);
        }
        let one_day = (a.day, a.month) == (b.day, b.month);
        if apart > 12 || (apart > 0 && years_hold) {
            return match (apart, one_day && !years_hold) {
                (_, true) => finding(w::BIRTH_YEAR_FAR, Reason::Generation),
                (13.., false) => finding(w::BIRTH_GENERATION, Reason::Generation),
                (_, false) => finding(w::BIRTH_DIFFERS, Reason::BirthDiffers),
            };
        }
        if one_digit(a, b) {
            return finding(w::BIRTH_TYPO, Reason::BirthTypo);
        }
        match [apart == 0, a.month == b.month, a.day == b.day] {
            [false, true, true] => finding(w::BIRTH_YEAR_FAR, Reason::BirthPartly),
            [true, false, true] | [true, true, false] => finding(w::BIRTH_PARTLY, Reason::BirthPartly),
            _ => finding(w::BIRTH_DIFFERS, Reason::BirthDiffers),
        }
    }

    /// Telephone and address, which say nothing against a family.
    fn home(&self, a: &Row, b: &Row) -> Finding {
        let both = |x: u32, y: u32| x != 0 && y != 0;
        let mut all = SILENT;
        if a.phone != 0 && b.phone != 0 {
            all = all.and(if a.phone == b.phone {
                let counted = self.prepared.phones.get(&a.phone).copied().unwrap_or(1);
                finding(w::PHONE_SAME.among(self.share(counted), w::PHONE_MOST), Reason::PhoneSame)
            } else {
                finding(w::PHONE_DIFFERS, Reason::PhoneDiffers)
            });
        }
        let communes = both(a.commune, b.commune);
        let one_province = both(a.province, b.province).then_some(a.province == b.province);
        all = all.and(match (communes, one_province) {
            (true, _) if a.commune == b.commune => {
                let counted = self.prepared.communes.get(&u64::from(a.commune)).copied().unwrap_or(1);
                finding(w::COMMUNE_SAME.among(self.share(counted), w::COMMUNE_MOST), Reason::CommuneSame)
            }
            (_, Some(false)) => finding(w::PROVINCE_DIFFERS, Reason::ProvinceDiffers),
            (true, _) => finding(w::COMMUNE_DIFFERS, Reason::CommuneDiffers),
            (false, Some(true)) => Finding { bits: w::PROVINCE_SAME.bits(), reasons: 0 },
            (false, None) => SILENT,
        });
        let elsewhere = (communes && a.commune != b.commune) || one_province == Some(false);
        if both(a.detail, b.detail) && !elsewhere {
            all = all.and(if a.detail == b.detail {
                finding(w::DETAIL_SAME, Reason::DetailSame)
            } else {
                Finding { bits: w::DETAIL_DIFFERS.bits(), reasons: 0 }
            });
        }
        all
    }
}

/// One digit of `ddMMyyyy` differs, or two neighbours are exchanged.
fn one_digit(a: Birth, b: Birth) -> bool {
    let digits = |d: Birth| {
        let pair = |n: u8| [n / 10, n % 10];
        let century = u8::try_from(d.year / 100).unwrap_or(0);
        let rest = u8::try_from(d.year % 100).unwrap_or(0);
        [pair(d.day), pair(d.month), pair(century), pair(rest)]
    };
    let (mut wrong, mut exchanged) = (0_u8, false);
    for (x, y) in digits(a).into_iter().zip(digits(b)) {
        let here = u8::from(x[0] != y[0]).saturating_add(u8::from(x[1] != y[1]));
        wrong = wrong.saturating_add(here);
        exchanged |= here == 2 && x[0] == y[1] && x[1] == y[0];
    }
    wrong == 1 || (wrong == 2 && exchanged)
}

fn numbers(a: &Row, b: &Row) -> Finding {
    match number::compare(a.number, b.number) {
        Numbers::Silent => SILENT,
        Numbers::Same => finding(w::NUMBER_SAME, Reason::NumberSame),
        Numbers::Near => finding(w::NUMBER_NEAR, Reason::NumberNear),
        Numbers::Different if a.number.in_order && b.number.in_order => {
            finding(w::NUMBER_DIFFERS, Reason::NumberDiffers)
        }
        Numbers::Different => finding(w::NUMBER_UNCLEAR, Reason::NumberDiffers),
    }
}

fn other_numbers(a: &Row, b: &Row) -> Finding {
    let judge = |x: u64, y: u64, same: (Chance, Reason), differs: (Chance, Reason)| match (x, y) {
        (0, _) | (_, 0) => SILENT,
        _ if x == y => finding(same.0, same.1),
        _ => finding(differs.0, differs.1),
    };
    let old = judge(
        a.old_number,
        b.old_number,
        (w::OLD_NUMBER_SAME, Reason::OldNumberSame),
        (w::OLD_NUMBER_DIFFERS, Reason::OldNumberDiffers),
    );
    let insurance = judge(
        a.insurance,
        b.insurance,
        (w::INSURANCE_SAME, Reason::InsuranceSame),
        (w::INSURANCE_DIFFERS, Reason::InsuranceDiffers),
    );
    old.and(insurance)
}

fn sexes(a: &Row, b: &Row) -> Finding {
    match (a.sex, b.sex) {
        (0, _) | (_, 0) => SILENT,
        (x, y) if x == y => Finding { bits: w::SEX_SAME.bits(), reasons: 0 },
        _ => finding(w::SEX_DIFFERS, Reason::SexDiffers),
    }
}
