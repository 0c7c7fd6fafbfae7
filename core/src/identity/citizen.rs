//! What documents say about a person.

use super::{Address, Expiry, IdNumber, Nationality, OldIdNumber, PartialDate, PersonName, Sex};
use crate::personal::Personal;
use serde::Serialize;

/// What a document says about its holder, as far as it says it. `Debug` and serde show masks; programs that hand
/// the data on read each field with [`Personal::expose`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Citizen {
    /// Personal number (số định danh cá nhân, số căn cước).
    pub id_number: Option<Personal<IdNumber>>,
    /// Number of the old identity card (CMND 9 số).
    pub old_id_number: Option<Personal<OldIdNumber>>,
    /// Personal numbers that were cancelled (số định danh đã hủy).
    pub cancelled_id_numbers: Vec<Personal<IdNumber>>,
    /// Number of the passport, where the document is one.
    pub passport_number: Option<Personal<String>>,
    /// Full name.
    pub full_name: Option<Personal<PersonName>>,
    /// Date of birth.
    pub date_of_birth: Option<Personal<PartialDate>>,
    /// Sex.
    pub sex: Option<Personal<Sex>>,
    /// Nationality.
    pub nationality: Option<Personal<Nationality>>,
    /// Place of residence (nơi thường trú, nơi cư trú).
    pub address: Option<Personal<Address>>,
    /// Place of origin (quê quán).
    pub place_of_origin: Option<Personal<Address>>,
    /// Ethnic group (dân tộc): sensitive data.
    pub ethnicity: Option<Personal<String>>,
    /// Religion (tôn giáo): sensitive data.
    pub religion: Option<Personal<String>>,
    /// Identifying features (đặc điểm nhận dạng).
    pub identifying_features: Option<Personal<String>>,
    /// Date of issue of the document.
    pub issued: Option<Personal<PartialDate>>,
    /// End of validity of the document.
    pub expires: Option<Personal<Expiry>>,
    /// Father's name.
    pub father: Option<Personal<PersonName>>,
    /// Mother's name.
    pub mother: Option<Personal<PersonName>>,
    /// Name of the spouse.
    pub spouse: Option<Personal<PersonName>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_masks_only() {
        let citizen = Citizen {
            id_number: IdNumber::parse("001199000018").ok().map(Personal::new),
            full_name: PersonName::parse("Nguyễn Thị Mẫu").ok().map(Personal::new),
            date_of_birth: PartialDate::new(1999, Some(2), Some(17)).map(Personal::new),
            sex: Some(Personal::new(Sex::Female)),
            expires: Some(Personal::new(Expiry::Never)),
            ..Citizen::default()
        };
        let shown = format!("{citizen:?}");
        assert!(shown.contains("0011******18"));
        for hidden in ["001199000018", "Mẫu", "1999", "17", "Female", "never", "Never"] {
            assert!(!shown.contains(hidden), "{hidden} in {shown}");
        }
    }
}
