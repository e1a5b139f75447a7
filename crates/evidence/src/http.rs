//! What a frame of the HTTP channel holds beside its bytes.
//!
//! A request is one frame of the client, its response one of the server, with the bodies as their bytes. A response that is
//! a stream of events is one frame for its head, without bytes, and one for each event, whose bytes are the event's data.
//! How a response came to its end, where that is not plain, is an [`crate::Event::Ended`].

use serde::{Deserialize, Serialize};

/// Names as they were written, and values. A byte of a value beyond ASCII stands as the character with its number.
pub type Headers = Vec<(String, String)>;

/// The HTTP side of a frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Http {
    /// Which exchange of the run, counted from 0: a request and everything that answers it share it.
    pub exchange: u32,
    /// Which part of it.
    pub part: HttpPart,
}

/// A part of an exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HttpPart {
    /// What we asked.
    Request {
        /// `GET`, `POST`, `DELETE`, `OPTIONS`.
        method: String,
        /// The whole URL, secrets redacted.
        url: String,
        /// In the order of sending, secrets redacted.
        headers: Headers,
    },
    /// What came back: with its body, unless that is a stream of events.
    Response {
        /// The status.
        status: u16,
        /// `HTTP/1.1`, `HTTP/2.0` …
        version: String,
        /// The address and port that answered: the server's, or the proxy's.
        peer: Option<String>,
        /// In the order of arrival.
        headers: Headers,
        /// Whether its body broke off: the bytes are what came of it.
        partial: bool,
    },
    /// One event of a stream.
    Event {
        /// Its id, to resume after it.
        id: Option<String>,
        /// Its type; `message` where it names none.
        event: Option<String>,
        /// After how many milliseconds the server wants to be asked again.
        retry: Option<u64>,
    },
}

/// As it stands in the file: which members are there says which part it is.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct HttpLine {
    #[serde(default)]
    exchange: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    method: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    peer: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    headers: Option<Headers>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    partial: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    event: Option<EventLine>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct EventLine {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    event: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    retry: Option<u64>,
}

impl From<&Http> for HttpLine {
    fn from(http: &Http) -> Self {
        let line = Self {
            exchange: http.exchange,
            ..Self::default()
        };
        match http.part.clone() {
            HttpPart::Request {
                method,
                url,
                headers,
            } => Self {
                method: Some(method),
                url: Some(url),
                headers: Some(headers),
                ..line
            },
            HttpPart::Response {
                status,
                version,
                peer,
                headers,
                partial,
            } => Self {
                status: Some(status),
                version: Some(version),
                peer,
                headers: Some(headers),
                partial,
                ..line
            },
            HttpPart::Event { id, event, retry } => Self {
                event: Some(EventLine { id, event, retry }),
                ..line
            },
        }
    }
}

impl HttpLine {
    /// The part that it is; `None` where it is of a kind that this version does not know.
    pub(crate) fn read(self) -> Option<Http> {
        let headers = self.headers.unwrap_or_default();
        let part = match (self.method, self.status, self.event) {
            (Some(method), ..) => HttpPart::Request {
                method,
                url: self.url?,
                headers,
            },
            (None, Some(status), _) => HttpPart::Response {
                status,
                version: self.version.unwrap_or_default(),
                peer: self.peer,
                headers,
                partial: self.partial,
            },
            (None, None, Some(EventLine { id, event, retry })) => {
                HttpPart::Event { id, event, retry }
            }
            (None, None, None) => return None,
        };
        Some(Http {
            exchange: self.exchange,
            part,
        })
    }
}

/// The first value of a header, whatever the case of its name.
#[must_use]
pub fn header<'h>(headers: &'h Headers, name: &str) -> Option<&'h str> {
    headers
        .iter()
        .find(|(is, _)| is.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_str())
}

/// One challenge of a `WWW-Authenticate` header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    /// `Bearer`, `Basic` …
    pub scheme: String,
    /// Names in lower case, and values without their quotes.
    pub params: Vec<(String, String)>,
}

impl Challenge {
    /// Reads a header's value. What is not understood is passed over; never more than a few dozen parts are kept.
    #[must_use]
    pub fn read(value: &str) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for part in parts(value).into_iter().take(100) {
            let part = part.trim();
            let (word, rest) = part.split_once([' ', '\t']).unwrap_or((part, ""));
            // A scheme stands alone or before its first parameter.
            let (scheme, pair) = match word.contains('=') {
                true => (None, part),
                false => (Some(word), rest.trim()),
            };
            if let Some(scheme) = scheme.filter(|scheme| !scheme.is_empty()) {
                all.push(Self {
                    scheme: scheme.to_owned(),
                    params: Vec::new(),
                });
            }
            if let (Some(challenge), Some((name, value))) = (all.last_mut(), pair.split_once('=')) {
                let value = value.trim();
                let value = value
                    .strip_prefix('"')
                    .and_then(|v| v.strip_suffix('"'))
                    .unwrap_or(value);
                let value = value.replace("\\\"", "\"").replace("\\\\", "\\");
                challenge
                    .params
                    .push((name.trim().to_ascii_lowercase(), value));
            }
        }
        all
    }

    /// The first value of a parameter.
    #[must_use]
    pub fn param(&self, name: &str) -> Option<&str> {
        let mut params = self.params.iter();
        params
            .find(|(is, _)| is == name)
            .map(|(_, value)| value.as_str())
    }
}

/// A value cut at the commas outside quotes.
fn parts(value: &str) -> Vec<&str> {
    let (mut all, mut from, mut quoted, mut escaped) = (Vec::new(), 0, false, false);
    for (at, byte) in value.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b',' if !quoted => {
                all.push(value.get(from..at).unwrap_or_default());
                from = at + 1;
            }
            _ => {}
        }
    }
    all.push(value.get(from..).unwrap_or_default());
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn challenges_are_read() {
        let value = r#"Bearer resource_metadata="https://a.b/x,y", scope="a b", error="in\"valid", Basic realm=x, Negotiate"#;
        let all = Challenge::read(value);
        let schemes: Vec<&str> = all.iter().map(|c| c.scheme.as_str()).collect();
        assert_eq!(schemes, ["Bearer", "Basic", "Negotiate"]);
        let bearer = all.first();
        let param = |name| bearer.and_then(|bearer| bearer.param(name));
        assert_eq!(param("resource_metadata"), Some("https://a.b/x,y"));
        assert_eq!(param("scope"), Some("a b"));
        assert_eq!(param("error"), Some("in\"valid"));
        assert!(Challenge::read("").is_empty());
    }
}
