//! What a column is about, told from its heading.

use crate::identity::text::without_diacritics;

macro_rules! roles {
    ($($(#[$doc:meta])* $name:ident = $word:literal, [$($heading:literal),+];)*) => {
        /// What a column holds.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Role { $($(#[$doc])* $name,)* }

        impl Role {
            /// Every role.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The word in mappings and JSON; it never changes its meaning.
            #[must_use]
            pub const fn as_str(self) -> &'static str { match self { $(Self::$name => $word,)* } }

            /// Headings under which it is found, folded as [`fold`] does.
            const fn headings(self) -> &'static [&'static str] { match self { $(Self::$name => &[$($heading),+],)* } }
        }
    };
}

roles! {
    /// Running number of the row.
    RowNumber = "row-number", ["stt", "tt", "so thu tu", "no", "row"];
    /// The program's own number of the stay.
    StayId = "stay-id", ["ma luu tru", "ma luot luu tru", "ma dat phong", "so dat phong", "booking", "booking id", "booking no", "booking number", "reservation", "reservation id", "stay id", "ma khach", "ma luot", "ma lan kham", "ma dieu tri", "ma ve", "ticket", "ticket no", "ticket id"];
    /// Personal number of 12 digits.
    IdNumber = "id-number", ["so cccd", "cccd", "so can cuoc", "so can cuoc cong dan", "so the can cuoc", "can cuoc cong dan", "can cuoc", "so dinh danh", "so dinh danh ca nhan", "ma dinh danh", "ma so dinh danh", "so ddcn", "id card", "id number", "citizen id", "national id", "personal number"];
    /// Number of the old identity card, 9 digits.
    OldIdNumber = "old-id-number", ["so cmnd", "cmnd", "so cmnd cu", "cmnd cu", "so cmtnd", "chung minh nhan dan", "so chung minh nhan dan", "old id", "old id number"];
    /// Full name.
    FullName = "full-name", ["ho ten", "ho va ten", "ho ten khach", "ten khach", "ten khach hang", "ho ten khach hang", "ho ten benh nhan", "ten benh nhan", "ho ten hanh khach", "hanh khach", "khach hang", "ho chu dem va ten", "ho ten day du", "full name", "guest name", "name", "guest", "patient name", "passenger", "passenger name", "customer name"];
    /// Family name, with the middle name where a list has two columns.
    Surname = "surname", ["ho", "ho dem", "ho va ten dem", "ho va chu dem", "ho chu dem", "ho lot", "surname", "last name", "family name"];
    /// Given name.
    GivenName = "given-name", ["ten", "ten goi", "given name", "given names", "first name"];
    /// Date of birth.
    DateOfBirth = "date-of-birth", ["ngay sinh", "ngay thang nam sinh", "sinh ngay", "ngay thang sinh", "ns", "nam sinh", "date of birth", "birth date", "birthday", "birthdate", "dob", "year of birth"];
    /// Sex.
    Sex = "sex", ["gioi tinh", "phai", "gt", "nam nu", "sex", "gender"];
    /// Telephone.
    Phone = "phone", ["so dien thoai", "dien thoai", "sdt", "dt", "so dt", "di dong", "so di dong", "dien thoai lien he", "phone", "phone number", "mobile", "tel", "telephone", "contact"];
    /// Electronic mail.
    Email = "email", ["email", "e mail", "thu dien tu", "mail"];
    /// Address, or what is left of it beside the units.
    Address = "address", ["dia chi", "dia chi chi tiet", "noi thuong tru", "thuong tru", "noi cu tru", "cho o hien nay", "dia chi thuong tru", "dia chi hien tai", "ho khau thuong tru", "address", "home address", "residence"];
    /// Kind of residence.
    ResidenceKind = "residence-kind", ["noi cu tru hien nay", "loai cu tru", "loai hinh cu tru", "hinh thuc cu tru"];
    /// Province.
    Province = "province", ["tinh", "tinh thanh", "tinh thanh pho", "tinh tp", "ma tinh", "thanh pho", "province", "city"];
    /// District, before July 2025.
    District = "district", ["huyen", "quan huyen", "quan", "quan huyen thi xa", "district"];
    /// Commune, ward or special zone.
    Commune = "commune", ["xa", "phuong", "phuong xa", "xa phuong", "phuong xa dac khu", "xa phuong dac khu", "phuong xa thi tran", "xa phuong thi tran", "commune", "ward"];
    /// Nationality.
    Nationality = "nationality", ["quoc tich", "qt", "quoc gia", "nationality", "country", "citizenship"];
    /// Kind of document.
    DocumentKind = "document-kind", ["loai giay to", "loai gt", "loai giay to tuy than", "giay to", "document type", "document kind", "id type"];
    /// Name of another document.
    DocumentName = "document-name", ["ten giay to", "ten giay to khac", "document name"];
    /// Number of whatever document it is.
    DocumentNumber = "document-number", ["so giay to", "so giay to tuy than", "so gt", "so ho chieu", "ho chieu", "passport", "passport no", "passport number", "document number", "document no", "id passport", "id no"];
    /// Day of issue.
    DocumentIssued = "document-issued", ["ngay cap", "ngay cap giay to", "cap ngay", "issue date", "date of issue", "issued"];
    /// End of validity.
    DocumentExpires = "document-expires", ["ngay het han", "han su dung", "gia tri den", "co gia tri den", "ngay het han ho chieu", "het han", "expiry", "expiry date", "date of expiry", "passport expiry"];
    /// Until when a foreigner may stay in the country.
    PermittedUntil = "permitted-until", ["thoi han tam tru", "han tam tru", "tam tru den", "han visa", "han thi thuc", "het han visa", "visa expiry", "permitted until", "visa valid until"];
    /// Arrival, a day or a time.
    Arrival = "arrival", ["ngay den", "thoi gian den", "ngay nhan phong", "nhan phong", "ngay vao", "ngay vao vien", "ngay nhap vien", "ngay gio vao", "ngay di chuyen", "ngay khoi hanh", "khoi hanh", "gio khoi hanh", "ngay o", "check in", "checkin", "check in date", "arrival", "arrival date", "admission", "admission date", "departure time of trip"];
    /// The hour of arrival beside its day.
    ArrivalTime = "arrival-time", ["gio den", "gio nhan phong", "gio vao", "check in time", "arrival time"];
    /// Planned departure.
    PlannedDeparture = "planned-departure", ["ngay di", "ngay di du kien", "du kien di", "ngay tra phong du kien", "ngay ra du kien", "ngay ve", "ngay den noi", "check out", "checkout", "check out date", "departure", "departure date", "planned departure", "expected departure"];
    /// Departure as it happened.
    ActualDeparture = "actual-departure", ["ngay tra phong", "tra phong", "ngay di thuc te", "ngay tra phong thuc te", "ngay ra", "ngay ra vien", "ngay xuat vien", "actual departure", "actual check out", "discharge", "discharge date"];
    /// Room.
    Room = "room", ["phong", "so phong", "so phong khoa", "buong", "so buong", "room", "room no", "room number"];
    /// Department of a hospital.
    Department = "department", ["khoa", "khoa dieu tri", "khoa phong", "ten khoa", "department", "ward name"];
    /// Reason of the stay.
    Reason = "reason", ["ly do", "ly do cu tru", "ly do luu tru", "muc dich", "muc dich luu tru", "reason", "purpose"];
    /// The reason in words.
    ReasonText = "reason-text", ["nhap ly do", "ly do khac", "ghi ro ly do", "muc dich khac", "other reason"];
    /// Number of health insurance.
    InsuranceNumber = "insurance-number", ["so bhyt", "bhyt", "ma the bhyt", "so the bhyt", "the bhyt", "ma so bhxh", "so bhxh", "insurance", "insurance number"];
    /// Number of a journey.
    Trip = "trip", ["chuyen", "ma chuyen", "so chuyen", "chuyen xe", "ma chuyen xe", "trip", "trip id", "trip no"];
    /// Number plate.
    Plate = "plate", ["bien so", "bien so xe", "bien kiem soat", "bks", "so xe", "plate", "number plate"];
    /// Where a journey begins.
    From = "from", ["diem di", "noi di", "ben di", "diem don", "from", "origin"];
    /// Where it ends.
    To = "to", ["diem den", "noi den", "ben den", "diem tra", "to", "destination"];
    /// Seat or berth.
    Seat = "seat", ["ghe", "so ghe", "giuong", "so giuong", "cho ngoi", "vi tri ghe", "seat", "seat no", "berth"];
    /// Kind of guest.
    GuestKind = "guest-kind", ["loai khach", "doi tuong", "guest type", "guest kind"];
    /// Name of who answers for a minor.
    GuardianName = "guardian-name", ["nguoi giam ho", "ho ten nguoi giam ho", "ten nguoi giam ho", "nguoi dai dien", "cha me", "nguoi di cung", "guardian", "guardian name", "parent"];
    /// What the adult is to the minor.
    GuardianRelationship = "guardian-relationship", ["quan he", "quan he voi tre", "moi quan he", "relationship"];
    /// The adult's document number.
    GuardianDocument = "guardian-document", ["so giay to nguoi giam ho", "cccd nguoi giam ho", "so cccd nguoi giam ho", "guardian id"];
    /// The adult's telephone number.
    GuardianPhone = "guardian-phone", ["sdt nguoi giam ho", "so dien thoai nguoi giam ho", "guardian phone"];
    /// Whether the guest is a close relative of the host.
    CloseRelative = "close-relative", ["nguoi than", "than nhan", "close relative"];
    /// When it was declared.
    DeclaredAt = "declared-at", ["ngay khai bao", "thoi gian khai bao", "da khai bao luc", "declared at"];
    /// Remark.
    Note = "note", ["ghi chu", "chu thich", "note", "notes", "remark", "remarks"];
}

impl Role {
    /// From the word in mappings and JSON.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.as_str() == word)
    }

    /// What a heading says, in Vietnamese with or without diacritics or in English; signs and what stands in brackets
    /// do not count: `NGÀY ĐẾN (*)`, `ngay_den`.
    #[must_use]
    pub fn of_heading(heading: &str) -> Option<Self> {
        let folded = fold(heading);
        // One column for any number: `Số CCCD/CMND/Hộ chiếu`.
        let papers = ["cccd", "cmnd", "ho chieu", "passport", "can cuoc", "gplx"];
        let named = papers.iter().filter(|paper| contains_words(&folded, paper)).count();
        if named >= 2 && !contains_words(&folded, "loai") && !contains_words(&folded, "ngay") {
            return Some(Self::DocumentNumber);
        }
        let exact = |role: &&Self| role.headings().contains(&folded.as_str());
        Self::ALL.iter().find(exact).copied()
    }
}

/// Lower case without diacritics; signs as blanks, brackets with what is in them dropped, single blanks.
fn fold(heading: &str) -> String {
    let mut open = 0_u32;
    let mut out = String::with_capacity(heading.len());
    for c in without_diacritics(heading).chars() {
        match c {
            '(' | '[' => open = open.saturating_add(1),
            ')' | ']' => open = open.saturating_sub(1),
            _ if open > 0 => {}
            _ if c.is_alphanumeric() => out.push(c),
            _ => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn contains_words(text: &str, words: &str) -> bool {
    let padded = format!(" {text} ");
    padded.contains(&format!(" {words} "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn headings_belong_to_one_role_each() {
        let mut seen = BTreeMap::new();
        for role in Role::ALL {
            assert_eq!(Role::from_word(role.as_str()), Some(*role));
            for heading in role.headings() {
                assert_eq!(&fold(heading), heading);
                assert_eq!(seen.insert(heading, role), None, "{heading}");
                assert_eq!(Role::of_heading(heading), Some(*role), "{heading}");
            }
        }
    }

    #[test]
    fn headings_as_offices_write_them() {
        for (heading, role) in [
            ("SỐ PHÒNG/ KHOA", Role::Room),
            ("NGÀY ĐI DỰ KIẾN (*)", Role::PlannedDeparture),
            (" LÝ DO CƯ TRÚ (*)", Role::Reason),
            ("TỈNH/ THÀNH PHỐ ", Role::Province),
            ("PHƯỜNG/ XÃ/ ĐẶC KHU", Role::Commune),
            ("Họ và tên", Role::FullName),
            ("HO_TEN", Role::FullName),
            ("Số CCCD/CMND/Hộ chiếu", Role::DocumentNumber),
            ("Check-in", Role::Arrival),
            ("Ngày, tháng, năm sinh", Role::DateOfBirth),
            ("Số CCCD (12 số)", Role::IdNumber),
            ("Giới tính\n(Nam/Nữ)", Role::Sex),
        ] {
            assert_eq!(Role::of_heading(heading), Some(role), "{heading}");
        }
        for heading in ["", "Nguyễn Thị Mẫu", "001199000018", "Nguyễn Hồ Chiếu", "DANH SÁCH KHÁCH LƯU TRÚ"]
        {
            assert_eq!(Role::of_heading(heading), None, "{heading}");
        }
    }
}
