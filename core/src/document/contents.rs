//! What the chip says about its holder: DG1 and DG13 as one citizen.

use super::chip::reading::ChipReading;
use super::cross_check::chip_birth;
use super::files::data_group::{DataGroup, FileId};
use super::files::dg1::Dg1;
use super::files::dg2::Dg2;
use super::files::dg13::Dg13;
use super::files::dg14::Dg14;
use super::files::dg15::Dg15;
use super::mrz::Mrz;
use crate::identity::{
    Address, Citizen, Date, Expiry, IdNumber, Nationality, OldIdNumber, PartialDate, PersonName, Sex,
};
use crate::personal::Personal;

/// DG1 and DG13 of one reading, parsed and not trusted.
#[derive(Clone, Debug, Default)]
pub struct ChipContents {
    /// The machine readable zone in DG1.
    pub dg1: Option<Mrz>,
    /// The citizen that DG13 describes.
    pub dg13: Option<Citizen>,
}

impl ChipContents {
    /// What can be read of the files; a broken file is as good as none, and the verdict names it. The fields of
    /// DG13 are Viet Nam's: where the zone names another state, DG13 is that state's business.
    #[must_use]
    pub fn of(reading: &ChipReading) -> Self {
        let file = |group| reading.files.get(&FileId::DataGroup(group));
        let dg1 = file(DataGroup::DG1).and_then(|bytes| Dg1::parse(bytes).ok());
        let dg1 = dg1.and_then(|dg1| Mrz::parse(dg1.mrz().expose()).ok());
        let vietnamese = dg1.as_ref().is_none_or(|mrz| mrz.issuing_state == "VNM");
        let dg13 = file(DataGroup::DG13).filter(|_| vietnamese).and_then(|bytes| Dg13::parse(bytes).ok());
        Self { dg1, dg13: dg13.map(|dg13| Citizen::from(&dg13)) }
    }

    /// Whether a file of the reading that a verdict leans on has the structure of its standard; other files are not looked into.
    pub(super) fn understood(&self, group: DataGroup, bytes: &[u8]) -> bool {
        match group {
            DataGroup::DG1 => self.dg1.is_some(),
            DataGroup::DG2 => Dg2::parse(bytes).is_ok(),
            DataGroup::DG13 => {
                let foreign = self.dg1.as_ref().is_some_and(|mrz| mrz.issuing_state != "VNM");
                foreign || self.dg13.is_some()
            }
            DataGroup::DG14 => Dg14::parse(bytes).is_ok(),
            DataGroup::DG15 => Dg15::parse(bytes).is_ok(),
            _ => true,
        }
    }

    /// One citizen: DG13 in full where there is one, completed from the zone, which has no diacritics, cuts
    /// long names and lacks the century. `today` settles the century where nothing else does.
    #[must_use]
    pub fn citizen(&self, today: Date) -> Citizen {
        let zone = self.dg1.as_ref().map(|mrz| mrz.to_citizen(today)).unwrap_or_default();
        let mut citizen = self.dg13.clone().unwrap_or_default();
        citizen.id_number = zone.id_number.or(citizen.id_number);
        citizen.passport_number = zone.passport_number;
        citizen.full_name = citizen.full_name.or(zone.full_name);
        citizen.sex = zone.sex.or(citizen.sex);
        citizen.nationality = zone.nationality.or(citizen.nationality);
        citizen.expires = zone.expires.or(citizen.expires);
        if let Some(mrz) = &self.dg1 {
            let birth = chip_birth(mrz, self.dg13.as_ref(), today).map(Personal::new);
            citizen.date_of_birth = birth.or(citizen.date_of_birth);
        }
        citizen
    }
}

impl From<&Dg13> for Citizen {
    /// A field that is not in the form of its kind is left out; [`Dg13`] keeps it as it is on the chip.
    fn from(dg13: &Dg13) -> Self {
        type Text = Option<Personal<String>>;
        fn field<T, E>(text: Option<&Personal<String>>, parse: impl Fn(&str) -> Result<T, E>) -> Option<Personal<T>> {
            let text = text.map(|text| text.expose().trim()).filter(|text| !text.is_empty())?;
            parse(text).ok().map(Personal::new)
        }
        let plain = |text: &Text| field(text.as_ref(), |text| Ok::<_, std::convert::Infallible>(text.to_owned()));
        Self {
            id_number: field(dg13.id_number.as_ref(), IdNumber::parse),
            old_id_number: field(dg13.old_id_number.as_ref(), OldIdNumber::parse),
            cancelled_id_numbers: Vec::new(),
            passport_number: None,
            full_name: field(dg13.full_name.as_ref(), PersonName::parse),
            date_of_birth: field(dg13.date_of_birth.as_ref(), PartialDate::parse_day_first),
            sex: field(dg13.sex.as_ref(), Sex::parse_vietnamese),
            nationality: field(dg13.nationality.as_ref(), Nationality::parse),
            address: field(dg13.residence.as_ref(), Address::parse),
            place_of_origin: field(dg13.place_of_origin.as_ref(), Address::parse),
            ethnicity: plain(&dg13.ethnicity),
            religion: plain(&dg13.religion),
            identifying_features: plain(&dg13.identifying_features),
            issued: field(dg13.date_of_issue.as_ref(), PartialDate::parse_day_first),
            expires: field(dg13.date_of_expiry.as_ref(), Expiry::parse_vietnamese),
            father: field(dg13.father(), PersonName::parse),
            mother: field(dg13.mother(), PersonName::parse),
            spouse: field(dg13.spouse.as_ref(), PersonName::parse),
        }
    }
}
