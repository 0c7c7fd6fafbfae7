//! Text as people write it, made comparable: one Unicode form, no stray blanks, a bounded length.

use crate::error::{Code, Error, Result};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A single line in Unicode form NFC, trimmed, every run of white space as one blank. `place` names the field
/// in errors.
///
/// # Errors
/// `too-large` above `max_chars` characters, `text-control-characters` for control characters.
pub fn tidy(text: &str, max_chars: usize, place: &'static str) -> Result<String> {
    // A decomposed Vietnamese letter takes up to five bytes; eight leaves room and bounds the work below.
    if text.len() > max_chars.saturating_mul(8) {
        return Err(Error::new(Code::TooLarge, place));
    }
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if word.chars().any(char::is_control) {
            return Err(Error::new(Code::TextControl, place));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(word.nfc());
    }
    if line.chars().count() > max_chars { Err(Error::new(Code::TooLarge, place)) } else { Ok(line) }
}

/// The text in lower case without diacritics, `đ` as `d`: for comparing, never for showing.
#[must_use]
pub fn without_diacritics(text: &str) -> String {
    text.nfd()
        .filter(|&c| !is_combining_mark(c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_form_of_the_same_text() {
        let decomposed: String = " Nguye\u{302}\u{303}n\u{a0}\t Thi\u{323} Mẫu\r\n".to_owned();
        assert_eq!(tidy(&decomposed, 20, "name").unwrap(), "Nguyễn Thị Mẫu");
        assert_eq!(tidy("  ", 20, "name").unwrap(), "");
        assert_eq!(tidy("a\u{0}b", 20, "name").unwrap_err().code(), Code::TextControl);
        assert_eq!(tidy("abcdef", 5, "name").unwrap_err().code(), Code::TooLarge);
        assert_eq!(tidy(&"x".repeat(10_000), 5, "name").unwrap_err().code(), Code::TooLarge);
        assert_eq!(without_diacritics("Đặng Thị Ổi"), "dang thi oi");
    }
}
