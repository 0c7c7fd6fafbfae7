//! Text reduced to what survives bad typing: lower case, no tone, no diacritic. For comparing, never for showing.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The letters of U+00C0 to U+024F without diacritics, a dot where there is no single Latin letter. The Icelandic
/// eth stands for `đ`: several keyboards type it for the look.
const LATIN: &[u8; 400] = b"aaaaaa.ceeeeiiiidnooooo..uuuuy..aaaaaa.ceeeeiiiidnooooo..uuuuy.y\
    aaaaaaccccccccddddeeeeeeeeeegggggggghh..iiiiiiiii...jjkk.llllll....nnnnnn...oooooo..rrrrrrsssssssstttt..\
    uuuuuuuuuuuuwwyyyzzzzzz.................................oo.............uu............................\
    aaiioouuuuuuuuuu.aaaa....ggkkoooo..j...gg..nnaa....aaaaeeeeiiiioooorrrruuuusstt..hh......aaeeooooooooyy............................";

/// The letters of U+1E00 to U+1EFF likewise.
const ADDITIONAL: &[u8; 256] = b"aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnn\
    oooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy......\
    aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......";

/// The lower-case Latin letter under a letter with diacritics; ASCII in lower case. `None` for everything else.
///
/// ```
/// use dinhdanh::cleanup::fold::fold_char;
/// assert_eq!((fold_char('Ễ'), fold_char('Đ'), fold_char('7'), fold_char('я')), (Some(b'e'), Some(b'd'), Some(b'7'), None));
/// ```
#[must_use]
#[inline]
pub fn fold_char(c: char) -> Option<u8> {
    let code = u32::from(c);
    let letter = match code {
        0..=0x7f => return u8::try_from(code).ok().map(|b| b.to_ascii_lowercase()),
        0xc0..=0x24f => LATIN.get(usize::try_from(code.wrapping_sub(0xc0)).ok()?).copied(),
        0x1e00..=0x1eff => ADDITIONAL.get(usize::try_from(code.wrapping_sub(0x1e00)).ok()?).copied(),
        _ => None,
    };
    letter.filter(|&b| b != b'.')
}

/// Appends the text in lower case without tones and diacritics, `đ` as `d`; marks of decomposed text are dropped,
/// blanks and punctuation stay.
///
/// Gives what [`crate::identity::text::without_diacritics`] gives, several times as fast.
pub fn fold_into(text: &str, out: &mut String) {
    out.reserve(text.len());
    for c in text.chars() {
        if let Some(letter) = fold_char(c) {
            out.push(char::from(letter));
        } else if !is_combining_mark(c) {
            let stripped = std::iter::once(c).nfd().filter(|&c| !is_combining_mark(c));
            out.extend(stripped.flat_map(char::to_lowercase));
        }
    }
}

/// The text in lower case without tones and diacritics, as [`fold_into`].
///
/// ```
/// use dinhdanh::cleanup::fold::fold;
/// assert_eq!(fold("Đặng Thị ỔI"), "dang thi oi");
/// assert_eq!(fold("Nguye\u{302}\u{303}n"), "nguyen");
/// ```
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::new();
    fold_into(text, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::text::without_diacritics;

    #[test]
    fn every_character_folds_as_unicode_says() {
        for c in (0..0x3000).filter_map(char::from_u32) {
            let eth = matches!(c, 'ð' | 'Ð');
            // Marks that stand on nothing are dropped either way; the dotless forms of capitals differ in no list.
            let wanted = if eth { "d".to_owned() } else { without_diacritics(&c.to_string()) };
            let got = fold(&c.to_string());
            let lowered: String = without_diacritics(&wanted);
            assert!(got == wanted || got == lowered, "{c:?} {got:?} {wanted:?}");
        }
    }

    #[test]
    fn every_vietnamese_letter_has_its_base() {
        let letters = "àảãáạ a ăằẳẵắặ âầẩẫấậ ÀẢÃÁẠ ĂẰẲẴẮẶ ÂẦẨẪẤẬ";
        assert!(letters.chars().filter(|c| *c != ' ').all(|c| fold_char(c) == Some(b'a')));
        assert_eq!(fold("ĐỖ QUÝ  Ưỡn, 12/3"), "do quy  uon, 12/3");
        assert_eq!(fold_char('×'), None);
        assert_eq!(fold("Trần\u{a0}王"), "tran\u{a0}王");
    }
}
