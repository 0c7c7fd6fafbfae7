//! Code lists of the template, which are the truth for what the portal takes: each value is written as the whole
//! text `code - label` of its entry, never put together anew.

use super::known;
use crate::identity::Nationality;
use crate::residence::export::nationality::portal_code;
use std::collections::{BTreeMap, HashMap};
use unicode_normalization::UnicodeNormalization;

/// An entry of a code list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    text: String,
    code_bytes: usize,
}

/// A code list of the template.
#[derive(Clone, Debug, Default)]
pub struct CodeList {
    entries: Vec<Entry>,
    by_code: HashMap<String, usize>,
    by_words: HashMap<String, usize>,
}

/// Every code list of the template.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// Kinds of documents (loại giấy tờ).
    pub document_kinds: CodeList,
    /// Kinds of the present residence (nơi cư trú).
    pub residence_kinds: CodeList,
    /// Reasons of the stay (lý do cư trú).
    pub reasons: CodeList,
    /// Sexes.
    pub sexes: CodeList,
    /// Nationalities, under the portal's codes.
    pub nationalities: CodeList,
    /// Provinces, under the Ministry's codes.
    pub provinces: CodeList,
    pub(super) communes: BTreeMap<String, Vec<Entry>>,
    by_commune_name: HashMap<(String, String), Vec<usize>>,
    by_province_name: HashMap<String, Vec<usize>>,
}

impl Entry {
    /// An entry from its text; none where it is not of the form `code - label`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (code, label) = text.split_once(" - ")?;
        let whole = !code.trim().is_empty() && !label.trim().is_empty();
        whole.then(|| Self { text: text.to_owned(), code_bytes: code.len() })
    }

    /// The code before the first ` - `.
    #[must_use]
    pub fn code(&self) -> &str {
        self.text.get(..self.code_bytes).unwrap_or_default().trim()
    }

    /// The words after it.
    #[must_use]
    pub fn label(&self) -> &str {
        self.text.get(self.code_bytes..).and_then(|rest| rest.strip_prefix(" - ")).unwrap_or_default().trim()
    }

    /// The whole text as it stands in the template.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl CodeList {
    pub(super) fn push(&mut self, entry: Entry) {
        self.by_code.entry(entry.code().to_owned()).or_insert(self.entries.len());
        self.by_words.entry(words_key(entry.label())).or_insert(self.entries.len());
        self.entries.push(entry);
    }

    /// Every entry, in the order of the template.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Entry> {
        self.entries.iter()
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entry with this code.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&Entry> {
        self.by_code.get(code).and_then(|index| self.entries.get(*index))
    }

    /// The entry with these words, under whatever code.
    #[must_use]
    pub fn in_words(&self, words: &str) -> Option<&Entry> {
        self.by_words.get(&words_key(words)).and_then(|index| self.entries.get(*index))
    }

    /// The entry that a cell names: its whole text, or its code alone. Blanks around do not count.
    #[must_use]
    pub fn named(&self, cell: &str) -> Option<&Entry> {
        let cell = cell.trim();
        let code = cell.split_once(" - ").map_or(cell, |(code, _)| code.trim());
        self.get(code).filter(|entry| code == cell || same_words(entry.text(), cell))
    }
}

impl Catalogue {
    /// The portal's entry for a nationality. The portal lists Germany as `D` and Kosovo as `RKS`; seven countries
    /// that stood between Botswana and Cameroon are missing from the template of July 2026, Brazil among them.
    #[must_use]
    pub fn nationality(&self, nationality: Nationality) -> Option<&Entry> {
        self.nationalities.get(portal_code(&nationality))
    }

    /// The communes of a province, by the Ministry's code of the province.
    #[must_use]
    pub fn communes(&self, province: &str) -> &[Entry] {
        self.communes.get(province).map_or(&[], Vec::as_slice)
    }

    /// How many communes all provinces have.
    #[must_use]
    pub fn commune_count(&self) -> usize {
        self.communes.values().map(Vec::len).sum()
    }

    /// The province with this code of the statistics office (1 to 99, since 1 July 2025).
    #[must_use]
    pub fn province_of_statistics_office(&self, code: u8) -> Option<&Entry> {
        self.provinces.get(known::ministry_province(code)?)
    }

    /// The province with this name, with or without `Tỉnh`, `Thành phố`, `TP.`.
    #[must_use]
    pub fn province_named(&self, name: &str) -> Option<&Entry> {
        let [index] = self.by_province_name.get(&province_key(name))?.as_slice() else { return None };
        self.provinces.entries.get(*index)
    }

    /// The commune with this name in a province. The name must say what kind it is (`Phường`, `Xã`, `Đặc khu`):
    /// a bare name may be a district or commune of before 1 July 2025. Never a guess: where spellings differ by more
    /// than the place of a tone mark, or two communes fit, there is none.
    ///
    /// The number inside the Ministry's code is no help: its list and those of the statistics office have different
    /// vintages, so that one number names different communes.
    #[must_use]
    pub fn commune_named(&self, province: &str, name: &str) -> Option<&Entry> {
        let found = self.by_commune_name.get(&(province.to_owned(), words_key(name)))?;
        let [index] = found.as_slice() else { return None };
        self.communes(province).get(*index)
    }

    pub(super) fn push_province(&mut self, entry: Entry) {
        self.by_province_name.entry(province_key(entry.label())).or_default().push(self.provinces.len());
        self.provinces.push(entry);
    }

    pub(super) fn push_commune(&mut self, province: &str, entry: Entry) {
        let communes = self.communes.entry(province.to_owned()).or_default();
        let key = (province.to_owned(), words_key(entry.label()));
        self.by_commune_name.entry(key).or_default().push(communes.len());
        communes.push(entry);
    }
}

/// Whether two texts have the same words, in any Unicode form, case and place of tone marks.
pub(super) fn same_words(a: &str, b: &str) -> bool {
    a == b || words_key(a) == words_key(b)
}

/// The words of a text in one form: lower case, the tone of each syllable at its end (`hòa` and `hoà` are one), runs
/// of anything but letters and digits as one blank.
pub(super) fn words_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    let mut tone = None;
    for c in text.nfd().flat_map(char::to_lowercase) {
        match c {
            // Grave, acute, tilde, hook above, dot below: the five tones. Other marks make another letter.
            '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' => tone = Some(c),
            _ if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) => key.push(c),
            _ => {
                key.extend(tone.take());
                if !key.is_empty() && !key.ends_with(' ') {
                    key.push(' ');
                }
            }
        }
    }
    key.extend(tone);
    key.truncate(key.trim_end().len());
    key
}

fn province_key(name: &str) -> String {
    let key = words_key(name);
    // `tỉnh`, `thành phố` and `tp` in the form of keys.
    let kinds = ["tinh\u{309} ", "thanh\u{300} phô\u{301} ", "tp "];
    let kinds = kinds.map(|kind| kind.nfd().collect::<String>());
    kinds.iter().find_map(|kind| key.strip_prefix(kind.as_str())).unwrap_or(&key).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(texts: &[&str]) -> CodeList {
        let mut list = CodeList::default();
        texts.iter().filter_map(|text| Entry::parse(text)).for_each(|entry| list.push(entry));
        list
    }

    #[test]
    fn entries_are_cut_at_the_first_dash() {
        let entry = Entry::parse("SC- - Scotland").unwrap();
        assert_eq!((entry.code(), entry.label()), ("SC-", "Scotland"));
        let entry = Entry::parse("101900196 - Phường Văn Miếu - Quốc Tử Giám").unwrap();
        assert_eq!((entry.code(), entry.label()), ("101900196", "Phường Văn Miếu - Quốc Tử Giám"));
        for text in ["", "1", "1-Nam", " - Nam", "1 - "] {
            assert_eq!(Entry::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_cell_names_an_entry_by_its_whole_text_or_its_code() {
        let kinds = list(&["1 - Thẻ CCCD", "9 - Giấy Tờ Khác"]);
        for cell in ["1 - Thẻ CCCD", " 1 - thẻ cccd ", "1", "1  -  Thẻ  CCCD"] {
            assert_eq!(kinds.named(cell).map(Entry::code), Some("1"), "{cell}");
        }
        for cell in ["", "2", "1 - Thẻ CMND", "9 - Thẻ CCCD"] {
            assert_eq!(kinds.named(cell), None, "{cell}");
        }
    }

    #[test]
    fn spellings_that_are_one_name_and_names_that_are_two() {
        for (a, b) in [
            ("Phường Hòa Xá", "phường hoà xá"),
            ("Xã Thuỷ Nguyên", "XÃ THỦY  NGUYÊN"),
            ("Phường Văn Miếu - Quốc Tử Giám", "Phường Văn Miếu–Quốc Tử Giám"),
            ("TP. Huế", "tp Huê\u{301}"),
        ] {
            assert!(same_words(a, b), "{a} {b}");
        }
        for (a, b) in [("Xã Tân Lập", "Xã Tân Lấp"), ("Xã Đông Hòa", "Xã Đồng Hòa"), ("Xã An", "Phường An")]
        {
            assert!(!same_words(a, b), "{a} {b}");
        }
    }

    #[test]
    fn provinces_and_communes() {
        let mut catalogue = Catalogue::default();
        for text in ["101 - TP. Hà Nội", "302 - Tỉnh Điện Biên", "411 - TP. Huế", "501 - Thành phố Đà Nẵng"]
        {
            catalogue.push_province(Entry::parse(text).unwrap());
        }
        assert_eq!(catalogue.province_named("TP Đà Nẵng").map(Entry::code), Some("501"));
        for text in ["101900001 - Phường Mẫu", "101900002 - Xã Mẫu", "101900003 - Xã Đôi", "101900004 - Xã Đôi"]
        {
            catalogue.push_commune("101", Entry::parse(text).unwrap());
        }
        let province = |name: &str| catalogue.province_named(name).map(Entry::code);
        assert_eq!(province("Thành phố Hà Nội"), Some("101"));
        assert_eq!(province("hà nội"), Some("101"));
        assert_eq!(province("Tỉnh Điện Biên"), Some("302"));
        assert_eq!(province("Huế"), Some("411"));
        assert_eq!(province("Thừa Thiên Huế"), None);
        assert_eq!(catalogue.province_of_statistics_office(1).map(Entry::code), Some("101"));
        assert_eq!(catalogue.province_of_statistics_office(2), None);
        let commune = |name: &str| catalogue.commune_named("101", name).map(Entry::code);
        assert_eq!(commune("Xã  mẫu"), Some("101900002"));
        assert_eq!(commune("Mẫu"), None, "a bare name may be an old district");
        assert_eq!(commune("Xã Đôi"), None, "two fit");
        assert_eq!(catalogue.commune_named("302", "Xã Mẫu"), None);
        assert_eq!(catalogue.commune_count(), 4);
    }
}
