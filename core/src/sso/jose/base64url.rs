//! base64url as RFC 7515 section 2 writes it: no padding, no line breaks, no bits left over.
//!
//! Anything else is refused, so that one signature has one spelling.

use crate::error::{Code, Error, Result};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The bytes of a base64url text.
///
/// # Errors
/// `token-base64`, naming `place`.
pub fn decode(text: &str, place: &'static str) -> Result<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).map_err(|_| Error::new(Code::TokenBase64, place))
}

/// The base64url text of some bytes.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_only() {
        assert_eq!(decode("Zm9v", "x").unwrap(), b"foo");
        assert_eq!(decode("", "x").unwrap(), b"");
        assert_eq!(encode(&[0xFB, 0xFF]), "-_8");
        for text in ["Zg==", "Zh", "Zm9", "Z", "Zm9v ", " Zm9v", "Zm9v\n", "+/8", "-_9", "Zm.v", "Zm9v=", "Zm9vé"] {
            assert_eq!(decode(text, "x").unwrap_err().code(), Code::TokenBase64, "{text:?}");
        }
    }

    #[test]
    fn round_trips_at_every_length() {
        for size in 0..70u8 {
            let bytes: Vec<u8> = (0..size).map(|n| n.wrapping_mul(37)).collect();
            assert_eq!(decode(&encode(&bytes), "x").unwrap(), bytes);
        }
    }
}
