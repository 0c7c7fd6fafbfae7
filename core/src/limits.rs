//! Every number that bounds work or memory, with its reason.

/// Text of one QR code: version 40 at level L holds 2 953 bytes; nothing larger is a QR code.
pub const QR_TEXT_BYTES: usize = 4096;

/// Pixels of one picture by default: the largest phone sensors deliver 50 megapixels.
pub const PICTURE_PIXELS: usize = 50_000_000;

/// Codes read in one picture by default: a sheet of cards holds fewer than sixteen.
pub const PICTURE_CODES: usize = 16;

/// Nesting of data objects. The deepest genuine file (ISO 39794-5 faces in DG2) stays below 12.
/// Nesting of data objects. The deepest genuine file (ISO 39794-5 faces in DG2) has 14 levels.
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
/// Characters of a full name. The longest registered Vietnamese names stay below 60; Decree 123/2015 and the
/// civil registers set no bound, foreign names in DG11 reach about 100.
pub const NAME_CHARS: usize = 200;

/// Characters of a free text field (address, identifying features): the longest seen address is below 200.
pub const TEXT_CHARS: usize = 1000;

/// Fields of a card QR code: 7 are known, 11 would carry everything Circular 16/2024/TT-BCA lists; the rest is room.
pub const QR_FIELDS: usize = 16;

/// Text given as a machine readable zone: 90 characters, line breaks and blanks around them.
pub const MRZ_TEXT_BYTES: usize = 256;

/// Certificates inside one signed object. A security object has one or two.
pub const CMS_CERTIFICATES: usize = 16;

/// Signatures inside one signed object. A security object has one (ICAO 9303-10, 4.6.2.1).
pub const CMS_SIGNERS: usize = 4;

/// Commands in one session. A short-length read of a card with a 512 KiB face takes 2 400.
pub const COMMANDS: u32 = 4_000;

/// Passwords that one session tries before it gives up; chips slow down or block after a few wrong ones.
pub const ACCESS_TRIES: usize = 6;

/// How often one session opens the chip again after the chip left the secure channel.
pub const REOPENINGS: u32 = 6;

/// Data objects in DG11, DG12 or one person of DG16: the standard defines at most 14, issuers repeat some.
pub const DETAILS: usize = 64;

/// Fields of a Vietnamese DG13: 16 numbers were seen.
pub const DG13_FIELDS: usize = 64;
/// Keys derived from dates to try on one chip: the rule's own date, its neighbour, and 29 February twice. Chips
/// may delay or block after wrong tries, so guessing stays short.
pub const DERIVED_MRZ_KEYS: usize = 4;

/// Size of one certificate. The largest in the German master list is below 4 KiB.
pub const CERTIFICATE_BYTES: usize = 32 * 1024;

/// Size of a master list. Germany's of 2026 has 0.9 MB.
pub const MASTER_LIST_BYTES: usize = 4 * 1024 * 1024;

/// Certificates of authorities that one set of anchors holds. Germany's list has 588.
pub const ANCHORS: usize = 10_000;

/// Certificates between a signer and its anchor, both counted. A link certificate makes it three.
pub const PATH: usize = 4;

/// Signatures checked in search of a path. One is usual, a rolled-over key makes it a few; rustls-webpki
/// allows a hundred.
pub const PATH_SIGNATURES: usize = 100;

/// Size of a revocation list. Those of passport authorities are below 100 KiB.
pub const REVOCATION_LIST_BYTES: usize = 4 * 1024 * 1024;
/// JSON of a dump: two faces of the largest size in base64 (a reader may send the image beside DG2), the other
/// files at their usual size, and room.
pub const DUMP_BYTES: usize = 2 * 1024 * 1024;

/// An answer to one command: 65 536 bytes, their status, and a little that drivers add.
pub const ANSWER_BYTES: usize = 65_544;

/// Rows of a table that prove what its columns are: what ten thousand rows do not show does not change how the
/// others are read.
pub const PROFILE_ROWS: u64 = 10_000;

/// A table of administrative units: the embedded one has 390 KB.
pub const UNIT_TABLE_BYTES: usize = 8 * 1024 * 1024;

/// Units in one table: 14 149 in the embedded one; they are numbered with 16 bits.
pub const UNITS: usize = 65_000;

/// Communes that one address may mean before the answer is that nothing is known: the largest district went into
/// fewer than forty, and a longer list helps nobody.
pub const ADDRESS_CANDIDATES: usize = 64;
