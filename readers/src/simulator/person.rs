//! Invented people. None of them exists; the numbers are chosen to be consistent, not to be anybody's.

use dinhdanh::Result;
use dinhdanh::document::files::dg13::Dg13Builder;
use dinhdanh::document::mrz::{Mrz, MrzKey};
use dinhdanh::identity::{Address, Citizen, Expiry, IdNumber, Nationality, OldIdNumber, PartialDate, PersonName, Sex};
use dinhdanh::personal::Personal;

/// An invented person, with the texts as a card shows them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the fields are those of the card
pub struct Person {
    pub id_number: String,
    pub old_id_number: String,
    pub full_name: String,
    /// `dd/MM/yyyy`, as are the other dates.
    pub date_of_birth: String,
    /// `Nam` or `Nữ`.
    pub sex: String,
    pub ethnicity: String,
    pub religion: String,
    pub place_of_origin: String,
    pub residence: String,
    pub identifying_features: String,
    pub issued: String,
    pub expires: String,
    pub father: String,
    pub mother: String,
    pub spouse: String,
}

impl Person {
    /// Nguyễn Thị Mẫu, 001199000018.
    #[must_use]
    pub fn mau() -> Self {
        let text = str::to_owned;
        Self {
            id_number: text("001199000018"),
            old_id_number: text("012345678"),
            full_name: text("Nguyễn Thị Mẫu"),
            date_of_birth: text("17/02/1999"),
            sex: text("Nữ"),
            ethnicity: text("Kinh"),
            religion: text("Không"),
            place_of_origin: text("Cửa Nam, Hoàn Kiếm, Hà Nội"),
            residence: text("Số 1, Cửa Nam, Hoàn Kiếm, Hà Nội"),
            identifying_features: text("Nốt ruồi giả định cách 1 cm dưới sau đuôi mắt trái"),
            issued: text("27/06/2022"),
            expires: text("17/02/2039"),
            father: text("Nguyễn Văn Cha"),
            mother: text("Trần Thị Mẹ"),
            spouse: text(""),
        }
    }

    /// Trần Văn Mẫu, 079205123457.
    #[must_use]
    pub fn tran() -> Self {
        let text = str::to_owned;
        Self {
            id_number: text("079205123457"),
            old_id_number: text(""),
            full_name: text("Trần Văn Mẫu"),
            date_of_birth: text("30/08/2005"),
            sex: text("Nam"),
            place_of_origin: text("Phường Thử, Quận Mẫu, Thành phố Hồ Chí Minh"),
            residence: text("Hẻm 12/34/56 đường Không Có Thật, Phường Thử, Quận Mẫu, Thành phố Hồ Chí Minh"),
            issued: text("15/09/2021"),
            expires: text("30/08/2030"),
            father: text("Trần Văn Cha"),
            mother: text("Lê Thị Mẹ"),
            ..Self::mau()
        }
    }

    /// The same as the library's words.
    ///
    /// # Errors
    /// Those of the parsers of each field.
    pub fn citizen(&self) -> Result<Citizen> {
        let optional = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let name = |text: &str| optional(text).map(|t| PersonName::parse(&t).map(Personal::new)).transpose();
        Ok(Citizen {
            id_number: Some(Personal::new(IdNumber::parse(&self.id_number)?)),
            old_id_number: optional(&self.old_id_number)
                .map(|text| OldIdNumber::parse(&text).map(Personal::new))
                .transpose()?,
            full_name: name(&self.full_name)?,
            date_of_birth: Some(Personal::new(PartialDate::parse_day_first(&self.date_of_birth)?)),
            sex: Some(Personal::new(Sex::parse_vietnamese(&self.sex)?)),
            nationality: Some(Personal::new(Nationality::parse_code("VNM")?)),
            address: Some(Personal::new(Address::parse(&self.residence)?)),
            place_of_origin: Some(Personal::new(Address::parse(&self.place_of_origin)?)),
            ethnicity: optional(&self.ethnicity).map(Personal::new),
            religion: optional(&self.religion).map(Personal::new),
            identifying_features: optional(&self.identifying_features).map(Personal::new),
            issued: Some(Personal::new(PartialDate::parse_day_first(&self.issued)?)),
            expires: Some(Personal::new(Expiry::parse_vietnamese(&self.expires)?)),
            father: name(&self.father)?,
            mother: name(&self.mother)?,
            spouse: name(&self.spouse)?,
            ..Citizen::default()
        })
    }

    /// The machine readable zone of the card.
    ///
    /// # Errors
    /// As [`Person::citizen`].
    pub fn mrz(&self) -> Result<Mrz> {
        Mrz::of_vietnamese_card(&self.citizen()?)
    }

    /// MRZ_information, which opens the chip.
    ///
    /// # Errors
    /// As [`Person::citizen`].
    pub fn mrz_information(&self) -> Result<String> {
        Ok(MrzKey::of(&self.mrz()?)?.information().to_owned())
    }

    /// The card access number: taken to be the last six digits of the personal number.
    #[must_use]
    pub fn can(&self) -> &str {
        self.id_number.get(6..).unwrap_or_default()
    }

    /// The text of the card's QR code (the seven fields of 2021).
    #[must_use]
    pub fn qr_text(&self) -> String {
        let digits = |date: &str| date.replace('/', "");
        let Self { id_number, old_id_number, full_name, sex, residence, .. } = self;
        let (birth, issued) = (digits(&self.date_of_birth), digits(&self.issued));
        format!("{id_number}|{old_id_number}|{full_name}|{birth}|{sex}|{residence}|{issued}")
    }

    /// DG13 in the Vietnamese layout.
    #[must_use]
    pub fn dg13(&self) -> Vec<u8> {
        let mut builder = Dg13Builder::new()
            .printable(1, &self.id_number)
            .text(2, &self.full_name)
            .printable(3, &self.date_of_birth)
            .text(4, &self.sex)
            .text(5, "Việt Nam")
            .text(6, &self.ethnicity)
            .text(7, &self.religion)
            .text(8, &self.place_of_origin)
            .text(9, &self.residence)
            .text(10, &self.identifying_features)
            .printable(11, &self.issued)
            .text(12, &self.expires)
            .parents(&self.father, &self.mother);
        if !self.spouse.is_empty() {
            builder = builder.text(14, &self.spouse);
        }
        if !self.old_id_number.is_empty() {
            builder = builder.printable(15, &self.old_id_number);
        }
        builder.encode()
    }
}
