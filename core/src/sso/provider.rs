//! What a provider publishes about itself, as far as it is believed: its addresses.

use super::endpoint::{Endpoint, Reach};
use super::jose::Object;
use crate::error::{Code, Error, Result};
use crate::limits::JWKS_BYTES;

/// The provider's addresses.
#[derive(Clone, Debug)]
pub struct Endpoints {
    /// Where the browser is sent to log in.
    pub authorization: Endpoint,
    /// Where codes become tokens.
    pub token: Endpoint,
    /// Where the keys are.
    pub jwks: Endpoint,
    /// Where more about the person is.
    pub userinfo: Option<Endpoint>,
    /// Where requests are pushed (RFC 9126): then the browser carries a reference only.
    pub pushed_authorization: Option<Endpoint>,
    /// Where the browser is sent to log out.
    pub end_session: Option<Endpoint>,
    /// Where tokens are looked up.
    pub introspection: Option<Endpoint>,
    /// Where tokens are given back.
    pub revocation: Option<Endpoint>,
}

impl Endpoints {
    /// Reads them from a discovery document (OpenID Connect Discovery 1.0). Every address must lie on one of the
    /// `hosts`; the issuer that the document names must be `issuer`, which is configured and not learnt.
    ///
    /// # Errors
    /// Those of [`Object::parse`] and [`Endpoint::parse`]; `claim-issuer`; `response-form` for a missing address;
    /// `address-refused` for another host.
    pub fn discover(document: &[u8], issuer: &str, hosts: &[&str], reach: Reach) -> Result<Self> {
        let document = Object::parse(document, JWKS_BYTES, "discovery")?;
        if document.text("issuer")? != Some(issuer) {
            return Err(Error::new(Code::ClaimIssuer, "issuer"));
        }
        let read = |name: &'static str| {
            let Some(url) = document.text(name)? else { return Ok(None) };
            let endpoint = Endpoint::parse(url, reach)?;
            let pinned = hosts.iter().any(|host| host.eq_ignore_ascii_case(endpoint.host()));
            if pinned { Ok(Some(endpoint)) } else { Err(Error::new(Code::AddressRefused, name)) }
        };
        let needed = |name: &'static str| read(name)?.ok_or(Error::new(Code::ResponseForm, name));
        Ok(Self {
            authorization: needed("authorization_endpoint")?,
            token: needed("token_endpoint")?,
            jwks: needed("jwks_uri")?,
            userinfo: read("userinfo_endpoint")?,
            pushed_authorization: read("pushed_authorization_request_endpoint")?,
            end_session: read("end_session_endpoint")?,
            introspection: read("introspection_endpoint")?,
            revocation: read("revocation_endpoint")?,
        })
    }
}
