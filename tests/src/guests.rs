//! Invented guests for the tests of declarations.

use dinhdanh::identity::{Nationality, PartialDate, PersonName, Sex, Source};
use dinhdanh::personal::Personal;
use dinhdanh::residence::{
    Declaration, DocumentKind, Facility, FacilityKind, Guest, GuestDocument, GuestKind, Moment, Person, Reason,
    Residence, ResidenceKind, Stay, StayId,
};

/// An invented guest house.
pub fn guest_house() -> Facility {
    Facility {
        id: "mau".to_owned(),
        kind: FacilityKind::GuestHouse,
        name: "Nhà nghỉ Mẫu".to_owned(),
        address: None,
        is_remote: false,
    }
}

fn own(text: &str) -> Option<Personal<String>> {
    Some(Personal::new(text.to_owned()))
}

fn stay(number: usize) -> Stay {
    let day = 1 + number % 28;
    let arrival = Moment::parse(&format!("2026-10-{day:02}T2{}:{:02}:00", number % 4, number % 60)).unwrap();
    Stay {
        planned_departure: Moment::parse(&format!("2026-11-{day:02}")),
        room: (!number.is_multiple_of(7)).then(|| format!("{}0{}", number % 9, number % 10)),
        reason: Some(Reason::ALL[number % Reason::ALL.len()]),
        reason_text: (number % Reason::ALL.len() == Reason::ALL.len() - 1).then(|| Personal::new("Đi thi".to_owned())),
        ..Stay::new(StayId::parse(&format!("B{number}-1")).unwrap(), arrival)
    }
}

/// A given name for each number: names have no digits.
fn given(number: usize) -> String {
    const WORDS: [&str; 10] = ["An", "Bình", "Châu", "Dung", "Em", "Giang", "Hoà", "Khánh", "Linh", "Minh"];
    let digits = number.to_string();
    digits.bytes().map(|digit| WORDS[usize::from(digit - b'0')]).collect::<Vec<_>>().join(" ")
}

/// An invented citizen's stay; numbers below 1 000 000 are different people. Numbers of documents begin with zeros,
/// and texts hold the characters that files escape.
pub fn vietnamese(number: usize) -> Declaration {
    let family = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Võ", "Đặng", "Bùi"][number % 8];
    let middle = ["Thị", "Văn", "Ngọc", "Hữu", "Thanh"][number % 5];
    let kind = DocumentKind::ALL[number % DocumentKind::ALL.len()];
    let sex = [Sex::Female, Sex::Male][number % 2];
    let digits = match kind {
        DocumentKind::CmndCard => format!("{number:09}"),
        DocumentKind::Passport => format!("C{number:07}"),
        _ => format!("001{}99{number:06}", if sex == Sex::Female { 1 } else { 0 }),
    };
    let mut document = GuestDocument::new(kind, &digits);
    document.name = (kind == DocumentKind::Other).then(|| "Thẻ nhà báo <\"A&B\">".to_owned());
    let birth = PartialDate::new(1950 + u16::try_from(number % 70).unwrap(), Some(2), Some(17));
    let person = Person {
        full_name: PersonName::parse(&format!("{family} {middle} Mẫu {}", given(number))).ok().map(Personal::new),
        date_of_birth: birth.map(Personal::new),
        sex: Some(Personal::new(sex)),
        nationality: Some(Personal::new(Nationality::VIETNAM)),
        document: Some(document),
    };
    let mut guest = Guest::told(GuestKind::Citizen, person, Source::Typed);
    guest.phone = number.is_multiple_of(3).then(|| Personal::new(format!("09{number:08}")));
    guest.residence = match number % 4 {
        0 => Residence { detail: own(&format!("Số {number}, Cửa Nam, Hà Nội")), ..Residence::default() },
        1 => {
            Residence { detail: own("Số 1 & 2, Phường Cửa Nam, Thành phố Hà Nội"), ..Residence::default() }
        }
        2 => Residence { province: own("Hà Nội"), commune: own("phường Cửa Nam"), ..Residence::default() },
        _ => Residence::default(),
    };
    guest.residence.kind = (!number.is_multiple_of(5)).then_some(ResidenceKind::Permanent);
    let mut declaration = Declaration::lodging(&guest_house(), stay(number), guest);
    declaration.note = number.is_multiple_of(11).then(|| Personal::new("_x0041_ 'ghi chú'".to_owned()));
    declaration
}

/// An invented foreigner's stay.
pub fn foreign(number: usize) -> Declaration {
    let code = ["RUS", "D", "KOR", "USA", "FRA"][number % 5];
    let birth = match number % 10 {
        0 => PartialDate::new(1980, None, None),
        1 => PartialDate::new(1980, Some(3), None),
        _ => PartialDate::new(1980, Some(3), Some(8)),
    };
    let person = Person {
        full_name: PersonName::parse(&format!("SPECIMEN ANNA{}", "X".repeat(number % 20))).ok().map(Personal::new),
        date_of_birth: birth.map(Personal::new),
        sex: Some(Personal::new([Sex::Female, Sex::Male][number % 2])),
        nationality: Nationality::parse_code(code).ok().map(Personal::new),
        document: Some(GuestDocument::new(DocumentKind::Passport, &format!("P{number:07}"))),
    };
    let mut guest = Guest::told(GuestKind::Foreigner, person, Source::Mrz);
    guest.name_confirmed = true;
    guest.permitted_until = dinhdanh::identity::Date::new(2027, 1, 15).map(Personal::new);
    let mut stay = stay(number);
    stay.actual_departure = number.is_multiple_of(6).then(|| Moment::parse("2026-11-28T11:00:00").unwrap());
    Declaration::lodging(&guest_house(), stay, guest)
}
