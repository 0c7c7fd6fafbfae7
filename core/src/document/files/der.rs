//! The few ASN.1 types the files are made of, read from and written as DER.

use super::oid::Oid;
use super::tlv::{Reader, Tlv, encode};
use crate::error::{Code, Error, Result};

pub(crate) const INTEGER: u32 = 0x02;
pub(crate) const BIT_STRING: u32 = 0x03;
pub(crate) const OCTET_STRING: u32 = 0x04;
pub(crate) const NULL: u32 = 0x05;
pub(crate) const OBJECT_IDENTIFIER: u32 = 0x06;
pub(crate) const SEQUENCE: u32 = 0x30;
pub(crate) const SET: u32 = 0x31;

/// The error for an object whose value is not what its type allows.
pub(crate) fn malformed(tlv: &Tlv<'_>) -> Error {
    tlv.children().error(Code::FileMalformed)
}

/// An OBJECT IDENTIFIER.
pub(crate) fn read_oid(reader: &mut Reader<'_>) -> Result<Oid> {
    let tlv = reader.expect(OBJECT_IDENTIFIER)?;
    let here = malformed(&tlv);
    Oid::from_content(tlv.value, here.place()).map_err(|e| here.offset().map_or(e, |offset| e.at(offset)))
}

/// The magnitude of a non-negative INTEGER in shortest form, without its sign byte; zero is one zero byte.
pub(crate) fn magnitude<'a>(tlv: &Tlv<'a>) -> Result<&'a [u8]> {
    match tlv.value {
        [] | [0x80..=0xFF, ..] | [0, 0..=0x7F, ..] => Err(malformed(tlv)),
        [0, rest @ ..] if !rest.is_empty() => Ok(rest),
        bytes => Ok(bytes),
    }
}

/// The next object as a non-negative INTEGER.
pub(crate) fn read_magnitude<'a>(reader: &mut Reader<'a>) -> Result<&'a [u8]> {
    magnitude(&reader.expect(INTEGER)?)
}

/// A non-negative INTEGER of at most 32 bits: versions, counts, key and parameter identifiers.
pub(crate) fn small(tlv: &Tlv<'_>) -> Result<u32> {
    let bytes = magnitude(tlv)?;
    if bytes.len() > 4 {
        return Err(malformed(tlv));
    }
    Ok(bytes.iter().fold(0, |n, &byte| n << 8 | u32::from(byte)))
}

/// The next object as an INTEGER of at most 32 bits.
pub(crate) fn read_small(reader: &mut Reader<'_>) -> Result<u32> {
    small(&reader.expect(INTEGER)?)
}

/// The same, if an INTEGER comes next.
pub(crate) fn read_optional_small(reader: &mut Reader<'_>) -> Result<Option<u32>> {
    reader.take_if(INTEGER)?.map(|tlv| small(&tlv)).transpose()
}

/// The bytes of a BIT STRING that holds whole bytes.
pub(crate) fn read_bit_string<'a>(reader: &mut Reader<'a>) -> Result<&'a [u8]> {
    let tlv = reader.expect(BIT_STRING)?;
    match tlv.value {
        [0, bytes @ ..] => Ok(bytes),
        _ => Err(malformed(&tlv)),
    }
}

/// An INTEGER from its magnitude.
pub(crate) fn encode_magnitude(magnitude: &[u8]) -> Vec<u8> {
    let mut value: Vec<u8> = magnitude.iter().copied().skip_while(|&byte| byte == 0).collect();
    if value.first().is_none_or(|first| first & 0x80 != 0) {
        value.insert(0, 0);
    }
    encode(INTEGER, &value)
}

/// A small INTEGER.
pub(crate) fn encode_small(value: u32) -> Vec<u8> {
    encode_magnitude(&value.to_be_bytes())
}

/// An OBJECT IDENTIFIER.
pub(crate) fn encode_oid(oid: &Oid) -> Vec<u8> {
    encode(OBJECT_IDENTIFIER, oid.as_bytes())
}

/// A BIT STRING of whole bytes.
pub(crate) fn encode_bit_string(bytes: &[u8]) -> Vec<u8> {
    encode(BIT_STRING, &[&[0], bytes].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::files::tlv::single;

    #[test]
    fn integers_round_trip_in_shortest_form() {
        for value in [0, 1, 127, 128, 255, 256, 0x7FFF, 0x8000, u32::MAX] {
            let der = encode_small(value);
            assert_eq!(small(&single(&der, INTEGER, "test").unwrap()).unwrap(), value);
        }
        assert_eq!(encode_small(128), [2, 2, 0, 128]);
        assert_eq!(encode_small(0), [2, 1, 0]);
        for bad in [&[2, 0][..], &[2, 1, 0x80], &[2, 2, 0, 1], &[2, 6, 0, 0xFF, 1, 1, 1, 1]] {
            assert_eq!(small(&single(bad, INTEGER, "test").unwrap()).unwrap_err().code(), Code::FileMalformed);
        }
    }
}
