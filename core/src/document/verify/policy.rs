//! What is accepted: a value that the verdict carries.

use crate::given::Timestamp;
use crate::identity::Assurance;
use serde::Serialize;

/// What is accepted. The default is for citizen cards and rejects what it does not name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Policy {
    /// The assurance without which a check at this counter has failed.
    pub required: Assurance,
    /// SHA-1 in signatures and hashes counts only where the signer's certificate began before this moment.
    /// Citizen cards never used it; passports did until about 2014.
    pub sha1_before: Option<Timestamp>,
    /// The shortest RSA modulus in bits. Keys of states and chips alike.
    pub rsa_bits: u32,
    /// The smallest elliptic curve, by the bits of its field. Keys of states and chips alike.
    pub curve_bits: u32,
    /// Whose documents are accepted.
    pub documents: Documents,
    /// What it means that a chip does not show before access that it speaks PACE, and says so in DG14.
    pub hidden_pace: HiddenPace,
    /// Whether a missing or old revocation list counts as a failure.
    pub revocation: Revocation,
    /// Whether documents past their own expiry date are refused.
    pub expired_documents: ExpiredDocuments,
    /// Which world the certificates are from.
    pub material: Material,
}

/// Whose documents are accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Documents {
    /// Those of Viet Nam, which Viet Nam signed.
    Vietnamese,
    /// Those of any state, each signed by that state.
    AnyState,
}

/// What hidden PACE means. Whoever stands between reader and chip can hide it, to make the reader use BAC, which
/// is easier to overhear; what the chip's files prove is not touched by that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum HiddenPace {
    /// It is noted. Vietnamese cards were seen to deny EF.CardAccess (6982) or not to have it (6A82).
    Note,
    /// The document is refused.
    Refuse,
}

/// What a missing revocation list means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Revocation {
    /// Lists that are given are used; a missing one is noted.
    UseIfGiven,
    /// Without a current list the document is refused.
    Require,
}

/// What an expired document means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExpiredDocuments {
    /// It is refused.
    Refuse,
    /// It is noted, for archives and disputes.
    Accept,
}

/// Real documents and test cards are never mixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Material {
    /// Real documents: certificates that carry the test mark prove nothing.
    Real,
    /// Test cards: only certificates that carry the test mark count.
    Test,
}

impl Policy {
    /// For Vietnamese citizen cards: originals only, no SHA-1, RSA of 2048 bits and curves of 224 bits and more.
    #[must_use]
    pub const fn citizen_card() -> Self {
        Self {
            required: Assurance::NotCloned,
            sha1_before: None,
            rsa_bits: 2048,
            curve_bits: 224,
            documents: Documents::Vietnamese,
            hidden_pace: HiddenPace::Note,
            revocation: Revocation::UseIfGiven,
            expired_documents: ExpiredDocuments::Refuse,
            material: Material::Real,
        }
    }

    /// For foreign passports, whose chips live for ten years and often cannot prove to be originals: SHA-1
    /// for signers from before 2015, and RSA of 1024 bits for the keys of chips.
    #[must_use]
    pub const fn travel_document() -> Self {
        Self {
            required: Assurance::IssuerSigned,
            sha1_before: Some(Timestamp::from_unix(1_420_070_400)), // 2015-01-01
            rsa_bits: 1024,
            documents: Documents::AnyState,
            hidden_pace: HiddenPace::Refuse,
            ..Self::citizen_card()
        }
    }

    /// The same policy for test cards.
    #[must_use]
    pub const fn for_test_cards(self) -> Self {
        Self { material: Material::Test, ..self }
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self::citizen_card()
    }
}
