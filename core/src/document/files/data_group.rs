//! The elementary files of the eMRTD application (ICAO Doc 9303-10): tags, file identifiers and
//! short file identifiers.

use std::fmt;

/// A data group, DG1 to DG16.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DataGroup(u8);

/// Tag and name of DG1 to DG16, in order.
const GROUPS: [(u8, &str); 16] = [
    (0x61, "DG1"),
    (0x75, "DG2"),
    (0x63, "DG3"),
    (0x76, "DG4"),
    (0x65, "DG5"),
    (0x66, "DG6"),
    (0x67, "DG7"),
    (0x68, "DG8"),
    (0x69, "DG9"),
    (0x6A, "DG10"),
    (0x6B, "DG11"),
    (0x6C, "DG12"),
    (0x6D, "DG13"),
    (0x6E, "DG14"),
    (0x6F, "DG15"),
    (0x70, "DG16"),
];

impl DataGroup {
    /// The MRZ.
    pub const DG1: Self = Self(1);
    /// The face.
    pub const DG2: Self = Self(2);
    /// Additional personal details.
    pub const DG11: Self = Self(11);
    /// Additional document details.
    pub const DG12: Self = Self(12);
    /// What the issuer likes: on Vietnamese cards the citizen's data in full.
    pub const DG13: Self = Self(13);
    /// Security options.
    pub const DG14: Self = Self(14);
    /// The key of active authentication.
    pub const DG15: Self = Self(15);
    /// Persons to notify.
    pub const DG16: Self = Self(16);

    /// The data group with this number, 1 to 16.
    #[must_use]
    pub const fn new(number: u8) -> Option<Self> {
        match number {
            1..=16 => Some(Self(number)),
            _ => None,
        }
    }

    /// The data group with this tag, as listed in EF.COM.
    #[must_use]
    pub fn from_tag(tag: u32) -> Option<Self> {
        Self::all().find(|group| group.tag() == tag)
    }

    /// DG1 to DG16.
    pub fn all() -> impl Iterator<Item = Self> {
        (1..=16).filter_map(Self::new)
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0
    }

    /// The tag of the file.
    #[must_use]
    pub fn tag(self) -> u32 {
        self.row().map_or(0, |row| u32::from(row.0))
    }

    /// The name, such as `DG13`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().map_or("", |row| row.1)
    }

    fn row(self) -> Option<&'static (u8, &'static str)> {
        GROUPS.get(usize::from(self.0).saturating_sub(1))
    }
}

impl fmt::Display for DataGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Debug for DataGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A file that a reader asks the chip for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FileId {
    /// EF.CardAccess, under the master file and not in the application.
    CardAccess,
    /// EF.COM.
    Com,
    /// EF.SOD.
    Sod,
    /// One of the data groups.
    DataGroup(DataGroup),
}

impl FileId {
    /// The tag that the file starts with.
    #[must_use]
    pub fn tag(self) -> u32 {
        match self {
            Self::CardAccess => 0x31,
            Self::Com => 0x60,
            Self::Sod => 0x77,
            Self::DataGroup(group) => group.tag(),
        }
    }

    /// The file identifier, for SELECT.
    #[must_use]
    pub const fn file_id(self) -> u16 {
        match self {
            Self::CardAccess => 0x011C,
            Self::Com => 0x011E,
            Self::Sod => 0x011D,
            Self::DataGroup(group) => u16::from_be_bytes([1, group.number()]),
        }
    }

    /// The short file identifier, for READ BINARY.
    #[must_use]
    pub const fn short_file_id(self) -> u8 {
        match self {
            Self::CardAccess => 0x1C,
            Self::Com => 0x1E,
            Self::Sod => 0x1D,
            Self::DataGroup(group) => group.number(),
        }
    }

    /// The name, such as `EF.SOD` or `DG2`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::CardAccess => "EF.CardAccess",
            Self::Com => "EF.COM",
            Self::Sod => "EF.SOD",
            Self::DataGroup(group) => group.name(),
        }
    }
}

impl fmt::Display for FileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_names_tags_and_identifiers_agree() {
        let mut tags = std::collections::BTreeSet::new();
        for (group, number) in DataGroup::all().zip(1u8..) {
            assert_eq!(group.number(), number);
            assert_eq!(group.to_string(), format!("DG{number}"));
            assert_eq!(DataGroup::from_tag(group.tag()), Some(group));
            assert_eq!(FileId::DataGroup(group).file_id(), 0x0100 + u16::from(number));
            assert_eq!(FileId::DataGroup(group).short_file_id(), number);
            assert!(tags.insert(group.tag()));
        }
        assert_eq!(tags.len(), 16);
        assert_eq!(DataGroup::DG13.tag(), 0x6D);
        assert_eq!(DataGroup::DG2.tag(), 0x75);
        for file in [FileId::CardAccess, FileId::Com, FileId::Sod] {
            assert_eq!(file.file_id(), 0x0100 + u16::from(file.short_file_id()));
            assert!(tags.insert(file.tag()));
        }
    }

    #[test]
    fn there_is_no_group_0_or_17() {
        assert_eq!((DataGroup::new(0), DataGroup::new(17), DataGroup::from_tag(0x77)), (None, None, None));
    }
}
