//! Which figures of a table must be withheld so that none below a bound is told by the others.
//!
//! A figure that is small is withheld (primary). It would still follow from a total and the figures beside it, so the
//! other three corners of a rectangle through it are withheld too (complementary; the hypercube method of R. D. Repsilber,
//! used in several statistical offices). Guests could be moved around the rectangle without changing any sum that is
//! left, so no sum tells how many there are; the rectangle is chosen so that the small figure could be `k` or more.

use super::table::Counts;
use std::collections::{BTreeMap, BTreeSet};

type At = (usize, usize);
type Cells = BTreeMap<At, Counts>;

/// The figures to withhold. `cells` holds those above zero, with the totals of columns at `total_row` and those of rows
/// at `total_column`, if there are two dimensions.
pub(super) fn withheld(cells: &Cells, total_row: usize, total_column: Option<usize>, k: u64) -> BTreeSet<At> {
    let guests = |at: &At| cells.get(at).map_or(0, |counts| counts.guests);
    let small: Vec<At> = cells.keys().copied().filter(|at| guests(at) < k).collect();
    let mut withheld: BTreeSet<At> = small.iter().copied().collect();
    for at in small {
        let partners = match total_column {
            Some(total_column) => rectangle(cells, &withheld, at, total_row, total_column, k),
            None => neighbour(cells, &withheld, at, total_row, k).map(|one| vec![one]),
        };
        match partners {
            Some(partners) => withheld.extend(partners),
            // Too little is left to hide it behind: nothing of the table can be shown.
            None => return cells.keys().copied().collect(),
        }
    }
    withheld
}

/// In a single column: another figure, with which guests could be exchanged so that this one becomes `k`.
fn neighbour(cells: &Cells, withheld: &BTreeSet<At>, at: At, total_row: usize, k: u64) -> Option<At> {
    let own = cells.get(&at)?.guests;
    let enough = |other: &At, counts: &Counts| {
        // A total grows with the figure; one that is itself small is hidden the same way by its own parts.
        other.0 == total_row || at.0 == total_row || own.saturating_add(counts.guests) > k
    };
    let candidates = cells.iter().filter(|(other, counts)| **other != at && enough(other, counts));
    let cost = |(other, counts): &(&At, &Counts)| cost(withheld, **other, counts.guests, other.0 == total_row);
    candidates.min_by_key(cost).map(|(other, _)| *other)
}

/// In a table of two dimensions: the other three corners of the cheapest rectangle around which enough guests could be
/// moved that this figure becomes `k`.
fn rectangle(
    cells: &Cells,
    withheld: &BTreeSet<At>,
    at: At,
    total_row: usize,
    total_column: usize,
    k: u64,
) -> Option<Vec<At>> {
    let own = cells.get(&at)?.guests;
    let needed = k.saturating_sub(own);
    // A figure inside is a part, a total the negative of its parts: every line then sums to nothing.
    let is_total = |cell: At| (cell.0 == total_row) != (cell.1 == total_column);
    // Around a rectangle the signs alternate, so the corners beside the figure lose what it gains, unless one of the two
    // is a total and the other is not. What loses must keep one guest: figures of zero are not withheld.
    let room = |cell: At, opposite: bool| {
        let loses = (is_total(cell) != is_total(at)) == opposite;
        let guests = cells.get(&cell)?.guests;
        (!loses || guests > needed).then_some(guests)
    };
    let own_row = (at.0, 0)..=(at.0, usize::MAX);
    let mut best: Option<((u64, u64), Vec<At>)> = None;
    for (beside, _) in cells.range(own_row) {
        let Some(guests_beside) = (beside.1 != at.1).then(|| room(*beside, false)).flatten() else { continue };
        for row in 0..=total_row {
            let (below, across) = ((row, at.1), (row, beside.1));
            if row == at.0 {
                continue;
            }
            let (Some(guests_below), Some(guests_across)) = (room(below, false), room(across, true)) else { continue };
            let total = |cell: At| cell.0 == total_row || cell.1 == total_column;
            let corners = [(*beside, guests_beside), (below, guests_below), (across, guests_across)];
            let price = corners.iter().fold((0_u64, 0_u64), |sum, (cell, guests)| {
                let one = cost(withheld, *cell, *guests, total(*cell));
                (sum.0.saturating_add(one.0), sum.1.saturating_add(one.1))
            });
            if best.as_ref().is_none_or(|(cheapest, _)| price < *cheapest) {
                best = Some((price, corners.iter().map(|(cell, _)| *cell).collect()));
            }
        }
    }
    best.map(|(_, corners)| corners)
}

/// What is lost to the reader: totals before parts, then guests. What is withheld already costs nothing.
fn cost(withheld: &BTreeSet<At>, cell: At, guests: u64, is_total: bool) -> (u64, u64) {
    if withheld.contains(&cell) { (0, 0) } else { (u64::from(is_total), guests) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Repeatable randomness.
    struct Dice(u64);

    impl Dice {
        fn below(&mut self, end: u64) -> u64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 33).checked_rem(end).unwrap()
        }
    }

    fn table(rows: &[Vec<u64>]) -> (Cells, usize, usize) {
        let (total_row, total_column) = (rows.len(), rows[0].len());
        let mut cells = Cells::new();
        for (row, values) in rows.iter().enumerate() {
            for (column, guests) in values.iter().enumerate().filter(|(_, guests)| **guests > 0) {
                for at in [(row, column), (total_row, column), (row, total_column), (total_row, total_column)] {
                    cells.entry(at).or_default().add(Counts { guests: *guests, nights: 0 });
                }
            }
        }
        (cells, total_row, total_column)
    }

    /// An attacker who tries every table: the most that each withheld figure could be, given all that is left, that
    /// figures of zero are shown, and that no figure is above `most`.
    fn greatest(cells: &Cells, hidden: &BTreeSet<At>, rows: usize, columns: usize, most: u64) -> BTreeMap<At, u64> {
        let shown = |at: At| if hidden.contains(&at) { None } else { Some(cells.get(&at).map_or(0, |c| c.guests)) };
        let open: Vec<At> = hidden.iter().copied().filter(|at| at.0 < rows && at.1 < columns).collect();
        let mut greatest = BTreeMap::new();
        let mut guess = vec![1_u64; open.len()];
        loop {
            let value =
                |at: At| open.iter().position(|one| *one == at).map_or_else(|| shown(at).unwrap(), |i| guess[i]);
            let row_sum = |row| (0..columns).map(|column| value((row, column))).sum::<u64>();
            let column_sum = |column| (0..rows).map(|row| value((row, column))).sum::<u64>();
            let all: u64 = (0..rows).map(row_sum).sum();
            let fits = |at: At, sum: u64| shown(at).is_none_or(|shown| shown == sum);
            let consistent = (0..rows).all(|row| fits((row, columns), row_sum(row)))
                && (0..columns).all(|column| fits((rows, column), column_sum(column)))
                && fits((rows, columns), all);
            if consistent {
                let totals = (0..rows).map(|row| ((row, columns), row_sum(row)));
                let totals = totals.chain((0..columns).map(|column| ((rows, column), column_sum(column))));
                for (at, sum) in open.iter().map(|at| (*at, value(*at))).chain(totals).chain([((rows, columns), all)]) {
                    let known = greatest.entry(at).or_insert(0);
                    *known = sum.max(*known);
                }
            }
            let Some(at) = guess.iter().rposition(|one| *one < most) else { return greatest };
            guess[at] = guess[at].saturating_add(1);
            guess[at..].iter_mut().skip(1).for_each(|one| *one = 1);
        }
    }

    #[test]
    fn an_attacker_who_tries_every_table_cannot_tell_that_a_figure_is_small() {
        let mut dice = Dice(7);
        let k = 3;
        let (mut with_small, mut shown_despite_small) = (0, 0);
        for round in 0..400 {
            let (rows, columns) = [(1, 1), (2, 1), (1, 3), (2, 2), (2, 3), (3, 2)][round % 6];
            let values: Vec<Vec<u64>> = (0..rows).map(|_| (0..columns).map(|_| dice.below(5)).collect()).collect();
            let (cells, total_row, total_column) = table(&values);
            let hidden = withheld(&cells, total_row, Some(total_column), k);
            let small: Vec<At> = cells.keys().copied().filter(|at| cells[at].guests < k).collect();
            assert!(small.iter().all(|at| hidden.contains(at)));
            if small.is_empty() {
                assert!(hidden.is_empty());
                continue;
            }
            with_small += 1;
            shown_despite_small += usize::from(hidden.len() < cells.len());
            let greatest = greatest(&cells, &hidden, rows, columns, 6);
            for at in small {
                assert!(greatest[&at] >= k, "{values:?}: {at:?} can only be {}, hidden {hidden:?}", greatest[&at]);
            }
        }
        assert!(with_small > 200 && shown_despite_small > 30, "{with_small} {shown_despite_small}");
    }

    #[test]
    fn one_dimension_hides_a_small_figure_behind_the_cheapest_other() {
        let column = |values: &[u64]| {
            let mut cells: Cells = values
                .iter()
                .enumerate()
                .map(|(row, guests)| ((row, 0), Counts { guests: *guests, nights: 0 }))
                .collect();
            cells.insert((values.len(), 0), Counts { guests: values.iter().sum(), nights: 0 });
            let hidden = withheld(&cells, values.len(), None, 10);
            hidden.into_iter().map(|at| at.0).collect::<Vec<_>>()
        };
        assert_eq!(column(&[3, 50, 20, 90]), [0, 2], "the total stays");
        assert_eq!(column(&[3, 4, 50]), [0, 1, 2], "3 and 4 alone would tell that both are below 10");
        assert_eq!(column(&[50, 20]), [0_usize; 0]);
        assert_eq!(column(&[3]), [0, 1]);
        assert_eq!(column(&[]), [0]);
    }

    #[test]
    fn large_tables_keep_most_figures() {
        let mut dice = Dice(1);
        let values: Vec<Vec<u64>> = (0..34).map(|_| (0..20).map(|_| dice.below(400)).collect()).collect();
        let (cells, total_row, total_column) = table(&values);
        let hidden = withheld(&cells, total_row, Some(total_column), 10);
        let small = cells.values().filter(|counts| counts.guests < 10).count();
        assert!(small > 5 && hidden.len() <= small * 4, "{small} small, {} withheld", hidden.len());
        assert!(hidden.iter().all(|at| at.0 < total_row && at.1 < total_column), "totals stay");
    }
}
