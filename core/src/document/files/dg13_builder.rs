//! Writes a DG13 of Vietnamese form, for test cards and the simulator.

use super::der::{SEQUENCE, SET, encode_small};
use super::dg13::{PARENTS, PRINTABLE_STRING, TAG, UTF8_STRING};
use super::tlv::{encode, encode_all};

/// What lies between tag 6D and the fields; both forms are described by public readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Dg13Wrapper {
    /// The fields directly.
    Bare,
    /// A SEQUENCE with one SET of fields.
    #[default]
    SequenceSet,
}

/// Builds a DG13 field by field, in the order of the calls.
///
/// ```
/// use dinhdanh::document::files::dg13::{Dg13, Dg13Builder};
/// let file = Dg13Builder::new()
///     .printable(1, "001199000018")
///     .text(2, "Nguyễn Thị Mẫu")
///     .parents("Nguyễn Văn Cha", "Trần Thị Mẹ")
///     .encode();
/// let dg13 = Dg13::parse(&file)?;
/// assert_eq!(dg13.full_name.unwrap().expose(), "Nguyễn Thị Mẫu");
/// # Ok::<(), dinhdanh::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct Dg13Builder {
    wrapper: Dg13Wrapper,
    fields: Vec<Vec<u8>>,
}

impl Dg13Builder {
    /// No fields yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Another wrapper than the usual one.
    #[must_use]
    pub fn wrapper(mut self, wrapper: Dg13Wrapper) -> Self {
        self.wrapper = wrapper;
        self
    }

    /// A field with a UTF8String.
    #[must_use]
    pub fn text(self, number: u32, text: &str) -> Self {
        self.value(number, &encode(UTF8_STRING, text.as_bytes()))
    }

    /// A field with a PrintableString, as cards have it for numbers and dates.
    #[must_use]
    pub fn printable(self, number: u32, text: &str) -> Self {
        self.value(number, &encode(PRINTABLE_STRING, text.as_bytes()))
    }

    /// Field 13.
    #[must_use]
    pub fn parents(self, father: &str, mother: &str) -> Self {
        let names = [father, mother].map(|name| encode(UTF8_STRING, name.as_bytes()));
        self.value(PARENTS, &encode(SEQUENCE, &names.concat()))
    }

    /// A field with any value, given as the DER after the number.
    #[must_use]
    pub fn value(mut self, number: u32, der: &[u8]) -> Self {
        self.fields.push(encode_all(SEQUENCE, &[&encode_small(number), der]));
        self
    }

    /// The file as bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let fields = self.fields.concat();
        match self.wrapper {
            Dg13Wrapper::Bare => encode(TAG, &fields),
            Dg13Wrapper::SequenceSet => encode(TAG, &encode(SEQUENCE, &encode(SET, &fields))),
        }
    }
}
