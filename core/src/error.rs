//! What can go wrong, as stable codes with a cause and a remedy in Vietnamese and English.
//!
//! An [`Error`] means that a question could not be asked or an input could not be understood. A card that
//! turns out to be fake is *not* an error: that is a verdict.

use serde::Serialize;
use std::fmt;

/// The language of a message for a person at a counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Vietnamese.
    Vi,
    /// English.
    En,
}

/// Who can do something about an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Fault {
    /// The bytes or text that were given are not what they claim to be.
    Input,
    /// The card answered something that the standard does not allow, or refused.
    Card,
    /// The key (CAN, MRZ) that was given does not open this card.
    Key,
    /// The reader, the cable or the position of the card.
    Link,
    /// The program that calls this library.
    Caller,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $fault:ident,
        en: $en:literal => $en_fix:literal, vi: $vi:literal => $vi_fix:literal;)*) => {
        /// A stable error code. The text of a code never changes its meaning once released.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Code { $($(#[$doc])* #[doc = $en] $name,)* }

        impl Code {
            /// Every code, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The code as written in logs, JSON and documentation.
            #[must_use]
            pub const fn as_str(self) -> &'static str { match self { $(Self::$name => $code,)* } }

            /// Who can do something about it.
            #[must_use]
            pub const fn fault(self) -> Fault { match self { $(Self::$name => Fault::$fault,)* } }

            /// What happened, for a person.
            #[must_use]
            pub const fn cause(self, lang: Lang) -> &'static str {
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

codes! {
    // --- text and fields -----------------------------------------------------------------------------
    TextNotUtf8 = "text-not-utf8", Input,
        en: "The text is not valid UTF-8." => "Set the scanner to UTF-8 (or read the code with a camera) and scan again.",
        vi: "Nội dung không phải UTF-8 hợp lệ." => "Đặt máy quét sang UTF-8 (hoặc đọc mã bằng camera) rồi quét lại.";
    TooLarge = "too-large", Input,
        en: "The input is larger than any genuine one." => "Check that the right file or code was given.",
        vi: "Dữ liệu lớn hơn mọi dữ liệu thật." => "Kiểm tra lại tệp hoặc mã đã đưa vào.";
    // --- identity: numbers, names, dates -------------------------------------------------------------
    TextControl = "text-control-characters", Input,
        en: "The text contains control characters." => "Read the document again; check the settings of the scanner.",
        vi: "Văn bản chứa ký tự điều khiển." => "Đọc lại giấy tờ; kiểm tra cài đặt máy quét.";
    IdNumberLength = "id-number-length", Input,
        en: "A personal number has exactly 12 digits, an old identity card number exactly 9." => "Type the number again as printed, with its leading zeros.",
        vi: "Số định danh cá nhân có đúng 12 chữ số, số CMND cũ có đúng 9 chữ số." => "Nhập lại đúng số in trên thẻ, kể cả số 0 ở đầu.";
    IdNumberDigits = "id-number-digits", Input,
        en: "An identity number contains something other than the digits 0 to 9." => "Type the number again without spaces, dots or letters.",
        vi: "Số giấy tờ chứa ký tự không phải chữ số 0 đến 9." => "Nhập lại số, không có dấu cách, dấu chấm hay chữ cái.";
    NameEmpty = "name-empty", Input,
        en: "The name is empty." => "Enter the full name as printed.",
        vi: "Họ tên để trống." => "Nhập họ tên đúng như in trên giấy tờ.";
    DateFormat = "date-format", Input,
        en: "The text is not a date in the expected form." => "Enter the date as printed, such as 17/02/1999.",
        vi: "Nội dung không phải ngày theo dạng quy định." => "Nhập ngày đúng như in trên giấy tờ, ví dụ 17/02/1999.";
    DateCalendar = "date-calendar", Input,
        en: "There is no such day in the calendar." => "Compare the date with the document and enter it again.",
        vi: "Ngày này không có trong lịch." => "Đối chiếu ngày với giấy tờ rồi nhập lại.";
    SexUnknown = "sex-unknown", Input,
        en: "The text for the sex is not one of the known ones." => "Enter Nam or Nữ as printed.",
        vi: "Nội dung giới tính không thuộc các giá trị đã biết." => "Nhập Nam hoặc Nữ như in trên giấy tờ.";
    NationalityUnknown = "nationality-unknown", Input,
        en: "The nationality is neither a three-letter code nor a known name." => "Enter the code from the machine readable zone, such as VNM.",
        vi: "Quốc tịch không phải mã ba chữ cái hoặc tên đã biết." => "Nhập mã trong vùng đọc máy (MRZ), ví dụ VNM.";
    // --- what is printed: QR code, machine readable zone, access keys -----------------------------------
    QrNotACard = "qr-not-a-card", Input,
        en: "The code is not the QR code of a citizen identity card." => "Scan the code on the card itself; codes of the VNeID app and of other papers are not read here.",
        vi: "Mã này không phải mã QR của thẻ căn cước." => "Quét mã in trên thẻ; mã trong ứng dụng VNeID và mã của giấy tờ khác không đọc được ở đây.";
    QrField = "qr-field", Input,
        en: "A field of the QR code does not have its usual form." => "Use the raw field and compare it with the card.",
        vi: "Một trường của mã QR không đúng dạng thường gặp." => "Dùng nội dung gốc của trường và đối chiếu với thẻ.";
    MrzLayout = "mrz-layout", Input,
        en: "The machine readable zone does not have 3 lines of 30, 2 of 36 or 2 of 44 characters." => "Read all lines again, with every < at their end.",
        vi: "Vùng đọc máy (MRZ) không có 3 dòng 30, 2 dòng 36 hoặc 2 dòng 44 ký tự." => "Đọc lại đủ các dòng, kể cả các dấu < ở cuối.";
    MrzCharacters = "mrz-characters", Input,
        en: "A machine readable zone contains only A to Z, 0 to 9 and <." => "Read the lines again; capital letters only, no blanks.",
        vi: "Vùng đọc máy (MRZ) chỉ gồm A đến Z, 0 đến 9 và dấu <." => "Đọc lại các dòng; chỉ dùng chữ in hoa, không có dấu cách.";
    MrzCheckDigit = "mrz-check-digit", Input,
        en: "A check digit of the machine readable zone does not fit." => "Read the lines again; look for O and 0, I and 1, B and 8.",
        vi: "Số kiểm tra của vùng đọc máy (MRZ) không khớp." => "Đọc lại các dòng; chú ý O và 0, I và 1, B và 8.";
    MrzField = "mrz-field", Caller,
        en: "A value does not fit into its field of the machine readable zone." => "Give a value of the length and characters that the field allows.",
        vi: "Giá trị không vừa với trường của vùng đọc máy (MRZ)." => "Đưa giá trị đúng độ dài và ký tự mà trường cho phép.";
    AccessKeyFormat = "access-key-format", Key,
        en: "The text is not an access key of a chip." => "Give the 6 digits of the CAN, the lines of the MRZ, or DOCUMENT,YYMMDD,YYMMDD.",
        vi: "Nội dung không phải khóa truy cập chip." => "Đưa 6 chữ số CAN, các dòng MRZ, hoặc SỐ_GIẤY_TỜ,YYMMDD,YYMMDD.";
    // --- pictures and scanners -------------------------------------------------------------------------
    PictureUnreadable = "picture-unreadable", Input,
        en: "The picture is not a PNG or JPEG file, or it is damaged." => "Save the picture as PNG or JPEG and give the whole file.",
        vi: "Ảnh không phải tệp PNG hoặc JPEG, hoặc tệp bị hỏng." => "Lưu ảnh dạng PNG hoặc JPEG và đưa vào đủ cả tệp.";
    PictureTooLarge = "picture-too-large", Input,
        en: "The picture has more pixels than the caller's budget allows." => "Scale the picture down or raise the pixel budget.",
        vi: "Ảnh có nhiều điểm ảnh hơn ngân sách cho phép." => "Thu nhỏ ảnh hoặc tăng ngân sách điểm ảnh.";
    PictureBuffer = "picture-buffer", Caller,
        en: "The buffer is shorter than width, height and stride announce." => "Give the stride in bytes and the whole frame.",
        vi: "Vùng nhớ ngắn hơn mức chiều rộng, chiều cao và bước dòng đã báo." => "Đưa bước dòng tính bằng byte và đủ cả khung hình.";
    MrzOcrLines = "mrz-ocr-lines", Input,
        en: "The recognised text does not hold the three lines of a card." => "Take the picture again with all three lines in view.",
        vi: "Chữ nhận dạng được không có đủ ba dòng của thẻ." => "Chụp lại ảnh, lấy đủ cả ba dòng.";
    ScannerReport = "scanner-report", Input,
        en: "A report of the scanner does not have the announced layout." => "Give the report layout of this scanner's manual, or set the scanner to serial.",
        vi: "Gói tin của máy quét không đúng cấu trúc đã khai báo." => "Khai báo cấu trúc gói tin theo tài liệu máy quét, hoặc đặt máy quét sang cổng nối tiếp.";
    ScannerLink = "scanner-link", Link,
        en: "The scanner cannot be opened or no longer answers." => "Check the cable and that no other program uses the scanner.",
        vi: "Không mở được máy quét hoặc máy quét không còn phản hồi." => "Kiểm tra cáp và xem chương trình khác có đang dùng máy quét không.";
    // --- files of the chip ---------------------------------------------------------------------------
    TlvTruncated = "tlv-truncated", Input,
        en: "The data ends before the length it announces." => "Read the card again without moving it.",
        vi: "Dữ liệu kết thúc trước độ dài đã báo." => "Đọc lại thẻ, giữ thẻ nằm yên.";
    TlvLength = "tlv-length", Input,
        en: "A length field is not allowed here." => "Read the card again; if it repeats, the card is defective or not genuine.",
        vi: "Trường độ dài không hợp lệ." => "Đọc lại thẻ; nếu lặp lại, thẻ hỏng hoặc không phải thẻ thật.";
    TlvTag = "tlv-tag", Input,
        en: "A data object is not the one the standard asks for." => "Check that the right file was given under this name.",
        vi: "Đối tượng dữ liệu không đúng loại tiêu chuẩn yêu cầu." => "Kiểm tra tệp đã đưa đúng tên chưa.";
    TlvTrailing = "tlv-trailing", Input,
        en: "There are bytes after the end of the data." => "Check that the file was saved without additions.",
        vi: "Có byte thừa sau phần kết thúc dữ liệu." => "Kiểm tra tệp có bị thêm dữ liệu không.";
    TlvTooDeep = "tlv-too-deep", Input,
        en: "The data is nested deeper than any genuine file." => "Treat the card as not genuine.",
        vi: "Dữ liệu lồng sâu hơn mọi tệp thật." => "Xem như thẻ không phải thẻ thật.";
    FileMalformed = "file-malformed", Input,
        en: "A file of the chip does not have the structure of its standard." => "Read the card again; if it repeats, the card is defective or not genuine.",
        vi: "Tệp trên chip không đúng cấu trúc tiêu chuẩn." => "Đọc lại thẻ; nếu lặp lại, thẻ hỏng hoặc không phải thẻ thật.";
    FileUnsupported = "file-unsupported", Input,
        en: "A file uses a version or algorithm that this library does not know." => "Update the library; report the document's country and year.",
        vi: "Tệp dùng phiên bản hoặc thuật toán mà thư viện chưa hỗ trợ." => "Cập nhật thư viện; báo quốc gia và năm cấp giấy tờ.";
    // --- the dialogue with the chip -------------------------------------------------------------------
    ResponseMalformed = "response-malformed", Card,
        en: "The chip's answer is not one the standard knows." => "Put the card on the reader again; if it repeats, the card is defective.",
        vi: "Chip trả lời không đúng tiêu chuẩn." => "Đặt lại thẻ lên đầu đọc; nếu lặp lại, thẻ bị hỏng.";
    CardRefused = "card-refused", Card,
        en: "The chip refused a step of the dialogue." => "Put the card on the reader again; if it repeats, check what kind of card it is.",
        vi: "Chip từ chối một bước trao đổi." => "Đặt lại thẻ lên đầu đọc; nếu lặp lại, kiểm tra loại thẻ.";
    NotEmrtd = "not-emrtd", Card,
        en: "This chip holds no identity document." => "Use a chip ID card or passport, not a bank or transport card.",
        vi: "Chip này không chứa giấy tờ định danh." => "Dùng thẻ căn cước gắn chip hoặc hộ chiếu, không dùng thẻ ngân hàng hay thẻ xe.";
    WrongAccessKey = "wrong-access-key", Key,
        en: "The access key does not open this chip." => "Check that QR code, CAN or MRZ belong to this very card, then type the MRZ.",
        vi: "Khóa truy cập không mở được chip này." => "Kiểm tra mã QR, số CAN hoặc dòng MRZ có đúng của thẻ này không, rồi nhập dòng MRZ.";
    AccessKeyMissing = "access-key-missing", Key,
        en: "The chip asks for a key that was not given." => "Give the MRZ from the back of the card, or its QR code.",
        vi: "Chip cần một khóa chưa được cung cấp." => "Nhập dòng MRZ ở mặt sau thẻ, hoặc quét mã QR của thẻ.";
    PaceFailed = "pace-failed", Card,
        en: "The chip offers PACE, and PACE failed." => "Put the card on the reader again; if it repeats, do not accept the card.",
        vi: "Chip có hỗ trợ PACE nhưng bước PACE thất bại." => "Đặt lại thẻ lên đầu đọc; nếu lặp lại, không chấp nhận thẻ.";
    PaceUnsupported = "pace-unsupported", Card,
        en: "The chip offers PACE only in a form that this library does not speak." => "Update the library; report the document's country and year.",
        vi: "Chip chỉ hỗ trợ PACE ở dạng thư viện chưa hỗ trợ." => "Cập nhật thư viện; báo quốc gia và năm cấp giấy tờ.";
    BacFailed = "bac-failed", Card,
        en: "The chip's answer to basic access control is wrong." => "Put the card on the reader again; if it repeats, do not accept the card.",
        vi: "Chip trả lời sai ở bước kiểm soát truy cập cơ bản (BAC)." => "Đặt lại thẻ lên đầu đọc; nếu lặp lại, không chấp nhận thẻ.";
    SecureMessaging = "secure-messaging", Card,
        en: "An answer of the chip was changed on its way or is not protected as agreed." => "Put the card on the reader again, away from other cards and devices.",
        vi: "Câu trả lời của chip bị thay đổi hoặc không được bảo vệ như đã thỏa thuận." => "Đặt lại thẻ lên đầu đọc, tránh xa thẻ và thiết bị khác.";
    FileIncomplete = "file-incomplete", Card,
        en: "The chip gave less of a file than the file says it holds." => "Put the card on the reader again without moving it.",
        vi: "Chip trả về tệp ngắn hơn độ dài đã báo." => "Đặt lại thẻ lên đầu đọc, giữ thẻ nằm yên.";
    DialogueTooLong = "dialogue-too-long", Card,
        en: "The chip keeps the dialogue going longer than any genuine one." => "Do not accept the card.",
        vi: "Chip kéo dài trao đổi quá mức của mọi thẻ thật." => "Không chấp nhận thẻ.";
    SessionOrder = "session-order", Caller,
        en: "An answer was handed over that no command asked for." => "Send each command once and hand over each answer once.",
        vi: "Chương trình đưa vào một câu trả lời không ứng với lệnh nào." => "Gửi mỗi lệnh một lần và đưa lại mỗi câu trả lời một lần.";
    // --- administrative units ---------------------------------------------------------------------------
    UnitTable = "unit-table-malformed", Caller,
        en: "The file is not a table of administrative units in the described format." => "Give a table made by the project's script, unchanged.",
        vi: "Tệp không phải bảng đơn vị hành chính đúng định dạng quy định." => "Đưa vào nguyên vẹn bảng do kịch bản của dự án tạo ra.";
    // --- readers, dumps and test cards ------------------------------------------------------------------
    ReaderService = "reader-service", Link,
        en: "The system's card service (PC/SC) is not running." => "Start the service (Linux: pcscd; Windows: Smart Card) and try again.",
        vi: "Dịch vụ thẻ (PC/SC) của hệ thống chưa chạy." => "Khởi động dịch vụ (Linux: pcscd; Windows: Smart Card) rồi thử lại.";
    NoReader = "no-reader", Link,
        en: "There is no such card reader." => "Plug the reader in, or choose one of those that are listed.",
        vi: "Không tìm thấy đầu đọc thẻ." => "Cắm đầu đọc, hoặc chọn một đầu đọc trong danh sách.";
    ReaderBusy = "reader-busy", Link,
        en: "Another program is using the reader." => "Close the other program and try again.",
        vi: "Chương trình khác đang dùng đầu đọc." => "Đóng chương trình kia rồi thử lại.";
    ReaderFailed = "reader-failed", Link,
        en: "The reader reports a failure." => "Unplug the reader, plug it in again and repeat.",
        vi: "Đầu đọc báo lỗi." => "Rút đầu đọc ra, cắm lại rồi thử lại.";
    NoCard = "no-card", Link,
        en: "There is no card on the reader." => "Put the card flat on the reader and leave it there.",
        vi: "Chưa có thẻ trên đầu đọc." => "Đặt thẻ nằm phẳng lên đầu đọc và giữ nguyên.";
    CardMute = "card-mute", Link,
        en: "The card does not answer the reader." => "Turn the card over and lay it on the reader alone.",
        vi: "Thẻ không trả lời đầu đọc." => "Lật mặt thẻ và chỉ đặt riêng thẻ này lên đầu đọc.";
    CardRemoved = "card-removed", Link,
        en: "The card was moved away while it was read." => "Put the card on the reader again and leave it there until the end.",
        vi: "Thẻ bị nhấc ra khi đang đọc." => "Đặt lại thẻ lên đầu đọc và giữ nguyên cho đến khi xong.";
    TransportFailed = "transport-failed", Link,
        en: "The program's own connection to the card failed." => "Hold the card still and try again; restart the reader if it repeats.",
        vi: "Kết nối tới thẻ của chương trình bị lỗi." => "Giữ thẻ nằm yên rồi thử lại; nếu lặp lại, khởi động lại đầu đọc.";
    Cancelled = "cancelled", Caller,
        en: "Reading was cancelled." => "Start again when the card is there.",
        vi: "Đã hủy việc đọc thẻ." => "Bắt đầu lại khi đã có thẻ.";
    SessionBusy = "session-busy", Caller,
        en: "This session is already at work, or was called from within its own transport." => "Wait until it ends, or use one session for each card.",
        vi: "Phiên này đang làm việc, hoặc được gọi từ chính kết nối của nó." => "Chờ phiên kết thúc, hoặc dùng mỗi phiên cho một thẻ.";
    Closed = "closed", Caller,
        en: "The object was closed before this call." => "Use it before closing it, or make a new one.",
        vi: "Đối tượng đã được đóng trước lời gọi này." => "Dùng trước khi đóng, hoặc tạo đối tượng mới.";
    ArgumentMissing = "argument-missing", Caller,
        en: "A value that the call needs was not given." => "Give the value named in the error.",
        vi: "Thiếu một giá trị mà lời gọi cần." => "Đưa giá trị được nêu trong lỗi.";
    Internal = "internal", Caller,
        en: "The library has a defect here." => "Report it with the version and what was done; the program may go on.",
        vi: "Thư viện có lỗi bên trong." => "Báo lỗi kèm phiên bản và thao tác; chương trình có thể chạy tiếp.";
    RandomnessMissing = "randomness-missing", Caller,
        en: "The operating system gives no random bytes." => "Run the program on a system with a working random source.",
        vi: "Hệ điều hành không cấp được số ngẫu nhiên." => "Chạy chương trình trên hệ thống có nguồn ngẫu nhiên hoạt động.";
    DumpMalformed = "dump-malformed", Input,
        en: "The text is not a dump of a chip." => "Give the reader's JSON with sod and data groups as it came.",
        vi: "Nội dung không phải dữ liệu thô đọc từ chip." => "Đưa vào nguyên văn JSON của đầu đọc, có sod và các nhóm dữ liệu.";
    DumpEncoding = "dump-encoding", Input,
        en: "A field of the dump is not valid base64 or hexadecimal." => "Check that the reader's program saved the field whole.",
        vi: "Một trường của dữ liệu thô không phải base64 hoặc hex hợp lệ." => "Kiểm tra chương trình đọc thẻ có lưu đủ trường đó không.";
    DumpVersion = "dump-version", Input,
        en: "The dump was written by a newer version." => "Update the library.",
        vi: "Dữ liệu thô do phiên bản mới hơn ghi." => "Cập nhật thư viện.";
    // --- lists of people -----------------------------------------------------------------------------------
    TableFormat = "table-format", Input,
        en: "The file is a spreadsheet in a form that is not read here." => "Remove the password and save it as .xlsx or .csv.",
        vi: "Tệp bảng tính có dạng không đọc được ở đây." => "Bỏ mật khẩu rồi lưu thành .xlsx hoặc .csv.";
    TableMalformed = "table-malformed", Input,
        en: "The file is a damaged table." => "Open it in a spreadsheet program, save it again and give the whole file.",
        vi: "Tệp bảng bị hỏng." => "Mở bằng phần mềm bảng tính, lưu lại và đưa vào đủ cả tệp.";
    // --- declarations of residence -----------------------------------------------------------------------
    StayId = "stay-id", Caller,
        en: "A stay needs a stable identifier of 1 to 100 visible characters." => "Give the identifier under which your own program keeps this guest's stay.",
        vi: "Mỗi lượt lưu trú cần một mã cố định gồm 1 đến 100 ký tự nhìn thấy được." => "Đưa mã mà phần mềm của cơ sở đang dùng cho lượt lưu trú của khách này.";
    RecordVersion = "record-version", Input,
        en: "The declaration record was written in a version that this library does not know." => "Update the library.",
        vi: "Bản ghi khai báo có phiên bản mà thư viện chưa biết." => "Cập nhật thư viện.";
    RecordField = "record-field", Input,
        en: "A field of the declaration record does not have the form in which records are written." => "Use the record as it was written; do not edit it by hand.",
        vi: "Một trường của bản ghi khai báo không đúng dạng đã ghi." => "Dùng nguyên bản ghi đã lưu; không sửa tay.";
    // --- test cards -----------------------------------------------------------------------------------
    TestCard = "test-card", Caller,
        en: "Such a test card or test certificate cannot be made." => "Choose another algorithm, key or value for the test.",
        vi: "Không tạo được thẻ thử hoặc chứng thư thử như vậy." => "Chọn thuật toán, khóa hoặc giá trị khác cho phép thử.";
    // --- lists: pseudonyms and audit trails --------------------------------------------------------------
    PseudonymKey = "pseudonym-key", Caller,
        en: "A key for pseudonyms has at least 32 bytes, a name of letters, digits and hyphens, and a purpose." => "Make a key from a random source and give it a short name.",
        vi: "Khóa tạo bí danh cần ít nhất 32 byte, tên chỉ gồm chữ, số, dấu gạch nối, và mục đích sử dụng." => "Hãy tạo khóa từ nguồn ngẫu nhiên và đặt tên ngắn.";
    AuditBroken = "audit-broken", Input,
        en: "The audit trail was changed, or is not one." => "Compare with the stored copy; do not rely on this file.",
        vi: "Nhật ký kiểm toán đã bị sửa, hoặc không phải nhật ký." => "Đối chiếu với bản lưu; không dùng tệp này làm căn cứ.";
    AuditUnfinished = "audit-unfinished", Input,
        en: "The audit trail has no closing line: the run was interrupted or the file was cut off." => "Run the cleaning again, or find the whole file.",
        vi: "Nhật ký kiểm toán thiếu dòng kết thúc: lần chạy bị ngắt hoặc tệp bị cắt." => "Chạy làm sạch lại, hoặc tìm tệp đầy đủ.";
    AuditKey = "audit-key", Key,
        en: "The values before the change cannot be opened with this key." => "Give the key that the run was made with; runs that keep hashes only cannot be undone.",
        vi: "Không mở được giá trị trước khi sửa bằng khóa này." => "Dùng đúng khóa của lần chạy; lần chạy chỉ lưu giá trị băm thì không thể hoàn tác.";
    // --- single sign-on: tokens, keys, claims, envelopes, answers ---------------------------------------
    TokenForm = "token-form", Input,
        en: "The text is not a token in compact form." => "Hand the token over exactly as the provider sent it.",
        vi: "Nội dung không phải token dạng rút gọn." => "Đưa vào token đúng nguyên văn như nhà cung cấp gửi.";
    TokenEncrypted = "token-encrypted", Input,
        en: "The token is encrypted where a signed one is expected, or the other way round." => "Set the profile to what was agreed with the provider.",
        vi: "Token được mã hóa trong khi cần token ký số, hoặc ngược lại." => "Đặt hồ sơ kết nối đúng như đã thống nhất với nhà cung cấp.";
    TokenBase64 = "token-base64", Input,
        en: "A part of the token is not strict base64url." => "Hand the token over unchanged; refuse it if it came so.",
        vi: "Một phần của token không phải base64url đúng chuẩn." => "Đưa token vào nguyên vẹn; nếu nhận đã như vậy thì từ chối.";
    TokenJson = "token-json", Input,
        en: "The content is not one JSON object in UTF-8." => "Refuse it and report it to the provider.",
        vi: "Nội dung không phải một đối tượng JSON mã hóa UTF-8." => "Từ chối và báo cho nhà cung cấp.";
    TokenDuplicateName = "token-duplicate-name", Input,
        en: "A JSON object has the same name twice." => "Refuse it: two programs would read two meanings.",
        vi: "Một đối tượng JSON có tên bị lặp." => "Từ chối: hai chương trình sẽ hiểu thành hai nghĩa.";
    TokenDepth = "token-depth", Input,
        en: "The JSON is nested deeper than any genuine one." => "Refuse it.",
        vi: "JSON lồng sâu hơn mọi dữ liệu thật." => "Từ chối dữ liệu này.";
    TokenHeader = "token-header", Input,
        en: "The header of the token has a missing or wrongly typed member." => "Refuse it and report it to the provider.",
        vi: "Phần đầu của token thiếu mục hoặc có mục sai kiểu." => "Từ chối và báo cho nhà cung cấp.";
    TokenCritical = "token-critical", Input,
        en: "The header asks for an extension that changes how the token is read." => "Refuse it; such extensions are not supported.",
        vi: "Phần đầu của token yêu cầu phần mở rộng làm đổi cách đọc." => "Từ chối; phần mở rộng này không được hỗ trợ.";
    TokenAlgorithm = "token-algorithm", Input,
        en: "The token names an algorithm that is not allowed." => "Refuse it; if the provider changed its algorithm, change the profile.",
        vi: "Token nêu thuật toán không được phép." => "Từ chối; nếu nhà cung cấp đã đổi thuật toán thì sửa hồ sơ kết nối.";
    TokenKeyAlgorithm = "token-key-algorithm", Input,
        en: "The token names an algorithm that is not the one of its key." => "Refuse it: this is how tokens are forged.",
        vi: "Thuật toán token nêu không phải thuật toán của khóa." => "Từ chối: đây là cách giả mạo token.";
    TokenKeyUnknown = "token-key-unknown", Input,
        en: "None of the provider's keys fits the token." => "Fetch the keys again; if none fits then, refuse the token.",
        vi: "Không có khóa nào của nhà cung cấp khớp với token." => "Tải lại bộ khóa; nếu vẫn không khớp thì từ chối token.";
    TokenKeyAmbiguous = "token-key-ambiguous", Input,
        en: "The token names no key and several would fit." => "Ask the provider to name the key (kid) in its tokens.",
        vi: "Token không nêu khóa và có nhiều khóa khớp." => "Đề nghị nhà cung cấp ghi tên khóa (kid) trong token.";
    TokenType = "token-type", Input,
        en: "The token is of another type than the one expected here." => "Hand over the token for this purpose.",
        vi: "Token thuộc loại khác với loại cần ở đây." => "Đưa vào đúng loại token cho mục đích này.";
    TokenSignature = "token-signature", Input,
        en: "The signature of the token is wrong." => "Refuse it: the token is forged or damaged.",
        vi: "Chữ ký của token sai." => "Từ chối: token bị giả mạo hoặc hư hỏng.";
    TokenDecryption = "token-decryption", Input,
        en: "The token cannot be decrypted." => "Check which of your keys the provider uses; otherwise refuse it.",
        vi: "Không giải mã được token." => "Kiểm tra nhà cung cấp đang dùng khóa nào của bạn; nếu không phải thì từ chối.";
    JwksForm = "jwks-form", Input,
        en: "The text is not a set of keys (JWKS)." => "Check the address from which the keys are fetched.",
        vi: "Nội dung không phải bộ khóa (JWKS)." => "Kiểm tra địa chỉ tải bộ khóa.";
    JwksDuplicateKid = "jwks-duplicate-kid", Input,
        en: "Two keys of the set have the same name." => "Report it to the provider; keep the last good set.",
        vi: "Hai khóa trong bộ khóa trùng tên." => "Báo cho nhà cung cấp; giữ bộ khóa tốt gần nhất.";
    JwkKind = "jwk-kind", Input,
        en: "The key is of a kind that verifies no token here." => "Give an RSA, P-256, P-384, P-521 or Ed25519 key.",
        vi: "Loại khóa này không dùng để kiểm tra token ở đây." => "Đưa vào khóa RSA, P-256, P-384, P-521 hoặc Ed25519.";
    JwkForm = "jwk-form", Input,
        en: "The numbers of the key are missing or are no key." => "Report it to the provider.",
        vi: "Các số của khóa bị thiếu hoặc không tạo thành khóa." => "Báo cho nhà cung cấp.";
    JwkWeak = "jwk-weak", Input,
        en: "The key is too weak to prove anything." => "Report it to the provider; trust no token signed with it.",
        vi: "Khóa quá yếu, không chứng minh được gì." => "Báo cho nhà cung cấp; không tin token ký bằng khóa này.";
    JwkPrivate = "jwk-private", Input,
        en: "A private key was published among the public ones." => "Report it to the provider at once; trust none of its tokens.",
        vi: "Khóa bí mật bị công bố cùng các khóa công khai." => "Báo ngay cho nhà cung cấp; không tin token nào của họ.";
    JwkPurpose = "jwk-purpose", Input,
        en: "The key is not for verifying signatures." => "Refuse the token that names it.",
        vi: "Khóa không dùng để kiểm tra chữ ký." => "Từ chối token nêu khóa này.";
    JwkAlgorithm = "jwk-algorithm", Input,
        en: "The key is bound to an algorithm that does not exist or does not fit its kind." => "Report it to the provider.",
        vi: "Khóa gắn với thuật toán không tồn tại hoặc không hợp với loại khóa." => "Báo cho nhà cung cấp.";
    KeysMissing = "keys-missing", Link,
        en: "The provider's keys were never fetched." => "Fetch them, or give a saved set with its age.",
        vi: "Chưa tải được bộ khóa của nhà cung cấp lần nào." => "Tải bộ khóa, hoặc đưa vào bộ khóa đã lưu kèm thời điểm lưu.";
    KeysStale = "keys-stale", Link,
        en: "The provider's keys are older than allowed." => "Fetch them again.",
        vi: "Bộ khóa của nhà cung cấp cũ hơn mức cho phép." => "Tải lại bộ khóa.";
    ClaimMissing = "claim-missing", Input,
        en: "The token lacks a claim that it must have." => "Refuse it.",
        vi: "Token thiếu thông tin bắt buộc." => "Từ chối token.";
    ClaimType = "claim-type", Input,
        en: "A claim has the wrong type." => "Refuse it; a program that guesses is a program that can be deceived.",
        vi: "Một thông tin trong token sai kiểu dữ liệu." => "Từ chối; chương trình đoán mò là chương trình bị lừa.";
    ClaimIssuer = "claim-issuer", Input,
        en: "The issuer is not one that is trusted here." => "Compare it byte for byte with the issuer agreed with the provider.",
        vi: "Bên phát hành không thuộc danh sách tin cậy." => "So từng byte với tên bên phát hành đã thống nhất với nhà cung cấp.";
    ClaimAudience = "claim-audience", Input,
        en: "The token was made for somebody else." => "Refuse it.",
        vi: "Token được cấp cho hệ thống khác." => "Từ chối token.";
    ClaimAuthorizedParty = "claim-authorized-party", Input,
        en: "The token was made at the request of another client (azp)." => "Refuse it.",
        vi: "Token được cấp theo yêu cầu của hệ thống khác (azp)." => "Từ chối token.";
    ClaimExpired = "claim-expired", Input,
        en: "The token has expired." => "Log in again; check the clock of this machine.",
        vi: "Token đã hết hạn." => "Đăng nhập lại; kiểm tra đồng hồ của máy này.";
    ClaimNotYetValid = "claim-not-yet-valid", Input,
        en: "The token is not valid yet." => "Check the clock of this machine.",
        vi: "Token chưa có hiệu lực." => "Kiểm tra đồng hồ của máy này.";
    ClaimIssuedInFuture = "claim-issued-in-future", Input,
        en: "The token was issued in the future." => "Check the clock of this machine.",
        vi: "Token có thời điểm cấp ở tương lai." => "Kiểm tra đồng hồ của máy này.";
    ClaimIssuedLongAgo = "claim-issued-long-ago", Input,
        en: "The token was issued too long ago." => "Ask for a new one; check the clock of this machine.",
        vi: "Token được cấp quá lâu rồi." => "Yêu cầu token mới; kiểm tra đồng hồ của máy này.";
    ClaimNonceMissing = "claim-nonce-missing", Input,
        en: "The token does not say which login it answers (nonce)." => "Refuse it.",
        vi: "Token không cho biết trả lời cho lần đăng nhập nào (nonce)." => "Từ chối token.";
    ClaimNonce = "claim-nonce", Input,
        en: "The token answers another login (nonce)." => "Refuse it and start the login again.",
        vi: "Token trả lời cho lần đăng nhập khác (nonce)." => "Từ chối và đăng nhập lại từ đầu.";
    ClaimAccessTokenHash = "claim-access-token-hash", Input,
        en: "The token was issued with another access token (at_hash)." => "Refuse both.",
        vi: "Token được cấp cùng access token khác (at_hash)." => "Từ chối cả hai.";
    ClaimCodeHash = "claim-code-hash", Input,
        en: "The token was issued with another code (c_hash)." => "Refuse both.",
        vi: "Token được cấp cùng mã khác (c_hash)." => "Từ chối cả hai.";
    ClaimAuthTime = "claim-auth-time", Input,
        en: "The person logged in too long ago." => "Ask the provider for a fresh login.",
        vi: "Lần đăng nhập của người dùng đã quá lâu." => "Yêu cầu nhà cung cấp cho đăng nhập lại.";
    ClaimTokenUse = "claim-token-use", Input,
        en: "The content is that of another kind of token." => "Hand over the token for this purpose.",
        vi: "Nội dung thuộc loại token khác." => "Đưa vào đúng loại token cho mục đích này.";
    ClaimSubject = "claim-subject", Input,
        en: "The statements are about another person." => "Refuse them.",
        vi: "Thông tin là của người khác." => "Từ chối thông tin này.";
    ClaimEvents = "claim-events", Input,
        en: "The token is no notice of a logout." => "Refuse it.",
        vi: "Token không phải thông báo đăng xuất." => "Từ chối token.";
    LevelTooLow = "level-too-low", Caller,
        en: "The login is below the level that is required here." => "Ask for a step-up to the required level.",
        vi: "Mức đăng nhập thấp hơn mức cần ở đây." => "Yêu cầu người dùng nâng lên mức cần thiết.";
    OriginTooWeak = "origin-too-weak", Caller,
        en: "The statements are not signed, and signed ones are required here." => "Use a profile with signed tokens, or accept the server channel explicitly.",
        vi: "Thông tin không có chữ ký trong khi cần thông tin ký số." => "Dùng hồ sơ kết nối có token ký số, hoặc chấp nhận rõ ràng kênh máy chủ.";
    MethodMissing = "method-missing", Caller,
        en: "The person did not log in in the required way (amr)." => "Ask for a login with the required method.",
        vi: "Người dùng không đăng nhập bằng phương thức bắt buộc (amr)." => "Yêu cầu đăng nhập bằng phương thức bắt buộc.";
    TokenBinding = "token-binding", Input,
        en: "The token is bound to another key than the one that was used." => "Refuse it: it may be stolen.",
        vi: "Token gắn với khóa khác với khóa đã dùng." => "Từ chối: token có thể bị đánh cắp.";
    Replayed = "replayed", Input,
        en: "The code or token was used before." => "Refuse it and start the login again.",
        vi: "Mã hoặc token đã được dùng trước đó." => "Từ chối và đăng nhập lại từ đầu.";
    ReplayStoreFull = "replay-store-full", Caller,
        en: "The store of used codes and tokens is full or out of order." => "Give it more room or repair it; nothing is accepted until then.",
        vi: "Kho lưu các mã và token đã dùng bị đầy hoặc hỏng." => "Tăng dung lượng hoặc sửa kho; trong lúc đó không chấp nhận gì.";
    EnvelopeForm = "envelope-form", Input,
        en: "The answer is not an envelope of data and key." => "Check that the profile fits the provider.",
        vi: "Câu trả lời không phải phong bì gồm data và key." => "Kiểm tra hồ sơ kết nối có đúng với nhà cung cấp không.";
    EnvelopeOpen = "envelope-open", Input,
        en: "The envelope cannot be opened." => "Check key and cipher mode in the profile; otherwise refuse it.",
        vi: "Không mở được phong bì mã hóa." => "Kiểm tra khóa và chế độ mã hóa trong hồ sơ kết nối; nếu đúng thì từ chối.";
    ResponseForm = "response-form", Input,
        en: "The answer of the provider does not have the form of its protocol." => "Report it to the provider.",
        vi: "Câu trả lời của nhà cung cấp không đúng dạng của giao thức." => "Báo cho nhà cung cấp.";
    ResponseState = "response-state", Input,
        en: "The answer belongs to another login or another browser (state)." => "Start the login again.",
        vi: "Câu trả lời thuộc lần đăng nhập khác hoặc trình duyệt khác (state)." => "Đăng nhập lại từ đầu.";
    ResponseIssuer = "response-issuer", Input,
        en: "The answer comes from another provider than the one that was asked." => "Refuse it and start the login again.",
        vi: "Câu trả lời đến từ nhà cung cấp khác với nơi đã hỏi." => "Từ chối và đăng nhập lại từ đầu.";
    LoginRefused = "login-refused", Input,
        en: "The provider refused the login, or the person cancelled it." => "Let the person try again.",
        vi: "Nhà cung cấp từ chối đăng nhập, hoặc người dùng đã hủy." => "Để người dùng thử lại.";
    LoginExpired = "login-expired", Input,
        en: "The login took too long." => "Start the login again.",
        vi: "Lần đăng nhập kéo dài quá lâu." => "Đăng nhập lại từ đầu.";
    RequestRefused = "request-refused", Input,
        en: "The provider refused the request of this program." => "Compare client, address and secret with the registration.",
        vi: "Nhà cung cấp từ chối yêu cầu của chương trình này." => "Đối chiếu mã ứng dụng, địa chỉ và khóa bí mật với hồ sơ đăng ký.";
    ProfileInvalid = "profile-invalid", Caller,
        en: "The profile or request is incomplete or contradicts itself." => "Correct the named setting.",
        vi: "Hồ sơ kết nối hoặc yêu cầu còn thiếu hoặc tự mâu thuẫn." => "Sửa mục được nêu.";
    ReturnPath = "return-path", Caller,
        en: "The address to return to is not a path of this program." => "Give a path that starts with one slash.",
        vi: "Địa chỉ quay lại không phải đường dẫn của chương trình này." => "Đưa vào đường dẫn bắt đầu bằng một dấu gạch chéo.";
    AddressInsecure = "address-insecure", Caller,
        en: "The address is not one that may be called: https with a host name." => "Give the https address of the provider.",
        vi: "Địa chỉ không được phép gọi: phải là https kèm tên máy chủ." => "Đưa vào địa chỉ https của nhà cung cấp.";
    AddressRefused = "address-refused", Link,
        en: "The host leads to an address inside a private or local network." => "Allow private addresses in the profile if the provider is inside; otherwise refuse it.",
        vi: "Tên máy chủ dẫn tới địa chỉ trong mạng riêng hoặc cục bộ." => "Cho phép địa chỉ riêng trong hồ sơ nếu nhà cung cấp ở bên trong; nếu không thì từ chối.";
    RedirectRefused = "redirect-refused", Link,
        en: "The provider redirects a call that must not be redirected." => "Give the final address in the profile.",
        vi: "Nhà cung cấp chuyển hướng lời gọi không được phép chuyển hướng." => "Đưa địa chỉ cuối cùng vào hồ sơ kết nối.";
    CallTimeout = "call-timeout", Link,
        en: "The provider does not answer in time." => "Try again later.",
        vi: "Nhà cung cấp không trả lời kịp thời." => "Thử lại sau.";
    CallFailed = "call-failed", Link,
        en: "The provider cannot be reached." => "Check the network and the certificate of the provider, then try again.",
        vi: "Không kết nối được tới nhà cung cấp." => "Kiểm tra mạng và chứng thư của nhà cung cấp rồi thử lại.";
    CallStatus = "call-status", Link,
        en: "The provider answers with an error." => "Try again later; report it to the provider if it stays.",
        vi: "Nhà cung cấp trả lời báo lỗi." => "Thử lại sau; nếu vẫn lỗi thì báo cho nhà cung cấp.";
    OperationUnsupported = "operation-unsupported", Caller,
        en: "The key or the build cannot do this operation." => "Give a key that can, or build with the feature that the documentation names.",
        vi: "Khóa hoặc bản dựng không làm được thao tác này." => "Dùng khóa phù hợp, hoặc dựng với tính năng nêu trong tài liệu.";
    // --- files for receiving systems --------------------------------------------------------------------
    ExportMalformed = "export-file-malformed", Input,
        en: "The file is damaged or does not have the structure of its format." => "Give the file as it was produced or downloaded, not one that was opened and saved by another program.",
        vi: "Tệp bị hỏng hoặc không đúng cấu trúc của định dạng." => "Dùng đúng tệp đã được tạo ra hoặc tải về, không dùng tệp đã mở và lưu lại bằng chương trình khác.";
    ExportVersion = "export-file-version", Input,
        en: "The file was written by a newer version." => "Update the library.",
        vi: "Tệp do phiên bản mới hơn ghi." => "Cập nhật thư viện.";
    ExportFieldMissing = "export-field-missing", Input,
        en: "A field that the receiving system requires is empty." => "Complete the declaration and produce the file again.",
        vi: "Một trường mà hệ thống tiếp nhận bắt buộc còn để trống." => "Bổ sung thông tin khai báo rồi xuất lại tệp.";
    ExportFieldForm = "export-field-form", Input,
        en: "A value does not have the form that the receiving system reads." => "Correct the value and produce the file again.",
        vi: "Một giá trị không đúng dạng mà hệ thống tiếp nhận đọc được." => "Sửa lại giá trị rồi xuất lại tệp.";
    PortalTemplateChanged = "portal-template-changed", Input,
        en: "The template does not have the layout that this library knows." => "Download the template from the portal again; if it repeats, update the library and declare on the portal by hand until then.",
        vi: "Tệp mẫu không đúng bố cục mà thư viện đã biết." => "Tải lại tệp mẫu từ cổng; nếu lặp lại, cập nhật thư viện và trong lúc chờ hãy khai trực tiếp trên cổng.";
    PortalTemplateFilled = "portal-template-filled", Input,
        en: "The template already holds guests." => "Give the template as it was downloaded, with nothing below the example row.",
        vi: "Tệp mẫu đã có dữ liệu khách." => "Dùng tệp mẫu như khi tải về, không có dữ liệu bên dưới dòng ví dụ.";
    PortalNotListed = "portal-value-not-listed", Input,
        en: "A value is not in the code lists of the template." => "Choose a value from the list; where the portal lacks one, declare this guest on the portal by hand.",
        vi: "Một giá trị không có trong danh mục của tệp mẫu." => "Chọn giá trị trong danh mục; nếu danh mục của cổng còn thiếu, khai khách này trực tiếp trên cổng.";
    PortalWrongFile = "portal-wrong-file", Caller,
        en: "This guest is declared with the other file of the portal." => "Write citizens of Viet Nam into the template, foreigners into the XML file.",
        vi: "Khách này phải khai bằng loại tệp còn lại của cổng." => "Ghi công dân Việt Nam vào tệp mẫu XLSX, người nước ngoài vào tệp XML.";
    // --- outbox of declarations ---------------------------------------------------------------------------
    OutboxMissing = "outbox-missing", Caller,
        en: "There is no outbox at this place." => "Check the path, or create an outbox there.",
        vi: "Không có hộp khai báo ở đường dẫn này." => "Kiểm tra đường dẫn, hoặc tạo hộp khai báo mới tại đó.";
    OutboxExists = "outbox-exists", Caller,
        en: "There is an outbox at this place already." => "Open it, or choose another path.",
        vi: "Đã có hộp khai báo ở đường dẫn này." => "Mở hộp đó, hoặc chọn đường dẫn khác.";
    OutboxForeign = "outbox-foreign", Input,
        en: "The file is not an outbox; it was left untouched." => "Check the path; choose a file that this library has made.",
        vi: "Tệp này không phải hộp khai báo; tệp được giữ nguyên." => "Kiểm tra đường dẫn; chọn tệp do thư viện này tạo ra.";
    OutboxNewer = "outbox-newer", Caller,
        en: "The outbox was written by a newer version." => "Update the program.",
        vi: "Hộp khai báo do phiên bản mới hơn ghi." => "Cập nhật chương trình.";
    OutboxDamaged = "outbox-damaged", Input,
        en: "The outbox is damaged or was changed by another program." => "Stop using it, keep the file, and go on with the last good copy; compare with the portal's list.",
        vi: "Hộp khai báo bị hỏng hoặc bị chương trình khác sửa đổi." => "Ngừng sử dụng, giữ lại tệp, và dùng bản sao lưu tốt gần nhất; đối chiếu với danh sách trên cổng.";
    OutboxLocked = "outbox-locked", Caller,
        en: "Another program is writing to the outbox." => "Wait until the other program is done, or close it, and try again.",
        vi: "Chương trình khác đang ghi vào hộp khai báo." => "Chờ chương trình kia xong, hoặc đóng lại, rồi thử lại.";
    OutboxReadOnly = "outbox-read-only", Caller,
        en: "The outbox cannot be written: the file, its folder or the disk is read-only." => "Give the program the right to write to the file and its folder.",
        vi: "Không ghi được hộp khai báo: tệp, thư mục hoặc ổ đĩa chỉ cho đọc." => "Cấp quyền ghi tệp và thư mục chứa tệp cho chương trình.";
    OutboxDiskFull = "outbox-disk-full", Caller,
        en: "The disk is full; the last step was not done, everything before it is kept." => "Free some space and repeat the last step.",
        vi: "Ổ đĩa đầy; bước vừa rồi chưa được thực hiện, dữ liệu trước đó vẫn còn nguyên." => "Giải phóng dung lượng rồi làm lại bước vừa rồi.";
    OutboxStorage = "outbox-storage", Caller,
        en: "The disk or the system refused to read or write the outbox; the last step was not done." => "Check disk, quota and access rights, and repeat the last step.",
        vi: "Ổ đĩa hoặc hệ thống từ chối đọc hoặc ghi hộp khai báo; bước vừa rồi chưa được thực hiện." => "Kiểm tra ổ đĩa, hạn mức và quyền truy cập, rồi làm lại bước vừa rồi.";
    OutboxKeyMissing = "outbox-key-missing", Key,
        en: "The key that this outbox names was not given." => "Give the key with the number that the outbox names.",
        vi: "Chưa cung cấp khóa mà hộp khai báo này yêu cầu." => "Cung cấp khóa có đúng số hiệu ghi trong hộp khai báo.";
    OutboxKeyWrong = "outbox-key-wrong", Key,
        en: "The key does not open this outbox; nothing was changed." => "Give the key with which the outbox was made or last re-encrypted.",
        vi: "Khóa không mở được hộp khai báo này; dữ liệu không bị thay đổi." => "Cung cấp khóa đã dùng khi tạo hoặc khi đổi khóa lần gần nhất.";
    OutboxUnknown = "outbox-unknown", Caller,
        en: "The outbox holds no such declaration or batch." => "List what the outbox holds and choose from it.",
        vi: "Hộp khai báo không có khai báo hoặc lô tệp này." => "Xem danh sách trong hộp khai báo rồi chọn lại.";
    OutboxState = "outbox-state", Caller,
        en: "The declaration is not in a state that allows this step; nothing was changed." => "Look at its state; correct it first if it shall be exported again.",
        vi: "Trạng thái của khai báo không cho phép bước này; dữ liệu không bị thay đổi." => "Xem trạng thái khai báo; muốn xuất lại thì phải đính chính trước.";
    OutboxConflict = "outbox-conflict", Caller,
        en: "This stay was declared with other contents already." => "Correct the declaration that is there instead of adding another one.",
        vi: "Lượt lưu trú này đã được khai báo với nội dung khác." => "Đính chính khai báo đã có, không thêm khai báo mới.";
    OutboxRedacted = "outbox-redacted", Caller,
        en: "The personal data were removed after the retention time." => "Use the kept evidence: counts, hashes, times and states.",
        vi: "Dữ liệu cá nhân đã được xóa sau thời hạn lưu giữ." => "Dùng phần chứng cứ còn lại: số lượng, mã băm, thời điểm và trạng thái.";
    OutboxName = "outbox-name", Caller,
        en: "A name for the outbox is empty, too long or holds control characters." => "Give a short name without line breaks; for a file, its name without a folder.",
        vi: "Tên dùng trong hộp khai báo để trống, quá dài hoặc có ký tự điều khiển." => "Đặt tên ngắn, không xuống dòng; với tệp thì chỉ ghi tên, không kèm thư mục.";
}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// An error: a stable code, where in the standard's terms it happened, and the offset in the input.
///
/// It never holds a value that was read, so that it can be logged without leaking a person's data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Error {
    code: Code,
    place: &'static str,
    offset: Option<usize>,
}

impl Code {
    /// Whether the same call may succeed when it is simply made again: the card slipped, the reader was busy. Nothing
    /// that was given has to change.
    #[must_use]
    pub const fn is_retryable(self) -> bool {
        matches!(self.fault(), Fault::Link) || matches!(self, Self::SessionBusy)
    }
}

impl Error {
    /// An error at a named place (a file, field or step, never a value).
    #[must_use]
    pub const fn new(code: Code, place: &'static str) -> Self {
        Self { code, place, offset: None }
    }

    /// The same error with the byte offset in the input at which it was noticed.
    #[must_use]
    pub const fn at(mut self, offset: usize) -> Self {
        self.offset = Some(offset);
        self
    }

    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> Code {
        self.code
    }

    /// The file, field or step.
    #[must_use]
    pub const fn place(&self) -> &'static str {
        self.place
    }

    /// The byte offset in the input, where known.
    #[must_use]
    pub const fn offset(&self) -> Option<usize> {
        self.offset
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} [{}] in {}", self.code.cause(Lang::En), self.code.as_str(), self.place)?;
        match self.offset {
            Some(offset) => write!(f, " at byte {offset}"),
            None => Ok(()),
        }
    }
}

/// A result of this library.
pub type Result<T, E = Error> = std::result::Result<T, E>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_every_text_is_there() {
        let mut seen = std::collections::BTreeSet::new();
        for code in Code::ALL {
            assert!(seen.insert(code.as_str()), "{} twice", code.as_str());
            for lang in [Lang::Vi, Lang::En] {
                assert!(code.cause(lang).ends_with('.') && code.remedy(lang).ends_with('.'), "{}", code.as_str());
            }
        }
    }
}
