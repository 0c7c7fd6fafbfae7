//! From a card to a picture: geometry, light, blur, noise, compression.

use crate::card::{Card, HEIGHT, WIDTH};
use crate::rng::Rng;

/// A picture of light values, 0 to 1.
#[derive(Clone, Debug)]
pub struct Light {
    /// Pixels per row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Row by row.
    pub value: Vec<f32>,
}

/// A plane seen by a camera: pixel to card millimetres, with a bend.
#[derive(Clone, Copy, Debug)]
pub struct Pose {
    h: [f32; 9],
    bend: f32,
    lens: f32,
    size: (f32, f32),
}

impl Pose {
    /// A card turned by `roll` about the optical axis and tilted by `tilt` (radians) about an axis in
    /// direction `axis`, so that `scale` pixels cover a millimetre at its centre.
    pub fn new(size: (usize, usize), scale: f32, roll: f32, tilt: f32, axis: f32) -> Self {
        // Card plane -> camera: rotate about the view axis, then about an axis in the picture plane.
        let (sr, cr) = roll.sin_cos();
        let (st, ct) = tilt.sin_cos();
        let (ux, uy) = (axis.cos(), axis.sin());
        let distance = 200.0;
        let rot = |x: f32, y: f32| {
            let (x, y) = (cr * x - sr * y, sr * x + cr * y);
            let along = ux * x + uy * y;
            let across = -uy * x + ux * y;
            (along * ux - across * ct * uy, along * uy + across * ct * ux, across * st)
        };
        let (ax, ay, az) = rot(1.0, 0.0);
        let (bx, by, bz) = rot(0.0, 1.0);
        let f = scale * distance;
        let (cx, cy) = (size.0 as f32 / 2.0, size.1 as f32 / 2.0);
        // Picture = M * (X, Y, 1), inverted to go from pixels to millimetres.
        let m = [
            f * ax + cx * az,
            f * bx + cx * bz,
            cx * distance,
            f * ay + cy * az,
            f * by + cy * bz,
            cy * distance,
            az,
            bz,
            distance,
        ];
        Self { h: invert(m), bend: 0.0, lens: 0.0, size: (size.0 as f32, size.1 as f32) }
    }

    /// The same with the card bent by `bend` millimetres and a lens distortion.
    pub fn bent(mut self, bend: f32, lens: f32) -> Self {
        self.bend = bend;
        self.lens = lens;
        self
    }

    /// The place on the card seen at a pixel.
    pub fn to_card(&self, x: f32, y: f32) -> (f32, f32) {
        let (nx, ny) = (x / self.size.0 - 0.5, y / self.size.1 - 0.5);
        let r = 1.0 + self.lens * (nx * nx + ny * ny);
        let (x, y) = ((nx * r + 0.5) * self.size.0, (ny * r + 0.5) * self.size.1);
        let h = &self.h;
        let w = h[6] * x + h[7] * y + h[8];
        let (u, v) = ((h[0] * x + h[1] * y + h[2]) / w, (h[3] * x + h[4] * y + h[5]) / w);
        let arch = self.bend * (u / (WIDTH / 2.0)).powi(2);
        (u + WIDTH / 2.0 + 0.15 * arch, v + HEIGHT / 2.0 + arch)
    }
}

fn invert(m: [f32; 9]) -> [f32; 9] {
    let m = m.map(f64::from);
    let c = |a: usize, b: usize, c: usize, d: usize| m[a] * m[d] - m[b] * m[c];
    let inv = [
        c(4, 5, 7, 8),
        -c(1, 2, 7, 8),
        c(1, 2, 4, 5),
        -c(3, 5, 6, 8),
        c(0, 2, 6, 8),
        -c(0, 2, 3, 5),
        c(3, 4, 6, 7),
        -c(0, 1, 6, 7),
        c(0, 1, 3, 4),
    ];
    let det = m[0] * inv[0] + m[1] * inv[3] + m[2] * inv[6];
    inv.map(|v| (v / det) as f32)
}

/// What is around the card.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Mean reflectance.
    pub mean: f32,
    /// Period of its pattern in pixels, and depth.
    pub grain: (f32, f32),
}

/// Renders with `sub` times `sub` samples a pixel.
pub fn render(card: &Card, pose: &Pose, table: Table, sub: usize) -> Light {
    let (width, height) = (pose.size.0 as usize, pose.size.1 as usize);
    let mut value = Vec::with_capacity(width * height);
    let step = 1.0 / sub as f32;
    for y in 0..height {
        for x in 0..width {
            let mut sum = 0.0;
            for sy in 0..sub {
                for sx in 0..sub {
                    let (px, py) = (x as f32 + (sx as f32 + 0.5) * step, y as f32 + (sy as f32 + 0.5) * step);
                    let (u, v) = pose.to_card(px, py);
                    sum += if u >= 0.0 && v >= 0.0 && u < WIDTH && v < HEIGHT {
                        card.reflectance(u, v)
                    } else {
                        table.mean + table.grain.1 * (px / table.grain.0 + (py / table.grain.0 * 0.31).sin()).sin()
                    };
                }
            }
            value.push(sum * step * step);
        }
    }
    Light { width, height, value }
}

impl Light {
    fn map_xy(&mut self, f: impl Fn(f32, f32, f32) -> f32) {
        for (y, row) in self.value.chunks_mut(self.width).enumerate() {
            for (x, v) in row.iter_mut().enumerate() {
                *v = f(x as f32, y as f32, *v);
            }
        }
    }

    /// Compresses the range of values around a level.
    pub fn contrast(&mut self, gain: f32, level: f32) {
        self.map_xy(|_, _, v| level + gain * (v - 0.5));
    }

    /// A shadow edge: beyond the line the light falls to `dark`, over `soft` pixels.
    pub fn shadow(&mut self, x0: f32, y0: f32, angle: f32, dark: f32, soft: f32) {
        let (s, c) = angle.sin_cos();
        self.map_xy(|x, y, v| {
            let d = ((x - x0) * c + (y - y0) * s) / soft;
            v * (dark + (1.0 - dark) / (1.0 + (-d).exp()))
        });
    }

    /// A reflection: an ellipse that adds light and saturates.
    pub fn glare(&mut self, x0: f32, y0: f32, rx: f32, ry: f32, strength: f32) {
        self.map_xy(|x, y, v| v + strength * (-((x - x0) / rx).powi(2) - ((y - y0) / ry).powi(2)).exp());
    }

    /// Blur along a line of the given length in pixels.
    pub fn motion(&mut self, length: f32, angle: f32) {
        let taps = (length * 3.0).ceil().max(3.0) as usize;
        let (s, c) = angle.sin_cos();
        let source = self.clone();
        for y in 0..self.height {
            for x in 0..self.width {
                let mut sum = 0.0;
                for k in 0..taps {
                    let t = length * ((k as f32 + 0.5) / taps as f32 - 0.5);
                    sum += source.bilinear(x as f32 + t * c, y as f32 + t * s);
                }
                self.value[y * self.width + x] = sum / taps as f32;
            }
        }
    }

    fn bilinear(&self, x: f32, y: f32) -> f32 {
        let x = x.clamp(0.0, self.width as f32 - 1.001);
        let y = y.clamp(0.0, self.height as f32 - 1.001);
        let (ix, iy) = (x as usize, y as usize);
        let (fx, fy) = (x - ix as f32, y - iy as f32);
        let at = |dx: usize, dy: usize| self.value[(iy + dy) * self.width + ix + dx];
        (at(0, 0) * (1.0 - fx) + at(1, 0) * fx) * (1.0 - fy) + (at(0, 1) * (1.0 - fx) + at(1, 1) * fx) * fy
    }

    /// Gaussian blur with the given standard deviation in pixels.
    pub fn blur(&mut self, sigma: f32) {
        let radius = (3.0 * sigma).ceil() as i32;
        let kernel: Vec<f32> = (-radius..=radius).map(|i| (-(i * i) as f32 / (2.0 * sigma * sigma)).exp()).collect();
        let total: f32 = kernel.iter().sum();
        let (w, h) = (self.width as i32, self.height as i32);
        for horizontal in [true, false] {
            let source = self.value.clone();
            for y in 0..h {
                for x in 0..w {
                    let mut sum = 0.0;
                    for (i, k) in kernel.iter().enumerate() {
                        let d = i as i32 - radius;
                        let (sx, sy) =
                            if horizontal { ((x + d).clamp(0, w - 1), y) } else { (x, (y + d).clamp(0, h - 1)) };
                        sum += k * source[(sy * w + sx) as usize];
                    }
                    self.value[(y * w + x) as usize] = sum / total;
                }
            }
        }
    }

    /// The picture as grey bytes with sensor noise (standard deviation in grey values).
    pub fn expose(&self, rng: &mut Rng, noise: f32) -> Grey {
        let pixels = self.value.iter().map(|v| (v * 255.0 + noise * rng.normal()).round().clamp(0.0, 255.0) as u8);
        Grey { width: self.width, height: self.height, pixels: pixels.collect() }
    }
}

/// A picture in bytes.
#[derive(Clone, Debug)]
pub struct Grey {
    /// Pixels per row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Row by row.
    pub pixels: Vec<u8>,
}

impl Grey {
    /// The picture after JPEG compression.
    pub fn jpeg(&self, quality: u8) -> Self {
        let file = self.jpeg_file(quality);
        let image = image::load_from_memory(&file).expect("own JPEG").into_luma8();
        Self { width: self.width, height: self.height, pixels: image.into_raw() }
    }

    /// The picture as a JPEG file.
    pub fn jpeg_file(&self, quality: u8) -> Vec<u8> {
        let mut file = Vec::new();
        image::codecs::jpeg::JpegEncoder::new_with_quality(&mut file, quality)
            .encode(&self.pixels, self.width as u32, self.height as u32, image::ExtendedColorType::L8)
            .expect("JPEG in memory");
        file
    }

    /// Light and dark exchanged.
    pub fn inverted(mut self) -> Self {
        self.pixels.iter_mut().for_each(|p| *p = 255 - *p);
        self
    }

    /// Left and right exchanged.
    pub fn mirrored(mut self) -> Self {
        self.pixels.chunks_mut(self.width).for_each(<[u8]>::reverse);
        self
    }
}
