//! The other readers, each behind the transport that it offers.

use crate::cost::Metered;
use chrono::NaiveDate;
use dinhdanh_readers::simulator::Person;
use dmrtd::com::{TransceiveError, Transceiver};
use dmrtd::lds::ef::ElementaryFile;
use dmrtd::passport::{Passport, PassportError};
use dmrtd::proto::dba_key::DBAKey;

/// Names and versions, as built.
pub(crate) fn named() -> Vec<String> {
    let openssl = crate::by_openssl::VERSION.map(|version| format!("{} through crate `openssl`", version()));
    [Some("`dmrtd` 0.3.5".to_owned()), openssl].into_iter().flatten().collect()
}

struct Wire<'a>(&'a mut Metered);

impl Transceiver for Wire<'_> {
    fn transceive(&mut self, apdu: &[u8]) -> Result<Vec<u8>, TransceiveError> {
        Ok(self.0.exchange(apdu))
    }
}

/// Reads EF.SOD, EF.COM and these data groups with `dmrtd`, as its documentation shows: PACE where EF.CardAccess
/// can be read, BAC otherwise. Gives the number of bytes read.
pub(crate) fn read_with_dmrtd(card: &mut Metered, person: &Person, groups: &[u8]) -> Result<usize, String> {
    let access = Passport::new(Wire(card)).read_ef_card_access();
    if access.is_err() {
        card.reset();
    }
    let mut passport = Passport::new(Wire(card));
    let key = key(person, access.is_ok());
    let opened = match &access {
        Ok(access) => passport.start_session_pace(key, access),
        Err(_) => passport.start_session(key),
    };
    opened.map_err(|error| format!("opening: {error}"))?;
    let mut read = file(passport.read_ef_sod())? + file(passport.read_ef_com())?;
    for group in groups {
        read += match group {
            1 => file(passport.read_ef_dg1()),
            2 => file(passport.read_ef_dg2()),
            13 => file(passport.read_ef_dg13()),
            14 => file(passport.read_ef_dg14()),
            15 => file(passport.read_ef_dg15()),
            _ => Err(format!("DG{group} is not part of the comparison")),
        }?;
    }
    Ok(read)
}

fn file<F: ElementaryFile>(read: Result<F, PassportError>) -> Result<usize, String> {
    read.map(|file| file.to_bytes().len()).map_err(|error| format!("{}: {error}", std::any::type_name::<F>()))
}

fn key(person: &Person, pace: bool) -> DBAKey {
    let date = |text: &str| NaiveDate::parse_from_str(text, "%d/%m/%Y").expect("a date of the card");
    // The document number of the zone is the last nine digits of the personal number.
    DBAKey::new(&person.id_number[3..], date(&person.date_of_birth), date(&person.expires), pace).expect("digits")
}
