//! What the code lists of the portal's template were on 26 July 2026.

/// Day on which the code lists below were read in the template.
pub const READ_ON: &str = "2026-07-26";

/// Kinds of documents.
pub const DOCUMENT_KINDS: &[&str] = &[
    "1 - Thẻ CCCD",
    "2 - Thẻ CMND",
    "3 - Giấy phép lái xe",
    "4 - Hộ chiếu",
    "5 - Giấy khai sinh",
    "6 - Thẻ BHYT",
    "7 - Thông báo số định danh cá nhân",
    "8 - Thẻ Căn Cước",
    "9 - Giấy Tờ Khác",
];

/// Kinds of the present residence.
pub const RESIDENCE_KINDS: &[&str] = &["1 - Thường trú", "2 - Tạm trú", "3 - Khác"];

/// Reasons of the stay.
pub const REASONS: &[&str] = &[
    "1 - Du lịch",
    "2 - Công tác",
    "3 - Học tập",
    "4 - Thăm viếng",
    "5 - Hội nghị",
    "6 - Thăm thân",
    "7 - Từ thiện",
    "8 - Tổ chức quốc tế",
    "9 - Kết hôn",
    "10 - Lãnh sự quán",
    "11 - Viện trợ",
    "12 - Đại sứ quán",
    "13 - Định cư",
    "14 - Tiếp thị",
    "15 - Báo chí, phóng viên",
    "16 - Thương mại",
    "17 - Gia hạn thị thực",
    "18 - Chữa bệnh",
    "19 - Lao động",
    "20 - Mục đích khác",
];

/// Sexes.
pub const SEXES: &[&str] = &["F - Nữ", "M - Nam"];

/// Codes of the 198 nationalities: ISO 3166-1 alpha-3 but for `D`, `RKS`, `SC-`, `GBD` and `UNO`.
pub const NATIONALITIES: &str = "\
    AFG ALB DZA AND AGO ATG ARG ARM AUS AUT AZE BHS BHR BGD BRB BLR BEL BLZ BEN BMU BTN BOL BIH BWA CMR CAN CPV CAF \
    TCD CHL CHN COL COM COG CRI CIV HRV CUB CYP CZE COD DNK DJI DMA DOM ECU EGY SLV GNQ ERI EST ETH FJI FIN FRA GAB \
    GMB GEO D GHA GIB GRC GRL GRD GTM GIN GNB GUY HTI VAT HND HUN ISL IND IDN IRN IRQ IRL ISR ITA JAM JPN JOR KAZ \
    KEN KIR KOR PRK RKS KWT KGZ LAO LVA LBN LSO LBR LBY LIE LTU LUX MKD MDG MWI MYS MDV MLI MLT MHL MRT MUS MEX FSM \
    MDA MCO MNG MNE MSR MAR MOZ MMR NAM NRU NPL NLD NZL NIC NER NGA NOR OMN PAK PLW PSE PAN PNG PRY PER PHL POL PRT \
    QAT ROU RUS RWA KNA LCA VCT SMR STP SAU SC- SEN SRB SYC SLE SGP SVK SVN SLB SOM ZAF SSD ESP LKA SDN SUR SWZ SWE \
    CHE SYR TWN TJK TZA THA TLS TGO TON TTO TUN TUR TKM TUV UGA UKR ARE GBD GBR UNO USA URY UZB VUT VEN VNM WSM YEM \
    ZMB ZWE";

/// Provinces since 1 July 2025: code of the statistics office, code of the Ministry of Public Security.
pub const PROVINCES: &[(u8, &str)] = &[
    (1, "101"),
    (4, "203"),
    (8, "211"),
    (11, "302"),
    (12, "301"),
    (14, "303"),
    (15, "205"),
    (19, "215"),
    (20, "209"),
    (22, "225"),
    (24, "223"),
    (25, "217"),
    (31, "103"),
    (33, "109"),
    (37, "117"),
    (38, "401"),
    (40, "403"),
    (42, "405"),
    (44, "409"),
    (46, "411"),
    (48, "501"),
    (51, "505"),
    (52, "603"),
    (56, "511"),
    (66, "605"),
    (68, "703"),
    (75, "713"),
    (79, "701"),
    (80, "709"),
    (82, "803"),
    (86, "809"),
    (91, "805"),
    (92, "815"),
    (96, "823"),
];

/// The Ministry's code of a province, from that of the statistics office.
pub(super) fn ministry_province(statistics_office: u8) -> Option<&'static str> {
    PROVINCES.iter().find(|(code, _)| *code == statistics_office).map(|(_, ministry)| *ministry)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::residence::export::nationality::{from_portal_code, portal_code};
    use std::collections::BTreeSet;

    #[test]
    fn as_many_as_were_counted_in_the_template() {
        let nationalities: BTreeSet<&str> = NATIONALITIES.split(' ').collect();
        assert_eq!((nationalities.len(), NATIONALITIES.split(' ').count()), (198, 198));
        for absent in ["BRA", "BRN", "BGR", "DEU"] {
            assert!(!nationalities.contains(absent), "{absent}");
        }
        assert_eq!((DOCUMENT_KINDS.len(), RESIDENCE_KINDS.len(), REASONS.len(), SEXES.len()), (9, 3, 20, 2));
        let provinces: BTreeSet<&str> = PROVINCES.iter().map(|(_, code)| *code).collect();
        assert_eq!((provinces.len(), PROVINCES.len()), (34, 34));
        assert_eq!((ministry_province(46), ministry_province(47)), (Some("411"), None));
    }

    #[test]
    fn every_nationality_has_a_way_there_and_back() {
        for code in NATIONALITIES.split(' ').filter(|code| *code != "SC-") {
            let nationality = from_portal_code(code).unwrap();
            assert_eq!(portal_code(&nationality), code);
        }
    }
}
