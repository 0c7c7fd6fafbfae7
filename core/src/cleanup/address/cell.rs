//! The address in a cell of a list.

use super::super::batch::clean_text;
use super::super::issue::{Cleaned, IssueCode, Status};
use super::super::repair::TextProfile;
use super::{AddressParser, Candidate, Scratch};

/// The text of an address in order, and in [`Cleaned::address`] the units it names, resolved against the table inside
/// the library.
///
/// The text stays the value whatever the status: `ok` if one commune of today is certain, `candidates` if several may
/// be meant, `unknown` otherwise. What keeps it from being certain is an issue.
///
/// ```
/// use dinhdanh::cleanup::address::Scratch;
/// use dinhdanh::cleanup::{IssueCode, Status, TextProfile, clean_address};
/// let cell = clean_address("12 Hàng Than,  P.Phúc Xá, Q.Ba Đình, HN", &TextProfile::default(), &mut Scratch::default());
/// assert_eq!((cell.value.as_ref(), cell.status), ("12 Hàng Than, P.Phúc Xá, Q.Ba Đình, HN", Status::Ok));
/// assert!(cell.issues.has(IssueCode::AddressOldUnit));
/// let units = cell.address.expect("an address");
/// assert_eq!(units.old.map(|unit| unit.code_text()).as_deref(), Some("00001"));
/// assert_eq!(units.commune.map(|unit| unit.full_name()).as_deref(), Some("Phường Hồng Hà"));
/// ```
#[must_use]
pub fn clean_address<'a>(cell: &'a str, profile: &TextProfile, scratch: &mut Scratch) -> Cleaned<'a> {
    let text = clean_text(cell, profile);
    if text.value.trim().is_empty() {
        return text;
    }
    let found = AddressParser::embedded().resolve_with(&text.value, scratch);
    let issues = text.issues.union(found.issues);
    let (status, confidence) = match found.status {
        super::Status::Exact if found.issues.has(IssueCode::AddressSpelling) => (Status::Ok, 95),
        super::Status::Exact => (Status::Ok, 100),
        super::Status::Candidates => (Status::Candidates, 0),
        super::Status::Unknown => (Status::Unknown, 0),
    };
    let confidence = text.confidence.min(confidence);
    // Text that may be in another encoding is what has to be decided first.
    let (status, candidates) = match text.status {
        Status::Ok => (status, found.candidates.iter().map(in_words).collect()),
        open => (open, text.candidates),
    };
    Cleaned { value: text.value, status, issues, confidence, candidates, address: Some(Box::new(found)) }
}

/// Code, name and province.
fn in_words(candidate: &Candidate<'_>) -> String {
    let commune = candidate.commune;
    format!("{} {}, {}", commune.code_text(), commune.full_name(), commune.province().full_name())
}

#[cfg(test)]
mod tests {
    use super::super::super::{Cleaner, IssueCode, Role, Rules, Severity};
    use super::*;
    use crate::identity::Date;

    fn clean(cell: &str) -> Cleaned<'_> {
        clean_address(cell, &TextProfile::default(), &mut Scratch::default())
    }

    #[test]
    fn every_outcome_is_a_status_with_its_code() {
        use Status::{Candidates, Ok, Unknown};
        for (cell, status, code) in [
            ("12 Hàng Than, P.Phúc Xá, Q.Ba Đình, HN", Ok, Some(IssueCode::AddressOldUnit)),
            ("Phường Hồng Hà, Thành phố Hà Nội", Ok, None),
            ("12 Hàng Than, P.Phúc Xs, Q.Ba Đình, HN", Ok, Some(IssueCode::AddressSpelling)),
            ("Quận Đống Đa, Hà Nội", Candidates, Some(IssueCode::AddressDistrictOnly)),
            ("Phường Phúc Xá, Quận 1, Thành phố Hồ Chí Minh", Candidates, Some(IssueCode::AddressContradiction)),
            ("25 Hàng Bài, Hoàn Kiếm, Hà Nội", Candidates, Some(IssueCode::AddressNameOfWay)),
            ("Xã Tân Hưng", Candidates, Some(IssueCode::AddressNameOnly)),
            ("Tỉnh Lào Cai", Unknown, Some(IssueCode::AddressProvinceOnly)),
            ("12 rue de la Paix, Paris", Unknown, Some(IssueCode::AddressUnknown)),
        ] {
            let cleaned = clean(cell);
            assert_eq!((cleaned.status, &*cleaned.value), (status, cell), "{cell} {:?}", cleaned.issues);
            assert!(code.is_none_or(|code| cleaned.issues.has(code)), "{cell} {:?}", cleaned.issues);
            assert_eq!(code.is_none(), cleaned.issues.is_empty(), "{cell} {:?}", cleaned.issues);
            assert_eq!(cleaned.issues.severity() == Some(Severity::Error), status != Ok, "{cell}");
            assert_eq!(cleaned.candidates.is_empty(), status != Candidates, "{cell}");
            assert_eq!(cleaned.confidence == 0, status != Ok, "{cell}");
        }
        for cell in ["", "  ", "không có", "-"] {
            assert_eq!(clean(cell).address, None);
        }
    }

    #[test]
    fn the_column_repairs_the_text_before_it_is_resolved() {
        let cleaned = clean("12 L\u{aa} L\u{ee}i, ph\u{ad}\u{ea}ng Phóc X¸, qu\u{cb}n Ba §×nh, Hµ Néi");
        assert_eq!(cleaned.value, "12 Lê Lợi, phường Phúc Xá, quận Ba Đình, Hà Nội");
        assert!(cleaned.status == Status::Ok && cleaned.issues.has(IssueCode::EncodingTcvn3));
    }

    #[test]
    fn rows_take_units_along_and_leave_them_where_they_are_not_wanted() {
        let rules = Rules::new(Date::new(2026, 11, 21).unwrap());
        let roles = [Role::Name, Role::Address];
        let cells = ["5 Hàng Than, Phường Phúc Xá, Quận Ba Đình, Hà Nội", "Nguyễn Thị Mẫu"];
        let mut row = Vec::new();
        Cleaner::new(rules).columns(&roles).clean_row(&cells, &mut row, &mut Scratch::default());
        let old = row[1].address.as_ref().and_then(|found| found.old);
        assert_eq!(old.map(|unit| unit.full_name()).as_deref(), Some("Phường Phúc Xá"), "exchanged with its column");
        assert!(row[0].address.is_none() && row[0].value == "Nguyễn Thị Mẫu");
        let without = Cleaner::new(Rules { units: false, ..rules }).columns(&roles);
        without.clean_row(&cells, &mut row, &mut Scratch::default());
        assert!(row[1].address.is_none() && row[1].status == Status::Ok);
    }
}
