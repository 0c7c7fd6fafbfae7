//! The answer to reset (ISO 7816-3, 8.2) and what its historical bytes announce (ISO 7816-4, 8.1.1).
//!
//! Readers build it for contactless chips from the answer to select (PC/SC part 3, 3.1.3.2.3).

/// Card capabilities in the compact form: tag 7, length 3.
const CAPABILITIES: u8 = 0x73;

/// The historical bytes; `None` where the bytes are no answer to reset.
#[must_use]
pub fn historical_bytes(atr: &[u8]) -> Option<&[u8]> {
    let (&[0x3B | 0x3F, format], mut rest) = atr.split_first_chunk::<2>()? else { return None };
    // The upper half says which of TA, TB, TC and TD follow; TD says the same of the next four.
    let mut follows = format >> 4;
    while follows != 0 {
        let count = usize::try_from(follows.count_ones()).ok()?;
        let (interface, after) = rest.split_at_checked(count)?;
        let more = follows & 8 != 0;
        follows = if more { interface.last()? >> 4 } else { 0 };
        rest = after;
    }
    rest.get(..usize::from(format & 0x0F))
}

/// Whether the chip says that it takes extended length: the third byte of its card capabilities has bit 7
/// set (ISO 7816-4, 8.1.1.2.7).
#[must_use]
pub fn announces_extended_length(atr: &[u8]) -> bool {
    let objects = match historical_bytes(atr).and_then(<[u8]>::split_first) {
        Some((0x80, objects)) => objects,
        // Three bytes of status stand at the end.
        Some((0x00, rest)) => rest.get(..rest.len().saturating_sub(3)).unwrap_or_default(),
        _ => return false,
    };
    let mut rest = objects;
    while let Some((&head, after)) = rest.split_first() {
        let Some((value, next)) = after.split_at_checked(usize::from(head & 0x0F)) else { return false };
        if let (CAPABILITIES, &[_, _, third]) = (head, value) {
            return third & 0x40 != 0;
        }
        rest = next;
    }
    false
}

/// The answer to reset that a reader builds for a contactless chip with these historical bytes (at most 15).
#[cfg(feature = "simulator")]
pub(crate) fn contactless(historical: &[u8]) -> Vec<u8> {
    let count = u8::try_from(historical.len().min(15)).unwrap_or(0);
    let mut atr = vec![0x3B, 0x80 | count, 0x80, 0x01];
    atr.extend(historical.iter().take(15));
    let check = atr.iter().skip(1).fold(0, |sum, byte| sum ^ byte);
    atr.push(check);
    atr
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capabilities_are_found_behind_interface_bytes_and_other_objects() {
        let with = |capabilities: [u8; 3]| contactless(&[&[0x80, 0x31, 0xC0, 0x73][..], &capabilities].concat());
        assert!(announces_extended_length(&with([0xD6, 0x21, 0xC0])));
        assert!(!announces_extended_length(&with([0xD6, 0x21, 0x80])));
        let long = [0x3B, 0x80 | 8, 0x80, 0x01, 0x00, 0x73, 0, 0, 0x40, 0x07, 0x90, 0x00, 0x00];
        assert_eq!(historical_bytes(&long).unwrap().len(), 8);
        assert!(announces_extended_length(&long));
        // TA1, TC1 and TD1, then TA2 and no more.
        let interfaces = [0x3B, 0xD5, 0x11, 0x00, 0x11, 0x05, 0x80, 0x73, 0, 0, 0x40];
        assert_eq!(historical_bytes(&interfaces), Some(&[0x80, 0x73, 0, 0, 0x40][..]));
        assert!(announces_extended_length(&interfaces));
    }

    #[test]
    fn what_is_cut_or_proprietary_announces_nothing() {
        let good = contactless(&[0x80, 0x73, 0, 0, 0x40]);
        assert!(announces_extended_length(&good));
        for cut in 0..good.len() - 1 {
            assert!(!announces_extended_length(&good[..cut]), "{cut}");
        }
        assert!(!announces_extended_length(&contactless(&[0xC1, 0x73, 0, 0, 0x40])));
        assert!(!announces_extended_length(&contactless(&[0x80, 0x78, 0, 0, 0x40])));
        assert_eq!(historical_bytes(&[0x42, 0x00]), None);
    }
}
