//! Addresses of a provider that may be called, and the networks they may lead into.

use crate::error::{Code, Error, Result};
// Addresses as values: there is no socket in `core`.
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use serde::Deserialize;

/// How far into networks an address may lead.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    /// https to public addresses.
    #[default]
    Public,
    /// https to public and private addresses: a provider inside an administration's network. Link-local addresses,
    /// behind which clouds keep their secrets, stay closed.
    Private,
    /// http or https to this machine, for a sandbox.
    Loopback,
}

/// An address of the provider that may be called. Its host is pinned: a call goes there or fails.
///
/// ```
/// use dinhdanh::sso::{Endpoint, Reach};
/// let keys = Endpoint::parse("https://sso.example.gov.vn/certs", Reach::Public)?;
/// assert_eq!((keys.host(), keys.port()), ("sso.example.gov.vn", 443));
/// assert!(!keys.admits("169.254.169.254".parse().unwrap()));
/// assert!(Endpoint::parse("http://sso.example.gov.vn/certs", Reach::Public).is_err());
/// # Ok::<(), dinhdanh::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    url: String,
    host: String,
    port: u16,
    reach: Reach,
}

impl Endpoint {
    /// Takes an absolute address of ASCII characters without user, fragment or blanks.
    ///
    /// # Errors
    /// `address-insecure`; `address-refused` where the host is a number that the reach excludes.
    pub fn parse(url: &str, reach: Reach) -> Result<Self> {
        let wrong = Error::new(Code::AddressInsecure, "url");
        let plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'#' | b'"' | b'<' | b'>' | b'@');
        if !url.bytes().all(plain) {
            return Err(wrong);
        }
        let (scheme, rest) = url.split_once("://").ok_or(wrong)?;
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, _) = rest.split_at_checked(end).ok_or(wrong)?;
        let (name, port) = match authority.rsplit_once(':') {
            Some((name, port)) if !port.ends_with(']') => (name, Some(port)),
            _ => (authority, None),
        };
        let port = match (port, scheme) {
            (Some(port), _) if port.starts_with(['+', '0']) => return Err(wrong),
            (Some(port), _) => port.parse().map_err(|_| wrong)?,
            (None, "http") => 80,
            (None, _) => 443,
        };
        let host = name.to_ascii_lowercase();
        let number = host_number(&host);
        if number.is_none() && !is_host_name(&host) {
            return Err(wrong);
        }
        let local = host == "localhost" || number.is_some_and(|ip| ip.is_loopback());
        let endpoint = Self { url: url.to_owned(), host, port, reach };
        match (scheme, reach) {
            ("https", Reach::Public | Reach::Private) => {}
            ("http" | "https", Reach::Loopback) if local => return Ok(endpoint),
            _ => return Err(wrong),
        }
        if local || number.is_some_and(|ip| !endpoint.admits(ip)) {
            return Err(Error::new(Code::AddressRefused, "url"));
        }
        Ok(endpoint)
    }

    /// The whole address.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The same place with another path or query.
    pub(super) fn with_url(&self, url: String) -> Self {
        Self { url, ..self.clone() }
    }

    /// The host, to which the server's certificate must belong.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Whether the connection may go to this address, to which the host was resolved. To be asked about the very
    /// address that is connected to; asking the name service twice is asking two different questions.
    #[must_use]
    pub fn admits(&self, address: IpAddr) -> bool {
        let kind = match address {
            IpAddr::V4(address) => of_v4(address),
            IpAddr::V6(address) => of_v6(address),
        };
        match self.reach {
            Reach::Public => kind == Place::Public,
            Reach::Private => matches!(kind, Place::Public | Place::Private),
            Reach::Loopback => kind == Place::Loopback,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Public,
    Private,
    Loopback,
    Closed,
}

/// IANA's registry of special addresses (RFC 6890 and its successors).
fn of_v4(address: Ipv4Addr) -> Place {
    match address.octets() {
        [127, ..] => Place::Loopback,
        [10, ..] | [192, 168, ..] | [172, 16..=31, ..] | [100, 64..=127, ..] => Place::Private,
        [0 | 224..=255, ..] | [169, 254, ..] | [192, 0, 0 | 2, _] | [192, 88, 99, _] | [198, 18 | 19, ..] => {
            Place::Closed
        }
        [198, 51, 100, _] | [203, 0, 113, _] => Place::Closed,
        _ => Place::Public,
    }
}

fn of_v6(address: Ipv6Addr) -> Place {
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        of_v4(Ipv4Addr::new(a, b, c, d))
    };
    match address.segments() {
        [0, 0, 0, 0, 0, 0, 0, 1] => Place::Loopback,
        // An IPv4 address in another dress: mapped, NAT64, 6to4.
        [0, 0, 0, 0, 0, 0xFFFF, high, low] | [0x64, 0xFF9B, 0, 0, 0, 0, high, low] => embedded(high, low),
        [0x2002, high, low, ..] => embedded(high, low),
        [0xFC00..=0xFDFF, ..] => Place::Private,
        // Documentation and Teredo; of the rest only 2000::/3 is assigned for the world.
        [0x2001, 0 | 0xDB8, ..] => Place::Closed,
        [0x2000..=0x3FFF, ..] => Place::Public,
        _ => Place::Closed,
    }
}

fn host_number(host: &str) -> Option<IpAddr> {
    match host.strip_prefix('[') {
        Some(rest) => rest.strip_suffix(']')?.parse().ok().map(IpAddr::V6),
        None => host.parse().ok().map(IpAddr::V4),
    }
}

/// Labels of letters, digits and hyphens; the last one is no number, or a resolver might take the name for one.
fn is_host_name(host: &str) -> bool {
    let label = |label: &str| {
        let hyphen = label.starts_with('-') || label.ends_with('-');
        let known = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        (1..=63).contains(&label.len()) && known && !hyphen
    };
    let last = host.rsplit('.').next().unwrap_or_default();
    host.len() <= 253 && host.split('.').all(label) && !last.starts_with(|first: char| first.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(url: &str, reach: Reach) -> Option<Code> {
        Endpoint::parse(url, reach).err().map(|error| error.code())
    }

    #[test]
    fn only_https_with_a_plain_host() {
        for url in [
            "https://sso.example.vn/certs",
            "https://sso.example.vn",
            "https://sso.example.vn:8443/a?b=c",
            "https://8.8.8.8/x",
            "https://[2606:4700::1]:8443/x",
        ] {
            assert_eq!(code(url, Reach::Public), None, "{url}");
        }
        for url in [
            "http://sso.example.vn/",
            "ftp://sso.example.vn/",
            "file:///etc/passwd",
            "//sso.example.vn/",
            "https://user@sso.example.vn/",
            "https://sso.example.vn#x",
            "https://sso.example.vn\\@evil/",
            "https://sso.example.vn /",
            "https://sso.exämple.vn/",
            "https://sso_example.vn/",
            "https://-sso.example.vn/",
            "https://sso..example.vn/",
            "https://sso.example.vn./",
            "https:///x",
            "https://sso.example.vn:0/",
            "https://sso.example.vn:65536/",
            "https://sso.example.vn:+443/",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://127.1/",
            "https://[::1/",
            "",
        ] {
            assert_eq!(code(url, Reach::Public), Some(Code::AddressInsecure), "{url}");
        }
        assert_eq!(Endpoint::parse("https://SSO.Example.vn:8443/A", Reach::Public).unwrap().host(), "sso.example.vn");
    }

    #[test]
    fn reach_is_explicit() {
        let inside = ["https://10.0.0.1/", "https://192.168.1.1/", "https://[fd00::1]/"];
        let never = ["https://169.254.169.254/", "https://[fe80::1]/", "https://0.0.0.0/", "https://255.255.255.255/"];
        let local = ["https://127.0.0.1/", "https://localhost/", "https://[::1]/", "https://127.9.9.9:8443/"];
        for url in inside {
            assert_eq!(code(url, Reach::Public), Some(Code::AddressRefused), "{url}");
            assert_eq!(code(url, Reach::Private), None, "{url}");
        }
        for url in never.iter().chain(&local) {
            assert_eq!(code(url, Reach::Public), Some(Code::AddressRefused), "{url}");
            assert_eq!(code(url, Reach::Private), Some(Code::AddressRefused), "{url}");
        }
        for url in local {
            assert_eq!(code(url, Reach::Loopback), None, "{url}");
            assert_eq!(code(&url.replace("https", "http"), Reach::Loopback), None, "{url}");
        }
        assert_eq!(code("https://sso.example.vn/", Reach::Loopback), Some(Code::AddressInsecure));
        assert_eq!(code("http://localhost.example.vn/", Reach::Loopback), Some(Code::AddressInsecure));
    }

    #[test]
    fn resolved_addresses_are_judged_in_every_dress() {
        let public = Endpoint::parse("https://sso.example.vn/", Reach::Public).unwrap();
        let private = Endpoint::parse("https://sso.example.vn/", Reach::Private).unwrap();
        for (address, in_public, in_private) in [
            ("113.160.1.1", true, true),
            ("2405:4800::1", true, true),
            ("10.1.2.3", false, true),
            ("100.64.0.1", false, true),
            ("172.31.255.255", false, true),
            ("172.32.0.1", true, true),
            ("::ffff:10.1.2.3", false, true),
            ("64:ff9b::10.1.2.3", false, true),
            ("2002:0a01:0203::1", false, true),
            ("127.0.0.1", false, false),
            ("::1", false, false),
            ("::", false, false),
            ("::ffff:127.0.0.1", false, false),
            ("169.254.169.254", false, false),
            ("::ffff:169.254.169.254", false, false),
            ("64:ff9b::169.254.169.254", false, false),
            ("2002:a9fe:a9fe::1", false, false),
            ("fe80::1", false, false),
            ("ff02::1", false, false),
            ("224.0.0.1", false, false),
            ("2001:db8::1", false, false),
            ("192.0.2.1", false, false),
        ] {
            let ip = address.parse().unwrap();
            assert_eq!((public.admits(ip), private.admits(ip)), (in_public, in_private), "{address}");
        }
    }
}
