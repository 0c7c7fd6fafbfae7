//! The QR code of a card, from a picture.
//!
//! ```no_run
//! use dinhdanh_readers::qr::{decode_image_file_bytes, Budget, QrText};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let file = std::fs::read("card.jpg")?;
//! for code in decode_image_file_bytes(&file, &Budget::default())? {
//!     if let QrText::Certain(text) = code.text() {
//!         println!("{text}"); // masked; text.expose() is the citizen's data
//!     }
//! }
//! # Ok(()) }
//! ```
//!
//! A code on a card is unsigned: what it says is claimed, never proven.

mod decode;
mod equalise;
mod filter;
mod finder;
mod geometry;
mod grid;
mod layout;
mod num;
mod payload;
mod read;
mod reed_solomon;
mod sample;
mod scanner;
mod segments;
mod tables;
mod threshold;
mod view;

pub use payload::{Charset, Level, QrPayload, QrText, TextGuess, text_of};
pub use scanner::Scanner;
pub use view::{Budget, LumaImage, LumaView, PixelOrder};

use dinhdanh::error::{Code, Error, Result};

/// Reads every code in a grey picture, within the budget. No code is an empty list.
#[must_use]
pub fn read_codes(image: &LumaView<'_>, budget: &Budget) -> Vec<QrPayload> {
    if image.pixels() > budget.pixels {
        return Vec::new();
    }
    read::Reader::new(image, budget).run().0
}

/// Reads every code in a PNG or JPEG file, within the budget.
///
/// # Errors
/// `picture-too-large` when the file announces more pixels than the budget, before they are decoded;
/// `picture-unreadable` when it is not a whole PNG or JPEG file.
pub fn decode_image_file_bytes(png_or_jpeg: &[u8], budget: &Budget) -> Result<Vec<QrPayload>> {
    let image = luma_of_file(png_or_jpeg, budget)?;
    Ok(read_codes(&image.view(), budget))
}

/// Decodes a PNG or JPEG file to grey values, within the pixel budget.
///
/// # Errors
/// As [`decode_image_file_bytes`].
pub fn luma_of_file(png_or_jpeg: &[u8], budget: &Budget) -> Result<LumaImage> {
    let unreadable = Error::new(Code::PictureUnreadable, "picture");
    let reader = || image::ImageReader::new(std::io::Cursor::new(png_or_jpeg)).with_guessed_format();
    let (width, height) = reader().ok().and_then(|r| r.into_dimensions().ok()).ok_or(unreadable)?;
    let side = |v: u32| usize::try_from(v).unwrap_or(usize::MAX);
    if side(width).saturating_mul(side(height)) > budget.pixels {
        return Err(Error::new(Code::PictureTooLarge, "picture"));
    }
    let mut decoder = reader().map_err(|_| unreadable)?;
    let mut limits = image::Limits::default();
    // Eight bytes a pixel: a sixteen-bit colour PNG, the largest form of either format.
    limits.max_alloc = u64::try_from(budget.pixels).ok().and_then(|p| p.checked_mul(8));
    decoder.limits(limits);
    let grey = decoder.decode().map_err(|_| unreadable)?.into_luma8();
    LumaImage::new(grey.into_raw(), side(width), side(height))
}
