//! The order of attempts: what is cheap and usually enough first.

use super::decode::{Decoded, Effort, decode};
use super::equalise::{Samples, certain, step};
use super::filter::{Sums, band, halved};
use super::finder::{Finder, Tracer, scan};
use super::geometry::{Map, Point};
use super::grid::{Triple, corners, pairs, refine, triples};
use super::layout::Layout;
use super::num::{float, round};
use super::payload::QrPayload;
use super::sample::{decide, modules, sharpened};
use super::stencil::stencil;
use super::tables;
use super::threshold::Thresholds;
use super::view::{Budget, LumaImage, LumaView};
use dinhdanh::personal::Personal;
use std::time::Instant;

/// A picture that is searched: the original or one derived from it.
struct Search<'a> {
    image: LumaView<'a>,
    thresholds: &'a Thresholds,
    scale: f32,
}

/// How surely the timing patterns must alternate: noise of this size is rarer than one in a thousand.
const SURE: f32 = 3.4;

/// Least correlation with each finder pattern.
const CORNERS: f32 = 0.3;

/// Share of the modules of alignment, timing and version patterns that must look right before the costly
/// attempts: chance gives a half.
const AGREEMENT: f32 = 0.62;

/// Pixels above which a frame is searched at half size first.
const LARGE: usize = 4_000_000;

/// Pixels up to which a picture is searched by correlation, which takes four bytes for each.
const CORRELATED: usize = 2_000_000;

/// Share of them below which a place is given up at once.
const HOPELESS: f32 = 0.56;

/// Where a symbol may lie.
struct Pose {
    triple: Triple,
    version: usize,
    map: Map,
    sure: f32,
}

/// Reads a picture; keeps the time budget.
pub(super) struct Reader<'a> {
    image: &'a LumaView<'a>,
    budget: &'a Budget,
    start: Instant,
    found: Vec<QrPayload>,
    unread: Option<Unread>,
    /// Poses that the costly attempts failed on.
    tried: Vec<(usize, Triple)>,
}

/// The clearest symbol that was seen but not read.
pub(super) struct Unread {
    pub(super) version: usize,
    clarity: f32,
    pub(super) soft: Vec<f32>,
    map: Map,
    inverted: bool,
}

impl Unread {
    /// Decodes, as after adding what another frame showed.
    pub(super) fn decode(&self) -> Option<QrPayload> {
        let layout = Layout::new(self.version);
        let decoded = decode(&self.soft, &layout, Effort::Erasures).ok()?;
        Some(payload(decoded, &layout, &self.map, false, self.inverted))
    }
}

impl<'a> Reader<'a> {
    pub(super) fn new(image: &'a LumaView<'a>, budget: &'a Budget) -> Self {
        Self { image, budget, start: Instant::now(), found: Vec::new(), unread: None, tried: Vec::new() }
    }

    fn over(&self) -> bool {
        self.found.len() >= self.budget.codes || self.start.elapsed() >= self.budget.time
    }

    /// The codes that were read, and the clearest one that was not.
    pub(super) fn run(mut self) -> (Vec<QrPayload>, Option<Unread>) {
        self.search();
        (self.found, self.unread)
    }

    fn search(&mut self) {
        // A large frame is searched at reduced size first; modules are always sampled in the original.
        let (reduced, scale) = self.reduced(None, 1.0, LARGE);
        if let Some(small) = &reduced {
            let thresholds = Thresholds::new(&small.view(), None, true);
            self.attempt(&Search { image: small.view(), thresholds: &thresholds, scale }, 2, false);
            if self.done() {
                return;
            }
        }
        let thresholds = Thresholds::new(self.image, None, true);
        let search = Search { image: *self.image, thresholds: &thresholds, scale: 1.0 };
        self.attempt(&search, 3, false);
        if self.done() {
            return;
        }
        let thresholds = Thresholds::new(self.image, None, false);
        let search = Search { thresholds: &thresholds, ..search };
        let finders = self.attempt(&search, if scale > 1.0 { 2 } else { 1 }, true);
        if self.done() {
            return;
        }
        self.combine(&search, &pairs(&finders), true);
        if self.done() {
            return;
        }
        // Blur leaves nothing that the reduced size would lose.
        let (reduced, scale) = self.reduced(reduced, scale, CORRELATED);
        let base = reduced.as_ref().map_or(*self.image, LumaImage::view);
        let half = halved(&base);
        let half = half.as_ref().map_or(base, LumaImage::view);
        let pictures = [(base, scale, &[(1, 7), (1, 4)][..]), (half, 2.0 * scale, &[(1, 6)])];
        for (picture, scale, bands) in pictures {
            let sums = Sums::new(&picture);
            self.combine(&search, &triples(&stencil(&picture, &sums, scale), 12), true);
            for &(inner, outer) in bands {
                if self.done() {
                    return;
                }
                self.blurred(&picture, &sums, (inner, outer), scale);
            }
            if self.done() {
                return;
            }
        }
    }

    /// Halves the picture until it has at most so many pixels; none stands for the original.
    fn reduced(&self, mut to: Option<LumaImage>, mut scale: f32, most: usize) -> (Option<LumaImage>, f32) {
        loop {
            let now = to.as_ref().map_or(*self.image, LumaImage::view);
            let Some(half) = (now.pixels() > most).then(|| halved(&now)).flatten() else { return (to, scale) };
            (to, scale) = (Some(half), 2.0 * scale);
        }
    }

    fn done(&self) -> bool {
        !self.found.is_empty() || self.over()
    }

    /// Searches a band-passed picture, where blurred finder patterns show again.
    fn blurred(&mut self, base: &LumaView<'_>, sums: &Sums, (inner, outer): (usize, usize), scale: f32) {
        let Some(picture) = band(base, sums, inner, outer, 3.0) else { return };
        let thresholds = Thresholds::new(&picture.view(), Some(128), true);
        self.attempt(&Search { image: picture.view(), thresholds: &thresholds, scale }, 2, true);
    }

    /// Searches a picture; gives the patterns that were found.
    fn attempt(&mut self, search: &Search<'_>, step: usize, hard: bool) -> Vec<Finder> {
        let finders = scan(&search.image, search.thresholds, step, search.scale);
        self.combine(search, &triples(&finders, if hard { 30 } else { 24 }), hard);
        finders
    }

    /// Tries the likely arrangements of finder patterns.
    fn combine(&mut self, search: &Search<'_>, triples: &[Triple], hard: bool) {
        let (mut poses, mut cost) = (Vec::new(), None);
        for &triple in triples {
            if self.over() {
                return;
            }
            // What is much less like a symbol than one that was read is chance.
            let read_cost = *cost.get_or_insert(triple.cost);
            if !self.found.is_empty() && triple.cost > read_cost + 0.4 {
                break;
            }
            if self.found.is_empty() {
                cost = Some(triple.cost);
            }
            // A pattern inside a code that was read belongs to it, or is chance.
            if [triple.corner, triple.right, triple.below].iter().any(|f| self.covers(f.at)) {
                continue;
            }
            let inverted = triple.corner.inverted;
            let tracer = Tracer { image: &search.image, thresholds: search.thresholds, inverted, scale: search.scale };
            let triple = triple.settled(&tracer, self.image);
            for (version, map, sure) in triple.versions(&tracer, self.image).into_iter().take(2) {
                // The smallest symbols have too few timing modules for that. Guesses are many: they must be surer.
                let (timing, [least, second, _]) = (
                    tables::size(version).saturating_sub(16),
                    corners(self.image, &map, tables::size(version), inverted),
                );
                let enough = SURE.min(0.8 * float(timing.saturating_mul(2)).sqrt());
                let likely = match triple.guessed() {
                    true => sure >= 1.4 * enough && second >= 0.5,
                    false => sure >= enough && least >= CORNERS,
                };
                if !likely {
                    continue;
                }
                let pose = Pose { triple, version, map, sure };
                // A clear one is read at once; the rest wait for their turn.
                if sure > 2.0 * SURE && self.take(search, &pose, hard) {
                    poses.clear();
                    break;
                }
                if sure <= 2.0 * SURE && self.found.is_empty() {
                    poses.push(pose);
                }
            }
        }
        poses.sort_by(|a, b| b.sure.total_cmp(&a.sure));
        for pose in poses.iter().take(if hard { 4 } else { 2 }) {
            if self.over() || self.take(search, pose, hard) {
                return;
            }
        }
    }

    fn take(&mut self, search: &Search<'_>, pose: &Pose, hard: bool) -> bool {
        if self.covers(pose.triple.corner.at) {
            return false;
        }
        // Another picture of the same place seldom shows more than two have.
        let same = |t: &&(usize, Triple)| t.0 == pose.version && t.1.near(&pose.triple);
        if hard && self.tried.iter().filter(same).count() >= 2 {
            return false;
        }
        let Some(payload) = self.symbol(search, pose, hard) else {
            if hard {
                self.tried.push((pose.version, pose.triple));
            }
            return false;
        };
        self.found.push(payload);
        true
    }

    /// Whether a place lies in a code that was already read.
    fn covers(&self, p: Point) -> bool {
        self.found.iter().any(|f| {
            let mut next = f.corners.iter().cycle().skip(1);
            f.corners.iter().all(|&(ax, ay)| {
                let &(bx, by) = next.next().unwrap_or(&(ax, ay));
                let point = |x: i32, y: i32| Point::new(wide(x), wide(y));
                point(bx, by).minus(point(ax, ay)).cross(p.minus(point(ax, ay))) >= 0.0
            })
        })
    }

    fn symbol(&mut self, search: &Search<'_>, pose: &Pose, hard: bool) -> Option<QrPayload> {
        let inverted = pose.triple.corner.inverted;
        let tracer = Tracer { image: &search.image, thresholds: search.thresholds, inverted, scale: search.scale };
        let layout = Layout::new(pose.version);
        let (_, anchors) = pose.triple.first_map(&tracer, layout.size)?;
        let map = refine(self.image, inverted, &pose.map, &anchors, &layout);
        let values = modules(self.image, &map, layout.size, pose.triple.corner.module);
        let done = |decoded, mirrored| Some(payload(decoded, &layout, &map, mirrored, inverted));
        let shares: &[f32] = if hard { &[0.0, 0.15, 0.3] } else { &[0.0, 0.12] };
        let effort = if hard { Effort::Erasures } else { Effort::Plain };
        let (mut agreement, mut clearest) = (0.0, Vec::new());
        for &share in shares {
            let sharp = if share > 0.0 { sharpened(&values, layout.size, share) } else { values.clone() };
            let soft = decide(&sharp, layout.size, inverted);
            if let Ok(decoded) = decode(&soft, &layout, effort) {
                return done(decoded, false);
            }
            if let Ok(decoded) = decode(&transposed(&soft, layout.size), &layout, effort) {
                return done(decoded, true);
            }
            let share_right = layout.agreement(&soft);
            if share_right < HOPELESS {
                return None;
            }
            if share_right > agreement {
                (agreement, clearest) = (share_right, soft);
            }
        }
        if !hard || agreement < AGREEMENT {
            return None;
        }
        if let Some(decoded) = self.equalised(&layout, &map, &values, inverted) {
            return done(decoded, false);
        }
        // Agreement beyond chance, over more modules, says more.
        let clarity = (agreement - 0.5) * float(layout.size);
        if self.unread.as_ref().is_none_or(|u| u.clarity < clarity) {
            self.unread = Some(Unread { version: pose.version, clarity, soft: clearest, map, inverted });
        }
        None
    }

    /// Trains an equaliser on the symbol, and again on what it restored, as long as that helps.
    fn equalised(&self, layout: &Layout, map: &Map, values: &[f32], inverted: bool) -> Option<Decoded> {
        for (radius, reach) in [(5, 3), (8, 4)] {
            let samples = Samples::new(self.image, map, values, layout.size, inverted, radius);
            let mut soft = decide(values, layout.size, inverted);
            let mut known = certain(layout, None);
            let mut best = 0;
            for round in 0..8 {
                let trust = if round == 0 { 0.1 } else { 0.5 };
                let next = step(&samples, layout.size, &known, &soft, reach, trust)?;
                let settled = next.iter().zip(&soft).all(|(a, b)| (*a > 0.0) == (*b > 0.0));
                soft = next;
                if round < 2 {
                    continue;
                }
                match decode(&soft, layout, Effort::Erasures) {
                    Ok(decoded) => return Some(decoded),
                    Err(Some(partial)) if partial.blocks > best => {
                        best = partial.blocks;
                        known = certain(layout, Some(&partial.known));
                    }
                    // Decisions that repeat themselves will not change any more.
                    Err(_) if settled => break,
                    Err(_) => {}
                }
                if self.over() {
                    return None;
                }
            }
        }
        None
    }
}

fn wide(v: i32) -> f32 {
    i16::try_from(v).map_or(0.0, f32::from)
}

fn transposed(values: &[f32], size: usize) -> Vec<f32> {
    (0..size).flat_map(|x| values.iter().skip(x).step_by(size.max(1)).copied()).collect()
}

fn payload(decoded: Decoded, layout: &Layout, map: &Map, mirrored: bool, inverted: bool) -> QrPayload {
    let n = float(layout.size);
    let corners = [(0.0, 0.0), (n, 0.0), (n, n), (0.0, n)].map(|(x, y)| {
        let p = map.at(Point::new(x, y));
        (round(p.x), round(p.y))
    });
    QrPayload {
        bytes: Personal::new(decoded.bytes),
        eci: decoded.eci,
        version: u8::try_from(layout.version).unwrap_or(0),
        level: decoded.level,
        mirrored,
        inverted,
        corrected: u16::try_from(decoded.corrected).unwrap_or(u16::MAX),
        corners,
    }
}
