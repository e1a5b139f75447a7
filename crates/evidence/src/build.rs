//! Makes transcripts without a server, for tests and cases.
//!
//! [`Server`] describes a well-behaved server by what it lists; [`Tape`] writes any conversation line by line.

mod tape;

pub use tape::Tape;

use crate::conduct::{Act, Canary, Confidence, Deed, Fence, Limits, Rung, Usage, Via};
use crate::revision::{HANDSHAKE, STATELESS};
use crate::{Event, Kind, Target, Transcript, Variant};
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
