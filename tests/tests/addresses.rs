//! Messy addresses from the generator: shares that must hold, whatever the seed.

use dinhdanh::cleanup::address::{AddressParser, Scratch};
use dinhdanh::units::UnitTable;
use dinhdanh_list_maker::address::{Row, mixed, of_form};
use dinhdanh_list_maker::address_score::{Mark, mark};

fn shares(rows: &[Row]) -> impl Fn(Mark) -> f64 + use<> {
    let parser = AddressParser::new(UnitTable::embedded());
    let mut scratch = Scratch::default();
    let marks: Vec<Mark> = rows.iter().map(|row| mark(row, &parser.resolve_with(&row.text, &mut scratch))).collect();
    assert!(marks.len() > 100);
    move |wanted| marks.iter().filter(|mark| **mark == wanted).count() as f64 / marks.len() as f64
}

#[test]
fn a_messy_list_is_resolved_and_nothing_is_guessed() {
    for seed in [1, 99] {
        let share = shares(&mixed(UnitTable::embedded(), seed, 10_000));
        assert!(share(Mark::Right) >= 0.99, "{}", share(Mark::Right));
        assert!(share(Mark::Wrong) + share(Mark::Silent) <= 0.001, "{} {}", share(Mark::Wrong), share(Mark::Silent));
    }
}

#[test]
fn every_form_has_its_share() {
    for (form, least) in [
        ("full", 0.999),
        ("typo", 0.975),
        ("no-district", 0.97),
        ("tcvn3", 0.99),
        ("reversed", 0.98),
        ("way-like-ward", 0.99),
        ("hamlet", 0.99),
        ("new", 0.94),
        ("new-typo", 0.85),
        ("merged-before-2025", 0.9),
    ] {
        let share = shares(&of_form(UnitTable::embedded(), form, 7, 1_500));
        assert!(share(Mark::Right) >= least, "{form}: {}", share(Mark::Right));
        assert!(share(Mark::Wrong) <= 0.004, "{form}: {} wrong", share(Mark::Wrong));
    }
    // A district that does not have the commune: no certainty.
    let share = shares(&of_form(UnitTable::embedded(), "wrong-district", 7, 1_500));
    assert!(share(Mark::Wrong) <= 0.02, "{}", share(Mark::Wrong));
}
