//! Tables that may leave the office: coarser values, small groups taken out, and a check that proves the result.
//!
//! k-anonymity (Samarati 1998): every combination of the columns by which somebody could be recognised occurs at
//! least k times. It does not hide what all members of a group have in common; the report therefore also says how
//! many groups have one value only in a sensitive column (l-diversity, Machanavajjhala 2007).

use std::collections::HashMap;

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Rows looked at.
    pub rows: usize,
    /// Different combinations of values.
    pub groups: usize,
    /// Rows in the smallest group: the k that the table has. Zero for an empty table.
    pub k: usize,
    /// Places of the rows whose group is smaller than the k that was asked for, ascending.
    pub too_rare: Vec<usize>,
    /// Groups whose rows all have the same sensitive value.
    pub uniform_groups: usize,
}

/// Groups the rows by their recognisable cells. `sensitive` is the cell that must not be inferred, or the same text
/// for all where there is none.
///
/// ```
/// use dinhdanh::cleanup::anonymity::check;
/// let rows = [["1990-1999", "01"], ["1990-1999", "01"], ["1980-1989", "79"]];
/// let report = check(rows.iter().map(|row| (row.as_slice(), "")), 2);
/// assert_eq!((report.k, report.too_rare), (1, vec![2]));
/// ```
pub fn check<'a, R: AsRef<[C]>, C: AsRef<str>>(rows: impl Iterator<Item = (R, &'a str)>, k: usize) -> Report {
    struct Group<'a> {
        rows: Vec<usize>,
        sensitive: &'a str,
        uniform: bool,
    }
    let mut groups: HashMap<Vec<u8>, Group<'a>> = HashMap::new();
    let mut count = 0_usize;
    for (row, (cells, sensitive)) in rows.enumerate() {
        count = count.saturating_add(1);
        let mut key = Vec::new();
        for cell in cells.as_ref() {
            let cell = cell.as_ref().as_bytes();
            key.extend_from_slice(&u32::try_from(cell.len()).unwrap_or(u32::MAX).to_le_bytes());
            key.extend_from_slice(cell);
        }
        let group = groups.entry(key).or_insert_with(|| Group { rows: Vec::new(), sensitive, uniform: true });
        group.uniform &= group.sensitive == sensitive;
        group.rows.push(row);
    }
    let mut too_rare: Vec<usize> =
        groups.values().filter(|group| group.rows.len() < k).flat_map(|group| group.rows.iter().copied()).collect();
    too_rare.sort_unstable();
    Report {
        rows: count,
        groups: groups.len(),
        k: groups.values().map(|group| group.rows.len()).min().unwrap_or(0),
        too_rare,
        uniform_groups: groups.values().filter(|group| group.uniform).count(),
    }
}

/// `1999-02-17` as `1995-1999`: bands of five years, as population statistics use them. Empty for what is no date.
///
/// ```
/// use dinhdanh::cleanup::anonymity::year_band;
/// assert_eq!(year_band("1999-02-17", 5), "1995-1999");
/// assert_eq!(year_band("1999", 10), "1990-1999");
/// ```
#[must_use]
pub fn year_band(date: &str, width: u16) -> String {
    let year = date.get(..4).filter(|y| y.bytes().all(|b| b.is_ascii_digit())).and_then(|y| y.parse::<u16>().ok());
    let band = year.and_then(|y| Some((y, y.checked_sub(y.checked_rem(width)?)?)));
    band.map_or_else(String::new, |(_, from)| format!("{from}-{}", from.saturating_add(width.saturating_sub(1))))
}

/// The first and last characters with stars between: `0011******18`. Short values become stars altogether.
///
/// ```
/// use dinhdanh::cleanup::anonymity::mask;
/// assert_eq!(mask("001199000018", 4, 2), "0011******18");
/// assert_eq!(mask("0912", 4, 2), "****");
/// ```
#[must_use]
pub fn mask(value: &str, front: usize, back: usize) -> String {
    let length = value.chars().count();
    let shown = front.saturating_add(back);
    if length < shown.saturating_mul(2) {
        return "*".repeat(length);
    }
    let hidden_to = length.saturating_sub(back);
    let hide = |(at, c): (usize, char)| if at < front || at >= hidden_to { c } else { '*' };
    value.chars().enumerate().map(hide).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_finds_every_rare_row() {
        let rows: Vec<[String; 2]> =
            (0..100_usize).map(|n| [format!("{}", n % 7), format!("{}", usize::from(n == 50))]).collect();
        let report = check(rows.iter().map(|row| (row.as_slice(), if row[0] == "3" { "a" } else { "b" })), 5);
        assert_eq!((report.rows, report.groups, report.k, report.too_rare.as_slice()), (100, 8, 1, &[50][..]));
        assert_eq!(report.uniform_groups, 8);
        let kept: Vec<_> = rows.iter().enumerate().filter(|(n, _)| !report.too_rare.contains(n)).collect();
        let again = check(kept.iter().map(|(_, row)| (row.as_slice(), "")), 5);
        assert!(again.k >= 5 && again.too_rare.is_empty());
    }

    #[test]
    fn cells_cannot_run_into_each_other() {
        let rows = [["ab", "c"], ["a", "bc"]];
        assert_eq!(check(rows.iter().map(|row| (row.as_slice(), "")), 1).groups, 2);
    }

    #[test]
    fn an_empty_table_has_no_k() {
        let none: [([&str; 1], &str); 0] = [];
        assert_eq!(
            check(none.into_iter(), 5),
            Report { rows: 0, groups: 0, k: 0, too_rare: vec![], uniform_groups: 0 }
        );
    }

    #[test]
    fn bands_and_masks_hold_at_the_edges() {
        assert_eq!(
            (year_band("", 5), year_band("abc", 5), year_band("2000", 0)),
            (String::new(), String::new(), String::new())
        );
        assert_eq!(mask("", 4, 2), "");
        assert_eq!(mask("Đặng", 0, 0), "****");
        assert_eq!(mask("0912345678", 3, 2), "091*****78");
    }
}
