#![allow(clippy::indexing_slicing)]
use super::*;
use crate::error::Code;
use crate::identity::{Date, PROVINCES};

const SMALL: &str = "\
v\t1\ttest\t2025-07-01
s\ta\tinvented\tMIT
p\t01\tC\tHà Nội
d\t001\tQ\tBa Đình\tS-somewhere
w\t00001\tP\tPhúc Xá\t00097
w\t00007\tP\tCống Vị\t00008,00097a,00025b\t~Cống Vỵ,P-vanphuc
d\t498\tH\tĐảo
w\t\t\t\t00025\t\ta
P\t01\tC\tHà Nội\t101
W\t00008\tP\tNgọc Hà
W\t00025\tP\tGiảng Võ
W\t00097\tP\tHồng Hà\ta
";

fn small() -> UnitTable {
    UnitTable::parse(SMALL.as_bytes()).unwrap()
}

fn names(units: &[Unit<'_>]) -> Vec<String> {
    units.iter().map(|unit| unit.full_name()).collect()
}

#[test]
fn heirs_parents_and_aliases() {
    let table = small();
    let divided = table.by_code(Era::Until2025, Level::Commune, 7).unwrap();
    let heirs: Vec<_> = divided.heirs().iter().map(|heir| (heir.unit.code(), heir.named_by)).collect();
    assert_eq!(heirs, [(8, Sources::Both), (97, Sources::OnlyFirst), (25, Sources::OnlySecond)]);
    assert!(divided.disputed());
    assert_eq!(
        divided.aliases().collect::<Vec<_>>(),
        [Alias::Spelling("Cống Vỵ"), Alias::Merged(Kind::Ward, "vanphuc")]
    );
    let whole = table.by_code(Era::Until2025, Level::Commune, 1).unwrap();
    assert!(!whole.disputed() && whole.aliases().next().is_none());
    assert_eq!(whole.parent().unwrap().full_name(), "Quận Ba Đình");
    assert_eq!(whole.province().full_name(), "Thành phố Hà Nội");
    assert_eq!(whole.new_province().unwrap().era(), Era::Since2025);
    let island = table.by_code(Era::Until2025, Level::District, 498).unwrap();
    assert_eq!(island.heirs().iter().map(|heir| heir.unit.code()).collect::<Vec<_>>(), [25]);
    assert_eq!(island.children().count(), 0);
    let district = table.by_code(Era::Until2025, Level::District, 1).unwrap();
    assert_eq!(district.heirs().len(), 3);
    assert_eq!(district.children().count(), 2);
    assert_eq!(district.province().children().count(), 2);
    let new = table.by_code(Era::Since2025, Level::Commune, 97).unwrap();
    assert_eq!(new.predecessors().map(Unit::code).collect::<Vec<_>>(), [1, 7]);
    assert_eq!(new.sources(), Sources::OnlyFirst);
    assert_eq!((new.code_text(), format!("{new:?}")), ("00097".into(), "00097 Phường Hồng Hà".into()));
    assert_eq!(table.version(), "test");
    assert_eq!(table.sources().collect::<Vec<_>>(), [("invented", "MIT")]);
}

#[test]
fn days_and_codes() {
    let table = small();
    let day = |m, d| Date::new(2025, m, d).unwrap();
    assert_eq!(table.valid_on(day(6, 30)), Era::Until2025);
    assert_eq!(table.valid_on(day(7, 1)), Era::Since2025);
    let old = table.by_code(Era::Until2025, Level::Commune, 1).unwrap();
    let new = table.by_code(Era::Since2025, Level::Commune, 8).unwrap();
    assert_eq!((old.valid_from(), old.valid_to()), (None, Some(day(6, 30))));
    assert_eq!((new.valid_from(), new.valid_to()), (Some(day(7, 1)), None));
    assert_eq!(new.police_code_hint(), Some(101_900_008));
    assert_eq!(old.police_code_hint(), None);
    assert_eq!(names(&table.by_police_code(101_900_008)), ["Phường Ngọc Hà"]);
    assert_eq!(names(&table.by_police_code(101)), ["Thành phố Hà Nội"]);
    assert_eq!(names(&table.by_police_code(101_900_001)), ["Phường Hồng Hà"], "an older code");
    assert_eq!(table.by_police_code(101_900_007).len(), 3);
    for wrong in [0, 102, 101_900_999, 101_800_008, 999_900_008, u32::MAX] {
        assert!(table.by_police_code(wrong).is_empty(), "{wrong}");
    }
    assert_eq!(table.province_of_prefix("001").unwrap().name(), "Hà Nội");
    assert!(table.province_of_prefix("002").is_none() && table.province_of_prefix("1").is_none());
}

#[test]
fn names_with_and_without_diacritics() {
    let table = small();
    let found = |name| table.by_name(Era::Until2025, Level::Commune, name).len();
    assert_eq!(["Phúc Xá", "phuc xa", "Phường Phúc Xá", "PHUONG PHUC XA", "Phuc"].map(found), [1, 1, 1, 1, 0]);
}

#[test]
fn what_is_not_a_table_is_refused() {
    let refused = |text: &str| UnitTable::parse(text.as_bytes()).unwrap_err().code();
    for (from, to) in [
        ("v\t1", "v\t2"),
        ("2025-07-01", "2025-07-32"),
        ("00097\n", "00099\n"),
        ("\tQ\t", "\tZ\t"),
        ("d\t001", "d\tx1"),
        ("w\t00007", "w\t00001"),
        ("p\t01\tC\tHà Nội\n", ""),
        ("\t101\n", "\n"),
        ("W\t00008", "Y\t00008"),
        ("Phúc Xá", ""),
    ] {
        assert!(SMALL.contains(from));
        assert_eq!(refused(&SMALL.replacen(from, to, 1)), Code::UnitTable, "{from:?}");
    }
    assert_eq!(refused(""), Code::UnitTable);
    assert_eq!(UnitTable::parse(b"v\t1\t\xff").unwrap_err().code(), Code::TextNotUtf8);
    let large = vec![b'#'; crate::limits::UNIT_TABLE_BYTES + 1];
    assert_eq!(UnitTable::parse(&large).unwrap_err().code(), Code::TooLarge);
    let many: String = (0..70_000).map(|code| format!("P\t{code}\tT\tX\t1\n")).collect();
    assert_eq!(refused(&format!("v\t1\tx\t2025-07-01\n{many}")), Code::UnitTable);
    for end in (0..SMALL.len()).filter(|end| SMALL.is_char_boundary(*end)) {
        let _ = UnitTable::parse(&SMALL.as_bytes()[..end]); // no panic
    }
}

#[cfg(feature = "units-data")]
#[test]
fn the_embedded_table_is_whole() {
    let table = UnitTable::embedded();
    let count = |era, level| table.all(era, level).count();
    assert_eq!([Level::Province, Level::District, Level::Commune].map(|l| count(Era::Until2025, l)), [63, 696, 10_035]);
    assert_eq!([Level::Province, Level::District, Level::Commune].map(|l| count(Era::Since2025, l)), [34, 0, 3_321]);
    let islands = table.all(Era::Until2025, Level::District).filter(|unit| unit.children().next().is_none());
    assert_eq!(islands.inspect(|unit| assert_eq!(unit.heirs().len(), 1)).count(), 5);
    let mut divided = 0;
    for unit in table.all(Era::Until2025, Level::Commune) {
        let heirs = unit.heirs();
        assert!(!heirs.is_empty(), "{unit:?}");
        divided += usize::from(heirs.len() > 1);
        for heir in &heirs {
            assert_eq!(heir.unit.parent(), unit.new_province(), "{unit:?}");
            assert!(heir.unit.predecessors().any(|old| old == unit));
        }
    }
    assert_eq!(divided, 483, "471 by the first source, 12 more by the second");
    assert_eq!(table.units().filter(|unit| unit.disputed()).count(), 244);
    for unit in table.all(Era::Since2025, Level::Commune) {
        assert!(unit.predecessors().next().is_some(), "{unit:?}");
        assert_eq!(table.by_police_code(unit.police_code_hint().unwrap()), [unit]);
    }
    for province in &PROVINCES {
        let unit = table.province_of_prefix(province.prefix).unwrap();
        let new = unit.new_province().unwrap();
        assert_eq!((new.code_text().as_str(), new.full_name().as_str()), (province.new_code, province.new_name));
    }
}
