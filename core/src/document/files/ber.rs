//! BER with indefinite lengths, written again as definite lengths.
//!
//! RFC 5652 lets a security object use BER; New Zealand's do. What has definite lengths all through is
//! passed on byte for byte, so that certificates and signed attributes inside keep the bytes that were signed.

use crate::error::{Code, Error, Result};
use crate::limits::TLV_DEPTH;
use std::borrow::Cow;

use super::tlv::encode;

/// The same objects with definite lengths; strings in pieces are joined.
///
/// # Errors
/// `tlv-truncated`, `tlv-length` or `tlv-too-deep`; `tlv-trailing` where bytes follow.
pub fn to_definite<'a>(bytes: &'a [u8], place: &'static str) -> Result<Cow<'a, [u8]>> {
    let walk = Walk { place };
    let (object, rest) = walk.object(bytes, TLV_DEPTH)?;
    if rest.is_empty() { Ok(object) } else { Err(Error::new(Code::TlvTrailing, place)) }
}

struct Walk {
    place: &'static str,
}

impl Walk {
    fn error(&self, code: Code) -> Error {
        Error::new(code, self.place)
    }

    /// One object and what follows it.
    fn object<'a>(&self, bytes: &'a [u8], depth: usize) -> Result<(Cow<'a, [u8]>, &'a [u8])> {
        let depth = depth.checked_sub(1).ok_or(self.error(Code::TlvTooDeep))?;
        let (&tag, after) = bytes.split_first().ok_or(self.error(Code::TlvTruncated))?;
        if tag & 0x1F == 0x1F {
            return Err(self.error(Code::TlvTag)); // no structure of CMS has tags above 30
        }
        let (&first, after) = after.split_first().ok_or(self.error(Code::TlvTruncated))?;
        if first == 0x80 {
            return self.indefinite(tag, after, depth);
        }
        let count = if first < 0x80 { 0 } else { usize::from(first & 0x7F) };
        let (digits, after) = after.split_at_checked(count).ok_or(self.error(Code::TlvTruncated))?;
        let length = match count {
            0 => usize::from(first),
            1..=4 => digits.iter().fold(0usize, |n, &b| n << 8 | usize::from(b)),
            _ => return Err(self.error(Code::TlvLength)),
        };
        let (value, rest) = after.split_at_checked(length).ok_or(self.error(Code::TlvTruncated))?;
        let raw = bytes.get(..bytes.len().saturating_sub(rest.len())).unwrap_or(bytes);
        if tag & 0x20 == 0 {
            return Ok((Cow::Borrowed(raw), rest));
        }
        let mut children = Vec::new();
        let mut inner = value;
        while !inner.is_empty() {
            let (child, after) = self.object(inner, depth)?;
            children.push(child);
            inner = after;
        }
        let unchanged = tag != PIECES && children.iter().all(|child| matches!(child, Cow::Borrowed(_)));
        Ok((if unchanged { Cow::Borrowed(raw) } else { self.rebuilt(tag, &children)? }, rest))
    }

    fn indefinite<'a>(&self, tag: u8, bytes: &'a [u8], depth: usize) -> Result<(Cow<'a, [u8]>, &'a [u8])> {
        if tag & 0x20 == 0 {
            return Err(self.error(Code::TlvLength));
        }
        let mut children = Vec::new();
        let mut inner = bytes;
        loop {
            if let Some(rest) = inner.strip_prefix(&[0, 0]) {
                return Ok((self.rebuilt(tag, &children)?, rest));
            }
            let (child, after) = self.object(inner, depth)?;
            children.push(child);
            inner = after;
        }
    }

    fn rebuilt<'a>(&self, tag: u8, children: &[Cow<'_, [u8]>]) -> Result<Cow<'a, [u8]>> {
        if tag != PIECES {
            return Ok(Cow::Owned(encode(u32::from(tag), &children.concat())));
        }
        let mut joined = Vec::new();
        for piece in children {
            joined.extend_from_slice(super::tlv::single(piece, 0x04, self.place)?.value);
        }
        Ok(Cow::Owned(encode(0x04, &joined)))
    }
}

/// An OCTET STRING made of pieces.
const PIECES: u8 = 0x24;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indefinite_lengths_become_definite() {
        let ber = [0x30, 0x80, 0x24, 0x80, 0x04, 2, 1, 2, 0x04, 1, 3, 0, 0, 0x02, 1, 5, 0, 0];
        assert_eq!(*to_definite(&ber, "test").unwrap(), [0x30, 8, 0x04, 3, 1, 2, 3, 0x02, 1, 5]);
        for end in 0..ber.len() {
            assert!(to_definite(&ber[..end], "test").is_err(), "cut at {end}");
        }
        assert_eq!(to_definite(&[&ber[..], &[0]].concat(), "test").unwrap_err().code(), Code::TlvTrailing);
    }

    #[test]
    fn definite_lengths_stay_as_they_are() {
        // A length in a longer form than needed is BER, and may be under a signature as it is.
        let der = [0x30, 0x81, 5, 0x31, 3, 2, 1, 9];
        assert!(matches!(to_definite(&der, "test").unwrap(), Cow::Borrowed(same) if same == der));
    }

    #[test]
    fn depth_is_bounded() {
        let deep = [0x30, 0x80].repeat(10_000);
        assert_eq!(to_definite(&deep, "test").unwrap_err().code(), Code::TlvTooDeep);
    }
}
