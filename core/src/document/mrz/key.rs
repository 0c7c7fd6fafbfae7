//! What of a machine readable zone opens a chip.

use super::layout::{check_digit, only_mrz_characters};
use super::{Mrz, MrzCheckName, MrzFormat};
use crate::error::{Code, Error, Result};
use crate::identity::{Expiry, IdNumber, PartialDate};
use crate::limits::MRZ_TEXT_BYTES;
use std::fmt;
use zeroize::Zeroizing;

/// The `MRZ_information` of ICAO 9303-11 section 4.3.2 and 9.7.2: document number, date of birth and date of expiry,
/// each with its check digit. BAC and PACE derive their keys from it. Never shown; wiped when dropped.
#[derive(Clone)]
pub struct MrzKey(Zeroizing<String>);

/// Two dates and three check digits.
const WITHOUT_NUMBER: usize = 15;
/// The shortest and longest document number: nine characters with fillers; nine plus what TD1 leaves in its
/// optional data after a check digit and a filler.
const NUMBER: std::ops::RangeInclusive<usize> = 9..=22;

impl MrzKey {
    /// From the document number (without filler), and `YYMMDD` of birth and expiry.
    ///
    /// # Errors
    /// `access-key-format`.
    pub fn new(document_number: &str, birth: &str, expiry: &str) -> Result<Self> {
        let number = Zeroizing::new(format!("{document_number:<<9}"));
        let is_date = |text: &str| text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit() || b == b'<');
        if document_number.is_empty() || !only_mrz_characters(&number) || !NUMBER.contains(&number.len()) {
            return Err(Error::new(Code::AccessKeyFormat, "document_number"));
        }
        if !is_date(birth) {
            return Err(Error::new(Code::AccessKeyFormat, "date_of_birth"));
        }
        if !is_date(expiry) {
            return Err(Error::new(Code::AccessKeyFormat, "date_of_expiry"));
        }
        let mut information = Zeroizing::new(String::with_capacity(number.len().saturating_add(WITHOUT_NUMBER)));
        for part in [&number, birth, expiry] {
            information.push_str(part);
            information.push(check_digit(part));
        }
        Ok(Self(information))
    }

    /// The key of a Vietnamese card: the document number is the last nine digits of the personal number.
    ///
    /// # Errors
    /// None in practice; the result is that of [`MrzKey::new`].
    pub fn of_vietnamese_card(id_number: IdNumber, birth: PartialDate, expiry: Expiry) -> Result<Self> {
        Self::new(id_number.last9(), &birth.to_mrz(), &expiry.to_mrz())
    }

    /// From a whole zone.
    ///
    /// # Errors
    /// `mrz-check-digit`, naming the field: such a key cannot open the chip.
    pub fn of(mrz: &Mrz) -> Result<Self> {
        for (check, place) in [
            (MrzCheckName::DocumentNumber, "document_number"),
            (MrzCheckName::DateOfBirth, "date_of_birth"),
            (MrzCheckName::DateOfExpiry, "date_of_expiry"),
        ] {
            if !mrz.holds(check) {
                return Err(Error::new(Code::MrzCheckDigit, place));
            }
        }
        Self::new(mrz.document_number.expose(), mrz.date_of_birth.expose(), mrz.date_of_expiry.expose())
    }

    /// From text that a person gives: all lines of the zone, the `MRZ_information` itself (24 characters, more for
    /// long document numbers), or `DOCUMENT,YYMMDD,YYMMDD` with birth before expiry.
    ///
    /// # Errors
    /// `access-key-format`, `mrz-check-digit`, or as [`Mrz::parse`].
    pub fn parse(text: &str) -> Result<Self> {
        if text.len() > MRZ_TEXT_BYTES {
            return Err(Error::new(Code::TooLarge, "mrz"));
        }
        let mut parts = text.split(',').map(str::trim);
        if let (Some(number), Some(birth), Some(expiry), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        {
            return Self::new(number, birth, expiry);
        }
        let whole: Zeroizing<String> = Zeroizing::new(text.split_ascii_whitespace().collect());
        if MrzFormat::of_size(whole.len()).is_some() {
            return Self::of(&Mrz::parse(text)?);
        }
        Self::parse_information(&whole)
    }

    fn parse_information(text: &str) -> Result<Self> {
        let malformed = Error::new(Code::AccessKeyFormat, "mrz_information");
        let number_length = text.len().checked_sub(WITHOUT_NUMBER).ok_or(malformed)?;
        let (number, rest) = text.split_at_checked(number_length).ok_or(malformed)?;
        let (number_digit, rest) = rest.split_at_checked(1).ok_or(malformed)?;
        let (birth, rest) = rest.split_at_checked(6).ok_or(malformed)?;
        let (birth_digit, rest) = rest.split_at_checked(1).ok_or(malformed)?;
        let (expiry, expiry_digit) = rest.split_at_checked(6).ok_or(malformed)?;
        let key =
            if NUMBER.contains(&number.len()) { Self::new(number, birth, expiry)? } else { return Err(malformed) };
        for (part, digit, place) in [
            (number, number_digit, "document_number"),
            (birth, birth_digit, "date_of_birth"),
            (expiry, expiry_digit, "date_of_expiry"),
        ] {
            if digit != check_digit(part).to_string() {
                return Err(Error::new(Code::MrzCheckDigit, place));
            }
        }
        Ok(key)
    }

    /// The text from which keys are derived.
    #[must_use]
    pub fn information(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for MrzKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MrzKey(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn information_of_the_standard_and_of_vietnamese_cards() {
        // ICAO 9303-11 appendix D.1 (BAC), appendix G.1 (PACE), and appendix D.2 (a long document number).
        let information = |n, b, e| MrzKey::new(n, b, e).unwrap().information().to_owned();
        assert_eq!(information("L898902C", "690806", "940623"), "L898902C<369080619406236");
        assert_eq!(information("T22000129", "640812", "101031"), "T22000129364081251010318");
        assert_eq!(information("D23145890734", "340712", "950712"), "D23145890734934071279507122");
        let id = IdNumber::parse("001199000018").unwrap();
        let birth = PartialDate::parse_day_first("17021999").unwrap();
        let expiry = Expiry::from_mrz("390217").unwrap();
        let key = MrzKey::of_vietnamese_card(id, birth, expiry).unwrap();
        assert_eq!(key.information(), "199000018499021743902172");
        assert_eq!(format!("{key:?}"), "MrzKey(***)");
    }

    #[test]
    fn every_form_a_person_may_give() {
        let zone = "IDVNM1990000184001199000018<<5\n9902174F3902172VNM<<<<<<<<<<<8\nNGUYEN<<THI<MAU<<<<<<<<<<<<<<<\n";
        for text in [
            zone,
            &zone.replace('\n', ""),
            &zone.replace('\n', "\r\n"),
            "199000018499021743902172",
            " 199000018499021743902172\n",
            "199000018,990217,390217",
            "199000018, 990217 , 390217",
        ] {
            assert_eq!(MrzKey::parse(text).unwrap().information(), "199000018499021743902172", "{text}");
        }
        assert_eq!(MrzKey::parse("L898902C<369080619406236").unwrap().information(), "L898902C<369080619406236");
        let long = "D23145890734934071279507122";
        assert_eq!(MrzKey::parse(long).unwrap().information(), long);
    }

    #[test]
    fn defects_are_named() {
        let error = |text: &str| MrzKey::parse(text).map(|_| ()).map_err(|e| (e.code(), e.place())).unwrap_err();
        assert_eq!(error("199000018599021743902172"), (Code::MrzCheckDigit, "document_number"));
        assert_eq!(error("199000018499021753902172"), (Code::MrzCheckDigit, "date_of_birth"));
        assert_eq!(error("199000018499021743902173"), (Code::MrzCheckDigit, "date_of_expiry"));
        assert_eq!(error("199000018,990217,39021"), (Code::AccessKeyFormat, "date_of_expiry"));
        assert_eq!(error("199000018,99-217,390217"), (Code::AccessKeyFormat, "date_of_birth"));
        assert_eq!(error(",990217,390217"), (Code::AccessKeyFormat, "document_number"));
        assert_eq!(error("19900001é,990217,390217"), (Code::AccessKeyFormat, "document_number"));
        for text in ["", "199000018", "199000018,990217", "a,b,c,d", "19900001849902174390217"] {
            assert_eq!(error(text).0, Code::AccessKeyFormat, "{text}");
        }
        let zone = "IDVNM1990000184001199000018<<59902174F3902173VNM<<<<<<<<<<<8NGUYEN<<THI<MAU<<<<<<<<<<<<<<<";
        assert_eq!(error(zone), (Code::MrzCheckDigit, "date_of_expiry"));
    }
}
