//! Which words are Vietnamese syllables: onset, rime and tone, as the national spelling has them.
//!
//! The test that decides encodings: text decoded the wrong way falls apart into words that are none.

use super::letters::{ACUTE, DOT, LEVEL, Letter, capital, is_vowel, small};

/// Where the tone mark stands in syllables that end in `oa`, `oe` or `uy`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ToneStyle {
    /// `hòa`, `khỏe`, `thúy`: as most registers and keyboards write.
    #[default]
    Traditional,
    /// `hoà`, `khoẻ`, `thuý`: as schoolbooks write.
    Modern,
}

/// Every rime, in the letters of [`super::letters`]. Sources: the rime tables of the schoolbook spelling; `oong`,
/// `ooc` and `ơc` occur in names of places and minorities.
const RIMES: &[u8] = b"a ac ach ai am an ang anh ao ap at au ay Bc Bm Bn Bng Bp Bt Ac Am An Ang Ap At Au Ay \
e ec em en eng eo ep et E Ech Em En Enh Ep Et Eu i ia ich im in inh ip it iu iEc iEm iEn iEng iEp iEt iEu \
o oa oac oach oai oam oan oang oanh oao oap oat oay oBc oBm oBn oBng oBt oc oe oen oeo oet oem oi om on ong op ot \
ooc oong O Oc Oi Om On Ong Op Ot P Pi Pm Pn Pp Pt Pc Png u ua uAn uAng uAt uAy uAc uc uE uEch uEn uEnh uEt uEu ui um un \
ung up ut uOc uOi uOm uOn uOng uOt uP uPi uPn uPt uy uya uych uyEn uyEt uynh uyn uyt uyu uyp U Ua Uc Ui Um Un Ung Ut Uu UPc UPi \
UPm UPn UPng UPp UPt UPu y yEm yEn yEng yEt yEu ych yn ynh yp yt ym";

const SLOTS: usize = 1024;

/// A rime of the table: its letters, where its tone stands in both styles, what it ends in.
#[derive(Clone, Copy)]
struct Rime {
    key: u32,
    tone_at: [u8; 2],
    /// Ends in c, ch, p or t: only acute and dot are possible.
    stopped: bool,
    /// Begins with e, ê, i, y: decides between c and k, g and gh, ng and ngh.
    front: bool,
}

static TABLE: [Rime; SLOTS] = table();

#[allow(clippy::as_conversions, reason = "From is not const; ten bits fit everywhere")]
const fn slot(key: u32) -> usize {
    let mixed = key.wrapping_mul(0x9e37_79b1).to_le_bytes();
    u16::from_le_bytes([mixed[2], mixed[3] & 3]) as usize
}

#[allow(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    reason = "evaluated by the compiler: what would panic does not compile"
)]
const fn table() -> [Rime; SLOTS] {
    let mut table = [Rime { key: 0, tone_at: [0, 0], stopped: false, front: false }; SLOTS];
    let (mut at, mut start) = (0, 0);
    while at <= RIMES.len() {
        if at == RIMES.len() || RIMES[at] == b' ' {
            let mut key = 0;
            let (mut vowels, mut shaped, mut index) = (0, None, start);
            while index < at {
                let letter = RIMES[index];
                key = key << 8 | letter as u32;
                if is_vowel(letter) {
                    vowels += 1;
                    if letter < b'a' {
                        shaped = Some(index - start);
                    }
                }
                index += 1;
            }
            let length = at - start;
            let last = RIMES[at - 1];
            let before_last = if length > 1 { RIMES[at - 2] } else { 0 };
            let open = vowels == length;
            let pair = open && length == 2 && (before_last == b'o' && (last == b'a' || last == b'e'))
                || open && length == 2 && before_last == b'u' && last == b'y';
            let (traditional, modern) = match shaped {
                Some(shaped) => (shaped, shaped),
                None if pair => (0, 1),
                None if vowels == 3 || vowels == 2 && !open => (1, 1),
                None => (0, 0),
            };
            let mut place = slot(key);
            while table[place].key != 0 {
                assert!(table[place].key != key);
                place = (place + 1) % SLOTS;
            }
            let first = RIMES[start];
            table[place] = Rime {
                key,
                tone_at: [traditional as u8, modern as u8],
                stopped: !open && (matches!(last, b'c' | b'p' | b't') || last == b'h' && before_last == b'c'),
                front: matches!(first, b'e' | b'E' | b'i' | b'y'),
            };
            start = at + 1;
        }
        at += 1;
    }
    table
}

fn rime(key: u32) -> Option<&'static Rime> {
    let mut place = slot(key);
    // The table is a third full: a few steps reach an empty place.
    for _ in 0..SLOTS {
        let found = TABLE.get(place)?;
        if found.key == key {
            return Some(found);
        }
        if found.key == 0 {
            return None;
        }
        place = place.wrapping_add(1) % SLOTS;
    }
    None
}

/// A word of letters, taken apart. Longer words than syllables can be are kept as their length only.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Word {
    letters: [u8; 8],
    length: u8,
    tone: u8,
    tone_at: u8,
    /// Tones in the word; syllables have at most one.
    tones: u8,
    /// One bit for each capital of the first eight letters.
    capitals: u8,
    marked: bool,
}

impl Word {
    /// The word, if it has nothing but letters.
    pub(super) fn of(text: &str) -> Option<Self> {
        let mut word = Self::default();
        for c in text.chars() {
            word.push(Letter::of(c)?);
        }
        (word.length > 0).then_some(word)
    }

    #[inline]
    pub(super) fn push(&mut self, letter: Letter) {
        if let Some(place) = self.letters.get_mut(usize::from(self.length)) {
            *place = letter.base();
            self.capitals |= u8::from(letter.is_upper()).wrapping_shl(u32::from(self.length));
        }
        if letter.tone() != LEVEL {
            self.tone = letter.tone();
            self.tone_at = self.length;
            self.tones = self.tones.saturating_add(1);
        }
        self.marked |= letter.is_marked();
        self.length = self.length.saturating_add(1);
    }

    /// The base letters; those of words longer than eight are cut.
    #[inline]
    pub(super) fn letters(&self) -> &[u8] {
        self.letters.get(..usize::from(self.length)).unwrap_or(&self.letters)
    }

    /// The letters and the tone in one number, the same for every case and place of the tone mark: letters are ASCII,
    /// so that their highest bits are free for the tone.
    #[inline]
    pub(super) const fn key(&self) -> u64 {
        let [a, b, c, d, e, f, g, h] = self.letters;
        u64::from_le_bytes([a | self.tone << 7, b | (self.tone & 2) << 6, c | (self.tone & 4) << 5, d, e, f, g, h])
    }

    pub(super) const fn length(&self) -> u8 {
        self.length
    }

    /// Whether a letter carries a tone or is no ASCII letter.
    pub(super) const fn is_marked(&self) -> bool {
        self.marked
    }

    /// A capital, then small letters.
    #[inline]
    pub(super) const fn is_capitalised(&self) -> bool {
        self.capitals == 1
    }

    /// A capital first, whatever follows.
    pub(super) const fn begins_with_capital(&self) -> bool {
        self.capitals & 1 != 0
    }

    /// A capital right after a small letter, among the first eight.
    pub(super) const fn has_seam(&self) -> bool {
        self.capitals & !(self.capitals << 1) & !1 != 0
    }

    /// The tone marks, wherever they stand.
    pub(super) const fn tones(&self) -> u8 {
        self.tones
    }

    pub(super) const fn tone(&self) -> u8 {
        self.tone
    }

    /// The word in small letters, its tone mark where it stands.
    pub(super) fn spelt(&self) -> impl Iterator<Item = char> {
        let letters = self.letters().iter().zip(0_u8..);
        letters.map(|(&letter, at)| small(letter, if at == self.tone_at { self.tone } else { LEVEL }))
    }

    /// No capital.
    pub(super) const fn is_small(&self) -> bool {
        self.capitals == 0
    }

    /// Nothing but capitals.
    pub(super) fn is_shouted(&self) -> bool {
        self.capitals.count_ones() == u32::from(self.length.min(8))
    }

    /// The syllable; `None` where the word is none. A word without any tone mark may have lost its tone: see
    /// [`Syllable::toneless`].
    #[inline]
    pub(super) fn syllable(&self) -> Option<Syllable> {
        if self.length > 7 || self.tones > 1 {
            return None;
        }
        let letters = self.letters();
        let onset = onset(letters)?;
        let (_, rest) = letters.split_at_checked(onset)?;
        if rest.is_empty() || rest.len() > 4 {
            return None;
        }
        let key = rest.iter().fold(0_u32, |key, &letter| key.wrapping_shl(8) | u32::from(letter));
        let rime = rime(key)?;
        let fits = match letters.get(..onset)? {
            b"c" | b"g" | b"ng" => {
                !rime.front || (onset == 1 && letters.first() == Some(&b'g') && rest.starts_with(b"i"))
            }
            b"k" | b"gh" | b"ngh" => rime.front,
            _ => true,
        };
        let stopped_level = rime.stopped && self.tone == LEVEL;
        let tone_fits = !rime.stopped || matches!(self.tone, LEVEL | ACUTE | DOT);
        if !fits || !tone_fits {
            return None;
        }
        let onset = u8::try_from(onset).ok()?;
        let [traditional, modern] = rime.tone_at;
        Some(Syllable {
            word: *self,
            tone_at: [onset.wrapping_add(traditional), onset.wrapping_add(modern)],
            stopped_level,
        })
    }
}

/// The number of letters of the onset; `None` where Vietnamese has no such onset.
#[inline]
fn onset(letters: &[u8]) -> Option<usize> {
    let consonants = letters.iter().take_while(|&&letter| !is_vowel(letter)).count();
    let (head, rest) = letters.split_at_checked(consonants)?;
    match (head, rest) {
        // `qu` is one sound, `gi` before a vowel as well, but in `giếng` the i belongs to the rime.
        (b"q", [b'u', next, ..]) if !matches!(next, b'u' | b'U' | b'o') => Some(2),
        (b"q", _) => None,
        (b"g", [b'i', next, ..]) if is_vowel(*next) && *next != b'E' => Some(2),
        (
            b"" | b"b" | b"c" | b"ch" | b"d" | b"D" | b"g" | b"gh" | b"h" | b"k" | b"kh" | b"l" | b"m" | b"n" | b"ng"
            | b"ngh" | b"nh" | b"p" | b"ph" | b"r" | b"s" | b"t" | b"th" | b"tr" | b"v" | b"x",
            _,
        ) => Some(consonants),
        _ => None,
    }
}

/// A word that is a Vietnamese syllable.
#[derive(Clone, Copy, Debug)]
pub(super) struct Syllable {
    word: Word,
    tone_at: [u8; 2],
    stopped_level: bool,
}

impl Syllable {
    /// A syllable that needs a tone (`nhật`) without one (`nhat`): the form of text without diacritics.
    pub(super) const fn toneless(&self) -> bool {
        self.stopped_level
    }

    /// Whether the tone mark stands where the style puts it.
    #[inline]
    pub(super) const fn is_placed(&self, style: ToneStyle) -> bool {
        self.word.tone == LEVEL || self.word.tone_at == self.place(style)
    }

    /// A tone mark where no way of writing puts it, on the last letter of `ai`, `ao`, `ui` and their like: more often two
    /// letters were turned (`Haò` for `Hòa`) than a mark misplaced.
    pub(super) fn is_doubtful(&self) -> bool {
        let open =
            matches!(self.word.letters(), [.., a, b] if is_vowel(*a) && matches!(b, b'i' | b'o' | b'u' | b'y' | b'a'));
        let last = self.word.tone_at.saturating_add(1) == self.word.length;
        open && last && !self.is_placed(ToneStyle::Traditional) && !self.is_placed(ToneStyle::Modern)
    }

    /// Whether the doubtful letter is an `a`: `cuả`, `muà` are old ways of typing.
    pub(super) fn ends_in_a(&self) -> bool {
        self.word.letters().last() == Some(&b'a')
    }

    const fn place(&self, style: ToneStyle) -> u8 {
        let [traditional, modern] = self.tone_at;
        match style {
            ToneStyle::Traditional => traditional,
            ToneStyle::Modern => modern,
        }
    }

    /// Appends the syllable with its tone in place; with a capital if wanted.
    pub(super) fn write(&self, style: ToneStyle, capitalised: bool, out: &mut String) {
        let place = self.place(style);
        for (index, &letter) in (0_u8..).zip(self.word.letters()) {
            let tone = if index == place { self.word.tone } else { LEVEL };
            let c = small(letter, tone);
            out.push(if capitalised && index == 0 { capital(c) } else { c });
        }
    }
}

/// Whether a word is a Vietnamese syllable, with all the marks it needs.
///
/// ```
/// use dinhdanh::cleanup::is_syllable;
/// assert!(is_syllable("Nguyễn") && is_syllable("QUÝ") && is_syllable("giếng"));
/// assert!(!is_syllable("NguyÔn") && !is_syllable("Smith") && !is_syllable("Nhat"));
/// ```
#[must_use]
pub fn is_syllable(word: &str) -> bool {
    Word::of(word).and_then(|word| word.syllable()).is_some_and(|syllable| !syllable.toneless())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(word: &str, style: ToneStyle) -> Option<String> {
        let syllable = Word::of(word)?.syllable()?;
        let mut out = String::new();
        syllable.write(style, false, &mut out);
        Some(out)
    }

    #[test]
    fn words_of_names_and_places_are_syllables() {
        let words = "nguyễn trần lê phạm huỳnh hoàng phan vũ võ đặng bùi đỗ hồ ngô dương lý quách nghiêm khổng giáp doãn \
            thị văn quỳnh khuê nguyệt thuỷ thúy thuý hòa hoà khỏe quốc quý quyên quyết giang giếng giết gì gìn già \
            yên yến ý uyên uy oanh nghĩa nghị ngọc nghiêng khuya khuỷu ngoằn hươu rượu bưởi tuấn tuệ huệ thuở thuê quạnh \
            ưng ương ếch ích ao âu ẩn xoong moóc kiệt kỳ kì khánh ghềnh phượng trương trường chuyên toại thoại";
        for word in words.split_whitespace() {
            assert!(is_syllable(word), "{word}");
            assert!(is_syllable(&word.to_uppercase()), "{word}");
        }
    }

    #[test]
    fn other_words_are_not() {
        let words = "nguyÔn nguyênx smith john nhat phuc cường2 lâ iê uô hừt bàc ce ki2 kông gè ngề ghông qa q đđ hoàà \
            nguyễnn trâng2 zoé w ngh niê kpă êban";
        for word in words.split_whitespace() {
            assert!(!is_syllable(word), "{word}");
        }
    }

    #[test]
    fn tones_are_put_where_the_style_has_them() {
        use ToneStyle::{Modern, Traditional};
        for (word, traditional, modern) in [
            ("hoà", "hòa", "hoà"),
            ("hòa", "hòa", "hoà"),
            ("thuý", "thúy", "thuý"),
            ("khỏe", "khỏe", "khoẻ"),
            ("tòan", "toàn", "toàn"),
            ("qúy", "quý", "quý"),
            ("qùynh", "quỳnh", "quỳnh"),
            ("gìa", "già", "già"),
            ("gía", "giá", "giá"),
            ("giếng", "giếng", "giếng"),
            ("gì", "gì", "gì"),
            ("nguỹên", "nguyễn", "nguyễn"),
            ("ngòai", "ngoài", "ngoài"),
            ("cưả", "cửa", "cửa"),
            ("trừơng", "trường", "trường"),
            ("thủơ", "thuở", "thuở"),
            ("múôi", "muối", "muối"),
            ("mía", "mía", "mía"),
            ("qủa", "quả", "quả"),
            ("của", "của", "của"),
            ("khuỷu", "khuỷu", "khuỷu"),
            ("huýt", "huýt", "huýt"),
            ("hủy", "hủy", "huỷ"),
        ] {
            assert_eq!(written(word, Traditional).as_deref(), Some(traditional), "{word}");
            assert_eq!(written(word, Modern).as_deref(), Some(modern), "{word}");
        }
    }
}
