use crate::{Answer, Finding, Outcome, Severity, View};
use judge::Secret;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let secrets = view
        .judged
        .secrets
        .iter()
        .filter(|secret| secret.frame.is_none());
    let findings: Vec<Finding> = secrets.map(finding).collect();
    if !findings.is_empty() {
        return Ok(Outcome::Fail { findings });
    }
    view.connected()?;
    Ok(Outcome::pass(
        "Nothing on its command line looks like a credential.",
    ))
}

fn finding(secret: &Secret) -> Finding {
    let message = format!(
        "Its command line holds what looks like a credential ({}): {}.",
        secret.kind, secret.shown
    );
    Finding::on_server(Severity::Error, message).inside(format!("/command/{}", secret.kind))
}
