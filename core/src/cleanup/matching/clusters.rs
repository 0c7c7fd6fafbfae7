//! From pairs to people: clusters, and where to put the threshold.

use super::Pair;
#[cfg(doc)]
use super::Reason;
use super::row::Prepared;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Members of a cluster that are compared with those of another before the two are joined.
const LOOKED_AT: usize = 6;

/// What pairs make together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct People {
    /// Groups of rows that are one person each: at least two rows, ascending; ordered by their first row.
    pub clusters: Vec<Vec<u32>>,
    /// Pairs within a group that do not reach the threshold by themselves, ordered by row: both rows are one person
    /// with a third ([`Reason::Through`]). Their evidence is that of the weakest link between them.
    pub through: Vec<Pair>,
}

/// Joins pairs at or above `threshold` (a probability) to people.
///
/// The surest pairs join first. Two groups are joined only if their members, taken together, speak for one person:
/// otherwise one bad pair would chain two families into one.
#[must_use]
pub fn clusters(prepared: &Prepared<'_>, pairs: &[Pair], threshold: f64) -> People {
    let mut wanted: Vec<&Pair> = pairs.iter().filter(|pair| pair.score() >= threshold).collect();
    let strong: HashSet<(u32, u32)> = wanted.iter().map(|pair| (pair.left, pair.right)).collect();
    wanted.sort_unstable_by(|a, b| b.bits.total_cmp(&a.bits).then((a.left, a.right).cmp(&(b.left, b.right))));
    let mut groups: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    let mut group_of: HashMap<u32, u32> = HashMap::new();
    let mut through = Vec::new();
    for pair in wanted {
        let left = *group_of.entry(pair.left).or_insert(pair.left);
        let right = *group_of.entry(pair.right).or_insert(pair.right);
        if left == right {
            continue;
        }
        let one = groups.remove(&left).unwrap_or_else(|| vec![left]);
        let two = groups.remove(&right).unwrap_or_else(|| vec![right]);
        if speak_for_one_person(prepared, &one, &two) {
            let both = one.iter().flat_map(|&x| two.iter().map(move |&y| (x.min(y), x.max(y))));
            let weak = both.filter(|places| !strong.contains(places));
            through.extend(weak.filter_map(|(left, right)| prepared.through(left, right, pair.bits)));
            let mut joined = [one, two].concat();
            joined.sort_unstable();
            let name = joined.first().copied().unwrap_or(left);
            for &row in &joined {
                group_of.insert(row, name);
            }
            groups.insert(name, joined);
        } else {
            groups.insert(left, one);
            groups.insert(right, two);
        }
    }
    through.sort_unstable_by_key(|pair| (pair.left, pair.right));
    People { clusters: groups.into_values().filter(|group| group.len() > 1).collect(), through }
}

fn speak_for_one_person(prepared: &Prepared<'_>, one: &[u32], two: &[u32]) -> bool {
    if one.len() == 1 && two.len() == 1 {
        return true; // the pair itself has said so
    }
    let mut bits = 0.0_f64;
    for &left in one.iter().take(LOOKED_AT) {
        for &right in two.iter().take(LOOKED_AT) {
            let pair = prepared.compare(left, right);
            // No single pair decides: what is equal counts up to a bound, and so does what differs.
            bits += pair.map_or(0.0, |p| f64::from(p.bits).clamp(-12.0, 12.0));
        }
    }
    bits > 0.0
}

/// Where to put the threshold, and how much there is to look at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Advice {
    /// A probability.
    pub threshold: f64,
    /// Pairs at or above it.
    pub above: usize,
    /// Pairs between one in ten and nine in ten, for a person to decide.
    pub unsure: usize,
}

/// The lowest threshold at which, by the scores themselves, at most one pair in two hundred is wrong, or one in all; never
/// below 4 to 1: where a pair may nearly as well be two people, it is for a person to decide.
#[must_use]
pub fn advise(pairs: &[Pair]) -> Advice {
    const LOWEST: f64 = 0.8;
    const WRONG: f64 = 1.0 / 200.0;
    let mut scores: Vec<f64> = pairs.iter().map(Pair::score).filter(|score| *score >= LOWEST).collect();
    scores.sort_unstable_by(|a, b| b.total_cmp(a));
    let (mut wrong, mut given, mut above) = (0.0_f64, 0_usize, 0_usize);
    // From the surest pairs on: where the share of wrong ones was last small enough.
    for alike in scores.chunk_by(|a, b| a.total_cmp(b).is_eq()) {
        wrong += alike.iter().map(|score| 1.0 - score).sum::<f64>();
        given = given.saturating_add(alike.len());
        let allowed = f64::from(u32::try_from(given).unwrap_or(u32::MAX)) * WRONG;
        if wrong <= allowed.max(1.0) {
            above = given;
        }
    }
    let all = above == scores.len();
    let threshold = above.checked_sub(1).and_then(|last| scores.get(last)).copied().filter(|_| !all);
    // Where not even the surest pairs are sure enough, none is.
    let threshold = threshold.unwrap_or(if all { LOWEST } else { 1.0 });
    Advice { threshold, above, unsure: pairs.iter().filter(|pair| (0.1..0.9).contains(&pair.score())).count() }
}
