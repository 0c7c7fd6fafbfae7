//! Guesses at what a card said when key strokes or code pages have mangled it.
//!
//! A guess is never certain: it is returned next to the original, names the mangling it assumes, and says
//! whether any digit differs from what arrived. Only results that look like the text of a card are returned.

use dinhdanh::personal::Personal;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How a text may have been mangled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Mangling {
    /// UTF-8 bytes shown as Windows-1252 or ISO 8859-1 characters (`Nguyá»…n`).
    Utf8AsLatin,
    /// UTF-8 bytes shown as Windows-1258 characters.
    Utf8AsWindows1258,
    /// Vietnamese letters typed as Telex keys with no input method to compose them (`Nguyeenx`).
    TelexKeys,
    /// Plain letters composed by an input method in Telex mode that should have been off.
    TelexComposed,
    /// Keys sent for a US layout to a host with the Vietnamese layout, whose digit row has letters and tone
    /// marks. Digits are recovered, therefore changed.
    VietnameseLayout,
    /// Keys sent for a US layout to a host with the UK layout (`~` for `|`).
    UkLayout,
}

impl Mangling {
    /// As written in JSON and documentation.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Utf8AsLatin => "utf8-as-latin",
            Self::Utf8AsWindows1258 => "utf8-as-windows-1258",
            Self::TelexKeys => "telex-keys",
            Self::TelexComposed => "telex-composed",
            Self::VietnameseLayout => "vietnamese-layout",
            Self::UkLayout => "uk-layout",
        }
    }
}

/// One guess.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// What the card may have said, in NFC.
    pub text: Personal<String>,
    /// The assumption behind it.
    pub mangling: Mangling,
    /// Whether the digits differ from those that arrived. A number or date is then itself a guess.
    pub digits_changed: bool,
}

/// Guesses at the text of a card behind a mangled one; empty when no known mangling gives one.
///
/// To be asked when a wedge delivered something doubtful: also a sound Vietnamese text could have been
/// composed by an input method, and gets that guess.
///
/// ```
/// use dinhdanh_readers::scanner::{repair, Mangling};
/// let typed = "001199000018||Nguyeenx Thij Maaux|17021999|Nuwx|Soos 1, Haf Nooij|27062021";
/// let guess = &repair(typed)[0];
/// assert_eq!(guess.mangling, Mangling::TelexKeys);
/// assert!(guess.text.expose().contains("|Nguyễn Thị Mẫu|") && !guess.digits_changed);
/// ```
#[must_use]
pub fn repair(text: &str) -> Vec<Repair> {
    if text.len() > dinhdanh::limits::QR_TEXT_BYTES.saturating_mul(4) {
        return Vec::new();
    }
    let candidates = [
        (Mangling::Utf8AsLatin, bytes_as(text, windows1252)),
        (Mangling::Utf8AsWindows1258, bytes_as(text, crate::windows1258::encode)),
        // That layout leaves no digit in place.
        (Mangling::VietnameseLayout, (!text.contains(|c: char| c.is_ascii_digit())).then(|| us_keys(text))),
        (Mangling::UkLayout, uk_pipes(text)),
        (Mangling::TelexKeys, Some(compose_telex(text))),
        (Mangling::TelexComposed, Some(telex_keys(text))),
    ];
    let original: String = text.nfc().collect();
    let mut out: Vec<Repair> = Vec::new();
    for (mangling, candidate) in candidates {
        let Some(candidate) = candidate else { continue };
        let candidate: String = candidate.nfc().collect();
        if candidate != original && looks_like_a_card(&candidate) && out.iter().all(|r| *r.text.expose() != candidate) {
            let digits = |t: &str| t.chars().filter(char::is_ascii_digit).collect::<String>();
            let digits_changed = digits(&candidate) != digits(&original);
            out.push(Repair { text: Personal::new(candidate), mangling, digits_changed });
        }
    }
    out
}

/// At least seven fields, the first a number of twelve digits, the fourth a date.
fn looks_like_a_card(text: &str) -> bool {
    let fields: Vec<&str> = text.split('|').collect();
    let digits =
        |i: usize, n: usize| fields.get(i).is_some_and(|f| f.len() == n && f.bytes().all(|b| b.is_ascii_digit()));
    fields.len() >= 7 && digits(0, 12) && digits(3, 8) && !text.contains('\u{fffd}')
}

/// The UTF-8 text whose bytes, read in a single-byte code page, give this one.
fn bytes_as(text: &str, encode: fn(char) -> Option<u8>) -> Option<String> {
    let bytes: Option<Vec<u8>> = text.chars().map(encode).collect();
    String::from_utf8(bytes?).ok()
}

/// Windows-1252, with the C1 controls where the page has none, as programs decode it.
fn windows1252(c: char) -> Option<u8> {
    const HIGH: [(char, u8); 27] = [
        ('€', 0x80),
        ('‚', 0x82),
        ('ƒ', 0x83),
        ('„', 0x84),
        ('…', 0x85),
        ('†', 0x86),
        ('‡', 0x87),
        ('ˆ', 0x88),
        ('‰', 0x89),
        ('Š', 0x8a),
        ('‹', 0x8b),
        ('Œ', 0x8c),
        ('Ž', 0x8e),
        ('‘', 0x91),
        ('’', 0x92),
        ('“', 0x93),
        ('”', 0x94),
        ('•', 0x95),
        ('–', 0x96),
        ('—', 0x97),
        ('˜', 0x98),
        ('™', 0x99),
        ('š', 0x9a),
        ('›', 0x9b),
        ('œ', 0x9c),
        ('ž', 0x9e),
        ('Ÿ', 0x9f),
    ];
    HIGH.iter().find(|h| h.0 == c).map(|h| h.1).or_else(|| u8::try_from(u32::from(c)).ok())
}

/// The US keys behind letters of the Vietnamese layout (KBDVNTC).
fn us_keys(text: &str) -> String {
    let key = |c: char| match c {
        'ă' | 'Ă' => '1',
        'â' | 'Â' => '2',
        'ê' | 'Ê' => '3',
        'ô' | 'Ô' => '4',
        '\u{300}' => '5',
        '\u{309}' => '6',
        '\u{303}' => '7',
        '\u{301}' => '8',
        '\u{323}' => '9',
        'đ' | 'Đ' => '0',
        'ư' => '[',
        'ơ' => ']',
        other => other,
    };
    // A tone mark may have joined the letter before it, which is then a key of its own.
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let (base, tone) = split_tone(c);
        out.push(key(base));
        if let Some(tone) = tone {
            out.push(key(tone));
        }
    }
    out
}

/// A letter without its tone mark, and the mark.
fn split_tone(c: char) -> (char, Option<char>) {
    let parts: Vec<char> = std::iter::once(c).nfd().collect();
    let tone = parts.iter().copied().find(|p| matches!(p, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}'));
    if parts.len() < 2 || tone.is_none() {
        return (c, None);
    }
    let base: String = parts.iter().copied().filter(|p| Some(*p) != tone).nfc().collect();
    (base.chars().next().unwrap_or(c), tone)
}

fn uk_pipes(text: &str) -> Option<String> {
    (!text.contains('|') && text.matches('~').count() >= 6).then(|| text.replace('~', "|"))
}

/// Runs of letters and what is between them.
fn by_word(text: &str, change: fn(&str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    for c in text.chars() {
        if c.is_alphabetic() || is_combining_mark(c) {
            word.push(c);
        } else {
            out += &change(&std::mem::take(&mut word));
            out.push(c);
        }
    }
    out + &change(&word)
}

/// Composes Telex keys: `aa ee oo dd` double, `w` for horn and breve, `s f r x j` for tones.
fn compose_telex(text: &str) -> String {
    by_word(text, |word| {
        let mut letters: Vec<char> = Vec::new();
        let mut tone = None;
        for c in word.chars() {
            let lower = c.to_ascii_lowercase();
            let vowel_before = letters.iter().any(|l| is_vowel(*l));
            match lower {
                's' | 'f' | 'r' | 'x' | 'j' if vowel_before => {
                    tone = Some(match lower {
                        's' => '\u{301}',
                        'f' => '\u{300}',
                        'r' => '\u{309}',
                        'x' => '\u{303}',
                        _ => '\u{323}',
                    });
                }
                'w' => {
                    // "uow" marks both letters, as in "nuowcs".
                    let mut changed = false;
                    for l in letters.iter_mut().rev().take(3) {
                        if let Some(marked) = marked(*l, 'w') {
                            *l = marked;
                            changed = true;
                        }
                    }
                    if !changed {
                        letters.push(c);
                    }
                }
                'a' | 'e' | 'o' | 'd' => {
                    let same = letters.iter_mut().rev().find(|l| l.to_ascii_lowercase() == lower);
                    match same.and_then(|l| marked(*l, lower).map(|m| *l = m)) {
                        Some(()) => {}
                        None => letters.push(c),
                    }
                }
                _ => letters.push(c),
            }
        }
        match tone {
            Some(tone) => with_tone(&letters, tone),
            None => letters.into_iter().collect(),
        }
    })
}

fn is_vowel(c: char) -> bool {
    let base = std::iter::once(c).nfd().next().unwrap_or(c).to_ascii_lowercase();
    matches!(base, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

fn marked(letter: char, key: char) -> Option<char> {
    let of = |from: &str, to: &str| from.chars().zip(to.chars()).find(|p| p.0 == letter).map(|p| p.1);
    match key {
        'w' => of("aouAOU", "ăơưĂƠƯ"),
        'd' => of("dD", "đĐ"),
        _ => of("aeoAEO", "âêôÂÊÔ"),
    }
}

/// Puts the tone on the vowel that carries it: a marked one, else the last but one of an open cluster, else
/// the last before a final consonant.
fn with_tone(letters: &[char], tone: char) -> String {
    let mut vowels: Vec<usize> = letters.iter().enumerate().filter(|(_, c)| is_vowel(**c)).map(|(i, _)| i).collect();
    let lower = |i: usize| letters.get(i).map(|c| c.to_lowercase().to_string()).unwrap_or_default();
    // The second letter of "qu" and of "gi" before a vowel belongs to the consonant.
    if vowels.len() > 1 && matches!((lower(0).as_str(), lower(1).as_str()), ("q", "u") | ("g", "i")) {
        vowels.remove(0);
    }
    let marked = vowels.iter().copied().rfind(|&i| letters.get(i).is_some_and(|c| !c.is_ascii()));
    let closed = vowels.last().is_some_and(|&i| i.saturating_add(1) < letters.len());
    let place = marked.or(match vowels.as_slice() {
        [.., a, b] => Some(if closed { *b } else { *a }),
        [a] => Some(*a),
        [] => None,
    });
    let mut out = String::new();
    for (i, &c) in letters.iter().enumerate() {
        out.push(c);
        if Some(i) == place {
            out.push(tone);
        }
    }
    out.nfc().collect()
}

/// The Telex keys behind composed letters, tones at the end of a word.
fn telex_keys(text: &str) -> String {
    by_word(text, |word| {
        let (mut out, mut tone) = (String::new(), None);
        for c in word.nfd() {
            match c {
                '\u{302}' => out.extend(out.chars().last().map(|l| l.to_ascii_lowercase())),
                '\u{306}' | '\u{31b}' => out.push('w'),
                '\u{301}' => tone = Some('s'),
                '\u{300}' => tone = Some('f'),
                '\u{309}' => tone = Some('r'),
                '\u{303}' => tone = Some('x'),
                '\u{323}' => tone = Some('j'),
                'đ' => out += "dd",
                'Đ' => out += "DD",
                other => out.push(other),
            }
        }
        out.extend(tone);
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const CARD: &str =
        "001199000018|012345678|Nguyễn Thị Mẫu|17021999|Nữ|Số 1, Đường Quý Hoàng, Thuận Giáo, Hà Nội|27062021";

    fn guess(text: &str, mangling: Mangling) -> Option<Repair> {
        repair(text).into_iter().find(|r| r.mangling == mangling)
    }

    #[test]
    fn a_good_text_is_not_repaired_by_code_pages_or_layouts() {
        use Mangling::{TelexKeys, UkLayout, Utf8AsLatin, Utf8AsWindows1258, VietnameseLayout};
        for mangling in [Utf8AsLatin, Utf8AsWindows1258, UkLayout, TelexKeys, VietnameseLayout] {
            assert_eq!(guess(CARD, mangling), None, "{mangling:?}");
        }
        assert!(repair("hello").is_empty() && repair("").is_empty());
    }

    #[test]
    fn code_page_mojibake_is_undone() {
        let latin: String = CARD.bytes().map(char::from).collect();
        let fixed = guess(&latin, Mangling::Utf8AsLatin).unwrap();
        assert_eq!((fixed.text.expose().as_str(), fixed.digits_changed), (CARD, false));
        let page: String = CARD.bytes().map(crate::windows1258::to_char).collect();
        assert_eq!(guess(&page, Mangling::Utf8AsWindows1258).unwrap().text.expose(), CARD);
    }

    #[test]
    fn telex_is_composed_and_taken_apart() {
        let keys = telex_keys(CARD);
        assert!(keys.contains("Nguyeenx Thij Maaux") && keys.contains("DDuwowngf"), "{keys}");
        let fixed = guess(&keys, Mangling::TelexKeys).unwrap();
        assert_eq!((fixed.text.expose().as_str(), fixed.digits_changed), (CARD, false));
        // An input method that should have been off: "Test" typed becomes "Tét".
        let composed = CARD.replace("Số 1", "Tét 1");
        assert!(guess(&composed, Mangling::TelexComposed).unwrap().text.expose().contains("Tets 1"));
    }

    #[test]
    fn digits_from_the_vietnamese_layout_are_flagged() {
        let to_host = |c: char| match c {
            '1' => 'ă',
            '2' => 'â',
            '3' => 'ê',
            '4' => 'ô',
            '5' => '\u{300}',
            '6' => '\u{309}',
            '7' => '\u{303}',
            '8' => '\u{301}',
            '9' => '\u{323}',
            '0' => 'đ',
            other => other,
        };
        let plain = "001199000018|012345678|NGUYEN THI MAU|17021999|NAM|SO 1 HA NOI|27062021";
        let typed: String = plain.chars().map(to_host).nfc().collect();
        let fixed = guess(&typed, Mangling::VietnameseLayout).unwrap();
        assert_eq!((fixed.text.expose().as_str(), fixed.digits_changed), (plain, true));
        let uk = plain.replace('|', "~");
        assert!(!guess(&uk, Mangling::UkLayout).unwrap().digits_changed);
    }

    #[test]
    fn every_guess_looks_like_a_card_whatever_came() {
        let mut state = 1u64;
        let letters: Vec<char> = CARD.chars().collect();
        for _ in 0..3_000 {
            let mut text = letters.clone();
            for _ in 0..4 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                let from = usize::try_from(state >> 40).unwrap() % letters.len();
                let to = usize::try_from(state >> 20 & 0xfff).unwrap() % letters.len();
                text[to] = letters[from];
            }
            for r in repair(&text.into_iter().collect::<String>()) {
                assert!(looks_like_a_card(r.text.expose()));
            }
        }
    }
}
