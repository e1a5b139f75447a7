use crate::look::members;
use crate::{Answer, Finding, Outcome, Severity, Subject, View, say, watch};
use evidence::{FrameId, Session, Variant};
use serde_json::Value;
use std::borrow::Cow;

mod trace;

/// What revisions and published extensions define of the reserved prefix.
const DEFINED: [&str; 12] = [
    "protocolVersion",
    "clientInfo",
    "clientCapabilities",
    "serverInfo",
    "logLevel",
    "subscriptionId",
    "related-task",
    "model-immediate-response",
    "tasks",
    "ui",
    "skills",
    "cache",
];

pub(crate) fn detect(view: &View<'_>) -> Answer {
    view.connected()?;
    let metas = metas(view);
    let keys: usize = metas
        .iter()
        .map(|meta| meta.value.as_object().map_or(0, serde_json::Map::len))
        .sum();
    let findings: Vec<Finding> = metas.iter().filter_map(judge).collect();
    if findings
        .iter()
        .any(|finding| finding.severity > Severity::Info)
    {
        return Ok(Outcome::Fail { findings });
    }
    let frames = view.watched()?;
    if keys == 0 {
        return Ok(Outcome::not_applicable("It sends no metadata."));
    }
    let says = format!("{} of metadata.", say::count(keys, "key"));
    Ok(Outcome::pass(says).at(frames).with(findings))
}

/// One `_meta`, and what it belongs to.
struct Meta<'a> {
    subject: Subject,
    value: Cow<'a, Value>,
    modern: bool,
    frame: FrameId,
}

fn metas<'a>(view: &View<'a>) -> Vec<Meta<'a>> {
    let entries = view.facts.inventory.all().filter_map(|entry| {
        Some(Meta {
            subject: Subject::of(&entry.item),
            value: Cow::Owned(entry.item.raw.get("_meta")?),
            modern: entry.visible_to.contains(&Variant::Discover),
            frame: entry.item.at.frame,
        })
    });
    entries
        .chain(view.facts.sessions.iter().flat_map(said))
        .collect()
}

/// The metadata of what was said on a connection.
fn said(session: &Session) -> Vec<Meta<'_>> {
    let results = watch::results(session).map(|(_, frame, result)| (frame, result));
    let notifications = session
        .notifications
        .iter()
        .map(|notification| (notification.frame, &notification.params));
    let requests = session
        .server_requests
        .iter()
        .map(|request| (request.frame, &request.params));
    let said = results.chain(notifications).chain(requests);
    said.filter_map(|(frame, holder)| {
        Some(Meta {
            subject: Subject::server(),
            value: Cow::Borrowed(holder.get("_meta")?),
            modern: session.variant == Variant::Discover,
            frame,
        })
    })
    .collect()
}

/// The worst about one `_meta`, the first of them.
fn judge(meta: &Meta<'_>) -> Option<Finding> {
    let mut odd = None;
    for (key, value) in members(Some(&meta.value)) {
        match name(key).or_else(|| trace(key, value).filter(|_| meta.modern)) {
            Some((Severity::Info, _)) if odd.is_some() => {}
            Some((severity, message)) => {
                odd = Some((severity, key, message));
                if severity > Severity::Info {
                    break;
                }
            }
            None => {}
        }
    }
    let (severity, key, message) = odd?;
    let finding = Finding::new(meta.subject.clone(), severity, message);
    let pointer = format!("/_meta/{}", step(key));
    Some(finding.inside(pointer).at([meta.frame]))
}

/// A segment of a JSON pointer.
fn step(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// What is wrong with a key. Malformed ones are harmless, and widely used frameworks send them.
fn name(key: &str) -> Option<(Severity, String)> {
    let (prefix, name) = match key.split_once('/') {
        Some((prefix, name)) => (Some(prefix), name),
        None => (None, key),
    };
    let formed = prefix.is_none_or(|prefix| prefix.split('.').all(is_label)) && is_name(name);
    if !formed {
        let says = format!("The key {} in `_meta` is not well-formed.", say::quote(key));
        return Some((Severity::Info, says));
    }
    let second = prefix.and_then(|prefix| prefix.split('.').nth(1));
    let reserved = matches!(second, Some("modelcontextprotocol" | "mcp"));
    let defined = prefix == Some("io.modelcontextprotocol") && DEFINED.contains(&name);
    (reserved && !defined).then(|| {
        let says = format!(
            "The key {} in `_meta` is of the protocol's own, and it defines no such key.",
            say::quote(key)
        );
        (Severity::Warning, says)
    })
}

/// Letters at both ends (a digit will do at the second), letters, digits and hyphens between.
fn is_label(label: &str) -> bool {
    label.starts_with(|c: char| c.is_ascii_alphabetic())
        && label.ends_with(|c: char| c.is_ascii_alphanumeric())
        && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

fn is_name(name: &str) -> bool {
    let end = |c: char| c.is_ascii_alphanumeric();
    let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    name.is_empty() || name.starts_with(end) && name.ends_with(end) && name.chars().all(inner)
}

fn trace(key: &str, value: &Value) -> Option<(Severity, String)> {
    let fits: fn(&str) -> bool = match key {
        "traceparent" => trace::is_parent,
        "tracestate" => trace::is_state,
        "baggage" => trace::is_baggage,
        _ => return None,
    };
    if value.as_str().is_some_and(fits) {
        return None;
    }
    let shown = say::quote(value.as_str().unwrap_or("no string"));
    let says = format!("`{key}` in `_meta` is not of the form that W3C gives it: {shown}.");
    Some((Severity::Warning, says))
}
