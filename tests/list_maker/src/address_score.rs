//! How answers about addresses compare with what is right.

use crate::address::{Gold, Row};
use dinhdanh::cleanup::address::{Resolution, Status};

/// The judgement of one answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// The commune; or every commune that fits, where several do; or no commune, where none is given.
    Right,
    /// One commune, and not the right one.
    Wrong,
    /// One commune where several fit.
    Silent,
    /// Candidates with the right one among them.
    Among,
    /// Nothing of use.
    Nothing,
}

/// Judges an answer.
pub fn mark(row: &Row, answer: &Resolution<'_>) -> Mark {
    let found: Vec<u32> = answer.candidates.iter().map(|candidate| candidate.commune.code()).collect();
    let commune = answer.commune.map(|unit| unit.code());
    match (&row.gold, answer.status) {
        (Gold::One(code), Status::Exact) if commune == Some(*code) => Mark::Right,
        (Gold::One(code), Status::Candidates) if found.contains(code) => Mark::Among,
        (Gold::One(_) | Gold::Province(_), Status::Exact) => Mark::Wrong,
        (Gold::Several(codes), Status::Exact) if commune.is_some_and(|code| codes.contains(&code)) => Mark::Silent,
        (Gold::Several(_) | Gold::Unsure, Status::Exact) => Mark::Wrong,
        (Gold::Several(codes), Status::Candidates) if codes.iter().all(|code| found.contains(code)) => Mark::Right,
        (Gold::Several(codes), Status::Candidates) if codes.iter().any(|code| found.contains(code)) => Mark::Among,
        (Gold::Province(code), _) if answer.province.is_some_and(|unit| unit.code() == *code) => Mark::Right,
        (Gold::Unsure, _) => Mark::Right,
        _ => Mark::Nothing,
    }
}
