//! What a good server answers to a request over HTTP, but for the checks that its script omits.

use super::authority;
use super::guard::{self, MESSAGES, refuse};
use super::request::Request;
use super::response::{Body, Listen, Response, event};
use super::script::{Check, Transport};
use super::session::{Session, lock};
use super::sign_in;
use super::{PATH, Refused, Shared};
use crate::answer::is_modern;
use crate::script::Client;
use crate::server::{Connection, Memory};
use crate::text::Values;
use serde_json::{Value, json};
use std::ops::ControlFlow;
use std::sync::Arc;

/// The one stream of a session of the older transport.
const OLDER: usize = 0;

/// A good answer, and what it is an answer to.
pub(super) struct Outcome {
    pub(super) response: Response,
    /// What JSON-RPC says in it; otherwise its body.
    pub(super) message: Vec<u8>,
    /// Why it is a refusal, where it is one.
    pub(super) refused: Option<Check>,
    /// The protocol's message, as far as there is one.
    pub(super) body: Value,
    pub(super) client: Client,
}

/// What was said in answer to one message.
#[derive(Default)]
struct Said {
    lines: Vec<Vec<u8>>,
    malformed: bool,
}

/// Answers as a good server would.
pub(super) fn answer(server: &Shared, request: &Request) -> Outcome {
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let mut client = Client {
        modern: modern(server, request, &body),
        declared: crate::answer::declares(body.get("params")).unwrap_or(false),
        signed_in: false,
    };
    let mut said = Said::default();
    let (response, refused) = match good(server, request, &body, &mut client, &mut said) {
        Ok(response) => (response, None),
        Err(refused) => (refused.response, Some(refused.check)),
    };
    let message = if said.lines.is_empty() {
        response.text()
    } else {
        said.lines.join(&b'\n')
    };
    Outcome {
        response,
        message,
        refused,
        body,
        client,
    }
}

/// Whether a request is of the era without handshake.
fn modern(server: &Shared, request: &Request, body: &Value) -> bool {
    let method = body.get("method").and_then(Value::as_str);
    let declared = request
        .header("mcp-protocol-version")
        .is_some_and(|asked| server.script.modern.iter().any(|known| known == asked));
    !server.script.modern.is_empty()
        && (declared || is_modern(method.unwrap_or_default(), body.get("params")))
}

fn good(
    server: &Shared,
    request: &Request,
    body: &Value,
    client: &mut Client,
    said: &mut Said,
) -> Result<Response, Refused> {
    if let Some(answer) = authority::answer(server, request) {
        return Ok(answer);
    }
    if let Some(document) = sign_in::document(server, request.path()) {
        return Ok(document);
    }
    guard::place(server, request)?;
    client.signed_in = sign_in::caller(server, request)?;
    guard::verb(server, request)?;
    guard::content(server, request)?;
    if client.modern && request.verb == "POST" {
        guard::mirrors(server, request, body)?;
        let mut memory = lock(&server.modern);
        *said = run(server, &mut memory, &request.body, client.signed_in);
        return reply(server, None, client.modern, body, said);
    }
    guard::version(server, request)?;
    match (request.verb.as_str(), server.http().transport) {
        ("GET", Transport::Sse) => Ok(open(server, request)),
        ("GET", Transport::Streamable) => listen(server, request),
        ("DELETE", _) => {
            if let Some(session) = guard::session(server, request)? {
                session.end();
            }
            Ok(Response::empty(204))
        }
        _ => post(server, request, body, *client, said),
    }
}

/// A message of the era with a handshake.
fn post(
    server: &Shared,
    request: &Request,
    body: &Value,
    client: Client,
    said: &mut Said,
) -> Result<Response, Refused> {
    let begins = body
        .get("method")
        .is_some_and(|method| method == "initialize");
    let readable = !body.is_null();
    if begins && server.http().transport == Transport::Streamable && !server.http().stateless {
        return begin(server, request, client.signed_in, said);
    }
    // What cannot be read belongs to no session.
    let session = if readable {
        guard::session(server, request)?
    } else {
        None
    };
    let shared = &server.legacy;
    let mut memory = lock(session.as_ref().map_or(shared, |session| &session.memory));
    *said = if let (Value::Array(all), true) = (body, batches(server, session.as_deref())) {
        batch(server, &mut memory, all, client.signed_in)
    } else {
        run(server, &mut memory, &request.body, client.signed_in)
    };
    drop(memory);
    refuse(
        server,
        Check::Batch,
        body.is_array() && said.malformed,
        || Response::json(400, said.lines.concat()),
    )?;
    match (session, server.http().transport) {
        (Some(session), Transport::Sse) => {
            for line in &said.lines {
                session.say(OLDER, line.clone());
            }
            Ok(Response::empty(202))
        }
        (session, _) => reply(server, session.as_ref(), false, body, said),
    }
}

/// Whether batches are taken.
fn batches(server: &Shared, session: Option<&Session>) -> bool {
    let agreed = session.is_some_and(|session| session.version() == "2025-03-26");
    agreed || !server.http().makes(Check::Batch)
}

/// Answers all messages of an array with an array.
fn batch(server: &Shared, memory: &mut Memory, all: &[Value], signed_in: bool) -> Said {
    let lines = all
        .iter()
        .flat_map(|one| run(server, memory, one.to_string().as_bytes(), signed_in).lines);
    let lines: Vec<_> = lines.collect();
    let array = [&b"["[..], &lines.join(&b','), b"]"].concat();
    Said {
        lines: if lines.is_empty() { lines } else { vec![array] },
        malformed: false,
    }
}

/// Shakes hands, and begins a session.
fn begin(
    server: &Shared,
    request: &Request,
    signed_in: bool,
    said: &mut Said,
) -> Result<Response, Refused> {
    let mut memory = Memory::default();
    *said = run(server, &mut memory, &request.body, signed_in);
    let replied: Value = said
        .lines
        .last()
        .and_then(|line| serde_json::from_slice(line).ok())
        .unwrap_or_default();
    let agreed = replied
        .pointer("/result/protocolVersion")
        .and_then(Value::as_str);
    let asked = json!({ "id": 0 });
    let Some(agreed) = agreed.filter(|_| memory.ready) else {
        return reply(server, None, false, &asked, said);
    };
    let session = server.begin(request, memory);
    session.agree(agreed);
    let response = reply(server, Some(&session), false, &asked, said)?;
    Ok(response.with("mcp-session-id", session.id.clone()))
}

/// The older transport's stream: it begins with where messages are taken.
fn open(server: &Shared, request: &Request) -> Response {
    let session = server.begin(request, Memory::default());
    let endpoint = match &server.http().endpoint {
        Some(endpoint) => endpoint.render(Values {
            id: &session.id,
            ..server.values(request)
        }),
        None => format!("{MESSAGES}?sessionId={}", session.id).into_bytes(),
    };
    Response::stream(Body::Listen(Listen {
        session,
        stream: OLDER,
        first: Some(event(None, Some("endpoint"), &endpoint)),
        known: 0,
        ids: false,
        stays: true,
    }))
}

/// A stream for what the server has to say of its own accord, or the rest of one that was cut.
fn listen(server: &Shared, request: &Request) -> Result<Response, Refused> {
    let Some(session) = guard::session(server, request)? else {
        return Ok(Response::stream(Body::Events(Vec::new())));
    };
    let resumed = request
        .header("last-event-id")
        .and_then(|id| id.parse::<usize>().ok());
    let resumed = resumed.and_then(|id| Some((id, session.stream_of(id)?)));
    let (known, stream, first) = match resumed {
        Some((known, stream)) => (known, stream, None),
        None => {
            let stream = session.stream();
            let id = session.say(stream, Vec::new());
            (id, stream, Some(event(Some(id), None, b"")))
        }
    };
    Ok(Response::stream(Body::Listen(Listen {
        session,
        stream,
        stays: first.is_some(),
        first,
        known,
        ids: true,
    })))
}

/// What the script's server says to a message.
fn run(server: &Shared, memory: &mut Memory, message: &[u8], signed_in: bool) -> Said {
    let mut out = Vec::new();
    let mut connection = Connection {
        script: &server.script,
        stdout: &mut out,
        stderr: std::io::stderr(),
        memory,
        signed_in,
        malformed: false,
    };
    let ended = connection.take(message);
    let malformed = connection.malformed;
    if let Ok(ControlFlow::Break(code)) = ended {
        server.exit(code);
    }
    let lines = out
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty());
    Said {
        lines: lines.map(<[u8]>::to_vec).collect(),
        malformed,
    }
}

/// Puts what is said into a response.
fn reply(
    server: &Shared,
    session: Option<&Arc<Session>>,
    modern: bool,
    body: &Value,
    said: &Said,
) -> Result<Response, Refused> {
    let lines = &said.lines;
    let check = match lines.first().and_then(|line| code(line)) {
        Some(-32602) => Check::Meta,
        Some(-32022) => Check::Revision,
        _ => Check::Form,
    };
    refuse(server, check, said.malformed, || {
        Response::json(400, lines.concat())
    })?;
    let asks = |one: &Value| one.get("id").is_some();
    let asked = match body {
        Value::Array(all) => all.iter().any(asks),
        Value::Object(_) => asks(body),
        _ => true,
    };
    let only = lines.first().filter(|_| lines.len() == 1);
    Ok(match only {
        _ if !asked => Response::empty(202),
        Some(line) if modern && code(line) == Some(-32601) => Response::json(404, line.clone()),
        Some(line) if !server.http().streams => Response::json(200, line.clone()),
        _ => Response::stream(stream(server, session, lines)),
    })
}

/// The events of a stream that answers a request.
fn stream(server: &Shared, session: Option<&Arc<Session>>, lines: &[Vec<u8>]) -> Body {
    let Some(session) = session else {
        let events = lines.iter().map(|line| event(None, None, line));
        return Body::Events(events.collect());
    };
    let stream = session.stream();
    let beginning = session.say(stream, Vec::new());
    let mut events = vec![event(Some(beginning), None, b"")];
    let say = |line: &Vec<u8>| session.say(stream, line.clone());
    let ids: Vec<usize> = lines.iter().map(say).collect();
    if server.http().polls {
        events.insert(0, b"retry: 100\n\n".to_vec());
    } else {
        let said = ids.iter().zip(lines);
        events.extend(said.map(|(id, line)| event(Some(*id), Some("message"), line)));
    }
    Body::Events(events)
}

/// The error's code in a reply.
fn code(line: &[u8]) -> Option<i64> {
    let reply: Value = serde_json::from_slice(line).ok()?;
    reply.pointer("/error/code")?.as_i64()
}

/// Whether this is the path of the protocol.
pub(super) fn is_endpoint(request: &Request) -> bool {
    [PATH, MESSAGES].contains(&request.path())
}
