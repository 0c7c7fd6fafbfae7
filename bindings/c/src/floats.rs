//! The processor's floating-point mode.

/// While it lives, floating-point operations that have no result give "not a number" and no signal.
///
/// Programs made with Delphi and C++Builder let the processor raise an exception instead, which would strike inside this
/// library: a QR code's geometry may divide by zero and is then thrown away. The mode of the program comes back
/// afterwards; its callbacks run in the library's.
#[cfg(any(target_arch = "x86_64", all(target_arch = "x86", target_feature = "sse2")))]
pub(crate) struct Quiet(u32);

/// Nothing to do: these processors do not trap unless a program asks the operating system for it.
#[cfg(not(any(target_arch = "x86_64", all(target_arch = "x86", target_feature = "sse2"))))]
pub(crate) struct Quiet;

#[cfg(any(target_arch = "x86_64", all(target_arch = "x86", target_feature = "sse2")))]
impl Quiet {
    /// The mask bits of MXCSR, one for each kind of exception (Intel SDM volume 1, 10.2.3).
    const ALL_MASKED: u32 = 0x1F80;

    pub(crate) fn begin() -> Self {
        let mut before: u32 = 0;
        // SAFETY: stores MXCSR into four bytes that are ours.
        unsafe { std::arch::asm!("stmxcsr [{}]", in(reg) &raw mut before, options(nostack, preserves_flags)) };
        set(before | Self::ALL_MASKED);
        Self(before)
    }
}

#[cfg(any(target_arch = "x86_64", all(target_arch = "x86", target_feature = "sse2")))]
impl Drop for Quiet {
    fn drop(&mut self) {
        set(self.0);
    }
}

#[cfg(any(target_arch = "x86_64", all(target_arch = "x86", target_feature = "sse2")))]
fn set(mode: u32) {
    // SAFETY: loads MXCSR with what it held, or with more exceptions masked; no reserved bit is set by that.
    unsafe { std::arch::asm!("ldmxcsr [{}]", in(reg) &raw const mode, options(nostack, preserves_flags, readonly)) };
}

#[cfg(not(any(target_arch = "x86_64", all(target_arch = "x86", target_feature = "sse2"))))]
impl Quiet {
    pub(crate) const fn begin() -> Self {
        Self
    }
}
