//! DG2 (ICAO Doc 9303-10 clause 4.7.2): the face, in the envelope of ISO/IEC 7816-11.
//!
//! Two records are read: ISO/IEC 19794-5:2005 and ISO/IEC 39794-5, which issuers may use since 2025. The image
//! is handed out as it is and never decoded here.

use super::der::{malformed, read_small};
use super::tlv::{Tlv, encode, encode_all, single};
use super::{der, iso19794, iso39794};
use crate::error::{Code, Error, Result};
use crate::limits::{FACE_FILE_BYTES, FACES};
use crate::personal::Personal;

pub(super) const PLACE: &str = "DG2";
const TAG: u32 = 0x75;
const GROUP: u32 = 0x7F61;
const TEMPLATE: u32 = 0x7F60;
const HEADER: u32 = 0xA1;
const RECORD_PRIMITIVE: u32 = 0x5F2E;
const RECORD_CONSTRUCTED: u32 = 0x7F2E;

/// DG2: no face (children may have none), or several of the same person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dg2 {
    /// The faces in the order of the file; the first is the one to show.
    pub faces: Vec<Face>,
}

/// One face image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Face {
    /// The image file, undecoded.
    pub image: Personal<Vec<u8>>,
    /// What the first bytes of the image say it is, whatever the record says.
    pub format: ImageFormat,
    /// Pixels across as the record states them, which need not be true.
    pub width: Option<u16>,
    /// Pixels down as the record states them, which need not be true.
    pub height: Option<u16>,
    /// The record it came in.
    pub record: FaceRecord,
}

/// The formats ICAO allows for a face.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ImageFormat {
    /// ISO/IEC 10918-1.
    Jpeg,
    /// ISO/IEC 15444-1, as a JP2 file or a bare codestream.
    Jpeg2000,
}

/// The standard of the record around an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FaceRecord {
    /// ISO/IEC 19794-5:2005.
    Iso19794,
    /// ISO/IEC 39794-5:2019.
    Iso39794,
}

impl ImageFormat {
    /// The format that the first bytes tell.
    #[must_use]
    pub fn detect(image: &[u8]) -> Option<Self> {
        const JP2: [u8; 12] = [0, 0, 0, 12, b'j', b'P', b' ', b' ', 13, 10, 0x87, 10];
        match image {
            [0xFF, 0xD8, 0xFF, ..] => Some(Self::Jpeg),
            [0xFF, 0x4F, 0xFF, 0x51, ..] => Some(Self::Jpeg2000),
            _ if image.starts_with(&JP2) => Some(Self::Jpeg2000),
            _ => None,
        }
    }
}

impl Face {
    /// A face of unstated size.
    ///
    /// # Errors
    /// `file-malformed` where the bytes are neither JPEG nor JPEG 2000.
    pub fn new(image: &[u8], record: FaceRecord) -> Result<Self> {
        let format = ImageFormat::detect(image).ok_or(Error::new(Code::FileMalformed, PLACE))?;
        Ok(Self { image: Personal::new(image.to_vec()), format, width: None, height: None, record })
    }

    /// The same face with the size in pixels that the record shall state; 0 states nothing.
    #[must_use]
    pub fn with_size(mut self, width: u16, height: u16) -> Self {
        self.width = Some(width).filter(|&width| width != 0);
        self.height = Some(height).filter(|&height| height != 0);
        self
    }
}

impl Dg2 {
    /// Reads the file.
    ///
    /// # Errors
    /// TLV errors; `file-malformed` where a record or image is none; `file-unsupported` for another record
    /// format or version; `too-large` past [`FACE_FILE_BYTES`] or [`FACES`].
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        if bytes.len() > FACE_FILE_BYTES {
            return Err(Error::new(Code::TooLarge, PLACE));
        }
        let mut file = single(bytes, TAG, PLACE)?.children();
        let mut group = file.expect(GROUP)?.children();
        file.finish()?;
        let too_many = group.error(Code::TooLarge);
        let templates = read_small(&mut group)?;
        let mut faces = Vec::new();
        for _ in 0..templates {
            faces.extend(read_template(&group.expect(TEMPLATE)?)?);
            if faces.len() > FACES {
                return Err(too_many);
            }
        }
        group.finish()?;
        Ok(Self { faces })
    }

    /// The file as bytes: one template per face.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let count = u32::try_from(self.faces.len()).unwrap_or(u32::MAX);
        let templates: Vec<Vec<u8>> = self.faces.iter().map(encode_template).collect();
        let group = encode_all(GROUP, &[&der::encode_small(count), &templates.concat()]);
        encode(TAG, &group)
    }
}

fn read_template(template: &Tlv<'_>) -> Result<Vec<Face>> {
    let mut fields = template.children();
    // Which standard the header names is settled by the record itself; issuers often name the wrong one.
    let mut header = fields.expect(HEADER)?.children();
    while header.read()?.is_some() {}
    let unexpected = fields.error(Code::TlvTag);
    let record = fields.read()?.ok_or(unexpected)?;
    fields.finish()?;
    match (record.tag, record.value) {
        (RECORD_PRIMITIVE | RECORD_CONSTRUCTED, [b'F', b'A', b'C', 0, ..]) => iso19794::read(&record),
        (RECORD_CONSTRUCTED, _) => iso39794::read(&record),
        (RECORD_PRIMITIVE, _) => Err(record.children().error(Code::FileUnsupported)),
        _ => Err(unexpected),
    }
}

fn encode_template(face: &Face) -> Vec<u8> {
    // Format owner 0101 is ISO/IEC JTC 1/SC 37; type 0008 a face of 19794-5, 002A of 39794-5.
    let (record, kind) = match face.record {
        FaceRecord::Iso19794 => (encode(RECORD_PRIMITIVE, &iso19794::encode(face)), [0x00, 0x08]),
        FaceRecord::Iso39794 => (encode(RECORD_CONSTRUCTED, &iso39794::encode(face)), [0x00, 0x2A]),
    };
    let header = [encode(0x81, &[2]), encode(0x87, &[1, 1]), encode(0x88, &kind)].concat();
    encode_all(TEMPLATE, &[&encode(HEADER, &header), &record])
}

/// A face from what a record holds; the image must be one.
pub(super) fn face(
    image: &[u8],
    width: Option<u16>,
    height: Option<u16>,
    record: FaceRecord,
    within: &Tlv<'_>,
) -> Result<Face> {
    let face = Face::new(image, record).map_err(|_| malformed(within))?;
    Ok(face.with_size(width.unwrap_or(0), height.unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::files::data_group::DataGroup;
    use crate::document::files::raw::RawDataGroup;
    use crate::document::files::testing::{assert_no_truncation_parses, bsi_2008, flip_every_bit};

    const JPEG: [u8; 6] = [0xFF, 0xD8, 0xFF, 0xE0, 0x12, 0x34];
    const CODESTREAM: [u8; 5] = [0xFF, 0x4F, 0xFF, 0x51, 0];

    fn faces() -> Dg2 {
        let small = Face::new(&JPEG, FaceRecord::Iso19794).unwrap().with_size(240, 320);
        let new = Face::new(&CODESTREAM, FaceRecord::Iso39794).unwrap().with_size(480, 640);
        let unstated = Face::new(&JPEG, FaceRecord::Iso39794).unwrap();
        Dg2 { faces: vec![small, new, unstated] }
    }

    #[test]
    fn reads_the_reference_file() {
        let file = bsi_2008("Datagroup2");
        let dg2 = Dg2::parse(&file).unwrap();
        let [face] = dg2.faces.as_slice() else { panic!("{} faces", dg2.faces.len()) };
        assert_eq!((face.format, face.record), (ImageFormat::Jpeg2000, FaceRecord::Iso19794));
        assert_eq!((face.width, face.height), (Some(0x151), Some(0x1C1)));
        let image = face.image.expose();
        assert!(file.ends_with(image) && image.len() == 0x3AC5 - 14 - 32);
        assert_eq!(Dg2::parse(&dg2.encode()).unwrap(), dg2);
        for length in [0, 1, 3, 4, 20, 100, 5000, file.len() - 1] {
            assert!(Dg2::parse(&file[..length]).is_err());
        }
    }

    #[test]
    fn both_records_round_trip() {
        assert_eq!(Dg2::parse(&faces().encode()).unwrap(), faces());
        assert!(RawDataGroup::parse(DataGroup::DG2, &faces().encode()).is_ok(), "deeper than the limit");
        let none = Dg2 { faces: Vec::new() };
        assert_eq!(Dg2::parse(&none.encode()).unwrap(), none);
        let big = Dg2 { faces: vec![Face::new(&[&JPEG[..], &[7; 20_000]].concat(), FaceRecord::Iso19794).unwrap()] };
        assert_eq!(Dg2::parse(&big.encode()).unwrap(), big);
        assert!(!format!("{big:?}").contains("7, 7"));
    }

    #[test]
    fn damage_never_panics_and_truncation_never_parses() {
        let file = faces().encode();
        assert_no_truncation_parses(&file, Dg2::parse);
        flip_every_bit(&file, |changed| {
            if let Ok(dg2) = Dg2::parse(changed) {
                assert_eq!(Dg2::parse(&dg2.encode()).unwrap(), dg2);
            }
        });
    }

    #[test]
    fn refuses_by_name() {
        let code = |bytes: &[u8]| Dg2::parse(bytes).unwrap_err().code();
        let many = Dg2 { faces: vec![faces().faces[0].clone(); FACES + 1] };
        assert_eq!(code(&many.encode()), Code::TooLarge);
        assert_eq!(code(&vec![0x75; FACE_FILE_BYTES + 1]), Code::TooLarge);
        let template = |record: &[u8]| {
            let template = encode_all(TEMPLATE, &[&encode(HEADER, &[]), record]);
            encode(TAG, &encode_all(GROUP, &[&[2, 1, 1], &template]))
        };
        assert_eq!(code(&template(&[])), Code::TlvTag);
        assert_eq!(code(&template(&[4, 0])), Code::TlvTag);
        assert_eq!(code(&template(&encode(RECORD_PRIMITIVE, b"FIR\x00010\x00"))), Code::FileUnsupported);
        assert_eq!(code(&encode(TAG, &encode(GROUP, &[2, 1, 1]))), Code::TlvTag);
        assert_eq!(code(&encode(TAG, &encode(GROUP, &[2, 1, 0, 4, 0]))), Code::TlvTrailing);
        assert_eq!(code(&encode(TAG, &encode(GROUP, &[2, 4, 0x7F, 0xFF, 0xFF, 0xFF]))), Code::TlvTag);
        assert_eq!(Face::new(b"GIF89a", FaceRecord::Iso19794).unwrap_err().code(), Code::FileMalformed);
    }
}
