#![allow(clippy::indexing_slicing)]
use super::*;
