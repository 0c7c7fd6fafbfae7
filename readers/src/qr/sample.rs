//! Grey values of modules, and the decision what is dark.

use super::geometry::{Map, Point};
use super::num::float;
use super::view::LumaView;

/// Mean grey values of all modules of a symbol, row by row.
pub(super) fn modules(image: &LumaView<'_>, map: &Map, size: usize, module: f32) -> Vec<f32> {
    // Within a module several places are averaged against noise; at low resolution the pixels themselves
    // already do that, and places near the border would see the neighbour.
    let spread: &[(f32, f32)] =
        if module < 2.2 { &[(0.0, 0.0)] } else { &[(0.0, 0.0), (-0.2, -0.2), (0.2, -0.2), (-0.2, 0.2), (0.2, 0.2)] };
    let share = 1.0 / float(spread.len());
    let mut values = Vec::with_capacity(size.saturating_mul(size));
    // Within a module the map is straight: its sides are half the way between the neighbours' centres.
    let centres =
        |y: f32| -> Vec<Point> { (0..size.saturating_add(2)).map(|x| map.at(Point::new(float(x) - 0.5, y))).collect() };
    let (mut above, mut here) = (centres(-0.5), centres(0.5));
    for y in 0..size {
        let below = centres(float(y) + 1.5);
        let (next, vertical) = (here.iter().skip(2), above.iter().zip(&below).skip(1));
        for (((&before, &at), &after), (&up, &down)) in here.iter().zip(here.iter().skip(1)).zip(next).zip(vertical) {
            let (along, across) = (after.minus(before), down.minus(up));
            let sum: f32 = spread
                .iter()
                .map(|&(dx, dy)| {
                    let p = at.plus(along, dx / 2.0).plus(across, dy / 2.0);
                    image.grey_at(p.x, p.y)
                })
                .sum();
            values.push(sum * share);
        }
        (above, here) = (here, below);
    }
    values
}

/// Sums over rectangles of a square grid.
pub(super) struct Sums {
    size: usize,
    sums: Vec<f64>,
}

impl Sums {
    pub(super) fn new(values: impl Iterator<Item = f32>, size: usize) -> Self {
        let width = size.saturating_add(1);
        let mut sums = vec![0.0; width];
        let (mut line, mut column) = (0.0, 0usize);
        for v in values {
            if column == 0 {
                sums.push(0.0);
                line = 0.0;
            }
            line += f64::from(v);
            let above = sums.get(sums.len().wrapping_sub(width)).copied().unwrap_or(0.0);
            sums.push(above + line);
            column = if column.saturating_add(1) == size { 0 } else { column.saturating_add(1) };
        }
        Self { size, sums }
    }

    /// The sum around a place, cut at the borders.
    pub(super) fn around(&self, x: usize, y: usize, radius: usize) -> f32 {
        let width = self.size.saturating_add(1);
        let (x0, y0) = (x.saturating_sub(radius), y.saturating_sub(radius));
        let end = |v: usize| v.saturating_add(radius).saturating_add(1).min(self.size);
        let at = |x: usize, y: usize| self.sums.get(y.saturating_mul(width).saturating_add(x)).copied().unwrap_or(0.0);
        super::num::narrow(at(end(x), end(y)) - at(x0, end(y)) - at(end(x), y0) + at(x0, y0))
    }
}

/// The local middle between dark and light, and half their distance, for each module.
///
/// A first threshold is the local mean; the levels are the local means of what it calls dark and light, which
/// makes them independent of how many of each there are.
pub(super) fn levels(values: &[f32], size: usize, radius: usize) -> Vec<(f32, f32)> {
    let places = || (0..size).flat_map(|y| (0..size).map(move |x| (x, y)));
    let all = Sums::new(values.iter().copied(), size);
    let ones = Sums::new(values.iter().map(|_| 1.0), size);
    let first: Vec<bool> = values
        .iter()
        .zip(places())
        .map(|(&v, (x, y))| v < all.around(x, y, radius) / ones.around(x, y, radius))
        .collect();
    let dark = Sums::new(values.iter().zip(&first).map(|(&v, &f)| if f { v } else { 0.0 }), size);
    let darks = Sums::new(first.iter().map(|&f| if f { 1.0 } else { 0.0 }), size);
    places()
        .map(|(x, y)| {
            let (count, count_dark) = (ones.around(x, y, radius), darks.around(x, y, radius));
            let sum_dark = dark.around(x, y, radius);
            let low = sum_dark / count_dark.max(1.0);
            let high = (all.around(x, y, radius) - sum_dark) / (count - count_dark).max(1.0);
            ((high + low) / 2.0, ((high - low) / 2.0).max(0.5))
        })
        .collect()
}

/// Decides per module against its levels: positive is dark, one is a typical module.
pub(super) fn decide(values: &[f32], size: usize, inverted: bool) -> Vec<f32> {
    let sign = if inverted { -1.0 } else { 1.0 };
    let levels = levels(values, size, 4);
    values.iter().zip(&levels).map(|(&v, (middle, half))| sign * ((middle - v) / half).clamp(-1.6, 1.6)).collect()
}

/// The values with each neighbour's share taken back: undoes a blur that reaches about a module far.
pub(super) fn sharpened(values: &[f32], size: usize, share: f32) -> Vec<f32> {
    let at = |x: usize, y: usize| values.get(y.saturating_mul(size).saturating_add(x)).copied().unwrap_or(0.0);
    let end = size.saturating_sub(1);
    let mut out = Vec::with_capacity(values.len());
    for y in 0..size {
        for x in 0..size {
            let here = at(x, y);
            let (l, r) = (at(x.saturating_sub(1), y), at(x.saturating_add(1).min(end), y));
            let (u, d) = (at(x, y.saturating_sub(1)), at(x, y.saturating_add(1).min(end)));
            out.push(here + share * (4.0 * here - l - r - u - d));
        }
    }
    out
}
