//! Every number that bounds work or memory, with its reason.

/// Text of one QR code: version 40 at level L holds 2 953 bytes; nothing larger is a QR code.
pub const QR_TEXT_BYTES: usize = 4096;

/// Nesting of data objects. The deepest genuine file (ISO 39794-5 faces in DG2) stays below 12.
pub const TLV_DEPTH: usize = 16;

/// Size of any elementary file but a face: the largest seen (a security object with long certificates) is
/// below 8 KiB; a short file offset reaches 32 KiB.
pub const FILE_BYTES: usize = 64 * 1024;

/// Size of DG2. ISO 19794-5 faces are 12 to 20 KiB; some states store up to 200 KiB.
pub const FACE_FILE_BYTES: usize = 512 * 1024;

/// Faces in one DG2: the standard allows 9.
pub const FACES: usize = 9;

/// Size of a Diffie-Hellman prime in bits. RFC 5114 groups have 1024 and 2048; a key of a chip that states
/// its own group may be larger, and arithmetic grows with the cube.
pub const DH_PRIME_BITS: std::ops::RangeInclusive<u32> = 1024..=4096;
/// Content bytes of an object identifier: those of cards and certificates stay below 20; a UUID as an arc
/// takes 20.
pub const OID_BYTES: usize = 56;

/// Entries of a SET OF SecurityInfo: the fullest genuine DG14 (two agreements, four ciphers, keys) has about 20.
pub const SECURITY_INFOS: usize = 64;
