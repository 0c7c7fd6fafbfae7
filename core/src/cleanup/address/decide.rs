//! From the readings of an address to an answer.

use super::super::issue::{IssueCode, Issues};
use super::lexicon::Lexicon;
use super::mention::Mention;
use super::reading::Reading;
use super::{AddressParser, Candidate, Resolution, Scratch, Status, Why};
use crate::limits::ADDRESS_CANDIDATES;
use crate::personal::Personal;
use crate::units::{Era, Level, Unit};

/// Readings this close to the best one fit as well.
const MARGIN: i32 = 5;
/// The same between two communes that both have the word for their kind before them, or a typing error.
const WIDE_MARGIN: i32 = 12;
/// The same between readings that take one word for a district and for a province.
const SHARED_MARGIN: i32 = 9;
/// The same where the commune has no word for its kind before it.
const BARE_MARGIN: i32 = 20;
/// Letters of a name that one error does not make another one.
const LONG: usize = 6;
/// Below this, a reading is no reading.
const WORTH: i32 = 20;
/// Points of the weakest combination that can be certain: a bare name and its province.
const CERTAIN: i32 = 40;

fn best(readings: &[Reading]) -> Option<&Reading> {
    // The first of equals, so that the answer does not depend on what else was read.
    readings.iter().reduce(|best, reading| if reading.points > best.points { reading } else { best })
}

/// True if a reading fits as well as the best one.
fn rivals(best: &Reading, other: &Reading) -> bool {
    let distance = best.points.saturating_sub(other.points);
    if best.clean && !best.mistyped && !best.accented_otherwise && other.mistyped && distance > 0 {
        return false;
    }
    let both_marked = best.marked && other.marked && other.clean && !other.governed && best.mention != other.mention;
    let same_support = best.district.is_some() == other.district.is_some();
    // The name of a city and of its province, or of another: a district to one reading is a province to the other.
    let shared = |a: &Reading, b: &Reading| a.district.is_some() && a.district == b.province && a.province.is_none();
    if best.clean && other.clean && (shared(best, other) || shared(other, best)) {
        return distance <= if best.marked { SHARED_MARGIN } else { BARE_MARGIN };
    }
    let wide = best.level == Level::Commune && other.level == Level::Commune && both_marked && same_support;
    distance <= if wide { WIDE_MARGIN } else { MARGIN }
}

/// True if nothing in the address asks for a search with typing errors.
pub(super) fn is_settled(readings: &[Reading], lexicon: &Lexicon) -> bool {
    let Some(best) = best(readings).filter(|best| best.level == Level::Commune && best.clean && !best.governed) else {
        return false;
    };
    if best.accented_otherwise {
        return false;
    }
    if best.district.is_some() && (best.marked || best.province.is_some()) {
        return true;
    }
    let heir = lexicon.place(best.unit).heir;
    best.marked
        && best.province.is_some()
        && heir.is_some()
        && readings.iter().filter(|other| rivals(best, other)).all(|other| lexicon.place(other.unit).heir == heir)
}

impl<'t> AddressParser<'t> {
    pub(super) fn decide(&self, text: &str, scratch: &Scratch) -> Resolution<'t> {
        let readings = &scratch.readings;
        let Some(best) = best(readings).filter(|best| best.points >= WORTH) else {
            return self.unknown(text, scratch, None);
        };
        let old_unit = |reading: &Reading| self.table.unit(reading.unit).filter(|unit| unit.era() == Era::Until2025);
        let all = || readings.iter().filter(|other| rivals(best, other));
        let heir = self.lexicon.place(best.unit).heir;
        let one = heir.filter(|_| all().all(|other| self.lexicon.place(other.unit).heir == heir));
        let commune =
            one.filter(|_| self.is_certain(best, readings, &scratch.mentions)).and_then(|id| self.table.unit(id));
        if let Some(commune) = commune {
            // Without its district an older commune is not told from the commune of today that has its name.
            let alone = || all().all(|other| other.unit == best.unit);
            let old = old_unit(best).filter(|_| best.district.is_some() || alone());
            let mut issues = Issues::NONE;
            if best.mistyped || best.beside_mistyped {
                issues.add(IssueCode::AddressSpelling);
            }
            return Resolution {
                status: Status::Exact,
                province: Some(commune.province()),
                commune: Some(commune),
                old,
                detail: self.detail(text, scratch, Some(best)),
                candidates: Vec::new(),
                table_version: self.table.version(),
                issues: with_old(issues, old),
            };
        }
        let candidates = self.candidates(best, readings);
        let Some(first) = candidates.first() else { return self.unknown(text, scratch, Some(best)) };
        let issues = IssueCode::from(first.why).into();
        let province = first.commune.province();
        let province = candidates.iter().all(|other| other.commune.province() == province).then_some(province);
        let old = old_unit(best).filter(|_| !best.governed && all().all(|other| other.unit == best.unit));
        Resolution {
            status: Status::Candidates,
            province,
            commune: None,
            old,
            detail: self.detail(text, scratch, Some(best)),
            candidates,
            table_version: self.table.version(),
            issues: with_old(issues, old),
        }
    }

    /// No commune fits.
    fn unknown(&self, text: &str, scratch: &Scratch, best: Option<&Reading>) -> Resolution<'t> {
        let province = self.province_alone(scratch);
        let code = if province.is_some() { IssueCode::AddressProvinceOnly } else { IssueCode::AddressUnknown };
        Resolution {
            status: Status::Unknown,
            province,
            commune: None,
            old: None,
            detail: self.detail(text, scratch, best),
            candidates: Vec::new(),
            table_version: self.table.version(),
            issues: code.into(),
        }
    }

    /// Whether the best reading, already without rivals, can stand alone.
    fn is_certain(&self, best: &Reading, readings: &[Reading], mentions: &[Mention]) -> bool {
        if !best.clean || best.governed || best.points < CERTAIN {
            return false;
        }
        if best.level == Level::District {
            // Only an island district is one commune by itself.
            let alone = self.table.unit(best.unit).is_some_and(|unit| unit.children().next().is_none());
            return alone && !best.mistyped && (best.marked || best.province.is_some());
        }
        // A name that is right as it stands, only elsewhere, is no typing error.
        let words = |reading: &Reading| mentions.get(reading.mention).map(|mention| (mention.first, mention.end));
        let same_words = |other: &Reading| words(other) == words(best);
        let right = |other: &Reading| {
            let own = other.level == Level::Commune && other.marked;
            let as_it_stands = own && !other.mistyped && !other.accented_otherwise && same_words(other);
            as_it_stands && self.lexicon.place(other.unit).heir != self.lexicon.place(best.unit).heir
        };
        if best.mistyped && readings.iter().any(right) {
            return false;
        }
        match (best.district, best.province) {
            (Some(_), _) => best.marked || best.province.is_some() || !best.mistyped,
            // Among the hundreds of names in a province, one more error makes another name.
            (None, Some(_)) if best.doubtful_province => false,
            (None, Some(_)) => {
                let letters = self.lexicon.letters(best.unit).1.len();
                !best.mistyped || best.of_its_kind && (letters >= LONG || best.spelt_alike)
            }
            (None, None) => false,
        }
    }

    /// Every commune that fits, in the order of the points. Empty if there are too many to be of use.
    fn candidates(&self, best: &Reading, readings: &[Reading]) -> Vec<Candidate<'t>> {
        let mut fitting: Vec<&Reading> = readings.iter().filter(|other| rivals(best, other)).collect();
        fitting.sort_by_key(|reading| std::cmp::Reverse(reading.points));
        let mut found: Vec<Candidate<'t>> = Vec::new();
        for reading in &fitting {
            let Some(unit) = self.table.unit(reading.unit) else { continue };
            let heirs = unit.heirs();
            let why = why(reading, heirs.len(), &fitting);
            let old = Some(unit).filter(|unit| unit.era() == Era::Until2025);
            for heir in heirs {
                if !found.iter().any(|known| known.commune == heir.unit) {
                    found.push(Candidate { commune: heir.unit, old, why });
                }
            }
            if found.len() > ADDRESS_CANDIDATES {
                return Vec::new();
            }
        }
        found
    }

    /// The province of today that the address names, if it names one.
    fn province_alone(&self, scratch: &Scratch) -> Option<Unit<'t>> {
        let strong = || scratch.hints.provinces.iter().filter(|hint| hint.points >= 14);
        let within = strong().next()?.within;
        let one = strong().all(|hint| hint.within == within);
        let unit = self.lexicon.new_province(within).filter(|_| one)?;
        self.table.unit(unit)
    }

    /// What remains of the text without the units that a reading uses.
    fn detail(&self, text: &str, scratch: &Scratch, reading: Option<&Reading>) -> Personal<String> {
        let Scratch { tokens, mentions, hints, .. } = scratch;
        let used = |at: usize| {
            let in_mention = |mention: usize| mentions.get(mention).is_some_and(|m| m.words().contains(&at));
            let Some(reading) = reading else {
                return hints.provinces.iter().any(|hint| hint.points >= 14 && in_mention(hint.mention));
            };
            let own = [Some(reading.mention).filter(|_| !reading.governed), reading.district, reading.province];
            own.into_iter().flatten().any(in_mention)
                || hints.provinces.iter().any(|hint| {
                    let place = self.lexicon.place(reading.unit);
                    hint.points >= 14 && hint.within == place.new_province && in_mention(hint.mention)
                })
        };
        let mut detail = String::new();
        let mut open: Option<(usize, usize)> = None;
        let mut flush = |open: &mut Option<(usize, usize)>| {
            if let Some(piece) = open.take().and_then(|(start, end)| text.get(start..end)) {
                if !detail.is_empty() {
                    detail.push_str(", ");
                }
                detail.push_str(piece);
            }
        };
        for (at, token) in tokens.list.iter().enumerate() {
            if used(at) {
                flush(&mut open);
            } else {
                open = Some((open.map_or(token.start, |(start, _)| start), token.end));
            }
        }
        flush(&mut open);
        Personal::new(detail)
    }
}

fn with_old(issues: Issues, old: Option<Unit<'_>>) -> Issues {
    if old.is_some() { issues.with(IssueCode::AddressOldUnit) } else { issues }
}

fn why(reading: &Reading, heirs: usize, all: &[&Reading]) -> Why {
    if !reading.clean {
        Why::Contradiction
    } else if reading.level == Level::District {
        Why::DistrictOnly
    } else if reading.governed {
        Why::NameOfWay
    } else if reading.mistyped {
        Why::Mistyped
    } else if heirs > 1 && all.len() == 1 {
        Why::Divided
    } else if reading.district.is_none() && reading.province.is_none() {
        Why::NameOnly
    } else if all.iter().any(|other| other.era != reading.era) {
        Why::OldOrNew
    } else if heirs > 1 {
        Why::Divided
    } else {
        Why::SameName
    }
}
