//! The few words that decide where spelling does not: family names, forms of address, words of minorities.

use super::fold::fold;
use super::letters::lower;
use super::syllable::Word;
use std::sync::LazyLock;

/// Family names that are Vietnamese syllables, in small letters, tone marks placed traditionally. Common ones and
/// those of minorities; a name that is not here is not wrong.
const FAMILY_NAMES: &str = " nguyễn trần lê công siu nay phạm huỳnh hoàng phan vũ võ đặng bùi đỗ hồ ngô dương lý đào đoàn vương \
trịnh trương đinh lâm phùng mai tô hà tạ lương lưu thái cao châu chu tăng triệu quách hứa thạch la lục đàm mạc nông \
kiều từ khương bạch lại ninh nghiêm đồng quan thân ông âu bành bế ca cái cam cù cung diệp doãn đan đái đậu điền đường \
giang giáp hàn hầu hoa khổng khúc kim kha khuất lã lạc lữ liễu long lô lò lộc luân lỗ mã mạnh mẫn nhâm nhan nhữ ong ôn \
phí phó phù phương quản quảng quyền sầm sái sơn sử tào tất tân thang thi thiều thịnh thôi tiêu tiết tiền tống tòng tôn \
tông trà trang triều trình trưng tưởng ung uông ứng vi viên xa yên vàng giàng thào sùng mùa hạng lầu má tráng cháng \
chảo tẩn phàn bàn đèo cầm quàng cà lường lang danh kiên chung chử cung dư đới đổng hình hoắc huyền khiếu khâu kỷ \
lai lệ lều lôi lù mậu mẹc mông nhiêu ngưu ngân ngụy phi phú quế tha thẩm thập thiệu thường tiếp trác trầm trì \
trịnh tuấn tư tường úc vầy vòng xuân ";

/// Family names that most lists have; enough to tell a name from other text without diacritics.
const COMMON: [&str; 36] = [
    "nguyễn", "trần", "lê", "phạm", "huỳnh", "hoàng", "phan", "vũ", "võ", "đặng", "bùi", "đỗ", "hồ", "ngô", "dương",
    "lý", "đào", "đoàn", "vương", "trịnh", "trương", "đinh", "lâm", "phùng", "mai", "tô", "hà", "tạ", "lương", "lưu",
    "thái", "cao", "châu", "chu", "tăng", "triệu",
];

/// Middle and given names that lists are full of. Enough to tell `Dũng` from `Dòng`; a word that is not here is not
/// wrong.
const NAME_WORDS: &str = " văn thị thanh ngọc minh hữu đức quang công xuân anh đình bá duy gia hải khắc mạnh nhật phú thành thế tiến trọng trung tuấn viết việt thu kim hồng bích mỹ phương khánh bảo diệu lan như quỳnh thùy tường tố tuyết yến hùng dũng sơn long quân cường thắng hiếu kiên phúc lộc tài khoa khôi huy hòa bình an tú tùng vinh quý quốc thịnh toàn trí đạt hậu hưng lợi nghĩa nhân phong phước sang tâm tân thiện trường ước ý đông thuận hoa hương thảo trang linh hằng hạnh thủy thúy nga nhung oanh trinh vân chi dung duyên hiền huệ huyền khuê liên loan ly my ngân nguyệt nhi phụng phượng sen tiên trâm trúc uyên vy diệp hoài lụa bé út mẫu ánh ân ái bằng bách bắc báu biên cẩm cúc cảnh chấn chánh chí chiến chính chinh chương đăng đại đan danh đào đệ điền điệp định độ đoan đoàn hân hào hảo hiệp hiển hoàn hoạt học huấn huân khải khang khương kỳ lễ lệ lịch liêm lĩnh lực lương luân luận luật lượng mẫn mến miên mơ mộng mùi nam năng nết nghi nghị nguyên nhã nhàn nhâm nhơn nhu nhuận nhựt ninh nở nương phát phấn phi quế quyên quyền quyết sáng sinh sương sỹ tấn tận tạo thạc thạch thái thân thăng thi thích thiên thìn thịnh thoa thoại thọ thông thơ thơm thuần thục thụy thuyên thư thương thường thưởng tích tiệp tình tính tĩnh tỉnh toán toản tới trà trân triết trinh triển trực trước trương tuân tuất tuệ tuyên tuyến tỵ tý uy vàng vạn vệ viễn viện vĩnh vọng vượng vũ vương xoan xuyến yên hợi hợp hội huynh khiêm khuyên kiệm kiều lam lành lài lạng liễu lợi lý mận mai mão mười năm bảy tám chín ba tư sáu hai nhất nhị nữ tôn tằng hoàng hà giang lâm châu đỗ võ bùi lê trần nguyễn phạm phan hồ ngô dương ";

/// Words of names of the Ê Đê, Gia Rai, Ba Na, Cơ Ho, M'Nông and others that are no Vietnamese syllables, and of
/// places that are written so.
const MINORITY: &str = " niê kpă kđăm kbuôr bkrông mlô byă êban ênuôl hmôk hwing ksơr ksor rcom rahlan rah rmah \
rơlan rơmah adrơng mdrang mjâo hđơk krông kơ cil cill kơsă kră bnướch ktla knul kriêng kbor ktul sruk jơ gur êya \
rơ ayŭn blim hđing kuan hrah đrông ktơr bdap bing hlong adrong krơng jrai đắk đăk lắk lăk pleiku kông plông \
kon krái kbang ea mdrắk m'drắk cư búk búc drăng kuin jút r'lấp krong kạn ";

/// What is known of a word.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Known(u8);

const FAMILY: u8 = 1;
const USUAL: u8 = 2;
const BARE: u8 = 4;
const BARE_FAMILY: u8 = 8;
const OF_MINORITY: u8 = 16;
const IN_COMMON: u8 = 32;

impl Known {
    /// One look for all that is known of a word, in any case and with its tone mark anywhere.
    #[inline]
    pub(super) fn of(word: &Word) -> Self {
        let key = word.key();
        let mut place = slot(key);
        loop {
            match WORDS.get(place) {
                Some(&(known, what)) if known == key => return Self(what),
                Some(&(0, _)) | None => return Self(0),
                Some(_) => place = place.wrapping_add(1) % SLOTS,
            }
        }
    }

    /// A family name.
    pub(super) const fn is_family(self) -> bool {
        self.0 & FAMILY != 0
    }

    /// A word that names of people usually have, in any place.
    pub(super) const fn is_usual(self) -> bool {
        self.0 & USUAL != 0
    }

    /// A usual word that lost its marks: `cong`, but not `mai`.
    pub(super) const fn is_bare(self) -> bool {
        self.0 & BARE != 0
    }

    /// A common family name that lost its marks.
    pub(super) const fn is_bare_family(self) -> bool {
        self.0 & BARE_FAMILY != 0
    }

    /// A word of minorities, `word` itself being at hand.
    pub(super) fn is_of_minority(self, word: &Word) -> bool {
        self.0 & OF_MINORITY != 0 || matches!(word.letters(), b"y" | b"h" | b"k" | b"m" | b"r") && !word.is_marked()
    }

    /// A family name that most lists have.
    pub(super) const fn is_common_family(self) -> bool {
        self.0 & IN_COMMON != 0
    }
}

/// Places of [`WORDS`], a power of two: a third is taken.
const SLOTS: usize = 4096;

/// Every known word by [`Word::key`]; no word has the key zero.
static WORDS: LazyLock<Vec<(u64, u8)>> = LazyLock::new(|| {
    let mut table = vec![(0, 0); SLOTS];
    let mut add = |word: &str, what: u8| -> u8 {
        let Some(key) = Word::of(word).map(|word| word.key()) else { return 0 };
        let mut place = slot(key);
        while let Some(found) = table.get_mut(place) {
            if found.0 == 0 || found.0 == key {
                *found = (key, found.1 | what);
                return found.1;
            }
            place = place.wrapping_add(1) % SLOTS;
        }
        0
    };
    for word in usual_words() {
        add(word, USUAL);
    }
    for (words, what) in [(FAMILY_NAMES, FAMILY), (MINORITY, OF_MINORITY)] {
        for word in words.split_whitespace() {
            add(word, what);
        }
    }
    for word in COMMON {
        add(word, IN_COMMON);
    }
    // Where the marks make no difference, or make another known word, nothing tells that they were lost.
    for word in usual_words() {
        let bare = fold(word);
        if add(&bare, 0) & USUAL == 0 {
            add(&bare, BARE);
        }
    }
    for word in COMMON {
        let bare = fold(word);
        if add(&bare, 0) & FAMILY == 0 {
            add(&bare, BARE_FAMILY);
        }
    }
    table
});

#[inline]
fn slot(key: u64) -> usize {
    let mixed = (key ^ key.rotate_left(32)).wrapping_mul(0x9e37_79b9_7f4a_7c15).to_le_bytes();
    usize::from(u16::from_le_bytes([mixed[6], mixed[7]])) % SLOTS
}

/// Whether a word, in any case and with its tone mark anywhere, is a family name.
pub(super) fn is_family_name(word: &str) -> bool {
    Word::of(word).is_some_and(|word| Known::of(&word).is_family())
}

/// Family names and [`NAME_WORDS`].
pub(super) fn usual_words() -> impl Iterator<Item = &'static str> {
    FAMILY_NAMES.split_whitespace().chain(NAME_WORDS.split_whitespace())
}

/// Whether names of people usually have a word.
pub(super) fn is_usual_word(word: &Word) -> bool {
    Known::of(word).is_usual()
}

/// Whether names of people usually have a word in middle or last place.
pub(super) fn is_name_word(word: &str) -> bool {
    Word::of(word).is_some_and(|word| is_usual_word(&word))
}

/// Whether a word, in any case, is known though it is no syllable.
pub(super) fn is_minority_word(word: &str) -> bool {
    match Word::of(word) {
        Some(word) => is_minority(&word),
        None => MINORITIES.contains(&&*lower(word)),
    }
}

/// The same for a word that has nothing but letters of Vietnamese.
pub(super) fn is_minority(word: &Word) -> bool {
    Known::of(word).is_of_minority(word)
}

/// Those with other letters.
static MINORITIES: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| MINORITY.split_whitespace().filter(|word| Word::of(word).is_none()).collect());

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cleanup::is_syllable;

    #[test]
    fn family_names_are_syllables_and_minority_words_are_not() {
        for name in FAMILY_NAMES.split_whitespace().chain(COMMON) {
            assert!(is_syllable(name), "{name}");
            assert!(is_family_name(name), "{name}");
        }
        for word in MINORITY.split_whitespace() {
            assert!(is_minority_word(word) && !is_family_name(word), "{word}");
        }
        assert!(!is_family_name("") && !is_family_name("nguyễn trần") && !is_family_name("ng"));
    }
}
