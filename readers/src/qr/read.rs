//! The order of attempts: what is cheap and usually enough first.

use super::decode::{Decoded, Effort, decode};
use super::equalise::{Samples, certain, step};
use super::filter::{band, halved};
use super::finder::{Tracer, scan};
use super::geometry::{Map, Point};
use super::grid::{Triple, refine, triples};
use super::layout::Layout;
use super::num::{float, round};
use super::payload::QrPayload;
use super::sample::{decide, modules, sharpened};
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

/// Reads a picture; keeps the time budget.
pub(super) struct Reader<'a> {
    image: &'a LumaView<'a>,
    budget: &'a Budget,
    start: Instant,
    found: Vec<QrPayload>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(image: &'a LumaView<'a>, budget: &'a Budget) -> Self {
        Self { image, budget, start: Instant::now(), found: Vec::new() }
    }

    fn over(&self) -> bool {
        self.found.len() >= self.budget.codes || self.start.elapsed() >= self.budget.time
    }

    pub(super) fn run(mut self) -> Vec<QrPayload> {
        let thresholds = Thresholds::new(self.image, None);
        let search = Search { image: *self.image, thresholds: &thresholds, scale: 1.0 };
        self.attempt(&search, 3, false);
        if self.found.is_empty() && !self.over() {
            self.attempt(&search, 1, true);
        }
        if self.found.is_empty() && !self.over() {
            self.blurred();
        }
        self.found
    }

    /// Searches band-passed pictures, where blurred finder patterns show again.
    fn blurred(&mut self) {
        // Blur leaves nothing that half the resolution would lose, once a module is a few pixels.
        let (mut reduced, mut scale): (Option<LumaImage>, f32) = (None, 1.0);
        while reduced.as_ref().map_or(self.image.pixels(), |r| r.view().pixels()) > 2_500_000 {
            let Some(half) = halved(&reduced.as_ref().map_or(*self.image, LumaImage::view)) else { return };
            (reduced, scale) = (Some(half), 2.0 * scale);
        }
        let base = reduced.as_ref().map_or(*self.image, LumaImage::view);
        for (inner, outer) in [(1, 7), (1, 4), (2, 13)] {
            let Some(picture) = band(&base, inner, outer, 3.0) else { return };
            let thresholds = Thresholds::new(&picture.view(), Some(128));
            self.attempt(&Search { image: picture.view(), thresholds: &thresholds, scale }, 2, true);
            if !self.found.is_empty() || self.over() {
                return;
            }
        }
    }

    fn attempt(&mut self, search: &Search<'_>, step: usize, hard: bool) {
        let finders = scan(&search.image, search.thresholds, step, search.scale);
        for triple in triples(&finders, if hard { 30 } else { 10 }) {
            if self.over() {
                return;
            }
            if self.covers(triple.corner.at) && self.covers(triple.right.at) {
                continue;
            }
            if let Some(payload) = self.symbol(search, &triple, hard)
                && !self.found.iter().any(|f| f.bytes == payload.bytes && f.corners == payload.corners)
            {
                self.found.push(payload);
            }
        }
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

    fn symbol(&self, search: &Search<'_>, triple: &Triple, hard: bool) -> Option<QrPayload> {
        let inverted = triple.corner.inverted;
        let tracer = Tracer { image: &search.image, thresholds: search.thresholds, inverted, scale: search.scale };
        let versions = triple.versions(&tracer, self.image);
        for (version, map, score) in versions.into_iter().take(if hard { 2 } else { 1 }) {
            if score < if hard { 0.25 } else { 0.4 } {
                continue;
            }
            let layout = Layout::new(version);
            let (_, anchors) = triple.first_map(&tracer, layout.size)?;
            let map = refine(self.image, inverted, &map, &anchors, &layout);
            let module = triple.corner.module;
            let values = modules(self.image, &map, layout.size, module);
            let done = |decoded, mirrored| Some(payload(decoded, &layout, &map, mirrored, inverted));
            let shares: &[f32] = if hard { &[0.0, 0.15, 0.3] } else { &[0.0, 0.12] };
            let effort = if hard { Effort::Erasures } else { Effort::Plain };
            for &share in shares {
                let sharp = if share > 0.0 { sharpened(&values, layout.size, share) } else { values.clone() };
                let soft = decide(&sharp, layout.size, inverted);
                if let Ok(decoded) = decode(&soft, &layout, effort) {
                    return done(decoded, false);
                }
                if let Ok(decoded) = decode(&transposed(&soft, layout.size), &layout, effort) {
                    return done(decoded, true);
                }
            }
            if hard && let Some(decoded) = self.equalised(&layout, &map, &values, inverted) {
                return done(decoded, false);
            }
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
                soft = step(&samples, layout.size, &known, &soft, reach, trust)?;
                if round < 2 {
                    continue;
                }
                match decode(&soft, layout, Effort::Erasures) {
                    Ok(decoded) => return Some(decoded),
                    Err(Some(partial)) if partial.blocks > best => {
                        best = partial.blocks;
                        known = certain(layout, Some(&partial.known));
                    }
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
