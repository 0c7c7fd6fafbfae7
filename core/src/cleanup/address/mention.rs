//! Where an address names something that the table has, and what is written in front of it.

use super::lexicon::{Lexicon, Meaning};
use super::tokens::{Gap, Tokens};
use crate::units::Kind;
use std::ops::Range;

/// What stands in front of a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Marker {
    None,
    /// A word for one or two kinds of unit: `TP` and `TT` have two meanings each.
    Kind(Kind),
    /// Thành phố: of a province, or a province.
    City,
}

impl Marker {
    pub(super) const fn is_commune(self) -> bool {
        matches!(self, Self::Kind(Kind::Ward | Kind::Commune | Kind::Township | Kind::SpecialZone))
    }

    pub(super) const fn is_district(self) -> bool {
        matches!(self, Self::Kind(Kind::UrbanDistrict | Kind::RuralDistrict | Kind::Town) | Self::City)
    }

    pub(super) const fn is_province(self) -> bool {
        matches!(self, Self::Kind(Kind::Province) | Self::City)
    }
}

/// Why a name may be no unit but a part of the way there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Governed {
    /// Nothing speaks for it.
    Free,
    /// Behind a word for a street or hamlet, but not directly.
    Near,
    /// Directly behind such a word or a house number.
    Yes,
}

/// A name in the address.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mention {
    /// Its words, without what stands in front.
    pub(super) first: usize,
    pub(super) end: usize,
    /// The first word of its marker, or `first`.
    pub(super) from: usize,
    pub(super) name: Name,
    pub(super) marker: Marker,
    pub(super) governed: Governed,
    /// A longer name holds it.
    pub(super) inner: bool,
    /// One that is the name of a district or province.
    pub(super) inside_upper: bool,
    /// A word follows that is no unit and no word for one.
    pub(super) ragged: bool,
    /// Its first word could be a word for its kind.
    pub(super) marker_inside: bool,
    pub(super) accent: u32,
}

/// What a mention names.
#[derive(Clone, Copy, Debug)]
pub(super) enum Name {
    /// A name of the lexicon.
    Known(u32),
    /// One unit, with one typing error.
    Mistyped(Meaning, Spelling),
}

/// What the diacritics say about a name with a typing error.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Spelling {
    /// Nothing: the words have none.
    Unmarked,
    /// They are those of the name, but for the one error.
    Fits,
    /// They are not: it takes more than one error to make the name of this.
    Otherwise,
}

impl Mention {
    /// All its words, marker included.
    pub(super) const fn words(&self) -> Range<usize> {
        self.from..self.end
    }

    /// True if this name begins where the other ends; its marker may be the other's last word.
    pub(super) const fn follows(&self, other: &Self) -> bool {
        self.from == other.end || self.first == other.end
    }

    /// True if two names share words. A marker that is a part of another name does not count: Tân Xã Thạch Thất.
    pub(super) const fn overlaps(&self, other: &Self) -> bool {
        self.first < other.end && other.first < self.end
    }
}

/// A word that stands before names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    Plain,
    /// Last word of a marker that begins this many words earlier.
    Marker(Marker, u8),
    /// Before the name of a street or place, or of a hamlet: `true` if a number may follow that is no house number.
    Way(bool),
}

/// The roles of words, filled once for each address.
pub(super) fn roles(other: &OtherWords, tokens: &Tokens, roles: &mut Vec<Role>) {
    roles.clear();
    let plain = |at: usize| other.has(tokens, at) || is_room(tokens, at);
    roles.extend((0..tokens.list.len()).map(|at| if plain(at) { Role::Plain } else { role(tokens, at) }));
}

/// True for the letter of `P658`: there are no wards above 99, but there are rooms.
fn is_room(tokens: &Tokens, at: usize) -> bool {
    let next = at.saturating_add(1);
    let number = tokens.list.get(next).is_some_and(|token| token.number && token.gap <= Gap::Dot);
    number && tokens.word(at).len() == 1 && tokens.word(next).len() > 2
}

fn role(tokens: &Tokens, at: usize) -> Role {
    let word = tokens.word(at);
    let joined = |gap: Gap| gap <= Gap::Dash;
    let gap = tokens.list.get(at).map_or(Gap::Break, |token| token.gap);
    let before = at.checked_sub(1).filter(|_| joined(gap)).map_or(&[][..], |before| tokens.word(before));
    let kind = |kind| Role::Marker(Marker::Kind(kind), 0);
    let pair = |kind| Role::Marker(Marker::Kind(kind), 1);
    match (before, word) {
        (b"thi", b"tran") => pair(Kind::Township),
        (b"thi", b"xa") => pair(Kind::Town),
        (b"thanh", b"pho") => Role::Marker(Marker::City, 1),
        (b"dac", b"khu") => pair(Kind::SpecialZone),
        (b"t", b"p") if gap <= Gap::Dot => Role::Marker(Marker::City, 1),
        (b"t", b"x") if gap <= Gap::Dot => pair(Kind::Town),
        (b"t", b"t") if gap <= Gap::Dot => pair(Kind::Township),
        (b"tt", b"r" | b"ran") if gap == Gap::None => pair(Kind::Township),
        (b"khu", b"pho") => Role::Way(true),
        (b"dan", b"pho" | b"cu") => Role::Way(true),
        (_, b"phuong") => kind(Kind::Ward),
        (_, b"p" | b"ph" | b"f" | b"fuong" | b"phg" | b"phuog" | b"phuon" | b"puong" | b"phung" | b"ward") => {
            kind(Kind::Ward)
        }
        (_, b"xa") => kind(Kind::Commune),
        (_, b"x" | b"commune") => kind(Kind::Commune),
        (_, b"tt" | b"thitran") => kind(Kind::Township),
        (_, b"dk" | b"dackhu") => kind(Kind::SpecialZone),
        (_, b"quan") => kind(Kind::UrbanDistrict),
        (_, b"q" | b"qan" | b"district" | b"dist") => kind(Kind::UrbanDistrict),
        (_, b"huien") => kind(Kind::RuralDistrict),
        (_, b"h" | b"huen" | b"hien" | b"huie") => kind(Kind::RuralDistrict),
        (_, b"tx" | b"thixa") => kind(Kind::Town),
        (_, b"tp" | b"thanhpho" | b"city") => Role::Marker(Marker::City, 0),
        (_, b"tinh") => kind(Kind::Province),
        (_, b"t" | b"tnh") => kind(Kind::Province),
        (
            _,
            b"thon" | b"ap" | b"xom" | b"ban" | b"buon" | b"bon" | b"plei" | b"pleiku" | b"lang" | b"khom" | b"khoi"
            | b"to" | b"kp" | b"tdp" | b"doi" | b"tk" | b"kv" | b"cum" | b"soc" | b"khu" | b"khuvuc" | b"tieukhu"
            | b"khupho" | b"todanpho" | b"ktt" | b"xm" | b"hamlet",
        ) => Role::Way(true),
        (
            _,
            b"duong" | b"d" | b"pho" | b"ngo" | b"ngach" | b"hem" | b"kiet" | b"so" | b"sn" | b"nha" | b"ql" | b"tl"
            | b"dl" | b"dt" | b"hl" | b"lo" | b"cc" | b"toa" | b"kdt" | b"kdc" | b"kcn" | b"cho" | b"ktx" | b"gan"
            | b"canh" | b"sau" | b"truoc" | b"ben" | b"doc" | b"cau" | b"street" | b"st" | b"alley" | b"lane",
        ) => Role::Way(false),
        (b"chung", b"cu") | (b"do", b"thi") | (b"cong", b"nghiep") | (b"tap", b"the") | (b"doi", b"dien") => {
            Role::Way(false)
        }
        _ => Role::Plain,
    }
}

/// Words that look like markers without their diacritics and are none.
const OTHER_WORDS: [(&[u8], &[&str]); 5] = [
    (b"phuong", &["phương", "phượng", "phướng"]),
    (b"xa", &["xà", "xạ", "xá", "xả"]),
    (b"quan", &["quán", "quần", "quản", "quân"]),
    (b"huien", &["huyền", "huyên", "huyến"]),
    (b"tinh", &["tình", "tịnh", "tính", "tĩnh"]),
];

/// The accents of [`OTHER_WORDS`].
#[derive(Debug)]
pub(super) struct OtherWords(Vec<(&'static [u8], u32)>);

impl OtherWords {
    pub(super) fn new() -> Self {
        let mut tokens = Tokens::default();
        let mut found = Vec::new();
        for (word, others) in OTHER_WORDS {
            for other in others {
                tokens.read(other);
                found.push((word, tokens.list.first().map_or(0, |token| token.accent)));
            }
        }
        Self(found)
    }

    fn has(&self, tokens: &Tokens, at: usize) -> bool {
        let accent = tokens.list.get(at).map_or(0, |token| token.accent);
        accent != 0 && self.0.iter().any(|(word, other)| *other == accent && *word == tokens.word(at))
    }
}

/// Finds every name of the lexicon. Words for ways that turn out to be parts of names lose their role.
pub(super) fn find(lexicon: &Lexicon, tokens: &Tokens, roles: &mut [Role], found: &mut Vec<Mention>) {
    found.clear();
    let count = tokens.list.len();
    for first in 0..count {
        let mut node = 0;
        for end in first.saturating_add(1)..=count {
            let Some(last) = end.checked_sub(1) else { break };
            let broken = last > first && tokens.list.get(last).is_none_or(|token| token.gap == Gap::Break);
            if broken {
                break;
            }
            let Some(next) = lexicon.walk(node, tokens.word(last)) else { break };
            node = next;
            let Some(name) = lexicon.name_at(node) else { continue };
            // Tân Bình | Thành phố, not Tân Bình Thành.
            let joined = tokens.list.get(end).is_some_and(|next| next.gap < Gap::Break);
            if last > first && joined && matches!(roles.get(end), Some(Role::Marker(_, 1))) {
                continue;
            }
            let (marker, from) = marker_before(tokens, roles, first);
            let digits = tokens.list.get(first..end).is_some_and(|words| words.iter().all(|word| word.number));
            // A number is a name only behind the word for a commune or a district.
            if digits && !(marker.is_commune() || marker.is_district()) {
                continue;
            }
            if last > first {
                for role in roles.get_mut(first..end).into_iter().flatten() {
                    if matches!(role, Role::Way(_)) {
                        *role = Role::Plain;
                    }
                }
            }
            let accent = tokens.accent_of(first, end);
            let name = Name::Known(name);
            let marker_inside = last > first && matches!(roles.get(first), Some(Role::Marker(..)));
            found.push(Mention {
                first,
                end,
                from,
                name,
                marker,
                governed: Governed::Free,
                inner: false,
                inside_upper: false,
                ragged: is_ragged(tokens, roles, end),
                marker_inside,
                accent,
            });
        }
    }
    // Sorted by start, then by end: a name is inside a longer one that starts with it or before it.
    let upper = |mention: &Mention| match mention.name {
        Name::Known(name) => !lexicon.upper(name).is_empty(),
        Name::Mistyped(..) => false,
    };
    let (mut reach, mut reach_upper) = (0, 0);
    for at in 0..found.len() {
        let rest = found.get(at..).unwrap_or(&[]);
        let Some(this) = rest.first() else { break };
        let mut longer = rest.iter().skip(1).take_while(|next| next.first == this.first).peekable();
        let starts_longer = longer.peek().is_some();
        let bare = this.marker == Marker::None;
        let inner = starts_longer || reach >= this.end && bare;
        let inside_upper = longer.any(upper) || reach_upper >= this.end && bare;
        let governed = governed(tokens, roles, this.from, this.marker);
        if !starts_longer {
            reach = reach.max(this.end);
        }
        if upper(this) {
            reach_upper = reach_upper.max(this.end);
        }
        if let Some(this) = found.get_mut(at) {
            (this.inner, this.inside_upper, this.governed) = (inner, inside_upper, governed);
        }
    }
}

/// True if a plain word goes on behind a name, joined to it.
pub(super) fn is_ragged(tokens: &Tokens, roles: &[Role], end: usize) -> bool {
    let joined = tokens.list.get(end).is_some_and(|next| next.gap < Gap::Dash && !next.number);
    joined && matches!(roles.get(end), Some(Role::Plain))
}

/// The marker before a word, and where it begins.
pub(super) fn marker_before(tokens: &Tokens, roles: &[Role], first: usize) -> (Marker, usize) {
    let gap = tokens.list.get(first).map_or(Gap::Break, |token| token.gap);
    let Some(before) = first.checked_sub(1).filter(|_| gap <= Gap::Dot) else { return (Marker::None, first) };
    match roles.get(before) {
        Some(Role::Marker(marker, words)) => (*marker, before.saturating_sub(usize::from(*words))),
        _ => (Marker::None, first),
    }
}

/// Whether the words before a name make it the name of something else.
pub(super) fn governed(tokens: &Tokens, roles: &[Role], from: usize, marker: Marker) -> Governed {
    let Some(here) = tokens.list.get(from) else { return Governed::Free };
    let mut distance = 0_usize;
    for at in (0..from).rev() {
        let (Some(token), Some(role)) = (tokens.list.get(at), roles.get(at)) else { break };
        if token.segment != here.segment {
            break;
        }
        let behind = tokens.list.get(at.saturating_add(1)).map_or(Gap::Break, |next| next.gap);
        if behind == Gap::Break {
            break;
        }
        match role {
            Role::Way(hamlet) if marker == Marker::None || !hamlet && is_near(tokens.word(at)) => {
                return if distance == 0 { Governed::Yes } else { Governed::Near };
            }
            Role::Way(_) => return Governed::Free,
            // Another unit stands between: what was before it does not reach this one.
            Role::Marker(..) if distance > 0 => return Governed::Free,
            _ if token.number => {
                if marker != Marker::None {
                    return Governed::Free;
                }
                let of_unit = at.checked_sub(1).and_then(|before| roles.get(before));
                let of_unit = matches!(of_unit, Some(Role::Way(true) | Role::Marker(..)));
                return match (of_unit, distance) {
                    (true, _) => Governed::Free,
                    (false, 0) => Governed::Yes,
                    (false, _) => Governed::Near,
                };
            }
            _ => distance = distance.saturating_add(1),
        }
    }
    Governed::Free
}

/// Words after which even a marked unit is only near the address.
fn is_near(word: &[u8]) -> bool {
    matches!(word, b"gan" | b"canh" | b"sau" | b"truoc" | b"ben" | b"cho")
}
