//! Reed-Solomon over GF(256) with the polynomial of ISO/IEC 18004 (0x11d): errors and erasures.
//!
//! A word is only accepted when a random word would pass with a probability below 2^-30. For small symbols
//! that is the misdecode protection of the standard (table 9, note b); for erasures it demands that enough
//! correction codewords are left over to prove the result.

struct Tables {
    exp: [u8; 512],
    log: [u8; 256],
}

const TABLES: Tables = tables();

#[allow(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    reason = "evaluated by the compiler"
)]
const fn tables() -> Tables {
    let (mut exp, mut log) = ([0u8; 512], [0u8; 256]);
    let (mut value, mut i) = (1u16, 0usize);
    while i < 255 {
        exp[i] = value as u8;
        exp[i + 255] = value as u8;
        log[value as usize] = i as u8;
        value <<= 1;
        if value > 255 {
            value ^= 0x11d;
        }
        i += 1;
    }
    Tables { exp, log }
}

/// The generator to the power `n` (below 510).
fn power(n: usize) -> u8 {
    TABLES.exp.get(n % 255).copied().unwrap_or(0)
}

fn log(a: u8) -> usize {
    TABLES.log.get(usize::from(a)).copied().map_or(0, usize::from)
}

#[inline]
fn mul(a: u8, b: u8) -> u8 {
    if a == 0 || b == 0 {
        return 0;
    }
    TABLES.exp.get(log(a).saturating_add(log(b))).copied().unwrap_or(0)
}

fn div(a: u8, b: u8) -> u8 {
    if a == 0 || b == 0 {
        return 0;
    }
    TABLES.exp.get(log(a).saturating_add(255).saturating_sub(log(b))).copied().unwrap_or(0)
}

/// A polynomial, lowest power first, at a place.
fn eval(poly: &[u8], x: u8) -> u8 {
    poly.iter().rev().fold(0, |sum, &c| mul(sum, x) ^ c)
}

fn product(a: &[u8], b: &[u8], cut: usize) -> Vec<u8> {
    let mut out = vec![0u8; a.len().saturating_add(b.len()).saturating_sub(1).min(cut)];
    for (i, &x) in a.iter().enumerate() {
        for (o, &y) in out.iter_mut().skip(i).zip(b) {
            *o ^= mul(x, y);
        }
    }
    out
}

/// Restores a block in place. `erased` lists places that are not to be believed. Returns how many codewords
/// changed, or `None` when the block cannot be restored with certainty (it is then unchanged).
pub(super) fn correct(block: &mut [u8], ecc: usize, erased: &[usize]) -> Option<usize> {
    let n = block.len();
    if n > 255 || ecc >= n || erased.len() > ecc {
        return None;
    }
    let syndromes: Vec<u8> = (0..ecc).map(|i| block.iter().fold(0, |sum, &c| mul(sum, power(i)) ^ c)).collect();
    if syndromes.iter().all(|&s| s == 0) {
        return Some(0);
    }
    // A place p (from the start) belongs to the power n-1-p.
    let exponent = |p: usize| n.saturating_sub(1).saturating_sub(p);
    let mut erasure_locator = vec![1u8];
    for &p in erased {
        erasure_locator = product(&erasure_locator, &[1, power(exponent(p))], 256);
    }
    let locator = berlekamp_massey(&syndromes, &erasure_locator, erased.len())?;
    let degree = locator.len().saturating_sub(1);
    let errors = degree.checked_sub(erased.len())?;
    if !proven(n, ecc, erased.len(), errors) {
        return None;
    }
    let evaluator = product(&syndromes, &locator, ecc);
    let derivative: Vec<u8> =
        locator.iter().skip(1).enumerate().map(|(i, &c)| if i % 2 == 0 { c } else { 0 }).collect();
    let mut fixes = Vec::with_capacity(degree);
    for place in 0..n {
        let e = exponent(place);
        let inverse = power(255usize.saturating_sub(e % 255));
        if eval(&locator, inverse) == 0 {
            let down = eval(&derivative, inverse);
            if down == 0 {
                return None;
            }
            // First consecutive root is 1, so the magnitude carries one factor of the place.
            fixes.push((place, mul(power(e), div(eval(&evaluator, inverse), down))));
        }
    }
    if fixes.len() != degree {
        return None;
    }
    let changed = fixes.iter().filter(|f| f.1 != 0).count();
    for (place, value) in &fixes {
        if let Some(c) = block.get_mut(*place) {
            *c ^= value;
        }
    }
    // The restored word must be a codeword: anything else is not believed.
    let clean = (0..ecc).all(|i| block.iter().fold(0, |sum, &c| mul(sum, power(i)) ^ c) == 0);
    if !clean {
        for (place, value) in &fixes {
            if let Some(c) = block.get_mut(*place) {
                *c ^= value;
            }
        }
        return None;
    }
    Some(changed)
}

/// The error-and-erasure locator by Berlekamp and Massey, started from the erasure locator.
fn berlekamp_massey(syndromes: &[u8], erasures: &[u8], erased: usize) -> Option<Vec<u8>> {
    let ecc = syndromes.len();
    let mut locator = erasures.to_vec();
    let mut previous = erasures.to_vec();
    let mut length = erased;
    for r in erased..ecc {
        previous.insert(0, 0);
        let delta = locator
            .iter()
            .enumerate()
            .fold(0, |sum, (i, &c)| sum ^ r.checked_sub(i).and_then(|k| syndromes.get(k)).map_or(0, |&s| mul(c, s)));
        if delta == 0 {
            continue;
        }
        let mut next = locator.clone();
        next.resize(next.len().max(previous.len()), 0);
        for (n, &p) in next.iter_mut().zip(&previous) {
            *n ^= mul(delta, p);
        }
        if length.saturating_mul(2) <= r.saturating_add(erased) {
            length = r.saturating_add(1).saturating_add(erased).saturating_sub(length);
            previous = locator.iter().map(|&c| div(c, delta)).collect();
        }
        locator = next;
    }
    while locator.last() == Some(&0) {
        locator.pop();
    }
    let degree = locator.len().checked_sub(1)?;
    let errors = degree.checked_sub(erased)?;
    (degree == length && errors.saturating_mul(2).saturating_add(erased) <= ecc).then_some(locator)
}

/// Whether a random word would be restored with this few errors and erasures only once in 2^30 trials.
fn proven(n: usize, ecc: usize, erased: usize, errors: usize) -> bool {
    let free = n.saturating_sub(erased);
    let mut bits = 0.0f32;
    for i in 0..errors {
        bits += (super::num::float(free.saturating_sub(i)) / super::num::float(i.saturating_add(1))).log2();
    }
    bits += 8.0 * super::num::float(errors);
    bits - 8.0 * super::num::float(ecc.saturating_sub(erased)) <= -30.0
}

#[cfg(test)]
#[allow(clippy::as_conversions, clippy::arithmetic_side_effects, reason = "test data")]
mod tests {
    use super::*;

    fn encode(data: &[u8], ecc: usize) -> Vec<u8> {
        let mut generator = vec![1u8];
        for i in 0..ecc {
            generator = product(&[power(i), 1], &generator, 256);
        }
        let mut rest: Vec<u8> = data.to_vec();
        rest.extend(vec![0; ecc]);
        for i in 0..data.len() {
            let lead = rest[i];
            for (j, &g) in generator.iter().rev().enumerate() {
                rest[i + j] ^= mul(lead, g);
            }
        }
        [data, &rest[data.len()..]].concat()
    }

    #[test]
    fn errors_and_erasures_up_to_the_proven_bound_are_restored_and_no_more() {
        let mut state = 7u64;
        let mut next = move || {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (state >> 33) as usize
        };
        for round in 0..300 {
            let (n, ecc) = [(26, 10), (44, 16), (70, 15), (146, 30), (86, 18)][round % 5];
            let data: Vec<u8> = (0..n - ecc).map(|_| next() as u8).collect();
            let sent = encode(&data, ecc);
            for erased in (0..ecc - 4).step_by(3) {
                for errors in 0..=(ecc - erased) / 2 {
                    let mut places: Vec<usize> = (0..n).collect();
                    for i in 0..n {
                        places.swap(i, i + next() % (n - i));
                    }
                    let mut got = sent.clone();
                    for &p in &places[..erased] {
                        got[p] = next() as u8;
                    }
                    for &p in &places[erased..erased + errors] {
                        got[p] ^= 1 + (next() % 255) as u8;
                    }
                    let before = got.clone();
                    let result = correct(&mut got, ecc, &places[..erased]);
                    if proven(n, ecc, erased, errors) {
                        assert!(result.is_some(), "{n} {ecc} {erased} {errors}");
                        assert_eq!(got, sent);
                    } else if result.is_none() {
                        assert_eq!(got, before);
                    }
                }
            }
        }
    }

    #[test]
    fn random_words_are_never_accepted() {
        let mut state = 3u32;
        for _ in 0..20_000 {
            let mut block: Vec<u8> = (0..26)
                .map(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (state >> 24) as u8
                })
                .collect();
            assert_eq!(correct(&mut block, 10, &[1, 2, 3]), None);
        }
    }

    #[test]
    fn the_bound_is_the_misdecode_protection_of_the_standard() {
        // ISO/IEC 18004 table 9: 1-L corrects 2, 1-M 4, 2-L 4, 3-L 7.
        for (n, ecc, most) in [(26, 7, 2), (26, 10, 4), (44, 10, 4), (70, 15, 7)] {
            assert!(proven(n, ecc, 0, most) && !proven(n, ecc, 0, most + 1), "{n}");
        }
    }
}
