//! What reading and judging a card may cost: memory at its highest, and time.
//!
//! One test alone in its program, because the allocator counts for all threads.

use cpu_time::ThreadTime;
use dinhdanh::document::chip::session::ReadPlan;
use dinhdanh::document::verify::{Anchors, Expected, Policy, verify};
use dinhdanh::given::Timestamp;
use dinhdanh::identity::Assurance;
use dinhdanh_readers::drive::read_chip;
use dinhdanh_readers::simulator::{CardMaker, Profile, Seeded, TestCard};
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

/// A kiosk or a cheap phone has this to spare.
const HEAP_BYTES: usize = 16 * 1024 * 1024;
/// Nobody notices it after a second of reading. Without optimisation it says nothing and only must end.
const VERDICT: Duration = if cfg!(debug_assertions) { Duration::from_secs(2) } else { Duration::from_millis(50) };
const VERDICTS: usize = if cfg!(debug_assertions) { 20 } else { 500 };
const CHALLENGE: [u8; 8] = [8, 7, 6, 5, 4, 3, 2, 1];

struct Counting;

static NOW: AtomicUsize = AtomicUsize::new(0);
static HIGHEST: AtomicUsize = AtomicUsize::new(0);

fn took(bytes: usize) {
    let now = NOW.fetch_add(bytes, Relaxed) + bytes;
    HIGHEST.fetch_max(now, Relaxed);
}

// SAFETY: every call goes to the system's allocator unchanged; this only counts.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let memory = unsafe { System.alloc(layout) };
        if !memory.is_null() {
            took(layout.size());
        }
        memory
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        unsafe { System.dealloc(memory, layout) };
        NOW.fetch_sub(layout.size(), Relaxed);
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let moved = unsafe { System.realloc(memory, layout, size) };
        if !moved.is_null() {
            took(size);
            NOW.fetch_sub(layout.size(), Relaxed);
        }
        moved
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The highest use of memory during something, without what was there before.
fn peak<T>(run: impl FnOnce() -> T) -> (T, usize) {
    let before = NOW.load(Relaxed);
    HIGHEST.store(before, Relaxed);
    let result = run();
    (result, HIGHEST.load(Relaxed).saturating_sub(before))
}

fn made(profile: Profile, portrait: usize) -> TestCard {
    let mut maker = CardMaker::of(profile);
    maker.portrait.resize(portrait, 0);
    maker.make(&mut Seeded::new(41)).unwrap()
}

/// The authorities of the world and the card's own, from files as a counter would load them.
fn anchors(made: &TestCard) -> Anchors {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/german-master-list-2026-05-28.ml");
    let mut anchors = Anchors::new();
    assert_eq!(anchors.load(&std::fs::read(path).unwrap()).unwrap().certificates, 588);
    anchors.load(made.state.authority.certificate()).unwrap();
    anchors
}

/// The card read with both proofs, and the verdict. Gives the CPU times of the verdict alone.
fn read_and_judge(made: &TestCard, anchors: &Anchors, verdicts: usize) -> Vec<Duration> {
    let plan =
        ReadPlan { passwords: vec![made.mrz_password().unwrap()], challenge: Some(CHALLENGE), ..ReadPlan::default() };
    let mut card = made.clone().into_card(Box::new(Seeded::new(42))).unwrap();
    let reading = read_chip(&mut card, plan, Box::new(Seeded::new(43)), &mut |_| {}).unwrap();
    let expected = Expected { challenge: Some(CHALLENGE), ..Expected::default() };
    let policy = Policy::default().for_test_cards();
    let judge = || {
        let start = ThreadTime::now();
        let verification = verify(&reading, &expected, anchors, &policy, Timestamp::from_unix(1_767_225_600));
        let time = start.elapsed();
        assert_eq!(verification.verdict.assurance(), Assurance::NotCloned);
        time
    };
    (0..verdicts).map(|_| judge()).collect()
}

#[test]
fn a_card_is_read_and_judged_within_its_budget() {
    // The largest face that is read at all, and what cards have.
    let largest = dinhdanh::limits::FACE_FILE_BYTES - 1024;
    for (profile, face) in
        Profile::ALL.into_iter().map(|profile| (profile, 20_000)).chain([(Profile::Extended, largest)])
    {
        let made = made(profile, face);
        let (anchors, loading) = peak(|| anchors(&made));
        let (mut times, reading) = peak(|| read_and_judge(&made, &anchors, VERDICTS));
        times.sort();
        let [median, late, last] = [times.len() / 2, times.len() * 99 / 100, times.len() - 1].map(|i| times[i]);
        println!(
            "{profile}, face of {face} bytes: heap {} KiB for 589 anchors, {} KiB more for card and verdict; \
             verdict {median:.2?} median, {late:.2?} p99, {last:.2?} worst",
            loading / 1024,
            reading / 1024
        );
        assert!(loading + reading < HEAP_BYTES, "{profile}: {loading} and {reading} bytes");
        assert!(late <= VERDICT, "{profile}: {late:?}");
    }
}
