//! Names of people, in Vietnamese order, and when two spellings may be one person.

use super::text::{tidy, without_diacritics};
use crate::error::{Code, Error, Result};
use crate::limits::NAME_CHARS;
use crate::personal::Mask;
use serde::{Serialize, Serializer};
use std::fmt;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A full name as written: Unicode form NFC, single blanks, Vietnamese order (family, middle, given).
///
/// ```
/// use dinhdanh::identity::PersonName;
/// let name = PersonName::parse("Nguyễn Thị Mẫu")?;
/// assert_eq!((name.family(), name.given()), ("Nguyễn", Some("Mẫu")));
/// assert_eq!(name.mrz_form().as_deref(), Some("NGUYEN THI MAU"));
/// assert_eq!(format!("{name:?}"), "***");
/// # Ok::<(), dinhdanh::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PersonName(String);

/// How alike two spellings must be, strictest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameComparison {
    /// The same letters with the same diacritics, in any case.
    Exact,
    /// The same letters without diacritics; also bridges the two ways to place a tone mark (`Hoà`, `Hòa`).
    WithoutDiacritics,
    /// The same letters of machine readable zones; blanks, hyphens and apostrophes do not count.
    Mrz,
    /// As [`NameComparison::Mrz`], but one may be the beginning of the other, or have words shortened to their
    /// beginnings: names that fill their field are cut so (ICAO 9303-3 section 4.6).
    MrzTruncated,
}

impl PersonName {
    /// Any spelling; blanks and Unicode form are put in order.
    ///
    /// # Errors
    /// `name-empty`, `too-large`, `text-control-characters`.
    pub fn parse(text: &str) -> Result<Self> {
        let name = tidy(text, NAME_CHARS, "name")?;
        if name.is_empty() { Err(Error::new(Code::NameEmpty, "name")) } else { Ok(Self(name)) }
    }

    /// The name as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first word. A convention: double family names (`Tôn Thất`) and names of other cultures break it.
    #[must_use]
    pub fn family(&self) -> &str {
        self.0.split(' ').next().unwrap_or_default()
    }

    /// The words between the first and the last, empty for names of two words. A convention, as above.
    #[must_use]
    pub fn middle(&self) -> &str {
        let after_family = self.0.split_once(' ').map_or("", |(_, rest)| rest);
        after_family.rsplit_once(' ').map_or("", |(middle, _)| middle)
    }

    /// The last word; none for names of one word. A convention, as above.
    #[must_use]
    pub fn given(&self) -> Option<&str> {
        self.0.rsplit_once(' ').map(|(_, given)| given)
    }

    /// The name in the letters of machine readable zones, words separated by one blank: no diacritics, `Đ` as `D`,
    /// apostrophes and dots dropped, hyphens and commas as blanks (ICAO 9303-3 section 6). `None` where a letter
    /// has no Latin form here.
    #[must_use]
    pub fn mrz_form(&self) -> Option<String> {
        let mut form = String::with_capacity(self.0.len());
        for c in self.0.nfd().filter(|&c| !is_combining_mark(c)).flat_map(char::to_uppercase) {
            match c {
                'A'..='Z' => form.push(c),
                '\'' | '’' | 'ʼ' | '`' | '.' => {}
                ' ' | '-' | ',' | '<' => form.push(' '),
                'Đ' | 'Ð' => form.push('D'),
                'Ø' => form.push_str("OE"),
                'Æ' => form.push_str("AE"),
                'Œ' => form.push_str("OE"),
                'Þ' => form.push_str("TH"),
                'Ł' => form.push('L'),
                'Ħ' => form.push('H'),
                _ => return None,
            }
        }
        let words: Vec<&str> = form.split_whitespace().collect();
        (!words.is_empty()).then(|| words.join(" "))
    }

    /// Whether both may be the name of one person under this comparison. Spellings that have no form in machine
    /// readable zones agree under none of the last two.
    #[must_use]
    pub fn same_person_name(&self, other: &Self, comparison: NameComparison) -> bool {
        match comparison {
            NameComparison::Exact => self.0.to_lowercase() == other.0.to_lowercase(),
            NameComparison::WithoutDiacritics => without_diacritics(&self.0) == without_diacritics(&other.0),
            NameComparison::Mrz | NameComparison::MrzTruncated => {
                let (Some(a), Some(b)) = (self.mrz_form(), other.mrz_form()) else { return false };
                let (a_letters, b_letters) = (a.replace(' ', ""), b.replace(' ', ""));
                let same = a_letters == b_letters;
                let cut = a_letters.starts_with(&b_letters)
                    || b_letters.starts_with(&a_letters)
                    || shortened(&a, &b)
                    || shortened(&b, &a);
                same || comparison == NameComparison::MrzTruncated && cut
            }
        }
    }
}

/// Whether every word of `short` begins the corresponding word of `full`, which has at least as many.
fn shortened(short: &str, full: &str) -> bool {
    let mut full_words = full.split(' ');
    short.split(' ').all(|word| full_words.next().is_some_and(|f| f.starts_with(word)))
}

impl Mask for PersonName {
    fn mask(&self) -> String {
        "***".to_owned()
    }
}

impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.mask())
    }
}

impl Serialize for PersonName {
    /// Masked.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.mask())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use NameComparison::{Exact, Mrz, MrzTruncated, WithoutDiacritics};

    fn name(text: &str) -> PersonName {
        PersonName::parse(text).unwrap()
    }

    #[test]
    fn parts_in_vietnamese_order() {
        let full = name("  Trần  Văn Minh\tMẫu ");
        assert_eq!((full.family(), full.middle(), full.given()), ("Trần", "Văn Minh", Some("Mẫu")));
        let two = name("Lê Mẫu");
        assert_eq!((two.family(), two.middle(), two.given()), ("Lê", "", Some("Mẫu")));
        let one = name("Mẫu");
        assert_eq!((one.family(), one.middle(), one.given()), ("Mẫu", "", None));
    }

    #[test]
    fn letters_of_machine_readable_zones() {
        let every = "ĂÂÊÔƠƯĐ ăâêôơưđ ẮẰẲẴẶ ẤẦẨẪẬ ẾỀỂỄỆ ỐỒỔỖỘ ỚỜỞỠỢ ỨỪỬỮỰ ÍÌỈĨỊ ÝỲỶỸỴ";
        let plain = "AAEOOUD AAEOOUD AAAAA AAAAA EEEEE OOOOO OOOOO UUUUU IIIII YYYYY";
        assert_eq!(name(every).mrz_form().as_deref(), Some(plain));
        assert_eq!(name("H'Mẫu Niê-Kđăm").mrz_form().as_deref(), Some("HMAU NIE KDAM"));
        assert_eq!(name("Søren Straße").mrz_form().as_deref(), Some("SOEREN STRASSE"));
        for text in ["Иван", "王", "Mẫu 2", "'"] {
            assert_eq!(name(text).mrz_form(), None, "{text}");
        }
    }

    #[test]
    fn comparisons_from_strict_to_lenient() {
        let same = |a: &str, b: &str, c| name(a).same_person_name(&name(b), c);
        assert!(same("Nguyễn Thị Mẫu", "NGUYỄN THỊ MẪU", Exact));
        assert!(same("Nguyễn Thị Mẫu", "Nguye\u{302}\u{303}n Thi\u{323} Mẫu", Exact));
        assert!(!same("Nguyễn Thị Hoà", "Nguyễn Thị Hòa", Exact));
        assert!(same("Nguyễn Thị Hoà", "Nguyễn Thị Hòa", WithoutDiacritics));
        assert!(same("Đỗ Mẫu", "do mau", WithoutDiacritics));
        assert!(!same("H'Mẫu", "H Mau", WithoutDiacritics));
        assert!(same("H'Mẫu", "H MAU", Mrz));
        assert!(!same("Trần Văn Minh Mẫu", "TRAN VAN MINH", Mrz));
        assert!(same("Trần Văn Minh Mẫu", "TRAN VAN MINH", MrzTruncated));
        assert!(same("Trần Văn Minh Mẫu", "TRAN VAN M", MrzTruncated));
        assert!(same("Trần Văn Minh Mẫu", "TRAN V M MAU", MrzTruncated));
        assert!(!same("Trần Văn Minh Mẫu", "TRAN THI MINH", MrzTruncated));
        assert!(!same("王", "王", Mrz));
    }

    #[test]
    fn bounds_and_defects() {
        let code = |text: &str| PersonName::parse(text).unwrap_err().code();
        assert_eq!(code(" \t "), Code::NameEmpty);
        assert_eq!(code("Mẫu\u{7}"), Code::TextControl);
        assert_eq!(code(&"M".repeat(NAME_CHARS + 1)), Code::TooLarge);
    }
}
