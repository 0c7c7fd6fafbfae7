//! Which rows are worth comparing: those that share a key.

use super::names::mix;
use super::row::{Boundary, Row};

/// Keys of a row. Each survives some of the defects that lists have, so that two rows of one person share one.
const KEYS: usize = 14;

/// Rows that may share a key and still be compared each with each. More of them share something that says nothing,
/// such as a placeholder.
pub(super) const GROUP: usize = 200;
/// In larger groups every row is compared with this many that follow it in the list.
pub(super) const NEIGHBOURS: usize = 4;

/// The last six digits of a personal number.
const SERIAL: u64 = 1_000_000;

pub(super) fn keys_of(row: &Row) -> [u64; KEYS] {
    let given = if row.name.lossy { 0 } else { u64::from(row.name.given()) };
    let (year, full) = (u64::from(row.birth.year), row.birth.is_full());
    let packed = row.birth.packed();
    let (low, high) = if row.birth.day < row.birth.month {
        (row.birth.day, row.birth.month)
    } else {
        (row.birth.month, row.birth.day)
    };
    let digits = row.number.digits;
    let when = |known: bool, tag: u64, parts: [u64; 2]| if known { mix(&[tag, parts[0], parts[1]]) } else { 0 };
    let name = row.name.any_order();
    let home = if row.detail != 0 { mix(&[u64::from(row.commune), u64::from(row.detail)]) } else { 0 };
    [
        when(digits != 0, 1, [digits, 0]),
        when(row.old_number != 0, 2, [row.old_number, 0]),
        when(row.insurance != 0, 3, [row.insurance, 0]),
        when(name != 0 && year != 0, 4, [name, year]),
        when(row.phone != 0 && given != 0, 5, [row.phone, given]),
        when(full && given != 0, 6, [packed, given]),
        when(full && name != 0, 7, [name, u64::from(low) << 8 | u64::from(high)]),
        // One slip in the number lies either in its first or in its second half.
        when(digits >= SERIAL, 8, [digits % (SERIAL * 100), 0]),
        when(digits >= SERIAL && full, 9, [digits / SERIAL, packed]),
        when(full && row.phone != 0, 10, [packed, row.phone]),
        when(year != 0 && row.phone != 0, 11, [year, row.phone]),
        when(name != 0 && row.phone != 0, 12, [name, row.phone]),
        when(home != 0 && given != 0, 13, [home, given]),
        when(home != 0 && year != 0, 14, [home, year]),
    ]
}

/// Pairs of rows that share a personal number; numbers of many rows are placeholders.
pub(super) const fn pairs_of(rows: u64) -> u64 {
    if rows < 20 { rows.saturating_mul(rows.saturating_sub(1)) / 2 } else { 0 }
}

/// How many pairs of one person there are for each row, by the rows that share a personal number; `None` where too few
/// rows have one.
pub(super) fn pairs_per_row((numbered, pairs): (u64, u64), rows: f64) -> Option<f64> {
    let [pairs, numbered] = [pairs, numbered].map(|n| f64::from(u32::try_from(n).unwrap_or(u32::MAX)));
    // Both rows of a pair need one to be counted.
    (numbered * 4.0 > rows).then(|| pairs * rows / (numbered * numbered))
}

/// The rows, ordered once by each key.
#[derive(Clone, Debug)]
pub(super) struct Keys {
    of_rows: Vec<[u64; KEYS]>,
    ordered: Vec<Vec<(u64, u32)>>,
}

impl Keys {
    pub(super) fn of(rows: &[Row]) -> Self {
        let mut of_rows: Vec<[u64; KEYS]> = rows.iter().map(keys_of).collect();
        let mut ordered = Vec::with_capacity(KEYS);
        for which in 0..KEYS {
            let keyed = of_rows.iter().zip(0_u32..).filter_map(|(keys, row)| {
                let key = keys.get(which).copied().filter(|&key| key != 0)?;
                Some((key, row))
            });
            let mut keyed: Vec<(u64, u32)> = keyed.collect();
            keyed.sort_unstable();
            for &(_, row) in keyed.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > GROUP).flatten() {
                // Sharing this key no longer means that the two were compared.
                let keys = usize::try_from(row).ok().and_then(|row| of_rows.get_mut(row));
                if let Some(key) = keys.and_then(|keys| keys.get_mut(which)) {
                    *key = 0;
                }
            }
            ordered.push(keyed);
        }
        Self { of_rows, ordered }
    }

    /// How many rows have a personal number, and how many pairs of them share one.
    pub(super) fn numbers(&self) -> (u64, u64) {
        let numbers = self.ordered.first().map(Vec::as_slice).unwrap_or_default();
        let groups = numbers.chunk_by(|a, b| a.0 == b.0);
        let pairs = groups.map(|group| pairs_of(u64::try_from(group.len()).unwrap_or(u64::MAX)));
        (u64::try_from(numbers.len()).unwrap_or(u64::MAX), pairs.sum())
    }

    /// Calls for every pair of rows that share a key, the earlier row first (neighbours in groups that are too large
    /// perhaps twice); gives the number of groups that
    /// were too large.
    pub(super) fn each_pair(
        &self,
        boundary: Option<Boundary>,
        part: usize,
        parts: usize,
        mut each: impl FnMut(u32, u32),
    ) -> u64 {
        let parts = u64::try_from(parts.max(1)).unwrap_or(1);
        let part = u64::try_from(part).unwrap_or_default();
        let mut cut = 0_u64;
        for (which, keyed) in self.ordered.iter().enumerate() {
            for group in keyed.chunk_by(|a, b| a.0 == b.0) {
                let Some(&(key, _)) = group.first().filter(|_| group.len() > 1) else { continue };
                if (key >> 8).checked_rem(parts) != Some(part) {
                    continue;
                }
                let large = group.len() > GROUP;
                cut = cut.saturating_add(u64::from(large));
                for (at, &(_, left)) in group.iter().enumerate() {
                    let reach = if large { NEIGHBOURS } else { group.len() };
                    for &(_, right) in group.iter().skip(at.saturating_add(1)).take(reach) {
                        if boundary.is_none_or(|b| b.wants(left, right)) && !self.met_before(left, right, which) {
                            each(left, right);
                        }
                    }
                }
            }
        }
        cut
    }

    /// Whether an earlier key has brought the two together.
    fn met_before(&self, left: u32, right: u32, which: usize) -> bool {
        let keys = |row: u32| usize::try_from(row).ok().and_then(|row| self.of_rows.get(row));
        let (Some(a), Some(b)) = (keys(left), keys(right)) else { return true };
        a.iter().zip(b).take(which).any(|(x, y)| *x != 0 && x == y)
    }
}
