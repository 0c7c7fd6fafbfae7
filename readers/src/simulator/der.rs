//! The ASN.1 that certificates and signed data are made of, written as DER.

use dinhdanh::document::files::tlv::encode;
use dinhdanh::given::Timestamp;

pub(super) fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    encode(0x30, &parts.concat())
}

/// A SET OF, in the order that DER asks for.
pub(super) fn set_of(mut parts: Vec<Vec<u8>>) -> Vec<u8> {
    parts.sort();
    encode(0x31, &parts.concat())
}

pub(super) fn oid(content: &[u8]) -> Vec<u8> {
    encode(0x06, content)
}

/// A non-negative INTEGER from its magnitude.
pub(super) fn integer(magnitude: &[u8]) -> Vec<u8> {
    let mut value: Vec<u8> = magnitude.iter().copied().skip_while(|&b| b == 0).collect();
    if value.first().is_none_or(|&first| first >= 0x80) {
        value.insert(0, 0);
    }
    encode(0x02, &value)
}

pub(super) fn octets(value: &[u8]) -> Vec<u8> {
    encode(0x04, value)
}

pub(super) fn bits(value: &[u8]) -> Vec<u8> {
    encode(0x03, &[&[0], value].concat())
}

pub(super) fn null() -> Vec<u8> {
    encode(0x05, &[])
}

pub(super) fn utf8(text: &str) -> Vec<u8> {
    encode(0x0C, text.as_bytes())
}

pub(super) fn printable(text: &str) -> Vec<u8> {
    encode(0x13, text.as_bytes())
}

pub(super) const TRUE: [u8; 3] = [0x01, 0x01, 0xFF];

/// UTCTime up to 2049, GeneralizedTime after (RFC 5280, 4.1.2.5).
pub(super) fn time(at: Timestamp) -> Vec<u8> {
    let text: String = at.to_string().chars().filter(|c| c.is_ascii_digit() || *c == 'Z').collect();
    match (text.get(..4).and_then(|year| year.parse::<u16>().ok()), text.get(2..)) {
        (Some(1950..=2049), Some(short)) => encode(0x17, short.as_bytes()),
        _ => encode(0x18, text.as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_change_their_form_in_2050() {
        assert_eq!(time(Timestamp::from_unix(1_700_000_000)), encode(0x17, b"231114221320Z"));
        assert_eq!(time(Timestamp::from_unix(2_524_607_999)), encode(0x17, b"491231235959Z"));
        assert_eq!(time(Timestamp::from_unix(2_524_608_000)), encode(0x18, b"20500101000000Z"));
    }
}
