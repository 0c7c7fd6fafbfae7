//! Writing machine readable zones, for test cards and for reading back what was written.

use super::layout::{
    DOCUMENT_CODE, ISSUING_STATE, Layout, Span, after, check_digit, composite_input, field, layout, only_mrz_characters,
};
use super::{Mrz, MrzFormat};
use crate::error::{Code, Error, Result};
use crate::identity::{Citizen, Sex};

/// The fields of a zone to be written; fillers and check digits are added.
#[derive(Clone, Debug)]
pub struct MrzFields<'a> {
    /// The size.
    pub format: MrzFormat,
    /// Document code, up to 2 characters.
    pub document_code: &'a str,
    /// Issuing state, up to 3 characters.
    pub issuing_state: &'a str,
    /// Document number; longer than 9 characters continues in the optional data (not in TD3).
    pub document_number: &'a str,
    /// `YYMMDD`.
    pub date_of_birth: &'a str,
    /// Sex.
    pub sex: Sex,
    /// `YYMMDD`.
    pub date_of_expiry: &'a str,
    /// Nationality, up to 3 characters.
    pub nationality: &'a str,
    /// Optional data.
    pub optional_data: &'a str,
    /// Second optional data (TD1 only, up to 11 characters).
    pub optional_data_2: &'a str,
    /// Primary identifier; blanks become fillers.
    pub primary: &'a str,
    /// Secondary identifier; blanks become fillers. Cut where the field ends.
    pub secondary: &'a str,
}

impl MrzFields<'_> {
    /// The zone with these fields.
    ///
    /// # Errors
    /// `mrz-field`, naming the field that does not fit.
    pub fn build(&self) -> Result<Mrz> {
        let at = layout(self.format);
        let mut zone = Zone("<".repeat(self.format.line().saturating_mul(self.format.lines())));
        zone.put(DOCUMENT_CODE, self.document_code, "document_code")?;
        zone.put(ISSUING_STATE, self.issuing_state, "issuing_state")?;
        zone.put(at.sex, self.sex.mrz().encode_utf8(&mut [0; 4]), "sex")?;
        zone.put(at.nationality, self.nationality, "nationality")?;
        zone.put(at.optional_2, self.optional_data_2, "optional_data_2")?;
        self.put_number(&mut zone, &at)?;
        for (span, value, place) in
            [(at.birth, self.date_of_birth, "date_of_birth"), (at.expiry, self.date_of_expiry, "date_of_expiry")]
        {
            zone.put(span, value, place)?;
            zone.put_check_digit(span)?;
        }
        if at.optional_checked {
            zone.put_check_digit(at.optional)?;
        }
        let separator = if self.secondary.is_empty() { "" } else { "<<" };
        let name = format!("{}{separator}{}", self.primary, self.secondary).replace(' ', "<");
        // Not by characters: one outside the alphabet is refused by `put`, whole or cut.
        let cut = name.get(..name.len().min(at.name.1)).ok_or(Error::new(Code::MrzField, "name"))?;
        zone.put(at.name, cut, "name")?;
        let composite = check_digit(&composite_input(&zone.0, &at));
        zone.put(at.composite, composite.encode_utf8(&mut [0; 4]), "composite")?;
        Mrz::parse(&zone.0)
    }

    fn put_number(&self, zone: &mut Zone, at: &Layout) -> Result<()> {
        const PLACE: &str = "document_number";
        match self.document_number.split_at_checked(at.document_number.1) {
            Some((first, rest)) if !rest.is_empty() && self.format != MrzFormat::Td3 => {
                // Fillers inside would end the number for whoever reads it.
                if self.document_number.contains('<') {
                    return Err(Error::new(Code::MrzField, PLACE));
                }
                let digit = check_digit(self.document_number);
                let optional = format!("{rest}{digit}<{}", self.optional_data);
                zone.put(at.document_number, first, PLACE)?;
                zone.put(at.optional, optional.trim_end_matches('<'), "optional_data")
            }
            _ => {
                zone.put(at.document_number, self.document_number, PLACE)?;
                zone.put_check_digit(at.document_number)?;
                zone.put(at.optional, self.optional_data, "optional_data")
            }
        }
    }
}

impl Mrz {
    /// The zone of a Vietnamese identity card: TD1, document number and optional data from the personal number,
    /// the first word of the name as primary identifier.
    ///
    /// # Errors
    /// `mrz-field`, naming what the citizen lacks: personal number, name, date of birth, sex or end of validity.
    pub fn of_vietnamese_card(citizen: &Citizen) -> Result<Self> {
        let lacks = |place| Error::new(Code::MrzField, place);
        let id = citizen.id_number.as_ref().ok_or(lacks("id_number"))?.expose();
        let name = citizen.full_name.as_ref().and_then(|n| n.expose().mrz_form()).ok_or(lacks("name"))?;
        let birth = citizen.date_of_birth.as_ref().ok_or(lacks("date_of_birth"))?.expose();
        let expiry = citizen.expires.as_ref().ok_or(lacks("date_of_expiry"))?.expose();
        let (primary, secondary) = name.split_once(' ').unwrap_or((&name, ""));
        let checked = format!("{}<<", id.as_str());
        MrzFields {
            format: MrzFormat::Td1,
            document_code: "ID",
            issuing_state: "VNM",
            document_number: id.last9(),
            date_of_birth: &birth.to_mrz(),
            sex: *citizen.sex.as_ref().ok_or(lacks("sex"))?.expose(),
            date_of_expiry: &expiry.to_mrz(),
            nationality: "VNM",
            optional_data: &format!("{checked}{}", check_digit(&checked)),
            optional_data_2: "",
            primary,
            secondary,
        }
        .build()
    }
}

/// The characters of a zone in the making, all ASCII.
struct Zone(String);

impl Zone {
    fn put(&mut self, (start, length): Span, value: &str, place: &'static str) -> Result<()> {
        let refused = Error::new(Code::MrzField, place);
        if value.len() > length || !only_mrz_characters(value) {
            return Err(refused);
        }
        let end = start.saturating_add(value.len());
        if self.0.get(start..end).is_none() {
            return Err(refused);
        }
        self.0.replace_range(start..end, value);
        Ok(())
    }

    fn put_check_digit(&mut self, span: Span) -> Result<()> {
        let digit = check_digit(field(&self.0, span));
        self.put(after(span), digit.encode_utf8(&mut [0; 4]), "check_digit")
    }
}
