//! Declarations of residence, each wrong in one thing.

use crate::card::AT;
use crate::vectors::Case;
use serde_json::{Value, json};

fn citizen() -> Value {
    json!({
        "version": 1, "kind": "lodging", "facility": "ks-mau", "facility_kind": "hotel-3", "stay_id": "B1024-1",
        "arrival": "2026-11-21T14:30:00", "planned_departure": "2026-11-24", "room": "101", "reason": "tourism",
        "guest_kind": "citizen", "source": "chip", "name_confirmed": true, "full_name": "Nguyễn Thị Mẫu",
        "date_of_birth": "1999-02-17", "sex": "female", "nationality": "VNM", "document_kind": "cccd",
        "document_number": "001199000018", "residence_kind": "permanent", "residence_province": "Thành phố Hà Nội",
        "residence_commune": "Phường Cửa Nam", "residence_detail": "Số 1"
    })
}

fn foreigner() -> Value {
    json!({
        "version": 1, "kind": "lodging", "facility": "ks-mau", "facility_kind": "hotel-3", "stay_id": "B1025-1",
        "arrival": "2026-11-21T14:30:00", "planned_departure": "2026-11-24", "room": "102", "reason": "tourism",
        "guest_kind": "foreigner", "source": "mrz", "name_confirmed": true, "full_name": "ERIKSSON ANNA MARIA",
        "date_of_birth": "1974-08-12", "sex": "female", "nationality": "SWE", "document_kind": "passport",
        "document_number": "L898902C3", "permitted_until": "2027-01-31"
    })
}

fn with(mut declaration: Value, name: &str, value: Value) -> Value {
    if let Some(members) = declaration.as_object_mut() {
        if value.is_null() {
            members.remove(name);
        } else {
            members.insert(name.to_owned(), value);
        }
    }
    declaration
}

fn file(declarations: &[Value]) -> String {
    json!({"format": "dinhdanh-declarations", "version": 1, "declarations": declarations}).to_string()
}

pub(super) fn cases() -> Vec<Case> {
    let check = |name: &str, declarations: String, at: i64, remote: u8| {
        let input = json!({"declarations": declarations, "at": at, "remote": remote});
        Case::new(format!("stay: {name}"), "check_stays", input)
    };
    let hour = 3600;
    let mut cases = vec![
        check("good citizen, in time", file(&[citizen()]), AT - 10 * hour, 0),
        check("good citizen, overdue", file(&[citizen()]), AT + 24 * hour, 0),
        check("good foreigner, in time", file(&[foreigner()]), AT - 10 * hour, 0),
        check("good foreigner, overdue", file(&[foreigner()]), AT + 12 * hour, 0),
        check("good foreigner, in a remote area", file(&[foreigner()]), AT + 4 * hour, 1),
        check("no declaration", file(&[]), AT, 0),
        check("the same stay twice", file(&[citizen(), citizen()]), AT, 0),
        check("no JSON", "declarations".to_owned(), AT, 0),
        check("another format", "{\"format\":\"x\",\"version\":1,\"declarations\":[]}".to_owned(), AT, 0),
        check("a newer version", "{\"format\":\"dinhdanh-declarations\",\"version\":9}".to_owned(), AT, 0),
        check("a moment outside the calendar", file(&[citizen()]), 900_000_000_000_000, 0),
    ];
    let wrong = [
        ("name missing", with(citizen(), "full_name", Value::Null)),
        ("name of one word", with(citizen(), "full_name", json!("Mẫu"))),
        ("birth after arrival", with(citizen(), "date_of_birth", json!("2027-01-01"))),
        ("birth is a year", with(citizen(), "date_of_birth", json!("1999"))),
        ("sex against the number", with(citizen(), "sex", json!("male"))),
        ("birth against the number", with(citizen(), "date_of_birth", json!("1998-02-17"))),
        ("number of eleven digits", with(citizen(), "document_number", json!("01199000018"))),
        ("number of equal digits", with(citizen(), "document_number", json!("000000000000"))),
        ("document missing", with(citizen(), "document_kind", Value::Null)),
        ("departure before arrival", with(citizen(), "planned_departure", json!("2026-11-20"))),
        ("room missing", with(citizen(), "room", Value::Null)),
        ("identity typed", with(citizen(), "source", json!("typed"))),
        ("arrival that is no time", with(citizen(), "arrival", json!("21/11/2026"))),
        ("kind of guest that is none", with(citizen(), "guest_kind", json!("alien"))),
        ("foreigner: permission missing", with(foreigner(), "permitted_until", Value::Null)),
        ("foreigner: permission too short", with(foreigner(), "permitted_until", json!("2026-11-22"))),
        ("foreigner: nationality missing", with(foreigner(), "nationality", Value::Null)),
        ("foreigner: name with diacritics", with(foreigner(), "full_name", json!("Ériksson Anna"))),
    ];
    cases.extend(wrong.into_iter().map(|(name, one)| check(name, file(&[one]), AT - 10 * hour, 0)));
    let export = |name: &str, declarations: String| {
        Case::new(format!("xml: {name}"), "foreign_guests_xml", json!({"declarations": declarations}))
    };
    cases.extend([
        export("good", file(&[foreigner()])),
        export("a citizen among foreigners", file(&[citizen(), foreigner()])),
        export("permission missing", file(&[with(foreigner(), "permitted_until", Value::Null)])),
        export("nobody", file(&[])),
        export("no JSON", "x".to_owned()),
    ]);
    cases
}
