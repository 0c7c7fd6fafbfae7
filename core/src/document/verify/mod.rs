//! The only place that decides: is the document genuine, is the chip the original, do its statements agree.
//!
//! [`verify`] takes what a session brought back, or what files another program read, and answers with a
//! [`Verdict`]. It is a pure function: the same evidence, anchors, policy and moment give the same answer.

mod anchors;
mod certificate;
mod clone;
mod issuer;
mod master_list;
mod path;
mod policy;
mod reason;
mod revocation;
mod signature;
mod signed_data;
mod states;
mod verdict;

pub use anchors::{Anchors, Loaded};
pub use certificate::{Certificate, TEST_MARK};
pub use master_list::MasterList;
pub use policy::{Documents, ExpiredDocuments, HiddenPace, Material, Policy, Revocation};
pub use reason::Reason;
pub use revocation::RevocationList;
pub use verdict::{Check, CheckKind, HolderComparison, Outcome, Verdict};

use super::chip::reading::{ChipReading, Withheld};
use super::contents::ChipContents;
use super::cross_check::{
    Conflict, CrossCheck, Field, Outcome as Compared, Severity, Side, Sides, conflicts, cross_check,
};
use super::files::com::Com;
use super::files::data_group::{DataGroup, FileId};
use super::files::dg14::Dg14;
use super::files::dg15::Dg15;
use super::files::security_infos::PaceInfo;
use super::mrz::Mrz;
use crate::given::Timestamp;
use crate::identity::{Assurance, Citizen, Claimed, Date, Expiry, Source, Verified};
use clone::{UnderSignature, check_active_authentication, check_chip_authentication};
use issuer::Issuer;
use std::collections::BTreeSet;

/// What the caller already knows and the document is to be held against.
#[derive(Clone, Copy, Debug, Default)]
pub struct Expected<'a> {
    /// The citizen of the card's QR code.
    pub qr: Option<&'a Citizen>,
    /// The zone printed on the card.
    pub mrz: Option<&'a Mrz>,
    /// The challenge that the caller chose for active authentication. An answer to any other may be an old one.
    pub challenge: Option<[u8; 8]>,
}

/// The answer about one document.
#[derive(Clone, Debug)]
pub struct Verification {
    /// What was checked, what came out, how sure one may be.
    pub verdict: Verdict,
    /// What the chip says about its holder, not proven by being read.
    pub claimed: Claimed<Citizen>,
    /// The same, where a trusted authority signed it and nothing was changed.
    pub verified: Option<Verified<Citizen>>,
    /// What contradicts what, with an explanation for the counter.
    pub conflicts: Vec<Conflict>,
}

/// Judges one document.
///
/// The anchors are the caller's; the moment is the caller's clock. Fake documents are an answer, never an
/// error.
#[must_use]
pub fn verify(
    reading: &ChipReading,
    expected: &Expected<'_>,
    anchors: &Anchors,
    policy: &Policy,
    at: Timestamp,
) -> Verification {
    let mut judge = Judge { reading, policy, today: today(at), checks: Vec::new() };
    let contents = ChipContents::of(reading);
    judge.access();
    let issuer = Issuer::check(reading, anchors, policy, at);
    judge.checks.extend(issuer.checks.iter().copied());
    judge.issuing_state(&issuer, &contents);
    judge.files(&issuer, &contents);
    let (dg14, dg15) = (judge.signed_dg14(&issuer), judge.signed_dg15(&issuer));
    judge.announced(dg14.as_ref());
    let original = judge.original(&issuer, dg14.as_ref(), dg15.as_ref(), expected);
    let conflicts = judge.agreement(&contents, expected);
    let citizen = contents.citizen(judge.today);
    judge.expiry(&citizen);
    judge.push(CheckKind::Holder, Outcome::NotDone(Reason::HolderNotConfirmed));

    let assurance = judge.assurance(&issuer, &contents, original);
    let source = if reading.access.is_some() { Source::Chip } else { Source::Dump };
    // Files that speak of two people are proven of neither.
    let contradiction = Check { check: CheckKind::ContentsAgree, outcome: Outcome::Failed(Reason::ContentsContradict) };
    let proven = assurance >= Assurance::IssuerSigned && !judge.checks.contains(&contradiction);
    let verified = proven.then(|| Verified::after(citizen.clone(), assurance));
    Verification {
        verdict: Verdict::new(assurance, judge.checks, policy.clone(), at),
        claimed: Claimed::new(citizen, source),
        verified,
        conflicts,
    }
}

struct Judge<'a> {
    reading: &'a ChipReading,
    policy: &'a Policy,
    today: Date,
    checks: Vec<Check>,
}

impl Judge<'_> {
    fn push(&mut self, check: CheckKind, outcome: Outcome) {
        self.checks.push(Check { check, outcome });
    }

    fn is_live(&self) -> bool {
        self.reading.access.is_some()
    }

    fn access(&mut self) {
        let outcome = match (&self.reading.access, self.reading.pace_failure) {
            (None, _) => Outcome::NotDone(Reason::NoLiveChip),
            (Some(_), Some(_)) => Outcome::NotDone(Reason::PaceFailedThenBac),
            (Some(_), None) => Outcome::Passed,
        };
        self.push(CheckKind::Access, outcome);
    }

    /// Signer, links and authority must belong to the state that the zone names (ICAO 9303-12, 7.1): any of the
    /// world's authorities could otherwise sign for any other.
    fn issuing_state(&mut self, issuer: &Issuer, contents: &ChipContents) {
        let zone = contents.dg1.as_ref().map(|mrz| mrz.issuing_state.as_str());
        // Without DG1 the document is judged as what DG13 makes it: a Vietnamese card.
        let named = zone.or(contents.dg13.as_ref().map(|_| "VNM"));
        let state = named.and_then(states::alpha_2);
        let signed: Vec<Option<&str>> = issuer.states.iter().map(Option::as_deref).collect();
        let outcome = match (named, state, signed.as_slice()) {
            (_, _, []) => Outcome::NotDone(Reason::NoSignedData),
            (None, ..) => Outcome::NotDone(Reason::CountryUnknown),
            (Some(_), None, _) => Outcome::Failed(Reason::CountryUnknown),
            (_, Some(state), _) if self.policy.documents == Documents::Vietnamese && state != "VN" => {
                Outcome::Failed(Reason::NotVietnamese)
            }
            (_, Some(state), [Some(signer)]) if state == *signer => Outcome::Passed,
            _ => Outcome::Failed(Reason::CountryDiffers),
        };
        self.push(CheckKind::IssuingState, outcome);
    }

    fn files(&mut self, issuer: &Issuer, contents: &ChipContents) {
        let read = self.reading.files.keys().filter_map(|file| match file {
            FileId::DataGroup(group) => Some(*group),
            _ => None,
        });
        let groups: BTreeSet<DataGroup> = read.chain(issuer.signed_groups()).collect();
        for group in groups {
            let file = FileId::DataGroup(group);
            let outcome = match (self.reading.files.get(&file), self.reading.withheld.get(&file)) {
                (Some(bytes), _) => match issuer.check_group(group, bytes) {
                    // A file may be the signed one and still say nothing that can be understood.
                    Outcome::Passed if !contents.understood(group, bytes) => {
                        Outcome::Failed(Reason::DataGroupMalformed)
                    }
                    outcome => outcome,
                },
                (None, Some(Withheld::Broken(_))) => Outcome::Failed(Reason::DataGroupMalformed),
                // Fingerprints and irises are for the state's own terminals (ICAO 9303-11, 7).
                (None, Some(Withheld::Refused(status))) if status.is_denied() && matches!(group.number(), 3 | 4) => {
                    Outcome::NotDone(Reason::NotRead)
                }
                (None, Some(Withheld::Refused(_))) => Outcome::Failed(Reason::DataGroupWithheld),
                (None, None) => Outcome::NotDone(Reason::NotRead),
            };
            self.push(CheckKind::DataGroup(group), outcome);
        }
        let signed: BTreeSet<DataGroup> = issuer.signed_groups().collect();
        let outcome = match self.reading.files.get(&FileId::Com).map(|bytes| Com::parse(bytes)) {
            _ if signed.is_empty() => Outcome::NotDone(Reason::NoSignedData),
            None => Outcome::NotDone(Reason::NotRead),
            // EF.COM is not signed and decides nothing; a file that only it lists is refused by itself.
            Some(Err(_)) => Outcome::NotDone(Reason::FileListDiffers),
            Some(Ok(com)) => {
                let listed: BTreeSet<DataGroup> = com.data_groups.iter().copied().collect();
                if listed == signed { Outcome::Passed } else { Outcome::NotDone(Reason::FileListDiffers) }
            }
        };
        self.push(CheckKind::FileList, outcome);
    }

    fn signed_dg14(&self, issuer: &Issuer) -> Option<UnderSignature<Dg14>> {
        issuer.under_signature(self.reading, DataGroup::DG14, |bytes| Dg14::parse(bytes).ok())
    }

    fn signed_dg15(&self, issuer: &Issuer) -> Option<UnderSignature<Dg15>> {
        issuer.under_signature(self.reading, DataGroup::DG15, |bytes| Dg15::parse(bytes).ok())
    }

    /// EF.CardAccess is not signed; who stands between reader and chip can hide that PACE is on offer. DG14
    /// repeats it under the signature (ICAO 9303-11, 9.2.10).
    fn announced(&mut self, dg14: Option<&UnderSignature<Dg14>>) {
        let outcome = match dg14 {
            _ if !self.is_live() => Outcome::NotDone(Reason::NoLiveChip),
            None => Outcome::NotDone(Reason::NoSignedData),
            Some(dg14) => {
                let announced = self.reading.announced.as_ref();
                let offered: Vec<_> = announced.iter().flat_map(|infos| infos.pace()).collect();
                let signed: Vec<_> = dg14.get().infos.pace().collect();
                let same = |a: &[&PaceInfo], b: &[&PaceInfo]| a.iter().all(|info| b.contains(info));
                match (announced, self.policy.hidden_pace) {
                    _ if signed.is_empty() => Outcome::NotDone(Reason::NotOffered),
                    (None, HiddenPace::Note) => Outcome::NotDone(Reason::AccessInfosHidden),
                    (None, HiddenPace::Refuse) => Outcome::Failed(Reason::AccessInfosHidden),
                    (Some(_), _) if same(&offered, &signed) && same(&signed, &offered) => Outcome::Passed,
                    (Some(_), _) => Outcome::Failed(Reason::AccessInfosDiffer),
                }
            }
        };
        self.push(CheckKind::AccessAnnounced, outcome);
    }

    /// Chip and active authentication; whether either proves the original and neither denies it.
    fn original(
        &mut self,
        issuer: &Issuer,
        dg14: Option<&UnderSignature<Dg14>>,
        dg15: Option<&UnderSignature<Dg15>>,
        expected: &Expected<'_>,
    ) -> bool {
        let offers = |dg14: &UnderSignature<Dg14>| dg14.get().infos.chip_authentication_keys().next().is_some();
        let chip = match (&self.reading.chip, dg14) {
            (Some(chip), Some(dg14)) => check_chip_authentication(dg14, chip, self.policy).into(),
            (Some(_), None) => Outcome::Failed(Reason::ChipKeyNotSigned),
            (None, Some(dg14)) if offers(dg14) => Outcome::NotDone(Reason::OnlyForTheReader),
            (None, Some(_)) => Outcome::NotDone(Reason::NotOffered),
            (None, None) => self.no_key(issuer, DataGroup::DG14),
        };
        let active = match (&self.reading.active, dg15) {
            (Some(active), Some(dg15)) => {
                match (check_active_authentication(dg15, dg14, active, self.policy), expected.challenge) {
                    (Err(reason), _) => Outcome::Failed(reason),
                    (Ok(()), None) => Outcome::NotDone(Reason::ChallengeUnknown),
                    (Ok(()), Some(chosen)) if chosen == active.challenge => Outcome::Passed,
                    (Ok(()), Some(_)) => Outcome::Failed(Reason::ChallengeNotOurs),
                }
            }
            (Some(_), None) => Outcome::Failed(Reason::ChipKeyNotSigned),
            (None, Some(_)) => Outcome::NotDone(Reason::NoChallenge),
            (None, None) => self.no_key(issuer, DataGroup::DG15),
        };
        self.push(CheckKind::ChipAuthentication, chip);
        self.push(CheckKind::ActiveAuthentication, active);
        let denied = [chip, active].iter().any(|outcome| matches!(outcome, Outcome::Failed(_)));
        !denied && [chip, active].contains(&Outcome::Passed)
    }

    /// Why there is no signed key: none was ever signed, or the chip keeps it back as a copy would.
    fn no_key(&self, issuer: &Issuer, group: DataGroup) -> Outcome {
        let file = FileId::DataGroup(group);
        let signed = issuer.signed_groups().any(|signed| signed == group);
        match (signed, self.reading.files.contains_key(&file), self.reading.withheld.contains_key(&file)) {
            (false, false, _) => Outcome::NotDone(Reason::NotOffered),
            (_, true, _) => Outcome::NotDone(Reason::ChipKeyNotSigned),
            (true, false, true) => Outcome::Failed(Reason::ChipKeyWithheld),
            (true, false, false) => Outcome::NotDone(Reason::NotRead),
        }
    }

    fn agreement(&mut self, contents: &ChipContents, expected: &Expected<'_>) -> Vec<Conflict> {
        let sides =
            Sides { qr: expected.qr, mrz: expected.mrz, dg1: contents.dg1.as_ref(), dg13: contents.dg13.as_ref() };
        let compared = cross_check(&sides);
        let serious = |about: fn(&CrossCheck) -> bool| {
            compared.iter().any(|done| about(&done.check) && done.outcome == Compared::Conflict(Severity::Serious))
        };
        // Agreement needs something that tells people apart: the number, or name and birth.
        let agreed = |between: fn(Side, Side) -> bool| {
            let on = |wanted: Field| {
                compared.iter().any(|done| match done.check {
                    CrossCheck::Between(left, right, field) => {
                        field == wanted && between(left, right) && done.outcome == Compared::Agreed
                    }
                    _ => false,
                })
            };
            on(Field::IdNumber) || on(Field::FullName) && on(Field::DateOfBirth)
        };
        let outcome = |contradicted: bool, agreed: bool, failed: Reason| match (contradicted, agreed) {
            (true, _) => Outcome::Failed(failed),
            (false, true) => Outcome::Passed,
            (false, false) => Outcome::NotDone(Reason::NothingClaimed),
        };
        let in_chip = agreed(|left, right| !is_claim(left) && !is_claim(right));
        let with_chip = agreed(|left, right| is_claim(left) != is_claim(right));
        let contents_agree = outcome(serious(|check| !is_about_claim(check)), in_chip, Reason::ContentsContradict);
        let claims_agree = outcome(serious(is_about_claim), with_chip, Reason::ClaimContradictsChip);
        self.push(CheckKind::ContentsAgree, contents_agree);
        self.push(CheckKind::ClaimsAgree, claims_agree);
        conflicts(&compared)
    }

    fn expiry(&mut self, citizen: &Citizen) {
        let expires = citizen.expires.as_ref().map(|expires| *expires.expose());
        let outcome = match (expires, self.policy.expired_documents) {
            (None, _) => Outcome::NotDone(Reason::DateUnknown),
            (Some(Expiry::Never), _) => Outcome::Passed,
            (Some(expires), _) if !expires.is_past(self.today) => Outcome::Passed,
            (Some(_), ExpiredDocuments::Refuse) => Outcome::Failed(Reason::DocumentExpired),
            (Some(_), ExpiredDocuments::Accept) => Outcome::NotDone(Reason::DocumentExpired),
        };
        self.push(CheckKind::DocumentValid, outcome);
    }

    /// The ladder: nothing is more than its weakest step allows.
    fn assurance(&self, issuer: &Issuer, contents: &ChipContents, original: bool) -> Assurance {
        let failed = |kind: fn(&CheckKind) -> bool| {
            self.checks.iter().any(|done| kind(&done.check) && matches!(done.outcome, Outcome::Failed(_)))
        };
        let changed = failed(|kind| matches!(kind, CheckKind::DataGroup(_)));
        if !issuer.signature_holds() || changed || !self.says_who(contents) {
            return Assurance::Printed;
        }
        let disowned =
            failed(|kind| matches!(kind, CheckKind::SignerValid | CheckKind::Revocation | CheckKind::IssuingState));
        if !issuer.is_anchored() || disowned {
            return Assurance::SignedUnanchored;
        }
        if original { Assurance::NotCloned } else { Assurance::IssuerSigned }
    }

    /// A signature over nothing that names a person proves nothing about one.
    fn says_who(&self, contents: &ChipContents) -> bool {
        let passed = |group| {
            let check = Check { check: CheckKind::DataGroup(group), outcome: Outcome::Passed };
            self.checks.contains(&check)
        };
        let named = |citizen: &Citizen| citizen.id_number.is_some() || citizen.full_name.is_some();
        let zone = contents.dg1.as_ref().is_some_and(|mrz| named(&mrz.to_citizen(self.today)));
        zone && passed(DataGroup::DG1) || contents.dg13.as_ref().is_some_and(named) && passed(DataGroup::DG13)
    }
}

impl From<Result<(), Reason>> for Outcome {
    fn from(result: Result<(), Reason>) -> Self {
        match result {
            Ok(()) => Self::Passed,
            Err(reason) => Self::Failed(reason),
        }
    }
}

const fn is_claim(side: Side) -> bool {
    matches!(side, Side::Qr | Side::Mrz)
}

fn is_about_claim(check: &CrossCheck) -> bool {
    match check {
        CrossCheck::Between(left, right, _) => is_claim(*left) || is_claim(*right),
        CrossCheck::IdNumberVsSex(side)
        | CrossCheck::IdNumberVsBirthYear(side)
        | CrossCheck::DocumentNumberVsId(side)
        | CrossCheck::CheckDigits(side) => is_claim(*side),
    }
}

/// The day in Viet Nam. A moment outside the calendar only settles centuries wrongly; certificates are
/// compared by the moment itself.
fn today(at: Timestamp) -> Date {
    Date::in_vietnam(at).unwrap_or(Date::FIRST_CHIP_CARD)
}
