//! Whom to trust, and the answer about one document.

use crate::card::{CardReading, count};
use crate::errors::{DinhDanhError, guarded, quietly};
use crate::printed::Citizen;
use dinhdanh_facade as facade;
use std::sync::Arc;

/// What a file of trust brought.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct LoadedTrust {
    /// Certificates of authorities that are trusted now.
    pub trusted: u64,
    /// Revocation lists.
    pub revocation_lists: u64,
    /// Certificates that could not be read and are left out.
    pub skipped: u64,
}

/// Whom a program trusts and what it insists on. Load once, use for every card, from any thread.
#[derive(uniffi::Object)]
#[uniffi::export(Debug)]
pub struct Verifier(facade::Verifier);

#[uniffi::export]
impl Verifier {
    /// Vietnamese citizen cards: originals only, no old algorithms.
    #[uniffi::constructor]
    #[must_use]
    pub fn citizen_cards() -> Arc<Self> {
        Arc::new(Self(facade::Verifier::citizen_cards()))
    }

    /// Passports of the world: older algorithms by date, chips that cannot prove to be originals.
    #[uniffi::constructor]
    #[must_use]
    pub fn travel_documents() -> Arc<Self> {
        Arc::new(Self(facade::Verifier::travel_documents()))
    }

    /// Cards of the simulator, and nothing else.
    #[uniffi::constructor]
    #[must_use]
    pub fn test_cards() -> Arc<Self> {
        Arc::new(Self(facade::Verifier::test_cards()))
    }

    /// Trusts the authorities of a file: a certificate (DER, PEM), a master list (ICAO, German BSI), or a revocation
    /// list. Where the file comes from is what makes it trustworthy.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn load(&self, file: Vec<u8>) -> Result<LoadedTrust, DinhDanhError> {
        guarded(|| {
            let facade::LoadedTrust { trusted, revocation_lists, skipped } = self.0.load(&file)?;
            let (trusted, revocation_lists) = (count(trusted), count(revocation_lists));
            Ok(LoadedTrust { trusted, revocation_lists, skipped: count(skipped) })
        })
    }

    /// Judges what was read, at a moment in Unix seconds. A fake card is an answer, never an error.
    ///
    /// # Errors
    /// `internal`; none in practice.
    pub fn verify(&self, reading: &CardReading, at: i64) -> Result<Arc<Verification>, DinhDanhError> {
        guarded(|| Ok(Arc::new(Verification(self.0.verify(&reading.0, at)))))
    }
}

shown_as_the_facade_does!(Verifier);

/// A check that failed.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Refusal {
    /// The check, such as `document-valid`.
    pub check: String,
    /// Why it failed, such as `expired`.
    pub reason: String,
}

/// The answer about one document. There is no `is_ok`: show what was refused, and compare the assurance with what the
/// counter needs.
#[derive(uniffi::Object)]
#[uniffi::export(Debug)]
pub struct Verification(facade::Verification);

#[uniffi::export]
impl Verification {
    /// Whether no check failed and the assurance is at least what the policy requires.
    #[must_use]
    pub fn meets_policy(&self) -> bool {
        quietly(|| self.0.meets_policy())
    }

    /// `Printed`, `SignedUnanchored`, `IssuerSigned`, `NotCloned` or `HolderPresent`, weakest first.
    #[must_use]
    pub fn assurance(&self) -> String {
        quietly(|| self.0.assurance())
    }

    /// The checks that failed.
    #[must_use]
    pub fn refusals(&self) -> Vec<Refusal> {
        let refusal = |(check, reason): (String, &str)| Refusal { check, reason: reason.to_owned() };
        quietly(|| self.0.refusals().into_iter().map(refusal).collect())
    }

    /// What the chip says about its holder.
    #[must_use]
    pub fn citizen(&self) -> Arc<Citizen> {
        quietly(|| Arc::new(Citizen(self.0.citizen())))
    }

    /// The picture, where it is the one that the authority signed.
    #[must_use]
    pub fn expose_portrait(&self) -> Option<Vec<u8>> {
        quietly(|| self.0.expose_portrait())
    }

    /// The same answer once somebody compared the person with the picture.
    #[must_use]
    pub fn with_holder(&self, same: bool) -> Arc<Self> {
        quietly(|| Arc::new(Self(self.0.with_holder(same))))
    }

    /// The whole answer as JSON, byte for byte the same in every language: a citizen's data in the clear.
    ///
    /// # Errors
    /// `internal`; none in practice.
    pub fn expose_json(&self) -> Result<String, DinhDanhError> {
        guarded(|| self.0.expose_json())
    }
}

shown_as_the_facade_does!(Verification);
