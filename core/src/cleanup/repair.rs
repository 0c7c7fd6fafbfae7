//! Text of a cell brought to Unicode: which old encoding or keyboard it came from is decided by which reading
//! turns its words into Vietnamese syllables, with the rest of the column as a witness.

use super::encoding::{
    compose, from_look_alikes, from_mojibake, from_tcvn3, from_vni, from_windows_1258, is_of_no_code_page, is_plain,
};
use super::issue::{IssueCode, Issues};
use super::letters::{Letter, is_alphabetic, is_upper};
use super::lexicon::{Known, is_family_name, is_minority, is_minority_word, is_name_word};
use super::syllable::{ToneStyle, Word};
use super::typing::{Method, apply};
use super::usual;
use crate::limits::TEXT_CHARS;
use std::borrow::Cow;

/// What a column's text is, for the last bit of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextKind {
    /// Names of people: every word counts, the first is usually a family name.
    Name,
    /// Addresses and other text: numbers and abbreviations stand between words.
    Text,
}

/// The encodings seen in a column. Collected cell by cell with [`TextProfile::observe`]; a fixed size.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct TextProfile {
    cells: u32,
    tcvn3: u32,
    vni: u32,
    windows_1258: u32,
    viqr: u32,
    typed: u32,
}

impl TextProfile {
    /// Adds the evidence of another part of the column.
    pub fn merge(&mut self, other: &Self) {
        for (count, more) in [
            (&mut self.cells, other.cells),
            (&mut self.tcvn3, other.tcvn3),
            (&mut self.vni, other.vni),
            (&mut self.windows_1258, other.windows_1258),
            (&mut self.viqr, other.viqr),
            (&mut self.typed, other.typed),
        ] {
            *count = count.saturating_add(more);
        }
    }

    /// Adds a cell to the evidence.
    pub fn observe(&mut self, cell: &str, kind: TextKind) {
        self.cells = self.cells.saturating_add(1);
        let issues = repair_text(cell, kind, &Self::default()).issues;
        for (code, count) in [
            (IssueCode::EncodingTcvn3, &mut self.tcvn3),
            (IssueCode::EncodingVni, &mut self.vni),
            (IssueCode::EncodingWindows1258, &mut self.windows_1258),
            (IssueCode::EncodingViqr, &mut self.viqr),
            (IssueCode::KeyboardLeftover, &mut self.typed),
        ] {
            *count = count.saturating_add(u32::from(issues.has(code)));
        }
    }

    /// Whether syllables may still be in an old encoding, because cells of the column were.
    pub(super) const fn may_hide(&self) -> bool {
        self.tcvn3 > 1 || self.vni > 1 || self.windows_1258 > 1
    }

    /// Whether at least one cell in `of` was certainly of this kind, and there were at least two.
    fn share(&self, count: u32, of: u32) -> bool {
        count >= 2 && count.saturating_mul(of) >= self.cells
    }
}

/// Text after repair.
#[derive(Clone, PartialEq, Eq)]
pub struct Repair<'a> {
    /// The text in Unicode NFC.
    pub text: Cow<'a, str>,
    /// What was repaired, or is in doubt.
    pub issues: Issues,
    /// Other readings, where it is in doubt.
    pub alternatives: Vec<String>,
    /// How sure the reading is, in percent.
    pub confidence: u8,
}

impl<'a> Repair<'a> {
    const fn as_it_is(text: &'a str) -> Self {
        Self { text: Cow::Borrowed(text), issues: Issues::NONE, alternatives: Vec::new(), confidence: 100 }
    }
}

impl std::fmt::Debug for Repair<'_> {
    /// The text masked.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Repair").field("issues", &self.issues).field("confidence", &self.confidence).finish()
    }
}

/// The text of a cell in Unicode NFC. Text that is right, or whose damage is not certain, stays as it is.
///
/// ```
/// use dinhdanh::cleanup::{IssueCode, TextKind, TextProfile, repair_text};
/// let profile = TextProfile::default();
/// let repair = repair_text("NguyÔn ThÞ MÉu", TextKind::Name, &profile);
/// assert_eq!(repair.text, "Nguyễn Thị Mẫu");
/// assert!(repair.issues.has(IssueCode::EncodingTcvn3));
/// assert_eq!(repair_text("NGÔ LÊ Ý", TextKind::Name, &profile).text, "NGÔ LÊ Ý");
/// ```
#[must_use]
pub fn repair_text<'a>(cell: &'a str, kind: TextKind, profile: &TextProfile) -> Repair<'a> {
    if cell.len() > TEXT_CHARS.saturating_mul(8) {
        return Repair { issues: IssueCode::TooLong.into(), confidence: 0, ..Repair::as_it_is(cell) };
    }
    if cell.is_ascii() && !cell.bytes().any(|b| b.is_ascii_control()) {
        return typed(cell, kind, profile, false);
    }
    let right = right_at_once(cell);
    if right == Some(true) {
        return reread(cell, profile);
    }
    let plain = cell.chars().all(is_plain);
    if plain {
        if right.is_none() && words(cell).all(is_right) {
            return reread(cell, profile);
        }
    } else if cell.contains(['\u{fffd}', '\u{1}']) {
        return Repair { issues: IssueCode::LostCharacters.into(), confidence: 0, ..Repair::as_it_is(cell) };
    }
    damaged(cell, kind, profile, 0, plain)
}

/// Undoes one kind of damage, if the text may have it.
type Decoder = fn(&str) -> Option<String>;

/// Text that was repaired once and may have to be again.
fn decoded<'a>(cell: &'a str, kind: TextKind, profile: &TextProfile, depth: u8) -> Repair<'a> {
    let right = right_at_once(cell);
    if right == Some(true) {
        return Repair::as_it_is(cell);
    }
    let plain = cell.chars().all(is_plain);
    if plain && right.is_none() && words(cell).all(is_right) {
        return Repair::as_it_is(cell);
    }
    damaged(cell, kind, profile, depth, plain)
}

/// Letters that are not ASCII: the damage is in an encoding, a decomposition, or single letters. Where the characters
/// are those of Vietnamese (`plain`), a word is known not to be right.
fn damaged<'a>(cell: &'a str, kind: TextKind, profile: &TextProfile, depth: u8, plain: bool) -> Repair<'a> {
    const DECODERS: [(Decoder, IssueCode); 5] = [
        (from_mojibake, IssueCode::EncodingMojibake),
        (from_tcvn3, IssueCode::EncodingTcvn3),
        (from_vni, IssueCode::EncodingVni),
        (from_windows_1258, IssueCode::EncodingWindows1258),
        (from_look_alikes, IssueCode::LookAlikeLetters),
    ];
    if plain && is_of_no_code_page(cell) {
        return typed(cell, kind, profile, true);
    }
    if let Some(blanked) = (!plain).then(|| blanked(cell)).flatten() {
        let reread = reread(&blanked, profile);
        return Repair {
            issues: if reread.issues.is_empty() { IssueCode::Spacing.into() } else { reread.issues },
            alternatives: reread.alternatives,
            confidence: reread.confidence,
            text: Cow::Owned(reread.text.into_owned()),
        };
    }
    let mut best: Option<(u32, String, IssueCode)> = None;
    let mut rival: Option<String> = None;
    let mut readings: [Option<String>; DECODERS.len()] = [const { None }; DECODERS.len()];
    for ((decoder, code), reading) in DECODERS.into_iter().zip(&mut readings) {
        let Some(text) = decoder(cell) else { continue };
        let is_utf8 = code == IssueCode::EncodingMojibake;
        // A family name and words that all names have: no other reading comes near.
        if kind == TextKind::Name && usual::is_name(&text) && text != cell {
            return Repair { text: Cow::Owned(text), issues: code.into(), alternatives: Vec::new(), confidence: 99 };
        }
        *reading = Some(text);
        // UTF-8 does not come about by chance: no other reading of the same bytes is as good.
        if is_utf8 {
            break;
        }
    }
    for ((_, code), reading) in DECODERS.into_iter().zip(readings) {
        let Some(text) = reading else { continue };
        let score =
            if code == IssueCode::EncodingMojibake { Some(mojibake(&text)) } else { improvement(cell, &text, kind) };
        let Some(score) = score.filter(|&score| score > 0) else { continue };
        match &best {
            Some((found, other, _)) if *found >= score => {
                if *found == score && *other != text {
                    rival = Some(text);
                }
            }
            _ => {
                best = Some((score, text, code));
                rival = None;
            }
        }
    }
    let Some((_, text, code)) = best else { return composed(cell, kind, profile, depth, plain) };
    if let Some(rival) = rival.filter(|_| !profile.supports(code)) {
        let alternatives = vec![text, rival];
        let issues = IssueCode::EncodingUncertain.into();
        return Repair { alternatives, issues, confidence: 0, ..Repair::as_it_is(cell) };
    }
    // Text may have been damaged more than once: twice as UTF-8, or an old encoding saved as UTF-8.
    let rest = if depth < 3 { decoded(&text, kind, profile, depth.saturating_add(1)) } else { Repair::as_it_is(&text) };
    Repair {
        issues: rest.issues.with(code),
        alternatives: rest.alternatives,
        confidence: rest.confidence.min(99),
        text: Cow::Owned(rest.text.into_owned()),
    }
}

/// The text with blanks of every kind as blanks, where it is right then: what no encoding is needed for, none explains
/// (`Hoàng` beside a no-break space is no `Hồng` of VNI). `Hà` in UTF-8 ends in a no-break space as well (`HÃ` before
/// it): where that reading is right, it is the letter's.
fn blanked(cell: &str) -> Option<String> {
    let odd = |c: char| c != ' ' && c.is_whitespace();
    if !cell.chars().all(|c| is_plain(c) || odd(c)) {
        return None;
    }
    let text = cell.replace(odd, " ");
    let letter = || cell.contains("Ã\u{a0}") && from_mojibake(cell).is_some_and(|text| words(&text).all(is_right));
    (all_right(&text) && !letter()).then_some(text)
}

/// How many syllables there are in what was mojibake; UTF-8 does not come about by chance.
fn mojibake(text: &str) -> u32 {
    let right = words(text).filter(|word| is_right(word)).count();
    u32::try_from(right).unwrap_or(u32::MAX).saturating_mul(8).saturating_add(2)
}

/// Marks that stand apart and invisible characters, then keystrokes.
fn composed<'a>(cell: &'a str, kind: TextKind, profile: &TextProfile, depth: u8, plain: bool) -> Repair<'a> {
    if plain {
        return typed(cell, kind, profile, true);
    }
    let (text, composed, invisible) = compose(cell);
    if text == cell {
        return typed(cell, kind, profile, false);
    }
    let whole = depth >= 3 || kind == TextKind::Name && usual::is_name(&text);
    let rest = if whole { Repair::as_it_is(&text) } else { decoded(&text, kind, profile, depth.saturating_add(1)) };
    let mut issues = rest.issues;
    if composed {
        issues.add(IssueCode::EncodingDecomposed);
    }
    if invisible {
        issues.add(IssueCode::LookAlikeLetters);
    }
    if issues.is_empty() {
        issues.add(IssueCode::Spacing);
    }
    Repair {
        issues,
        text: Cow::Owned(rest.text.into_owned()),
        alternatives: rest.alternatives,
        confidence: rest.confidence,
    }
}

/// Keystrokes left in the text, where enough of them make syllables. `wrong`: a word is known not to be right.
fn typed<'a>(cell: &'a str, kind: TextKind, profile: &TextProfile, wrong: bool) -> Repair<'a> {
    let unchanged = Repair::as_it_is(cell);
    let signs = cell.bytes().any(|b| matches!(b, b'^' | b'`' | b'~' | b'+' | b'*' | b'(' | b'\'' | b'?' | b'.'));
    let digits = cell.bytes().any(|b| b.is_ascii_digit());
    if !signs && !digits && !wrong && all_right(cell) {
        return unchanged;
    }
    for (method, code) in [
        (Method::Viqr, IssueCode::EncodingViqr),
        (Method::Vni, IssueCode::KeyboardLeftover),
        (Method::Telex, IssueCode::KeyboardLeftover),
    ] {
        let possible = match method {
            Method::Viqr => signs || cell.as_bytes().windows(2).any(|pair| matches!(pair, b"dd" | b"Dd" | b"DD")),
            Method::Vni => digits,
            Method::Telex => true,
        };
        let Some(typed) = possible.then(|| apply(cell, method)).flatten() else { continue };
        let begins_as_name = || kind == TextKind::Name && words(&typed.text).next().is_some_and(is_family_name);
        let marked = || words(cell).any(|word| is_right(word) && Word::of(word).is_some_and(|word| word.is_marked()));
        let wrong = || words(&typed.text).filter(|word| !is_right(word)).count();
        let supported = profile.supports(code);
        let enough = match method {
            Method::Viqr => typed.strong > 0 || supported && wrong() == 0,
            Method::Vni => typed.words > 1 || typed.strong > 0,
            Method::Telex => {
                let weight = typed.words.saturating_add(typed.strong);
                let usual =
                    || words(cell).zip(words(&typed.text)).all(|(here, there)| here == there || is_name_word(there));
                begins_as_name()
                    && (typed.words > 1
                        || supported
                        || usual() && (typed.strong > 1 || typed.tones > 0 && (typed.keys > 1 || marked())))
                    || kind == TextKind::Text && typed.strong > 0 && (weight > 3 || marked())
            }
        };
        // Names of numbered rows (`An1`) look like keystrokes: what the name is stays open.
        if method == Method::Vni && !enough {
            continue;
        }
        if enough && wrong() <= usize::from(kind == TextKind::Text) {
            return Repair {
                text: Cow::Owned(typed.text),
                issues: code.into(),
                alternatives: Vec::new(),
                confidence: 97,
            };
        }
    }
    let lost = cell.contains('?') && (words(cell).any(|word| word.contains('?')) || lost_letters(cell));
    if lost { Repair { issues: IssueCode::LostCharacters.into(), confidence: 0, ..unchanged } } else { unchanged }
}

/// A question mark between letters: a program had no letter for what stood there.
fn lost_letters(cell: &str) -> bool {
    let mut chars = cell.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        if c == '?' && is_alphabetic(before) && chars.peek().is_some_and(|&next| is_alphabetic(next) || next == '?') {
            return true;
        }
        before = c;
    }
    false
}

/// Words that are syllables either way (`Vò Dòng`: Vũ Dũng in TCVN3), where the column speaks for an old encoding:
/// a few cells are enough where only the other reading is made of words that names have.
fn reread<'a>(cell: &'a str, profile: &TextProfile) -> Repair<'a> {
    if !profile.may_hide() {
        return Repair::as_it_is(cell);
    }
    let old: [(Decoder, IssueCode, u32); 3] = [
        (from_tcvn3, IssueCode::EncodingTcvn3, profile.tcvn3),
        (from_vni, IssueCode::EncodingVni, profile.vni),
        (from_windows_1258, IssueCode::EncodingWindows1258, profile.windows_1258),
    ];
    for (decoder, code, count) in old {
        if !profile.share(count, 500) {
            continue;
        }
        let Some(text) = decoder(cell).filter(|text| text != cell && words(text).all(is_right)) else { continue };
        let changed = || words(cell).zip(words(&text)).enumerate().filter(|(_, (here, there))| here != there);
        let usual = |at: usize, word: &str| if at == 0 { is_family_name(word) } else { is_name_word(word) };
        let there = changed().all(|(at, (_, there))| usual(at, there));
        let here = changed().any(|(at, (here, _))| usual(at, here));
        let confidence = if there && !here { 97 } else { 90 };
        if !here && (there || profile.share(count, 2)) {
            return Repair { text: Cow::Owned(text), issues: code.into(), alternatives: Vec::new(), confidence };
        }
        if profile.share(count, 5) && there {
            let issues = IssueCode::EncodingUncertain.into();
            return Repair {
                alternatives: vec![cell.to_owned(), text],
                issues,
                confidence: 0,
                ..Repair::as_it_is(cell)
            };
        }
    }
    Repair::as_it_is(cell)
}

impl TextProfile {
    /// Whether the column has enough of this damage to decide between two readings.
    fn supports(&self, code: IssueCode) -> bool {
        match code {
            IssueCode::EncodingTcvn3 => self.share(self.tcvn3, 50) && self.tcvn3 > self.vni,
            IssueCode::EncodingVni => self.share(self.vni, 50) && self.vni > self.tcvn3,
            IssueCode::EncodingViqr => self.share(self.viqr, 20),
            IssueCode::KeyboardLeftover => self.share(self.typed, 20),
            _ => false,
        }
    }
}

/// The words between blanks, without the punctuation around them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let edge = |b: &u8| b.is_ascii_punctuation() || b.is_ascii_digit();
    let mut at = 0_usize;
    std::iter::from_fn(move || {
        loop {
            let rest = text.as_bytes().get(at..).filter(|rest| !rest.is_empty())?;
            let length = rest.iter().position(|b| matches!(b, b' ' | b'-' | b',' | b'/' | b'.' | b'(' | b')'));
            let length = length.unwrap_or(rest.len());
            let start = at;
            at = at.saturating_add(length).saturating_add(1);
            let token = rest.get(..length).unwrap_or_default();
            let before = token.iter().take_while(|b| edge(b)).count();
            let after = token.iter().rev().take_while(|b| edge(b)).count();
            let end = start.saturating_add(length).saturating_sub(after);
            if let Some(word) = text.get(start.saturating_add(before)..end).filter(|word| !word.is_empty()) {
                return Some(word);
            }
        }
    })
}

/// Whether all words are right.
fn all_right(text: &str) -> bool {
    right_at_once(text).unwrap_or_else(|| words(text).all(is_right))
}

/// The same in one pass, for text of Vietnamese letters with the signs around them that [`words`] leaves out; `None` if
/// there is anything else.
fn right_at_once(text: &str) -> Option<bool> {
    let mut word = Word::default();
    let (mut start, mut end) = (0_usize, None);
    for (at, c) in text.char_indices() {
        if let Some(letter) = Letter::of(c) {
            if end.is_some() {
                return None;
            }
            if word.length() == 0 {
                start = at;
            }
            word.push(letter);
            continue;
        }
        let between = matches!(c, ' ' | '-' | ',' | '/' | '.' | '(' | ')');
        if !between && !c.is_ascii_punctuation() && !c.is_ascii_digit() {
            return None;
        }
        if word.length() == 0 {
            continue;
        }
        let until = *end.get_or_insert(at);
        if between {
            if !is_right_word(text.get(start..until)?, &word) {
                return Some(false);
            }
            word = Word::default();
            end = None;
        }
    }
    Some(word.length() == 0 || is_right_word(text.get(start..end.unwrap_or(text.len()))?, &word))
}

/// A syllable, or a word known to be none; abbreviations of one plain letter count as right.
fn is_right(word: &str) -> bool {
    match Word::of(word) {
        Some(parts) => is_right_word(word, &parts),
        None => match word.split_once('\'') {
            Some((head, tail)) => head.len() == 1 && Word::of(tail).is_some_and(|tail| tail.tones() <= 1),
            None => is_minority_word(word),
        },
    }
}

/// The same for a word of letters.
#[inline]
fn is_right_word(word: &str, parts: &Word) -> bool {
    // Vietnamese has no capital accented letter after a small one: `TÊn` is a byte that was misread.
    let one_case = parts.is_small() || parts.is_capitalised() || parts.is_shouted();
    if !one_case && is_mixed(word) {
        return false;
    }
    parts.syllable().is_some() || !parts.is_marked() && parts.length() == 1 || is_minority(parts)
}

/// How much a word with marks looks like one that people write: `Leâ` is `Lê` in VNI and `Leõ` in TCVN3; names have
/// the one, and nobody puts the tone of the other there. Zero for words without marks and for no syllable.
fn likeness(word: &str) -> u32 {
    let Some(parts) = Word::of(word) else {
        let marked = word.chars().any(|c| Letter::of(c).is_some_and(Letter::is_marked));
        return if marked && is_right(word) { 6 } else { 0 };
    };
    if !parts.is_marked() || !is_right_word(word, &parts) {
        return 0;
    }
    let syllable = parts.syllable();
    let placed = |style| syllable.is_none_or(|syllable| syllable.is_placed(style));
    let written = placed(ToneStyle::Traditional) || placed(ToneStyle::Modern);
    let bonus = u32::from(Known::of(&parts).is_usual()).saturating_add(u32::from(written));
    bonus.saturating_mul(2).saturating_add(4)
}

/// A capital with marks behind the first letter, beside a small ASCII letter.
fn is_mixed(word: &str) -> bool {
    let small = word.chars().any(|c| c.is_ascii_lowercase());
    small && word.chars().skip(1).any(|c| !c.is_ascii() && is_upper(c))
}

/// How much better `text` reads than `cell`, counting only words that differ; `None` where a changed word did not
/// become a syllable more often than rarely, or nothing was wrong before.
fn improvement(cell: &str, text: &str, kind: TextKind) -> Option<u32> {
    let (mut good, mut bad, mut was_wrong, mut kept) = (0_u32, 0_u32, 0_u32, 0_u32);
    let mut decoded = text.split(' ');
    for before in cell.split([' ', '\u{a0}']) {
        let after = decoded.next()?;
        if before == after {
            // What both readings leave alone speaks for the one that leaves more.
            kept = kept.saturating_add(words(after).map(likeness).fold(0, u32::saturating_add));
            continue;
        }
        let foreign = |word: &str| !word.chars().all(is_plain);
        if foreign(before) || words(before).any(|word| !is_right(word)) {
            was_wrong = was_wrong.saturating_add(1);
        }
        if foreign(after) {
            bad = bad.saturating_add(1);
            continue;
        }
        for word in words(after) {
            let worth = likeness(word);
            if worth > 0 {
                good = good.saturating_add(1);
                kept = kept.saturating_add(worth);
            } else if !is_right(word) {
                bad = bad.saturating_add(1);
            }
        }
    }
    if kind == TextKind::Name {
        let first = |text: &str| words(text).next().is_some_and(is_family_name);
        if first(cell) && !first(text) {
            return None;
        }
    }
    let accepted = good > 0 && was_wrong > 0 && bad.saturating_mul(3) <= good;
    accepted.then(|| kept.saturating_sub(bad))
}

#[cfg(test)]
mod tests;
