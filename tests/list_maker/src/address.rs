//! Messy addresses with the commune of today that each is in.

use crate::rng::Rng;
use dinhdanh::units::{Alias, Era, Kind, Level, Unit, UnitTable};
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What an address should resolve to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gold {
    /// This commune of today, by its code.
    One(u32),
    /// One of these; none may be preferred.
    Several(Vec<u32>),
    /// No commune: this province of today, by its code.
    Province(u32),
    /// The levels contradict each other: anything but certainty.
    Unsure,
}

/// One address of a list.
#[derive(Clone, Debug)]
pub struct Row {
    /// How it was written, by the name of its form.
    pub form: &'static str,
    /// The text of the cell.
    pub text: String,
    /// What is right.
    pub gold: Gold,
}

/// Forms and their shares in a mixed list, in thousandths: first the ten of the published comparison.
pub const FORMS: [(&str, usize); 35] = [
    ("full", 180),
    ("abbr", 150),
    ("no-diacritics", 60),
    ("no-commas", 60),
    ("typo", 60),
    ("no-district", 40),
    ("tcvn3", 30),
    ("nfd", 30),
    ("upper", 40),
    ("dashes", 30),
    // Harder ones.
    ("hamlet", 40),
    ("way-like-ward", 20),
    ("wrong-district", 10),
    ("notes", 20),
    ("doubled", 10),
    ("province-only", 10),
    ("district-only", 10),
    ("new", 40),
    ("new-abbr", 20),
    ("new-typo", 10),
    ("new-no-diacritics", 10),
    ("new-old-province", 10),
    ("odd-abbr", 10),
    ("reversed", 10),
    ("merged-before-2025", 10),
    ("no-province", 20),
    ("bare", 20),
    ("slashes", 10),
    ("lower-no-commas", 10),
    ("bare-no-diacritics", 10),
    ("glued", 5),
    ("typo-no-diacritics", 5),
    ("other-tone-place", 5),
    ("country", 3),
    ("upper-no-commas", 2),
];

const STREETS: [&str; 40] = [
    "Trần Phú",
    "Lê Lợi",
    "Nguyễn Trãi",
    "Hùng Vương",
    "Quang Trung",
    "Lý Thường Kiệt",
    "Trần Hưng Đạo",
    "Nguyễn Huệ",
    "Hai Bà Trưng",
    "Bà Triệu",
    "Phan Chu Trinh",
    "Phan Bội Châu",
    "Điện Biên Phủ",
    "Cách Mạng Tháng Tám",
    "30/4",
    "3 tháng 2",
    "Võ Thị Sáu",
    "Lê Duẩn",
    "Phạm Văn Đồng",
    "Nguyễn Văn Cừ",
    "Lạc Long Quân",
    "Âu Cơ",
    "Hoàng Diệu",
    "Ngô Quyền",
    "Đinh Tiên Hoàng",
    "Lê Hồng Phong",
    "Nguyễn Thái Học",
    "Tôn Đức Thắng",
    "Kim Mã",
    "Láng Hạ",
    "Xã Đàn",
    "Trường Chinh",
    "Giải Phóng",
    "Hoàng Hoa Thám",
    "Nguyễn Du",
    "Hàm Nghi",
    "Yên Ninh",
    "Tô Hiệu",
    "An Dương Vương",
    "Tân Sơn Nhì",
];

const HAMLETS: [&str; 24] = [
    "Đông",
    "Thượng",
    "Trung",
    "Tân Lập",
    "Tân Tiến",
    "Đoàn Kết",
    "Thống Nhất",
    "Hòa Bình",
    "Quyết Thắng",
    "Phú Lộc",
    "Đồng Tâm",
    "Bình An",
    "Nà Lốc",
    "Pắc Ngà",
    "Tây Sơn",
    "Phước Hòa",
    "Long Bình",
    "Mỹ Thạnh",
    "Xuân Lộc",
    "Đại Đồng",
    "Yên Thịnh",
    "Tân Hiệp",
    "Vạn Phúc",
    "Kim Sơn",
];

/// Rows in random forms, in the shares of [`FORMS`].
pub fn mixed(table: &UnitTable, seed: u64, count: usize) -> Vec<Row> {
    let maker = Maker::new(table);
    let mut rng = Rng::new(seed);
    let total: usize = FORMS.iter().map(|(_, share)| share).sum();
    let mut rows = Vec::with_capacity(count);
    while rows.len() < count {
        let mut at = rng.below(total);
        let form = FORMS.iter().find(|(_, share)| {
            let here = at < *share;
            at = at.saturating_sub(*share);
            here
        });
        rows.extend(maker.row(form.unwrap().0, &mut rng));
    }
    rows
}

/// Rows of one form.
pub fn of_form(table: &UnitTable, form: &'static str, seed: u64, count: usize) -> Vec<Row> {
    let maker = Maker::new(table);
    let mut rng = Rng::new(seed);
    std::iter::repeat_with(|| maker.row(form, &mut rng)).take(count * 20).flatten().take(count).collect()
}

/// Makes rows from a table.
pub struct Maker<'t> {
    old: Vec<Unit<'t>>,
    new: Vec<Unit<'t>>,
    /// Communes of one name and kind in one province: (province, kind and name) to all heirs.
    names: BTreeMap<(u32, String), Vec<u32>>,
}

/// The parts of an address before they are put together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    detail: String,
    levels: Vec<(Kind, String)>,
    /// The levels of today, where the commune went into one of today's as a whole.
    today: Vec<(Kind, String)>,
}

/// The ten forms of the published comparison, which need nothing but the parts; the text, or `None` where the form
/// does not suit.
pub fn written(parts: &Parts, form: &str, rng: &mut Rng) -> Option<String> {
    Some(match form {
        "full" => plain(parts, ", "),
        "abbr" => abbreviated(parts, rng),
        "no-diacritics" => unmarked(&plain(parts, ", ")),
        "no-commas" => plain(parts, " "),
        "typo" => plain(&with_typo(parts.clone(), rng)?, ", "),
        "no-district" => {
            let mut parts = parts.clone();
            (parts.levels.len() > 2).then(|| parts.levels.remove(1))?;
            plain(&parts, ", ")
        }
        "tcvn3" => tcvn3(&plain(parts, ", ")),
        "nfd" => plain(parts, ", ").nfd().collect(),
        "upper" => plain(parts, ", ").to_uppercase(),
        "dashes" => plain(parts, choose(rng, &[" - ", "- ", " – "])),
        _ => return None,
    })
}

impl Parts {
    /// The same place in the units of today, where the commune was not divided.
    pub fn of_today(&self) -> Option<Self> {
        let Self { detail, today, .. } = self.clone();
        (!today.is_empty()).then(|| Self { detail, levels: today.clone(), today })
    }
}

impl<'t> Maker<'t> {
    /// Prepares the lists.
    pub fn new(table: &'t UnitTable) -> Self {
        let old: Vec<_> = table.all(Era::Until2025, Level::Commune).collect();
        let new: Vec<_> = table.all(Era::Since2025, Level::Commune).collect();
        let mut names: BTreeMap<_, Vec<u32>> = BTreeMap::new();
        for unit in &old {
            let heirs = names.entry((unit.province().code(), unit.full_name())).or_default();
            heirs.extend(unit.heirs().iter().map(|heir| heir.unit.code()));
        }
        for heirs in names.values_mut() {
            heirs.sort_unstable();
            heirs.dedup();
        }
        Self { old, new, names }
    }

    /// A home in one of the communes until 2025 that `suits`.
    pub fn home(&self, rng: &mut Rng, suits: impl Fn(Unit<'_>) -> bool) -> Parts {
        loop {
            let unit = *rng.pick(&self.old);
            if suits(unit) {
                return parts(unit, rng);
            }
        }
    }

    /// One row; `None` where the form does not suit the unit that was drawn.
    pub fn row(&self, form: &'static str, rng: &mut Rng) -> Option<Row> {
        let unit = *rng.pick(&self.old);
        let today = *rng.pick(&self.new);
        let heirs = one_or_several(unit.heirs().iter().map(|heir| heir.unit.code()).collect());
        let full = parts(unit, rng);
        let new = parts(today, rng);
        let this = Gold::One(today.code());
        let row = |text: String, gold: Gold| Some(Row { form, text, gold });
        match form {
            "full" | "abbr" | "no-diacritics" | "no-commas" | "typo" | "tcvn3" | "nfd" | "upper" | "dashes" => {
                row(written(&full, form, rng)?, heirs)
            }
            "typo-no-diacritics" => row(unmarked(&plain(&with_typo(full, rng)?, ", ")), heirs),
            "no-district" => {
                let same = self.names.get(&(unit.province().code(), unit.full_name()))?;
                row(written(&full, form, rng)?, one_or_several(same.clone()))
            }
            "slashes" => row(plain(&full, choose(rng, &["; ", " / ", "/", ";"])), heirs),
            "lower-no-commas" => row(abbreviated(&full, rng).to_lowercase().replace(',', " "), heirs),
            "upper-no-commas" => row(plain(&full, " ").to_uppercase(), heirs),
            "hamlet" => {
                let mut parts = full;
                parts.detail = hamlet(rng);
                row(if rng.chance(0.5) { plain(&parts, ", ") } else { abbreviated(&parts, rng) }, heirs)
            }
            "way-like-ward" => {
                let mut parts = full;
                let beside: Vec<_> = unit.parent()?.children().filter(|other| other.name() != unit.name()).collect();
                let other = rng.pick(&beside);
                if other.name().bytes().all(|b| b.is_ascii_digit()) {
                    return None;
                }
                let way = rng.pick(&["đường ", "phố ", "", "Đ. ", "ngõ 5 "]);
                parts.detail = format!("{} {way}{}", house(rng), other.name());
                row(if rng.chance(0.6) { plain(&parts, ", ") } else { abbreviated(&parts, rng) }, heirs)
            }
            "wrong-district" => {
                let mut parts = full;
                let others: Vec<_> = unit
                    .province()
                    .children()
                    .filter(|other| Some(other.name()) != unit.parent().map(Unit::name))
                    .collect();
                let wrong = rng.pick(&others);
                let own = fold(unit.name());
                if wrong.children().any(|other| fold(other.name()) == own || one_apart(&fold(other.name()), &own)) {
                    return None;
                }
                parts.levels[1] = (wrong.kind(), wrong.name().to_owned());
                row(plain(&parts, ", "), Gold::Unsure)
            }
            "notes" => {
                let text = plain(&full, ", ");
                let note = rng.pick(&[
                    " (tạm trú)",
                    " - ĐT 0912000111",
                    ", Việt Nam.",
                    " (gần chợ)",
                    " (nhà trọ cô Ba)",
                    ", VN",
                    " - hộ nghèo",
                    " (KT3)",
                    " , chung cư lô B",
                ]);
                row(format!("{text}{note}"), heirs)
            }
            "doubled" => {
                let mut parts = full;
                let again = parts.levels.clone();
                parts.levels.extend(again);
                row(plain(&parts, ", "), heirs)
            }
            "province-only" => {
                let province = unit.province();
                let name = if rng.chance(0.5) { province.full_name() } else { province.name().to_owned() };
                row(name, Gold::Province(unit.new_province()?.code()))
            }
            "district-only" => {
                let district = unit.parent()?;
                let communes = district.heirs().iter().map(|heir| heir.unit.code()).collect();
                let text = format!("{}, {}", district.full_name(), unit.province().name());
                row(text, one_or_several(communes))
            }
            "new" => row(plain(&new, ", "), this),
            "new-abbr" => row(abbreviated(&new, rng), this),
            "new-typo" => row(plain(&with_typo(new, rng)?, ", "), this),
            "new-no-diacritics" => row(unmarked(&plain(&new, ", ")), this),
            "new-old-province" => {
                let mut parts = new;
                let old: Vec<_> = today.predecessors().map(Unit::province).collect();
                let province = rng.pick(&old);
                parts.levels[1] = (province.kind(), province.name().to_owned());
                row(plain(&parts, ", "), this)
            }
            "odd-abbr" => {
                let district = unit.parent()?;
                let short = match unit.province().name() {
                    "Hồ Chí Minh" => "Tp.HCM".to_owned(),
                    "Huế" => "T.T.Huế".to_owned(),
                    name if rng.chance(0.4) => initials(name),
                    name => name.replace(' ', ""),
                };
                let kind = odd_kind(unit.kind(), rng);
                let text = format!(
                    "{}, {kind}{}, {}{}, {short}",
                    house(rng),
                    unit.name(),
                    odd_kind(district.kind(), rng),
                    district.name()
                );
                row(text, heirs)
            }
            "reversed" => {
                let mut parts = full;
                parts.levels.reverse();
                let text =
                    parts.levels.iter().map(|(kind, name)| format!("{} {name}", kind.as_str())).collect::<Vec<_>>();
                row(format!("{}, {}", text.join(", "), parts.detail), heirs)
            }
            "merged-before-2025" => {
                let aliases: Vec<_> = unit.aliases().collect();
                let Some(Alias::Merged(kind, name)) = aliases.first().copied() else { return None };
                if name.len() < 5 {
                    return None;
                }
                let mut parts = full;
                parts.levels[0] = (kind, name.to_owned());
                row(unmarked(&plain(&parts, ", ")), heirs)
            }
            "no-province" => {
                let mut parts = full;
                parts.levels.pop();
                let mut same = Vec::new();
                let (own, district) = (unit.full_name(), unit.parent()?.full_name());
                for other in &self.old {
                    if other.name() == unit.name()
                        && other.full_name() == own
                        && other.parent().is_some_and(|d| d.full_name() == district)
                    {
                        same.extend(other.heirs().iter().map(|heir| heir.unit.code()));
                    }
                }
                row(plain(&parts, ", "), one_or_several(same))
            }
            "bare" | "bare-no-diacritics" => {
                let levels: Vec<&str> = full.levels.iter().map(|(_, name)| name.as_str()).collect();
                if levels.iter().any(|name| name.bytes().all(|b| b.is_ascii_digit())) {
                    return None;
                }
                let text = format!("{}, {}", full.detail, levels.join(", "));
                row(if form == "bare" { text } else { unmarked(&text) }, heirs)
            }
            "glued" => {
                let text: Vec<String> =
                    full.levels.iter().map(|(kind, name)| format!("{}{name}", abbreviation(*kind))).collect();
                row(format!("{},{}", full.detail, text.join(",")), heirs)
            }
            "other-tone-place" => {
                let text = plain(&full, ", ");
                let moved = text.replace("òa", "oà").replace("óa", "oá").replace("ỏa", "oả").replace("ọa", "oạ");
                let moved = moved.replace("úy", "uý").replace("ùy", "uỳ").replace("ủy", "uỷ").replace("ụy", "uỵ");
                if moved == text { None } else { row(moved, heirs) }
            }
            "country" => row(format!("{}, Việt Nam", plain(&full, ", ")), heirs),
            _ => panic!("no form {form}"),
        }
    }
}

fn choose(rng: &mut Rng, of: &[&'static str]) -> &'static str {
    of[rng.below(of.len())]
}

fn one_or_several(mut codes: Vec<u32>) -> Gold {
    codes.sort_unstable();
    codes.dedup();
    if codes.len() == 1 { Gold::One(codes[0]) } else { Gold::Several(codes) }
}

fn house(rng: &mut Rng) -> String {
    let number = 1 + rng.below(400);
    match rng.below(8) {
        0 => format!("Số {number}"),
        1 => format!("{number}/{}", 1 + rng.below(60)),
        2 => format!("{number}{}", rng.pick(&["A", "B", "C", "bis"])),
        3 => format!("Số nhà {number}"),
        4 => format!("Số {number} ngõ {}", 1 + rng.below(200)),
        _ => number.to_string(),
    }
}

fn hamlet(rng: &mut Rng) -> String {
    let name = *rng.pick(&HAMLETS);
    let number = 1 + rng.below(15);
    match rng.below(9) {
        0 => format!("Thôn {name}"),
        1 => format!("Ấp {name}"),
        2 => format!("Tổ {number}, khu phố {}", 1 + rng.below(9)),
        3 => format!("Xóm {number}"),
        4 => format!("Bản {name}"),
        5 => format!("Thôn {number}"),
        6 => format!("Tổ dân phố số {number}"),
        7 => format!("Khóm {number}"),
        _ => format!("Số {number}, ấp {}", 1 + rng.below(9)),
    }
}

fn parts(unit: Unit<'_>, rng: &mut Rng) -> Parts {
    let detail = if rng.chance(0.85) { format!("{} {}", house(rng), rng.pick(&STREETS)) } else { hamlet(rng) };
    let heirs = unit.heirs();
    let today = if let [heir] = heirs.as_slice() { levels_of(heir.unit) } else { Vec::new() };
    Parts { detail, levels: levels_of(unit), today }
}

fn levels_of(unit: Unit<'_>) -> Vec<(Kind, String)> {
    std::iter::successors(Some(unit), |unit| unit.parent()).map(|unit| (unit.kind(), unit.name().to_owned())).collect()
}

fn plain(parts: &Parts, between: &str) -> String {
    let mut text = parts.detail.clone();
    for (kind, name) in &parts.levels {
        text.push_str(between);
        text.push_str(&format!("{} {name}", kind.as_str()));
    }
    text
}

fn abbreviation(kind: Kind) -> &'static str {
    match kind {
        Kind::City => "TP.",
        Kind::Province => "",
        Kind::UrbanDistrict => "Q.",
        Kind::RuralDistrict => "H.",
        Kind::Town => "TX.",
        Kind::Ward => "P.",
        Kind::Commune => "X.",
        Kind::Township => "TT.",
        Kind::SpecialZone => "ĐK ",
    }
}

fn odd_kind(kind: Kind, rng: &mut Rng) -> &'static str {
    match kind {
        Kind::City => choose(rng, &["Tp ", "T.P ", "tp.", "Thành Phố "]),
        Kind::Province => choose(rng, &["T. ", "tỉnh ", ""]),
        Kind::UrbanDistrict => choose(rng, &["Q ", "q.", "QUẬN "]),
        Kind::RuralDistrict => choose(rng, &["H ", "h.", "Huyện: "]),
        Kind::Town => choose(rng, &["Tx ", "T.X ", "thị xã "]),
        Kind::Ward => choose(rng, &["P ", "p.", "F.", "Phường. "]),
        Kind::Commune => choose(rng, &["X ", "xã.", "Xã: "]),
        Kind::Township => choose(rng, &["T.T ", "tt ", "Thị Trấn "]),
        Kind::SpecialZone => "Đặc khu ",
    }
}

fn abbreviated(parts: &Parts, rng: &mut Rng) -> String {
    let mut text = parts.detail.clone();
    let count = parts.levels.len();
    for (at, (kind, name)) in parts.levels.iter().enumerate() {
        text.push_str(", ");
        if at + 1 == count {
            text.push_str(&match name.as_str() {
                "Hồ Chí Minh" => {
                    (*rng.pick(&["TP.HCM", "TPHCM", "Tp. HCM", "HCM", "Sài Gòn", "TP Hồ Chí Minh"])).to_owned()
                }
                "Hà Nội" => (*rng.pick(&["HN", "TP Hà Nội", "Hà Nội", "TP. HN"])).to_owned(),
                "Bà Rịa - Vũng Tàu" => (*rng.pick(&["BR-VT", "BRVT", "Bà Rịa Vũng Tàu", "BR - VT"])).to_owned(),
                "Huế" => (*rng.pick(&["TT Huế", "Thừa Thiên Huế", "TP Huế", "T.T.Huế"])).to_owned(),
                "Đắk Lắk" => (*rng.pick(&["Đắc Lắc", "Dak Lak", "Đăk Lăk"])).to_owned(),
                _ if *kind == Kind::City => format!("{}{name}", rng.pick(&["TP. ", "TP ", "Tp.", ""])),
                _ => format!("{}{name}", rng.pick(&["", "", "T. ", "tỉnh "])),
            });
            continue;
        }
        let number = name.parse::<u32>().ok();
        let zero = if number.is_some_and(|n| n < 10) && rng.chance(0.3) { "0" } else { "" };
        let short = abbreviation(*kind);
        let short = match rng.below(3) {
            0 => short.to_owned(),
            1 => format!("{} ", short.trim_end_matches('.')),
            _ => format!("{short} "),
        };
        let short =
            if number.is_some() && rng.chance(0.4) { short.trim_end_matches([' ', '.']).to_owned() } else { short };
        text.push_str(&format!("{short}{zero}{name}"));
    }
    text
}

fn initials(name: &str) -> String {
    name.split([' ', '-']).filter_map(|word| word.chars().next()).collect()
}

/// Lower case, no diacritics, blanks kept.
pub fn fold(text: &str) -> String {
    unmarked(text).to_lowercase()
}

/// The text without diacritics.
pub fn unmarked(text: &str) -> String {
    let plain = text.nfd().filter(|c| !is_combining_mark(*c));
    plain
        .map(|c| {
            if c == 'đ' {
                'd'
            } else if c == 'Đ' {
                'D'
            } else {
                c
            }
        })
        .collect()
}

/// One letter of one level changed, dropped, doubled or swapped.
fn with_typo(mut parts: Parts, rng: &mut Rng) -> Option<Parts> {
    let at = rng.below(parts.levels.len());
    let name = &mut parts.levels[at].1;
    let mut letters: Vec<char> = name.chars().collect();
    let places: Vec<usize> = (0..letters.len()).filter(|&i| letters[i].is_alphabetic()).collect();
    if places.len() < 3 {
        return None;
    }
    let i = *rng.pick(&places);
    match rng.below(4) {
        0 => {
            let keys = "abcdeghiklmnopqrstuvxy".chars().collect::<Vec<_>>();
            letters[i] = *rng.pick(&keys);
        }
        1 => {
            letters.remove(i);
        }
        2 => letters.insert(i, letters[i].to_lowercase().next()?),
        _ if i + 1 < letters.len() && letters[i + 1].is_alphabetic() => letters.swap(i, i + 1),
        _ => return None,
    }
    let typed: String = letters.into_iter().collect();
    if typed == *name {
        return None;
    }
    *name = typed;
    Some(parts)
}

fn one_apart(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (x, y) = (&a[same..], &b[same..]);
    x.get(1..) == Some(y) || Some(x) == y.get(1..) || x.get(1..) == y.get(1..)
}

/// The bytes of the text in TCVN 5712 (TCVN3), read as Latin-1: what a cell looks like in a table of today.
pub fn tcvn3(text: &str) -> String {
    const LETTERS: &str = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ";
    const BYTES: [u8; 74] = [
        0xA1, 0xA2, 0xA3, 0xA4, 0xA5, 0xA6, 0xA7, 0xA8, 0xA9, 0xAA, 0xAB, 0xAC, 0xAD, 0xAE, 0xB5, 0xB6, 0xB7, 0xB8,
        0xB9, 0xBB, 0xBC, 0xBD, 0xBE, 0xC6, 0xC7, 0xC8, 0xC9, 0xCA, 0xCB, 0xCC, 0xCE, 0xCF, 0xD0, 0xD1, 0xD2, 0xD3,
        0xD4, 0xD5, 0xD6, 0xD7, 0xD8, 0xDC, 0xDD, 0xDE, 0xDF, 0xE1, 0xE2, 0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9,
        0xEA, 0xEB, 0xEC, 0xED, 0xEE, 0xEF, 0xF1, 0xF2, 0xF3, 0xF4, 0xF5, 0xF6, 0xF7, 0xF8, 0xF9, 0xFA, 0xFB, 0xFC,
        0xFD, 0xFE,
    ];
    let code = |c: char| LETTERS.chars().position(|known| known == c).map(|at| char::from(BYTES[at]));
    let small = |c: char| c.to_lowercase().next().unwrap_or(c);
    text.nfc().map(|c| code(c).or_else(|| code(small(c))).unwrap_or(c)).collect()
}
