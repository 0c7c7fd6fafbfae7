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
