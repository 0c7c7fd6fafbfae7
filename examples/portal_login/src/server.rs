//! The web site: sessions, pages, and the way to the provider and back.

use crate::pages::{self, SERVICES, Who};
use crate::provider::{Login, Provider, Refusal};
use crate::sessions::Sessions;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequestParts, Query, RawQuery, State};
use axum::http::header::{
    ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE, LOCATION, REFERRER_POLICY,
    SET_COOKIE, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use dinhdanh::error::{Code, Error, Lang};
use dinhdanh::sso::PendingLogin;
use serde::Deserialize;
use std::convert::Infallible;
use std::sync::Arc;

/// Everything that requests share.
pub struct App {
    pub provider: Provider,
    pub sessions: Sessions<PendingLogin, Login>,
    /// Whether the site is reached with https.
    pub secure: bool,
}

type Shared = State<Arc<App>>;

/// The site.
pub fn router(app: Arc<App>) -> Router {
    let mut router = Router::new()
        .route("/", get(home))
        .route("/login", get(login))
        .route("/callback", get(callback))
        .route("/logout", post(logout))
        .route("/backchannel-logout", post(backchannel_logout))
        .route(
            "/style.css",
            get(|| async { ([(CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("../assets/style.css")) }),
        );
    for service in &SERVICES {
        router = router.route(service.path, get(service_page));
    }
    router
        .fallback(|visitor: Visitor| async move { (StatusCode::NOT_FOUND, Html(pages::not_found(visitor.lang))) })
        .layer(DefaultBodyLimit::max(64 * 1024))
        .layer(middleware::from_fn_with_state(app.clone(), protect))
        .with_state(app)
}

/// Headers of every answer: no scripts, no frames, nothing kept by caches.
async fn protect(State(app): Shared, request: axum::extract::Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    // Signing out posts to this site, which sends the browser on to the provider: browsers count that as a form's aim.
    let policy = format!(
        "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'; \
         form-action 'self' {}",
        app.provider.logout_origin().unwrap_or_default()
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Who asks: the session of the cookie and the language.
pub struct Visitor {
    session: Option<String>,
    lang: Lang,
    /// The language was asked for just now and is to be remembered.
    chose: bool,
}

impl FromRequestParts<Arc<App>> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Infallible> {
        let cookie = |name: &str| cookie(&parts.headers, name);
        let asked = url::form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes())
            .find_map(|(name, value)| (name == "lang").then(|| lang_of(&value))?);
        let accepted = || {
            let header = parts.headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
            header.split(',').find_map(|one| lang_of(one.trim().split(['-', ';']).next()?))
        };
        let lang = asked.or_else(|| lang_of(&cookie("lang")?)).or_else(accepted).unwrap_or(Lang::Vi);
        Ok(Self { session: cookie(app.cookie_name()), lang, chose: asked.is_some() })
    }
}

fn lang_of(text: &str) -> Option<Lang> {
    match text {
        "vi" => Some(Lang::Vi),
        "en" => Some(Lang::En),
        _ => None,
    }
}

fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|header| header.to_str().ok());
    let mut pairs = cookies.flat_map(|header| header.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(own, _)| *own == name).map(|(_, value)| value.to_owned())
}

impl App {
    /// The prefix makes browsers refuse such a cookie from any other host and without https.
    fn cookie_name(&self) -> &'static str {
        if self.secure { "__Host-portal" } else { "portal" }
    }

    /// `Lax`: the provider sends the browser back with a link, which a `Strict` cookie would not survive.
    fn session_cookie(&self, value: &str, more: &str) -> String {
        let secure = if self.secure { "; Secure" } else { "" };
        format!("{}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{more}", self.cookie_name())
    }

    fn who(&self, login: &Login, lang: Lang) -> Who {
        self.provider.who(login, lang)
    }
}

fn page(visitor: &Visitor, status: StatusCode, html: String) -> Response {
    let mut response = (status, Html(html)).into_response();
    if visitor.chose {
        let code = if visitor.lang == Lang::Vi { "vi" } else { "en" };
        set_cookie(&mut response, &format!("lang={code}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000"));
    }
    response
}

fn set_cookie(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(SET_COOKIE, value);
    }
}

fn redirect(to: &str) -> Response {
    match HeaderValue::from_str(to) {
        Ok(location) => (StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn trouble(visitor: &Visitor, error: Error) -> Response {
    let code = error.code();
    let html = pages::trouble(visitor.lang, code.as_str(), code.cause(visitor.lang), code.remedy(visitor.lang));
    page(visitor, StatusCode::BAD_REQUEST, html)
}

async fn home(State(app): Shared, visitor: Visitor) -> Response {
    let login = app.sessions.login(visitor.session.as_deref());
    let who = login.map(|login| app.who(&login, visitor.lang));
    page(&visitor, StatusCode::OK, pages::home(visitor.lang, app.provider.name(), who.as_ref()))
}

#[derive(Deserialize)]
struct Start {
    level: Option<u8>,
    back: Option<String>,
}

/// Runs what may wait for the provider, where it holds up nobody else.
async fn waiting<T, F>(app: &Arc<App>, work: F) -> Result<T, Error>
where
    T: Send + 'static,
    F: FnOnce(&App) -> Result<T, Error> + Send + 'static,
{
    let app = Arc::clone(app);
    let done = tokio::task::spawn_blocking(move || work(&app)).await;
    done.unwrap_or_else(|_| Err(Error::new(Code::CallFailed, "task")))
}

/// Sends the browser to the provider.
async fn login(State(app): Shared, visitor: Visitor, Query(start): Query<Start>) -> Response {
    let session = app.sessions.open(visitor.session.as_deref());
    let work = {
        let session = session.clone();
        move |app: &App| {
            let back = start.back.as_deref().unwrap_or("/");
            let (pending, address) = app.provider.begin(start.level.unwrap_or_default(), back, &session)?;
            app.sessions.begin(&session, pending);
            Ok(address)
        }
    };
    let mut response = match waiting(&app, work).await {
        Ok(address) => redirect(&address),
        Err(error) => return trouble(&visitor, error),
    };
    set_cookie(&mut response, &app.session_cookie(&session, ""));
    response
}

/// The provider sent the browser back.
async fn callback(State(app): Shared, visitor: Visitor, RawQuery(query): RawQuery) -> Response {
    let (query, session) = (query.unwrap_or_default(), visitor.session.clone().unwrap_or_default());
    let done = waiting(&app, move |app| {
        let state = app.provider.answered_state(&query);
        let pending = app.sessions.take_begun(Some(&session), |pending| Some(pending.state()) == state.as_deref());
        let pending = pending.ok_or(Error::new(Code::ResponseState, "state"))?;
        let back = pending.return_path().as_str().to_owned();
        let login = app.provider.complete(pending, &query, &session)?;
        Ok((app.sessions.complete(Some(&session), login), back))
    });
    match done.await {
        Ok((session, back)) => {
            let mut response = redirect(&back);
            set_cookie(&mut response, &app.session_cookie(&session, ""));
            response
        }
        Err(error) => trouble(&visitor, error),
    }
}

async fn service_page(State(app): Shared, visitor: Visitor, uri: Uri) -> Response {
    let Some(service) = SERVICES.iter().find(|service| service.path == uri.path()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let Some(login) = app.sessions.login(visitor.session.as_deref()) else {
        return redirect(&format!("/login?level={}&back={}", service.level, service.path));
    };
    match app.provider.admits(&login, service.level) {
        Ok(()) => page(&visitor, StatusCode::OK, pages::service(visitor.lang, service, &app.who(&login, visitor.lang))),
        // The provider can do more than this login did: ask it to.
        Err(Refusal::StepUp) => redirect(&format!("/login?level={}&back={}", service.level, service.path)),
        Err(Refusal::Error(error)) => trouble(&visitor, error),
    }
}

/// Ends the session here and leads to the provider, so that it ends there as well.
async fn logout(State(app): Shared, visitor: Visitor, headers: HeaderMap) -> Response {
    // Another site cannot sign people out: browsers say where a form stood.
    let site = headers.get("sec-fetch-site").and_then(|site| site.to_str().ok());
    if site.is_some_and(|site| site != "same-origin") {
        return StatusCode::FORBIDDEN.into_response();
    }
    let login = app.sessions.end(visitor.session.as_deref());
    let mut response =
        redirect(&login.and_then(|login| app.provider.logout_address(&login)).unwrap_or_else(|| "/".to_owned()));
    set_cookie(&mut response, &app.session_cookie("", "; Max-Age=0"));
    response
}

/// The provider says, server to server, that somebody signed out (OpenID Connect Back-Channel Logout 2.5).
async fn backchannel_logout(State(app): Shared, body: Bytes) -> Response {
    let found = url::form_urlencoded::parse(&body)
        .find_map(|(name, value)| (name == "logout_token").then(|| value.into_owned()));
    let Some(token) = found else { return StatusCode::BAD_REQUEST.into_response() };
    let done = waiting(&app, move |app| {
        let notice = app.provider.logout_notice(&token)?;
        Ok(app.sessions.end_all(|login| notice.ends(&login.verified)))
    });
    match done.await {
        Ok(_) => StatusCode::OK.into_response(),
        Err(error) => (StatusCode::BAD_REQUEST, error.code().as_str()).into_response(),
    }
}
