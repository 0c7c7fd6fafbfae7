//! Personal numbers, QR codes, machine readable zones, scans and pictures.

use super::Files;
use crate::card::AT;
use crate::vectors::Case;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use dinhdanh::Result;
use dinhdanh_readers::simulator::Person;
use serde_json::json;

const GOOD_QR: &str = "001199000018|012345678|Nguyễn Thị Mẫu|17021999|Nữ|Số 1, Cửa Nam, Hà Nội|27062022";

pub(super) fn cases(files: &mut Files) -> Result<Vec<Case>> {
    let mut cases = numbers();
    cases.extend(codes());
    cases.extend(zones()?);
    cases.extend(scans());
    cases.extend(pictures(files));
    Ok(cases)
}

fn numbers() -> Vec<Case> {
    let all = [
        ("good, woman, 1999, Hà Nội", "001199000018"),
        ("good, man, 2005, Hồ Chí Minh City", "079205123457"),
        ("good, century digit 0, man of the 20th century", "036050000011"),
        ("good, century digit 3, woman of the 21st century", "036301000019"),
        ("century digit 9, woman of the 24th century", "001900000015"),
        ("blanks around", "  001199000018 "),
        ("line break behind", "001199000018\r\n"),
        ("province that no list has", "005199000018"),
        ("province abolished in 2025", "082199000018"),
        ("blanks inside", "001 199 000018"),
        ("dots inside", "001.199.000018"),
        ("eleven digits: a zero lost in a spreadsheet", "1199000018"),
        ("nine digits: an old identity card", "012345678"),
        ("thirteen digits", "0011990000181"),
        ("empty", ""),
        ("only blanks", "   "),
        ("letter O for a zero", "OO1199000018"),
        ("full-width digits", "００１１９９０００018"),
        ("minus sign", "-01199000018"),
        ("scientific notation of a spreadsheet", "1.199000018E9"),
        ("NUL byte behind", "001199000018\0"),
    ];
    all.iter()
        .map(|(name, text)| Case::new(format!("number: {name}"), "personal_number", json!({"text": text})))
        .collect()
}

fn codes() -> Vec<Case> {
    let with = |position: usize, value: &str| {
        let mut fields: Vec<&str> = GOOD_QR.split('|').collect();
        if let Some(field) = fields.get_mut(position) {
            *field = value;
        }
        fields.join("|")
    };
    let texts: Vec<(&str, String)> = vec![
        ("good, seven fields", GOOD_QR.to_owned()),
        ("good, without the old number", with(1, "")),
        ("good, six fields", "001199000018|Nguyễn Thị Mẫu|17021999|Nữ|Số 1, Cửa Nam, Hà Nội|27062022".to_owned()),
        ("good, eleven fields", format!("{GOOD_QR}||||")),
        ("good, more fields than are known", format!("{GOOD_QR}|Nguyễn Văn Cha|Trần Thị Mẹ||x")),
        ("line break behind", format!("{GOOD_QR}\r\n")),
        ("name in decomposed letters", with(2, "Nguye\u{302}\u{303}n Thi\u{323} Ma\u{302}\u{303}u")),
        ("name in capitals", with(2, "NGUYỄN THỊ MẪU")),
        ("name of one word", with(2, "Mẫu")),
        ("name with a digit", with(2, "Nguyễn Thị M4u")),
        ("name missing", with(2, "")),
        ("born in a year only", with(3, "00001999")),
        ("born in a month only", with(3, "00021999")),
        ("born on 31 February", with(3, "31021999")),
        ("birth as year first", with(3, "19990217")),
        ("birth with slashes", with(3, "17/02/1999")),
        ("sex in English", with(4, "Female")),
        ("sex as M", with(4, "M")),
        ("address missing", with(5, "")),
        ("issued before birth", with(6, "01011990")),
        ("issue date missing", with(6, "")),
        ("number of eleven digits", with(0, "01199000018")),
        ("number with letters", with(0, "00119900001A")),
        ("number repeated as old number", with(1, "001199000018")),
        ("old number of eight digits", with(1, "12345678")),
        ("seventeen fields", format!("{GOOD_QR}||||||||||")),
        ("empty", String::new()),
        ("a web address", "https://example.vn/?id=001199000018".to_owned()),
        ("only separators", "||||||".to_owned()),
        ("a bank's payment code", "00020101021138540010A000000727".to_owned()),
        ("control character inside", with(2, "Nguyễn\u{7}Thị Mẫu")),
        ("separators of another paper", GOOD_QR.replace('|', ";")),
        ("larger than any QR code", with(5, &"a".repeat(5000))),
    ];
    let mut cases: Vec<Case> = texts
        .iter()
        .map(|(name, text)| Case::new(format!("qr: {name}"), "card_qr", json!({"base64": STANDARD.encode(text)})))
        .collect();
    let raw: [(&str, Vec<u8>); 2] = [
        ("not UTF-8", [GOOD_QR.as_bytes(), &[0xFF, 0xFE]].concat()),
        ("cut inside a letter", GOOD_QR.as_bytes().iter().copied().take(29).collect()),
    ];
    let raw = raw
        .iter()
        .map(|(name, bytes)| Case::new(format!("qr: {name}"), "card_qr", json!({"base64": STANDARD.encode(bytes)})));
    cases.extend(raw);
    cases
}

fn zones() -> Result<Vec<Case>> {
    let good = Person::mau().mrz()?.to_lines();
    let other = Person::tran().mrz()?.to_lines();
    let passport = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";
    let at = |line: usize, column: usize, character: char| {
        let mut lines: Vec<Vec<char>> = good.lines().map(|line| line.chars().collect()).collect();
        if let Some(place) = lines.get_mut(line).and_then(|line| line.get_mut(column)) {
            *place = character;
        }
        lines.iter().map(|line| line.iter().collect::<String>()).collect::<Vec<_>>().join("\n")
    };
    let zones: Vec<(&str, String)> = vec![
        ("good card", good.clone()),
        ("good card of a man", other.clone()),
        ("good passport of ICAO 9303", passport.to_owned()),
        ("good card in one line", good.replace('\n', "")),
        ("good card with Windows line ends", good.replace('\n', "\r\n")),
        ("check digit of the number", at(0, 14, '5')),
        ("check digit of the birth", at(1, 6, '5')),
        ("check digit of the expiry", at(1, 14, '3')),
        ("check digit over all", at(1, 29, '9')),
        ("check digit of the personal number", at(0, 29, '6')),
        ("number that is not the end of the personal number", at(0, 13, '9')),
        ("born on day 00", at(1, 5, '0')),
        ("month 13", at(1, 2, '1')),
        ("sex that is none", at(1, 7, 'Q')),
        ("sex left open", at(1, 7, '<')),
        ("issued by another state", at(0, 2, 'U')),
        ("no fillers between the names", at(2, 6, 'X')),
        ("digit in the name", at(2, 0, '8')),
        ("small letters", good.to_lowercase()),
        ("letter with a diacritic", at(2, 2, 'Ư')),
        ("one line missing", good.lines().take(2).collect::<Vec<_>>().join("\n")),
        ("one character missing", good.chars().skip(1).collect()),
        ("four lines", format!("{good}\n{}", "<".repeat(30))),
        ("empty", String::new()),
        ("longer than any zone", "<".repeat(400)),
    ];
    let mut cases: Vec<Case> = zones
        .iter()
        .map(|(name, text)| Case::new(format!("mrz: {name}"), "mrz", json!({"text": text, "at": AT})))
        .collect();
    let recognised: Vec<(&str, String)> = vec![
        ("good", good.clone()),
        ("O for 0 in the number", good.replacen("1990000184", "199OOOO184", 1)),
        ("I for 1 in the birth", good.replacen("9902174", "99O2I74", 1)),
        ("blanks between characters", good.replace("<<", "< <")),
        ("fillers read as K", good.replacen("<<<<<<<<<<<8", "<<K<<<K<<<<8", 1)),
        ("a fourth line of rubbish", format!("CAN CUOC CONG DAN\n{good}\n|||")),
        ("two lines only", good.lines().take(2).collect::<Vec<_>>().join("\n")),
        ("more errors than check digits mend", good.replace(['0', '1', '9'], "B")),
        ("empty", String::new()),
    ];
    cases.extend(recognised.iter().map(|(name, text)| {
        Case::new(format!("recognised: {name}"), "mrz_recognised", json!({"text": text, "at": AT}))
    }));
    Ok(cases)
}

fn scans() -> Vec<Case> {
    let scans = [
        ("sound", GOOD_QR),
        ("Telex keys", "001199000018||Nguyeenx Thij Maaux|17021999|Nuwx|Soos 1, Haf Nooij|27062021"),
        ("UTF-8 shown as Latin", "001199000018||Nguyá»…n Thá»‹ Máº«u|17021999|Ná»¯|HÃ\u{a0} Ná»™i|27062021"),
        ("UK layout", "001199000018~~Nguyen Thi Mau~17021999~Nu~Ha Noi~27062021"),
        ("nothing known", "zzzz"),
        ("empty", ""),
    ];
    scans.iter().map(|(name, text)| Case::new(format!("scan: {name}"), "repair_scan", json!({"text": text}))).collect()
}

fn pictures(files: &mut Files) -> Vec<Case> {
    let photo: &[u8] = include_bytes!("../../../../examples/assets/card-photo.jpg");
    let half = photo.iter().copied().take(photo.len() / 2).collect();
    let all: [(&str, &str, Vec<u8>); 4] = [
        ("photograph of a card", "card-photo.jpg", photo.to_vec()),
        ("photograph that ends in the middle", "card-photo-half.jpg", half),
        ("no picture", "no-picture.jpg", b"Xin ch\xC3\xA0o".to_vec()),
        ("empty file", "empty.png", Vec::new()),
    ];
    all.map(|(name, file, bytes)| {
        let file = format!("pictures/{file}");
        files.insert(file.clone(), bytes);
        Case::new(format!("picture: {name}"), "read_qr", json!({"file": file}))
    })
    .to_vec()
}
