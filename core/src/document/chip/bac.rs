//! Basic access control (ICAO 9303-11, 4.3).

use super::command::Command;
use super::secure_messaging::SecureChannel;
use crate::crypto::CipherSuite;
use crate::crypto::symmetric::{KeyPurpose, pad};
use crate::error::{Code, Error, Result};
use crate::given::Randomness;
use crate::personal::Secret;

const SUITE: CipherSuite = CipherSuite::TripleDes;
const BROKEN: Error = Error::new(Code::BacFailed, "basic access control");

/// A run of the protocol after the terminal's authentication was sent.
#[derive(Debug)]
pub(super) struct Bac {
    encryption: Secret,
    authentication: Secret,
    chip_nonce: [u8; 8],
    nonce: [u8; 8],
    key: Secret,
}

/// GET CHALLENGE.
pub(super) fn get_challenge() -> Command {
    Command::new(0x84, 0, 0).expecting(8)
}

impl Bac {
    /// EXTERNAL AUTHENTICATE for the chip's challenge.
    pub(super) fn authenticate(
        seed: &Secret,
        challenge: &[u8],
        random: &mut dyn Randomness,
    ) -> Result<(Self, Command)> {
        let chip_nonce: [u8; 8] = challenge.try_into().map_err(|_| BROKEN)?;
        let mut nonce = [0; 8];
        random.fill(&mut nonce)?;
        let mut key = vec![0; 16];
        random.fill(&mut key)?;
        let bac = Self {
            encryption: SUITE.derive_key(seed.expose(), KeyPurpose::Encrypt),
            authentication: SUITE.derive_key(seed.expose(), KeyPurpose::Authenticate),
            chip_nonce,
            nonce,
            key: Secret::new(key),
        };
        let message = Secret::new([nonce.as_slice(), &chip_nonce, bac.key.expose()].concat());
        let cryptogram = SUITE.encrypt(&bac.encryption, &[0; 8], message.expose()).ok_or(BROKEN)?;
        let mac = SUITE.mac(&bac.authentication, &pad(&cryptogram, 8)).ok_or(BROKEN)?;
        let command = Command::new(0x82, 0, 0).with_data([cryptogram.as_slice(), &mac].concat()).expecting(40);
        Ok((bac, command))
    }

    /// The channel that follows from the chip's answer, which must prove the same key and both nonces.
    pub(super) fn finish(self, answer: &[u8]) -> Result<SecureChannel> {
        let (cryptogram, mac) = answer.split_at_checked(32).ok_or(BROKEN)?;
        if !SUITE.verify_mac(&self.authentication, &pad(cryptogram, 8), mac) {
            return Err(BROKEN);
        }
        let message = Secret::new(SUITE.decrypt(&self.encryption, &[0; 8], cryptogram).ok_or(BROKEN)?);
        let (chip_nonce, rest) = message.expose().split_at_checked(8).ok_or(BROKEN)?;
        let (nonce, chip_key) = rest.split_at_checked(8).ok_or(BROKEN)?;
        if chip_nonce != self.chip_nonce || nonce != self.nonce {
            return Err(BROKEN);
        }
        let seed = Secret::new(self.key.expose().iter().zip(chip_key).map(|(a, b)| a ^ b).collect());
        let counter =
            [self.chip_nonce.get(4..), self.nonce.get(4..)].into_iter().flatten().flatten().copied().collect();
        Ok(SecureChannel::from_secret_with_counter(SUITE, seed.expose(), counter))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::curves::unhex as hex;
    use crate::document::chip::access::Password;

    const ANSWER: &str = "46B9342A41396CD7386BF5803104D7CEDC122B9132139BAF2EEDC94EE178534F2F2D235D074D7449";

    fn worked_example() -> (Bac, Command) {
        let seed = Password::mrz("MRZ", "L898902C<369080619406236").bac_seed().unwrap();
        let mut given = [hex("781723860C06C226"), hex("0B795240CB7049B01C19B33E32804F0B")].into_iter();
        let mut random = move |buffer: &mut [u8]| {
            buffer.copy_from_slice(&given.next().unwrap());
            Ok(())
        };
        Bac::authenticate(&seed, &hex("4608F91988702212"), &mut random).unwrap()
    }

    /// ICAO 9303-11, appendix D.3.
    #[test]
    fn the_worked_example_of_icao_9303_11_d_3() {
        let (run, command) = worked_example();
        let expected = "008200002872C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F25F1448EEA8AD90A728";
        assert_eq!(command.encode(), hex(expected));
        let mut channel = run.finish(&hex(ANSWER)).unwrap();
        let select = channel.protect(&Command::select_file(0x011E)).unwrap();
        assert_eq!(select.encode(), hex("0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800"));
    }

    #[test]
    fn any_other_answer_is_refused() {
        let answer = hex(ANSWER);
        for bit in 0..answer.len() * 8 {
            let mut bad = answer.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(worked_example().0.finish(&bad).unwrap_err().code(), Code::BacFailed);
        }
        for end in 0..answer.len() {
            assert!(worked_example().0.finish(&answer[..end]).is_err());
        }
    }
}
