//! What a good server looks at in the head of a request before it looks at what is asked.

use super::request::Request;
use super::response::Response;
use super::script::{Check, Transport};
use super::session::Session;
use super::{PATH, Refused, Shared};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use std::sync::Arc;

const HEADER_MISMATCH: i64 = -32020;
const SERVER_ERROR: i64 = -32000;
const SESSION_NOT_FOUND: i64 = -32001;

/// Where the older transport takes messages.
pub(super) const MESSAGES: &str = "/messages";

/// Refuses under this condition, where the server looks at all.
pub(super) fn refuse(
    server: &Shared,
    check: Check,
    wrong: bool,
    response: impl FnOnce() -> Response,
) -> Result<(), Refused> {
    if wrong && server.http().makes(check) {
        return Err(Refused::new(check, response()));
    }
    Ok(())
}

fn plain(status: u16, message: &str) -> Response {
    Response::error(status, &Value::Null, SERVER_ERROR, message)
}

/// Where the request wants to go, and who says so: a web page of somebody else's may do neither.
pub(super) fn place(server: &Shared, request: &Request) -> Result<(), Refused> {
    let own = |host: &str| server.hosts.iter().any(|known| known == host);
    let host = request.header("host").is_some_and(own);
    refuse(server, Check::Host, !host, || {
        plain(403, "Forbidden: this server has another name")
    })?;
    let foreign = request.header("origin").is_some_and(|origin| {
        !origin
            .strip_prefix(server.scheme)
            .and_then(|rest| rest.strip_prefix("://"))
            .is_some_and(own)
    });
    refuse(server, Check::Origin, foreign, || {
        plain(403, "Forbidden: this origin may not call")
    })?;
    let older = server.http().transport == Transport::Sse;
    let known = request.path() == PATH || older && request.path() == MESSAGES;
    refuse(server, Check::Path, !known, || plain(404, "Not found"))
}

/// What goes with which verb.
pub(super) fn verb(server: &Shared, request: &Request) -> Result<(), Refused> {
    let http = server.http();
    let allowed: &[&str] = match http.transport {
        Transport::Sse if request.path() == PATH => &["GET"],
        Transport::Streamable if !server.script.legacy.is_empty() && !http.stateless => {
            &["POST", "GET", "DELETE"]
        }
        _ => &["POST"],
    };
    let wrong = !allowed.contains(&request.verb.as_str());
    refuse(server, Check::Verb, wrong, || {
        plain(405, "Method not allowed").with("allow", allowed.join(", "))
    })
}

/// What the body is, and what the caller takes.
pub(super) fn content(server: &Shared, request: &Request) -> Result<(), Refused> {
    let declared = request.header("content-type").unwrap_or_default();
    let kind = declared.split(';').next().unwrap_or_default().trim();
    let wrong = request.verb == "POST" && !kind.eq_ignore_ascii_case("application/json");
    refuse(server, Check::ContentType, wrong, || {
        plain(
            415,
            "Unsupported media type: the body must be application/json",
        )
    })?;
    let kinds: &[&str] = match (request.verb.as_str(), server.http().transport) {
        ("GET", _) => &["text/event-stream"],
        ("POST", Transport::Streamable) => &["application/json", "text/event-stream"],
        _ => &[],
    };
    let wrong = !kinds.iter().all(|kind| request.accepts(kind));
    refuse(server, Check::Accept, wrong, || {
        plain(
            406,
            &format!("Not acceptable: accept {}", kinds.join(" and ")),
        )
    })
}

/// The revision in the head is one that this server speaks.
pub(super) fn version(server: &Shared, request: &Request) -> Result<(), Refused> {
    let script = &server.script;
    let mut spoken = script.legacy.iter().chain(&script.modern);
    let wrong = request
        .header("mcp-protocol-version")
        .is_some_and(|asked| !spoken.any(|known| known == asked));
    refuse(server, Check::Version, wrong, || {
        plain(400, "Bad request: unsupported MCP-Protocol-Version")
    })
}

/// What a request of the modern era says of itself stands in its head too.
pub(super) fn mirrors(server: &Shared, request: &Request, body: &Value) -> Result<(), Refused> {
    let id = body.get("id").unwrap_or(&Value::Null);
    let mismatch = |header: &str| {
        let message = format!("Header mismatch: {header} is missing or differs from the body");
        Response::error(400, id, HEADER_MISMATCH, &message)
    };
    let text = |pointer| body.pointer(pointer).and_then(Value::as_str);
    let differs = |header, said: Option<&str>| {
        said.is_some_and(|said| {
            request.header(header).and_then(plain_text).as_deref() != Some(said)
        })
    };
    let version = text("/params/_meta/io.modelcontextprotocol~1protocolVersion");
    let wrong = request.header("mcp-protocol-version").is_none()
        || differs("mcp-protocol-version", version);
    refuse(server, Check::VersionHeader, wrong, || {
        mismatch("MCP-Protocol-Version")
    })?;
    let method = text("/method");
    let wrong = differs("mcp-method", method);
    refuse(server, Check::MethodHeader, wrong, || {
        mismatch("Mcp-Method")
    })?;
    let name = match method {
        Some("tools/call" | "prompts/get") => text("/params/name"),
        Some("resources/read") => text("/params/uri"),
        _ => None,
    };
    let wrong = differs("mcp-name", name);
    refuse(server, Check::NameHeader, wrong, || mismatch("Mcp-Name"))
}

/// The text of a header that may be wrapped, because it is not plain ASCII; none where the wrapping is broken.
fn plain_text(value: &str) -> Option<String> {
    let wrapped = value
        .strip_prefix("=?base64?")
        .and_then(|rest| rest.strip_suffix("?="));
    match wrapped {
        None => Some(value.to_owned()),
        Some(wrapped) => String::from_utf8(STANDARD.decode(wrapped).ok()?).ok(),
    }
}

/// The session that a request belongs to; none where this server does not care.
pub(super) fn session(server: &Shared, request: &Request) -> Result<Option<Arc<Session>>, Refused> {
    if server.http().stateless || server.script.legacy.is_empty() {
        return Ok(None);
    }
    let gone = || Response::error(404, &Value::Null, SESSION_NOT_FOUND, "Session not found");
    let found = server.session(request);
    match &found {
        Some(session) => refuse(server, Check::EndedSession, session.has_ended(), gone)?,
        None => {
            let absent = server.session_id(request).is_none();
            refuse(server, Check::Session, absent, || {
                plain(400, "Bad request: Mcp-Session-Id is missing")
            })?;
            refuse(server, Check::UnknownSession, !absent, gone)?;
        }
    }
    Ok(found)
}
