use crate::{Answer, Finding, Outcome, Severity, View, look, say};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let secrets = view
        .judged
        .secrets
        .iter()
        .filter_map(|secret| Some((secret.frame?, secret)));
    let mut findings: Vec<Finding> = secrets
        .map(|(frame, secret)| {
            let message = format!(
                "It sent what looks like a credential ({}): {}.",
                secret.kind, secret.shown
            );
            Finding::on_server(Severity::Error, message)
                .inside(format!("/secrets/{}", secret.kind))
                .at([frame])
        })
        .collect();
    findings.extend(repeated(view));
    if !findings.is_empty() {
        return Ok(Outcome::Fail { findings });
    }
    view.connected()?;
    let frames = view.tools_whole()?;
    let recorded = say::count(view.facts.recorded.0, "frame");
    Ok(Outcome::pass(format!(
        "{recorded} searched: nothing looks like a credential."
    ))
    .at(frames)
    .with(sent_back(view)))
}

/// What the recorder writes in place of a credential that was given.
const REDACTED: &str = "«redacted";

/// A response that repeats the credential that it was asked with.
fn repeated(view: &View<'_>) -> Option<Finding> {
    let mut seen = view.http()?.seen();
    let seen = seen.find(|seen| seen.came.body.contains(REDACTED))?;
    let says = "A response repeats the caller's token or another credential that it was given.";
    Some(seen.finding(Severity::Error, "repeated", says))
}

/// Variables that are called like a credential and whose value came back. It may have been a made-up one.
fn sent_back(view: &View<'_>) -> impl Iterator<Item = Finding> {
    let named = view.judged.sent_back.iter();
    let secret = named.filter(|(name, _)| look::names_credential(name));
    secret.map(|(name, frame)| {
        let message = format!(
            "It sent back the value of {}, which it was given.",
            say::quote(name)
        );
        Finding::on_server(Severity::Warning, message)
            .inside(format!("/env/{name}"))
            .at([*frame])
    })
}
