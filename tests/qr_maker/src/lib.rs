//! Pictures of invented cards in fifteen classes of degradation, reproducible from a seed.
//!
//! The ranges follow what phone pictures at a counter show; they were not fitted to any decoder.

pub mod camera;
pub mod card;
pub mod rng;

use camera::{Grey, Light, Pose, Table, render};
use card::{Card, HEIGHT, Symbol, WIDTH, payload};
pub use qrcode::EcLevel;
use rng::Rng;
use std::f32::consts::{PI, TAU};

/// The classes, by name.
pub const CLASSES: [&str; 15] = [
    "scan",
    "lowres",
    "rotate",
    "perspective",
    "defocus",
    "motion",
    "noise",
    "jpeg",
    "glare",
    "lowcontrast",
    "shadow",
    "guilloche",
    "worn",
    "bend",
    "phone",
];

/// A picture and the truth about it.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The picture.
    pub grey: Grey,
    /// What the code says; none on a picture without one.
    pub text: Option<String>,
    /// Pixels per module at the centre of the card.
    pub module: f32,
}

/// The sample number `index` of a class under a seed. `scale` shrinks the frame (1 is about a megapixel).
pub fn sample(seed: u64, class: &str, index: usize, scale: f32) -> Sample {
    let number = CLASSES.iter().position(|&c| c == class).expect("a known class");
    let mut rng = Rng::new(seed.wrapping_mul(1_000_003) + number as u64 * 1009 + index as u64);
    let rng = &mut rng;
    let fields = if rng.chance(0.4) { 11 } else { 7 };
    let text = payload(rng, fields);
    let level = *rng.pick(&[EcLevel::L, EcLevel::L, EcLevel::M, EcLevel::M, EcLevel::Q]);
    let symbol = Symbol::encode(rng, &text, level);
    let modules = symbol.size as f32;
    let side = if rng.chance(0.5) { 18.0 } else { 11.0 };
    let side = if class == "lowres" { 18.0 } else { side };
    let mut card = Card::new(rng, Some(symbol), side);
    // Pixels per module: a card that fills the frame of a megapixel, more for the small symbol.
    let mut module = rng.range(2.8, 4.6);
    let (mut roll, mut tilt, axis) = (rng.range(-0.08, 0.08), rng.range(0.0, 0.12), rng.range(0.0, 2.0 * PI));
    let (mut bend, mut lens) = (0.0, 0.0);
    match class {
        "lowres" => module = rng.range(1.5, 2.6),
        "rotate" => roll = rng.range(0.0, 2.0 * PI),
        "perspective" => {
            tilt = rng.range(25.0, 55.0) * PI / 180.0;
            roll = rng.range(-0.5, 0.5);
            module = rng.range(3.4, 5.0);
        }
        "bend" => {
            bend = rng.range(-4.0, 4.0);
            lens = rng.range(-0.15, 0.15);
        }
        "guilloche" => card.guilloche = rng.range(0.08, 0.25),
        "worn" => {
            let (cx, cy) = (card.corner.0, card.corner.1);
            for _ in 0..3 + rng.below(5) {
                let (ax, ay) = (cx + rng.unit() * side, cy + rng.unit() * side);
                let (bx, by) = (cx + rng.range(-0.3, 1.3) * side, cy + rng.range(-0.3, 1.3) * side);
                card.scratches.push((ax, ay, bx, by, rng.range(0.03, 0.12), rng.range(0.2, 0.95)));
            }
            for _ in 0..2 + rng.below(4) {
                let place = (cx + rng.unit() * side, cy + rng.unit() * side);
                card.rubbed.push((place.0, place.1, rng.range(0.05, 0.15) * side, rng.range(0.4, 1.0)));
            }
            card.gain = rng.range(-0.12, 0.16) * side / modules;
        }
        "phone" => {
            roll = rng.range(-0.6, 0.6);
            tilt = rng.range(0.1, 0.6);
            bend = rng.range(-1.5, 1.5);
        }
        _ => {}
    }
    let mut per_mm = module * modules / side;
    // Frames beyond 1.6 megapixels are cut to the part with the symbol, as a user would.
    let full = (WIDTH * per_mm * 1.08 * scale.max(0.4), HEIGHT * per_mm * 1.12 * scale.max(0.4));
    let shrink = (1.6e6 / (full.0 * full.1)).sqrt().min(1.0);
    let size = ((full.0 * shrink) as usize, (full.1 * shrink) as usize);
    let mut pose = Pose::new(size, per_mm, roll, tilt, axis);
    // Where the symbol would leave the frame, the card slides so that it stays in view.
    let centre = (card.corner.0 + side / 2.0, card.corner.1 + side / 2.0);
    if shrink < 1.0 || scale < 1.0 || class == "rotate" || class == "phone" || class == "perspective" {
        let dx = WIDTH / 2.0 - centre.0 + rng.range(-2.0, 2.0);
        let dy = HEIGHT / 2.0 - centre.1 + rng.range(-2.0, 2.0);
        card.shift(dx, dy);
    }
    per_mm = per_mm.max(1.0);
    pose = pose.bent(bend, lens);
    let table = Table { mean: rng.range(0.15, 0.7), grain: (rng.range(3.0, 40.0), rng.range(0.0, 0.1)) };
    let mut light = render(&card, &pose, table, if module < 2.7 { 3 } else { 2 });
    let grey = degrade(rng, class, &mut light, module, per_mm, side);
    Sample { grey, text: Some(text), module }
}

fn degrade(rng: &mut Rng, class: &str, light: &mut Light, module: f32, per_mm: f32, side: f32) -> Grey {
    let (w, h) = (light.width as f32, light.height as f32);
    light.blur(0.5);
    light.contrast(rng.range(0.8, 1.0), 0.5);
    let place = |rng: &mut Rng| (w * rng.range(0.3, 0.9), h * rng.range(0.1, 0.7));
    let mut noise = rng.range(1.5, 4.0);
    let mut quality = None;
    match class {
        "defocus" => light.blur(module * rng.range(0.45, 1.0)),
        "motion" => light.motion(module * rng.range(1.0, 2.6), rng.range(0.0, PI)),
        "noise" => noise = rng.range(15.0, 50.0),
        "jpeg" => quality = Some(6 + rng.below(25) as u8),
        "glare" => {
            for _ in 0..1 + rng.below(2) {
                let (x, y) = (w * rng.range(0.55, 0.95), h * rng.range(0.05, 0.5));
                let r = per_mm * side * rng.range(0.1, 0.45);
                light.glare(x, y, r, r * rng.range(0.4, 1.2), rng.range(0.6, 2.0));
            }
        }
        "lowcontrast" => light.contrast(rng.range(0.08, 0.3), rng.range(0.2, 0.8)),
        "shadow" => {
            for _ in 0..2 {
                let (x, y) = place(rng);
                light.shadow(x, y, rng.range(0.0, 2.0 * PI), rng.range(0.12, 0.5), rng.range(2.0, 60.0));
            }
        }
        "phone" => {
            let (x, y) = place(rng);
            light.shadow(x, y, rng.range(0.0, 2.0 * PI), rng.range(0.3, 0.8), rng.range(20.0, 120.0));
            light.blur(module * rng.range(0.2, 0.6));
            light.motion(module * rng.range(0.1, 1.2), rng.range(0.0, PI));
            light.contrast(rng.range(0.4, 0.9), rng.range(0.4, 0.6));
            noise = rng.range(4.0, 14.0);
            quality = Some(35 + rng.below(50) as u8);
        }
        "scan" => noise = rng.range(0.5, 3.0),
        _ => {}
    }
    let grey = light.expose(rng, noise);
    match quality {
        Some(quality) => grey.jpeg(quality),
        None => grey,
    }
}

/// A picture without a code: a card without symbol, with things that look like finder patterns.
pub fn negative(seed: u64, index: usize) -> Sample {
    let mut rng = Rng::new(seed.wrapping_mul(7_000_003) + index as u64);
    let rng = &mut rng;
    let mut card = Card::new(rng, None, 18.0);
    if index % 4 == 1 {
        // A symbol of random modules without structure.
        let size = 57;
        card.symbol = Some(Symbol { size, dark: (0..size * size).map(|_| rng.chance(0.5)).collect() });
    } else if index % 4 == 2 {
        // Three finder patterns around random modules.
        let text = payload(rng, 7);
        let mut symbol = Symbol::encode(rng, &text, EcLevel::M);
        let n = symbol.size;
        for (i, dark) in symbol.dark.iter_mut().enumerate() {
            let (x, y) = (i % n, i / n);
            if (x > 8 && x < n - 9) || (y > 8 && y < n - 9) {
                *dark = rng.chance(0.5);
            }
        }
        card.symbol = Some(symbol);
    }
    let per_mm = rng.range(8.0, 13.0);
    let size = ((WIDTH * per_mm) as usize, (HEIGHT * per_mm) as usize);
    let pose = Pose::new(size, per_mm, rng.range(-0.5, 0.5), rng.range(0.0, 0.5), rng.range(0.0, TAU));
    let table = Table { mean: rng.range(0.15, 0.7), grain: (rng.range(3.0, 40.0), rng.range(0.0, 0.3)) };
    let mut light = render(&card, &pose, table, 2);
    light.blur(rng.range(0.4, 1.2));
    let noise = rng.range(1.0, 25.0);
    Sample { grey: light.expose(rng, noise), text: None, module: 0.0 }
}
