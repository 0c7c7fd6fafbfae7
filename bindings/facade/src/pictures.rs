//! QR codes from pictures and camera frames.

use crate::errors::{SdkError, SdkResult};
use dinhdanh::error::Code;
use dinhdanh_readers::qr::{Budget, LumaImage, LumaView, PixelOrder, QrPayload, Scanner, decode_image_file_bytes};
use std::fmt;
use std::sync::{Mutex, PoisonError};

/// One code of a picture. Holds what may be a citizen's data; shows none.
#[derive(Clone)]
pub struct QrCode(QrPayload);

impl QrCode {
    /// The bytes that the code holds. Nothing is decoded to text, because scanners and printers disagree about it.
    #[must_use]
    pub fn expose_bytes(&self) -> Vec<u8> {
        self.0.bytes().expose().clone()
    }

    /// The corners in the picture as x, y, in pixels: top left, top right, bottom right, bottom left of the symbol.
    #[must_use]
    pub fn corners(&self) -> Vec<i32> {
        self.0.corners().iter().flat_map(|&(x, y)| [x, y]).collect()
    }
}

impl fmt::Debug for QrCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "QrCode({} bytes)", self.0.bytes().expose().len())
    }
}

fn budget(max_pixels: Option<u64>) -> SdkResult<Budget> {
    let mut budget = Budget::default();
    if let Some(pixels) = max_pixels {
        budget.pixels = usize::try_from(pixels).map_err(|_| SdkError::of(Code::PictureTooLarge, "budget"))?;
    }
    Ok(budget)
}

/// Reads every QR code in a PNG or JPEG file of at most `max_pixels` (50 million where not given).
///
/// # Errors
/// `picture-unreadable`, `picture-too-large`.
pub fn read_qr(png_or_jpeg: &[u8], max_pixels: Option<u64>) -> SdkResult<Vec<QrCode>> {
    Ok(decode_image_file_bytes(png_or_jpeg, &budget(max_pixels)?)?.into_iter().map(QrCode).collect())
}

/// Reads codes from the frames of a camera; what several frames show in part may be combined.
pub struct FrameScanner(Mutex<Scanner>);

impl FrameScanner {
    /// A scanner for frames of at most `max_pixels`.
    ///
    /// # Errors
    /// `picture-too-large`.
    pub fn new(max_pixels: Option<u64>) -> SdkResult<Self> {
        Ok(Self(Mutex::new(Scanner::new(budget(max_pixels)?))))
    }

    /// Reads a frame of grey values, rows `stride` bytes apart: the Y plane of a phone's camera as it is.
    ///
    /// # Errors
    /// `picture-buffer`.
    pub fn grey(&self, frame: &[u8], width: u32, height: u32, stride: u32) -> SdkResult<Vec<QrCode>> {
        let (width, height, stride) = (size(width)?, size(height)?, size(stride)?);
        let view = LumaView::new(frame, width, height, stride)?;
        Ok(self.scan(&view))
    }

    /// Reads a frame of 32-bit pixels in the order R, G, B, A, rows `stride` bytes apart.
    ///
    /// # Errors
    /// `picture-buffer`.
    pub fn rgba(&self, frame: &[u8], width: u32, height: u32, stride: u32) -> SdkResult<Vec<QrCode>> {
        let (width, height, stride) = (size(width)?, size(height)?, size(stride)?);
        let image = LumaImage::from_colour(frame, width, height, stride, PixelOrder::Rgba)?;
        Ok(self.scan(&image.view()))
    }

    /// Forgets earlier frames: for the next card.
    pub fn reset(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).reset();
    }

    fn scan(&self, view: &LumaView<'_>) -> Vec<QrCode> {
        let mut scanner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        scanner.push_frame(view).into_iter().map(QrCode).collect()
    }
}

fn size(number: u32) -> SdkResult<usize> {
    usize::try_from(number).map_err(|_| SdkError::of(Code::PictureBuffer, "frame"))
}

impl fmt::Debug for FrameScanner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FrameScanner")
    }
}
