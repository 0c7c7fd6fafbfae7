//! The table: rows in the order of the file, and ways to find them.

use super::parse::parse;
use super::unit::{Era, Heir, Kind, Level, Sources, Unit, UnitId};
use crate::error::Result;
use crate::identity::Date;
use crate::identity::text::without_diacritics;
use std::borrow::Cow;

/// A piece of the table's text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Span {
    pub(super) start: u32,
    pub(super) end: u32,
}

/// One unit as the file has it.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) era: Era,
    pub(super) level: Level,
    pub(super) kind: Kind,
    pub(super) sources: Sources,
    pub(super) code: u32,
    pub(super) police: Option<u32>,
    pub(super) parent: Option<UnitId>,
    pub(super) name: Span,
    pub(super) aliases: Span,
    /// A range of `UnitTable::heirs`.
    pub(super) heirs: Span,
}

/// A versioned table of administrative units.
#[derive(Debug)]
pub struct UnitTable {
    pub(super) text: Cow<'static, str>,
    pub(super) version: Span,
    pub(super) changed_on: Date,
    pub(super) sources: Vec<(Span, Span)>,
    pub(super) rows: Vec<Row>,
    pub(super) heirs: Vec<(UnitId, Sources)>,
    /// (unit of today, unit before), sorted.
    pub(super) predecessors: Vec<(UnitId, UnitId)>,
    /// (era, level, code, unit), sorted.
    pub(super) codes: Vec<(Era, Level, u32, UnitId)>,
}

impl UnitTable {
    /// The table this release was made with. Read once, then shared.
    #[cfg(feature = "units-data")]
    #[must_use]
    pub fn embedded() -> &'static Self {
        static TABLE: std::sync::OnceLock<UnitTable> = std::sync::OnceLock::new();
        TABLE.get_or_init(|| {
            let text = include_str!("../../units/units.tsv");
            parse(Cow::Borrowed(text)).unwrap_or_else(|_| Self::empty())
        })
    }

    /// A table in the format of `core/units/units.tsv`, which describes itself in its head.
    ///
    /// # Errors
    /// `too-large`; `text-not-utf8`; `unit-table-malformed` for a line that is not as described, an heir that the
    /// table does not have, or more units than it can number.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let text = super::parse::checked(bytes)?;
        parse(Cow::Owned(text.to_owned()))
    }

    /// What [`UnitTable::embedded`] would be if its file were broken; a test parses that file.
    #[cfg(feature = "units-data")]
    fn empty() -> Self {
        Self {
            text: Cow::Borrowed(""),
            version: Span::default(),
            changed_on: Date::FIRST_CHIP_CARD,
            sources: Vec::new(),
            rows: Vec::new(),
            heirs: Vec::new(),
            predecessors: Vec::new(),
            codes: Vec::new(),
        }
    }

    /// The version of the data, to be kept with whatever is derived from it.
    #[must_use]
    pub fn version(&self) -> &str {
        self.text(self.version)
    }

    /// What the table was made from: name and licence of each source.
    pub fn sources(&self) -> impl Iterator<Item = (&str, &str)> {
        self.sources.iter().map(|(name, licence)| (self.text(*name), self.text(*licence)))
    }

    /// The first day of the units of today.
    #[must_use]
    pub const fn changed_on(&self) -> Date {
        self.changed_on
    }

    pub(super) fn last_day(&self) -> Option<Date> {
        let first = self.changed_on;
        let before = if first.month() > 1 { first.month().checked_sub(1)? } else { 12 };
        let year = if first.month() > 1 { first.year() } else { first.year().checked_sub(1)? };
        (28..=31).rev().find_map(|day| Date::new(year, before, day))
    }

    /// The list that is in force on a day.
    #[must_use]
    pub fn valid_on(&self, day: Date) -> Era {
        if day < self.changed_on { Era::Until2025 } else { Era::Since2025 }
    }

    /// The number of units in the table; every [`UnitId::index`] is below.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// True for a table without units.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// A unit by its place.
    #[must_use]
    pub fn unit(&self, id: UnitId) -> Option<Unit<'_>> {
        self.rows.get(id.index()).map(|row| Unit { table: self, row, id })
    }

    /// Every unit of one list and level, in the order of the table.
    pub fn all(&self, era: Era, level: Level) -> impl Iterator<Item = Unit<'_>> {
        self.units().filter(move |unit| unit.era() == era && unit.level() == level)
    }

    /// Every unit, in the order of the table: a unit comes after the one it is in.
    pub fn units(&self) -> impl Iterator<Item = Unit<'_>> {
        (0..=u16::MAX).zip(&self.rows).map(|(id, row)| Unit { table: self, row, id: UnitId(id) })
    }

    /// A unit by the code of the statistics office.
    #[must_use]
    pub fn by_code(&self, era: Era, level: Level, code: u32) -> Option<Unit<'_>> {
        let key = (era, level, code);
        let at = self.codes.binary_search_by(|(e, l, c, _)| (*e, *l, *c).cmp(&key)).ok()?;
        self.codes.get(at).and_then(|(_, _, _, id)| self.unit(*id))
    }

    /// The units of this name, with or without their kind, as exactly as the name is written: those that have the same
    /// letters and diacritics, or else those that have the same letters.
    #[must_use]
    pub fn by_name(&self, era: Era, level: Level, name: &str) -> Vec<Unit<'_>> {
        let exact = name.trim().to_lowercase();
        let plain = letters(name);
        let named = |unit: &Unit<'_>| letters(unit.name()) == plain || letters(&unit.full_name()) == plain;
        let mut found: Vec<Unit<'_>> = self.all(era, level).filter(named).collect();
        let same = |unit: &Unit<'_>| unit.name().to_lowercase() == exact || unit.full_name().to_lowercase() == exact;
        if found.iter().any(same) {
            found.retain(same);
        }
        found
    }

    /// The province until 2025 that the first three digits of a personal number name.
    #[must_use]
    pub fn province_of_prefix(&self, prefix: &str) -> Option<Unit<'_>> {
        let province = crate::identity::province_by_prefix(prefix)?;
        self.by_code(Era::Until2025, Level::Province, province.prefix.parse().ok()?)
    }

    /// The units of today that a code of the Ministry of Public Security may mean: a province (3 digits) or a commune
    /// (9 digits). The last five digits of a commune are the code of the statistics office in some version: of the
    /// commune itself, or of an older one that went into it. None, one or several.
    #[must_use]
    pub fn by_police_code(&self, code: u32) -> Vec<Unit<'_>> {
        let (province, rest) = if code < 1000 {
            (code, None)
        } else {
            (code.checked_div(1_000_000).unwrap_or(0), code.checked_rem(1_000_000))
        };
        let mut provinces = self.all(Era::Since2025, Level::Province);
        let Some(province) = provinces.find(|unit| unit.row.police == Some(province)) else {
            return Vec::new();
        };
        let Some(rest) = rest else {
            return vec![province];
        };
        let Some(commune) = rest.checked_sub(900_000) else {
            return Vec::new();
        };
        if let Some(unit) = self.by_code(Era::Since2025, Level::Commune, commune) {
            return if unit.parent() == Some(province) { vec![unit] } else { Vec::new() };
        }
        let old = self.by_code(Era::Until2025, Level::Commune, commune);
        let heirs = old.into_iter().flat_map(|old| old.heirs()).map(|heir| heir.unit);
        heirs.filter(|unit| unit.parent() == Some(province)).collect()
    }

    pub(super) fn text(&self, span: Span) -> &str {
        let range = usize::try_from(span.start).ok().zip(usize::try_from(span.end).ok());
        range.and_then(|(start, end)| self.text.get(start..end)).unwrap_or("")
    }

    pub(super) fn heirs_of(&self, row: &Row) -> impl Iterator<Item = Heir<'_>> + use<'_> {
        let range = usize::try_from(row.heirs.start).ok().zip(usize::try_from(row.heirs.end).ok());
        let heirs = range.and_then(|(start, end)| self.heirs.get(start..end)).unwrap_or(&[]);
        heirs.iter().filter_map(|(id, named_by)| Some(Heir { unit: self.unit(*id)?, named_by: *named_by }))
    }

    pub(super) fn predecessors_of(&self, id: UnitId) -> impl Iterator<Item = Unit<'_>> + use<'_> {
        let start = self.predecessors.partition_point(|(new, _)| *new < id);
        let rest = self.predecessors.get(start..).unwrap_or(&[]);
        rest.iter().take_while(move |(new, _)| *new == id).filter_map(|(_, old)| self.unit(*old))
    }

    pub(super) fn new_province_of(&self, province: UnitId) -> Option<Unit<'_>> {
        self.below(province).find_map(|unit| Some(self.heirs_of(unit.row).next()?.unit.province()))
    }

    /// The units below one, on every level.
    pub(super) fn below(&self, id: UnitId) -> impl Iterator<Item = Unit<'_>> + use<'_> {
        let level = self.unit(id).map(Unit::level);
        let first = id.index().saturating_add(1);
        let ids = (0..=u16::MAX).skip(first).map(UnitId);
        ids.map_while(|id| self.unit(id)).take_while(move |unit| Some(unit.level()) > level)
    }
}

/// Letters and digits alone, without diacritics.
fn letters(name: &str) -> String {
    without_diacritics(name).chars().filter(|c| c.is_alphanumeric()).collect()
}
