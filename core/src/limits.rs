//! Every number that bounds work or memory, with its reason.

/// Text of one QR code: version 40 at level L holds 2 953 bytes; nothing larger is a QR code.
pub const QR_TEXT_BYTES: usize = 4096;

/// Pixels of one picture by default: the largest phone sensors deliver 50 megapixels.
pub const PICTURE_PIXELS: usize = 50_000_000;

/// Codes read in one picture by default: a sheet of cards holds fewer than sixteen.
pub const PICTURE_CODES: usize = 16;

/// Nesting of data objects. The deepest genuine file (ISO 39794-5 faces in DG2) stays below 12.
pub const TLV_DEPTH: usize = 16;

/// Size of any elementary file but a face: the largest seen (a security object with long certificates) is
/// below 8 KiB; a short file offset reaches 32 KiB.
pub const FILE_BYTES: usize = 64 * 1024;

/// Size of DG2. ISO 19794-5 faces are 12 to 20 KiB; some states store up to 200 KiB.
pub const FACE_FILE_BYTES: usize = 512 * 1024;

/// Faces in one DG2: the standard allows 9.
pub const FACES: usize = 9;
