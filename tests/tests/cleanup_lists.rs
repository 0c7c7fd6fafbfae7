//! Messy lists of invented people against what is right about them.

use dinhdanh::cleanup::address::Scratch;
use dinhdanh::cleanup::{
    Cleaner, Evidence, IssueCode, Role, Rules, Status, TextProfile, ToneStyle, clean_date, clean_id_number, clean_name,
    clean_phone,
};
use dinhdanh::cleanup::{DateProfile, DateRules, IdContext, IdProfile};
use dinhdanh::identity::Date;
use dinhdanh::units::{Era, Level, UnitTable};
use dinhdanh_list_maker::list::{List, Profile};
use dinhdanh_list_maker::people::Person;
use dinhdanh_list_maker::rng::Rng;
use dinhdanh_list_maker::score::{Scores, cleaner, columns, score, sum, table};
use std::borrow::Cow;

fn scores(profile: &Profile) -> Scores {
    score(&List::new(profile), |_, _, _, _| {})
}

/// Seeds that nothing was adjusted to differ from run to run of the figures; these are kept for bounded time.
#[test]
fn what_can_be_known_comes_out_right() {
    for profile in [Profile::usual(101, 4_000), Profile::varied(102, 3_000), Profile::varied(103, 3_000)] {
        let scores = scores(&profile);
        let known = |column: &str| sum(&scores, |c, _, certain| c == column && certain);
        for (column, share) in [
            ("ho_ten", 0.995),
            ("ngay_sinh", 0.999),
            ("gioi_tinh", 1.0),
            ("so_dinh_danh", 0.999),
            ("dien_thoai", 0.999),
        ] {
            let score = known(column);
            assert!(score.share() >= share, "{profile:?}: {column} {score:?}\n{}", table(&scores));
            assert!(score.wrong * 500 <= score.total(), "{profile:?}: {column} {score:?}\n{}", table(&scores));
        }
        for kind in [
            "tcvn3",
            "vni",
            "windows-1258",
            "mojibake",
            "mojibake-twice",
            "nfd",
            "viqr",
            "telex",
            "vni-keys",
            "upper",
            "lower",
            "modern-tone",
        ] {
            let score = sum(&scores, |c, k, certain| c == "ho_ten" && k == kind && certain);
            assert!(score.total() == 0 || score.share() >= 0.95, "{profile:?}: {kind} {score:?}");
        }
        let clean = sum(&scores, |_, kind, certain| kind == "clean" && certain);
        assert_eq!(clean.wrong, 0, "{profile:?}: right cells were changed\n{}", table(&scores));
        assert!(clean.open * 200 <= clean.total(), "{profile:?}: {clean:?}");
        // What cannot be known is hardly ever given as certain.
        let doubt = sum(&scores, |_, _, certain| !certain);
        assert!(doubt.wrong * 20 <= doubt.total(), "{profile:?}: {doubt:?}\n{}", table(&scores));
    }
}

#[test]
fn right_values_are_never_changed() {
    let mut rng = Rng::new(7);
    let (names, dates, ids) = (TextProfile::default(), DateProfile::default(), IdProfile::default());
    let rules = DateRules::birth(Date::new(2026, 11, 21).unwrap());
    for _ in 0..25_000 {
        let person = Person::new(&mut rng, 0.05);
        let (year, month, day) = person.birth;
        let birth = format!("{year}-{month:02}-{day:02}");
        let cleaned = [
            (person.name.as_str(), clean_name(&person.name, ToneStyle::Traditional, &names)),
            (birth.as_str(), clean_date(&birth, &rules, &dates)),
            (person.number.as_str(), clean_id_number(&person.number, &IdContext::default(), &ids)),
            (person.phone.as_str(), clean_phone(&person.phone)),
        ];
        for (cell, cleaned) in cleaned {
            assert!(cleaned.value == cell && matches!(cleaned.value, Cow::Borrowed(_)), "{cell} {cleaned:?}");
        }
    }
}

/// A right tax number: nine digits and the one that checks them.
fn tax_number(rng: &mut Rng) -> String {
    loop {
        let digits: Vec<usize> = std::iter::once(0).chain((1..9).map(|_| rng.below(10))).collect();
        let sum: usize =
            digits.iter().zip([31, 29, 23, 19, 17, 13, 7, 5, 3]).map(|(digit, weight)| digit * weight).sum();
        let text: String = digits.iter().map(usize::to_string).collect();
        if !sum.is_multiple_of(11) && digits[1] > 0 {
            return format!("{text}{}", 10 - sum % 11);
        }
    }
}

/// A list that is right in every column, of every role: at most one cell in ten thousand may be changed, and none was.
#[test]
fn a_right_list_stays_as_it_is_in_every_column() {
    let roles: Vec<Role> = Role::ALL.to_vec();
    let mut rng = Rng::new(20_261_122);
    let wards: Vec<_> = UnitTable::embedded().all(Era::Since2025, Level::Commune).collect();
    let rows: Vec<Vec<String>> = (0..6_000)
        .map(|_| {
            let person = Person::new(&mut rng, 0.05);
            let (year, month, day) = person.birth;
            let number = |rng: &mut Rng, digits: usize| -> String {
                (0..digits).map(|at| (if at == 0 { 1 + rng.below(8) } else { rng.below(10) }).to_string()).collect()
            };
            let ward = *rng.pick(&wards);
            let house = 1 + rng.below(300);
            let address = format!("{house} Trần Phú, {}, {}", ward.full_name(), ward.province().full_name());
            roles
                .iter()
                .map(|role| match role {
                    Role::Name => person.name.clone(),
                    Role::BirthDate => format!("{year}-{month:02}-{day:02}"),
                    Role::Date => format!("{}-{month:02}-{day:02}", 2000 + rng.below(26)),
                    Role::Sex => (if person.male { "Nam" } else { "Nữ" }).to_owned(),
                    Role::IdNumber => person.number.clone(),
                    Role::Phone => person.phone.clone(),
                    Role::HealthInsurance => format!("GD4{:02}{}", 1 + rng.below(96), number(&mut rng, 10)),
                    Role::TaxNumber => tax_number(&mut rng),
                    Role::Passport => format!("C{}", number(&mut rng, 7)),
                    Role::DrivingLicence => number(&mut rng, 12),
                    Role::Plate => format!("{}A-{}", 11 + rng.below(88), number(&mut rng, 5)),
                    Role::Email => format!("mau{}@example.vn", rng.below(10_000)),
                    Role::Address => address.clone(),
                    Role::Text => rng.pick(&["Giáo viên", "Đã nghỉ hưu", "Làm ruộng", "Học sinh lớp 9"]).to_string(),
                    _ => number(&mut rng, 3),
                })
                .collect()
        })
        .collect();
    let mut cleaner = Cleaner::new(Rules::new(Date::new(2026, 11, 21).unwrap())).columns(&roles);
    let table = || -> Vec<_> {
        let column = |at: usize| rows.iter().map(move |row| Some(row[at].as_str()));
        (0..roles.len()).map(column).collect()
    };
    cleaner.observe(&mut table());
    let (mut at, mut changed, mut open) = (0, Vec::new(), Vec::new());
    cleaner.clean(&mut table(), |cells| {
        for ((cell, was), role) in cells.iter().zip(&rows[at]).zip(&roles) {
            if cell.value != *was || cell.issues.has(IssueCode::ColumnsSwapped) {
                changed.push(format!("{role:?} {was} -> {}", cell.value));
            }
            if cell.status != Status::Ok && *role != Role::Address {
                open.push(format!("{role:?} {was} {:?}", cell.issues));
            }
        }
        at += 1;
    });
    let cells = rows.len() * roles.len();
    assert_eq!(at, rows.len());
    assert!(changed.len() * 10_000 <= cells, "{} of {cells}: {:?}", changed.len(), &changed[..changed.len().min(20)]);
    assert!(open.len() * 2_000 <= cells, "{} of {cells}: {:?}", open.len(), &open[..open.len().min(20)]);
}

/// A whole row of what offices do to numbers, dates and cells, with what the row itself decides.
#[test]
fn a_row_of_every_kind_of_damage_is_put_in_order() {
    let roles = [Role::Name, Role::BirthDate, Role::Sex, Role::IdNumber, Role::Phone, Role::Address];
    let cleaner = Cleaner::new(Rules::new(Date::new(2026, 11, 21).unwrap())).columns(&roles);
    let clean = |cells: [&'static str; 6]| {
        let mut row = Vec::new();
        cleaner.clean_row(&cells, &mut row, &mut Scratch::default());
        row
    };
    let hanoi = "5 Hàng Than, Phường Phúc Xá, Quận Ba Đình, Hà Nội";
    // A spreadsheet's day number and lost zeros, an old prefix.
    let row = clean(["Nguyễn Thị Mẫu", "36208", "nữ", "1199000018", "1681234567", hanoi]);
    let values: Vec<&str> = row.iter().map(|cell| &*cell.value).collect();
    assert_eq!(values, ["Nguyễn Thị Mẫu", "1999-02-17", "Nữ", "001199000018", "0381234567", hanoi]);
    for (at, code) in [
        (1, IssueCode::DateSerial),
        (3, IssueCode::LeadingZeroLost),
        (4, IssueCode::PhoneOldPrefix),
        (5, IssueCode::AddressOldUnit),
    ] {
        assert!(row[at].issues.has(code), "{at} {:?}", row[at].issues);
    }
    assert!(!row[3].issues.has(IssueCode::NumberProvinceMismatch));
    // The number got its zeros back, and names Hà Nội; the address does not.
    let elsewhere = "Phường Bến Thành, Thành phố Hồ Chí Minh";
    let row = clean(["Nguyễn Thị Mẫu", "17/02/1999", "Nữ", "1199000018", "0912345678", elsewhere]);
    assert!(row[3].issues.has(IssueCode::NumberProvinceMismatch), "{:?}", row[3].issues);
    let row = clean(["Nguyễn Thị Mẫu", "17/02/1999", "Nữ", "001199000018", "0912345678", elsewhere]);
    assert!(!row[3].issues.has(IssueCode::NumberProvinceMismatch), "people live where they were not born");
    // Only the year; the number of another year and sex; nothing said in two ways; a sentence.
    let row = clean(["Trần Văn Mẫu", "1960", "Nữ", "001199000018", "không có", "-"]);
    assert_eq!((&*row[1].value, row[1].issues.has(IssueCode::DatePartial)), ("1960", true));
    assert!(row[3].issues.has(IssueCode::NumberYearMismatch));
    assert!(row[4].issues.has(IssueCode::Placeholder) && row[5].issues.has(IssueCode::Placeholder));
    let row =
        clean(["con bà Nguyễn Thị Hoa", "không rõ", "Nam", "000000000", "gọi cho mẹ số 0912345678 sau 17 giờ", ""]);
    assert!(row[0].issues.has(IssueCode::FreeText), "{:?}", row[0].issues);
    assert!(row[1].issues.has(IssueCode::Placeholder) && row[3].issues.has(IssueCode::Placeholder));
    assert!(row[4].issues.has(IssueCode::FreeText) && row[4].status != Status::Ok, "{:?}", row[4].issues);
    // Name and number in each other's columns.
    let row = clean(["001199000018", "17/02/1999", "Nữ", "Nguyễn Thị Mẫu", "0912345678", hanoi]);
    assert_eq!((&*row[0].value, &*row[3].value), ("Nguyễn Thị Mẫu", "001199000018"));
    assert!(row[0].issues.has(IssueCode::ColumnsSwapped) && row[3].issues.has(IssueCode::ColumnsSwapped));
}

#[test]
fn cleaning_again_changes_nothing() {
    let list = List::new(&Profile::usual(9, 3_000));
    let cleaner = cleaner(&list);
    let mut rows: Vec<Vec<(String, Status)>> = Vec::new();
    cleaner.clean(&mut columns(&list), |row| rows.push(row.iter().map(|c| (c.value.to_string(), c.status)).collect()));
    let again: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(|(value, _)| value.clone()).collect()).collect();
    let mut cells = Vec::new();
    for (row, again) in rows.iter().zip(&again) {
        let texts: Vec<&str> = again.iter().map(String::as_str).collect();
        cleaner.clean_row(&texts, &mut cells, &mut Scratch::default());
        for ((value, status), cell) in row.iter().zip(&cells) {
            assert!(*status != Status::Ok || cell.value == *value, "{value} {cell:?}");
        }
    }
}

/// In parts, with evidence that was collected in parts: the same result as in one piece.
#[test]
fn parts_of_a_table_give_what_the_whole_gives() {
    let list = List::new(&Profile::varied(11, 2_000));
    let whole = cleaner(&list);
    let half = list.rows.len() / 2;
    let part = |from: usize, to: usize| {
        let rows = &list.rows[from..to];
        [0, 1, 2, 3, 4, 5].map(move |at: usize| rows.iter().map(move |row| Some(row.cells[at].text.as_str())))
    };
    let fresh = || Cleaner::new(dinhdanh::cleanup::Rules::new(Date::new(2026, 11, 21).unwrap())).columns(whole.roles());
    let evidence = [(0, half), (half, list.rows.len())].map(|(from, to)| {
        let mut cleaner = fresh();
        cleaner.observe(&mut part(from, to));
        let text = serde_json::to_string(cleaner.evidence()).unwrap();
        assert!(list.people.iter().all(|person| !text.contains(&person.number) && !text.contains(&person.name)));
        serde_json::from_str::<Evidence>(&text).unwrap()
    });
    let merged = Evidence::default().merged(&evidence[0]).merged(&evidence[1]);
    assert_eq!(merged, *whole.evidence());
    let parts = fresh().with_evidence(merged);
    let (mut one, mut two) = (Vec::new(), Vec::new());
    whole.clean(&mut columns(&list), |row| one.push(row.to_vec()));
    for (from, to) in [(0, half), (half, list.rows.len())] {
        parts.clean(&mut part(from, to), |row| two.push(row.to_vec()));
    }
    assert!(one == two);
    assert_eq!(Role::ALL.len(), 15);
}

#[test]
fn lists_are_reproducible_and_know_their_pairs() {
    let profile = Profile::usual(5, 500);
    let (list, again) = (List::new(&profile), List::new(&profile));
    assert_eq!(list.csv(), again.csv());
    assert_ne!(list.csv(), List::new(&Profile::usual(6, 500)).csv());
    let pairs = list.true_pairs();
    assert!(pairs.len() > 100 && pairs.iter().all(|&(a, b)| a < b && list.rows[a].person == list.rows[b].person));
    assert!(list.alike.iter().all(|&(_, a, b)| list.people[a].number != list.people[b].number));
}
