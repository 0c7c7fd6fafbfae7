//! The lists of words that forms choose from: what kind of place, document, guest, residence, reason, declaration.

use crate::error::Lang;
use serde::{Serialize, Serializer};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $word:literal, $vi:literal, $en:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name { $($(#[$each])* #[doc = $en] $variant,)* }

        impl $name {
            /// Every one, in the order of the forms.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word in records and JSON; it never changes its meaning.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// From the word in records and JSON.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == word)
            }

            /// The name for a person.
            #[must_use]
            pub const fn name(self, lang: Lang) -> &'static str {
                match (self, lang) { $((Self::$variant, Lang::Vi) => $vi, (Self::$variant, Lang::En) => $en,)* }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

/// For a list that the police's portal numbers from 1 in the order of its template.
macro_rules! numbered {
    ($($name:ident)*) => { $(
        impl $name {
            /// The number in the portal's list.
            #[must_use]
            pub fn number(self) -> u8 {
                let before = Self::ALL.iter().take_while(|one| **one != self).count();
                u8::try_from(before).unwrap_or(u8::MAX).saturating_add(1)
            }

            /// From the number in the portal's list.
            #[must_use]
            pub fn from_number(number: u8) -> Option<Self> {
                Self::ALL.get(usize::from(number.checked_sub(1)?)).copied()
            }
        }
    )* };
}

words! {
    /// The kind of place in which people stay: it decides who declares and in which words.
    FacilityKind {
        Hotel1 = "hotel-1", "Khách sạn 1 sao", "Hotel, 1 star";
        Hotel2 = "hotel-2", "Khách sạn 2 sao", "Hotel, 2 stars";
        Hotel3 = "hotel-3", "Khách sạn 3 sao", "Hotel, 3 stars";
        Hotel4 = "hotel-4", "Khách sạn 4 sao", "Hotel, 4 stars";
        Hotel5 = "hotel-5", "Khách sạn 5 sao", "Hotel, 5 stars";
        Inn = "inn", "Nhà trọ", "Inn";
        GuestHouse = "guest-house", "Nhà nghỉ", "Guest house";
        Rental = "rental", "Nhà, phòng cho thuê", "Rented house or room";
        IndustrialHousing = "industrial-housing", "Nhà lưu trú công nhân khu công nghiệp", "Workers' housing of an industrial zone";
        Hospital = "hospital", "Cơ sở khám bệnh, chữa bệnh", "Hospital";
        Coach = "coach", "Xe khách đường dài", "Long-distance coach";
    }
}

words! {
    /// What is declared (Law on Residence 68/2020/QH14: Articles 30 lodging, 27 and 28 temporary residence, 31
    /// temporary absence).
    DeclarationKind {
        Lodging = "lodging", "Thông báo lưu trú", "Lodging";
        TemporaryResidence = "temporary-residence", "Đăng ký tạm trú", "Temporary residence";
        TemporaryAbsence = "temporary-absence", "Khai báo tạm vắng", "Temporary absence";
        Change = "change", "Điều chỉnh thông tin", "Change of what was declared";
        EndOfStay = "end-of-stay", "Kết thúc lưu trú", "End of stay";
    }
}

words! {
    /// Who the guest is to the forms.
    GuestKind {
        Citizen = "citizen", "Công dân Việt Nam", "Vietnamese citizen";
        Foreigner = "foreigner", "Người nước ngoài", "Foreigner";
        ChildWithoutCard = "child-without-card", "Trẻ em chưa có thẻ", "Child without a card";
        NoPapers = "no-papers", "Người không có giấy tờ", "Person without papers";
    }
}

words! {
    /// Kinds of documents, as the portal's template of July 2026 lists them.
    DocumentKind {
        CccdCard = "cccd", "Thẻ CCCD", "Citizen identity card (CCCD)";
        CmndCard = "cmnd", "Thẻ CMND", "Old identity card (CMND)";
        DrivingLicence = "driving-licence", "Giấy phép lái xe", "Driving licence";
        Passport = "passport", "Hộ chiếu", "Passport";
        BirthCertificate = "birth-certificate", "Giấy khai sinh", "Birth certificate";
        InsuranceCard = "insurance-card", "Thẻ BHYT", "Health insurance card";
        IdNumberNotice = "id-number-notice", "Thông báo số định danh cá nhân", "Notice of the personal number";
        CanCuocCard = "can-cuoc", "Thẻ Căn Cước", "Identity card (căn cước)";
        Other = "other", "Giấy Tờ Khác", "Another document";
    }
}

words! {
    /// What the guest's own address is to the guest, as the portal's template lists it.
    ResidenceKind {
        Permanent = "permanent", "Thường trú", "Permanent residence";
        Temporary = "temporary", "Tạm trú", "Temporary residence";
        Other = "other", "Khác", "Other";
    }
}

words! {
    /// Why the guest stays, as the portal's template of July 2026 lists it.
    Reason {
        Tourism = "tourism", "Du lịch", "Tourism";
        Business = "business", "Công tác", "Business trip";
        Study = "study", "Học tập", "Study";
        Visit = "visit", "Thăm viếng", "Visit";
        Conference = "conference", "Hội nghị", "Conference";
        FamilyVisit = "family-visit", "Thăm thân", "Visit to relatives";
        Charity = "charity", "Từ thiện", "Charity";
        InternationalOrganisation = "international-organisation", "Tổ chức quốc tế", "International organisation";
        Marriage = "marriage", "Kết hôn", "Marriage";
        Consular = "consular", "Lãnh sự quán", "Consulate";
        Aid = "aid", "Viện trợ", "Aid";
        Embassy = "embassy", "Đại sứ quán", "Embassy";
        Settlement = "settlement", "Định cư", "Settlement";
        Marketing = "marketing", "Tiếp thị", "Marketing";
        Press = "press", "Báo chí, phóng viên", "Press";
        Trade = "trade", "Thương mại", "Trade";
        VisaExtension = "visa-extension", "Gia hạn thị thực", "Extension of a visa";
        MedicalTreatment = "medical-treatment", "Chữa bệnh", "Medical treatment";
        Work = "work", "Lao động", "Work";
        Other = "other", "Mục đích khác", "Another purpose";
    }
}

words! {
    /// What the adult who answers for a minor is to the minor (Civil Code 91/2015/QH13, Articles 136 and 47).
    Relationship {
        Father = "father", "Cha", "Father";
        Mother = "mother", "Mẹ", "Mother";
        Guardian = "guardian", "Người giám hộ", "Guardian";
        Accompanying = "accompanying", "Người đi cùng được cha, mẹ hoặc người giám hộ đồng ý", "Adult who accompanies with the parents' or guardian's consent";
    }
}

numbered!(DocumentKind ResidenceKind Reason);

impl FacilityKind {
    /// Whether people are treated here: the portal then takes the department in place of the room.
    #[must_use]
    pub const fn is_hospital(self) -> bool {
        matches!(self, Self::Hospital)
    }
}

impl DocumentKind {
    /// Whether the document's number is the personal number of 12 digits.
    #[must_use]
    pub const fn has_id_number(self) -> bool {
        matches!(self, Self::CccdCard | Self::CanCuocCard | Self::IdNumberNotice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn numbers_are_those_of_the_portal() {
        assert_eq!((DocumentKind::ALL.len(), ResidenceKind::ALL.len(), Reason::ALL.len()), (9, 3, 20));
        for (number, kind) in [(1, DocumentKind::CccdCard), (4, DocumentKind::Passport), (9, DocumentKind::Other)] {
            assert_eq!((kind.number(), DocumentKind::from_number(number)), (number, Some(kind)));
        }
        for (number, reason) in
            [(1, Reason::Tourism), (10, Reason::Consular), (18, Reason::MedicalTreatment), (20, Reason::Other)]
        {
            assert_eq!((reason.number(), Reason::from_number(number)), (number, Some(reason)));
        }
        assert_eq!((Reason::from_number(0), Reason::from_number(21)), (None, None));
    }

    #[test]
    fn words_are_unique_and_read_back() {
        let mut seen = BTreeSet::new();
        for kind in FacilityKind::ALL {
            assert!(seen.insert(kind.as_str()));
            assert_eq!(FacilityKind::from_word(kind.as_str()), Some(*kind));
        }
        for reason in Reason::ALL {
            assert_eq!(Reason::from_word(reason.as_str()), Some(*reason));
        }
        assert_eq!(Reason::from_word("du lịch"), None);
    }
}
