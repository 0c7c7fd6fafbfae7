//! Reading is not believing: what was read, and what was proven.

use serde::Serialize;

/// Where a statement was read. None of them makes it true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Source {
    /// The QR code on the card: unsigned text that anyone can print.
    QrCode,
    /// The printed machine readable zone: unsigned text that anyone can print.
    Mrz,
    /// A file read from a chip, before its signature is checked.
    Chip,
    /// Files that another program read, before their signature is checked.
    Dump,
    /// Typed by a person.
    Typed,
    /// Told by a login service about who logged in: no document was read.
    Sso,
    /// A row of a list that another program wrote.
    Import,
}

impl Source {
    /// Every source.
    pub const ALL: [Self; 7] = [Self::QrCode, Self::Mrz, Self::Chip, Self::Dump, Self::Typed, Self::Sso, Self::Import];

    /// The source as records and JSON write it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::QrCode => "qr-code",
            Self::Mrz => "mrz",
            Self::Chip => "chip",
            Self::Dump => "dump",
            Self::Typed => "typed",
            Self::Sso => "sso",
            Self::Import => "import",
        }
    }
}

/// Something that was read and is not proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Claimed<T> {
    /// What was read.
    pub value: T,
    /// Where.
    pub source: Source,
}

impl<T> Claimed<T> {
    /// A claim from this source.
    pub const fn new(value: T, source: Source) -> Self {
        Self { value, source }
    }

    /// The same claim about a part or another form of the value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Claimed<U> {
        Claimed { value: f(self.value), source: self.source }
    }
}

/// How sure one may be of a document, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Assurance {
    /// Read, nothing proven.
    Printed,
    /// The signature holds, but its certificate leads to no authority that the caller trusts: not genuine.
    SignedUnanchored,
    /// An authority that the caller trusts signed the data. A copy of the chip's files passes this too.
    IssuerSigned,
    /// The chip proved a key that the authority signed: it is the original.
    NotCloned,
    /// The person at the counter is the one on the document.
    HolderPresent,
}

impl Assurance {
    /// Every level, weakest first.
    pub const ALL: [Self; 5] =
        [Self::Printed, Self::SignedUnanchored, Self::IssuerSigned, Self::NotCloned, Self::HolderPresent];

    /// The level as records and JSON write it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Printed => "Printed",
            Self::SignedUnanchored => "SignedUnanchored",
            Self::IssuerSigned => "IssuerSigned",
            Self::NotCloned => "NotCloned",
            Self::HolderPresent => "HolderPresent",
        }
    }
}

/// Something that verification has established, with how sure one may be of it.
///
/// Only this library's verification makes it:
/// ```compile_fail
/// use dinhdanh::identity::{Assurance, Verified};
/// let forged = Verified::after("anything", Assurance::NotCloned);
/// ```
/// ```compile_fail
/// use dinhdanh::identity::{Assurance, Verified};
/// let forged = Verified { value: "anything", assurance: Assurance::NotCloned };
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verified<T> {
    value: T,
    assurance: Assurance,
}

impl<T> Verified<T> {
    /// For the verifying modules only: call it after the checks that the assurance names.
    pub(crate) const fn after(value: T, assurance: Assurance) -> Self {
        Self { value, assurance }
    }

    /// The value.
    pub const fn value(&self) -> &T {
        &self.value
    }

    /// How sure one may be of it.
    pub const fn assurance(&self) -> Assurance {
        self.assurance
    }

    /// The value without its proof.
    pub fn into_value(self) -> T {
        self.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assurance_is_ordered_weakest_first() {
        use Assurance::{HolderPresent, IssuerSigned, NotCloned, Printed, SignedUnanchored};
        let ordered = [Printed, SignedUnanchored, IssuerSigned, NotCloned, HolderPresent];
        assert!(ordered.windows(2).all(|w| w[0] < w[1]));
        assert_eq!(Assurance::ALL, ordered);
    }

    #[test]
    fn claims_keep_their_source() {
        let claim = Claimed::new("17", Source::Mrz).map(str::len);
        assert_eq!(claim, Claimed { value: 2, source: Source::Mrz });
        let proven = Verified::after("value", Assurance::NotCloned);
        assert_eq!(
            (*proven.value(), proven.assurance(), proven.into_value()),
            ("value", Assurance::NotCloned, "value")
        );
    }
}
