//! Names made of words that most names have: looked up whole instead of taken apart letter by letter.

use super::issue::{Cleaned, IssueCode, Issues};
use super::lexicon::{Known, usual_words};
use super::syllable::{ToneStyle, Word};
use std::borrow::Cow;
use std::sync::LazyLock;

/// Longest word looked up, in bytes; `NGUYỄN` has eight.
const BYTES: usize = 15;
/// The key of nothing: the bytes of words follow it, so that no two words have one key.
const EMPTY: u128 = 1;
/// Places of the table, a power of two: a quarter is taken.
const SLOTS: usize = 8192;
/// Words of a name that is looked up.
const WORDS: usize = 6;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    Title,
    Upper,
    Lower,
}

/// One way of writing a word.
#[derive(Clone, Copy)]
struct Entry {
    key: u128,
    /// Its place in [`Table::titles`].
    title: u16,
    case: Case,
    /// Tone mark where the traditional, the modern style has it.
    placed: [bool; 2],
    family: bool,
    /// `thi`: a family name, but far more often `thị` without its mark.
    bare: bool,
    marked: bool,
}

struct Table {
    /// One more than the place in `entries`; zero where there is none. Small, so that it stays in the first cache.
    slots: Vec<u16>,
    entries: Vec<Entry>,
    /// Each word with a capital, in both styles.
    titles: Vec<[String; 2]>,
}

static TABLE: LazyLock<Table> = LazyLock::new(Table::new);

impl Table {
    fn new() -> Self {
        let mut table = Self { slots: vec![0; SLOTS], entries: Vec::new(), titles: Vec::new() };
        for text in usual_words() {
            let Some(syllable) = Word::of(text).and_then(|word| word.syllable()) else { continue };
            let styles = [ToneStyle::Traditional, ToneStyle::Modern].map(|style| {
                let mut title = String::new();
                syllable.write(style, true, &mut title);
                title
            });
            let Ok(number) = u16::try_from(table.titles.len()) else { continue };
            for title in &styles {
                for (case, text) in [
                    (Case::Title, title.clone()),
                    (Case::Upper, title.to_uppercase()),
                    (Case::Lower, title.to_lowercase()),
                ] {
                    let Some(word) = Word::of(&text) else { continue };
                    let placed = [ToneStyle::Traditional, ToneStyle::Modern]
                        .map(|style| word.syllable().is_some_and(|syllable| syllable.is_placed(style)));
                    let Some(key) = key(text.as_bytes()) else { continue };
                    // A first word that may be a form of address or a place is looked at more closely.
                    let family = Known::of(&word).is_family() && !super::name::begins_otherwise(word.letters());
                    table.insert(Entry {
                        key,
                        title: number,
                        case,
                        placed,
                        family,
                        bare: word.letters() == b"thi" && !word.is_marked(),
                        marked: word.is_marked(),
                    });
                }
            }
            table.titles.push(styles);
        }
        table
    }

    fn insert(&mut self, entry: Entry) {
        // One letter alone is title and capitals in one: the first stays.
        if self.find(entry.key).is_some() {
            return;
        }
        self.entries.push(entry);
        let Ok(number) = u16::try_from(self.entries.len()) else { return };
        let mut place = slot(entry.key);
        while let Some(found) = self.slots.get_mut(place) {
            if *found == 0 {
                *found = number;
                return;
            }
            place = place.wrapping_add(1) % SLOTS;
        }
    }

    #[inline]
    fn find(&self, key: u128) -> Option<&Entry> {
        let mut place = slot(key);
        loop {
            let number = usize::from(*self.slots.get(place)?);
            let entry = self.entries.get(number.checked_sub(1)?)?;
            if entry.key == key {
                return Some(entry);
            }
            place = place.wrapping_add(1) % SLOTS;
        }
    }
}

/// The bytes of a word as a number, as [`Keys`] gives it.
fn key(word: &[u8]) -> Option<u128> {
    let key = word.iter().fold(EMPTY, |key, &byte| key.wrapping_shl(8) | u128::from(byte));
    (word.len() <= BYTES).then_some(key)
}

/// The words between blanks as numbers; [`EMPTY`] for a blank too many.
struct Keys<'c> {
    rest: std::slice::Iter<'c, u8>,
    /// After the last word, not after a blank at the end.
    ended: bool,
}

impl<'c> Keys<'c> {
    fn of(cell: &'c str) -> Self {
        Self { rest: cell.as_bytes().iter(), ended: false }
    }
}

impl Iterator for Keys<'_> {
    type Item = u128;

    #[inline]
    fn next(&mut self) -> Option<u128> {
        if self.ended {
            return None;
        }
        let mut key = EMPTY;
        let mut length = 0_usize;
        for &byte in self.rest.by_ref() {
            if byte == b' ' {
                return Some(if length > BYTES { NO_WORD } else { key });
            }
            key = key.wrapping_shl(8) | u128::from(byte);
            length = length.saturating_add(1);
        }
        self.ended = true;
        Some(if length > BYTES { NO_WORD } else { key })
    }
}

/// The key of a word that is longer than any of the table; text has no such byte.
const NO_WORD: u128 = u128::MAX;

#[inline]
fn slot(key: u128) -> usize {
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = key.to_le_bytes();
    let low = u64::from_le_bytes([a, b, c, d, e, f, g, h]);
    let high = u64::from_le_bytes([i, j, k, l, m, n, o, p]);
    let mixed = (low ^ high.rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15).to_le_bytes();
    usize::from(u16::from_le_bytes([mixed[6], mixed[7]])) % SLOTS
}

/// A family name and words that most names have, in one case: clean, or what it becomes. `None` for every other
/// cell, right or wrong.
pub(super) fn clean<'a>(cell: &'a str, style: ToneStyle) -> Option<Cleaned<'a>> {
    let table = &*TABLE;
    let mut titles = [0_u16; WORDS];
    let (mut count, mut spaced, mut placed, mut marked, mut bare) = (0_usize, true, true, false, false);
    let mut case = Case::Title;
    for key in Keys::of(cell) {
        if key == EMPTY {
            spaced = false;
            continue;
        }
        let entry = table.find(key)?;
        if count == 0 {
            case = entry.case;
            if !entry.family {
                return None;
            }
        } else if entry.case != case {
            return None;
        }
        let [traditional, modern] = entry.placed;
        placed &= if style == ToneStyle::Modern { modern } else { traditional };
        marked |= entry.marked;
        bare |= entry.bare;
        *titles.get_mut(count)? = entry.title;
        count = count.saturating_add(1);
    }
    if count < 2 || bare && !marked {
        return None;
    }
    if spaced && placed && case == Case::Title {
        return Some(Cleaned::right(cell));
    }
    let mut out = String::with_capacity(cell.len());
    for &title in titles.get(..count)? {
        if !out.is_empty() {
            out.push(' ');
        }
        let [traditional, modern] = table.titles.get(usize::from(title))?;
        out.push_str(if style == ToneStyle::Modern { modern } else { traditional });
    }
    let mut issues = Issues::NONE;
    for (wrong, code) in [
        (!spaced, IssueCode::Spacing),
        (case != Case::Title, IssueCode::LetterCase),
        (!placed, IssueCode::TonePlacement),
    ] {
        if wrong {
            issues.add(code);
        }
    }
    Some(Cleaned::ok(Cow::Owned(out), issues, 100))
}

/// Whether a text is a family name and words that most names have, in any case, with single blanks.
pub(super) fn is_name(text: &str) -> bool {
    let table = &*TABLE;
    let mut words = Keys::of(text);
    words.next().and_then(|first| table.find(first)).is_some_and(|entry| entry.family)
        && words.all(|word| table.find(word).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cleanup::{TextProfile, clean_name};

    #[test]
    fn the_short_way_says_what_the_long_way_says() {
        let words: Vec<&str> = usual_words().collect();
        let mut looked_up = 0;
        for (at, word) in words.iter().enumerate() {
            let title = |word: &str| {
                let mut chars = word.chars();
                chars.next().map(|c| c.to_uppercase().chain(chars).collect::<String>()).unwrap()
            };
            let other = title(words[(at * 7 + 3) % words.len()]);
            for first in ["Nguyễn", "Hoà", "Lê", "Công"] {
                let name = format!("{first} {other} {}", title(word));
                for cell in [
                    name.clone(),
                    name.to_uppercase(),
                    name.to_lowercase(),
                    name.replace(' ', "  "),
                    format!(" {name}"),
                ] {
                    for style in [ToneStyle::Traditional, ToneStyle::Modern] {
                        let Some(cleaned) = clean(&cell, style) else { continue };
                        looked_up += 1;
                        let long = super::super::name::without_table(&cell, style, &TextProfile::default());
                        assert_eq!(cleaned, long, "{cell}");
                        assert_eq!(clean_name(&cell, style, &TextProfile::default()), long);
                    }
                }
            }
        }
        assert!(looked_up > 5_000);
        for cell in ["Nguyễn", "Mai Thi Anh", "Bà Nguyễn Hoa", "Nguyễn văn An", "Nguyễn Văn Smith", ""] {
            assert_eq!(clean(cell, ToneStyle::Traditional), None, "{cell}");
        }
        assert!(is_name("NGUYỄN Văn an") && !is_name("Nguyễn  An") && !is_name("Anh Nguyễn"));
    }
}
