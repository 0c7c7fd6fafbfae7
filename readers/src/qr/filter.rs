//! Pictures derived for the search: a band-pass that brings blurred finder patterns out, and half size.

use super::num::{float, grey, wide};
use super::view::{LumaImage, LumaView};

/// The difference of two box means around each pixel, times `gain`, on a middle grey of 128.
///
/// A finder pattern under a blur of a module has no light ring left, but its light still bends where the ring
/// was: against the mean of a few modules around, the ring shows again.
pub(super) fn band(image: &LumaView<'_>, inner: usize, outer: usize, gain: f32) -> Option<LumaImage> {
    let (width, height) = (image.width(), image.height());
    let mut out = Vec::with_capacity(width.saturating_mul(height));
    let mut columns = [Columns::new(image, inner), Columns::new(image, outer)];
    let (mut small, mut large) = (Vec::new(), Vec::new());
    for y in 0..height {
        let [a, b] = &mut columns;
        a.means(image, y, &mut small);
        b.means(image, y, &mut large);
        out.extend(small.iter().zip(&large).map(|(s, l)| grey(128.0 + gain * (s - l))));
    }
    LumaImage::new(out, width, height).ok()
}

/// Sums over the rows around the current one, per column.
struct Columns {
    radius: usize,
    sums: Vec<u16>,
    rows: usize,
}

impl Columns {
    fn new(image: &LumaView<'_>, radius: usize) -> Self {
        let mut columns = Self { radius, sums: vec![0; image.width()], rows: 0 };
        // Rows 0..radius; the row that enters with each line comes in `means`.
        for y in 0..radius.min(image.height()) {
            columns.add(image.row(y));
        }
        columns
    }

    fn add(&mut self, row: &[u8]) {
        // At most 2 * 31 + 1 rows of a byte each: sixteen bits hold them.
        self.sums.iter_mut().zip(row).for_each(|(s, &p)| *s = s.wrapping_add(u16::from(p)));
        self.rows = self.rows.saturating_add(1);
    }

    /// Means of the boxes around the pixels of row `y`; rows must be asked for in order.
    fn means(&mut self, image: &LumaView<'_>, y: usize, out: &mut Vec<f32>) {
        let entering = y.saturating_add(self.radius);
        if entering < image.height() {
            self.add(image.row(entering));
        }
        if let Some(leaving) = y.checked_sub(self.radius.saturating_add(1)) {
            self.sums.iter_mut().zip(image.row(leaving)).for_each(|(s, &p)| *s = s.wrapping_sub(u16::from(p)));
            self.rows = self.rows.saturating_sub(1);
        }
        let side = self.radius.saturating_mul(2).saturating_add(1);
        let share = 1.0 / (float(side) * float(self.rows.max(1)));
        out.clear();
        // Beyond the border the outermost column repeats.
        let (first, last) = (self.sums.first().copied().unwrap_or(0), self.sums.last().copied().unwrap_or(0));
        let mut sum = 0u32;
        let padded = |i: usize| match i.checked_sub(self.radius) {
            None => first,
            Some(x) => self.sums.get(x).copied().unwrap_or(last),
        };
        for i in 0..side.saturating_sub(1) {
            sum = sum.saturating_add(u32::from(padded(i)));
        }
        let entering = self.sums.iter().skip(self.radius).chain(std::iter::repeat_n(&last, self.radius));
        let leaving = std::iter::repeat_n(&first, self.radius).chain(&self.sums);
        for (&come, &go) in entering.zip(leaving).take(image.width()) {
            sum = sum.wrapping_add(u32::from(come));
            out.push(wide(sum) * share);
            sum = sum.wrapping_sub(u32::from(go));
        }
    }
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
        let flat = band(&image.view(), 1, 6, 4.0).unwrap();
        for y in 8..32 {
            assert!(flat.view().row(y)[8..56].iter().all(|&p| p.abs_diff(128) <= 2));
        }
        let edge: Vec<u8> = (0..40).flat_map(|_| (0..64).map(|x| if x < 32 { 50 } else { 90 })).collect();
        let image = LumaImage::new(edge, 64, 40).unwrap();
        let found = band(&image.view(), 1, 6, 4.0).unwrap();
        assert!(found.view().row(20)[30] < 100 && found.view().row(20)[34] > 156);
        assert_eq!(halved(&image.view()).unwrap().view().row(3)[..17].last(), Some(&90));
    }
}
