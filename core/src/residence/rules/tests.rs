//! Each rule on a declaration that is right but for one thing.

use super::*;
use crate::error::Lang;
use crate::identity::{Assurance, Date, Expiry, Nationality, PartialDate, PersonName, Sex, Source, Verified};
use crate::personal::Personal;
use crate::residence::{
    DeclarationRecord, DocumentKind, FacilityKind, Guardian, Guest, GuestDocument, Moment, Person, Reason,
    Relationship, Stay, StayId, Trip,
};
use std::collections::BTreeSet;

fn own(text: &str) -> Option<Personal<String>> {
    Some(Personal::new(text.to_owned()))
}

fn name(text: &str) -> Option<Personal<PersonName>> {
    PersonName::parse(text).ok().map(Personal::new)
}

fn birth(text: &str) -> Option<Personal<PartialDate>> {
    PartialDate::parse_year_first(text).ok().map(Personal::new)
}

fn moment(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

fn day(text: &str) -> Date {
    moment(text).date()
}

fn facility(kind: FacilityKind) -> Facility {
    Facility { id: "mau".to_owned(), kind, name: "Nhà nghỉ Mẫu".to_owned(), address: None, is_remote: false }
}

fn citizen() -> Person {
    Person {
        full_name: name("Nguyễn Thị Mẫu"),
        date_of_birth: birth("1999-02-17"),
        sex: Some(Personal::new(Sex::Female)),
        nationality: Some(Personal::new(Nationality::VIETNAM)),
        document: Some(GuestDocument::new(DocumentKind::CccdCard, "001199000018")),
    }
}

fn good() -> Declaration {
    let mut guest = Guest::told(GuestKind::Citizen, citizen(), Source::QrCode);
    guest.phone = own("0912000000");
    guest.residence.detail = own("Số 1, Cửa Nam, Hà Nội");
    let mut stay = Stay::new(StayId::parse("B1-1").unwrap(), moment("2026-11-21T14:00:00"));
    stay.planned_departure = Some(moment("2026-11-23"));
    stay.room = Some("101".to_owned());
    stay.reason = Some(Reason::Tourism);
    Declaration::lodging(&facility(FacilityKind::GuestHouse), stay, guest)
}

fn foreign() -> Declaration {
    let document = GuestDocument {
        expires: Some(Personal::new(Expiry::On(day("2035-12-09")))),
        ..GuestDocument::new(DocumentKind::Passport, "X0000001")
    };
    let person = Person {
        full_name: name("MUSTER ERIKA"),
        nationality: Nationality::parse_code("UTO").ok().map(Personal::new),
        document: Some(document),
        ..citizen()
    };
    let mut guest = Guest::told(GuestKind::Foreigner, person, Source::Mrz);
    guest.name_confirmed = true;
    guest.permitted_until = Some(Personal::new(day("2026-12-31")));
    Declaration { guest, ..good() }
}

/// Two in the afternoon of the day of arrival.
fn now() -> Context {
    Context { now: LocalTime::parse("2026-11-21T15:00:00").unwrap(), soon_hours: 2, relative_declared_before: false }
}

fn rules(declaration: &Declaration) -> Vec<Rule> {
    let facility = facility(declaration.facility_kind);
    check(declaration, &facility, &now()).iter().map(|finding| finding.rule).collect()
}

fn edit_person(declaration: &mut Declaration, edit: impl FnOnce(&mut Person)) {
    let mut person = declaration.guest.person().clone();
    edit(&mut person);
    let provenance = declaration.guest.provenance();
    declaration.guest.replace_for_test(person, provenance);
}

fn number(declaration: &mut Declaration, kind: DocumentKind, number: &str) {
    edit_person(declaration, |person| person.document = Some(GuestDocument::new(kind, number)));
}

#[test]
fn what_is_right_gives_no_finding() {
    assert_eq!(rules(&good()), []);
    assert_eq!(rules(&foreign()), []);
}

type Edit = fn(&mut Declaration);

#[test]
fn one_thing_wrong_gives_one_finding() {
    use DocumentKind::{BirthCertificate, CccdCard, CmndCard, DrivingLicence, InsuranceCard, Other, Passport};
    let cases: &[(Rule, Edit)] = &[
        (Rule::NameMissing, |d| edit_person(d, |p| p.full_name = None)),
        (Rule::NamePlaceholder, |d| edit_person(d, |p| p.full_name = name("Khách lẻ"))),
        (Rule::NamePlaceholder, |d| edit_person(d, |p| p.full_name = name("[EXAMPLE] NGUYEN VAN A"))),
        (Rule::NameCharacters, |d| edit_person(d, |p| p.full_name = name("Nguyễn Thị Mẫu 2"))),
        (Rule::NameSingleWord, |d| edit_person(d, |p| p.full_name = name("Mẫu"))),
        (Rule::NameLowerCase, |d| edit_person(d, |p| p.full_name = name("nguyễn thị mẫu"))),
        (Rule::BirthMissing, |d| edit_person(d, |p| p.date_of_birth = None)),
        (Rule::BirthIncomplete, |d| edit_person(d, |p| p.date_of_birth = birth("1999"))),
        (Rule::SexMissing, |d| edit_person(d, |p| p.sex = None)),
        (Rule::SexNotOnForm, |d| edit_person(d, |p| p.sex = Some(Personal::new(Sex::Unspecified)))),
        (Rule::NationalityMissing, |d| edit_person(d, |p| p.nationality = None)),
        (Rule::NationalityAgainstKind, |d| d.guest.kind = GuestKind::Foreigner),
        (Rule::DocumentMissing, |d| edit_person(d, |p| p.document = None)),
        (Rule::DocumentKindAssumed, |d| {
            edit_person(d, |p| p.document.as_mut().unwrap().kind_is_assumed = true);
        }),
        (Rule::DocumentNameMissing, |d| number(d, Other, "A1")),
        (Rule::DocumentNumberMissing, |d| number(d, CccdCard, " ")),
        (Rule::DocumentNumberCharacters, |d| number(d, Passport, "B 1234567")),
        (Rule::IdNumberLength, |d| number(d, CccdCard, "0011990000")),
        (Rule::IdNumberLength, |d| number(d, CccdCard, "0011990000180")),
        (Rule::IdNumberLostZero, |d| number(d, CccdCard, "1199000018")),
        (Rule::IdNumberDigits, |d| number(d, CccdCard, "00119900001O")),
        (Rule::IdNumberBirthYear, |d| number(d, CccdCard, "001198000018")),
        (Rule::IdNumberSex, |d| number(d, CccdCard, "001099000018")),
        (Rule::IdNumberProvince, |d| number(d, CccdCard, "003199000018")),
        (Rule::NumberInvented, |d| number(d, CccdCard, "000000000000")),
        (Rule::PassportLowerCase, |d| number(d, Passport, "b1234567")),
        (Rule::PassportForm, |d| number(d, Passport, "B12345")),
        (Rule::LicenceForm, |d| number(d, DrivingLicence, "01000000001")),
        (Rule::InsuranceForm, |d| number(d, InsuranceCard, "XX")),
        (Rule::InsuranceForm, |d| d.guest.insurance = vec![Personal::new("0".to_owned())]),
        (Rule::DocumentExpired, |d| {
            let expires = Expiry::On(day("2026-11-20"));
            edit_person(d, |p| p.document.as_mut().unwrap().expires = Some(Personal::new(expires)));
        }),
        (Rule::DocumentIssuedLater, |d| {
            edit_person(d, |p| p.document.as_mut().unwrap().issued = birth("2026-11-22"));
        }),
        (Rule::AdultByChildDocument, |d| number(d, BirthCertificate, "15/2001")),
        (Rule::ChildKindForAdult, |d| d.guest.kind = GuestKind::ChildWithoutCard),
        (Rule::CmndNoLongerValid, |d| number(d, CmndCard, "012345670")),
        (Rule::PhoneMissing, |d| d.guest.phone = None),
        (Rule::PhoneForm, |d| d.guest.phone = own("912000000")),
        (Rule::ResidenceMissing, |d| d.guest.residence.detail = None),
        (Rule::CommuneWithoutProvince, |d| d.guest.residence.commune = own("Phường Cửa Nam")),
        (Rule::IdentityNotProven, |d| d.guest = d.guest.clone().corrected(citizen())),
        (Rule::NotGenuine, |d| {
            let known = crate::residence::Provenance::Verified(Assurance::SignedUnanchored);
            let person = citizen();
            d.guest.replace_for_test(person, known);
        }),
        (Rule::FacilityMismatch, |d| d.facility = "other".to_owned()),
        (Rule::ArrivalInFuture, |d| d.stay.arrival = moment("2026-11-21T15:00:01")),
        (Rule::DepartureMissing, |d| d.stay.planned_departure = None),
        (Rule::DepartureBeforeArrival, |d| d.stay.planned_departure = Some(moment("2026-11-20"))),
        (Rule::ActualBeforeArrival, |d| d.stay.actual_departure = Some(moment("2026-11-21T13:59:59"))),
        (Rule::ActualInFuture, |d| d.stay.actual_departure = Some(moment("2026-11-21T15:00:01"))),
        (Rule::EndWithoutDeparture, |d| d.kind = DeclarationKind::EndOfStay),
        (Rule::NeedsTemporaryResidence, |d| d.stay.planned_departure = Some(moment("2026-12-21"))),
        (Rule::TemporaryResidenceShort, |d| d.kind = DeclarationKind::TemporaryResidence),
        (Rule::TemporaryResidenceLong, |d| {
            d.kind = DeclarationKind::TemporaryResidence;
            d.stay.planned_departure = Some(moment("2028-11-22"));
        }),
        (Rule::ReasonMissing, |d| d.stay.reason = None),
        (Rule::ReasonTextMissing, |d| d.stay.reason = Some(Reason::Other)),
        (Rule::ReasonTextUnused, |d| d.stay.reason_text = own("Đi thi")),
        (Rule::RoomMissing, |d| d.stay.room = None),
        (Rule::DepartmentMissing, |d| {
            d.facility_kind = FacilityKind::Hospital;
            d.stay.room = Some(" ".to_owned());
        }),
        (Rule::TripMissing, |d| d.facility_kind = FacilityKind::Coach),
        (Rule::SeatMissing, |d| {
            d.facility_kind = FacilityKind::Coach;
            d.stay.trip = Some(Trip { number: "1".to_owned(), ..Trip::default() });
        }),
        (Rule::TripOutsideCoach, |d| d.stay.trip = Some(Trip { seat: Some("1".to_owned()), ..Trip::default() })),
        (Rule::DeclaredLate, |d| d.declared_at = LocalTime::parse("2026-11-21T23:00:00")),
        (Rule::DeclaredBeforeArrival, |d| d.declared_at = LocalTime::parse("2026-11-21T13:59:59")),
        (Rule::LawUnknown, |d| {
            d.stay.arrival = moment("2021-06-30");
            d.stay.planned_departure = Some(moment("2021-07-02"));
        }),
    ];
    for (rule, edit) in cases {
        let mut declaration = good();
        edit(&mut declaration);
        assert_eq!(rules(&declaration), [*rule], "{rule:?}");
    }
}

#[test]
fn one_thing_wrong_with_a_foreigner() {
    let cases: &[(Rule, Edit)] = &[
        (Rule::ForeignNameLetters, |d| edit_person(d, |p| p.full_name = name("Muster Erika"))),
        (Rule::NameUnconfirmed, |d| d.guest.name_confirmed = false),
        (Rule::ForeignerWithoutPassport, |d| number(d, DocumentKind::Other, "1")),
        (Rule::PermitMissing, |d| d.guest.permitted_until = None),
        (Rule::PermitEqualsPassport, |d| d.guest.permitted_until = Some(Personal::new(day("2035-12-09")))),
        (Rule::PermitEndsBeforeDeparture, |d| d.guest.permitted_until = Some(Personal::new(day("2026-11-22")))),
        (Rule::PermitEndedBeforeArrival, |d| d.guest.permitted_until = Some(Personal::new(day("2026-11-20")))),
        (Rule::NationalityAgainstKind, |d| d.guest.kind = GuestKind::Citizen),
    ];
    for (rule, edit) in cases {
        let mut declaration = foreign();
        edit(&mut declaration);
        assert!(rules(&declaration).contains(rule), "{rule:?}");
    }
    let mut long = foreign();
    long.stay.planned_departure = Some(moment("2026-12-25"));
    assert_eq!(rules(&long), [], "foreigners stay as long as they may");
}

#[test]
fn findings_rest_on_what_speaks_of_the_guest() {
    let law = |mut declaration: Declaration| {
        edit_person(&mut declaration, |person| person.document = None);
        let found = check(&declaration, &facility(declaration.facility_kind), &now());
        let missing = found.iter().find(|finding| finding.rule == Rule::DocumentMissing).unwrap();
        (missing.basis.law.number, missing.basis.confirmed)
    };
    assert_eq!(law(good()), ("68/2020/QH14", true));
    assert_eq!(law(foreign()), ("47/2014/QH13", false));
    assert_eq!(law(Declaration { facility_kind: FacilityKind::Coach, ..good() }), ("—", false));
    let before = Stay { arrival: moment("2020-01-01"), ..good().stay };
    assert_eq!(law(Declaration { stay: before, ..good() }), ("tblt_vn_import.xlsx", true));
}

#[test]
fn absence_needs_no_room() {
    let mut away = Declaration { kind: DeclarationKind::TemporaryAbsence, ..good() };
    away.stay.room = None;
    assert_eq!(rules(&away), []);
}

#[test]
fn minors_and_their_guardians() {
    let minor = |born: &str| {
        let mut declaration = good();
        edit_person(&mut declaration, |person| {
            person.date_of_birth = birth(born);
            person.document = Some(GuestDocument::new(DocumentKind::BirthCertificate, "15/2020"));
        });
        declaration.guest.kind = GuestKind::ChildWithoutCard;
        declaration
    };
    // The sixth and fifteenth birthdays are those of 21 November 2020 and 2011.
    for (born, expected) in [
        ("2026-11-20", vec![Rule::ChildWithoutGuardian]),
        ("2020-11-22", vec![Rule::ChildWithoutGuardian]),
        ("2020-11-21", vec![Rule::MinorWithoutConsent]),
        ("2012-11-22", vec![Rule::MinorWithoutConsent]),
    ] {
        assert_eq!(rules(&minor(born)), expected, "{born}");
    }
    for (born, first) in [("2011-11-21", Rule::MinorAlone), ("2008-11-22", Rule::MinorAlone)] {
        assert_eq!(rules(&minor(born))[0], first, "{born}");
    }
    assert!(!rules(&minor("2008-11-21")).contains(&Rule::MinorAlone));

    let mut child = minor("2022-01-01");
    let guardian = Guardian {
        full_name: name("Trần Văn Mẫu").unwrap(),
        relationship: Some(Relationship::Father),
        document_number: own("001075000011"),
        phone: None,
    };
    child.guest.guardian = Some(guardian.clone());
    assert_eq!(rules(&child), []);
    child.guest.guardian = Some(Guardian { relationship: None, ..guardian.clone() });
    assert_eq!(rules(&child), [Rule::GuardianRelationship]);
    child.guest.guardian = Some(Guardian { document_number: own("15/2020"), ..guardian });
    assert_eq!(rules(&child), [Rule::GuardianIsGuest]);
}

#[test]
fn people_without_papers_are_explained() {
    let mut declaration = good();
    edit_person(&mut declaration, |person| person.document = None);
    declaration.guest.kind = GuestKind::NoPapers;
    assert_eq!(rules(&declaration), [Rule::NoPapersUnexplained]);
    declaration.note = own("Mất giấy tờ, đã báo công an phường");
    assert_eq!(rules(&declaration), []);
    edit_person(&mut declaration, |person| person.document = citizen().document);
    assert_eq!(rules(&declaration), [Rule::NoPapersWithDocument]);
}

#[test]
fn deadlines_to_the_second() {
    let house = facility(FacilityKind::GuestHouse);
    for (arrival, last) in [
        ("2026-11-21T00:00:00", "2026-11-21T22:59:59"),
        ("2026-11-21T07:59:59", "2026-11-21T22:59:59"),
        ("2026-11-21T22:59:59", "2026-11-21T22:59:59"),
        ("2026-11-21T23:00:00", "2026-11-22T07:59:59"),
        ("2026-11-21T23:59:59", "2026-11-22T07:59:59"),
        ("2026-12-31T23:00:00", "2027-01-01T07:59:59"),
        ("2026-11-21", "2026-11-21T22:59:59"),
        ("2021-07-01T23:30:00", "2021-07-02T07:59:59"),
    ] {
        let mut declaration = good();
        declaration.stay.arrival = moment(arrival);
        let found = deadline(&declaration, &house).unwrap();
        assert_eq!((found.last.to_string().as_str(), found.basis.law.number), (last, "68/2020/QH14"), "{arrival}");
        let mut late = |declared: &str| {
            declaration.declared_at = LocalTime::parse(declared);
            rules(&declaration).contains(&Rule::DeclaredLate)
        };
        assert!(!late(last));
        assert!(late(
            &LocalTime::at(crate::given::Timestamp::from_unix(found.last.timestamp().unix() + 1)).unwrap().to_string()
        ));
    }
    let remote = Facility { is_remote: true, ..house.clone() };
    let last = |facility: &Facility, arrival: &str| {
        let mut declaration = foreign();
        declaration.stay.arrival = moment(arrival);
        deadline(&declaration, facility).unwrap().last.to_string()
    };
    assert_eq!(last(&house, "2026-11-21T22:15:00"), "2026-11-22T10:15:00");
    assert_eq!(last(&remote, "2026-11-21T22:15:00"), "2026-11-22T22:15:00");
    assert_eq!(last(&house, "2026-11-21"), "2026-11-21T12:00:00");
    assert_eq!(deadline(&good(), &facility(FacilityKind::Coach)), None);
    let before = Declaration { stay: Stay { arrival: moment("2021-06-30"), ..good().stay }, ..good() };
    assert_eq!(deadline(&before, &house), None);
}

#[test]
fn due_soon_overdue_and_repeated_visits() {
    let house = facility(FacilityKind::GuestHouse);
    let at = |time: &str| Context { now: LocalTime::parse(time).unwrap(), ..now() };
    let found = |declaration: &Declaration, context| {
        check(declaration, &house, &context).iter().map(|finding| finding.rule).collect::<Vec<_>>()
    };
    assert_eq!(found(&good(), at("2026-11-21T20:59:59")), []);
    assert_eq!(found(&good(), at("2026-11-21T21:00:00")), [Rule::DueSoon]);
    assert_eq!(found(&good(), at("2026-11-21T22:59:59")), [Rule::DueSoon]);
    assert_eq!(found(&good(), at("2026-11-21T23:00:00")), [Rule::Overdue]);
    let overdue = check(&good(), &house, &at("2026-11-21T23:00:00"));
    assert_eq!(overdue[0].basis.law.number, "282/2025/NĐ-CP");
    let mut earlier = good();
    earlier.stay.arrival = moment("2025-12-14T10:00:00");
    earlier.stay.planned_departure = Some(moment("2025-12-15"));
    let overdue = check(&earlier, &house, &now());
    assert_eq!((overdue[0].rule, overdue[0].basis.law.number), (Rule::Overdue, "144/2021/NĐ-CP"));
    let mut visit = good();
    visit.stay.close_relative = true;
    let known = Context { relative_declared_before: true, ..at("2026-11-22T12:00:00") };
    assert_eq!(found(&visit, known), [Rule::RelativeAlreadyDeclared]);
    assert_eq!(found(&visit, at("2026-11-22T12:00:00")), [Rule::Overdue]);
}

#[test]
fn batches_know_repetitions_and_overlaps() {
    let stay = |id: &str, arrival: &str, departure: &str| {
        let mut declaration = good();
        declaration.stay.id = StayId::parse(id).unwrap();
        declaration.stay.arrival = moment(arrival);
        declaration.stay.planned_departure = Some(moment(departure));
        declaration
    };
    let found = |batch: &[Declaration]| {
        check_batch(batch).into_iter().map(|(at, finding)| (at, finding.rule)).collect::<Vec<_>>()
    };
    assert_eq!(found(&[stay("1", "2026-11-01", "2026-11-03"), stay("2", "2026-11-03", "2026-11-04")]), []);
    let twice = [stay("1", "2026-11-01", "2026-11-03"), stay("1", "2026-11-05", "2026-11-06")];
    assert_eq!(found(&twice), [(1, Rule::StayTwice)]);
    let same = [stay("1", "2026-11-01", "2026-11-03"), stay("2", "2026-11-01T20:00:00", "2026-11-03")];
    assert_eq!(found(&same), [(1, Rule::GuestTwice)]);
    let overlap = [stay("2", "2026-11-02", "2026-11-09"), stay("1", "2026-11-01", "2026-11-04")];
    assert_eq!(found(&overlap), [(0, Rule::StaysOverlap)]);
    let long = [
        stay("1", "2026-11-01", "2026-11-20"),
        stay("2", "2026-11-02", "2026-11-03"),
        stay("3", "2026-11-10", "2026-11-11"),
    ];
    assert_eq!(found(&long), [(1, Rule::StaysOverlap), (2, Rule::StaysOverlap)]);
    let mut ended = stay("1", "2026-11-01", "2026-11-03");
    ended.kind = DeclarationKind::EndOfStay;
    assert_eq!(found(&[stay("1", "2026-11-01", "2026-11-03"), ended]), []);
}

#[test]
fn every_rule_is_complete() {
    let mut seen = BTreeSet::new();
    for rule in Rule::ALL {
        assert!(seen.insert(rule.as_str()), "{} twice", rule.as_str());
        for lang in [Lang::Vi, Lang::En] {
            assert!(rule.text(lang).ends_with('.') && rule.remedy(lang).ends_with('.'), "{}", rule.as_str());
        }
        assert!(rule.basis_on(day("2026-11-21")).is_some(), "{} rests on nothing", rule.as_str());
    }
    assert!(Rule::ALL.len() >= 80);
    assert!(Rule::CmndNoLongerValid.basis_on(day("2024-12-31")).is_none());
    let mut wrong = good();
    edit_person(&mut wrong, |person| *person = Person::default());
    wrong.stay = Stay::new(wrong.stay.id.clone(), wrong.stay.arrival);
    for finding in check(&wrong, &facility(FacilityKind::Inn), &now()) {
        assert!(DeclarationRecord::FIELDS.contains(&finding.field), "{}", finding.field);
    }
}

#[test]
fn a_verified_guest_is_not_asked_for_the_document_again() {
    let citizen = crate::identity::Citizen {
        full_name: name("Mẫu Thị"),
        id_number: crate::identity::IdNumber::parse("001199000018").ok().map(Personal::new),
        date_of_birth: birth("1999-02-17"),
        sex: Some(Personal::new(Sex::Female)),
        ..crate::identity::Citizen::default()
    };
    let guest = Guest::from_verified(&Verified::after(citizen, Assurance::NotCloned));
    let found = rules(&Declaration { guest, ..good() });
    assert_eq!(found, [Rule::ResidenceMissing, Rule::PhoneMissing, Rule::DocumentKindAssumed]);
}
