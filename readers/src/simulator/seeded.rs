//! Bytes that look random and are the same for the same seed.

use dinhdanh::Result;
use dinhdanh::crypto::HashAlgorithm;
use dinhdanh::given::Randomness;

/// A source for repeatable tests and test cards. Who knows the seed knows every key made with it.
#[derive(Clone, Debug)]
pub struct Seeded {
    seed: u64,
    block: u64,
    left: Vec<u8>,
}

impl Seeded {
    /// A source from a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self { seed, block: 0, left: Vec::new() }
    }
}

impl Randomness for Seeded {
    fn fill(&mut self, buffer: &mut [u8]) -> Result<()> {
        for byte in buffer {
            while self.left.is_empty() {
                let input = [self.seed.to_be_bytes(), self.block.to_be_bytes()].concat();
                self.left = HashAlgorithm::Sha256.digest(&[b"dinhdanh TEST", &input]);
                self.block = self.block.wrapping_add(1);
            }
            *byte = self.left.pop().unwrap_or(0);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_bytes_however_they_are_taken() {
        let take = |seed, sizes: &[usize]| {
            let mut source = Seeded::new(seed);
            let mut all = Vec::new();
            for &size in sizes {
                let mut part = vec![0; size];
                source.fill(&mut part).unwrap();
                all.extend(part);
            }
            all
        };
        assert_eq!(take(1, &[100]), take(1, &[7, 0, 93]));
        assert_ne!(take(1, &[100]), take(2, &[100]));
    }
}
