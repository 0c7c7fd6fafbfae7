//! Every name of the table as a tree of letters, with the units that bear it.

use super::tokens::Tokens;
use crate::units::{Alias, Era, Kind, Level, Unit, UnitId, UnitTable};
use std::collections::BTreeMap;

/// How a name belongs to a unit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Bond {
    /// Its name, or another spelling of it.
    Own,
    /// A usual abbreviation: HN, BR-VT.
    Short,
    /// The name of a unit that became part of it before 2025.
    Merged,
    /// Its first letters: QN for Quảng Nam, and for others.
    Initials,
}

/// A unit that a name may mean.
#[derive(Clone, Copy, Debug)]
pub(super) struct Meaning {
    pub(super) unit: UnitId,
    pub(super) level: Level,
    pub(super) era: Era,
    pub(super) kind: Kind,
    pub(super) bond: Bond,
    /// Accents of the name as in [`Tokens::accent_of`]; zero where the source has none.
    pub(super) accent: u32,
    /// Its province as a bit: that until 2025, of a unit of today that of today.
    pub(super) province: u64,
}

/// What is asked of a unit again and again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// Its province until 2025 as a bit; for a commune of today those of all its predecessors,
    /// for a province of today those it was made of.
    pub(super) old_provinces: u64,
    /// Its province of today as a bit.
    pub(super) new_province: u64,
    /// Its district until 2025.
    pub(super) district: Option<UnitId>,
    /// The only commune of today it is in.
    pub(super) heir: Option<UnitId>,
}

/// Which letters a name has: names that differ by one error differ in two letters at most.
#[derive(Clone, Copy, Debug)]
pub(super) struct Letters(u64);

impl Letters {
    pub(super) fn of(letters: &[u8]) -> Self {
        Self(letters.iter().filter_map(|&letter| place_of_letter(letter)).fold(0, |set, at| set | bit(at)))
    }

    pub(super) const fn may_be(self, other: Self) -> bool {
        (self.0 ^ other.0).count_ones() <= 2
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Node {
    /// Which letters go on from here.
    mask: u64,
    /// The node of the first of them.
    next: u32,
    /// 1 + the name that ends here.
    name: u32,
}

/// The tree and what its names mean.
#[derive(Debug)]
pub(super) struct Lexicon {
    nodes: Vec<Node>,
    /// Meanings of each name: where provinces and districts begin, where communes begin, where they end.
    names: Vec<(u32, u32, u32)>,
    meanings: Vec<Meaning>,
    places: Vec<Place>,
    /// Letters of the own name of each unit, for comparing with typing errors.
    letters: Vec<(Letters, Box<[u8]>)>,
    /// Units by the bit of their province: those of today by that of today.
    new_communes: Vec<(u64, UnitId)>,
    old_communes: Vec<(u64, UnitId)>,
    districts: Vec<(u64, UnitId)>,
    provinces: Vec<(u64, UnitId)>,
    new_provinces: Vec<(u64, UnitId)>,
    /// Provinces until 2025 whose name is still that of a province.
    lasting: u64,
    /// Provinces of today and those they were made of, as bits.
    within: Vec<(u64, u64)>,
}

/// Abbreviations and former names in use that no rule gives. Provinces until 2025 by code.
const PROVINCES_SHORT: &[(u32, &[&str])] = &[
    (1, &["hn", "hnoi", "ha tay", "thu do ha noi"]),
    (31, &["hp", "hai phong city"]),
    (46, &["thua thien hue", "tt hue", "tth", "thua thien", "t t h"]),
    (48, &["da nang city"]),
    (67, &["dak nong", "dac nong", "daknong", "dacnong"]),
    (66, &["dak lak", "dac lac", "dac lak", "dak lac", "daclac", "daklac", "darlac"]),
    (62, &["kontum", "con tum", "cong tum"]),
    (6, &["bac can", "bak kan"]),
    (77, &["br vt", "brvt", "vt br", "vung tau ba ria", "ba ria vung tau"]),
    (79, &["hcm", "sg", "sai gon", "saigon", "ho chi minh city", "hcmc", "hcm city", "tphcm", "tp hcm"]),
    (92, &["ct", "can tho city"]),
];

/// Districts likewise: they have other names in addresses than in the list.
const DISTRICTS_SHORT: &[(u32, u32, &[&str])] = &[
    (1, 19, &["tu liem"]),
    (1, 21, &["tu liem"]),
    (46, 474, &["hue"]),
    (46, 475, &["hue"]),
    (77, 747, &["vtau"]),
    (66, 643, &["bmt", "ban me thuot", "buon me thuot", "banmethuot"]),
];

/// Letters in the order of their bytes, which is that of the sorted names.
fn place_of_letter(letter: u8) -> Option<u32> {
    match letter {
        b'0'..=b'9' => Some(u32::from(letter.wrapping_sub(b'0'))),
        b'a'..=b'z' => Some(u32::from(letter.wrapping_sub(b'a')).wrapping_add(10)),
        _ => None,
    }
}

fn bit(at: u32) -> u64 {
    1_u64.checked_shl(at).unwrap_or(0)
}

impl Node {
    fn child(self, letter: u8) -> Option<usize> {
        let own = bit(place_of_letter(letter)?);
        if self.mask & own == 0 {
            return None;
        }
        let before = (self.mask & own.wrapping_sub(1)).count_ones();
        usize::try_from(self.next.wrapping_add(before)).ok()
    }
}

impl Lexicon {
    pub(super) fn new(table: &UnitTable) -> Self {
        let mut builder = Builder { province: 0, tokens: Tokens::default(), names: BTreeMap::new() };
        let bits = Bits::new(table);
        let mut letters = Vec::with_capacity(table.len());
        for unit in table.units() {
            let own = builder.unit(unit, bits.own_province(unit));
            letters.push((Letters::of(&own), own));
        }
        let places = table.units().map(|unit| bits.place(unit)).collect();
        let list = |era, level| -> Vec<(u64, UnitId)> {
            table.all(era, level).map(|unit| (bits.own_province(unit), unit.id())).collect()
        };
        let new_names: Vec<&str> = table.all(Era::Since2025, Level::Province).map(Unit::name).collect();
        let lasts = table.all(Era::Until2025, Level::Province).filter(|unit| new_names.contains(&unit.name()));
        let lasting = lasts.fold(0, |sum, unit| sum | bits.old_province(unit));
        let mut lexicon = Self {
            nodes: vec![Node::default()],
            names: Vec::new(),
            meanings: Vec::new(),
            places,
            letters,
            new_communes: list(Era::Since2025, Level::Commune),
            old_communes: list(Era::Until2025, Level::Commune),
            districts: list(Era::Until2025, Level::District),
            provinces: list(Era::Until2025, Level::Province),
            new_provinces: list(Era::Since2025, Level::Province),
            lasting,
            within: bits.within,
        };
        lexicon.grow(builder.names.into_iter().collect());
        lexicon
    }

    /// Lays the tree out level by level, so that the children of a node are neighbours.
    fn grow(&mut self, sorted: Vec<(Vec<u8>, Vec<Meaning>)>) {
        // Ranges of `sorted` that share the letters on the way to a node.
        let mut ranges = vec![(0_usize, sorted.len())];
        let mut at = 0_usize;
        let mut depth_of = vec![0_usize];
        while let (Some(&(from, to)), Some(&depth)) = (ranges.get(at), depth_of.get(at)) {
            let mut node = Node::default();
            let mut start = from;
            if let Some((key, meanings)) = sorted.get(from)
                && key.len() == depth
                && from < to
            {
                let first = self.meanings.len();
                let communes = |meaning: &&Meaning| meaning.level == Level::Commune;
                self.meanings.extend(meanings.iter().filter(|meaning| !communes(meaning)));
                let middle = self.meanings.len();
                self.meanings.extend(meanings.iter().filter(communes));
                self.names.push((small(first), small(middle), small(self.meanings.len())));
                node.name = small(self.names.len());
                start = from.saturating_add(1);
            }
            node.next = small(ranges.len());
            while start < to {
                let letter = |i: usize| sorted.get(i).and_then(|(key, _)| key.get(depth)).copied().unwrap_or(b'0');
                let own = letter(start);
                let end = (start..to).find(|&i| letter(i) != own).unwrap_or(to);
                node.mask |= place_of_letter(own).map_or(0, bit);
                ranges.push((start, end));
                depth_of.push(depth.saturating_add(1));
                start = end;
            }
            if at == 0 {
                self.nodes.clear();
            }
            self.nodes.push(node);
            at = at.saturating_add(1);
        }
    }

    /// Walks the letters of one word from a node. `None` where no name goes on so.
    pub(super) fn walk(&self, node: usize, letters: &[u8]) -> Option<usize> {
        letters.iter().try_fold(node, |node, &letter| self.nodes.get(node)?.child(letter))
    }

    /// The name that ends at a node.
    pub(super) fn name_at(&self, node: usize) -> Option<u32> {
        self.nodes.get(node).and_then(|node| node.name.checked_sub(1))
    }

    /// The provinces and districts that a name means.
    pub(super) fn upper(&self, name: u32) -> &[Meaning] {
        self.names_at(name).map_or(&[], |(from, to, _)| self.slice(from, to))
    }

    /// The communes that a name means.
    pub(super) fn communes(&self, name: u32) -> &[Meaning] {
        self.names_at(name).map_or(&[], |(_, from, to)| self.slice(from, to))
    }

    fn names_at(&self, name: u32) -> Option<(u32, u32, u32)> {
        usize::try_from(name).ok().and_then(|name| self.names.get(name)).copied()
    }

    fn slice(&self, from: u32, to: u32) -> &[Meaning] {
        let range = usize::try_from(from).ok().zip(usize::try_from(to).ok());
        range.and_then(|(from, to)| self.meanings.get(from..to)).unwrap_or(&[])
    }

    /// The provinces until 2025 that a province of today was made of, as bits.
    pub(super) fn old_within(&self, new: u64) -> u64 {
        self.within.iter().filter(|(of, _)| *of == new).fold(0, |sum, (_, old)| sum | old)
    }

    /// True if a province of today has the name of this one until 2025.
    pub(super) const fn lasts(&self, old: u64) -> bool {
        self.lasting & old != 0
    }

    /// The provinces until 2025.
    pub(super) fn provinces(&self) -> &[(u64, UnitId)] {
        &self.provinces
    }

    /// The province of today that has this bit.
    pub(super) fn new_province(&self, province: u64) -> Option<UnitId> {
        self.new_provinces.iter().find(|(of, _)| *of == province).map(|(_, unit)| *unit)
    }

    /// The districts of the provinces until 2025 that have these bits.
    pub(super) fn districts(&self, provinces: u64) -> impl Iterator<Item = UnitId> {
        self.districts.iter().filter(move |(of, _)| *of & provinces != 0).map(|(_, unit)| *unit)
    }

    /// The communes of the provinces until 2025 that have these bits.
    pub(super) fn old_communes(&self, provinces: u64) -> impl Iterator<Item = UnitId> {
        self.old_communes.iter().filter(move |(of, _)| *of & provinces != 0).map(|(_, unit)| *unit)
    }

    /// The communes of the provinces of today that have these bits.
    pub(super) fn new_communes(&self, provinces: u64) -> impl Iterator<Item = UnitId> {
        self.new_communes.iter().filter(move |(of, _)| *of & provinces != 0).map(|(_, unit)| *unit)
    }

    pub(super) fn place(&self, unit: UnitId) -> Place {
        const NOWHERE: Place = Place { old_provinces: 0, new_province: 0, district: None, heir: None };
        self.places.get(unit.index()).copied().unwrap_or(NOWHERE)
    }

    /// The letters of a unit's name.
    pub(super) fn letters(&self, unit: UnitId) -> (Letters, &[u8]) {
        self.letters.get(unit.index()).map_or((Letters(0), &[]), |(set, letters)| (*set, letters))
    }
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Provinces as bits.
struct Bits {
    old: BTreeMap<usize, u64>,
    new: BTreeMap<usize, u64>,
    /// Provinces of today and the older ones they were made of.
    within: Vec<(u64, u64)>,
}

impl Bits {
    fn new(table: &UnitTable) -> Self {
        let number = |era| {
            let provinces = table.all(era, Level::Province);
            provinces.zip(0..).map(|(unit, at)| (unit.id().index(), bit(at))).collect()
        };
        let mut bits = Self { old: number(Era::Until2025), new: number(Era::Since2025), within: Vec::new() };
        let provinces = table.all(Era::Until2025, Level::Province);
        bits.within = provinces.map(|unit| (bits.new_province(unit), bits.old_province(unit))).collect();
        bits
    }

    fn within(&self, new: u64) -> u64 {
        self.within.iter().filter(|(of, _)| *of == new).fold(0, |sum, (_, old)| sum | old)
    }

    fn new_province(&self, unit: Unit<'_>) -> u64 {
        unit.new_province().and_then(|province| self.new.get(&province.id().index())).copied().unwrap_or(0)
    }

    fn own_province(&self, unit: Unit<'_>) -> u64 {
        match unit.era() {
            Era::Until2025 => self.old_province(unit),
            Era::Since2025 => self.new_province(unit),
        }
    }

    fn old_province(&self, unit: Unit<'_>) -> u64 {
        self.old.get(&unit.province().id().index()).copied().unwrap_or(0)
    }

    fn place(&self, unit: Unit<'_>) -> Place {
        let old_provinces = match unit.era() {
            Era::Until2025 => self.old_province(unit),
            Era::Since2025 if unit.level() == Level::Province => self.within(self.new_province(unit)),
            Era::Since2025 => unit.predecessors().fold(0, |sum, old| sum | self.old_province(old)),
        };
        let district = match (unit.era(), unit.level()) {
            (Era::Until2025, Level::Commune) => unit.parent().map(Unit::id),
            (Era::Until2025, Level::District) => Some(unit.id()),
            _ => None,
        };
        let heir = match unit.heirs().as_slice() {
            [only] => Some(only.unit.id()),
            _ => None,
        };
        Place { old_provinces, new_province: self.new_province(unit), district, heir }
    }
}

struct Builder {
    /// That of the unit being added.
    province: u64,
    tokens: Tokens,
    names: BTreeMap<Vec<u8>, Vec<Meaning>>,
}

impl Builder {
    /// Every name of a unit; gives the letters of its own.
    fn unit(&mut self, unit: Unit<'_>, province: u64) -> Box<[u8]> {
        self.province = province;
        let own = self.name(unit, unit.name(), Bond::Own);
        for alias in unit.aliases() {
            match alias {
                Alias::Spelling(name) => drop(self.name(unit, name, Bond::Own)),
                Alias::Merged(kind, letters) => {
                    let key = letters.bytes().map(|b| if b == b'y' { b'i' } else { b }).collect();
                    self.add(key, unit, kind, Bond::Merged, 0);
                }
            }
        }
        if let Some(roman) = roman(unit.name()) {
            self.name(unit, &roman, Bond::Own);
        }
        let short: &[&str] = match unit.level() {
            Level::Province => {
                let old = PROVINCES_SHORT.iter().find(|(code, _)| *code == unit.code());
                old.map_or(&[], |(_, names)| names)
            }
            Level::District => {
                let province = unit.province().code();
                let found = DISTRICTS_SHORT.iter().find(|(p, d, _)| (*p, *d) == (province, unit.code()));
                found.map_or(&[], |(_, _, names)| names)
            }
            Level::Commune => &[],
        };
        for name in short {
            self.name(unit, name, Bond::Short);
        }
        if unit.level() != Level::Commune {
            self.tokens.read(unit.name());
            let words = 0..self.tokens.list.len();
            let initials: Vec<u8> = words.filter_map(|at| self.tokens.word(at).first().copied()).collect();
            if initials.len() > 1 && !initials.iter().any(u8::is_ascii_digit) {
                self.add(initials, unit, unit.kind(), Bond::Initials, 0);
            }
        }
        own.into_boxed_slice()
    }

    fn name(&mut self, unit: Unit<'_>, name: &str, bond: Bond) -> Vec<u8> {
        self.tokens.read(name);
        let accent = self.tokens.accent_of(0, self.tokens.list.len());
        let key = self.tokens.letters.clone();
        self.add(key.clone(), unit, unit.kind(), bond, accent);
        key
    }

    fn add(&mut self, key: Vec<u8>, unit: Unit<'_>, kind: Kind, bond: Bond, accent: u32) {
        let province = self.province;
        let meanings = self.names.entry(key).or_default();
        if meanings.iter().any(|known| known.unit == unit.id() && known.kind == kind) {
            return;
        }
        meanings.push(Meaning { unit: unit.id(), level: unit.level(), era: unit.era(), kind, bond, accent, province });
    }
}

/// Names that end in a number are also written with Roman numerals.
fn roman(name: &str) -> Option<String> {
    let (stem, number) = name.rsplit_once(' ')?;
    let numeral = match number {
        "1" => "I",
        "2" => "II",
        "3" => "III",
        "4" => "IV",
        "5" => "V",
        _ => return None,
    };
    Some(format!("{stem} {numeral}"))
}
