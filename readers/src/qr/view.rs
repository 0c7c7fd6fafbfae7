//! Pictures as a camera hands them over: grey or colour, with a stride.

use super::num::{float, index};
use dinhdanh::error::{Code, Error, Result};
use std::time::Duration;

/// What one call may use up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Largest picture in pixels; a larger one is not read. Working memory stays below two bytes per pixel
    /// on top of the picture itself, plus eight megabytes for the largest symbol.
    pub pixels: usize,
    /// Time after which no further attempt is started. One attempt takes a few milliseconds, so that a call
    /// ends soon after.
    pub time: Duration,
    /// Most codes that are returned.
    pub codes: usize,
}

impl Default for Budget {
    /// 50 megapixels, one second, sixteen codes.
    fn default() -> Self {
        Self {
            pixels: dinhdanh::limits::PICTURE_PIXELS,
            time: Duration::from_secs(1),
            codes: dinhdanh::limits::PICTURE_CODES,
        }
    }
}

/// A borrowed picture of grey values, one byte each, rows `stride` bytes apart.
///
/// The luminance plane of a phone camera frame (NV21, `YUV_420_888`) is exactly this.
#[derive(Clone, Copy)]
pub struct LumaView<'a> {
    data: &'a [u8],
    width: usize,
    height: usize,
    stride: usize,
}

impl<'a> LumaView<'a> {
    /// Borrows a buffer; the last row may end at `width`.
    ///
    /// # Errors
    /// `picture-buffer` when the buffer is too short, a side is zero or the stride is below the width.
    pub fn new(data: &'a [u8], width: usize, height: usize, stride: usize) -> Result<Self> {
        check(data.len(), width, height, stride, 1)?;
        Ok(Self { data, width, height, stride })
    }

    /// Width in pixels.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Height in pixels.
    #[must_use]
    pub const fn height(&self) -> usize {
        self.height
    }

    /// One row of pixels; empty below the picture.
    #[must_use]
    pub fn row(&self, y: usize) -> &'a [u8] {
        let start = y.saturating_mul(self.stride);
        if y >= self.height {
            return &[];
        }
        self.data.get(start..start.saturating_add(self.width)).unwrap_or(&[])
    }

    /// The grey value at a place, interpolated between the four nearest pixel centres; the border continues.
    #[inline]
    pub(super) fn grey_at(&self, x: f32, y: f32) -> f32 {
        let x = (x - 0.5).clamp(0.0, float(self.width.saturating_sub(1)));
        let y = (y - 0.5).clamp(0.0, float(self.height.saturating_sub(1)));
        let (ix, iy) = (index(x), index(y));
        let (fx, fy) = (x - float(ix), y - float(iy));
        let at = iy.saturating_mul(self.stride).saturating_add(ix);
        let across = |at: usize| match self.data.get(at..) {
            Some([a, b, ..]) => f32::from(*a) + fx * (f32::from(*b) - f32::from(*a)),
            Some([a]) => f32::from(*a),
            _ => 0.0,
        };
        let above = across(at);
        if fy > 0.0 { above + fy * (across(at.saturating_add(self.stride)) - above) } else { above }
    }

    /// Pixels in the picture.
    #[must_use]
    pub const fn pixels(&self) -> usize {
        self.width.saturating_mul(self.height)
    }
}

impl std::fmt::Debug for LumaView<'_> {
    /// The size only: a picture of a card is personal data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "LumaView({}x{})", self.width, self.height)
    }
}

/// The order of bytes of a colour pixel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PixelOrder {
    /// Red, green, blue.
    Rgb,
    /// Blue, green, red.
    Bgr,
    /// Red, green, blue, alpha.
    Rgba,
    /// Blue, green, red, alpha.
    Bgra,
}

/// A picture of grey values that owns its pixels.
#[derive(Clone)]
pub struct LumaImage {
    data: Vec<u8>,
    width: usize,
    height: usize,
}

impl LumaImage {
    /// Takes grey pixels over, row after row without gaps.
    ///
    /// # Errors
    /// `picture-buffer` when the buffer does not hold the picture.
    pub fn new(data: Vec<u8>, width: usize, height: usize) -> Result<Self> {
        check(data.len(), width, height, width, 1)?;
        Ok(Self { data, width, height })
    }

    /// Reduces a colour buffer to luminance (ITU-R BT.601 weights).
    ///
    /// # Errors
    /// `picture-buffer` when the buffer is too short for the size and stride (in bytes).
    pub fn from_colour(data: &[u8], width: usize, height: usize, stride: usize, order: PixelOrder) -> Result<Self> {
        let (bytes, weights) = match order {
            PixelOrder::Rgb => (3, [77u16, 150, 29]),
            PixelOrder::Bgr => (3, [29, 150, 77]),
            PixelOrder::Rgba => (4, [77, 150, 29]),
            PixelOrder::Bgra => (4, [29, 150, 77]),
        };
        check(data.len(), width, height, stride, bytes)?;
        let mut grey = Vec::with_capacity(width.saturating_mul(height));
        for row in data.chunks(stride).take(height) {
            grey.extend(row.chunks_exact(bytes).take(width).map(|pixel| {
                // The weights add up to 256, so the sum fits in sixteen bits.
                let sum = pixel
                    .iter()
                    .zip(weights)
                    .fold(128u16, |sum, (&v, w)| sum.saturating_add(u16::from(v).saturating_mul(w)));
                u8::try_from(sum >> 8).unwrap_or(u8::MAX)
            }));
        }
        Self::new(grey, width, height)
    }

    /// The picture as a view.
    #[must_use]
    pub fn view(&self) -> LumaView<'_> {
        LumaView { data: &self.data, width: self.width, height: self.height, stride: self.width }
    }
}

impl std::fmt::Debug for LumaImage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "LumaImage({}x{})", self.width, self.height)
    }
}

fn check(len: usize, width: usize, height: usize, stride: usize, bytes: usize) -> Result<()> {
    let error = Error::new(Code::PictureBuffer, "picture");
    let row = width.checked_mul(bytes).ok_or(error)?;
    let before = height.checked_sub(1).and_then(|rows| rows.checked_mul(stride)).ok_or(error)?;
    let need = before.checked_add(row).ok_or(error)?;
    if row == 0 || stride < row || len < need { Err(error) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_buffer_is_refused() {
        let pixels = vec![0u8; 100];
        assert!(LumaView::new(&pixels, 10, 10, 10).is_ok());
        assert!(LumaView::new(&pixels, 8, 10, 10).is_ok());
        for (w, h, stride) in [(10, 11, 10), (0, 10, 10), (10, 0, 10), (10, 10, 9), (usize::MAX, 2, usize::MAX)] {
            assert_eq!(LumaView::new(&pixels, w, h, stride).unwrap_err().code(), Code::PictureBuffer);
        }
        assert_eq!(LumaView::new(&pixels, 8, 10, 10).unwrap().row(9).len(), 8);
        assert!(LumaView::new(&pixels, 8, 10, 10).unwrap().row(10).is_empty());
    }

    #[test]
    fn colour_becomes_luminance() {
        let rgba = [255u8, 0, 0, 9, 0, 255, 0, 9, 0, 0, 255, 9, 255, 255, 255, 9];
        let grey = LumaImage::from_colour(&rgba, 4, 1, 16, PixelOrder::Rgba).unwrap();
        assert_eq!(grey.view().row(0), [77, 149, 29, 255]);
        assert!(LumaImage::from_colour(&rgba, 4, 2, 16, PixelOrder::Rgba).is_err());
    }
}
