//! What was wrong with a cell, as stable codes, and the answer that every cleaning function gives.

use super::address::Resolution;
use crate::error::Lang;
use crate::personal::Mask;
use serde::Serialize;
use std::borrow::Cow;
use std::fmt;

/// How much an issue matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The form was repaired or noted; the meaning is certain.
    Info,
    /// The meaning was taken from circumstances, or the value is unusual: look at a few.
    Warning,
    /// A person has to decide or ask.
    Error,
}

impl Severity {
    /// `info`, `warning` or `error`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

macro_rules! issues {
    ($($bit:literal $name:ident = $code:literal, $severity:ident,
        en: $en:literal => $en_fix:literal, vi: $vi:literal => $vi_fix:literal;)*) => {
        /// A stable issue code. Its meaning and its bit in [`Issues`] never change once released.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum IssueCode { $(#[doc = $en] $name,)* }

        impl IssueCode {
            /// Every code, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The code as written in tables, JSON and documentation.
            #[must_use]
            pub const fn as_str(self) -> &'static str { match self { $(Self::$name => $code,)* } }

            /// The place of the code in [`Issues::bits`].
            #[must_use]
            pub const fn bit(self) -> u32 { match self { $(Self::$name => $bit,)* } }

            /// How much it matters.
            #[must_use]
            pub const fn severity(self) -> Severity { match self { $(Self::$name => Severity::$severity,)* } }

            /// What was found, for a person.
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

issues! {
    // --- text: bits 0 to 21 --------------------------------------------------------------------------
    0 EncodingTcvn3 = "encoding-tcvn3", Info,
        en: "The text was in TCVN3 (ABC) and was converted." => "Nothing to do; type new data in Unicode.",
        vi: "Văn bản dùng bảng mã TCVN3 (ABC), đã được chuyển sang Unicode." => "Không cần làm gì; hãy nhập dữ liệu mới bằng Unicode.";
    1 EncodingVni = "encoding-vni", Info,
        en: "The text was in VNI-Windows and was converted." => "Nothing to do; type new data in Unicode.",
        vi: "Văn bản dùng bảng mã VNI-Windows, đã được chuyển sang Unicode." => "Không cần làm gì; hãy nhập dữ liệu mới bằng Unicode.";
    2 EncodingViqr = "encoding-viqr", Info,
        en: "The text was in VIQR and was converted." => "Nothing to do; type new data in Unicode.",
        vi: "Văn bản dùng kiểu VIQR, đã được chuyển sang Unicode." => "Không cần làm gì; hãy nhập dữ liệu mới bằng Unicode.";
    3 EncodingWindows1258 = "encoding-windows-1258", Info,
        en: "The text was in Windows-1258 read as another code page, and was converted." => "Save files from the source program as UTF-8.",
        vi: "Văn bản Windows-1258 bị đọc bằng bảng mã khác, đã được chuyển sang Unicode." => "Hãy lưu tệp từ phần mềm nguồn ở dạng UTF-8.";
    4 EncodingMojibake = "encoding-mojibake", Info,
        en: "UTF-8 text had been read as another code page; the damage was undone." => "Open CSV files as UTF-8 (Excel: Data, From Text).",
        vi: "Văn bản UTF-8 bị đọc sai bảng mã, đã được khôi phục." => "Khi mở tệp CSV hãy chọn UTF-8 (Excel: Data, From Text).";
    5 EncodingDecomposed = "encoding-decomposed", Info,
        en: "Letters and marks were stored apart and were composed (Unicode NFC)." => "Nothing to do; set the keyboard program to precomposed Unicode.",
        vi: "Chữ và dấu bị tách rời (Unicode tổ hợp), đã được gộp lại (NFC)." => "Không cần làm gì; nên đặt bộ gõ ở Unicode dựng sẵn.";
    6 KeyboardLeftover = "keyboard-leftover", Warning,
        en: "Keystrokes of Telex or VNI typing were left in the text and were applied." => "Look at a few of these rows.",
        vi: "Còn sót phím gõ Telex hoặc VNI trong văn bản, đã được áp dụng." => "Hãy xem lại một vài dòng loại này.";
    7 LostCharacters = "lost-characters", Error,
        en: "Letters were replaced by question marks and cannot be recovered." => "Take the value from the source again.",
        vi: "Một số chữ đã bị thay bằng dấu hỏi và không thể khôi phục." => "Hãy lấy lại giá trị từ nguồn.";
    8 LookAlikeLetters = "look-alike-letters", Info,
        en: "Foreign letters or invisible characters stood for Vietnamese ones and were replaced." => "Nothing to do.",
        vi: "Có ký tự lạ hoặc ký tự ẩn thay cho chữ tiếng Việt, đã được thay lại." => "Không cần làm gì.";
    9 Spacing = "spacing", Info,
        en: "Blanks or stray punctuation were put in order." => "Nothing to do.",
        vi: "Khoảng trắng hoặc dấu câu thừa đã được sắp xếp lại." => "Không cần làm gì.";
    10 LetterCase = "letter-case", Info,
        en: "Capital and small letters were put in order." => "Nothing to do.",
        vi: "Chữ hoa, chữ thường đã được chỉnh lại." => "Không cần làm gì.";
    11 TonePlacement = "tone-placement", Info,
        en: "A tone mark stood on another letter than in this list's spelling and was moved." => "Nothing to do.",
        vi: "Dấu thanh đặt khác với cách viết của danh sách, đã được chuyển chỗ." => "Không cần làm gì.";
    12 NamePrefix = "name-prefix", Info,
        en: "A form of address or a row number before the name was removed." => "Nothing to do; keep forms of address in a column of their own.",
        vi: "Đã bỏ danh xưng hoặc số thứ tự đứng trước họ tên." => "Không cần làm gì; nên để danh xưng ở cột riêng.";
    13 NameNote = "name-note", Warning,
        en: "A note after the name was removed." => "Move what the note says to a column of its own.",
        vi: "Đã bỏ phần ghi chú sau họ tên." => "Hãy chuyển nội dung ghi chú sang cột riêng.";
    14 NameNoDiacritics = "name-no-diacritics", Error,
        en: "A Vietnamese name without diacritics: which name it is cannot be known." => "Take the name from a document.",
        vi: "Họ tên tiếng Việt không dấu, không thể biết chính xác là tên nào." => "Hãy lấy họ tên từ giấy tờ.";
    15 NameMisspelt = "name-misspelt", Error,
        en: "A word of the name is no Vietnamese syllable: probably mistyped." => "Compare with a document; a correction may be proposed.",
        vi: "Có từ trong họ tên không phải âm tiết tiếng Việt, có thể gõ sai." => "Hãy đối chiếu giấy tờ; có thể có gợi ý sửa kèm theo.";
    16 NameAbbreviated = "name-abbreviated", Error,
        en: "The name is abbreviated." => "Take the full name from a document.",
        vi: "Họ tên bị viết tắt." => "Hãy lấy họ tên đầy đủ từ giấy tờ.";
    17 NameJoined = "name-joined", Warning,
        en: "Words of the name were written together and were separated." => "Look at a few of these rows.",
        vi: "Các từ trong họ tên bị viết liền, đã được tách ra." => "Hãy xem lại một vài dòng loại này.";
    18 Placeholder = "placeholder", Warning,
        en: "The cell says that there is no value." => "Ask for the value where it is needed.",
        vi: "Ô chỉ chứa nội dung thay cho giá trị còn thiếu." => "Hãy bổ sung giá trị nếu cần.";
    19 WrongColumn = "wrong-column", Error,
        en: "The cell holds another kind of value than its column." => "Move the value to its column.",
        vi: "Ô chứa loại dữ liệu khác với cột của nó." => "Hãy chuyển giá trị về đúng cột.";
    20 ColumnsSwapped = "columns-swapped", Warning,
        en: "Two cells of the row had each other's values and were exchanged." => "Look at a few of these rows.",
        vi: "Hai ô trong dòng chứa giá trị của nhau, đã được đổi lại." => "Hãy xem lại một vài dòng loại này.";
    21 FreeText = "free-text", Error,
        en: "The cell holds a sentence instead of a value." => "Read the sentence and enter the value.",
        vi: "Ô chứa câu ghi chú thay vì giá trị." => "Hãy đọc ghi chú rồi nhập giá trị.";
    // --- numbers and dates: bits 22 to 39 and 56 to 62 -----------------------------------------------
    22 Form = "form", Info,
        en: "Separators, prefixes or the way of writing were put in order." => "Nothing to do.",
        vi: "Dấu phân cách, tiền tố hoặc cách viết đã được chuẩn hóa." => "Không cần làm gì.";
    23 LeadingZeroLost = "leading-zero-lost", Warning,
        en: "Zeros at the beginning had been lost (a spreadsheet read a number) and were put back." => "Format the column as text in the source.",
        vi: "Số 0 ở đầu bị mất (bảng tính hiểu là số), đã được thêm lại." => "Hãy định dạng cột kiểu văn bản ở tệp nguồn.";
    24 DigitsLost = "digits-lost", Error,
        en: "The number was rounded by a spreadsheet; its last digits are lost." => "Take the number from the source, in a text column.",
        vi: "Số đã bị bảng tính làm tròn, mất các chữ số cuối." => "Hãy lấy lại số từ nguồn, để cột kiểu văn bản.";
    25 SpreadsheetNumber = "spreadsheet-number", Info,
        en: "The value had the form of a spreadsheet number and was read as digits." => "Format the column as text in the source.",
        vi: "Giá trị ở dạng số của bảng tính, đã được đọc lại thành dãy chữ số." => "Hãy định dạng cột kiểu văn bản ở tệp nguồn.";
    26 LookAlikeDigits = "look-alike-digits", Error,
        en: "Letters stand where digits belong (O for 0, l for 1)." => "Compare the candidate with a document.",
        vi: "Có chữ cái đứng ở vị trí chữ số (O thay 0, l thay 1)." => "Hãy đối chiếu giá trị gợi ý với giấy tờ.";
    27 NumberLength = "number-length", Error,
        en: "The number has too few or too many digits." => "Compare with a document.",
        vi: "Số có quá ít hoặc quá nhiều chữ số." => "Hãy đối chiếu với giấy tờ.";
    28 NumberProvinceUnknown = "number-province-unknown", Warning,
        en: "The number names no province: a birth registered abroad, or a wrong number." => "Compare with a document.",
        vi: "Số không chứa mã tỉnh đã biết: đăng ký khai sinh ở nước ngoài, hoặc số sai." => "Hãy đối chiếu với giấy tờ.";
    29 NumberSexMismatch = "number-sex-mismatch", Error,
        en: "The personal number names the other sex than the row." => "Compare number and sex with a document.",
        vi: "Số định danh cho giới tính khác với giới tính trong dòng." => "Hãy đối chiếu số và giới tính với giấy tờ.";
    30 NumberYearMismatch = "number-year-mismatch", Error,
        en: "The personal number names another year of birth than the row." => "Compare number and date of birth with a document.",
        vi: "Số định danh cho năm sinh khác với ngày sinh trong dòng." => "Hãy đối chiếu số và ngày sinh với giấy tờ.";
    31 CheckDigit = "check-digit", Error,
        en: "The check digit of the number is wrong: at least one digit is." => "Compare with a document.",
        vi: "Chữ số kiểm tra không đúng: số có ít nhất một chữ số sai." => "Hãy đối chiếu với giấy tờ.";
    32 PhoneOldPrefix = "phone-old-prefix", Info,
        en: "The number had a prefix that was replaced in 2017 or 2018 and was converted." => "Nothing to do.",
        vi: "Số điện thoại dùng đầu số đã đổi năm 2017 hoặc 2018, đã được chuyển sang đầu số mới." => "Không cần làm gì.";
    33 PhonePrefixUnknown = "phone-prefix-unknown", Error,
        en: "No telephone number in Viet Nam begins like this." => "Ask the person for the number.",
        vi: "Không có số điện thoại Việt Nam nào bắt đầu như vậy." => "Hãy hỏi lại số điện thoại.";
    34 DateAmbiguous = "date-ambiguous", Error,
        en: "Day and month could be either way round." => "Find out how the source writes dates, or ask.",
        vi: "Không phân biệt được ngày và tháng." => "Hãy tìm hiểu cách ghi ngày của nguồn, hoặc hỏi lại.";
    35 DateTwoDigitYear = "date-two-digit-year", Warning,
        en: "The year has two digits; the century was taken from circumstances." => "Look at the rows of very old and very young people.",
        vi: "Năm chỉ có hai chữ số; thế kỷ được suy ra." => "Hãy xem lại các dòng của người rất già và rất trẻ.";
    36 DateImpossible = "date-impossible", Error,
        en: "The calendar has no such day." => "Compare with a document.",
        vi: "Lịch không có ngày này." => "Hãy đối chiếu với giấy tờ.";
    37 DateImplausible = "date-implausible", Error,
        en: "The date lies in the future or too far in the past." => "Compare with a document.",
        vi: "Ngày ở tương lai hoặc quá xa trong quá khứ." => "Hãy đối chiếu với giấy tờ.";
    38 DatePartial = "date-partial", Info,
        en: "Only the year, or month and year, are known." => "Nothing to do: many older people have no known birthday.",
        vi: "Chỉ biết năm, hoặc tháng và năm." => "Không cần làm gì: nhiều người lớn tuổi không rõ ngày sinh.";
    39 DateSerial = "date-serial", Warning,
        en: "The date was a day number of a spreadsheet and was converted." => "Look at a few; files from old Macintosh programs count from 1904.",
        vi: "Ngày ở dạng số thứ tự của bảng tính, đã được chuyển đổi." => "Hãy xem lại vài dòng; tệp từ máy Macintosh cũ tính từ năm 1904.";
    // --- addresses: bits 40 to 55 --------------------------------------------------------------------
    // --- numbers and dates, continued ----------------------------------------------------------------
    // --- addresses: bits 40 to 51 --------------------------------------------------------------------
    40 AddressOldUnit = "address-old-unit", Info,
        en: "The address names a commune or district of before 1 July 2025." => "Use the commune of today where it is known; keep the old one beside it.",
        vi: "Địa chỉ ghi đơn vị hành chính trước ngày 01/7/2025." => "Hãy dùng xã, phường mới nếu đã xác định; nên giữ lại đơn vị cũ bên cạnh.";
    41 AddressSpelling = "address-spelling", Warning,
        en: "A name in the address was mistyped; what else it says leaves one commune." => "Look at a few of these rows.",
        vi: "Tên trong địa chỉ gõ sai; phần còn lại cho thấy chỉ một xã, phường phù hợp." => "Hãy xem lại một vài dòng loại này.";
    42 AddressDivided = "address-divided", Error,
        en: "The old commune was divided in 2025; the address does not tell in which part it lies." => "Choose among the candidates with the person or the commune's police.",
        vi: "Xã, phường cũ bị chia vào nhiều đơn vị năm 2025; địa chỉ không cho biết thuộc phần nào." => "Hãy hỏi người dân hoặc công an xã để chọn trong các giá trị gợi ý.";
    43 AddressSameName = "address-same-name", Error,
        en: "Several communes have this name, and nothing in the address tells them apart." => "Add the old district or choose among the candidates.",
        vi: "Nhiều xã, phường có tên này, địa chỉ không đủ để phân biệt." => "Hãy bổ sung huyện cũ hoặc chọn trong các giá trị gợi ý.";
    44 AddressOldOrNew = "address-old-or-new", Error,
        en: "An old commune and another commune of today have this name." => "Find out whether the address is from before 1 July 2025.",
        vi: "Tên này vừa là của xã, phường cũ vừa là của xã, phường mới khác." => "Hãy xác định địa chỉ được ghi trước hay sau ngày 01/7/2025.";
    45 AddressDistrictOnly = "address-district-only", Error,
        en: "The address names a district, but no commune." => "Ask for the commune.",
        vi: "Địa chỉ chỉ ghi đến cấp huyện, không có xã, phường." => "Hãy bổ sung xã, phường.";
    46 AddressContradiction = "address-contradiction", Error,
        en: "The commune does not lie in the district or province that the address names." => "Compare with a document.",
        vi: "Xã, phường không thuộc huyện hoặc tỉnh ghi trong địa chỉ." => "Hãy đối chiếu với giấy tờ.";
    47 AddressNameOfWay = "address-name-of-way", Error,
        en: "The name of a commune stands where a street or hamlet may be meant." => "Ask for the commune.",
        vi: "Tên xã, phường nằm ở chỗ có thể là tên đường hoặc thôn." => "Hãy bổ sung xã, phường.";
    48 AddressMistyped = "address-mistyped", Error,
        en: "The name of the commune was mistyped; which one is meant is not certain." => "Choose among the candidates.",
        vi: "Tên xã, phường gõ sai, chưa chắc là đơn vị nào." => "Hãy chọn trong các giá trị gợi ý.";
    49 AddressNameOnly = "address-name-only", Error,
        en: "The address has nothing but the name of a commune." => "Add the province.",
        vi: "Địa chỉ chỉ có tên xã, phường." => "Hãy bổ sung tỉnh, thành phố.";
    50 AddressProvinceOnly = "address-province-only", Error,
        en: "The address names a province, but no commune." => "Ask for the commune.",
        vi: "Địa chỉ chỉ xác định được tỉnh, thành phố, chưa có xã, phường." => "Hãy bổ sung xã, phường.";
    51 AddressUnknown = "address-unknown", Error,
        en: "No commune of Viet Nam was recognised in the address." => "Read the address and enter commune and province; it may lie abroad.",
        vi: "Không nhận ra xã, phường nào của Việt Nam trong địa chỉ." => "Hãy đọc địa chỉ rồi nhập xã, phường và tỉnh; có thể là địa chỉ nước ngoài.";
    56 DateMonthFirst = "date-month-first", Warning,
        en: "The month stood before the day." => "Find out which program writes dates so.",
        vi: "Tháng được ghi trước ngày." => "Hãy tìm phần mềm đã ghi ngày kiểu này.";
    57 SeveralValues = "several-values", Error,
        en: "The cell holds several values." => "Choose one, or give the others columns of their own.",
        vi: "Ô chứa nhiều giá trị." => "Hãy chọn một giá trị, hoặc để các giá trị khác ở cột riêng.";
    58 Unreadable = "unreadable", Error,
        en: "The cell has no form that is known for its column." => "Read the cell and enter the value.",
        vi: "Nội dung ô không thuộc dạng nào đã biết của cột." => "Hãy đọc ô rồi nhập lại giá trị.";
    59 OldNumber = "old-number", Info,
        en: "An old identity card number of nine digits." => "Ask for the personal number of twelve digits.",
        vi: "Số chứng minh nhân dân cũ gồm chín chữ số." => "Hãy bổ sung số định danh mười hai chữ số.";
    60 NumberProvinceMismatch = "number-province-mismatch", Warning,
        en: "The personal number names another province of birth registration than the row." => "Usual for people registered elsewhere; look where a number was repaired.",
        vi: "Số định danh cho tỉnh đăng ký khai sinh khác với dòng." => "Thường gặp ở người khai sinh nơi khác; hãy xem lại nếu số đã được sửa.";
    61 TooLong = "too-long", Error,
        en: "The cell is longer than any value of its kind and was not examined." => "Read the cell and enter the value.",
        vi: "Ô dài hơn mọi giá trị cùng loại nên không được xem xét." => "Hãy đọc ô rồi nhập lại giá trị.";
    62 EncodingUncertain = "encoding-uncertain", Warning,
        en: "The text may be in an old encoding, or be right as it stands." => "Compare with the candidates.",
        vi: "Văn bản có thể dùng bảng mã cũ, hoặc đã đúng." => "Hãy so với các giá trị gợi ý.";
}

/// The issues of one cell: a set of codes in one machine word, for columns of millions of rows.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Issues(u64);

impl Issues {
    /// No issue.
    pub const NONE: Self = Self(0);

    /// The set as bits, each at the place of its code.
    #[must_use]
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// The set of bits that [`Issues::bits`] gave; bits without a code are dropped.
    #[must_use]
    pub fn from_bits(bits: u64) -> Self {
        IssueCode::ALL.iter().filter(|code| bits.wrapping_shr(code.bit()) & 1 == 1).copied().collect()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether the code is in the set.
    #[must_use]
    pub const fn has(self, code: IssueCode) -> bool {
        self.0.wrapping_shr(code.bit()) & 1 == 1
    }

    /// The set with one more code.
    #[must_use]
    pub const fn with(self, code: IssueCode) -> Self {
        Self(self.0 | 1_u64.wrapping_shl(code.bit()))
    }

    /// The set without one code.
    #[must_use]
    pub const fn without(self, code: IssueCode) -> Self {
        Self(self.0 & !1_u64.wrapping_shl(code.bit()))
    }

    /// Adds a code.
    pub const fn add(&mut self, code: IssueCode) {
        *self = self.with(code);
    }

    /// All of both.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The codes, in the order of the documentation.
    pub fn iter(self) -> impl Iterator<Item = IssueCode> {
        IssueCode::ALL.iter().copied().filter(move |&code| self.has(code))
    }

    /// The gravest severity in the set.
    #[must_use]
    pub fn severity(self) -> Option<Severity> {
        self.iter().map(IssueCode::severity).max()
    }
}

impl FromIterator<IssueCode> for Issues {
    fn from_iter<I: IntoIterator<Item = IssueCode>>(codes: I) -> Self {
        codes.into_iter().fold(Self::NONE, Self::with)
    }
}

impl From<IssueCode> for Issues {
    fn from(code: IssueCode) -> Self {
        Self::NONE.with(code)
    }
}

impl fmt::Debug for Issues {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(IssueCode::as_str)).finish()
    }
}

/// What is known about the value of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// The value is right as far as its column allows to know.
    Ok,
    /// The value may be one of the candidates; it was left as it was.
    Candidates,
    /// The value cannot be known from the cell; it was left as it was, or is empty where the cell said so.
    Unknown,
}

impl Status {
    /// `ok`, `candidates` or `unknown`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Candidates => "candidates",
            Self::Unknown => "unknown",
        }
    }
}

/// One cell after cleaning. Borrows from the cell where nothing had to change.
#[derive(Clone, PartialEq, Eq)]
pub struct Cleaned<'a> {
    /// The value if the status is [`Status::Ok`]; otherwise the cell as it was, or nothing for a placeholder.
    pub value: Cow<'a, str>,
    /// What is known about it.
    pub status: Status,
    /// What was wrong.
    pub issues: Issues,
    /// How sure the value is, in percent: 100 where nothing was changed or only the form, 0 where it is unknown.
    pub confidence: u8,
    /// What the cell may have meant, likeliest first; empty unless the status is [`Status::Candidates`].
    pub candidates: Vec<String>,
    /// Of an address that a [`super::Cleaner`] read: the units it names, old and new, and what is left of it.
    pub address: Option<Box<Resolution<'static>>>,
}

impl<'a> Cleaned<'a> {
    /// A value that is right as it stands.
    #[must_use]
    #[inline]
    pub const fn right(value: &'a str) -> Self {
        Self::ok(Cow::Borrowed(value), Issues::NONE, 100)
    }

    /// A value that is known.
    #[must_use]
    #[inline]
    pub const fn ok(value: Cow<'a, str>, issues: Issues, confidence: u8) -> Self {
        Self { value, status: Status::Ok, issues, confidence, candidates: Vec::new(), address: None }
    }

    /// A cell left as it is, its value not known.
    #[must_use]
    pub const fn unknown(cell: &'a str, issues: Issues) -> Self {
        Self {
            value: Cow::Borrowed(cell),
            status: Status::Unknown,
            issues,
            confidence: 0,
            candidates: Vec::new(),
            address: None,
        }
    }

    /// A cell left as it is, with what it may mean; without candidates its value is unknown.
    #[must_use]
    pub fn candidates(cell: &'a str, issues: Issues, candidates: Vec<String>) -> Self {
        let status = if candidates.is_empty() { Status::Unknown } else { Status::Candidates };
        Self { value: Cow::Borrowed(cell), status, issues, confidence: 0, candidates, address: None }
    }

    /// A cell that says there is nothing.
    #[must_use]
    pub const fn nothing() -> Self {
        Self::unknown("", Issues::NONE.with(IssueCode::Placeholder))
    }

    /// The cleaned cell with one more issue.
    #[must_use]
    pub fn with(mut self, code: IssueCode) -> Self {
        self.issues.add(code);
        self
    }

    /// The same on its own memory.
    #[must_use]
    pub fn into_owned(self) -> Cleaned<'static> {
        Cleaned { value: Cow::Owned(self.value.into_owned()), ..self }
    }
}

impl fmt::Debug for Cleaned<'_> {
    /// Values masked.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cleaned")
            .field("value", &format_args!("{}", self.value.mask()))
            .field("status", &self.status)
            .field("issues", &self.issues)
            .field("confidence", &self.confidence)
            .field("candidates", &self.candidates.len())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn codes_and_bits_are_unique_and_texts_are_sentences() {
        let bits: BTreeSet<u32> = IssueCode::ALL.iter().map(|code| code.bit()).collect();
        let names: BTreeSet<&str> = IssueCode::ALL.iter().map(|code| code.as_str()).collect();
        assert!(bits.len() == IssueCode::ALL.len() && names.len() == bits.len());
        assert!(bits.iter().all(|&bit| bit < 63), "bit 63 would make the word negative in languages without u64");
        for code in IssueCode::ALL {
            for lang in [Lang::Vi, Lang::En] {
                assert!(code.text(lang).ends_with('.') && code.remedy(lang).ends_with('.'), "{code:?}");
            }
        }
    }

    #[test]
    fn sets_keep_what_they_are_given() {
        let set = Issues::from(IssueCode::Spacing).with(IssueCode::EncodingUncertain);
        assert!(set.has(IssueCode::Spacing) && !set.has(IssueCode::Form));
        assert_eq!(Issues::from_bits(set.bits() | 1 << 63), set);
        assert_eq!(set.severity(), Some(Severity::Warning));
        assert_eq!(set.without(IssueCode::Spacing).iter().collect::<Vec<_>>(), [IssueCode::EncodingUncertain]);
        assert_eq!(format!("{set:?}"), r#"{"spacing", "encoding-uncertain"}"#);
        assert!(!format!("{:?}", Cleaned::right("Nguyễn Thị Mẫu")).contains("Mẫu"));
    }
}
