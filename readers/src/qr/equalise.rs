//! Undoing blur between modules: a linear filter that is trained on the symbol itself.
//!
//! The picture is sampled twice per module. A filter over the neighbourhood of each module is fitted by least
//! squares so that it gives the known colours of the function patterns and, with less weight, the colours
//! decided so far; its answer is the next decision. Defocus and straight motion spread light evenly to both
//! sides, so opposite places share a coefficient. Blocks that error correction has already restored count as
//! known: their modules lie all over the symbol.

use super::geometry::{Map, Point, solve};
use super::layout::{Layout, Module};
use super::num::{float, narrow};
use super::sample::levels;
use super::view::LumaView;

/// Samples at half modules, with a margin of two modules, relative to the local levels: positive is dark.
pub(super) struct Samples {
    side: usize,
    values: Vec<f32>,
}

/// Half modules of margin.
const MARGIN: usize = 4;

impl Samples {
    pub(super) fn new(
        image: &LumaView<'_>,
        map: &Map,
        values: &[f32],
        size: usize,
        inverted: bool,
        radius: usize,
    ) -> Self {
        let levels = levels(values, size, radius);
        let side = size.saturating_mul(2).saturating_add(1).saturating_add(MARGIN.saturating_mul(2));
        let sign = if inverted { -1.0 } else { 1.0 };
        let last = size.saturating_sub(1);
        let module = |i: usize| (i.saturating_sub(MARGIN) / 2).min(last);
        // Four places a quarter of a module apart, against noise; the filter undoes what that blurs.
        let (u, v) = map.sides(Point::new(float(size) / 2.0, float(size) / 2.0));
        let none = Point::new(0.0, 0.0);
        let spread = [(-1.0, -1.0), (1.0, -1.0), (-1.0, 1.0), (1.0, 1.0)]
            .map(|(a, b)| none.plus(u, 0.125 * a).plus(v, 0.125 * b));
        let mut out = Vec::with_capacity(side.saturating_mul(side));
        for j in 0..side {
            for i in 0..side {
                let at = |i: usize| (float(i) - float(MARGIN)) / 2.0;
                let p = map.at(Point::new(at(i), at(j)));
                let grey = spread.iter().map(|d| image.grey_at(p.x + d.x, p.y + d.y)).sum::<f32>() / 4.0;
                let (middle, half) =
                    levels.get(module(j).saturating_mul(size).saturating_add(module(i))).copied().unwrap_or((0.0, 1.0));
                out.push(sign * ((middle - grey) / half).clamp(-2.5, 2.5));
            }
        }
        Self { side, values: out }
    }

    /// Sums of opposite samples around a module, one per coefficient.
    fn features(&self, x: usize, y: usize, offsets: &[(usize, usize)], out: &mut Vec<f32>) {
        out.clear();
        let centre = |v: usize| v.saturating_mul(2).saturating_add(MARGIN).saturating_add(1);
        let (cx, cy) = (centre(x), centre(y));
        let get =
            |x: usize, y: usize| self.values.get(y.saturating_mul(self.side).saturating_add(x)).copied().unwrap_or(0.0);
        for &(dx, dy) in offsets {
            // Offsets are stored plus MARGIN, so that they stay positive.
            let a = get(cx.saturating_add(dx).saturating_sub(MARGIN), cy.saturating_add(dy).saturating_sub(MARGIN));
            let b = get(cx.saturating_add(MARGIN).saturating_sub(dx), cy.saturating_add(MARGIN).saturating_sub(dy));
            out.push(a + b);
        }
        out.push(1.0);
    }
}

/// Half of the places within `reach` half modules (the other half mirrors it), plus [`MARGIN`].
fn offsets(reach: usize) -> Vec<(usize, usize)> {
    let range = MARGIN.saturating_sub(reach)..=MARGIN.saturating_add(reach);
    let mut out = Vec::new();
    for dy in range.clone() {
        for dx in range.clone() {
            if (dy, dx) <= (MARGIN, MARGIN) {
                out.push((dx, dy));
            }
        }
    }
    out
}

/// What is certain about the modules: function patterns, and modules of restored blocks.
pub(super) fn certain(layout: &Layout, restored: Option<&[Option<bool>]>) -> Vec<Option<bool>> {
    let patterns = layout.modules.iter().map(|m| match m {
        Module::Known(dark) => Some(*dark),
        _ => None,
    });
    match restored {
        Some(known) => patterns.zip(known).map(|(p, k)| p.or(*k)).collect(),
        None => patterns.collect(),
    }
}

/// Fits the filter to what is certain and to the decisions so far, and returns new decisions.
pub(super) fn step(
    samples: &Samples,
    size: usize,
    certain: &[Option<bool>],
    soft: &[f32],
    reach: usize,
    trust: f32,
) -> Option<Vec<f32>> {
    let offsets = offsets(reach);
    let unknowns = offsets.len().saturating_add(1);
    let mut rows = vec![vec![0.0f32; unknowns]; unknowns];
    let mut right = vec![0.0f32; unknowns];
    let mut features = Vec::with_capacity(unknowns);
    let mut all = Vec::with_capacity(certain.len().saturating_mul(unknowns));
    let places = (0..size).flat_map(|y| (0..size).map(move |x| (x, y)));
    for (((x, y), known), &s) in places.zip(certain).zip(soft) {
        samples.features(x, y, &offsets, &mut features);
        let (target, weight) = match known {
            Some(true) => (1.0, 1.0),
            Some(false) => (-1.0, 1.0),
            None => (s.signum(), trust * s.abs().min(1.0)),
        };
        for (i, (row, &f)) in rows.iter_mut().zip(&features).enumerate() {
            let wf = weight * f;
            for (r, g) in row.iter_mut().zip(&features).take(i.saturating_add(1)) {
                *r += wf * g;
            }
        }
        for (r, f) in right.iter_mut().zip(&features) {
            *r += weight * f * target;
        }
        all.extend_from_slice(&features);
    }
    let weights = fit(&rows, &right)?;
    let mut out: Vec<f32> =
        all.chunks_exact(unknowns).map(|f| f.iter().zip(&weights).map(|(f, w)| f * w).sum()).collect();
    let mean = out.iter().map(|v: &f32| v.abs()).sum::<f32>() / float(out.len().max(1));
    out.iter_mut().for_each(|v| *v = (*v / mean.max(1e-3)).clamp(-2.0, 2.0));
    Some(out)
}

fn fit(rows: &[Vec<f32>], right: &[f32]) -> Option<Vec<f32>> {
    let n = rows.len();
    let at = |i: usize, j: usize| rows.get(i.max(j)).and_then(|r| r.get(i.min(j))).copied().unwrap_or(0.0);
    let trace: f32 = (0..n).map(|i| at(i, i)).sum();
    let ridge = 0.003 * trace / float(n);
    let system = (0..n).map(|i| {
        let mut row: Vec<f64> = (0..n).map(|j| f64::from(at(i, j) + if i == j { ridge } else { 0.0 })).collect();
        row.push(f64::from(right.get(i).copied().unwrap_or(0.0)));
        row
    });
    Some(solve(system.collect())?.into_iter().map(narrow).collect())
}
