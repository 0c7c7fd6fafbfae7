//! A messy list as CSV on standard output: `make_list ROWS [SEED]`. Made block by block, so that it may be larger than
//! memory; every block has people of its own.

use dinhdanh::units::UnitTable;
use dinhdanh_list_maker::address::mixed;
use dinhdanh_list_maker::list::{COLUMNS, List, Profile};
use std::io::{BufWriter, Write};

/// Rows made at once.
const BLOCK: usize = 50_000;

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let mut number = |otherwise: usize| arguments.next().and_then(|text| text.parse().ok()).unwrap_or(otherwise);
    let (rows, seed) = (number(100_000), number(1) as u64);
    let mut out = BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
    writeln!(out, "{}", COLUMNS.join(","))?;
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let mut left = rows;
    for block in 0.. {
        if left == 0 {
            break;
        }
        let seed = seed.wrapping_mul(1_000_003).wrapping_add(block);
        let list = List::new(&Profile::usual(seed, left.min(BLOCK)));
        let addresses = mixed(UnitTable::embedded(), seed, list.rows.len());
        for (row, address) in list.rows.iter().zip(&addresses).take(left) {
            let mut cells: Vec<String> = row.cells.iter().map(|cell| quoted(&cell.text)).collect();
            if row.cells[5].kind == "clean" {
                cells[5] = quoted(&address.text);
            }
            writeln!(out, "{}", cells.join(","))?;
        }
        left -= list.rows.len().min(left);
    }
    out.flush()
}
