//! Where a server is, and what is shown to it: what the user says.

use crate::http::tls::{self, Trust};
use evidence::{Login, NotSignedIn};
use reqwest::header::{HeaderName, HeaderValue};
use url::Url;

/// Header names that stand for who is calling, whatever their values.
const TELLING: [&str; 5] = [
    "authorization",
    "cookie",
    "proxy-authorization",
    "x-api-key",
    "api-key",
];
/// Parts of the names of query parameters whose values are secrets.
const SECRET: [&str; 8] = [
    "token",
    "key",
    "secret",
    "auth",
    "sig",
    "pass",
    "code",
    "credential",
];
/// Headers that are the transport's own.
const OURS: [&str; 10] = [
    "accept",
    "accept-encoding",
    "connection",
    "content-length",
    "content-type",
    "host",
    "last-event-id",
    "mcp-protocol-version",
    "mcp-session-id",
    "transfer-encoding",
];

/// A server over HTTP, and the credentials for it.
#[derive(Debug, Clone)]
pub struct Endpoint {
    pub(crate) url: Url,
    /// Sent with every request.
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    /// Sent with those that are signed in.
    pub(crate) credentials: Vec<(HeaderName, HeaderValue)>,
    pub(crate) trust: Trust,
    /// Values that are hidden in what is recorded, each with the name that stands there instead.
    pub(crate) secrets: Vec<(String, String)>,
    /// The login that gave the credentials, as it is recorded.
    pub(crate) login: Option<Login>,
    /// Why signing in came to nothing: then no connection is made.
    pub(crate) not_signed_in: Option<NotSignedIn>,
}

impl Endpoint {
    /// Reads a URL. A name and a password in it are credentials like any others.
    ///
    /// # Errors
    /// What is wrong with it, in words for the user.
    pub fn new(url: &str) -> Result<Self, String> {
        let mut url = Url::parse(url).map_err(|e| format!("it is no URL: {e}"))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(format!(
                "its scheme is {}; expected http or https",
                url.scheme()
            ));
        }
        url.set_fragment(None);
        let mut endpoint = Self {
            headers: Vec::new(),
            credentials: Vec::new(),
            trust: Trust::default(),
            secrets: Vec::new(),
            login: None,
            not_signed_in: None,
            url,
        };
        endpoint.take_user()?;
        let query: Vec<_> = endpoint.url.query_pairs().into_owned().collect();
        for (name, value) in query {
            let low = name.to_ascii_lowercase();
            if SECRET.iter().any(|part| low.contains(part)) {
                endpoint.secrets.push((format!("query {name}"), value));
            }
        }
        Ok(endpoint)
    }

    fn take_user(&mut self) -> Result<(), String> {
        if self.url.username().is_empty() && self.url.password().is_none() {
            return Ok(());
        }
        let password = self.url.password().unwrap_or_default().to_owned();
        let pair = format!("{}:{password}", self.url.username());
        let basic = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, pair);
        let cannot = |()| "the name and password in it cannot be taken out".to_owned();
        self.url.set_username("").map_err(cannot)?;
        self.url.set_password(None).map_err(cannot)?;
        self.secrets.push(("password".to_owned(), password));
        self.credential("Authorization", &format!("Basic {basic}"), "user")
    }

    /// Its URL.
    #[must_use]
    pub fn url(&self) -> &str {
        self.url.as_str()
    }

    /// Signing in came to nothing: a probe of it makes no connection, and says why.
    pub fn give_up(&mut self, why: NotSignedIn) {
        self.not_signed_in = Some(why);
    }

    /// Whether it has any credentials.
    #[must_use]
    pub fn signs_in(&self) -> bool {
        !self.credentials.is_empty()
    }

    /// Adds a header to every request. One that by its name stands for who is calling is a credential.
    ///
    /// # Errors
    /// It is no header, or one that the transport sets itself.
    pub fn header(&mut self, name: &str, value: &str) -> Result<(), String> {
        if TELLING
            .iter()
            .any(|telling| name.eq_ignore_ascii_case(telling))
        {
            return self.credential(name, value, name);
        }
        let (name, value) = header(name, value)?;
        self.headers.push((name, value));
        Ok(())
    }

    /// Adds a header that is sent only where we sign in. Its value is hidden in what is recorded, and `from` stands there.
    ///
    /// # Errors
    /// It is no header, or one that the transport sets itself.
    pub fn credential(&mut self, name: &str, value: &str, from: &str) -> Result<(), String> {
        let (name, mut is) = header(name, value)?;
        is.set_sensitive(true);
        self.credentials.push((name, is));
        let bare = value.split_once(' ').map_or(value, |(_, bare)| bare);
        self.secrets.push((from.to_owned(), bare.to_owned()));
        self.secrets.push((from.to_owned(), value.to_owned()));
        Ok(())
    }

    /// Hides a value in what is recorded, and writes `from` there.
    pub fn hide(&mut self, from: &str, value: &str) {
        self.secrets.push((from.to_owned(), value.to_owned()));
    }

    /// Trusts the certificates of a PEM file too.
    ///
    /// # Errors
    /// It holds none.
    pub fn trust(&mut self, pem: &[u8]) -> Result<(), String> {
        self.trust.extra.extend(tls::certificates(pem)?);
        Ok(())
    }

    /// Goes on whatever the certificate. What it is, and why it would not be trusted, is recorded.
    pub const fn insecure(&mut self) {
        self.trust.insecure = true;
    }
}

fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    if OURS.iter().any(|ours| name.eq_ignore_ascii_case(ours)) {
        return Err(format!("{name} is set by the transport itself"));
    }
    let is = HeaderName::try_from(name)
        .map_err(|_| format!("“{}” is no name of a header", name.escape_debug()))?;
    let value = HeaderValue::try_from(value)
        .map_err(|_| format!("the value of {name} cannot stand in a header"))?;
    Ok((is, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_secret_in_a_url_is_known() {
        let endpoint =
            Endpoint::new("https://me:pa55word@example.org/mcp?a=1&api_key=zzzz#x").unwrap();
        assert_eq!(endpoint.url(), "https://example.org/mcp?a=1&api_key=zzzz");
        assert!(endpoint.signs_in());
        for secret in ["pa55word", "zzzz", "bWU6cGE1NXdvcmQ="] {
            assert!(
                endpoint.secrets.iter().any(|(_, value)| value == secret),
                "{secret}"
            );
        }
        for wrong in ["ftp://x", "example.org/mcp", "http://"] {
            assert!(Endpoint::new(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn headers_that_tell_who_calls_are_credentials() {
        let mut endpoint = Endpoint::new("http://localhost/mcp").unwrap();
        endpoint.header("X-Tenant", "a").unwrap();
        assert!(!endpoint.signs_in());
        endpoint.header("authorization", "Bearer abcdef").unwrap();
        assert!(endpoint.signs_in());
        assert!(endpoint.secrets.iter().any(|(_, value)| value == "abcdef"));
        assert!(endpoint.header("Mcp-Session-Id", "1").is_err());
        assert!(endpoint.header("a b", "1").is_err());
        assert!(endpoint.header("a", "1\n2").is_err());
    }
}
