//! The few words that decide where spelling does not: family names, forms of address, words of minorities.

use super::fold::fold;
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

/// The family names as [`Word::key`], sorted.
static KEYS: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let words = FAMILY_NAMES.split_whitespace().chain(COMMON).filter_map(Word::of);
    let mut keys: Vec<u64> = words.map(|word| word.key()).collect();
    keys.sort_unstable();
    keys
});

/// Whether a word, in any case and with its tone mark anywhere, is a family name.
pub(super) fn is_family_word(word: &Word) -> bool {
    KEYS.binary_search(&word.key()).is_ok()
}

/// The same for a word as text.
pub(super) fn is_family_name(word: &str) -> bool {
    Word::of(word).is_some_and(|word| is_family_word(&word))
}

/// The words of [`NAME_WORDS`] and the family names without their marks, where that makes another word; sorted.
static BARE: LazyLock<Vec<String>> = LazyLock::new(|| {
    let words = NAME_WORDS.split_whitespace().chain(FAMILY_NAMES.split_whitespace());
    let mut bare: Vec<String> = words.map(fold).filter(|word| !is_name_word(word)).collect();
    bare.sort_unstable();
    bare
});

/// Whether a word in small letters is a usual one that lost its marks: `cong`, but not `mai`.
pub(super) fn is_bare(word: &str) -> bool {
    BARE.binary_search_by(|known| known.as_str().cmp(word)).is_ok()
}

/// Family names and [`NAME_WORDS`] as [`Word::key`], sorted.
static USUAL: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let words = NAME_WORDS.split_whitespace().filter_map(Word::of);
    let mut keys: Vec<u64> = words.map(|word| word.key()).chain(KEYS.iter().copied()).collect();
    keys.sort_unstable();
    keys
});

/// Family names and [`NAME_WORDS`].
pub(super) fn usual_words() -> impl Iterator<Item = &'static str> {
    FAMILY_NAMES.split_whitespace().chain(NAME_WORDS.split_whitespace())
}

/// Whether names of people usually have a word.
pub(super) fn is_usual_word(word: &Word) -> bool {
    USUAL.binary_search(&word.key()).is_ok()
}

/// Whether names of people usually have a word in middle or last place.
pub(super) fn is_name_word(word: &str) -> bool {
    Word::of(word).is_some_and(|word| is_usual_word(&word))
}

/// Whether a word in small letters is one of the family names that most people have.
pub(super) fn is_common_family_name(word: &str) -> bool {
    COMMON.contains(&word)
}

/// Whether a word in small letters is known though it is no syllable.
pub(super) fn is_minority_word(word: &str) -> bool {
    matches!(word, "y" | "h" | "k" | "m" | "r") || MINORITIES.binary_search(&word).is_ok()
}

static MINORITIES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut words: Vec<&str> = MINORITY.split_whitespace().collect();
    words.sort_unstable();
    words
});

/// The common family names without their marks, where that makes another word; sorted.
static BARE_FAMILIES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut bare: Vec<String> = COMMON.into_iter().map(fold).filter(|name| !is_family_name(name)).collect();
    bare.sort_unstable();
    bare
});

/// Whether a word in small letters is a common family name that lost its marks.
pub(super) fn is_bare_family(word: &str) -> bool {
    BARE_FAMILIES.binary_search_by(|known| known.as_str().cmp(word)).is_ok()
}

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
