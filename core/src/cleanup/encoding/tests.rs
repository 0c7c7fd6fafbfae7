use super::super::letters::Mark;
use super::*;
use unicode_normalization::UnicodeNormalization;

/// Text as a program shows it that takes TCVN3 bytes for Latin-1.
pub(in super::super) fn to_tcvn3(text: &str) -> String {
    let place = |c: char| TCVN3.iter().position(|&known| known == c);
    let one = |c: char| {
        if c.is_ascii() {
            return c;
        }
        let at = place(c).or_else(|| place(c.to_lowercase().next().unwrap())).unwrap();
        char::from(u8::try_from(at.saturating_add(0xa1)).unwrap())
    };
    text.chars().map(one).collect()
}

/// Text as a program shows it that takes VNI bytes for Western European.
pub(in super::super) fn to_vni(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        let lower = c.to_lowercase().next().unwrap();
        let case = |shown: char| if c == lower { shown } else { shown.to_uppercase().next().unwrap() };
        if let Some(&(shown, _)) = VNI_LETTERS.iter().find(|(_, letter)| *letter == lower) {
            out.push(case(shown));
            continue;
        }
        let marks: Vec<char> = lower.nfd().collect();
        let (mut base, mut rest) = (marks[0], &marks[1..]);
        if let Some(after) = rest.iter().position(|&m| m == '\u{31b}') {
            base = if base == 'o' { 'ô' } else { 'ö' };
            rest = if after == 0 { &rest[1..] } else { &rest[..after] };
        }
        out.push(case(base));
        let mut wanted = rest.to_vec();
        wanted.sort_unstable();
        let found = VNI_MARKS.iter().find(|(_, marks)| {
            let mut marks = marks.to_vec();
            marks.sort_unstable();
            marks == wanted
        });
        match found {
            Some(&(shown, _)) if !wanted.is_empty() => out.push(case(shown)),
            _ => assert!(wanted.is_empty(), "{c}"),
        }
    }
    out
}

/// Windows-1258 bytes shown as Latin-1.
pub(in super::super) fn to_windows_1258(text: &str) -> String {
    let mut out = String::new();
    let shown = |c: char| {
        let byte = WINDOWS_1258.iter().find(|(_, known)| *known == c).map(|&(byte, _)| char::from(byte));
        byte.unwrap_or(c)
    };
    for c in text.chars() {
        let parts: Vec<char> = c.nfd().collect();
        let tone = parts.iter().copied().find(|&p| matches!(mark(p), Some(Mark::Tone(_))));
        let base: String = parts.iter().copied().filter(|&p| Some(p) != tone).nfc().collect();
        out.extend(base.chars().map(shown));
        out.extend(tone.map(shown));
    }
    out
}

pub(in super::super) fn to_mojibake(text: &str) -> String {
    let one = |b: u8| match b {
        0x80..=0x9f => WINDOWS_1252[usize::from(b & 0x1f)],
        _ => char::from(b),
    };
    text.bytes().map(one).collect()
}

const TEXT: &str =
    "Nguyễn Thị Quỳnh Hằng Đỗ Võ Vũ Trương Ưng ở bưởi ngoằn ngoẵng kỹ lũy lị ĩ ẽ ẻ ỵ ỳ ỷ ẳ ậ ẩ ẫ ớ ợ ỡ ờ ứ ự ử ữ ỏ õ";

#[test]
fn decoders_undo_what_programs_do() {
    assert_eq!(to_tcvn3("Nguyễn Văn Đỗ"), "NguyÔn V¨n §ç");
    assert_eq!(to_vni("Nguyễn Văn Đỗ"), "Nguyeãn Vaên Ñoã");
    assert_eq!(to_windows_1258("Nguyễn Văn Đỗ"), "NguyêÞn Vãn ÐôÞ");
    assert_eq!(to_mojibake("Nguyễn"), "Nguyá»…n");
    assert_eq!(from_tcvn3(&to_tcvn3(TEXT)).as_deref(), Some(TEXT));
    assert_eq!(from_vni(&to_vni(TEXT)).as_deref(), Some(TEXT));
    assert_eq!(from_vni(&to_vni(&TEXT.to_uppercase())), Some(TEXT.to_uppercase()));
    assert_eq!(from_windows_1258(&to_windows_1258(TEXT)).as_deref(), Some(TEXT));
    assert_eq!(from_mojibake(&to_mojibake(TEXT)).as_deref(), Some(TEXT));
    let twice = to_mojibake(&to_mojibake(TEXT));
    assert_eq!(from_mojibake(&from_mojibake(&twice).unwrap()).as_deref(), Some(TEXT));
    assert_eq!(from_tcvn3(&to_tcvn3("NGUYỄN VĂN ĐỖ")).as_deref(), Some("NGUYỄN VĂN ĐỖ"));
    let decomposed: String = TEXT.nfd().collect();
    assert_eq!(compose(&decomposed), (TEXT.to_owned(), true, false));
    assert_eq!(compose("\u{feff}Lê\u{a0}An"), ("Lê An".to_owned(), false, true));
}

#[test]
fn no_break_spaces_that_became_blanks() {
    for (shown, text) in [
        ("HoÃ ng VÄƒn HÃ ", "Hoàng Văn Hà"),
        ("TÃ  VÄƒn An", "Tà Văn An"),
        ("HoÃ ng", "Hoàng"),
        ("HÃ  Ná»™i", "Hà Nội"),
    ] {
        assert_eq!(from_mojibake(shown).as_deref(), Some(text), "{shown}");
    }
    for text in ["Nguyễn", "LÃM THỊ", "An", "王"] {
        assert_eq!(from_mojibake(text), None, "{text}");
    }
}
