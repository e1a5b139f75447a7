//! How a server is reached: the client, who we are, and what is known of the place from earlier connections.

use crate::http::endpoint::Endpoint;
use crate::http::guard::Guard;
use crate::http::tls::{self, Witness};
use evidence::{Caller, Login, NotSignedIn, Transport};
use hyper_util::client::proxy::matcher::Matcher;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue, USER_AGENT};
use reqwest::{Client, ClientBuilder, redirect, retry};
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(10);
/// Headers of one response; more are no response that is read.
const HEADERS: usize = 500;
/// Bytes of all headers of one response over HTTP/2.
const HEADER_BYTES: u32 = 256 << 10;

/// A server's place.
pub(crate) struct Site {
    pub(crate) client: Client,
    /// The same over HTTP/1.1, writing the names of headers with capitals.
    pub(crate) loud: Client,
    pub(crate) witness: Arc<Witness>,
    /// Where messages are POSTed to; a redirect within the same origin moves it.
    pub(crate) url: Url,
    pub(crate) transport: Transport,
    pub(crate) caller: Caller,
    /// The proxy that requests go through.
    pub(crate) proxy: Option<String>,
    /// Whether a handshake was taken without, and with `initialize`.
    pub(crate) modern: bool,
    pub(crate) legacy: bool,
    /// The status that refused the last handshake without an answer in it.
    pub(crate) refused: Option<u16>,
    /// The challenge of the last 401, empty where there was none.
    pub(crate) challenge: Option<String>,
    endpoint: Endpoint,
    user_agent: HeaderValue,
}

impl Site {
    pub(crate) fn new(mut endpoint: Endpoint, version: &str) -> Result<Self, String> {
        let witness = Witness::new(&endpoint.trust);
        let proxy = Proxy::of(&endpoint.url);
        let secrets = proxy.iter().flat_map(|proxy| &proxy.secrets);
        let secrets = secrets.map(|secret| ("proxy".to_owned(), secret.clone()));
        endpoint.secrets.extend(secrets);
        let user_agent = HeaderValue::try_from(format!("mcp-gatecheck/{version}"));
        Ok(Self {
            client: client(&witness, &["h2", "http/1.1"])?,
            loud: loud(&witness)?,
            url: endpoint.url.clone(),
            transport: Transport::Streamable,
            caller: Caller::Anonymous,
            proxy: proxy.map(|proxy| proxy.url),
            modern: false,
            legacy: false,
            refused: None,
            challenge: None,
            user_agent: user_agent.map_err(|e| e.to_string())?,
            witness,
            endpoint,
        })
    }

    /// The values that are hidden in what is recorded.
    pub(crate) fn secrets(&self) -> &[(String, String)] {
        &self.endpoint.secrets
    }

    /// The login that gave the credentials.
    pub(crate) const fn login(&self) -> Option<&Login> {
        self.endpoint.login.as_ref()
    }

    /// Why signing in came to nothing.
    pub(crate) const fn not_signed_in(&self) -> Option<&NotSignedIn> {
        self.endpoint.not_signed_in.as_ref()
    }

    pub(crate) fn signs_in(&self) -> bool {
        self.endpoint.signs_in()
    }

    /// The names of the headers that hold credentials.
    pub(crate) fn credentials(&self) -> impl Iterator<Item = HeaderName> {
        self.endpoint
            .credentials
            .iter()
            .map(|(name, _)| name.clone())
    }

    /// How we name ourselves.
    pub(crate) fn agent(&self) -> HeaderValue {
        self.user_agent.clone()
    }

    /// The headers of every request of this caller.
    pub(crate) fn headers(&self) -> HeaderMap {
        let mut all = HeaderMap::new();
        all.insert(USER_AGENT, self.user_agent.clone());
        // Nothing that is packed is asked for: a few bytes may unpack to gigabytes.
        let identity = HeaderValue::from_static("identity");
        all.insert(reqwest::header::ACCEPT_ENCODING, identity);
        add(&mut all, &self.endpoint.headers);
        if self.caller == Caller::SignedIn {
            add(&mut all, &self.endpoint.credentials);
        }
        all
    }
}

fn add(all: &mut HeaderMap, some: &[(HeaderName, HeaderValue)]) {
    for (name, value) in some {
        all.append(name.clone(), value.clone());
    }
}

/// A client that does nothing of its own accord: it follows no redirect, repeats nothing, keeps no cookie, unpacks nothing.
pub(crate) fn client(witness: &Arc<Witness>, protocols: &[&str]) -> Result<Client, String> {
    let builder = builder(witness, protocols)?;
    builder.build().map_err(|e| e.to_string())
}

/// The same with the names of headers in capitals, which only HTTP/1.1 has.
fn loud(witness: &Arc<Witness>) -> Result<Client, String> {
    let builder = builder(witness, &["http/1.1"])?.http1_title_case_headers();
    builder.build().map_err(|e| e.to_string())
}

/// The same for documents that a server points at.
pub(crate) fn guarded(witness: &Arc<Witness>, guard: Guard) -> Result<Client, String> {
    let builder = builder(witness, &["h2", "http/1.1"])?.dns_resolver(guard);
    builder.build().map_err(|e| e.to_string())
}

fn builder(witness: &Arc<Witness>, protocols: &[&str]) -> Result<ClientBuilder, String> {
    let mut builder = Client::builder()
        .tls_backend_preconfigured(tls::config(witness, protocols)?)
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        .referer(false)
        .connect_timeout(CONNECT)
        .http1_max_headers(HEADERS)
        .http2_max_header_list_size(HEADER_BYTES);
    if !protocols.contains(&"h2") {
        builder = builder.http1_only();
    }
    Ok(builder)
}

/// The proxy that the environment names for a URL.
struct Proxy {
    /// Without credentials.
    url: String,
    secrets: Vec<String>,
}

impl Proxy {
    fn of(url: &Url) -> Option<Self> {
        let uri = url.as_str().parse().ok()?;
        let through = Matcher::from_env().intercept(&uri)?;
        let mut secrets = Vec::new();
        if let Some((user, password)) = through.raw_auth() {
            secrets.extend([user.to_owned(), password.to_owned()]);
        }
        let basic = through.basic_auth().and_then(|value| value.to_str().ok());
        if let Some(pair) = basic.and_then(|value| value.strip_prefix("Basic ")) {
            secrets.push(pair.to_owned());
            let read = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, pair);
            let read = read.ok().and_then(|pair| String::from_utf8(pair).ok());
            if let Some((_, password)) = read.as_deref().and_then(|pair| pair.split_once(':')) {
                secrets.push(password.to_owned());
            }
        }
        Some(Self {
            url: through.uri().to_string(),
            secrets,
        })
    }
}
