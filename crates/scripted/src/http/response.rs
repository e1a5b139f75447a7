//! Writing responses.

use super::session::{News, Session};
use serde_json::{Value, json};
use std::io::{self, Write};
use std::sync::Arc;

/// Looks for news after which a stream says that it is still there: some five seconds.
const QUIET: u32 = 100;

/// What a server answers.
#[derive(Debug, Clone)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    pub(crate) body: Body,
}

/// What follows a head.
#[derive(Debug, Clone)]
pub(crate) enum Body {
    Whole(Vec<u8>),
    /// Events of a stream that ends.
    Events(Vec<Vec<u8>>),
    /// What a session has to say on a stream.
    Listen(Listen),
}

/// A stream of a session.
#[derive(Debug, Clone)]
pub(crate) struct Listen {
    pub(crate) session: Arc<Session>,
    pub(crate) stream: usize,
    /// The event that comes first, where it is none of the session's.
    pub(crate) first: Option<Vec<u8>>,
    /// The id of the last event that the client knows.
    pub(crate) known: usize,
    /// Whether the events have ids, for a client that resumes.
    pub(crate) ids: bool,
    /// Whether it stays open when there is nothing more to say.
    pub(crate) stays: bool,
}

impl Response {
    pub(crate) fn empty(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Body::Whole(Vec::new()),
        }
    }

    pub(crate) fn json(status: u16, body: Vec<u8>) -> Self {
        Self::empty(status)
            .with("content-type", "application/json")
            .with_body(Body::Whole(body))
    }

    /// A refusal in the words of JSON-RPC. What is refused by its head has the id null.
    pub(crate) fn error(status: u16, id: &Value, code: i64, message: &str) -> Self {
        let error =
            json!({ "jsonrpc": "2.0", "id": id, "error": { "code": code, "message": message } });
        Self::json(status, error.to_string().into_bytes())
    }

    pub(crate) fn stream(body: Body) -> Self {
        Self::empty(200)
            .with("content-type", "text/event-stream")
            .with("cache-control", "no-store")
            .with("x-accel-buffering", "no")
            .with_body(body)
    }

    fn with_body(self, body: Body) -> Self {
        Self { body, ..self }
    }

    /// Adds a header, or takes the place of one.
    pub(crate) fn with(mut self, name: &str, value: impl Into<Vec<u8>>) -> Self {
        self.without(name);
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    pub(crate) fn without(&mut self, name: &str) {
        self.headers
            .retain(|(known, _)| !known.eq_ignore_ascii_case(name));
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.headers
            .iter()
            .any(|(known, _)| known.eq_ignore_ascii_case(name))
    }

    /// The bytes of its body, where it has an end.
    pub(crate) fn text(&self) -> Vec<u8> {
        match &self.body {
            Body::Whole(body) => body.clone(),
            Body::Events(events) => events.concat(),
            Body::Listen(_) => Vec::new(),
        }
    }

    /// Writes all of it. `going` tells whether the server still runs.
    pub(crate) fn write(&self, to: &mut impl Write, going: impl Fn() -> bool) -> io::Result<()> {
        let framed = self.has("content-length") || self.has("transfer-encoding");
        let bare = self.status == 204 || self.status < 200;
        let frame = match &self.body {
            _ if framed || bare => String::new(),
            Body::Whole(body) => format!("content-length: {}\r\n", body.len()),
            _ => "transfer-encoding: chunked\r\n".to_owned(),
        };
        to.write_all(&self.head(&frame))?;
        match &self.body {
            Body::Whole(body) => to.write_all(body)?,
            Body::Events(events) => {
                for event in events {
                    chunk(to, event)?;
                }
                to.write_all(b"0\r\n\r\n")?;
            }
            Body::Listen(stream) => {
                stream.write(to, going)?;
                to.write_all(b"0\r\n\r\n")?;
            }
        }
        to.flush()
    }

    fn head(&self, frame: &str) -> Vec<u8> {
        let mut head = format!("HTTP/1.1 {} {}\r\n", self.status, reason(self.status)).into_bytes();
        for (name, value) in &self.headers {
            head.extend_from_slice(name.as_bytes());
            head.extend_from_slice(b": ");
            head.extend_from_slice(value);
            head.extend_from_slice(b"\r\n");
        }
        head.extend_from_slice(frame.as_bytes());
        head.extend_from_slice(b"\r\n");
        head
    }
}

/// An event of a stream. Without data it only tells where to resume.
pub(crate) fn event(id: Option<usize>, name: Option<&str>, data: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    if let Some(id) = id {
        out.extend_from_slice(format!("id: {id}\n").as_bytes());
    }
    if let Some(name) = name {
        out.extend_from_slice(format!("event: {name}\n").as_bytes());
    }
    out.extend_from_slice(b"data: ");
    out.extend_from_slice(data);
    out.extend_from_slice(b"\n\n");
    out
}

impl Listen {
    fn write(&self, to: &mut impl Write, going: impl Fn() -> bool) -> io::Result<()> {
        if let Some(first) = &self.first {
            chunk(to, first)?;
        }
        to.flush()?;
        let (mut known, mut quiet) = (self.known, 0);
        while going() {
            match self.session.after(self.stream, known) {
                News::Event(id, data) => {
                    let id_told = self.ids.then_some(id);
                    chunk(to, &event(id_told, Some("message"), &data))?;
                    (known, quiet) = (id, 0);
                }
                News::End => break,
                News::None if !self.stays => break,
                // A comment shows whether anybody still listens.
                News::None if quiet == QUIET => {
                    chunk(to, b":\n\n")?;
                    quiet = 0;
                }
                News::None => quiet += 1,
            }
        }
        Ok(())
    }
}

/// Writes a piece of a body.
pub(crate) fn chunk(to: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    to.write_all(format!("{:x}\r\n", bytes.len()).as_bytes())?;
    to.write_all(bytes)?;
    to.write_all(b"\r\n")?;
    to.flush()
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        202 => "Accepted",
        204 => "No Content",
        302 => "Found",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        415 => "Unsupported Media Type",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        _ => "Other",
    }
}
