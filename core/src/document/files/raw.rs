//! Data groups whose content this library does not interpret: fingers, irises, portraits, signatures, and
//! whatever an issuer puts into its optional details.

use super::data_group::DataGroup;
use super::tlv::{Reader, single};
use crate::error::{Code, Error, Result};
use crate::limits::{FACE_FILE_BYTES, TLV_DEPTH};
use crate::personal::Personal;

/// A data group of which only the tag and the nesting of data objects were checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawDataGroup {
    /// Which one.
    pub group: DataGroup,
    /// The value of the outermost object.
    pub value: Personal<Vec<u8>>,
}

impl RawDataGroup {
    /// Reads the file.
    ///
    /// # Errors
    /// TLV errors at any depth; `too-large` past [`FACE_FILE_BYTES`].
    pub fn parse(group: DataGroup, bytes: &[u8]) -> Result<Self> {
        if bytes.len() > FACE_FILE_BYTES {
            return Err(Error::new(Code::TooLarge, group.name()));
        }
        let file = single(bytes, group.tag(), group.name())?;
        walk(file.children(), TLV_DEPTH)?;
        Ok(Self { group, value: Personal::new(file.value.to_vec()) })
    }
}

/// Reads every object of a constructed value and what is inside, so that none is broken.
fn walk(mut reader: Reader<'_>, depth: usize) -> Result<()> {
    let deeper = depth.checked_sub(1).ok_or(reader.error(Code::TlvTooDeep))?;
    while let Some(tlv) = reader.read()? {
        if tlv.is_constructed() {
            walk(tlv.children(), deeper)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::files::testing::{assert_no_truncation_parses, bsi_2008, flip_every_bit};
    use crate::document::files::tlv::encode;

    #[test]
    fn reads_the_reference_files() {
        for (number, name) in [(3, "Datagroup3"), (4, "Datagroup4"), (2, "Datagroup2"), (14, "Datagroup14")] {
            let file = bsi_2008(name);
            let group = RawDataGroup::parse(DataGroup::new(number).unwrap(), &file).unwrap();
            assert!(file.ends_with(group.value.expose()));
            let other = DataGroup::new(number + 1).unwrap();
            assert_eq!(RawDataGroup::parse(other, &file).unwrap_err().code(), Code::TlvTag);
        }
    }

    #[test]
    fn damage_never_panics_and_truncation_never_parses() {
        let group = DataGroup::new(7).unwrap();
        let file = encode(0x67, &[&[2, 1, 1][..], &encode(0x7F61, &encode(0x5F43, b"signature"))].concat());
        assert_no_truncation_parses(&file, |bytes| RawDataGroup::parse(group, bytes));
        flip_every_bit(&file, |changed| {
            if let Ok(read) = RawDataGroup::parse(group, changed) {
                assert!(changed.ends_with(read.value.expose()));
            }
        });
    }

    #[test]
    fn nesting_is_bounded() {
        let nested = |levels| (0..levels).fold(vec![4, 0], |inner, _| encode(0x30, &inner));
        let code = |levels| RawDataGroup::parse(DataGroup::DG13, &encode(0x6D, &nested(levels))).map_err(|e| e.code());
        assert!(code(TLV_DEPTH - 1).is_ok());
        assert_eq!(code(TLV_DEPTH), Err(Code::TlvTooDeep));
        assert_eq!(code(5000), Err(Code::TlvTooDeep));
        let huge = vec![0x6D; FACE_FILE_BYTES + 1];
        assert_eq!(RawDataGroup::parse(DataGroup::DG13, &huge).unwrap_err().code(), Code::TooLarge);
    }
}
