//! Where each field of a machine readable zone stands: ICAO 9303-4 (TD3), 9303-5 (TD1) and 9303-6 (TD2), and the
//! check digit of ICAO 9303-3 section 4.9. Offsets count through all lines without line breaks.

use serde::Serialize;

/// The size of a machine readable zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MrzFormat {
    /// Three lines of 30: identity cards.
    Td1,
    /// Two lines of 36: older and larger identity cards.
    Td2,
    /// Two lines of 44: passports.
    Td3,
}

impl MrzFormat {
    /// Characters of one line.
    #[must_use]
    pub const fn line(self) -> usize {
        match self {
            Self::Td1 => 30,
            Self::Td2 => 36,
            Self::Td3 => 44,
        }
    }

    /// Number of lines.
    #[must_use]
    pub const fn lines(self) -> usize {
        match self {
            Self::Td1 => 3,
            Self::Td2 | Self::Td3 => 2,
        }
    }

    /// The format with this many characters in all.
    #[must_use]
    pub const fn of_size(characters: usize) -> Option<Self> {
        match characters {
            90 => Some(Self::Td1),
            72 => Some(Self::Td2),
            88 => Some(Self::Td3),
            _ => None,
        }
    }
}

/// Start and length.
pub(super) type Span = (usize, usize);

/// The document code and the issuing state stand at the same place in every format.
pub(super) const DOCUMENT_CODE: Span = (0, 2);
pub(super) const ISSUING_STATE: Span = (2, 3);

/// Places of the fields. Each of document number, birth and expiry is followed by its check digit.
pub(super) struct Layout {
    pub(super) document_number: Span,
    pub(super) birth: Span,
    pub(super) sex: Span,
    pub(super) expiry: Span,
    pub(super) nationality: Span,
    pub(super) optional: Span,
    pub(super) optional_2: Span,
    /// Whether a check digit follows the optional data (TD3 only).
    pub(super) optional_checked: bool,
    pub(super) name: Span,
    pub(super) composite: Span,
    pub(super) composite_over: &'static [Span],
}

pub(super) const fn layout(format: MrzFormat) -> Layout {
    match format {
        MrzFormat::Td1 => Layout {
            document_number: (5, 9),
            birth: (30, 6),
            sex: (37, 1),
            expiry: (38, 6),
            nationality: (45, 3),
            optional: (15, 15),
            optional_2: (48, 11),
            optional_checked: false,
            name: (60, 30),
            composite: (59, 1),
            composite_over: &[(5, 25), (30, 7), (38, 7), (48, 11)],
        },
        MrzFormat::Td2 => Layout {
            document_number: (36, 9),
            birth: (49, 6),
            sex: (56, 1),
            expiry: (57, 6),
            nationality: (46, 3),
            optional: (64, 7),
            optional_2: (71, 0),
            optional_checked: false,
            name: (5, 31),
            composite: (71, 1),
            composite_over: &[(36, 10), (49, 7), (57, 14)],
        },
        MrzFormat::Td3 => Layout {
            document_number: (44, 9),
            birth: (57, 6),
            sex: (64, 1),
            expiry: (65, 6),
            nationality: (54, 3),
            optional: (72, 14),
            optional_2: (86, 0),
            optional_checked: true,
            name: (5, 39),
            composite: (87, 1),
            composite_over: &[(44, 10), (57, 7), (65, 22)],
        },
    }
}

/// The field at a place; empty where the text is shorter.
pub(super) fn field(text: &str, (start, length): Span) -> &str {
    text.get(start..start.saturating_add(length)).unwrap_or_default()
}

/// The character after a field.
pub(super) const fn after((start, length): Span) -> Span {
    (start.saturating_add(length), 1)
}

/// What the composite check digit covers.
pub(super) fn composite_input(text: &str, layout: &Layout) -> String {
    layout.composite_over.iter().map(|&span| field(text, span)).collect()
}

/// The check digit: weights 7, 3, 1; `A` is 10, `Z` is 35, `<` is 0; modulo 10.
pub(super) fn check_digit(text: &str) -> char {
    let sum = text
        .chars()
        .zip([7u32, 3, 1].into_iter().cycle())
        .fold(0u32, |sum, (c, weight)| sum.saturating_add(c.to_digit(36).unwrap_or(0).saturating_mul(weight)) % 10);
    char::from_digit(sum % 10, 10).unwrap_or('0')
}

/// Whether only characters of machine readable zones occur.
pub(super) fn only_mrz_characters(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'<')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_of_the_standard() {
        // ICAO 9303-3 section 4.9 and 9303-4 appendix.
        for (text, digit) in [("520727", '3'), ("AB2134<<<", '5'), ("L898902C3", '6'), ("740812", '2'), ("<<<<", '0')] {
            assert_eq!(check_digit(text), digit, "{text}");
        }
    }

    #[test]
    fn every_character_of_a_format_belongs_to_one_field() {
        for format in [MrzFormat::Td1, MrzFormat::Td2, MrzFormat::Td3] {
            let l = layout(format);
            let mut spans = vec![DOCUMENT_CODE, ISSUING_STATE, l.sex, l.nationality, l.name, l.composite];
            for checked in [l.document_number, l.birth, l.expiry] {
                spans.extend([checked, after(checked)]);
            }
            spans.extend([l.optional, l.optional_2]);
            if l.optional_checked {
                spans.push(after(l.optional));
            }
            let mut seen = vec![0; format.line() * format.lines()];
            for (start, length) in spans {
                seen[start..start + length].iter_mut().for_each(|n| *n += 1);
            }
            assert!(seen.iter().all(|&n| n == 1), "{format:?} {seen:?}");
            assert_eq!(MrzFormat::of_size(seen.len()), Some(format));
        }
    }
}
