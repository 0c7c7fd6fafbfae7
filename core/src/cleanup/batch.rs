//! Whole tables: first what each column proves, then every cell with its column and its row as witnesses.

use super::address::{Scratch, clean_address};
use super::date::{DateProfile, DateRules, clean_date};
use super::id_number::{IdContext, IdProfile, clean_id_number};
use super::issue::{Cleaned, IssueCode, Issues, Status};
use super::name::clean_name;
use super::papers::{
    clean_driving_licence, clean_email, clean_health_insurance, clean_passport, clean_plate, clean_sex,
    clean_tax_number,
};
use super::phone::clean_phone;
use super::placeholder::is_placeholder;
use super::repair::{TextKind, TextProfile, repair_text};
use super::swap;
use super::syllable::ToneStyle;
use crate::identity::{Date, IdNumber, PartialDate, Sex};
use crate::limits::PROFILE_ROWS;
use crate::units::{Unit, UnitTable};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Role {
    /// Names of people.
    Name,
    /// Dates of birth.
    BirthDate,
    /// Other dates: issue, expiry, arrival.
    Date,
    /// Sex.
    Sex,
    /// Personal numbers of twelve digits, old numbers of nine.
    IdNumber,
    /// Telephone numbers.
    Phone,
    /// Health insurance cards.
    HealthInsurance,
    /// Tax numbers.
    TaxNumber,
    /// Passport numbers.
    Passport,
    /// Driving licences.
    DrivingLicence,
    /// Number plates.
    Plate,
    /// E-mail addresses.
    Email,
    /// Addresses: the text is put in order, and [`Cleaned::address`] says which units it names.
    Address,
    /// Other Vietnamese text: its encoding and blanks are put in order.
    Text,
    /// Columns that are passed on as they are.
    Keep,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 15] = [
        Self::Name,
        Self::BirthDate,
        Self::Date,
        Self::Sex,
        Self::IdNumber,
        Self::Phone,
        Self::HealthInsurance,
        Self::TaxNumber,
        Self::Passport,
        Self::DrivingLicence,
        Self::Plate,
        Self::Email,
        Self::Address,
        Self::Text,
        Self::Keep,
    ];
}

/// How a list is to be cleaned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// The day of cleaning: nobody is born after it, and years of two digits are completed by it.
    pub today: Date,
    /// Where tone marks stand.
    pub tone: ToneStyle,
    /// Whether day numbers of spreadsheets count from 1904.
    pub from_1904: bool,
    /// Whether addresses are resolved to administrative units.
    pub units: bool,
}

impl Rules {
    /// Traditional tone placement, day numbers from 1900, addresses resolved.
    #[must_use]
    pub const fn new(today: Date) -> Self {
        Self { today, tone: ToneStyle::Traditional, from_1904: false, units: true }
    }

    const fn dates(&self, birth: bool) -> DateRules {
        DateRules { today: self.today, birth, from_1904: self.from_1904 }
    }
}

/// What a column proved. Counts only, of a fixed size: no value of any cell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Column {
    text: TextProfile,
    date: DateProfile,
    id: IdProfile,
    /// Rows of a sex coded 0, 1, 2 whose personal number says male, female.
    sex: [[u32; 2]; 3],
}

/// Cleans tables of which the columns have roles.
///
/// Two passes: [`Cleaner::observe`] over all rows or the first ones, which fixes what the columns prove; then
/// [`Cleaner::clean`] over all rows, in as many calls as there are chunks. The second pass keeps nothing between rows,
/// so that a table larger than memory, or its parts on several machines, give the same result for the same
/// [`Evidence`].
///
/// ```
/// use dinhdanh::cleanup::{Cleaner, Role, Rules};
/// use dinhdanh::identity::Date;
/// let names = ["NGUYỄN THỊ MẪU", "Trần  Văn Mẫu"];
/// let births = ["17/02/1999", "05/04/1960"];
/// let ids = ["1199000018.0", "001060000019"];
/// let table = || [names, births, ids].map(|column| column.into_iter().map(Some));
/// let rules = Rules::new(Date::new(2026, 11, 21).expect("a day"));
/// let mut cleaner = Cleaner::new(rules).columns(&[Role::Name, Role::BirthDate, Role::IdNumber]);
/// cleaner.observe(&mut table());
/// let mut rows = Vec::new();
/// cleaner.clean(&mut table(), |row| rows.push(row.iter().map(|cell| cell.value.to_string()).collect::<Vec<_>>()));
/// assert_eq!(rows[0], ["Nguyễn Thị Mẫu", "1999-02-17", "001199000018"]);
/// assert_eq!(rows[1], ["Trần Văn Mẫu", "05/04/1960", "001060000019"]); // one row proves no order
/// ```
#[derive(Clone, Debug)]
pub struct Cleaner {
    rules: Rules,
    roles: Vec<Role>,
    evidence: Evidence,
}

/// What the columns of a table prove; the same evidence gives the same result anywhere. Counts, no values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    rows: u64,
    columns: Vec<Column>,
}

impl Cleaner {
    /// A cleaner without columns.
    #[must_use]
    pub fn new(rules: Rules) -> Self {
        Self { rules, roles: Vec::new(), evidence: Evidence::default() }
    }

    /// Sets what the columns hold, in their order; forgets all evidence.
    #[must_use]
    pub fn columns(mut self, roles: &[Role]) -> Self {
        self.roles = roles.to_vec();
        self.evidence = Evidence { rows: 0, columns: vec![Column::default(); roles.len()] };
        self
    }

    /// The roles of the columns.
    #[must_use]
    pub fn roles(&self) -> &[Role] {
        &self.roles
    }

    /// What the columns proved so far.
    #[must_use]
    pub const fn evidence(&self) -> &Evidence {
        &self.evidence
    }

    /// Takes evidence over that was collected elsewhere, for the same roles.
    #[must_use]
    pub fn with_evidence(mut self, evidence: Evidence) -> Self {
        if evidence.columns.len() == self.roles.len() {
            self.evidence = evidence;
        }
        self
    }

    /// First pass: collects evidence from the rows, at most [`PROFILE_ROWS`] in all; true while it wants more. Columns
    /// are read in step; the shortest ends the table.
    pub fn observe<'a, I: Iterator<Item = Option<&'a str>>>(&mut self, columns: &mut [I]) -> bool {
        let mut cells = Vec::with_capacity(columns.len());
        while self.evidence.rows < PROFILE_ROWS {
            if !next_row(columns, &mut cells) {
                return true;
            }
            self.evidence.rows = self.evidence.rows.saturating_add(1);
            self.observe_row(&cells);
        }
        false
    }

    fn observe_row(&mut self, cells: &[&str]) {
        let number = self.first(Role::IdNumber, cells).and_then(|cell| IdNumber::parse(cell).ok());
        let rules = self.rules;
        for ((role, column), cell) in self.roles.iter().zip(&mut self.evidence.columns).zip(cells) {
            match role {
                Role::Name => column.text.observe(cell, TextKind::Name),
                Role::Address | Role::Text => column.text.observe(cell, TextKind::Text),
                Role::BirthDate => column.date.observe(cell, &rules.dates(true)),
                Role::Date => column.date.observe(cell, &rules.dates(false)),
                Role::IdNumber => column.id.observe(cell),
                Role::Sex => {
                    if let (Some(number), Some(code)) = (&number, sex_code(cell)) {
                        let count = column
                            .sex
                            .get_mut(code)
                            .and_then(|row| row.get_mut(usize::from(number.sex() == Sex::Female)));
                        if let Some(count) = count {
                            *count = count.saturating_add(1);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn first<'c>(&self, role: Role, cells: &[&'c str]) -> Option<&'c str> {
        self.roles.iter().position(|&known| known == role).and_then(|at| cells.get(at)).copied()
    }

    /// Second pass: gives every row to `sink`, cells in the order of the columns. A missing cell is an empty one.
    pub fn clean<'a, I, F>(&self, columns: &mut [I], mut sink: F)
    where
        I: Iterator<Item = Option<&'a str>>,
        F: FnMut(&[Cleaned<'a>]),
    {
        let mut cells = Vec::with_capacity(columns.len());
        let mut row = Vec::with_capacity(columns.len());
        let mut scratch = Scratch::default();
        while next_row(columns, &mut cells) {
            self.clean_row(&cells, &mut row, &mut scratch);
            sink(&row);
        }
    }

    /// One row, into a buffer that is emptied first, with buffers that are used again.
    pub fn clean_row<'a>(&self, cells: &[&'a str], row: &mut Vec<Cleaned<'a>>, scratch: &mut Scratch) {
        row.clear();
        row.extend((0..self.roles.len().min(cells.len())).map(|at| {
            let cell = cells.get(at).copied().unwrap_or_default();
            match self.roles.get(at) {
                // Numbers wait for what the row says.
                Some(Role::IdNumber) | None => Cleaned::right(""),
                Some(_) => self.cell(at, cell, &IdContext::default(), scratch),
            }
        }));
        let context = self.context(row);
        for (at, role) in self.roles.iter().enumerate() {
            if *role == Role::IdNumber
                && let (Some(place), Some(cell)) = (row.get_mut(at), cells.get(at))
            {
                *place = self.cell(at, cell, &context, scratch);
            }
        }
        // Whether the units of an address are certain says nothing about what kind of value it is.
        let is_open = |cell: &Cleaned<'_>| cell.status != Status::Ok && !cell.value.is_empty();
        let open = row.iter().zip(&self.roles).filter(|(cell, role)| **role != Role::Address && is_open(cell)).count();
        if open > 0 {
            swap::exchange(self, cells, row, open, scratch);
        }
        self.dates_by_number(row);
        self.numbers_by_address(row);
    }

    /// A cell as another column's value.
    pub(super) fn cell<'a>(
        &self,
        at: usize,
        cell: &'a str,
        context: &IdContext<'_>,
        scratch: &mut Scratch,
    ) -> Cleaned<'a> {
        let (Some(role), Some(column)) = (self.roles.get(at), self.evidence.columns.get(at)) else {
            return Cleaned::right(cell);
        };
        match role {
            Role::Name => clean_name(cell, self.rules.tone, &column.text),
            Role::BirthDate => clean_date(cell, &self.rules.dates(true), &column.date),
            Role::Date => clean_date(cell, &self.rules.dates(false), &column.date),
            Role::Sex => self.sex(cell, column),
            Role::IdNumber => clean_id_number(cell, context, &column.id),
            Role::Phone => clean_phone(cell),
            Role::HealthInsurance => clean_health_insurance(cell),
            Role::TaxNumber => clean_tax_number(cell),
            Role::Passport => clean_passport(cell),
            Role::DrivingLicence => clean_driving_licence(cell),
            Role::Plate => clean_plate(cell),
            Role::Email => clean_email(cell),
            Role::Address if self.rules.units => clean_address(cell, &column.text, scratch),
            Role::Address | Role::Text => clean_text(cell, &column.text),
            Role::Keep => Cleaned::right(cell),
        }
    }

    /// A coded sex is read where the personal numbers of the column agree on the coding: twenty rows at least, and
    /// no more than one in fifty against.
    fn sex<'a>(&self, cell: &'a str, column: &Column) -> Cleaned<'a> {
        let cleaned = clean_sex(cell);
        let Some([male, female]) = sex_code(cell).and_then(|code| column.sex.get(code)) else { return cleaned };
        let clear = |most: u32, least: u32| most >= 20 && least.saturating_mul(50) <= most;
        let sex = match (clear(*male, *female), clear(*female, *male)) {
            (true, _) => "Nam",
            (_, true) => "Nữ",
            _ => return cleaned,
        };
        Cleaned::ok(Cow::Borrowed(sex), IssueCode::Form.into(), 95)
    }

    /// What the row says about the person.
    pub(super) fn context(&self, row: &[Cleaned<'_>]) -> IdContext<'static> {
        let known = |role: Role| {
            let at = self.roles.iter().position(|&known| known == role)?;
            row.get(at).filter(|cell| cell.status == Status::Ok && cell.confidence > 90)
        };
        let two_digits = |cell: &&Cleaned<'_>| !cell.issues.has(IssueCode::DateTwoDigitYear);
        IdContext {
            sex: known(Role::Sex).and_then(|cell| Sex::parse_vietnamese(&cell.value).ok()),
            birth: known(Role::BirthDate)
                .filter(two_digits)
                .and_then(|cell| PartialDate::parse_year_first(&cell.value).ok()),
            province: None,
            today: Some(self.rules.today),
        }
    }

    /// Where zeros were put back, the province that the number now names is held against that of the address: people
    /// live elsewhere too, so that it is worth a look and no more.
    fn numbers_by_address(&self, row: &mut [Cleaned<'_>]) {
        let place = |role: Role| self.roles.iter().position(|&known| known == role);
        let (Some(number), Some(address)) = (place(Role::IdNumber), place(Role::Address)) else { return };
        let lives = row.get(address).and_then(|cell| cell.address.as_ref()?.province).map(Unit::code);
        let Some(cell) = row.get_mut(number) else { return };
        if cell.status != Status::Ok || !cell.issues.has(IssueCode::LeadingZeroLost) {
            return;
        }
        let born = cell.value.get(..3).and_then(|prefix| UnitTable::embedded().province_of_prefix(prefix));
        let born = born.and_then(Unit::new_province).map(Unit::code);
        if lives.zip(born).is_some_and(|(lives, born)| lives != born) {
            cell.issues.add(IssueCode::NumberProvinceMismatch);
        }
    }

    /// A personal number settles the century of a year of two digits, and which of several years is meant.
    fn dates_by_number(&self, row: &mut [Cleaned<'_>]) {
        let place = |role: Role| self.roles.iter().position(|&known| known == role);
        let (Some(date), Some(number)) = (place(Role::BirthDate), place(Role::IdNumber)) else { return };
        let number =
            row.get(number).filter(|cell| cell.status == Status::Ok).and_then(|cell| IdNumber::parse(&cell.value).ok());
        let Some(year) = number.map(|number| number.birth_year()) else { return };
        let Some(cell) = row.get_mut(date) else { return };
        if cell.status == Status::Ok && cell.issues.has(IssueCode::DateTwoDigitYear) {
            let Ok(known) = PartialDate::parse_year_first(&cell.value) else { return };
            if known.year() == year {
                cell.confidence = 99;
            } else if known.year() % 100 == year % 100 && year <= self.rules.today.year() {
                if let Some(date) = PartialDate::new(year, known.month(), known.day()) {
                    cell.value = Cow::Owned(date.to_string());
                }
            } else {
                cell.issues.add(IssueCode::NumberYearMismatch);
            }
        } else if cell.status == Status::Candidates {
            let of_year = |text: &&String| PartialDate::parse_year_first(text).is_ok_and(|date| date.year() == year);
            let mut fitting = cell.candidates.iter().filter(of_year);
            let only = fitting.next().filter(|_| cell.candidates.len() > 1 && fitting.next().is_none()).cloned();
            if let Some(date) = only {
                let issues = cell.issues.without(IssueCode::DateAmbiguous).with(IssueCode::Form);
                *cell = Cleaned::ok(Cow::Owned(date), issues, 95);
            }
        }
    }
}

impl Evidence {
    /// Adds what another part of the same table proved.
    #[must_use]
    pub fn merged(mut self, other: &Self) -> Self {
        self.rows = self.rows.saturating_add(other.rows);
        if self.columns.is_empty() {
            self.columns.clone_from(&other.columns);
            return self;
        }
        for (column, other) in self.columns.iter_mut().zip(&other.columns) {
            column.text.merge(&other.text);
            column.date.merge(&other.date);
            column.id.merge(&other.id);
            for (count, more) in column.sex.iter_mut().flatten().zip(other.sex.iter().flatten()) {
                *count = count.saturating_add(*more);
            }
        }
        self
    }
}

fn sex_code(cell: &str) -> Option<usize> {
    match cell.trim() {
        "0" | "0.0" => Some(0),
        "1" | "1.0" => Some(1),
        "2" | "2.0" => Some(2),
        _ => None,
    }
}

/// The next cell of every column; false at the end of the shortest.
fn next_row<'a, I: Iterator<Item = Option<&'a str>>>(columns: &mut [I], cells: &mut Vec<&'a str>) -> bool {
    cells.clear();
    for column in columns.iter_mut() {
        match column.next() {
            Some(cell) => cells.push(cell.unwrap_or_default()),
            None => return false,
        }
    }
    !cells.is_empty()
}

/// Vietnamese text other than names: encoding and blanks.
#[must_use]
pub fn clean_text<'a>(cell: &'a str, profile: &TextProfile) -> Cleaned<'a> {
    if cell.trim().is_empty() {
        return Cleaned::unknown("", Issues::NONE);
    }
    if is_placeholder(cell) {
        return Cleaned::nothing();
    }
    let repair = repair_text(cell, TextKind::Text, profile);
    if repair.confidence == 0 {
        return Cleaned::candidates(cell, repair.issues, repair.alternatives);
    }
    let text = repair.text.as_ref();
    if text.contains("  ") || text.trim().len() != text.len() || text.contains(['\t', '\n', '\r']) {
        let words: Vec<&str> = text.split_whitespace().collect();
        return Cleaned::ok(Cow::Owned(words.join(" ")), repair.issues.with(IssueCode::Spacing), repair.confidence);
    }
    Cleaned::ok(repair.text, repair.issues, repair.confidence)
}
