//! Forged and broken tokens, keys and answers: each is refused with a code of its own, and the right one passes.

mod keys;
mod maker;
mod tokens;
