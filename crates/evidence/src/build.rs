//! Makes transcripts without a server, for tests and cases.
//!
//! [`Server`] describes a well-behaved server by what it lists; [`Tape`] writes any conversation line by line.

use crate::conduct::{Act, Canary, Confidence, Deed, Fence, Limits, Rung, Usage, Via};
use crate::revision::{HANDSHAKE, STATELESS};
use crate::{
    Channel, Event, Frame, FrameId, Header, Http, Kind, Side, Target, Transcript, Variant,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A server by what it lists. Take [`Server::default`] and set what matters.
#[derive(Debug, Clone, PartialEq)]
pub struct Server {
    /// The command that starts it.
    pub command: Vec<String>,
    /// The result of its handshake. `capabilities` are made from what is listed where it is silent.
    pub init: Value,
    /// Its instructions, put into the handshake's result.
    pub instructions: Option<String>,
    /// Its tools.
    pub tools: Vec<Value>,
    /// Its resources.
    pub resources: Vec<Value>,
    /// Its resource templates.
    pub templates: Vec<Value>,
    /// Its prompts.
    pub prompts: Vec<Value>,
    /// Tools that only one variant is shown, after the others.
    pub only: BTreeMap<Variant, Vec<Value>>,
    /// One connection for each.
    pub variants: Vec<Variant>,
    /// Lines that it writes to standard error on each connection, before the handshake.
    pub stderr: Vec<String>,
    /// Lines that it writes to standard output on each connection, after the handshake and before the lists.
    pub stdout: Vec<String>,
    /// Questions asked at the end of the first connection: id, what we send, the lines that come.
    pub questions: Vec<(String, String, Vec<String>)>,
    /// How each connection is fenced in.
    pub fence: Option<Fence>,
    /// What it did on each connection, where it is fenced in.
    pub deeds: Vec<Deed>,
    /// What it used on each connection, where it is fenced in.
    pub usage: Usage,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            command: vec!["server".to_owned()],
            init: Value::Null,
            instructions: None,
            tools: Vec::new(),
            resources: Vec::new(),
            templates: Vec::new(),
            prompts: Vec::new(),
            only: BTreeMap::new(),
            variants: vec![Variant::Declared],
            stderr: Vec::new(),
            stdout: Vec::new(),
            questions: Vec::new(),
            fence: None,
            deeds: Vec::new(),
            usage: Usage::default(),
        }
    }
}

impl Server {
    /// A server with these tools.
    #[must_use]
    pub fn with_tools(tools: Vec<Value>) -> Self {
        Self {
            tools,
            ..Self::default()
        }
    }

    /// The transcript of a run that sees all of it.
    #[must_use]
    pub fn transcript(&self) -> Transcript {
        self.tape().transcript()
    }

    /// The same, open for more frames. Connections are closed already; what is added comes after them.
    #[must_use]
    pub fn tape(&self) -> Tape {
        let mut tape = Tape::new(Target::Stdio {
            command: self.command.clone(),
        });
        for (session, variant) in (0..).zip(&self.variants) {
            tape = self.connection(tape, session, *variant);
        }
        tape
    }

    fn connection(&self, mut tape: Tape, session: u32, variant: Variant) -> Tape {
        tape = tape.start(session, variant);
        for line in &self.stderr {
            tape = tape.stderr(session, line);
        }
        tape = tape.handshake(session, variant, &self.result(variant));
        for line in &self.stdout {
            tape = tape.line(session, line);
        }
        for kind in Kind::ALL {
            let items = self.items(kind, variant);
            if self
                .result(variant)
                .pointer(&format!("/capabilities/{}", kind.capability()))
                .is_some()
            {
                tape = tape.list(session, variant, kind, &items);
            }
        }
        if session == 0 {
            for (id, sent, replies) in &self.questions {
                tape = tape
                    .event(session, Event::Question { id: id.clone() })
                    .sent(session, sent);
                for line in replies {
                    tape = tape.line(session, line);
                }
            }
        }
        tape = tape.close(session);
        match &self.fence {
            Some(fence) => tape.fenced(session, fence, &self.deeds, Some(self.usage)),
            None => tape,
        }
    }

    fn items(&self, kind: Kind, variant: Variant) -> Vec<Value> {
        let (items, only) = match kind {
            Kind::Tool => (&self.tools, self.only.get(&variant)),
            Kind::Resource => (&self.resources, None),
            Kind::Template => (&self.templates, None),
            Kind::Prompt => (&self.prompts, None),
        };
        items
            .iter()
            .chain(only.into_iter().flatten())
            .cloned()
            .collect()
    }

    /// The handshake's result.
    fn result(&self, variant: Variant) -> Value {
        let mut result = if variant == Variant::Discover {
            discover_result()
        } else {
            initialize_result()
        };
        for kind in Kind::ALL {
            if !self.items(kind, variant).is_empty() || (kind == Kind::Tool && self.init.is_null())
            {
                result["capabilities"][kind.capability()] = json!({});
            }
        }
        if let Some(instructions) = &self.instructions {
            result["instructions"] = instructions.as_str().into();
        }
        if let (Value::Object(result), Value::Object(init)) = (&mut result, &self.init) {
            result.extend(init.clone());
        }
        result
    }
}

fn initialize_result() -> Value {
    json!({"protocolVersion": HANDSHAKE.id, "capabilities": {}, "serverInfo": {"name": "server", "version": "1.0.0"}})
}

fn discover_result() -> Value {
    json!({
        "resultType": "complete", "supportedVersions": [STATELESS.id], "capabilities": {}, "ttlMs": 0,
        "cacheScope": "private",
        "_meta": {"io.modelcontextprotocol/serverInfo": {"name": "server", "version": "1.0.0"}},
    })
}

/// A fence of this rung that loses nothing, with a canary in a file and one in a variable.
#[must_use]
pub fn fence(rung: Rung) -> Fence {
    let canary = |id: &str, place: &str| Canary {
        id: id.to_owned(),
        place: place.to_owned(),
    };
    Fence {
        rung,
        refused: Vec::new(),
        lost: Vec::new(),
        limits: Limits {
            memory: 2 << 30,
            disk: 512 << 20,
            processes: 256,
            cpu_s: 120,
        },
        openings: Vec::new(),
        canaries: vec![
            canary("ssh-key", "~/.ssh/id_rsa"),
            canary("github-token", "$GITHUB_TOKEN"),
        ],
        own: vec!["/srv/notes".to_owned()],
    }
}

/// A deed that was noticed once, by its system call.
#[must_use]
pub const fn deed(act: Act) -> Deed {
    Deed {
        act,
        via: Via::Call,
        confidence: Confidence::Named,
        count: 1,
        at_ms: 10,
        program: None,
    }
}

/// What a variant declares.
fn declared(variant: Variant) -> Value {
    match variant {
        Variant::Bare | Variant::Questions => json!({}),
        Variant::Declared | Variant::Discover => {
            json!({"sampling": {}, "elicitation": {"form": {}, "url": {}}, "roots": {"listChanged": true}})
        }
    }
}

/// The `_meta` that every request of 2026-07-28 carries.
fn meta(variant: Variant) -> Value {
    json!({
        "io.modelcontextprotocol/protocolVersion": STATELESS.id,
        "io.modelcontextprotocol/clientInfo": {"name": "mcp-gatecheck", "version": "0"},
        "io.modelcontextprotocol/clientCapabilities": declared(variant),
    })
}

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
