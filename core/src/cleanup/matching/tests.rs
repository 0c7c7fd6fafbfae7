#![allow(clippy::arithmetic_side_effects, reason = "test data")]

use super::*;

fn person<'a>(number: &'a str, name: &'a str, birth: &'a str, phone: &'a str) -> Person<'a> {
    let some = |text: &'a str| (!text.is_empty()).then_some(text);
    Person {
        id_number: some(number),
        full_name: some(name),
        date_of_birth: some(birth),
        phone: some(phone),
        ..Person::default()
    }
}

/// Rows that share a few names and otherwise nothing, so that names and dates have a frequency.
fn crowd(list: &mut Matcher, rows: u32) {
    let family = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Võ"];
    let middle = ["Văn", "Thị", "Hữu", "Ngọc", "Minh"];
    let given = ["An", "Bình", "Cường", "Dũng", "Hà", "Hương", "Lan", "Mai", "Nam", "Phương", "Sơn", "Tuấn"];
    let mut state = 7_u64;
    let mut next = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for _ in 0..rows {
        let pick = |list: &[&'static str], at: u64| list[usize::try_from(at).unwrap() % list.len()];
        let name = format!("{} {} {}", pick(&family, next(6)), pick(&middle, next(5)), pick(&given, next(12)));
        let (year, month, day) = (1950 + next(60), 1 + next(12), 1 + next(28));
        let number = format!(
            "{:03}{}{:02}{:06}",
            1 + next(2) * 78,
            if year < 2000 { next(2) } else { 2 + next(2) },
            year % 100,
            next(1_000_000)
        );
        let birth = format!("{year}-{month:02}-{day:02}");
        let phone = format!("09{:08}", next(100_000_000));
        list.push(&person(&number, &name, &birth, &phone));
    }
}

/// The score of two rows in a crowd of 3000.
fn score(a: Person<'_>, b: Person<'_>) -> f64 {
    let mut list = Matcher::default();
    list.push(&a);
    list.push(&b);
    crowd(&mut list, 3000);
    let prepared = list.prepare();
    let found = prepared.pairs(0, 1);
    let met = found.pairs.iter().find(|p| (p.left, p.right) == (0, 1)).map_or(0.0, Pair::score);
    let compared = prepared.compare(0, 1).unwrap().score();
    // What matters must be found by the keys, not only if asked for.
    assert!(met == compared || compared < 0.5, "{met} {compared}");
    met
}

#[test]
fn one_person_with_a_defect_is_found() {
    let own = person("001199000018", "Nguyễn Thị Mẫu", "1999-02-17", "0912345678");
    for other in [
        own,
        Person { full_name: Some("NGUYEN THI MAU"), ..own },
        Person { full_name: Some("Nguyễn Mẫu"), ..own },
        Person { full_name: Some("Nguyễn Thi Mâu"), id_number: None, ..own },
        Person { id_number: Some("1199000018"), ..own },
        Person { id_number: Some("001199000081"), ..own },
        Person { id_number: None, ..own },
        Person { id_number: None, phone: None, ..own },
        Person { date_of_birth: Some("1999"), ..own },
        Person { date_of_birth: Some("1999-02-11"), phone: None, ..own },
        Person { date_of_birth: None, phone: None, ..own },
        Person { full_name: Some("Nguyễn Thị Mẩu"), ..own },
    ] {
        let found = score(own, other);
        assert!(found > 0.9, "{found} for {other:?}");
    }
}

#[test]
fn relatives_and_namesakes_stay_apart() {
    let own = person("001099000018", "Nguyễn Văn An", "1999-02-17", "0912345678");
    let at_home = |p: Person<'static>| Person { address: Some("12 Hàng Bài"), commune: Some("00070"), ..p };
    for (what, other) in [
        ("namesake", person("079099123456", "Nguyễn Văn An", "1999-11-02", "0987654321")),
        ("namesake of the same day", person("079099123456", "Nguyễn Văn An", "1999-02-17", "0987654321")),
    ] {
        let found = score(at_home(own), other);
        assert!(found < 0.2, "{what}: {found}");
    }
    for (what, other) in [
        ("twin", person("001099000019", "Nguyễn Văn Bình", "1999-02-17", "0912345678")),
        ("twin with another number", person("001099471132", "Nguyễn Văn Bình", "1999-02-17", "0912345678")),
        ("twin without number", person("", "Nguyễn Văn Bình", "1999-02-17", "0912345678")),
        ("father", person("001070123456", "Nguyễn Văn An", "1970-08-03", "0912345678")),
        ("father without number", person("", "Nguyễn Văn An", "1970-08-03", "0912345678")),
        ("spouse", person("001199123456", "Trần Thị Lan", "1998-05-05", "0912345678")),
        ("child under the parent's number", person("001099000018", "Nguyễn Minh Hà", "2020-05-05", "0912345678")),
    ] {
        let found = score(at_home(own), at_home(other));
        assert!(found < 0.2, "{what}: {found}");
    }
}

#[test]
fn pairs_do_not_depend_on_how_the_work_is_divided() {
    let mut list = Matcher::default();
    crowd(&mut list, 2000);
    for copy in 0..300_u32 {
        let number = format!("0790{:02}{:06}", copy % 90 + 10, copy * 37);
        for name in ["Lê Thị Hòa", "LE THI HOA"] {
            list.push(&person(&number, name, "1980-01-02", ""));
        }
    }
    let prepared = list.prepare();
    let whole = prepared.pairs(0, 1);
    let mut parts: Vec<Pair> = (0..3).flat_map(|part| prepared.pairs(part, 3).pairs).collect();
    parts.sort_by_key(|p| (p.left, p.right));
    parts.dedup_by_key(|p| (p.left, p.right));
    assert_eq!(whole.pairs, parts);
    let same = whole.pairs.iter().filter(|p| p.score() > 0.99 && p.right == p.left + 1).count();
    assert_eq!(same, 300, "every copy is found although 600 rows share a name and a date");
    assert!(whole.cut_groups > 0);
}

#[test]
fn only_new_rows_and_only_between_lists() {
    let own = person("001199000018", "Nguyễn Thị Mẫu", "1999-02-17", "0912345678");
    let places =
        |list: &Matcher| list.prepare().pairs(0, 1).pairs.iter().map(|p| (p.left, p.right)).collect::<Vec<_>>();
    let mut list = Matcher::default();
    list.push(&own);
    list.push(&own);
    assert_eq!(places(&list), [(0, 1)]);
    let mut grown = list.clone();
    grown.only_new_from_here();
    grown.push(&own);
    grown.push(&own);
    assert_eq!(places(&grown), [(0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]);
    list.second_list_from_here();
    list.push(&own);
    list.push(&own);
    assert_eq!(places(&list), [(0, 2), (0, 3), (1, 2), (1, 3)]);
}

#[test]
fn clusters_hold_people_and_not_families() {
    let mut list = Matcher::default();
    let father = person("001070123456", "Nguyễn Văn An", "1970-08-03", "0912345678");
    let son = person("001099000018", "Nguyễn Văn An", "1999-02-17", "0912345678");
    // A row that could be either.
    let bridge = person("", "Nguyễn Văn An", "", "0912345678");
    for row in [father, son, father, bridge, son] {
        list.push(&row);
    }
    crowd(&mut list, 3000);
    let prepared = list.prepare();
    let pairs = prepared.pairs(0, 1).pairs;
    let advice = advise(&pairs);
    let found = clusters(&prepared, &pairs, advice.threshold).clusters;
    assert!(found.iter().all(|group| !(group.contains(&0) && group.contains(&1))), "{found:?}");
    assert!(found.iter().any(|group| group.contains(&0) && group.contains(&2)));
    assert!(found.iter().any(|group| group.contains(&1) && group.contains(&4)));
}

#[test]
fn a_pair_says_why_in_both_languages_and_shows_nobody() {
    let mut list = Matcher::default();
    let own = person("001199000018", "Nguyễn Thị Mẫu", "1999-02-17", "0912345678");
    list.push(&own);
    list.push(&Person { full_name: Some("Nguyen Thi Mau"), ..own });
    let pair = list.prepare().pairs(0, 1).pairs[0];
    assert!(pair.why(Lang::Vi).contains("cùng số định danh"));
    assert_eq!(
        pair.why(Lang::En),
        "same personal number; same name without diacritics; same date of birth; same telephone"
    );
    assert!(!format!("{pair:?}").contains("001199000018"));
}
