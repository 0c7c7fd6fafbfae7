//! The shipped evidence: how likely each finding is, for one person's rows and for those of two people.

/// Who the two rows may belong to if not to one person: two strangers, twins, two others of one household, or namesakes
/// born on one day. All of them must be unlikelier than one person before a pair counts: what tells strangers apart (a
/// telephone, an address, a day of birth) says nothing about a family, and a name nothing about namesakes.
pub(super) const RIVALS: usize = 4;

/// The chance of a finding, for one person and for each rival. Only the ratios matter.
///
/// The numbers were set from how Vietnamese names, numbers and families work, and adjusted on invented lists; no list
/// of real people was used.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Chance {
    same: f64,
    rivals: [f64; RIVALS],
}

/// A finding about names, dates or sex, in which namesakes are like one person.
const fn alike(same: f64, strangers: f64, twins: f64, family: f64) -> Chance {
    Chance { same, rivals: [strangers, twins, family, same] }
}

/// Any other finding, in which namesakes are strangers.
const fn chance(same: f64, strangers: f64, twins: f64, family: f64) -> Chance {
    Chance { same, rivals: [strangers, twins, family, strangers] }
}

impl Chance {
    /// With what the list says about strangers, and no more than `most` bits of it.
    pub(super) fn among(mut self, strangers: f64, most: f64) -> Self {
        let [place, ..] = &mut self.rivals;
        *place = strangers.max(self.same * (-most).exp2());
        self
    }

    /// With the chance that twins have two given names that are near each other, of which the rarer has this share.
    pub(super) fn if_twins_alike(self, share: f64) -> Self {
        self.if_twins((TWINS_ALIKE * (share / A_NAME).min(1.0)).max(TWINS_ODD))
    }

    /// With another chance for twins.
    pub(super) const fn if_twins(mut self, twins: f64) -> Self {
        let [_, place, ..] = &mut self.rivals;
        *place = twins;
        self
    }

    /// Bits for one person, against each rival.
    pub(super) fn bits(self) -> [f64; RIVALS] {
        self.rivals.map(|rival| (self.same / rival).log2())
    }
}

/// Pairs of twins, and of people of one household, for each row of a list.
pub(super) const TWINS_PER_ROW: f64 = 0.01;
pub(super) const FAMILY_PER_ROW: f64 = 0.3;
/// Pairs of namesakes born on one day. There are fewer; but who takes two of them for one person does harm, so that
/// more than a name and a date is asked for where telephone and address both speak against it.
pub(super) const NAMESAKES_PER_ROW: f64 = 0.008;
/// Pairs of one person for each row: at least, where the list does not tell, and at most.
pub(super) const PAIRS_PER_ROW: (f64, f64, f64) = (0.08, 0.1, 0.5);

/// The highest evidence of one field, in bits: a wrong cell copied from another row agrees in full.
pub(super) const NAME_MOST: f64 = 17.0;
pub(super) const PHONE_MOST: f64 = 10.0;
pub(super) const COMMUNE_MOST: f64 = 7.0;

//                                                        same   strangers twins  family
pub(super) const NUMBER_SAME: Chance = chance(0.72, 7e-8, 0.004, 0.004);
/// One digit wrong or two exchanged, or only the serial of six digits agrees. Twins are at times numbered in a row.
pub(super) const NUMBER_NEAR: Chance = chance(0.05, 1e-4, 0.12, 0.004);
/// Two numbers in order that differ: two slips, or the number of somebody else.
pub(super) const NUMBER_DIFFERS: Chance = chance(0.003, 0.98, 0.9, 0.98);
/// Two numbers that differ, one of them not in order.
pub(super) const NUMBER_UNCLEAR: Chance = chance(0.12, 0.98, 0.9, 0.98);

pub(super) const OLD_NUMBER_SAME: Chance = chance(0.8, 5e-6, 0.004, 0.004);
/// Old numbers changed when people moved to another province.
pub(super) const OLD_NUMBER_DIFFERS: Chance = chance(0.04, 0.98, 0.98, 0.98);
pub(super) const INSURANCE_SAME: Chance = chance(0.8, 5e-6, 0.004, 0.004);
pub(super) const INSURANCE_DIFFERS: Chance = chance(0.02, 0.98, 0.98, 0.98);

pub(super) const NAME_SAME: Chance = alike(0.7, 0.01, 0.0005, 0.003);
/// One of them without diacritics: then names of twins can look alike.
pub(super) const NAME_FOLDED: Chance = alike(0.1, 0.01, 0.004, 0.0006);
pub(super) const NAME_LOST: Chance = alike(0.02, 0.01, 0.0008, 0.0002);
/// One row has no name: twins are told apart by little else, so that more is asked for.
pub(super) const NAME_MISSING: Chance = alike(0.02, 0.02, 0.3, 0.02);
/// Other diacritics in a word that is not the given name.
pub(super) const NAME_TONES: Chance = alike(0.03, 0.01, 0.0004, 0.0004);
/// A slip in one word that gives exactly this other word.
pub(super) const NAME_TYPO: Chance = alike(0.0006, 1e-5, 1e-5, 1e-5);
/// As that, for the diacritics of the given name, of which there are fewer.
pub(super) const GIVEN_TONES: Chance = alike(0.002, 1e-5, 1e-5, 1e-4);
pub(super) const NAME_SHORTENED: Chance = alike(0.06, 0.01, 0.0008, 0.002);
pub(super) const NAME_REORDERED: Chance = alike(0.02, 0.01, 0.0003, 0.0003);
/// All but the given name: brothers and sisters.
pub(super) const NAME_SIBLING: Chance = alike(0.0015, 0.05, 0.45, 0.12);
pub(super) const NAME_GIVEN_ONLY: Chance = alike(0.003, 0.02, 0.002, 0.01);
pub(super) const NAME_DIFFERS: Chance = alike(0.006, 0.95, 0.45, 0.8);

/// Two slips, or a slip in a name that is shortened besides.
pub(super) const NAME_CLOSE: Chance = alike(0.008, 0.002, 0.001, 0.002);
/// Twins have a given name that is near the other's: of one that people have (this share of them at least), and of one
/// that nobody has, as a share of its own share.
pub(super) const TWINS_ALIKE: f64 = 0.04;
pub(super) const A_NAME: f64 = 1e-4;
/// The chance that a twin has a name that nobody else has.
const TWINS_ODD: f64 = 2e-5;

pub(super) const BIRTH_SAME: Chance = alike(0.88, 4e-5, 0.95, 0.0015);
pub(super) const BIRTH_SWAPPED: Chance = alike(0.02, 4e-5, 0.02, 1e-4);
pub(super) const BIRTH_TYPO: Chance = alike(0.04, 0.001, 0.04, 0.002);
/// One of the dates is only a year, or the first of January of it, which stands for the year.
pub(super) const BIRTH_YEAR: Chance = alike(0.9, 0.025, 0.9, 0.04);
pub(super) const BIRTH_NEW_YEAR: Chance = alike(0.01, 4e-4, 0.01, 4e-4);
/// Day and month agree and the years are a generation or another two digits apart: rarely a slip, and in lists with
/// copied cells a parent.
pub(super) const BIRTH_YEAR_FAR: Chance = alike(0.0004, 0.003, 0.001, 0.1);
/// Two of day, month and year.
pub(super) const BIRTH_PARTLY: Chance = alike(0.012, 0.005, 0.012, 0.006);
pub(super) const BIRTH_DIFFERS: Chance = alike(0.006, 0.95, 0.01, 0.3);
pub(super) const BIRTH_GENERATION: Chance = alike(0.0006, 0.6, 0.002, 0.5);
pub(super) const BIRTH_YEAR_DIFFERS: Chance = alike(0.02, 0.95, 0.02, 0.9);

pub(super) const SEX_SAME: Chance = alike(0.985, 0.5, 0.65, 0.5);
pub(super) const SEX_DIFFERS: Chance = alike(0.015, 0.5, 0.35, 0.5);

pub(super) const PHONE_SAME: Chance = chance(0.65, 1e-4, 0.75, 0.55);
pub(super) const PHONE_DIFFERS: Chance = chance(0.35, 0.99, 0.25, 0.45);
pub(super) const COMMUNE_SAME: Chance = chance(0.85, 0.01, 0.9, 0.85);
pub(super) const COMMUNE_DIFFERS: Chance = chance(0.2, 0.9, 0.15, 0.2);
pub(super) const PROVINCE_SAME: Chance = chance(0.9, 0.3, 0.9, 0.9);
pub(super) const PROVINCE_DIFFERS: Chance = chance(0.12, 0.7, 0.1, 0.12);
/// The same house or hamlet in one commune.
pub(super) const DETAIL_SAME: Chance = chance(0.75, 0.004, 0.8, 0.75);
pub(super) const DETAIL_DIFFERS: Chance = chance(0.25, 0.99, 0.2, 0.25);
