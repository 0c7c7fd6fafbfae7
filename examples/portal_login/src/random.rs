//! Unpredictable bytes from the operating system.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use dinhdanh::{Code, Error, Result};

/// Fills the buffer.
pub fn fill(buffer: &mut [u8]) -> Result<()> {
    getrandom::fill(buffer).map_err(|_| Error::new(Code::RandomnessMissing, "operating system"))
}

/// 256 random bits as text. Without randomness nobody can log in safely: the program ends.
pub fn random_text() -> String {
    let mut bytes = [0; 32];
    if let Err(error) = fill(&mut bytes) {
        eprintln!("{error}");
        std::process::abort();
    }
    URL_SAFE_NO_PAD.encode(bytes)
}
