//! The key of the outbox, in a file of its own.

use dinhdanh::given::Randomness;
use dinhdanh::residence::outbox::Key;
use dinhdanh_examples::inputs;
use dinhdanh_residence_examples::outcome::Stop;
use std::path::Path;

/// The number of the key: this program never changes it.
const KEY_ID: u32 = 1;

/// Draws a key and keeps it in a new file that only its owner may read.
pub fn new_key(path: &Path, random: &mut impl Randomness) -> Result<Key, Stop> {
    if path.exists() {
        return key(path);
    }
    let mut bytes = [0; 32];
    random.fill(&mut bytes)?;
    let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    inputs::write_private(path, &text).map_err(Stop::Usage)?;
    Ok(Key::new(KEY_ID, bytes))
}

/// The key from its file: 64 hexadecimal digits.
pub fn key(path: &Path) -> Result<Key, Stop> {
    let wrong = || Stop::Usage(format!("{}: no key of 64 hexadecimal digits", path.display()));
    let text = String::from_utf8(inputs::read(path).map_err(Stop::Usage)?).map_err(|_| wrong())?;
    let text = text.trim();
    let mut bytes = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return Err(wrong());
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).map_err(|_| wrong())?;
    }
    Ok(Key::new(KEY_ID, bytes))
}
