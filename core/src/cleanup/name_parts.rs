//! Which words of a name are family, middle and given name.

use super::lexicon::is_minority_word;

/// A name taken apart. A convention of Kinh names; those of minorities and foreigners follow other rules.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct NameParts<'a> {
    /// The family name, first in Kinh names, last in names of the Ê Đê (`H'Hen Niê`); may have two words.
    pub family: &'a str,
    /// Between family and given name; empty if there is nothing.
    pub middle: &'a str,
    /// The given name: the last word of Kinh names.
    pub given: &'a str,
}

impl std::fmt::Debug for NameParts<'_> {
    /// Masked.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NameParts(***)")
    }
}

/// Family names of two words.
const DOUBLE: [&str; 5] = ["Tôn Thất ", "Tôn Nữ ", "Âu Dương ", "Công Tằng ", "Rơ Châm "];

/// The parts of a clean name: none for a single word, and for names that are written in no Vietnamese way.
///
/// ```
/// use dinhdanh::cleanup::name_parts;
/// let parts = name_parts("Tôn Thất Minh Mẫu").expect("a Kinh name");
/// assert_eq!((parts.family, parts.middle, parts.given), ("Tôn Thất", "Minh", "Mẫu"));
/// let parts = name_parts("H'Hen Niê").expect("an Ê Đê name");
/// assert_eq!((parts.family, parts.given), ("Niê", "H'Hen"));
/// assert!(name_parts("John Smith").is_none());
/// ```
#[must_use]
pub fn name_parts(name: &str) -> Option<NameParts<'_>> {
    let (first, rest) = name.split_once(' ')?;
    // `H'Hen Niê`, `Y Ngông Niê Kđăm`: the family name is the rest.
    if let Some((prefix, _)) = first.split_once('\'') {
        return (prefix.len() == 1).then_some(NameParts { family: rest, middle: "", given: first });
    }
    if first == "Y" && rest.split(' ').skip(1).any(|word| is_minority_word(&word.to_lowercase())) {
        let (given, family) = rest.split_once(' ')?;
        let end = first.len().saturating_add(1).saturating_add(given.len());
        return Some(NameParts { family, middle: "", given: name.get(..end)? });
    }
    if !name.split(' ').all(|word| super::is_syllable(word) || is_minority_word(&word.to_lowercase())) {
        return None;
    }
    let double = DOUBLE.iter().find(|double| name.starts_with(**double) && name.len() > double.len());
    let family = double.map_or(first, |double| double.trim_end());
    let rest = name.get(family.len()..)?.trim_start();
    let (middle, given) = rest.rsplit_once(' ').unwrap_or(("", rest));
    Some(NameParts { family, middle, given })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_follow_the_culture() {
        let parts = |name| name_parts(name).map(|p| (p.family, p.middle, p.given));
        assert_eq!(parts("Trần Văn Minh Mẫu"), Some(("Trần", "Văn Minh", "Mẫu")));
        assert_eq!(parts("Lê Mẫu"), Some(("Lê", "", "Mẫu")));
        assert_eq!(parts("Âu Dương Mẫu"), Some(("Âu Dương", "", "Mẫu")));
        assert_eq!(parts("Y Ngông Niê Kđăm"), Some(("Niê Kđăm", "", "Y Ngông")));
        assert_eq!(parts("K'Brơi"), None);
        assert_eq!(parts("Mẫu"), None);
        assert_eq!(parts("Maria de la Cruz"), None);
    }
}
