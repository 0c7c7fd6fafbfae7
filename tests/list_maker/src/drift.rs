//! What differs between two rows of one person before anything is damaged: slips of clerks, and what changes with the
//! years. And people who look like others.

use crate::address::{self, Maker, Parts};
use crate::people::{self, Person};
use crate::rng::Rng;
use crate::spoil::{Cell, Gold};
use dinhdanh::identity::{PROVINCES, Province};
use unicode_normalization::UnicodeNormalization;

/// Where the people of a list live: most in one province, as in the list of an office.
pub struct Region<'t> {
    maker: Maker<'t>,
    home: &'static Province,
}

/// Share of people of the office's own province.
const LOCAL: f32 = 0.6;

/// How addresses are written, in hundredths: the shares of the published comparison.
const FORMS: [(&str, usize); 10] = [
    ("full", 30),
    ("abbr", 25),
    ("no-diacritics", 8),
    ("no-commas", 7),
    ("typo", 8),
    ("no-district", 4),
    ("tcvn3", 4),
    ("nfd", 4),
    ("upper", 6),
    ("dashes", 4),
];

/// Given names that are near one another, as parents of twins like them.
const ALIKE: [(&str, &str, bool); 14] = [
    ("Hùng", "Hưng", true),
    ("Tuấn", "Tuân", true),
    ("Phúc", "Phước", true),
    ("Hải", "Hà", true),
    ("Long", "Lộc", true),
    ("An", "Anh", true),
    ("Quân", "Quang", true),
    ("Tâm", "Tân", true),
    ("Thảo", "Thoa", false),
    ("Mai", "My", false),
    ("Trang", "Trâm", false),
    ("Hồng", "Hương", false),
    ("Nhi", "Nhu", false),
    ("Thúy", "Thùy", false),
];

impl<'t> Region<'t> {
    /// A region of one of the 63 provinces.
    pub fn new(maker: Maker<'t>, rng: &mut Rng) -> Self {
        Self { maker, home: rng.pick(&PROVINCES) }
    }

    /// A home, and what it is called in full.
    pub fn home(&self, rng: &mut Rng) -> Parts {
        let local = rng.chance(LOCAL).then(|| self.home.prefix.parse::<u32>().unwrap_or_default());
        self.maker.home(rng, |unit| local.is_none_or(|code| unit.province().code() == code))
    }

    /// A number of the person's province.
    pub fn number(&self, rng: &mut Rng, person: &Person) -> String {
        let number = people::number(rng, person.male, person.birth.0);
        if rng.chance(LOCAL) { format!("{}{}", self.home.prefix, &number[3..]) } else { number }
    }
}

/// Someone who looks like `one` and is not, and what kind of look-alike it is. `home` is changed where they live apart.
pub fn look_alike(rng: &mut Rng, region: &Region<'_>, one: &Person, home: &mut Parts) -> (&'static str, Person) {
    let kind = *rng.pick(&["twins", "twins", "father-and-son", "namesakes", "spouses", "siblings"]);
    let mut other = one.clone();
    let words: Vec<&str> = one.name.split(' ').collect();
    let (first, last) = (words[0], words[words.len() - 1]);
    let front = &one.name[..one.name.len() - last.len()];
    match kind {
        "twins" | "siblings" => {
            other.male = if rng.chance(0.7) { one.male } else { !one.male };
            let near = ALIKE.iter().filter(|(_, _, male)| *male == one.male);
            let near = near.filter_map(|&(a, b, _)| [(a, b), (b, a)].into_iter().find(|(x, _)| *x == last)).next();
            other.name = match near {
                Some((_, name)) if other.male == one.male => format!("{front}{name}"),
                _ if other.male == one.male && words.len() > 2 && rng.chance(0.6) => {
                    let fresh = people::named(rng, other.male, Some(first));
                    format!("{front}{}", fresh.split(' ').next_back().unwrap_or(last))
                }
                _ => people::named(rng, other.male, Some(first)),
            };
            if other.name == one.name {
                other.name = format!("{} {}", one.name, if one.male { "Em" } else { "Út" });
            }
            if kind == "siblings" {
                other.birth = ((one.birth.0 - 1 - rng.below(5) as u16).max(1926), 1 + rng.below(12) as u8, 7);
            }
        }
        "father-and-son" => {
            other.birth = ((one.birth.0 - 20 - rng.below(15) as u16).max(1926), 1 + rng.below(12) as u8, 11);
            if rng.chance(0.4) {
                other.name = people::named(rng, one.male, Some(first));
            }
        }
        "namesakes" => {
            *home = region.home(rng);
            other.phone = people::phone(rng);
            let (year, month, day) = people::birth(rng);
            other.birth = match rng.below(8) {
                0 => one.birth,
                1 | 2 => (one.birth.0, month, day),
                _ => (year, month, day),
            };
        }
        _ => {
            other.male = !one.male;
            other.name = people::name(rng, other.male);
            other.birth = ((one.birth.0 - rng.below(6) as u16).max(1926), 1 + rng.below(12) as u8, 3);
        }
    }
    other.number = region.number(rng, &other);
    if kind == "twins" && rng.chance(0.4) {
        // Registered one after the other.
        let serial: usize = one.number[6..].parse().unwrap_or_default();
        other.number = format!("{}{:06}", &other.number[..6], (serial + 1 + rng.below(9)) % 1_000_000);
        other.number.replace_range(..3, &one.number[..3]);
    }
    other.address = address::written(home, "full", rng).unwrap_or_default();
    (kind, other)
}

/// A row of the person as an office came to write it down, before damage; the address with what it should become.
pub fn written(rng: &mut Rng, drift: f32, region: &Region<'_>, person: &Person, home: &Parts) -> (Person, Cell) {
    let mut row = person.clone();
    let mut now = |share: f32| rng.chance(share * drift);
    let [tone, middle, letter, date, number, phone, moved, today] =
        [0.03, 0.03, 0.03, 0.05, 0.04, 0.15, 0.06, 0.2].map(&mut now);
    let blank: [bool; 4] = [0.03, 0.01, 0.06, 0.03].map(&mut now);
    if tone {
        row.name = other_tone(rng, &row.name);
    }
    if middle {
        row.name = without_middle(&row.name);
    }
    if letter {
        row.name = other_letter(rng, &row.name);
    }
    if date {
        row.birth = other_date(rng, row.birth);
    }
    if number {
        row.number = other_number(rng, &row.number);
    }
    if phone {
        row.phone = people::phone(rng);
    }
    let elsewhere = if moved { Some(region.home(rng)) } else { None };
    let home = elsewhere.as_ref().unwrap_or(home);
    let renewed = if today { home.of_today() } else { None };
    let home = renewed.as_ref().unwrap_or(home);
    let mut at = rng.below(FORMS.iter().map(|(_, share)| share).sum());
    let form = FORMS.iter().find(|(_, share)| {
        let here = at < *share;
        at = at.saturating_sub(*share);
        here
    });
    let form = form.map_or("full", |(form, _)| form);
    let full = address::written(home, "full", rng).unwrap_or_default();
    let text = address::written(home, form, rng);
    let gold = match (form, &text) {
        ("tcvn3", _) | (_, None) => full.clone(),
        (_, Some(text)) => text.nfc().collect(),
    };
    let mut cell = Cell { text: text.unwrap_or(full), kind: "clean", gold: Gold::Value(gold) };
    for (which, blank) in blank.into_iter().enumerate() {
        match which {
            _ if !blank => {}
            0 => row.number.clear(),
            1 => row.birth = (0, 0, 0),
            2 => row.phone.clear(),
            _ => cell = Cell { text: String::new(), kind: "nothing", gold: Gold::Nothing },
        }
    }
    (row, cell)
}

/// One vowel with another tone.
fn other_tone(rng: &mut Rng, name: &str) -> String {
    const TONES: [&str; 12] = [
        "aáàảãạ",
        "ăắằẳẵặ",
        "âấầẩẫậ",
        "eéèẻẽẹ",
        "êếềểễệ",
        "iíìỉĩị",
        "oóòỏõọ",
        "ôốồổỗộ",
        "ơớờởỡợ",
        "uúùủũụ",
        "ưứừửữự",
        "yýỳỷỹỵ",
    ];
    let mut letters: Vec<char> = name.chars().collect();
    let group = |letter: char| TONES.iter().find(|group| group.chars().skip(1).any(|c| c == letter));
    let places: Vec<usize> = (0..letters.len()).filter(|&at| group(letters[at]).is_some()).collect();
    if !places.is_empty() {
        let at = *rng.pick(&places);
        let all: Vec<char> = group(letters[at]).into_iter().flat_map(|group| group.chars()).collect();
        letters[at] = *rng.pick(&all);
    }
    letters.into_iter().collect()
}

fn without_middle(name: &str) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    if words.len() < 3 { name.to_owned() } else { [&words[..1], &words[2..]].concat().join(" ") }
}

/// One letter of a word exchanged for another.
fn other_letter(rng: &mut Rng, name: &str) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let places: Vec<usize> = (1..letters.len()).filter(|&at| letters[at].is_ascii_lowercase()).collect();
    if !places.is_empty() {
        letters[*rng.pick(&places)] = char::from(*rng.pick(b"abcdeghiklmnopqrstuvxy"));
    }
    letters.into_iter().collect()
}

/// Another day, month or year by one digit; or day and month exchanged; or only the year was known.
fn other_date(rng: &mut Rng, (year, month, day): (u16, u8, u8)) -> (u16, u8, u8) {
    match rng.below(5) {
        0 if day <= 12 => (year, day, month),
        0 | 1 => (year, 1, 1),
        2 => (year, 1 + rng.below(12) as u8, day),
        3 => (year, month, (day / 10 * 10 + rng.below(9) as u8).clamp(1, 28)),
        _ => ((year / 10 * 10 + rng.below(10) as u16).min(2025), month, day),
    }
}

/// One digit wrong, or two neighbours exchanged.
fn other_number(rng: &mut Rng, number: &str) -> String {
    let mut digits = number.as_bytes().to_vec();
    let at = 3 + rng.below(8);
    if rng.chance(0.4) {
        digits.swap(at, at + 1);
    } else {
        digits[at] = b'0' + rng.below(10) as u8;
    }
    String::from_utf8_lossy(&digits).into_owned()
}
