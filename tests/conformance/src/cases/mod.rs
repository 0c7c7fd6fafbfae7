//! The cases: chosen by hand, each named after what is wrong with it.

mod documents;
mod printed;
mod stays;
mod tokens;

use crate::vectors::Case;
use dinhdanh::Result;
use std::collections::BTreeMap;

/// Files by their name in the folder of the vectors.
pub type Files = BTreeMap<String, Vec<u8>>;

/// All cases, and the files that they speak of by name.
///
/// # Errors
/// None in practice.
pub fn all() -> Result<(Vec<Case>, Files)> {
    let mut files = Files::new();
    let mut cases = printed::cases(&mut files)?;
    cases.extend(documents::cases(&mut files)?);
    cases.extend(tokens::cases());
    cases.extend(stays::cases());
    Ok((cases, files))
}
