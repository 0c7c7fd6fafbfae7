//! QR codes from pictures and camera frames.

use crate::arguments::{Out, bytes, free, object};
use crate::bytes::dd_bytes;
use crate::errors::{dd_error, entry};
use dinhdanh::error::{Code, Error};
use dinhdanh_facade::{FrameScanner, QrCode, SdkResult, read_qr};

/// The codes of one picture, in no particular order. May hold a citizen's data.
pub struct dd_qr_codes(Vec<QrCode>);

/// Reads codes from the frames of a camera; what several frames show in part may be combined.
pub struct dd_frame_scanner(FrameScanner);

/// 0 stands for the usual bound of 50 million.
const fn bound(max_pixels: u64) -> Option<u64> {
    if max_pixels == 0 { None } else { Some(max_pixels) }
}

/// Reads every QR code in a PNG or JPEG file of at most `max_pixels` (0: 50 million). `picture-unreadable`,
/// `picture-too-large`. Free them with `dd_qr_codes_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_read_qr(
    png_or_jpeg: *const u8,
    png_or_jpeg_len: usize,
    max_pixels: u64,
    codes: *mut *mut dd_qr_codes,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let codes = Out::new(codes, "codes");
        entry(error, || {
            let picture = bytes(png_or_jpeg, png_or_jpeg_len, "png_or_jpeg")?;
            codes.wanted()?;
            codes.give(dd_qr_codes(read_qr(picture, bound(max_pixels))?))
        })
    }
}

/// How many codes there are.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_qr_codes_count(
    codes: *const dd_qr_codes,
    count: *mut usize,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let count = Out::new(count, "count");
        entry(error, || count.set(object(codes, "codes")?.0.len()))
    }
}

fn code(codes: &dd_qr_codes, index: usize) -> SdkResult<&QrCode> {
    codes.0.get(index).ok_or_else(|| Error::new(Code::ArgumentMissing, "index").into())
}

/// The bytes that a code holds, from 0. Nothing is decoded to text, because scanners and printers disagree about it.
/// `argument-missing` for an index beyond the last.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_qr_codes_expose_payload(
    codes: *const dd_qr_codes,
    index: usize,
    payload: *mut dd_bytes,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let payload = Out::new(payload, "payload");
        entry(error, || payload.give_bytes(code(&*object(codes, "codes")?, index)?.expose_bytes()))
    }
}

/// The corners of a code in the picture, in pixels: `x_y` takes 8 numbers, x and y of top left, top right, bottom
/// right and bottom left of the symbol.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_qr_codes_corners(
    codes: *const dd_qr_codes,
    index: usize,
    x_y: *mut i32,
    x_y_len: usize,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        entry(error, || {
            let corners = code(&*object(codes, "codes")?, index)?.corners();
            if x_y.is_null() || x_y_len < corners.len() {
                return Err(Error::new(Code::ArgumentMissing, "x_y").into());
            }
            x_y.copy_from_nonoverlapping(corners.as_ptr(), corners.len());
            Ok(())
        })
    }
}

/// Frees the codes. NULL is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_qr_codes_free(codes: *mut dd_qr_codes) {
    // SAFETY: the contract of the crate.
    unsafe { free(codes) }
}

/// A scanner for frames of at most `max_pixels` (0: 50 million). Free it with `dd_frame_scanner_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_frame_scanner_new(
    max_pixels: u64,
    scanner: *mut *mut dd_frame_scanner,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let scanner = Out::new(scanner, "scanner");
        entry(error, || scanner.give(dd_frame_scanner(FrameScanner::new(bound(max_pixels))?)))
    }
}

/// Reads a frame of grey values, `width` by `height` pixels, rows `stride` bytes apart: the Y plane of a phone's camera
/// as it is. `picture-buffer` where `frame_len` is too short for that.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_frame_scanner_grey(
    scanner: *const dd_frame_scanner,
    frame: *const u8,
    frame_len: usize,
    width: u32,
    height: u32,
    stride: u32,
    codes: *mut *mut dd_qr_codes,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let codes = Out::new(codes, "codes");
        entry(error, || {
            let (scanner, frame) = (object(scanner, "scanner")?, bytes(frame, frame_len, "frame")?);
            codes.wanted()?;
            codes.give(dd_qr_codes(scanner.0.grey(frame, width, height, stride)?))
        })
    }
}

/// Reads a frame of 32-bit pixels in the order R, G, B, A, rows `stride` bytes apart. `picture-buffer`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_frame_scanner_rgba(
    scanner: *const dd_frame_scanner,
    frame: *const u8,
    frame_len: usize,
    width: u32,
    height: u32,
    stride: u32,
    codes: *mut *mut dd_qr_codes,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let codes = Out::new(codes, "codes");
        entry(error, || {
            let (scanner, frame) = (object(scanner, "scanner")?, bytes(frame, frame_len, "frame")?);
            codes.wanted()?;
            codes.give(dd_qr_codes(scanner.0.rgba(frame, width, height, stride)?))
        })
    }
}

/// Forgets earlier frames: for the next card.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_frame_scanner_reset(scanner: *const dd_frame_scanner, error: *mut *mut dd_error) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        entry(error, || {
            object(scanner, "scanner")?.0.reset();
            Ok(())
        })
    }
}

/// Frees a scanner. NULL is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_frame_scanner_free(scanner: *mut dd_frame_scanner) {
    // SAFETY: the contract of the crate.
    unsafe { free(scanner) }
}
