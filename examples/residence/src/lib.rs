//! What the programs around declarations of residence share.
