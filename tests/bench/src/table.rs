//! Markdown tables.

/// Prints a table.
pub(crate) fn print(head: &[&str], rows: &[Vec<String>]) {
    println!("| {} |", head.join(" | "));
    println!("|{}", "---|".repeat(head.len()));
    for row in rows {
        println!("| {} |", row.join(" | "));
    }
    println!();
}

pub(crate) fn ms(time: std::time::Duration) -> String {
    format!("{:.2}", time.as_secs_f64() * 1000.0)
}

/// How many times `ours` the other one is.
pub(crate) fn times(other: f64, ours: f64) -> String {
    if ours > 0.0 { format!("{:.2}×", other / ours) } else { "–".to_owned() }
}
