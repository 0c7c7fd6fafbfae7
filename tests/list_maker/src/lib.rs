//! Messy lists of invented citizens, each cell with what it should become; reproducible from a seed.

pub mod address;
pub mod address_score;
pub mod drift;
pub mod encode;
pub mod list;
pub mod matching_score;
pub mod people;
pub mod rng;
pub mod score;
pub mod spoil;
