//! By what guests are counted, and the groups of each.

use super::fact::LodgingFact;
use crate::identity::{Date, PROVINCES, Province, Sex};
use crate::residence::{FacilityKind, Reason};
use std::fmt;

/// Five years of age, as the United Nations recommend for population figures; the last group is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AgeGroup(u8);

impl AgeGroup {
    /// The first year of age of the open group: few are older, and each would be known by name.
    const OPEN: u8 = 85;

    /// The group of an age in full years.
    #[must_use]
    pub fn of(years: u16) -> Self {
        let years = u8::try_from(years).unwrap_or(Self::OPEN).min(Self::OPEN);
        Self(years.saturating_sub(years % 5))
    }
}

impl fmt::Display for AgeGroup {
    /// `0-4`, `5-9`, ..., `85+`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 >= Self::OPEN {
            write!(f, "{}+", self.0)
        } else {
            write!(f, "{}-{}", self.0, self.0.saturating_add(4))
        }
    }
}

/// How long the time is that arrivals are counted over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Period {
    /// `2026-11-21`.
    Day,
    /// `2026-11`.
    Month,
    /// `2026-Q4`.
    Quarter,
    /// `2026`.
    Year,
}

impl Period {
    /// The period that a day is in.
    #[must_use]
    pub fn of(self, day: Date) -> String {
        let (year, month) = (day.year(), day.month());
        match self {
            Self::Day => day.to_string(),
            Self::Month => format!("{year:04}-{month:02}"),
            Self::Quarter => format!("{year:04}-Q{}", month.saturating_add(2).div_euclid(3)),
            Self::Year => format!("{year:04}"),
        }
    }

    /// The same as a number that sorts by time.
    fn number(self, day: Date) -> u32 {
        let (year, month) = (u32::from(day.year()), u32::from(day.month()));
        let in_year = match self {
            Self::Day => month.saturating_mul(100).saturating_add(u32::from(day.day())),
            Self::Month => month,
            Self::Quarter => month.saturating_add(2).div_euclid(3),
            Self::Year => 0,
        };
        year.saturating_mul(10_000).saturating_add(in_year)
    }
}

/// By what guests are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// Kind of place.
    FacilityKind,
    /// Facility.
    Facility,
    /// Nationality.
    Nationality,
    /// Age group on arrival.
    AgeGroup,
    /// Sex.
    Sex,
    /// Home province until June 2025: 63, by the first three digits of personal numbers.
    OldProvince,
    /// Home province since July 2025: 34, by the code of the statistics office. Series break here, so figures over
    /// that day need both.
    NewProvince,
    /// Why the guest stays.
    Purpose,
    /// The period of the arrival. A stay counts where it began, with all its nights, so that figures add up.
    Arrival(Period),
}

/// The group of facts of which the dimension is not known.
pub(super) const UNKNOWN: &str = "_U";

/// A group as a number, in the order in which groups are shown; what cannot be one sorts last.
const NOT_KNOWN: u32 = u32::MAX;

impl Dimension {
    /// The name of its column.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::FacilityKind => "facility_kind",
            Self::Facility => "facility",
            Self::Nationality => "nationality",
            Self::AgeGroup => "age_group",
            Self::Sex => "sex",
            Self::OldProvince => "old_province",
            Self::NewProvince => "new_province",
            Self::Purpose => "purpose",
            Self::Arrival(Period::Day) => "arrival_day",
            Self::Arrival(Period::Month) => "arrival_month",
            Self::Arrival(Period::Quarter) => "arrival_quarter",
            Self::Arrival(Period::Year) => "arrival_year",
        }
    }

    /// The group of a fact as a number: counting a million facts by text would take most of the time.
    pub(super) fn number<'a>(self, fact: &'a LodgingFact, names: &mut Names<'a>) -> u32 {
        let place = |position: Option<usize>| position.and_then(|at| u32::try_from(at).ok()).unwrap_or(NOT_KNOWN);
        let number = match self {
            Self::Facility => return names.number(&fact.facility),
            Self::FacilityKind => place(FacilityKind::ALL.iter().position(|kind| *kind == fact.facility_kind)).into(),
            Self::Purpose => fact.purpose.map(|purpose| place(Reason::ALL.iter().position(|one| *one == purpose))),
            Self::Nationality => fact.nationality.map(|code| {
                code.mrz().bytes().fold(0, |sum: u32, letter| sum.wrapping_shl(8).wrapping_add(u32::from(letter)))
            }),
            Self::AgeGroup => fact.age_group.map(|group| u32::from(group.0)),
            Self::Sex => fact.sex.map(|sex| match sex {
                Sex::Female => 0,
                Sex::Male => 1,
                Sex::Unspecified => 2,
            }),
            Self::OldProvince => fact.old_province.map(u32::from),
            Self::NewProvince => fact.new_province.map(u32::from),
            Self::Arrival(period) => Some(period.number(fact.arrival)),
        };
        number.unwrap_or(NOT_KNOWN)
    }

    /// The code of the group of a fact, as in CSV and Arrow.
    #[must_use]
    pub fn code(self, fact: &LodgingFact) -> String {
        let code = match self {
            Self::FacilityKind => Some(fact.facility_kind.as_str().to_owned()),
            Self::Facility => Some(fact.facility.clone()),
            Self::Nationality => fact.nationality.map(|code| code.as_str().to_owned()),
            Self::AgeGroup => fact.age_group.map(|group| group.to_string()),
            Self::Sex => fact.sex.map(|sex| sex.as_str().to_owned()),
            Self::OldProvince => fact.old_province.map(|code| format!("{code:03}")),
            Self::NewProvince => fact.new_province.map(|code| format!("{code:02}")),
            Self::Purpose => fact.purpose.map(|purpose| purpose.as_str().to_owned()),
            Self::Arrival(period) => Some(period.of(fact.arrival)),
        };
        code.unwrap_or_else(|| UNKNOWN.to_owned())
    }
}

/// Numbers for names that are not from a list, in the order in which they come.
#[derive(Default)]
pub(super) struct Names<'a>(std::collections::HashMap<&'a str, u32>);

impl<'a> Names<'a> {
    fn number(&mut self, name: &'a str) -> u32 {
        let next = u32::try_from(self.0.len()).unwrap_or(NOT_KNOWN);
        *self.0.entry(name).or_insert(next)
    }
}

/// The province that an old one became part of on 1 July 2025.
pub(super) fn merged(old_code: u8) -> Option<u8> {
    let same = |province: &&Province| province.prefix.parse() == Ok(old_code);
    PROVINCES.iter().find(same).and_then(|province| province.new_code.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_and_periods() {
        for (years, group) in [(0, "0-4"), (4, "0-4"), (5, "5-9"), (84, "80-84"), (85, "85+"), (999, "85+")] {
            assert_eq!(AgeGroup::of(years).to_string(), group);
        }
        let day = |month, day| Date::new(2026, month, day).unwrap();
        for (month, quarter) in [(1, "2026-Q1"), (3, "2026-Q1"), (4, "2026-Q2"), (12, "2026-Q4")] {
            assert_eq!(Period::Quarter.of(day(month, 1)), quarter);
        }
        for period in [Period::Day, Period::Month, Period::Quarter, Period::Year] {
            assert!(period.number(day(9, 30)) <= period.number(day(10, 1)));
            assert_eq!(
                period.of(day(9, 30)) == period.of(day(10, 1)),
                period.number(day(9, 30)) == period.number(day(10, 1))
            );
        }
    }

    #[test]
    fn every_old_province_is_part_of_a_new_one() {
        assert_eq!((merged(79), merged(74), merged(2), merged(3)), (Some(79), Some(79), Some(8), None));
        assert_eq!((1..=96).filter_map(merged).count(), 63);
    }
}
