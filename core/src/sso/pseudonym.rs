//! Names for people that say nothing about them: for systems that must count people and not know them.

use super::jose::base64url;
use super::login::VerifiedLogin;
use crate::error::{Code, Error, Result};
use crate::personal::Secret;
use hmac::{Hmac, KeyInit, Mac};
use serde::Serialize;
use sha2::Sha256;

/// A name for one person, for one purpose, under one key. Two purposes cannot be joined by it; without the key nobody
/// gets from the person to the name, nor back.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Pseudonym {
    key_id: String,
    value: String,
}

impl Pseudonym {
    /// Which key made it.
    #[must_use]
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// 43 characters of base64url.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }
}

/// Makes pseudonyms with one secret key (HMAC-SHA256). Whoever has the key can find a person's pseudonym by trying
/// every person; it belongs in a place of its own, and pseudonyms stay personal data for whoever holds it.
#[derive(Clone, Debug)]
pub struct Pseudonyms {
    key_id: String,
    key: Secret,
}

impl Pseudonyms {
    /// A key of 32 random bytes or more, and a name by which it is told from its successors.
    ///
    /// # Errors
    /// `profile-invalid` for a shorter key or an empty name.
    pub fn new(key_id: &str, key: Secret) -> Result<Self> {
        if key.expose().len() < 32 || key_id.is_empty() {
            return Err(Error::new(Code::ProfileInvalid, "pseudonym key"));
        }
        Ok(Self { key_id: key_id.to_owned(), key })
    }

    /// The pseudonym of the person who logged in, for one purpose (`"thống kê lượt khám 2026"`).
    ///
    /// # Errors
    /// `profile-invalid` for an empty purpose.
    pub fn of(&self, login: &VerifiedLogin, purpose: &str) -> Result<Pseudonym> {
        self.of_subject(login.issuer(), login.subject().expose(), purpose)
    }

    /// The pseudonym of a subject of an issuer, for one purpose.
    ///
    /// # Errors
    /// `profile-invalid` for an empty purpose or subject.
    pub fn of_subject(&self, issuer: &str, subject: &str, purpose: &str) -> Result<Pseudonym> {
        let wrong = Error::new(Code::ProfileInvalid, "purpose");
        if purpose.is_empty() || subject.is_empty() {
            return Err(wrong);
        }
        let mut mac = Hmac::<Sha256>::new_from_slice(self.key.expose()).map_err(|_| wrong)?;
        // With their lengths in front, no two triples give the same bytes.
        for part in [purpose, issuer, subject] {
            mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            mac.update(part.as_bytes());
        }
        let value = base64url::encode(&mac.finalize().into_bytes());
        Ok(Pseudonym { key_id: self.key_id.clone(), value })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_one_purpose_one_key() {
        let maker = |byte| Pseudonyms::new("k1", Secret::new(vec![byte; 32])).unwrap();
        let name = |byte, parts: [&str; 3]| {
            let [issuer, subject, purpose] = parts;
            maker(byte).of_subject(issuer, subject, purpose).unwrap().value().to_owned()
        };
        let first = name(1, ["issuer", "subject", "purpose"]);
        assert_eq!((first.len(), name(1, ["issuer", "subject", "purpose"])), (43, first.clone()));
        for other in [
            name(2, ["issuer", "subject", "purpose"]),
            name(1, ["issuer2", "subject", "purpose"]),
            name(1, ["issuer", "2subject", "purpose"]),
            name(1, ["issuer", "subject", "purpose2"]),
            name(1, ["issuers", "ubject", "purpose"]),
        ] {
            assert_ne!(first, other);
        }
        assert!(Pseudonyms::new("k", Secret::new(vec![1; 31])).is_err());
        assert!(Pseudonyms::new("", Secret::new(vec![1; 32])).is_err());
        assert!(maker(1).of_subject("issuer", "subject", "").is_err());
        assert!(maker(1).of_subject("issuer", "", "purpose").is_err());
    }
}
