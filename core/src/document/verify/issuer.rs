//! Passive authentication (ICAO 9303-11, 5.1): the files are those that an authority signed.

use super::anchors::Anchors;
use super::certificate::Certificate;
use super::clone::UnderSignature;
use super::path::{self, RevocationState};
use super::policy::{Material, Policy, Revocation};
use super::reason::Reason;
use super::signature::{allow_hash, hash_of};
use super::signed_data::{Content, check_signed_data};
use super::verdict::{Check, CheckKind, Outcome};
use crate::crypto::HashAlgorithm;
use crate::document::chip::reading::ChipReading;
use crate::document::files::data_group::{DataGroup, FileId};
use crate::document::files::sod::Sod;
use crate::given::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// What passive authentication found.
#[derive(Debug)]
pub(super) struct Issuer {
    pub(super) checks: Vec<Check>,
    /// The states of the certificates from the signer to the anchor; the signer's alone where there is no path.
    pub(super) states: BTreeSet<Option<String>>,
    hashes: BTreeMap<u8, Vec<u8>>,
    hash: Result<HashAlgorithm, Reason>,
    signature: bool,
    anchored: bool,
}

impl Issuer {
    pub(super) fn check(reading: &ChipReading, anchors: &Anchors, policy: &Policy, at: Timestamp) -> Self {
        let mut found = Self {
            checks: Vec::new(),
            states: BTreeSet::new(),
            hashes: BTreeMap::new(),
            hash: Err(Reason::AlgorithmUnknown),
            signature: false,
            anchored: false,
        };
        let sod = match reading.files.get(&FileId::Sod).map(|bytes| Sod::parse(bytes)) {
            Some(Ok(sod)) => sod,
            missing => {
                let reason = if missing.is_none() { Reason::SodMissing } else { Reason::SodMalformed };
                found.push(CheckKind::SecurityObject, Outcome::Failed(reason));
                for check in [CheckKind::Signature, CheckKind::Issuer, CheckKind::SignerValid, CheckKind::Revocation] {
                    found.push(check, Outcome::NotDone(Reason::NoSignedData));
                }
                return found;
            }
        };
        found.push(CheckKind::SecurityObject, Outcome::Passed);
        found.hash = hash_of(&sod.lds.hash_algorithm).ok_or(Reason::AlgorithmUnknown);
        found.hashes = sod.lds.hashes;
        match check_signed_data(&sod.signed, Content::SecurityObject, policy) {
            Ok((signer, along)) => {
                found.push(CheckKind::Signature, Outcome::Passed);
                found.signature = true;
                // The hashes of the files count by the same date as the signature over them.
                found.hash = found.hash.and_then(|hash| allow_hash(hash, policy, signer.not_before()).map(|()| hash));
                found.authority(&signer, &along, anchors, policy, at);
            }
            Err(reason) => {
                found.push(CheckKind::Signature, Outcome::Failed(reason));
                for check in [CheckKind::Issuer, CheckKind::SignerValid, CheckKind::Revocation] {
                    found.push(check, Outcome::NotDone(Reason::NoSignedData));
                }
            }
        }
        found
    }

    fn authority(
        &mut self,
        signer: &Certificate,
        along: &[Certificate],
        anchors: &Anchors,
        policy: &Policy,
        at: Timestamp,
    ) {
        let path = if anchors.trusted().is_empty() {
            Err(Outcome::NotDone(Reason::NoAnchor))
        } else {
            path::find(signer, along, anchors, policy).map_err(Outcome::Failed)
        };
        let fits = |certificate: &Certificate| certificate.is_test() == (policy.material == Material::Test);
        let path = path.and_then(|path| {
            let fitting = fits(signer) && path.anchor().is_some_and(fits);
            if fitting { Ok(path) } else { Err(Outcome::Failed(Reason::TestMaterial)) }
        });
        self.anchored = path.is_ok();
        let certificates = path.as_ref().map_or(vec![signer], |path| path.certificates.clone());
        self.states = certificates.iter().map(|certificate| certificate.country()).collect();
        self.push(CheckKind::Issuer, path.as_ref().map_or_else(|outcome| *outcome, |_| Outcome::Passed));
        let valid = if at < signer.not_before() {
            Outcome::Failed(Reason::SignerNotYetValid)
        } else if signer.not_after() < at {
            Outcome::Failed(Reason::SignerExpired)
        } else {
            Outcome::Passed
        };
        self.push(CheckKind::SignerValid, valid);
        let missing = |reason| match policy.revocation {
            Revocation::UseIfGiven => Outcome::NotDone(reason),
            Revocation::Require => Outcome::Failed(reason),
        };
        let revocation = match path.as_ref().map(|path| path.revocation(anchors, policy, at)) {
            Err(_) => Outcome::NotDone(Reason::NoAnchor),
            Ok(Ok(RevocationState::Current)) => Outcome::Passed,
            Ok(Ok(RevocationState::NoList)) => missing(Reason::NoRevocationList),
            Ok(Ok(RevocationState::Old)) => missing(Reason::RevocationListOld),
            Ok(Err(reason)) => Outcome::Failed(reason),
        };
        self.push(CheckKind::Revocation, revocation);
    }

    fn push(&mut self, check: CheckKind, outcome: Outcome) {
        self.checks.push(Check { check, outcome });
    }

    /// Whether the security object is signed by the certificate that comes with it.
    pub(super) const fn signature_holds(&self) -> bool {
        self.signature
    }

    /// Whether that certificate leads to an authority that the caller trusts.
    pub(super) const fn is_anchored(&self) -> bool {
        self.anchored
    }

    /// The data groups that the security object lists.
    pub(super) fn signed_groups(&self) -> impl Iterator<Item = DataGroup> {
        self.hashes.keys().filter_map(|&number| DataGroup::new(number))
    }

    /// Whether a file is the one that was signed.
    pub(super) fn check_group(&self, group: DataGroup, bytes: &[u8]) -> Outcome {
        if !self.signature {
            return Outcome::NotDone(Reason::NoSignedData);
        }
        match (self.hashes.get(&group.number()), self.hash) {
            (None, _) => Outcome::Failed(Reason::DataGroupNotSigned),
            (Some(_), Err(reason)) => Outcome::Failed(reason),
            (Some(signed), Ok(hash)) if *signed == hash.digest(&[bytes]) => Outcome::Passed,
            (Some(_), Ok(_)) => Outcome::Failed(Reason::DataGroupChanged),
        }
    }

    /// What a file says, as something under the signature; `None` where the file is not the signed one.
    pub(super) fn under_signature<T>(
        &self,
        reading: &ChipReading,
        group: DataGroup,
        parse: impl FnOnce(&[u8]) -> Option<T>,
    ) -> Option<UnderSignature<T>> {
        let bytes = reading.files.get(&FileId::DataGroup(group))?;
        let passed = self.check_group(group, bytes) == Outcome::Passed;
        parse(bytes).filter(|_| passed).map(UnderSignature::after_hash_check)
    }
}
