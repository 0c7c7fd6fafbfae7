//! Cells of a row that hold each other's values.

use super::address::Scratch;
use super::batch::{Cleaner, Role};
use super::issue::{Cleaned, IssueCode, Status};
use super::lexicon::is_family_name;
use super::placeholder::{looks_like_address, looks_like_name};
use crate::identity::IdNumber;

/// Exchanges two cells where each is wrong in its own column and right in the other's. `open` is the number of cells
/// that are not known.
pub(super) fn exchange<'a>(
    cleaner: &Cleaner,
    cells: &[&'a str],
    row: &mut [Cleaned<'a>],
    open: usize,
    scratch: &mut Scratch,
) {
    let roles = cleaner.roles();
    for (left, &left_role) in roles.iter().enumerate() {
        let wrong = row.get(left).is_some_and(|cell| cell.status != Status::Ok && !cell.value.is_empty());
        if !wrong || matches!(left_role, Role::Keep | Role::Address) {
            continue;
        }
        for (right, &right_role) in roles.iter().enumerate() {
            // Two columns of one kind cannot be told apart; addresses and text take everything, so that only what the
            // cells look like speaks.
            let also_wrong = row.get(right).is_some_and(|cell| cell.status != Status::Ok && !cell.value.is_empty());
            let lenient = right_role == Role::Address
                || right_role == Role::IdNumber
                    && left_role == Role::Phone
                    && cells.get(left).is_some_and(|cell| is_personal(cell));
            if left == right
                || left_role == right_role
                || right_role == Role::Keep
                || !(also_wrong && open > 1 || lenient)
            {
                continue;
            }
            let (Some(here), Some(there)) = (cells.get(left), cells.get(right)) else { continue };
            if !fits(left_role, there) || !fits(right_role, here) {
                continue;
            }
            let context = cleaner.context(row);
            let mut anew = |at, cell| cleaner.cell(at, cell, &context, scratch);
            let (new_left, new_right) = (anew(left, there), anew(right, here));
            // Telephone numbers lose their zero as a rule; a personal number that did may be another number.
            let sure = |cell: &Cleaned<'_>, role| {
                // Landlines are as long as a personal number that lost a digit.
                let landline = role == Role::Phone && cell.value.starts_with("02");
                !landline
                    && (cell.status == Status::Ok || role == Role::Address)
                    && (role == Role::Phone || !cell.issues.has(IssueCode::LeadingZeroLost))
            };
            let named = |cell: &Cleaned<'_>, role| {
                let first = cell.value.split(' ').next().unwrap_or_default();
                role != Role::Name || looks_like_name(&cell.value) && (is_family_name(first) || first.contains('\''))
            };
            if !named(&new_left, left_role) || !named(&new_right, right_role) {
                continue;
            }
            if !sure(&new_left, left_role) || !sure(&new_right, right_role) {
                continue;
            }
            // Nine digits may be an old number or a mobile number without its zero: only beside a whole mobile number.
            let roles = [(left_role, &new_left), (right_role, &new_right)];
            let old = roles.iter().any(|(role, cell)| *role == Role::IdNumber && cell.value.len() == 9);
            let repaired = IssueCode::LeadingZeroLost;
            if old
                && roles.iter().any(|(_, cell)| cell.issues.has(repaired) || cell.issues.has(IssueCode::PhoneOldPrefix))
            {
                continue;
            }
            for (at, cell) in [(left, new_left), (right, new_right)] {
                if let Some(place) = row.get_mut(at) {
                    *place = Cleaned { confidence: cell.confidence.min(95), ..cell.with(IssueCode::ColumnsSwapped) };
                }
            }
            return;
        }
    }
}

/// Whether a cell may belong to a column by its looks; the cleaning of that column decides.
fn fits(role: Role, cell: &str) -> bool {
    match role {
        // What the cell reads once it is cleaned decides.
        Role::Name => !looks_like_address(cell) && cell.chars().any(char::is_alphabetic),
        Role::Address => looks_like_address(cell),
        Role::IdNumber => is_personal(cell) || cell.chars().filter(char::is_ascii_digit).count() == 9,
        Role::Text => false,
        _ => !cell.trim().is_empty(),
    }
}

/// Twelve digits that name a province.
fn is_personal(cell: &str) -> bool {
    let digits: String = cell.chars().filter(char::is_ascii_digit).collect();
    IdNumber::parse(&digits).is_ok_and(|number| number.province().is_some())
}

#[cfg(test)]
mod tests {
    use super::super::batch::Rules;
    use super::*;
    use crate::identity::Date;

    fn clean(roles: &[Role], cells: &[&str]) -> Vec<(String, bool, Status)> {
        let cleaner = Cleaner::new(Rules::new(Date::new(2026, 11, 21).unwrap())).columns(roles);
        let mut row = Vec::new();
        let cells: Vec<&'static str> =
            cells.iter().map(|cell| &*Box::leak((*cell).to_owned().into_boxed_str())).collect();
        cleaner.clean_row(&cells, &mut row, &mut Scratch::default());
        row.into_iter().map(|c| (c.value.to_string(), c.issues.has(IssueCode::ColumnsSwapped), c.status)).collect()
    }

    #[test]
    fn cells_with_each_others_values_are_exchanged() {
        use Role::*;
        for (roles, cells, values) in [
            (
                [Name, Address],
                ["12 Lê Lợi, phường Bến Nghé, Hồ Chí Minh", "NGUYỄN THỊ MẪU"],
                ["Nguyễn Thị Mẫu", "12 Lê Lợi, phường Bến Nghé, Hồ Chí Minh"],
            ),
            ([IdNumber, Phone], ["0912345678", "001199000018"], ["001199000018", "0912345678"]),
            ([IdNumber, Phone], ["0912.345.678", "001 199 000 018"], ["001199000018", "0912345678"]),
            ([IdNumber, Phone], ["912345678", "001199000018"], ["001199000018", "0912345678"]),
            ([Name, BirthDate], ["17/02/1999", "Nguyễn Thị Mẫu"], ["Nguyễn Thị Mẫu", "1999-02-17"]),
            ([BirthDate, Sex], ["Nữ", "17/02/1999"], ["1999-02-17", "Nữ"]),
            ([BirthDate, IdNumber], ["001199000018", "17/02/1999"], ["1999-02-17", "001199000018"]),
            ([Name, IdNumber], ["001199000018", "Nguyễn Thị Mẫu"], ["Nguyễn Thị Mẫu", "001199000018"]),
        ] {
            let row = clean(&roles, &cells);
            let wanted: Vec<_> = values.iter().map(|value| ((*value).to_owned(), true, Status::Ok)).collect();
            assert_eq!(row, wanted, "{cells:?}");
        }
    }

    #[test]
    fn other_rows_stay() {
        use Role::*;
        for (roles, cells) in [
            ([Name, Address], ["Nguyễn Thị Mẫu", "Hà Nội"]),
            ([Name, Address], ["Phường Bến Nghé", "Quận 1, Hồ Chí Minh"]),
            ([IdNumber, Phone], ["012345679", "0912345678"]),
            ([IdNumber, Phone], ["0912345678", "0987123456"]),
            ([IdNumber, Phone], ["001199000018", "001199000018"]),
            ([Phone, Phone], ["x1", "x2"]),
        ] {
            let row = clean(&roles, &cells);
            assert!(row.iter().all(|(_, swapped, _)| !swapped), "{cells:?}");
            assert!(row.iter().zip(cells).all(|((value, _, _), cell)| value == cell), "{cells:?}");
        }
    }
}
