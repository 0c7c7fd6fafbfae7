//! What every parser of a file is put through.

use crate::error::Result;

/// No proper prefix of a file is a file.
pub(crate) fn assert_no_truncation_parses<T>(file: &[u8], parse: impl Fn(&[u8]) -> Result<T>) {
    assert!(parse(file).is_ok(), "the whole file must parse");
    for length in 0..file.len() {
        assert!(parse(&file[..length]).is_err(), "parsed the first {length} of {} bytes", file.len());
    }
}

/// Calls `check` with every file that differs from `file` in one bit.
pub(crate) fn flip_every_bit(file: &[u8], mut check: impl FnMut(&[u8])) {
    let mut changed = file.to_vec();
    for index in 0..file.len() {
        for bit in 0..8 {
            changed[index] ^= 1 << bit;
            check(&changed);
            changed[index] ^= 1 << bit;
        }
    }
}

/// A file of the reference data set of BSI TR-03105-5 (2008).
pub(crate) fn bsi_2008(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/data/bsi-2008/");
    std::fs::read(format!("{folder}{name}.bin")).unwrap()
}
