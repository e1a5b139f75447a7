//! What is asked of each server, and what it answers: a line for each question.

use crate::client::{Ask, ask, is_silence};
use crate::shown::{SILENT, shown};
use scripted::Endpoint;
use scripted::http::Transport;
use std::collections::BTreeMap;

const META: &str = r#"{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}"#;
const BOTH: &str = "application/json, text/event-stream";

/// How the ids of two sessions compare.
pub(crate) const IDS: &str = "ids of two sessions";

/// Everything that is asked of one server.
pub(crate) struct Battery<'a> {
    endpoint: &'a Endpoint,
    token: Option<String>,
    answers: BTreeMap<&'static str, String>,
    /// Session ids so far.
    ids: Vec<String>,
}

/// The question, and its answer in a line.
pub(crate) type Answers = BTreeMap<&'static str, String>;

/// Asks everything.
pub(crate) fn answers(endpoint: &Endpoint, token: Option<&str>, transport: Transport) -> Answers {
    let mut battery = Battery {
        endpoint,
        token: token.map(|token| format!("Bearer {token}")),
        answers: BTreeMap::new(),
        ids: Vec::new(),
    };
    match transport {
        Transport::Streamable => {
            battery.modern();
            battery.legacy();
            battery.heads();
            battery.end();
        }
        Transport::Sse => battery.older(),
    }
    if token.is_some() {
        battery.signing_in();
    }
    battery.answers
}

fn call(id: u32, method: &str, params: &str) -> String {
    format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"{method}","params":{params}}}"#)
}

/// A request of the modern era.
fn modern(method: &str, name: &str) -> Ask {
    let params = if name.is_empty() {
        format!(r#"{{"_meta":{META}}}"#)
    } else {
        format!(r#"{{"name":"{name}","_meta":{META}}}"#)
    };
    legacy(&call(1, method, &params))
        .with("mcp-protocol-version", "2026-07-28")
        .with("mcp-method", method)
        .with("mcp-name", name)
}

/// A message of the era before.
fn legacy(body: &str) -> Ask {
    let mut ask = Ask::new("POST", "/mcp")
        .with("content-type", "application/json")
        .with("accept", BOTH);
    body.clone_into(&mut ask.body);
    ask
}

fn initialize() -> Ask {
    legacy(&call(
        0,
        "initialize",
        r#"{"protocolVersion":"2025-11-25","capabilities":{}}"#,
    ))
}

fn list() -> Ask {
    legacy(&call(2, "tools/list", "{}"))
}

/// The session's id in the endpoint that the older transport names.
fn endpoint_id(text: &str) -> Option<String> {
    let (_, id) = text.split_once("?sessionId=")?;
    Some(id.split_once('\n')?.0.to_owned())
}

impl Battery<'_> {
    /// Asks with the token, and returns the session's id where one was given.
    fn ask(&mut self, name: &'static str, ask: Ask) -> Option<String> {
        let token = self.token.clone().unwrap_or_default();
        self.ask_as(name, ask.with("authorization", &token))
    }

    fn ask_as(&mut self, name: &'static str, asked: Ask) -> Option<String> {
        let silent = |answer: &&String| *answer == SILENT;
        if self.answers.values().filter(silent).count() > 5 {
            self.answers.insert(name, SILENT.to_owned());
            return None;
        }
        let (line, id) = match ask(self.endpoint, &asked) {
            Err(error) if is_silence(&error) => (SILENT.to_owned(), None),
            Err(error) => {
                let error = error.to_string();
                let why = error
                    .split(": verification time")
                    .next()
                    .unwrap_or_default();
                (format!("no connection: {why}"), None)
            }
            Ok(answer) => {
                let head = String::from_utf8_lossy(&answer.bytes);
                self.ids.extend(endpoint_id(&head));
                let id = head
                    .split("\r\n")
                    .find_map(|line| line.strip_prefix("mcp-session-id: "))
                    .map(str::to_owned);
                self.ids.extend(id.clone());
                (shown(self.endpoint, &answer, &self.ids), id)
            }
        };
        self.answers.insert(name, line);
        id
    }

    fn modern(&mut self) {
        self.ask("discover", modern("server/discover", ""));
        self.ask("modern: list", modern("tools/list", ""));
        self.ask("modern: list again", modern("tools/list", ""));
        let unsaid = modern("server/discover", "").with("mcp-protocol-version", "");
        self.ask("modern: no revision in the head", unsaid);
        let other = modern("server/discover", "").with("mcp-method", "tools/list");
        self.ask("modern: another method in the head", other);
        let other = modern("prompts/get", "explain_unit").with("mcp-name", "other");
        self.ask("modern: another name in the head", other);
        let wrapped = modern("prompts/get", "explain_unit");
        let wrapped = wrapped.with("mcp-name", "=?base64?ZXhwbGFpbl91bml0?=");
        self.ask("modern: a wrapped name in the head", wrapped);
        let mut read = modern("resources/read", "x").with("mcp-name", "units://none");
        read.body = read
            .body
            .replace(r#""name":"x""#, r#""uri":"units://none""#);
        self.ask("modern: a resource that does not exist", read);
        self.ask("modern: unknown method", modern("x/unknown", ""));
        let mut bare = modern("tools/list", "");
        bare.body = call(1, "tools/list", "{}");
        self.ask("modern: no _meta", bare);
        let mut old = modern("tools/list", "").with("mcp-protocol-version", "1900-01-01");
        old.body = old.body.replace("2026-07-28", "1900-01-01");
        self.ask("modern: revision of 1900", old);
        let mut capitals = modern("server/discover", "");
        for (name, _) in &mut capitals.headers {
            *name = name.to_uppercase();
        }
        self.ask("modern: headers in capitals", capitals);
    }

    fn legacy(&mut self) {
        let id = self.ask("initialize", initialize()).unwrap_or_default();
        let inside = |ask: Ask| ask.with("mcp-session-id", &id);
        let initialized = r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#;
        self.ask("initialized", inside(legacy(initialized)));
        self.ask("list", inside(list()));
        self.ask("list again", inside(list()));
        self.ask("ping", inside(legacy(&call(3, "ping", "{}"))));
        let unknown = legacy(&call(4, "x/unknown", "{}"));
        self.ask("unknown method", inside(unknown));
        self.ask("not JSON", inside(legacy("{")));
        let batch = format!("[{}]", call(5, "ping", "{}"));
        self.ask("batch", inside(legacy(&batch)));
        let mut get = Ask::new("GET", "/mcp").with("accept", "text/event-stream");
        get.first_event = true;
        self.ask("GET", inside(get.clone()));
        self.ask("GET without session", get.clone());
        let resumed = inside(get).with("last-event-id", "1");
        self.ask("GET after event 1", resumed);
        self.ask("list without session", list());
        let unknown = list().with("mcp-session-id", "00000000000000000000000000000000");
        self.ask("list in an unknown session", unknown);
        let bogus = inside(list()).with("mcp-protocol-version", "bogus");
        self.ask("list with a bogus revision", bogus);
        let chosen = initialize().with("mcp-session-id", "chosen-by-the-caller");
        self.ask("initialize with a chosen id", chosen);
        let chosen = list().with("mcp-session-id", "chosen-by-the-caller");
        self.ask("list with a chosen id", chosen);
        self.ids();
    }

    /// How the ids of two more sessions differ.
    fn ids(&mut self) {
        let token = self.token.clone().unwrap_or_default();
        let more = || {
            let answer = ask(self.endpoint, &initialize().with("authorization", &token)).ok()?;
            let head = String::from_utf8_lossy(&answer.bytes).into_owned();
            let line = head
                .split("\r\n")
                .find_map(|line| line.strip_prefix("mcp-session-id: "));
            line.map(str::to_owned)
        };
        let (one, two) = (more().unwrap_or_default(), more().unwrap_or_default());
        let letters = one.chars().zip(two.chars());
        let differ = letters.filter(|(a, b)| a != b).count();
        let said = match differ {
            0 => "the same",
            1 => "differ in one place",
            2..=4 => "differ in few places",
            _ => "differ",
        };
        self.answers.insert(IDS, said.to_owned());
    }

    /// What a head may say.
    fn heads(&mut self) {
        let evil = "http://evil.example";
        self.ask(
            "initialize from another origin",
            initialize().with("origin", evil),
        );
        let discover = modern("server/discover", "");
        self.ask(
            "discover from another origin",
            discover.clone().with("origin", evil),
        );
        let own = self.endpoint.url().replace("/mcp", "");
        self.ask(
            "discover from its own origin",
            discover.clone().with("origin", &own),
        );
        let host = "evil.example";
        self.ask(
            "initialize under another name",
            initialize().with("host", host),
        );
        self.ask(
            "discover under another name",
            discover.clone().with("host", host),
        );
        let text = discover.clone().with("content-type", "text/plain");
        self.ask("discover as plain text", text);
        let json = discover.with("accept", "application/json");
        self.ask("discover for JSON only", json);
        let text = initialize().with("content-type", "text/plain");
        self.ask("initialize as plain text", text);
        let json = initialize().with("accept", "application/json");
        self.ask("initialize for JSON only", json);
        let preflight = Ask::new("OPTIONS", "/mcp").with("origin", evil);
        self.ask("OPTIONS from another origin", preflight);
        self.ask("elsewhere", Ask::new("GET", "/nowhere"));
    }

    fn end(&mut self) {
        let id = self.ids.first().cloned().unwrap_or_default();
        let inside = |ask: Ask| ask.with("mcp-session-id", &id);
        self.ask("DELETE", inside(Ask::new("DELETE", "/mcp")));
        self.ask("list after DELETE", inside(list()));
    }

    /// The transport before Streamable HTTP, as far as one request at a time shows it.
    fn older(&mut self) {
        let mut get = Ask::new("GET", "/mcp").with("accept", "text/event-stream");
        get.first_event = true;
        self.ask("GET", get.clone());
        let evil = "http://evil.example";
        self.ask("GET from another origin", get.clone().with("origin", evil));
        self.ask("GET under another name", get.with("host", "evil.example"));
        self.ask("POST to the stream", initialize());
        let mut post = initialize();
        "/messages?sessionId=nobody".clone_into(&mut post.target);
        self.ask("POST to an unknown session", post);
    }

    fn signing_in(&mut self) {
        self.ask_as("initialize without token", initialize());
        self.ask_as("discover without token", modern("server/discover", ""));
        self.ask_as("modern: list without token", modern("tools/list", ""));
        let id = self.ids.last().cloned().unwrap_or_default();
        let inside = list().with("mcp-session-id", &id);
        self.ask_as("list without token", list());
        self.ask_as("list with a session and no token", inside.clone());
        let random = "Bearer bm90LWEtdG9rZW4";
        let with_random = initialize().with("authorization", random);
        self.ask_as("initialize with a random token", with_random);
        let mut query = initialize();
        "/mcp?access_token=bm90LWEtdG9rZW4".clone_into(&mut query.target);
        self.ask_as("initialize with a token in the address", query);
        for path in [
            "/.well-known/oauth-protected-resource/mcp",
            "/.well-known/oauth-protected-resource",
            "/.well-known/oauth-authorization-server",
            "/.well-known/openid-configuration",
        ] {
            self.ask_as(path, Ask::new("GET", path));
        }
    }
}
