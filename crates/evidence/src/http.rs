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
            } => Self {
                status: Some(status),
                version: Some(version),
                peer,
                headers: Some(headers),
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
