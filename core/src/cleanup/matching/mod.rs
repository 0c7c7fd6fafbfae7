//! The same person twice in one list, or in two lists: pairs with a score and its reasons, and clusters.
//!
//! Nothing is trained. Every comparison of two rows adds evidence in bits, the logarithm of how much likelier it is
//! for one person than for two (Fellegi and Sunter 1969); the weights are shipped, and what is usual for names,
//! dates and telephones comes from the list itself: sharing a rare name says more than sharing a common one.
//!
//! Two people are not always strangers. One person is therefore weighed against two strangers, twins, a family and
//! namesakes: one address and one telephone speak against strangers only, and a given name that is one letter away is
//! more often a twin's than a slip, if people of that name are in the list. The personal number is not one
//! field either: it holds province, sex and year of birth, so that two correct numbers which differ speak against one
//! person far more than a misspelt name does.
//!
//! ```
//! use dinhdanh::cleanup::matching::{Matcher, Person};
//! let mut list = Matcher::default();
//! let row = Person {
//!     id_number: Some("001199000018"),
//!     full_name: Some("Nguyễn Thị Mẫu"),
//!     date_of_birth: Some("1999-02-17"),
//!     ..Person::default()
//! };
//! list.push(&row);
//! list.push(&Person { full_name: Some("NGUYEN THI MAU"), ..row });
//! let found = list.prepare().pairs(0, 1);
//! assert_eq!((found.pairs[0].left, found.pairs[0].right), (0, 1));
//! assert!(found.pairs[0].score() > 0.99);
//! ```

mod blocking;
mod clusters;
mod compare;
mod explain;
mod names;
mod number;
mod row;
mod spread;
mod weights;

pub use clusters::{Advice, People, advise, clusters};
pub use explain::Reason;
pub use row::{Matcher, Person, Prepared};
pub use spread::{Counted, Counts};

use crate::error::Lang;

/// Two rows that are probably one person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The row that was given first.
    pub left: u32,
    /// The other row.
    pub right: u32,
    /// Evidence in bits, with the rarity of pairs already taken off: 0 is even odds.
    pub bits: f32,
    reasons: u32,
}

impl Pair {
    /// The evidence as a probability, 0 to 1.
    #[must_use]
    pub fn score(&self) -> f64 {
        1.0 / (1.0 + (-f64::from(self.bits)).exp2())
    }

    /// What speaks for and against, as codes.
    #[must_use]
    pub fn reasons(&self) -> Vec<Reason> {
        Reason::of_bits(self.reasons)
    }

    /// What speaks for and against, in words.
    #[must_use]
    pub fn why(&self, lang: Lang) -> String {
        self.reasons().iter().map(|reason| reason.text(lang)).collect::<Vec<_>>().join("; ")
    }
}

/// The pairs of one part of the work.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pairs {
    /// Pairs above the floor, ordered by row.
    pub pairs: Vec<Pair>,
    /// Pairs of rows that were compared.
    pub compared: u64,
    /// Groups of rows sharing a key that were too large to compare all of them (a telephone number that is a
    /// placeholder, say); only neighbours in them were compared.
    pub cut_groups: u64,
}

#[cfg(test)]
mod tests;
