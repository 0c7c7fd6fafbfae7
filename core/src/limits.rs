//! Every number that bounds work or memory, with its reason.

/// Text of one QR code: version 40 at level L holds 2 953 bytes; nothing larger is a QR code.
pub const QR_TEXT_BYTES: usize = 4096;

/// Pixels of one picture by default: the largest phone sensors deliver 50 megapixels.
pub const PICTURE_PIXELS: usize = 50_000_000;

/// Codes read in one picture by default: a sheet of cards holds fewer than sixteen.
pub const PICTURE_CODES: usize = 16;

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

/// Draws of a random number below a bound before the source is taken to be broken.
pub const RANDOM_DRAWS: u32 = 128;

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

/// One line of an audit trail: a sealed cell in base64, its codes, and room.
pub const AUDIT_LINE_BYTES: usize = 64 * 1024;
/// A table of administrative units: the embedded one has 390 KB.
pub const UNIT_TABLE_BYTES: usize = 8 * 1024 * 1024;

/// Units in one table: 14 149 in the embedded one; they are numbered with 16 bits.
pub const UNITS: usize = 65_000;
/// A signed or encrypted token. Those of providers stay below 8 KiB; HTTP servers cut a header line at 8 to 64 KiB.
pub const TOKEN_BYTES: usize = 64 * 1024;

/// Nesting of JSON in tokens and answers of a provider: an address claim has two levels, a distributed claim three.
pub const JSON_DEPTH: usize = 8;

/// Members of one JSON object there. The fullest published claim list has 45.
pub const JSON_MEMBERS: usize = 512;

/// The name of a key: thumbprints have 43 characters, WSO2 joins two of them with a suffix.
pub const KID_BYTES: usize = 256;

/// What was agreed with a provider. The longest of the samples has 1 KiB.
pub const SETTINGS_BYTES: usize = 64 * 1024;

/// The keys that a provider publishes. Keycloak and WSO2 answer with 2 to 12 KiB, certificates included.
pub const JWKS_BYTES: usize = 256 * 1024;

/// Keys in one such set: one or two per algorithm, and those of the last rotation.
pub const JWKS_KEYS: usize = 128;

/// The modulus of an RSA key that signs tokens, in bits (RFC 7518 section 3.3; the largest in use has 4096).
pub const RSA_TOKEN_BITS: std::ops::RangeInclusive<u32> = 2048..=8192;
/// Rows of a table that prove what its columns are: what ten thousand rows do not show does not change how the
/// others are read.
pub const PROFILE_ROWS: u64 = 10_000;
/// Characters of the identifier that a caller gives a stay: a UUID takes 36, a booking number with a guest's place
/// in it less.
pub const STAY_ID_CHARS: usize = 100;

/// Size of a list of people: a million rows of an office's list take about 200 MB as CSV.
pub const TABLE_BYTES: usize = 256 * 1024 * 1024;

/// Rows of one file: the most that a sheet of Excel has.
pub const TABLE_ROWS: usize = 1_048_576;

/// Columns of a sheet. Lists of hotels and hospitals have below 60; the widest forms of the statistics office 300.
pub const TABLE_COLUMNS: usize = 512;

/// Characters of all cells together, in bytes: one long text that a million cells share must not be copied a million
/// times.
pub const TABLE_TEXT_BYTES: usize = 512 * 1024 * 1024;

/// Sheets of a workbook: one a day for a quarter.
pub const TABLE_SHEETS: usize = 100;

/// Parts in the archive of a workbook: a few for each sheet, and pictures.
pub const TABLE_PARTS: usize = 2_000;

/// What a workbook may unfold to. XLSX shrinks its text ten to twenty times; a sheet of 100 000 guests unfolds to
/// 100 MB.
pub const TABLE_UNPACKED_BYTES: usize = 512 * 1024 * 1024;

/// Communes that one address may mean before the answer is that nothing is known: the largest district went into
/// fewer than forty, and a longer list helps nobody.
pub const ADDRESS_CANDIDATES: usize = 64;
/// Size of a spreadsheet file: the portal's template has below 0.2 MB, with 10 000 guests below 2 MB.
pub const SPREADSHEET_BYTES: usize = 32 * 1024 * 1024;

/// Size of one part of a spreadsheet file after decompression: 10 000 guests take below 10 MB. Against archives
/// that unfold to gigabytes.
pub const SPREADSHEET_PART_BYTES: usize = 128 * 1024 * 1024;

/// Parts of a spreadsheet file: the portal's template has 13.
pub const SPREADSHEET_PARTS: usize = 256;

/// Rows of a spreadsheet: as many as the format allows.
pub const SPREADSHEET_ROWS: u32 = 1_048_576;

/// Cells and shared texts of a spreadsheet: 100 000 guests in 19 columns, and room.
pub const SPREADSHEET_CELLS: usize = 4_000_000;

/// Guests in one file for the portal. How many the portal takes is not published; the largest hotels of the country
/// have below 4 000 beds.
pub const PORTAL_GUESTS: usize = 100_000;

/// Nesting of elements in XML: a style sheet of a workbook stays below 12, the portal's own files have 3.
pub const XML_DEPTH: usize = 32;

/// Size of an XML, JSON or Arrow file of declarations: 100 000 guests take below 100 MB.
pub const EXPORT_FILE_BYTES: usize = 256 * 1024 * 1024;

// --- outbox ---

/// How long a write waits for another program that uses the same outbox. Producing a file of 10 000 guests takes
/// below two seconds, and nobody at a counter waits longer than this.
pub const OUTBOX_BUSY_MILLISECONDS: u64 = 5_000;

/// One declaration as it is kept. One guest with addresses and notes of the greatest length stays below 16 KiB.
pub const OUTBOX_RECORD_BYTES: usize = 64 * 1024;

/// One produced file. 10 000 guests are below 2 MB as XLSX and below 8 MB as XML.
pub const OUTBOX_FILE_BYTES: usize = 64 * 1024 * 1024;

/// A name in an outbox: stay, kind, channel, file name. A stay's identifier has up to 100 characters of up to 4
/// bytes; longer ones are no names.
pub const OUTBOX_NAME_BYTES: usize = 400;

/// Rows of one list from a portal: ten times the largest declared day of one facility (10 000).
pub const OUTBOX_LISTED_ROWS: usize = 100_000;

/// Pairs of declarations and listed rows of one key that are compared: a guest who comes every day for three years.
pub const OUTBOX_PAIRS: usize = 1_000_000;

// --- indicators ---

/// Nights of one stay: ten years. A longer one has a wrong year, and would outweigh thousands of guests.
pub const STAY_NIGHTS: u32 = 3_660;

/// Combinations in one table: the 34 provinces on every day of a year are 12 410. Withholding compares each small figure
/// with the others.
pub const TABLE_CELLS: usize = 20_000;

/// Facts in one Arrow batch: texts in it are counted with 31 bits, and a facility's identifier may take some hundred.
pub const FACTS: usize = 5_000_000;
