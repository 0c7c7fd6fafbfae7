//! Where the headings of a sheet are and what its columns hold.

use super::role::Role;
use super::{Cell, CellKind, Row, Sheet};

/// So many rows may stand above the headings: titles, the office's name, the month.
const ROWS_ABOVE: usize = 30;

/// A column with its heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The heading as written; both lines where it has two.
    pub heading: String,
    /// What it holds, where known.
    pub role: Option<Role>,
}

/// The columns of a sheet and the row at which its data begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The columns from the first on.
    pub columns: Vec<Column>,
    /// The index in [`Sheet::rows`] of the first row of data.
    pub first_row: usize,
}

impl Layout {
    /// Finds the row with the most known headings, two at least, among the first 30; a second row of headings below
    /// is joined, and a row that numbers the columns is passed over. Where two columns have one heading the first has the role. `None` where there is no such row.
    #[must_use]
    pub fn guess(sheet: &Sheet) -> Option<Self> {
        let known = |row: &Row| row.cells.iter().filter(|cell| role_of(cell).is_some()).count();
        let candidates = sheet.rows.iter().enumerate().take(ROWS_ABOVE);
        // Of equals the first: a repeated heading belongs to the next page.
        let (at, best) = candidates.rev().max_by_key(|(_, row)| known(row)).filter(|(_, row)| known(row) >= 2)?;
        let mut columns: Vec<Column> = best.cells.iter().map(column).collect();
        let mut first_row = at.saturating_add(1);
        if let Some(second) = sheet.rows.get(first_row).filter(|row| is_second_heading(row, best)) {
            for (index, cell) in second.cells.iter().enumerate() {
                let below = column(cell);
                match columns.get_mut(index) {
                    // One cell over both lines.
                    Some(column) if column.heading == below.heading => {}
                    // The upper line spans several columns and says what they have in common only.
                    Some(column) if below.role.is_some() => {
                        column.heading = format!("{} {}", column.heading, below.heading).trim().to_owned();
                        column.role = below.role;
                    }
                    Some(_) => {}
                    None => columns.push(below),
                }
            }
            first_row = first_row.saturating_add(1);
        }
        if sheet.rows.get(first_row).is_some_and(is_numbering) {
            first_row = first_row.saturating_add(1);
        }
        let mut taken = Vec::new();
        for column in &mut columns {
            column.role = column.role.filter(|role| !taken.contains(role));
            taken.extend(column.role);
        }
        Some(Self { columns, first_row })
    }

    /// Says what a column holds, against the guess; another column with this role loses it.
    pub fn assign(&mut self, column: usize, role: Option<Role>) {
        for other in &mut self.columns {
            if role.is_some() && other.role == role {
                other.role = None;
            }
        }
        let missing = column.saturating_add(1).saturating_sub(self.columns.len());
        if missing > 0 && column < crate::limits::TABLE_COLUMNS {
            self.columns.extend((0..missing).map(|_| Column { heading: String::new(), role: None }));
        }
        if let Some(column) = self.columns.get_mut(column) {
            column.role = role;
        }
    }

    /// The column with this role.
    #[must_use]
    pub fn column(&self, role: Role) -> Option<usize> {
        self.columns.iter().position(|column| column.role == Some(role))
    }

    /// The cell of this role in a row, where it is not empty.
    #[must_use]
    pub fn cell<'r>(&self, row: &'r Row, role: Role) -> Option<&'r Cell> {
        row.cells.get(self.column(role)?).filter(|cell| !cell.is_empty())
    }

    /// The text of the cell of this role, where it is not empty.
    #[must_use]
    pub fn text<'r>(&self, row: &'r Row, role: Role) -> Option<&'r str> {
        self.cell(row, role).map(|cell| cell.text.expose().as_str())
    }

    /// The rows of data.
    pub fn rows<'s>(&self, sheet: &'s Sheet) -> impl Iterator<Item = &'s Row> {
        sheet.rows.iter().skip(self.first_row)
    }
}

fn role_of(cell: &Cell) -> Option<Role> {
    if cell.kind == CellKind::Text { Role::of_heading(cell.text.expose()) } else { None }
}

fn column(cell: &Cell) -> Column {
    let heading = cell.text.expose().split_whitespace().collect::<Vec<_>>().join(" ");
    Column { heading, role: role_of(cell) }
}

/// Whether a row continues the headings: it names a role that the row above does not, and holds no data.
fn is_second_heading(row: &Row, above: &Row) -> bool {
    let digits = |cell: &Cell| cell.text.expose().chars().any(|c| c.is_ascii_digit());
    let new = |cell: &Cell| role_of(cell).is_some_and(|role| !above.cells.iter().any(|a| role_of(a) == Some(role)));
    let texts = row.cells.iter().all(|cell| cell.kind == CellKind::Text && !digits(cell));
    texts && row.cells.iter().any(new)
}

/// Whether a row numbers the columns, as printed forms do: `(1) (2) (3)`, `A B 1 2`.
fn is_numbering(row: &Row) -> bool {
    let signs = |cell: &Cell| cell.text.expose().trim().trim_matches(['(', ')', '[', ']']).trim().to_owned();
    let cells: Vec<String> = row.cells.iter().map(signs).filter(|text| !text.is_empty()).collect();
    let letters = cells.iter().take_while(|text| text.len() == 1 && text.starts_with(|c: char| c.is_ascii_uppercase()));
    let counted = letters.count();
    let numbers = cells.iter().skip(counted).zip(1_u32..).all(|(text, number)| text.parse() == Ok(number));
    numbers && cells.len() >= 3 && counted < cells.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(rows: &[&[&str]]) -> Sheet {
        let row = |(at, cells): (usize, &&[&str])| Row {
            number: u32::try_from(at).unwrap(),
            cells: cells.iter().map(|text| Cell::text(text)).collect(),
        };
        Sheet { name: String::new(), rows: rows.iter().enumerate().map(row).collect() }
    }

    #[test]
    fn titles_above_and_pages_below() {
        let sheet = sheet(&[
            &["KHÁCH SẠN MẪU"],
            &["Danh sách khách", "", "tháng 11"],
            &["STT", "Họ và tên", "Số CCCD", "Ngày đến", "Ghi chú", "Ghi chú"],
            &["1", "Nguyễn Thị Mẫu", "001199000018", "21/11/2026"],
            &["STT", "Họ và tên", "Số CCCD", "Ngày đến", "Ghi chú", "Ghi chú"],
        ]);
        let mut layout = Layout::guess(&sheet).unwrap();
        assert_eq!(layout.rows(&sheet).count(), 2);
        assert_eq!(layout.column(Role::Note), Some(4));
        assert_eq!(layout.columns[5].role, None);
        let row = layout.rows(&sheet).next().unwrap();
        assert_eq!(layout.text(row, Role::FullName), Some("Nguyễn Thị Mẫu"));
        assert_eq!((layout.text(row, Role::Note), layout.text(row, Role::Sex)), (None, None));
        layout.assign(5, Some(Role::Note));
        assert_eq!((layout.column(Role::Note), layout.columns[4].role), (Some(5), None));
        layout.assign(7, Some(Role::Room));
        assert_eq!(layout.column(Role::Room), Some(7));
    }

    #[test]
    fn headings_of_two_lines() {
        let sheet = sheet(&[
            &["STT", "Họ và tên", "Giấy tờ", "Giấy tờ", "Thời gian", "Thời gian"],
            &["STT", "Họ và tên", "Loại giấy tờ", "Số giấy tờ", "Ngày đến", "Ngày đi"],
            &["1", "Nguyễn Thị Mẫu", "Thẻ CCCD", "001199000018", "21/11/2026", "22/11/2026"],
        ]);
        // The line with more known headings is the one that counts, and the title above it stays above.
        let layout = Layout::guess(&sheet).unwrap();
        assert_eq!(layout.first_row, 2);
        assert_eq!(layout.column(Role::DocumentNumber), Some(3));
        let split = super::tests::sheet(&[
            &["STT", "Họ và tên", "Số CCCD", "Quốc tịch", "Lưu trú", ""],
            &["", "", "", "", "Ngày đến", "Ngày đi"],
            &["1", "Nguyễn Thị Mẫu", "001199000018", "Việt Nam", "21/11/2026", "22/11/2026"],
        ]);
        let layout = Layout::guess(&split).unwrap();
        assert_eq!((layout.first_row, layout.column(Role::Arrival)), (2, Some(4)));
        assert_eq!(layout.columns[4].heading, "Lưu trú Ngày đến");
        assert_eq!(layout.column(Role::FullName), Some(1));
    }

    #[test]
    fn headings_merged_over_two_lines_are_not_said_twice() {
        let sheet = sheet(&[
            &["STT", "Họ và tên", "Giấy tờ", "Giấy tờ", "Số ĐT"],
            &["STT", "Họ và tên", "Số CCCD", "Ngày cấp", "Số ĐT"],
            &["1", "Nguyễn Thị Mẫu", "001199000018", "21/11/2026", "0912345678"],
        ]);
        let layout = Layout::guess(&sheet).unwrap();
        let headings: Vec<&str> = layout.columns.iter().map(|column| column.heading.as_str()).collect();
        assert_eq!(layout.first_row, 2);
        assert_eq!(headings, ["STT", "Họ và tên", "Giấy tờ Số CCCD", "Giấy tờ Ngày cấp", "Số ĐT"]);
        assert_eq!(layout.column(Role::IdNumber), Some(2));
    }

    #[test]
    fn columns_that_are_numbered_below_their_headings() {
        let first = |row: &[&str]| {
            let headings: &[&str] = &["STT", "Họ và tên", "Số CCCD", "Số ĐT"];
            Layout::guess(&sheet(&[headings, row, &["1", "Nguyễn Thị Mẫu", "001199000018"]])).unwrap().first_row
        };
        for row in
            [&["1", "2", "3", "4"][..], &["(1)", "(2)", "(3)", "(4)"], &["A", "B", "1", "2"], &["", "1", "2", "3"]]
        {
            assert_eq!(first(row), 2, "{row:?}");
        }
        for row in [&["1", "Trần Mẫu", "2", "3"][..], &["1", "", "", ""], &["1", "2", "4", "3"], &["2", "3", "4", "5"]]
        {
            assert_eq!(first(row), 1, "{row:?}");
        }
    }

    #[test]
    fn no_headings_no_layout() {
        assert_eq!(Layout::guess(&sheet(&[])), None);
        assert_eq!(Layout::guess(&sheet(&[&["1", "Nguyễn Thị Mẫu"], &["Ghi chú"]])), None);
    }
}
