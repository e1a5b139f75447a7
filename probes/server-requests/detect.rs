use crate::{Answer, Finding, Outcome, Severity, View, say, watch};
use evidence::{FrameId, ServerRequest, Session};
use serde_json::Value;
use std::collections::BTreeMap;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let requests = view
        .facts
        .sessions
        .iter()
        .flat_map(|session| &session.server_requests);
    let mut asked: BTreeMap<(bool, &str), Vec<&ServerRequest>> = BTreeMap::new();
    for request in requests.filter(|request| request.method != "ping") {
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

/// Whether the revision lets a client declare what of sampling it takes.
fn has_modes(session: &Session) -> bool {
    match &session.handshake {
        evidence::Observed::Seen { value, .. } => value
            .version
            .as_deref()
            .is_some_and(|version| version >= "2025-11-25"),
        evidence::Observed::NotOffered | evidence::Observed::Missing(_) => false,
    }
}
