//! One request at a time, through the guard: no redirect, nothing packed, a cap and a deadline.

use super::{Error, refused};
use crate::http::flight::{self, Came, Head};
use crate::http::guard::Guard;
use crate::http::tls::{Trust, Witness};
use crate::http::{Endpoint, site};
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderValue, USER_AGENT};
use reqwest::{Client, Method, Request};
use serde_json::Value;
use std::time::Duration;
use tokio::time::timeout;
use url::{Host, Url};

/// How long one exchange may take, all of it.
const PATIENCE: Duration = Duration::from_secs(15);
/// Bytes of one body.
const MOST: usize = 1 << 20;

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");

/// Sends what signing in takes.
pub(super) struct Fetch {
    client: Client,
    guard: Guard,
    agent: HeaderValue,
}

/// What was answered.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

impl Reply {
    /// The body as a JSON object, where it is one.
    pub(super) fn document(&self) -> Option<Value> {
        serde_json::from_slice(&self.body)
            .ok()
            .filter(Value::is_object)
    }
}

impl Fetch {
    pub(super) async fn new(endpoint: &Endpoint, version: &str) -> Result<Self, Error> {
        let guard = Guard::of(&endpoint.url).await;
        // Secrets go only where the certificate is in order, whatever was said of the server.
        let trust = Trust {
            insecure: false,
            ..endpoint.trust.clone()
        };
        let client = site::guarded(&Witness::new(&trust), guard).map_err(Error::Ours)?;
        let agent = HeaderValue::try_from(format!("mcp-gatecheck/{version}"))
            .map_err(|error| Error::Ours(error.to_string()))?;
        Ok(Self {
            client,
            guard,
            agent,
        })
    }

    /// Fails where nothing may be sent to this address, nor a browser: it leads inside, or would send secrets in the clear.
    pub(super) async fn check(&self, what: &str, url: &Url) -> Result<(), Error> {
        if let Some(why) = self.guard.objects(url).await {
            return refused(format!("{what} is {url}: {why}, so nobody is sent there"));
        }
        if url.scheme() != "https" && !is_loopback(url) {
            return refused(format!(
                "{what} is {url}: over plain http everybody on the way could read the token"
            ));
        }
        Ok(())
    }

    /// The document at this address; none where there is none.
    pub(super) async fn document(&self, what: &str, url: Url) -> Result<Option<Value>, Error> {
        let reply = self.send(what, Method::GET, url, HeaderMap::new(), Vec::new());
        let reply = reply.await?;
        Ok(reply.document().filter(|_| reply.status == 200))
    }

    /// POSTs JSON.
    pub(super) async fn post_json(
        &self,
        what: &str,
        url: &Url,
        body: &Value,
        mut headers: HeaderMap,
    ) -> Result<Reply, Error> {
        headers.insert(CONTENT_TYPE, JSON);
        let body = body.to_string().into_bytes();
        self.send(what, Method::POST, url.clone(), headers, body)
            .await
    }

    /// POSTs a form.
    pub(super) async fn post_form(
        &self,
        what: &str,
        url: &Url,
        form: &[(&str, &str)],
        mut headers: HeaderMap,
    ) -> Result<Reply, Error> {
        headers.insert(CONTENT_TYPE, FORM);
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        let body = body.extend_pairs(form).finish().into_bytes();
        self.send(what, Method::POST, url.clone(), headers, body)
            .await
    }

    async fn send(
        &self,
        what: &str,
        verb: Method,
        url: Url,
        headers: HeaderMap,
        body: Vec<u8>,
    ) -> Result<Reply, Error> {
        self.check(what, &url).await?;
        let place = format!("{what}, {url},");
        let mut request = Request::new(verb, url);
        let all = request.headers_mut();
        all.insert(ACCEPT, JSON);
        all.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        all.insert(USER_AGENT, self.agent.clone());
        all.extend(headers);
        if !body.is_empty() {
            *request.body_mut() = Some(body.into());
        }
        match timeout(PATIENCE, exchange(self.client.clone(), request)).await {
            Ok(Ok(reply)) => Ok(reply),
            Ok(Err(words)) => Err(Error::Unreachable(format!("{place} {words}"))),
            Err(_) => Err(Error::Unreachable(format!(
                "{place} did not answer within {} s",
                PATIENCE.as_secs()
            ))),
        }
    }
}

/// One exchange; an error in words that follow the name of the place.
async fn exchange(client: Client, request: Request) -> Result<Reply, String> {
    let failed = |failure: flight::Failure| format!("failed: {}", failure.words.escape_debug());
    let response = match flight::head(client, request).await {
        Came::Head(response) => response,
        Came::Failed(failure) => return Err(failed(failure)),
        Came::Piece(..) | Came::End => return Err("sent no head".to_owned()),
    };
    let head = Head::of(&response);
    if head.is_packed() {
        return Err("sent something packed, which nobody asked for".to_owned());
    }
    let (mut next, mut body) = (response, Vec::new());
    loop {
        match flight::more(next).await {
            Came::Piece(response, piece) => {
                body.extend_from_slice(&piece);
                next = response;
            }
            Came::Failed(failure) => return Err(failed(failure)),
            Came::End | Came::Head(_) => break,
        }
        if body.len() > MOST {
            return Err("sent more than 1 MiB".to_owned());
        }
    }
    Ok(Reply {
        status: head.status,
        headers: head.headers,
        body,
    })
}

/// Whether this very machine is named: what goes there passes nobody.
fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}
