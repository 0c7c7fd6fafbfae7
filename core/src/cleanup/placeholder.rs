//! Cells that say that there is nothing, and what kind of value a cell looks like.

use super::fold::{fold, fold_char};

/// What people and programs write where they have no value, folded.
const NOTHING: &[&str] = &[
    "khong co",
    "khong",
    "ko",
    "ko co",
    "k co",
    "kco",
    "kc",
    "kg",
    "hong",
    "chua co",
    "chua ro",
    "chua biet",
    "chua",
    "khong ro",
    "khong biet",
    "khong nho",
    "ko ro",
    "ko biet",
    "trong",
    "bo trong",
    "rong",
    "none",
    "null",
    "nil",
    "nan",
    "na",
    "n/a",
    "n.a",
    "n.a.",
    "#n/a",
    "#ref!",
    "#value!",
    "#name?",
    "#null!",
    "#div/0!",
    "#num!",
    "unknown",
    "undefined",
    "no",
    "x",
    "xx",
    "xxx",
    "xxxx",
    "?",
    "??",
    "???",
    "test",
    "chua cap nhat",
    "khong co thong tin",
    "chua co thong tin",
    "khong xac dinh",
    "dang cap nhat",
    "chua cap",
    "khong cung cap",
    "tu choi",
    "(trong)",
    "(blank)",
    "blank",
    "nt",
    "chua dang ky",
    "chua lam",
    "mat",
    "bi mat",
];

/// Whether a cell only says that there is no value.
pub(super) fn is_placeholder(cell: &str) -> bool {
    let text = cell.trim();
    if text.is_empty() || text.len() > 48 {
        return false;
    }
    if !text.chars().any(char::is_alphanumeric) {
        return true;
    }
    NOTHING.contains(&fold(text).trim_end_matches(['.', '!']).trim_start_matches(['-', '(']).trim())
}

/// Words that begin an address and no name, folded.
const UNITS: &[&str] = &[
    "thon", "xom", "ap", "phuong", "xa", "quan", "huyen", "tinh", "ngo", "hem", "tdp", "khom", "buon", "p.", "q.",
    "tp.", "tp", "tx.", "tt.", "h.", "x.", "kdt", "kcn", "ktx",
];

/// Whether a cell reads like an address rather than a name: words of units, numbers of houses, commas.
pub(super) fn looks_like_address(cell: &str) -> bool {
    if cell.len() < 6 || cell.contains('@') {
        return false;
    }
    let folded = fold(cell);
    let words = || folded.split([' ', ',']).filter(|word| !word.is_empty());
    let units = words().filter(|word| {
        UNITS.contains(word) || matches!(*word, "duong" | "pho" | "to" | "khu" | "ban" | "so" | "doi" | "thanh" | "thi")
    });
    let units = units.count();
    let digits = cell.bytes().any(|b| b.is_ascii_digit());
    let letters = cell.chars().filter(|c| c.is_alphabetic()).count();
    let commas = cell.bytes().filter(|&b| b == b',').count();
    let count = words().count();
    // `Thị` and `Phương` are in every other name: with commas or numbers only.
    let house = cell.starts_with(|c: char| c.is_ascii_digit())
        && cell.split(',').next().is_some_and(|street| street.chars().any(char::is_alphabetic));
    letters > 4 && count > 2 && (commas > 1 || house && commas > 0 || (units > 0 && (commas > 0 || digits)))
        || count > 1 && first_is_unit(cell)
}

/// Whether the first word is a unit with its own marks (`Xã`, not `Xa`).
fn first_is_unit(cell: &str) -> bool {
    let first = cell.split([' ', ',']).next().unwrap_or_default().to_lowercase();
    matches!(
        first.as_str(),
        "thôn"
            | "xóm"
            | "ấp"
            | "phường"
            | "xã"
            | "quận"
            | "huyện"
            | "tỉnh"
            | "ngõ"
            | "hẻm"
            | "tdp"
            | "khóm"
            | "buôn"
            | "tp."
            | "tx."
            | "tt."
    )
}

/// The digits of a cell, if it has no letters to speak of.
pub(super) fn digits_only(cell: &str) -> Option<String> {
    let letters = cell.chars().filter(|c| c.is_alphabetic()).count();
    let digits: String = cell.chars().filter(char::is_ascii_digit).collect();
    (letters == 0 && digits.len() >= 6).then_some(digits)
}

/// Whether a cell reads like a name of a person: two to six words of letters, no digit.
pub(super) fn looks_like_name(cell: &str) -> bool {
    let words = cell.split_whitespace().count();
    let letters =
        cell.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '\'') || fold_char(c).is_none() && !c.is_ascii());
    (2..=6).contains(&words) && letters && !looks_like_address(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_said_in_many_ways() {
        for text in [
            "-",
            "--",
            "...",
            "không có",
            "KHÔNG CÓ",
            "Ko",
            "N/A",
            "#N/A",
            " chưa có ",
            "null",
            "?",
            "Chưa rõ.",
            "////",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in ["", " ", "An", "Không Tử", "Nguyễn Văn Không", "0", "K", "Y"] {
            assert!(!is_placeholder(text), "{text}");
        }
    }

    #[test]
    fn addresses_and_names_are_told_apart() {
        for text in [
            "Số 12 Lê Lợi, phường Bến Nghé",
            "Xã Hồng An",
            "Thôn 3, Cẩm Giàng",
            "12/3 Trần Phú, Ba Đình, Hà Nội",
            "Ấp Bình Hòa",
        ] {
            assert!(looks_like_address(text) && !looks_like_name(text), "{text}");
        }
        for text in [
            "Nguyễn Thị Phương",
            "Đường Văn Tổ",
            "Thành Thị Thanh",
            "Phương Thị Xa",
            "Tô Thị Khu",
            "H'Hen Niê",
            "Y Bản",
        ] {
            assert!(!looks_like_address(text) && looks_like_name(text), "{text}");
        }
    }
}
