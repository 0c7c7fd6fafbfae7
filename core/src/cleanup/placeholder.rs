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
    let rest = text.trim_start_matches(['-', '(']);
    // No word of the list begins with a digit, and none has more letters than a first word may.
    let possible = match FirstWord::of(rest).letters() {
        [] => !rest.chars().next().and_then(fold_char).is_some_and(|b| b.is_ascii_alphanumeric()),
        first => may_be_nothing(first),
    };
    possible && NOTHING.contains(&fold(text).trim_end_matches(['.', '!']).trim_start_matches(['-', '(']).trim())
}

/// A word that addresses have.
struct UnitWord {
    /// In small letters with its marks: without them half of these are names.
    marked: &'static str,
    /// Where the whole cell has no marks; empty for words that say nothing then.
    plain: &'static str,
    /// No family name: it tells an address even without number or comma.
    begins: bool,
}

const fn unit(marked: &'static str, plain: &'static str, begins: bool) -> UnitWord {
    UnitWord { marked, plain, begins }
}

const UNITS: [UnitWord; 34] = [
    unit("thôn", "thon", true),
    unit("xóm", "xom", true),
    unit("ấp", "ap", true),
    unit("phường", "phuong", true),
    unit("xã", "xa", true),
    unit("quận", "quan", true),
    unit("huyện", "huyen", true),
    unit("tỉnh", "tinh", true),
    unit("ngõ", "ngo", true),
    unit("hẻm", "hem", true),
    unit("tdp", "tdp", true),
    unit("khóm", "khom", true),
    unit("buôn", "", true),
    unit("tp.", "tp.", true),
    unit("tx.", "tx.", true),
    unit("tt.", "tt.", true),
    unit("đường", "duong", false),
    unit("phố", "pho", false),
    unit("tổ", "to", false),
    unit("khu", "khu", false),
    unit("bản", "", false),
    unit("số", "so", false),
    unit("đội", "doi", false),
    unit("tp", "tp", false),
    unit("p.", "p.", false),
    unit("q.", "q.", false),
    unit("h.", "h.", false),
    unit("x.", "x.", false),
    unit("kdt", "kdt", false),
    unit("kđt", "", false),
    unit("kcn", "kcn", false),
    unit("ktx", "ktx", false),
    unit("tphcm", "tphcm", false),
    unit("tp.hcm", "tp.hcm", false),
];

/// Whether a word in small letters tells an address wherever it begins one.
fn begins_address(word: &str) -> bool {
    UNITS.iter().any(|unit| unit.begins && unit.marked == word)
}

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
        return first.len() < cell.len() && first.len() < 12 && begins_address(&lower(first));
    }
    let letters = || cell.chars().filter(|&c| is_alphabetic(c)).nth(4).is_some();
    // A number before the first comma, then more: the number of a house, not of a row.
    let house = || {
        cell.starts_with(|c: char| c.is_ascii_digit())
            && cell.split(',').next().is_some_and(|street| street.chars().any(is_alphabetic))
    };
    if !split(cell).any(may_be_unit) {
        let shaped = commas > 1 || commas > 0 && house();
        return shaped && letters() && split(cell).nth(2).is_some();
    }
    let small = lower(cell);
    let is_unit = |word: &str| UNITS.iter().any(|unit| word == if cell.is_ascii() { unit.plain } else { unit.marked });
    let words = || split(&small);
    let named = words().any(|word| is_unit(word) || word.starts_with("p.") || word.starts_with("q."))
        || small.contains("thành phố")
        || small.contains("thị xã")
        || small.contains("thị trấn");
    let count = words().count();
    let shaped = named || commas > 1 || commas > 0 && house();
    let first = words().next().unwrap_or_default();
    shaped && count > 2 && letters() || count > 1 && begins_address(first)
}

/// The words of an address.
fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', ',', ';']).filter(|word| !word.is_empty())
}

/// Whether a word, in any case, may be one of [`UNITS`], begin with `p.` or `q.`, or with the last word of `thành phố`,
/// `thị xã`, `thị trấn`: told without memory.
fn may_be_unit(word: &str) -> bool {
    match FirstWord::of(word).letters() {
        // Too long for a first word, or no word.
        [] => word.len() > 10,
        [b'x', b'a', ..] | [b'p', b'h', b'o', ..] | [b't', b'r', b'a', b'n', ..] => true,
        letters => matches!(
            letters,
            b"thon"
                | b"xom"
                | b"ap"
                | b"phuong"
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
                | b"duong"
                | b"to"
                | b"khu"
                | b"ban"
                | b"so"
                | b"doi"
                | b"p"
                | b"q"
                | b"h"
                | b"x"
                | b"kdt"
                | b"kcn"
                | b"ktx"
                | b"tphcm"
        ),
    }
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
    fn first_words_are_those_of_the_lists() {
        for text in NOTHING {
            let first = FirstWord::of(text.trim_start_matches('('));
            assert!(first.letters().is_empty() || may_be_nothing(first.letters()), "{text}");
        }
        for unit in UNITS {
            assert!(!unit.begins || may_begin_address(FirstWord::of(unit.marked).letters()), "{}", unit.marked);
            assert!(unit.plain.is_empty() || fold(unit.marked) == unit.plain);
            assert!([unit.marked, unit.plain].iter().all(|word| word.is_empty() || may_be_unit(&word.to_uppercase())));
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
