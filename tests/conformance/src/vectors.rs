//! One set of vectors that every language runs: what goes in, and the answer byte for byte or the code of the error.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use dinhdanh_facade::{
    CardQr, CardReading, IdTokenCheck, Mrz, PersonalNumber, SdkResult, Verifier, check_stays, foreign_guests_xml,
    read_qr, repair_scan,
};
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};

/// A call with its input; `name` says what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Unique; the defect.
    pub name: String,
    /// The call of the facade.
    pub call: &'static str,
    /// Its arguments by name: texts and whole numbers.
    pub input: Map<String, Value>,
}

impl Case {
    /// A case; `input` is an object.
    ///
    /// # Panics
    /// If it is not.
    #[must_use]
    pub fn new(name: impl Into<String>, call: &'static str, input: Value) -> Self {
        let Value::Object(input) = input else { panic!("an object") };
        Self { name: name.into(), call, input }
    }

    /// The vector: the case with the answer that the facade gives.
    #[must_use]
    pub fn vector(&self, folder: &Path) -> Value {
        let expect = match run(self.call, &self.input, folder) {
            Ok(json) => json!({ "json": json }),
            Err(error) => json!({ "error": error.code() }),
        };
        json!({"name": self.name, "call": self.call, "input": self.input, "expect": expect})
    }
}

/// The folder of the vectors in this repository.
#[must_use]
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../vectors")
}

/// Makes a call of the facade.
///
/// # Errors
/// Those of the call.
///
/// # Panics
/// If an argument is missing, a file cannot be read, or there is no such call.
pub fn run(call: &str, input: &Map<String, Value>, folder: &Path) -> SdkResult<String> {
    let text = |name: &str| input.get(name).and_then(Value::as_str).unwrap_or_else(|| panic!("{call}: {name}"));
    let number = |name: &str| input.get(name).and_then(Value::as_i64).unwrap_or_else(|| panic!("{call}: {name}"));
    let file = |name: &str| std::fs::read(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    match call {
        "personal_number" => PersonalNumber::parse(text("text"))?.expose_json(),
        "card_qr" => CardQr::parse(&STANDARD.decode(text("base64")).expect("base64"))?.expose_json(),
        "mrz" => Mrz::parse(text("text"))?.expose_json(number("at")),
        "mrz_recognised" => Mrz::from_recognised(text("text"))?.expose_json(number("at")),
        "repair_scan" => repair_scan(text("text")),
        "read_qr" => {
            let codes = read_qr(&file(text("file")), None)?;
            let payloads: Vec<String> = codes.iter().map(|code| STANDARD.encode(code.expose_bytes())).collect();
            Ok(json!(payloads).to_string())
        }
        "verify_dump" => {
            let challenge = text("challenge");
            let challenge = (!challenge.is_empty()).then(|| u64::from_str_radix(challenge, 16).expect("hex"));
            let reading = CardReading::from_dump(&file(text("file")), challenge.map(u64::to_be_bytes))?;
            let verifier = match text("policy") {
                "test" => Verifier::test_cards(),
                "citizen" => Verifier::citizen_cards(),
                "travel" => Verifier::travel_documents(),
                other => panic!("{other}"),
            };
            if !text("anchors").is_empty() {
                verifier.load(&file(text("anchors")))?;
            }
            verifier.verify(&reading, number("at")).expose_json()
        }
        "id_token" => {
            let check = IdTokenCheck {
                issuer: text("issuer").to_owned(),
                client_id: text("client_id").to_owned(),
                nonce: Some(text("nonce")).filter(|nonce| !nonce.is_empty()).map(str::to_owned),
                required_level: u8::try_from(number("required_level")).expect("a level"),
                now: number("now"),
                ..IdTokenCheck::default()
            };
            Ok(check.verify(text("token"), text("jwks"))?.expose_json())
        }
        "check_stays" => check_stays(text("declarations").as_bytes(), number("at"), number("remote") == 1),
        "foreign_guests_xml" => {
            let (xml, left_out) = foreign_guests_xml(text("declarations").as_bytes())?;
            Ok(format!("{} {left_out}", STANDARD.encode(xml)))
        }
        other => panic!("no call {other}"),
    }
}
