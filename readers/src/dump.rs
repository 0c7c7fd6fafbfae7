//! What existing card readers hand over: the raw files of a chip as JSON, and the texts read from them.
//!
//! [`read_dump`] takes any of the known shapes and gives a [`ChipReading`] that is verified like one of our
//! own, only that no dialogue took place: nothing says that the chip was there, or which challenge it was
//! given. [`to_dump_json`] writes a reading so that it can be verified again elsewhere.
//!
//! Names of fields are compared without regard to case. Files may stand at the top or under `data`:
//!
//! | shape | fields |
//! |---|---|
//! | this library's | `version`, `sod`, `com`, `card_access`, `dg1` … `dg16`, `active_authentication`, `withheld`, `chip_authentication` |
//! | HN212 and relatives, event 4 | `data`: `{img_data, dg2, dg13, dg14, dg15, sod}` |

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use dinhdanh::document::chip::command::Status;
use dinhdanh::document::chip::reading::{
    ActiveAuthentication, ChipAuthentication, ChipAuthenticationOutcome, ChipReading, Withheld,
};
use dinhdanh::document::files::data_group::{DataGroup, FileId};
use dinhdanh::limits::{DUMP_BYTES, FACE_FILE_BYTES, FILE_BYTES};
use dinhdanh::personal::Personal;
use dinhdanh::{Code, Error, Result};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The version that [`to_dump_json`] writes and the newest that [`read_dump`] reads.
pub const DUMP_VERSION: u64 = 1;

const PLACE: &str = "dump";

/// Reads the raw files that a reader handed over. Fields that are not files are ignored, and so are empty ones.
///
/// ```
/// use dinhdanh_readers::dump::read_dump;
/// let reading = read_dump(br#"{"id": 4, "data": {"SOD": "dwA=", "dg13": "bQA=", "dg1": null}}"#)?;
/// assert_eq!(reading.files.len(), 2);
/// # Ok::<(), dinhdanh::Error>(())
/// ```
///
/// # Errors
/// `too-large`; `text-not-utf8`; `dump-malformed` where it is no JSON object, names a file twice or holds
/// none; `dump-encoding`, naming the file; `dump-version`.
pub fn read_dump(json: &[u8]) -> Result<ChipReading> {
    let object = parse(json)?;
    if object.get("version").and_then(Value::as_u64).is_some_and(|version| version > DUMP_VERSION) {
        return Err(Error::new(Code::DumpVersion, PLACE));
    }
    let mut reading = ChipReading::default();
    for (name, value) in fields(&object) {
        let Some(file) = file_named(name) else { continue };
        let Some(text) = text(value, file.name())? else { continue };
        let limit = if file == FileId::DataGroup(DataGroup::DG2) { FACE_FILE_BYTES } else { FILE_BYTES };
        let bytes = base64(text, limit, file.name())?;
        if !bytes.is_empty() && reading.files.insert(file, bytes).is_some() {
            return Err(Error::new(Code::DumpMalformed, file.name()));
        }
    }
    let active = fields(&object).find(|(name, _)| name.eq_ignore_ascii_case("active_authentication"));
    reading.active = active.and_then(|(_, value)| value.as_object()).map(active_authentication).transpose()?;
    let member = |wanted: &str| {
        fields(&object).find(|(name, _)| name.eq_ignore_ascii_case(wanted)).and_then(|(_, value)| value.as_object())
    };
    for (name, value) in member("withheld").into_iter().flatten() {
        let file = file_named(name).ok_or(Error::new(Code::DumpMalformed, "withheld"))?;
        let status = value.as_str().and_then(status).ok_or(Error::new(Code::DumpMalformed, "withheld"))?;
        reading.withheld.insert(file, Withheld::Refused(status));
    }
    reading.chip = member("chip_authentication").map(denied_chip).transpose()?;
    if reading.files.is_empty() {
        return Err(Error::new(Code::DumpMalformed, PLACE));
    }
    Ok(reading)
}

fn status(text: &str) -> Option<Status> {
    u16::from_str_radix(text, 16).ok().filter(|_| text.len() == 4).map(Status)
}

/// A chip authentication that did not succeed. One that did is not read: anybody can write that down.
fn denied_chip(object: &Map<String, Value>) -> Result<ChipAuthentication> {
    let malformed = Error::new(Code::DumpMalformed, "chip_authentication");
    let field = |name: &str| object.get(name).and_then(Value::as_str);
    let outcome = match field("outcome") {
        Some("wrong-keys") => ChipAuthenticationOutcome::WrongKeys,
        Some("unusable") => ChipAuthenticationOutcome::Unusable,
        Some("refused") => ChipAuthenticationOutcome::Refused(field("status").and_then(status).ok_or(malformed)?),
        _ => return Err(malformed),
    };
    let key = base64(field("public_key").ok_or(malformed)?, FILE_BYTES, "chip_authentication")?;
    ChipAuthentication::denied(outcome, key).ok_or(malformed)
}

/// Writes a reading, version first. That chip authentication succeeded does not travel: it convinces nobody else.
/// What speaks against the chip does: files it kept back, proofs it refused or failed.
///
/// The text is a citizen's data in full.
#[must_use]
pub fn to_dump_json(reading: &ChipReading) -> Personal<String> {
    let mut object = Map::new();
    object.insert("version".to_owned(), json!(DUMP_VERSION));
    for (file, bytes) in &reading.files {
        object.insert(field_name(*file), json!(STANDARD.encode(bytes)));
    }
    if let Some(active) = &reading.active {
        let answer = match &active.response {
            Ok(signature) => ("response", hex(signature)),
            Err(status) => ("refused", status.to_string()),
        };
        let pair = json!({ "challenge": hex(&active.challenge), answer.0: answer.1 });
        object.insert("active_authentication".to_owned(), pair);
    }
    let refused = reading.withheld.iter().filter_map(|(file, why)| match why {
        Withheld::Refused(status) => Some((field_name(*file), json!(status.to_string()))),
        Withheld::Broken(_) => None, // the file is missing from the dump, which the verdict sees as well
    });
    let refused: Map<String, Value> = refused.collect();
    if !refused.is_empty() {
        object.insert("withheld".to_owned(), Value::Object(refused));
    }
    if let Some(chip) = &reading.chip {
        let key = STANDARD.encode(chip.public_key());
        let denied = match chip.outcome() {
            ChipAuthenticationOutcome::Agreed => None,
            ChipAuthenticationOutcome::WrongKeys => Some(json!({ "outcome": "wrong-keys", "public_key": key })),
            ChipAuthenticationOutcome::Unusable => Some(json!({ "outcome": "unusable", "public_key": key })),
            ChipAuthenticationOutcome::Refused(status) => {
                Some(json!({ "outcome": "refused", "status": status.to_string(), "public_key": key }))
            }
        };
        object.extend(denied.map(|denied| ("chip_authentication".to_owned(), denied)));
    }
    Personal::new(Value::Object(object).to_string())
}

/// The texts that a reader's own program read from a card: claimed by that program, proven by nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)] // the fields are those of the card, in the reader's own spelling
pub struct ReaderText {
    pub id_number: Option<Personal<String>>,
    pub old_id_number: Option<Personal<String>>,
    pub full_name: Option<Personal<String>>,
    pub date_of_birth: Option<Personal<String>>,
    pub sex: Option<Personal<String>>,
    pub nationality: Option<Personal<String>>,
    pub ethnicity: Option<Personal<String>>,
    pub religion: Option<Personal<String>>,
    pub place_of_origin: Option<Personal<String>>,
    pub residence: Option<Personal<String>>,
    pub identifying_features: Option<Personal<String>>,
    pub date_of_issue: Option<Personal<String>>,
    pub date_of_expiry: Option<Personal<String>>,
    pub father: Option<Personal<String>>,
    pub mother: Option<Personal<String>>,
    pub spouse: Option<Personal<String>>,
}

/// Reads the texts of a reader's event: `{idCode, personName, …}` of HN212 (event 2), or `{id_card, full_name,
/// …}` of the JTH webhook; at the top or under `data`. Empty texts are none.
///
/// ```
/// let text = dinhdanh_readers::dump::read_text(br#"{"id": "2", "data": {"idCode": "001199000018"}}"#)?;
/// assert_eq!(text.id_number.unwrap().expose(), "001199000018");
/// # Ok::<(), dinhdanh::Error>(())
/// ```
///
/// # Errors
/// `too-large`; `text-not-utf8`; `dump-malformed` where it is no JSON object, names a field twice, or holds
/// none of the fields.
pub fn read_text(json: &[u8]) -> Result<ReaderText> {
    let object = parse(json)?;
    let mut texts = BTreeMap::new();
    for (name, value) in fields(&object) {
        let name = name.to_ascii_lowercase();
        let Some((field, _)) = TEXT_FIELDS.iter().find(|(_, names)| names.contains(&name.as_str())) else { continue };
        let Some(text) = text(value, field)? else { continue };
        if texts.insert(*field, Personal::new(text.to_owned())).is_some() {
            return Err(Error::new(Code::DumpMalformed, field));
        }
    }
    if texts.is_empty() {
        return Err(Error::new(Code::DumpMalformed, PLACE));
    }
    let mut take = |field| texts.remove(field);
    Ok(ReaderText {
        id_number: take("id_number"),
        old_id_number: take("old_id_number"),
        full_name: take("full_name"),
        date_of_birth: take("date_of_birth"),
        sex: take("sex"),
        nationality: take("nationality"),
        ethnicity: take("ethnicity"),
        religion: take("religion"),
        place_of_origin: take("place_of_origin"),
        residence: take("residence"),
        identifying_features: take("identifying_features"),
        date_of_issue: take("date_of_issue"),
        date_of_expiry: take("date_of_expiry"),
        father: take("father"),
        mother: take("mother"),
        spouse: take("spouse"),
    })
}

/// Each field with the names that readers give it, in lower case.
const TEXT_FIELDS: [(&str, [&str; 2]); 16] = [
    ("id_number", ["idcode", "id_card"]),
    ("old_id_number", ["oldidcode", "old_id_card"]),
    ("full_name", ["personname", "full_name"]),
    ("date_of_birth", ["dateofbirth", "date_of_birth"]),
    ("sex", ["gender", "sex"]),
    ("nationality", ["nationality", "quoc_tich"]),
    ("ethnicity", ["race", "ethnicity"]),
    ("religion", ["religion", "ton_giao"]),
    ("place_of_origin", ["originplace", "place_of_origin"]),
    ("residence", ["residenceplace", "place_of_residence"]),
    ("identifying_features", ["personalidentification", "personal_identification"]),
    ("date_of_issue", ["issuedate", "date_of_issue"]),
    ("date_of_expiry", ["expirydate", "date_of_expiry"]),
    ("father", ["fathername", "father_name"]),
    ("mother", ["mothername", "mother_name"]),
    ("spouse", ["wifename", "wife_name"]),
];

fn parse(json: &[u8]) -> Result<Map<String, Value>> {
    if json.len() > DUMP_BYTES {
        return Err(Error::new(Code::TooLarge, PLACE));
    }
    // Some programs on Windows put a byte order mark in front.
    let text = std::str::from_utf8(json).map_err(|_| Error::new(Code::TextNotUtf8, PLACE))?;
    match serde_json::from_str(text.trim_start_matches('\u{FEFF}')) {
        Ok(Value::Object(object)) => Ok(object),
        _ => Err(Error::new(Code::DumpMalformed, PLACE)),
    }
}

/// The fields at the top and under `data`.
fn fields(object: &Map<String, Value>) -> impl Iterator<Item = (&String, &Value)> {
    let nested = object.iter().filter(|(name, _)| name.eq_ignore_ascii_case("data"));
    object.iter().chain(nested.filter_map(|(_, value)| value.as_object()).flatten())
}

fn file_named(name: &str) -> Option<FileId> {
    let name = name.to_ascii_lowercase();
    let files = DataGroup::all().map(FileId::DataGroup).chain([FileId::Sod, FileId::Com, FileId::CardAccess]);
    files.into_iter().find(|file| field_name(*file) == name)
}

fn field_name(file: FileId) -> String {
    match file {
        FileId::CardAccess => "card_access".to_owned(),
        FileId::Com => "com".to_owned(),
        FileId::Sod => "sod".to_owned(),
        FileId::DataGroup(group) => group.name().to_ascii_lowercase(),
    }
}

/// A text that is there and not empty.
fn text<'a>(value: &'a Value, place: &'static str) -> Result<Option<&'a str>> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text.trim()).filter(|text| !text.is_empty())),
        _ => Err(Error::new(Code::DumpMalformed, place)),
    }
}

/// Base64, with line breaks and with or without padding, as the programs of readers write it.
fn base64(text: &str, limit: usize, place: &'static str) -> Result<Vec<u8>> {
    if text.len() / 2 > limit {
        return Err(Error::new(Code::TooLarge, place));
    }
    let text: String = text.split_ascii_whitespace().collect();
    let engine = if text.ends_with('=') { STANDARD } else { STANDARD_NO_PAD };
    let bytes = engine.decode(text).map_err(|_| Error::new(Code::DumpEncoding, place))?;
    if bytes.len() > limit { Err(Error::new(Code::TooLarge, place)) } else { Ok(bytes) }
}

fn active_authentication(object: &Map<String, Value>) -> Result<ActiveAuthentication> {
    const FIELD: &str = "active_authentication";
    let bytes = |name| object.get(name).and_then(Value::as_str).map(unhex);
    let malformed = Error::new(Code::DumpEncoding, FIELD);
    let challenge = bytes("challenge").flatten().and_then(|c| c.try_into().ok()).ok_or(malformed)?;
    let response = match (bytes("response"), bytes("refused")) {
        (Some(Some(signature)), None) => Ok(signature),
        (None, Some(Some(status))) => Err(Status(u16::from_be_bytes(status.try_into().map_err(|_| malformed)?))),
        _ => return Err(malformed),
    };
    Ok(ActiveAuthentication { challenge, response })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The longest signature of a chip: RSA of 4096 bits; DER around ECDSA is shorter.
const SIGNATURE_BYTES: usize = 512;

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> =
        text.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect::<Option<_>>()?;
    let (pairs, rest) = digits.as_chunks::<2>();
    if !rest.is_empty() || pairs.len() > SIGNATURE_BYTES {
        return None;
    }
    Some(pairs.iter().map(|[high, low]| high << 4 | low).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(json: &str) -> Code {
        read_dump(json.as_bytes()).unwrap_err().code()
    }

    fn full() -> ChipReading {
        let files = DataGroup::all().map(FileId::DataGroup).chain([FileId::Sod, FileId::Com, FileId::CardAccess]);
        let files = files.enumerate().map(|(i, file)| (file, vec![u8::try_from(i).unwrap(), 0, 7])).collect();
        let active = ActiveAuthentication { challenge: [9; 8], response: Ok(vec![0xAB, 0x01]) };
        ChipReading { files, active: Some(active), ..ChipReading::default() }
    }

    #[test]
    fn what_is_written_is_read_back_and_the_version_comes_first() {
        let mut reading = full();
        let json = to_dump_json(&reading);
        assert!(json.expose().starts_with(r#"{"version":1,"#), "{}", json.expose());
        assert_eq!(read_dump(json.expose().as_bytes()).unwrap(), reading);
        assert!(!format!("{json:?}").contains("dg1"));
        reading.active = Some(ActiveAuthentication { challenge: [0; 8], response: Err(Status(0x6A88)) });
        assert_eq!(read_dump(to_dump_json(&reading).expose().as_bytes()).unwrap(), reading);
        reading.active = None;
        assert_eq!(read_dump(to_dump_json(&reading).expose().as_bytes()).unwrap(), reading);
    }

    #[test]
    fn names_nesting_padding_and_line_breaks_vary() {
        let expected = vec![0x77, 0x02, 1, 2];
        for json in [
            r#"{"sod": "dwIBAg=="}"#,
            r#"{"SOD": "dwIBAg"}"#,
            r#"{"id": "4", "type": 7, "data": {"Sod": "dwIB\r\nAg==\n", "img_data": "/9j/", "dg2": ""}}"#,
            "\u{FEFF}{\"Data\": {\"sod\": \" dwIBAg== \"}, \"version\": 1}",
        ] {
            let reading = read_dump(json.as_bytes()).unwrap();
            assert_eq!(reading.files, BTreeMap::from([(FileId::Sod, expected.clone())]), "{json}");
            assert_eq!(reading.access, None);
        }
    }

    #[test]
    fn refusals_have_names() {
        assert_eq!(code(""), Code::DumpMalformed);
        assert_eq!(code("[]"), Code::DumpMalformed);
        assert_eq!(code(r#"{"img_data": "AAAA"}"#), Code::DumpMalformed);
        assert_eq!(code(r#"{"sod": 7}"#), Code::DumpMalformed);
        assert_eq!(code(r#"{"sod": "dwA=", "SOD": "dwA="}"#), Code::DumpMalformed);
        assert_eq!(code(r#"{"sod": "dwA=", "data": {"sod": "dwA="}}"#), Code::DumpMalformed);
        assert_eq!(code(r#"{"sod": "dw*="}"#), Code::DumpEncoding);
        assert_eq!(code(r#"{"sod": "dwA=", "version": 2}"#), Code::DumpVersion);
        for active in [
            "{}",
            r#"{"challenge": "00"}"#,
            r#"{"challenge": "0000000000000000"}"#,
            r#"{"challenge": "0000000000000000", "response": "0"}"#,
            r#"{"challenge": "0000000000000000", "response": "00", "refused": "6A88"}"#,
            r#"{"challenge": "0000000000000000", "refused": "6A"}"#,
        ] {
            assert_eq!(code(&format!(r#"{{"sod": "dwA=", "active_authentication": {active}}}"#)), Code::DumpEncoding);
        }
        let long = STANDARD.encode(vec![0; FILE_BYTES + 1]);
        assert_eq!(code(&format!(r#"{{"sod": "{long}"}}"#)), Code::TooLarge);
        assert!(read_dump(format!(r#"{{"dg2": "{long}"}}"#).as_bytes()).is_ok());
        assert_eq!(code(&" ".repeat(DUMP_BYTES + 1)), Code::TooLarge);
        assert_eq!(read_dump(&[b'{', 0xFF, b'}']).unwrap_err().code(), Code::TextNotUtf8);
        assert_eq!(code(&"[".repeat(100_000)), Code::DumpMalformed);
        let error = read_dump(br#"{"dg13": "001199000018!"}"#).unwrap_err();
        assert!(!error.to_string().contains("0011") && error.place() == "DG13");
    }

    #[test]
    fn no_truncation_of_a_dump_panics_or_passes() {
        let json = to_dump_json(&full());
        for end in 0..json.expose().len() {
            assert!(read_dump(json.expose().get(..end).unwrap().as_bytes()).is_err(), "{end}");
        }
    }

    #[test]
    fn both_spellings_of_the_texts_are_read() {
        let hn212 = r#"{"id": 2, "data": {"idCode": "001199000018", "personName": "Nguyễn Thị Mẫu", "wifeName": "",
            "dateOfBirth": "17/02/1999", "oldIdCode": null, "expiryDate": "17/02/2039", "unknown": [1]}}"#;
        let jth = r#"{"id_card": "001199000018", "full_name": "Nguyễn Thị Mẫu", "date_of_birth": "17/02/1999",
            "date_of_expiry": "17/02/2039", "id_img": "AAAA"}"#;
        let text = read_text(hn212.as_bytes()).unwrap();
        assert_eq!(text, read_text(jth.as_bytes()).unwrap());
        assert_eq!(text.full_name.as_ref().unwrap().expose(), "Nguyễn Thị Mẫu");
        assert_eq!((&text.spouse, &text.old_id_number), (&None, &None));
        assert!(!format!("{text:?}").contains("Mẫu"));
        assert_eq!(read_text(b"{}").unwrap_err().code(), Code::DumpMalformed);
        assert_eq!(read_text(br#"{"idCode": "1", "id_card": "2"}"#).unwrap_err().code(), Code::DumpMalformed);
    }
}
