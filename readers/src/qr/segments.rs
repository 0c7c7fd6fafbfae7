//! The bit stream of a symbol to bytes (ISO/IEC 18004, 7.4).

/// What the data codewords say.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Content {
    /// Bytes of all segments in order.
    pub(super) bytes: Vec<u8>,
    /// The last character set assignment.
    pub(super) eci: Option<u32>,
}

struct Bits<'a> {
    data: &'a [u8],
    at: usize,
}

impl Bits<'_> {
    fn left(&self) -> usize {
        self.data.len().saturating_mul(8).saturating_sub(self.at)
    }

    fn take(&mut self, count: usize) -> Option<usize> {
        if self.left() < count {
            return None;
        }
        let mut value = 0usize;
        for _ in 0..count {
            let byte = self.data.get(self.at / 8)?;
            value = value << 1 | usize::from(byte >> (7usize.saturating_sub(self.at % 8)) & 1);
            self.at = self.at.saturating_add(1);
        }
        Some(value)
    }
}

const ALPHANUMERIC: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// Parses the data codewords; `None` when they are not a well-formed, complete message.
pub(super) fn parse(data: &[u8], version: usize) -> Option<Content> {
    let class = match version {
        0..=9 => 0,
        10..=26 => 1,
        _ => 2,
    };
    let count_bits = |of: [usize; 3]| of.get(class).copied();
    let mut bits = Bits { data, at: 0 };
    let (mut bytes, mut eci) = (Vec::new(), None);
    while bits.left() >= 4 {
        match bits.take(4)? {
            // What follows the terminator is not looked at: common encoders pad in ways of their own.
            0 => break,
            1 => numeric(&mut bits, count_bits([10, 12, 14])?, &mut bytes)?,
            2 => alphanumeric(&mut bits, count_bits([9, 11, 13])?, &mut bytes)?,
            4 => {
                let count = bits.take(count_bits([8, 16, 16])?)?;
                if bits.left() < count.saturating_mul(8) {
                    return None;
                }
                for _ in 0..count {
                    bytes.push(u8::try_from(bits.take(8)?).ok()?);
                }
            }
            7 => eci = Some(eci_number(&mut bits)?),
            8 => kanji(&mut bits, count_bits([8, 10, 12])?, &mut bytes)?,
            // FNC1 in first and second place says how to read the text, and adds nothing to it.
            5 => {}
            9 => {
                bits.take(8)?;
            }
            // Structured append (3) would deliver a fragment; the rest is reserved.
            _ => return None,
        }
    }
    (!bytes.is_empty()).then_some(Content { bytes, eci })
}

fn digits(value: usize, count: usize, bytes: &mut Vec<u8>) -> Option<()> {
    let text = format!("{value:0count$}");
    (text.len() == count).then(|| bytes.extend(text.bytes()))
}

fn numeric(bits: &mut Bits<'_>, count_bits: usize, bytes: &mut Vec<u8>) -> Option<()> {
    let mut count = bits.take(count_bits)?;
    while count > 0 {
        let (width, take) = match count {
            1 => (4, 1),
            2 => (7, 2),
            _ => (10, 3),
        };
        digits(bits.take(width)?, take, bytes)?;
        count = count.saturating_sub(take);
    }
    Some(())
}

fn alphanumeric(bits: &mut Bits<'_>, count_bits: usize, bytes: &mut Vec<u8>) -> Option<()> {
    let mut count = bits.take(count_bits)?;
    while count > 0 {
        let pair = count >= 2;
        let value = bits.take(if pair { 11 } else { 6 })?;
        if pair {
            bytes.push(*ALPHANUMERIC.get(value / 45)?);
        } else if value >= 45 {
            return None;
        }
        bytes.push(*ALPHANUMERIC.get(value % 45)?);
        count = count.saturating_sub(if pair { 2 } else { 1 });
    }
    Some(())
}

/// Delivered as the Shift JIS bytes that the mode packs.
fn kanji(bits: &mut Bits<'_>, count_bits: usize, bytes: &mut Vec<u8>) -> Option<()> {
    for _ in 0..bits.take(count_bits)? {
        let value = bits.take(13)?;
        let packed = ((value / 0xc0) << 8) | (value % 0xc0);
        let code = packed.saturating_add(if packed < 0x1f00 { 0x8140 } else { 0xc140 });
        bytes.push(u8::try_from(code >> 8).ok()?);
        bytes.push(u8::try_from(code & 0xff).ok()?);
    }
    Some(())
}

fn eci_number(bits: &mut Bits<'_>) -> Option<u32> {
    let first = bits.take(8)?;
    let value = match first {
        0..=0x7f => first,
        0x80..=0xbf => (first & 0x3f) << 8 | bits.take(8)?,
        0xc0..=0xdf => (first & 0x1f) << 16 | bits.take(16)?,
        _ => return None,
    };
    u32::try_from(value).ok().filter(|&v| v <= 999_999)
}

#[cfg(test)]
#[allow(clippy::as_conversions, clippy::arithmetic_side_effects, reason = "test data")]
mod tests {
    use super::*;

    fn pack(bits: &str) -> Vec<u8> {
        let mut bits: Vec<u8> = bits.bytes().filter(|b| *b != b' ').map(|b| b - b'0').collect();
        bits.resize(bits.len().div_ceil(8) * 8, 0);
        bits.chunks(8).map(|c| c.iter().fold(0, |v, b| v << 1 | b)).collect()
    }

    #[test]
    fn segments_of_every_mode_follow_each_other() {
        // Numeric 01234567 is the example of the standard (7.4.3).
        let data = pack(
            "0001 0000001000 0000001100 0101011001 1000011 0111 00011010 0100 00000010 01000001 11000011 \
             0010 000000101 00111001110 11100111001 000010 0000",
        );
        let got = parse(&data, 1).unwrap();
        assert_eq!(got.bytes, [b"01234567A\xc3".as_slice(), b"AC-42"].concat());
        assert_eq!(got.eci, Some(26));
    }

    #[test]
    fn every_truncation_is_refused_or_shorter() {
        let whole = pack("0100 00000100 01000001 01000010 01000011 01000100 0000");
        assert_eq!(parse(&whole, 1).unwrap().bytes, b"ABCD");
        for cut in 0..whole.len() - 1 {
            assert_eq!(parse(&whole[..cut], 1), None, "{cut}");
        }
    }

    #[test]
    fn padding_is_free_and_fragments_are_refused() {
        let mut data = pack("0100 00000001 01000001 0000");
        data.extend([0, 0xec, 0x12]);
        assert_eq!(parse(&data, 1).unwrap().bytes, b"A");
        assert_eq!(parse(&pack("0011 0001 0001 00000000 0100 00000001 01000001 0000"), 1), None);
    }
}
