//! The portal's spreadsheet: filled, read back, refused where the template changed, and never a panic.

use dinhdanh::error::Code;
use dinhdanh::identity::{Nationality, PartialDate, Sex};
use dinhdanh::personal::Personal;
use dinhdanh::residence::export::Problem;
use dinhdanh::residence::export::portal_xlsx::{Column, PortalGuest, PortalRow, Template, TemplateError, read_list};
use dinhdanh_tests::guests::{foreign, vietnamese};
use dinhdanh_tests::portal_template::{PortalTemplate, archive};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

fn small() -> PortalTemplate {
    PortalTemplate::invented(100)
}

fn guests(template: &Template, count: usize) -> Vec<PortalGuest> {
    (0..count).map(|number| PortalGuest::of(&vietnamese(number), template.catalogue()).unwrap()).collect()
}

fn rows(template: &Template, count: usize) -> Vec<PortalRow> {
    guests(template, count).iter().map(|guest| guest.row(template.catalogue()).unwrap()).collect()
}

/// The parts of a workbook.
fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = BTreeMap::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        parts.insert(name, text);
    }
    parts
}

fn packed(parts: &BTreeMap<String, String>) -> Vec<u8> {
    archive(&parts.iter().map(|(name, text)| (name.as_str(), text.clone())).collect::<Vec<_>>())
}

/// What differs, for a template that is bent.
fn differences(bend: impl FnOnce(&mut PortalTemplate)) -> Vec<String> {
    let mut template = small();
    bend(&mut template);
    match Template::open(&template.bytes()) {
        Err(TemplateError::Changed(differences)) => differences.iter().map(ToString::to_string).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_was_written_is_read_back_equal() {
    let template = Template::open(&small().bytes()).unwrap();
    let guests = guests(&template, 500);
    let file = template.fill(&rows(&template, 500)).unwrap();
    let read = read_list(&file).unwrap();
    assert_eq!(read.len(), 500);
    for (index, (row, guest)) in read.iter().zip(&guests).enumerate() {
        assert_eq!((usize::try_from(row.line).unwrap(), row.zeros_lost), (index + 5, false));
        assert_eq!(row.row.text(Column::Number), (index + 2).to_string());
        assert_eq!(&row.guest().unwrap(), guest, "guest {index}");
    }
    assert!(guests.iter().any(|guest| guest.document_number.expose().starts_with('0')));
    assert!(guests.iter().any(|guest| guest.commune.as_ref().is_some_and(|code| code.expose() == "101900073")));
    assert!(guests.iter().any(|guest| guest.province.is_some() && guest.commune.is_none()));
}

#[test]
fn everything_else_of_the_template_stays_as_it_is() {
    let bytes = small().bytes();
    let template = Template::open(&bytes).unwrap();
    let (before, after) = (parts(&bytes), parts(&template.fill(&rows(&template, 50)).unwrap()));
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    let changed: Vec<&str> = before.keys().filter(|name| before[*name] != after[*name]).map(String::as_str).collect();
    assert_eq!(changed, ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"]);
    let texts = |part: &str| part.split("<si>").skip(1).map(str::to_owned).collect::<Vec<_>>();
    let (old, new) = (texts(&before["xl/sharedStrings.xml"]), texts(&after["xl/sharedStrings.xml"]));
    assert_eq!(old[..old.len() - 1], new[..old.len() - 1], "no shared text moves");
    let unique = format!("uniqueCount=\"{}\"", new.len());
    assert!(after["xl/sharedStrings.xml"].contains(&unique), "{unique}");
    let sheet = |parts: &BTreeMap<String, String>| parts["xl/worksheets/sheet1.xml"].clone();
    let head = |sheet: &str| {
        let from = sheet.find("<sheetData>").unwrap();
        sheet[from..sheet.find("<row r=\"5\"").unwrap()].to_owned()
    };
    let tail = |sheet: &str| sheet[sheet.find("</sheetData>").unwrap()..].to_owned();
    assert_eq!(head(&sheet(&before)), head(&sheet(&after)), "rows 1 to 4");
    assert_eq!(tail(&sheet(&before)), tail(&sheet(&after)), "validations and merged cells");
    assert!(sheet(&after).contains("<dimension ref=\"A1:S54\"/>"));
    let data = &sheet(&after)[sheet(&after).find("<row r=\"5\"").unwrap()..];
    let cells: Vec<&str> = data.split("<c ").skip(1).collect();
    assert_eq!(cells.len(), 50 * 19);
    for cell in cells {
        assert!(cell.contains("s=\"2\""), "every cell has the format of text: {cell}");
        assert!(!cell.contains("<v>") || cell.contains("t=\"s\""), "every value is text: {cell}");
    }
}

#[test]
fn a_template_is_recognised_by_what_it_holds() {
    let template = Template::open(&small().bytes()).unwrap();
    assert_eq!((template.version(), template.changes()), (Some("2026-07-26"), vec![]));
    assert_eq!(template.catalogue().nationalities.len(), 198);
    assert_eq!((template.catalogue().provinces.len(), template.catalogue().commune_count()), (34, 100));
    // Packed anew, with empty rows gone and a longer header: still the same.
    let mut again = small();
    again.rows.clear();
    again.headers[3] = "  GIỚI   TÍNH  (*) ".to_owned();
    let again = Template::open(&again.bytes()).unwrap();
    assert_eq!(again.fingerprint(), template.fingerprint());
    assert_eq!(template.fingerprint().len(), 64);
    let mut other = small();
    other.lists[0].push("10 - Thẻ tạm trú".to_owned());
    other.lists[2][0] = "1 - Tham quan".to_owned();
    other.lists[4].retain(|text| !text.starts_with("SC-"));
    other.lists[4].push("BRA - Brazil".to_owned());
    let other = Template::open(&other.bytes()).unwrap();
    assert_ne!(other.fingerprint(), template.fingerprint());
    assert_eq!(other.version(), None);
    let changes: Vec<String> = other
        .changes()
        .iter()
        .map(|change| {
            let words = |text: &Option<String>| text.clone().unwrap_or_default();
            format!("{:?} {}: {} > {}", change.column, change.code, words(&change.before), words(&change.now))
        })
        .collect();
    assert_eq!(
        changes,
        [
            "DocumentKind 10:  > Thẻ tạm trú",
            "Reason 1: Du lịch > Tham quan",
            "Nationality BRA:  > Brazil",
            "Nationality SC-:  > "
        ]
    );
    // The words of number 1 mean something else now: nobody is declared as what they are not.
    let tourist = (0..40).map(vietnamese).find(|d| d.stay.reason.unwrap().number() == 1).unwrap();
    let problems = PortalGuest::of(&tourist, other.catalogue()).unwrap().row(other.catalogue()).unwrap_err();
    assert_eq!(problems, [Problem { field: Column::Reason.header(), code: Code::PortalNotListed }]);
}

#[test]
fn a_changed_layout_is_named() {
    let swapped = differences(|t| t.headers.swap(7, 8));
    assert_eq!(swapped.len(), 2);
    assert!(
        swapped[0].starts_with("DS_KHACH_VIET_NAM_LUU_TRU H: expected SỐ GIẤY TỜ, found SỐ ĐIỆN THOẠI"),
        "{swapped:?}"
    );
    let missing = differences(|t| t.sheets[3] = "DANHMUC".to_owned());
    assert_eq!(missing, ["workbook : expected DANH_MUC, found nothing"]);
    let gone = differences(|t| t.headers[18] = String::new());
    assert_eq!(gone, ["DS_KHACH_VIET_NAM_LUU_TRU S: expected GHI CHÚ, found nothing"]);
    let empty = differences(|t| t.lists[1].clear());
    assert_eq!(empty, ["DANH_MUC B: expected a code list, found nothing"]);
    let shapeless = differences(|t| t.lists[0][2] = "Giấy phép lái xe".to_owned());
    assert_eq!(shapeless, ["DANH_MUC row 4, column 1: expected code - label, found Giấy phép lái xe"]);
    let names = differences(|t| t.name_shortened = 1);
    assert!(names.len() == 1 && names[0].starts_with("defined names PX_101: expected "), "{names:?}");
    let foreign = differences(|t| t.communes.push(("999".to_owned(), "999900001 - Xã Mẫu".to_owned())));
    assert_eq!(foreign, ["PHUONG_XA C: expected a province of TINH_THANH, found 999"]);
    let mut untexted = parts(&small().bytes());
    let styles = untexted["xl/styles.xml"].replace("numFmtId=\"49\"", "numFmtId=\"0\"");
    untexted.insert("xl/styles.xml".to_owned(), styles);
    let error = Template::open(&packed(&untexted)).unwrap_err();
    assert!(error.to_string().contains("styles : expected a cell format for text (@)"), "{error}");
    assert_eq!(dinhdanh::Error::from(&error).code(), Code::PortalTemplateChanged);
}

#[test]
fn a_filled_template_is_refused() {
    let template = Template::open(&small().bytes()).unwrap();
    let filled = template.fill(&rows(&template, 1)).unwrap();
    let Err(TemplateError::File(error)) = Template::open(&filled) else { panic!("accepted") };
    assert_eq!(error.code(), Code::PortalTemplateFilled);
    assert_eq!(read_list(&template.fill(&[]).unwrap()).unwrap(), []);
}

#[test]
fn what_the_portal_cannot_take_is_named_column_by_column() {
    let template = Template::open(&small().bytes()).unwrap();
    let catalogue = template.catalogue();
    let letter = |p: &Problem| Column::ALL.iter().find(|column| column.header() == p.field).unwrap().letter();
    let wrong = |problems: Vec<Problem>| problems.iter().map(|p| (letter(p), p.code)).collect::<Vec<_>>();
    assert_eq!(
        wrong(PortalGuest::of(&foreign(3), catalogue).unwrap_err()),
        [('E', Code::PortalWrongFile)],
        "foreigners have a file of their own"
    );
    let mut bare = vietnamese(1);
    bare.stay.planned_departure = None;
    bare.stay.reason = None;
    bare.guest = bare.guest.corrected(dinhdanh::residence::Person::default());
    let missing: String = PortalGuest::of(&bare, catalogue).unwrap_err().iter().map(letter).collect();
    assert_eq!(missing, "BCDEFHOQ");
    let mut guest = guests(&template, 1).remove(0);
    guest.sex = Personal::new(Sex::Unspecified);
    guest.date_of_birth = Personal::new(PartialDate::new(1960, None, None).unwrap());
    guest.nationality = Personal::new(Nationality::parse_code("BRA").unwrap());
    guest.departure = guest.arrival.add_days(-1).unwrap();
    guest.commune = Some(Personal::new("101900074".to_owned()));
    guest.document_kind = dinhdanh::residence::DocumentKind::Other;
    guest.document_name = Some(" ".to_owned());
    assert_eq!(
        wrong(guest.row(catalogue).unwrap_err()),
        [
            ('C', Code::ExportFieldForm),
            ('O', Code::ExportFieldForm),
            ('G', Code::ExportFieldMissing),
            ('D', Code::PortalNotListed),
            ('E', Code::PortalNotListed),
            ('L', Code::PortalNotListed),
        ]
    );
    let mut german = guests(&template, 1).remove(0);
    german.nationality = Personal::new(Nationality::parse_code("DEU").unwrap());
    let row = german.row(catalogue).unwrap();
    assert_eq!(row.text(Column::Nationality), "D - Germany");
    assert_eq!(PortalGuest::read(&row).unwrap(), german);
    let mut bell = row;
    bell.set(Column::Note, "a\u{7}");
    assert_eq!(template.fill(&[bell]).unwrap_err().code(), Code::TextControl);
}

#[test]
fn a_list_with_other_columns_and_without_codes_is_read() {
    let template = Template::open(&small().bytes()).unwrap();
    let guest = guests(&template, 3).remove(2);
    let row = guest.row(template.catalogue()).unwrap();
    let label = |column: Column| row.text(column).split_once(" - ").map_or(row.text(column), |(_, l)| l).to_owned();
    let cell = |text: String| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let heads = ["Mã hồ sơ", "Họ và tên", "Ngày sinh", "Giới tính", "Quốc tịch", "Loại giấy tờ", "Số giấy tờ"];
    let more = ["Ngày đến", "Ngày đi dự kiến", "Số phòng", "Lý do lưu trú", "Trạng thái"];
    let values = [Column::FullName, Column::BirthDate, Column::Sex, Column::Nationality, Column::DocumentKind];
    let mut sheet = "<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>DANH SÁCH</t></is></c></row><row>".to_owned();
    heads.iter().chain(&more).for_each(|head| sheet += &cell((*head).to_owned()));
    sheet += "</row><row>";
    sheet += &cell("HS1".to_owned());
    values.iter().for_each(|column| sheet += &cell(label(*column)));
    // A program stored the number as a number and the arrival as a day of its calendar.
    sheet += "<c><v>2</v></c><c><v>46300</v></c>";
    for text in [format!("{} 12:00", row.text(Column::Departure)), label(Column::Room), label(Column::Reason)] {
        sheet += &cell(text);
    }
    sheet += "</row><row><c/></row></sheetData></worksheet>";
    let mut parts = parts(&small().bytes());
    parts.insert("xl/worksheets/sheet1.xml".to_owned(), sheet);
    let renamed = parts["xl/workbook.xml"].replace("DS_KHACH_VIET_NAM_LUU_TRU", "Sheet1");
    parts.insert("xl/workbook.xml".to_owned(), renamed);
    let read = read_list(&packed(&parts)).unwrap();
    assert_eq!((read.len(), read[0].line, read[0].zeros_lost), (1, 3, true));
    let back = read[0].guest().unwrap();
    assert_eq!((back.full_name, back.sex, back.reason), (guest.full_name, guest.sex, guest.reason));
    assert_eq!((back.document_kind, back.nationality), (guest.document_kind, guest.nationality));
    assert_eq!((back.arrival.to_string(), back.departure), ("2026-10-05".to_owned(), guest.departure));
}

#[test]
fn damaged_files_never_panic() {
    let template = PortalTemplate { lists: small().lists, ..PortalTemplate::invented(40) };
    let bytes = template.bytes();
    let filled = Template::open(&bytes).unwrap();
    let filled = filled.fill(&rows(&filled, 20)).unwrap();
    let mut refused = 0;
    for cut in (0..bytes.len()).step_by(97) {
        refused += usize::from(Template::open(&bytes[..cut]).is_err());
        assert!(read_list(&filled[..cut]).is_err());
    }
    assert_eq!(refused, bytes.len().div_ceil(97));
    // Bytes of the archive, where check sums stop most, and texts of the parts, where nothing does.
    let mut seed = 1_u32;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        usize::try_from(seed >> 8).unwrap() % below
    };
    for _ in 0..300 {
        let mut bent = filled.clone();
        let at = random(bent.len());
        bent[at] = u8::try_from(random(256)).unwrap();
        let _ = read_list(&bent);
        let _ = Template::open(&bent);
    }
    let names: Vec<String> = parts(&bytes).into_keys().collect();
    let (whole, whole_filled) = (parts(&bytes), parts(&filled));
    for round in 0..400 {
        let (name, source) = (&names[round % names.len()], [&whole, &whole_filled][round / names.len() % 2]);
        let mut bent = source.clone();
        let mut text: Vec<char> = bent[name].chars().collect();
        for _ in 0..=random(3) {
            let at = random(text.len());
            match random(4) {
                0 => text.truncate(at.max(1)),
                1 => drop(text.remove(at)),
                2 => text[at] = ['<', '>', '"', '&', '0', '9', 'A', '/', '\u{0}'][random(9)],
                _ => text.insert(at, ['<', '>', '"', '&', '9', ' ', 'Z'][random(7)]),
            }
        }
        bent.insert(name.clone(), text.into_iter().collect());
        let bytes = packed(&bent);
        let _ = read_list(&bytes);
        if let Ok(template) = Template::open(&bytes) {
            let _ = template.fill(&[PortalRow::default()]);
        }
    }
}
