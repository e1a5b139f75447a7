use crate::web::{self, Seen};
use crate::{Answer, Finding, Outcome, Severity, View};
use evidence::Caller;
use evidence::http::Challenge;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Some(http) = view.http() else {
        return Ok(web::not_http());
    };
    let refused = http
        .of_endpoint()
        .filter(|seen| seen.web.caller == Caller::SignedIn && seen.came.status == 403);
    let refused: Vec<Seen<'_>> = refused
        .filter(|seen| seen.asked.question.is_none())
        .collect();
    if refused.is_empty() {
        view.connected()?;
        return Ok(Outcome::not_applicable(
            "It refused nobody who had signed in.",
        ));
    }
    let findings = refused.iter().filter_map(mute).collect();
    let says = "Where a token's scope is too small it says which is wanted.";
    Ok(web::settled(says, web::frames(&refused), findings))
}

fn mute(seen: &Seen<'_>) -> Option<Finding> {
    let value = seen.came.header("www-authenticate").unwrap_or_default();
    let told = Challenge::read(value).iter().any(|challenge| {
        challenge.param("error") == Some("insufficient_scope") && challenge.param("scope").is_some()
    });
    let method = seen.asked.message.as_deref().unwrap_or("a request");
    (!told).then(|| {
        let says = format!("It refuses {method} to a caller who has signed in with 403, and does not say which scope is wanted.");
        seen.finding(Severity::Warning, "scope", says)
    })
}
