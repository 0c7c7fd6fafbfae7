//! QR codes from pictures.

use crate::errors::call;
use dinhdanh_readers::qr::{Budget, decode_image_file_bytes};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

/// Reads every QR code in a PNG or JPEG file, as the bytes that the code holds.
///
/// Nothing is decoded to text, because scanners and printers disagree about it: see `parse_card_qr`.
///
/// Đọc mọi mã QR trong ảnh PNG hoặc JPEG, trả về đúng các byte trong mã.
#[pyfunction]
#[pyo3(signature = (image, /, *, max_pixels=None))]
pub(crate) fn read_qr<'py>(
    py: Python<'py>,
    image: &[u8],
    max_pixels: Option<usize>,
) -> PyResult<Vec<Bound<'py, PyBytes>>> {
    let mut budget = Budget::default();
    if let Some(pixels) = max_pixels {
        budget.pixels = pixels;
    }
    let codes = call(py, || decode_image_file_bytes(image, &budget))?;
    Ok(codes.iter().map(|code| PyBytes::new(py, code.bytes().expose())).collect())
}

/// Reads codes from the frames of a camera; what several frames show in part may be combined.
///
/// Đọc mã QR từ khung hình máy ảnh.
#[pyclass(frozen, module = "dinhdanh")]
pub(crate) struct FrameScanner(dinhdanh_facade::FrameScanner);

#[pymethods]
impl FrameScanner {
    #[new]
    #[pyo3(signature = (*, max_pixels=None))]
    fn new(py: Python<'_>, max_pixels: Option<u64>) -> PyResult<Self> {
        call(py, || dinhdanh_facade::FrameScanner::new(max_pixels)).map(Self)
    }

    /// Reads a frame of grey values, rows `stride` bytes apart (the width, where not given).
    #[pyo3(signature = (frame, width, height, stride=None))]
    fn grey<'py>(
        &self,
        py: Python<'py>,
        frame: &[u8],
        width: u32,
        height: u32,
        stride: Option<u32>,
    ) -> PyResult<Vec<Bound<'py, PyBytes>>> {
        let codes = call(py, || self.0.grey(frame, width, height, stride.unwrap_or(width)))?;
        Ok(codes.iter().map(|code| PyBytes::new(py, &code.expose_bytes())).collect())
    }

    /// Forgets earlier frames: for the next card.
    fn reset(&self) {
        self.0.reset();
    }
}
