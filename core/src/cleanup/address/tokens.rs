//! An address cut into words: what each is without diacritics, how it is accented, how it is joined to the last.

use super::super::fold::fold_char;
use super::super::letters::{Letter, Mark, mark};

/// What stands between a word and the one before it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Gap {
    /// Nothing: `P12`, `TPHuế` and `HàNội` are two words each.
    None,
    /// Blanks.
    Space,
    /// A full stop, as after an abbreviation.
    Dot,
    /// A hyphen or dash; names may go on behind it.
    Dash,
    /// A comma or anything else that ends a name.
    Break,
}

/// One word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// Where it is in the text.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Where its letters are in [`Tokens::letters`].
    pub(super) first: usize,
    pub(super) last: usize,
    /// Letters with diacritics and tone as one number; zero for a word without any.
    pub(super) accent: u32,
    /// It begins with a digit.
    pub(super) number: bool,
    pub(super) gap: Gap,
    /// Pieces between commas, and between dashes with blanks around them.
    pub(super) segment: u16,
}

/// The words of one text, in buffers that are used again.
#[derive(Default, Debug)]
pub(super) struct Tokens {
    pub(super) list: Vec<Token>,
    /// The letters of all words without gaps: `a` to `z`, `y` as `i`, and digits without leading zeros.
    pub(super) letters: Vec<u8>,
    /// Some word carries a diacritic.
    pub(super) accented: bool,
}

/// A word being read.
struct Word {
    start: usize,
    first: usize,
    before: u32,
    last: u8,
    tone: u32,
    marked: bool,
    number: bool,
    digits: bool,
    /// It begins with a capital.
    upper: bool,
}

const PRIME: u32 = 0x0100_0193;

impl Tokens {
    /// Cuts a text.
    pub(super) fn read(&mut self, text: &str) {
        self.list.clear();
        self.letters.clear();
        self.accented = false;
        let mut word: Option<Word> = None;
        let mut gap = Gap::Break;
        let (mut blank, mut segment) = (true, 0_u16);
        let mut rest = text.char_indices().peekable();
        while let Some((at, c)) = rest.next() {
            let next = rest.peek().map(|(_, c)| *c);
            if let Some(mark) = mark(c) {
                if let Some(word) = &mut word {
                    word.mark(&mark);
                }
                continue;
            }
            let folded = fold_char(c).filter(u8::is_ascii_alphanumeric);
            let Some(letter) = folded else {
                if let Some(open) = &word {
                    // M'Đrăk is one word, 12/5 and 3-5 one number.
                    let joins = match c {
                        '\'' | '’' | '‘' | '`' | '´' | 'ʼ' => next.is_some_and(char::is_alphabetic),
                        '/' | '-' | '.' => open.number && next.is_some_and(|next| next.is_ascii_digit()),
                        _ => false,
                    };
                    if joins {
                        if let (Some(open), false) = (&mut word, c.is_alphabetic()) {
                            open.digits = false;
                        }
                        continue;
                    }
                }
                self.close(word.take(), at, &mut gap, &mut blank, segment);
                let this = match c {
                    '.' | '*' | '"' | '\'' | '’' | '°' => Gap::Dot,
                    '-' | '–' | '—' | '_' | '‑' | '−' => Gap::Dash,
                    _ if c.is_whitespace() && c != '\n' && c != '\r' => Gap::Space,
                    _ => Gap::Break,
                };
                let spaced = blank && next.is_none_or(char::is_whitespace);
                if this == Gap::Break && gap != Gap::Break || this == Gap::Dash && spaced && gap < Gap::Dash {
                    segment = segment.saturating_add(1);
                }
                blank = this == Gap::Space;
                gap = gap.max(this);
                continue;
            };
            let digit = letter.is_ascii_digit();
            let known = Letter::of(c);
            let upper = known.is_some_and(Letter::is_upper);
            let capital = upper && next.is_some_and(char::is_lowercase);
            if word.as_ref().is_some_and(|word| {
                !word.number && (digit || capital && self.may_end(word) || self.is_marker(word.first))
            }) {
                self.close(word.take(), at, &mut gap, &mut blank, segment);
            }
            let first = self.letters.len();
            let open = word.get_or_insert_with(|| Word::new(at, first, digit, upper));
            if digit {
                if open.digits
                    && self.letters.last() == Some(&b'0')
                    && self.letters.len() == open.first.saturating_add(1)
                {
                    self.letters.pop(); // a leading zero
                }
            } else {
                open.digits = false;
            }
            open.letter(known, letter);
            self.letters.push(if letter == b'y' { b'i' } else { letter });
        }
        self.close(word.take(), text.len(), &mut gap, &mut blank, segment);
    }

    /// False for a small letter alone: before a capital it is a slip, not a word.
    fn may_end(&self, word: &Word) -> bool {
        word.upper || self.letters.len().saturating_sub(word.first) > 1
    }

    /// True if the word so far is `tp`, `tx` or `tt`: no syllable begins so, what follows is the name.
    fn is_marker(&self, first: usize) -> bool {
        matches!(self.letters.get(first..), Some(b"tp" | b"tx" | b"tt"))
    }

    fn close(&mut self, word: Option<Word>, end: usize, gap: &mut Gap, blank: &mut bool, segment: u16) {
        let Some(word) = word else { return };
        self.accented |= word.marked;
        let accent = if word.marked { word.accent() } else { 0 };
        self.list.push(Token {
            start: word.start,
            end,
            first: word.first,
            last: self.letters.len(),
            accent,
            number: word.number,
            gap: *gap,
            segment,
        });
        *gap = Gap::None;
        *blank = false;
    }

    /// The letters of one word.
    pub(super) fn word(&self, at: usize) -> &[u8] {
        self.list.get(at).and_then(|token| self.letters.get(token.first..token.last)).unwrap_or(&[])
    }

    /// The letters of the words from `first` to before `end`.
    pub(super) fn letters_of(&self, first: usize, end: usize) -> &[u8] {
        let from = self.list.get(first).map(|token| token.first);
        let to = end.checked_sub(1).and_then(|last| self.list.get(last)).map(|token| token.last);
        from.zip(to).and_then(|(from, to)| self.letters.get(from..to)).unwrap_or(&[])
    }

    /// Accents of several words as one number: zero if none of them has any.
    pub(super) fn accent_of(&self, first: usize, end: usize) -> u32 {
        let words = self.list.get(first..end).unwrap_or(&[]);
        if words.iter().all(|word| word.accent == 0) {
            return 0;
        }
        words.iter().fold(7, |sum: u32, word| sum.wrapping_mul(PRIME) ^ word.accent).max(1)
    }
}

impl Word {
    const fn new(start: usize, first: usize, digit: bool, upper: bool) -> Self {
        Self { start, first, before: 7, last: 0, tone: 0, marked: false, number: digit, digits: digit, upper }
    }

    fn letter(&mut self, letter: Option<Letter>, folded: u8) {
        if let Some(letter) = letter {
            self.tone = self.tone.wrapping_add(u32::from(letter.tone()));
            self.marked |= letter.is_marked();
        }
        let base = letter.map_or(folded, Letter::base);
        self.before = self.shape().wrapping_mul(PRIME);
        self.last = if base == b'y' { b'i' } else { base };
    }

    /// A combining mark changes the tone of the word or the shape of its last letter.
    fn mark(&mut self, mark: &Mark) {
        self.marked = true;
        self.last = match (mark, self.last) {
            (Mark::Tone(tone), last) => {
                self.tone = self.tone.wrapping_add(u32::from(*tone));
                last
            }
            (Mark::Circumflex, b'a') => b'A',
            (Mark::Circumflex, b'e') => b'E',
            (Mark::Circumflex, b'o') => b'O',
            (Mark::Breve, b'a') => b'B',
            (Mark::Horn, b'o') => b'P',
            (Mark::Horn, b'u') => b'U',
            (_, last) => last,
        };
    }

    /// Letters and tone as one number, never zero.
    fn accent(&self) -> u32 {
        let mixed = (self.shape().wrapping_mul(PRIME) ^ self.tone).wrapping_mul(PRIME);
        mixed.max(1)
    }

    /// All letters so far as one number.
    fn shape(&self) -> u32 {
        self.before ^ u32::from(self.last)
    }
}
