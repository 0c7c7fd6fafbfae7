//! Types for values that must not be shown or kept by accident.
//!
//! [`Personal`] is a citizen's data: `Debug` and `Display` show a mask, and reading the value is a call one
//! can search for. [`Secret`] is key material: never shown, wiped when dropped.

use serde::{Serialize, Serializer};
use std::fmt;
use zeroize::{Zeroize, Zeroizing};

/// How a value looks where it must not be read.
pub trait Mask {
    /// The value with everything hidden that identifies a person.
    fn mask(&self) -> String;
}

impl Mask for String {
    fn mask(&self) -> String {
        self.as_str().mask()
    }
}

impl Mask for str {
    /// Numbers of nine digits or more keep the first four and last two (`0011******18`); anything else
    /// shows nothing but that it is there.
    fn mask(&self) -> String {
        let count = self.chars().count();
        if count >= 9 && self.bytes().all(|b| b.is_ascii_digit()) {
            return self
                .chars()
                .enumerate()
                .map(|(i, c)| if i < 4 || i >= count.saturating_sub(2) { c } else { '*' })
                .collect();
        }
        if self.is_empty() { String::new() } else { "***".to_owned() }
    }
}

/// A citizen's data. `Debug` and `Display` are masked; [`Personal::expose`] reads the value.
///
/// ```
/// use dinhdanh::personal::Personal;
/// let number = Personal::new("001199000018".to_owned());
/// assert_eq!(format!("{number:?}"), "0011******18");
/// assert_eq!(number.expose(), "001199000018");
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Personal<T>(T);

impl<T> Personal<T> {
    /// Marks a value as personal.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself. Each call is a place where a citizen's data leaves its wrapper.
    pub const fn expose(&self) -> &T {
        &self.0
    }

    /// The value itself, consuming the wrapper.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T: Mask> fmt::Debug for Personal<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.mask())
    }
}

impl<T: Mask> fmt::Display for Personal<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.mask())
    }
}

impl<T: Mask> Serialize for Personal<T> {
    /// Masked, so that a log in JSON is as safe as a log in text. Programs that must hand a citizen's
    /// data on use [`Personal::expose`].
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.mask())
    }
}

/// Bytes of a citizen's data, such as a face image: shown as their length only.
impl Mask for Vec<u8> {
    fn mask(&self) -> String {
        format!("[{} bytes]", self.len())
    }
}

/// Key material: never shown, wiped from memory when dropped.
#[derive(Clone)]
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// Takes the bytes over.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Copies the bytes and leaves the source to its owner.
    #[must_use]
    pub fn copy_of(bytes: &[u8]) -> Self {
        Self::new(bytes.to_vec())
    }

    /// The bytes, for the computation at hand.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// The bytes, for a computation that writes its result there.
    #[must_use]
    pub fn expose_mut(&mut self) -> &mut [u8] {
        &mut self.0
    }
}

impl Zeroize for Secret {
    fn zeroize(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_hide_the_middle() {
        assert_eq!("001199000018".mask(), "0011******18");
        assert_eq!("012345678".mask(), "0123***78");
        assert_eq!("Nguyễn".mask(), "***");
        assert_eq!(format!("{:?}", Personal::new(vec![1u8, 2])), "[2 bytes]");
        assert_eq!(format!("{:?}", Secret::new(vec![7; 16])), "Secret(***)");
    }
}
