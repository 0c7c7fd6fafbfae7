//! Names of people: case, blanks, tone marks and old encodings put in order; what cannot be known is left.

use super::fold::fold;
use super::issue::{Cleaned, IssueCode, Issues, Status};
use super::letters::{Letter, is_alphabetic, lower};
use super::lexicon::{Known, is_usual_word};
use super::name_edges::{self, Trimmed};
use super::name_read::read;
use super::placeholder::{FirstWord, is_placeholder, looks_like_address};
use super::repair::{Repair, TextKind, TextProfile, repair_text};
use super::syllable::{Syllable, ToneStyle, Word};
use super::usual;
use crate::limits::NAME_CHARS;
use std::borrow::Cow;

/// Words of the longest names: `Công Tằng Tôn Nữ Thị Minh Châu` has eight.
const WORDS: usize = 8;

/// A name in Unicode NFC with single blanks, each syllable capitalised, tone marks where the style puts them.
///
/// Names of minorities and foreigners keep their own spelling. A name without diacritics, with letters lost, or
/// with a word that is no syllable stays as it is, with an issue.
///
/// ```
/// use dinhdanh::cleanup::{Status, TextProfile, ToneStyle, clean_name};
/// let clean = |cell| clean_name(cell, ToneStyle::Traditional, &TextProfile::default());
/// assert_eq!(clean("  NGUYỄN thị  MẪU ").value, "Nguyễn Thị Mẫu");
/// assert_eq!(clean("H'HEN NIÊ").value, "H'Hen Niê");
/// assert_eq!(clean("Nguyen Thi Mau").status, Status::Unknown);
/// ```
#[must_use]
pub fn clean_name<'a>(cell: &'a str, style: ToneStyle, profile: &TextProfile) -> Cleaned<'a> {
    match usual::clean(cell, style) {
        Some(cleaned) => cleaned,
        None => without_table(cell, style, profile),
    }
}

/// The same without the table of usual words.
pub(super) fn without_table<'a>(cell: &'a str, style: ToneStyle, profile: &TextProfile) -> Cleaned<'a> {
    let found = split(cell);
    match found.as_ref().and_then(|found| plain(cell, found, style, profile)) {
        Some(cleaned) => cleaned,
        None => examined(cell, found.as_ref(), style, profile),
    }
}

/// The words of a cell that has nothing but letters and blanks.
struct Words {
    words: [Word; WORDS],
    count: usize,
    /// Single blanks between words, none around them.
    spaced: bool,
}

fn split(cell: &str) -> Option<Words> {
    let mut found = Words { words: [Word::default(); WORDS], count: 0, spaced: true };
    let mut word = Word::default();
    for c in cell.chars() {
        if c == ' ' {
            if word.length() == 0 {
                found.spaced = false;
                continue;
            }
            *found.words.get_mut(found.count)? = word;
            found.count = found.count.saturating_add(1);
            word = Word::default();
        } else {
            word.push(Letter::of(c)?);
        }
    }
    if word.length() == 0 {
        found.spaced = false;
    } else {
        *found.words.get_mut(found.count)? = word;
        found.count = found.count.saturating_add(1);
    }
    Some(found)
}

/// Names that consist of syllables, nine of ten in most lists: one pass, no memory if nothing has to change.
fn plain<'a>(cell: &'a str, found: &Words, style: ToneStyle, profile: &TextProfile) -> Option<Cleaned<'a>> {
    let words = found.words.get(..found.count)?;
    let (first, _) = words.split_first()?;
    let mut syllables = [None; WORDS];
    let (mut marked, mut capitalised, mut placed) = (false, true, true);
    for (word, place) in words.iter().zip(&mut syllables) {
        let syllable = word.syllable().filter(|syllable| !syllable.toneless() && !is_doubtful(syllable, word))?;
        marked |= word.is_marked();
        capitalised &= word.is_capitalised();
        placed &= syllable.is_placed(style);
        *place = Some(syllable);
    }
    if !marked && words.len() > 1
        || begins_otherwise(first.letters())
        || profile.may_hide() && (!Known::of(first).is_family() || !words.iter().all(is_usual_word))
    {
        return None;
    }
    if found.spaced && capitalised && placed {
        return Some(Cleaned::right(cell));
    }
    // Capitals in some words only: a note may follow (`An đã mất`), or a byte was misread (`TÊn`).
    if !capitalised && !words.iter().all(Word::is_small) && !words.iter().all(Word::is_shouted) {
        return None;
    }
    let mut out = String::with_capacity(cell.len());
    write(syllables.iter().flatten(), style, &mut out);
    let mut issues = Issues::NONE;
    for (wrong, code) in [
        (!found.spaced, IssueCode::Spacing),
        (!capitalised, IssueCode::LetterCase),
        (!placed, IssueCode::TonePlacement),
    ] {
        if wrong {
            issues.add(code);
        }
    }
    Some(Cleaned::ok(Cow::Owned(out), issues, 100))
}

/// A misplaced tone mark that may be two turned letters, unless moving it gives a word that names have.
pub(super) fn is_doubtful(syllable: &Syllable, word: &Word) -> bool {
    syllable.is_doubtful() && !(syllable.ends_in_a() && is_usual_word(word))
}

fn write<'s>(syllables: impl Iterator<Item = &'s Syllable>, style: ToneStyle, out: &mut String) {
    for syllable in syllables {
        if !out.is_empty() {
            out.push(' ');
        }
        syllable.write(style, true, out);
    }
}

/// First words of forms of address, of notes, of addresses: such cells take the longer way.
pub(super) fn begins_otherwise(letters: &[u8]) -> bool {
    matches!(
        letters,
        b"Ong"
            | b"ba"
            | b"anh"
            | b"chi"
            | b"cO"
            | b"chu"
            | b"bac"
            | b"em"
            | b"be"
            | b"chau"
            | b"cu"
            | b"thAy"
            | b"khOng"
            | b"chUa"
            | b"trOng"
            | b"con"
            | b"vP"
            | b"chOng"
            | b"mE"
            | b"cha"
            | b"bO"
            | b"hO"
            | b"thOn"
            | b"xom"
            | b"Ap"
            | b"phUPng"
            | b"xa"
            | b"quAn"
            | b"huyEn"
            | b"tinh"
            | b"ngo"
            | b"hEm"
            | b"khom"
            | b"buOn"
            | b"rOng"
            | b"cOng"
            | b"trUPng"
            | b"mAt"
            | b"tU"
            | b"Dang"
            | b"bi"
    )
}

/// What one look at a cell gave.
struct Look<'a> {
    cleaned: Cleaned<'a>,
    /// Another look would say the same.
    settled: bool,
}

impl<'a> Look<'a> {
    const fn open(cleaned: Cleaned<'a>) -> Self {
        Self { cleaned, settled: false }
    }
}

/// A name of nothing but letters and single blanks that no other look is worth: its first word begins no form of
/// address, note or place, no small word follows capitalised ones, and no capital stands within a word.
fn is_lettered(cell: &str, found: Option<&Words>) -> bool {
    let words = found.filter(|found| found.spaced).and_then(|found| found.words.get(..found.count));
    let Some((first, rest)) = words.and_then(|words| words.split_first()) else { return false };
    if first.length() > 10 || name_edges::begins_otherwise(FirstWord::of(cell).letters()) {
        return false;
    }
    let mut capitals = first.begins_with_capital();
    for (at, word) in rest.iter().enumerate() {
        if at > 0 && capitals && !word.begins_with_capital() {
            return false;
        }
        capitals &= word.begins_with_capital();
    }
    !std::iter::once(first).chain(rest).any(|word| word.length() > 8 || word.has_seam())
}

/// Everything else.
///
/// A repair is believed where cleaning it again changes nothing: notes may have hidden an encoding from the first
/// look. Three looks are more than any cell of a list needed.
fn examined<'a>(cell: &'a str, found: Option<&Words>, style: ToneStyle, profile: &TextProfile) -> Cleaned<'a> {
    let Look { mut cleaned, mut settled } = once(cell, found, style, profile);
    for _ in 0..3 {
        if settled || cleaned.status != Status::Ok || matches!(cleaned.value, Cow::Borrowed(_)) {
            return cleaned;
        }
        let again = match regular(&cleaned.value, style, profile) {
            Some(cleaned) => Look { cleaned, settled: true },
            None => once(&cleaned.value, split(&cleaned.value).as_ref(), style, profile),
        };
        settled = again.settled;
        let again = again.cleaned;
        if again.status != Status::Ok {
            return Cleaned::candidates(cell, cleaned.issues.union(again.issues), again.candidates);
        }
        if again.value == cleaned.value {
            return cleaned;
        }
        let (value, issues) = (Cow::Owned(again.value.into_owned()), cleaned.issues.union(again.issues));
        cleaned = Cleaned::ok(value, issues, again.confidence.min(cleaned.confidence));
    }
    if settled { cleaned } else { Cleaned::unknown(cell, cleaned.issues.with(IssueCode::Unreadable)) }
}

/// Text that only needs its blanks, capitals and tone marks put in order, if that.
fn regular<'a>(text: &'a str, style: ToneStyle, profile: &TextProfile) -> Option<Cleaned<'a>> {
    usual::clean(text, style).or_else(|| plain(text, &split(text)?, style, profile))
}

/// One look.
fn once<'a>(cell: &'a str, found: Option<&Words>, style: ToneStyle, profile: &TextProfile) -> Look<'a> {
    if is_lettered(cell, found) {
        let repair = repair_text(cell, TextKind::Name, profile);
        let trimmed = Trimmed { text: Cow::Borrowed(cell), issues: Issues::NONE };
        return match repair.text {
            Cow::Borrowed(_) if repair.confidence > 0 => spelt(cell, &trimmed, repair.issues, 100, style),
            _ => repaired(cell, repair, style, profile),
        };
    }
    if cell.trim().is_empty() {
        return Look::open(Cleaned::unknown("", Issues::NONE));
    }
    if cell.len() > NAME_CHARS.saturating_mul(5) {
        return Look::open(Cleaned::unknown(cell, IssueCode::TooLong.into()));
    }
    if is_placeholder(cell) {
        return Look::open(Cleaned::nothing());
    }
    repaired(cell, repair_text(cell, TextKind::Name, profile), style, profile)
}

/// What a cell says once its letters are right.
fn repaired<'a>(cell: &'a str, repair: Repair<'_>, style: ToneStyle, profile: &TextProfile) -> Look<'a> {
    if repair.confidence == 0 {
        return Look::open(Cleaned::candidates(cell, repair.issues, repair.alternatives));
    }
    if matches!(repair.text, Cow::Owned(_)) {
        // Nothing else is wrong with most names in an old encoding or another Unicode form.
        if let Some(cleaned) = regular(&repair.text, style, &TextProfile::default()) {
            let issues = repair.issues.union(cleaned.issues);
            let changed = match cleaned.value {
                Cow::Owned(value) => Some(value),
                Cow::Borrowed(_) => None,
            };
            let value = changed.unwrap_or_else(|| repair.text.into_owned());
            return settled(value, issues, repair.confidence, profile);
        }
        if is_placeholder(&repair.text) {
            return Look::open(Cleaned::nothing());
        }
    }
    if let Some(code) = other_kind(&repair.text) {
        return Look::open(Cleaned::unknown(cell, code.into()));
    }
    if let Some(rest) = name_edges::doubtful_address(&repair.text) {
        let readings = [rest, &repair.text].map(|name| plainly(name, style));
        let issues = repair.issues.with(IssueCode::NamePrefix);
        return Look::open(Cleaned::candidates(cell, issues, readings.to_vec()));
    }
    let trimmed = name_edges::trim(&repair.text);
    let issues = repair.issues.union(trimmed.issues);
    let confidence = if issues.has(IssueCode::NameNote) { 95 } else { repair.confidence };
    // Nor with most names once what stood around them is gone.
    if !trimmed.issues.is_empty()
        && let Some(cleaned) = regular(&trimmed.text, style, profile)
    {
        return settled(cleaned.value.into_owned(), issues.union(cleaned.issues), confidence, profile);
    }
    spelt(cell, &trimmed, issues, confidence, style)
}

/// The name word by word.
fn spelt<'a>(cell: &'a str, trimmed: &Trimmed<'_>, issues: Issues, confidence: u8, style: ToneStyle) -> Look<'a> {
    let read = match read(trimmed, style) {
        Ok(read) => read,
        Err((code, candidates)) => return Look::open(Cleaned::candidates(cell, issues.with(code), candidates)),
    };
    if read.text == cell {
        return Look::open(Cleaned::right(cell));
    }
    let mut issues = issues.union(read.issues);
    if issues.is_empty() {
        issues.add(IssueCode::Spacing);
    }
    Look::open(Cleaned::ok(Cow::Owned(read.text), issues, confidence))
}

/// A name that [`regular`] accepted. Where the column may hide an encoding, one more look is due.
const fn settled<'a>(name: String, issues: Issues, confidence: u8, profile: &TextProfile) -> Look<'a> {
    Look { cleaned: Cleaned::ok(Cow::Owned(name), issues, confidence), settled: !profile.may_hide() }
}

/// Syllables with capitals, as far as they are any.
fn plainly(name: &str, style: ToneStyle) -> String {
    let words = name.split_whitespace().map(|word| {
        let mut out = String::with_capacity(word.len());
        match Word::of(word).and_then(|word| word.syllable()) {
            Some(syllable) => syllable.write(style, true, &mut out),
            None => out.push_str(word),
        }
        out
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Values of other columns.
fn other_kind(text: &str) -> Option<IssueCode> {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let letters = |most: usize| text.chars().filter(|&c| is_alphabetic(c)).take(most).count();
    let number = digits > 0 && (digits >= 6 && letters(4) < 4 || letters(2) < 2);
    if number || text.contains('@') || looks_like_address(text) {
        return Some(IssueCode::WrongColumn);
    }
    // A word has a blank before it.
    let blanks = text.bytes().filter(|&b| b == b' ' || b.is_ascii_control() || b >= 0x80).count();
    if blanks >= WORDS && text.split_whitespace().count() > WORDS {
        return Some(IssueCode::FreeText);
    }
    let begins_otherwise = name_edges::begins_other_kind(FirstWord::of(text).letters());
    if !begins_otherwise {
        return None;
    }
    let folded = fold(text);
    let organisation = ["cong ty ", "ubnd ", "truong ", "hop tac xa ", "doanh nghiep ", "cty ", "benh vien "];
    let begins = |start: &&str| folded.starts_with(start);
    // `Trương` is a family name, `Trường` begins a school: its second word tells.
    let school = ["thpt", "thcs", "tieu", "mam", "dai", "cao"];
    let second = folded.split_whitespace().nth(1).unwrap_or_default();
    if organisation.iter().any(begins)
        && (!folded.starts_with("truong ") || school.contains(&second) && digits == 0 && text.starts_with("Trường"))
    {
        return Some(IssueCode::WrongColumn);
    }
    // With their marks: `Võ Anh` is a name, `vợ anh` begins a note.
    let relation = [
        "con ông ",
        "con bà ",
        "con của ",
        "con chị ",
        "con anh ",
        "vợ ông ",
        "vợ anh ",
        "chồng bà ",
        "mẹ cháu ",
        "bố cháu ",
        "con ong ",
        "con ba ",
        "con cua ",
    ];
    let small = lower(text);
    if relation.iter().any(|start| small.starts_with(start)) {
        return Some(IssueCode::FreeText);
    }
    None
}

#[cfg(test)]
mod tests;
