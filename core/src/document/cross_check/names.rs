//! The names of cross-checks and their explanations.

use serde::{Serialize, Serializer};
use std::fmt;

/// A place on the card or in its chip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// The QR code.
    Qr,
    /// The printed machine readable zone.
    Mrz,
    /// DG1 of the chip.
    Dg1,
    /// DG13 of the chip.
    Dg13,
}

impl Side {
    /// The part of a check's name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Qr => "qr",
            Self::Mrz => "mrz",
            Self::Dg1 => "dg1",
            Self::Dg13 => "dg13",
        }
    }

    /// Whether it is a machine readable zone.
    pub(super) const fn is_zone(self) -> bool {
        matches!(self, Self::Mrz | Self::Dg1)
    }

    const fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::Qr => ("mã QR", "the QR code"),
            Self::Mrz => ("dòng MRZ in trên thẻ", "the printed MRZ"),
            Self::Dg1 => ("DG1 trong chip", "DG1 of the chip"),
            Self::Dg13 => ("DG13 trong chip", "DG13 of the chip"),
        }
    }
}

/// What two sides may both say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Field {
    /// Personal number; the document number where a zone has no more.
    IdNumber,
    /// Number of the old identity card.
    OldIdNumber,
    /// Full name.
    FullName,
    /// Date of birth.
    DateOfBirth,
    /// Sex.
    Sex,
    /// Nationality.
    Nationality,
    /// Place of residence.
    Address,
    /// Date of issue.
    DateOfIssue,
    /// End of validity.
    DateOfExpiry,
}

impl Field {
    /// Every field, in the order in which they are compared.
    pub const ALL: [Self; 9] = [
        Self::IdNumber,
        Self::OldIdNumber,
        Self::FullName,
        Self::DateOfBirth,
        Self::Sex,
        Self::Nationality,
        Self::Address,
        Self::DateOfIssue,
        Self::DateOfExpiry,
    ];

    /// The part of a check's name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::IdNumber => "id-number",
            Self::OldIdNumber => "old-id-number",
            Self::FullName => "full-name",
            Self::DateOfBirth => "date-of-birth",
            Self::Sex => "sex",
            Self::Nationality => "nationality",
            Self::Address => "address",
            Self::DateOfIssue => "date-of-issue",
            Self::DateOfExpiry => "date-of-expiry",
        }
    }

    /// Whether this side has such a field at all.
    pub(super) const fn on(self, side: Side) -> bool {
        match self {
            Self::IdNumber | Self::FullName | Self::DateOfBirth | Self::Sex => true,
            Self::OldIdNumber | Self::Address | Self::DateOfIssue => !side.is_zone(),
            Self::Nationality | Self::DateOfExpiry => !matches!(side, Side::Qr),
        }
    }

    const fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::IdNumber => ("số định danh", "personal number"),
            Self::OldIdNumber => ("số CMND cũ", "old identity card number"),
            Self::FullName => ("họ tên", "name"),
            Self::DateOfBirth => ("ngày sinh", "date of birth"),
            Self::Sex => ("giới tính", "sex"),
            Self::Nationality => ("quốc tịch", "nationality"),
            Self::Address => ("nơi cư trú", "place of residence"),
            Self::DateOfIssue => ("ngày cấp", "date of issue"),
            Self::DateOfExpiry => ("ngày hết hạn", "date of expiry"),
        }
    }
}

/// A comparison. Its `Display` and serde form is a stable name, such as `qr-dg1-id-number`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum CrossCheck {
    /// One field of two sides.
    Between(Side, Side, Field),
    /// The sex in the personal number against the sex that the side states.
    IdNumberVsSex(Side),
    /// The year in the personal number against the birth that the side states.
    IdNumberVsBirthYear(Side),
    /// The document number of a Vietnamese zone against the personal number in its optional data.
    DocumentNumberVsId(Side),
    /// The check digits of a zone.
    CheckDigits(Side),
}

impl fmt::Display for CrossCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Between(a, b, field) => write!(f, "{}-{}-{}", a.as_str(), b.as_str(), field.as_str()),
            Self::IdNumberVsSex(side) => write!(f, "{}-id-number-vs-sex", side.as_str()),
            Self::IdNumberVsBirthYear(side) => write!(f, "{}-id-number-vs-birth-year", side.as_str()),
            Self::DocumentNumberVsId(side) => write!(f, "{}-document-number-vs-id", side.as_str()),
            Self::CheckDigits(side) => write!(f, "{}-check-digits", side.as_str()),
        }
    }
}

impl Serialize for CrossCheck {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// How bad a conflict is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// A difference of spelling or of a field whose place is uncertain: look, and compare with the card.
    Minor,
    /// Both cannot be right about one card.
    Serious,
}

/// Two statements that contradict one another. It holds no value that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// Which comparison.
    pub check: CrossCheck,
    /// How bad.
    pub severity: Severity,
    /// For a person, in Vietnamese.
    pub explanation_vi: String,
    /// For a person, in English.
    pub explanation_en: String,
}

impl Conflict {
    pub(super) fn new(check: CrossCheck, severity: Severity) -> Self {
        let (vi, en) = match check {
            CrossCheck::Between(a, b, field) => {
                let ((a_vi, a_en), (b_vi, b_en), (vi, en)) = (a.texts(), b.texts(), field.texts());
                (format!("{a_vi} và {b_vi} không khớp về {vi}."), format!("{a_en} and {b_en} differ in the {en}."))
            }
            CrossCheck::IdNumberVsSex(side) => (
                format!("{}: số định danh không khớp với giới tính.", side.texts().0),
                format!("{}: the personal number does not fit the sex.", side.texts().1),
            ),
            CrossCheck::IdNumberVsBirthYear(side) => (
                format!("{}: số định danh không khớp với năm sinh.", side.texts().0),
                format!("{}: the personal number does not fit the year of birth.", side.texts().1),
            ),
            CrossCheck::DocumentNumberVsId(side) => (
                format!("{}: số giấy tờ không phải 9 số cuối của số định danh.", side.texts().0),
                format!("{}: the document number is not the last nine digits of the personal number.", side.texts().1),
            ),
            CrossCheck::CheckDigits(side) => (
                format!("{}: số kiểm tra hoặc dạng của một trường không đúng.", side.texts().0),
                format!("{}: a check digit or the form of a field is wrong.", side.texts().1),
            ),
        };
        Self { check, severity, explanation_vi: capitalised(&vi), explanation_en: capitalised(&en) }
    }
}

fn capitalised(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}
