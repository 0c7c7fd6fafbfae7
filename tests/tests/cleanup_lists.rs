//! Messy lists of invented people against what is right about them.

use dinhdanh::cleanup::address::Scratch;
use dinhdanh::cleanup::{
    Cleaner, Evidence, Role, Status, TextProfile, ToneStyle, clean_date, clean_id_number, clean_name, clean_phone,
};
use dinhdanh::cleanup::{DateProfile, DateRules, IdContext, IdProfile};
use dinhdanh::identity::Date;
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
