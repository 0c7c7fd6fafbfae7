//! Keyed pseudonyms: two agencies that share a key match people without showing their numbers, and systems that
//! count people need not know them.
//!
//! An unkeyed hash hides nothing: there are about 1.5 * 10^10 possible personal numbers, which one computer tries
//! within the hour. Under a secret key the tokens of the same person are the same for the same purpose and key,
//! and tell nothing to whoever lacks the key. Whoever has the key can try numbers: it is as confidential as the list.
//! Pseudonymised data stays personal data.

use crate::error::{Code, Error, Result};
use crate::identity::text::without_diacritics;
use crate::identity::{IdNumber, PartialDate, Sex};
use crate::personal::Secret;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt;

/// What a token stands for. A token of one kind never equals one of another.
#[derive(Clone, Copy)]
enum TokenKind {
    /// Personal number.
    IdNumber,
    /// Folded name, date of birth and sex: for rows without a number. Namesakes of one day share it.
    Person,
    /// Any other value, such as a telephone, as the caller has cleaned it.
    Value,
    /// Somebody who logs in, as the provider of logins names them.
    Subject,
}

impl TokenKind {
    const fn name(self) -> &'static str {
        match self {
            Self::IdNumber => "id-number",
            Self::Person => "person",
            Self::Value => "value",
            Self::Subject => "subject",
        }
    }
}

/// A key, its public name, and the purpose that its tokens are for.
///
/// ```
/// use dinhdanh::pseudonym::Pseudonyms;
/// use dinhdanh::identity::IdNumber;
/// let tokens = Pseudonyms::new("2026a", &[7; 32], "school admission 2026/ward 00070")?;
/// let token = tokens.of_id_number(&IdNumber::parse("001199000018")?);
/// assert!(token.starts_with("2026a."));
/// assert!(!token.contains("001199"));
/// # Ok::<(), dinhdanh::Error>(())
/// ```
#[derive(Clone)]
pub struct Pseudonyms {
    key_id: String,
    mac: Hmac<Sha256>,
}

/// 128 bits: no two of all people's tokens will ever collide by chance.
const TOKEN_BYTES: usize = 16;
/// Shorter keys could be tried out.
const KEY_BYTES: usize = 32;

impl Pseudonyms {
    /// Tokens under `key` (32 bytes or more, from a random source) for one purpose; other purposes give other tokens,
    /// so that lists made for different purposes cannot be joined.
    ///
    /// # Errors
    /// `pseudonym-key` for a key below 32 bytes, a key name that is not 1 to 32 letters, digits or `-`, or no purpose.
    pub fn new(key_id: &str, key: &[u8], purpose: &str) -> Result<Self> {
        let named = (1..=32).contains(&key_id.len()) && key_id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        let refused = Error::new(Code::PseudonymKey, "key");
        if key.len() < KEY_BYTES || !named || purpose.is_empty() {
            return Err(refused);
        }
        // A key per purpose, so that what follows needs no separator that a purpose could contain.
        let mut derive = Hmac::<Sha256>::new_from_slice(key).map_err(|_| refused)?;
        derive.update(b"dinhdanh pseudonym 1\0");
        derive.update(purpose.as_bytes());
        let derived = Secret::copy_of(&derive.finalize().into_bytes());
        let mac = Hmac::<Sha256>::new_from_slice(derived.expose()).map_err(|_| refused)?;
        Ok(Self { key_id: key_id.to_owned(), mac })
    }

    /// The name of the key, which every token begins with.
    #[must_use]
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    fn token(&self, kind: TokenKind, parts: &[&str]) -> String {
        let mut mac = self.mac.clone();
        mac.update(kind.name().as_bytes());
        for part in parts {
            // The length first, so that no two lists of parts read the same.
            mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            mac.update(part.as_bytes());
        }
        let tag = mac.finalize().into_bytes();
        let mut token = format!("{}.", self.key_id);
        base32(tag.get(..TOKEN_BYTES).unwrap_or_default(), &mut token);
        token
    }

    /// The token of a personal number.
    #[must_use]
    pub fn of_id_number(&self, number: &IdNumber) -> String {
        self.token(TokenKind::IdNumber, &[number.as_str()])
    }

    /// The token of name (case, diacritics and blanks do not count), date of birth and sex.
    #[must_use]
    pub fn of_person(&self, name: &str, birth: PartialDate, sex: Sex) -> String {
        let folded = without_diacritics(name);
        let words: Vec<&str> = folded.split_whitespace().collect();
        let sex = match sex {
            Sex::Male => "m",
            Sex::Female => "f",
            Sex::Unspecified => "",
        };
        self.token(TokenKind::Person, &[&words.join(" "), &birth.to_string(), sex])
    }

    /// The token of a subject of a provider of logins.
    #[must_use]
    pub fn of_subject(&self, issuer: &str, subject: &str) -> String {
        self.token(TokenKind::Subject, &[issuer, subject])
    }

    /// The token of any other cleaned value; `field` keeps telephone and insurance number apart.
    #[must_use]
    pub fn of_value(&self, field: &str, value: &str) -> String {
        self.token(TokenKind::Value, &[field, value])
    }
}

impl fmt::Debug for Pseudonyms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pseudonyms({})", self.key_id)
    }
}

/// RFC 4648 section 6 in lower case, without padding.
fn base32(bytes: &[u8], out: &mut String) {
    const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    for chunk in bytes.chunks(5) {
        let bits = chunk.iter().fold(0_u64, |all, &b| all << 8 | u64::from(b));
        let filled = chunk.len().saturating_mul(8);
        let padded = bits << (40_usize.saturating_sub(filled));
        for at in 0..filled.div_ceil(5) {
            let five = padded >> (35_usize.saturating_sub(at.saturating_mul(5))) & 31;
            let letter = usize::try_from(five).ok().and_then(|five| LETTERS.get(five));
            out.extend(letter.map(|&b| char::from(b)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(purpose: &str) -> Pseudonyms {
        Pseudonyms::new("k1", &[1; 32], purpose).unwrap()
    }

    #[test]
    fn the_same_person_has_the_same_token_for_one_purpose_and_key_only() {
        let number = IdNumber::parse("001199000018").unwrap();
        let token = tokens("a").of_id_number(&number);
        assert_eq!(token, tokens("a").of_id_number(&number));
        assert_eq!(token.len(), 3 + 26);
        assert_ne!(token, tokens("b").of_id_number(&number));
        assert_ne!(token, Pseudonyms::new("k1", &[2; 32], "a").unwrap().of_id_number(&number));
        assert_ne!(token, tokens("a").of_value("id-number", "001199000018"));
        assert_ne!(token, tokens("a").of_id_number(&IdNumber::parse("001199000019").unwrap()));
        assert!(!format!("{:?}", tokens("a")).contains('1'.to_string().repeat(4).as_str()));
    }

    #[test]
    fn a_person_token_bridges_spelling() {
        let birth = PartialDate::parse_year_first("1999-02-17").unwrap();
        let of = |name: &str, sex| tokens("a").of_person(name, birth, sex);
        assert_eq!(of("Nguyễn Thị  Mẫu", Sex::Female), of("NGUYEN THI MAU", Sex::Female));
        assert_ne!(of("Nguyễn Thị Mẫu", Sex::Female), of("Nguyễn Thị Mẫu", Sex::Male));
        assert_ne!(of("Nguyễn Thị Mẫu", Sex::Female), of("Nguyễn Thị Mận", Sex::Female));
    }

    #[test]
    fn parts_cannot_be_shifted_between_fields() {
        let tokens = tokens("a");
        assert_ne!(tokens.of_value("ab", "c"), tokens.of_value("a", "bc"));
        assert_ne!(tokens.of_subject("issuer", "subject"), tokens.of_subject("issuers", "ubject"));
        assert_ne!(tokens.of_subject("a", "b"), tokens.of_value("a", "b"));
    }

    #[test]
    fn weak_keys_and_odd_names_are_refused() {
        for (id, key) in [("k", vec![0; 31]), ("", vec![0; 32]), ("a.b", vec![0; 32]), (&"x".repeat(33), vec![0; 32])] {
            assert_eq!(Pseudonyms::new(id, &key, "p").unwrap_err().code(), Code::PseudonymKey);
        }
        assert_eq!(Pseudonyms::new("k", &[0; 32], "").unwrap_err().code(), Code::PseudonymKey);
    }

    #[test]
    fn base32_is_that_of_rfc_4648() {
        for (bytes, text) in [
            ("f", "my"),
            ("fo", "mzxq"),
            ("foo", "mzxw6"),
            ("foob", "mzxw6yq"),
            ("fooba", "mzxw6ytb"),
            ("foobar", "mzxw6ytboi"),
        ] {
            let mut out = String::new();
            base32(bytes.as_bytes(), &mut out);
            assert_eq!(out, text);
        }
    }
}
