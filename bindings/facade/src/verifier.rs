//! Whom to trust, and the answer about one document.

use crate::citizen::CitizenView;
use crate::errors::{SdkError, SdkResult};
use crate::session::CardReading;
use dinhdanh::document::report::Report;
use dinhdanh::document::verify::{Anchors, HolderComparison, Policy, Verification as Answer, verify};
use dinhdanh::error::Code;
use dinhdanh::given::Timestamp;
use std::fmt;
use std::sync::{PoisonError, RwLock};

/// What a file of trust brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoadedTrust {
    /// Certificates of authorities that are trusted now.
    pub trusted: usize,
    /// Revocation lists.
    pub revocation_lists: usize,
    /// Certificates that could not be read and are left out.
    pub skipped: usize,
}

/// Whom a program trusts and what it insists on. Load once, use for every card, from any thread.
pub struct Verifier {
    anchors: RwLock<Anchors>,
    policy: Policy,
}

impl Verifier {
    /// Vietnamese citizen cards: originals only, no old algorithms.
    #[must_use]
    pub fn citizen_cards() -> Self {
        Self::of(Policy::citizen_card())
    }

    /// Passports of the world: older algorithms by date, chips that cannot prove to be originals.
    #[must_use]
    pub fn travel_documents() -> Self {
        Self::of(Policy::travel_document())
    }

    /// Cards of the simulator, and nothing else: a verifier for tests accepts no real card and the other way round.
    #[must_use]
    pub fn test_cards() -> Self {
        Self::of(Policy::citizen_card().for_test_cards())
    }

    fn of(policy: Policy) -> Self {
        Self { anchors: RwLock::new(Anchors::new()), policy }
    }

    /// Trusts the authorities of a file: a certificate (DER, PEM), a master list (ICAO, German BSI), or a revocation
    /// list. The file is the program's own: where it comes from is what makes it trustworthy.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn load(&self, file: &[u8]) -> SdkResult<LoadedTrust> {
        let loaded = self.anchors.write().unwrap_or_else(PoisonError::into_inner).load(file)?;
        Ok(LoadedTrust {
            trusted: loaded.certificates,
            revocation_lists: loaded.revocation_lists,
            skipped: loaded.skipped,
        })
    }

    /// Judges what was read, at a moment in Unix seconds. A fake card is an answer, never an error.
    #[must_use]
    pub fn verify(&self, reading: &CardReading, at: i64) -> Verification {
        let anchors = self.anchors.read().unwrap_or_else(PoisonError::into_inner);
        let at = Timestamp::from_unix(at);
        let answer = verify(reading.chip(), &reading.expected(), &anchors, &self.policy, at);
        Verification { answer, reading: reading.clone() }
    }
}

/// The answer about one document. There is no `is_ok`: show what was refused, and compare the assurance with what the
/// counter needs. Holds a citizen's data; shows none.
#[derive(Clone)]
pub struct Verification {
    answer: Answer,
    reading: CardReading,
}

impl Verification {
    /// Whether no check failed and the assurance is at least what the policy requires.
    #[must_use]
    pub fn meets_policy(&self) -> bool {
        self.answer.verdict.meets_policy()
    }

    /// `Printed`, `SignedUnanchored`, `IssuerSigned`, `NotCloned` or `HolderPresent`, weakest first.
    #[must_use]
    pub fn assurance(&self) -> String {
        format!("{:?}", self.answer.verdict.assurance())
    }

    /// The checks that failed, each with its reason, such as `("document-valid", "expired")`.
    #[must_use]
    pub fn refusals(&self) -> Vec<(String, &'static str)> {
        self.answer.verdict.refusals().map(|(check, reason)| (check.to_string(), reason.as_str())).collect()
    }

    /// What the chip says about its holder; `proven` in it tells whether an authority that is trusted signed it.
    #[must_use]
    pub fn citizen(&self) -> CitizenView {
        let claimed = &self.answer.claimed;
        CitizenView::new(claimed.value.clone(), claimed.source, self.answer.verified.is_some())
    }

    /// The picture, where it is the one that the authority signed.
    #[must_use]
    pub fn expose_portrait(&self) -> Option<Vec<u8>> {
        use dinhdanh::document::files::data_group::DataGroup;
        use dinhdanh::document::verify::{CheckKind, Outcome};
        let signed = self.answer.verdict.outcome(CheckKind::DataGroup(DataGroup::DG2)) == Some(Outcome::Passed);
        let proven = self.answer.verified.is_some();
        if signed && proven { self.reading.expose_portrait() } else { None }
    }

    /// The same answer once somebody compared the person with the picture.
    #[must_use]
    pub fn with_holder(&self, same: bool) -> Self {
        let comparison = if same { HolderComparison::Same } else { HolderComparison::Different };
        let mut answer = self.answer.clone();
        answer.verdict = answer.verdict.with_holder(comparison);
        Self { answer, reading: self.reading.clone() }
    }

    /// The whole answer as JSON (`docs/json.md`), byte for byte the same in every language: a citizen's data in the
    /// clear.
    ///
    /// # Errors
    /// `internal`; none in practice.
    pub fn expose_json(&self) -> SdkResult<String> {
        let report = Report::of(&self.answer, self.reading.chip());
        serde_json::to_string(&report).map_err(|_| SdkError::of(Code::Internal, "report"))
    }
}

impl fmt::Debug for Verification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verification").field("assurance", &self.assurance()).finish_non_exhaustive()
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier").field("policy", &self.policy).finish_non_exhaustive()
    }
}
