//! Addresses resolved and judged: `address_figures SEED COUNT [FILE]` prints shares for each form and the rate of one
//! thread; exit code 1 below 97 % right, above 0.2 % wrong, or below half the rate that one thread of a quiet machine
//! has to reach. FILE receives the addresses with what is right, for other tools (tests/cleanup_bench/addresses.py).

use dinhdanh::cleanup::address::{AddressParser, Scratch};
use dinhdanh::units::UnitTable;
use dinhdanh_list_maker::address::{Gold, mixed};
use dinhdanh_list_maker::address_score::{Mark, mark};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::process::ExitCode;
use std::time::Instant;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, default| arguments.get(at).map_or(default, |text: &String| text.parse().unwrap());
    let (seed, count) = (number(0, 2026), number(1, 100_000));
    let table = UnitTable::embedded();
    let built = Instant::now();
    let parser = AddressParser::new(table);
    let built = built.elapsed();
    let rows = mixed(table, seed, usize::try_from(count).unwrap());
    let mut scratch = Scratch::default();
    let (wall, cpu) = (Instant::now(), cpu_time::ProcessTime::now());
    let answers: Vec<_> = rows.iter().map(|row| parser.resolve_with(&row.text, &mut scratch)).collect();
    let (wall, cpu) = (wall.elapsed().as_secs_f64(), cpu.elapsed().as_secs_f64());
    let mut forms: BTreeMap<&str, BTreeMap<Mark, usize>> = BTreeMap::new();
    let mut text = String::new();
    for (row, answer) in rows.iter().zip(&answers) {
        let judged = mark(row, answer);
        for form in [row.form, "all"] {
            *forms.entry(form).or_default().entry(judged).or_default() += 1;
        }
        let gold = match &row.gold {
            Gold::One(code) => code.to_string(),
            Gold::Several(codes) => codes.iter().map(u32::to_string).collect::<Vec<_>>().join(","),
            Gold::Province(code) => format!("province {code}"),
            Gold::Unsure => "unsure".to_owned(),
        };
        writeln!(text, "{}\t{judged:?}\t{gold}\t{}", row.form, row.text.replace(['\t', '\n'], " ")).unwrap();
    }
    if let Some(file) = arguments.get(2) {
        let rate = rows.len() as f64 / cpu;
        std::fs::write(file, format!("rate\t{rate:.0}\n{text}")).unwrap();
    }
    println!(
        "{:20} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7}",
        "form", "rows", "right", "wrong", "silent", "among", "nothing"
    );
    for (form, marks) in &forms {
        let total: usize = marks.values().sum();
        let share = |mark| *marks.get(&mark).unwrap_or(&0) as f64 / total as f64;
        let [right, wrong, silent] = [Mark::Right, Mark::Wrong, Mark::Silent].map(share);
        let [among, nothing] = [Mark::Among, Mark::Nothing].map(share);
        println!("{form:20} {total:>7} {right:>7.4} {wrong:>7.4} {silent:>7.4} {among:>7.4} {nothing:>7.4}");
    }
    let rate = |seconds: f64| rows.len() as f64 / seconds;
    println!("index {built:?}; {:.0} addresses/s by the clock, {:.0} by processor time", rate(wall), rate(cpu));
    let share = |wanted: &[Mark]| {
        let all = &forms["all"];
        wanted.iter().filter_map(|mark| all.get(mark)).sum::<usize>() as f64 / rows.len() as f64
    };
    let kept = share(&[Mark::Right]) >= 0.97 && share(&[Mark::Wrong, Mark::Silent]) <= 0.002 && rate(cpu) >= 50_000.0;
    if kept { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
