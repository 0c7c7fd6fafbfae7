//! The words of a name one by one: syllables, words of minorities and foreigners, and what is none of these.

use super::fold::fold;
use super::issue::{IssueCode, Issues};
use super::letters::{DOT, LEVEL, Letter, capital, is_alphabetic, is_lower, is_upper, lower};
use super::lexicon::{Known, is_minority_word};
use super::name::is_doubtful;
use super::name_edges::Trimmed;
use super::syllable::{Syllable, ToneStyle, Word};
use std::borrow::Cow;

/// A name with the issues of its spelling.
pub(super) struct Read {
    pub(super) text: String,
    pub(super) issues: Issues,
}

/// How a word is to be taken.
enum Kind {
    Syllable(Syllable),
    /// A word that keeps its letters: of a minority, foreign, or with an apostrophe or hyphen.
    Own,
}

/// A word of the name with everything that is asked about it again and again.
struct Token<'t> {
    text: &'t str,
    /// `None` if it has anything but letters of Vietnamese.
    word: Option<Word>,
    syllable: Option<Syllable>,
    known: Option<Known>,
    minority: bool,
}

impl<'t> Token<'t> {
    fn of(text: &'t str) -> Self {
        let word = Word::of(text);
        let syllable = word.and_then(|word| word.syllable());
        let known = word.as_ref().map(Known::of);
        let minority = match (&word, known) {
            (Some(word), Some(known)) => known.is_of_minority(word),
            _ => is_minority_word(text),
        };
        Self { text, word, syllable, known, minority }
    }

    fn is(&self, what: fn(Known) -> bool) -> bool {
        self.known.is_some_and(what)
    }

    /// More than one letter.
    fn is_long(&self) -> bool {
        self.text.chars().nth(1).is_some()
    }
}

pub(super) fn read(trimmed: &Trimmed<'_>, style: ToneStyle) -> Result<Read, (IssueCode, Vec<String>)> {
    let text = trimmed.text.as_ref();
    let mut tokens: Vec<Token<'_>> = Vec::with_capacity(8);
    tokens.extend(text.split(' ').filter(|token| !token.is_empty()).map(Token::of));
    let Some(first) = tokens.first() else {
        return Err((IssueCode::Unreadable, Vec::new()));
    };
    let marked = tokens.iter().any(|token| token.word.is_some_and(|word| word.is_marked()));
    if is_undiacritical(&tokens, marked) {
        return Err((IssueCode::NameNoDiacritics, Vec::new()));
    }
    let family = first.is(Known::is_family);
    let minority = is_of_minority(&tokens);
    let kinh = is_kinh(&tokens);
    let mut kinds = Vec::with_capacity(tokens.len());
    for (at, token) in tokens.iter().enumerate() {
        if let (Some(word), Some(syllable)) = (&token.word, &token.syllable)
            && is_doubtful(syllable, word)
        {
            let mut moved = String::new();
            syllable.write(style, true, &mut moved);
            let mut candidates = vec![with_word(&tokens, at, &moved)];
            candidates.extend(respelt(&tokens, at));
            return Err((IssueCode::NameMisspelt, candidates));
        }
        match token.syllable {
            Some(syllable) if !syllable.toneless() => kinds.push(Kind::Syllable(syllable)),
            _ if token.minority && (minority || at == 0 || token.is_long()) => kinds.push(Kind::Own),
            _ if is_garbled(token.text) => return Err((IssueCode::EncodingUncertain, Vec::new())),
            _ if is_abbreviation(token.text) => return Err((IssueCode::NameAbbreviated, Vec::new())),
            _ if minority || !marked && !kinh => kinds.push(Kind::Own),
            _ => {
                let candidates = respelt(&tokens, at);
                let foreign = token.word.is_some_and(|word| !word.is_marked())
                    || token.word.is_none() && token.text.chars().all(is_alphabetic);
                let as_kinh = family && (!foreign || kinh || !candidates.is_empty());
                let digits = token.text.bytes().any(|b| b.is_ascii_digit());
                if as_kinh || digits || looks_misspelt_family(&tokens, at, &candidates) {
                    return Err((IssueCode::NameMisspelt, candidates));
                }
                kinds.push(Kind::Own);
            }
        }
    }
    Ok(spelt(text, &tokens, &kinds, style, marked || minority))
}

/// The name in its right spelling.
fn spelt(text: &str, tokens: &[Token<'_>], kinds: &[Kind], style: ToneStyle, vietnamese: bool) -> Read {
    let one_case = !(text.chars().any(is_lower) && text.chars().any(is_upper));
    // A foreign name in capitals may be right so, and how to lower it is not known (`McDonald`).
    let foreign = !vietnamese && kinds.iter().any(|kind| matches!(kind, Kind::Own));
    let mut out = String::with_capacity(text.len());
    let mut issues = Issues::NONE;
    for (kind, token) in kinds.iter().zip(tokens) {
        if !out.is_empty() {
            out.push(' ');
        }
        let start = out.len();
        match kind {
            Kind::Own | Kind::Syllable(_) if foreign => out.push_str(token.text),
            Kind::Syllable(syllable) => {
                syllable.write(style, true, &mut out);
                if !syllable.is_placed(style) {
                    issues.add(IssueCode::TonePlacement);
                }
            }
            Kind::Own if one_case || is_one_case(token) => capitalise(token.text, &mut out),
            Kind::Own => out.push_str(token.text),
        }
        let written = out.get(start..).unwrap_or_default();
        if written != token.text && written.chars().zip(token.text.chars()).any(|(a, b)| is_upper(a) != is_upper(b)) {
            issues.add(IssueCode::LetterCase);
        }
    }
    Read { text: out, issues }
}

/// A word of a minority in small letters or in capitals only: registers write neither.
fn is_one_case(token: &Token<'_>) -> bool {
    let tail = token.text.split_once('\'').map_or(token.text, |(_, tail)| tail);
    let known = tail.len() < token.text.len() || token.minority;
    let letters = tail.chars().filter(|&c| is_alphabetic(c)).count();
    known && letters > 1 && (matches!(lower(token.text), Cow::Borrowed(_)) || !tail.chars().any(is_lower))
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
fn is_of_minority(tokens: &[Token<'_>]) -> bool {
    let prefix = |token: &Token<'_>| {
        token.word.is_none()
            && token.text.split_once(['\'', '’']).is_some_and(|(head, tail)| head.len() == 1 && !tail.is_empty())
    };
    let first = tokens.first().is_some_and(|first| matches!(first.text, "y" | "h" | "k" | "Y" | "H" | "K"));
    let word = |token: &Token<'_>| token.minority && token.is_long();
    first && tokens.len() > 1 || tokens.iter().any(prefix) || tokens.iter().any(word)
}

/// The middle words that Kinh names have.
fn is_kinh(tokens: &[Token<'_>]) -> bool {
    let middle = |word: &Word| {
        word.letters() == b"thi" && word.tones() <= 1 && matches!(word.tone(), LEVEL | DOT)
            || word.letters() == b"van" && !word.is_marked()
            || word.letters() == b"vBn" && word.tone() == LEVEL
    };
    tokens.iter().skip(1).any(|token| token.word.as_ref().is_some_and(middle))
}

/// Vietnamese names that lost their marks: the first word is one of the common family names only without them, or a
/// word needs a tone.
fn is_undiacritical(tokens: &[Token<'_>], marked: bool) -> bool {
    let Some(first) = tokens.first().filter(|_| !marked && tokens.len() > 1) else { return false };
    let syllables = tokens.iter().filter(|token| token.syllable.is_some()).count();
    if first.is(Known::is_bare_family) && syllables.saturating_mul(2) >= tokens.len() {
        return true;
    }
    let lost = || {
        tokens.iter().any(|token| token.is(Known::is_bare))
            && tokens.iter().all(|token| token.is(Known::is_bare) || token.is(Known::is_usual))
    };
    let needs = || tokens.iter().any(|token| token.syllable.is_some_and(|syllable| syllable.toneless()));
    let inner = tokens.get(1..tokens.len().saturating_sub(1)).unwrap_or_default();
    let middle = |token: &Token<'_>| token.word.is_some_and(|word| matches!(word.letters(), b"thi" | b"van"));
    let family = first.is(Known::is_family) && syllables == tokens.len();
    family && (needs() || inner.iter().any(middle) || lost())
}

/// A capital with marks after small letters (`NguyÔn`), or a sign of no alphabet: bytes of an encoding that was not
/// recognised. Changing its case would hide it.
fn is_garbled(token: &str) -> bool {
    let small = token.chars().any(|c| c.is_ascii_lowercase());
    let capital = || token.chars().skip(1).any(|c| !c.is_ascii() && is_upper(c));
    small && capital() || token.chars().any(|c| matches!(c, '\u{80}'..='\u{bf}' | '×' | '÷'))
}

/// One or two letters that stand for a word: `V.`, `Ng.`, `Ng`, `T`.
fn is_abbreviation(token: &str) -> bool {
    let letters = token.trim_end_matches(['.', '~']);
    let consonants = !letters.is_empty()
        && letters.chars().count() <= 3
        && fold(letters).bytes().all(|b| b.is_ascii_alphabetic() && !b"aeiouy".contains(&b));
    let dotted = token.ends_with('.') && letters.chars().count() <= 3 && letters.chars().all(is_alphabetic);
    let several = letters.contains('.') && letters.split('.').all(|part| part.chars().count() <= 3);
    consonants || dotted || several
}

/// A first word that nearly is one of the common family names, before words that are syllables.
fn looks_misspelt_family(tokens: &[Token<'_>], at: usize, candidates: &[String]) -> bool {
    let right = |token: &Token<'_>| token.syllable.is_some_and(|syllable| !syllable.toneless());
    let marked = |token: &Token<'_>| token.word.is_none_or(|word| word.is_marked());
    let first = tokens.first().is_some_and(|first| marked(first) || !candidates.is_empty());
    at == 0 && tokens.len() > 1 && tokens.iter().skip(1).all(right) && first
}

/// The name with another word in one place.
fn with_word(tokens: &[Token<'_>], at: usize, word: &str) -> String {
    let others = tokens.iter().map(|token| token.text.len().saturating_add(1)).fold(0, usize::saturating_add);
    let mut name = String::with_capacity(others.saturating_add(word.len()));
    for (place, token) in tokens.iter().enumerate() {
        if place > 0 {
            name.push(' ');
        }
        name.push_str(if place == at { word } else { token.text });
    }
    name
}

/// Letters of the longest misspelt word that is tried: a syllable has seven.
const TRIED: usize = 8;
/// Proposals at most.
const PROPOSALS: usize = 5;

/// What a misspelt word may have been: one letter less, or two letters the other way round. A family name only
/// in first place.
fn respelt(tokens: &[Token<'_>], at: usize) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let Some(token) = tokens.get(at).filter(|token| token.text.len() <= 64) else { return found };
    let mut places = [None; TRIED];
    let mut length = 0_usize;
    for (at, c) in token.text.chars().enumerate() {
        // One letter less would still be more than a syllable has.
        let Some(place) = places.get_mut(at) else { return found };
        *place = Letter::of(c);
        length = length.saturating_add(1);
    }
    if places.iter().take(length).any(Option::is_none) {
        // One letter less may be the one that is none.
        return respelt_otherwise(tokens, at);
    }
    let letters = places.get(..length).unwrap_or_default();
    for index in 0..length {
        for turned in [false, true] {
            let next = index.saturating_add(1);
            if turned && next >= length {
                continue;
            }
            let mut word = Word::default();
            for (place, letter) in letters.iter().flatten().copied().enumerate() {
                let letter = match turned {
                    false if place == index => continue,
                    true if place == index => letters.get(next).copied().flatten().unwrap_or(letter),
                    true if place == next => letters.get(index).copied().flatten().unwrap_or(letter),
                    _ => letter,
                };
                word.push(letter);
            }
            propose(tokens, at, &word, &mut found);
        }
    }
    found
}

/// The same for a word with one sign that is no letter.
fn respelt_otherwise(tokens: &[Token<'_>], at: usize) -> Vec<String> {
    let mut found = Vec::new();
    let Some(token) = tokens.get(at) else { return found };
    let small = lower(token.text);
    for index in 0..small.chars().count().min(TRIED) {
        let shorter = small.chars().enumerate().filter(|(place, _)| *place != index).map(|(_, c)| Letter::of(c));
        let mut word = Word::default();
        let whole = shorter.map(|letter| letter.map(|letter| word.push(letter))).all(|letter| letter.is_some());
        if whole && word.length() > 0 {
            propose(tokens, at, &word, &mut found);
        }
    }
    found
}

/// Adds the name with this word, if names have it there.
fn propose(tokens: &[Token<'_>], at: usize, word: &Word, found: &mut Vec<String>) {
    if found.len() >= PROPOSALS || at == 0 && !Known::of(word).is_common_family() {
        return;
    }
    let syllable = word.syllable().filter(|syllable| !syllable.toneless() && word.length() > 1);
    let placed = |syllable: &Syllable| syllable.is_placed(ToneStyle::Traditional);
    let fits = match at {
        0 => syllable.as_ref().is_some_and(placed),
        _ => syllable.is_some(),
    };
    if !fits {
        return;
    }
    let mut spelt = String::with_capacity(usize::from(word.length()).saturating_mul(3));
    for (place, letter) in word.spelt().enumerate() {
        spelt.push(if place == 0 { capital(letter) } else { letter });
    }
    let name = with_word(tokens, at, &spelt);
    if !found.contains(&name) {
        found.push(name);
    }
}
