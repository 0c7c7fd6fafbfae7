//! The laws and forms that rules rest on, with the days on which they are in force.

use crate::error::Lang;
use crate::identity::Date;

/// Year, month, day: dates that stand in tables.
type Day = (u16, u8, u8);

/// A law, decree, circular or form.
#[derive(Debug, PartialEq, Eq)]
pub struct Law {
    /// Its number, such as `68/2020/QH14`; `—` where there is none.
    pub number: &'static str,
    name_vi: &'static str,
    name_en: &'static str,
    from: Day,
    until: Option<Day>,
    /// What a place in it is called: an article of a law, a column of a form.
    part: (&'static str, &'static str),
}

impl Law {
    /// Its name.
    #[must_use]
    pub const fn name(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Vi => self.name_vi,
            Lang::En => self.name_en,
        }
    }
}

const ARTICLE: (&str, &str) = ("Điều", "Article");

/// Law on Residence.
pub(super) static RESIDENCE: Law = Law {
    number: "68/2020/QH14",
    name_vi: "Luật Cư trú",
    name_en: "Law on Residence",
    from: (2021, 7, 1),
    until: None,
    part: ARTICLE,
};

/// Law on entry, exit, transit and residence of foreigners.
pub(super) static FOREIGNERS: Law = Law {
    number: "47/2014/QH13",
    name_vi: "Luật Nhập cảnh, xuất cảnh, quá cảnh, cư trú của người nước ngoài tại Việt Nam",
    name_en: "Law on entry, exit, transit and residence of foreigners in Viet Nam",
    from: (2015, 1, 1),
    until: None,
    part: ARTICLE,
};

/// Civil Code.
pub(super) static CIVIL_CODE: Law = Law {
    number: "91/2015/QH13",
    name_vi: "Bộ luật Dân sự",
    name_en: "Civil Code",
    from: (2017, 1, 1),
    until: None,
    part: ARTICLE,
};

/// Law on Identification.
pub(super) static IDENTIFICATION: Law = Law {
    number: "26/2023/QH15",
    name_vi: "Luật Căn cước",
    name_en: "Law on Identification",
    from: (2024, 7, 1),
    until: None,
    part: ARTICLE,
};

/// The structure of personal numbers.
pub(super) static ID_NUMBERS: Law = Law {
    number: "07/2016/TT-BCA",
    name_vi: "Thông tư hướng dẫn Luật Căn cước công dân",
    name_en: "Circular on the Law on Citizen Identification",
    from: (2016, 3, 20),
    until: None,
    part: ARTICLE,
};

/// Fines since 15 December 2025.
pub(super) static FINES_2025: Law = Law {
    number: "282/2025/NĐ-CP",
    name_vi: "Nghị định xử phạt vi phạm hành chính về an ninh, trật tự",
    name_en: "Decree on fines for offences against security and order",
    from: (2025, 12, 15),
    until: None,
    part: ARTICLE,
};

/// Fines until 14 December 2025.
pub(super) static FINES_2021: Law = Law {
    number: "144/2021/NĐ-CP",
    name_vi: "Nghị định xử phạt vi phạm hành chính về an ninh, trật tự",
    name_en: "Decree on fines for offences against security and order",
    from: (2022, 1, 1),
    until: Some((2025, 12, 14)),
    part: ARTICLE,
};

/// The police's portal takes files in its own form whatever the day of the stay, and rejects without a word what does
/// not fit: the template for Vietnamese guests as downloaded in July 2026.
pub(super) static PORTAL_FORM: Law = Law {
    number: "tblt_vn_import.xlsx",
    name_vi: "mẫu của cổng tbltkbtt.bocongan.gov.vn (07/2026)",
    name_en: "template of tbltkbtt.bocongan.gov.vn (July 2026)",
    from: (1, 1, 1),
    until: None,
    part: ("cột", "column"),
};

/// The portal's file for foreign guests.
pub(super) static PORTAL_XML: Law = Law {
    number: "KHAI_BAO_TAM_TRU",
    name_vi: "tệp XML khách nước ngoài của cổng tbltkbtt.bocongan.gov.vn (07/2026)",
    name_en: "XML for foreign guests of tbltkbtt.bocongan.gov.vn (July 2026)",
    from: (1, 1, 1),
    until: None,
    part: ("thẻ", "element"),
};

/// Machine readable travel documents: what a passport can say.
pub(super) static ICAO_9303: Law = Law {
    number: "ICAO 9303",
    name_vi: "giấy tờ đi lại đọc được bằng máy",
    name_en: "Machine readable travel documents",
    from: (1, 1, 1),
    until: None,
    part: ("phần", "part"),
};

/// Lists of passengers of long-distance coaches: no rule on their form was found.
pub(super) static PASSENGERS: Law = Law {
    number: "—",
    name_vi: "danh sách hành khách (chưa tìm thấy quy định)",
    name_en: "passenger list (no regulation found)",
    from: (1, 1, 1),
    until: None,
    part: ARTICLE,
};

/// Plain logic and experience: a stay cannot end before it begins, in any year.
pub(super) static CONSISTENCY: Law = Law {
    number: "—",
    name_vi: "tính hợp lý của thông tin",
    name_en: "plausibility of the statements",
    from: (1, 1, 1),
    until: None,
    part: ARTICLE,
};

/// One place that a rule rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Basis {
    /// The law or form.
    pub law: &'static Law,
    /// The article, or the column of a form; empty where only the law is known.
    pub article: &'static str,
    /// Whether the place was read in a source. `false`: from memory or from a third party; have it checked before
    /// leaning on it.
    pub confirmed: bool,
    from: Day,
    until: Option<Day>,
}

impl Basis {
    /// Read in a source.
    pub(super) const fn read(law: &'static Law, article: &'static str) -> Self {
        Self { law, article, confirmed: true, from: law.from, until: law.until }
    }

    /// Not read in a source.
    pub(super) const fn unconfirmed(law: &'static Law, article: &'static str) -> Self {
        Self { confirmed: false, ..Self::read(law, article) }
    }

    /// In force later than the law itself.
    pub(super) const fn since(self, year: u16, month: u8, day: u8) -> Self {
        Self { from: (year, month, day), ..self }
    }

    /// The first day in force; none for what holds on any day.
    #[must_use]
    pub fn from(&self) -> Option<Date> {
        let (year, month, day) = self.from;
        Date::new(year, month, day).filter(|date| date.year() > 1)
    }

    /// The last day in force.
    #[must_use]
    pub fn until(&self) -> Option<Date> {
        self.until.and_then(|(year, month, day)| Date::new(year, month, day))
    }

    /// Whether it is in force on a day.
    #[must_use]
    pub fn is_in_force(&self, day: Date) -> bool {
        let day = (day.year(), day.month(), day.day());
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// `Điều 30, Luật Cư trú 68/2020/QH14`.
    #[must_use]
    pub fn cite(&self, lang: Lang) -> String {
        let (vi, en) = self.law.part;
        let part = if lang == Lang::Vi { vi } else { en };
        let place = if self.article.is_empty() { String::new() } else { format!("{part} {}, ", self.article) };
        format!("{place}{} {}", self.law.name(lang), self.law.number.trim_end_matches('—')).trim_end().to_owned()
    }
}

/// What not declaring costs a facility, in đồng.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fine {
    /// The least.
    pub least: u32,
    /// The most.
    pub most: u32,
    /// The decree.
    pub law: &'static Law,
}

/// The fine for this many guests who stay undeclared on a day. `None` for no guest, and before 15 December 2025: the
/// amounts of Decree 144/2021/NĐ-CP were not found in a source.
#[must_use]
pub fn fine(undeclared_guests: u32, day: Date) -> Option<Fine> {
    let (least, most) = match undeclared_guests {
        0 => return None,
        1..=3 => (2_000_000, 4_000_000),
        4..=8 => (4_000_000, 8_000_000),
        _ => (8_000_000, 12_000_000),
    };
    let (year, month, first) = FINES_2025.from;
    let in_force = Date::new(year, month, first).is_some_and(|from| from <= day);
    in_force.then_some(Fine { least, most, law: &FINES_2025 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_force_and_fines() {
        let day = |year, month, day| Date::new(year, month, day).unwrap();
        let lodging = Basis::read(&RESIDENCE, "30");
        assert!(!lodging.is_in_force(day(2021, 6, 30)) && lodging.is_in_force(day(2021, 7, 1)));
        let old = Basis::read(&FINES_2021, "9");
        assert!(old.is_in_force(day(2025, 12, 14)) && !old.is_in_force(day(2025, 12, 15)));
        assert_eq!(old.until(), Some(day(2025, 12, 14)));
        assert_eq!(lodging.cite(Lang::Vi), "Điều 30, Luật Cư trú 68/2020/QH14");
        assert_eq!(Basis::read(&CONSISTENCY, "").from(), None);
        assert_eq!(fine(3, day(2025, 12, 14)), None);
        for (guests, least, most) in [(1, 2, 4), (3, 2, 4), (4, 4, 8), (8, 4, 8), (9, 8, 12), (90, 8, 12)] {
            let fine = fine(guests, day(2025, 12, 15)).unwrap();
            assert_eq!((fine.least, fine.most), (least * 1_000_000, most * 1_000_000));
        }
        assert_eq!(fine(0, day(2026, 1, 1)), None);
    }
}
