//! JSON as tokens may use it: one object in UTF-8, no name twice, bounded depth and size.
//!
//! RFC 7515 section 4 and RFC 7519 section 4 let a reader take the last of two members with one name; two readers
//! that choose differently are an attack, so such an object is refused.

use crate::error::{Code, Error, Result};
use crate::given::Timestamp;
use crate::limits::{JSON_DEPTH, JSON_MEMBERS};
use serde::de::{Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use std::cell::Cell;
use std::fmt;

/// A JSON value. `Debug` shows its kind only: claims are a person's data.
#[derive(Clone, PartialEq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true`, `false`.
    Boolean(bool),
    /// A whole number of 64 bits.
    Integer(i64),
    /// Any other number.
    Fraction(f64),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Self>),
    /// An object.
    Object(Object),
}

/// A JSON object whose names are unique. `Debug` shows the names only.
#[derive(Clone, PartialEq, Default)]
pub struct Object(Vec<(String, Json)>);

impl Object {
    /// Reads one object of at most `limit` bytes.
    ///
    /// # Errors
    /// `too-large`, `token-json`, `token-duplicate-name`, `token-depth`.
    pub fn parse(bytes: &[u8], limit: usize, place: &'static str) -> Result<Self> {
        if bytes.len() > limit {
            return Err(Error::new(Code::TooLarge, place));
        }
        let fault = Cell::new(Code::TokenJson);
        let mut reader = serde_json::Deserializer::from_slice(bytes);
        let seed = Seed { depth: JSON_DEPTH, fault: &fault };
        let value = serde::de::DeserializeSeed::deserialize(seed, &mut reader);
        match (value, reader.end()) {
            (Ok(Json::Object(object)), Ok(())) => Ok(object),
            (Err(_), _) => Err(Error::new(fault.get(), place)),
            _ => Err(Error::new(Code::TokenJson, place)),
        }
    }

    /// The members in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// A member.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.0.iter().find_map(|(own, value)| (own == name).then_some(value))
    }

    /// A text, if the member is there.
    ///
    /// # Errors
    /// `claim-type` where the member is something else.
    pub fn text(&self, name: &'static str) -> Result<Option<&str>> {
        match self.get(name) {
            None => Ok(None),
            Some(Json::Text(text)) => Ok(Some(text)),
            Some(_) => Err(Error::new(Code::ClaimType, name)),
        }
    }

    /// A moment in seconds since 1970 (NumericDate of RFC 7519 section 2), if the member is there; a fraction of a
    /// second is cut off.
    ///
    /// # Errors
    /// `claim-type` where the member is no number, or one that no clock shows.
    pub fn time(&self, name: &'static str) -> Result<Option<Timestamp>> {
        let wrong = Error::new(Code::ClaimType, name);
        match self.get(name) {
            None => Ok(None),
            Some(Json::Integer(seconds)) => Ok(Some(Timestamp::from_unix(*seconds))),
            // Rare enough that text is an affordable way around a cast.
            Some(Json::Fraction(seconds)) => {
                let whole = format!("{:.0}", seconds.floor()).parse().map_err(|_| wrong)?;
                Ok(Some(Timestamp::from_unix(whole)))
            }
            Some(_) => Err(wrong),
        }
    }

    /// A text, or a list of texts, if the member is there.
    ///
    /// # Errors
    /// `claim-type` where the member is something else.
    pub fn texts(&self, name: &'static str) -> Result<Option<Vec<&str>>> {
        let wrong = Error::new(Code::ClaimType, name);
        match self.get(name) {
            None => Ok(None),
            Some(Json::Text(text)) => Ok(Some(vec![text])),
            Some(Json::List(list)) => {
                let texts =
                    list.iter().map(|value| if let Json::Text(text) = value { Ok(&**text) } else { Err(wrong) });
                texts.collect::<Result<_>>().map(Some)
            }
            Some(_) => Err(wrong),
        }
    }

    /// A list of texts, if the member is there.
    ///
    /// # Errors
    /// `claim-type` where the member is something else.
    pub fn text_list(&self, name: &'static str) -> Result<Option<Vec<&str>>> {
        match self.get(name) {
            Some(Json::Text(_)) => Err(Error::new(Code::ClaimType, name)),
            _ => self.texts(name),
        }
    }

    /// An object, if the member is there.
    ///
    /// # Errors
    /// `claim-type` where the member is something else.
    pub fn object(&self, name: &'static str) -> Result<Option<&Self>> {
        match self.get(name) {
            None => Ok(None),
            Some(Json::Object(object)) => Ok(Some(object)),
            Some(_) => Err(Error::new(Code::ClaimType, name)),
        }
    }

    /// The object as JSON text, in the order in which it was read.
    #[must_use]
    pub fn to_json(&self) -> String {
        self.to_value().to_string()
    }

    fn to_value(&self) -> serde_json::Value {
        let members = self.0.iter().map(|(name, value)| (name.clone(), value.to_value()));
        serde_json::Value::Object(members.collect())
    }

    /// An object of these members, whose names the caller keeps unique.
    pub(in crate::sso) const fn of(members: Vec<(String, Json)>) -> Self {
        Self(members)
    }

    /// The members of `self`, and those of `other` that it does not have.
    pub(in crate::sso) fn joined(mut self, other: Self) -> Self {
        let new = other.0.into_iter().filter(|(name, _)| self.get(name).is_none()).collect::<Vec<_>>();
        self.0.extend(new);
        self
    }
}

impl Json {
    pub(in crate::sso) fn to_value(&self) -> serde_json::Value {
        use serde_json::Value;
        match self {
            Self::Null => Value::Null,
            Self::Boolean(value) => Value::from(*value),
            Self::Integer(value) => Value::from(*value),
            Self::Fraction(value) => Value::from(*value),
            Self::Text(value) => Value::from(value.as_str()),
            Self::List(list) => Value::Array(list.iter().map(Self::to_value).collect()),
            Self::Object(object) => object.to_value(),
        }
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::Boolean(_) => "boolean",
            Self::Integer(_) | Self::Fraction(_) => "number",
            Self::Text(_) => "text",
            Self::List(_) => "list",
            Self::Object(_) => "object",
        })
    }
}

impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.0.iter().map(|(name, value)| (name, value))).finish()
    }
}

/// Reads a value of at most `depth` levels and notes which rule was broken.
#[derive(Clone, Copy)]
struct Seed<'a> {
    depth: usize,
    fault: &'a Cell<Code>,
}

impl Seed<'_> {
    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        let Some(depth) = self.depth.checked_sub(1) else {
            self.fault.set(Code::TokenDepth);
            return Err(E::custom("too deep"));
        };
        Ok(Self { depth, ..self })
    }
}

impl<'de> serde::de::DeserializeSeed<'de> for Seed<'_> {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Boolean(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Integer(value))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Json, E> {
        // Beyond 63 bits there is neither a time nor a count that a token could mean.
        i64::try_from(value).map(Json::Integer).map_err(|_| E::custom("number"))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Json::Fraction(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let inner = self.deeper()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(inner)? {
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
        let inner = self.deeper()?;
        let mut object = Vec::<(String, Json)>::with_capacity(16);
        while let Some(name) = members.next_key::<String>()? {
            if object.iter().any(|(known, _)| *known == name) {
                self.fault.set(Code::TokenDuplicateName);
                return Err(A::Error::custom("duplicate"));
            }
            // Looking for duplicates takes the square of the number of members.
            if object.len() >= JSON_MEMBERS {
                self.fault.set(Code::TooLarge);
                return Err(A::Error::custom("members"));
            }
            object.push((name, members.next_value_seed(inner)?));
        }
        Ok(Json::Object(Object(object)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Code {
        Object::parse(text.as_bytes(), 10_000, "test").unwrap_err().code()
    }

    fn object(text: &str) -> Object {
        Object::parse(text.as_bytes(), 10_000, "test").unwrap()
    }

    #[test]
    fn one_object_and_nothing_else() {
        for text in ["", "[]", "1", "null", "{}x", "{} {}", "{\"a\":}", "{a:1}", "{'a':1}", "\u{feff}{}", "{\"a\":1,}"]
        {
            assert_eq!(code(text), Code::TokenJson, "{text}");
        }
        assert_eq!(code("{\"a\":NaN}"), Code::TokenJson);
        assert_eq!(code("{\"a\":18446744073709551615}"), Code::TokenJson);
        assert_eq!(Object::parse(b"{\"a\":\"\xff\"}", 99, "test").unwrap_err().code(), Code::TokenJson);
        assert_eq!(Object::parse(b"{\"a\":1}", 6, "test").unwrap_err().code(), Code::TooLarge);
        assert_eq!(object(" {\"a\" : 1} \n").to_json(), "{\"a\":1}");
    }

    #[test]
    fn no_name_twice_however_it_is_spelt() {
        for text in
            [r#"{"a":1,"a":1}"#, r#"{"a":1,"\u0061":2}"#, r#"{"b":{"a":1,"c":2,"a":3}}"#, r#"{"b":[{"":1,"":2}]}"#]
        {
            assert_eq!(code(text), Code::TokenDuplicateName, "{text}");
        }
        assert!(object(r#"{"a":1,"A":2,"b":{"a":1}}"#).get("A").is_some());
    }

    #[test]
    fn depth_and_members_are_bounded() {
        let nested = |depth: usize| format!("{{\"a\":{}1{}}}", "[".repeat(depth), "]".repeat(depth));
        assert!(Object::parse(nested(JSON_DEPTH - 1).as_bytes(), 99, "test").is_ok());
        assert_eq!(code(&nested(JSON_DEPTH)), Code::TokenDepth);
        assert_eq!(code(&nested(400)), Code::TokenDepth);
        let many: Vec<String> = (0..=JSON_MEMBERS).map(|n| format!("\"{n}\":0")).collect();
        let text = |count: usize| format!("{{{}}}", many[..count].join(","));
        assert!(Object::parse(text(JSON_MEMBERS).as_bytes(), 99_999, "test").is_ok());
        let more = Object::parse(text(JSON_MEMBERS + 1).as_bytes(), 99_999, "test");
        assert_eq!(more.unwrap_err().code(), Code::TooLarge);
    }

    #[test]
    fn members_have_their_type_or_are_refused() {
        let members =
            object(r#"{"t":"x","n":5,"f":5.9,"l":["x","y"],"m":["x",1],"o":{},"z":null,"big":1e300,"b":true}"#);
        assert_eq!(members.text("t"), Ok(Some("x")));
        assert_eq!(members.text("absent"), Ok(None));
        assert_eq!(members.time("n"), Ok(Some(Timestamp::from_unix(5))));
        assert_eq!(members.time("f"), Ok(Some(Timestamp::from_unix(5))));
        assert_eq!(members.texts("t"), Ok(Some(vec!["x"])));
        assert_eq!(members.texts("l"), Ok(Some(vec!["x", "y"])));
        assert!(members.text_list("t").is_err() && members.object("o").unwrap().is_some());
        for name in ["n", "l", "o", "z", "b"] {
            assert_eq!(members.text(name).unwrap_err().code(), Code::ClaimType, "{name}");
        }
        for name in ["t", "l", "z", "big", "b"] {
            assert_eq!(members.time(name).unwrap_err().code(), Code::ClaimType, "{name}");
        }
        for name in ["n", "m", "o", "z"] {
            assert_eq!(members.texts(name).unwrap_err().code(), Code::ClaimType, "{name}");
        }
    }

    #[test]
    fn values_are_never_shown() {
        let members = object(r#"{"so":"001199000018","in":{"x":["Mẫu",1999]}}"#);
        let shown = format!("{members:?}");
        assert_eq!(shown, r#"{"so": text, "in": object}"#);
    }
}
