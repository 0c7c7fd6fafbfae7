//! Calls to a provider: what is asked and how far it may go. The network itself is the caller's.

use super::endpoint::Endpoint;
use crate::error::{Code, Error, Result};
use core::net::IpAddr;
use std::fmt;

/// How a call is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// GET.
    Get,
    /// POST.
    Post,
}

impl Method {
    /// The name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// A call to a provider. `Debug` shows neither headers nor body: they carry secrets.
#[derive(Clone)]
pub struct Request {
    pub(super) method: Method,
    pub(super) endpoint: Endpoint,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Option<String>,
}

impl Request {
    /// The longest answer that may be read.
    pub const ANSWER_BYTES: usize = crate::limits::JWKS_BYTES;

    /// How long the whole call may take, in seconds. Someone is waiting for it in front of a browser.
    pub const TIMEOUT_SECONDS: u64 = 5;

    pub(super) fn get(endpoint: &Endpoint, accept: &str) -> Self {
        let headers = vec![("Accept", accept.to_owned())];
        Self { method: Method::Get, endpoint: endpoint.clone(), headers, body: None }
    }

    pub(super) fn form(endpoint: &Endpoint, fields: &[(&str, &str)]) -> Self {
        let headers = vec![
            ("Accept", "application/json".to_owned()),
            ("Content-Type", "application/x-www-form-urlencoded".to_owned()),
        ];
        let body = Some(super::form::encode(fields));
        Self { method: Method::Post, endpoint: endpoint.clone(), headers, body }
    }

    pub(super) fn header(mut self, name: &'static str, value: String) -> Self {
        self.headers.push((name, value));
        self
    }

    /// GET or POST.
    #[must_use]
    pub const fn method(&self) -> Method {
        self.method
    }

    /// Where the call goes.
    #[must_use]
    pub const fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// The headers to send.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers.iter().map(|(name, value)| (*name, value.as_str()))
    }

    /// The body to send.
    #[must_use]
    pub fn body(&self) -> Option<&str> {
        self.body.as_deref()
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What follows the question mark may be a ticket.
        let address = self.endpoint.url().split('?').next().unwrap_or_default();
        write!(f, "Request({} {address})", self.method.as_str())
    }
}

/// The provider's answer. `Debug` shows neither headers nor body.
#[derive(Clone, Default)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// `Content-Type`.
    pub content_type: Option<String>,
    /// `DPoP-Nonce` (RFC 9449 section 8).
    pub dpop_nonce: Option<String>,
    /// The address that was connected to, if the transport knows it: it is checked once more.
    pub remote: Option<IpAddr>,
    /// The body, of at most [`Request::ANSWER_BYTES`].
    pub body: Vec<u8>,
}

impl Response {
    /// What holds for every answer: the size, no redirect, and an address that was allowed.
    ///
    /// # Errors
    /// `too-large`, `redirect-refused`, `address-refused`.
    pub fn check(&self, endpoint: &Endpoint) -> Result<()> {
        if self.remote.is_some_and(|address| !endpoint.admits(address)) {
            return Err(Error::new(Code::AddressRefused, "answer"));
        }
        if (300..400).contains(&self.status) {
            return Err(Error::new(Code::RedirectRefused, "answer"));
        }
        if self.body.len() > Request::ANSWER_BYTES {
            return Err(Error::new(Code::TooLarge, "answer"));
        }
        Ok(())
    }

    /// The body of an answer that says success.
    pub(super) fn success(&self, endpoint: &Endpoint) -> Result<&[u8]> {
        self.check(endpoint)?;
        if self.status == 200 { Ok(&self.body) } else { Err(Error::new(Code::CallStatus, "answer")) }
    }

    /// Whether the content is of this media type.
    pub(super) fn is(&self, media_type: &str) -> bool {
        let stated = self.content_type.as_deref().and_then(|text| text.split(';').next()).unwrap_or_default();
        stated.trim().eq_ignore_ascii_case(media_type)
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Response({}, {} bytes)", self.status, self.body.len())
    }
}

/// The caller's way to the network.
///
/// An implementation must: connect to [`Endpoint::host`] and [`Endpoint::port`] only; check the server's certificate
/// for that host; connect to no address that [`Endpoint::admits`] refuses; follow no redirect, but hand it over as the
/// answer it is; stop reading after [`Request::ANSWER_BYTES`] (`too-large`) and calling after
/// [`Request::TIMEOUT_SECONDS`] (`call-timeout`); log neither headers nor bodies.
pub trait Transport {
    /// Makes the call.
    ///
    /// # Errors
    /// `call-failed`, `call-timeout`, `address-refused`, `too-large`.
    fn call(&self, request: &Request) -> Result<Response>;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sso::endpoint::Reach;

    #[test]
    fn answers_are_bounded_and_do_not_lead_elsewhere() {
        let endpoint = Endpoint::parse("https://sso.example.vn/", Reach::Public).unwrap();
        let check = |response: Response| response.success(&endpoint).err().map(|error| error.code());
        let good = Response { status: 200, ..Response::default() };
        assert_eq!(check(good.clone()), None);
        assert_eq!(check(Response { status: 302, ..good.clone() }), Some(Code::RedirectRefused));
        assert_eq!(check(Response { status: 500, ..good.clone() }), Some(Code::CallStatus));
        let remote = Some("169.254.169.254".parse().unwrap());
        assert_eq!(check(Response { remote, ..good.clone() }), Some(Code::AddressRefused));
        assert_eq!(check(Response { body: vec![b' '; Request::ANSWER_BYTES + 1], ..good }), Some(Code::TooLarge));
    }

    #[test]
    fn secrets_are_not_shown() {
        let endpoint = Endpoint::parse("https://sso.example.vn/token", Reach::Public).unwrap();
        let request = Request::form(&endpoint, &[("code", "the-code")]).header("Authorization", "Basic xyz".to_owned());
        assert_eq!(format!("{request:?}"), "Request(POST https://sso.example.vn/token)");
        assert_eq!(request.body(), Some("code=the-code"));
        let ticket = endpoint.with_url("https://sso.example.vn/token?ticket=ST-1".to_owned());
        assert_eq!(format!("{:?}", Request::get(&ticket, "text/xml")), "Request(GET https://sso.example.vn/token)");
        let response = Response { status: 200, body: b"secret".to_vec(), ..Response::default() };
        assert_eq!(format!("{response:?}"), "Response(200, 6 bytes)");
    }
}
