use crate::web::{self, Http, Seen};
use crate::{Answer, Finding, Frames, Outcome, Severity, View, say};
use evidence::Caller;
use evidence::http::Challenge;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Some(http) = view.http() else {
        return Ok(web::not_http());
    };
    if http.locked_out().is_some() {
        return Ok(challenged(&http));
    }
    if !http.let_in(Caller::Anonymous).is_empty() {
        return Ok(Outcome::not_applicable(
            "It lets callers in without a credential.",
        ));
    }
    if http.let_in(Caller::SignedIn).is_empty() {
        view.connected()?;
    }
    match http.of_endpoint().find(is_first) {
        Some(seen) => Ok(Outcome::fail(instead(&seen))),
        None => Err(crate::look::gap(
            "A caller without a credential got no response.",
        )),
    }
}

/// What a caller without credentials asked first.
fn is_first(seen: &Seen<'_>) -> bool {
    seen.web.caller == Caller::Anonymous && seen.asked.question.is_none() && seen.is_request()
}

fn instead(seen: &Seen<'_>) -> Finding {
    let says = format!(
        "It answers a caller without a credential with {}, not with 401: no client takes that for a call to sign in.",
        seen.told()
    );
    seen.finding(Severity::Warning, "challenge/status", says)
}

fn challenged(http: &Http<'_>) -> Outcome {
    let refusals: Vec<Seen<'_>> = http
        .of_endpoint()
        .filter(|seen| seen.came.status == 401 && seen.web.caller == Caller::Anonymous)
        .collect();
    let findings: Vec<Finding> = refusals.iter().filter_map(wrong).collect();
    let frames: Frames = web::frames(&refusals);
    web::settled(
        "It refuses a caller without a credential with 401, and says how to sign in.",
        frames,
        findings,
    )
}

fn wrong(seen: &Seen<'_>) -> Option<Finding> {
    let Some(value) = seen.came.header("www-authenticate") else {
        let says =
            "It refuses with 401, and does not say how to sign in: there is no `WWW-Authenticate`.";
        return Some(seen.finding(Severity::Warning, "challenge", says));
    };
    if value.matches('"').count() % 2 == 1 {
        let says = format!(
            "Its challenge is broken: a quotation mark is missing in {}.",
            say::quote(value)
        );
        return Some(seen.finding(Severity::Warning, "challenge", says));
    }
    let challenges = Challenge::read(value);
    let bearer = challenges
        .iter()
        .find(|challenge| challenge.scheme.eq_ignore_ascii_case("bearer"));
    let Some(bearer) = bearer else {
        let schemes = say::names(challenges.iter().map(|challenge| challenge.scheme.as_str()));
        let says = format!(
            "Its challenge asks for {schemes}, not for a bearer token, which is what clients can get."
        );
        return Some(seen.finding(Severity::Warning, "challenge", says));
    };
    bearer.param("scope").is_none().then(|| {
        let says = "Its challenge does not say which scope is wanted.";
        seen.finding(Severity::Info, "challenge/scope", says)
    })
}
