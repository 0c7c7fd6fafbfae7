//! Names as words, compared word by word.

use crate::cleanup::fold::fold_into;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A word of names or addresses, as its place in [`Words`]. Zero is no word.
pub(super) type Word = u32;

/// Words kept of a name; longer names are foreign, and their first words tell them apart.
pub(super) const WORDS: usize = 6;

/// A multiplicative hash: the keys are small numbers and short words, and nobody chooses them to collide who could
/// not as well make the list longer.
#[derive(Clone, Copy, Default)]
pub(super) struct Mix(u64);

const ODD: u64 = 0x9e37_79b9_7f4a_7c15;

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        let mixed = (self.0 ^ (self.0 >> 32)).wrapping_mul(ODD);
        mixed ^ (mixed >> 29)
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let part = chunk.iter().fold(0_u64, |all, &b| (all << 8) | u64::from(b));
            self.write_u64(part);
        }
    }

    fn write_u8(&mut self, part: u8) {
        self.write_u64(u64::from(part));
    }

    fn write_u32(&mut self, part: u32) {
        self.write_u64(u64::from(part));
    }

    fn write_u64(&mut self, part: u64) {
        self.0 = (self.0.rotate_left(23) ^ part).wrapping_mul(ODD);
    }
}

/// One number from several, for keys.
pub(super) fn mix(parts: &[u64]) -> u64 {
    let mut hasher = Mix::default();
    parts.iter().for_each(|&part| hasher.write_u64(part));
    hasher.finish() | 1 // zero means: no key
}

pub(super) type Map<K, V> = HashMap<K, V, BuildHasherDefault<Mix>>;

/// Every folded word once.
#[derive(Clone, Default)]
pub(super) struct Words {
    places: Map<Box<str>, Word>,
    texts: Vec<Box<str>>,
}

impl Words {
    fn place(&mut self, word: &str) -> Word {
        if let Some(&place) = self.places.get(word) {
            return place;
        }
        self.texts.push(word.into());
        let place = u32::try_from(self.texts.len()).unwrap_or(0);
        self.places.insert(word.into(), place);
        place
    }

    pub(super) fn text(&self, word: Word) -> &str {
        let at = usize::try_from(word).unwrap_or_default().checked_sub(1);
        at.and_then(|at| self.texts.get(at)).map_or("", AsRef::as_ref)
    }

    pub(super) fn count(&self) -> usize {
        self.texts.len()
    }

    /// The words of a text without diacritics, cut at everything that is neither letter nor digit.
    pub(super) fn of(&mut self, text: &str, scratch: &mut String, mut each: impl FnMut(Word)) {
        each_word(text, scratch, |word| each(self.place(word)));
    }
}

/// The words of a text without diacritics.
pub(super) fn each_word(text: &str, scratch: &mut String, each: impl FnMut(&str)) {
    scratch.clear();
    fold_into(text, scratch);
    scratch.split(|c: char| !c.is_alphanumeric() && !is_lost(c)).filter(|w| !w.is_empty()).for_each(each);
}

/// A number for a word, the same in every list.
pub(super) fn word_hash(word: &str) -> u64 {
    let mut hasher = Mix::default();
    hasher.write(word.as_bytes());
    hasher.finish()
}

/// What stands where a program could not write a letter: names from columns that hold no Unicode are full of it.
const fn is_lost(c: char) -> bool {
    matches!(c, '?' | '\u{fffd}')
}

/// A name: its words without diacritics, and a mark of the diacritics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) words: [Word; WORDS],
    pub(super) length: u8,
    /// A hash of the text in lower case with its diacritics; 0 where it has none.
    pub(super) marks: u32,
    /// As `marks`, of the last word, whether or not it has any; 0 where the text has none.
    pub(super) given_marks: u32,
    /// Letters are lost.
    pub(super) lossy: bool,
}

fn marks_of(text: &str) -> u32 {
    let mut hasher = Mix::default();
    let lower = text.chars().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric());
    lower.for_each(|c| hasher.write_u32(u32::from(c)));
    u32::try_from(hasher.finish() >> 32).unwrap_or_default() | 1
}

impl Name {
    pub(super) fn of(text: &str, words: &mut Words, scratch: &mut String) -> Self {
        let mut name = Self::default();
        words.of(text, scratch, |word| {
            if let Some(place) = name.words.get_mut(usize::from(name.length)) {
                *place = word;
                name.length = name.length.saturating_add(1);
            }
        });
        name.lossy = text.contains(is_lost);
        if !text.is_ascii() && !name.lossy {
            name.marks = marks_of(text);
            name.given_marks = marks_of(text.split_whitespace().next_back().unwrap_or_default());
        }
        name
    }

    pub(super) fn known(&self) -> &[Word] {
        self.words.get(..usize::from(self.length)).unwrap_or_default()
    }

    pub(super) fn family(&self) -> Word {
        self.known().first().copied().unwrap_or_default()
    }

    pub(super) fn given(&self) -> Word {
        self.known().last().copied().unwrap_or_default()
    }

    /// A number that is the same for the same words in any order; 0 for a name that says too little.
    pub(super) fn any_order(&self) -> u64 {
        if self.length == 0 || self.lossy {
            return 0;
        }
        self.known().iter().fold(u64::from(self.length), |all, &word| all.wrapping_add(mix(&[u64::from(word)]))) | 1
    }

    /// A number for the words in their order.
    pub(super) fn in_order(&self) -> u64 {
        if self.length == 0 {
            return 0;
        }
        let mut hasher = Mix::default();
        self.known().iter().for_each(|&word| hasher.write_u32(word));
        hasher.finish() | 1
    }
}

/// How two names differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Names {
    /// One is missing.
    Silent,
    /// The same words; `marks` says whether diacritics agree.
    Same {
        marks: Marks,
    },
    /// The same as far as letters are left.
    Lost,
    Reordered,
    /// Family and given name agree, and the middle of one is missing, shortened to letters, or a part.
    Shortened,
    /// One word differs by one letter; which, from the front.
    Typo(usize),
    /// Every word of one is in the other, but for a letter or a shortening; whether the given name is the same.
    Close {
        given: bool,
    },
    /// All but the given name.
    Sibling,
    GivenOnly,
    Different,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marks {
    Same,
    /// One of the names was written without.
    OneBare,
    /// They differ, but the given name has the same.
    Differ,
    /// Those of the given name differ: a slip, or another name.
    GivenDiffers,
}

pub(super) fn compare(a: &Name, b: &Name, words: &Words) -> Names {
    if a.length == 0 || b.length == 0 {
        return Names::Silent;
    }
    if a.words == b.words {
        let marks = match (a.marks, b.marks) {
            (x, y) if x == y => Marks::Same,
            (0, _) | (_, 0) => Marks::OneBare,
            _ if given_marks_differ(a, b) => Marks::GivenDiffers,
            _ => Marks::Differ,
        };
        return Names::Same { marks };
    }
    let lossy = a.lossy || b.lossy;
    let equal = |x: Word, y: Word| x == y || (lossy && fits(words.text(x), words.text(y)));
    if a.length == b.length {
        let mut differing = a.known().iter().zip(b.known()).enumerate().filter(|(_, (x, y))| !equal(**x, **y));
        let Some((at, (&x, &y))) = differing.next() else { return Names::Lost };
        if differing.next().is_none() {
            let last = at.saturating_add(1) == a.known().len();
            return if near(words.text(x), words.text(y)) {
                Names::Typo(at)
            } else if !last && at > 0 && shortens(words.text(x), words.text(y)) {
                Names::Shortened
            } else if last {
                Names::Sibling
            } else if at == 0 {
                Names::GivenOnly
            } else {
                Names::Different
            };
        }
    }
    if a.any_order() == b.any_order() && !lossy {
        return Names::Reordered;
    }
    if equal(a.family(), b.family()) && equal(a.given(), b.given()) {
        let (short, long) = if a.length <= b.length { (a, b) } else { (b, a) };
        let mut rest = long.known().iter();
        let inside =
            short.known().iter().all(|&w| rest.any(|&x| equal(x, w) || shortens(words.text(w), words.text(x))));
        if inside {
            return Names::Shortened;
        }
    }
    let alike = |x: Word, y: Word| equal(x, y) || near(words.text(x), words.text(y));
    let given = equal(a.given(), b.given());
    if alike(a.family(), b.family()) && alike(a.given(), b.given()) && a.length > 1 && b.length > 1 {
        let (short, long) = if a.length <= b.length { (a, b) } else { (b, a) };
        let mut rest = long.known().iter();
        if short.known().iter().all(|&w| rest.any(|&x| alike(x, w) || shortens(words.text(w), words.text(x)))) {
            return Names::Close { given };
        }
    }
    if given { Names::GivenOnly } else { Names::Different }
}

/// Both names have diacritics, and their given names not the same.
pub(super) const fn given_marks_differ(a: &Name, b: &Name) -> bool {
    a.given_marks != 0 && b.given_marks != 0 && a.given_marks != b.given_marks
}

/// Whether the letters that are left agree.
fn fits(a: &str, b: &str) -> bool {
    a.chars().count() == b.chars().count() && a.chars().zip(b.chars()).all(|(x, y)| x == y || is_lost(x) || is_lost(y))
}

/// One is the first letter of the other.
fn shortens(a: &str, b: &str) -> bool {
    (a.len() == 1 && b.starts_with(a)) || (b.len() == 1 && a.starts_with(b))
}

/// One letter wrong, missing, added, or exchanged with its neighbour. Words of two letters are too short for a
/// slip to be told from another name.
fn near(a: &str, b: &str) -> bool {
    let (a, b) = if a.len() <= b.len() { (a.as_bytes(), b.as_bytes()) } else { (b.as_bytes(), a.as_bytes()) };
    if b.len() < 3 || b.len().saturating_sub(a.len()) > 1 {
        return false;
    }
    let front = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let back = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    if a.len() != b.len() {
        return front.saturating_add(back) >= a.len() && a.len() >= 2;
    }
    let between = a.len().saturating_sub(front).saturating_sub(back);
    let exchanged = || a.get(front) == b.get(front.saturating_add(1)) && b.get(front) == a.get(front.saturating_add(1));
    between <= 1 || (between == 2 && exchanged())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(a: &str, b: &str) -> Names {
        let (mut words, mut scratch) = (Words::default(), String::new());
        let one = Name::of(a, &mut words, &mut scratch);
        let two = Name::of(b, &mut words, &mut scratch);
        let found = compare(&one, &two, &words);
        assert_eq!(found, compare(&two, &one, &words), "{a} {b}");
        found
    }

    #[test]
    fn names_differ_as_people_would_say() {
        for (a, b, wanted) in [
            ("Nguyễn Thị Mẫu", "nguyễn thị mẫu", Names::Same { marks: Marks::Same }),
            ("Nguyễn Thị Mẫu", "NGUYEN THI MAU", Names::Same { marks: Marks::OneBare }),
            ("Nguyễn Thị Mẫu", "Nguyễn Thị Mậu", Names::Same { marks: Marks::GivenDiffers }),
            ("Nguyễn Thị Mẫu", "Nguyễn Thi Mẫu", Names::Same { marks: Marks::Differ }),
            ("Nguyễn Thị Mẫu", "Nguy?n Th? M?u", Names::Lost),
            ("Nguyễn Thị Mẫu", "Nguy\u{fffd}n M\u{fffd}u", Names::Shortened),
            ("Nguyễn Thị Mẫu", "Tr?n Th? M?u", Names::GivenOnly),
            ("Nguyễn Thị Mẫu", "Nguyễn Mẫu", Names::Shortened),
            ("Nguyễn Thị Mẫu", "Nguyễn T. Mẫu", Names::Shortened),
            ("Nguyễn Thị Mẫu", "Mẫu Nguyễn Thị", Names::Reordered),
            ("Nguyễn Thị Phương", "Nguyễn Thị Phươg", Names::Typo(2)),
            ("Nguyễn Thị Phương", "Nguyễn Thị Phưong", Names::Same { marks: Marks::GivenDiffers }),
            ("Nguyễn Thị Phương", "Nguyễn Phươg", Names::Close { given: false }),
            ("Nguyễn Thanh Phương", "Ngyễn Thah Phương", Names::Close { given: true }),
            ("Nguyễn Thị Phương", "Nguyễn Thị Hồng", Names::Sibling),
            ("Nguyễn Thị Phương", "Trần Thị Phương", Names::GivenOnly),
            ("Nguyễn Thị Phương", "Trần Văn Mẫu", Names::Different),
            ("Nguyễn Văn An", "Nguyễn Văn Ân", Names::Same { marks: Marks::GivenDiffers }),
            ("Nguyễn Văn An", "Nguyễn Văn Ba", Names::Sibling),
            ("", "Nguyễn Văn An", Names::Silent),
        ] {
            assert_eq!(both(a, b), wanted, "{a} / {b}");
        }
    }
}
