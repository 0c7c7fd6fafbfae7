//! Every rule as data: code, weight, what it rests on, and its words.

use super::finding::Severity;
use super::law::{
    Basis, CIVIL_CODE, CONSISTENCY, FINES_2021, FINES_2025, FOREIGNERS, ICAO_9303, ID_NUMBERS, IDENTIFICATION,
    PORTAL_FORM, PORTAL_XML, RESIDENCE,
};
use crate::error::Lang;
use crate::identity::Date;
use serde::{Serialize, Serializer};

macro_rules! rules {
    ($($name:ident = $code:literal, $severity:ident, [$($basis:expr),+],
        en: $en:literal => $en_fix:literal, vi: $vi:literal => $vi_fix:literal;)*) => {
        /// A rule. Its code never changes its meaning once released.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Rule { $(#[doc = $en] $name,)* }

        impl Rule {
            /// Every rule, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The code in JSON, logs and documentation.
            #[must_use]
            pub const fn as_str(self) -> &'static str { match self { $(Self::$name => $code,)* } }

            /// How much a finding of it weighs.
            #[must_use]
            pub const fn severity(self) -> Severity { match self { $(Self::$name => Severity::$severity,)* } }

            /// What it rests on; one of these is in force on any day on which the rule applies.
            #[must_use]
            pub const fn bases(self) -> &'static [Basis] {
                match self { $(Self::$name => const { &[$($basis),+] },)* }
            }

            /// What is wrong, for a person.
            #[must_use]
            pub const fn text(self, lang: Lang) -> &'static str {
                match (self, lang) { $((Self::$name, Lang::En) => $en, (Self::$name, Lang::Vi) => $vi,)* }
            }

            /// What to do about it, for a person.
            #[must_use]
            pub const fn remedy(self, lang: Lang) -> &'static str {
                match (self, lang) { $((Self::$name, Lang::En) => $en_fix, (Self::$name, Lang::Vi) => $vi_fix,)* }
            }
        }
    };
}

impl Rule {
    /// What it rests on for a stay that began on this day; `None` where the rule did not apply then.
    #[must_use]
    pub fn basis_on(self, day: Date) -> Option<Basis> {
        self.bases().iter().copied().find(|basis| basis.is_in_force(day))
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

const LODGING: Basis = Basis::read(&RESIDENCE, "30");
/// Statements contradict one another.
const LOGIC: Basis = Basis::read(&CONSISTENCY, "");
/// Statements are unusual.
const DOUBTFUL: Basis = Basis::read(&CONSISTENCY, "");
/// A cell holds something that is no statement of its kind.
const READABLE: Basis = Basis::read(&CONSISTENCY, "");
const NUMBER: Basis = Basis::read(&ID_NUMBERS, "7");

const fn form(column: &'static str) -> Basis {
    Basis::read(&PORTAL_FORM, column)
}

const fn xml(element: &'static str) -> Basis {
    Basis::read(&PORTAL_XML, element)
}

rules! {
    // --- the name ------------------------------------------------------------------------------------------
    NameMissing = "name-missing", Error, [LODGING, form("B")],
        en: "The guest's name is missing." => "Enter the full name as on the document.",
        vi: "Thiếu họ tên khách." => "Nhập họ tên đúng như trên giấy tờ.";
    NameUnreadable = "name-unreadable", Error, [READABLE],
        en: "The name is too long or contains control characters." => "Enter the name again as on the document.",
        vi: "Họ tên quá dài hoặc chứa ký tự điều khiển." => "Nhập lại họ tên đúng như trên giấy tờ.";
    NamePlaceholder = "name-placeholder", Error, [form("B")],
        en: "The name is an example or stands for nobody." => "Enter the guest's own name.",
        vi: "Họ tên là dòng mẫu hoặc không phải tên người." => "Nhập tên thật của khách.";
    NameCharacters = "name-characters", Error, [LODGING, form("B")],
        en: "The name contains digits or signs that no name has." => "Compare the name with the document and correct it.",
        vi: "Họ tên chứa chữ số hoặc ký hiệu không có trong tên người." => "Đối chiếu họ tên với giấy tờ rồi sửa lại.";
    NameSingleWord = "name-single-word", Error, [DOUBTFUL],
        en: "The name is a single word and nobody confirmed it." => "Compare it with the document; confirm it if the document says so too.",
        vi: "Họ tên chỉ có một từ và chưa ai xác nhận." => "Đối chiếu với giấy tờ; nếu giấy tờ cũng ghi như vậy thì xác nhận.";
    NameLowerCase = "name-lower-case", Warning, [DOUBTFUL],
        en: "The name is written without capital letters." => "Write the name as on the document.",
        vi: "Họ tên viết toàn chữ thường." => "Viết họ tên như trên giấy tờ.";
    ForeignNameLetters = "foreign-name-letters", Error, [xml("ho_ten")],
        en: "A foreigner's name is not in the capital letters A to Z." => "Enter the name from the machine readable zone of the passport.",
        vi: "Họ tên người nước ngoài không viết bằng chữ in hoa A đến Z." => "Nhập họ tên theo vùng đọc máy (MRZ) của hộ chiếu.";
    NameUnconfirmed = "name-unconfirmed", Error, [Basis::read(&ICAO_9303, "3")],
        en: "The name comes from a machine readable zone, where no check digit covers it, and nobody confirmed it." => "Compare the name with the passport and confirm it.",
        vi: "Họ tên lấy từ vùng đọc máy (MRZ), nơi không có số kiểm tra cho tên, và chưa ai xác nhận." => "Đối chiếu họ tên với hộ chiếu rồi xác nhận.";
    // --- birth, sex, nationality ---------------------------------------------------------------------------
    BirthMissing = "birth-missing", Error, [form("C")],
        en: "The date of birth is missing." => "Enter the date of birth from the document.",
        vi: "Thiếu ngày sinh." => "Nhập ngày sinh theo giấy tờ.";
    BirthUnreadable = "birth-unreadable", Error, [READABLE],
        en: "The date of birth is no date." => "Enter it as day/month/year, such as 17/02/1999.",
        vi: "Ngày sinh không phải là ngày hợp lệ." => "Nhập theo dạng ngày/tháng/năm, ví dụ 17/02/1999.";
    BirthAfterArrival = "birth-after-arrival", Error, [LOGIC],
        en: "The date of birth lies after the arrival." => "Compare the date of birth with the document.",
        vi: "Ngày sinh sau ngày đến." => "Đối chiếu ngày sinh với giấy tờ.";
    BirthTooEarly = "birth-too-early", Warning, [DOUBTFUL],
        en: "The guest would be more than 120 years old." => "Compare the year of birth with the document.",
        vi: "Khách có tuổi trên 120." => "Đối chiếu năm sinh với giấy tờ.";
    BirthIncomplete = "birth-incomplete", Warning, [form("C"), xml("ngay_sinh_dung_den")],
        en: "Day or month of birth are unknown; which value the portal takes for that is not confirmed." => "Look for the full date on another document; otherwise enter this guest on the portal by hand.",
        vi: "Không rõ ngày hoặc tháng sinh; chưa xác nhận cổng nhận giá trị nào." => "Tìm ngày sinh đầy đủ trên giấy tờ khác; nếu không có, nhập tay khách này trên cổng.";
    SexMissing = "sex-missing", Error, [form("D")],
        en: "The sex is missing." => "Enter Nam or Nữ from the document.",
        vi: "Thiếu giới tính." => "Nhập Nam hoặc Nữ theo giấy tờ.";
    SexUnreadable = "sex-unreadable", Error, [READABLE],
        en: "The sex is none of the known words." => "Enter Nam or Nữ.",
        vi: "Giới tính không thuộc các từ đã biết." => "Nhập Nam hoặc Nữ.";
    SexNotOnForm = "sex-not-on-form", Error, [form("D"), xml("gioi_tinh")],
        en: "The document leaves the sex open, and the form has only male and female." => "Ask the guest and choose.",
        vi: "Giấy tờ không ghi giới tính, mà biểu mẫu chỉ có nam và nữ." => "Hỏi khách rồi chọn.";
    NationalityMissing = "nationality-missing", Error, [form("E")],
        en: "The nationality is missing." => "Enter the three-letter code, such as VNM.",
        vi: "Thiếu quốc tịch." => "Nhập mã ba chữ cái, ví dụ VNM.";
    NationalityUnreadable = "nationality-unreadable", Error, [READABLE],
        en: "The nationality is neither a code nor a known name." => "Enter the three-letter code from the passport.",
        vi: "Quốc tịch không phải mã hoặc tên đã biết." => "Nhập mã ba chữ cái trên hộ chiếu.";
    NationalityAgainstKind = "nationality-against-kind", Error, [LOGIC],
        en: "The nationality does not fit the kind of guest." => "Declare Vietnamese citizens as citizens and others as foreigners.",
        vi: "Quốc tịch không khớp loại khách." => "Khai công dân Việt Nam là công dân, người khác là người nước ngoài.";
    // --- the document --------------------------------------------------------------------------------------
    DocumentMissing = "document-missing", Error, [LODGING, form("F")],
        en: "No document is named." => "Enter the kind and number, or declare the guest as without papers.",
        vi: "Chưa có giấy tờ." => "Nhập loại và số giấy tờ, hoặc khai là người không có giấy tờ.";
    DocumentKindUnknown = "document-kind-unknown", Error, [form("F")],
        en: "The kind of document is none of the nine on the form." => "Choose one of the nine kinds; 9 with a name for any other.",
        vi: "Loại giấy tờ không thuộc chín loại của biểu mẫu." => "Chọn một trong chín loại; loại khác chọn 9 và ghi tên.";
    DocumentKindAssumed = "document-kind-assumed", Warning, [form("F")],
        en: "The kind of card was concluded from its date or number." => "Look at the card: Thẻ CCCD or Thẻ Căn Cước.",
        vi: "Loại thẻ được suy ra từ ngày cấp hoặc số." => "Nhìn trên thẻ: Thẻ CCCD hay Thẻ Căn Cước.";
    DocumentNameMissing = "document-name-missing", Error, [form("G")],
        en: "Another document is chosen without its name." => "Enter what the document is called.",
        vi: "Chọn giấy tờ khác mà chưa ghi tên giấy tờ." => "Ghi tên giấy tờ.";
    DocumentNumberMissing = "document-number-missing", Error, [LODGING, form("H")],
        en: "The document's number is missing." => "Enter the number with its leading zeros.",
        vi: "Thiếu số giấy tờ." => "Nhập số giấy tờ, kể cả số 0 ở đầu.";
    DocumentNumberCharacters = "document-number-characters", Error, [form("H"), xml("so_ho_chieu")],
        en: "The document's number contains blanks or signs." => "Enter letters and digits only, as printed.",
        vi: "Số giấy tờ chứa dấu cách hoặc ký hiệu." => "Chỉ nhập chữ và số như in trên giấy tờ.";
    IdNumberLength = "id-number-length", Error, [NUMBER],
        en: "A personal number has 12 digits." => "Enter the number again as on the card.",
        vi: "Số định danh cá nhân có 12 chữ số." => "Nhập lại số như trên thẻ.";
    IdNumberLostZero = "id-number-lost-zero", Error, [NUMBER],
        en: "The personal number has lost its leading zeros, as spreadsheets do." => "Put the zeros back after a look at the card; keep the column as text.",
        vi: "Số định danh mất số 0 ở đầu, thường do bảng tính." => "Xem thẻ rồi thêm lại số 0; để cột ở dạng văn bản.";
    IdNumberDigits = "id-number-digits", Error, [NUMBER],
        en: "The personal number contains something other than digits." => "Enter the 12 digits as on the card.",
        vi: "Số định danh chứa ký tự không phải chữ số." => "Nhập 12 chữ số như trên thẻ.";
    IdNumberBirthYear = "id-number-birth-year", Error, [NUMBER],
        en: "The year of birth is not the one in the personal number." => "Compare number and date of birth with the card.",
        vi: "Năm sinh không khớp với số định danh." => "Đối chiếu số và ngày sinh với thẻ.";
    IdNumberSex = "id-number-sex", Error, [NUMBER],
        en: "The sex is not the one in the personal number." => "Compare number and sex with the card.",
        vi: "Giới tính không khớp với số định danh." => "Đối chiếu số và giới tính với thẻ.";
    IdNumberProvince = "id-number-province", Warning, [NUMBER],
        en: "The personal number names no known province: a birth abroad, or a wrong number." => "Compare the number with the card.",
        vi: "Số định danh không thuộc tỉnh nào đã biết: sinh ở nước ngoài hoặc số sai." => "Đối chiếu số với thẻ.";
    NumberInvented = "number-invented", Error, [DOUBTFUL],
        en: "The number is a row of equal or counting digits." => "Enter the number of the document itself.",
        vi: "Số giấy tờ là dãy số giống nhau hoặc đếm liên tiếp." => "Nhập đúng số trên giấy tờ.";
    CmndNumber = "cmnd-number", Error, [DOUBTFUL],
        en: "The number of an old identity card (CMND) has 9 or 12 digits." => "Enter the number again as on the card.",
        vi: "Số CMND có 9 hoặc 12 chữ số." => "Nhập lại số như trên CMND.";
    CmndNoLongerValid = "cmnd-no-longer-valid", Warning, [Basis::unconfirmed(&IDENTIFICATION, "46").since(2025, 1, 1)],
        en: "Old identity cards (CMND) are no longer valid since 1 January 2025." => "Ask for the identity card or another document.",
        vi: "CMND hết giá trị từ 01/01/2025." => "Đề nghị khách xuất trình thẻ căn cước hoặc giấy tờ khác.";
    PassportLowerCase = "passport-lower-case", Error, [Basis::read(&ICAO_9303, "3"), xml("so_ho_chieu")],
        en: "The passport number contains small letters." => "Write it in capital letters as in the passport.",
        vi: "Số hộ chiếu có chữ thường." => "Viết chữ in hoa như trên hộ chiếu.";
    PassportForm = "passport-form", Warning, [Basis::unconfirmed(&CONSISTENCY, "")],
        en: "A Vietnamese passport number is a letter and 7 or 8 digits." => "Compare the number with the passport.",
        vi: "Số hộ chiếu Việt Nam gồm một chữ cái và 7 hoặc 8 chữ số." => "Đối chiếu số với hộ chiếu.";
    LicenceForm = "licence-form", Warning, [Basis::unconfirmed(&CONSISTENCY, "")],
        en: "A driving licence number has 12 digits." => "Compare the number with the licence.",
        vi: "Số giấy phép lái xe có 12 chữ số." => "Đối chiếu số với giấy phép lái xe.";
    InsuranceForm = "insurance-form", Warning, [Basis::unconfirmed(&CONSISTENCY, "")],
        en: "A health insurance number has 15 characters, 10 digits, or is the personal number." => "Compare the number with the card.",
        vi: "Số thẻ BHYT có 15 ký tự, 10 chữ số, hoặc là số định danh." => "Đối chiếu số với thẻ BHYT.";
    DocumentExpired = "document-expired", Warning, [DOUBTFUL],
        en: "The document was past its end when the guest arrived." => "Ask for a valid document.",
        vi: "Giấy tờ đã hết hạn khi khách đến." => "Đề nghị giấy tờ còn hạn.";
    DocumentIssuedLater = "document-issued-later", Error, [LOGIC],
        en: "The document was issued after the arrival." => "Compare the date of issue with the document.",
        vi: "Ngày cấp giấy tờ sau ngày đến." => "Đối chiếu ngày cấp với giấy tờ.";
    AdultByChildDocument = "adult-by-child-document", Warning, [Basis::unconfirmed(&IDENTIFICATION, "19")],
        en: "A guest of 14 years or more is declared by a birth certificate." => "Ask for the identity card.",
        vi: "Khách từ đủ 14 tuổi khai bằng giấy khai sinh." => "Đề nghị xuất trình thẻ căn cước.";
    ChildKindForAdult = "child-kind-for-adult", Error, [Basis::unconfirmed(&IDENTIFICATION, "19")],
        en: "A guest of 14 years or more is declared as a child without a card." => "Declare the guest as a citizen, by the identity card.",
        vi: "Khách từ đủ 14 tuổi khai là trẻ em chưa có thẻ." => "Khai là công dân, bằng thẻ căn cước.";
    NoPapersUnexplained = "no-papers-unexplained", Error, [form("S")],
        en: "A guest without papers is declared without a remark." => "Write in the remark how the identity was established and tell the police.",
        vi: "Khách không có giấy tờ mà không có ghi chú." => "Ghi chú cách xác định danh tính và báo công an.";
    NoPapersWithDocument = "no-papers-with-document", Warning, [LOGIC],
        en: "A guest without papers has a document." => "Declare the guest by that document.",
        vi: "Khách khai không có giấy tờ nhưng lại có giấy tờ." => "Khai khách bằng giấy tờ đó.";
    IdentityNotProven = "identity-not-proven", Notice, [DOUBTFUL],
        en: "The identity was typed or taken from a list; no document was read." => "Read the card or passport when the guest is at the counter.",
        vi: "Danh tính do nhập tay hoặc lấy từ danh sách; chưa đọc giấy tờ." => "Đọc thẻ hoặc hộ chiếu khi khách có mặt.";
    NotGenuine = "not-genuine", Warning, [DOUBTFUL],
        en: "The chip's signature leads to no authority that was trusted: the document is not proven genuine." => "Have the document checked before relying on it.",
        vi: "Chữ ký trên chip không dẫn tới cơ quan tin cậy: chưa chứng minh giấy tờ là thật." => "Kiểm tra giấy tờ trước khi tin dùng.";
    // --- minors --------------------------------------------------------------------------------------------
    ChildWithoutGuardian = "child-without-guardian", Error, [Basis::read(&CIVIL_CODE, "21")],
        en: "A child below 6 is declared without the adult who represents it." => "Enter the father, mother or guardian.",
        vi: "Trẻ dưới 6 tuổi mà thiếu người đại diện." => "Nhập cha, mẹ hoặc người giám hộ.";
    MinorWithoutConsent = "minor-without-consent", Error, [Basis::read(&CIVIL_CODE, "21")],
        en: "A minor from 6 to below 15 is declared without the adult who consents." => "Enter the father, mother or guardian, or the accompanying adult whom they authorised.",
        vi: "Người từ đủ 6 đến dưới 15 tuổi mà thiếu người đồng ý." => "Nhập cha, mẹ, người giám hộ hoặc người đi cùng được họ đồng ý.";
    MinorAlone = "minor-alone", Notice, [Basis::read(&CIVIL_CODE, "21")],
        en: "A minor from 15 to below 18 stays alone." => "Note how the parents can be reached.",
        vi: "Người từ đủ 15 đến dưới 18 tuổi lưu trú một mình." => "Ghi lại cách liên hệ với cha, mẹ.";
    GuardianIsGuest = "guardian-is-guest", Error, [LOGIC],
        en: "The guardian has the child's own number." => "Enter the adult's number.",
        vi: "Người giám hộ có số giấy tờ trùng với trẻ." => "Nhập số giấy tờ của người lớn.";
    GuardianRelationship = "guardian-relationship", Warning, [Basis::unconfirmed(&CIVIL_CODE, "136")],
        en: "It is not said what the adult is to the minor." => "Choose father, mother, guardian or accompanying adult.",
        vi: "Chưa rõ quan hệ của người lớn với người chưa thành niên." => "Chọn cha, mẹ, người giám hộ hoặc người đi cùng.";
    // --- telephone and residence ---------------------------------------------------------------------------
    PhoneMissing = "phone-missing", Notice, [form("I")],
        en: "The telephone number is missing." => "Ask the guest for it; the form does not insist.",
        vi: "Thiếu số điện thoại." => "Hỏi khách; biểu mẫu không bắt buộc.";
    PhoneForm = "phone-form", Warning, [form("I")],
        en: "The telephone number is not a Vietnamese number of 10 digits or an international one." => "Enter it again, such as 0912000000 or +84912000000.",
        vi: "Số điện thoại không phải số Việt Nam 10 chữ số hoặc số quốc tế." => "Nhập lại, ví dụ 0912000000 hoặc +84912000000.";
    ResidenceMissing = "residence-missing", Notice, [form("M")],
        en: "It is not said where the guest lives." => "Enter the address from the card; the form does not insist.",
        vi: "Thiếu nơi cư trú của khách." => "Nhập địa chỉ theo thẻ; biểu mẫu không bắt buộc.";
    ResidenceKindUnknown = "residence-kind-unknown", Error, [form("J")],
        en: "The kind of residence is none of the three on the form." => "Choose Thường trú, Tạm trú or Khác.",
        vi: "Loại nơi cư trú không thuộc ba loại của biểu mẫu." => "Chọn Thường trú, Tạm trú hoặc Khác.";
    CommuneWithoutProvince = "commune-without-province", Error, [form("L")],
        en: "A commune is given without its province." => "Enter the province: the form looks the commune up in it.",
        vi: "Có phường, xã nhưng thiếu tỉnh, thành phố." => "Nhập tỉnh, thành phố: biểu mẫu tra phường, xã theo tỉnh.";
    // --- the stay --------------------------------------------------------------------------------------------
    FacilityMismatch = "facility-mismatch", Error, [LODGING, LOGIC],
        en: "The declaration names another facility." => "Declare the stay for the facility in which it takes place.",
        vi: "Khai báo ghi cơ sở khác." => "Khai lưu trú cho đúng cơ sở khách ở.";
    StayIdMissing = "stay-id-missing", Error, [READABLE],
        en: "The row has no usable identifier of the stay." => "Give each guest's stay the number it has in your own program.",
        vi: "Dòng không có mã lượt lưu trú dùng được." => "Ghi mã lượt lưu trú theo phần mềm của cơ sở.";
    ArrivalMissing = "arrival-missing", Error, [LODGING, form("N")],
        en: "The arrival is missing." => "Enter day and time of the arrival.",
        vi: "Thiếu ngày đến." => "Nhập ngày, giờ đến.";
    ArrivalUnreadable = "arrival-unreadable", Error, [READABLE],
        en: "The arrival is no date or time." => "Enter it as day/month/year hour:minute, such as 21/11/2026 22:30.",
        vi: "Ngày đến không phải ngày giờ hợp lệ." => "Nhập theo dạng ngày/tháng/năm giờ:phút, ví dụ 21/11/2026 22:30.";
    ArrivalInFuture = "arrival-in-future", Error, [LOGIC],
        en: "The guest has not arrived yet." => "Declare the stay once the guest is there.",
        vi: "Khách chưa đến." => "Khai báo khi khách đã đến.";
    DepartureMissing = "departure-missing", Error, [LODGING, form("O")],
        en: "The planned departure is missing." => "Ask the guest and enter the planned departure.",
        vi: "Thiếu ngày đi dự kiến." => "Hỏi khách và nhập ngày đi dự kiến.";
    DepartureUnreadable = "departure-unreadable", Error, [READABLE],
        en: "A departure is no date or time." => "Enter it as day/month/year, such as 25/11/2026.",
        vi: "Ngày đi không phải ngày giờ hợp lệ." => "Nhập theo dạng ngày/tháng/năm, ví dụ 25/11/2026.";
    DepartureBeforeArrival = "departure-before-arrival", Error, [LOGIC],
        en: "The planned departure lies before the arrival." => "Compare both days with the booking.",
        vi: "Ngày đi dự kiến trước ngày đến." => "Đối chiếu hai ngày với phiếu đặt phòng.";
    ActualBeforeArrival = "actual-departure-before-arrival", Error, [LOGIC],
        en: "The departure lies before the arrival." => "Compare both days with the booking.",
        vi: "Ngày trả phòng trước ngày đến." => "Đối chiếu hai ngày với phiếu đặt phòng.";
    ActualInFuture = "actual-departure-in-future", Error, [LOGIC],
        en: "The departure is recorded before it happened." => "Enter it as planned departure.",
        vi: "Ngày trả phòng ở tương lai." => "Nhập vào ngày đi dự kiến.";
    EndWithoutDeparture = "end-without-departure", Error, [LOGIC],
        en: "The end of a stay is declared without the departure." => "Enter when the guest left.",
        vi: "Khai kết thúc lưu trú mà thiếu ngày đi." => "Nhập ngày khách đi.";
    NeedsTemporaryResidence = "needs-temporary-residence", Error, [Basis::unconfirmed(&RESIDENCE, "27")],
        en: "A stay of 30 days or more is not lodging." => "Register temporary residence with the commune's police.",
        vi: "Ở từ 30 ngày trở lên không phải là lưu trú." => "Đăng ký tạm trú với công an cấp xã.";
    TemporaryResidenceShort = "temporary-residence-short", Warning, [Basis::unconfirmed(&RESIDENCE, "27")],
        en: "Temporary residence is declared for less than 30 days." => "Declare lodging.",
        vi: "Khai tạm trú cho thời gian dưới 30 ngày." => "Thông báo lưu trú.";
    TemporaryResidenceLong = "temporary-residence-long", Error, [Basis::unconfirmed(&RESIDENCE, "27")],
        en: "Temporary residence is registered for at most two years at a time." => "Register two years and extend later.",
        vi: "Tạm trú đăng ký tối đa hai năm một lần." => "Đăng ký hai năm rồi gia hạn.";
    ReasonMissing = "reason-missing", Error, [LODGING, form("Q")],
        en: "The reason of the stay is missing." => "Choose one of the 20 reasons.",
        vi: "Thiếu lý do lưu trú." => "Chọn một trong 20 lý do.";
    ReasonUnknown = "reason-unknown", Error, [form("Q")],
        en: "The reason is none of the 20 on the form." => "Choose one of the 20 reasons; 20 with words for any other.",
        vi: "Lý do không thuộc 20 lý do của biểu mẫu." => "Chọn một trong 20 lý do; lý do khác chọn 20 và ghi rõ.";
    ReasonTextMissing = "reason-text-missing", Error, [form("R")],
        en: "Another purpose is chosen without words." => "Write the purpose.",
        vi: "Chọn mục đích khác mà chưa ghi rõ." => "Ghi rõ mục đích.";
    ReasonTextUnused = "reason-text-unused", Warning, [form("R")],
        en: "The purpose is written out beside a reason of the list." => "Choose 20, or drop the words.",
        vi: "Ghi rõ mục đích trong khi đã chọn lý do trong danh sách." => "Chọn 20, hoặc bỏ phần ghi rõ.";
    RoomMissing = "room-missing", Warning, [form("P"), xml("so_phong")],
        en: "The room is missing." => "Enter the room.",
        vi: "Thiếu số phòng." => "Nhập số phòng.";
    DepartmentMissing = "department-missing", Warning, [form("P")],
        en: "The hospital's department is missing." => "Enter the department.",
        vi: "Thiếu khoa điều trị." => "Nhập khoa.";
    TripMissing = "trip-missing", Error, [LOGIC],
        en: "A passenger is named without the journey." => "Enter the number of the journey.",
        vi: "Hành khách thiếu chuyến đi." => "Nhập mã chuyến.";
    SeatMissing = "seat-missing", Warning, [LOGIC],
        en: "The passenger's seat or berth is missing." => "Enter it from the ticket.",
        vi: "Thiếu số ghế hoặc giường." => "Nhập theo vé.";
    TripOutsideCoach = "trip-outside-coach", Warning, [LOGIC],
        en: "A journey is named for a stay that is not on a coach." => "Drop the journey.",
        vi: "Có chuyến đi cho lượt lưu trú không phải trên xe." => "Bỏ chuyến đi.";
    // --- foreigners ------------------------------------------------------------------------------------------
    ForeignerWithoutPassport = "foreigner-without-passport", Error, [xml("so_ho_chieu")],
        en: "A foreigner is declared without a passport." => "Ask for the passport or the paper that stands for it.",
        vi: "Người nước ngoài khai mà không có hộ chiếu." => "Đề nghị xuất trình hộ chiếu hoặc giấy tờ thay thế.";
    PermitMissing = "permit-missing", Error, [xml("thoi_han_tam_tru")],
        en: "It is not said until when the foreigner may stay in the country." => "Enter the day from the visa, entry stamp or residence card.",
        vi: "Thiếu thời hạn tạm trú của người nước ngoài." => "Nhập theo thị thực, dấu nhập cảnh hoặc thẻ tạm trú.";
    PermitUnreadable = "permit-unreadable", Error, [READABLE],
        en: "The end of the permission to stay is no date." => "Enter it as day/month/year.",
        vi: "Thời hạn tạm trú không phải ngày hợp lệ." => "Nhập theo dạng ngày/tháng/năm.";
    PermitEqualsPassport = "permit-equals-passport-expiry", Error, [xml("thoi_han_tam_tru")],
        en: "The permission to stay ends on the day on which the passport does: probably copied from it." => "Enter the day from the visa or entry stamp.",
        vi: "Thời hạn tạm trú trùng ngày hết hạn hộ chiếu: có thể chép nhầm." => "Nhập theo thị thực hoặc dấu nhập cảnh.";
    PermitEndsBeforeDeparture = "permit-ends-before-departure", Error, [Basis::unconfirmed(&FOREIGNERS, "31"), xml("thoi_han_tam_tru")],
        en: "The permission to stay ends before the planned departure." => "Tell the guest; correct the day if it was misread.",
        vi: "Thời hạn tạm trú kết thúc trước ngày đi dự kiến." => "Báo cho khách; sửa lại nếu đọc nhầm.";
    PermitEndedBeforeArrival = "permit-ended-before-arrival", Error, [Basis::unconfirmed(&FOREIGNERS, "31"), xml("thoi_han_tam_tru")],
        en: "The permission to stay had ended when the guest arrived." => "Compare it with the visa; if it is so, tell the police.",
        vi: "Thời hạn tạm trú đã hết khi khách đến." => "Đối chiếu thị thực; nếu đúng, báo công an.";
    // --- deadlines -------------------------------------------------------------------------------------------
    DeclaredLate = "declared-late", Warning, [Basis::read(&FINES_2025, ""), Basis::unconfirmed(&FINES_2021, "9"), LODGING],
        en: "The stay was declared after its deadline." => "Keep the reason of the delay with the declaration.",
        vi: "Lượt lưu trú được khai báo sau thời hạn." => "Lưu lý do chậm cùng khai báo.";
    Overdue = "overdue", Warning, [Basis::read(&FINES_2025, ""), Basis::unconfirmed(&FINES_2021, "9"), LODGING],
        en: "The deadline has passed and the stay is not declared." => "Declare it at once.",
        vi: "Đã quá thời hạn mà chưa khai báo lưu trú." => "Khai báo ngay.";
    DueSoon = "due-soon", Notice, [LODGING],
        en: "The deadline is near." => "Declare the stay now.",
        vi: "Sắp đến thời hạn." => "Khai báo ngay bây giờ.";
    DeclaredBeforeArrival = "declared-before-arrival", Warning, [LOGIC],
        en: "The stay was declared before the guest arrived." => "Check that the guest came; declare a change otherwise.",
        vi: "Khai báo trước khi khách đến." => "Kiểm tra khách đã đến chưa; nếu không, điều chỉnh khai báo.";
    RelativeAlreadyDeclared = "relative-already-declared", Notice, [LODGING],
        en: "A close relative who stays repeatedly is declared once, and was." => "Nothing more to declare.",
        vi: "Người thân ở lại nhiều lần chỉ thông báo một lần, và đã thông báo." => "Không cần khai báo thêm.";
    LawUnknown = "law-unknown", Notice, [LOGIC],
        en: "The stay began before 1 July 2021: this library does not know the law of that day." => "Look the deadline up yourself.",
        vi: "Lượt lưu trú bắt đầu trước 01/07/2021: thư viện chưa có luật của ngày đó." => "Tự tra cứu thời hạn.";
    // --- several declarations ----------------------------------------------------------------------------------
    StayTwice = "stay-twice", Error, [LOGIC],
        en: "The same identifier of a stay comes twice." => "Give every guest's stay an identifier of its own.",
        vi: "Mã lượt lưu trú bị trùng." => "Mỗi lượt lưu trú của mỗi khách cần một mã riêng.";
    GuestTwice = "guest-twice", Error, [LOGIC],
        en: "The same document arrives twice on one day in one facility." => "Drop one of the two rows.",
        vi: "Cùng một giấy tờ đến hai lần trong một ngày tại một cơ sở." => "Bỏ một trong hai dòng.";
    StaysOverlap = "stays-overlap", Warning, [LOGIC],
        en: "The same document stays in two places at the same time." => "Enter the departure of the first stay.",
        vi: "Cùng một giấy tờ lưu trú hai nơi cùng lúc." => "Nhập ngày đi của lượt trước.";
    // --- rows of lists -----------------------------------------------------------------------------------------
    TextTooLong = "text-too-long", Error, [READABLE],
        en: "A text is longer than any form takes, or contains control characters." => "Shorten the text.",
        vi: "Nội dung dài hơn mức biểu mẫu cho phép hoặc chứa ký tự điều khiển." => "Rút ngắn nội dung.";
    DateUnreadable = "date-unreadable", Error, [READABLE],
        en: "A date of the document or of the declaration is no date." => "Enter it as day/month/year.",
        vi: "Ngày của giấy tờ hoặc của khai báo không phải ngày hợp lệ." => "Nhập theo dạng ngày/tháng/năm.";
    GuestKindUnknown = "guest-kind-unknown", Error, [READABLE],
        en: "The kind of guest is none of the known ones." => "Write citizen, foreigner, child or without papers.",
        vi: "Loại khách không thuộc các loại đã biết." => "Ghi công dân, người nước ngoài, trẻ em hoặc không có giấy tờ.";
    DayMonthOrder = "day-month-order", Warning, [READABLE],
        en: "Only as month/day/year is this a date." => "Compare it with the document; write day/month/year.",
        vi: "Chỉ đọc được theo dạng tháng/ngày/năm." => "Đối chiếu với giấy tờ; ghi ngày/tháng/năm.";
}
