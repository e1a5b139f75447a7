use crate::look::Eras;
use crate::{Answer, Finding, Outcome, Severity, View, say};
use evidence::{FrameId, Session};
use std::collections::BTreeMap;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Eras { legacy, .. } = view.eras()?;
    if !legacy {
        return Ok(Outcome::not_applicable(
            "The revision that it speaks has no handshake to wait for.",
        ));
    }
    let connected = view.connected()?;
    let findings: Vec<Finding> = connected
        .iter()
        .flat_map(|(session, ..)| early(session))
        .collect();
    if !findings.is_empty() {
        return Ok(Outcome::Fail { findings });
    }
    let frames = connected
        .iter()
        .filter_map(|(session, ..)| session.initialized);
    Ok(Outcome::pass("It asks for nothing before the client is ready.").at(frames))
}

/// The requests that came before the client was ready, by method.
fn early(session: &Session) -> Vec<Finding> {
    let Some(ready) = session.initialized else {
        return Vec::new();
    };
    let mut by_method: BTreeMap<&str, Vec<FrameId>> = BTreeMap::new();
    let early = session
        .server_requests
        .iter()
        .filter(|request| request.frame < ready && request.method != "ping");
    for request in early {
        by_method
            .entry(request.method.as_str())
            .or_default()
            .push(request.frame);
    }
    let finding = |(method, frames): (&str, Vec<FrameId>)| {
        let message = format!(
            "It asked the client for {} before the client was ready.",
            say::quote(method)
        );
        Finding::on_server(Severity::Warning, message)
            .inside(format!("/requests/{method}"))
            .at(frames)
    };
    by_method.into_iter().map(finding).collect()
}
