use crate::{Answer, Finding, Outcome, Severity, View, say};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let secrets = view
        .judged
        .secrets
        .iter()
        .filter_map(|secret| Some((secret.frame?, secret)));
    let findings: Vec<Finding> = secrets
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
    if !findings.is_empty() {
        return Ok(Outcome::Fail { findings });
    }
    view.connected()?;
    let frames = view.tools_whole()?;
    let recorded = say::count(view.facts.recorded.0, "frame");
    Ok(Outcome::pass(format!(
        "{recorded} searched: nothing looks like a credential."
    ))
    .at(frames))
}
