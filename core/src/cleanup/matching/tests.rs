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

/// Two brothers of one day whose given names differ in a tone or a letter, with as many others of either name.
#[test]
fn twins_with_names_that_are_near_each_other_stay_apart() {
    for (one, other) in [("Hùng", "Hưng"), ("An", "Anh"), ("Tâm", "Tân")] {
        let names = [format!("Nguyễn Văn {one}"), format!("Nguyễn Văn {other}")];
        let twin = |name: &'static str, number: &'static str| Person {
            address: Some("12 Hàng Bài"),
            commune: Some("00070"),
            ..person(number, name, "1999-02-17", "0912345678")
        };
        let mut list = Matcher::default();
        let [first, second]: [&'static str; 2] = names.map(|name| &*Box::leak(name.into_boxed_str()));
        for row in [
            twin(first, "001099000018"),
            twin(second, "001099471132"),
            twin(second, ""),
            twin(first, "001099000018"),
            Person { id_number: None, ..twin(second, "") },
        ] {
            list.push(&row);
        }
        crowd(&mut list, 3000);
        for at in 0..40_u32 {
            let number = format!("0790{:02}{:06}", at + 10, at * 377);
            let birth = format!("{}-03-{:02}", 1960 + at, 1 + at % 28);
            list.push(&person(&number, if at % 2 == 0 { first } else { second }, &birth, ""));
        }
        let prepared = list.prepare();
        let score = |a: u32, b: u32| prepared.compare(a, b).unwrap().score();
        assert!(score(0, 1) < 0.1 && score(0, 2) < 0.8, "{one} {other}: {} {}", score(0, 1), score(0, 2));
        assert!(score(0, 3) > 0.99 && score(1, 4) > 0.99, "{one} {other}: {} {}", score(0, 3), score(1, 4));
    }
    // A name that nobody has is a slip.
    let own = person("", "Nguyễn Văn Phương", "1999-02-17", "0912345678");
    assert!(score(own, Person { full_name: Some("Nguyễn Văn Phươgn"), ..own }) > 0.9);
}

#[test]
fn a_father_with_his_sons_name_and_day_of_birth_is_another_person() {
    let son = Person {
        address: Some("12 Hàng Bài"),
        commune: Some("00070"),
        ..person("001099000018", "Nguyễn Văn Nam", "1999-02-17", "0912345678")
    };
    for (number, birth) in
        [("001069123456", "1969-02-17"), ("", "1969-02-17"), ("001071123456", "1971-02-17"), ("O0l07l123456", "")]
    {
        let father = Person {
            id_number: (!number.is_empty()).then_some(number),
            date_of_birth: (!birth.is_empty()).then_some(birth),
            ..son
        };
        let found = score(son, father);
        assert!(found < 0.8, "{number} {birth}: {found}");
    }
    // A date that does not exist still tells the year.
    assert!(score(son, Person { id_number: None, date_of_birth: Some("31/02/1999"), ..son }) > 0.9);
}

#[test]
fn letters_that_were_lost_are_no_difference() {
    let own = person("001199000018", "Nguyễn Thị Mẫu", "1999-02-17", "0912345678");
    for name in ["Nguy?n Th? M?u", "Nguy\u{fffd}n Th\u{fffd} M\u{fffd}u"] {
        let other = Person { id_number: None, full_name: Some(name), ..own };
        assert!(score(own, other) > 0.9, "{name}");
        let mut list = Matcher::default();
        list.push(&own);
        list.push(&other);
        crowd(&mut list, 100);
        assert!(list.prepare().compare(0, 1).unwrap().reasons().contains(&Reason::NameLost));
    }
}

/// What a growing list finds run by run is what one run over all of it finds.
#[test]
fn incremental_runs_find_what_one_run_finds() {
    let mut list = Matcher::default();
    crowd(&mut list, 400);
    let own = person("001199000018", "Nguyễn Thị Mẫu", "1999-02-17", "0912345678");
    list.push(&own);
    for at in 0..3_u32 {
        crowd(&mut list, 300 + at);
        list.push(&Person { full_name: Some("NGUYEN THI MAU"), ..own });
    }
    let whole = list.prepare().pairs(0, 1).pairs;
    for from in [0, 1, 401, 1200] {
        let mut grown = list.clone();
        grown.boundary = Some(row::Boundary::New(from));
        let new = grown.prepare().pairs(0, 1).pairs;
        let wanted: Vec<Pair> = whole.iter().copied().filter(|pair| pair.right >= from).collect();
        assert_eq!(new, wanted, "rows from {from}");
        assert!(!new.is_empty());
    }
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
fn rows_that_a_third_one_joins_are_a_pair() {
    let own = person("001199000018", "Nguyễn Thị Mẫu", "1999-02-17", "");
    // The first and the last share a name and a year; the row between them has the number of one, the date of the other.
    let rows =
        [Person { date_of_birth: None, phone: Some("0912345678"), ..own }, own, Person { id_number: None, ..own }];
    let mut list = Matcher::default();
    for row in &rows {
        list.push(row);
    }
    crowd(&mut list, 3000);
    let prepared = list.prepare();
    let pairs = prepared.pairs(0, 1).pairs;
    let people = clusters(&prepared, &pairs, 0.8);
    assert!(people.clusters.contains(&vec![0, 1, 2]), "{:?}", people.clusters);
    let direct = prepared.compare(0, 2).unwrap();
    assert!(direct.score() < 0.8, "{direct:?}");
    let [through] = people.through.as_slice() else { panic!("{:?}", people.through) };
    assert_eq!((through.left, through.right), (0, 2));
    assert!(through.score() >= 0.8 && through.reasons().contains(&Reason::Through));
    let weakest = pairs.iter().filter(|p| p.left <= 1 && p.right <= 2 && p.score() >= 0.8).map(|p| p.bits);
    assert_eq!(Some(through.bits), weakest.reduce(f32::min));
    // Between two lists, pairs within one are not looked for.
    let mut two = Matcher::default();
    two.push(&rows[0]);
    two.push(&rows[2]);
    two.second_list_from_here();
    two.push(&rows[1]);
    crowd(&mut two, 3000);
    let prepared = two.prepare();
    let people = clusters(&prepared, &prepared.pairs(0, 1).pairs, 0.8);
    assert!(people.clusters.contains(&vec![0, 1, 2]) && people.through.is_empty(), "{people:?}");
}

#[test]
fn the_advised_threshold_keeps_wrong_pairs_rare() {
    let pair = |bits: f32| Pair { left: 0, right: 1, bits, reasons: 0 };
    assert!((advise(&[]).threshold - 0.8).abs() < 1e-9);
    // Sure pairs carry a few that are not.
    let mut pairs = vec![pair(20.0); 1000];
    pairs.extend([pair(2.5); 10]);
    let advice = advise(&pairs);
    assert_eq!((advice.above, advice.unsure), (1010, 10));
    assert!((advice.threshold - 0.8).abs() < 1e-9);
    // Mostly doubtful ones are left to a person.
    let mut pairs = vec![pair(2.5); 50];
    pairs.extend([pair(12.0); 50]);
    let advice = advise(&pairs);
    assert_eq!((advice.above, advice.unsure), (50, 50));
    assert!(advice.threshold > 0.99);
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
    assert_eq!(pair.why(Lang::Vi), "cùng số định danh; cùng họ tên khi bỏ dấu; cùng ngày sinh; cùng số điện thoại");
    assert!(!format!("{pair:?}").contains("001199000018"));
    // Every reason is a phrase in both languages.
    for reason in Reason::ALL {
        let [vi, en] = [Lang::Vi, Lang::En].map(|lang| reason.text(lang));
        assert!(vi.len() > 5 && en.len() > 5 && vi != en && en.is_ascii() && !vi.is_ascii(), "{reason:?}");
    }
}
