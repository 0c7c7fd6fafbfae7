//! Every input that fuzzing ever found worth keeping, through the same functions as the fuzz targets.

#[path = "../../fuzz/src/bodies/mod.rs"]
mod bodies;
#[path = "../../fuzz/src/seeds.rs"]
mod seeds;

use bodies::TARGETS;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus")
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// Runs every second target, beginning with this one: two tests, so that two cores share the work.
fn replay(first: usize) {
    for target in TARGETS.iter().skip(first).step_by(2) {
        let folder = corpus().join(target.name);
        let inputs = names(&folder);
        assert!(!inputs.is_empty(), "{} has no corpus", target.name);
        for input in inputs {
            let data = fs::read(folder.join(&input)).unwrap();
            let run = std::panic::catch_unwind(|| (target.run)(&data));
            assert!(run.is_ok(), "{}/{input} fails as printed above", target.name);
        }
    }
}

#[test]
fn half_of_the_corpus_is_harmless() {
    replay(0);
}

#[test]
fn the_other_half_is_harmless() {
    replay(1);
}

#[test]
fn every_target_has_a_binary_and_a_corpus() {
    let targets: BTreeSet<String> = TARGETS.iter().map(|target| target.name.to_owned()).collect();
    let binaries = names(&corpus().join("../src/bin"));
    let binaries: BTreeSet<String> = binaries.iter().map(|name| name.trim_end_matches(".rs").to_owned()).collect();
    assert_eq!(binaries, targets);
    assert_eq!(names(&corpus()), targets);
}

#[test]
fn the_corpus_stays_small() {
    let files = TARGETS.iter().flat_map(|target| {
        let folder = corpus().join(target.name);
        names(&folder).into_iter().map(move |name| fs::metadata(folder.join(name)).unwrap().len())
    });
    let bytes: u64 = files.sum();
    assert!(bytes < 2 * 1024 * 1024, "{bytes} bytes: minimise it (fuzz/README.md)");
}

#[test]
#[ignore = "writes the seeds into fuzz/corpus; run it after a change of seeds or formats"]
fn write_seeds() {
    for (target, name, bytes) in seeds::seeds() {
        let folder = corpus().join(target);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(name), bytes).unwrap();
    }
}
