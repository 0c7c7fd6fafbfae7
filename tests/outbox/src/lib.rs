//! What the worker and the test that kills it agree on: who stays, what must be declared by when, what the portal says.

use dinhdanh::Result;
use dinhdanh::identity::{Nationality, PersonName, Source};
use dinhdanh::personal::Personal;
use dinhdanh::residence::outbox::{Entry, Expected, Fields, Key, Listed, Prepared, Verdict};
use dinhdanh::residence::{
    Declaration, DocumentKind, Facility, FacilityKind, Guest, GuestDocument, GuestKind, Moment, Person, Stay, StayId,
};

/// For which kind of file everything here is.
pub const CHANNEL: &str = "portal-vn";

/// How many guests one file holds at most.
pub const BATCH: usize = 40;

/// Keys by number; the outbox changes them while it is killed.
#[must_use]
pub fn keys() -> Vec<Key> {
    (1..=200u8).map(|number| Key::new(u32::from(number), [number; 32])).collect()
}

/// The operating system's randomness: seals must not repeat their nonces over a thousand lives.
pub fn os_random(buffer: &mut [u8]) -> dinhdanh::Result<()> {
    getrandom::fill(buffer).expect("randomness");
    Ok(())
}

/// Small, repeatable randomness for the order of events.
pub struct Dice(u64);

impl Dice {
    /// From a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % end
    }
}

/// The identifier of a stay.
#[must_use]
pub fn stay(number: usize) -> String {
    format!("B{number:05}-1")
}

/// The number in an identifier.
#[must_use]
pub fn number_of(stay: &str) -> usize {
    stay.trim_start_matches('B').trim_end_matches("-1").parse().expect("an identifier of these tests")
}

/// The invented house of all guests.
#[must_use]
pub fn facility() -> Facility {
    Facility {
        id: "mau".to_owned(),
        kind: FacilityKind::GuestHouse,
        name: "Nhà nghỉ Mẫu".to_owned(),
        address: None,
        is_remote: false,
    }
}

/// An invented guest, with a longer or shorter room so that rows fill pages differently. They arrive at all times of the day,
/// before and after 23:00; each seventh is a foreigner, with another deadline.
#[must_use]
pub fn declaration(number: usize) -> Declaration {
    let foreign = number % 7 == 3;
    let mut document = GuestDocument::new(DocumentKind::CccdCard, &format!("001199{number:06}"));
    if foreign {
        document = GuestDocument::new(DocumentKind::Passport, &format!("X{number:07}"));
    }
    let person = Person {
        full_name: PersonName::parse(&format!("Nguyễn Thị Mẫu {number}")).ok().map(Personal::new),
        nationality: Nationality::parse_code(if foreign { "UTO" } else { "VNM" }).ok().map(Personal::new),
        document: Some(document),
        ..Person::default()
    };
    let kind = if foreign { GuestKind::Foreigner } else { GuestKind::Citizen };
    let (day, hour, minute) = (1 + number % 28, number % 24, number % 60);
    let arrival = Moment::parse(&format!("2026-11-{day:02}T{hour:02}:{minute:02}:00")).expect("a time");
    let mut stay = Stay::new(StayId::parse(&stay(number)).expect("an identifier"), arrival);
    stay.room = Some("phòng ".repeat(number % 60));
    Declaration::lodging(&facility(), stay, Guest::told(kind, person, Source::Typed))
}

/// The declaration as the outbox takes it.
///
/// # Panics
/// Never for declarations of these tests.
#[must_use]
pub fn prepared(number: usize) -> Prepared {
    Prepared::new(&declaration(number), &facility(), CHANNEL).expect("a record")
}

/// What a file and the portal keep of it.
fn words(declaration: &Declaration) -> String {
    let room = declaration.stay.room.clone().unwrap_or_default();
    format!("{}|{}|{room}", declaration.stay.id, declaration.stay.arrival)
}

/// One line of a file: the stay, the revision and what the portal keeps.
///
/// # Errors
/// Those of reading the record.
pub fn line(entry: &Entry) -> Result<String> {
    Ok(format!("{}\t{}\t{}\n", entry.status.stay, entry.status.revision, words(&entry.declaration()?)))
}

/// Makes the file. It holds nothing that depends on when it is made.
///
/// # Errors
/// Those of reading the records.
pub fn write(entries: &[Entry]) -> Result<Vec<u8>> {
    entries.iter().map(line).collect::<Result<String>>().map(String::into_bytes)
}

/// What the portal's list should hold.
///
/// # Errors
/// Those of reading the record.
pub fn expect(entry: &Entry) -> Result<Option<Expected>> {
    let words = words(&entry.declaration()?);
    let (key, rest) = words.split_once('|').unwrap_or_default();
    Ok(Some(Expected { key: Personal::new(key.to_owned()), fields: fields(rest) }))
}

fn fields(rest: &str) -> Fields {
    Fields::from([("rest", Personal::new(rest.to_owned()))])
}

/// What the portal says about an uploaded file: of first revisions it loses some and refuses some.
#[must_use]
pub fn portal(file: &[u8]) -> Vec<Listed> {
    let text = String::from_utf8_lossy(file);
    let mut listed = Vec::new();
    for (row, line) in (5..).zip(text.lines()) {
        let mut parts = line.splitn(3, '\t');
        let (stay, revision, record) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
        let (key, rest) = record.split_once('|').unwrap();
        let first = revision == "1";
        let number = number_of(stay);
        if first && number % 97 == 5 {
            continue;
        }
        let refused = Verdict::Refused(Personal::new("Ngày sinh sai".to_owned()));
        let verdict = if first && number % 89 == 7 { refused } else { Verdict::Received };
        let rest = if first && number % 83 == 9 { "khác" } else { rest };
        listed.push(Listed { row, key: Personal::new(key.to_owned()), fields: fields(rest), verdict });
    }
    listed
}

/// Whether the portal needs a second revision of this stay.
#[must_use]
pub fn troubled(number: usize) -> bool {
    number % 97 == 5 || number % 89 == 7 || number % 83 == 9
}
