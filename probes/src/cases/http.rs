//! Exchanges over HTTP, described as data.

use evidence::build::Tape;
use evidence::http::Headers;
use evidence::{Caller, Ending, Event, Http, HttpPart, Side, Transport, Variant};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;

/// An exchange: what we asked, and what came.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Said {
    /// The question that it belongs to.
    question: Option<String>,
    variant: Variant,
    caller: Caller,
    transport: Transport,
    verb: String,
    /// Where; the server's own URL, where it is not given.
    url: Option<String>,
    /// Headers that we sent.
    sent: BTreeMap<String, String>,
    /// The method of the message that we sent.
    message: Option<String>,
    /// Nothing came, where it is not given.
    status: Option<u16>,
    /// Headers that came; more of one with a line each.
    headers: BTreeMap<String, String>,
    /// What came. `{{id}}` is that of the request.
    body: String,
    /// Events in place of a body: types and data.
    events: Vec<(String, String)>,
    /// Ids of the events.
    ids: Vec<String>,
    ended: Option<Ending>,
    error: Option<String>,
}

impl Default for Said {
    fn default() -> Self {
        Self {
            question: None,
            variant: Variant::Declared,
            caller: Caller::Anonymous,
            transport: Transport::Streamable,
            verb: "POST".to_owned(),
            url: None,
            sent: BTreeMap::new(),
            message: None,
            status: None,
            headers: BTreeMap::new(),
            body: String::new(),
            events: Vec::new(),
            ids: Vec::new(),
            ended: None,
            error: None,
        }
    }
}

impl Said {
    /// Writes it down as a connection of its own.
    pub(super) fn tape(&self, tape: Tape, session: u32, url: &str) -> Tape {
        let exchange = session;
        let connect = Event::Connect {
            variant: self.variant,
            caller: self.caller,
            transport: self.transport,
        };
        let mut tape = tape.event(session, connect);
        if let Some(id) = &self.question {
            tape = tape.event(session, Event::Question { id: id.clone() });
        }
        tape = self.request(tape, session, url, exchange);
        let id = tape.id();
        if let Some(status) = self.status {
            let part = HttpPart::Response {
                status,
                version: "HTTP/1.1".to_owned(),
                peer: None,
                headers: headers(&self.headers),
                partial: self.ended == Some(Ending::Broken),
            };
            let body = self.body.replace("{{id}}", &id.to_string());
            tape = tape.http(
                Side::Server,
                session,
                Http { exchange, part },
                body.as_bytes(),
            );
        }
        for (n, (kind, data)) in self.events.iter().enumerate() {
            let part = HttpPart::Event {
                id: self.ids.get(n).cloned(),
                event: Some(kind.clone()),
                retry: None,
            };
            let data = data.replace("{{id}}", &id.to_string());
            tape = tape.http(
                Side::Server,
                session,
                Http { exchange, part },
                data.as_bytes(),
            );
        }
        match self.ended {
            Some(how) => {
                let error = self.error.clone();
                tape.event(
                    session,
                    Event::Ended {
                        exchange,
                        how,
                        error,
                    },
                )
            }
            None => tape,
        }
    }

    fn request(&self, mut tape: Tape, session: u32, url: &str, exchange: u32) -> Tape {
        let part = HttpPart::Request {
            method: self.verb.clone(),
            url: self.url.as_deref().unwrap_or(url).to_owned(),
            headers: headers(&self.sent),
        };
        let body = match self.message.as_deref() {
            Some(method) if method.starts_with("notifications/") => {
                json!({"jsonrpc": "2.0", "method": method}).to_string()
            }
            Some(method) => {
                let id = tape.count();
                json!({"jsonrpc": "2.0", "id": id, "method": method, "params": {}}).to_string()
            }
            None => String::new(),
        };
        tape.http(
            Side::Client,
            session,
            Http { exchange, part },
            body.as_bytes(),
        )
    }
}

/// A value with several lines is several headers.
fn headers(all: &BTreeMap<String, String>) -> Headers {
    let each = |(name, value): (&String, &String)| {
        let lines: Vec<_> = value
            .lines()
            .map(|line| (name.clone(), line.to_owned()))
            .collect();
        lines
    };
    all.iter().flat_map(each).collect()
}
