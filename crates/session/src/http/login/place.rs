//! Where a server's tokens come from: its challenge, its metadata (RFC 9728), and those of its authorization server.

use super::fetch::Fetch;
use super::server::Server;
use super::{Error, quoted, refused, scopes};
use crate::http::Endpoint;
use crate::http::metadata::{about, well_known};
use evidence::http::Challenge;
use reqwest::header::{ACCEPT, HeaderMap, HeaderValue, WWW_AUTHENTICATE};
use serde_json::{Value, json};
use url::Url;

/// Scopes that are told of those that a server offers.
const MANY: usize = 20;

/// Where a server's tokens come from. Found with one `ping` as nobody, and GET alone.
pub struct Place {
    pub(super) fetch: Fetch,
    /// The server's own URL.
    pub(super) target: Url,
    /// What a token is asked for: the server as its metadata name it.
    pub(super) resource: String,
    pub(super) server: Server,
    /// The scopes that its refusal asks for.
    pub(super) challenged: Vec<String>,
    /// The scopes that its metadata offer.
    pub(super) offered: Vec<String>,
}

impl Place {
    /// Finds it.
    ///
    /// # Errors
    /// The server asks for no credentials, or what it says of them is not there, contradicts itself or leads where nobody
    /// should go.
    pub async fn find(endpoint: &Endpoint, version: &str) -> Result<Self, Error> {
        let fetch = Fetch::new(endpoint, version).await?;
        let target = endpoint.url.clone();
        let (asks, challenges) = ask(&fetch, endpoint).await?;
        let param = |name| challenges.iter().find_map(|c| c.param(name));
        let places = match param("resource_metadata").map(|url| target.join(url)) {
            Some(Ok(url)) => vec![url],
            Some(Err(_)) => return refused("its challenge names metadata at what is no URL"),
            None => well_known(&target, "oauth-protected-resource"),
        };
        let document = first(&fetch, "the server's metadata", places).await?;
        if document.is_none() && !asks {
            return refused(
                "it asks for no credentials and has no metadata that say where to get any",
            );
        }
        let challenged = scopes(param("scope").unwrap_or_default())?;
        let offered = names(document.as_ref(), "scopes_supported").into_iter();
        let resource = resource(document.as_ref(), &target)?;
        let server = server(&fetch, document.as_ref(), &target).await?;
        Ok(Self {
            fetch,
            target,
            resource,
            server,
            challenged,
            offered: offered
                .flat_map(|name| scopes(&name))
                .flatten()
                .take(MANY)
                .collect(),
        })
    }
}

/// Asks as nobody: whether credentials are asked for, and with which challenges.
async fn ask(fetch: &Fetch, endpoint: &Endpoint) -> Result<(bool, Vec<Challenge>), Error> {
    let mut headers = HeaderMap::new();
    for (name, value) in &endpoint.headers {
        headers.append(name.clone(), value.clone());
    }
    let either = HeaderValue::from_static("application/json, text/event-stream");
    headers.insert(ACCEPT, either);
    let ping = json!({"jsonrpc": "2.0", "id": 0, "method": "ping"});
    let reply = fetch
        .post_json("the server", &endpoint.url, &ping, headers)
        .await?;
    let challenges = reply.headers.get_all(WWW_AUTHENTICATE).iter();
    let challenges =
        challenges.flat_map(|c| Challenge::read(&String::from_utf8_lossy(c.as_bytes())));
    Ok((reply.status == 401, challenges.collect()))
}

/// The first of these documents that is there.
async fn first(fetch: &Fetch, what: &str, places: Vec<Url>) -> Result<Option<Value>, Error> {
    for place in places {
        let document = fetch.document(what, place).await?;
        if document.is_some() {
            return Ok(document);
        }
    }
    Ok(None)
}

/// The strings of a list in a document.
fn names(document: Option<&Value>, member: &str) -> Vec<String> {
    let list = document.and_then(|document| document.get(member)?.as_array());
    let names = list.into_iter().flatten().filter_map(Value::as_str);
    names.map(str::to_owned).collect()
}

/// What the metadata are about: the server itself, or all that lies below a path that it is in (RFC 9728, 3.3, as SDKs read it).
fn resource(document: Option<&Value>, target: &Url) -> Result<String, Error> {
    let Some(named) = document.and_then(|document| document.get("resource")) else {
        return Ok(target.to_string());
    };
    let named = named.as_str().unwrap_or_default();
    let covers = Url::parse(named).is_ok_and(|url| {
        let within = target.path().strip_prefix(url.path().trim_end_matches('/'));
        // What is shown and sent is the text itself: a URL's reader passes over much that stands around it.
        named.bytes().all(|byte| byte.is_ascii_graphic())
            && url.origin() == target.origin()
            && within.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    });
    if covers {
        return Ok(named.to_owned());
    }
    refused(format!(
        "the server's metadata are about another resource, {}: a token for that is none for {target}",
        quoted(named)
    ))
}

/// The first authorization server that is named; where none is, the server's own origin, as it was in 2025-03-26.
async fn server(fetch: &Fetch, document: Option<&Value>, target: &Url) -> Result<Server, Error> {
    let named = names(document, "authorization_servers").into_iter().next();
    let issuer = named.unwrap_or_else(|| target.origin().ascii_serialization());
    let Ok(url) = Url::parse(&issuer) else {
        return refused(format!(
            "the server's metadata name an authorization server that is no URL, {}",
            quoted(&issuer)
        ));
    };
    fetch.check("the authorization server", &url).await?;
    match first(fetch, "the authorization server's metadata", about(&url)).await? {
        Some(document) => Server::read(&document, &issuer),
        None => refused(format!(
            "the authorization server {url} has no metadata that could be read"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metadata_must_be_about_the_server() {
        let target = Url::parse("https://a.b/x/mcp").unwrap();
        let about = |named: &str| resource(Some(&json!({ "resource": named })), &target);
        for fine in [
            "https://a.b/x/mcp",
            "https://a.b/x/mcp/",
            "https://a.b",
            "https://A.b:443/x",
        ] {
            assert_eq!(about(fine).unwrap(), fine);
        }
        for wrong in [
            "\u{1b}https://a.b",
            "https://a.b/x/mc",
            "https://a.c/x/mcp",
            "http://a.b/x/mcp",
            "x",
            "",
        ] {
            assert!(about(wrong).is_err(), "{wrong}");
        }
        assert_eq!(resource(None, &target).unwrap(), "https://a.b/x/mcp");
    }
}
