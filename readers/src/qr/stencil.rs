//! Finder patterns whose rings blur has closed: correlation with what is left of one.
//!
//! Defocus or motion of a module turns the runs of a finder pattern into a dark blob with a lighter hem, which no
//! threshold takes apart again. Compared as a whole with such a blob it still stands out, at any size.

use super::filter::Sums;
use super::finder::Finder;
use super::geometry::Point;
use super::num::{float, index, narrow, round};
use super::view::LumaView;

/// What blur of about half a module leaves of core, light ring, dark ring and the light around: their means against
/// the mean of all.
const LEVELS: [f32; 4] = [-0.29, 0.02, -0.14, 0.17];

/// Outer half widths of the four in modules.
const REACH: [f32; 4] = [1.5, 2.5, 3.5, 4.5];

/// Module sizes in pixels, each a sixth more than the one before: a pattern between two of them loses little.
const SIZES: [f32; 4] = [2.25, 2.65, 3.1, 3.65];

/// Least correlation: data modules reach it now and then, plain print seldom.
const LEAST: f32 = 0.5;

/// Most places that are kept.
const MOST: usize = 24;

/// Searches a picture for dark patterns on light; `scale` is the size of its pixels in pixels of the original.
pub(super) fn stencil(image: &LumaView<'_>, sums: &Sums, scale: f32) -> Vec<Finder> {
    let mut all: Vec<(f32, Finder)> = SIZES.iter().flat_map(|&module| of_size(image, sums, module)).collect();
    all.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut best: Vec<Finder> = Vec::new();
    for (score, f) in all {
        if best.len() >= MOST {
            break;
        }
        if best.iter().all(|b| b.at.minus(f.at).length() > 4.0 * b.module.max(f.module)) {
            let hits = u16::try_from(round(score * 12.0)).unwrap_or(1);
            best.push(Finder { hits, ..f });
        }
    }
    for f in &mut best {
        f.at = Point::new(f.at.x * scale, f.at.y * scale);
        f.module *= scale;
    }
    best
}

/// The best place of each neighbourhood at one module size, with its correlation.
fn of_size(image: &LumaView<'_>, sums: &Sums, module: f32) -> Vec<(f32, Finder)> {
    let half = REACH.map(|r| index((r * module).max(1.0)));
    let area = half.map(|h| (float(h) * 2.0 + 1.0).powi(2));
    let [h0, h1, h2, margin] = half;
    let [a0, a1, a2, total] = area;
    let parts = [a0, a1 - a0, a2 - a1, total - a2];
    let mean = parts.iter().zip(LEVELS).map(|(a, l)| a * l).sum::<f32>() / total;
    let [l0, l1, l2, l3] = LEVELS.map(|l| l - mean);
    let norm = parts.iter().zip([l0, l1, l2, l3]).map(|(a, l)| a * l * l).sum::<f32>().sqrt();
    // Each box counts with the step to the next one.
    let boxes = [(h0, l0 - l1), (h1, l1 - l2), (h2, l2 - l3), (margin, l3)];
    let Some(inner) = image.width().checked_sub(margin.saturating_mul(2)).filter(|&w| w > 0) else { return Vec::new() };
    let cell = index(4.0 * module).max(1);
    let mut best: Vec<(f32, usize, usize)> = vec![(0.0, 0, 0); inner.div_ceil(cell)];
    let rows = (cell / 2).max(1);
    let (mut found, mut line) = (Vec::new(), vec![0.0f32; inner]);
    let end = image.height().saturating_sub(margin);
    let mut flush = |best: &mut Vec<(f32, usize, usize)>| {
        for b in best {
            let (response, x, y) = std::mem::replace(b, (0.0, 0, 0));
            // A symbol in haze still has a contrast of twenty grey values; paper with noise seldom has eight.
            if response > 8.0 * norm * norm {
                let score = response / (norm * spread(image, x, y, margin));
                if score > LEAST {
                    let at = Point::new(float(x) + 0.5, float(y) + 0.5);
                    found.push((score, Finder { at, module, hits: 1, inverted: false, blurred: true }));
                }
            }
        }
    };
    for (row, y) in (margin..end).step_by(2).enumerate() {
        line.fill(0.0);
        for (h, weight) in boxes {
            sums.add(&mut line, y, h, margin, weight);
        }
        for (start, (part, best)) in (margin..).step_by(cell).zip(line.chunks(cell).zip(&mut best)) {
            for (x, &response) in (start..).zip(part) {
                if response > best.0 {
                    *best = (response, x, y);
                }
            }
        }
        if row.checked_rem(rows) == rows.checked_sub(1) {
            flush(&mut best);
        }
    }
    flush(&mut best);
    found
}

/// Root of the sum of squared differences from the mean in a box.
fn spread(image: &LumaView<'_>, x: usize, y: usize, half: usize) -> f32 {
    let span = |v: usize| v.saturating_sub(half)..v.saturating_add(half).saturating_add(1);
    let (mut sum, mut squares, mut count) = (0u32, 0u32, 0u32);
    for y in span(y) {
        for &p in image.row(y).get(span(x)).unwrap_or(&[]) {
            // A box has at most 53 by 53 pixels: the squares stay below 2^28.
            let p = u32::from(p);
            sum = sum.wrapping_add(p);
            squares = squares.wrapping_add(p.wrapping_mul(p));
            count = count.wrapping_add(1);
        }
    }
    let (sum, squares, count) = (f64::from(sum), f64::from(squares), f64::from(count.max(1)));
    narrow((squares - sum * sum / count).max(1.0).sqrt())
}

#[cfg(test)]
#[allow(clippy::as_conversions, clippy::arithmetic_side_effects, reason = "test data")]
mod tests {
    use super::*;
    use crate::qr::view::LumaImage;

    #[test]
    fn a_closed_pattern_is_found_and_flat_paper_is_not() {
        // Four pixels a module, each grey the mean of what a disc of one module sees.
        let pattern = |x: f32, y: f32| {
            let ring = (x - 60.0).abs().max((y - 50.0).abs()) / 4.0;
            if ring < 1.5 || (2.5..3.5).contains(&ring) { 40.0 } else { 200.0 }
        };
        let mut pixels = Vec::new();
        for y in 0..120 {
            for x in 0..140 {
                let (mut sum, mut count) = (0.0, 0.0);
                for dy in -4..=4 {
                    for dx in -4..=4 {
                        if dx * dx + dy * dy <= 16 {
                            sum += pattern((x + dx) as f32, (y + dy) as f32);
                            count += 1.0;
                        }
                    }
                }
                pixels.push((sum / count) as u8);
            }
        }
        let image = LumaImage::new(pixels, 140, 120).unwrap();
        let found = stencil(&image.view(), &Sums::new(&image.view()), 2.0);
        let best = found.first().unwrap();
        assert!(best.at.minus(Point::new(120.0, 100.0)).length() < 6.0, "{best:?}");
        assert!((5.0..12.0).contains(&best.module), "{best:?}");
        let flat = LumaImage::new(vec![90; 140 * 120], 140, 120).unwrap();
        assert!(stencil(&flat.view(), &Sums::new(&flat.view()), 1.0).is_empty());
        let tiny = LumaImage::new(vec![90; 20], 10, 2).unwrap();
        assert!(stencil(&tiny.view(), &Sums::new(&tiny.view()), 1.0).is_empty());
    }
}
