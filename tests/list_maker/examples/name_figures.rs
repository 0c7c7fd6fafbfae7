//! Names cleaned and judged: `name_figures SEED PEOPLE [FILE]` prints shares and the rate of one thread; FILE receives
//! the names with what is right, for other tools (tests/cleanup_bench/names.py).

use dinhdanh::cleanup::{Role, TextProfile, ToneStyle, clean_name};
use dinhdanh_list_maker::list::{List, Profile};
use dinhdanh_list_maker::score::cleaner_of;
use dinhdanh_list_maker::spoil::Gold;
use std::fmt::Write;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number =
        |at: usize, otherwise: u64| arguments.get(at).map_or(otherwise, |text| text.parse().expect("a number"));
    let list = List::new(&Profile::usual(number(0, 2026), number(1, 30_000) as usize));
    let names: Vec<&str> = list.rows.iter().map(|row| row.cells[0].text.as_str()).collect();

    let mut best = f64::MAX;
    for _ in 0..5 {
        let start = cpu_time::ThreadTime::now();
        let tone = ToneStyle::Traditional;
        let length: usize = names.iter().map(|name| clean_name(name, tone, &TextProfile::default()).value.len()).sum();
        assert!(length > 0);
        best = best.min(start.elapsed().as_secs_f64());
    }
    let rate = names.len() as f64 / best;

    let mut text = format!("rate\t{rate:.0}\n");
    let mut at = 0;
    let column = || names.iter().map(|name| Some(*name));
    cleaner_of(&[Role::Name], &mut [column()]).clean(&mut [column()], |row| {
        let cell = &list.rows[at].cells[0];
        at += 1;
        // Names whose cell proves what they should be, and are not in the column of another field.
        if let (Gold::Value(gold), true) = (&cell.gold, cell.kind != "swapped") {
            let [gold, ours, before] =
                [gold, &*row[0].value, &cell.text].map(|text| text.replace(['\t', '\n', '\r'], " "));
            writeln!(text, "{}\t{gold}\t{ours}\t{before}", cell.kind).expect("a string");
        }
    });
    println!("{} names, {rate:.0} a second on one thread", names.len());
    if let Some(file) = arguments.get(2) {
        std::fs::write(file, text).expect("a file to write");
    }
}
