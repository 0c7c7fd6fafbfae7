//! What the linker must know about the shared library.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let system = std::env::var("CARGO_CFG_TARGET_OS").unwrap_or_default();
    let arguments: &[&str] = match system.as_str() {
        // Programs remember the library by this name, wherever it lay when they were built. Newer phones and some
        // ARM servers load only what is aligned to pages of 16 KiB.
        "linux" | "android" => &["-Wl,-soname,libdinhdanh.so", "-Wl,-z,max-page-size=16384"],
        "macos" | "ios" => &["-Wl,-install_name,@rpath/libdinhdanh.dylib"],
        _ => &[],
    };
    for argument in arguments {
        println!("cargo:rustc-cdylib-link-arg={argument}");
    }
}
