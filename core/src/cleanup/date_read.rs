//! The ways people and programs write dates, read without deciding what is ambiguous.

use super::fold::fold;
use super::issue::{IssueCode, Issues};
use crate::identity::{Date, PartialDate};

/// What separates the numbers of a date, and whether they have leading zeros: programs write one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Writing {
    /// 0 slash, 1 hyphen, 2 dot or other, 3 none.
    pub(super) separator: usize,
    /// 0 with leading zeros, 1 without, 2 cannot be seen.
    pub(super) zeros: usize,
}

/// A date as far as it can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// One meaning. The writing tells whether the day (`true`) or the month stood first, where that is proved.
    Certain(PartialDate, Option<(Writing, bool)>),
    /// Day first and month first are both days of the calendar.
    Either { day_first: PartialDate, month_first: PartialDate, writing: Writing },
    /// A day number of a spreadsheet.
    Serial(u32),
    /// Several meanings of other kinds.
    Several(Vec<PartialDate>),
    /// No such day.
    Impossible,
    /// Nothing that is known.
    No,
}

/// A reading with what was noticed on the way.
pub(super) struct Read {
    pub(super) reading: Reading,
    pub(super) issues: Issues,
}

/// Names of months in Vietnamese and English files, folded; the place is the month.
const MONTHS: [&[&str]; 12] = [
    &["jan", "january", "gieng", "thg1", "t1", "mot"],
    &["feb", "february", "hai", "thg2", "t2"],
    &["mar", "march", "ba", "thg3", "t3"],
    &["apr", "april", "tu", "bon", "thg4", "t4"],
    &["may", "nam", "thg5", "t5"],
    &["jun", "june", "sau", "thg6", "t6"],
    &["jul", "july", "bay", "thg7", "t7"],
    &["aug", "august", "tam", "thg8", "t8"],
    &["sep", "sept", "september", "chin", "thg9", "t9"],
    &["oct", "october", "muoi", "thg10", "t10"],
    &["nov", "november", "thg11", "t11"],
    &["dec", "december", "chap", "thg12", "t12"],
];

/// One part of a written date.
#[derive(Clone, Copy, PartialEq)]
enum Part<'t> {
    Number(&'t str),
    Word(&'t str),
    Sign(char),
}

/// Reads a date. `century` completes years of two digits.
pub(super) fn read(cell: &str, century: impl Fn(u16) -> u16) -> Read {
    let mut issues = Issues::NONE;
    let text = cell.trim().trim_matches(['\'', '"', '`', '’', '.', ',', ';', ' ']);
    if text.len() > 64 {
        return Read { reading: Reading::No, issues };
    }
    let folded = fold(text);
    let (day, utc) = without_time(&folded);
    if day.bytes().any(|b| b.is_ascii_digit()) && look_alike(day) {
        let repaired = day.replace('o', "0").replace(['l', 'i', '|'], "1");
        let inner = parts_of(&repaired, &century, &mut issues);
        return Read { reading: inner, issues: issues.with(IssueCode::LookAlikeDigits) };
    }
    let reading = parts_of(day, &century, &mut issues);
    let reading = match reading {
        // Midnight in Viet Nam is 17 o'clock of the day before in universal time, as JSON exports write it.
        Reading::Certain(date, _) if utc => match date.full().and_then(next_day) {
            Some(next) => Reading::Several(vec![next.into(), date]),
            None => Reading::Certain(date, None),
        },
        other => other,
    };
    Read { reading, issues }
}

fn next_day(date: Date) -> Option<Date> {
    let (year, month, day) = (date.year(), date.month(), date.day());
    Date::new(year, month, day.saturating_add(1))
        .or_else(|| Date::new(year, month.saturating_add(1), 1))
        .or_else(|| Date::new(year.saturating_add(1), 1, 1))
}

/// Letters that stand for digits, right beside a digit: `o2`, `l7`. Words of dates never stand so, but `t2`.
fn look_alike(text: &str) -> bool {
    let bytes = text.as_bytes();
    let letters = text.bytes().filter(u8::is_ascii_alphabetic);
    let all = letters.clone().count() > 0 && letters.clone().all(|b| matches!(b, b'o' | b'l' | b'i'));
    all && bytes.iter().filter(|b| b.is_ascii_digit()).count() >= 4
}

/// The date of a date with time; whether the time was 17:00 UTC.
fn without_time(text: &str) -> (&str, bool) {
    let Some((before, after)) = text.split_once(':') else { return (text.trim(), false) };
    let hour = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let utc =
        before.ends_with("17") && after.starts_with("00:00") && (after.ends_with('z') || after.ends_with("+00:00"));
    // Labels (`ngay sinh: 17/02/1999`) have a colon, too.
    if hour.len() == before.len() {
        return (after.trim(), false);
    }
    (hour.trim_end_matches(['t', ' ', ',']), utc)
}

fn parts_of(text: &str, century: &impl Fn(u16) -> u16, issues: &mut Issues) -> Reading {
    let mut parts: Vec<Part<'_>> = Vec::with_capacity(8);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let kind = |c: char| (c.is_ascii_digit(), c.is_alphabetic());
        let same = |other: char| kind(other) == kind(c) && (c.is_ascii_digit() || c.is_alphabetic());
        let end = rest.find(|other| !same(other)).unwrap_or(rest.len()).max(c.len_utf8());
        let Some((part, after)) = rest.split_at_checked(end) else { break };
        rest = after;
        match kind(c) {
            (true, _) => parts.push(Part::Number(part)),
            (_, true) => parts.push(Part::Word(part)),
            _ if c == ' ' && !matches!(parts.last(), Some(Part::Number(_))) => {}
            _ => parts.push(Part::Sign(c)),
        }
        if parts.len() > 16 {
            return Reading::No;
        }
    }
    numbers(&parts, text, century, issues)
}

/// Sorts words, numbers and signs of unknown parts.
fn numbers(parts: &[Part<'_>], text: &str, century: &impl Fn(u16) -> u16, issues: &mut Issues) -> Reading {
    let mut found: Vec<&str> = Vec::with_capacity(3);
    let (mut month_word, mut labelled) = (None, false);
    let mut unknown = 0_usize;
    let mut signs = parts.iter().filter_map(|part| match part {
        Part::Sign(c) if *c != ' ' => Some(*c),
        _ => None,
    });
    let separator = signs.next();
    let mut before = None;
    for (index, part) in parts.iter().enumerate() {
        match *part {
            Part::Number(number) => {
                // `thg2`, `t2`, `thang 2` say that the number is a month.
                if matches!(before, Some(Part::Word("thang" | "thg" | "t" | "th")))
                    && found.len() <= 1
                    && number.len() <= 2
                {
                    month_word = number.parse().ok();
                } else {
                    found.push(number);
                }
            }
            Part::Word(word) => match word {
                "ngay" => labelled = true,
                "thang" | "thg" | "t" | "th" | "nam" | "sinh" | "sn" | "ns" | "khoang" | "am" | "pm" | "st" | "nd"
                | "rd" | "de" | "of" | "dob" | "born" | "mung" | "mong"
                    if word != "nam" || !matches!(before, Some(Part::Word("thang"))) => {}
                "x" | "xx" | "dd" | "mm" => unknown = unknown.saturating_add(1),
                _ => {
                    let month =
                        MONTHS.iter().position(|names| names.contains(&word)).and_then(|at| u8::try_from(at).ok());
                    match month {
                        Some(month) if month_word.is_none() => month_word = Some(month.saturating_add(1)),
                        _ if index == 0 && matches!(parts.get(1), Some(Part::Word(_))) => {}
                        _ => return Reading::No,
                    }
                }
            },
            Part::Sign('?' | '_' | '…') => unknown = unknown.saturating_add(1),
            Part::Sign('/' | '-' | '.' | ',' | ' ' | '\\' | '–' | '(' | ')' | '~' | '\'') => {}
            Part::Sign(_) => return Reading::No,
        }
        before = Some(*part);
    }
    if unknown > 0 {
        issues.add(IssueCode::DatePartial);
    }
    if let Some(month) = month_word {
        let (day, year) = match found.as_slice() {
            [year] if year.len() == 4 => (None, *year),
            [day, year] if day.len() <= 2 => (Some(*day), *year),
            [year, day] if year.len() == 4 => (Some(*day), *year),
            _ => return Reading::No,
        };
        return year_of(year, century, issues)
            .map_or(Reading::No, |year| certain(year, Some(month), day.and_then(small)));
    }
    match found.as_slice() {
        [year] if unknown > 0 || separator.is_some_and(|c| matches!(c, '/' | '-')) && year.len() == 4 => {
            year_of(year, century, issues)
                .filter(|_| year.len() == 4)
                .map_or(Reading::No, |year| certain(year, None, None))
        }
        [number] => single(number, century, issues),
        // `36208.0`, `17021999.0`: a number that a spreadsheet wrote.
        [number, fraction]
            if text.contains('.') && text.len() == number.len().saturating_add(fraction.len()).saturating_add(1) =>
        {
            if number.len() <= 2 && fraction.len() == 4 {
                return two(number, fraction, century, issues);
            }
            if number.len() == 4 && !fraction.bytes().all(|b| b == b'0') {
                return two(number, fraction, century, issues);
            }
            issues.add(IssueCode::SpreadsheetNumber);
            single(number, century, issues)
        }
        [a, b] => two(a, b, century, issues),
        [a, b, c] => three(a, b, c, separator, labelled, century, issues),
        _ => Reading::No,
    }
}

fn small(text: &str) -> Option<u8> {
    (text.len() <= 2).then(|| text.parse().ok()).flatten()
}

fn year_of(text: &str, century: &impl Fn(u16) -> u16, issues: &mut Issues) -> Option<u16> {
    let year: u16 = text.parse().ok()?;
    match text.len() {
        4 => Some(year),
        2 => {
            issues.add(IssueCode::DateTwoDigitYear);
            Some(century(year))
        }
        _ => None,
    }
}

/// A date whose order is known; zero is unknown, and a day without its month counts for nothing.
fn certain(year: u16, month: Option<u8>, day: Option<u8>) -> Reading {
    let month = month.filter(|&m| m != 0);
    let day = day.filter(|&d| d != 0 && month.is_some());
    PartialDate::new(year, month, day).map_or(Reading::Impossible, |date| Reading::Certain(date, None))
}

fn two(a: &str, b: &str, century: &impl Fn(u16) -> u16, issues: &mut Issues) -> Reading {
    let (month, year) = match (a.len(), b.len()) {
        (1 | 2, 4) => (a, b),
        (4, 1 | 2) => (b, a),
        _ => return Reading::No,
    };
    match (year_of(year, century, issues), small(month)) {
        (Some(year), Some(month)) => certain(year, Some(month), None),
        _ => Reading::No,
    }
}

fn three(
    a: &str,
    b: &str,
    c: &str,
    separator: Option<char>,
    labelled: bool,
    century: &impl Fn(u16) -> u16,
    issues: &mut Issues,
) -> Reading {
    if a.len() == 4 {
        let (Some(year), Some(month), Some(day)) = (year_of(a, century, issues), small(b), small(c)) else {
            return Reading::No;
        };
        return match certain(year, Some(month), Some(day)) {
            Reading::Impossible if month > 12 => {
                issues.add(IssueCode::DateMonthFirst);
                certain(year, Some(day), Some(month))
            }
            other => other,
        };
    }
    let (Some(first), Some(second)) = (small(a), small(b)) else { return Reading::No };
    // `99-02-17`: a first number that is no day.
    if c.len() <= 2 && a.len() == 2 && first > 31 {
        let Some(year) = year_of(a, century, issues) else { return Reading::No };
        return certain(year, Some(second), small(c));
    }
    let Some(year) = year_of(c, century, issues) else { return Reading::No };
    let zero = [a, b].iter().any(|part| part.len() == 2 && part.starts_with('0'));
    let bare = [a, b].iter().any(|part| part.len() == 1);
    let writing = Writing {
        separator: match separator {
            Some('/') => 0,
            Some('-') => 1,
            _ => 2,
        },
        zeros: if zero && !bare {
            0
        } else if bare {
            1
        } else {
            2
        },
    };
    ordered(first, second, year, writing, labelled, issues)
}

/// Two numbers of which one is the day and one the month.
fn ordered(first: u8, second: u8, year: u16, writing: Writing, labelled: bool, issues: &mut Issues) -> Reading {
    let day_first = PartialDate::new(year, Some(second), Some(first));
    let month_first = PartialDate::new(year, Some(first), Some(second));
    if first == 0 || second == 0 || labelled {
        return certain(year, Some(second), Some(first));
    }
    match (day_first, month_first) {
        (Some(date), Some(other)) if date == other => Reading::Certain(date, None),
        (Some(day_first), Some(month_first)) => Reading::Either { day_first, month_first, writing },
        (Some(date), None) => Reading::Certain(date, Some((writing, true))),
        (None, Some(date)) => {
            issues.add(IssueCode::DateMonthFirst);
            Reading::Certain(date, Some((writing, false)))
        }
        (None, None) => Reading::Impossible,
    }
}

/// Digits without any separator.
fn single(digits: &str, century: &impl Fn(u16) -> u16, issues: &mut Issues) -> Reading {
    const NONE: Writing = Writing { separator: 3, zeros: 0 };
    let number = |from: usize, to: usize| digits.get(from..to).and_then(|part| part.parse::<u16>().ok());
    let byte = |from: usize, to: usize| number(from, to).and_then(|n| u8::try_from(n).ok());
    let likely = |year: Option<u16>| year.is_some_and(|year| (1880..=2100).contains(&year));
    match digits.len() {
        4 if likely(number(0, 4)) => certain(number(0, 4).unwrap_or(0), None, None),
        4 | 5 => digits.parse().map_or(Reading::No, Reading::Serial),
        6 => {
            let mut several: Vec<PartialDate> = Vec::new();
            if let (Some(day), Some(month), Some(year)) = (byte(0, 2), byte(2, 4), number(4, 6)) {
                several.extend(PartialDate::new(century(year), Some(month), Some(day)));
            }
            let short = !several.is_empty();
            if let (Some(year), Some(month), Some(day)) = (number(0, 2), byte(2, 4), byte(4, 6)) {
                several.extend(PartialDate::new(century(year), Some(month), Some(day)));
            }
            if likely(number(2, 6)) {
                several.extend(number(2, 6).and_then(|year| PartialDate::new(year, Some(byte(0, 2)?), None)));
            }
            if likely(number(0, 4)) && several.is_empty() {
                several.extend(number(0, 4).and_then(|year| PartialDate::new(year, Some(byte(4, 6)?), None)));
            }
            several.dedup();
            match several.as_slice() {
                [] => Reading::Impossible,
                [date] => {
                    if short {
                        issues.add(IssueCode::DateTwoDigitYear);
                    }
                    Reading::Certain(*date, None)
                }
                _ => Reading::Several(several),
            }
        }
        7 => {
            // `07021999` that lost its zero; `1721999` reads one way only.
            let year = number(3, 7);
            let lost =
                byte(0, 1).zip(byte(1, 3)).zip(year).and_then(|((d, m), y)| PartialDate::new(y, Some(m), Some(d)));
            let bare =
                byte(0, 2).zip(byte(2, 3)).zip(year).and_then(|((d, m), y)| PartialDate::new(y, Some(m), Some(d)));
            if !likely(year) {
                return Reading::No;
            }
            issues.add(IssueCode::LeadingZeroLost);
            match (lost, bare) {
                (Some(date), _) => Reading::Certain(date, None),
                (None, Some(date)) => Reading::Several(vec![date]),
                (None, None) => Reading::Impossible,
            }
        }
        8 if likely(number(4, 8))
            && byte(0, 2).is_some_and(|day| day <= 31)
            && byte(2, 4).is_some_and(|month| month <= 31) =>
        {
            match (byte(0, 2), byte(2, 4), number(4, 8)) {
                // Month first without separators is no form that programs write: only where nothing else is left.
                (Some(day), Some(month), Some(year)) if month > 12 && day <= 12 => {
                    ordered(day, month, year, NONE, false, issues)
                }
                (Some(day), Some(month), Some(year)) => certain(year, Some(month), Some(day)),
                _ => Reading::No,
            }
        }
        8 if likely(number(0, 4)) => match (number(0, 4), byte(4, 6), byte(6, 8)) {
            (Some(year), Some(month), Some(day)) => certain(year, Some(month), Some(day)),
            _ => Reading::No,
        },
        _ => Reading::No,
    }
}
