//! How right and how fast matching is: `cargo run --release -p dinhdanh-list-maker --example matching_figures [people [seed]]`.

use dinhdanh::cleanup::matching::{Matcher, Person, advise, clusters};
use dinhdanh_list_maker::list::{List, Profile};
use dinhdanh_list_maker::score::{cleaner, columns};
use std::collections::{BTreeMap, HashSet};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut number = |otherwise: u64| arguments.next().and_then(|text| text.parse().ok()).unwrap_or(otherwise);
    let (people, seed) = (number(72_000), number(1));
    for profile in [Profile::usual(seed, people as usize), Profile::varied(seed, people as usize)] {
        let list = List::new(&profile);
        println!("\n{} people, {} rows, {profile:?}", list.people.len(), list.rows.len());
        report(&list);
    }
}

fn report(list: &List) {
    let start = cpu_time::ThreadTime::now();
    let mut matcher = Matcher::default();
    cleaner(list).clean(&mut columns(list), |row| {
        let cell = |at: usize| row.get(at).map(|cell| &*cell.value).filter(|text| !text.is_empty());
        matcher.push(&Person {
            full_name: cell(0),
            date_of_birth: cell(1),
            sex: cell(2),
            id_number: cell(3),
            phone: cell(4),
            address: cell(5),
            ..Person::default()
        });
    });
    let cleaned = start.elapsed().as_secs_f64();
    let prepared = matcher.prepare();
    let ordered = start.elapsed().as_secs_f64();
    let found = prepared.pairs(0, 1);
    let paired = start.elapsed().as_secs_f64();
    println!(
        "cleaning {cleaned:.2} s, keys {:.2} s, pairs {:.2} s; {} compared, {} groups cut, peak {} MB",
        ordered - cleaned,
        paired - ordered,
        found.compared,
        found.cut_groups,
        peak()
    );
    let truth: HashSet<(usize, usize)> = list.true_pairs().into_iter().collect();
    let key = |left: u32, right: u32| (left as usize, right as usize);
    let blocked = found.pairs.iter().filter(|p| truth.contains(&key(p.left, p.right))).count();
    println!("{} true pairs, {:.4} found by a key", truth.len(), blocked as f64 / truth.len() as f64);
    for threshold in [0.2, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999] {
        let kept: Vec<_> = found.pairs.iter().filter(|p| p.score() >= threshold).collect();
        let right = kept.iter().filter(|p| truth.contains(&key(p.left, p.right))).count() as f64;
        let (precision, recall) = (right / kept.len().max(1) as f64, right / truth.len() as f64);
        println!(
            "{threshold:5}: precision {precision:.4} recall {recall:.4} F1 {:.4}",
            2.0 * precision * recall / (precision + recall)
        );
    }
    println!("{:?}", advise(&found.pairs));
    let start = cpu_time::ThreadTime::now();
    let groups = clusters(&prepared, &found.pairs, 0.8);
    let mut alike: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    let mut kind_of: BTreeMap<(usize, usize), &str> = BTreeMap::new();
    for (kind, one, other) in &list.alike {
        alike.entry(kind).or_default()[0] += 1;
        kind_of.insert((*one, *other), kind);
    }
    let mut merged: HashSet<(usize, usize)> = HashSet::new();
    let mut other_wrong = 0;
    for group in &groups {
        let people: HashSet<usize> = group.iter().map(|&row| list.rows[row as usize].person).collect();
        for &one in &people {
            for &other in people.iter().filter(|&&other| other > one) {
                if kind_of.contains_key(&(one, other)) {
                    merged.insert((one, other));
                } else {
                    other_wrong += 1;
                }
            }
        }
    }
    for pair in &merged {
        alike.entry(kind_of[pair]).or_default()[1] += 1;
    }
    println!(
        "clusters {} in {:.2} s; people merged wrongly: {other_wrong} strangers; look-alikes (pairs, merged): {alike:?}",
        groups.len(),
        start.elapsed().as_secs_f64()
    );
    for wanted in [true, false] {
        let mut shown = 0;
        for pair in &found.pairs {
            let same = truth.contains(&key(pair.left, pair.right));
            if same == wanted && (pair.score() >= 0.8) != same && shown < 6 {
                shown += 1;
                let cells = |row: u32| {
                    list.rows[row as usize].cells.iter().map(|c| c.text.clone()).collect::<Vec<_>>().join(" | ")
                };
                println!(
                    "{} {:.1} {}\n   {}\n   {}",
                    if same { "missed" } else { "wrong" },
                    pair.bits,
                    pair.why(dinhdanh::error::Lang::En),
                    cells(pair.left),
                    cells(pair.right)
                );
            }
        }
    }
}

fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).and_then(|line| line.split_whitespace().nth(1));
    line.and_then(|text| text.parse::<u64>().ok()).unwrap_or(0) / 1024
}
