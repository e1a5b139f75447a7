use crate::{Answer, Finding, Outcome, Severity, View, say};
use evidence::ServerRequest;
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
    let findings: Vec<Finding> = asked.iter().map(finding).collect();
    if findings
        .iter()
        .any(|finding| finding.severity == Severity::Error)
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
