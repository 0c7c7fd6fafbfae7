//! The identity fields of the health check-in report (bảng check-in, Decision 130/QĐ-BYT of 2023 as amended by
//! 4750/QĐ-BYT and 3176/QĐ-BYT), for hospital software that adds the rest of the report.
//!
//! Names, order and forms of the fields are those of the decisions' table as vendors describe it; the decisions'
//! own XML schema was not at hand. **Unconfirmed**: the element around the fields, here `CHECK_IN`. Software that
//! has its own takes the elements inside.

use super::fields::{Fields, Format, Texts};
use super::{Problem, Problems};
use crate::error::{Code, Error, Result};
use crate::identity::{PartialDate, PersonName, Sex};
use crate::personal::Personal;
use crate::residence::Guest;

const LINK: &str = "MA_LK";
const NUMBER: &str = "STT";
const PATIENT: &str = "MA_BN";
const NAME: &str = "HO_TEN";
const DOCUMENT: &str = "SO_CCCD";
const BIRTH: &str = "NGAY_SINH";
const SEX: &str = "GIOI_TINH";
const INSURANCE: &str = "MA_THE_BHYT";

static FORMAT: Format = Format {
    root: "CHECK_IN_LIST",
    record: "CHECK_IN",
    fields: &[LINK, NUMBER, PATIENT, NAME, DOCUMENT, BIRTH, SEX, INSURANCE],
    place: "CHECK_IN",
};

/// Characters of the fields (decision 130/QĐ-BYT, annex).
const LINK_CHARS: usize = 100;
const NAME_CHARS: usize = 255;
const DOCUMENT_CHARS: usize = 15;
const INSURANCE_CHARS: usize = 50;

/// The identity of a patient at check-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckIn {
    /// The hospital's code of this treatment (MA_LK): unique, and no citizen's number.
    pub link: String,
    /// The hospital's code of the patient (MA_BN).
    pub patient: Option<String>,
    /// Full name.
    pub full_name: Personal<PersonName>,
    /// Personal number, old identity card number, passport number, or the code of the electronic identity.
    pub document_number: Option<Personal<String>>,
    /// Date of birth, as far as it is known.
    pub date_of_birth: Personal<PartialDate>,
    /// Sex.
    pub sex: Personal<Sex>,
    /// Numbers of health insurance cards, or of social insurance.
    pub insurance: Vec<Personal<String>>,
}

impl CheckIn {
    /// The check-in of a guest of the hospital, known to it under these codes.
    ///
    /// # Errors
    /// Everything that the report requires and the guest does not have, or that its fields do not take.
    pub fn of(guest: &Guest, link: &str, patient: Option<&str>) -> Result<Self, Vec<Problem>> {
        let person = guest.person();
        let mut problems = Problems::default();
        let trimmed = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let link = problems.required(trimmed(link), LINK);
        let full_name = problems.required(person.full_name.clone(), NAME);
        let date_of_birth = problems.required(person.date_of_birth.clone(), BIRTH);
        let sex = problems.required(person.sex.clone(), SEX);
        let number = person.document.as_ref().and_then(|document| document.number.clone());
        let check_in = (|| {
            Some(Self {
                link: link?,
                patient: patient.and_then(trimmed),
                full_name: full_name?,
                document_number: number.and_then(|number| trimmed(number.expose())).map(Personal::new),
                date_of_birth: date_of_birth?,
                sex: sex?,
                insurance: guest
                    .insurance
                    .iter()
                    .filter_map(|text| trimmed(text.expose()))
                    .map(Personal::new)
                    .collect(),
            })
        })();
        if let Some(check_in) = &check_in {
            problems.0.extend(check_in.problems());
        }
        problems.or_whole(check_in)
    }

    /// What the fields of the report do not take.
    fn problems(&self) -> Vec<Problem> {
        let document = self.document_number.as_ref().is_none_or(|number| is_document(number.expose()));
        let insurance = self.insurance.iter().all(|number| is_insurance(number.expose()));
        [
            (LINK, self.link.chars().count() <= LINK_CHARS),
            (PATIENT, self.patient.as_ref().is_none_or(|code| code.chars().count() <= LINK_CHARS)),
            (NAME, self.full_name.expose().as_str().chars().count() <= NAME_CHARS),
            (DOCUMENT, document),
            (INSURANCE, insurance && self.joined().chars().count() <= INSURANCE_CHARS),
        ]
        .into_iter()
        .filter(|(_, fits)| !fits)
        .map(|(field, _)| Problem { field, code: Code::ExportFieldForm })
        .collect()
    }

    fn joined(&self) -> String {
        let numbers: Vec<&str> = self.insurance.iter().map(|number| number.expose().as_str()).collect();
        numbers.join(";")
    }

    fn texts(&self, number: usize) -> Texts {
        let birth = self.date_of_birth.expose();
        let date = format!("{:04}{:02}{:02}0000", birth.year(), birth.month().unwrap_or(0), birth.day().unwrap_or(0));
        vec![
            Some(self.link.clone()),
            Some(number.to_string()),
            self.patient.clone(),
            Some(self.full_name.expose().as_str().to_owned()),
            self.document_number.as_ref().map(|number| number.expose().clone()),
            Some(date),
            Some(sex_code(*self.sex.expose()).to_owned()),
            Some(self.joined()).filter(|joined| !joined.is_empty()),
        ]
    }

    fn read(fields: &Fields<'_>) -> Result<Self> {
        let birth = fields.needed(BIRTH)?;
        let date = birth.strip_suffix("0000").filter(|date| date.len() == 8).ok_or(form(BIRTH))?;
        let sex = fields.needed(SEX)?;
        let sex = [Sex::Male, Sex::Female, Sex::Unspecified].into_iter().find(|one| sex_code(*one) == sex);
        let split = |text: &str| text.split(';').map(|number| Personal::new(number.trim().to_owned())).collect();
        let check_in = Self {
            link: fields.needed(LINK)?.to_owned(),
            patient: fields.text(PATIENT).map(str::to_owned),
            full_name: Personal::new(PersonName::parse(fields.needed(NAME)?)?),
            document_number: fields.text(DOCUMENT).map(|text| Personal::new(text.to_owned())),
            date_of_birth: Personal::new(PartialDate::parse_year_first(date)?),
            sex: Personal::new(sex.ok_or(form(SEX))?),
            insurance: fields.text(INSURANCE).map(split).unwrap_or_default(),
        };
        match check_in.problems().first() {
            Some(problem) => Err(Error::new(problem.code, problem.field)),
            None => Ok(check_in),
        }
    }
}

/// The file for these patients, numbered from 1.
///
/// # Errors
/// `export-field-missing` for no patient at all, `too-large`, `text-control-characters`.
pub fn write(check_ins: &[CheckIn]) -> Result<Vec<u8>> {
    let records: Vec<Texts> = (1..).zip(check_ins).map(|(number, check_in)| check_in.texts(number)).collect();
    FORMAT.write(&records)
}

/// The patients of a file that [`write()`] wrote.
///
/// # Errors
/// `export-file-malformed`, `text-not-utf8`, `too-large`, `export-field-missing`, `export-field-form` and the codes of
/// names and dates.
pub fn read(bytes: &[u8]) -> Result<Vec<CheckIn>> {
    let mut check_ins = Vec::new();
    for (number, texts) in (1_usize..).zip(&FORMAT.read(bytes)?) {
        let fields = Fields { format: &FORMAT, texts };
        if fields.needed(NUMBER)? != number.to_string() {
            return Err(form(NUMBER));
        }
        check_ins.push(CheckIn::read(&fields)?);
    }
    Ok(check_ins)
}

const fn form(field: &'static str) -> Error {
    Error::new(Code::ExportFieldForm, field)
}

/// 1 male, 2 female, 3 not stated.
const fn sex_code(sex: Sex) -> &'static str {
    match sex {
        Sex::Male => "1",
        Sex::Female => "2",
        Sex::Unspecified => "3",
    }
}

/// 9 or 12 digits, a passport number (one capital letter and 7 digits; 8 were reported of new booklets), or another
/// code of capital letters and digits that the field can hold.
fn is_document(text: &str) -> bool {
    let fits = (1..=DOCUMENT_CHARS).contains(&text.len());
    let plain = text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let only_digits = text.bytes().all(|b| b.is_ascii_digit());
    fits && plain && (!only_digits || matches!(text.len(), 9 | 12))
}

/// A card number of 15 characters, a social insurance number of 10 digits, or the personal number that takes their
/// place.
fn is_insurance(text: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    match text.len() {
        10 | 12 => digits(text),
        15 => text
            .split_at_checked(2)
            .is_some_and(|(kind, rest)| kind.bytes().all(|b| b.is_ascii_uppercase()) && digits(rest)),
        _ => false,
    }
}
