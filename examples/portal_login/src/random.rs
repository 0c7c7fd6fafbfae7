//! Unpredictable bytes from the operating system.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Fills the buffer. Without randomness nobody can log in safely: the program ends.
pub fn fill(buffer: &mut [u8]) {
    if let Err(error) = getrandom::fill(buffer) {
        eprintln!("no randomness: {error}");
        std::process::abort();
    }
}

/// 256 random bits as text.
pub fn random_text() -> String {
    let mut bytes = [0; 32];
    fill(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}
