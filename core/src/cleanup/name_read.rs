//! The words of a name one by one: syllables, words of minorities and foreigners, and what is none of these.

use super::fold::fold;
use super::issue::{IssueCode, Issues};
use super::lexicon::{is_bare, is_bare_family, is_common_family_name, is_family_name, is_minority_word, is_name_word};
use super::name::is_doubtful;
use super::name_edges::Trimmed;
use super::syllable::{Syllable, ToneStyle, Word};

/// A name with the issues of its spelling.
pub(super) struct Read {
    pub(super) text: String,
    pub(super) issues: Issues,
}

/// How a word is to be taken.
enum Kind<'t> {
    Syllable(Syllable),
    /// A word that keeps its letters: of a minority, foreign, or with an apostrophe or hyphen.
    Own(&'t str),
}

pub(super) fn read(trimmed: &Trimmed<'_>, style: ToneStyle) -> Result<Read, (IssueCode, Vec<String>)> {
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
