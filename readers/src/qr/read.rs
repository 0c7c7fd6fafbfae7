//! The order of attempts: what is cheap and usually enough first.

use super::decode::{Decoded, Effort, decode};
use super::finder::{Finder, Tracer, scan};
use super::geometry::{Map, Point};
use super::grid::{Triple, refine, triples};
use super::layout::Layout;
use super::num::{float, round};
use super::payload::QrPayload;
use super::sample::{decide, modules, sharpened};
use super::threshold::Thresholds;
use super::view::{Budget, LumaView};
use dinhdanh::personal::Personal;
use std::time::Instant;

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
        let thresholds = Thresholds::new(self.image);
        let finders = scan(self.image, &thresholds, 3);
        self.attempt(&thresholds, &finders, false);
        if self.found.is_empty() && !self.over() {
            let finders = scan(self.image, &thresholds, 1);
            self.attempt(&thresholds, &finders, true);
        }
        self.found
    }

    fn attempt(&mut self, thresholds: &Thresholds, finders: &[Finder], hard: bool) {
        for triple in triples(finders, if hard { 30 } else { 10 }) {
            if self.over() {
                return;
            }
            if self.covers(triple.corner.at) && self.covers(triple.right.at) {
                continue;
            }
            if let Some(payload) = self.symbol(thresholds, &triple, hard)
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

    fn symbol(&self, thresholds: &Thresholds, triple: &Triple, hard: bool) -> Option<QrPayload> {
        let tracer = Tracer { image: self.image, thresholds, inverted: triple.corner.inverted };
        let versions = triple.versions(&tracer);
        for (version, map, score) in versions.into_iter().take(if hard { 2 } else { 1 }) {
            if score < if hard { 0.25 } else { 0.4 } {
                continue;
            }
            let layout = Layout::new(version);
            let (_, anchors) = triple.first_map(&tracer, layout.size)?;
            let map = refine(&tracer, &map, &anchors, &layout);
            let module = triple.corner.module;
            let values = modules(self.image, &map, layout.size, module);
            let tries: &[(f32, Effort)] = if hard {
                &[(0.0, Effort::Erasures), (0.15, Effort::Erasures), (0.3, Effort::Erasures)]
            } else {
                &[(0.0, Effort::Plain), (0.12, Effort::Plain)]
            };
            for &(share, effort) in tries {
                let sharp = if share > 0.0 { sharpened(&values, layout.size, share) } else { values.clone() };
                let mut soft = decide(&sharp, layout.size, tracer.inverted);
                for mirrored in [false, true] {
                    if mirrored {
                        soft = transposed(&soft, layout.size);
                    }
                    if let Ok(decoded) = decode(&soft, &layout, effort) {
                        return Some(payload(decoded, &layout, &map, mirrored, tracer.inverted));
                    }
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
