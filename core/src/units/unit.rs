//! One unit and what the table says about it.

use super::table::{Row, UnitTable};
use crate::identity::Date;
use std::fmt;

/// Which of the two lists a unit is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Era {
    /// Province, district, commune: in force until 30 June 2025.
    Until2025,
    /// Province, commune: in force since 1 July 2025.
    Since2025,
}

/// The level of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// Province or city under the central government.
    Province,
    /// District, town or city of a province; none since 1 July 2025.
    District,
    /// Commune, ward, township or special zone.
    Commune,
}

/// What a unit is called before its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Thành phố: a province-level city, or a city of a province until 2025.
    City,
    /// Tỉnh.
    Province,
    /// Quận.
    UrbanDistrict,
    /// Huyện.
    RuralDistrict,
    /// Thị xã.
    Town,
    /// Phường.
    Ward,
    /// Xã.
    Commune,
    /// Thị trấn.
    Township,
    /// Đặc khu.
    SpecialZone,
}

impl Kind {
    /// The word before the name, as at the start of a line: `Phường`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::City => "Thành phố",
            Self::Province => "Tỉnh",
            Self::UrbanDistrict => "Quận",
            Self::RuralDistrict => "Huyện",
            Self::Town => "Thị xã",
            Self::Ward => "Phường",
            Self::Commune => "Xã",
            Self::Township => "Thị trấn",
            Self::SpecialZone => "Đặc khu",
        }
    }

    pub(super) const fn from_letter(letter: u8) -> Option<Self> {
        Some(match letter {
            b'C' => Self::City,
            b'T' => Self::Province,
            b'Q' => Self::UrbanDistrict,
            b'H' => Self::RuralDistrict,
            b'S' => Self::Town,
            b'P' => Self::Ward,
            b'X' => Self::Commune,
            b'R' => Self::Township,
            b'D' => Self::SpecialZone,
            _ => return None,
        })
    }
}

/// The place of a unit in its table. Means nothing in another table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnitId(pub(super) u16);

impl UnitId {
    /// The position, for tables that run along this one.
    #[must_use]
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// Which sources of the table state something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sources {
    /// Both independent sources.
    Both,
    /// Only the first source (`a` in the table).
    OnlyFirst,
    /// Only the second source (`b` in the table).
    OnlySecond,
}

/// A commune since 1 July 2025 that took over an older unit or a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heir<'t> {
    /// The commune.
    pub unit: Unit<'t>,
    /// Who says so.
    pub named_by: Sources,
}

/// Another name under which a unit is found in addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alias<'t> {
    /// Another spelling of the same unit.
    Spelling(&'t str),
    /// A unit that became part of this one before 2025: its kind, and its name in lower case without diacritics and
    /// blanks. The source has neither the date nor the decision.
    Merged(Kind, &'t str),
}

/// A unit of a table.
#[derive(Clone, Copy)]
pub struct Unit<'t> {
    pub(super) table: &'t UnitTable,
    pub(super) row: &'t Row,
    pub(super) id: UnitId,
}

impl<'t> Unit<'t> {
    /// Its place in the table.
    #[must_use]
    pub const fn id(self) -> UnitId {
        self.id
    }

    /// The list it is in.
    #[must_use]
    pub const fn era(self) -> Era {
        self.row.era
    }

    /// Its level.
    #[must_use]
    pub const fn level(self) -> Level {
        self.row.level
    }

    /// What it is called before its name.
    #[must_use]
    pub const fn kind(self) -> Kind {
        self.row.kind
    }

    /// The code of the statistics office.
    #[must_use]
    pub const fn code(self) -> u32 {
        self.row.code
    }

    /// The code with its leading zeros: 2 digits of a province, 3 of a district, 5 of a commune.
    #[must_use]
    pub fn code_text(self) -> String {
        let width = match self.row.level {
            Level::Province => 2,
            Level::District => 3,
            Level::Commune => 5,
        };
        format!("{:0width$}", self.row.code)
    }

    /// The name without its kind: `Phúc Xá`.
    #[must_use]
    pub fn name(self) -> &'t str {
        self.table.text(self.row.name)
    }

    /// The name with its kind: `Phường Phúc Xá`.
    #[must_use]
    pub fn full_name(self) -> String {
        format!("{} {}", self.row.kind.as_str(), self.name())
    }

    /// The unit above: the district or province it is in.
    #[must_use]
    pub fn parent(self) -> Option<Self> {
        self.row.parent.and_then(|id| self.table.unit(id))
    }

    /// The province it is in, or itself.
    #[must_use]
    pub fn province(self) -> Self {
        self.parent().map_or(self, |parent| parent.parent().unwrap_or(parent))
    }

    /// The units directly below, in the order of their codes.
    pub fn children(self) -> impl Iterator<Item = Self> + use<'t> {
        self.table.below(self.id).filter(move |unit| unit.row.parent == Some(self.id))
    }

    /// The communes since 1 July 2025 that its area is in, likeliest first for a commune. More than one for a commune
    /// that was divided. A unit of today is its own heir; a province has none here, see [`Unit::new_province`].
    #[must_use]
    pub fn heirs(self) -> Vec<Heir<'t>> {
        if self.row.era == Era::Since2025 {
            return match self.row.level {
                Level::Commune => vec![Heir { unit: self, named_by: Sources::Both }],
                Level::Province | Level::District => Vec::new(),
            };
        }
        let mut found: Vec<Heir<'t>> = self.table.heirs_of(self.row).collect();
        if self.row.level == Level::District {
            for child in self.children() {
                for heir in self.table.heirs_of(child.row) {
                    if !found.iter().any(|known| known.unit == heir.unit) {
                        found.push(heir);
                    }
                }
            }
        }
        found
    }

    /// The province of today that a unit lies in. No province was divided in 2025.
    #[must_use]
    pub fn new_province(self) -> Option<Self> {
        if self.row.era == Era::Since2025 {
            return Some(self.province());
        }
        self.table.new_province_of(self.province().id)
    }

    /// The older communes and island districts that went wholly or partly into a commune of today.
    pub fn predecessors(self) -> impl Iterator<Item = Self> + use<'t> {
        self.table.predecessors_of(self.id)
    }

    /// First day of the unit, where the table knows it: 1 July 2025 for the units of today.
    #[must_use]
    pub fn valid_from(self) -> Option<Date> {
        (self.row.era == Era::Since2025).then(|| self.table.changed_on())
    }

    /// Last day of the unit: 30 June 2025 for those that ended then.
    #[must_use]
    pub fn valid_to(self) -> Option<Date> {
        (self.row.era == Era::Until2025).then(|| self.table.last_day()).flatten()
    }

    /// Who names the unit.
    #[must_use]
    pub const fn sources(self) -> Sources {
        self.row.sources
    }

    /// True if the sources do not name the same heirs.
    #[must_use]
    pub fn disputed(self) -> bool {
        self.table.heirs_of(self.row).any(|heir| self.row.sources == Sources::Both && heir.named_by != Sources::Both)
    }

    /// Other names.
    pub fn aliases(self) -> impl Iterator<Item = Alias<'t>> + use<'t> {
        self.table.text(self.row.aliases).split(',').filter_map(|item| match item.strip_prefix('~') {
            Some(name) => Some(Alias::Spelling(name)),
            None => {
                let (kind, name) = item.split_once('-')?;
                Some(Alias::Merged(Kind::from_letter(*kind.as_bytes().first()?)?, name))
            }
        })
    }

    /// The code of the Ministry of Public Security: published for provinces, and for communes put together from its
    /// province, `9` and the code of the statistics office. For a commune a hint only: of 75 codes seen in the
    /// residence portal's template, 61 had the current code of the statistics office and the others an older one.
    #[must_use]
    pub fn police_code_hint(self) -> Option<u32> {
        let province = self.province().row.police?;
        match (self.row.era, self.row.level) {
            (Era::Since2025, Level::Province) => Some(province),
            (Era::Since2025, Level::Commune) => {
                province.checked_mul(1_000_000)?.checked_add(900_000)?.checked_add(self.row.code)
            }
            _ => None,
        }
    }
}

impl PartialEq for Unit<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.table, other.table) && self.id == other.id
    }
}

impl Eq for Unit<'_> {}

impl fmt::Debug for Unit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.code_text(), self.full_name())
    }
}
