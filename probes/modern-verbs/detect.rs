use crate::web::{self, Seen};
use crate::{Answer, Finding, Outcome, Severity, View, look};
use evidence::Variant;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Some(http) = view.http() else {
        return Ok(web::not_http());
    };
    view.connected()?;
    if !http.modern() {
        return Ok(Outcome::not_applicable(
            "It does not speak the revision without sessions.",
        ));
    }
    let minted = http.of_endpoint().filter(|seen| {
        seen.session.variant == Variant::Discover && seen.came.header("mcp-session-id").is_some()
    });
    let mut findings: Vec<Finding> = minted
        .map(|seen| {
            let says = "It hands out an `Mcp-Session-Id` in the revision that has no sessions.";
            seen.finding(Severity::Warning, "session-minted", says)
        })
        .collect();
    if http.legacy() {
        // With the era that has them, both verbs may well be allowed.
        return Ok(web::settled(
            "It has no sessions in the revision without them.",
            Vec::new(),
            findings,
        ));
    }
    let verbs = [http.put("get-stream"), http.put("delete")].concat();
    if verbs.is_empty() && findings.is_empty() {
        view.asked("delete")?;
        return Err(look::gap("Neither GET nor DELETE got a response."));
    }
    findings.extend(verbs.iter().filter_map(allowed));
    let says = "It allows neither GET nor DELETE, and has no sessions.";
    Ok(web::settled(says, web::frames(&verbs), findings))
}

fn allowed(seen: &Seen<'_>) -> Option<Finding> {
    let status = seen.came.status;
    let verb = &seen.asked.verb;
    let severity = match status {
        405 | 401 => return None,
        200..300 => Severity::Warning,
        _ => Severity::Info,
    };
    let says = format!("It answers {verb} with {status}, not with 405.");
    Some(seen.finding(severity, &format!("verb/{verb}"), says))
}
