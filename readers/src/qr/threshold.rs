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
    /// `strict` counts everything as uniform that varies little more than most of the picture does.
    pub(super) fn new(image: &LumaView<'_>, fixed: Option<u8>, strict: bool) -> Self {
        let columns = image.width().div_ceil(BLOCK);
        let blocks = columns.saturating_mul(image.height().div_ceil(BLOCK));
        let (mut lows, mut highs) = (Vec::with_capacity(blocks), Vec::with_capacity(blocks));
        let (mut low, mut high) = (Vec::new(), Vec::new());
        for top in (0..image.height()).step_by(BLOCK) {
            low.clear();
            low.resize(image.width(), u8::MAX);
            high.clear();
            high.resize(image.width(), 0u8);
            // Every second row: the extremes of 24 by 24 pixels do not need all of them.
            for y in (top..top.saturating_add(BLOCK).min(image.height())).step_by(2) {
                for ((l, h), &p) in low.iter_mut().zip(&mut high).zip(image.row(y)) {
                    *l = p.min(*l);
                    *h = p.max(*h);
                }
            }
            lows.extend(low.chunks(BLOCK).map(|l| of_eight(l, u8::min)));
            highs.extend(high.chunks(BLOCK).map(|h| of_eight(h, u8::max)));
        }
        let low = spread3(&lows, columns, u8::min);
        let high = spread3(&highs, columns, u8::max);
        let contrast: Vec<u8> = low.iter().zip(&high).map(|(l, h)| h.saturating_sub(*l)).collect();
        let floor = flat_below(&contrast, strict);
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

/// One of up to eight values, in three steps where there are eight.
#[inline]
fn of_eight(values: &[u8], of: fn(u8, u8) -> u8) -> u8 {
    match <[u8; BLOCK]>::try_from(values) {
        Ok([a, b, c, d, e, f, g, h]) => of(of(of(a, b), of(c, d)), of(of(e, f), of(g, h))),
        Err(_) => values.iter().copied().reduce(of).unwrap_or(0),
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
fn flat_below(contrast: &[u8], strict: bool) -> u8 {
    let mut counts = [0usize; 256];
    for &c in contrast {
        if let Some(n) = counts.get_mut(usize::from(c)) {
            *n = n.saturating_add(1);
        }
    }
    let above = |share: usize| {
        let mut left = share;
        for (value, &n) in (0..=255u8).zip(&counts).rev() {
            if n > left {
                return value;
            }
            left = left.saturating_sub(n);
        }
        0
    };
    let high = above(contrast.len() / 20);
    let floor = (high / 3).clamp(8, 40);
    if !strict {
        return floor;
    }
    // What noise does on empty paper is about the least that is seen anywhere; modules add to it.
    let noise = above(contrast.len().saturating_sub(contrast.len() / 8));
    floor.max(noise.saturating_add(noise / 4).min(high.saturating_sub(high / 5)))
}

/// Means over three by three of what is not zero; zero stays.
fn smooth(values: &[u8], columns: usize) -> Vec<u8> {
    let columns = columns.max(1);
    // Sum in the low bits, how many are not zero from bit twelve on.
    let marked = |v: &u8| u16::from(*v) | u16::from(*v > 0) << 12;
    let mut across: Vec<u16> = Vec::with_capacity(values.len());
    for row in values.chunks(columns) {
        let left = std::iter::once(&0).chain(row);
        let right = row.iter().skip(1).chain(std::iter::once(&0));
        let three = row.iter().zip(left).zip(right);
        across.extend(three.map(|((m, l), r)| marked(m).wrapping_add(marked(l)).wrapping_add(marked(r))));
    }
    let none = vec![0u16; columns];
    let above = none.iter().chain(&across);
    let below = across.iter().skip(columns).chain(&none);
    let nine = across.iter().zip(above).zip(below).map(|((m, a), b)| m.wrapping_add(*a).wrapping_add(*b));
    let mean = |nine: u16| u8::try_from((nine & 0xfff).checked_div(nine >> 12).unwrap_or(0)).unwrap_or(u8::MAX);
    values.iter().zip(nine).map(|(&v, nine)| if v == 0 { 0 } else { mean(nine) }).collect()
}
