//! The JSON interface of `front_desk` and `verify_dump`, documented in `docs/json.md`.

use dinhdanh::document::chip::reading::ChipReading;
use dinhdanh::document::cross_check::Conflict;
use dinhdanh::document::verify::{Verdict, Verification};
use dinhdanh::error::{Code, Fault, Lang};
use dinhdanh::identity::{Citizen, Source};
use dinhdanh::personal::Personal;
use serde::Serialize;
use std::fmt::Display;

/// What `--json` prints: one object.
#[derive(Serialize)]
pub struct Report<'a> {
    verdict: &'a Verdict,
    citizen: CitizenReport,
    conflicts: &'a [Conflict],
    transport: Option<Transport>,
}

/// What `--json` prints where nothing could be asked.
#[derive(Serialize)]
struct Failure {
    error: FailureReport,
}

#[derive(Serialize)]
struct FailureReport {
    code: Code,
    fault: Fault,
    place: &'static str,
    message_vi: String,
    message_en: String,
    /// What was missing to derive a key from the QR code.
    missing: Vec<String>,
}

/// The citizen in the clear: who asks for JSON asks for the data.
#[derive(Serialize)]
struct CitizenReport {
    /// Whether a trusted authority signed these data and nothing was changed.
    proven: bool,
    source: Source,
    id_number: Option<String>,
    old_id_number: Option<String>,
    full_name: Option<String>,
    date_of_birth: Option<String>,
    sex: Option<String>,
    nationality: Option<String>,
    address: Option<String>,
    place_of_origin: Option<String>,
    ethnicity: Option<String>,
    religion: Option<String>,
    identifying_features: Option<String>,
    issued: Option<String>,
    expires: Option<String>,
    father: Option<String>,
    mother: Option<String>,
    spouse: Option<String>,
}

#[derive(Serialize)]
struct Transport {
    protocol: String,
    access_key: String,
    apdus: u32,
    bytes_sent: usize,
    bytes_received: usize,
}

impl<'a> Report<'a> {
    /// The report on one document.
    #[must_use]
    pub fn of(verification: &'a Verification, reading: &ChipReading) -> Self {
        let citizen = &verification.claimed;
        Self {
            verdict: &verification.verdict,
            citizen: CitizenReport::of(&citizen.value, citizen.source, verification.verified.is_some()),
            conflicts: &verification.conflicts,
            transport: reading.access.as_ref().map(|access| Transport {
                protocol: access.protocol.to_string(),
                access_key: access.password.clone(),
                apdus: reading.traffic.apdus,
                bytes_sent: reading.traffic.bytes_sent,
                bytes_received: reading.traffic.bytes_received,
            }),
        }
    }
}

impl Failure {
    fn of(error: &dinhdanh::Error, missing: Vec<String>) -> Self {
        let code = error.code();
        let message = |lang| format!("{} {}", code.cause(lang), code.remedy(lang));
        let (message_vi, message_en) = (message(Lang::Vi), message(Lang::En));
        let (fault, place) = (code.fault(), error.place());
        Self { error: FailureReport { code, fault, place, message_vi, message_en, missing } }
    }
}

/// Says why nothing could be asked: as JSON on standard output, or as text on standard error.
pub fn failure(error: &dinhdanh::Error, missing: Vec<String>, json: bool) {
    if json {
        return print(&Failure::of(error, missing));
    }
    let code = error.code();
    for lang in [Lang::Vi, Lang::En] {
        eprintln!("{} {}", code.cause(lang), code.remedy(lang));
    }
    missing.iter().for_each(|line| eprintln!("{line}"));
    eprintln!("[{}] {}", code.as_str(), error.place());
}

/// Prints an object as one line of JSON.
pub fn print(object: &impl Serialize) {
    match serde_json::to_string(object) {
        Ok(text) => println!("{text}"),
        Err(error) => eprintln!("{error}"),
    }
}

impl CitizenReport {
    fn of(citizen: &Citizen, source: Source, proven: bool) -> Self {
        fn text<T: Display>(field: &Option<Personal<T>>) -> Option<String> {
            field.as_ref().map(|value| value.expose().to_string())
        }
        Self {
            proven,
            source,
            id_number: citizen.id_number.as_ref().map(|number| number.expose().as_str().to_owned()),
            old_id_number: citizen.old_id_number.as_ref().map(|number| number.expose().as_str().to_owned()),
            full_name: name(&citizen.full_name),
            date_of_birth: text(&citizen.date_of_birth),
            sex: citizen.sex.as_ref().map(|sex| sex.expose().as_str().to_owned()),
            nationality: citizen.nationality.as_ref().map(|state| state.expose().as_str().to_owned()),
            address: citizen.address.as_ref().map(|address| address.expose().text.clone()),
            place_of_origin: citizen.place_of_origin.as_ref().map(|address| address.expose().text.clone()),
            ethnicity: citizen.ethnicity.as_ref().map(|text| text.expose().clone()),
            religion: citizen.religion.as_ref().map(|text| text.expose().clone()),
            identifying_features: citizen.identifying_features.as_ref().map(|text| text.expose().clone()),
            issued: text(&citizen.issued),
            expires: text(&citizen.expires),
            father: name(&citizen.father),
            mother: name(&citizen.mother),
            spouse: name(&citizen.spouse),
        }
    }
}

fn name(field: &Option<Personal<dinhdanh::identity::PersonName>>) -> Option<String> {
    field.as_ref().map(|name| name.expose().as_str().to_owned())
}
