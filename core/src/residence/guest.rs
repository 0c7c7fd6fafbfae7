//! The guest: who it is, how that is known, and what the forms ask besides.

use super::words::{DocumentKind, GuestKind, Relationship, ResidenceKind};
use crate::identity::{
    Assurance, Citizen, Claimed, Date, Expiry, Nationality, NewUnits, OldUnits, PartialDate, PersonName, Sex, Source,
    Verified,
};
use crate::personal::Personal;

/// The first day on which identity cards under the Law on Identification (26/2023/QH15) were issued.
const FIRST_CAN_CUOC: (u16, u8, u8) = (2024, 7, 1);

/// The document by which a guest is declared. The number is as given: whether it can be one is for the rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuestDocument {
    /// The kind in the portal's list.
    pub kind: DocumentKind,
    /// Whether the kind was concluded and not read: a QR code does not say which of the two cards it is on.
    pub kind_is_assumed: bool,
    /// The name of the document, for [`DocumentKind::Other`].
    pub name: Option<String>,
    /// The number, with its leading zeros.
    pub number: Option<Personal<String>>,
    /// The day of issue.
    pub issued: Option<Personal<PartialDate>>,
    /// The end of validity.
    pub expires: Option<Personal<Expiry>>,
}

impl GuestDocument {
    /// A document of this kind and number, nothing else known.
    #[must_use]
    pub fn new(kind: DocumentKind, number: &str) -> Self {
        let number = number.trim();
        let number = (!number.is_empty()).then(|| Personal::new(number.to_owned()));
        Self { kind, kind_is_assumed: false, name: None, number, issued: None, expires: None }
    }
}

/// What identifies the guest. A part that is not known is left out; the rules say what must be there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// Full name.
    pub full_name: Option<Personal<PersonName>>,
    /// Date of birth.
    pub date_of_birth: Option<Personal<PartialDate>>,
    /// Sex.
    pub sex: Option<Personal<Sex>>,
    /// Nationality.
    pub nationality: Option<Personal<Nationality>>,
    /// The document.
    pub document: Option<GuestDocument>,
}

/// How the identity of a guest is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Provenance {
    /// Proven, as far as the assurance says.
    Verified(Assurance),
    /// Read or told, not proven.
    Claimed(Source),
}

/// Where the guest lives, as given, and the units it was resolved to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Residence {
    /// What this address is to the guest.
    pub kind: Option<ResidenceKind>,
    /// Province, as given.
    pub province: Option<Personal<String>>,
    /// Commune, ward or special zone, as given.
    pub commune: Option<Personal<String>>,
    /// The rest of the address, or all of it as one text, as given.
    pub detail: Option<Personal<String>>,
    /// Units before the merger of 2025, once resolved.
    pub old_units: Option<OldUnits>,
    /// Units since the merger of 2025, once resolved.
    pub new_units: Option<NewUnits>,
}

/// The adult who answers for a minor. The portal's template has no column for it: it stays with the facility.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guardian {
    /// Full name.
    pub full_name: Personal<PersonName>,
    /// What the adult is to the minor.
    pub relationship: Option<Relationship>,
    /// The adult's personal or passport number, as given.
    pub document_number: Option<Personal<String>>,
    /// The adult's telephone number, as given.
    pub phone: Option<Personal<String>>,
}

/// Somebody who stays.
///
/// Who it is and how that is known stay together: there is no way to change the one and keep the other.
///
/// ```
/// use dinhdanh::identity::{Citizen, Claimed, IdNumber, Source};
/// use dinhdanh::personal::Personal;
/// use dinhdanh::residence::{Guest, Provenance};
///
/// let number = IdNumber::parse("001199000018")?;
/// let citizen = Citizen { id_number: Some(Personal::new(number)), ..Citizen::default() };
/// let guest = Guest::from_claimed(&Claimed::new(citizen, Source::QrCode));
/// assert_eq!(guest.provenance(), Provenance::Claimed(Source::QrCode));
/// # Ok::<(), dinhdanh::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guest {
    /// Who the guest is to the forms.
    pub kind: GuestKind,
    person: Person,
    provenance: Provenance,
    /// Whether somebody compared the name with the document: the name of a machine readable zone has no check digit.
    pub name_confirmed: bool,
    /// Telephone number, as given.
    pub phone: Option<Personal<String>>,
    /// Where the guest lives.
    pub residence: Residence,
    /// Who answers for a minor.
    pub guardian: Option<Guardian>,
    /// Until when a foreigner may stay in the country (thời hạn tạm trú): from the visa or entry stamp, in no card.
    pub permitted_until: Option<Personal<Date>>,
    /// Numbers of health insurance, as given; a patient may have several.
    pub insurance: Vec<Personal<String>>,
}

impl Guest {
    /// A guest of whom a list or a person told.
    #[must_use]
    pub fn told(kind: GuestKind, person: Person, source: Source) -> Self {
        Self::known(kind, person, Provenance::Claimed(source))
    }

    /// From what a QR code, a machine readable zone, a chip before its check, or a login told about a person.
    #[must_use]
    pub fn from_claimed(citizen: &Claimed<Citizen>) -> Self {
        Self::of(&citizen.value, Provenance::Claimed(citizen.source))
    }

    /// From what verification established.
    #[must_use]
    pub fn from_verified(citizen: &Verified<Citizen>) -> Self {
        Self::of(citizen.value(), Provenance::Verified(citizen.assurance()))
    }

    pub(super) fn known(kind: GuestKind, person: Person, provenance: Provenance) -> Self {
        Self {
            kind,
            person,
            provenance,
            name_confirmed: false,
            phone: None,
            residence: Residence::default(),
            guardian: None,
            permitted_until: None,
            insurance: Vec::new(),
        }
    }

    /// Sets what only a source of identities can set.
    #[cfg(test)]
    pub(super) fn replace_for_test(&mut self, person: Person, provenance: Provenance) {
        self.person = person;
        self.provenance = provenance;
    }

    fn of(citizen: &Citizen, provenance: Provenance) -> Self {
        let document = document_of(citizen);
        let vietnamese = citizen.nationality.as_ref().map(|code| *code.expose() == Nationality::VIETNAM);
        // Cards of citizens name no nationality in their QR code; passports always do.
        let vietnamese = vietnamese.unwrap_or(citizen.passport_number.is_none());
        let nationality = citizen.nationality.clone();
        let person = Person {
            full_name: citizen.full_name.clone(),
            date_of_birth: citizen.date_of_birth.clone(),
            sex: citizen.sex.clone(),
            nationality: nationality.or_else(|| vietnamese.then(|| Personal::new(Nationality::VIETNAM))),
            document,
        };
        let kind = if vietnamese { GuestKind::Citizen } else { GuestKind::Foreigner };
        let mut guest = Self::known(kind, person, provenance);
        guest.residence.detail = citizen.address.as_ref().map(|address| Personal::new(address.expose().text.clone()));
        if let Some(address) = &citizen.address {
            guest.residence.kind = Some(ResidenceKind::Permanent);
            guest.residence.old_units = address.expose().old_units;
            guest.residence.new_units = address.expose().new_units;
        }
        guest
    }

    /// Who it is.
    #[must_use]
    pub const fn person(&self) -> &Person {
        &self.person
    }

    /// How that is known.
    #[must_use]
    pub const fn provenance(&self) -> Provenance {
        self.provenance
    }

    /// The guest with an identity that a person typed or corrected: what was proven before no longer is.
    #[must_use]
    pub fn corrected(self, person: Person) -> Self {
        Self { person, provenance: Provenance::Claimed(Source::Typed), ..self }
    }

    /// The guest with the kind of document that somebody looked up on the card.
    #[must_use]
    pub fn with_document_kind(mut self, kind: DocumentKind) -> Self {
        if let Some(document) = &mut self.person.document {
            document.kind = kind;
            document.kind_is_assumed = false;
        }
        self
    }

    /// Full years of age on a day: the least and the most that the date of birth allows. `None` where there is no
    /// date of birth, or one after the day.
    #[must_use]
    pub fn age_on(&self, day: Date) -> Option<(u16, u16)> {
        age_on(*self.person.date_of_birth.as_ref()?.expose(), day)
    }

    /// Whether the portal takes the guest on its form for foreigners.
    #[must_use]
    pub fn is_foreign(&self) -> bool {
        match &self.person.nationality {
            Some(nationality) => *nationality.expose() != Nationality::VIETNAM,
            None => self.kind == GuestKind::Foreigner,
        }
    }
}

fn age_on(birth: PartialDate, day: Date) -> Option<(u16, u16)> {
    if let Some(birth) = birth.full() {
        return birth.age_on(day).map(|age| (age, age));
    }
    let last_month = birth.month().unwrap_or(12);
    let last = (28..=31).rev().find_map(|day| Date::new(birth.year(), last_month, day))?;
    let first = Date::new(birth.year(), birth.month().unwrap_or(1), 1)?;
    Some((last.age_on(day).unwrap_or(0), first.age_on(day)?))
}

/// The document that the citizen's data came from: a passport where it has such a number, else the card.
fn document_of(citizen: &Citizen) -> Option<GuestDocument> {
    let mut document = if let Some(number) = &citizen.passport_number {
        GuestDocument::new(DocumentKind::Passport, number.expose())
    } else if let Some(number) = &citizen.id_number {
        let issued = citizen.issued.as_ref().and_then(|issued| issued.expose().full());
        let (year, month, day) = FIRST_CAN_CUOC;
        let new_card = issued.is_some_and(|issued| Some(issued) >= Date::new(year, month, day));
        let kind = if new_card { DocumentKind::CanCuocCard } else { DocumentKind::CccdCard };
        let mut document = GuestDocument::new(kind, number.expose().as_str());
        document.kind_is_assumed = true;
        document
    } else {
        GuestDocument::new(DocumentKind::CmndCard, citizen.old_id_number.as_ref()?.expose().as_str())
    };
    document.issued = citizen.issued.clone();
    document.expires = citizen.expires.clone();
    Some(document)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::{Address, IdNumber};

    fn citizen() -> Citizen {
        Citizen {
            id_number: IdNumber::parse("001199000018").ok().map(Personal::new),
            full_name: PersonName::parse("Nguyễn Thị Mẫu").ok().map(Personal::new),
            date_of_birth: PartialDate::new(1999, Some(2), Some(17)).map(Personal::new),
            sex: Some(Personal::new(Sex::Female)),
            address: Address::parse("Số 1, Cửa Nam, Hà Nội").ok().map(Personal::new),
            issued: PartialDate::new(2021, Some(6), Some(27)).map(Personal::new),
            ..Citizen::default()
        }
    }

    #[test]
    fn from_a_card_in_one_step() {
        let guest = Guest::from_claimed(&Claimed::new(citizen(), Source::QrCode));
        let document = guest.person().document.clone().unwrap();
        assert_eq!(
            (guest.kind, document.kind, document.kind_is_assumed),
            (GuestKind::Citizen, DocumentKind::CccdCard, true)
        );
        assert_eq!(document.number.unwrap().expose(), "001199000018");
        assert_eq!(guest.residence.detail.as_ref().unwrap().expose(), "Số 1, Cửa Nam, Hà Nội");
        let newer = Citizen { issued: PartialDate::new(2024, Some(7), Some(1)).map(Personal::new), ..citizen() };
        let newer = Guest::from_claimed(&Claimed::new(newer, Source::QrCode));
        assert_eq!(newer.person().document.as_ref().unwrap().kind, DocumentKind::CanCuocCard);
        let known = newer.with_document_kind(DocumentKind::CccdCard);
        assert!(!known.person().document.as_ref().unwrap().kind_is_assumed);
        let shown = format!("{guest:?}");
        for hidden in ["Mẫu", "001199000018", "1999", "Cửa Nam", "Female"] {
            assert!(!shown.contains(hidden), "{hidden}");
        }
    }

    #[test]
    fn what_was_proven_is_not_proven_of_a_correction() {
        let guest = Guest::from_verified(&Verified::after(citizen(), Assurance::NotCloned));
        assert_eq!(guest.provenance(), Provenance::Verified(Assurance::NotCloned));
        let person = guest.person().clone();
        assert_eq!(guest.corrected(person).provenance(), Provenance::Claimed(Source::Typed));
    }

    #[test]
    fn passports_make_foreigners_unless_they_are_vietnamese() {
        let passport = |nationality| Citizen {
            passport_number: Some(Personal::new("B1234567".to_owned())),
            nationality: Nationality::parse_code(nationality).ok().map(Personal::new),
            ..Citizen::default()
        };
        let foreign = Guest::from_claimed(&Claimed::new(passport("UTO"), Source::Mrz));
        assert!(foreign.is_foreign() && foreign.kind == GuestKind::Foreigner);
        let vietnamese = Guest::from_claimed(&Claimed::new(passport("VNM"), Source::Mrz));
        assert!(!vietnamese.is_foreign() && vietnamese.kind == GuestKind::Citizen);
        assert_eq!(vietnamese.person().document.as_ref().unwrap().kind, DocumentKind::Passport);
    }

    #[test]
    fn ages_of_partial_births() {
        let day = Date::new(2026, 11, 21).unwrap();
        let age = |text| age_on(PartialDate::parse_year_first(text).unwrap(), day);
        assert_eq!(age("2012-11-21"), Some((14, 14)));
        assert_eq!(age("2012-11-22"), Some((13, 13)));
        assert_eq!(age("2012"), Some((13, 14)));
        assert_eq!(age("2012-02"), Some((14, 14)));
        assert_eq!(age("2026"), Some((0, 0)));
        assert_eq!(age("2027"), None);
    }
}
