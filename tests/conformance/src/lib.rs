//! What holds the languages together: one card that each of them reads, and one set of vectors that each of them runs.

pub mod card;
pub mod cases;
pub mod vectors;
