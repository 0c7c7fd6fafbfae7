//! Names with one typing error, looked for only below units that the address names otherwise.

use super::super::letters::lower;
use super::lexicon::{Bond, Letters, Meaning};
use super::mention::{Governed, Marker, Mention, Name, Role, Spelling, governed, is_ragged, marker_before};
use super::tokens::{Gap, Tokens};
use super::{AddressParser, Scratch};
use crate::units::{Era, Level, UnitId};
use unicode_normalization::UnicodeNormalization;

/// Words that may be a mistyped name.
#[derive(Clone, Copy)]
struct Window {
    first: usize,
    end: usize,
    from: usize,
    marker: Marker,
    governed: Governed,
    /// Everything between two commas.
    whole: bool,
    letters: Letters,
}

/// Words of the longest name that is looked for with an error.
const WORDS: usize = 5;
/// Letters of the shortest: one error in fewer makes another name.
const LETTERS: usize = 4;

impl AddressParser<'_> {
    /// Adds mentions with one typing error to those found. False if there are none.
    pub(super) fn add_mistyped(&self, text: &str, scratch: &mut Scratch) -> bool {
        let Scratch { tokens, roles, mentions, hints, .. } = scratch;
        let before = mentions.len();
        let named = |mention: usize| mentions.get(mention).is_some_and(|m| m.governed == Governed::Free);
        let province = hints.provinces.iter().any(|hint| hint.points >= 16);
        let strong = |points: i32, mention: usize| points >= 19 && named(mention);
        let district = hints.districts.iter().any(|hint| strong(hint.points, hint.mention));
        // Where every word belongs to a province or district that is named aloud, none is left to be mistyped.
        let provinces = hints.provinces.iter().filter(|hint| hint.points >= 16).map(|hint| hint.mention);
        let districts =
            hints.districts.iter().filter(|hint| strong(hint.points, hint.mention)).map(|hint| hint.mention);
        let aloud = |at: usize| {
            let mut named = provinces.clone().chain(districts.clone());
            named.any(|mention| mentions.get(mention).is_some_and(|mention| mention.words().contains(&at)))
        };
        if (0..tokens.list.len()).all(aloud) {
            return false;
        }
        let mut windows = Vec::new();
        for first in 0..tokens.list.len() {
            let (marker, from) = marker_before(tokens, roles, first);
            let governed = governed(tokens, roles, from, marker);
            let marks = matches!(roles.get(first), Some(Role::Marker(..)));
            if governed == Governed::Yes || marks {
                continue;
            }
            for end in first.saturating_add(1)..=first.saturating_add(WORDS).min(tokens.list.len()) {
                let last = end.saturating_sub(1);
                let cut = last > first && tokens.list.get(last).is_none_or(|token| token.gap == Gap::Break);
                if cut {
                    break;
                }
                let letters = tokens.letters_of(first, end);
                let whole = is_whole(tokens, from, end);
                if letters.len() >= LETTERS && (whole || marker != Marker::None) {
                    let letters = Letters::of(letters);
                    windows.push(Window { first, end, from, marker, governed, whole, letters });
                }
            }
        }
        let mut found = Vec::new();
        if !province {
            for &(_, unit) in self.lexicon.provinces() {
                self.compare((text, tokens), roles, &windows, unit, Level::Province, &mut found);
            }
        }
        if !district && hints.old != 0 {
            for unit in self.lexicon.districts(hints.old) {
                self.compare((text, tokens), roles, &windows, unit, Level::District, &mut found);
            }
        }
        if district {
            for hint in hints.districts.iter().filter(|hint| strong(hint.points, hint.mention)) {
                for unit in self.table.unit(hint.district).into_iter().flat_map(|unit| unit.children()) {
                    self.compare((text, tokens), roles, &windows, unit.id(), Level::Commune, &mut found);
                }
            }
        } else {
            for unit in self.lexicon.old_communes(hints.old).filter(|_| hints.old != 0) {
                self.compare((text, tokens), roles, &windows, unit, Level::Commune, &mut found);
            }
        }
        for unit in self.lexicon.new_communes(hints.new) {
            self.compare((text, tokens), roles, &windows, unit, Level::Commune, &mut found);
        }
        mentions.append(&mut found);
        mentions.len() > before
    }

    fn compare(
        &self,
        (text, tokens): (&str, &Tokens),
        roles: &[Role],
        windows: &[Window],
        unit: UnitId,
        level: Level,
        found: &mut Vec<Mention>,
    ) {
        let (set, name) = self.lexicon.letters(unit);
        if name.len() < LETTERS {
            return;
        }
        for window in windows.iter().filter(|window| window.letters.may_be(set)) {
            let fits = match level {
                Level::Province => window.whole && !window.marker.is_commune() || window.marker.is_province(),
                Level::District => window.whole && !window.marker.is_commune() || window.marker.is_district(),
                Level::Commune => window.marker.is_commune() || window.marker == Marker::None && window.whole,
            };
            if !fits || !one_error(name, tokens.letters_of(window.first, window.end)) {
                continue;
            }
            let Some(unit) = self.table.unit(unit) else { continue };
            let (era, kind, level) = (unit.era(), unit.kind(), unit.level());
            let place = self.lexicon.place(unit.id());
            let province = if era == Era::Until2025 { place.old_provinces } else { place.new_province };
            found.push(Mention {
                first: window.first,
                end: window.end,
                from: window.from,
                name: Name::Mistyped(
                    Meaning { unit: unit.id(), level, era, kind, bond: Bond::Own, accent: 0, province },
                    spelling(text, tokens, window, unit.name()),
                ),
                marker: window.marker,
                governed: window.governed,
                inner: false,
                inside_upper: false,
                ragged: is_ragged(tokens, roles, window.end),
                marker_inside: false,
                accent: 0,
            });
        }
    }
}

/// What the diacritics of words say for or against a name.
fn spelling(text: &str, tokens: &Tokens, window: &Window, name: &str) -> Spelling {
    let words = tokens.list.get(window.first..window.end).unwrap_or_default();
    if words.iter().all(|word| word.accent == 0) {
        return Spelling::Unmarked;
    }
    let range = words.first().zip(words.last()).map(|(first, last)| first.start..last.end);
    let letters = |text: &str| -> Vec<char> { lower(text).nfc().filter(|c| c.is_alphanumeric()).collect() };
    let written = letters(range.and_then(|range| text.get(range)).unwrap_or_default());
    let own = letters(name);
    if written == own || one_apart(&own, &written) { Spelling::Fits } else { Spelling::Otherwise }
}

/// True if the words fill what is between two commas or dashes, or the address has no commas.
fn is_whole(tokens: &Tokens, from: usize, end: usize) -> bool {
    let breaks = |gap: Gap| gap >= Gap::Dash;
    let starts = tokens.list.get(from).is_some_and(|token| breaks(token.gap));
    let ends = tokens.list.get(end).is_none_or(|next| breaks(next.gap));
    let commas = tokens.list.iter().skip(1).any(|token| breaks(token.gap));
    starts && ends || !commas
}

/// True if one letter was left out, added, changed or swapped with its neighbour. Numbers must be the same.
pub(super) fn one_error(a: &[u8], b: &[u8]) -> bool {
    let digits = |letters: &[u8]| letters.iter().filter(|b| b.is_ascii_digit()).copied().collect::<Vec<u8>>();
    one_apart(a, b) && (!a.iter().chain(b).any(u8::is_ascii_digit) || digits(a) == digits(b))
}

/// True if one letter was left out, added, changed or swapped with its neighbour.
fn one_apart<T: PartialEq>(a: &[T], b: &[T]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if long.len().saturating_sub(short.len()) > 1 {
        return false;
    }
    let same = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    let (short_rest, long_rest) = (short.get(same..).unwrap_or(&[]), long.get(same..).unwrap_or(&[]));
    if short.len() < long.len() {
        return long_rest.get(1..) == Some(short_rest);
    }
    match (short_rest, long_rest) {
        ([_, x @ ..], [_, y @ ..]) if x == y => true,
        ([p, q, x @ ..], [r, s, y @ ..]) => p == s && q == r && x == y,
        _ => false,
    }
}
