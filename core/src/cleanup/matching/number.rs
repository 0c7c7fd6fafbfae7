//! Personal numbers compared by their parts.

use crate::identity::IdNumber;

/// A number as far as a list has it: digits as a number, how many, and whether it fits its own row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Number {
    /// The digits as one number; 0 for none.
    pub(super) digits: u64,
    /// How many digits there are.
    pub(super) length: u8,
    /// Twelve digits with a known province, and the year and sex of the row where it has them.
    pub(super) in_order: bool,
}

impl Number {
    /// Digits of a cell; anything else in it is skipped. Numbers of one repeated digit are placeholders.
    pub(super) fn of(text: Option<&str>, birth_year: u16, female: Option<bool>) -> Self {
        let (mut digits, mut length) = (0_u64, 0_u8);
        let text = text.unwrap_or_default();
        let bytes = text.bytes().map(meant).filter(u8::is_ascii_digit);
        for byte in bytes.clone() {
            digits = digits.wrapping_mul(10).wrapping_add(u64::from(byte.wrapping_sub(b'0')));
            length = length.saturating_add(1);
        }
        let first = bytes.clone().next();
        let repeated = bytes.clone().all(|b| Some(b) == first);
        if !(9..=13).contains(&length) || repeated || text.len() > usize::from(length).saturating_add(6) {
            return Self::default();
        }
        let in_order = length == 12
            && IdNumber::parse(&format!("{digits:012}")).is_ok_and(|number| {
                number.province().is_some()
                    && (birth_year == 0 || number.birth_year() == birth_year)
                    && female.is_none_or(|f| f == (number.sex() == crate::identity::Sex::Female))
            });
        Self { digits, length, in_order }
    }

    /// The year of birth in a number of twelve digits (the fourth is century and sex, two for the year follow).
    pub(super) fn birth_year(self) -> u16 {
        let head = (self.digits / SERIAL) % 1000;
        let century = 1900_u64.saturating_add((head / 200).saturating_mul(100));
        u16::try_from(century.saturating_add(head % 100)).unwrap_or(0)
    }
}

/// Letters typed for the digits that they look like; where nothing else is known they are evidence enough.
pub(super) const fn meant(byte: u8) -> u8 {
    match byte {
        b'O' | b'o' => b'0',
        b'l' | b'I' | b'i' => b'1',
        other => other,
    }
}

/// What two numbers say about each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Numbers {
    /// One is missing, or they are of different kinds.
    Silent,
    Same,
    /// One digit wrong, missing or exchanged with its neighbour; or only the serial of six digits agrees.
    Near,
    Different,
}

pub(super) fn compare(a: Number, b: Number) -> Numbers {
    if a.length == 0 || b.length == 0 {
        return Numbers::Silent;
    }
    if a.digits == b.digits {
        return Numbers::Same;
    }
    match (a.length, b.length) {
        (x, y) if x == y => same_length(a.digits, b.digits, a.length),
        (x, y) if x == y.saturating_add(1) => one_missing(a.digits, b.digits),
        (x, y) if y == x.saturating_add(1) => one_missing(b.digits, a.digits),
        // Nine digits beside twelve: the old and the new number of one person have nothing in common.
        _ => Numbers::Silent,
    }
}

/// The last six digits, which are random (Decree 137/2015/NĐ-CP, Article 13).
const SERIAL: u64 = 1_000_000;

fn same_length(mut a: u64, mut b: u64, length: u8) -> Numbers {
    let (mut wrong, mut exchanged) = (0_u8, false);
    let mut before = (0, 0);
    let serial = length == 12 && a % SERIAL == b % SERIAL;
    for at in 0..length {
        let (x, y) = (a % 10, b % 10);
        if x != y {
            wrong = wrong.saturating_add(1);
            exchanged |= at > 0 && before == (y, x) && before.0 != before.1;
        }
        before = (x, y);
        a /= 10;
        b /= 10;
    }
    if wrong == 1 || (wrong == 2 && exchanged) || serial { Numbers::Near } else { Numbers::Different }
}

/// Whether leaving one digit out of the longer number gives the shorter one.
fn one_missing(long: u64, short: u64) -> Numbers {
    let mut place = 1_u64;
    while place <= long {
        let (high, low) = (long.checked_div(place.saturating_mul(10)), long.checked_rem(place));
        let without = high.zip(low).map(|(h, l)| h.saturating_mul(place).saturating_add(l));
        if without == Some(short) {
            return Numbers::Near;
        }
        place = place.saturating_mul(10);
    }
    Numbers::Different
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::of(Some(text), 0, None)
    }

    #[test]
    fn numbers_are_the_same_near_or_different() {
        let own = number("001199000018");
        assert!(own.in_order);
        assert_eq!([own, number("079203000018")].map(Number::birth_year), [1999, 2003]);
        for (other, wanted) in [
            ("001199000018", Numbers::Same),
            ("1199000018", Numbers::Same), // a spreadsheet took the zeros
            ("01199000018", Numbers::Same),
            ("001199000016", Numbers::Near),
            ("001199000081", Numbers::Near),
            ("00119900018", Numbers::Near),
            ("001199000029", Numbers::Different),
            ("079098000018", Numbers::Near), // another head and the same serial
            ("O0ll99000018", Numbers::Same),
            ("012345678", Numbers::Silent),
            ("000000000000", Numbers::Silent),
            ("", Numbers::Silent),
        ] {
            assert_eq!(compare(own, number(other)), wanted, "{other}");
            assert_eq!(compare(number(other), own), wanted, "{other} first");
        }
    }

    #[test]
    fn a_number_that_contradicts_its_row_is_not_in_order() {
        assert!(Number::of(Some("001199000018"), 1999, Some(true)).in_order);
        assert!(!Number::of(Some("001199000018"), 1998, None).in_order);
        assert!(!Number::of(Some("001199000018"), 0, Some(false)).in_order);
        assert!(!Number::of(Some("003199000018"), 0, None).in_order);
    }
}
