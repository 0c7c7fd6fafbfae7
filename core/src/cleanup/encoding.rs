//! The old Vietnamese encodings, as text that was read as if it were Western European.

use super::letters::{Letter, capital, mark, marked};

/// TCVN 5712:1993 VN3 ("TCVN3", "ABC"): the characters of bytes A1 to FE; blank where the byte has none. Capitals
/// with tones have no place: fonts with names in H draw small letters as capitals.
const TCVN3: [char; 94] = [
    'Ă', 'Â', 'Ê', 'Ô', 'Ơ', 'Ư', 'Đ', 'ă', 'â', 'ê', 'ô', 'ơ', 'ư', 'đ', ' ', // A1 to AF
    ' ', ' ', ' ', ' ', ' ', 'à', 'ả', 'ã', 'á', 'ạ', ' ', 'ằ', 'ẳ', 'ẵ', 'ắ', ' ', // B0 to BF
    ' ', ' ', ' ', ' ', ' ', ' ', 'ặ', 'ầ', 'ẩ', 'ẫ', 'ấ', 'ậ', 'è', ' ', 'ẻ', 'ẽ', // C0 to CF
    'é', 'ẹ', 'ề', 'ể', 'ễ', 'ế', 'ệ', 'ì', 'ỉ', ' ', ' ', ' ', 'ĩ', 'í', 'ị', 'ò', // D0 to DF
    ' ', 'ỏ', 'õ', 'ó', 'ọ', 'ồ', 'ổ', 'ỗ', 'ố', 'ộ', 'ờ', 'ở', 'ỡ', 'ớ', 'ợ', 'ù', // E0 to EF
    ' ', 'ủ', 'ũ', 'ú', 'ụ', 'ừ', 'ử', 'ữ', 'ứ', 'ự', 'ỳ', 'ỷ', 'ỹ', 'ý', 'ỵ', // F0 to FE
];

/// Windows-1252, bytes 80 to 9F; bytes that it leaves undefined stand for the control characters of Latin-1.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Where Windows-1258 differs from Latin-1 in bytes A0 to FF: marks that follow their letter, and the letters of
/// Vietnamese. Source: the mapping registered with IANA as `windows-1258`.
const WINDOWS_1258: [(u8, char); 14] = [
    (0xc3, 'Ă'),
    (0xcc, '\u{300}'),
    (0xd0, 'Đ'),
    (0xd2, '\u{309}'),
    (0xd5, 'Ơ'),
    (0xdd, 'Ư'),
    (0xde, '\u{303}'),
    (0xe3, 'ă'),
    (0xec, '\u{301}'),
    (0xf0, 'đ'),
    (0xf2, '\u{323}'),
    (0xf5, 'ơ'),
    (0xfd, 'ư'),
    (0xfe, '₫'),
];

/// VNI-Windows: letters of their own, before any mark.
const VNI_LETTERS: [(char, char); 9] =
    [('ô', 'ơ'), ('ö', 'ư'), ('í', 'í'), ('ì', 'ì'), ('æ', 'ỉ'), ('ó', 'ĩ'), ('ò', 'ị'), ('î', 'ỵ'), ('ñ', 'đ')];

/// VNI-Windows: marks that follow their letter.
const VNI_MARKS: [(char, &[char]); 17] = [
    ('ù', &['\u{301}']),
    ('ø', &['\u{300}']),
    ('û', &['\u{309}']),
    ('õ', &['\u{303}']),
    ('ï', &['\u{323}']),
    ('â', &['\u{302}']),
    ('á', &['\u{302}', '\u{301}']),
    ('à', &['\u{302}', '\u{300}']),
    ('å', &['\u{302}', '\u{309}']),
    ('ã', &['\u{302}', '\u{303}']),
    ('ä', &['\u{302}', '\u{323}']),
    ('ê', &['\u{306}']),
    ('é', &['\u{306}', '\u{301}']),
    ('è', &['\u{306}', '\u{300}']),
    ('ú', &['\u{306}', '\u{309}']),
    ('ü', &['\u{306}', '\u{303}']),
    ('ë', &['\u{306}', '\u{323}']),
];

/// The byte that Western European (1252, Latin-1) or Vietnamese (1258) code pages show as this character.
fn byte(c: char) -> Option<u8> {
    if let Ok(byte) = u8::try_from(u32::from(c)) {
        return Some(byte);
    }
    // Nothing else is in either page, and letters of Vietnamese are asked most often.
    if !matches!(c, '\u{102}'..='\u{1b0}' | '\u{2c6}'..='\u{323}' | '\u{2010}'..='\u{2122}') {
        return None;
    }
    if let Some(at) = WINDOWS_1252.iter().position(|&known| known == c) {
        return u8::try_from(at).ok().map(|at| at | 0x80);
    }
    WINDOWS_1258.iter().find(|(_, known)| *known == c).map(|&(byte, _)| byte)
}

/// Whether all characters are of Latin-1, as their lead bytes in UTF-8 tell.
fn is_latin1(text: &str) -> bool {
    text.bytes().all(|b| b <= 0xc3)
}

/// Whether a character is in no code page, so that nothing here but [`from_look_alikes`] reads the text: U+1000 to
/// U+1FFF, where most letters of Vietnamese are, by their lead byte in UTF-8.
pub(super) fn is_of_no_code_page(text: &str) -> bool {
    text.as_bytes().contains(&0xe1)
}

/// TCVN3 bytes that were shown as Latin-1. `None` where a character has no such byte.
pub(super) fn from_tcvn3(text: &str) -> Option<String> {
    if !is_latin1(text) {
        return None;
    }
    let capitals = text.bytes().filter(u8::is_ascii_uppercase).count();
    // Small letters of a font that draws capitals, or capitals whose marks were typed small: one case for all.
    let shouted = capitals > 1 && !text.bytes().any(|b| b.is_ascii_lowercase());
    let mut out = String::with_capacity(text.len().saturating_mul(2));
    for c in text.chars() {
        let byte = u8::try_from(u32::from(c)).ok()?;
        let decoded = match byte {
            0..=0x7f => c,
            0xa0 => ' ',
            _ => *TCVN3.get(usize::from(byte.checked_sub(0xa1)?)).filter(|&&c| c != ' ')?,
        };
        out.push(if shouted { capital(decoded) } else { decoded });
    }
    Some(out)
}

/// VNI-Windows bytes that were shown as Western European.
pub(super) fn from_vni(text: &str) -> Option<String> {
    if !is_latin1(text) {
        return None;
    }
    let mut out = String::with_capacity(text.len().saturating_mul(2));
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c);
            continue;
        }
        let lower = match c {
            'À'..='Ö' | 'Ø'..='Þ' => u32::from(c).checked_add(0x20).and_then(char::from_u32)?,
            _ => c,
        };
        let follows = VNI_MARKS.iter().find(|(known, _)| *known == lower).and_then(|(_, marks)| {
            let before = out.chars().next_back()?;
            marks.iter().try_fold(before, |letter, &m| marked(letter, &mark(m)?))
        });
        if let Some(letter) = follows {
            out.pop();
            out.push(letter);
        } else if let Some(&(_, letter)) = VNI_LETTERS.iter().find(|(known, _)| *known == lower) {
            out.push(if c == lower { letter } else { capital(letter) });
        } else if c == '\u{a0}' {
            out.push(' ');
        } else {
            return None;
        }
    }
    Some(out)
}

/// Windows-1258 bytes that were shown as Latin-1 or Windows-1252.
pub(super) fn from_windows_1258(text: &str) -> Option<String> {
    let own = |c: char| matches!(c, 'Ã' | 'Ì' | 'Ð' | 'Ò' | 'Õ' | 'Ý' | 'Þ' | 'ã' | 'ì' | 'ð' | 'ò' | 'õ' | 'ý' | 'þ');
    if !text.chars().any(own) {
        return None;
    }
    let mut out = String::with_capacity(text.len().saturating_mul(2));
    for c in text.chars() {
        let byte = byte(c)?;
        let shown = WINDOWS_1258.iter().find(|(known, _)| *known == byte).map_or(c, |&(_, shown)| shown);
        match mark(shown) {
            Some(mark) => {
                let letter = marked(out.pop()?, &mark)?;
                out.push(letter);
            }
            None => out.push(shown),
        }
    }
    Some(out)
}

/// UTF-8 bytes that were shown as Western European. Blanks that stood for the byte A0 are tried as that byte.
pub(super) fn from_mojibake(text: &str) -> Option<String> {
    // Two- and three-byte letters of Vietnamese begin so, as 1252 and 1258 show it.
    let begins = |c: char| matches!(c, 'Â'..='Æ' | 'Ă' | 'Ì' | '\u{300}' | 'á' | 'â');
    if !text.chars().any(begins) {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len());
    for c in text.chars() {
        bytes.push(byte(c)?);
    }
    let decoded = match String::from_utf8(bytes) {
        Ok(decoded) => decoded,
        Err(error) => with_no_break_spaces(error.into_bytes())?,
    };
    (decoded.chars().count() < text.chars().count()).then_some(decoded)
}

/// `à` in UTF-8 ends in the byte of a no-break space, which many programs make a blank: `Hà` became `HÃ `. The
/// blank is the letter's, and where words would stick together it was a blank besides.
fn with_no_break_spaces(bytes: Vec<u8>) -> Option<String> {
    let mut repaired = Vec::with_capacity(bytes.len().saturating_add(4));
    let mut rest = bytes.into_iter().peekable();
    while let Some(byte) = rest.next() {
        repaired.push(byte);
        if byte == 0xc3 && rest.peek().is_none_or(|&next| next == b' ') {
            repaired.push(0xa0);
            rest.next();
            // A mark that separates what may be two words; the caller's test of syllables decides.
            repaired.push(JOINT);
        }
    }
    let text = String::from_utf8(repaired).ok()?;
    let mut out = String::with_capacity(text.len());
    for word in text.split(' ') {
        if !out.is_empty() {
            out.push(' ');
        }
        let glued = word.replace(char::from(JOINT), "");
        if super::is_syllable(glued.trim_matches(|c: char| !c.is_alphabetic())) {
            out.push_str(&glued);
        } else {
            out.push_str(word.trim_end_matches(char::from(JOINT)).replace(char::from(JOINT), " ").as_str());
        }
    }
    Some(out)
}

/// Stands in no text: cells with control characters are not repaired.
const JOINT: u8 = 1;

/// Letters and marks put together, invisible characters dropped, blanks of every kind as blanks. What Vietnamese
/// does not compose stays as it is. Tells whether marks were composed, and whether anything invisible went.
pub(super) fn compose(text: &str) -> (String, bool, bool) {
    let mut out = String::with_capacity(text.len());
    let (mut composed, mut invisible) = (false, false);
    for c in text.chars() {
        let joined = mark(c).and_then(|mark| marked(out.chars().next_back()?, &mark));
        if let Some(letter) = joined {
            out.pop();
            out.push(letter);
            composed = true;
        } else if matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
        {
            invisible = true;
        } else if c != ' ' && c.is_whitespace() {
            out.push(' ');
        } else {
            out.push(c);
        }
    }
    (out, composed, invisible)
}

/// Letters of other alphabets that look like Vietnamese ones: the Icelandic and African D, Cyrillic, full width.
pub(super) fn from_look_alikes(text: &str) -> Option<String> {
    let changed = text.chars().any(|c| alike(c).is_some());
    changed.then(|| text.chars().map(|c| alike(c).unwrap_or(c)).collect())
}

/// The letter that a look-alike stands for.
fn alike(c: char) -> Option<char> {
    let letter = match c {
        // Most of what is asked: letters as they should be, and marks that stand apart.
        '\0'..='\u{7f}' | '\u{300}'..='\u{36f}' | '\u{1ea0}'..='\u{1ef9}' => return None,
        'Ð' | 'Ɖ' => 'Đ',
        'ð' | 'ɖ' => 'đ',
        'А' => 'A',
        'В' => 'B',
        'Е' => 'E',
        'К' => 'K',
        'М' => 'M',
        'Н' => 'H',
        'О' => 'O',
        'Р' => 'P',
        'С' => 'C',
        'Т' => 'T',
        'Х' => 'X',
        'І' => 'I',
        'У' => 'Y',
        'а' => 'a',
        'е' => 'e',
        'о' => 'o',
        'р' => 'p',
        'с' => 'c',
        'х' => 'x',
        'і' => 'i',
        'у' => 'y',
        'ѕ' => 's',
        'ӑ' => 'ă',
        '’' | 'ʼ' | '‘' => '\'',
        '！'..='～' => u32::from(c).checked_sub(0xfee0).and_then(char::from_u32)?,
        _ => return None,
    };
    Some(letter)
}

/// Whether a character belongs to Vietnamese text as it should be.
#[inline]
pub(super) fn is_plain(c: char) -> bool {
    Letter::of(c).is_some() || c.is_ascii_graphic() || c == ' '
}

#[cfg(test)]
pub(super) mod tests;
