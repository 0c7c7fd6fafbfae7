//! Windows-1258, the Vietnamese code page that some scanners convert to: base letters with combining tone
//! marks. Source: the mapping table registered with IANA as `windows-1258`.

use unicode_normalization::UnicodeNormalization;

/// Code points 0x80 to 0x9f; zero where the page has none.
const C1: [u16; 32] = [
    0x20ac, 0, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0, 0x2039, 0x152, 0, 0, 0, 0, 0x2018,
    0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0, 0x203a, 0x153, 0, 0, 0x178,
];

pub(crate) fn to_char(byte: u8) -> char {
    let code = match byte {
        0x80..=0x9f => C1.get(usize::from(byte & 0x1f)).copied().filter(|&c| c != 0).unwrap_or(u16::from(byte)),
        0xc3 => 0x102,
        0xcc => 0x300,
        0xd0 => 0x110,
        0xd2 => 0x309,
        0xd5 => 0x1a0,
        0xdd => 0x1af,
        0xde => 0x303,
        0xe3 => 0x103,
        0xec => 0x301,
        0xf0 => 0x111,
        0xf2 => 0x323,
        0xf5 => 0x1a1,
        0xfd => 0x1b0,
        0xfe => 0x20ab,
        other => u16::from(other),
    };
    char::from_u32(u32::from(code)).unwrap_or('\u{fffd}')
}

/// The byte that a character has in the page.
pub(crate) fn encode(c: char) -> Option<u8> {
    (0..=u8::MAX).find(|&byte| to_char(byte) == c)
}

/// The text of Windows-1258 bytes, in NFC.
pub(crate) fn decode(bytes: &[u8]) -> String {
    bytes.iter().map(|&b| to_char(b)).nfc().collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn vietnamese_text_of_the_code_page() {
        // N g u y ê (ea) ~ (de) n, then Đ (d0), ư (fd) ơ (f5) + acute (ec)
        let bytes = [0x4e, 0x67, 0x75, 0x79, 0xea, 0xde, 0x6e, 0x20, 0xd0, 0xfd, 0xf5, 0xec];
        assert_eq!(super::decode(&bytes), "Nguyễn Đướ");
    }
}
