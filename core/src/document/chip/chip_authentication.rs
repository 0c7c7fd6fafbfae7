//! Chip authentication version 1 (ICAO 9303-11, 6.2): the chip proves that it holds the private key of DG14.

use super::agreement::{Domain, KeyPair};
use super::command::{Command, reference};
use super::secure_messaging::SecureChannel;
use crate::crypto::CipherSuite;
use crate::document::files::dg14::Dg14;
use crate::document::files::protocol::ChipAuthProtocol;
use crate::document::files::security_infos::ChipAuthenticationPublicKeyInfo;
use crate::document::files::tlv::encode;
use crate::document::key::Key;
use crate::error::Error;
use crate::given::Randomness;

/// A run: the commands still to send and the channel that waits behind them.
#[derive(Debug)]
pub(super) struct ChipRun {
    /// The key it runs against, as SubjectPublicKeyInfo.
    pub(super) public_key: Vec<u8>,
    agree: Option<Command>,
    channel: SecureChannel,
}

/// What DG14 says about chip authentication.
pub(super) enum Started {
    /// Nothing: the chip does not offer it.
    NotOffered,
    /// A key that cannot be used.
    Unusable { public_key: Vec<u8> },
    /// A run and its first command.
    Run(Box<ChipRun>, Command),
}

impl ChipRun {
    pub(super) fn start(dg14: &Dg14, random: &mut dyn Randomness) -> Result<Started, Error> {
        let Some((key, protocol)) = choose(dg14) else { return Ok(Started::NotOffered) };
        Ok(match Self::prepare(key, protocol, random)? {
            Some((run, command)) => Started::Run(Box::new(run), command),
            None => Started::Unusable { public_key: key.spki.clone() },
        })
    }

    fn prepare(
        key: &ChipAuthenticationPublicKeyInfo,
        protocol: ChipAuthProtocol,
        random: &mut dyn Randomness,
    ) -> Result<Option<(Self, Command)>, Error> {
        let Some((domain, theirs)) = partner(key) else { return Ok(None) };
        let Some(own) = domain.generate(random)? else { return Ok(None) };
        Ok(Self::with(key, protocol, &domain, &own, &theirs))
    }

    fn with(
        key: &ChipAuthenticationPublicKeyInfo,
        protocol: ChipAuthProtocol,
        domain: &Domain,
        own: &KeyPair,
        theirs: &[u8],
    ) -> Option<(Self, Command)> {
        let shared = domain.agree(own, theirs)?;
        let channel = SecureChannel::from_secret(protocol.cipher, shared.expose());
        let key_id = key.key_id.map(reference).unwrap_or_default();
        let public_key = key.spki.clone();
        Some(if protocol.cipher == CipherSuite::TripleDes {
            // MSE:Set KAT, as BSI TR-03110 first had it.
            let command = Command::new(0x22, 0x41, 0xA6).with_data([encode(0x91, own.public()), key_id].concat());
            (Self { public_key, agree: None, channel }, command)
        } else {
            let oid = encode(0x80, protocol.oid().as_bytes());
            let command = Command::new(0x22, 0x41, 0xA4).with_data([oid, key_id].concat());
            let data = encode(0x7C, &encode(0x80, own.public()));
            let agree = Command::new(0x86, 0, 0).with_data(data).expecting(256);
            (Self { public_key, agree: Some(agree), channel }, command)
        })
    }

    /// After a successful answer: the next command, or the channel to go on with.
    pub(super) fn advance(mut self: Box<Self>) -> Result<(Box<Self>, Command), (Vec<u8>, SecureChannel)> {
        match self.agree.take() {
            Some(command) => Ok((self, command)),
            None => Err((self.public_key, self.channel)),
        }
    }
}

/// The chip's key and the domain it lies in, where it is one for agreement.
fn partner(key: &ChipAuthenticationPublicKeyInfo) -> Option<(Domain, Vec<u8>)> {
    match Key::from_info(&key.public_key_info().ok()?).ok()? {
        Key::Ec(point) => Some((Domain::curve(point.curve().id()), point.encode()?)),
        Key::Dh(group, public) => Some((Domain::Dh(group), public)),
        Key::Rsa(_) => None,
    }
}

/// The key and the strongest protocol the chip has for it. A key without a protocol means triple DES
/// (ICAO 9303-11, 9.2.6).
fn choose(dg14: &Dg14) -> Option<(&ChipAuthenticationPublicKeyInfo, ChipAuthProtocol)> {
    let infos = &dg14.infos;
    let strength = |cipher| match cipher {
        CipherSuite::TripleDes => 0,
        CipherSuite::Aes128 => 1,
        CipherSuite::Aes192 => 2,
        CipherSuite::Aes256 => 3,
    };
    let candidates = infos.chip_authentication_keys().map(|key| {
        let fitting = infos.chip_authentication().filter(|info| {
            info.protocol.agreement == key.agreement
                && (info.key_id == key.key_id || info.key_id.is_none() || key.key_id.is_none())
        });
        let best = fitting.map(|info| info.protocol).max_by_key(|protocol| strength(protocol.cipher));
        let plain = ChipAuthProtocol { agreement: key.agreement, cipher: CipherSuite::TripleDes };
        (key, best.unwrap_or(plain))
    });
    candidates.max_by_key(|(_, protocol)| strength(protocol.cipher))
}
