//! Invented people: names by how often they occur, numbers that fit sex, birth and province.

use crate::rng::Rng;
use dinhdanh::identity::PROVINCES;

/// Family names and how many of ten thousand people bear them (shares published for Kinh lists, rounded).
const FAMILIES: &[(&str, usize)] = &[
    ("Nguyễn", 3150),
    ("Trần", 1090),
    ("Lê", 890),
    ("Phạm", 590),
    ("Hoàng", 300),
    ("Huỳnh", 230),
    ("Phan", 280),
    ("Vũ", 260),
    ("Võ", 230),
    ("Đặng", 210),
    ("Bùi", 200),
    ("Đỗ", 190),
    ("Hồ", 170),
    ("Ngô", 160),
    ("Dương", 140),
    ("Lý", 90),
    ("Đào", 80),
    ("Đoàn", 80),
    ("Vương", 50),
    ("Trịnh", 70),
    ("Trương", 120),
    ("Đinh", 90),
    ("Lâm", 70),
    ("Phùng", 50),
    ("Mai", 60),
    ("Tô", 40),
    ("Hà", 60),
    ("Tạ", 40),
    ("Lương", 70),
    ("Lưu", 40),
    ("Thái", 40),
    ("Cao", 50),
    ("Châu", 30),
    ("Chu", 30),
    ("Tăng", 15),
    ("Triệu", 15),
    ("Quách", 12),
    ("Hứa", 12),
    ("Thạch", 15),
    ("La", 10),
    ("Lục", 8),
    ("Đàm", 12),
    ("Nông", 15),
    ("Kiều", 10),
    ("Từ", 8),
    ("Khương", 5),
    ("Bạch", 8),
    ("Lại", 10),
    ("Ninh", 5),
    ("Nghiêm", 8),
    ("Đồng", 8),
    ("Quan", 3),
    ("Ông", 2),
    ("Âu", 3),
    ("Bành", 2),
    ("Bế", 4),
    ("Cù", 4),
    ("Doãn", 4),
    ("Giang", 5),
    ("Giáp", 4),
    ("Khổng", 3),
    ("Lò", 20),
    ("Lường", 8),
    ("Vi", 8),
    ("Vàng", 8),
    ("Giàng", 8),
    ("Sùng", 5),
    ("Thào", 4),
    ("Ma", 5),
    ("Hoa", 2),
    ("Phí", 3),
    ("Tống", 8),
    ("Tôn", 4),
    ("Viên", 2),
];
const MALE_MIDDLE: &[&str] = &[
    "Văn", "Văn", "Văn", "Văn", "Đức", "Hữu", "Minh", "Quang", "Quốc", "Công", "Xuân", "Thanh", "Ngọc", "Đình",
    "Hoàng", "Anh", "Bá", "Duy", "Gia", "Hải", "Khắc", "Mạnh", "Nhật", "Phú", "Thành", "Thế", "Tiến", "Trọng", "Trung",
    "Tuấn", "Viết", "Việt",
];
const FEMALE_MIDDLE: &[&str] = &[
    "Thị",
    "Thị",
    "Thị",
    "Thị",
    "Thị",
    "Thị Thu",
    "Thị Thanh",
    "Thị Ngọc",
    "Thị Kim",
    "Thị Minh",
    "Thị Hồng",
    "Thị Bích",
    "Thị Mỹ",
    "Thị Phương",
    "Ngọc",
    "Thu",
    "Thanh",
    "Minh",
    "Khánh",
    "Bảo",
    "Diệu",
    "Hoàng",
    "Hồng",
    "Kiều",
    "Kim",
    "Lan",
    "Mai",
    "Mỹ",
    "Như",
    "Phương",
    "Quỳnh",
    "Thùy",
    "Tường",
    "Tố",
    "Tuyết",
    "Xuân",
    "Yến",
];
const MALE: &[&str] = &[
    "Hùng",
    "Dũng",
    "Tuấn",
    "Minh",
    "Nam",
    "Sơn",
    "Long",
    "Hải",
    "Đức",
    "Anh",
    "Quân",
    "Cường",
    "Thắng",
    "Hiếu",
    "Trung",
    "Thành",
    "Kiên",
    "Phúc",
    "Phú",
    "Lộc",
    "Tài",
    "Khoa",
    "Khôi",
    "Bảo",
    "Huy",
    "Hoàng",
    "Hòa",
    "Bình",
    "An",
    "Tú",
    "Tùng",
    "Việt",
    "Vinh",
    "Quang",
    "Quý",
    "Quốc",
    "Thịnh",
    "Toàn",
    "Trí",
    "Duy",
    "Đạt",
    "Giang",
    "Hậu",
    "Hưng",
    "Khánh",
    "Lâm",
    "Lợi",
    "Mạnh",
    "Nghĩa",
    "Nhân",
    "Phong",
    "Phước",
    "Sang",
    "Tâm",
    "Tân",
    "Thái",
    "Thiện",
    "Tiến",
    "Trường",
    "Văn",
    "Vũ",
    "Ước",
    "Ý",
    "Đông",
    "Thuận",
];
const FEMALE: &[&str] = &[
    "Hoa",
    "Lan",
    "Hương",
    "Thảo",
    "Trang",
    "Linh",
    "Ngọc",
    "Anh",
    "Hằng",
    "Hạnh",
    "Hà",
    "Thủy",
    "Thúy",
    "Thu",
    "Phương",
    "Mai",
    "Nga",
    "Nhung",
    "Oanh",
    "Quỳnh",
    "Tâm",
    "Thanh",
    "Trinh",
    "Tuyết",
    "Vân",
    "Xuân",
    "Yến",
    "Châu",
    "Chi",
    "Dung",
    "Duyên",
    "Giang",
    "Hiền",
    "Hồng",
    "Huệ",
    "Huyền",
    "Khuê",
    "Kim",
    "Liên",
    "Loan",
    "Ly",
    "My",
    "Mỹ",
    "Ngân",
    "Nguyệt",
    "Nhi",
    "Như",
    "Phụng",
    "Phượng",
    "Sen",
    "Tiên",
    "Trâm",
    "Trúc",
    "Tú",
    "Uyên",
    "Vy",
    "Diệp",
    "Hòa",
    "Hoài",
    "Khánh",
    "Loan",
    "Lụa",
    "Bé",
    "Út",
    "Mẫu",
];
/// Names that follow other rules, as registers write them.
const OTHERS: &[(&str, bool)] = &[
    ("H'Hen Niê", false),
    ("H'Mẫu Êban", false),
    ("Y Ngông Niê Kđăm", true),
    ("Y Mẫu Mlô", true),
    ("K'Brơi", true),
    ("Ksor H'Bia", false),
    ("Rơ Châm Mẫu", true),
    ("Giàng A Páo", true),
    ("Sùng Thị Mỷ", false),
    ("Lò Văn Ọt", true),
    ("Thạch Sa Rây", true),
    ("Danh Thị Mẫu", false),
    ("Kim Som Bát", true),
    ("Vàng A Chứ", true),
    ("Siu Mẫu", true),
    ("Nay H'Mẫu", false),
    ("John Sample", true),
    ("Anna Maria Sample", false),
    ("Kim Min Ho", true),
    ("Tôn Nữ Thị Mẫu", false),
    ("Công Tằng Tôn Nữ Minh Mẫu", false),
];
const STREETS: &[&str] = &[
    "Lê Lợi",
    "Trần Hưng Đạo",
    "Nguyễn Huệ",
    "Hai Bà Trưng",
    "Lý Thường Kiệt",
    "Quang Trung",
    "Nguyễn Trãi",
    "Phan Chu Trinh",
    "Hùng Vương",
    "Điện Biên Phủ",
];
const COMMUNES: &[&str] = &[
    "phường Bến Nghé, Quận 1, Thành phố Hồ Chí Minh",
    "phường Cửa Nam, quận Hoàn Kiếm, Hà Nội",
    "xã Tân Hội, huyện Đức Trọng, Lâm Đồng",
    "phường Hòa Cường Bắc, quận Hải Châu, Đà Nẵng",
    "xã Ea Kao, thành phố Buôn Ma Thuột, Đắk Lắk",
    "phường An Cư, quận Ninh Kiều, Cần Thơ",
    "xã Vĩnh Thạnh, thành phố Nha Trang, Khánh Hòa",
    "thị trấn Diêu Trì, huyện Tuy Phước, Bình Định",
    "xã Cẩm Kim, thành phố Hội An, Quảng Nam",
    "phường Đông Khê, quận Ngô Quyền, Hải Phòng",
];

/// An invented person, everything right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub name: String,
    pub male: bool,
    pub birth: (u16, u8, u8),
    /// Twelve digits.
    pub number: String,
    /// Ten digits.
    pub phone: String,
    pub address: String,
}

/// Whether a name begins with one of the family names.
pub fn is_family(name: &str) -> bool {
    name.split_once(' ').is_some_and(|(first, _)| FAMILIES.iter().any(|(family, _)| *family == first))
}

pub fn family(rng: &mut Rng) -> &'static str {
    let total: usize = FAMILIES.iter().map(|(_, weight)| weight).sum();
    let mut at = rng.below(total);
    for (name, weight) in FAMILIES {
        if at < *weight {
            return name;
        }
        at -= weight;
    }
    "Nguyễn"
}

pub fn name(rng: &mut Rng, male: bool) -> String {
    named(rng, male, None)
}

/// A name with a given family name.
pub fn named(rng: &mut Rng, male: bool, of: Option<&str>) -> String {
    let family = of.map_or_else(|| family(rng).to_owned(), str::to_owned);
    let (middle, given) = if male { (MALE_MIDDLE, MALE) } else { (FEMALE_MIDDLE, FEMALE) };
    let given = *rng.pick(given);
    if rng.chance(0.05) {
        return format!("{family} {given}");
    }
    let middle = *rng.pick(middle);
    if rng.chance(0.12) && male {
        return format!("{family} {middle} {} {given}", rng.pick(MALE));
    }
    format!("{family} {middle} {given}")
}

/// Days of a month that every year has.
pub fn birth(rng: &mut Rng) -> (u16, u8, u8) {
    // More people of working age than very old ones.
    let age = (rng.below(60) + rng.below(40)) as u16;
    (2025 - age, 1 + rng.below(12) as u8, 1 + rng.below(28) as u8)
}

pub fn number(rng: &mut Rng, male: bool, year: u16) -> String {
    let province = rng.pick(&PROVINCES).prefix;
    let century = u16::from(!male) + (year / 100 - 19) * 2;
    format!("{province}{century}{:02}{:06}", year % 100, rng.below(1_000_000))
}

pub fn phone(rng: &mut Rng) -> String {
    let prefix = rng.pick(&[
        "090", "091", "098", "097", "096", "032", "035", "038", "070", "079", "081", "083", "085", "056", "058", "059",
    ]);
    format!("{prefix}{:07}", 1 + rng.below(9_999_998))
}

pub fn address(rng: &mut Rng) -> String {
    format!("{} {}, {}", 1 + rng.below(400), rng.pick(STREETS), rng.pick(COMMUNES))
}

impl Person {
    /// Somebody; `others` is the share of names of minorities and foreigners.
    pub fn new(rng: &mut Rng, others: f32) -> Self {
        let (name, male) = if rng.chance(others) {
            let (name, male) = *rng.pick(OTHERS);
            (name.to_owned(), male)
        } else {
            let male = rng.chance(0.5);
            (name(rng, male), male)
        };
        let birth = birth(rng);
        let (number, phone, address) = (number(rng, male, birth.0), phone(rng), address(rng));
        Self { name, male, birth, number, phone, address }
    }
}
