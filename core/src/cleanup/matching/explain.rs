//! Why two rows are, or are not, one person.

use crate::error::Lang;

macro_rules! reasons {
    ($($bit:literal $name:ident = $code:literal, $en:literal, $vi:literal;)*) => {
        /// One finding of a comparison.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Reason { $(#[doc = $en] $name,)* }

        impl Reason {
            /// Every reason.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The reason as written in tables and JSON.
            #[must_use]
            pub const fn as_str(self) -> &'static str { match self { $(Self::$name => $code,)* } }

            /// The reason in words.
            #[must_use]
            pub const fn text(self, lang: Lang) -> &'static str {
                match (self, lang) { $((Self::$name, Lang::En) => $en, (Self::$name, Lang::Vi) => $vi,)* }
            }

            pub(super) const fn bit(self) -> u32 { match self { $(Self::$name => 1_u32 << $bit,)* } }
        }
    };
}

reasons! {
    0 NumberSame = "number-same", "same personal number", "cùng số định danh";
    1 NumberNear = "number-near", "personal numbers differ by one slip", "số định danh chỉ lệch một lỗi gõ";
    2 NumberDiffers = "number-differs", "different personal numbers", "khác số định danh";
    3 OldNumberSame = "old-number-same", "same old identity card number", "cùng số CMND";
    4 OldNumberDiffers = "old-number-differs", "different old identity card numbers", "khác số CMND";
    5 InsuranceSame = "insurance-same", "same insurance number", "cùng mã số bảo hiểm";
    6 InsuranceDiffers = "insurance-differs", "different insurance numbers", "khác mã số bảo hiểm";
    7 NameSame = "name-same", "same name", "cùng họ tên";
    8 NameSameFolded = "name-same-without-diacritics", "same name without diacritics", "cùng họ tên khi bỏ dấu";
    9 NameTonesDiffer = "name-diacritics-differ", "names differ in diacritics", "họ tên khác dấu";
    10 NameShortened = "name-shortened", "one name lacks or shortens a middle word", "một họ tên thiếu hoặc viết tắt chữ đệm";
    11 NameTypo = "name-typo", "names differ by one letter", "họ tên lệch một chữ cái";
    12 NameReordered = "name-reordered", "same words in another order", "cùng các từ nhưng khác thứ tự";
    13 NameSibling = "name-given-differs", "same family and middle name, another given name", "cùng họ và chữ đệm nhưng khác tên";
    14 NameGivenOnly = "name-family-differs", "same given name, another family name", "cùng tên nhưng khác họ";
    15 NameDiffers = "name-differs", "different names", "khác họ tên";
    16 BirthSame = "birth-same", "same date of birth", "cùng ngày sinh";
    17 BirthSwapped = "birth-swapped", "day and month exchanged", "ngày và tháng sinh bị đổi chỗ";
    18 BirthTypo = "birth-typo", "dates of birth differ by one digit", "ngày sinh lệch một chữ số";
    19 BirthYear = "birth-year", "same year of birth", "cùng năm sinh";
    20 BirthDiffers = "birth-differs", "different dates of birth", "khác ngày sinh";
    21 Generation = "birth-generation", "a generation apart", "cách nhau một thế hệ";
    22 SexDiffers = "sex-differs", "different sexes", "khác giới tính";
    23 PhoneSame = "phone-same", "same telephone", "cùng số điện thoại";
    24 CommuneSame = "commune-same", "same commune", "cùng xã, phường";
    25 DetailSame = "address-same", "same address", "cùng địa chỉ";
    26 ProvinceDiffers = "province-differs", "different provinces", "khác tỉnh, thành phố";
    28 NameLost = "name-letters-lost", "names agree where letters are left", "họ tên khớp ở những chữ còn đọc được";
    29 PhoneDiffers = "phone-differs", "different telephones", "khác số điện thoại";
    30 CommuneDiffers = "commune-differs", "different communes", "khác xã, phường";
    31 Through = "through-another-row", "both are one person with another row", "cùng là một người với một dòng khác";
    27 BirthPartly = "birth-partly", "dates of birth agree in part", "ngày sinh trùng một phần";
}

impl Reason {
    pub(super) fn of_bits(bits: u32) -> Vec<Self> {
        Self::ALL.iter().copied().filter(|reason| bits & reason.bit() != 0).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_its_own_bit_and_name() {
        let bits = Reason::ALL.iter().fold(0_u32, |all, reason| all | reason.bit());
        assert_eq!(usize::try_from(bits.count_ones()), Ok(Reason::ALL.len()));
        assert_eq!(Reason::of_bits(bits), Reason::ALL);
        let names: std::collections::BTreeSet<_> = Reason::ALL.iter().map(|r| r.as_str()).collect();
        assert_eq!(names.len(), Reason::ALL.len());
    }
}
