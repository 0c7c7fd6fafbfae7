//! The provinces that personal numbers name, and where each one is since the merger of 2025.

/// A province as the first three digits of a personal number know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Province {
    /// The first three digits of the personal number.
    pub prefix: &'static str,
    /// Name until 30 June 2025.
    pub old_name: &'static str,
    /// Code of the statistics office since 1 July 2025.
    pub new_code: &'static str,
    /// Name since 1 July 2025.
    pub new_name: &'static str,
}

const fn province(
    prefix: &'static str,
    old_name: &'static str,
    new_code: &'static str,
    new_name: &'static str,
) -> Province {
    Province { prefix, old_name, new_code, new_name }
}

/// The 63 provinces of personal numbers, ordered by prefix.
///
/// Prefixes: Circular 07/2016/TT-BCA, Annex 1. Provinces since 1 July 2025: Resolution 202/2025/QH15; the
/// merger renumbered no citizen. Codes of countries (births abroad, Annex 2 of the circular) are not here: no
/// published table of them was found.
pub const PROVINCES: [Province; 63] = [
    province("001", "Hà Nội", "01", "Thành phố Hà Nội"),
    province("002", "Hà Giang", "08", "Tỉnh Tuyên Quang"),
    province("004", "Cao Bằng", "04", "Tỉnh Cao Bằng"),
    province("006", "Bắc Kạn", "19", "Tỉnh Thái Nguyên"),
    province("008", "Tuyên Quang", "08", "Tỉnh Tuyên Quang"),
    province("010", "Lào Cai", "15", "Tỉnh Lào Cai"),
    province("011", "Điện Biên", "11", "Tỉnh Điện Biên"),
    province("012", "Lai Châu", "12", "Tỉnh Lai Châu"),
    province("014", "Sơn La", "14", "Tỉnh Sơn La"),
    province("015", "Yên Bái", "15", "Tỉnh Lào Cai"),
    province("017", "Hòa Bình", "25", "Tỉnh Phú Thọ"),
    province("019", "Thái Nguyên", "19", "Tỉnh Thái Nguyên"),
    province("020", "Lạng Sơn", "20", "Tỉnh Lạng Sơn"),
    province("022", "Quảng Ninh", "22", "Tỉnh Quảng Ninh"),
    province("024", "Bắc Giang", "24", "Tỉnh Bắc Ninh"),
    province("025", "Phú Thọ", "25", "Tỉnh Phú Thọ"),
    province("026", "Vĩnh Phúc", "25", "Tỉnh Phú Thọ"),
    province("027", "Bắc Ninh", "24", "Tỉnh Bắc Ninh"),
    province("030", "Hải Dương", "31", "Thành phố Hải Phòng"),
    province("031", "Hải Phòng", "31", "Thành phố Hải Phòng"),
    province("033", "Hưng Yên", "33", "Tỉnh Hưng Yên"),
    province("034", "Thái Bình", "33", "Tỉnh Hưng Yên"),
    province("035", "Hà Nam", "37", "Tỉnh Ninh Bình"),
    province("036", "Nam Định", "37", "Tỉnh Ninh Bình"),
    province("037", "Ninh Bình", "37", "Tỉnh Ninh Bình"),
    province("038", "Thanh Hóa", "38", "Tỉnh Thanh Hóa"),
    province("040", "Nghệ An", "40", "Tỉnh Nghệ An"),
    province("042", "Hà Tĩnh", "42", "Tỉnh Hà Tĩnh"),
    province("044", "Quảng Bình", "44", "Tỉnh Quảng Trị"),
    province("045", "Quảng Trị", "44", "Tỉnh Quảng Trị"),
    province("046", "Thừa Thiên Huế", "46", "Thành phố Huế"),
    province("048", "Đà Nẵng", "48", "Thành phố Đà Nẵng"),
    province("049", "Quảng Nam", "48", "Thành phố Đà Nẵng"),
    province("051", "Quảng Ngãi", "51", "Tỉnh Quảng Ngãi"),
    province("052", "Bình Định", "52", "Tỉnh Gia Lai"),
    province("054", "Phú Yên", "66", "Tỉnh Đắk Lắk"),
    province("056", "Khánh Hòa", "56", "Tỉnh Khánh Hòa"),
    province("058", "Ninh Thuận", "56", "Tỉnh Khánh Hòa"),
    province("060", "Bình Thuận", "68", "Tỉnh Lâm Đồng"),
    province("062", "Kon Tum", "51", "Tỉnh Quảng Ngãi"),
    province("064", "Gia Lai", "52", "Tỉnh Gia Lai"),
    province("066", "Đắk Lắk", "66", "Tỉnh Đắk Lắk"),
    province("067", "Đắk Nông", "68", "Tỉnh Lâm Đồng"),
    province("068", "Lâm Đồng", "68", "Tỉnh Lâm Đồng"),
    province("070", "Bình Phước", "75", "Tỉnh Đồng Nai"),
    province("072", "Tây Ninh", "80", "Tỉnh Tây Ninh"),
    province("074", "Bình Dương", "79", "Thành phố Hồ Chí Minh"),
    province("075", "Đồng Nai", "75", "Tỉnh Đồng Nai"),
    province("077", "Bà Rịa - Vũng Tàu", "79", "Thành phố Hồ Chí Minh"),
    province("079", "Hồ Chí Minh", "79", "Thành phố Hồ Chí Minh"),
    province("080", "Long An", "80", "Tỉnh Tây Ninh"),
    province("082", "Tiền Giang", "82", "Tỉnh Đồng Tháp"),
    province("083", "Bến Tre", "86", "Tỉnh Vĩnh Long"),
    province("084", "Trà Vinh", "86", "Tỉnh Vĩnh Long"),
    province("086", "Vĩnh Long", "86", "Tỉnh Vĩnh Long"),
    province("087", "Đồng Tháp", "82", "Tỉnh Đồng Tháp"),
    province("089", "An Giang", "91", "Tỉnh An Giang"),
    province("091", "Kiên Giang", "91", "Tỉnh An Giang"),
    province("092", "Cần Thơ", "92", "Thành phố Cần Thơ"),
    province("093", "Hậu Giang", "92", "Thành phố Cần Thơ"),
    province("094", "Sóc Trăng", "92", "Thành phố Cần Thơ"),
    province("095", "Bạc Liêu", "96", "Tỉnh Cà Mau"),
    province("096", "Cà Mau", "96", "Tỉnh Cà Mau"),
];

/// The province with this prefix.
#[must_use]
pub fn by_prefix(prefix: &str) -> Option<&'static Province> {
    PROVINCES.iter().find(|p| p.prefix == prefix)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn sixty_three_became_thirty_four() {
        assert!(PROVINCES.windows(2).all(|w| w[0].prefix < w[1].prefix));
        let mut new = BTreeMap::new();
        for p in &PROVINCES {
            assert!(p.prefix.len() == 3 && p.prefix.starts_with('0') && p.new_code.len() == 2);
            assert_eq!(*new.entry(p.new_code).or_insert(p.new_name), p.new_name, "{}", p.new_code);
        }
        assert_eq!(new.len(), 34);
        assert_eq!(by_prefix("002").map(|p| (p.old_name, p.new_name)), Some(("Hà Giang", "Tỉnh Tuyên Quang")));
        assert!(by_prefix("003").is_none());
    }
}
