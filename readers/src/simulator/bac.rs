//! The chip's side of basic access control (ICAO 9303-11, 4.3).

use super::messaging::Messaging;
use dinhdanh::crypto::symmetric::{KeyPurpose, pad};
use dinhdanh::crypto::{CipherSuite, HashAlgorithm};
use dinhdanh::given::Randomness;
use dinhdanh::personal::Secret;

const SUITE: CipherSuite = CipherSuite::TripleDes;

/// Checks EXTERNAL AUTHENTICATE against the challenge; the answer and the channel that follows, or nothing
/// where the terminal does not know the MRZ.
pub(super) fn authenticate(
    mrz_information: &str,
    challenge: [u8; 8],
    data: &[u8],
    random: &mut dyn Randomness,
) -> Option<(Vec<u8>, Messaging)> {
    let hash = HashAlgorithm::Sha1.digest(&[mrz_information.as_bytes()]);
    let seed = hash.get(..16)?;
    let encryption = SUITE.derive_key(seed, KeyPurpose::Encrypt);
    let authentication = SUITE.derive_key(seed, KeyPurpose::Authenticate);
    let (cryptogram, code) = data.split_first_chunk::<32>()?;
    if SUITE.mac(&authentication, &pad(cryptogram, 8))? != code {
        return None;
    }
    let message = Secret::new(SUITE.decrypt(&encryption, &[0; 8], cryptogram)?);
    let (theirs, rest) = message.expose().split_first_chunk::<8>()?;
    let (ours, their_key) = rest.split_first_chunk::<8>()?;
    if *ours != challenge {
        return None;
    }
    let mut own_key = [0; 16];
    random.fill(&mut own_key).ok()?;
    let answer = [challenge.as_slice(), theirs, &own_key].concat();
    let mut answer = SUITE.encrypt(&encryption, &[0; 8], &answer)?;
    let code = SUITE.mac(&authentication, &pad(&answer, 8))?;
    answer.extend(code);
    let shared: Vec<u8> = their_key.iter().zip(own_key).map(|(a, b)| a ^ b).collect();
    let counter = challenge.iter().skip(4).chain(theirs.iter().skip(4)).fold(0, |n: u128, &b| n << 8 | u128::from(b));
    Some((answer, Messaging::over(SUITE, &shared, counter)))
}
