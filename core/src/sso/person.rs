//! Who the claims are about, in the words of [`crate::identity`].
//!
//! Three vocabularies are known: OpenID Connect's own, the English one of VNeID's envelope (`citizenPid`,
//! `fullName`, ...), and the Vietnamese one of the National Portal and of VNeID's user information (`SoDinhDanh`,
//! `HoVaTen`, ...). A claim that cannot be read is left out and named; it is never guessed at.

use super::jose::{Json, Object};
use crate::identity::{Address, Citizen, IdNumber, Nationality, OldIdNumber, PartialDate, PersonName, Sex};
use crate::personal::Personal;
use serde::Serialize;

/// Whose account it is. Never a level.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Account {
    /// Not stated, or in words that are not known.
    #[default]
    Unknown,
    /// A citizen (`LoaiTaiKhoan` 1).
    Citizen,
    /// An enterprise (2) or another organisation (3), for which a person acts.
    Organisation(Organisation),
    /// A foreigner with a Vietnamese identification number (Decree 69/2024/NĐ-CP, Article 6).
    Foreigner,
}

/// An organisation that logged in through its representative: the person of the login.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Organisation {
    /// Its name.
    pub name: Option<Personal<String>>,
    /// Its tax number (mã số thuế).
    pub tax_number: Option<Personal<String>>,
    /// Its enterprise number (mã số doanh nghiệp).
    pub enterprise_number: Option<Personal<String>>,
    /// The number of its account (`TechID`): the key of organisations that are no enterprises.
    pub account_number: Option<Personal<String>>,
    /// Its representative (người đại diện), where the claims name one besides the person who logged in.
    pub representative: Option<Personal<PersonName>>,
}

/// How the person can be reached, as the provider states it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Contact {
    /// Electronic mail.
    pub email: Option<Personal<String>>,
    /// Telephone.
    pub phone: Option<Personal<String>>,
}

/// What the claims say.
#[derive(Clone, Debug, Default)]
pub(super) struct Person {
    pub(super) citizen: Citizen,
    pub(super) account: Account,
    pub(super) contact: Contact,
    /// Claims that are there and could not be read.
    pub(super) unread: Vec<&'static str>,
}

impl Person {
    pub(super) fn read(claims: &Object) -> Self {
        let mut reader = Reader { claims, unread: Vec::new() };
        let name = |text: &str| PersonName::parse(text).ok();
        let address = |text: &str| Address::parse(text).ok().filter(|address| !address.text.is_empty());
        let plain = |text: &str| Some(text.to_owned());
        let citizen = Citizen {
            id_number: reader.id_number(),
            old_id_number: reader.read(&["SoCMND"], |text| OldIdNumber::parse(text).ok()),
            full_name: reader.read(&["fullName", "HoVaTen", "name"], name),
            date_of_birth: reader.birth(),
            // `GioiTinh` is a number in the published list, and nobody has published which is which.
            sex: reader.read(&["GioiTinh", "gender"], sex),
            nationality: reader.read(&["QuocTich", "nationality"], |text| Nationality::parse(text).ok()),
            address: reader.read(&["ThuongTru", "NoiOHienNay"], address),
            place_of_origin: reader.read(&["QueQuan"], address),
            ethnicity: reader.read(&["DanToc"], plain),
            religion: reader.read(&["TonGiao"], plain),
            father: reader.read(&["Cha"], name),
            mother: reader.read(&["Me"], name),
            spouse: reader.read(&["VoChong"], name),
            ..Citizen::default()
        };
        let contact = Contact {
            email: reader.read(&["ThuDienTu", "email"], plain),
            phone: reader.read(&["SoDienThoai", "phone_number"], plain),
        };
        let account = reader.account();
        Self { citizen, account, contact, unread: reader.unread }
    }
}

struct Reader<'a> {
    claims: &'a Object,
    unread: Vec<&'static str>,
}

impl Reader<'_> {
    /// The first of these claims that is there and not empty.
    fn read<T>(&mut self, names: &[&'static str], parse: impl Fn(&str) -> Option<T>) -> Option<Personal<T>> {
        for name in names {
            let value = match self.claims.get(name) {
                None | Some(Json::Null) => continue,
                Some(Json::Text(text)) if text.trim().is_empty() => continue,
                Some(Json::Text(text)) => parse(text.trim()),
                Some(_) => None,
            };
            match value {
                Some(value) => return Some(Personal::new(value)),
                None => self.unread.push(name),
            }
        }
        None
    }

    /// A user name that is no number is nothing unusual; under every other name a number was meant.
    fn id_number(&mut self) -> Option<Personal<IdNumber>> {
        let number = |text: &str| IdNumber::parse(text).ok();
        let user = self.claims.text("preferred_username").ok().flatten().and_then(number).map(Personal::new);
        self.read(&["citizenPid", "SoDinhDanh", "national_id"], number).or(user)
    }

    /// Eight digits are year first under the names for which that was seen, and unreadable under the others.
    fn birth(&mut self) -> Option<Personal<PartialDate>> {
        self.read(&["NgayThangNamSinh", "birthdate"], |text| PartialDate::parse_year_first(text).ok()).or_else(|| {
            self.read(&["birthDate"], |text| {
                let first = text.find(['-', '/', '.'])?;
                let date = if first == 4 { PartialDate::parse_year_first } else { PartialDate::parse_day_first };
                date(text).ok()
            })
        })
    }

    fn account(&mut self) -> Account {
        let kind = ["LoaiTaiKhoan", "accountType"].iter().find_map(|name| match self.claims.get(name)? {
            Json::Integer(number) => Some((*name, number.to_string())),
            Json::Text(text) => Some((*name, text.to_ascii_lowercase())),
            _ => Some((*name, String::new())),
        });
        let Some((name, kind)) = kind else { return Account::Unknown };
        match kind.as_str() {
            "1" | "citizen" => Account::Citizen,
            "2" | "3" | "enterprise" | "organisation" | "organization" => Account::Organisation(self.organisation()),
            "foreigner" => Account::Foreigner,
            _ => {
                self.unread.push(name);
                Account::Unknown
            }
        }
    }

    fn organisation(&mut self) -> Organisation {
        let plain = |text: &str| Some(text.to_owned());
        Organisation {
            name: self.read(&["TenDoanhNghiep", "TenToChuc", "organizationName"], plain),
            tax_number: self.read(&["MaSoThue", "taxCode"], plain),
            enterprise_number: self.read(&["MaSoDoanhNghiep"], plain),
            account_number: self.read(&["TechID"], plain),
            representative: self.read(&["NguoiDaiDien"], |text| PersonName::parse(text).ok()),
        }
    }
}

/// The words of Vietnamese documents and of OpenID Connect Core 5.1.
fn sex(text: &str) -> Option<Sex> {
    match text {
        "male" => Some(Sex::Male),
        "female" => Some(Sex::Female),
        _ => Sex::parse_vietnamese(text).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(text: &str) -> Person {
        Person::read(&Object::parse(text.as_bytes(), 9_999, "test").unwrap())
    }

    fn number(person: &Person) -> &str {
        person.citizen.id_number.as_ref().unwrap().expose().as_str()
    }

    #[test]
    fn three_vocabularies_one_citizen() {
        let envelope = person(
            r#"{"citizenPid":"001199000018","fullName":"Nguyễn Thị Mẫu","birthDate":"17/02/1999","accountType":"1"}"#,
        );
        let portal = person(
            r#"{"SoDinhDanh":"001199000018","HoVaTen":"Nguyễn Thị Mẫu","NgayThangNamSinh":"19990217","LoaiTaiKhoan":1}"#,
        );
        let standard = person(
            r#"{"preferred_username":"001199000018","name":"Nguyễn Thị Mẫu","birthdate":"1999-02-17","gender":"female"}"#,
        );
        for read in [&envelope, &portal, &standard] {
            assert_eq!(number(read), "001199000018");
            assert_eq!(read.citizen.full_name.as_ref().unwrap().expose().given(), Some("Mẫu"));
            assert_eq!(read.citizen.date_of_birth.as_ref().unwrap().expose().to_string(), "1999-02-17");
            assert!(read.unread.is_empty());
        }
        assert_eq!((&envelope.account, &portal.account), (&Account::Citizen, &Account::Citizen));
        assert_eq!(standard.account, Account::Unknown);
        assert_eq!(standard.citizen.sex, Some(Personal::new(Sex::Female)));
    }

    #[test]
    fn what_cannot_be_read_is_named_and_not_guessed() {
        let read = person(
            r#"{"SoDinhDanh":12,"HoVaTen":"","birthDate":"01021999","GioiTinh":1,"ThuongTru":{"x":1},
                "LoaiTaiKhoan":"9","QuocTich":null,"preferred_username":"mau.nguyen"}"#,
        );
        assert_eq!(read.citizen, Citizen::default());
        assert_eq!(read.account, Account::Unknown);
        assert_eq!(read.unread, ["SoDinhDanh", "birthDate", "GioiTinh", "ThuongTru", "LoaiTaiKhoan"]);
    }

    #[test]
    fn organisations_and_foreigners() {
        let read = person(
            r#"{"LoaiTaiKhoan":"2","TenDoanhNghiep":"Công ty Mẫu","MaSoThue":"0100109106","TechID":"x",
                "NguoiDaiDien":"Trần Văn Mẫu","HoVaTen":"Trần Văn Mẫu"}"#,
        );
        let Account::Organisation(organisation) = &read.account else { panic!("{:?}", read.account) };
        assert_eq!(organisation.tax_number.as_ref().unwrap().expose(), "0100109106");
        assert_eq!(organisation.representative.as_ref().unwrap().expose().family(), "Trần");
        assert_eq!(person(r#"{"accountType":"FOREIGNER"}"#).account, Account::Foreigner);
        let shown = format!("{read:?}");
        assert!(!shown.contains("Mẫu") && !shown.contains("0100109106"), "{shown}");
    }
}
