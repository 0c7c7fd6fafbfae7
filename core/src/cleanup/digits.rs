//! The digits of a cell: without separators, labels, and what spreadsheets do to numbers.

use super::issue::{IssueCode, Issues};

/// What a cell of digits turned out to be.
pub(super) struct Digits {
    pub(super) digits: String,
    pub(super) issues: Issues,
    /// What stands between digits that are several values.
    pub(super) several: bool,
}

/// The digits, if the cell is a number of a document or telephone and little else. Issues tell what was done:
/// `form` for separators, `spreadsheet-number`, `digits-lost` for a rounded number, `look-alike-digits`.
pub(super) fn read(cell: &str) -> Option<Digits> {
    let mut issues = Issues::NONE;
    let text = cell.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '\'' | '"' | '`' | '=' | '’' | '\u{feff}' | '\u{200b}' | '#' | '*')
    });
    if text.len() > 96 {
        return None;
    }
    let text = unlabelled(text);
    if let Some((mantissa, exponent)) = scientific(text) {
        issues.add(IssueCode::SpreadsheetNumber);
        let whole = mantissa.chars().filter(char::is_ascii_digit).collect::<String>();
        let places = whole.len().saturating_sub(1);
        return Some(if places == exponent {
            Digits { digits: whole, issues, several: false }
        } else {
            Digits { digits: whole, issues: issues.with(IssueCode::DigitsLost), several: false }
        });
    }
    let (text, float) = without_fraction(text);
    if float {
        issues.add(IssueCode::SpreadsheetNumber);
    }
    let mut digits = String::with_capacity(16);
    let (mut letters, mut others, mut several) = (0_usize, false, false);
    let mut in_brackets = false;
    for c in text.chars() {
        match c {
            // A note in brackets: whose telephone it is.
            '(' | '[' if !digits.is_empty() => in_brackets = true,
            ')' | ']' => in_brackets = false,
            _ if in_brackets && !c.is_ascii_digit() => others = true,
            '0'..='9' => digits.push(c),
            '０'..='９' => {
                digits.push(u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c));
                others = true;
            }
            '/' | ';' | '&' | ',' => {
                several |= !digits.is_empty();
                others = true;
            }
            _ if c.is_whitespace()
                || matches!(c, '.' | '-' | '_' | '(' | '[' | '–' | '\'' | '"' | '\u{200b}' | '\u{ad}' | '+' | '*') =>
            {
                others = true;
            }
            _ => {
                digits.push(look_alike(c)?);
                letters = letters.saturating_add(1);
            }
        }
    }
    if letters > 0 {
        issues.add(IssueCode::LookAlikeDigits);
    }
    if others || text.len() != cell.len() {
        issues.add(IssueCode::Form);
    }
    let known = digits.len().saturating_sub(letters);
    (!digits.is_empty() && letters.saturating_mul(3) <= known).then_some(Digits { digits, issues, several })
}

/// The digit that a letter looks like.
pub(super) const fn look_alike(c: char) -> Option<char> {
    Some(match c {
        'O' | 'o' | 'Q' | 'D' | 'О' | 'о' => '0',
        'l' | 'I' | 'i' | '|' | '!' | 'L' => '1',
        'Z' | 'z' => '2',
        'S' | 's' => '5',
        'G' | 'b' => '6',
        'B' => '8',
        _ => return None,
    })
}

/// The text after a label such as `CCCD:` or `SĐT`: words of two or more letters before the first digit.
fn unlabelled(text: &str) -> &str {
    let Some(at) = text.find(|c: char| c.is_ascii_digit() || c == '+' || c == '(') else { return text };
    let Some((label, rest)) = text.split_at_checked(at) else { return text };
    let letters = label.chars().filter(|c| c.is_alphabetic()).count();
    let separated = label.ends_with([':', ' ', '.', '-', '#', '=']);
    if letters >= 2 && (separated || letters >= 3) { rest } else { text }
}

/// `1.199000018E+09` as its digits and its exponent.
fn scientific(text: &str) -> Option<(&str, usize)> {
    let (mantissa, exponent) = text.split_once(['E', 'e'])?;
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, "0"));
    (whole.len() == 1 && number(whole) && number(fraction) && number(exponent) && exponent.len() <= 2)
        .then(|| exponent.parse().ok().map(|exponent| (mantissa, exponent)))?
}

/// A number that a spreadsheet wrote with a fraction of zeros.
fn without_fraction(text: &str) -> (&str, bool) {
    for point in ['.', ','] {
        if let Some((whole, fraction)) = text.rsplit_once(point)
            && matches!(fraction, "0" | "00")
            && whole.len() >= 6
            && whole.bytes().all(|b| b.is_ascii_digit())
        {
            return (whole, true);
        }
    }
    (text, false)
}

/// Digits that people type to fill a field: one digit only, or counting up or down.
pub(super) fn is_filler(digits: &str) -> bool {
    let pairs = || digits.bytes().zip(digits.bytes().skip(1));
    let same = pairs().all(|(a, b)| a == b);
    let next = |digit: u8, step: u8| (digit.wrapping_sub(b'0').wrapping_add(step) % 10).wrapping_add(b'0');
    let up = pairs().all(|(a, b)| b == next(a, 1)) && digits.starts_with(['0', '1']);
    let down = pairs().all(|(a, b)| a == next(b, 1)) && digits.starts_with(['9', '0']);
    // `123456789101112` counts on in tens.
    let counted = digits.len() > 9 && "12345678910111213".starts_with(digits)
        || digits.len() > 9 && "012345678910111213".starts_with(digits);
    digits.bytes().all(|b| b == b'0') || digits.len() > 5 && (same || up || down || counted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_come_out_of_what_programs_write() {
        use IssueCode::{DigitsLost, Form, LookAlikeDigits, SpreadsheetNumber};
        for (cell, digits, codes) in [
            ("001199000018", "001199000018", &[][..]),
            ("001 199 000 018", "001199000018", &[Form]),
            ("001.199.000.018", "001199000018", &[Form]),
            ("'001199000018", "001199000018", &[Form]),
            ("=\"001199000018\"", "001199000018", &[Form]),
            ("CCCD: 001199000018", "001199000018", &[Form]),
            ("1199000018.0", "1199000018", &[SpreadsheetNumber]),
            ("1.199000018E+09", "1199000018", &[SpreadsheetNumber]),
            ("1.199E+09", "1199", &[SpreadsheetNumber, DigitsLost]),
            ("7.9199E+10", "79199", &[SpreadsheetNumber, DigitsLost]),
            ("OO1199000018", "001199000018", &[LookAlikeDigits]),
            ("00ll99000018", "001199000018", &[LookAlikeDigits]),
            ("0912345678 (mẹ)", "0912345678", &[Form]),
        ] {
            let read = read(cell).unwrap();
            let wanted: Issues = codes.iter().copied().collect();
            let form = read.issues.without(Form);
            assert_eq!((read.digits.as_str(), form), (digits, wanted.without(Form)), "{cell}");
        }
        for cell in ["Nguyễn Văn An", "", "Xã Hồng An", "AB", "B1234567"] {
            assert!(read(cell).is_none_or(|read| read.issues.has(LookAlikeDigits)), "{cell}");
        }
        for digits in ["000000000", "123456789", "012345678901", "987654321", "111111111111", "123456789101"] {
            assert!(is_filler(digits), "{digits}");
        }
        for digits in ["001199000018", "0912345678", "345678901", "123123123"] {
            assert!(!is_filler(digits), "{digits}");
        }
    }
}
