//! The vectors as Rust runs them, and that they are what the cases say.

use dinhdanh_conformance::{cases, vectors};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

fn vectors() -> Vec<Value> {
    let text = fs::read_to_string(vectors::folder().join("vectors.json")).unwrap();
    serde_json::from_str::<Vec<Value>>(&text).unwrap()
}

#[test]
fn every_vector_gives_its_answer() {
    let folder = vectors::folder();
    let all = vectors();
    for vector in &all {
        let (name, call) = (vector["name"].as_str().unwrap(), vector["call"].as_str().unwrap());
        let answer = vectors::run(call, vector["input"].as_object().unwrap(), &folder);
        match (&vector["expect"]["json"], &vector["expect"]["error"], answer) {
            (Value::String(json), Value::Null, Ok(answer)) => assert_eq!(&answer, json, "{name}"),
            (Value::Null, Value::String(code), Err(error)) => assert_eq!(error.code(), code, "{name}"),
            (_, _, answer) => panic!("{name}: {answer:?}"),
        }
    }
    println!("vectors: {}", all.len());
}

#[test]
fn there_are_enough_and_each_has_a_name_of_its_own() {
    let all = vectors();
    let names: BTreeSet<_> = all.iter().map(|vector| vector["name"].as_str().unwrap()).collect();
    assert_eq!(names.len(), all.len());
    assert!(all.len() >= 150, "{}", all.len());
    // Answers and refusals of every kind of call.
    for call in ["personal_number", "card_qr", "mrz", "mrz_recognised", "read_qr", "verify_dump", "id_token"] {
        let of = |member: &str| {
            all.iter().filter(|vector| vector["call"] == call && !vector["expect"][member].is_null()).count()
        };
        assert!(of("json") > 0 && of("error") > 0, "{call}");
    }
}

#[test]
fn the_list_of_errors_is_what_the_code_says() {
    let listed = fs::read_to_string(vectors::folder().join("error_codes.txt")).unwrap();
    assert_eq!(listed, dinhdanh_facade::error_codes(), "run write_vectors");
    println!("codes: {}", listed.lines().count());
}

#[test]
fn the_files_are_what_the_cases_say() {
    let folder = vectors::folder();
    let (cases, files) = cases::all().unwrap();
    for (name, bytes) in &files {
        assert!(fs::read(folder.join(name)).unwrap() == *bytes, "{name}: run write_vectors");
    }
    let inputs: Vec<_> = vectors().into_iter().map(|vector| vector["input"].clone()).collect();
    let expected: Vec<_> = cases.into_iter().map(|case| Value::Object(case.input)).collect();
    assert_eq!(inputs, expected, "run write_vectors");
}
