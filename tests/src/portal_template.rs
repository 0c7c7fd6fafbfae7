//! A synthetic template of the police's portal: the sheets, code lists, defined names, validations and oddities that
//! are known of the official one, with invented communes. Written by hand, part by part, so that tests can bend it.

use dinhdanh::residence::export::portal_xlsx::{Column, known};
use std::collections::HashMap;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// As many communes as there are since 1 July 2025.
pub const COMMUNES: usize = 3321;

/// Provinces: the Ministry's code, and the name as the template writes it.
pub const PROVINCES: [(&str, &str); 34] = [
    ("302", "Điện Biên"),
    ("403", "Nghệ An"),
    ("217", "Phú Thọ"),
    ("511", "Khánh Hòa"),
    ("117", "Ninh Bình"),
    ("411", "TP. Huế"),
    ("803", "Đồng Tháp"),
    ("605", "Đắk Lắk"),
    ("713", "Đồng Nai"),
    ("211", "Tuyên Quang"),
    ("501", "TP. Đà Nẵng"),
    ("701", "TP. Hồ Chí Minh"),
    ("103", "TP. Hải Phòng"),
    ("101", "TP. Hà Nội"),
    ("815", "TP. Cần Thơ"),
    ("215", "Thái Nguyên"),
    ("401", "Thanh Hóa"),
    ("409", "Quảng Trị"),
    ("225", "Quảng Ninh"),
    ("505", "Quảng Ngãi"),
    ("209", "Lạng Sơn"),
    ("703", "Lâm Đồng"),
    ("205", "Lào Cai"),
    ("301", "Lai Châu"),
    ("109", "Hưng Yên"),
    ("405", "Hà Tĩnh"),
    ("603", "Gia Lai"),
    ("823", "Cà Mau"),
    ("203", "Cao Bằng"),
    ("223", "Bắc Ninh"),
    ("805", "An Giang"),
    ("303", "Sơn La"),
    ("709", "Tây Ninh"),
    ("809", "Vĩnh Long"),
];

/// What the template holds; every part can be changed before it is written.
#[derive(Clone)]
pub struct PortalTemplate {
    /// Names of the four sheets.
    pub sheets: [String; 4],
    /// Row 3 of the guest list.
    pub headers: Vec<String>,
    /// Row 4 of the guest list.
    pub example: Vec<String>,
    /// Rows from 5 on; empty texts are cells with a format and nothing in them.
    pub rows: Vec<Vec<String>>,
    /// Columns A to E of `DANH_MUC`, from row 2 on; empty texts are gaps.
    pub lists: [Vec<String>; 5],
    /// Column C of `TINH_THANH`.
    pub provinces: Vec<String>,
    /// Columns C and D of `PHUONG_XA`, ordered by province.
    pub communes: Vec<(String, String)>,
    /// Format of the cells of the guest list: 2 is text.
    pub format: usize,
    /// Rows by which the name `PX_101` is too short.
    pub name_shortened: usize,
}

impl PortalTemplate {
    /// The template of 26 July 2026 as far as it is known, with so many invented communes.
    pub fn invented(communes: usize) -> Self {
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let mut nationalities = Vec::new();
        for code in known::NATIONALITIES.split(' ') {
            nationalities.push(match code {
                "VNM" => "VNM - Viet Nam".to_owned(),
                "D" => "D - Germany".to_owned(),
                "SC-" => "SC- - Scotland".to_owned(),
                code => format!("{code} - State of {code}"),
            });
            if code == "BWA" {
                // Rows 26 to 32 are blank in the official list.
                nationalities.extend(vec![String::new(); 7]);
            }
        }
        let mut all = vec![("101".to_owned(), "101900073 - Phường Cửa Nam".to_owned())];
        for number in 1..communes {
            let (province, _) = PROVINCES[number % PROVINCES.len()];
            let kind = ["Phường", "Xã", "Xã", "Đặc khu"][number % 4];
            all.push((province.to_owned(), format!("{province}9{number:05} - {kind} Mẫu {number}")));
        }
        let order = |code: &str| PROVINCES.iter().position(|(province, _)| *province == code);
        all.sort_by_key(|(province, _)| order(province));
        Self {
            sheets: ["DS_KHACH_VIET_NAM_LUU_TRU", "TINH_THANH", "PHUONG_XA", "DANH_MUC"].map(str::to_owned),
            headers: Column::ALL.iter().map(|column| header(*column)).collect(),
            example: owned(&[
                "1",
                "[EXAMPLE] NGUYỄN VĂN MẪU",
                "01/01/1990",
                "M - Nam",
                "VNM - Viet Nam",
                "1 - Thẻ CCCD",
                "",
                "001090000001",
                "0900000000",
                "1 - Thường trú",
                "101 - TP. Hà Nội",
                "101900073 - Phường Cửa Nam",
                "Số 1",
                "01/07/2026",
                "02/07/2026",
                "101",
                "1 - Du lịch",
                "",
                "",
            ]),
            rows: vec![vec![String::new(); Column::ALL.len()]; 2],
            lists: [
                owned(known::DOCUMENT_KINDS),
                owned(known::RESIDENCE_KINDS),
                owned(known::REASONS),
                owned(known::SEXES),
                nationalities,
            ],
            provinces: PROVINCES.iter().map(|(code, name)| format!("{code} - {name}")).collect(),
            communes: all,
            format: 2,
            name_shortened: 0,
        }
    }

    /// The workbook.
    pub fn bytes(&self) -> Vec<u8> {
        let mut texts = Texts::default();
        let mut parts = vec![
            ("[Content_Types].xml", CONTENT_TYPES.to_owned()),
            ("_rels/.rels", ROOT_RELATIONSHIPS.to_owned()),
            ("docProps/app.xml", format!("{DECLARATION}<Properties xmlns=\"{OFFICE}/extended-properties\"/>")),
            ("xl/workbook.xml", self.workbook()),
            ("xl/_rels/workbook.xml.rels", WORKBOOK_RELATIONSHIPS.to_owned()),
            ("xl/styles.xml", STYLES.to_owned()),
            ("xl/worksheets/sheet1.xml", self.guest_sheet(&mut texts)),
        ];
        let provinces: Vec<Vec<&str>> = self.provinces.iter().map(|text| code_and_label(text)).collect();
        let mut communes = vec![vec!["MAPX", "TENPX", "MATT", "DISPLAY"]];
        communes.extend(self.communes.iter().map(|(province, text)| {
            let parts = code_and_label(text);
            vec![parts[0], parts[1], province.as_str(), text.as_str()]
        }));
        let mut province_rows = vec![vec!["MATT", "TENTT", "DISPLAY"]];
        province_rows.extend(provinces);
        let longest = self.lists.iter().map(Vec::len).max().unwrap_or_default();
        let mut lists = vec![vec!["LOAI_GIAY_TO", "NOI_CU_TRU", "LY_DO_CU_TRU", "GIOI_TINH", "QUOC_TICH"]];
        let at = |list: &'_ Vec<String>, row: usize| list.get(row).cloned().unwrap_or_default();
        let list_rows: Vec<Vec<String>> =
            (0..longest).map(|row| self.lists.iter().map(|list| at(list, row)).collect()).collect();
        lists.extend(list_rows.iter().map(|row| row.iter().map(String::as_str).collect::<Vec<_>>()));
        for (part, rows) in [
            ("xl/worksheets/sheet2.xml", province_rows),
            ("xl/worksheets/sheet3.xml", communes),
            ("xl/worksheets/sheet4.xml", lists),
        ] {
            parts.push((part, code_sheet(&rows, &mut texts)));
        }
        parts.push(("xl/sharedStrings.xml", texts.part()));
        archive(&parts)
    }

    fn workbook(&self) -> String {
        let mut text = format!("{DECLARATION}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}/relationships\"><sheets>");
        for (index, name) in self.sheets.iter().enumerate() {
            let number = index + 1;
            text += &format!("<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>");
        }
        text += "</sheets><definedNames>";
        for (index, (name, letter)) in
            [("LOAI_GIAY_TO", 'A'), ("NOI_CU_TRU", 'B'), ("LY_DO_CU_TRU", 'C'), ("GIOI_TINH", 'D'), ("QUOC_TICH", 'E')]
                .into_iter()
                .enumerate()
        {
            let last = self.lists[index].len() + 1;
            text += &format!("<definedName name=\"{name}\">DANH_MUC!${letter}$2:${letter}${last}</definedName>");
        }
        let last = self.provinces.len() + 1;
        text += &format!("<definedName name=\"TINH_THANH\">TINH_THANH!$C$2:$C${last}</definedName>");
        let mut row = 2;
        for (code, _) in PROVINCES {
            let count = self.communes.iter().filter(|(province, _)| province == code).count();
            let shortened = if code == "101" { self.name_shortened } else { 0 };
            let last = row + count - 1 - shortened;
            text += &format!("<definedName name=\"PX_{code}\">PHUONG_XA!$D${row}:$D${last}</definedName>");
            row += count;
        }
        text + "</definedNames></workbook>"
    }

    fn guest_sheet(&self, texts: &mut Texts) -> String {
        let mut rows = vec![vec!["DANH SÁCH KHÁCH VIỆT NAM LƯU TRÚ".to_owned()], vec!["(*): bắt buộc nhập".to_owned()]];
        rows.push(self.headers.clone());
        rows.push(self.example.clone());
        rows.extend(self.rows.clone());
        let mut data = String::new();
        for (index, row) in rows.iter().enumerate() {
            let line = index + 1;
            let format = if line < 4 { 1 } else { self.format };
            data += &format!("<row r=\"{line}\" spans=\"1:19\" ht=\"18\" customHeight=\"1\">");
            for (text, column) in row.iter().zip(Column::ALL) {
                let reference = format!("{}{line}", column.letter());
                data += &match text.as_str() {
                    "" => format!("<c r=\"{reference}\" s=\"{format}\"/>"),
                    text => format!("<c r=\"{reference}\" s=\"{format}\" t=\"s\"><v>{}</v></c>", texts.index(text)),
                };
            }
            data += "</row>";
        }
        let mut validations = String::new();
        let list = |column: char, formula: &str| {
            format!(
                "<dataValidation type=\"list\" allowBlank=\"1\" showErrorMessage=\"1\" sqref=\"{column}5:{column}1000\">\
                 <formula1>{formula}</formula1></dataValidation>"
            )
        };
        for (column, formula) in [
            ('D', "GIOI_TINH"),
            ('E', "QUOC_TICH"),
            ('F', "LOAI_GIAY_TO"),
            ('J', "NOI_CU_TRU"),
            ('K', "TINH_THANH"),
            ('L', "INDIRECT(\"PX_\"&amp;LEFT($K5,3))"),
            ('Q', "LY_DO_CU_TRU"),
        ] {
            validations += &list(column, formula);
        }
        for column in ['C', 'N'] {
            validations += &format!(
                "<dataValidation type=\"textLength\" operator=\"equal\" sqref=\"{column}5:{column}1000\">\
                 <formula1>10</formula1></dataValidation>"
            );
        }
        let last = rows.len();
        format!(
            "{DECLARATION}<worksheet xmlns=\"{MAIN}\"><dimension ref=\"A1:S{last}\"/><sheetViews><sheetView \
             workbookViewId=\"0\"/></sheetViews><cols><col min=\"1\" max=\"19\" width=\"22\" style=\"3\" \
             customWidth=\"1\"/></cols><sheetData>{data}</sheetData><mergeCells count=\"2\"><mergeCell ref=\"A1:S1\"/>\
             <mergeCell ref=\"A2:S2\"/></mergeCells><dataValidations count=\"9\">{validations}</dataValidations>\
             <pageMargins left=\"0.7\" right=\"0.7\" top=\"0.75\" bottom=\"0.75\" header=\"0.3\" footer=\"0.3\"/>\
             </worksheet>"
        )
    }
}

/// A header with the mark of required columns and the stray blanks that two of the official ones have.
fn header(column: Column) -> String {
    let words = column.header();
    match column {
        Column::Province => format!("{words} "),
        Column::Reason => format!(" {words} (*)"),
        _ if column.required() => format!("{words} (*)"),
        _ => words.to_owned(),
    }
}

fn code_and_label(text: &str) -> Vec<&str> {
    let (code, label) = text.split_once(" - ").unwrap_or((text, text));
    vec![code, label, text]
}

fn code_sheet(rows: &[Vec<&str>], texts: &mut Texts) -> String {
    let mut data = String::new();
    for (index, row) in rows.iter().enumerate() {
        let line = index + 1;
        data += &format!("<row r=\"{line}\">");
        for (text, letter) in row.iter().zip('A'..) {
            if !text.is_empty() {
                data += &format!("<c r=\"{letter}{line}\" t=\"s\"><v>{}</v></c>", texts.index(text));
            }
        }
        data += "</row>";
    }
    format!("{DECLARATION}<worksheet xmlns=\"{MAIN}\"><sheetData>{data}</sheetData></worksheet>")
}

/// The shared texts of the workbook.
#[derive(Default)]
struct Texts {
    all: Vec<String>,
    index_of: HashMap<String, usize>,
    cells: usize,
}

impl Texts {
    fn index(&mut self, text: &str) -> usize {
        self.cells += 1;
        if let Some(index) = self.index_of.get(text) {
            return *index;
        }
        self.index_of.insert(text.to_owned(), self.all.len());
        self.all.push(text.to_owned());
        self.all.len() - 1
    }

    fn part(&self) -> String {
        let mut part =
            format!("{DECLARATION}<sst xmlns=\"{MAIN}\" count=\"{}\" uniqueCount=\"{}\">", self.cells, self.all.len());
        for text in &self.all {
            let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
            part += &format!("<si><t xml:space=\"preserve\">{escaped}</t></si>");
        }
        part + "</sst>"
    }
}

/// An archive of these parts, compressed.
pub fn archive(parts: &[(&str, String)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006";

const CONTENT_TYPES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
    <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
    <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
    <Override PartName=\"/xl/workbook.xml\" \
    ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>\
    <Override PartName=\"/xl/worksheets/sheet1.xml\" \
    ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>\
    <Override PartName=\"/xl/worksheets/sheet2.xml\" \
    ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>\
    <Override PartName=\"/xl/worksheets/sheet3.xml\" \
    ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>\
    <Override PartName=\"/xl/worksheets/sheet4.xml\" \
    ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>\
    <Override PartName=\"/xl/styles.xml\" \
    ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/>\
    <Override PartName=\"/xl/sharedStrings.xml\" \
    ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml\"/>\
    <Override PartName=\"/docProps/app.xml\" \
    ContentType=\"application/vnd.openxmlformats-officedocument.extended-properties+xml\"/></Types>";

const ROOT_RELATIONSHIPS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" \
    Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
    Target=\"xl/workbook.xml\"/><Relationship Id=\"rId2\" \
    Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties\" \
    Target=\"docProps/app.xml\"/></Relationships>";

const WORKBOOK_RELATIONSHIPS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
    <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" \
    Target=\"worksheets/sheet1.xml\"/>\
    <Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" \
    Target=\"worksheets/sheet2.xml\"/>\
    <Relationship Id=\"rId3\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" \
    Target=\"/xl/worksheets/sheet3.xml\"/>\
    <Relationship Id=\"rId4\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" \
    Target=\"worksheets/sheet4.xml\"/>\
    <Relationship Id=\"rId5\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" \
    Target=\"styles.xml\"/>\
    <Relationship Id=\"rId6\" \
    Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings\" \
    Target=\"sharedStrings.xml\"/></Relationships>";

/// Formats: 0 general, 1 header, 2 and 3 text.
const STYLES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><fonts count=\"2\"><font>\
    <sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>\
    <fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/>\
    </fill></fills><borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
    <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
    <cellXfs count=\"4\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>\
    <xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/>\
    <xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"><alignment \
    horizontal=\"left\"/></xf><xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" \
    applyNumberFormat=\"1\"/></cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" \
    builtinId=\"0\"/></cellStyles></styleSheet>";
