use crate::{Answer, Finding, Outcome, Severity, View, say, watch};
use evidence::{FrameId, Observed, ServerRequest, Session, Variant};
use serde_json::Value;
use std::collections::BTreeMap;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let requests = view
        .facts
        .sessions
        .iter()
        .flat_map(|session| &session.server_requests);
    let mut asked: BTreeMap<(bool, &str), Vec<&ServerRequest>> = BTreeMap::new();
    let asks = |request: &&ServerRequest| {
        request.method != "ping" && !request.method.starts_with("notifications/")
    };
    for request in requests.filter(asks) {
        asked
            .entry((request.declared, request.method.as_str()))
            .or_default()
            .push(request);
    }
    let finding = |((declared, method), requests): (&(bool, &str), &Vec<&ServerRequest>)| {
        let (severity, when) = if *declared {
            (Severity::Info, "declared")
        } else {
            (Severity::Error, "not declared")
        };
        let message = format!(
            "It asked the client for {} {}, {when} by the client.",
            say::quote(method),
            say::count(requests.len(), "time")
        );
        Finding::on_server(severity, message)
            .inside(format!("/requests/{method}"))
            .at(requests.iter().map(|request| request.frame))
    };
    let mut findings: Vec<Finding> = asked.iter().map(finding).collect();
    findings.extend(view.facts.sessions.iter().flat_map(sampling));
    findings.extend(view.facts.sessions.iter().flat_map(unasked));
    if findings
        .iter()
        .any(|finding| finding.severity > Severity::Info)
    {
        return Ok(Outcome::Fail { findings });
    }
    view.connected()?;
    view.tools_whole()?;
    let because = match findings.len() {
        0 => {
            "It asked for nothing while it connected and listed; what a tool call asks for was not seen."
        }
        _ => "It asks for what a client declares; whether that is limited, the client decides.",
    };
    let remedy = "Keep sampling off in the client, or limit it, and attest `prompts_and_sampling.sampling_limited`.";
    Ok(Outcome::inconclusive(because, remedy).with(findings))
}

/// Requests in an era that has none: there a server says in a result what it needs, and nobody answers a request.
fn unasked(session: &Session) -> Vec<Finding> {
    let modern =
        session.variant == Variant::Discover && matches!(session.handshake, Observed::Seen { .. });
    let requests = session.server_requests.iter().filter(|_| modern);
    let finding = |request: &ServerRequest| {
        let message = format!(
            "It asked the client for {} in 2026-07-28, where a server sends no requests.",
            say::quote(&request.method)
        );
        Finding::on_server(Severity::Error, message)
            .inside(format!("/modern/{}", request.method))
            .at([request.frame])
    };
    // A notification with an id is the question of the wire's form.
    requests
        .filter(|request| !request.method.starts_with("notifications/"))
        .map(finding)
        .collect()
}

/// Sampling that goes further than the client declared: with tools, or with the context of other servers.
fn sampling(session: &Session) -> Vec<Finding> {
    let sampling = watch::declared(session).and_then(|declared| declared.get("sampling"));
    // That sampling was not declared at all is said already.
    let Some(sampling) = sampling.filter(|sampling| !sampling.is_null()) else {
        return Vec::new();
    };
    let lacks = |what: &str| sampling.get(what).is_none_or(Value::is_null);
    let finding = |severity, place: &str, says: String, frame: FrameId| {
        let place = format!("/requests/sampling/createMessage/{place}");
        Finding::on_server(severity, says).inside(place).at([frame])
    };
    let mut findings = Vec::new();
    for (method, params, frame) in watch::asked(session) {
        if method != "sampling/createMessage" {
            continue;
        }
        findings.extend(text(params, frame));
        let has = |member: &str| params.get(member).is_some_and(|value| !value.is_null());
        if (has("tools") || has("toolChoice")) && lacks("tools") {
            let says = "It asked for sampling with tools, which the client did not declare.";
            findings.push(finding(Severity::Error, "tools", says.to_owned(), frame));
        }
        let context = params.get("includeContext").and_then(Value::as_str);
        if let Some(context) = context.filter(|context| *context != "none" && lacks("context")) {
            // Before 2025-11-25 there was no way to declare it.
            let severity = if has_modes(session) {
                Severity::Warning
            } else {
                Severity::Info
            };
            let says = format!(
                "It asked for sampling with the context {}, which the client did not declare.",
                say::quote(context)
            );
            findings.push(finding(severity, "context", says, frame));
        }
    }
    findings
}

/// What the server would have the client's model read. It is shown and not judged: orders to a model are what sampling is for.
fn text(params: &Value, frame: FrameId) -> Option<Finding> {
    let system = params.get("systemPrompt").and_then(Value::as_str);
    let first = params
        .pointer("/messages/0/content/text")
        .and_then(Value::as_str);
    let text = system.or(first)?;
    let message = format!(
        "It would have the client's model read {}.",
        say::quote(text)
    );
    Some(
        Finding::on_server(Severity::Info, message)
            .inside("/requests/sampling/createMessage/text")
            .at([frame]),
    )
}

/// Whether the revision lets a client declare what of sampling it takes.
fn has_modes(session: &Session) -> bool {
    match &session.handshake {
        Observed::Seen { value, .. } => value
            .version
            .as_deref()
            .is_some_and(|version| version >= "2025-11-25"),
        Observed::NotOffered | Observed::Missing(_) => false,
    }
}
