//! DG15 (ICAO Doc 9303-10 clause 4.7.15): the public key of active authentication.

use super::spki::{PublicKey, PublicKeyInfo};
use super::tlv::{encode, single};
use crate::error::Result;

const PLACE: &str = "DG15";
const TAG: u32 = 0x6F;

/// DG15.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dg15 {
    spki: Vec<u8>,
}

impl Dg15 {
    /// Reads the file.
    ///
    /// # Errors
    /// TLV errors, and as [`PublicKeyInfo::parse`]. The algorithm may be one that this library does not know.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let file = single(bytes, TAG, PLACE)?;
        let info = PublicKeyInfo::parse(file.value, PLACE)?;
        Ok(Self { spki: info.raw.to_vec() })
    }

    /// A file that holds this key.
    #[must_use]
    pub fn of(key: &PublicKey<'_>) -> Self {
        Self { spki: key.encode() }
    }

    /// The key, taken apart.
    ///
    /// # Errors
    /// As [`PublicKeyInfo::parse`]; never for a key that was read from a file.
    pub fn public_key_info(&self) -> Result<PublicKeyInfo<'_>> {
        PublicKeyInfo::parse(&self.spki, PLACE)
    }

    /// The file as bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        encode(TAG, &self.spki)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::files::testing::{assert_no_truncation_parses, bsi_2008, flip_every_bit};

    #[test]
    fn reads_the_reference_file() {
        let file = bsi_2008("Datagroup15");
        let dg15 = Dg15::parse(&file).unwrap();
        let PublicKey::Rsa(key) = dg15.public_key_info().unwrap().public_key().unwrap() else { panic!("not RSA") };
        assert_eq!((key.modulus.len(), key.exponent), (128, &[1, 0, 1][..]));
        assert_eq!(dg15.encode(), file);
        // Written anew the modulus gets the sign byte that this file lacks; the key stays the same.
        let again = Dg15::parse(&Dg15::of(&PublicKey::Rsa(key)).encode()).unwrap();
        assert_eq!(again.public_key_info().unwrap().public_key().unwrap(), PublicKey::Rsa(key));
    }

    #[test]
    fn damage_never_panics_and_is_never_overlooked() {
        let file = bsi_2008("Datagroup15");
        assert_no_truncation_parses(&file, Dg15::parse);
        let genuine = Dg15::parse(&file).unwrap();
        flip_every_bit(&file, |changed| {
            if let Ok(dg15) = Dg15::parse(changed) {
                assert_ne!(dg15, genuine);
                let _ = dg15.public_key_info().unwrap().public_key();
            }
        });
    }
}
