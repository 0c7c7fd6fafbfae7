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
    /// Whether a missing or old revocation list counts as a failure.
    pub revocation: Revocation,
    /// Whether documents past their own expiry date are refused.
    pub expired_documents: ExpiredDocuments,
    /// Which world the certificates are from.
    pub material: Material,
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
    /// For Vietnamese citizen cards: originals only, no SHA-1, RSA of 2048 bits and more.
    #[must_use]
    pub const fn citizen_card() -> Self {
        Self {
            required: Assurance::NotCloned,
            sha1_before: None,
            rsa_bits: 2048,
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
