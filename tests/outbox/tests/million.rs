//! A million declarations are summarised in three seconds (release build).

use cpu_time::ProcessTime;
use dinhdanh::identity::{Nationality, OldUnits, PartialDate, PersonName, Sex, Source};
use dinhdanh::personal::Personal;
use dinhdanh::residence::indicators::{Dimension, LodgingFact, Period, Table};
use dinhdanh::residence::{
    Declaration, Facility, FacilityKind, Guest, GuestKind, Moment, Person, Reason, Stay, StayId,
};
use std::time::Duration;

/// An invented guest; the first 50 000 differ.
fn declaration(number: usize) -> Declaration {
    let facility = Facility {
        id: format!("co-so-{}", number % 40),
        kind: FacilityKind::ALL[number % FacilityKind::ALL.len()],
        name: String::new(),
        address: None,
        is_remote: false,
    };
    let nationality = ["VNM", "VNM", "VNM", "KOR", "D", "USA", "FRA"][number % 7];
    let person = Person {
        full_name: PersonName::parse("Nguyễn Thị Mẫu").ok().map(Personal::new),
        date_of_birth: PartialDate::new(1940 + u16::try_from(number % 83).unwrap(), Some(2), Some(17))
            .map(Personal::new),
        sex: Some(Personal::new([Sex::Female, Sex::Male][number % 2])),
        nationality: Nationality::parse_code(nationality).ok().map(Personal::new),
        document: None,
    };
    let mut guest = Guest::told(GuestKind::Citizen, person, Source::Typed);
    let province = u8::try_from(1 + number % 96).unwrap();
    guest.residence.old_units = Some(OldUnits { province, district: None, commune: None });
    let (month, day) = (1 + number / 28 % 12, 1 + number % 28);
    let arrival = Moment::parse(&format!("2026-{month:02}-{day:02}T21:00:00")).unwrap();
    let mut stay = Stay::new(StayId::parse(&format!("B{number}-1")).unwrap(), arrival);
    stay.planned_departure = Moment::parse(&format!("2027-{month:02}-{day:02}")).filter(|_| number.is_multiple_of(9));
    stay.reason = Some(Reason::ALL[number % Reason::ALL.len()]);
    Declaration::lodging(&facility, stay, guest)
}

#[test]
#[ignore = "measures a release build; scripts/test.sh runs it"]
fn a_million_declarations_in_three_seconds() {
    let declarations: Vec<Declaration> = (0..50_000).map(declaration).collect();
    // Computing, not waiting for other programs on the machine.
    let start = ProcessTime::now();
    let facts: Vec<LodgingFact> = (0..20).flat_map(|_| &declarations).filter_map(LodgingFact::of).collect();
    let derived = start.elapsed();
    assert_eq!(facts.len(), 1_000_000);
    let month = Dimension::Arrival(Period::Month);
    let mut lines = 0;
    for (row, column) in [
        (Dimension::FacilityKind, Some(Dimension::Nationality)),
        (month, Some(Dimension::NewProvince)),
        (month, Some(Dimension::OldProvince)),
        (Dimension::AgeGroup, Some(Dimension::Sex)),
        (Dimension::Purpose, Some(Dimension::FacilityKind)),
        (Dimension::Arrival(Period::Day), Some(Dimension::Facility)),
        (Dimension::Arrival(Period::Quarter), None),
    ] {
        let table = Table::of(&facts, row, column).unwrap().suppress(10);
        // Totals are those of the facts, unless they had to be withheld.
        let all = table.cells().last().unwrap();
        assert!(all.row.is_none() && all.counts.is_none_or(|counts| counts.guests == 1_000_000));
        lines += table.to_csv().lines().count();
    }
    let taken = start.elapsed();
    println!("1 000 000 declarations: facts in {derived:?}, with seven tables of {lines} lines in {taken:?}");
    assert!(taken < Duration::from_secs(3), "{taken:?}");
}
