//! Numbers of ISO/IEC 18004: error correction blocks (table 9), alignment pattern places (annex E), format
//! and version information (annexes C and D).

use super::payload::Level;

/// Per version: codewords of correction per block and number of blocks, for L, M, Q, H.
const BLOCKS: [[(u8, u8); 4]; 40] = [
    [(7, 1), (10, 1), (13, 1), (17, 1)],
    [(10, 1), (16, 1), (22, 1), (28, 1)],
    [(15, 1), (26, 1), (18, 2), (22, 2)],
    [(20, 1), (18, 2), (26, 2), (16, 4)],
    [(26, 1), (24, 2), (18, 4), (22, 4)],
    [(18, 2), (16, 4), (24, 4), (28, 4)],
    [(20, 2), (18, 4), (18, 6), (26, 5)],
    [(24, 2), (22, 4), (22, 6), (26, 6)],
    [(30, 2), (22, 5), (20, 8), (24, 8)],
    [(18, 4), (26, 5), (24, 8), (28, 8)],
    [(20, 4), (30, 5), (28, 8), (24, 11)],
    [(24, 4), (22, 8), (26, 10), (28, 11)],
    [(26, 4), (22, 9), (24, 12), (22, 16)],
    [(30, 4), (24, 9), (20, 16), (24, 16)],
    [(22, 6), (24, 10), (30, 12), (24, 18)],
    [(24, 6), (28, 10), (24, 17), (30, 16)],
    [(28, 6), (28, 11), (28, 16), (28, 19)],
    [(30, 6), (26, 13), (28, 18), (28, 21)],
    [(28, 7), (26, 14), (26, 21), (26, 25)],
    [(28, 8), (26, 16), (30, 20), (28, 25)],
    [(28, 8), (26, 17), (28, 23), (30, 25)],
    [(28, 9), (28, 17), (30, 23), (24, 34)],
    [(30, 9), (28, 18), (30, 25), (30, 30)],
    [(30, 10), (28, 20), (30, 27), (30, 32)],
    [(26, 12), (28, 21), (30, 29), (30, 35)],
    [(28, 12), (28, 23), (28, 34), (30, 37)],
    [(30, 12), (28, 25), (30, 34), (30, 40)],
    [(30, 13), (28, 26), (30, 35), (30, 42)],
    [(30, 14), (28, 28), (30, 38), (30, 45)],
    [(30, 15), (28, 29), (30, 40), (30, 48)],
    [(30, 16), (28, 31), (30, 43), (30, 51)],
    [(30, 17), (28, 33), (30, 45), (30, 54)],
    [(30, 18), (28, 35), (30, 48), (30, 57)],
    [(30, 19), (28, 37), (30, 51), (30, 60)],
    [(30, 19), (28, 38), (30, 53), (30, 63)],
    [(30, 20), (28, 40), (30, 56), (30, 66)],
    [(30, 21), (28, 43), (30, 59), (30, 70)],
    [(30, 22), (28, 45), (30, 62), (30, 74)],
    [(30, 24), (28, 47), (30, 65), (30, 77)],
    [(30, 25), (28, 49), (30, 68), (30, 81)],
];

/// Codewords of correction per block, and number of blocks.
pub(super) fn blocks(version: usize, level: Level) -> Option<(usize, usize)> {
    let row = BLOCKS.get(version.checked_sub(1)?)?;
    let column = match level {
        Level::L => 0,
        Level::M => 1,
        Level::Q => 2,
        Level::H => 3,
    };
    row.get(column).map(|&(ecc, count)| (usize::from(ecc), usize::from(count)))
}

/// Modules per side.
pub(super) const fn size(version: usize) -> usize {
    version.saturating_mul(4).saturating_add(17)
}

/// Centre coordinates of alignment patterns along one side, in modules; empty for version 1.
pub(super) fn alignment(version: usize) -> Vec<usize> {
    let Some(between) = (version >= 2).then_some(version / 7) else { return Vec::new() };
    let last = size(version).saturating_sub(7);
    let gaps = between.saturating_add(1);
    // Even steps counted from the far end; the first gap takes the rest. Version 32 is the one exception.
    let step = match version {
        32 => 26,
        _ => {
            let span = last.saturating_sub(6);
            let raw = span.saturating_add(gaps.saturating_sub(1)).checked_div(gaps).unwrap_or(0);
            raw.saturating_add(raw % 2)
        }
    };
    let mut places: Vec<usize> = (0..gaps).map(|i| last.saturating_sub(step.saturating_mul(i))).collect();
    places.push(6);
    places.reverse();
    places
}

/// The fifteen bits of format information for five data bits: BCH(15,5), generator 0x537, mask 0x5412.
pub(super) fn format_bits(data: u16) -> u16 {
    ((data << 10) | remainder(u32::from(data) << 10, 0x537, 10)) ^ 0x5412
}

/// The eighteen bits of version information: BCH(18,6), generator 0x1f25.
pub(super) fn version_bits(version: usize) -> u32 {
    let data = u32::try_from(version).unwrap_or(0) << 12;
    data | u32::from(remainder(data, 0x1f25, 12))
}

fn remainder(mut value: u32, generator: u32, degree: u32) -> u16 {
    let top = |v: u32| 31u32.saturating_sub(v.leading_zeros());
    while value >> degree != 0 {
        value ^= generator << top(value).saturating_sub(degree);
    }
    u16::try_from(value).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_the_standard() {
        assert_eq!(format_bits(0b00101), 0b100_0000_1100_1110);
        assert_eq!(format_bits(0b01000), 0x77c4);
        assert_eq!(version_bits(7), 0x07c94);
        assert_eq!(version_bits(40), 0x28c69);
        assert!(alignment(1).is_empty());
        assert_eq!(alignment(2), [6, 18]);
        assert_eq!(alignment(7), [6, 22, 38]);
        assert_eq!(alignment(14), [6, 26, 46, 66]);
        assert_eq!(alignment(15), [6, 26, 48, 70]);
        assert_eq!(alignment(22), [6, 26, 50, 74, 98]);
        assert_eq!(alignment(32), [6, 34, 60, 86, 112, 138]);
        assert_eq!(alignment(36), [6, 24, 50, 76, 102, 128, 154]);
        assert_eq!(alignment(39), [6, 26, 54, 82, 110, 138, 166]);
        assert_eq!(alignment(40), [6, 30, 58, 86, 114, 142, 170]);
    }
}
