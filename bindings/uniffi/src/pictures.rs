//! QR codes from pictures and camera frames. Pictures are borrowed from the app and not copied.

use crate::errors::{DinhDanhError, guarded, quietly};
use dinhdanh_facade as facade;
use std::sync::Arc;

/// One code of a picture.
#[derive(uniffi::Object)]
#[uniffi::export(Debug)]
pub struct QrCode(facade::QrCode);

#[uniffi::export]
impl QrCode {
    /// The bytes that the code holds.
    #[must_use]
    pub fn expose_bytes(&self) -> Vec<u8> {
        quietly(|| self.0.expose_bytes())
    }

    /// The corners in the picture as x, y, in pixels: top left, top right, bottom right, bottom left of the symbol.
    #[must_use]
    pub fn corners(&self) -> Vec<i32> {
        quietly(|| self.0.corners())
    }
}

shown_as_the_facade_does!(QrCode);

fn objects(codes: Vec<facade::QrCode>) -> Vec<Arc<QrCode>> {
    codes.into_iter().map(|code| Arc::new(QrCode(code))).collect()
}

/// Reads every QR code in a PNG or JPEG file of at most `max_pixels` (50 million where not given).
///
/// # Errors
/// `picture-unreadable`, `picture-too-large`.
#[uniffi::export]
pub fn read_qr(png_or_jpeg: &[u8], max_pixels: Option<u64>) -> Result<Vec<Arc<QrCode>>, DinhDanhError> {
    guarded(|| Ok(objects(facade::read_qr(png_or_jpeg, max_pixels)?)))
}

/// Reads codes from the frames of a camera; what several frames show in part may be combined.
#[derive(uniffi::Object)]
#[uniffi::export(Debug)]
pub struct FrameScanner(facade::FrameScanner);

#[uniffi::export]
impl FrameScanner {
    /// A scanner for frames of at most `max_pixels`.
    ///
    /// # Errors
    /// `picture-too-large`.
    #[uniffi::constructor]
    pub fn new(max_pixels: Option<u64>) -> Result<Arc<Self>, DinhDanhError> {
        guarded(|| Ok(Arc::new(Self(facade::FrameScanner::new(max_pixels)?))))
    }

    /// Reads a frame of grey values, rows `stride` bytes apart: the Y plane of a phone's camera as it is.
    ///
    /// # Errors
    /// `picture-buffer`.
    pub fn grey(&self, frame: &[u8], width: u32, height: u32, stride: u32) -> Result<Vec<Arc<QrCode>>, DinhDanhError> {
        guarded(|| Ok(objects(self.0.grey(frame, width, height, stride)?)))
    }

    /// Reads a frame of 32-bit pixels in the order R, G, B, A, rows `stride` bytes apart.
    ///
    /// # Errors
    /// `picture-buffer`.
    pub fn rgba(&self, frame: &[u8], width: u32, height: u32, stride: u32) -> Result<Vec<Arc<QrCode>>, DinhDanhError> {
        guarded(|| Ok(objects(self.0.rgba(frame, width, height, stride)?)))
    }

    /// Forgets earlier frames: for the next card.
    pub fn reset(&self) {
        quietly(|| self.0.reset());
    }
}

shown_as_the_facade_does!(FrameScanner);
