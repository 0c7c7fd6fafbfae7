//! The 19 columns of the portal's list of Vietnamese guests, and one row of text.

use crate::personal::Personal;
use std::fmt;

macro_rules! columns {
    ($($(#[$doc:meta])* $name:ident, $letter:literal, $header:literal, $required:literal;)*) => {
        /// A column of the list, in the order of the template.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Column { $($(#[$doc])* $name,)* }

        impl Column {
            /// Every column, A to S.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The letter of the column.
            #[must_use]
            pub const fn letter(self) -> char { match self { $(Self::$name => $letter,)* } }

            /// The words at its head, without stray blanks and the mark of required columns.
            #[must_use]
            pub const fn header(self) -> &'static str { match self { $(Self::$name => $header,)* } }

            /// Whether the portal requires it: its header carries the mark `(*)`.
            #[must_use]
            pub const fn required(self) -> bool { match self { $(Self::$name => $required,)* } }
        }
    };
}

columns! {
    /// Running number; the example row has 1.
    Number, 'A', "STT", false;
    /// Full name.
    FullName, 'B', "HỌ TÊN", true;
    /// Date of birth, `dd/MM/yyyy`.
    BirthDate, 'C', "NGÀY SINH", true;
    /// Sex, from a list.
    Sex, 'D', "GIỚI TÍNH", true;
    /// Nationality, from a list.
    Nationality, 'E', "QUỐC TỊCH", true;
    /// Kind of document, from a list.
    DocumentKind, 'F', "LOẠI GIẤY TỜ", true;
    /// Name of the document, where its kind is 9.
    DocumentName, 'G', "TÊN GIẤY TỜ", false;
    /// Number of the document, with its leading zeros.
    DocumentNumber, 'H', "SỐ GIẤY TỜ", true;
    /// Telephone number.
    Phone, 'I', "SỐ ĐIỆN THOẠI", false;
    /// Kind of the present residence, from a list.
    ResidenceKind, 'J', "NƠI CƯ TRÚ HIỆN NAY", false;
    /// Province, from a list.
    Province, 'K', "TỈNH/ THÀNH PHỐ", false;
    /// Commune, from a list.
    Commune, 'L', "PHƯỜNG/ XÃ/ ĐẶC KHU", false;
    /// The rest of the address.
    AddressDetail, 'M', "ĐỊA CHỈ CHI TIẾT", false;
    /// Day of arrival, `dd/MM/yyyy`.
    Arrival, 'N', "NGÀY ĐẾN", true;
    /// Expected day of departure, `dd/MM/yyyy`.
    Departure, 'O', "NGÀY ĐI DỰ KIẾN", true;
    /// Room, or the department of a hospital.
    Room, 'P', "SỐ PHÒNG/ KHOA", false;
    /// Reason of the stay, from a list.
    Reason, 'Q', "LÝ DO CƯ TRÚ", true;
    /// The reason in words, where it is number 20 of the list.
    ReasonText, 'R', "NHẬP LÝ DO", false;
    /// Note.
    Note, 'S', "GHI CHÚ", false;
}

/// How many columns the list has.
pub(super) const COUNT: usize = Column::ALL.len();

impl Column {
    /// The column at this place, counted from 1 as spreadsheets do.
    pub(super) fn at(place: u32) -> Option<Self> {
        Self::ALL.get(usize::try_from(place).ok()?.checked_sub(1)?).copied()
    }

    /// Its place, counted from 1.
    pub(super) fn place(self) -> u32 {
        u32::from(self.letter()).saturating_sub(u32::from('A')).saturating_add(1)
    }

    fn index(self) -> usize {
        usize::try_from(self.place()).unwrap_or_default().saturating_sub(1)
    }
}

/// One row of the list as it stands in the file: text in every column. `Debug` shows which columns hold something.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct PortalRow([Option<Personal<String>>; COUNT]);

impl PortalRow {
    /// The text of a column; empty where the cell is.
    #[must_use]
    pub fn text(&self, column: Column) -> &str {
        self.0.get(column.index()).and_then(Option::as_ref).map_or("", |text| text.expose())
    }

    /// Puts a text into a column.
    pub fn set(&mut self, column: Column, text: impl Into<String>) {
        if let Some(cell) = self.0.get_mut(column.index()) {
            let text = text.into();
            *cell = (!text.is_empty()).then(|| Personal::new(text));
        }
    }
}

impl fmt::Debug for PortalRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let filled = Column::ALL.iter().filter(|column| !self.text(**column).is_empty());
        f.write_str("PortalRow ")?;
        f.debug_set().entries(filled).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_the_letters() {
        assert_eq!((COUNT, Column::Note.letter()), (19, 'S'));
        for (index, column) in Column::ALL.iter().enumerate() {
            assert_eq!((column.index(), Column::at(column.place())), (index, Some(*column)));
        }
        assert_eq!((Column::at(0), Column::at(20)), (None, None));
        let required: String = Column::ALL.iter().filter(|c| c.required()).map(|c| c.letter()).collect();
        assert_eq!(required, "BCDEFHNOQ");
    }

    #[test]
    fn a_row_shows_no_person() {
        let mut row = PortalRow::default();
        row.set(Column::FullName, "Nguyễn Thị Mẫu");
        row.set(Column::Phone, "");
        assert_eq!((row.text(Column::FullName), row.text(Column::Phone)), ("Nguyễn Thị Mẫu", ""));
        assert_eq!(format!("{row:?}"), "PortalRow {FullName}");
    }
}
