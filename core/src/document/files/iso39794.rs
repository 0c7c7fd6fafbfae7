//! Face records of ISO/IEC 39794-5:2019 in the application profile of ICAO Doc 9303-10.
//!
//! ```text
//! A1 65 FaceImageDataBlock
//!    A0 version { 80 generation, 81 year }
//!    A1 representations
//!       30 { 80 id, A1 image { A0 base { A0 2D { 80 image file, A1 information { A7 size { 80, 81 } } } } } }
//! ```
//! Everything about the person, the camera and landmarks is passed over.

use super::der::{self, malformed, small};
use super::dg2::{Face, FaceRecord, ImageFormat, face};
use super::tlv::{Tlv, encode as object, encode_all};
use crate::error::{Code, Result};
use crate::limits::FACES;

const APPLICATION_5: u32 = 0x65;
const FIELD_0: u32 = 0x80;
const FIELD_1: u32 = 0x81;
const BLOCK_0: u32 = 0xA0;
const BLOCK_1: u32 = 0xA1;
const BLOCK_7: u32 = 0xA7;

/// The faces of the record in this object.
pub(super) fn read(record: &Tlv<'_>) -> Result<Vec<Face>> {
    let mut outer = record.children();
    let mut profile = outer.expect(BLOCK_1)?.children();
    outer.finish()?;
    let block = profile.expect(APPLICATION_5)?;
    profile.finish()?;
    required(&block, BLOCK_0)?;
    let mut representations = required(&block, BLOCK_1)?.children();
    let mut faces = Vec::new();
    while !representations.is_empty() {
        if faces.len() >= FACES {
            return Err(representations.error(Code::TooLarge));
        }
        faces.push(read_representation(&representations.expect(der::SEQUENCE)?)?);
    }
    Ok(faces)
}

fn read_representation(representation: &Tlv<'_>) -> Result<Face> {
    let image = required(representation, BLOCK_1)?;
    // The other choice is an extension that later editions may define.
    let base = child(&image, BLOCK_0)?.ok_or(image.children().error(Code::FileUnsupported))?;
    let two_dimensional = child(&base, BLOCK_0)?.ok_or(base.children().error(Code::FileUnsupported))?;
    let file = required(&two_dimensional, FIELD_0)?;
    let information = required(&two_dimensional, BLOCK_1)?;
    let (width, height) = match child(&information, BLOCK_7)? {
        Some(size) => (Some(pixels(&required(&size, FIELD_0)?)?), Some(pixels(&required(&size, FIELD_1)?)?)),
        None => (None, None),
    };
    face(file.value, width, height, FaceRecord::Iso39794, &file)
}

fn pixels(tlv: &Tlv<'_>) -> Result<u16> {
    u16::try_from(small(tlv)?).map_err(|_| malformed(tlv))
}

/// The one child with this tag. All children are walked, so that broken ones do not pass.
fn child<'a>(parent: &Tlv<'a>, tag: u32) -> Result<Option<Tlv<'a>>> {
    let mut children = parent.children();
    let mut found = None;
    while let Some(tlv) = children.read()? {
        if tlv.tag == tag && found.replace(tlv).is_some() {
            return Err(malformed(&tlv));
        }
    }
    Ok(found)
}

fn required<'a>(parent: &Tlv<'a>, tag: u32) -> Result<Tlv<'a>> {
    child(parent, tag)?.ok_or(parent.children().error(Code::TlvTag))
}

/// A record with this one face and the mandatory fields.
pub(super) fn encode(face: &Face) -> Vec<u8> {
    let number = |tag, value: u32| {
        let integer = der::encode_small(value);
        object(tag, integer.get(2..).unwrap_or_default())
    };
    let format = match face.format {
        ImageFormat::Jpeg => 2,
        ImageFormat::Jpeg2000 => 3, // lossy
    };
    let size = match (face.width, face.height) {
        (Some(width), Some(height)) => {
            encode_all(BLOCK_7, &[&number(FIELD_0, width.into()), &number(FIELD_1, height.into())])
        }
        _ => Vec::new(),
    };
    let format = object(BLOCK_0, &number(FIELD_0, format));
    let information = encode_all(BLOCK_1, &[&format, &size]);
    let two_dimensional = encode_all(BLOCK_0, &[&object(FIELD_0, face.image.expose()), &information]);
    let image = object(BLOCK_1, &object(BLOCK_0, &two_dimensional));
    let representation = encode_all(der::SEQUENCE, &[&number(FIELD_0, 0), &image]);
    let version = encode_all(BLOCK_0, &[&number(FIELD_0, 3), &number(FIELD_1, 2019)]);
    object(BLOCK_1, &encode_all(APPLICATION_5, &[&version, &object(BLOCK_1, &representation)]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::files::tlv;

    const JPEG: [u8; 4] = [0xFF, 0xD8, 0xFF, 0xE0];

    fn read_bytes(record: &[u8]) -> Result<Vec<Face>> {
        let envelope = tlv::encode(0x7F2E, record);
        read(&tlv::single(&envelope, 0x7F2E, "DG2").unwrap())
    }

    fn representation(image: &[u8]) -> Vec<u8> {
        object(BLOCK_1, &encode_all(APPLICATION_5, &[&object(BLOCK_0, &[]), &object(BLOCK_1, image)]))
    }

    #[test]
    fn optional_blocks_are_passed_over() {
        let face = Face::new(&JPEG, FaceRecord::Iso39794).unwrap();
        let two_dimensional = encode_all(
            BLOCK_0,
            &[&object(FIELD_0, &JPEG), &object(BLOCK_1, &[0x80, 1, 2, 0x83, 0]), &object(0xA2, &[0x80, 0])],
        );
        let image = object(BLOCK_1, &object(BLOCK_0, &two_dimensional));
        let block = encode_all(0x30, &[&[0x80, 1, 0], &image, &object(0xA2, &[0x80, 2, 7, 0xE9]), &[0x85, 1, 4]]);
        assert_eq!(read_bytes(&representation(&block.repeat(2))).unwrap(), [face.clone(), face]);
        assert_eq!(read_bytes(&representation(&block.repeat(10))).unwrap_err().code(), Code::TooLarge);
    }

    #[test]
    fn refuses_by_name() {
        let code = |record: &[u8]| read_bytes(record).unwrap_err().code();
        let extension = object(0x30, &object(BLOCK_1, &object(BLOCK_1, &[])));
        assert_eq!(code(&representation(&extension)), Code::FileUnsupported);
        let no_image = object(0x30, &[0x80, 1, 0]);
        assert_eq!(code(&representation(&no_image)), Code::TlvTag);
        let twice = object(0x30, &[0xA1, 0, 0xA1, 0]);
        assert_eq!(code(&representation(&twice)), Code::FileMalformed);
        let mut no_magic = encode(&Face::new(&JPEG, FaceRecord::Iso39794).unwrap());
        let at = no_magic.windows(4).position(|window| window == JPEG).unwrap();
        no_magic[at] = 0;
        assert_eq!(code(&no_magic), Code::FileMalformed);
        let wide = Face::new(&JPEG, FaceRecord::Iso39794).unwrap().with_size(0x7FFF, 1);
        let wide = encode(&wide);
        let at = wide.windows(4).position(|window| window == [0x80, 2, 0x7F, 0xFF]).unwrap();
        let mut negative = wide;
        negative[at + 2] = 0xFF;
        assert_eq!(code(&negative), Code::FileMalformed);
    }
}
