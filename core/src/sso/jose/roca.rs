//! Moduli of a key generator that left a fingerprint (CVE-2017-15361): they can be factored.
//!
//! Its primes are powers of 65537 modulo the product of the first primes, and so are its moduli. A modulus that is a
//! power of 65537 modulo every prime up to 167 is taken for one; of honest moduli fewer than one in 2^27 is
//! (Nemec et al., CCS 2017, section 3.1).

/// The primes from 3 to 167. Two is left out: every modulus is odd.
const PRIMES: [u32; 38] = [
    3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109,
    113, 127, 131, 137, 139, 149, 151, 157, 163, 167,
];

/// Whether a big-endian modulus has the fingerprint.
pub(super) fn has_fingerprint(modulus: &[u8]) -> bool {
    PRIMES.iter().all(|&prime| {
        let step = |rest: u32, digit: u32| rest.saturating_add(digit).checked_rem(prime).unwrap_or(0);
        let rest = modulus.iter().fold(0, |rest: u32, &byte| step(rest.saturating_mul(256), u32::from(byte)));
        let mut power: u32 = 1;
        // The powers repeat after at most prime - 1 steps.
        (0..prime).any(|_| {
            power = step(65_537_u32.saturating_mul(power), 0);
            power == rest
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_of_the_generator_have_it_and_others_do_not() {
        // 65537^3 and 65537^8 are small moduli of the generator's form.
        assert!(has_fingerprint(&65_537_u64.pow(3).to_be_bytes()));
        assert!(has_fingerprint(&65_537_u128.pow(7).to_be_bytes()));
        for honest in [65_537_u64.pow(3) + 2, 0xFFFF_FFFF_FFFF_FFC5, 3, 1_000_003] {
            assert!(!has_fingerprint(&honest.to_be_bytes()), "{honest}");
        }
    }
}
