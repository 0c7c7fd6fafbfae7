//! Readings of an address: one unit each, with everything in the address that speaks for or against it, as points.
//!
//! Points are compared only within one address. What matters is their order: a name behind its marker speaks louder
//! than a bare one, a district that contains the commune louder than a province, and what contradicts a reading costs
//! more than a missing level.

use super::lexicon::{Bond, Lexicon, Meaning, Place};
use super::mention::{Governed, Marker, Mention, Name, Role, Spelling, governed};
use super::tokens::{Gap, Tokens};
use super::{AddressParser, Scratch};
use crate::units::{Era, Kind, Level, UnitId};

/// A province that the address may name.
#[derive(Clone, Copy, Debug)]
pub(super) struct ProvinceHint {
    pub(super) mention: usize,
    /// The province until 2025 as a bit.
    pub(super) old: u64,
    /// The province of today of that name as a bit, zero if the name is gone.
    pub(super) new: u64,
    /// The province of today that it lies in.
    pub(super) within: u64,
    pub(super) points: i32,
}

/// A district that the address may name.
#[derive(Clone, Copy, Debug)]
pub(super) struct DistrictHint {
    pub(super) mention: usize,
    pub(super) district: UnitId,
    pub(super) old_province: u64,
    pub(super) points: i32,
    pub(super) marked: bool,
}

/// What else the address says.
#[derive(Default, Debug)]
pub(super) struct Hints {
    pub(super) provinces: Vec<ProvinceHint>,
    pub(super) districts: Vec<DistrictHint>,
    /// Words for communes with something behind them.
    pub(super) markers: Vec<usize>,
    /// Provinces until 2025 and of today that are worth looking at; zero for all.
    pub(super) old: u64,
    pub(super) new: u64,
}

/// One way to understand the address.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    pub(super) points: i32,
    pub(super) unit: UnitId,
    pub(super) level: Level,
    pub(super) era: Era,
    pub(super) mention: usize,
    pub(super) district: Option<usize>,
    pub(super) province: Option<usize>,
    /// Nothing in the address speaks against it.
    pub(super) clean: bool,
    /// The word for its kind stands before the name.
    pub(super) marked: bool,
    pub(super) governed: bool,
    pub(super) mistyped: bool,
    /// It has one in its letters and none besides in its diacritics.
    pub(super) spelt_alike: bool,
    /// The name of its district or province has a typing error.
    pub(super) beside_mistyped: bool,
    /// What names the province may be something else.
    pub(super) doubtful_province: bool,
    /// The word before the name is the one that the table has.
    pub(super) of_its_kind: bool,
    /// The name has other diacritics in the table.
    pub(super) accented_otherwise: bool,
}

/// What speaks for a commune: points, and the mention they come from.
type Support = (i32, usize);

/// Enough for a province or district that is named without doubt.
const STRONG_PROVINCE: i32 = 16;
/// Less is two letters that stand for several provinces, or a word in the name of a street.
const SURE_PROVINCE: i32 = 12;
/// Below this a district is the name of a street.
const AUDIBLE: i32 = 5;
const STRONG_DISTRICT: i32 = 21;

impl AddressParser<'_> {
    /// Collects hints and readings from the mentions.
    pub(super) fn read(&self, scratch: &mut Scratch) {
        let Scratch { tokens, roles, mentions, hints, readings } = scratch;
        hints.collect(&self.lexicon, tokens, roles, mentions);
        readings.clear();
        for (at, mention) in mentions.iter().enumerate() {
            let mut each = |meaning: &Meaning| {
                let wanted = if meaning.era == Era::Until2025 { hints.old } else { hints.new };
                if wanted == 0 || meaning.province & wanted != 0 {
                    self.commune(tokens, mentions, hints, at, mention, meaning, readings);
                }
            };
            match &mention.name {
                Name::Known(name) => self.lexicon.communes(*name).iter().for_each(each),
                Name::Mistyped(meaning, _) if meaning.level == Level::Commune => each(meaning),
                Name::Mistyped(..) => {}
            }
        }
        for hint in hints.districts.iter().filter(|hint| hint.points >= 16) {
            self.district(mentions, hints, hint, readings);
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn commune(
        &self,
        tokens: &Tokens,
        mentions: &[Mention],
        hints: &Hints,
        at: usize,
        mention: &Mention,
        meaning: &Meaning,
        readings: &mut Vec<Reading>,
    ) {
        let place = self.lexicon.place(meaning.unit);
        let mut points = commune_points(tokens, mention, meaning);
        if points <= 0 {
            return;
        }
        let free = |other: usize| mentions.get(other).is_some_and(|other| !other.overlaps(mention));
        let apart = |one: Option<usize>, other: usize| {
            one.and_then(|one| mentions.get(one).zip(mentions.get(other))).is_none_or(|(a, b)| !a.overlaps(b))
        };
        let mut clean = true;
        let (district, province) = self.support(mentions, hints, mention, meaning, &place);
        let doubtful_province = province.is_some_and(|(points, _)| points < SURE_PROVINCE);
        let support = [district, province].into_iter().flatten().map(|(points, _)| points);
        points = points.saturating_add(support.sum());
        let (district, province) = (district.map(|(_, mention)| mention), province.map(|(_, mention)| mention));
        // What speaks against it.
        let stands = |other: usize| free(other) && apart(district, other) && apart(province, other);
        if province.is_none()
            && hints.provinces.iter().any(|hint| hint.points >= STRONG_PROVINCE && stands(hint.mention))
        {
            points = points.saturating_sub(25);
            clean = false;
        }
        // A district that was found only in a name without its marker, or in the name of the province, does not stand
        // against one that is marked.
        let named = |mention: usize| hints.provinces.iter().any(|hint| hint.mention == mention);
        let firm = |hint: &DistrictHint| Some(hint.mention) == district && hint.marked && !named(hint.mention);
        if !hints.districts.iter().any(firm) {
            let mut cost = 0;
            let other = |hint: &&DistrictHint| hint.points >= STRONG_DISTRICT && Some(hint.district) != place.district;
            for hint in hints.districts.iter().filter(other).filter(|hint| stands(hint.mention)) {
                let behind = mentions.get(hint.mention).is_some_and(|other| other.from >= mention.end);
                let same_province = match meaning.era {
                    Era::Until2025 => place.old_provinces & hint.old_province != 0,
                    Era::Since2025 => place.new_province == self.lexicon.place(hint.district).new_province,
                };
                if hint.marked {
                    cost = cost.max(20);
                } else if district.is_none() && behind && same_province {
                    cost = cost.max(14);
                }
            }
            clean &= cost == 0;
            points = points.saturating_sub(cost);
        }
        // The name of a province at the end of an address is that of the province.
        let marked = mention.marker.is_commune();
        let of_province = |hint: &ProvinceHint| hint.mention == at && hint.points >= STRONG_PROVINCE;
        if !marked && province.is_none() && hints.provinces.iter().any(of_province) {
            points = points.saturating_sub(10);
            clean = false;
        }
        // A bare name that is also a district may be no more than that.
        let of_district = |hint: &DistrictHint| hint.mention == at && hint.points >= 16;
        if !marked && district.is_none() && hints.districts.iter().any(of_district) {
            points = points.saturating_sub(9);
        }
        let beside_unit = [district, province].into_iter().flatten().filter_map(|other| mentions.get(other));
        if mention.ragged && !beside_unit.into_iter().any(|other| other.follows(mention)) {
            points = points.saturating_sub(14);
            clean = false;
        }
        if !marked && hints.markers.iter().any(|&word| is_open(mentions, &[Some(at), district, province], word)) {
            points = points.saturating_sub(20);
            clean = false;
        }
        // A commune stands beside its district or province.
        let beside = |other: Option<usize>| {
            other.and_then(|other| mentions.get(other)).is_some_and(|other| other.follows(mention))
        };
        let mistyped = |other: Option<usize>| {
            let other = other.and_then(|other| mentions.get(other));
            other.is_some_and(|other| matches!(other.name, Name::Mistyped(..)))
        };
        let governed = mention.governed == Governed::Yes && !marked;
        if !governed && (beside(district) || district.is_none() && beside(province)) {
            points = points.saturating_add(7);
        }
        readings.push(Reading {
            points,
            unit: meaning.unit,
            level: Level::Commune,
            era: meaning.era,
            mention: at,
            district,
            province,
            clean,
            marked,
            governed,
            mistyped: matches!(mention.name, Name::Mistyped(..)),
            spelt_alike: matches!(mention.name, Name::Mistyped(_, Spelling::Fits)),
            beside_mistyped: mistyped(district) || mistyped(province),
            doubtful_province,
            of_its_kind: mention.marker == Marker::Kind(meaning.kind),
            accented_otherwise: accent_points(tokens, mention, meaning) < -3,
        });
    }

    /// The mentions of the district and of the province that speak loudest for a commune, with their points.
    fn support(
        &self,
        mentions: &[Mention],
        hints: &Hints,
        mention: &Mention,
        meaning: &Meaning,
        place: &Place,
    ) -> (Option<Support>, Option<Support>) {
        let apart = |a: usize, b: &Mention| mentions.get(a).is_some_and(|a| !a.overlaps(b));
        let louder = |best: Option<Support>, points: i32| best.is_none_or(|(loudest, _)| loudest < points);
        let mut district: Option<Support> = None;
        for hint in hints.districts.iter().filter(|hint| hint.points >= AUDIBLE) {
            let points = match meaning.era {
                Era::Until2025 if place.district == Some(hint.district) => hint.points,
                Era::Since2025 if place.old_provinces & hint.old_province != 0 => {
                    let of = |old: UnitId| self.lexicon.place(old).district == Some(hint.district);
                    let unit = self.table.unit(meaning.unit);
                    if !unit.is_some_and(|unit| unit.predecessors().any(|old| of(old.id()))) {
                        continue;
                    }
                    hint.points.min(12)
                }
                _ => continue,
            };
            if louder(district, points) && apart(hint.mention, mention) {
                district = Some((points, hint.mention));
            }
        }
        // The loudest province, and the loudest that leaves the words of the district to it.
        let (mut any, mut beside): (Option<Support>, Option<Support>) = (None, None);
        let words = district.and_then(|(_, district)| mentions.get(district));
        for hint in &hints.provinces {
            let points = match meaning.era {
                Era::Until2025 if place.old_provinces == hint.old => hint.points,
                Era::Until2025 if hint.new != 0 && place.new_province == hint.new => hint.points.saturating_sub(6),
                Era::Since2025 if hint.new != 0 && place.new_province == hint.new => hint.points,
                Era::Since2025 if place.old_provinces & hint.old != 0 => hint.points,
                Era::Since2025 if place.new_province == hint.within => hint.points.saturating_sub(8),
                _ => continue,
            };
            if !apart(hint.mention, mention) {
                continue;
            }
            if louder(any, points) {
                any = Some((points, hint.mention));
            }
            if louder(beside, points) && words.is_none_or(|district| apart(hint.mention, district)) {
                beside = Some((points, hint.mention));
            }
        }
        let sum = |a: Option<Support>, b: Option<Support>| {
            a.map_or(0, |(points, _)| points).saturating_add(b.map_or(0, |(points, _)| points))
        };
        if sum(district, beside) >= sum(None, any) { (district, beside) } else { (None, any) }
    }

    /// The reading that nothing but the district is known.
    fn district(&self, mentions: &[Mention], hints: &Hints, hint: &DistrictHint, readings: &mut Vec<Reading>) {
        let Some(mention) = mentions.get(hint.mention) else { return };
        let mut points = hint.points.saturating_add(2);
        let place = self.lexicon.place(hint.district);
        let free = |other: usize| mentions.get(other).is_some_and(|other| !other.overlaps(mention));
        let fits = |province: &&ProvinceHint| {
            let own = province.old == place.old_provinces || province.new != 0 && province.new == place.new_province;
            own && free(province.mention)
        };
        let best = hints.provinces.iter().filter(fits).max_by_key(|province| province.points);
        // A bare name that is also a province says no more than that.
        let of_province = |other: &ProvinceHint| other.mention == hint.mention && other.points >= STRONG_PROVINCE;
        if best.is_none() && !hint.marked && hints.provinces.iter().any(of_province) {
            return;
        }
        let used = [Some(hint.mention), best.map(|best| best.mention)];
        let mut clean = !hints.markers.iter().any(|&word| is_open(mentions, &used, word));
        if let Some(best) = best {
            points = points.saturating_add(best.points);
        } else if hints.provinces.iter().any(|other| other.points >= STRONG_PROVINCE && free(other.mention)) {
            points = points.saturating_sub(25);
            clean = false;
        }
        readings.push(Reading {
            points,
            unit: hint.district,
            level: Level::District,
            era: Era::Until2025,
            mention: hint.mention,
            district: Some(hint.mention),
            province: best.map(|best| best.mention),
            clean,
            marked: hint.marked,
            governed: false,
            mistyped: matches!(mention.name, Name::Mistyped(..)),
            spelt_alike: false,
            beside_mistyped: false,
            doubtful_province: false,
            of_its_kind: false,
            accented_otherwise: false,
        });
    }
}

/// The provinces and districts that a mention may mean.
fn upper<'m>(lexicon: &'m Lexicon, mention: &'m Mention) -> &'m [Meaning] {
    match &mention.name {
        Name::Known(name) => lexicon.upper(*name),
        Name::Mistyped(meaning, _) if meaning.level == Level::Commune => &[],
        Name::Mistyped(meaning, _) => std::slice::from_ref(meaning),
    }
}

/// True if a word for a commune belongs to none of these mentions.
fn is_open(mentions: &[Mention], used: &[Option<usize>], word: usize) -> bool {
    let used = used.iter().filter_map(|at| at.and_then(|at| mentions.get(at)));
    !used.into_iter().any(|mention| mention.words().contains(&word))
}

/// How loudly a mention speaks for a commune.
fn commune_points(tokens: &Tokens, mention: &Mention, meaning: &Meaning) -> i32 {
    let mut points: i32 = match mention.marker {
        Marker::Kind(kind) if kind == meaning.kind => 40,
        marker if marker.is_commune() => 34,
        Marker::None => 26,
        _ => 6,
    };
    match (mention.governed, mention.marker.is_commune()) {
        (Governed::Free, _) => {}
        (Governed::Near, false) => points = points.saturating_sub(5),
        (Governed::Yes, false) => points = points.min(2),
        (_, true) => points = points.saturating_sub(18),
    }
    if let Name::Mistyped(_, spelling) = mention.name {
        return points.saturating_sub(match spelling {
            Spelling::Fits => 4,
            Spelling::Unmarked => 8,
            Spelling::Otherwise => 17,
        });
    }
    if mention.inner {
        points = points.saturating_sub(8);
    }
    match meaning.bond {
        Bond::Own => {}
        Bond::Merged => points = points.saturating_sub(3),
        Bond::Short | Bond::Initials => points = points.saturating_sub(10),
    }
    let accent = accent_points(tokens, mention, meaning);
    // The word before a name, taken for the first of the name: Phường Nam is not Phương Nam.
    if accent < 0 && mention.marker_inside {
        return 0;
    }
    points.saturating_add(accent)
}

/// Whether the diacritics are those of the name; says nothing where the text has none.
fn accent_points(tokens: &Tokens, mention: &Mention, meaning: &Meaning) -> i32 {
    if meaning.bond != Bond::Own || matches!(mention.name, Name::Mistyped(..)) {
        0
    } else if mention.accent == meaning.accent {
        if tokens.accented { 4 } else { 0 }
    } else if mention.accent == 0 {
        if tokens.accented { -3 } else { 0 }
    } else {
        -6
    }
}

impl Hints {
    fn collect(&mut self, lexicon: &Lexicon, tokens: &Tokens, roles: &[Role], mentions: &[Mention]) {
        self.provinces.clear();
        self.districts.clear();
        self.markers.clear();
        for (at, mention) in mentions.iter().enumerate() {
            let meanings = upper(lexicon, mention);
            // The provinces of today that have the name.
            let mut newer = 0_u64;
            for meaning in meanings.iter().filter(|meaning| meaning.level == Level::Province) {
                let place = lexicon.place(meaning.unit);
                let lasts = matches!(mention.name, Name::Mistyped(..)) && lexicon.lasts(place.old_provinces);
                if meaning.era == Era::Since2025 || lasts {
                    newer |= place.new_province;
                }
            }
            for meaning in meanings.iter().filter(|meaning| meaning.era == Era::Until2025) {
                let (old, within) = (meaning.province, lexicon.place(meaning.unit).new_province);
                if meaning.level == Level::Province {
                    let points = province_points(tokens, mention, meaning);
                    if points > 0 {
                        self.provinces.push(ProvinceHint { mention: at, old, new: newer & within, within, points });
                    }
                } else {
                    let points = district_points(tokens, mention, meaning);
                    if points > 0 {
                        let (district, old_province) = (meaning.unit, old);
                        let marked = mention.marker.is_district();
                        self.districts.push(DistrictHint { mention: at, district, old_province, points, marked });
                    }
                }
            }
        }
        self.open_markers(tokens, roles);
        self.bound(lexicon);
    }

    /// Words for communes that must name one: `xã`, or `x.` with its full stop.
    fn open_markers(&mut self, tokens: &Tokens, roles: &[Role]) {
        for (at, role) in roles.iter().enumerate() {
            let Role::Marker(marker, _) = role else { continue };
            let next = tokens.list.get(at.saturating_add(1)).map_or(Gap::Break, |token| token.gap);
            let starts = tokens.list.get(at).is_some_and(|token| token.gap >= Gap::Dash);
            let long = tokens.word(at).len() > 1 || starts;
            // "28 Xã Đàn" is a street.
            let way = governed(tokens, roles, at, Marker::None) == Governed::Yes;
            if marker.is_commune() && !way && (next == Gap::Dot || next == Gap::None || long && next == Gap::Space) {
                self.markers.push(at);
            }
        }
    }

    /// Which provinces are worth looking at: those named, and those of the districts that are named aloud.
    fn bound(&mut self, lexicon: &Lexicon) {
        (self.old, self.new) = (0, 0);
        for hint in &self.provinces {
            self.old |= hint.old;
            if hint.new != 0 {
                self.old |= lexicon.old_within(hint.new);
            }
            self.new |= hint.within;
        }
        let weak = self.provinces.iter().all(|hint| hint.points < STRONG_PROVINCE);
        for hint in self.districts.iter().filter(|hint| weak || hint.points >= STRONG_DISTRICT) {
            self.old |= hint.old_province;
            self.new |= lexicon.place(hint.district).new_province;
        }
    }
}

fn province_points(tokens: &Tokens, mention: &Mention, meaning: &Meaning) -> i32 {
    let mut points: i32 = match meaning.bond {
        Bond::Own => 20,
        Bond::Short => 18,
        Bond::Merged => 0,
        Bond::Initials => {
            // Two letters are a province only where a province stands: alone or at the end.
            let last = mention.end == tokens.list.len();
            let alone = tokens.list.get(mention.end).is_none_or(|next| next.gap == Gap::Break)
                && tokens.list.get(mention.from).is_some_and(|token| token.gap == Gap::Break);
            if mention.end.saturating_sub(mention.first) != 1 || !(last || alone) {
                return 0;
            }
            7
        }
    };
    points = match mention.marker {
        Marker::None => points,
        marker if marker.is_province() && meaning.kind == Kind::Province && marker == Marker::City => {
            points.saturating_sub(7) // the city of that name in the province
        }
        marker if marker.is_province() => points.saturating_add(2),
        _ => 0,
    };
    if points == 0 {
        return 0;
    }
    let accent = accent_points(tokens, mention, meaning).clamp(-4, 0);
    match mention.governed {
        Governed::Free => {}
        // Nguyễn Huệ is not Huế.
        _ if accent < -3 => return 0,
        Governed::Near => points = points.saturating_sub(10),
        Governed::Yes => points = points.min(4),
    }
    if mention.inner {
        points = points.saturating_sub(8);
    }
    if matches!(mention.name, Name::Mistyped(..)) {
        return points.saturating_sub(6);
    }
    points.saturating_add(accent)
}

fn district_points(tokens: &Tokens, mention: &Mention, meaning: &Meaning) -> i32 {
    let mut points: i32 = match meaning.bond {
        Bond::Own => 24,
        Bond::Short | Bond::Merged => 20,
        Bond::Initials if mention.marker.is_district() => 8,
        Bond::Initials => return 0,
    };
    points = match mention.marker {
        Marker::None => points,
        Marker::Kind(kind) if kind == meaning.kind => points.saturating_add(6),
        Marker::City if meaning.kind == Kind::City => points.saturating_add(6),
        marker if marker.is_district() => points.saturating_sub(0),
        marker if marker.is_commune() => points.saturating_sub(15),
        _ => return 0,
    };
    match mention.governed {
        Governed::Free => {}
        Governed::Near if !mention.marker.is_district() => points = points.saturating_sub(5),
        Governed::Near => {}
        Governed::Yes => points = points.min(4),
    }
    if mention.inside_upper {
        return 0;
    }
    if mention.inner {
        points = points.saturating_sub(10);
    } else if mention.ragged {
        points = points.saturating_sub(8);
    }
    if matches!(mention.name, Name::Mistyped(..)) {
        return points.saturating_sub(6);
    }
    let accent = accent_points(tokens, mention, meaning);
    points.saturating_add(accent.min(2))
}
