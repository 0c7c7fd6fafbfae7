//! One fuzz target per input that a stranger controls.
#![forbid(unsafe_code)]

pub mod bodies;
