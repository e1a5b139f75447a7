//! Writes any conversation line by line.

use super::{declared, meta};
use crate::conduct::{Deed, Fence, Usage};
use crate::revision::HANDSHAKE;
use crate::{
    Channel, Event, Frame, FrameId, Header, Http, Kind, Side, Target, Transcript, Variant,
};
use serde_json::{Value, json};

/// Writes a transcript frame by frame. Each frame comes a millisecond after the one before it.
#[derive(Debug, Clone)]
pub struct Tape {
    transcript: Transcript,
    now_us: u64,
    next_id: i64,
}

impl Tape {
    /// An empty transcript.
    #[must_use]
    pub fn new(target: Target) -> Self {
        let header = Header {
            tool_version: "0".to_owned(),
            started: "2026-11-22T00:00:00Z".to_owned(),
            target,
            entry: None,
        };
        Self {
            transcript: Transcript {
                header,
                frames: Vec::new(),
            },
            now_us: 0,
            next_id: 1,
        }
    }

    /// An empty transcript of a server whose command does not matter.
    #[must_use]
    pub fn stdio() -> Self {
        Self::new(Target::Stdio {
            command: vec!["server".to_owned()],
        })
    }

    /// The transcript.
    #[must_use]
    pub fn transcript(self) -> Transcript {
        self.transcript
    }

    /// Lets time pass, in microseconds.
    #[must_use]
    pub fn wait(mut self, us: u64) -> Self {
        self.now_us += us;
        self
    }

    /// A message of ours.
    #[must_use]
    pub fn client(self, session: u32, message: &Value) -> Self {
        self.sent(session, &message.to_string())
    }

    /// A line of ours that need not be a message.
    #[must_use]
    pub fn sent(self, session: u32, line: &str) -> Self {
        self.frame(Side::Client, Channel::Stdin, session, line.as_bytes())
    }

    /// A message of the server.
    #[must_use]
    pub fn server(self, session: u32, message: &Value) -> Self {
        self.line(session, &message.to_string())
    }

    /// A line of the server that need not be a message.
    #[must_use]
    pub fn line(self, session: u32, line: &str) -> Self {
        self.frame(Side::Server, Channel::Stdout, session, line.as_bytes())
    }

    /// A line of the server that need not be text.
    #[must_use]
    pub fn bytes(self, session: u32, line: &[u8]) -> Self {
        self.frame(Side::Server, Channel::Stdout, session, line)
    }

    /// A line on standard error.
    #[must_use]
    pub fn stderr(self, session: u32, line: &str) -> Self {
        self.frame(Side::Server, Channel::Stderr, session, line.as_bytes())
    }

    /// Something that the prober did or saw.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "events are written in place")]
    pub fn event(self, session: u32, event: Event) -> Self {
        self.frame(
            Side::Prober,
            Channel::Process,
            session,
            event.text().as_bytes(),
        )
    }

    /// A start of the server.
    #[must_use]
    pub fn start(self, session: u32, variant: Variant) -> Self {
        self.event(
            session,
            Event::Start {
                variant,
                env: Vec::new(),
                program: None,
            },
        )
    }

    /// How a start is fenced in, and what it did: written as after its end. Without what it used, as of a run cut off.
    #[must_use]
    pub fn fenced(self, session: u32, fence: &Fence, deeds: &[Deed], usage: Option<Usage>) -> Self {
        let told = |tape: Self, event: Event| tape.sandbox(session, &event);
        let fenced = told(self, Event::Fence(fence.clone()));
        let done = deeds
            .iter()
            .fold(fenced, |tape, deed| told(tape, Event::Deed(deed.clone())));
        match usage {
            Some(usage) => told(done, Event::Usage(usage)),
            None => done,
        }
    }

    /// Something that the sandbox saw.
    #[must_use]
    pub fn sandbox(self, session: u32, event: &Event) -> Self {
        let text = event.text();
        self.frame(Side::Prober, Channel::Sandbox, session, text.as_bytes())
    }

    /// The end of a connection in good order.
    #[must_use]
    pub fn close(self, session: u32) -> Self {
        self.event(session, Event::Closing).event(
            session,
            Event::Exit {
                code: Some(0),
                signal: None,
                unasked: false,
                after_ms: 1,
            },
        )
    }

    /// A request of ours, with the next id.
    #[must_use]
    pub fn request(mut self, session: u32, method: &str, params: &Value) -> Self {
        let id = self.count();
        self.client(
            session,
            &json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}),
        )
    }

    /// The id of the next request, which is then the last one.
    pub const fn count(&mut self) -> i64 {
        self.next_id += 1;
        self.next_id - 1
    }

    /// The id of the last request.
    #[must_use]
    pub const fn id(&self) -> i64 {
        self.next_id - 1
    }

    /// A result for the last request.
    #[must_use]
    pub fn result(self, session: u32, result: &Value) -> Self {
        let id = self.id();
        self.server(
            session,
            &json!({"jsonrpc": "2.0", "id": id, "result": result}),
        )
    }

    /// An error for the last request.
    #[must_use]
    pub fn error(self, session: u32, code: i64, message: &str) -> Self {
        let id = self.id();
        self.server(
            session,
            &json!({"jsonrpc": "2.0", "id": id, "error": {"code": code, "message": message}}),
        )
    }

    /// The handshake of a variant, with this result.
    #[must_use]
    pub fn handshake(self, session: u32, variant: Variant, result: &Value) -> Self {
        if variant == Variant::Discover {
            return self
                .request(session, "server/discover", &json!({"_meta": meta(variant)}))
                .result(session, result);
        }
        let params = json!({
            "protocolVersion": HANDSHAKE.id, "capabilities": declared(variant),
            "clientInfo": {"name": "mcp-gatecheck", "version": "0"},
        });
        self.request(session, "initialize", &params)
            .result(session, result)
            .client(
                session,
                &json!({"jsonrpc": "2.0", "method": "notifications/initialized"}),
            )
    }

    /// A listing in one page.
    #[must_use]
    pub fn list(self, session: u32, variant: Variant, kind: Kind, items: &[Value]) -> Self {
        let (params, mut result) = if variant == Variant::Discover {
            (
                json!({"_meta": meta(variant)}),
                json!({"resultType": "complete", "ttlMs": 0, "cacheScope": "private"}),
            )
        } else {
            (json!({}), json!({}))
        };
        result[kind.member()] = items.into();
        self.event(
            session,
            Event::List {
                why: "first".to_owned(),
            },
        )
        .request(session, kind.method(), &params)
        .result(session, &result)
    }

    /// A part of an exchange over HTTP, with its bytes.
    #[must_use]
    pub fn http(self, from: Side, session: u32, http: Http, bytes: &[u8]) -> Self {
        let mut tape = self.frame(from, Channel::Http, session, bytes);
        if let Some(frame) = tape.transcript.frames.last_mut() {
            frame.http = Some(http);
        }
        tape
    }

    /// Any frame.
    #[must_use]
    pub fn frame(mut self, from: Side, channel: Channel, session: u32, bytes: &[u8]) -> Self {
        let n = FrameId(self.transcript.frames.len() as u64);
        let frame = Frame {
            n,
            at_us: self.now_us,
            from,
            channel,
            session,
            bytes: bytes.into(),
            cut: None,
            http: None,
        };
        self.transcript.frames.push(frame);
        self.now_us += 1000;
        self
    }
}
