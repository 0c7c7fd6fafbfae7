//! What a code says: bytes first, text only where the bytes prove it.

use dinhdanh::personal::Personal;
use std::fmt;
use unicode_normalization::UnicodeNormalization;

/// Error correction level of a symbol (ISO/IEC 18004, 7.5.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// About 7 % of the codewords can be restored.
    L,
    /// About 15 %.
    M,
    /// About 25 %.
    Q,
    /// About 30 %.
    H,
}

/// A character set that bytes may have been written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Charset {
    /// UTF-8 (ECI 26).
    Utf8,
    /// ISO/IEC 8859-1 (ECI 1 and 3; the default of ISO/IEC 18004 before 2015).
    Latin1,
    /// Windows-1258, Vietnamese.
    Windows1258,
}

/// The text of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QrText {
    /// The bytes are valid in the character set they announce, or valid UTF-8 when they announce none.
    /// The text is normalised to NFC.
    Certain(Personal<String>),
    /// The bytes are not UTF-8 and announce no character set that is known here: readings a person may
    /// choose from. None of them is proven.
    Guesses(Vec<TextGuess>),
}

/// One possible reading of bytes that are not UTF-8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextGuess {
    /// The character set that was assumed.
    pub charset: Charset,
    /// The text under that assumption, in NFC.
    pub text: Personal<String>,
}

/// One code that was read.
#[derive(Clone, PartialEq, Eq)]
pub struct QrPayload {
    pub(super) bytes: Personal<Vec<u8>>,
    pub(super) eci: Option<u32>,
    pub(super) version: u8,
    pub(super) level: Level,
    pub(super) mirrored: bool,
    pub(super) inverted: bool,
    pub(super) corrected: u16,
    pub(super) corners: [(i32, i32); 4],
}

impl QrPayload {
    /// The bytes as stored in the symbol, in order, without any conversion.
    #[must_use]
    pub const fn bytes(&self) -> &Personal<Vec<u8>> {
        &self.bytes
    }

    /// The character set assignment that the symbol announces (AIM ECI number), if any.
    #[must_use]
    pub const fn eci(&self) -> Option<u32> {
        self.eci
    }

    /// Symbol version, 1 to 40.
    #[must_use]
    pub const fn version(&self) -> u8 {
        self.version
    }

    /// Error correction level.
    #[must_use]
    pub const fn level(&self) -> Level {
        self.level
    }

    /// Whether the symbol was seen in a mirror (or through the card).
    #[must_use]
    pub const fn mirrored(&self) -> bool {
        self.mirrored
    }

    /// Whether the symbol was light on dark.
    #[must_use]
    pub const fn inverted(&self) -> bool {
        self.inverted
    }

    /// Codewords that error correction had to restore.
    #[must_use]
    pub const fn corrected(&self) -> u16 {
        self.corrected
    }

    /// The corners of the symbol in the picture, in pixels, clockwise from the corner between the two arms
    /// of the finder patterns (top left when the card is upright and not mirrored).
    #[must_use]
    pub const fn corners(&self) -> [(i32, i32); 4] {
        self.corners
    }

    /// The text of the bytes: strict UTF-8 first, NFC, never a replacement character.
    #[must_use]
    pub fn text(&self) -> QrText {
        text_of(self.bytes.expose(), self.eci)
    }
}

impl fmt::Debug for QrPayload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "QrPayload({:?}, version {}-{:?})", self.bytes, self.version, self.level)
    }
}

/// The text of bytes that a code or a scanner delivered.
///
/// ```
/// use dinhdanh_readers::qr::{text_of, QrText};
/// assert!(matches!(text_of("Nguyễn Thị Mẫu".as_bytes(), None), QrText::Certain(_)));
/// assert!(matches!(text_of(&[0x4e, 0xea, 0xf5], None), QrText::Guesses(g) if g.len() == 2));
/// ```
#[must_use]
pub fn text_of(bytes: &[u8], eci: Option<u32>) -> QrText {
    let certain = |text: String| QrText::Certain(Personal::new(text));
    match eci {
        Some(1 | 3) => return certain(latin1(bytes)),
        None | Some(26 | 27 | 170) => {
            if let Ok(text) = std::str::from_utf8(bytes) {
                return certain(text.nfc().collect());
            }
        }
        Some(_) => {}
    }
    let guess = |charset, text| TextGuess { charset, text: Personal::new(text) };
    let mut guesses = Vec::new();
    if eci.is_some()
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        guesses.push(guess(Charset::Utf8, text.nfc().collect()));
    }
    guesses.push(guess(Charset::Windows1258, crate::windows1258::decode(bytes)));
    guesses.push(guess(Charset::Latin1, latin1(bytes)));
    QrText::Guesses(guesses)
}

fn latin1(bytes: &[u8]) -> String {
    bytes.iter().map(|&b| char::from(b)).nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf8_is_strict_and_nfc() {
        let nfd: String = "Nguyễn".nfd().collect();
        assert_eq!(text_of(nfd.as_bytes(), None), QrText::Certain(Personal::new("Nguyễn".to_owned())));
        for cut in 1..nfd.len() {
            if let QrText::Certain(text) = text_of(nfd.as_bytes().get(..cut).unwrap(), None) {
                assert!(!text.expose().contains('\u{fffd}'));
            }
        }
        assert!(matches!(text_of(&[0xff, b'a'], Some(26)), QrText::Guesses(_)));
        assert_eq!(text_of(&[0xe9], Some(3)), QrText::Certain(Personal::new("é".to_owned())));
    }
}
