use crate::look::members;
use crate::{Answer, Finding, Outcome, Severity, View, say};
use evidence::{FrameId, Item, Kind, Variant};
use serde_json::Value;
use std::collections::BTreeMap;

/// Extensions that the protocol's own documents publish.
const KNOWN: [&str; 5] = [
    "io.modelcontextprotocol/tasks",
    "io.modelcontextprotocol/ui",
    "io.modelcontextprotocol/skills",
    "io.modelcontextprotocol/oauth-client-credentials",
    "io.modelcontextprotocol/enterprise-managed-authorization",
];

/// Findings about extensions that are kept.
const FINDINGS: usize = 1_000;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let extensions = extensions(view)?;
    let mut findings: Vec<Finding> = extensions
        .iter()
        .filter_map(|(name, (modern, frame))| finding(name, *modern, *frame))
        .take(FINDINGS)
        .collect();
    findings.extend(
        view.facts
            .inventory
            .all()
            .filter_map(|entry| interface(&entry.item)),
    );
    if findings
        .iter()
        .any(|finding| finding.severity > Severity::Info)
    {
        return Ok(Outcome::Fail { findings });
    }
    let frames = view.everything()?;
    if extensions.is_empty() && findings.is_empty() {
        return Ok(Outcome::not_applicable("It has no extensions."));
    }
    let says = if extensions.is_empty() {
        "It declares no extensions.".to_owned()
    } else {
        format!("It declares {}.", say::names(extensions.into_keys()))
    };
    Ok(Outcome::pass(says).at(frames).with(findings))
}

/// The extensions declared, whether in the revision that has them, and where.
fn extensions<'a>(view: &View<'a>) -> Result<BTreeMap<&'a str, (bool, FrameId)>, evidence::Gap> {
    let mut extensions = BTreeMap::new();
    for (session, handshake, frames) in view.connected()? {
        let modern = session.variant == Variant::Discover;
        for (name, _) in members(handshake.capabilities.get("extensions")) {
            if let Some(frame) = frames.first() {
                let known = extensions.entry(name).or_insert((modern, *frame));
                known.0 |= modern;
            }
        }
    }
    Ok(extensions)
}

fn finding(name: &str, modern: bool, frame: FrameId) -> Option<Finding> {
    let named = name.split_once('/').is_some_and(|(prefix, name)| {
        let part = |text: &str| text.starts_with(|c: char| c.is_ascii_alphanumeric());
        let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        part(prefix) && part(name) && prefix.chars().chain(name.chars()).all(legal)
    });
    let (severity, says) = if !named {
        let severity = if modern {
            Severity::Warning
        } else {
            Severity::Info
        };
        (severity, "is not named as extensions are, `prefix/name`")
    } else if !KNOWN.contains(&name) {
        (Severity::Info, "is not known here: read what it adds")
    } else {
        return None;
    };
    let message = format!("The extension {} {says}.", say::quote(name));
    let finding = Finding::on_server(severity, message);
    Some(finding.inside(format!("/extensions/{name}")).at([frame]))
}

/// What a person should see before a host shows it.
fn interface(item: &Item) -> Option<Finding> {
    let meta = item.raw.get("_meta");
    let meta = meta.as_ref();
    let text = |value: Option<&'_ Value>| value.and_then(Value::as_str).map(str::to_owned);
    let message = if item.kind == Kind::Tool {
        let ui = meta.and_then(|meta| meta.get("ui"));
        let uri = text(ui.and_then(|ui| ui.get("resourceUri")))
            .or_else(|| text(meta?.get("ui/resourceUri")))
            .or_else(|| text(meta?.get("openai/outputTemplate")))?;
        format!(
            "What it returns is shown with the user interface {}.",
            say::quote(&uri)
        )
    } else {
        let mime = item.raw.string("mimeType").unwrap_or_default();
        let mime: String = mime.chars().filter(|c| !c.is_whitespace()).collect();
        let uri = item
            .raw
            .string("uri")
            .or_else(|| item.raw.string("uriTemplate"));
        let shown = uri.is_some_and(|uri| uri.starts_with("ui://"))
            || mime.eq_ignore_ascii_case("text/html;profile=mcp-app")
            || mime.eq_ignore_ascii_case("text/html+skybridge");
        if item.kind == Kind::Prompt || !shown {
            return None;
        }
        let domains = domains(meta);
        let reach = if domains.is_empty() {
            String::new()
        } else {
            format!(" It may reach {}.", say::names(domains))
        };
        format!("It is HTML that runs in the host.{reach}")
    };
    Some(Finding::on(item, Severity::Info, message))
}

/// The addresses that a user interface asks to reach.
fn domains(meta: Option<&Value>) -> Vec<&str> {
    let policy = meta.and_then(|meta| meta.pointer("/ui/csp"));
    members(policy)
        .into_iter()
        .filter_map(|(_, domains)| domains.as_array())
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}
