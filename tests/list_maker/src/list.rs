//! Lists: people, duplicates of them, people that only look like duplicates, and damage to their cells.

use crate::address::{self, Maker, Parts};
use crate::drift::{self, Region};
use crate::people::{self, Person};
use crate::rng::Rng;
use crate::spoil::{self, Cell, DATE_KINDS, Gold, NAME_KINDS, NUMBER_KINDS, PHONE_KINDS};
use dinhdanh::units::UnitTable;

/// What kind of office the list comes from.
#[derive(Clone, Debug)]
pub struct Profile {
    pub seed: u64,
    pub people: usize,
    /// Share of cells with damage, per column: name, date, number, telephone.
    pub damage: [f32; 4],
    /// Share of names of minorities and foreigners.
    pub others: f32,
    /// Share of people with further rows.
    pub repeated: f32,
    /// Share of people that look like another: twins, namesakes, fathers and sons, spouses at one telephone.
    pub alike: f32,
    /// Share of rows with two cells exchanged.
    pub swapped: f32,
    /// How most dates are written.
    pub date: &'static str,
    /// Share of dates with the month first, from another program.
    pub month_first: f32,
    /// How most names are stored: `clean`, or one of the kinds of damage for a list in an old encoding.
    pub name: &'static str,
    /// How much the rows of one person differ before any damage: 0 not at all, 1 as in lists of several offices and
    /// years. Above 0 people live in real communes, and their addresses are written in many forms.
    pub drift: f32,
}

impl Profile {
    /// A mixed list of today.
    pub const fn usual(seed: u64, people: usize) -> Self {
        Self {
            seed,
            people,
            damage: [0.35, 0.35, 0.25, 0.25],
            others: 0.03,
            repeated: 0.25,
            alike: 0.02,
            swapped: 0.02,
            date: "slash",
            month_first: 0.0,
            name: "clean",
            drift: 0.0,
        }
    }

    /// A list to look for duplicates in: as the published comparison describes its own.
    pub const fn matching(seed: u64, people: usize) -> Self {
        let usual = Self::usual(seed, people);
        Self { damage: [0.35, 0.35, 0.25, 0.25], alike: 0.02, drift: 1.4, ..usual }
    }

    /// Joined from many offices over many years, with many families.
    pub const fn hard(seed: u64, people: usize) -> Self {
        let usual = Self::usual(seed, people);
        Self { damage: [0.45, 0.45, 0.4, 0.4], alike: 0.05, drift: 2.0, ..usual }
    }

    /// Something else for every seed.
    pub fn varied(seed: u64, people: usize) -> Self {
        let mut rng = Rng::new(seed ^ 0xabcd);
        let mut share = |most: f32| rng.unit() * most;
        let damage = [share(0.8), share(0.8), share(0.6), share(0.6)];
        let (others, repeated, alike, swapped) = (share(0.2), share(0.5), share(0.05), share(0.05));
        let month_first = if rng.chance(0.3) { rng.unit() * 0.3 } else { 0.0 };
        let date = *rng.pick(&["slash", "bare", "iso", "serial", "dots", "digits"]);
        let name = *rng.pick(&["clean", "clean", "upper", "tcvn3", "vni", "nfd", "lower"]);
        Self { seed, people, damage, others, repeated, alike, swapped, date, month_first, name, drift: 0.0 }
    }
}

/// One row: name, date of birth, sex, personal number, telephone, address.
#[derive(Clone, Debug)]
pub struct Row {
    /// The person, as an index of [`List::people`].
    pub person: usize,
    pub cells: [Cell; 6],
}

/// A list with everything that is right about it.
#[derive(Clone, Debug)]
pub struct List {
    pub people: Vec<Person>,
    pub rows: Vec<Row>,
    /// Rows of different people that look alike: what kind, and the two people.
    pub alike: Vec<(&'static str, usize, usize)>,
}

/// The names of the columns.
pub const COLUMNS: [&str; 6] = ["ho_ten", "ngay_sinh", "gioi_tinh", "so_dinh_danh", "dien_thoai", "dia_chi"];

impl List {
    pub fn new(profile: &Profile) -> Self {
        let mut rng = Rng::new(profile.seed);
        let mut list = Self { people: Vec::new(), rows: Vec::new(), alike: Vec::new() };
        let region = (profile.drift > 0.0).then(|| Region::new(Maker::new(UnitTable::embedded()), &mut rng));
        let mut homes: Vec<Parts> = Vec::new();
        while list.people.len() < profile.people {
            let mut person = Person::new(&mut rng, profile.others);
            if let Some(region) = &region {
                let home = region.home(&mut rng);
                person.number = region.number(&mut rng, &person);
                person.address = address::written(&home, "full", &mut rng).unwrap_or_default();
                homes.push(home);
            }
            list.people.push(person);
            if rng.chance(profile.alike) {
                match &region {
                    None => list.look_alike(&mut rng),
                    Some(region) => {
                        let first = list.people.len() - 1;
                        let mut home = homes[first].clone();
                        let (kind, other) = drift::look_alike(&mut rng, region, &list.people[first], &mut home);
                        list.people.push(other);
                        homes.push(home);
                        list.alike.push((kind, first, first + 1));
                    }
                }
            }
        }
        for (person, own) in list.people.iter().enumerate() {
            let rows = if rng.chance(profile.repeated) { 2 + rng.below(2) } else { 1 };
            for _ in 0..rows {
                let (written, address) = match region.as_ref().zip(homes.get(person)) {
                    Some((region, home)) => drift::written(&mut rng, profile.drift, region, own, home),
                    None => {
                        let address = own.address.clone();
                        let gold = Gold::Value(address.clone());
                        (own.clone(), Cell { text: address, kind: "clean", gold })
                    }
                };
                list.rows.push(row(&mut rng, profile, person, &written, address));
            }
        }
        for at in (1..list.rows.len()).rev() {
            list.rows.swap(at, rng.below(at + 1));
        }
        list
    }

    /// Somebody who looks like the last person.
    fn look_alike(&mut self, rng: &mut Rng) {
        let first = self.people.len() - 1;
        let one = self.people[first].clone();
        let family = one.name.split(' ').next().unwrap_or("Lê").to_owned();
        let kind = *rng.pick(&["twins", "father-and-son", "namesakes", "spouses", "siblings"]);
        let mut other = one.clone();
        match kind {
            "twins" | "siblings" => {
                other.male = if rng.chance(0.6) { one.male } else { !one.male };
                other.name = people::named(rng, other.male, Some(&family));
                if kind == "siblings" {
                    other.birth.0 = one.birth.0.saturating_sub(2);
                }
            }
            "father-and-son" => other.birth.0 = one.birth.0.saturating_sub(22 + rng.below(10) as u16).max(1927),
            "namesakes" => {
                other.phone = people::phone(rng);
                other.address = people::address(rng);
                other.birth.2 = 1 + rng.below(28) as u8;
                other.birth.1 = 1 + rng.below(12) as u8;
            }
            _ => {
                other.male = !one.male;
                other.name = people::name(rng, other.male);
                other.birth = people::birth(rng);
            }
        }
        other.number = people::number(rng, other.male, other.birth.0);
        if kind == "twins" {
            // Registered one after the other: the numbers differ in the last digits only.
            other.number = format!("{}{}{:06}", &one.number[..3], &other.number[3..6], rng.below(1_000_000));
        }
        self.people.push(other);
        self.alike.push((kind, first, first + 1));
    }

    /// Every pair of rows of one person, by their places, the smaller first.
    pub fn true_pairs(&self) -> Vec<(usize, usize)> {
        let mut by_person: Vec<Vec<usize>> = vec![Vec::new(); self.people.len()];
        for (at, row) in self.rows.iter().enumerate() {
            by_person[row.person].push(at);
        }
        let pairs = by_person.iter().flat_map(|rows| {
            rows.iter().enumerate().flat_map(|(i, &left)| rows[i + 1..].iter().map(move |&right| (left, right)))
        });
        pairs.collect()
    }

    /// The list as CSV.
    pub fn csv(&self) -> String {
        let mut out = COLUMNS.join(",") + "\n";
        for row in &self.rows {
            let cells: Vec<String> =
                row.cells.iter().map(|cell| format!("\"{}\"", cell.text.replace('"', "\"\""))).collect();
            out.push_str(&cells.join(","));
            out.push('\n');
        }
        out
    }
}

fn row(rng: &mut Rng, profile: &Profile, at: usize, person: &Person, address: Cell) -> Row {
    let mut kind = |column: usize, usual: &'static str, kinds: &[&'static str]| {
        if rng.chance(profile.damage[column]) { *rng.pick(kinds) } else { usual }
    };
    let name_kind = kind(0, profile.name, NAME_KINDS);
    let mut date_kind = kind(1, profile.date, DATE_KINDS);
    let mut number_kind = kind(2, "clean", NUMBER_KINDS);
    let mut phone_kind = kind(3, "clean", PHONE_KINDS);
    for (kind, blank) in [
        (&mut date_kind, person.birth.0 == 0),
        (&mut number_kind, person.number.is_empty()),
        (&mut phone_kind, person.phone.is_empty()),
    ] {
        if blank {
            *kind = "nothing";
        }
    }
    let date_kind = match date_kind {
        "month-first" if profile.month_first == 0.0 => "slash",
        _ if rng.chance(profile.month_first) => "month-first",
        other => other,
    };
    let name = spoil::name(rng, &person.name, name_kind);
    let mut date = spoil::date(rng, person.birth, date_kind);
    let number = spoil::number(rng, &person.number, number_kind);
    // The number of the row proves the century of two digits.
    if date_kind == "two-digits" && number.gold != Gold::Value(person.number.clone()) && person.birth.0 < 1930 {
        date.gold = Gold::Meant(format!("{}-{:02}-{:02}", person.birth.0, person.birth.1, person.birth.2));
    }
    let phone = spoil::phone(rng, &person.phone, phone_kind);
    let sex = if person.male { ["Nam", "nam", "M", "NAM"] } else { ["Nữ", "nữ", "F", "NỮ"] };
    let sex_text = if rng.chance(0.8) { sex[0] } else { *rng.pick(&sex) };
    let sex = Cell { text: sex_text.to_owned(), kind: "sex", gold: Gold::Value(sex[0].to_owned()) };
    let mut cells = [name, date, sex, number, phone, address];
    if rng.chance(profile.swapped) {
        let (left, right) = if rng.chance(0.5) { (0, 5) } else { (3, 4) };
        let proved = matches!(cells[left].gold, Gold::Value(_)) && matches!(cells[right].gold, Gold::Value(_));
        if proved {
            let (a, b) = (cells[left].text.clone(), cells[right].text.clone());
            cells[left].text = b;
            cells[right].text = a;
            for place in [left, right] {
                // Whether the exchange shows depends on the damage besides.
                if let Gold::Value(value) = &cells[place].gold {
                    let visible =
                        cells[left].kind == "clean" && cells[right].kind == "clean" && people::is_family(&person.name);
                    cells[place].gold = if visible { Gold::Value(value.clone()) } else { Gold::Meant(value.clone()) };
                }
                cells[place].kind = "swapped";
            }
        }
    }
    Row { person: at, cells }
}
