//! How right and how fast cleaning is: `cargo run --release -p dinhdanh-list-maker --example cleanup_figures [rows [seed]]`.

use dinhdanh::cleanup::{TextProfile, ToneStyle, clean_name};
use dinhdanh_list_maker::list::{List, Profile};
use dinhdanh_list_maker::score::{cleaner, columns, score, sum, table};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut number = |otherwise: u64| arguments.next().and_then(|text| text.parse().ok()).unwrap_or(otherwise);
    let (rows, seed) = (number(100_000), number(1));
    for profile in [Profile::usual(seed, rows as usize), Profile::varied(seed, rows as usize)] {
        println!("\n{profile:?}");
        let list = List::new(&profile);
        let mut shown = 0;
        let scores = score(&list, |place, text, gold, cleaned| {
            let wrong = cleaned.status == dinhdanh::cleanup::Status::Ok
                || !matches!(gold, dinhdanh_list_maker::spoil::Gold::Meant(_));
            shown += usize::from(wrong);
            if wrong && shown <= 80 {
                println!("{place}: {text:?} {gold:?} -> {:?} {:?} {:?}", cleaned.value, cleaned.status, cleaned.issues);
            }
        });
        print!("{}", table(&scores));
        for column in dinhdanh_list_maker::list::COLUMNS {
            let known = sum(&scores, |c, _, certain| c == column && certain);
            let doubt = sum(&scores, |c, _, certain| c == column && !certain);
            println!(
                "{column}: known {:.4} right, {} wrong of {}; doubt: {} wrong of {}",
                known.share(),
                known.wrong,
                known.total(),
                doubt.wrong,
                doubt.total()
            );
        }
        // One after the other in memory, as a column of a table is.
        let names: String = list.rows.iter().map(|row| row.cells[0].text.clone() + "\u{0}").collect();
        let right: String = list.rows.iter().map(|row| list.people[row.person].name.clone() + "\u{0}").collect();
        let names: Vec<&str> = names.split_terminator('\u{0}').collect();
        let right: Vec<&str> = right.split_terminator('\u{0}').collect();
        for (what, names) in [("names as they are", &names), ("right names", &right)] {
            speed(what, names.len(), || {
                names
                    .iter()
                    .map(|name| clean_name(name, ToneStyle::Traditional, &TextProfile::default()).value.len())
                    .sum()
            });
        }
        let cleaner = cleaner(&list);
        speed("whole rows", list.rows.len(), || {
            let mut length = 0;
            cleaner.clean(&mut columns(&list), |row| length += row.iter().map(|cell| cell.value.len()).sum::<usize>());
            length
        });
    }
}

fn speed(what: &str, count: usize, mut work: impl FnMut() -> usize) {
    let mut best = f64::MAX;
    let mut length = 0;
    for _ in 0..5 {
        let start = cpu_time::ThreadTime::now();
        length = work();
        best = best.min(start.elapsed().as_secs_f64());
    }
    println!("{what}: {:.0} a second on one thread ({length} bytes)", count as f64 / best);
}
