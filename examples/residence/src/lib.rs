//! What the programs around declarations of residence share: how they end, and lists from files.

pub mod lists;
pub mod outcome;
