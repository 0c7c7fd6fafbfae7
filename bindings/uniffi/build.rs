//! What the linker must know about the shared library.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // Android 15 and later, and some ARM servers, load only what is aligned to pages of 16 KiB.
    if matches!(std::env::var("CARGO_CFG_TARGET_OS").as_deref(), Ok("android" | "linux")) {
        println!("cargo::rustc-link-arg-cdylib=-Wl,-z,max-page-size=16384");
    }
}
