//! Writes the sources of a language from the library that was built.

fn main() {
    uniffi::uniffi_bindgen_main();
}
