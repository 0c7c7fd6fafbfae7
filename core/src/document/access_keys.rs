//! Which keys may open a chip, from what the QR code of its card says.
//!
//! BAC needs the date of expiry, which the QR code lacks. It follows from birth and issue: cards are exchanged at 14,
//! 25, 40 and 60, and one issued within the two years before such an age is valid until the next (Law on Identity
//! 26/2023/QH15, Article 21; the same for 25, 40 and 60 in Law 59/2014/QH13, Article 21). After the last age a card has
//! no end of validity.

use super::mrz::MrzKey;
use crate::error::{Code, Error, Lang, Result};
use crate::identity::{Citizen, Date, Expiry};
use crate::limits::DERIVED_MRZ_KEYS;
use serde::{Serialize, Serializer};
use std::fmt;
use zeroize::Zeroizing;

/// A card access number: six digits printed on the card (ICAO 9303-11 section 4.4.1). Never shown; wiped when dropped.
#[derive(Clone)]
pub struct Can(Zeroizing<String>);

impl Can {
    /// Exactly six digits.
    ///
    /// # Errors
    /// `access-key-format`.
    pub fn parse(text: &str) -> Result<Self> {
        if text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(Zeroizing::new(text.to_owned())))
        } else {
            Err(Error::new(Code::AccessKeyFormat, "can"))
        }
    }

    /// The digits.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Can {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Can(***)")
    }
}

/// What opens a chip.
#[derive(Clone, Debug)]
pub enum AccessKey {
    /// For PACE.
    Can(Can),
    /// For BAC, and for PACE.
    Mrz(MrzKey),
}

/// A key and where it comes from, for progress messages and reports.
#[derive(Clone, Debug)]
pub struct NamedAccessKey {
    /// Where it comes from.
    pub name: AccessKeyName,
    /// The key.
    pub key: AccessKey,
}

/// An age at which cards are exchanged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Milestone {
    /// 14 years.
    Age14,
    /// 25 years.
    Age25,
    /// 40 years.
    Age40,
    /// 60 years.
    Age60,
    /// Past the last age. That the zone then says `991231` is **unconfirmed**.
    NoExpiry,
}

/// Where a key comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AccessKeyName {
    /// The caller gave the CAN.
    GivenCan,
    /// The caller gave the zone or its key.
    GivenMrz,
    /// The CAN taken to be the last six digits of the personal number. **Unconfirmed** by any official source.
    CanFromIdNumber,
    /// Expiry at this age.
    MrzExpiry(Milestone),
    /// Expiry at this age, on 1 March: for births on 29 February, where the year has none.
    MrzExpiryFirstOfMarch(Milestone),
}

impl AccessKeyName {
    /// A stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::GivenCan => "can-given",
            Self::GivenMrz => "mrz-given",
            Self::CanFromIdNumber => "can-last-6-of-id-number",
            Self::MrzExpiry(Milestone::Age14) => "mrz-expiry-at-14",
            Self::MrzExpiry(Milestone::Age25) => "mrz-expiry-at-25",
            Self::MrzExpiry(Milestone::Age40) => "mrz-expiry-at-40",
            Self::MrzExpiry(Milestone::Age60) => "mrz-expiry-at-60",
            Self::MrzExpiry(Milestone::NoExpiry) | Self::MrzExpiryFirstOfMarch(Milestone::NoExpiry) => "mrz-no-expiry",
            Self::MrzExpiryFirstOfMarch(Milestone::Age14) => "mrz-expiry-at-14-first-of-march",
            Self::MrzExpiryFirstOfMarch(Milestone::Age25) => "mrz-expiry-at-25-first-of-march",
            Self::MrzExpiryFirstOfMarch(Milestone::Age40) => "mrz-expiry-at-40-first-of-march",
            Self::MrzExpiryFirstOfMarch(Milestone::Age60) => "mrz-expiry-at-60-first-of-march",
        }
    }
}

impl Serialize for AccessKeyName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// How a CAN follows from what is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CanRule {
    /// The last six digits of the personal number. **Unconfirmed** by any official source.
    #[default]
    LastSixOfIdNumber,
    /// It does not: try no CAN that was not given.
    NotDerived,
}

/// What is missing to derive keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum MissingForKeys {
    /// The personal number: no key at all.
    IdNumber,
    /// The date of birth: no key from dates.
    DateOfBirth,
    /// Day and month of birth: no key from dates.
    DayAndMonthOfBirth,
    /// A date of issue after the birth: more expiry dates are possible, and none is likelier.
    DateOfIssue,
}

impl MissingForKeys {
    /// What a person can do about it.
    #[must_use]
    pub const fn explanation(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::IdNumber, Lang::En) => "The personal number is missing: give the CAN or the lines of the MRZ.",
            (Self::IdNumber, Lang::Vi) => "Thiếu số định danh: hãy nhập CAN hoặc các dòng MRZ.",
            (Self::DateOfBirth, Lang::En) => "The date of birth is missing: give the CAN or the lines of the MRZ.",
            (Self::DateOfBirth, Lang::Vi) => "Thiếu ngày sinh: hãy nhập CAN hoặc các dòng MRZ.",
            (Self::DayAndMonthOfBirth, Lang::En) => {
                "Day and month of birth are not known: give the CAN or the lines of the MRZ."
            }
            (Self::DayAndMonthOfBirth, Lang::Vi) => "Không rõ ngày và tháng sinh: hãy nhập CAN hoặc các dòng MRZ.",
            (Self::DateOfIssue, Lang::En) => {
                "No usable date of issue, so the expiry is uncertain: if no key fits, give the lines of the MRZ."
            }
            (Self::DateOfIssue, Lang::Vi) => {
                "Không có ngày cấp dùng được nên chưa chắc ngày hết hạn: nếu không khóa nào đúng, hãy nhập các dòng MRZ."
            }
        }
    }
}

/// Keys to try, likeliest first, and what was missing to find more.
#[derive(Clone, Debug)]
pub struct AccessKeys {
    /// The keys, CAN first. Few: see [`DERIVED_MRZ_KEYS`].
    pub keys: Vec<NamedAccessKey>,
    /// What was missing.
    pub missing: Vec<MissingForKeys>,
}

impl AccessKeys {
    /// Keys that follow from personal number, birth and issue, as a card's QR code gives them.
    #[must_use]
    pub fn derive(citizen: &Citizen, can_rule: CanRule) -> Self {
        let mut found = Self { keys: Vec::new(), missing: Vec::new() };
        let Some(id) = citizen.id_number.as_ref().map(|id| *id.expose()) else {
            found.missing.push(MissingForKeys::IdNumber);
            return found;
        };
        if can_rule == CanRule::LastSixOfIdNumber
            && let Ok(can) = Can::parse(id.last6())
        {
            found.keys.push(NamedAccessKey { name: AccessKeyName::CanFromIdNumber, key: AccessKey::Can(can) });
        }
        let Some(birth) = citizen.date_of_birth.as_ref().map(|date| *date.expose()) else {
            found.missing.push(MissingForKeys::DateOfBirth);
            return found;
        };
        let Some(full_birth) = birth.full() else {
            found.missing.push(MissingForKeys::DayAndMonthOfBirth);
            return found;
        };
        let issued = citizen.issued.as_ref().and_then(|date| date.expose().full()).filter(|day| *day >= full_birth);
        if issued.is_none() {
            found.missing.push(MissingForKeys::DateOfIssue);
        }
        for (name, expiry) in expiries(full_birth, issued).into_iter().take(DERIVED_MRZ_KEYS) {
            if let Ok(key) = MrzKey::of_vietnamese_card(id, birth, expiry) {
                found.keys.push(NamedAccessKey { name, key: AccessKey::Mrz(key) });
            }
        }
        found
    }
}

/// The end of validity of a card issued on this day to someone born on that one, by the rule of the law alone.
#[must_use]
pub fn lawful_expiry(birth: Date, issued: Date) -> Option<Expiry> {
    likely(birth, Some(issued)).first().and_then(|&milestone| expiry_at(birth, milestone))
}

const AGES: [(Milestone, u16); 4] =
    [(Milestone::Age14, 14), (Milestone::Age25, 25), (Milestone::Age40, 40), (Milestone::Age60, 60)];

/// A card issued this many years or less before an age of exchange is valid until the next.
const YEARS_BEFORE: u16 = 2;

fn expiry_at(birth: Date, milestone: Milestone) -> Option<Expiry> {
    match AGES.iter().find(|(m, _)| *m == milestone) {
        Some((_, years)) => birth.add_years(*years).map(Expiry::On),
        None => Some(Expiry::Never),
    }
}

fn expiries(birth: Date, issued: Option<Date>) -> Vec<(AccessKeyName, Expiry)> {
    let mut found = Vec::new();
    for milestone in likely(birth, issued) {
        let Some(expiry) = expiry_at(birth, milestone) else { continue };
        found.push((AccessKeyName::MrzExpiry(milestone), expiry));
        if let Expiry::On(day) = expiry
            && day.day() != birth.day()
            && let Some(first_of_march) = Date::new(day.year(), 3, 1)
        {
            found.push((AccessKeyName::MrzExpiryFirstOfMarch(milestone), Expiry::On(first_of_march)));
        }
    }
    found
}

/// Milestones at which a card may expire, likeliest first.
fn likely(birth: Date, issued: Option<Date>) -> Vec<Milestone> {
    let from = issued.unwrap_or_else(|| Date::FIRST_CHIP_CARD.max(birth));
    let all = AGES.iter().filter_map(|&(milestone, years)| Some((milestone, birth.add_years(years)?)));
    let mut ahead = all.skip_while(|(_, day)| *day <= from);
    let Some((next, day)) = ahead.next() else { return vec![Milestone::NoExpiry] };
    let after_next = ahead.next().map_or(Milestone::NoExpiry, |(milestone, _)| milestone);
    match issued {
        // The other one too: the day printed as issue is not always the day the validity was computed from.
        Some(issued) if day.sub_years(YEARS_BEFORE).is_some_and(|start| issued >= start) => vec![after_next, next],
        Some(_) => vec![next, after_next],
        None => {
            let mut all = vec![next, after_next];
            all.extend(ahead.next().map(|(milestone, _)| milestone));
            all
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::qr::CardQr;
    use crate::identity::{IdNumber, PartialDate};
    use crate::personal::Personal;

    fn names(keys: &AccessKeys) -> Vec<&'static str> {
        keys.keys.iter().map(|k| k.name.as_str()).collect()
    }

    fn citizen(birth: &str, issued: &str) -> Citizen {
        Citizen {
            id_number: IdNumber::parse("001199000018").ok().map(Personal::new),
            date_of_birth: PartialDate::parse_day_first(birth).ok().map(Personal::new),
            issued: PartialDate::parse_day_first(issued).ok().map(Personal::new),
            ..Citizen::default()
        }
    }

    fn mrz_names(birth: &str, issued: &str) -> Vec<&'static str> {
        names(&AccessKeys::derive(&citizen(birth, issued), CanRule::NotDerived))
    }

    #[test]
    fn the_key_of_a_card_from_its_qr_code_alone() {
        let text = "001199000018||Nguyễn Thị Mẫu|17021999|Nữ|Số 1, Hà Nội|27062024";
        let keys = AccessKeys::derive(&CardQr::parse(text).unwrap().value.citizen, CanRule::default());
        assert_eq!(names(&keys), ["can-last-6-of-id-number", "mrz-expiry-at-40", "mrz-expiry-at-60"]);
        assert_eq!(keys.missing, []);
        let AccessKey::Can(can) = &keys.keys[0].key else { panic!("a CAN comes first") };
        assert_eq!(can.digits(), "000018");
        let AccessKey::Mrz(key) = &keys.keys[1].key else { panic!("then keys from dates") };
        assert_eq!(key.information(), "199000018499021743902172");
        let shown = format!("{keys:?}");
        assert!(!shown.contains("000018") && !shown.contains("390217"), "{shown}");
    }

    #[test]
    fn milestones_of_the_law() {
        for (birth, issued, expected) in [
            ("01072015", "01072024", ["mrz-expiry-at-14", "mrz-expiry-at-25"]),
            ("01072012", "02072024", ["mrz-expiry-at-25", "mrz-expiry-at-14"]),
            ("01012007", "01012021", ["mrz-expiry-at-25", "mrz-expiry-at-40"]),
            ("17021999", "16022022", ["mrz-expiry-at-25", "mrz-expiry-at-40"]),
            ("17021999", "17022022", ["mrz-expiry-at-40", "mrz-expiry-at-25"]),
            ("17021999", "16022024", ["mrz-expiry-at-40", "mrz-expiry-at-25"]),
            ("17021999", "17022024", ["mrz-expiry-at-40", "mrz-expiry-at-60"]),
            ("17021983", "17022022", ["mrz-expiry-at-60", "mrz-expiry-at-40"]),
            ("17021964", "16022022", ["mrz-expiry-at-60", "mrz-no-expiry"]),
            ("17021964", "17022022", ["mrz-no-expiry", "mrz-expiry-at-60"]),
        ] {
            assert_eq!(mrz_names(birth, issued), expected, "{birth} {issued}");
        }
        assert_eq!(mrz_names("17021960", "17022022"), ["mrz-no-expiry"]);
        let day = |y, m, d| Date::new(y, m, d).unwrap();
        assert_eq!(lawful_expiry(day(1999, 2, 17), day(2024, 6, 27)), Some(Expiry::On(day(2039, 2, 17))));
        assert_eq!(lawful_expiry(day(1960, 2, 17), day(2024, 6, 27)), Some(Expiry::Never));
    }

    #[test]
    fn leap_days_are_tried_on_both_sides() {
        assert_eq!(
            mrz_names("29022004", "01032021"),
            ["mrz-expiry-at-25", "mrz-expiry-at-25-first-of-march", "mrz-expiry-at-40"]
        );
        let keys = AccessKeys::derive(&citizen("29022004", "01032021"), CanRule::NotDerived);
        let information: Vec<_> = keys
            .keys
            .iter()
            .map(|k| {
                if let AccessKey::Mrz(key) = &k.key {
                    key.information().get(17..23).unwrap().to_owned()
                } else {
                    String::new()
                }
            })
            .collect();
        assert_eq!(information, ["290228", "290301", "440229"]);
    }

    #[test]
    fn what_is_missing_is_said() {
        let keys = |citizen: &Citizen| AccessKeys::derive(citizen, CanRule::default());
        let can = "can-last-6-of-id-number";
        let none = keys(&Citizen::default());
        assert_eq!((names(&none), none.missing), (vec![], vec![MissingForKeys::IdNumber]));
        let no_birth = keys(&citizen("x", "27062024"));
        assert_eq!((names(&no_birth), no_birth.missing), (vec![can], vec![MissingForKeys::DateOfBirth]));
        let year = keys(&citizen("00001960", "27062024"));
        assert_eq!((names(&year), year.missing), (vec![can], vec![MissingForKeys::DayAndMonthOfBirth]));
        for issued in ["x", "2024", "01011990"] {
            let undated = keys(&citizen("17021999", issued));
            assert_eq!(names(&undated), [can, "mrz-expiry-at-25", "mrz-expiry-at-40", "mrz-expiry-at-60"]);
            assert_eq!(undated.missing, [MissingForKeys::DateOfIssue]);
        }
        for missing in [
            MissingForKeys::IdNumber,
            MissingForKeys::DateOfBirth,
            MissingForKeys::DayAndMonthOfBirth,
            MissingForKeys::DateOfIssue,
        ] {
            assert_ne!(missing.explanation(Lang::En), missing.explanation(Lang::Vi));
        }
    }

    #[test]
    fn few_keys_for_every_birth_and_issue() {
        for year in 1920..=2024 {
            for (day, month) in [("29", "02"), ("28", "02"), ("31", "12"), ("01", "01")] {
                for issued in ["01012021", "30062024", "01072024", "21112026", "x"] {
                    let keys = AccessKeys::derive(&citizen(&format!("{day}{month}{year}"), issued), CanRule::default());
                    assert!((1..=1 + DERIVED_MRZ_KEYS).contains(&keys.keys.len()));
                    let mut unique = names(&keys);
                    unique.dedup();
                    assert_eq!(unique.len(), keys.keys.len());
                }
            }
        }
    }

    #[test]
    fn a_can_is_six_digits() {
        for text in ["", "12345", "1234567", "12345a", " 12345", "１23456"] {
            assert_eq!(Can::parse(text).unwrap_err().code(), Code::AccessKeyFormat, "{text}");
        }
        assert_eq!(Can::parse("000018").unwrap().digits(), "000018");
    }
}
