//! Cells that say that there is nothing, and what kind of value a cell looks like.

use super::fold::{fold, fold_char};
use super::letters::{is_alphabetic, lower, mark};

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
    "nat",
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

/// The first word of a cell, folded, without memory; empty if it is longer than ten letters.
pub(super) struct FirstWord {
    letters: [u8; 10],
    length: usize,
}

impl FirstWord {
    pub(super) fn of(text: &str) -> Self {
        let mut word = Self { letters: [0; 10], length: 0 };
        for c in text.chars() {
            let letter = fold_char(c).filter(u8::is_ascii_alphabetic);
            match (letter, word.letters.get_mut(word.length)) {
                (Some(letter), Some(place)) => {
                    *place = letter;
                    word.length = word.length.saturating_add(1);
                }
                (None, _) if mark(c).is_some() => {}
                (None, _) => break,
                (Some(_), None) => return Self { letters: [0; 10], length: 0 },
            }
        }
        word
    }

    pub(super) fn letters(&self) -> &[u8] {
        self.letters.get(..self.length).unwrap_or_default()
    }
}

/// Whether a cell that begins with this word, folded, may say that there is no value.
pub(super) fn may_be_nothing(first: &[u8]) -> bool {
    matches!(
        first,
        b"khong"
            | b"ko"
            | b"k"
            | b"kco"
            | b"kc"
            | b"kg"
            | b"hong"
            | b"chua"
            | b"trong"
            | b"bo"
            | b"rong"
            | b"none"
            | b"null"
            | b"nil"
            | b"nat"
            | b"nan"
            | b"na"
            | b"n"
            | b"unknown"
            | b"undefined"
            | b"no"
            | b"x"
            | b"xx"
            | b"xxx"
            | b"xxxx"
            | b"test"
            | b"dang"
            | b"tu"
            | b"blank"
            | b"nt"
            | b"mat"
            | b"bi"
    )
}

/// Whether a cell that begins with this word, folded, may be an address without numbers and commas.
pub(super) fn may_begin_address(first: &[u8]) -> bool {
    matches!(
        first,
        b"thon"
            | b"xom"
            | b"ap"
            | b"phuong"
            | b"xa"
            | b"quan"
            | b"huyen"
            | b"tinh"
            | b"ngo"
            | b"hem"
            | b"tdp"
            | b"khom"
            | b"buon"
            | b"tp"
            | b"tx"
            | b"tt"
    )
}

/// Whether a cell only says that there is no value.
pub(super) fn is_placeholder(cell: &str) -> bool {
    let text = cell.trim();
    if text.is_empty() || text.len() > 48 {
        return false;
    }
    if !text.chars().any(char::is_alphanumeric) {
        return true;
    }
    // Names are told by their first word, without memory.
    let first = FirstWord::of(text.trim_start_matches(['-', '(']));
    let possible = first.letters().is_empty() || may_be_nothing(first.letters());
    possible && NOTHING.contains(&fold(text).trim_end_matches(['.', '!']).trim_start_matches(['-', '(']).trim())
}

/// Words that only addresses have, in small letters with their marks: without them half of these are names.
const UNITS: &[&str] = &[
    "thôn",
    "xóm",
    "ấp",
    "phường",
    "xã",
    "quận",
    "huyện",
    "tỉnh",
    "ngõ",
    "hẻm",
    "tdp",
    "khóm",
    "buôn",
    "đường",
    "phố",
    "tổ",
    "khu",
    "bản",
    "số",
    "đội",
    "tp.",
    "tp",
    "tx.",
    "tt.",
    "p.",
    "q.",
    "h.",
    "x.",
    "kdt",
    "kđt",
    "kcn",
    "ktx",
    "tphcm",
    "tp.hcm",
];

/// The same where the whole cell has no marks.
const PLAIN_UNITS: &[&str] = &[
    "thon", "xom", "ap", "phuong", "xa", "quan", "huyen", "tinh", "ngo", "hem", "tdp", "khom", "duong", "pho", "to",
    "khu", "so", "doi", "tp.", "tp", "tx.", "tt.", "p.", "q.", "h.", "x.", "kdt", "kcn", "ktx", "tphcm", "tp.hcm",
];

/// First words of addresses that are no family names.
const FIRST: &[&str] = &[
    "thôn",
    "xóm",
    "ấp",
    "phường",
    "xã",
    "quận",
    "huyện",
    "tỉnh",
    "ngõ",
    "hẻm",
    "tdp",
    "khóm",
    "buôn",
    "tp.",
    "tx.",
    "tt.",
];

/// Whether a cell reads like an address rather than a name: words of units, numbers of houses, commas.
pub(super) fn looks_like_address(cell: &str) -> bool {
    if cell.len() < 6 || cell.contains('@') {
        return false;
    }
    let digits = cell.bytes().any(|b| b.is_ascii_digit());
    let commas = cell.bytes().filter(|&b| b == b',').count();
    if !digits && commas == 0 {
        if !may_begin_address(FirstWord::of(cell).letters()) {
            return false;
        }
        let first = cell.split([' ', ';']).next().unwrap_or_default();
        return first.len() < cell.len() && first.len() < 12 && FIRST.contains(&&*lower(first));
    }
    let small = lower(cell);
    let units = if cell.is_ascii() { PLAIN_UNITS } else { UNITS };
    let words = || small.split([' ', ',', ';']).filter(|word| !word.is_empty());
    let named = words().any(|word| units.contains(&word) || word.starts_with("p.") || word.starts_with("q."))
        || small.contains("thành phố")
        || small.contains("thị xã")
        || small.contains("thị trấn");
    let letters = cell.chars().filter(|&c| is_alphabetic(c)).count();
    let count = words().count();
    // A number before the first comma, then more: the number of a house, not of a row.
    let house = cell.starts_with(|c: char| c.is_ascii_digit())
        && cell.split(',').next().is_some_and(|street| street.chars().any(is_alphabetic));
    let shaped = commas > 1 || house && commas > 0 || named && (commas > 0 || digits);
    let first = words().next().unwrap_or_default();
    letters > 4 && count > 2 && shaped || count > 1 && FIRST.contains(&first)
}

/// Whether a cell reads like a name of a person: two to six words of letters, no digit.
pub(super) fn looks_like_name(cell: &str) -> bool {
    let words = cell.split_whitespace().count();
    let letters =
        cell.chars().all(|c| is_alphabetic(c) || matches!(c, ' ' | '\'') || fold_char(c).is_none() && !c.is_ascii());
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
