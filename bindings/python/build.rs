//! What the linker must know about the extension module.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // Some ARM servers load only what is aligned to pages of 16 KiB.
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo::rustc-link-arg-cdylib=-Wl,-z,max-page-size=16384");
    }
}
