//! What opens a chip and what it is held against.

use crate::errors::SdkResult;
use crate::limits::TEXT_BYTES;
use dinhdanh::document::access_keys::{AccessKeys, Can, CanRule};
use dinhdanh::document::chip::access::Password;
use dinhdanh::document::chip::session::{AfterFailedPace, ReadPlan};
use dinhdanh::document::files::data_group::DataGroup;
use dinhdanh::document::mrz::{Mrz, MrzKey};
use dinhdanh::document::qr::CardQr;
use dinhdanh::error::{Code, Error, Lang};
use dinhdanh::identity::Citizen;
use std::fmt;

/// What is known before a chip is read: at least one of CAN, MRZ and QR text. Holds a citizen's data; shows none.
#[derive(Clone, Default)]
pub struct ReadRequest {
    passwords: Vec<Password>,
    pub(crate) qr: Option<Citizen>,
    pub(crate) mrz: Option<Mrz>,
    missing: Vec<&'static str>,
    bac_after_failed_pace: bool,
    without_portrait: bool,
}

impl ReadRequest {
    /// Nothing known yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the six digits of the card access number.
    ///
    /// # Errors
    /// `access-key-format`.
    pub fn can(&mut self, digits: &str) -> SdkResult<()> {
        let can = Can::parse(digits.trim())?;
        self.passwords.push(Password::can("can-given", can.digits()));
        Ok(())
    }

    /// Adds the lines of the machine readable zone, or `DOCUMENT,YYMMDD,YYMMDD`. A whole zone is also a claim that the
    /// chip is held against.
    ///
    /// # Errors
    /// `access-key-format`, and those of reading a zone.
    pub fn mrz(&mut self, text: &str) -> SdkResult<()> {
        bounded(text, "mrz")?;
        let key = MrzKey::parse(text)?;
        self.passwords.push(Password::mrz("mrz-given", key.information()));
        self.mrz = Mrz::parse(text).ok();
        Ok(())
    }

    /// Adds the text of the card's QR code: keys are derived from it, and the chip is held against it.
    ///
    /// # Errors
    /// `qr-not-a-card`, `text-not-utf8` and those of reading the text.
    pub fn qr(&mut self, bytes: &[u8]) -> SdkResult<()> {
        let citizen = CardQr::parse_bytes(bytes)?.value.citizen;
        let derived = AccessKeys::derive(&citizen, CanRule::default());
        self.passwords.extend(derived.keys.iter().map(Password::from));
        self.missing = derived.missing.iter().map(|missing| missing.explanation(Lang::Vi)).collect();
        self.qr = Some(citizen);
        Ok(())
    }

    /// Allows BAC when PACE is on offer and fails; the verdict then says so. Off unless called.
    pub fn allow_bac_after_failed_pace(&mut self) {
        self.bac_after_failed_pace = true;
    }

    /// Leaves the picture on the chip: much faster, and nobody can be compared with it.
    pub fn leave_portrait(&mut self) {
        self.without_portrait = true;
    }

    /// What the QR code lacked to derive a key, in Vietnamese.
    #[must_use]
    pub fn missing(&self) -> &[&'static str] {
        &self.missing
    }

    pub(crate) fn plan(&self, challenge: [u8; 8], longest_answer: usize) -> SdkResult<ReadPlan> {
        if self.passwords.is_empty() {
            return Err(Error::new(Code::AccessKeyMissing, "request").into());
        }
        let after_failed_pace =
            if self.bac_after_failed_pace { AfterFailedPace::TryBac } else { AfterFailedPace::Stop };
        let mut plan = ReadPlan {
            passwords: self.passwords.clone(),
            after_failed_pace,
            challenge: Some(challenge),
            longest_answer,
            ..ReadPlan::default()
        };
        if self.without_portrait {
            plan.groups.retain(|&group| group != DataGroup::DG2);
        }
        Ok(plan)
    }
}

/// Refuses text that no genuine input reaches.
pub(crate) fn bounded(text: &str, place: &'static str) -> SdkResult<()> {
    if text.len() > TEXT_BYTES { Err(Error::new(Code::TooLarge, place).into()) } else { Ok(()) }
}

impl fmt::Debug for ReadRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadRequest").field("keys", &self.passwords.len()).finish_non_exhaustive()
    }
}
