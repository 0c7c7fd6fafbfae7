//! What stands around a name in a cell: row numbers, forms of address, labels, notes, punctuation.

use super::fold::fold;
use super::issue::{IssueCode, Issues};
use super::letters::{Letter, is_alphabetic, is_lower, is_upper, lower};
use super::lexicon::{is_family_name, is_minority_word, is_name_word};
use super::placeholder::{FirstWord, may_be_nothing, may_begin_address};
use super::syllable::Word;
use std::borrow::Cow;

/// A name without what stood around it.
pub(super) struct Trimmed<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) issues: Issues,
}

/// Forms of address that are no family names, with their marks.
const ADDRESSES: &[&str] =
    &["bà", "anh", "chị", "cô", "chú", "bác", "em", "bé", "cháu", "cụ", "thầy", "ông", "ông/bà", "ông(bà)", "anh/chị"];

/// Forms of address and titles that are no syllables.
const TITLES: &[&str] = &[
    "mr", "mrs", "ms", "miss", "mr.", "mrs.", "ms.", "dr.", "bs", "bs.", "ts.", "ths", "ths.", "gs.", "pgs.", "gs.ts.",
    "pgs.ts.", "ks.", "cn.", "ls.", "ls", "gv.", "bn", "bn.", "bn:", "hs.", "sv.", "đ/c", "đ/c.", "đc.", "ô.", "b.",
    "a.", "c.", "ông:", "bà:", "anh:", "chị:", "ông.", "bà.", "nb.", "kh:", "kh.",
];

/// Words that begin a note after a name, in small letters.
const NOTES: &[&str] = &[
    "đã", "chủ", "con", "vợ", "chồng", "mất", "chết", "mới", "cũ", "tạm", "chuyển", "nghỉ", "trùng", "bổ", "sđt", "đt",
    "sn", "tổ", "ko", "không", "chưa", "sinh", "cmnd", "cccd", "cmt", "hộ", "xem", "sdt", "dt", "tel", "đi", "em",
    "anh", "chị", "mẹ", "bố", "cha", "ông", "bà", "cháu", "lần", "nhóm", "lớp", "phòng", "bs", "gv", "kh", "vip",
    "ghi", "lưu", "vắng", "có", "đang",
];

/// The name without its surroundings.
pub(super) fn trim(text: &str) -> Trimmed<'_> {
    let mut issues = Issues::NONE;
    let edge = |c: char| {
        c.is_whitespace()
            || matches!(c, ',' | ';' | ':' | '"' | '*' | '-' | '_' | '|' | '!' | '=' | '~' | '/' | '\\' | '“' | '”')
    };
    let mut name = text.trim_matches(edge).trim_start_matches(['\'', '`', '.']).trim_end_matches(['`', ' ']);
    name =
        name.strip_suffix('.').filter(|rest| rest.rsplit(' ').next().is_some_and(super::is_syllable)).unwrap_or(name);
    name = front(name, &mut issues);
    name = back(name, &mut issues).trim_matches(edge);
    let text = match separated(name) {
        Some((joined, code)) => {
            issues.add(code);
            Cow::Owned(joined)
        }
        None => Cow::Borrowed(name),
    };
    if text.as_bytes().windows(2).any(|pair| pair == b"  ") || issues.is_empty() && text.len() != name.len() {
        issues.add(IssueCode::Spacing);
    }
    Trimmed { text, issues }
}

/// The name behind an `Ông` that may be a form of address or the family name: `Ông Cao Thắng`.
pub(super) fn doubtful_address(name: &str) -> Option<&str> {
    let (first, rest) = name.trim().split_once(' ')?;
    if FirstWord::of(first).letters() != b"ong" {
        return None;
    }
    let lone = first == "ông" && rest.chars().any(is_upper);
    let mut words = rest.split(' ').filter(|word| !word.is_empty());
    let family = lower(first) == "ông" && words.next().is_some_and(is_family_name);
    (family && !lone && words.count() == 1).then_some(rest)
}

/// Row numbers, labels and forms of address.
fn front<'a>(mut name: &'a str, issues: &mut Issues) -> &'a str {
    if name.starts_with(|c: char| c.is_ascii_digit()) || name.contains(':') {
        name = label(name, issues);
    }
    if is_address(name) { addressed(name, issues) } else { name }
}

/// Row numbers and labels.
fn label<'a>(mut name: &'a str, issues: &mut Issues) -> &'a str {
    let after_digits = name.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = name.len().saturating_sub(after_digits.len());
    if (1..=4).contains(&digits) {
        let rest = after_digits.trim_start_matches(['.', ')', '-', ':', '/', ' ', '\t']);
        if rest.len() < after_digits.len() && rest.chars().next().is_some_and(is_alphabetic) {
            issues.add(IssueCode::NamePrefix);
            name = rest;
        }
    }
    if let Some((label, rest)) = name.split_once(':') {
        let label = fold(label);
        let known = [
            "ho ten",
            "ho va ten",
            "ten",
            "chu ho",
            "benh nhan",
            "khach",
            "hoc sinh",
            "nguoi benh",
            "ho & ten",
            "khach hang",
        ];
        if known.contains(&label.trim()) {
            issues.add(IssueCode::NamePrefix);
            name = rest.trim_start();
        }
    }
    name
}

/// Whether a name that begins with this word, folded, may be more or other than a name: a form of address, a note, a
/// place, an organisation, or nothing.
pub(super) fn begins_otherwise(first: &[u8]) -> bool {
    is_form_of_address(first) || may_be_nothing(first) || may_begin_address(first) || begins_other_kind(first)
}

/// First words of organisations and of notes on kin.
pub(super) fn begins_other_kind(first: &[u8]) -> bool {
    matches!(
        first,
        b"cong"
            | b"ubnd"
            | b"truong"
            | b"hop"
            | b"doanh"
            | b"cty"
            | b"benh"
            | b"con"
            | b"vo"
            | b"chong"
            | b"me"
            | b"bo"
    )
}

/// Whether the first word may be a form of address or a title.
fn is_address(name: &str) -> bool {
    is_form_of_address(FirstWord::of(name).letters())
}

fn is_form_of_address(first: &[u8]) -> bool {
    matches!(
        first,
        b"ong"
            | b"ba"
            | b"anh"
            | b"chi"
            | b"co"
            | b"chu"
            | b"bac"
            | b"em"
            | b"be"
            | b"chau"
            | b"cu"
            | b"thay"
            | b"mr"
            | b"mrs"
            | b"ms"
            | b"miss"
            | b"dr"
            | b"bs"
            | b"ts"
            | b"ths"
            | b"gs"
            | b"pgs"
            | b"ks"
            | b"cn"
            | b"ls"
            | b"gv"
            | b"bn"
            | b"hs"
            | b"sv"
            | b"d"
            | b"dc"
            | b"o"
            | b"b"
            | b"a"
            | b"c"
            | b"nb"
            | b"kh"
    )
}

/// Forms of address and titles.
fn addressed<'a>(mut name: &'a str, issues: &mut Issues) -> &'a str {
    // `BS. CKI` and the like come in rows.
    for _ in 0..3 {
        let Some((first, rest)) = name.split_once(' ').filter(|_| is_address(name)) else { break };
        let rest = rest.trim_start();
        let small = lower(first);
        let next = rest.split(' ').next().unwrap_or_default();
        let words = rest.split_whitespace().take(3).count();
        // Ông is a family name as well (Ông Cao Thắng): before a full name only, or where it is the one small word.
        let lone = first == small && rest.chars().any(is_upper);
        let family = is_family_name(next) || is_minority_word(next) || next.contains('\'');
        let certain = family && (small != "ông" || lone || words > 2);
        let address = ADDRESSES.contains(&&*small) && words > 1 && certain;
        // `Ô.`, `B.`, `C.` may also shorten a family name.
        let title =
            !address && TITLES.contains(&&*small) && words > 1 && (first.chars().count() > 2 || is_family_name(next));
        if !address && !title {
            break;
        }
        issues.add(IssueCode::NamePrefix);
        name = rest;
    }
    // `Ông Nguyễn`, but written together with a dot: `Ô.Nguyễn Văn An`.
    let dotted = name.bytes().take(9).any(|b| matches!(b, b'.' | b':'));
    if let Some((first, rest)) = dotted.then(|| name.split_once(['.', ':'])).flatten()
        && matches!(
            fold(first).as_str(),
            "ong" | "ba" | "o" | "b" | "anh" | "chi" | "mr" | "mrs" | "ms" | "bs" | "bn" | "em" | "be"
        )
        && rest.split_whitespace().count() > 1
        && rest.split_whitespace().next().is_some_and(is_family_name)
    {
        issues.add(IssueCode::NamePrefix);
        name = rest.trim_start();
    }
    name
}

/// Notes in brackets, after a dash or comma, or in small letters.
fn back<'a>(mut name: &'a str, issues: &mut Issues) -> &'a str {
    let mut cut = |name: &mut &'a str, at: usize| {
        if let Some((before, _)) = name.split_at_checked(at)
            && before.chars().filter(|&c| is_alphabetic(c)).nth(1).is_some()
        {
            *name = before.trim_end();
            issues.add(IssueCode::NameNote);
        }
    };
    if name.chars().any(|c| !is_alphabetic(c) && c != ' ') {
        name = signs(name, &mut cut);
    }
    // A name in capitals, a note in small letters.
    let mut at = 0_usize;
    let mut capitals = true;
    for (index, word) in name.split(' ').enumerate() {
        let first = word.chars().next();
        let small = first.is_some_and(is_lower);
        if index > 1 && small && capitals {
            let word_of_note = word.trim_end_matches([':', '.']);
            // Words that are given names as well only begin a note if something follows.
            let relation = matches!(
                word_of_note,
                "em" | "anh" | "chị" | "mẹ" | "bố" | "cha" | "ông" | "bà" | "con" | "có" | "đi" | "sinh" | "hộ" | "tổ"
            );
            let follows = name.split(' ').nth(index.saturating_add(1)).is_some();
            if NOTES.contains(&word_of_note) && (follows || !relation) {
                cut(&mut name, at);
                break;
            }
        }
        capitals &= first.is_some_and(is_upper);
        at = at.saturating_add(word.len()).saturating_add(1);
    }
    name
}

/// Notes that signs or numbers set apart.
fn signs<'a>(mut name: &'a str, cut: &mut impl FnMut(&mut &'a str, usize)) -> &'a str {
    if let Some(at) = name.bytes().position(|b| matches!(b, b'(' | b'[' | b'{' | b'<')) {
        // A bracket that is never closed and stands right after a letter may be a key of VIQR.
        let (before, after) = name.split_at_checked(at).unwrap_or((name, ""));
        if before.ends_with(' ') || after.contains([')', ']', '}', '>']) {
            cut(&mut name, at);
        }
    }
    for (separator, sign) in [
        (" - ", b'-'),
        // The first byte of the dash.
        (" – ", 0xe2),
        (" -", b'-'),
        ("- ", b'-'),
        (",", b','),
        (";", b';'),
        (" / ", b'/'),
        ("_", b'_'),
    ] {
        if !name.as_bytes().contains(&sign) {
            continue;
        }
        let Some((before, after)) = split_at(name, separator) else { continue };
        let first = lower(after.split_whitespace().next().unwrap_or_default());
        let first = first.trim_end_matches([':', '.', ',']);
        let names =
            (before.split_whitespace().count() > 1 || before.contains('\'')) && before.split_whitespace().all(is_word);
        let note = NOTES.contains(&first) || first.bytes().any(|b| b.is_ascii_digit());
        if names && note {
            cut(&mut name, before.len());
        }
    }
    // Numbers: of a row, a year, a telephone.
    while let Some((before, last)) = name.rsplit_once(' ') {
        let digits = last.bytes().filter(u8::is_ascii_digit).count();
        let number =
            digits > 0 && last.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '/' | '+' | '#' | '?'));
        let mark = !last.is_empty() && last.chars().all(|c| c.is_ascii_punctuation());
        if !(number || mark) || before.split_whitespace().count() < 2 {
            break;
        }
        cut(&mut name, before.len());
    }
    // A doubt stands apart; right behind a letter the question mark may stand for a lost one.
    if let Some(doubted) =
        name.strip_suffix('?').map(|name| name.trim_end_matches('?')).filter(|name| name.ends_with(' '))
    {
        let at = doubted.trim_end().len();
        cut(&mut name, at);
    }
    name
}

/// As [`str::split_once`], for short texts: nothing is prepared for the search.
fn split_at<'a>(text: &'a str, separator: &str) -> Option<(&'a str, &'a str)> {
    let at = text.as_bytes().windows(separator.len()).position(|window| window == separator.as_bytes())?;
    let (before, after) = text.split_at_checked(at)?;
    Some((before, after.get(separator.len()..)?))
}

fn is_word(word: &str) -> bool {
    word.chars().all(|c| is_alphabetic(c) || c == '\'')
}

/// Names whose words are joined by dots, underscores or hyphens, or by capitals alone (`NguyễnVănAn`).
fn separated(name: &str) -> Option<(String, IssueCode)> {
    let mut before_small = false;
    let seam = name.chars().any(|c| {
        let (upper, small) = match Letter::of(c) {
            Some(letter) => (letter.is_upper(), !letter.is_upper()),
            None => (is_upper(c), is_lower(c)),
        };
        let seam = before_small && upper;
        before_small = small;
        seam
    });
    if name.contains(' ') && !seam {
        return None;
    }
    if name.contains(' ') {
        let mut joined = String::with_capacity(name.len().saturating_add(4));
        for (at, word) in name.split(' ').enumerate() {
            if at > 0 {
                joined.push(' ');
            }
            match capitals(word) {
                Some(parts) => joined.push_str(&parts),
                None => joined.push_str(word),
            }
        }
        return (joined.len() != name.len() && Word::of(&joined.replace(' ', "")).is_some_and(|word| word.is_marked()))
            .then_some((joined, IssueCode::NameJoined));
    }
    for separator in ['.', '_', '-', ',', '+', '/'].into_iter().filter(|&separator| name.contains(separator)) {
        let parts: Vec<&str> = name.split(separator).collect();
        let family = parts.first().is_some_and(|first| is_family_name(first));
        if parts.len() > 1 && family && parts.iter().all(|part| super::is_syllable(part)) {
            return Some((parts.join(" "), IssueCode::Spacing));
        }
    }
    let joined = capitals(name)?;
    Word::of(name).is_some_and(|word| word.is_marked()).then_some((joined, IssueCode::NameJoined))
}

/// The parts of a word that each begin with a capital, if all of them are syllables.
fn capitals(word: &str) -> Option<String> {
    if super::is_syllable(word) {
        return None;
    }
    let mut out = String::with_capacity(word.len().saturating_add(4));
    let mut before_small = false;
    let mut seams = 0_usize;
    for c in word.chars() {
        if is_upper(c) && before_small {
            out.push(' ');
            seams = seams.saturating_add(1);
        }
        before_small = is_lower(c);
        out.push(c);
    }
    // A capital with marks may be a slip of the shift key or of an encoding (`NguyÔn`): only before usual words.
    let fits = |part: &str| {
        let first = part.chars().next().unwrap_or(' ');
        let certain = first.is_ascii_uppercase() || first == 'Đ' || is_name_word(part);
        certain && super::is_syllable(part) && part.chars().count() > 1
    };
    (seams > 0 && out.split(' ').all(fits)).then_some(out)
}
