//! `qr_stress [ROUNDS]`: that many (100 000) damaged pictures, scanner streams and HID reports. Fails on a panic, on any
//! text but the one that was there, and on more memory than the budget allows.

use dinhdanh_qr_maker::camera::{Grey, Light};
use dinhdanh_qr_maker::rng::Rng;
use dinhdanh_qr_maker::{EcLevel, card, negative, sample};
use dinhdanh_readers::qr::{Budget, LumaView, read_codes};
use dinhdanh_readers::scanner::{Event, Framing, HidPos, Parser, ReportLayout, Scan};
use std::alloc::{GlobalAlloc, Layout, System};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

static NOW: AtomicUsize = AtomicUsize::new(0);
static HIGHEST: AtomicUsize = AtomicUsize::new(0);
struct Counting;

fn took(bytes: usize) {
    HIGHEST.fetch_max(NOW.fetch_add(bytes, Relaxed) + bytes, Relaxed);
}

// SAFETY: every call goes to the system's allocator unchanged; this only counts.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        took(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        NOW.fetch_sub(layout.size(), Relaxed);
        unsafe { System.dealloc(memory, layout) }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        took(size);
        NOW.fetch_sub(layout.size(), Relaxed);
        unsafe { System.realloc(memory, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The result and the highest use of memory meanwhile, without what was there before; none after a panic.
fn watched<T>(run: impl FnOnce() -> T) -> (Option<T>, usize) {
    let before = NOW.load(Relaxed);
    HIGHEST.store(before, Relaxed);
    let result = catch_unwind(AssertUnwindSafe(run)).ok();
    (result, HIGHEST.load(Relaxed) - before)
}

#[derive(Default)]
struct Tally {
    rounds: usize,
    read: usize,
    wrong: usize,
    panics: usize,
    /// Rounds that took more memory than they may.
    greedy: usize,
    /// The highest use, in bytes, and in thousandths of what is allowed.
    highest: usize,
    share: usize,
}

impl Tally {
    fn memory(&mut self, used: usize, allowed: usize) {
        self.highest = self.highest.max(used);
        self.share = self.share.max(used * 1000 / allowed);
        self.greedy += usize::from(used > allowed);
    }

    fn sound(&self, what: &str) -> bool {
        println!(
            "{what}: {} rounds, {} read, {} wrong, {} panics; at most {} KiB, {} % of what is allowed",
            self.rounds,
            self.read,
            self.wrong,
            self.panics,
            self.highest / 1024,
            self.share / 10
        );
        self.wrong + self.panics + self.greedy == 0
    }
}

/// A small picture of a symbol: a quiet zone of two modules, `px` pixels per module, blurred a little.
fn small(text: &str, level: EcLevel, px: usize) -> Grey {
    let symbol = card::Symbol::encode(&mut Rng::new(5), text, level);
    let side = (symbol.size + 4) * px;
    let module = |v: usize| (v / px).checked_sub(2).filter(|&m| m < symbol.size);
    let value = (0..side * side)
        .map(|i| match (module(i % side), module(i / side)) {
            (Some(x), Some(y)) if symbol.dark[y * symbol.size + x] => 0.12,
            _ => 0.85,
        })
        .collect();
    let mut light = Light { width: side, height: side, value };
    light.blur(0.6);
    light.expose(&mut Rng::new(6), 3.0)
}

fn damage(rng: &mut Rng, grey: &mut Grey) {
    let len = grey.pixels.len();
    let hard = rng.below(6);
    for _ in 0..rng.below([2, 20, 80, 200, 400, 800][hard]) {
        let (at, run) = (rng.below(len), 1 + rng.below(120));
        let value = rng.next() as u8;
        match rng.below(3) {
            0 => grey.pixels.iter_mut().skip(at).take(run).for_each(|p| *p = value),
            1 => grey.pixels.iter_mut().skip(at).take(run).for_each(|p| *p ^= value),
            _ => {
                let from = rng.below(len - len.min(run));
                let to = at.min(len - len.min(run));
                grey.pixels.copy_within(from..from + run.min(len), to);
            }
        }
    }
}

fn pictures(rounds: usize) -> Tally {
    let mut rng = Rng::new(20_26);
    // Mostly small symbols, so that a hundred thousand take minutes; every fortieth the size of a card's.
    let large = card::payload(&mut Rng::new(4), 7);
    let mut originals: Vec<(Grey, &str)> = Vec::new();
    for text in ["0011", "001199000018", "001199000018|012345678|Mẫu"] {
        for level in [EcLevel::L, EcLevel::M, EcLevel::Q] {
            originals.push((small(text, level, 2), text));
        }
    }
    let card = small(&large, EcLevel::L, 2);
    // Whole frames now and then, for the bound on memory: the small ones stay far below it.
    let frames: Vec<(Grey, String)> = [("phone", 1), ("defocus", 2), ("noise", 3)]
        .into_iter()
        .map(|(class, n)| sample(41, class, n, 1.0))
        .chain([negative(41, 2)])
        .map(|s| (s.grey, s.text.unwrap_or_default()))
        .collect();
    let mut tally = Tally::default();
    for round in 0..rounds {
        let frame = round % 1000 == 0;
        let (mut grey, text) = if frame {
            let (grey, text) = &frames[round / 1000 % frames.len()];
            (grey.clone(), text.as_str())
        } else if round % 40 == 0 {
            (card.clone(), large.as_str())
        } else {
            originals[round % originals.len()].clone()
        };
        damage(&mut rng, &mut grey);
        let stride = grey.width;
        let width = if rng.chance(0.2) { 1 + rng.below(stride) } else { stride };
        let height = if rng.chance(0.2) { 1 + rng.below(grey.height) } else { grey.height };
        let view = LumaView::new(&grey.pixels, width, height, stride).expect("a part of the picture");
        let time = Duration::from_millis(if frame { 2000 } else { 10 });
        let budget = Budget { time, pixels: width * height, ..Budget::default() };
        let (codes, used) = watched(|| read_codes(&view, &budget));
        tally.rounds += 1;
        // What `Budget::pixels` promises.
        tally.memory(used, 2 * width * height + (8 << 20));
        match codes {
            None => tally.panics += 1,
            Some(codes) => {
                tally.read += usize::from(!codes.is_empty());
                tally.wrong += codes.iter().filter(|c| c.bytes().expose() != text.as_bytes()).count();
            }
        }
    }
    tally
}

fn streams(rounds: usize) -> Tally {
    let mut rng = Rng::new(7);
    let mut tally = Tally::default();
    for round in 0..rounds {
        let text = card::payload(&mut rng, 7);
        let suffix: &[u8] = [b"\r\n".as_slice(), b"\x03", b"\r", b"]]"][round % 4];
        let prefix: &[u8] = [b"".as_slice(), b"\x02", b"]Q"][round % 3];
        let framing = Framing {
            prefix: prefix.to_vec(),
            suffix: [Some(Vec::new()), Some(suffix.to_vec()), None][rng.below(3)].clone(),
            aim: rng.chance(0.5),
            idle: Duration::from_millis(rng.below(200) as u64),
        };
        let mut bytes = [prefix, b"]Q1", text.as_bytes(), suffix].concat().repeat(1 + rng.below(3));
        for _ in 0..rng.below(12) {
            let at = rng.below(bytes.len());
            match rng.below(3) {
                0 => bytes[at] = rng.next() as u8,
                1 => bytes.truncate(at + 1),
                _ => bytes.extend_from_within(at..),
            }
        }
        // One in a hundred never ends.
        if round % 100 == 0 {
            bytes = b"x".repeat(20_000);
        }
        let steps: Vec<(usize, u64)> = (0..8).map(|_| (1 + rng.below(bytes.len()), rng.below(150) as u64)).collect();
        let allowed = 64 * 1024 + 4 * bytes.len();
        let (events, used) = watched(|| {
            let (mut parser, mut now, mut rest, mut events) = (Parser::new(framing), 0, bytes.as_slice(), 0);
            for &(step, pause) in steps.iter().cycle() {
                let (part, tail) = rest.split_at(step.min(rest.len()));
                now += pause;
                let found = parser.push(part, Duration::from_millis(now));
                events += found.iter().filter(|e| matches!(e, Event::Scan(_))).count();
                let texts = found.iter().filter_map(|e| if let Event::Scan(s) = e { Some(s.text()) } else { None });
                let _ = texts.count();
                rest = tail;
                if rest.is_empty() {
                    break;
                }
            }
            events + parser.tick(Duration::from_millis(now + 1000)).len()
        });
        tally.rounds += 1;
        tally.memory(used, allowed);
        tally.panics += usize::from(events.is_none());
        tally.read += usize::from(events.is_some_and(|e| e > 0));
    }
    tally
}

fn reports(rounds: usize) -> Tally {
    let mut rng = Rng::new(9);
    let mut tally = Tally::default();
    let mut scanner = HidPos::new(ReportLayout::default());
    for _ in 0..rounds {
        let mut report = [0u8; 64];
        report.iter_mut().for_each(|b| *b = rng.next() as u8);
        (report[0], report[1]) = (2, rng.below(80) as u8);
        report[63] = u8::from(rng.chance(0.9));
        let length = if rng.chance(0.1) { rng.below(65) } else { 64 };
        let (scan, used) = watched(|| scanner.push_report(&report[..length]).map(|s| s.map(|s: Scan| s.text())));
        tally.rounds += 1;
        tally.memory(used, 64 * 1024);
        tally.panics += usize::from(scan.is_none());
        tally.read += usize::from(matches!(scan, Some(Ok(Some(_)))));
    }
    tally
}

fn main() {
    let rounds = std::env::args().nth(1).map_or(100_000, |n| n.parse().expect("a number of rounds"));
    let sound = [
        pictures(rounds).sound("damaged pictures"),
        streams(rounds).sound("scanner streams"),
        reports(rounds).sound("HID reports"),
    ];
    assert!(sound.into_iter().all(|s| s), "see above");
}
