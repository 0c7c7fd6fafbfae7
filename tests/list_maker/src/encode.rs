//! Text as old programs leave it. Written from the published code charts, apart from the tables of the library, so
//! that one checks the other.

use unicode_normalization::UnicodeNormalization;

/// TCVN 5712:1993 VN3: each letter before its byte in hexadecimal, as charts print it.
const TCVN3: &str = "àB5ảB6ãB7áB8ạB9 ăA8ằBBẳBCẵBDắBEặC6 âA9ầC7ẩC8ẫC9ấCAậCB đAE èCCẻCEẽCFéD0ẹD1 êAAềD2ểD3ễD4ếD5ệD6 ìD7ỉD8ĩDCíDDịDE \
òDFỏE1õE2óE3ọE4 ôABồE5ổE6ỗE7ốE8ộE9 ơACờEAởEBỡECớEDợEE ùEFủF1ũF2úF3ụF4 ưADừF5ửF6ữF7ứF8ựF9 ỳFAỷFBỹFCýFDỵFE ĂA1ÂA2ÊA3ÔA4ƠA5ƯA6ĐA7";

/// VNI-Windows: each letter before what Western European programs show; a dot ends the entry.
const VNI: &str = "á=aù.à=aø.ả=aû.ã=aõ.ạ=aï.ă=aê.ắ=aé.ằ=aè.ẳ=aú.ẵ=aü.ặ=aë.â=aâ.ấ=aá.ầ=aà.ẩ=aå.ẫ=aã.ậ=aä.đ=ñ.é=eù.è=eø.ẻ=eû.ẽ=eõ.ẹ=eï.\
ê=eâ.ế=eá.ề=eà.ể=eå.ễ=eã.ệ=eä.í=í.ì=ì.ỉ=æ.ĩ=ó.ị=ò.ó=où.ò=oø.ỏ=oû.õ=oõ.ọ=oï.ô=oâ.ố=oá.ồ=oà.ổ=oå.ỗ=oã.ộ=oä.ơ=ô.ớ=ôù.ờ=ôø.ở=ôû.ỡ=ôõ.ợ=ôï.\
ú=uù.ù=uø.ủ=uû.ũ=uõ.ụ=uï.ư=ö.ứ=öù.ừ=öø.ử=öû.ữ=öõ.ự=öï.ý=yù.ỳ=yø.ỷ=yû.ỹ=yõ.ỵ=î";

/// TCVN3 bytes shown as Latin-1. Fonts with H in their name draw small letters as capitals, so that capitals with
/// tones are stored small.
pub fn tcvn3(text: &str) -> String {
    let charts: Vec<char> = TCVN3.chars().filter(|c| *c != ' ').collect();
    let byte = |c: char| {
        let at = charts.iter().step_by(3).position(|&known| known == c)? * 3;
        let code: String = charts[at + 1..at + 3].iter().collect();
        u32::from_str_radix(&code, 16).ok().and_then(char::from_u32)
    };
    let small = |c: char| c.to_lowercase().next().unwrap_or(c);
    text.chars().map(|c| if c.is_ascii() { c } else { byte(c).or_else(|| byte(small(c))).unwrap_or(c) }).collect()
}

/// VNI-Windows bytes shown as Western European.
pub fn vni(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        let small = c.to_lowercase().next().unwrap_or(c);
        let entry =
            VNI.split('.').find_map(|entry| entry.split_once('=').filter(|(letter, _)| *letter == small.to_string()));
        match entry {
            Some((_, shown)) if small != c => out.push_str(&shown.to_uppercase()),
            Some((_, shown)) => out.push_str(shown),
            None => out.push(c),
        }
    }
    out
}

/// Base, shape and tone of a letter, from its decomposition.
fn parts(c: char) -> (char, Option<char>, Option<char>) {
    if matches!(c, 'đ' | 'Đ') {
        return (if c == 'đ' { 'd' } else { 'D' }, Some('-'), None);
    }
    let (mut base, mut shape, mut tone) = (c, None, None);
    for part in c.to_string().nfd() {
        match part {
            '\u{302}' | '\u{306}' | '\u{31b}' => shape = Some(part),
            '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' => tone = Some(part),
            _ => base = part,
        }
    }
    (base, shape, tone)
}

/// VIQR (RFC 1456).
pub fn viqr(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        let (base, shape, tone) = parts(c);
        out.push(base);
        out.extend(shape.map(|shape| match shape {
            '\u{302}' => '^',
            '\u{306}' => '(',
            '\u{31b}' => '+',
            _ => base,
        }));
        out.extend(tone.map(|tone| match tone {
            '\u{300}' => '`',
            '\u{301}' => '\'',
            '\u{303}' => '~',
            '\u{309}' => '?',
            _ => '.',
        }));
    }
    out
}

/// Keys of Telex typing that no program applied, tone at the end of the word.
pub fn telex(text: &str) -> String {
    let words: Vec<String> = text
        .split(' ')
        .map(|word| {
            typed(
                word,
                |base, shape| match shape {
                    '\u{302}' | '-' => base.to_ascii_lowercase(),
                    _ => 'w',
                },
                |tone| match tone {
                    '\u{300}' => 'f',
                    '\u{301}' => 's',
                    '\u{303}' => 'x',
                    '\u{309}' => 'r',
                    _ => 'j',
                },
            )
        })
        .collect();
    words.join(" ")
}

/// Keys of VNI typing that no program applied.
pub fn vni_keys(text: &str) -> String {
    let words: Vec<String> = text
        .split(' ')
        .map(|word| {
            typed(
                word,
                |_, shape| match shape {
                    '\u{302}' => '6',
                    '\u{31b}' => '7',
                    '\u{306}' => '8',
                    _ => '9',
                },
                |tone| match tone {
                    '\u{300}' => '2',
                    '\u{301}' => '1',
                    '\u{303}' => '4',
                    '\u{309}' => '3',
                    _ => '5',
                },
            )
        })
        .collect();
    words.join(" ")
}

fn typed(word: &str, shape_key: impl Fn(char, char) -> char, tone_key: impl Fn(char) -> char) -> String {
    let mut out = String::new();
    let mut last = None;
    for c in word.chars() {
        let (base, shape, tone) = parts(c);
        out.push(base);
        out.extend(shape.map(|shape| shape_key(base, shape)));
        last = last.or(tone);
    }
    out.extend(last.map(tone_key));
    out
}

/// Windows-1258 bytes shown as Windows-1252.
pub fn windows_1258(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        let (base, shape, tone) = parts(c);
        let with_shape: String = [Some(base), shape.filter(|s| *s != '-')].into_iter().flatten().nfc().collect();
        let letter = match (with_shape.chars().next().unwrap_or(c), shape) {
            ('d', Some('-')) => 'ð',
            ('D', Some('-')) => 'Ð',
            ('ă', _) => 'ã',
            ('Ă', _) => 'Ã',
            ('ơ', _) => 'õ',
            ('Ơ', _) => 'Õ',
            ('ư', _) => 'ý',
            ('Ư', _) => 'Ý',
            (letter, _) => letter,
        };
        out.push(letter);
        out.extend(tone.map(|tone| match tone {
            '\u{300}' => 'Ì',
            '\u{301}' => 'ì',
            '\u{303}' => 'Þ',
            '\u{309}' => 'Ò',
            _ => 'ò',
        }));
    }
    out
}

/// UTF-8 bytes shown as Windows-1252, its undefined bytes as control characters.
pub fn mojibake(text: &str) -> String {
    const C1: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    let c1: Vec<char> = C1.chars().collect();
    let shown = |byte: u8| if (0x80..0xa0).contains(&byte) { c1[usize::from(byte - 0x80)] } else { char::from(byte) };
    text.bytes().map(shown).collect()
}

/// Letters and marks apart.
pub fn decomposed(text: &str) -> String {
    text.nfd().collect()
}

/// No diacritics at all.
pub fn plain(text: &str) -> String {
    text.chars().map(|c| parts(c).0).collect()
}
