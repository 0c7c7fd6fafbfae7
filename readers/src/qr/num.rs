//! Conversions between pixel indices and coordinates, the one place where `as` is used: a cast from float to
//! integer saturates and never panics, and the standard library offers no other.
#![allow(clippy::as_conversions, reason = "saturating float casts have no other spelling")]

/// A coordinate from an index; exact up to 2^24.
#[inline]
pub(super) const fn float(n: usize) -> f32 {
    n as f32
}

/// The index of the pixel that holds a coordinate; negative coordinates give 0.
#[inline]
pub(super) const fn index(v: f32) -> usize {
    v as usize
}

/// The nearest whole number, saturating.
#[inline]
pub(super) const fn round(v: f32) -> i32 {
    if v < 0.0 { (v - 0.5) as i32 } else { (v + 0.5) as i32 }
}

/// To single precision.
#[inline]
pub(super) const fn narrow(v: f64) -> f32 {
    v as f32
}

/// A sum of grey values; exact up to 2^24.
#[inline]
pub(super) const fn signed(v: i32) -> f32 {
    v as f32
}

/// A grey value, clamped.
#[inline]
pub(super) const fn grey(v: f32) -> u8 {
    (v + 0.5) as u8
}
