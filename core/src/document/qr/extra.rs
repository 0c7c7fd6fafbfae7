//! Guessing at fields whose order nobody published.

use crate::identity::{IdNumber, OldIdNumber, PartialDate};
use crate::personal::Personal;
use serde::Serialize;

/// A field after the seventh.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QrExtra {
    /// What it looks like. A **guess** from its form alone.
    pub kind: QrExtraKind,
    /// The field as written, without blanks around it.
    pub raw: Personal<String>,
}

/// What a field after the seventh looks like: a **guess** from its form, to be confirmed by a person or by DG13.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum QrExtraKind {
    /// Nothing.
    Empty,
    /// 12 digits: perhaps a cancelled personal number.
    PossibleCancelledIdNumber,
    /// 9 digits: perhaps an old identity card number.
    PossibleOldIdNumber,
    /// 8 digits that are a date, of what is not said.
    UnnamedDate,
    /// Two words or more, only letters, each with a capital: perhaps a parent's name.
    PossibleParent,
    /// Anything else.
    Unclassified,
}

impl QrExtra {
    pub(super) fn guess(raw: &str) -> Self {
        let kind = if raw.is_empty() {
            QrExtraKind::Empty
        } else if IdNumber::parse(raw).is_ok() {
            QrExtraKind::PossibleCancelledIdNumber
        } else if OldIdNumber::parse(raw).is_ok() {
            QrExtraKind::PossibleOldIdNumber
        } else if raw.len() == 8 && PartialDate::parse_day_first(raw).is_ok() {
            QrExtraKind::UnnamedDate
        } else if looks_like_a_name(raw) {
            QrExtraKind::PossibleParent
        } else {
            QrExtraKind::Unclassified
        };
        Self { kind, raw: Personal::new(raw.to_owned()) }
    }
}

fn looks_like_a_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_word = |word: &&str| {
        word.chars().next().is_some_and(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-'))
    };
    words.len() >= 2 && words.iter().all(is_word)
}
