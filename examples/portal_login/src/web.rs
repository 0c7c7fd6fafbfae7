//! HTTP to the provider, with every limit that [`Transport`] asks for: the host of the endpoint and no other, an
//! address that it admits and that is looked up once, no redirects, one total time, one size.

use dinhdanh::error::{Code, Error, Result};
use dinhdanh::sso::{Endpoint, Request, Response, Transport};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1;
use hyper::header::{CONTENT_TYPE, HOST, HeaderMap};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, lookup_host};
use tokio::runtime::Handle;
use tokio_rustls::TlsConnector;

/// The head of an answer: servers of providers send below 8 KiB.
const HEAD_BYTES: usize = 64 * 1024;

/// The way to the provider. To be called from a thread that may wait.
pub struct Web {
    tls: TlsConnector,
    runtime: Handle,
}

impl Web {
    /// Trusts the authorities that this system trusts.
    pub fn new(runtime: Handle) -> Self {
        let mut roots = RootCertStore::empty();
        for certificate in rustls_native_certs::load_native_certs().certs {
            // A root that this TLS library does not understand vouches for nobody; the others still can.
            let _ = roots.add(certificate);
        }
        let config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
        Self { tls: TlsConnector::from(Arc::new(config)), runtime }
    }

    async fn exchange(&self, request: &Request) -> Result<Response> {
        let endpoint = request.endpoint();
        let (stream, address) = connect(endpoint).await?;
        let message = message(request)?;
        let answer = if endpoint.url().starts_with("https:") {
            let host = endpoint.host().trim_start_matches('[').trim_end_matches(']').to_owned();
            let name = ServerName::try_from(host).map_err(|_| failed("host"))?;
            speak(self.tls.connect(name, stream).await.map_err(|_| failed("tls"))?, message).await?
        } else {
            speak(stream, message).await?
        };
        Ok(Response { remote: Some(address.ip()), ..answer })
    }
}

impl Transport for Web {
    fn call(&self, request: &Request) -> Result<Response> {
        let time = Duration::from_secs(Request::TIMEOUT_SECONDS);
        let exchange = async { tokio::time::timeout(time, self.exchange(request)).await };
        self.runtime.block_on(exchange).unwrap_or_else(|_| Err(Error::new(Code::CallTimeout, "call")))
    }
}

fn failed(place: &'static str) -> Error {
    Error::new(Code::CallFailed, place)
}

/// Connects to an address that the endpoint admits: the very one that was asked about.
async fn connect(endpoint: &Endpoint) -> Result<(TcpStream, SocketAddr)> {
    let host = endpoint.host().trim_start_matches('[').trim_end_matches(']');
    let found = lookup_host((host, endpoint.port())).await.map_err(|_| failed("name"))?;
    let mut refused = Error::new(Code::AddressRefused, "name");
    for address in found.filter(|address| endpoint.admits(address.ip())) {
        match TcpStream::connect(address).await {
            Ok(stream) => return Ok((stream, address)),
            Err(_) => refused = failed("connection"),
        }
    }
    Err(refused)
}

fn message(request: &Request) -> Result<hyper::Request<Full<Bytes>>> {
    let rest = request.endpoint().url().split_once("://").map_or("", |(_, rest)| rest);
    let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
    let mut message = hyper::Request::builder().method(request.method().as_str()).uri(path).header(HOST, authority);
    for (name, value) in request.headers() {
        message = message.header(name, value);
    }
    let body = Full::new(Bytes::from(request.body().unwrap_or_default().to_owned()));
    message.body(body).map_err(|_| failed("request"))
}

async fn speak<S>(stream: S, message: hyper::Request<Full<Bytes>>) -> Result<Response>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let handshake = http1::Builder::new().max_buf_size(HEAD_BYTES).handshake(TokioIo::new(stream)).await;
    let (mut sender, connection) = handshake.map_err(|_| failed("http"))?;
    let running = tokio::spawn(connection);
    let answer = match sender.send_request(message).await {
        Ok(answer) => read(answer).await,
        Err(_) => Err(failed("http")),
    };
    running.abort();
    answer
}

async fn read(answer: hyper::Response<Incoming>) -> Result<Response> {
    let (head, body) = answer.into_parts();
    let body = Limited::new(body, Request::ANSWER_BYTES).collect().await.map_err(|error| {
        if error.is::<LengthLimitError>() { Error::new(Code::TooLarge, "answer") } else { failed("http") }
    })?;
    Ok(Response {
        status: head.status.as_u16(),
        content_type: text(&head.headers, CONTENT_TYPE.as_str()),
        dpop_nonce: text(&head.headers, "dpop-nonce"),
        remote: None,
        body: body.to_bytes().to_vec(),
    })
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}
