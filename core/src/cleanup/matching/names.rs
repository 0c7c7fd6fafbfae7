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
        scratch.clear();
        fold_into(text, scratch);
        for word in scratch.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
            each(self.place(word));
        }
    }
}

/// A name: its words without diacritics, and a mark of the diacritics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) words: [Word; WORDS],
    pub(super) length: u8,
    /// A hash of the text in lower case with its diacritics; 0 where it has none.
    pub(super) marks: u32,
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
        if !text.is_ascii() {
            let mut hasher = Mix::default();
            let lower = text.chars().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric());
            lower.for_each(|c| hasher.write_u32(u32::from(c)));
            name.marks = u32::try_from(hasher.finish() >> 32).unwrap_or_default() | 1;
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

    /// A number that is the same for the same words in any order.
    pub(super) fn any_order(&self) -> u64 {
        if self.length == 0 {
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
    Reordered,
    /// Family and given name agree, and the middle of one is missing, shortened to letters, or a part.
    Shortened,
    /// One word differs by one letter; which, from the front.
    Typo,
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
    Differ,
}

pub(super) fn compare(a: &Name, b: &Name, words: &Words) -> Names {
    if a.length == 0 || b.length == 0 {
        return Names::Silent;
    }
    if a.words == b.words {
        let marks = match (a.marks, b.marks) {
            (x, y) if x == y => Marks::Same,
            (0, _) | (_, 0) => Marks::OneBare,
            _ => Marks::Differ,
        };
        return Names::Same { marks };
    }
    if a.length == b.length {
        let mut differing = a.known().iter().zip(b.known()).enumerate().filter(|(_, (x, y))| x != y);
        if let (Some((at, (&x, &y))), None) = (differing.next(), differing.next()) {
            let last = at.saturating_add(1) == a.known().len();
            return if near(words.text(x), words.text(y)) {
                Names::Typo
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
    if a.any_order() == b.any_order() {
        return Names::Reordered;
    }
    if a.family() == b.family() && a.given() == b.given() {
        let (short, long) = if a.length <= b.length { (a, b) } else { (b, a) };
        let mut rest = long.known().iter();
        let inside = short.known().iter().all(|&w| rest.any(|&x| x == w || shortens(words.text(w), words.text(x))));
        return if inside { Names::Shortened } else { Names::Different };
    }
    if a.given() == b.given() { Names::GivenOnly } else { Names::Different }
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
            ("Nguyễn Thị Mẫu", "Nguyễn Thị Mậu", Names::Same { marks: Marks::Differ }),
            ("Nguyễn Thị Mẫu", "Nguyễn Mẫu", Names::Shortened),
            ("Nguyễn Thị Mẫu", "Nguyễn T. Mẫu", Names::Shortened),
            ("Nguyễn Thị Mẫu", "Mẫu Nguyễn Thị", Names::Reordered),
            ("Nguyễn Thị Phương", "Nguyễn Thị Phươg", Names::Typo),
            ("Nguyễn Thị Phương", "Nguyễn Thị Phưong", Names::Same { marks: Marks::Differ }),
            ("Nguyễn Thị Phương", "Nguyễn Thị Hồng", Names::Sibling),
            ("Nguyễn Thị Phương", "Trần Thị Phương", Names::GivenOnly),
            ("Nguyễn Thị Phương", "Trần Văn Mẫu", Names::Different),
            ("Nguyễn Văn An", "Nguyễn Văn Ân", Names::Same { marks: Marks::Differ }),
            ("Nguyễn Văn An", "Nguyễn Văn Ba", Names::Sibling),
            ("", "Nguyễn Văn An", Names::Silent),
        ] {
            assert_eq!(both(a, b), wanted, "{a} / {b}");
        }
    }
}
