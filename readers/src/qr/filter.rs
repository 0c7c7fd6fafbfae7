//! Pictures derived for the search: a band-pass that brings blurred finder patterns out, and half size.

use super::num::{float, grey, signed};
use super::view::{LumaImage, LumaView};

/// Sums of grey values over everything above and to the left: any box costs four of them.
pub(super) struct Sums {
    width: usize,
    sums: Vec<i32>,
}

impl Sums {
    pub(super) fn new(image: &LumaView<'_>) -> Self {
        let width = image.width().saturating_add(1);
        let mut sums = vec![0i32; width];
        sums.reserve_exact(width.saturating_mul(image.height()));
        for y in 0..image.height() {
            let start = sums.len().saturating_sub(width);
            let mut line = 0i32;
            sums.push(0);
            for (x, &p) in image.row(y).iter().enumerate() {
                // Differences come out right even where the sums wrap.
                line = line.wrapping_add(i32::from(p));
                let above = sums.get(start.saturating_add(x).saturating_add(1)).copied().unwrap_or(0);
                sums.push(above.wrapping_add(line));
            }
        }
        Self { width, sums }
    }

    fn row(&self, y: usize, from: usize) -> &[i32] {
        let start = y.saturating_mul(self.width);
        self.sums.get(start..start.saturating_add(self.width)).and_then(|row| row.get(from..)).unwrap_or(&[])
    }

    /// Adds the sums of the boxes around the pixels of row `y`, times `weight`. `line` begins at pixel `margin`,
    /// which is at least `half`, half the side of a box.
    pub(super) fn add(&self, line: &mut [f32], y: usize, half: usize, margin: usize, weight: f32) {
        let (top, bottom) = (y.saturating_sub(half), y.saturating_add(half).saturating_add(1));
        let (left, right) = (margin.saturating_sub(half), margin.saturating_add(half).saturating_add(1));
        let below = self.row(bottom, right).iter().zip(self.row(bottom, left));
        let above = self.row(top, right).iter().zip(self.row(top, left));
        for (sum, ((br, bl), (tr, tl))) in line.iter_mut().zip(below.zip(above)) {
            *sum += weight * signed(br.wrapping_sub(*bl).wrapping_sub(tr.wrapping_sub(*tl)));
        }
    }
}

/// The difference of two box means around each pixel, times `gain`, on a middle grey of 128; the border, as wide as half
/// the outer box, stays grey.
///
/// A finder pattern under a blur of a module has no light ring left, but its light still bends where the ring
/// was: against the mean of a few modules around, the ring shows again.
pub(super) fn band(image: &LumaView<'_>, sums: &Sums, inner: usize, outer: usize, gain: f32) -> Option<LumaImage> {
    let (width, height) = (image.width(), image.height());
    let mut out = vec![128u8; width.saturating_mul(height)];
    let share = |half: usize| gain / (float(half) * 2.0 + 1.0).powi(2);
    let mut line = vec![0.0f32; width.saturating_sub(outer.saturating_mul(2))];
    let end = height.saturating_sub(outer);
    for (y, row) in out.chunks_mut(width.max(1)).enumerate().take(end).skip(outer) {
        line.fill(128.0);
        sums.add(&mut line, y, inner, outer, share(inner));
        sums.add(&mut line, y, outer, outer, -share(outer));
        row.iter_mut().skip(outer).zip(&line).for_each(|(p, v)| *p = grey(*v));
    }
    LumaImage::new(out, width, height).ok()
}

/// The picture at half size, four pixels to one.
pub(super) fn halved(image: &LumaView<'_>) -> Option<LumaImage> {
    let (width, height) = (image.width() / 2, image.height() / 2);
    let mut out = Vec::with_capacity(width.saturating_mul(height));
    for y in 0..height {
        let (a, b) = (image.row(y.saturating_mul(2)), image.row(y.saturating_mul(2).saturating_add(1)));
        out.extend(a.chunks_exact(2).zip(b.chunks_exact(2)).map(|(a, b)| {
            let sum = a.iter().chain(b).fold(2u16, |s, &p| s.saturating_add(u16::from(p)));
            u8::try_from(sum / 4).unwrap_or(u8::MAX)
        }));
    }
    LumaImage::new(out, width, height).ok()
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "test data")]
mod tests {
    use super::*;

    #[test]
    fn a_band_keeps_edges_and_drops_slopes() {
        let (w, h) = (64u8, 40u8);
        let slope: Vec<u8> = (0..h).flat_map(|y| (0..w).map(move |x| x + y)).collect();
        let image = LumaImage::new(slope, 64, 40).unwrap();
        let flat = band(&image.view(), &Sums::new(&image.view()), 1, 6, 4.0).unwrap();
        for y in 8..32 {
            assert!(flat.view().row(y)[8..56].iter().all(|&p| p.abs_diff(128) <= 2));
        }
        let edge: Vec<u8> = (0..40).flat_map(|_| (0..64).map(|x| if x < 32 { 50 } else { 90 })).collect();
        let image = LumaImage::new(edge, 64, 40).unwrap();
        let found = band(&image.view(), &Sums::new(&image.view()), 1, 6, 4.0).unwrap();
        assert!(found.view().row(20)[30] < 100 && found.view().row(20)[34] > 156);
        assert_eq!(halved(&image.view()).unwrap().view().row(3)[..17].last(), Some(&90));
    }
}
