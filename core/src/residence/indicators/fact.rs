//! One stay without its person.

use super::dimension::AgeGroup;
use crate::identity::{Date, Nationality, Sex};
use crate::limits::STAY_NIGHTS;
use crate::residence::{Declaration, DeclarationKind, FacilityKind, Reason};

/// One guest's stay as figures are made of it. There is no name, number, address or day of birth in it; still, a fact
/// about a small place may be about a known person, so facts are for the statistician and not for publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LodgingFact {
    /// The facility's identifier.
    pub facility: String,
    /// The kind of place.
    pub facility_kind: FacilityKind,
    /// The day of arrival.
    pub arrival: Date,
    /// Nights until departure, as it happened or else as planned; none while neither is known.
    pub nights: Option<u32>,
    /// Nationality.
    pub nationality: Option<Nationality>,
    /// Age on arrival.
    pub age_group: Option<AgeGroup>,
    /// Sex.
    pub sex: Option<Sex>,
    /// The guest's home province until June 2025, code of the statistics office (1 to 96).
    pub old_province: Option<u8>,
    /// The guest's home province since July 2025, code of the statistics office.
    pub new_province: Option<u8>,
    /// Why the guest stays.
    pub purpose: Option<Reason>,
}

impl LodgingFact {
    /// A fact of which only this is known.
    #[must_use]
    pub fn new(facility: &str, facility_kind: FacilityKind, arrival: Date, nationality: Nationality) -> Self {
        Self {
            facility: facility.to_owned(),
            facility_kind,
            arrival,
            nights: None,
            nationality: Some(nationality),
            age_group: None,
            sex: None,
            old_province: None,
            new_province: None,
            purpose: None,
        }
    }

    /// The fact in a declaration of lodging or temporary residence; other declarations are about a stay that was
    /// counted already.
    ///
    /// The home province comes from units that the address was resolved to. Where only the old unit is known, the
    /// merger of 2025 (Resolution 202/2025/QH15) says the new one; the other way round there is no answer. It is never
    /// taken from the personal number, which names the province of registration at birth.
    #[must_use]
    pub fn of(declaration: &Declaration) -> Option<Self> {
        match declaration.kind {
            DeclarationKind::Lodging | DeclarationKind::TemporaryResidence => {}
            _ => return None,
        }
        let (stay, guest) = (&declaration.stay, &declaration.guest);
        let person = guest.person();
        let arrival = stay.arrival.date();
        let (least, most) = guest.age_on(arrival).unzip();
        let age_group = least.map(AgeGroup::of).filter(|group| most.map(AgeGroup::of) == Some(*group));
        let old_province = guest.residence.old_units.map(|units| units.province);
        let new_province = guest.residence.new_units.map(|units| units.province);
        Some(Self {
            facility: declaration.facility.clone(),
            facility_kind: declaration.facility_kind,
            arrival,
            nights: stay.nights().filter(|nights| *nights <= STAY_NIGHTS),
            nationality: person.nationality.as_ref().map(|code| *code.expose()),
            age_group,
            sex: person.sex.as_ref().map(|sex| *sex.expose()),
            old_province,
            new_province: new_province.or_else(|| super::dimension::merged(old_province?)),
            purpose: stay.reason,
        })
    }
}
