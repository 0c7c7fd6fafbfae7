//! What two rows say for and against being one person.

use super::Reason;
use super::names::{self, Marks, Name, Names};
use super::number::{self, Numbers};
use super::row::{Birth, Prepared, Row};
use super::weights::Weights;

/// A prepared list with what every comparison in it needs.
pub(super) struct Comparison<'a> {
    prepared: &'a Prepared<'a>,
    rows: f64,
    prior: f64,
}

/// How one field agrees, and the evidence in it.
struct Finding {
    bits: f64,
    reasons: u32,
}

const fn finding(bits: f64, reason: Reason) -> Finding {
    Finding { bits, reasons: reason.bit() }
}

const SILENT: Finding = Finding { bits: 0.0, reasons: 0 };

/// Days that are given where only the year is known.
const NEW_YEAR: (u8, u8) = (1, 1);
/// A date of birth among those of about sixty years, if births were spread evenly.
const ONE_DAY: f64 = 1.0 / 22_000.0;

impl<'a> Comparison<'a> {
    pub(super) fn new(prepared: &'a Prepared<'a>) -> Self {
        let rows = f64::from(u32::try_from(prepared.list.rows().len()).unwrap_or(u32::MAX)).max(2.0);
        let expected = prepared.list.weights().expected_pairs_per_row;
        // Of n rows there are n (n - 1) / 2 pairs, and expected * n of them are one person.
        let prior = (2.0 * expected / rows).log2().clamp(-26.0, -7.0);
        Self { prepared, rows, prior }
    }

    /// Evidence in bits and the reasons; `None` for rows that do not exist.
    pub(super) fn of(&self, left: u32, right: u32) -> Option<(f64, u32)> {
        let row = |at: u32| usize::try_from(at).ok().and_then(|at| self.prepared.list.rows().get(at));
        let (a, b) = (row(left)?, row(right)?);
        let weights = self.prepared.list.weights();
        let name = self.name(a, b, weights);
        let birth = self.birth(a.birth, b.birth, weights);
        let apart =
            (Reason::NameSibling.bit() | Reason::NameDiffers.bit() | Reason::NameGivenOnly.bit()) & name.reasons;
        let number = numbers(a, b, weights, apart != 0);
        let other = other_numbers(a, b, weights);
        let sex = sexes(a, b, weights);
        let household = self.household(a, b, weights);
        let findings = [name, birth, number, other, sex, household];
        let bits = findings.iter().map(|f| f.bits).sum::<f64>() + self.prior;
        Some((bits, findings.iter().fold(0, |all, f| all | f.reasons)))
    }

    /// Bits from the chance that one person's rows agree and the share of other rows that would agree as well.
    fn rarity(chance: f64, share: f64) -> f64 {
        (chance / share.max(1e-7)).log2()
    }

    /// The share of the other rows that a count stands for.
    fn share(&self, count: u32) -> f64 {
        f64::from(count.saturating_sub(1)) / self.rows
    }

    fn word_share(&self, counts: &[u32], word: u32) -> f64 {
        let count = usize::try_from(word).ok().and_then(|at| counts.get(at)).copied().unwrap_or(0);
        f64::from(count).max(1.0) / self.rows
    }

    /// What share of people would have this name if words were drawn one by one: for names that the list has too
    /// few of to count.
    fn drawn(&self, name: &Name, without: Option<usize>) -> f64 {
        let words = name.known().iter().enumerate().filter(|(at, _)| Some(*at) != without);
        words.map(|(_, &word)| self.word_share(&self.prepared.words, word)).product()
    }

    fn name(&self, a: &Row, b: &Row, weights: &Weights) -> Finding {
        let (one, two) = (&a.name, &b.name);
        let counted = |name: &Name| {
            let count = self.prepared.names.get(&name.in_order()).copied().unwrap_or(1);
            self.share(count).max(self.drawn(name, None))
        };
        match names::compare(one, two, self.prepared.list.words()) {
            Names::Silent => SILENT,
            Names::Same { marks } => {
                let bits = Self::rarity(weights.name_same, counted(one));
                match marks {
                    Marks::Same => finding(bits, Reason::NameSame),
                    Marks::OneBare => finding(bits - 0.5, Reason::NameSameFolded),
                    Marks::Differ => finding(bits + weights.name_tones_differ, Reason::NameTonesDiffer),
                }
            }
            Names::Reordered => finding(Self::rarity(weights.name_reordered, counted(one)), Reason::NameReordered),
            Names::Shortened => {
                let ends = self.word_share(&self.prepared.words, one.family())
                    * self.word_share(&self.prepared.given, one.given());
                finding(Self::rarity(weights.name_shortened, ends), Reason::NameShortened)
            }
            Names::Typo => {
                let at = one.known().iter().zip(two.known()).position(|(x, y)| x != y);
                // One word in fifty is a letter away from another.
                finding(Self::rarity(weights.name_typo, self.drawn(one, at) * 0.02), Reason::NameTypo)
            }
            Names::Sibling => finding(weights.name_sibling, Reason::NameSibling),
            Names::GivenOnly => finding(weights.name_given_only, Reason::NameGivenOnly),
            Names::Different => finding(weights.name_differs, Reason::NameDiffers),
        }
    }

    fn birth(&self, a: Birth, b: Birth, weights: &Weights) -> Finding {
        if a.year == 0 || b.year == 0 {
            return SILENT;
        }
        let apart = a.year.abs_diff(b.year);
        if !a.is_full() || !b.is_full() {
            return match apart {
                0 => finding(weights.birth_year_only, Reason::BirthYear),
                13.. => finding(weights.birth_generation, Reason::Generation),
                _ => finding(weights.birth_differs / 2.0, Reason::BirthDiffers),
            };
        }
        if a == b {
            let counted = self.prepared.births.get(&a.packed()).copied().unwrap_or(1);
            let usual = if (a.day, a.month) == NEW_YEAR { ONE_DAY * 20.0 } else { ONE_DAY };
            return finding(Self::rarity(weights.birth_same, self.share(counted).max(usual)), Reason::BirthSame);
        }
        if apart == 0 && (a.day, a.month) == (b.month, b.day) {
            return finding(Self::rarity(weights.birth_swapped, ONE_DAY), Reason::BirthSwapped);
        }
        if one_digit(a, b) {
            return finding(Self::rarity(weights.birth_typo, ONE_DAY * 20.0), Reason::BirthTypo);
        }
        // A date of 1 January that shares the year may be a year made into a date.
        let made = |x: Birth| (x.day, x.month) == NEW_YEAR;
        match apart {
            0 if made(a) || made(b) => finding(weights.birth_year_only / 2.0, Reason::BirthYear),
            13.. => finding(weights.birth_generation, Reason::Generation),
            _ => {
                let same = [apart == 0, a.month == b.month, a.day == b.day].iter().filter(|same| **same).count();
                if same == 2 {
                    finding(weights.birth_partly, Reason::BirthPartly)
                } else {
                    finding(weights.birth_differs, Reason::BirthDiffers)
                }
            }
        }
    }

    /// Telephone and address: families share both, so that together they add no more than a bound.
    fn household(&self, a: &Row, b: &Row, weights: &Weights) -> Finding {
        let (mut bits, mut against, mut reasons) = (0.0_f64, 0.0_f64, 0_u32);
        if a.phone != 0 && b.phone != 0 {
            if a.phone == b.phone {
                let counted = self.prepared.phones.get(&a.phone).copied().unwrap_or(1);
                bits += Self::rarity(0.7, self.share(counted)).clamp(0.0, weights.phone_same);
                reasons |= Reason::PhoneSame.bit();
            } else {
                against += weights.phone_differs;
            }
        }
        let both = |x: u32, y: u32| x != 0 && y != 0;
        if both(a.commune, b.commune) {
            if a.commune == b.commune {
                let counted = self.prepared.communes.get(&u64::from(a.commune)).copied().unwrap_or(1);
                bits += Self::rarity(0.8, self.share(counted)).clamp(0.0, weights.commune_same);
                reasons |= Reason::CommuneSame.bit();
            } else if both(a.province, b.province) && a.province != b.province {
                against += weights.province_differs;
                reasons |= Reason::ProvinceDiffers.bit();
            } else {
                against += weights.commune_differs;
            }
        } else if both(a.province, b.province) && a.province != b.province {
            against += weights.province_differs;
            reasons |= Reason::ProvinceDiffers.bit();
        }
        if both(a.detail, b.detail) && a.detail == b.detail {
            // Without a commune the whole address is in here.
            let whole = if both(a.commune, b.commune) { 0.0 } else { weights.commune_same };
            bits += weights.detail_same + whole;
            reasons |= Reason::DetailSame.bit();
        }
        Finding { bits: bits.min(weights.household_most) + against, reasons }
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

/// `apart` says that the names are those of two people: then numbers that differ a little are those of twins, whom
/// the office may have numbered one after the other.
fn numbers(a: &Row, b: &Row, weights: &Weights, apart: bool) -> Finding {
    let orderly = a.number.in_order && b.number.in_order;
    match number::compare(a.number, b.number) {
        Numbers::Silent => SILENT,
        Numbers::Same => finding(weights.number_same, Reason::NumberSame),
        Numbers::Near if apart => finding(weights.number_differs / 2.0, Reason::NumberDiffers),
        Numbers::Near if orderly => finding(weights.number_near, Reason::NumberNear),
        Numbers::Near => finding(weights.number_repaired, Reason::NumberNear),
        Numbers::Different if orderly => finding(weights.number_differs, Reason::NumberDiffers),
        Numbers::Different => finding(weights.number_unclear, Reason::NumberDiffers),
    }
}

fn other_numbers(a: &Row, b: &Row, weights: &Weights) -> Finding {
    let judge = |x: u64, y: u64, same: Finding, differs: Finding| match (x, y) {
        (0, _) | (_, 0) => SILENT,
        _ if x == y => same,
        _ => differs,
    };
    let old = judge(
        a.old_number,
        b.old_number,
        finding(weights.old_number_same, Reason::OldNumberSame),
        finding(weights.old_number_differs, Reason::OldNumberDiffers),
    );
    let insurance = judge(
        a.insurance,
        b.insurance,
        finding(weights.insurance_same, Reason::InsuranceSame),
        finding(weights.insurance_differs, Reason::InsuranceDiffers),
    );
    Finding { bits: old.bits + insurance.bits, reasons: old.reasons | insurance.reasons }
}

fn sexes(a: &Row, b: &Row, weights: &Weights) -> Finding {
    match (a.sex, b.sex) {
        (0, _) | (_, 0) => SILENT,
        (x, y) if x == y => Finding { bits: weights.sex_same, reasons: 0 },
        _ => finding(weights.sex_differs, Reason::SexDiffers),
    }
}
