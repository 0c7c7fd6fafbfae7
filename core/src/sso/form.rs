//! Parameters in addresses and forms (application/x-www-form-urlencoded).

use crate::error::{Code, Error, Result};
use crate::limits::TOKEN_BYTES;

/// Names and values as one text; everything but letters, digits, `-`, `.`, `_` and `~` is escaped.
pub(super) fn encode(fields: &[(&str, &str)]) -> String {
    let mut out = String::new();
    for (name, value) in fields {
        if !out.is_empty() {
            out.push('&');
        }
        escape(name, &mut out);
        out.push('=');
        escape(value, &mut out);
    }
    out
}

pub(super) fn escape(text: &str, out: &mut String) {
    const HEX: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
    let digit = |value: u8| HEX.get(usize::from(value)).copied().unwrap_or('0');
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.extend(['%', digit(byte >> 4), digit(byte & 0xF)]);
        }
    }
}

/// An address with these parameters added to those it has.
pub(super) fn address(base: &str, fields: &[(&str, &str)]) -> String {
    let separator = if base.contains('?') { '&' } else { '?' };
    format!("{base}{separator}{}", encode(fields))
}

/// The parameters of an answer: each name once.
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads a query or form. A plus sign is a blank, as browsers write it.
    ///
    /// # Errors
    /// `too-large`, `response-form` for bad escapes and for a name that comes twice.
    pub(super) fn parse(text: &str) -> Result<Self> {
        let form = Error::new(Code::ResponseForm, "query");
        if text.len() > TOKEN_BYTES {
            return Err(Error::new(Code::TooLarge, "query"));
        }
        let text = text.strip_prefix('?').unwrap_or(text);
        let mut fields: Vec<(String, String)> = Vec::new();
        for part in text.split('&').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let name = unescape(name).ok_or(form)?;
            if fields.iter().any(|(known, _)| *known == name) || fields.len() >= 64 {
                return Err(form);
            }
            fields.push((name, unescape(value).ok_or(form)?));
        }
        Ok(Self(fields))
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find_map(|(own, value)| (own == name).then_some(value.as_str()))
    }
}

/// The first parameter of a name in a query that nobody checked.
pub(super) fn first(query: &str, name: &str) -> Option<String> {
    let query = query.get(..TOKEN_BYTES).unwrap_or(query).trim_start_matches('?');
    let mut parts = query.split('&').filter_map(|part| part.split_once('='));
    parts.find_map(|(own, value)| (unescape(own)? == name).then(|| unescape(value))?)
}

fn unescape(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || char::from(rest.next()?).to_digit(16).and_then(|value| u8::try_from(value).ok());
                (digit()? << 4) | digit()?
            }
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_round_trip() {
        let value = "a b+c/d=&é%\u{1F600}~_-.";
        let fields = Fields::parse(&encode(&[("x", value), ("y", ""), ("ž", "1")])).unwrap();
        assert_eq!((fields.get("x"), fields.get("y"), fields.get("ž")), (Some(value), Some(""), Some("1")));
        assert_eq!(encode(&[("a b", "+")]), "a%20b=%2B");
        assert_eq!(address("https://x/?a=1", &[("b", "2")]), "https://x/?a=1&b=2");
        assert_eq!(Fields::parse("?code=a+b").unwrap().get("code"), Some("a b"));
    }

    #[test]
    fn broken_and_doubled_parameters_are_refused() {
        for text in ["a=%", "a=%4", "a=%zz", "a=%ff", "a=1&a=2", "a=1&%61=2"] {
            assert_eq!(Fields::parse(text).err().map(|error| error.code()), Some(Code::ResponseForm), "{text}");
        }
        let long = "a".repeat(TOKEN_BYTES + 1);
        assert_eq!(Fields::parse(&long).err().map(|error| error.code()), Some(Code::TooLarge));
        let many: Vec<String> = (0..65).map(|n| format!("p{n}=1")).collect();
        assert!(Fields::parse(&many[..64].join("&")).is_ok() && Fields::parse(&many.join("&")).is_err());
    }
}
