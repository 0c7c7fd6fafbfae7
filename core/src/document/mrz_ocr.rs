//! Text of a machine readable zone as character recognition delivers it, corrected within what the check
//! digits can bear out (ICAO 9303-3, 4.9; 9303-5, 4.2 for the three lines of a card).
//!
//! Two kinds of correction are made. Where only a digit or only a letter can stand, a look-alike of the other
//! kind is replaced (`O` and `0`). Where a check digit then still fails, one or two look-alike digits may be
//! exchanged, if exactly one such change makes every check digit hold. Nothing bears out the line of names:
//! it is cleaned, and always marked unproven.

use crate::error::{Code, Error, Result};
use crate::personal::Personal;

/// Columns of a card's machine readable zone.
const WIDTH: usize = 30;

/// Longest text looked at: three lines with what an engine may put around them.
const TEXT_BYTES: usize = 1024;

/// What the check digits say after correction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Every check digit holds.
    Consistent,
    /// Some check digit fails, and no single small change would mend it.
    Inconsistent,
    /// Several different small changes would make the check digits hold, so none was made.
    Ambiguous,
}

/// One replaced character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Line, from 0.
    pub line: usize,
    /// Column, from 0.
    pub column: usize,
    /// Whether only one kind of character can stand here and all check digits hold afterwards. An exchanged
    /// digit is proven only in the number of a Vietnamese card, which the card repeats; elsewhere another
    /// exchange, less usual, could have made the same check digits hold.
    pub proven: bool,
}

/// A machine readable zone of three lines, corrected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Td1Text {
    /// Number, dates and optional data: lines 1 and 2, and line 3 with the names.
    pub lines: [Personal<String>; 3],
    /// What the check digits say. Ten in a hundred random texts pass one of them: this is consistency, and
    /// not evidence that the card is genuine.
    pub standing: Standing,
    /// What was replaced.
    pub changes: Vec<Change>,
    /// Always true: no check digit covers the names.
    pub names_unproven: bool,
}

/// Corrects the three lines of a card.
///
/// ```
/// use dinhdanh::document::mrz_ocr::{correct_td1, Standing};
/// let text = "IDVNM1990000184OO1199000018<<5\n99O2174F39O2172VNM<<<<<<<<<<<8\nNGUYEN<<TH1<MAU<<<<<<<<<<<<<<<";
/// let read = correct_td1(text)?;
/// assert_eq!(read.standing, Standing::Consistent);
/// assert_eq!(read.lines[1].expose(), "9902174F3902172VNM<<<<<<<<<<<8");
/// assert_eq!(read.lines[2].expose(), "NGUYEN<<THI<MAU<<<<<<<<<<<<<<<");
/// # Ok::<(), dinhdanh::Error>(())
/// ```
///
/// # Errors
/// `mrz-ocr-lines` when the text does not hold three lines of about thirty characters.
pub fn correct_td1(text: &str) -> Result<Td1Text> {
    let raw = lines(text).ok_or(Error::new(Code::MrzOcrLines, "MRZ text"))?;
    let mut zone: Vec<char> = Vec::with_capacity(WIDTH.saturating_mul(3));
    for (line, content) in raw.iter().enumerate() {
        zone.extend(content.iter().enumerate().map(|(column, &c)| as_kind(c, kind(line, column))));
    }
    clean_names(&mut zone);
    let standing = mend(&mut zone);
    let repeated = is_vietnamese(&zone);
    let mut changes = Vec::new();
    for (place, (&now, &before)) in zone.iter().zip(raw.iter().flatten()).enumerate() {
        if now != before {
            let exchanged = before.is_ascii_digit() && now.is_ascii_digit();
            let twice = repeated && ((5..14).contains(&place) || (18..27).contains(&place));
            let (line, column) = (place / WIDTH, place % WIDTH);
            let covered = GROUPS.iter().any(|g| g.covers(place));
            changes.push(Change {
                line,
                column,
                proven: covered && (!exchanged || twice) && standing == Standing::Consistent,
            });
        }
    }
    let line = |n: usize| Personal::new(zone.iter().skip(n.saturating_mul(WIDTH)).take(WIDTH).collect::<String>());
    Ok(Td1Text { lines: [line(0), line(1), line(2)], standing, changes, names_unproven: true })
}

/// The last three lines that could belong to the zone, each padded or cut by at most two characters.
fn lines(text: &str) -> Option<[Vec<char>; 3]> {
    let text = text.get(..text.len().min(TEXT_BYTES)).unwrap_or("");
    let mut found: Vec<Vec<char>> = Vec::new();
    for line in text.lines() {
        let mut row: Vec<char> = Vec::new();
        for c in line.chars().filter(|c| !c.is_whitespace()) {
            match c {
                '«' | '≪' => row.extend(['<', '<']),
                '‹' | '〈' | '＜' | '(' | '{' | '[' => row.push('<'),
                c => row.push(c.to_ascii_uppercase()),
            }
        }
        if row.len().abs_diff(WIDTH) <= 2 {
            row.resize(WIDTH, '<');
            found.push(row);
        }
    }
    let start = found.len().checked_sub(3)?;
    let mut last = found.into_iter().skip(start);
    Some([last.next()?, last.next()?, last.next()?])
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Digit,
    Letter,
    Sex,
    Any,
}

fn kind(line: usize, column: usize) -> Kind {
    match (line, column) {
        (0, 14) | (1, 0..=6 | 8..=14 | 29) => Kind::Digit,
        (1, 7) => Kind::Sex,
        (0, 0..=4) | (1, 15..=17) | (2, _) => Kind::Letter,
        _ => Kind::Any,
    }
}

const LETTER_FOR_DIGIT: [(char, char); 17] = [
    ('O', '0'),
    ('Q', '0'),
    ('D', '0'),
    ('U', '0'),
    ('I', '1'),
    ('L', '1'),
    ('|', '1'),
    ('!', '1'),
    ('Z', '2'),
    ('A', '4'),
    ('S', '5'),
    ('G', '6'),
    ('T', '7'),
    ('Y', '7'),
    ('B', '8'),
    ('P', '9'),
    ('$', '5'),
];

const DIGIT_FOR_LETTER: [(char, char); 8] =
    [('0', 'O'), ('1', 'I'), ('2', 'Z'), ('4', 'A'), ('5', 'S'), ('6', 'G'), ('7', 'T'), ('8', 'B')];

fn as_kind(c: char, kind: Kind) -> char {
    let look = |table: &[(char, char)]| table.iter().find(|t| t.0 == c).map_or(c, |t| t.1);
    match kind {
        Kind::Digit => look(&LETTER_FOR_DIGIT),
        Kind::Letter => look(&DIGIT_FOR_LETTER),
        Kind::Sex if c == 'N' || c == 'H' => 'M',
        Kind::Sex if c == 'P' || c == 'E' => 'F',
        Kind::Sex | Kind::Any => c,
    }
}

/// Fillers at the end of the names that were read as letters: a run of `K`, `C` or `L` after two fillers.
fn clean_names(zone: &mut [char]) {
    let mut filler = true;
    for place in (WIDTH.saturating_mul(2)..WIDTH.saturating_mul(3)).rev() {
        let before = place.checked_sub(1).and_then(|p| zone.get(p)).copied();
        let after = zone.get(place.saturating_add(1)).copied().unwrap_or('<');
        if let Some(c) = zone.get_mut(place) {
            let odd = !c.is_ascii_uppercase() && *c != '<';
            let like = matches!(*c, 'K' | 'C' | 'L' | 'E')
                && after == '<'
                && matches!(before, Some('<' | 'K' | 'C' | 'L' | 'E'));
            if odd || (filler && like) {
                *c = '<';
            }
            filler &= *c == '<';
        }
    }
    // The number and the optional data of a Vietnamese card are digits and fillers.
    if is_vietnamese(zone) {
        for place in (5..27).chain(29..30) {
            if let Some(c) = zone.get_mut(place) {
                *c = as_kind(*c, Kind::Digit);
            }
        }
        for place in [27usize, 28].into_iter().chain(48..59) {
            if let Some(c) = zone.get_mut(place) {
                *c = '<';
            }
        }
    }
}

fn is_vietnamese(zone: &[char]) -> bool {
    zone.get(2..5) == Some(&['V', 'N', 'M'])
}

/// Places that a check digit covers, and the place of the digit, counted over all lines.
struct Group {
    spans: &'static [(usize, usize)],
    digit: usize,
    /// Only on cards whose optional data is the personal number with a check digit of its own.
    vietnamese: bool,
}

/// ICAO 9303-5, 4.2.2: number, birth, expiry, all together; and the optional data of a Vietnamese card.
const GROUPS: [Group; 5] = [
    Group { spans: &[(5, 14)], digit: 14, vietnamese: false },
    Group { spans: &[(30, 36)], digit: 36, vietnamese: false },
    Group { spans: &[(38, 44)], digit: 44, vietnamese: false },
    Group { spans: &[(5, 30), (30, 37), (38, 45), (48, 59)], digit: 59, vietnamese: false },
    Group { spans: &[(15, 29)], digit: 29, vietnamese: true },
];

impl Group {
    fn covers(&self, place: usize) -> bool {
        place == self.digit || self.spans.iter().any(|&(a, b)| (a..b).contains(&place))
    }

    fn holds(&self, zone: &[char]) -> bool {
        let covered = self.spans.iter().flat_map(|&(a, b)| zone.get(a..b).unwrap_or(&[]));
        let stated = zone.get(self.digit).and_then(|c| c.to_digit(10));
        stated.is_some() && stated == check_digit(covered.copied())
    }
}

/// The check digit of ICAO 9303-3, 4.9: weights 7, 3, 1; letters from 10; fillers 0.
fn check_digit(text: impl Iterator<Item = char>) -> Option<u32> {
    let mut sum = 0u32;
    for (c, weight) in text.zip([7u32, 3, 1].into_iter().cycle()) {
        let value = if c == '<' { 0 } else { c.to_digit(36)? };
        sum = sum.checked_add(value.checked_mul(weight)?)?;
    }
    Some(sum % 10)
}

fn consistent(zone: &[char]) -> bool {
    let vietnamese = is_vietnamese(zone);
    // On a Vietnamese card the number repeats the last nine digits of the personal number.
    let repeated = !vietnamese || zone.get(5..14) == zone.get(18..27);
    repeated && GROUPS.iter().all(|g| (g.vietnamese && !vietnamese) || g.holds(zone))
}

/// Digits that engines confuse in OCR-B, in both directions.
const ALIKE: [(char, &str); 10] = [
    ('0', "68"),
    ('1', "47"),
    ('2', "7"),
    ('3', "8"),
    ('4', "19"),
    ('5', "68"),
    ('6', "058"),
    ('7', "12"),
    ('8', "03569"),
    ('9', "48"),
];

/// Exchanges one or two look-alike digits where that is the only way to make every check hold.
fn mend(zone: &mut [char]) -> Standing {
    if consistent(zone) {
        return Standing::Consistent;
    }
    let mut swaps: Vec<(usize, char)> = Vec::new();
    for (place, &c) in zone.iter().enumerate().take(WIDTH.saturating_mul(2)) {
        if !GROUPS.iter().any(|g| g.covers(place)) {
            continue;
        }
        let alike = ALIKE.iter().find(|a| a.0 == c).map_or("", |a| a.1);
        swaps.extend(alike.chars().map(|other| (place, other)));
    }
    for pairs in [false, true] {
        let mut answers: Vec<Vec<char>> = Vec::new();
        for (i, &first) in swaps.iter().enumerate() {
            let mut tried = zone.to_vec();
            put(&mut tried, first);
            if !pairs {
                note(&mut answers, &tried);
                continue;
            }
            for &second in swaps.iter().skip(i.saturating_add(1)).filter(|s| s.0 != first.0) {
                let kept = tried.get(second.0).copied();
                put(&mut tried, second);
                note(&mut answers, &tried);
                if let Some(c) = kept {
                    put(&mut tried, (second.0, c));
                }
            }
        }
        match answers.as_slice() {
            [] => {}
            [only] => {
                zone.copy_from_slice(only);
                return Standing::Consistent;
            }
            _ => return Standing::Ambiguous,
        }
    }
    Standing::Inconsistent
}

fn put(zone: &mut [char], (place, c): (usize, char)) {
    if let Some(at) = zone.get_mut(place) {
        *at = c;
    }
}

fn note(answers: &mut Vec<Vec<char>>, zone: &[char]) {
    if answers.len() < 2 && consistent(zone) && answers.iter().all(|a| a != zone) {
        answers.push(zone.to_vec());
    }
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "test data")]
mod tests {
    use super::*;

    const LINES: [&str; 3] =
        ["IDVNM1990000184001199000018<<5", "9902174F3902172VNM<<<<<<<<<<<8", "NGUYEN<<THI<MAU<<<<<<<<<<<<<<<"];

    fn text(lines: &[String; 3]) -> String {
        lines.join("\n")
    }

    fn truth() -> [String; 3] {
        LINES.map(str::to_owned)
    }

    fn swap(lines: &mut [String; 3], line: usize, column: usize, c: char) {
        let mut chars: Vec<char> = lines[line].chars().collect();
        chars[column] = c;
        lines[line] = chars.into_iter().collect();
    }

    fn exposed(read: &Td1Text) -> [String; 3] {
        [0, 1, 2].map(|i| read.lines[i].expose().clone())
    }

    #[test]
    fn a_clean_zone_stays_as_it_is() {
        let read = correct_td1(&text(&truth())).unwrap();
        assert_eq!(exposed(&read), truth());
        assert!(read.changes.is_empty() && read.standing == Standing::Consistent && read.names_unproven);
    }

    #[test]
    fn every_single_look_alike_letter_is_put_right_and_proven() {
        for (line, content) in LINES.iter().enumerate().take(2) {
            for column in 0..WIDTH {
                let c = content.chars().nth(column).unwrap();
                for (letter, digit) in LETTER_FOR_DIGIT {
                    if digit != c {
                        continue;
                    }
                    let mut lines = truth();
                    swap(&mut lines, line, column, letter);
                    let read = correct_td1(&text(&lines)).unwrap();
                    assert_eq!(exposed(&read), truth(), "{letter} at {line}:{column}");
                    assert_eq!(read.changes, [Change { line, column, proven: true }]);
                }
            }
        }
    }

    #[test]
    fn a_look_alike_digit_is_mended_or_left_but_never_made_wrong_silently() {
        let (mut mended, mut left) = (0, 0);
        for (line, content) in LINES.iter().enumerate().take(2) {
            for column in 0..WIDTH {
                let c = content.chars().nth(column).unwrap();
                for (digit, alike) in ALIKE {
                    for other in alike.chars().filter(|_| digit == c) {
                        let mut lines = truth();
                        swap(&mut lines, line, column, other);
                        let read = correct_td1(&text(&lines)).unwrap();
                        match read.standing {
                            Standing::Consistent if exposed(&read) == truth() => mended += 1,
                            Standing::Consistent => panic!("wrong at {line}:{column} {other}"),
                            _ => {
                                assert_eq!(exposed(&read), lines, "left as it was read");
                                left += 1;
                            }
                        }
                    }
                }
            }
        }
        assert!(mended > 3 * left, "{mended} mended, {left} left");
    }

    #[test]
    fn names_are_cleaned_and_never_proven() {
        let mut lines = truth();
        swap(&mut lines, 2, 10, '1');
        swap(&mut lines, 2, 27, 'K');
        swap(&mut lines, 2, 28, 'C');
        swap(&mut lines, 2, 0, 'N');
        let read = correct_td1(&text(&lines)).unwrap();
        assert_eq!(read.lines[2].expose(), LINES[2]);
        assert!(read.changes.iter().all(|c| !c.proven) && read.changes.len() == 3);
        // A name that ends in K keeps it.
        lines[2] = "TRUONG<<DAK<<<<<<<<<<<<<<<<<<<".to_owned();
        assert_eq!(correct_td1(&text(&lines)).unwrap().lines[2].expose(), &lines[2]);
    }

    #[test]
    fn spaces_guillemets_and_surroundings_are_accepted() {
        let noisy =
            format!("CĂN CƯỚC\n{}\n{}\nNGUYEN«THI<MAU<<<<<<<<<<<<<<<\n\n", LINES[0].replace("<<", "< <"), LINES[1]);
        assert_eq!(exposed(&correct_td1(&noisy).unwrap()), truth());
    }

    #[test]
    fn truncations_are_errors_or_inconsistent_and_nothing_panics() {
        let whole = text(&truth());
        for cut in 0..whole.len() {
            if let Ok(read) = correct_td1(whole.get(..cut).unwrap()) {
                assert_eq!(&exposed(&read)[..2], &truth()[..2]);
            }
        }
        for odd in ["", "\n\n\n", "ế".repeat(900).as_str(), &"<".repeat(92), &format!("{0}\n{0}\n{0}", "É".repeat(30))]
        {
            let _ = correct_td1(odd).map(|read| assert_ne!(read.standing, Standing::Consistent));
        }
    }
}
