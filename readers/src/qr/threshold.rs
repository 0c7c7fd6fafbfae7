//! A local threshold: halfway between the darkest and the lightest place of the neighbourhood.
//!
//! A local mean would lean towards the paper around the symbol, and at low resolution lose the light ring of
//! the finder patterns, which is grey there.

use super::view::LumaView;

/// Pixels per block side.
const BLOCK: usize = 8;

/// A threshold per block of 8 by 8 pixels.
pub(super) struct Thresholds {
    columns: usize,
    map: Vec<u8>,
}

impl Thresholds {
    /// Halfway between the extremes of three by three blocks, smoothed. Where the neighbourhood is nearly
    /// uniform the threshold is zero, so that noise on empty paper costs no time. `fixed` replaces the middle.
    pub(super) fn new(image: &LumaView<'_>, fixed: Option<u8>) -> Self {
        let columns = image.width().div_ceil(BLOCK);
        let blocks = columns.saturating_mul(image.height().div_ceil(BLOCK));
        let (mut lows, mut highs) = (Vec::with_capacity(blocks), Vec::with_capacity(blocks));
        let (mut low, mut high) = (Vec::new(), Vec::new());
        for top in (0..image.height()).step_by(BLOCK) {
            low.clear();
            low.resize(image.width(), u8::MAX);
            high.clear();
            high.resize(image.width(), 0u8);
            for y in top..top.saturating_add(BLOCK).min(image.height()) {
                for ((l, h), &p) in low.iter_mut().zip(&mut high).zip(image.row(y)) {
                    *l = p.min(*l);
                    *h = p.max(*h);
                }
            }
            lows.extend(low.chunks(BLOCK).map(|l| l.iter().copied().min().unwrap_or(0)));
            highs.extend(high.chunks(BLOCK).map(|h| h.iter().copied().max().unwrap_or(0)));
        }
        let low = spread3(&lows, columns, u8::min);
        let high = spread3(&highs, columns, u8::max);
        let contrast: Vec<u8> = low.iter().zip(&high).map(|(l, h)| h.saturating_sub(*l)).collect();
        let floor = flat_below(&contrast);
        // The picture of a band-pass has its threshold by construction.
        if let Some(level) = fixed {
            let map = contrast.iter().map(|&c| if c < floor { 0 } else { level }).collect();
            return Self { columns, map };
        }
        let middle = low.iter().zip(&high).map(|(&l, &h)| if h.saturating_sub(l) < floor { 0 } else { l.midpoint(h) });
        Self { columns, map: smooth(&middle.collect::<Vec<u8>>(), columns) }
    }

    /// Thresholds of the blocks of one row of pixels.
    pub(super) fn row(&self, y: usize) -> &[u8] {
        let start = (y / BLOCK).saturating_mul(self.columns);
        self.map.get(start..start.saturating_add(self.columns)).unwrap_or(&[])
    }

    /// The threshold at a pixel.
    #[inline]
    pub(super) fn at(&self, x: usize, y: usize) -> u8 {
        self.map.get((y / BLOCK).saturating_mul(self.columns).saturating_add(x / BLOCK)).copied().unwrap_or(0)
    }
}

fn spread3(values: &[u8], columns: usize, of: fn(u8, u8) -> u8) -> Vec<u8> {
    let mut across = Vec::with_capacity(values.len());
    for row in values.chunks(columns.max(1)) {
        let left = row.first().into_iter().chain(row);
        let right = row.iter().skip(1).chain(row.last());
        across.extend(row.iter().zip(left).zip(right).map(|((&m, &l), &r)| of(m, of(l, r))));
    }
    let above = across.iter().take(columns).chain(&across);
    let tail = across.len().saturating_sub(columns);
    let below = across.iter().skip(columns).chain(across.iter().skip(tail));
    across.iter().zip(above).zip(below).map(|((&m, &a), &b)| of(m, of(a, b))).collect()
}

/// A third of what the contrasty part of the picture shows, within bounds: 8 is the range of noise on clean
/// paper, and a symbol in deep shadow still has 40.
fn flat_below(contrast: &[u8]) -> u8 {
    let mut counts = [0usize; 256];
    for &c in contrast {
        if let Some(n) = counts.get_mut(usize::from(c)) {
            *n = n.saturating_add(1);
        }
    }
    let mut left = contrast.len() / 20;
    for (value, &n) in (0..=255u8).zip(&counts).rev() {
        if n > left {
            return (value / 3).clamp(8, 40);
        }
        left = left.saturating_sub(n);
    }
    8
}

/// Means over three by three of what is not zero; zero stays.
fn smooth(values: &[u8], columns: usize) -> Vec<u8> {
    let columns = columns.max(1);
    let rows: Vec<&[u8]> = values.chunks(columns).collect();
    let mut out = Vec::with_capacity(values.len());
    for (y, row) in rows.iter().enumerate() {
        for (x, &here) in row.iter().enumerate() {
            if here == 0 {
                out.push(0);
                continue;
            }
            let (mut sum, mut count) = (0u16, 0u16);
            let near = rows.get(y.saturating_sub(1)..rows.len().min(y.saturating_add(2))).unwrap_or(&[]);
            for line in near {
                for &v in line.get(x.saturating_sub(1)..line.len().min(x.saturating_add(2))).unwrap_or(&[]) {
                    sum = sum.saturating_add(u16::from(v));
                    count = count.saturating_add(u16::from(v > 0));
                }
            }
            out.push(u8::try_from(sum.checked_div(count).unwrap_or(0)).unwrap_or(u8::MAX));
        }
    }
    out
}
