//! CAS 3.0, which some provincial portals speak: a ticket through the browser, and an answer in XML from the server.
//!
//! Nothing is signed ([`OriginProof::ServerChannelOnly`](super::OriginProof)). The answer is read strictly: no document
//! type, no entities but the five of XML, no processing instructions, one answer.

use super::endpoint::{Endpoint, Reach};
use super::environment::{Environment, Surroundings, at_once};
use super::form::{self, Fields};
use super::http::{Request, Response};
use super::jose::{Json, Object};
use super::login::VerifiedLogin;
use super::pending::{PendingLogin, ReturnPath};
use super::portal;
use super::profile::LoginOptions;
use super::replay::{ReplayStore, UsedOnce, once};
use crate::error::{Code, Error, Result};
use crate::given::{Randomness, Timestamp};
use crate::limits::{JSON_MEMBERS, TOKEN_BYTES};
use quick_xml::NsReader;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};

/// The namespace of CAS answers.
const NAMESPACE: Namespace<'_> = Namespace("http://www.yale.edu/tp/cas");

/// A provider that speaks CAS 3.0, and the agreement with it.
#[derive(Clone, Debug)]
pub struct CasProfile {
    name: String,
    login: Endpoint,
    validate: Endpoint,
    service: String,
}

impl CasProfile {
    /// A provider under a name that stands for the issuer: where the browser logs in (`/login`), where tickets are
    /// validated (`/p3/serviceValidate`), and the own address.
    ///
    /// # Errors
    /// `address-insecure`.
    pub fn new(name: &str, login: Endpoint, validate: Endpoint, service: &str) -> Result<Self> {
        let own = Endpoint::parse(service, Reach::Private).or(Endpoint::parse(service, Reach::Loopback))?;
        Ok(Self { name: name.to_owned(), login, validate, service: own.url().to_owned() })
    }

    /// Starts a login and gives the address for the browser. CAS has no `state`: it is made part of the own address,
    /// to which the provider ties the ticket.
    ///
    /// # Errors
    /// `profile-invalid`; `operation-unsupported` where a level is asked for, which CAS has no words for.
    pub fn start(
        &self,
        options: &LoginOptions,
        session_secret: &[u8],
        random: &mut dyn Randomness,
        now: Timestamp,
    ) -> Result<(PendingLogin, String)> {
        if options.level.acr_value().is_some() {
            return Err(Error::new(Code::OperationUnsupported, "level"));
        }
        let path = options.return_path.clone().unwrap_or_else(ReturnPath::root);
        let pending = PendingLogin::new(random, session_secret, path, options.max_age, now)?;
        let service = self.service_of(&pending);
        let mut fields = vec![("service", service.as_str())];
        fields.extend(options.again.then_some(("renew", "true")));
        let address = form::address(self.login.url(), &fields);
        Ok((pending, address))
    }

    /// Takes the ticket as it arrived in the address, in a browser with this session secret, and gives the call that
    /// validates it.
    ///
    /// # Errors
    /// `response-state`, `login-expired`, `response-form`, `replayed`.
    pub fn receive(
        &self,
        pending: &PendingLogin,
        query: &str,
        session_secret: &[u8],
        replay: &mut dyn ReplayStore,
        now: Timestamp,
    ) -> Result<Request> {
        let fields = Fields::parse(query)?;
        pending.answered_by(fields.get("state"), session_secret, now)?;
        let ticket = fields.get("ticket").filter(|ticket| ticket.starts_with("ST-"));
        let ticket = ticket.ok_or(Error::new(Code::ResponseForm, "ticket"))?;
        let until = Timestamp::from_unix(now.unix().saturating_add(86_400));
        once(replay, UsedOnce::new("ticket", &self.name, ticket), until, now)?;
        let service = self.service_of(pending);
        let url = form::address(self.validate.url(), &[("service", service.as_str()), ("ticket", ticket)]);
        Ok(Request::get(&self.validate.with_url(url), "application/xml"))
    }

    /// The login that the answer makes. Attributes are read as claims; the user is the person's name at the provider.
    ///
    /// # Errors
    /// Those of [`Response::check`], `call-status`; `login-refused` where the ticket does not count; `response-form`
    /// for everything that is not exactly one answer.
    pub fn finish(&self, response: &Response, now: Timestamp) -> Result<VerifiedLogin> {
        let body = response.success(&self.validate)?;
        if body.len() > TOKEN_BYTES {
            return Err(Error::new(Code::TooLarge, "answer"));
        }
        let text = str::from_utf8(body).map_err(|_| form_error())?;
        portal::login(&self.name, read(text)?, now)
    }

    /// The calls in their order, over the caller's transport. The pending login is used up.
    ///
    /// # Errors
    /// Those of [`CasProfile::receive`], [`CasProfile::finish`] and of the transport.
    pub fn complete(
        &self,
        pending: PendingLogin,
        query: &str,
        session_secret: &[u8],
        around: &mut Surroundings<'_>,
    ) -> Result<VerifiedLogin> {
        at_once(self.complete_in(&pending, query, session_secret, around))
    }

    pub(super) async fn complete_in<E: Environment>(
        &self,
        pending: &PendingLogin,
        query: &str,
        session_secret: &[u8],
        env: &mut E,
    ) -> Result<VerifiedLogin> {
        let now = env.now();
        let request = self.receive(pending, query, session_secret, env.replay(), now)?;
        self.finish(&env.call(request).await?, now)
    }

    pub(super) const fn validate_at(&self) -> &Endpoint {
        &self.validate
    }

    fn service_of(&self, pending: &PendingLogin) -> String {
        form::address(&self.service, &[("state", pending.state.as_str())])
    }
}

const fn form_error() -> Error {
    Error::new(Code::ResponseForm, "answer")
}

/// The claims in an answer: attributes, and the user as `sub`.
fn read(text: &str) -> Result<Object> {
    let mut reader = NsReader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut path: Vec<String> = Vec::new();
    let mut value = String::new();
    let mut claims: Vec<(String, Json)> = Vec::new();
    let mut ended = false;
    loop {
        let (space, event) = reader.read_resolved_event().map_err(|_| form_error())?;
        match event {
            Event::Start(start) => {
                // Text stands in the innermost elements only.
                let mixed = !value.trim().is_empty();
                if ended
                    || mixed
                    || space != ResolveResult::Bound(NAMESPACE)
                    || path.len() >= 4
                    || !known(&path, &start)
                {
                    return Err(form_error());
                }
                let name = start.local_name().as_ref().to_owned();
                if name == "authenticationFailure" {
                    return Err(Error::new(Code::LoginRefused, "ticket"));
                }
                path.push(name);
                value.clear();
            }
            Event::Text(piece) => value.push_str(&piece.xml10_content()),
            Event::CData(piece) => value.push_str(&piece.xml10_content()),
            Event::GeneralRef(reference) => {
                let character = reference.resolve_char_ref().map_err(|_| form_error())?;
                value.push(match (character, reference.as_ref()) {
                    (Some(character), _) => character,
                    (None, "amp") => '&',
                    (None, "lt") => '<',
                    (None, "gt") => '>',
                    (None, "quot") => '"',
                    (None, "apos") => '\'',
                    (None, _) => return Err(form_error()),
                });
            }
            Event::End(_) => {
                let text = std::mem::take(&mut value);
                let steps: Vec<&str> = path.iter().map(String::as_str).collect();
                match steps.as_slice() {
                    [_, _, "user"] => add(&mut claims, "sub", text.trim(), true)?,
                    [_, _, "attributes", name] => add(&mut claims, name, text.trim(), false)?,
                    _ if text.trim().is_empty() => {}
                    _ => return Err(form_error()),
                }
                path.pop();
                ended = path.is_empty();
            }
            Event::Decl(_) | Event::Comment(_) => {}
            Event::Eof => break,
            _ => return Err(form_error()),
        }
        if path.is_empty() && !value.trim().is_empty() {
            return Err(form_error());
        }
    }
    let named = claims.iter().any(|(name, _)| name == "sub");
    if ended && named { Ok(Object::of(claims)) } else { Err(form_error()) }
}

/// Whether an element may stand here (CAS protocol 3.0, section 2.5.1). Elements that nobody reads, such as the
/// proxies, are refused as well: an answer for a proxy is not one for a person.
fn known(path: &[String], start: &BytesStart<'_>) -> bool {
    let steps: Vec<&str> = path.iter().map(String::as_str).collect();
    let local = start.local_name();
    let name: &str = local.as_ref();
    match steps.as_slice() {
        [] => name == "serviceResponse",
        ["serviceResponse"] => matches!(name, "authenticationSuccess" | "authenticationFailure"),
        ["serviceResponse", "authenticationSuccess"] => matches!(name, "user" | "attributes"),
        ["serviceResponse", "authenticationSuccess", "attributes"] => true,
        _ => false,
    }
}

/// A second value of an attribute makes a list; a second user makes nonsense.
fn add(claims: &mut Vec<(String, Json)>, name: &str, text: &str, once: bool) -> Result<()> {
    // An attribute of this name must not stand in for the user.
    if !once && name == "sub" {
        return Ok(());
    }
    if once && text.is_empty() {
        return Err(form_error());
    }
    let value = Json::Text(text.to_owned());
    let full = claims.len() >= JSON_MEMBERS;
    match claims.iter_mut().find(|(own, _)| own == name) {
        Some(_) if once => return Err(form_error()),
        Some((_, Json::List(list))) => list.push(value),
        Some((_, first)) => *first = Json::List(vec![std::mem::replace(first, Json::Null), value]),
        None if full => return Err(Error::new(Code::TooLarge, "answer")),
        None => claims.push((name.to_owned(), value)),
    }
    Ok(())
}

#[cfg(test)]
#[path = "cas_tests.rs"]
mod tests;
