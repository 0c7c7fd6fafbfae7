//! Ten thousand stays of invented people with planted defects, through the import of a list and the rules: every
//! defect is found with its own code, no good row is called wrong, and no row is lost.

use dinhdanh::given::Timestamp;
use dinhdanh::identity::{PROVINCES, Source};
use dinhdanh::residence::import::{Import, Plan, import};
use dinhdanh::residence::rules::{Context, Finding, Rule, Severity, check, deadline};
use dinhdanh::residence::{
    Declaration, DeclarationRecord, Facility, FacilityKind, Guest, GuestKind, LocalTime, Moment, Person, Stay, StayId,
};
use dinhdanh::table::{Layout, Table};
use std::collections::{BTreeMap, BTreeSet};

const HEADINGS: &[&str] = &[
    "Mã đặt phòng",
    "Họ và tên",
    "Ngày sinh",
    "Giới tính",
    "Quốc tịch",
    "Loại giấy tờ",
    "Tên giấy tờ",
    "Số giấy tờ",
    "Ngày cấp",
    "Ngày hết hạn",
    "Số điện thoại",
    "Loại cư trú",
    "Tỉnh/Thành phố",
    "Phường/Xã",
    "Địa chỉ",
    "Ngày đến",
    "Ngày đi dự kiến",
    "Ngày trả phòng",
    "Số phòng",
    "Lý do",
    "Ghi rõ lý do",
    "Người giám hộ",
    "Quan hệ",
    "Số giấy tờ người giám hộ",
    "Thời hạn tạm trú",
    "Loại khách",
    "Ghi chú",
    "Ngày khai báo",
    "Số BHYT",
    "Mã chuyến",
];

type Row = BTreeMap<&'static str, String>;
type Edit = fn(&mut Row);

/// Numbers that look random and are the same every time (SplitMix64).
struct Seeded(u64);

impl Seeded {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(end).unwrap()).unwrap()
    }

    fn word(&mut self, all: &[&'static str]) -> &'static str {
        all[self.below(all.len())]
    }

    fn one<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

fn facility() -> Facility {
    let name = "Khách sạn Mẫu".to_owned();
    Facility { id: "mau".to_owned(), kind: FacilityKind::Hotel2, name, address: None, is_remote: false }
}

/// Three in the afternoon of 21 November 2026 in Việt Nam.
fn now() -> Context {
    Timestamp::parse("2026-11-21T08:00:00Z").and_then(Context::at).unwrap()
}

fn set(row: &mut Row, heading: &'static str, text: &str) {
    assert!(HEADINGS.contains(&heading), "{heading}");
    row.insert(heading, text.to_owned());
}

#[derive(Clone, Copy, PartialEq)]
enum Who {
    Citizen,
    Child,
    Foreigner,
    Nobody,
}

/// A row against which nothing but notices and the expected doubts is to be said.
fn good(random: &mut Seeded, at: usize, who: Who) -> Row {
    let serial = format!("{:06}", (at * 7919 + 13) % 1_000_000);
    let female = random.below(2) == 1;
    let (year, month, day) = (1950 + random.below(55), 1 + random.below(12), 1 + random.below(28));
    let family = random.word(&["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi"]);
    let middle = random.word(&["Thị", "Văn", "Đức", "Ngọc", "Thanh"]);
    let given = random.word(&["Mẫu", "Thử", "Ví", "Dụ", "Giả"]);
    let arrival = 1 + random.below(19);
    let hour = 8 + random.below(14);
    let mut row = Row::new();
    set(&mut row, "Mã đặt phòng", &format!("B{at}-1"));
    set(&mut row, "Họ và tên", &format!("{family} {middle} {given}"));
    set(&mut row, "Ngày sinh", &format!("{day:02}/{month:02}/{year}"));
    set(&mut row, "Giới tính", if female { "Nữ" } else { "Nam" });
    set(&mut row, "Quốc tịch", random.word(&["Việt Nam", "VNM", "VNM - Viet Nam"]));
    set(&mut row, "Loại giấy tờ", random.word(&["1 - Thẻ CCCD", "8 - Thẻ Căn Cước", "CCCD"]));
    let province = random.one(&PROVINCES).prefix;
    let digit = 2 * usize::from(year >= 2000) + usize::from(female);
    set(&mut row, "Số giấy tờ", &format!("{province}{digit}{:02}{serial}", year % 100));
    set(&mut row, "Số điện thoại", &format!("0912{serial}"));
    set(&mut row, "Loại cư trú", "1 - Thường trú");
    set(&mut row, "Tỉnh/Thành phố", "Hà Nội");
    set(&mut row, "Phường/Xã", "Phường Cửa Nam");
    set(&mut row, "Địa chỉ", "Số 1, ngõ \"2\"");
    set(&mut row, "Ngày đến", &format!("{arrival:02}/11/2026 {hour:02}:{:02}", random.below(60)));
    set(&mut row, "Ngày đi dự kiến", &format!("{:02}/11/2026", arrival + 1 + random.below(5)));
    set(&mut row, "Số phòng", &format!("{}", 101 + random.below(40)));
    set(&mut row, "Lý do", random.word(&["1 - Du lịch", "Công tác", "6", "18 - Chữa bệnh"]));
    set(&mut row, "Ngày khai báo", &format!("{arrival:02}/11/2026 22:{:02}", random.below(60)));
    match who {
        Who::Citizen => {}
        Who::Child => {
            set(&mut row, "Ngày sinh", &format!("{day:02}/{month:02}/{}", 2014 + random.below(12)));
            set(&mut row, "Loại giấy tờ", "Giấy khai sinh");
            set(&mut row, "Số giấy tờ", &format!("{serial}/2020"));
            set(&mut row, "Người giám hộ", "Trần Thị Mẫu");
            set(&mut row, "Quan hệ", "Mẹ");
            set(&mut row, "Số giấy tờ người giám hộ", "001185000012");
        }
        Who::Foreigner => {
            set(&mut row, "Họ và tên", random.word(&["MUSTER ERIKA", "SPECIMEN ANNA-MARIA", "EXEMPLE JEAN"]));
            set(&mut row, "Quốc tịch", random.word(&["UTO", "D", "FRA", "BRA - Brazil"]));
            set(&mut row, "Loại giấy tờ", "4 - Hộ chiếu");
            set(&mut row, "Số giấy tờ", &format!("X{serial}7"));
            set(&mut row, "Ngày hết hạn", "09/12/2035");
            set(&mut row, "Thời hạn tạm trú", "31/12/2026");
            set(&mut row, "Ngày khai báo", &format!("{arrival:02}/11/2026 {hour:02}:59"));
            for heading in ["Loại cư trú", "Tỉnh/Thành phố", "Phường/Xã", "Địa chỉ"] {
                row.remove(heading);
            }
        }
        Who::Nobody => {
            set(&mut row, "Loại giấy tờ", "");
            set(&mut row, "Số giấy tờ", "");
            set(&mut row, "Loại khách", "Không có giấy tờ");
            set(&mut row, "Ghi chú", "Mất giấy tờ, đã báo công an phường");
        }
    }
    row
}

fn number(row: &mut Row, kind: &str, number: &str) {
    set(row, "Loại giấy tờ", kind);
    set(row, "Số giấy tờ", number);
}

/// Changes the personal number at one digit.
fn digit(row: &mut Row, at: usize, change: fn(u8) -> u8) {
    let mut digits = row["Số giấy tờ"].clone().into_bytes();
    digits[at] = b'0' + change(digits[at] - b'0') % 10;
    row.insert("Số giấy tờ", String::from_utf8(digits).unwrap());
}

/// What is planted, whose row it is planted in, and the rule that must find it.
#[rustfmt::skip]
const DEFECTS: &[(Rule, Who, Edit)] = &[
    (Rule::NameMissing, Who::Citizen, |r| set(r, "Họ và tên", " ")),
    (Rule::NameUnreadable, Who::Citizen, |r| set(r, "Họ và tên", &"Mẫu ".repeat(60))),
    (Rule::NamePlaceholder, Who::Citizen, |r| set(r, "Họ và tên", "KHÁCH LẺ")),
    (Rule::NamePlaceholder, Who::Foreigner, |r| set(r, "Họ và tên", "[TEST] MUSTER ERIKA")),
    (Rule::NameCharacters, Who::Citizen, |r| set(r, "Họ và tên", "Nguyễn Thị Mẫu 2")),
    (Rule::NameSingleWord, Who::Citizen, |r| set(r, "Họ và tên", "Mẫu")),
    (Rule::NameLowerCase, Who::Citizen, |r| set(r, "Họ và tên", "nguyễn thị mẫu")),
    (Rule::ForeignNameLetters, Who::Foreigner, |r| set(r, "Họ và tên", "Müster Erika")),
    (Rule::BirthMissing, Who::Citizen, |r| set(r, "Ngày sinh", "")),
    (Rule::BirthUnreadable, Who::Citizen, |r| set(r, "Ngày sinh", "31/02/1999")),
    (Rule::BirthUnreadable, Who::Citizen, |r| set(r, "Ngày sinh", "17/02/99")),
    (Rule::BirthAfterArrival, Who::Nobody, |r| set(r, "Ngày sinh", "01/01/2031")),
    (Rule::BirthTooEarly, Who::Nobody, |r| set(r, "Ngày sinh", "01/01/1899")),
    (Rule::BirthIncomplete, Who::Citizen, |r| { let year = r["Ngày sinh"][6..].to_owned(); set(r, "Ngày sinh", &year) }),
    (Rule::SexMissing, Who::Citizen, |r| set(r, "Giới tính", "")),
    (Rule::SexUnreadable, Who::Citizen, |r| set(r, "Giới tính", "1")),
    (Rule::SexNotOnForm, Who::Foreigner, |r| set(r, "Giới tính", "X")),
    (Rule::NationalityMissing, Who::Citizen, |r| set(r, "Quốc tịch", "")),
    (Rule::NationalityUnreadable, Who::Citizen, |r| set(r, "Quốc tịch", "Nước lạ")),
    (Rule::NationalityAgainstKind, Who::Citizen, |r| set(r, "Loại khách", "Người nước ngoài")),
    (Rule::DocumentMissing, Who::Citizen, |r| number(r, "", "")),
    (Rule::DocumentKindUnknown, Who::Citizen, |r| set(r, "Loại giấy tờ", "Thẻ thành viên")),
    (Rule::DocumentKindAssumed, Who::Citizen, |r| set(r, "Loại giấy tờ", "")),
    (Rule::DocumentNameMissing, Who::Citizen, |r| set(r, "Loại giấy tờ", "9 - Giấy Tờ Khác")),
    (Rule::DocumentNumberMissing, Who::Citizen, |r| set(r, "Số giấy tờ", "")),
    (Rule::DocumentNumberCharacters, Who::Foreigner, |r| { let text = format!("X {}", &r["Số giấy tờ"][1..]); set(r, "Số giấy tờ", &text) }),
    (Rule::IdNumberLength, Who::Citizen, |r| { let text = format!("{}1", r["Số giấy tờ"]); set(r, "Số giấy tờ", &text) }),
    (Rule::IdNumberLostZero, Who::Citizen, |r| { let text = r["Số giấy tờ"].trim_start_matches('0').to_owned(); set(r, "Số giấy tờ", &text) }),
    (Rule::IdNumberDigits, Who::Citizen, |r| { let text = r["Số giấy tờ"].replacen('0', "O", 1); set(r, "Số giấy tờ", &text) }),
    (Rule::IdNumberBirthYear, Who::Citizen, |r| digit(r, 5, |d| d + 1)),
    (Rule::IdNumberSex, Who::Citizen, |r| digit(r, 3, |d| d ^ 1)),
    (Rule::IdNumberProvince, Who::Citizen, |r| digit(r, 0, |_| 9)),
    (Rule::NumberInvented, Who::Citizen, |r| set(r, "Số giấy tờ", "123456789012")),
    (Rule::CmndNumber, Who::Citizen, |r| { let text = r["Số giấy tờ"][4..].to_owned(); number(r, "2 - Thẻ CMND", &text) }),
    (Rule::CmndNoLongerValid, Who::Citizen, |r| { let text = r["Số giấy tờ"][3..].to_owned(); number(r, "2 - Thẻ CMND", &text) }),
    (Rule::PassportLowerCase, Who::Foreigner, |r| { let text = r["Số giấy tờ"].to_lowercase(); set(r, "Số giấy tờ", &text) }),
    (Rule::PassportForm, Who::Citizen, |r| { let text = format!("B{}", &r["Số giấy tờ"][7..]); number(r, "4 - Hộ chiếu", &text) }),
    (Rule::LicenceForm, Who::Citizen, |r| { let text = r["Số giấy tờ"][1..].to_owned(); number(r, "3 - Giấy phép lái xe", &text) }),
    (Rule::InsuranceForm, Who::Citizen, |r| set(r, "Số BHYT", "DN401")),
    (Rule::DocumentExpired, Who::Citizen, |r| set(r, "Ngày hết hạn", "31/10/2026")),
    (Rule::DocumentIssuedLater, Who::Citizen, |r| set(r, "Ngày cấp", "30/11/2026")),
    (Rule::DateUnreadable, Who::Citizen, |r| set(r, "Ngày cấp", "x")),
    (Rule::AdultByChildDocument, Who::Citizen, |r| { let text = format!("{}/2001", &r["Số giấy tờ"][6..]); number(r, "Giấy khai sinh", &text) }),
    (Rule::ChildKindForAdult, Who::Citizen, |r| set(r, "Loại khách", "Trẻ em")),
    (Rule::NoPapersUnexplained, Who::Nobody, |r| set(r, "Ghi chú", "")),
    (Rule::NoPapersWithDocument, Who::Citizen, |r| { set(r, "Loại khách", "Không có giấy tờ"); set(r, "Ghi chú", "x") }),
    (Rule::GuestKindUnknown, Who::Citizen, |r| set(r, "Loại khách", "VIP")),
    (Rule::ChildWithoutGuardian, Who::Child, |r| { set(r, "Ngày sinh", "01/03/2022"); set(r, "Người giám hộ", "") }),
    (Rule::MinorWithoutConsent, Who::Child, |r| { set(r, "Ngày sinh", "01/03/2016"); set(r, "Người giám hộ", "") }),
    (Rule::GuardianIsGuest, Who::Child, |r| { let text = r["Số giấy tờ"].clone(); set(r, "Số giấy tờ người giám hộ", &text) }),
    (Rule::GuardianRelationship, Who::Child, |r| set(r, "Quan hệ", "hàng xóm")),
    (Rule::PhoneForm, Who::Citizen, |r| set(r, "Số điện thoại", "912000000")),
    (Rule::ResidenceKindUnknown, Who::Citizen, |r| set(r, "Loại cư trú", "4")),
    (Rule::CommuneWithoutProvince, Who::Citizen, |r| set(r, "Tỉnh/Thành phố", "")),
    (Rule::ArrivalInFuture, Who::Citizen, |r| { set(r, "Ngày đến", "22/11/2026 09:00"); set(r, "Ngày đi dự kiến", "23/11/2026"); set(r, "Ngày khai báo", "") }),
    (Rule::DepartureMissing, Who::Citizen, |r| set(r, "Ngày đi dự kiến", "")),
    (Rule::DepartureUnreadable, Who::Citizen, |r| set(r, "Ngày đi dự kiến", "mai")),
    (Rule::DepartureBeforeArrival, Who::Citizen, |r| set(r, "Ngày đi dự kiến", "30/10/2026")),
    (Rule::ActualBeforeArrival, Who::Citizen, |r| set(r, "Ngày trả phòng", "30/10/2026")),
    (Rule::ActualInFuture, Who::Citizen, |r| set(r, "Ngày trả phòng", "22/11/2026")),
    (Rule::NeedsTemporaryResidence, Who::Citizen, |r| set(r, "Ngày đi dự kiến", "25/12/2026")),
    (Rule::ReasonMissing, Who::Citizen, |r| set(r, "Lý do", "")),
    (Rule::ReasonUnknown, Who::Citizen, |r| set(r, "Lý do", "21")),
    (Rule::ReasonTextMissing, Who::Citizen, |r| set(r, "Lý do", "20 - Mục đích khác")),
    (Rule::ReasonTextUnused, Who::Citizen, |r| set(r, "Ghi rõ lý do", "Đi thi")),
    (Rule::RoomMissing, Who::Citizen, |r| set(r, "Số phòng", "")),
    (Rule::TextTooLong, Who::Citizen, |r| set(r, "Ghi chú", &"x".repeat(1001))),
    (Rule::TripOutsideCoach, Who::Citizen, |r| set(r, "Mã chuyến", "HN-V")),
    (Rule::ForeignerWithoutPassport, Who::Foreigner, |r| { set(r, "Loại giấy tờ", "9"); set(r, "Tên giấy tờ", "Thẻ lên tàu") }),
    (Rule::PermitMissing, Who::Foreigner, |r| set(r, "Thời hạn tạm trú", "")),
    (Rule::PermitUnreadable, Who::Foreigner, |r| set(r, "Thời hạn tạm trú", "45 ngày")),
    (Rule::PermitEqualsPassport, Who::Foreigner, |r| set(r, "Thời hạn tạm trú", "09/12/2035")),
    (Rule::PermitEndsBeforeDeparture, Who::Foreigner, |r| { set(r, "Thời hạn tạm trú", "20/11/2026"); set(r, "Ngày đi dự kiến", "28/11/2026") }),
    (Rule::PermitEndedBeforeArrival, Who::Foreigner, |r| set(r, "Thời hạn tạm trú", "31/10/2026")),
    (Rule::DeclaredLate, Who::Citizen, |r| set(r, "Ngày khai báo", "20/11/2026 23:00:00")),
    (Rule::DeclaredBeforeArrival, Who::Citizen, |r| set(r, "Ngày khai báo", "31/10/2026 12:00")),
    (Rule::Overdue, Who::Citizen, |r| set(r, "Ngày khai báo", "")),
    (Rule::LawUnknown, Who::Citizen, |r| { set(r, "Ngày đến", "01/06/2021"); set(r, "Ngày đi dự kiến", "02/06/2021"); set(r, "Ngày khai báo", "") }),
    (Rule::DayMonthOrder, Who::Citizen, |r| { let (m, d) = (r["Ngày đến"][3..5].to_owned(), 13); let time = r["Ngày đến"][10..].to_owned(); set(r, "Ngày đến", &format!("{m}/{d}/2026{time}")); set(r, "Ngày đi dự kiến", "25/11/2026"); set(r, "Ngày khai báo", "13/11/2026 22:30") }),
    // Rows that name no stay.
    (Rule::StayIdMissing, Who::Citizen, |r| set(r, "Mã đặt phòng", "")),
    (Rule::ArrivalMissing, Who::Citizen, |r| set(r, "Ngày đến", "")),
    (Rule::ArrivalUnreadable, Who::Citizen, |r| set(r, "Ngày đến", "hôm qua")),
];

/// What may be said of a row besides what is planted in it.
const ALWAYS: &[Rule] = &[
    Rule::IdentityNotProven,
    Rule::MinorAlone,
    // A guest's document as a number without a kind, or the reverse, is also a conclusion.
    Rule::PhoneMissing,
    Rule::ResidenceMissing,
];

/// What follows of itself from a planted defect.
fn follows(planted: Rule) -> &'static [Rule] {
    match planted {
        Rule::CmndNumber => &[Rule::CmndNoLongerValid],
        Rule::DocumentKindUnknown => &[Rule::DocumentKindAssumed],
        Rule::NationalityUnreadable | Rule::NationalityMissing => &[Rule::NationalityMissing],
        Rule::ArrivalInFuture => &[Rule::DueSoon],
        _ => &[],
    }
}

fn csv(rows: &[Row]) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let mut out = format!("DANH SÁCH KHÁCH\n\n{}\n", HEADINGS.join(","));
    for row in rows {
        let cells = HEADINGS.iter().map(|heading| row.get(heading).map_or(String::new(), |text| quoted(text)));
        out.push_str(&cells.collect::<Vec<_>>().join(","));
        out.push('\n');
    }
    out
}

fn run(bytes: &[u8]) -> Option<Import> {
    let table = Table::read(bytes).ok()?;
    let sheet = table.sheets.first()?;
    let layout = Layout::guess(sheet)?;
    Some(import(sheet, &layout, &Plan::new(&facility()), &now()))
}

const FIRST_LINE: usize = 4;

/// The rules found of each row, by its place in the list.
fn found(result: &Import) -> BTreeMap<usize, (bool, Vec<Finding>)> {
    let line = |number: u32| usize::try_from(number).unwrap() - FIRST_LINE;
    let kept = result.stays.iter().map(|stay| (line(stay.number), (true, stay.findings.clone())));
    let out = result.rejected.iter().map(|row| (line(row.number), (false, row.findings.clone())));
    kept.chain(out).collect()
}

#[test]
fn ten_thousand_stays_with_every_defect_found_and_no_good_row_lost() {
    const STAYS: usize = 10_000;
    let mut random = Seeded(20_261_121);
    let mut rows = Vec::with_capacity(STAYS);
    let mut planted = Vec::with_capacity(STAYS);
    for at in 0..STAYS {
        let (rule, who, edit) = DEFECTS[at / 2 % DEFECTS.len()];
        if at % 2 == 1 {
            let mut row = good(&mut random, at, who);
            edit(&mut row);
            rows.push(row);
            planted.push(Some(rule));
        } else {
            let who = *random.one(&[Who::Citizen, Who::Citizen, Who::Child, Who::Foreigner, Who::Nobody]);
            rows.push(good(&mut random, at, who));
            planted.push(None);
        }
    }
    // Defects between two rows: the same identifier, the same arrival of the same document, stays that overlap.
    for at in (1000..STAYS).step_by(500) {
        let rule = [Rule::StayTwice, Rule::GuestTwice, Rule::StaysOverlap][at / 500 % 3];
        let mut before = good(&mut random, at, Who::Citizen);
        set(&mut before, "Ngày đến", "10/11/2026 09:00");
        set(&mut before, "Ngày đi dự kiến", "14/11/2026");
        set(&mut before, "Ngày khai báo", "10/11/2026 10:00");
        let mut row = good(&mut random, at + 1, Who::Citizen);
        match rule {
            Rule::StayTwice => {
                let id = before["Mã đặt phòng"].clone();
                set(&mut row, "Mã đặt phòng", &id);
            }
            _ => {
                let id = row["Mã đặt phòng"].clone();
                row = before.clone();
                row.insert("Mã đặt phòng", id);
            }
        }
        if rule == Rule::StaysOverlap {
            set(&mut row, "Ngày đến", "12/11/2026 09:00");
            set(&mut row, "Ngày khai báo", "12/11/2026 10:00");
        }
        rows[at] = before;
        rows[at + 1] = row;
        planted[at] = None;
        planted[at + 1] = Some(rule);
    }

    let result = run(csv(&rows).as_bytes()).unwrap();
    let found = found(&result);
    assert_eq!(found.len(), STAYS, "every row comes out once");
    assert_eq!(result.stays.len() + result.rejected.len(), STAYS);
    for (at, planted) in planted.iter().enumerate() {
        let (kept, findings) = &found[&at];
        let rules: Vec<Rule> = findings.iter().map(|finding| finding.rule).collect();
        let told = |rule: &Rule| !ALWAYS.contains(rule);
        match planted {
            None => {
                assert!(kept, "a good row was rejected: {:?}", rows[at]);
                assert!(!rules.iter().any(told), "{rules:?} in a good row: {:?}", rows[at]);
            }
            Some(rule) => {
                assert!(rules.contains(rule), "{rule:?} was not found in {rules:?}: {:?}", rows[at]);
                let other = |found: &Rule| told(found) && found != rule && !follows(*rule).contains(found);
                assert!(!rules.iter().any(other), "{rules:?} for {rule:?}: {:?}", rows[at]);
            }
        }
    }
    let kinds: BTreeSet<Rule> = planted.into_iter().flatten().collect();
    assert!(kinds.len() >= 40, "{} kinds of defects", kinds.len());
    let errors = kinds.iter().filter(|rule| rule.severity() == Severity::Error).count();
    println!("{} kinds of defects, {errors} of them errors", kinds.len());

    for stay in &result.stays {
        let record = DeclarationRecord::from(&stay.declaration);
        let json = serde_json::to_string(&record).unwrap();
        let read: DeclarationRecord = serde_json::from_str(&json).unwrap();
        assert_eq!(Declaration::try_from(&read).as_ref(), Ok(&stay.declaration));
    }
}

#[test]
fn no_bytes_make_it_panic_and_no_row_is_lost() {
    let mut random = Seeded(7);
    let whos = [Who::Citizen, Who::Child, Who::Foreigner, Who::Nobody];
    let rows: Vec<Row> = whos.iter().enumerate().map(|(at, who)| good(&mut random, at, *who)).collect();
    let whole = csv(&rows).into_bytes();
    for end in (0..whole.len()).step_by(3) {
        let _ = run(&whole[..end]);
    }
    let (mut understood, mut wrong) = (0, 0);
    for _ in 0..1_000 {
        let mut bytes = whole.clone();
        for _ in 0..1 + random.below(3) {
            let at = random.below(bytes.len());
            bytes[at] = u8::try_from(random.below(256)).unwrap();
        }
        let Some(result) = run(&bytes) else { continue };
        understood += 1;
        let findings = result.stays.iter().flat_map(|stay| &stay.findings);
        wrong += usize::from(!result.rejected.is_empty() || findings.clone().any(|f| f.severity() == Severity::Error));
        // A changed quote may join rows, and a byte that is no UTF-8 hides the headings; otherwise rows come out.
        assert!(result.stays.len() + result.rejected.len() >= 1);
    }
    assert!(understood > 200 && wrong > 100, "{understood} {wrong}");
}

fn lodging(arrival: &str, kind: GuestKind) -> Declaration {
    let guest = Guest::told(kind, Person::default(), Source::Typed);
    Declaration::lodging(&facility(), Stay::new(StayId::parse("1").unwrap(), Moment::parse(arrival).unwrap()), guest)
}

/// What the rules say of an undeclared stay at a moment in UTC.
fn at(declaration: &Declaration, moment: &str) -> Option<Rule> {
    let context = Context::at(Timestamp::parse(moment).unwrap()).unwrap();
    let found = check(declaration, &facility(), &context);
    found.iter().map(|finding| finding.rule).find(|rule| matches!(rule, Rule::DueSoon | Rule::Overdue))
}

#[test]
fn deadlines_at_the_edges_of_the_day() {
    for (arrival, moment, expected) in [
        // Before 23:00 in Việt Nam, which is 16:00 UTC.
        ("2026-11-21T22:59:59", "2026-11-21T15:59:59Z", Some(Rule::DueSoon)),
        ("2026-11-21T22:59:59", "2026-11-21T16:00:00Z", Some(Rule::Overdue)),
        ("2026-11-21T00:00:00", "2026-11-21T13:59:59Z", None),
        ("2026-11-21T00:00:00", "2026-11-21T14:00:00Z", Some(Rule::DueSoon)),
        ("2026-11-21T08:00:00", "2026-11-21T16:00:00Z", Some(Rule::Overdue)),
        // From 23:00 on, before 08:00 of the next day, which is 01:00 UTC.
        ("2026-11-21T23:00:00", "2026-11-21T16:00:00Z", None),
        ("2026-11-21T23:00:00", "2026-11-22T00:59:59Z", Some(Rule::DueSoon)),
        ("2026-11-21T23:00:00", "2026-11-22T01:00:00Z", Some(Rule::Overdue)),
        ("2026-11-21T23:59:59", "2026-11-21T17:00:00Z", None),
        ("2026-12-31T23:30:00", "2027-01-01T01:00:00Z", Some(Rule::Overdue)),
        // The days on which clocks change in Europe and America change nothing here.
        ("2026-03-29T22:00:00", "2026-03-29T15:59:59Z", Some(Rule::DueSoon)),
        ("2026-03-29T22:00:00", "2026-03-29T16:00:00Z", Some(Rule::Overdue)),
        ("2026-11-01T23:30:00", "2026-11-02T00:59:59Z", Some(Rule::DueSoon)),
        ("2026-11-01T23:30:00", "2026-11-02T01:00:00Z", Some(Rule::Overdue)),
    ] {
        assert_eq!(at(&lodging(arrival, GuestKind::Citizen), moment), expected, "{arrival} at {moment}");
    }
    let foreigner = lodging("2026-11-21T22:00:00", GuestKind::Foreigner);
    assert_eq!(at(&foreigner, "2026-11-22T03:00:00Z"), Some(Rule::DueSoon));
    assert_eq!(at(&foreigner, "2026-11-22T03:00:01Z"), Some(Rule::Overdue));
    let last = deadline(&foreigner, &Facility { is_remote: true, ..facility() }).unwrap().last;
    assert_eq!(last, LocalTime::parse("2026-11-22T22:00:00").unwrap());
}

/// The same test in processes whose machine is set to other zones.
#[test]
fn the_zone_of_the_machine_does_not_matter() {
    for zone in ["UTC", "America/New_York", "Europe/Berlin", "Pacific/Kiritimati", "XXX+11", ""] {
        let own = std::env::current_exe().unwrap();
        let run = std::process::Command::new(own)
            .args(["--exact", "deadlines_at_the_edges_of_the_day"])
            .env("TZ", zone)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&run.stdout).into_owned();
        assert!(run.status.success() && said.contains("1 passed"), "{zone}: {said}");
    }
}
