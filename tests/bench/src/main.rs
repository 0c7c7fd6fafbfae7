//! Reads and verifies the same cards with this SDK and with other readers, in one run, and writes tables.
//!
//! Times are CPU time of the measuring thread, the least of several rounds, because the machine may be shared. The
//! simulated card runs in the same thread; its share is measured apart and taken off.

mod by_openssl;
mod cost;
mod passive;
mod peers;
mod reading;
mod strategy;
mod table;

fn main() {
    println!("# Benchmarks against other readers\n");
    println!("Peers: {}.\n", peers::named().join(", "));
    reading::report();
    passive::report();
}
