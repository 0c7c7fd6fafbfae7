//! The answer: what was checked, what came out, and how sure one may be.

use super::policy::Policy;
use super::reason::Reason;
use crate::document::files::data_group::DataGroup;
use crate::given::Timestamp;
use crate::identity::Assurance;
use serde::{Serialize, Serializer};
use std::fmt;

/// What is checked. In JSON and logs by the names that [`fmt::Display`] gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum CheckKind {
    /// `access`: the chip was opened with the strongest protocol it offers.
    Access,
    /// `access-announced`: what the chip announced before access is what its signed file says.
    AccessAnnounced,
    /// `security-object`: EF.SOD is there and has its structure.
    SecurityObject,
    /// `signature`: EF.SOD is signed by the certificate that comes with it.
    Signature,
    /// `issuer`: an authority that the caller trusts certified the signer.
    Issuer,
    /// `signer-valid`: the signer's certificate is within its validity.
    SignerValid,
    /// `revocation`: the signer's certificate was not revoked.
    Revocation,
    /// `issuing-state`: the signer belongs to the state that the document names.
    IssuingState,
    /// `data-group-N`: the file is the one that was signed.
    DataGroup(DataGroup),
    /// `file-list`: EF.COM lists what is signed.
    FileList,
    /// `chip-authentication`: the chip holds the private key of DG14.
    ChipAuthentication,
    /// `active-authentication`: the chip holds the private key of DG15.
    ActiveAuthentication,
    /// `contents-agree`: the chip's files do not contradict one another.
    ContentsAgree,
    /// `claims-agree`: what was claimed (QR code, printed zone) is what the chip says.
    ClaimsAgree,
    /// `document-valid`: the document has not expired.
    DocumentValid,
    /// `holder`: the person is the one in the picture.
    Holder,
}

/// What came out of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It holds.
    Passed,
    /// It does not: the document is refused.
    Failed(Reason),
    /// It could not be asked, and says nothing.
    NotDone(Reason),
}

/// One check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check {
    /// What was checked.
    pub check: CheckKind,
    /// What came out.
    pub outcome: Outcome,
}

/// What the person at the counter has to do with the document, as somebody established.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HolderComparison {
    /// Somebody compared the face with the picture from the chip, and it is the same person.
    Same,
    /// It is another person.
    Different,
}

/// The answer, with the policy and the moment it holds for. There is no `is_ok`: ask for the assurance you
/// need, and show what was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    assurance: Assurance,
    checks: Vec<Check>,
    policy: Policy,
    at: Timestamp,
}

impl Verdict {
    pub(super) fn new(assurance: Assurance, checks: Vec<Check>, policy: Policy, at: Timestamp) -> Self {
        Self { assurance, checks, policy, at }
    }

    /// How sure one may be of the document. Says nothing without [`Verdict::refusals`]: a card whose
    /// signature holds may still be expired or another person's.
    #[must_use]
    pub const fn assurance(&self) -> Assurance {
        self.assurance
    }

    /// Every check in the order it was made.
    #[must_use]
    pub fn checks(&self) -> &[Check] {
        &self.checks
    }

    /// What came out of one check.
    #[must_use]
    pub fn outcome(&self, check: CheckKind) -> Option<Outcome> {
        self.checks.iter().find(|done| done.check == check).map(|done| done.outcome)
    }

    /// The checks that failed, with their reasons.
    pub fn refusals(&self) -> impl Iterator<Item = (CheckKind, Reason)> {
        self.checks.iter().filter_map(|done| match done.outcome {
            Outcome::Failed(reason) => Some((done.check, reason)),
            Outcome::Passed | Outcome::NotDone(_) => None,
        })
    }

    /// Whether nothing failed and the assurance is at least what the policy requires.
    #[must_use]
    pub fn meets_policy(&self) -> bool {
        self.assurance >= self.policy.required && self.refusals().next().is_none()
    }

    /// The policy it holds for.
    #[must_use]
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The moment it holds for.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        self.at
    }

    /// The same verdict once somebody has compared the person with the picture from the chip. The picture
    /// counts only if it is the one that was signed (DG2), and from an original: otherwise the comparison raises
    /// nothing. Who was found to be another person stays so.
    #[must_use]
    pub fn with_holder(mut self, comparison: HolderComparison) -> Self {
        if self.outcome(CheckKind::Holder) == Some(Outcome::Failed(Reason::HolderDiffers)) {
            return self;
        }
        let picture = self.outcome(CheckKind::DataGroup(DataGroup::DG2)) == Some(Outcome::Passed);
        let outcome = match comparison {
            HolderComparison::Same if picture => Outcome::Passed,
            HolderComparison::Same => Outcome::NotDone(Reason::NotRead),
            HolderComparison::Different => Outcome::Failed(Reason::HolderDiffers),
        };
        for check in self.checks.iter_mut().filter(|check| check.check == CheckKind::Holder) {
            check.outcome = outcome;
        }
        if outcome == Outcome::Passed && self.assurance == Assurance::NotCloned {
            self.assurance = Assurance::HolderPresent;
        }
        self
    }
}

impl fmt::Display for CheckKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Access => "access",
            Self::AccessAnnounced => "access-announced",
            Self::SecurityObject => "security-object",
            Self::Signature => "signature",
            Self::Issuer => "issuer",
            Self::SignerValid => "signer-valid",
            Self::Revocation => "revocation",
            Self::IssuingState => "issuing-state",
            Self::DataGroup(group) => return write!(f, "data-group-{}", group.number()),
            Self::FileList => "file-list",
            Self::ChipAuthentication => "chip-authentication",
            Self::ActiveAuthentication => "active-authentication",
            Self::ContentsAgree => "contents-agree",
            Self::ClaimsAgree => "claims-agree",
            Self::DocumentValid => "document-valid",
            Self::Holder => "holder",
        })
    }
}

impl Serialize for Check {
    /// `{"check": NAME, "outcome": "passed" | "failed" | "not-done", "reason": CODE | null}`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let (outcome, reason) = match self.outcome {
            Outcome::Passed => ("passed", None),
            Outcome::Failed(reason) => ("failed", Some(reason)),
            Outcome::NotDone(reason) => ("not-done", Some(reason)),
        };
        let mut fields = serializer.serialize_struct("Check", 3)?;
        fields.serialize_field("check", &self.check.to_string())?;
        fields.serialize_field("outcome", outcome)?;
        fields.serialize_field("reason", &reason)?;
        fields.end()
    }
}
