//! An invented card as a function from millimetres to reflectance.

use crate::rng::Rng;
use qrcode::bits::Bits;
use qrcode::{Color, EcLevel, QrCode, Version};
use std::f32::consts::TAU;

/// Width of an ID-1 card in millimetres (ISO/IEC 7810).
pub const WIDTH: f32 = 85.6;
/// Height of an ID-1 card.
pub const HEIGHT: f32 = 53.98;

const SURNAMES: [&str; 8] = ["Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Đặng", "Võ", "Bùi"];
const MIDDLE: [&str; 6] = ["Thị", "Văn", "Đức", "Ngọc Bảo", "Hữu", "Thị Thanh"];
const STREETS: [&str; 5] =
    ["Đường Thử Nghiệm", "Tổ 3, Ấp Mẫu", "Ngõ 12 Phố Giả Định", "Khu phố Ví Dụ", "Thôn Không Có"];
const PLACES: [&str; 6] = [
    "Cửa Nam, Hoàn Kiếm, Hà Nội",
    "Bến Nghé, Quận 1, Thành phố Hồ Chí Minh",
    "Phước Vĩnh, Phú Giáo, Bình Dương",
    "Hòa Khánh Bắc, Liên Chiểu, Đà Nẵng",
    "Thị trấn Mường Khương, Mường Khương, Lào Cai",
    "Vĩnh Thạnh Trung, Châu Phú, An Giang",
];

fn name(rng: &mut Rng) -> String {
    format!("{} {} Mẫu", rng.pick(&SURNAMES), rng.pick(&MIDDLE))
}

fn date(rng: &mut Rng, from: usize, years: usize) -> String {
    format!("{:02}{:02}{}", 1 + rng.below(28), 1 + rng.below(12), from + rng.below(years))
}

/// The text of an invented person's card: seven fields, or eleven as on cards since July 2024.
pub fn payload(rng: &mut Rng, fields: usize) -> String {
    let id = format!("0{:02}1{:02}{:06}", 1 + rng.below(96), rng.below(100), rng.below(1_000_000));
    let old = if rng.chance(0.6) { format!("{:09}", rng.below(1_000_000_000)) } else { String::new() };
    let sex = if rng.chance(0.5) { "Nam" } else { "Nữ" };
    let address = format!("Số {}, {}, {}", 1 + rng.below(400), rng.pick(&STREETS), rng.pick(&PLACES));
    let mut text = format!("{id}|{old}|{}|{}|{sex}|{address}|{}", name(rng), date(rng, 1950, 60), date(rng, 2021, 5));
    if fields > 7 {
        text += &format!("||{:012}|{}|{}", rng.below(1_000_000_000), name(rng), name(rng));
    }
    text
}

/// A symbol: its modules, without quiet zone; true is dark.
#[derive(Clone, Debug)]
pub struct Symbol {
    /// Modules per side.
    pub size: usize,
    /// Row by row.
    pub dark: Vec<bool>,
}

impl Symbol {
    /// The smallest symbol that holds the bytes in one byte-mode segment (or, in one of four, in segments
    /// of the modes that an optimising encoder chooses).
    pub fn encode(rng: &mut Rng, text: &str, level: EcLevel) -> Self {
        let optimise = rng.chance(0.25);
        for version in 1..=40 {
            let mut bits = Bits::new(Version::Normal(version));
            let pushed =
                if optimise { bits.push_optimal_data(text.as_bytes()) } else { bits.push_byte_data(text.as_bytes()) };
            if pushed.is_err() || bits.push_terminator(level).is_err() {
                continue;
            }
            if let Ok(code) = QrCode::with_bits(bits, level) {
                let dark = code.to_colors().iter().map(|&c| c == Color::Dark).collect();
                return Self { size: code.width(), dark };
            }
        }
        panic!("payload larger than any symbol");
    }

    fn at(&self, x: i32, y: i32) -> bool {
        let n = self.size as i32;
        (0..n).contains(&x) && (0..n).contains(&y) && self.dark[(y * n + x) as usize]
    }
}

/// A card: print everywhere, a symbol at one place.
#[derive(Clone, Debug)]
pub struct Card {
    /// The symbol, or none on a card without one.
    pub symbol: Option<Symbol>,
    /// Side of the symbol in millimetres.
    pub side: f32,
    /// Upper left corner of the symbol in millimetres.
    pub corner: (f32, f32),
    /// Reflectance of ink and of paper.
    pub ink: f32,
    /// Reflectance of the card.
    pub paper: f32,
    /// Depth of the guilloche under the symbol.
    pub guilloche: f32,
    /// Wave numbers and phases of the guilloche, per millimetre.
    pub waves: [(f32, f32, f32); 3],
    /// Scratches: two ends, width, reflectance.
    pub scratches: Vec<(f32, f32, f32, f32, f32, f32)>,
    /// Patches where print has rubbed off: centre, radius, strength.
    pub rubbed: Vec<(f32, f32, f32, f32)>,
    /// Growth of the ink in millimetres (negative for thin print).
    pub gain: f32,
    text: Vec<(f32, f32, f32, f32)>,
    seed: u64,
}

impl Card {
    /// A clean card with a symbol of the given side, upper right as on the 2021 card or anywhere on the
    /// right as on the back of the 2024 card.
    pub fn new(rng: &mut Rng, symbol: Option<Symbol>, side: f32) -> Self {
        let corner = (WIDTH - side - rng.range(3.0, 8.0), rng.range(3.0, 10.0));
        let waves = [0; 3].map(|_| (rng.range(-4.0, 4.0), rng.range(-4.0, 4.0), rng.range(0.0, TAU)));
        let mut text = Vec::new();
        for row in 0..9 {
            let y = 6.0 + row as f32 * 5.0;
            let mut x = 26.0;
            while x < 60.0 {
                let w = rng.range(0.6, 1.6);
                text.push((x, y, w, 1.8));
                x += w + rng.range(0.3, 1.4);
            }
        }
        Self {
            symbol,
            side,
            corner,
            ink: 0.06,
            paper: rng.range(0.78, 0.92),
            guilloche: rng.range(0.02, 0.07),
            waves,
            scratches: Vec::new(),
            rubbed: Vec::new(),
            gain: 0.0,
            text,
            seed: rng.next(),
        }
    }

    /// Reflectance at a place on the card, 0 to 1.
    pub fn reflectance(&self, x: f32, y: f32) -> f32 {
        let mut wave = 0.0;
        for (a, b, phase) in self.waves {
            wave += (a * x + b * y + 1.5 * (0.4 * y + phase).sin() + phase).sin();
        }
        let mut value = self.paper * (1.0 - self.guilloche * (1.0 + wave / 3.0));
        let (qx, qy) = (x - self.corner.0, y - self.corner.1);
        let module = self.symbol.as_ref().map_or(0.4, |s| self.side / s.size as f32);
        let quiet = 2.5 * module;
        let near = qx > -quiet && qy > -quiet && qx < self.side + quiet && qy < self.side + quiet;
        if near {
            if let Some(symbol) = &self.symbol {
                let dark = |dx: f32, dy: f32| {
                    symbol.at(((qx + dx) / module).floor() as i32, ((qy + dy) / module).floor() as i32)
                };
                let g = self.gain;
                let is_dark = if g > 0.0 {
                    dark(g, 0.0) || dark(-g, 0.0) || dark(0.0, g) || dark(0.0, -g)
                } else if g < 0.0 {
                    dark(g, 0.0) && dark(-g, 0.0) && dark(0.0, g) && dark(0.0, -g)
                } else {
                    dark(0.0, 0.0)
                };
                if is_dark {
                    value = self.ink;
                }
            }
        } else if x > 4.0 && x < 23.0 && y > 14.0 && y < 40.0 {
            // The portrait: smooth blotches.
            value *= 0.55 + 0.3 * ((x * 0.7).sin() * (y * 0.5 + x * 0.2).cos());
        } else {
            // Rows of print are 5 mm apart, so that most places need no search.
            let between_rows = (y - 6.0).rem_euclid(5.0) > 1.8;
            let mut print = self.text.iter().filter(|_| !between_rows);
            let col = print.find(|t| x >= t.0 && x < t.0 + t.2 && y >= t.1 && y < t.1 + t.3);
            if let Some(t) = col {
                let cell = ((x - t.0) / 0.25) as u64 * 7 + ((y - t.1) / 0.3) as u64 * 13 + (t.0 * 100.0) as u64;
                if Rng::new(self.seed ^ cell).next() & 1 == 0 {
                    value = 0.15;
                }
            }
        }
        for &(cx, cy, r, strength) in &self.rubbed {
            let d = ((x - cx).powi(2) + (y - cy).powi(2)).sqrt() / r;
            if d < 1.0 {
                let w = strength * (1.0 - d * d);
                value = value * (1.0 - w) + self.paper * w;
            }
        }
        for &(ax, ay, bx, by, w, shade) in &self.scratches {
            let (dx, dy) = (bx - ax, by - ay);
            let t = (((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)).clamp(0.0, 1.0);
            let d2 = (x - ax - t * dx).powi(2) + (y - ay - t * dy).powi(2);
            if d2 < w * w {
                value = shade;
            }
        }
        value
    }
}

impl Card {
    /// Moves the print of the symbol on the card so that it lies elsewhere in the frame.
    pub fn shift(&mut self, dx: f32, dy: f32) {
        self.corner = (self.corner.0 + dx, self.corner.1 + dy);
        for s in &mut self.scratches {
            *s = (s.0 + dx, s.1 + dy, s.2 + dx, s.3 + dy, s.4, s.5);
        }
        for r in &mut self.rubbed {
            *r = (r.0 + dx, r.1 + dy, r.2, r.3);
        }
    }
}
