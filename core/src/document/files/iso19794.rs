//! Face records of ISO/IEC 19794-5:2005, as ICAO Doc 9303-10 has used them since the first passports.
//!
//! All numbers are big-endian. Header: `FAC\0`, `010\0`, record length (4), images (2). Per image: length (4),
//! feature points (2), 14 bytes about the person, 8 bytes per feature point, 12 bytes about the image, the
//! image itself.

use super::der::malformed;
use super::dg2::{Face, FaceRecord, ImageFormat, face};
use super::tlv::Tlv;
use crate::error::{Code, Result};
use crate::limits::FACES;

const HEADER_BYTES: u32 = 14;
const PERSON_BYTES: usize = 20;
const IMAGE_BYTES: usize = 12;
const FEATURE_POINT_BYTES: usize = 8;

/// The faces of the record in this object.
pub(super) fn read(record: &Tlv<'_>) -> Result<Vec<Face>> {
    let broken = malformed(record);
    let (header, mut rest) = record.value.split_first_chunk::<14>().ok_or(broken)?;
    let [_, _, _, _, v1, v2, v3, v4, l1, l2, l3, l4, n1, n2] = *header;
    if [v1, v2, v3, v4] != *b"010\0" {
        return Err(record.children().error(Code::FileUnsupported));
    }
    let length = usize::try_from(u32::from_be_bytes([l1, l2, l3, l4])).map_err(|_| broken)?;
    // New Zealand has issued passports whose record length leaves out the first eight bytes.
    if length != record.value.len() && length.checked_add(8) != Some(record.value.len()) {
        return Err(broken);
    }
    let mut faces = Vec::new();
    for _ in 0..u16::from_be_bytes([n1, n2]) {
        if faces.len() >= FACES {
            return Err(record.children().error(Code::TooLarge));
        }
        let (&[l1, l2, l3, l4], _) = rest.split_first_chunk::<4>().ok_or(broken)?;
        let length = usize::try_from(u32::from_be_bytes([l1, l2, l3, l4])).map_err(|_| broken)?;
        let (block, after) = rest.split_at_checked(length).ok_or(broken)?;
        faces.push(read_image(block, record)?);
        rest = after;
    }
    if rest.is_empty() { Ok(faces) } else { Err(broken) }
}

fn read_image(block: &[u8], record: &Tlv<'_>) -> Result<Face> {
    let broken = malformed(record);
    let (person, rest) = block.split_first_chunk::<PERSON_BYTES>().ok_or(broken)?;
    let [_, _, _, _, p1, p2, ..] = *person;
    let points = usize::from(u16::from_be_bytes([p1, p2])).saturating_mul(FEATURE_POINT_BYTES);
    let (_, rest) = rest.split_at_checked(points).ok_or(broken)?;
    let (information, image) = rest.split_first_chunk::<IMAGE_BYTES>().ok_or(broken)?;
    let [_, _, w1, w2, h1, h2, ..] = *information;
    let (width, height) = (u16::from_be_bytes([w1, w2]), u16::from_be_bytes([h1, h2]));
    face(image, Some(width), Some(height), FaceRecord::Iso19794, record)
}

/// A record with this one face: a full frontal image (type 1), nothing said about the person.
pub(super) fn encode(face: &Face) -> Vec<u8> {
    let image = face.image.expose();
    let fixed = PERSON_BYTES.saturating_add(IMAGE_BYTES);
    let block_length = u32::try_from(image.len().saturating_add(fixed)).unwrap_or(u32::MAX);
    let format = match face.format {
        ImageFormat::Jpeg => 0,
        ImageFormat::Jpeg2000 => 1,
    };
    let mut out = b"FAC\x00010\0".to_vec();
    out.extend(block_length.saturating_add(HEADER_BYTES).to_be_bytes());
    out.extend(1u16.to_be_bytes());
    out.extend(block_length.to_be_bytes());
    out.extend([0; 16]);
    out.extend([1, format]);
    out.extend(face.width.unwrap_or(0).to_be_bytes());
    out.extend(face.height.unwrap_or(0).to_be_bytes());
    out.extend([0; 6]);
    out.extend(image);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::files::tlv;

    const JPEG: [u8; 4] = [0xFF, 0xD8, 0xFF, 0xE0];

    fn read_bytes(record: &[u8]) -> Result<Vec<Face>> {
        let object = tlv::encode(0x5F2E, record);
        read(&tlv::single(&object, 0x5F2E, "DG2").unwrap())
    }

    fn record() -> Vec<u8> {
        encode(&Face::new(&JPEG, FaceRecord::Iso19794).unwrap().with_size(3, 4))
    }

    /// A record of `count` images, each with one feature point.
    fn with_points(count: u8) -> Vec<u8> {
        let mut block = record().split_off(14);
        block[3] = 32 + 8 + 4;
        block[5] = 1;
        block.splice(20..20, [9; 8]);
        let mut out = record()[..14].to_vec();
        out[13] = count;
        out.extend(block.repeat(usize::from(count)));
        let length = u32::try_from(out.len()).unwrap();
        out[8..12].copy_from_slice(&length.to_be_bytes());
        out
    }

    #[test]
    fn several_images_with_feature_points() {
        let faces = read_bytes(&with_points(2)).unwrap();
        assert_eq!(faces.len(), 2);
        assert!(faces.iter().all(|face| face.image.expose() == &JPEG && face.height == Some(4)));
        assert_eq!(read_bytes(&with_points(10)).unwrap_err().code(), Code::TooLarge);
    }

    #[test]
    fn record_length_is_exact_or_that_of_new_zealand() {
        let mut record = record();
        let length = record[11];
        for (stated, accepted) in [(length, true), (length - 8, true), (length - 1, false), (length + 1, false)] {
            record[11] = stated;
            assert_eq!(read_bytes(&record).is_ok(), accepted, "{stated} of {length}");
        }
    }

    #[test]
    fn every_inner_length_is_checked() {
        let good = with_points(1);
        for length in 0..good.len() {
            assert!(read_bytes(&good[..length]).is_err());
        }
        for (index, value) in [(13, 2), (13, 0), (17, 0), (17, good[17] + 1), (19, 2), (18, 0xFF)] {
            let mut bad = good.clone();
            bad[index] = value;
            assert_eq!(read_bytes(&bad).unwrap_err().code(), Code::FileMalformed, "byte {index}");
        }
        let mut newer = good;
        newer[5] = b'3';
        assert_eq!(read_bytes(&newer).unwrap_err().code(), Code::FileUnsupported);
    }
}
