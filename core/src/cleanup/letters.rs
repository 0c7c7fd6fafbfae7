//! The letters of Vietnamese taken apart: base with its diacritic, tone, case.
//!
//! A base letter is one byte: `a` to `z`, and capitals for what Vietnamese adds: `A` â, `B` ă, `E` ê, `O` ô, `P` ơ,
//! `U` ư, `D` đ.

use std::borrow::Cow;

/// Tones in the order of [`VOWELS`].
pub(super) const LEVEL: u8 = 0;
pub(super) const GRAVE: u8 = 1;
pub(super) const HOOK: u8 = 2;
pub(super) const TILDE: u8 = 3;
pub(super) const ACUTE: u8 = 4;
pub(super) const DOT: u8 = 5;

/// Every vowel with its six tones: level, grave, hook, tilde, acute, dot.
const VOWELS: [(u8, [char; 6]); 12] = [
    (b'a', ['a', 'à', 'ả', 'ã', 'á', 'ạ']),
    (b'B', ['ă', 'ằ', 'ẳ', 'ẵ', 'ắ', 'ặ']),
    (b'A', ['â', 'ầ', 'ẩ', 'ẫ', 'ấ', 'ậ']),
    (b'e', ['e', 'è', 'ẻ', 'ẽ', 'é', 'ẹ']),
    (b'E', ['ê', 'ề', 'ể', 'ễ', 'ế', 'ệ']),
    (b'i', ['i', 'ì', 'ỉ', 'ĩ', 'í', 'ị']),
    (b'o', ['o', 'ò', 'ỏ', 'õ', 'ó', 'ọ']),
    (b'O', ['ô', 'ồ', 'ổ', 'ỗ', 'ố', 'ộ']),
    (b'P', ['ơ', 'ờ', 'ở', 'ỡ', 'ớ', 'ợ']),
    (b'u', ['u', 'ù', 'ủ', 'ũ', 'ú', 'ụ']),
    (b'U', ['ư', 'ừ', 'ử', 'ữ', 'ứ', 'ự']),
    (b'y', ['y', 'ỳ', 'ỷ', 'ỹ', 'ý', 'ỵ']),
];

/// One letter: its base in the low byte, tone, case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Letter(u16);

const UPPER: u16 = 1 << 11;
const FIRST_ADDED: usize = 0x1ea0;

/// Letters of U+0000 to U+01B0, then those of U+1EA0 to U+1EF9; zero where there is none.
static TABLES: ([u16; 0x1b1], [u16; 0x5a]) = tables();

#[allow(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    reason = "evaluated by the compiler: what would panic does not compile"
)]
const fn tables() -> ([u16; 0x1b1], [u16; 0x5a]) {
    let (mut low, mut high) = ([0; 0x1b1], [0; 0x5a]);
    let mut letter = b'a';
    while letter <= b'z' {
        low[letter as usize] = letter as u16;
        low[letter as usize - 0x20] = letter as u16 | UPPER;
        letter += 1;
    }
    low['đ' as usize] = b'D' as u16;
    low['Đ' as usize] = b'D' as u16 | UPPER;
    let mut row = 0;
    while row < VOWELS.len() {
        let (base, tones) = VOWELS[row];
        let mut tone = 0;
        while tone < 6 {
            let code = tones[tone] as usize;
            let value = base as u16 | (tone as u16) << 8;
            // Capitals stand 32 before small letters in ASCII and Latin-1, one before them elsewhere.
            if code >= FIRST_ADDED {
                high[code - FIRST_ADDED] = value;
                high[code - FIRST_ADDED - 1] = value | UPPER;
            } else {
                low[code] = value;
                low[if code < 0x100 { code - 0x20 } else { code - 1 }] = value | UPPER;
            }
            tone += 1;
        }
        row += 1;
    }
    (low, high)
}

impl Letter {
    /// The letter, if Vietnamese (or ASCII) has it.
    #[inline]
    pub(super) fn of(c: char) -> Option<Self> {
        let code = usize::try_from(u32::from(c)).ok()?;
        let (low, high) = &TABLES;
        let value = match low.get(code) {
            Some(&value) => value,
            None => *high.get(code.checked_sub(FIRST_ADDED)?)?,
        };
        (value != 0).then_some(Self(value))
    }

    /// The base letter.
    #[inline]
    pub(super) const fn base(self) -> u8 {
        self.0.to_le_bytes()[0]
    }

    #[inline]
    pub(super) const fn tone(self) -> u8 {
        self.0.to_le_bytes()[1] & 7
    }

    #[inline]
    pub(super) const fn is_upper(self) -> bool {
        self.0 & UPPER != 0
    }

    /// Whether it carries a tone or is no ASCII letter.
    #[inline]
    pub(super) const fn is_marked(self) -> bool {
        self.tone() != LEVEL || self.base() < b'a'
    }
}

/// Whether a base letter is a vowel.
#[inline]
pub(super) const fn is_vowel(base: u8) -> bool {
    matches!(base, b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | b'A' | b'B' | b'E' | b'O' | b'P' | b'U')
}

/// The six tones of a vowel.
const fn tones(base: u8) -> Option<&'static [char; 6]> {
    let [a, breve, circumflex, e, e_circumflex, i, o, o_circumflex, o_horn, u, u_horn, y] = &VOWELS;
    let (_, tones) = match base {
        b'a' => a,
        b'B' => breve,
        b'A' => circumflex,
        b'e' => e,
        b'E' => e_circumflex,
        b'i' => i,
        b'o' => o,
        b'O' => o_circumflex,
        b'P' => o_horn,
        b'u' => u,
        b'U' => u_horn,
        b'y' => y,
        _ => return None,
    };
    Some(tones)
}

/// The small letter; consonants take no tone.
#[inline]
pub(super) fn small(base: u8, tone: u8) -> char {
    match tones(base) {
        Some(tones) => tones.get(usize::from(tone)).copied().unwrap_or_default(),
        None if base == b'D' => 'đ',
        None => char::from(base),
    }
}

/// The capital of a small letter of [`small`]: 32 before it in ASCII and Latin-1, one before it elsewhere.
#[inline]
pub(super) fn capital(small: char) -> char {
    let code = u32::from(small);
    let distance = if code < 0x100 { 0x20 } else { 1 };
    match Letter::of(small) {
        Some(letter) if !letter.is_upper() => code.checked_sub(distance).and_then(char::from_u32).unwrap_or(small),
        _ => small,
    }
}

/// As [`char::is_alphabetic`], without a search where the letter is Vietnamese.
#[inline]
pub(super) fn is_alphabetic(c: char) -> bool {
    Letter::of(c).is_some() || !c.is_ascii() && c.is_alphabetic()
}

/// As [`char::is_uppercase`] likewise.
#[inline]
pub(super) fn is_upper(c: char) -> bool {
    match Letter::of(c) {
        Some(letter) => letter.is_upper(),
        None => !c.is_ascii() && c.is_uppercase(),
    }
}

/// As [`char::is_lowercase`] likewise.
#[inline]
pub(super) fn is_lower(c: char) -> bool {
    match Letter::of(c) {
        Some(letter) => !letter.is_upper(),
        None => !c.is_ascii() && c.is_lowercase(),
    }
}

/// The text in small letters; nothing is copied where it has no others.
pub(super) fn lower(text: &str) -> Cow<'_, str> {
    let small = |c: char| Letter::of(c).map_or_else(|| c.is_ascii(), |letter| !letter.is_upper());
    if text.chars().all(small) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match Letter::of(c) {
            Some(letter) if letter.is_upper() => {
                let distance = if u32::from(c) < 0x100 { 0x20 } else { 1 };
                out.push(u32::from(c).checked_add(distance).and_then(char::from_u32).unwrap_or(c));
            }
            Some(_) => out.push(c),
            None => out.extend(c.to_lowercase()),
        }
    }
    Cow::Owned(out)
}

/// What a combining mark does to a letter: a diacritic or a tone.
pub(super) enum Mark {
    Tone(u8),
    Circumflex,
    Breve,
    Horn,
}

/// A combining mark of Vietnamese; the two tone marks that Unicode has twice (U+0340, U+0341) as well.
pub(super) const fn mark(c: char) -> Option<Mark> {
    Some(match c {
        '\u{300}' | '\u{340}' => Mark::Tone(GRAVE),
        '\u{301}' | '\u{341}' => Mark::Tone(ACUTE),
        '\u{303}' => Mark::Tone(TILDE),
        '\u{309}' => Mark::Tone(HOOK),
        '\u{323}' => Mark::Tone(DOT),
        '\u{302}' => Mark::Circumflex,
        '\u{306}' => Mark::Breve,
        '\u{31b}' => Mark::Horn,
        _ => return None,
    })
}

/// A letter with one more mark; `None` where Vietnamese has no such letter.
pub(super) fn marked(c: char, mark: &Mark) -> Option<char> {
    let letter = Letter::of(c)?;
    let (base, tone) = match (mark, letter.base()) {
        (Mark::Tone(tone), base) if is_vowel(base) && letter.tone() == LEVEL => (base, *tone),
        (Mark::Circumflex, b'a') => (b'A', letter.tone()),
        (Mark::Circumflex, b'e') => (b'E', letter.tone()),
        (Mark::Circumflex, b'o') => (b'O', letter.tone()),
        (Mark::Breve, b'a') => (b'B', letter.tone()),
        (Mark::Horn, b'o') => (b'P', letter.tone()),
        (Mark::Horn, b'u') => (b'U', letter.tone()),
        _ => return None,
    };
    let small = small(base, tone);
    Some(if letter.is_upper() { capital(small) } else { small })
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;

    #[test]
    fn letters_are_those_of_unicode() {
        let mut count = 0;
        for c in (0..0x3000).filter_map(char::from_u32) {
            let Some(letter) = Letter::of(c) else { continue };
            count += 1;
            let small = small(letter.base(), letter.tone());
            assert_eq!(if letter.is_upper() { capital(small) } else { small }, c);
            // Taking Unicode's decomposition together again, in any order of marks, gives the letter.
            let parts: Vec<char> = c.nfd().collect();
            let base = parts[0];
            for order in [[1, 2], [2, 1]] {
                let marks = order.iter().filter_map(|&at| parts.get(at));
                let again = marks.fold(base, |c, m| marked(c, &mark(*m).unwrap()).unwrap());
                assert_eq!(again, c);
            }
        }
        assert_eq!(count, 52 + 134);
        for c in (0..0x3000).filter_map(char::from_u32) {
            assert_eq!(is_alphabetic(c), c.is_alphabetic(), "{c:?}");
            assert_eq!((is_upper(c), is_lower(c)), (c.is_uppercase(), c.is_lowercase()), "{c:?}");
            assert_eq!(lower(&c.to_string()), c.to_lowercase().to_string(), "{c:?}");
        }
        assert!(marked('đ', &Mark::Tone(ACUTE)).is_none() && marked('á', &Mark::Tone(DOT)).is_none());
    }
}
