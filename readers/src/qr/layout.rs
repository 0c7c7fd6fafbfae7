//! Where things are in a symbol: function patterns, format information, and the order of data modules
//! (ISO/IEC 18004, 6.3 and 7.7.3).

use super::tables::{alignment, size, version_bits};

/// What a module is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Module {
    /// Part of a function pattern (or of version information), with its colour.
    Known(bool),
    /// Format information: known once the format is.
    Format,
    /// A bit of a codeword.
    Data,
}

/// The fixed parts of one version.
pub(super) struct Layout {
    pub(super) version: usize,
    pub(super) size: usize,
    /// Row by row.
    pub(super) modules: Vec<Module>,
    /// Indices into `modules` in the order in which bits are placed.
    pub(super) order: Vec<usize>,
    /// Centres of the alignment patterns.
    pub(super) alignment: Vec<(usize, usize)>,
}

impl Layout {
    pub(super) fn new(version: usize) -> Self {
        let n = size(version);
        let mut layout = Self {
            version,
            size: n,
            modules: vec![Module::Data; n.saturating_mul(n)],
            order: Vec::new(),
            alignment: Vec::new(),
        };
        layout.patterns();
        layout.information();
        layout.place_data();
        layout
    }

    /// Share of the known modules outside the finder patterns that have their colour.
    pub(super) fn agreement(&self, soft: &[f32]) -> f32 {
        let (mut right, mut count) = (0.0, 1e-3);
        let far = self.size.saturating_sub(8);
        let places = (0..self.size).flat_map(|y| (0..self.size).map(move |x| (x, y)));
        for ((module, &value), (x, y)) in self.modules.iter().zip(soft).zip(places) {
            let finder = (y < 8 && (x < 8 || x >= far)) || (x < 8 && y >= far);
            if let (Module::Known(dark), false) = (module, finder) {
                right += if *dark == (value > 0.0) { 1.0 } else { 0.0 };
                count += 1.0;
            }
        }
        right / count
    }

    fn set(&mut self, x: usize, y: usize, module: Module) {
        if x < self.size
            && let Some(m) = self.modules.get_mut(y.saturating_mul(self.size).saturating_add(x))
        {
            *m = module;
        }
    }

    fn patterns(&mut self) {
        let far = self.size.saturating_sub(7);
        for i in 8..self.size.saturating_sub(8) {
            self.set(i, 6, Module::Known(i % 2 == 0));
            self.set(6, i, Module::Known(i % 2 == 0));
        }
        for (fx, fy) in [(0, 0), (far, 0), (0, far)] {
            // Ring distance from the centre decides: 0, 1 and 3 are dark, 2 and the separator (4) light.
            for dy in 0..9usize {
                for dx in 0..9usize {
                    let ring = dx.abs_diff(4).max(dy.abs_diff(4));
                    let place = fx.saturating_add(dx).checked_sub(1).zip(fy.saturating_add(dy).checked_sub(1));
                    if let Some((x, y)) = place
                        && x < self.size
                        && y < self.size
                    {
                        self.set(x, y, Module::Known(ring != 2 && ring != 4));
                    }
                }
            }
        }
        let places = alignment(self.version);
        let last = places.last().copied().unwrap_or(0);
        for &cy in &places {
            for &cx in &places {
                if (cx, cy) == (6, 6) || (cx, cy) == (6, last) || (cx, cy) == (last, 6) {
                    continue;
                }
                self.alignment.push((cx, cy));
                for dy in 0..5usize {
                    for dx in 0..5usize {
                        let ring = dx.abs_diff(2).max(dy.abs_diff(2));
                        let (x, y) = (cx.saturating_add(dx).saturating_sub(2), cy.saturating_add(dy).saturating_sub(2));
                        self.set(x, y, Module::Known(ring != 1));
                    }
                }
            }
        }
    }

    fn information(&mut self) {
        for copy in format_places(self.size) {
            for (x, y) in copy {
                self.set(x, y, Module::Format);
            }
        }
        self.set(8, self.size.saturating_sub(8), Module::Known(true));
        if self.version >= 7 {
            let bits = version_bits(self.version);
            for i in 0..18usize {
                let dark = bits >> i & 1 == 1;
                let (a, b) = (i / 3, self.size.saturating_sub(11).saturating_add(i % 3));
                self.set(a, b, Module::Known(dark));
                self.set(b, a, Module::Known(dark));
            }
        }
    }

    fn place_data(&mut self) {
        let mut right = self.size.saturating_sub(1);
        let mut upward = true;
        loop {
            for step in 0..self.size {
                let y = if upward { self.size.saturating_sub(1).saturating_sub(step) } else { step };
                for x in [right, right.saturating_sub(1)] {
                    let at = y.saturating_mul(self.size).saturating_add(x);
                    if self.modules.get(at) == Some(&Module::Data) {
                        self.order.push(at);
                    }
                }
            }
            upward = !upward;
            // The vertical timing pattern takes a column of its own.
            right = match right {
                8 => 5,
                0..=2 => break,
                _ => right.saturating_sub(2),
            };
        }
    }
}

/// The places of the fifteen format bits, most significant first, in both copies.
pub(super) fn format_places(size: usize) -> [[(usize, usize); 15]; 2] {
    let end = |i: usize| size.saturating_sub(i);
    [
        [
            (0, 8),
            (1, 8),
            (2, 8),
            (3, 8),
            (4, 8),
            (5, 8),
            (7, 8),
            (8, 8),
            (8, 7),
            (8, 5),
            (8, 4),
            (8, 3),
            (8, 2),
            (8, 1),
            (8, 0),
        ],
        [
            (8, end(1)),
            (8, end(2)),
            (8, end(3)),
            (8, end(4)),
            (8, end(5)),
            (8, end(6)),
            (8, end(7)),
            (end(8), 8),
            (end(7), 8),
            (end(6), 8),
            (end(5), 8),
            (end(4), 8),
            (end(3), 8),
            (end(2), 8),
            (end(1), 8),
        ],
    ]
}

/// Whether a mask pattern flips the module (table 10).
pub(super) const fn masked(mask: u16, x: usize, y: usize) -> bool {
    let (product, sum) = (x.saturating_mul(y), x.saturating_add(y));
    match mask {
        0 => sum.is_multiple_of(2),
        1 => y.is_multiple_of(2),
        2 => x.is_multiple_of(3),
        3 => sum.is_multiple_of(3),
        4 => (y / 2).saturating_add(x / 3).is_multiple_of(2),
        5 => product % 2 == 0 && product % 3 == 0,
        6 => (product % 2).saturating_add(product % 3).is_multiple_of(2),
        _ => (sum % 2).saturating_add(product % 3).is_multiple_of(2),
    }
}
