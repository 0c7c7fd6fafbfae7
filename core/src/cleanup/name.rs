//! Names of people: case, blanks, tone marks and old encodings put in order; what cannot be known is left.

use super::fold::fold;
use super::issue::{Cleaned, IssueCode, Issues, Status};
use super::letters::Letter;
use super::lexicon::{
    is_bare, is_bare_family, is_common_family_name, is_family_name, is_family_word, is_minority_word, is_name_word,
    is_usual_word,
};
use super::name_edges::{self, Trimmed};
use super::placeholder::{FirstWord, is_placeholder, looks_like_address};
use super::repair::{TextKind, TextProfile, repair_text};
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
    match plain(cell, style, profile) {
        Some(cleaned) => cleaned,
        None => examined(cell, style, profile),
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
fn plain<'a>(cell: &'a str, style: ToneStyle, profile: &TextProfile) -> Option<Cleaned<'a>> {
    let found = split(cell)?;
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
        || profile.may_hide() && (!is_family_word(first) || !words.iter().all(is_usual_word))
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
fn is_doubtful(syllable: &Syllable, word: &Word) -> bool {
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

/// A repair is believed where cleaning it again changes nothing: notes may have hidden an encoding from the first
/// look. Three looks are more than any cell of a list needed.
fn confirmed<'a>(cell: &'a str, mut cleaned: Cleaned<'a>, style: ToneStyle, profile: &TextProfile) -> Cleaned<'a> {
    for _ in 0..3 {
        if cleaned.status != Status::Ok || matches!(cleaned.value, Cow::Borrowed(_)) {
            return cleaned;
        }
        if usual::is_name(&cleaned.value) {
            return cleaned;
        }
        let again = plain(&cleaned.value, style, profile).unwrap_or_else(|| once(&cleaned.value, style, profile));
        if again.status != Status::Ok {
            return Cleaned::candidates(cell, cleaned.issues.union(again.issues), again.candidates);
        }
        if again.value == cleaned.value {
            return cleaned;
        }
        let (value, issues) = (Cow::Owned(again.value.into_owned()), cleaned.issues.union(again.issues));
        cleaned = Cleaned::ok(value, issues, again.confidence.min(cleaned.confidence));
    }
    Cleaned::unknown(cell, cleaned.issues.with(IssueCode::Unreadable))
}

/// Everything else.
fn examined<'a>(cell: &'a str, style: ToneStyle, profile: &TextProfile) -> Cleaned<'a> {
    let cleaned = once(cell, style, profile);
    confirmed(cell, cleaned, style, profile)
}

/// One look.
fn once<'a>(cell: &'a str, style: ToneStyle, profile: &TextProfile) -> Cleaned<'a> {
    if cell.trim().is_empty() {
        return Cleaned::unknown("", Issues::NONE);
    }
    if cell.len() > NAME_CHARS.saturating_mul(5) {
        return Cleaned::unknown(cell, IssueCode::TooLong.into());
    }
    if is_placeholder(cell) {
        return Cleaned::nothing();
    }
    let repair = repair_text(cell, TextKind::Name, profile);
    if repair.confidence == 0 {
        return Cleaned::candidates(cell, repair.issues, repair.alternatives);
    }
    if matches!(repair.text, Cow::Owned(_)) {
        // Nothing else is wrong with most names in an old encoding or another Unicode form.
        let cleaned = usual::clean(&repair.text, style);
        if let Some(cleaned) = cleaned.or_else(|| plain(&repair.text, style, &TextProfile::default())) {
            let issues = repair.issues.union(cleaned.issues);
            let changed = matches!(cleaned.value, Cow::Owned(_)).then(|| cleaned.value.into_owned());
            let value = changed.unwrap_or_else(|| repair.text.into_owned());
            return Cleaned::ok(Cow::Owned(value), issues, repair.confidence);
        }
        if is_placeholder(&repair.text) {
            return Cleaned::nothing();
        }
    }
    if let Some(code) = other_kind(&repair.text) {
        return Cleaned::unknown(cell, code.into());
    }
    let trimmed = name_edges::trim(&repair.text);
    let mut issues = repair.issues.union(trimmed.issues);
    let read = match read(&trimmed, style) {
        Ok(read) => read,
        Err((code, candidates)) => {
            return Cleaned::candidates(cell, issues.with(code), candidates);
        }
    };
    issues = issues.union(read.issues);
    if read.text == cell {
        return Cleaned { status: Status::Ok, confidence: 100, ..Cleaned::right(cell) };
    }
    if issues.is_empty() {
        issues.add(IssueCode::Spacing);
    }
    let confidence = if issues.has(IssueCode::NameNote) { 95 } else { repair.confidence };
    Cleaned::ok(Cow::Owned(read.text), issues, confidence)
}

/// Values of other columns.
fn other_kind(text: &str) -> Option<IssueCode> {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if text.contains('@') || digits >= 6 && letters < 4 || letters < 2 && digits > 0 || looks_like_address(text) {
        return Some(IssueCode::WrongColumn);
    }
    if text.split_whitespace().count() > WORDS {
        return Some(IssueCode::FreeText);
    }
    let first = FirstWord::of(text);
    let begins_otherwise = matches!(
        first.letters(),
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
    );
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
    let small = text.to_lowercase();
    if relation.iter().any(|start| small.starts_with(start)) {
        return Some(IssueCode::FreeText);
    }
    None
}

/// A name with the issues of its spelling.
struct Read {
    text: String,
    issues: Issues,
}

/// How a word is to be taken.
enum Kind<'t> {
    Syllable(Syllable),
    /// A word that keeps its letters: of a minority, foreign, or with an apostrophe or hyphen.
    Own(&'t str),
}

fn read(trimmed: &Trimmed<'_>, style: ToneStyle) -> Result<Read, (IssueCode, Vec<String>)> {
    let text = trimmed.text.as_ref();
    let tokens: Vec<&str> = text.split(' ').filter(|token| !token.is_empty()).collect();
    if tokens.is_empty() {
        return Err((IssueCode::Unreadable, Vec::new()));
    }
    let lower: Vec<String> = tokens.iter().map(|token| token.to_lowercase()).collect();
    let marked = tokens.iter().any(|token| Word::of(token).is_some_and(|word| word.is_marked()));
    if let Some(code) = undiacritical(&lower, marked) {
        return Err((code, Vec::new()));
    }
    let family = lower.first().is_some_and(|first| is_family_name(first));
    let minority = is_minority(&lower);
    let mut kinds = Vec::with_capacity(tokens.len());
    for (at, (token, small)) in tokens.iter().zip(&lower).enumerate() {
        let word = Word::of(token);
        let syllable = word.and_then(|word| word.syllable());
        if let (Some(word), Some(syllable)) = (&word, &syllable)
            && is_doubtful(syllable, word)
        {
            let mut moved = String::new();
            syllable.write(style, true, &mut moved);
            let name: Vec<&str> =
                tokens.iter().enumerate().map(|(i, t)| if i == at { moved.as_str() } else { *t }).collect();
            let mut candidates = vec![name.join(" ")];
            candidates.extend(respelt(&tokens, at));
            return Err((IssueCode::NameMisspelt, candidates));
        }
        match syllable {
            Some(syllable) if !syllable.toneless() => kinds.push(Kind::Syllable(syllable)),
            _ if is_minority_word(small) && (minority || at == 0 || small.chars().count() > 1) => {
                kinds.push(Kind::Own(token))
            }
            _ if is_garbled(token) => return Err((IssueCode::EncodingUncertain, Vec::new())),
            _ if is_abbreviation(token) => return Err((IssueCode::NameAbbreviated, Vec::new())),
            _ if minority || !marked && !kinds_are_kinh(&lower) => kinds.push(Kind::Own(token)),
            _ => {
                let word = Word::of(token);
                let candidates = respelt(&tokens, at);
                let foreign = word.is_some_and(|word| !word.is_marked())
                    || word.is_none() && token.chars().all(char::is_alphabetic);
                let kinh = family && (!foreign || kinds_are_kinh(&lower) || !candidates.is_empty());
                if kinh || token.bytes().any(|b| b.is_ascii_digit()) || looks_misspelt_family(at, small, &tokens) {
                    return Err((IssueCode::NameMisspelt, candidates));
                }
                kinds.push(Kind::Own(token));
            }
        }
    }
    Ok(spelt(text, &kinds, style, marked || minority))
}

/// The name in its right spelling.
fn spelt(text: &str, kinds: &[Kind<'_>], style: ToneStyle, vietnamese: bool) -> Read {
    let has = |test: fn(&char) -> bool| text.chars().any(|c| test(&c));
    let one_case = !(has(|c| c.is_lowercase()) && has(|c| c.is_uppercase()));
    // A foreign name in capitals may be right so, and how to lower it is not known (`McDonald`).
    let foreign = kinds.iter().any(|kind| matches!(kind, Kind::Own(_))) && !vietnamese;
    let mut out = String::with_capacity(text.len());
    let mut issues = Issues::NONE;
    for (kind, token) in kinds.iter().zip(text.split(' ').filter(|token| !token.is_empty())) {
        if !out.is_empty() {
            out.push(' ');
        }
        let start = out.len();
        match kind {
            Kind::Own(_) | Kind::Syllable(_) if foreign => out.push_str(token),
            Kind::Syllable(syllable) => {
                syllable.write(style, true, &mut out);
                if !syllable.is_placed(style) {
                    issues.add(IssueCode::TonePlacement);
                }
            }
            Kind::Own(word) if one_case || is_one_case(word) => capitalise(word, &mut out),
            Kind::Own(word) => out.push_str(word),
        }
        let written = out.get(start..).unwrap_or_default();
        if written.chars().zip(token.chars()).any(|(a, b)| a.is_uppercase() != b.is_uppercase()) {
            issues.add(IssueCode::LetterCase);
        }
    }
    Read { text: out, issues }
}

/// A word of a minority in small letters or in capitals only: registers write neither.
fn is_one_case(word: &str) -> bool {
    let small = word.to_lowercase();
    let tail = word.split_once('\'').map_or(word, |(_, tail)| tail);
    let known = tail.len() < word.len() || is_minority_word(&small);
    let letters = tail.chars().filter(|c| c.is_alphabetic()).count();
    known && letters > 1 && (small == word || tail.chars().all(|c| !c.is_lowercase()))
}

/// A capital at the beginning and after apostrophes and hyphens, small letters elsewhere.
fn capitalise(word: &str, out: &mut String) {
    let mut first = true;
    for c in word.chars() {
        if first {
            out.extend(c.to_uppercase());
        } else {
            out.extend(c.to_lowercase());
        }
        first = matches!(c, '\'' | '’' | '-');
    }
}

/// Names of minorities by their first word or a word that only they have.
fn is_minority(lower: &[String]) -> bool {
    let prefix = |word: &String| matches!(word.split_once(['\'', '’']), Some((head, tail)) if head.len() == 1 && !tail.is_empty());
    let first = lower.first().is_some_and(|first| matches!(first.as_str(), "y" | "h" | "k"));
    let word = |word: &String| word.chars().count() > 1 && is_minority_word(word);
    first && lower.len() > 1 || lower.iter().any(prefix) || lower.iter().any(word)
}

/// The middle words that Kinh names have.
fn kinds_are_kinh(lower: &[String]) -> bool {
    lower.iter().skip(1).any(|word| matches!(word.as_str(), "thị" | "văn" | "thi" | "van"))
}

/// Vietnamese names that lost their marks: the first word is one of the common family names only without them, or a
/// word needs a tone.
fn undiacritical(lower: &[String], marked: bool) -> Option<IssueCode> {
    let first = lower.first()?;
    if marked || lower.len() < 2 {
        return None;
    }
    let bare = is_bare_family(first);
    let family =
        is_family_name(first) && lower.iter().all(|word| Word::of(word).is_some_and(|word| word.syllable().is_some()));
    let needs = lower.iter().any(|word| Word::of(word).and_then(|word| word.syllable()).is_some_and(|s| s.toneless()));
    let middle = lower.len() > 2
        && lower.iter().skip(1).take(lower.len().saturating_sub(2)).any(|w| matches!(w.as_str(), "thi" | "van"));
    let mostly = lower.iter().filter(|word| Word::of(word).is_some_and(|word| word.syllable().is_some())).count();
    let vietnamese = mostly.saturating_mul(2) >= lower.len();
    let lost = lower.iter().any(|word| is_bare(word)) && lower.iter().all(|word| is_bare(word) || is_name_word(word));
    (bare && vietnamese || family && (needs || middle || lost)).then_some(IssueCode::NameNoDiacritics)
}

/// A capital with marks after small letters (`NguyÔn`), or a sign of no alphabet: bytes of an encoding that was not
/// recognised. Changing its case would hide it.
fn is_garbled(token: &str) -> bool {
    let small = token.chars().any(|c| c.is_ascii_lowercase());
    let capital = token.chars().skip(1).any(|c| !c.is_ascii() && c.is_uppercase());
    small && capital || token.chars().any(|c| matches!(c, '\u{80}'..='\u{bf}' | '×' | '÷'))
}

/// One or two letters that stand for a word: `V.`, `Ng.`, `Ng`, `T`.
fn is_abbreviation(token: &str) -> bool {
    let letters = token.trim_end_matches(['.', '~']);
    let consonants = !letters.is_empty()
        && letters.chars().count() <= 3
        && fold(letters).bytes().all(|b| b.is_ascii_alphabetic() && !b"aeiouy".contains(&b));
    let dotted = token.ends_with('.') && letters.chars().count() <= 3 && letters.chars().all(char::is_alphabetic);
    let several = letters.contains('.') && letters.split('.').all(|part| part.chars().count() <= 3);
    consonants || dotted || several
}

/// A first word that nearly is one of the common family names, before words that are syllables.
fn looks_misspelt_family(at: usize, small: &str, tokens: &[&str]) -> bool {
    let rest = tokens.iter().skip(1).filter(|token| super::is_syllable(token)).count();
    let marked = Word::of(small).is_none_or(|word| word.is_marked());
    at == 0 && rest > 0 && rest.saturating_add(1) == tokens.len() && (marked || !respelt(tokens, 0).is_empty())
}

/// What a misspelt word may have been: one letter less, or two letters the other way round. A family name only
/// in first place.
fn respelt(tokens: &[&str], at: usize) -> Vec<String> {
    let Some(word) = tokens.get(at) else { return Vec::new() };
    let letters: Vec<char> = word.to_lowercase().chars().collect();
    let mut found: Vec<String> = Vec::new();
    let mut tries: Vec<Vec<char>> = Vec::new();
    for index in 0..letters.len().min(8) {
        let mut shorter = letters.clone();
        shorter.remove(index);
        tries.push(shorter);
        let mut turned = letters.clone();
        if index.saturating_add(1) < turned.len() {
            turned.swap(index, index.saturating_add(1));
            tries.push(turned);
        }
    }
    for letters in tries {
        let word: String = letters.into_iter().collect();
        let fits = if at == 0 {
            is_common_family_name(&word)
        } else {
            super::is_syllable(&word) && Word::of(&word).is_some_and(|w| w.length() > 1)
        };
        if !fits {
            continue;
        }
        let mut capitalised = String::new();
        capitalise(&word, &mut capitalised);
        let name: Vec<&str> =
            tokens.iter().enumerate().map(|(i, token)| if i == at { capitalised.as_str() } else { *token }).collect();
        let name = name.join(" ");
        if !found.contains(&name) && found.len() < 5 {
            found.push(name);
        }
    }
    found
}

#[cfg(test)]
mod tests;
