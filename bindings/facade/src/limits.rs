//! Bounds on what a binding takes, with their reasons.

/// Bytes of one text argument: a master list in PEM or a file of declarations go elsewhere; names, keys, tokens and
/// QR codes stay far below.
pub(crate) const TEXT_BYTES: usize = 1 << 20;
