//! The shipped evidence weights, in bits.

/// Evidence in bits for what a comparison of two rows can find. Positive speaks for one person.
///
/// The defaults were set from how Vietnamese numbers, names and families work, and checked on invented lists; no
/// list of real people was used. Where the list itself tells how common a value is, the weight here is the chance
/// that two rows of one person agree, and the rarity comes on top.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// Pairs of one person that are expected per row, before anything is compared.
    pub expected_pairs_per_row: f64,
    /// The same personal number.
    pub number_same: f64,
    /// Two numbers in order that differ in one digit or two neighbours, other evidence agreeing.
    pub number_near: f64,
    /// As `number_near`, but one of the numbers is not in order: the slip explains it.
    pub number_repaired: f64,
    /// Two numbers in order that differ in more than that.
    pub number_differs: f64,
    /// Two numbers that differ, one of them not in order.
    pub number_unclear: f64,
    /// The same old number of nine digits.
    pub old_number_same: f64,
    /// Different old numbers.
    pub old_number_differs: f64,
    /// The same insurance number.
    pub insurance_same: f64,
    /// Different insurance numbers.
    pub insurance_differs: f64,
    /// Chance that two rows of one person have the name equal without diacritics.
    pub name_same: f64,
    /// Both names have diacritics and they differ: added to `name_same`.
    pub name_tones_differ: f64,
    /// Chance of a missing or abbreviated middle name.
    pub name_shortened: f64,
    /// Chance of one word with one wrong letter.
    pub name_typo: f64,
    /// Chance of the same words in another order.
    pub name_reordered: f64,
    /// Everything but the given name is the same: brothers and sisters.
    pub name_sibling: f64,
    /// The given name is the same and the family name is not.
    pub name_given_only: f64,
    /// Names that have little in common.
    pub name_differs: f64,
    /// Chance that the full date of birth is the same.
    pub birth_same: f64,
    /// Chance of day and month exchanged.
    pub birth_swapped: f64,
    /// Chance of one wrong digit.
    pub birth_typo: f64,
    /// One of the dates is only a year, and the years agree.
    pub birth_year_only: f64,
    /// Two of day, month and year are the same.
    pub birth_partly: f64,
    /// Different dates.
    pub birth_differs: f64,
    /// The years are more than 12 apart: another generation.
    pub birth_generation: f64,
    /// The same sex.
    pub sex_same: f64,
    /// Different sexes.
    pub sex_differs: f64,
    /// Most that telephone and address together may add, since families share both.
    pub household_most: f64,
    /// Most that a telephone may add.
    pub phone_same: f64,
    /// Different telephones.
    pub phone_differs: f64,
    /// Most that the same commune may add.
    pub commune_same: f64,
    /// The same house or hamlet as well.
    pub detail_same: f64,
    /// Different communes of one province.
    pub commune_differs: f64,
    /// Different provinces.
    pub province_differs: f64,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            expected_pairs_per_row: 0.1,
            number_same: 20.0,
            number_near: 4.0,
            number_repaired: 9.0,
            number_differs: -14.0,
            number_unclear: -2.0,
            old_number_same: 16.0,
            old_number_differs: -6.0,
            insurance_same: 15.0,
            insurance_differs: -6.0,
            name_same: 0.8,
            name_tones_differ: -4.5,
            name_shortened: 0.06,
            name_typo: 0.08,
            name_reordered: 0.02,
            name_sibling: -9.0,
            name_given_only: -6.0,
            name_differs: -11.0,
            birth_same: 0.9,
            birth_swapped: 0.03,
            birth_typo: 0.04,
            birth_year_only: 4.5,
            birth_partly: -1.0,
            birth_differs: -8.0,
            birth_generation: -10.0,
            sex_same: 0.8,
            sex_differs: -6.0,
            household_most: 9.0,
            phone_same: 8.0,
            phone_differs: -0.7,
            commune_same: 6.0,
            detail_same: 3.0,
            commune_differs: -0.7,
            province_differs: -1.5,
        }
    }
}
