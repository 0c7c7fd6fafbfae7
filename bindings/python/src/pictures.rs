//! QR codes from pictures.

use crate::errors::raise;
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
    let codes = py.detach(|| decode_image_file_bytes(image, &budget)).map_err(|e| raise(py, e))?;
    Ok(codes.iter().map(|code| PyBytes::new(py, code.bytes().expose())).collect())
}
