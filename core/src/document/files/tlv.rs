//! Tag-length-value data (ISO 7816-4 BER-TLV, and DER), read strictly and within bounds.
//!
//! Definite lengths only, tags of at most three bytes, lengths of at most four, nothing after the end.
//! Offsets in errors count from the start of the outermost input.

use crate::error::{Code, Error, Result};

/// One data object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tlv<'a> {
    /// The tag with its leading and following bytes, such as `0x30` or `0x7F61`.
    pub tag: u32,
    /// The value.
    pub value: &'a [u8],
    /// The whole object: tag, length and value.
    pub raw: &'a [u8],
    /// Where the object starts in the outermost input.
    pub offset: usize,
    place: &'static str,
}

impl<'a> Tlv<'a> {
    /// A reader over the value, for constructed objects.
    #[must_use]
    pub fn children(&self) -> Reader<'a> {
        let header = self.raw.len().saturating_sub(self.value.len());
        Reader { rest: self.value, offset: self.offset.saturating_add(header), place: self.place }
    }

    /// Whether the tag says that the value consists of data objects.
    #[must_use]
    pub fn is_constructed(&self) -> bool {
        let mut leading = self.tag;
        while leading > 0xFF {
            leading >>= 8;
        }
        leading & 0x20 != 0
    }
}

/// A cursor over consecutive data objects.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
    offset: usize,
    place: &'static str,
}

impl<'a> Reader<'a> {
    /// Reads objects from the start of `bytes`; `place` names the file in errors.
    #[must_use]
    pub const fn new(bytes: &'a [u8], place: &'static str) -> Self {
        Self { rest: bytes, offset: 0, place }
    }

    /// Whether everything was read.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The tag of the next object, if there is one.
    #[must_use]
    pub fn peek(&self) -> Option<u32> {
        read_tag(self.rest).map(|(tag, _)| tag)
    }

    /// An error of this place at the cursor.
    #[must_use]
    pub const fn error(&self, code: Code) -> Error {
        Error::new(code, self.place).at(self.offset)
    }

    /// The next object, or `None` at the end.
    ///
    /// # Errors
    /// `tlv-truncated` or `tlv-length` where the bytes are not a data object.
    pub fn read(&mut self) -> Result<Option<Tlv<'a>>> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let (tag, after_tag) = read_tag(self.rest).ok_or(self.error(Code::TlvTruncated))?;
        let (length, after_length) = read_length(after_tag).map_err(|code| self.error(code))?;
        let (value, rest) = after_length.split_at_checked(length).ok_or(self.error(Code::TlvTruncated))?;
        let size = self.rest.len().saturating_sub(rest.len());
        let raw = self.rest.get(..size).ok_or(self.error(Code::TlvTruncated))?;
        let tlv = Tlv { tag, value, raw, offset: self.offset, place: self.place };
        self.rest = rest;
        self.offset = self.offset.saturating_add(size);
        Ok(Some(tlv))
    }

    /// The next object, which must have this tag.
    ///
    /// # Errors
    /// `tlv-tag` where another object or the end comes; else as [`Reader::read`].
    pub fn expect(&mut self, tag: u32) -> Result<Tlv<'a>> {
        let here = self.error(Code::TlvTag);
        match self.read()? {
            Some(tlv) if tlv.tag == tag => Ok(tlv),
            _ => Err(here),
        }
    }

    /// The next object if it has this tag; otherwise the cursor stays.
    ///
    /// # Errors
    /// As [`Reader::read`].
    pub fn take_if(&mut self, tag: u32) -> Result<Option<Tlv<'a>>> {
        if self.peek() == Some(tag) { self.read() } else { Ok(None) }
    }

    /// Nothing may be left.
    ///
    /// # Errors
    /// `tlv-trailing` where something is.
    pub const fn finish(&self) -> Result<()> {
        if self.rest.is_empty() { Ok(()) } else { Err(self.error(Code::TlvTrailing)) }
    }
}

/// The one object that fills `bytes` and has this tag.
///
/// # Errors
/// `tlv-tag`, `tlv-trailing`, or as [`Reader::read`].
pub fn single<'a>(bytes: &'a [u8], tag: u32, place: &'static str) -> Result<Tlv<'a>> {
    let mut reader = Reader::new(bytes, place);
    let tlv = reader.expect(tag)?;
    reader.finish()?;
    Ok(tlv)
}

/// The size of the object that starts with `head`, counting tag and length; `None` if `head` is too short to
/// tell. Used to learn how much of a file to read from its first bytes.
///
/// # Errors
/// `tlv-length` where no definite length follows.
pub fn announced_size(head: &[u8], place: &'static str) -> Result<Option<usize>> {
    let Some((_, after_tag)) = read_tag(head) else { return Ok(None) };
    match read_length(after_tag) {
        Ok((length, after)) => Ok(head.len().checked_sub(after.len()).and_then(|n| n.checked_add(length))),
        Err(Code::TlvTruncated) => Ok(None),
        Err(code) => Err(Error::new(code, place)),
    }
}

fn read_tag(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (&first, mut rest) = bytes.split_first()?;
    let mut tag = u32::from(first);
    if first & 0x1F == 0x1F {
        for _ in 0..2 {
            let (&next, tail) = rest.split_first()?;
            tag = tag << 8 | u32::from(next);
            rest = tail;
            if next & 0x80 == 0 {
                return Some((tag, rest));
            }
        }
        return None;
    }
    Some((tag, rest))
}

fn read_length(bytes: &[u8]) -> std::result::Result<(usize, &[u8]), Code> {
    let (&first, rest) = bytes.split_first().ok_or(Code::TlvTruncated)?;
    if first < 0x80 {
        return Ok((usize::from(first), rest));
    }
    let count = usize::from(first & 0x7F);
    if count == 0 || count > 4 {
        return Err(Code::TlvLength);
    }
    let (digits, rest) = rest.split_at_checked(count).ok_or(Code::TlvTruncated)?;
    let length = digits.iter().fold(0u32, |n, &b| n << 8 | u32::from(b));
    Ok((usize::try_from(length).map_err(|_| Code::TlvLength)?, rest))
}

/// One object written as DER: tag, shortest length, value.
#[must_use]
pub fn encode(tag: u32, value: &[u8]) -> Vec<u8> {
    let mut out: Vec<u8> = tag_bytes(tag).collect();
    let length = value.len().to_be_bytes();
    let digits: Vec<u8> = length.into_iter().skip_while(|&b| b == 0).collect();
    match (value.len(), u8::try_from(digits.len())) {
        (0..=0x7F, _) => out.push(digits.first().copied().unwrap_or(0)),
        (_, Ok(count)) => {
            out.push(0x80 | count);
            out.extend_from_slice(&digits);
        }
        (_, Err(_)) => {}
    }
    out.extend_from_slice(value);
    out
}

/// The bytes of a tag; tag 0, which some files have as filling, is one byte as well.
pub(super) fn tag_bytes(tag: u32) -> impl Iterator<Item = u8> {
    let [upper @ .., last] = tag.to_be_bytes();
    upper.into_iter().skip_while(|&b| b == 0).chain([last])
}

/// A constructed object from its children.
#[must_use]
pub fn encode_all(tag: u32, children: &[&[u8]]) -> Vec<u8> {
    encode(tag, &children.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        for (tag, size) in
            [(0x00, 3), (0x30, 0), (0x61, 127), (0x7F61, 128), (0x5F2E, 255), (0x04, 256), (0x02, 70_000)]
        {
            let value = vec![0xA5; size];
            let bytes = encode(tag, &value);
            let tlv = single(&bytes, tag, "test").unwrap();
            assert_eq!(tlv.value, value);
            assert_eq!(announced_size(&bytes, "test").unwrap(), Some(bytes.len()));
        }
    }

    #[test]
    fn refuses_what_is_not_an_object() {
        let code = |bytes: &[u8]| single(bytes, 0x30, "test").unwrap_err().code();
        assert_eq!(code(&[]), Code::TlvTag);
        assert_eq!(code(&[0x30]), Code::TlvTruncated);
        assert_eq!(code(&[0x30, 1]), Code::TlvTruncated);
        assert_eq!(code(&[0x30, 0x80, 0, 0]), Code::TlvLength);
        assert_eq!(code(&[0x30, 0x85, 0, 0, 0, 0, 0]), Code::TlvLength);
        assert_eq!(code(&[0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF]), Code::TlvTruncated);
        assert_eq!(code(&[0x30, 0, 0]), Code::TlvTrailing);
        assert_eq!(code(&[0x31, 0]), Code::TlvTag);
        assert_eq!(code(&[0x1F, 0x81, 0x82, 0x03, 0]), Code::TlvTruncated);
    }

    #[test]
    fn offsets_count_from_the_outermost_input() {
        let bytes = [0x30, 0x04, 0x04, 0x00, 0x02, 0x05];
        let mut inner = single(&bytes, 0x30, "test").unwrap().children();
        inner.read().unwrap();
        assert_eq!(inner.read().unwrap_err().offset(), Some(4));
    }
}
