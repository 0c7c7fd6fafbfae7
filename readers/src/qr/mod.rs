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
//!
//! # How it reads
//! 1. A threshold halfway between the local extremes, a scan of every third row for runs of 1:1:3:1:1 with
//!    edges between pixels, confirmed down, across and along the diagonals.
//! 2. Triples of such patterns; for each likely version a map by least squares from the centres and edges
//!    of the patterns, judged by how the timing patterns alternate under it.
//! 3. All alignment patterns by correlation, nearest first; a homography and, on top, a smooth warp for bends.
//! 4. Grey values between pixels, a decision per module against its neighbourhood, then format, codewords,
//!    correction and segments.
//! 5. Only when that fails: every row; erasures for the least sure codewords; an equaliser against blur that
//!    is trained on the symbol's own function patterns and on the blocks already restored; finder patterns in
//!    a band-passed picture, where blur has closed their rings.
//!
//! A block is accepted only where a random word would pass once in 2^30 trials or less, also with erasures.
//! A symbol that announces more symbols to follow (structured append) is not read: it is a fragment.
//!
//! # Limits
//! QR codes of versions 1 to 40 only; from about 1.5 pixels per module; two of the three finder patterns are
//! not enough. A large frame is searched at reduced size first, and when codes are found there, smaller ones
//! in the same frame are not looked for.

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
mod stencil;
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
    // Eight bytes a pixel, a sixteen-bit colour PNG being the largest form of either format; and a megabyte
    // for tables.
    limits.max_alloc = u64::try_from(budget.pixels).ok().map(|p| p.saturating_mul(8).saturating_add(1 << 20));
    decoder.limits(limits);
    let grey = decoder.decode().map_err(|_| unreadable)?.into_luma8();
    LumaImage::new(grey.into_raw(), side(width), side(height))
}
