//! Duplicates in messy lists of invented people, small enough for every test run. The lists of full size and their bars:
//! the example `matching_figures` of `tests/list_maker`.

use dinhdanh_list_maker::list::{List, Profile};
use dinhdanh_list_maker::matching_score::{Figures, matcher, pairs, ready};

/// Figures of a list, and that several threads find what one does.
fn figures(profile: &Profile) -> Figures {
    let list = List::new(profile);
    let matcher = matcher(&ready(&list));
    let prepared = matcher.prepare();
    let (one, ..) = pairs(&prepared, 1);
    assert_eq!(one, pairs(&prepared, 3).0, "{profile:?}");
    Figures::of(&list, &prepared, &one)
}

#[test]
fn people_are_found_again_in_messy_lists() {
    // Nothing was adjusted to these seeds.
    for (profile, f1) in
        [(Profile::usual(301, 2_000), 0.995), (Profile::matching(302, 3_000), 0.985), (Profile::hard(303, 2_000), 0.96)]
    {
        let figures = figures(&profile);
        let (pairs, clusters) = (figures.pairs, figures.clusters);
        assert!(pairs.f1 >= f1 && clusters.f1 >= f1, "{profile:?}: {figures:?}");
        assert!(pairs.precision >= 0.995, "{profile:?}: {figures:?}");
    }
}

/// A list with hundreds of look-alikes of every kind, far more than any real one has.
#[test]
fn people_who_look_alike_stay_apart() {
    let figures = figures(&Profile { alike: 0.9, repeated: 0.3, ..Profile::matching(304, 3_000) });
    for (kind, [all, met, merged]) in &figures.alike {
        assert!(*all > 200, "{kind}: {figures:?}");
        assert!(met.max(merged) * 100 <= all * 3, "{kind}: {figures:?}");
    }
    assert!(figures.pairs.f1 >= 0.97 && figures.strangers <= 2, "{figures:?}");
}
