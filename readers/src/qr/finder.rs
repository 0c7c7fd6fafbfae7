//! Finder patterns: rows are searched for dark and light runs of 1:1:3:1:1, hits are confirmed across.

use super::geometry::Point;
use super::num::{float, index};
use super::threshold::Thresholds;
use super::view::LumaView;

/// A place that looks like a finder pattern.
#[derive(Clone, Copy, Debug)]
pub(super) struct Finder {
    /// Its centre in pixels.
    pub(super) at: Point,
    /// Mean of the module size along rows and along columns.
    pub(super) module: f32,
    /// Rows that crossed it, and four for each diagonal that measures right.
    pub(super) hits: u16,
    /// Whether it is light on dark.
    pub(super) inverted: bool,
    /// Whether it was found by correlation: then it has no edges to measure.
    pub(super) blurred: bool,
}

/// Most candidates kept: a picture with more shows something else than codes.
const CANDIDATES: usize = 1500;

/// Searches every `step`-th row.
///
/// `scale` is the size of a pixel of this picture in pixels of the original, in which the result is given.
pub(super) fn scan(image: &LumaView<'_>, thresholds: &Thresholds, step: usize, scale: f32) -> Vec<Finder> {
    let mut found: Vec<Finder> = Vec::new();
    let mut y = step / 2;
    while y < image.height() && found.len() < CANDIDATES {
        scan_row(image, thresholds, y, &mut found);
        y = y.saturating_add(step.max(1));
    }
    for f in &mut found {
        f.at = Point::new(f.at.x * scale, f.at.y * scale);
        f.module *= scale;
    }
    found
}

/// Which of eight pixels are darker than the threshold, as bits; all eight compared at once.
#[inline]
fn darker(pixels: [u8; 8], threshold: u8) -> u64 {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let x = u64::from_le_bytes(pixels);
    let y = u64::from(threshold).wrapping_mul(0x0101_0101_0101_0101);
    // Bytewise x - y with the borrow kept inside each byte; the sign of an unsigned comparison follows.
    let difference = (x | HIGH).wrapping_sub(y & !HIGH) ^ ((x ^ !y) & HIGH);
    let less = ((!x & y) | ((!x | y) & difference)) & HIGH;
    (less >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

fn scan_row(image: &LumaView<'_>, thresholds: &Thresholds, y: usize, found: &mut Vec<Finder>) {
    let row = image.row(y);
    let mut edges = [0.0f32; 6];
    let (mut last, mut start) = (0u64, 0usize);
    for (pixels, &threshold) in row.chunks_exact(8).zip(thresholds.row(y)) {
        let mask = match <[u8; 8]>::try_from(pixels) {
            Ok(eight) if threshold > 0 => darker(eight, threshold),
            _ => 0,
        };
        let mut changes = (mask ^ (mask << 1 | last)) & 0xff;
        last = mask >> 7;
        while changes != 0 {
            let bit = index_of(changes);
            changes &= changes.wrapping_sub(1);
            let x = start.saturating_add(bit);
            let [_, a, b, c, d, e] = edges;
            edges = [a, b, c, d, e, edge(row, x, threshold)];
            if ratio(edges) {
                let to_light = mask >> bit & 1 == 0;
                confirm(image, thresholds, edges, y, !to_light, found);
            }
        }
        start = start.saturating_add(8);
    }
}

#[inline]
fn index_of(bits: u64) -> usize {
    usize::try_from(bits.trailing_zeros()).unwrap_or(0)
}

/// Where the light crosses the threshold between the pixel before and this one.
#[inline]
fn edge(row: &[u8], x: usize, threshold: u8) -> f32 {
    let here = row.get(x).copied().unwrap_or(0);
    let before = row.get(x.wrapping_sub(1)).copied().unwrap_or(here);
    let (a, b, t) = (f32::from(before), f32::from(here), f32::from(threshold));
    let part = if before == here { 0.5 } else { ((t - a) / (b - a)).clamp(0.0, 1.0) };
    float(x) - 0.5 + part
}

/// Whether five runs between six edges measure about 1:1:3:1:1.
#[inline]
fn ratio(edges: [f32; 6]) -> bool {
    let [a, b, c, d, e, f] = edges;
    let total = f - a;
    let core = d - c;
    // The core first: it rejects nearly everything.
    if core < 0.28 * total || core > 0.58 * total || total < 8.0 {
        return false;
    }
    let module = total / 7.0;
    let slack = 0.25; // of a pixel: what noise does to an edge at the lowest resolution
    let (low, high) = (0.42 * module - slack, 1.62 * module + slack);
    let fits = |w: f32| w > low && w < high;
    fits(b - a) && fits(c - b) && fits(e - d) && fits(f - e)
}

fn confirm(
    image: &LumaView<'_>,
    thresholds: &Thresholds,
    edges: [f32; 6],
    y: usize,
    inverted: bool,
    found: &mut Vec<Finder>,
) {
    let [a, _, c, d, _, f] = edges;
    let module = (f - a) / 7.0;
    let x = (c + d) / 2.0;
    let row = float(y) + 0.5;
    for known in found.iter_mut().rev() {
        let (dx, dy) = ((known.at.x - x).abs(), (known.at.y - row).abs());
        if dx < 1.5 * known.module && dy < 2.0 * known.module && known.inverted == inverted {
            known.hits = known.hits.saturating_add(1);
            return;
        }
    }
    if !plausible(image, thresholds, index(x), y, module, inverted) {
        return;
    }
    let at = Point::new(x, row);
    let tracer = Tracer { image, thresholds, inverted, scale: 1.0 };
    let Some((offset, tall)) = tracer.across(at, Point::new(0.0, 1.0), module * 2.4) else { return };
    let at = Point::new(x, row + offset);
    let Some((offset, wide)) = tracer.across(at, Point::new(1.0, 0.0), module * 1.6) else { return };
    let at = Point::new(at.x + offset, at.y);
    if tall > 2.4 * wide || wide > 2.4 * tall {
        return;
    }
    let module = (tall + wide) / 14.0;
    // A row may cross a pattern that an earlier row met at its rim.
    if found.iter().any(|k| k.at.minus(at).length() < 2.0 * k.module && k.inverted == inverted) {
        return;
    }
    // Chance rarely makes the diagonals right too; they count like rows that crossed.
    let diagonals = [0.707, -0.707].map(|d| tracer.across(at, Point::new(0.707, d), module * 2.0).is_some());
    let hits = diagonals.iter().fold(1u16, |h, &good| if good { h.saturating_add(4) } else { h });
    found.push(Finder { at, module, hits, inverted, blurred: false });
}

/// Whether the runs down a column are roughly those of a finder pattern: whole pixels, quickly.
fn plausible(image: &LumaView<'_>, thresholds: &Thresholds, x: usize, y: usize, module: f32, inverted: bool) -> bool {
    let dark = |y: usize| image.row(y).get(x).map(|&p| (p < thresholds.at(x, y)) != inverted);
    // A pattern seen from the side is at most 2.4 times as tall as it is wide.
    let most = index(module * 9.0).saturating_add(4);
    let runs = |next: fn(usize) -> Option<usize>| {
        let (mut at, mut runs) = (Some(y), [0usize; 3]);
        for (run, want) in runs.iter_mut().zip([true, false, true]) {
            loop {
                let y = at?;
                if dark(y)? != want {
                    break;
                }
                *run = run.saturating_add(1);
                if *run > most {
                    return None;
                }
                at = next(y);
            }
        }
        Some(runs.map(float))
    };
    let Some([up, b, a]) = runs(|y| y.checked_sub(1)) else { return false };
    let Some([down, d, e]) = runs(|y| y.checked_add(1)) else { return false };
    let core = up + down - 1.0;
    let total = a + b + core + d + e;
    // A pixel and a half for edges that lie between pixels, and for noise.
    let slack = 1.5;
    let fits = |run: f32| run > 0.06 * total - slack && run < 0.23 * total + slack;
    core > 0.28 * total - slack && core < 0.58 * total + slack && [a, b, d, e].into_iter().all(fits)
}

/// Walks from the core of a finder pattern outwards.
pub(super) struct Tracer<'a> {
    pub(super) image: &'a LumaView<'a>,
    pub(super) thresholds: &'a Thresholds,
    pub(super) inverted: bool,
    /// Size of a pixel of this picture in pixels of the original, in which places and distances are given.
    pub(super) scale: f32,
}

impl Tracer<'_> {
    /// Distances from a point to the ends of core, light ring and dark ring in a direction.
    pub(super) fn out(&self, from: Point, direction: Point, module: f32) -> Option<[f32; 3]> {
        let from = Point::new(from.x / self.scale, from.y / self.scale);
        let limit = 6.5 * module / self.scale + 2.0;
        // A step of a pixel along the longer axis.
        let step = 1.0 / direction.x.abs().max(direction.y.abs()).max(0.1);
        let mut ends = [0.0; 3];
        let (mut travelled, mut before) = (0.0, None);
        let mut want_dark = true;
        for end in &mut ends {
            loop {
                let p = from.plus(direction, travelled);
                if p.x < 0.0 || p.y < 0.0 || p.x > float(self.image.width()) || p.y > float(self.image.height()) {
                    return None;
                }
                let threshold = f32::from(self.thresholds.at(index(p.x), index(p.y)));
                let mut height = self.image.grey_at(p.x, p.y) - threshold;
                if self.inverted {
                    height = -height;
                }
                let dark = height < 0.0;
                if dark != want_dark {
                    let part: f32 = before.map_or(0.0, |b: f32| if b == height { 0.0 } else { height / (height - b) });
                    *end = travelled - step * part.clamp(0.0, 1.0);
                    want_dark = !want_dark;
                    before = Some(height);
                    break;
                }
                before = Some(height);
                travelled += step;
                if travelled > limit {
                    return None;
                }
            }
        }
        Some(ends.map(|e| e * self.scale))
    }

    /// The pattern along a line through its core: how far its middle is from the point, and its length.
    pub(super) fn across(&self, at: Point, direction: Point, module: f32) -> Option<(f32, f32)> {
        let [c1, b1, a1] = self.out(at, Point::new(-direction.x, -direction.y), module)?;
        let [c2, b2, a2] = self.out(at, direction, module)?;
        ratio([-a1, -b1, -c1, c2, b2, a2].map(|e| e / self.scale)).then_some((((a2 - a1) + (c2 - c1)) / 4.0, a1 + a2))
    }
}

#[cfg(test)]
#[allow(clippy::as_conversions, clippy::arithmetic_side_effects, reason = "test data")]
mod tests {
    use super::*;

    #[test]
    fn eight_pixels_are_compared_at_once() {
        let mut state = 1u32;
        for _ in 0..20_000 {
            let mut next = || {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 24) as u8
            };
            let pixels = [0; 8].map(|_| next());
            let threshold = next();
            let expected = pixels.iter().enumerate().fold(0u64, |m, (i, &p)| m | u64::from(p < threshold) << i);
            assert_eq!(darker(pixels, threshold), expected, "{pixels:?} {threshold}");
        }
    }
}
