//! The list of foreign guests for the portal of the Ministry of Public Security: XML, `KHAI_BAO_TAM_TRU`.
//!
//! The format is not published. Elements and their order are those of the portal's own sample file of July 2026 and of
//! programs that upload such files. **Unconfirmed**: the letters `M` and `Y` of `ngay_sinh_dung_den` (only `D` was
//! seen), whether the portal reads codes of nationalities that its lists lack, and whether it passes over the first
//! record as it passes over row 4 of the spreadsheet: compare the portal's list after the upload.

use super::fields::{Fields, Format, Texts};
use super::nationality::{common, from_portal_code, portal_code};
use super::{Problem, Problems};
use crate::error::{Code, Error, Result};
use crate::identity::{Date, Expiry, Nationality, PartialDate, PersonName, Sex};
use crate::personal::Personal;
use crate::residence::Declaration;

const NUMBER: &str = "so_thu_tu";
const NAME: &str = "ho_ten";
const BIRTH: &str = "ngay_sinh";
const PRECISION: &str = "ngay_sinh_dung_den";
const SEX: &str = "gioi_tinh";
const NATIONALITY: &str = "ma_quoc_tich";
const PASSPORT: &str = "so_ho_chieu";
const ROOM: &str = "so_phong";
const ARRIVAL: &str = "ngay_den";
const DEPARTURE: &str = "ngay_di_du_kien";
const LEFT: &str = "ngay_tra_phong";
const PERMITTED: &str = "thoi_han_tam_tru";

static FORMAT: Format = Format {
    root: "KHAI_BAO_TAM_TRU",
    record: "THONG_TIN_KHACH",
    fields: &[NUMBER, NAME, BIRTH, PRECISION, SEX, NATIONALITY, PASSPORT, ROOM, ARRIVAL, DEPARTURE, LEFT, PERMITTED],
    place: "KHAI_BAO_TAM_TRU",
};

/// Characters of a passport number: machine readable zones have 9, longer numbers continue in the optional data.
const PASSPORT_CHARS: usize = 20;

/// What the portal's list of foreigners keeps of a declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignGuest {
    /// Full name in the capital letters of the machine readable zone.
    pub full_name: Personal<PersonName>,
    /// Date of birth, as far as it is known.
    pub date_of_birth: Personal<PartialDate>,
    /// Sex, male or female.
    pub sex: Personal<Sex>,
    /// Nationality, in the letters of ISO 3166-1 where it has them.
    pub nationality: Personal<Nationality>,
    /// Passport number.
    pub passport_number: Personal<String>,
    /// Room.
    pub room: Option<String>,
    /// Day of arrival.
    pub arrival: Date,
    /// Expected day of departure.
    pub departure: Date,
    /// Day of departure, once it happened: for declarations made up for later.
    pub left: Option<Date>,
    /// Until when the guest may stay in the country: from the visa or entry stamp, not the passport's expiry.
    pub permitted_until: Option<Personal<Date>>,
}

impl ForeignGuest {
    /// What the portal's list keeps of a declaration.
    ///
    /// # Errors
    /// Everything that the portal requires and the declaration does not have; `portal-wrong-file` for citizens of
    /// Việt Nam; `export-field-form` where the permission to stay ends with the passport, which means that it was
    /// copied from the wrong place.
    pub fn of(declaration: &Declaration) -> Result<Self, Vec<Problem>> {
        let (stay, guest) = (&declaration.stay, &declaration.guest);
        let person = guest.person();
        let document = person.document.as_ref();
        let mut problems = Problems::default();
        if !guest.is_foreign() {
            problems.note(NATIONALITY, Code::PortalWrongFile);
        }
        let full_name = problems.required(person.full_name.as_ref(), NAME).and_then(|name| {
            let name = name.expose().mrz_form().map_or(Err(form(NAME)), |form| PersonName::parse(&form));
            problems.read(name, NAME)
        });
        let date_of_birth = problems.required(person.date_of_birth.clone(), BIRTH);
        let sex = problems.required(person.sex.clone(), SEX).filter(|sex| {
            let stated = *sex.expose() != Sex::Unspecified;
            if !stated {
                problems.note(SEX, Code::ExportFieldForm);
            }
            stated
        });
        let nationality = problems.required(person.nationality.as_ref(), NATIONALITY);
        let number = document.and_then(|document| document.number.as_ref());
        let passport_number =
            problems.required(number, PASSPORT).and_then(|number| problems.read(passport(number.expose()), PASSPORT));
        let departure = stay.planned_departure.or(stay.actual_departure).map(|moment| moment.date());
        let departure = problems.required(departure, DEPARTURE);
        let arrival = stay.arrival.date();
        if departure.is_some_and(|departure| departure < arrival) {
            problems.note(DEPARTURE, Code::ExportFieldForm);
        }
        let expires = document.and_then(|document| document.expires.as_ref()).map(|expires| *expires.expose());
        let until = guest.permitted_until.clone();
        if until.as_ref().is_some_and(|until| Some(Expiry::On(*until.expose())) == expires) {
            problems.note(PERMITTED, Code::ExportFieldForm);
        }
        let guest = (|| {
            Some(Self {
                full_name: Personal::new(full_name?),
                date_of_birth: date_of_birth?,
                sex: sex?,
                nationality: Personal::new(common(*nationality?.expose())),
                passport_number: Personal::new(passport_number?),
                room: stay.room.as_ref().map(|room| room.trim().to_owned()).filter(|room| !room.is_empty()),
                arrival,
                departure: departure?,
                left: stay.actual_departure.map(|moment| moment.date()),
                permitted_until: until,
            })
        })();
        problems.or_whole(guest)
    }

    fn texts(&self, number: usize) -> Texts {
        let birth = *self.date_of_birth.expose();
        let (precision, first) = match (birth.month(), birth.day()) {
            (Some(_), Some(_)) => ("D", birth.full()),
            (Some(month), None) => ("M", Date::new(birth.year(), month, 1)),
            _ => ("Y", Date::new(birth.year(), 1, 1)),
        };
        vec![
            Some(number.to_string()),
            Some(self.full_name.expose().as_str().to_owned()),
            first.map(day),
            Some(precision.to_owned()),
            Some(self.sex.expose().mrz().to_string()),
            Some(portal_code(self.nationality.expose()).to_owned()),
            Some(self.passport_number.expose().clone()),
            self.room.clone(),
            Some(day(self.arrival)),
            Some(day(self.departure)),
            self.left.map(day),
            self.permitted_until.as_ref().map(|until| day(*until.expose())),
        ]
    }

    fn read(fields: &Fields<'_>) -> Result<Self> {
        let date = |field: &'static str| fields.needed(field).and_then(|text| full_date(text, field));
        let later = |field: &'static str| fields.text(field).map(|text| full_date(text, field)).transpose();
        let birth = date(BIRTH)?;
        let birth = match fields.needed(PRECISION)? {
            "D" => Some(PartialDate::from(birth)),
            "M" => PartialDate::new(birth.year(), Some(birth.month()), None),
            "Y" => PartialDate::new(birth.year(), None, None),
            _ => None,
        };
        let name = PersonName::parse(fields.needed(NAME)?)?;
        let sex = match fields.needed(SEX)? {
            "M" => Sex::Male,
            "F" => Sex::Female,
            _ => return Err(form(SEX)),
        };
        Ok(Self {
            full_name: Personal::new(Some(name).filter(is_mrz).ok_or(form(NAME))?),
            date_of_birth: Personal::new(birth.ok_or(form(PRECISION))?),
            sex: Personal::new(sex),
            nationality: Personal::new(from_portal_code(fields.needed(NATIONALITY)?).ok_or(form(NATIONALITY))?),
            passport_number: Personal::new(passport(fields.needed(PASSPORT)?)?),
            room: fields.text(ROOM).map(str::to_owned),
            arrival: date(ARRIVAL)?,
            departure: date(DEPARTURE)?,
            left: later(LEFT)?,
            permitted_until: later(PERMITTED)?.map(Personal::new),
        })
    }
}

/// The file for these guests, numbered from 1.
///
/// # Errors
/// `export-field-missing` for no guest at all, `too-large`, `text-control-characters`.
pub fn write(guests: &[ForeignGuest]) -> Result<Vec<u8>> {
    let records: Vec<Texts> = (1..).zip(guests).map(|(number, guest)| guest.texts(number)).collect();
    FORMAT.write(&records)
}

/// The guests of a file that this library or another program wrote; strict: every element in its place, numbers
/// counted from 1, full dates.
///
/// # Errors
/// `export-file-malformed`, `text-not-utf8`, `too-large`, `export-field-missing`, `export-field-form` and the codes of
/// names and dates.
pub fn read(bytes: &[u8]) -> Result<Vec<ForeignGuest>> {
    let mut guests = Vec::new();
    for (number, texts) in (1_usize..).zip(&FORMAT.read(bytes)?) {
        let fields = Fields { format: &FORMAT, texts };
        if fields.needed(NUMBER)? != number.to_string() {
            return Err(form(NUMBER));
        }
        guests.push(ForeignGuest::read(&fields)?);
    }
    Ok(guests)
}

const fn form(field: &'static str) -> Error {
    Error::new(Code::ExportFieldForm, field)
}

fn is_mrz(name: &PersonName) -> bool {
    name.mrz_form().as_deref() == Some(name.as_str())
}

fn day(date: Date) -> String {
    PartialDate::from(date).to_vietnamese()
}

/// `dd/MM/yyyy` and nothing else.
fn full_date(text: &str, field: &'static str) -> Result<Date> {
    let date = PartialDate::parse_day_first(text)?.full();
    date.filter(|date| day(*date) == text).ok_or(form(field))
}

fn passport(text: &str) -> Result<String> {
    let number = text.trim().to_uppercase();
    let plain = number.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    if plain && (1..=PASSPORT_CHARS).contains(&number.len()) { Ok(number) } else { Err(form(PASSPORT)) }
}
