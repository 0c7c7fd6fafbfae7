//! Is the chip the original: active authentication (ICAO 9303-11, 6.1) and chip authentication (6.2).
//!
//! Both prove that the chip holds a private key. That is worth something only if the public key is under the
//! state's signature, which is why both take an [`UnderSignature`].

use super::policy::Policy;
use super::reason::Reason;
use super::signature::{allow_curve, allow_rsa, verify_ecdsa_der};
use crate::crypto::{HashAlgorithm, ec, rsa};
use crate::document::chip::reading::{ActiveAuthentication, ChipAuthentication, ChipAuthenticationOutcome};
use crate::document::files::dg14::Dg14;
use crate::document::files::dg15::Dg15;
use crate::document::files::oid::Oid;
use crate::document::key::Key;

/// Something read from a file whose hash is under the signature of the security object. Only the issuer
/// check makes one.
#[derive(Debug)]
pub(super) struct UnderSignature<T>(T);

impl<T> UnderSignature<T> {
    /// For the issuer check, once signature and hash hold.
    pub(super) const fn after_hash_check(value: T) -> Self {
        Self(value)
    }

    pub(super) const fn get(&self) -> &T {
        &self.0
    }
}

/// Whether chip authentication ran, succeeded and did so against a key of the signed DG14.
pub(super) fn check_chip_authentication(
    dg14: &UnderSignature<Dg14>,
    chip: &ChipAuthentication,
    policy: &Policy,
) -> Result<(), Reason> {
    let signed = dg14.get().infos.chip_authentication_keys().find(|key| key.spki == chip.public_key());
    let key = signed.ok_or(Reason::ChipKeyNotSigned)?;
    match chip.outcome() {
        ChipAuthenticationOutcome::Agreed => {
            let info = key.public_key_info().map_err(|_| Reason::KeyMalformed)?;
            match Key::from_info(&info)? {
                Key::Ec(point) => allow_curve(&point, policy),
                Key::Dh(..) | Key::Rsa(_) => Ok(()),
            }
        }
        ChipAuthenticationOutcome::WrongKeys => Err(Reason::ChipLacksKey),
        ChipAuthenticationOutcome::Refused(_) => Err(Reason::ChipRefusedProof),
        ChipAuthenticationOutcome::Unusable => Err(Reason::ChipKeyUnusable),
    }
}

/// Whether the chip's answer to the challenge is signed with the key of the signed DG15. The signed DG14,
/// where there is one, says which hash an elliptic curve key uses.
pub(super) fn check_active_authentication(
    dg15: &UnderSignature<Dg15>,
    dg14: Option<&UnderSignature<Dg14>>,
    active: &ActiveAuthentication,
    policy: &Policy,
) -> Result<(), Reason> {
    let signature = active.response.as_ref().map_err(|_| Reason::ChipRefusedProof)?;
    let info = dg15.get().public_key_info().map_err(|_| Reason::KeyMalformed)?;
    let holds = match Key::from_info(&info)? {
        Key::Rsa(key) => {
            allow_rsa(&key, policy)?;
            verify_iso_9796_2(&key, &active.challenge, signature)
        }
        Key::Ec(point) => {
            allow_curve(&point, policy)?;
            let stated = dg14.and_then(|dg14| dg14.get().infos.active_authentication());
            let hashes = match stated {
                Some(info) => vec![ecdsa_hash(&info.signature_algorithm).ok_or(Reason::AlgorithmUnknown)?],
                // Older chips leave the statement out; the chip's own nonce is not in the message, so that
                // trying them all gives nothing away.
                None => vec![
                    HashAlgorithm::Sha256,
                    HashAlgorithm::Sha384,
                    HashAlgorithm::Sha512,
                    HashAlgorithm::Sha224,
                    HashAlgorithm::Sha1,
                ],
            };
            hashes.iter().any(|hash| verify_ecdsa(&point, &hash.digest(&[&active.challenge]), signature))
        }
        Key::Dh(..) => return Err(Reason::AlgorithmUnknown),
    };
    if holds { Ok(()) } else { Err(Reason::ChipLacksKey) }
}

/// ECDSA as r and s side by side (BSI TR-03111, 5.2.1, which ICAO demands) or as a SEQUENCE, which some chips send.
fn verify_ecdsa(point: &ec::Point, digest: &[u8], signature: &[u8]) -> bool {
    let plain = signature
        .split_at_checked(signature.len() / 2)
        .is_some_and(|(r, s)| r.len() == s.len() && point.curve().verify_ecdsa(point, digest, r, s));
    plain || verify_ecdsa_der(point, digest, signature)
}

/// The hash of ecdsa-plain-SHA… (BSI TR-03111, 5.2.1.1), or of ecdsa-with-SHA…, which some chips name instead.
fn ecdsa_hash(oid: &Oid) -> Option<HashAlgorithm> {
    match oid.as_bytes() {
        [4, 0, 0x7F, 0, 7, 1, 1, 4, 1, kind] => Some(match kind {
            1 => HashAlgorithm::Sha1,
            2 => HashAlgorithm::Sha224,
            3 => HashAlgorithm::Sha256,
            4 => HashAlgorithm::Sha384,
            5 => HashAlgorithm::Sha512,
            _ => return None,
        }),
        [0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 1] => Some(HashAlgorithm::Sha1),
        [0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, kind] => Some(match kind {
            1 => HashAlgorithm::Sha224,
            2 => HashAlgorithm::Sha256,
            3 => HashAlgorithm::Sha384,
            4 => HashAlgorithm::Sha512,
            _ => return None,
        }),
        _ => None,
    }
}

/// ISO 9796-2, digital signature scheme 1 with partial recovery: the chip's nonce comes out of the
/// signature, the challenge is the part that does not.
fn verify_iso_9796_2(key: &rsa::PublicKey, challenge: &[u8], signature: &[u8]) -> bool {
    if signature.len() != key.size() {
        return false;
    }
    key.recover(signature).is_some_and(|message| covers(&message, challenge))
}

/// Whether the message representative that came out of a signature is about the challenge.
fn covers(message: &[u8], challenge: &[u8]) -> bool {
    let (hash, body) = match message {
        [body @ .., 0xBC] => (HashAlgorithm::Sha1, body),
        [body @ .., kind, 0xCC] => {
            let hash = match kind {
                0x33 => HashAlgorithm::Sha1,
                0x34 => HashAlgorithm::Sha256,
                0x35 => HashAlgorithm::Sha512,
                0x36 => HashAlgorithm::Sha384,
                0x38 => HashAlgorithm::Sha224,
                _ => return false,
            };
            (hash, body)
        }
        _ => return false,
    };
    // 6A: partial recovery, no padding; 6B BB.. BA: partial recovery with padding before the nonce.
    let recovered = match body {
        [0x6A, rest @ ..] => rest,
        [0x6B, padded @ ..] => match padded.iter().position(|&b| b != 0xBB).and_then(|n| padded.get(n..)) {
            Some([0xBA, rest @ ..]) => rest,
            _ => return false,
        },
        _ => return false,
    };
    let Some(split) = recovered.len().checked_sub(hash.size()) else { return false };
    let Some((nonce, digest)) = recovered.split_at_checked(split) else { return false };
    hash.digest(&[nonce, challenge]) == digest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::curves::unhex as hex;

    /// The worked example of active authentication in ICAO 9303-11 (appendix F): it gives the representative and no key.
    #[test]
    fn the_worked_example_of_icao_9303_11_f() {
        let nonce = hex(concat!(
            "9D2784A67F8E7C659973EA1AEA25D95B6C8F91E5002F369F0FBDCE8A3CEC1991",
            "B543F1696546C5524CF23A5303CD6C98599F40B79F377B5F3A1406B3B4D8F967",
            "84D23AA88DB7E1032A405E69325FA91A6E86F5C71AEA978264C4A207446DAD4E",
            "7292E2DCDA3024B47DA8",
        ));
        let challenge = hex("F173589974BF40C6");
        let digest = hex("C063AA1E6D22FBD976AB0FE73D94D2D9C6D88127");
        let message = [&[0x6A][..], &nonce, &digest, &[0xBC]].concat();
        assert_eq!(message.len(), 128);
        assert!(covers(&message, &challenge));
        assert!(!covers(&message, b"another!"));
        for bit in 0..message.len() * 8 {
            let mut changed = message.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(!covers(&changed, &challenge), "bit {bit}");
        }
        for end in 0..message.len() {
            assert!(!covers(&message[..end], &challenge));
        }
        // The same nonce behind padding.
        let padded = [&[0x6B, 0xBB, 0xBB, 0xBA][..], &nonce, &digest, &[0xBC]].concat();
        assert!(covers(&padded, &challenge));
    }
}
