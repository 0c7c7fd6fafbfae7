//! Messy lists of invented citizens, each cell with what it should become; reproducible from a seed.

pub mod address;
pub mod address_score;
pub mod rng;
