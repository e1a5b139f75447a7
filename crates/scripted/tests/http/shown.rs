//! An answer in one line, the same on every run.

use crate::client::{Answer, End};
use scripted::Endpoint;

/// Letters of a body that are compared.
const COMPARED: usize = 4000;
/// Letters of an answer that are shown.
const SHOWN: usize = 220;
/// The answer that none came.
pub(crate) const SILENT: &str = "says nothing";

/// One answer, without what differs from run to run.
pub(crate) fn shown(endpoint: &Endpoint, answer: &Answer, secrets: &[String]) -> String {
    let end = match answer.end {
        End::GoesOn if answer.bytes.is_empty() => return SILENT.to_owned(),
        End::GoesOn => "goes on",
        End::Reset => "is reset",
        End::Closed | End::Enough => "",
    };
    let mut rest = answer.bytes.as_slice();
    let mut hints = 0;
    let (head, body) = loop {
        let Some(at) = rest.windows(4).position(|four| four == b"\r\n\r\n") else {
            break ("", rest);
        };
        let (head, body) = rest.split_at(at);
        let head = std::str::from_utf8(head).unwrap_or_default();
        if !head.starts_with("HTTP/1.1 ") {
            break ("", rest);
        }
        if head.starts_with("HTTP/1.1 103") {
            hints += 1;
            rest = &body[4..];
            continue;
        }
        break (head, &body[4..]);
    };
    let mut parts = Vec::new();
    match (hints, answer.end) {
        (0, _) => {}
        (_, End::GoesOn) => parts.push("hints without end".to_owned()),
        (hints, _) => parts.push(format!("{hints} hints")),
    }
    parts.push(headers(head, body.len(), answer.end));
    if head.contains("content-encoding: gzip") {
        parts.push("compressed".to_owned());
    } else if end.is_empty() {
        parts.push(text(head, body));
    } else {
        parts.push(end.to_owned());
    }
    let mut line = parts.join(" | ");
    let base = endpoint.url().replace("/mcp", "");
    line = line.replace(&base, "{base}");
    line = line.replace(&endpoint.address().to_string(), "{address}");
    for secret in secrets.iter().filter(|secret| secret.len() >= 8) {
        line = line.replace(secret, "{session}");
    }
    let line = line.replace(r#""jsonrpc":"2.0","#, "");
    line.trim_matches([' ', '|'])
        .chars()
        .flat_map(|letter| {
            if letter.is_control() {
                letter.escape_debug().collect()
            } else {
                vec![letter]
            }
        })
        .collect()
}

/// An answer from where it differs from another on, or a little before.
pub(crate) fn excerpt(answer: &str, other: Option<&String>) -> String {
    let same = answer
        .chars()
        .zip(other.map_or("", String::as_str).chars())
        .take_while(|(one, two)| one == two)
        .count();
    let skipped = if same < SHOWN / 2 { 0 } else { same - 40 };
    let shown: String = answer.chars().skip(skipped).take(SHOWN).collect();
    let (before, after) = (skipped > 0, skipped + SHOWN < answer.chars().count());
    let dots = |there| if there { "…" } else { "" };
    format!("{}{shown}{}", dots(before), dots(after))
}

/// Status and headers.
fn headers(head: &str, body: usize, end: End) -> String {
    let mut lines = head.split("\r\n");
    let status = lines.next().unwrap_or_default();
    let status = status.strip_prefix("HTTP/1.1 ").unwrap_or("no head");
    let all: Vec<&str> = lines.collect();
    let mut out = vec![status.to_owned()];
    if all.len() > 12 {
        out.push(format!("{} headers", all.len()));
        return out.join(", ");
    }
    for header in all {
        let (name, value) = header.split_once(": ").unwrap_or((header, ""));
        match name {
            "content-length" if value == body.to_string() || end == End::GoesOn => {}
            "content-length" if value.parse::<usize>().is_ok() => {
                out.push(format!("{name} is wrong"));
            }
            "mcp-session-id" => out.push(format!("{name} {}", id(value))),
            _ if value.len() > 300 => out.push(format!("{name} of {} letters", value.len())),
            _ => out.push(header.to_owned()),
        }
    }
    out.join(", ")
}

/// What an id looks like.
fn id(value: &str) -> String {
    if value.chars().all(|letter| letter.is_ascii_hexdigit()) {
        format!("of {} hexadecimal digits", value.len())
    } else {
        let digits = |letter: char| {
            if letter.is_ascii_hexdigit() {
                '#'
            } else {
                letter
            }
        };
        let like: String = value.chars().map(digits).take(60).collect();
        format!("like {like}")
    }
}

fn text(head: &str, body: &[u8]) -> String {
    let chunked = head.contains("transfer-encoding: chunked");
    let body = match unchunked(body) {
        Some(body) if chunked => body,
        _ => body.to_vec(),
    };
    let text = String::from_utf8_lossy(&body);
    let text = text.split("\"tools\":[").collect::<Vec<_>>();
    let text = match text.as_slice() {
        [before, after, ..] => {
            let names = after
                .split("{\"name\":")
                .skip(1)
                .filter_map(|tool| tool.split('"').nth(1));
            let times = text.len() - 1;
            let tail = after.rsplit("}]}").next().unwrap_or_default();
            format!(
                "{before}{times} × tools {}{tail}",
                names.collect::<Vec<_>>().join(" ")
            )
        }
        _ => text.concat(),
    };
    let text = text.replace(r#""jsonrpc":"2.0","#, "");
    text.chars().take(COMPARED).collect()
}

/// The body inside chunks; none where they are broken, and what came of them where they do not end.
fn unchunked(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    while !body.is_empty() {
        let line = body.windows(2).position(|two| two == b"\r\n")?;
        let size = std::str::from_utf8(&body[..line]).ok()?;
        let size = usize::from_str_radix(size.split(';').next()?, 16).ok()?;
        out.extend_from_slice(body.get(line + 2..line + 2 + size)?);
        body = body.get(line + 4 + size..)?;
    }
    Some(out)
}
