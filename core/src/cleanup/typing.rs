//! Keystrokes that were left in the text: Telex (`Nguyeenx`), VNI (`Nguye6n4`), and VIQR (`Nguye^~n`), which was
//! a way of writing.

use super::letters::{ACUTE, DOT, GRAVE, HOOK, Letter, Mark, TILDE, capital, is_alphabetic, is_vowel, marked};
use super::syllable::{Syllable, ToneStyle, Word};

/// Text after its keystrokes were applied.
pub(super) struct Typed {
    pub(super) text: String,
    /// Words that changed.
    pub(super) words: usize,
    /// Keystrokes that text without typing leftovers hardly has: shapes of letters, not tones alone.
    pub(super) strong: usize,
    /// All keystrokes.
    pub(super) keys: usize,
    /// Keystrokes for tones.
    pub(super) tones: usize,
}

/// A way to write Vietnamese with plain letters.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    Telex,
    Vni,
    Viqr,
}

/// Applies the keystrokes of every word that becomes a syllable by them and is none before.
pub(super) fn apply(text: &str, method: Method) -> Option<Typed> {
    let mut typed = Typed { text: String::new(), words: 0, strong: 0, keys: 0, tones: 0 };
    // What was copied so far: nothing as long as no word changes.
    let mut copied = 0_usize;
    let mut start = 0_usize;
    for token in text.split(' ') {
        // Punctuation around a word is not its own, except where the method uses it.
        let outside = |c: char| match method {
            Method::Viqr => matches!(c, ',' | ';' | ':' | '"'),
            _ => !(c.is_ascii_digit() || is_alphabetic(c) || !c.is_ascii() && c.is_numeric()),
        };
        let inner = token.trim_start_matches(outside);
        let before = token.len().saturating_sub(inner.len());
        let word = inner.trim_end_matches(outside);
        let from = start.saturating_add(before);
        start = start.saturating_add(token.len()).saturating_add(1);
        if !may_be_keyed(word, method) {
            continue;
        }
        // `Coong` is a rare syllable as it stands, but `Công` in Telex.
        let rare = method == Method::Telex && word.contains("oo");
        if !rare && Word::of(word).is_some_and(|word| word.syllable().is_some()) {
            continue;
        }
        let Some(keyed) = keys(word, method) else { continue };
        typed.text.reserve(text.len().saturating_add(8));
        typed.text.push_str(text.get(copied..from).unwrap_or_default());
        keyed.write(&mut typed.text);
        copied = from.saturating_add(word.len());
        typed.words = typed.words.saturating_add(1);
        typed.strong = typed.strong.saturating_add(keyed.strong);
        typed.keys = typed.keys.saturating_add(keyed.keys);
        typed.tones = typed.tones.saturating_add(usize::from(keyed.tone));
    }
    typed.text.push_str(text.get(copied..).unwrap_or_default());
    (typed.words > 0).then_some(typed)
}

/// Whether [`keys`] may find a keystroke: most words have none, whatever they are.
fn may_be_keyed(word: &str, method: Method) -> bool {
    match method {
        Method::Telex => {
            // Vowels so far, and `d` in first place: what a key changes stands before it.
            let (mut a, mut e, mut o, mut d, mut vowel) = (false, false, false, false, false);
            word.chars().enumerate().any(|(at, c)| {
                let key = match c.to_ascii_lowercase() {
                    's' | 'f' | 'r' | 'x' | 'j' | 'w' => vowel,
                    'a' => a,
                    'e' => e,
                    'o' => o,
                    'd' => d,
                    _ => false,
                };
                let base = Letter::of(c).map_or(0, Letter::base);
                vowel |= is_vowel(base);
                a |= base == b'a';
                e |= base == b'e';
                o |= base == b'o';
                d |= at == 0 && base == b'd';
                key
            })
        }
        Method::Vni => word.bytes().any(|b| matches!(b, b'1'..=b'9')),
        Method::Viqr => word.bytes().any(|b| !b.is_ascii_alphanumeric() && b.is_ascii() || matches!(b, b'd' | b'D')),
    }
}

/// Letters of the longest syllable: `nghiêng`. No keystroke takes one away again.
const LETTERS: usize = 7;

/// A word while its keystrokes are applied.
struct Hand {
    places: [char; LETTERS],
    length: usize,
    tone: Option<u8>,
    keys: usize,
    strong: usize,
}

impl Hand {
    fn letters(&self) -> &[char] {
        self.places.get(..self.length).unwrap_or_default()
    }

    fn push(&mut self, letter: char) -> Option<()> {
        *self.places.get_mut(self.length)? = letter;
        self.length = self.length.saturating_add(1);
        Some(())
    }

    /// The place of the last vowel.
    fn vowel(&self) -> Option<usize> {
        self.letters().iter().rposition(|&c| Letter::of(c).is_some_and(|l| is_vowel(l.base())))
    }

    fn base(&self, at: usize) -> Option<u8> {
        self.letters().get(at).and_then(|&c| Letter::of(c)).map(Letter::base)
    }

    fn change(&mut self, at: usize, mark: &Mark) -> bool {
        let Some(place) = self.places.get_mut(at) else { return false };
        let Some(letter) = marked(*place, mark) else { return false };
        *place = letter;
        true
    }

    fn shape(&mut self, done: bool) -> bool {
        if done {
            self.keys = self.keys.saturating_add(1);
            self.strong = self.strong.saturating_add(1);
        }
        done
    }

    fn set_tone(&mut self, tone: u8) -> bool {
        if self.vowel().is_none() {
            return false;
        }
        self.tone = Some(tone);
        self.keys = self.keys.saturating_add(1);
        true
    }

    /// A circumflex for the last vowel, if it is one of these letters.
    fn circumflex(&mut self, wanted: Option<u8>) -> bool {
        let Some(at) = self.vowel() else { return false };
        // `uaa`, `oie`: the vowel may stand before another one.
        let places = [Some(at), at.checked_sub(1)];
        let found = places.into_iter().flatten().find(|&at| match wanted {
            Some(wanted) => self.base(at) == Some(wanted),
            None => matches!(self.base(at), Some(b'a' | b'e' | b'o')),
        });
        let done = found.is_some_and(|at| self.change(at, &Mark::Circumflex));
        self.shape(done)
    }

    /// Horns for `u`, `o` or both.
    fn horn(&mut self) -> bool {
        let Some(last) =
            self.letters().iter().rposition(|&c| Letter::of(c).is_some_and(|l| matches!(l.base(), b'o' | b'u')))
        else {
            return false;
        };
        let before = last.checked_sub(1);
        let after_q = before.and_then(|at| self.base(at)) == Some(b'q');
        let pair = before.is_some_and(|at| {
            let q = at.checked_sub(1).and_then(|at| self.base(at)) == Some(b'q');
            self.base(at) == Some(b'u') && !q
        });
        let mut done = !after_q && self.change(last, &Mark::Horn);
        if pair && let Some(at) = before {
            done |= self.change(at, &Mark::Horn);
        }
        self.shape(done)
    }

    fn breve(&mut self) -> bool {
        let last = self.letters().iter().rposition(|&c| Letter::of(c).is_some_and(|l| l.base() == b'a'));
        let done = last.is_some_and(|at| self.change(at, &Mark::Breve));
        self.shape(done)
    }

    fn stroke(&mut self) -> bool {
        if self.length == 0 {
            return false;
        }
        let [first, ..] = &mut self.places;
        let done = match *first {
            'd' => 'đ',
            'D' => 'Đ',
            _ => return false,
        };
        *first = done;
        self.shape(true)
    }
}

/// A word after its keystrokes.
struct Keyed {
    syllable: Syllable,
    capitals: usize,
    strong: usize,
    keys: usize,
    tone: bool,
}

impl Keyed {
    fn write(&self, out: &mut String) {
        let start = out.len();
        self.syllable.write(ToneStyle::Traditional, self.capitals > 0, out);
        if self.capitals > 1 {
            let word = out.split_off(start.min(out.len()));
            out.extend(word.chars().map(capital));
        }
    }
}

/// The word after its keystrokes, if it became a syllable.
fn keys(word: &str, method: Method) -> Option<Keyed> {
    let mut hand = Hand { places: ['\0'; LETTERS], length: 0, tone: None, keys: 0, strong: 0 };
    for c in word.chars() {
        let lower = c.to_ascii_lowercase();
        let used = match method {
            Method::Telex => telex(&mut hand, lower),
            Method::Vni => vni(&mut hand, lower),
            Method::Viqr => viqr(&mut hand, lower),
        };
        if !used {
            Letter::of(c)?;
            hand.push(c)?;
        }
    }
    if hand.keys == 0 {
        return None;
    }
    // A dot within a word (`Pha.m`) is no punctuation; a question mark may stand for a letter that was lost.
    let within = method == Method::Viqr && word.trim_end_matches('.').contains('.');
    hand.strong = hand.strong.saturating_add(usize::from(within));
    if let Some(tone) = hand.tone {
        let at = hand.vowel()?;
        if !hand.change(at, &Mark::Tone(tone)) {
            return None;
        }
    }
    let mut word = Word::default();
    let mut capitals = 0_usize;
    for &c in hand.letters() {
        let letter = Letter::of(c)?;
        capitals = capitals.saturating_add(usize::from(letter.is_upper()));
        word.push(letter);
    }
    let syllable = word.syllable().filter(|syllable| !syllable.toneless())?;
    Some(Keyed { syllable, capitals, strong: hand.strong, keys: hand.keys, tone: hand.tone.is_some() })
}

fn telex(hand: &mut Hand, key: char) -> bool {
    match key {
        's' => hand.set_tone(ACUTE),
        'f' => hand.set_tone(GRAVE),
        'r' => hand.set_tone(HOOK),
        'x' => hand.set_tone(TILDE),
        'j' => hand.set_tone(DOT),
        'a' => hand.circumflex(Some(b'a')),
        'e' => hand.circumflex(Some(b'e')),
        'o' => hand.circumflex(Some(b'o')),
        'd' => hand.stroke(),
        'w' => {
            // `aw` is ă, but `uaw` (mua, chua) and `uow` are ư and ươ.
            let last = hand.vowel().and_then(|at| hand.base(at));
            let before = hand.vowel().and_then(|at| at.checked_sub(1)).and_then(|at| hand.base(at));
            match (before, last) {
                (Some(b'u'), Some(b'a')) if hand.length == hand.vowel().map_or(0, |at| at.saturating_add(1)) => {
                    hand.horn()
                }
                (_, Some(b'a')) => hand.breve(),
                (_, Some(_)) => hand.horn(),
                _ => false,
            }
        }
        _ => false,
    }
}

fn vni(hand: &mut Hand, key: char) -> bool {
    match key {
        '1' => hand.set_tone(ACUTE),
        '2' => hand.set_tone(GRAVE),
        '3' => hand.set_tone(HOOK),
        '4' => hand.set_tone(TILDE),
        '5' => hand.set_tone(DOT),
        '6' => hand.circumflex(None),
        '7' => hand.horn(),
        '8' => hand.breve(),
        '9' => hand.stroke(),
        _ => false,
    }
}

fn viqr(hand: &mut Hand, key: char) -> bool {
    // Signs belong to the letter right before them.
    let last = hand.length.checked_sub(1);
    let on_vowel = last.is_some() && hand.vowel() == last;
    match key {
        '\'' if on_vowel => hand.set_tone(ACUTE),
        '`' if on_vowel => strong_tone(hand, GRAVE),
        '?' if on_vowel => hand.set_tone(HOOK),
        '~' if on_vowel => strong_tone(hand, TILDE),
        '.' if on_vowel => hand.set_tone(DOT),
        '^' if on_vowel => hand.circumflex(None),
        '(' if on_vowel => hand.breve(),
        '+' | '*' if on_vowel => {
            let done = last.is_some_and(|at| hand.change(at, &Mark::Horn));
            hand.shape(done)
        }
        'd' if last == Some(0) => hand.stroke(),
        _ => false,
    }
}

fn strong_tone(hand: &mut Hand, tone: u8) -> bool {
    let done = hand.set_tone(tone);
    hand.strong = hand.strong.saturating_add(usize::from(done));
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(text: &str, method: Method) -> Option<String> {
        apply(text, method).map(|typed| typed.text)
    }

    #[test]
    fn keystrokes_become_letters() {
        for (typed, text) in [
            ("Nguyeenx Vawn Hungf", "Nguyễn Văn Hùng"),
            ("Nguyeexn Thij Hoaf", "Nguyễn Thị Hòa"),
            ("Traanf DDuwcs Thuaanj", "Trần Đức Thuận"),
            ("Phamj Thuyf Dduowngf", "Phạm Thùy Đường"),
            ("Buif Ddinhf Quoocs", "Bùi Đình Quốc"),
            ("NGUYEENX VAWN AN", "NGUYỄN VĂN AN"),
            ("Nguyênx Văn Uwng", "Nguyễn Văn Ưng"),
            ("Truwowng Quyr", "Trương Quỷ"),
            ("Muwaf Muaw", "Mừa Mưa"),
        ] {
            assert_eq!(after(typed, Method::Telex).as_deref(), Some(text), "{typed}");
        }
        for (typed, text) in [
            ("Nguye6n4 Va8n Hu2ng", "Nguyễn Văn Hùng"),
            ("Nguye64n D9u7c1 Thua6n5", "Nguyễn Đức Thuận"),
            ("TRUO7NG THI5 HU7O7NG", "TRƯƠNG THỊ HƯƠNG"),
        ] {
            assert_eq!(after(typed, Method::Vni).as_deref(), Some(text), "{typed}");
        }
        for (typed, text) in [
            ("Nguye^~n Va(n Hu`ng", "Nguyễn Văn Hùng"),
            ("Tra^`n Thi. Hu+o+ng", "Trần Thị Hương"),
            ("DDo^~ Ddu+'c Thua^.n", "Đỗ Đức Thuận"),
            ("LE^ THI. HO^`NG", "LÊ THỊ HỒNG"),
        ] {
            assert_eq!(after(typed, Method::Viqr).as_deref(), Some(text), "{typed}");
        }
    }

    #[test]
    fn other_words_stay() {
        for text in ["Nguyễn Văn An", "John Smith 2", "Nhat", "王", "", "Thị (con)", "An 2", "12", "H'Hen"] {
            for method in [Method::Vni, Method::Viqr] {
                assert_eq!(after(text, method), None, "{text}");
            }
        }
        assert_eq!(after("Smith Schwarz Nguyễn 王", Method::Telex), None);
    }
}
