//! Password authenticated connection establishment with generic mapping (ICAO 9303-11, 4.4).

use super::access::Password;
use super::agreement::{Domain, KeyPair};
use super::command::{Command, Response, reference};
use super::secure_messaging::SecureChannel;
use crate::crypto::CipherSuite;
use crate::crypto::symmetric::{KeyPurpose, pad};
use crate::document::files::der::read_small;
use crate::document::files::oid::Oid;
use crate::document::files::protocol::{KeyAgreement, PaceMapping, PaceProtocol};
use crate::document::files::security_infos::{PaceDomainParameterInfo, SecurityInfo, SecurityInfos};
use crate::document::files::spki::{PublicKey, PublicKeyInfo};
use crate::document::files::tlv::{encode, encode_all, single};
use crate::document::key;
use crate::error::{Code, Error, Result};
use crate::given::Randomness;
use crate::personal::Secret;

const FAILED: Error = Error::new(Code::PaceFailed, "PACE");
const WRONG_KEY: Error = Error::new(Code::WrongAccessKey, "PACE");

/// A way of speaking PACE that the chip offers and this library speaks.
#[derive(Clone, Debug)]
pub(super) struct Offer {
    pub(super) protocol: PaceProtocol,
    parameter_id: Option<u32>,
    domain: Domain,
}

/// A run of the protocol.
#[derive(Debug)]
pub(super) struct Pace {
    offer: Offer,
    key: Secret,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    Configured,
    Nonce,
    Mapping { nonce: Secret, own: KeyPair },
    Agreement { domain: Domain, own: KeyPair },
    Tokens { authentication: Secret, own_public: Vec<u8>, channel: Box<SecureChannel> },
}

/// Where a run stands after an answer.
#[derive(Debug)]
pub(super) enum Next {
    Send(Box<Pace>, Command),
    Done(SecureChannel),
}

impl Offer {
    /// The best offer: AES before triple DES, longer keys first, curves before prime fields.
    pub(super) fn choose(infos: &SecurityInfos) -> Option<Self> {
        let rank = |offer: &Self| {
            let cipher = match offer.protocol.cipher {
                CipherSuite::TripleDes => 0,
                CipherSuite::Aes128 => 1,
                CipherSuite::Aes192 => 2,
                CipherSuite::Aes256 => 3,
            };
            let generic = offer.protocol.mapping == PaceMapping::Generic;
            (cipher, offer.protocol.agreement == KeyAgreement::Ecdh, generic)
        };
        // Chip authentication mapping opens the chip exactly as generic mapping does; what it proves beyond
        // that is left to chip authentication itself.
        let spoken = infos.pace().filter(|info| info.protocol.mapping != PaceMapping::Integrated);
        spoken
            .filter_map(|info| {
                let domain = domain(infos, info.protocol, info.parameter_id)?;
                Some(Self { protocol: info.protocol, parameter_id: info.parameter_id, domain })
            })
            .max_by_key(rank)
    }
}

fn domain(infos: &SecurityInfos, protocol: PaceProtocol, parameter_id: Option<u32>) -> Option<Domain> {
    // Numbers below 32 are the standard's own (BSI TR-03110-3, table 4). EF.CardAccess is not signed, and must not be
    // able to put something weaker behind them.
    let standard = parameter_id.filter(|number| *number < 32);
    let domain = match standard {
        Some(number) => Domain::from_standard_number(number)?,
        None => proprietary(infos.0.iter().find_map(|info| match info {
            SecurityInfo::PaceDomain(domain) if fits(domain, protocol, parameter_id) => Some(domain),
            _ => None,
        })?)?,
    };
    let agreement = match domain {
        Domain::Ec(_) => KeyAgreement::Ecdh,
        Domain::Dh(_) => KeyAgreement::Dh,
    };
    (agreement == protocol.agreement).then_some(domain)
}

fn fits(domain: &PaceDomainParameterInfo, protocol: PaceProtocol, parameter_id: Option<u32>) -> bool {
    domain.agreement == protocol.agreement
        && domain.mapping == protocol.mapping
        && (domain.parameter_id == parameter_id || domain.parameter_id.is_none())
}

impl Pace {
    /// MSE:Set AT for an offer and a password.
    pub(super) fn start(offer: Offer, password: &Password) -> (Self, Command) {
        let (key, password_number) = password.pace_key(offer.protocol.cipher);
        let mut data = encode_all(0x80, &[offer.protocol.oid().as_bytes()]);
        data.extend(encode(0x83, &[password_number]));
        if let Some(id) = offer.parameter_id {
            data.extend(reference(id));
        }
        let command = Command::new(0x22, 0xC1, 0xA4).with_data(data);
        (Self { offer, key, stage: Stage::Configured }, command)
    }

    /// Takes an answer; what to send next, or the channel.
    pub(super) fn on_response(self, response: &Response, random: &mut dyn Randomness) -> Result<Next> {
        let Self { offer, key, stage } = self;
        if !response.status.is_success() {
            // A warning after MSE:Set AT (63Cx) only tells how many tries are left.
            let tries_left = matches!(stage, Stage::Configured) && response.status.0 & 0xFFF0 == 0x63C0;
            if !tries_left {
                let last_step = matches!(stage, Stage::Tokens { .. });
                return Err(if last_step && response.status.is_wrong_key() { WRONG_KEY } else { FAILED });
            }
        }
        let again = |stage, command| {
            let run = Self { offer: offer.clone(), key: key.clone(), stage };
            Ok(Next::Send(Box::new(run), command))
        };
        match stage {
            Stage::Configured => again(Stage::Nonce, general_authenticate(&[], false)),
            Stage::Nonce => {
                let nonce = decrypt_nonce(&offer, &key, &dynamic_data(&response.data, 0x80)?)?;
                let own = offer.domain.generate(random)?.ok_or(FAILED)?;
                let command = general_authenticate(&encode(0x81, own.public()), false);
                again(Stage::Mapping { nonce, own }, command)
            }
            Stage::Mapping { nonce, own } => {
                let theirs = dynamic_data(&response.data, 0x82)?;
                if theirs == own.public() {
                    return Err(FAILED);
                }
                let domain = offer.domain.map(nonce.expose(), &own, &theirs).ok_or(FAILED)?;
                let own = domain.generate(random)?.ok_or(FAILED)?;
                let command = general_authenticate(&encode(0x83, own.public()), false);
                again(Stage::Agreement { domain, own }, command)
            }
            Stage::Agreement { domain, own } => {
                let theirs = dynamic_data(&response.data, 0x84)?;
                // Equal keys would let a card answer with our own token (clause 4.4.3.1).
                if theirs == own.public() {
                    return Err(FAILED);
                }
                let shared = domain.agree(&own, &theirs).ok_or(FAILED)?;
                let suite = offer.protocol.cipher;
                let authentication = suite.derive_key(shared.expose(), KeyPurpose::Authenticate);
                let token = token(&offer, &authentication, &theirs).ok_or(FAILED)?;
                let channel = Box::new(SecureChannel::from_secret(suite, shared.expose()));
                let own_public = own.public().to_vec();
                let command = general_authenticate(&encode(0x85, &token), true);
                again(Stage::Tokens { authentication, own_public, channel }, command)
            }
            Stage::Tokens { authentication, own_public, channel } => {
                let theirs = dynamic_data(&response.data, 0x86)?;
                let expected = token(&offer, &authentication, &own_public).ok_or(FAILED)?;
                // The chip let our token pass, so that a wrong token of its own is no wrong password.
                let same: bool = subtle::ConstantTimeEq::ct_eq(expected.as_slice(), theirs.as_slice()).into();
                if same { Ok(Next::Done(*channel)) } else { Err(FAILED) }
            }
        }
    }
}

/// standardizedDomainParameters of BSI TR-03110-3: a number of the table inside an AlgorithmIdentifier.
const STANDARDIZED: Oid = Oid::literal([4, 0, 0x7F, 0, 7, 1, 2]);

/// Domain parameters that the chip spells out. A curve must be one of the table.
fn proprietary(info: &PaceDomainParameterInfo) -> Option<Domain> {
    // An AlgorithmIdentifier is read as the head of a key whose value nobody looks at.
    let spki = encode_all(0x30, &[&info.algorithm, &[0x03, 0x04, 0x00, 0x02, 0x01, 0x02]]);
    let parsed = PublicKeyInfo::parse(&spki, "EF.CardAccess").ok()?;
    if parsed.algorithm == STANDARDIZED {
        let number = parsed.parameters?;
        let mut reader = crate::document::files::tlv::Reader::new(number.raw, "EF.CardAccess");
        return Domain::from_standard_number(read_small(&mut reader).ok()?);
    }
    match parsed.public_key().ok()? {
        PublicKey::Ec(key) => key::curve(&key.domain).ok().map(Domain::curve),
        // A prime that an unsigned file brings along cannot be trusted to be one.
        PublicKey::Dh(_) | PublicKey::Rsa(_) => None,
    }
}

/// GENERAL AUTHENTICATE; every command but the last is marked as part of a chain.
fn general_authenticate(data: &[u8], last: bool) -> Command {
    let mut command = Command::new(0x86, 0, 0).with_data(encode(0x7C, data)).expecting(256);
    command.class = if last { 0x00 } else { 0x10 };
    command
}

fn dynamic_data(answer: &[u8], tag: u32) -> Result<Vec<u8>> {
    let outer = single(answer, 0x7C, "PACE").map_err(|_| FAILED)?;
    let mut children = outer.children();
    let value = children.expect(tag).map_err(|_| FAILED)?.value;
    // Behind the chip's token, chip authentication mapping sends more (8A).
    if tag != 0x86 {
        children.finish().map_err(|_| FAILED)?;
    }
    Ok(value.to_vec())
}

fn decrypt_nonce(offer: &Offer, key: &Secret, cryptogram: &[u8]) -> Result<Secret> {
    let suite = offer.protocol.cipher;
    if cryptogram.is_empty() || cryptogram.len() > 32 {
        return Err(FAILED);
    }
    suite.decrypt(key, &vec![0; suite.block()], cryptogram).map(Secret::new).ok_or(FAILED)
}

/// The code over the other's ephemeral key (clause 4.4.3.4).
fn token(offer: &Offer, key: &Secret, public: &[u8]) -> Option<[u8; 8]> {
    let suite = offer.protocol.cipher;
    let tag = match offer.protocol.agreement {
        KeyAgreement::Ecdh => 0x86,
        KeyAgreement::Dh => 0x84,
    };
    let oid = encode(0x06, offer.protocol.oid().as_bytes());
    let data = encode_all(0x7F49, &[&oid, &encode(tag, public)]);
    match suite {
        CipherSuite::TripleDes => suite.mac(key, &pad(&data, 8)),
        _ => suite.mac(key, &data),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::curves::unhex as hex;
    use crate::document::files::security_infos::CardAccess;

    fn ok(data: &str) -> Response {
        Response { data: hex(data), status: crate::document::chip::command::Status::OK }
    }

    const CHIP_MAP: &str = "04824FBA91C9CBE26BEF53A0EBE7342A3BF178CEA9F45DE0B70AA601651FBA3F5730D8C879AAA9C9F73991E61B58F4D52EB87A0A0C709A49DC63719363CCD13C54";
    const CHIP_PUBLIC: &str = "049E880F842905B8B3181F7AF7CAA9F0EFB743847F44A306D2D28C1D9EC65DF6DB7764B22277A2EDDC3C265A9F018F9CB852E111B768B326904B59A0193776F094";

    fn worked_example() -> (Pace, Command, impl FnMut(&mut [u8]) -> Result<()>) {
        let access = CardAccess::parse(&hex("31143012060A04007F0007020204020202010202010D")).unwrap();
        let offer = Offer::choose(&access.infos).unwrap();
        let password = Password::mrz("MRZ", "T22000129364081251010318");
        let mut private = [
            hex("7F4EF07B9EA82FD78AD689B38D0BC78CF21F249D953BC46F4C6E19259C010F99"),
            hex("A73FB703AC1436A18E0CFA5ABB3F7BEC7A070E7A6788486BEE230C4A22762595"),
        ]
        .into_iter();
        let (run, command) = Pace::start(offer, &password);
        (run, command, move |buffer: &mut [u8]| {
            buffer.copy_from_slice(&private.next().unwrap());
            Ok(())
        })
    }

    fn sent(next: Next) -> (Box<Pace>, String) {
        match next {
            Next::Send(run, command) => (run, command.encode().iter().map(|byte| format!("{byte:02X}")).collect()),
            Next::Done(_) => panic!("done too early"),
        }
    }

    /// ICAO 9303-11, appendix G.1: every byte that the terminal sends, from the chip's bytes and the
    /// terminal's private keys.
    #[test]
    fn the_worked_example_of_icao_9303_11_g_1() {
        let (run, command, mut random) = worked_example();
        assert_eq!(command.encode(), hex("0022C1A412800A04007F0007020204020283010184010D"));
        assert_eq!(run.key.expose(), hex("89DED1B26624EC1E634C1989302849DD"));
        let (run, command) = sent(run.on_response(&ok(""), &mut random).unwrap());
        assert_eq!(command, "10860000027C0000");
        let nonce = "7C12801095A3A016522EE98D01E76CB6B98B42C3";
        let (run, command) = sent(run.on_response(&ok(nonce), &mut random).unwrap());
        assert_eq!(
            command,
            "10860000457C438141047ACF3EFC982EC45565A4B155129EFBC74650DCBFA6362D896FC70262E0C2CC5E544552DCB6725218799115B55C9BAA6D9F6BC3A9618E70C25AF71777A9C4922D00"
        );
        let (run, command) = sent(run.on_response(&ok(&format!("7C438241{CHIP_MAP}")), &mut random).unwrap());
        assert_eq!(
            command,
            "10860000457C438341042DB7A64C0355044EC9DF190514C625CBA2CEA48754887122F3A5EF0D5EDD301C3556F3B3B186DF10B857B58F6A7EB80F20BA5DC7BE1D43D9BF850149FBB3646200"
        );
        let (run, command) = sent(run.on_response(&ok(&format!("7C438441{CHIP_PUBLIC}")), &mut random).unwrap());
        assert_eq!(command, "008600000C7C0A8508C2B0BD78D94BA86600");
        let next = run.on_response(&ok("7C0A86083ABB9674BCE93C08"), &mut random).unwrap();
        assert!(matches!(next, Next::Done(channel) if channel.suite() == CipherSuite::Aes128));
    }

    #[test]
    fn a_chip_that_mirrors_or_lies_fails() {
        let to_agreement = || {
            let (run, _, mut random) = worked_example();
            let (run, _) = sent(run.on_response(&ok(""), &mut random).unwrap());
            let (run, own) =
                sent(run.on_response(&ok("7C12801095A3A016522EE98D01E76CB6B98B42C3"), &mut random).unwrap());
            (run, own, random)
        };
        let failed = |result: Result<Next>| result.unwrap_err().code() == Code::PaceFailed;
        // Our own public keys sent back.
        let (run, own, mut random) = to_agreement();
        let mirrored = format!("7C438241{}", own.get(18..own.len() - 2).unwrap());
        assert!(failed(run.on_response(&ok(&mirrored), &mut random)));
        // A point off the curve.
        let (run, _, mut random) = to_agreement();
        let off = CHIP_MAP.replace("13C54", "13C55");
        assert!(failed(run.on_response(&ok(&format!("7C438241{off}")), &mut random)));
        let (run, _, mut random) = to_agreement();
        let (run, own) = sent(run.on_response(&ok(&format!("7C438241{CHIP_MAP}")), &mut random).unwrap());
        let mirrored = format!("7C438441{}", own.get(18..own.len() - 2).unwrap());
        assert!(failed(run.on_response(&ok(&mirrored), &mut random)));
        // A wrong token, and a refusal of ours.
        for (answer, code) in [
            (ok("7C0A86083ABB9674BCE93C09"), Code::PaceFailed),
            (Response { data: vec![], status: crate::document::chip::command::Status(0x6300) }, Code::WrongAccessKey),
            (Response { data: vec![], status: crate::document::chip::command::Status(0x6A80) }, Code::PaceFailed),
        ] {
            let (run, _, mut random) = to_agreement();
            let (run, _) = sent(run.on_response(&ok(&format!("7C438241{CHIP_MAP}")), &mut random).unwrap());
            let (run, _) = sent(run.on_response(&ok(&format!("7C438441{CHIP_PUBLIC}")), &mut random).unwrap());
            assert_eq!(run.on_response(&answer, &mut random).unwrap_err().code(), code);
        }
    }
}
