use crate::{Answer, Outcome, View};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    view.connected()?;
    let remedy = "Show that secrets are redacted from errors and logs, and attest `authentication.redaction`.";
    Ok(Outcome::inconclusive(
        "It was not run in a sandbox, so no canary was planted.",
        remedy,
    ))
}
