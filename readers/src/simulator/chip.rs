//! What a simulated chip is like, apart from its files and keys; and the kinds of chip there are.

use super::active::ActiveKey;
use super::agreement::AgreementKey;
use crate::atr;
use dinhdanh::crypto::CipherSuite;
use dinhdanh::document::files::data_group::FileId;
use dinhdanh::document::files::protocol::{KeyAgreement, PaceMapping, PaceProtocol};
use std::collections::BTreeSet;
use std::fmt;

/// A kind of chip, by the name used on command lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Profile {
    /// PACE over brainpoolP384r1 with AES-256, MRZ and CAN; chip authentication with AES-256, RSA active
    /// authentication; extended length.
    Modern,
    /// BAC only; chip authentication with triple DES; short length.
    Bac,
    /// PACE over P-256 with AES-128; every extended command is refused in the clear.
    Short,
    /// BAC only, with extended length; ECDSA active authentication.
    Extended,
    /// What was reported of Vietnamese cards, at its worst: no master file (6D00), EF.CardAccess denied (6982),
    /// reads above 160 bytes refused in the clear, a long signature under short length (61xx).
    Picky,
}

/// Properties of a chip. Each can be set apart from the others.
#[derive(Clone, Debug)]
pub struct Chip {
    /// Historical bytes of the answer to reset.
    pub historical: Vec<u8>,
    /// Whether extended commands are taken; otherwise 6700 in the clear, which ends a channel.
    pub extended_length: bool,
    /// Whether files can be read by short identifier.
    pub short_identifiers: bool,
    /// Whether there is a master file; otherwise SELECT of it is 6D00.
    pub master_file: bool,
    /// What EF.CardAccess does.
    pub card_access: CardAccessRule,
    /// The most bytes that one read takes; above, 6700 in the clear, which ends a channel.
    pub longest_read: Option<usize>,
    /// Whether an unprotected read of too many bytes is corrected (6Cxx) instead of cut (6282).
    pub corrects_length: bool,
    /// Whether BAC opens the chip.
    pub bac: bool,
    /// The ways of PACE on offer, with the number of the standardised domain parameters.
    pub pace: Vec<(PaceProtocol, u32)>,
    /// Whether the chip's token at the end of PACE is wrong.
    pub wrong_pace_token: bool,
    /// How often PACE may fail before the chip blocks (63Cx, then 6983); no bound answers 6300.
    pub pace_tries: Option<u8>,
    /// Files that are denied (6982) even under secure messaging. DG3 and DG4 always are: terminal
    /// authentication, which opens them, is the state's.
    pub denied: BTreeSet<FileId>,
}

/// What EF.CardAccess does before any key is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardAccessRule {
    /// It can be read.
    Free,
    /// 6982.
    Denied,
    /// 6A82, as on chips without it.
    Hidden,
}

/// What only the chip knows. A clone has none of it, or something else.
#[derive(Clone, Debug, Default)]
pub struct ChipSecrets {
    /// The key of active authentication.
    pub active: Option<ActiveKey>,
    /// The key of chip authentication and the cipher it leads to.
    pub agreement: Option<(AgreementKey, CipherSuite)>,
}

impl Profile {
    /// All kinds.
    pub const ALL: [Self; 5] = [Self::Modern, Self::Bac, Self::Short, Self::Extended, Self::Picky];

    /// The name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Modern => "modern",
            Self::Bac => "bac",
            Self::Short => "short",
            Self::Extended => "extended",
            Self::Picky => "picky",
        }
    }

    /// The kind with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|profile| profile.name() == name)
    }

    /// The properties of this kind.
    #[must_use]
    pub fn chip(self) -> Chip {
        let extended_length = matches!(self, Self::Modern | Self::Extended);
        let pace = |cipher, number| {
            vec![(PaceProtocol { agreement: KeyAgreement::Ecdh, mapping: PaceMapping::Generic, cipher }, number)]
        };
        let pace = match self {
            Self::Modern => pace(CipherSuite::Aes256, 16),
            Self::Short => pace(CipherSuite::Aes128, 12),
            Self::Bac | Self::Extended | Self::Picky => Vec::new(),
        };
        let card_access = match self {
            Self::Picky => CardAccessRule::Denied,
            _ if pace.is_empty() => CardAccessRule::Hidden,
            _ => CardAccessRule::Free,
        };
        // Category 80, then card capabilities: selection by path and short identifiers, byte-wise writing,
        // and in the third byte extended length.
        let capabilities = if extended_length { 0x40 } else { 0x00 };
        Chip {
            historical: vec![0x80, 0x73, 0xD6, 0x21, capabilities],
            extended_length,
            short_identifiers: true,
            master_file: self != Self::Picky,
            card_access,
            longest_read: (self == Self::Picky).then_some(160),
            corrects_length: false,
            bac: true,
            pace,
            wrong_pace_token: false,
            pace_tries: None,
            denied: BTreeSet::new(),
        }
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Chip {
    /// The answer to reset.
    #[must_use]
    pub fn atr(&self) -> Vec<u8> {
        atr::contactless(&self.historical)
    }
}
