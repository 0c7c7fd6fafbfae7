//! Bytes that the library hands over.

use crate::arguments::{Empty, Out};
use dinhdanh_facade::SdkResult;
use zeroize::Zeroize;

/// Bytes or UTF-8 text that the library made. The caller frees them with `dd_bytes_free` and changes neither field.
/// A zero byte that `len` does not count follows, so that text may be used as a C string.
/// `data` is NULL where there is no value, which is not the same as a value of no bytes.
#[repr(C)]
pub struct dd_bytes {
    /// The first byte, or NULL.
    pub data: *mut u8,
    /// The number of bytes.
    pub len: usize,
}

impl Empty for dd_bytes {
    const EMPTY: Self = Self { data: std::ptr::null_mut(), len: 0 };
}

impl Out<dd_bytes> {
    /// Hands over a copy and wipes the original: it may be a citizen's data.
    pub(crate) fn give_bytes(&self, mut bytes: Vec<u8>) -> SdkResult<()> {
        let len = bytes.len();
        let mut copy = Vec::with_capacity(len.saturating_add(1));
        copy.extend_from_slice(&bytes);
        copy.push(0);
        bytes.zeroize();
        self.wanted()?;
        let data = Box::into_raw(copy.into_boxed_slice()).cast();
        self.set(dd_bytes { data, len })
    }

    pub(crate) fn give_text(&self, text: String) -> SdkResult<()> {
        self.give_bytes(text.into_bytes())
    }

    /// Leaves the place empty where there is no value.
    pub(crate) fn give_any(&self, bytes: Option<Vec<u8>>) -> SdkResult<()> {
        bytes.map_or_else(|| self.wanted(), |bytes| self.give_bytes(bytes))
    }
}

/// Wipes and frees bytes that the library made, and empties the struct. NULL and an empty struct are allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_bytes_free(bytes: *mut dd_bytes) {
    if bytes.is_null() {
        return;
    }
    // SAFETY: not NULL; readable and writable by the contract of the crate.
    let dd_bytes { data, len } = unsafe { bytes.replace(dd_bytes::EMPTY) };
    if !data.is_null() {
        let made = std::ptr::slice_from_raw_parts_mut(data, len.saturating_add(1));
        // SAFETY: `give_bytes` made it with one byte more than `len`; the caller changed neither field.
        let mut made = unsafe { Box::from_raw(made) };
        made.zeroize();
    }
}
