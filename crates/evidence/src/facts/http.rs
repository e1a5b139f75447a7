//! What was said over HTTP, beside the messages that it carried.

use crate::{Caller, Ending, FrameId, Headers, Observed, Session, Tls, Transport};

/// The HTTP side of a connection.
#[derive(Debug, Clone, Default)]
pub struct Web {
    /// Who we were.
    pub caller: Caller,
    /// The transport that was spoken.
    pub transport: Transport,
    /// Every exchange, in the order of asking, the first [`crate::limits::EXCHANGES`] of them.
    pub exchanges: Vec<HttpExchange>,
    /// The certificates that were shown, with their frames.
    pub tls: Vec<(Tls, FrameId)>,
    /// Documents that were not fetched: URL and reason.
    pub withheld: Vec<(String, String, FrameId)>,
    /// The proxy that was gone through.
    pub proxy: Option<String>,
}

/// A request over HTTP, and what came back.
#[derive(Debug, Clone)]
pub struct HttpExchange {
    /// Its number in the transcript.
    pub number: u32,
    /// The request's frame.
    pub frame: FrameId,
    /// The question that it belongs to, where it does.
    pub question: Option<String>,
    /// `POST`, `GET` …
    pub verb: String,
    /// The URL, secrets redacted.
    pub url: String,
    /// The headers that we sent, secrets redacted.
    pub headers: Headers,
    /// The method of the message that it carried, where it carried one.
    pub message: Option<String>,
    /// What came back.
    pub response: Option<HttpResponse>,
    /// How it ended, where that was not plain.
    pub ended: Option<HttpEnd>,
}

/// How an exchange ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpEnd {
    /// How.
    pub how: Ending,
    /// The words of the library or the system.
    pub error: Option<String>,
    /// Where this was recorded.
    pub frame: FrameId,
}

/// A response.
#[derive(Debug, Clone)]
pub struct HttpResponse {
    /// Its frame.
    pub frame: FrameId,
    /// The status.
    pub status: u16,
    /// `HTTP/1.1`, `HTTP/2.0` …
    pub version: String,
    /// The address and port that answered.
    pub peer: Option<String>,
    /// As they came.
    pub headers: Headers,
    /// Microseconds from the request to the whole response, or to the head of a stream.
    pub took_us: u64,
    /// Bytes of the body; of a stream, of all its data.
    pub size: u64,
    /// The head of the body, as text: [`crate::limits::BODY_BYTES`] of it, and none of what is a list or a stream.
    pub body: String,
    /// The events of a stream.
    pub events: Vec<StreamEvent>,
}

/// One event of a stream, without its data: what that says is among the messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamEvent {
    /// Its frame.
    pub frame: FrameId,
    /// Its type.
    pub kind: Option<String>,
    /// Its id.
    pub id: Option<String>,
    /// The time to wait that it asks for, in milliseconds.
    pub retry: Option<u64>,
    /// The data of what is no message: an `endpoint`.
    pub data: Option<String>,
}

impl Session {
    /// The exchange in which the server asked for credentials in place of a handshake; none where it took one.
    #[must_use]
    pub fn locked_out(&self) -> Option<&HttpExchange> {
        if matches!(self.handshake, Observed::Seen { .. }) {
            return None;
        }
        let shaking = |exchange: &&HttpExchange| {
            matches!(
                exchange.message.as_deref(),
                Some("initialize" | "server/discover")
            )
        };
        let web = self.web.as_ref()?;
        let asked = |exchange: &&HttpExchange| {
            let response = exchange.response.as_ref();
            response.is_some_and(|response| response.status == 401)
        };
        web.exchanges.iter().filter(shaking).find(asked)
    }
}

impl HttpResponse {
    /// The first value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        crate::http::header(&self.headers, name)
    }

    /// The media type of the body, in lower case and without its parameters.
    #[must_use]
    pub fn media_type(&self) -> Option<String> {
        let value = self.header("content-type")?;
        let essence = value.split(';').next().unwrap_or_default();
        Some(essence.trim().to_ascii_lowercase())
    }

    /// Whether the body is a stream of events.
    #[must_use]
    pub fn is_stream(&self) -> bool {
        self.media_type().as_deref() == Some("text/event-stream")
    }
}
