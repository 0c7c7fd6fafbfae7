//! One document's answer as one object for JSON: what every program and every language hands on, documented in
//! `docs/json.md`. **It holds the citizen's data in the clear.**

use super::chip::reading::ChipReading;
use super::cross_check::Conflict;
use super::verify::{Verdict, Verification};
use crate::identity::{Citizen, PersonName, Source};
use crate::personal::Personal;
use serde::Serialize;
use std::fmt::Display;

/// The report on one document. Its members come in this order, so that equal documents give equal bytes.
#[derive(Serialize)]
pub struct Report<'a> {
    verdict: &'a Verdict,
    citizen: CitizenReport,
    conflicts: &'a [Conflict],
    transport: Option<Transport>,
}

/// A citizen in the clear: who asks for this asks for the data.
#[derive(Serialize)]
pub struct CitizenReport {
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

impl CitizenReport {
    /// What is known of a citizen, from where, and whether an authority that was trusted signed it.
    #[must_use]
    pub fn of(citizen: &Citizen, source: Source, proven: bool) -> Self {
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

fn name(field: &Option<Personal<PersonName>>) -> Option<String> {
    field.as_ref().map(|name| name.expose().as_str().to_owned())
}
