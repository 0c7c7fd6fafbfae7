//! What happens to cells in offices: each kind of damage with what can be known afterwards.

use crate::encode;
use crate::rng::Rng;

/// What a cell should become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gold {
    /// Exactly this.
    Value(String),
    /// This is meant, but the cell does not prove it: this or no decision, never another value.
    Meant(String),
    /// Nothing can be known: the cell says that there is no value.
    Nothing,
}

/// A spoilt cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The text in the list.
    pub text: String,
    /// The kind of damage.
    pub kind: &'static str,
    /// What is right.
    pub gold: Gold,
}

fn cell(text: impl Into<String>, kind: &'static str, gold: Gold) -> Cell {
    Cell { text: text.into(), kind, gold }
}

/// Kinds of damage to names; the first cannot be seen, those from `no-diacritics` on cannot be undone.
pub const NAME_KINDS: &[&str] = &[
    "clean",
    "upper",
    "lower",
    "spaces",
    "modern-tone",
    "nfd",
    "tcvn3",
    "vni",
    "viqr",
    "windows-1258",
    "mojibake",
    "mojibake-twice",
    "telex",
    "vni-keys",
    "no-break-space",
    "prefix",
    "row-number",
    "note",
    "eth",
    "joined",
    "wrong-tone-place",
    "tcvn3-upper",
    "random-case",
    "nothing",
    "no-diacritics",
    "typo",
    "abbreviated",
    "lost",
];

/// `hòa` written `hoà`.
fn modern(name: &str) -> String {
    let mut name = format!("{name} ");
    for (old, new) in [
        ("òa ", "oà "),
        ("óa ", "oá "),
        ("ỏa ", "oả "),
        ("õa ", "oã "),
        ("ọa ", "oạ "),
        ("òe ", "oè "),
        ("óe ", "oé "),
        ("ỏe ", "oẻ "),
        ("ùy ", "uỳ "),
        ("úy ", "uý "),
        ("ủy ", "uỷ "),
        ("ũy ", "uỹ "),
        ("ụy ", "uỵ "),
    ] {
        name = name.replace(old, new);
    }
    name.trim_end().to_owned()
}

pub fn name(rng: &mut Rng, name: &str, kind: &'static str) -> Cell {
    let right = || Gold::Value(name.to_owned());
    let kinh = crate::people::is_family(name) && name.split(' ').all(|word| word.chars().count() > 1);
    let words: Vec<&str> = name.split(' ').collect();
    let text = match kind {
        "upper" => name.to_uppercase(),
        "lower" => name.to_lowercase(),
        "spaces" => match rng.below(3) {
            0 => format!(" {} ", name.replace(' ', "  ")),
            1 => name.replacen(' ', "\t", 1),
            _ => format!("{name}  "),
        },
        "modern-tone" => modern(name),
        "nfd" => encode::decomposed(name),
        "tcvn3" => encode::tcvn3(name),
        "tcvn3-upper" => encode::tcvn3(&name.to_uppercase()),
        "vni" => encode::vni(&if rng.chance(0.3) { name.to_uppercase() } else { name.to_owned() }),
        "viqr" => encode::viqr(name),
        "windows-1258" => encode::windows_1258(name),
        "mojibake" => encode::mojibake(name),
        "mojibake-twice" => encode::mojibake(&encode::mojibake(name)),
        "telex" => encode::telex(name),
        "vni-keys" => encode::vni_keys(name),
        "no-break-space" => name.replace(' ', "\u{a0}"),
        "prefix" => format!(
            "{} {name}",
            rng.pick(&["Ông", "Bà", "ông", "bà", "BÀ", "Anh", "Chị", "Bé", "Cháu", "Mr.", "BS.", "Ô."])
        ),
        "row-number" => format!("{}{}{name}", 1 + rng.below(300), rng.pick(&[". ", ") ", "- "])),
        "note" => format!(
            "{name}{}",
            rng.pick(&[
                " (con)",
                " (chủ hộ)",
                " - chủ hộ",
                "(đã chuyển)",
                " (1990)",
                ", con ông B",
                " *",
                " - mới",
                " (Bi)"
            ])
        ),
        "eth" => name.replace('Đ', "Ð").replace('đ', "ð"),
        "joined" => words.concat(),
        "wrong-tone-place" => name
            .replace("uý", "úy")
            .replace("oàn", "òan")
            .replace("oài", "òai")
            .replace("uyễ", "ũyê")
            .replace("uỳnh", "ùynh"),
        "random-case" => words
            .iter()
            .map(|word| if rng.chance(0.5) { word.to_lowercase() } else { word.to_uppercase() })
            .collect::<Vec<_>>()
            .join(" "),
        "nothing" => {
            return cell(*rng.pick(&["không có", "-", "N/A", "ko", "chưa có", "Không rõ", "..."]), kind, Gold::Nothing);
        }
        "no-diacritics" if encode::plain(name) != name => {
            let plain = encode::plain(name);
            let text = if rng.chance(0.5) { plain.to_uppercase() } else { plain };
            return cell(text, kind, Gold::Meant(name.to_owned()));
        }
        "typo" => return cell(typo(rng, name), kind, Gold::Meant(name.to_owned())),
        "abbreviated" if words.len() > 2 => {
            let short: Vec<String> = words
                .iter()
                .enumerate()
                .map(|(at, word)| {
                    if at == 0 || at + 1 == words.len() {
                        (*word).to_owned()
                    } else {
                        format!("{}.", word.chars().next().unwrap_or('V'))
                    }
                })
                .collect();
            return cell(short.join(" "), kind, Gold::Meant(name.to_owned()));
        }
        "lost" => {
            let text: String = name.chars().map(|c| if c.is_ascii() || (c as u32) < 0x100 { c } else { '?' }).collect();
            let gold = if text == name { right() } else { Gold::Meant(name.to_owned()) };
            return cell(text, kind, gold);
        }
        _ => name.to_owned(),
    };
    // Some damage cannot be seen in some names, or not told from a right one: then the truth may stay unknown.
    let certain = match kind {
        "joined" => !text.is_ascii() && kinh,
        "telex" | "vni-keys" | "viqr" | "tcvn3" | "tcvn3-upper" | "vni" | "windows-1258" => kinh && is_visible(name),
        "random-case" | "upper" | "lower" => kinh || name.contains('\''),
        // `Ông Cao Thắng` is a name as well.
        "prefix" => kinh && words.len() > 2,
        _ => true,
    };
    let gold = if certain { right() } else { Gold::Meant(name.to_owned()) };
    cell(text, kind, gold)
}

/// Whether letters beyond ASCII and a family name are there to see.
fn is_visible(name: &str) -> bool {
    name.chars().filter(|c| !c.is_ascii()).count() > 1
}

/// One slip of the hand: a letter doubled, left out, or two letters turned.
fn typo(rng: &mut Rng, text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let places: Vec<usize> =
        (1..letters.len()).filter(|&at| letters[at].is_alphabetic() && letters[at - 1].is_alphabetic()).collect();
    if places.is_empty() {
        return text.to_owned();
    }
    let at = *rng.pick(&places);
    match rng.below(3) {
        0 => letters.insert(at, letters[at]),
        1 => {
            letters.remove(at);
        }
        _ => letters.swap(at - 1, at),
    }
    letters.into_iter().collect()
}

/// Kinds of writing of dates of birth.
pub const DATE_KINDS: &[&str] = &[
    "iso",
    "slash",
    "bare",
    "dots",
    "two-digits",
    "digits",
    "digits-year-first",
    "serial",
    "serial-float",
    "words",
    "month-name",
    "datetime",
    "lost-zero",
    "year",
    "zeros-year",
    "month-year",
    "month-first",
    "impossible",
    "nothing",
    "look-alike",
    "utc",
];

pub fn date(rng: &mut Rng, (year, month, day): (u16, u8, u8), kind: &'static str) -> Cell {
    let iso = format!("{year}-{month:02}-{day:02}");
    let right = Gold::Value(iso.clone());
    // Day and month that could be either prove nothing alone; whether the column does is the caller's knowledge.
    let either = if day > 12 || day == month { right.clone() } else { Gold::Meant(iso.clone()) };
    const ENGLISH: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let name = ENGLISH[usize::from(month.max(1) - 1)];
    let (text, gold) = match kind {
        "iso" => (iso, right),
        "slash" => (format!("{day:02}/{month:02}/{year}"), either),
        "bare" => (format!("{day}-{month}-{year}"), either),
        "dots" => (format!("{day:02}.{month:02}.{year}"), either),
        "two-digits" => {
            let gold = if year < 1927 { Gold::Meant(iso) } else { either };
            (format!("{day:02}/{month:02}/{:02}", year % 100), gold)
        }
        "digits" => (format!("{day:02}{month:02}{year}"), right),
        "digits-year-first" => (format!("{year}{month:02}{day:02}"), right),
        "serial" => (serial(year, month, day).to_string(), right),
        "serial-float" => (format!("{}.0", serial(year, month, day)), right),
        "words" => (format!("ngày {day:02} tháng {month:02} năm {year}"), right),
        "month-name" => match rng.below(3) {
            0 => (format!("{day:02}-{name}-{year}"), right),
            1 => (format!("{name} {day}, {year}"), right),
            _ => (format!("{day}-thg {month}-{year}"), right),
        },
        "datetime" => (format!("{iso} 00:00:00"), right),
        "lost-zero" => (format!("{day}{month:02}{year}"), right),
        "year" => (year.to_string(), Gold::Value(year.to_string())),
        "zeros-year" => (format!("00/00/{year}"), Gold::Value(year.to_string())),
        "month-year" => (format!("{month:02}/{year}"), Gold::Value(format!("{year}-{month:02}"))),
        "month-first" => (format!("{month}/{day}/{year}"), either),
        "impossible" => (format!("31/02/{year}"), Gold::Meant(iso)),
        "look-alike" => (format!("{day:02}/{month:02}/{year}").replace('0', "O"), Gold::Meant(iso)),
        "utc" => {
            let before = if day > 1 { day - 1 } else { return cell(iso, "iso", right) };
            (format!("{year}-{month:02}-{before:02}T17:00:00.000Z"), Gold::Meant(iso))
        }
        _ => ((*rng.pick(&["", "không rõ", "01/01/1900", "-", "N/A", "00/00/0000"])).to_owned(), Gold::Nothing),
    };
    cell(text, kind, gold)
}

/// Days since 30 December 1899.
fn serial(year: u16, month: u8, day: u8) -> i64 {
    let (y, m) = (i64::from(year) - i64::from(month <= 2), (i64::from(month) + 9) % 12);
    let days = y * 365 + y / 4 - y / 100 + y / 400 + (m * 306 + 5) / 10 + i64::from(day) - 1;
    days - 693_899
}

pub const NUMBER_KINDS: &[&str] = &[
    "clean",
    "spaces",
    "dots",
    "apostrophe",
    "label",
    "lost-zero",
    "float",
    "exponent",
    "rounded",
    "look-alike",
    "short",
    "old",
    "nothing",
    "wrong-digit",
];

pub fn number(rng: &mut Rng, number: &str, kind: &'static str) -> Cell {
    let right = Gold::Value(number.to_owned());
    let meant = Gold::Meant(number.to_owned());
    let stripped = number.trim_start_matches('0');
    let group = |sign: &str| [&number[..3], &number[3..6], &number[6..9], &number[9..]].join(sign);
    let (text, gold) = match kind {
        "clean" => (number.to_owned(), right),
        "spaces" => (group(" "), right),
        "dots" => (group("."), right),
        "apostrophe" => (format!("'{number}"), right),
        "label" => (format!("{}{number}", rng.pick(&["CCCD: ", "CCCD ", "Số "])), right),
        "lost-zero" => (stripped.to_owned(), right),
        "float" => (format!("{stripped}.0"), right),
        "exponent" => (format!("{}.{}E+{:02}", &stripped[..1], &stripped[1..], stripped.len() - 1), right),
        "rounded" => (format!("{}.{}E+{:02}", &stripped[..1], &stripped[1..5], stripped.len() - 1), meant),
        "look-alike" => (number.replacen('0', "O", 1).replacen('1', "l", 1), meant),
        "short" => (number[..11].to_owned(), meant),
        "old" => {
            // One person has one old number.
            let old = number.bytes().fold(7_u64, |all, digit| all.wrapping_mul(1_000_003) ^ u64::from(digit));
            let old = format!("{:09}", 10_000_001 + (old >> 8) % 380_000_000);
            (old.clone(), Gold::Value(old))
        }
        "wrong-digit" => {
            let mut digits: Vec<char> = number.chars().collect();
            let at = 6 + rng.below(6);
            digits[at] = if digits[at] == '9' { '0' } else { '9' };
            let text: String = digits.into_iter().collect();
            (text.clone(), Gold::Value(text))
        }
        _ => (
            (*rng.pick(&["000000000", "không có", "-", "123456789", "000000000000", "chưa có"])).to_owned(),
            Gold::Nothing,
        ),
    };
    cell(text, kind, gold)
}

pub const PHONE_KINDS: &[&str] = &[
    "clean",
    "spaces",
    "dots",
    "plus",
    "country",
    "lost-zero",
    "float",
    "old-prefix",
    "two",
    "short",
    "nothing",
    "look-alike",
    "note",
];

pub fn phone(rng: &mut Rng, phone: &str, kind: &'static str) -> Cell {
    let right = Gold::Value(phone.to_owned());
    let meant = Gold::Meant(phone.to_owned());
    let rest = phone.get(1..).unwrap_or_default();
    let (text, gold) = match kind {
        "spaces" => (format!("{} {} {}", &phone[..4], &phone[4..7], &phone[7..]), right),
        "dots" => (format!("{}.{}.{}", &phone[..4], &phone[4..7], &phone[7..]), right),
        "plus" => (format!("+84{}{rest}", rng.pick(&["", " "])), right),
        "country" => (format!("84{rest}"), right),
        "lost-zero" => (rest.to_owned(), right),
        "float" => (format!("{rest}.0"), right),
        "old-prefix" => {
            let old = [
                ("032", "0162"),
                ("035", "0165"),
                ("038", "0168"),
                ("070", "0120"),
                ("079", "0121"),
                ("081", "0127"),
                ("083", "0123"),
                ("085", "0125"),
                ("056", "0186"),
                ("058", "0188"),
                ("059", "0199"),
            ];
            match old.iter().find(|(new, _)| phone.starts_with(new)) {
                Some((_, old)) => (format!("{old}{}", &phone[3..]), right),
                None => (phone.to_owned(), right),
            }
        }
        "two" => (format!("{phone}/{}", crate::people::phone(rng)), meant),
        "short" => (phone[..9].to_owned(), meant),
        "look-alike" => (phone.replacen('0', "O", 1), meant),
        "note" => (format!("{phone} ({})", rng.pick(&["mẹ", "Zalo", "con gái"])), right),
        "nothing" => ((*rng.pick(&["", "không có", "0000000000", "ko", "-", "0"])).to_owned(), Gold::Nothing),
        _ => (phone.to_owned(), right),
    };
    cell(text, kind, gold)
}
