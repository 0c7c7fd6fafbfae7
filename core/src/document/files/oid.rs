//! Object identifiers (X.660), as the content bytes of their DER encoding.

use crate::error::{Code, Error, Result};
use crate::limits::OID_BYTES;
use std::fmt;

/// An object identifier. Equality is equality of the DER content bytes.
///
/// ```
/// use dinhdanh::document::files::oid::Oid;
/// const SHA_256: Oid = Oid::literal([0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01]);
/// assert_eq!(SHA_256.to_string(), "2.16.840.1.101.3.4.2.1");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Oid {
    content: [u8; OID_BYTES],
    length: usize,
}

impl Oid {
    /// An identifier this library or a test writes down itself; too long does not compile. The bytes are
    /// taken as they are: for bytes of a card use [`Oid::from_content`].
    #[must_use]
    pub const fn literal<const N: usize>(bytes: [u8; N]) -> Self {
        const { assert!(N > 0 && N <= OID_BYTES) };
        let mut content = [0; OID_BYTES];
        if let Some(head) = content.first_chunk_mut::<N>() {
            *head = bytes;
        }
        Self { content, length: N }
    }

    /// The identifier with these DER content bytes (X.690 clause 8.19: arcs complete and without padding).
    ///
    /// # Errors
    /// `file-malformed` where they are not an identifier, `file-unsupported` where it is longer than
    /// [`OID_BYTES`] or an arc exceeds 128 bits.
    pub fn from_content(bytes: &[u8], place: &'static str) -> Result<Self> {
        let mut content = [0; OID_BYTES];
        let head = content.get_mut(..bytes.len()).ok_or(Error::new(Code::FileUnsupported, place))?;
        head.copy_from_slice(bytes);
        if bytes.last().is_none_or(|last| last & 0x80 != 0) {
            return Err(Error::new(Code::FileMalformed, place));
        }
        let mut starts_arc = true;
        for &byte in bytes {
            if starts_arc && byte == 0x80 {
                return Err(Error::new(Code::FileMalformed, place));
            }
            starts_arc = byte & 0x80 == 0;
        }
        let oid = Self { content, length: bytes.len() };
        if oid.arcs().any(|arc| arc.is_none()) {
            return Err(Error::new(Code::FileUnsupported, place));
        }
        Ok(oid)
    }

    /// The DER content bytes: what follows tag 06 and the length, and what MSE commands carry in tag 80.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.content.get(..self.length).unwrap_or_default()
    }

    /// The sub-identifiers as encoded (the first joins two arcs); `None` for one above 128 bits.
    fn arcs(&self) -> impl Iterator<Item = Option<u128>> + '_ {
        self.as_bytes().split_inclusive(|byte| byte & 0x80 == 0).map(|digits| {
            digits
                .iter()
                .try_fold(0u128, |arc, &byte| Some(arc.checked_mul(128)?.saturating_add(u128::from(byte & 0x7F))))
        })
    }
}

impl fmt::Display for Oid {
    /// Dotted decimal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, arc) in self.arcs().enumerate() {
            match (index, arc) {
                (_, None) => f.write_str(".?")?,
                (0, Some(arc)) => {
                    let root = (arc / 40).min(2);
                    write!(f, "{root}.{}", arc.saturating_sub(root.saturating_mul(40)))?;
                }
                (_, Some(arc)) => write!(f, ".{arc}")?,
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_dotted_decimal() {
        let shown = |bytes: &[u8]| Oid::from_content(bytes, "test").unwrap().to_string();
        assert_eq!(shown(&[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01]), "1.2.840.10045.2.1");
        assert_eq!(shown(&[0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02, 0x02]), "0.4.0.127.0.7.2.2.2");
        assert_eq!(shown(&[0x67, 0x81, 0x08, 0x01, 0x01, 0x05]), "2.23.136.1.1.5");
        assert_eq!(shown(&[0x88, 0x37, 0x03]), "2.999.3");
        assert_eq!(Oid::literal([0x55, 0x04, 0x03]).to_string(), "2.5.4.3");
    }

    #[test]
    fn equals_by_content_however_made() {
        assert_eq!(Oid::literal([0x55, 4, 3]), Oid::from_content(&[0x55, 4, 3], "test").unwrap());
        assert_ne!(Oid::literal([0x55, 4]), Oid::literal([0x55, 4, 0]));
    }

    #[test]
    fn refuses_what_is_no_identifier() {
        let code = |bytes: &[u8]| Oid::from_content(bytes, "test").unwrap_err().code();
        assert_eq!(code(&[]), Code::FileMalformed);
        assert_eq!(code(&[0x2A, 0x86]), Code::FileMalformed);
        assert_eq!(code(&[0x2A, 0x80, 0x01]), Code::FileMalformed);
        assert_eq!(code(&[0x2A; OID_BYTES + 1]), Code::FileUnsupported);
        let mut wide = vec![0xFF; 19];
        wide.push(0x7F);
        assert_eq!(code(&wide), Code::FileUnsupported);
        assert!(Oid::from_content(&[0x2A; OID_BYTES], "test").is_ok());
    }
}
