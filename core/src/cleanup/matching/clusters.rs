//! From pairs to people: clusters, and where to put the threshold.

use super::Pair;
use super::row::Prepared;

/// Members of a cluster that are compared with those of another before the two are joined.
const LOOKED_AT: usize = 6;

/// Groups of rows that are one person each, from pairs at or above `threshold` (a probability). Every group has at
/// least two rows, ascending; groups are ordered by their first row.
///
/// The surest pairs join first. Two groups are joined only if their members, taken together, speak for one person:
/// otherwise one bad pair would chain two families into one.
#[must_use]
pub fn clusters(prepared: &Prepared<'_>, pairs: &[Pair], threshold: f64) -> Vec<Vec<u32>> {
    let mut wanted: Vec<&Pair> = pairs.iter().filter(|pair| pair.score() >= threshold).collect();
    wanted.sort_unstable_by(|a, b| b.bits.total_cmp(&a.bits).then((a.left, a.right).cmp(&(b.left, b.right))));
    let mut groups: std::collections::BTreeMap<u32, Vec<u32>> = std::collections::BTreeMap::new();
    let mut group_of: std::collections::HashMap<u32, u32> = std::collections::HashMap::new();
    for pair in wanted {
        let left = *group_of.entry(pair.left).or_insert(pair.left);
        let right = *group_of.entry(pair.right).or_insert(pair.right);
        if left == right {
            continue;
        }
        let one = groups.remove(&left).unwrap_or_else(|| vec![left]);
        let two = groups.remove(&right).unwrap_or_else(|| vec![right]);
        if speak_for_one_person(prepared, &one, &two) {
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
    groups.into_values().filter(|group| group.len() > 1).collect()
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
    /// A probability that lies where few pairs do.
    pub threshold: f64,
    /// Pairs at or above it.
    pub above: usize,
    /// Pairs between one in ten and nine in ten, for a person to decide.
    pub unsure: usize,
}

/// The threshold lies in the emptiest place between even odds and 500 to 1: moving it a little there changes the
/// fewest pairs.
#[must_use]
pub fn advise(pairs: &[Pair]) -> Advice {
    const STEPS: u8 = 9;
    let within = |low: f64, high: f64| pairs.iter().filter(|p| (low..high).contains(&f64::from(p.bits))).count();
    let emptiest = (0..=STEPS).min_by_key(|&step| {
        let bits = f64::from(step);
        // Of places that are equally empty the lowest: it finds more.
        (within(bits - 1.0, bits + 1.0), step)
    });
    let bits = f64::from(emptiest.unwrap_or(0));
    let threshold = 1.0 / (1.0 + (-bits).exp2());
    Advice {
        threshold,
        above: pairs.iter().filter(|pair| pair.score() >= threshold).count(),
        unsure: pairs.iter().filter(|pair| (0.1..0.9).contains(&pair.score())).count(),
    }
}
