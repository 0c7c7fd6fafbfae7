//! The chip's side of PACE with generic mapping (ICAO 9303-11, 4.4).

use super::agreement::{AgreementKey, Group};
use super::messaging::Messaging;
use dinhdanh::crypto::CipherSuite;
use dinhdanh::crypto::symmetric::{KeyPurpose, pad};
use dinhdanh::document::files::protocol::{KeyAgreement, PaceProtocol};
use dinhdanh::document::files::tlv::{encode, single};
use dinhdanh::given::Randomness;
use dinhdanh::personal::Secret;

/// A run, as far as it got.
pub(super) struct Run {
    protocol: PaceProtocol,
    group: Group,
    password: Secret,
    stage: Stage,
}

enum Stage {
    Nonce,
    Map { nonce: Vec<u8> },
    Agree { group: Group },
    Confirm { shared: Secret, own: Vec<u8>, theirs: Vec<u8> },
}

/// What one GENERAL AUTHENTICATE leads to.
pub(super) enum Step {
    /// An answer, and the run goes on.
    Next(Vec<u8>, Run),
    /// The last answer, and the channel behind it.
    Open(Vec<u8>, Messaging),
    /// The terminal's token shows another password.
    WrongPassword,
    /// The terminal sent nonsense.
    Refused,
}

impl Run {
    /// A run in a group with the text of a password: the hash of the MRZ information, or the CAN's digits.
    pub(super) fn new(protocol: PaceProtocol, group: Group, password: &[u8]) -> Self {
        let password = protocol.cipher.derive_key(password, KeyPurpose::Password);
        Self { protocol, group, password, stage: Stage::Nonce }
    }

    /// Whether the next step is the last, which alone is not marked as part of a chain.
    pub(super) const fn is_last(&self) -> bool {
        matches!(self.stage, Stage::Confirm { .. })
    }

    /// Takes one step. A `wrong_token` is what a chip sends that fails.
    pub(super) fn step(self, data: &[u8], wrong_token: bool, random: &mut dyn Randomness) -> Step {
        self.try_step(data, wrong_token, random).unwrap_or(Step::Refused)
    }

    fn try_step(self, data: &[u8], wrong_token: bool, random: &mut dyn Randomness) -> Option<Step> {
        let Self { protocol, group, password, stage } = self;
        let suite = protocol.cipher;
        let request = single(data, 0x7C, "PACE").ok()?.value;
        let part = |tag| single(request, tag, "PACE").ok().map(|object| object.value.to_vec());
        let next = |tag, value: &[u8], stage, group, password| {
            let run = Self { protocol, group, password, stage };
            Some(Step::Next(encode(0x7C, &encode(tag, value)), run))
        };
        match stage {
            Stage::Nonce => {
                let mut nonce = vec![0; 16];
                random.fill(&mut nonce).ok()?;
                let cryptogram = suite.encrypt(&password, &vec![0; suite.block()], &nonce)?;
                request.is_empty().then_some(())?;
                next(0x80, &cryptogram, Stage::Map { nonce }, group, password)
            }
            Stage::Map { nonce } => {
                let theirs = part(0x81)?;
                let own = AgreementKey::generate(group.clone(), random).ok()?;
                let mapped = group.mapped(&nonce, &own, &theirs)?;
                next(0x82, &own.public()?, Stage::Agree { group: mapped }, group, password)
            }
            Stage::Agree { group: mapped } => {
                let theirs = part(0x83)?;
                let key = AgreementKey::generate(mapped, random).ok()?;
                let (own, shared) = (key.public()?, key.agree(&theirs)?);
                let answer = own.clone();
                next(0x84, &answer, Stage::Confirm { shared, own, theirs }, group, password)
            }
            Stage::Confirm { shared, own, theirs } => {
                let token = part(0x85)?;
                let key = suite.derive_key(shared.expose(), KeyPurpose::Authenticate);
                if authentication_token(protocol, &key, &own)? != *token {
                    return Some(Step::WrongPassword);
                }
                let mut answer = authentication_token(protocol, &key, &theirs)?;
                if wrong_token {
                    answer.reverse();
                }
                let channel = Messaging::over(suite, shared.expose(), 0);
                Some(Step::Open(encode(0x7C, &encode(0x86, &answer)), channel))
            }
        }
    }
}

/// The code over a public key as a data object (ICAO 9303-11, 4.4.3.4).
fn authentication_token(protocol: PaceProtocol, key: &Secret, public: &[u8]) -> Option<[u8; 8]> {
    let mut object = encode(0x06, protocol.oid().as_bytes());
    object.extend(encode(if protocol.agreement == KeyAgreement::Ecdh { 0x86 } else { 0x84 }, public));
    let object = encode(0x7F49, &object);
    let padded = if protocol.cipher == CipherSuite::TripleDes { pad(&object, 8) } else { object };
    protocol.cipher.mac(key, &padded)
}
