//! How right and how fast matching is: `cargo run --release -p dinhdanh-list-maker --example matching_figures --
//! [--people N] [--seed N] [--profile matching|hard|usual] [--threads N] [--show N] [--patterns] [--bars] [--write FOLDER]`.
//!
//! `--bars` fails unless the promises hold; `--write` leaves the cleaned rows and these figures for other tools.

use dinhdanh::cleanup::matching::Pair;
use dinhdanh::error::Lang;
use dinhdanh_list_maker::list::{List, Profile};
use dinhdanh_list_maker::matching_score::{Figures, Quality, Ready, matcher, pairs, ready};
use std::collections::HashMap;
use std::fmt::Write;
use std::time::Instant;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let place = |name: &str| arguments.iter().position(|text| text == name);
    let text = |name: &str| place(name).and_then(|at| arguments.get(at + 1)).cloned();
    let number = |name: &str, otherwise: u64| text(name).map_or(otherwise, |text| text.parse().expect("a number"));
    let (people, seed) = (number("--people", 72_000) as usize, number("--seed", 1));
    let threads = number("--threads", std::thread::available_parallelism().map_or(1, usize::from) as u64) as usize;
    let profile = match text("--profile").as_deref() {
        None | Some("matching") => Profile::matching(seed, people),
        Some("hard") => Profile::hard(seed, people),
        Some("usual") => Profile::usual(seed, people),
        Some(other) => panic!("no profile {other}"),
    };
    let list = List::new(&profile);
    let rows = ready(&list);
    let before = memory("VmRSS");
    println!("{people} people, {} rows, {} true pairs, seed {seed}", rows.len(), list.true_pairs().len());

    let (wall, cpu) = (Instant::now(), cpu_time::ProcessTime::now());
    let matcher = matcher(&rows);
    let prepared = matcher.prepare();
    let keyed = wall.elapsed().as_secs_f64();
    let (found, compared, cut) = pairs(&prepared, threads);
    let paired = wall.elapsed().as_secs_f64();
    let figures = Figures::of(&list, &prepared, &found);
    let (wall, cpu) = (wall.elapsed().as_secs_f64(), cpu.elapsed().as_secs_f64());
    let peak = memory("VmHWM");
    println!(
        "{wall:.2} s by the clock, {cpu:.2} s of CPU, {threads} threads: keys {keyed:.2}, pairs {:.2}; {compared} \
         compared, {cut} groups cut; {} MB for matching (peak {peak} MB with the list itself)",
        paired - keyed,
        peak.saturating_sub(before),
    );
    println!("{:.4} of the true pairs found by a key; {:?}", figures.found, figures.advice);
    let truth = list.true_pairs().len();
    let same = |pair: &&Pair| list.rows[pair.left as usize].person == list.rows[pair.right as usize].person;
    for threshold in [0.5, 0.8, 0.9, 0.95, 0.99, 0.999] {
        let kept: Vec<&Pair> = found.iter().filter(|pair| pair.score() >= threshold).collect();
        line(&format!("at {threshold}"), Quality::new(kept.iter().copied().filter(same).count(), kept.len(), truth));
    }
    line("advised", figures.pairs);
    line("clusters", figures.clusters);
    println!("look-alikes (pairs of people, one pair of rows wrong, in one cluster): {:?}", figures.alike);
    println!("strangers in one cluster: {}", figures.strangers);
    show(&list, &rows, &found, number("--show", 0) as usize, figures.advice.threshold);

    if place("--patterns").is_some() {
        patterns(&list, &found);
    }
    if let Some(folder) = text("--write") {
        write(&folder, &list, &rows, &figures, [wall, cpu, peak.saturating_sub(before) as f64]);
    }
    if place("--bars").is_some() {
        assert!(figures.pairs.f1 >= 0.985 && figures.clusters.f1 >= 0.985, "pair F1 is at least 0.985");
        assert!(figures.merged() <= 0.02, "at most 2 % of each kind of look-alikes are taken for one person");
        let allowed = 400 * rows.len() as u64 / 100_000;
        assert!(peak.saturating_sub(before) <= allowed, "at most 400 MB for 100 000 rows");
        assert!(cpu <= 60.0 * rows.len() as f64 / 1_000_000.0, "at most 60 s of CPU for a million rows");
    }
}

fn line(what: &str, Quality { precision, recall, f1 }: Quality) {
    println!("{what:10} precision {precision:.4} recall {recall:.4} F1 {f1:.4}");
}

/// Pairs that came out wrong, by how the wrong ones look.
fn show(list: &List, rows: &[Ready], found: &[Pair], most: usize, threshold: f64) {
    let person = |row: u32| list.rows[row as usize].person;
    let mut kinds: HashMap<String, usize> = HashMap::new();
    let mut shown = [0, 0];
    for pair in found {
        let same = person(pair.left) == person(pair.right);
        if same == (pair.score() >= threshold) || most == 0 {
            continue;
        }
        let why = format!("{} {}", if same { "missed" } else { "wrong" }, pair.why(Lang::En));
        *kinds.entry(why.clone()).or_default() += 1;
        let shown = &mut shown[usize::from(same)];
        *shown += 1;
        if *shown <= most {
            println!("{:.1} {why}", pair.bits);
            for row in [pair.left, pair.right] {
                let before: Vec<&str> = list.rows[row as usize].cells.iter().map(|cell| cell.text.as_str()).collect();
                println!("   {}\n      {}", rows[row as usize].join(" | "), before.join(" | "));
            }
        }
    }
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    for (why, count) in kinds.into_iter().take(most) {
        println!("{count:5} {why}");
    }
}

/// Every combination of reasons with its true and false pairs and its mean evidence: for adjusting the weights.
fn patterns(list: &List, found: &[Pair]) {
    let mut all: HashMap<String, [f64; 3]> = HashMap::new();
    for pair in found {
        let same = list.rows[pair.left as usize].person == list.rows[pair.right as usize].person;
        let codes: Vec<&str> = pair.reasons().iter().map(|reason| reason.as_str()).collect();
        let counts = all.entry(codes.join(" ")).or_default();
        counts[usize::from(!same)] += 1.0;
        counts[2] += f64::from(pair.bits);
    }
    let mut all: Vec<_> = all.into_iter().collect();
    all.sort_by(|a, b| (b.1[0] + b.1[1]).total_cmp(&(a.1[0] + a.1[1])));
    for (codes, [right, wrong, bits]) in all {
        println!("pattern {right:6} {wrong:5} {:6.1} {codes}", bits / (right + wrong));
    }
}

fn write(folder: &str, list: &List, rows: &[Ready], figures: &Figures, [wall, cpu, memory]: [f64; 3]) {
    let mut table = "person\tname\tbirth\tsex\tnumber\tphone\tprovince\tcommune\tdetail\n".to_owned();
    for (row, cells) in list.rows.iter().zip(rows) {
        let cells: Vec<String> = cells.iter().map(|cell| cell.replace(['\t', '\n', '\r'], " ")).collect();
        writeln!(table, "{}\t{}", row.person, cells.join("\t")).expect("a string");
    }
    let mut alike = String::new();
    for (kind, one, other) in &list.alike {
        writeln!(alike, "{kind}\t{one}\t{other}").expect("a string");
    }
    let merged: Vec<String> = figures
        .alike
        .iter()
        .map(|(kind, [all, met, merged])| format!("\"{kind}\": [{all}, {}]", met.max(merged)))
        .collect();
    let own = format!(
        "{{\"rows\": {}, \"wall\": {wall:.3}, \"cpu\": {cpu:.3}, \"memory_mb\": {memory}, \"threshold\": {}, \
         \"precision\": {}, \"recall\": {}, \"f1\": {}, \"cluster_f1\": {}, \"alike\": {{{}}}}}\n",
        rows.len(),
        figures.advice.threshold,
        figures.pairs.precision,
        figures.pairs.recall,
        figures.pairs.f1,
        figures.clusters.f1,
        merged.join(", "),
    );
    for (name, text) in [("rows.tsv", table), ("alike.tsv", alike), ("own.json", own)] {
        std::fs::write(format!("{folder}/{name}"), text).expect("a folder to write to");
    }
}

/// Megabytes, from the system's own account of this process; 0 where there is none.
fn memory(which: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(which)).and_then(|line| line.split_whitespace().nth(1));
    line.and_then(|text| text.parse::<u64>().ok()).unwrap_or(0) / 1024
}
