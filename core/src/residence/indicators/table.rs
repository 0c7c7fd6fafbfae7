//! Counting facts by one or two dimensions, with totals.

use super::dimension::{Dimension, Names};
use super::fact::LodgingFact;
use super::suppress;
use crate::error::{Code, Error, Result};
use crate::limits::TABLE_CELLS;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// How many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Guests who arrived.
    pub guests: u64,
    /// Their nights, as far as departures are known.
    pub nights: u64,
}

impl Counts {
    pub(super) fn add(&mut self, other: Self) {
        self.guests = self.guests.saturating_add(other.guests);
        self.nights = self.nights.saturating_add(other.nights);
    }
}

/// Guests and nights by one or two dimensions. It holds small figures: [`Table::suppress`] before anybody sees it.
#[derive(Clone, Debug)]
pub struct Table {
    pub(super) row: Dimension,
    pub(super) column: Option<Dimension>,
    pub(super) rows: Vec<String>,
    pub(super) columns: Vec<String>,
    /// By position of row and column.
    pub(super) cells: BTreeMap<(usize, usize), Counts>,
}

impl Table {
    /// Counts facts by one dimension, or by two.
    ///
    /// # Errors
    /// `too-large` for more than [`TABLE_CELLS`] combinations: choose a longer period or fewer facilities.
    pub fn of<'a>(
        facts: impl IntoIterator<Item = &'a LodgingFact>,
        row: Dimension,
        column: Option<Dimension>,
    ) -> Result<Self> {
        let mut names = [Names::default(), Names::default()];
        let [row_names, column_names] = &mut names;
        let mut counts: BTreeMap<(u32, u32), Counts> = BTreeMap::new();
        let (mut rows, mut columns) = (BTreeMap::new(), BTreeMap::new());
        for fact in facts {
            let at = row.number(fact, row_names);
            let across = column.map_or(0, |column| column.number(fact, column_names));
            let one = Counts { guests: 1, nights: u64::from(fact.nights.unwrap_or(0)) };
            match counts.entry((at, across)) {
                Entry::Occupied(cell) => cell.into_mut().add(one),
                // Names are made for the first fact of a combination only: most of the time would go into them.
                Entry::Vacant(cell) => {
                    cell.insert(one);
                    rows.entry(at).or_insert_with(|| row.code(fact));
                    columns.entry(across).or_insert_with(|| column.map(|column| column.code(fact)).unwrap_or_default());
                    if rows.len().saturating_mul(columns.len()) > TABLE_CELLS {
                        return Err(Error::new(Code::TooLarge, "table"));
                    }
                }
            }
        }
        let place =
            |numbers: &BTreeMap<u32, String>| -> BTreeMap<u32, usize> { numbers.keys().copied().zip(0..).collect() };
        let (row_place, column_place) = (place(&rows), place(&columns));
        let cell = |((at, across), counts)| Some(((*row_place.get(&at)?, *column_place.get(&across)?), counts));
        let cells = counts.into_iter().filter_map(cell).collect();
        Ok(Self { row, column, rows: rows.into_values().collect(), columns: columns.into_values().collect(), cells })
    }

    /// The table as it may be published: figures of 1 to `k - 1` guests are withheld, and so many others that no sum
    /// or difference of those that are left, with the totals, tells a withheld one: each could still be `k` or more.
    ///
    /// Cells without guests are not withheld. The promise is about this table: two tables over the same guests can
    /// tell together what each keeps to itself, so publish one, with the finest groups that are needed. `k` below 2
    /// withholds nothing.
    #[must_use]
    pub fn suppress(&self, k: u64) -> Published {
        let mut all = self.cells.clone();
        // With one dimension the row totals would say everything again.
        let total_column = self.column.map(|_| self.columns.len());
        let total_row = self.rows.len();
        for ((row, column), counts) in &self.cells {
            all.entry((total_row, *column)).or_default().add(*counts);
            if let Some(total_column) = total_column {
                all.entry((*row, total_column)).or_default().add(*counts);
                all.entry((total_row, total_column)).or_default().add(*counts);
            }
        }
        let withheld = suppress::withheld(&all, total_row, total_column, k);
        let name = |names: &[String], at: usize| names.get(at).cloned();
        let cells = all.into_iter().map(|(at, counts)| Cell {
            row: name(&self.rows, at.0),
            column: self.column.and_then(|_| name(&self.columns, at.1)),
            counts: (!withheld.contains(&at)).then_some(counts),
        });
        Published { row: self.row, column: self.column, cells: cells.collect() }
    }
}

/// One figure of a published table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The group of the row; none for a total.
    pub row: Option<String>,
    /// The group of the column; none for a total, and where the table has one dimension.
    pub column: Option<String>,
    /// The figures; none where they are withheld.
    pub counts: Option<Counts>,
}

/// A table that may be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    pub(super) row: Dimension,
    pub(super) column: Option<Dimension>,
    pub(super) cells: Vec<Cell>,
}

impl Published {
    /// The figures, row by row, totals last. Combinations without guests are left out.
    #[must_use]
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }
}

#[cfg(test)]
mod tests {
    use super::super::Period;
    use super::*;
    use crate::identity::{Date, Nationality};
    use crate::residence::FacilityKind;

    fn fact(facility: &str, nationality: &str, nights: Option<u32>) -> LodgingFact {
        let code = Nationality::parse_code(nationality).unwrap();
        let day = Date::new(2026, 11, 21).unwrap();
        LodgingFact { nights, ..LodgingFact::new(facility, FacilityKind::Inn, day, code) }
    }

    #[test]
    fn counts_nights_and_totals() {
        let facts = [fact("b", "VNM", Some(2)), fact("a", "VNM", None), fact("b", "KOR", Some(1))];
        let table = Table::of(&facts, Dimension::Facility, Some(Dimension::Nationality)).unwrap();
        let csv = table.suppress(1).to_csv();
        assert_eq!(
            csv,
            "facility,nationality,guests,nights,status\r\nb,KOR,1,1,\r\nb,VNM,1,2,\r\nb,_T,2,3,\r\na,VNM,1,0,\r\n\
             a,_T,1,0,\r\n_T,KOR,1,1,\r\n_T,VNM,2,2,\r\n_T,_T,3,3,\r\n"
        );
        let withheld = table.suppress(10).to_csv();
        assert_eq!(withheld.lines().filter(|line| line.ends_with(",,C")).count(), 8, "too few to show anything");
        let one = Table::of(&facts, Dimension::AgeGroup, None).unwrap().suppress(2).to_csv();
        assert_eq!(one, "age_group,guests,nights,status\r\n_U,3,3,\r\n_T,3,3,\r\n");
    }

    #[test]
    fn names_are_quoted_and_tables_bounded() {
        let strange = [fact("a,\"b\"", "VNM", None)];
        let csv = Table::of(&strange, Dimension::Facility, None).unwrap().suppress(0).to_csv();
        assert!(csv.contains("\r\n\"a,\"\"b\"\"\",1,0,\r\n"), "{csv}");
        let names: Vec<String> = (0..=TABLE_CELLS).map(|number| format!("{number}")).collect();
        let many: Vec<LodgingFact> = names.iter().map(|name| fact(name, "VNM", None)).collect();
        let table = Table::of(&many, Dimension::Facility, Some(Dimension::Arrival(Period::Year)));
        assert_eq!(table.unwrap_err().code(), Code::TooLarge);
    }
}
