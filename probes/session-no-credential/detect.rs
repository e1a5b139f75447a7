use crate::web;
use crate::{Answer, Outcome, Severity, View};
use evidence::Caller;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Some(http) = view.http() else {
        return Ok(web::not_http());
    };
    let sessions = http
        .of_endpoint()
        .any(|seen| seen.came.header("mcp-session-id").is_some());
    if !sessions {
        if http.locked_out().is_none() || !http.let_in(Caller::SignedIn).is_empty() {
            view.connected()?;
            return Ok(Outcome::not_applicable("It hands out no session ids."));
        }
        return Ok(unsigned());
    }
    if !http.let_in(Caller::Anonymous).is_empty() {
        return Ok(Outcome::not_applicable(
            "It lets callers in without a credential anyway.",
        ));
    }
    if http.let_in(Caller::SignedIn).is_empty() {
        return Ok(unsigned());
    }
    let asked = http.asked("session-without-token")?;
    let served = asked.iter().filter(|seen| seen.served());
    let findings = served.map(|seen| {
        let says = "It serves whoever has a session's id without the token that began it.";
        seen.finding(Severity::Error, "session/token", says)
    });
    let says = "A session's id alone signs nobody in.";
    Ok(web::settled(says, web::frames(&asked), findings.collect()))
}

fn unsigned() -> Outcome {
    Outcome::inconclusive(
        "It takes a session that was signed in, and none was.",
        "Probe it with a credential (`--bearer-env`).",
    )
}
