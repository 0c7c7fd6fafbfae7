//! Arguments: checked, borrowed, filled.

use dinhdanh::error::{Code, Error};
use dinhdanh_facade::SdkResult;
use std::ffi::c_char;
use std::sync::Arc;

fn missing<T>(place: &'static str) -> SdkResult<T> {
    Err(Error::new(Code::ArgumentMissing, place).into())
}

/// The bytes of a buffer. NULL is missing, whatever its length.
///
/// # Safety
/// The contract of the crate; the buffer outlives `'a`.
pub(crate) unsafe fn bytes<'a>(data: *const u8, len: usize, place: &'static str) -> SdkResult<&'a [u8]> {
    if data.is_null() {
        return missing(place);
    }
    if isize::try_from(len).is_err() {
        return Err(Error::new(Code::TooLarge, place).into());
    }
    // SAFETY: not NULL, readable for `len` bytes by contract, no longer than an object can be.
    Ok(unsafe { std::slice::from_raw_parts(data, len) })
}

/// Text in UTF-8.
///
/// # Safety
/// As [`bytes`].
pub(crate) unsafe fn text<'a>(data: *const c_char, len: usize, place: &'static str) -> SdkResult<&'a str> {
    // SAFETY: handed on.
    let bytes = unsafe { bytes(data.cast(), len, place) }?;
    std::str::from_utf8(bytes).map_err(|_| Error::new(Code::TextNotUtf8, place).into())
}

/// The object of a handle. The call shares it, so that a callback may free the handle meanwhile.
///
/// # Safety
/// The contract of the crate.
pub(crate) unsafe fn object<T>(handle: *const T, place: &'static str) -> SdkResult<Arc<T>> {
    if handle.is_null() {
        return missing(place);
    }
    // SAFETY: every handle is an `Arc` that `Out::give` turned into a pointer and nobody freed.
    unsafe {
        Arc::increment_strong_count(handle);
        Ok(Arc::from_raw(handle))
    }
}

/// Gives up a handle.
///
/// # Safety
/// The contract of the crate.
pub(crate) unsafe fn free<T>(handle: *mut T) {
    if !handle.is_null() {
        // SAFETY: as in `object`; the caller uses the handle no more.
        drop(unsafe { Arc::from_raw(handle.cast_const()) });
    }
}

/// What a result holds before and without success.
pub(crate) trait Empty {
    const EMPTY: Self;
}

impl<T> Empty for *mut T {
    const EMPTY: Self = std::ptr::null_mut();
}

impl Empty for i32 {
    const EMPTY: Self = 0;
}

impl Empty for usize {
    const EMPTY: Self = 0;
}

/// A place that the caller gave for a result. It is emptied first, so that it holds nothing stale after an error.
pub(crate) struct Out<T>(*mut T, &'static str);

impl<T: Empty> Out<T> {
    /// # Safety
    /// The contract of the crate; `place` stays writable until this is dropped.
    pub(crate) unsafe fn new(place: *mut T, name: &'static str) -> Self {
        if !place.is_null() {
            // SAFETY: not NULL, writable by contract. What was in it is not read: it may never have been set.
            unsafe { place.write(T::EMPTY) };
        }
        Self(place, name)
    }

    /// That there is such a place, before work is done for it.
    pub(crate) fn wanted(&self) -> SdkResult<()> {
        if self.0.is_null() { missing(self.1) } else { Ok(()) }
    }

    pub(crate) fn set(&self, value: T) -> SdkResult<()> {
        self.wanted()?;
        // SAFETY: not NULL, writable by the contract of `new`.
        unsafe { self.0.write(value) };
        Ok(())
    }
}

impl<T> Out<*mut T> {
    /// Sets a handle to a new object.
    pub(crate) fn give(&self, object: T) -> SdkResult<()> {
        self.wanted()?;
        self.set(Arc::into_raw(Arc::new(object)).cast_mut())
    }
}
